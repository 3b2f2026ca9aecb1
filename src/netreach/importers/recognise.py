"""Which importer reads which export, and why none does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from netreach.errors import AmbiguousExportError, ExportError, UnknownExportError, UnknownPluginError
from netreach.plugins.registry import BROKEN

if TYPE_CHECKING:
    from netreach.plugins.export import Export
    from netreach.plugins.protocols import Importer
    from netreach.plugins.registry import Registry

_SHOWN = 5
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")


def choose(export: Export, registry: Registry) -> Importer:
    """Return the one importer that recognises an export, or the one that `Export(importer=...)` names.

    Raises:
        UnknownExportError: When none recognises it.
        AmbiguousExportError: When several do.
        UnknownPluginError: When there is no importer of the given name.
    """
    if export.importer is not None:
        found = registry.importers.get(export.importer)
        if found is None:
            known = ", ".join(sorted(registry.importers))
            raise UnknownPluginError(f"There is no importer {export.importer!r}. There are: {known}.")
        return found
    if not export.names:
        raise ExportError(f"{export} is empty: there is no file in it.")
    if not any(export.size(name) for name in export.names):
        raise ExportError(f"{export} is empty: 0 bytes. Export or download it again.")
    claims = claims_on(export, registry)
    if len(claims) == 1:
        return claims[0]
    if claims:
        names = ", ".join(importer.name for importer in claims)
        raise AmbiguousExportError(
            f"{export} may be read by {names}. Say which: --importer NAME, or Export(..., importer=NAME)."
        )
    known = "\n".join(
        f"  {name}: {importer.summary}" for name, importer in sorted(registry.importers.items())
    )
    raise UnknownExportError(
        f"{why_unknown(export, registry)}\nnetreach reads:\n{known}\n"
        "If it is one of these, name it with --importer NAME, or Export(..., importer=NAME)."
    )


def claims_on(export: Export, registry: Registry) -> list[Importer]:
    """Return the importers that recognise an export, without those before which another of them comes.

    Whoever recognises anything is not asked.

    Raises:
        ExportError: When the export cannot be listed.
    """
    claims = [importer for importer in registry.importers.values() if _identifies(importer, export, registry)]
    claims = [importer for importer in claims if not registry.claims_noise(importer)]
    # An importer of one format says which more general ones it comes before: a table of contacts is a table, too.
    later = {name for importer in claims for name in before(importer)}
    return [importer for importer in claims if importer.name not in later]


def why_unknown(export: Export, registry: Registry) -> str:
    """Say what an export is that no importer recognises, as far as that can be told."""
    if packed := _packed(export):
        return packed
    alone = len(export.paths) == 1 and export.names == (export.paths[0].name,)
    for importer in registry.importers.values():
        explain = getattr(importer, "explain", None)
        if not callable(explain):
            continue
        try:
            reason = explain(export)
        except ExportError:
            raise
        except BROKEN as error:
            # A broken plugin must not hide what is to be said.
            registry.tell_failure(importer, export, error)
            continue
        if reason:
            return str(reason) if alone else f"{export} is no export that netreach knows. {reason}"
    if alone:
        return f"{export} is not a table, folder or archive that netreach reads."
    shown = ", ".join(export.names[:_SHOWN]) + (", ..." if len(export.names) > _SHOWN else "")
    return f"{export} is no export that netreach knows. It holds {shown}."


def networks_in(names: Sequence[str]) -> list[str]:
    """Return the folders among some files that are networks of netreach, each with its slash; `""` is the top.

    >>> networks_in(["a/CURRENT", "a/sources/s1/source.json", "CURRENT", "b.csv"])
    ['a/']
    """
    homes = [name.removesuffix("CURRENT") for name in names if name.rpartition("/")[2] == "CURRENT"]
    kept = [name for name in names if name.endswith("/source.json")]
    return [home for home in homes if any(name.startswith(f"{home}sources/") for name in kept)]


def network_instead(export: Export) -> str:
    """Say that a network was given in place of an export."""
    return (
        f"{export} is a network of netreach, not an export. Ask it (`netreach sources {export.paths[0]}`), or "
        "import the exports that it was made of."
    )


def _packed(export: Export) -> str:
    """Name what stands between netreach and the files: an archive in an archive, or a program's own format."""
    if "" in networks_in(export.names):
        return network_instead(export)
    if "[Content_Types].xml" in export.names or {"mimetype", "content.xml"} <= set(export.names):
        return f"{export} is an office document, not a table. Save each of its sheets as CSV and give those."
    inner = [name for name in export.names if name.lower().endswith(_ARCHIVES)]
    if not inner:
        return ""
    if len(export.names) == 1 and export.paths[0].name == inner[0]:
        return f"{export} is an archive that netreach cannot open. Unpack it and give the folder."
    return f"{export} holds another archive, {inner[0]}. Unpack {export} and give {inner[0]} itself."


def _identifies(importer: Importer, export: Export, registry: Registry) -> bool:
    try:
        return bool(importer.identify(export))
    except ExportError:
        raise
    except OSError:
        # The disk fails, not the importer; whoever reads the file says it.
        return False
    except BROKEN as error:
        # A broken plugin must not take the others away.
        registry.tell_failure(importer, export, error)
        return False


def before(importer: Importer) -> tuple[str, ...]:
    """Return the names of the more general importers before which an importer comes."""
    names = getattr(importer, "before", ())
    return names if isinstance(names, tuple) else ()
