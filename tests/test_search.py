from __future__ import annotations

import csv
import datetime as dt
import io
import json
import pickle
import sys
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handmade import snapshot
from netreach.answers.hits import Hit, Hits
from netreach.answers.refs import PersonRef
from netreach.answers.rows import known_best
from netreach.answers.search import SearchResult
from netreach.errors import MissingExtraError, OptionError, QueryError
from netreach.render.text import width
from netreach.search import evaluate
from netreach.search.criteria import TEXT_CRITERIA, Criteria, criteria_from
from netreach.search.fields import FACETS, field_index
from netreach.search.find import Found, find, order
from netreach.search.query import parse
from netreach.search.result import search_result
from netreach.search.tree import And, Leaf, Node, Not, Or
from netreach.snapshot import Snapshot
from netreach.text import company_key, searchable, words

Person = dict[str, Any]

# --- the same answers by plain Python, person by person -----------------------------------------------------------


def values_of(person: Mapping[str, Any], field: str) -> list[str]:
    """All values that somebody has in a field."""
    jobs = person.get("positions", ())
    current = [job for job in jobs if job["kind"] == "work" and job.get("end") is None]
    found: list[str | None] = {
        "title": [person.get("title"), *(job.get("title") for job in current)],
        "company": [person.get("company"), *(job.get("organisation") for job in current)],
        "school": [job["organisation"] for job in jobs if job["kind"] == "study"],
        "group": list(person.get("groups", ())),
        "skill": list(person.get("skills", ())),
    }.get(field, [person.get(field)])
    return [value for value in found if value]


def has(leaf: Leaf, value: str) -> bool:
    """Whether the words of a leaf follow each other in a value."""
    inside, size = words(value), len(leaf.words)
    for start in range(len(inside) - size + 1):
        window = inside[start : start + size]
        if window[:-1] == leaf.words[:-1] and (
            window[-1].startswith(leaf.words[-1]) if leaf.prefix else window[-1] == leaf.words[-1]
        ):
            return True
    return False


def holds(node: Node, values: Sequence[str]) -> bool:
    """Whether somebody with these values meets an expression."""
    match node:
        case Leaf():
            return any(has(node, value) for value in values)
        case Not():
            return not holds(node.node, values)
        case And():
            return all(holds(part, values) for part in node.nodes)
        case Or():
            return any(holds(part, values) for part in node.nodes)


def points(node: Node, values: Sequence[str]) -> int:
    """How well somebody with these values meets an expression."""
    if not holds(node, values):
        return 0
    match node:
        case Leaf():
            best = 0
            for value in filter(lambda value: has(node, value), values):
                inside = words(value)
                begins = has(node, " ".join(inside[: len(node.words)]))
                whole = begins and inside == node.words
                best = max(best, 3 if whole else 2 if begins else 1)
            return best
        case Not():
            return 0
        case And():
            return sum(points(part, values) for part in node.nodes)
        case Or():
            return max(points(part, values) for part in node.nodes)


def fields_values(person: Mapping[str, Any], criterion: str) -> list[str]:
    """All values in the fields where a criterion looks."""
    return [value for field in TEXT_CRITERIA[criterion] for value in values_of(person, field)]


class World:
    """People and ties, as records and as a version."""

    def __init__(self, people: list[Person], ties: set[tuple[int, int]], **options: Any) -> None:
        self.people = [{"id": f"p{n}", "name": f"Person {n}", **person} for n, person in enumerate(people)]
        self.ties = ties
        self.snapshot = snapshot(self.people, ties, **options)

    def distances(self, ego: int, cutoff: int) -> list[int]:
        """Hops from somebody, by walking."""
        found, queue = {ego: 0}, deque([ego])
        while queue:
            at = queue.popleft()
            for a, b in self.ties:
                for here, there in ((a, b), (b, a)):
                    if here == at and there not in found and found[at] < cutoff:
                        found[there] = found[at] + 1
                        queue.append(there)
        return [found.get(vertex, -1) for vertex in range(len(self.people))]

    def meets(self, vertex: int, distance: int, criteria: Criteria, but: str = "") -> bool:
        """Whether somebody meets all criteria except one."""
        for name, node in criteria.nodes.items():
            if name != but and not holds(node, fields_values(self.people[vertex], name)):
                return False
        if criteria.degree is not None and but != "degree" and distance not in criteria.degree:
            return False
        if criteria.contacts_of is not None and but != "contacts_of":
            return any((min(vertex, c), max(vertex, c)) in self.ties for c in criteria.contacts_of)
        return True

    def find(self, ego: int, criteria: Criteria, cutoff: int = 3) -> Found:
        return find(
            self.snapshot, self.snapshot.engine.distances(ego, cutoff), criteria, cutoff=cutoff, top=1000
        )


