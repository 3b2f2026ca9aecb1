"""From evidence and tie tables to ties: what makes one, each pair once, in the order (lo, hi)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pyarrow as pa

from netreach.graph.building import sorted_unique
from netreach.kinds import KINDS
from netreach.store import schema

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

NO_DATE = np.iinfo(np.int32).min


@attrs.frozen(kw_only=True, eq=False)
class Stated:
    """What tie tables state, and what the user declared: of every pair one row for each source.

    Attributes:
        codes: `[r]`: pairs as numbers, ascending; those of one pair in the order of the sources, what was declared
            (source -1) first.
        strength: `[r]`: NaN where none is stated.
        since: `[r]`: first day, `NO_DATE` where unknown.
        source: `[r]`: number of the source.
        best: `[pairs]`: the row of each pair with the largest strength, the first one of several.
    """

    codes: LongArray
    strength: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]
    best: LongArray


class GivenTies:
    """Gathers the rows of tie tables, source by source, and unites those of one source."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._codes: list[LongArray] = []
        self._strengths: list[npt.NDArray[np.float32]] = []
        self._since: list[IntArray] = []
        self._sources: list[npt.NDArray[np.int16]] = []

    def add(
        self, a: IntArray, b: IntArray, strength: npt.NDArray[np.float32], since: IntArray, source: int
    ) -> None:
        """Take in the rows of one source; vertices -1 (hidden) and loops fall away."""
        keep = (a >= 0) & (b >= 0) & (a != b)
        if not keep.all():
            a, b, strength, since = a[keep], b[keep], strength[keep], since[keep]
        self._codes.append(np.minimum(a, b).astype(np.int64) * self.count + np.maximum(a, b))
        self._strengths.append(strength)
        self._since.append(since)
        self._sources.append(np.full(len(a), source, dtype=np.int16))

    def united(self) -> Stated:
        """Return one row for every pair and source: the largest strength that it states, and its first day."""
        if not self._codes:
            return Stated(
                codes=np.zeros(0, np.int64),
                strength=np.zeros(0, np.float32),
                since=np.zeros(0, np.int32),
                source=np.zeros(0, np.int16),
                best=np.zeros(0, np.int64),
            )
        codes = np.concatenate(self._codes)
        source = np.concatenate(self._sources)
        alone = len(self._codes) == 1
        order = np.argsort(codes, kind="stable") if alone else np.lexsort((source, codes))
        codes, source = codes[order], source[order]
        strength = np.concatenate(self._strengths)[order]
        since = np.concatenate(self._since)[order]
        starts = np.flatnonzero(_begins(codes) | _begins(source))
        if len(starts) < len(codes):
            strength = np.fmax.reduceat(strength, starts)
            later = np.where(since == NO_DATE, np.iinfo(np.int32).max, since)
            since = np.minimum.reduceat(later, starts)
            since = np.where(since == np.iinfo(np.int32).max, NO_DATE, since).astype(np.int32)
            codes, source = codes[starts], source[starts]
        begins = _begins(codes)
        best = np.flatnonzero(begins)
        if len(best) < len(codes):
            pair = np.cumsum(begins) - 1
            # No strength at all is less than any.
            order = np.lexsort((-np.where(np.isnan(strength), -1, strength), pair))
            best = order[best]
        return Stated(codes=codes, strength=strength, since=since, source=source, best=best)


