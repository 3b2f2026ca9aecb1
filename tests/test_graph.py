"""Engines against networkx on random graphs with loops, doubles, hubs and lonely people."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreach.errors import OptionError
from netreach.graph import ENGINES, CsrEngine, GraphArrays, IgraphEngine, make_engine
from netreach.graph.igraph_engine import to_igraph


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """A number of people and pairs of them, loops and doubles included."""
    count = draw(st.integers(1, 25))
    person = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(person, person), max_size=60))
    if draw(st.booleans()):
        pairs += [(0, other) for other in range(count)]
    return count, pairs


def build(count: int, pairs: list[tuple[int, int]]) -> tuple[GraphArrays, nx.Graph]:
    """The same graph for us and for networkx."""
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    oracle = nx.Graph()
    oracle.add_nodes_from(range(count))
    oracle.add_edges_from((a, b) for a, b in pairs if a != b)
    return GraphArrays.from_ties(ends[:, 0], ends[:, 1], count), oracle


@given(graphs())
def test_rows_equal_networkx(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    """Every row holds the neighbours, ascending, without loops and doubles."""
    graph, oracle = build(*drawn)
    assert graph.ties == oracle.number_of_edges()
    for vertex in range(graph.count):
        assert graph.contacts(vertex).tolist() == sorted(oracle[vertex])
    offsets, near = graph.contacts_of(np.arange(graph.count, dtype=np.int32))
    assert offsets[-1] == len(near) == 2 * graph.ties
    assert graph.contact_counts().tolist() == [oracle.degree[vertex] for vertex in range(graph.count)]


@pytest.mark.parametrize("engine_type", [CsrEngine, IgraphEngine])
@given(drawn=graphs(), cutoff=st.integers(1, 5))
def test_distances_equal_networkx(
    engine_type: type[CsrEngine | IgraphEngine], drawn: tuple[int, list[tuple[int, int]]], cutoff: int
) -> None:
    """Distances, layer sizes and pair distances equal networkx up to the cutoff, and are symmetric."""
    graph, oracle = build(*drawn)
    engine = engine_type(graph)
    everyone = np.arange(graph.count, dtype=np.int32)
    sizes = engine.layer_sizes(everyone, cutoff)
    for source in range(graph.count):
        truth = nx.single_source_shortest_path_length(oracle, source, cutoff=cutoff)
        expected = [truth.get(vertex, -1) for vertex in range(graph.count)]
        assert engine.distances(source, cutoff).tolist() == expected
        assert [engine.distance(source, vertex, cutoff) for vertex in range(graph.count)] == expected
        assert sizes[source].tolist() == [expected.count(hops) for hops in range(cutoff + 1)]


@pytest.mark.parametrize("engine_type", [CsrEngine, IgraphEngine])
@given(drawn=graphs(), data=st.data())
def test_overlaps_equal_brute_force(
    engine_type: type[CsrEngine | IgraphEngine], drawn: tuple[int, list[tuple[int, int]]], data: st.DataObject
) -> None:
    """Overlap sums, shared contacts and adjacency equal set arithmetic, for many pairs and for one end fixed."""
    graph, oracle = build(*drawn)
    engine = engine_type(graph)
    person = st.integers(0, graph.count - 1)
    pairs = data.draw(st.lists(st.tuples(person, person), min_size=1, max_size=20))
    if data.draw(st.booleans()):
        pairs = [(pairs[0][0], other) for _, other in pairs]
    a, b = (np.array(ends, dtype=np.int32) for ends in zip(*pairs, strict=True))
    weights = np.random.default_rng(1).random(graph.count)
    for (x, y), total, tie in zip(
        pairs, engine.overlap_sums(a, b, weights), graph.adjacent(a, b), strict=True
    ):
        shared = sorted(set(oracle[x]) & set(oracle[y]))
        assert total == pytest.approx(sum(weights[vertex] for vertex in shared), abs=1e-12)
        assert tie == oracle.has_edge(x, y)
        assert engine.shared_contacts(x, y).tolist() == engine.shared_contacts(y, x).tolist() == shared


@pytest.mark.parametrize("name", ENGINES)
def test_karate_pyramids(name: str) -> None:
    """The karate club's known layer sizes hold: ego 0 has 16 / 9 / 8, ego 16 has 2 / 3 / 12 / 8 / 8."""
    club = nx.karate_club_graph()
    ends = np.array(club.edges)
    engine = make_engine(GraphArrays.from_ties(ends[:, 0], ends[:, 1], 34), name)
    assert engine.layer_sizes(np.array([0], dtype=np.int32), 3).tolist() == [[1, 16, 9, 8]]
    assert engine.layer_sizes(np.array([16], dtype=np.int32), 5).tolist() == [[1, 2, 3, 12, 8, 8]]


def test_an_overlap_of_many_pairs_stays_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer does not depend on how many entries are gathered at a time."""
    rng = np.random.default_rng(3)
    graph = GraphArrays.from_ties(rng.integers(0, 80, 600), rng.integers(0, 80, 600), 80)
    a, b = (rng.integers(0, 80, 300).astype(np.int32) for _ in range(2))
    weights = rng.random(80)
    whole = graph.overlap_sums(a, b, weights)
    monkeypatch.setattr("netreach.graph.arrays._CHUNK", 50)
    assert graph.overlap_sums(a, b, weights).tolist() == whole.tolist()
    assert graph.overlap_sums(a, np.full_like(a, 7), weights).tolist() == [
        pytest.approx(
            graph.overlap_sums(np.array([x], dtype=np.int32), np.array([7], dtype=np.int32), weights)[0]
        )
        for x in a.tolist()
    ]


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [([0, 1], [1], "2 sources but 1 targets"), ([0], [3], "outside 0 to 2"), ([-1], [0], "outside 0 to 2")],
)
def test_bad_ends_are_refused(a: list[int], b: list[int], words: str) -> None:
    """Ends of unequal number or outside the vertices are an error that says so."""
    with pytest.raises(OptionError, match=words):
        GraphArrays.from_ties(np.array(a), np.array(b), 3)


def test_an_unknown_engine_is_refused() -> None:
    """The error names the engines there are."""
    none = np.zeros(0, dtype=np.int64)
    with pytest.raises(OptionError, match="auto, csr, igraph"):
        make_engine(GraphArrays.from_ties(none, none, 2), "gpu")


def test_to_igraph_keeps_order() -> None:
    """The igraph graph has the same vertices and ties in the same order."""
    graph = GraphArrays.from_ties(np.array([2, 0, 1]), np.array([0, 1, 3]), 5)
    made = to_igraph(graph)
    assert made.vcount() == 5
    assert made.get_edgelist() == [(0, 1), (0, 2), (1, 3)]


@pytest.mark.parametrize("name", ENGINES)
def test_an_empty_graph_answers(name: str) -> None:
    """A graph without ties, and one without people, answer without an error."""
    none = np.zeros(0, dtype=np.int64)
    engine = make_engine(GraphArrays.from_ties(none, none, 2), name)
    assert engine.distances(1, 3).tolist() == [-1, 0]
    assert engine.distance(0, 1, 3) == -1
    assert GraphArrays.from_ties(none, none, 0).ties == 0
