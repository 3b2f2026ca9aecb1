"""Whom a search finds, what it counts and in which order, against plain Python."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handmade import snapshot
from netreach.errors import OptionError, QueryError
from netreach.search import evaluate
from netreach.search.criteria import TEXT_CRITERIA, Criteria, criteria_from
from netreach.search.fields import FACETS, field_index
from netreach.search.find import find, order
from netreach.search.query import parse
from netreach.search.tree import And, Node, Not, Or
from netreach.text import company_key, searchable
from plain_search import (
    NODES,
    World,
    answer,
    fields_values,
    holds,
    points,
    questions,
    values_of,
    worlds,
)

# --- expressions --------------------------------------------------------------------------------------------------


@given(worlds(), NODES, st.sampled_from(list(TEXT_CRITERIA)))
def test_expression_finds_whom_plain_python_finds(world: World, node: Node, criterion: str) -> None:
    """An expression over any criterion finds exactly the people whom a walk over all values finds."""
    found = evaluate.mask(world.snapshot, criterion, node)
    assert found.tolist() == [holds(node, fields_values(person, criterion)) for person in world.people]


@given(worlds(), NODES, NODES, st.sampled_from(list(TEXT_CRITERIA)))
def test_de_morgan(world: World, a: Node, b: Node, criterion: str) -> None:
    """NOT (a OR b) is NOT a AND NOT b, also where people have several values, and over all fields."""
    one = evaluate.mask(world.snapshot, criterion, Not(node=Or(nodes=[a, b])))
    other = evaluate.mask(world.snapshot, criterion, And(nodes=[Not(node=a), Not(node=b)]))
    assert one.tolist() == other.tolist()
    assert (~one).tolist() == evaluate.mask(world.snapshot, criterion, Or(nodes=[a, b])).tolist()


@given(worlds(), NODES, st.sampled_from(list(TEXT_CRITERIA)))
def test_points_are_those_of_plain_python(world: World, node: Node, criterion: str) -> None:
    """Match points are 3 for a whole value, 2 for its beginning, 1 inside: summed by AND, the best of an OR."""
    everybody = np.arange(len(world.people), dtype=np.int32)
    gained = np.zeros(len(everybody), dtype=np.int32)
    evaluate.add_points(world.snapshot, gained, criterion, node, everybody)
    assert gained.tolist() == [points(node, fields_values(person, criterion)) for person in world.people]


def test_missing_value_is_an_empty_text() -> None:
    """Somebody without a title is not found by a word, is found by NOT, and is never dropped."""
    version = snapshot([{}, {"title": "Director"}, {"title": None}, {"title": "—"}])
    assert evaluate.mask(version, "title", parse("director")).tolist() == [False, True, False, False]
    assert evaluate.mask(version, "title", parse("NOT director")).tolist() == [True, False, True, True]
    assert evaluate.known(version, "title", np.arange(4)).tolist() == [False, True, False, True]


def test_phrase_never_crosses_values() -> None:
    """Two groups next to each other do not make a phrase, but both words are found."""
    version = snapshot([{"groups": ["Sailing Club", "Madrid Runners"]}, {"groups": ["Club Madrid"]}])
    assert evaluate.mask(version, "group", parse('"club madrid"')).tolist() == [False, True]
    assert evaluate.mask(version, "group", parse("club madrid")).tolist() == [True, True]


def test_title_and_company_are_those_of_every_current_job() -> None:
    """A second current job counts, one that ended does not, and a school is no company."""
    jobs = [
        {"kind": "work", "organisation": "Beta", "title": "CMO"},
        {"kind": "work", "organisation": "Gamma", "title": "Intern", "end": dt.date(2010, 1, 1)},
        {"kind": "study", "organisation": "UNED", "title": "MBA"},
    ]
    version = snapshot([{"title": "Director", "company": "Acme", "positions": jobs}])
    for criterion, text, found in (
        ("company", "acme AND beta", True),
        ("company", "gamma", False),
        ("company", "uned", False),
        ("title", "cmo", True),
        ("title", "mba OR intern", False),
        ("school", "uned", True),
        ("keywords", "uned beta NOT gamma", True),
    ):
        assert evaluate.mask(version, criterion, parse(text)).tolist() == [found], (criterion, text)


def test_keywords_look_everywhere() -> None:
    """Each word of keywords may stand in another field; NOT excludes whom any field gives away."""
    version = snapshot(
        [{"title": "Director", "location": "Madrid"}, {"headline": "Director", "skills": ["Madrid slang"]}]
    )
    assert evaluate.mask(version, "keywords", parse("director madrid")).all()
    assert evaluate.mask(version, "keywords", parse("director NOT slang")).tolist() == [True, False]


def test_dictionary_holds_every_text_once() -> None:
    """A field keeps its distinct values in order, and everybody's codes point to their values."""
    people = [{"company": "Beta"}, {"company": "Acme"}, {}, {"company": "Beta"}]
    people[0]["positions"] = [
        {"kind": "work", "organisation": "Beta"},
        {"kind": "work", "organisation": "Acme"},
    ]
    index = field_index(snapshot(people), "company")
    assert index.labels.to_pylist() == ["Acme", "Beta"]
    assert index.texts.to_pylist() == [" acme ", " beta ", ""]
    assert index.values_of(np.arange(4)).to_pylist() == [["Acme", "Beta"], ["Acme"], [], ["Beta"]]


