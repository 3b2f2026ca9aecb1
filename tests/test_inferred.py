"""What is inferred from careers, against a search by hand over every pair and day; and nothing without careers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.answers.legs import EvidenceTerm
from netreach.identity import derive
from netreach.kinds import BY_NAME
from netreach.model import EvidenceRecord, HistoryRecord, Owner, PersonRecord
from netreach.search import beside
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder
from netreach.store.tables import MemoryTables
from netreach.strength import careers, hidden_sources, strength_terms, strengths_of, terms_of, tie_strengths
from netreach.strength.careers import spells_of
from pooled import TODAY, key, who
from small_pool import Pool

PEOPLE = "abcde"
DAY = st.dates(dt.date(2015, 1, 1), TODAY)


@attrs.frozen
class Job:
    """A time of somebody somewhere."""

    person: str
    place: str
    start: dt.date | None
    end: dt.date | None
    kind: str = "work"


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    """A job or a school of one of five people."""
    days = sorted(draw(st.tuples(DAY, DAY)))
    return Job(
        draw(st.sampled_from(PEOPLE)),
        draw(st.sampled_from(["Acme", "ACME S.L.", "Beta", "Gamma"])),
        draw(st.sampled_from([days[0], None])),
        draw(st.sampled_from([days[1], None])),
        draw(st.sampled_from(["work", "study"])),
    )


def world(
    careers: list[Job],
    companies: dict[str, str],
    connected: dict[tuple[str, str], dt.date],
    *,
    owner: str = "a",
    sharing: str = "strength",
) -> Snapshot:
    """Everybody is tied to everybody; one export has its owner's connections with their days.

    Whoever has no company is alone in one: else the current job would fill it in.
    """
    pairs = [(x, y) for x in PEOPLE for y in PEOPLE if x < y]
    base = SourceBuilder(file="all.csv", sha256="0", importer="test", options={}, sharing="full")
    base.take(
        [
            *(
                PersonRecord(keys=(key(name),), name=name, company=companies.get(name, f"{name} alone"))
                for name in PEOPLE
            ),
            *(EvidenceRecord(a=key(x), b=key(y), kind="relation", count_ab=1, count_ba=1) for x, y in pairs),
            *(
                HistoryRecord(
                    person=key(job.person),
                    kind=job.kind,
                    organisation=job.place,
                    start=job.start,
                    end=job.end,
                )
                for job in careers
            ),
        ]
    )
    mine = SourceBuilder(file="mine.zip", sha256="1", importer="test", options={}, sharing=sharing)
    mine.take(
        [
            Owner(keys=(key(owner),), name=owner, complete_list=False),
            PersonRecord(keys=(key(owner),), as_of=TODAY),
            *(PersonRecord(keys=(key(name),), name=name) for name in PEOPLE if name != owner),
            *(
                EvidenceRecord(
                    a=key(x), b=key(y), kind="connection", count_ab=1, count_ba=1, first=day, last=day
                )
                for (x, y), day in connected.items()
            ),
        ]
    )
    return Snapshot(derive([base.build(), mine.build()]))


def folded(place: str, kind: str = "work") -> str:
    """One name for the spellings of an organisation; legal forms are those of companies."""
    return (place.replace(",", "").split()[0] if kind == "work" else place).casefold()


def times(
    careers: list[Job], companies: dict[str, str], person: str, kind: str
) -> dict[str, dict[dt.date, bool]]:
    """Day by day where somebody was; whether a career says so."""
    found: dict[str, dict[dt.date, bool]] = {}
    for job in careers:
        if job.person != person or job.kind != kind:
            continue
        end = TODAY if job.end is None and kind == "work" and job.start else job.end
        start, end = job.start or end, end or job.start
        if start is None or end is None:
            if kind == "work":
                # A job without days is one of today.
                found.setdefault(folded(job.place, kind), {}).setdefault(TODAY, False)
            continue
        for number in range((end - start).days + 1):
            found.setdefault(folded(job.place, kind), {})[start + dt.timedelta(days=number)] = True
    if kind == "work" and companies.get(person):
        found.setdefault(folded(companies[person]), {}).setdefault(TODAY, False)
    return found


def by_hand(
    careers: list[Job], companies: dict[str, str], connected: dict[tuple[str, str], dt.date], x: str, y: str
) -> dict[tuple[str, str], float]:
    """What is inferred of a pair, by kind and organisation, in plain Python over days."""
    found: dict[tuple[str, str], float] = {}
    for kind, name in (("work", "same_employer"), ("study", "same_school")):
        if not any(job.kind == kind and (job.start or job.end) for job in careers):
            continue
        known: dict[str, set[str]] = {}
        for job in careers:
            if job.kind == kind:
                known.setdefault(folded(job.place, kind), set()).add(job.person)
        for person, company in companies.items():
            if kind == "work":
                known.setdefault(folded(company), set()).add(person)
        here, there = (times(careers, companies, person, kind) for person in (x, y))
        for place in here.keys() & there.keys():
            size = math.sqrt(2 / max(len(known[place]), 2))
            both = sorted(here[place].keys() & there[place].keys())
            both = [day for day in both if _stretch(here[place], day) or _stretch(there[place], day)]
            if both:
                # Days of one stretch count from its first to its last: one fewer than there are.
                stretches = sum(day - dt.timedelta(days=1) not in both for day in both)
                months = round((len(both) - stretches) / (365.25 / 12))
                p = BY_NAME[name].p * size * (months + 6) / (months + 30)
                p *= 0.5 ** ((TODAY - both[-1]).days / 3650)
                found[name, place] = -math.log(1 - p)
            day = connected.get((x, y)) or connected.get((y, x))
            if kind == "work" and day and "a" in (x, y):
                mine, theirs = (here, there) if x == "a" else (there, here)
                undated = any(not _stretch(theirs[place], when) for when in theirs[place])
                if _stretch(mine[place], day) and (day in theirs[place] or undated):
                    p = BY_NAME["connected_at_work"].p * size * 0.5 ** ((TODAY - day).days / 3650)
                    found["connected_at_work", place] = -math.log(1 - p)
    return found


def _stretch(days: dict[dt.date, bool], day: dt.date) -> bool:
    """Whether a career says something of the days without a gap around a day."""
    if day not in days:
        return False
    for step in (-1, 1):
        near = day
        while near in days:
            if days[near]:
                return True
            near += dt.timedelta(days=step)
    return False


COMPANIES = st.dictionaries(
    st.sampled_from(PEOPLE), st.sampled_from(["Acme", "acme, S.L.", "Beta"]), max_size=5
)
CONNECTED = st.dictionaries(st.sampled_from([("a", name) for name in "bcde"]), DAY, max_size=4)


def inferred(terms: tuple[EvidenceTerm, ...]) -> dict[tuple[str, str], float]:
    """The inferred terms by kind and organisation."""
    return {
        (term.kind, folded(term.organisation, "study" if term.kind == "same_school" else "work")): term.value
        for term in terms
        if term.basis == "inferred"
    }


@given(st.lists(jobs(), max_size=9), COMPANIES, CONNECTED)
@settings(max_examples=60, deadline=None)
def test_as_by_hand(
    careers: list[Job], companies: dict[str, str], connected: dict[tuple[str, str], dt.date]
) -> None:
    """Terms are those of a search over days; they add up to the strengths of all ties, and of some."""
    snapshot = world(careers, companies, connected)
    assert snapshot.as_of == TODAY
    pairs = [(x, y) for x in PEOPLE for y in PEOPLE if x < y]
    a, b = (np.array(who(snapshot, *(pair[side] for pair in pairs)), dtype=np.int32) for side in (0, 1))
    for ends in ((a, b), (b, a)):
        for pair, terms in zip(pairs, terms_of(snapshot, *ends), strict=True):
            assert inferred(terms) == pytest.approx(by_hand(careers, companies, connected, *pair), abs=1e-12)
    numbers = snapshot.tie_numbers(a, b)
    sums = [sum(term.value for term in terms) for terms in terms_of(snapshot, a, b)]
    assert np.allclose(sums, -np.log1p(-tie_strengths(snapshot)[numbers]), rtol=0, atol=1e-9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("netreach.strength.ties.WHOLE", 0)
        assert strengths_of(snapshot, numbers).tolist() == tie_strengths(snapshot)[numbers].tolist()


@given(st.lists(jobs(), min_size=1, max_size=6), st.integers(0, 4000))
@settings(max_examples=30, deadline=None)
def test_the_day_of_the_answer_moves_only_decay(careers: list[Job], later: int) -> None:
    """What overlapped, and for how long, does not depend on the day that is asked for; its worth only falls."""
    snapshot = world(careers, {"a": "Acme", "b": "Acme"}, {})
    lo, hi = snapshot.tie_ends()
    day = TODAY + dt.timedelta(days=later)
    for now, then in zip(terms_of(snapshot, lo, hi), terms_of(snapshot, lo, hi, as_of=day), strict=True):
        kept = [
            {(term.kind, term.organisation): (term.months, term.first, term.last) for term in terms}
            for terms in (now, then)
        ]
        assert kept[0] == kept[1]
        assert sum(term.value for term in then) <= sum(term.value for term in now) + 1e-15


@given(st.lists(jobs(), min_size=1, max_size=6), st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_a_longer_time_never_lowers(careers: list[Job], more: int) -> None:
    """A job that is known to have begun earlier lowers no strength."""
    before = world(careers, {}, {})
    job = careers[0]
    if job.start is None:
        return
    earlier = attrs.evolve(job, start=job.start - dt.timedelta(days=more))
    after = world([earlier, *careers[1:]], {}, {})
    for x, y in ((x, y) for x in PEOPLE for y in PEOPLE if x < y):
        values = [
            sum(term.value for term in strength_terms(snapshot, *who(snapshot, x, y)))
            for snapshot in (before, after)
        ]
        assert values[1] >= values[0] - 1e-15


def test_the_smaller_and_the_longer_say_more() -> None:
    """Two in a small firm, for long, weigh more than in a large one or for a short time; words say all of it."""
    start = dt.date(2020, 1, 1)
    careers = [
        *(Job(name, "Beta", start, dt.date(2024, 1, 1)) for name in "abcde"),
        *(Job(name, "Acme", start, dt.date(2024, 1, 1)) for name in "ab"),
        *(Job(name, "Gamma", start, dt.date(2020, 3, 1)) for name in "ab"),
    ]
    snapshot = world(careers, {}, {})
    terms = {term.organisation: term for term in strength_terms(snapshot, *who(snapshot, "a", "b"))}
    assert terms["Acme"].value > terms["Beta"].value
    assert terms["Acme"].value > terms["Gamma"].value
    assert terms["Acme"].months == 48
    assert terms["Acme"].words("en") == "inferred: both at Acme for 48 months, until 1 Jan 2024"
    assert terms["Acme"].words("es") == "deducido: coincidieron 48 meses en Acme, hasta el 1 ene 2024"
    assert terms["Acme"].to_dict()["basis"] == "inferred"
    for term in terms.values():
        for months in (0, 1, 30):
            for kind in ("same_employer", "same_school") if term.organisation else ():
                said = attrs.evolve(term, months=months, kind=kind)
                assert term.organisation in said.words("es")
                assert ("for how long is not known" in said.words("en")) == (not months)


def test_the_day_of_a_connection_is_shared_like_the_list() -> None:
    """Another ego sees that two became connected at work, but no day; with `names` it does not count at all."""
    careers = [Job("a", "Acme", dt.date(2018, 1, 1), dt.date(2022, 1, 1))]
    day = dt.date(2019, 5, 1)

    def at_work(sharing: str, ego: str) -> tuple[Snapshot, list[EvidenceTerm]]:
        snapshot = world(careers, {"b": "Acme"}, {("a", "b"): day}, sharing=sharing)
        a, b, asked = who(snapshot, "a", "b", ego)
        terms = strength_terms(snapshot, a, b, ego=asked)
        hidden = hidden_sources(snapshot, asked)
        number = snapshot.tie_numbers(np.array([a]), np.array([b]))
        total = -math.log1p(-float(tie_strengths(snapshot, hidden=hidden)[number][0]))
        assert sum(term.value for term in terms) == pytest.approx(total, abs=1e-9)
        return snapshot, [term for term in terms if term.kind == "connected_at_work"]

    (mine,) = at_work("strength", "a")[1]
    assert (mine.last, mine.source, mine.shared) == (day, "a", True)
    assert mine.words("en") == "inferred: connected while both worked at Acme, on 1 May 2019"
    (theirs,) = at_work("strength", "c")[1]
    assert (theirs.last, theirs.first, theirs.shared, theirs.value) == (None, None, False, mine.value)
    assert "2019" not in theirs.words("en")
    assert at_work("names", "c")[1] == []
    assert at_work("names", "a")[1] != []


def test_networks_without_careers_pay_nothing() -> None:
    """A network from arrays has no spells, and neither have bare companies, of which nobody knows since when."""
    people = {"id": [0, 1, 2], "company": ["Acme", "Acme", "Acme"]}
    snapshot = nr.from_edges([0, 1], [1, 2], people=people).snapshot
    assert isinstance(snapshot._tables, MemoryTables)
    assert spells_of(snapshot, "work") is None
    assert spells_of(snapshot, "study") is None
    assert [term.kind for term in strength_terms(snapshot, 0, 1)] == ["given"]


def test_hostile_names_of_organisations_cannot_act() -> None:
    """An organisation that is called like a terminal code is shown without it."""
    evil = "Ac\x1b[31mme"
    snapshot = world([Job(name, evil, dt.date(2020, 1, 1), None) for name in "ab"], {}, {})
    (term,) = [term for term in strength_terms(snapshot, *who(snapshot, "a", "b")) if term.organisation]
    assert "\x1b" not in term.words("en")


def test_spells_of_a_large_version_are_kept_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_pool: Callable[[Path], Pool]
) -> None:
    """Who opens a large version next reads the spells from a file, and they are the same."""
    monkeypatch.setattr(beside, "LARGE", 1)
    path = new_pool(tmp_path).path
    with nr.open(path) as network:
        made = careers._spells(network.snapshot, careers.WORK)
        first = careers.spells_of(network.snapshot, careers.WORK)
    monkeypatch.setattr(careers, "_spells", lambda *_: pytest.fail("made again"))
    with nr.open(path) as network:
        again = careers.spells_of(network.snapshot, careers.WORK)
    assert made is not None
    for one in (first, again):
        assert one is not None
        for name in attrs.fields_dict(careers.Spells):
            assert np.array_equal(np.asarray(getattr(made, name)), np.asarray(getattr(one, name)))
