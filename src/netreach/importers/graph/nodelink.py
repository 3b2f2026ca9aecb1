"""Graphs in JSON: node-link as D3 and networkx write it, graphology, Cytoscape, and the JSON Graph Format.

Edges stand under `links` or `edges`. Where nodes have no id and the ends of edges are whole numbers, these are the
places of the nodes, as in older files of D3. An edge is directed as it says, else as the graph says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.graph.draft import Draft, Graph, text_of
from netreach.importers.graph.texts import whole_text
from netreach.importers.nesting import depth_of
from netreach.importers.tables.sniff import place
from netreach.plugins.export import Export

LARGEST = 256 * 2**20
"""Bytes of a JSON file; in memory it takes many times as much."""

_DEPTH = 100
_IDS = ("id", "key", "name")


def read(export: Export, name: str) -> Graph:
    """Read a JSON file.

    Raises:
        ExportError: It is no JSON, or no graph.
        UnsafeExportError: It is too large, or nested too deeply.
    """
    where = place(export, name)
    text = whole_text(export, name, largest=LARGEST)
    if (depth := depth_of(text)) > _DEPTH:
        raise UnsafeExportError(f"{where} is nested {depth:,} deep, which no graph is. It was not read.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExportError(f"{where} is no readable JSON ({_short(error)}). Export it again.") from error
    nodes, edges, directed = _parts(data, where)
    draft = Draft(export.columns)
    ids = _nodes(draft, nodes)
    _edges(draft, edges, ids, directed=directed)
    return draft.done(lines=False)


def _short(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__


def _parts(data: Any, where: str) -> tuple[list[Any], list[Any], bool]:
    """Nodes, edges, and whether edges are arrows that do not say so."""
    if isinstance(data, list):
        # Cytoscape: the group of an element says whether it is a node, and is nothing that a person belongs to.
        elements = [
            {key: value for key, value in item.items() if key != "group" or value not in ("nodes", "edges")}
            for item in data
            if isinstance(item, dict)
        ]
        edges = [item for item in elements if "source" in _dict(item.get("data"))]
        return [item for item in elements if "source" not in _dict(item.get("data"))], edges, False
    if not isinstance(data, dict):
        raise ExportError(f"{where} holds no graph: it is neither an object nor a list of elements.")
    graph = data
    if isinstance(graph.get("graphs"), list) and graph["graphs"]:
        graph = _dict(graph["graphs"][0])
    if isinstance(graph.get("graph"), dict) and "nodes" in graph["graph"]:
        graph = graph["graph"]
        return _listed(graph.get("nodes")), _listed(graph.get("edges")), graph.get("directed", True) is True
    if isinstance(graph.get("elements"), list):
        return _parts([*graph["elements"]], where)
    if isinstance(graph.get("elements"), dict):
        elements = graph["elements"]
        return _listed(elements.get("nodes")), _listed(elements.get("edges")), graph.get("directed") is True
    links = graph.get("links") if "links" in graph else graph.get("edges")
    if not isinstance(links, list | dict) and not isinstance(graph.get("nodes"), list | dict):
        raise ExportError(f"{where} holds no graph: it has neither nodes nor links.")
    kind = _dict(graph.get("options")).get("type")
    directed = graph.get("directed") is True or kind in ("directed", "mixed")
    if "options" not in graph and "attributes" in graph and "directed" not in graph:
        # Graphology: without a type a graph is mixed, and an edge that does not say it is undirected is an arrow.
        directed = True
    return _listed(graph.get("nodes")), _listed(links), directed


def _listed(value: Any) -> list[Any]:
    """A list of elements; of an object by id, its values with their ids."""
    if isinstance(value, dict):
        return [{"id": key, **_dict(one)} for key, one in value.items()]
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _facts(element: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an element, wherever the dialect puts it."""
    found = dict(element)
    for part in ("attributes", "data", "metadata"):
        inner = found.pop(part, None)
        if isinstance(inner, dict):
            found = {**inner, **found}
    return found


def _nodes(draft: Draft, nodes: list[Any]) -> list[str]:
    """Add the nodes and return the id of each place, `""` where there is none."""
    ids: list[str] = []
    plain = [_facts(node) if isinstance(node, dict) else {"id": node} for node in nodes]
    key = next((key for key in _IDS if any(key in node for node in plain)), "")
    for position, facts in enumerate(plain):
        name = text_of(facts.get(key)).strip() if key else str(position)
        ids.append(name)
        if not name:
            draft.problem(0, f"a node without an id (node {position + 1:,})")
            continue
        node = draft.node(name)
        for attribute, value in facts.items():
            if attribute != key or key == "name":
                draft.fact(node, attribute, text_of(value))
    return ids


def _edges(draft: Draft, edges: list[Any], ids: list[str], *, directed: bool) -> None:
    plain = [_facts(edge) if isinstance(edge, dict) else {} for edge in edges]
    # Names as ids and numbers as ends: then the numbers count the nodes.
    known = set(ids)
    ends = [edge.get(end) for edge in plain for end in ("source", "target")]
    counted = bool(ids) and all(
        isinstance(end, int) and not isinstance(end, bool) and 0 <= end < len(ids) and str(end) not in known
        for end in ends
    )
    if counted and ends:
        draft.notes.append(
            "the ends of edges are whole numbers that are nobody's id: they count the nodes from 0"
        )
    for position, facts in enumerate(plain):
        source, target = (_end(facts.pop(end, None), ids, counted=counted) for end in ("source", "target"))
        if not source or not target:
            draft.problem(0, f"an edge without one of its ends (edge {position + 1:,})")
            continue
        said, plainly = facts.pop("directed", None), facts.pop("undirected", None)
        arrow = (said is True) if said is not None else (plainly is not True and directed)
        edge = draft.edge(source, target, arrow=arrow)
        for attribute, value in facts.items():
            draft.edge_fact(edge, attribute, text_of(value))


def _end(value: Any, ids: list[str], *, counted: bool) -> str:
    if isinstance(value, dict):
        # D3 puts the nodes themselves in the place of their ids.
        value = next((value[key] for key in _IDS if key in value), None)
    if counted and isinstance(value, int):
        return ids[value]
    return text_of(value).strip()
