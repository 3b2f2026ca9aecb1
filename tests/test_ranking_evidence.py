"""How observed contact enters a ranking, as far as it is shared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.kinds import BY_NAME
from netreach.ranking import NetworkView, introducers
from netreach.ranking.calibration import calibration
from netreach.ranking.scorers import (
    Overall,
)
from netreach.snapshot import Snapshot
from pooled import Export, Fact, pool, who
from ranked import LONG_AGO, order, star

if TYPE_CHECKING:
    pass


# Interactions


def seen(snapshot: Snapshot, a: str, b: str) -> float:
    """The interactions of one tie."""
    ends = (np.array([vertex], dtype=np.int32) for vertex in who(snapshot, a, b))
    return float(NetworkView(snapshot).interactions(*ends)[0])


def test_interactions_are_known_where_a_source_covers_them() -> None:
    """Covered without any is a little (the connection), uncovered is unknown, observed counts both ways."""
    bare = BY_NAME["connection"].contact
    facts = [Fact("Ana", "Ben"), Fact("Ana", "Carla"), Fact("Ana", "Carla", "message", 20, 14)]
    covered = pool(Export(owner="Ana", facts=facts, covers=("message",)))
    assert seen(covered, "Ana", "Ben") == pytest.approx(bare)
    assert seen(covered, "Carla", "Ana") == pytest.approx(34 + bare)
    uncovered = pool(Export(owner="Ana", facts=facts, covers=("connection",)))
    assert math.isnan(seen(uncovered, "Ana", "Ben"))
    assert seen(uncovered, "Ana", "Carla") == pytest.approx(34 + bare)
    assert math.isnan(seen(covered, "Ben", "Carla"))


def test_interactions_of_two_exports_are_not_added_up() -> None:
    """The same messages in both people's exports count once; a meeting stands in both directions and counts once."""
    facts = [Fact("Ana", "Ben"), Fact("Ana", "Ben", "message", 20, 14), Fact("Ana", "Ben", "meeting", 2, 2)]
    both = pool(Export(owner="Ana", facts=facts), Export(owner="Ben", facts=facts))
    assert seen(both, "Ana", "Ben") == pytest.approx(34 + 2 * BY_NAME["meeting"].contact + 0.5)


def test_an_old_connection_counts_less() -> None:
    """What is no act of contact fades with age in the measure of contact."""
    facts = [Fact("Ana", "Ben", last=LONG_AGO), Fact("Ana", "Carla")]
    snapshot = pool(Export(owner="Ana", facts=facts, covers=("mail",)))
    assert seen(snapshot, "Ana", "Ben") < seen(snapshot, "Ana", "Carla")


def test_a_star_without_differences_is_a_tie() -> None:
    """Where all evidence is alike, the scores are equal and say so."""
    first, second = order(star())
    assert first.tied
    assert second.tied
    assert first.score == pytest.approx(second.score, abs=1e-12)
    assert first.legs_known == (True, False)


@pytest.mark.parametrize("covers", [(), ("message",), ("mail",)])
@pytest.mark.parametrize(
    "said",
    [
        {"since": LONG_AGO},
        {"ben": (Fact("Ben", "Eva", "recommendation", 1, 0),)},
        {"ben": (Fact("Ben", "Eva", "message", 3, 2),)},
        {"ben": (Fact("Ben", "Eva", "message", 30, 20),), "carla": (Fact("Carla", "Eva", "message", 3, 2),)},
        {"ben": (Fact("Ben", "Ana", "message", 4, 4),)},
        {"ben": (Fact("Ben", "Eva", "address_book", 1, 0),)},
    ],
    ids=["date", "recommendation", "messages", "more messages", "messages to Ana", "address book"],
)
def test_differing_evidence_decides_in_a_star(covers: tuple[str, ...], said: dict[str, Any]) -> None:
    """In a star pool the better evidence comes first, whether or not the exports cover messages."""
    ranking = order(star(covers=covers, **said))
    assert [one.name for one in ranking] == ["Ben", "Carla"]
    assert not ranking[0].tied
    assert ranking[0].score > ranking[1].score + 1e-6


def test_unknown_overlap_is_neither_rewarded_nor_punished() -> None:
    """A leg whose overlap nobody could see is worth an average leg of the network plus what is seen of it."""
    snapshot = star()
    view = NetworkView(snapshot)
    averages = calibration(view)
    lo, hi = snapshot.tie_ends()
    counts = view.contact_counts()
    weights = 1 / np.maximum(counts, 1)
    s = np.log1p(view.engine.overlap_sums(lo, hi, weights))
    known = view.complete[lo] & view.complete[hi]
    assert 0 < known.sum() < len(known)
    assert averages.unobserved == pytest.approx(max(s[known].mean() - s[~known].mean(), 0))
    assert averages.unobserved > 0
    assert (s[~known] + averages.unobserved).mean() == pytest.approx(s[known].mean())
    for one in order(snapshot):
        first, second = ({term.kind: term.value for term in leg.terms} for leg in one.legs)
        assert one.legs_known == (True, False)
        assert "unobserved" not in first
        assert second["unobserved"] == averages.unobserved


