"""The strength of ties against the formula written out in plain Python, and its laws."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.identity import derive
from netreach.kinds import BY_NAME, KINDS
from netreach.model import Batch, Owner
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder
from netreach.strength import (
    STRONGEST,
    depths,
    evidence_between,
    hidden_sources,
    strength_terms,
    strengths_of,
    terms_of,
    tie_between,
    tie_strengths,
)
from pooled import TODAY, Export, Fact, pool, who

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray

STORED = [kind.name for kind in KINDS if kind.basis == "observed" and kind.name != "given"]
DAYS = st.one_of(st.none(), st.dates(dt.date(2010, 1, 1), dt.date(2026, 3, 2)))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A row of evidence among five people."""
    a, b = draw(st.sampled_from([(a, b) for a in "abcde" for b in "abcde" if a != b]))
    return Fact(
        a,
        b,
        draw(st.sampled_from(STORED)),
        draw(st.integers(0, 40)),
        draw(st.integers(0, 40)),
        draw(DAYS),
        draw(st.integers(0, 30)),
    )


EXPORTS = st.lists(st.lists(facts(), max_size=12), min_size=1, max_size=3)


def pooled(exports: list[list[Fact]]) -> Snapshot:
    """A pool in which every two people are connected at least since 2015, each export belonging to nobody."""
    known = [Fact(a, b, last=dt.date(2015, 1, 1)) for a in "abcde" for b in "abcde" if a < b]
    return pool(Export(facts=[*known, Fact("a", "b", last=TODAY)]), *(Export(facts=said) for said in exports))


def worth(fact: Fact, today: dt.date) -> float:
    """The formula for one row, in plain Python."""
    kind = BY_NAME[fact.kind]
    low, high = sorted((fact.there, fact.back))
    seen: float = high
    total = high
    if fact.kind in ("message", "mail", "group_message", "group_mail", "follow"):
        seen, total = 0.75 * low + 0.25 * high, low + high
    elif fact.kind in ("recommendation", "endorsement"):
        seen, total = low + high + low, low + high
    if kind.counted:
        n = seen * math.sqrt(min(max(fact.days, 1) / max(total, 1), 1))
        p = kind.cap * (1 - (1 - kind.p / kind.cap) ** math.log2(1 + n))
    else:
        n = min(seen, 1.0) if fact.kind == "follow" else 1.0
        p = 1 - (1 - kind.p) ** math.log2(1 + n)
    if fact.last is not None and kind.half_life_days is not None:
        p *= 0.5 ** (max((today - fact.last).days, 0) / kind.half_life_days)
    return -math.log(1 - p)


def strength(snapshot: Snapshot, a: str, b: str, as_of: dt.date | None = None) -> float:
    """The strength of one tie."""
    number = snapshot.tie_numbers(*(np.array([vertex]) for vertex in who(snapshot, a, b)))[0]
    return float(tie_strengths(snapshot, as_of=as_of)[number])


def simple(*said: Fact) -> Snapshot:
    """A network of what one table says."""
    return pool(Export(facts=said))


def test_by_hand() -> None:
    """A connection of ten years and a fresh message with its answer give 1 - (1 - 0.075)(1 - 0.1)."""
    ten_years = TODAY - dt.timedelta(days=3650)
    snapshot = simple(Fact("a", "b", last=ten_years), Fact("a", "b", "message", 1, 1, days=2))
    assert strength(snapshot, "a", "b") == pytest.approx(1 - (1 - 0.15 / 2) * (1 - 0.1), abs=1e-12)


@given(EXPORTS)
@settings(max_examples=40)
def test_equals_the_formula(exports: list[list[Fact]]) -> None:
    """Every strength is the noisy-or over kinds, each with the largest value that an export gives."""
    snapshot = pooled(exports)
    known = [[Fact(a, b, last=dt.date(2015, 1, 1)) for a in "abcde" for b in "abcde" if a < b]]
    for a, b in ((a, b) for a in "abcde" for b in "abcde" if a < b):
        best: dict[str, float] = {"connection": worth(Fact(a, b), TODAY) if a + b == "ab" else 0.0}
        for fact in (fact for said in [*known, *exports] for fact in said):
            if {fact.a, fact.b} == {a, b}:
                # The builder adds nothing up: rows of one source stay rows.
                best[fact.kind] = max(best.get(fact.kind, 0.0), worth(fact, TODAY))
        assert strength(snapshot, a, b) == pytest.approx(-math.expm1(-sum(best.values())), abs=1e-12)


