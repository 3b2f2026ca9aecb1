"""Where people are: how those who match divide over the values of a field, degree by degree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, overload

import attrs

from netreach.answers.degrees import AT_LEAST, DegreeCount, bound_of, extended_network
from netreach.answers.lines import rules, wrapped
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.kinds import BUILT_IN, KindTable
from netreach.render import svg, words
from netreach.render import text as layout

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BETWEEN: Final = " · "
"""What stands between the two values of a segment of two fields."""


_ROWS: Final = 12
"""The most rows of a cross table that is drawn."""


@attrs.frozen(kw_only=True)
class SegmentDegree:
    """How many people of a segment there are at one degree.

    Attributes:
        degree: 1, 2, 3, ...
        count: People.
        share_of_degree: Their unrounded part of all who match at this degree; `None` where there is nobody.
    """

    degree: int
    count: int
    share_of_degree: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class SegmentDoor:
    """The contact who opens a segment best.

    It is the one who knows most of its people; of equals the one through whom more can be reached at the 3rd degree,
    then the one to whom the tie is stronger, then who has more contacts, then the first by id.

    Attributes:
        person: Who.
        second: People of the segment whom they know, at the 2nd degree.
        third: People of the segment whom a contact of theirs knows, at the 3rd degree.
        strength: The strength of the ego's tie to them.
    """

    person: PersonRef
    second: int
    third: int
    strength: float

    @property
    def opens(self) -> int:
        """People behind the door."""
        return self.second + self.third

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            **self.person.to_dict(),
            "opens": {"2": self.second, "3": self.third},
            "strength": self.strength,
        }


@attrs.frozen(kw_only=True)
class Segment:
    """The people who have one value, or two values of two fields.

    Attributes:
        values: The value in each field, as most of these people write it; empty for the unknown.
        count: People.
        share: Their unrounded part of all who match; `None` where nobody does.
        by_degree: The same people by degree.
        spellings: In how many spellings the value stands.
        door: Who opens the segment best; `None` where nobody of it is at the 2nd or 3rd degree.
    """

    values: tuple[str, ...]
    count: int
    share: float | None
    by_degree: tuple[SegmentDegree, ...]
    spellings: int = 1
    door: SegmentDoor | None = None

    def name(self, language: str | None = None) -> str:
        """Return what to call the segment; `unknown` where it has no value.

        >>> Segment(values=("Software", "Madrid"), count=1, share=1.0, by_degree=()).name()
        'Software · Madrid'
        """
        return BETWEEN.join(self.values) or words.say("unknown", words.language_of(language))

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "values": list(self.values),
            "count": self.count,
            "share": self.share,
            "by_degree": [each.to_dict() for each in self.by_degree],
            "spellings": self.spellings,
            "door": self.door.to_dict() if self.door else None,
        }


@attrs.frozen(kw_only=True, eq=False)
class SegmentRows(Sequence[Segment]):
    """Segments as columns: a record is made of what is looked at, since there may be 100,000 of them.

    Attributes:
        values: For each field the value of every segment.
        by_degree: int64 `[s, cutoff]`: people of each segment at every degree from 1.
        total: All who match, at every degree from 1.
        spellings: In how many spellings the value of each stands.
        doors: int64 `[s]`: which of `people` opens each segment best; -1 for nobody.
        opens: int64 `[s, 2]`: people behind that door at the 2nd and the 3rd degree.
        people: Who opens some segment.
        strengths: The strength of the ego's tie to each of them.
    """

    values: tuple[Sequence[str], ...]
    by_degree: npt.NDArray[np.int64]
    total: Sequence[int]
    spellings: Sequence[int]
    doors: npt.NDArray[np.int64]
    opens: npt.NDArray[np.int64]
    people: Sequence[PersonRef]
    strengths: Sequence[float]

    def __len__(self) -> int:
        return len(self.by_degree)

    @overload
    def __getitem__(self, position: int) -> Segment: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[Segment, ...]: ...
    def __getitem__(self, position: int | slice) -> Segment | tuple[Segment, ...]:
        if isinstance(position, slice):
            return tuple(map(self._made, range(len(self))[position]))
        return self._made(range(len(self))[position])

    def _made(self, row: int) -> Segment:
        counts: list[int] = self.by_degree[row].tolist()
        door, everybody = int(self.doors[row]), sum(self.total)
        second, third = self.opens[row].tolist()
        return Segment(
            values=tuple(values[row] for values in self.values),
            count=sum(counts),
            share=sum(counts) / everybody if everybody else None,
            by_degree=tuple(
                SegmentDegree(degree=degree, count=count, share_of_degree=count / people if people else None)
                for degree, (count, people) in enumerate(zip(counts, self.total, strict=True), start=1)
            ),
            spellings=self.spellings[row],
            door=None
            if door < 0
            else SegmentDoor(
                person=self.people[door], second=second, third=third, strength=self.strengths[door]
            ),
        )


@attrs.frozen(kw_only=True, repr=False)
class Territory:
    """How the people who match divide over the values of one field, or of two.

    It is a sequence of its segments, the largest first; equal ones are in the order of their names.

    Attributes:
        ego: From whose viewpoint.
        by: The field or the two fields.
        criteria: Who counts, as plain data; everybody where empty.
        cutoff: The farthest degree that was looked at.
        by_degree: All the people who match, by degree.
        segments: The largest segments, a sequence; of very many each is made when it is looked at. Who has several
            values stands in each of them.
        unknown: The people of whom a field is unknown.
        distinct: How many segments there are, listed or not.
        several: Whether somebody stands in several segments, so that they add up to more than all who match.
        unreachable: People who match, but not within the cutoff.
        as_of: The newest day in the network; `None` in a network without dates.
        version: Id of the network's version.
        language: Language of the text.
        kinds: The table of kinds by which evidence was weighed.
    """

    ego: PersonRef
    by: tuple[str, ...]
    criteria: Mapping[str, Any]
    cutoff: int
    by_degree: tuple[DegreeCount, ...]
    segments: Sequence[Segment] = attrs.field(eq=tuple)
    unknown: Segment
    distinct: int
    several: bool
    unreachable: int
    as_of: dt.date | None
    version: str
    language: str = "en"
    kinds: KindTable = BUILT_IN

    def __repr__(self) -> str:
        return f"<Territory by {' and '.join(self.by)}: {self.distinct:,} segments, {self.total:,} people>"

    def __len__(self) -> int:
        return len(self.segments)

    def __iter__(self) -> Iterator[Segment]:
        return iter(self.segments)

    def __getitem__(self, position: int) -> Segment:
        return self.segments[position]

    @property
    def total(self) -> int:
        """People within the cutoff who match."""
        return sum(counted.count for counted in self.by_degree)

    @property
    def known(self) -> int:
        """Those of whom every field is known."""
        return self.total - self.unknown.count

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
            "by": list(self.by),
            "criteria": dict(self.criteria),
            "cutoff": self.cutoff,
            "total": self.total,
            "known": self.known,
            "distinct": self.distinct,
            "several": self.several,
            "unreachable": self.unreachable,
            "bound": self.bound,
            "by_degree": [counted.to_dict() for counted in self.by_degree],
            "extended": extended_network(self.by_degree).to_dict(),
            "segments": [segment.to_dict() for segment in self.segments],
            "unknown": self.unknown.to_dict(),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "kinds": self.kinds.to_dict() or None,
        }

    def sentences(self, language: str | None = None) -> tuple[str, ...]:
        """Return what is to be known about the counts, in words.

        Args:
            language: English or Spanish; the answer's own where not given.
        """
        code = words.language_of(language or self.language)
        if not self.total:
            found = [words.say("search_none", code)]
        else:
            # LinkedIn's lists do not say it; who sees mostly blanks should hear where it comes from.
            blank = 2 * self.known < self.total and set(self.by) & {"industry", "location"}
            key = "coverage_company_table" if blank else "coverage"
            found = [words.say(key, code, field=self._fields(code), known=self.known, total=self.total)]
            if self.bound == AT_LEAST:
                found.append(words.say("territory_at_least", code))
            if self.distinct > len(self.segments):
                found.append(words.say("territory_more", code, n=self.distinct - len(self.segments)))
            if self.several:
                found.append(words.say("territory_several", code))
            if any(segment.door for segment in (*self.segments, self.unknown)):
                found.append(words.say("territory_doors", code))
        if self.unreachable:
            found.append(words.say("search_unreachable", code, n=self.unreachable, cutoff=self.cutoff))
        found += rules(self.as_of, self.kinds, code)
        return tuple(found)

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the territory for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        lines = wrapped(self._title(code), columns)
        if self.total:
            lines += ["", self.table(language=code, columns=columns), ""]
        for sentence in self.sentences(code):
            lines += wrapped(sentence, columns)
        return "\n".join(lines)

    def table(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the bare table of the segments."""
        headers, rows, aligns = self._cells(words.language_of(language or self.language))
        return layout.table(headers, rows, aligns=aligns, columns=columns)

    def __str__(self) -> str:
        return self.text()

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the segments by degree as a picture: bars for one field, a cross table for two.

        A cross table has the rows and columns of the largest segments that are listed; it says what it leaves out.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; where not given, what the segments need.
        """
        code = words.language_of(language or self.language)
        if len(self.by) == 2 and len(self.segments) > 1:
            return self._crossed(code, width)
        bars = [
            svg.Bars(
                label=self._name(segment, code),
                below=self._door(segment, code),
                counts=tuple(each.count for each in segment.by_degree),
                shares=tuple(each.share_of_degree or 0.0 for each in segment.by_degree),
                hollow=segment is self.unknown,
            )
            for segment in self._rows()
        ]
        note = layout.as_sentences(self.sentences(code))
        return Picture(svg.bars_svg(bars, title=self._title(code), note=note, language=code, width=width))

    def _crossed(self, code: str, width: float | None) -> Picture:
        """Draw segments of two fields as a table of those values that have the most people."""
        columns = self._largest(1, svg.cross_columns(width))
        rows = self._largest(0, _ROWS, columns)
        cells = {
            (rows.index(segment.values[0]), columns.index(segment.values[1])): svg.Crossed(
                counts=tuple(each.count for each in segment.by_degree),
                shares=tuple(each.share_of_degree or 0.0 for each in segment.by_degree),
            )
            for segment in self.segments
            if segment.values[0] in rows and segment.values[1] in columns
        }
        # Doors and the segments that are not listed are told of the list, and here is none.
        mute = {
            words.say("territory_doors", code),
            words.say("territory_more", code, n=self.distinct - len(self.segments)),
        }
        said = [sentence for sentence in self.sentences(code) if sentence not in mute]
        if len(cells) < self.distinct:
            said.insert(1, words.say("territory_cells", code, n=len(cells), total=self.distinct))
        note = layout.as_sentences(said)
        return Picture(
            svg.cross_svg(
                rows, columns, cells, title=self._title(code), note=note, language=code, width=width
            )
        )

    def _largest(self, place: int, most: int, columns: Sequence[str] | None = None) -> list[str]:
        """The values of one of the fields, those of most people first, within some columns where they are given."""
        people: dict[str, int] = {}
        for segment in self.segments:
            if columns is None or segment.values[1] in columns:
                people[segment.values[place]] = people.get(segment.values[place], 0) + segment.count
        return sorted(people, key=lambda value: -people[value])[:most]

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        headers, rows, aligns = self._cells(code)
        table = layout.html_table(headers, rows, aligns=aligns, caption=self._title(code))
        notes = "".join(f"<p>{layout.escape(sentence)}</p>" for sentence in self.sentences(code))
        return f"<div>{self.plot().svg}{table}{notes}</div>"

    def _rows(self) -> list[Segment]:
        return [*self.segments, *([self.unknown] if self.unknown.count else [])]

    def _fields(self, code: str) -> str:
        return BETWEEN.join(words.say(field, code) for field in self.by)

    def _title(self, code: str) -> str:
        field, name = self._fields(code), layout.visible(self.ego.name)
        return words.say("territory_title", code, name=name, field=field, n=self.total)

    def _name(self, segment: Segment, code: str) -> str:
        name = layout.visible(segment.name(code))
        return (
            words.say("spellings", code, value=name, n=segment.spellings) if segment.spellings > 1 else name
        )

    def _names(self, segment: Segment, code: str) -> list[str]:
        """The cells that name a segment, one for each field."""
        if len(self.by) == 1 or not segment.values:
            return [self._name(segment, code), *[""] * (len(self.by) - 1)]
        return list(segment.values)

    def _door(self, segment: Segment, code: str) -> str:
        if segment.door is None:
            return ""
        # The figures come first: behind a name that is written from the right they would change places.
        return f"{self._opens(segment, code)} · {layout.visible(segment.door.person.name)}"

    def _opens(self, segment: Segment, code: str) -> str:
        if segment.door is None:
            return ""
        return f"{words.count(segment.door.second, code)} + {words.count(segment.door.third, code)}"

    def _cells(self, code: str) -> tuple[list[str], list[list[str]], str]:
        degrees = [words.degree(counted.degree, code) for counted in self.by_degree]
        fields = [words.say(field, code) for field in self.by]
        headers = [*fields, words.say("people", code), words.say("share", code), *degrees]
        rows = [
            [
                *self._names(segment, code),
                words.count(segment.count, code),
                "" if segment.share is None else words.percent(segment.share, code),
                *(words.count(each.count, code) for each in segment.by_degree),
                segment.door.person.name if segment.door else "",
                self._opens(segment, code),
            ]
            for segment in self._rows()
        ]
        doors = [words.say("door", code), words.say("opens", code)]
        aligns = "<" * len(fields) + ">" * (len(headers) - len(fields)) + "<>"
        return [*headers, *doors], rows, aligns