def answer(
    version: Snapshot, ego: int = 0, *, cutoff: int = 3, top: int = 10, **options: Any
) -> SearchResult:
    """Search with introducers and scores that are easy to tell: the ego's first contact, and 1 / (1 + vertex)."""
    shape = {key: options.pop(key) for key in ("sort", "limit", "language") if key in options}
    distances = version.engine.distances(ego, cutoff)
    found = find(version, distances, criteria_from(options), cutoff=cutoff, top=top)
    contacts = version.engine.contacts(ego)
    far = found.degrees > 1
    introducers = np.where(far, contacts[0] if len(contacts) else -1, -1).astype(np.int32)
    scores = np.where(far, 1.0 / (1.0 + found.hits), np.nan)
    best = known_best(introducers, scores)
    return search_result(version, ego, found, best=best, scores=scores, **shape)


# --- random worlds and expressions --------------------------------------------------------------------------------

VALUES = st.sampled_from(
    [
        None,
        "Director",
        "Director de Marketing",
        "DIRECTOR  de marketing!",
        "Márketing",
        "Sales-Director (EMEA)",
        "Directora de Ventas",
        "C++ / C#",
        "C",
        "東京タワー",
        "東京 Tower",
        "Łódź",
        "Co-founder & CEO",
        "—",
        "",
    ]
)
LEAVES = st.sampled_from(
    [
        "director",
        "DIRECTOR",
        "direct*",
        "de",
        "marketing",
        '"director de"',
        '"de mar*"',
        '"director de marketing"',
        "sales-director",
        "c",
        "c++",
        "c*",
        "東",
        "東京",
        "tower",
        "lodz",
        "co-founder",
        "founder",
        "emea",
    ]
).map(parse)
NODES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda node: Not(node=node)),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: And(nodes=nodes)),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: Or(nodes=nodes)),
    ),
    max_leaves=5,
)
ORGANISATIONS = VALUES.map(lambda value: value or "Acme")
POSITIONS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["work", "study"]),
        "organisation": ORGANISATIONS,
        "title": VALUES,
        "end": st.sampled_from([None, dt.date(2020, 1, 1)]),
    }
)
PEOPLE = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            ("first_name", "last_name", "headline", "title", "company", "location", "industry"), VALUES
        ),
        "name": st.sampled_from(["Ana Ruiz", "ana ruíz", "Eva Lund", "Zoë", "林 美玲", ""]),
        "groups": st.lists(ORGANISATIONS, max_size=2),
        "skills": st.lists(ORGANISATIONS, max_size=2),
        "positions": st.lists(POSITIONS, max_size=3),
    }
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to nine people with values from a small stock, and ties among them."""
    people = draw(st.lists(PEOPLE, min_size=1, max_size=9))
    count = len(people)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    ties = draw(st.sets(st.sampled_from(pairs), max_size=2 * count)) if pairs else set()
    return World(people, ties)


@st.composite
def questions(draw: st.DrawFn) -> tuple[World, int, int, dict[str, Any]]:
    """A world, an ego, a cutoff, and criteria of every sort."""
    world = draw(worlds())
    vertices = st.integers(0, len(world.people) - 1)
    cutoff = draw(st.integers(1, 4))
    asked: dict[str, Any] = {
        name: [str(node) for node in nodes]
        for name, nodes in draw(
            st.dictionaries(
                st.sampled_from(list(TEXT_CRITERIA)), st.lists(NODES, min_size=1, max_size=2), max_size=3
            )
        ).items()
    }
    if draw(st.booleans()):
        asked["degree"] = draw(st.lists(st.integers(1, cutoff), min_size=1, max_size=2))
    if draw(st.booleans()):
        asked["contacts_of"] = draw(st.lists(vertices, min_size=1, max_size=2))
    return world, draw(vertices), cutoff, asked


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


# --- the answer ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def village() -> Snapshot:
    """An ego, Ben and Carla, people behind them, and somebody whom no tie joins."""
    return snapshot(
        [
            {"id": "ana", "name": "Ana Ruiz", "title": "Founder"},
            {"id": "ben", "name": "Ben Ortiz", "title": "Marketing Director", "company": "Acme"},
            {
                "id": "carla",
                "name": "Carla Ruiz",
                "title": "Sales",
                "company": "Beta",
                "emails": ["c@example.org"],
            },
            {
                "id": "eva",
                "name": "Eva Lund",
                "title": "Marketing Director",
                "company": "Acme",
                "location": "Madrid",
                "positions": [
                    {
                        "kind": "work",
                        "organisation": "Gamma",
                        "title": "Adviser",
                        "start": dt.date(2020, 1, 1),
                    },
                    {"kind": "study", "organisation": "UNED", "title": "MBA", "end": dt.date(2009, 1, 1)},
                ],
                "skills": ["Sailing"],
            },
            {"id": "fay", "name": "<b>Fay</b>", "title": "=1+1", "company": "[/]Delta\u202e"},
            {"id": "gus", "name": "דנה כהן", "headline": "+34 600", "company": "林業"},
            {"id": "hal", "name": "Hal Far", "title": "Marketing Director"},
        ],
        [(0, 1), (0, 2), (1, 3), (1, 4), (3, 5)],
        complete=[0, 1],
        as_of=dt.date(2024, 1, 15),
    )


def test_answer_is_a_sequence_of_hits(village: Snapshot) -> None:
    """Length, index, slice, iteration and `shown` agree, and records are made of all fields."""
    result = answer(village, limit=2)
    everybody = list(result)
    assert [hit.id for hit in everybody] == ["ben", "carla", "eva", "fay", "gus"]
    assert len(result) == result.total == 5
    assert result[0] == everybody[0]
    assert result[-1] == everybody[-1]
    assert list(result[1:3]) == everybody[1:3]
    assert list(result[::-2]) == everybody[::-2]
    assert result.shown == tuple(everybody[:2])
    assert isinstance(result[1:], Hits)
    assert everybody[2] in result
    with pytest.raises(IndexError):
        result[5]
    eva = result[2]
    assert isinstance(eva, Hit)
    assert eva.professional == village.professional(3)
    assert eva.best_introducer == PersonRef(
        id="ben", name="Ben Ortiz", title="Marketing Director", company="Acme"
    )
    assert (eva.degree, eva.score, everybody[0].best_introducer, everybody[0].score) == (2, 0.25, None, None)


def test_hits_are_the_same_however_many_are_made_at_once() -> None:
    """Going through a long answer gives every person once, in order."""
    version = snapshot([{"id": f"p{n:04}"} for n in range(700)], [(0, n) for n in range(1, 700)])
    people = list(answer(version, sort="degree"))
    assert len(people) == len({hit.id for hit in people}) == 699
    assert people == sorted(people, key=lambda hit: searchable(hit.name))


def test_where_narrows_without_counts(village: Snapshot) -> None:
    """`where` keeps the order, conditions add up, texts look at every current job."""
    result = answer(village)
    assert [hit.id for hit in result.where(degree=2)] == ["eva", "fay"]
    assert [hit.id for hit in result.where(degree=[1, 3])] == ["ben", "carla", "gus"]
    assert [hit.id for hit in result.where(company="ACME")] == ["ben", "eva"]
    assert [hit.id for hit in result.where(company=["gamma", "beta"])] == ["carla", "eva"]
    assert [hit.id for hit in result.where(company="acme", degree=2, title="director")] == ["eva"]
    assert [hit.id for hit in result.where(school="uned")] == ["eva"]
    assert [hit.id for hit in result.where(location="madrid")] == ["eva"]
    assert [hit.id for hit in result.where(introducer="Ben Ortiz")] == ["eva", "fay", "gus"]
    assert list(result.where(introducer="ben")) == list(
        result.where(introducer=[PersonRef(id="ben", name="")])
    )
    assert len(result.where(introducer="nobody")) == 0
    assert len(result.where(name="zoe")) == 0
    assert list(result.where()) == list(result)
    with pytest.raises(OptionError, match="no letter or digit"):
        result.where(company="&")


def test_plain_data_is_json(village: Snapshot) -> None:
    """`to_dict` has the documented keys, no NaN, and survives JSON."""
    result = answer(village, title="director", degree=2, contacts_of=[1], limit=1)
    data = result.to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["schema"] == 1
    assert data["version"] == "v1"
    assert data["as_of"] == "2024-01-15"
    assert data["criteria"] == {"title": ["director"], "degree": [2], "contacts_of": ["ben"]}
    assert (data["total"], data["unreachable"], data["bound"]) == (1, 0, "at_least")
    assert data["by_degree"] == [
        {"degree": 1, "count": 0, "share": 0.0, "bound": "exact"},
        {"degree": 2, "count": 1, "share": 1.0, "bound": "at_least"},
        {"degree": 3, "count": 0, "share": 0.0, "bound": "at_least"},
    ]
    assert data["extended"] == {"count": 1, "share": 1.0}
    assert data["facets"]["location"] == [
        {
            "value": "Madrid",
            "count": 1,
            "by_degree": [
                {"degree": 1, "count": 0, "share": 0.0},
                {"degree": 2, "count": 1, "share": 1.0},
                {"degree": 3, "count": 0, "share": 0.0},
            ],
            "spellings": 1,
        }
    ]
    assert data["coverage"]["title"] == {"known": 2, "total": 2, "unknown": 0, "distinct": 3}
    assert data["unknown"]["title"]["count"] == 0
    assert [hit["id"] for hit in data["hits"]] == ["eva"]
    assert data["hits"][0]["best_introducer"]["id"] == "ben"
    assert result.where(degree=2).to_dict() == {"total": 1, "hits": data["hits"]}
    assert answer(village, limit=0).to_dict()["hits"] == []
    assert len(answer(village, limit=None).to_dict()["hits"]) == 5
    nobody = answer(village, title="astronaut").to_dict()
    assert json.loads(json.dumps(nobody, allow_nan=False)) == nobody
    assert nobody["extended"] == {"count": 0, "share": None}


def test_shares_are_unrounded_parts_of_all_degrees(village: Snapshot) -> None:
    """Shares per degree are exact fractions that add up to the whole, whatever degree is asked for."""
    result = answer(village, degree=2)
    assert [counted.share for counted in result.by_degree] == [2 / 5, 2 / 5, 1 / 5]
    assert result.extended.share == 3 / 5
    assert result.total == 2


def test_counts_are_exact_only_with_complete_lists(village: Snapshot) -> None:
    """Counts of a degree are exact when everybody nearer has shared a complete list."""
    assert [counted.bound for counted in answer(village).by_degree] == ["exact", "at_least", "at_least"]
    everything = snapshot([{}] * 3, [(0, 1), (1, 2)])
    assert answer(everything).bound == "exact"


def test_pickled_answer_needs_no_network(village: Snapshot) -> None:
    """A pickled answer gives the same hits, filters, tables and text without the version it came from."""
    result = answer(village, limit=3)
    data = pickle.dumps(result)
    assert b"Snapshot" not in data.replace(b"SnapshotPeople", b"")
    copy = pickle.loads(data)
    assert list(copy) == list(result)
    assert copy == result
    assert hash(copy) == hash(result)
    assert copy != answer(village, limit=2)
    assert copy[:] != copy
    assert copy[:] == result[:]
    assert copy[:2] != result[1:3]
    assert copy.to_dict() == result.to_dict()
    assert str(copy) == str(result)
    assert copy.to_arrow().equals(result.to_arrow())
    for options in ({"company": "gamma"}, {"location": "madrid"}, {"introducer": "ben"}, {"school": "uned"}):
        assert list(copy.where(**options)) == list(result.where(**options))
    again = pickle.loads(pickle.dumps(copy[1:4]))
    assert list(again) == list(result[1:4])


def test_tables(village: Snapshot) -> None:
    """Arrow, pandas, polars and CSV hold all hits, one row each, in the same order."""
    result = answer(village, limit=1)
    table = result.to_arrow()
    assert table.column("id").to_pylist() == [hit.id for hit in result]
    assert table.column("degree").to_pylist() == [hit.degree for hit in result]
    assert table.column("score").to_pylist() == [hit.score for hit in result]
    assert table.column("best_introducer").to_pylist() == [None, None, "Ben Ortiz", "Ben Ortiz", "Ben Ortiz"]
    assert list(result.to_pandas()["id"]) == table.column("id").to_pylist()
    assert result.to_polars()["degree"].to_list() == [1, 1, 2, 2, 3]
    assert len(answer(village, title="astronaut").to_arrow()) == 0


def test_csv_holds_no_formula(village: Snapshot, tmp_path: Path) -> None:
    """Cells that a spreadsheet would run begin with an apostrophe; the file holds the same text."""
    result = answer(village)
    text = result.to_csv()
    result.to_csv(tmp_path / "hits.csv")
    assert (tmp_path / "hits.csv").read_bytes().decode("utf-8") == text
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["fay"]["title"] == "'=1+1"
    assert rows["gus"]["headline"] == "'+34 600"
    assert rows["eva"]["score"] == "0.25"
    assert rows["ben"]["best_introducer"] == ""


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_missing_library_says_what_to_install(
    village: Snapshot, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """Without the optional library the error names the extra."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"netreach\[{library}\]"):
        getattr(answer(village), f"to_{library}")()


