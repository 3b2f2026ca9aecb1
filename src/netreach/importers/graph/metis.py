"""METIS: a header with the numbers of vertices and ties, then the neighbours of each vertex, a line each.

The format has no names: people are the numbers from 1. Every tie stands in the lines of both ends and is counted
once; one that stands in a single line is kept all the same. Weights of vertices are left out.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from netreach.errors import ExportError
from netreach.graph.building import sorted_unique
from netreach.importers.graph.draft import Graph
from netreach.importers.graph.texts import whole_text
from netreach.importers.tables.sniff import place
from netreach.plugins.export import Export


def read(export: Export, name: str) -> Graph:
    """Read a METIS file.

    Raises:
        ExportError: Its first line is no header.
    """
    where = place(export, name)
    lines = enumerate(whole_text(export, name).removesuffix("\n").split("\n"), start=1)
    rows = [(number, line) for number, line in lines if not line.lstrip().startswith("%")]
    while rows and not rows[0][1].strip():
        rows.pop(0)
    count, ties, ahead, weighted = _header(rows[0][1] if rows else "", where)
    rows = rows[1:]
    while len(rows) > count and not rows[-1][1].strip():
        rows.pop()
    notes = []
    bad = []
    if len(rows) < count:
        notes.append(
            f"{count:,} vertices are announced, but there are {len(rows):,} lines: the file was cut short"
        )
    for number, line in rows[count:]:
        bad.append((number, "a line beyond the last vertex", line[:200]))
    numbers, sources, targets, weights, places = [], [], [], [], []
    step = 2 if weighted else 1
    for vertex, (number, line) in enumerate(rows[:count], start=1):
        parts = line.split()[ahead:]
        try:
            values = np.array(parts, dtype=np.float64 if weighted else np.int64)
            ends = values[::step].astype(np.int64)
        except (ValueError, OverflowError):
            values = ends = np.full(1, -1)
        if len(values) % step or (len(ends) and not (ends.min() >= 1 and ends.max() <= count)):
            bad.append((number, f"not a list of vertices from 1 to {count:,}", line[:200]))
            continue
        numbers.append(vertex)
        places.append(number)
        targets.append(ends)
        sources.append(np.full(len(ends), vertex))
        if weighted:
            weights.append(values[1::2])
    none = np.zeros(0, dtype=np.int64)
    source, target = np.concatenate([none, *sources]), np.concatenate([none, *targets])
    stated = len(sorted_unique(np.minimum(source, target) * (count + 1) + np.maximum(source, target)))
    if stated != ties:
        notes.append(f"the header announces {ties:,} ties, but the lines have {stated:,}")
    edges = {"source": pa.array(source), "target": pa.array(target)}
    if weighted:
        edges["weight"] = pa.array(np.concatenate([np.zeros(0), *weights]))
    lengths = [len(part) for part in targets]
    return Graph(
        nodes=pa.table({"id": pa.array(numbers, pa.int64())}),
        edges=pa.table(edges),
        directed=np.zeros(len(source), dtype=bool),
        node_lines=np.array(places, dtype=np.int64),
        edge_lines=np.repeat(np.array(places, dtype=np.int64), lengths),
        bad=tuple(bad),
        notes=tuple(notes),
    )


def _header(line: str, where: str) -> tuple[int, int, int, bool]:
    """Vertices, ties, how many numbers stand before the neighbours, and whether these have weights."""
    parts = line.split()
    if not 2 <= len(parts) <= 4 or not all(
        part.isascii() and part.isdigit() and len(part) < 16 for part in parts
    ):
        raise ExportError(
            f"{where}: the first line is no header of METIS, such as `34 78`: vertices, ties, and a format."
        )
    form = (parts[2] if len(parts) > 2 else "0").zfill(3)
    several = int(parts[3]) if len(parts) > 3 else 1
    ahead = (form[-3] == "1") + (several if form[-2] == "1" else 0)
    return int(parts[0]), int(parts[1]), min(ahead, 1000), form[-1] == "1"
