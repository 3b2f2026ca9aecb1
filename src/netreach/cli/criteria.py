"""The criteria of a search as options, for commands that take them besides their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer


def _option(name: str, where: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, metavar="EXPR", help=f"{where}.", show_default=False)
    return option


Keywords = Annotated[list[str] | None, _option("--keywords", "In any field")]
Title = Annotated[list[str] | None, _option("--title", "In the job title")]
Company = Annotated[list[str] | None, _option("--company", "In the company")]
Location = Annotated[list[str] | None, _option("--location", "In the place")]
Industry = Annotated[list[str] | None, _option("--industry", "In the sector")]
School = Annotated[list[str] | None, _option("--school", "In any school")]
Group = Annotated[list[str] | None, _option("--group", "In any group")]
FirstName = Annotated[list[str] | None, _option("--first-name", "In the first name")]
LastName = Annotated[list[str] | None, _option("--last-name", "In the last name")]
Degree = Annotated[
    list[int] | None, typer.Option("--degree", metavar="N", help="Only this degree.", show_default=False)
]
ContactsOf = Annotated[
    list[str] | None,
    typer.Option("--contacts-of", metavar="WHO", help="Only contacts of this person.", show_default=False),
]
Scope = Annotated[
    str | None,
    typer.Option("--scope", metavar="SCOPE", help="current, past or any.", show_default=False),
]

Given = str | Sequence[str] | Sequence[int]


def asked(**options: Given | None) -> dict[str, Given]:
    """Return the criteria that were given on the command line.

    >>> asked(title=["CMO"], company=None, degree=[])
    {'title': ['CMO']}
    """
    return {name: value for name, value in options.items() if value}
