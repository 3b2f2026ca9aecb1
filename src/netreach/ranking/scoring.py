"""From a scorer's legs to scores, and from scores to an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.errors import PluginError

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray, IntArray, Leg, LongArray, Scorer, View

TOLERANCE: Final = 1e-12
"""Scores that differ by less than this part of the largest one are the same: sums depend on their order."""


@attrs.frozen(eq=False)
class Scored:
    """Scores of many introductions.

    Attributes:
        legs: Ego-introducer and introducer-target.
        scores: `[k]`: both legs combined.
    """

    legs: tuple[Leg, Leg]
    scores: FloatArray


def score(scorer: Scorer, view: View, ego: int, introducers: IntArray, targets: IntArray) -> Scored:
    """Ask a scorer about `[k]` pairs of introducer and target, and check what it says.

    Raises:
        PluginError: When the scorer breaks its contract; the message says how.
    """
    if scorer.combine not in ("sum", "product"):
        raise PluginError(
            f"The scorer {scorer.name!r} combines legs by {scorer.combine!r}: 'sum' and 'product' are known."
        )
    legs = scorer.legs(view, ego, introducers, targets)
    first, second = (_value(scorer, leg, len(introducers)) for leg in legs)
    return Scored(legs, first + second if scorer.combine == "sum" else first * second)


def ranked(scores: FloatArray, counts: FloatArray, ranks: LongArray) -> tuple[LongArray, LongArray]:
    """Return the order of scores, best first, and for each place the number of its group of equal scores.

    Within a group more contacts come first, then the order of ids.
    """
    by_score = np.argsort(-scores, kind="stable")
    falling = scores[by_score]
    slack = TOLERANCE * float(np.abs(scores).max(initial=0.0))
    group = np.zeros(len(scores), dtype=np.int64)
    group[by_score[1:]] = np.cumsum(falling[:-1] - falling[1:] > slack)
    order = np.lexsort((ranks, -counts, group))
    return order, group[order]


def _value(scorer: Scorer, leg: Leg, count: int) -> FloatArray:
    value = np.zeros(count)
    for name, term in leg.terms.items():
        if np.shape(term) != (count,) or not np.isfinite(term).all():
            raise PluginError(
                f"The scorer {scorer.name!r} returned a term {name!r} that is not {count} finite numbers."
            )
        value = value + term
    if np.shape(leg.known) != (count,):
        raise PluginError(
            f"The scorer {scorer.name!r} does not say of all {count} legs whether they are known."
        )
    return value
