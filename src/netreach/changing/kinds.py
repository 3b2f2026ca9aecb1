"""The table of kinds by which a network is read: what makes a tie in it, and what evidence is worth."""

from __future__ import annotations

from netreach.changing.held import Held
from netreach.identity import derive, version_id
from netreach.kinds import BUILT_IN, KindTable
from netreach.snapshot import Snapshot
from netreach.store.decisions import Decision, kinds_in_force


class ChoosingKinds(Held):
    """The choice of a table of kinds."""

    @property
    def kinds(self) -> KindTable:
        """The table of kinds of this network: what makes a tie in it, and what evidence is worth."""
        return self.snapshot.meta.kinds

    def use_kinds(self, table: KindTable | None) -> None:
        """Decide by which table of kinds the network is read from now on; it is kept with the decisions.

        The ties are derived anew where it says otherwise what makes one. To try a table out, and change nothing,
        give it to `Network.ego`.

        Args:
            table: The table; `None` for the built-in one.

        Raises:
            StoreError: When the folder cannot be written; nothing is changed then.

        Example:
            >>> import netreach as nr
            >>> network = nr.from_edges(["Ana"], ["Ben"])
            >>> network.use_kinds(nr.KindTable(given={"p": 0.5}))
            >>> round(network.tie("Ana", "Ben").strength, 3)
            0.5
        """
        chosen = table or BUILT_IN
        if chosen != kinds_in_force(self._committed()):
            self._decide(Decision(kind="kinds", kinds=chosen))

    def _by(self, kinds: KindTable) -> Snapshot:
        """The network by another table of kinds; the last that had to be derived is kept."""
        if kinds.tie_rules == self.kinds.tie_rules:
            return self.snapshot.with_kinds(kinds)
        sources, decisions = self._state()
        decided = (*decisions, Decision(kind="kinds", kinds=kinds))
        version = version_id([source.info.id for source in sources], decided)
        if self._otherwise is None or self._otherwise.version != version:
            self._otherwise = Snapshot(derive(sources, decided), engine=self._engine)
        return self._otherwise
