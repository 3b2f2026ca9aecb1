"""The averages of a network against which the overall scorer measures a leg.

With S = ln(1 + RA) and x = ln(1 + interactions), a leg is compared with the ties of the same network about which
as much is known. The averages are taken over all such ties; where the overlap of very many ties would have to be
computed, over a fixed sample of them, evenly spread over the numbers of the ties. Of more than 2 million ties a
sample stands for all from the beginning (`WholeView.tie_sample`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

import attrs
import numpy as np

from netreach.kinds import BUILT_IN
from netreach.ranking.view import NetworkView, TieSample, WholeView
from netreach.search import beside

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, LongArray, View

_T = TypeVar("_T")
SAMPLE: Final = 20_000


@attrs.frozen(kw_only=True)
class Calibration:
    """Averages over the ties of a network; 0 where there are no such ties.

    Attributes:
        interaction: Mean x over the ties that a source covers. Where no source covers any, over the ties with
            an observed interaction, and one connection without any: so that even a single observation has
            something to differ from.
        overlap: Mean S over the same ties, as far as their overlap is known.
        unobserved: What the seen part of an unknown overlap lacks on average: mean S over the ties with a known
            overlap, less the mean of what is seen of it over the others; never negative.
        evidence: Mean of `-ln(1 - strength)` over the ties whose interactions are not seen.
    """

    interaction: float
    overlap: float
    unobserved: float
    evidence: float


def calibration(view: View) -> Calibration:
    """Return the averages of a network, computed once for a view that can keep them.

    Those of a large version as everybody sees it are kept beside it: the sample reads all over its files.
    """
    if type(view) is not NetworkView or not view.as_stored:
        return measured(view, "calibration", _measure)

    def make() -> dict[str, FloatArray]:
        averages = _measure(view, view.tie_sample())
        return {"averages": np.array(attrs.astuple(averages))}

    def kept() -> Calibration:
        interaction, overlap, unobserved, evidence = beside.kept(view.snapshot, "averages", make)[
            "averages"
        ].tolist()
        return Calibration(interaction=interaction, overlap=overlap, unobserved=unobserved, evidence=evidence)

    return view.memo("calibration", kept)


def measured(view: View, key: str, measure: Callable[[View, TieSample], _T]) -> _T:
    """Return what is measured over the ties of the whole network, once for a view that can keep it."""
    if isinstance(view, WholeView):
        return view.measured(key, lambda whole: measure(whole, whole.tie_sample()))
    offsets, far = view.engine.contacts_of(np.arange(view.count, dtype=np.int32))
    near = np.repeat(np.arange(view.count, dtype=np.int32), np.diff(offsets))
    lo, hi = near[near < far], far[near < far]
    interactions = view.interactions(lo, hi)
    sample = TieSample(
        lo=lo,
        hi=hi,
        interactions=interactions,
        covered=~np.isnan(interactions),
        strengths=view.strengths(lo, hi),
    )
    return measure(view, sample)


def overlap_weights(view: View) -> FloatArray:
    """Return `[n]`: `1 / k` of everybody, with which resource allocation counts a shared contact."""

    def make() -> FloatArray:
        weights: FloatArray = 1.0 / np.maximum(view.contact_counts(), 1.0)
        return weights

    return view.memo("overlap weights", make) if isinstance(view, WholeView) else make()


def losses_of(strengths: FloatArray) -> FloatArray:
    """Return `-ln(1 - strength)`."""
    result: FloatArray = -np.log1p(-np.minimum(strengths, 1 - 1e-12))
    return result


def _measure(view: View, ties: TieSample) -> Calibration:
    lo, hi, interactions = ties.lo, ties.hi, ties.interactions
    seen = ~np.isnan(interactions)
    known = view.complete[lo] & view.complete[hi]

    def overlap(which: BoolArray) -> float:
        chosen = spread(np.flatnonzero(which))
        sums = view.engine.overlap_sums(lo[chosen], hi[chosen], overlap_weights(view))
        return mean(np.log1p(sums))

    measured, usual = ties.covered, np.log1p(interactions[ties.covered])
    if not len(usual) and seen.any():
        kinds = view.snapshot.kinds if isinstance(view, NetworkView) else BUILT_IN
        usual = np.log1p(np.append(interactions[seen], kinds["connection"].contact))
        measured = seen
    everything_known = bool(known.all())
    unobserved = 0.0
    if not everything_known and known.any():
        unobserved = max(overlap(known) - overlap(~known), 0.0)
    return Calibration(
        interaction=mean(usual),
        overlap=overlap(measured & known),
        unobserved=unobserved,
        evidence=mean(losses_of(ties.strengths[~seen])),
    )


def spread(rows: LongArray) -> LongArray:
    """Return the rows of a sample: all of few, evenly spread ones of many."""
    if len(rows) <= SAMPLE:
        return rows
    return rows[np.linspace(0, len(rows) - 1, SAMPLE).astype(np.int64)]


def mean(values: FloatArray) -> float:
    """Return the mean, 0 of nothing."""
    if not len(values):
        return 0.0
    low, high = float(values.min()), float(values.max())
    # The mean of equal values must be that value, so that a network without differences has no term for them.
    return low if low == high else float(values.mean())
