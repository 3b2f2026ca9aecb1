"""To and from arrays and graph objects: NumPy, Arrow, pandas, igraph, networkx."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.errors import MissingExtraError, OptionError
from netreach.graph.igraph_engine import to_igraph as _bare_igraph
from netreach.importers.tables import cells
from netreach.keys import typed_safe_key
from netreach.model import Batch, Owner
from netreach.store.builder import SourceBuilder
from netreach.store.schema import BATCH_COLUMNS, LIST_FIELDS, TEXT_FIELDS
from netreach.strength import tie_strengths
from netreach.text import clean

if TYPE_CHECKING:
    from netreach.snapshot import Snapshot
    from netreach.store.source import Source

_ID_NAMES = ("key", "id", "person", "vertex")
_SAFE = "[@＠]|(?i:linkedin)[.:]|^email:"
_ODD = r"[^ -~]|  |^ | $|^$"


def source_of_edges(
    sources: Any,
    targets: Any = None,
    *,
    people: Any = None,
    strengths: Any = None,
    since: Any = None,
    complete: bool = True,
) -> Source:
    """Make a source of ties in arrays; see `netreach.from_edges`.

    Ends that are e-mail addresses, profile URLs, or keys of one of them mean that person in every network; all
    others are ids of these arrays alone. Ends that `people` does not list are people known by their id only.
    """
    if targets is None:
        raise OptionError("The ties have no targets: pass two arrays: from_edges(*zip(*pairs)).")
    a, b = _ends(sources, "sources"), _ends(targets, "targets")
    if len(a) != len(b):
        raise OptionError(f"{len(a):,} sources but {len(b):,} targets: a tie needs both ends.")
    ties = {"a": a, "b": b}
    for name, values in (("strengths", strengths), ("since", since)):
        if values is not None:
            column = _column(values, name)
            if len(column) != len(a):
                raise OptionError(f"{len(a):,} ties but {len(column):,} values of {name}.")
            if name == "since":
                ties["since"] = _typed(column, pa.date32(), name)
            else:
                ties["strength"] = _checked_strengths(column)
    table = pa.table(ties)
    persons = _people(people)
    digest = _digest(table, persons)
    prefix = f"id:{digest[:12]}/"
    builder = SourceBuilder(file="arrays", sha256=digest, importer="arrays", options={"complete": complete})
    batches = [Batch(table="ties", columns=_keyed(table, ("a", "b"), prefix))]
    if persons is not None:
        batches.insert(0, Batch(table="people", columns=_keyed(persons, ("key",), prefix)))
    builder.take([Owner(keys=(), complete_list=complete), *batches])
    return builder.build()


def source_of_igraph(graph: Any) -> Source:
    """Make a source of an `igraph.Graph`; see `netreach.from_igraph`."""
    if not all(hasattr(graph, name) for name in ("get_edgelist", "vs", "es")):
        raise OptionError(f"from_igraph takes an igraph.Graph, not {type(graph).__name__}.")
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
    if not all(hasattr(graph, name) for name in ("nodes", "edges", "is_directed")):
        raise OptionError(f"from_networkx takes a networkx graph, not {type(graph).__name__}.")
    nodes = list(graph.nodes)
    number = {node: position for position, node in enumerate(nodes)}
    people: dict[str, Any] = {"key": [str(node) for node in nodes]}
    if len({_cleaned(key) for key in people["key"]}) < len(nodes):
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
    if any("strength" in data for *_, data in edges):
        strengths = [data.get("strength") for *_, data in edges]
    names = np.array(people["key"], dtype=object)
    return source_of_edges(
        names[pairs[:, 0]].tolist(), names[pairs[:, 1]].tolist(), people=people, strengths=strengths
    )


def tie_arrow(snapshot: Snapshot) -> pa.Table:
    """All ties as an Arrow table: vertices `lo`, `hi`, ids `a`, `b`, `strength`, `since`."""
    ties, (lo, hi) = snapshot.ties(), snapshot.tie_ends()
    ids = snapshot.column("id")
    epoch = np.iinfo(np.int32).min
    return pa.table(
        {
            "lo": pa.array(lo),
            "hi": pa.array(hi),
            "a": ids.take(pa.array(lo)),
            "b": ids.take(pa.array(hi)),
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
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _ends(values: Any, name: str) -> pa.Array:
    """Return a column that names people: whole numbers or texts, without gaps."""
    column = _column(values, name)
    kind = column.type
    if pa.types.is_floating(kind):
        raise OptionError(f"{name} holds floating-point numbers; vertices are integers or keys.")
    if column.null_count:
        raise OptionError(f"{name} has {column.null_count:,} empty values: everybody needs an id.")
    if pa.types.is_null(kind):
        return column.cast(pa.int64())
    if pa.types.is_integer(kind):
        if len(column) and pc.min(column).as_py() < 0:
            raise OptionError(f"{name} holds negative numbers; vertices are counted from 0.")
        return column
    if not _is_text(kind):
        raise OptionError(f"{name} holds values of type {kind}; vertices are integers or keys.")
    column = _all_clean(column.cast(pa.string()))
    blank = pc.index(column, "").as_py()
    if blank >= 0:
        raise OptionError(f"{name}[{blank}] is blank: everybody needs an id.")
    return column


def _all_clean(column: pa.Array) -> pa.Array:
    odd = pc.match_substring_regex(column, _ODD)
    if not pc.any(odd).as_py():
        return column
    return pc.replace_with_mask(column, odd, cells.mapped(column.filter(odd), _cleaned))


def _cleaned(key: str) -> str:
    # Ids are never cut: two that differ at their end are two.
    return clean(key, limit=max(len(key), 1))


def _keyed(table: pa.Table, names: tuple[str, ...], prefix: str) -> pa.Table:
    """Return the table with keys in place of what names people; only the distinct values are looked at."""
    for name in names:
        encoded = whole(whole(table.column(name)).dictionary_encode())
        texts = encoded.dictionary.cast(pa.string())
        keys = pc.binary_join_element_wise(prefix, texts, "")
        if pa.types.is_string(encoded.dictionary.type):
            rows = pc.match_substring_regex(texts, _SAFE)
            if pc.any(rows).as_py():
                safe = pa.array(
                    [typed_safe_key(text) for text in texts.filter(rows).to_pylist()], pa.string()
                )
                keys = pc.coalesce(pc.replace_with_mask(pa.nulls(len(keys), pa.string()), rows, safe), keys)
        column = pa.DictionaryArray.from_arrays(encoded.indices, keys)
        table = table.set_column(table.column_names.index(name), name, column)
    return table


def _typed(values: pa.Array, kind: pa.DataType, name: str) -> pa.Array:
    """Cast a column; where that fails, say which value is to blame."""
    if values.type == kind:
        return values
    wanted = {pa.date32(): "a date", pa.float64(): "a number", pa.string(): "a text"}.get(kind, f"a {kind}")
    try:
        return values.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        for row in range(len(values)):
            try:
                values.slice(row, 1).cast(kind)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
                raise OptionError(f"{name}[{row}] = {values[row].as_py()!r} is not {wanted}.") from None
        raise OptionError(f"{name} holds values of type {values.type}, not {wanted}.") from None


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _text(values: pa.Array, name: str) -> pa.Array:
    """Return a column of texts, cleaned; numbers are written out, and what is not a number is nothing."""
    kind = values.type
    if pa.types.is_floating(kind):
        values = pc.if_else(pc.is_nan(values), pa.scalar(None, kind), values)
    elif not (_is_text(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind)):
        first = next((value for value in values.to_pylist() if value is not None), None)
        raise OptionError(f"{name} must hold a text for each person, not {first!r}.")
    return cells.texts(cells.as_text(values))


def _texts(values: pa.Array, name: str) -> pa.Array:
    """Return a column of lists of texts, cleaned."""
    kind = values.type
    if pa.types.is_null(kind):
        return values.cast(pa.list_(pa.string()))
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
        raise OptionError(f"{name} must hold a list of texts for each person.")
    parents = pc.list_parent_indices(values).to_numpy()
    return cells.listed(parents, _text(pc.list_flatten(values), name), len(values))


def _checked_strengths(values: pa.Array) -> pa.Array:
    numbers = _typed(values, pa.float64(), "strengths")
    bad = pc.or_(pc.is_nan(numbers), pc.or_(pc.less_equal(numbers, 0), pc.greater(numbers, 1)))
    first = pc.index(pc.fill_null(bad, False), True).as_py()
    if first >= 0:
        raise OptionError(f"strengths[{first}] = {numbers[first].as_py()} is not in (0, 1].")
    return numbers.cast(pa.float32())


def _people(people: Any) -> pa.Table | None:
    if people is None:
        return None
    if isinstance(people, Mapping):
        columns = {str(name): _column(values, f"people[{str(name)!r}]") for name, values in people.items()}
        if len({len(column) for column in columns.values()}) > 1:
            lengths = ", ".join(f"{name} {len(column):,}" for name, column in columns.items())
            raise OptionError(f"The columns of people differ in length: {lengths}.")
    elif isinstance(people, pa.Table) or hasattr(people, "__arrow_c_stream__"):
        table = people if isinstance(people, pa.Table) else pa.table(people)
        columns = {name: _column(table.column(name), f"people[{name!r}]") for name in table.column_names}
    else:
        raise OptionError("people must be a mapping of columns, an Arrow table, or a data frame.")
    key = next((name for name in _ID_NAMES if name in columns), None)
    if key is None:
        raise OptionError(f"people has no column that names them: one of {', '.join(_ID_NAMES)} is needed.")
    columns = {"key" if name == key else name: column for name, column in columns.items()}
    unknown = sorted(set(columns) - set(BATCH_COLUMNS["people"]))
    if unknown:
        raise OptionError(
            f"people has columns that netreach does not know: {', '.join(unknown)}. "
            f"It knows {', '.join(BATCH_COLUMNS['people'][1:])}."
        )
    read: dict[str, Callable[[pa.Array, str], pa.Array]] = {
        "key": _ends,
        **dict.fromkeys(TEXT_FIELDS, _text),
        **dict.fromkeys(LIST_FIELDS, _texts),
        "as_of": lambda values, name: _typed(values, pa.date32(), name),
    }
    return pa.table(
        {
            name: read[name](column, f"people[{(key if name == 'key' else name)!r}]")
            for name, column in columns.items()
        }
    )


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
