"""The search at a million people: answers equal those of DuckDB, SQLite and tantivy over the same folded text; times.

Run alone with `python -m benchmarks.search FOLDER [--people N] [--json FILE]`; the people are kept in the folder.
"""

from __future__ import annotations

import argparse
import importlib.util
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.harness import Result, check, fresh, report
from benchmarks.people import write_people
from netreach.ego import Ego
from netreach.plugins import Registry
from netreach.search.evaluate import mask
from netreach.search.fields import field_index
from netreach.search.query import And, Leaf, Node, Not, Or, parse
from netreach.snapshot import Snapshot

QUESTIONS = [
    ("director", "madrid"),
    ("director OR directora", "spain"),
    ('"head of"', "london"),
    ("market*", "paris OR london OR madrid"),
    ("junior NOT sales", "germany"),
    ("(vp OR chief) marketing", "NOT london"),
    ('"director de" ventas', "spain OR mexico"),
    ("sales emea", "france"),
    ("leiter*", "berlin OR munich OR hamburg"),
    ("NOT director", "madrid"),
    ("senior software", "united*"),
    ("risk OR audit OR tax OR legal OR compliance", "NOT (spain OR france)"),
    ("responsab*", "lisbon OR milan"),
    ('"supply"', "spain"),
    ("a*", "m*"),
]
WIDE = [
    ("NOT director", "s*"),
    ("NOT junior", "spain OR france OR germany"),
    ("a* OR d* OR e* OR m*", "NOT london"),
]

NEW_PROCESS = """
from pathlib import Path
from benchmarks.people import write_people
from netreach.ego import Ego
from netreach.plugins import Registry
from netreach.snapshot import Snapshot
folder, people, ties, ego, doors = sys.argv[1:]
snapshot = Snapshot(write_people(Path(folder), people=int(people), ties=int(ties)))
found = Ego(snapshot, int(ego), scorer="overall", registry=Registry()).search(title="director", location="madrid")
rows = found._rows.take(slice(50))
print(len(found.shown) if doors == "introducers" else len(rows.people.professionals(rows.vertices)))
"""


def run(folder: Path, *, people: int = 1_000_000) -> list[Result]:
    """Measure the search over so many people, with fifteen ties each.

    Args:
        folder: Where the people are kept.
        people: How many.
    """
    snapshot = Snapshot(write_people(folder, people=people, ties=15 * people))
    counts = snapshot.graph.contact_counts()
    vertex = int(np.argmin(np.abs(counts - 300)))
    ego = Ego(snapshot, vertex, scorer="overall", registry=Registry())
    begun = time.perf_counter()
    ego.search(title="director", location="madrid")
    built = time.perf_counter() - begun
    results = [
        Result(
            task=f"search: first answer ever, {people:,} people, indices made for it",
            ours=built,
        )
    ]
    texts = {name: field_index(snapshot, name) for name in ("title", "location")}
    peers = _peers(texts, ego)
    for name, ask in peers.items():
        for title, location in QUESTIONS:
            wanted = mask(snapshot, "title", parse(title)) & mask(snapshot, "location", parse(location))
            check(ask(title, location) == int(wanted.sum()), f"{name}: {title} in {location}")
    ours = _times(lambda title, location: _counted(ego, title, location), QUESTIONS)
    for name, ask in peers.items():
        theirs = _times(ask, QUESTIONS)
        results.append(
            Result(
                task="search: two criteria, six facets of ten, order of all hits",
                ours=ours[0],
                peer=f"{name}, count only",
                theirs=theirs[0],
                note=_spread("netreach", ours) + "; " + _spread(name, theirs),
            )
        )
    size = max(_counted(ego, title, location) for title, location in WIDE)
    narrow, wide = f"{len(QUESTIONS)} questions", f"up to {size:,} hits"
    for what, call in (("", _counted), (", 50 rows", _with_people), (", 50 rows, introducers", _whole)):
        for kind, questions in ((narrow, QUESTIONS), (wide, WIDE)):
            taken = _times(lambda title, location, c=call: c(ego, title, location), questions)
            task = f"search{what}, {kind}"
            results.append(
                Result(
                    task=f"{task}: p50", ours=taken[0], peer="limit", theirs=0.015, note=_spread("", taken)
                )
            )
            results.append(Result(task=f"{task}: p95", ours=taken[1], peer="limit", theirs=0.040))
    other = Ego(snapshot, vertex, scorer="overall", registry=Registry())
    other.distances()
    everybody = _clock(lambda: other.search(limit=50))
    results.append(
        Result(task="search: everybody matches, once for an ego", ours=everybody, peer="limit", theirs=0.12)
    )
    for field, typed in (("name", "mar"), ("name", "a"), ("company", "be"), ("title", "dir")):
        taken = np.median([_clock(lambda f=field, t=typed: _complete(snapshot, f, t)) for _ in range(7)])
        task = f"complete {typed!r} among {field}s"
        results.append(Result(task=task, ours=float(taken), peer="limit", theirs=0.010))
    for doors, name in (("", ""), ("introducers", ", introducers")):
        taken, peak, _ = fresh(NEW_PROCESS, str(folder), str(people), str(15 * people), str(vertex), doors)
        task = f"search: new process, 50 rows{name}"
        results.append(Result(task=task, ours=taken, peer="limit", theirs=1.5))
        results.append(Result(task="  its peak memory, mapped files included", ours=peak, unit="MB"))
    return results