# --- the answer in words ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed() -> Iterator[Snapshot]:
    """The seed's network: 8,911 marketing directors within three degrees, 131 of them direct contacts."""
    first, second, third = 131, 2310, 6470
    people: list[Person] = [{"name": "Ana Ruiz"}]
    people += [{"title": "Marketing Director", "company": "Acme"}] * (first + second + third)
    people += [{"title": "Marketing Director"}] * 3 + [{"title": "Baker"}] * 4
    ties = [(0, 1 + n) for n in range(first)]
    ties += [(1 + n % first, 1 + first + n) for n in range(second)]
    ties += [(1 + first + n % second, 1 + first + second + n) for n in range(third)]
    ties += [(1, len(people) - 1)]
    return snapshot(people, ties, complete=[0])


def test_arithmetic_of_the_seed(seed: Snapshot) -> None:
    """131 of 8,911 are 1.47 %, the extended network holds 98.53 %, in English and in Spanish."""
    result = answer(seed, title="marketing director")
    assert sum(counted.count for counted in result.by_degree) == result.total == 8911
    assert result.unreachable == 3
    assert result.by_degree[0].share == 131 / 8911
    assert (result.extended.count, result.extended.share) == (8780, 8780 / 8911)
    assert result.summary() == "131 of 8,911 are 1st degree: 1.47 %; the extended network holds 98.53 %"
    spanish = result.text(language="es")
    assert "131 de 8.911" in spanish
    assert "1,47 %" in spanish
    assert "98,53 %" in spanish
    assert str(result).startswith(result.summary())
    told = " ".join(str(result).split())
    assert "not known here: location, industry (a company table adds them), school, group" in told
    assert "at least 2,310" in str(result)


