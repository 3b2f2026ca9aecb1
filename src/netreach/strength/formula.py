r"""What one row of evidence is worth: the formula of the model, version 2.

A row of kind k with n observations, last seen d days before the day for which we answer, carries a request with

    p_row = cap_k * (1 - (1 - p_k / cap_k) ** g(n)) * 0.5 ** (d / half_life_k)

and is worth `-ln(1 - p_row)`; the worths of the kinds of a tie add up, which is the noisy-or of independent
chances: `1 - strength = product of (1 - p_row)`. An unknown day, or one after the day of the answer, does not
fade. Every further observation adds less: `g(n) = log2(1 + n)`, so that one observation has exactly the `p` of
the table, and however many there are, the kind alone carries less than its `cap`.

What counts as n depends on the kind, with N observations in all:

- messages and mail, also in groups, and follows: answers matter, `m = 3/4 min(there, back) + 1/4 max(there, back)`;
- recommendations, endorsements: both directions are acts of their own, and one that is returned counts twice,
  `m = there + back + min(there, back)`;
- everything else happens between two people at once (a meeting stands in both directions):
  `m = N = max(there, back)`.

Of counted kinds it matters on how many distinct days D they were observed: `n = m * sqrt(D / N)`. On a day of its own
an observation counts in full; a hundred on one day count as ten. Where D is unknown it is taken as what is certain:
one day, two where the first and the last day differ.

Kinds that are not counted have `g = 1` however often they were seen; a follow that is not returned counts
`g(1/4)`. All of it grows with every count and with the number of days, and falls with age alone.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.kinds import KindTable

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, IntArray, Ints, LongArray
    from netreach.snapshot import EvidenceColumns

NO_DATE: Final = np.iinfo(np.int32).min
_EPOCH: Final = dt.date(1970, 1, 1)
_ANSWERED: Final = frozenset({"message", "mail", "group_message", "group_mail", "follow"})
_EACH_WAY: Final = frozenset({"recommendation", "endorsement"})
_FULL: Final = 1 - 1e-12


@attrs.frozen(eq=False)
class KindColumns:
    """The table of kinds as columns, in the order of the stored codes.

    Attributes:
        loss: `-ln(1 - p)` of one fresh observation.
        cap: The most that a kind alone carries; 1 for kinds that are not counted, whose p is the most.
        step: `-ln(1 - p / cap)`: what an observation takes away of what is missing to the cap.
        half_life: Days; infinite for what never fades.
        counted: Whether more observations count for more.
        answered: Whether n looks at answers.
        each_way: Whether n adds up the directions.
        contact: Interactions that one observation stands for.
        interaction: Whether it is an act of contact.
    """

    loss: FloatArray
    cap: FloatArray
    step: FloatArray
    half_life: FloatArray
    counted: BoolArray
    answered: BoolArray
    each_way: BoolArray
    contact: FloatArray
    interaction: BoolArray

    @classmethod
    def of(cls, table: KindTable) -> KindColumns:
        """Read a table of kinds; the columns of the same table are kept."""
        return _columns(table)


@functools.lru_cache(maxsize=16)
def _columns(table: KindTable) -> KindColumns:
    kinds = table.kinds
    p = np.array([kind.p for kind in kinds])
    counted = np.array([kind.counted for kind in kinds])
    # Nothing that is seen once can come near a cap.
    cap = np.where(counted, [kind.cap for kind in kinds], 1.0)
    return KindColumns(
        loss=-np.log1p(-p),
        cap=cap,
        step=-np.log1p(-np.minimum(p / cap, _FULL)),
        half_life=np.array([kind.half_life_days or np.inf for kind in kinds]),
        counted=counted,
        answered=np.array([kind.name in _ANSWERED for kind in kinds]),
        each_way=np.array([kind.name in _EACH_WAY for kind in kinds]),
        contact=np.array([kind.contact for kind in kinds]),
        interaction=np.array([kind.interaction for kind in kinds]),
    )


def day_number(day: dt.date | None) -> int | None:
    """Return a day as days since 1970-01-01.

    >>> day_number(dt.date(1970, 1, 31))
    30
    """
    return None if day is None else (day - _EPOCH).days


def day_of(number: int) -> dt.date | None:
    """Return the day of a stored number, `None` where it is unknown.

    >>> day_of(30)
    datetime.date(1970, 1, 31)
    """
    return None if number == NO_DATE else _EPOCH + dt.timedelta(days=number)


def decay(last: IntArray, half_life: FloatArray, today: int | None) -> FloatArray:
    """`[r]`: what is left of each row after the days since it was last seen, in (0, 1].

    Args:
        last: `[r]`: days since 1970-01-01, `NO_DATE` where unknown.
        half_life: `[r]`: days.
        today: The day for which we answer; `None` where no day is known.
    """
    if today is None:
        return np.ones(len(last))
    age = np.where(last == NO_DATE, 0.0, np.maximum(today - last.astype(np.float64), 0.0))
    left: FloatArray = np.exp2(-age / half_life)
    return left


def losses(kinds: KindColumns, evidence: EvidenceColumns, rows: LongArray, today: int | None) -> FloatArray:
    """`[k]`: the worth `-ln(1 - p_row)` of some rows of evidence."""
    kind = evidence.kind[rows]
    there, back = _counts(evidence, rows)
    low, high = np.minimum(there, back), np.maximum(there, back)
    answered, each_way = kinds.answered[kind], kinds.each_way[kind]
    seen = np.where(answered, 0.75 * low + 0.25 * high, high)
    seen = np.where(each_way, there + back + low, seen)
    total = np.where(answered | each_way, there + back, high)
    spread = np.sqrt(np.minimum(_days(evidence, rows) / np.maximum(total, 1.0), 1.0))
    once = np.where(answered, np.minimum(seen, 1.0), 1.0)
    steps = np.log2(1.0 + np.where(kinds.counted[kind], seen * spread, once))
    fresh = -kinds.cap[kind] * np.expm1(-steps * kinds.step[kind])
    worth: FloatArray = -np.log1p(-fresh * decay(evidence.last[rows], kinds.half_life[kind], today))
    return worth


def contacts(kinds: KindColumns, evidence: EvidenceColumns, rows: LongArray, today: int | None) -> FloatArray:
    """`[k]`: how many interactions some rows of evidence stand for.

    Counted kinds have so many for each observation, in either direction; the others once, fading with age, so
    that an old connection and a new one differ.
    """
    kind = evidence.kind[rows]
    there, back = _counts(evidence, rows)
    both = kinds.answered[kind] | kinds.each_way[kind]
    seen = np.where(both, there + back, np.maximum(there, back))
    left = decay(evidence.last[rows], kinds.half_life[kind], today)
    return kinds.contact[kind] * np.where(kinds.counted[kind], seen, left)


def strongest_per_kind(item: LongArray, kind: Ints, values: FloatArray, ties: int) -> FloatArray:
    """`[ties]`: for every tie the sum over its kinds of the largest value that any source gives.

    The same messages stand in the exports of both people, so sources are not added up.

    Args:
        item: `[r]`: to which tie each row of evidence belongs, ascending.
        kind: `[r]`: its kind, ascending within a tie.
        values: `[r]`: what it is worth.
        ties: How many ties there are.
    """
    if not len(item):
        return np.zeros(ties)
    first = np.ones(len(item), dtype=bool)
    first[1:] = (item[1:] != item[:-1]) | (kind[1:] != kind[:-1])
    starts = np.flatnonzero(first)
    best = np.maximum.reduceat(values, starts)
    return np.bincount(item[starts], best, minlength=ties).astype(np.float64, copy=False)


def _counts(evidence: EvidenceColumns, rows: LongArray) -> tuple[FloatArray, FloatArray]:
    there = np.maximum(evidence.count_lo_hi[rows], 0).astype(np.float64)
    back = np.maximum(evidence.count_hi_lo[rows], 0).astype(np.float64)
    return there, back


def _days(evidence: EvidenceColumns, rows: LongArray) -> FloatArray:
    """`[k]`: on how many distinct days each row was observed, the least where it is unknown."""
    first, last = evidence.first[rows], evidence.last[rows]
    least = np.where((first != NO_DATE) & (first < last), 2.0, 1.0)
    known: FloatArray = np.maximum(evidence.days[rows].astype(np.float64), least)
    return known
