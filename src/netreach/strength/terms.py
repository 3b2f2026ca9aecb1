"""What the strength of a tie is made of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from netreach.answers.legs import EvidenceTerm
from netreach.kinds import CODES, KINDS
from netreach.strength.facts import given_kind, source_name
from netreach.strength.formula import KindColumns, day_number, day_of, losses
from netreach.strength.inferred import inferred_between, names_of
from netreach.strength.sharing import FULL, NAMES, declaring, depths
from netreach.strength.ties import LARGEST_LOSS, GivenRows, given_rows

if TYPE_CHECKING:
    from netreach.plugins.protocols import Ints, LongArray
    from netreach.snapshot import Snapshot


def strength_terms(
    snapshot: Snapshot,
    a: int,
    b: int,
    *,
    as_of: dt.date | None = None,
    ego: int | None = None,
) -> tuple[EvidenceTerm, ...]:
    """Return what the strength of one tie is made of, the weightiest first; nothing where there is no tie.

    The values add up to `-ln(1 - strength)` within 1e-9, the strength being the one that `tie_strengths` gives
    with the same arguments (and with the sources hidden that the ego may not see).

    Args:
        snapshot: The network.
        a: One person.
        b: The other.
        as_of: The day for which the strength holds; by default the newest in the network.
        ego: To whom it is shown; `sharing` of the sources decides how much. `None` shows everything.

    Example:
        >>> import netreach as nr
        >>> snapshot = nr.from_edges([0], [1], strengths=[0.5]).snapshot
        >>> [(term.kind, round(term.value, 3)) for term in strength_terms(snapshot, 0, 1)]
        [('given', 0.693)]
    """
    pair = (np.array([a]), np.array([b]))
    return terms_of(snapshot, *pair, as_of=as_of, ego=ego)[0]


def terms_of(
    snapshot: Snapshot,
    a: Ints,
    b: Ints,
    *,
    as_of: dt.date | None = None,
    ego: int | None = None,
) -> list[tuple[EvidenceTerm, ...]]:
    """Return the terms of many ties: `strength_terms` of each pair of `[k]` people a and b."""
    kinds, today = KindColumns.of(snapshot.kinds), day_number(as_of or snapshot.as_of)
    evidence, shown = snapshot.evidence(), depths(snapshot, ego)
    number = snapshot.tie_numbers(a, b)
    if not (number >= 0).any():
        return [()] * len(number)
    stated = given_rows(snapshot, np.maximum(number, 0))
    declares = declaring(snapshot)
    given = stated.losses(kinds, today, declares).tolist()
    said = declares[stated.source]
    begins = np.searchsorted(stated.item, np.arange(len(number) + 1)).tolist()
    offsets, rows = evidence.rows_of(number)
    worth = losses(kinds, evidence, rows, today).tolist()
    bare = float(kinds.loss[CODES["connection"]])
    guessed = _inferred(snapshot, a, b, number, kinds, today, shown)
    found = []
    for item, tie in enumerate(number.tolist()):
        flip = bool(a[item] > b[item])
        terms: list[EvidenceTerm] = []
        touched = False
        for declared in (True, False) if tie >= 0 else ():
            of_kind = [at for at in range(begins[item], begins[item + 1]) if said[at] == declared]
            seen = [at for at in of_kind if stated.source[at] < 0 or shown[stated.source[at]] != NAMES]
            touched |= len(seen) < len(of_kind)
            if seen:
                worthiest = max(seen, key=given.__getitem__)
                full = [at for at in seen if stated.source[at] < 0 or shown[stated.source[at]] == FULL]
                row = max(full, key=given.__getitem__) if full else worthiest
                terms.append(_given(snapshot, stated, row, given[worthiest], shown=bool(full)))
        best: dict[int, int] = {}
        told: dict[int, int] = {}
        for at in range(int(offsets[item]), int(offsets[item + 1])):
            kind, source = int(evidence.kind[rows[at]]), int(evidence.source[rows[at]])
            if shown[source] == NAMES:
                touched = True
                continue
            if kind not in best or worth[at] > worth[best[kind]]:
                best[kind] = at
            if shown[source] == FULL and (kind not in told or worth[at] > worth[told[kind]]):
                told[kind] = at
        for kind, at in best.items():
            # The largest value counts; details come from the best row that may be shown.
            row = int(rows[told.get(kind, at)])
            terms.append(_observed(snapshot, row, worth[at], shown=kind in told, flip=flip))
        terms += guessed.get(item, ())
        total = sum(term.value for term in terms)
        if touched and total < bare:
            terms.append(_term("names_only", bare - total))
        found.append(_within_bounds(terms))
    return found


def _inferred(
    snapshot: Snapshot,
    a: Ints,
    b: Ints,
    number: LongArray,
    kinds: KindColumns,
    today: int | None,
    shown: tuple[str, ...],
) -> dict[int, list[EvidenceTerm]]:
    """The terms of what is inferred of each pair that has a tie."""
    hidden = frozenset(source for source, depth in enumerate(shown) if depth == NAMES)
    tied = np.flatnonzero(number >= 0)
    found = inferred_between(snapshot, np.asarray(a)[tied], np.asarray(b)[tied], kinds, today, hidden)
    terms: dict[int, list[EvidenceTerm]] = {}
    if found is None:
        return terms
    columns = (
        found.item,
        found.kind,
        found.organisation,
        found.months,
        found.first,
        found.last,
        found.source,
    )
    for item, kind, organisation, months, first, last, source, value in zip(
        *(column.tolist() for column in columns), found.loss.tolist(), strict=True
    ):
        by_date = source >= 0
        details: dict[str, Any] = {"organisation": names_of(snapshot, kind)[organisation].as_py()}
        if not by_date:
            details |= {"months": months, "first": day_of(first), "last": day_of(last)}
        elif shown[source] == FULL:
            details |= {"first": day_of(first), "last": day_of(last), "source": source_name(snapshot, source)}
        else:
            details |= {"source": source_name(snapshot, source), "shared": False}
        terms.setdefault(int(tied[item]), []).append(_term(KINDS[kind].name, value, **details))
    return terms


def _within_bounds(terms: list[EvidenceTerm]) -> tuple[EvidenceTerm, ...]:
    """Sort terms by value; where they exceed what any strength can have, shrink all of them alike."""
    total = sum(term.value for term in terms)
    if total > LARGEST_LOSS:
        scale = LARGEST_LOSS / total
        terms = [_scaled(term, term.value * scale) for term in terms]
    return tuple(sorted(terms, key=lambda term: (-term.value, term.kind, term.organisation)))


def _scaled(term: EvidenceTerm, value: float) -> EvidenceTerm:
    return attrs.evolve(term, value=value, p=_chance(value))


def _given(snapshot: Snapshot, stated: GivenRows, row: int, value: float, *, shown: bool) -> EvidenceTerm:
    source, since = int(stated.source[row]), day_of(int(stated.since[row]))
    if not shown:
        return _term(given_kind(snapshot, source), value, source=source_name(snapshot, source), shared=False)
    return _term(
        given_kind(snapshot, source), value, first=since, last=since, source=source_name(snapshot, source)
    )


def _observed(snapshot: Snapshot, row: int, value: float, *, shown: bool, flip: bool) -> EvidenceTerm:
    evidence = snapshot.evidence()
    kind, source = KINDS[evidence.kind[row]].name, source_name(snapshot, int(evidence.source[row]))
    if not shown:
        return _term(kind, value, source=source, shared=False)
    counts = (int(evidence.count_lo_hi[row]), int(evidence.count_hi_lo[row]))
    return _term(
        kind,
        value,
        count_ab=counts[flip],
        count_ba=counts[not flip],
        days=int(evidence.days[row]) or None,
        first=day_of(int(evidence.first[row])),
        last=day_of(int(evidence.last[row])),
        source=source,
    )


def _term(kind: str, value: float, **details: Any) -> EvidenceTerm:
    return EvidenceTerm(kind=kind, value=float(value), p=_chance(value), **details)


def _chance(value: float) -> float:
    return float(-np.expm1(-value))
