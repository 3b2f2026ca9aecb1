"""`netreach introducers`: which contacts can introduce somebody, in what order, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

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
    Target,
    viewpoint,
)
from netreach.cli.output import check_one_output, columns, show, show_json, to_csv, write_csv

if TYPE_CHECKING:
    from netreach.answers.introducers import IntroducerRanking

SHOWN: Final = 5
"""How many introducers are printed where no number is given."""


def introducers(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many to print.")] = SHOWN,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show both legs of each, with the terms that add up.")
    ] = False,
    scorer: Scorer = None,
    goal: Annotated[
        str | None,
        typer.Option("--goal", metavar="GOAL", help="What it is for: job, sale or reference."),
    ] = None,
    stability: Annotated[
        int | None,
        typer.Option(
            "--stability",
            metavar="N",
            help="Tell how firmly each place stands over N resamples of the evidence; 200 is a good number.",
        ),
    ] = None,
    what_if: Annotated[
        bool,
        typer.Option(
            "--what-if",
            help="Show what place the first five would have without some people or evidence; implies --explain.",
        ),
    ] = False,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="WHO", help="Rank as if somebody were not there; may be repeated."),
    ] = None,
    without_evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--without-evidence",
            metavar="KIND",
            help="Rank as if evidence of a kind, such as message, had not been seen; may be repeated.",
        ),
    ] = None,
    cutoff: Cutoff = 3,
    csv: Csv = None,
    as_of: AsOf = None,
    kinds: Kinds = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Rank who can introduce you to somebody, and why."""
    import attrs

    from netreach.opening import open_network
    from netreach.render.words import language_of

    check_one_output(csv=csv, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        answer = viewpoint(opened, ego, as_of=as_of, kinds=kinds).introducers(
            to,
            limit=None if csv is not None else limit,
            scorer=scorer,
            goal=goal,
            stability=stability,
            what_if=what_if,
            without=without or (),
            without_evidence=without_evidence or (),
            cutoff=cutoff,
            language=code,
        )
    if csv is not None:
        write_csv(_to_csv(answer, code), csv, rows=len(answer), quiet=quiet, language=code)
        answer = attrs.evolve(answer, introducers=answer.introducers[:limit])
    if as_json:
        show_json(answer.to_dict())
    elif csv is None and quiet:
        show(_bare(answer, code))
    elif csv is None:
        show(ranking_text(answer, explain=explain or what_if))


def ranking_text(answer: IntroducerRanking, *, explain: bool = False) -> str:
    """Return the ranking for people, with the legs of every introducer where they are asked for."""
    parts = [answer.text(columns=columns())]
    if explain:
        parts += [introducer.explain(columns=columns()) for introducer in answer]
    return "\n\n".join(parts)


def _to_csv(answer: IntroducerRanking, language: str) -> str:
    headers = (
        "rank",
        "id",
        "name",
        "title",
        "company",
        "score",
        "tied",
        "legs_known",
        "contact_count",
        "last_contact",
        "reconnect_first",
        "first_share",
        "why",
    )
    return to_csv(
        headers,
        (
            (
                introducer.rank,
                introducer.id,
                introducer.name,
                introducer.person.title,
                introducer.person.company,
                introducer.score,
                int(introducer.tied),
                " ".join(str(int(known)) for known in introducer.legs_known),
                introducer.contact_count,
                introducer.last_contact.day,
                int(introducer.last_contact.dormant),
                introducer.stability.first if introducer.stability else None,
                introducer.why(language),
            )
            for introducer in answer
        ),
    )


def _bare(answer: IntroducerRanking, language: str) -> str:
    from netreach.answers.legs import figure
    from netreach.render.text import table

    rows = [
        [str(introducer.rank), introducer.name, figure(introducer.score, language), introducer.why(language)]
        for introducer in answer
    ]
    return table([""] * 4, rows, aligns="><><", columns=columns()) if rows else ""