@given(EXPORTS, st.dates(dt.date(2005, 1, 1), dt.date(2040, 1, 1)))
@settings(max_examples=30)
def test_terms_add_up(exports: list[list[Fact]], as_of: dt.date) -> None:
    """The terms of every tie add up to -ln(1 - strength) within 1e-9 on any day, from either end."""
    snapshot = pooled(exports)
    lo, hi = snapshot.tie_ends()
    for ends in ((lo, hi), (hi, lo)):
        sums = [sum(term.value for term in terms) for terms in terms_of(snapshot, *ends, as_of=as_of)]
        expected = -np.log1p(-tie_strengths(snapshot, as_of=as_of))
        assert np.allclose(sums, expected, rtol=0, atol=1e-9)


@given(EXPORTS)
@settings(max_examples=40)
def test_without_the_top_term_a_tie_loses_just_that(exports: list[list[Fact]]) -> None:
    """Without all evidence of the weightiest kind, `-ln(1 - strength)` is less by the value of its term."""
    snapshot = pooled(exports)
    [terms] = terms_of(snapshot, *(np.array([vertex]) for vertex in who(snapshot, "a", "b")))
    top = terms[0]
    total = sum(term.value for term in terms)
    if top.kind == "connection" or total > -math.log1p(-STRONGEST) - 1e-9:
        # A tie without its connection may be none; a sum at the largest strength is shrunk as a whole.
        return
    rest = [
        [fact for fact in said if {fact.a, fact.b} != {"a", "b"} or fact.kind != top.kind] for said in exports
    ]
    left = -math.log1p(-strength(pooled(rest), "a", "b"))
    assert left == pytest.approx(total - top.value, abs=1e-9)


def by_id(snapshot: Snapshot, **options: Any) -> FloatArray:
    """The strengths of all ties in the order of the ids of their ends: numbers differ from version to version."""
    lo, hi = (snapshot.id_ranks()[ends] for ends in snapshot.tie_ends())
    order = np.lexsort((np.maximum(lo, hi), np.minimum(lo, hi)))
    return tie_strengths(snapshot, **options)[order]


@given(EXPORTS, st.data())
@settings(max_examples=30)
def test_more_evidence_never_lowers(exports: list[list[Fact]], data: st.DataObject) -> None:
    """Neither one more row, in any source, nor a higher count, more days or a later day of one lowers a strength."""
    before = by_id(pooled(exports))
    more = [*exports[:-1], [*exports[-1], data.draw(facts())]]
    assert (by_id(pooled(more)) >= before - 1e-15).all()
    fact = more[-1][-1]
    for raised in (
        attrs.evolve(fact, there=fact.there + data.draw(st.integers(1, 9))),
        attrs.evolve(fact, back=fact.back + data.draw(st.integers(1, 9))),
        attrs.evolve(fact, days=fact.days + data.draw(st.integers(1, 9))),
        attrs.evolve(fact, last=TODAY) if fact.last else fact,
    ):
        higher = [*exports[:-1], [*exports[-1], raised]]
        assert (by_id(pooled(higher)) >= by_id(pooled(more)) - 1e-15).all()


@given(EXPORTS, st.dates(dt.date(2005, 1, 1), dt.date(2040, 1, 1)), st.integers(1, 4000))
@settings(max_examples=30)
def test_the_day_moves_only_decay(exports: list[list[Fact]], day: dt.date, later: int) -> None:
    """A later day lowers strengths or leaves them; before the first evidence nothing has faded."""
    snapshot = pooled(exports)
    early, late = (by_id(snapshot, as_of=when) for when in (day, day + dt.timedelta(days=later)))
    assert (late <= early + 1e-15).all()
    fresh = by_id(snapshot, as_of=dt.date(2000, 1, 1))
    assert (fresh >= early - 1e-15).all()
    undated = [[attrs.evolve(fact, last=None) for fact in said] for said in exports]
    assert np.allclose(fresh, by_id(pooled(undated), as_of=dt.date(2000, 1, 1)), atol=1e-15)


