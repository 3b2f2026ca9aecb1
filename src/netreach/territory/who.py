"""Who belongs to a segment, and at which degree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from typing import Protocol

    from netreach.plugins.protocols import IntArray
    from netreach.search.criteria import Criteria
    from netreach.search.degrees import DistanceArray
    from netreach.search.find import Found
    from netreach.snapshot import Snapshot

    class Search(Protocol):
        """Finds the people who match, from the viewpoint of an ego, or from other distances than the ego's."""

        def __call__(self, criteria: Criteria, distances: DistanceArray | None = None, /) -> Found:
            """Find them."""
            ...


@attrs.frozen(kw_only=True, eq=False)
class Who:
    """The people of a segment.

    Attributes:
        people: int32 `[k]`: vertices of those within the cutoff, ascending; never the ego.
        degrees: int8 `[k]`: the degree of each.
        unreachable: How many more there are.
    """

    people: IntArray
    degrees: DistanceArray
    unreachable: int


def who(
    snapshot: Snapshot,
    distances: DistanceArray,
    criteria: Criteria,
    search: Search,
    *,
    cutoff: int,
    among: IntArray | None = None,
) -> Who:
    """Find the people who meet all criteria.

    Args:
        snapshot: The opened version.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the cutoff.
        criteria: Who belongs to it; without any criterion everybody.
        search: Finds who matches from the viewpoint of the ego, with this cutoff.
        cutoff: The farthest degree that is looked at.
        among: int32: only these, ascending.
    """
    if criteria.to_dict().keys() <= {"scope"}:
        # Nothing is asked, so there is nothing to search: everybody, or everybody at one company.
        degrees = distances if among is None else distances[among]
        near = np.flatnonzero(degrees > 0)
        return Who(
            people=(near if among is None else among[near]).astype(np.int32),
            degrees=degrees[near],
            unreachable=int(np.count_nonzero(degrees < 0)),
        )
    found = search(criteria)
    if among is None:
        return Who(people=found.hits, degrees=found.degrees, unreachable=found.unreachable)
    member = np.zeros(snapshot.count, dtype=np.bool_)
    member[among] = True
    hits = np.flatnonzero(member[found.hits])
    # Only those of them who are out of reach are asked about: everybody else counts as the ego does.
    beyond = np.where(member & (distances < 0), np.int8(-1), np.int8(0))
    return Who(
        people=found.hits[hits],
        degrees=found.degrees[hits],
        unreachable=search(criteria, beyond).unreachable,
    )
