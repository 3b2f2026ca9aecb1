"""The passes of a search over everybody, compiled where numba is installed and in NumPy where it is not.

While criteria are gone through, everybody has one byte, their state: 0 while they meet all criteria, the number of
the one criterion that they fail, or `MANY`. So one pass over it gives the hits, and for each criterion those who meet
all the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach import compiled
from netreach.compiled import frozen

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.search.degrees import DistanceArray
    from netreach.search.fields import FieldIndex

    StateArray = npt.NDArray[np.uint8]
    BitArray = npt.NDArray[np.uint16]

MANY: Final = 255
"""The state of those who fail several criteria."""

_FEW: Final = 6
"""People are looked up by their values where fewer than one in so many have a wanted one."""


def gather(bits: BitArray, index: FieldIndex, held: BitArray) -> None:
    """Add to everybody's bits those of their values in a field; `held` is `[v + 1]`, the last for no value."""
    if compiled.worth(len(bits)):
        from netreach.search import kernels

        if index.offsets is None:
            kernels.gather(bits, frozen(index.codes), frozen(held))
        else:
            kernels.gather_several(bits, frozen(index.offsets), frozen(index.codes), frozen(held))
    elif index.offsets is None:
        bits |= held[index.codes]
    else:
        has = np.flatnonzero(np.diff(index.offsets))
        if len(has):
            bits[has] |= np.bitwise_or.reduceat(held[index.codes], index.offsets[has])


def reject_one(state: StateArray, index: FieldIndex, wanted: BoolArray, number: int) -> None:
    """Mark those whose one value is not among the wanted, `[v + 1]`."""
    if compiled.worth(len(state)):
        from netreach.search import kernels

        offsets, owners = index.owners()
        if int(np.diff(offsets)[wanted].sum()) * _FEW < len(state):
            # Few are wanted: they are marked value by value, and then everybody is gone through in order.
            having = np.zeros(len(state), dtype=np.bool_)
            kernels.mark_owners(having, frozen(wanted), frozen(offsets), frozen(owners))
            kernels.reject(state, frozen(having), number, MANY)
        else:
            kernels.reject_one(state, frozen(index.codes), frozen(wanted), number, MANY)
    else:
        _mark(state, ~wanted[index.codes], number)


def reject_bits(state: StateArray, bits: BitArray, truth: BoolArray, number: int) -> None:
    """Mark those whose bits do not make an expression true: `truth` is `[2 ** bits]`."""
    if compiled.worth(len(state)):
        from netreach.search import kernels

        kernels.reject_bits(state, frozen(bits), frozen(truth), number, MANY)
    else:
        _mark(state, ~truth[bits], number)


def reject(state: StateArray, wanted: BoolArray, number: int) -> None:
    """Mark those who are not wanted."""
    if compiled.worth(len(state)):
        from netreach.search import kernels

        kernels.reject(state, frozen(wanted), number, MANY)
    else:
        _mark(state, ~wanted, number)


def _mark(state: StateArray, failed: BoolArray, number: int) -> None:
    state[failed] = np.where(state[failed] == 0, number, MANY)


@attrs.frozen(eq=False)
class Division:
    """Those who fail at most one criterion, by the number of it; number 0 are those who meet all.

    Attributes:
        counts: int64 `[criteria + 1, cutoff + 2]`: people by that number and by distance, -1 first.
        offsets: int64 `[criteria + 2]`: where the people of each number begin.
        people: int32: those at distance 1 and more, number after number, ascending.
    """

    counts: LongArray
    offsets: LongArray
    people: IntArray

    def of(self, number: int) -> IntArray:
        """Vertices of those who fail just this criterion."""
        return self.people[self.offsets[number] : self.offsets[number + 1]]


def divide(state: StateArray, distances: DistanceArray, criteria: int, cutoff: int) -> Division:
    """Divide those who fail at most one criterion.

    Args:
        state: uint8 `[n]`.
        distances: int8 `[n]`: -1 to the cutoff.
        criteria: How many criteria there are.
        cutoff: The greatest distance.
    """
    if compiled.worth(2 * len(state)):
        from netreach.search import kernels

        return Division(*kernels.divide(frozen(state), frozen(distances), criteria, cutoff))
    near = np.flatnonzero(state <= criteria).astype(np.int32)
    number, hops = state[near].astype(np.int64), distances[near]
    cells = np.bincount(number * (cutoff + 2) + hops + 1, minlength=(criteria + 1) * (cutoff + 2))
    within = hops > 0
    near, number = near[within], number[within]
    offsets = np.zeros(criteria + 2, dtype=np.int64)
    np.cumsum(np.bincount(number, minlength=criteria + 1), out=offsets[1:])
    people = near[np.argsort(number, kind="stable")]
    return Division(cells.reshape(criteria + 1, cutoff + 2).astype(np.int64), offsets, people)


def count_without(index: FieldIndex, people: IntArray, distances: DistanceArray, counts: LongArray) -> None:
    """Add to int64 `[cutoff + 1]` counts how many of some people have no value of a field, by degree."""
    if compiled.worth(len(people)):
        from netreach.search import kernels

        offsets = np.zeros(0, dtype=np.int64) if index.offsets is None else index.offsets
        kernels.count_without(
            counts, frozen(offsets), frozen(index.codes), index.values, frozen(people), frozen(distances)
        )
    else:
        counts += np.bincount(distances[people[~index.known(people)]], minlength=len(counts))
