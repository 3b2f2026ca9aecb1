"""From what an importer yields to a source: one pass over the records, then whole columns.

People are named by keys in the stream; here every key gets a row of the table of people, and evidence, ties and
histories refer to people by row number. Records are gathered as columns; batches are never taken apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pyarrow as pa

from netreach import keys as keying
from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.errors import PluginError
from netreach.graph import building
from netreach.kinds import CODES, KINDS
from netreach.model import (
    Batch,
    CompanyRecord,
    EvidenceRecord,
    FileCount,
    HistoryRecord,
    Owner,
    PersonRecord,
    Record,
    RowProblem,
)
from netreach.store import schema
from netreach.store.source import Source
from netreach.store.tables import SourceInfo

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, Ints

_TABLE_OF: Mapping[type, str] = {
    PersonRecord: "people",
    EvidenceRecord: "evidence",
    HistoryRecord: "histories",
    CompanyRecord: "companies",
}
_ROWS_PER_FLUSH = 200_000
_CLOSE = 4
"""Up to how many possible numbers for each row these are numbered by a table."""


class SourceBuilder:
    """Gathers what an importer yields.

    Args:
        file: Name of the export, as the user knows it.
        sha256: Hash of its bytes.
        importer: Name of the importer.
        options: Everything else that decides what is read; part of the source's id.
        sharing: What another ego may be shown of the evidence; `""` where nothing was said.
    """

    def __init__(
        self, *, file: str, sha256: str, importer: str, options: Mapping[str, Any], sharing: str = ""
    ) -> None:
        self.file = file
        self.sha256 = sha256
        self.importer = importer
        self.options: dict[str, Any] = dict(options)
        self.sharing = sharing
        self._rows: dict[str, list[Any]] = {name: [] for name in _TABLE_OF.values()}
        self._batches: dict[str, list[tuple[str, pa.Table]]] = {name: [] for name in schema.BATCH_COLUMNS}
        self._extra_keys: list[tuple[str, ...]] = []
        self._problems: list[RowProblem] = []
        self._counts: dict[str, FileCount] = {}
        self._owner: Owner | None = None

    def take(
        self, items: Iterable[Record | Batch | RowProblem], *, progress: Callable[[int], None] | None = None
    ) -> None:
        """Take in everything that an importer yields.

        Raises:
            PluginError: When the importer yields something that is none of ours.
        """
        seen = 0
        for item in items:
            table = _TABLE_OF.get(type(item))
            if table is not None:
                rows = self._rows[table]
                rows.append(item)
                seen += 1
                if len(rows) >= _ROWS_PER_FLUSH:
                    self._flush(table)
            elif isinstance(item, Batch):
                self._take_batch(item)
                seen += len(item.columns)
            elif isinstance(item, RowProblem):
                self._problems.append(item)
            elif isinstance(item, FileCount):
                if item.file in self._counts:
                    raise PluginError(f"The importer {self.importer!r} accounts for {item.file!r} twice.")
                self._counts[item.file] = item
            elif isinstance(item, Owner):
                if self._owner is not None:
                    raise PluginError(f"The importer {self.importer!r} names two owners for one export.")
                self._owner = item
            else:
                raise PluginError(
                    f"The importer {self.importer!r} yielded {type(item).__name__}; "
                    "it may yield records, batches and row problems of netreach.model."
                )
            if progress is not None and seen % 1000 == 0:
                progress(seen)

    def build(self) -> Source:
        """Return the source.

        Raises:
            PluginError: When rows are not accounted for, or a table refers to nobody.
        """
        owner = self._owner or Owner(keys=())
        if owner.keys:
            self._rows["people"].append(PersonRecord(keys=owner.keys, name=owner.name))
        for name in self._rows:
            self._flush(name)
        problems = self._account()
        tables = self._encode()
        tables["problems"] = pa.Table.from_pylist(
            [attrs.asdict(problem) for problem in self._problems], schema=schema.SOURCE["problems"]
        )
        # The day is part of the id because an archive's name may state it, which the hash of its bytes does not see.
        as_of = _newest(tables)
        identity = json.dumps(
            [self.sha256, self.importer, owner.keys, self.sharing, self.options, str(as_of)], sort_keys=True
        )
        info = SourceInfo(
            id="s" + hashlib.sha256(identity.encode()).hexdigest()[:16],
            file=self.file,
            sha256=self.sha256,
            importer=self.importer,
            owner_keys=owner.keys,
            owner_name=owner.name,
            complete_list=owner.complete_list,
            covers=owner.covers,
            sharing=self.sharing,
            as_of=as_of,
            files=tuple(self._counts.values()),
            problems=problems,
            people=len(tables["people"]),
            evidence=len(tables["evidence"]),
            ties=len(tables["ties"]),
            namespace=str(self.options.get("namespace") or ""),
        )
        return Source(info=info, tables=tables)

    # Gathering

    def _flush(self, name: str) -> None:
        rows = self._rows[name]
        if not rows:
            return
        self._rows[name] = []
        columns: dict[str, Any] = {}
        for column in schema.BATCH_COLUMNS[name]:
            if name == "people" and column == "key":
                columns["key"] = pa.array([row.keys[0] for row in rows], pa.string())
                columns["keys"] = pa.array([row.keys for row in rows], pa.list_(pa.string()))
                continue
            kind = _type_of(name, column)
            values = list(map(attrgetter(column), rows))
            if kind == pa.string():
                values = [value or None for value in values] if any(values) else [None] * len(values)
            columns[column] = pa.array(values, kind)
        self._batches[name].append(("", pa.table(columns)))

    def _take_batch(self, batch: Batch) -> None:
        known = schema.BATCH_COLUMNS.get(batch.table)
        if known is None:
            raise PluginError(f"The importer {self.importer!r} yielded a batch for {batch.table!r}.")
        table = batch.columns
        unknown = set(table.column_names) - set(known)
        missing = set(schema.REFERENCES[batch.table]) - set(table.column_names)
        if unknown or missing:
            raise PluginError(
                f"The importer {self.importer!r} yielded a batch of {batch.table} with unknown columns "
                f"{sorted(unknown)} and without {sorted(missing)}."
            )
        for name in schema.REFERENCES[batch.table]:
            if table.column(name).null_count:
                raise PluginError(
                    f"The importer {self.importer!r} yielded a batch of {batch.table} whose column {name!r} is "
                    "empty in places; such rows are problems, not records."
                )
        if len(table):
            self._batches[batch.table].append((batch.prefix, table))
            if (
                batch.table == "ties"
                and sum(len(part) for _, part in self._batches["ties"]) >= building.COMPILED_FROM
            ):
                building.load_soon()

    def _account(self) -> dict[str, int]:
        problems: dict[str, int] = {}
        for problem in self._problems:
            problems[problem.file] = problems.get(problem.file, 0) + problem.rows
        for file, count in self._counts.items():
            total = count.used + count.empty + sum(count.left_out.values()) + problems.get(file, 0)
            if total != count.rows:
                raise PluginError(
                    f"The importer {self.importer!r} read {count.rows:,} rows of {file!r} but accounts for "
                    f"{total:,}: rows must equal used + empty + left out + problems."
                )
        return problems

    # From keys to row numbers

    def _encode(self) -> dict[str, pa.Table]:
        references = {
            (name, number, column): (prefix, table.column(column))
            for name, batches in self._batches.items()
            for number, (prefix, table) in enumerate(batches)
            for column in schema.REFERENCES[name]
        }
        codes, keys = _unite(list(references.values()))
        code_of = dict(zip(references, codes, strict=True))

        people = self._people()
        main = [code_of["people", number, "key"] for number in range(len(self._batches["people"]))]
        main_codes = np.concatenate(main) if main else np.zeros(0, dtype=np.int32)
        row_of = np.full(len(keys), -1, dtype=np.int32)
        row_of[main_codes[::-1]] = np.arange(len(main_codes), dtype=np.int32)[::-1]
        bare = np.flatnonzero(row_of < 0)
        row_of[bare] = len(main_codes) + np.arange(len(bare))
        bare_keys = keys.take(pa.array(bare))
        people = pa.concat_tables([people, _bare_people(bare_keys)]) if len(bare) else people

        tables = {"people": people.combine_chunks()}
        for name in ("evidence", "ties", "histories", "companies"):
            parts = []
            for number, (_, table) in enumerate(self._batches[name]):
                for column in schema.REFERENCES[name]:
                    rows = row_of[code_of[name, number, column]]
                    table = table.set_column(table.column_names.index(column), column, pa.array(rows))
                if name == "evidence":
                    table = table.set_column(
                        table.column_names.index("kind"), "kind", self._kind_codes(table)
                    )
                parts.append(schema.conform(table, schema.SOURCE[name]))
            tables[name] = (
                pa.concat_tables(parts).combine_chunks() if parts else schema.empty(schema.SOURCE[name])
            )
        return tables

    def _people(self) -> pa.Table:
        parts = [schema.empty(schema.SOURCE["people"])]
        for prefix, table in self._batches["people"]:
            main = _keys(table.column("key"), prefix)
            flat = [(np.arange(len(main)), main)]
            if "keys" in table.column_names:
                flat.append(_flatten(table.column("keys")))
            if "url" in table.column_names:
                flat.append(_mapped(np.arange(len(main)), table.column("url"), keying.linkedin_key))
            if "emails" in table.column_names:
                rows, addresses = _flatten(table.column("emails"))
                flat.append(_mapped(rows, addresses, keying.email_key))
            table = table.drop_columns([name for name in ("key", "keys") if name in table.column_names])
            parts.append(
                schema.conform(table.append_column("keys", _lists(flat, len(main))), schema.SOURCE["people"])
            )
        return pa.concat_tables(parts)

    def _kind_codes(self, table: pa.Table) -> pa.Array:
        encoded = table.column("kind").combine_chunks().dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        names = encoded.dictionary.to_pylist()
        unknown = [name for name in names if name not in CODES]
        if unknown:
            known = ", ".join(kind.name for kind in KINDS)
            raise PluginError(
                f"The importer {self.importer!r} yields evidence of kind {unknown[0]!r}; there are: {known}."
            )
        table_of = np.array([CODES[name] for name in names], dtype=np.int8)
        return pa.array(table_of[encoded.indices.to_numpy()])


def _type_of(table: str, column: str) -> pa.DataType:
    if table in ("evidence", "histories") and column in ("a", "b", "person", "kind"):
        return pa.string()
    return schema.SOURCE[table].field(column).type


def _keys(column: pa.ChunkedArray | pa.Array, prefix: str) -> pa.Array:
    """Turn a column into a dictionary array of keys: only its distinct values become text."""
    plain = whole(column)
    found = _counted(plain) if pa.types.is_integer(plain.type) else None
    if found is None:
        encoded = whole(plain.dictionary_encode())
        found = encoded.indices, encoded.dictionary
    indices, distinct = found
    values = distinct.cast(pa.string())
    if prefix:
        values = pc.binary_join_element_wise(prefix, values, "")
    return pa.DictionaryArray.from_arrays(indices, values)


def _counted(column: pa.Array) -> tuple[pa.Array, pa.Array] | None:
    """Codes and distinct values of whole numbers that lie close together; `None` of others.

    Such numbers, as row numbers are, are looked up several times as fast as hashed.
    """
    if not len(column):
        return None
    low, high = (end.as_py() for end in pc.min_max(column).values())
    if high - low >= _CLOSE * len(column) or high >= 2**63:
        return None
    places = column.to_numpy().astype(np.int64, copy=False) - low
    # In the order in which they come first, as hashing would number them.
    first = np.full(high - low + 1, len(places), dtype=np.int64)
    first[places[::-1]] = np.arange(len(places) - 1, -1, -1)
    there = np.flatnonzero(first < len(places))
    there = there[np.argsort(first[there])]
    code = np.empty(len(first), dtype=np.int32)
    code[there] = np.arange(len(there), dtype=np.int32)
    return pa.array(code[places]), pa.array(there + low)


def _unite(columns: list[tuple[str, pa.ChunkedArray]]) -> tuple[list[IntArray], pa.Array]:
    """Number the keys in columns with their prefixes: a code array for each, and the key of each code."""
    # Columns of one type and prefix are encoded as one: then every distinct value becomes text once, not once
    # for each batch in which it stands.
    alike: dict[tuple[str, str], list[int]] = {}
    for place, (prefix, column) in enumerate(columns):
        alike.setdefault((prefix, str(column.type)), []).append(place)
    groups = [
        (places, _keys(_chained([columns[place][1] for place in places]), prefix))
        for (prefix, _), places in alike.items()
    ]
    dictionaries = [encoded.dictionary for _, encoded in groups]
    united = pa.concat_arrays([pa.array([], pa.string()), *dictionaries]).dictionary_encode()
    numbers = united.indices.to_numpy()
    codes = [np.zeros(0, dtype=np.int32)] * len(columns)
    begin = 0
    for places, encoded in groups:
        size = len(encoded.dictionary)
        rows = numbers[begin : begin + size][encoded.indices.to_numpy()]
        begin += size
        stops = np.cumsum([len(columns[place][1]) for place in places])
        for place, part in zip(places, np.split(rows, stops[:-1]), strict=True):
            codes[place] = part
    return codes, united.dictionary


def _chained(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Return columns of one type as one column."""
    chained = pa.chunked_array([chunk for column in columns for chunk in column.chunks], columns[0].type)
    return chained.unify_dictionaries() if pa.types.is_dictionary(chained.type) else chained


