"""The arguments and options that several commands share: each is written once and means the same everywhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from netreach.kinds import KindTable


def day(text: str) -> datetime:
    """Read a day of the command line."""
    try:
        return datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day: write it as 2026-03-01.") from None


NetworkFolder = Annotated[
    Path,
    typer.Argument(
        metavar="NETWORK", help="Folder of the network, such as team.netreach.", show_default=False
    ),
]
Ego = Annotated[
    str,
    typer.Option(
        "--ego",
        metavar="WHO",
        envvar="NETREACH_EGO",
        help="From whose viewpoint: id, profile URL, e-mail or full name.",
        show_default=False,
    ),
]
Target = Annotated[
    str,
    typer.Option("--to", metavar="WHO", help="Whom to reach, named like the ego.", show_default=False),
]
Cutoff = Annotated[
    int, typer.Option("--cutoff", metavar="N", help="The most hops that are looked at.", show_default=True)
]
Scorer = Annotated[
    str | None,
    typer.Option("--scorer", metavar="NAME", help="What ranks introducers; `netreach plugins` lists them."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=day,
        help="The day for which strengths hold, such as 2026-03-01; by default the newest in the network.",
    ),
]
Kinds = Annotated[
    Path | None,
    typer.Option(
        "--kinds",
        metavar="FILE",
        help="A table of kinds for this question, as `netreach kinds` writes it; by default that of the network.",
        show_default=False,
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", metavar="LANG", help="en or es.  [env var: NETREACH_LANGUAGE]", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print the bare answer, without pictures and notes.")
]
Csv = Annotated[
    str | None,
    typer.Option("--csv", metavar="FILE", help="Write the whole table as CSV; - for standard output."),
]


def table_of(kinds: Path | None) -> KindTable | None:
    """Read the table of kinds that `--kinds` names.

    Raises:
        OptionError: When the file cannot be read as one.
    """
    from netreach.kinds import KindTable

    return None if kinds is None else KindTable.load(kinds)
