"""To and from arrays and graph objects: NumPy, Arrow, pandas, igraph, networkx."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.errors import MissingExtraError, OptionError
from netreach.graph.igraph_engine import to_igraph as _bare_igraph
from netreach.model import Batch, Owner
from netreach.store.builder import SourceBuilder
from netreach.store.schema import BATCH_COLUMNS, LIST_FIELDS
from netreach.strength import tie_strengths

if TYPE_CHECKING:
    from netreach.snapshot import Snapshot
    from netreach.store.source import Source

_ID_NAMES = ("key", "id", "person", "vertex")


def source_of_edges(
    sources: Any,
    targets: Any,
    *,
    people: Any = None,
    strengths: Any = None,
    since: Any = None,
    complete: bool = True,
) -> Source:
    """Make a source of ties in arrays; see `netreach.from_edges`."""
    a, b = _column(sources, "sources"), _column(targets, "targets")
    if len(a) != len(b):
        raise OptionError(f"{len(a):,} sources but {len(b):,} targets: a tie needs both ends.")
    ties = {"a": a, "b": b}
    for name, values in (("strength", strengths), ("since", since)):
        if values is not None:
            ties[name] = _column(values, name)
            if len(ties[name]) != len(a):
                raise OptionError(f"{len(a):,} ties but {len(ties[name]):,} values of {name}.")
    if "strength" in ties:
        ties["strength"] = _checked_strengths(ties["strength"])
    table = pa.table(ties)
    persons = _people(people)
    digest = _digest(table, persons)
    prefix = f"id:{digest[:12]}/"
    builder = SourceBuilder(file="arrays", sha256=digest, importer="arrays", options={"complete": complete})
    batches = [Batch(table="ties", columns=table, prefix=prefix)]
    if persons is not None:
        batches.insert(0, Batch(table="people", columns=persons, prefix=prefix))
    builder.take([Owner(keys=(), complete_list=complete), *batches])
    return builder.build()


def source_of_igraph(graph: Any) -> Source:
    """Make a source of an `igraph.Graph`; see `netreach.from_igraph`."""
    edges = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    if graph.is_directed():
        edges = _mutual(edges)
    people: dict[str, Any] = {"key": np.arange(graph.vcount())}
    for name in graph.vs.attributes():
        target = "name" if name in ("name", "label") else name
        if target in BATCH_COLUMNS["people"] and target != "key":
            people.setdefault(target, graph.vs[name])
    strengths = None
    if not graph.is_directed() and "strength" in graph.es.attributes():
        strengths = graph.es["strength"]
    return source_of_edges(edges[:, 0], edges[:, 1], people=people, strengths=strengths)


def source_of_networkx(graph: Any) -> Source:
    """Make a source of a networkx graph; see `netreach.from_networkx`."""
    nodes = list(graph.nodes)
    number = {node: position for position, node in enumerate(nodes)}
    people: dict[str, Any] = {"key": [str(node) for node in nodes]}
    if len(set(people["key"])) < len(nodes):
        raise OptionError("Two nodes of the graph have the same text, such as 1 and '1': relabel them first.")
    wanted = set(BATCH_COLUMNS["people"]) - {"key"}
    for name in sorted({str(key) for _, data in graph.nodes(data=True) for key in data} & wanted):
        people[name] = [graph.nodes[node].get(name) for node in nodes]
    people.setdefault("name", people["key"])
    edges = [(a, b, data) for a, b, data in graph.edges(data=True)]
    pairs = np.array([(number[a], number[b]) for a, b, _ in edges], dtype=np.int64).reshape(-1, 2)
    if graph.is_directed():
        pairs, edges = _mutual(pairs), []
    strengths = None
    if edges and all("strength" in data for *_, data in edges):
        strengths = [data["strength"] for *_, data in edges]
    names = np.array(people["key"], dtype=object)
    return source_of_edges(
        names[pairs[:, 0]].tolist(), names[pairs[:, 1]].tolist(), people=people, strengths=strengths
    )


def tie_arrow(snapshot: Snapshot) -> pa.Table:
    """All ties as an Arrow table: vertices `lo`, `hi`, ids `a`, `b`, `strength`, `since`."""
    ties = snapshot.ties()
    ids = snapshot.column("id")
    epoch = np.iinfo(np.int32).min
    return pa.table(
        {
            "lo": pa.array(ties.lo),
            "hi": pa.array(ties.hi),
            "a": ids.take(pa.array(ties.lo)),
            "b": ids.take(pa.array(ties.hi)),
            "strength": pa.array(tie_strengths(snapshot)),
            "since": pa.array(ties.since, mask=ties.since == epoch).cast(pa.date32()),
        }
    )


def to_igraph(snapshot: Snapshot) -> Any:
    """An `igraph.Graph` with `id`, `name` and tie `strength` as attributes; vertices in the same order."""
    graph = _bare_igraph(snapshot.graph)
    graph.vs["id"] = snapshot.column("id").to_pylist()
    graph.vs["name"] = snapshot.column("name").to_pylist()
    graph.es["strength"] = tie_strengths(snapshot).tolist()
    return graph


def to_networkx(snapshot: Snapshot) -> Any:
    """A `networkx.Graph` over public ids, with `name` and tie `strength` as attributes."""
    try:
        import networkx
    except ImportError as error:
        raise MissingExtraError("networkx is not installed: pip install 'netreach[networkx]'") from error
    graph = networkx.Graph()
    names = snapshot.column("name").to_pylist()
    ids = snapshot.column("id").to_pylist()
    graph.add_nodes_from((key, {"name": name}) for key, name in zip(ids, names, strict=True))
    ties = tie_arrow(snapshot)
    columns = (ties.column(name).to_pylist() for name in ("a", "b", "strength"))
    graph.add_weighted_edges_from(zip(*columns, strict=True), weight="strength")
    return graph


def _mutual(edges: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Keep the pairs that a directed graph has both ways: a one-way arrow is not an acquaintance."""
    size = int(edges.max(initial=0)) + 1
    there = edges[:, 0] * size + edges[:, 1]
    back = edges[:, 1] * size + edges[:, 0]
    return edges[np.isin(there, back) & (edges[:, 0] < edges[:, 1])]


