"""What one person's viewpoint adds to a search: found once for each ego, and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import numpy as np

from netreach import compiled
from netreach.compiled import frozen
from netreach.errors import OptionError
from netreach.search.degrees import Lists, complete_lists

if TYPE_CHECKING:
    import datetime as dt

    from netreach.plugins.protocols import FloatArray, IntArray
    from netreach.search.degrees import DistanceArray
    from netreach.snapshot import Snapshot

_T = TypeVar("_T")
_CHUNK: Final = 4_000_000


@attrs.frozen(eq=False, kw_only=True)
class Viewpoint:
    """One person's viewpoint.

    Attributes:
        snapshot: The opened version.
        distances: int8 `[n]`: hops from the ego, 0 for the ego, -1 beyond the cutoff.
        cutoff: The farthest degree that is looked at.
        as_of: The day for which the answers hold; `None` in a network without dates.
        strengths: Gives the strength of the ego's tie to each of some contacts; `None` where it is not known here.
        days: Gives the first day of the ego's tie to each of some contacts, in days since 1970-01-01,
            `netreach.snapshot.NO_DATE` where unknown; `None` where they are not known here.
    """

    snapshot: Snapshot
    distances: DistanceArray
    cutoff: int
    as_of: dt.date | None = None
    strengths: Callable[[IntArray], FloatArray] | None = None
    days: Callable[[IntArray], IntArray] | None = None
    _kept: dict[str, Any] = attrs.field(factory=dict, init=False, repr=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, init=False, repr=False)

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returned the first time."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            found: _T = self._kept[key]
            return found

    def known(self, key: str) -> Any:
        """Return what `memo` has under this name; `None` where it has nothing."""
        return self._kept.get(key)

    def keep(self, key: str, value: object) -> None:
        """Keep something for `memo` and `known`."""
        with self._lock:
            self._kept[key] = value

    def lists(self) -> Lists:
        """Return how many lists of contacts are complete at every distance."""
        return self.memo("lists", lambda: complete_lists(self.snapshot, self.distances, self.cutoff))

    def contacts(self) -> IntArray:
        """Return the ego's contacts, ascending."""
        return np.flatnonzero(self.distances == 1).astype(np.int32)

    def known_by(self) -> IntArray:
        """int32 `[n]`: for each person how many of their contacts are one degree nearer to the ego.

        At the 2nd degree these are the shared contacts; at the 1st, and beyond the cutoff, there are none.
        """

        def make() -> IntArray:
            counts = np.zeros(self.snapshot.count, dtype=np.int32)
            if compiled.worth(self.snapshot.graph.ties):
                from netreach.search import kernels

                kernels.known_by(*self.snapshot.graph.sound(), frozen(self.distances), self.cutoff, counts)
                return counts

            def add(_: IntArray, near: IntArray) -> None:
                np.add(counts, np.bincount(near, minlength=len(counts)), out=counts, casting="unsafe")

            self._outward(add)
            return counts

        return self.memo("known by", make)

    def first_legs(self) -> FloatArray:
        """float64 `[n]`: the strength of the strongest tie of the ego with which a shortest path to somebody begins.

        For a contact it is the tie to them. 0 for the ego and beyond the cutoff.

        Raises:
            OptionError: When the strengths of ties are not known here.
        """

        def make() -> FloatArray:
            if self.strengths is None:
                raise OptionError("min_strength needs the strengths of ties: ask through Network.ego(...).")
            contacts = self.contacts()
            best = np.zeros(self.snapshot.count)
            best[contacts] = self.strengths(contacts)

            def carry(sources: IntArray, near: IntArray) -> None:
                np.maximum.at(best, near, best[sources])

            self._outward(carry)
            return best

        return self.memo("first legs", make)

    def _outward(self, take: Callable[[IntArray, IntArray], None]) -> None:
        """Go through the ties that lead one degree outward, degree by degree: who, and whom they know."""
        engine = self.snapshot.engine
        counts = engine.contact_counts()
        for degree in range(1, self.cutoff):
            layer = np.flatnonzero(self.distances == degree).astype(np.int32)
            if not len(layer):
                break
            total = np.cumsum(counts[layer])
            cuts = np.searchsorted(total, np.arange(_CHUNK, int(total[-1]) + _CHUNK, _CHUNK))
            for part in np.split(layer, np.unique(cuts)):
                offsets, near = engine.contacts_of(part)
                outer = self.distances[near] == degree + 1
                take(np.repeat(part, np.diff(offsets))[outer], near[outer])
