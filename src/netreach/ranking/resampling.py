"""How firmly a ranking stands: the same question over resampled evidence.

What is resampled are the shared contacts of each leg and the rows of evidence of each leg. In every resample each
of them is drawn 0, 1, 2, ... times, by a Poisson distribution of mean 1: the bootstrap for what has no fixed total.
A shared contact that was drawn twice counts twice in every overlap; of a row of evidence that was drawn twice all
counts are doubled. What tables and the user state is not resampled, nor are the lists of contacts, the averages of
the network, and who the candidates are. A seed decides, so that the same network gives the same figures.

All resamples are one question to the scorer: every candidate stands R times in a network that is made up for it
(`_Drawn`), each time with what was drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

import attrs
import numpy as np

from netreach.answers.grounds import Stability
from netreach.errors import OptionError, PluginError
from netreach.ranking.rows import TieRows
from netreach.ranking.scoring import TOLERANCE, score

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, Engine, FloatArray, IntArray, LongArray, Scorer
    from netreach.ranking.view import NetworkView, TieSample, WholeView

_T = TypeVar("_T")
MOST: Final = 10_000
"""The most resamples that can be asked for."""

_CHUNK: Final = 4_000_000
"""Draws in one go: bounds the memory to some 200 MB."""

_TAIL: Final = 0.05
_TIMES: Final = np.searchsorted(
    np.cumsum(np.exp(-1.0) / np.cumprod([1.0, *range(1, 12)])), (np.arange(65536) + 0.5) / 65536
).astype(np.uint8)
"""How often something is drawn for each of 65,536 equally likely numbers."""


def check_resamples(resamples: int) -> None:
    """Refuse a number of resamples that cannot be drawn.

    Raises:
        OptionError: When it is not a whole number from 1 to 10,000.
    """
    whole = isinstance(resamples, int | np.integer) and not isinstance(resamples, bool)
    if not whole or not 1 <= resamples <= MOST:
        raise OptionError(f"stability={resamples!r} resamples: choose 1 to {MOST:,}; 200 is a good number.")


def stabilities(
    view: NetworkView,
    ego: int,
    target: int,
    people: IntArray,
    *,
    scorer: Scorer,
    resamples: int,
    seed: int = 0,
) -> list[Stability]:
    """Return how firmly the place of each candidate stands.

    Args:
        view: The network as the ego may see it.
        ego: Who wants to be introduced.
        target: To whom.
        people: int32 `[k]`: all candidates, who are shared contacts of both, in the order of ids.
        scorer: What ranks them.
        resamples: How many resamples.
        seed: What decides the draws.

    Raises:
        PluginError: When the scorer asks for more than overlaps, counts, interactions and strengths.
    """
    draws = _Draws.of(view, ego, target, people)
    rng = np.random.default_rng(seed)
    counts, size = view.contact_counts()[people], len(people)
    first, places = np.zeros(size), np.empty((resamples, size), dtype=np.int64)
    # Whoever stands first where all is equal stands first in these columns.
    column = np.argsort(-counts, kind="stable")
    step = max(1, _CHUNK // max(draws.size, 1))
    for begin in range(0, resamples, step):
        some = min(step, resamples - begin)
        drawn = _Drawn(draws, rng, some)
        targets = np.full(some * size, _TARGET, dtype=np.int32)
        scored = score(scorer, drawn, _EGO, drawn.introducers, targets).scores.reshape(some, size)
        best = scored.max(axis=1, keepdims=True)
        top = scored >= best - TOLERANCE * np.abs(scored).max(axis=1, keepdims=True)
        first += (top / top.sum(axis=1, keepdims=True)).sum(axis=0)
        order = column[np.argsort(-scored[:, column], axis=1, kind="stable")]
        np.put_along_axis(places[begin : begin + some], order, np.arange(1, size + 1)[None, :], axis=1)
    places.sort(axis=0)
    low, high = int(_TAIL * (resamples - 1)), int(np.ceil((1 - _TAIL) * (resamples - 1)))
    return [
        Stability(first=share, low=best_place, high=worst)
        for share, best_place, worst in zip(
            (first / resamples).tolist(), places[low].tolist(), places[high].tolist(), strict=True
        )
    ]


_EGO: Final = 0
_TARGET: Final = 1


@attrs.frozen(eq=False)
class _LegDraws:
    """What can be drawn of one leg of every candidate.

    Attributes:
        owner: int64 `[e]`: the candidate that each entry belongs to, ascending.
        shared: int32 `[e]`: the shared contacts of the leg, one after the other.
        rows: The rows of evidence of the `[k]` ties.
    """

    owner: LongArray
    shared: IntArray
    rows: TieRows


@attrs.frozen(eq=False)
class _Draws:
    """What can be drawn of a ranking."""

    view: NetworkView
    ends: tuple[int, int]
    people: IntArray
    legs: tuple[_LegDraws, _LegDraws]

    @classmethod
    def of(cls, view: NetworkView, ego: int, target: int, people: IntArray) -> _Draws:
        def leg(end: int) -> _LegDraws:
            shared = [view.engine.shared_contacts(end, person) for person in people.tolist()]
            numbers = view.snapshot.tie_numbers(np.full(len(people), end, dtype=np.int32), people)
            return _LegDraws(
                np.repeat(np.arange(len(people)), [len(one) for one in shared]),
                np.concatenate(shared),
                TieRows.of(view, numbers),
            )

        return cls(view, (ego, target), people, (leg(ego), leg(target)))

    @property
    def size(self) -> int:
        """How much is drawn for one resample."""
        return len(self.people) + sum(len(leg.shared) + len(leg.rows.item) for leg in self.legs)


class _Drawn:
    """Some resamples as one made-up network.

    Its people are the ego (0), the target (1), the shared contacts of all legs, and every candidate once for each
    resample. It answers what a scorer asks of the legs of a ranking, and nothing else.
    """

    def __init__(self, draws: _Draws, rng: np.random.Generator, resamples: int) -> None:
        self._draws = draws
        self._resamples = resamples
        contacts, place = np.unique(np.concatenate([leg.shared for leg in draws.legs]), return_inverse=True)
        self._begin = 2 + len(contacts)
        everybody = (draws.ends, contacts, np.tile(draws.people, resamples))
        self.vertices: LongArray = np.concatenate(everybody).astype(np.int64)
        self.introducers: IntArray = np.arange(self._begin, len(self.vertices), dtype=np.int32)
        ends = np.split(place + 2, [len(draws.legs[0].shared)])
        times = [
            (_draw(rng, resamples, len(leg.shared)), _draw(rng, resamples, len(leg.rows.item)))
            for leg in draws.legs
        ]
        self.engine: Engine = cast(
            "Engine",
            _DrawnEngine(
                self,
                [
                    (leg.owner, end, often)
                    for leg, end, (often, _) in zip(draws.legs, ends, times, strict=True)
                ],
            ),
        )
        self._ties = [leg.rows.drawn(often) for leg, (_, often) in zip(draws.legs, times, strict=True)]
        self._kept: dict[str, Any] = {}

    @property
    def count(self) -> int:
        return len(self.vertices)

    @property
    def complete(self) -> BoolArray:
        return self._draws.view.complete[self.vertices]

    def contact_counts(self) -> FloatArray:
        return self.memo("contact counts", lambda: self._draws.view.contact_counts()[self.vertices])

    def interactions(self, a: IntArray, b: IntArray) -> FloatArray:
        ties = [self.memo(f"interactions {leg}", self._ties[leg].interactions) for leg in (0, 1)]
        return self.of_legs(a, b, lambda leg: ties[leg])

    def strengths(self, a: IntArray, b: IntArray) -> FloatArray:
        ties = [self.memo(f"strengths {leg}", self._ties[leg].strengths) for leg in (0, 1)]
        return self.of_legs(a, b, lambda leg: ties[leg])

    def tie_sample(self) -> TieSample:
        return self._draws.view.tie_sample()

    def covers(self, vertex: int, kind: str) -> bool:
        return self._draws.view.covers(int(self.vertices[vertex]), kind)

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        if key not in self._kept:
            self._kept[key] = make()
        found: _T = self._kept[key]
        return found

    def measured(self, key: str, make: Callable[[WholeView], _T]) -> _T:
        # The averages of the network are not resampled.
        return self._draws.view.measured(key, make)

    def of_legs(self, a: IntArray, b: IntArray, values: Callable[[int], FloatArray]) -> FloatArray:
        """`[k]`: of each pair its value among those of all candidates of its leg, one resample after the other."""
        end, candidate = np.minimum(a, b), np.maximum(a, b).astype(np.int64) - self._begin
        if len(end) and (end.max() > _TARGET or candidate.min() < 0):
            raise PluginError(
                "Stability is told of the legs of a ranking, and a scorer asked about other pairs."
            )
        result = np.empty(len(end))
        for leg in (_EGO, _TARGET):
            chosen = np.flatnonzero(end == leg)
            if len(chosen):
                result[chosen] = values(leg)[candidate[chosen]]
        return result


class _DrawnEngine:
    """What a scorer may ask of a made-up network of resamples."""

    name = "resamples"

    def __init__(self, drawn: _Drawn, legs: list[tuple[LongArray, LongArray, npt.NDArray[np.uint8]]]) -> None:
        self._drawn = drawn
        self._legs = legs

    @property
    def count(self) -> int:
        return self._drawn.count

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        size = len(self._drawn._draws.people)

        def sums(leg: int) -> FloatArray:
            owner, contact, often = self._legs[leg]
            total = np.zeros((len(often), size))
            if len(owner):
                starts = np.flatnonzero(np.diff(owner, prepend=-1))
                total[:, owner[starts]] = np.add.reduceat(often * weights[contact], starts, axis=1)
            return total.ravel()

        return self._drawn.of_legs(a, b, sums)

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise PluginError(
            f"The scorer asks the graph for {name!r}, which resampled evidence does not have: stability can be "
            "told of scorers that ask for overlap_sums, contact counts, interactions and strengths."
        )


def _draw(rng: np.random.Generator, resamples: int, size: int) -> npt.NDArray[np.uint8]:
    return _TIMES[rng.integers(0, 65536, (resamples, size), dtype=np.uint16)]
