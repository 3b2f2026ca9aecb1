"""An opened version: columns of professionals and a graph. What every question takes."""

from __future__ import annotations

import copy
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.arrow import numbers
from netreach.errors import (
    OptionError,
)

if TYPE_CHECKING:
    from netreach.kinds import KindTable
    from netreach.plugins.protocols import FloatArray, IntArray, Ints, LongArray

from netreach.snapshot.columns import EvidenceColumns, GivenColumns, TieColumns, days_of
from netreach.snapshot.naming import Naming


class Snapshot(Naming):
    """An opened version of a network.

    Args:
        tables: Where the columns come from.
        engine: `"auto"`, `"csr"` or `"igraph"`: what searches the graph; the answers are the same.

    Attributes:
        as_stored: Whether the evidence is all that the version has.
        kinds: The table of kinds by which strengths are computed: that of the network, or that of a question.
    """

    def with_kinds(self, kinds: KindTable) -> Snapshot:
        """Return the same version with another table of kinds; columns, graph and what was derived are shared.

        What depends on the table is kept under a name that says so (`netreach.strength.ties.memo_key`).

        Raises:
            OptionError: When the table says otherwise what makes a tie: that takes another version.
        """
        if kinds.tie_rules != self.meta.kinds.tie_rules:
            raise OptionError(
                "This table of kinds says otherwise what makes a tie, and so what a degree is: the ties have to be "
                "derived by it. Ask with network.ego(..., kinds=table), or decide it with network.use_kinds(table)."
            )
        if kinds == self.kinds:
            return self
        other = copy.copy(self)
        other.kinds = kinds
        return other

    def ties(self) -> TieColumns:
        """What tie tables state of the ties."""

        def make() -> TieColumns:
            columns = (self._tables.array(f"tie_{name}") for name in ("given", "since", "source"))
            # What is the same of all ties is stored once.
            given, since, source = (np.broadcast_to(column, self.graph.ties) for column in columns)
            return TieColumns(given=given, since=since, source=source)

        return self.memo("ties", make)

    def tie_ends(self) -> tuple[IntArray, IntArray]:
        """int32 `[m]`, `[m]`: the two vertices of all ties, lo < hi, in the order (lo, hi)."""
        return self.memo("tie ends", self.graph.tie_ends)

    def given(self) -> GivenColumns:
        """What is stated of the ties that stand in several tie tables, row by row."""

        def make() -> GivenColumns:
            table = self._tables.table("given")
            return GivenColumns(
                tie=numbers(table.column("tie")),
                strength=numbers(table.column("strength")),
                since=days_of(table.column("since")),
                source=numbers(table.column("source")),
            )

        return self.memo("given", make)

    def evidence(self) -> EvidenceColumns:
        """All evidence as columns."""

        def make() -> EvidenceColumns:
            table = self._tables.table("evidence")
            plain = ("tie", "lo", "hi", "kind", "count_lo_hi", "count_hi_lo", "days", "source")
            return EvidenceColumns(
                **{name: numbers(table.column(name)) for name in plain},
                first=days_of(table.column("first")),
                last=days_of(table.column("last")),
            )

        return self.memo("evidence", make)

    def without_evidence(self, kinds: Sequence[int]) -> Snapshot:
        """Return the same version as though evidence of some kinds, named by their codes, had not been seen.

        People and ties stay as they are.
        """
        evidence = self.evidence()
        kept = np.flatnonzero(~np.isin(evidence.kind, list(kinds)))
        left = {field.name: getattr(evidence, field.name)[kept] for field in attrs.fields(EvidenceColumns)}
        other = object.__new__(Snapshot)
        other.__dict__.update(self.__dict__)
        other._lock = threading.RLock()
        other.as_stored = False
        # What was derived from the evidence is derived anew; columns that are read already are shared.
        same = ("column:", "identity", "histories", "id ranks", "ties", "given", "contact counts")
        with self._lock:
            other._memo = {key: value for key, value in self._memo.items() if key.startswith(same)}
        other._memo["evidence"] = EvidenceColumns(**left)
        return other

    def tie_numbers(self, a: Ints, b: Ints) -> LongArray:
        """`[k]`: the number of the tie of each pair, -1 where there is none."""
        return self.graph.tie_numbers(a, b)

    def contact_counts(self) -> FloatArray:
        """`[n]`: contacts of each; people without a complete list have at least the owners' median.

        Someone whose list nobody gave us looks as if they had few contacts; taking that at face value would
        reward ignorance wherever a score divides by the number of contacts.
        """

        def make() -> FloatArray:
            # Not those that the graph would keep: eight bytes a person more.
            counts = np.diff(self.graph.indptr).astype(np.float64)
            known = counts[self.complete]
            if len(known) and not self.complete.all():
                counts = np.where(self.complete, counts, np.maximum(counts, np.median(known)))
            return counts

        return self.memo("contact counts", make)

    def __repr__(self) -> str:
        return f"<Snapshot {self.version}: {self.count:,} professionals, {self.meta.ties:,} ties>"
