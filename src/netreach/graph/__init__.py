"""The graph: arrays of ties, and the engines that answer questions over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreach.errors import OptionError
from netreach.graph.arrays import GraphArrays
from netreach.graph.csr_engine import CsrEngine
from netreach.graph.igraph_engine import IgraphEngine

if TYPE_CHECKING:
    from netreach.plugins.protocols import Engine

__all__ = ["ENGINES", "CsrEngine", "GraphArrays", "IgraphEngine", "make_engine"]

ENGINES = ("auto", "csr", "igraph")


def make_engine(arrays: GraphArrays, name: str = "auto") -> Engine:
    """Return an engine by name; `auto` is `csr`, which needs nothing built before the first answer.

    Raises:
        OptionError: When there is no such engine.
    """
    if name not in ENGINES:
        raise OptionError(f"engine={name!r} is none of {', '.join(ENGINES)}.")
    return IgraphEngine(arrays) if name == "igraph" else CsrEngine(arrays)
