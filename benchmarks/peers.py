"""The peers: other libraries, each built and asked in the best way that its documentation and trials showed.

A peer is built from the pairs as they come. What its questions need beside the graph, such as an index, is made
before timing. Answers use the numbers of the pairs.
"""

from __future__ import annotations

import itertools
import math
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
import numpy as np

from benchmarks.calls import Call, digest, histogram
from benchmarks.graphs import Pairs

_STEP = 1_000_000


@attrs.frozen(kw_only=True)
class Peer:
    """A library.

    Attributes:
        module: What is imported.
        roads: How a graph may be built, by a few words; the last is the one that is asked.
        calls: What it can be asked, given the graph.
        most: Ties that it is asked about at most.
    """

    module: str
    roads: dict[str, Callable[[Pairs], Any]]
    calls: Callable[[Any, Pairs], list[Call]]
    most: int = 1_000_000_000


def _listed(pairs: Pairs) -> Iterator[tuple[int, int]]:
    """The pairs as an iterator of Python numbers, a million at a time, so that they are never all in memory."""
    for begin in range(0, pairs.ties, _STEP):
        part = slice(begin, begin + _STEP)
        yield from zip(pairs.u[part].tolist(), pairs.v[part].tolist(), strict=True)


def _within(distances: list[float], cutoff: int) -> list[int]:
    return [int(hops) if hops <= cutoff else -1 for hops in distances]


def _rows(totals: list[int]) -> list[int]:
    """The sizes of layers from how many are within 0, 1, 2, ... hops."""
    return [far - near for near, far in itertools.pairwise(totals)]


# igraph


def _build_igraph(pairs: Pairs) -> Any:
    import igraph

    # An iterator of pairs is its fastest road: arrays and memoryviews go through slower conversions.
    chunks = (
        zip(pairs.u[begin : begin + _STEP].tolist(), pairs.v[begin : begin + _STEP].tolist(), strict=True)
        for begin in range(0, pairs.ties, _STEP)
    )
    return igraph.Graph(pairs.count, itertools.chain.from_iterable(chunks))


def _igraph(graph: Any, pairs: Pairs) -> list[Call]:
    def layers(who: int | list[int]) -> Any:
        return [graph.neighborhood_size(who, order=hops) for hops in range(4)]

    def similar(row: Any, person: int) -> dict[str, object]:
        values = np.array(row[0])
        values[person] = 0
        people = np.flatnonzero(values)
        return {"people": people.tolist(), "adamic_adar": values[people].tolist()}

    def legs(ego: int, target: int) -> tuple[list[int], list[float]]:
        between = sorted(set(graph.neighbors(ego)).intersection(graph.neighbors(target)))
        both = [(end, other) for end in (ego, target) for other in between]
        return between, graph.similarity_jaccard(pairs=both, loops=True)

    def common(found: tuple[list[int], list[float]], ego: int, target: int) -> dict[str, object]:
        """Shared contacts from the Jaccard coefficient, in which everybody is their own contact as well."""
        between, values = found
        both = [(end, other) for end in (ego, target) for other in between]
        sums = [graph.degree(end) + graph.degree(other) for end, other in both]
        shared = [(value * size - 2) / (1 + value) for value, size in zip(values, sums, strict=True)]
        return {"people": between, "common": shared}

    return [
        Call(
            task="pyramid",
            who="igraph neighborhood_size, 3rd degree only",
            ask=lambda ego: graph.neighborhood_size(ego, order=3),
            plain=lambda total, ego: _rows(sized) if (sized := layers(ego))[3] == total else None,
        ),
        Call(
            task="all",
            who="igraph distances",
            ask=lambda ego: graph.distances(ego)[0],
            plain=lambda row, _: digest(np.where(np.isinf(row), -1, row).astype(np.int32)),
        ),
        Call(
            task="pair",
            who="igraph distances",
            ask=lambda a, b: graph.distances(a, b)[0][0],
            plain=lambda hops, *_: -1 if math.isinf(hops) else int(hops),
        ),
        Call(
            task="pair",
            who="igraph get_shortest_path",
            ask=lambda a, b: graph.get_shortest_path(a, b),
            plain=lambda path, *_: len(path) - 1,
        ),
        Call(
            task="similar",
            who="igraph similarity_inverse_log_weighted",
            ask=lambda person: graph.similarity_inverse_log_weighted([person]),
            plain=similar,
            slow=pairs.ties > 20_000_000,
        ),
        Call(
            task="introducers",
            who="igraph similarity_jaccard, Jaccard only",
            ask=legs,
            plain=common,
        ),
        Call(
            task="paths",
            who="igraph get_k_shortest_paths",
            ask=lambda a, b: graph.get_k_shortest_paths(a, b, k=5),
            plain=lambda found, *_: [len(path) - 1 for path in found if len(path) <= 4],
            slow=pairs.ties > 1_000_000,
        ),
        Call(
            task="targets",
            who="igraph distances",
            ask=lambda ego, targets: graph.distances(ego, targets)[0],
            plain=lambda row, *_: _within(row, 3),
        ),
        Call(
            task="batch",
            who="igraph neighborhood_size, 3rd degree only",
            ask=lambda egos: graph.neighborhood_size(egos, order=3),
            plain=lambda _, egos: [_rows(list(sizes)) for sizes in zip(*layers(egos), strict=True)],
        ),
    ]