# --- criteria -----------------------------------------------------------------------------------------------------


def test_expression_error_names_criterion_and_place() -> None:
    """A malformed expression says which criterion it belongs to, and keeps its caret."""
    with pytest.raises(QueryError, match="title: ") as caught:
        Criteria(title=["CMO", 'marketing OR "director'])
    assert caught.value.position == 13
    assert str(caught.value).splitlines()[2].index("^") == 2 + 13


def test_unknown_criterion_is_refused_with_a_hint() -> None:
    """A misspelt criterion is an error that names the nearest one."""
    with pytest.raises(OptionError, match="Did you mean title"):
        criteria_from({"titel": "CMO"})
    with pytest.raises(OptionError, match="Choose from keywords"):
        criteria_from({"zodiac": "Leo"})


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"title": []}, QueryError),
        ({"title": " "}, QueryError),
        ({"title": 5}, OptionError),
        ({"title": ["CMO", None]}, OptionError),
        ({"degree": 0}, OptionError),
        ({"degree": []}, OptionError),
        ({"degree": True}, OptionError),
        ({"degree": "2"}, OptionError),
        ({"degree": 1.5}, OptionError),
        ({"contacts_of": "Ana"}, OptionError),
    ],
)
def test_bad_criteria_are_refused(options: dict[str, Any], error: type[Exception]) -> None:
    """Empty lists, blank texts and values of the wrong type are errors that name the criterion."""
    with pytest.raises(error) as caught:
        criteria_from(options)
    assert next(iter(options)) in str(caught.value) or "whole number" in str(caught.value)


def test_criteria_as_plain_data() -> None:
    """Criteria give back what was asked, and only that; `None` is not asked."""
    criteria = criteria_from({"title": "CMO", "company": None, "degree": (3, 2), "contacts_of": np.int32(4)})
    assert criteria.to_dict() == {"title": ["CMO"], "degree": [2, 3], "contacts_of": [4]}
    assert criteria.to_dict(["p4"])["contacts_of"] == ["p4"]
    assert Criteria().to_dict() == {}


# --- counts -------------------------------------------------------------------------------------------------------


