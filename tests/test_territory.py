"""Territory and doors: the same answers as plain Python, person by person, and laws that hold for every graph."""

from __future__ import annotations

import importlib
import json
import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from handmade import snapshot
from netreach.answers.territory import SegmentRows, Territory
from netreach.ego import Ego
from netreach.errors import OptionError, QueryError
from netreach.plugins import default_registry
from netreach.render.svg import Bars, bars_svg
from netreach.render.text import width
from netreach.snapshot import Snapshot
from netreach.territory import segments
from netreach.testing import make_world
from netreach.text import company_key, words

Person = dict[str, Any]


def viewpoint(version: Snapshot, vertex: int = 0) -> Ego:
    """Somebody's viewpoint."""
    return Ego(version, vertex, scorer="overall", registry=default_registry())


# --- the same answers by plain Python, person by person -----------------------------------------------------------


def values_of(person: Mapping[str, Any], field: str) -> set[str]:
    """All values that somebody has in a field; spellings of one company are one."""
    jobs = person.get("positions", ())
    now = [job for job in jobs if job["kind"] == "work" and job.get("end") is None]
    found = {
        "company": [person.get("company"), *(job.get("organisation") for job in now)],
        "school": [job["organisation"] for job in jobs if job["kind"] == "study"],
        "group": person.get("groups", ()),
    }.get(field, [person.get(field)])
    return {company_key(value) if field == "company" else value for value in found if value}


