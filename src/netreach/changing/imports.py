"""Exports that are pooled with what is there, sources that are removed, and what others are shown of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from netreach.answers.report import ImportReport, NotRead
from netreach.changing.held import Held, PathLike, Progress, State
from netreach.errors import DamagedNetworkError, OptionError, OwnerError
from netreach.identity import derive
from netreach.importers.choose import Reading, read_exports
from netreach.importers.summary import import_report
from netreach.log import logger
from netreach.plugins import Export
from netreach.snapshot import Snapshot
from netreach.store.decisions import SHARING, Decision
from netreach.store.source import Source
from netreach.store.tables import SourceInfo

_log = logger(__name__)


class Importing(Held):
    """Exports that come and go."""

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
                `"ties"`, `"write"` and, from 300,000 people on, `"index"`.
            language: `"en"` or `"es"`, for the report's text.

        Raises:
            ExportError: When an export cannot be read; nothing is added then.
            OwnerError: When an export does not say whose it is, its owner was removed from this network, or one
                owner is given for exports of different people.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.ranking.ahead import make_ahead, waits_for_files
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
        for source in found:
            _log.info("read %s as %s: %d people", source.info.file, source.info.importer, source.info.people)
        earlier = self.snapshot
        pooled: list[_Pooled] = []

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            pooled.append(_pooled(sources, decisions, self._without_removed(found, decisions)))
            return pooled[-1].sources, pooled[-1].decisions

        if progress is not None:
            progress("pool", 0)
        if dry_run:
            after = Snapshot(derive(*change(*self._state()), progress=progress), engine=self._engine)
        else:
            self._change(change, progress=progress)
            after = self.snapshot
            if waits_for_files(after):
                if progress is not None:
                    progress("index", after.count)
                make_ahead(after, earlier)
        report = import_report(pooled[-1].read, earlier=earlier, after=after, language=code)
        return attrs.evolve(_told(report, found, reading, pooled[-1], earlier), dry_run=dry_run)

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


@attrs.frozen
class _Pooled:
    """Sources and decisions with what was read; `replaced` has the earlier readings whose place a source takes."""

    sources: tuple[Source, ...]
    decisions: tuple[Decision, ...]
    read: Sequence[Source]
    replaced: Mapping[str, tuple[str, ...]]


def _pooled(sources: Sequence[Source], decisions: Sequence[Decision], read: Sequence[Source]) -> _Pooled:
    """Put what was read beside what is there: the same file read with other options takes its own place."""
    new = {source.info.id: source for source in read}
    again = {_reading(source.info): source.info for source in read}
    kept = [source for source in sources if source.info.id in new or _reading(source.info) not in again]
    held = {source.info.id for source in kept}
    fresh = [source for source in new.values() if source.info.id not in held]
    gone = [(source.info, again[_reading(source.info)]) for source in sources if source.info.id not in held]
    replaced: dict[str, tuple[str, ...]] = {}
    for old, by in gone:
        replaced[by.id] = (*replaced.get(by.id, ()), old.id)
    # What an owner decided to show holds for the new reading too, unless it says something itself.
    said = {decision.source: decision.sharing for decision in decisions if decision.kind == "share"}
    moved = [
        Decision(kind="share", source=by.id, sharing=choice)
        for old, by in gone
        if not by.sharing and (choice := said.get(old.id) or old.sharing)
    ]
    return _Pooled((*kept, *fresh), (*decisions, *moved), read, replaced)


def _told(
    report: ImportReport, found: Sequence[Source], reading: Reading, pooled: _Pooled, earlier: Snapshot
) -> ImportReport:
    """Tell in a report how each source came to be what it is, and what was not read."""
    known = {info.id for info in earlier.sources}
    removed = {
        source.info.id: whole.info.people - source.info.people
        for whole, source in zip(found, pooled.read, strict=True)
    }
    sources = []
    for one in report.sources:
        served, said = reading.served.get(one.id, ""), reading.said.get(one.id)
        sources.append(
            attrs.evolve(
                one,
                already=one.id in known,
                owner=served or one.owner,
                owner_served=served,
                replaces=pooled.replaced.get(one.id, ()),
                removed=removed[one.id],
                says_owner=said.name if said is not None else "",
                owner_added=said.stated.partition(":")[2] if said is not None else "",
            )
        )
    return attrs.evolve(
        report,
        sources=tuple(sources),
        failed=tuple(NotRead(file=one.file, reason=one.reason) for one in reading.failed),
        unknown=tuple(NotRead(file=one.file, reason=one.reason) for one in reading.unknown),
        skipped={rule: times for rule, times in sorted(reading.skipped.items()) if times},
    )


def _reading(info: SourceInfo) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    """What is the same in two readings of one file, of which the later takes the place of the earlier."""
    return info.sha256, info.importer, info.namespace, tuple(sorted(info.columns.items()))
