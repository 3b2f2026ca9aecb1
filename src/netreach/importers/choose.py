"""Which importer reads which export, and the reading itself: from paths to sources."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from netreach.errors import (
    AmbiguousExportError,
    ExportError,
    NetreachError,
    OptionError,
    OwnerError,
    PluginError,
    UnknownExportError,
)
from netreach.keys import parse_who, safest
from netreach.model import Owner
from netreach.plugins.export import Export
from netreach.store.builder import SourceBuilder

if TYPE_CHECKING:
    from netreach.plugins.protocols import Importer
    from netreach.plugins.registry import Registry
    from netreach.store.source import Source

_SHOWN = 5
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")


def read_exports(
    exports: Sequence[str | os.PathLike[str] | Export],
    registry: Registry,
    *,
    options: Mapping[str, Any] | None = None,
    progress: Callable[[str, int], None] | None = None,
    found: dict[str, OwnerSaid] | None = None,
) -> list[Source]:
    """Read exports into sources; loose files that no importer reads alone are tried as one data set.

    Args:
        exports: Paths and `Export` objects.
        registry: The importers.
        options: What `Export` is given with every plain path; of these an `Export` object takes the owner and the
            importer, where it names none itself.
        progress: Called with a stage and the number of records so far.
        found: Takes for the id of each source whose files name another owner than the user what both say.

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
    sources: list[Source] = []
    said: list[OwnerSaid | None] = []
    chosen = _chosen(exports, registry, dict(options or {}))
    named = Counter(_stated(export) for export, _ in chosen)
    for export, reader in chosen:
        try:
            source = read_export(export, reader, progress=progress)
            sources.append(source)
            alone = named[_stated(export)] == 1 and len(source.info.owner_keys) == 1
            said.append(None if alone else _said(export, reader, source))
        finally:
            export.close()
    _check_owners(one for one in said if one is not None)
    if found is not None:
        found.update(
            (source.info.id, one)
            for source, one in zip(sources, said, strict=True)
            if one is not None and one.stated not in one.keys
        )
    return sources


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


def choose(export: Export, registry: Registry) -> Importer:
    """Return the one importer that recognises an export, or the one that `Export(importer=...)` names.

    Raises:
        UnknownExportError: When none recognises it.
        AmbiguousExportError: When several do.
        PluginError: When there is no importer of the given name.
    """
    if export.importer is not None:
        found = registry.importers.get(export.importer)
        if found is None:
            known = ", ".join(sorted(registry.importers))
            raise PluginError(f"There is no importer {export.importer!r}. There are: {known}.")
        return found
    if not export.names:
        raise ExportError(f"{export} is empty: there is no file in it.")
    if not any(export.size(name) for name in export.names):
        raise ExportError(f"{export} is empty: 0 bytes. Export or download it again.")
    claims = [importer for importer in registry.importers.values() if _identifies(importer, export)]
    # An importer of one format says which more general ones it comes before: a table of contacts is a table, too.
    later = {name for importer in claims for name in _before(importer)}
    claims = [importer for importer in claims if importer.name not in later]
    if len(claims) == 1:
        return claims[0]
    if claims:
        names = ", ".join(importer.name for importer in claims)
        raise AmbiguousExportError(
            f"{export} may be read by {names}. Say which: --importer NAME, or Export(..., importer=NAME)."
        )
    if packed := _packed(export):
        raise UnknownExportError(packed)
    known = "\n".join(
        f"  {name}: {importer.summary}" for name, importer in sorted(registry.importers.items())
    )
    raise UnknownExportError(
        f"{_why_unknown(export, registry)}\nnetreach reads:\n{known}\n"
        "If it is one of these, name it with --importer NAME, or Export(..., importer=NAME)."
    )


def _why_unknown(export: Export, registry: Registry) -> str:
    """Say what an export is that no importer recognises, as far as that can be told."""
    alone = len(export.paths) == 1 and export.names == (export.paths[0].name,)
    for importer in registry.importers.values():
        explain = getattr(importer, "explain", None)
        if not callable(explain):
            continue
        try:
            reason = explain(export)
        except ExportError:
            raise
        except Exception:
            # A broken plugin must not hide what is to be said.
            continue
        if reason:
            return str(reason) if alone else f"{export} is no export that netreach knows. {reason}"
    if alone:
        return f"{export} is not a table, folder or archive that netreach reads."
    shown = ", ".join(export.names[:_SHOWN]) + (", ..." if len(export.names) > _SHOWN else "")
    return f"{export} is no export that netreach knows. It holds {shown}."