def graph_of(people: Sequence[Person], ties: set[tuple[int, int]]) -> nx.Graph:
    """The people and ties as networkx has them."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(people)))
    graph.add_edges_from(ties)
    return graph


def opens(graph: nx.Graph, ego: int, contact: int, members: set[int]) -> tuple[int, int]:
    """How many members a contact knows at the 2nd degree, and how many stand behind them at the 3rd."""
    hops = nx.single_source_shortest_path_length(graph, ego, cutoff=3)
    second = {who for who in graph[contact] if hops.get(who) == 2}
    third = {who for via in second for who in graph[via] if hops.get(who) == 3}
    return len(second & members), len(third & members)


INDUSTRIES = ("Software", "Banking", "教育", "", None)
COMPANIES = ("Acme", "ACME, S.L.", "Okafor & Daughters", "Bank", "", None)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Person], set[tuple[int, int]]]:
    """A few people with and without industries, jobs, schools and groups, and who knows whom."""
    count = draw(st.integers(2, 14))
    job = st.fixed_dictionaries(
        {"kind": st.just("work"), "organisation": st.sampled_from(COMPANIES[:4]), "title": st.just("x")}
    )
    study = st.fixed_dictionaries({"kind": st.just("study"), "organisation": st.sampled_from(("ETH", "MIT"))})
    person = st.fixed_dictionaries(
        {
            "industry": st.sampled_from(INDUSTRIES),
            "company": st.sampled_from(COMPANIES),
            "location": st.sampled_from(("Madrid", "Paris", None)),
            "groups": st.lists(st.sampled_from(("Choir", "Chess", "Rowing")), max_size=3, unique=True),
            "positions": st.lists(st.one_of(job, study), max_size=3),
        }
    )
    people = draw(st.lists(person, min_size=count, max_size=count))
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
        lambda two: two[0] != two[1]
    )
    # A path through everybody, mostly, so that there are far degrees; and ties at random.
    ties = draw(st.sets(pair, max_size=3 * count))
    if draw(st.booleans()):
        ties |= {(vertex, vertex + 1) for vertex in range(count - 1)}
    return people, ties


FIELD = st.sampled_from(("industry", "company", "location", "school", "group"))


@settings(max_examples=150)
@given(worlds(), st.lists(FIELD, min_size=1, max_size=2, unique=True), st.integers(1, 4), st.data())
def test_territory_is_what_counting_gives(
    world: tuple[list[Person], set[tuple[int, int]]], by: list[str], cutoff: int, data: st.DataObject
) -> None:
    """Counts per segment and degree, the unknown, and the door of each segment are those of plain Python."""
    people, ties = world
    graph = graph_of(people, ties)
    ego = data.draw(st.integers(0, len(people) - 1))
    answer = viewpoint(snapshot(people, ties), ego).territory(by=by, cutoff=cutoff, limit=None)
    hops = nx.single_source_shortest_path_length(graph, ego, cutoff=cutoff)
    members: dict[tuple[str, ...], set[int]] = {}
    blank: set[int] = set()
    for who in set(hops) - {ego}:
        values = [values_of(people[who], field) for field in by]
        if not all(values):
            blank.add(who)
        pairs = [
            (one, *rest) for one in values[0] for rest in ([(x,) for x in values[1]] if values[1:] else [()])
        ]
        for segment in pairs:
            members.setdefault(segment, set()).add(who)

    def keyed(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(company_key(v) if field == "company" else v for field, v in zip(by, values, strict=True))

    assert {keyed(segment.values): segment.count for segment in answer} == {
        segment: len(some) for segment, some in members.items()
    }
    assert answer.unknown.count == len(blank)
    assert answer.total == answer.known + len(blank) == len(hops) - 1
    assert answer.distinct == len(members)
    assert answer.several == (sum(map(len, members.values())) > answer.known)
    for segment in [*answer, answer.unknown]:
        some = members[keyed(segment.values)] if segment.values else blank
        counted = Counter(hops[who] for who in some)
        assert [each.count for each in segment.by_degree] == [counted[d] for d in range(1, cutoff + 1)]
        best = max((opens(graph, ego, contact, some) for contact in graph[ego]), default=(0, 0))
        door = (segment.door.second, segment.door.third) if segment.door else (0, 0)
        assert door == best
        if segment.door:
            assert opens(graph, ego, int(segment.door.person.id[1:]), some) == best


@settings(max_examples=150)
@given(
    worlds(), st.sampled_from(("Acme", "the acme company", "Okafor and Daughters", "Nobody Ltd")), st.data()
)
def test_doors_are_what_counting_gives(
    world: tuple[list[Person], set[tuple[int, int]]], name: str, data: st.DataObject
) -> None:
    """The doors of a company, whom they know, whom they lead to, and who is inside are those of plain Python."""
    people, ties = world
    graph = graph_of(people, ties)
    ego = data.draw(st.integers(0, len(people) - 1))
    looking = viewpoint(snapshot(people, ties), ego)
    answer = looking.doors(name, limit=None)
    hops = nx.single_source_shortest_path_length(graph, ego, cutoff=3)
    staff = {who for who in range(len(people)) if company_key(name) in values_of(people[who], "company")}
    members = (staff & set(hops)) - {ego}
    counted = Counter(hops[who] for who in members)
    assert [each.count for each in answer.by_degree] == [counted[degree] for degree in (1, 2, 3)]
    assert answer.unreachable == len(staff - set(hops))
    assert {known.person.id for known in answer.inside} == {f"p{who}" for who in members if hops[who] == 1}
    expected = {contact: opens(graph, ego, contact, members) for contact in graph[ego]}
    assert {int(door.person.id[1:]): (door.second, door.third) for door in answer} == {
        contact: counts for contact, counts in expected.items() if any(counts)
    }
    order = [(-door.second, -door.third, -door.strength) for door in answer]
    assert order == sorted(order)
    assert [door.rank for door in answer] == list(range(1, len(answer) + 1))
    for door in answer:
        contact = int(door.person.id[1:])
        assert door.inside == (contact in members)
        known = {f"p{who}" for who in graph[contact] if who in members and hops[who] == 2}
        assert {some.person.id for some in door.people} <= known
        assert len(door.people) == min(3, len(known))
        for via in door.through:
            between = int(via.person.id[1:])
            assert hops[between] == 2
            assert graph.has_edge(contact, between)
            beyond = {who for who in graph[between] if who in members and hops[who] == 3}
            assert via.people == len(beyond)
    with_criteria = looking.doors(name, location="Madrid", limit=None)
    here = {who for who in members if people[who]["location"] == "Madrid"}
    assert with_criteria.people == len(here)
    assert with_criteria.unreachable == len(
        {who for who in staff - set(hops) if people[who]["location"] == "Madrid"}
    )


# --- laws -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def network() -> nr.Network:
    """A seeded network of 2,000 people in memory."""
    world = make_world(2_000, seed=9, mean_contacts=9)
    columns = world.people_columns()
    names = ("id", "first_name", "last_name", "title", "company", "location", "country", "industry")
    rng = np.random.default_rng(3)
    strengths = rng.integers(1, 100, len(world.ties)) / 100
    people = {name: list(columns[name]) for name in names}
    people["industry"] = [None if row % 7 == 0 else value for row, value in enumerate(people["industry"])]
    return nr.from_edges(world.ties.lo, world.ties.hi, people=people, strengths=strengths)


@pytest.mark.parametrize("field", ["industry", "location", "country", "company"])
def test_segments_add_up_to_the_pyramid(network: nr.Network, field: str) -> None:
    """With one value a person, segments and the unknown add up to the pyramid, and shares to one, at every degree."""
    ego = network.ego(17)
    answer, pyramid = ego.territory(by=field, limit=None), ego.pyramid()
    assert not answer.several
    everybody = [*answer, answer.unknown]
    for place, layer in enumerate(pyramid.degrees):
        assert sum(segment.by_degree[place].count for segment in everybody) == layer.count
        shares = sum(segment.by_degree[place].share_of_degree or 0 for segment in everybody)
        assert shares == pytest.approx(1, abs=1e-9)
    assert sum(segment.share or 0 for segment in everybody) == pytest.approx(1, abs=1e-9)
    assert answer.total == pyramid.total


@pytest.mark.parametrize("field", ["industry", "company", "title", "location"])
def test_segments_are_the_facets_of_a_search(network: nr.Network, field: str) -> None:
    """The largest segments are the facet of a search with the same criteria, with the same counts and spellings."""
    ego = network.ego(17)
    facet = ego.search(keywords="a*", degree=[2, 3]).facets[field]
    answer = ego.territory(by=field, keywords="a*", degree=[2, 3], limit=10)
    told = [(s.values[0], s.count, [d.count for d in s.by_degree], s.spellings) for s in answer]
    assert told == [(v.value, v.count, [d.count for d in v.by_degree], v.spellings) for v in facet]
    assert (answer.known, answer.total, answer.distinct) == (facet.known, facet.total, facet.distinct)


def test_a_door_of_the_second_degree_is_a_shared_contact(network: nr.Network) -> None:
    """Whoever opens a single person is one of the contacts shared with them, all of them equally."""
    ego = network.ego(17)
    distances = ego.distances()
    for vertex in np.flatnonzero(distances == 2)[:25]:
        shared = {person.id for person in ego.shared_contacts(network.snapshot.ids([vertex])[0])}
        found = ego.doorways()
        _, doors = found.to(np.array([vertex]))
        assert set(network.snapshot.ids(found.contacts[doors])) == shared


def test_many_segments_are_counted_like_few(network: nr.Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doors are the same however many segments are counted in one go."""
    ego = network.ego(17)
    before = ego.territory(by="title", limit=None)
    monkeypatch.setattr(segments, "_CELLS", 40)
    assert ego.territory(by="title", limit=None) == before


