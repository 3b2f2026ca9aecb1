"""One leg of an introduction or of a path: its value, the terms that add up to it, and the evidence behind it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any, Final

import attrs

from netreach.answers.degrees import AT_LEAST, EXACT
from netreach.answers.lines import wrapped
from netreach.answers.refs import PersonRef
from netreach.kinds import BY_NAME
from netreach.render import svg, words
from netreach.render import text as layout
from netreach.render.phrases import PHRASES

SUM: Final = "sum"
NOISY_OR: Final = "-log(1-p)"
"""How the terms of a leg give its value: by adding up, or by adding up in `-ln(1 - p)`."""

SHARED: Final = "shared_contacts"
"""The term of a scorer that stands for the contacts that both ends share."""

OBSERVED: Final = "observed"
_UNOBSERVED: Final = "unobserved"

_COUNTED: Final = frozenset(
    {
        "recommendation",
        "endorsement",
        "message",
        "mail",
        "meeting",
        "coauthorship",
        "group_message",
        "group_mail",
        "co_recipient",
        "one_to_one",
        "group_meeting",
    }
)
MUTUAL: Final = frozenset({"meeting", "coauthorship", "co_recipient", "one_to_one", "group_meeting"})
"""Kinds that happen to two people at once: one observation stands in both directions."""

_FEMININE: Final = frozenset(
    {"recommendation", "endorsement", "meeting", "coauthorship", "one_to_one", "group_meeting"}
)
"""Kinds of which "the last one" has another form in Spanish."""

_NAMED: Final = 3


@attrs.frozen(kw_only=True)
class EvidenceTerm:
    """What one kind of evidence adds to the strength of a tie.

    Attributes:
        kind: The kind, a name of `netreach.kinds.KINDS`; `"names_only"` for a tie of which no more is shared.
        value: What it adds in `-ln(1 - strength)`.
        p: How likely it alone carries a request.
        count_ab, count_ba: Observations each way; `None` where the source does not share them.
        days: Distinct days; `None` where unknown or not shared.
        first, last: Days; `None` where unknown or not shared.
        source: What to call the source; `""` for what the user declared.
        shared: Whether counts and days may be shown to the ego.
        organisation: For what is inferred from careers: where; else `""`.
        months: For what is inferred from careers: how long both were there, in whole months; else `None`.
    """

    kind: str
    value: float
    p: float
    count_ab: int | None = None
    count_ba: int | None = None
    days: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    source: str = ""
    shared: bool = True
    organisation: str = ""
    months: int | None = None

    @property
    def basis(self) -> str:
        """`"observed"` in an export, `"declared"` by somebody, or `"inferred"` from two careers."""
        return BY_NAME[self.kind].basis if self.kind in BY_NAME else OBSERVED

    @property
    def count(self) -> int | None:
        """All observations of a counted kind, those that stand in both directions once."""
        if self.count_ab is None or self.count_ba is None or self.kind not in _COUNTED:
            return None
        if self.kind in MUTUAL:
            return max(self.count_ab, self.count_ba)
        return self.count_ab + self.count_ba

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON; what is unknown or not shared is `None`."""
        data = attrs.asdict(self)
        data["first"] = self.first.isoformat() if self.first else None
        data["last"] = self.last.isoformat() if self.last else None
        data["source"] = self.source or None
        data["organisation"] = self.organisation or None
        data["basis"] = self.basis
        return data

    def words(self, language: str) -> str:
        """Return the evidence in words, with its day where that may be shown.

        >>> EvidenceTerm(kind="message", value=0.2, p=0.18, count_ab=20, count_ba=14,
        ...              last=dt.date(2026, 3, 2)).words("en")
        '34 messages, last 2 Mar 2026'
        """
        if not self.shared:
            return words.say("evidence_not_shared", language, what=self.brief(language))
        return self.brief(language)

    def brief(self, language: str) -> str:
        """Return the evidence in words, without a remark where details may not be shown."""
        if self.organisation:
            return self._inferred(language)
        if self.kind == "declared" and self.source:
            if self.first is None:
                return words.say("evidence_declared_theirs", language)
            return words.say("evidence_declared_theirs_since", language, day=self.first)
        if not self.shared:
            return words.say(f"evidence_{self.kind}_some", language)
        if self.kind in _COUNTED:
            what = words.say(f"evidence_{self.kind}", language, n=self.count or 0)
            if not self.last:
                return what
            key = "evidence_last_feminine" if self.kind in _FEMININE else "evidence_last"
            return words.say(key, language, what=what, n=self.count or 0, day=self.last)
        what = words.say(f"evidence_{self.kind}_some", language)
        since = self.first or self.last
        return words.say("evidence_since", language, what=what, day=since) if since else what

    def _inferred(self, language: str) -> str:
        where = layout.visible(self.organisation)
        if self.months is None:
            if self.last is None:
                return words.say(f"evidence_{self.kind}_at", language, where=where)
            return words.say(f"evidence_{self.kind}_on", language, where=where, day=self.last)
        day = self.last or dt.date.min
        if not self.months:
            return words.say(f"evidence_{self.kind}_now", language, where=where, day=day)
        return words.say(f"evidence_{self.kind}_at", language, where=where, n=self.months, day=day)


@attrs.frozen(kw_only=True)
class LegTerm:
    """One term of a leg.

    Attributes:
        kind: What it stands for; a name of the scorer, or a kind of evidence.
        value: What it adds.
        evidence: For the strength of a tie, the evidence itself; else `None`.
    """

    kind: str
    value: float
    evidence: EvidenceTerm | None = None


