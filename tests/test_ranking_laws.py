"""Laws of rankings on random pools."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.answers.introducers import IntroducerRanking
from netreach.ranking import NetworkView, best_introducers, introducers, top_introducers
from netreach.ranking.scorers import Structure
from netreach.snapshot import Snapshot
from pooled import TODAY, Export, Fact, pool, who
from ranked import ALL, LONG_AGO, rank, view_of

if TYPE_CHECKING:
    from netreach.plugins import Scorer
    from netreach.search.degrees import DistanceArray


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


def _askers(snapshot: Snapshot, cutoff: int) -> Iterator[tuple[int, DistanceArray]]:
    """Every third person who has contacts, and how far everybody is from them."""
    for ego in range(0, snapshot.count, 3):
        if len(snapshot.engine.contacts(ego)):
            yield ego, snapshot.engine.distances(ego, cutoff)


@given(pools(), st.sampled_from(ALL), st.integers(2, 5))
@settings(max_examples=60)
def test_many_targets_equal_one_by_one(exports: list[Export], scorer: Scorer, cutoff: int) -> None:
    """`best_introducers` names whom `introducers` puts first, with the same score, at every degree."""
    snapshot = pool(*exports)
    view = NetworkView(snapshot)
    for ego, distances in _askers(snapshot, cutoff):
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
    for ego, distances in _askers(snapshot, cutoff):
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
