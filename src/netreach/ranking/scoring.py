"""From a scorer's legs to scores, and from scores to an order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.errors import PluginError
from netreach.plugins.protocols import Leg

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import FloatArray, IntArray, LongArray, Scorer, View

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
    try:
        said: object = scorer.legs(view, ego, introducers, targets)
    except PluginError:
        raise
    except Exception as error:
        raise PluginError(f"The scorer {scorer.name!r} failed: {type(error).__name__}: {error}") from error
    if not isinstance(said, tuple | list) or len(said) != 2:
        raise PluginError(f"The scorer {scorer.name!r} returned {_short(said)}, which is not two legs.")
    one, other = (_checked(scorer, leg, len(introducers)) for leg in said)
    first, second = (sum(leg.terms.values(), np.zeros(len(introducers))) for leg in (one, other))
    return Scored((one, other), first + second if scorer.combine == "sum" else first * second)


def ranked(scores: FloatArray, counts: FloatArray, ranks: IntArray) -> tuple[LongArray, LongArray]:
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


def _checked(scorer: Scorer, leg: object, count: int) -> Leg:
    """Return a leg as arrays of the right kind and shape."""
    terms, known = getattr(leg, "terms", None), getattr(leg, "known", None)
    if not isinstance(terms, Mapping):
        raise PluginError(f"The scorer {scorer.name!r} returned {_short(leg)}, which is not a Leg.")
    checked = {}
    for name, term in terms.items():
        values = _array(term)
        if values is None or values.shape != (count,) or not np.isfinite(values).all():
            raise PluginError(
                f"The scorer {scorer.name!r} returned a term {name!r} that is not {count} finite numbers."
            )
        checked[str(name)] = values
    says = _array(known)
    if says is None or says.shape != (count,) or np.isnan(says).any():
        raise PluginError(
            f"The scorer {scorer.name!r} does not say of all {count} legs whether they are known."
        )
    return Leg(terms=checked, known=says.astype(bool))


def _array(values: object) -> npt.NDArray[np.float64] | None:
    """Return numbers as an array; `None` where they are none."""
    try:
        array = np.asarray(values)
        # Texts of digits are no numbers, though NumPy would read them.
        return array.astype(np.float64) if array.dtype.kind in "biuf" else None
    except (TypeError, ValueError):
        return None


def _short(value: object) -> str:
    return f"{len(value)} legs" if isinstance(value, tuple | list) else type(value).__name__
