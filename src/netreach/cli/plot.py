"""`netreach plot ...`: the answers as pictures, in SVG and PNG, with the options of the commands that they draw."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreach.cli import criteria
from netreach.cli.options import (
    AsOf,
    Avoid,
    Company,
    CompassName,
    CompassNames,
    Cutoff,
    Diverse,
    Ego,
    FarthestDegree,
    Json,
    Kinds,
    Language,
    NearerTo,
    NetworkFolder,
    PathCount,
    Quiet,
    Scorer,
    Segments,
    Since,
    Target,
    Through,
    viewpoint,
    with_parameters,
)
from netreach.cli.output import STDOUT, note, show, show_json
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.answers.picture import Picture
else:
    # Signatures are read when the program starts, and what draws is loaded when something is drawn.
    Picture = object

CROSSED = 1000
"""How many segments of two fields are looked at for a cross table."""

Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A file in .svg or .png, replaced where it is there; - for SVG on standard output.",
        show_default=False,
    ),
]
Width = Annotated[
    int | None,
    typer.Option("--width", metavar="PIXELS", help="280 to 2400; by default what suits the picture."),
]
Theme = Annotated[
    str,
    typer.Option(
        "--theme", metavar="THEME", help="auto (the reader's), light or dark; a PNG is light by default."
    ),
]
Scale = Annotated[
    float, typer.Option("--scale", metavar="N", help="For PNG: pixels for each pixel of the picture.")
]


def _drawn(command: Callable[..., tuple[Picture, str]]) -> Callable[..., None]:
    """Return a command that writes the picture which a function draws of a version, with the options for writing.

    Besides its own options the function takes `width` and `language`.
    """
    writing = tuple(inspect.signature(_write, eval_str=True).parameters.values())[3:]
    output, *others = writing

    @functools.wraps(command)
    def run(**given: Any) -> None:
        written = {one.name: given.pop(one.name) for one in writing}
        picture, version = command(**given)
        _write(picture, version, given["language"], **written)

    def placed() -> Iterator[inspect.Parameter]:
        parameters = list(inspect.signature(command, eval_str=True).parameters.values())
        yield from (one for one in parameters if one.default is one.empty)
        yield output
        yield from (one for one in parameters if one.default is not one.empty)
        yield from others

    keywords = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in placed()]
    return with_parameters(run, keywords)


def _write(
    picture: Picture,
    version: str,
    language: str | None,
    output: Output,
    theme: Theme = "auto",
    scale: Scale = 2.0,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a picture of a version where the command line says, and tell so."""
    from netreach.render.words import language_of

    if output == STDOUT:
        if as_json:
            raise typer.BadParameter("--json and --output - both write to standard output: name a file.")
        show(str(picture.themed(theme)))
        return
    file = picture.save(Path(output), theme=theme, scale=scale)
    if as_json:
        kind = "png" if file.suffix.lower() == ".png" else "svg"
        show_json(
            {"file": str(file), "kind": kind, "theme": theme, "bytes": file.stat().st_size}, version=version
        )
    elif not quiet:
        note(tell("file_written", language_of(language), file=file))


@_drawn
def pyramid(
    network: NetworkFolder,
    ego: Ego,
    degree: FarthestDegree = 3,
    kinds: Kinds = None,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw how many people there are at each degree."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = viewpoint(opened, ego, kinds=kinds).pyramid(degree=degree, language=language)
    return answer.plot(width=width), answer.version


@_drawn
def path(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    k: PathCount = 3,
    cutoff: Cutoff = 3,
    diverse: Diverse = False,
    avoid: Avoid = None,
    through: Through = None,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw the strongest paths to somebody, side by side."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).paths(
            to, k=k, cutoff=cutoff, diverse=diverse, avoid=avoid or (), through=through, language=language
        )
    return answer.plot(width=width), answer.version


@_drawn
def introducers(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many to draw.")] = 3,
    scorer: Scorer = None,
    cutoff: Cutoff = 3,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw what the scores of the introducers are made of."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).introducers(
            to, limit=limit, scorer=scorer, cutoff=cutoff, language=language
        )
    return answer.plot(limit=limit, width=width), answer.version


@_drawn
@criteria.taken
def territory(
    network: NetworkFolder,
    ego: Ego,
    by: Segments = None,
    asked: criteria.Asked = MappingProxyType({}),
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            metavar="N",
            help="How many segments, by default 10; for a cross table the largest 1000.",
        ),
    ] = None,
    cutoff: Cutoff = 3,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw sectors, companies, places; two fields cross.

    One field is drawn as bars for each degree, two as a cross table.
    """
    from netreach.opening import open_network

    fields = by or ["industry"]
    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).territory(
            by=fields,
            limit=limit or (10 if len(fields) == 1 else CROSSED),
            cutoff=cutoff,
            language=language,
            **asked,
        )
    return answer.plot(width=width), answer.version


@_drawn
@criteria.taken
def search(
    network: NetworkFolder,
    ego: Ego,
    asked: criteria.Asked = MappingProxyType({}),
    cutoff: Cutoff = 3,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw how many people match at each degree."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).search(
            cutoff=cutoff, language=language, **asked
        )
        return answer.plot(width=width), answer.version


@_drawn
@criteria.taken
def doors(
    network: NetworkFolder,
    ego: Ego,
    to: Company = None,
    asked: criteria.Asked = MappingProxyType({}),
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many doors to draw.")] = 10,
    cutoff: Cutoff = 3,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw whom of a company or a segment each contact opens."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).doors(
            to, limit=limit, cutoff=cutoff, language=language, **asked
        )
    return answer.plot(width=width), answer.version


@_drawn
def compass(
    network: NetworkFolder,
    name: CompassName,
    ego: Ego,
    cutoff: Cutoff = 3,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw what a compass finds at each degree, and who is new."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).run(
            opened.compass(name), cutoff=cutoff, language=language
        )
        return answer.plot(width=width), answer.result.version


@_drawn
def compare(
    network: NetworkFolder,
    names: CompassNames,
    ego: Ego,
    cutoff: Cutoff = 3,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw compasses side by side, by degree."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        compasses = [opened.compass(name) for name in names]
        answer = opened.ego(ego).compare(*compasses, cutoff=cutoff, language=language)
    return answer.plot(width=width), answer.version


@_drawn
def changes(
    network: NetworkFolder,
    since: Since = None,
    ego: NearerTo = None,
    cutoff: Cutoff = 3,
    language: Language = None,
    width: Width = None,
) -> tuple[Picture, str]:
    """Draw what has changed: ties, jobs, people, who came nearer."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    with open_network(network) as opened:
        before = since if since is not None else opened.previous_version
        if before is None:
            raise typer.BadParameter(tell("no_earlier_version", language_of(language)), param_hint="--since")
        answer = opened.changes(since=before, ego=ego, limit=0, cutoff=cutoff, language=language)
    return answer.plot(width=width), answer.version
