"""The conformance kit for scorers: the built-in ones keep every law, and each law can be broken."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

import netreach as nr
from netreach.errors import OptionError
from netreach.kinds import KINDS
from netreach.plugins import Leg, Registry, Scorer, View
from netreach.ranking import NetworkView, introducers
from netreach.ranking.goals import ForGoal, goal_of
from netreach.ranking.scorers import Overall, Structure
from netreach.testing import check_scorer
from pooled import TODAY, Export, Fact, pool, who

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray, IntArray
    from netreach.snapshot import Snapshot

CLAIMS = {
    "overall": ("interactions", "strengths", "shared_contacts"),
    "contact-count": (),
}
"""What each built-in scorer never punishes; all others grow with the overlap."""


@pytest.mark.parametrize("name", sorted(Registry(entry_points=False).scorers))
def test_built_in_scorers(name: str) -> None:
    """Every built-in scorer keeps every law, and what it claims to be monotone in, it is."""
    scorer = Registry(entry_points=False).scorer(name)
    laws = check_scorer(scorer, monotone=CLAIMS.get(name, ("shared_contacts",)))
    assert all(law.checked and not law.failures for law in laws)


@pytest.mark.parametrize(
    ("goal", "claims"),
    [
        ("job", ("interactions",)),
        ("sale", ("interactions", "strengths", "shared_contacts")),
        ("reference", ("interactions", "strengths", "shared_contacts")),
    ],
)
def test_goals_keep_the_laws(goal: str, claims: tuple[str, ...]) -> None:
    """A scorer with the term of a goal keeps every law; strong trust is never punished for a sale or a reference."""
    check_scorer(ForGoal(Overall(), goal_of(goal)), monotone=claims)


def test_a_network_of_ones_own() -> None:
    """The kit takes a network in addition to its own, and counts what it checks there."""
    own = nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3]).snapshot
    more, usual = (sum(law.checked for law in check_scorer(Structure(), asked)) for asked in (own, None))
    assert more > usual


class Base:
    """A scorer that is right; others break it."""

    name = "base"
    summary = "one point for every shared contact"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs."""
        egos = np.full(len(introducers), ego, dtype=np.int32)
        return self.leg(view, egos, introducers), self.leg(view, introducers, targets)

    def leg(self, view: View, a: IntArray, b: IntArray) -> Leg:
        """Score one leg."""
        return Leg(terms={"shared": self.value(view, a, b)}, known=view.complete[a] & view.complete[b])

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """The value of one leg."""
        return view.engine.overlap_sums(a, b, np.ones(view.count))


class Forgetful(Base):
    """Gives another answer to every call."""

    calls = 0

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Grow with every call."""
        self.calls += 1
        return super().value(view, a, b) + self.calls


class Numbered(Base):
    """Looks at the numbers of vertices."""

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Prefer low numbers."""
        return super().value(view, a, b) - b / 1000


class Relative(Base):
    """Compares with who else is asked about."""

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Take the mean of the call off."""
        value = super().value(view, a, b)
        return value - value.mean() if len(value) else value


class Greedy(Base):
    """Writes into what it is given."""

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Sort the introducers."""
        value = super().value(view, a, b)
        b[:] = np.sort(b)
        return value


class Endless(Base):
    """Divides by nothing."""

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Return infinity where nothing is shared."""
        value = super().value(view, a, b)
        return np.where(value > 0, value, np.inf)


class Contrary(Base):
    """Takes points off for shared contacts."""

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Fewer are better."""
        return -super().value(view, a, b)


