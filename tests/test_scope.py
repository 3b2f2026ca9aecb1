"""Earlier claims become history, and a search looks at the present, the past or both: compared with plain Python."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from handmade import snapshot
from netreach.errors import OptionError
from netreach.identity import derive
from netreach.model import EvidenceRecord, HistoryRecord, Owner, PersonRecord, Record
from netreach.search.criteria import Criteria, criteria_from
from netreach.search.find import find
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder
from netreach.store.source import Source

ANA = "linkedin:ana"
DAYS = [dt.date(2020, 1, 1), dt.date(2021, 1, 1), dt.date(2022, 1, 1), None]


def source(*records: Record, name: str = "a") -> Source:
    """A source of the given records."""
    builder = SourceBuilder(file=name, sha256=name, importer="test", options={})
    builder.take(records)
    return builder.build()


def claim(day: dt.date | None, **values: str) -> PersonRecord:
    """What one export says of Ana."""
    return PersonRecord(keys=(ANA,), as_of=day, **values)


def held(snapshot: Snapshot, kind: str | None = None) -> list[tuple[Any, ...]]:
    """The jobs, schools and earlier claims of Ana, without what is empty."""
    person = snapshot.professional(snapshot.vertex_of_key(ANA))
    return [
        (place.title, place.organisation, place.start, place.end)
        for place in person.positions
        if kind in (None, place.kind)
    ]


# --- what becomes history -----------------------------------------------------------------------------------------


def test_an_earlier_claim_becomes_history() -> None:
    """Of two exports the newer one is current; what the older one says stands in the positions with its days."""
    sources = [
        source(claim(DAYS[0], title="Buyer", company="Acme"), name="1"),
        source(claim(DAYS[1], title="Buyer", company="ACME S.L."), name="2"),
        source(claim(DAYS[2], title="Director", company="Beta"), name="3"),
    ]
    for order in (sources, sources[::-1]):
        version = Snapshot(derive(order))
        person = version.professional(0)
        assert (person.title, person.company) == ("Director", "Beta")
        assert held(version) == [("Buyer", "ACME S.L.", DAYS[0], DAYS[1])]


def test_spelling_is_no_history() -> None:
    """Case, accents and legal forms make no earlier job, no earlier place."""
    version = Snapshot(
        derive(
            [
                source(claim(DAYS[0], title="DIRECTOR", company="Acme, S.L.", location="malaga"), name="1"),
                source(claim(DAYS[1], title="Director", company="Acme", location="Málaga"), name="2"),
            ]
        )
    )
    assert held(version) == []
    assert len(version.histories().table) == 0


def test_a_career_says_more_than_a_claim() -> None:
    """A claim that a listed job covers is not repeated, and a claim without a day is not called earlier."""
    version = Snapshot(
        derive(
            [
                source(claim(DAYS[0], title="Buyer", company="Acme"), name="1"),
                source(
                    claim(DAYS[2], title="Director", company="Beta"),
                    HistoryRecord(
                        person=ANA,
                        kind="work",
                        organisation="Acme",
                        title="Buyer",
                        start=DAYS[0],
                        end=DAYS[1],
                    ),
                    name="2",
                ),
                source(claim(None, company="Undated"), name="3"),
            ]
        )
    )
    assert held(version) == [("Buyer", "Acme", DAYS[0], DAYS[1])]
    assert held(version, "claim") == []


claims = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(DAYS),
        *(
            st.sampled_from(["", *values])
            for values in (("CEO", "ceo", "Clerk"), ("Acme", "Beta", "Acme S.L."))
        ),
        st.sampled_from(["", "Madrid", "Leon", "León"]),
    ),
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(claims)
def test_history_equals_plain_python(said: list[tuple[int, dt.date | None, str, str, str]]) -> None:
    """Earlier claims, one by one: differing from the newest, dated before it, each once, newest spelling."""
    from netreach.text import company_key, words

    def spoken(text: str) -> str:
        return " ".join(words(text))

    sources = [
        source(
            *(
                claim(day, title=title, company=company, location=place)
                for number, day, title, company, place in said
                if number == which
            ),
            name=str(which),
        )
        for which in range(3)
    ]
    version = Snapshot(derive(sources))
    if not said:
        return
    rows: list[tuple[dt.date, dict[str, str]]] = []
    for one in sorted(sources, key=lambda source: source.info.id):
        for row in one.tables["people"].to_pylist():
            day = row["as_of"] or one.info.as_of or dt.date.min
            rows.append((day, {name: row[name] or "" for name in ("title", "company", "location")}))
    now: dict[str, tuple[dt.date, str]] = {}
    for day, row in rows:
        for name, value in row.items():
            if value and (name not in now or day > now[name][0]):
                now[name] = (day, value)
    fold = {"title": spoken, "company": company_key, "location": spoken}

    def earlier(day: dt.date, row: Mapping[str, str], *names: str) -> bool:
        return day > dt.date.min and any(
            row[name] and day < now[name][0] and fold[name](row[name]) != fold[name](now[name][1])
            for name in names
        )

    jobs: dict[tuple[str, str], list[tuple[dt.date, str, str]]] = {}
    places: dict[str, list[tuple[dt.date, str]]] = {}
    for day, row in rows:
        if earlier(day, row, "title", "company"):
            key = (company_key(row["company"]), spoken(row["title"]))
            jobs.setdefault(key, []).append((day, row["title"], row["company"]))
        if earlier(day, row, "location"):
            places.setdefault(spoken(row["location"]), []).append((day, row["location"]))
    expected = set()
    for group in jobs.values():
        newest = max(day for day, *_ in group)
        _, title, company = next(one for one in group if one[0] == newest)
        expected.add((title, company, min(day for day, *_ in group), newest))
    assert set(held(version, "claim")) == expected
    assert len(held(version)) == len(expected)
    table = version.histories().table
    found = {
        row["location"]: (row["start"], row["end"]) for row in table.to_pylist() if row["kind"] == "location"
    }
    assert found == {
        next(place for day, place in group if day == max(group)[0]): (min(group)[0], max(group)[0])
        for group in places.values()
    }


def export(day: dt.date, contacts: Sequence[str], *records: Record, messages: Sequence[str] = ()) -> Source:
    """An archive of Ana."""
    rows: list[Record] = [Owner(keys=(ANA,), name="Ana", complete_list=True), *records]
    for kind, names in (("connection", contacts), ("message", messages)):
        rows += [
            EvidenceRecord(a=ANA, b=f"linkedin:{name}", kind=kind, first=day, last=day, days=1)
            for name in names
        ]
    return source(*rows, name=f"{day} {contacts} {messages}")


def test_a_newer_archive_replaces_the_older_one() -> None:
    """Ties that the newer archive no longer lists have ended, whichever was imported first."""
    old, new = export(DAYS[0], ["ben", "eva"]), export(DAYS[1], ["ben", "kim"])
    for order in ([old, new], [new, old]):
        version = Snapshot(derive(order))
        near = version.engine.contacts(version.vertex_of_key(ANA)).tolist()
        assert {version.keys_of(vertex)[0] for vertex in near} == {"linkedin:ben", "linkedin:kim"}
        assert version.meta.superseded == (old.info.id,)
        assert version.vertex_of_key("linkedin:eva") >= 0


def test_an_archive_without_messages_says_nothing_of_messages() -> None:
    """The messages of the older, complete archive stay beside a newer one that has none."""
    old, new = export(DAYS[0], ["ben"], messages=["ben"]), export(DAYS[1], ["ben"])
    version = Snapshot(derive([old, new]))
    kinds = {
        nr.model.Evidence and fact for fact in version._tables.table("evidence").column("kind").to_pylist()
    }
    assert len(kinds) == 2
    assert len(version.ties().given) == 1


def test_a_job_that_ended_since_is_not_still_current() -> None:
    """The career in a newer archive replaces the one in the older archive, for its owner."""

    def job(end: dt.date | None) -> HistoryRecord:
        return HistoryRecord(
            person=ANA, kind="work", organisation="Acme", title="CEO", start=DAYS[0], end=end
        )

    old, new = export(DAYS[0], ["ben"], job(None)), export(DAYS[2], ["ben"], job(DAYS[1]))
    assert held(Snapshot(derive([old, new]))) == [("CEO", "Acme", DAYS[0], DAYS[1])]
    assert held(Snapshot(derive([old]))) == [("CEO", "Acme", DAYS[0], None)]


# --- searching in it ----------------------------------------------------------------------------------------------

PEOPLE: list[dict[str, Any]] = [
    {"name": "Ana"},
    {
        "name": "Ben",
        "title": "Director",
        "company": "Beta",
        "location": "Madrid",
        "positions": [
            {"kind": "work", "organisation": "Beta", "title": "Director"},
            {"kind": "work", "organisation": "Acme", "title": "Clerk", "end": DAYS[0]},
            {"kind": "claim", "organisation": "Gamma", "title": "Buyer", "start": DAYS[0], "end": DAYS[0]},
            {"kind": "location", "location": "Sevilla", "start": DAYS[0], "end": DAYS[0]},
            {"kind": "study", "organisation": "Uni", "end": DAYS[0]},
        ],
    },
    {"name": "Eva", "title": "Buyer", "company": "Acme", "location": "Sevilla", "industry": "Tools"},
]


def hits(people: list[dict[str, Any]], **criteria: Any) -> set[str]:
    """Names of those who match, seen from the first person, who knows everybody."""
    version = snapshot(people, [(0, other) for other in range(1, len(people))])
    found = find(version, version.engine.distances(0, 3), Criteria(**criteria))
    return set(version.texts("name", found.hits))


@pytest.mark.parametrize(
    ("criteria", "current", "past", "both"),
    [
        ({"company": "Acme"}, {"Eva"}, {"Ben"}, {"Ben", "Eva"}),
        ({"title": "Buyer"}, {"Eva"}, {"Ben"}, {"Ben", "Eva"}),
        ({"company": "Gamma"}, set(), {"Ben"}, {"Ben"}),
        ({"location": "Sevilla"}, {"Eva"}, {"Ben"}, {"Ben", "Eva"}),
        ({"location": "Madrid"}, {"Ben"}, set(), {"Ben"}),
        ({"school": "Uni"}, {"Ben"}, {"Ben"}, {"Ben"}),
        ({"industry": "Tools"}, {"Eva"}, set(), {"Eva"}),
        ({"keywords": "Ben"}, {"Ben"}, {"Ben"}, {"Ben"}),
        ({"keywords": "Gamma"}, set(), {"Ben"}, {"Ben"}),
    ],
)
def test_scopes(criteria: dict[str, str], current: set[str], past: set[str], both: set[str]) -> None:
    """Each scope looks where it says: at what holds, at what held, at both; schools and names at all times."""
    assert hits(PEOPLE, **criteria) == hits(PEOPLE, **criteria, scope="current") == current
    assert hits(PEOPLE, **criteria, scope="past") == past
    assert hits(PEOPLE, **criteria, scope="any") == both


values = st.sampled_from([None, "acme", "beta", "acme beta"])
job = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["work", "claim", "study", "location", "industry"]),
        "organisation": values,
        "title": values,
        "location": values,
        "industry": values,
        "end": st.sampled_from([None, DAYS[0]]),
    }
)
person = st.fixed_dictionaries(
    {
        **dict.fromkeys(("title", "company", "location", "industry"), values),
        "positions": st.lists(job, max_size=4),
    }
)
expressions = st.sampled_from(["acme", "beta", "acme beta", "NOT acme", "acme OR beta", "NOT (acme OR beta)"])


def past_values(someone: Mapping[str, Any], field: str) -> list[str]:
    """What held before."""
    column = {"company": "organisation"}.get(field, field)
    found = []
    for job in someone["positions"]:
        ended = job["kind"] == "work" and job["end"] is not None
        if field in ("title", "company") and (ended or job["kind"] == "claim"):
            found.append(job[column])
        if field == job["kind"]:
            found.append(job[column])
    return [value for value in found if value]


def current_values(someone: Mapping[str, Any], field: str) -> list[str]:
    """What holds now."""
    column = {"company": "organisation"}.get(field, field)
    found = [someone[field]]
    if field in ("title", "company"):
        found += [job[column] for job in someone["positions"] if job["kind"] == "work" and job["end"] is None]
    return [value for value in found if value]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(person, min_size=1, max_size=5),
    st.sampled_from(["title", "company", "location", "industry"]),
    expressions,
    st.sampled_from(["current", "past", "any"]),
)
def test_scopes_equal_plain_python(
    people: list[dict[str, Any]], field: str, expression: str, scope: str
) -> None:
    """Search and facets equal a walk over everybody's values, in every scope."""
    people = [{"name": f"P{number}", **someone} for number, someone in enumerate(people)]
    known = {
        "current": lambda someone: current_values(someone, field),
        "past": lambda someone: past_values(someone, field),
        "any": lambda someone: current_values(someone, field) + past_values(someone, field),
    }[scope]

    def has(someone: Mapping[str, Any], words: str) -> bool:
        return any(f" {words} " in f" {value} " for value in known(someone))

    def holds(someone: Mapping[str, Any]) -> bool:
        acme, beta = has(someone, "acme"), has(someone, "beta")
        return {
            "acme": acme,
            "beta": beta,
            "acme beta": acme and beta,
            "NOT acme": not acme,
            "acme OR beta": acme or beta,
            "NOT (acme OR beta)": not (acme or beta),
        }[expression]

    me = {"name": "Me", "positions": []}
    assert hits([me, *people], **{field: expression, "scope": scope}) == {
        someone["name"] for someone in people if holds(someone)
    }
    version = snapshot([me, *people], [(0, other + 1) for other in range(len(people))])
    facet = find(
        version,
        version.engine.distances(0, 3),
        Criteria(**{field: expression, "scope": scope}),
        facets=[field],
    ).facets[field]
    assert facet.total == len(people)
    assert facet.known == sum(bool(known(someone)) for someone in people)
    assert facet.distinct == len({value for someone in people for value in known(someone)})


