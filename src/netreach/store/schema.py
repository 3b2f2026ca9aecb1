"""The columns of a source and of a version: the one place that says what is stored.

A *source* is what one import read. Its people are claims, numbered by row; the other tables refer to these rows
by int32 `a`, `b` or `person`. A *version* is derived: its people are professionals, numbered by vertex.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

TEXT_FIELDS: Final = (
    "name",
    "first_name",
    "last_name",
    "headline",
    "title",
    "company",
    "location",
    "industry",
    "country",
    "url",
)
"""One-valued text fields of a person; null where unknown."""

LIST_FIELDS: Final = ("emails", "groups", "skills")
"""Fields of a person with several values; an empty list where unknown."""

POSITIONS: Final = ("work", "study", "claim")
"""Kinds of history rows that are somebody's jobs and schools; the others are earlier values of a field."""

_TEXTS = [(name, pa.string()) for name in TEXT_FIELDS]
_LISTS = [(name, pa.list_(pa.string())) for name in LIST_FIELDS]

SOURCE: Final[dict[str, pa.Schema]] = {
    "people": pa.schema([("keys", pa.list_(pa.string())), *_TEXTS, *_LISTS, ("as_of", pa.date32())]),
    "evidence": pa.schema(
        [
            ("a", pa.int32()),
            ("b", pa.int32()),
            ("kind", pa.int8()),
            ("count_ab", pa.int32()),
            ("count_ba", pa.int32()),
            ("days", pa.int32()),
            ("first", pa.date32()),
            ("last", pa.date32()),
        ]
    ),
    "ties": pa.schema(
        [("a", pa.int32()), ("b", pa.int32()), ("strength", pa.float32()), ("since", pa.date32())]
    ),
    "histories": pa.schema(
        [
            ("person", pa.int32()),
            ("kind", pa.string()),
            ("organisation", pa.string()),
            ("title", pa.string()),
            ("location", pa.string()),
            ("start", pa.date32()),
            ("end", pa.date32()),
        ]
    ),
    "companies": pa.schema(
        [(name, pa.string()) for name in ("company", "industry", "size", "country", "location")]
    ),
    "problems": pa.schema(
        [
            ("file", pa.string()),
            ("line", pa.int64()),
            ("reason", pa.string()),
            ("rows", pa.int64()),
            ("value", pa.string()),
        ]
    ),
}

BATCH_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "people": ("key", *TEXT_FIELDS, *LIST_FIELDS, "as_of"),
    "evidence": ("a", "b", "kind", "count_ab", "count_ba", "days", "first", "last"),
    "ties": ("a", "b", "strength", "since"),
    "histories": ("person", "kind", "organisation", "title", "location", "start", "end"),
    "companies": ("company", "industry", "size", "country", "location"),
}
"""What a `netreach.model.Batch` may hold; `kind` of evidence by its name, people by `key`."""

REFERENCES: Final[dict[str, tuple[str, ...]]] = {
    "people": ("key",),
    "evidence": ("a", "b"),
    "ties": ("a", "b"),
    "histories": ("person",),
    "companies": (),
}
"""Columns of a batch that name people."""

VERSION: Final[dict[str, pa.Schema]] = {
    "people": pa.schema([("id", pa.string()), *_TEXTS, *_LISTS]),
    "histories": pa.schema([*SOURCE["histories"], ("industry", pa.string()), ("current", pa.bool_())]),
    "identity": pa.schema([("key", pa.string()), ("vertex", pa.int32())]),
    "evidence": pa.schema(
        [
            ("tie", pa.int32()),
            ("lo", pa.int32()),
            ("hi", pa.int32()),
            ("kind", pa.int8()),
            ("count_lo_hi", pa.int32()),
            ("count_hi_lo", pa.int32()),
            ("days", pa.int32()),
            ("first", pa.date32()),
            ("last", pa.date32()),
            ("source", pa.int16()),
        ]
    ),
    "given": pa.schema(
        [("tie", pa.int32()), ("strength", pa.float32()), ("since", pa.date32()), ("source", pa.int16())]
    ),
}
"""Tables of a version. Ties are numbered in the order (lo, hi) with lo < hi; `ARRAYS` has what is known of each.

The table `given` has every row of those ties that stand in
several tables, sorted by (tie, source); a tie that stands in one has no row there. What the user declared has the
source -1. Evidence is sorted by (tie, lo, hi, kind, source); `tie` is -1 where the pair has evidence but no tie.
Histories are jobs (`work`), schools (`study`), and what earlier exports said and newer ones no longer say: `claim`
(title and company), `location` and `industry`, with the first and the last day of such a claim.
"""

ARRAYS: Final[dict[str, type[np.generic]]] = {
    "indptr": np.int64,
    "indices": np.int32,
    "first_ties": np.int64,
    "complete": np.bool_,
    "id_order": np.int32,
    "tie_given": np.float32,
    "tie_since": np.int32,
    "tie_source": np.int16,
}
"""Raw arrays of a version, mapped when it is opened.

`indptr` `[n + 1]` and `indices` `[2 m]` are the rows of the graph; `first_ties` `[n + 1]` says how many ties lie
before those of which somebody is the lower end: to count them takes a look at every row.
`complete` `[n]` says whether all contacts of somebody are known; `id_order` `[n]` has everybody in the order of ids.
`tie_given` `[m]` is the largest strength that a tie
table states, NaN where it states none, `NOT_GIVEN` where the tie is from no tie table; `tie_since` and `tie_source`
belong to it. Each of these three is `[1]` where all ties have the same value.
"""

LATER: Final = frozenset({"first_ties"})
"""Arrays that versions of an earlier netreach lack: what they hold is then counted when it is needed."""

NOT_GIVEN: Final = -1.0


def empty(schema: pa.Schema) -> pa.Table:
    """Return a table without rows."""
    return schema.empty_table()


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return the table with exactly the schema's columns: cast, reordered, null where missing."""
    columns = []
    for field in schema:
        if field.name in table.column_names:
            column = table.column(field.name)
            columns.append(column if column.type == field.type else column.cast(field.type))
        else:
            columns.append(pa.chunked_array([pa.nulls(len(table), field.type)]))
    return pa.table(columns, schema=schema)
