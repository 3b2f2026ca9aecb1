"""What lies in the files of an opened version: columns of professionals, their keys, and a graph."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa

from netreach.answers.refs import PersonRef
from netreach.arrow import numbers, positions, where_text, whole
from netreach.errors import (
    DamagedNetworkError,
)
from netreach.graph import GraphArrays, make_engine
from netreach.graph.building import runs
from netreach.model import Position, Professional
from netreach.store import schema
from netreach.store.tables import DiskTables

if TYPE_CHECKING:
    from pathlib import Path

    from netreach.kinds import KindTable
    from netreach.plugins.protocols import BoolArray, Engine, IntArray, Ints, LongArray
    from netreach.store.tables import Meta, SourceInfo, Tables

from netreach.snapshot.columns import HistoryColumns

_T = TypeVar("_T")
_FEW = 100
"""Rows are read one by one where they are fewer than one in so many."""
_SINGLE = 100
"""Texts of so many people are read one by one, without Arrow."""


class Opened:
    """The part of `Snapshot` that reads; see there."""

    def __init__(self, tables: Tables, *, engine: str = "auto") -> None:
        self._tables = tables
        self.meta: Meta = tables.meta
        self.kinds: KindTable = tables.meta.kinds
        self.graph: GraphArrays = GraphArrays(
            tables.array("indptr"), tables.array("indices"), tables.first_ties()
        )
        self.engine: Engine = make_engine(self.graph, engine)
        self.complete: BoolArray = tables.array("complete")
        self.as_stored = True
        self._memo: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._rooms: dict[str, list[Any]] = {}

    @property
    def version(self) -> str:
        """Id of the version: the hash of everything it was made from."""
        return self.meta.version

    @property
    def count(self) -> int:
        """Professionals."""
        return self.meta.count

    @property
    def folder(self) -> Path | None:
        """Where the version lies; `None` in memory."""
        return self._tables.folder if isinstance(self._tables, DiskTables) else None

    @property
    def sources(self) -> tuple[SourceInfo, ...]:
        """The sources; evidence names them by their number here."""
        return self.meta.sources

    @property
    def as_of(self) -> dt.date | None:
        """The newest day in the network: the day for which answers hold unless `as_of=` says otherwise."""
        return self.meta.as_of

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returned the first time; `key` names it for this snapshot."""
        with self._lock:
            if key not in self._memo:
                self._memo[key] = make()
            found: _T = self._memo[key]
            return found

    def forget(self, key: str) -> None:
        """Let go of what `memo` keeps under a name, which turned out to be damaged."""
        with self._lock:
            self._memo.pop(key, None)

    @contextlib.contextmanager
    def lent(self, key: str, make: Callable[[], _T]) -> Iterator[_T]:
        """Lend something to work in, made where none is free; after an error it is thrown away.

        Asking the system for a byte a person costs more than most questions, so it is kept from one to the next.
        """
        free = self._rooms.setdefault(key, [])
        try:
            room: _T = free.pop()
        except IndexError:
            room = make()
        yield room
        free.append(room)

    def marks(self) -> contextlib.AbstractContextManager[BoolArray]:
        """Lend `[n]` of False, for marking a few of many; whoever borrows it gives it back all False."""
        return self.lent("marks", lambda: np.zeros(self.count, dtype=np.bool_))

    @property
    def nobody(self) -> BoolArray:
        """`[n]` of False that cannot be written to."""

        def make() -> BoolArray:
            nobody = np.zeros(self.count, dtype=np.bool_)
            nobody.flags.writeable = False
            return nobody

        return self.memo("nobody", make)

    def column(self, name: str) -> pa.Array:
        """A column of the table of people (`id`, a text field or a list field), one value per vertex."""
        return self.memo(f"column:{name}", lambda: whole(self._tables.table("people", [name]).column(name)))

    def rows(self, columns: Sequence[str], vertices: Ints | Sequence[int]) -> pa.Table:
        """Columns of the table of people, one row for each of some vertices.

        Of few people only their own rows are read, whatever the size of the version.
        """
        wanted = np.asarray(vertices, dtype=np.int64)
        if len(wanted) * _FEW < self.count:
            return self._tables.rows("people", columns, wanted)
        take = positions(wanted)
        return pa.table([self.column(name).take(take) for name in columns], list(columns))

    def texts(self, name: str, vertices: Ints | Sequence[int]) -> list[str]:
        """A text field of some vertices, `""` where unknown."""
        return self.text_fields([name], vertices)[0]

    def text_fields(self, names: Sequence[str], vertices: Ints | Sequence[int]) -> list[list[str]]:
        """Text fields of some vertices, a list for each field, `""` where unknown."""
        wanted = np.asarray(vertices, dtype=np.int64)
        if len(wanted) <= _SINGLE:
            found = self._tables.texts("people", names, wanted.tolist())
        else:
            found = [column.to_pylist() for column in self.rows(names, wanted).columns]
        return [[value or "" for value in values] for values in found]

    def ids(self, vertices: Ints | Sequence[int]) -> list[str]:
        """Public ids of some vertices."""
        return self.texts("id", vertices)

    def refs(self, vertices: Ints | Sequence[int]) -> list[PersonRef]:
        """How an answer names some vertices."""
        fields = self.text_fields(("id", "name", "title", "company"), vertices)
        return [
            PersonRef(id=key, name=name, title=title, company=company)
            for key, name, title, company in zip(*fields, strict=True)
        ]

    @property
    def has_histories(self) -> bool:
        """Whether any job, school or earlier claim is known; nothing is read for it."""
        return self._tables.length("histories") > 0

    def histories(self) -> HistoryColumns:
        """Jobs, schools and earlier claims of everybody."""

        def make() -> HistoryColumns:
            table = self._tables.table("histories")
            offsets = np.zeros(self.count + 1, dtype=np.int64)
            np.cumsum(np.bincount(numbers(table.column("person")), minlength=self.count), out=offsets[1:])
            return HistoryColumns(offsets, table)

        return self.memo("histories", make)

    def professionals(self, vertices: Ints | Sequence[int]) -> list[Professional]:
        """Make records of some vertices: for what a caller looks at, never for everybody."""
        wanted = np.asarray(vertices, dtype=np.int64)
        names = ("id", *schema.TEXT_FIELDS, *schema.LIST_FIELDS)
        columns = [
            [
                tuple(value or ()) if name in schema.LIST_FIELDS else value or ""
                for value in column.to_pylist()
            ]
            for name, column in zip(names, self.rows(names, wanted).columns, strict=True)
        ]
        counts = (self.graph.indptr[wanted + 1] - self.graph.indptr[wanted]).tolist()
        complete = self.complete[wanted].tolist()
        jobs = self._positions(wanted)
        keys = self.keys_of_many(wanted)
        made: list[Professional] = []
        for row, (held, *values) in enumerate(zip(jobs, *columns, strict=True)):
            made.append(
                Professional(
                    **dict(zip(names, values, strict=True)),
                    positions=held,
                    schools=tuple(dict.fromkeys(p.organisation for p in held if p.kind == "study")),
                    keys=keys[row],
                    contact_count=counts[row],
                    complete_list=complete[row],
                )
            )
        return made

    def _positions(self, vertices: LongArray) -> list[tuple[Position, ...]]:
        """Jobs and schools of some vertices."""
        rows, sizes = self._owned("histories", "person", vertices)
        names = ("kind", "organisation", "title", "location", "start", "end")
        columns = self._tables.rows("histories", names, rows).columns
        jobs = zip(*(column.to_pylist() for column in columns), strict=True)
        return [
            tuple(
                Position(
                    kind=kind,
                    organisation=organisation or "",
                    title=title or "",
                    location=location or "",
                    start=start,
                    end=end,
                )
                for kind, organisation, title, location, start, end in itertools.islice(jobs, size)
                if kind in schema.POSITIONS
            )
            for size in sizes.tolist()
        ]

    def professional(self, vertex: int) -> Professional:
        """Make the record of one vertex."""
        return self.professionals([vertex])[0]

    def identity(self) -> tuple[pa.Array, IntArray]:
        """All keys and the vertex of each, by vertex, the safest key of each first."""
        return self._identity()

    def keys_of(self, vertex: int) -> tuple[str, ...]:
        """Every key that stands for a vertex."""
        return self.keys_of_many([vertex])[0]

    def keys_of_many(self, vertices: Ints | Sequence[int]) -> list[tuple[str, ...]]:
        """Every key that stands for each of some vertices."""
        rows, sizes = self._owned("identity", "vertex", vertices)
        texts = iter(self._tables.rows("identity", ["key"], rows).column(0).to_pylist())
        return [tuple(itertools.islice(texts, size)) for size in sizes.tolist()]

    def _owned(self, table: str, column: str, vertices: Ints | Sequence[int]) -> tuple[LongArray, LongArray]:
        """The rows of each of some vertices in a table sorted by them, and how many each has."""
        owner = self.memo(f"{table} of", lambda: numbers(self._tables.table(table, [column]).column(column)))
        # Of the same type: else all vertices would be copied to be searched in.
        wanted = np.asarray(vertices).astype(owner.dtype)
        begin = np.searchsorted(owner, wanted)
        size = np.searchsorted(owner, wanted, side="right") - begin
        return runs(begin, size), size

    def vertex_of_key(self, key: str) -> int:
        """The vertex that a key stands for, or -1."""
        found = where_text(self._identity()[0], key)
        return int(self._identity()[1][found[0]]) if found else -1

    def _identity(self) -> tuple[pa.Array, IntArray]:
        def make() -> tuple[pa.Array, IntArray]:
            table = self._tables.table("identity")
            return whole(table.column("key")), numbers(table.column("vertex"))

        return self.memo("identity", make)

    def id_ranks(self) -> IntArray:
        """int32 `[n]`: the place of everybody in the order of ids, which decides where all else is equal."""

        def make() -> IntArray:
            rank = np.full(self.count, -1, dtype=np.int32)
            with contextlib.suppress(IndexError):
                rank[self._tables.array("id_order")] = np.arange(self.count, dtype=np.int32)
            if (rank < 0).any():
                raise DamagedNetworkError(
                    f"id_order.npy in {self.folder} is damaged: it leaves somebody out. `netreach check` with the "
                    "folder of the network makes it again."
                )
            return rank

        return self.memo("id ranks", make)
