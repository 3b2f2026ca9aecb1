"""`netreach compass`: criteria under a name, saved with the network; run, compared, removed."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from netreach.cli import criteria
from netreach.cli.options import (
    AsOf,
    CompassName,
    CompassNames,
    Csv,
    Cutoff,
    Ego,
    Json,
    Kinds,
    Language,
    NetworkFolder,
    Quiet,
    Scorer,
    Sort,
    viewpoint,
)
from netreach.cli.output import (
    check_one_output,
    columns,
    folded,
    note,
    show,
    show_explained,
    show_json,
    write_csv,
)
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.compass import Compass
    from netreach.network import Network


@criteria.taken
def save(
    network: NetworkFolder,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="What to call it; with --from, the file's own.", show_default=False
        ),
    ] = None,
    asked: criteria.Asked = MappingProxyType({}),
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take it from a TOML file.", show_default=False),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of another one of this name.")
    ] = False,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Save criteria under a name.

    The compass is a file of the network's folder, compasses/NAME.toml, which can be read, edited and handed on.
    """
    from netreach.compass import Compass
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    if file is not None:
        if asked:
            raise typer.BadParameter("Give --from FILE or criteria, not both.")
        compass = Compass.load(file)
        if name is not None:
            compass = Compass(name, **compass.criteria)
    elif name is None:
        raise typer.BadParameter("Give a NAME and criteria, or --from FILE.")
    else:
        compass = Compass(name, **asked)
    with open_network(network) as opened:
        opened.save_compass(compass, replace=replace)
        if as_json:
            show_json({"compass": compass.to_dict()}, version=opened.version)
        elif not quiet:
            show("\n".join(folded(_line(compass, code), columns())))
            note(tell("compass_saved", code, name=compass.name, network=network))


def list_(
    network: NetworkFolder, language: Language = None, as_json: Json = False, quiet: Quiet = False
) -> None:
    """List the compasses of a network."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        if as_json:
            _show_list(opened)
        else:
            _list(opened, code, quiet=quiet)


def run(
    network: NetworkFolder,
    name: CompassName,
    ego: Ego,
    sort: Sort = "relationship",
    explain: Annotated[bool, typer.Option("--explain", help="Say what places each hit.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="How many people to print; CSV has all of them.")
    ] = 10,
    cutoff: Cutoff = 3,
    scorer: Scorer = None,
    csv: Csv = None,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Search by a compass, and tell who is new in it.

    New is who was not found in the version before this one, as far as the folder still has it.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    check_one_output(csv=csv, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).run(
            opened.compass(name), sort=sort, limit=limit, cutoff=cutoff, scorer=scorer, language=code
        )
        if csv is not None:
            write_csv(answer.result.to_csv(), csv, rows=len(answer.result), quiet=quiet, language=code)
        if as_json:
            show_json(answer.to_dict())
        elif csv is None and quiet:
            show(answer.result[:limit].text(columns=columns()))
        elif csv is None:
            show(answer.text(columns=columns()))
        if explain and not as_json and csv is None:
            show_explained(answer.result)


def compare(
    network: NetworkFolder,
    names: CompassNames,
    ego: Ego,
    cutoff: Cutoff = 3,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Lay compasses side by side.

    People per degree, how many each two share, and how many only one finds.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        answer = opened.ego(ego).compare(
            *(opened.compass(name) for name in names), cutoff=cutoff, language=code
        )
    if as_json:
        show_json(answer.to_dict())
    else:
        show(answer.table(columns=columns()) if quiet else answer.text(columns=columns()))


def remove(
    network: NetworkFolder,
    name: CompassName,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Delete a compass."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        opened.remove_compass(name)
        if as_json:
            _show_list(opened)
        elif not quiet:
            note(tell("compass_removed", code, name=name))


def _show_list(opened: Network) -> None:
    show_json({"compasses": [compass.to_dict() for compass in opened.compasses()]}, version=opened.version)


def _line(compass: Compass, code: str) -> str:
    """Say a compass in the words of a language; its TOML and `str(compass)` have those of Python."""
    from netreach.render import words
    from netreach.render.text import safe

    said = []
    for key, values in compass.said():
        match key:
            case "has_email":
                said.append(words.say("has_email" if values == ("True",) else "has_no_email", code))
            case "synonyms" if values == ("True",):
                said.append(words.say("synonyms", code))
            case _:
                told = [_value(key, value, code) for value in values]
                listed = functools.reduce(lambda a, b: words.say("either", code, a=a, b=b), told)
                said.append(f"{words.say(key, code)} {listed}")
    return safe(f"{compass.name}: {'; '.join(said)}")


def _value(key: str, value: str, code: str) -> str:
    """Say one value of a criterion."""
    from netreach.render import words

    match key:
        case "scope":
            return words.say(f"scope_{value}", code)
        case "connected_since":
            return words.date(dt.date.fromisoformat(value), code)
        case "min_strength":
            return words.number(float(value), code, len(value.partition(".")[2]))
        case "years_in_position":
            return words.say("years_count", code, years=value)
    return value


def _list(opened: Network, code: str, *, quiet: bool) -> None:
    from netreach.render import words

    saved = opened.compasses()
    for compass in saved:
        show("\n".join(folded(_line(compass, code), columns())))
    if not saved and not quiet:
        show(words.say("compass_none", code))
