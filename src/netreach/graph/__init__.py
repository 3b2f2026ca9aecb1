"""The graph: arrays of ties, and the engines that answer questions over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreach.errors import OptionError
from netreach.graph.array_engine import ArrayEngine
from netreach.graph.arrays import GraphArrays
from netreach.graph.auto_engine import AutoEngine
from netreach.graph.csr_engine import CsrEngine
from netreach.graph.igraph_engine import IgraphEngine
from netreach.graph.overlaps import Overlaps

if TYPE_CHECKING:
    from netreach.plugins.protocols import Engine

__all__ = [
    "ENGINES",
    "ArrayEngine",
    "AutoEngine",
    "CsrEngine",
    "GraphArrays",
    "IgraphEngine",
    "Overlaps",
    "make_engine",
]

ENGINES = ("auto", "csr", "igraph")


def make_engine(arrays: GraphArrays, name: str = "auto") -> Engine:
    """Return an engine by name: `csr` is compiled, and `auto` begins without it and goes over when that pays.

    Raises:
        OptionError: When there is no such engine.
        MissingExtraError: For `csr`, when numba is not installed.
    """
    if name not in ENGINES:
        raise OptionError(f"engine={name!r} is none of {', '.join(ENGINES)}.")
    if name == "csr":
        return CsrEngine(arrays)
    return IgraphEngine(arrays) if name == "igraph" else AutoEngine(arrays)
