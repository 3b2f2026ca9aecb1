"""Rankings of introducers: reference values, laws, star pools, sharing, and how they are shown."""

from __future__ import annotations

import datetime as dt
import json
import math
import pickle
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.answers.introducers import Introducer, IntroducerRanking
from netreach.errors import NoTieDataError, OptionError, PluginError
from netreach.kinds import BY_NAME
from netreach.plugins import Leg, Registry, View
from netreach.ranking import NetworkView, best_introducers, introducers, top_introducers
from netreach.ranking.calibration import calibration
from netreach.ranking.scorers import (
    ContactCount,
    Jaccard,
    Overall,
    Overlap,
    SharedContacts,
    Structure,
    TwoLegAA,
    TwoLegRA,
)
from netreach.render.text import width
from netreach.snapshot import Snapshot
from pooled import TODAY, Export, Fact, pool, who

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins import Scorer
    from netreach.plugins.protocols import FloatArray, IntArray

ALL: tuple[Scorer, ...] = (
    Overall(),
    Structure(),
    TwoLegRA(),
    TwoLegAA(),
    Jaccard(),
    Overlap(),
    SharedContacts(),
    ContactCount(),
)
LONG_AGO = dt.date(2016, 1, 1)


def view_of(graph: nx.Graph) -> NetworkView:
    """A complete network of bare ties."""
    a, b = zip(*graph.edges, strict=True)
    return NetworkView(nr.from_edges(a, b).snapshot)


def rank(view: NetworkView, ego: object, target: object, scorer: Scorer, **options: Any) -> IntroducerRanking:
    """Who introduces one node of a graph to another."""
    ends = (view.snapshot.resolve(str(end)) for end in (ego, target))
    return introducers(view, *ends, scorer=scorer, **options)


@pytest.fixture(scope="module")
def karate() -> NetworkView:
    """Zachary's karate club, from networkx."""
    return view_of(nx.karate_club_graph())


# Reference values


@pytest.mark.parametrize("scorer", [Structure(), Overall()])
@pytest.mark.parametrize(
    ("ego", "introducer", "target", "allocations", "score"),
    [
        (33, 8, 0, (1 / 3, 1 / 10), 0.382992252256),
        (16, 5, 0, (1 / 4, 7 / 12), 0.682675880693),
        (24, 31, 33, (1 / 3, 5 / 12), 0.635988766720),
    ],
)
def test_reference_values(
    karate: NetworkView,
    scorer: Scorer,
    ego: int,
    introducer: int,
    target: int,
    allocations: tuple[float, float],
    score: float,
) -> None:
    """In a complete network of bare ties, structure and overall give the published values."""
    found = next(one for one in rank(karate, ego, target, scorer) if one.name == str(introducer))
    assert found.score == pytest.approx(score, abs=1e-9)
    assert [math.expm1(leg.value) for leg in found.legs] == pytest.approx(allocations, abs=1e-9)
    assert [[term.kind for term in leg.terms] for leg in found.legs] == [["shared_contacts"]] * 2
    assert found.legs_known == (True, True)


def test_reference_ranking(karate: NetworkView) -> None:
    """For 33 to 0 the order is 8, 31, 13, 19, and every shared contact is in it."""
    ranking = rank(karate, 33, 0, Structure())
    assert [one.name for one in ranking] == ["8", "31", "13", "19"]
    assert [one.rank for one in ranking] == [1, 2, 3, 4]
    assert (ranking.degree, ranking.combine, ranking.total, ranking.bound) == (2, "sum", 4, "exact")
    assert not any(one.tied for one in ranking)


def test_an_exact_tie_says_so(karate: NetworkView) -> None:
    """For 16 to 0 persons 5 and 6 have the same score: ids decide, and both say it."""
    ranking = rank(karate, 16, 0, Overall())
    assert {one.name for one in ranking} == {"5", "6"}
    assert [one.id for one in ranking] == sorted(one.id for one in ranking)
    assert [one.tied_with and one.tied_with.name for one in ranking] == [ranking[1].name, ranking[0].name]
    # A score shared with somebody who is cut off is shared all the same.
    assert rank(karate, 16, 0, Overall(), limit=1)[0].tied


def overlap_of(scorer: TwoLegRA | TwoLegAA | Jaccard | Overlap, view: NetworkView, a: int, b: int) -> float:
    """The overlap of one pair of nodes."""
    ends = (np.array([view.snapshot.resolve(str(end))], dtype=np.int32) for end in (a, b))
    return float(scorer.overlap(view, *ends)[0])


