"""LinkedIn's data as JSON pages: what its Member Snapshot interface gives people in Europe instead of the archive.

A page names a domain, such as `CONNECTIONS`, and holds rows with the column names of the archive's CSV file. Saved
are single pages, lists of pages, pages one after the other, or whole answers of the interface
(`{"paging": ..., "elements": [...]}`). Here they become rows again, which the readers of the CSV files then read.

Sources: learn.microsoft.com/linkedin/dma/member-data-portability/shared/member-snapshot-api.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.csvrows import CELL_LIMIT, DAMAGED, Found, Layout, Row, Tally, column_name
from netreach.importers.encodings import BLOCK, text_encoding
from netreach.importers.linkedin.files import base_name
from netreach.importers.linkedin.layouts import DOMAINS, SIDED
from netreach.importers.nesting import depth_of
from netreach.plugins.export import Export
from netreach.text import clean, fold

LARGEST = 256 * 2**20
"""Bytes of one file of pages; read, it takes several times as much memory."""

_GIVEN, _RECEIVED = re.compile(r"\bgiven\b"), re.compile(r"\breceived\b")
_BLANK = re.compile(r"[\s\x1e]*")
_START, _WANTED = re.compile(r"[?&]start=(\d+)"), re.compile(r"[?&]domain=(\w+)")
_MOST_NAMES = 1000
_DEPTH = 100


class _Object(dict[str, object]):
    """A JSON object, with the names that stand in it twice and mean two things."""

    doubled: tuple[str, ...] = ()


@attrs.define(kw_only=True, eq=False)
class _Domain:
    """The rows of one domain in one file: the number of each, counted from 1, and what it is."""

    rows: list[tuple[int, object]] = attrs.field(factory=list)
    total: int = 0
    cut: bool = False


@attrs.define(kw_only=True, eq=False)
class Pages:
    """All pages of an export.

    Attributes:
        roles: What a file of the archive is -> the names of the tables with its rows, such as
            `snapshot.json → CONNECTIONS`.
        tallies: Accounts of what became no table.
    """

    roles: dict[str, list[str]] = attrs.field(factory=dict)
    tallies: list[Tally] = attrs.field(factory=list)
    _domains: dict[str, _Domain] = attrs.field(factory=dict)

    def holds(self, name: str) -> bool:
        """Whether a table of that name is among the pages."""
        return name in self._domains

    def table(self, name: str, layout: Layout) -> PageTable | None:
        """Return a table by its name; `None` when its rows have none of the columns that the layout requires."""
        return PageTable.of(name, self._domains[name], layout)

    def _add(self, role: str, name: str, domain: _Domain) -> None:
        self.roles.setdefault(role, []).append(name)
        self._domains[name] = domain


class PageTable:
    """The rows of one domain as cells, like those of a CSV file; the line of a row is its number in the domain.

    Attributes:
        found: The columns.
        tally: Counts every row; whoever iterates says where the rows belong that it gets.
        cut_short: Whether a page is missing that was announced.
    """

    def __init__(self, name: str, domain: _Domain, found: Found, names: Mapping[str, str]) -> None:
        self.found = found
        self.tally: Tally = Tally(file=name)
        self.cut_short: bool = domain.cut
        self._domain = domain
        self._names = names

    @classmethod
    def of(cls, name: str, domain: _Domain, layout: Layout) -> PageTable | None:
        """Find the columns, by all names that occur in the rows."""
        written: dict[str, None] = {}
        for _, row in domain.rows:
            if isinstance(row, _Object) and len(written) < _MOST_NAMES:
                written.update(dict.fromkeys(row))
        listed = list(written)[:_MOST_NAMES]
        columns = layout.match(listed)
        if domain.rows and not columns:
            return None
        places = {column_name(listed[at]): number for number, at in enumerate(columns.values())}
        found = Found(
            cells=tuple(listed[at] for at in columns.values()),
            columns={column: number for number, column in enumerate(columns)},
            delimiter=",",
            line=0,
            end=0,
        )
        # Pages of one domain may spell a column differently; what `column_name` makes of it is one.
        return cls(
            name,
            domain,
            found,
            {one: found.cells[places[key]] for one in listed if (key := column_name(one)) in places},
        )

    def __iter__(self) -> Iterator[Row]:
        """Read the rows; empty and misshapen ones go to the tally and are not given."""
        tally = self.tally
        place = {name: at for at, name in enumerate(self.found.cells)}
        if self.cut_short:
            tally.problem(0, "a further page was announced, and is not here: the list is not whole", rows=0)
        for number, row in self._domain.rows:
            tally.rows += 1
            if not isinstance(row, _Object):
                tally.problem(number, "no object with columns and values")
                continue
            if row.doubled:
                tally.problem(number, "a column stands twice with different values")
                continue
            cells = [""] * (len(self.found.cells) + 1)
            odd = False
            for name, value in row.items():
                column = self._names.get(name)
                if column is None:
                    continue
                text = _text(value)
                odd = odd or text is None
                cells[place[column]] = cells[place[column]] or text or ""
            if max(map(len, cells)) > CELL_LIMIT:
                tally.problem(number, f"a cell of more than {CELL_LIMIT:,} characters")
            elif not any(map(str.strip, cells)):
                tally.empty += 1
            else:
                if odd:
                    tally.problem(number, "a value that is no text was passed over", rows=0)
                yield number, cells


def read_pages(export: Export, names: Sequence[str]) -> Pages:
    """Read files of pages.

    Raises:
        ExportError: When a file is no JSON, or a page is not what it says.
        UnsafeExportError: When a file is too large, or nested too deeply.
    """
    pages = Pages()
    answers: list[_Answer] = []
    for name in names:
        found: dict[str, _Domain] = {}
        tally = Tally(file=name)
        place = name if str(export) == name else f"{export} → {name}"
        try:
            text, lossy = _read(export, name, place)
            if lossy:
                tally.problem(0, "bytes that are no text were replaced by \ufffd", rows=0)
            if depth_of(text) > _DEPTH:
                raise RecursionError
            for document in _documents(text, place):
                _take(document, name, place, found, tally, answers)
        except RecursionError:
            raise UnsafeExportError(
                f"{place} is nested too deeply for pages of LinkedIn data. It was not read."
            ) from None
        for domain, rows in found.items():
            _file(pages, f"{name} → {domain}", domain, rows, base_name(name, "json"))
        if tally.problems:
            pages.tallies.append(tally)
    for answer in answers:
        answer.mark(answers)
    _check_one_owner(export, pages)
    return pages


@attrs.define(kw_only=True, eq=False)
class _Answer:
    """One answer of the interface.

    Attributes:
        start: Where it begins.
        following: Where the next one begins; `None` where this is the last.
        wanted: The domain that was asked for, as far as the answer says it; else `""`.
        domains: What it holds.
    """

    start: int
    following: int | None
    wanted: str
    domains: dict[str, _Domain]

    def mark(self, answers: Iterable[_Answer]) -> None:
        """Mark its domains as cut short where the first answer or the following one is missing."""
        starts = {other.start for other in answers if self._belongs(other)}
        if 0 not in starts or (self.following is not None and self.following not in starts):
            for domain in self.domains.values():
                domain.cut = True

    def _belongs(self, other: _Answer) -> bool:
        if not self.wanted or not other.domains:
            return True
        return self.wanted == other.wanted or self.wanted in other.domains


def _read(export: Export, name: str, place: str) -> tuple[str, bool]:
    """Return the text of a file, and whether some of its bytes were no text."""
    size = export.size(name)
    if size > min(LARGEST, export.limits.text_bytes):
        raise UnsafeExportError(
            f"{place} has {size:,} bytes, more than {min(LARGEST, export.limits.text_bytes):,}, which is too much "
            "for one file of JSON. Save each domain, or each page, as a file of its own."
        )
    try:
        with export.open(name) as stream:
            encoding, _ = text_encoding(stream.read(BLOCK), stream)
        text = export.read(name).decode(encoding, errors="replace").lstrip("\ufeff")
        return text, "\ufffd" in text
    except DAMAGED as error:
        raise ExportError(f"{place} is damaged ({error}). Download it again.") from error


def _documents(text: str, place: str) -> Iterator[object]:
    """Give the JSON documents in a text, one after the other."""
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    at = _end_of_blank(text, 0)
    while at < len(text):
        try:
            document: object
            document, at = decoder.raw_decode(text, at)
        except ValueError as error:
            said = (
                f"{error.msg}, line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
            )
            raise ExportError(
                f"{place} is no valid JSON ({said}); it may be cut short. Save it again."
            ) from error
        yield document
        at = _end_of_blank(text, at)


def _end_of_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _object(pairs: list[tuple[str, object]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        made.doubled = tuple(sorted({name for name, value in pairs if made[name] != value}))
    return made


def _take(
    document: object,
    name: str,
    place: str,
    found: dict[str, _Domain],
    tally: Tally,
    answers: list[_Answer],
) -> None:
    """Take in a page, a list of pages, or an answer with pages in it."""
    if isinstance(document, list):
        for item in document:
            _take(item, name, place, found, tally, answers)
        return
    if not isinstance(document, _Object):
        tally.problem(0, "something that is no page of a snapshot", rows=0)
        return
    if document.doubled:
        raise ExportError(
            f"{place}: a page names {', '.join(document.doubled[:3])} twice, with different values. Save it again."
        )
    if "snapshotData" in document or "snapshotDomain" in document:
        _take_page(document, name, place, found, tally)
        return
    elements = document.get("elements")
    if not isinstance(elements, list):
        tally.problem(0, "something that is no page of a snapshot", rows=0)
        return
    inside: dict[str, _Domain] = {}
    for item in elements:
        _take(item, name, place, found, tally, answers)
        if isinstance(item, _Object) and (domain := _domain_of(item, name)):
            inside[domain] = found[domain]
    answers.append(_answer(document.get("paging"), inside))


def _take_page(page: _Object, name: str, place: str, found: dict[str, _Domain], tally: Tally) -> None:
    domain = _domain_of(page, name)
    if not domain:
        tally.problem(0, "a page that does not say of which domain it is", rows=0)
        return
    data = page.get("snapshotData")
    rows = data if isinstance(data, list) else [data] if isinstance(data, _Object) else []
    if data is not None and not isinstance(data, list | _Object):
        raise ExportError(f"{place}: the snapshotData of {domain} is no list of rows. Save the page again.")
    into = found.setdefault(domain, _Domain())
    for row in rows:
        into.total += 1
        into.rows.append((into.total, row))


def _domain_of(page: _Object, name: str) -> str:
    said = page.get("snapshotDomain")
    if isinstance(said, str):
        return said.strip().upper()[:80]
    # Some keep the rows only, in a file with the name of their domain.
    stem = base_name(name, "json").upper().replace(" ", "_")
    return stem if stem in DOMAINS else next((one for one in SIDED if stem.startswith(one)), "")


def _answer(paging: object, domains: dict[str, _Domain]) -> _Answer:
    answer = _Answer(start=0, following=None, wanted="", domains=domains)
    if isinstance(paging, _Object):
        start, links = paging.get("start"), paging.get("links")
        answer.start = start if isinstance(start, int) else 0
        for link in links if isinstance(links, list) else []:
            if isinstance(link, _Object):
                href = str(link.get("href"))
                if wanted := _WANTED.search(href):
                    answer.wanted = wanted[1].upper()
                if link.get("rel") == "next":
                    following = _START.search(href)
                    answer.following = int(following[1][:18]) if following else -1
    return answer


def _file(pages: Pages, name: str, domain: str, rows: _Domain, stem: str) -> None:
    """Put the rows of a domain where the readers look for them."""
    if domain in DOMAINS:
        pages._add(DOMAINS[domain], name, rows)
    for word, role in zip(("given", "received"), SIDED.get(domain, ()), strict=False):
        mine = [(number, row) for number, row in rows.rows if _side(row, stem) == word]
        if mine:
            pages._add(role, f"{name}, {word}", _Domain(rows=mine, total=len(mine), cut=rows.cut))
    if domain in SIDED:
        unsaid = sum(not _side(row, stem) for _, row in rows.rows)
        if unsaid:
            tally = Tally(file=name, rows=unsaid)
            # May be the owner's, or somebody else's.
            tally.left_out["row that does not say who gave it"] = unsaid
            pages.tallies.append(tally)


def _check_one_owner(export: Export, pages: Pages) -> None:
    names: dict[str, str] = {}
    for table in pages.roles.get("profile", ()):
        for _, row in pages._domains[table].rows:
            if isinstance(row, _Object):
                written = {column_name(name): _text(value) or "" for name, value in row.items()}
                name = clean(f"{written.get('firstname', '')} {written.get('lastname', '')}")
                names.setdefault(fold(name), name)
    names.pop("", None)
    if len(names) > 1:
        raise ExportError(
            f"{export} holds the profiles of several people, {', '.join(list(names.values())[:3])}. Put the pages of "
            "each into a folder of their own, and name each folder by itself."
        )


def _side(row: object, stem: str) -> str:
    """Whether the owner gave or received what a row tells: by its columns, or by the name of the file; else `""`."""
    names = [column_name(name) for name in row] if isinstance(row, _Object) else []
    if any(name.startswith(("endorsee", "recommendee")) for name in names):
        return "given"
    if any(name.startswith(("endorser", "recommender")) for name in names):
        return "received"
    given, received = _GIVEN.search(stem) is not None, _RECEIVED.search(stem) is not None
    return "" if given == received else "given" if given else "received"


def _text(value: object) -> str | None:
    """Return a value as the text of a cell; `None` for what can be none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return str(value) if math.isfinite(value) else None
    if isinstance(value, list):
        parts = [_text(part) for part in value if not isinstance(part, list)]
        if len(parts) == len(value) and None not in parts:
            return ", ".join(part for part in parts if part)
    return None
