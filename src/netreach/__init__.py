"""netreach: professional networks, seen from one person.

Read the exports that people have, pool them, and ask: who is 1, 2, 3 degrees away, who there matches, who should
introduce me and why, which paths lead further, and what to write.

>>> import netreach as nr
>>> network = nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3])
>>> sorted(introducer.name for introducer in network.ego("0").introducers("3"))
['1', '2']

Names are resolved when they are first used, so that `import netreach` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netreach import errors
    from netreach.compass import Compass
    from netreach.ego import Ego
    from netreach.errors import NetreachError
    from netreach.kinds import KindTable
    from netreach.model import (
        Batch,
        CompanyRecord,
        Evidence,
        EvidenceRecord,
        FileCount,
        HistoryRecord,
        Owner,
        PersonRecord,
        Position,
        Professional,
        RowProblem,
        Tie,
    )
    from netreach.network import Network
    from netreach.opening import from_edges, from_igraph, from_networkx, load
    from netreach.opening import open_network as open
    from netreach.plugins import Export, Limits, Registry, hookimpl

__version__ = "0.1.0"

__all__ = [
    "Batch",
    "CompanyRecord",
    "Compass",
    "Ego",
    "Evidence",
    "EvidenceRecord",
    "Export",
    "FileCount",
    "HistoryRecord",
    "KindTable",
    "Limits",
    "NetreachError",
    "Network",
    "Owner",
    "PersonRecord",
    "Position",
    "Professional",
    "Registry",
    "RowProblem",
    "Tie",
    "__version__",
    "errors",
    "from_edges",
    "from_igraph",
    "from_networkx",
    "hookimpl",
    "load",
    "open",
]

_HOME = {
    "Compass": "netreach.compass:Compass",
    "Ego": "netreach.ego:Ego",
    "Export": "netreach.plugins:Export",
    "KindTable": "netreach.kinds:KindTable",
    "Limits": "netreach.plugins:Limits",
    "NetreachError": "netreach.errors:NetreachError",
    "Network": "netreach.network:Network",
    "Registry": "netreach.plugins:Registry",
    "from_edges": "netreach.opening:from_edges",
    "from_igraph": "netreach.opening:from_igraph",
    "from_networkx": "netreach.opening:from_networkx",
    "hookimpl": "netreach.plugins:hookimpl",
    "load": "netreach.opening:load",
    "open": "netreach.opening:open_network",
}


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("netreach.errors")
    if name not in __all__:
        raise AttributeError(f"module 'netreach' has no attribute {name!r}")
    module, _, attribute = _HOME.get(name, f"netreach.model:{name}").partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