def test_without_a_complete_pair_the_lower_bound_stands() -> None:
    """Where no overlap is known at all there is no average to fill in, and only what is seen counts."""
    facts = [Fact(a, b) for a in "abcde" for b in "abcde" if a < b and a + b != "ae"]
    view = NetworkView(pool(Export(facts=facts, complete=False)))
    assert calibration(view).unobserved == 0
    ranking = introducers(view, *who(view.snapshot, "a", "e"), scorer=Overall())
    assert {term.kind for one in ranking for leg in one.legs for term in leg.terms} == {"shared_contacts"}
    assert ranking.bound == "at_least"


def test_the_rule_of_seen_legs() -> None:
    """A known leg with seen interactions has S + 1/2 ((x - mean x) - (S - mean S)); 3/4 on a mailbox of the ego's."""
    for covers, share in ((("message",), 0.5), (("mail", "message"), 0.75)):
        facts = [Fact(a, b) for a in "abcdef" for b in "abcdef" if a < b and a + b not in ("ae", "bf")]
        wrote = [
            Fact("a", "b", "message", 9, 8),
            Fact("a", "c", "message", 1, 1),
            Fact("b", "e", "message", 5, 0),
        ]
        snapshot = pool(Export(facts=facts), Export(owner="a", facts=wrote, covers=covers))
        view = NetworkView(snapshot)
        assert view.complete.all()
        lo, hi = snapshot.tie_ends()
        every = np.arange(len(lo))
        w = view.tie_interactions(every)
        s = np.log1p(view.engine.overlap_sums(lo, hi, 1 / view.contact_counts()))
        covered = view.tie_covered(every)
        x_mean, s_mean = np.log1p(w[covered]).mean(), s[covered].mean()
        (one,) = (
            one
            for one in introducers(view, *who(snapshot, "a", "e"), scorer=Overall())
            if one.name.casefold() == "b"
        )
        number = int(snapshot.tie_numbers(*(np.array([v]) for v in who(snapshot, "a", "b")))[0])
        expected = s[number] + share * ((np.log1p(w[number]) - x_mean) - (s[number] - s_mean))
        assert one.legs[0].value == pytest.approx(expected, abs=1e-12)
        number = int(snapshot.tie_numbers(*(np.array([v]) for v in who(snapshot, "b", "e")))[0])
        expected = s[number] + 0.5 * ((np.log1p(w[number]) - x_mean) - (s[number] - s_mean))
        assert one.legs[1].value == pytest.approx(expected, abs=1e-12)


@given(st.integers(0, 30), st.integers(1, 60))
@settings(max_examples=15)
def test_more_contact_never_lowers(few: int, more: int) -> None:
    """Raising the messages of a covered tie raises the score of who has them, and nobody else's."""
    before, after = (
        {
            one.name: one.score
            for one in order(star(covers=("message",), ben=(Fact("Ben", "Eva", "message", n, n),)))
        }
        for n in (few, few + more)
    )
    assert after["Ben"] > before["Ben"]
    assert after["Carla"] <= before["Carla"] + 1e-12


def test_stated_strengths_count() -> None:
    """Where a table states strengths, the better introduced leg comes first although the structure is the same."""
    network = nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3], strengths=[0.5, 0.5, 0.2, 0.9])
    ranking = network.ego("0").introducers("3")
    assert [one.name for one in ranking] == ["2", "1"]


# Sharing


def test_hidden_evidence_does_not_enter_a_score() -> None:
    """With `names`, a colleague's messages change no score of Ana's: a score would give them away."""
    wrote = (Fact("Ben", "Eva", "message", 30, 30),)
    covers = ("message",)
    silent, told = (
        [(one.name, one.score) for one in order(star(covers=covers, ben=ben, sharing="names"))]
        for ben in ((), wrote)
    )
    assert silent == told
    assert order(star(covers=covers, ben=wrote, sharing="full"))[0].score > silent[0][1]


def test_explained_as_far_as_it_is_shared() -> None:
    """`explain` shows counts and days of a colleague's evidence only where they share it in full."""
    wrote = (Fact("Ben", "Eva", "message", 20, 14),)
    for sharing, shown, kept in (
        ("full", "34 messages, last 2 Mar 2026 (Ben)", "not shared"),
        ("strength", "messages, no details shared", "34 messages"),
        ("names", "all that is shared", "messages"),
    ):
        first = next(
            one for one in order(star(covers=("message",), ben=wrote, sharing=sharing)) if one.name == "Ben"
        )
        text = first.explain()
        assert shown in text
        assert kept not in text
        # Where Ben shares all, his list says the same and may be named as well.
        said_by = ("Ana", "Ben") if sharing == "full" else ("Ana",)
        assert any(f"connected since 2 Mar 2026 ({owner})" in text for owner in said_by)


def test_what_is_replaced_in_part_still_covers_the_rest() -> None:
    """An older archive whose contacts were replaced still covers the messages of its owner."""
    old = Export(
        owner="Ana",
        covers=("message",),
        facts=[Fact("Ana", "Ben", last=LONG_AGO), Fact("Ana", "Eva", last=LONG_AGO)],
    )
    snapshot = pool(old, Export(owner="Ana", facts=[Fact("Ana", "Ben")]))
    assert len(snapshot.meta.superseded) == 1
    (ana,) = who(snapshot, "Ana")
    view = NetworkView(snapshot)
    assert view.covers(ana, "message")
    assert view.tie_covered(np.arange(snapshot.graph.ties)).all()
