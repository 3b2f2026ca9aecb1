"""How netreach is extended: hooks, the registry, and what an importer, a scorer and an engine must do."""

from __future__ import annotations

from netreach.plugins.export import Export
from netreach.plugins.listing import Limits
from netreach.plugins.protocols import Engine, Importer, Leg, Scorer, View
from netreach.plugins.registry import PluginInfo, Registry, default_registry
from netreach.plugins.spec import hookimpl

__all__ = [
    "Engine",
    "Export",
    "Importer",
    "Leg",
    "Limits",
    "PluginInfo",
    "Registry",
    "Scorer",
    "View",
    "default_registry",
    "hookimpl",
]
