"""`netreach territory`: how many people of each segment are where, and who opens the door to it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

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
    Segments,
    Svg,
    viewpoint,
)
from netreach.cli.output import check_one_output, columns, show, show_json, write_svg


@criteria.taken
def territory(
    network: NetworkFolder,
    ego: Ego,
    by: Segments = None,
    asked: criteria.Asked = MappingProxyType({}),
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many segments to print.")] = 10,
    cutoff: Cutoff = 3,
    svg: Svg = None,
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

    check_one_output(svg=svg, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).territory(
            by=by or ["industry"],
            limit=limit,
            cutoff=cutoff,
            language=code,
            **asked,
        )
    if svg is not None:
        write_svg(answer.plot(), svg, quiet=quiet, language=code)
    if as_json:
        show_json(answer.to_dict())
    elif svg is None:
        show(answer.table(columns=columns()) if quiet else answer.text(columns=columns()))
