"""The derive step: identity, newest claims, ties, and that order never matters."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreach.errors import OptionError
from netreach.identity import derive
from netreach.identity.evidence import NO_DATE, GivenTies, Stated
from netreach.keys import person_id, safest
from netreach.model import (
    CompanyRecord,
    EvidenceRecord,
    HistoryRecord,
    Owner,
    PersonRecord,
    Record,
)
from netreach.snapshot import Snapshot
from netreach.store import schema
from netreach.store.builder import SourceBuilder
from netreach.store.decisions import Decision
from netreach.store.source import Source

DAY = dt.date(2026, 3, 1)


def source(*records: Record, name: str = "a", importer: str = "linkedin") -> Source:
    """A source of the given records."""
    builder = SourceBuilder(file=name, sha256=name, importer=importer, options={})
    builder.take(records)
    return builder.build()


def connect(a: str, b: str, day: dt.date = DAY) -> EvidenceRecord:
    """A connection of two keys."""
    return EvidenceRecord(a=a, b=b, kind="connection", first=day, last=day, days=1)


def export(slug: str, contacts: Iterable[str], day: dt.date = DAY, name: str = "") -> Source:
    """What somebody's list of contacts says."""
    me = f"linkedin:{slug}"
    records: list[Record] = [
        Owner(keys=(me, f"email:{slug}@example.org"), name=slug.title(), complete_list=True)
    ]
    for contact in contacts:
        records.append(
            PersonRecord(keys=(f"linkedin:{contact}",), name=contact.title(), company=f"{slug} says")
        )
        records.append(connect(me, f"linkedin:{contact}", day))
    return source(*records, name=name or slug)


def ties_of(snapshot: Snapshot) -> set[frozenset[str]]:
    """All ties as pairs of names."""
    names = snapshot.column("name").to_pylist()
    lo, hi = snapshot.tie_ends()
    return {frozenset((names[a], names[b])) for a, b in zip(lo.tolist(), hi.tolist(), strict=True)}


def dump(snapshot: Snapshot) -> object:
    """Everything that a version says, as plain data."""
    tables = snapshot._tables
    said = {name: tables.table(name).to_pylist() for name in schema.VERSION}
    # A strength that nobody stated is NaN, which is not even equal to itself.
    return said | {name: tables.array(name).tobytes() for name in schema.ARRAYS}


def test_owners_join_the_contacts_of_others() -> None:
    """An owner and the same person in somebody's list are one professional, by slug and by e-mail."""
    snapshot = Snapshot(derive([export("ana", ["ben", "eva"]), export("ben", ["ana", "kim"])]))
    assert ties_of(snapshot) == {frozenset(p) for p in (("Ana", "Ben"), ("Ana", "Eva"), ("Ben", "Kim"))}
    assert snapshot.resolve("ben@example.org") == snapshot.resolve("https://www.linkedin.com/in/ben/")
    assert snapshot.complete.sum() == 2
    assert snapshot.meta.mentioned == (1, 1)


@given(st.randoms(use_true_random=False))
def test_the_order_of_imports_does_not_matter(rng: random.Random) -> None:
    """Sources in any order, the same one twice, give the same version to the last column."""
    people = ["ana", "ben", "eva", "kim", "lia"]
    sources = [export(owner, rng.sample(people, 3), name=owner) for owner in people[:3]]
    shuffled = [*sources]
    rng.shuffle(shuffled)
    first, second = Snapshot(derive(sources)), Snapshot(derive(shuffled))
    assert first.version == second.version
    assert dump(first) == dump(second)


def test_the_newest_claim_is_current() -> None:
    """Of two claims about a field the one from the newer export holds, whatever the order."""
    old = source(
        PersonRecord(keys=("linkedin:ana",), name="Ana Ruiz", company="Old", as_of=dt.date(2020, 1, 1)),
        name="o",
    )
    new = source(PersonRecord(keys=("linkedin:ana",), company="New", as_of=dt.date(2024, 1, 1)), name="n")
    for order in ([old, new], [new, old]):
        person = Snapshot(derive(order)).professional(0)
        assert (person.name, person.company) == ("Ana Ruiz", "New")


