"""`netreach introduce`: the drafts that ask for an introduction. Nothing is ever sent."""

from __future__ import annotations

import itertools
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreach.cli.letters import Day
from netreach.cli.options import Ego, Json, Kinds, Language, NetworkFolder, Quiet, Target, viewpoint
from netreach.cli.output import columns, folded, note, show, show_json
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.introductions.letters import Introduction

_FORMATS = ("text", "markdown", "eml")
_LONGEST_NAME = 60


def introduce(
    network: NetworkFolder,
    ego: Ego,
    to: Target,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="TEXT",
            help="Why, in whole sentences; the target will read it.",
            show_default=False,
        ),
    ],
    through: Annotated[
        str | None,
        typer.Option("--through", metavar="WHO", help="Whom to ask; by default the best introducer."),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="text, markdown or eml (drafts for a mail program)."),
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FOLDER", help="Write files there; existing ones are never replaced."
        ),
    ] = None,
    kinds: Kinds = None,
    tone: Annotated[
        str,
        typer.Option("--tone", metavar="TONE", help="warm, plain or formal; in Spanish formal says usted."),
    ] = "warm",
    length: Annotated[str, typer.Option("--length", metavar="LENGTH", help="usual or short.")] = "usual",
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates",
            metavar="FOLDER",
            help="Texts of your own; `netreach letters templates` writes a start.",
        ),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Put the letters into the network's log.")] = False,
    when: Day = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draft the messages; nothing is ever sent.

    There is one for each introducer on the way: the request, and below a line the note to forward.
    """
    from netreach.opening import open_network
    from netreach.render.text import visible
    from netreach.render.words import language_of

    if form not in _FORMATS:
        raise typer.BadParameter(f"{form!r} is none of {', '.join(_FORMATS)}.", param_hint="--format")
    if form == "eml" and output is None and not as_json:
        raise typer.BadParameter("drafts for a mail program are files: say where with --output FOLDER.")
    if when is not None and not keep:
        raise typer.BadParameter("the day goes into the log: give --keep as well.", param_hint="--day")
    code = language_of(language)
    with open_network(network) as opened:
        drafts = viewpoint(opened, ego, kinds=kinds).introduce(
            to,
            reason=reason,
            introducer=through,
            language=code,
            tone=tone,
            length=length,
            templates=templates,
        )
        version = opened.version
        if output is not None:
            for file in _write(drafts, form, output):
                if not quiet:
                    note(tell("file_written", code, file=file))
        if keep:
            opened.keep_letters(drafts, day=when.date() if when else None)
    if output is not None and not as_json and not quiet:
        for sentence in (*drafts.asked, *(one for message in drafts.messages for one in message.reminders)):
            note(visible(sentence))
    if as_json:
        show_json(drafts.to_dict(), version=version)
    elif output is None:
        show(drafts.to_markdown().rstrip("\n") if form == "markdown" else drafts_text(drafts))


def drafts_text(drafts: Introduction) -> str:
    """Return the drafts as text: on a terminal in lines of its width, elsewhere a paragraph is a line."""
    if not sys.stdout.isatty():
        return str(drafts)
    return "\n".join("\n".join(folded(line, columns())) for line in str(drafts).split("\n"))


def _write(drafts: Introduction, form: str, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    if form == "eml":
        return [
            _write_new(folder, f"{number}-{file_name(message.to)}", ".eml", content)
            for number, (message, content) in enumerate(
                zip(drafts.messages, drafts.to_eml(), strict=True), start=1
            )
        ]
    text = drafts.to_markdown() if form == "markdown" else f"{drafts}\n"
    stem = f"introduction-{file_name(drafts.target.name)}"
    return [_write_new(folder, stem, ".md" if form == "markdown" else ".txt", text.encode())]


def _write_new(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    """Write a file under a name that is not taken yet."""
    for number in itertools.count(1):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        try:
            with path.open("xb") as stream:
                stream.write(content)
        except FileExistsError:
            continue
        return path
    raise AssertionError("there is always a next number")


def file_name(name: str) -> str:
    """Return a name as a part of a file name: letters and digits of any script, parted by hyphens.

    >>> file_name("Ana/../Ruiz: <CEO>"), file_name("林 美玲"), file_name("…")
    ('ana-ruiz-ceo', '林-美玲', 'somebody')
    """
    kept = "".join(sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFC", name).casefold())
    shown = ""
    for word in kept.split():
        longer = f"{shown}-{word}" if shown else word
        if len(longer.encode()) > _LONGEST_NAME:
            break
        shown = longer
    return shown or "somebody"