@given(EXPORTS)
@settings(max_examples=20)
def test_order_and_repetition_do_not_matter(exports: list[list[Fact]]) -> None:
    """The order of exports and the same facts seen in another export as well change no strength."""
    once = by_id(pooled(exports))
    assert (by_id(pooled(exports[::-1])) == once).all()
    mirrored = [[attrs.evolve(f, a=f.b, b=f.a, there=f.back, back=f.there) for f in said] for said in exports]
    assert np.allclose(by_id(pooled(exports + mirrored)), once, rtol=0, atol=1e-15)


@given(st.lists(facts(), min_size=1, max_size=15), st.permutations("abcde"))
@settings(max_examples=20)
def test_names_do_not_matter(said: list[Fact], names: list[str]) -> None:
    """Calling people otherwise leaves the strength of every tie as it was."""
    call = dict(zip("abcde", (f"x{name}" for name in names), strict=True))
    everybody = [Fact(a, b) for a in "abcde" for b in "abcde" if a < b]
    other = [attrs.evolve(fact, a=call[fact.a], b=call[fact.b]) for fact in (*everybody, *said)]
    here, there = simple(*everybody, *said), simple(*other)
    for a, b in ((a, b) for a in "abcde" for b in "abcde" if a < b):
        assert strength(here, a, b) == strength(there, call[a], call[b])


def test_the_order_of_the_signals() -> None:
    """A recommendation weighs more than answered messages, these more than unanswered ones, these more than none."""
    weights = [
        strength(simple(Fact("a", "b"), *more), "a", "b")
        for more in (
            [Fact("a", "b", "recommendation", 1, 0)],
            [Fact("a", "b", "message", 5, 5)],
            [Fact("a", "b", "message", 10, 0)],
            [],
        )
    ]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)


def test_a_follow_that_is_returned_counts_more() -> None:
    """A one-way follow adds less than a mutual one, and a hundred meetings less than a hundred times one."""
    one_way, mutual = (
        strength(simple(Fact("a", "b"), Fact("a", "b", "follow", 1, back)), "a", "b") for back in (0, 1)
    )
    assert one_way < mutual
    one, many = (strength(simple(Fact("a", "b", "meeting", n, n, days=n)), "a", "b") for n in (1, 100))
    cap = BY_NAME["meeting"].cap
    assert one == pytest.approx(BY_NAME["meeting"].p)
    assert many == pytest.approx(cap * (1 - (1 - one / cap) ** math.log2(101)))
    assert many < cap


def test_a_hundred_on_one_day_count_as_ten() -> None:
    """What happened on a day of its own counts in full; where days are unknown, what is certain of them counts."""

    def counts(n: int, days: int, first: dt.date | None = None) -> float:
        said = Fact("a", "b", "one_to_one", n, n, days=days, first=first)
        return strength(simple(said), "a", "b")

    assert counts(100, 1) == pytest.approx(counts(10, 10))
    assert counts(100, 0) == counts(100, 1)
    assert counts(100, 0, TODAY - dt.timedelta(days=9)) == counts(100, 2) > counts(100, 1)
    assert counts(5, 5) == counts(5, 30)


def test_a_returned_endorsement_counts_twice() -> None:
    """Endorsements both ways weigh more than as many one way, and more than a note in an invitation."""
    weights = [
        strength(simple(Fact("a", "b"), said), "a", "b")
        for said in (
            Fact("a", "b", "endorsement", 1, 1, days=2),
            Fact("a", "b", "invitation_note", 1, 0),
            Fact("a", "b", "endorsement", 1, 0, days=1),
        )
    ]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > strength(
        simple(Fact("a", "b"), Fact("a", "b", "endorsement", 2, 0, days=2)), "a", "b"
    )