# NetworKit


def _build_networkit(pairs: Pairs) -> Any:
    import networkit

    return networkit.GraphFromCoo((pairs.u, pairs.v), n=pairs.count)


def _build_networkit_csr(pairs: Pairs) -> Any:
    import networkit
    import scipy.sparse as sparse

    # Half of a symmetric matrix: NetworKit adds the other direction itself.
    ends = (np.maximum(pairs.u, pairs.v), np.minimum(pairs.u, pairs.v))
    half = sparse.coo_matrix((np.ones(pairs.ties, dtype=np.int8), ends), shape=(pairs.count, pairs.count))
    return networkit.GraphFromCsr(half.tocsr(), directed=False)


def _networkit(graph: Any, pairs: Pairs) -> list[Call]:
    from networkit.distance import BFS, BidirectionalBFS
    from networkit.sparsification import TriangleEdgeScore

    graph.indexEdges()

    def search(ego: int) -> Any:
        found = BFS(graph, ego, False)
        found.run()
        return np.asarray(found.getDistances(asarray=True))

    def pair(a: int, b: int) -> float:
        found = BidirectionalBFS(graph, a, b, False)
        found.run()
        return float(found.getDistance())

    def triangles() -> Any:
        found = TriangleEdgeScore(graph)
        found.run()
        return found.scores()

    def whole(row: Any) -> Any:
        return np.where(row > pairs.count, -1, row).astype(np.int32)

    return [
        Call(task="all", who="NetworKit BFS", ask=search, plain=lambda row, _: digest(whole(row))),
        Call(
            task="pair",
            who="NetworKit BidirectionalBFS",
            ask=pair,
            plain=lambda hops, *_: -1 if hops > pairs.count else int(hops),
        ),
        Call(
            task="targets",
            who="NetworKit BFS",
            ask=lambda ego, targets: search(ego)[targets],
            plain=lambda row, *_: _within(row.tolist(), 3),
        ),
        Call(
            task="overlaps",
            who="NetworKit TriangleEdgeScore (all cores)",
            ask=triangles,
            plain=lambda scores: histogram(np.array(scores, dtype=np.int64)),
            slow=pairs.ties > 50_000_000,
        ),
    ]


# SciPy


def _build_scipy(pairs: Pairs) -> Any:
    import scipy.sparse as sparse

    ends = (np.concatenate((pairs.u, pairs.v)), np.concatenate((pairs.v, pairs.u)))
    return sparse.coo_matrix(
        (np.ones(2 * pairs.ties, dtype=np.int8), ends), shape=(pairs.count, pairs.count)
    ).tocsr()


