"""What some ties are worth by their rows of evidence, also where rows are drawn again or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.kinds import CODES
from netreach.strength.formula import KindColumns, contacts, day_number, losses, strongest_per_kind
from netreach.strength.ties import LARGEST_LOSS, WEAKEST, given_losses_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, FloatArray, Ints, LongArray
    from netreach.ranking.view import NetworkView
    from netreach.snapshot import EvidenceColumns


@attrs.frozen(eq=False)
class TieRows:
    """The rows of evidence of `[k]` ties that count in a view.

    Attributes:
        item: int64 `[r]`: to which tie each row belongs, ascending.
        evidence: The `[r]` rows, by kind within a tie.
        covered: `[k]`: whether a source covers the interactions of each tie.
        stated: float64 `[k]`: what tables and the user state of each, in `-ln(1 - p)`.
        least: float64 `[k]`: what each is worth at least: a tie with evidence that may not be seen is a tie all the
            same.
        kinds: The table of kinds.
        today: The day for which it holds, in days since 1970-01-01.
    """

    item: LongArray
    evidence: EvidenceColumns
    covered: BoolArray
    stated: FloatArray
    least: FloatArray
    kinds: KindColumns
    today: int | None

    @classmethod
    def of(cls, view: NetworkView, numbers: Ints) -> TieRows:
        """Read the rows of some ties, named by their numbers."""
        kinds, snapshot = KindColumns.of(view.snapshot.kinds), view.snapshot
        today = day_number(view.as_of)
        item, rows = view.counted_rows(numbers)
        least = np.zeros(len(numbers))
        if view.hidden:
            least[view.touched_by_hidden(numbers)] = kinds.loss[CODES["connection"]]
        return cls(
            item=item,
            evidence=taken(snapshot.evidence(), rows),
            covered=view.tie_covered(numbers),
            stated=given_losses_of(snapshot, numbers, kinds, today, view.hidden),
            least=least,
            kinds=kinds,
            today=today,
        )

    def drawn(self, times: npt.NDArray[np.uint8]) -> TieRows:
        """Return the ties `[R * k]` of R resamples, one after the other.

        Args:
            times: uint8 `[R, r]`: how often each row was drawn; its counts are so many times as large.
        """
        resamples, ties = len(times), len(self.covered)
        which = np.flatnonzero(times.ravel())
        often = times.ravel()[which].astype(np.int32)
        sample, row = np.divmod(which, max(times.shape[1], 1))
        rows = taken(self.evidence, row)
        return TieRows(
            item=sample * ties + self.item[row],
            evidence=attrs.evolve(
                rows,
                count_lo_hi=rows.count_lo_hi * often,
                count_hi_lo=rows.count_hi_lo * often,
                days=rows.days * often,
            ),
            covered=np.tile(self.covered, resamples),
            stated=np.tile(self.stated, resamples),
            least=np.tile(self.least, resamples),
            kinds=self.kinds,
            today=self.today,
        )

    def interactions(self) -> FloatArray:
        """`[k]`: acts of contact in message equivalents; NaN where none were seen and no source covers them."""
        kinds, kind = self.kinds, self.evidence.kind
        values = contacts(kinds, self.evidence, np.arange(len(kind)), self.today)
        total = strongest_per_kind(self.item, kind, values, len(self.covered))
        seen = self.covered.copy()
        seen[self.item[kinds.interaction[kind]]] = True
        total[~seen] = np.nan
        return total

    def strengths(self) -> FloatArray:
        """`[k]`: the strength of each tie, above 0 and below 1."""
        kinds, kind = self.kinds, self.evidence.kind
        worth = losses(kinds, self.evidence, np.arange(len(kind)), self.today)
        total = strongest_per_kind(self.item, kind, worth, len(self.covered)) + self.stated
        held: FloatArray = np.minimum(np.maximum(total, self.least), LARGEST_LOSS)
        strengths: FloatArray = np.maximum(-np.expm1(-held), WEAKEST)
        return strengths


def taken(evidence: EvidenceColumns, rows: LongArray) -> EvidenceColumns:
    """Return some rows of evidence as columns of their own."""
    return type(evidence)(
        **{name.name: getattr(evidence, name.name)[rows] for name in attrs.fields(type(evidence))}
    )