@pytest.mark.parametrize(
    ("scorer", "pair", "value"),
    [
        (TwoLegRA(), (0, 33), 0.9),
        (TwoLegRA(), (0, 9), 0.1),
        (TwoLegAA(), (0, 33), 2.7110197),
        (Jaccard(), (0, 33), 0.1379310),
        (Overlap(), (0, 1), 0.4375),
        (Overlap(), (0, 2), 0.2631579),
        (Overlap(), (0, 31), 0.0),
    ],
)
def test_published_overlaps(
    karate: NetworkView, scorer: TwoLegRA | Overlap, pair: tuple[int, int], value: float
) -> None:
    """The table of overlaps on the karate club holds."""
    assert overlap_of(scorer, karate, *pair) == pytest.approx(value, abs=5e-8)


def test_overlaps_equal_networkx_and_igraph(karate: NetworkView) -> None:
    """RA, AA and Jaccard of every pair equal networkx, AA igraph as well."""
    graph = nx.karate_club_graph()
    pairs = [(a, b) for a in graph for b in range(a)]
    for scorer, oracle in (
        (TwoLegRA(), nx.resource_allocation_index),
        (TwoLegAA(), nx.adamic_adar_index),
        (Jaccard(), nx.jaccard_coefficient),
    ):
        for a, b, value in oracle(graph, pairs):
            assert overlap_of(scorer, karate, a, b) == pytest.approx(value, abs=1e-12)
    weighted = igraph.Graph.Famous("Zachary").similarity_inverse_log_weighted()
    for a, b in pairs:
        assert overlap_of(TwoLegAA(), karate, a, b) == pytest.approx(weighted[a][b], abs=1e-9)


def test_baselines(karate: NetworkView) -> None:
    """Shared contacts counts on the second leg only, contact count the introducer's, products multiply."""
    graph = nx.karate_club_graph()
    for one in rank(karate, 33, 0, SharedContacts()):
        assert one.score == len(list(nx.common_neighbors(graph, int(one.name), 0)))
        assert one.legs[0].value == 0
    for one in rank(karate, 33, 0, ContactCount()):
        assert one.score == one.contact_count == graph.degree[int(one.name)]
    for one in rank(karate, 33, 0, TwoLegRA()):
        ways = ((33, int(one.name)), (int(one.name), 0))
        both = [value for *_, value in nx.resource_allocation_index(graph, ways)]
        assert one.score == pytest.approx((0.001 + both[0]) * (0.001 + both[1]), abs=1e-12)


def test_the_registry_has_them() -> None:
    """All built-in scorers come through the registry, each with a name, a summary and how it combines."""
    scorers = Registry(entry_points=False).scorers
    assert {scorer.name for scorer in ALL} == set(scorers)
    assert all(scorer.summary and scorer.combine in ("sum", "product") for scorer in scorers.values())


def test_hidden_weights(data: Path) -> None:
    """On the informetrics co-authors the structure finds the best introducer in about 83 % of 117 queries.

    Queries are the pairs without a tie and with at least two shared contacts, of which some are better than
    others by the hidden weights; the best has the largest product of both weights; tied scores share the point.
    """
    ties: dict[frozenset[str], float] = {}
    lines = (data / "graphs/informetrics_coauthors/linkpred__inf1990-2004.net").read_text().splitlines()
    for line in lines[lines.index("*edges") + 1 :]:
        a, b, weight = line.split()
        ties[frozenset((a, b))] = float(weight)
    ends = [sorted(pair) for pair in ties]
    snapshot = nr.from_edges([a for a, _ in ends], [b for _, b in ends]).snapshot
    number = {name: snapshot.resolve(name) for name in {name for pair in ties for name in pair}}
    hidden = {frozenset(number[name] for name in pair): weight for pair, weight in ties.items()}
    graph = nx.Graph([tuple(pair) for pair in hidden])
    points: dict[str, list[float]] = {scorer.name: [] for scorer in ALL}
    view = NetworkView(snapshot)
    for ego, target in nx.non_edges(graph):
        shared = snapshot.engine.shared_contacts(ego, target)
        gold = np.array(
            [hidden[frozenset((ego, i))] * hidden[frozenset((i, target))] for i in shared.tolist()]
        )
        if len(shared) < 2 or gold.min() == gold.max():
            continue
        for scorer in ALL:
            ranking = introducers(view, ego, target, scorer=scorer)
            top = [one for one in ranking if one.score >= ranking[0].score - 1e-12]
            best = {
                name for name, value in zip(snapshot.ids(shared), gold, strict=True) if value == gold.max()
            }
            points[scorer.name].append(sum(one.id in best for one in top) / len(top))
    assert len(points["structure"]) == 117
    mean = {name: float(np.mean(values)) for name, values in points.items()}
    assert mean["structure"] == mean["overall"] == pytest.approx(0.83, abs=0.006)
    assert mean["two-leg-ra"] == pytest.approx(0.83, abs=0.006)
    assert mean["contact-count"] == pytest.approx(0.70, abs=0.006)
    assert mean["shared-contacts"] < 0.65


# Laws on random pools


