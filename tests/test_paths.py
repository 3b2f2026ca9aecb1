"""Paths against the enumeration of all simple paths by networkx, their laws, and how they are shown."""

from __future__ import annotations

import datetime as dt
import json
import math
import pickle
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.answers.paths import Path, Paths
from netreach.errors import NoTieDataError, OptionError
from netreach.paths import Remaining, best_paths, paths, ties_of
from netreach.ranking import NetworkView
from netreach.render.text import width
from pooled import Export, Fact, pool, who

if TYPE_CHECKING:
    from netreach.paths.search import Ties
    from netreach.plugins.protocols import BoolArray

STRENGTHS = st.sampled_from([[0.5], [0.25, 0.5], [0.1, 0.3, 0.5, 0.9, 1.0]])
TieList = list[tuple[int, int, float]]


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, TieList]:
    """Up to nine people, and ties with a few strengths, often all equal."""
    count = draw(st.integers(2, 9))
    pairs = [(a, b) for a in range(count) for b in range(a)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=24, unique=True))
    values = st.sampled_from(draw(STRENGTHS))
    return count, [(a, b, draw(values)) for a, b in chosen]


def view_of(count: int, ties: TieList) -> NetworkView:
    """The network; people are called `p0`, `p1`, ..."""
    return NetworkView(
        nr.from_edges(
            [f"p{a}" for a, *_ in ties],
            [f"p{b}" for _, b, _ in ties],
            strengths=[strength for *_, strength in ties],
            people={"id": [f"p{person}" for person in range(count)]},
        ).snapshot
    )


def named(view: NetworkView, person: int) -> int:
    """The vertex of a person."""
    return view.snapshot.resolve(f"p{person}")


def called(path: Path) -> tuple[str, ...]:
    """The names on a path."""
    return tuple(person.name for person in path.people)


@given(networks(), st.data())
@settings(max_examples=80)
def test_equals_enumeration(network: tuple[int, TieList], data: st.DataObject) -> None:
    """The k best are those that enumerating and sorting all simple paths gives, in the same order."""
    view = view_of(*network)
    ties = ties_of(view)
    source, target = data.draw(st.permutations(range(view.count)))[:2]
    cutoff, k = data.draw(st.integers(1, 6)), data.draw(st.sampled_from([1, 2, 3, 10, 200]))
    blocked = np.array([data.draw(st.integers(0, 6)) == 0 for _ in range(view.count)])
    blocked[[source, target]] = False
    directly = data.draw(st.booleans())

    oracle = nx.Graph()
    oracle.add_nodes_from(range(view.count))
    lo, hi = view.snapshot.tie_ends()
    costs = ties.costs_of(np.arange(len(lo)))
    for a, b, cost in zip(lo.tolist(), hi.tolist(), costs.tolist(), strict=True):
        if not blocked[a] and not blocked[b]:
            oracle.add_edge(a, b, cost=cost)
    every = [
        (nx.path_weight(oracle, way, "cost"), len(way), ties.rank[way].tolist(), tuple(way))
        for way in nx.all_simple_paths(oracle, source, target, cutoff=cutoff)
        if directly or len(way) > 2
    ]
    with pytest.MonkeyPatch.context() as patch:
        # Both roads: listing short paths, and the search that stands in where there are too many.
        patch.setattr("netreach.paths.short.MOST", data.draw(st.sampled_from([0, 2_000_000])))
        found = best_paths(ties, source, target, k=k, cutoff=cutoff, blocked=blocked, directly=directly)
    assert [(path.cost, path.people) for path in found] == [
        (cost, way) for cost, *_, way in sorted(every)[:k]
    ]


@given(networks(), st.integers(1, 6))
@settings(max_examples=40)
def test_strengths_multiply(network: tuple[int, TieList], cutoff: int) -> None:
    """A path's strength is the product of its ties', paths come strongest first, and no longer than the cutoff."""
    view = view_of(*network)
    source, target = named(view, network[1][0][0]), named(view, network[1][0][1])
    stated = {frozenset((f"p{a}", f"p{b}")): strength for a, b, strength in network[1]}
    found = paths(view, source, target, k=50, cutoff=cutoff)
    assert len(found) >= 1
    for path in found:
        names = called(path)
        product = math.prod(stated[frozenset(pair)] for pair in pairwise(names))
        assert path.strength == pytest.approx(product, rel=1e-5)
        assert path.strength == pytest.approx(math.prod(leg.strength for leg in path.legs), abs=1e-9)
        assert path.distance == len(path.legs) <= cutoff
        assert len(set(names)) == len(names)
    strengths = [path.strength for path in found]
    assert all(a >= b * (1 - 1e-9) for a, b in pairwise(strengths))


