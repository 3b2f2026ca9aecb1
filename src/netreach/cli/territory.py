"""`netreach territory`: how many people of each segment are where, and who opens the door to it."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from netreach.cli import criteria
from netreach.cli.options import AsOf, Cutoff, Ego, Json, Kinds, Language, NetworkFolder, Quiet, table_of
from netreach.cli.output import STDOUT, columns, note, show, show_json
from netreach.cli.texts import tell


@criteria.taken
def territory(
    network: NetworkFolder,
    ego: Ego,
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
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many segments to print.")] = 10,
    cutoff: Cutoff = 3,
    svg: Annotated[
        str | None, typer.Option("--svg", metavar="FILE", help="Draw it into a file; - for standard output.")
    ] = None,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Divide people over sectors, companies or places.

    Everybody counts, or those who meet the criteria. Every segment is shown with its people per degree and the
    contact who opens it best.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    if svg == STDOUT and as_json:
        raise typer.BadParameter("--json and --svg - both write to standard output: name a file for --svg.")
    code = language_of(language)
    with open_network(network) as opened:
        answer = opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table_of(kinds)).territory(
            by=by or ["industry"],
            limit=limit,
            cutoff=cutoff,
            language=code,
            **asked,
        )
    if svg == STDOUT:
        show(str(answer.plot()))
    elif svg is not None:
        answer.plot().save(Path(svg))
        if not quiet:
            note(tell("file_written", code, file=svg))
    if as_json:
        show_json(answer.to_dict())
    elif svg is None:
        show(answer.table(columns=columns()) if quiet else answer.text(columns=columns()))
