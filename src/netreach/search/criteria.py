"""What somebody searches for: expressions over fields, degrees, contacts of someone."""

from __future__ import annotations

import difflib
import operator
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, SupportsIndex

import attrs

from netreach.errors import OptionError, QueryError
from netreach.search.fields import CURRENT, FIELDS, SCOPES
from netreach.search.query import Node, any_of

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
            )
        },
    }
)
"""Criteria that are expressions, each with the fields in which it looks."""


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


def _check_degree(criteria: Criteria, attribute: object, value: tuple[int, ...] | None) -> None:
    if value is not None and (not value or value[0] < 1):
        raise OptionError("degree is 1 for direct contacts, 2, 3, or several of these.")


def _check_scope(criteria: Criteria, attribute: object, value: str) -> None:
    if value not in SCOPES:
        raise OptionError(f"scope is {value!r}: choose from {', '.join(SCOPES)}.")


def _parsed(criteria: Criteria) -> Mapping[str, Node]:
    given = {name: getattr(criteria, name) for name in TEXT_CRITERIA}
    return {name: _node(name, texts) for name, texts in given.items() if texts is not None}


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
        degree: Degrees, 1 for direct contacts.
        contacts_of: Vertices of people; who is a contact of at least one of them.

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
    nodes: Mapping[str, Node] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_parsed, takes_self=True)
    )

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
        return data


def criteria_from(options: Mapping[str, Any]) -> Criteria:
    """Return criteria from options by name, as a command line or a saved compass has them; `None` is not asked.

    Raises:
        OptionError: When there is no such criterion, besides what `Criteria` raises.

    >>> criteria_from({"company": "Acme", "titel": "CMO"})
    Traceback (most recent call last):
    netreach.errors.OptionError: There is no criterion 'titel'. Did you mean title?
    """
    known = (*TEXT_CRITERIA, "scope", "degree", "contacts_of")
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
