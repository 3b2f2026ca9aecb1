"""What is known of each professional: of everything that sources say, what counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import whole
from netreach.identity import fields
from netreach.identity.evidence import (
    days,
)
from netreach.identity.people import AllClaims, People
from netreach.store import schema
from netreach.store.source import Source
from netreach.text import company_key

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, LongArray


def best_first(claims: AllClaims, people: People, owners: IntArray) -> LongArray:
    """The claims about somebody, grouped by person: the newest first, of one day a person's own first."""
    own = np.zeros(claims.count, dtype=bool)
    for number, owner in enumerate(owners.tolist()):
        rows = claims.rows(number)
        own[rows] = people.vertex[rows] == owner
    about = np.flatnonzero(people.vertex >= 0)
    return about[np.lexsort((about, ~own[about], -claims.day[about], people.vertex[about]))]


def people_table(claims: AllClaims, people: People, order: LongArray) -> pa.Table:
    """The professionals with their texts and lists, of the claims in the order of `best_first`."""
    columns: dict[str, pa.Array] = {"id": people.ids}
    for name in schema.TEXT_FIELDS:
        values = fields.full_names(claims.table) if name == "name" else claims.column(name)
        columns[name] = fields.newest(values, people.vertex, order, people.count)
    columns["name"] = fields.filled(columns["name"], fields.name_from_key(people.main_keys))
    for name in schema.LIST_FIELDS:
        columns[name] = fields.united(claims.column(name), people.vertex, order, people.count)
    return pa.table(columns, schema=schema.VERSION["people"])


def completed(table: pa.Table, histories: pa.Table, sources: Sequence[Source]) -> pa.Table:
    """Fill gaps: company and title from the current job, sector and place from the tables of companies."""
    count = len(table)
    jobs = histories.filter(histories.column("current"))
    if len(jobs) and table.column("company").null_count:
        person = jobs.column("person").to_numpy()
        start = days(jobs.column("start"))
        order = np.lexsort((np.arange(len(jobs)), -start.astype(np.int64), person))
        for name, column in (("company", "organisation"), ("title", "title")):
            latest = fields.newest(whole(jobs.column(column)), person, order, count)
            table = _fill(table, name, latest)
    companies = [source.tables["companies"] for source in sources if len(source.tables["companies"])]
    if not companies:
        return table
    known = pa.concat_tables(companies)
    keyed: dict[str, int] = {}
    for row, name in enumerate(known.column("company").to_pylist()):
        keyed.setdefault(company_key(name), row)
    encoded = whole(table.column("company")).dictionary_encode()
    rows = pa.array([keyed.get(company_key(name)) for name in encoded.dictionary.to_pylist()], pa.int64())
    row = rows.take(encoded.indices)
    for name in ("industry", "country", "location"):
        table = _fill(table, name, whole(known.column(name)).take(row))
    return table


def _fill(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    filled = fields.filled(whole(table.column(name)), values)
    return table.set_column(table.column_names.index(name), name, filled)
