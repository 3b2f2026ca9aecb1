"""The first look at a file: its encoding, what parts its cells, its header, and what table it is.

`look` needs only the first bytes of a file. `scan` goes over all of them once, as fast as they can be read, because
one damaged byte near the end of a file must not decide how its names are spelled.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Protocol, cast

import attrs

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.csvrows import DAMAGED
from netreach.importers.encodings import BLOCK, head_text, text_encoding
from netreach.importers.tables.columns import Layout, classify
from netreach.plugins.export import HEAD_BYTES, Export

DELIMITERS = (",", "\t", ";", "|")
PARQUET_MAGIC = b"PAR1"
_TEXT_NAMES = (".csv", ".tsv", ".tab", ".psv")
_PARQUET_NAMES = (".parquet", ".pq", ".parq")
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")
_BOMB_FROM = 10 * 2**20


@attrs.frozen(kw_only=True)
class Scan:
    """What the bytes of a whole file say.

    Attributes:
        encoding: How they are to be decoded.
        clean: Whether they are UTF-8 without a single fault, so that they need no decoding.
        quotes: Whether there is any double quote, and so cells that may go over several lines.
        nul: Whether there is any NUL byte, in UTF-16 any NUL sign.
        marks: Which of the byte strings that were looked for are there; in UTF-16 all of them may be.
    """

    encoding: str = "utf-8"
    clean: bool = True
    quotes: bool = False
    nul: bool = False
    marks: frozenset[bytes] = frozenset()


@attrs.frozen(kw_only=True)
class Header:
    """The header of a file.

    Attributes:
        cells: As written.
        layout: What table it makes; `None` when none that is known.
        delimiter: What parts the cells; `""` for Parquet.
        lines: Lines of the file up to the end of the header.
        size: The same in bytes of UTF-8.
    """

    cells: tuple[str, ...]
    layout: Layout | None
    delimiter: str = ""
    lines: int = 0
    size: int = 0


def is_parquet(name: str) -> bool:
    """Tell by its name whether a file is Parquet."""
    return name.lower().endswith(_PARQUET_NAMES)


def is_table(name: str) -> bool:
    """Tell by its name whether a file is a table."""
    return is_parquet(name) or name.lower().removesuffix(".gz").endswith(_TEXT_NAMES)


def is_binary(text: str) -> bool:
    r"""Tell whether what was decoded as text was none, such as a picture.

    >>> is_binary("id,name\tÑ"), is_binary("\xff\xd8\x00\x10JFIF")
    (False, True)
    """
    return _BINARY.search(text) is not None


def look(name: str, head: bytes, mapping: Mapping[str, str]) -> Header | None:
    """Look at the header of a delimited file; `None` when there is none.

    Args:
        name: The file's name.
        head: Its first bytes, unpacked.
        mapping: Column of the file -> field of netreach.
    """
    return header_of(name, head_text(head), mapping)


def header_of(name: str, text: str, mapping: Mapping[str, str]) -> Header | None:
    r"""Find the header in the beginning of a text: its first line that is not empty.

    The delimiter is the one that makes a known table with most known columns, else the one with most cells.

    >>> header_of("ties.csv", "sep=;\nsource;target\n1;2\n", {}).delimiter
    ';'
    """
    best: tuple[tuple[bool, int, int], Header] | None = None
    for delimiter in DELIMITERS:
        header = _first_record(text, delimiter)
        if header is None:
            continue
        layout = classify(header.cells, file=name, mapping=mapping)
        known = sum(map(len, layout.columns.values())) if layout else 0
        rank = (layout is not None, known, len(header.cells))
        if best is None or rank > best[0]:
            best = (rank, attrs.evolve(header, layout=layout))
    return best[1] if best else None


def _first_record(text: str, delimiter: str) -> Header | None:
    mark = len("\ufeff".encode()) if text.startswith("\ufeff") else 0
    read: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text.removeprefix("\ufeff"), newline=""):
            read.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter)
    try:
        for cells in reader:
            # A line such as `sep=;`, Excel's way to name the delimiter comes before the header.
            if any(cell.strip() for cell in cells) and not re.fullmatch("sep=.?", read[-1].strip()):
                size = mark + sum(len(line.encode("utf-8", "surrogatepass")) for line in read)
                return Header(
                    cells=tuple(cells), layout=None, delimiter=delimiter, lines=reader.line_num, size=size
                )
    except csv.Error:
        return None
    return None


def unpacked_head(name: str, head: bytes) -> bytes:
    """Unpack the first bytes of a `.gz` file; those of any other file are given back as they are.

    Raises:
        ExportError: The file is no gzip file.
    """
    if not name.lower().endswith(".gz"):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error as error:
        raise ExportError(f"{name} is not a readable gzip file ({error}). Download it again.") from error


class ByteStream(Protocol):
    """What is read block by block."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""
        ...


