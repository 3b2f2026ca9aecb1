"""Contacts in CSV files, read by a declaration of their columns."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import attrs

from netreach.errors import ExportError, OptionError
from netreach.importers.contacts.book import Book
from netreach.importers.contacts.card import Card, Relation, full_name, label
from netreach.importers.contacts.owner import owner_said
from netreach.importers.csvrows import DAMAGED, CsvTable, Found, Layout, Row, Tally, column_name, peek
from netreach.model import Record, RowProblem
from netreach.plugins.export import Export
from netreach.text import clean

FIELDS: tuple[str, ...] = (
    *("name", "prefix", "first_name", "middle_name", "last_name", "suffix"),
    *("title", "company", "headline", "industry", "location", "city", "region", "country"),
    *("email", "url", "group", "relation", "relation_label"),
)
"""What a column of a `ContactCsv` may be; `relation:manager` is a relation that the column itself names."""

_T = TypeVar("_T")

_MANY = frozenset(("email", "url", "group"))
_CARD_TEXTS = (
    *("first_name", "last_name", "headline", "title", "company", "industry"),
    "location",
)
_PLACE = ("city", "region", "country")
_ADDRESSES = ("", "home", "other")
_OTHER_ADDRESSES = frozenset(f"{field}:{address}" for field in _PLACE for address in _ADDRESSES if address)
_NAME_PARTS = ("name", "prefix", "first_name", "middle_name", "last_name", "suffix")
_TABLES = (".csv", ".tsv", ".txt", ".tab")
_OTHER_EXPORTS = (".vcf", ".vcard", ".mbox", ".ics", ".vcs", ".eml", ".parquet", ".xlsx")
_MOST_COLUMNS = 10_000
"""A row of more cells is no header: programs write a hundred columns, and some more for each repeated group."""

_BLOCK = 2000
"""Rows that are read column by column in one go."""

_SHORT = 200
"""Signs of the longest cell that is remembered."""

_KNOWN = 50_000
"""Different cells of which is remembered what they say."""

_NOWHERE = ("", "", "")

_DAY = re.compile(r"takeout-(\d{4})(\d{2})(\d{2})T", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Columns(Layout):
    """Finds the columns of a declaration in a header.

    Attributes:
        exact: Name of a column, as `column_name` writes it -> its rank in the declaration, and the field.
        numbered: The same for names with a number in them, as patterns.
        signature: Groups of patterns; a header has a name for each pattern of one group. `()` for any header.
    """

    exact: Mapping[str, tuple[int, str]] = attrs.field(factory=dict)
    numbered: tuple[tuple[re.Pattern[str], int, str], ...] = ()
    signature: tuple[tuple[re.Pattern[str], ...], ...] = ()

    def match(self, cells: Sequence[str]) -> dict[str, int]:
        """Return where the columns are in a record: `rank number field` -> index; nothing when it is no header."""
        if len(cells) > _MOST_COLUMNS:
            return {}
        names = _numbered(cells)
        found: dict[str, int] = {}
        for index, name in enumerate(names):
            if name in self.exact:
                rank, field = self.exact[name]
                found.setdefault(f"{rank} 0 {field}", index)
                continue
            for pattern, rank, field in self.numbered:
                if match := pattern.fullmatch(name):
                    found.setdefault(f"{rank} {int(match[1])} {field}", index)
                    break
        fields = {place.split(" ", 2)[2] for place in found}
        if fields.isdisjoint(("name", "first_name", "last_name", "email")):
            return {}
        if self.signature and not any(
            all(any(map(pattern.fullmatch, names)) for pattern in group) for group in self.signature
        ):
            return {}
        return found


def _wide(declared: ContactCsv) -> Columns:
    """Return the columns of a declaration, for a header with any of them."""
    for column, field in declared.columns.items():
        if field not in FIELDS and not field.startswith("relation:") and field not in _OTHER_ADDRESSES:
            raise OptionError(
                f"columns={{{column!r}: {field!r}}}: there is no field {field!r}. There are: "
                f"{', '.join(FIELDS)}, and relation:manager, relation:spouse and so on."
            )
    ranked = list(enumerate(declared.columns.items()))
    return Columns(
        aliases={},
        required=(("first_name", "last_name"), ("name",), ("email",)),
        exact={
            column_name(column): (rank, field)
            for rank, (column, field) in reversed(ranked)
            if "#" not in column
        },
        numbered=tuple((_pattern(column), rank, field) for rank, (column, field) in ranked if "#" in column),
    )


def _strict(declared: ContactCsv) -> Columns:
    """Return the columns of a declaration, for a header that its signature tells."""
    signature = tuple(tuple(map(_pattern, group)) for group in declared.signature)
    return attrs.evolve(_wide(declared), signature=signature)


@attrs.frozen(kw_only=True)
class ContactCsv:
    """An importer of contacts in CSV files, made of a declaration.

    Every row is somebody in the owner's address book. Delimiter, encoding and place of the header are found, names of
    columns are compared without case, accents, blanks and signs, and every row is accounted for. E-mail addresses and
    LinkedIn profiles become keys; who has neither is known by name among the owner's exports.

    Attributes:
        name, summary: As for every importer.
        signature: Groups of columns. A file is of the format when its header names all columns of one group.
        columns: Name of a column -> field, one of `FIELDS`. `#` stands for a number, so that `E-mail # - Value` is
            any of them. A column whose name stands twice in the header is called `Name 2` the second time. Where
            several columns are one field, the first that is filled counts, and all of `email`, `url`, `group` and
            relations. `relation:manager` is the name of the person's manager; `relation` is somebody whose role the
            column `relation_label` of the same number tells. Town, region and country are those of one address: of
            the same number, or of `city:home`, `region:home` and `country:home`, or the same with `other`, where the
            address without a mark has no town.
        separator: What parts several values in one cell; `""` where cells hold one. Addresses, and labels at `;`, are
            parted anyway.
        code_pages: Encodings in which a file may be, beside UTF-8, UTF-16 and Windows-1252.
        before: Importers that must not claim a file which this one claims.

    Raises:
        OptionError: When a field is none of `FIELDS`.

    Example:
        >>> crm = ContactCsv(
        ...     name="crm",
        ...     summary="contacts of the CRM",
        ...     signature=(("Record ID", "Contact owner"),),
        ...     columns={"First Name": "first_name", "Last Name": "last_name", "Email": "email"},
        ... )
        >>> crm.claims(["Record ID", "First Name", "Last Name", "Email", "Contact owner"])
        True
        >>> crm.claims(["First Name", "Last Name", "Email"])
        False
    """

    name: str
    summary: str
    signature: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]
    separator: str = ""
    code_pages: tuple[str, ...] = ()
    before: tuple[str, ...] = ("tables",)
    _wide: Columns = attrs.field(init=False, repr=False, default=attrs.Factory(_wide, takes_self=True))
    _strict: Columns = attrs.field(init=False, repr=False, default=attrs.Factory(_strict, takes_self=True))

    def claims(self, header: Sequence[str]) -> bool:
        """Return whether a header is of this format."""
        return bool(self.signature and self._strict.match(header))

    def header(self, export: Export, name: str) -> tuple[str, ...] | None:
        """Return the header of a file of the export, by its first bytes; `None` when it has none of the columns."""
        try:
            found = peek(export, name, self._wide, code_pages=self.code_pages)
        except DAMAGED:
            return None
        return found.cells if found else None

    def identify(self, export: Export) -> bool:
        """Tell by the headers of its tables whether an export is of this format, and nothing else; never raises."""
        try:
            return bool(self._files(export))
        except Exception:
            # What cannot be opened is nobody's export; whoever reads it will hear why.
            return False

    def belongs(self, name: str) -> bool:
        """Tell by its name whether another file goes with tables of contacts: none does."""
        return False

    def extract(self, export: Export) -> Iterator[Record | RowProblem]:
        """Yield the owner, everybody in the address book, ties between them, and the account of every file.

        Raises:
            OwnerError: When the caller does not say whose address book it is.
            ExportError: When a file is damaged, or none is a table of contacts.
        """
        said = owner_said(export)
        names = self._files(export) or [name for name in export.names if _is_table(export, name)]
        if not names:
            raise ExportError(f"{export} holds no table of contacts. Export the address book as CSV again.")
        tallies: list[Tally] = []
        book = Book(export=export, said=said, day=export_day(export))
        yield from book.records(self._cards(export, names, tallies), tallies)

    def _files(self, export: Export) -> list[str]:
        """Return the tables of this format; none when there are exports of other kinds beside them."""
        found: list[str] = []
        for name in export.names:
            if name.lower().endswith(_OTHER_EXPORTS):
                return []
            if _is_table(export, name):
                header = self.header(export, name)
                if header is None or not self.claims(header):
                    return []
                found.append(name)
        return found

    def _cards(self, export: Export, names: Sequence[str], tallies: list[Tally]) -> Iterator[Card]:
        for name in names:
            table = CsvTable(
                export, name, self._wide, what=f"a table of {self.name}", code_pages=self.code_pages
            )
            tallies.append(table.tally)
            plan = _Plan(table.found, self.separator)
            rows = iter(table)
            while block := list(islice(rows, _BLOCK)):
                yield from plan.cards(table.tally, block)


class _Known(dict[str, _T]):
    """What cells say, found out once for each: names of companies and towns stand in many rows."""

    def __init__(self, read: Callable[[str], _T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> _T:
        said = self._read(cell)
        if len(self) < _KNOWN and len(cell) <= _SHORT:
            self[cell] = said
        return said


class _Plan:
    """Which cells of a row are what."""

    def __init__(self, found: Found, separator: str) -> None:
        self._separator = separator
        self._known_texts = _Known(self._text)
        self._known_labels = _Known(self._labels)
        self._one: list[tuple[str, int]] = []
        self._many: dict[str, list[int]] = {field: [] for field in _MANY}
        self._relations: list[tuple[str, int | None, int]] = []
        self._addresses: dict[tuple[int, int], dict[str, list[int]]] = {}
        labels: dict[str, int] = {}
        related: list[tuple[str, int]] = []
        for place in sorted(found.columns, key=lambda place: (*map(int, place.split(" ", 2)[:2]), place)):
            _, number, field = place.split(" ", 2)
            index = found.columns[place]
            if field in _MANY:
                self._many[field].append(index)
            elif field == "relation_label":
                labels[number] = index
            elif field == "relation":
                related.append((number, index))
            elif (part := field.partition(":"))[0] in _PLACE:
                address = self._addresses.setdefault((_ADDRESSES.index(part[2]), int(number)), {})
                address.setdefault(part[0], []).append(index)
            elif field.startswith("relation:"):
                self._relations.append((field.removeprefix("relation:"), None, index))
            else:
                self._one.append((field, index))
        self._relations += [("", labels.get(number), index) for number, index in related]

    def cards(self, tally: Tally, rows: Sequence[Row]) -> Iterator[Card]:
        """Give rows as entries, read column by column."""
        blank = [""] * len(rows)
        of = self._texts([cells for _, cells in rows])

        def texts(field: str) -> Sequence[str]:
            return of.get(field, blank)

        parts = zip(*map(texts, _NAME_PARTS), strict=True)
        places = self._places([cells for _, cells in rows])
        names: Iterator[str]
        if of.keys().isdisjoint(("name", "middle_name")):
            names = (
                f"{first} {last}" if first and last else first or last for _, _, first, _, last, _ in parts
            )
        else:
            names = (
                full_name(shown=shown, prefix=prefix, first=first, middle=middle, last=last, suffix=suffix)
                for shown, prefix, first, middle, last, suffix in parts
            )
        for (
            (line, cells),
            name,
            first,
            last,
            headline,
            title,
            company,
            industry,
            location,
            (city, region, country),
            addresses,
            pages,
            groups,
        ) in zip(
            rows,
            names,
            *map(texts, _CARD_TEXTS),
            places,
            self._all(rows, "email"),
            self._all(rows, "url"),
            self._groups(rows),
            strict=True,
        ):
            yield Card(
                tally=tally,
                line=line,
                name=name,
                first_name=first,
                last_name=last,
                headline=headline,
                title=title,
                company=company,
                industry=industry,
                location=location or (f"{city}, {region}" if city and region else city or region),
                country=country,
                addresses=addresses,
                pages=pages,
                groups=groups,
                relations=self._related(cells) if self._relations else (),
            )

    def _texts(self, rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
        """Return the cleaned texts of each field that has one valued; of several columns the first that is filled."""
        found: dict[str, list[str]] = {}
        known = self._known_texts
        for field, index in self._one:
            cells = [row[index] for row in rows]
            if not any(cells):
                continue
            texts = [known[cell] for cell in cells]
            if field in found:
                texts = [text or other for text, other in zip(found[field], texts, strict=True)]
            found[field] = texts
        return found

    def _places(self, rows: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
        """Return town, region and country of each row: of its first address with a town, or with any of them."""
        found: list[tuple[str, str, str]] = [_NOWHERE] * len(rows)
        known = self._known_texts
        for _, address in sorted(self._addresses.items()):
            columns: list[list[str]] = []
            for field in _PLACE:
                texts = blank = [""] * len(rows)
                for index in address.get(field, ()):
                    cells = [row[index] for row in rows]
                    if not any(cells):
                        continue
                    new = [known[cell] for cell in cells]
                    texts = (
                        new
                        if texts is blank
                        else [text or other for text, other in zip(texts, new, strict=True)]
                    )
                columns.append(texts)
            if any(map(any, columns)):
                found = [
                    old if old[0] or (old != _NOWHERE and not new[0]) else new
                    for old, new in zip(found, zip(*columns, strict=True), strict=True)
                ]
        return found

    def _text(self, cell: str) -> str:
        text = clean(cell)
        return self._parts(text)[0] if self._separator and self._separator in text else text

    def _all(self, rows: Sequence[Row], field: str) -> list[tuple[str, ...]]:
        """Return the values of a field in each row, of all its columns."""
        found: list[tuple[str, ...]] = [()] * len(rows)
        for index in self._many[field]:
            for number, (_, cells) in enumerate(rows):
                if (cell := cells[index]) and not cell.isspace():
                    found[number] += tuple(self._parts(cell))
        return found

    def _groups(self, rows: Sequence[Row]) -> list[tuple[str, ...]]:
        known = self._known_labels
        return [tuple(name for cell in cells for name in known[cell]) for cells in self._all(rows, "group")]

    def _labels(self, text: str) -> tuple[str, ...]:
        return tuple(map(label, text.split(";")))

    def _parts(self, text: str) -> list[str]:
        if not self._separator or self._separator not in text:
            return [text]
        return [part.strip() for part in text.split(self._separator) if part.strip()] or [""]

    def _related(self, cells: Sequence[str]) -> tuple[Relation, ...]:
        found: list[Relation] = []
        for kind, labels, index in self._relations:
            if not (cell := cells[index]) or not (text := cell.strip()):
                continue
            whose = self._parts(text)
            kinds = [kind] if labels is None else self._parts(cells[labels].strip())
            kinds += kinds[-1:] * (len(whose) - len(kinds))
            found += [Relation(label(kind), who) for kind, who in zip(kinds, whose, strict=False)]
        return tuple(found)


def _pattern(column: str) -> re.Pattern[str]:
    parts = [re.escape(column_name(part)) for part in column.split("#")]
    return re.compile(r"([0-9]{1,4})".join(parts))


def _numbered(cells: Sequence[str]) -> list[str]:
    """Return the names of columns; a name that was there before gets its number, as `titre2`."""
    times: Counter[str] = Counter()
    names: list[str] = []
    for cell in cells:
        name = column_name(cell)
        times[name] += 1
        names.append(f"{name}{times[name]}" if name and times[name] > 1 else name)
    return names


def _is_table(export: Export, name: str) -> bool:
    return name.lower().endswith(_TABLES) or (len(export.names) == 1 and "." not in name.rpartition("/")[2])


def export_day(export: Export) -> dt.date | None:
    """Return the day of the export that its name states, as in `takeout-20240517T101530Z-001.zip`."""
    places = [part for path in export.paths for part in path.absolute().parts[-3:]]
    for place in places:
        if match := _DAY.match(place):
            try:
                return dt.date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None
