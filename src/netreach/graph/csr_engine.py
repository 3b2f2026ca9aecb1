"""The csr engine: bounded searches over the arrays themselves, a layer at a time, in NumPy.

It needs nothing to be built: the arrays are mapped from the version and answer at once. Measured on 100,000
people and 1.5 million ties, building an `igraph.Graph` takes longer than opening the network and answering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.graph.array_engine import ArrayEngine

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, LongArray


class CsrEngine(ArrayEngine):
    """The `Engine` protocol over the arrays.

    Example:
        >>> from netreach.graph import GraphArrays
        >>> engine = CsrEngine(GraphArrays.from_ties(np.array([0, 1, 2]), np.array([1, 2, 3]), 4))
        >>> engine.layer_sizes(np.array([0], dtype=np.int32), 2).tolist()
        [[1, 1, 1]]
        >>> engine.distance(0, 3, cutoff=3), engine.distance(0, 3, cutoff=2)
        (3, -1)
    """

    name = "csr"

    def distances(self, source: int, cutoff: int) -> npt.NDArray[np.int8]:
        """`[n]`: hops from the source; -1 beyond the cutoff."""
        result = np.full(self.count, -1, dtype=np.int8)
        result[source] = 0
        layer = np.array([source], dtype=np.int32)
        for hops in range(1, cutoff + 1):
            near = self.arrays.contacts_of(layer)[1]
            result[near[result[near] < 0]] = hops
            if hops < cutoff:
                # A new vertex may stand several times in `near`; marking and reading back finds each once.
                layer = np.flatnonzero(result == hops).astype(np.int32)
                if not len(layer):
                    break
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
        counts = self.arrays.indptr
        for hops in range(1, cutoff + 1):
            cost = [int((counts[side.astype(np.int64) + 1] - counts[side]).sum()) for side in sides]
            grow = 0 if cost[0] <= cost[1] else 1
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
