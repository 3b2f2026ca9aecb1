"""What somebody did before: careers from exports, and claims that newer ones have replaced.

An export says what holds on its day. The newest claim of a field is current; an earlier one that says something
else is history. It is kept as what it is, a claim with the first and the last day on which an export made it: when
the job began and ended, nobody said. Texts that differ only in spelling are one, a claim that a career lists anyway
is not repeated, and a claim without a day is not known to be earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.identity import fields
from netreach.store import schema
from netreach.text import company_key, words

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.store.source import Source

_SHEET = schema.VERSION["histories"]
_ORDER: Final = ("person", "kind", "start", "organisation", "title", "location", "industry", "end")
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_UNDATED: Final = dt.date.min.toordinal()


@attrs.frozen(kw_only=True, eq=False)
class Claims:
    """What all sources say of people, row by row.

    Attributes:
        table: Columns of `netreach.store.schema.SOURCE["people"]`.
        vertex: `[r]`: whom each row is about, -1 for nobody.
        day: `[r]`: the day of each row, counted from year 1; 1 where there is none.
        order: Rows of somebody, grouped by person, the best row of a person first.
        count: People.
    """

    table: pa.Table
    vertex: IntArray
    day: LongArray
    order: LongArray
    count: int

    def column(self, name: str) -> pa.Array:
        """A column as one array."""
        return whole(self.table.column(name))


def careers(
    sources: Sequence[Source], vertices: Sequence[IntArray], newer: Sequence[Sequence[int]]
) -> pa.Table:
    """Unite the jobs and schools that the sources list, each once.

    What a newer export of the same owner lists for a person replaces what the older one lists, so that a job
    that has ended since is not still current.

    Args:
        sources: All sources.
        vertices: For each source the vertices of its people, -1 for nobody.
        newer: For each source the numbers of those that replace it.
    """
    listed = []
    for source, vertex in zip(sources, vertices, strict=True):
        table = source.tables["histories"]
        person = vertex[table.column("person").to_numpy()] if len(table) else np.zeros(0, dtype=np.int32)
        listed.append((table, person))
    parts = []
    for number, (table, person) in enumerate(listed):
        if not len(table):
            continue
        keep = person >= 0
        for kind in ("work", "study"):
            of_kind = _is(table, kind)
            for other in newer[number]:
                theirs, whose = listed[other]
                if len(theirs):
                    keep &= ~(of_kind & np.isin(person, whose[_is(theirs, kind)]))
        parts.append(table.set_column(0, "person", pa.array(person.astype(np.int32))).filter(pa.array(keep)))
    if not parts:
        return schema.empty(_SHEET)
    names = schema.SOURCE["histories"].names
    table = pa.concat_tables(parts).group_by(names, use_threads=False).aggregate([]).select(names)
    current = pc.and_(pc.equal(table.column("kind"), "work"), pc.is_null(table.column("end")))
    return _sorted(schema.conform(table.append_column("current", current), _SHEET))


def with_earlier_claims(listed: pa.Table, claims: Claims) -> pa.Table:
    """Add to the careers what earlier claims say and the current ones do not.

    Args:
        listed: What `careers` returned.
        claims: What all sources say.

    Returns:
        The careers, and rows of the kinds `"claim"` (title and company), `"location"` and `"industry"`, whose
        `start` and `end` are the first and the last day of such a claim.
    """
    parts = [listed, _earlier_jobs(listed, claims)]
    parts += [_earlier_values(claims, name) for name in ("location", "industry")]
    return _sorted(pa.concat_tables(parts))


def _earlier_jobs(listed: pa.Table, claims: Claims) -> pa.Table:
    names = ("company", "title")
    rows = np.flatnonzero(_outdated(claims, "company") | _outdated(claims, "title"))
    if not len(rows):
        return schema.empty(_SHEET)
    person = claims.vertex[rows].astype(np.int64)
    work = np.flatnonzero(_is(listed, "work"))
    differs = np.zeros(len(rows), dtype=np.bool_)
    codes, worked = [], []
    for name, column, function in zip(names, ("organisation", "title"), (company_key, spoken), strict=True):
        newest = _newest_rows(claims, name)
        values = claims.column(name)
        mine, current, career = coded(
            [
                values.take(pa.array(rows)),
                values.take(pa.array(newest[person], mask=newest[person] < 0)),
                whole(listed.column(column)).take(pa.array(work)),
            ],
            function,
        )
        earlier = claims.day[rows] < np.where(newest[person] < 0, 0, claims.day[newest[person]])
        differs |= (mine > 0) & (mine != current) & earlier
        codes.append(mine)
        worked.append(career)
    # A career that lists the same company and title says more than the claim; an unknown one fits any.
    size = max(int(max(code.max(initial=0) for code in (*codes, *worked))) + 1, 1)
    jobs = whole(listed.column("person")).take(pa.array(work)).to_numpy().astype(np.int64)
    told = np.zeros(len(rows), dtype=np.bool_)
    for company, title in ((True, True), (True, False), (False, True)):
        asked = ((codes[0] > 0) == company) & ((codes[1] > 0) == title)
        mine = (person * size + codes[0] * company) * size + codes[1] * title
        theirs = (jobs * size + worked[0] * company) * size + worked[1] * title
        told |= asked & np.isin(mine, theirs)
    keep = differs & ~told
    rows, person = rows[keep], person[keep]
    best, first, last = _grouped(rows, claims.day, (person, codes[0][keep], codes[1][keep]))
    return _rows(
        claims,
        best,
        first,
        last,
        kind="claim",
        organisation=claims.column("company"),
        title=claims.column("title"),
    )


def _earlier_values(claims: Claims, name: str) -> pa.Table:
    rows = np.flatnonzero(_outdated(claims, name))
    if not len(rows):
        return schema.empty(_SHEET)
    person = claims.vertex[rows].astype(np.int64)
    values = claims.column(name)
    mine, current = coded(
        [values.take(pa.array(rows)), values.take(pa.array(_newest_rows(claims, name)[person]))], spoken
    )
    keep = (mine > 0) & (mine != current)
    best, first, last = _grouped(rows[keep], claims.day, (person[keep], mine[keep]))
    return _rows(claims, best, first, last, kind=name, **{name: values})


def _newest_rows(claims: Claims, name: str) -> LongArray:
    return fields.newest_claim(claims.column(name), claims.vertex, claims.order, claims.count)


def _outdated(claims: Claims, name: str) -> BoolArray:
    """Which rows state another value than the newest claim, on an earlier day."""
    values, newest = claims.column(name), _newest_rows(claims, name)
    row = (
        np.where(claims.vertex >= 0, newest[claims.vertex], -1) if claims.count else np.full(len(values), -1)
    )
    found: BoolArray = np.zeros(len(values), dtype=np.bool_)
    dated = np.flatnonzero((row >= 0) & (claims.day > _UNDATED))
    dated = dated[claims.day[dated] < claims.day[row[dated]]]
    said, now = values.take(pa.array(dated)), values.take(pa.array(row[dated]))
    other = pc.fill_null(pc.not_equal(said, now), False).to_numpy(zero_copy_only=False)
    found[dated[other]] = True
    return found


def coded(parts: Sequence[pa.Array], function: Callable[[str], str]) -> list[LongArray]:
    """Numbers of the folded values of several arrays, the same for equal ones; 0 where there is no value."""
    encoded = pa.concat_arrays(parts).dictionary_encode()
    number: dict[str, int] = {"": 0}
    of_value = [number.setdefault(function(value), len(number)) for value in encoded.dictionary.to_pylist()]
    taken = np.array([*of_value, 0], dtype=np.int64)[pc.fill_null(encoded.indices, len(of_value)).to_numpy()]
    return np.split(taken, np.cumsum([len(part) for part in parts])[:-1])


def spoken(text: str) -> str:
    """Return the words of a text, so that spellings of one text are equal."""
    return " ".join(words(text))


def _grouped(
    rows: LongArray, day: LongArray, codes: tuple[LongArray, ...]
) -> tuple[LongArray, LongArray, LongArray]:
    """The newest row of each group of equal codes, and the first and last day in it."""
    order = np.lexsort((rows, -day[rows], *codes[::-1]))
    if not len(order):
        return rows, day[rows], day[rows]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = np.logical_or.reduce([code[order][1:] != code[order][:-1] for code in codes])
    starts = np.flatnonzero(new)
    days = day[rows[order]]
    return rows[order[starts]], np.minimum.reduceat(days, starts), np.maximum.reduceat(days, starts)


def _rows(
    claims: Claims, rows: LongArray, first: LongArray, last: LongArray, *, kind: str, **values: pa.Array
) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "person": pa.array(claims.vertex[rows].astype(np.int32)),
        "kind": pa.array([kind] * len(rows), pa.string()),
        "start": _dates(first),
        "end": _dates(last),
        "current": pa.array(np.zeros(len(rows), dtype=np.bool_)),
        **{name: column.take(pa.array(rows)) for name, column in values.items()},
    }
    return schema.conform(pa.table(columns), _SHEET)


def _dates(ordinals: LongArray) -> pa.Array:
    return pa.array((ordinals - _EPOCH).astype(np.int32)).cast(pa.date32())


def _is(table: pa.Table, kind: str) -> BoolArray:
    found: BoolArray = whole(pc.equal(table.column("kind"), kind)).to_numpy(zero_copy_only=False)
    return found


def _sorted(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in _ORDER]).combine_chunks()
