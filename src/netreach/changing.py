"""What changes a network: exports that are added, people who are removed, decisions; and how it is kept on disk."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from netreach import keys as keying
from netreach.answers.check import DamagedFile, FolderCheck
from netreach.answers.report import ImportReport, NotRead
from netreach.compiled import say_once
from netreach.errors import (
    ClosedError,
    CompassError,
    CompassNotFoundError,
    DamagedNetworkError,
    LockedError,
    NetreachError,
    OptionError,
    OwnerError,
    ProfessionalNotFoundError,
    SourceNotFoundError,
    StoreError,
)
from netreach.identity import derive, version_id, without_person
from netreach.importers.choose import Reading, read_exports
from netreach.importers.summary import import_report
from netreach.kinds import BUILT_IN, KindTable
from netreach.log import logger
from netreach.plugins import Export, Registry, default_registry
from netreach.snapshot import Snapshot
from netreach.store.decisions import SHARING, Decision, in_force, kinds_in_force
from netreach.store.folder import Current, NetworkFolder
from netreach.store.source import Source
from netreach.store.tables import DiskTables, SourceInfo

if TYPE_CHECKING:
    from netreach.answers.letters import Letters
    from netreach.answers.removal import Readmission, Removal
    from netreach.compass import Compass
    from netreach.introductions.letters import Introduction

PathLike = str | os.PathLike[str]
Progress = Callable[[str, int], None]
"""What long work calls: with a stage, and the number of records, or of bytes, in it so far.

