"""The registry: loads plugins, keeps names unique, and survives broken ones.

Built-ins come through the same door as everybody else: `_BuiltIns` implements the hooks like any plugin and
names its importers and scorers by dotted string, so that nothing is imported before it is needed.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, TypeVar

import attrs
import pluggy

from netreach.errors import PluginError, UnknownPluginError
from netreach.plugins import spec
from netreach.plugins.protocols import Importer, Scorer

_T = TypeVar("_T")
GROUP = "netreach"
BROKEN = (Exception, SystemExit)
"""What broken plugins raise: one that calls sys.exit is as broken as one that raises an error."""

_KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "importer": ("netreach_importers", ("name", "summary", "identify", "extract")),
    "scorer": ("netreach_scorers", ("name", "summary", "combine", "legs")),
}


class _BuiltIns:
    """The importers and scorers that come with netreach."""

    @spec.hookimpl
    def netreach_importers(self) -> list[str]:
        return [
            "netreach.importers.linkedin:LinkedIn",
            "netreach.importers.contacts.google:google_contacts",
            "netreach.importers.contacts.outlook:outlook",
            "netreach.importers.contacts.vcard:VCard",
            "netreach.importers.questionnaire:Questionnaire",
            "netreach.importers.tables:Tables",
            "netreach.importers.graph:Graphs",
            "netreach.importers.mail:Mail",
            "netreach.importers.calendar:Calendar",
        ]

    @spec.hookimpl
    def netreach_scorers(self) -> list[str]:
        module = "netreach.ranking.scorers"
        names = (
            "Overall",
            "Structure",
            "TwoLegRA",
            "TwoLegAA",
            "Jaccard",
            "Overlap",
            "SharedContacts",
            "ContactCount",
        )
        return [f"{module}:{name}" for name in names]


@attrs.frozen(kw_only=True)
class PluginInfo:
    """One importer or scorer, or a plugin that could not be used.

    Attributes:
        kind: `"importer"`, `"scorer"` or `"plugin"` (one that failed before it offered anything).
        name: Its name, or the entry point's name.
        distribution: The package it comes from, with version.
        summary: One line about it.
        problem: Why it is not used; `""` when all is well.
    """

    kind: str
    name: str
    distribution: str
    summary: str = ""
    problem: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {**attrs.asdict(self), "problem": self.problem or None}


class Registry:
    """All importers and scorers, by name.

    Args:
        entry_points: Whether installed third-party plugins are loaded.

    Example:
        >>> registry = Registry(entry_points=False)
        >>> sorted(registry.importers)[:6]
        ['calendar', 'google-contacts', 'graph', 'linkedin', 'mail', 'outlook']
    """

    def __init__(self, *, entry_points: bool = True) -> None:
        self._manager = pluggy.PluginManager(spec.PROJECT)
        self._manager.add_hookspecs(spec)
        self._importers: dict[str, Importer] = {}
        self._scorers: dict[str, Scorer] = {}
        self._offered: dict[str, list[tuple[object, str]]] = {kind: [] for kind in _KINDS}
        self._infos: list[PluginInfo] = []
        self._noise: dict[str, bool] = {}
        self._failed: set[str] = set()
        self._lock = threading.RLock()
        self.register(_BuiltIns(), name="netreach", distribution="netreach")
        if entry_points:
            for point in sorted(
                metadata.entry_points(group=GROUP), key=lambda point: (point.name, point.value)
            ):
                self._load(point)

    @property
    def importers(self) -> Mapping[str, Importer]:
        """Importers by name."""
        self._resolve("importer")
        return self._importers

    @property
    def scorers(self) -> Mapping[str, Scorer]:
        """Scorers by name."""
        self._resolve("scorer")
        return self._scorers

    @property
    def plugins(self) -> tuple[PluginInfo, ...]:
        """Everything that was offered, the unusable with its problem."""
        for kind in _KINDS:
            self._resolve(kind)
        return tuple(self._infos)

    def scorer(self, name: str) -> Scorer:
        """Return a scorer by name.

        Raises:
            UnknownPluginError: When there is none; the message lists those there are.
        """
        try:
            return self.scorers[name]
        except KeyError:
            raise UnknownPluginError(
                f"No scorer is called {name!r}. There are: {', '.join(sorted(self.scorers))}."
            ) from None

    def claims_noise(self, importer: Importer) -> bool:
        """Return whether an importer recognises what is no export at all, so that its word tells nothing.

        Whoever says yes to everything would keep everybody else from reading. The first time it is a warning that
        names the importer; it can still be named with `--importer`.
        """
        with self._lock:
            if importer.name not in self._noise:
                self._noise[importer.name] = _recognises_noise(importer)
                if self._noise[importer.name]:
                    warnings.warn(
                        f"The netreach importer {importer.name!r} recognises anything, even what is no export, so "
                        f"it is not asked. Name it with --importer {importer.name} to use it.",
                        stacklevel=2,
                    )
            return self._noise[importer.name]

    def tell_failure(self, importer: Importer, export: object, error: BaseException) -> None:
        """Warn of an importer that fails where it must not, while it looks at an export; once for each importer."""
        with self._lock:
            if importer.name in self._failed:
                return
            self._failed.add(importer.name)
        warnings.warn(
            f"The netreach importer {importer.name!r} failed while it looked at {export} ({_reason(error)}), so it "
            "is not asked about it. This is a bug of the importer.",
            stacklevel=2,
        )

    def register(self, plugin: object, *, name: str, distribution: str = "this program") -> None:
        """Take in a plugin (a module or an object with hook implementations).

        What cannot be used is a warning that names the distribution, never an error: one broken package must
        not take away the others.
        """
        try:
            if known := self._manager.get_name(plugin):
                raise PluginError(f"it is there already, as {known!r}")
            self._manager.register(plugin, name=name)
            self._manager.check_pending()
            offers = [(kind, self._offers(plugin, hook)) for kind, (hook, _) in _KINDS.items()]
        except BROKEN as error:
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)
            self._refuse("plugin", name, distribution, _reason(error))
            return
        for kind, items in offers:
            self._offered[kind].extend((item, distribution) for item in items)

    def _offers(self, plugin: object, hook: str) -> list[object]:
        caller = self._manager.subset_hook_caller(
            hook, [other for other in self._manager.get_plugins() if other is not plugin]
        )
        return [item for result in caller() for item in _as_list(result, hook)]

    def _load(self, point: metadata.EntryPoint) -> None:
        distribution = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
        try:
            plugin = point.load()
        except BROKEN as error:
            self._refuse("plugin", point.name, distribution, _reason(error))
            return
        self.register(plugin, name=f"{distribution}:{point.name}", distribution=distribution)

    def _resolve(self, kind: str) -> None:
        """Make what was offered usable: dotted names are imported only when their kind is asked for."""
        with self._lock:
            offered, self._offered[kind] = self._offered[kind], []
            for item, distribution in offered:
                self._add(kind, item, distribution)

    def _add(self, kind: str, item: object, distribution: str) -> None:
        try:
            found = _load_dotted(item) if isinstance(item, str) else item
            missing = [name for name in _KINDS[kind][1] if not hasattr(found, name)]
            if missing:
                raise PluginError(f"{type(found).__name__} is no {kind}: it has no {', '.join(missing)}")
            if kind == "importer" and isinstance(found, Importer):
                name = self._take(self._importers, found, found.name)
            elif kind == "scorer" and isinstance(found, Scorer):
                name = self._take(self._scorers, found, found.name)
            else:
                raise PluginError(f"{type(found).__name__} is no {kind}")
            summary = str(found.summary)
        except BROKEN as error:
            self._refuse(kind, _shown(item), distribution, _reason(error))
            return
        self._infos.append(PluginInfo(kind=kind, name=name, distribution=distribution, summary=summary))

    @staticmethod
    def _take(table: dict[str, _T], found: _T, name: object) -> str:
        if not isinstance(name, str) or not name:
            raise PluginError(f"{type(found).__name__} has no usable name")
        if name in table:
            raise PluginError(f"the name {name!r} is taken; the first one keeps it")
        table[name] = found
        return name

    def _refuse(self, kind: str, name: str, distribution: str, problem: str) -> None:
        self._infos.append(PluginInfo(kind=kind, name=name, distribution=distribution, problem=problem))
        warnings.warn(f"The netreach plugin {name!r} of {distribution} is not used: {problem}", stacklevel=2)


def _recognises_noise(importer: Importer) -> bool:
    from netreach.plugins.export import Export

    # This very file: surely there, surely nobody's export, and nothing has to be written.
    try:
        return bool(importer.identify(Export(Path(__file__))))
    except BROKEN:
        return False


def _shown(item: object) -> str:
    """What to call something that was offered, even when it cannot be asked for its name."""
    try:
        return str(getattr(item, "name", None) or item)
    except BROKEN:
        return type(item).__name__


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _as_list(result: object, hook: str) -> list[object]:
    if isinstance(result, str) or not isinstance(result, Iterable):
        raise PluginError(f"{hook} returned {type(result).__name__}, not a list")
    return list(result)


def _load_dotted(dotted: str) -> object:
    module, _, name = dotted.partition(":")
    factory: Callable[[], object] = getattr(import_module(module), name)
    return factory()


@cache
def default_registry() -> Registry:
    """Return the registry of this process, loaded at the first call."""
    return Registry()