def test_numbers_of_people_do_not_matter() -> None:
    """However people are numbered, the territory and the doors are the same, also where only ids decide."""
    world = make_world(400, seed=2, mean_contacts=8)
    columns = world.people_columns()
    fields = ("title", "company", "location")
    people: list[Person] = [
        {"id": f"p{row}", "name": world.full_name(row), **{name: columns[name][row] for name in fields}}
        for row in range(len(world))
    ]
    rows = np.random.default_rng(1).permutation(len(world))
    place = np.argsort(rows)
    told = []
    for order, number in ((np.arange(len(world)), np.arange(len(world))), (rows, place)):
        ties = zip(number[world.ties.lo].tolist(), number[world.ties.hi].tolist(), strict=True)
        ego = viewpoint(snapshot([people[row] for row in order.tolist()], ties), int(number[3]))
        told.append(
            [
                ego.territory(by=("company", "location")),
                ego.territory(by="title", limit=None),
                ego.doors(title="manager", limit=None),
            ]
        )
    assert told[0] == told[1]


def test_hidden_people_are_nowhere(network: nr.Network) -> None:
    """Whoever is hidden is in no segment, behind no door, no door and no one leads through them."""
    world = make_world(300, seed=5, mean_contacts=8)
    columns = world.people_columns()
    people = {name: list(columns[name]) for name in ("id", "first_name", "last_name", "title", "company")}
    people["company"] = ["Acme" if row % 3 else "Bank" for row in range(len(world))]
    made = nr.from_edges(world.ties.lo, world.ties.hi, people=people)
    door = made.ego(3).doors("Acme")[0]
    total = made.ego(3).territory(by="company").total
    made.hide(door.person.id)
    ego = made.ego(3)
    after = ego.doors("Acme", limit=None)
    gone = json.dumps([after.to_dict(), ego.territory(by="company").to_dict()])
    assert f'"{door.person.id}"' not in gone
    assert ego.territory(by="company").total < total


