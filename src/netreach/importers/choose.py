"""Which importer reads which export, and the reading itself: from paths to sources."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from netreach.errors import (
    ExportError,
    NetreachError,
    OptionError,
    OwnerError,
    PluginError,
    UnknownExportError,
)
from netreach.importers.folder import Found, Unread, belongs, discover, parts_by
from netreach.importers.recognise import choose
from netreach.keys import parse_who, safest
from netreach.model import Owner
from netreach.plugins.export import Export
from netreach.store.builder import SourceBuilder

if TYPE_CHECKING:
    from netreach.plugins.protocols import Importer
    from netreach.plugins.registry import Registry
    from netreach.store.source import Source
    from netreach.store.tables import SourceInfo

_SEARCHED: Final = 64 * 2**20
"""Bytes of an export in which an owner's addresses are looked for."""


@attrs.frozen(kw_only=True)
class OwnerSaid:
    """What the user said about an owner, beside what the export itself says.

    Attributes:
        stated: The key that the user gave.
        name: The owner's name, or the safest key, by the files alone.
        keys: The owner's keys by the files alone.
    """

    stated: str
    name: str
    keys: tuple[str, ...]


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
    named = Counter(_stated(task.export) for task in tasks)
    said: dict[str, OwnerSaid] = {}
    for task in tasks:
        _try(task, progress, strict=strict)
        if task.source is None:
            continue
        alone = named[_stated(task.export)] == 1 and len(task.source.info.owner_keys) == 1
        one = None if alone else _said(task.export, task.importer, task.source)
        if one is not None:
            said[task.source.info.id] = one
    _check_owners(said.values())
    reading.said.update({name: one for name, one in said.items() if one.stated not in one.keys})
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
    owners = _owners(near)
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
    task.export.owner = _key_for(task.export, task.importer, keys)
    _try(task, progress, strict=False)
    if task.source is not None:
        reading.served[task.source.info.id] = name


def _owners(infos: Sequence[SourceInfo]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the owners of sources, name and keys of each: sources that share a key are one person's."""
    groups: list[tuple[str, tuple[str, ...]]] = []
    for info in infos:
        same = [group for group in groups if not set(group[1]).isdisjoint(info.owner_keys)]
        keys = tuple(dict.fromkeys(key for _, of in same for key in of)) + info.owner_keys
        name = next((called for called, _ in same if called and ":" not in called), info.owner)
        groups = [group for group in groups if group not in same]
        groups.append((name, tuple(dict.fromkeys(keys))))
    return groups


def _key_for(export: Export, importer: Importer, keys: Sequence[str]) -> str:
    """Return the key by which an export knows its owner: where it has addresses only, the one that is most in it."""
    mails = [key for key in keys if key.startswith("email:")]
    if not getattr(importer, "by_address", False) or not mails:
        return safest(tuple(keys))
    times: Counter[str] = Counter()
    left = _SEARCHED
    for name in export.names:
        with export.open(name) as stream:
            while left > 0 and (block := stream.read(min(left, 1 << 20))):
                left -= len(block)
                text = block.lower()
                times.update({key: text.count(key.partition(":")[2].encode()) for key in mails})
    export.close()
    return max(mails, key=lambda key: (times[key], -mails.index(key)))


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


def _stated(export: Export) -> str:
    """Return the key that the user gave for the owner; `""` for a name or nothing."""
    who = parse_who(export.owner) if export.owner else None
    return who.value if who is not None and who.kind == "key" else ""


def _said(export: Export, importer: Importer, source: Source) -> OwnerSaid | None:
    """Return what an export says about its owner where the user says something too, and something else."""
    stated = _stated(export)
    if stated not in source.info.owner_keys:
        return None
    # The keys of a source do not tell who named them: only reading without the user's word does.
    silent = export.copy()
    silent.owner = None
    try:
        for item in importer.extract(silent):
            if isinstance(item, Owner):
                name = item.name or (safest(item.keys) if item.keys else "")
                return OwnerSaid(stated=stated, name=name, keys=item.keys) if item.keys else None
    except Exception:
        # Without the user's word nobody is known to own it: then the two do not differ.
        return None
    finally:
        silent.close()
    return None


def _check_owners(said: Iterable[OwnerSaid]) -> None:
    """Refuse one owner for exports that say that they are of different people."""
    groups: dict[str, list[OwnerSaid]] = {}
    for one in said:
        group = groups.setdefault(one.stated, [])
        profiles = _profiles(one)
        if profiles and not any(profiles & _profiles(other) for other in group):
            group.append(one)
    for group in groups.values():
        if len(group) > 1:
            names = [one.name for one in group]
            listed = f"{', '.join(names[:-1])} and {names[-1]}"
            raise OwnerError(
                f"owner= names one person, but {len(group)} exports say that they belong to {listed}. "
                "Import them without it, or one at a time."
            )


def _profiles(said: OwnerSaid) -> set[str]:
    return {key for key in said.keys if key.startswith("linkedin:")}


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
        builder.take(importer.extract(export), progress=tell)
        source = builder.build()
        return attrs.evolve(source, info=attrs.evolve(source.info, columns=dict(export.columns)))
    except (NetreachError, OSError, MemoryError):
        raise
    except Exception as error:
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
    _check_parts(path, registry, options.get("owner"))
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


def _check_parts(path: Path, registry: Registry, owner: str | None) -> None:
    """Refuse one owner for a folder in which an importer sees several archives, which may be several people's."""
    if owner is None or not path.is_dir():
        return
    for importer in registry.importers.values():
        found = parts_by(importer, path)
        if len(found) > 1:
            names = ", ".join(os.path.basename(part) for part in found)
            raise ExportError(
                f"{path} holds several archives ({names}), and one owner was given for all of them. "
                "Leave the owner out, or name each archive by itself with its owner."
            )