@given(questions())
@settings(max_examples=150)
def test_search_counts_what_plain_python_counts(question: tuple[World, int, int, dict[str, Any]]) -> None:
    """Hits, degrees, unreachable, unknown and facets equal those of a walk over all people."""
    world, ego, cutoff, asked = question
    criteria = criteria_from(asked)
    found = world.find(ego, criteria, cutoff)
    distances = world.distances(ego, cutoff)
    others = [vertex for vertex in range(len(world.people)) if vertex != ego]

    def meeting(but: str = "") -> list[int]:
        return [vertex for vertex in others if world.meets(vertex, distances[vertex], criteria, but)]

    def per_degree(vertices: Sequence[int]) -> list[int]:
        counts = Counter(distances[vertex] for vertex in vertices)
        return [counts[degree] for degree in range(1, cutoff + 1)]

    hits = [vertex for vertex in meeting() if distances[vertex] > 0]
    assert found.hits.tolist() == hits
    assert found.degrees.tolist() == [distances[vertex] for vertex in hits]
    assert found.by_degree.tolist() == [0, *per_degree(meeting("degree"))]
    assert found.unreachable == sum(distances[vertex] < 0 for vertex in meeting("degree"))
    for name, counts in found.unknown.items():
        lacking = [v for v in meeting(name) if not fields_values(world.people[v], name)]
        assert counts.tolist() == [0, *per_degree(lacking)], name
    assert set(found.unknown) == set(criteria.nodes)
    for field in FACETS:
        members = [vertex for vertex in meeting(field) if distances[vertex] > 0]
        spelled: dict[str, Counter[str]] = {}
        people_of: dict[str, set[int]] = {}
        for vertex in members:
            for value in set(values_of(world.people[vertex], field)):
                thing = (company_key(value) or value) if field == "company" else value
                spelled.setdefault(thing, Counter())[value] += 1
                people_of.setdefault(thing, set()).add(vertex)
        label = {thing: min(found, key=lambda one: (-found[one], one)) for thing, found in spelled.items()}
        having = {label[thing]: sorted(people) for thing, people in people_of.items()}
        facet, index = found.facets[field], field_index(world.snapshot, field)
        listed = sorted(having, key=lambda value: (-len(having[value]), value))
        assert index.labels.take(facet.codes).to_pylist() == listed, field
        assert facet.by_degree.tolist() == [[0, *per_degree(having[value])] for value in listed], field
        assert facet.total == len(members)
        assert facet.known == sum(bool(values_of(world.people[vertex], field)) for vertex in members)
        assert facet.distinct == len(having)
        spellings = {label[thing]: len(found) for thing, found in spelled.items()}
        assert facet.spellings.tolist() == [spellings[value] for value in listed], field
        if field in ("location", "industry"):
            assert int(facet.by_degree.sum()) + facet.total - facet.known == facet.total


@given(questions())
def test_ego_is_never_a_hit_and_degree_does_not_limit_its_own_counts(
    question: tuple[World, int, int, dict[str, Any]],
) -> None:
    """The ego is in no count, and asking for one degree leaves the counts of the others as they are."""
    world, ego, cutoff, asked = question
    found = world.find(ego, criteria_from(asked), cutoff)
    assert ego not in found.hits.tolist()
    assert found.by_degree[0] == 0
    open_ended = world.find(ego, criteria_from({**asked, "degree": None}), cutoff)
    assert found.by_degree.tolist() == open_ended.by_degree.tolist()
    assert found.unreachable == open_ended.unreachable
    assert int(open_ended.by_degree.sum()) == len(open_ended.hits)


@given(questions())
def test_criteria_commute(question: tuple[World, int, int, dict[str, Any]]) -> None:
    """Neither the order of the criteria nor that of the texts in a list changes the answer."""
    world, ego, cutoff, asked = question
    turned = {name: value[::-1] for name, value in reversed(asked.items())}
    one, other = (world.find(ego, criteria_from(options), cutoff) for options in (asked, turned))
    assert one.hits.tolist() == other.hits.tolist()
    assert one.by_degree.tolist() == other.by_degree.tolist()
    assert {name: counts.tolist() for name, counts in one.unknown.items()} == {
        name: counts.tolist() for name, counts in other.unknown.items()
    }


def test_without_criteria_everybody_but_the_ego_is_found() -> None:
    """No criteria mean the whole territory within the cutoff; the rest of the network is unreachable."""
    result = answer(snapshot([{}] * 6, [(0, 1), (1, 2), (2, 3), (3, 4)]))
    assert (result.total, result.unreachable) == (3, 2)
    assert [counted.count for counted in result.by_degree] == [1, 1, 1]
    nearer = answer(snapshot([{}] * 6, [(0, 1), (1, 2), (2, 3), (3, 4)]), cutoff=2)
    assert (nearer.total, nearer.unreachable) == (2, 3)


