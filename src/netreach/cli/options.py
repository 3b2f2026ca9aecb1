"""The arguments and options that several commands share: each is written once and means the same everywhere."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from netreach.ego import Ego as Viewpoint
    from netreach.network import Network

_T = TypeVar("_T")


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


NearerTo = Annotated[
    str | None,
    typer.Option(
        "--ego", metavar="WHO", envvar="NETREACH_EGO", help="Tell who came nearer to this person, too."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE|VERSION",
        help="A day such as 2026-03-01, or the id of a version; by default the version before this one.",
        show_default=False,
    ),
]
Company = Annotated[
    str | None,
    typer.Option("--to", metavar="COMPANY", help="A company, in whatever spelling.", show_default=False),
]
CompassName = Annotated[
    str, typer.Argument(metavar="NAME", help="The name of the compass.", show_default=False)
]
CompassNames = Annotated[
    list[str], typer.Argument(metavar="NAME NAME ...", help="Two or more.", show_default=False)
]
FarthestDegree = Annotated[int, typer.Option("--degree", metavar="N", help="The farthest degree to count.")]
Sort = Annotated[
    str,
    typer.Option("--sort", metavar="ORDER", help="relationship, relevance, introduction, degree or name."),
]
Segments = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        help="industry (as it is by default), company, title, location, country, school, group or skill; "
        "twice for a cross table.",
        show_default=False,
    ),
]
PathCount = Annotated[int, typer.Option("-k", metavar="N", help="How many paths.")]
Diverse = Annotated[
    bool, typer.Option("--diverse", help="First paths that share nobody, then such as share little.")
]
Avoid = Annotated[
    list[str] | None,
    typer.Option(
        "--avoid", metavar="WHO", help="Not through this person, or anybody at this company. Repeatable."
    ),
]
Through = Annotated[
    list[str] | None,
    typer.Option(
        "--through", metavar="WHO", help="Only through this person or company. Repeatable: any of them."
    ),
]
Svg = Annotated[
    str | None, typer.Option("--svg", metavar="FILE", help="Draw it into a file; - for standard output.")
]


def with_parameters(command: Callable[..., _T], parameters: Sequence[inspect.Parameter]) -> Callable[..., _T]:
    """Let a command that takes keywords say which ones: typer looks for options in the signature of a function."""
    # The types of functions do not know the attribute.
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
    return command


def viewpoint(
    opened: Network, ego: str, *, as_of: datetime | None = None, kinds: Path | None = None
) -> Viewpoint:
    """Return the viewpoint that `--ego`, `--as-of` and `--kinds` name.

    Raises:
        OptionError: When the table of kinds cannot be read.
        ProfessionalNotFoundError: When there is nobody like that.
        AmbiguousNameError: When several people have the name.
    """
    from netreach.kinds import KindTable

    table = None if kinds is None else KindTable.load(kinds)
    return opened.ego(ego, as_of=as_of.date() if as_of else None, kinds=table)
