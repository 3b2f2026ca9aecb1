"""What a goal adds to the legs of an introduction: declared priors, never guessed and never fitted.

Which introducer is best depends on what the introduction is for. A goal is named by the user, adds one term to each
leg that it says something about, and leaves everything else as it is. Terms are measured against the mean of the
ties about which as much is known, so that being seen or not does not move a leg.

- `job`: the term of the first leg is `m(n) - mean m` with `m(n) = n/10 * exp(1 - n/10)` and n the shared contacts of
  ego and introducer: 0 where none is shared, 1 at ten, and falling beyond, so that moderately weak ties do best
  (Rajkumar and others, Science 2022: an inverted U with its peak near ten shared contacts). Where the overlap could
  not be seen in full the term is 0. The second leg has no term: the study says nothing about it.
- `sale`, `reference`: `w * (ln strength - mean ln strength)` on both legs: strong trust on both, a weak leg costing
  most, since the logarithms add up to that of the product. That trust travels over strong ties is Krackhardt (1992)
  and Coleman (1988). w is 1/2 on one leg and 1 on the other: for a sale what counts most is how well the target
  knows the introducer, for a reference how well the introducer knows you. That split is a choice of ours.

Properties: the term of `job` rises with n up to ten and falls beyond; those of `sale` and `reference` never fall when
the strength of a leg rises and nothing else changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.errors import OptionError
from netreach.plugins.protocols import Leg
from netreach.ranking.calibration import mean, measured, spread
from netreach.ranking.view import TieSample, WholeView

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray, IntArray, Scorer, View

PEAK: Final = 10.0
"""Shared contacts at which a tie helps most in finding a job."""


@attrs.frozen(kw_only=True)
class Goal:
    """One goal.

    Attributes:
        name: `"job"`, `"sale"` or `"reference"`.
        weights: What its term counts on the leg to the introducer and on the leg to the target; 0 for no term.
        moderate: Whether moderately weak ties do best; else strong ones do.
        source: Where the prior comes from.
    """

    name: str
    weights: tuple[float, float]
    moderate: bool
    source: str


GOALS: Final[dict[str, Goal]] = {
    goal.name: goal
    for goal in (
        Goal(
            name="job",
            weights=(1.0, 0.0),
            moderate=True,
            source="Rajkumar, Saint-Jacques, Bojinov, Brynjolfsson, Aral: A causal test of the strength of weak "
            "ties, Science 377 (2022)",
        ),
        Goal(
            name="sale",
            weights=(0.5, 1.0),
            moderate=False,
            source="Krackhardt: The strength of strong ties (1992); the weights are a choice",
        ),
        Goal(
            name="reference",
            weights=(1.0, 0.5),
            moderate=False,
            source="Coleman: Social capital in the creation of human capital (1988); the weights are a choice",
        ),
    )
}


@attrs.frozen(kw_only=True)
class _Means:
    """Means over the ties of a network: of m over those with a known overlap, and of ln strength by what is seen."""

    moderate: float
    seen: float
    unseen: float


class ForGoal:
    """A scorer with the term of a goal on each leg.

    Example:
        >>> from netreach.ranking.scorers import Structure
        >>> ForGoal(Structure(), goal_of("sale")).name
        'structure'
    """

    combine = "sum"

    def __init__(self, scorer: Scorer, goal: Goal) -> None:
        if scorer.combine != "sum":
            raise OptionError(
                f"goal={goal.name!r} adds a term, and the scorer {scorer.name!r} multiplies its legs: choose one "
                "that adds them, such as 'overall' or 'structure'."
            )
        self.scorer = scorer
        self.goal = goal
        self.name: str = scorer.name
        self.summary: str = scorer.summary

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs, and add the terms of the goal."""
        first, second = self.scorer.legs(view, ego, introducers, targets)
        first_weight, second_weight = self.goal.weights
        different, place = np.unique(introducers, return_inverse=True)
        different = different.astype(np.int32)
        mine = self._terms(view, np.full(len(different), ego, dtype=np.int32), different, first_weight)[place]
        theirs = self._terms(view, introducers, targets, second_weight)
        return self._with(first, mine, first_weight), self._with(second, theirs, second_weight)

    def _with(self, leg: Leg, values: FloatArray, weight: float) -> Leg:
        if not weight:
            return leg
        return Leg(terms={**leg.terms, f"goal_{self.goal.name}": values}, known=leg.known)

    def _terms(self, view: View, a: IntArray, b: IntArray, weight: float) -> FloatArray:
        if not weight:
            return np.zeros(len(a))
        means = measured(view, "goals", _measure)
        if self.goal.moderate:
            shared = view.engine.overlap_sums(a, b, _ones(view))
            known = view.complete[a] & view.complete[b]
            return np.where(known, weight * (moderate(shared) - means.moderate), 0.0)
        seen = ~np.isnan(view.interactions(a, b))
        trust = np.log(np.maximum(view.strengths(a, b), 1e-9))
        values: FloatArray = weight * (trust - np.where(seen, means.seen, means.unseen))
        return values


def goal_of(name: str) -> Goal:
    """Return a goal by its name.

    Raises:
        OptionError: When there is none of that name.
    """
    if name not in GOALS:
        raise OptionError(f"goal={name!r} is none of {', '.join(GOALS)}.")
    return GOALS[name]


def for_goal(scorer: Scorer, name: str | None) -> Scorer:
    """Return a scorer for a goal; the scorer itself where none is named.

    Raises:
        OptionError: When there is no such goal, or the scorer multiplies its legs.
    """
    return scorer if name is None else ForGoal(scorer, goal_of(name))


def moderate(shared: FloatArray) -> FloatArray:
    """Return what so many shared contacts say for a job: 0 for none, 1 at ten, falling beyond.

    >>> moderate(np.array([0.0, 1.0, 10.0, 30.0])).round(3).tolist()
    [0.0, 0.246, 1.0, 0.406]
    """
    part = shared / PEAK
    values: FloatArray = part * np.exp(1.0 - part)
    return values


def _ones(view: View) -> FloatArray:
    return (
        view.memo("ones", lambda: np.ones(view.count)) if isinstance(view, WholeView) else np.ones(view.count)
    )


def _measure(view: View, ties: TieSample) -> _Means:
    known = spread(np.flatnonzero(view.complete[ties.lo] & view.complete[ties.hi]))
    shared = view.engine.overlap_sums(ties.lo[known], ties.hi[known], _ones(view))
    trust = np.log(np.maximum(ties.strengths, 1e-9))
    seen = ~np.isnan(ties.interactions)
    return _Means(moderate=mean(moderate(shared)), seen=mean(trust[seen]), unseen=mean(trust[~seen]))
