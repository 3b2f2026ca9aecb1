"""What an importer, a scorer and an engine must do.

Array shapes: `[k]` is one value per asked item; vertices are dense int32 numbers, 0 to n - 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import attrs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from netreach.graph.overlaps import Overlaps
    from netreach.model import Batch, Record, RowProblem
    from netreach.plugins.export import Export

    IntArray = npt.NDArray[np.int32]
    LongArray = npt.NDArray[np.int64]
    Ints = npt.NDArray[np.signedinteger[Any]]
    FloatArray = npt.NDArray[np.float64]
    BoolArray = npt.NDArray[np.bool_]


@runtime_checkable
class Importer(Protocol):
    """Reads one format.

    Attributes:
        name: Short, unique, stable: it stands in `importer=` and in every source.
        summary: One line for `netreach plugins`.
    """

    @property
    def name(self) -> str:
        """The importer's name."""
        ...

    @property
    def summary(self) -> str:
        """One line about it."""
        ...

    def identify(self, export: Export) -> bool:
        """Tell from names and first bytes whether this is the format; never raises."""
        ...

    def extract(self, export: Export) -> Iterator[Record | Batch | RowProblem]:
        """Yield what the export says; the same export gives the same values in the same order."""
        ...


@attrs.frozen(kw_only=True, eq=False)
class Leg:
    """One leg of many introductions, as a scorer sees it.

    Attributes:
        terms: Term name -> values, each `[k]`; the terms of a leg add up to its value.
        known: `[k]`: whether the structure of this leg could be observed.
    """

    terms: Mapping[str, FloatArray]
    known: BoolArray


class View(Protocol):
    """What a scorer may ask of a network: arrays in, arrays out."""

    @property
    def count(self) -> int:
        """How many professionals there are."""
        ...

    @property
    def engine(self) -> Engine:
        """The graph engine."""
        ...

    @property
    def complete(self) -> BoolArray:
        """`[n]`: whether all contacts of a professional are known."""
        ...

    def contact_counts(self) -> FloatArray:
        """`[n]`: contacts of each; people without a complete list have at least the median of those with."""
        ...

    def interactions(self, a: IntArray, b: IntArray) -> FloatArray:
        """`[k]`: acts of contact of each tie, in message equivalents; NaN where no source covers the tie."""
        ...

    def strengths(self, a: IntArray, b: IntArray) -> FloatArray:
        """`[k]`: tie strength in (0, 1]; 0 where there is no tie."""
        ...


@runtime_checkable
class Scorer(Protocol):
    """Ranks introducers: each gets two legs, and the legs are combined.

    Attributes:
        name: Short, unique, stable.
        summary: One line for `netreach plugins`.
        combine: `"sum"` or `"product"` of the two legs' values.
    """

    @property
    def name(self) -> str:
        """The scorer's name."""
        ...

    @property
    def summary(self) -> str:
        """One line about it."""
        ...

    @property
    def combine(self) -> str:
        """How the legs are combined."""
        ...

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score ego-introducer and introducer-target for `[k]` pairs of introducer and target."""
        ...


class Engine(Protocol):
    """Answers graph questions over int32 vertices. Every engine gives the same integers and the same floats.

    Attributes:
        name: `"numpy"`, `"csr"`, `"igraph"`.
        count: Vertices.
        ties: Undirected edges, without loops and doubles.
    """

    @property
    def name(self) -> str:
        """The engine's name."""
        ...

    @property
    def count(self) -> int:
        """Vertices."""
        ...

    @property
    def ties(self) -> int:
        """Undirected edges."""
        ...

    def contact_counts(self) -> LongArray:
        """`[n]`: the number of neighbours of every vertex."""
        ...

    def contacts(self, vertex: int) -> IntArray:
        """Neighbours of a vertex, ascending."""
        ...

    def contacts_of(self, vertices: IntArray) -> tuple[LongArray, IntArray]:
        """Neighbours of many: offsets `[k + 1]` and the neighbours row after row."""
        ...

    def distances(self, source: int, cutoff: int) -> npt.NDArray[np.int8]:
        """`[n]`: hops from the source; -1 beyond the cutoff, which is at most 127."""
        ...

    def all_distances(self, source: int) -> IntArray:
        """int32 `[n]`: hops from the source, however many; -1 where no path leads."""
        ...

    def layer_sizes(self, sources: IntArray, cutoff: int) -> LongArray:
        """`[k, cutoff + 1]`: how many vertices lie at each distance 0 to cutoff."""
        ...

    def distance(self, a: int, b: int, cutoff: int) -> int:
        """Hops between two vertices; -1 beyond the cutoff."""
        ...

    def probe(self, known: npt.NDArray[np.int8], targets: IntArray) -> npt.NDArray[np.int8]:
        """`[k]`: the known hops of each target, or one more than the least of its contacts, or -1."""
        ...

    def shared_contacts(self, a: int, b: int) -> IntArray:
        """Neighbours of both, ascending."""
        ...

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        """`[k]`: the sum of `weights` (`[n]`) over the shared contacts of each pair, in ascending order."""
        ...

    def overlaps(self, one: int, others: IntArray) -> Overlaps:
        """What one vertex shares with each of many: all measures of the overlap of their contacts at once."""
        ...

    def two_hop(self, source: int) -> Overlaps:
        """What a vertex shares with everybody who has a contact with it in common, in the order of meeting them.

        Contacts are gone through in ascending order, and so are theirs; neighbours of the source stand among the
        others, the source itself does not.
        """
        ...

    def tie_overlaps(self) -> IntArray:
        """int32 `[m]`: shared contacts of the two ends of every tie, in the order (lo, hi)."""
        ...