@st.composite
def pools(draw: st.DrawFn) -> list[Export]:
    """One to three exports about nine people, some of them owners, with evidence of many kinds."""
    names = "abcdefghi"
    kinds = ("connection", "connection", "connection", "message", "recommendation", "meeting", "address_book")

    def fact(a: str, b: str) -> Fact:
        return Fact(
            a,
            b,
            draw(st.sampled_from(kinds)),
            draw(st.integers(0, 9)),
            draw(st.integers(0, 9)),
            draw(st.sampled_from([None, LONG_AGO, TODAY])),
        )

    exports = []
    for owner in draw(st.lists(st.sampled_from(["", *names[:4]]), min_size=1, max_size=3, unique=True)):
        pairs = (
            [(owner, b) for b in names if b != owner]
            if owner
            else [(a, b) for a in names for b in names if a < b]
        )
        chosen = draw(st.lists(st.sampled_from(pairs), min_size=4, max_size=24))
        exports.append(
            Export(
                owner=owner,
                facts=[fact(a, b) for a, b in chosen],
                covers=draw(st.sampled_from([(), ("message",), ("mail",)])) if owner else (),
                complete=draw(st.booleans()),
                sharing=draw(st.sampled_from(["names", "strength", "full"])),
                people=names,
            )
        )
    return exports


@given(pools(), st.sampled_from(ALL), st.integers(2, 5))
@settings(max_examples=60)
def test_many_targets_equal_one_by_one(exports: list[Export], scorer: Scorer, cutoff: int) -> None:
    """`best_introducers` names whom `introducers` puts first, with the same score, at every degree."""
    snapshot = pool(*exports)
    view = NetworkView(snapshot)
    for ego in range(0, snapshot.count, 3):
        if not len(snapshot.engine.contacts(ego)):
            continue
        distances = snapshot.engine.distances(ego, cutoff)
        targets = np.arange(snapshot.count, dtype=np.int32)[::-1].copy()
        found, scores = best_introducers(view, ego, targets, distances, scorer=scorer)
        for target, door, score in zip(targets.tolist(), found.tolist(), scores.tolist(), strict=True):
            if distances[target] < 2:
                assert (door, math.isnan(score)) == (-1, True)
                continue
            first = introducers(view, ego, target, scorer=scorer, limit=1, cutoff=cutoff)[0]
            assert snapshot.ids([door]) == [first.id]
            assert score == pytest.approx(first.score, rel=1e-9, abs=1e-12)


@given(pools(), st.sampled_from(ALL), st.integers(2, 5), st.integers(2, 4))
@settings(max_examples=40)
def test_the_first_few_for_many_targets(
    exports: list[Export], scorer: Scorer, cutoff: int, count: int
) -> None:
    """`top_introducers` has the same order as `introducers`, as far as was asked for, at every degree."""
    snapshot = pool(*exports)
    view = NetworkView(snapshot)
    for ego in range(0, snapshot.count, 3):
        if not len(snapshot.engine.contacts(ego)):
            continue
        distances = snapshot.engine.distances(ego, cutoff)
        targets = np.flatnonzero(distances > 1).astype(np.int32)
        found, scores = top_introducers(view, ego, targets, distances, scorer=scorer, k=count)
        for target, row, values in zip(targets.tolist(), found, scores, strict=True):
            first = introducers(view, ego, target, scorer=scorer, limit=count, cutoff=cutoff)
            assert snapshot.ids(row[row >= 0]) == [one.id for one in first]
            assert values[row >= 0] == pytest.approx([one.score for one in first], rel=1e-9, abs=1e-12)
            assert np.isnan(values[row < 0]).all()


@given(pools(), st.sampled_from(ALL))
@settings(max_examples=40)
def test_terms_add_up(exports: list[Export], scorer: Scorer) -> None:
    """The terms of a leg add up to its value, and the legs combine to the score, within 1e-9; never NaN."""
    for ranking in rankings(pool(*exports), scorer):
        json.dumps(ranking.to_dict(), allow_nan=False)
        for one in ranking:
            values = [leg.value for leg in one.legs]
            combined = sum(values) if ranking.combine == "sum" else math.prod(values)
            assert one.score == pytest.approx(combined, abs=1e-9)
            for leg in one.legs:
                total = sum(term.value for term in leg.terms)
                if leg.scale == "-log(1-p)":
                    assert leg.value == leg.strength
                    total = -math.expm1(-total)
                assert leg.value == pytest.approx(total, abs=1e-9)
                assert not leg.evidence or all(fact.value >= 0 for fact in leg.evidence)
        places = [(-one.score, one.rank) for one in ranking]
        slack = 1e-12 * max((abs(score) for score, _ in places), default=0.0)
        assert all(a[0] <= b[0] + slack for a, b in pairwise(places))


