"""What a compass finds and what is new in it, and compasses side by side: the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from netreach.answers.degrees import AT_LEAST, DegreeCount
from netreach.answers.lines import rules, wrapped
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.answers.search import SearchResult
from netreach.kinds import BUILT_IN, KindTable
from netreach.render import svg, words
from netreach.render import text as layout


@attrs.frozen(kw_only=True)
class New:
    """People whom a compass did not find before, or finds no longer.

    Attributes:
        degree: At which degree they are new; 0 for those whom it finds no longer.
        count: How many.
        people: Some of them, by name.
    """

    degree: int
    count: int
    people: tuple[PersonRef, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"degree": self.degree, **self.plain()}

    def plain(self) -> dict[str, Any]:
        """Return the count and the people as plain data."""
        return {"count": self.count, "people": [person.to_dict() for person in self.people]}

    def names(self, code: str) -> str:
        """Return the names, and how many more there are."""
        listed = ", ".join(layout.visible(person.name) for person in self.people)
        more = self.count - len(self.people)
        if not more:
            return listed
        key = "names_and_more" if listed else "more"
        named = {"names": listed} if listed else {}
        return words.say(key, code, n=more, **named)


@attrs.frozen(kw_only=True, repr=False)
class CompassRun:
    """What a compass finds, and what has changed in it since an earlier version.

    Attributes:
        name: The compass.
        result: The search.
        before: People whom it found before and who are still in the network, by degree; empty without an earlier
            version.
        new: For each degree the people whom it found neither there nor nearer before.
        gone: People of the network whom it found before and finds no longer.
        version_before: Id of the earlier version; `None` where there is none.
        as_of_before: The newest day of the earlier version.
        language: Language of the text.
    """

    name: str
    result: SearchResult
    before: tuple[DegreeCount, ...] = ()
    new: tuple[New, ...] = ()
    gone: New | None = None
    version_before: str | None = None
    as_of_before: dt.date | None = None
    language: str = "en"

    def __repr__(self) -> str:
        return f"<CompassRun {self.name}: {len(self.result):,} hits>"

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.result.version,
            "compass": self.name,
            "version_before": self.version_before,
            "as_of_before": self.as_of_before.isoformat() if self.as_of_before else None,
            "before": [
                {"degree": counted.degree, "count": counted.count, "share": counted.share}
                for counted in self.before
            ],
            "new": [new.to_dict() for new in self.new],
            "gone": self.gone.plain() if self.gone else None,
            "result": self.result.to_dict(),
        }

    def sentences(self, language: str | None = None) -> tuple[str, ...]:
        """Return in words who is new, and who no longer matches.

        Args:
            language: English or Spanish; the answer's own where not given.
        """
        code = words.language_of(language or self.language)
        if self.version_before is None:
            return (words.say("compass_first", code),)
        found = [
            words.say("compass_new", code, n=new.count, degree=new.degree, names=new.names(code))
            for new in self.new
            if new.count
        ]
        if not found:
            before = sum(counted.count for counted in self.before)
            found.append(words.say("compass_nobody_new", code, before=before))
        if self.gone is not None and self.gone.count:
            found.append(words.say("compass_gone", code, n=self.gone.count, names=self.gone.names(code)))
        return tuple(found)

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return what is new, and the search, for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        lines = [layout.shorten(layout.safe(self.name), columns)]
        for sentence in self.sentences(code):
            lines += wrapped(sentence, columns)
        return "\n".join([*lines, "", self.result.text(language=code, columns=columns)])

    def __str__(self) -> str:
        return self.text()

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the people whom it finds by degree as a picture, with how many of them are new.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 640 where not given.
        """
        code = words.language_of(language or self.language)
        new = {one.degree: words.say("compass_new_count", code, n=one.count) for one in self.new if one.count}
        layers = self.result.layers()
        return Picture(
            svg.pyramid_svg(
                layers,
                title=layout.visible(self.name),
                note=layout.as_sentences([*self.sentences(code), self.result.summary(code)]),
                language=code,
                width=width,
                beside=[new.get(layer.degree, "") for layer in layers],
            )
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        notes = "".join(f"<p>{layout.escape(sentence)}</p>" for sentence in self.sentences(code))
        found = self.result.html(language=code, picture=self.plot())
        return f"<div><h3>{layout.escape(self.name)}</h3>{notes}{found}</div>"


@attrs.frozen(kw_only=True)
class Compared:
    """One compass of several.

    Attributes:
        compass: Its name and criteria as plain data.
        by_degree: People whom it finds, by degree.
        only: Those of them whom no other one of these compasses finds.
        unreachable: People who match, but not within the cutoff.
    """

    compass: Mapping[str, Any]
    by_degree: tuple[DegreeCount, ...]
    only: tuple[DegreeCount, ...]
    unreachable: int

    @property
    def name(self) -> str:
        """The name of the compass."""
        return str(self.compass["name"])

    @property
    def total(self) -> int:
        """People whom it finds."""
        return sum(counted.count for counted in self.by_degree)

    @property
    def only_total(self) -> int:
        """People whom only it finds."""
        return sum(counted.count for counted in self.only)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            **self.compass,
            "total": self.total,
            "unreachable": self.unreachable,
            "by_degree": [counted.to_dict() for counted in self.by_degree],
            "only": {"total": self.only_total, "by_degree": [counted.to_dict() for counted in self.only]},
        }


