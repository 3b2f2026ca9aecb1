"""Who opens a company or another segment: the contacts behind whom its people stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from netreach.answers.degrees import AT_LEAST, EXACT, DegreeCount, bound_of
from netreach.answers.legs import AnsweredLeg, figure, leg_lines
from netreach.answers.lines import rules, wrapped
from netreach.answers.listed import Listed
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.kinds import BUILT_IN, KindTable
from netreach.render import svg, words
from netreach.render import text as layout


@attrs.frozen(kw_only=True)
class Known:
    """Somebody of the segment, and the strength of the tie to them.

    Attributes:
        person: Who.
        strength: The strength of the tie of whoever knows them: of the door, or of the ego.
    """

    person: PersonRef
    strength: float

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {**self.person.to_dict(), "strength": self.strength}


@attrs.frozen(kw_only=True)
class Through:
    """A contact of a door who knows people of the segment.

    Attributes:
        person: Who, at the 2nd degree.
        people: How many people of the segment at the 3rd degree they know.
    """

    person: PersonRef
    people: int

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {**self.person.to_dict(), "people": self.people}


@attrs.frozen(kw_only=True)
class Door:
    """A contact who opens a segment.

    Attributes:
        person: Who.
        rank: The place, from 1.
        second: People of the segment at the 2nd degree whom they know: with them the contact is shared.
        third: People of the segment at the 3rd degree whom a contact of theirs knows.
        inside: Whether they belong to the segment themselves.
        leg: The tie of the ego to them: its strength, and the evidence that it rests on.
        people: Some of those whom they know, the strongest ties first.
        through: Those of their contacts who know most of the people at the 3rd degree.
        bound: Whether the counts are `"exact"`, or `"at_least"` because their list of contacts is not complete.
        language: Language of the text.
    """

    person: PersonRef
    rank: int
    second: int
    third: int
    inside: bool
    leg: AnsweredLeg
    people: tuple[Known, ...]
    through: tuple[Through, ...]
    bound: str = EXACT
    language: str = "en"

    @property
    def opens(self) -> int:
        """People behind the door."""
        return self.second + self.third

    @property
    def strength(self) -> float:
        """The strength of the ego's tie to them."""
        return self.leg.strength

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "rank": self.rank,
            **self.person.to_dict(),
            "inside": self.inside,
            "opens": {"2": self.second, "3": self.third},
            "bound": self.bound,
            "strength": self.strength,
            "leg": self.leg.to_dict(),
            "people": [known.to_dict() for known in self.people],
            "through": [via.to_dict() for via in self.through],
        }

    def explain(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return why the contact has this place, in English or Spanish: whom they open, and through which ties."""
        code = words.language_of(language or self.language)
        lines = wrapped(f"{self.rank}  {layout.safe(str(self.person))}", columns)
        said = [words.say("doors_inside_too", code)] if self.inside else []
        if self.second:
            named = [
                f"{layout.visible(known.person.name)} ({figure(known.strength, code)})"
                for known in self.people
            ]
            said.append(_listed("doors_second", self.second, named, code))
        if self.third:
            named = [
                f"{layout.visible(via.person.name)} ({words.count(via.people, code)})" for via in self.through
            ]
            said.append(words.say("doors_third", code, n=self.third, names=", ".join(named)))
        if self.bound == AT_LEAST:
            said.append(words.say("doors_at_least", code))
        for sentence in said:
            lines += [f"  {line}" for line in wrapped(sentence, max(columns - 2, 1))]
        return "\n".join(
            [*lines, *(f"  {line}" for line in leg_lines([self.leg], code, max(columns - 2, 1)))]
        )

    def __str__(self) -> str:
        return self.explain()

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))


@attrs.frozen(kw_only=True, repr=False)
class Doors(Listed[Door]):
    """The contacts who open a segment, best first, and the people of the segment.

    A contact stands before another who knows fewer people of the segment (2nd degree). Of equals the one through whom
    more can be reached at the 3rd degree comes first; then the stronger tie, then more contacts, then the id.

    Attributes:
        ego: From whose viewpoint.
        company: The company that was asked for by name; `None` for a segment of criteria alone.
        criteria: Who belongs to the segment, as plain data.
        cutoff: The farthest degree that was looked at.
        by_degree: People of the segment by degree.
        unreachable: People of the segment beyond the cutoff.
        inside: Contacts who belong to the segment themselves, the strongest ties first.
        inside_total: How many of them there are.
        doors: The best doors.
        total: How many doors there are.
        similar: Companies with such a name, where there is none with this one.
        as_of: The day for which the strengths hold.
        version: Id of the network's version.
        language: Language of the text.
        kinds: The table of kinds by which evidence was weighed.
    """

    ego: PersonRef
    company: str | None
    criteria: Mapping[str, Any]
    cutoff: int
    by_degree: tuple[DegreeCount, ...]
    unreachable: int
    inside: tuple[Known, ...]
    inside_total: int
    doors: tuple[Door, ...]
    total: int
    similar: tuple[str, ...]
    as_of: dt.date | None
    version: str
    language: str = "en"
    kinds: KindTable = BUILT_IN

    def __repr__(self) -> str:
        return f"<Doors: {self.total:,} to {self.people:,} people>"

    def _listed(self) -> tuple[Door, ...]:
        return self.doors

    @property
    def people(self) -> int:
        """People of the segment within the cutoff."""
        return sum(counted.count for counted in self.by_degree)

    @property
    def bound(self) -> str:
        """`"exact"` when every count per degree is, else `"at_least"`."""
        return bound_of(self.by_degree)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "ego": self.ego.to_dict(),
            "company": self.company,
            "criteria": dict(self.criteria),
            "cutoff": self.cutoff,
            "people": self.people,
            "unreachable": self.unreachable,
            "bound": self.bound,
            "by_degree": [counted.to_dict() for counted in self.by_degree],
            "inside": {"total": self.inside_total, "people": [known.to_dict() for known in self.inside]},
            "doors": [door.to_dict() for door in self.doors],
            "total": self.total,
            "similar": list(self.similar),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "kinds": self.kinds.to_dict() or None,
        }

    def sentences(self, language: str | None = None) -> tuple[str, ...]:
        """Return what is to be known about the doors, in words.

        Args:
            language: English or Spanish; the answer's own where not given.
        """
        code = words.language_of(language or self.language)
        found = []
        if self.similar:
            names = ", ".join(map(layout.visible, self.similar))
            found.append(words.say("doors_similar", code, names=names))
        elif not self.people:
            found.append(words.say("search_none", code))
        if self.inside_total:
            named = [layout.visible(known.person.name) for known in self.inside]
            found.append(_listed("doors_inside", self.inside_total, named, code))
        if self.doors:
            found.append(words.say("doors_total", code, n=self.total))
            found.append(words.say("doors_order", code))
        if 0 < len(self.doors) < self.total:
            found.append(words.say("search_shown", code, shown=len(self.doors), total=self.total))
        if self.unreachable:
            found.append(words.say("search_unreachable", code, n=self.unreachable, cutoff=self.cutoff))
        found += rules(self.as_of, self.kinds, code)
        return tuple(found)

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the doors for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        lines = wrapped(self._title(code), columns)
        if self.doors:
            lines += ["", self.table(language=code, columns=columns), ""]
        for sentence in self.sentences(code):
            lines += wrapped(sentence, columns)
        return "\n".join(lines)

    def table(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the bare table of the doors."""
        headers, rows = self._cells(words.language_of(language or self.language))
        return layout.table(headers, rows, aligns="><>>><", columns=columns)

    def __str__(self) -> str:
        return self.text()

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return as a picture how many people of the segment each door opens at the 2nd and at the 3rd degree.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        whole = {counted.degree: counted.count for counted in self.by_degree}

        def part(count: int, degree: int) -> float:
            return min(count / whole[degree], 1.0) if whole.get(degree) else 0.0

        bars = [
            svg.Bars(
                label=f"{door.rank} · {layout.visible(door.person.name)}",
                below=f"{words.say('strength', code)} {figure(door.strength, code)}",
                counts=(door.second, door.third),
                shares=(part(door.second, 2), part(door.third, 3)),
            )
            for door in self.doors
        ]
        note = layout.as_sentences(self.sentences(code))
        title = self._title(code)
        return Picture(svg.bars_svg(bars, title=title, note=note, language=code, width=width, nearest=2))

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        headers, rows = self._cells(code)
        table = layout.html_table(headers, rows, aligns="><>>><", caption=self._title(code))
        notes = "".join(f"<p>{layout.escape(sentence)}</p>" for sentence in self.sentences(code))
        drawn = self.plot().svg if self.doors else ""
        return f"<div>{drawn}{table}{notes}</div>"

    def _title(self, code: str) -> str:
        if self.similar and not self.people and not self.unreachable:
            return words.say("doors_title_nobody", code, name=layout.visible(self.company or ""))
        degrees = ", ".join(
            f"{words.degree(counted.degree, code)} "
            + (
                words.say("at_least", code, n=counted.count)
                if counted.bound == AT_LEAST
                else words.count(counted.count, code)
            )
            for counted in self.by_degree
        )
        if self.company is None:
            return words.say("doors_title_segment", code, degrees=degrees)
        return words.say("doors_title", code, name=layout.visible(self.company), degrees=degrees)

    def _cells(self, code: str) -> tuple[list[str], list[list[str]]]:
        headers = ["", words.say("door", code), words.degree(2, code), words.degree(3, code)]
        return [*headers, words.say("strength", code), words.say("why", code)], [
            [
                str(door.rank),
                door.person.name,
                words.count(door.second, code),
                words.count(door.third, code),
                figure(door.strength, code),
                ", ".join(
                    part
                    for part in (
                        words.say("doors_is_inside", code) if door.inside else "",
                        door.leg.why(code),
                    )
                    if part
                ),
            ]
            for door in self.doors
        ]


def _listed(key: str, total: int, names: list[str], code: str) -> str:
    """Say a number of people and some of their names."""
    listed = ", ".join(names)
    if total > len(names):
        listed = words.say("names_and_more", code, names=listed, n=total - len(names))
    return words.say(key, code, n=total, names=listed)
