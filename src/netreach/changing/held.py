"""What a network holds: its sources, its decisions, the version made of both; and the one road that writes."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from netreach.compiled import say_once
from netreach.errors import ClosedError, DamagedNetworkError, LockedError, SourceNotFoundError, StoreError
from netreach.identity import derive, version_id
from netreach.log import logger
from netreach.plugins import Registry, default_registry
from netreach.snapshot import Snapshot
from netreach.store.decisions import Decision
from netreach.store.folder import Current, NetworkFolder
from netreach.store.source import Source
from netreach.store.tables import DiskTables, SourceInfo

if TYPE_CHECKING:
    from netreach.compass import Compass

PathLike = str | os.PathLike[str]
Progress = Callable[[str, int], None]
"""What long work calls: with a stage, and the number of records, or of bytes, in it so far.

Stages are the export that is read, with the share that was read of a large file, as in `mail.mbox (23 %)`; `"pool"`,
`"people"` and `"ties"` while the version is derived; `"write"` while it is written, and `"index"` while what
searches need of a large one is made; `"check"` while files are compared.
"""
_T = TypeVar("_T")
_log = logger(__name__)
State = tuple[tuple[Source, ...], tuple[Decision, ...]]
"""Sources and decisions: what a version is derived from."""


class Held:
    """The part of `Network` that holds it; what changes it are rooms built upon this one.

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

    # What is there

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

    def _check_source(self, source: str) -> None:
        if source not in {info.id for info in self.sources}:
            raise SourceNotFoundError(_no_source(source, {info.id: info.file for info in self.sources}))

    def _listed(self, current: Current) -> dict[str, str]:
        """The sources of today and their files, as far as the opened version knows them."""
        known = {info.id: info.file for info in self._snapshot.sources} if self._snapshot else {}
        return {source: known.get(source, "") for source in current.sources}

    # What is written

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


def _no_source(source: str, listed: Mapping[str, str]) -> str:
    lines = "\n  ".join(f"{name}  {file}" for name, file in listed.items()) or "there are none"
    return f"There is no source {source!r}. The sources are:\n  {lines}"
