"""`netreach search`: who matches, counted per degree."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

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
    day,
    table_of,
)
from netreach.cli.output import check_one_output, columns, show, show_json, write_csv
from netreach.errors import OptionError

_EXPRESSION = 'words, "phrases", prefix*, AND, OR, NOT, parentheses'


def search(
    network: NetworkFolder,
    ego: Ego,
    keywords: Annotated[
        list[str] | None, typer.Option("--keywords", metavar="EXPR", help=f"In any field: {_EXPRESSION}.")
    ] = None,
    title: Annotated[
        list[str] | None, typer.Option("--title", metavar="EXPR", help="In the job title.")
    ] = None,
    company: Annotated[
        list[str] | None, typer.Option("--company", metavar="EXPR", help="In the company.")
    ] = None,
    location: Annotated[
        list[str] | None, typer.Option("--location", metavar="EXPR", help="In the place.")
    ] = None,
    industry: Annotated[
        list[str] | None, typer.Option("--industry", metavar="EXPR", help="In the sector.")
    ] = None,
    school: Annotated[
        list[str] | None, typer.Option("--school", metavar="EXPR", help="In any school.")
    ] = None,
    group: Annotated[list[str] | None, typer.Option("--group", metavar="EXPR", help="In any group.")] = None,
    first_name: Annotated[
        list[str] | None, typer.Option("--first-name", metavar="EXPR", help="In the first name.")
    ] = None,
    last_name: Annotated[
        list[str] | None, typer.Option("--last-name", metavar="EXPR", help="In the last name.")
    ] = None,
    skill: Annotated[list[str] | None, typer.Option("--skill", metavar="EXPR", help="In any skill.")] = None,
    country: Annotated[
        list[str] | None, typer.Option("--country", metavar="EXPR", help="In the country.")
    ] = None,
    degree: Annotated[
        list[int] | None, typer.Option("--degree", metavar="N", help="Only this degree; counts show all.")
    ] = None,
    contacts_of: Annotated[
        list[str] | None, typer.Option("--contacts-of", metavar="WHO", help="Only contacts of this person.")
    ] = None,
    has_email: Annotated[
        bool | None,
        typer.Option("--has-email/--no-email", help="Only those whose e-mail address is known, or is not."),
    ] = None,
    connected_since: Annotated[
        datetime | None,
        typer.Option(
            "--connected-since",
            metavar="DATE",
            parser=day,
            help="Only your contacts since this day or later.",
        ),
    ] = None,
    years_in_position: Annotated[
        str | None,
        typer.Option(
            "--years-in-position", metavar="YEARS", help="In a job since: 3, 2-5, -1 (under one year)."
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="SOURCE", help="Only people in this source: id, file or owner."),
    ] = None,
    min_strength: Annotated[
        float | None,
        typer.Option(
            "--min-strength", metavar="P", help="Only ties, or first ties towards them, of at least P."
        ),
    ] = None,
    synonyms: Annotated[
        bool, typer.Option("--synonyms", help="Look for synonyms of titles and keywords, too.")
    ] = False,
    synonyms_file: Annotated[
        Path | None,
        typer.Option("--synonyms-file", metavar="FILE", help="Look for the synonyms of this TOML file."),
    ] = None,
    scope: Annotated[
        str,
        typer.Option(
            "--scope", metavar="SCOPE", help="current, past (ended jobs, earlier exports) or any (both)."
        ),
    ] = "current",
    sort: Annotated[
        str,
        typer.Option(
            "--sort", metavar="ORDER", help="relationship, relevance, introduction, degree or name."
        ),
    ] = "relationship",
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
    from netreach.network import open_network
    from netreach.render.words import language_of

    check_one_output(csv_target=csv, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        answer = opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table_of(kinds)).search(
            keywords=keywords or None,
            first_name=first_name or None,
            last_name=last_name or None,
            title=title or None,
            company=company or None,
            location=location or None,
            industry=industry or None,
            school=school or None,
            group=group or None,
            skill=skill or None,
            country=country or None,
            degree=degree or None,
            contacts_of=contacts_of or None,
            has_email=has_email,
            connected_since=connected_since.date() if connected_since else None,
            years_in_position=_years(years_in_position),
            source=source or None,
            min_strength=min_strength,
            synonyms=synonyms_file or synonyms,
            scope=scope,
            sort=sort,
            limit=limit,
            cutoff=cutoff,
            scorer=scorer,
            language=code,
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
            show(answer.explain())


def _years(text: str | None) -> float | tuple[float | None, float | None] | None:
    """Read a number of years, or a range of them with one end open or none.

    Raises:
        OptionError: When it is neither.
    """
    if text is None:
        return None
    fewest, dash, most = text.strip().partition("-")
    try:
        if not dash:
            return float(fewest)
        return (float(fewest) if fewest else None, float(most) if most else None)
    except ValueError:
        raise OptionError(f"--years-in-position is {text!r}: give 3, 2-5 or -1.") from None
