"""An opened version: columns of professionals and a graph. What every question takes.

A snapshot never changes. Columns are read when they are first asked for; arrays derived by the questions are
kept with `memo`, so that a second question finds them.

- `netreach.snapshot.opened`: what lies in the files, read when it is asked for.
- `netreach.snapshot.naming`: who is meant by an id, an address or a name.
- `netreach.snapshot.columns`: ties, evidence and histories as columns.
"""

from __future__ import annotations

from netreach.snapshot.columns import NO_DATE, EvidenceColumns, GivenColumns, HistoryColumns, TieColumns
from netreach.snapshot.snapshot import Snapshot

__all__ = [
    "EvidenceColumns",
    "GivenColumns",
    "HistoryColumns",
    "NO_DATE",
    "Snapshot",
    "TieColumns",
]
