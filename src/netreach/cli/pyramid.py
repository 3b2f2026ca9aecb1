"""`netreach pyramid`: how many people are one, two, three degrees away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netreach.cli.options import Ego, Json, Kinds, Language, NetworkFolder, Quiet, table_of
from netreach.cli.output import STDOUT, columns, note, show, show_json
from netreach.cli.texts import tell


def pyramid(
    network: NetworkFolder,
    ego: Ego,
    degree: Annotated[int, typer.Option("--degree", metavar="N", help="The farthest degree to count.")] = 3,
    svg: Annotated[
        str | None, typer.Option("--svg", metavar="FILE", help="Draw it into a file; - for standard output.")
    ] = None,
    kinds: Kinds = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Count the people at the 1st, 2nd, 3rd degree."""
    from netreach.answers.degrees import AT_LEAST
    from netreach.opening import open_network
    from netreach.render import words
    from netreach.render.text import table

    if svg == STDOUT and as_json:
        raise typer.BadParameter("--json and --svg - both write to standard output: name a file for --svg.")
    code = words.language_of(language)
    with open_network(network) as opened:
        answer = opened.ego(ego, kinds=table_of(kinds)).pyramid(degree=degree, language=code)
    if svg == STDOUT:
        show(str(answer.plot()))
    elif svg is not None:
        answer.plot().save(Path(svg))
        if not quiet:
            note(tell("file_written", code, file=svg))
    if as_json:
        show_json(answer.to_dict())
    elif svg is None and quiet:
        rows = [
            [
                words.degree(counted.degree, code),
                words.say("at_least", code, n=counted.count)
                if counted.bound == AT_LEAST
                else words.count(counted.count, code),
                "" if counted.share is None else words.percent(counted.share, code),
            ]
            for counted in answer.degrees
        ]
        show(table(["", "", ""], rows, aligns="<>>", columns=columns()))
    elif svg is None:
        show(answer.text(columns=columns()))
