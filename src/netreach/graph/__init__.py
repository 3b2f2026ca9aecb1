"""The graph: arrays of ties, and the engines that answer questions over them."""

from __future__ import annotations

from netreach.graph.arrays import GraphArrays
from netreach.graph.igraph_engine import IgraphEngine

__all__ = ["GraphArrays", "IgraphEngine"]
