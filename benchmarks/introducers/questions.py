"""What is asked, and what counts as right.

A question is a seeker and a target without a tie who share at least two contacts. Right is the shared contact i with
the largest sqrt(w_si * w_it), the weights being hidden; where several are right and others are not, any of them is.
Where all are equally right there is nothing to find, and the question is left out. Both ends of a pair ask: a rule
that looks at one leg alone answers them differently.

A scorer's point is the share of its first places that is right: equal scores share the point, so that no order of ids
helps anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from benchmarks.introducers.weighted import BoolArray, FloatArray, LongArray
from netreach.ranking.scoring import TOLERANCE, score

if TYPE_CHECKING:
    from netreach.plugins.protocols import Scorer, View
    from netreach.snapshot import Snapshot

LIMIT: Final = 20_000
SEED: Final = 1
_WHOLE: Final = 20_000_000
"""Pairs of contacts of one person up to which all questions of a network are listed before some are drawn."""
_SEEKERS: Final = 1_000
_EQUAL: Final = 1e-9


@attrs.frozen(kw_only=True, eq=False)
class Questions:
    """Questions in the order of their seekers.

    Attributes:
        seeker, target: `[q]`: vertices.
        offsets: `[q + 1]`: where the candidates of each begin.
        introducer: `[c]`: candidates, vertices.
        gold: `[c]`: sqrt(w_si * w_it); NaN where ties have no weights.
        listed: How many questions there were before some were drawn, and of a drawn sample of seekers theirs.
        undecided: How many of them had no wrong answer, and are left out.
        drawn: Whether these are a sample.
    """

    seeker: LongArray
    target: LongArray
    offsets: LongArray
    introducer: LongArray
    gold: FloatArray
    listed: int
    undecided: int
    drawn: bool

    def __len__(self) -> int:
        return len(self.seeker)

    @property
    def row(self) -> LongArray:
        """`[c]`: to which question each candidate belongs."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    @property
    def best(self) -> BoolArray:
        """`[c]`: who is right."""
        top = np.maximum.reduceat(self.gold, self.offsets[:-1])
        right: BoolArray = self.gold >= (top * (1 - _EQUAL))[self.row]
        return right

    def by_seeker(self) -> Iterator[tuple[int, slice]]:
        """Every seeker with the run of their questions."""
        starts = np.flatnonzero(np.diff(self.seeker, prepend=-1))
        for begin, end in zip(starts, [*starts[1:], len(self)], strict=True):
            yield int(self.seeker[begin]), slice(int(begin), int(end))

    def some(self, which: BoolArray) -> Questions:
        """Only these questions."""
        kept = which[self.row]
        sizes = np.diff(self.offsets)[which]
        return attrs.evolve(
            self,
            seeker=self.seeker[which],
            target=self.target[which],
            offsets=np.concatenate(([0], np.cumsum(sizes))),
            introducer=self.introducer[kept],
            gold=self.gold[kept],
        )

    def first_places(self, scores: FloatArray) -> BoolArray:
        """`[c]`: whose score is the largest of their question, or equal to it."""
        top = np.maximum.reduceat(scores, self.offsets[:-1])
        slack = TOLERANCE * np.maximum.reduceat(np.abs(scores), self.offsets[:-1])
        first: BoolArray = scores >= (top - slack)[self.row]
        return first

    def points(self, scores: FloatArray) -> FloatArray:
        """`[q]`: the share of the first places that is right."""
        return self._shared(scores, self.best.astype(np.float64))

    def quality(self, scores: FloatArray) -> FloatArray:
        """`[q]`: how strong the pick is as a part of the best: gold of the first places, on average, by the most."""
        return self._shared(scores, self.gold) / np.maximum.reduceat(self.gold, self.offsets[:-1])

    def tied(self, scores: FloatArray) -> BoolArray:
        """`[q]`: whether several share the first place."""
        return np.add.reduceat(self.first_places(scores).astype(np.int64), self.offsets[:-1]) > 1

    def _shared(self, scores: FloatArray, value: FloatArray) -> FloatArray:
        first = self.first_places(scores)
        share: FloatArray = np.add.reduceat(first * value, self.offsets[:-1])
        return share / np.add.reduceat(first.astype(np.float64), self.offsets[:-1])