@attrs.frozen(kw_only=True)
class AnsweredLeg:
    """One leg, from somebody to somebody.

    Attributes:
        start, end: The two people.
        value: What the leg counts in the score.
        scale: How the terms give the value: `"sum"`, or `"-log(1-p)"` for the strength of a tie.
        known: Whether all contacts that the two share could be seen.
        strength: The strength of the tie.
        terms: What the value is made of.
        evidence: What was observed of the two, the weightiest first.
        shared_count: Contacts that both are seen to share; a lower bound unless `known`.
        shared: Some of them, those with the fewest contacts first: they say most.
    """

    start: PersonRef
    end: PersonRef
    value: float
    scale: str
    known: bool
    strength: float
    terms: tuple[LegTerm, ...]
    evidence: tuple[EvidenceTerm, ...] = ()
    shared_count: int = 0
    shared: tuple[PersonRef, ...] = ()

    @property
    def bound(self) -> str:
        """What the number of shared contacts is: `"exact"` or `"at_least"`."""
        return EXACT if self.known else AT_LEAST

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "from": self.start.id,
            "to": self.end.id,
            "value": self.value,
            "scale": self.scale,
            "known": self.known,
            "strength": self.strength,
            "terms": [self._term(term) for term in self.terms],
            "evidence": [fact.to_dict() for fact in self.evidence],
            "shared_contacts": {
                "count": self.shared_count,
                "bound": self.bound,
                "people": [person.to_dict() for person in self.shared],
            },
        }

    def lines(self, language: str, columns: int = 80) -> list[str]:
        """Return the leg in words: its value, the terms that add up to it, and what they rest on."""
        head = f"{figure(self.value, language)}  {self.start.name} – {self.end.name}"
        lines = [layout.shorten(layout.safe(head), columns)]
        told: set[str] = set()
        for term in self.terms:
            told.add(term.kind)
            lines += _item(figure(term.value, language), self.said(term, language), columns)
        if self.scale == NOISY_OR:
            return lines
        if SHARED not in told:
            lines += _item("", self._overlap(language), columns)
        for fact in self.evidence:
            lines += _item("", _from(fact, language), columns)
        if not self.known and _UNOBSERVED not in told:
            a, b = layout.visible(self.start.name), layout.visible(self.end.name)
            lines += _item("", words.say("overlap_unseen", language, a=a, b=b), columns)
        return lines

    def why(self, language: str) -> str:
        """Return in a few words what speaks for the leg: its weightiest evidence, and the shared contacts."""
        parts = [
            fact.brief(language) for fact in self.evidence[:1] if fact.kind not in ("given", "names_only")
        ]
        if self.shared_count:
            parts.append(words.say("shared_count", language, n=self.shared_count))
        return ", ".join(parts)

    def drawn(self, language: str) -> svg.LegTerms:
        """Return what a picture of the terms shows of the leg."""
        return svg.LegTerms(
            label=f"{layout.visible(self.start.name)} – {layout.visible(self.end.name)}",
            figure=figure(self.value, language),
            terms=tuple(
                svg.Term(
                    label=self.said(term, language), value=term.value, figure=figure(term.value, language)
                )
                for term in self.terms
            ),
        )

    def _term(self, term: LegTerm) -> dict[str, Any]:
        data: dict[str, Any] = {"kind": term.kind, "value": term.value}
        if term.kind == SHARED:
            data |= {"count": self.shared_count, "bound": self.bound}
        if term.evidence is not None:
            data |= {key: value for key, value in term.evidence.to_dict().items() if key not in data}
        return data

    def said(self, term: LegTerm, language: str) -> str:
        """Return in words what a term stands for, with the people and days that it rests on."""
        if term.evidence is not None:
            return _from(term.evidence, language)
        if term.kind == SHARED:
            return self._overlap(language)
        key = f"term_{term.kind}"
        # A term of somebody else's scorer is called what the scorer calls it.
        return words.say(key, language) if key in PHRASES else term.kind.replace("_", " ")

    def _overlap(self, language: str) -> str:
        count = words.say("shared_count", language, n=self.shared_count)
        if not self.known and self.shared_count:
            count = words.say("shared_count_at_least", language, n=self.shared_count)
        names = [layout.visible(person.name) for person in self.shared[:_NAMED]]
        if not names:
            return count
        named, more = ", ".join(names), self.shared_count - len(names)
        if more > 0:
            named = words.say("names_and_more", language, names=named, n=more)
        return f"{count}: {named}"


def leg_lines(legs: Sequence[AnsweredLeg], language: str, columns: int) -> list[str]:
    """Return legs in words, and how their terms add up where that is not plain."""
    lines = [line for leg in legs for line in leg.lines(language, columns)]
    if any(leg.scale == NOISY_OR and len(leg.terms) > 1 for leg in legs):
        lines += [f"  {line}" for line in wrapped(words.say("leg_noisy_or", language), max(columns - 2, 1))]
    return lines


def figure(value: float, language: str) -> str:
    """Return a value with three decimals, or with two telling digits where it is smaller.

    >>> figure(0.38299, "en"), figure(-0.05, "en"), figure(0.00042, "en"), figure(0, "es")
    ('0.383', '-0.050', '0.00042', '0,000')
    """
    digits = 3
    if value and abs(value) < 0.01:
        digits = min(9, 1 - math.floor(math.log10(abs(value))))
    return words.number(value, language, digits)


def _from(fact: EvidenceTerm, language: str) -> str:
    said = fact.words(language)
    return f"{said} ({layout.visible(fact.source)})" if fact.source else said


def _item(number: str, text: str, columns: int) -> list[str]:
    """Return a figure and a text beside it, the text in as many lines as it needs."""
    lead = f"  {layout.pad(number, 8, '>')}  "
    lines = wrapped(text, max(columns - len(lead), 20)) or [""]
    return [(lead if row == 0 else " " * len(lead)) + line for row, line in enumerate(lines)]