def rankings(snapshot: Snapshot, scorer: Scorer) -> list[IntroducerRanking]:
    """All rankings of a small network, from its first people."""
    view = NetworkView(snapshot)
    people = [v for v in range(snapshot.count) if len(snapshot.engine.contacts(v))]
    return [introducers(view, a, b, scorer=scorer) for a in people[:3] for b in people if a != b]


@given(pools(), st.permutations("abcdefghi"), st.sampled_from(ALL))
@settings(max_examples=30)
def test_names_do_not_matter(exports: list[Export], names: list[str], scorer: Scorer) -> None:
    """Calling people otherwise leaves every score as it was."""
    call = {"": ""} | dict(zip("abcdefghi", (f"x{name}" for name in names), strict=True))
    renamed = [
        Export(
            owner=call[export.owner],
            facts=[Fact(call[f.a], call[f.b], f.kind, f.there, f.back, f.last) for f in export.facts],
            covers=export.covers,
            complete=export.complete,
            sharing=export.sharing,
            people=[call[name] for name in export.people],
        )
        for export in exports
    ]

    def scores(snapshot: Snapshot, called: dict[str, str]) -> dict[tuple[str, str, str], float]:
        back = {call.casefold(): name for name, call in called.items()}
        found = {}
        for ranking in (r for ego in "ac" for r in _from(snapshot, called[ego], scorer)):
            ends = (back[ranking.ego.name.casefold()], back[ranking.target.name.casefold()])
            for one in ranking:
                found[*ends, back[one.name.casefold()]] = one.score
        return found

    same = {name: name for name in "abcdefghi"}
    before, after = scores(pool(*exports), same), scores(pool(*renamed), call)
    assert before.keys() == after.keys()
    for pair, score in before.items():
        assert after[pair] == pytest.approx(score, abs=1e-9)


def _from(snapshot: Snapshot, ego: str, scorer: Scorer) -> list[IntroducerRanking]:
    (start,) = who(snapshot, ego)
    view = NetworkView(snapshot)
    counts = snapshot.graph.contact_counts()
    if not counts[start]:
        return []
    ends = [vertex for vertex in range(snapshot.count) if vertex != start and counts[vertex]]
    return [introducers(view, start, end, scorer=scorer) for end in ends]


@given(st.integers(3, 12), st.floats(0.2, 0.8), st.integers(0, 999))
@settings(max_examples=25)
def test_structure_is_symmetric(count: int, density: float, seed: int) -> None:
    """Who introduces a to b introduces b to a with the same structural score."""
    graph = nx.gnp_random_graph(count, density, seed=seed)
    if not graph.edges:
        return
    view = view_of(graph)
    people = [node for node in graph if graph.degree[node]]
    for a, b in pairwise(people):
        there, back = (rank(view, *ends, Structure()) for ends in ((a, b), (b, a)))
        if there.degree == 2:
            scores = {one.name: one.score for one in back}
            assert scores == pytest.approx({one.name: one.score for one in there}, abs=1e-12)


# Interactions


def seen(snapshot: Snapshot, a: str, b: str) -> float:
    """The interactions of one tie."""
    ends = (np.array([vertex], dtype=np.int32) for vertex in who(snapshot, a, b))
    return float(NetworkView(snapshot).interactions(*ends)[0])


def test_interactions_are_known_where_a_source_covers_them() -> None:
    """Covered without any is a little (the connection), uncovered is unknown, observed counts both ways."""
    bare = BY_NAME["connection"].contact
    facts = [Fact("Ana", "Ben"), Fact("Ana", "Carla"), Fact("Ana", "Carla", "message", 20, 14)]
    covered = pool(Export(owner="Ana", facts=facts, covers=("message",)))
    assert seen(covered, "Ana", "Ben") == pytest.approx(bare)
    assert seen(covered, "Carla", "Ana") == pytest.approx(34 + bare)
    uncovered = pool(Export(owner="Ana", facts=facts, covers=("connection",)))
    assert math.isnan(seen(uncovered, "Ana", "Ben"))
    assert seen(uncovered, "Ana", "Carla") == pytest.approx(34 + bare)
    assert math.isnan(seen(covered, "Ben", "Carla"))


def test_interactions_of_two_exports_are_not_added_up() -> None:
    """The same messages in both people's exports count once; a meeting stands in both directions and counts once."""
    facts = [Fact("Ana", "Ben"), Fact("Ana", "Ben", "message", 20, 14), Fact("Ana", "Ben", "meeting", 2, 2)]
    both = pool(Export(owner="Ana", facts=facts), Export(owner="Ben", facts=facts))
    assert seen(both, "Ana", "Ben") == pytest.approx(34 + 2 * BY_NAME["meeting"].contact + 0.5)


def test_an_old_connection_counts_less() -> None:
    """What is no act of contact fades with age in the measure of contact."""
    facts = [Fact("Ana", "Ben", last=LONG_AGO), Fact("Ana", "Carla")]
    snapshot = pool(Export(owner="Ana", facts=facts, covers=("mail",)))
    assert seen(snapshot, "Ana", "Ben") < seen(snapshot, "Ana", "Carla")