@given(networks(), st.integers(2, 5))
@settings(max_examples=30)
def test_symmetric(network: tuple[int, TieList], cutoff: int) -> None:
    """From target to source the same strengths are found."""
    view = view_of(*network)
    a, b = named(view, 0), named(view, 1)
    there, back = (
        best_paths(ties_of(view), *ends, k=30, cutoff=cutoff, blocked=np.zeros(view.count, dtype=bool))
        for ends in ((a, b), (b, a))
    )
    assert [path.cost for path in there] == [path.cost for path in back]


@given(networks(), st.integers(1, 5))
@settings(max_examples=30)
def test_diverse_paths_share_nobody(network: tuple[int, TieList], cutoff: int) -> None:
    """Diverse paths share nobody on the way; each is the best left, and their joint chance is stated."""
    view = view_of(*network)
    source, target = named(view, network[1][0][0]), named(view, network[1][0][1])
    found = paths(view, source, target, k=9, cutoff=cutoff, diverse=True)
    met = [person.id for path in found for person in path.introducers]
    assert len(set(met)) == len(met)
    assert sum(path.distance == 1 for path in found) <= 1
    assert found[0].strength == paths(view, source, target, k=1, cutoff=cutoff)[0].strength
    assert found.joint == pytest.approx(1 - math.prod(1 - path.strength for path in found))
    assert found.joint is not None
    assert found.joint >= found[0].strength - 1e-12


def test_among_equals_the_shorter_then_the_ids_decide() -> None:
    """Of equally strong paths the one with fewer hops comes first, then the order of ids."""
    halves = [(0, 1, 0.5), (1, 9, 0.5), (0, 2, 0.5), (2, 9, 0.5), (0, 9, 0.25)]
    view = view_of(10, halves)
    found = paths(view, named(view, 0), named(view, 9), k=9)
    assert [path.distance for path in found] == [1, 2, 2]
    ids = [path.introducers[0].id for path in found[1:]]
    assert ids == sorted(ids)


def test_a_dead_end_crowd_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the only way out of a dense crowd is one person, the search stays small and exact.

    Seen from that person's side, every member of the crowd seems to have a way on, back through the same person.
    """
    crowd = [(a, b, 0.5) for a in range(2, 40) for b in range(2, a)]
    view = view_of(
        44, [*crowd, (0, 1, 0.5), *((1, a, 0.5) for a in range(2, 40)), (1, 41, 0.5), (41, 42, 0.5)]
    )
    made: list[int] = []
    before = Remaining.__init__

    def counted(self: Remaining, ties: Ties, source: int, target: int, hops: int, blocked: BoolArray) -> None:
        made.append(hops)
        before(self, ties, source, target, hops, blocked)

    monkeypatch.setattr(Remaining, "__init__", counted)
    found = paths(view, named(view, 0), named(view, 42), k=3, cutoff=6)
    assert [called(path) for path in found] == [("p0", "p1", "p41", "p42")]
    assert len(made) <= 1 + 3 * 6


def test_equal_strengths_in_a_dense_network_do_not_explode() -> None:
    """Among a hundred people who all know each other the three best of six hops are found at once."""
    view = view_of(100, [(a, b, 0.5) for a in range(100) for b in range(a)])
    found = paths(view, named(view, 0), named(view, 99), k=3, cutoff=6)
    assert [path.distance for path in found] == [1, 2, 2]


def test_whom_to_avoid() -> None:
    """Nobody to be avoided is on a path; the ends themselves cannot be avoided."""
    view = view_of(4, [(0, 1, 0.9), (1, 3, 0.9), (0, 2, 0.1), (2, 3, 0.1)])
    ends = named(view, 0), named(view, 3)
    best = paths(view, *ends)[0]
    assert called(best) == ("p0", "p1", "p3")
    around = paths(view, *ends, avoid=np.array([named(view, 1)]))
    assert [called(path) for path in around] == [("p0", "p2", "p3")]
    with pytest.raises(OptionError, match="p3 is an end"):
        paths(view, *ends, avoid=np.array([ends[1]]))
    with pytest.raises(OptionError, match="outside 0 to 3"):
        paths(view, *ends, avoid=np.array([17]))


def test_no_path_no_ties_and_oneself_are_different_answers() -> None:
    """No path within the cutoff is an empty answer with a reason; no ties and oneself are errors."""
    view = view_of(6, [(0, 1, 0.5), (1, 2, 0.5), (2, 3, 0.5)])
    zero, two, three, lonely = (named(view, person) for person in (0, 2, 3, 5))
    empty = paths(view, zero, three, cutoff=2)
    assert (len(empty), empty.reason, empty.joint) == (0, "paths_none", None)
    assert "no path within 2 degrees" in str(empty)
    assert "ningún camino de 2 grados" in empty.text(language="es")
    assert len(paths(view, zero, two, cutoff=2)) == 1
    with pytest.raises(NoTieDataError, match="p5"):
        paths(view, zero, lonely)
    with pytest.raises(OptionError, match="themselves"):
        paths(view, zero, zero)


@pytest.mark.parametrize("options", [{"k": 0}, {"cutoff": 0}, {"cutoff": 7}, {"language": "de"}])
def test_options_outside_their_range(options: dict[str, Any]) -> None:
    """An option outside its range is an error that names it."""
    view = view_of(2, [(0, 1, 0.5)])
    with pytest.raises(OptionError, match=next(iter(options))):
        paths(view, 0, 1, **options)


def story() -> Paths:
    """Ana, over Ben, whose export she sees, to Eva; Carla's export shares nothing but names."""
    today, wrote = dt.date(2026, 3, 2), Fact("Ana", "Ben", "message", 20, 14, dt.date(2026, 2, 1))
    snapshot = pool(
        Export(
            owner="Ana", facts=[Fact("Ana", "Ben", last=dt.date(2024, 1, 15)), wrote, Fact("Ana", "Carla")]
        ),
        Export(owner="Ben", facts=[Fact("Ben", "Ana"), Fact("Ben", "Eva", "meeting", 3, 3, today)]),
        Export(
            owner="Carla",
            facts=[Fact("Carla", "Ana"), Fact("Carla", "Eva"), Fact("Carla", "Eva", "message", 80, 80)],
            sharing="names",
        ),
    )
    return paths(NetworkView(snapshot), *who(snapshot, "Ana", "Eva"))


