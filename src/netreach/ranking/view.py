"""What scorers see of a network: the `View` protocol over a snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, runtime_checkable

import attrs
import numpy as np

from netreach.graph.building import sorted_unique
from netreach.kinds import BY_NAME
from netreach.plugins.protocols import View
from netreach.strength import hidden_sources, strengths_of
from netreach.strength.formula import KindColumns, contacts, day_number, strongest_per_kind
from netreach.strength.ties import WHOLE, counted_rows, memo_key, touched

if TYPE_CHECKING:
    from netreach.graph import GraphArrays
    from netreach.plugins.protocols import BoolArray, Engine, FloatArray, IntArray, Ints, LongArray
    from netreach.snapshot import Snapshot

_T = TypeVar("_T")
SPREAD: Final = 200_000
"""Ties that stand for all where there are very many."""

_KEPT: Final = 5_000
"""Contacts at most of whom something is kept for an asker: of a hub it costs more than one question needs."""


@attrs.frozen(kw_only=True, eq=False)
class TieSample:
    """The ties against which a network is measured.

    Attributes:
        lo, hi: int32 `[s]`: their ends.
        interactions: float64 `[s]`: `View.interactions` of each.
        covered: `[s]`: whether a source covers the interactions of each, so that none means none.
        strengths: float64 `[s]`: `View.strengths` of each.
    """

    lo: IntArray
    hi: IntArray
    interactions: FloatArray
    covered: BoolArray
    strengths: FloatArray


@runtime_checkable
class WholeView(View, Protocol):
    """A view that also hands out ties to measure by, and keeps what was derived from them."""

    def tie_sample(self) -> TieSample:
        """All ties; of very many those with interactions, and others evenly spread over their numbers."""
        ...

    def covers(self, vertex: int, kind: str) -> bool:
        """Whether a source of this person covers all evidence of a kind, as a mailbox covers `mail`."""
        ...

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returned the first time."""
        ...

    def measured(self, key: str, make: Callable[[WholeView], _T]) -> _T:
        """Return what `make` measures over the ties of the whole network, once."""
        ...


