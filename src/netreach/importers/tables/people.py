"""Tables of people, of companies, and of the names that ids stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.importers.tables import cells
from netreach.importers.tables.account import Account
from netreach.importers.tables.read import Table, blocks
from netreach.importers.tables.rows import Context, Rows
from netreach.model import Batch
from netreach.plugins.export import Export

_TEXTS: Final = ("name", "first_name", "last_name", "headline", "title", "company", "industry", "country")
_COMPANY: Final = ("company", "industry", "size", "country", "location")
_PARTS: Final = r"\s*[;|]\s*|\s+:::\s+"
_SKILL_PARTS: Final = rf"{_PARTS}|\s*,\s*"


def people(context: Context, rows: Rows) -> Iterator[Batch]:
    """Read a table of people; schools become histories."""
    emails = cells.addresses(rows.raws("emails")) if "emails" in rows else None
    key, prefix = _keys(context, rows, emails)
    rows.problem(cells.mask_of(pc.is_null(key)), "nothing names the person: no id, address or name")
    columns = {"key": key, **{field: rows.text(field) for field in _TEXTS if field in rows}}
    if "location" in rows:
        columns["location"] = (
            context.resolve(rows, "location", "place") if _are_ids(rows) else rows.text("location")
        )
    if emails is not None:
        columns["emails"] = emails
        lost = pc.and_(pc.equal(pc.list_value_length(emails), 0), _any_text(rows.raws("emails")))
        rows.note(cells.mask_of(lost), "this is no e-mail address", field="emails")
    if "linkedin" in rows or "url" in rows:
        columns["url"] = pc.coalesce(rows.text("linkedin"), rows.text("url"))
    for field, parts in (("groups", _PARTS), ("skills", _SKILL_PARTS)):
        if field in rows:
            columns[field] = cells.lists(rows.raws(field), pattern=parts)
    if "as_of" in rows:
        columns["as_of"] = context.days(rows, "as_of")
    yield rows.batch("people", columns, prefix)
    if "school" in rows:
        yield _schools(rows, key, prefix)


def shared_names(export: Export, tables: Sequence[Table]) -> pa.Array:
    """Return the names that stand for several addresses, or for an address and for nothing, in tables without ids."""
    parts = [pa.table({"name": pa.array([], pa.string()), "key": pa.array([], pa.string())})]
    for table in tables:
        for block in blocks(export, table):
            rows = Rows(table, block, Account(file=table.name))
            emails = cells.addresses(rows.raws("emails")) if "emails" in rows else None
            parts.append(pa.table({"name": _full_name(rows), "key": _safe_key(rows, emails)}))
    counting = [("key", "count_distinct", pc.CountOptions(mode="all"))]
    counts = pa.concat_tables(parts).group_by("name", use_threads=False).aggregate(counting)
    shared = counts.filter(pc.greater(counts.column("key_count_distinct"), 1)).column("name")
    return pc.drop_null(shared.combine_chunks())


def companies(rows: Rows) -> Iterator[Batch]:
    """Read a table of companies."""
    rows.problem(cells.mask_of(pc.is_null(rows.text("company"))), "there is no company in this row")
    yield rows.batch("companies", {field: rows.text(field) for field in _COMPANY if field in rows})


def names(context: Context, rows: Rows) -> Iterator[Batch]:
    """Read what ids stand for; what the table says of companies beside their names is a table of companies."""
    ids, found = rows.text("id"), _spaced(rows.text("name"))
    rows.problem(cells.mask_of(pc.or_(pc.is_null(ids), pc.is_null(found))), "an id without a name")
    rows.use()
    group = rows.layout.group
    good = rows.good(pa.table({"id": ids, "name": found}))
    fresh = [good.column(name).combine_chunks() for name in ("id", "name")]
    before = context.names.get(group)
    if before is not None:
        fresh = [pa.concat_arrays([old, new]) for old, new in zip(before, fresh, strict=True)]
    context.names[group] = (fresh[0], fresh[1])
    facts = [field for field in _COMPANY[1:] if field in rows]
    if facts and group == "organisation":
        table = {"company": found, **{field: rows.text(field) for field in facts}}
        yield Batch(table="companies", columns=rows.good(pa.table(table)))


def _keys(context: Context, rows: Rows, emails: pa.Array | None) -> tuple[pa.Array, str]:
    if "id" in rows:
        ids = cells.identifiers(rows.raw("id"))
        key, prefix = cells.references(ids, context.prefix)
        if not key.null_count:
            return key, prefix
        return pc.coalesce(cells.with_prefix(key, prefix), _safe_key(rows, emails)), ""
    safe, name = _safe_key(rows, emails), _full_name(rows)
    local = cells.with_prefix(name, context.prefix)
    if context.shared_names is None:
        return pc.coalesce(safe, local), ""
    shared = pc.is_in(name, value_set=context.shared_names)
    rows.note(
        cells.mask_of(pc.and_(shared, pc.is_valid(name))),
        "several people have this name: ties by this name go to none of their addresses; use ids in both tables",
        field="name" if "name" in rows else "last_name" if "last_name" in rows else "",
    )
    return pc.if_else(shared, pc.coalesce(safe, local), pc.coalesce(local, safe)), ""


def _safe_key(rows: Rows, emails: pa.Array | None) -> pa.Array:
    """The key of the first personal address, else of the profile."""
    profile = cells.safe_keys(pc.coalesce(rows.text("linkedin"), rows.text("url")))
    if emails is None:
        return profile
    keys = cells.listed(
        pc.list_parent_indices(emails).to_numpy(), cells.safe_keys(pc.list_flatten(emails)), rows.count
    )
    return pc.coalesce(cells.first_of(keys), profile)


def _full_name(rows: Rows) -> pa.Array:
    parts = [pc.fill_null(rows.text(field), "") for field in ("first_name", "last_name")]
    both = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*parts, " "))
    return pc.coalesce(rows.text("name"), pc.if_else(pc.equal(both, ""), pa.scalar(None, pa.string()), both))


def _any_text(columns: Sequence[pa.Array]) -> pa.Array:
    found = pc.is_valid(cells.texts(columns[0]))
    for column in columns[1:]:
        found = pc.or_(found, pc.is_valid(cells.texts(column)))
    return found


def _are_ids(rows: Rows) -> bool:
    """Whether the places of people are ids: numbers throughout."""
    return not pa.types.is_string(cells.identifiers(rows.raw("location")).type)


def _spaced(found: pa.Array) -> pa.Array:
    blank = pc.match_substring(found, " ")
    return pc.if_else(blank, found, pc.replace_substring(found, "_", " "))


def _schools(rows: Rows, key: pa.Array, prefix: str) -> Batch:
    schools = cells.lists(rows.raws("school"), pattern=_PARTS)
    good = rows.good(pa.table({"key": key, "school": schools})).combine_chunks()
    lists = cells.one(good.column("school"))
    persons = cells.one(good.column("key")).take(pc.list_parent_indices(lists))
    found = pc.list_flatten(lists)
    study = pa.array(["study"] * len(found), pa.string())
    table = pa.table({"person": persons, "kind": study, "organisation": found})
    return Batch(table="histories", columns=table, prefix=prefix)
