"""Pajek: `*Vertices`, and `*Arcs`, `*Edges`, `*Arcslist`, `*Edgeslist` and `*Matrix` in any number and order.

Vertices are numbers from 1, with a name where their line has one; a vertex without a line and a tie is nobody.
All relations of a network count as one. In a network of two modes the first vertices are people. Only the first
network of a file is read.
"""

from __future__ import annotations

import html
import re

import attrs
import numpy as np
import pyarrow as pa

from netreach.errors import ExportError
from netreach.importers.graph.draft import Draft, Graph
from netreach.importers.graph.texts import whole_text
from netreach.importers.tables.sniff import place
from netreach.plugins.export import Export

_SECTION = re.compile(r"\*\s*([a-z]+)\s*(.*)", re.IGNORECASE)
_VERTEX = re.compile(r"""\s*(\d{1,15})(?:\s+(?:"((?:[^"\\]|\\.)*)"|([^\s"]+)))?""")
_RELATION = re.compile(r""":\s*\d+\s*(?:"([^"]*)")?""")
_OTHER_DATA = ("partition", "vector", "permutation", "cluster", "hierarchy")


def read(export: Export, name: str) -> Graph:
    """Read a Pajek file.

    Raises:
        ExportError: It has no vertices, or is cut short before any tie.
    """
    reader = _Reader(Draft({}), place(export, name))
    for number, line in enumerate(whole_text(export, name).split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("%") and not reader.take(line.strip(), number):
            break
    return reader.done()


class _Reader:
    def __init__(self, draft: Draft, where: str) -> None:
        self._draft = draft
        self._where = where
        self._section = ""
        self._count = -1
        self._first = 0
        self._row = 0
        self._relations: dict[str, None] = {}

    def take(self, line: str, number: int) -> bool:
        """Take a line; `False` where what follows is no longer of this network."""
        if line.startswith("*"):
            return self._begin(line, number)
        match self._section:
            case "vertices":
                self._vertex(line, number)
            case "arcs" | "edges":
                self._tie(line, number)
            case "arcslist" | "edgeslist":
                self._ties(line, number)
            case "matrix":
                self._matrix_row(line, number)
            case _:
                self._draft.problem(number, "a line outside of all sections", line)
        return True

    def done(self) -> Graph:
        """Return the graph.

        Raises:
            ExportError: There were no vertices.
        """
        if self._count < 0:
            raise ExportError(f"{self._where} has no line *Vertices with their number. Export it again.")
        if len(self._relations) > 1:
            names = ", ".join(list(self._relations)[:5])
            self._draft.notes.append(f"{len(self._relations)} relations were read as one: {names}")
        self._draft.weigh("1")
        graph = self._draft.done()
        if not self._first:
            return graph
        modes = [*graph.nodes.column("id").to_pylist(), *self._draft.sources, *self._draft.targets]
        first = sorted({int(vertex) for vertex in modes if int(vertex) <= self._first})
        return attrs.evolve(graph, first_mode=pa.array(map(str, first), pa.string()))

    def _begin(self, line: str, number: int) -> bool:
        found = _SECTION.match(line)
        section = found[1].lower() if found else ""
        rest = found[2] if found else ""
        if section in ("network", "vertices") and self._count >= 0:
            self._draft.notes.append("only the first network of the file was read")
            return False
        if section in _OTHER_DATA:
            self._draft.notes.append(f"the part *{section}, and what follows, was not read")
            section = "other"
            return False
        if section == "vertices":
            numbers = [int(part) for part in re.findall(r"\d{1,15}", rest)[:2]]
            if not numbers:
                raise ExportError(f"{self._where}: line {number:,} does not say how many vertices there are.")
            self._count = numbers[0]
            self._first = numbers[1] if len(numbers) > 1 and numbers[1] < numbers[0] else 0
        elif (named := _RELATION.match(rest)) is not None:
            self._relations.setdefault((named[1] or rest)[:60])
        self._section, self._row = section, 0
        return True

    def _vertex(self, line: str, number: int) -> None:
        found = _VERTEX.match(line)
        if found is None or not 1 <= int(found[1]) <= self._count:
            self._draft.problem(number, f"no vertex from 1 to {self._count:,}", line)
            return
        node = self._draft.node(str(int(found[1])), number)
        label = found[2] if found[2] is not None else found[3] or ""
        self._draft.fact(node, "label", html.unescape(label[:2000].replace('\\"', '"')))

    def _tie(self, line: str, number: int) -> None:
        parts = line.split(None, 3)
        ends = self._vertices(parts[:2])
        if len(ends) < 2:
            self._draft.problem(number, f"no two vertices from 1 to {self._count:,}", line)
            return
        edge = self._draft.edge(ends[0], ends[1], number, arrow=self._section == "arcs")
        if len(parts) > 2 and re.match(r"[-+.\d]|nan|inf", parts[2], re.IGNORECASE):
            self._draft.edge_fact(edge, "weight", parts[2])

    def _ties(self, line: str, number: int) -> None:
        parts = line.split()
        known = self._vertices(parts)
        if len(known) < len(parts) or len(known) < 2:
            self._draft.problem(number, f"not all are vertices from 1 to {self._count:,}", line)
            return
        for other in known[1:]:
            self._draft.edge(known[0], other, number, arrow=self._section == "arcslist")

    def _vertices(self, parts: list[str]) -> list[str]:
        found = []
        for part in parts:
            if not (part.isascii() and part.isdigit()) or len(part) > 15 or not 1 <= int(part) <= self._count:
                break
            found.append(str(int(part)))
        return found

    def _matrix_row(self, line: str, number: int) -> None:
        self._row += 1
        offset = self._first
        rows, width = (self._first or self._count), self._count - self._first
        parts = line.split()
        try:
            values = np.array(parts, dtype=np.float64)
        except ValueError:
            values = np.zeros(0)
        if self._row > rows or len(values) != width:
            self._draft.problem(number, f"no row of {width:,} numbers in a matrix of {rows:,} rows", line)
            return
        for column in np.flatnonzero(values).tolist():
            edge = self._draft.edge(str(self._row), str(offset + column + 1), number, arrow=not offset)
            self._draft.edge_fact(edge, "weight", parts[column])
