"""Pyramid, search, introducers, paths: answers and times beside igraph, networkx, DuckDB and plain Python."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import duckdb
import igraph
import networkx as nx
import numpy as np

import netreach as nr
from benchmarks.harness import Result, check, median
from netreach.testing import make_world
from netreach.text import searchable


def run(folder: Path, *, people: int) -> list[Result]:
    """Measure the questions on one world, asked from people not asked about before."""
    world = make_world(people, seed=6)
    columns = world.people_columns()
    known = {"id": "id", "first_name": "first_name", "last_name": "last_name", "title": "title",
             "company": "company", "location": "location"}  # fmt: skip
    persons = {name: columns[column] for column, name in known.items()}
    network = nr.from_edges(world.ties.lo, world.ties.hi, people=persons)
    pairs = list(zip(world.ties.lo.tolist(), world.ties.hi.tolist(), strict=True))
    rival = igraph.Graph(people, pairs)
    counts = world.contact_counts()
    egos = np.flatnonzero((counts >= 80) & (counts <= 160))[:40].tolist()
    results = [*_pyramid(network, rival, pairs, egos), *_search(network, persons, egos[20])]
    return [*results, *_introductions(network, pairs, people, egos)]


def _pyramid(
    network: nr.Network, rival: igraph.Graph, pairs: list[tuple[int, int]], egos: list[int]
) -> list[Result]:
    def ours(ego: int) -> list[int]:
        return [layer.count for layer in network.ego(ego).pyramid().degrees]

    def theirs(ego: int) -> list[int]:
        within = [rival.neighborhood_size(ego, order=hops) for hops in range(4)]
        return [b - a for a, b in itertools.pairwise(within)]

    graph = nx.Graph(pairs)

    def plain(ego: int) -> list[int]:
        found = nx.single_source_shortest_path_length(graph, ego, cutoff=3)
        return [sum(1 for hops in found.values() if hops == degree) for degree in (1, 2, 3)]

    for ego in egos[:5]:
        check(ours(ego) == theirs(ego) == plain(ego), f"pyramid of {ego}")
    fresh_egos = iter(egos[5:])
    taken = median(lambda: ours(next(fresh_egos)), repeat=9)
    others = iter(egos[5:])
    igraph_time = median(lambda: theirs(next(others)), repeat=9)
    some = iter(egos[5:])
    networkx_time = median(lambda: plain(next(some)), repeat=5)
    task = f"pyramid, 3 degrees, {len(pairs):,} ties, API call"
    return [
        Result(task=task, ours=taken, peer="igraph neighborhood_size (graph built)", theirs=igraph_time),
        Result(task=task, ours=taken, peer="networkx (graph built)", theirs=networkx_time),
    ]


def _search(network: nr.Network, persons: dict[str, object], ego: int) -> list[Result]:
    viewpoint = network.ego(ego)
    titles, places = ["director", "CMO"], "Madrid"
    distances = viewpoint.distances()

    def ours() -> list[int]:
        return [layer.count for layer in viewpoint.search(title=titles, location=places).by_degree]

    snapshot = network.snapshot
    folded = {
        name: [searchable(text) for text in snapshot.column(name).to_pylist()]
        for name in ("title", "location")
    }
    base = duckdb.connect()
    import pyarrow as pa

    table = pa.table({**folded, "degree": pa.array(distances)})
    base.register("people_arrow", table)
    base.execute("CREATE TABLE people AS SELECT * FROM people_arrow")
    question = (
        "SELECT degree, count(*) FROM people WHERE degree > 0 AND (contains(title, ' director ') "
        "OR contains(title, ' cmo ')) AND contains(location, ' madrid ') GROUP BY degree"
    )

    def theirs() -> list[int]:
        found = dict(base.execute(question).fetchall())
        return [found.get(degree, 0) for degree in (1, 2, 3)]

    check(ours() == theirs(), "counts per degree of a search")
    task = f"search, two criteria, {snapshot.count:,} people, facets and introducers"
    note = "DuckDB gives the counts only; ours orders all hits by introducer and counts six facets"
    return [
        Result(
            task=task,
            ours=median(ours),
            peer="DuckDB contains, counts only",
            theirs=median(theirs),
            note=note,
        )
    ]


def _introductions(
    network: nr.Network, pairs: list[tuple[int, int]], people: int, egos: list[int]
) -> list[Result]:
    graph = nx.Graph(pairs)
    snapshot = network.snapshot
    rng = np.random.default_rng(4)
    targets = []
    for ego in egos[20:32]:
        viewpoint = network.ego(ego)
        second = np.flatnonzero(viewpoint.distances() == 2)
        targets.append((ego, int(rng.choice(second))))

    def table_id(vertex: int) -> int:
        return int(snapshot.keys_of(vertex)[0].rsplit("/", 1)[1])

    def ours(ego: int, target: int) -> list[float]:
        ranking = network.ego(ego, scorer="structure").introducers(snapshot.ids([target])[0])
        return [introducer.score for introducer in ranking]

    def theirs(ego: int, target: int) -> list[float]:
        scores = []
        for between in nx.common_neighbors(graph, ego, target):
            legs = list(nx.resource_allocation_index(graph, [(ego, between), (between, target)]))
            scores.append(sum(math.log1p(value) for *_, value in legs))
        return sorted(scores, reverse=True)

    asked = [(ego, target, table_id(target)) for ego, target in targets]
    for ego, target, other in asked[:4]:
        check(
            np.allclose(ours(ego, target), theirs(ego, other), rtol=0, atol=1e-9),
            f"introducers {ego} to {other}",
        )
    mine, his = iter(asked[4:]), iter(asked[4:])
    results = [
        Result(
            task="introducers of a 2nd-degree target, with reasons",
            ours=median(lambda: ours(*next(mine)[:2]), repeat=7),
            peer="networkx resource allocation",
            theirs=median(lambda: theirs((one := next(his))[0], one[2]), repeat=7),
        )
    ]
    third = []
    for ego in egos[32:40]:
        found = np.flatnonzero(network.ego(ego).distances() == 3)
        third.append((ego, snapshot.ids([int(rng.choice(found))])[0]))
    ways = iter(third)
    results.append(
        Result(
            task="3 best paths to a 3rd-degree target",
            ours=median(lambda: network.ego((one := next(ways))[0]).paths(one[1]), repeat=5),
        )
    )
    return results