def scores_of(scorer: Scorer, questions: Questions, view_of: Callable[[int], View]) -> FloatArray:
    """Return the score of every candidate `[c]`, by the function with which netreach ranks.

    Args:
        scorer: What ranks.
        questions: What is asked.
        view_of: What the scorer is shown for a seeker.
    """
    scores = np.empty(len(questions.introducer))
    for seeker, run in questions.by_seeker():
        begin, end = questions.offsets[run.start], questions.offsets[run.stop]
        sizes = np.diff(questions.offsets[run.start : run.stop + 1])
        targets = np.repeat(questions.target[run], sizes).astype(np.int32)
        people = questions.introducer[begin:end].astype(np.int32)
        scores[begin:end] = score(scorer, view_of(seeker), seeker, people, targets).scores
    return scores


def ask(
    snapshot: Snapshot,
    weight: FloatArray | None,
    *,
    limit: int = LIMIT,
    seed: int = SEED,
    seekers: LongArray | None = None,
    least: int = 2,
    decided: bool = True,
) -> Questions:
    """Return the questions of a network.

    Args:
        snapshot: The network in which they are asked.
        weight: `[m]`: the hidden weights of its ties; without, no answer is right or wrong.
        limit: Questions at most; of more a sample is drawn.
        seed: Of the sample.
        seekers: Who may ask; by default everybody.
        least: Shared contacts at least.
        decided: Whether questions without a wrong answer are left out.
    """
    rng = np.random.default_rng([seed, 77])
    counts = snapshot.graph.contact_counts().astype(np.int64)
    asking = np.flatnonzero(counts) if seekers is None else np.asarray(seekers, dtype=np.int64)
    most = None
    drawn = False
    if seekers is None and int((counts**2).sum()) > _WHOLE:
        asking = np.sort(rng.choice(asking, size=min(_SEEKERS, len(asking)), replace=False))
        most, drawn = max(1, limit // len(asking)), True
    found = [_of_seeker(snapshot, int(seeker), least, most, rng) for seeker in asking]
    sizes = np.array([len(targets) for targets, *_ in found], dtype=np.int64)
    seeker = np.repeat(asking, sizes)
    target = np.concatenate([targets for targets, *_ in found]) if found else asking[:0]
    size = np.concatenate([each for _, each, _ in found]) if found else asking[:0]
    introducer = np.concatenate([people for *_, people in found]) if found else asking[:0]
    offsets = np.concatenate(([0], np.cumsum(size)))
    if weight is None:
        gold = np.full(len(introducer), np.nan)
    else:
        legs = [weight[snapshot.tie_numbers(np.repeat(end, size), introducer)] for end in (seeker, target)]
        gold = np.sqrt(legs[0] * legs[1])
    every = Questions(
        seeker=seeker,
        target=target,
        offsets=offsets,
        introducer=introducer,
        gold=gold,
        listed=len(seeker),
        undecided=0,
        drawn=drawn,
    )
    if not len(every):
        return every
    if weight is not None and decided:
        keep = np.add.reduceat((~every.best).astype(np.int64), offsets[:-1]) > 0
        every = attrs.evolve(every.some(keep), undecided=int((~keep).sum()))
    if len(every) > limit:
        chosen = np.zeros(len(every), dtype=bool)
        chosen[rng.choice(len(every), size=limit, replace=False)] = True
        every = attrs.evolve(every.some(chosen), drawn=True)
    return every


def _of_seeker(
    snapshot: Snapshot, seeker: int, least: int, most: int | None, rng: np.random.Generator
) -> tuple[LongArray, LongArray, LongArray]:
    """Targets, the number of candidates of each, and the candidates."""
    graph = snapshot.graph
    near = graph.contacts(seeker)
    mark = np.zeros(snapshot.count, dtype=bool)
    mark[near] = True
    overlaps = snapshot.engine.two_hop(seeker)
    open_ = (overlaps.common >= least) & ~mark[overlaps.vertices] & (overlaps.vertices != seeker)
    targets = np.sort(overlaps.vertices[open_].astype(np.int64))
    if most is not None and len(targets) > most:
        targets = np.sort(rng.choice(targets, size=most, replace=False))
    offsets, contacts = graph.contacts_of(targets)
    shared = mark[contacts]
    row = np.repeat(np.arange(len(targets)), np.diff(offsets))[shared]
    return targets, np.bincount(row, minlength=len(targets)), contacts[shared].astype(np.int64)
