"""From expressions to people: a truth value for every distinct text, then for every person.

A field with one value runs the whole expression over its dictionary, the empty text included. Where people have
several values, and for keywords, a word stands for "has a value that contains it" and the operators work on sets
of people, so that De Morgan's laws hold there too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.errors import OptionError
from netreach.search import arrow, query
from netreach.search.criteria import TEXT_CRITERIA
from netreach.search.fields import CURRENT, FieldIndex, field_index

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray
    from netreach.search.criteria import Criteria
    from netreach.snapshot import Snapshot

    PointArray = npt.NDArray[np.int16]


def mask(snapshot: Snapshot, criterion: str, node: query.Node, scope: str = CURRENT) -> BoolArray:
    """`[n]`: whether each person meets one criterion.

    Args:
        snapshot: The opened version.
        criterion: A key of `netreach.search.criteria.TEXT_CRITERIA`.
        node: The expression.
        scope: One of `netreach.search.fields.SCOPES`.
    """
    indexes = _indexes(snapshot, criterion, scope)
    if len(indexes) == 1 and indexes[0].offsets is None:
        return indexes[0].having(query.evaluate(node, lambda leaf: _containing(indexes[0], leaf)))
    return query.evaluate(node, lambda leaf: _people_with(indexes, leaf))


def masks(snapshot: Snapshot, criteria: Criteria) -> dict[str, BoolArray]:
    """Return whom each criterion admits, all criteria but `degree`, which needs a viewpoint.

    Raises:
        OptionError: When `contacts_of` names a vertex that does not exist.
    """
    found = {name: mask(snapshot, name, node, criteria.scope) for name, node in criteria.nodes.items()}
    if criteria.contacts_of is not None:
        for vertex in criteria.contacts_of:
            if not 0 <= vertex < snapshot.count:
                raise OptionError(
                    f"contacts_of names vertex {vertex}: this network has 0 to {snapshot.count - 1}."
                )
        contacts = np.zeros(snapshot.count, dtype=np.bool_)
        _, near = snapshot.engine.contacts_of(np.array(criteria.contacts_of, dtype=np.int32))
        contacts[near] = True
        found["contacts_of"] = contacts
    return found


def known(snapshot: Snapshot, criterion: str, scope: str = CURRENT) -> BoolArray:
    """`[n]`: whether anything is known of each person in the fields of a criterion."""
    result = np.zeros(snapshot.count, dtype=np.bool_)
    for index in _indexes(snapshot, criterion, scope):
        result |= index.known()
    return result


def points(snapshot: Snapshot, criterion: str, node: query.Node, scope: str = CURRENT) -> PointArray:
    """int16 `[n]`: how well each person meets one criterion; 0 for those who do not.

    A word or phrase gives 3 where it is the whole value, 2 where the value begins with it, 1 where the value contains
    it; the best of several values counts. AND adds up, OR takes the best, NOT gives nothing.
    """
    indexes = _indexes(snapshot, criterion, scope)
    admitted, gained = query.evaluate(
        node,
        lambda leaf: _points_with(indexes, leaf, snapshot.count),
        conjunction=_both,
        disjunction=_either,
        negation=lambda one: (~one[0], np.zeros_like(one[1])),
    )
    return np.where(admitted, gained, np.int16(0))


def _both(
    one: tuple[BoolArray, PointArray], other: tuple[BoolArray, PointArray]
) -> tuple[BoolArray, PointArray]:
    admitted = one[0] & other[0]
    return admitted, np.where(admitted, one[1] + other[1], np.int16(0))


def _either(
    one: tuple[BoolArray, PointArray], other: tuple[BoolArray, PointArray]
) -> tuple[BoolArray, PointArray]:
    return one[0] | other[0], np.maximum(one[1], other[1])


def _indexes(snapshot: Snapshot, criterion: str, scope: str) -> list[FieldIndex]:
    return [field_index(snapshot, field, scope) for field in TEXT_CRITERIA[criterion]]


def _containing(index: FieldIndex, leaf: query.Leaf) -> BoolArray:
    """`[v + 1]`: which values of a field contain a word or phrase."""
    return arrow.contains(index.texts, leaf.needle)


def _people_with(indexes: list[FieldIndex], leaf: query.Leaf) -> BoolArray:
    found = indexes[0].having(_containing(indexes[0], leaf))
    for index in indexes[1:]:
        found |= index.having(_containing(index, leaf))
    return found


def _points_with(indexes: list[FieldIndex], leaf: query.Leaf, count: int) -> tuple[BoolArray, PointArray]:
    whole = leaf.needle.rstrip(" ") + " "
    gained = np.zeros(count, dtype=np.int16)
    for index in indexes:
        tests = (
            _containing(index, leaf),
            arrow.begins(index.texts, leaf.needle),
            arrow.equals(index.texts, whole),
        )
        for level, values in enumerate(tests, start=1):
            people = index.having(values)
            gained[people] = np.maximum(gained[people], level)
    return gained > 0, gained
