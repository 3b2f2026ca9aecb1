"""Which graph format a file is in, by its name and first bytes."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from netreach.errors import ExportError
from netreach.importers.encodings import head_text
from netreach.importers.tables import sniff as tables
from netreach.plugins.export import HEAD_BYTES, Export

_LISTS = (".edgelist", ".edges", ".edge", ".el", ".elist", ".ncol", ".wel")
"""Names of files that are lists of edges, whatever names the ends have."""

_MAYBE_LISTS = (".txt", ".csv", ".tsv", ".tab", ".dat", ".data", ".asc", ".list", "")
_OTHERS = (
    ".graphml",
    ".gexf",
    ".gml",
    ".xml",
    ".net",
    ".paj",
    ".json",
    ".graph",
    ".metis",
    ".parquet",
    ".pq",
)
_FILES = 40
"""How many files of an export are looked at."""

# Possessive throughout: whoever wrote the file must not decide how long a pattern takes.
_XML = re.compile(
    r"\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>)\s*+)*+<(?:\w++:)?(\w++)", re.S
)
_GML = re.compile(
    r"(?>\s*+(?:#[^\r\n]*+|(?:Creator|Version|comment)\s++(?:\"[^\"]*+\"|[^\s\"]++)))*+\s*+graph\s*+\[", re.I
)
_ABOVE = r"(?>[ \t]*+(?:%[^\r\n]*+)?[\r\n]++)*+[ \t]*+"
_PAJEK = re.compile(rf"{_ABOVE}\*(?:network|vertices|arcs|edges|arcslist|edgeslist|matrix)\b", re.I)
_METIS = re.compile(rf"{_ABOVE}\d++[ \t]++\d++(?:[ \t]++[01]{{1,3}}(?:[ \t]++\d++)?)?[ \t]*+[\r\n]")
_KEY = re.compile(r'"((?:[^"\\]|\\.){0,40})"\s*:\s*(.)', re.S)
_JSON_KEYS = frozenset(("nodes", "links", "edges", "elements", "graph", "graphs"))
_COMMENTS = "#%"
_CELLS = re.compile(r"[ \t]+")
_NUMBER = re.compile(r"-?\d{1,18}")
_NAMELESS = re.compile(r"(?:_?(?:f|c|v|col|column|field|column_?)_?)?\d+|", re.I)
_ROWS = 200


def find(export: Export) -> tuple[str, str] | None:
    """Return the one graph file of an export and its format; `None` where there is none, or more than one.

    A format is `"graphml"`, `"gexf"`, `"gml"`, `"pajek"`, `"metis"`, `"json"`, `"list"` or `"parquet"`.
    """
    alone = len(export.names) == 1
    named = [name for name in export.names if _stem(name).endswith((*_LISTS, *_OTHERS, *_MAYBE_LISTS[:-1]))]
    found = []
    for name in list(export.names) if alone else named[: _FILES + 1]:
        kind = format_of(export, name)
        if kind:
            found.append((name, kind))
        elif tables.is_table(name):
            return None
    return found[0] if len(found) == 1 and len(named) <= _FILES else None


def format_of(export: Export, name: str) -> str:
    """Return the graph format of a file; `""` where it has none.

    Raises:
        ExportError: Its name says that it is packed with gzip, but it is not.
    """
    head = export.head(name)
    if head.startswith(tables.PARQUET_MAGIC):
        return "parquet" if _is_parquet_list(export, name, head) else ""
    unpacked = tables.unpacked_head(name, head)
    text = head_text(unpacked).removeprefix("\ufeff")
    if not text.strip() or tables.is_binary(text):
        return ""
    whole = len(unpacked) < HEAD_BYTES
    stem = _stem(name)
    first = text.lstrip()[:1]
    if first == "<":
        root = _XML.match(text)
        return {"graphml": "graphml", "gexf": "gexf"}.get(root[1].lower() if root else "", "")
    if first in "{[":
        return "json" if _is_graph_json(text) else ""
    if _GML.match(text):
        return "gml"
    if _PAJEK.match(text):
        return "pajek"
    if stem.endswith((".graph", ".metis")):
        return "metis" if _METIS.match(text) else ""
    return "list" if _is_list(stem, text, whole=whole) else ""


def explain(export: Export) -> str | None:
    """Say why a file that looks like a graph is not read; `None` when none does.

    Raises:
        ExportError: It is damaged.
    """
    found = []
    for name in export.names[:_FILES]:
        stem = _stem(name)
        if name.lower().endswith(".gz") and tables.unpacked_head(name, export.head(name)).startswith(b"PAR1"):
            return (
                f"{name} is a Parquet file inside gzip. Parquet is packed by itself: unpack it with gunzip."
            )
        if not stem.endswith((*_LISTS, *_OTHERS)):
            continue
        if kind := format_of(export, name):
            found.append(f"{name} ({kind})")
        elif stem.endswith((".graphml", ".gexf", ".gml", ".net", ".paj", ".graph", ".metis", *_LISTS)):
            return f"{name} is not what its name says: its first lines are no graph that netreach reads."
    if len(found) > 1:
        return f"It holds several graph files: {', '.join(found[:5])}. Give each by itself."
    return None


def _stem(name: str) -> str:
    base = name.rpartition("/")[2].lower().removesuffix(".gz")
    # The files of KONECT are called `out.name`.
    return f"{base}.edges" if base.startswith("out.") else base


def _is_graph_json(text: str) -> bool:
    """Tell from the keys at the outermost level, as far as the text goes, whether a graph is in it."""
    keys: dict[str, str] = {}
    depth = 0
    place = 0
    size = len(text)
    while place < size:
        sign = text[place]
        if sign == '"':
            match = _KEY.match(text, place) if depth == 1 else None
            if match and len(keys) < 100:
                keys[match[1]] = match[2]
            place = _end_of_string(text, place)
            continue
        depth += (sign in "{[") - (sign in "}]")
        place += 1
    if text.lstrip().startswith("["):
        return re.match(r'\s*\[\s*\{\s*"(?:data|group)"\s*:', text) is not None and '"id"' in text
    known = _JSON_KEYS & {key for key, value in keys.items() if value in "[{"}
    return (
        bool(known & {"nodes", "elements"})
        or {"links"} <= known
        or (known == {"graph"} and '"nodes"' in text)
    )


def _end_of_string(text: str, place: int) -> int:
    while True:
        end = text.find('"', place + 1)
        if end < 0:
            return len(text)
        slashes = 0
        while text[end - 1 - slashes] == "\\" and end - 1 - slashes > place:
            slashes += 1
        if slashes % 2 == 0:
            return end + 1
        place = end


def split_line(line: str, delimiter: str) -> list[str]:
    r"""Return the cells of a line; a blank stands for any run of blanks and tabs.

    >>> split_line(" 1  2\t0.5 ", " "), split_line("1,2", ",")
    (['1', '2', '0.5'], ['1', '2'])
    """
    if delimiter == " ":
        return _CELLS.split(line.strip(" \t"))
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def sample(text: str, *, whole: bool) -> tuple[list[str], list[str]]:
    """Return the comments above a list and its first rows; the last line is left out where it may be cut."""
    lines = re.split(r"\r\n|\r|\n", text)
    lines = [line for line in (lines if whole else lines[:-1]) if line.strip()]
    rows = [line for line in lines if line.lstrip()[0] not in _COMMENTS]
    first = lines.index(rows[0]) if rows else len(lines)
    return lines[:first], rows[:_ROWS]


def delimiter_of(rows: Sequence[str]) -> str:
    r"""Return what parts the cells of most rows: a comma, a semicolon, a tab, or a blank for any white space.

    >>> delimiter_of(["1 2", "2 3"]), delimiter_of(["Ana Ruiz;Ben Okafor"]), delimiter_of(["1\t2"])
    (' ', ';', '\t')
    """
    for sign in (",", ";", "\t", "|"):
        if rows and all(sign in row and all(split_line(row, sign)[:2]) for row in rows):
            return sign
    return " "


def _is_list(stem: str, text: str, *, whole: bool) -> bool:
    comments, lines = sample(text, whole=whole)
    delimiter = delimiter_of(lines)
    rows = [split_line(line, delimiter) for line in lines if not line.startswith("http")]
    if not rows:
        return False
    # Networkx writes the facts of an edge in braces, blanks and all.
    rows = [[*row[:2], "{}"] if len(row) > 2 and row[2].startswith("{") else row for row in rows]
    width = len(rows[0])
    called_so = stem.endswith(_LISTS)
    least = (0.5 if called_so else 0.9) * len(rows)
    if not 2 <= width <= 6 or sum(len(row) == width for row in rows) < least:
        return False
    if not comments:
        header = tables.header_of(stem, text, {})
        if header is not None and header.layout is not None:
            return False
    if called_so:
        return True
    base = stem.rpartition(".")[1]
    if not stem.endswith(_MAYBE_LISTS[:-1]) and base:
        return False
    numbers = all(_NUMBER.fullmatch(cell) for row in rows for cell in row[:2])
    return numbers or _share_names([row[0] for row in rows], [row[1] for row in rows if len(row) > 1])


def _share_names(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether two columns name the same kind of thing: somebody stands in both."""
    both = set(first) & set(second) - {""}
    return len(first) > 2 and bool(both) and not all(_NUMBER.fullmatch(cell) for cell in both)