def test_a_shared_address_never_joins_two_profiles() -> None:
    """Two profiles with one address stay two people, directly and through a third claim."""
    snapshot = Snapshot(
        derive(
            [
                source(
                    PersonRecord(keys=("linkedin:ana", "email:both@example.org"), name="Ana"),
                    PersonRecord(keys=("linkedin:ben", "email:both@example.org"), name="Ben"),
                    PersonRecord(keys=("linkedin:eva", "email:eva@example.org"), name="Eva"),
                    PersonRecord(keys=("linkedin:kim", "email:kim@example.org"), name="Kim"),
                    PersonRecord(keys=("email:eva@example.org", "email:kim@example.org"), name="Desk"),
                )
            ]
        )
    )
    assert {"Ana", "Ben", "Eva", "Kim"} <= set(snapshot.column("name").to_pylist())
    assert "email:both@example.org" in snapshot.meta.conflicts
    profiles = [
        [key for key in snapshot.keys_of(v) if key.startswith("linkedin:")] for v in range(snapshot.count)
    ]
    assert max(len(keys) for keys in profiles) == 1


KEYS = [f"linkedin:p{n}" for n in range(4)] + [f"email:m{n}@example.org" for n in range(4)]


@given(st.lists(st.tuples(st.integers(-1, 8), st.integers(-1, 8)), max_size=40))
def test_ties_that_state_nothing_else_are_counted(pairs: list[tuple[int, int]]) -> None:
    """Many pairs without facts of their own are put in order by counting, with the same result as by sorting."""

    def united() -> Stated:
        given = GivenTies(9)
        a, b = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        given.add(a, b, np.full(len(a), 0.5, np.float32), np.full(len(a), NO_DATE, np.int32), 3)
        return given.united()

    expected = united()
    with pytest.MonkeyPatch.context() as patched:
        for module in ("identity.evidence", "graph.building"):
            patched.setattr(f"netreach.{module}.COMPILED_FROM", 0)
        found = united()
    assert found.graph is not None
    assert expected.graph is None
    assert list(zip(*found.graph.tie_ends(), strict=True)) == list(zip(found.lo, found.hi, strict=True))
    for name in ("lo", "hi", "strength", "since", "source"):
        column = getattr(expected, name)
        assert getattr(found, name).tolist() == column.tolist()
        assert getattr(found, name).dtype == column.dtype


@given(st.lists(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True), min_size=1, max_size=8))
def test_people_are_never_torn_and_profiles_never_joined(claims: list[list[str]]) -> None:
    """Claims with the same profile are one person; different profiles are one only where one claim says so."""
    claims = [sorted(claim, key=lambda key: key.startswith("email:")) for claim in claims]
    records = [PersonRecord(keys=tuple(claim), name=claim[0]) for claim in claims]
    snapshot = Snapshot(derive([source(*records)]))
    for claim in claims:
        slugs = [key for key in claim if key.startswith("linkedin:")]
        assert len({snapshot.vertex_of_key(key) for key in slugs}) <= 1
    said_same = {frozenset(k for k in claim if k.startswith("linkedin:")) for claim in claims}
    for vertex in range(snapshot.count):
        slugs = {key for key in snapshot.keys_of(vertex) if key.startswith("linkedin:")}
        reached = set(list(slugs)[:1])
        while more := {k for same in said_same if same & reached for k in same} - reached:
            reached |= more
        assert slugs <= reached


def test_what_makes_a_tie() -> None:
    """One-way messages make no tie, an answer does, even when it stands in the other owner's export."""
    one_way = source(
        EvidenceRecord(a="linkedin:ana", b="linkedin:ben", kind="message", count_ab=3, count_ba=0), name="x"
    )
    answer = source(
        EvidenceRecord(a="linkedin:ben", b="linkedin:ana", kind="message", count_ab=1, count_ba=0), name="y"
    )
    note = source(EvidenceRecord(a="linkedin:ana", b="linkedin:eva", kind="invitation_note"), name="z")
    assert Snapshot(derive([one_way, note])).meta.ties == 0
    assert Snapshot(derive([one_way, answer])).meta.ties == 1
    evidence = Snapshot(derive([one_way, answer])).evidence()
    assert sorted(zip(evidence.count_lo_hi.tolist(), evidence.count_hi_lo.tolist(), strict=True)) in (
        [(0, 1), (3, 0)],
        [(0, 3), (1, 0)],
    )


def test_a_newer_export_replaces_the_older_one() -> None:
    """A tie that is gone from the owner's newer list has ended; other owners' ties stay."""
    old = export("ana", ["ben", "eva"], dt.date(2020, 1, 1), name="old")
    new = export("ana", ["ben", "kim"], dt.date(2024, 1, 1), name="new")
    other = export("eva", ["lia"], dt.date(2019, 1, 1))
    snapshot = Snapshot(derive([old, new, other]))
    assert ties_of(snapshot) == {frozenset(p) for p in (("Ana", "Ben"), ("Ana", "Kim"), ("Eva", "Lia"))}
    assert snapshot.meta.superseded == (old.info.id,)