def place(export: Export, name: str) -> str:
    """Return what to call a file in a message."""
    return name if str(export) == name else f"{export} → {name}"


@contextmanager
def opened(export: Export, name: str) -> Iterator[ByteStream]:
    """Open a file for reading its bytes, unpacked where it is packed with gzip.

    Raises:
        ExportError: The file is damaged.
        UnsafeExportError: It unpacks to far more than its size.
    """
    try:
        with export.open(name) as stream:
            if name.lower().endswith(".gz"):
                with gzip.GzipFile(fileobj=stream) as unpacked:
                    yield _Guarded(unpacked, export, name)
            else:
                yield stream
    except DAMAGED as error:
        raise ExportError(f"{place(export, name)} is damaged ({error}). Download it again.") from error


class _Guarded:
    """A gzip stream that ends in an error before it fills the memory."""

    def __init__(self, stream: gzip.GzipFile, export: Export, name: str) -> None:
        self._stream = stream
        self._name = name
        self._packed = max(1, export.size(name))
        self._limits = export.limits
        self._size = 0

    def read(self, size: int, /) -> bytes:
        block = self._stream.read(size)
        self._size += len(block)
        if self._size > self._limits.archive_bytes or (
            self._size > _BOMB_FROM and self._size > self._limits.ratio * self._packed
        ):
            raise UnsafeExportError(
                f"{self._name} grows from {self._packed:,} to more than {self._size:,} bytes; it looks like a "
                "bomb. It was not read on."
            )
        return block


def scan(export: Export, name: str, *, marks: frozenset[bytes] = frozenset()) -> Scan:
    """Go over the bytes of a delimited file.

    Args:
        export: The export.
        name: The file.
        marks: Byte strings to look for.

    Raises:
        ExportError: The file is damaged.
    """
    with opened(export, name) as stream:
        head = stream.read(BLOCK)
        watched = _Watched(stream, marks)
        watched.watch(head)
        encoding, faulty = text_encoding(head, cast("IO[bytes]", watched))
    if encoding.startswith("utf-16"):
        # Its bytes were not all read, and mean something else: what may be there is looked for.
        return Scan(encoding=encoding, clean=False, quotes=True, nul=True, marks=marks)
    return Scan(
        encoding="utf-8" if encoding == "utf-8-sig" else encoding,
        clean=encoding.startswith("utf-8") and not faulty,
        quotes=watched.quotes,
        nul=watched.nul,
        marks=frozenset(watched.marks),
    )


class _Watched:
    """A stream that notes which signs came by."""

    def __init__(self, stream: ByteStream, marks: frozenset[bytes]) -> None:
        self._stream = stream
        self._wanted = set(marks)
        self._longest = max(map(len, marks), default=1)
        self._last = b""
        self.quotes = False
        self.nul = False
        self.marks: set[bytes] = set()

    def read(self, size: int) -> bytes:
        block = self._stream.read(size)
        self.watch(block)
        return block

    def watch(self, block: bytes) -> None:
        self.quotes = self.quotes or b'"' in block
        self.nul = self.nul or b"\0" in block
        if self._wanted:
            # A mark may lie across the end of a block.
            seam = self._last + block[: self._longest]
            # Most marks end with a sign that few files have: one sign is found ten times as fast as two.
            found = {mark for mark in self._wanted if mark in seam or (mark[-1:] in block and mark in block)}
            self.marks |= found
            self._wanted -= found
            self._last = block[-self._longest :]