def _scipy(graph: Any, pairs: Pairs) -> list[Call]:
    import scipy.sparse as sparse
    from scipy.sparse import csgraph

    counts = np.diff(graph.indptr)
    adamic = np.zeros(pairs.count)
    adamic[counts > 1] = 1 / np.log(counts[counts > 1])
    allocation = np.divide(1.0, counts, out=np.zeros(pairs.count), where=counts > 0)
    # A row has int8 ones, which would overflow when they are added up.
    number = sparse.csr_matrix((np.ones(graph.nnz), graph.indices, graph.indptr), shape=graph.shape)

    def near(vertices: Any) -> Any:
        return graph[vertices].indices

    def layers(ego: int) -> list[int]:
        seen = np.zeros(pairs.count, dtype=bool)
        seen[ego] = True
        front, sizes = np.array([ego]), []
        for _ in range(3):
            reached = np.zeros(pairs.count, dtype=bool)
            reached[near(front)] = True
            reached &= ~seen
            seen |= reached
            front = np.flatnonzero(reached)
            sizes.append(len(front))
        return sizes

    def search(ego: int) -> Any:
        order, before = csgraph.breadth_first_order(graph, ego, directed=True)
        place = np.empty(pairs.count, dtype=np.int64)
        place[order] = np.arange(len(order))
        parent = place[before[order[1:]]]
        # Parents come in the order of the search, so a layer ends where its parents' layer ends.
        distances = np.full(pairs.count, -1, dtype=np.int32)
        begin, end, hops = 0, 1, 0
        while begin < end:
            distances[order[begin:end]] = hops
            begin, end, hops = end, 1 + int(np.searchsorted(parent, end)), hops + 1
        return distances

    def similar(person: int) -> Any:
        row = number[person]
        middle = row.indices
        common = row @ number
        weighted = [
            sparse.csr_matrix((weights[middle], middle, [0, len(middle)]), shape=row.shape) @ number
            for weights in (adamic, allocation)
        ]
        people = common.indices
        jaccard = common.data / (counts[person] + counts[people] - common.data)
        return people, common.data, weighted[0].data, weighted[1].data, jaccard

    def several(found: Any, person: int) -> dict[str, object]:
        order = np.argsort(found[0])
        order = order[found[0][order] != person]
        names = ("people", "common", "adamic_adar", "resource_allocation", "jaccard")
        return {name: values[order].tolist() for name, values in zip(names, found, strict=True)}

    def legs(ego: int, target: int) -> Any:
        between = np.intersect1d(near(ego), near(target), assume_unique=True)
        rows = number[between]
        found = []
        for end in (ego, target):
            row = np.zeros(pairs.count)
            row[near(end)] = 1
            common = rows @ row
            jaccard = common / (counts[end] + counts[between] - common)
            found.append((common, rows @ (row * adamic), rows @ (row * allocation), jaccard))
        return between, [np.concatenate(both) for both in zip(*found, strict=True)]

    def plain_legs(found: Any, *_: int) -> dict[str, object]:
        names = ("common", "adamic_adar", "resource_allocation", "jaccard")
        scores = {name: values.tolist() for name, values in zip(names, found[1], strict=True)}
        return {"people": found[0].tolist(), **scores}

    return [
        Call(task="pyramid", who="SciPy row slices", ask=layers, plain=lambda sizes, _: sizes),
        Call(task="all", who="SciPy breadth_first_order", ask=search, plain=lambda row, _: digest(row)),
        Call(task="similar", who="SciPy row products, all scores", ask=similar, plain=several),
        Call(task="introducers", who="SciPy row products, all scores", ask=legs, plain=plain_legs),
    ]


# rustworkx


def _build_rustworkx(pairs: Pairs) -> Any:
    import rustworkx

    graph = rustworkx.PyGraph(multigraph=True)  # does not look for doubles, of which there are none
    graph.add_nodes_from(range(pairs.count))
    graph.add_edges_from_no_data(list(_listed(pairs)))
    return graph


def _rustworkx(graph: Any, pairs: Pairs) -> list[Call]:
    import rustworkx

    def plain(layers: Any, _: int) -> str:
        distances = np.full(pairs.count, -1, dtype=np.int32)
        for hops, people in enumerate(layers):
            distances[list(people)] = hops
        return digest(distances)

    return [
        Call(
            task="all",
            who="rustworkx bfs_layers",
            ask=lambda ego: rustworkx.bfs_layers(graph, [ego]),
            plain=plain,
        )
    ]


# networkx


def _build_networkx(pairs: Pairs) -> Any:
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(pairs.count))
    graph.add_edges_from(_listed(pairs))
    return graph


def _networkx(graph: Any, pairs: Pairs) -> list[Call]:
    import networkx as nx

    def layers(ego: int) -> Any:
        return nx.single_source_shortest_path_length(graph, ego, cutoff=3)

    def everybody(found: Any, _: int) -> str:
        distances = np.full(pairs.count, -1, dtype=np.int32)
        distances[list(found)] = list(found.values())
        return digest(distances)

    def pair(a: int, b: int) -> int:
        try:
            return len(nx.bidirectional_shortest_path(graph, a, b)) - 1
        except nx.NetworkXNoPath:
            return -1

    def similar(person: int) -> list[Any]:
        others = {far for between in graph[person] for far in graph[between]} - {person}
        return list(nx.adamic_adar_index(graph, [(person, other) for other in others]))

    def score(found: Any, _: int) -> dict[str, object]:
        values = sorted((other, value) for _, other, value in found)
        return {"people": [who for who, _ in values], "adamic_adar": [value for _, value in values]}

    def legs(ego: int, target: int) -> tuple[list[int], list[Any]]:
        between = sorted(nx.common_neighbors(graph, ego, target))
        both = [(end, other) for end in (ego, target) for other in between]
        kinds = (nx.adamic_adar_index, nx.resource_allocation_index, nx.jaccard_coefficient)
        return between, [[value for *_, value in kind(graph, both)] for kind in kinds]

    return [
        Call(
            task="pyramid",
            who="networkx, cutoff 3",
            ask=layers,
            plain=lambda found, _: np.bincount(list(found.values()), minlength=4)[1:].tolist(),
        ),
        Call(
            task="all",
            who="networkx",
            ask=lambda ego: nx.single_source_shortest_path_length(graph, ego),
            plain=everybody,
        ),
        Call(task="pair", who="networkx bidirectional", ask=pair, plain=lambda hops, *_: hops),
        Call(task="similar", who="networkx adamic_adar_index", ask=similar, plain=score),
        Call(
            task="introducers",
            who="networkx",
            ask=legs,
            plain=lambda found, *_: {
                "people": found[0],
                **dict(zip(("adamic_adar", "resource_allocation", "jaccard"), found[1], strict=True)),
            },
        ),
    ]


