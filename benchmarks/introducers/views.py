"""What scorers are shown: the structure, and the contact of some ties."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from benchmarks.introducers.weighted import BoolArray, FloatArray
from netreach.ranking import NetworkView
from netreach.snapshot import Snapshot
from netreach.store.tables import MemoryTables

if TYPE_CHECKING:
    from netreach.plugins.protocols import Ints

_T = TypeVar("_T")


class SeenView(NetworkView):
    """A network of bare ties, and on some of them the contact that sources show.

    It answers as a network does into which somebody imported sources with that much contact; a test holds it to that.

    Args:
        snapshot: The network.
        contacts: `[m]`: interactions of every tie.
        seen: `[m]`: on which ties a source shows them; a seen tie may have none.
        mailbox: Whose whole mail is among the sources; `None` for nobody's.
    """

    def __init__(
        self, snapshot: Snapshot, contacts: FloatArray, seen: BoolArray, *, mailbox: int | None = None
    ) -> None:
        super().__init__(snapshot)
        self._contacts = np.where(seen, contacts, np.nan)
        self._seen = seen
        self._mailbox = mailbox
        self._kept: dict[str, object] = {}

    def tie_interactions(self, numbers: Ints) -> FloatArray:
        """`[k]`: what is seen of some ties."""
        found: FloatArray = self._contacts[numbers]
        return found

    def tie_covered(self, numbers: Ints) -> BoolArray:
        """`[k]`: whether it is seen."""
        covered: BoolArray = self._seen[numbers]
        return covered

    def covers(self, vertex: int, kind: str) -> bool:
        """Whether a source of this person covers all evidence of a kind."""
        return kind == "mail" and vertex == self._mailbox

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        """Keep what was derived from what this view shows, and from no other."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: _T = self._kept[key]  # type: ignore[assignment]
        return kept


def partly_known(snapshot: Snapshot, complete: BoolArray) -> Snapshot:
    """Return a network in which only some people's lists of contacts are complete."""
    tables = snapshot._tables
    assert isinstance(tables, MemoryTables)
    arrays = {**tables.arrays, "complete": complete}
    return Snapshot(attrs.evolve(tables, arrays=arrays))
