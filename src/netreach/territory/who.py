"""Who belongs to a segment, and at which degree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.search.find import find

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray
    from netreach.search.criteria import Criteria
    from netreach.search.degrees import DistanceArray
    from netreach.snapshot import Snapshot


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
    *,
    cutoff: int,
    among: IntArray | None = None,
) -> Who:
    """Find the people who meet all criteria.

    Args:
        snapshot: The opened version.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the cutoff.
        criteria: Who belongs to it; without any criterion everybody.
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
    asked = distances
    if among is not None:
        # Whoever is not among them counts as the ego does: neither as a hit nor as out of reach.
        asked = np.zeros_like(distances)
        asked[among] = distances[among]
    found = find(snapshot, asked, criteria, cutoff=cutoff, facets=())
    return Who(people=found.hits, degrees=found.degrees, unreachable=found.unreachable)
