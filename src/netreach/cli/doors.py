"""`netreach doors`: who opens a company or another segment."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli import criteria
from netreach.cli.options import AsOf, Cutoff, Ego, Json, Kinds, Language, NetworkFolder, Quiet, table_of
from netreach.cli.output import columns, show, show_json


def doors(
    network: NetworkFolder,
    ego: Ego,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="COMPANY", help="A company, in whatever spelling.", show_default=False),
    ] = None,
    title: criteria.Title = None,
    company: criteria.Company = None,
    location: criteria.Location = None,
    industry: criteria.Industry = None,
    school: criteria.School = None,
    group: criteria.Group = None,
    keywords: criteria.Keywords = None,
    first_name: criteria.FirstName = None,
    last_name: criteria.LastName = None,
    degree: criteria.Degree = None,
    contacts_of: criteria.ContactsOf = None,
    scope: criteria.Scope = None,
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
    from netreach.network import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        answer = opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table_of(kinds)).doors(
            to,
            limit=limit,
            cutoff=cutoff,
            language=code,
            **criteria.asked(
                title=title,
                company=company,
                location=location,
                industry=industry,
                school=school,
                group=group,
                keywords=keywords,
                first_name=first_name,
                last_name=last_name,
                degree=degree,
                contacts_of=contacts_of,
                scope=scope,
            ),
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
