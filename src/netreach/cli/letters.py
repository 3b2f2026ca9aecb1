"""`netreach letters ...`: the log of letters, and the templates of one's own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from netreach.cli.options import Json, Language, NetworkFolder, Quiet, day
from netreach.cli.output import columns, note, show, show_json
from netreach.cli.texts import tell

Day = Annotated[
    datetime | None,
    typer.Option(
        "--day",
        metavar="DATE",
        parser=day,
        help="The day to keep with it, such as 2026-03-01; none by default.",
    ),
]


def list_(
    network: NetworkFolder,
    to: Annotated[
        str | None, typer.Option("--to", metavar="WHO", help="Only letters to this introducer.")
    ] = None,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """List the letters that were kept, and what became of them."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    with open_network(network) as opened:
        answer = opened.letters(to=to, language=language_of(language))
    if as_json:
        show_json(answer.to_dict())
    else:
        show(answer.text(columns=columns()))


def mark(
    network: NetworkFolder,
    letter: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Id of the letter; its first signs are enough.", show_default=False
        ),
    ],
    status: Annotated[
        str,
        typer.Argument(metavar="STATUS", help="drafted, sent, yes, no or withdrawn.", show_default=False),
    ],
    when: Day = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what became of a letter: sent, yes, no, withdrawn."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    with open_network(network) as opened:
        opened.mark_letter(letter, status, day=when.date() if when else None)
        answer = opened.letters(language=language_of(language))
    if as_json:
        show_json(answer.to_dict())
    elif not quiet:
        show(answer.text(columns=columns()))


def templates(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Where to write them; nothing is replaced.", show_default=False
        ),
    ],
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the built-in texts out, as a start for your own."""
    from netreach.introductions.templates import write_templates
    from netreach.render.words import language_of

    files = write_templates(folder)
    if as_json:
        show_json({"files": [str(file) for file in files]})
    elif not quiet:
        for file in files:
            note(tell("file_written", language_of(language), file=file))
