"""The passes of a search over everybody, compiled where numba is installed and in NumPy where it is not.

While criteria are gone through, everybody has one byte. So one pass over these gives the hits, and for each criterion
those who meet all the others.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
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
    from netreach.snapshot import Snapshot

    StateArray = npt.NDArray[np.uint8]
    BitArray = npt.NDArray[np.uint16]

MANY: Final = 255
"""The state of those who fail several criteria."""

_SHARED: Final = 200_000
"""People from whom on it pays to share them between processors."""

_BITS: Final = 8
"""Criteria at most for which compiled loops have a bit in a byte; of more, NumPy takes care."""


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


class Sieve:
    """Who meets which of some criteria: they are gone through one after the other, and then people are divided.

    Compiled loops keep a bit for each criterion that somebody meets, so that one which few meet costs no more than
    these few. NumPy keeps the number of the one criterion that somebody fails.

    Args:
        count: How many people there are.
        criteria: How many criteria there are.
        bits: uint8 `[count]` of 0, where compiled loops are to be used; see `sieve`.
        near: int32 `[count]`: room for the loops to work in.
    """

    def __init__(self, count: int, criteria: int, bits: StateArray | None, near: IntArray | None) -> None:
        self._criteria = criteria
        self._bits, self._near = bits, near
        # 0 for who meets all criteria so far, the number of the one that they fail, or `MANY`.
        self._state: StateArray | None = np.zeros(count, dtype=np.uint8) if bits is None else None

    def values(self, index: FieldIndex, wanted: BoolArray, number: int) -> None:
        """Take the next criterion: their one value is among the wanted, `[v + 1]`."""
        if self._bits is not None:
            from netreach.search import kernels

            offsets, owners = index.owners()
            kernels.admit_values(
                self._bits, frozen(offsets), frozen(owners), frozen(wanted), 1 << (number - 1)
            )
        else:
            self._reject(~wanted[index.codes], number)

    def truth(self, bits: BitArray, truth: BoolArray, number: int) -> None:
        """Take the next criterion: their bits make an expression true; `truth` is `[2 ** bits]`."""
        if self._bits is not None:
            from netreach.search import kernels

            kernels.admit_truth(self._bits, frozen(bits), frozen(truth), 1 << (number - 1))
        else:
            self._reject(~truth[bits], number)

    def people(self, wanted: BoolArray, number: int) -> None:
        """Take the next criterion: they are wanted, `[n]`."""
        if self._bits is not None:
            self._bits |= wanted.view(np.uint8) << np.uint8(number - 1)
        else:
            self._reject(~wanted, number)

    def _reject(self, failed: BoolArray, number: int) -> None:
        assert self._state is not None
        self._state[failed] = np.where(self._state[failed] == 0, number, MANY)

    def met(self) -> BoolArray:
        """`[n]`: who meets all criteria."""
        if self._bits is not None:
            found: BoolArray = self._bits == (1 << self._criteria) - 1
            self._bits[:] = 0
            return found
        assert self._state is not None
        whole: BoolArray = np.equal(self._state, 0)
        return whole

    def divide(self, distances: DistanceArray, degree: int = 0) -> Division:
        """Divide those who fail at most one criterion; nothing more can be asked of this sieve then.

        Args:
            distances: int8 `[n]`: -1 beyond the cutoff.
            degree: The number of the criterion that asks for distances; 0 where there is none.
        """
        if self._bits is not None:
            from netreach.search import kernels

            assert self._near is not None
            number = np.full(1 << self._criteria, MANY, dtype=np.uint8)
            number[-1] = 0
            number[len(number) - 1 - (1 << np.arange(self._criteria))] = np.arange(1, self._criteria + 1)
            bits, room, last = self._bits, self._near, self._criteria

            def part(cut: tuple[int, int]) -> tuple[int, LongArray, IntArray]:
                mine = slice(*cut)
                return kernels.divide(
                    bits[mine], frozen(number), frozen(distances[mine]), room[mine], cut[0], last, degree
                )

            parts = compiled.threads() if len(bits) >= _SHARED else 1
            cuts = [len(bits) * number // parts for number in range(parts + 1)]
            found = compiled.shared(part, list(itertools.pairwise(cuts)))
            return Division(sum(lost for lost, _, _ in found), [(begin, who) for _, begin, who in found])
        assert self._state is not None
        mine = np.flatnonzero(self._state <= self._criteria).astype(np.int32)
        of, hops = self._state[mine].astype(np.int64), distances[mine]
        lost = int(np.count_nonzero((hops < 0) & ((of == 0) | (of == degree))))
        within = hops > 0
        mine, of = mine[within], of[within]
        offsets = np.zeros(self._criteria + 2, dtype=np.int64)
        np.cumsum(np.bincount(of, minlength=self._criteria + 1), out=offsets[1:])
        return Division(lost, [(offsets, mine[np.argsort(of, kind="stable")])])


@contextlib.contextmanager
def sieve(snapshot: Snapshot, criteria: int) -> Iterator[Sieve]:
    """Lend a sieve for so many criteria; after an error its room is thrown away."""
    count = snapshot.count
    if criteria > _BITS or not compiled.worth(count * (criteria + 1)):
        yield Sieve(count, criteria, None, None)
        return
    with (
        snapshot.lent("bits of people", lambda: np.zeros(count, dtype=np.uint8)) as bits,
        snapshot.lent("numbers of people", lambda: np.empty(count, dtype=np.int32)) as near,
    ):
        yield Sieve(count, criteria, bits, near)


@attrs.frozen(eq=False)
class Division:
    """Those who fail at most one criterion, by the number of it; number 0 are those who meet all.

    Attributes:
        lost: How many beyond the cutoff meet all criteria but that for distances.
        parts: Of people who follow each other, those within it: int64 `[criteria + 2]` where those of each number
            begin, and int32 who they are, the ego not among them, ascending.
    """

    lost: int
    parts: list[tuple[LongArray, IntArray]]

    def of(self, number: int) -> list[IntArray]:
        """Vertices of those who fail just this criterion, in parts, ascending."""
        return [people[offsets[number] : offsets[number + 1]] for offsets, people in self.parts]


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