def _is_parquet_list(export: Export, name: str, head: bytes) -> bool:
    """Tell whether a Parquet file without telling names begins with two columns of ends."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from netreach.importers.tables.read import parquet_header

    if export.size(name) <= len(head):
        header = parquet_header(export, name, pa.BufferReader(head), {})
        file = pq.ParquetFile(pa.BufferReader(head))
    else:
        if not export.paths[0].is_file() or len(export.names) > 1:
            return False
        with export.local(name) as path:
            header = parquet_header(export, name, path, {})
            file = pq.ParquetFile(path)
    types = file.schema_arrow.types
    if header.layout is not None or not 2 <= len(types) <= 6 or types[0] != types[1]:
        return False
    if not all(_NAMELESS.fullmatch(cell) for cell in header.cells):
        return False
    if pa.types.is_integer(types[0]) or export.size(name) > len(head):
        return bool(pa.types.is_integer(types[0]) or pa.types.is_string(types[0]))
    if not pa.types.is_string(types[0]):
        return False
    table = file.read().slice(0, _ROWS)
    return _share_names(table.column(0).to_pylist(), table.column(1).to_pylist())


def check_single(export: Export) -> tuple[str, str]:
    """Return the graph file to read and its format, also where the caller chose this importer for it.

    Raises:
        ExportError: There is none, or more than one.
    """
    if (found := find(export)) is not None:
        return found
    if len(export.names) == 1:
        name = export.names[0]
        head = export.head(name)
        if head.startswith(tables.PARQUET_MAGIC):
            return name, "parquet"
        if kind := format_of(export, name):
            return name, kind
        text = head_text(tables.unpacked_head(name, head))
        if not text.strip():
            raise ExportError(f"{export} is empty. Export it again.")
        if tables.is_binary(text) or text.lstrip()[:1] in ("<", "{", "["):
            raise ExportError(f"{export} is no graph file that netreach reads: {_READ}.")
        return name, "list"
    several = [name for name in export.names if format_of(export, name)]
    if several:
        raise ExportError(
            f"{export} holds several graph files ({', '.join(several[:5])}). Give each by itself."
        )
    raise ExportError(f"{export} holds no graph file that netreach reads: {_READ}.")


_READ = "GraphML, GEXF, GML, Pajek, METIS, node-link JSON, and lists of edges"
