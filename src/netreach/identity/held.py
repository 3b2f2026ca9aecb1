"""Everything that is stored about one person, source by source: the answer to who asks what is known of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import positions, whole
from netreach.identity.fields import filled, full_names, name_from_key
from netreach.identity.removal import everybody, keys_of, named_in
from netreach.kinds import KINDS

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, LongArray
    from netreach.store.decisions import Decision
    from netreach.store.source import Source


def held(sources: Sequence[Source], decisions: Sequence[Decision], who: str) -> dict[str, Any]:
    """Return what the sources and decisions hold about a person, as plain data for JSON.

    Args:
        sources: All sources.
        decisions: All decisions.
        who: Id, profile URL, e-mail or unambiguous name, also of somebody hidden.

    Raises:
        ProfessionalNotFoundError: When there is nobody like that.
        AmbiguousNameError: When several people have the name.
    """
    version = everybody(sources, decisions)
    vertex = version.resolve(who)
    keys = keys_of(version, decisions, who)
    found = [_in_source(source, keys) for source in sources]
    return {
        "person": version.professional(vertex).to_dict(),
        "keys": sorted(keys),
        "sources": [one for one in found if one is not None],
        "decisions": [said.to_dict() for said in decisions if keys & named_in(said)],
    }


def _in_source(source: Source, keys: set[str]) -> dict[str, Any] | None:
    people = source.tables["people"]
    lists = whole(people.column("keys"))
    wanted = pc.is_in(pc.list_flatten(lists), value_set=pa.array(sorted(keys), pa.string()))
    mine: BoolArray = np.zeros(len(people), dtype=np.bool_)
    mine[pc.list_parent_indices(lists).to_numpy()[wanted.to_numpy(zero_copy_only=False)]] = True
    is_owner = bool(keys & set(source.info.owner_keys))
    if not mine.any() and not is_owner:
        return None
    info = source.info
    return {
        "id": info.id,
        "file": info.file,
        "importer": info.importer,
        "owner": info.owner_name or None,
        "is_owner": is_owner,
        "as_of": info.as_of.isoformat() if info.as_of else None,
        "claims": _plain(people.take(positions(np.flatnonzero(mine)))),
        "evidence": _pairs(source, "evidence", mine),
        "ties": _pairs(source, "ties", mine),
        "histories": _of_person(source.tables["histories"], mine),
    }


def _pairs(source: Source, name: str, mine: BoolArray) -> list[dict[str, Any]]:
    table = source.tables[name]
    a, b = (table.column(end).to_numpy() for end in ("a", "b"))
    rows = np.flatnonzero(mine[a] | mine[b])
    others = np.where(mine[a[rows]], b[rows], a[rows]).astype(np.int64)
    listed = _plain(table.take(positions(rows)))
    for row, other, first in zip(
        listed, _called(source.tables["people"], others), mine[a[rows]].tolist(), strict=True
    ):
        del row["a"], row["b"]
        row["with"] = other
        if "kind" in row:
            row["kind"] = KINDS[row["kind"]].name
            there, back = row.pop("count_ab"), row.pop("count_ba")
            row["count_from"], row["count_to"] = (there, back) if first else (back, there)
    return listed


def _of_person(table: pa.Table, mine: BoolArray) -> list[dict[str, Any]]:
    rows = np.flatnonzero(mine[table.column("person").to_numpy()])
    return _plain(table.take(positions(rows)).drop_columns(["person"]))


def _called(people: pa.Table, rows: LongArray) -> list[str]:
    """How to call people: by name where it is known, else by what their first key names them."""
    taken = people.take(positions(rows))
    first = pc.list_element(whole(taken.column("keys")), 0)
    named: list[str] = filled(full_names(taken), name_from_key(first)).to_pylist()
    return named


def _plain(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as plain data, without what is unknown or empty."""
    return [
        {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in row.items()
            if value is not None and value != []
        }
        for row in table.to_pylist()
    ]
