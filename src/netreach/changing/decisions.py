"""What the user decides: who is hidden, who is one person and who is not, many at once, and back again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence

from netreach import keys as keying
from netreach.changing.held import Held, Progress, State
from netreach.errors import OptionError, ProfessionalNotFoundError
from netreach.store.decisions import Decision, hidden_keys, in_force
from netreach.store.source import Source


class Deciding(Held):
    """Decisions about people."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Everything that the user decided, in the order of the decisions."""
        return self._committed()

    def hide(self, who: str) -> None:
        """Hide a person: not in any answer, not as an intermediary, not in a count."""
        self._decide(Decision(kind="hide", keys=self._keys(who)))

    def unhide(self, key: str) -> None:
        """Show a hidden person again, named by a key, a profile URL, an e-mail or the id from before.

        Raises:
            ProfessionalNotFoundError: When nobody who is hidden now is known like that.
        """
        typed = keying.parse_who(key).value

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            hidden = hidden_keys(decisions)
            named = [k for k in hidden if typed in (k, keying.person_id(k))]
            if not named:
                raise ProfessionalNotFoundError(
                    f"Nobody hidden is known as {key!r}. Give a profile URL, an e-mail, or the id that they had."
                )
            # The person may have been hidden several times, with more keys each time.
            groups = [set(said.keys) for said in decisions if said.kind == "hide"]
            keys, grown = set(named), True
            while grown:
                more = {k for group in groups if group & keys for k in group if k in hidden}
                grown = not more <= keys
                keys |= more
            return sources, (*decisions, Decision(kind="unhide", keys=tuple(k for k in hidden if k in keys)))

        self._change(change, decides=True)

    def merge(self, who: str, other: str) -> None:
        """Say that two professionals are one person; ids of both keep resolving.

        Raises:
            OptionError: When they are one person already.
        """
        a, b = self.snapshot.resolve(who), self.snapshot.resolve(other)
        if a == b:
            raise OptionError(f"{who!r} and {other!r} are the same person already.")
        mine, theirs = self.snapshot.keys_of(a), self.snapshot.keys_of(b)
        keys = [mine[0], theirs[0]]
        # An earlier word that kept them apart named these keys: the later word takes it back by naming them too.
        for decision in in_force(self._committed()):
            for pair in decision.parted():
                if (pair[0] in mine and pair[1] in theirs) or (pair[1] in mine and pair[0] in theirs):
                    keys += pair
        self._decide(Decision(kind="merge", keys=tuple(dict.fromkeys(keys))))

    def merge_all(self, pairs: Iterable[tuple[str, str]], *, progress: Progress | None = None) -> int:
        """Merge many pairs in one step, and return how many decisions that took.

        Pairs go in their order; one whose two are one already, or were told apart, is passed over. That holds for
        whole chains too: of a and b, b and c, nothing is merged that would make one of two who were told apart.

        Args:
            pairs: Two people each, named as everywhere.
            progress: Called with a stage (`"people"`, `"ties"`, `"write"`) and the number of records.
        """
        from netreach.identity.said import Groups

        groups = Groups()
        for a, b in self._told_apart():
            groups.part(a, b)
        made: list[Decision] = []
        for who, other in pairs:
            a, b = self.snapshot.resolve(who), self.snapshot.resolve(other)
            if groups.root(a) != groups.root(b) and groups.join(a, b):
                keys = (self.snapshot.keys_of(a)[0], self.snapshot.keys_of(b)[0])
                made.append(Decision(kind="merge", keys=keys))
        if made:
            self._change(
                lambda sources, decisions: (sources, (*decisions, *made)), decides=True, progress=progress
            )
        return len(made)

    def distinct(self, who: str, other: str) -> None:
        """Say that two professionals are two people: they are never proposed as one, and a merge is taken back.

        Where both name one person of today, they must be keys of theirs (profile URLs or addresses): those belong
        to two people, and every other key stays with the one on whom it hangs.

        Raises:
            OptionError: When both name one person, and not by two keys.
        """
        a, b = self.snapshot.resolve(who), self.snapshot.resolve(other)
        mine, theirs = self.snapshot.keys_of(a), self.snapshot.keys_of(b)
        keys = (_named_key(who, mine) or mine[0], _named_key(other, theirs) or theirs[0])
        if keys[0] == keys[1]:
            listed = "\n  ".join(mine)
            raise OptionError(
                f"{who!r} and {other!r} name one person. To part them, name a key of each:\n  {listed}"
            )
        self._decide(Decision(kind="distinct", keys=keys))

    def split(self, who: str, keys: Iterable[str]) -> None:
        """Say that some keys of a professional are somebody else.

        Args:
            who: The person.
            keys: Their keys (profile URLs, addresses, ids of tables) that are one other person; all the others stay.

        Raises:
            OptionError: When a key is not theirs, or none would go or stay.
        """
        if isinstance(keys, str):
            raise OptionError(f"keys={keys!r} is one text: give a list of keys.")
        mine = self.snapshot.keys_of(self.snapshot.resolve(who))
        gone: list[str] = []
        for text in keys:
            key = _named_key(text, mine)
            if key is None:
                listed = "\n  ".join(mine)
                raise OptionError(f"{text!r} is no key of {who!r}. The keys are:\n  {listed}")
            gone.append(key)
        stayed = tuple(key for key in mine if key not in gone)
        if not gone or not stayed:
            raise OptionError(
                f"A split of {who!r} needs a key that goes and one that stays; there are {len(mine)}."
            )
        self._decide(Decision(kind="split", keys=tuple(dict.fromkeys(gone)), others=stayed))

    def undo(self) -> Decision:
        """Take back the last decision about who is who (`merge`, `distinct`, `split`), and return it.

        Raises:
            OptionError: When there is none.
        """
        taken: list[Decision] = []

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            standing = in_force(decisions)
            if not standing:
                raise OptionError("No decision about who is who is in force, so there is none to take back.")
            taken.append(standing[-1])
            back = Decision(kind="withdraw", keys=standing[-1].keys, others=standing[-1].others)
            return sources, (*decisions, back)

        self._change(change, decides=True)
        return taken[-1]

    @contextlib.contextmanager
    def batch(self, *, progress: Progress | None = None) -> Iterator[None]:
        """Let many decisions take effect together: each is kept at once, and the version is derived at the end.

        In the block answers stay as they were before; only `decisions`, `may_be_one` and `undo` know what was
        decided in it. If the program is killed, whoever opens the network next finds every decision in effect.

        Args:
            progress: Called at the end with a stage (`"people"`, `"ties"`, `"write"`) and the number of records.

        Example:
            >>> import netreach as nr
            >>> network = nr.from_edges(["Ana", "Ben", "Eva"], ["Ben", "Eva", "Kim"])
            >>> with network.batch():
            ...     network.hide("Ana")
            ...     network.hide("Kim")
            >>> network.snapshot.count
            2
        """
        if self._batched:
            yield
            return
        before = self._committed()
        self._batched = True
        try:
            yield
        finally:
            self._batched = False
            if not self._closed and self._committed() != before:
                self._change(lambda sources, decisions: (sources, decisions), progress=progress)

    def may_be_one(self, who: str, other: str) -> bool:
        """Return whether it is open if two professionals are one: not merged, and not told apart.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
        """
        from netreach.identity.matching import told_apart
        from netreach.identity.said import Groups

        a, b = self.snapshot.resolve(who), self.snapshot.resolve(other)
        groups = Groups()
        # In a batch the snapshot does not know the latest words yet. The last of them counts first.
        for said in reversed(in_force(self._committed()) if self._batched else ()):
            one = [vertex for key in said.keys if (vertex := self.snapshot.vertex_of_key(key)) >= 0]
            for vertex in one[1:] if said.kind == "merge" else ():
                groups.join(one[0], vertex)
            for pair in told_apart(self.snapshot, said.parted()):
                groups.part(*pair)
        for pair in self._told_apart():
            groups.part(*pair)
        return groups.root(a) != groups.root(b) and not groups.parted(a, b)

    def _told_apart(self) -> frozenset[tuple[int, int]]:
        from netreach.identity.matching import told_apart

        said = [pair for decision in in_force(self._committed()) for pair in decision.parted()]
        return self.snapshot.memo(f"told apart:{hash(tuple(said))}", lambda: told_apart(self.snapshot, said))

    def _keys(self, who: str) -> tuple[str, ...]:
        return self.snapshot.keys_of(self.snapshot.resolve(who))


def _named_key(text: str, keys: Sequence[str]) -> str | None:
    """The key among some that a text names, as a key, a profile URL, an address or the id of a table."""
    if text in keys:
        return text
    value = keying.parse_who(text).value
    former = [key for key in keys if keying.person_id(key) == value]
    if former:
        return former[0]
    if value in keys:
        return value
    of_table = [key for key in keys if key.startswith("id:") and key.rpartition("/")[2] == value]
    return of_table[0] if len(of_table) == 1 else None
