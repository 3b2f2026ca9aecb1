"""`netreach export`: everything that is stored about one person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from netreach.cli.options import Language, NetworkFolder, Quiet
from netreach.cli.output import note, show_json
from netreach.cli.texts import tell


def export(
    network: NetworkFolder,
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="Id, profile URL, e-mail or full name.", show_default=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write into this file instead of printing."),
    ] = None,
    language: Language = None,
    quiet: Quiet = False,
) -> None:
    """Write everything that is stored about somebody as JSON.

    For whoever asks what is known of them: what each source claims, with dates; evidence, ties, jobs and
    schools; keys and decisions. Hidden people are included.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        data = opened.export(who)
    if output is None:
        show_json(data)
        return
    output.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if not quiet:
        note(tell("file_written", code, file=output))