def star(
    *,
    covers: tuple[str, ...] = (),
    ben: tuple[Fact, ...] = (),
    carla: tuple[Fact, ...] = (),
    since: dt.date = TODAY,
    sharing: str = "strength",
) -> Snapshot:
    """Ana, Ben and Carla pooled their exports; Ben and Carla know Eva, who did not. All is alike but what is said."""

    def export(owner: str, *facts: Fact) -> Export:
        mine = [Fact(owner, f"{owner}'s friend {number}") for number in range(4)]
        return Export(owner=owner, facts=[*mine, *facts], covers=covers, sharing=sharing)

    return pool(
        export("Ana", Fact("Ana", "Ben"), Fact("Ana", "Carla")),
        export("Ben", Fact("Ben", "Ana"), Fact("Ben", "Carla"), Fact("Ben", "Eva"), *ben),
        export("Carla", Fact("Carla", "Ana"), Fact("Carla", "Ben"), Fact("Carla", "Eva", last=since), *carla),
    )


def order(snapshot: Snapshot, scorer: Scorer | None = None) -> list[Introducer]:
    """Who should introduce Ana to Eva."""
    return list(introducers(NetworkView(snapshot), *who(snapshot, "Ana", "Eva"), scorer=scorer or Overall()))


def test_a_star_without_differences_is_a_tie() -> None:
    """Where all evidence is alike, the scores are equal and say so."""
    first, second = order(star())
    assert first.tied
    assert second.tied
    assert first.score == pytest.approx(second.score, abs=1e-12)
    assert first.legs_known == (True, False)


@pytest.mark.parametrize("covers", [(), ("message",), ("mail",)])
@pytest.mark.parametrize(
    "said",
    [
        {"since": LONG_AGO},
        {"ben": (Fact("Ben", "Eva", "recommendation", 1, 0),)},
        {"ben": (Fact("Ben", "Eva", "message", 3, 2),)},
        {"ben": (Fact("Ben", "Eva", "message", 30, 20),), "carla": (Fact("Carla", "Eva", "message", 3, 2),)},
        {"ben": (Fact("Ben", "Ana", "message", 4, 4),)},
        {"ben": (Fact("Ben", "Eva", "address_book", 1, 0),)},
    ],
    ids=["date", "recommendation", "messages", "more messages", "messages to Ana", "address book"],
)
def test_differing_evidence_decides_in_a_star(covers: tuple[str, ...], said: dict[str, Any]) -> None:
    """In a star pool the better evidence comes first, whether or not the exports cover messages."""
    ranking = order(star(covers=covers, **said))
    assert [one.name for one in ranking] == ["Ben", "Carla"]
    assert not ranking[0].tied
    assert ranking[0].score > ranking[1].score + 1e-6


def test_unknown_overlap_is_neither_rewarded_nor_punished() -> None:
    """A leg whose overlap nobody could see is worth an average leg of the network plus what is seen of it."""
    snapshot = star()
    view = NetworkView(snapshot)
    averages = calibration(view)
    lo, hi = snapshot.tie_ends()
    counts = view.contact_counts()
    weights = 1 / np.maximum(counts, 1)
    s = np.log1p(view.engine.overlap_sums(lo, hi, weights))
    known = view.complete[lo] & view.complete[hi]
    assert 0 < known.sum() < len(known)
    assert averages.unobserved == pytest.approx(max(s[known].mean() - s[~known].mean(), 0))
    assert averages.unobserved > 0
    assert (s[~known] + averages.unobserved).mean() == pytest.approx(s[known].mean())
    for one in order(snapshot):
        first, second = ({term.kind: term.value for term in leg.terms} for leg in one.legs)
        assert one.legs_known == (True, False)
        assert "unobserved" not in first
        assert second["unobserved"] == averages.unobserved


def test_without_a_complete_pair_the_lower_bound_stands() -> None:
    """Where no overlap is known at all there is no average to fill in, and only what is seen counts."""
    facts = [Fact(a, b) for a in "abcde" for b in "abcde" if a < b and a + b != "ae"]
    view = NetworkView(pool(Export(facts=facts, complete=False)))
    assert calibration(view).unobserved == 0
    ranking = introducers(view, *who(view.snapshot, "a", "e"), scorer=Overall())
    assert {term.kind for one in ranking for leg in one.legs for term in leg.terms} == {"shared_contacts"}
    assert ranking.bound == "at_least"


