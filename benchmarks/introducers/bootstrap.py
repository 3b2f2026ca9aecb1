"""How sure a figure is: people are drawn again, because questions share them.

A question counts m_s * m_t times where its two people were drawn m_s and m_t times (the pigeonhole bootstrap of Owen
2007, for people who stand on both sides the node bootstrap of Snijders and Borgatti 1999). Drawing questions instead
would take those of one person for independent and give intervals that are far too narrow.
"""

from __future__ import annotations

from typing import Any, Final

import attrs
import numpy as np

from benchmarks.introducers.weighted import FloatArray, LongArray

DRAWS: Final = 1_000
_CELLS: Final = 8_000_000


@attrs.frozen(eq=False)
class Means:
    """Means of several columns of points over questions, and the same in resamples.

    Attributes:
        mean: `[k]`.
        draws: `[r, k]`: of every resample; those without any question are left out.
    """

    mean: FloatArray
    draws: FloatArray

    def interval(self, column: int, against: int | None = None) -> tuple[float, float]:
        """The middle 95 % of a mean, or of a difference of two."""
        values = self.draws[:, column]
        if against is not None:
            values = values - self.draws[:, against]
        low, high = np.percentile(values, [2.5, 97.5])
        return float(low), float(high)

    def told(self, column: int, against: int | None = None) -> dict[str, Any]:
        """A mean or a difference with its interval, for JSON."""
        value = float(self.mean[column] - (self.mean[against] if against is not None else 0.0))
        low, high = self.interval(column, against)
        return {"value": round(value, 5), "low": round(low, 5), "high": round(high, 5)}


def means(
    points: FloatArray, seeker: LongArray, target: LongArray, *, draws: int = DRAWS, seed: int = 1
) -> Means:
    """Return the means of `[q, k]` points with `draws` resamples of people."""
    people, places = np.unique(np.concatenate((seeker, target)), return_inverse=True)
    one, other = places[: len(seeker)], places[len(seeker) :]
    rng = np.random.default_rng([seed, 99])
    made = []
    step = max(1, _CELLS // max(1, len(seeker)))
    for begin in range(0, draws, step):
        size = min(step, draws - begin)
        times = rng.multinomial(len(people), np.full(len(people), 1 / len(people)), size=size)
        weight = (times[:, one] * times[:, other]).astype(np.float64)
        total = weight.sum(axis=1)
        some = total > 0
        made.append((weight[some] @ points) / total[some, None])
    return Means(points.mean(axis=0), np.concatenate(made))
