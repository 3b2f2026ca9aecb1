"""A network as though some people, or some evidence, were not there: what a ranking would be without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from netreach.errors import OptionError
from netreach.graph import GraphArrays, make_engine
from netreach.kinds import BY_NAME, CODES
from netreach.ranking.rows import TieRows
from netreach.ranking.view import NetworkView, TieSample

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, Engine, FloatArray, IntArray, Ints, LongArray

_T = TypeVar("_T")
_STATED = ("given", "declared")


class WithoutView(NetworkView):
    """A view without some people, or without one kind of evidence of single ties.

    Whoever is taken out is met nowhere: their ties go, so that others have fewer contacts and share fewer, and the
    averages of the network are measured without them. It is as if they were hidden. Evidence that is taken out was
    never seen; the tie itself stays.

    Args:
        base: The network as the ego may see it.
        people: Vertices of those who are taken out.
        facts: Numbers of ties, and the kind of evidence that each loses.

    Example:
        >>> import netreach as nr
        >>> snapshot = nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3]).snapshot
        >>> ego, gone, target = (snapshot.resolve(name) for name in "013")
        >>> view = WithoutView(NetworkView(snapshot), people=np.array([gone]))
        >>> snapshot.texts("name", view.engine.shared_contacts(ego, target))
        ['2']
    """

    def __init__(
        self, base: NetworkView, *, people: Ints | None = None, facts: Sequence[tuple[int, str]] = ()
    ) -> None:
        super().__init__(base.snapshot, as_of=base.as_of)
        self.hidden: frozenset[int] = base.hidden
        self._base = base
        self._gone = base.gone.copy()
        self._gone[people if people is not None else []] = True
        self._facts = [(tie, CODES[kind]) for tie, kind in facts]
        self._kept: dict[str, Any] = {}
        self._graph = base.graph if people is None or not len(people) else _graph_without(base.graph, people)
        self._engine = base.engine if self._graph is base.graph else make_engine(self._graph)

    @property
    def engine(self) -> Engine:
        """The graph engine, over the ties that are left."""
        return self._engine

    @property
    def graph(self) -> GraphArrays:
        """The ties that are left, as rows."""
        return self._graph

    @property
    def gone(self) -> BoolArray:
        """`[n]`: who is taken out."""
        return self._gone

    def contact_counts(self) -> FloatArray:
        """`[n]`: contacts of each; people without a complete list have at least the median of those with."""

        def make() -> FloatArray:
            counts = self._graph.contact_counts().astype(np.float64)
            known = counts[self.complete & ~self._gone]
            if len(known) and not (self.complete | self._gone).all():
                counts = np.where(self.complete, counts, np.maximum(counts, np.median(known)))
            return counts

        return self.memo("contact counts", make)

    def seen_by(self, ego: int) -> NetworkView:
        """Return the view itself: it is made of what somebody sees already."""
        return self

    def counted_rows(self, numbers: Ints) -> tuple[LongArray, LongArray]:
        """Rows of evidence that count: to which of `[k]` ties each belongs, ascending, and the rows."""
        item, rows = self._base.counted_rows(numbers)
        if not self._facts:
            return item, rows
        tie, kind = np.asarray(numbers)[item], self.snapshot.evidence().kind[rows]
        kept = np.ones(len(rows), dtype=np.bool_)
        for number, code in self._facts:
            kept &= (tie != number) | (kind != code)
        return item[kept], rows[kept]

    def tie_strengths(self, numbers: Ints) -> FloatArray:
        """`[k]`: the strengths of some ties."""
        strengths = self._base.tie_strengths(numbers)
        touched = np.isin(numbers, [tie for tie, _ in self._facts])
        if touched.any():
            strengths = strengths.copy()
            strengths[touched] = TieRows.of(self, np.asarray(numbers)[touched]).strengths()
        return strengths

    def tie_covered(self, numbers: Ints) -> BoolArray:
        """`[k]`: whether one end of each tie owns a source that covers a kind of interaction."""
        return self._base.tie_covered(numbers)

    def tie_sample(self) -> TieSample:
        """The ties by which the network is measured, without those of people who are taken out."""
        sample = self._base.memo("tie sample", self._base.tie_sample)
        left = ~(self._gone[sample.lo] | self._gone[sample.hi])
        chosen = TieSample(
            lo=sample.lo[left],
            hi=sample.hi[left],
            interactions=sample.interactions[left],
            covered=sample.covered[left],
            strengths=sample.strengths[left],
        )
        if not self._facts:
            return chosen
        ties = np.unique([tie for tie, _ in self._facts])
        lo, hi = self.snapshot.graph.ends_of(ties)
        for number, a, b in zip(ties.tolist(), lo.tolist(), hi.tolist(), strict=True):
            at = np.flatnonzero((chosen.lo == a) & (chosen.hi == b))
            chosen.interactions[at] = self.tie_interactions(np.array([number]))
            chosen.strengths[at] = self.tie_strengths(np.array([number]))
        return chosen

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returned the first time for this view."""
        if key not in self._kept:
            self._kept[key] = make()
        found: _T = self._kept[key]
        return found


def reduced(view: NetworkView, people: IntArray, kinds: Sequence[str]) -> NetworkView:
    """Return a view without some people and without all evidence of some kinds.

    Raises:
        OptionError: When a kind is unknown, or is no evidence but what the user or a table states.
    """
    unknown = [kind for kind in kinds if kind not in BY_NAME or kind in _STATED]
    if unknown:
        known = ", ".join(name for name in BY_NAME if name not in _STATED)
        raise OptionError(f"without_evidence={unknown[0]!r} is no kind of evidence. There are: {known}.")
    if kinds:
        snapshot = view.snapshot.without_evidence([CODES[kind] for kind in kinds])
        view = view.over(snapshot)
    return WithoutView(view, people=people) if len(people) else view


def _graph_without(graph: GraphArrays, people: Ints) -> GraphArrays:
    """Return the graph without the ties of some people; the numbers of people stay."""
    gone = np.zeros(graph.count, dtype=np.bool_)
    gone[people] = True
    named = np.flatnonzero(gone)
    positions = graph.entries(named)[1]
    kept = ~gone[graph.indices]
    kept[positions] = False
    counts = graph.contact_counts() - np.bincount(graph.indices[positions], minlength=graph.count)
    counts[named] = 0
    indptr = np.zeros(graph.count + 1, dtype=np.int64)
    np.cumsum(counts, out=indptr[1:])
    return GraphArrays(indptr, graph.indices[kept])