Stages are the export that is read, with the share that was read of a large file, as in `mail.mbox (23 %)`; `"pool"`,
`"people"` and `"ties"` while the version is derived; `"write"` while it is written; `"check"` while files
are compared.
"""
_T = TypeVar("_T")
_log = logger(__name__)
State = tuple[tuple[Source, ...], tuple[Decision, ...]]
"""Sources and decisions: what a version is derived from."""


class ChangingNetwork:
    """The part of `Network` that changes it; see there.

    Attributes:
        path: The folder; `None` for a network in memory.
    """

    def __init__(
        self, folder: NetworkFolder | None, *, registry: Registry | None = None, engine: str = "auto"
    ) -> None:
        self._folder = folder
        self._registry = registry
        self._engine = engine
        self._sources: tuple[Source, ...] = ()
        self._decisions: tuple[Decision, ...] = ()
        self._snapshot: Snapshot | None = None
        self._salt: bytes | None = None
        self._compasses: dict[str, Compass] = {}
        self._before: Snapshot | None = None
        self._otherwise: Snapshot | None = None
        self._closed = False
        self._opening = threading.RLock()
        self._batched = False
        self.path: Path | None = folder.path if folder else None

    @property
    def snapshot(self) -> Snapshot:
        """The opened version: what every question takes.

        Raises:
            ClosedError: After `close`.
        """
        self._check_open()
        found = self._snapshot
        if found is None:
            # Of several threads that ask first, one opens, and all get the same.
            with self._opening:
                found = self._snapshot
                if found is None:
                    found = self._snapshot = Snapshot(self._open_tables(), engine=self._engine)
        return found

    @property
    def version(self) -> str:
        """Id of the version: the same sources and decisions give the same id."""
        return self.snapshot.version

    @property
    def sources(self) -> tuple[SourceInfo, ...]:
        """What was imported."""
        return self.snapshot.sources

    @property
    def registry(self) -> Registry:
        """The importers and scorers that this network uses."""
        if self._registry is None:
            self._registry = default_registry()
        return self._registry

    # Adding and removing

    def add(
        self,
        *exports: PathLike | Export,
        owner: str | None = None,
        importer: str | None = None,
        namespace: str | None = None,
        columns: Mapping[str, str] | None = None,
        directed: str | None = None,
        sharing: str | None = None,
        strict: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        language: str | None = None,
    ) -> ImportReport:
        """Read exports and pool them with what is there.

        In a folder or zip archive every export is found, and nothing is dropped without being named in the report.
        Exports in it that do not say whose they are belong to the one owner of those beside them.

        Args:
            exports: Files, folders, zip archives, or `Export` objects where options are needed. Loose tables
                given together are read as one data set.
            owner: Whose exports they are (profile URL, e-mail or name), where the files do not say it.
            importer: Name of the importer to use for all of them that name none.
            namespace, columns, directed, sharing: For plain paths what they are in `Export`.
            strict: Whether one export of a folder that cannot be read stops the import; otherwise the others are
                added, and the report's `failed` names it. What is given by itself must be readable in any case.
            dry_run: Whether to read everything and report what would be, and change nothing.
            progress: Called with a stage and the number of records so far. The stage is the export that is read, with
                the share that was read of a large file, as in `mail.mbox (23 %)`, then `"pool"`, `"people"`,
                `"ties"` and `"write"`.
            language: `"en"` or `"es"`, for the report's text.

        Raises:
            ExportError: When an export cannot be read; nothing is added then.
            OwnerError: When an export does not say whose it is, its owner was removed from this network, or one
                owner is given for exports of different people.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.render.words import language_of

        code = language_of(language)
        options: dict[str, Any] = {
            "owner": owner,
            "importer": importer,
            "namespace": namespace,
            "columns": columns,
            "directed": directed or "mutual",
            "sharing": sharing,
        }
        reading = Reading()
        found = read_exports(
            exports, self.registry, options=options, progress=progress, reading=reading, strict=strict
        )
        said_of = reading.said
        for source in found:
            _log.info("read %s as %s: %d people", source.info.file, source.info.importer, source.info.people)
        read: list[Source] = []
        replaced: dict[str, tuple[str, ...]] = {}
        removed: dict[str, int] = {}
        earlier = self.snapshot
        known = {info.id for info in earlier.sources}

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            read[:] = self._without_removed(found, decisions)
            removed.clear()
            removed.update(
                (source.info.id, whole.info.people - source.info.people)
                for whole, source in zip(found, read, strict=True)
            )
            new = {source.info.id: source for source in read}
            # The same file read with other options takes the place of the earlier reading.
            again = {_reading(source.info): source.info for source in read}
            kept = [
                source for source in sources if source.info.id in new or _reading(source.info) not in again
            ]
            held = {source.info.id for source in kept}
            fresh = [source for source in new.values() if source.info.id not in held]
            gone = [source.info for source in sources if source.info.id not in held]
            replaced.clear()
            for info in gone:
                by = again[_reading(info)].id
                replaced[by] = (*replaced.get(by, ()), info.id)
            # What an owner decided to show holds for the new reading too, unless it says something itself.
            said = {decision.source: decision.sharing for decision in decisions if decision.kind == "share"}
            moved = [
                Decision(kind="share", source=again[_reading(old)].id, sharing=choice)
                for old in gone
                if not again[_reading(old)].sharing and (choice := said.get(old.id) or old.sharing)
            ]
            return (*kept, *fresh), (*decisions, *moved)

        if progress is not None:
            progress("pool", 0)
        if dry_run:
            after = Snapshot(derive(*change(*self._state()), progress=progress), engine=self._engine)
        else:
            self._change(change, progress=progress)
            after = self.snapshot
        report = import_report(read, earlier=earlier, after=after, language=code)
        told = [
            attrs.evolve(
                one,
                already=one.id in known,
                owner=reading.served.get(one.id, "") or one.owner,
                owner_served=reading.served.get(one.id, ""),
                replaces=replaced.get(one.id, ()),
                removed=removed[one.id],
                says_owner=said_of[one.id].name if one.id in said_of else "",
                owner_added=said_of[one.id].stated.partition(":")[2] if one.id in said_of else "",
            )
            for one in report.sources
        ]
        return attrs.evolve(
            report,
            sources=tuple(told),
            failed=tuple(NotRead(file=one.file, reason=one.reason) for one in reading.failed),
            unknown=tuple(NotRead(file=one.file, reason=one.reason) for one in reading.unknown),
            skipped={rule: times for rule, times in sorted(reading.skipped.items()) if times},
            dry_run=dry_run,
        )

    def remove(self, source: str, *, progress: Progress | None = None) -> None:
        """Remove a source: the network is then as if it had never been added.

        Args:
            source: Its id.
            progress: Called with a stage (`"people"`, `"ties"`, `"write"`) and the number of records.

        Raises:
            SourceNotFoundError: When there is no source by that id.
        """
        self._change(
            lambda sources, said: (
                sources,
                tuple(decision for decision in said if decision.source != source),
            ),
            without=source,
            progress=progress,
        )

    def remove_person(
        self,
        who: str,
        *,
        with_sources: bool = False,
        progress: Progress | None = None,
        language: str | None = None,
    ) -> Removal:
        """Take a person out of every file of the network, and keep them out.

        Every source that names them is written anew without them, what was decided about them and all earlier
        versions are deleted. Keyed hashes of their keys and names stay (`netreach.store.erase`), so that no later
        import brings them back. Rows that have no key but the same name go too: nothing tells them apart.
        Compasses that name them in `contacts_of` are deleted. Files outside the folder are not touched.

        Args:
            who: Id, profile URL, e-mail or unambiguous name; also of somebody hidden.
            with_sources: Whether exports of which the person is the owner go whole; needed when there are any.
            progress: Called with a stage (`"people"`, `"ties"`, `"write"`) and the number of records.
            language: `"en"` or `"es"`, for the answer's text.

        Raises:
            OptionError: When the person owns sources and `with_sources` is not given.
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name.
        """
        from netreach.render.words import language_of
        from netreach.store.erase import new_salt

        done: list[Removal] = []

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            # Read under the writers' lock: two removals must not end with two keys.
            salt = self._hash_key() or new_salt()
            left, said, removal = without_person(
                sources,
                decisions,
                who,
                salt=salt,
                with_sources=with_sources,
                language=language_of(language),
            )
            done.append(removal)
            if self._folder is None:
                self._salt = salt
            else:
                self._folder.write_salt(salt)
            return left, said

        naming = self._compasses_naming(who)
        self._change(change, alone=True, progress=progress)
        for name in naming:
            self.remove_compass(name)
        return attrs.evolve(done[-1], version=self.version)

    def readmit(self, *who: str, language: str | None = None) -> Readmission:
        """Let somebody back in who was removed: later imports no longer leave them out.

        What was removed does not come back by itself: it is in no file of the network. Importing an export again
        brings back what it says.

        Args:
            who: How the person is known: profile URL, e-mail, key or full name. One is enough to find everything that
                was kept of them; several tell apart people who share one.
            language: `"en"` or `"es"`, for the answer's text.

        Raises:
            ProfessionalNotFoundError: When nobody like that was removed.
            AmbiguousNameError: When several were.
        """
        from netreach.identity.removal import readmitted
        from netreach.render.words import language_of

        done: list[Readmission] = []
        code = language_of(language)

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            left, said, readmission = readmitted(
                sources, decisions, who, salt=self._hash_key(), language=code
            )
            done.append(readmission)
            return left, said

        self._change(change)
        return attrs.evolve(done[-1], version=self.version)

    def check(self, *, progress: Progress | None = None, language: str | None = None) -> FolderCheck:
        """Read every file of the folder and compare it with what was written.

        Opening compares small files, and of large ones sizes and beginnings only. A damaged version is derived
        again; a damaged source has to be restored or imported again. A network in memory has no files.

        Args:
            progress: Called with `"check"` and the number of bytes that were compared so far, after each file.
            language: Language of the text.

        Raises:
            DamagedNetworkError: When a version is damaged and so is a source that it is made of.
            LockedError: When the version has to be made again and another process is writing.
        """
        from netreach.render.words import language_of

        self._check_open()
        size, files = 0, 0
        damaged: list[tuple[Path, str]] = []
        rebuilt = False
        if self._folder is not None:
            seen: list[int] = []

            def note(bytes_of_file: int) -> None:
                seen.append(bytes_of_file)
                if progress is not None:
                    progress("check", sum(seen))

            files, damaged = self._folder.read_all(note)
            size = sum(seen)
            versions = self._folder.path / "versions"
            if damaged and all(path.parent.parent == versions for path, _ in damaged):
                rebuilt = self._rebuild()
        return FolderCheck(
            files=files,
            bytes=size,
            damaged=tuple(
                DamagedFile(file=path.relative_to(self._folder.path).as_posix(), what=what)
                for path, what in damaged
                if self._folder is not None
            ),
            rebuilt=rebuilt,
            version=self.version,
            language=language_of(language),
        )

    def _rebuild(self) -> bool:
        """Derive the version again, and tell whether its folder could be written."""
        assert self._folder is not None
        try:
            with self._folder.writing():
                self._folder.forget_version(self._folder.current().version)
        except LockedError:
            raise
        except StoreError:
            return False
        self._snapshot = None
        return bool(self.snapshot.version)

    # Decisions

    def share(self, source: str, sharing: str) -> None:
        """Decide what another ego is shown of the evidence of a source.

        Args:
            source: Id of the source.
            sharing: `"names"`, `"strength"` or `"full"`, as `netreach.strength.sharing` reads them.

        Raises:
            SourceNotFoundError: When there is no source by that id.
            OptionError: When there is no such depth.
        """
        if sharing not in SHARING:
            raise OptionError(f"sharing is {sharing!r}: choose from {', '.join(SHARING)}.")
        self._check_source(source)
        said = self.snapshot.meta.sharing_from.get(source) == source
        if not said or next(info.sharing for info in self.sources if info.id == source) != sharing:
            self._decide(Decision(kind="share", source=source, sharing=sharing))

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
            hidden = _hidden(decisions)
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

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Everything that the user decided, in the order of the decisions."""
        return self._committed()

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

    # Letters

    def letters(self, *, to: str | None = None, language: str | None = None) -> Letters:
        """Return the log of letters: whom somebody asked for which introduction, and what became of it.

        Letters with somebody who is hidden are not shown; those with somebody who was removed are gone.

        Args:
            to: Only letters to this introducer.
            language: Language of the text.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
        """
        from netreach.introductions.log import letters

        said = self._committed()
        found = letters(self.snapshot, said, hidden=_hidden(said), language=language)
        if to is None:
            return found
        wanted = self.snapshot.professional(self.snapshot.resolve(to)).id
        return attrs.evolve(found, letters=tuple(one for one in found if one.to.id == wanted))

    def keep_letters(self, drafts: Introduction, *, day: dt.date | None = None) -> Letters:
        """Put drafts into the log, so that nobody is asked twice without being told of it.

        The text is not kept. A request that is in the log already stays as it is, unless it was withdrawn.

        Args:
            drafts: What `Ego.introduce` returned.
            day: The day of the drafts; nothing reads the clock.

        Returns:
            The letters of these drafts.

        Raises:
            OptionError: When the drafts are of no network.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.introductions.log import kept

        self._check_open()
        self._keep(
            lambda sources, decisions: (
                sources,
                (*decisions, *kept(self.snapshot, decisions, drafts, day)),
            )
        )
        ends = (drafts.people[0], drafts.people[-1])
        found = self.letters(language=drafts.language)
        return attrs.evolve(
            found,
            letters=tuple(
                one for one in found if (one.ego.id, one.target.id) == ends and one.to.id in drafts.people
            ),
        )

    def mark_letter(self, letter: str, status: str, *, day: dt.date | None = None) -> None:
        """Say what became of a letter.

        Args:
            letter: Its id, or the beginning of it.
            status: `"drafted"`, `"sent"`, `"yes"`, `"no"` or `"withdrawn"`.
            day: When; nothing reads the clock.

        Raises:
            LetterNotFoundError: When there is no such letter.
            OptionError: When there is no such status.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.introductions.log import marked

        self._check_open()
        self._keep(lambda sources, decisions: (sources, (*decisions, marked(decisions, letter, status, day))))

    # Compasses

    def compasses(self) -> tuple[Compass, ...]:
        """The compasses that are saved with the network, by name.

        Raises:
            CompassError: When the file of one cannot be read; it is named.
        """
        self._check_open()
        return tuple(compass for _, compass in sorted(self._named_compasses().items()))

    def compass(self, name: str) -> Compass:
        """Return a saved compass by its name, in upper or lower case.

        Raises:
            CompassNotFoundError: When there is none; those that there are, are listed.
            CompassError: When a file cannot be read.
        """
        from netreach.compass import name_key

        self._check_open()
        saved = self._named_compasses()
        if name_key(name) not in saved:
            listed = ", ".join(repr(compass.name) for compass in saved.values()) or "none yet"
            raise CompassNotFoundError(f"There is no compass {name!r} in this network. Saved are: {listed}.")
        return saved[name_key(name)]

    def save_compass(self, compass: Compass, *, replace: bool = False) -> None:
        """Save a compass with the network: in its folder as `compasses/NAME.toml`.

        Args:
            compass: What to save.
            replace: Whether it may take the place of another one of the same name.

        Raises:
            OptionError: When another one has the name, and `replace` is not given.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.compass import name_key

        self._check_open()
        key = name_key(compass.name)
        with self._folder.writing() if self._folder is not None else contextlib.nullcontext():
            saved = self._named_compasses()
            if saved.get(key, compass) != compass and not replace:
                raise OptionError(
                    f"There is a compass {saved[key].name!r} already ({saved[key]}). "
                    "Give another name, or replace it."
                )
            if self._folder is None:
                self._compasses[key] = compass
                return
            self._folder.write_compass(compass.name, compass.to_toml())
            for file in self._folder.compass_files():
                # The same name in other capitals was another file.
                if name_key(file.stem) == key and file.stem != compass.name:
                    file.unlink()

    def remove_compass(self, name: str) -> None:
        """Delete a saved compass.

        Raises:
            CompassNotFoundError: When there is none of this name.
            StoreError: When the folder cannot be written.
        """
        from netreach.compass import name_key

        self._check_open()
        if self._folder is None:
            del self._compasses[name_key(self.compass(name).name)]
            return
        with self._folder.writing():
            # By the name of the file: one that cannot be read can be deleted, too.
            files = [file for file in self._folder.compass_files() if name_key(file.stem) == name_key(name)]
            if not files:
                self.compass(name)
            for file in files:
                file.unlink()

    def _named_compasses(self) -> dict[str, Compass]:
        """The compasses by what is the same in all spellings of their names."""
        from netreach.compass import Compass, name_key

        if self._folder is None:
            return dict(self._compasses)
        found: dict[str, Compass] = {}
        for file in self._folder.compass_files():
            try:
                compass = Compass.load(file)
            except CompassError:
                if not file.exists():
                    continue
                raise
            if name_key(compass.name) != name_key(file.stem):
                raise CompassError(
                    f"{file} says that its name is {compass.name!r}. Give the file that name, or correct the line."
                )
            found[name_key(compass.name)] = compass
        return found

    def _compasses_naming(self, who: str) -> list[str]:
        """The names of compasses that name a person."""

        def vertex(named: str) -> int | None:
            try:
                return self.snapshot.resolve(named)
            except NetreachError:
                return None

        person, typed = vertex(who), keying.parse_who(who).value
        return [
            compass.name
            for compass in self.compasses()
            for named in compass.people
            if keying.parse_who(named).value == typed or (person is not None and vertex(named) == person)
        ]

    # Inside: what is there

    def _open_tables(self) -> Any:
        if self._folder is None:
            return derive(self._sources, self._decisions)
        return self._settled(self._tables_of)

    def _settled(self, read: Callable[[Current], _T]) -> _T:
        """Read what `CURRENT` names; again where another process replaced it, and deleted the old, meanwhile."""
        self._check_open()
        assert self._folder is not None
        while True:
            current = self._folder.current()
            try:
                return read(current)
            except DamagedNetworkError:
                if self._folder.current() == current:
                    raise

    def _tables_of(self, current: Current) -> Any:
        folder = self._folder
        assert folder is not None
        if not current.version:
            return derive(())
        if current.alone and folder.leftovers(current):
            # Whoever removed a person was killed before the old files were deleted.
            with contextlib.suppress(LockedError), folder.writing(timeout=0.1):
                pass
        said = folder.decisions(current.decisions, current.log)
        if version_id(current.sources, said) == current.version:
            try:
                return folder.open_version(current.version)
            except DamagedNetworkError:
                if folder.current() != current:
                    raise
        # The version is derived: make it again, by the rules of today, and put it back if nobody is writing.
        tables = derive(self._load(current, opened=False), said)
        try:
            with folder.writing(timeout=0.1):
                if folder.current() == current:
                    folder.write_version(tables)
                    folder.commit(attrs.evolve(current, version=tables.meta.version))
        except LockedError:
            pass  # Whoever writes leaves a version behind.
        except StoreError as error:
            say_once("The network is derived from its sources each time it is opened: %s", error)
        return tables

    def _load(
        self, current: Current, *, without: str | None = None, opened: bool = True
    ) -> tuple[Source, ...]:
        assert self._folder is not None
        return tuple(
            self._folder.source(source, current.folders, opened=opened)
            for source in current.sources
            if source != without
        )

    def _state(self) -> State:
        self._check_open()
        if self._folder is None:
            return self._sources, self._decisions
        folder = self._folder
        return self._settled(
            lambda current: (self._load(current), folder.decisions(current.decisions, current.log))
        )

    def _committed(self) -> tuple[Decision, ...]:
        self._check_open()
        if self._folder is None:
            return self._decisions
        folder = self._folder
        return self._settled(lambda current: folder.decisions(current.decisions, current.log))

    def _check_open(self) -> None:
        if self._closed:
            raise ClosedError("This network is closed. Open it again with netreach.open(...).")

    def _hash_key(self) -> bytes | None:
        """The key of the hashes of those who were removed; `None` where nobody was."""
        return self._salt if self._folder is None else self._folder.salt()

    def _told_apart(self) -> frozenset[tuple[int, int]]:
        from netreach.identity.matching import told_apart

        said = [pair for decision in in_force(self._committed()) for pair in decision.parted()]
        return self.snapshot.memo(f"told apart:{hash(tuple(said))}", lambda: told_apart(self.snapshot, said))

    def _keys(self, who: str) -> tuple[str, ...]:
        return self.snapshot.keys_of(self.snapshot.resolve(who))

    def _check_source(self, source: str) -> None:
        if source not in {info.id for info in self.sources}:
            raise SourceNotFoundError(_no_source(source, {info.id: info.file for info in self.sources}))

    def _listed(self, current: Current) -> dict[str, str]:
        """The sources of today and their files, as far as the opened version knows them."""
        known = {info.id: info.file for info in self._snapshot.sources} if self._snapshot else {}
        return {source: known.get(source, "") for source in current.sources}

    # Inside: what is written

    def _change(
        self,
        change: Callable[[tuple[Source, ...], tuple[Decision, ...]], State],
        *,
        decides: bool = False,
        alone: bool = False,
        without: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Apply a change to the sources and decisions, derive the version, and make it the current one.

        Args:
            change: From sources and decisions to sources and decisions. A source that is another object than
                before, under the same id, is written anew.
            decides: Whether only decisions are added: then it needs no sources, and can wait in a batch.
            alone: Whether nothing may stay of what was before.
            without: Id of a source to remove. It is not read, so that a damaged one can go.
            progress: Called with each stage and the number of records in it.

        Raises:
            SourceNotFoundError: When there is no source `without`.
        """
        self._check_open()
        if decides and self._batched:
            self._keep(change)
            return
        if self._folder is None:
            if without is not None:
                self._check_source(without)
            sources, decisions = change(
                tuple(source for source in self._sources if source.info.id != without), self._decisions
            )
            self._snapshot = Snapshot(derive(sources, decisions, progress=progress), engine=self._engine)
            self._sources, self._decisions = sources, decisions
            return
        folder = self._folder
        with folder.writing():
            current = folder.current()
            if without is not None and without not in current.sources:
                raise SourceNotFoundError(_no_source(without, self._listed(current)))
            before = self._load(current, without=without)
            said = folder.decisions(current.decisions, current.log)
            sources, decisions = change(before, said)
            ids = tuple(sorted(source.info.id for source in sources))
            version = version_id(ids, decisions)
            opened: DiskTables | None = None
            if version != current.version:
                tables = derive(sources, decisions, progress=progress)
                if progress is not None:
                    progress("write", tables.meta.count)
                had = {source.info.id: source for source in before}
                folders = {name: kept for name, kept in current.folders.items() if name in ids}
                for source in sources:
                    name = source.info.id
                    if had.get(name) is not source:
                        folders[name] = folder.write_source(source, anew=name in had)
                folder.write_version(tables)
                log = current.log
                if decisions[: len(said)] == said:
                    folder.write_decisions(said, decisions[len(said) :], log)
                else:
                    log = folder.write_log(decisions)
                folder.commit(
                    Current(
                        version=version,
                        sources=ids,
                        decisions=len(decisions),
                        log=log,
                        folders={name: kept for name, kept in folders.items() if name != kept},
                        alone=alone,
                    )
                )
                # Opened before anybody else may write: this object then holds what it wrote, whatever follows.
                opened = folder.open_version(version)
                if alone:
                    folder.sweep()
                _log.info(
                    "%s: version %s, %d professionals, %d ties, %d sources",
                    *(folder.path, version, tables.meta.count, tables.meta.ties, len(ids)),
                )
        tables_now = opened if opened is not None else self._open_tables()
        self._snapshot = Snapshot(tables_now, engine=self._engine)

    def _keep(self, change: Callable[[tuple[Source, ...], tuple[Decision, ...]], State]) -> None:
        """Keep decisions without deriving the version: one that does not fit them is derived when it is opened."""
        if self._folder is None:
            self._decisions = change((), self._decisions)[1]
            return
        with self._folder.writing():
            current = self._folder.current()
            said = self._folder.decisions(current.decisions, current.log)
            decisions = change((), said)[1]
            self._folder.write_decisions(said, decisions[len(said) :], current.log)
            self._folder.commit(attrs.evolve(current, decisions=len(decisions)))

    def _decide(self, decision: Decision) -> None:
        self._change(lambda sources, decisions: (sources, (*decisions, decision)), decides=True)

    def _without_removed(self, read: Sequence[Source], decisions: Sequence[Decision]) -> list[Source]:
        """Take out of new sources whoever was removed from the network before."""
        if not any(decision.kind == "remove" for decision in decisions):
            return list(read)
        from netreach.store.erase import Erased, without

        salt = self._hash_key()
        if salt is None:
            raise DamagedNetworkError(
                f"{self.path}: the file salt is missing, and without it nobody can tell who was removed. "
                "Restore it from a backup of the folder."
            )
        erased = Erased.of(decisions, salt)
        for source in read:
            if any(map(erased.has, source.info.owner_keys)):
                raise OwnerError(
                    f"The owner of {source.info.file} was removed from this network and does not come back. "
                    "Nothing was imported; leave this export out, or pool it in another network."
                )
        return [without(source, erased) for source in read]


def _reading(info: SourceInfo) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    """What is the same in two readings of one file, of which the later takes the place of the earlier."""
    return info.sha256, info.importer, info.namespace, tuple(sorted(info.columns.items()))


def _hidden(decisions: Iterable[Decision]) -> list[str]:
    """The keys that are hidden after all decisions, in the order in which they first were."""
    said: dict[str, bool] = {}
    for decision in decisions:
        if decision.kind in ("hide", "unhide"):
            said.update(dict.fromkeys(decision.keys, decision.kind == "hide"))
    return [key for key, hidden in said.items() if hidden]


def _no_source(source: str, listed: Mapping[str, str]) -> str:
    lines = "\n  ".join(f"{name}  {file}" for name, file in listed.items()) or "there are none"
    return f"There is no source {source!r}. The sources are:\n  {lines}"


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
