"""Ties that the user states, because no export shows them."""

from __future__ import annotations

import datetime as dt

from netreach.changing.held import Held, PathLike
from netreach.errors import NetreachError, OptionError
from netreach.store.decisions import Decision


class Declaring(Held):
    """Ties that are stated."""

    def declare(
        self, who: str, other: str, *, strength: float | None = None, since: dt.date | None = None
    ) -> None:
        """State a tie that no export shows.

        Args:
            who, other: The two people.
            strength: In (0, 1]; by default the value of the kind `declared`.
            since: Since when they know each other.
        """
        self._decide(self._declaration(who, other, strength, since))

    def declare_from(self, path: PathLike) -> int:
        """State many ties that stand in a CSV file, and return how many.

        The columns are `who` and `other`, named as everywhere, and where known `strength` (in (0, 1]) and `since`
        (a day such as 2024-05-01). Rows without any text are passed over. They all count, or none does.

        Args:
            path: The file, in UTF-8.

        Raises:
            OptionError: When the file is no such table, or rows of it cannot be used: each is named with its line.
        """
        from netreach.importers.declared import read_declared

        made: list[Decision] = []
        wrong: list[str] = []
        for row in read_declared(path):
            try:
                made.append(self._declaration(row.who, row.other, row.strength(), row.since()))
            except NetreachError as error:
                wrong.append(f"line {row.line}: {str(error).splitlines()[0]}")
        if wrong:
            listed = "\n  ".join(wrong[:20])
            raise OptionError(f"{path}: {len(wrong):,} rows cannot be used, so none is:\n  {listed}")
        if made:
            self._change(lambda sources, decisions: (sources, (*decisions, *made)), decides=True)
        return len(made)

    def _declaration(self, who: str, other: str, strength: float | None, since: dt.date | None) -> Decision:
        if strength is not None and not 0 < strength <= 1:
            raise OptionError(f"strength={strength!r} is not in (0, 1].")
        a, b = self.snapshot.resolve(who), self.snapshot.resolve(other)
        if a == b:
            raise OptionError(f"{who!r} and {other!r} are the same person.")
        keys = (self.snapshot.keys_of(a)[0], self.snapshot.keys_of(b)[0])
        return Decision(kind="declare", keys=keys, strength=strength, since=since)
