"""Tables that join people: to each other, to organisations, to places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.importers.tables import cells
from netreach.importers.tables.read import Table, blocks
from netreach.importers.tables.rows import NO_DATE, Context, Rows
from netreach.model import Batch
from netreach.plugins.export import Export

_FAINTEST = 1e-6
"""Strength of a tie whose weight is next to nothing beside the others: it is a tie all the same."""


def ties(context: Context, rows: Rows) -> Iterator[Batch]:
    """Read a table of ties."""
    a, b, prefix = _ends(context, rows)
    no_a, no_b = cells.mask_of(pc.is_null(a)), cells.mask_of(pc.is_null(b))
    rows.problem(no_a & no_b, "a tie without people")
    rows.problem(no_a, "a tie without its first person")
    rows.problem(no_b, "a tie without its second person")
    columns = {"a": a, "b": b}
    strength = _strengths(context, rows)
    if strength is not None:
        columns["strength"] = strength
    rows.leave_out(cells.mask_of(pc.equal(a, b)), "self loop")
    if "since" in rows:
        columns["since"] = context.days(rows, "since")
    yield rows.batch("ties", columns, prefix)


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