def test_the_rule_of_seen_legs() -> None:
    """A known leg with seen interactions has S + 1/2 ((x - mean x) - (S - mean S)); 3/4 on a mailbox of the ego's."""
    for covers, share in ((("message",), 0.5), (("mail", "message"), 0.75)):
        facts = [Fact(a, b) for a in "abcdef" for b in "abcdef" if a < b and a + b not in ("ae", "bf")]
        wrote = [
            Fact("a", "b", "message", 9, 8),
            Fact("a", "c", "message", 1, 1),
            Fact("b", "e", "message", 5, 0),
        ]
        snapshot = pool(Export(facts=facts), Export(owner="a", facts=wrote, covers=covers))
        view = NetworkView(snapshot)
        assert view.complete.all()
        lo, hi = snapshot.tie_ends()
        every = np.arange(len(lo))
        w = view.tie_interactions(every)
        s = np.log1p(view.engine.overlap_sums(lo, hi, 1 / view.contact_counts()))
        covered = view.tie_covered(every)
        x_mean, s_mean = np.log1p(w[covered]).mean(), s[covered].mean()
        (one,) = (
            one
            for one in introducers(view, *who(snapshot, "a", "e"), scorer=Overall())
            if one.name.casefold() == "b"
        )
        number = int(snapshot.tie_numbers(*(np.array([v]) for v in who(snapshot, "a", "b")))[0])
        expected = s[number] + share * ((np.log1p(w[number]) - x_mean) - (s[number] - s_mean))
        assert one.legs[0].value == pytest.approx(expected, abs=1e-12)
        number = int(snapshot.tie_numbers(*(np.array([v]) for v in who(snapshot, "b", "e")))[0])
        expected = s[number] + 0.5 * ((np.log1p(w[number]) - x_mean) - (s[number] - s_mean))
        assert one.legs[1].value == pytest.approx(expected, abs=1e-12)


@given(st.integers(0, 30), st.integers(1, 60))
@settings(max_examples=15)
def test_more_contact_never_lowers(few: int, more: int) -> None:
    """Raising the messages of a covered tie raises the score of who has them, and nobody else's."""
    before, after = (
        {
            one.name: one.score
            for one in order(star(covers=("message",), ben=(Fact("Ben", "Eva", "message", n, n),)))
        }
        for n in (few, few + more)
    )
    assert after["Ben"] > before["Ben"]
    assert after["Carla"] <= before["Carla"] + 1e-12


def test_stated_strengths_count() -> None:
    """Where a table states strengths, the better introduced leg comes first although the structure is the same."""
    network = nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3], strengths=[0.5, 0.5, 0.2, 0.9])
    ranking = network.ego("0").introducers("3")
    assert [one.name for one in ranking] == ["2", "1"]


def test_ranking_in_a_line() -> None:
    """What a prompt shows of a ranking and of an introducer is one line, and pickling keeps all of it."""
    ranking = (
        nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3], strengths=[0.5, 0.5, 0.2, 0.9]).ego("0").introducers("3")
    )
    assert repr(ranking) == "<IntroducerRanking: 2 of 2 for 0 to 3>"
    assert repr(ranking[0]).startswith("<Introducer: 1. 2, score ")
    assert pickle.loads(pickle.dumps(ranking)) == ranking


# Sharing


def test_hidden_evidence_does_not_enter_a_score() -> None:
    """With `names`, a colleague's messages change no score of Ana's: a score would give them away."""
    wrote = (Fact("Ben", "Eva", "message", 30, 30),)
    covers = ("message",)
    silent, told = (
        [(one.name, one.score) for one in order(star(covers=covers, ben=ben, sharing="names"))]
        for ben in ((), wrote)
    )
    assert silent == told
    assert order(star(covers=covers, ben=wrote, sharing="full"))[0].score > silent[0][1]


def test_explained_as_far_as_it_is_shared() -> None:
    """`explain` shows counts and days of a colleague's evidence only where they share it in full."""
    wrote = (Fact("Ben", "Eva", "message", 20, 14),)
    for sharing, shown, kept in (
        ("full", "34 messages, last 2 Mar 2026 (Ben)", "not shared"),
        ("strength", "messages, no details shared", "34 messages"),
        ("names", "all that is shared", "messages"),
    ):
        first = next(
            one for one in order(star(covers=("message",), ben=wrote, sharing=sharing)) if one.name == "Ben"
        )
        text = first.explain()
        assert shown in text
        assert kept not in text
        # Where Ben shares all, his list says the same and may be named as well.
        said_by = ("Ana", "Ben") if sharing == "full" else ("Ana",)
        assert any(f"connected since 2 Mar 2026 ({owner})" in text for owner in said_by)


# Degrees, options, errors


