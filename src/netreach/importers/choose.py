"""Which importer reads which export, and the reading itself: from paths to sources."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from netreach.errors import (
    ExportError,
    NetreachError,
    OptionError,
    OwnerError,
    PluginError,
    UnknownExportError,
)
from netreach.importers.calm import calm_collector
from netreach.importers.folder import Found, Unread, belongs, discover
from netreach.importers.owners import OwnerSaid, check_owners, key_for, owner_said, owners_of, stated
from netreach.importers.parts import profile_of_part
from netreach.importers.recognise import choose
from netreach.plugins.export import Export
from netreach.plugins.registry import BROKEN
from netreach.store.builder import SourceBuilder

if TYPE_CHECKING:
    from netreach.plugins.protocols import Importer
    from netreach.plugins.registry import Registry
    from netreach.store.source import Source
    from netreach.store.tables import SourceInfo


@attrs.define(kw_only=True)
class Reading:
    """What reading folders found out beside the sources.

    Attributes:
        said: For the id of each source whose files name another owner than the user what both say.
        served: For the id of each source that does not say whose it is what the exports beside it say: name or key.
        failed: What looks like an export and could not be read.
        unknown: Files of folders and archives that nobody reads.
        skipped: Files of folders passed over: rule -> how many.
    """

    said: dict[str, OwnerSaid] = attrs.field(factory=dict)
    served: dict[str, str] = attrs.field(factory=dict)
    failed: list[Unread] = attrs.field(factory=list)
    unknown: list[Unread] = attrs.field(factory=list)
    skipped: Counter[str] = attrs.field(factory=Counter)


@attrs.define(kw_only=True)
class _Task:
    """An export to read, and where it was found; one that a folder of many holds may fail by itself."""

    export: Export
    importer: Importer
    place: Path | None = None
    home: tuple[str, ...] = ()
    may_fail: bool = False
    source: Source | None = None
    error: NetreachError | None = None


def read_exports(
    exports: Sequence[str | os.PathLike[str] | Export],
    registry: Registry,
    *,
    options: Mapping[str, Any] | None = None,
    progress: Callable[[str, int], None] | None = None,
    reading: Reading | None = None,
    strict: bool = True,
) -> list[Source]:
    """Read exports into sources; loose files that no importer reads alone are tried as one data set.

    A folder or an archive that holds several exports is taken apart. What does not say whose it is, is taken to be of
    the one owner of the exports beside it.

    Args:
        exports: Paths and `Export` objects.
        registry: The importers.
        options: What `Export` is given with every plain path; of these an `Export` object takes the owner and the
            importer, where it names none itself.
        progress: Called with a stage and the number of records so far.
        reading: Takes what else was found out.
        strict: Whether one export that cannot be read stops everything; otherwise, of several in one folder or
            archive, the others are read. What was named by itself must be readable in any case.

    Raises:
        ExportError: When one of them cannot be read.
        OwnerError: When one owner is given for exports that say that they are of different people.
        OptionError: When something is given that is neither a path nor an export.
    """
    for item in exports:
        if not isinstance(item, (str, os.PathLike, Export)):
            raise OptionError(
                f"{item!r} is no file: pass the files one by one: load(*files), network.add(*files)."
            )
    reading = Reading() if reading is None else reading
    tasks = _chosen(exports, registry, dict(options or {}), reading, progress)
    if strict and reading.failed:
        raise ExportError(reading.failed[0].reason)
    named = Counter(stated(task.export) for task in tasks)
    said: dict[str, OwnerSaid] = {}
    for task in tasks:
        _try(task, progress, strict=strict)
        if task.source is None:
            continue
        alone = named[stated(task.export)] == 1 and len(task.source.info.owner_keys) == 1
        one = None if alone else owner_said(task.export, task.importer, task.source)
        if one is not None:
            said[task.source.info.id] = one
    check_owners(said.values())
    _check_silent(tasks, said)
    reading.said.update({name: one for name, one in said.items() if one.stated not in one.keys})
    _join_parts(tasks, progress)
    for task in tasks:
        if isinstance(task.error, OwnerError) and not task.export.owner:
            _serve(task, tasks, progress, reading)
    for task in tasks:
        if task.error is not None:
            if strict:
                raise task.error
            reading.failed.append(Unread(file=str(task.export), reason=str(task.error)))
        elif task.source is not None and task.place is not None:
            reading.unknown += _not_used(task.export, task.importer, task.source)
    sources = [task.source for task in tasks if task.source is not None]
    if not sources and reading.failed:
        first, *others = reading.failed
        more = "".join(f"\n{one.reason}" for one in others)
        raise ExportError(f"{first.reason}{more}")
    for listed in (reading.failed, reading.unknown):
        listed.sort(key=lambda one: one.file)
    return sources


def _try(task: _Task, progress: Callable[[str, int], None] | None, *, strict: bool) -> None:
    """Read one export; what fails in a folder of many is kept for the report."""
    try:
        task.source, task.error = read_export(task.export, task.importer, progress=progress), None
    except OwnerError as error:
        # Without an owner it may be served by those beside it, also where everything must be readable.
        if not task.may_fail or (strict and task.export.owner):
            raise
        task.error = error
    except (ExportError, PluginError, OSError) as error:
        if strict or not task.may_fail:
            raise
        task.error = error if isinstance(error, NetreachError) else ExportError(f"{task.export}: {error}")
    finally:
        task.export.close()


def _join_parts(tasks: Sequence[_Task], progress: Callable[[str, int], None] | None) -> None:
    """Give a part of an archive the owner's profile that another part of it knows."""
    infos = {id(task): task.source.info for task in tasks if task.source is not None}
    for task in tasks:
        if id(task) not in infos or task.export.owner or getattr(task.importer, "parts", None) is None:
            continue
        alike = [
            infos[id(other)] for other in tasks if id(other) in infos and other.importer is task.importer
        ]
        if profile := profile_of_part(infos[id(task)], alike):
            task.export.owner = profile
            _try(task, progress, strict=True)


