"""`netreach doors`: who opens a company or another segment."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

import typer

from netreach.cli import criteria
from netreach.cli.options import (
    AsOf,
    Company,
    Cutoff,
    Ego,
    Json,
    Kinds,
    Language,
    NetworkFolder,
    Quiet,
    viewpoint,
)
from netreach.cli.output import columns, show, show_json


@criteria.taken
def doors(
    network: NetworkFolder,
    ego: Ego,
    to: Company = None,
    asked: criteria.Asked = MappingProxyType({}),
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many doors to print.")] = 10,
    cutoff: Cutoff = 3,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of every door whom it opens, and what the tie rests on.")
    ] = False,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Rank the contacts who open a company or a segment.

    First who knows most of its people, then who leads on to most at the 3rd degree, then the strongest tie.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).doors(
            to,
            limit=limit,
            cutoff=cutoff,
            language=code,
            **asked,
        )
    if as_json:
        show_json(answer.to_dict())
        return
    # A head without rows says less than why there are none.
    bare = quiet and len(answer) > 0
    show(answer.table(columns=columns()) if bare else answer.text(columns=columns()))
    if explain:
        for door in answer:
            show("\n" + door.explain(columns=columns()))
