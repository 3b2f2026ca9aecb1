"""Territory and doors of one person among a million: answers and times beside DuckDB and the limits set for them."""

from __future__ import annotations

import time
from collections.abc import Callable

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.figures import Figure, compared
from benchmarks.harness import check
from netreach.ego import Ego
from netreach.graph import GraphArrays
from netreach.plugins import default_registry
from netreach.snapshot import NO_DATE, Snapshot
from netreach.store import schema
from netreach.store.tables import MemoryTables, Meta
from netreach.text import company_key

TIES = 15
"""Ties for each person; each of them stands in the lists of two."""

CONTACTS = 300
"""About how many contacts the ego has."""

COLUMNS = {"industry": 140, "location": 1_000, "title": 60_000, "company": 80_000}
"""Fields, and how many different values each has; a few are common and most are rare."""


DOORS = 0.020
"""Seconds at most for the doors of a company."""


def measure(*, people: int, limit: float) -> list[Figure]:
    """Measure on one seeded world, whose version is built at once: importing it is measured elsewhere.

    Args:
        people: How many.
        limit: Seconds at most for a territory.
    """
    snapshot = _world(people)
    counts = snapshot.graph.contact_counts()
    vertex = int(np.argmin(np.abs(counts - CONTACTS)))
    ego = Ego(snapshot, vertex, scorer="overall", registry=default_registry())
    base = _peer(snapshot, ego)
    figures = [_territory(ego, base, field, limit) for field in COLUMNS]
    figures.append(_territory_of_two(ego, base))
    return [*figures, _doors(ego, base)]


def _world(people: int) -> Snapshot:
    rng = np.random.default_rng(5)
    weight = np.cumsum(rng.lognormal(0, 1, people))
    ties = people * TIES
    ends = np.searchsorted(weight, rng.random((2, ties)) * weight[-1])
    # Half of the ties are to somebody near in a ring, so that contacts share contacts.
    half = ties // 2
    ends[1, :half] = (ends[0, :half] + rng.geometric(0.01, half)) % people
    graph = GraphArrays.from_ties(ends[0].astype(np.int32), ends[1].astype(np.int32), people)
    del ends
    numbers = pa.array(np.arange(people).astype(str))
    rows: dict[str, pa.Array] = {"id": numbers, "name": numbers}
    for field, values in COLUMNS.items():
        share = 1 / np.arange(1, min(values, people) + 1)
        code = rng.choice(len(share), size=people, p=share / share.sum())
        known = rng.random(people) >= 0.2
        labels = pa.array([f"{field} {number:x}" for number in range(len(share))])
        rows[field] = labels.take(pa.array(code, mask=~known))
    tables = {name: schema.empty(columns) for name, columns in schema.VERSION.items()}
    tables |= {
        "people": schema.conform(pa.table(rows), schema.VERSION["people"]),
        "identity": pa.table({"key": numbers, "vertex": pa.array(np.arange(people), pa.int32())}),
    }
    meta = Meta(version="v1", count=people, ties=graph.ties, as_of=None, sources=(), owners=())
    complete = np.ones(people, dtype=np.bool_)
    arrays = {
        "indptr": graph.indptr,
        "indices": graph.indices,
        "first_ties": graph.first_ties,
        "complete": complete,
        "id_order": np.argsort(np.arange(people).astype(str), kind="stable").astype(np.int32),
        "tie_given": np.full(1, schema.NOT_GIVEN, dtype=np.float32),
        "tie_since": np.full(1, NO_DATE, dtype=np.int32),
        "tie_source": np.full(1, -1, dtype=np.int16),
    }
    return Snapshot(MemoryTables(meta=meta, tables=tables, arrays=arrays))


def _peer(snapshot: Snapshot, ego: Ego) -> duckdb.DuckDBPyConnection:
    """Fill a database with the same people, their degrees, and the ties of the ego's contacts."""
    columns = {field: snapshot.column(field) for field in COLUMNS}
    labels = snapshot.column("company").dictionary_encode()
    keys = pa.array([company_key(label) for label in labels.dictionary.to_pylist()])
    degrees = ego.distances()
    people = pa.table(
        {
            **columns,
            "company_key": keys.take(labels.indices),
            "person": np.arange(snapshot.count, dtype=np.int32),
            "degree": degrees,
        }
    )
    contacts = np.flatnonzero(degrees == 1).astype(np.int32)
    offsets, near = snapshot.engine.contacts_of(contacts)
    edges = pa.table({"contact": np.repeat(contacts, np.diff(offsets)), "person": near})
    base = duckdb.connect()
    for name, table in (("people", people), ("edges", edges)):
        base.register("arrow", table)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM arrow")
        base.unregister("arrow")
    return base