def _packed(export: Export) -> str:
    """Name what stands between netreach and the files: an archive in an archive, or a program's own format."""
    if "CURRENT" in export.names and any(name.endswith("/source.json") for name in export.names):
        return (
            f"{export} is a network of netreach, not an export. Ask it (`netreach sources {export.paths[0]}`), or "
            "import the exports that it was made of."
        )
    if "[Content_Types].xml" in export.names or {"mimetype", "content.xml"} <= set(export.names):
        return f"{export} is an office document, not a table. Save each of its sheets as CSV and give those."
    inner = [name for name in export.names if name.lower().endswith(_ARCHIVES)]
    if not inner:
        return ""
    if len(export.names) == 1 and export.paths[0].name == inner[0]:
        return f"{export} is an archive that netreach cannot open. Unpack it and give the folder."
    if len(export.paths) == 1 and export.paths[0].is_dir():
        return _holds_archives(export, inner)
    return f"{export} holds another archive, {inner[0]}. Unpack {export} and give {inner[0]} itself."


def _holds_archives(export: Export, inner: list[str]) -> str:
    """Say of a folder which archives lie in its folders, and what to give in its place."""
    if len(inner) == 1:
        return f"{export} holds an archive. Give it by itself: {export.paths[0] / inner[0]}"
    folders = {name.rpartition("/")[0] for name in inner}
    said = f"{export} holds {len(inner)} archives, such as {inner[0]}."
    if len(folders) == 1 and (folder := folders.pop()):
        return f"{said} Give the folder in which they lie: {export.paths[0] / folder}"
    return f"{said} Give each of them by itself."


def _identifies(importer: Importer, export: Export) -> bool:
    try:
        return bool(importer.identify(export))
    except ExportError:
        raise
    except Exception:
        # A broken plugin must not take the others away; the registry's owner sees it in `netreach plugins`.
        return False


def _before(importer: Importer) -> tuple[str, ...]:
    names = getattr(importer, "before", ())
    return names if isinstance(names, tuple) else ()


def _chosen(
    exports: Sequence[str | os.PathLike[str] | Export],
    registry: Registry,
    options: dict[str, Any],
) -> list[tuple[Export, Importer]]:
    chosen: list[tuple[Export, Importer]] = []
    loose: list[Export] = []
    first_error: NetreachError | None = None
    if not exports:
        raise ExportError("No file was given: name a file, a folder or a zip archive.")
    exports = [part for item in exports for part in _parts(item, registry, options.get("owner"))]
    plain = [item for item in exports if not isinstance(item, Export)]
    for item in exports:
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
            chosen.append((export, reader))
    if loose:
        together = Export(*(path for export in loose for path in export.paths), **options)
        try:
            chosen.append((together, choose(together, registry)))
        except UnknownExportError:
            raise first_error or UnknownExportError(str(together)) from None
    return chosen


def _parts_by(importer: Importer, item: str | os.PathLike[str]) -> Sequence[os.PathLike[str]]:
    """What an importer takes a folder apart into; nothing where it cannot, or is broken."""
    try:
        split: Any = getattr(importer, "parts", None)
        return () if split is None else list(split(Export(item)))
    except ExportError:
        raise
    except Exception:
        return ()


def _parts(
    item: str | os.PathLike[str] | Export, registry: Registry, owner: str | None
) -> Sequence[str | os.PathLike[str] | Export]:
    """Take a folder of several archives apart, where an importer knows them; each then has an owner of its own."""
    if isinstance(item, Export) or not os.path.isdir(item):
        return [item]
    for importer in registry.importers.values():
        found = _parts_by(importer, item)
        if len(found) == 1 or (found and owner is None):
            return found
        if found:
            names = ", ".join(os.path.basename(part) for part in found)
            raise ExportError(
                f"{os.fspath(item)} holds several archives ({names}), and one owner was given for all of them. "
                "Leave the owner out, or name each archive by itself with its owner."
            )
    return [item]