def test_stated_strengths() -> None:
    """A stated strength is the strength; 1 is capped just below; without one the table's p stands."""
    network = nr.from_edges([0, 1, 2], [1, 2, 3], strengths=[0.25, 1.0, 0.5])
    strengths = sorted(tie_strengths(network.snapshot).tolist())
    assert strengths == pytest.approx([0.25, 0.5, STRONGEST], abs=1e-12)
    bare = nr.from_edges([0, 1], [1, 2]).snapshot
    assert tie_strengths(bare).tolist() == pytest.approx([BY_NAME["given"].p] * 2)


def test_terms_add_up_at_the_cap() -> None:
    """Evidence beyond what a strength can be is shrunk alike, so that the terms still add up."""
    crowd = [Fact("a", "b", kind, 10**6, 10**6, days=10**6) for kind in STORED]
    snapshot = simple(*crowd)
    assert strength(snapshot, "a", "b") == pytest.approx(STRONGEST, abs=1e-12)
    terms = strength_terms(snapshot, *who(snapshot, "a", "b"))
    assert sum(term.value for term in terms) == pytest.approx(-math.log1p(-STRONGEST), abs=1e-9)
    assert {term.kind for term in terms} == set(STORED)
    assert [term.value for term in terms] == sorted((term.value for term in terms), reverse=True)


@given(EXPORTS)
@settings(max_examples=20)
def test_some_strengths_are_those_of_all(exports: list[list[Fact]]) -> None:
    """Where there are too many ties to compute all, those that are asked for come out the same to the last bit."""
    snapshot = pooled(exports)
    numbers = np.random.default_rng(1).permutation(snapshot.graph.ties)
    hidden = frozenset({0})
    for without in (frozenset[int](), hidden):
        whole = tie_strengths(snapshot, hidden=without)[numbers].tolist()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("netreach.strength.ties.WHOLE", 0)
            assert strengths_of(snapshot, numbers, hidden=without).tolist() == whole


def test_facts_are_oriented() -> None:
    """`evidence_between` and the terms count from the first person to the second, whichever comes first."""
    snapshot = simple(Fact("a", "b"), Fact("a", "b", "message", 20, 14))
    a, b = who(snapshot, "a", "b")
    for first, second, counts in ((a, b, (20, 14)), (b, a, (14, 20))):
        fact = next(f for f in evidence_between(snapshot, first, second) if f.kind == "message")
        assert (fact.count_ab, fact.count_ba) == counts
        assert [fact.a, fact.b] == snapshot.ids([first, second])
        term = next(t for t in strength_terms(snapshot, first, second) if t.kind == "message")
        assert (term.count_ab, term.count_ba) == counts
        assert term.source == "nobody0.zip"
    tie = tie_between(snapshot, a, b)
    assert tie is not None
    assert (tie.kinds, tie.since) == (("connection", "message"), TODAY)
    assert tie.strength == strength(snapshot, "a", "b")


def test_no_tie() -> None:
    """Two people without a tie have no terms and no tie, but what was observed of them is there."""
    snapshot = simple(Fact("a", "b"), Fact("b", "c"), Fact("a", "c", "address_book", 1, 0))
    a, c = who(snapshot, "a", "c")
    assert strength_terms(snapshot, a, c) == ()
    assert tie_between(snapshot, a, c) is None
    assert [fact.kind for fact in evidence_between(snapshot, c, a)] == ["address_book"]
    assert len(tie_strengths(nr.from_edges([], [], people={"id": [1, 2]}).snapshot)) == 0


def sharing_pool(sharing: str) -> Snapshot:
    """Ben's export, shared to some depth, says that he and Eva wrote; Ana's that she and Ben are connected."""
    return pool(
        Export(owner="Ana", facts=[Fact("Ana", "Ben")]),
        Export(
            owner="Ben",
            facts=[Fact("Ben", "Ana"), Fact("Ben", "Eva"), Fact("Ben", "Eva", "message", 9, 9)],
            sharing=sharing,
        ),
    )