def _territory(ego: Ego, base: duckdb.DuckDBPyConnection, field: str, limit: float) -> Figure:
    column = "company_key" if field == "company" else field
    count = f"SELECT {column}, degree, count(*) FROM people WHERE degree > 0 GROUP BY ALL"
    known = f"""SELECT {column}, contact, count(*) AS known FROM people JOIN edges USING (person)
        WHERE degree = 2 AND {column} IS NOT NULL GROUP BY ALL"""

    def theirs() -> dict[str, int]:
        base.execute(count).fetchnumpy()
        best = base.execute(f"SELECT {column}, max(known) FROM ({known}) GROUP BY ALL").fetchall()
        return dict(best)

    def ours() -> dict[str, int]:
        return {
            segment.values[0]: segment.door.second if segment.door else 0
            for segment in ego.territory(by=field)
        }

    expected = theirs()
    for value, second in ours().items():
        key = company_key(value) if field == "company" else value
        check(second == expected.get(key, 0), f"door of {value}")
    counted: dict[tuple[str | None, int], int] = {
        (value, degree): number for value, degree, number in base.execute(count).fetchall()
    }
    answer = ego.territory(by=field)
    for segment in [*answer, answer.unknown]:
        value = segment.values[0] if segment.values else None
        key = company_key(value) if value and field == "company" else value
        for each in segment.by_degree:
            check(each.count == counted.get((key, each.degree), 0), f"{value} at {each.degree}")
    return compared(
        _clock(lambda: ego.territory(by=field), 20),
        _clock(theirs, 5),
        task=f"territory by {field}, best doors",
        who="API",
        peer="DuckDB, two GROUP BY, doors of the 2nd degree only",
        limit=limit,
    )


def _clock(call: Callable[[], object], repeat: int) -> list[float]:
    taken = []
    for _ in range(repeat):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return taken


def _territory_of_two(ego: Ego, base: duckdb.DuckDBPyConnection) -> Figure:
    question = """SELECT industry, location, count(*) FROM people WHERE degree > 0 AND industry IS NOT NULL
        AND location IS NOT NULL GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT 10"""

    def theirs() -> list[tuple[str, str, int]]:
        return [(one, other, count) for one, other, count in base.execute(question).fetchall()]

    def ours() -> list[tuple[str, ...]]:
        return [segment.values for segment in ego.territory(by=("industry", "location"))]

    check(ours() == [row[:2] for row in theirs()], "cross table")
    return compared(
        _clock(ours, 10),
        _clock(theirs, 5),
        task="cross table of two fields, best doors",
        who="API",
        peer="DuckDB, counts only",
    )


def _doors(ego: Ego, base: duckdb.DuckDBPyConnection) -> Figure:
    """Doors of companies of all sizes, each of them asked about once; the first is compared with the peer's."""
    names = [segment.values[0] for segment in ego.territory(by="company", limit=200)]
    question = """SELECT contact, count(*) FROM people JOIN edges USING (person)
        WHERE degree = 2 AND company_key = ? GROUP BY ALL"""

    def theirs(company: str) -> dict[int, int]:
        return dict(base.execute(question, [company_key(company)]).fetchall())

    for company in names[:: len(names) // 4 or 1]:
        doors = ego.doors(company, limit=None)
        known = {int(door.person.id): door.second for door in doors if door.second}
        check(known == theirs(company), f"doors of {company}")
    asked = names[1:60:2]
    return compared(
        [_clock(lambda c=one: ego.doors(c), 1)[0] for one in asked],
        [_clock(lambda c=one: theirs(c), 1)[0] for one in asked],
        task="doors of a company, explained",
        who="API",
        peer="DuckDB, 2nd degree, counts only",
        limit=DOORS,
        note="The companies are the 60 largest, every other of them.",
    )
