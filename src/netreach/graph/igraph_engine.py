"""The igraph engine: breadth-first searches by igraph, rows and overlaps in NumPy.

igraph's Python calls for overlaps, pair distances and path lists walk the whole graph per call (performance
notes in `docs/design.md`), so only its searches from one vertex are used here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from netreach.graph.array_engine import ArrayEngine, check_cutoff
from netreach.graph.arrays import GraphArrays

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, LongArray


def to_igraph(graph: GraphArrays) -> Any:
    """Return an `igraph.Graph` with vertices and ties in the same order as the arrays.

    A zip of lists is igraph's fastest road from NumPy: arrays and memoryviews go through a slow conversion.
    """
    import igraph

    lo, hi = graph.tie_ends()
    return igraph.Graph(graph.count, zip(lo.tolist(), hi.tolist(), strict=True))


class IgraphEngine(ArrayEngine):
    """The `Engine` protocol over igraph; the `igraph.Graph` is built at the first search.

    Example:
        >>> engine = IgraphEngine(GraphArrays.from_ties(np.array([0, 1, 2]), np.array([1, 2, 3]), 4))
        >>> engine.layer_sizes(np.array([0], dtype=np.int32), 2).tolist()
        [[1, 1, 1]]
        >>> engine.distance(0, 3, cutoff=3), engine.distance(0, 3, cutoff=2)
        (3, -1)
    """

    name: str = "igraph"

    def __init__(self, arrays: GraphArrays) -> None:
        super().__init__(arrays)
        self._graph: Any = None

    @property
    def graph(self) -> Any:
        """The `igraph.Graph`."""
        if self._graph is None:
            self._graph = to_igraph(self.arrays)
        return self._graph

    def distances(self, source: int, cutoff: int) -> npt.NDArray[np.int8]:
        """`[n]`: hops from the source; -1 beyond the cutoff, which is at most 127."""
        check_cutoff(cutoff)
        result = np.full(self.count, -1, dtype=np.int8)
        # igraph lists a neighbourhood in the order of the search, so its layers are runs.
        reached = np.array(self.graph.neighborhood(source, order=cutoff), dtype=np.int64)
        ends = [self.graph.neighborhood_size(source, order=hops) for hops in range(cutoff)] + [len(reached)]
        begin = 0
        for hops, end in enumerate(ends):
            result[reached[begin:end]] = hops
            begin = end
        return result

    def layer_sizes(self, sources: IntArray, cutoff: int) -> LongArray:
        """`[k, cutoff + 1]`: how many vertices lie at each distance 0 to cutoff."""
        vertices = sources.tolist()
        if not vertices:
            return np.zeros((0, cutoff + 1), dtype=np.int64)
        within = [self.graph.neighborhood_size(vertices, order=hops) for hops in range(cutoff + 1)]
        cumulated = np.array(within, dtype=np.int64).T
        return np.diff(cumulated, axis=1, prepend=0)

    def all_distances(self, source: int) -> IntArray:
        """int32 `[n]`: hops from the source, however many; -1 where no path leads."""
        hops = np.array(self.graph.distances(source)[0], dtype=np.float64)
        return np.where(np.isinf(hops), -1, hops).astype(np.int32)

    def distance(self, a: int, b: int, cutoff: int) -> int:
        """Hops between two vertices; -1 beyond the cutoff. Meets in the middle."""
        if a == b:
            return 0
        near = self._ball(a, (cutoff + 1) // 2)
        far = self._ball(b, cutoff // 2)
        common, left, right = np.intersect1d(near[0], far[0], assume_unique=True, return_indices=True)
        return int((near[1][left] + far[1][right]).min()) if len(common) else -1

    def _ball(self, vertex: int, radius: int) -> tuple[LongArray, LongArray]:
        reached = np.array(self.graph.neighborhood(vertex, order=radius), dtype=np.int64)
        sizes = [self.graph.neighborhood_size(vertex, order=hops) for hops in range(radius)] + [len(reached)]
        return reached, np.repeat(np.arange(radius + 1), np.diff([0, *sizes]))
