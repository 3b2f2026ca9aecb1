"""Small versions written down by hand: people as plain records, ties as pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from netreach.graph import GraphArrays
from netreach.snapshot import NO_DATE, Snapshot
from netreach.store import schema
from netreach.store.tables import MemoryTables, Meta


def snapshot(
    people: Sequence[Mapping[str, Any]],
    ties: Iterable[tuple[int, int]] = (),
    *,
    complete: Iterable[int] | None = None,
    as_of: dt.date | None = None,
) -> Snapshot:
    """Return a version of people (fields of `Professional`, and `positions` as dicts) and ties of their numbers.

    Args:
        people: One mapping per vertex; `id` and `name` are made up where they are missing.
        ties: Pairs of vertices.
        complete: Vertices whose list of contacts is complete; everybody's where not given.
        as_of: The newest day.
    """
    rows, jobs, keys = [], [], []
    for vertex, person in enumerate(people):
        row = {"id": f"p{vertex}", "name": f"Person {vertex}", **person}
        keys.append({"key": f"id:{row['id']}", "vertex": vertex})
        jobs += [
            {"current": job.get("end") is None and job.get("kind") == "work", **job, "person": vertex}
            for job in row.pop("positions", ())
        ]
        rows.append(row)
    pairs = np.array(sorted({(min(a, b), max(a, b)) for a, b in ties}), dtype=np.int64).reshape(-1, 2)
    graph = GraphArrays.from_ties(pairs[:, 0], pairs[:, 1], len(rows))
    known = np.ones(len(rows), dtype=np.bool_)
    if complete is not None:
        known[:] = False
        known[list(complete)] = True
    tables = {
        "people": pa.Table.from_pylist(rows, schema=schema.VERSION["people"]),
        "histories": pa.Table.from_pylist(jobs, schema=schema.VERSION["histories"]),
        "identity": pa.Table.from_pylist(keys, schema=schema.VERSION["identity"]),
        "evidence": schema.empty(schema.VERSION["evidence"]),
        "given": schema.empty(schema.VERSION["given"]),
    }
    meta = Meta(version="v1", count=len(rows), ties=graph.ties, as_of=as_of, sources=(), owners=())
    arrays = {
        "indptr": graph.indptr,
        "indices": graph.indices,
        "first_ties": graph.first_ties,
        "complete": known,
        "id_order": np.argsort([row["id"] for row in rows]).astype(np.int32),
        "tie_given": np.array([schema.NOT_GIVEN], dtype=np.float32),
        "tie_since": np.array([NO_DATE], dtype=np.int32),
        "tie_source": np.array([-1], dtype=np.int16),
    }
    return Snapshot(MemoryTables(meta=meta, tables=tables, arrays=arrays))
