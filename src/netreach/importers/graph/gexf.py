"""GEXF 1.0 to 1.3, whatever its namespace.

Attributes have the title that the file declares; values under an id that is not declared keep the id as their name.
Default values hold where there is no other. An edge is directed, undirected or mutual as it says, else as the graph
says; mutual is undirected. Where edges have weights, one without weighs 1, as the format says. Where the graph counts
time in days, the start of an edge is the day since when.
"""

from __future__ import annotations

from netreach.importers.graph import xml
from netreach.importers.graph.draft import Draft, Graph
from netreach.plugins.export import Export

_DAYS = ("date", "datetime", "xsd:date", "xsd:datetime")


def read(export: Export, name: str) -> Graph:
    """Read a GEXF file.

    Raises:
        ExportError: It is not well-formed.
    """
    draft = Draft(export.columns)
    elements = _GEXF(draft)
    xml.read(export, name, elements)
    elements.fill_defaults()
    return draft.done()


class _GEXF:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._titles: dict[tuple[str, str], str] = {}
        self._defaults: dict[tuple[str, str], str] = {}
        self._owner = "node"
        self._attribute = ""
        self._arrow = False
        self._dated = False
        self._nodes: list[int | None] = []
        self._edge: int | None = None
        self._told: dict[tuple[str, str], set[int]] = {}

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        match tag:
            case "node":
                self._nodes.append(self._node(attributes, line))
            case "edge":
                self._edge = self._edge_of(attributes, line)
            case "attvalue":
                self._value(attributes)
            case "graph":
                self._arrow = attributes.get("defaultedgetype", "").lower() == "directed"
                times = (attributes.get(name, "") for name in ("timeformat", "timetype"))
                self._dated = any(time.lower() in _DAYS for time in times)
            case "attributes":
                self._owner = attributes.get("class", "node").lower()
            case "attribute":
                self._attribute = attributes.get("id", "")
                self._titles[self._owner, self._attribute] = attributes.get("title") or self._attribute

    def end(self, tag: str, text: str) -> None:
        match tag:
            case "node":
                if self._nodes:
                    self._nodes.pop()
            case "edge":
                self._edge = None
            case "default":
                self._defaults[self._owner, self._attribute] = text

    def fill_defaults(self) -> None:
        """Give the default value of an attribute to all who have no other, and the weight 1 to edges without any."""
        for (owner, attribute), value in self._defaults.items():
            title, told = self._titles[owner, attribute], self._told.get((owner, attribute), set())
            count = len(self._draft.ids if owner == "node" else self._draft.sources)
            tell = self._draft.fact if owner == "node" else self._draft.edge_fact
            for place in range(count):
                if place not in told:
                    tell(place, title, value)
        self._draft.weigh("1")

    def _node(self, attributes: dict[str, str], line: int) -> int | None:
        name = attributes.get("id", "").strip()
        if not name:
            self._draft.problem(line, "a node without an id", attributes.get("label", ""))
            return None
        node = self._draft.node(name, line)
        self._draft.fact(node, "label", attributes.get("label", ""))
        return node

    def _edge_of(self, attributes: dict[str, str], line: int) -> int | None:
        source, target = attributes.get("source", "").strip(), attributes.get("target", "").strip()
        if not source or not target:
            self._draft.problem(line, "an edge without one of its ends")
            return None
        said = attributes.get("type", "").lower()
        arrow = said in ("directed", "dir") if said else self._arrow
        edge = self._draft.edge(source, target, line, arrow=arrow)
        weight = attributes.get("weight") or attributes.get("cardinal") or ""
        self._draft.edge_fact(edge, "weight", weight)
        if self._dated:
            self._draft.edge_fact(edge, "since", attributes.get("start", ""))
        return edge

    def _value(self, attributes: dict[str, str]) -> None:
        key = attributes.get("for") or attributes.get("id") or ""
        value = attributes.get("value", "")
        owner, place = "edge", self._edge
        if place is None:
            owner, place = "node", self._nodes[-1] if self._nodes else None
        if place is None or not key:
            return
        title = self._titles.get((owner, key), key)
        if (owner, key) in self._defaults:
            self._told.setdefault((owner, key), set()).add(place)
        if owner == "node":
            self._draft.fact(place, title, value)
        else:
            self._draft.edge_fact(place, title, value)
