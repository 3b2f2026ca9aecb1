"""The people that a search found: columns, and a record only for what is looked at."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, overload

import attrs
import numpy as np
import pyarrow as pa

from netreach.answers.refs import PersonRef
from netreach.errors import MissingExtraError, OptionError
from netreach.model import Professional
from netreach.render import text as layout
from netreach.render import words
from netreach.text import searchable

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas
    import polars

    Vertices = npt.NDArray[np.int32] | npt.NDArray[np.int64] | Sequence[int]
    Positions = npt.NDArray[np.int64]
    Found = tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]

_CHUNK: Final = 256
"""Records made at a time when all hits are gone through."""

_PART: Final = 4
"""The first places are found by themselves where they are fewer than one in so many."""

_PREVIEW: Final = 10

_FEW: Final = 100
"""Hits whose introducers are found for themselves, when they are the first that somebody looks at."""


class People(Protocol):
    """Where the records and columns of the hits come from."""

    def professionals(self, vertices: Vertices) -> list[Professional]:
        """Make records of some vertices."""
        ...

    def refs(self, vertices: Vertices) -> list[PersonRef]:
        """Return how an answer names some vertices."""
        ...

    def table(self, vertices: Vertices) -> pa.Table:
        """Return `id` and the one-valued texts of some vertices, null where unknown."""
        ...

    def values(self, field: str, vertices: Vertices) -> pa.ListArray:
        """Return all values that a searchable field has, a list for each vertex."""
        ...

    def kept(self, vertices: Vertices) -> People:
        """Return the same people, fit to be pickled: the first vertex becomes number 0, and so on."""
        ...


def refs_of(table: pa.Table) -> list[PersonRef]:
    """Return how an answer names the people of a table with `id`, `name`, `title` and `company`."""
    rows: list[dict[str, str | None]] = table.select(["id", "name", "title", "company"]).to_pylist()
    return [PersonRef(**{name: value or "" for name, value in row.items()}) for row in rows]


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


class Best:
    """The best introducer to each of `[k]` people, found when somebody looks.

    Whoever looks at the first page waits for that page only; with the second look, all are found at once.

    Args:
        vertices: int32 `[k]`: the people.
        find: Gives for some vertices the best introducers, int32, -1 for none, and their scores, NaN for none.
    """

    def __init__(
        self, vertices: npt.NDArray[np.int32], find: Callable[[npt.NDArray[np.int32]], Found]
    ) -> None:
        self._vertices = vertices
        self._find = find
        self._page: tuple[Positions, Found] | None = None
        self._all: Found | None = None

    def of(self, positions: Positions) -> Found:
        """Return introducers and scores of some of the people, by their positions."""
        if self._all is None and self._page is not None and np.array_equal(self._page[0], positions):
            return self._page[1]
        if self._all is None and self._page is None and len(positions) <= _FEW:
            self._page = (positions, self._find(self._vertices[positions]))
            return self._page[1]
        if self._all is None:
            self._all = self._find(self._vertices)
        return self._all[0][positions], self._all[1][positions]


class Order:
    """The order of `[k]` people: the first few are found without putting all of them in order.

    Args:
        keys: Gives int64 numbers for the people at some positions, all different; the lower comes first.
        bands: int8 `[k]`: a number for each, from 0; the lower comes first, whatever the keys say.
    """

    def __init__(self, keys: Callable[[Positions], Positions], bands: npt.NDArray[np.int8]) -> None:
        self._keys = keys
        self._bands = bands
        self._all: Positions | None = None

    @classmethod
    def of(cls, positions: Positions) -> Order:
        """Return an order that is known already."""
        made = cls(lambda rows: rows, np.zeros(len(positions), dtype=np.int8))
        made._all = positions
        return made

    def __len__(self) -> int:
        return len(self._bands)

    def all(self) -> Positions:
        """int64 `[k]`: the positions of all, the first first."""
        if self._all is None:
            self._all = np.lexsort((self._keys(np.arange(len(self))), self._bands))
        return self._all

    def take(self, chosen: Positions | slice) -> Positions:
        """Return the positions at some places of the order."""
        if self._all is None and isinstance(chosen, slice):
            begin, end, step = chosen.indices(len(self))
            if step == 1 and end * _PART < len(self):
                return self._first(end)[begin:]
        return self.all()[chosen]

    def _first(self, count: int) -> Positions:
        if not count:
            return np.zeros(0, dtype=np.int64)
        # Only those of the first bands can be among them.
        last = int(np.searchsorted(np.cumsum(np.bincount(self._bands)), count))
        near = np.flatnonzero(self._bands <= last)
        keys = self._keys(near)
        if count < len(near):
            # Of the last of these bands the first few are found, and put in order with the others.
            there = self._bands[near] == last
            left = count - int(np.count_nonzero(~there))
            bar = np.partition(keys[there], left - 1)[left - 1]
            kept = ~there | (keys <= bar)
            near, keys = near[kept], keys[kept]
        return near[np.lexsort((keys, self._bands[near]))]


@attrs.frozen(eq=False)
class Columns:
    """People that a search found, in any order.

    Attributes:
        vertices: int32 `[k]`: who.
        degrees: int8 `[k]`: how many hops away.
        marks: Gives for the people at some positions `known_by`, `match_points` and `fields_known`, int32 each.
    """

    vertices: npt.NDArray[np.int32]
    degrees: npt.NDArray[np.int8]
    marks: Callable[[Positions], tuple[npt.NDArray[np.int32], ...]]


@attrs.frozen(eq=False)
class Rows:
    """Hits as columns, in the order in which they are shown.

    Attributes:
        people: Where names and records come from.
        found: Everybody who was found.
        best: Their best introducers.
        order: Which of those who were found are in these rows, in their order.
    """

    people: People
    found: Columns
    best: Best
    order: Order

    def __len__(self) -> int:
        return len(self.order)

    @property
    def vertices(self) -> npt.NDArray[np.int32]:
        """int32 `[k]`: who."""
        return self.found.vertices[self.order.all()]

    @property
    def degrees(self) -> npt.NDArray[np.int8]:
        """int8 `[k]`: how many hops away."""
        return self.found.degrees[self.order.all()]

    @property
    def marks(self) -> npt.NDArray[np.int32]:
        """int32 `[k, 3]`: `known_by`, `match_points` and `fields_known` of each."""
        return np.stack(self.found.marks(self.order.all()), axis=1)

    @property
    def introducers(self) -> npt.NDArray[np.int32]:
        """int32 `[k]`: the best introducer, -1 for none."""
        return self.best.of(self.order.all())[0]

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """float64 `[k]`: the introducer's score, NaN for none."""
        return self.best.of(self.order.all())[1]

    def take(self, chosen: Positions | slice) -> Rows:
        """Return some rows."""
        return attrs.evolve(self, order=Order.of(self.order.take(chosen)))

    def hits(self) -> list[Hit]:
        """Make the records of all rows."""
        introducers, scores = self.best.of(self.order.all())
        doors, places = np.unique(introducers, return_inverse=True)
        named = doors >= 0
        refs: list[PersonRef | None] = [None] * int(np.count_nonzero(~named))
        refs += self.people.refs(doors[named])
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
                self.people.professionals(self.vertices),
                self.degrees.tolist(),
                places.tolist(),
                scores.tolist(),
                self.marks.tolist(),
                strict=True,
            )
        ]

    def __reduce__(self) -> tuple[Callable[..., Rows], tuple[object, ...]]:
        # A pickled answer takes its people and their introducers along, not the network that they come from.
        found, scores = self.best.of(self.order.all())
        has = found >= 0
        everybody = np.unique(np.concatenate((self.vertices, found[has])))
        introducers = np.full_like(found, -1)
        introducers[has] = np.searchsorted(everybody, found[has])
        vertices = np.searchsorted(everybody, self.vertices).astype(np.int32)
        kept = self.people.kept(everybody)
        return _rows, (kept, vertices, self.degrees, introducers, scores, self.marks)


def _rows(
    people: People,
    vertices: npt.NDArray[np.int32],
    degrees: npt.NDArray[np.int8],
    introducers: npt.NDArray[np.int32],
    scores: npt.NDArray[np.float64],
    marks: npt.NDArray[np.int32],
) -> Rows:
    """Make rows whose introducers are known."""
    found = Columns(vertices, degrees, lambda rows: tuple(marks[rows].T))
    return Rows(people, found, known_best(introducers, scores), Order.of(np.arange(len(vertices))))


def known_best(introducers: npt.NDArray[np.int32], scores: npt.NDArray[np.float64]) -> Best:
    """Return the best introducers of people of whom they are known already."""
    # The positions stand for the people.
    everybody = np.arange(len(introducers), dtype=np.int32)
    return Best(everybody, lambda rows: (introducers[rows], scores[rows]))


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
        return self._rows.take(slice(position, position + 1)).hits()[0]

    def __iter__(self) -> Iterator[Hit]:
        for begin in range(0, len(self), _CHUNK):
            yield from self._rows.take(slice(begin, begin + _CHUNK)).hits()

    @property
    def shown(self) -> tuple[Hit, ...]:
        """The first `limit` hits."""
        return tuple(self._rows.take(slice(self.limit)).hits())

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
