"""Careful reading of CSV files that other programs, spreadsheets and people have had in their hands.

The encoding is found from the bytes, the delimiter and the header from the content, columns by name. Every
record that is read is accounted for in a `Tally`; a record that cannot be read is a problem with the line where it
begins, and the next record is read as if nothing had happened. Rows are streamed: memory does not grow with the file.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.csvlines import Lines
from netreach.importers.encodings import BLOCK, head_text, is_utf, mended, text_encoding, twice_encoded
from netreach.model import FileCount, RowProblem
from netreach.plugins.export import HEAD_BYTES, Export
from netreach.text import clean, fold

CELL_LIMIT = 10_000_000
"""Characters of one cell; a longer one is a problem of its row."""

HEADER_RECORDS = 20
"""How many records may stand above the header, itself included."""

DELIMITERS = ",;\t|"

ROW_LINES = 20
"""How many lines a quote may take in before it counts as a stray one, where rows are lines."""

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
"""What reading a broken file or archive raises."""

_NOT_IN_NAMES = re.compile(r"[\W_]+")

Row = tuple[int, list[str]]
"""The line where a record begins, counted from 1, and its cells: one per column and an empty one for `Found.of`."""


@attrs.define(kw_only=True)
class Tally:
    """The running account of one file, and its problems.

    Attributes:
        file: The file's name inside the export.
        rows: Records read so far.
        used, empty, left_out: Where they went, as in `FileCount`.
        problems: In the order of their lines; a problem with `rows=0` is about a row that was used all the same.
    """

    file: str
    rows: int = 0
    used: int = 0
    empty: int = 0
    left_out: Counter[str] = attrs.field(factory=Counter)
    problems: list[RowProblem] = attrs.field(factory=list)

    def problem(self, line: int, reason: str, *, rows: int = 1, value: str = "") -> None:
        """Note a problem; `rows=0` where the row is used nevertheless, or where no row is meant."""
        self.problems.append(
            RowProblem(file=self.file, line=line, reason=reason, rows=rows, value=clean(value, limit=80))
        )

    def count(self) -> FileCount:
        """Return the account."""
        return FileCount(
            file=self.file,
            rows=self.rows,
            used=self.used,
            empty=self.empty,
            left_out=dict(sorted(self.left_out.items())),
        )


@attrs.frozen(kw_only=True)
class Layout:
    """The columns by which a kind of file is known.

    Attributes:
        aliases: Column -> the names that it goes by, as `column_name` writes them.
        required: A record is the header when it names all columns of one of these groups.
    """

    aliases: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]

    def match(self, cells: Sequence[str]) -> dict[str, int]:
        """Return where the columns are in a record, or nothing when the record is not the header."""
        names = [column_name(cell) for cell in cells]
        found: dict[str, int] = {}
        for column, aliases in self.aliases.items():
            # By alias, not by position: `title` counts as the position only where no column says `position`.
            index = next((names.index(alias) for alias in aliases if alias in names), None)
            if index is not None:
                found[column] = index
        return found if any(found.keys() >= set(group) for group in self.required) else {}


@attrs.frozen(kw_only=True)
class Found:
    """Where the header is, and what it says.

    Attributes:
        cells: The header's cells as written.
        columns: Column -> index.
        delimiter: What parts the cells.
        line: The line where the header begins, counted from 1.
        end: The line where it ends.
    """

    cells: tuple[str, ...]
    columns: Mapping[str, int]
    delimiter: str
    line: int
    end: int

    def of(self, column: str) -> int:
        """Return the index of a column in every row; that of an always empty cell where it is missing."""
        return self.columns.get(column, len(self.cells))

    def __contains__(self, column: str) -> bool:
        return column in self.columns


def column_name(cell: str) -> str:
    """Return a header cell without case, accents, blanks and signs, so that its spellings are one.

    >>> column_name("First Name"), column_name("first_name"), column_name(" E-Mail"), column_name("Prénom")
    ('firstname', 'firstname', 'email', 'prenom')
    """
    return _NOT_IN_NAMES.sub("", fold(cell[:200]))


def find_header(text: str, layout: Layout) -> Found | None:
    r"""Find the header in the beginning of a file, and with it the delimiter.

    The header is the first record, among the first twenty, that names the columns which the layout requires; of
    several delimiters the one that finds most columns wins.

    >>> layout = Layout(aliases={"name": ("name",), "mail": ("mail", "email")}, required=(("name", "mail"),))
    >>> found = find_header("Notes:\n\nE-Mail;Name\nana@example.org;Ana", layout)
    >>> found.delimiter, found.line, dict(found.columns)
    (';', 3, {'name': 1, 'mail': 0})
    """
    best: Found | None = None
    for delimiter in DELIMITERS:
        # Lines come second because a note above the header may hold a quote that nothing closes: it then takes the
        # header in up to its first quote, or hides it.
        for records in (_first_records(text, delimiter), _first_lines(text, delimiter)):
            for line, end, cells in records:
                if columns := layout.match(cells):
                    if best is None or len(columns) > len(best.columns):
                        best = Found(
                            cells=tuple(cells), columns=columns, delimiter=delimiter, line=line, end=end
                        )
                    break
    return best


def peek(export: Export, name: str, layout: Layout, *, code_pages: Sequence[str] = ()) -> Found | None:
    """Return the header of a file by its first bytes alone, or `None` when there is none.

    Args:
        export: The export.
        name: The file in it.
        layout: The columns to look for.
        code_pages: Encodings that a file which is not UTF may be in, beside Windows-1252.
    """
    head = export.head(name)
    text = head_text(head)
    found = find_header(mended(text) if twice_encoded(text) else text, layout)
    return _in_code_page(head, layout, code_pages, found)[0] if code_pages and not is_utf(head) else found


def _in_code_page(
    head: bytes, layout: Layout, code_pages: Sequence[str], found: Found | None
) -> tuple[Found | None, str]:
    """Return the header in the encoding in which it names most columns, and that encoding; `""` where it stays."""
    best, chosen = found, ""
    for page in code_pages:
        other = find_header(head[:HEAD_BYTES].decode(page, errors="replace"), layout)
        if other is not None and (best is None or len(other.columns) > len(best.columns)):
            best, chosen = other, page
    return best, chosen


class CsvTable:
    """One CSV file with a known header: iterate over it to read its rows.

    Args:
        export: The export.
        name: The file in it.
        layout: The columns to look for.
        what: What the file should be, for messages: `"a list of LinkedIn connections"`.
        one_line_rows: Whether rows are lines, so that one which goes over several has a stray quote, unless the
            number of its cells is right.
        repair: Makes a row with too many cells fit, or gives `None`; without it such a row is a problem.
        code_pages: Encodings that a file which is not UTF may be in, beside Windows-1252: the one in which the header
            names most columns is taken, for a header that is translated is the surest sign.

    Attributes:
        found: The header.
        tally: Counts every record, the unreadable ones among them. Whoever iterates says where the rows that
            it gets belong: `used` or `left_out`, or a problem.
        cut_short: After iterating: whether the file ends in the middle of a row.

    Raises:
        ExportError: The file is damaged, or no header of the layout is in it.
        UnsafeExportError: The file is larger than the limits of the export.
    """

    def __init__(
        self,
        export: Export,
        name: str,
        layout: Layout,
        *,
        what: str,
        one_line_rows: bool = False,
        repair: Callable[[list[str], Found], list[str] | None] | None = None,
        code_pages: Sequence[str] = (),
    ) -> None:
        self._export = export
        self._repair = repair
        self._one_line_rows = one_line_rows
        self.tally: Tally = Tally(file=name)
        self.cut_short: bool = False
        place = name if str(export) == name else f"{export} → {name}"
        self._place = place
        if export.size(name) > export.limits.text_bytes:
            raise UnsafeExportError(
                f"{place} has {export.size(name):,} bytes, over the limit of {export.limits.text_bytes:,}. Raise "
                "it with Export(..., limits=Limits(text_bytes=...)) if you trust the file."
            )
        try:
            with export.open(name) as stream:
                head = stream.read(BLOCK)
                self._encoding, self._lossy = text_encoding(head, stream)
        except DAMAGED as error:
            raise self._damaged(error) from error
        text = head.decode(self._encoding, errors="replace")
        if not text.strip("\ufeff\0 \t\r\n"):
            raise ExportError(f"{place} is empty, but should be {what}. Download the archive again.")
        self._twice = twice_encoded(text)
        found = find_header(mended(text[:HEAD_BYTES]) if self._twice else text[:HEAD_BYTES], layout)
        if self._lossy and code_pages and not self._encoding.startswith("utf-16"):
            found, page = _in_code_page(head, layout, code_pages, found)
            if page:
                self._encoding, self._twice = page, False
        if found is None:
            raise ExportError(
                f"{place} is not {what}: none of its first {HEADER_RECORDS} rows names the columns "
                f"{_in_words(layout)}. Export the file again, or take it out of the folder."
            )
        self.found = found

    def __iter__(self) -> Iterator[Row]:
        """Read the rows; empty, damaged and misshapen ones go to the tally and are not given."""
        _allow_long_cells()
        try:
            with (
                self._export.open(self.tally.file) as stream,
                io.TextIOWrapper(stream, encoding=self._encoding, errors="replace", newline="") as text,
            ):
                lines = Lines(text, self._lossy, ROW_LINES if self._one_line_rows else None, self._twice)
                if self._twice:
                    self.tally.problem(
                        0, "a program took UTF-8 for Windows-1252; its odd letters were put right", rows=0
                    )
                yield from self._read(lines)
        except DAMAGED as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> ExportError:
        return ExportError(f"{self._place} is damaged ({error}). Download the archive again.")

    def _read(self, lines: Lines) -> Iterator[Row]:
        for _ in range(self.found.end):
            next(lines, None)
        width = len(self.found.cells)
        shortest = width
        header = [_bare(cell) for cell in self.found.cells]
        tally = self.tally
        reader = csv.reader(lines, delimiter=self.found.delimiter)
        while True:
            start = lines.begin()
            try:
                cells = next(reader, None)
            except csv.Error:
                tally.rows += 1
                tally.problem(
                    start, f"a cell of about {lines.skip_cell():,} characters, more than {CELL_LIMIT:,}"
                )
                self.cut_short = self.cut_short or lines.exhausted
                continue
            if cells is None:
                return
            if not cells:
                continue
            tally.rows += 1
            count = len(cells)
            if lines.exhausted or (self._one_line_rows and count != width and lines.several):
                # A quote that nothing closes took in what follows: at the end of a file that was cut, or because
                # of one stray quote. Where rows are lines, the lines that it took in are rows.
                if self._one_line_rows and lines.give_back():
                    tally.problem(start, "a quote that is never closed")
                else:
                    self.cut_short = True
                    tally.problem(start, "a quote that is never closed; the file may be cut short here")
            elif lines.nul:
                tally.problem(start, "a NUL byte")
            elif lines.size > CELL_LIMIT and (longest := max(map(len, cells))) > CELL_LIMIT:
                tally.problem(start, f"a cell of {longest:,} characters, more than {CELL_LIMIT:,}")
            elif not any(map(str.strip, cells)):
                tally.empty += 1
            elif _bare(cells[0]) == header[0] and width > 1 and [*map(_bare, cells[:width])] == header:
                # Files that were put one behind the other.
                tally.left_out["repeated header"] += 1
            elif count < min(width, shortest) and lines.ends_open:
                self.cut_short = True
                tally.problem(
                    start, f"{count} cells where the header has {width}; the file may be cut short here"
                )
            else:
                shortest = min(shortest, count)
                fitted = self._fit(cells, width)
                if fitted is None:
                    tally.problem(start, f"{count} cells where the header has {width}; is a quote missing?")
                    continue
                if fitted is not cells and any(map(str.strip, cells[width:])):
                    tally.problem(
                        start, f"{count} cells where the header has {width}; some were joined", rows=0
                    )
                if lines.replaced:
                    tally.problem(start, "bytes that are no text were replaced by \ufffd", rows=0)
                fitted.append("")
                yield start, fitted

    def _fit(self, cells: list[str], width: int) -> list[str] | None:
        if len(cells) <= width:
            cells.extend([""] * (width - len(cells)))
            return cells
        if not any(map(str.strip, cells[width:])):
            return cells[:width]
        return self._repair(cells, self.found) if self._repair else None


def _allow_long_cells() -> None:
    # The limit belongs to the process, not to a reader; 131,072 by default, too little for a message. It is only
    # ever raised, and always to the same value, so that readers in other threads and in the program around
    # us are not disturbed.
    if csv.field_size_limit() < CELL_LIMIT:
        csv.field_size_limit(CELL_LIMIT)


def _first_records(text: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Give line, last line and cells of the first records."""
    _allow_long_cells()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    end = 0
    for _ in range(HEADER_RECORDS):
        try:
            cells = next(reader, None)
        except csv.Error:
            break
        if cells is None:
            break
        yield end + 1, reader.line_num, cells
        end = reader.line_num


def _first_lines(text: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Give the same of the first lines, each by itself."""
    lines = io.StringIO(text, newline="")
    for number in range(1, HEADER_RECORDS + 1):
        line = lines.readline(10_000)
        yield number, number, next(csv.reader([line], delimiter=delimiter), [])


def _bare(cell: str) -> str:
    """A cell without the mark of a file's beginning, blanks and case."""
    return cell.strip("\ufeff \t").casefold()


def _in_words(layout: Layout) -> str:
    return " or ".join(" + ".join(group) for group in layout.required)
