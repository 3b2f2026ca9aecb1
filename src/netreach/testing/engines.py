"""What every engine must answer: a check against plain breadth-first searches over sets."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from netreach.graph import GraphArrays

if TYPE_CHECKING:
    from netreach.graph import Overlaps
    from netreach.plugins.protocols import Engine

_WHOLE = 40


def check_engine(make: Callable[[GraphArrays], Engine], graph: GraphArrays | None = None) -> int:
    """Ask an engine everything and compare its answers with a slow and simple truth.

    Args:
        make: Makes the engine of a graph.
        graph: The graph to ask about; by default hubs, cliques, chains, stars, lonely people, parts without a tie
            between them, nobody at all, and random graphs.

    Returns:
        How many answers were compared.

    Raises:
        AssertionError: When an answer differs; the message says which, and over which graph.

    Example:
        >>> from netreach.graph import ArrayEngine
        >>> check_engine(ArrayEngine, GraphArrays.from_ties(np.array([0, 1]), np.array([1, 2]), 3)) > 50
        True
    """
    if graph is not None:
        return _Check(make, graph, "the graph").run()
    return sum(_Check(make, arrays, name).run() for name, arrays in special_graphs())


def special_graphs() -> Iterator[tuple[str, GraphArrays]]:
    """Yield the graphs on which engines go wrong, with their names."""

    def graph(pairs: Sequence[tuple[int, int]], count: int) -> GraphArrays:
        ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return GraphArrays.from_ties(ends[:, 0], ends[:, 1], count)

    yield "nobody", graph([], 0)
    yield "lonely people", graph([], 3)
    yield "loops and doubles", graph([(0, 0), (0, 1), (1, 0), (0, 1), (2, 2)], 3)
    yield "a hub", graph([(7, other) for other in range(30)], 31)
    yield "a clique", graph(list(itertools.combinations(range(14), 2)), 14)
    yield "a chain", graph(list(itertools.pairwise(range(200))), 200)
    yield "a ring", graph([*itertools.pairwise(range(40)), (39, 0)], 40)
    yield "two parts", graph([*itertools.combinations(range(6), 2), *itertools.pairwise(range(6, 20))], 25)
    rng = np.random.default_rng(1)
    for people, ties in ((20, 30), (120, 150), (300, 2000)):
        weights = 1 / np.arange(1, people + 1)
        ends = rng.choice(people, (ties, 2), p=weights / weights.sum())
        yield f"random, {people} people", GraphArrays.from_ties(ends[:, 0], ends[:, 1], people)


def _added(values: Iterable[float]) -> float:
    """Return the values added one to the other, as engines do; `sum` corrects for rounding since Python 3.12."""
    total = 0.0
    for value in values:
        total += value
    return total


class _Check:
    """One engine over one graph.

    Every vertex is asked about where there are few, and otherwise evenly spread ones.
    """

    def __init__(self, make: Callable[[GraphArrays], Engine], graph: GraphArrays, name: str) -> None:
        self.engine = make(graph)
        self.name = name
        self.near = [set(graph.contacts(vertex).tolist()) for vertex in range(graph.count)]
        self.compared = 0
        spread = np.linspace(0, graph.count - 1, min(graph.count, _WHOLE)).astype(np.int64)
        self.asked: list[int] = sorted(set(spread.tolist()))

    def run(self) -> int:
        everyone = np.arange(len(self.near), dtype=np.int32)
        self.same(self.engine.count, len(self.near), "count")
        self.same(self.engine.ties, sum(map(len, self.near)) // 2, "ties")
        self.same(self.engine.contact_counts().tolist(), list(map(len, self.near)), "contact_counts()")
        offsets, near = self.engine.contacts_of(everyone)
        rows = [near[first:last].tolist() for first, last in itertools.pairwise(offsets.tolist())]
        self.same(rows, [sorted(row) for row in self.near], "contacts_of(everyone)")
        for vertex in self.asked:
            self.rows(vertex)
            self.searches(vertex)
            self.overlaps(vertex)
        self.sizes()
        self.ties()
        return self.compared

    def same(self, found: Any, expected: Any, what: str) -> None:
        self.compared += 1
        if found != expected:
            raise AssertionError(
                f"{self.engine!r}, {self.name}: {what} is {found!r}; the truth is {expected!r}"
            )

    def rows(self, vertex: int) -> None:
        self.same(self.engine.contacts(vertex).tolist(), sorted(self.near[vertex]), f"contacts({vertex})")

    def truth(self, source: int) -> list[int]:
        """Hops to everybody, -1 where no path leads."""
        hops = [-1] * len(self.near)
        hops[source] = 0
        layer, far = {source}, 0
        while layer:
            layer, far = {near for one in layer for near in self.near[one] if hops[near] < 0}, far + 1
            for one in layer:
                hops[one] = far
        return hops

    def searches(self, source: int) -> None:
        truth = self.truth(source)
        self.same(self.engine.all_distances(source).tolist(), truth, f"all_distances({source})")
        targets = np.array(self.asked, dtype=np.int32)
        for cutoff in (1, 2, 3, 6):
            within = [hops if hops <= cutoff else -1 for hops in truth]
            found = self.engine.distances(source, cutoff)
            self.same(found.tolist(), within, f"distances({source}, {cutoff})")
            further = [truth[target] if truth[target] <= cutoff + 1 else -1 for target in self.asked]
            probed = self.engine.probe(found, targets).tolist()
            self.same(probed, further, f"probe(distances({source}, {cutoff}), ...)")
            for target in self.asked[:: max(1, len(self.asked) // 8)]:
                hops = self.engine.distance(source, target, cutoff)
                self.same(hops, within[target], f"distance({source}, {target}, {cutoff})")

    def sizes(self) -> None:
        for cutoff in (1, 2, 3):
            found = self.engine.layer_sizes(np.array(self.asked, dtype=np.int32), cutoff).tolist()
            truths = [self.truth(vertex) for vertex in self.asked]
            expected = [[truth.count(hops) for hops in range(cutoff + 1)] for truth in truths]
            self.same(found, expected, f"layer_sizes(..., {cutoff})")

    def overlaps(self, one: int) -> None:
        others = np.array(self.asked, dtype=np.int32)
        self.measures(one, self.engine.overlaps(one, others), self.asked, f"overlaps({one}, ...)")
        weights = np.sqrt(np.arange(1.0, len(self.near) + 1))
        sums = self.engine.overlap_sums(np.full(len(others), one, dtype=np.int32), others, weights)
        expected = [_added(weights[w].item() for w in self.shared(one, other)) for other in self.asked]
        self.same(sums.tolist(), expected, f"overlap_sums({one}, ...)")
        for other in self.asked[:: max(1, len(self.asked) // 8)]:
            found = self.engine.shared_contacts(one, other).tolist()
            self.same(found, self.shared(one, other), f"shared_contacts({one}, {other})")
        met = dict.fromkeys(two for contact in sorted(self.near[one]) for two in sorted(self.near[contact]))
        met.pop(one, None)
        self.measures(one, self.engine.two_hop(one), list(met), f"two_hop({one})")

    def measures(self, one: int, found: Overlaps, others: list[int], what: str) -> None:
        shared = [self.shared(one, other) for other in others]
        self.same(found.vertices.tolist(), others, f"{what}.vertices")
        self.same(found.common.tolist(), [len(both) for both in shared], f"{what}.common")
        low = [_added(self.adamic(w) for w in both) for both in shared]
        # Logarithms of two libraries may differ in the last bit.
        self.same(
            (np.round(found.adamic_adar - low, 9) + 0.0).tolist(), [0.0] * len(low), f"{what}.adamic_adar"
        )
        # Sums in ascending order are equal to the last bit.
        share = [_added(1 / len(self.near[w]) for w in both) for both in shared]
        self.same(found.resource_allocation.tolist(), share, f"{what}.resource_allocation")
        k = [len(self.near[other]) for other in others]
        mine = len(self.near[one])
        union = [mine + theirs - len(both) for theirs, both in zip(k, shared, strict=True)]
        parts = [len(both) / whole if whole > 0 else 0.0 for both, whole in zip(shared, union, strict=True)]
        self.same(found.jaccard.tolist(), parts, f"{what}.jaccard")
        parts = [
            len(both) / (whole - 2) if whole > 2 else 0.0 for both, whole in zip(shared, union, strict=True)
        ]
        self.same(found.overlap.tolist(), parts, f"{what}.overlap")

    def shared(self, a: int, b: int) -> list[int]:
        return sorted(self.near[a] & self.near[b])

    def adamic(self, vertex: int) -> float:
        contacts = len(self.near[vertex])
        return 1 / math.log(contacts) if contacts > 1 else 0.0

    def ties(self) -> None:
        pairs = [(lo, hi) for lo, row in enumerate(self.near) for hi in sorted(row) if lo < hi]
        expected = [len(self.near[lo] & self.near[hi]) for lo, hi in pairs]
        self.same(self.engine.tie_overlaps().tolist(), expected, "tie_overlaps()")
        ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
        weights = np.ones(len(self.near))
        sums = self.engine.overlap_sums(ends[:, 0], ends[:, 1], weights)
        self.same(sums.tolist(), [float(value) for value in expected], "overlap_sums of every tie")
