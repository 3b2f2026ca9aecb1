"""The built-in scorers: who should introduce me.

CN, RA, AA: number of shared contacts, resource allocation (Zhou, Lü, Zhang 2009), Adamic-Adar. k: contacts of
somebody; of someone without a complete list at least the median of those with one. How well each does on 25
public networks stands in the docs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.plugins.protocols import Leg
from netreach.ranking.calibration import Calibration, calibration, losses_of, overlap_weights
from netreach.ranking.view import NetworkView, WholeView

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, IntArray, View

    Overlaps = Callable[[View, IntArray, IntArray], FloatArray]

SMOOTHING: Final = 0.001
"""What a product adds to each leg, so that one leg without a shared contact does not make all scores 0."""


class Overall:
    """Structure plus interaction, the default.

    With S = ln(1 + RA), x = ln(1 + w) and w the interactions of a tie in message equivalents, a leg is the sum of

    - `shared_contacts`: S, as far as it is seen;
    - `unobserved`: where the list of one end is not complete, the overlap is unknown, not 0. What is seen of it
      is a lower bound, and counts; on top comes what such bounds lack on average in this network. So a leg that
      nobody could see is worth an average leg, and between two such legs what is seen decides. In a network
      without any complete pair there is nothing to compare with, and the lower bound stands alone;
    - `interaction`, where the interactions of the tie are seen, because a source covers them or some were observed:
      lambda * ((x - mean x) - (S - mean S)), more contact than a tie so embedded usually has. Where S is unknown
      nothing is taken off for it: lambda * (x - mean x). A covered tie without any contact has w = 0, and loses;
    - `evidence`, where no interactions are seen: half of what `-ln(1 - strength)` exceeds its mean over
      the ties of which no interactions are seen either. Dates of connections, stated strengths and address books
      decide there; in a network of bare ties the term is 0.

    Each mean is over the ties about which as much is known, so that being seen or not moves a leg by what was
    seen, not by the fact. lambda is 1/2, and 3/4 on the ego's own leg where a source of theirs covers their whole
    mail. In a complete network of bare ties this is `structure` exactly.
    """

    name = "overall"
    summary = "shared contacts on both legs and observed contact; unseen overlap counts as average (default)"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs of every introduction."""
        averages = calibration(view)
        whole_mail = isinstance(view, WholeView) and view.covers(ego, "mail")
        return (
            _once(
                view, ego, introducers, lambda a, b: _leg(view, averages, a, b, 0.75 if whole_mail else 0.5)
            ),
            _leg(view, averages, introducers, targets, 0.5),
        )


