"""Graphs in which a careless search is slow or wrong: a hub, a long chain, a clique. Every call has its limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import netreach as nr
from benchmarks.graphs import Pairs, chain, clique, hub
from benchmarks.harness import check
from netreach.graph import GraphArrays, make_engine

_Asked = tuple[str, Callable[[], Any], Callable[[Any], bool]]
"""What is asked, how, and whether the answer is right."""
_Asking = Callable[[Any, Pairs], Iterator[_Asked]]


def run(engine: str, scale: int) -> dict[str, Any]:
    """Ask the special graphs; return the seconds of every call.

    Args:
        engine: What searches them.
        scale: By how much they are smaller than a million contacts, a million ties, five thousand people.
    """
    star, line, full = hub(1_000_000 // scale), chain(1_000_000 // scale), clique(5_000 // scale)
    graphs: list[tuple[Pairs, _Asking, list[int], int | None]] = [
        (star, _hub, [3, star.count - 4, 0], 2),
        (line, _chain, [2, 1, 1], None),
        (full, _clique, [full.count - 1, 0, 0], 1),
    ]
    found = []
    for pairs, asked, layers, apart in graphs:
        for who, questions in (
            ("engine", asked(_engine(pairs, engine), pairs)),
            ("API", _public(pairs, engine, layers, apart)),
        ):
            for name, ask, right in questions:
                check(right(ask()), f"{pairs.name}: {name}")
                begun = time.perf_counter()
                ask()
                found.append(
                    {"graph": pairs.name, "who": who, "call": name, "seconds": time.perf_counter() - begun}
                )
    return {"special": found}


def _engine(pairs: Pairs, name: str) -> Any:
    return make_engine(GraphArrays.from_ties(pairs.u, pairs.v, pairs.count), name)


def _one(vertex: int) -> Any:
    return np.array([vertex], dtype=np.int32)


def _hub(engine: Any, pairs: Pairs) -> Iterator[_Asked]:
    """0 knows all others, who stand in a ring."""
    size = pairs.count - 1
    half = size // 2
    ring = np.arange(1, size + 1, dtype=np.int32)
    yield "pyramid of the hub", lambda: engine.layer_sizes(_one(0), 3).tolist(), [[1, size, 0, 0]].__eq__
    yield (
        "pyramid of a contact",
        lambda: engine.layer_sizes(_one(1), 3).tolist(),
        [[1, 3, size - 3, 0]].__eq__,
    )
    yield "all distances", lambda: engine.all_distances(1), lambda d: bool((d >= 0).all()) and d.max() == 2
    yield "distance", lambda: engine.distance(1, half, 6), lambda hops: hops == 2
    yield "shared contacts", lambda: engine.shared_contacts(1, half).tolist(), [0].__eq__
    yield (
        "one against all contacts",
        lambda: engine.overlaps(0, ring),
        lambda found: bool((found.common == 2).all()),
    )
    yield (
        "everybody over two hops",
        lambda: engine.two_hop(1),
        lambda found: len(found.vertices) == size and found.common.sum() == size + 3,
    )
    yield "every tie", lambda: engine.tie_overlaps(), lambda shared: shared.sum() == 3 * size


def _chain(engine: Any, pairs: Pairs) -> Iterator[_Asked]:
    """Everybody knows the next."""
    last = pairs.count - 1
    yield "pyramid of an end", lambda: engine.layer_sizes(_one(0), 3).tolist(), [[1, 1, 1, 1]].__eq__
    yield "all distances", lambda: engine.all_distances(0), lambda d: np.array_equal(d, np.arange(last + 1))
    yield "distance of the ends", lambda: engine.distance(0, last, last), lambda hops: hops == last
    yield "distance of the ends, cutoff 6", lambda: engine.distance(0, last, 6), lambda hops: hops == -1
    yield "everybody over two hops", lambda: engine.two_hop(0).vertices.tolist(), [2].__eq__
    yield "every tie", lambda: engine.tie_overlaps(), lambda shared: not shared.any()


def _clique(engine: Any, pairs: Pairs) -> Iterator[_Asked]:
    """Everybody knows everybody. The overlap of every tie is left out: its answer has n^3 / 6 triangles."""
    size = pairs.count
    others = np.arange(1, size, dtype=np.int32)
    yield "pyramid", lambda: engine.layer_sizes(_one(0), 3).tolist(), [[1, size - 1, 0, 0]].__eq__
    yield "all distances", lambda: engine.all_distances(0), lambda d: d.sum() == size - 1
    yield "distance", lambda: engine.distance(0, 1, 6), lambda hops: hops == 1
    yield "shared contacts", lambda: engine.shared_contacts(0, 1), lambda both: len(both) == size - 2
    yield (
        "one against all",
        lambda: engine.overlaps(0, others),
        lambda found: bool((found.common == size - 2).all()),
    )
    yield (
        "everybody over two hops",
        lambda: engine.two_hop(0),
        lambda found: len(found.vertices) == size - 1 and bool((found.common == size - 2).all()),
    )


def _public(pairs: Pairs, engine: str, layers: list[int], apart: int | None) -> Iterator[_Asked]:
    """The questions of the public API: from person 1 to 2, who is near, and to one in the middle.

    Args:
        pairs: The graph.
        engine: What searches it.
        layers: How many people are 1, 2 and 3 hops from person 1.
        apart: Hops to the one in the middle; `None` beyond 6.
    """
    network = nr.from_edges(pairs.u, pairs.v, engine=engine)
    snapshot = network.snapshot
    vertices = [snapshot.resolve(str(number)) for number in (1, 2, 3, pairs.count // 2)]
    first, second, third, middle = snapshot.ids(vertices)
    shared = len(snapshot.engine.shared_contacts(vertices[0], vertices[2]))
    yield (
        "pyramid",
        lambda: network.ego(first).pyramid(),
        lambda found: [layer.count for layer in found.degrees] == layers,
    )
    yield "degree", lambda: network.ego(first).degree(middle), lambda hops: hops == apart
    yield (
        "introducers",
        lambda: network.ego(first).introducers(third),
        lambda ranking: ranking.total == shared,
    )
    yield (
        "5 paths",
        lambda: network.ego(first).paths(third, k=5),
        lambda found: 1 <= len(found) <= 5 and found[0].people[0].id == first,
    )
    yield "contact", lambda: network.ego(first).degree(second), lambda hops: hops == 1
