"""The engine in NumPy: a layer at a time, with nothing to build, load or compile before the first answer.

Small networks and first answers take this road; the other engines take over from it what they do faster. Every sum
runs over shared contacts in ascending order, so that all engines give the same floats.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.errors import OptionError
from netreach.graph.overlaps import Overlaps, adamic_weights

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.graph.arrays import GraphArrays
    from netreach.plugins.protocols import FloatArray, IntArray, Ints, LongArray

_CHUNK: Final = 4_000_000
"""Adjacency entries gathered at a time: bounds the memory of a batch question to about 100 MB."""

FARTHEST: Final = 127
"""The largest cutoff of `distances`, whose hops are int8."""


def check_cutoff(cutoff: int) -> None:
    """Raise OptionError where hops up to the cutoff do not fit into an int8."""
    if cutoff > FARTHEST:
        raise OptionError(f"cutoff={cutoff}: `distances` goes up to {FARTHEST} hops, `all_distances` on.")


class ArrayEngine:
    """The `Engine` protocol over the arrays.

    Args:
        arrays: The graph.

    Attributes:
        read: Adjacency entries that searches have read so far.

    Example:
        >>> from netreach.graph import GraphArrays
        >>> engine = ArrayEngine(GraphArrays.from_ties(np.array([0, 1, 2]), np.array([1, 2, 3]), 4))
        >>> engine.layer_sizes(np.array([0], dtype=np.int32), 2).tolist()
        [[1, 1, 1]]
        >>> engine.distance(0, 3, cutoff=3), engine.distance(0, 3, cutoff=2)
        (3, -1)
    """

    name: str = "numpy"

    def __init__(self, arrays: GraphArrays) -> None:
        self.arrays = arrays
        self.read: int = 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.count:,} professionals, {self.ties:,} ties)"

    @property
    def count(self) -> int:
        """Vertices."""
        return self.arrays.count

    @property
    def ties(self) -> int:
        """Undirected edges."""
        return self.arrays.ties

    # Rows

    def contact_counts(self) -> LongArray:
        """`[n]`: the number of neighbours of every vertex."""
        return self.arrays.contact_counts()

    def contacts(self, vertex: int) -> IntArray:
        """Neighbours of a vertex, ascending."""
        return self.arrays.contacts(vertex)

    def contacts_of(self, vertices: IntArray) -> tuple[LongArray, IntArray]:
        """Neighbours of many: offsets `[k + 1]` and the neighbours row after row."""
        return self.arrays.contacts_of(vertices)

    # Distances

    def distances(self, source: int, cutoff: int) -> npt.NDArray[np.int8]:
        """`[n]`: hops from the source; -1 beyond the cutoff, which is at most 127."""
        check_cutoff(cutoff)
        result = np.full(self.count, -1, dtype=np.int8)
        self._search(source, cutoff, result)
        return result

    def all_distances(self, source: int) -> IntArray:
        """int32 `[n]`: hops from the source, however many; -1 where no path leads."""
        result = np.full(self.count, -1, dtype=np.int32)
        self._search(source, self.count, result)
        return result

    def layer_sizes(self, sources: IntArray, cutoff: int) -> LongArray:
        """`[k, cutoff + 1]`: how many vertices lie at each distance 0 to cutoff."""
        sizes = np.zeros((len(sources), cutoff + 1), dtype=np.int64)
        for row, source in enumerate(sources.tolist()):
            reached = self.distances(source, cutoff)
            sizes[row] = np.bincount(reached[reached >= 0], minlength=cutoff + 1)
        return sizes

    def distance(self, a: int, b: int, cutoff: int) -> int:
        """Hops between two vertices; -1 beyond the cutoff. Searches from both, the smaller side first."""
        if a == b:
            return 0
        sides = [np.array([a], dtype=np.int32), np.array([b], dtype=np.int32)]
        balls = [sides[0], sides[1]]
        for hops in range(1, cutoff + 1):
            cost = [self._entries(side) for side in sides]
            grow = 0 if cost[0] <= cost[1] else 1
            self.read += cost[grow]
            near = np.unique(self.arrays.contacts_of(sides[grow])[1])
            fresh = np.setdiff1d(near, balls[grow], assume_unique=True)
            # The two balls have not met before, so they meet first in what is new.
            if len(np.intersect1d(fresh, sides[1 - grow], assume_unique=True)):
                return hops
            if not len(fresh):
                return -1
            sides[grow] = fresh
            balls[grow] = np.union1d(balls[grow], fresh)
        return -1

    def probe(self, known: npt.NDArray[np.int8], targets: IntArray) -> npt.NDArray[np.int8]:
        """`[k]`: the known hops of each target, or one more than the least of its contacts, or -1.

        With `known` the distances up to some cutoff, this tells who lies one hop further, at the cost of the
        targets' rows.
        """
        result = known[targets]
        rest = np.flatnonzero(result < 0)
        for begin, end in runs(self.arrays.row_sizes(targets[rest])):
            asked = rest[begin:end]
            offsets, near = self.arrays.contacts_of(targets[asked])
            self.read += len(near)
            filled = np.flatnonzero(np.diff(offsets))
            if len(filled):
                # -1 is 255 here: more than any number of hops.
                least = np.minimum.reduceat(known[near].view(np.uint8), offsets[filled])
                hops = np.where(least == 255, -1, least.astype(np.int64) + 1)
                result[asked[filled]] = hops.astype(np.int8)
        return result

    # Overlaps

    def shared_contacts(self, a: int, b: int) -> IntArray:
        """Neighbours of both, ascending."""
        return np.intersect1d(self.arrays.contacts(a), self.arrays.contacts(b), assume_unique=True)

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        """`[k]`: the sum of `weights` (`[n]`) over the shared contacts of each pair.

        The shorter row of each pair is gathered and looked up in the longer one, at most 4 million entries at
        a time; pairs that all have the same end read that row once, as a mask.
        """
        result = np.zeros(len(a), dtype=np.float64)
        if not len(a):
            return result
        if (b == b[0]).all() or (a == a[0]).all():
            fixed, others = (int(b[0]), a) if (b == b[0]).all() else (int(a[0]), b)
            mask = np.zeros(self.count, dtype=np.float64)
            row = self.contacts(fixed)
            mask[row] = weights[row]
            for begin, end in runs(self.arrays.row_sizes(others)):
                offsets, near = self.arrays.contacts_of(others[begin:end])
                self.read += len(near)
                result[begin:end] = _row_sums(mask[near], offsets)
            return result
        swap = self.arrays.row_sizes(a) > self.arrays.row_sizes(b)
        short, long = np.where(swap, b, a), np.where(swap, a, b)
        for begin, end in runs(self.arrays.row_sizes(short)):
            offsets, near = self.arrays.contacts_of(short[begin:end])
            self.read += len(near)
            owner = np.repeat(long[begin:end], np.diff(offsets))
            hit = self.arrays.adjacent(owner, near)
            result[begin:end] = _row_sums(np.where(hit, weights[near], 0.0), offsets)
        return result

    def overlaps(self, one: int, others: IntArray) -> Overlaps:
        """What one vertex shares with each of many: all measures of the overlap of their contacts at once."""
        counts = self.contact_counts()
        low = adamic_weights(counts)[counts]
        fixed = np.full(len(others), one, dtype=np.int32)
        return Overlaps(
            vertices=others,
            common=self.overlap_sums(fixed, others, np.ones(self.count)).astype(np.int64),
            adamic_adar=self.overlap_sums(fixed, others, low),
            resource_allocation=self.overlap_sums(fixed, others, 1.0 / np.maximum(counts, 1)),
            contacts=int(counts[one]),
            others_contacts=counts[others],
        )

    def two_hop(self, source: int) -> Overlaps:
        """What a vertex shares with everybody who has a contact with it in common, in the order of meeting them.

        Contacts are gone through in ascending order, and so are theirs; neighbours of the source stand among the
        others, the source itself does not.
        """
        counts = self.contact_counts()
        contacts = self.contacts(source)
        offsets, near = self.arrays.contacts_of(contacts)
        self.read += len(near)
        place = np.empty(self.count, dtype=np.int64)
        # Of several values for one place the last one stays: here that of the first meeting.
        place[near[::-1]] = np.arange(len(near) - 1, -1, -1)
        people = near[(place[near] == np.arange(len(near))) & (near != source)]
        sizes = np.diff(offsets)
        low = np.repeat(adamic_weights(counts)[counts[contacts]], sizes)
        share = np.repeat(1.0 / np.maximum(counts[contacts], 1), sizes)
        return Overlaps(
            vertices=people,
            common=np.bincount(near, minlength=self.count)[people],
            adamic_adar=_totals(near, low, self.count)[people],
            resource_allocation=_totals(near, share, self.count)[people],
            contacts=len(contacts),
            others_contacts=counts[people],
        )

    def tie_overlaps(self) -> IntArray:
        """int32 `[m]`: shared contacts of the two ends of every tie, in the order (lo, hi)."""
        lo, hi = self.arrays.tie_ends()
        # Sorted by the longer row's end, so that equal pairs of rows lie together.
        return self.overlap_sums(lo, hi, np.ones(self.count)).astype(np.int32)

    def _search(self, source: int, cutoff: int, result: npt.NDArray[np.signedinteger]) -> None:
        result[source] = 0
        layer = np.array([source], dtype=np.int32)
        for hops in range(1, cutoff + 1):
            near = self.arrays.contacts_of(layer)[1]
            self.read += len(near)
            fresh = near[result[near] < 0]
            result[fresh] = hops
            if len(fresh) < self.count >> 6:
                layer = np.unique(fresh)
            else:
                # A new vertex may stand several times in `near`; marking and reading back finds each once.
                layer = np.flatnonzero(result == hops).astype(np.int32)
            if not len(layer):
                break

    def _entries(self, vertices: IntArray) -> int:
        return int(self.arrays.row_sizes(vertices).sum())


def runs(sizes: LongArray, most: int | None = None) -> list[tuple[int, int]]:
    """Split rows into runs of about so many entries, at least one row each.

    >>> runs(np.array([3, 1, 9, 1]), most=4)
    [(0, 2), (2, 3), (3, 4)]
    """
    most = most or _CHUNK
    total = np.cumsum(sizes)
    cuts = [0]
    while cuts[-1] < len(sizes):
        done = int(total[cuts[-1] - 1]) if cuts[-1] else 0
        cuts.append(max(int(np.searchsorted(total, done + most, side="right")), cuts[-1] + 1))
    return list(itertools.pairwise(cuts))


def _row_sums(values: FloatArray, offsets: LongArray) -> FloatArray:
    """Sum values row by row, from left to right, as a compiled loop does."""
    rows = len(offsets) - 1
    return _totals(np.repeat(np.arange(rows), np.diff(offsets)), values, rows)


def _totals(item: Ints, values: FloatArray, count: int) -> FloatArray:
    """`[count]`: the sum of the values of each item, in the order in which they come."""
    if not len(values):
        return np.zeros(count)
    return np.bincount(item, values, minlength=count).astype(np.float64, copy=False)
