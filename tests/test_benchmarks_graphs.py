"""The graphs that are measured are what their description says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks import datasets, graphs
from benchmarks.graphs import Pairs
from hypothesis import given
from hypothesis import strategies as st

from netreach.graph import GraphArrays, make_engine

KINDS = [graphs.clustered, graphs.uniform]


def codes(pairs: Pairs) -> np.ndarray:
    """Every tie as one number, whichever way it stands."""
    low, high = np.minimum(pairs.u, pairs.v), np.maximum(pairs.u, pairs.v)
    return np.sort(low.astype(np.int64) * pairs.count + high)


def clustering(pairs: Pairs) -> float:
    """How many of a person's pairs of contacts know each other, on average."""
    arrays = GraphArrays.from_ties(pairs.u, pairs.v, pairs.count)
    engine = make_engine(arrays, "igraph")
    shared = engine.overlap_sums(pairs.u, pairs.v, np.ones(pairs.count))
    both = np.concatenate((pairs.u, pairs.v))
    closed = np.bincount(both, weights=np.concatenate((shared, shared)), minlength=pairs.count) / 2
    counts = arrays.contact_counts()
    several = counts > 1
    return float((closed[several] / (counts * (counts - 1) / 2)[several]).mean())


@pytest.mark.parametrize("kind", KINDS)
@given(ties=st.integers(1_000, 6_000), seed=st.integers(0, 1_000))
def test_ties_stand_once(kind, ties: int, seed: int) -> None:
    """No tie is a loop or a double, and every end is one of the people."""
    pairs = kind(ties, seed=seed)
    assert (pairs.u != pairs.v).all()
    assert min(pairs.u.min(), pairs.v.min()) >= 0
    assert max(pairs.u.max(), pairs.v.max()) < pairs.count == round(ties / 15)
    assert (np.diff(codes(pairs)) > 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_is_a_graph(kind) -> None:
    """The same seed gives the same pairs in the same order; another one another graph."""
    first, again, other = kind(3_000, seed=5), kind(3_000, seed=5), kind(3_000, seed=6)
    assert np.array_equal(first.u, again.u)
    assert np.array_equal(first.v, again.v)
    assert not np.array_equal(codes(first), codes(other))


@pytest.mark.parametrize("kind", KINDS)
def test_contacts_on_average(kind) -> None:
    """People have about 30 contacts on average."""
    pairs = kind(150_000, seed=2)
    assert 27 < pairs.contact_counts().mean() < 33


def test_uniform_has_as_many_ties_as_asked_for() -> None:
    """The number of ties is exact, and no end is favoured: counts scatter as in a Poisson distribution."""
    pairs = graphs.uniform(150_000, seed=3)
    assert pairs.ties == 150_000
    assert 0.9 < pairs.contact_counts().var() / 30 < 1.1


def test_uniform_refuses_what_cannot_be() -> None:
    """Few people cannot have 30 contacts each."""
    with pytest.raises(ValueError, match="too many"):
        graphs.uniform(100)


def test_clustered_has_a_power_law() -> None:
    """The tail of contact counts falls with an exponent of about 2.6 (Hill's estimate)."""
    counts = np.sort(graphs.clustered(600_000, seed=4).contact_counts())[::-1]
    tail = counts[:600]
    exponent = 1 + len(tail) / np.log(tail / tail[-1]).sum()
    assert 2.3 < exponent < 2.9


def test_clustered_has_triangles() -> None:
    """Contacts of one person know each other far more often than by chance."""
    assert clustering(graphs.clustered(90_000, seed=5)) > 0.2
    assert clustering(graphs.uniform(90_000, seed=5)) < 0.01


def test_near_pairs_are_all_found() -> None:
    """The bands and windows find the pairs that a comparison of everybody with everybody finds."""
    plane = graphs._Plane.drawn(700, 20, np.random.default_rng(6))
    found = [np.stack(pair) for pair in plane.pairs()]
    a, b = np.sort(np.concatenate(found, axis=1), axis=0)
    first, second = np.triu_indices(700, 1)
    near = plane.near(first, second)
    assert sorted(zip(a.tolist(), b.tolist(), strict=True)) == [
        (one, two) for one, two in zip(first[near].tolist(), second[near].tolist(), strict=True)
    ]


def test_people_are_numbered_at_random() -> None:
    """Numbers say nothing about who has many contacts, and neither direction nor order says anything."""
    pairs = graphs.clustered(150_000, seed=7)
    counts = pairs.contact_counts()
    assert abs(np.corrcoef(np.arange(pairs.count), counts)[0, 1]) < 0.05
    assert 0.49 < (pairs.u < pairs.v).mean() < 0.51
    assert abs(np.corrcoef(np.arange(pairs.ties), np.minimum(pairs.u, pairs.v))[0, 1]) < 0.01


def test_rows_of_some() -> None:
    """The contacts of some people are those of the whole graph's rows."""
    pairs = graphs.clustered(6_000, seed=8)
    arrays = GraphArrays.from_ties(pairs.u, pairs.v, pairs.count)
    rows = pairs.rows_of([3, 1, 3, 77])
    assert sorted(rows) == [1, 3, 77]
    for vertex, row in rows.items():
        assert row.tolist() == arrays.contacts(vertex).tolist()


def test_special_graphs() -> None:
    """A hub knows everybody, a chain has two ends, a clique has every tie."""
    star, line, full = graphs.hub(9), graphs.chain(6), graphs.clique(5)
    assert sorted(star.contact_counts().tolist()) == [3] * 9 + [9]
    assert line.contact_counts().tolist() == [1, 2, 2, 2, 2, 2, 1]
    assert full.contact_counts().tolist() == [4] * 5
    for pairs in (star, line, full):
        assert (np.diff(codes(pairs)) > 0).all()


def test_graphs_are_kept(tmp_path: Path) -> None:
    """A generated graph is written once and then read, with its name and its people."""
    first = datasets.load("uniform", ties=2_000, seed=1, cache=tmp_path)
    folder = next(tmp_path.iterdir())
    (folder / "name.txt").write_text("500\nfrom the disk\n", encoding="utf-8")
    again = datasets.load("uniform", ties=2_000, seed=1, cache=tmp_path)
    assert (again.name, again.count) == ("from the disk", 500)
    assert np.array_equal(first.u, again.u)
    assert np.array_equal(first.v, again.v)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_an_unknown_graph_is_said() -> None:
    """A name that is none of the graphs ends the program with those there are."""
    with pytest.raises(SystemExit, match="clustered, uniform, facebook100"):
        datasets.load("grid", ties=10)


def test_loops_and_doubles_go() -> None:
    """Public graphs come as simple ones, whatever the file holds."""
    u, v = np.array([0, 1, 2, 2, 3]), np.array([1, 0, 2, 3, 2])
    pairs = datasets.simple("rows", u, v, 4)
    assert sorted(codes(pairs).tolist()) == [1, 11]


@pytest.mark.parametrize(
    ("name", "people", "ties"),
    [
        ("facebook100", 6_440, 251_252),
        ("ldbc", 1_528, 14_073),
        ("pgp", 10_680, 24_316),
        ("jazz", 198, 2_742),
        ("arenas", 1_133, 5_451),
    ],
)
def test_public_graphs(
    data: Path, monkeypatch: pytest.MonkeyPatch, name: str, people: int, ties: int
) -> None:
    """Readers find the people and ties that the data sets are described with."""
    monkeypatch.setenv("NETREACH_DATA", str(data))
    pairs = datasets.load(name)
    assert (pairs.count, pairs.ties) == (people, ties)


def test_public_graphs_need_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without NETREACH_DATA the program says so."""
    monkeypatch.delenv("NETREACH_DATA", raising=False)
    with pytest.raises(SystemExit, match="NETREACH_DATA"):
        datasets.load("jazz")
