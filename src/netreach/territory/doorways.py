"""Behind which of the ego's contacts everybody is: found once for an ego, and read by every question.

A contact is a door to somebody at the 2nd degree whom they know, and to somebody at the 3rd whom one of their
contacts knows: the first person of a shortest path. Farther away nearly everybody stands behind nearly every door,
so doors end at the 3rd degree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.graph.building import runs, sorted_unique

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import FloatArray, IntArray, Ints, LongArray
    from netreach.ranking import NetworkView

    Distances = npt.NDArray[np.int8]

FARTHEST: Final = 3
"""The farthest degree that a door opens."""

_ROWS: Final = 50_000
"""People whose contacts are looked at in one go: bounds the memory to some 100 MB."""


@attrs.frozen(kw_only=True, eq=False)
class Doorways:
    """The doors to everybody at the 2nd and 3rd degree.

    Attributes:
        contacts: int32 `[c]`: the ego's contacts, the strongest tie first, then the one with more contacts, then
            by id. A door is a position in here, so that the lower of two doors is the better one.
        strengths: float64 `[c]`: the strength of the ego's tie to each.
        offsets: int64 `[n + 1]`: where the doors to each person begin.
        doors: int32: the doors to everybody, person after person, ascending and each once.
    """

    contacts: IntArray
    strengths: FloatArray
    offsets: LongArray
    doors: IntArray

    def to(self, people: Ints) -> tuple[LongArray, IntArray]:
        """Return the doors to some people: the row of each in `people`, ascending, and the door."""
        begin = self.offsets[people]
        size = self.offsets[np.asarray(people, dtype=np.int64) + 1] - begin
        row = np.repeat(np.arange(len(size)), size)
        return row, self.doors[runs(begin, size)]


def doorways(view: NetworkView, ego: int, distances: Distances) -> Doorways:
    """Find the doors to everybody within three degrees.

    Args:
        view: The network at a day.
        ego: Who looks.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the 3rd degree.

    Example:
        >>> import netreach as nr
        >>> from netreach.ranking import NetworkView
        >>> snapshot = nr.from_edges([0, 0, 1, 2, 3], [1, 2, 3, 3, 4]).snapshot
        >>> ego, far = snapshot.resolve("0"), snapshot.resolve("4")
        >>> found = doorways(NetworkView(snapshot), ego, snapshot.engine.distances(ego, 3))
        >>> sorted(snapshot.texts("name", found.contacts[found.to([far])[1]]))
        ['1', '2']
    """
    view = view.seen_by(ego)
    engine, snapshot = view.engine, view.snapshot
    contacts = engine.contacts(ego)
    strengths = view.strengths(np.full(len(contacts), ego, dtype=np.int32), contacts)
    order = np.lexsort((snapshot.id_ranks()[contacts], -view.contact_counts()[contacts], -strengths))
    contacts, strengths = contacts[order], strengths[order]
    width = max(len(contacts), 1)
    offsets, near = engine.contacts_of(contacts)
    door = np.repeat(np.arange(len(contacts)), np.diff(offsets))
    second = distances[near] == 2
    keys = np.sort(near[second].astype(np.int64) * width + door[second])
    first = _rows(keys, width, view.count, contacts, strengths)
    parts = [keys]
    layer = np.flatnonzero(distances == 2)
    for begin in range(0, len(layer), _ROWS):
        between = layer[begin : begin + _ROWS].astype(np.int32)
        offsets, near = engine.contacts_of(between)
        third = np.flatnonzero(distances[near] == FARTHEST)
        via = np.repeat(between, np.diff(offsets))[third]
        row, opened = first.to(via)
        parts.append(sorted_unique(near[third][row].astype(np.int64) * width + opened))
    everything = sorted_unique(np.concatenate(parts)) if len(parts) > 2 else np.concatenate(parts)
    if len(parts) == 2:
        everything = np.sort(everything, kind="stable")
    return _rows(everything, width, view.count, contacts, strengths)


def _rows(keys: LongArray, width: int, count: int, contacts: IntArray, strengths: FloatArray) -> Doorways:
    """Make rows of sorted keys, `person * width + door`."""
    person, door = np.divmod(keys, width)
    offsets = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(person, minlength=count), out=offsets[1:])
    return Doorways(contacts=contacts, strengths=strengths, offsets=offsets, doors=door.astype(np.int32))
