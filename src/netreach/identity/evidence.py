"""From evidence and tie tables to ties: what makes one, each pair once, in the order (lo, hi)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pyarrow as pa

from netreach import compiled
from netreach.graph.arrays import GraphArrays
from netreach.graph.building import COMPILED_FROM, order_of_pairs, sorted_unique
from netreach.kinds import KINDS, KindTable
from netreach.store import schema
from netreach.store.schema import NOT_GIVEN

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

NO_DATE = np.iinfo(np.int32).min

_COLUMNS = ("lo", "hi", "strength", "since", "source")
_FACTS = frozenset(_COLUMNS[2:])


@attrs.frozen(kw_only=True, eq=False)
class Stated:
    """What tie tables state, and what the user declared: of every pair one row for each source.

    Attributes:
        lo, hi: int32 `[r]`: the pairs, ascending; the rows of one pair in the order of the sources, what was declared
            (source -1) first.
        strength: `[r]`: NaN where none is stated.
        since: `[r]`: first day, `NO_DATE` where unknown.
        source: `[r]`: number of the source.
        best: `[pairs]`: the row of each pair with the largest strength, the first one of several; `None` where every
            pair has one row.
        graph: The pairs as rows of a graph, where these were made on the way.
    """

    lo: IntArray
    hi: IntArray
    strength: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]
    best: LongArray | None
    graph: GraphArrays | None = None


class GivenTies:
    """Gathers the rows of tie tables, source by source, and unites those of one source."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._parts: list[dict[str, npt.NDArray[Any]]] = []

    def add(
        self, a: IntArray, b: IntArray, strength: npt.NDArray[np.float32], since: IntArray, source: int
    ) -> None:
        """Take in the rows of one source; vertices -1 (hidden) and loops fall away."""
        keep = (a >= 0) & (b >= 0) & (a != b)
        if not keep.all():
            a, b, strength, since = a[keep], b[keep], strength[keep], since[keep]
        part = {
            "lo": np.minimum(a, b),
            "hi": np.maximum(a, b),
            "strength": strength,
            "since": since,
            "source": np.full(len(a), source, dtype=np.int16),
        }
        # The rows of one pair come in the order of the sources, -1 before all.
        self._parts.insert(0 if source < 0 else len(self._parts), part)

    def united(self) -> Stated:
        """Return one row for every pair and source: the largest strength that it states, and its first day.

        What was gathered is given up for it: memory would not hold both for a hundred million ties.
        """
        columns: dict[str, npt.NDArray[Any]] = {
            "lo": np.zeros(0, np.int32),
            "hi": np.zeros(0, np.int32),
            "strength": np.zeros(0, np.float32),
            "since": np.zeros(0, np.int32),
            "source": np.zeros(0, np.int16),
        }
        for name in columns:
            parts = [part.pop(name) for part in self._parts]
            if parts:
                columns[name] = parts[0] if len(parts) == 1 else np.concatenate(parts)
        # What is the same of all rows is so in any order: most lists state nothing but the pairs.
        alike = {name for name, values in columns.items() if _constant(values)}
        if alike >= _FACTS and len(columns["lo"]) >= COMPILED_FROM and compiled.available():
            return self._counted(columns)
        order = order_of_pairs(columns["lo"], columns["hi"], self.count)
        for name in columns.keys() - alike:
            columns[name] = columns[name][order]
        pairs = _begins(columns["lo"]) | _begins(columns["hi"])
        starts = pairs | _begins(columns["source"])
        if not starts.all():
            at = np.flatnonzero(starts)
            columns["strength"] = np.fmax.reduceat(columns["strength"], at)
            later = np.where(columns["since"] == NO_DATE, np.iinfo(np.int32).max, columns["since"])
            first = np.minimum.reduceat(later, at)
            columns["since"] = np.where(first == np.iinfo(np.int32).max, NO_DATE, first).astype(np.int32)
            for name in ("lo", "hi", "source"):
                columns[name] = columns[name][at]
            pairs = pairs[at]
        best = None
        if not pairs.all():
            # No strength at all is less than any.
            known = np.where(np.isnan(columns["strength"]), -1, columns["strength"])
            best = np.lexsort((-known, np.cumsum(pairs) - 1))[np.flatnonzero(pairs)]
        return _stated(columns, best=best)

    def _counted(self, columns: dict[str, npt.NDArray[Any]]) -> Stated:
        """The same of pairs with the same facts: the rows of the graph are counted, and say their order."""
        graph = GraphArrays.from_ties(columns.pop("lo"), columns.pop("hi"), self.count)
        lo, hi = graph.tie_ends()
        facts = {name: values[: len(lo)] for name, values in columns.items()}
        return _stated({"lo": lo, "hi": hi, **facts}, graph=graph)


