"""The importer `graph`: GraphML, GEXF, GML, Pajek, METIS, node-link JSON, and lists of edges without a header.

A table whose header names its columns belongs to the importer `tables`, which also reads node and edge tables that
were exported together; everything that needs the conventions of a graph format belongs here. `sniff` tells the
formats apart by their first bytes, one module reads each of them into a `Graph`, and `extract` turns that into
people and ties by the rules of `netreach.importers.tables`, so that a weight means the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netreach.importers.graph import sniff

if TYPE_CHECKING:
    from netreach.model import Batch, Record, RowProblem
    from netreach.plugins.export import Export

__all__ = ["Graphs"]


class Graphs:
    """Reads graph files; the one in an export, beside which only files of other kinds may lie.

    Attributes:
        name: `"graph"`.
        summary: One line for the list of plugins.
    """

    name = "graph"
    summary = "graph files (GraphML, GEXF, GML, Pajek, METIS, JSON) and edge lists without a header"

    def identify(self, export: Export) -> bool:
        """Tell whether exactly one file of the export is of a graph format, and none is a table with a header."""
        try:
            found = sniff.find(export)
            # Whoever maps columns says that a list is a table.
            return found is not None and not (export.columns and found[1] in ("list", "parquet"))
        except Exception:
            return False

    def explain(self, export: Export) -> str | None:
        """Say why a file that looks like a graph is not read; `None` when none does.

        Raises:
            ExportError: It is damaged.
        """
        return sniff.explain(export)

    def extract(self, export: Export) -> Iterator[Record | Batch | RowProblem]:
        """Yield people and ties as batches, the account of the file, and the owner.

        Raises:
            ExportError: The file is damaged, or holds no tie and nobody.
            OwnerError: The given owner is not in the graph.
        """
        from netreach.importers.graph.extract import extract

        return extract(export)
