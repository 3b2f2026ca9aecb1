"""Tables that join people: to each other, to organisations, to places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.importers.tables import cells
from netreach.importers.tables.account import Account
from netreach.importers.tables.read import Block, Table, blocks
from netreach.importers.tables.rows import NO_DATE, Context, Rows
from netreach.importers.tables.settle import LOOP, ONE_WAY, arrows_of, settle
from netreach.model import Batch
from netreach.plugins.export import Export

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray

_FAINTEST = 1e-6
"""Strength of a tie whose weight is next to nothing beside the others: it is a tie all the same."""


def ties(context: Context, rows: Rows) -> Iterator[Batch]:
    """Read some rows of a table of ties."""
    columns, prefix = _columns(context, rows)
    rows.leave_out(cells.mask_of(pc.equal(columns["a"], columns["b"])), LOOP)
    yield rows.batch("ties", columns, prefix)


def settled(
    context: Context,
    table: Table,
    blocks: Iterable[Block],
    account: Account,
    *,
    rule: str,
    directed: bool = False,
) -> Iterator[Batch]:
    """Read a whole list of ties, in which arrows count by a rule and every pair is stated once.

    Args:
        context: What is known of the data set.
        table: The list.
        blocks: Its rows.
        account: Its account.
        rule: `"mutual"` or `"any"`, as `netreach.importers.tables.settle` says.
        directed: Whether rows that do not say so are arrows.
    """
    parts: list[tuple[dict[str, pa.Array], str]] = []
    arrows: list[BoolArray] = []
    for block in blocks:
        rows = Rows(table, block, account)
        columns, prefix = _columns(context, rows)
        columns["arrow"] = pa.array(_arrows(rows, directed=directed))
        good = rows.good(pa.table(columns)).combine_chunks()
        arrows.append(good.column("arrow").to_numpy())
        parts.append(({name: good.column(name) for name in columns if name != "arrow"}, prefix))
    tables, prefix = _alike(parts)
    if not tables:
        return
    found = settle(pa.concat_tables(tables), np.concatenate(arrows), rule)
    account.used += found.used
    account.left_out.update(found.left_out)
    if found.left_out.get(ONE_WAY):
        account.problem(
            0,
            f"arrows that go one way only and make no tie: {found.left_out[ONE_WAY]:,}; "
            "count every arrow with --directed any, or Export(..., directed='any')",
            rows=0,
        )
    yield Batch(table="people", columns=pa.table({"key": found.alone}), prefix=prefix)
    yield Batch(table="ties", columns=found.columns, prefix=prefix)


def _arrows(rows: Rows, *, directed: bool) -> BoolArray:
    if "directed" not in rows:
        return np.full(rows.count, directed)
    said = rows.raw("directed")
    found = arrows_of(said)
    return found | (cells.mask_of(pc.is_null(cells.texts(said))) if directed else False)


def _alike(parts: Sequence[tuple[dict[str, pa.Array], str]]) -> tuple[list[pa.Table], str]:
    """Return the parts with ends of one type: numbers where all are, and keys without prefix where some have none."""
    prefixes = {prefix for _, prefix in parts}
    types = {columns[end].type for columns, _ in parts for end in ("a", "b")}
    found = []
    for columns, prefix in parts:
        for end in ("a", "b"):
            if len(prefixes) > 1:
                columns[end] = _keyed_end(columns[end], prefix)
            elif len(types) > 1:
                columns[end] = cells.as_text(cells.one(columns[end]))
        found.append(pa.table(columns))
    return found, prefixes.pop() if len(prefixes) == 1 else ""


def _keyed_end(values: pa.Array, prefix: str) -> pa.Array:
    return cells.with_prefix(cells.one(values), prefix) if prefix else cells.one(values)


def _columns(context: Context, rows: Rows) -> tuple[dict[str, pa.Array], str]:
    """The columns of ties, as long as the block, and what makes keys of their ends."""
    a, b, prefix = _ends(context, rows)
    no_a, no_b = cells.mask_of(pc.is_null(a)), cells.mask_of(pc.is_null(b))
    rows.problem(no_a & no_b, "a tie without people")
    rows.problem(no_a, "a tie without its first person")
    rows.problem(no_b, "a tie without its second person")
    columns = {"a": a, "b": b}
    strength = _strengths(context, rows)
    if strength is not None:
        columns["strength"] = strength
    if "since" in rows:
        columns["since"] = context.days(rows, "since")
    return columns, prefix


def histories(context: Context, rows: Rows) -> Iterator[Batch]:
    """Read a table of jobs and schools."""
    person, prefix = cells.references(cells.identifiers(rows.raw("person")), context.prefix)
    rows.problem(cells.mask_of(pc.is_null(person)), "nothing names the person")
    rows.problem(cells.mask_of(pc.is_null(rows.text("organisation"))), "there is no organisation in this row")
    group = rows.layout.group
    columns = {
        "person": person,
        "kind": _kinds(rows),
        "organisation": context.resolve(rows, "organisation", group) if group else rows.text("organisation"),
        **{field: rows.text(field) for field in ("title", "location") if field in rows},
    }
    for field, column, last in (
        ("start", "start", False),
        ("class_year", "end", False),
        ("end", "end", True),
    ):
        if field in rows:
            order = context.day_first(rows, field)
            columns[column], wrong = cells.days(rows.raw(field), last=last, day_first=order)
            rows.note(wrong, NO_DATE, field=field)
    yield rows.batch("histories", columns, prefix)


def places(context: Context, rows: Rows) -> Iterator[Batch]:
    """Read a table that says where people are."""
    person, prefix = cells.references(cells.identifiers(rows.raw("person")), context.prefix)
    rows.problem(cells.mask_of(pc.is_null(person)), "nothing names the person")
    rows.problem(cells.mask_of(pc.is_null(rows.text("location"))), "there is no place in this row")
    location = context.resolve(rows, "location", rows.layout.group)
    yield rows.batch("people", {"key": person, "location": location}, prefix)


def median_weight(export: Export, tables: Sequence[Table]) -> float | None:
    """Return the median of all weights: 0 where all are in (0, 1], `None` where there are none or only one value."""
    found = []
    for table in tables:
        layout = table.header.layout
        if layout is None or layout.kind != "ties" or "weight" not in layout or "strength" in layout:
            continue
        found += [block.columns[layout.of("weight")] for block in blocks(export, table)]
    return median_of(found)


def median_of(columns: Iterable[pa.Array]) -> float | None:
    """Return the median of weights: 0 where all are in (0, 1], `None` where there are none or only one value."""
    found = [pc.drop_null(cells.numbers(column)[0]).to_numpy() for column in columns]
    weights = np.concatenate([np.zeros(0), *found])
    weights = weights[np.isfinite(weights) & (weights > 0)]
    if not len(weights) or weights.min() == weights.max():
        return None
    return 0.0 if weights.max() <= 1 else float(np.median(weights))


def names_somebody(export: Export, table: Table, fields: Sequence[str]) -> bool:
    """Tell from the first rows whether a table refers to people by anything but safe keys."""
    layout = table.header.layout
    block = next(blocks(export, table), None)
    if block is None or layout is None:
        return False
    values = [cells.texts(block.columns[layout.of(field)]) for field in fields]
    return any(pc.any(pc.and_(pc.is_valid(one), pc.is_null(cells.safe_keys(one)))).as_py() for one in values)


def _ends(context: Context, rows: Rows) -> tuple[pa.Array, pa.Array, str]:
    ends = [
        cells.references(cells.identifiers(rows.raw(field)), context.prefix) for field in ("source", "target")
    ]
    (a, a_prefix), (b, b_prefix) = ends
    if a_prefix != b_prefix:
        return cells.with_prefix(a, a_prefix), cells.with_prefix(b, b_prefix), ""
    # `007` in one column makes texts of the numbers in the other, so that they can be compared.
    same = a.type == b.type
    return (a, b, a_prefix) if same else (cells.as_text(a), cells.as_text(b), a_prefix)


def _strengths(context: Context, rows: Rows) -> pa.Array | None:
    if "strength" in rows:
        values, wrong = cells.numbers(rows.raw("strength"))
        number = pc.fill_null(values, 1.0).to_numpy(zero_copy_only=False)
        reason = "the strength is not in (0, 1]; map the column to 'weight' if it is a count"
        rows.problem(wrong | ~((number > 0) & (number <= 1)), reason, field="strength")
        return values
    if "weight" not in rows:
        return None
    values, wrong = cells.numbers(rows.raw("weight"))
    number = pc.fill_null(values, 1.0).to_numpy(zero_copy_only=False)
    rows.problem(
        wrong | ~((number > 0) & np.isfinite(number)), "the weight is no number above 0", field="weight"
    )
    if not context.median:
        return values if context.median == 0 else None
    with np.errstate(invalid="ignore", over="ignore"):
        strength = np.maximum(-np.expm1(-number / context.median), _FAINTEST)
    return pa.array(strength, mask=cells.mask_of(pc.is_null(values)))


def _kinds(rows: Rows) -> pa.Array:
    default = "study" if rows.layout.study else "work"
    if "kind" not in rows:
        return pa.array([default], pa.string()).take(pa.array(np.zeros(rows.count, dtype=np.int32)))
    said = pc.utf8_lower(rows.text("kind"))
    known = pc.is_in(said, value_set=pa.array(["work", "study"]))
    other = pc.is_in(said, value_set=pa.array(["school", "education", "university", "studies"]))
    found = pc.if_else(pc.fill_null(other, False), "study", pa.scalar(default))
    return pc.if_else(pc.fill_null(known, False), said, found)
