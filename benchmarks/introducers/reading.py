"""Weighted networks from files: lists of ties, GML, GraphML, Pajek, Matrix Market; also packed.

A list has one tie a line: two people, then perhaps a weight and a time, apart by spaces, tabs, commas, semicolons or
bars. A first line of words names the columns; without one they are guessed, and `--columns` says it outright.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.introducers.weighted import Weighted, network_of

_PACKED: Final = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_GRAPHS: Final = {".gml": "gml", ".graphml": "graphml", ".net": "pajek", ".paj": "pajek", ".pajek": "pajek"}
_LISTS: Final = frozenset(
    {
        ".csv",
        ".tsv",
        ".txt",
        ".edges",
        ".edgelist",
        ".edge",
        ".dat",
        ".ncol",
        ".wpairs",
        ".mtx",
        ".el",
        ".links",
    }
)
_ENDS: Final = (
    ("source", "target"),
    ("from", "to"),
    ("a", "b"),
    ("i", "j"),
    ("u", "v"),
    ("src", "dst"),
    ("node1", "node2"),
    ("id1", "id2"),
    ("person1", "person2"),
    ("sender", "recipient"),
    ("sender", "receiver"),
    ("head", "tail"),
    ("fromnodeid", "tonodeid"),
    ("user1", "user2"),
)
_WEIGHTS: Final = (
    "weight",
    "weights",
    "w",
    "value",
    "count",
    "n",
    "strength",
    "contacts",
    "messages",
    "duration",
)
_TIMES: Final = ("time", "timestamp", "date", "t", "year", "when", "datetime", "unixts")
_UNIX: Final = 1e8
"""Third columns with numbers above this are seconds since 1970, not weights."""

MOST_BYTES: Final = 4_000_000_000
"""What a file may unpack to."""


class UnreadableError(Exception):
    """A file that is no weighted network; the message says why, and what to do."""


def read_all(paths: Sequence[Path], *, columns: str | None = None) -> list[Weighted]:
    """Read files, and all files in folders that look like networks.

    Raises:
        UnreadableError: When one of the files cannot be read, or a folder has none.
    """
    found: list[Weighted] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and _kind(file) is not None)
            if not inside:
                raise UnreadableError(
                    f"{path}: no file in it looks like a network. Known endings: "
                    f"{', '.join(sorted(_LISTS | set(_GRAPHS)))}, also with {', '.join(_PACKED)}."
                )
            found += [read(file, columns=columns) for file in inside]
        else:
            found.append(read(path, columns=columns))
    return found


def read(path: Path, *, columns: str | None = None) -> Weighted:
    """Read one network.

    Args:
        path: The file.
        columns: For lists: the columns in their order, such as `"source,target,weight"` or `"time,source,target"`;
            `-` for one that says nothing.

    Raises:
        UnreadableError: When it cannot be read; the message names the file and, in lists, the line.
    """
    if not path.exists():
        raise UnreadableError(f"{path}: there is no such file.")
    kind = _kind(path) or "list"
    name = path.name.split(".")[0] or path.name
    try:
        if kind == "list":
            return _list(path, name, columns)
        return _graph(path, name, kind)
    except (UnicodeDecodeError, OSError, EOFError, lzma.LZMAError) as error:
        raise UnreadableError(f"{path}: {type(error).__name__}: {error}") from error
    except ValueError as error:
        raise UnreadableError(f"{path}: {error}") from error


def _kind(path: Path) -> str | None:
    endings = [ending.lower() for ending in path.suffixes]
    if endings and endings[-1] in _PACKED:
        endings.pop()
    if endings and endings[-1] in _GRAPHS:
        return _GRAPHS[endings[-1]]
    return "list" if (endings and endings[-1] in _LISTS) or path.name.startswith("out.") else None


def _text(path: Path) -> str:
    opening: Any = _PACKED.get(path.suffix.lower(), open)
    with opening(path, "rb") as stream:
        data: bytes = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"it unpacks to more than {MOST_BYTES:,} bytes.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


# Lists


def _list(path: Path, name: str, columns: str | None) -> Weighted:
    text = _text(path)
    market = text.startswith("%%MatrixMarket")
    lines = [line for line in text.splitlines() if line.strip() and line.lstrip()[0] not in "#%"]
    numbers = [
        n for n, line in enumerate(text.splitlines(), 1) if line.strip() and line.lstrip()[0] not in "#%"
    ]
    if market and lines:
        # The first line that is no comment gives the size of the matrix.
        lines, numbers = lines[1:], numbers[1:]
    if not lines:
        raise ValueError("it is empty.")
    rows, width = _cells(lines, numbers)
    header = None
    if not market and columns is None:
        header = _header(rows)
    if header is not None:
        rows, numbers = rows[1:], numbers[1:]
        if not rows:
            raise ValueError("there is a header and nothing below it.")
    place = _places(rows, width, header, columns)
    table = list(zip(*rows, strict=True))
    ends = [np.array(table[place[end]]) for end in ("source", "target")]
    _, ids = np.unique(np.concatenate(ends), return_inverse=True)
    values = {
        what: _numbers(table[place[what]], numbers, what) for what in ("weight", "time") if what in place
    }
    names = header or [str(n + 1) for n in range(width)]
    read_as = ", ".join(f"{what} from column {names[place[what]]}" for what in place)
    return network_of(
        name,
        ids[: len(rows)],
        ids[len(rows) :],
        values.get("weight"),
        values.get("time"),
        about=f"list of {len(rows):,} rows: {read_as}",
    )


def _cells(lines: list[str], numbers: list[int]) -> tuple[list[list[str]], int]:
    """Split lines into cells of which every line has equally many."""
    first = lines[min(1, len(lines) - 1)]
    delimiter = next((mark for mark in ("\t", ",", ";", "|") if mark in first), None)
    if delimiter is None:
        rows = [line.split() for line in lines]
    else:
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
        if len(rows) != len(lines):
            raise ValueError("a quote runs over several lines.")
    width = len(rows[-1] if len(rows) == 1 else rows[1])
    if width < 2:
        raise ValueError(f"line {numbers[0]} is {lines[0][:60]!r}: a tie has two ends, and perhaps a weight.")
    for row, number in zip(rows, numbers, strict=True):
        if len(row) != width:
            raise ValueError(f"line {number} has {len(row)} cells and others have {width}: {row!r:.80}.")
    return rows, width


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _header(rows: list[list[str]]) -> list[str] | None:
    """Return the names of columns, where the first line has them."""
    words = [cell.casefold().strip("\"' ") for cell in rows[0]]
    if any(_is_number(cell) for cell in words):
        return None
    if any(set(rows[0][:2]) & set(row[:2]) for row in rows[1:1000]):
        # Whoever is named again below is a person, be they called "a" or "source".
        return None
    told = any(word in _WEIGHTS or word in _TIMES for word in words)
    named = any(set(pair) <= set(words) for pair in _ENDS)
    # A first line of words above lines of numbers is a header, whatever the words are.
    above = len(rows) > 1 and any(_is_number(cell) for cell in rows[1])
    return words if named or told or above else None


def _places(
    rows: list[list[str]], width: int, header: list[str] | None, columns: str | None
) -> dict[str, int]:
    """Return which column is what."""
    if columns is not None:
        said = [part.strip() for part in columns.split(",")]
        if len(said) != width:
            raise ValueError(f"--columns names {len(said)} columns and the lines have {width}.")
        if not {"source", "target"} <= set(said) or not set(said) <= {
            "source",
            "target",
            "weight",
            "time",
            "-",
        }:
            raise ValueError(
                f"--columns is {columns!r}: use source and target, weight, time, and - for others."
            )
        return {what: said.index(what) for what in ("source", "target", "weight", "time") if what in said}
    if header is not None:
        found: dict[str, int] = {"source": 0, "target": 1}
        for one, other in _ENDS:
            if one in header and other in header:
                found = {"source": header.index(one), "target": header.index(other)}
                break
        for what, names in (("weight", _WEIGHTS), ("time", _TIMES)):
            for name in names:
                if name in header and header.index(name) not in found.values():
                    found[what] = header.index(name)
                    break
        return found
    found = {"source": 0, "target": 1}
    sample = rows[:1000]
    numeric = [column for column in range(2, width) if all(_is_number(row[column]) for row in sample)]
    for column in numeric:
        values = [float(row[column]) for row in sample]
        what = "time" if min(values) > _UNIX else "weight"
        if what not in found:
            found[what] = column
        elif what == "weight" and width == 4 and "time" not in found and column == 3:
            found["time"] = column
    if width > 4 and "time" not in found:
        raise ValueError(
            f"the lines have {width} cells and no header: say what they are with --columns, "
            "such as --columns time,source,target,-,-"
        )
    return found


def _numbers(
    cells: Sequence[str], numbers: Sequence[int], what: str
) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        return np.array(cells, dtype=np.float64)
    except ValueError:
        pass
    if what == "time":
        try:
            return np.array(cells, dtype="datetime64[s]").astype(np.int64).astype(np.float64)
        except ValueError:
            pass
    for cell, number in zip(cells, numbers, strict=True):
        if not _is_number(cell) and what == "weight":
            raise ValueError(f"line {number} has the weight {cell!r}, which is no number.")
    raise ValueError(f"the column of {what}s is not one of numbers or of dates such as 2024-05-31.")


# Graph files


def _graph(path: Path, name: str, kind: str) -> Weighted:
    """Read GML, GraphML or Pajek by igraph, and by networkx what igraph refuses."""
    text = _text(path)
    try:
        a, b, values = _by_igraph(text, kind)
        reader = "igraph"
    except Exception as first:  # Both libraries raise whatever they come across.
        try:
            a, b, values = _by_networkx(text, kind)
            reader = "networkx"
        except Exception as second:
            raise ValueError(f"no {kind} that igraph ({first}) or networkx ({second}) can read.") from second
    weight = next((values[key] for key in _WEIGHTS if key in values), None)
    time = next((values[key] for key in _TIMES if key in values), None)
    notes = () if weight is not None else (f"ties have no weight among {sorted(values) or 'no attributes'}",)
    return network_of(
        name,
        a,
        b,
        None if weight is None else _as_floats(weight, "weight"),
        None if time is None else _as_floats(time, "time"),
        about=f"{kind}, read by {reader}",
        notes=notes,
    )


def _as_floats(values: Sequence[Any], what: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return _numbers(["nan" if value is None else str(value) for value in values], range(len(values)), what)


def _by_igraph(text: str, kind: str) -> tuple[Any, Any, dict[str, Sequence[Any]]]:
    import igraph

    reading = {
        "gml": igraph.Graph.Read_GML,
        "graphml": igraph.Graph.Read_GraphML,
        "pajek": igraph.Graph.Read_Pajek,
    }
    with tempfile.NamedTemporaryFile("w", suffix=f".{kind}", encoding="utf-8") as plain:
        plain.write(text)
        plain.flush()
        graph = reading[kind](plain.name)
    edges = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    if not len(edges):
        raise ValueError("no ties in it")
    return edges[:, 0], edges[:, 1], {key.casefold(): graph.es[key] for key in graph.es.attributes()}


def _by_networkx(text: str, kind: str) -> tuple[Any, Any, dict[str, Sequence[Any]]]:
    import networkx as nx

    if kind == "gml":
        graph = nx.parse_gml(text, label="id")
    elif kind == "graphml":
        graph = nx.read_graphml(io.BytesIO(text.encode("utf-8")))
    else:
        graph = nx.parse_pajek(text)
    number = {node: row for row, node in enumerate(graph)}
    edges = [(number[a], number[b], data) for a, b, data in graph.edges(data=True)]
    if not edges:
        raise ValueError("no ties in it")
    keys = {str(key) for *_, data in edges for key in data}
    values = {key.casefold(): [data.get(key) for *_, data in edges] for key in keys}
    return [a for a, *_ in edges], [b for _, b, _ in edges], values
