"""Introducers ranked: published values, degrees, options, and what is shown."""

from __future__ import annotations

import json
import math
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import igraph
import networkx as nx
import numpy as np
import pytest

import netreach as nr
from netreach.errors import NoTieDataError, OptionError
from netreach.kinds import BY_NAME
from netreach.plugins import Registry
from netreach.ranking import NetworkView, introducers
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
from pooled import Fact, who
from ranked import ALL, rank, star, view_of

if TYPE_CHECKING:
    from netreach.plugins import Scorer


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


def test_ranking_in_a_line() -> None:
    """What a prompt shows of a ranking and of an introducer is one line, and pickling keeps all of it."""
    ranking = (
        nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3], strengths=[0.5, 0.5, 0.2, 0.9]).ego("0").introducers("3")
    )
    assert repr(ranking) == "<IntroducerRanking: 2 of 2 for 0 to 3>"
    assert repr(ranking[0]).startswith("<Introducer: 1. 2, score ")
    assert pickle.loads(pickle.dumps(ranking)) == ranking


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
        ({"limit": 0}, "limit is 0"),
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


def test_a_search_may_look_farther_than_introductions_go() -> None:
    """People more than 6 hops away are found, and nobody introduces them, however far the data reach."""
    for length in (5, 9):
        ego = nr.from_edges(range(length), range(1, length + 1)).ego("0")
        hits = {hit.name: hit for hit in ego.search(cutoff=8, limit=None)}
        assert len(hits) == min(length, 8)
        for name, hit in hits.items():
            assert (hit.best_introducer is not None) == (2 <= int(name) <= 6)
