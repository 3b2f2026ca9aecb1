"""Who was where and when: times at employers and schools, as far as careers and claims tell.

A *spell* is a time of one person at one organisation. Careers state spells; a claim of an earlier export is a spell
from the first to the last day on which it was made; the current company is one on the network's newest day, of which
nobody said when it began. Spells of one person at one organisation that touch are one, so that an overlap counts
once. Without a career with days there are no spells at all: a network from arrays pays nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import numbers, positions, whole
from netreach.graph.building import runs, sorted_unique
from netreach.search import beside
from netreach.search.arrow import stated
from netreach.search.companies import company_keys, spoken_keys
from netreach.search.labels import numbered
from netreach.strength.formula import NO_DATE, day_number

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.snapshot import Snapshot

_SPELLS: Final = 16
"""Spells of a person, on average, up to which all of them are looked at."""

WORK: Final = "work"
STUDY: Final = "study"
_KINDS: Final = {WORK: ("work", "claim"), STUDY: ("study",)}


@attrs.frozen(kw_only=True, eq=False)
class Spells:
    """Times at organisations, sorted by person, organisation and first day; those of one pair do not touch.

    Attributes:
        offsets: int64 `[n + 1]`: the rows of each person.
        place: int64 `[r]`: person and organisation as one number, ascending.
        start, end: int32 `[r]`: first and last day, since 1970-01-01.
        dated: `[r]`: whether a career or an earlier claim says when; else it is only known to be current.
        career: `[n]`: whether somebody has a dated spell.
        names: `[o]`: the organisations, each as it is spelled most often.
        sizes: int64 `[o]`: how many professionals are known to have been there.
    """

    offsets: LongArray
    place: LongArray
    start: IntArray
    end: IntArray
    dated: BoolArray
    career: BoolArray
    names: pa.Array
    sizes: LongArray

    def organisation(self, rows: LongArray) -> LongArray:
        """int64 `[k]`: the number of the organisation of some spells."""
        return self.place[rows] % len(self.names)


def spells_of(snapshot: Snapshot, kind: str) -> Spells | None:
    """Return all spells of a kind, `"work"` or `"study"`; `None` where no career says when anybody was where."""

    def make() -> dict[str, Any]:
        made = _spells(snapshot, kind)
        return {} if made is None else attrs.asdict(made, recurse=False)

    def held() -> Spells | None:
        if not snapshot.has_histories:
            return None
        # Of a large version the spells are kept beside it: to tell companies apart takes seconds.
        found = beside.kept(snapshot, f"spells-{kind}", make, scattered=True)
        return Spells(**found) if found else None

    return snapshot.memo(f"spells:{kind}", held)


def _spells(snapshot: Snapshot, kind: str) -> Spells | None:
    histories = snapshot.histories().table
    of_kind = whole(pc.is_in(histories.column("kind"), value_set=pa.array(_KINDS[kind])))
    table = histories.select(["person", "organisation", "start", "end", "current"]).filter(of_kind)
    start, end = (_days(table.column(name)) for name in ("start", "end"))
    dated = (start != NO_DATE) | (end != NO_DATE)
    organisations = whole(table.column("organisation"))
    if not (dated & stated(organisations)).any():
        return None
    today = day_number(snapshot.as_of)
    now = today if today is not None else int(np.maximum(start, end).max())
    current = numbers(pc.cast(pc.fill_null(table.column("current"), False), pa.int8())).astype(np.bool_)
    end = np.where(current & (end == NO_DATE), np.maximum(now, start), end)
    # One known day is all that is certain where the other is not stated.
    first = np.where(start == NO_DATE, end, start)
    last = np.where(end == NO_DATE, start, np.maximum(end, first))
    person = numbers(table.column("person"))
    texts = [organisations]
    if kind == WORK:
        texts.append(snapshot.column("company"))
        days = np.full(snapshot.count, now, dtype=np.int32)
        person = np.concatenate((person, np.arange(snapshot.count, dtype=np.int32)))
        first, last = np.concatenate((first, days)), np.concatenate((last, days))
        dated = np.concatenate((dated, np.zeros(snapshot.count, dtype=np.bool_)))
    labels, text, _ = numbered(texts)
    keys = company_keys(labels) if kind == WORK else spoken_keys(labels)
    return _united(snapshot.count, labels, keys, person, text, first, last, dated)


def _united(
    count: int,
    labels: pa.Array,
    keys: pa.Array,
    person: IntArray,
    text: IntArray,
    start: IntArray,
    end: IntArray,
    dated: BoolArray,
) -> Spells:
    # Number 0 is for what has no word at all.
    encoded = pa.concat_arrays([pa.array([""], pa.string()), keys]).dictionary_encode()
    of_text = numbers(encoded.indices)[1:].astype(np.int64)
    count_of = len(encoded.dictionary)
    times = np.bincount(text, minlength=len(labels))[: len(labels)]
    organisation = np.append(of_text, -1).astype(np.int32)[text]
    # Where nobody said when, and the person has no career either, only the number of people counts.
    keep = (organisation > 0) & (start != NO_DATE)
    place, others = (
        person[rows].astype(np.int64) * count_of + organisation[rows]
        for rows in (keep, ~keep & (organisation >= 0))
    )
    start, end, dated = start[keep], end[keep], dated[keep]
    order = _by_place(place, start)
    place, start, end, dated = place[order], start[order], end[order], dated[order]
    at = np.flatnonzero(_begins(place, start, end))
    if len(at) < len(place):
        place, start = place[at], start[at]
        end, dated = np.maximum.reduceat(end, at), np.logical_or.reduceat(dated, at)
    visited = sorted_unique(np.concatenate((place, others)))
    sizes = np.bincount(visited - visited // count_of * count_of, minlength=count_of)
    who = place // count_of
    career = np.zeros(count, dtype=np.bool_)
    career[who[dated]] = True
    offsets = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(who, minlength=count), out=offsets[1:])
    return Spells(
        offsets=offsets,
        place=place,
        start=start.astype(np.int32),
        end=end.astype(np.int32),
        dated=dated,
        career=career,
        names=_names(labels, of_text, times, count_of),
        sizes=sizes,
    )


def _begins(place: LongArray, start: IntArray, end: IntArray) -> BoolArray:
    """`[r]`: which rows, sorted by place and first day, touch no earlier one of their place."""
    begins = np.ones(len(place), dtype=np.bool_)
    same = np.zeros(len(place) + 1, dtype=np.bool_)
    np.equal(place[1:], place[:-1], out=same[1:-1])
    # Most people have been once at each of their places.
    rows = np.flatnonzero(same[1:] | same[:-1])
    if len(rows):
        place, start, end = place[rows], start[rows], end[rows]
        # The latest day so far within a place: places are set so far apart that no earlier one reaches over.
        apart = int(end.max()) - int(start.min()) + 2
        rank = np.cumsum(np.diff(place, prepend=place[0]) != 0) * apart
        reached = np.maximum.accumulate(end + rank) - rank
        begins[rows[1:]] = (place[1:] != place[:-1]) | (start[1:] > reached[:-1] + 1)
    return begins


def _by_place(place: LongArray, start: IntArray) -> LongArray:
    """The order of spells by place and then by first day."""
    if not len(place):
        return np.zeros(0, dtype=np.int64)
    first = int(start.min())
    bits = (int(start.max()) - first).bit_length()
    if bits + int(place.max()).bit_length() > 62:
        return np.lexsort((start, place))
    # As one number, which is sorted several times faster.
    key = place << bits
    key += start
    key -= first
    return np.argsort(key)


def _names(labels: pa.Array, of_text: LongArray, times: LongArray, count: int) -> pa.Array:
    """The spelling of each organisation that most have; of equally many the first in the alphabet, as labels are."""
    order = np.lexsort((-times, of_text))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = of_text[order][1:] != of_text[order][:-1]
    # What has no spelling is the one after the last.
    chosen = np.full(count, len(labels), dtype=np.int64)
    chosen[of_text[order[first]]] = order[first]
    return pa.concat_arrays([labels, pa.array([""], pa.string())]).take(positions(chosen))


def _days(column: pa.ChunkedArray) -> IntArray:
    days: IntArray = numbers(pc.fill_null(pc.cast(column, pa.int32()), NO_DATE))
    return days


def ranges(begin: LongArray, end: LongArray) -> tuple[LongArray, LongArray]:
    """Return all numbers of many ranges, and which range each belongs to."""
    size = end - begin
    item = np.repeat(np.arange(len(size)), size)
    return item, runs(begin, size)


def people_at(
    spells: Spells, people: IntArray | LongArray, organisation: LongArray
) -> tuple[LongArray, LongArray]:
    """Return which rows of `[k]` people are at `[k]` organisations: the number of the pair, and the row."""
    begin, end = spells.offsets[people], spells.offsets[people + 1]
    if int((end - begin).sum()) <= _SPELLS * len(people):
        # Most people have been at a few places: to look at all of theirs takes less than to search among everybody's.
        pair, row = ranges(begin, end)
        there = spells.organisation(row) == organisation[pair]
        return pair[there], row[there]
    wanted = people.astype(np.int64) * len(spells.names) + organisation
    return ranges(np.searchsorted(spells.place, wanted), np.searchsorted(spells.place, wanted, side="right"))