def _serve(
    task: _Task,
    tasks: Sequence[_Task],
    progress: Callable[[str, int], None] | None,
    reading: Reading,
) -> None:
    """Read an export that does not say whose it is as that of the one owner of those that lie nearest to it."""
    beside = [
        other
        for other in tasks
        if other.place == task.place and other.source and other.source.info.owner_keys
    ]
    near: list[SourceInfo] = []
    for depth in range(len(task.home), -1, -1):
        near = [
            other.source.info
            for other in beside
            if other.source is not None and other.home[:depth] == task.home[:depth]
        ]
        if near:
            break
    owners = owners_of(near)
    if not owners:
        return
    if len(owners) > 1:
        names = sorted(name for name, _ in owners)
        task.error = OwnerError(
            f"{task.export} does not say whose it is, and the exports beside it belong to "
            f"{', '.join(names[:-1])} and {names[-1]}, as far as their addresses tell. Put the files of each person "
            "into a folder of their own, or, if all are of one person, say so: --owner ADDRESS, or owner=ADDRESS."
        )
        return
    ((name, keys),) = owners
    task.export.owner = key_for(task.export, task.importer, keys)
    _try(task, progress, strict=False)
    if task.source is not None:
        reading.served[task.source.info.id] = name


def _not_used(export: Export, importer: Importer, source: Source) -> list[Unread]:
    """Return the files of an export of which its importer gives no account, and which are none of its by-files."""
    accounted = {file.file for file in source.info.files}
    rest: list[str] = []
    for name in export.names:
        folder, _, file = name.rpartition("/")
        group = f"{folder}/*.{file.rpartition('.')[2].lower()}".lstrip("/")
        if accounted.isdisjoint((name, folder, group)) and not belongs(importer, name):
            rest.append(name)
    if len(rest) == len(export.names):
        # An account by other names tells nothing about the files.
        return []
    return [
        Unread(
            file=f"{export} → {name}",
            reason=f"{export} → {name} lies in an export for {importer.name}, which does not read it.",
        )
        for name in rest
    ]


def _check_silent(tasks: Sequence[_Task], said: Mapping[str, OwnerSaid]) -> None:
    """Refuse one owner for several archives of a folder that do not say whose they are: they may be several people's.

    What says whose it is, was held against the user's word; and a mailbox in several files is one person's.
    """
    silent: defaultdict[tuple[Path, str], list[str]] = defaultdict(list)
    for task in tasks:
        if task.source is None or task.place is None or not task.export.owner or task.source.info.id in said:
            continue
        if getattr(task.importer, "parts", None) is not None and len(task.source.info.owner_keys) == 1:
            silent[task.place, task.importer.name].append(str(task.export))
    for (place, _), names in silent.items():
        if len(names) > 1:
            raise ExportError(
                f"{place} holds several archives that do not say whose they are ({', '.join(names)}), and one owner "
                "was given for all of them. Leave the owner out, or name each archive by itself with its owner."
            )


