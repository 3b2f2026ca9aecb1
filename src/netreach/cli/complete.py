"""`netreach complete`: what somebody may be typing."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli.options import Json, Language, NetworkFolder
from netreach.cli.output import columns, show, show_json


def complete(
    network: NetworkFolder,
    typed: Annotated[str, typer.Argument(metavar="TEXT", help="What has been typed so far.")],
    field: Annotated[
        str,
        typer.Option("--field", metavar="FIELD", help="name, company, title, location, school, skill, ..."),
    ] = "name",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many values to print.")] = 10,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """List names, companies, titles that begin so.

    All words count, in any order; the last one may be the beginning of a word.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    with open_network(network) as opened:
        answer = opened.complete(typed, field=field, limit=limit, language=language_of(language))
        if as_json:
            show_json(answer.to_dict())
        else:
            show(answer.text(columns=columns()))