def test_full_sharing_shows_everything() -> None:
    """To a colleague, `full` shows counts and days; to the owner, every depth does."""
    for sharing, ego in (("full", "Ana"), ("strength", "Ben"), ("names", "Ben")):
        snapshot = sharing_pool(sharing)
        ana, ben, eva = who(snapshot, "Ana", "Ben", "Eva")
        terms = strength_terms(snapshot, ben, eva, ego=ana if ego == "Ana" else ben)
        told = {term.kind: (term.count_ab, term.last, term.shared) for term in terms}
        assert told == {"message": (9, TODAY, True), "connection": (1, TODAY, True)}


def test_strength_sharing_shows_no_details() -> None:
    """With `strength` a colleague sees what evidence is worth, but no counts and no days."""
    snapshot = sharing_pool("strength")
    ana, ben, eva = who(snapshot, "Ana", "Ben", "Eva")
    terms = strength_terms(snapshot, ben, eva, ego=ana)
    assert sum(term.value for term in terms) == pytest.approx(-math.log1p(-strength(snapshot, "Ben", "Eva")))
    for term in terms:
        assert not term.shared
        assert (term.count_ab, term.count_ba, term.days, term.first, term.last) == (None,) * 5
        assert "9" not in json.dumps({**term.to_dict(), "value": 0, "p": 0})
    # Of her own tie with Ben, Ana has her own export.
    assert strength_terms(snapshot, ana, ben, ego=ana)[0].last == TODAY


def test_names_sharing_hides_all() -> None:
    """With `names` a colleague learns of the tie alone; its strength is that of a bare connection."""
    snapshot = sharing_pool("names")
    ana, ben, eva = who(snapshot, "Ana", "Ben", "Eva")
    hidden = hidden_sources(snapshot, ana)
    assert len(hidden) == 1
    assert sorted(depths(snapshot, ana)) == ["full", "names"]
    assert hidden_sources(snapshot, ben) == frozenset()
    (term,) = strength_terms(snapshot, ben, eva, ego=ana)
    assert (term.kind, term.source) == ("names_only", "")
    number = snapshot.tie_numbers(np.array([ben]), np.array([eva]))
    seen = float(tie_strengths(snapshot, hidden=hidden)[number][0])
    assert term.value == pytest.approx(-math.log1p(-seen), abs=1e-9)
    assert seen == pytest.approx(BY_NAME["connection"].p)
    assert seen < strength(snapshot, "Ben", "Eva")


def test_a_data_set_of_nobody_protects_nobody() -> None:
    """What belongs to nobody is shown to everybody, unless it says `names`."""
    for sharing, depth in (("strength", "full"), ("full", "full"), ("names", "names")):
        snapshot = pool(Export(facts=[Fact("a", "b")], sharing=sharing))
        assert depths(snapshot, 0) == (depth,)
    assert depths(snapshot, None) == ("full",)


def test_a_declared_tie() -> None:
    """What the user declared is called so, belongs to no file, and counts as stated."""
    network = nr.from_edges([0, 1], [1, 2])
    network.declare("0", "2", strength=0.6, since=dt.date(2024, 1, 15))
    snapshot = network.snapshot
    a, b = snapshot.resolve("0"), snapshot.resolve("2")
    (term,) = strength_terms(snapshot, a, b, ego=a)
    assert (term.kind, term.source, term.first) == ("declared", "", dt.date(2024, 1, 15))
    assert term.p == pytest.approx(0.6)
    assert term.words("es") == "declarado por ti desde el 15 ene 2024"


def tables(*rows: tuple[str, str, float | None, str]) -> Snapshot:
    """A pool in which each owner's table states the strength of the tie of Ana and Ben, with its sharing."""
    made = []
    for owner, name, stated, sharing in rows:
        builder = SourceBuilder(file=name, sha256=name, importer="test", options={}, sharing=sharing)
        columns = {"a": ["linkedin:ana"], "b": ["linkedin:ben"], "strength": pa.array([stated], pa.float32())}
        builder.take(
            [Owner(keys=(f"linkedin:{owner}",), name=owner), Batch(table="ties", columns=pa.table(columns))]
        )
        made.append(builder.build())
    return Snapshot(derive(made))


