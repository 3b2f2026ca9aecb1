"""What a ranking rests on, and since when the ego has not heard of an introducer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.answers.grounds import Basis, LastContact
from netreach.answers.legs import MUTUAL
from netreach.kinds import CODES
from netreach.snapshot import NO_DATE
from netreach.strength import depths, first_days
from netreach.strength.formula import KindColumns, day_of
from netreach.strength.sharing import FULL
from netreach.strength.ties import given_rows

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray
    from netreach.ranking.view import NetworkView

DORMANT_YEARS: Final = 3
"""Years without contact after which a tie is dormant (Levin, Walter, Murnighan: Dormant ties, 2011)."""


def basis_of(view: NetworkView, ego: int, a: IntArray, b: IntArray) -> Basis:
    """Count what is known of the legs of all candidates.

    Args:
        view: The network as the ego may see it.
        ego: To whom it is shown: of evidence that others do not share in full, counts do not enter.
        a: `[k]`: where each leg begins.
        b: `[k]`: where it ends.
    """
    numbers = view.snapshot.tie_numbers(a, b)
    kinds, evidence = KindColumns.of(view.snapshot.kinds), view.snapshot.evidence()
    item, rows = view.counted_rows(numbers)
    kind, source = evidence.kind[rows], evidence.source[rows]
    there, back = evidence.count_lo_hi[rows], evidence.count_hi_lo[rows]
    seen = view.tie_covered(numbers)
    seen[item[kinds.interaction[kind]]] = True
    at_once = np.isin(kind, [CODES[name] for name in MUTUAL])
    counts = np.where(at_once, np.maximum(there, back), there + back)
    counts = np.where(kinds.counted[kind], counts, 1)
    stated = given_rows(view.snapshot, numbers).source
    sources = np.unique(np.concatenate((source, stated[stated >= 0])))
    return Basis(
        legs=len(a),
        legs_seen=int(seen.sum()),
        legs_known=int((view.complete[a] & view.complete[b]).sum()),
        observations=int(counts[_told(view, ego)[source]].sum()),
        sources=int((~np.isin(sources, list(view.hidden))).sum()),
    )


def last_contacts(view: NetworkView, ego: int, people: IntArray) -> list[LastContact]:
    """Return when the ego last had contact with each of some contacts, and whether to reconnect first.

    The day is that of the newest act of contact that the ego may be shown. Where a source of the ego's own covers
    contact and shows none, it is the day since which the tie is known. A tie is dormant when that day is three years
    or more before the day of the answer; of a tie without a day nothing is said.

    Args:
        view: The network as the ego may see it.
        ego: Who asks.
        people: int32 `[k]`: contacts of theirs.
    """
    kinds, evidence = KindColumns.of(view.snapshot.kinds), view.snapshot.evidence()
    numbers = view.snapshot.tie_numbers(np.full(len(people), ego, dtype=np.int32), people)
    item, rows = view.counted_rows(numbers)
    telling = kinds.interaction[evidence.kind[rows]] & _told(view, ego)[evidence.source[rows]]
    last = np.full(len(people), NO_DATE, dtype=np.int64)
    np.maximum.at(last, item[telling], evidence.last[rows[telling]])
    silent = np.ones(len(people), dtype=np.bool_)
    silent[item[kinds.interaction[evidence.kind[rows]]]] = False
    if silent.any() and view.covers_contact(ego):
        last[silent] = first_days(view.snapshot, ego, people[silent])
    else:
        silent[:] = False
    before = _years_before(view.as_of, DORMANT_YEARS)
    found = []
    for number, never in zip(last.tolist(), silent.tolist(), strict=True):
        day = day_of(number)
        dormant = day is not None and before is not None and day <= before
        found.append(LastContact(day=day, seen=not never and day is not None, dormant=dormant))
    return found


def _told(view: NetworkView, ego: int) -> BoolArray:
    """Of each source whether the ego may be shown its counts and days."""
    return np.array([depth == FULL for depth in depths(view.snapshot, ego)] + [True], dtype=np.bool_)


def _years_before(day: dt.date | None, years: int) -> dt.date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # The 29th of February.
        return day.replace(year=day.year - years, day=28)