class OfEngine(Base):
    """Looks at which engine there is."""

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Depend on the engine."""
        return super().value(view, a, b) + (view.engine.name == "igraph")


class Unnamed(Base):
    """Has no name."""

    name = ""


class Raising(Base):
    """Fails where nobody is asked about."""

    def value(self, view: View, a: IntArray, b: IntArray) -> FloatArray:
        """Fail for none."""
        return super().value(view, a, b) + 0 * a.max()


@pytest.mark.parametrize(
    ("scorer", "law"),
    [
        (Forgetful(), "the same question has the same answer"),
        (Numbered(), "names do not matter"),
        (Relative(), "many at once are as one by one"),
        (Greedy(), "nothing is changed"),
        (Endless(), "legs are finite terms"),
        (Contrary(), "more shared contacts never lower a leg"),
        (OfEngine(), "engines agree"),
        (Unnamed(), "it is a scorer"),
        (Raising(), "nobody has no legs"),
    ],
)
def test_every_law_can_be_broken(scorer: Scorer, law: str) -> None:
    """The kit names the law that a scorer breaks."""
    check_scorer(Base(), monotone=["shared_contacts"])
    with pytest.raises(AssertionError, match=rf"BROKEN  {law}"):
        check_scorer(scorer, monotone=["shared_contacts"])


def test_unknown_claims() -> None:
    """A property that nobody can check is an error."""
    with pytest.raises(OptionError, match="interactions, strengths, shared_contacts"):
        check_scorer(Structure(), monotone=["beauty"])


# An exact published formula as an oracle


@attrs.frozen
class DotAlign:
    """DotAlign's published formula, "scoring mechanics", as a scorer over a network of mail and meetings.

    max(1, min(100, 1 + 3 * meetings + min(out, in)) * (1 - .75 * min(1, d / 730) - .25 * min(1, d / 2190))), d days
    since the later of the last meeting and the last mail that was answered.
    """

    snapshot: Snapshot
    as_of: dt.date
    name: str = "dotalign"
    summary: str = "DotAlign's published formula on both legs"
    combine: str = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs."""
        egos = np.full(len(introducers), ego, dtype=np.int32)
        return self._leg(egos, introducers), self._leg(introducers, targets)

    def _leg(self, a: IntArray, b: IntArray) -> Leg:
        evidence = self.snapshot.evidence()
        offsets, rows = evidence.rows_of(self.snapshot.tie_numbers(a, b))
        values = []
        for first, last in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
            there = back = meetings = 0
            day = 0
            for row in rows[first:last].tolist():
                kind = KINDS[evidence.kind[row]].name
                if kind == "meeting":
                    meetings += int(evidence.count_lo_hi[row])
                elif kind == "mail":
                    there, back = int(evidence.count_lo_hi[row]), int(evidence.count_hi_lo[row])
                if kind in ("meeting", "mail"):
                    day = max(day, int(evidence.last[row]))
            values.append(self.formula(there, back, meetings, (self.as_of - dt.date(1970, 1, 1)).days - day))
        return Leg(terms={"dotalign": np.array(values)}, known=np.ones(len(a), dtype=bool))

    @staticmethod
    def formula(there: int, back: int, meetings: int, days: int) -> float:
        """The published formula."""
        fading = 1 - 0.75 * min(1, days / 730) - 0.25 * min(1, days / 2190)
        return max(1.0, min(100, 1 + 3 * meetings + min(there, back)) * fading)


@pytest.mark.parametrize(("days", "published"), [(0, 28.0), (365, 16.33), (730, 4.67), (1460, 2.33)])
def test_a_published_formula_as_a_plugin(days: int, published: float) -> None:
    """DotAlign's figures come out of a plugin scorer: 20 mails out, 15 in, 4 meetings, so many days ago."""
    last = TODAY - dt.timedelta(days=days)
    said = [Fact("Ben", "Eva", "mail", 20, 15, last), Fact("Ben", "Eva", "meeting", 4, 4, last)]
    same = [Fact("Ana", "Ben", "mail", 20, 15, last), Fact("Ana", "Ben", "meeting", 4, 4, last)]
    snapshot = pool(
        Export(owner="Ana", facts=[*same, Fact("Ana", "Carla", "connection")], sharing="full"),
        Export(owner="Ben", facts=[*said, Fact("Ben", "Carla")], sharing="full"),
        Export(owner="Carla", facts=[Fact("Carla", "Eva")], sharing="full"),
    )
    ranking = introducers(
        NetworkView(snapshot), *who(snapshot, "Ana", "Eva"), scorer=DotAlign(snapshot, TODAY)
    )
    assert [one.name for one in ranking] == ["Ben", "Carla"]
    assert [round(leg.value, 2) for leg in ranking[0].legs] == [published, published]
    assert math.isclose(ranking[1].score, 2.0)
