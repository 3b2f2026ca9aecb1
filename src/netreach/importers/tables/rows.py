"""One block of rows on its way to a batch: which rows are still good, and what becomes of the others."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.importers.dates import TOO_LATE, last_plausible
from netreach.importers.tables import cells
from netreach.importers.tables.account import Account
from netreach.importers.tables.columns import Layout
from netreach.importers.tables.read import Block, Table
from netreach.model import Batch

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray

_LATE = f"{TOO_LATE}; the row is kept without it"
NO_DATE = "this is no date, or nothing tells its day from its month; write 2024-12-31"
_KEYS = ("id", "source", "target", "person")


class Rows:
    """The rows of a block and their account: each row is used, empty, left out, or a problem, and only one of them.

    Args:
        table: The table.
        block: Some of its rows.
        account: The account of the table.
    """

    def __init__(self, table: Table, block: Block, account: Account) -> None:
        assert table.header.layout is not None
        self.layout: Layout = table.header.layout
        self.file: str = table.name
        self.count: int = block.rows
        self._block = block
        self._account = account
        self._good = np.ones(block.rows, dtype=bool)
        self._texts: dict[str, pa.Array] = {}
        self._screen(table)

    def __contains__(self, field: str) -> bool:
        return field in self.layout

    def raw(self, field: str) -> pa.Array:
        """Return the cells of a field as they are in the file."""
        return self._block.columns[self.layout.of(field)]

    def raws(self, field: str) -> list[pa.Array]:
        """Return the cells of all columns of a field."""
        return [self._block.columns[number] for number in self.layout.columns[field]]

    def text(self, field: str) -> pa.Array:
        """Return the cleaned texts of a field, null where empty or where there is no such column."""
        if field not in self._texts:
            known = field in self.layout
            self._texts[field] = cells.texts(self.raw(field)) if known else pa.nulls(self.count, pa.string())
        return self._texts[field]

    def problem(self, mask: BoolArray, reason: str, *, field: str = "") -> None:
        """Take rows out as problems; those of them that hold nothing at all are empty."""
        mask = mask & self._good
        if not mask.any():
            return
        self._good &= ~mask
        empty = mask & self._blank(mask)
        self._account.empty += int(empty.sum())
        self._account.mark(self._block, mask & ~empty, reason, cells=self.raw(field) if field else None)

    def leave_out(self, mask: BoolArray, rule: str) -> None:
        """Take rows out by a rule."""
        mask = mask & self._good
        if mask.any():
            self._good &= ~mask
            self._account.left_out[rule] += int(mask.sum())

    def note(self, mask: BoolArray, reason: str, *, field: str = "") -> None:
        """Note something about rows that are used all the same; to be called after all problems."""
        mask = mask & self._good
        if mask.any():
            self._account.mark(self._block, mask, reason, rows=0, cells=self.raw(field) if field else None)

    def batch(self, table: str, columns: Mapping[str, pa.Array], prefix: str = "") -> Batch:
        """Count the good rows as used and make a batch of them."""
        self._account.used += int(self._good.sum())
        return Batch(table=table, columns=self.good(pa.table(dict(columns))), prefix=prefix)

    def use(self) -> None:
        """Count the good rows as used."""
        self._account.used += int(self._good.sum())

    def good(self, table: pa.Table) -> pa.Table:
        """Return the good rows of a table as long as the block."""
        return table if self._good.all() else table.filter(pa.array(self._good))

    def _screen(self, table: Table) -> None:
        used = {number for numbers in self.layout.columns.values() for number in numbers}
        texts = [
            (number, column)
            for number, column in self._block.columns.items()
            if pa.types.is_string(column.type)
        ]
        scan = table.scan
        if scan is None or scan.nul:
            self.problem(self._with([column for _, column in texts], "\0"), "a NUL byte")
        keys = [self.layout.of(field) for field in _KEYS if field in self.layout]
        for number, column in texts:
            if number in used:
                limit = cells.TEXT_LIMIT if number in keys else cells.CELL_LIMIT
                # The cell itself is not shown: it would only be the beginning of something that is no name.
                long = cells.mask_of(pc.greater(pc.binary_length(column), limit))
                self.problem(long, f"a cell longer than {limit:,} bytes; is a quote missing?")
        if scan is not None and not scan.clean:
            naming = [column for number, column in texts if number in keys]
            self.problem(self._with(naming, "\ufffd"), "bytes that are no text in what names a person")
            self.note(
                self._with([column for _, column in texts], "\ufffd"), "bytes that are no text became \ufffd"
            )

    def _with(self, columns: list[pa.Array], sign: str) -> BoolArray:
        found = np.zeros(self.count, dtype=bool)
        for column in columns:
            found |= cells.mask_of(pc.match_substring(column, sign))
        return found

    def _blank(self, mask: BoolArray) -> BoolArray:
        """Which of some rows have nothing in any cell."""
        rows = pa.array(mask)
        blank = np.ones(int(mask.sum()), dtype=bool)
        for column in self._block.columns.values():
            blank &= cells.mask_of(pc.is_null(cells.texts(column.filter(rows))))
        found = np.zeros(self.count, dtype=bool)
        found[mask] = blank
        return found


@attrs.define(kw_only=True, eq=False)
class Context:
    """What is known of a data set before its rows are read, and what its first tables tell the later ones.

    Attributes:
        prefix: What makes keys of its ids, `id:<namespace>/`.
        shared_names: Names that several people have who can be told apart; `None` where people are not named by
            name.
        median: The median of its weights; 0 where they are strengths already, `None` where they say nothing.
        names: What ids stand for (`"organisation"`, `"place"`) -> ids and names.
    """

    prefix: str
    shared_names: pa.Array | None = None
    median: float | None = None
    names: dict[str, tuple[pa.Array, pa.Array]] = attrs.field(factory=dict)
    _orders: dict[tuple[str, str], bool | None] = attrs.field(factory=dict, init=False)
    _days: dict[tuple[str, str], Counter[dt.date]] = attrs.field(factory=dict, init=False)

    def day_first(self, rows: Rows, field: str) -> bool | None:
        """Tell how dates such as `1/2/18` of a column are to be read; its first block decides."""
        column = rows.file, field
        if column not in self._orders:
            self._orders[column] = cells.day_order(rows.raw(field))
        return self._orders[column]

    def days(self, rows: Rows, field: str) -> pa.Array:
        """Return a column of days up to which the data set holds; cells that are none, or far too late, are noted.

        What is too late is told from this block and those before it.
        """
        found, wrong = cells.days(rows.raw(field), day_first=self.day_first(rows, field))
        rows.note(wrong, NO_DATE, field=field)
        counts = self._days.setdefault((rows.file, field), Counter())
        counts.update(cells.late_days(found))
        late = pc.greater(found, pa.scalar(last_plausible(counts), pa.date32()))
        rows.note(cells.mask_of(late), _LATE, field=field)
        return pc.if_else(pc.fill_null(late, False), pa.scalar(None, pa.date32()), found)

    def resolve(self, rows: Rows, field: str, group: str) -> pa.Array:
        """Return the names that ids stand for; an id without one stays, and is noted where there are names."""
        ids = rows.text(field)
        if group not in self.names:
            return ids
        known, names = self.names[group]
        found = names.take(pc.index_in(ids, value_set=known))
        missing = cells.mask_of(pc.and_(pc.is_valid(ids), pc.is_null(found)))
        rows.note(missing, f"there is no {group} with this id", field=field)
        return pc.coalesce(found, ids)
