"""Pairs of professionals that may be one human, with the evidence that adds up to the score."""

from __future__ import annotations

import csv
import io
from typing import Any

import attrs

from netreach.answers.lines import wrapped
from netreach.answers.listed import Listed, check_limit
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.render import svg, words
from netreach.render import text as layout

_CSV = (
    "score", "id_a", "name_a", "title_a", "company_a", "location_a", "keys_a",
    "id_b", "name_b", "title_b", "company_b", "location_b", "keys_b", "reasons",
)  # fmt: skip


@attrs.frozen(kw_only=True)
class CandidatePerson(PersonRef):
    """One of two people who may be one: who they are, and by which keys the exports know them.

    Attributes:
        location: Where they are; `""` where unknown.
        keys: Their keys, safest first.
    """

    location: str = ""
    keys: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON; unknown values are `None`."""
        return {**PersonRef.to_dict(self), "location": self.location or None, "keys": list(self.keys)}


@attrs.frozen(kw_only=True)
class Reason:
    """One piece of evidence for or against two people being one.

    Attributes:
        kind: What it is, such as `"name_same"`, `"name_form"` or `"company_other"`.
        bits: What it adds to the score: above 0 for, below 0 against.
        a, b: What was compared, as each of the two has it; `""` where it is not a text.
    """

    kind: str
    bits: float
    a: str = ""
    b: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"kind": self.kind, "bits": self.bits, "a": self.a or None, "b": self.b or None}

    def text(self, *, language: str | None = None) -> str:
        """Return the evidence in words.

        >>> Reason(kind="name_form", bits=4.2, a="bob", b="robert").text()
        'bob and robert are forms of one name'
        """
        code = words.language_of(language)
        if self.kind in ("two_profiles", "one_list", "shared_contact"):
            return words.say(f"match_{self.kind}", code)
        if self.kind.endswith("_same") or self.kind == "name_extra_word":
            return words.say(f"match_{self.kind}", code, a=self.a or self.b)
        return words.say(f"match_{self.kind}", code, a=self.a, b=self.b)


@attrs.frozen(kw_only=True)
class Candidate:
    """Two professionals who may be one human.

    Attributes:
        a, b: The two.
        score: The sum of the evidence, in bits: each bit doubles the odds that they are one.
        reasons: The evidence, what speaks most for it first; it adds up to the score.
        language: Language of the text.
    """

    a: CandidatePerson
    b: CandidatePerson
    score: float
    reasons: tuple[Reason, ...]
    language: str = "en"

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
            "score": self.score,
            "reasons": [reason.to_dict() for reason in self.reasons],
        }

    def told(self, reason: Reason, *, language: str | None = None) -> str:
        """Return a piece of the evidence in words, with names as the two people spell them.

        Args:
            reason: One of `reasons`.
            language: English or Spanish; the answer's own where not given.
        """
        if reason.kind.startswith("name_"):
            a = _spelled(reason.a, self.a.name, self.b.name)
            reason = attrs.evolve(reason, a=a, b=_spelled(reason.b, self.b.name, self.a.name))
        return reason.text(language=language or self.language)

    def __str__(self) -> str:
        return self.text()

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the two side by side, and the evidence with what each piece adds.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        fields = [
            (words.say(name, code), getattr(self.a, name), getattr(self.b, name))
            for name in ("name", "title", "company", "location")
        ]
        fields.append((words.say("match_known_by", code), _keys(self.a), _keys(self.b)))
        rows = [list(row) for row in fields if row[1] or row[2]]
        lines = layout.table(["", "A", "B"], rows, columns=columns).splitlines()
        lines.append("")
        reasons = [[_bits(reason.bits, code), self.told(reason, language=code)] for reason in self.reasons]
        reasons.append([_bits(self.score, code), words.say("match_score", code)])
        lines += layout.table(["", ""], reasons, aligns="><", columns=columns).splitlines()
        return "\n".join(lines)

    def drawn(self, code: str) -> svg.Reasons:
        """Return what the score is made of, for a picture."""
        terms = tuple(
            svg.Term(
                label=self.told(reason, language=code), value=reason.bits, figure=_bits(reason.bits, code)
            )
            for reason in self.reasons
        )
        named = f"{self.a} – {self.b}"
        leg = svg.LegTerms(label=words.say("match_evidence", code), figure="", terms=terms)
        figure = words.say("match_bits_sum", code, bits=f"{self.score:.1f}")
        return svg.Reasons(number="", label=layout.visible(named), below="", figure=figure, legs=(leg,))

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the evidence as a picture: a bar for each piece, to the left where it speaks against.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        return Picture(
            svg.reasons_svg(
                [self.drawn(code)],
                title=words.say("match_title", code),
                note=words.say("match_bits", code),
                language=code,
                width=width,
            )
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        return f"<div>{self.plot().svg}{layout.html_lines(str(self))}</div>"


@attrs.frozen(kw_only=True, repr=False)
class Candidates(Listed[Candidate]):
    """Pairs that may be one human, the likeliest first. They are proposals: `network.merge` decides.

    Attributes:
        found: The pairs.
        total: How many there are in all, shown or not.
        min_score: The least score that was asked for.
        version: Id of the network's version.
        language: Language of the text.
    """

    found: tuple[Candidate, ...]
    total: int
    min_score: float
    version: str
    language: str = "en"

    def __repr__(self) -> str:
        return f"<Candidates: {len(self.found):,} of {self.total:,}>"

    def _listed(self) -> tuple[Candidate, ...]:
        return self.found

    def of(self, who: str) -> tuple[Candidate, ...]:
        """Return the pairs with one person, by id, the likeliest first."""
        return tuple(pair for pair in self.found if who in (pair.a.id, pair.b.id))

    def to_dict(self) -> dict[str, Any]:
        """Return the pairs as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "total": self.total,
            "min_score": self.min_score,
            "candidates": [pair.to_dict() for pair in self.found],
        }

    def to_csv(self) -> str:
        """Return the pairs as CSV in which no spreadsheet finds a formula."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_CSV)
        for pair in self.found:
            cells: list[str] = []
            for person in (pair.a, pair.b):
                cells += [
                    person.id,
                    person.name,
                    person.title,
                    person.company,
                    person.location,
                    " ".join(person.keys),
                ]
            reasons = "; ".join(
                f"{_bits(reason.bits, self.language)} {pair.told(reason, language=self.language)}"
                for reason in pair.reasons
            )
            writer.writerow([f"{pair.score:.6f}", *map(layout.csv_safe, [*cells, reasons])])
        return out.getvalue()

    def __str__(self) -> str:
        return self.text()

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the pairs as a table for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        if not self.found:
            least = self.min_score if self.min_score % 1 else int(self.min_score)
            return "\n".join(wrapped(words.say("match_none", code, score=least), columns))
        headers = [words.say("score", code), "A", "B", words.say("why", code)]
        rows = [
            [
                words.number(pair.score, code, 1),
                str(pair.a),
                str(pair.b),
                "; ".join(pair.told(one, language=code) for one in pair.reasons[:2]),
            ]
            for pair in self.found
        ]
        lines = layout.table(headers, rows, aligns="><<<", columns=columns).splitlines()
        if self.total > len(self.found):
            lines.append(words.say("more", code, n=self.total - len(self.found)))
        return "\n".join(lines)

    def plot(
        self, *, limit: int | None = 5, language: str | None = None, width: float | None = None
    ) -> Picture:
        """Return the evidence for each pair as a picture.

        Args:
            limit: How many pairs are drawn, the likeliest first; `None` for all that the answer has.
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.

        Raises:
            OptionError: When a number is outside its range.
        """
        check_limit(limit)
        code = words.language_of(language or self.language)
        drawn = self.found[:limit]
        note = (
            words.say("match_bits", code)
            if drawn
            else words.say("match_none", code, score=f"{self.min_score:g}")
        )
        more = self.total - len(drawn)
        if drawn and more:
            note = layout.as_sentences([note, words.say("more", code, n=more)])
        return Picture(
            svg.reasons_svg(
                [pair.drawn(code) for pair in drawn],
                title=words.say("match_title", code),
                note=note,
                language=code,
                width=width,
            )
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        headers = [words.say("score", self.language), "A", "B", words.say("why", self.language)]
        rows = [
            [
                words.number(pair.score, self.language, 1),
                str(pair.a),
                str(pair.b),
                "; ".join(pair.told(one, language=self.language) for one in pair.reasons),
            ]
            for pair in self.found
        ]
        table = layout.html_table(headers, rows, aligns="><<<")
        return f"<div>{self.plot().svg if self.found else ''}{table}</div>"


def _spelled(found: str, *names: str) -> str:
    """Return folded words as they are spelled in one of the names; a word that is in none stays as it is.

    >>> _spelled("marin", "Lucía Fuentes Marín")
    'Marín'
    """
    from netreach.text import words as folded

    spelled = {folded(part): part for name in reversed(names) for part in name.replace("-", " ").split()}
    return " ".join(spelled.get((word,), word) for word in found.split())


def _bits(value: float, language: str) -> str:
    """Return bits with their sign and one decimal."""
    return ("" if value < 0 else "+") + words.number(value, language, 1)


def _keys(person: CandidatePerson) -> str:
    shown = [key for key in person.keys if not key.startswith("name:")]
    return ", ".join(key.partition(":")[2] for key in shown)