def test_the_stronger_tie_decides_between_equal_doors() -> None:
    """Of two contacts who open as many, the one to whom the tie is stronger is the door, whatever the ids."""
    for strengths in ([0.9, 0.2], [0.2, 0.9]):
        made = nr.from_edges(
            ["ego", "ego", "a", "b"],
            ["a", "b", "x", "x"],
            people={"id": ["ego", "a", "b", "x"], "company": ["", "", "", "Acme"]},
            strengths=[*strengths, 0.5, 0.5],
        )
        best = "a" if strengths[0] > strengths[1] else "b"
        doors = made.ego("ego").doors("acme")
        assert [door.person.name for door in doors] == [best, "b" if best == "a" else "a"]
        segment = made.ego("ego").territory(by="company")[0]
        assert segment.door is not None
        assert segment.door.person.name == best
        assert segment.door.strength == pytest.approx(0.9)


# --- options and errors ---------------------------------------------------------------------------------------------


def test_what_cannot_be_asked(network: nr.Network) -> None:
    """Unknown fields and criteria, three fields, and nothing at all are refused with what to do."""
    ego = network.ego(17)
    for by in ("industri", (), ("title", "title"), ("title", "company", "location")):
        with pytest.raises(OptionError, match="by="):
            ego.territory(by=by)
    with pytest.raises(OptionError, match="Did you mean title"):
        ego.territory(titel="x")
    with pytest.raises(QueryError, match="never closed"):
        ego.doors(title="(a")
    wrong: list[Any] = [-1, True, "3"]
    for bad in wrong:
        with pytest.raises(OptionError, match="limit"):
            ego.territory(limit=bad)
    with pytest.raises(OptionError, match="Name a company"):
        ego.doors()
    with pytest.raises(OptionError, match="no word"):
        ego.doors("???")


def test_what_is_no_company_is_said() -> None:
    """Doors of an answer, a number or a list is an error with the way to ask for them; that way works."""
    people = {"id": [1, 2, 3], "name": ["Ana", "Ben", "Eva"], "title": [None, None, "CMO"]}
    ego = nr.from_edges([1, 2], [2, 3], people=people).ego("Ana")
    found = ego.search(title="CMO")
    for wrong in (found, ego.territory(by="title")):
        with pytest.raises(OptionError, match=rf"no {type(wrong).__name__}; .*doors\(\*\*found\.criteria\)"):
            ego.doors(wrong)  # type: ignore[arg-type]
    assert [door.person.name for door in ego.doors(**found.criteria).doors] == ["Ben"]
    for other in (ego.territory(by="title")[0], 3, ["Acme"], b"Acme"):
        with pytest.raises(OptionError, match=f"no {type(other).__name__}."):
            ego.doors(other)  # type: ignore[arg-type]


def test_an_empty_territory() -> None:
    """Somebody whom nobody knows has a territory without segments, and no doors."""
    made = nr.from_edges([0], [1], people={"id": [0, 1, 2], "company": ["Acme"] * 3})
    ego = made.ego(2)
    answer = ego.territory(by="company")
    assert (len(answer), answer.total, answer.unreachable) == (0, 0, 2)
    assert answer.unknown.share is None
    assert "nobody matches" in str(answer)
    assert str(answer.plot()).startswith("<svg")
    doors = ego.doors("Acme")
    assert (len(doors), doors.people, doors.unreachable) == (0, 0, 2)


def test_companies_with_such_a_name(network: nr.Network) -> None:
    """Where no company has the name, those with the same words are named; where one has, none is."""
    ego = network.ego(17)
    company = ego.territory(by="company")[0].values[0]
    assert ego.doors(company).similar == ()
    part = company.split()[0]
    if company_key(part) != company_key(company):
        assert company in ego.doors(part).similar
    first, *others = words(company)
    assert company in ego.doors(" ".join([first[:-1] + "z", *others])).similar
    assert ego.doors("zzzzzz").similar == ()
    if company_key(part) != company_key(company):
        assert str(ego.doors(part)).startswith(f"Who opens {part}\nno company is called so")
        assert ego.doors(part).text(language="es").startswith(f"Quién abre {part}\nninguna empresa")


