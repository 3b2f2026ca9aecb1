"""Engines against networkx on random graphs with loops, doubles, hubs and lonely people."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach import compiled
from netreach.errors import DamagedNetworkError, ExportError, MissingExtraError, OptionError
from netreach.graph import (
    ENGINES,
    ArrayEngine,
    AutoEngine,
    CsrEngine,
    GraphArrays,
    IgraphEngine,
    building,
    make_engine,
)
from netreach.graph.igraph_engine import to_igraph
from netreach.testing import check_engine

if TYPE_CHECKING:
    from netreach.plugins.protocols import Engine

MAKES: list[Callable[[GraphArrays], Any]] = [
    ArrayEngine,
    CsrEngine,
    IgraphEngine,
    lambda graph: AutoEngine(graph, worth=40),
]
NAMES = ["numpy", "csr", "igraph", "auto"]


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


@pytest.mark.parametrize("loops", [False, True])
@given(graph=graphs())
@settings(deadline=None)
def test_ties_are_numbered_in_the_order_of_their_ends(
    loops: bool, graph: tuple[int, list[tuple[int, int]]]
) -> None:
    """The number of a tie is its place among all, whichever end is named first; -1 where there is none."""
    arrays, _ = build(*graph)
    lo, hi = arrays.tie_ends()
    order = {tie: number for number, tie in enumerate(zip(lo.tolist(), hi.tolist(), strict=True))}
    a, b = (ends.ravel() for ends in np.meshgrid(np.arange(arrays.count), np.arange(arrays.count)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(building, "finds_compiled", lambda _: loops)
        numbers = arrays.tie_numbers(a, b)
    # Compiled loops would read beyond the rows.
    for outside in (-1, arrays.count):
        with pytest.raises(IndexError):
            building.tie_numbers_compiled(
                *arrays.sound(), arrays.first_ties, np.array([0]), np.array([outside])
            )
    assert numbers.tolist() == [
        order.get((min(pair), max(pair)), -1) for pair in zip(a.tolist(), b.tolist(), strict=True)
    ]


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


@pytest.mark.parametrize("make", MAKES, ids=NAMES)
def test_every_engine_passes_the_conformance_suite(make: Callable[[GraphArrays], Engine]) -> None:
    """Hubs, cliques, chains, parts, lonely people, nobody: every answer equals that of searches over sets."""
    assert check_engine(make) > 2000


@pytest.mark.parametrize("make", MAKES, ids=NAMES)
@given(drawn=graphs())
@settings(max_examples=25)
def test_every_engine_is_right_on_random_graphs(
    make: Callable[[GraphArrays], Engine], drawn: tuple[int, list[tuple[int, int]]]
) -> None:
    """The same on graphs that Hypothesis draws."""
    check_engine(make, build(*drawn)[0])


@given(drawn=graphs(), cutoff=st.integers(1, 5))
def test_the_truth_of_the_suite_equals_networkx(
    drawn: tuple[int, list[tuple[int, int]]], cutoff: int
) -> None:
    """Distances, layer sizes and pair distances equal networkx up to the cutoff."""
    graph, oracle = build(*drawn)
    engine = ArrayEngine(graph)
    everyone = np.arange(graph.count, dtype=np.int32)
    sizes = engine.layer_sizes(everyone, cutoff)
    for source in range(graph.count):
        truth = nx.single_source_shortest_path_length(oracle, source, cutoff=cutoff)
        expected = [truth.get(vertex, -1) for vertex in range(graph.count)]
        assert engine.distances(source, cutoff).tolist() == expected
        assert [engine.distance(source, vertex, cutoff) for vertex in range(graph.count)] == expected
        assert sizes[source].tolist() == [expected.count(hops) for hops in range(cutoff + 1)]


def test_a_wrong_engine_is_found() -> None:
    """The suite says which answer is wrong, over which graph."""

    class Short(ArrayEngine):
        def distance(self, a: int, b: int, cutoff: int) -> int:
            hops = super().distance(a, b, cutoff)
            return hops - 1 if hops > 2 else hops

    with pytest.raises(
        AssertionError, match=r"Short\(.*a chain: distance\(\d+, \d+, \d\) is \d; the truth is \d"
    ):
        check_engine(Short)


@given(drawn=graphs(), data=st.data())
def test_overlaps_are_the_same_floats(drawn: tuple[int, list[tuple[int, int]]], data: st.DataObject) -> None:
    """Sums over the shared contacts of any pairs, in any order, are equal to the last bit in all engines."""
    graph, oracle = build(*drawn)
    person = st.integers(0, graph.count - 1)
    pairs = data.draw(st.lists(st.tuples(person, person), min_size=1, max_size=20))
    if data.draw(st.booleans()):
        pairs = [(pairs[0][0], other) for _, other in pairs]
    a, b = (np.array(ends, dtype=np.int32) for ends in zip(*pairs, strict=True))
    weights = np.random.default_rng(1).random(graph.count)
    engines = [make(graph) for make in MAKES]
    sums = [engine.overlap_sums(a, b, weights).tolist() for engine in engines]
    assert all(other == sums[0] for other in sums)
    for (x, y), total, tie in zip(pairs, sums[0], graph.adjacent(a, b), strict=True):
        shared = sorted(set(oracle[x]) & set(oracle[y]))
        assert total == pytest.approx(sum(weights[vertex] for vertex in shared), abs=1e-12)
        assert tie == oracle.has_edge(x, y)
    one = data.draw(person)
    everyone = np.arange(graph.count, dtype=np.int32)
    for ask in (lambda engine: engine.overlaps(one, everyone), lambda engine: engine.two_hop(one)):
        found = [ask(engine) for engine in engines]
        for name in ("adamic_adar", "resource_allocation", "jaccard", "overlap"):
            values = [getattr(answer, name).tolist() for answer in found]
            assert all(other == values[0] for other in values), name


@pytest.mark.parametrize("shape", ["many", "hub"])
@pytest.mark.parametrize("dtype", [np.int32, np.int64, np.uint16])
def test_counting_builds_what_sorting_builds(
    shape: str, dtype: type[np.integer[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled counting gives the same rows as NumPy, from ties in any order, and refuses the same ends."""
    rng = np.random.default_rng(2)
    ends = rng.integers(0, 300, (4000, 2)).astype(dtype)
    if shape == "hub":
        ends[:1500, 0] = 17
    expected = GraphArrays.from_ties(ends[:, 0], ends[:, 1], 310)
    lo, hi = expected.tie_ends()
    shuffled = rng.permutation(len(lo))
    order = building.order_of_pairs(lo[shuffled], hi[shuffled], 310)
    monkeypatch.setattr("netreach.graph.building.COMPILED_FROM", 1)
    found = [
        GraphArrays.from_ties(ends[:, 0], ends[:, 1], 310),
        GraphArrays.from_sorted(lo, hi, 310),
    ]
    monkeypatch.setattr("netreach.graph.building._SHARED", 1)
    monkeypatch.setattr("netreach.compiled.threads", lambda: 3)
    found.append(GraphArrays.from_ties(ends[:, 0], ends[:, 1], 310))
    assert all(np.array_equal(*pair) for pair in zip(found[-1].tie_ends(), (lo, hi), strict=True))
    for graph in found:
        assert graph.indptr.tolist() == expected.indptr.tolist()
        assert graph.indices.tolist() == expected.indices.tolist()
        assert not graph.indices.flags.writeable
    assert building.order_of_pairs(lo[shuffled], hi[shuffled], 310).tolist() == order.tolist()
    doubled = building.order_of_pairs(np.repeat(lo, 2), np.repeat(hi, 2), 310)
    assert doubled.tolist() == list(range(2 * len(lo)))
    with pytest.raises(OptionError, match="outside 0 to 299"):
        GraphArrays.from_ties(np.append(ends[:, 0], dtype(300)), np.append(ends[:, 1], dtype(0)), 300)


