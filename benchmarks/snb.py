"""Questions in the shape of the LDBC Social Network Benchmark, Interactive workload, through the public API.

- IC1: people within 3 hops with a first name, the first 20 by distance, last name and id.
- IC13: the length of a shortest path between two people.
- IC14, first version: all shortest paths between two people, by how much those on them wrote to each other.
- IC14, second version: the cheapest path, where a tie costs `max(round(40 - sqrt(interactions)), 1)`.

The shapes are the benchmark's, the data set is its people and ties at scale 0.1, and nothing here is an audited
result. The data set at hand has no messages, so that interactions are drawn by seed. The second version of IC14 has
no limit in the benchmark; here a path has at most 6 hops, for both sides.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

import networkx as nx
import numpy as np

import netreach as nr
from benchmarks.calls import Call, timed
from benchmarks.datasets import Social, social
from benchmarks.figures import Figure, compared
from benchmarks.graphs import FloatArray, LongArray
from benchmarks.harness import check

CHECKED: Final = 5
TIMED: Final = 100
SHOWN: Final = 20
HOPS: Final = 6
EVERY: Final = 1_000
"""More shortest paths than two people of this data set have in most cases; pairs with more are not asked about."""

_Ask = Callable[..., Any]


def run(engine: str) -> list[Figure]:
    """Compare and time the questions on the LDBC data set."""
    data = social()
    rng = np.random.default_rng(14)
    interactions = rng.geometric(0.02, data.pairs.ties) - 1
    costs = np.maximum(np.round(40 - np.sqrt(interactions)), 1).astype(np.int64)
    weights = interactions / 2
    graph = nx.Graph()
    graph.add_nodes_from(range(data.pairs.count))
    ends = (data.pairs.u.tolist(), data.pairs.v.tolist(), costs.tolist(), weights.tolist())
    graph.add_edges_from(
        (a, b, {"cost": cost, "weight": weight}) for a, b, cost, weight in zip(*ends, strict=True)
    )
    joined = np.flatnonzero(data.pairs.contact_counts() > 0)
    pairs = [tuple(rng.choice(joined, 2, replace=False).tolist()) for _ in range(CHECKED + TIMED)]
    names = data.people.column("first_name").to_pylist()
    named = [(int(ego), names[int(rng.choice(joined))]) for ego in rng.choice(joined, CHECKED + TIMED)]
    bare = _Asker(data, engine, None)
    # The likeliest path is that of the least sum of costs.
    cheap = _Asker(data, engine, np.exp(-costs / 100))
    # Paths of one length compare by what is left to the greatest weight.
    strong = _Asker(data, engine, np.exp((weights - weights.max() - 1) / 100))
    shortest = [pair for pair in pairs if nx.has_path(graph, *pair) and _ways(graph, *pair) < EVERY]
    return [
        _measured("IC1", named, bare.ic1, _rival_ic1(graph, data), "networkx and Python"),
        _measured("IC13", pairs, bare.ic13, lambda a, b: _hops(graph, a, b), "networkx"),
        _measured(
            "IC14 v1", shortest, lambda a, b: strong.ic14_all(a, b, graph), _rival_ic14_all(graph), "networkx"
        ),
        _measured(
            "IC14 v2",
            shortest,
            lambda a, b: cheap.ic14_one(a, b, graph),
            _rival_ic14_one(graph),
            "Bellman-Ford in Python",
        ),
    ]


def _measured(name: str, questions: list[Any], ours: _Ask, theirs: _Ask, peer: str) -> Figure:
    checked, asked = questions[:CHECKED], questions[CHECKED:]
    for question in checked:
        mine, other = ours(*question), theirs(*question)
        check(mine == other, f"{name} {question}: netreach {str(mine)[:200]}, {peer} {str(other)[:200]}")
    check(any(ours(*question) for question in checked), f"{name}: nothing was found for any question")
    seconds = [timed(Call(task=name, who="", ask=ask, plain=list), asked) for ask in (ours, theirs)]
    return compared(*seconds, task=f"LDBC SNB shape of {name}", who="API", peer=peer)


class _Asker:
    """A network of the data set, and its people by their row."""

    def __init__(self, data: Social, engine: str, strengths: FloatArray | None) -> None:
        self.network = nr.from_edges(
            data.pairs.u, data.pairs.v, people=data.people, strengths=strengths, engine=engine
        )
        snapshot = self.network.snapshot
        vertices = [snapshot.resolve(f"{row}") for row in range(data.pairs.count)]
        self.ids = snapshot.ids(vertices)
        self.rows = {name: row for row, name in enumerate(self.ids)}
        self.numbers: LongArray = data.numbers

    def ic1(self, ego: int, first_name: str) -> list[tuple[int, str, int]]:
        """Distance, last name and id of the first 20."""
        hits = self.network.ego(self.ids[ego]).search(first_name=f'"{first_name}"', limit=None).to_arrow()
        columns = (hits.column(name).to_pylist() for name in ("first_name", "degree", "last_name", "id"))
        found = [
            (degree, last, int(self.numbers[self.rows[name]]))
            for first, degree, last, name in zip(*columns, strict=True)
            if first == first_name and degree is not None and 1 <= degree <= 3
        ]
        return sorted(found)[:SHOWN]

    def ic13(self, a: int, b: int) -> int:
        """Hops, -1 where no path leads."""
        hops = self.network.ego(self.ids[a]).degree(self.ids[b], cutoff=126)
        return -1 if hops is None else hops

    def ic14_all(self, a: int, b: int, graph: Any) -> list[float]:
        """Weights of all shortest paths, the greatest first."""
        ego = self.network.ego(self.ids[a])
        hops = ego.degree(self.ids[b], cutoff=HOPS)
        if hops is None:
            return []
        paths = ego.paths(self.ids[b], k=EVERY, cutoff=hops)
        return [self._sum(path, graph, "weight") for path in paths]

    def ic14_one(self, a: int, b: int, graph: Any) -> float:
        """Cost of the cheapest path of at most `HOPS` hops."""
        (path,) = self.network.ego(self.ids[a]).paths(self.ids[b], k=1, cutoff=HOPS)
        return self._sum(path, graph, "cost")

    def _sum(self, path: Any, graph: Any, what: str) -> float:
        rows = [self.rows[person.id] for person in path.people]
        return float(sum(graph[one][other][what] for one, other in itertools.pairwise(rows)))


def _rival_ic1(graph: Any, data: Social) -> _Ask:
    people = data.people.to_pydict()

    def ask(ego: int, first_name: str) -> list[tuple[int, str, int]]:
        near = nx.single_source_shortest_path_length(graph, ego, cutoff=3)
        found = [
            (hops, people["last_name"][row], int(data.numbers[row]))
            for row, hops in near.items()
            if hops and people["first_name"][row] == first_name
        ]
        return sorted(found)[:SHOWN]

    return ask


def _hops(graph: Any, a: int, b: int) -> int:
    try:
        return len(nx.bidirectional_shortest_path(graph, a, b)) - 1
    except nx.NetworkXNoPath:
        return -1


def _ways(graph: Any, a: int, b: int) -> int:
    """How many shortest paths there are, counted a layer at a time."""
    ways = {a: 1}
    seen = {a}
    while b not in seen:
        onward: dict[int, int] = defaultdict(int)
        for vertex, many in ways.items():
            for far in graph[vertex]:
                if far not in seen:
                    onward[far] += many
        ways = onward
        seen |= ways.keys()
    return ways[b]


def _rival_ic14_all(graph: Any) -> _Ask:
    def ask(a: int, b: int) -> list[float]:
        sums = (nx.path_weight(graph, path, "weight") for path in nx.all_shortest_paths(graph, a, b))
        return sorted(map(float, sums), reverse=True)

    return ask


def _rival_ic14_one(graph: Any) -> _Ask:
    def ask(a: int, b: int) -> float:
        least = {a: 0.0}
        for _ in range(HOPS):
            further = dict(least)
            for vertex, cost in least.items():
                for far, tie in graph[vertex].items():
                    total = cost + tie["cost"]
                    if total < further.get(far, math.inf):
                        further[far] = total
            least = further
        return least[b]

    return ask