def test_distances_beyond_the_cutoff_do_not_count() -> None:
    """Distances that were computed farther than the cutoff give the same answer."""
    version = snapshot([{}] * 5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    far = find(version, version.engine.distances(0, 4), Criteria(), cutoff=2)
    near = find(version, version.engine.distances(0, 2), Criteria(), cutoff=2)
    assert far.hits.tolist() == near.hits.tolist() == [1, 2]
    assert far.unreachable == near.unreachable == 2


def test_bad_options_of_a_search() -> None:
    """A degree beyond the cutoff, an unknown field, order, limit or vertex is an error that says what to do."""
    version = snapshot([{}] * 3, [(0, 1)])
    distances = version.engine.distances(0, 3)
    for criteria, options, message in (
        (Criteria(degree=4), {}, "beyond the cutoff of 3"),
        (Criteria(), {"cutoff": 0}, "from 1 to 127"),
        (Criteria(), {"facets": ["zodiac"]}, "no field"),
        (Criteria(contacts_of=3), {}, "vertex 3"),
    ):
        with pytest.raises(OptionError, match=message):
            find(version, distances, criteria, **options)
    found = find(version, distances, Criteria())
    with pytest.raises(OptionError, match="choose from relationship"):
        order(version, found, sort="luck")
    with pytest.raises(OptionError, match="needs the score"):
        order(version, found, sort="introduction")
    for limit in (-1, True, 1.5):
        with pytest.raises(OptionError, match="limit"):
            answer(version, limit=limit)


# --- order --------------------------------------------------------------------------------------------------------


@given(questions(), st.lists(st.sampled_from([None, 0.25, 0.5]), min_size=9, max_size=9))
def test_order_is_that_of_plain_python(
    question: tuple[World, int, int, dict[str, Any]], per_vertex: list[float | None]
) -> None:
    """Every order equals a plain sort by the stated keys, people without name or introducer last."""
    world, ego, cutoff, asked = question
    criteria = criteria_from(asked)
    found = world.find(ego, criteria, cutoff)
    distance = dict(zip(found.hits.tolist(), found.degrees.tolist(), strict=True))

    def name(vertex: int) -> tuple[bool, str, str]:
        spelled = searchable(world.people[vertex]["name"])
        return not spelled, spelled, world.people[vertex]["id"]

    def score(vertex: int) -> float:
        value = per_vertex[vertex]
        return 1.0 if value is None else -value

    def relevance(vertex: int) -> int:
        return -sum(
            points(node, fields_values(world.people[vertex], criterion))
            for criterion, node in criteria.nodes.items()
        )

    def known_by(vertex: int) -> int:
        near = {a + b - vertex for a, b in world.ties if vertex in (a, b)}
        return -len([one for one in near if 0 < distance_of[one] == distance[vertex] - 1])

    def fields(vertex: int) -> int:
        shown = ("headline", "title", "company", "location", "industry", "country")
        return -sum(bool(world.people[vertex].get(field)) for field in shown)

    distance_of = world.distances(ego, cutoff)
    scores = np.array([per_vertex[vertex] or np.nan for vertex in found.hits.tolist()], dtype=np.float64)
    keys = {
        "relationship": lambda vertex: (
            distance[vertex],
            known_by(vertex),
            relevance(vertex),
            fields(vertex),
            name(vertex),
        ),
        "introduction": lambda vertex: (distance[vertex], score(vertex), name(vertex)),
        "relevance": lambda vertex: (
            relevance(vertex),
            distance[vertex],
            known_by(vertex),
            fields(vertex),
            name(vertex),
        ),
        "degree": lambda vertex: (distance[vertex], name(vertex)),
        "name": name,
    }
    for sort, key in keys.items():
        placed = order(world.snapshot, found, sort=sort, scores=scores)
        assert found.hits[placed].tolist() == sorted(found.hits.tolist(), key=key), sort
