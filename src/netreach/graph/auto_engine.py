"""The engine that begins in NumPy and goes over to a faster one when that pays.

Loading compiled loops takes a few tenths of a second, more than the first answers take without them. So NumPy
answers until it has read about as many adjacency entries as it can read in that time; from then on the compiled loops
do. Whatever is asked, this costs at most twice what the better choice would have cost from the beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from netreach import compiled
from netreach.graph.array_engine import ArrayEngine
from netreach.graph.csr_engine import CsrEngine
from netreach.graph.igraph_engine import IgraphEngine

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.graph.arrays import GraphArrays
    from netreach.graph.overlaps import Overlaps
    from netreach.plugins.protocols import FloatArray, IntArray, LongArray

WORTH_LOADING: Final = 20_000_000
"""Adjacency entries that NumPy reads in the time in which compiled loops are loaded: 0.4 s at 20 ns an entry."""


_LOOPS: Final = 20
"""How many times more numba takes to be loaded than the loops for one kind of question."""


class AutoEngine(ArrayEngine):
    """The `Engine` protocol: NumPy at first, then `csr`; without numba `igraph`.

    Args:
        arrays: The graph.
        worth: After how many adjacency entries read the other engine takes over.

    Example:
        >>> import numpy as np
        >>> from netreach.graph import GraphArrays
        >>> engine = AutoEngine(GraphArrays.from_ties(np.array([0, 1]), np.array([1, 2]), 3))
        >>> engine.name, engine.distance(0, 2, cutoff=3)
        ('numpy', 2)
    """

    name: str = "numpy"

    def __init__(self, arrays: GraphArrays, *, worth: int = WORTH_LOADING) -> None:
        super().__init__(arrays)
        self._worth = worth
        self._other: ArrayEngine | None = None

    def distances(self, source: int, cutoff: int) -> npt.NDArray[np.int8]:
        """`[n]`: hops from the source; -1 beyond the cutoff, which is at most 127."""
        other = self._better()
        return other.distances(source, cutoff) if other else super().distances(source, cutoff)

    def all_distances(self, source: int) -> IntArray:
        """int32 `[n]`: hops from the source, however many; -1 where no path leads."""
        other = self._better(2 * self.ties)
        return other.all_distances(source) if other else super().all_distances(source)

    def layer_sizes(self, sources: IntArray, cutoff: int) -> LongArray:
        """`[k, cutoff + 1]`: how many vertices lie at each distance 0 to cutoff."""
        done: list[LongArray] = []
        while len(done) < len(sources):
            other = self._better()
            if other:
                done.append(other.layer_sizes(sources[len(done) :], cutoff))
                break
            done.append(super().layer_sizes(sources[len(done) : len(done) + 1], cutoff))
        return np.concatenate(done) if done else super().layer_sizes(sources, cutoff)

    def distance(self, a: int, b: int, cutoff: int) -> int:
        """Hops between two vertices; -1 beyond the cutoff. Searches from both ends."""
        other = self._better()
        return other.distance(a, b, cutoff) if other else super().distance(a, b, cutoff)

    def probe(self, known: npt.NDArray[np.int8], targets: IntArray) -> npt.NDArray[np.int8]:
        """`[k]`: the known hops of each target, or one more than the least of its contacts, or -1."""
        other = self._better()
        return other.probe(known, targets) if other else super().probe(known, targets)

    def shared_contacts(self, a: int, b: int) -> IntArray:
        """Neighbours of both, ascending."""
        other = self._other
        return other.shared_contacts(a, b) if other else super().shared_contacts(a, b)

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        """`[k]`: the sum of `weights` (`[n]`) over the shared contacts of each pair."""
        other = self._better()
        return other.overlap_sums(a, b, weights) if other else super().overlap_sums(a, b, weights)

    def overlaps(self, one: int, others: IntArray) -> Overlaps:
        """What one vertex shares with each of many: all measures of the overlap of their contacts at once."""
        other = self._better()
        return other.overlaps(one, others) if other else super().overlaps(one, others)

    def two_hop(self, source: int) -> Overlaps:
        """What a vertex shares with everybody who has a contact with it in common, in the order of meeting them."""
        other = self._better()
        return other.two_hop(source) if other else super().two_hop(source)

    def tie_overlaps(self) -> IntArray:
        """int32 `[m]`: shared contacts of the two ends of every tie, in the order (lo, hi)."""
        other = self._better(2 * self.ties)
        return other.tie_overlaps() if other else super().tie_overlaps()

    def _better(self, cost: int = 0) -> ArrayEngine | None:
        """The engine that takes over, once what was read and what this question reads make it worth that."""
        # Where numba is there already, only the loops themselves are left to be loaded.
        worth = self._worth // _LOOPS if compiled.loaded() else self._worth
        if self._other is None and self.read + cost > worth:
            if compiled.available():
                self._other = CsrEngine(self.arrays)
            else:
                compiled.say_once(
                    "numba is not installed, so igraph answers, which takes longer in networks of millions of ties: "
                    "pip install 'netreach[fast]'."
                )
                self._other = IgraphEngine(self.arrays)
            self.name = self._other.name
        return self._other
