"""Lists of edges without a header that names them: SNAP, KONECT, NCOL, networkx, Gephi, and Parquet without names.

The first two columns are the ends; a blank stands for any white space. What the others are is decided for the file by
its first rows, and said in the report: `{}` and what is in it are the facts of networkx; `Directed` and `Undirected`
a direction; whole numbers that are all seconds or milliseconds of the years from 1973 on, dates, and whole numbers
that are all years are the day since when; other numbers are a weight, in the third column only.

Lines with `#` or `%` are comments. Rows are ties by themselves, unless the comments above them say that the graph is
directed (`# Directed graph`, `% asym`). `% bip` is a network of two modes: the first column names people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import attrs

from netreach.arrow import compute as pc
from netreach.errors import ExportError
from netreach.importers.encodings import head_text
from netreach.importers.graph.sniff import delimiter_of, sample, split_line
from netreach.importers.tables import cells
from netreach.importers.tables.account import Account
from netreach.importers.tables.columns import Layout, classify
from netreach.importers.tables.read import Block, Table, blocks, find, head_of
from netreach.importers.tables.sniff import Header, Scan, place, scan, unpacked_head
from netreach.plugins.export import HEAD_BYTES, Export

# Possessive throughout: whoever wrote the file must not decide how long a pattern takes.
_NUMBER = re.compile(r"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d{1,3})?|[-+]?(?:inf|nan)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")
_SECONDS = (10**8, 5 * 10**9)
_MILLISECONDS = (10**11, 5 * 10**12)
_YEARS = (1900, 2100)
_COMMENT_MARKS = (b"\n#", b"\n%")
_BLANK_MARKS = (b"  ", b"\t", b" \n", b"\n ", b" \r")
_COMMENT_LINES = re.compile(rb"^[ \t]*+[#%][^\n]*+", re.MULTILINE)
_RUNS = re.compile(rb"[ \t]++")
_EDGES_OF_LINES = re.compile(rb"^ | (?=\r?$)", re.MULTILINE)
_BRACES = re.compile(rb"^[ \t]*+([^\s]++)[ \t]++([^\s]++)[ \t]*+([^\n\r]*+)", re.MULTILINE)
_WIDEST = 50
_NEARLY_ALL = 0.8
_DIGITS = 18


@attrs.frozen(kw_only=True, eq=False)
class EdgeList:
    """A list of edges that is ready to be read.

    Attributes:
        table: Its columns.
        directed: Whether rows that do not say so are arrows.
        two_modes: Whether only the first column names people.
        braces: Whether the third column holds the facts of networkx.
        notes: What was decided about it.
    """

    table: Table
    directed: bool = False
    two_modes: bool = False
    braces: bool = False
    notes: tuple[str, ...] = ()

    def blocks(self, export: Export, account: Account | None = None) -> Iterator[Block]:
        """Read the rows.

        Raises:
            ExportError: The file is damaged.
        """
        for block in blocks(export, self.table, account):
            if not self.braces:
                yield block
                continue
            found = pc.extract_regex(block.columns[2], pattern=r"'weight': (?P<w>[-+.\deE]+)")
            yield attrs.evolve(block, columns={**block.columns, 2: pc.struct_field(found, "w")})


def plan(export: Export, name: str) -> EdgeList:
    """Decide what the columns of a list are.

    Raises:
        ExportError: It is damaged, or its lines have no two columns.
    """
    first = head_text(unpacked_head(name, export.head(name)))
    loose = delimiter_of(sample(first, whole=False)[1]) == " "
    scanned = scan(export, name, marks=frozenset((*_COMMENT_MARKS, *(_BLANK_MARKS if loose else ()))))
    text = head_of(export, name, scanned)
    bare = text.removeprefix("\ufeff")
    comments, rows = sample(bare, whole=len(text.encode("utf-8", "replace")) < HEAD_BYTES)
    delimiter = delimiter_of(rows)
    braces = delimiter == " " and any("{" in row for row in rows)
    split = [_braced(row) if braces else split_line(row, delimiter) for row in rows]
    width = _usual_width(split)
    if width < 2:
        raise ExportError(
            f"{place(export, name)} is no list of edges: its lines have no two columns, one for each end of a tie."
        )
    notes: list[str] = []
    start = next(number for number, row in enumerate(split) if len(row) == width)
    if start:
        notes.append(f"left out above the list: {', '.join(rows[:start])[:80]}")
    layout = _named(split[start], width)
    if layout is not None or _is_title(split[start:]):
        if layout is None:
            notes.append(f"the first row was taken for names of columns: {', '.join(split[start])[:80]}")
        start += 1
    if layout is None:
        layout, said = _layout(split[start:], width, braces=braces)
        notes += said
    # `sample` leaves blank lines out; what stands before the first row, or behind the last of all, is skipped.
    skipped = bare.index(rows[start]) if start < len(rows) else len(bare)
    before = text[: skipped + len(text) - len(bare)]
    table = Table(
        name=name,
        header=Header(
            cells=tuple(f"column {number}" for number in range(1, width + 1)),
            layout=layout,
            delimiter="\t" if braces else delimiter,
            lines=len(re.findall(r"\r\n|\r|\n", before)),
            size=len(before.encode("utf-8", "surrogatepass")),
        ),
        scan=scanned,
        tidy=_tidy(scanned, delimiter, braces=braces),
    )
    return EdgeList(
        table=table,
        directed=_directed(comments),
        two_modes=any(re.match(r"%\s*bip\b", line) for line in comments),
        braces=braces,
        notes=tuple(notes),
    )


def plan_parquet(export: Export, name: str) -> EdgeList:
    """Decide what the columns of a Parquet file without telling names are.

    Raises:
        ExportError: It is damaged, or has no two columns.
    """
    table = find(export, name)
    if table is None or len(table.header.cells) < 2:
        raise ExportError(f"{place(export, name)} is no list of edges: it has no two columns.")
    width = min(len(table.header.cells), _WIDEST)
    every = {str(number): (number,) for number in range(width)}
    probe = attrs.evolve(table, header=attrs.evolve(table.header, layout=Layout(kind="ties", columns=every)))
    block = next(blocks(export, probe), None)
    columns = (
        [cells.as_text(block.columns[number].slice(0, 200)).to_pylist() for number in range(width)]
        if block
        else []
    )
    rows = [["" if cell is None else cell for cell in row] for row in zip(*columns, strict=True)]
    layout, notes = _layout(rows, width, braces=False)
    header = attrs.evolve(table.header, layout=layout)
    return EdgeList(table=attrs.evolve(table, header=header), notes=tuple(notes))


def _braced(row: str) -> list[str]:
    return row.split(None, 2)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) <= _WIDEST)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _named(cells_of_first: Sequence[str], width: int) -> Layout | None:
    """The layout of a list whose first row names its columns."""
    if any(_NUMBER.fullmatch(cell) for cell in cells_of_first):
        return None
    found = classify(cells_of_first)
    if (
        found is None
        or found.kind != "ties"
        or any(max(numbers) >= width for numbers in found.columns.values())
    ):
        return None
    return found


def _is_title(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row is none of the list: it alone has no numbers."""
    rest = rows[1:]
    if not rest or any(_NUMBER.fullmatch(cell) for cell in rows[0][:2]):
        return False
    return all(_NUMBER.fullmatch(cell) for row in rest for cell in row[:2])