# DuckDB

_HOPS = """
WITH h1 AS (SELECT b AS id FROM ties WHERE a = $1),
     r2 AS (SELECT DISTINCT b AS id FROM ties SEMI JOIN h1 ON ties.a = h1.id),
     h2 AS (SELECT id FROM r2 ANTI JOIN h1 USING (id) WHERE id <> $1),
     r3 AS (SELECT DISTINCT b AS id FROM ties SEMI JOIN h2 ON ties.a = h2.id),
     h3 AS (SELECT id FROM r3 ANTI JOIN h1 USING (id) ANTI JOIN h2 USING (id) WHERE id <> $1)
SELECT (SELECT count(*) FROM h1), (SELECT count(*) FROM h2), (SELECT count(*) FROM h3)
"""
_WEDGES = """
SELECT far.b, sum(1 / ln(counts.k))
FROM ties near JOIN counts ON near.b = counts.id JOIN ties far ON far.a = near.b
WHERE near.a = $1 AND far.b <> $1
GROUP BY far.b ORDER BY far.b
"""


def _build_duckdb(pairs: Pairs) -> Any:
    import duckdb
    import pyarrow as pa

    base = duckdb.connect(config={"temp_directory": tempfile.gettempdir()})
    base.register("pairs", pa.table({"u": pairs.u, "v": pairs.v}))
    # In order, so that whole blocks are left out when a few people's rows are read.
    base.execute(
        "CREATE TABLE ties AS SELECT * FROM (SELECT u AS a, v AS b FROM pairs UNION ALL SELECT v, u FROM pairs) "
        "ORDER BY a, b"
    )
    base.unregister("pairs")
    return base


def _duckdb(base: Any, pairs: Pairs) -> list[Call]:
    base.execute("CREATE TABLE counts AS SELECT a AS id, count(*) AS k FROM ties GROUP BY a ORDER BY a")
    return [
        Call(
            task="pyramid",
            who="DuckDB, joins unrolled (all cores)",
            ask=lambda ego: base.execute(_HOPS, [ego]).fetchone(),
            plain=lambda row, _: list(row),
        ),
        Call(
            task="similar",
            who="DuckDB, Adamic-Adar by joins (all cores)",
            ask=lambda person: base.execute(_WEDGES, [person]).fetchnumpy(),
            plain=lambda found, _: dict(
                zip(
                    ("people", "adamic_adar"),
                    (np.asarray(values).tolist() for values in found.values()),
                    strict=True,
                )
            ),
        ),
    ]


PEERS: Final = {
    "igraph": Peer(
        module="igraph", roads={"igraph, iterator of pairs": _build_igraph}, calls=_igraph, most=200_000_000
    ),
    "networkit": Peer(
        module="networkit",
        roads={
            "NetworKit GraphFromCoo": _build_networkit,
            "NetworKit GraphFromCsr over SciPy": _build_networkit_csr,
        },
        calls=_networkit,
    ),
    "scipy": Peer(module="scipy", roads={"SciPy coo to csr": _build_scipy}, calls=_scipy),
    "rustworkx": Peer(
        module="rustworkx",
        roads={"rustworkx add_edges_from_no_data": _build_rustworkx},
        calls=_rustworkx,
        most=20_000_000,
    ),
    "duckdb": Peer(module="duckdb", roads={"DuckDB, both directions in order": _build_duckdb}, calls=_duckdb),
    "networkx": Peer(module="networkx", roads={"networkx": _build_networkx}, calls=_networkx, most=400_000),
}
"""Peers by the name that `--peers` takes."""