def test_text_fits_a_terminal(village: Snapshot, seed: Snapshot) -> None:
    """No line is wider than 80 cells, in either language, and nothing in a name acts on the screen."""
    for version in (village, seed):
        for options in ({}, {"title": "director", "degree": [2, 3]}, {"company": "NOT acme"}):
            result = answer(version, **options)
            for language in ("en", "es"):
                text = result.text(language=language)
                assert max(map(width, text.splitlines())) <= 80
                assert "\u202e" not in text
            assert max(map(width, result.text(columns=40).splitlines())) <= 40


def test_text_says_what_is_unknown() -> None:
    """Who meets the other criteria but lacks the field is counted in words."""
    version = snapshot([{}, {"title": "CMO"}, {}, {"title": "Baker"}], [(0, 1), (0, 2), (0, 3)])
    result = answer(version, title="cmo")
    assert result.unknown["title"].count == 1
    assert "title unknown for 1 person who meets all other criteria" in str(result)
    assert answer(version, title="pilot").summary() == "nobody matches"
    assert str(answer(version, title="pilot")[:]) == "nobody matches"


def test_facet_in_words(village: Snapshot) -> None:
    """A facet shows its values with counts per degree, how many more there are, and its coverage."""
    result = answer(village, top=1, language="es")
    facet = result.facets["company"]
    assert [(value.value, value.count) for value in facet] == [("Acme", 2)]
    assert (len(facet), facet[0].value, facet.distinct, facet.unknown) == (1, "Acme", 5, 0)
    assert "empresa" in str(facet)
    assert "y 4 más" in str(facet)
    assert "lugar: se conoce en 1 de 5" in str(result.facets["location"])