# --- how it is shown ------------------------------------------------------------------------------------------------


def test_texts(network: nr.Network) -> None:
    """Texts are in the language asked for, and no line is wider than the terminal."""
    ego = network.ego(17)
    answers = [
        ego.territory(by="company"),
        ego.territory(by=("industry", "location"), limit=4),
        ego.doors(title="manager"),
    ]
    for answer in answers:
        english, spanish = answer.text(language="en", columns=72), answer.text(language="es", columns=72)
        assert english != spanish
        assert max(map(width, [*english.splitlines(), *spanish.splitlines()])) <= 72
        assert str(answer) == answer.text()
        assert pickle.loads(pickle.dumps(answer)) == answer
        json.dumps(answer.to_dict(), allow_nan=False)
    doors = answers[2]
    assert not isinstance(doors, Territory)
    told = doors[0].explain(columns=72)
    assert doors[0].person.name in told
    assert doors[0].people[0].person.name in told


def test_names_are_escaped() -> None:
    """Names of companies and people cannot act in HTML, in a picture or on a terminal."""
    bad = "<script>alert(1)</script>\x1b[31m\u202e"
    made = nr.from_edges(
        [0, 1, 2], [1, 2, 3], people={"id": [0, 1, 2, 3], "name": [bad] * 4, "company": [bad] * 4}
    )
    ego = made.ego(0)
    territory, doors = ego.territory(by="company"), ego.doors(company="alert")
    for page in (territory._repr_html_(), doors._repr_html_(), str(territory.plot())):
        assert "<script" not in page
        assert "\x1b" not in page
    for text in (str(territory), str(doors), doors[0].explain()):
        assert "\x1b" not in text
        assert "\u202e" not in text


LABEL = st.text(max_size=60)


@given(
    st.lists(st.tuples(LABEL, LABEL, st.lists(st.floats(0, 1), min_size=3, max_size=3)), max_size=6),
    LABEL,
    st.sampled_from(("en", "es")),
)
def test_pictures_hold_any_text(rows: list[tuple[str, str, list[float]]], title: str, language: str) -> None:
    """Whatever the names, a picture is well-formed, and nothing is drawn outside of it or over a row below."""
    bars = [
        Bars(label=label, below=below, counts=(1, 0, 9), shares=tuple(shares))
        for label, below, shares in rows
    ]
    root = ElementTree.fromstring(bars_svg(bars, title=title, language=language))
    across, down = float(root.attrib["width"]), float(root.attrib["height"])
    name = "{http://www.w3.org/2000/svg}"
    lines = [float(text.attrib["y"]) for text in root.iter(f"{name}text")]
    assert all(0 < y < down for y in lines)
    for shape in root.iter(f"{name}rect"):
        assert float(shape.attrib["x"]) + float(shape.attrib["width"]) <= across
    names = [text for text in root.iter(f"{name}text") if text.attrib["x"] == "20"]
    assert len({text.attrib["y"] for text in names}) == len(names), "two lines of names lie on each other"


def test_pictures_need_as_many_counts_as_degrees() -> None:
    """Rows of different lengths and impossible shares are refused."""
    with pytest.raises(OptionError, match="as many"):
        bars_svg([Bars(label="a", counts=(1,), shares=(0.1, 0.2))], title="x")
    with pytest.raises(OptionError, match="0 to 1"):
        bars_svg([Bars(label="a", counts=(1,), shares=(1.2,))], title="x")


def test_very_many_segments_are_made_when_looked_at(
    network: nr.Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether records are made at once or one by one, the answer is the same, also when it is pickled."""
    ego = network.ego(17)
    for by in ("company", ("industry", "location")):
        few = ego.territory(by=by, limit=None)
        with monkeypatch.context() as patch:
            patch.setattr(importlib.import_module("netreach.territory.territory"), "_MANY", 0)
            many = ego.territory(by=by, limit=None)
        assert isinstance(many.segments, SegmentRows)
        assert (len(many), list(many), many[-1]) == (len(few), list(few), few[-1])
        assert many.segments[1:3] == few.segments[1:3]
        assert many == few == pickle.loads(pickle.dumps(many))
        assert many.to_dict() == few.to_dict()
        assert str(many) == str(few)