def test_degrees(karate: NetworkView) -> None:
    """Contacts are ranked too, further people by paths, and beyond the cutoff the answer says so."""
    direct = rank(karate, 0, 1, Overall())
    assert (direct.degree, direct.reason) == (1, "introducers_direct")
    assert len(direct) == 7
    far = rank(karate, 16, 25, Overall(), cutoff=4)
    assert (far.degree, far.combine, far.scorer) == (4, "product of strengths", "paths")
    assert all(len(one.legs) == 4 for one in far)
    assert all(one.score == pytest.approx(BY_NAME["given"].p ** 4) for one in far)
    beyond = rank(karate, 16, 25, Overall())
    assert (len(beyond), beyond.degree, beyond.reason, beyond.total) == (0, None, "paths_none", 0)
    assert "no path within 3 degrees" in str(beyond)


def test_the_first_person_on_the_best_path() -> None:
    """At the 3rd degree each introducer has the strongest shortest path through them."""
    ties = [(0, 1, 0.9), (0, 2, 0.8), (1, 3, 0.5), (2, 3, 0.9), (2, 4, 0.1), (3, 5, 0.5), (4, 5, 1.0)]
    network = nr.from_edges(*zip(*[(a, b) for a, b, _ in ties], strict=True), strengths=[s for *_, s in ties])
    ranking = network.ego("0").introducers("5")
    assert [one.name for one in ranking] == ["2", "1"]
    assert [one.score for one in ranking] == pytest.approx([0.8 * 0.9 * 0.5, 0.9 * 0.5 * 0.5], rel=1e-6)
    assert [leg.end.name for leg in ranking[0].legs] == ["2", "3", "5"]
    assert ranking[0].why("en") == "3 – 5"


def test_bad_options(karate: NetworkView) -> None:
    """Options outside their range, oneself as the target and people without ties are clear errors."""
    for options, message in (
        ({"limit": 0}, "limit=0"),
        ({"cutoff": 0}, "cutoff=0"),
        ({"cutoff": 7}, "cutoff=7"),
    ):
        with pytest.raises(OptionError, match=message):
            rank(karate, 33, 0, Overall(), **options)
    with pytest.raises(OptionError, match="themselves"):
        rank(karate, 0, 0, Overall())
    alone = nr.from_edges([0], [1], people={"id": [0, 1, 2]})
    with pytest.raises(NoTieDataError, match="no tie of theirs is known"):
        rank(NetworkView(alone.snapshot), 0, 2, Overall())


class Broken:
    """A scorer that returns what it is told to."""

    name = "broken"
    summary = "breaks its contract"

    def __init__(self, combine: str, term: FloatArray, known: npt.NDArray[np.bool_]) -> None:
        self.combine = combine
        self.leg = Leg(terms={"something_else": term}, known=known)

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Return the same leg twice."""
        return self.leg, self.leg


def test_a_scorer_that_breaks_its_contract(karate: NetworkView) -> None:
    """NaN, a wrong number of values and an unknown combination are errors that name the scorer."""
    four, known = np.ones(4), np.ones(4, dtype=bool)
    for scorer, message in (
        (Broken("max", four, known), "combines legs by 'max'"),
        (Broken("sum", four[:3], known), "something_else"),
        (Broken("sum", four * np.nan, known), "4 finite numbers"),
        (Broken("sum", four, known[:1]), "whether they are known"),
    ):
        with pytest.raises(PluginError, match=message):
            rank(karate, 33, 0, scorer)
    fine = rank(karate, 33, 0, Broken("product", four, known))
    assert all(one.tied for one in fine)
    assert [one.contact_count for one in fine] == sorted((one.contact_count for one in fine), reverse=True)
    assert "something else" in fine[0].explain()


def test_a_view_that_knows_only_the_protocol(karate: NetworkView) -> None:
    """Overall gives the same through any object with the methods of `View`."""
    snapshot = star(covers=("message",), ben=(Fact("Ben", "Eva", "message", 3, 3),))
    whole = NetworkView(snapshot)

    class Plain:
        count = whole.count
        engine = whole.engine
        complete = whole.complete
        contact_counts = staticmethod(whole.contact_counts)
        interactions = staticmethod(whole.interactions)
        strengths = staticmethod(whole.strengths)

    ego, eva = who(snapshot, "Ana", "Eva")
    people = snapshot.engine.shared_contacts(ego, eva)
    targets = np.full(len(people), eva, dtype=np.int32)
    plain, full = (Overall().legs(view, ego, people, targets) for view in (Plain(), whole))
    for one, other in zip(plain, full, strict=True):
        assert one.terms.keys() == other.terms.keys()
        for name, values in one.terms.items():
            assert values == pytest.approx(other.terms[name], abs=1e-12)


# Shown


def test_answers_travel() -> None:
    """A ranking is plain JSON with the promised keys, survives pickling, and fits its columns in both languages."""
    snapshot = star(covers=("message",), ben=(Fact("Ben", "Ana", "message", 20, 14),), sharing="full")
    ranking = introducers(NetworkView(snapshot), *who(snapshot, "Ana", "Eva"), scorer=Overall())
    data = json.loads(json.dumps(ranking.to_dict(), allow_nan=False))
    assert {"target", "degree", "combine", "introducers"} <= set(data)
    first = data["introducers"][0]
    assert {"id", "name", "score", "legs", "legs_known", "tied"} <= set(first)
    assert {"from", "to", "value", "terms"} <= set(first["legs"][0])
    assert {"kind", "value"} <= set(first["legs"][0]["terms"][0])
    assert first["legs"][0]["to"] == first["legs"][1]["from"] == first["id"]
    assert data["bound"] == "at_least"
    assert pickle.loads(pickle.dumps(ranking)) == ranking
    assert ranking[:1] == ranking.introducers[:1]
    assert "34 messages, last 2 Mar 2026" in str(ranking)
    assert "34 mensajes" in ranking.text(language="es")
    for language in ("en", "es"):
        texts = [ranking.text(language=language), *(one.explain(language=language) for one in ranking)]
        assert all(width(line) <= 80 for text in texts for line in text.splitlines())
        narrow = ranking.text(language=language, columns=40)
        assert all(width(line) <= 40 for line in narrow.splitlines())


def test_shared_contacts_are_named() -> None:
    """An explanation names the shared contacts who say most: those with the fewest contacts."""
    view = view_of(nx.karate_club_graph())
    text = next(one for one in rank(view, 33, 0, Structure()) if one.name == "8").explain()
    assert "2 shared contacts: 30, 32" in text
    graph = nx.complete_graph(8)
    graph.remove_edge(0, 7)
    assert "and 2 more" in rank(view_of(graph), 0, 7, Structure())[0].explain()


def test_hostile_names_do_nothing() -> None:
    """Names with markup and escapes are shown as text."""
    names = ["<img onerror=x>", "Ana\x1b[2J\nRuiz", "[/red]Ben"]
    network = nr.from_edges([0, 1], [1, 2], people={"id": [0, 1, 2], "name": names})
    ranking = network.ego("0").introducers("2")
    assert "<img" not in network.ego("2").introducers("0")._repr_html_()
    for text in (str(ranking), ranking[0].explain(), ranking._repr_html_()):
        assert "\x1b" not in text
    assert len(ranking[0].explain().splitlines()) > 3


class Wild:
    """A scorer whose legs are anything."""

    name = "wild"
    summary = "breaks its contract otherwise"
    combine = "sum"

    def __init__(self, legs: Any) -> None:
        self.said = legs

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Return the legs, or do what they say."""
        if isinstance(self.said, Exception):
            raise self.said
        legs: tuple[Leg, Leg] = self.said
        return legs