def test_spellings_of_a_company_count_together() -> None:
    """Spellings of one company are one value, called as most write it; who is asked for stays the raw text."""
    names = ["Ego", "Acme, S.L.", "ACME", "acme inc.", "ACME", "Bolt"]
    people: list[Person] = [{"company": name} for name in names]
    people[1]["positions"] = [{"kind": "work", "organisation": "ACME", "title": "CMO", "end": None}]
    version = snapshot(people, [(0, n) for n in range(1, 6)])
    facet = answer(version).facets["company"]
    assert [(value.value, value.count, value.spellings) for value in facet] == [
        ("ACME", 4, 3),
        ("Bolt", 1, 1),
    ]
    assert facet[0].by_degree[0].count == 4
    assert (facet.distinct, facet.known) == (2, 5)
    assert facet[0].to_dict()["spellings"] == 3
    assert "ACME, 3 spellings" in str(facet)
    assert "ACME, 3 grafías" in facet.text(language="es")
    assert len(answer(version, company="inc")) == 1


def test_person_in_a_line(village: Snapshot) -> None:
    """What a prompt shows of a professional is one line, in which nothing acts on the screen."""
    found = {hit.id: hit.professional for hit in answer(village)}
    assert repr(found["ben"]) == "<Professional: Ben Ortiz (Marketing Director, Acme)>"
    odd = attrs.evolve(found["ben"], name="Ben\x1b[2J\nOrtiz\u202e", company="")
    assert repr(odd) == "<Professional: Ben\\x1b[2J\\nOrtiz\\u202e (Marketing Director)>"
    assert pickle.loads(pickle.dumps(odd)) == odd