def read_export(
    export: Export, importer: Importer, *, progress: Callable[[str, int], None] | None = None
) -> Source:
    """Read one export with one importer.

    Raises:
        ExportError: When it cannot be read.
        PluginError: When the importer itself fails.
    """
    label = str(export)
    if progress is not None:
        export.watch(lambda _, done, size: progress(f"{label} ({100 * done // size} %)", 0))
    options = {
        "owner": export.owner,
        "namespace": export.namespace,
        "columns": dict(export.columns),
        "complete": export.complete,
        "rules": int(getattr(importer, "rules", 1)),
    }
    if export.directed != "mutual":
        options["directed"] = export.directed
    builder = SourceBuilder(
        file=label,
        sha256=export.sha256(),
        importer=importer.name,
        options=options,
        sharing=export.sharing or "",
    )
    tell = None if progress is None else (lambda rows: progress(label, rows))
    try:
        with calm_collector():
            builder.take(importer.extract(export), progress=tell)
            source = builder.build()
        return attrs.evolve(source, info=attrs.evolve(source.info, columns=dict(export.columns)))
    except (NetreachError, OSError, MemoryError):
        raise
    except BROKEN as error:
        raise PluginError(
            f"The importer {importer.name!r} failed on {label} ({type(error).__name__}: {error}). "
            "Nothing was imported; this is a bug of the importer."
        ) from error
    finally:
        export.watch(None)


def _chosen(
    exports: Sequence[str | os.PathLike[str] | Export],
    registry: Registry,
    options: dict[str, Any],
    reading: Reading,
    progress: Callable[[str, int], None] | None,
) -> list[_Task]:
    tasks: list[_Task] = []
    loose: list[Export] = []
    first_error: NetreachError | None = None
    if not exports:
        raise ExportError("No file was given: name a file, a folder or a zip archive.")
    plain = [item for item in exports if not isinstance(item, Export)]
    for item in exports:
        several = None if isinstance(item, Export) else _inside(item, registry, options, progress)
        if several is not None:
            tasks += _tasks(several)
            reading.failed += several.failed
            reading.unknown += several.unknown
            reading.skipped.update(several.skipped)
            continue
        # A copy: the caller's object keeps its own options, and can be used again.
        export = item.copy() if isinstance(item, Export) else Export(item, **options)
        export.owner = export.owner or options.get("owner")
        export.importer = export.importer or options.get("importer")
        try:
            reader = choose(export, registry)
        except UnknownExportError as error:
            if isinstance(item, Export) or len(plain) < 2:
                raise
            first_error = first_error or error
            loose.append(export)
            continue
        if (
            getattr(reader, "groups_files", False)
            and not isinstance(item, Export)
            and export.paths[0].is_file()
        ):
            loose.append(export)
        else:
            tasks.append(_Task(export=export, importer=reader))
    if loose:
        together = Export(*(path for export in loose for path in export.paths), **options)
        try:
            tasks.append(_Task(export=together, importer=choose(together, registry)))
        except UnknownExportError:
            raise first_error or UnknownExportError(str(together)) from None
    return tasks


def _inside(
    item: str | os.PathLike[str],
    registry: Registry,
    options: dict[str, Any],
    progress: Callable[[str, int], None] | None,
) -> Found | None:
    """Return what lies in a folder or a zip; `None` for another file, and where there is nothing that is known."""
    path = Path(item)
    if options.get("importer") or not (path.is_dir() or path.suffix.lower() == ".zip"):
        return None
    tell = None if progress is None else (lambda name: progress(name, 0))
    found = discover(path, registry, options, tell=tell)
    whole = found.alone() and found.exports[0][0].paths == (path,) and not found.unknown
    if whole and path.is_file() and getattr(found.exports[0][1], "groups_files", False):
        return None
    return found if found.exports or found.failed else None


def _tasks(found: Found) -> list[_Task]:
    return [
        _Task(export=export, importer=importer, place=found.place, home=home, may_fail=not found.alone())
        for (export, importer), home in zip(found.exports, found.homes, strict=True)
    ]
