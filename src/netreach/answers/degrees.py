"""Counts per degree, as pyramids, searches and facets carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs

EXACT: Final = "exact"
AT_LEAST: Final = "at_least"
"""What a count is: exact, or a lower bound because somebody's list of contacts is not known in full."""


@attrs.frozen(kw_only=True)
class DegreeCount:
    """How many people there are at one degree.

    Attributes:
        degree: 1, 2, 3, ...
        count: People.
        share: Their unrounded part of all counted degrees; `None` where there is nobody at all.
        bound: `"exact"`, or `"at_least"` when somebody nearer has no complete list.
    """

    degree: int
    count: int
    share: float | None
    bound: str = EXACT

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"degree": self.degree, "count": self.count, "share": self.share, "bound": self.bound}


@attrs.frozen(kw_only=True)
class Extended:
    """The extended network: everybody at the 2nd degree and beyond.

    Attributes:
        count: People.
        share: Their unrounded part of all counted degrees; `None` where there is nobody at all.
    """

    count: int
    share: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"count": self.count, "share": self.share}


def degree_counts(counts: Sequence[int], bounds: Sequence[str] = ()) -> tuple[DegreeCount, ...]:
    """Return counts with their shares.

    Args:
        counts: People at the 1st degree, at the 2nd, ...
        bounds: What each count is; all exact where not given.

    >>> [(d.degree, d.share) for d in degree_counts([1, 3])]
    [(1, 0.25), (2, 0.75)]
    """
    total = sum(counts)
    return tuple(
        DegreeCount(
            degree=degree,
            count=count,
            share=count / total if total else None,
            bound=bounds[degree - 1] if bounds else EXACT,
        )
        for degree, count in enumerate(counts, start=1)
    )


def bound_of(counts: Iterable[DegreeCount]) -> str:
    """Return what a sum of counts is: exact when every one is, else a lower bound.

    >>> bound_of(degree_counts([1, 3], [EXACT, AT_LEAST]))
    'at_least'
    """
    return EXACT if all(counted.bound == EXACT for counted in counts) else AT_LEAST


def extended_network(degrees: Sequence[DegreeCount]) -> Extended:
    """Return the count and share of the 2nd degree and beyond.

    >>> extended_network(degree_counts([1, 2, 1]))
    Extended(count=3, share=0.75)
    """
    count = sum(degree.count for degree in degrees if degree.degree > 1)
    total = sum(degree.count for degree in degrees)
    return Extended(count=count, share=count / total if total else None)
