"""Since when the ties of one person are known to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.graph.building import runs
from netreach.kinds import CODES
from netreach.snapshot import NO_DATE
from netreach.strength.sharing import FULL, depths

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, LongArray
    from netreach.snapshot import Snapshot


def first_days(snapshot: Snapshot, ego: int, contacts: IntArray) -> IntArray:
    """Return the first day of the ego's tie to each of some contacts, as far as the ego may be shown days.

    It is the day that a connection, a tie table or the user states, the earliest of them; of ties for which none is
    stated, the earliest day of any evidence.

    Args:
        snapshot: The network.
        ego: The vertex of the person who asks.
        contacts: int32 `[k]`: vertices of their contacts.

    Returns:
        int32 `[k]`: days since 1970-01-01, `netreach.snapshot.NO_DATE` where none is known.

    Example:
        >>> import netreach as nr
        >>> snapshot = nr.from_edges(["a", "b"], ["b", "c"], since=["1970-01-03", None]).snapshot
        >>> ego, a, c = (snapshot.resolve(name) for name in "bac")
        >>> days = first_days(snapshot, ego, np.array([a, c], dtype=np.int32))
        >>> [day if day > NO_DATE else None for day in days.tolist()]
        [2, None]
    """
    shown = np.array([depth == FULL for depth in depths(snapshot, ego)] + [True], dtype=np.bool_)
    numbers = snapshot.tie_numbers(np.full(len(contacts), ego, dtype=np.int32), contacts)
    stated = np.full(len(contacts), np.iinfo(np.int32).max, dtype=np.int64)
    ties, more, evidence = snapshot.ties(), snapshot.given(), snapshot.evidence()

    def take(earliest: LongArray, item: LongArray, day: IntArray, source: npt.NDArray[np.int16]) -> None:
        # Source -1 is what the user declared; the last place of `shown` stands for it.
        seen = shown[source] & (day != NO_DATE)
        np.minimum.at(earliest, item[seen], day[seen])

    given = np.flatnonzero(numbers >= 0)
    given = given[ties.is_given(numbers[given])]
    take(stated, given, ties.since[numbers[given]], ties.source[numbers[given]])
    wanted = numbers.astype(more.tie.dtype)
    begin = np.searchsorted(more.tie, wanted)
    size = np.searchsorted(more.tie, wanted, side="right") - begin
    row = runs(begin, size)
    take(stated, np.repeat(np.arange(len(contacts)), size), more.since[row], more.source[row])
    offsets, row = evidence.rows_of(numbers)
    item = np.repeat(np.arange(len(contacts)), np.diff(offsets))
    formal = evidence.kind[row] == CODES["connection"]
    take(stated, item[formal], evidence.first[row[formal]], evidence.source[row[formal]])
    observed = np.full(len(contacts), np.iinfo(np.int32).max, dtype=np.int64)
    take(observed, item, evidence.first[row], evidence.source[row])
    never = np.iinfo(np.int32).max
    first = np.where(stated < never, stated, observed)
    return np.where(first < never, first, NO_DATE).astype(np.int32)