class NetworkView:
    """A network at a day, as far as one person may see its evidence.

    Args:
        snapshot: The network.
        as_of: The day for which the answers hold; by default the newest in the network.
        ego: Who asks: sources of others that share nothing but names then do not count.

    Example:
        >>> import netreach as nr
        >>> view = NetworkView(nr.from_edges([0, 1], [1, 2]).snapshot)
        >>> view.count, view.strengths(np.array([0]), np.array([0])).tolist()
        (3, [0.0])
    """

    def __init__(self, snapshot: Snapshot, *, as_of: dt.date | None = None, ego: int | None = None) -> None:
        self.snapshot = snapshot
        self.as_of: dt.date | None = as_of or snapshot.as_of
        self.hidden: frozenset[int] = hidden_sources(snapshot, ego) if ego is not None else frozenset()
        self.asker: int | None = None
        self._own: dict[str, Any] = {}

    def seen_by(self, ego: int) -> NetworkView:
        """Return the view of one person: the same, unless somebody else's source shares nothing but names."""
        mine = NetworkView(self.snapshot, as_of=self.as_of, ego=ego)
        return self if mine.hidden == self.hidden else mine

    def asked_by(self, ego: int) -> NetworkView:
        """Return the view of one person that keeps what is asked of their own ties, for many questions of theirs."""
        mine = NetworkView(self.snapshot, as_of=self.as_of, ego=ego)
        mine.asker = ego
        return mine

    def over(self, snapshot: Snapshot) -> NetworkView:
        """Return the same person's view, on the same day, of another state of the network."""
        other = NetworkView(snapshot, as_of=self.as_of)
        other.hidden = self.hidden
        return other

    @property
    def as_stored(self) -> bool:
        """Whether it shows the version as it is stored: all evidence, its table of kinds, its newest day."""
        snapshot = self.snapshot
        same = snapshot.as_stored and self.as_of == snapshot.as_of
        return same and not self.hidden and snapshot.kinds == snapshot.meta.kinds

    @property
    def count(self) -> int:
        """How many professionals there are."""
        return self.snapshot.count

    @property
    def engine(self) -> Engine:
        """The graph engine."""
        return self.snapshot.engine

    @property
    def complete(self) -> BoolArray:
        """`[n]`: whether all contacts of a professional are known."""
        return self.snapshot.complete

    @property
    def graph(self) -> GraphArrays:
        """The ties as rows."""
        return self.snapshot.graph

    @property
    def gone(self) -> BoolArray:
        """`[n]`: who is taken to be not there; nobody, as a rule."""
        return self.memo("nobody gone", lambda: np.zeros(self.count, dtype=np.bool_))

    def contact_counts(self) -> FloatArray:
        """`[n]`: contacts of each; people without a complete list have at least the median of those with."""
        return self.snapshot.contact_counts()

    def interactions(self, a: IntArray, b: IntArray) -> FloatArray:
        """`[k]`: acts of contact of each tie, in message equivalents; NaN where no source covers the tie.

        A tie is covered when one end owns a source that covers a kind of interaction, or when an interaction was
        observed. Each kind counts with the most that any source saw of it, times its `contact` in the table of
        kinds; what is no interaction (a connection) adds its own little, fading with age.
        """
        return self.of_contacts(
            "interactions", a, b, lambda a, b: self._of_pairs(a, b, self.tie_interactions, np.nan)
        )

    def strengths(self, a: IntArray, b: IntArray) -> FloatArray:
        """`[k]`: tie strength in (0, 1]; 0 where there is no tie."""
        return self.of_contacts("strengths", a, b, lambda a, b: self._of_pairs(a, b, self.tie_strengths, 0.0))

    # What is asked again and again

    def kept_for(self, ego: int, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returned the first time, where the view is the ego's own (`asked_by`)."""
        if ego != self.asker:
            return make()
        if key not in self._own:
            self._own[key] = make()
        found: _T = self._own[key]
        return found

    def of_contacts(
        self, name: str, a: IntArray, b: IntArray, values: Callable[[IntArray, IntArray], FloatArray]
    ) -> FloatArray:
        """Return `values(a, b)`; of pairs of an asker and their contacts it is found once for all contacts, and kept.

        Args:
            name: What the values are.
            a, b: int32 `[k]`: pairs.
            values: Gives a number for each pair, whatever other pairs are asked about with it.
        """
        ego = self.asker
        if ego is None or not len(a) or not (a == ego).all():
            return values(a, b)
        contacts = self.engine.contacts(ego)
        if not 0 < len(contacts) <= _KEPT:
            return values(a, b)
        place = np.minimum(np.searchsorted(contacts, b), len(contacts) - 1)
        if (contacts[place] != b).any():
            return values(a, b)
        egos = np.full(len(contacts), ego, dtype=np.int32)
        return self.kept_for(ego, name, lambda: values(egos, contacts))[place]

    # Ties by their numbers

    def counted_rows(self, numbers: Ints) -> tuple[LongArray, LongArray]:
        """Rows of evidence that count: to which of `[k]` ties each belongs, ascending, and the rows."""
        return counted_rows(self.snapshot.evidence(), numbers, self.hidden)

    def touched_by_hidden(self, numbers: Ints) -> BoolArray:
        """`[k]`: whether a source that may not be seen has evidence of each tie."""
        return touched(self.snapshot, numbers, self.hidden)

    def tie_strengths(self, numbers: Ints) -> FloatArray:
        """`[k]`: the strengths of some ties."""
        return strengths_of(self.snapshot, numbers, as_of=self.as_of, hidden=self.hidden)

    def tie_interactions(self, numbers: Ints) -> FloatArray:
        """`[k]`: `interactions` of some ties."""
        kinds, evidence = KindColumns.of(self.snapshot.kinds), self.snapshot.evidence()
        item, rows = self.counted_rows(numbers)
        kind = evidence.kind[rows]
        values = contacts(kinds, evidence, rows, day_number(self.as_of))
        total = strongest_per_kind(item, kind, values, len(numbers))
        seen = self.tie_covered(numbers)
        seen[item[kinds.interaction[kind]]] = True
        total[~seen] = np.nan
        return total

    def tie_covered(self, numbers: Ints) -> BoolArray:
        """`[k]`: whether one end of each tie owns a source that covers a kind of interaction."""
        of_owners = self.memo("covered", self._covered)
        if not len(of_owners):
            return np.zeros(len(numbers), dtype=bool)
        place = np.searchsorted(of_owners, numbers)
        covered: BoolArray = of_owners[np.minimum(place, len(of_owners) - 1)] == numbers
        return covered

    def tie_sample(self) -> TieSample:
        """All ties; of very many those with interactions, and others evenly spread over their numbers."""
        graph, evidence = self.snapshot.graph, self.snapshot.evidence()
        if graph.ties <= WHOLE:
            numbers = np.arange(graph.ties)
        else:
            acts = evidence.tie[KindColumns.of(self.snapshot.kinds).interaction[evidence.kind]]
            told = sorted_unique(
                np.concatenate((self.memo("covered", self._covered), acts[acts >= 0].astype(np.int64)))
            )
            spread = np.linspace(0, graph.ties - 1, SPREAD).astype(np.int64)
            numbers = sorted_unique(np.concatenate((spread, told[:: max(1, len(told) // WHOLE)])))
        lo, hi = graph.ends_of(numbers)
        return TieSample(
            lo=lo,
            hi=hi,
            interactions=self.tie_interactions(numbers),
            covered=self.tie_covered(numbers),
            strengths=self.tie_strengths(numbers),
        )

    def covers(self, vertex: int, kind: str) -> bool:
        """Whether a source of this person covers all evidence of a kind, as a mailbox covers `mail`."""
        return any(owner == vertex and kind in self._kinds_of(source) for source, owner in self._owned())

    def covers_contact(self, vertex: int) -> bool:
        """Whether a source of this person covers some kind of interaction."""
        return any(owner == vertex and self._kinds_of(source) for source, owner in self._owned())

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returned the first time for this day and this viewpoint."""
        return self.snapshot.memo(memo_key(key, self.snapshot, self.as_of, self.hidden), make)

    def measured(self, key: str, make: Callable[[WholeView], _T]) -> _T:
        """Return what `make` measures over the ties of the whole network, once."""
        return self.memo(key, lambda: make(self))

    def _of_pairs(
        self, a: IntArray, b: IntArray, of_ties: Callable[[LongArray], FloatArray], otherwise: float
    ) -> FloatArray:
        result = np.full(len(a), otherwise)
        number = self.snapshot.tie_numbers(a, b)
        found = number >= 0
        result[found] = of_ties(number[found])
        return result

    def _covered(self) -> LongArray:
        """The numbers of all ties of those who own a source that covers a kind of interaction, ascending."""
        owners = sorted(
            {owner for source, owner in self._owned() if source not in self.hidden and self._kinds_of(source)}
        )
        ends = np.array(owners, dtype=np.int64)
        offsets, near = self.snapshot.graph.contacts_of(ends)
        return sorted_unique(self.snapshot.tie_numbers(np.repeat(ends, np.diff(offsets)), near))

    def _owned(self) -> list[tuple[int, int]]:
        meta = self.snapshot.meta
        return [(number, owner) for number, owner in enumerate(meta.owners) if owner >= 0]

    def _kinds_of(self, source: int) -> set[str]:
        info = self.snapshot.sources[source]
        # What a newer export replaced is covered by that one.
        covers = set(info.covers) - set(self.snapshot.meta.replaced.get(info.id, ()))
        return {kind for kind in covers if kind in BY_NAME and BY_NAME[kind].interaction}