@given(st.integers(0, 4))
def test_hiding_equals_removing(index: int) -> None:
    """A hidden person is in no table, and the rest is what it would be without them."""
    people = ["ana", "ben", "eva", "kim", "lia"]
    who = people[index]
    rows = [("ana", "ben"), ("ben", "eva"), ("eva", "kim"), ("kim", "lia"), ("ana", "eva")]
    everybody = [PersonRecord(keys=(f"linkedin:{p}",), name=p) for p in people]
    links = [connect(f"linkedin:{a}", f"linkedin:{b}") for a, b in rows]
    hidden = Snapshot(
        derive([source(*everybody, *links)], [Decision(kind="hide", keys=(f"linkedin:{who}",))])
    )
    without = Snapshot(
        derive(
            [
                source(
                    *[record for record in everybody if record.name != who],
                    *[link for link in links if f"linkedin:{who}" not in (link.a, link.b)],
                )
            ]
        )
    )
    assert dump(hidden) == dump(without)
    assert hidden.meta.hidden == 1
    shown = [
        Decision(kind="hide", keys=(f"linkedin:{who}",)),
        Decision(kind="unhide", keys=(f"linkedin:{who}",)),
    ]
    assert Snapshot(derive([source(*everybody, *links)], shown)).count == 5


CLAIMS = st.lists(
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True), min_size=2, max_size=9
)


@given(CLAIMS, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=6), st.integers(0, 8))
def test_hiding_equals_never_having_had_them(
    claims: list[list[str]], pairs: list[tuple[int, int]], index: int
) -> None:
    """Hiding somebody is the same as having no claim about them, also for addresses that they shared."""
    records = [
        PersonRecord(keys=tuple(claim), name=f"Person {at}", emails=()) for at, claim in enumerate(claims)
    ]
    first = {claim[0]: at for at, claim in reversed(list(enumerate(claims)))}
    links = {(first[claims[a % len(claims)][0]], first[claims[b % len(claims)][0]]) for a, b in pairs}
    plain = Snapshot(derive([source(*records, *_between(claims, links))]))
    about = [next((key for key in claim if key.startswith("linkedin:")), claim[0]) for claim in claims]
    keys = plain.keys_of(plain.vertex_of_key(about[index % len(claims)]))
    gone = {at for at, key in enumerate(about) if key in keys}
    hidden = Snapshot(
        derive([source(*records, *_between(claims, links))], [Decision(kind="hide", keys=keys)])
    )
    left = {pair for pair in links if not gone & set(pair)}
    without = Snapshot(
        derive(
            [
                source(
                    *[record for at, record in enumerate(records) if at not in gone],
                    *_between(claims, left),
                )
            ]
        )
    )
    assert dump(hidden) == dump(without)
    assert hidden.meta.conflicts == without.meta.conflicts
    assert hidden.meta.hidden == 1


def _between(claims: list[list[str]], links: Iterable[tuple[int, int]]) -> list[EvidenceRecord]:
    return [connect(claims[a][0], claims[b][0]) for a, b in sorted(links) if claims[a][0] != claims[b][0]]


def test_an_address_is_free_again_when_one_of_two_is_hidden() -> None:
    """What two profiles shared belongs to the one who is left, and joins them to the exports that know it."""
    people = source(
        PersonRecord(keys=("linkedin:ana", "email:home@example.org"), name="Ana"),
        PersonRecord(keys=("linkedin:ben", "email:home@example.org"), name="Ben"),
    )
    book = source(PersonRecord(keys=("email:home@example.org",), name="Ben", company="Acme"), name="book")
    assert Snapshot(derive([people, book])).count == 3
    hidden = Snapshot(derive([people, book], [Decision(kind="hide", keys=("linkedin:ana",))]))
    assert hidden.meta.conflicts == ()
    assert hidden.professional(hidden.resolve("home@example.org")).company == "Acme"
    assert (hidden.count, hidden.meta.hidden) == (1, 1)


def test_merge_keeps_old_ids_resolving() -> None:
    """After a merge the ids of both people lead to the one person, and both profiles may be theirs."""
    sources = [export("ana", ["ben"]), export("anna-ruiz", ["eva"])]
    before = Snapshot(derive(sources))
    ids = [before.ids([before.vertex_of_key(f"linkedin:{slug}")])[0] for slug in ("ana", "anna-ruiz")]
    merged = Snapshot(derive(sources, [Decision(kind="merge", keys=("linkedin:ana", "linkedin:anna-ruiz"))]))
    assert merged.count == before.count - 1
    assert merged.resolve(ids[0]) == merged.resolve(ids[1])