def test_a_wild_scorer_is_named(karate: NetworkView) -> None:
    """Whatever a scorer returns or raises, the error says which scorer it was, and never is a traceback of ours."""
    known: Any = [True] * 4
    fine: Any = Leg(terms={"one": [1, 2, 3, 4]}, known=known)  # type: ignore[dict-item]
    for said, message in (
        ((fine, fine, fine), "3 legs"),
        (None, "NoneType"),
        ((fine, None), "not a Leg"),
        ((fine, Leg(terms={"one": np.array(list("1234"))}, known=known)), "4 finite numbers"),  # type: ignore[dict-item]
        ((fine, Leg(terms={"one": np.zeros(4)}, known=np.array([np.nan] * 4))), "whether they are known"),
        (ZeroDivisionError("by nought"), "ZeroDivisionError: by nought"),
    ):
        with pytest.raises(PluginError, match=f"'wild'.*{message}"):
            rank(karate, 33, 0, Wild(said))
    found = rank(karate, 33, 0, Wild((fine, fine)))
    assert [one.score for one in found] == [8.0, 6.0, 4.0, 2.0]


def test_what_is_replaced_in_part_still_covers_the_rest() -> None:
    """An older archive whose contacts were replaced still covers the messages of its owner."""
    old = Export(
        owner="Ana",
        covers=("message",),
        facts=[Fact("Ana", "Ben", last=LONG_AGO), Fact("Ana", "Eva", last=LONG_AGO)],
    )
    snapshot = pool(old, Export(owner="Ana", facts=[Fact("Ana", "Ben")]))
    assert len(snapshot.meta.superseded) == 1
    (ana,) = who(snapshot, "Ana")
    view = NetworkView(snapshot)
    assert view.covers(ana, "message")
    assert view.tie_covered(np.arange(snapshot.graph.ties)).all()


def test_a_search_may_look_farther_than_introductions_go() -> None:
    """People more than 6 hops away are found, and nobody introduces them, however far the data reach."""
    for length in (5, 9):
        ego = nr.from_edges(range(length), range(1, length + 1)).ego("0")
        hits = {hit.name: hit for hit in ego.search(cutoff=8, limit=None)}
        assert len(hits) == min(length, 8)
        for name, hit in hits.items():
            assert (hit.best_introducer is not None) == (2 <= int(name) <= 6)