@given(st.lists(st.lists(st.integers(0, 500), max_size=400), max_size=6), st.integers(0, 6))
def test_rows_are_sorted_in_place(rows: list[list[int]], cut: int) -> None:
    """Rows of any length come out in order, doubles kept, whichever threads take them; others are not touched."""
    from netreach.graph import kernels_build

    cut = min(cut, len(rows))
    indptr = compiled.frozen(np.cumsum([0, *map(len, rows)], dtype=np.int64))
    indices = np.array([number for row in rows for number in row], dtype=np.int32)
    kernels_build.sort_rows(indptr, indices, 0, cut)
    after = np.split(indices, indptr[1:-1]) if rows else []
    assert [row.tolist() for row in after[:cut]] == [sorted(row) for row in rows[:cut]]
    assert [row.tolist() for row in after[cut:]] == rows[cut:]
    kernels_build.sort_rows(indptr, indices, cut, len(rows))
    assert [row.tolist() for row in after] == [sorted(row) for row in rows]


def test_auto_goes_over_when_that_pays(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins in NumPy; when enough was read it is csr, and without numba igraph, which is said once."""
    graph = GraphArrays.from_ties(np.arange(50), np.arange(50) + 1, 51)
    engine = AutoEngine(graph, worth=60)
    assert engine.name == "numpy"
    before = [engine.distances(source, 4).tolist() for source in range(20)]
    assert engine.name == "csr"
    assert [engine.distances(source, 4).tolist() for source in range(20)] == before
    assert AutoEngine(graph, worth=60).all_distances(0).tolist() == list(range(51))
    monkeypatch.setattr("netreach.compiled.available", lambda: False)
    monkeypatch.setattr("netreach.compiled._said", set())
    for _ in range(2):
        engine = AutoEngine(graph, worth=60)
        assert [engine.distances(source, 4).tolist() for source in range(20)] == before
        assert engine.name == "igraph"
    assert [record.message for record in caplog.records if "netreach[fast]" in record.message] == [
        (
            "numba is not installed, so igraph answers, which takes longer in networks of millions of ties: "
            "pip install 'netreach[fast]'."
        )
    ]
    with pytest.raises(MissingExtraError, match=r"netreach\[fast\]"):
        make_engine(graph, "csr")


def test_threads_get_the_same_answers() -> None:
    """Eight threads that ask one engine at a time get what one gets: scratch is never shared."""
    rng = np.random.default_rng(4)
    engine = CsrEngine(GraphArrays.from_ties(rng.integers(0, 2000, 9000), rng.integers(0, 2000, 9000), 2000))

    def ask(source: int) -> tuple[Any, ...]:
        shared = engine.two_hop(source)
        return (
            engine.layer_sizes(np.array([source], dtype=np.int32), 3).tolist(),
            [engine.distance(source, other, 6) for other in range(0, 2000, 97)],
            shared.vertices.tolist(),
            shared.adamic_adar.tolist(),
        )

    alone = [ask(source) for source in range(60)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(60))) == alone
    everyone = np.arange(2000, dtype=np.int32)
    single = [engine.layer_sizes(everyone[source : source + 1], 2)[0].tolist() for source in range(2000)]
    assert engine.layer_sizes(everyone, 2).tolist() == single


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
    graph = ArrayEngine(GraphArrays.from_ties(rng.integers(0, 80, 600), rng.integers(0, 80, 600), 80))
    a, b = (rng.integers(0, 80, 300).astype(np.int32) for _ in range(2))
    weights = rng.random(80)
    whole = graph.overlap_sums(a, b, weights)
    monkeypatch.setattr("netreach.graph.array_engine._CHUNK", 50)
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


@pytest.mark.parametrize("numba", [True, False])
def test_parquet_is_read_a_part_at_a_time(
    numba: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of ties gives the graph that its columns give, with numba and without."""
    rng = np.random.default_rng(6)
    ends = rng.integers(0, 500, (6000, 2))
    path = tmp_path / "ties.parquet"
    pq.write_table(pa.table({"a": ends[:, 0].astype(np.int32), "b": ends[:, 1], "c": ["x"] * 6000}), path)
    monkeypatch.setattr("netreach.graph.streaming._ROWS", 700)
    if not numba:
        monkeypatch.setattr("netreach.compiled.available", lambda: False)
    graph = GraphArrays.from_parquet(path, source="a", target="b")
    expected = GraphArrays.from_ties(ends[:, 0], ends[:, 1], int(ends.max()) + 1)
    assert graph.indptr.tolist() == expected.indptr.tolist()
    assert graph.indices.tolist() == expected.indices.tolist()
    with pytest.raises(OptionError, match="outside 0 to 99"):
        GraphArrays.from_parquet(path, source="a", target="b", count=100)
    with pytest.raises(OptionError, match="no column 'x'; it has a, b, c"):
        GraphArrays.from_parquet(path, source="x", target="b")
    with pytest.raises(OptionError, match=r"'c' .* holds string"):
        GraphArrays.from_parquet(path, source="a", target="c")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ExportError, match="cannot be read as Parquet"):
        GraphArrays.from_parquet(path, source="a", target="b")