def _layout(rows: Sequence[Sequence[str]], width: int, *, braces: bool) -> tuple[Layout, list[str]]:
    """The layout of a list without names, and what was decided."""
    columns = {"source": (0,), "target": (1,)}
    notes = []
    for number in range(2, width):
        values = [row[number] for row in rows if len(row) > number and row[number]]
        field, what = ("weight", "the facts of networkx") if braces else _field(values, number)
        if field and field not in columns:
            columns[field] = (number,)
            notes.append(f"column {number + 1} was read as {what}")
        elif values:
            notes.append(f"column {number + 1} was not read: {', '.join(values[:3])[:80]}")
    return Layout(kind="ties", columns=columns), notes


def _field(values: Sequence[str], number: int) -> tuple[str, str]:
    """What a column means: the field of ties, and the same in words."""
    if not values:
        return "", ""
    if all(value.lower() in ("directed", "undirected", "mutual") for value in values):
        return "directed", "the direction"
    if all(_DATE.fullmatch(value) for value in values):
        return "since", "the day since when"
    numbers = sum(_NUMBER.fullmatch(value) is not None for value in values)
    if numbers < _NEARLY_ALL * len(values):
        return "", ""
    if all(value.isascii() and value.isdigit() and len(value) < _DIGITS for value in values):
        for (low, high), unit in (
            (_SECONDS, "in seconds since 1970"),
            (_MILLISECONDS, "in milliseconds since 1970"),
            (_YEARS, "as a year"),
        ):
            if all(low <= int(value) <= high for value in values):
                return "since", f"the day since when, {unit}"
    return ("weight", "the weight") if number == 2 else ("", "")


def _directed(comments: Sequence[str]) -> bool:
    said = " ".join(comments).lower()
    if re.search(r"\bundirected\b|%\s*sym\b", said):
        return False
    return re.search(r"\bdirected\b|%\s*asym\b", said) is not None


def _tidy(scanned: Scan, delimiter: str, *, braces: bool) -> Callable[[bytes], bytes] | None:
    """What puts the lines of a list in order; `None` where they are."""
    marks = scanned.marks
    comments = bool(marks & {*_COMMENT_MARKS, b"\n "})
    blanks = delimiter == " " and bool(marks - {*_COMMENT_MARKS})
    if not (comments or blanks or braces):
        return None
    return partial(_in_order, comments=comments, blanks=blanks, braces=braces)


def _in_order(lines: bytes, *, comments: bool, blanks: bool, braces: bool) -> bytes:
    """Comments become blank lines, and any white space one blank; lines stay where they are."""
    if comments:
        lines = _COMMENT_LINES.sub(b"", lines)
    if braces:
        return _BRACES.sub(rb"\1\t\2\t\3", lines)
    return _EDGES_OF_LINES.sub(b"", _RUNS.sub(b" ", lines)) if blanks else lines