def test_paths_in_a_line() -> None:
    """What a prompt shows of paths is one line, and pickling keeps all of them."""
    found = story()
    assert repr(found) == "<Paths: 2 from Ana to Eva>"
    assert re.fullmatch(r"<Path: Ana – Ben – Eva, strength 0\.\d+>", repr(found[0]))
    assert pickle.loads(pickle.dumps(found)) == found


def test_explained_as_far_as_it_is_shared() -> None:
    """A path names the evidence of its ties: one's own in full, a colleague's without counts, or not at all."""
    over_ben, over_carla = story()
    assert called(over_ben) == ("Ana", "Ben", "Eva")
    text = over_ben.explain()
    assert "34 messages, last 1 Feb 2026 (Ana)" in text
    assert "connected since 15 Jan 2024 (Ana)" in text
    assert "meetings, no details shared (Ben)" in text
    assert "3 meetings" not in text
    hidden = over_carla.explain()
    assert "all that is shared" in hidden
    assert "message" not in hidden
    assert "34 mensajes, el último, el 1 feb 2026" in over_ben.explain(language="es")
    for leg in (*over_ben.legs, *over_carla.legs):
        total = sum(term.value for term in leg.terms)
        assert total == pytest.approx(-math.log1p(-leg.strength), abs=1e-9)


def test_answers_travel() -> None:
    """An answer is plain JSON with the promised keys, survives pickling, and fits 80 columns."""
    found = story()
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [set(path) >= {"people", "strength", "distance"} for path in data["paths"]] == [True, True]
    assert [person["name"] for person in data["paths"][0]["people"]] == ["Ana", "Ben", "Eva"]
    assert pickle.loads(pickle.dumps(found)) == found
    assert found[:1] == found.paths[:1]
    assert found[-1] is list(found)[-1]
    for language in ("en", "es"):
        for text in (found.text(language=language), found[0].explain(language=language)):
            assert all(width(line) <= 80 for line in text.splitlines())
        narrow = found.text(language=language, columns=30)
        assert all(width(line) <= 30 for line in narrow.splitlines())
    assert str(found[0]).startswith("Ana – Ben – Eva\n  strength ")


def test_hostile_names_do_nothing() -> None:
    """Names with markup, escapes and right-to-left letters are shown as text, in HTML and SVG too."""
    names = ["<script>alert(1)</script>", "Ana\x1b[31m", "דנה כהן"]
    network = nr.from_edges([0, 1], [1, 2], people={"id": [0, 1, 2], "name": names})
    view = NetworkView(network.snapshot)
    found = paths(view, *(view.snapshot.resolve(str(person)) for person in (0, 2)))
    for shown in (found._repr_html_(), found[0]._repr_html_(), found[0]._repr_svg_()):
        assert "<script>" not in shown
        assert "\x1b" not in shown
    assert "\x1b" not in str(found)
    assert "\x1b" not in found[0].explain()
