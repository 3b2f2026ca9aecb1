"""The csr engine: compiled searches over the arrays themselves. Needs numba."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from netreach import compiled
from netreach.errors import MissingExtraError, OptionError
from netreach.graph.array_engine import ArrayEngine, check_cutoff
from netreach.graph.overlaps import Overlaps, adamic_weights

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.graph.arrays import GraphArrays
    from netreach.plugins.protocols import FloatArray, IntArray, Ints, LongArray

_T = TypeVar("_T")
_SOURCES = 64


class CsrEngine(ArrayEngine):
    """The `Engine` protocol in compiled loops over the arrays.

    The arrays are used as they are, mapped from a file or not; scratch is kept from call to call, one set for
    every thread that asks at the same time: 1 byte a vertex, 21 for `two_hop`. Compiled loops look at no bounds, so
    the rows are looked through once, at the first question, and every vertex that is asked about is looked at.

    Args:
        arrays: The graph.

    Raises:
        MissingExtraError: When numba is not installed.

    Example:
        >>> from netreach.graph import GraphArrays
        >>> engine = CsrEngine(GraphArrays.from_ties(np.array([0, 1, 2]), np.array([1, 2, 3]), 4))
        >>> engine.layer_sizes(np.array([0], dtype=np.int32), 2).tolist()
        [[1, 1, 1]]
        >>> engine.distance(0, 3, cutoff=3), engine.distance(0, 3, cutoff=2)
        (3, -1)
    """

    name: str = "csr"

    def __init__(self, arrays: GraphArrays) -> None:
        if not compiled.available():
            raise MissingExtraError(
                "engine='csr' needs numba: pip install 'netreach[fast]', or take engine='auto'."
            )
        super().__init__(arrays)
        self._marks: list[npt.NDArray[np.uint8]] = []
        self._sums: list[tuple[IntArray, FloatArray, FloatArray]] = []
        self._adamic: FloatArray | None = None

    def distances(self, source: int, cutoff: int) -> npt.NDArray[np.int8]:
        """`[n]`: hops from the source; -1 beyond the cutoff, which is at most 127."""
        from netreach.graph import kernels

        check_cutoff(cutoff)
        result = np.full(self.count, -1, dtype=np.int8)
        kernels.distances(*self.arrays.sound(), self._vertex(source), cutoff, result.view(np.uint8))
        return result

    def all_distances(self, source: int) -> IntArray:
        """int32 `[n]`: hops from the source, however many; -1 where no path leads."""
        from netreach.graph import kernels

        result = np.full(self.count, -1, dtype=np.int32)
        kernels.distances(*self.arrays.sound(), self._vertex(source), self.count, result.view(np.uint32))
        return result

    def layer_sizes(self, sources: IntArray, cutoff: int) -> LongArray:
        """`[k, cutoff + 1]`: how many vertices lie at each distance 0 to cutoff; sources share the processors."""
        from netreach.graph import kernels

        sizes = np.zeros((len(sources), cutoff + 1), dtype=np.int64)
        indptr, indices = self.arrays.sound()
        vertices = self._vertices(sources).tolist()

        def fill(rows: range) -> None:
            for row in rows:
                sizes[row] = kernels.layer_sizes(indptr, indices, vertices[row], cutoff)

        parts = compiled.threads() if len(sources) >= _SOURCES else 1
        # Every part takes each so-manieth source, so that hubs, who often lie together, are shared.
        compiled.in_threads(fill, [range(first, len(sources), parts) for first in range(parts)])
        return sizes

    def distance(self, a: int, b: int, cutoff: int) -> int:
        """Hops between two vertices; -1 beyond the cutoff. Searches from both ends."""
        from netreach.graph import kernels

        rows, ends = self.arrays.sound(), (self._vertex(a), self._vertex(b))
        with self._marked() as marks:
            return int(kernels.distance(*rows, *ends, cutoff, marks))

    def probe(self, known: npt.NDArray[np.int8], targets: IntArray) -> npt.NDArray[np.int8]:
        """`[k]`: the known hops of each target, or one more than the least of its contacts, or -1."""
        from netreach.graph import kernels

        return kernels.probe(*self.arrays.sound(), compiled.frozen(known), self._vertices(targets))

    def shared_contacts(self, a: int, b: int) -> IntArray:
        """Neighbours of both, ascending."""
        from netreach.graph import kernels

        return kernels.shared_contacts(*self.arrays.sound(), self._vertex(a), self._vertex(b))

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        """`[k]`: the sum of `weights` (`[n]`) over the shared contacts of each pair.

        Pairs that lie together and have an end in common read the longer row once.
        """
        from netreach.graph import kernels_overlap

        rows, weights = self.arrays.sound(), compiled.frozen(weights)
        a, b = self._vertices(a), self._vertices(b)
        with self._marked() as marks:
            return kernels_overlap.sums_of_pairs(*rows, a, b, weights, marks)

    def overlaps(self, one: int, others: IntArray) -> Overlaps:
        """What one vertex shares with each of many: all measures of the overlap of their contacts at once."""
        from netreach.graph import kernels_overlap

        indptr, indices = self.arrays.sound()
        one, vertices = self._vertex(one), self._vertices(others)
        with self._marked() as marks:
            common, adamic, allocation = kernels_overlap.measures_with_one(
                indptr, indices, one, vertices, self._weights(), marks
            )
        return Overlaps(
            vertices=others,
            common=common,
            adamic_adar=adamic,
            resource_allocation=allocation,
            contacts=int(indptr[one + 1] - indptr[one]),
            others_contacts=self.arrays.row_sizes(others),
        )

    def two_hop(self, source: int) -> Overlaps:
        """What a vertex shares with everybody who has a contact with it in common, in the order of meeting them."""
        from netreach.graph import kernels_overlap

        indptr, indices = self.arrays.sound()
        source = self._vertex(source)
        scratch = _taken(self._sums)
        if scratch is None:
            scratch = (np.zeros(self.count, np.int32), np.zeros(self.count), np.zeros(self.count))
        people, common, adamic, allocation = kernels_overlap.two_hop(
            indptr, indices, source, self._weights(), *scratch
        )
        self._sums.append(scratch)
        return Overlaps(
            vertices=people,
            common=common,
            adamic_adar=adamic,
            resource_allocation=allocation,
            contacts=int(indptr[source + 1] - indptr[source]),
            others_contacts=self.arrays.row_sizes(people),
        )

    def tie_overlaps(self) -> IntArray:
        """int32 `[m]`: shared contacts of the two ends of every tie, in the order (lo, hi).

        Memory beside the result: 8 bytes a tie, and for every processor 4 bytes a tie and 4 a vertex.
        """
        from netreach.graph import kernels_overlap

        offsets, ends, ties = kernels_overlap.oriented(*self.arrays.sound())
        # Work grows with the rows that are read: about their squares.
        sizes = np.diff(offsets).astype(np.float64)
        parts = compiled.threads()
        cuts = np.searchsorted(np.cumsum(sizes**2), np.linspace(0, (sizes**2).sum(), parts + 1)[1:-1])
        bounds = [0, *cuts.tolist(), self.count]

        def count(part: int) -> IntArray:
            counts = np.zeros(self.ties, dtype=np.int32)
            marks = np.zeros(self.count, dtype=np.int32)
            kernels_overlap.triangles(offsets, ends, ties, bounds[part], bounds[part + 1], counts, marks)
            return counts

        total, *others = compiled.in_threads(count, range(parts))
        for counts in others:
            total += counts
        return total

    def _weights(self) -> FloatArray:
        if self._adamic is None:
            self._adamic = compiled.frozen(adamic_weights(self.contact_counts()))
        return self._adamic

    def _vertex(self, value: int) -> int:
        vertex = int(value)
        if not 0 <= vertex < self.count:
            raise OptionError(f"There is no vertex {vertex:,}: the graph has {self.count:,}, from 0.")
        return vertex

    def _vertices(self, values: Ints) -> IntArray:
        if len(values):
            for end in (values.min(), values.max()):
                self._vertex(end)
        return compiled.frozen(np.ascontiguousarray(values, dtype=np.int32))

    @contextlib.contextmanager
    def _marked(self) -> Iterator[npt.NDArray[np.uint8]]:
        """Lend scratch to a kernel; after an error it is thrown away, since it may not be clean."""
        marks = _taken(self._marks)
        if marks is None:
            marks = np.zeros(self.count, dtype=np.uint8)
        yield marks
        self._marks.append(marks)


def _taken(pool: list[_T]) -> _T | None:
    try:
        return pool.pop()
    except IndexError:
        return None
