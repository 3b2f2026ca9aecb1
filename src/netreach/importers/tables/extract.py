"""From the tables of one data set to batches: people, ties, companies, jobs and schools.

How people are named. With an id column a person is `id:<namespace>/<id>`, else the first of e-mail address, LinkedIn
URL and name that the row has; names are local to the data set. Where ties or jobs name people by name, so do
tables of people without ids, except for names that stand for several addresses: nobody can know which of them is
meant. A reference that is an e-mail address or a LinkedIn URL means that person in every export.

How ties are read. `strength` must be in (0, 1]. A `weight` (a count, a frequency) is no probability: with the median
`m` of all weights of the data set it becomes the strength `1 - exp(-w / m)`, which grows with the weight and is never
above 1; weights that are all in (0, 1] are strengths already, and weights that are all the same say nothing. A tie of
somebody to themselves is left out by the rule `self loop`. Where a column says of each row whether it is directed,
as Gephi's `Type` does, arrows count by the rule of `netreach.importers.tables.settle`.

Histories. A year alone is its 1 January where something starts and its last day where it ends; `classYear`, the year
of a class, is the end of a school, 1 January of it, without a start. Names such as `Kam_Air` in tables of names of
organisations and places, with underscores and without a blank, get blanks. Ids without a name stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from netreach.errors import ExportError, OptionError
from netreach.importers.tables import people, ties
from netreach.importers.tables.account import Account
from netreach.importers.tables.columns import check_mapping, fields_of
from netreach.importers.tables.ends import EndCheck
from netreach.importers.tables.owner import OwnerSearch
from netreach.importers.tables.read import Table, blocks, find
from netreach.importers.tables.rows import Context, Rows
from netreach.importers.tables.sniff import is_parquet, is_table
from netreach.keys import id_key
from netreach.model import Batch, Owner, Record, RowProblem
from netreach.plugins.export import Export
from netreach.text import clean

_COLUMNS_SHOWN: Final = 20
_HEADER_CURE: Final = "Give every file a header (such as id, name, company, or source, target), or map"
_ORDER: Final = ("names", "companies", "people", "places", "histories", "ties")
_REFERRING: Final = {"ties": ("source", "target"), "histories": ("person",), "places": ("person",)}


def extract(export: Export) -> Iterator[Record | Batch | RowProblem]:
    """Read all tables of a data set.

    Raises:
        ExportError: A file is damaged, nothing in the export is a table that is known, or no row can be used.
        OptionError: The namespace cannot be one.
        OwnerError: The given owner is not in the data set.
    """
    tables, notes = _plan(export)
    yield from notes
    context = _context(export, tables)
    owner = OwnerSearch(export.owner, context.prefix)
    ends = EndCheck(tables, context.prefix, context.shared_names)
    accounts = []
    for table in sorted(tables, key=lambda table: (_ORDER.index(_kind(table)), table.name)):
        account = Account(file=table.name)
        accounts.append(account)
        if unused := _unused(table):
            account.problem(table.header.lines, unused, rows=0)
            yield from account.news()
        for batch in _read(export, context, table, account):
            if len(batch.columns):
                owner.watch(batch)
                ends.watch(table, batch)
                yield batch
            yield from account.news()
        yield from ends.news(table)
        last, count = account.close()
        yield from last
        yield count
    _check_used(export, accounts)
    joined = any(_kind(table) == "ties" for table in tables)
    complete = joined and export.complete is not False
    if (found := owner.found(complete_list=complete)) is not None:
        yield found
    elif joined:
        # A data set that belongs to nobody: all contacts of everybody in it.
        yield Owner(keys=(), complete_list=complete)


def _read(export: Export, context: Context, table: Table, account: Account) -> Iterator[Batch]:
    layout = table.header.layout
    if layout is not None and layout.kind == "ties" and "directed" in layout:
        # Whether an arrow has an answer is known at the end of the table only.
        found = blocks(export, table, account)
        yield from ties.settled(context, table, found, account, rule=export.directed)
        return
    for block in blocks(export, table, account):
        yield from _batches(context, Rows(table, block, account))


def _batches(context: Context, rows: Rows) -> Iterator[Batch]:
    match rows.layout.kind:
        case "names":
            return people.names(context, rows)
        case "companies":
            return people.companies(rows)
        case "people":
            return people.people(context, rows)
        case "places":
            return ties.places(context, rows)
        case "histories":
            return ties.histories(context, rows)
        case _:
            return ties.ties(context, rows)


def _kind(table: Table) -> str:
    return table.header.layout.kind if table.header.layout else ""


def _unused(table: Table) -> str:
    """What to say about columns that nothing is read from; `""` where there are none."""
    layout, header = table.header.layout, table.header.cells
    if layout is None or not layout.unused:
        return ""
    names = [clean(header[number], limit=40) for number in layout.unused]
    shown = ", ".join(names[:_COLUMNS_SHOWN])
    if len(names) > _COLUMNS_SHOWN:
        shown += f" and {len(names) - _COLUMNS_SHOWN} more"
    free = [field for field in fields_of(layout.kind) if field not in layout]
    if layout.kind == "ties" and ("strength" in layout or "weight" in layout):
        free = [field for field in free if field not in ("strength", "weight")]
    may_be = f", FIELD being one of {', '.join(free)}" if free else ""
    first = f"'{names[0]}=FIELD'" if " " in names[0] else f"{names[0]}=FIELD"
    # In the words of `netreach.render.phrases.reasons`, as every note.
    return (
        f"columns not used: {shown} (name them with --column {first} or Export(columns=...){may_be}, "
        "or ignore to leave one out)"
    )


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
            unknown[name] = "it is empty or has no header that can be read"
            continue
        headers[name] = table.header.cells
        if table.header.layout is None:
            first = ", ".join(repr(clean(cell, limit=40)) for cell in table.header.cells[:8])
            what = "its first row names no columns" if table.scan is not None else "it has no columns"
            unknown[name] = f"{what} of a table that is known: {first}"
        else:
            tables.append(table)
    check_mapping(export.columns, headers)
    if not any(_kind(table) != "names" for table in tables):
        what = "; ".join(f"{name}: {why}" for name, why in list(unknown.items())[:5])
        cure = "" if unknown and all(map(is_parquet, unknown)) else _HEADER_CURE
        raise ExportError(
            f"{export} holds no table of people, ties, companies or jobs. "
            f"{what or 'There is no CSV or Parquet file in it'}. {cure or 'Map'} its columns with "
            "Export(..., columns={'its column': 'name'})."
        )
    return tables, [
        RowProblem(file=name, line=0, reason=f"the file was not read: {why}", rows=0)
        for name, why in unknown.items()
    ]


def _context(export: Export, tables: Sequence[Table]) -> Context:
    namespace = export.namespace if export.namespace is not None else export.sha256()[:12]
    try:
        prefix = id_key(namespace, "x")[:-1]
    except ValueError as error:
        raise OptionError(f"namespace={namespace!r}: {error}") from error
    context = Context(prefix=prefix, median=ties.median_weight(export, tables))
    layouts = [(table, table.header.layout) for table in tables if table.header.layout is not None]
    nameless = [table for table, layout in layouts if layout.kind == "people" and "id" not in layout]
    if nameless and any(
        ties.names_somebody(export, table, _REFERRING[layout.kind])
        for table, layout in layouts
        if layout.kind in _REFERRING
    ):
        context.shared_names = people.shared_names(export, nameless)
    return context


def _check_used(export: Export, accounts: Sequence[Account]) -> None:
    if any(account.used for account in accounts):
        return
    filled = [account for account in accounts if account.rows > account.empty]
    if not filled:
        raise ExportError(f"{export} holds no data: there is a header, but no row below it. Export it again.")
    why = filled[0].first or ", ".join(filled[0].left_out)
    raise ExportError(f"{export}: not one row can be used. {filled[0].file}, {why}.")
