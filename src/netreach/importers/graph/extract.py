"""From a graph file to batches of people and ties, with an account of every element.

A row of the account is a node or an edge. What attributes mean is decided by their names, as the columns of a table
are; the label of a node is its name. An id, a name or a label that is an e-mail address or the URL of a profile
means that person in every export. Strengths are what `netreach.importers.tables.extract` says, arrows and doubles
what `netreach.importers.tables.settle` says, and networks of two modes what `netreach.importers.graph.twomode` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.errors import ExportError, OptionError
from netreach.importers.graph import gexf, gml, graphml, lists, metis, nodelink, pajek, sniff, twomode
from netreach.importers.graph.draft import Graph
from netreach.importers.tables import cells, people, ties
from netreach.importers.tables.account import Account
from netreach.importers.tables.columns import Layout, check_mapping, person_layout
from netreach.importers.tables.owner import OwnerSearch
from netreach.importers.tables.read import Block, Table
from netreach.importers.tables.rows import Context, Rows
from netreach.importers.tables.settle import AGAIN
from netreach.importers.tables.sniff import Header, Scan
from netreach.keys import id_key
from netreach.model import Batch, Owner, Record, RowProblem
from netreach.plugins.export import Export

if TYPE_CHECKING:
    from netreach.plugins.protocols import LongArray

CROWDED = f"in a group of more than {twomode.CROWD} people"
SAME_MODE = "an edge between two of one mode"
_READERS: dict[str, Callable[[Export, str], Graph]] = {
    "graphml": graphml.read,
    "gexf": gexf.read,
    "gml": gml.read,
    "pajek": pajek.read,
    "metis": metis.read,
    "json": nodelink.read,
}
_TEXT = Scan(clean=False, nul=True)
"""What is assumed of texts that were decoded by others: anything may be in them."""


def extract(export: Export) -> Iterator[Record | Batch | RowProblem]:
    """Read the graph file of an export.

    Raises:
        ExportError: It is damaged, there is none or more than one, or nothing in it can be used.
        OptionError: The namespace cannot be one.
        OwnerError: The given owner is not in the graph.
    """
    name, kind = sniff.check_single(export)
    namespace = export.namespace if export.namespace is not None else export.sha256()[:12]
    try:
        prefix = id_key(namespace, "x")[:-1]
    except ValueError as error:
        raise OptionError(f"namespace={namespace!r}: {error}") from error
    owner = OwnerSearch(export.owner, prefix)
    account = Account(file=name)
    if kind in _READERS:
        found = _of_graph(export, name, _READERS[kind](export, name), prefix, account)
    else:
        plan = lists.plan_parquet if kind == "parquet" else lists.plan
        found = _of_list(export, plan(export, name), prefix, account)
    for batch in found:
        if len(batch.columns):
            owner.watch(batch)
            yield batch
        yield from account.news()
    last, count = account.close()
    yield from last
    yield count
    if not account.used:
        why = account.first or ", ".join(account.left_out) or "there is neither a node nor an edge in it"
        raise ExportError(f"{export}: nothing in it can be used: {why}.")
    complete = export.complete is not False
    yield owner.found(complete_list=complete) or Owner(keys=(), complete_list=complete)


def _of_list(export: Export, found: lists.EdgeList, prefix: str, account: Account) -> Iterator[Batch]:
    for note in found.notes:
        account.problem(0, note, rows=0)
    layout = found.table.header.layout
    if found.two_modes:
        yield from _projected(export, found, prefix, account)
        return
    median = None
    if layout is not None and "weight" in layout and "strength" not in layout:
        median = ties.median_of(block.columns[layout.of("weight")] for block in found.blocks(export))
    yield from ties.settled(
        Context(prefix=prefix, median=median),
        found.table,
        found.blocks(export, account),
        account,
        rule=export.directed,
        directed=found.directed,
    )


def _projected(export: Export, found: lists.EdgeList, prefix: str, account: Account) -> Iterator[Batch]:
    """The people of a list of memberships: whoever stands in the first column."""
    parts: list[tuple[pa.Array, pa.Array]] = []
    for block in found.blocks(export, account):
        rows = Rows(found.table, block, account)
        one, other = rows.text("source"), rows.text("target")
        rows.problem(
            cells.mask_of(pc.or_(pc.is_null(one), pc.is_null(other))), "a row without one of its ends"
        )
        good = rows.good(pa.table({"one": one, "other": other})).combine_chunks()
        parts.append((whole(good.column("one")), whole(good.column("other"))))
    none = pa.array([], pa.string())
    one, other = (pa.concat_arrays([none, *(part[side] for part in parts)]) for side in (0, 1))
    yield from _ties_of_members(one, other, prefix, account)


def _ties_of_members(members: pa.Array, things: pa.Array, prefix: str, account: Account) -> Iterator[Batch]:
    found, again, crowd = twomode.project(members, things)
    account.left_out.update({rule: n for rule, n in ((AGAIN, again), (CROWDED, crowd)) if n})
    account.used += len(members) - again - crowd
    account.problem(
        0,
        f"a network of two modes: {len(found):,} ties between people, with 1 / (n - 1) for everything that n people "
        "have in common",
        rows=0,
    )
    # Everybody is somebody, also those who share nothing.
    yield Batch(table="people", columns=pa.table({"key": pc.unique(members)}), prefix=prefix)
    graph = Graph(
        nodes=pa.table({"id": pa.array([], pa.string())}),
        edges=found,
        directed=np.zeros(len(found), dtype=bool),
    )
    yield from _ties(graph, prefix, Account(file=account.file), "any")


def _of_graph(export: Export, name: str, graph: Graph, prefix: str, account: Account) -> Iterator[Batch]:
    for line, reason, value in graph.bad:
        account.rows += 1
        account.problem(line, reason, value=value)
    for rule, count in graph.left_out.items():
        account.rows += count
        account.left_out[rule] += count
    for note in graph.notes:
        account.problem(0, note, rows=0)
    if export.columns:
        check_mapping(export.columns, {name: [*graph.nodes.column_names[1:], *graph.unused]})
    if graph.first_mode is not None:
        yield from _two_modes(export, graph, prefix, account)
        return
    yield from _people(export, graph, prefix, account)
    _note_strangers(graph, account)
    yield from _ties(graph, prefix, account, export.directed)


def _two_modes(export: Export, graph: Graph, prefix: str, account: Account) -> Iterator[Batch]:
    first = graph.first_mode
    person = cells.mask_of(pc.is_in(graph.nodes.column("id"), value_set=first))
    things = int((~person).sum())
    account.rows += things
    account.used += things
    members = attrs.evolve(
        graph,
        nodes=graph.nodes.filter(pa.array(person)),
        node_lines=None if graph.node_lines is None else graph.node_lines[person],
    )
    yield from _people(export, members, prefix, account)
    source, target = (whole(graph.edges.column(end)) for end in ("source", "target"))
    starts, ends = (cells.mask_of(pc.is_in(end, value_set=first)) for end in (source, target))
    account.rows += len(source)
    between = starts != ends
    if len(between) - between.sum():
        account.left_out[SAME_MODE] += int((~between).sum())
    one = pc.if_else(pa.array(starts), source, target).filter(pa.array(between))
    other = pc.if_else(pa.array(starts), target, source).filter(pa.array(between))
    yield from _ties_of_members(one, other, prefix, account)


def _people(export: Export, graph: Graph, prefix: str, account: Account) -> Iterator[Batch]:
    if not len(graph.nodes):
        return
    names, columns = _named(graph.nodes.column_names, [whole(column) for column in graph.nodes.columns])
    layout = person_layout(names, export.columns)
    table = _table(account.file, names, layout)
    account.rows += len(graph.nodes)
    block = _block(columns, graph.node_lines)
    yield from people.people(Context(prefix=prefix), Rows(table, block, account))


def _named(names: list[str], columns: list[pa.Array]) -> tuple[list[str], list[pa.Array]]:
    """Take the label for the name, and a name that is an address for an address."""
    plain = [name.strip().lower() for name in names]
    label = next((number for number, name in enumerate(plain) if name == "label"), 0)
    if label:
        columns, names = list(columns), [*names[:label], "", *names[label + 1 :]]
        named = person_layout(names, {})
        if "name" in named:
            columns[named.of("name")] = pc.coalesce(columns[named.of("name")], columns[label])
        else:
            names[label] = "name"
    layout = person_layout(names, {})
    if "name" not in layout:
        return names, columns
    place = layout.of("name")
    safe = cells.safe_keys(cells.texts(columns[place]))
    if safe.null_count == len(safe):
        return names, columns
    nobody = pa.scalar(None, pa.string())
    written = columns[place]
    mail, page = (pc.fill_null(pc.starts_with(safe, kind), False) for kind in ("email:", "linkedin:"))
    columns = [
        *columns[:place],
        pc.if_else(pc.is_valid(safe), nobody, written),
        *columns[place + 1 :],
        pc.if_else(mail, written, nobody),
    ]
    names = [*names, "email"]
    pages = pc.if_else(page, written, nobody)
    if "linkedin" in layout:
        at = layout.of("linkedin")
        columns[at] = pc.coalesce(columns[at], pages)
    else:
        names, columns = [*names, "linkedin"], [*columns, pages]
    return names, columns


def _note_strangers(graph: Graph, account: Account) -> None:
    if not len(graph.nodes) or not len(graph.edges):
        return
    known = whole(graph.nodes.column("id"))
    ends = pa.concat_arrays([whole(graph.edges.column(end)) for end in ("source", "target")])
    strange = ends.filter(pc.invert(pc.is_in(ends, value_set=known)))
    if len(strange):
        account.problem(
            0,
            f"{len(strange):,} of {len(ends):,} ends of edges are no nodes of the file, such as "
            f"{str(strange[0].as_py())[:60]!r}; these people are known by that alone",
            rows=0,
        )


def _ties(graph: Graph, prefix: str, account: Account, rule: str) -> Iterator[Batch]:
    if not len(graph.edges):
        return
    names = graph.edges.column_names
    fields = {name: (number,) for number, name in enumerate(names)}
    if "strength" in fields:
        fields.pop("weight", None)
    layout = Layout(kind="ties", columns={**fields, "directed": (len(names),)})
    table = _table(account.file, [*names, "directed"], layout)
    median = ties.median_of([whole(graph.edges.column("weight"))]) if "weight" in fields else None
    arrows = pc.if_else(pa.array(graph.directed), "directed", "undirected")
    columns = [*(whole(column) for column in graph.edges.columns), arrows]
    account.rows += len(graph.edges)
    block = _block(columns, graph.edge_lines)
    yield from ties.settled(Context(prefix=prefix, median=median), table, [block], account, rule=rule)


def _table(file: str, names: list[str], layout: Layout) -> Table:
    return Table(name=file, header=Header(cells=tuple(names), layout=layout), scan=_TEXT)


def _block(columns: list[pa.Array], lines: LongArray | None) -> Block:
    where = 0 if lines is None else _Placed(lines)
    return Block(columns=dict(enumerate(columns)), rows=len(columns[0]), where=where)


@attrs.frozen
class _Placed:
    lines: LongArray

    def of_rows(self, rows: LongArray) -> LongArray:
        found: LongArray = self.lines[rows]
        return found
