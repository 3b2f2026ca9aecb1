"""Searches by plain Python, person by person, and random worlds and expressions to compare with."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from handmade import snapshot
from netreach.answers.rows import known_best
from netreach.answers.search import SearchResult
from netreach.search.criteria import TEXT_CRITERIA, Criteria, criteria_from
from netreach.search.find import Found, find
from netreach.search.query import parse
from netreach.search.result import search_result
from netreach.search.tree import And, Leaf, Node, Not, Or
from netreach.snapshot import Snapshot
from netreach.text import words

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


def make_village() -> Snapshot:
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
