"""A graph as it was read: nodes and edges as columns, gathered element by element or made of arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pyarrow as pa

from netreach.importers.csvrows import column_name
from netreach.importers.tables.aliases import PERSON_FIELDS, TIE_FIELDS
from netreach.text import words

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, LongArray

_LONGEST = 100_001
"""Signs of a value that are kept: one more than a cell may have, so that it is a problem and not cut."""

_NAMES = 1000
"""How many names of attributes are remembered."""

SILENT = frozenset(
    words(
        """
    x y z r g b size color colour shape position weight degree indegree outdegree modularityclass viz pageranks
    pagerank fx fy vx vy index style graphics start end interval timeset description
    """
    )
)
"""Attributes of nodes that say how they are drawn or what was computed; nothing is said about them."""

EDGE_SILENT = frozenset(words("id key label name type color colour style graphics interval timeset"))
_EXTRA = {"value": "weight", "cardinal": "weight"}
_TIE_NAMES = {name: field for field in ("strength", "weight", "since") for name in TIE_FIELDS[field]} | _EXTRA


@attrs.frozen(kw_only=True, eq=False)
class Graph:
    """What a file says, before any rule.

    Attributes:
        nodes: `id` (texts or whole numbers), and attributes as texts under the names that they have in the file.
        edges: `source` and `target`, and `strength`, `weight`, `since` where they are known.
        directed: `[edges]`: which of them are arrows.
        node_lines, edge_lines: Where they stand, counted from 1; `None` where lines mean nothing.
        first_mode: In a network of two modes the ids of those who are people; `None` in any other.
        bad: Elements that cannot be used: line, reason, excerpt.
        left_out: Elements left out, by rule.
        notes: What else there is to say.
        unused: Attributes of nodes that are not among the columns.
    """

    nodes: pa.Table
    edges: pa.Table
    directed: BoolArray
    node_lines: LongArray | None = None
    edge_lines: LongArray | None = None
    first_mode: pa.Array | None = None
    bad: tuple[tuple[int, str, str], ...] = ()
    left_out: Mapping[str, int] = attrs.field(factory=dict)
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


class Draft:
    """Gathers the elements of a file one by one.

    Args:
        mapping: Attribute of nodes -> field of netreach, where the user gave one.
    """

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._mapped = {column_name(name) or name for name in mapping}
        self.ids: list[str] = []
        self.node_lines: list[int] = []
        self.sources: list[str] = []
        self.targets: list[str] = []
        self.edge_lines: list[int] = []
        self.arrows: bytearray = bytearray()
        self.bad: list[tuple[int, str, str]] = []
        self.left_out: Counter[str] = Counter()
        self.notes: list[str] = []
        self._facts: dict[str, dict[int, str]] = {}
        self._edge_facts: dict[str, dict[int, str]] = {}
        self._unused: dict[str, None] = {}
        self._edge_unused: dict[str, None] = {}

    def node(self, name: str, line: int = 0) -> int:
        """Add a node and return its number."""
        self.ids.append(name)
        self.node_lines.append(line)
        return len(self.ids) - 1

    def fact(self, node: int, name: str, value: str) -> None:
        """Say something of a node."""
        if not value:
            return
        plain = _plain(name)
        if plain in _person_names() or plain == "label" or plain in self._mapped:
            column = self._facts.get(name)
            if column is None:
                if len(self._facts) >= _NAMES:
                    return
                column = self._facts[name] = {}
            column[node] = value[:_LONGEST]
        elif plain not in SILENT and len(self._unused) < _NAMES:
            self._unused.setdefault(name[:60])

    def edge(self, source: str, target: str, line: int = 0, *, arrow: bool = False) -> int:
        """Add an edge and return its number."""
        self.sources.append(source)
        self.targets.append(target)
        self.edge_lines.append(line)
        self.arrows.append(arrow)
        return len(self.sources) - 1

    def edge_fact(self, edge: int, name: str, value: str) -> None:
        """Say something of an edge."""
        if not value:
            return
        field = edge_field(name)
        if field:
            self._edge_facts.setdefault(field, {})[edge] = value[:100]
        elif _plain(name) not in EDGE_SILENT and len(self._edge_unused) < _NAMES:
            self._edge_unused.setdefault(name[:60])

    def weigh(self, value: str) -> None:
        """Give a weight to the edges that have none, where others have one: the format says which it is."""
        known = self._edge_facts.get("weight", {})
        if known:
            for edge in range(len(self.sources)):
                known.setdefault(edge, value)

    def problem(self, line: int, reason: str, value: str = "") -> None:
        """Note an element that cannot be used."""
        self.bad.append((line, reason, value[:200]))

    def done(self, *, lines: bool = True) -> Graph:
        """Return the graph."""
        for names, what in ((self._unused, "nodes"), (self._edge_unused, "edges")):
            if names:
                shown = ", ".join(list(names)[:20]) + (" and more" if len(names) > 20 else "")
                self.notes.append(
                    f"attributes of {what} not used: {shown}"
                    + (" (name what they are with --column)" if what == "nodes" else "")
                )
        nodes = {"id": pa.array(self.ids, pa.string())}
        for name, known in self._facts.items():
            nodes[name if name != "id" else "id "] = _filled(known, len(self.ids))
        edges = {"source": pa.array(self.sources, pa.string()), "target": pa.array(self.targets, pa.string())}
        for name, known in self._edge_facts.items():
            edges[name] = _filled(known, len(self.sources))
        return Graph(
            nodes=pa.table(nodes),
            edges=pa.table(edges),
            directed=np.frombuffer(bytes(self.arrows), dtype=np.bool_),
            node_lines=np.array(self.node_lines, dtype=np.int64) if lines else None,
            edge_lines=np.array(self.edge_lines, dtype=np.int64) if lines else None,
            bad=tuple(self.bad),
            left_out=dict(self.left_out),
            notes=tuple(self.notes),
            unused=tuple(self._unused),
        )


@cache
def _person_names() -> frozenset[str]:
    return frozenset(name for names in PERSON_FIELDS.values() for name in names)


# Not unbounded: names come from the file.
@lru_cache(maxsize=_NAMES)
def _plain(name: str) -> str:
    return column_name(name)


def edge_field(name: str) -> str:
    """Return what an attribute of edges is: `strength`, `weight`, `since`, or `""`.

    >>> edge_field("Weight"), edge_field("value"), edge_field("label")
    ('weight', 'weight', '')
    """
    return _TIE_NAMES.get(_plain(name), "")


def _filled(known: Mapping[int, str], count: int) -> pa.Array:
    values: np.ndarray[Any, Any] = np.full(count, None, dtype=object)
    values[list(known)] = list(known.values())
    return pa.array(values, pa.string())


def text_of(value: object) -> str:
    """Return a value of a JSON or GML file as text; lists of plain values are joined, anything else is nothing.

    >>> text_of(["a", 1]), text_of(True), text_of(1.0), text_of({"a": 1})
    ('a; 1', 'true', '1', '')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "; ".join(text for text in map(text_of, value[:1000]) if text)
    return ""
