"""What is known of two people, as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.kinds import KINDS
from netreach.model import Evidence, Tie
from netreach.strength.formula import day_of
from netreach.strength.sharing import declaring
from netreach.strength.ties import given_rows, strengths_of

if TYPE_CHECKING:
    from netreach.plugins.protocols import LongArray
    from netreach.snapshot import Snapshot


def evidence_between(snapshot: Snapshot, a: int, b: int) -> tuple[Evidence, ...]:
    """Return everything observed about two people, each source on its own; rows of tie tables come first.

    Example:
        >>> import netreach as nr
        >>> snapshot = nr.from_edges([0], [1]).snapshot
        >>> [fact.kind for fact in evidence_between(snapshot, 0, 1)]
        ['given']
    """
    ids = snapshot.ids([a, b])
    found = []
    tie = tie_number(snapshot, a, b)
    stated = given_rows(snapshot, np.array([tie] if tie >= 0 else [], dtype=np.int64))
    for day, source in zip(stated.since.tolist(), stated.source.tolist(), strict=True):
        since = day_of(day)
        found.append(
            Evidence(
                a=ids[0],
                b=ids[1],
                kind=given_kind(snapshot, source),
                count_ab=1,
                count_ba=1,
                days=0,
                first=since,
                last=since,
                source=source_name(snapshot, source),
            )
        )
    evidence = snapshot.evidence()
    for row in _rows(snapshot, tie, a, b).tolist():
        counts = (int(evidence.count_lo_hi[row]), int(evidence.count_hi_lo[row]))
        found.append(
            Evidence(
                a=ids[0],
                b=ids[1],
                kind=KINDS[evidence.kind[row]].name,
                count_ab=counts[a > b],
                count_ba=counts[a < b],
                days=int(evidence.days[row]),
                first=day_of(int(evidence.first[row])),
                last=day_of(int(evidence.last[row])),
                source=source_name(snapshot, int(evidence.source[row])),
            )
        )
    return tuple(found)


def tie_between(snapshot: Snapshot, a: int, b: int) -> Tie | None:
    """Return the tie of two people with its strength, or `None` where there is none."""
    tie = tie_number(snapshot, a, b)
    if tie < 0:
        return None
    known = evidence_between(snapshot, a, b)
    ids = snapshot.ids([a, b])
    return Tie(
        a=ids[0],
        b=ids[1],
        strength=float(strengths_of(snapshot, np.array([tie]))[0]),
        kinds=tuple(dict.fromkeys(fact.kind for fact in known)),
        since=min((fact.first for fact in known if fact.first is not None), default=None),
    )


def tie_number(snapshot: Snapshot, a: int, b: int) -> int:
    """Return the number of a tie, -1 where there is none."""
    return int(snapshot.tie_numbers(np.array([a]), np.array([b]))[0])


def given_kind(snapshot: Snapshot, source: int) -> str:
    """Return the kind of a row of the table of ties: declared by the user or by who answered, or given by a table."""
    return "declared" if declaring(snapshot)[source] else "given"


def source_name(snapshot: Snapshot, source: int) -> str:
    """Return what to call a source: its owner, else its file; `""` for what the user declared.

    The archives of LinkedIn all have much the same name; whose they are tells them apart.
    """
    if source < 0:
        return ""
    info, owner = snapshot.sources[source], snapshot.meta.owners[source]
    if not info.owner_name and owner >= 0:
        return snapshot.texts("name", [owner])[0]
    return info.owner_name or info.file


def _rows(snapshot: Snapshot, tie: int, a: int, b: int) -> LongArray:
    evidence = snapshot.evidence()
    if tie >= 0:
        return evidence.rows_of(np.array([tie]))[1]
    # Evidence without a tie stands before all other.
    loose = int(np.searchsorted(evidence.tie, 0))
    return np.flatnonzero((evidence.lo[:loose] == min(a, b)) & (evidence.hi[:loose] == max(a, b)))
