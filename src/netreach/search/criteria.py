"""What somebody searches for: expressions over fields, degrees, contacts of someone."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, SupportsIndex

import attrs

from netreach.errors import OptionError, QueryError
from netreach.search.fields import CURRENT, FIELDS, SCOPES
from netreach.search.query import any_of
from netreach.search.synonyms import Synonyms, builtin
from netreach.search.tree import Node, leaves

KEYWORDS: Final = "keywords"
TEXT_CRITERIA: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        KEYWORDS: tuple(FIELDS),
        **{
            name: (name,)
            for name in (
                "first_name",
                "last_name",
                "title",
                "company",
                "location",
                "industry",
                "school",
                "group",
                "skill",
                "country",
            )
        },
    }
)
"""Criteria that are expressions, each with the fields in which it looks."""

WITH_SYNONYMS: Final = ("title", KEYWORDS)
"""Criteria that look for synonyms where that is asked for."""

SynonymsOption = bool | str | Path | Synonyms | Mapping[str, Iterable[str]] | None
"""How synonyms are asked for: `True` for the built-in groups, a TOML file, a table, or groups by name."""


def _texts(value: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Iterable):
        return (value,)
    return tuple(value)


def _numbers(value: int | Iterable[int] | None) -> tuple[int, ...] | None:
    if value is None:
        return None
    given: tuple[object, ...] = tuple(value) if isinstance(value, Iterable) else (value,)
    numbers = set()
    for number in given:
        if isinstance(number, bool) or not isinstance(number, SupportsIndex):
            raise OptionError(f"{value!r} is neither a whole number nor several of them.")
        numbers.add(operator.index(number))
    return tuple(sorted(numbers))


def _day(value: dt.date | str | None) -> dt.date | None:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise OptionError(f"connected_since is {value!r}: give a day such as 2024-03-31.") from None


def _years(value: Any) -> tuple[float, float] | None:
    """Return the fewest and the most years; one number means at least so many."""
    if value is None:
        return None
    given = (value, None) if isinstance(value, int | float) else tuple(value)
    fit = all(
        one is None or (isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one < math.inf)
        for one in given
    )
    if len(given) != 2 or not fit:
        raise OptionError(
            f"years_in_position is {value!r}: give the fewest years, or a pair of the fewest and the most, such as "
            "(2, 5) or (None, 1)."
        )
    fewest, most = given
    return (float(fewest or 0), math.inf if most is None else float(most))


def _check_years(criteria: Criteria, attribute: object, value: tuple[float, float] | None) -> None:
    if value is not None and value[0] >= value[1]:
        raise OptionError(
            f"years_in_position goes from {value[0]:g} to {value[1]:g}: no number lies between."
        )


def _check_flag(criteria: Criteria, attribute: object, value: bool | None) -> None:
    if value is not None and not isinstance(value, bool):
        raise OptionError(f"has_email is {value!r}: give True or False.")


def _check_strength(criteria: Criteria, attribute: object, value: float | None) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise OptionError(f"min_strength is {value!r}: give a number above 0 and at most 1.")


def _check_source(criteria: Criteria, attribute: object, value: tuple[str, ...] | None) -> None:
    if value is not None and (not value or not all(isinstance(one, str) and one.strip() for one in value)):
        raise OptionError("source is the id, the file or the owner of a source, or several of these.")


def _table(value: SynonymsOption) -> Synonyms | None:
    if value is None or value is False:
        return None
    if value is True:
        return builtin()
    if isinstance(value, str | Path):
        return Synonyms.read(value)
    return value if isinstance(value, Synonyms) else Synonyms.of(value)


def _check_degree(criteria: Criteria, attribute: object, value: tuple[int, ...] | None) -> None:
    if value is not None and (not value or value[0] < 1):
        raise OptionError("degree is 1 for direct contacts, 2, 3, or several of these.")


def _check_scope(criteria: Criteria, attribute: object, value: str) -> None:
    if value not in SCOPES:
        raise OptionError(f"scope is {value!r}: choose from {', '.join(SCOPES)}.")


def _typed(criteria: Criteria) -> Mapping[str, Node]:
    given = {name: getattr(criteria, name) for name in TEXT_CRITERIA}
    return {name: _node(name, texts) for name, texts in given.items() if texts is not None}


def _parsed(criteria: Criteria) -> Mapping[str, Node]:
    if criteria.synonyms is None:
        return criteria.typed
    table = criteria.synonyms
    return {
        name: table.expanded(node) if name in WITH_SYNONYMS else node for name, node in criteria.typed.items()
    }


@attrs.frozen(kw_only=True)
class Criteria:
    """What is asked for. All criteria must hold; within one, a list means any of.

    Every text is an expression of `netreach.search.query`; it is read when the record is made.

    Args:
        keywords: Looked for in all text fields: a word counts wherever it stands.
        first_name, last_name, location, industry: Looked for in that field.
        title, company: Looked for in the main job and in every other current one.
        school: Looked for in all schools, whatever the scope.
        group: Looked for in all groups.
        scope: `"current"` looks at what holds now. `"past"` looks, for title and company, at jobs that have ended
            and at what earlier exports stated and newer ones no longer state; for location and industry at such
            earlier statements. `"any"` looks at both. Title and company need not belong to the same job. The
            other fields have no past: they are looked at as they are.
        skill, country: Looked for in that field.
        degree: Degrees, 1 for direct contacts.
        contacts_of: Vertices of people; who is a contact of at least one of them.
        has_email: Whether an e-mail address of theirs is known.
        connected_since: Contacts of the ego whose tie is dated this day or later; a day or `"2024-03-31"`.
        years_in_position: Who holds a job since at least so many years, or a pair: since at least the first and
            less than the second number of years; `None` leaves an end open.
        source: Ids, files or owners of sources: who has a tie or evidence in at least one of them.
        min_strength: The least strength, above 0 and at most 1: of the tie to a contact; for people farther away,
            of the strongest first tie on a shortest path to them.
        synonyms: Whether title and keywords look for synonyms, too: `True` for the built-in groups, or a TOML
            file, or groups by name.

    Raises:
        QueryError: When an expression cannot be read; the message names the criterion and points at the place.
        OptionError: When a value has the wrong type, or a degree is below 1.

    >>> criteria = Criteria(title=["marketing director", "CMO"], degree=2)
    >>> print(criteria.nodes["title"])
    marketing AND director OR cmo
    >>> criteria.to_dict()
    {'title': ['marketing director', 'CMO'], 'degree': [2]}
    """

    keywords: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    first_name: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    last_name: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    title: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    company: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    location: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    industry: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    school: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    group: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    scope: str = attrs.field(default=CURRENT, validator=_check_scope)
    degree: tuple[int, ...] | None = attrs.field(default=None, converter=_numbers, validator=_check_degree)
    contacts_of: tuple[int, ...] | None = attrs.field(default=None, converter=_numbers)
    skill: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    country: tuple[str, ...] | None = attrs.field(default=None, converter=_texts)
    has_email: bool | None = attrs.field(default=None, validator=_check_flag)
    connected_since: dt.date | None = attrs.field(default=None, converter=_day)
    years_in_position: tuple[float, float] | None = attrs.field(
        default=None, converter=_years, validator=_check_years
    )
    source: tuple[str, ...] | None = attrs.field(default=None, converter=_texts, validator=_check_source)
    min_strength: float | None = attrs.field(default=None, validator=_check_strength)
    synonyms: Synonyms | None = attrs.field(default=None, converter=_table)
    typed: Mapping[str, Node] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_typed, takes_self=True)
    )
    nodes: Mapping[str, Node] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_parsed, takes_self=True)
    )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked, so that everybody matches; the scope does not matter then."""
        return self == Criteria(scope=self.scope, synonyms=self.synonyms)

    def to_dict(self, contacts_of: Sequence[str] | None = None) -> dict[str, Any]:
        """Return the criteria that were given as plain data for JSON.

        Args:
            contacts_of: The ids of the people in `contacts_of`; their vertices stand for them where not given.
        """
        data: dict[str, Any] = {name: list(getattr(self, name)) for name in self.nodes}
        if self.scope != CURRENT:
            data["scope"] = self.scope
        if self.degree is not None:
            data["degree"] = list(self.degree)
        if self.contacts_of is not None:
            data["contacts_of"] = list(self.contacts_of if contacts_of is None else contacts_of)
        if self.has_email is not None:
            data["has_email"] = self.has_email
        if self.connected_since is not None:
            data["connected_since"] = self.connected_since.isoformat()
        if self.years_in_position is not None:
            data["years_in_position"] = [None if one == math.inf else one for one in self.years_in_position]
        if self.source is not None:
            data["source"] = list(self.source)
        if self.min_strength is not None:
            data["min_strength"] = self.min_strength
        if self.synonyms is not None:
            data["synonyms"] = True
        return data

    def also(self) -> Mapping[str, tuple[str, ...]]:
        """Return the words and phrases for which synonyms are looked for, with these synonyms."""
        if self.synonyms is None:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for name in WITH_SYNONYMS:
            for leaf in leaves(self.typed[name]) if name in self.typed else ():
                if others := self.synonyms.of_leaf(leaf):
                    found[str(leaf)] = tuple(map(str, others))
        return found


def criteria_from(options: Mapping[str, Any]) -> Criteria:
    """Return criteria from options by name, as a command line or a saved compass has them; `None` is not asked.

    Raises:
        OptionError: When there is no such criterion, besides what `Criteria` raises.

    >>> criteria_from({"company": "Acme", "titel": "CMO"})
    Traceback (most recent call last):
    netreach.errors.OptionError: There is no criterion 'titel'. Did you mean title?
    """
    known = [field.name for field in attrs.fields(Criteria) if field.init]
    for name in options:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=2)
            hint = f"Did you mean {' or '.join(near)}?" if near else f"Choose from {', '.join(known)}."
            raise OptionError(f"There is no criterion {name!r}. {hint}")
    return Criteria(**{name: value for name, value in options.items() if value is not None})


def _node(name: str, texts: tuple[str, ...]) -> Node:
    for text in texts:
        if not isinstance(text, str):
            raise OptionError(f"{name} is a text or several texts, not {text!r}.")
    try:
        return any_of(texts)
    except QueryError as error:
        raise QueryError(f"{name}: {error.reason}", error.text, error.position) from None
