"""From a file to blocks of columns, with a problem for every row that cannot be read.

Delimited text goes through `pyarrow.csv` and not through DuckDB's `read_csv`, after trying both: in one thread the
streaming reader calls back for every misshapen row with the number of its record, splits cells exactly as Python's
`csv` does (stray quotes, lone CR, quoted line ends) and keeps empty lines as rows, so that every row can be
accounted for with its line. DuckDB's reject tables skip empty lines without a word, refuse `"a"b`, put the text of
lines before into the excerpt, and drop a row for a byte that is not UTF-8. Ten million rows of two numbers take
0.8 s here and 0.7 s there.

What pyarrow does not tell is made up for: it is given decoded text only (it fails on a misshapen row that is not
UTF-8), and a last row of our own shows whether a quote is still open at the end (it takes everything after such
a quote for one cell and says nothing).
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as arrow_parquet

from netreach.arrow import compute as pc
from netreach.errors import ExportError, UnsafeExportError
from netreach.graph import building
from netreach.importers.tables.account import Account
from netreach.importers.tables.columns import classify
from netreach.importers.tables.feed import Feed
from netreach.importers.tables.lines import Lines
from netreach.importers.tables.sniff import (
    PARQUET_MAGIC,
    Header,
    Scan,
    header_of,
    is_parquet,
    opened,
    place,
    scan,
)
from netreach.plugins.export import HEAD_BYTES, Export

if TYPE_CHECKING:
    from netreach.plugins.protocols import LongArray

BLOCK_BYTES = 16 * 2**20
"""How much text is read at a time; no row may be longer."""

_Bad = tuple[int, int, str]
"""A misshapen row: the number of its record, how many cells it has, its text."""

BLOCK_ROWS = 1_000_000
"""How many rows of Parquet are read at a time."""

_LARGE = 16 * 2**20
"""Bytes of a list of ties from which on compiled loops will make the rows of its graph."""

_END = "\x1enetreach:end\x1e"


class Located(Protocol):
    """Rows that know their lines."""

    def of_rows(self, rows: LongArray) -> LongArray:
        """The line where each of some rows begins."""
        ...


@attrs.frozen(kw_only=True, eq=False)
class Block:
    """Some rows of a table.

    Attributes:
        columns: Column number -> its cells: texts, or for Parquet values of any type.
        rows: How many rows.
        where: Where they stand.
    """

    columns: Mapping[int, pa.Array]
    rows: int
    where: Lines | Located | int

    def places(self, rows: Sequence[int]) -> list[tuple[int, str]]:
        """Return the line of each row, and what to add to a message about it."""
        if isinstance(self.where, int):
            # Parquet has no lines: the number of the row goes into the message.
            return [(0, f" (row {self.where + row + 1:,})") for row in rows]
        return [(line, "") for line in self.where.of_rows(np.asarray(rows, dtype=np.int64)).tolist()]


@attrs.frozen(kw_only=True)
class Table:
    """A file that is a table.

    Attributes:
        name: The file's name inside the export.
        header: Its header.
        scan: What its bytes say; `None` for Parquet.
        tidy: Puts the lines of its text in order, before cells are looked for; none may become longer.
    """

    name: str
    header: Header
    scan: Scan | None
    tidy: Callable[[bytes], bytes] | None = None


def find(export: Export, name: str) -> Table | None:
    """Read the header of a file; `None` when it has none.

    Raises:
        ExportError: The file is damaged.
    """
    if export.head(name, len(PARQUET_MAGIC)) == PARQUET_MAGIC or is_parquet(name):
        with export.local(name) as path:
            return Table(name=name, header=parquet_header(export, name, path, export.columns), scan=None)
    scanned = scan(export, name)
    header = header_of(name, head_of(export, name, scanned), export.columns)
    return Table(name=name, header=header, scan=scanned) if header else None


def head_of(export: Export, name: str, scanned: Scan) -> str:
    """Return the beginning of a delimited file as text, with its mark of order where it has one."""
    with opened(export, name) as stream:
        head = Feed(stream, scanned).read(HEAD_BYTES)
    return codecs.getincrementaldecoder("utf-8")("replace").decode(head)


def blocks(export: Export, table: Table, account: Account | None = None) -> Iterator[Block]:
    """Read a table.

    Args:
        export: The export.
        table: One of its tables.
        account: Where rows are counted and misshapen ones noted; nowhere, when the table is read a second time.

    Raises:
        ExportError: The file is damaged, or a row is longer than can be read.
    """
    account = account or Account(file=table.name)
    layout = table.header.layout
    if layout is not None and layout.kind == "ties" and export.size(table.name) >= _LARGE:
        building.load_soon()
    if table.scan is None:
        yield from _parquet_blocks(export, table, account)
        return
    with opened(export, table.name) as stream:
        width = len(table.header.cells)
        end = _END + table.header.delimiter * (width - 1) + "\n" if table.scan.quotes else ""
        feed = Feed(stream, table.scan, skip=table.header.size, end=end.encode(), tidy=table.tidy)
        if feed.more():
            yield from _Rows(table, feed, account).blocks()


# Parquet


def parquet_header(export: Export, name: str, source: Any, mapping: Mapping[str, str]) -> Header:
    """Read the header of a Parquet file.

    Args:
        export: The export.
        name: The file.
        source: A path, a buffer or a stream of it.
        mapping: Column of the file -> field of netreach.

    Raises:
        ExportError: It is not readable.
    """
    with _parquet(export, name, source) as file:
        names = tuple(str(column) for column in file.schema_arrow.names)
    return Header(cells=names, layout=classify(names, file=name, mapping=mapping))


def _parquet(export: Export, name: str, source: Any) -> arrow_parquet.ParquetFile:
    try:
        file = arrow_parquet.ParquetFile(source)
    except (pa.ArrowException, OSError) as error:
        raise ExportError(f"{place(export, name)} is not a readable Parquet file ({error}).") from error
    size = sum(
        file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups)
    )
    if size > export.limits.archive_bytes:
        raise UnsafeExportError(
            f"{place(export, name)} would unpack to {size:,} bytes, over the limit of "
            f"{export.limits.archive_bytes:,}. It was not read."
        )
    return file


def _parquet_blocks(export: Export, table: Table, account: Account) -> Iterator[Block]:
    layout = table.header.layout
    wanted = sorted({number for numbers in layout.columns.values() for number in numbers}) if layout else []
    with export.local(table.name) as path, _parquet(export, table.name, path) as file:
        names = [table.header.cells[number] for number in wanted]
        batches = file.iter_batches(batch_size=BLOCK_ROWS, columns=names)
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, OSError) as error:
                raise ExportError(f"{place(export, table.name)} is damaged ({error}).") from error
            if batch is None:
                return
            start = account.rows
            account.rows += batch.num_rows
            columns = {number: batch.column(name) for number, name in zip(wanted, names, strict=True)}
            yield Block(columns=columns, rows=batch.num_rows, where=start)


# Delimited text


class _Rows:
    """Reads the rows of one delimited file."""

    def __init__(self, table: Table, feed: Feed, account: Account) -> None:
        assert table.scan is not None
        self._table = table
        self._scan = table.scan
        self._feed = feed
        self._account = account
        self._first = table.header.lines + 1
        self._good = 0
        self._bad: list[int] = []
        self._waiting: list[_Bad] = []

    def blocks(self) -> Iterator[Block]:
        width = len(self._table.header.cells)
        names = [str(number) for number in range(width)]
        try:
            reader = arrow_csv.open_csv(
                pa.PythonFile(self._feed, mode="r"),
                # More threads would lose the numbers of the records.
                read_options=arrow_csv.ReadOptions(
                    use_threads=False, block_size=BLOCK_BYTES, column_names=names
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self._table.header.delimiter,
                    newlines_in_values=self._scan.quotes,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._misshapen,
                ),
                convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
            )
            for batch in reader:
                block = self._block(batch)
                if block.rows:
                    yield block
        except pa.ArrowInvalid as error:
            line = self._first + self._good + len(self._bad)
            if "straddling" not in str(error):
                raise ExportError(
                    f"{self._table.name} cannot be read after line {line:,} ({error})."
                ) from error
            raise ExportError(
                f"{self._table.name}: a row at or after line {line:,} is longer than {BLOCK_BYTES // 2**20} MiB. A "
                "quote is probably opened there and never closed; correct the line."
            ) from error
        waiting, self._waiting = self._waiting, []
        self._judge(waiting, self._lines([], [], waiting), last=self._good + len(self._bad) - 1)

    def _misshapen(self, row: Any) -> str:
        self._bad.append(row.number - 1)
        self._waiting.append((row.number - 1, row.actual_columns, row.text))
        return "skip"

    def _block(self, batch: pa.RecordBatch) -> Block:
        rows: int = batch.num_rows
        columns: list[pa.Array] = batch.columns
        taken_in = ""
        if rows and self._scan.quotes:
            last = [column[rows - 1].as_py() for column in columns]
            taken_in = next((cell for cell in last if _END in cell and last[0] != _END), "")
            if taken_in or last[0] == _END:
                rows -= 1
                columns = [column.slice(0, rows) for column in columns]
        number_of_last = int(self._lines([], [], []).records(np.array([rows - 1]))[0]) if rows else -1
        waiting = [bad for bad in self._waiting if bad[0] < number_of_last]
        self._waiting = self._waiting[len(waiting) :]
        where = self._lines(*self._line_ends(columns), waiting)
        self._judge(waiting, where)
        if taken_in:
            self._account.rows += 1
            self._unclosed(int(where.of_rows(np.array([rows]))[0]), taken_in)
        self._account.rows += rows
        self._good += rows
        self._first += where.moved
        return Block(columns=dict(enumerate(columns)), rows=rows, where=where)

    def _line_ends(self, columns: Sequence[pa.Array]) -> tuple[Sequence[int], Sequence[int]]:
        """Good rows that go over several lines, and how many line ends each has inside."""
        if not self._scan.quotes:
            return [], []
        ends = np.zeros(len(columns[0]), dtype=np.int64)
        for column in columns:
            if pc.any(pc.match_substring(column, "\n")).as_py():
                ends += pc.count_substring(column, "\n").to_numpy()
        rows = np.flatnonzero(ends)
        return rows.tolist(), ends[rows].tolist()

    def _lines(self, rows: Sequence[int], ends: Sequence[int], waiting: Sequence[_Bad]) -> Lines:
        bad = np.array(self._bad, dtype=np.int64)
        plain = Lines(self._first, self._good, bad, bad[:0], bad[:0])
        several = dict(zip(plain.records(np.array(rows, dtype=np.int64)).tolist(), ends, strict=True))
        several.update((number, text.count("\n")) for number, _, text in waiting if "\n" in text)
        if not several:
            return plain
        records = np.array(sorted(several), dtype=np.int64)
        moves = np.array([several[record] for record in records.tolist()], dtype=np.int64)
        return Lines(self._first, self._good, bad, records, moves)

    def _judge(self, waiting: Sequence[_Bad], where: Lines, *, last: int = -1) -> None:
        """Account for misshapen rows; `last` is the number of the last record of the file, when it is read."""
        width = len(self._table.header.cells)
        self._account.rows += len(waiting)
        lines = where.of_records(np.array([number for number, *_ in waiting], dtype=np.int64)).tolist()
        for (number, cells, text), line in zip(waiting, lines, strict=True):
            if _END in text:
                self._unclosed(line, text)
            elif self._is_blank(text):
                self._account.empty += 1
            else:
                reason = f"{cells} cell{'s' if cells != 1 else ''} where the header has {width}"
                if number == last and cells < width and self._feed.ends_open:
                    reason += "; the file may be cut short here"
                self._account.problem(line, reason, value=text[:400])

    def _is_blank(self, text: str) -> bool:
        delimiter = self._table.header.delimiter
        if text.strip(delimiter + '" \t\r\n'):
            return False
        return not any(cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), []))

    def _unclosed(self, line: int, text: str) -> None:
        ends = text.partition(_END)[0].count("\n") - 1
        taken = f"; it takes in the {ends:,} lines after it" if ends > 0 else ""
        self._account.problem(
            line, f"a quote that is never closed{taken}", value=text.partition(_END)[0][:400]
        )