def test_criteria_carry_the_scope() -> None:
    """The scope is checked, travels as plain data, and is left out where it is the usual one."""
    assert Criteria(title="CEO", scope="past").to_dict() == {"title": ["CEO"], "scope": "past"}
    assert Criteria(title="CEO").to_dict() == {"title": ["CEO"]}
    assert criteria_from({"scope": None, "title": "CEO"}).scope == "current"
    with pytest.raises(OptionError, match="scope is 'then'"):
        Criteria(scope="then")


def test_a_search_says_its_scope() -> None:
    """The answer tells where it looked, shows values of the scope, and does so after pickling, too."""
    sources = [
        export(DAYS[0], ["ben"], PersonRecord(keys=("linkedin:ben",), name="Ben", company="Acme")),
        export(DAYS[1], ["ben"], PersonRecord(keys=("linkedin:ben",), name="Ben", company="Beta")),
    ]
    network = nr.Network(None)
    network._change(lambda *_: (tuple(sources), ()))
    ego = network.ego("https://www.linkedin.com/in/ana")
    answer = ego.search(company="Acme", scope="past")
    assert [hit.name for hit in answer] == ["Ben"]
    assert "looked at the past" in answer.text()
    assert "se ha buscado en el pasado" in answer.text(language="es")
    assert answer.facets["company"].values[0].value == "Acme"
    assert answer.to_dict()["criteria"] == {"company": ["Acme"], "scope": "past"}
    again = pickle.loads(pickle.dumps(answer))
    assert [hit.name for hit in again.where(company="Acme")] == [
        hit.name for hit in answer.where(company="Acme")
    ]
    assert len(ego.search(company="Acme")) == 0


def test_a_version_by_earlier_rules_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose version was derived by other rules is derived again when it is opened, and put back."""
    (tmp_path / "ties.csv").write_text("source,target\nana@example.org,ben@example.org\n")
    module = sys.modules["netreach.identity.derive"]
    with monkeypatch.context() as patch:
        patch.setattr(module, "RULES", 0)
        with nr.open(tmp_path / "team", create=True) as network:
            network.add(tmp_path / "ties.csv")
            network.hide("ben@example.org")
            earlier = network.version
    with nr.open(tmp_path / "team") as network:
        assert network.version != earlier
        assert network.snapshot.count == 1
        assert json.loads((tmp_path / "team" / "CURRENT").read_text())["version"] == network.version