def _counted(ego: Ego, title: str, location: str) -> int:
    """Counts, facets and the order of all hits."""
    return len(ego.search(title=title, location=location, limit=50))


def _with_people(ego: Ego, title: str, location: str) -> int:
    """The same, and the records of the first 50, without their introducers."""
    found = ego.search(title=title, location=location, limit=50)
    rows = found._rows.take(slice(50))
    return len(rows.people.professionals(rows.vertices))


def _whole(ego: Ego, title: str, location: str) -> int:
    """The same, and whom to ask for an introduction to each of the first 50."""
    return len(ego.search(title=title, location=location, limit=50).shown)


def _complete(snapshot: Snapshot, field: str, typed: str) -> int:
    from netreach.search.complete import complete

    return len(complete(snapshot, typed, field=field))


def _clock(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _times(ask: Callable[[str, str], object], questions: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Seconds of a question, warm: median, 95th and 99th percentile."""
    for title, location in questions:
        ask(title, location)
    taken = [_clock(lambda q=one: ask(*q)) for _ in range(7) for one in questions]
    middle, most, nearly_all = np.quantile(taken, [0.5, 0.95, 0.99]).tolist()
    return middle, most, nearly_all


def _spread(name: str, times: tuple[float, float, float]) -> str:
    shown = "/".join(f"{1e3 * value:.1f}" for value in times)
    return f"{name} p50/p95/p99 {shown} ms".strip()


def _peers(texts: dict[str, Any], ego: Ego) -> dict[str, Callable[[str, str], int]]:
    """Three engines over the folded text of everybody, each built its best way; each counts who matches."""
    columns = {}
    for name, index in texts.items():
        spoken = index.texts
        if index.offsets is None:
            columns[name] = spoken.take(pa.array(index.codes))
        else:
            lists = index.values_of(np.arange(ego.snapshot.count))
            folded = spoken.take(pa.array(index.codes))
            whole = pa.ListArray.from_arrays(lists.offsets, folded)
            columns[name] = pc.binary_join(whole, "|")
    peers = {"DuckDB contains": _duckdb(columns), "SQLite FTS5": _sqlite(columns)}
    if importlib.util.find_spec("tantivy") is None:
        print("tantivy is not installed (extra `bench`): it is left out")
        return peers
    return {**peers, "tantivy": _tantivy(columns)}


def _duckdb(columns: dict[str, pa.Array]) -> Callable[[str, str], int]:
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


def _sqlite(columns: dict[str, pa.Array]) -> Callable[[str, str], int]:
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

    return ask


def _tantivy(columns: dict[str, pa.Array]) -> Callable[[str, str], int]:
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--json")
    given = parser.parse_args()
    report(run(given.folder, people=given.people), given.json)
