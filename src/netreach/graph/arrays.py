"""Ties as compressed sparse rows: the form in which every engine and every batch question reads the graph.

`indptr` is int64 `[n + 1]`, `indices` int32 `[2 m]`, rows ascending, every tie in both rows: 8 bytes a tie.
All functions here work on whole arrays; none loops over people or ties. The arrays cannot be written to.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.compiled import frozen
from netreach.errors import DamagedNetworkError, OptionError
from netreach.graph import building, streaming

if TYPE_CHECKING:
    from pathlib import Path

    from netreach.plugins.protocols import BoolArray, IntArray, Ints, LongArray


def _long(array: LongArray) -> LongArray:
    return frozen(np.ascontiguousarray(array, dtype=np.int64))


def _int(array: IntArray) -> IntArray:
    return frozen(np.ascontiguousarray(array, dtype=np.int32))


@attrs.frozen(eq=False)
class GraphArrays:
    """An undirected graph without loops and doubles.

    Attributes:
        indptr: int64 `[n + 1]`: where the row of each vertex begins.
        indices: int32 `[2 m]`: neighbours, ascending within a row.
        first_ties: int64 `[n + 1]`: how many ties lie before those of which a vertex is the lower end. Ties are
            numbered in the order (lo, hi).

    Example:
        >>> graph = GraphArrays.from_ties(np.array([0, 1]), np.array([1, 2]), 3)
        >>> graph.count, graph.ties, graph.contacts(1).tolist()
        (3, 2, [0, 2])
    """

    indptr: LongArray = attrs.field(converter=_long)
    indices: IntArray = attrs.field(converter=_int)
    _counted: LongArray | None = attrs.field(default=None, converter=attrs.converters.optional(_long))

    @functools.cached_property
    def first_ties(self) -> LongArray:
        """int64 `[n + 1]`: how many ties lie before those of each vertex; counted when first asked for.

        What a version says of it is taken where it can be; a wrong number that could be right is found by
        `netreach check`, as in the columns of the ties.

        Raises:
            DamagedNetworkError: When it cannot be.
        """
        said = self._counted
        if said is None:
            return building.first_ties(*self.sound())
        later = np.diff(said)
        fits = len(later) == self.count and said[0] == 0 and said[-1] == self.ties
        # Nobody is the lower end of more ties than they have.
        if not fits or (later < 0).any() or (later > np.diff(self.indptr)).any():
            raise DamagedNetworkError(
                "The numbers of the ties are damaged. `netreach check` with the folder of the network finds the "
                "file and makes it again."
            )
        return said

    @classmethod
    def from_ties(cls, a: Ints, b: Ints, count: int) -> GraphArrays:
        """Build from the two ends of ties, in any order and direction; loops and doubles are dropped.

        Memory beside the ties: the result, and 8 bytes a vertex for each of up to four threads.

        Raises:
            OptionError: When the arrays differ in length, hold no whole numbers, or name a vertex outside 0 to
                count - 1; when there are more vertices than an int32 can count.
        """
        a, b = np.asarray(a), np.asarray(b)
        if a.shape != b.shape or a.ndim != 1:
            raise OptionError(f"{len(a):,} sources but {len(b):,} targets: a tie needs both ends.")
        if not (np.issubdtype(a.dtype, np.integer) and np.issubdtype(b.dtype, np.integer)):
            raise OptionError(f"Ties name vertices by whole numbers, not by {a.dtype} and {b.dtype}.")
        building.check_size(count)
        return cls(*building.from_ties(a, b, count))

    @classmethod
    def from_parquet(
        cls, path: Path, *, source: str = "source", target: str = "target", count: int | None = None
    ) -> GraphArrays:
        """Build from two columns of a Parquet file of any size, which is read twice, a part at a time.

        Memory: less than three times the result, whatever the size of the file. Without numba the two columns are
        read whole.

        Args:
            path: The file.
            source, target: The columns with the ends, whole numbers from 0.
            count: Vertices; by default one more than the largest number in the file.

        Raises:
            OptionError: When a column is missing, holds something else than whole numbers from 0 to count - 1, or
                has gaps.
            ExportError: When the file cannot be read as Parquet.
        """
        return cls(*streaming.from_parquet(path, source, target, count))

    @classmethod
    def from_sorted(cls, lo: IntArray, hi: IntArray, count: int) -> GraphArrays:
        """Build from ties in the order (lo, hi), each once, lo < hi: one pass, nothing is sorted."""
        building.check_size(count)
        return cls(*building.from_sorted(lo, hi, count))

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
        return self._counts

    @functools.cached_property
    def _counts(self) -> LongArray:
        return frozen(np.diff(self.indptr))

    def row_sizes(self, vertices: Ints) -> LongArray:
        """`[k]`: the number of neighbours of some vertices."""
        sizes: LongArray = self.indptr[np.asarray(vertices, dtype=np.int64) + 1] - self.indptr[vertices]
        return sizes

    def tie_ends(self) -> tuple[IntArray, IntArray]:
        """int32 `[m]`, `[m]`: the two ends of all ties, lo < hi, in the order (lo, hi)."""
        return building.tie_ends(*self.sound())

    def sound(self) -> tuple[LongArray, IntArray]:
        """`indptr` and `indices`, looked through once: compiled loops read wherever they point.

        Opening a version looks at the beginning of its files only. This costs a tenth of a second at 100 million
        ties, once.

        Raises:
            DamagedNetworkError: When a row ends before it begins, or names a vertex that does not exist.
        """
        if not self._sound:
            raise DamagedNetworkError(
                "The rows of the graph are damaged: they point to where nothing is. `netreach check` with the folder "
                "of the network finds the file and makes it again."
            )
        return self.indptr, self.indices

    @functools.cached_property
    def _sound(self) -> bool:
        indptr, indices = self.indptr, self.indices
        if not len(indptr) or indptr[0] != 0 or indptr[-1] != len(indices):
            return False
        # Negative numbers are very large ones without a sign: one look finds both.
        named = int(indices.view(np.uint32).max(initial=0))
        return not (indptr[1:] < indptr[:-1]).any() and (named < self.count or not len(indices))

    def contacts(self, vertex: int) -> IntArray:
        """Neighbours of a vertex, ascending (a view, not a copy)."""
        return self.indices[self.indptr[vertex] : self.indptr[vertex + 1]]

    def entries(self, vertices: Ints) -> tuple[LongArray, LongArray]:
        """Positions in `indices` of the rows of many vertices, with offsets `[k + 1]`."""
        start = self.indptr[vertices]
        size = self.indptr[np.asarray(vertices, dtype=np.int64) + 1] - start
        offsets = np.zeros(len(vertices) + 1, dtype=np.int64)
        np.cumsum(size, out=offsets[1:])
        return offsets, building.runs(start, size)

    def contacts_of(self, vertices: Ints) -> tuple[LongArray, IntArray]:
        """Neighbours of many: offsets `[k + 1]` and the neighbours row after row."""
        offsets, positions = self.entries(vertices)
        return offsets, self.indices[positions]

    def find(self, a: Ints, b: Ints) -> LongArray:
        """`[k]`: the position in `indices` of b in the row of a, or -1."""
        a, b = np.asarray(a), np.asarray(b)
        if building.finds_compiled(len(a)):
            return building.find_compiled(*self.sound(), a, b)
        return building.find(self.indptr, self.indices, a, b)

    def tie_numbers(self, a: Ints, b: Ints) -> LongArray:
        """`[k]`: the number of the tie of each pair, -1 where there is none."""
        if building.finds_compiled(len(a)):
            return building.tie_numbers_compiled(*self.sound(), self.first_ties, a, b)
        lo, hi = np.minimum(a, b), np.maximum(a, b)
        position = self.find(lo, hi)
        return np.where(position >= 0, self._forward(lo, position), -1)

    def ties_at(self, rows: Ints, positions: LongArray) -> LongArray:
        """`[k]`: the numbers of the ties at some positions of `indices`, which lie in these rows."""
        near = self.indices[positions]
        forward = near > rows
        numbers = self._forward(rows, positions)
        back = np.flatnonzero(~forward)
        if len(back):
            numbers[back] = self._forward(near[back], self.find(near[back], rows[back]))
        return numbers

    def ends_of(self, numbers: Ints) -> tuple[IntArray, IntArray]:
        """int32 `[k]`, `[k]`: the two ends of some ties, lo < hi."""
        lo = np.searchsorted(self.first_ties, numbers, side="right") - 1
        hi = self.indices[self.indptr[lo + 1] - self.first_ties[lo + 1] + numbers]
        return lo.astype(np.int32), hi

    def _forward(self, rows: Ints, positions: LongArray) -> LongArray:
        # The later neighbours of a vertex stand at the end of its row, in the order of their ties.
        after = np.asarray(rows, dtype=np.int64) + 1
        numbers: LongArray = self.first_ties[after] - self.indptr[after] + positions
        return numbers

    def adjacent(self, a: Ints, b: Ints) -> BoolArray:
        """`[k]`: whether each pair has a tie."""
        return self.find(a, b) >= 0

    def shared_contacts(self, a: int, b: int) -> IntArray:
        """Neighbours of both, ascending."""
        return np.intersect1d(self.contacts(a), self.contacts(b), assume_unique=True)
