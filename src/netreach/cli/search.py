"""`netreach search`: who matches, counted per degree."""

from __future__ import annotations

import shlex
from types import MappingProxyType
from typing import Annotated

import typer

from netreach.cli import criteria
from netreach.cli.options import (
    AsOf,
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
from netreach.cli.output import check_one_output, columns, show, show_explained, show_json, write_csv


@criteria.taken
def search(
    context: typer.Context,
    network: NetworkFolder,
    ego: Ego,
    asked: criteria.Asked = MappingProxyType({}),
    sort: Sort = "relationship",
    explain: Annotated[bool, typer.Option("--explain", help="Say what places each hit.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="How many hits to print; CSV has all of them.")
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
    """Find who matches, counted per degree.

    Every hit carries the best introducer to them.

    Every criterion may be repeated, and then any of its values will do; different criteria must all hold.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    if context.args:
        typed = " ".join(context.args)
        raise typer.BadParameter(
            f"say where to look for {typed!r}: --keywords {shlex.quote(typed)} looks in every field."
        )
    check_one_output(csv=csv, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).search(
            sort=sort,
            limit=limit,
            cutoff=cutoff,
            scorer=scorer,
            language=code,
            **asked,
        )
        if csv is not None:
            write_csv(answer.to_csv(), csv, rows=len(answer), quiet=quiet, language=code)
        if as_json:
            show_json(answer.to_dict())
        elif csv is None and quiet:
            show(answer[:limit].text(columns=columns()))
        elif csv is None:
            show(answer.text(columns=columns()))
        if explain and not as_json and csv is None:
            show_explained(answer)
