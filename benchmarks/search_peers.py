"""Who else searches: DuckDB, SQLite FTS5 and tantivy over the same folded texts, each built its best way."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sqlite3
import weakref
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netreach.search.fields import field_index
from netreach.search.query import parse
from netreach.search.tree import And, Leaf, Node, Not, Or
from netreach.snapshot import Snapshot

Count = Callable[[str, str], int]
"""How many people match an expression of the title and one of the location."""

FIELDS = ("title", "location")


def versions() -> dict[str, str]:
    """The versions of all of them."""
    found = {"duckdb": duckdb.__version__, "sqlite": sqlite3.sqlite_version}
    if importlib.util.find_spec("tantivy") is not None:
        found["tantivy"] = importlib.metadata.version("tantivy")
    return found


def peers(snapshot: Snapshot) -> dict[str, Count]:
    """Build all of them over the folded texts of everybody."""
    columns = {}
    for name in FIELDS:
        index = field_index(snapshot, name)
        spoken = index.texts
        if index.offsets is None:
            columns[name] = spoken.take(pa.array(index.codes))
        else:
            lists = index.values_of(np.arange(snapshot.count))
            whole = pa.ListArray.from_arrays(lists.offsets, spoken.take(pa.array(index.codes)))
            columns[name] = pc.binary_join(whole, "|")
    made = {"DuckDB contains": _duckdb(columns), "SQLite FTS5": _sqlite(columns)}
    if importlib.util.find_spec("tantivy") is None:
        print("tantivy is not installed (extra `bench`): it is left out")
        return made
    return {**made, "tantivy": _tantivy(columns)}


def _duckdb(columns: dict[str, pa.Array]) -> Count:
    base = duckdb.connect()
    base.register("columns", pa.table(columns))
    base.execute("CREATE TABLE people AS SELECT * FROM columns")

    def condition(node: Node, column: str, values: list[str]) -> str:
        match node:
            case Leaf():
                values.append(node.needle)
                return f"contains({column}, ?)"
            case Not():
                return f"NOT ({condition(node.node, column, values)})"
            case And() | Or():
                between = " AND " if isinstance(node, And) else " OR "
                return between.join(f"({condition(part, column, values)})" for part in node.nodes)

    def ask(title: str, location: str) -> int:
        values: list[str] = []
        both = f"({condition(parse(title), 'title', values)}) AND ({condition(parse(location), 'location', values)})"
        row = base.execute(f"SELECT count(*) FROM people WHERE {both}", values).fetchone()
        return int(row[0]) if row else 0

    return ask


def _sqlite(columns: dict[str, pa.Array]) -> Count:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE people USING fts5(title, location, content='', prefix='1 2 3')")
    # A word that everybody has: a NOT needs something to be taken from.
    rows = zip(*(column.to_pylist() for column in columns.values()), strict=True)
    base.executemany("INSERT INTO people(title, location) VALUES (?, ?)", ((f"{a} xall", b) for a, b in rows))
    base.execute("INSERT INTO people(people) VALUES('optimize')")

    def spoken(node: Node, column: str) -> str:
        match node:
            case Leaf():
                return f'{column} : "{" ".join(node.words)}"' + (" *" if node.prefix else "")
            case Not():
                return f"(title : xall NOT ({spoken(node.node, column)}))"
            case And() | Or():
                between = " AND " if isinstance(node, And) else " OR "
                return between.join(f"({spoken(part, column)})" for part in node.nodes)

    def ask(title: str, location: str) -> int:
        both = f"({spoken(parse(title), 'title')}) AND ({spoken(parse(location), 'location')})"
        row = base.execute("SELECT count(*) FROM people WHERE people MATCH ?", (both,)).fetchone()
        return int(row[0])

    # It is closed when nobody can ask any more.
    weakref.finalize(ask, base.close)
    return ask


def _tantivy(columns: dict[str, pa.Array]) -> Count:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in columns:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="position")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=500_000_000, num_threads=1)
    for row in zip(*(column.to_pylist() for column in columns.values()), strict=True):
        writer.add_document(tantivy.Document(**dict(zip(columns, row, strict=True))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    query, occur = tantivy.Query, tantivy.Occur

    def made(node: Node, column: str) -> Any:
        match node:
            case Leaf():
                if node.prefix and len(node.words) == 1:
                    return query.regex_query(schema, column, f"{node.words[0]}.*")
                words = list(node.words)
                return (
                    query.phrase_query(schema, column, words)
                    if len(words) > 1
                    else query.term_query(schema, column, words[0])
                )
            case Not():
                return query.boolean_query(
                    [(occur.Must, query.all_query()), (occur.MustNot, made(node.node, column))]
                )
            case And():
                return query.boolean_query([(occur.Must, made(part, column)) for part in node.nodes])
            case Or():
                return query.boolean_query([(occur.Should, made(part, column)) for part in node.nodes])

    def ask(title: str, location: str) -> int:
        both = [(occur.Must, made(parse(title), "title")), (occur.Must, made(parse(location), "location"))]
        return int(searcher.search(query.boolean_query(both), limit=50, count=True).count)

    return ask
