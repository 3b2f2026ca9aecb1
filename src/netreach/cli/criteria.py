"""The criteria of a search as options, for commands that take them besides their own."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, TypeVar

import typer

from netreach.cli.options import day, with_parameters

_T = TypeVar("_T")
Asked = Mapping[str, Any]
"""The criteria that were given on the command line, as `Ego.search` takes them."""


def _texts(flag: str, where: str) -> Any:
    return Annotated[
        list[str] | None, typer.Option(flag, metavar="EXPR", help=f"{where}.", show_default=False)
    ]


def _option(kind: Any, *flags: str, metavar: str | None = None, help_: str, parser: Any = None) -> Any:
    return Annotated[
        kind | None, typer.Option(*flags, metavar=metavar, help=help_, show_default=False, parser=parser)
    ]


OPTIONS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "keywords": _texts(
            "--keywords", 'In any field: words, "phrases", prefix*, AND, OR, NOT, parentheses'
        ),
        "title": _texts("--title", "In the job title"),
        "company": _texts("--company", "In the company"),
        "location": _texts("--location", "In the place"),
        "industry": _texts("--industry", "In the sector"),
        "school": _texts("--school", "In any school"),
        "group": _texts("--group", "In any group"),
        "skill": _texts("--skill", "In any skill"),
        "country": _texts("--country", "In the country"),
        "first_name": _texts("--first-name", "In the first name"),
        "last_name": _texts("--last-name", "In the last name"),
        "degree": _option(list[int], "--degree", metavar="N", help_="Only this degree."),
        "contacts_of": _option(
            list[str], "--contacts-of", metavar="WHO", help_="Only contacts of this person."
        ),
        "has_email": _option(
            bool,
            "--has-email/--no-email",
            help_="Only those whose e-mail address is known, or is not.",
        ),
        "connected_since": _option(
            datetime,
            "--connected-since",
            metavar="DATE",
            help_="Only your contacts since this day or later.",
            parser=day,
        ),
        "years_in_position": _option(
            str,
            "--years-in-position",
            metavar="YEARS",
            help_="In a job since: 3, 2-5, -1 (under one year).",
        ),
        "source": _option(
            list[str],
            "--source",
            metavar="SOURCE",
            help_="Only people in this source: id, file or owner.",
        ),
        "min_strength": _option(
            float,
            "--min-strength",
            metavar="P",
            help_="Only ties, or first ties towards them, of at least P.",
        ),
        "synonyms": Annotated[
            bool, typer.Option("--synonyms", help="Look for synonyms of titles and keywords, too.")
        ],
        "synonyms_file": _option(
            Path,
            "--synonyms-file",
            metavar="FILE",
            help_="Look for the synonyms of this TOML file.",
        ),
        "scope": _option(
            str, "--scope", metavar="SCOPE", help_="current, past (ended jobs, earlier exports) or any."
        ),
    }
)
"""The options, by the name of their criterion; `synonyms_file` is another way to ask for `synonyms`."""


def taken(command: Callable[..., _T]) -> Callable[..., _T]:
    """Return a command with the options of all criteria where its parameter `asked` stands.

    The command gets the criteria that were given under that name.
    """
    signature = inspect.signature(command, eval_str=True)

    @functools.wraps(command)
    def run(**given: Any) -> _T:
        return command(asked=asked(**{name: given.pop(name) for name in OPTIONS}), **given)

    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        if parameter.name != "asked":
            parameters.append(parameter)
            continue
        for name, kind in OPTIONS.items():
            default = False if name == "synonyms" else None
            parameters.append(parameter.replace(name=name, annotation=kind, default=default))
    return with_parameters(run, parameters)


def asked(**given: Any) -> dict[str, Any]:
    """Return the criteria that were given on the command line, as `Ego.search` takes them.

    >>> asked(title=["CMO"], company=None, degree=[], has_email=False, years_in_position="2-5")
    {'title': ['CMO'], 'has_email': False, 'years_in_position': (2.0, 5.0)}
    """
    given["synonyms"] = given.pop("synonyms_file", None) or given.get("synonyms") or None
    since = given.get("connected_since")
    given["connected_since"] = since.date() if since else None
    given["years_in_position"] = years(given.get("years_in_position"))
    return {name: value for name, value in given.items() if value is not None and value != []}


def years(text: str | None) -> float | tuple[float | None, float | None] | None:
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
        from netreach.errors import OptionError

        raise OptionError(f"--years-in-position is {text!r}: give 3, 2-5 or -1.") from None