def test_a_parquet_file_that_is_damaged_inside_is_an_error_of_ours(tmp_path: Path) -> None:
    """Arrow reports some damaged pages as an OSError; and a column must have its name for itself."""
    path = tmp_path / "ties.parquet"
    ends = np.random.default_rng(2).integers(0, 1000, (2, 5000))
    pq.write_table(pa.table({"source": ends[0], "target": ends[1]}), path, compression="snappy")
    content = path.read_bytes()
    for at in range(4, len(content) // 2, 997):
        path.write_bytes(content[:at] + b"\xff" * 64 + content[at + 64 :])
        try:
            graph = GraphArrays.from_parquet(path, count=1000)
        except (ExportError, OptionError):
            continue
        assert graph.count == 1000
    path.write_bytes(content[:4] + b"\xff" * 64 + content[68:])
    with pytest.raises(ExportError, match="is damaged"):
        GraphArrays.from_parquet(path, count=1000)
    columns = [pa.array([0]), pa.array([1]), pa.array([2])]
    pq.write_table(pa.Table.from_arrays(columns, names=["source", "target", "source"]), path)
    with pytest.raises(OptionError, match="2 columns 'source'"):
        GraphArrays.from_parquet(path)


QUESTIONS: list[Callable[[Any, int], object]] = [
    lambda engine, who: engine.distances(who, 3),
    lambda engine, who: engine.all_distances(who),
    lambda engine, who: engine.layer_sizes(np.array([0, who]), 3),
    lambda engine, who: engine.distance(0, who, 3),
    lambda engine, who: engine.distance(who, 0, 3),
    lambda engine, who: engine.probe(engine.distances(0, 2), np.array([0, who])),
    lambda engine, who: engine.shared_contacts(0, who),
    lambda engine, who: engine.overlap_sums(np.array([0, 1]), np.array([who, 0]), np.ones(300)),
    lambda engine, who: engine.overlaps(who, np.array([0])),
    lambda engine, who: engine.overlaps(0, np.array([who, 0])),
    lambda engine, who: engine.two_hop(who),
]


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_compiled_loops_are_asked_about_vertices_that_exist_only(number: int) -> None:
    """They look at no bounds: whoever does not exist is an error before they run, and not a crash."""
    engine = CsrEngine(GraphArrays.from_ties(np.arange(299), np.arange(1, 300), 300))
    for who in (-1, 300, 10**9, 2**40):
        with pytest.raises(OptionError, match="There is no vertex"):
            QUESTIONS[number](engine, who)
    with pytest.raises(IndexError):
        building.find_compiled(*engine.arrays.sound(), np.array([300]), np.array([0]))


@pytest.mark.parametrize("make", MAKES, ids=NAMES)
def test_hops_beyond_a_byte_are_refused(make: Callable[[GraphArrays], Any]) -> None:
    """Distances are int8: a cutoff that does not fit is an error and neither a wrong number nor an overflow."""
    engine = make(GraphArrays.from_ties(np.arange(299), np.arange(1, 300), 300))
    assert engine.distances(0, 127).max() == 127
    assert engine.all_distances(0).max() == 299
    with pytest.raises(OptionError, match="127 hops"):
        engine.distances(0, 128)


@pytest.mark.parametrize(
    ("indptr", "indices"),
    [
        ([0, 1, 2], [1, 2]),
        ([0, 1, 2], [1, -1]),
        ([0, 3, 2], [1, 0]),
        ([0, 1, 9], [1, 0]),
        ([1, 1, 2], [1, 0]),
        ([], []),
    ],
)
def test_compiled_loops_do_not_run_over_damaged_rows(indptr: list[int], indices: list[int]) -> None:
    """Rows that point to where nothing is are found before the first compiled loop reads them."""
    damaged = GraphArrays(np.array(indptr, dtype=np.int64), np.array(indices, dtype=np.int32))
    whole = GraphArrays(np.array([0, 1, 2]), np.array([1, 0], dtype=np.int32))
    engine = CsrEngine(damaged)
    assert CsrEngine(whole).distances(0, 3).tolist() == [0, 1]
    for ask in (lambda: engine.tie_overlaps(), lambda: damaged.first_ties, damaged.sound):
        with pytest.raises(DamagedNetworkError, match="netreach check"):
            ask()


@pytest.mark.parametrize("said", [[0, 1, 2], [1, 1, 1, 2], [0, 2, 1, 2], [0, 2, 2, 2], [0, 1, 1, 1]])
def test_numbers_of_ties_are_looked_at_before_they_are_used(said: list[int]) -> None:
    """What a version says of where the ties of each vertex begin is taken where it can be, and else refused."""
    path = GraphArrays.from_ties(np.array([0, 1]), np.array([1, 2]), 3)
    assert path.first_ties.tolist() == [0, 1, 2, 2]
    stated = GraphArrays(path.indptr, path.indices, np.array(said))
    with pytest.raises(DamagedNetworkError, match="netreach check"):
        _ = stated.first_ties


def test_there_are_at_most_two_billion_vertices() -> None:
    """More than an int32 can count, or fewer than none, is an error before anything is allocated."""
    none = np.zeros(0, dtype=np.int64)
    for count in (2**31, -1):
        with pytest.raises(OptionError, match="2,147,483,647"):
            GraphArrays.from_ties(none, none, count)
    with pytest.raises(OptionError, match="outside 0 to 2"):
        GraphArrays.from_ties(np.array([2**33]), np.array([0]), 3)
    with pytest.raises(OptionError, match="not by float64"):
        GraphArrays.from_ties(np.array([0.0]), np.array([1.0]), 3)


LATER = """
import logging, sys
import numpy as np
logging.basicConfig(format="%(message)s")
from netreach.graph import CsrEngine, GraphArrays
engine = CsrEngine(GraphArrays.from_ties(np.array([0, 1, 2]), np.array([1, 2, 3]), 4))
print(engine.layer_sizes(np.array([0], dtype=np.int32), 2).tolist(), engine.distance(0, 3, 6))
"""


def test_compiled_loops_that_cannot_be_kept_answer_all_the_same(tmp_path: Path) -> None:
    """Where no folder for the cache can be written to, loops are compiled each time, and that is said once."""
    nowhere = """
from numba.core import caching
caching.CompileResultCacheImpl._locator_classes = []
"""
    full = """
from numba.core import caching
def save(self, *args): raise OSError(28, "No space left on device")
caching.IndexDataCacheFile.save = save
"""
    for before in (nowhere, full):
        done = subprocess.run(
            [sys.executable, "-c", before + LATER],
            env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == "[[1, 1, 1]] 3\n"
        assert done.stderr.count("NUMBA_CACHE_DIR") == 1
        assert "Traceback" not in done.stderr