def test_facet_without_its_own_criterion(village: Snapshot) -> None:
    """A facet whose own criterion does not count says so, where there is such a criterion, and only there."""
    result = answer(village, title="marketing director")
    assert "title, without its criterion" in str(result)
    assert "cargo, sin su criterio" in result.text(language="es")
    assert "title, without its criterion" in result.html()
    assert "company, without its criterion" not in str(result)
    assert "without" not in str(answer(village))


def test_fields_of_which_nothing_is_known_share_a_line(seed: Snapshot) -> None:
    """All fields without any value stand in one sentence, in both languages and as HTML."""
    result = answer(seed, title="marketing director")
    spanish = " ".join(result.text(language="es").split())
    known = "aquí no se conoce: lugar, sector (los añade una tabla de empresas), centro de estudios, grupo"
    assert known in spanish
    assert "not known here: location, industry" in result.html()
    assert "for 0 of" not in result.html()


def test_hits_of_one_degree_in_words(village: Snapshot) -> None:
    """With a criterion of degree the text says how many of the counted people are there."""
    assert "2 of them at the 2nd degree" in str(answer(village, degree=2))
    assert "3 of them at the 2nd or 3rd degree" in str(answer(village, degree=[2, 3]))
    assert "3 de ellas están en el 2.º o 3.er grado" in answer(village, degree=[2, 3]).text(language="es")
    assert "of them at" not in str(answer(village))


@pytest.mark.parametrize(
    ("expression", "word", "operator"),
    [
        ("CMO or CEO", "or", "OR"),
        ("CMO And CEO", "And", "AND"),
        ("CMO not assistant", "not", "NOT"),
        ("CMO Y CEO", "Y", "AND"),
        ("CMO o CEO", "o", "OR"),
        ('"chief of" or CEO', "or", "OR"),
    ],
)
def test_operators_in_lower_case_are_pointed_at(
    village: Snapshot, expression: str, word: str, operator: str
) -> None:
    """Where nobody is found, a word that looks like an operator is named, with the operator that it is not."""
    result = answer(village, title=[expression])
    assert f"`{word}` was read as a word: operators are in capitals, {operator}" in str(result)
    assert f"`{word}` se ha leído como palabra" in " ".join(result.text(language="es").split())


@pytest.mark.parametrize(
    "expression", ["CMO OR CEO", '"research or science"', "or", "CMO or", "oracle horror", "Yvonne"]
)
def test_words_are_not_taken_for_operators(village: Snapshot, expression: str) -> None:
    """Operators in capitals, quoted words, and words at an end are nothing to point at."""
    result = answer(village, company=[expression])
    assert not len(result)
    assert "was read as a word" not in str(result)


def test_an_operator_is_no_matter_where_somebody_is_found(village: Snapshot) -> None:
    """A note on operators comes only with an empty answer."""
    version = snapshot([{}, {"title": "Salt or Pepper"}], [(0, 1)])
    result = answer(version, title="salt or pepper")
    assert len(result) == 1
    assert "was read" not in str(result)
    assert "was read" not in str(answer(village))


def test_html_is_escaped(village: Snapshot) -> None:
    """Names cannot bring markup into a notebook."""
    page = answer(village)._repr_html_()
    assert "<b>Fay" not in page
    assert "&lt;b&gt;Fay&lt;/b&gt;" in page
    assert "&lt;b&gt;Fay" in answer(village)[:]._repr_html_()
    assert "Acme" in answer(village).facets["company"]._repr_html_()
