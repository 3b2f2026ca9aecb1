"""Who matches, counted per degree and per facet: the answer of a search."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from netreach.answers.degrees import AT_LEAST, DegreeCount, Extended, bound_of
from netreach.answers.hits import Hits
from netreach.answers.lines import layers_of, rules, wrapped
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.kinds import BUILT_IN, KindTable
from netreach.render import svg, words
from netreach.render import text as layout

_BAR: Final = 16
_VALUES_IN_TEXT: Final = 3
_FROM_COMPANY_TABLE: Final = ("industry", "location")
_OPERATORS: Final = MappingProxyType({"or": "OR", "o": "OR", "and": "AND", "y": "AND", "not": "NOT"})
_BETWEEN: Final = re.compile(rf"(?<=[^\s(]\s)(?:{'|'.join(_OPERATORS)})(?=\s+[^\s)])", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class FacetValue:
    """One value of a facet.

    Attributes:
        value: The value as it was written; of several spellings of one company the commonest.
        count: People who have it.
        by_degree: The same people by degree; shares are parts of `count`.
        spellings: In how many spellings these people have it.
    """

    value: str
    count: int
    by_degree: tuple[DegreeCount, ...]
    spellings: int = 1

    def shown(self, language: str | None = None) -> str:
        """Return the value, with the number of its spellings where there are several.

        >>> FacetValue(value="ACME", count=9, by_degree=(), spellings=3).shown()
        'ACME, 3 spellings'
        """
        code = words.language_of(language)
        if self.spellings < 2:
            return self.value
        return words.say("spellings", code, value=self.value, n=self.spellings)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "value": self.value,
            "count": self.count,
            "by_degree": _by_degree(self.by_degree),
            "spellings": self.spellings,
        }


@attrs.frozen(kw_only=True)
class Facet:
    """How the people who meet all criteria, except the one of this field, divide over its values.

    Attributes:
        field: The field.
        values: The commonest values, by count, then by name; who has several counts in each of them.
        known: People of whom a value is known.
        total: All the people who were divided.
        distinct: How many different values there are, listed or not.
        language: Language of the text.
        without: Whether there is a criterion of this field, which does not count here.
    """

    field: str
    values: tuple[FacetValue, ...]
    known: int
    total: int
    distinct: int
    language: str = "en"
    without: bool = False

    @property
    def unknown(self) -> int:
        """People of whom no value is known."""
        return self.total - self.known

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[FacetValue]:
        return iter(self.values)

    def __getitem__(self, position: int) -> FacetValue:
        return self.values[position]

    def heading(self, language: str) -> str:
        """Return what is divided: the field, and that its own criterion does not count."""
        field = words.say(self.field, language)
        return words.say("facet_without", language, field=field) if self.without else field

    def coverage(self, language: str) -> str:
        """Return in words of how many people the field is known."""
        hint = not self.known and self.field in _FROM_COMPANY_TABLE
        return words.say(
            "coverage_company_table" if hint else "coverage",
            language,
            field=words.say(self.field, language),
            known=self.known,
            total=self.total,
        )

    def __str__(self) -> str:
        return self.text()

    def text(self, *, language: str | None = None, columns: int = 80, limit: int | None = None) -> str:
        """Return the commonest values with bars, and of how many people the field is known.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
            limit: How many values at most.
        """
        code = words.language_of(language or self.language)
        shown = self.values[:limit]
        lines: list[str] = []
        if shown:
            degrees = [words.degree(counted.degree, code) for counted in shown[0].by_degree]
            headers = [self.heading(code), words.say("people", code), "", *degrees]
            cells = [
                [
                    value.shown(code),
                    words.count(value.count, code),
                    layout.bar(value.count / shown[0].count, _BAR),
                    *(words.count(counted.count, code) for counted in value.by_degree),
                ]
                for value in shown
            ]
            aligns = ["<", ">", "<", *([">"] * len(degrees))]
            lines += layout.table(headers, cells, aligns=aligns, columns=columns).splitlines()
        if self.distinct > len(shown):
            lines.append(words.say("more", code, n=self.distinct - len(shown)))
        if self.unknown:
            lines += wrapped(self.coverage(code), columns)
        return "\n".join(lines)

    def html(self, *, language: str | None = None) -> str:
        """Return the values as an HTML table, every text escaped."""
        code = words.language_of(language or self.language)
        degrees = self.values[0].by_degree if self.values else ()
        headers = [self.heading(code), words.say("people", code)]
        headers += [words.degree(counted.degree, code) for counted in degrees]
        rows = [
            [
                value.shown(code),
                words.count(value.count, code),
                *(words.count(counted.count, code) for counted in value.by_degree),
            ]
            for value in self.values
        ]
        aligns = ["<", *([">"] * (len(headers) - 1))]
        return layout.html_table(headers, rows, aligns=aligns, caption=self.coverage(code))

    def _repr_html_(self) -> str:
        return self.html()


@attrs.frozen(kw_only=True)
class Unknown:
    """People who meet all criteria but one, and of whom nothing is known in the fields of that one.

    Attributes:
        count: People.
        by_degree: The same people by degree.
    """

    count: int
    by_degree: tuple[DegreeCount, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"count": self.count, "by_degree": _by_degree(self.by_degree)}


@attrs.frozen(kw_only=True)
class NearName:
    """A name or company that is spelled nearly as one that was looked for.

    Attributes:
        field: `"first_name"`, `"last_name"`, `"company"`, or `"name"` where it was looked for among the keywords.
        typed: The word that was looked for, without case and accents.
        name: How the near one is written.
        count: People who have it, in the whole network.
    """

    field: str
    typed: str
    name: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SearchResult(Hits):
    """The people who match, best first, and what they are among: degrees and facets.

    It is a sequence of `netreach.answers.hits.Hit`; a slice and `where` give hits without the counts.

    Attributes:
        ego: From whose viewpoint.
        criteria: What was asked, as plain data.
        sort: The order of the hits.
        cutoff: The farthest degree that was looked at.
        by_degree: People who meet all criteria except `degree`, by degree, with unrounded shares of all of them.
        extended: The 2nd degree and beyond of the same people.
        facets: Field -> its commonest values among those who meet all criteria except the one of that field.
        unreachable: People who meet all criteria except `degree`, but not within the cutoff.
        unknown: Criterion -> people who may match or not, since its field is unknown.
        as_of: The newest day in the network; `None` in a network without dates.
        version: Id of the network's version.
        synonyms: Word or phrase -> what was looked for as well, since synonyms were asked for.
        also: Where little was found: names and companies that are spelled nearly so. They were not looked for.
        kinds: The table of kinds by which evidence was weighed.
    """

    ego: PersonRef
    criteria: Mapping[str, Any]
    sort: str
    cutoff: int
    by_degree: tuple[DegreeCount, ...]
    extended: Extended
    facets: Mapping[str, Facet]
    unreachable: int
    unknown: Mapping[str, Unknown]
    as_of: dt.date | None
    version: str
    synonyms: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    also: tuple[NearName, ...] = ()
    kinds: KindTable = BUILT_IN

    def _facts(self) -> tuple[object, ...]:
        return (
            *super()._facts(),
            self.version,
            self.ego,
            self.criteria,
            self.sort,
            self.cutoff,
            self.by_degree,
            self.facets,
            self.unreachable,
            self.unknown,
            self.as_of,
            self.synonyms,
            self.also,
            self.kinds,
        )

    def __repr__(self) -> str:
        return f"<SearchResult: {len(self):,} hits>"

    @property
    def total(self) -> int:
        """People within the cutoff who meet all criteria."""
        return len(self)

    @property
    def bound(self) -> str:
        """`"exact"` when every count per degree is, else `"at_least"`."""
        return bound_of(self.by_degree)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts, the facets and the hits that are shown as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "ego": self.ego.to_dict(),
            "criteria": dict(self.criteria),
            "sort": self.sort,
            "total": self.total,
            "unreachable": self.unreachable,
            "bound": self.bound,
            "by_degree": [counted.to_dict() for counted in self.by_degree],
            "extended": self.extended.to_dict(),
            "facets": {field: [value.to_dict() for value in facet] for field, facet in self.facets.items()},
            "coverage": {
                field: {
                    "known": facet.known,
                    "total": facet.total,
                    "unknown": facet.unknown,
                    "distinct": facet.distinct,
                }
                for field, facet in self.facets.items()
            },
            "unknown": {name: unknown.to_dict() for name, unknown in self.unknown.items()},
            "synonyms": {word: list(others) for word, others in self.synonyms.items()},
            "also": [near.to_dict() for near in self.also],
            "hits": [hit.to_dict() for hit in self.shown],
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "kinds": self.kinds.to_dict() or None,
        }

    def summary(self, language: str | None = None) -> str:
        """Return the answer in a sentence: how many are 1st degree, what the extended network holds."""
        code = words.language_of(language or self.language)
        total = sum(counted.count for counted in self.by_degree)
        first = self.by_degree[0]
        if first.share is None or self.extended.share is None:
            return words.say("search_none", code)
        return words.say(
            "search_summary",
            code,
            first=first.count,
            total=total,
            share=first.share,
            extended=self.extended.share,
        )

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return counts, facets and the shown hits for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        lines = wrapped(self.summary(code), columns)
        if any(counted.count for counted in self.by_degree):
            lines += layout.table(
                [""] * 4, self._degree_rows(code), aligns="<>><", columns=columns
            ).splitlines()
        for sentence in self._sentences(code):
            lines += wrapped(sentence, columns)
        divided = [facet for facet in self.facets.values() if facet.total]
        for facet in filter(len, divided):
            lines += ["", facet.text(language=code, columns=columns, limit=_VALUES_IN_TEXT)]
        if blank := self._blank(code):
            lines += ["", *wrapped(blank, columns)]
        if len(self):
            lines += ["", super().text(language=code, columns=columns)]
        return "\n".join(lines)

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the people who match by degree as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 640 where not given.
        """
        code = words.language_of(language or self.language)
        title = words.say("search_title", code, name=layout.visible(self.ego.name))
        note = layout.as_sentences([self.summary(code), *self._sentences(code)])
        return Picture(svg.pyramid_svg(self.layers(), title=title, note=note, language=code, width=width))

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def layers(self) -> list[layout.Layer]:
        """Return the people who match as the layers of a pyramid."""
        return layers_of(self.by_degree)

    def html(self, *, language: str | None = None, picture: Picture | None = None) -> str:
        """Return a picture, the counts and the shown hits as HTML, every text escaped.

        Args:
            language: English or Spanish; the answer's own where not given.
            picture: A picture in place of its own.
        """
        code = words.language_of(language or self.language)
        sentences = [self.summary(code), *self._sentences(code)]
        headers = [words.say("degree", code), words.say("people", code), words.say("share", code)]
        rows = [row[:3] for row in self._degree_rows(code)]
        drawn = picture or self.plot(language=code)
        parts = [drawn.svg] if any(counted.count for counted in self.by_degree) else []
        parts += [f"<p>{layout.escape(sentence)}</p>" for sentence in sentences]
        parts.append(layout.html_table(headers, rows, aligns="<>>"))
        parts += [facet.html(language=code) for facet in self.facets.values() if len(facet)]
        if blank := self._blank(code):
            parts.append(f"<p>{layout.escape(blank)}</p>")
        return "<div>" + "\n".join([*parts, super().html(language=code)]) + "</div>"

    def _blank(self, code: str) -> str:
        """Return in one sentence of which fields nothing is known; `""` where there is none."""
        names = [facet.field for facet in self.facets.values() if facet.total and not len(facet)]
        addable = [words.say(name, code) for name in names if name in _FROM_COMPANY_TABLE]
        fields = [words.say(name, code) for name in names if name not in _FROM_COMPANY_TABLE]
        if addable:
            known = words.say("facets_company_table", code, fields=", ".join(addable), n=len(addable))
            fields = [known, *fields]
        return words.say("facets_unknown", code, fields=", ".join(fields)) if fields else ""

    def _misread(self) -> list[tuple[str, str]]:
        """Return the words of the criteria that look like operators but are none, with the operators meant."""
        texts = [
            text
            for values in self.criteria.values()
            if isinstance(values, list)
            for text in values
            if isinstance(text, str)
        ]
        found = {
            word: _OPERATORS[word.lower()]
            for text in texts
            # What stands in quotes is meant as words.
            for word in _BETWEEN.findall(re.sub(r'"[^"]*"', '""', text))
            if word not in _OPERATORS.values()
        }
        return list(found.items())

    def _degree_rows(self, code: str) -> list[list[str]]:
        return [
            [
                words.degree(counted.degree, code),
                words.say("at_least", code, n=counted.count)
                if counted.bound == AT_LEAST
                else words.count(counted.count, code),
                "" if counted.share is None else words.percent(counted.share, code),
                "" if counted.share is None else layout.bar(counted.share, _BAR),
            ]
            for counted in self.by_degree
        ]

    def _sentences(self, code: str) -> list[str]:
        found = []
        if "scope" in self.criteria:
            found.append(words.say(f"search_scope_{self.criteria['scope']}", code))
        if "degree" in self.criteria and any(counted.count for counted in self.by_degree):
            degrees = words.degree_names(self.criteria["degree"], code)
            found.append(words.say("search_at_degrees", code, n=self.total, degrees=degrees))
        if not any(counted.count for counted in self.by_degree):
            found += [
                words.say("search_operator", code, word=layout.visible(word), operator=operator)
                for word, operator in self._misread()
            ]
        found += [
            words.say("search_synonyms", code, word=word, others=", ".join(others))
            for word, others in self.synonyms.items()
        ]
        if self.also:
            near = [
                words.say("name_count", code, name=layout.visible(one.name), n=one.count) for one in self.also
            ]
            found.append(words.say("search_also", code, names=", ".join(near)))
        if self.unreachable:
            found.append(words.say("search_unreachable", code, n=self.unreachable, cutoff=self.cutoff))
        found += [
            words.say("search_unknown", code, n=unknown.count, field=words.say(name, code))
            for name, unknown in self.unknown.items()
            if unknown.count
        ]
        found += rules(self.as_of, self.kinds, code)
        return found


def _by_degree(counts: tuple[DegreeCount, ...]) -> list[dict[str, Any]]:
    """Counts within an answer that says already, degree by degree, whether they are exact."""
    return [{"degree": each.degree, "count": each.count, "share": each.share} for each in counts]
