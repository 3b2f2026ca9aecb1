"""GraphML, also as yEd, Gephi, igraph and networkx write it.

Attributes have the name that their key declares; data under a key that is not declared keep the key as their name.
Default values hold where there is no other. An edge is directed as it says, else as its graph says. Nodes of nested
graphs are nodes like others. Hyperedges are left out. The label that yEd draws is the label.
"""

from __future__ import annotations

import attrs

from netreach.importers.graph import xml
from netreach.importers.graph.draft import Draft, Graph, edge_field
from netreach.plugins.export import Export


def read(export: Export, name: str) -> Graph:
    """Read a GraphML file.

    Raises:
        ExportError: It is not well-formed.
    """
    draft = Draft(export.columns)
    elements = _GraphML(draft)
    xml.read(export, name, elements)
    elements.fill_defaults()
    return draft.done()


@attrs.frozen
class _Key:
    name: str
    owner: str


class _GraphML:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._keys: dict[str, _Key] = {}
        self._defaults: dict[str, str] = {}
        self._key = ""
        self._data: str | None = None
        self._label = ""
        self._arrows = [False]
        self._nodes: list[int | None] = []
        self._edge: int | None = None
        self._told: dict[str, set[int]] = {}

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        match tag:
            case "node":
                self._nodes.append(self._node(attributes, line))
            case "edge":
                self._edge = self._edge_of(attributes, line)
            case "data":
                self._data = attributes.get("key", "")
                self._label = ""
            case "graph":
                self._arrows.append(attributes.get("edgedefault", "").lower() == "directed")
            case "key":
                self._key = attributes.get("id", "")
                name = attributes.get("attr.name") or attributes.get("yfiles.type") or self._key
                self._keys[self._key] = _Key(name, attributes.get("for", "all"))
            case "hyperedge":
                self._draft.left_out["hyperedge"] += 1

    def end(self, tag: str, text: str) -> None:
        match tag:
            case "node":
                if self._nodes:
                    self._nodes.pop()
            case "edge":
                self._edge = None
            case "data":
                if self._data is not None:
                    self._told_of(self._data, self._label or text)
                self._data = None
            case "default":
                self._defaults[self._key] = text
            case "graph":
                if len(self._arrows) > 1:
                    self._arrows.pop()
            case _:
                if tag.endswith(":NodeLabel") and text and not self._label:
                    self._label = text

    def fill_defaults(self) -> None:
        """Give the default value of a key to all who have no other."""
        for key, value in self._defaults.items():
            known, told = self._keys.get(key), self._told.get(key, set())
            if known is None or not value:
                continue
            if known.owner in ("node", "all"):
                for node in range(len(self._draft.ids)):
                    if node not in told:
                        self._draft.fact(node, known.name, value)
            if known.owner == "edge" and edge_field(known.name):
                for edge in range(len(self._draft.sources)):
                    if edge not in told:
                        self._draft.edge_fact(edge, known.name, value)

    def _node(self, attributes: dict[str, str], line: int) -> int | None:
        name = attributes.get("id", "").strip()
        if not name:
            self._draft.problem(line, "a node without an id")
            return None
        return self._draft.node(name, line)

    def _edge_of(self, attributes: dict[str, str], line: int) -> int | None:
        source, target = attributes.get("source", "").strip(), attributes.get("target", "").strip()
        if not source or not target:
            self._draft.problem(line, "an edge without one of its ends")
            return None
        said = attributes.get("directed", "").lower()
        arrow = said in ("true", "1") if said else self._arrows[-1]
        return self._draft.edge(source, target, line, arrow=arrow)

    def _told_of(self, key: str, text: str) -> None:
        known = self._keys.get(key)
        name = known.name if known else key
        if name == "nodegraphics":
            name, text = "label", self._label
        if self._edge is not None:
            self._draft.edge_fact(self._edge, name, text)
            place = self._edge
        elif self._nodes and self._nodes[-1] is not None:
            place = self._nodes[-1]
            self._draft.fact(place, name, text)
        else:
            return
        if key in self._defaults:
            self._told.setdefault(key, set()).add(place)
