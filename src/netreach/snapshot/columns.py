"""Columns of a version: what is stated of ties, evidence, histories; a row each, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import numbers, positions
from netreach.graph.building import runs
from netreach.store import schema

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, Ints, LongArray

NO_DATE = np.iinfo(np.int32).min
"""How an unknown day stands in the int32 day columns (days since 1970-01-01)."""


@attrs.frozen(eq=False)
class TieColumns:
    """What tie tables state of the ties; ties are numbered in the order (lo, hi).

    Attributes:
        given: float32 `[m]`: the largest strength that a tie table states, NaN where it states none, `NOT_GIVEN`
            where the tie stands in no tie table.
        since: int32 `[m]`: first day that this row states, `NO_DATE` where it states none.
        source: int16 `[m]`: number of the source with that row, -1 without. `Snapshot.given` has all the rows of
            ties that stand in several tables.
    """

    given: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]

    def is_given(self, ties: Ints | slice) -> BoolArray:
        """`[k]`: whether each of these ties stands in a tie table."""
        given = self.given[ties]
        stands: BoolArray = np.isnan(given) | (given != schema.NOT_GIVEN)
        return stands


@attrs.frozen(eq=False)
class GivenColumns:
    """What tie tables and the user state of the ties of which several do, sorted by (tie, source).

    Attributes:
        tie: int32 `[g]`: number of the tie.
        strength: float32 `[g]`: NaN where none is stated.
        since: int32 `[g]`: first day, `NO_DATE` where unknown.
        source: int16 `[g]`: number of the source, -1 for what the user declared.
    """

    tie: IntArray
    strength: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]


@attrs.frozen(eq=False)
class EvidenceColumns:
    """Evidence as columns, sorted by (tie, lo, hi, kind, source).

    Attributes:
        tie: int32 `[r]`: number of the tie, -1 where the pair has evidence but no tie.
        lo, hi: int32 `[r]`: the two vertices, lo < hi.
        kind: int8 `[r]`: index into `netreach.kinds.KINDS`.
        count_lo_hi, count_hi_lo: int32 `[r]`: observations each way.
        days: int32 `[r]`: distinct days; 0 where unknown.
        first, last: int32 `[r]`: days since 1970-01-01, `NO_DATE` where unknown.
        source: int16 `[r]`: number of the source in `Snapshot.sources`.
    """

    tie: IntArray
    lo: IntArray
    hi: IntArray
    kind: npt.NDArray[np.int8]
    count_lo_hi: IntArray
    count_hi_lo: IntArray
    days: IntArray
    first: IntArray
    last: IntArray
    source: npt.NDArray[np.int16]

    def rows_of(self, ties: Ints) -> tuple[LongArray, LongArray]:
        """Row numbers of the evidence of many ties, with offsets `[k + 1]`; nothing for tie -1."""
        # Of the same type: else all rows would be copied to be searched in.
        wanted = np.asarray(ties).astype(self.tie.dtype)
        begin = np.searchsorted(self.tie, wanted, side="left")
        end = np.where(wanted < 0, begin, np.searchsorted(self.tie, wanted, side="right"))
        offsets = np.zeros(len(begin) + 1, dtype=np.int64)
        np.cumsum(end - begin, out=offsets[1:])
        return offsets, runs(begin, end - begin)


@attrs.frozen(eq=False)
class HistoryColumns:
    """Jobs, schools and earlier claims as columns, sorted by person; `offsets` `[n + 1]` are the rows of each."""

    offsets: LongArray
    table: pa.Table


def days_of(column: pa.ChunkedArray) -> IntArray:
    """Return days as int32, `NO_DATE` where unknown."""
    # `pa.scalar` would import pandas.
    unknown = positions([NO_DATE])[0].cast(pa.int32())
    days: IntArray = numbers(pc.fill_null(column.cast(pa.int32()), unknown))
    return days
