"""From the tables of one data set to batches: people, ties, companies, jobs and schools.

How people are named. With an id column a person is `id:<namespace>/<id>`, else the first of e-mail address, LinkedIn
URL and name that the row has; names are local to the data set. Where ties or jobs name people by name, so do
tables of people without ids, except for names that stand for several addresses: nobody can know which of them is meant.
A reference that is an e-mail address or a LinkedIn URL means that person in every export.

How ties are read. `strength` must be in (0, 1]. A `weight` (a count, a frequency) is no probability: with the median `m`
of all weights of the data set it becomes the strength `1 - exp(-w / m)`, which grows with the weight and is never
above 1; weights that are all in (0, 1] are strengths already, and weights that are all the same say nothing. A tie
of somebody to themselves is left out by the rule `self loop`.

Histories. A year alone is its 1 January where something starts and its last day where it ends; `classYear`, the year of
a class, is the end of a school, 1 January of it, without a start. Names such as `Kam_Air` in tables of names of
organisations and places, with underscores and without a blank, get blanks. Ids without a name stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from netreach.errors import ExportError, OptionError
from netreach.importers.tables import cells
from netreach.importers.tables.account import Account
from netreach.importers.tables.columns import Layout, check_mapping
from netreach.importers.tables.owner import OwnerSearch
from netreach.importers.tables.read import Block, Table, blocks, find
from netreach.importers.tables.sniff import is_table
from netreach.keys import id_key
from netreach.model import Batch, Owner, Record, RowProblem
from netreach.plugins.export import Export

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray

_ORDER: Final = ("names", "companies", "people", "places", "histories", "ties")
_TEXTS: Final = ("name", "first_name", "last_name", "headline", "title", "company", "location", "industry", "country")
_COMPANY: Final = ("company", "industry", "size", "country", "location")
_LABEL_PARTS: Final = r"\s*[;|]\s*|\s+:::\s+"
_SKILL_PARTS: Final = rf"{_LABEL_PARTS}|\s*,\s*"
_DAMAGE: Final = "\ufffd"


def extract(export: Export) -> Iterator[Record | Batch | RowProblem]:
    """Read all tables of a data set.

    Raises:
        ExportError: A file is damaged, nothing in the export is a table that is known, or no row can be used.
        OwnerError: The given owner is not in the data set.
    """
    tables, notes = _plan(export)
    yield from notes
    reading = _Reading(export, tables)
    accounts = []
    for table in sorted(tables, key=lambda table: (_ORDER.index(_kind(table)), table.name)):
        account = Account(file=table.name)
        accounts.append(account)
        for block in blocks(export, table, account):
            yield from reading.batches(table, block, account)
            yield from account.news()
        last, count = account.close()
        yield from last
        yield count
    _check_used(export, accounts)
    if (owner := reading.owner()) is not None:
        yield owner


def _kind(table: Table) -> str:
    return table.header.layout.kind if table.header.layout else ""


# Which files are tables


def _plan(export: Export) -> tuple[list[Table], list[RowProblem]]:
    """Read all headers; files that are no tables of ours are noted."""
    named = {path.name for path in export.paths if path.is_file()}
    tables: list[Table] = []
    unknown: dict[str, str] = {}
    headers: dict[str, Sequence[str]] = {}
    for name in export.names:
        if not is_table(name) and name not in named:
            continue
        table = find(export, name)
        if table is None:
            unknown[name] = "it is empty"
            continue
        headers[name] = table.header.cells
        if table.header.layout is None:
            first = ", ".join(repr(cell.strip()[:40]) for cell in table.header.cells[:8])
            unknown[name] = f"its first row names no columns of a table that is known: {first}"
        else:
            tables.append(table)
    check_mapping(export.columns, headers)
    if not any(_kind(table) != "names" for table in tables):
        what = "; ".join(f"{name}: {why}" for name, why in unknown.items()) or "there is no CSV or Parquet file in it"
        raise ExportError(
            f"{export} holds no table of people, ties, companies or jobs: {what}. Give every file a header (such as "
            "id, name, company or source, target), or map its columns with Export(..., columns={'its column': 'name'})."
        )
    return tables, [
        RowProblem(file=name, line=0, reason=f"the file was not read: {why}", rows=0) for name, why in unknown.items()
    ]


def _check_used(export: Export, accounts: Sequence[Account]) -> None:
    if any(account.used for account in accounts):
        return
    rows = sum(account.rows for account in accounts)
    if not rows or all(account.empty == account.rows for account in accounts):
        raise ExportError(f"{export} holds no data: there is a header, but no row below it. Export it again.")
    [first, *_] = [account for account in accounts if account.rows > account.empty]
    why = first.first or ", ".join(first.left_out)
    raise ExportError(f"{export}: none of its {rows:,} rows can be used. {first.file}, {why}.")


# What is known before the rows are read


@attrs.frozen(kw_only=True)
class _Scale:
    """How weights become strengths; `median` 0 takes them as they are, `None` takes none."""

    median: float | None

    def strengths(self, weights: pa.Array) -> pa.Array | None:
        if self.median is None:
            return None
        if self.median == 0:
            return weights
        values = -np.expm1(-weights.to_numpy(zero_copy_only=False) / self.median)
        # Far below the median the strength is small, but it is a tie.
        return pa.array(np.maximum(values, 1e-6), mask=cells.mask_of(pc.is_null(weights)))


def _scale(export: Export, tables: Sequence[Table]) -> _Scale:
    found = [np.zeros(0)]
    for table in tables:
        layout = table.header.layout
        if layout is None or layout.kind != "ties" or "weight" not in layout or "strength" in layout:
            continue
        for block in blocks(export, table):
            values, _ = cells.numbers(block.columns[layout.of("weight")])
            found.append(pc.drop_null(values).to_numpy())
    weights = np.concatenate(found)
    weights = weights[np.isfinite(weights) & (weights > 0)]
    if not len(weights) or weights.min() == weights.max():
        return _Scale(median=None)
    return _Scale(median=0.0 if weights.max() <= 1 else float(np.median(weights)))


def _shared_names(export: Export, tables: Sequence[Table]) -> pa.Array | None:
    """The names by which nobody can be found, if people are named by name at all; `None` if they are not.

    Args:
        export: The data set.
        tables: Its tables.
    """
    layouts = [(table, table.header.layout) for table in tables if table.header.layout is not None]
    nameless = [(table, layout) for table, layout in layouts if layout.kind == "people" and "id" not in layout]
    fields = {"ties": ("source", "target"), "histories": ("person",), "places": ("person",)}
    if not nameless or not any(
        _names_somebody(export, table, layout, fields[layout.kind]) for table, layout in layouts if layout.kind in fields
    ):
        return None
    parts = [
        pa.table({"name": _full_name(block, layout), "key": _safe_key(block, layout)})
        for table, layout in nameless
        for block in blocks(export, table)
    ]
    if not parts:
        return pa.array([], pa.string())
    counts = pa.concat_tables(parts).group_by("name").aggregate([("key", "count_distinct")])
    several = pa.concat_tables(parts).group_by("name").aggregate([([], "count_all")])
    del several
    return counts.filter(pc.greater(counts.column("key_count_distinct"), 1)).column("name").combine_chunks()


def _names_somebody(export: Export, table: Table, layout: Layout, fields: Sequence[str]) -> bool:
    block = next(blocks(export, table), None)
    if block is None:
        return False
    for field in fields:
        values = cells.texts(block.columns[layout.of(field)])
        if pc.any(pc.and_(pc.is_valid(values), pc.is_null(cells.safe_keys(values)))).as_py():
            return True
    return False
