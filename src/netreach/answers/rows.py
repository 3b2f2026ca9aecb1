"""Hits as columns: who was found, in which order, and through whom; what nobody asks for is not worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import attrs
import numpy as np
import pyarrow as pa

from netreach.answers.refs import PersonRef
from netreach.model import Professional

if TYPE_CHECKING:
    import numpy.typing as npt

    Vertices = npt.NDArray[np.int32] | npt.NDArray[np.int64] | Sequence[int]
    Positions = npt.NDArray[np.int64]
    Found = tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]

_N = TypeVar("_N", np.int32, np.int64)

_PART: Final = 4
"""The first places are found by themselves where they are fewer than one in so many."""

_FEW: Final = 100
"""Hits whose introducers are found for themselves, when they are the first that somebody looks at."""


class People(Protocol):
    """Where the records and columns of the hits come from."""

    def professionals(self, vertices: Vertices) -> list[Professional]:
        """Make records of some vertices."""
        ...

    def refs(self, vertices: Vertices) -> list[PersonRef]:
        """Return how an answer names some vertices."""
        ...

    def table(self, vertices: Vertices) -> pa.Table:
        """Return `id` and the one-valued texts of some vertices, null where unknown."""
        ...

    def values(self, field: str, vertices: Vertices) -> pa.ListArray:
        """Return all values that a searchable field has, a list for each vertex."""
        ...

    def kept(self, vertices: Vertices) -> People:
        """Return the same people, fit to be pickled: the first vertex becomes number 0, and so on."""
        ...


def refs_of(table: pa.Table) -> list[PersonRef]:
    """Return how an answer names the people of a table with `id`, `name`, `title` and `company`."""
    rows: list[dict[str, str | None]] = table.select(["id", "name", "title", "company"]).to_pylist()
    return [PersonRef(**{name: value or "" for name, value in row.items()}) for row in rows]


class Best:
    """The best introducer to each of `[k]` people, found when somebody looks.

    Whoever looks at the first page waits for that page only; with the second look, all are found at once.

    Args:
        vertices: int32 `[k]`: the people.
        find: Gives for some vertices the best introducers, int32, -1 for none, and their scores, NaN for none.
    """

    def __init__(
        self, vertices: npt.NDArray[np.int32], find: Callable[[npt.NDArray[np.int32]], Found]
    ) -> None:
        self._vertices = vertices
        self._find = find
        self._page: tuple[Positions, Found] | None = None
        self._all: Found | None = None

    def of(self, positions: Positions) -> Found:
        """Return introducers and scores of some of the people, by their positions."""
        if self._all is None and self._page is not None and np.array_equal(self._page[0], positions):
            return self._page[1]
        if self._all is None and self._page is None and len(positions) <= _FEW:
            self._page = (positions, self._find(self._vertices[positions]))
            return self._page[1]
        if self._all is None:
            self._all = self._find(self._vertices)
        return self._all[0][positions], self._all[1][positions]


class Order:
    """The order of `[k]` people: the first few are found without putting all of them in order.

    Args:
        keys: Gives int64 numbers for the people at some positions, all different; the lower comes first.
        bands: int8 `[k]`: a number for each, from 0; the lower comes first, whatever the keys say.
        rough: Gives numbers that are found sooner than the keys and agree with them: of two people of one band, the
            one with the lower number has the lower key.
    """

    def __init__(
        self,
        keys: Callable[[Positions], Positions],
        bands: npt.NDArray[np.int8],
        rough: Callable[[Positions], npt.NDArray[np.int32]] | None = None,
    ) -> None:
        self._keys = keys
        self._bands = bands
        self._rough = rough
        self._all: Positions | None = None

    @classmethod
    def of(cls, positions: Positions) -> Order:
        """Return an order that is known already."""
        made = cls(lambda rows: rows, np.zeros(len(positions), dtype=np.int8))
        made._all = positions
        return made

    def __len__(self) -> int:
        return len(self._bands)

    def all(self) -> Positions:
        """int64 `[k]`: the positions of all, the first first."""
        if self._all is None:
            self._all = np.lexsort((self._keys(np.arange(len(self))), self._bands))
        return self._all

    def take(self, chosen: Positions | slice) -> Positions:
        """Return the positions at some places of the order."""
        if self._all is None and isinstance(chosen, slice):
            begin, end, step = chosen.indices(len(self))
            if step == 1 and end * _PART < len(self):
                return self._first(end)[begin:]
        return self.all()[chosen]

    def _first(self, count: int) -> Positions:
        if not count:
            return np.zeros(0, dtype=np.int64)
        # Only those of the first bands can be among them.
        last = 0
        while np.count_nonzero(self._bands <= last) < count:
            last += 1
        near = np.flatnonzero(self._bands <= last)
        if self._rough is not None:
            near, _ = self._nearest(near, self._rough(near), last, count)
        near, keys = self._nearest(near, self._keys(near), last, count)
        return near[np.lexsort((keys, self._bands[near]))]

    def _nearest(
        self, near: Positions, numbers: npt.NDArray[_N], last: int, count: int
    ) -> tuple[Positions, npt.NDArray[_N]]:
        """Leave out whoever of the last band cannot be among the first few by these numbers."""
        if count >= len(near):
            return near, numbers
        there = self._bands[near] == last
        left = count - int(np.count_nonzero(~there))
        bar = np.partition(numbers[there], left - 1)[left - 1]
        kept = ~there | (numbers <= bar)
        return near[kept], numbers[kept]


@attrs.frozen(eq=False)
class Columns:
    """People that a search found, in any order.

    Attributes:
        vertices: int32 `[k]`: who.
        degrees: int8 `[k]`: how many hops away.
        marks: Gives for the people at some positions `known_by`, `match_points` and `fields_known`, int32 each.
    """

    vertices: npt.NDArray[np.int32]
    degrees: npt.NDArray[np.int8]
    marks: Callable[[Positions], tuple[npt.NDArray[np.int32], ...]]


@attrs.frozen(eq=False)
class Rows:
    """Hits as columns, in the order in which they are shown.

    Attributes:
        people: Where names and records come from.
        found: Everybody who was found.
        best: Their best introducers.
        order: Which of those who were found are in these rows, in their order.
    """

    people: People
    found: Columns
    best: Best
    order: Order

    def __len__(self) -> int:
        return len(self.order)

    @property
    def vertices(self) -> npt.NDArray[np.int32]:
        """int32 `[k]`: who."""
        return self.found.vertices[self.order.all()]

    @property
    def degrees(self) -> npt.NDArray[np.int8]:
        """int8 `[k]`: how many hops away."""
        return self.found.degrees[self.order.all()]

    @property
    def marks(self) -> npt.NDArray[np.int32]:
        """int32 `[k, 3]`: `known_by`, `match_points` and `fields_known` of each."""
        return np.stack(self.found.marks(self.order.all()), axis=1)

    @property
    def introducers(self) -> npt.NDArray[np.int32]:
        """int32 `[k]`: the best introducer, -1 for none."""
        return self.best.of(self.order.all())[0]

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """float64 `[k]`: the introducer's score, NaN for none."""
        return self.best.of(self.order.all())[1]

    def take(self, chosen: Positions | slice) -> Rows:
        """Return some rows."""
        return attrs.evolve(self, order=Order.of(self.order.take(chosen)))

    def __reduce__(self) -> tuple[Callable[..., Rows], tuple[object, ...]]:
        # A pickled answer takes its people and their introducers along, not the network that they come from.
        found, scores = self.best.of(self.order.all())
        has = found >= 0
        everybody = np.unique(np.concatenate((self.vertices, found[has])))
        introducers = np.full_like(found, -1)
        introducers[has] = np.searchsorted(everybody, found[has])
        vertices = np.searchsorted(everybody, self.vertices).astype(np.int32)
        kept = self.people.kept(everybody)
        return _rows, (kept, vertices, self.degrees, introducers, scores, self.marks)


def _rows(
    people: People,
    vertices: npt.NDArray[np.int32],
    degrees: npt.NDArray[np.int8],
    introducers: npt.NDArray[np.int32],
    scores: npt.NDArray[np.float64],
    marks: npt.NDArray[np.int32],
) -> Rows:
    """Make rows whose introducers are known."""
    found = Columns(vertices, degrees, lambda rows: tuple(marks[rows].T))
    return Rows(people, found, known_best(introducers, scores), Order.of(np.arange(len(vertices))))


def known_best(introducers: npt.NDArray[np.int32], scores: npt.NDArray[np.float64]) -> Best:
    """Return the best introducers of people of whom they are known already."""
    # The positions stand for the people.
    everybody = np.arange(len(introducers), dtype=np.int32)
    return Best(everybody, lambda rows: (introducers[rows], scores[rows]))