def test_declared_ties_exist() -> None:
    """A declared tie is a tie with the strength that was stated."""
    sources = [source(PersonRecord(keys=("linkedin:ana",)), PersonRecord(keys=("linkedin:ben",)))]
    said = Decision(kind="declare", keys=("linkedin:ana", "linkedin:ben"), strength=0.5, since=DAY)
    ties = Snapshot(derive(sources, [said])).ties()
    assert ties.given.tolist() == [0.5]
    assert ties.source.tolist() == [-1]


def test_companies_and_jobs_fill_gaps() -> None:
    """A company table gives sector and country by folded name; the latest current job gives the company."""
    snapshot = Snapshot(
        derive(
            [
                source(
                    PersonRecord(keys=("linkedin:ana",), name="Ana", company="Acme S.L."),
                    PersonRecord(keys=("linkedin:ben",), name="Ben"),
                    HistoryRecord(
                        person="linkedin:ben", kind="work", organisation="Old", start=dt.date(2001, 1, 1)
                    ),
                    HistoryRecord(
                        person="linkedin:ben",
                        kind="work",
                        organisation="Past",
                        start=dt.date(2020, 1, 1),
                        end=DAY,
                    ),
                    HistoryRecord(
                        person="linkedin:ben", kind="work", organisation="ACME", start=dt.date(2010, 1, 1)
                    ),
                    HistoryRecord(person="linkedin:ben", kind="study", organisation="Uni"),
                    CompanyRecord(company="acme", industry="Machines", country="ES"),
                )
            ]
        )
    )
    ana, ben = (snapshot.professional(snapshot.resolve(name)) for name in ("Ana", "Ben"))
    assert (ana.industry, ana.country) == ("Machines", "ES")
    assert (ben.company, ben.industry, ben.schools) == ("ACME", "Machines", ("Uni",))


def test_ids_are_those_of_the_safest_keys() -> None:
    """The ids that a version holds are made from the safest key of each person."""
    snapshot = Snapshot(derive([export("ana", ["ben", "eva", "josé"])]))
    for vertex in range(snapshot.count):
        assert snapshot.ids([vertex]) == [person_id(safest(snapshot.keys_of(vertex)))]


def test_an_empty_network_is_a_network() -> None:
    """No sources give a version with nobody in it."""
    snapshot = Snapshot(derive([]))
    assert (snapshot.count, snapshot.meta.ties, snapshot.as_of) == (0, 0, None)
    with pytest.raises(LookupError):
        snapshot.resolve("Ana")


def test_nobody_exists_without_a_claim() -> None:
    """An address that two profiles carry is nobody, in no table; one that has a row of its own is somebody."""
    both = "email:both@example.org"
    rows = [
        PersonRecord(keys=("linkedin:ana", both), name="Ana"),
        PersonRecord(keys=("linkedin:ben", both), name="Ben"),
    ]
    snapshot = Snapshot(derive([source(*rows)]))
    assert snapshot.count == 2
    assert snapshot.meta.conflicts == (both,)
    assert both not in dump(snapshot)["identity"].__repr__()
    assert snapshot.vertex_of_key(both) == -1
    desk = Snapshot(derive([source(*rows, PersonRecord(keys=(both,), name="Desk"))]))
    assert sorted(desk.column("name").to_pylist()) == ["Ana", "Ben", "Desk"]


def test_an_owner_with_a_contested_address_is_still_themselves() -> None:
    """Whose an export is depends on the owner's own row, not on an address that somebody else carries too."""
    both = "email:both@example.org"
    mine = source(
        Owner(keys=(both, "linkedin:ana"), name="Ana", complete_list=True),
        connect("linkedin:ana", "linkedin:ben"),
        name="mine",
    )
    other = source(PersonRecord(keys=("linkedin:kim", both), name="Kim"), name="other")
    snapshot = Snapshot(derive([mine, other]))
    ana = snapshot.vertex_of_key("linkedin:ana")
    assert set(snapshot.meta.owners) == {ana, -1}
    assert snapshot.complete[ana]


PEOPLE = ("ana", "ben", "eva", "kim")
SOME_DAY = st.one_of(st.none(), st.dates(dt.date(2010, 1, 1), dt.date(2024, 1, 1)))
DATED = st.lists(
    st.tuples(
        st.sampled_from([*PEOPLE, ""]),
        st.lists(st.tuples(st.sampled_from(PEOPLE), SOME_DAY), max_size=4),
        st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), SOME_DAY), max_size=5),
    ),
    min_size=1,
    max_size=3,
)