class Structure:
    """`ln(1 + RA)` on both legs: the best structural score without a fitted parameter."""

    name = "structure"
    summary = "ln(1 + RA) on both legs: shared contacts, those with few contacts count more"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs of every introduction."""

        def leg(a: IntArray, b: IntArray) -> Leg:
            return Leg(terms={"shared_contacts": np.log1p(_allocation(view, a, b))}, known=_known(view, a, b))

        return _once(view, ego, introducers, leg), leg(introducers, targets)


class _TwoLegs(ABC):
    """A product over both legs of an overlap, each smoothed by 0.001."""

    name = ""
    summary = ""
    combine = "product"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs of every introduction."""

        def leg(a: IntArray, b: IntArray) -> Leg:
            terms = {"shared_contacts": self.overlap(view, a, b), "smoothing": np.full(len(a), SMOOTHING)}
            return Leg(terms=terms, known=_known(view, a, b))

        return _once(view, ego, introducers, leg), leg(introducers, targets)

    @abstractmethod
    def overlap(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """How much the contacts of each pair overlap, `[k]`."""


class TwoLegRA(_TwoLegs):
    """(0.001 + RA) of one leg times that of the other."""

    name = "two-leg-ra"
    summary = "(0.001 + RA) of one leg times the other's"

    def overlap(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Sum of 1 / k over the shared contacts."""
        return _allocation(view, a, b)


class TwoLegAA(_TwoLegs):
    """(0.001 + AA) of one leg times that of the other."""

    name = "two-leg-aa"
    summary = "(0.001 + Adamic-Adar) of one leg times the other's"

    def overlap(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Sum of 1 / ln k over the shared contacts; somebody with one contact cannot be shared."""
        counts = view.contact_counts()
        weights = np.zeros(view.count)
        several = counts > 1
        weights[several] = 1.0 / np.log(counts[several])
        return view.engine.overlap_sums(a, b, weights)


class Jaccard(_TwoLegs):
    """(0.001 + Jaccard) of one leg times that of the other."""

    name = "jaccard"
    summary = "(0.001 + Jaccard) of one leg times the other's; a baseline"

    def overlap(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Shared contacts as a part of all contacts of both."""
        counts, shared = view.contact_counts(), _shared(view, a, b)
        return _ratio(shared, counts[a] + counts[b] - shared)


class Overlap(_TwoLegs):
    """(0.001 + overlap) of one leg times that of the other, after Onnela and others (2007)."""

    name = "overlap"
    summary = "(0.001 + overlap of the tie) of one leg times the other's; a baseline"

    def overlap(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Shared contacts as a part of all other contacts of both."""
        counts, shared = view.contact_counts(), _shared(view, a, b)
        return _ratio(shared, counts[a] - 1 + counts[b] - 1 - shared)


class SharedContacts:
    """Number of contacts that introducer and target share, as LinkedIn ranked in 2013."""

    name = "shared-contacts"
    summary = "number of contacts shared by introducer and target (LinkedIn 2013); a baseline"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score the second leg; the first counts nothing."""
        return (
            Leg(terms={"not_counted": np.zeros(len(introducers))}, known=_known_to(view, ego, introducers)),
            Leg(
                terms={"shared_contacts": _shared(view, introducers, targets)},
                known=_known(view, introducers, targets),
            ),
        )


class ContactCount:
    """Number of the introducer's contacts."""

    name = "contact-count"
    summary = "number of contacts of the introducer; a baseline, strong among co-authors"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score the first leg; the second counts nothing."""
        return (
            Leg(
                terms={"contact_count": view.contact_counts()[introducers]},
                known=_known_to(view, ego, introducers),
            ),
            Leg(terms={"not_counted": np.zeros(len(introducers))}, known=_known(view, introducers, targets)),
        )


def _leg(view: View, averages: Calibration, a: IntArray, b: IntArray, share: float) -> Leg:
    overlap, known = np.log1p(_allocation(view, a, b)), _known(view, a, b)
    contact = np.log1p(view.interactions(a, b))
    seen = ~np.isnan(contact)
    terms: dict[str, FloatArray] = {"shared_contacts": overlap}
    if averages.unobserved and not known.all():
        terms["unobserved"] = np.where(known, 0.0, averages.unobserved)
    if seen.any():
        more = contact - averages.interaction - np.where(known, overlap - averages.overlap, 0.0)
        terms["interaction"] = np.where(seen, share * more, 0.0)
    if not seen.all():
        rest = losses_of(view.strengths(a, b)) - averages.evidence
        terms["evidence"] = np.where(seen, 0.0, 0.5 * rest)
    return Leg(terms=terms, known=known)


def _allocation(view: View, a: IntArray, b: IntArray) -> FloatArray:
    def sums(a: IntArray, b: IntArray) -> FloatArray:
        return view.engine.overlap_sums(a, b, overlap_weights(view))

    return view.of_contacts("allocation", a, b, sums) if isinstance(view, NetworkView) else sums(a, b)


def _shared(view: View, a: IntArray, b: IntArray) -> FloatArray:
    return view.engine.overlap_sums(a, b, np.ones(view.count))


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _known(view: View, a: IntArray, b: IntArray) -> BoolArray:
    known: BoolArray = view.complete[a] & view.complete[b]
    return known


def _known_to(view: View, ego: int, introducers: IntArray) -> BoolArray:
    known: BoolArray = view.complete[introducers] & view.complete[ego]
    return known


def _once(view: View, ego: int, introducers: IntArray, leg: Callable[[IntArray, IntArray], Leg]) -> Leg:
    """Score the ego's leg to each introducer once, however many targets they can introduce."""
    different, place = np.unique(introducers, return_inverse=True)
    scored = leg(np.full(len(different), ego, dtype=np.int32), different.astype(np.int32))
    terms: Mapping[str, FloatArray] = {name: values[place] for name, values in scored.terms.items()}
    return Leg(terms=terms, known=scored.known[place])
