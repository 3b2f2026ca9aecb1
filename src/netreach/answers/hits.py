"""The people that a search found: columns, and a record only for what is looked at."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, overload

import attrs
import numpy as np
import pyarrow as pa

from netreach.answers.refs import PersonRef
from netreach.answers.rows import Rows, refs_of
from netreach.errors import MissingExtraError, OptionError
from netreach.model import Professional
from netreach.render import text as layout
from netreach.render import words
from netreach.text import searchable

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas
    import polars

_CHUNK: Final = 256
"""Records made at a time when all hits are gone through."""

_PREVIEW: Final = 10


@attrs.frozen(kw_only=True)
class Hit:
    """Somebody who matches.

    Attributes:
        professional: The person.
        degree: How many hops away.
        best_introducer: The contact who can best introduce you; `None` where there is none, or none is needed.
        score: The score of that introducer within this search; `None` without one.
        known_by: How many people one degree nearer to you know them: at the 2nd degree the shared contacts; 0 for
            your contacts.
        match_points: How well the texts meet the criteria: for every word or phrase 3 where it is a whole value, 2
            where a value begins with it, 1 where a value contains it.
        fields_known: How many of headline, title, company, location, industry and country are known.
    """

    professional: Professional
    degree: int
    best_introducer: PersonRef | None = None
    score: float | None = None
    known_by: int = 0
    match_points: int = 0
    fields_known: int = 0

    @property
    def id(self) -> str:
        """The public id of the person."""
        return self.professional.id

    @property
    def name(self) -> str:
        """The name of the person."""
        return self.professional.name

    def __str__(self) -> str:
        return str(self.professional)

    def explain(self, language: str | None = None) -> str:
        """Return what places this hit: the numbers that are compared, in their order.

        Args:
            language: English or Spanish.
        """
        code = words.language_of(language)
        parts = [words.say("hit_degree", code, degree=self.degree)]
        if self.degree > 1:
            parts.append(words.say("hit_known_by", code, n=self.known_by, degree=self.degree - 1))
        parts.append(words.say("hit_match_points", code, n=self.match_points))
        parts.append(words.say("hit_fields_known", code, n=self.fields_known))
        return ", ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON; unknown values are `None`."""
        person = self.professional
        return {
            "id": person.id,
            "name": person.name,
            "degree": self.degree,
            "best_introducer": self.best_introducer.to_dict() if self.best_introducer else None,
            "score": self.score,
            "known_by": self.known_by,
            "match_points": self.match_points,
            "fields_known": self.fields_known,
            **{
                name: getattr(person, name) or None
                for name in ("headline", "title", "company", "location", "industry", "country", "url")
            },
        }

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))


