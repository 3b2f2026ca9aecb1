"""`netreach paths`: the strongest routes to somebody."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli.options import (
    AsOf,
    Avoid,
    Cutoff,
    Diverse,
    Ego,
    Json,
    Kinds,
    Language,
    NetworkFolder,
    PathCount,
    Quiet,
    Target,
    Through,
    viewpoint,
)
from netreach.cli.output import columns, show, show_json


def paths(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    k: PathCount = 3,
    cutoff: Cutoff = 3,
    diverse: Diverse = False,
    avoid: Avoid = None,
    through: Through = None,
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
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).paths(
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
