"""`netreach plot ...`: the answers as pictures, in SVG and PNG, with the options of the commands that they draw."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from netreach.cli import criteria
from netreach.cli.options import (
    AsOf,
    Cutoff,
    Ego,
    Json,
    Kinds,
    Language,
    NetworkFolder,
    Quiet,
    Scorer,
    Target,
    table_of,
)
from netreach.cli.output import STDOUT, note, show, show_json
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.answers.picture import Picture

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


def pyramid(
    network: NetworkFolder,
    ego: Ego,
    output: Output,
    degree: Annotated[int, typer.Option("--degree", metavar="N", help="The farthest degree to count.")] = 3,
    kinds: Kinds = None,
    width: Width = None,
    theme: Theme = "auto",
    scale: Scale = 2.0,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw how many people there are at each degree."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = opened.ego(ego, kinds=table_of(kinds)).pyramid(degree=degree, language=language)
        version = opened.version
    _write(answer.plot(width=width), output, theme, scale, language, version, as_json=as_json, quiet=quiet)


def path(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    output: Output,
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many paths.")] = 3,
    cutoff: Cutoff = 3,
    diverse: Annotated[
        bool, typer.Option("--diverse", help="No two paths depend on the same person.")
    ] = False,
    avoid: Annotated[
        list[str] | None, typer.Option("--avoid", metavar="WHO", help="Not through this person. Repeatable.")
    ] = None,
    as_of: AsOf = None,
    kinds: Kinds = None,
    width: Width = None,
    theme: Theme = "auto",
    scale: Scale = 2.0,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw the strongest paths to somebody, side by side."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table_of(kinds)).paths(
            to, k=k, cutoff=cutoff, diverse=diverse, avoid=avoid or (), language=language
        )
        version = opened.version
    _write(answer.plot(width=width), output, theme, scale, language, version, as_json=as_json, quiet=quiet)


def introducers(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    output: Output,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many to draw.")] = 3,
    scorer: Scorer = None,
    cutoff: Cutoff = 3,
    as_of: AsOf = None,
    kinds: Kinds = None,
    width: Width = None,
    theme: Theme = "auto",
    scale: Scale = 2.0,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw what the scores of the introducers are made of."""
    from netreach.opening import open_network

    with open_network(network) as opened:
        answer = opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table_of(kinds)).introducers(
            to, limit=limit, scorer=scorer, cutoff=cutoff, language=language
        )
        version = opened.version
    picture = answer.plot(limit=limit, width=width)
    _write(picture, output, theme, scale, language, version, as_json=as_json, quiet=quiet)


@criteria.taken
def territory(
    network: NetworkFolder,
    ego: Ego,
    output: Output,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FIELD",
            help="industry (as it is by default), company, title, location, country, school, group or skill; "
            "twice for a cross table.",
            show_default=False,
        ),
    ] = None,
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
    width: Width = None,
    theme: Theme = "auto",
    scale: Scale = 2.0,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw sectors, companies or places by degree, or two of them as a cross table."""
    from netreach.opening import open_network

    fields = by or ["industry"]
    with open_network(network) as opened:
        answer = opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table_of(kinds)).territory(
            by=fields,
            limit=limit or (10 if len(fields) == 1 else CROSSED),
            cutoff=cutoff,
            language=language,
            **asked,
        )
        version = opened.version
    _write(answer.plot(width=width), output, theme, scale, language, version, as_json=as_json, quiet=quiet)


def _write(
    picture: Picture,
    output: str,
    theme: str,
    scale: float,
    language: str | None,
    version: str,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
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
