"""Whether the ends of ties are among the people of the data set, where it has tables of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.importers.tables import cells
from netreach.importers.tables.read import Table
from netreach.model import Batch, RowProblem

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray

_SHOWN = 3
_NEARLY_ALL = 0.9
_DENSE = 8
_FEW = 1 << 20


class EndCheck:
    """Compares the ends of ties with the ids, or names, of people.

    Ends that are e-mail addresses or profiles are not compared: they mean the same person in every export.

    Args:
        tables: All tables of the data set.
        prefix: What makes keys of its ids.
        shared_names: Names that are known not to stand for one person; these have notes of their own.
    """

    def __init__(self, tables: Sequence[Table], prefix: str, shared_names: pa.Array | None) -> None:
        self._tables = [table for table in tables if _kind(table) == "people"]
        self._prefix = prefix
        self._parts: list[pa.Array] = []
        self._known: dict[bool, pa.Array] = {}
        self._wanted = bool(self._tables) and any(_kind(table) == "ties" for table in tables)
        if shared_names is not None:
            self._parts.append(shared_names)
        self._table: tuple[int, BoolArray] | None = None
        self._ends = self._strangers = 0
        self._example = ""

    def watch(self, table: Table, batch: Batch) -> None:
        """Look at a batch of a table; people come before ties."""
        if not self._wanted:
            return
        if _kind(table) == "people" and batch.table == "people":
            ids, _ = self._local(batch, "key")
            self._parts.append(ids)
        elif batch.table == "ties":
            for name in ("a", "b"):
                self._compare(batch, name)

    def news(self, table: Table) -> list[RowProblem]:
        """Return what there is to say about a table of ties that was read to its end."""
        ends, strangers, example = self._ends, self._strangers, self._example
        self._ends, self._strangers, self._example = 0, 0, ""
        if not strangers:
            return []
        where = _listed([people.name for people in self._tables])
        reason = f"{strangers:,} of {ends:,} ends of ties name nobody in {where}, such as {example!r}"
        if strangers < _NEARLY_ALL * ends:
            reason += "; these people are known by that alone"
        else:
            reason = "; ".join((reason, *self._advice()))
        return [RowProblem(file=table.name, line=0, reason=reason, rows=0)]

    def _compare(self, batch: Batch, name: str) -> None:
        ends, local = self._local(batch, name)
        strangers = np.flatnonzero(~self._known_among(ends))
        self._ends += local
        self._strangers += len(strangers)
        if len(strangers) and not self._example:
            self._example = str(ends[int(strangers[0])].as_py())

    def _known_among(self, ends: pa.Array) -> BoolArray:
        known = self._values(whole=pa.types.is_integer(ends.type))
        if known.type != ends.type:
            return cells.mask_of(pc.is_in(cells.as_text(ends), value_set=known))
        if not pa.types.is_integer(known.type) or not len(known):
            return cells.mask_of(pc.is_in(ends, value_set=known))
        if self._table is None:
            values = known.to_numpy()
            low, high = int(values.min()), int(values.max())
            table = np.zeros(high - low + 1 if high - low < _DENSE * len(values) + _FEW else 0, dtype=bool)
            if len(table):
                table[values - low] = True
            self._table = (low, table)
        low, table = self._table
        if not len(table):
            return cells.mask_of(pc.is_in(ends, value_set=known))
        numbers = ends.to_numpy()
        # Numbers that lie close together, as row numbers do, are looked up ten times as fast.
        inside = (numbers >= low) & (numbers < low + len(table))
        found: BoolArray = inside & table[np.where(inside, numbers - low, 0)]
        return found

    def _local(self, batch: Batch, name: str) -> tuple[pa.Array, int]:
        """The ids of a column that are of the data set, and how many values it has."""
        column = cells.one(batch.columns.column(name))
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if batch.prefix:
            return column, len(column)
        ids = column.filter(pc.starts_with(column, self._prefix))
        return pc.utf8_slice_codeunits(ids, len(self._prefix), None), len(column)

    def _values(self, *, whole: bool) -> pa.Array:
        """All ids of people: as whole numbers where these are wanted and all are, else as texts."""
        if whole not in self._known:
            numbers = whole and all(pa.types.is_integer(part.type) for part in self._parts)
            parts = self._parts if numbers else [cells.as_text(part) for part in self._parts]
            kind = pa.int64() if numbers else pa.string()
            none = pa.array([], kind)
            self._known[whole] = pc.unique(pa.concat_arrays([none, *(part.cast(kind) for part in parts)]))
        return self._known[whole]

    def _advice(self) -> list[str]:
        said = []
        for table in self._tables[:_SHOWN]:
            layout, header = table.header.layout, table.header.cells
            if layout is None:
                continue
            if "id" in layout:
                column = header[layout.of("id")].strip()
                said.append(
                    f"people of {table.name} are named by its column {column!r}: is another one meant?"
                )
            else:
                columns = ", ".join(cell.strip()[:40] for cell in header[:20])
                said.append(f"is a column of {table.name} the id? It has: {columns}")
        said.append("name the column with --column COLUMN=id or Export(columns=...)")
        return said


def _kind(table: Table) -> str:
    return table.header.layout.kind if table.header.layout else ""


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more tables" if more > 0 else "")