def _column(values: Any, name: str) -> pa.Array:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if not isinstance(values, pa.Array):
        try:
            values = pa.array(values)
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise OptionError(f"{name} cannot be read as one column ({error}).") from error
    if name in ("sources", "targets"):
        if pa.types.is_floating(values.type):
            raise OptionError(f"{name} holds floating-point numbers; vertices are integers or keys.")
        if values.null_count:
            raise OptionError(f"{name} has {values.null_count:,} empty values: a tie needs both ends.")
        if pa.types.is_null(values.type):
            values = values.cast(pa.int64())
        if pa.types.is_integer(values.type) and len(values) and pc.min(values).as_py() < 0:
            raise OptionError(f"{name} holds negative numbers; vertices are counted from 0.")
    return values


def _checked_strengths(values: pa.Array) -> pa.Array:
    numbers = values.cast(pa.float64())
    bad = pc.or_(pc.is_nan(numbers), pc.or_(pc.less_equal(numbers, 0), pc.greater(numbers, 1)))
    first = pc.index(pc.fill_null(bad, False), True).as_py()
    if first >= 0:
        raise OptionError(f"strengths[{first}] = {numbers[first].as_py()} is not in (0, 1].")
    return numbers.cast(pa.float32())


def _people(people: Any) -> pa.Table | None:
    if people is None:
        return None
    if isinstance(people, pa.Table):
        table = people
    elif isinstance(people, Mapping):
        table = pa.table({str(name): _column(values, f"people[{name!r}]") for name, values in people.items()})
    elif hasattr(people, "__arrow_c_stream__"):
        table = pa.table(people)
    else:
        raise OptionError("people must be a mapping of columns, an Arrow table, or a data frame.")
    key = next((name for name in _ID_NAMES if name in table.column_names), None)
    if key is None:
        raise OptionError(f"people has no column that names them: one of {', '.join(_ID_NAMES)} is needed.")
    table = table.rename_columns(["key" if name == key else name for name in table.column_names])
    for name in LIST_FIELDS:
        if name in table.column_names and not pa.types.is_list(table.column(name).type):
            raise OptionError(f"people[{name!r}] must hold a list of texts for each person.")
    known = [name for name in table.column_names if name in BATCH_COLUMNS["people"]]
    unknown = sorted(set(table.column_names) - set(known))
    if unknown:
        raise OptionError(
            f"people has columns that netreach does not know: {', '.join(unknown)}. "
            f"It knows {', '.join(BATCH_COLUMNS['people'][1:])}."
        )
    return table


def _digest(ties: pa.Table, people: pa.Table | None) -> str:
    digest = hashlib.sha256()
    for table in (ties, people):
        if table is None:
            continue
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        digest.update(memoryview(sink.getvalue()))
    return digest.hexdigest()