class Observed:
    """Gathers evidence, source by source, oriented from the lower to the higher vertex."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._parts: list[dict[str, npt.NDArray[Any]]] = []

    def add(self, table: pa.Table, vertex: IntArray, source: int, drop: BoolArray) -> None:
        """Take in the evidence of one source.

        Args:
            table: Evidence of the source.
            vertex: `[people of the source]`: their vertices, -1 for the hidden.
            source: The source's number.
            drop: `[kinds]`: kinds that a newer export of the same owner replaced.
        """
        kind = table.column("kind").to_numpy()
        a, b = vertex[table.column("a").to_numpy()], vertex[table.column("b").to_numpy()]
        keep = (a >= 0) & (b >= 0) & (a != b) & ~drop[kind]
        a, b = a[keep], b[keep]
        swap = a > b
        ab, ba = (table.column(name).to_numpy()[keep] for name in ("count_ab", "count_ba"))
        self._parts.append(
            {
                "lo": np.minimum(a, b),
                "hi": np.maximum(a, b),
                "kind": kind[keep],
                "count_lo_hi": np.where(swap, ba, ab),
                "count_hi_lo": np.where(swap, ab, ba),
                "days": table.column("days").to_numpy()[keep],
                "first": days(table.column("first"))[keep],
                "last": days(table.column("last"))[keep],
                "source": np.full(len(a), source, dtype=np.int16),
            }
        )

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Return all columns, unsorted."""
        names = ("lo", "hi", "kind", "count_lo_hi", "count_hi_lo", "days", "first", "last", "source")
        types = {"kind": np.int8, "source": np.int16}
        return {
            name: np.concatenate([part[name] for part in self._parts])
            if self._parts
            else np.zeros(0, dtype=types.get(name, np.int32))
            for name in names
        }

    def making_ties(self, columns: dict[str, npt.NDArray[Any]]) -> LongArray:
        """Codes of the pairs whose evidence makes a tie, ascending."""
        always = np.array([kind.makes_tie == "always" for kind in KINDS])
        both = np.array([kind.makes_tie == "both_ways" for kind in KINDS])
        code = columns["lo"].astype(np.int64) * self.count + columns["hi"]
        kind = columns["kind"].astype(np.int64)
        made = [code[always[kind]]]
        rows = np.flatnonzero(both[kind])
        if len(rows):
            # One direction may stand in one source and the answer in another: look at all sources together.
            group, inverse = np.unique(code[rows] * len(KINDS) + kind[rows], return_inverse=True)
            out = np.bincount(inverse, columns["count_lo_hi"][rows].astype(np.float64)) > 0
            back = np.bincount(inverse, columns["count_hi_lo"][rows].astype(np.float64)) > 0
            made.append(group[out & back] // len(KINDS))
        return sorted_unique(np.concatenate(made))


def given_table(stated: Stated, codes: LongArray) -> pa.Table:
    """Return the rows of the ties of which several sources state something; few, or none where there is one source.

    Args:
        stated: What is stated.
        codes: All ties, ascending.
    """
    begins = _begins(stated.codes)
    several = ~begins
    several[:-1] |= ~begins[1:]
    rows = np.flatnonzero(several)
    since = stated.since[rows]
    return pa.table(
        [
            pa.array(np.searchsorted(codes, stated.codes[rows]).astype(np.int32)),
            pa.array(stated.strength[rows]),
            pa.array(since, pa.int32(), mask=since == NO_DATE).cast(pa.date32()),
            pa.array(stated.source[rows]),
        ],
        schema=schema.VERSION["given"],
    )


def tie_table(stated: Stated, made: LongArray, count: int) -> tuple[LongArray, pa.Table]:
    """Return the codes of all ties, ascending, and the table of ties."""
    given_codes, strength, since, source = stated.codes, stated.strength, stated.since, stated.source
    if len(stated.best) < len(given_codes):
        given_codes, strength = given_codes[stated.best], strength[stated.best]
        since, source = since[stated.best], source[stated.best]
    codes = sorted_unique(np.concatenate((given_codes, made))) if len(made) else given_codes
    if len(codes) == len(given_codes):
        is_given = np.ones(len(codes), dtype=bool)
        at = slice(None)
    else:
        is_given = np.zeros(len(codes), dtype=bool)
        is_given[np.searchsorted(codes, given_codes)] = True
        at = None
    lo, hi = np.divmod(codes, max(count, 1))
    if at is None:
        strength = _spread(strength, is_given, np.float32(np.nan))
        since = _spread(since, is_given, np.int32(NO_DATE))
        source = _spread(source, is_given, np.int16(-1))
    no_day = since == NO_DATE
    return codes, pa.table(
        [
            pa.array(lo.astype(np.int32)),
            pa.array(hi.astype(np.int32)),
            pa.array(strength, mask=~is_given),
            pa.array(since, pa.int32(), mask=no_day).cast(pa.date32()),
            pa.array(source, mask=~is_given),
        ],
        schema=schema.VERSION["ties"],
    )


def evidence_table(columns: dict[str, npt.NDArray[Any]], codes: LongArray, count: int) -> pa.Table:
    """Return the table of evidence, sorted, with the number of the tie in each row."""
    code = columns["lo"].astype(np.int64) * count + columns["hi"]
    tie = np.searchsorted(codes, code)
    found = tie < len(codes)
    found[found] = codes[tie[found]] == code[found]
    columns = {"tie": np.where(found, tie, -1).astype(np.int32), **columns}
    order = np.lexsort([columns[name] for name in ("source", "kind", "hi", "lo", "tie")])
    arrays = []
    for field in schema.VERSION["evidence"]:
        values = columns[field.name][order]
        if field.name in ("first", "last"):
            arrays.append(pa.array(values, pa.int32(), mask=values == NO_DATE).cast(pa.date32()))
        else:
            arrays.append(pa.array(values, field.type))
    return pa.table(arrays, schema=schema.VERSION["evidence"])


def days(column: pa.ChunkedArray) -> IntArray:
    """A date column as int32 days since 1970-01-01, `NO_DATE` where unknown."""
    values = column.cast(pa.int32()).combine_chunks()
    known: IntArray = values.fill_null(NO_DATE).to_numpy()
    return known


def _begins(values: npt.NDArray[Any]) -> BoolArray:
    """Where a value differs from the one before it."""
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return first


def _spread(values: npt.NDArray[Any], where: BoolArray, fill: Any) -> npt.NDArray[Any]:
    result = np.full(len(where), fill)
    result[where] = values
    return result
