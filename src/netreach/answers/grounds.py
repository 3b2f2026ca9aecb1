"""What a ranking of introducers rests on: how much is known, how firmly it stands, and what it would be without."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs

from netreach.answers.refs import PersonRef
from netreach.render import text as layout
from netreach.render import words

MUCH: Final = "much"
PART: Final = "part"
LITTLE: Final = "little"


@attrs.frozen(kw_only=True)
class Basis:
    """How much evidence a ranking rests on.

    Attributes:
        legs: Legs of all candidates; for somebody further than two degrees those of the paths that are shown.
        legs_seen: Legs whose interactions could be seen, because a source covers them or some were observed.
        legs_known: Legs of which all shared contacts could be seen.
        observations: Observed facts about the legs, every message counted, as far as their sources share counts.
        sources: Sources that say something about the legs.
    """

    legs: int = 0
    legs_seen: int = 0
    legs_known: int = 0
    observations: int = 0
    sources: int = 0

    @property
    def share(self) -> float | None:
        """How much of what could be known is known: the mean share of legs seen and of legs known; in [0, 1]."""
        return (self.legs_seen + self.legs_known) / (2 * self.legs) if self.legs else None

    @property
    def level(self) -> str:
        """`"much"` from two thirds of what could be known, `"part"` from one third, else `"little"`."""
        share = self.share or 0.0
        return MUCH if share >= 2 / 3 else PART if share >= 1 / 3 else LITTLE

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {**attrs.asdict(self), "share": self.share, "level": self.level}

    def words(self, language: str) -> str:
        """Return it in a sentence.

        >>> Basis(legs=6, legs_seen=3, legs_known=4, observations=41, sources=2).words("en").split("; ")[0]
        'part could be seen: contact on 3 of 6 legs, all shared contacts on 4'
        """
        seen = words.say(f"basis_{self.level}", language)
        legs = words.say("basis_legs", language, seen=self.legs_seen, legs=self.legs, known=self.legs_known)
        counts = words.say("basis_counts", language, n=self.observations, sources=self.sources)
        return f"{seen}: {legs}; {counts}"


@attrs.frozen(kw_only=True)
class LastContact:
    """When the ego last had contact with an introducer.

    Attributes:
        day: The day of the last act of contact that may be shown; where contact is covered and there was none, the
            day since which the two are known to know each other; `None` where neither is known.
        seen: Whether there was an act of contact.
        dormant: Whether that day is three years or more before the day of the answer.
    """

    day: dt.date | None = None
    seen: bool = False
    dormant: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "day": self.day.isoformat() if self.day else None,
            "seen": self.seen,
            "reconnect_first": self.dormant,
        }

    def words(self, language: str) -> str:
        """Return the advice to reconnect first, with the day; nothing where there is no need.

        >>> LastContact(day=dt.date(2020, 5, 3), seen=True, dormant=True).words("en")
        'reconnect first: last contact on 3 May 2020'
        """
        if not self.dormant:
            return ""
        return words.say("reconnect_last" if self.seen else "reconnect_since", language, day=self.day)


@attrs.frozen(kw_only=True)
class Stability:
    """How firmly a place in a ranking stands when the evidence is drawn again.

    Attributes:
        first: Share of resamples in which the person comes first; who ties for the first place shares it.
        low, high: The best and the worst place in the middle nine tenths of the resamples.
    """

    first: float
    low: int
    high: int

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"first": self.first, "ranks": [self.low, self.high]}

    def words(self, language: str) -> str:
        """Return it in a few words.

        >>> Stability(first=0.83, low=1, high=2).words("en")
        'first in 83 % of the resamples; places 1 to 2 in nine of ten'
        """
        share = whole_percent(self.first)
        if self.low == self.high:
            return words.say("stability_place", language, share=share, place=self.low)
        return words.say("stability_places", language, share=share, low=self.low, high=self.high)


@attrs.frozen(kw_only=True)
class WhatIf:
    """What place an introducer would have without some people, or without some evidence.

    Attributes:
        people: Shared contacts that are taken out; empty where evidence is.
        company: Where they work, when that is what they have in common; else `""`.
        tie: The two people whose evidence is left out; `None` where people are taken out.
        evidence: The kind that is left out; `""` where people are taken out.
        rank: The place then.
        score: The score then.
        total: How many could introduce then.
    """

    rank: int
    score: float
    total: int
    people: tuple[PersonRef, ...] = ()
    company: str = ""
    tie: tuple[PersonRef, PersonRef] | None = None
    evidence: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "people": [person.to_dict() for person in self.people],
            "company": self.company or None,
            "tie": [person.id for person in self.tie] if self.tie else None,
            "evidence": self.evidence or None,
            "rank": self.rank,
            "score": self.score,
            "total": self.total,
        }

    def words(self, language: str) -> str:
        """Return it in a few words.

        >>> WhatIf(rank=4, score=0.1, total=9, people=(PersonRef(id="a", name="Ana Ruiz"),)).words("en")
        'without Ana Ruiz: rank 4'
        """
        if self.tie is not None:
            a, b = (layout.visible(person.name) for person in self.tie)
            kind = words.say(f"evidence_{self.evidence}_some", language)
            return words.say("what_if_evidence", language, kind=kind, a=a, b=b, rank=self.rank)
        if len(self.people) == 1:
            name = layout.visible(self.people[0].name)
            return words.say("what_if_person", language, name=name, rank=self.rank)
        company = layout.visible(self.company)
        return words.say("what_if_company", language, n=len(self.people), company=company, rank=self.rank)


def whole_percent(share: float) -> int:
    """Return a share of resamples as a whole percentage, never 0 or 100 where it is not exactly that.

    >>> [whole_percent(share) for share in (0, 0.001, 0.83, 0.999, 1)]
    [0, 1, 83, 99, 100]
    """
    if share in (0, 1):
        return int(100 * share)
    return min(max(round(100 * share), 1), 99)
