"""The network: opened, added to, asked. A thin facade over store, identity and the questions."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import itertools
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from netreach import keys as keying
from netreach.answers.check import DamagedFile, FolderCheck
from netreach.answers.report import ImportReport, NotRead
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
from netreach.model import Evidence, Professional, RowProblem, Tie
from netreach.plugins import Export, Registry, default_registry
from netreach.snapshot import Snapshot
from netreach.store.decisions import SHARING, Decision, in_force
from netreach.store.folder import Current, NetworkFolder
from netreach.store.source import Source
from netreach.store.tables import DiskTables, SourceInfo

if TYPE_CHECKING:
    import pyarrow as pa

    from netreach.answers.candidates import Candidates
    from netreach.answers.changes import Changes
    from netreach.answers.removal import Readmission, Removal
    from netreach.compass import Compass
    from netreach.ego import Ego
    from netreach.plugins.protocols import Engine

PathLike = str | os.PathLike[str]
Progress = Callable[[str, int], None]
_T = TypeVar("_T")


class Network:
    """A pool of exports as one network.

    Made by `netreach.open`, `netreach.load`, `netreach.from_edges` and their siblings. Close it, or use it in a
    `with` block. Reading is safe from many threads; the version that was opened stays as it is until `add` or
    another change in this object.

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
        self._closed = False
        self._batched = False
        self.path: Path | None = folder.path if folder else None

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a Network cannot be pickled: save it and open it there")

    def __repr__(self) -> str:
        where = str(self.path) if self.path else "in memory"
        if self._closed:
            return f"<Network {where}, closed>"
        meta = self.snapshot.meta
        return f"<Network {where}: {meta.count:,} professionals, {meta.ties:,} ties, {_sources(len(meta.sources))}>"

    @property
    def snapshot(self) -> Snapshot:
        """The opened version: what every question takes.

        Raises:
            ClosedError: After `close`.
        """
        self._check_open()
        if self._snapshot is None:
            self._snapshot = Snapshot(self._open_tables(), engine=self._engine)
        return self._snapshot

    @property
    def version(self) -> str:
        """Id of the version: the same sources and decisions give the same id."""
        return self.snapshot.version

    @property
    def previous_version(self) -> str | None:
        """Id of the newest other version on disk, for `changes`; `None` where there is none."""
        if self._folder is None:
            return None
        return next((kept for kept in self._folder.versions() if kept != self.version), None)

    @property
    def engine(self) -> Engine:
        """The graph engine of the opened version: arrays in, arrays out, for programs that ask very often.

        People are vertices there; `network.find(...)` and `network.people()` lead from one to the other.
        """
        return self.snapshot.engine

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
                the share that was read of a large file, as in `mail.mbox (23 %)`, or `"pool"`.
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
        read: list[Source] = []
        replaced: dict[str, tuple[str, ...]] = {}
        removed: dict[str, int] = {}
        earlier = self.snapshot
        known = {info.id for info in earlier.sources}

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> _State:
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
            after = Snapshot(derive(*change(*self._state())), engine=self._engine)
        else:
            self._change(change)
            after = self.snapshot
        report = import_report(read, earlier=earlier, after=after, language=code)
        told = [
            attrs.evolve(
                one,
                already=one.id in known,
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

    def remove(self, source: str) -> None:
        """Remove a source: the network is then as if it had never been added.

        Raises:
            SourceNotFoundError: When there is no source by that id.
        """
        self._change(
            lambda sources, said: (
                sources,
                tuple(decision for decision in said if decision.source != source),
            ),
            without=source,
        )

    def remove_person(self, who: str, *, with_sources: bool = False, language: str | None = None) -> Removal:
        """Take a person out of every file of the network, and keep them out.

        Every source that names them is written anew without them, what was decided about them and all earlier
        versions are deleted. Keyed hashes of their keys and names stay (`netreach.store.erase`), so that no later
        import brings them back. Rows that have no key but the same name go too: nothing tells them apart.
        Compasses that name them in `contacts_of` are deleted. Files outside the folder are not touched.

        Args:
            who: Id, profile URL, e-mail or unambiguous name; also of somebody hidden.
            with_sources: Whether exports of which the person is the owner go whole; needed when there are any.
            language: `"en"` or `"es"`, for the answer's text.

        Raises:
            OptionError: When the person owns sources and `with_sources` is not given.
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name.
        """
        from netreach.render.words import language_of
        from netreach.store.erase import new_salt

        done: list[Removal] = []

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> _State:
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
        self._change(change, alone=True)
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

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> _State:
            left, said, readmission = readmitted(
                sources, decisions, who, salt=self._hash_key(), language=code
            )
            done.append(readmission)
            return left, said

        self._change(change)
        return attrs.evolve(done[-1], version=self.version)

    def export(self, who: str) -> dict[str, Any]:
        """Return everything that is stored about one person as plain data, for who asks what is known of them.

        Args:
            who: Id, profile URL, e-mail or unambiguous name; also of somebody hidden.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name.
        """
        from netreach.identity.held import held

        sources, decisions = self._state()
        return {"schema": 1, "version": self.version, **held(sources, decisions, who)}

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

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> _State:
            hidden = _hidden(decisions)
            named = [k for k in hidden if typed in (k, keying.person_id(k))]
            if not named:
                raise ProfessionalNotFoundError(f"Nobody hidden is known as {key!r}.")
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

    def merge_all(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Merge many pairs in one step, and return how many decisions that took.

        Pairs go in their order; one whose two are one already, or were told apart, is passed over. That holds for
        whole chains too: of a and b, b and c, nothing is merged that would make one of two who were told apart.
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
            self._change(lambda sources, decisions: (sources, (*decisions, *made)), decides=True)
        return len(made)

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

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> _State:
            standing = in_force(decisions)
            if not standing:
                raise OptionError("No decision about who is who is in force, so there is none to take back.")
            taken.append(standing[-1])
            back = Decision(kind="withdraw", keys=standing[-1].keys, others=standing[-1].others)
            return sources, (*decisions, back)

        self._change(change, decides=True)
        return taken[-1]

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Let many decisions take effect together: each is kept at once, and the version is derived at the end.

        In the block answers stay as they were before; only `decisions`, `may_be_one` and `undo` know what was
        decided in it. If the program is killed, whoever opens the network next finds every decision in effect.

        Example:
            >>> network = from_edges(["Ana", "Ben", "Eva"], ["Ben", "Eva", "Kim"])
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
                self._change(lambda sources, decisions: (sources, decisions))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Everything that the user decided, in the order of the decisions."""
        return self._committed()

    def check(self, *, language: str | None = None) -> FolderCheck:
        """Read every file of the folder and compare it with what was written.

        Opening compares sizes and beginnings only. A damaged version is derived again; a damaged source has to be
        restored or imported again. A network in memory has no files.

        Args:
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
            files, damaged = self._folder.read_all(seen.append)
            size = sum(seen)
            versions = self._folder.path / "versions"
            if damaged and all(path.parent.parent == versions for path, _ in damaged):
                with self._folder.writing():
                    self._folder.forget_version(self._folder.current().version)
                self._snapshot = None
                rebuilt = bool(self.snapshot.version)
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

    def candidates(
        self,
        limit: int | None = None,
        *,
        min_score: float = 8.0,
        who: str | None = None,
        language: str | None = None,
    ) -> Candidates:
        """Propose pairs of professionals that may be one person; none is merged without `merge`.

        Args:
            limit: How many at most; all where not given.
            min_score: The least sum of evidence, in bits.
            who: Only pairs with this person.
            language: `"en"` or `"es"`, for the answer's text.

        Raises:
            OptionError: When the limit is negative or the score is not a number.

        Example:
            >>> people = {"id": [1, 2], "name": ["Ana Ruiz Gil", "Ruiz, Anna"], "company": ["Acme", "ACME S.L."]}
            >>> network = from_edges([1], [2], people=people)
            >>> [(pair.a.name, pair.b.name) for pair in network.candidates(min_score=0)]
            [('Ana Ruiz Gil', 'Ruiz, Anna')]
        """
        from netreach.identity.matching import candidates

        return candidates(
            self.snapshot,
            limit=limit,
            min_score=min_score,
            who=None if who is None else self.snapshot.resolve(who),
            apart=[pair for decision in in_force(self._committed()) for pair in decision.parted()],
            language=language,
        )

    def declare(
        self, who: str, other: str, *, strength: float | None = None, since: dt.date | None = None
    ) -> None:
        """State a tie that no export shows.

        Args:
            who, other: The two people.
            strength: In (0, 1]; by default the value of the kind `declared`.
            since: Since when they know each other.
        """
        if strength is not None and not 0 < strength <= 1:
            raise OptionError(f"strength={strength!r} is not in (0, 1].")
        a, b = self.snapshot.resolve(who), self.snapshot.resolve(other)
        if a == b:
            raise OptionError(f"{who!r} and {other!r} are the same person.")
        keys = (self.snapshot.keys_of(a)[0], self.snapshot.keys_of(b)[0])
        self._decide(Decision(kind="declare", keys=keys, strength=strength, since=since))

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

    # Asking

    def ego(self, who: str | int, *, scorer: str = "overall", as_of: dt.date | None = None) -> Ego:
        """Return the viewpoint of one person.

        Args:
            who: Id, profile URL, e-mail, id of a table, or unambiguous name.
            scorer: Name of the scorer that ranks introducers.
            as_of: The day for which strengths hold; by default the newest day in the network. Nothing reads the
                clock, so the same network gives the same answer on any day.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name.
        """
        from netreach.ego import Ego

        vertex = self.snapshot.resolve(str(who))
        return Ego(
            self.snapshot,
            vertex,
            scorer=scorer,
            registry=self.registry,
            as_of=as_of,
            earlier=self._earlier,
        )

    def find(self, who: str | int) -> Professional:
        """Return a person by id, profile URL, e-mail or unambiguous name."""
        return self.snapshot.professional(self.snapshot.resolve(str(who)))

    def resolve(self, names: Iterable[str]) -> dict[str, tuple[Professional, ...]]:
        """Return for each entry of a list who it may be: nobody, one person, or several candidates.

        Raises:
            OptionError: When it is one name and not a list of names.
        """
        if names is None or isinstance(names, (str, bytes)) or not isinstance(names, Iterable):
            raise OptionError(f"names={names!r} is no list: pass a list of names, as in resolve([name]).")
        listed = [str(name) for name in names]
        vertices = [self.snapshot.may_be(name) for name in listed]
        people = iter(self.snapshot.professionals([vertex for some in vertices for vertex in some]))
        return {
            name: tuple(itertools.islice(people, len(some)))
            for name, some in zip(listed, vertices, strict=True)
        }

    def evidence(self, who: str, other: str) -> tuple[Evidence, ...]:
        """Return everything observed about two people.

        This is the raw record, for who holds the files and could read them anyway: `sharing` does not apply. What
        one person of a pool may be shown is what the answers of their `Ego` show.
        """
        from netreach.strength import evidence_between

        return evidence_between(self.snapshot, self.snapshot.resolve(who), self.snapshot.resolve(other))

    def tie(self, who: str, other: str) -> Tie | None:
        """Return the tie of two people, or `None`."""
        from netreach.strength import tie_between

        return tie_between(self.snapshot, self.snapshot.resolve(who), self.snapshot.resolve(other))

    def changes(
        self,
        *,
        since: dt.date | str | Network | Snapshot,
        ego: str | None = None,
        limit: int | None = 10,
        cutoff: int = 3,
        language: str | None = None,
    ) -> Changes:
        """Tell what has changed: ties, jobs, people, and who came nearer.

        Args:
            since: With what to compare. A day (also as `"2026-03-01"`) means the state that the sources up to it
                gave: those whose own newest day is not later, and those without days, with today's decisions.
                Else the id of a version that is still on disk, or another network or snapshot.
            ego: From whose viewpoint: id, profile URL, e-mail or unambiguous name. Without one, nobody comes
                nearer. With one, days are shown only of evidence that this person may see.
            limit: How many changes of each sort are listed; `None` for all. The counts are always of all.
            cutoff: The farthest degree that is looked at.
            language: `"en"` or `"es"`.

        Raises:
            OptionError: When `since` is neither, or an option is outside its range.
        """
        from netreach.identity import changes
        from netreach.search.degrees import check_cutoff
        from netreach.strength.sharing import FULL, depths

        check_cutoff("cutoff", cutoff)
        before, label = self._state_of(since)
        after = self.snapshot
        vertex = None if ego is None else after.resolve(str(ego))
        return changes(
            before,
            after,
            since=label,
            ego=vertex,
            dated=[depth == FULL for depth in depths(after, vertex)],
            limit=limit,
            cutoff=cutoff,
            language=language,
        )

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """All rows that could not be used, source by source."""
        return tuple(problem for info in self.sources for problem in self.problems_of(info.id))

    def problems_of(self, source: str) -> tuple[RowProblem, ...]:
        """The rows of one source that could not be used.

        Raises:
            SourceNotFoundError: When there is no source by that id, or another process removed it since.
            DamagedNetworkError: When its file is missing or broken.
        """
        self._check_open()
        self._check_source(source)
        if self._folder is None:
            rows = next(one for one in self._sources if one.info.id == source).tables["problems"]
        else:
            rows = self._settled(functools.partial(self._problems_in, source))
        return tuple(RowProblem(**row) for row in rows.to_pylist())

    def _problems_in(self, source: str, current: Current) -> pa.Table:
        assert self._folder is not None
        if source not in current.sources:
            raise SourceNotFoundError(
                f"The source {source} was removed since this network was opened, and its problems with it. "
                "Open the network again to see what it holds now."
            )
        return self._folder.problems(source, current.folders)

    # Columns and other libraries

    def people(self) -> pa.Table:
        """All professionals as an Arrow table, one row per vertex."""
        from netreach.store.schema import LIST_FIELDS, TEXT_FIELDS, VERSION

        names = ("id", *TEXT_FIELDS, *LIST_FIELDS)
        import pyarrow as pa

        return pa.table([self.snapshot.column(name) for name in names], schema=VERSION["people"])

    def ties(self) -> pa.Table:
        """All ties as an Arrow table: vertices `lo`, `hi`, ids `a`, `b`, `strength`, `since`."""
        from netreach.interchange import tie_arrow

        return tie_arrow(self.snapshot)

    def to_igraph(self) -> Any:
        """Return an `igraph.Graph` with `id`, `name` and the tie strengths as attributes."""
        from netreach.interchange import to_igraph

        return to_igraph(self.snapshot)

    def to_networkx(self) -> Any:
        """Return a `networkx.Graph` over the public ids, with names and tie strengths."""
        from netreach.interchange import to_networkx

        return to_networkx(self.snapshot)

    def to_parquet(self, folder: PathLike) -> Path:
        """Write people.parquet and ties.parquet into a folder, for other tools."""
        import pyarrow.parquet as pq

        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        pq.write_table(self.people(), path / "people.parquet")
        pq.write_table(self.ties(), path / "ties.parquet")
        return path

    def save(self, path: PathLike) -> Network:
        """Write the network into a new folder, and return the network there.

        Raises:
            StoreError: When there is something already.
        """
        target = NetworkFolder(Path(path))
        if target.exists:
            raise StoreError(
                f"{target.path} is a network already. Choose a new folder, or add the exports to it."
            )
        target.check(create=True)
        state, salt = self._state(), self._hash_key()
        network = Network(target, registry=self._registry, engine=self._engine)
        compasses = self.compasses()
        network._change(lambda *_: state)
        if salt is not None:
            target.write_salt(salt)
        for compass in compasses:
            network.save_compass(compass)
        return network

    def close(self) -> None:
        """Let go of the files. Answers that were given stay usable."""
        self._closed = True
        self._snapshot = None
        self._sources = ()

    # Inside

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
        with contextlib.suppress(StoreError), folder.writing(timeout=0.1):
            if folder.current() == current:
                folder.write_version(tables)
                folder.commit(attrs.evolve(current, version=tables.meta.version))
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

    def _state(self) -> _State:
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

    def _state_of(self, since: dt.date | str | Network | Snapshot) -> tuple[Snapshot, str]:
        """The snapshot that `changes` compares with, and what it is called."""
        if isinstance(since, Network):
            return since.snapshot, since.version
        if isinstance(since, Snapshot):
            return since, since.version
        if isinstance(since, str):
            with contextlib.suppress(ValueError):
                since = dt.date.fromisoformat(since.strip())
        if isinstance(since, dt.date):
            day = since.date() if isinstance(since, dt.datetime) else since
            sources, decisions = self._state()
            known = [one for one in sources if one.info.as_of is None or one.info.as_of <= day]
            return Snapshot(derive(known, decisions), engine=self._engine), day.isoformat()
        if since == self.version:
            return self.snapshot, since
        kept = self._folder.versions() if self._folder is not None else [self.version]
        found = [version for version in kept if since and version.startswith(since)]
        if self._folder is None or len(found) != 1:
            raise OptionError(
                f"since={since!r} is neither a day such as 2026-03-01 nor a version that is still there. "
                f"There {'is' if len(kept) == 1 else 'are'}: {', '.join(kept)}."
            )
        return Snapshot(self._folder.open_version(found[0]), engine=self._engine), found[0]

    def _earlier(self) -> Snapshot | None:
        """The version before this one, where it is still on disk."""
        wanted = self.previous_version
        if wanted is None or self._folder is None:
            return None
        if self._before is None or self._before.version != wanted:
            try:
                self._before = Snapshot(self._folder.open_version(wanted), engine=self._engine)
            except DamagedNetworkError:
                # Another process has written meanwhile, and deleted it.
                return None
        return self._before

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

    def _hash_key(self) -> bytes | None:
        """The key of the hashes of those who were removed; `None` where nobody was."""
        return self._salt if self._folder is None else self._folder.salt()

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

    def _check_source(self, source: str) -> None:
        if source not in {info.id for info in self.sources}:
            raise SourceNotFoundError(_no_source(source, {info.id: info.file for info in self.sources}))

    def _listed(self, current: Current) -> dict[str, str]:
        """The sources of today and their files, as far as the opened version knows them."""
        known = {info.id: info.file for info in self._snapshot.sources} if self._snapshot else {}
        return {source: known.get(source, "") for source in current.sources}

    def _change(
        self,
        change: Callable[[tuple[Source, ...], tuple[Decision, ...]], _State],
        *,
        decides: bool = False,
        alone: bool = False,
        without: str | None = None,
    ) -> None:
        """Apply a change to the sources and decisions, derive the version, and make it the current one.

        Args:
            change: From sources and decisions to sources and decisions. A source that is another object than
                before, under the same id, is written anew.
            decides: Whether only decisions are added: then it needs no sources, and can wait in a batch.
            alone: Whether nothing may stay of what was before.
            without: Id of a source to remove. It is not read, so that a damaged one can go.

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
            self._snapshot = Snapshot(derive(sources, decisions), engine=self._engine)
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
                tables = derive(sources, decisions)
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
        tables_now = opened if opened is not None else self._open_tables()
        self._snapshot = Snapshot(tables_now, engine=self._engine)

    def _keep(self, change: Callable[[tuple[Source, ...], tuple[Decision, ...]], _State]) -> None:
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

    def _told_apart(self) -> frozenset[tuple[int, int]]:
        from netreach.identity.matching import told_apart

        said = [pair for decision in in_force(self._committed()) for pair in decision.parted()]
        return self.snapshot.memo(f"told apart:{hash(tuple(said))}", lambda: told_apart(self.snapshot, said))

    def _keys(self, who: str) -> tuple[str, ...]:
        return self.snapshot.keys_of(self.snapshot.resolve(who))


def _reading(info: SourceInfo) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    """What is the same in two readings of one file, of which the later takes the place of the earlier."""
    return info.sha256, info.importer, info.namespace, tuple(sorted(info.columns.items()))


_State = tuple[tuple[Source, ...], tuple[Decision, ...]]


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


def _sources(count: int) -> str:
    return f"{count} source{'' if count == 1 else 's'}"


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


def open_network(
    path: PathLike, *, create: bool = False, registry: Registry | None = None, engine: str = "auto"
) -> Network:
    """Open the network in a folder.

    Args:
        path: The folder, such as `team.netreach`.
        create: Whether to start a new network where there is none.
        registry: Importers and scorers; by default the built-in and installed ones.
        engine: What searches the graph: `"auto"`, `"csr"` or `"igraph"`, with equal answers.

    Raises:
        NotANetworkError: When the folder is missing (without `create`) or is something else.
        NewerVersionError: When a later netreach wrote it.
        DamagedNetworkError: When a file of it is broken.
    """
    folder = NetworkFolder(Path(path))
    folder.check(create=create)
    network = Network(folder, registry=registry, engine=engine)
    _ = network.snapshot  # what cannot be opened is said now, not at the first question
    return network


def from_edges(
    sources: Any,
    targets: Any = None,
    *,
    people: Any = None,
    strengths: Any = None,
    since: Any = None,
    complete: bool = True,
    registry: Registry | None = None,
    engine: str = "auto",
) -> Network:
    """Make a network in memory of ties in arrays.

    Args:
        sources, targets: The two ends of `[m]` ties: integers or keys; NumPy, Arrow or lists. Direction, loops
            and doubles do not matter.
        people: Columns about the people: a mapping, an Arrow table or a data frame with `id` (the same values
            as in the ties) and any of name, title, company, location, industry, emails, ...
        strengths: `[m]` values in (0, 1].
        since: `[m]` dates.
        complete: Whether these are all ties of these people; then counts are exact, not lower bounds.
        registry: Importers and scorers; by default the built-in and installed ones.
        engine: What searches the graph: `"auto"`, `"csr"` or `"igraph"`, with equal answers.

    Raises:
        OptionError: When lengths differ, an end is missing, or a strength is outside (0, 1].

    Example:
        >>> network = from_edges([0, 1, 2], [1, 2, 3])
        >>> [layer.count for layer in network.ego("0").pyramid().degrees]
        [1, 1, 1]
    """
    from netreach.interchange import source_of_edges

    return _of_source(
        source_of_edges(sources, targets, people=people, strengths=strengths, since=since, complete=complete),
        registry,
        engine,
    )


def from_igraph(graph: Any, *, registry: Registry | None = None, engine: str = "auto") -> Network:
    """Make a network in memory of an `igraph.Graph`.

    Vertex attributes that netreach knows (name or label, title, company, ...) and the edge attribute `strength`
    come along. In a directed graph only ties that go both ways count.
    """
    from netreach.interchange import source_of_igraph

    return _of_source(source_of_igraph(graph), registry, engine)


def from_networkx(graph: Any, *, registry: Registry | None = None, engine: str = "auto") -> Network:
    """Make a network in memory of a networkx graph; its nodes can be asked for by their text.

    Node attributes that netreach knows (name, title, company, ...) and the edge attribute `strength` come
    along. In a directed graph only ties that go both ways count.
    """
    from netreach.interchange import source_of_networkx

    return _of_source(source_of_networkx(graph), registry, engine)


def _of_source(source: Source, registry: Registry | None, engine: str) -> Network:
    network = Network(None, registry=registry, engine=engine)
    network._change(lambda *_: ((source,), ()))
    return network


def load(
    *exports: PathLike | Export,
    owner: str | None = None,
    importer: str | None = None,
    strict: bool = True,
    registry: Registry | None = None,
    progress: Progress | None = None,
    engine: str = "auto",
) -> Network:
    r"""Read exports into a network in memory.

    Args:
        exports: Files, folders, zip archives or `Export` objects.
        owner: Whose exports they are, where the files do not say it.
        importer: Name of the importer to use.
        strict: Whether an export of a folder that cannot be read is an error. There is no report here to name it:
            without `strict` it is a warning.
        registry: Importers and scorers; by default the built-in and installed ones.
        engine: What searches the graph: `"auto"`, `"csr"` or `"igraph"`, with equal answers.
        progress: Called with a stage and the number of records so far.

    Example:
        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "ties.csv").write_text("source,target\nAna,Ben\nBen,Eva\n")
        >>> network = load(folder / "ties.csv")
        >>> network.ego("Ana").degree("Eva")
        2
    """
    network = Network(None, registry=registry, engine=engine)
    report = network.add(*exports, owner=owner, importer=importer, strict=strict, progress=progress)
    for one in report.failed:
        warnings.warn(f"{one.file} was not read: {one.reason}", UserWarning, stacklevel=2)
    return network