def _stated(
    columns: dict[str, npt.NDArray[Any]], *, best: LongArray | None = None, graph: GraphArrays | None = None
) -> Stated:
    lo, hi, strength, since, source = (columns[name] for name in _COLUMNS)
    return Stated(lo=lo, hi=hi, strength=strength, since=since, source=source, best=best, graph=graph)


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

    def making_ties(self, columns: dict[str, npt.NDArray[Any]], kinds: KindTable) -> LongArray:
        """Codes of the pairs whose evidence makes a tie by this table, ascending."""
        always = np.array([rule == "always" for rule in kinds.tie_rules])
        both = np.array([rule == "both_ways" for rule in kinds.tie_rules])
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


def given_table(stated: Stated, codes: LongArray, count: int) -> pa.Table:
    """Return the rows of the ties of which several sources state something; few, or none where there is one source.

    Args:
        stated: What is stated.
        codes: All ties, ascending.
        count: Professionals.
    """
    rows = np.zeros(0, dtype=np.int64)
    if stated.best is not None:
        begins = _begins(stated.lo) | _begins(stated.hi)
        several = ~begins
        several[:-1] |= ~begins[1:]
        rows = np.flatnonzero(several)
    since = stated.since[rows]
    pairs = tie_codes(stated.lo[rows], stated.hi[rows], count)
    return pa.table(
        [
            pa.array(np.searchsorted(codes, pairs).astype(np.int32)),
            pa.array(stated.strength[rows]),
            pa.array(since, pa.int32(), mask=since == NO_DATE).cast(pa.date32()),
            pa.array(stated.source[rows]),
        ],
        schema=schema.VERSION["given"],
    )


@attrs.frozen(kw_only=True, eq=False)
class TieArrays:
    """All ties, in the order (lo, hi): `netreach.snapshot.TieColumns` says what the columns mean."""

    lo: IntArray
    hi: IntArray
    given: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]


def tie_arrays(stated: Stated, made: LongArray, count: int) -> TieArrays:
    """Return all ties: what is stated, and what evidence makes (`made`: the codes of its pairs, ascending)."""
    lo, hi, given = stated.lo, stated.hi, stated.strength
    since, source = stated.since, stated.source
    if stated.best is not None:
        lo, hi, given = lo[stated.best], hi[stated.best], given[stated.best]
        since, source = since[stated.best], source[stated.best]
    if not len(made):
        return TieArrays(lo=lo, hi=hi, given=given, since=since, source=source)
    stated_codes = tie_codes(lo, hi, count)
    codes = sorted_unique(np.concatenate((stated_codes, made)))
    if len(codes) == len(stated_codes):
        return TieArrays(lo=lo, hi=hi, given=given, since=since, source=source)
    is_given = np.zeros(len(codes), dtype=bool)
    is_given[np.searchsorted(codes, stated_codes)] = True
    lo, hi = (ends.astype(np.int32) for ends in np.divmod(codes, max(count, 1)))
    return TieArrays(
        lo=lo,
        hi=hi,
        given=_spread(given, is_given, np.float32(NOT_GIVEN)),
        since=_spread(since, is_given, np.int32(NO_DATE)),
        source=_spread(source, is_given, np.int16(-1)),
    )


def evidence_table(columns: dict[str, npt.NDArray[Any]], codes: LongArray, count: int) -> pa.Table:
    """Return the table of evidence, sorted, with the number of the tie in each row.

    Args:
        columns: The evidence.
        codes: All ties, ascending.
        count: Professionals.
    """
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


def tie_codes(lo: IntArray, hi: IntArray, count: int) -> LongArray:
    """Pairs as numbers, in the same order."""
    codes: LongArray = lo.astype(np.int64)
    codes *= count
    codes += hi
    return codes


def uniform(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a column of equal values as its first one: what a table states of every tie alike takes no room."""
    return values[:1].copy() if len(values) > 1 and _constant(values) else values


def _constant(values: npt.NDArray[Any]) -> bool:
    """Whether all values are equal; NaN equals NaN."""
    if not len(values):
        return True
    first = values[0]
    # Few columns get past their first values: those are compared before all the others.
    for part in (values[:1000], values):
        same = np.isnan(part) if first != first else part == first
        if not same.all():
            return False
    return True


def _begins(values: npt.NDArray[Any]) -> BoolArray:
    """Where a value differs from the one before it."""
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return first


def _spread(values: npt.NDArray[Any], where: BoolArray, fill: Any) -> npt.NDArray[Any]:
    result = np.full(len(where), fill)
    result[where] = values
    return result
