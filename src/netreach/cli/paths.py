"""`netreach paths`: the strongest routes to somebody."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli.options import (
    AsOf,
    Cutoff,
    Ego,
    Json,
    Kinds,
    Language,
    NetworkFolder,
    Quiet,
    Target,
    table_of,
)
from netreach.cli.output import columns, show, show_json


def paths(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many paths.")] = 3,
    cutoff: Cutoff = 3,
    diverse: Annotated[
        bool, typer.Option("--diverse", help="First paths that share nobody, then such as share little.")
    ] = False,
    avoid: Annotated[
        list[str] | None,
        typer.Option(
            "--avoid", metavar="WHO", help="Not through this person, or anybody at this company. Repeatable."
        ),
    ] = None,
    through: Annotated[
        list[str] | None,
        typer.Option(
            "--through", metavar="WHO", help="Only through this person or company. Repeatable: any of them."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what the strength of each tie rests on.")
    ] = False,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the strongest paths to somebody."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        answer = opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table_of(kinds)).paths(
            to, k=k, cutoff=cutoff, diverse=diverse, avoid=avoid or (), through=through, language=code
        )
    if as_json:
        show_json(answer.to_dict())
    elif quiet:
        for path in answer:
            show(path.text(columns=columns()))
    else:
        show(answer.text(columns=columns()))
        if explain:
            for path in answer:
                show("\n" + path.explain(columns=columns()))
