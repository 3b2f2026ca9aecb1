"""What every engine reads straight from the arrays: rows, counts and overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netreach.graph.arrays import GraphArrays
    from netreach.plugins.protocols import FloatArray, IntArray, LongArray


class ArrayEngine:
    """The part of the `Engine` protocol that needs no search.

    Args:
        arrays: The graph.
    """

    name = ""

    def __init__(self, arrays: GraphArrays) -> None:
        self.arrays = arrays

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

    def contact_counts(self) -> LongArray:
        """`[n]`: the number of neighbours of every vertex."""
        return self.arrays.contact_counts()

    def contacts(self, vertex: int) -> IntArray:
        """Neighbours of a vertex, ascending."""
        return self.arrays.contacts(vertex)

    def contacts_of(self, vertices: IntArray) -> tuple[LongArray, IntArray]:
        """Neighbours of many: offsets `[k + 1]` and the neighbours row after row."""
        return self.arrays.contacts_of(vertices)

    def shared_contacts(self, a: int, b: int) -> IntArray:
        """Neighbours of both, ascending."""
        return self.arrays.shared_contacts(a, b)

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        """`[k]`: the sum of `weights` (`[n]`) over the shared contacts of each pair."""
        return self.arrays.overlap_sums(a, b, weights)