def records(rows: Rows) -> list[Hit]:
    """Make the records of hits."""
    introducers, scores = rows.best.of(rows.order.all())
    doors, places = np.unique(introducers, return_inverse=True)
    named = doors >= 0
    refs: list[PersonRef | None] = [None] * int(np.count_nonzero(~named))
    refs += rows.people.refs(doors[named])
    return [
        Hit(
            professional=professional,
            degree=degree,
            best_introducer=refs[place],
            score=None if score != score else score,
            known_by=known_by,
            match_points=match_points,
            fields_known=fields_known,
        )
        for professional, degree, place, score, (known_by, match_points, fields_known) in zip(
            rows.people.professionals(rows.vertices),
            rows.degrees.tolist(),
            places.tolist(),
            scores.tolist(),
            rows.marks.tolist(),
            strict=True,
        )
    ]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Hits(Sequence[Hit]):
    """The people that a search found, best first; a record is made only of what is looked at.

    Attributes:
        limit: How many are shown; `None` shows all. All of them can be reached whatever it is.
        language: Language of the text.
    """

    _rows: Rows = attrs.field(alias="rows")
    limit: int | None = _PREVIEW
    language: str = "en"

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self):,} hits>"

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Hits) or type(self) is not type(other) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Hits) else False
        return self._facts() == other._facts() and self.to_arrow().equals(other.to_arrow())

    def __hash__(self) -> int:
        return hash((type(self), len(self)))

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> Hits: ...
    def __getitem__(self, index: int | slice) -> Hit | Hits:
        if isinstance(index, slice):
            return self._with(self._rows.take(index))
        position = range(len(self))[index]
        return records(self._rows.take(slice(position, position + 1)))[0]

    def __iter__(self) -> Iterator[Hit]:
        for begin in range(0, len(self), _CHUNK):
            yield from records(self._rows.take(slice(begin, begin + _CHUNK)))

    @property
    def shown(self) -> tuple[Hit, ...]:
        """The first `limit` hits."""
        return tuple(records(self._rows.take(slice(self.limit))))

    def where(
        self,
        *,
        degree: int | Iterable[int] | None = None,
        introducer: str | PersonRef | Iterable[str | PersonRef] | None = None,
        name: str | Iterable[str] | None = None,
        title: str | Iterable[str] | None = None,
        company: str | Iterable[str] | None = None,
        location: str | Iterable[str] | None = None,
        industry: str | Iterable[str] | None = None,
        school: str | Iterable[str] | None = None,
        group: str | Iterable[str] | None = None,
    ) -> Hits:
        """Narrow to the hits that meet all conditions, in the same order, without searching again.

        Several values of one condition mean any of them.

        Args:
            degree: Degrees.
            introducer: The best introducer, by id or full name.
            name: Words that the name holds in this order, case and accents aside; no expressions.
            title: The same for any current job title.
            company: The same for any current company.
            location: The same for the place.
            industry: The same for the sector.
            school: The same for any school.
            group: The same for any group.

        Raises:
            OptionError: When a text holds no letter or digit.
        """
        keep = np.ones(len(self), dtype=np.bool_)
        if degree is not None:
            wanted = list(degree) if isinstance(degree, Iterable) else [degree]
            keep &= np.isin(self._rows.degrees, np.array(wanted, dtype=np.int64))
        if introducer is not None:
            keep &= self._introduced_by(
                [introducer] if isinstance(introducer, str | PersonRef) else list(introducer)
            )
        conditions = {
            "name": name,
            "title": title,
            "company": company,
            "location": location,
            "industry": industry,
            "school": school,
            "group": group,
        }
        for field, texts in conditions.items():
            if texts is not None:
                keep &= self._having(field, [texts] if isinstance(texts, str) else list(texts))
        return self._with(self._rows.take(np.flatnonzero(keep)))

    def explain(self, *, language: str | None = None) -> str:
        """Return for each shown hit what places it: see `Hit.explain`."""
        code = words.language_of(language or self.language)
        return "\n".join(f"{hit.name}: {hit.explain(code)}" for hit in self.shown)

    def to_dict(self) -> dict[str, Any]:
        """Return the number of hits, and those that are shown, as plain data for JSON."""
        return {"total": len(self), "hits": [hit.to_dict() for hit in self.shown]}

    def to_arrow(self) -> pa.Table:
        """Return all hits as an Arrow table, null where something is unknown."""
        rows = self._rows
        table = rows.people.table(rows.vertices)
        doors, places = np.unique(rows.introducers, return_inverse=True)
        named = doors >= 0
        refs = rows.people.table(doors[named])
        # Introducers ascend, and "none" is -1: it can only be the first.
        at = places - int(np.count_nonzero(~named))
        take = pa.array(at, pa.int64(), mask=at < 0)
        table = table.append_column("degree", pa.array(rows.degrees))
        table = table.append_column("best_introducer_id", refs.column("id").take(take))
        table = table.append_column("best_introducer", refs.column("name").take(take))
        return table.append_column("score", pa.array(rows.scores, mask=np.isnan(rows.scores)))

    def to_pandas(self) -> pandas.DataFrame:
        """Return all hits as a pandas data frame.

        Raises:
            MissingExtraError: When pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas") from error
        frame: pandas.DataFrame = pandas.DataFrame(self.to_arrow().to_pandas())
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return all hits as a polars data frame.

        Raises:
            MissingExtraError: When polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise _missing("polars") from error
        return polars.DataFrame(self.to_arrow())

    @overload
    def to_csv(self, path: None = None) -> str: ...
    @overload
    def to_csv(self, path: str | Path) -> None: ...
    def to_csv(self, path: str | Path | None = None) -> str | None:
        """Return all hits as CSV in which no spreadsheet finds a formula, or write them to a file.

        Args:
            path: A file to write to, in UTF-8; an existing file is replaced. Then nothing is returned.
        """
        table = self.to_arrow()
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(table.column_names)
        for batch in table.to_batches(max_chunksize=10_000):
            columns = [map(_cell, column.to_pylist()) for column in batch.columns]
            writer.writerows(zip(*columns, strict=True))
        if path is None:
            return out.getvalue()
        Path(path).write_text(out.getvalue(), encoding="utf-8", newline="")
        return None

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the shown hits as a table for people, in English or Spanish."""
        code = words.language_of(language or self.language)
        if not len(self):
            return words.say("search_none", code)
        headers, cells = self._cells(code)
        lines = [layout.table(headers, cells, aligns="<<<<<", columns=columns)]
        if len(cells) < len(self):
            lines.append(words.say("search_shown", code, shown=len(cells), total=len(self)))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()

    def html(self, *, language: str | None = None) -> str:
        """Return the shown hits as an HTML table, every text escaped."""
        code = words.language_of(language or self.language)
        headers, cells = self._cells(code)
        caption = words.say("search_shown", code, shown=len(cells), total=len(self))
        return layout.html_table(headers, cells, caption=caption)

    def _cells(self, code: str) -> tuple[list[str], list[list[str]]]:
        headers = [
            words.say(name, code) for name in ("name", "degree", "title", "company", "best_introducer")
        ]
        return headers, [
            [
                hit.name,
                words.degree(hit.degree, code),
                hit.professional.title,
                hit.professional.company,
                hit.best_introducer.name if hit.best_introducer else "",
            ]
            for hit in self.shown
        ]

    def _facts(self) -> tuple[object, ...]:
        """Return what an answer says beside the columns of its hits."""
        return self.limit, self.language

    def _with(self, rows: Rows) -> Hits:
        return Hits(rows=rows, limit=self.limit, language=self.language)

    def _introduced_by(self, wanted: list[str | PersonRef]) -> npt.NDArray[np.bool_]:
        doors = np.unique(self._rows.introducers)
        doors = doors[doors >= 0]
        ids = {each.id if isinstance(each, PersonRef) else each for each in wanted}
        names = {each for each in wanted if isinstance(each, str)}
        refs = refs_of(self._rows.people.table(doors))
        chosen = [ref.id in ids or ref.name in names for ref in refs]
        return np.isin(self._rows.introducers, doors[np.array(chosen, dtype=np.bool_)])

    def _having(self, field: str, texts: list[str]) -> npt.NDArray[np.bool_]:
        needles = [searchable(text) for text in texts]
        for text, needle in zip(texts, needles, strict=True):
            if not needle:
                raise OptionError(f"{field}={text!r} holds no letter or digit to look for.")
        lists = self._rows.people.values(field, self._rows.vertices)
        encoded = lists.flatten().dictionary_encode()
        found = np.array(
            [
                any(needle in searchable(value) for needle in needles)
                for value in encoded.dictionary.to_pylist()
            ],
            dtype=np.bool_,
        )
        owner = np.repeat(np.arange(len(self)), np.diff(lists.offsets.to_numpy()))
        keep = np.zeros(len(self), dtype=np.bool_)
        keep[owner[found[encoded.indices.to_numpy()]]] = True
        return keep


def _cell(value: object) -> str:
    if value is None:
        return ""
    return layout.csv_safe(value) if isinstance(value, str) else str(value)


def _missing(extra: str) -> MissingExtraError:
    return MissingExtraError(f"{extra} is not installed: pip install 'netreach[{extra}]'")