def _flatten(column: pa.ChunkedArray | pa.Array) -> tuple[Ints, pa.Array]:
    """Rows and values of a list column."""
    lists = whole(column)
    rows = pc.list_parent_indices(lists).to_numpy()
    values = pc.list_flatten(lists)
    keep = pc.is_valid(values)
    return rows[keep.to_numpy(zero_copy_only=False)], values.filter(keep)


def _mapped(
    rows: Ints, values: pa.ChunkedArray | pa.Array, function: Callable[[str], str | None]
) -> tuple[Ints, pa.Array]:
    """Apply a function to the distinct values; rows whose value maps to `None` fall away."""
    encoded = whole(values).cast(pa.string()).dictionary_encode()
    mapped = pa.array(
        [function(value) if value else None for value in encoded.dictionary.to_pylist()], pa.string()
    )
    taken = mapped.take(encoded.indices)
    keep = pc.is_valid(taken)
    return rows[keep.to_numpy(zero_copy_only=False)], taken.filter(keep)


def _lists(flat: list[tuple[Any, pa.Array]], count: int) -> pa.Array:
    """Build a list column from (rows, values) parts: earlier parts first, every value once a row."""
    rows = np.concatenate([np.asarray(part[0], dtype=np.int64) for part in flat])
    values = pa.concat_arrays([whole(_as_text(part[1])) for part in flat])
    codes = values.dictionary_encode().indices.to_numpy().astype(np.int64)
    order = np.argsort(rows, kind="stable")
    pair = rows * (int(codes.max(initial=0)) + 1) + codes
    _, first = np.unique(pair[order], return_index=True)
    keep = order[np.sort(first)]
    offsets = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(rows[keep], minlength=count), out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values.take(pa.array(keep)))


def _as_text(values: pa.Array) -> pa.Array:
    return values.cast(pa.string()) if not pa.types.is_string(values.type) else values


def _bare_people(keys: pa.Array) -> pa.Table:
    """Rows for people of whom nothing but a key is known."""
    lists = pa.ListArray.from_arrays(pa.array(np.arange(len(keys) + 1, dtype=np.int32)), keys)
    return schema.conform(pa.table({"keys": lists}), schema.SOURCE["people"])


def _newest(tables: Mapping[str, pa.Table]) -> Any:
    columns = (("people", "as_of"), ("evidence", "last"), ("ties", "since"))
    days = [pc.max(tables[table].column(column)).as_py() for table, column in columns]
    return max((day for day in days if day is not None), default=None)
