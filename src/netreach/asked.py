"""Whom callers mean: people named in any way, records of answers, and companies for their people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from netreach.errors import NoTieDataError, OptionError

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray
    from netreach.snapshot import Snapshot


@runtime_checkable
class HasId(Protocol):
    """A record of a person: a professional, a hit, an introducer, whoever an answer names."""

    @property
    def id(self) -> str:
        """The public id."""
        ...


Person = str | int | HasId
"""How a caller names somebody: id, profile URL, e-mail, name, or a record of an answer."""

Asked = Person | float | dt.date | Sequence[Person | float | dt.date] | None
"""The value of a criterion: a text, a number, a day, somebody, or several of these."""


def several(people: Any) -> list[Any]:
    """Return one or many, or `None` for none, as a list."""
    if people is None:
        return []
    if isinstance(people, Iterable) and not isinstance(people, str):
        return list(people)
    return [people]


def vertex_of(snapshot: Snapshot, who: object) -> int:
    """Return the vertex of somebody, named as callers do.

    Raises:
        OptionError: When it names nobody by its nature, such as a list.
    """
    return snapshot.resolve(_text_of(who))


def _text_of(who: object) -> str:
    if isinstance(who, str | int | np.integer):
        return str(who)
    if isinstance(who, HasId) and isinstance(who.id, str):
        return who.id
    raise OptionError(
        f"A {type(who).__name__} names nobody: give an id, a profile URL, an e-mail, a name, "
        "or a record of an answer."
    )


def vertices_of(snapshot: Snapshot, name: str, people: Iterable[Person]) -> IntArray:
    """Return the vertices of a list of people; `name` is what the option is called.

    Raises:
        OptionError: When it is one person and not a list.
    """
    if isinstance(people, str | bytes) or not isinstance(people, Iterable):
        raise OptionError(f"{name}={people!r} is no list: pass a list of people, as in [{people!r}].")
    return snapshot.resolve_each([_text_of(who) for who in people])


def people_or_companies(
    snapshot: Snapshot, name: str, asked: Iterable[Person], ends: tuple[int, int]
) -> tuple[IntArray, tuple[str, ...]]:
    """Vertices of people and of everybody at companies, and what they are called.

    An end of a path who is at a company that is named is not meant by it.

    Raises:
        OptionError: When it is one person and not a list.
    """
    from netreach.territory import Named, named

    if isinstance(asked, str | bytes) or not isinstance(asked, Iterable):
        raise OptionError(f"{name}={asked!r} is no list: pass a list of people, as in [{asked!r}].")
    found = []
    for who in asked:
        if isinstance(who, str):
            found.append(named(snapshot, who))
        else:
            vertex = vertex_of(snapshot, who)
            label = snapshot.texts("name", [vertex])[0]
            found.append(Named(vertices=np.array([vertex], dtype=np.int32), label=label, company=False))
    none = np.zeros(0, dtype=np.int32)
    people = [one.vertices[~np.isin(one.vertices, ends)] if one.company else one.vertices for one in found]
    return np.concatenate([none, *people]), tuple(one.label for one in found)


def target_of(snapshot: Snapshot, ego: int, who: Person) -> int:
    """Return the vertex of somebody to reach.

    Raises:
        OptionError: When it is the ego.
        NoTieDataError: When no tie of them, or of the ego, is known.
    """
    vertex = vertex_of(snapshot, who)
    if vertex == ego:
        raise OptionError("The ego and the target are the same person.")
    for one in (ego, vertex):
        if not len(snapshot.engine.contacts(one)):
            name = snapshot.texts("name", [one])[0]
            raise NoTieDataError(
                f"No tie of {name} is known. Import an export that shows whom they know, or declare a tie."
            )
    return vertex
