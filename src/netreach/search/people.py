"""What an answer may ask about people: of an opened version, or of what was kept when the answer was pickled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import pyarrow as pa

from netreach.answers.refs import PersonRef
from netreach.answers.rows import refs_of
from netreach.arrow import positions
from netreach.graph.building import runs
from netreach.model import Position, Professional
from netreach.search import arrow, cards
from netreach.search.fields import CURRENT, FIELDS, field_index
from netreach.store import mapping, schema

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, LongArray
    from netreach.snapshot import Snapshot

    Vertices = IntArray | LongArray | Sequence[int]

_PLAIN: Final = ("id", *schema.TEXT_FIELDS)
_VALUES: Final = "values of "


def person_refs(snapshot: Snapshot, vertices: Vertices) -> list[PersonRef]:
    """Return how an answer names some people: what an answer asks for last."""
    found = cards.refs(snapshot, np.asarray(vertices, dtype=np.int64))
    mapping.settle()
    return found


@attrs.frozen
class SnapshotPeople:
    """The people of an opened version, read when they are looked at."""

    snapshot: Snapshot
    scope: str = CURRENT

    def professionals(self, vertices: Vertices) -> list[Professional]:
        """Make records of some vertices."""
        made = cards.professionals(self.snapshot, np.asarray(vertices, dtype=np.int64))
        mapping.settle()
        return made

    def refs(self, vertices: Vertices) -> list[PersonRef]:
        """Return how an answer names some vertices."""
        return cards.refs(self.snapshot, np.asarray(vertices, dtype=np.int64))

    def table(self, vertices: Vertices) -> pa.Table:
        """Return ids and one-valued texts of some vertices, null where unknown."""
        found = self.snapshot.rows(_PLAIN, vertices)
        mapping.settle()
        return found

    def values(self, field: str, vertices: Vertices) -> pa.ListArray:
        """Return all values that a searchable field has, a list for each vertex."""
        return field_index(self.snapshot, field, self.scope).values_of(np.asarray(vertices, dtype=np.int64))

    def kept(self, vertices: Vertices) -> KeptPeople:
        """Return the same people without the version: the first vertex becomes number 0, and so on."""
        snapshot, wanted = self.snapshot, np.asarray(vertices, dtype=np.int64)
        histories = snapshot.histories()
        begin = histories.offsets[wanted]
        sizes = histories.offsets[wanted + 1] - begin
        offsets = np.concatenate(([0], np.cumsum(sizes)))
        rows = runs(begin, sizes)
        names = ("kind", "organisation", "title", "location", "start", "end")
        jobs = histories.table.select(names).take(pa.array(rows)).combine_chunks()
        held = np.isin(jobs.column("kind").to_numpy(), schema.POSITIONS)
        offsets = np.concatenate(([0], np.cumsum(held)))[offsets]
        jobs = jobs.filter(pa.array(held))
        stored = (*_PLAIN, *schema.LIST_FIELDS)
        columns: dict[str, Any] = dict(zip(stored, snapshot.rows(stored, wanted).columns, strict=True))
        columns["contact_count"] = pa.array(snapshot.graph.contact_counts()[wanted])
        columns["complete_list"] = pa.array(np.asarray(snapshot.complete)[wanted])
        columns["keys"] = pa.array(list(map(list, snapshot.keys_of_many(wanted))), pa.list_(pa.string()))
        columns["positions"] = pa.ListArray.from_arrays(
            pa.array(offsets, pa.int32()),
            pa.StructArray.from_arrays([_whole(jobs.column(name)) for name in names], names),
        )
        for field, described in FIELDS.items():
            if described.several(self.scope):
                columns[_VALUES + field] = self.values(field, wanted)
        return KeptPeople(pa.table(columns))


@attrs.frozen(eq=False)
class KeptPeople:
    """People that were kept with a pickled answer; their vertices are the rows of the table."""

    rows: pa.Table

    def professionals(self, vertices: Vertices) -> list[Professional]:
        """Make records of some vertices."""
        fields = (*_PLAIN, *schema.LIST_FIELDS, "contact_count", "complete_list", "keys", "positions")
        return [_professional(row) for row in self._taken(vertices, fields).to_pylist()]

    def refs(self, vertices: Vertices) -> list[PersonRef]:
        """Return how an answer names some vertices."""
        return refs_of(self._taken(vertices, ("id", "name", "title", "company")))

    def table(self, vertices: Vertices) -> pa.Table:
        """Return ids and one-valued texts of some vertices, null where unknown."""
        return self._taken(vertices, _PLAIN)

    def values(self, field: str, vertices: Vertices) -> pa.ListArray:
        """Return all values that a searchable field has, a list for each vertex."""
        if _VALUES + field in self.rows.column_names:
            return _whole(self._taken(vertices, (_VALUES + field,)).column(0))
        column = _whole(self._taken(vertices, (field,)).column(0))
        has = arrow.stated(column)
        offsets = np.concatenate(([0], np.cumsum(has)))
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), column.filter(pa.array(has)))

    def kept(self, vertices: Vertices) -> KeptPeople:
        """Return some of the people: the first vertex becomes number 0, and so on."""
        return KeptPeople(self._taken(vertices, self.rows.column_names))

    def _taken(self, vertices: Vertices, columns: Sequence[str]) -> pa.Table:
        return self.rows.select(list(columns)).take(positions(vertices))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()


def _professional(row: dict[str, Any]) -> Professional:
    positions = tuple(_position(job) for job in row.pop("positions"))
    fields: dict[str, Any] = {}
    for name, value in row.items():
        fields[name] = tuple(value or ()) if name in (*schema.LIST_FIELDS, "keys") else value
    for name in _PLAIN:
        fields[name] = fields[name] or ""
    return Professional(
        **fields,
        positions=positions,
        schools=tuple(dict.fromkeys(job.organisation for job in positions if job.kind == "study")),
    )


def _position(job: dict[str, Any]) -> Position:
    fields: dict[str, Any] = {}
    for name, value in job.items():
        fields[name] = value if name in ("start", "end") else value or ""
    return Position(**fields)
