"""The hooks, on one screen. A plugin is a module or object that implements any of them.

Declare it in your package::

    [project.entry-points.netreach]
    my-format = "my_package.plugin"

and implement a hook with the marker::

    from netreach.plugins import hookimpl


    @hookimpl
    def netreach_importers():
        return [MyImporter()]
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from netreach.plugins.protocols import Importer, Scorer

PROJECT = "netreach"
hookspec: pluggy.HookspecMarker = pluggy.HookspecMarker(PROJECT)
hookimpl: pluggy.HookimplMarker = pluggy.HookimplMarker(PROJECT)


@hookspec
def netreach_importers() -> Iterable[Importer | str]:
    """Return importers, or dotted names `"package.module:Class"` of importers to be loaded when needed."""
    raise AssertionError("a hook specification is never called")


@hookspec
def netreach_scorers() -> Iterable[Scorer | str]:
    """Return scorers, or dotted names `"package.module:Class"` of scorers to be loaded when needed."""
    raise AssertionError("a hook specification is never called")
