r"""What is inferred of two people from their careers, for the pairs that are asked about.

- `same_employer`, `same_school`: both were there at the same time. With N professionals of the network known to have
  been there, and an overlap of so many months,

      p = p_kind * sqrt(2 / N) * (months + 6) / (months + 30)

  so that a small organisation and a long time say more: two in a firm of two, for long, have nearly the `p` of the
  table; in an organisation of 200 for two years it is about a twentieth of it. It fades from the last day together.
- `connected_at_work`: the day on which two became connected lies in a time in which the owner of that list worked
  where the other one works or worked then: `p = p_kind * sqrt(2 / N)`; it fades from that day.

Every organisation counts by itself. N is as known in the network: more people of an organisation, when they become
known, make it larger and the inference weaker; nothing else that becomes known does. The last months of a job that
has not ended are counted up to the network's newest day, whatever day is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.kinds import CODES
from netreach.strength.careers import STUDY, WORK, people_at, ranges, spells_of
from netreach.strength.formula import NO_DATE, decay

if TYPE_CHECKING:
    import pyarrow as pa

    from netreach.plugins.protocols import FloatArray, Ints, LongArray
    from netreach.snapshot import Snapshot
    from netreach.strength.careers import Spells
    from netreach.strength.formula import KindColumns

_MONTH: Final = 365.25 / 12
_SOME: Final = 6.0
_HALF: Final = 30.0


@attrs.frozen(kw_only=True, eq=False)
class Inferred:
    """What is inferred of some pairs; the rows of one pair lie together.

    Attributes:
        item: int64 `[r]`: which of the asked pairs, ascending.
        kind: int64 `[r]`: code of the kind.
        organisation: int64 `[r]`: number of the organisation among those of its kind.
        months: int64 `[r]`: how long both were there; 0 where it is not known.
        first, last: int64 `[r]`: the days between which it happened.
        source: int64 `[r]`: number of the source that shows the day of the connection; -1 for careers.
        loss: float64 `[r]`: what it is worth, `-ln(1 - p)`.
    """

    item: LongArray
    kind: LongArray
    organisation: LongArray
    months: LongArray
    first: LongArray
    last: LongArray
    source: LongArray
    loss: FloatArray


def names_of(snapshot: Snapshot, kind: int) -> pa.Array:
    """Return the names of the organisations by which a kind of inferred evidence counts them."""
    spells = spells_of(snapshot, STUDY if kind == CODES["same_school"] else WORK)
    assert spells is not None
    return spells.names


def inferred_between(
    snapshot: Snapshot, a: Ints, b: Ints, kinds: KindColumns, today: int | None, hidden: frozenset[int]
) -> Inferred | None:
    """Return what is inferred of `[k]` pairs; `None` where nothing can be, since no career has days.

    Args:
        snapshot: The network.
        a, b: The pairs.
        kinds: The table of kinds.
        today: The day for which the answer holds.
        hidden: Numbers of the sources whose evidence does not count: the days of connections that they show.
    """
    a, b = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
    parts: list[dict[str, LongArray]] = []
    for place, kind in ((WORK, "same_employer"), (STUDY, "same_school")):
        spells = spells_of(snapshot, place)
        if spells is not None:
            parts.append(_together(spells, a, b, CODES[kind]))
            if place == WORK and len(snapshot.evidence().tie):
                parts.append(_connected(snapshot, spells, a, b, hidden))
    if not parts:
        return None
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["organisation"], columns["kind"], columns["item"]))
    columns = {name: values[order] for name, values in columns.items()}
    kind_code = columns["kind"]
    sizes = columns.pop("size").astype(np.float64)
    p = -np.expm1(-kinds.loss[kind_code]) * np.sqrt(2.0 / np.maximum(sizes, 2.0))
    months = columns["months"].astype(np.float64)
    together = kind_code != CODES["connected_at_work"]
    p *= np.where(together, (months + _SOME) / (months + _HALF), 1.0)
    p *= decay(columns["last"].astype(np.int32), kinds.half_life[kind_code], today)
    return Inferred(**columns, loss=-np.log1p(-p))


def _together(spells: Spells, a: LongArray, b: LongArray, kind: int) -> dict[str, LongArray]:
    """Every organisation at which both of a pair were at the same time."""
    # Of these people only: the sizes of everybody take longer than all else that is asked of a page of hits.
    size_a, size_b = (spells.offsets[people + 1] - spells.offsets[people] for people in (a, b))
    asked = np.flatnonzero((spells.career[a] | spells.career[b]) & (size_a > 0) & (size_b > 0))
    a, b = a[asked], b[asked]
    fewer = size_a[asked] <= size_b[asked]
    a, b = np.where(fewer, a, b), np.where(fewer, b, a)
    item, mine = ranges(spells.offsets[a], spells.offsets[a + 1])
    row, theirs = people_at(spells, b[item], spells.organisation(mine))
    item, mine = asked[item[row]], mine[row]
    first = np.maximum(spells.start[mine], spells.start[theirs]).astype(np.int64)
    last = np.minimum(spells.end[mine], spells.end[theirs]).astype(np.int64)
    met = (first <= last) & (spells.dated[mine] | spells.dated[theirs])
    item, mine, first, last = item[met], mine[met], first[met], last[met]
    organisation = spells.organisation(mine)
    order = np.lexsort((first, organisation, item))
    item, organisation, first, last = item[order], organisation[order], first[order], last[order]
    new = np.ones(len(item), dtype=np.bool_)
    new[1:] = (item[1:] != item[:-1]) | (organisation[1:] != organisation[:-1])
    at = np.flatnonzero(new)
    # Spells of one person at one organisation do not touch, so neither do these.
    days = np.add.reduceat(last - first, at) if len(at) else first
    return {
        "item": item[at],
        "kind": np.full(len(at), kind, dtype=np.int64),
        "organisation": organisation[at],
        "months": np.rint(days / _MONTH).astype(np.int64),
        "first": first[at],
        "last": np.maximum.reduceat(last, at) if len(at) else last,
        "source": np.full(len(at), -1, dtype=np.int64),
        "size": spells.sizes[organisation[at]],
    }


def _connected(
    snapshot: Snapshot, spells: Spells, a: LongArray, b: LongArray, hidden: frozenset[int]
) -> dict[str, LongArray]:
    """Connections that were made while the owner of the list worked where the other one is known to have worked."""
    evidence = snapshot.evidence()
    offsets, rows = evidence.rows_of(snapshot.tie_numbers(a, b))
    item = np.repeat(np.arange(len(a)), np.diff(offsets))
    owners = np.array([*snapshot.meta.owners, -1], dtype=np.int64)
    source = evidence.source[rows].astype(np.int64)
    owner, day = owners[source], evidence.first[rows].astype(np.int64)
    told = (evidence.kind[rows] == CODES["connection"]) & (day != NO_DATE)
    told &= ((owner == a[item]) | (owner == b[item])) & ~np.isin(source, list(hidden))
    item, owner, day, source = item[told], owner[told], day[told], source[told]
    other = np.where(owner == a[item], b[item], a[item])
    row, mine = ranges(spells.offsets[owner], spells.offsets[owner + 1])
    worked = spells.dated[mine] & (spells.start[mine] <= day[row]) & (day[row] <= spells.end[mine])
    row, mine = row[worked], mine[worked]
    at, theirs = people_at(spells, other[row], spells.organisation(mine))
    row, mine = row[at], mine[at]
    # Of the other one it is enough that they are there now: since when, a list of connections does not say.
    there = (spells.start[theirs] <= day[row]) & (day[row] <= spells.end[theirs])
    there |= ~spells.dated[theirs]
    row, mine = row[there], mine[there]
    organisation = spells.organisation(mine)
    # Of several lists that show it, the latest day counts; of one day the first list.
    order = np.lexsort((source[row], -day[row], organisation, item[row]))
    row, organisation = row[order], organisation[order]
    item = item[row]
    new = np.ones(len(row), dtype=np.bool_)
    new[1:] = (item[1:] != item[:-1]) | (organisation[1:] != organisation[:-1])
    row, organisation, item = row[new], organisation[new], item[new]
    return {
        "item": item,
        "kind": np.full(len(item), CODES["connected_at_work"], dtype=np.int64),
        "organisation": organisation,
        "months": np.zeros(len(item), dtype=np.int64),
        "first": day[row],
        "last": day[row],
        "source": source[row],
        "size": spells.sizes[organisation],
    }


def inferred_losses(
    snapshot: Snapshot, numbers: Ints, kinds: KindColumns, today: int | None, hidden: frozenset[int]
) -> FloatArray | None:
    """Return float64 `[k]`: what is inferred of the two ends of some ties; `None` where nothing can be."""
    if spells_of(snapshot, WORK) is None and spells_of(snapshot, STUDY) is None:
        return None
    lo, hi = snapshot.graph.ends_of(numbers)
    found = inferred_between(snapshot, lo, hi, kinds, today, hidden)
    if found is None or not len(found.item):
        return None
    return np.bincount(found.item, found.loss, minlength=len(numbers)).astype(np.float64, copy=False)