@pytest.mark.parametrize("names_first", [True, False])
def test_a_stated_strength_is_that_of_a_source_that_may_be_shown(names_first: bool) -> None:
    """Beside a hidden table the other one's strength counts, whichever is larger and whichever comes first."""
    for hidden_says, shown_says in ((0.9, 0.4), (0.2, 0.4)):
        rows = [("kim", "k", hidden_says, "names"), ("eva", "e", shown_says, "full")]
        if names_first:
            rows = [(owner, f"{9 - at}", said, sharing) for at, (owner, _, said, sharing) in enumerate(rows)]
        snapshot = tables(*rows)
        ana, ben = who(snapshot, "ana", "ben")
        hidden = hidden_sources(snapshot, ana)
        assert tie_strengths(snapshot, hidden=hidden)[0] == pytest.approx(shown_says)
        (term,) = strength_terms(snapshot, ana, ben, ego=ana)
        assert (term.kind, term.source, term.p) == ("given", "eva", pytest.approx(shown_says))
        assert tie_strengths(snapshot)[0] == pytest.approx(max(hidden_says, shown_says))
        assert {fact.source for fact in evidence_between(snapshot, ana, ben)} == {"eva", "kim"}
    only = tables(("kim", "k", 0.9, "names"), ("eva", "e", 0.8, "names"))
    ana, ben = who(only, "ana", "ben")
    assert [term.kind for term in strength_terms(only, ana, ben, ego=ana)] == ["names_only"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["kim", "eva", "lia"]),
            st.one_of(st.none(), st.floats(0.0078125, 1, width=32)),
            st.sampled_from(["names", "strength", "full"]),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40)
def test_hidden_tables_are_as_good_as_absent(rows: list[tuple[str, float | None, str]]) -> None:
    """What several tables state is worth what those that may be shown state, and the terms add up to it."""
    named = [(owner, f"{at}", said, sharing) for at, (owner, said, sharing) in enumerate(rows)]
    snapshot = tables(*named)
    ana, ben = who(snapshot, "ana", "ben")
    found = tie_strengths(snapshot, hidden=hidden_sources(snapshot, ana))[0]
    shown = [row for row in named if row[3] != "names"]
    least = BY_NAME["connection"].p if len(shown) < len(named) else 0.0
    other = tie_strengths(tables(*shown))[0] if shown else 0.0
    assert found == pytest.approx(max(other, least), abs=1e-9)
    total = sum(term.value for term in strength_terms(snapshot, ana, ben, ego=ana))
    assert total == pytest.approx(-math.log1p(-found), abs=1e-9)


def test_one_table_needs_no_second_one() -> None:
    """Rows are kept apart only for ties that stand in several tables."""
    assert len(nr.from_edges([0, 1, 1], [1, 2, 0], strengths=[0.5, 0.2, 0.7]).snapshot.given().tie) == 0
    assert len(tables(("kim", "k", 0.9, "full"), ("eva", "e", 0.8, "full")).given().tie) == 2


def test_declared_beside_given() -> None:
    """A declaration about a tie of a table is a term of its own, and belongs to no table; the last one holds."""
    network = nr.from_edges([0, 1], [1, 2], strengths=[0.5, 0.5])
    network.declare("0", "1", strength=0.9)
    network.declare("1", "0", strength=0.2)
    snapshot = network.snapshot
    a, b = snapshot.resolve("0"), snapshot.resolve("1")
    terms = {term.kind: (round(term.p, 6), term.source == "") for term in strength_terms(snapshot, a, b)}
    assert terms == {"given": (0.5, False), "declared": (0.2, True)}
    tie = tie_between(snapshot, a, b)
    assert tie is not None
    assert tie.kinds == ("declared", "given")
    assert tie.strength == pytest.approx(1 - 0.5 * 0.8)