@attrs.frozen(kw_only=True)
class Overlap:
    """People whom two compasses find.

    Attributes:
        a, b: The names of the two.
        by_degree: The people, by degree.
    """

    a: str
    b: str
    by_degree: tuple[DegreeCount, ...]

    @property
    def total(self) -> int:
        """People whom both find."""
        return sum(counted.count for counted in self.by_degree)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "a": self.a,
            "b": self.b,
            "total": self.total,
            "by_degree": [counted.to_dict() for counted in self.by_degree],
        }


@attrs.frozen(kw_only=True, repr=False)
class Comparison:
    """Compasses side by side.

    Attributes:
        ego: From whose viewpoint.
        compasses: What each finds, in the order in which they were given.
        overlaps: How many people each two of them share.
        union: People whom at least one of them finds.
        common: People whom all of them find.
        cutoff: The farthest degree that was looked at.
        as_of: The newest day in the network; `None` in a network without dates.
        version: Id of the network's version.
        language: Language of the text.
        kinds: The table of kinds by which evidence was weighed.
    """

    ego: PersonRef
    compasses: tuple[Compared, ...]
    overlaps: tuple[Overlap, ...]
    union: int
    common: int
    cutoff: int
    as_of: dt.date | None
    version: str
    language: str = "en"
    kinds: KindTable = BUILT_IN

    def __repr__(self) -> str:
        return f"<Comparison of {len(self.compasses)} compasses: {self.union:,} people>"

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "ego": self.ego.to_dict(),
            "cutoff": self.cutoff,
            "union": self.union,
            "common": self.common,
            "compasses": [compared.to_dict() for compared in self.compasses],
            "overlaps": [overlap.to_dict() for overlap in self.overlaps],
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "kinds": self.kinds.to_dict() or None,
        }

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the comparison for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        lines = [words.say("compare_title", code), "", self.table(language=code, columns=columns), ""]
        for sentence in self._sentences(code):
            lines += wrapped(sentence, columns)
        return "\n".join(lines)

    def table(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the bare table."""
        headers, rows, aligns = self._cells(words.language_of(language or self.language))
        return layout.table(headers, rows, aligns=aligns, columns=columns)

    def __str__(self) -> str:
        return self.text()

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return what each compass finds by degree as a picture: whom others find too, and whom only it finds.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        degrees = [words.degree(counted.degree, code) for counted in self.compasses[0].by_degree]
        rows = [
            svg.Counts(
                label=layout.visible(compared.name),
                below=words.say("people_count", code, n=compared.total),
                counts=tuple(
                    (found.count - only.count, only.count)
                    for found, only in zip(compared.by_degree, compared.only, strict=True)
                ),
                said=tuple(_count(found.count, (found,), code) for found in compared.by_degree),
            )
            for compared in self.compasses
        ]
        return Picture(
            svg.counts_svg(
                rows,
                title=words.say("compare_title", code),
                columns=degrees,
                pieces=(words.say("compare_shared", code), words.say("compare_only", code)),
                note=layout.as_sentences(self._sentences(code)),
                language=code,
                width=width,
            )
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        headers, rows, aligns = self._cells(code)
        table = layout.html_table(headers, rows, aligns=aligns, caption=words.say("compare_title", code))
        notes = "".join(f"<p>{layout.escape(sentence)}</p>" for sentence in self._sentences(code))
        return f"<div>{self.plot().svg}{table}{notes}</div>"

    def _sentences(self, code: str) -> list[str]:
        found = [words.say("compare_union", code, union=self.union, common=self.common)]
        found += rules(self.as_of, self.kinds, code)
        return found

    def _cells(self, code: str) -> tuple[list[str], list[list[str]], str]:
        degrees = [words.degree(counted.degree, code) for counted in self.compasses[0].by_degree]
        headers = [words.say("compass", code), words.say("people", code), *degrees]
        rows = [
            [
                layout.visible(compared.name),
                _count(compared.total, compared.by_degree, code),
                *(_count(counted.count, (counted,), code) for counted in compared.by_degree),
                words.count(compared.only_total, code),
            ]
            for compared in self.compasses
        ]
        rows += [
            [
                words.say("compare_overlap", code, a=layout.visible(overlap.a), b=layout.visible(overlap.b)),
                _count(overlap.total, overlap.by_degree, code),
                *(_count(counted.count, (counted,), code) for counted in overlap.by_degree),
                "",
            ]
            for overlap in self.overlaps
        ]
        return [*headers, words.say("compare_only", code)], rows, "<" + ">" * len(headers)


def _count(count: int, parts: tuple[DegreeCount, ...], code: str) -> str:
    """A count as a figure in a table; a lower bound has a sign before it."""
    sign = "≥ " if any(part.bound == AT_LEAST for part in parts) else ""
    return sign + words.count(count, code)
