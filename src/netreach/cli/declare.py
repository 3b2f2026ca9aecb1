"""`netreach declare` and `netreach questionnaire`: what people say of ties that no export shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from netreach.cli.options import Json, Language, NetworkFolder, Quiet, day
from netreach.cli.output import STDOUT, note, show_json, write_csv
from netreach.cli.texts import tell


def declare(
    network: NetworkFolder,
    who: Annotated[
        str | None,
        typer.Argument(metavar="WHO", help="Id, profile URL, e-mail or full name.", show_default=False),
    ] = None,
    other: Annotated[
        str | None,
        typer.Argument(metavar="OTHER", help="Whom they know, named likewise.", show_default=False),
    ] = None,
    strength: Annotated[
        float | None,
        typer.Option(
            "--strength", metavar="P", help="How likely the tie carries a request, above 0, at most 1."
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", metavar="DATE", parser=day, help="Since when, as 2024-05-01."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="CSV with the columns who, other, strength, since."),
    ] = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """State that two people know each other, or many pairs do.

    Many pairs stand in a file, with --from. The last word about two people holds. What colleagues say of their own
    ties is asked with `netreach questionnaire`.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    if (file is None) == (who is None or other is None):
        raise typer.BadParameter("Name two people, or a file with --from FILE.")
    if file is not None and (who is not None or strength is not None or since is not None):
        raise typer.BadParameter("With --from FILE, people, strengths and days stand in the file.")
    code = language_of(language)
    with open_network(network) as opened:
        if file is not None:
            stated = opened.declare_from(file)
        else:
            assert who is not None
            assert other is not None
            opened.declare(who, other, strength=strength, since=since.date() if since else None)
            stated = 1
        version, ties = opened.version, opened.snapshot.meta.ties
    if as_json:
        show_json({"declared": stated, "ties": ties}, version=version)
    elif not quiet:
        note(tell("declared", code, n=stated, ties=ties))


def questionnaire(
    network: NetworkFolder,
    who: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="WHO",
            help="Who is asked: id, profile URL, e-mail or full name.",
            show_default=False,
        ),
    ],
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about", metavar="WHO", help="Whom they are asked about; by default their contacts. Repeatable."
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many rows at most.")] = 20,
    output: Annotated[
        str, typer.Option("--output", metavar="FILE", help="Where to write it; - for standard output.")
    ] = "questionnaire.csv",
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a short table: how well do you know them?

    Send it to the person, who fills in a column in any spreadsheet. What comes back is imported like any
    export, as a source of theirs: netreach import FILE --into NETWORK
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        text = opened.questionnaire(who, about or None, limit=limit, language=code)
        version = opened.version
    rows = len(text.splitlines()) - 1
    if as_json and output == STDOUT:
        raise typer.BadParameter("--json and the table cannot both go to standard output: name a file.")
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    write_csv(
        text if output == STDOUT else f"\ufeff{text}",
        output,
        rows=rows,
        quiet=quiet or as_json,
        language=code,
    )
    if as_json:
        show_json({"file": output, "rows": rows}, version=version)
