"""Ties as compressed sparse rows: the form in which every engine and every batch question reads the graph.

`indptr` is int64 `[n + 1]`, `indices` int32 `[2 m]`, rows ascending, every tie in both rows: 8 bytes a tie.
All functions here work on whole arrays; none loops over people or ties.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.errors import OptionError

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, IntArray, Ints, LongArray

_CHUNK = 4_000_000
"""Adjacency entries gathered at a time: bounds the memory of a batch question to about 100 MB."""


@attrs.frozen(eq=False)
class GraphArrays:
    """An undirected graph without loops and doubles.

    Attributes:
        indptr: int64 `[n + 1]`: where the row of each vertex begins.
        indices: int32 `[2 m]`: neighbours, ascending within a row.

    Example:
        >>> graph = GraphArrays.from_ties(np.array([0, 1]), np.array([1, 2]), 3)
        >>> graph.count, graph.ties, graph.contacts(1).tolist()
        (3, 2, [0, 2])
    """

    indptr: LongArray
    indices: IntArray

    @classmethod
    def from_ties(cls, a: Ints, b: Ints, count: int) -> GraphArrays:
        """Build from the two ends of ties, in any order and direction; loops and doubles are dropped.

        Raises:
            OptionError: When the arrays differ in length or name a vertex outside 0 to count - 1.
        """
        if len(a) != len(b):
            raise OptionError(f"{len(a):,} sources but {len(b):,} targets: a tie needs both ends.")
        if len(a) and (min(int(a.min()), int(b.min())) < 0 or max(int(a.max()), int(b.max())) >= count):
            raise OptionError(f"A tie names a vertex outside 0 to {count - 1:,}.")
        codes = np.minimum(a, b).astype(np.int64) * count + np.maximum(a, b)
        codes = sorted_unique(codes[np.asarray(a) != np.asarray(b)])
        return cls.from_codes(codes, count)

    @classmethod
    def from_codes(cls, codes: LongArray, count: int) -> GraphArrays:
        """Build from the codes `lo * count + hi` of all ties, ascending, each once, lo < hi."""
        lo, hi = np.divmod(codes, max(count, 1))
        both = np.concatenate((codes, hi * count + lo))
        both.sort()
        row, column = np.divmod(both, max(count, 1))
        indptr = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(row, minlength=count), out=indptr[1:])
        return cls(indptr, column.astype(np.int32))

    @property
    def count(self) -> int:
        """Vertices."""
        return len(self.indptr) - 1

    @property
    def ties(self) -> int:
        """Undirected edges."""
        return len(self.indices) // 2

    def contact_counts(self) -> LongArray:
        """`[n]`: the number of neighbours of every vertex."""
        return np.diff(self.indptr)

    def contacts(self, vertex: int) -> IntArray:
        """Neighbours of a vertex, ascending (a view, not a copy)."""
        return self.indices[self.indptr[vertex] : self.indptr[vertex + 1]]

    def entries(self, vertices: Ints) -> tuple[LongArray, LongArray]:
        """Positions in `indices` of the rows of many vertices, with offsets `[k + 1]`."""
        start = self.indptr[vertices]
        size = self.indptr[np.asarray(vertices, dtype=np.int64) + 1] - start
        offsets = np.zeros(len(vertices) + 1, dtype=np.int64)
        np.cumsum(size, out=offsets[1:])
        positions = np.arange(offsets[-1], dtype=np.int64)
        positions += np.repeat(start - offsets[:-1], size)
        return offsets, positions

    def contacts_of(self, vertices: Ints) -> tuple[LongArray, IntArray]:
        """Neighbours of many: offsets `[k + 1]` and the neighbours row after row."""
        offsets, positions = self.entries(vertices)
        return offsets, self.indices[positions]

    def find(self, a: Ints, b: Ints) -> LongArray:
        """`[k]`: the position in `indices` of b in the row of a, or -1: a bisection of all rows at once."""
        low = self.indptr[a].copy()
        end = self.indptr[np.asarray(a, dtype=np.int64) + 1]
        high = end.copy()
        longest = int((high - low).max(initial=0))
        for _ in range(longest.bit_length()):
            middle = (low + high) >> 1
            probe = np.minimum(middle, max(len(self.indices) - 1, 0))
            right = (middle < high) & (self.indices[probe] < b)
            low = np.where(right, middle + 1, low)
            high = np.where(right, high, middle)
        found = low < end
        found[found] = self.indices[low[found]] == np.asarray(b)[found]
        return np.where(found, low, -1)

    def adjacent(self, a: Ints, b: Ints) -> BoolArray:
        """`[k]`: whether each pair has a tie."""
        return self.find(a, b) >= 0

    def shared_contacts(self, a: int, b: int) -> IntArray:
        """Neighbours of both, ascending."""
        return np.intersect1d(self.contacts(a), self.contacts(b), assume_unique=True)

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        """`[k]`: the sum of `weights` (`[n]`) over the shared contacts of each pair.

        The shorter row of each pair is gathered and looked up in the longer one, at most 4 million entries at
        a time; pairs that all have the same end read that row once, as a mask.
        """
        counts = self.contact_counts()
        result = np.zeros(len(a), dtype=np.float64)
        if not len(a):
            return result
        if (b == b[0]).all() or (a == a[0]).all():
            fixed, others = (int(b[0]), a) if (b == b[0]).all() else (int(a[0]), b)
            mask = np.zeros(self.count, dtype=np.float64)
            row = self.contacts(fixed)
            mask[row] = weights[row]
            for begin, end in _chunks(counts[others]):
                offsets, near = self.contacts_of(others[begin:end])
                result[begin:end] = _row_sums(mask[near], offsets)
            return result
        swap = counts[a] > counts[b]
        short, long = np.where(swap, b, a), np.where(swap, a, b)
        for begin, end in _chunks(counts[short]):
            offsets, near = self.contacts_of(short[begin:end])
            owner = np.repeat(long[begin:end], np.diff(offsets))
            hit = self.adjacent(owner, near)
            result[begin:end] = _row_sums(np.where(hit, weights[near], 0.0), offsets)
        return result


def sorted_unique(values: LongArray) -> LongArray:
    """Return the distinct values, ascending; several times faster than `np.unique`, which hashes first.

    >>> sorted_unique(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    # A stable sort of integers merges runs that are sorted already, as the parts of a union are.
    ordered = np.sort(values, kind="stable")
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def _row_sums(values: FloatArray, offsets: LongArray) -> FloatArray:
    """Sum values row by row; each row is added up on its own, so that equal rows give equal sums."""
    sums = np.zeros(len(offsets) - 1, dtype=np.float64)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        sums[filled] = np.add.reduceat(values, offsets[filled])
    return sums


def _chunks(sizes: LongArray) -> list[tuple[int, int]]:
    """Split rows into runs of about `_CHUNK` entries."""
    total = np.cumsum(sizes)
    cuts = [0]
    while cuts[-1] < len(sizes):
        done = int(total[cuts[-1] - 1]) if cuts[-1] else 0
        nxt = int(np.searchsorted(total, done + _CHUNK, side="right"))
        cuts.append(min(len(sizes), max(nxt, cuts[-1] + 1)))
    return list(itertools.pairwise(cuts))