@given(DATED, st.sampled_from(PEOPLE))
def test_hiding_equals_removing_with_days(
    exports: list[tuple[str, list[tuple[str, dt.date | None]], list[tuple[str, str, dt.date | None]]]],
    who: str,
) -> None:
    """Without somebody hidden every table, the day and what is replaced are those of sources without them."""

    def sources(without: str) -> list[Source]:
        made = []
        for number, (owner, rows, links) in enumerate(exports):
            owns = bool(owner) and owner != without
            records: list[Record] = [
                Owner(keys=(f"linkedin:{owner}",), name=owner, complete_list=True)
            ] * owns
            records += [
                PersonRecord(keys=(f"linkedin:{name}",), company=f"says {number}", as_of=day)
                for name, day in rows
                if name != without
            ]
            for a, b, day in links:
                if a != b and without not in (a, b):
                    a, b = f"linkedin:{a}", f"linkedin:{b}"
                    records.append(EvidenceRecord(a=a, b=b, kind="connection", first=day, last=day))
            builder = SourceBuilder(file=f"{number}", sha256=f"{number}", importer="test", options={})
            builder.take([*records, *people_of(rows, links, without)])
            built = builder.build()
            # The same order of sources in both networks: their ids are hashes of what stands in them.
            made.append(Source(info=attrs.evolve(built.info, id=f"s{number}"), tables=built.tables))
        return made

    def people_of(
        rows: list[tuple[str, dt.date | None]], links: list[tuple[str, str, dt.date | None]], without: str
    ) -> list[Record]:
        named = {name for name, _ in rows} | {name for a, b, _ in links for name in (a, b)}
        return [PersonRecord(keys=(f"linkedin:{name}",)) for name in sorted(named - {without})]

    hidden = Snapshot(derive(sources(""), [Decision(kind="hide", keys=(f"linkedin:{who}",))]))
    without = Snapshot(derive(sources(who)))
    assert dump(hidden) == dump(without)
    assert hidden.as_of == without.as_of
    assert hidden.meta.superseded == without.meta.superseded


def test_the_day_of_a_hidden_person_is_not_told() -> None:
    """The newest day of a network is that of what is left when somebody is hidden."""
    rows = source(
        PersonRecord(keys=("linkedin:ben",), as_of=dt.date(2010, 1, 1)),
        PersonRecord(keys=("linkedin:eva",), as_of=dt.date(2024, 1, 1)),
    )
    assert Snapshot(derive([rows])).as_of == dt.date(2024, 1, 1)
    left = Snapshot(derive([rows], [Decision(kind="hide", keys=("linkedin:eva",))]))
    assert left.as_of == left.sources[0].as_of == dt.date(2010, 1, 1)


def test_the_last_declaration_holds() -> None:
    """Of several declarations of one pair, in any order of the two, the last one counts."""
    sources = [source(PersonRecord(keys=("linkedin:ana",)), PersonRecord(keys=("linkedin:ben",)))]
    said = [
        Decision(kind="declare", keys=("linkedin:ana", "linkedin:ben"), strength=0.9),
        Decision(kind="declare", keys=("linkedin:ben", "linkedin:ana"), strength=0.25, since=DAY),
    ]
    ties = Snapshot(derive(sources, said)).ties()
    assert ties.given.tolist() == [0.25]
    gone = Decision(kind="declare", keys=("linkedin:ana", "linkedin:nobody"), strength=0.9)
    assert len(Snapshot(derive(sources, [gone])).ties().given) == 0


@pytest.mark.parametrize("since", ["2024-05-01", dt.datetime(2024, 5, 1)])
def test_a_day_is_a_day(since: dt.date) -> None:
    """A text or a moment instead of a day is refused when the decision is made, not when it is read again."""
    with pytest.raises(OptionError, match="since="):
        Decision(kind="declare", keys=("linkedin:ana", "linkedin:ben"), since=since)


def test_the_day_of_a_removed_person_is_not_told() -> None:
    """A source that was written anew without somebody has the newest day of what is left in it."""
    rows = source(PersonRecord(keys=("linkedin:ben",), as_of=dt.date(2010, 1, 1)))
    info = attrs.evolve(rows.info, as_of=dt.date(2024, 1, 1), rewritten=True)
    assert Snapshot(derive([Source(info=info, tables=rows.tables)])).as_of == dt.date(2010, 1, 1)
