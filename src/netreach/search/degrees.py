"""Counts per degree, and what is known of the lists that they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.answers.degrees import AT_LEAST, EXACT
from netreach.errors import OptionError
from netreach.graph.array_engine import FARTHEST

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.snapshot import Snapshot

    DistanceArray = npt.NDArray[np.int8]


@attrs.frozen(eq=False)
class Lists:
    """How many lists of contacts are complete, degree by degree, the ego's at degree 0.

    Attributes:
        known: int64 `[cutoff + 1]`: people whose list is complete.
        total: int64 `[cutoff + 1]`: people.
    """

    known: LongArray
    total: LongArray

    def bounds(self) -> tuple[str, ...]:
        """`cutoff` texts: a count is exact when everybody nearer, the ego included, has a complete list."""
        complete = np.logical_and.accumulate(self.known == self.total)
        return tuple(EXACT if all_nearer else AT_LEAST for all_nearer in complete[:-1].tolist())

    def to_dict(self) -> dict[int, tuple[int, int]]:
        """Degree -> complete lists and people."""
        pairs = zip(self.known.tolist(), self.total.tolist(), strict=True)
        return dict(enumerate(pairs))


def count_degrees(distances: DistanceArray, cutoff: int, among: BoolArray | None = None) -> LongArray:
    """int64 `[cutoff + 1]`: people at every distance from 0 to the cutoff.

    Args:
        distances: int8 `[n]`, -1 beyond the cutoff.
        cutoff: The greatest distance.
        among: `[n]`: whom to count; everybody where not given.
    """
    counted = np.zeros(cutoff + 1, dtype=np.int64)
    for hops in range(cutoff + 1):
        # Comparing bytes is far cheaper than sorting a million numbers into bins.
        here = distances == hops
        counted[hops] = np.count_nonzero(here if among is None else here & among)
    return counted


def complete_lists(snapshot: Snapshot, distances: DistanceArray, cutoff: int) -> Lists:
    """Return how many people at every distance have a complete list."""
    total = count_degrees(distances, cutoff)
    sharers = _sharers(snapshot)
    if sharers is None:
        return Lists(total, total)
    # Few share their lists, mostly: then only they are looked at.
    return Lists(count_degrees(distances[sharers], cutoff), total)


def lists_around(snapshot: Snapshot, ego: int, cutoff: int) -> Lists:
    """The same around one person whose distances nobody needs."""
    sharers = _sharers(snapshot)
    if sharers is not None and len(sharers):
        return complete_lists(snapshot, snapshot.engine.distances(ego, cutoff), cutoff)
    total = snapshot.engine.layer_sizes(np.array([ego], dtype=np.int32), cutoff)[0]
    return Lists(total if sharers is None else np.zeros_like(total), total)


def _sharers(snapshot: Snapshot) -> IntArray | None:
    """Whose lists are complete; `None` where everybody's are."""

    def make() -> IntArray | None:
        complete = snapshot.complete
        return None if complete.all() else np.flatnonzero(complete).astype(np.int32)

    return snapshot.memo("sharers", make)


def check_cutoff(name: str, value: int) -> int:
    """Return a number of hops that makes sense.

    Raises:
        OptionError: When it is not a whole number from 1 to 127.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not 1 <= value <= FARTHEST:
        raise OptionError(f"{name} is {value!r}: give a whole number of hops from 1 to {FARTHEST}.")
    return int(value)
