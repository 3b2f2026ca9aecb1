"""Paths against the enumeration of all simple paths by networkx, their laws, and how they are shown."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import pickle
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach import compiled
from netreach.answers.paths import Path, Paths
from netreach.errors import NoTieDataError, OptionError, ProfessionalNotFoundError
from netreach.paths import Remaining, best_paths, paths, short, ties_of
from netreach.ranking import NetworkView
from netreach.render.text import width
from pooled import Export, Fact, pool, who

if TYPE_CHECKING:
    from netreach.paths.search import Ties

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


Way = tuple[int, ...]


def enumerated(view: NetworkView, source: int, target: int, cutoff: int) -> list[tuple[int, Way]]:
    """The costs of all simple paths and their people, best first: found by networkx, added up here."""
    ties = ties_of(view)
    oracle = nx.Graph()
    oracle.add_nodes_from(range(view.count))
    lo, hi = view.snapshot.tie_ends()
    costs = ties.costs_of(np.arange(len(lo)))
    for a, b, cost in zip(lo.tolist(), hi.tolist(), costs.tolist(), strict=True):
        oracle.add_edge(a, b, cost=cost)
    every = [
        (nx.path_weight(oracle, way, "cost"), len(way), ties.rank[way].tolist(), tuple(way))
        for way in nx.all_simple_paths(oracle, source, target, cutoff=cutoff)
    ]
    return [(cost, way) for cost, _, _, way in sorted(every)]


@given(networks(), st.data())
@settings(max_examples=150)
def test_through_equals_enumeration(network: tuple[int, TieList], data: st.DataObject) -> None:
    """Of all simple paths those that meet one of some people between their ends come, best first, and no others."""
    view = view_of(*network)
    ties = ties_of(view)
    source, target = data.draw(st.permutations(range(view.count)))[:2]
    cutoff, k = data.draw(st.integers(1, 6)), data.draw(st.sampled_from([1, 2, 5, 200]))
    blocked, through = (
        np.array([data.draw(st.integers(0, 3)) == 0 for _ in range(view.count)]) for _ in range(2)
    )
    blocked[[source, target]] = False
    wanted = [
        (cost, way)
        for cost, way in enumerated(view, source, target, cutoff)
        if not blocked[list(way)].any() and through[list(way[1:-1])].any()
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("netreach.paths.short.MOST", data.draw(st.sampled_from([0, 2_000_000])))
        found = best_paths(ties, source, target, k=k, cutoff=cutoff, blocked=blocked, through=through)
    assert [(path.cost, path.people) for path in found] == wanted[:k]


@given(networks(), st.integers(1, 5))
@settings(max_examples=60)
def test_diverse_paths(network: tuple[int, TieList], cutoff: int) -> None:
    """First the greedy choice of paths that share nobody, then those that share least for their strength."""
    view = view_of(*network)
    source, target = named(view, network[1][0][0]), named(view, network[1][0][1])
    every = enumerated(view, source, target, cutoff)
    chosen: list[Way] = []
    while True:
        met = {person for way in chosen for person in way[1:-1]}
        left = [way for _, way in every if way not in chosen and not met & set(way[1:-1])]
        if not left:
            break
        chosen.append(left[0])
    disjoint = min(len(chosen), 7)
    chosen = chosen[:7]
    half = 2 * round(math.log(2) / 2 * 2**36)
    rank = view.snapshot.id_ranks()
    while len(chosen) < min(7, len(every)):
        often = Counter(person for way in chosen for person in way[1:-1])
        paid = [
            (
                cost + half * sum(often[person] for person in way[1:-1]),
                len(way),
                rank[list(way)].tolist(),
                way,
            )
            for cost, way in every
            if way not in chosen
        ]
        chosen.append(min(paid)[-1])
    found = paths(view, source, target, k=7, cutoff=cutoff, diverse=True)
    ids = [view.snapshot.ids(way) for way in chosen]
    assert [[person.id for person in path.people] for path in found] == ids
    assert found.disjoint == disjoint
    met_before: set[str] = set()
    for place, path in enumerate(found):
        assert [person.id for person in path.shared] == [
            person.id for person in path.introducers if person.id in met_before
        ]
        assert bool(path.shared) == (place >= disjoint)
        met_before |= {person.id for person in path.introducers}
    assert found.joint == pytest.approx(1 - math.prod(1 - path.strength for path in found[:disjoint]))


@given(networks(), st.integers(2, 6))
@settings(max_examples=40)
def test_the_joint_chance_is_a_lower_bound(network: tuple[int, TieList], cutoff: int) -> None:
    """That the network carries, if every tie does so by itself, is at least as likely: all states are tried."""
    count, ties = network[0], network[1][:11]
    view = view_of(count, ties)
    a, b = ties[0][0], ties[0][1]
    found = paths(view, named(view, a), named(view, b), k=5, cutoff=cutoff, diverse=True)
    chance = 0.0
    for state in itertools.product((False, True), repeat=len(ties)):
        graph = nx.Graph()
        graph.add_nodes_from((a, b))
        graph.add_edges_from((x, y) for (x, y, _), carries in zip(ties, state, strict=True) if carries)
        if nx.has_path(graph, a, b):
            chance += math.prod(
                strength if carries else 1 - strength
                for (*_, strength), carries in zip(ties, state, strict=True)
            )
    assert found.joint is not None
    assert found[0].strength - 1e-9 <= found.joint <= chance + 1e-6


@pytest.mark.skipif(not compiled.available(), reason="numba is an extra")
@given(network=networks(), data=st.data())
@settings(deadline=None)
def test_compiled_listing_equals_the_other(network: tuple[int, TieList], data: st.DataObject) -> None:
    """Compiled loops list the same paths with the same costs, whoever must be met or must not be."""
    count, tied = network
    view = view_of(count, tied)
    a, b = (named(view, tied[0][end]) for end in (0, 1))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    graph = view.snapshot.graph
    blocked = rng.random(view.count) < data.draw(st.sampled_from([0, 0.3]))
    blocked[[a, b]] = False
    question = short.Question(
        source=a,
        target=b,
        costs=rng.integers(1, 100, len(graph.contacts(a)) + len(graph.contacts(b))),
        k=data.draw(st.integers(1, 6)),
        cutoff=data.draw(st.integers(1, 3)),
        blocked=blocked,
        directly=data.draw(st.booleans()),
        through=data.draw(st.sampled_from([None, rng.random(view.count) < 0.5])),
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiled, "worth", lambda entries: False)
        plain = short.listed(view.snapshot, question)
        patched.setattr(short, "MOST", data.draw(st.sampled_from([0, short.MOST])))
        bounded, other = short.listed(view.snapshot, question), short.listed_compiled(view.snapshot, question)
    assert plain is not None
    assert (bounded is None) == (other is None)
    if other is not None:
        for name in ("people", "spent", "numbers", "direct"):
            np.testing.assert_array_equal(getattr(plain, name), getattr(other, name))
        assert len(other.people) == len(other.spent)
    there = [
        graph.tie_numbers(np.full(graph.contacts(end).shape, end), graph.contacts(end)) for end in (a, b)
    ]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiled, "loaded", lambda: True)
        assert short._ties_of_both(graph, a, b).tolist() == np.concatenate(there).tolist()
        patched.setattr(compiled, "loaded", lambda: False)
        assert short._ties_of_both(graph, a, b).tolist() == np.concatenate(there).tolist()
    with view.snapshot.marks() as marks:
        assert not marks.any()


@pytest.mark.skipif(not compiled.available(), reason="numba is an extra")
def test_compiled_listing_of_very_many_ties() -> None:
    """There is room for however many ties lie between two crowds."""
    sides = [[(end, other, 0.5) for other in range(2 + 60 * end, 62 + 60 * end)] for end in (0, 1)]
    between = [(a, b, 0.5) for a in range(2, 62) for b in range(62, 122)]
    view = view_of(122, [*sides[0], *sides[1], *between])
    question = short.Question(
        source=named(view, 0),
        target=named(view, 1),
        costs=np.ones(120, dtype=np.int64),
        k=5,
        cutoff=3,
        blocked=view.snapshot.nobody,
        directly=True,
        through=None,
    )
    found = short.listed_compiled(view.snapshot, question)
    assert found is not None
    assert len(found.people) == len(set(found.numbers.tolist())) == 60 * 60
    assert set(found.spent.tolist()) == {2}


def test_engines_agree() -> None:
    """Every engine gives the same paths, whatever is asked of them."""
    rng = np.random.default_rng(4)
    a, b = rng.integers(0, 60, (2, 240))
    people = {"id": np.arange(60), "company": [f"Firm {number % 7}" for number in range(60)]}
    asked: list[dict[str, Any]] = [
        {},
        {"diverse": True, "k": 6},
        {"cutoff": 4, "through": "Firm 3"},
        {"cutoff": 5, "avoid": ["Firm 1", "Firm 2"], "diverse": True, "k": 8},
    ]
    answers = [
        [
            [[person.name for person in path.people] for path in ego.paths("40", **options)]
            for options in asked
        ]
        for ego in (
            nr.from_edges(a, b, people=people, engine=name).ego("0") for name in ("csr", "igraph", "auto")
        )
    ]
    assert answers[0] == answers[1] == answers[2]
    assert all(answers[0])


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

    def counted(self: Remaining, ties: Ties, source: int, target: int, hops: int, *rest: Any) -> None:
        made.append(hops)
        before(self, ties, source, target, hops, *rest)

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


def firms() -> nr.Network:
    """Ana reaches Eva over Ben of Acme, over Carla of Acme, or over Dan of Globex; Eva is at Acme herself."""
    return nr.from_edges(
        ["ana", "ben", "ana", "carla", "ana", "dan"],
        ["ben", "eva", "carla", "eva", "dan", "eva"],
        strengths=[0.9, 0.9, 0.8, 0.8, 0.5, 0.5],
        people={
            "id": ["ana", "ben", "carla", "dan", "eva", "globex"],
            "name": ["Ana", "Ben", "Carla", "Dan", "Eva", "Globex"],
            "company": ["Initech", "Acme, S.L.", "ACME", "Globex", "Acme", None],
        },
    )


def over(found: Paths) -> list[str]:
    """Who introduces, path by path."""
    return ["-".join(person.name for person in path.introducers) for path in found]


def test_companies_to_avoid_and_to_go_through() -> None:
    """A company is everybody who is there, however it is spelled; who stands at an end may be there."""
    ego = firms().ego("ana")
    assert over(ego.paths("eva")) == ["Ben", "Carla", "Dan"]
    without = ego.paths("eva", avoid=["acme s.l."])
    assert over(without) == ["Dan"]
    assert (without.avoid, without.through) == (("acme s.l.",), ())
    assert "not through: acme s.l." in str(without)
    assert over(ego.paths("eva", through="Acme")) == ["Ben", "Carla"]
    assert over(ego.paths("eva", through=["Acme", "Dan"], avoid=["Ben"])) == ["Carla", "Dan"]
    assert over(ego.paths("eva", through=ego.contacts()[1])) == ["Carla"]
    # Somebody is called Globex, so the name alone is theirs.
    assert over(ego.paths("eva", avoid=["Globex"])) == ["Ben", "Carla", "Dan"]
    assert over(ego.paths("eva", avoid=["company:Globex"])) == ["Ben", "Carla"]
    only = ego.paths("eva", through="company: globex", language="es")
    assert over(only) == ["Dan"]
    assert "solo por: globex" in str(only)
    nothing = ego.paths("eva", through="Acme", avoid=["company:Acme"])
    assert (len(nothing), nothing.reason) == (0, "paths_none_asked")
    assert str(nothing).splitlines()[1:] == [
        "no such path within 3 degrees",
        "not through: Acme",
        "only through: Acme",
    ]
    for data in (without.to_dict(), nothing.to_dict()):
        json.dumps(data, allow_nan=False)


def test_nobody_and_no_company() -> None:
    """A name that is neither is an error that says so; ends can be neither avoided nor gone through by name."""
    ego = firms().ego("ana")
    for options, message in (
        ({"avoid": ["Hooli"]}, "Nobody is at a company of that name, either"),
        ({"through": "company:Globx"}, "similar name: Globex"),
    ):
        with pytest.raises(ProfessionalNotFoundError, match=message):
            ego.paths("eva", **options)
    for options, message in (
        ({"avoid": ["Eva"]}, "Eva is an end"),
        ({"through": "Eva"}, "nobody but the ends"),
        ({"through": []}, ""),
        ({"avoid": "Ben"}, "is no list"),
    ):
        if message:
            with pytest.raises(OptionError, match=message):
                ego.paths("eva", **options)
        else:
            assert len(ego.paths("eva", **options)) == 3
    view = ego.view
    with pytest.raises(OptionError, match="through names a vertex outside"):
        paths(view, 0, 1, through=np.array([17]))


def test_what_is_shared_is_said() -> None:
    """When no more paths share nobody, others follow with the shared person named, in both languages."""
    ties = [(0, 1, 0.9), (1, 9, 0.9), (1, 2, 0.9), (2, 9, 0.8), (0, 3, 0.2), (3, 9, 0.2)]
    view = view_of(10, ties)
    found = paths(view, named(view, 0), named(view, 9), k=5, diverse=True)
    assert [called(path)[1:-1] for path in found] == [("p1",), ("p3",), ("p1", "p2")]
    assert [[person.name for person in path.shared] for path in found] == [[], [], ["p1"]]
    assert found.to_dict()["paths"][2]["shared"] == [found[2].people[1].id]
    assert "also on a path above: p1" in str(found)
    assert "the first 2 share nobody" in str(found)
    assert "los primeros 2 no comparten a nadie" in found.text(language="es")
    for language in ("en", "es"):
        assert all(width(line) <= 40 for line in found.text(language=language, columns=40).splitlines())


def test_a_search_that_only_turns_back_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over more than three hops many ways may lead to somebody only to turn back; beyond a limit that is an error."""
    crowd = [(a, b, 0.5) for a in range(2, 14) for b in range(2, a)]
    ties = [*crowd, (0, 2, 0.5), (13, 1, 0.5), (14, 7, 0.5)]
    view = view_of(15, ties)
    ends, leaf = (named(view, 0), named(view, 1)), np.array([named(view, 14)])
    assert len(paths(view, *ends, cutoff=6, through=leaf)) == 0
    monkeypatch.setattr("netreach.paths.search.TURNS", 0)
    with pytest.raises(OptionError, match="smaller cutoff"):
        paths(view, *ends, cutoff=6, through=leaf)


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
