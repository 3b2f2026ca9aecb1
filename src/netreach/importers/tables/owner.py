"""Whose data set it is, where the caller names somebody by an id or a name of the data set."""

from __future__ import annotations

import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.errors import OwnerError
from netreach.importers.tables import cells
from netreach.keys import parse_who
from netreach.model import Batch, Owner

_SHOWN = 5


class OwnerSearch:
    """Looks for the owner in the batches that go by.

    Args:
        owner: What the caller says: an address, a profile URL, an id or a name; `None` when nothing.
        prefix: What makes keys of the ids of the data set.
    """

    def __init__(self, owner: str | None, prefix: str) -> None:
        who = parse_who(owner) if owner is not None else None
        self._said = owner
        self._key = who.value if who is not None and who.kind == "key" else None
        self._wanted = None if who is None or self._key else who.value
        self._prefix = prefix
        self._named: dict[str, None] = {}

    def watch(self, batch: Batch) -> None:
        """Look at a batch."""
        if self._wanted is None or self._key is not None:
            return
        for name in {"people": ("key",), "ties": ("a", "b")}.get(batch.table, ()):
            if _holds(batch.columns.column(name), self._wanted, self._prefix.removeprefix(batch.prefix)):
                self._key = self._prefix + self._wanted
                return
        if batch.table == "people":
            called = _called(batch.columns, self._wanted)
            for key in cells.as_text(cells.one(batch.columns.column("key").filter(called))).to_pylist():
                self._named[batch.prefix + key] = None

    def found(self, *, complete_list: bool) -> Owner | None:
        """Return the owner after the last batch; `None` when the caller names nobody.

        Raises:
            OwnerError: Nobody, or more than one, is called so.
        """
        if self._said is None:
            return None
        if self._key is not None:
            return Owner(keys=(self._key,), complete_list=complete_list)
        if len(self._named) == 1:
            return Owner(keys=(next(iter(self._named)),), complete_list=complete_list)
        if self._named:
            keys = list(self._named)
            shown = ", ".join(keys[:_SHOWN]) + (", ..." if len(keys) > _SHOWN else "")
            raise OwnerError(
                f"{len(keys)} people are called {self._said!r}: {shown}. Give the owner's e-mail or id."
            )
        raise OwnerError(
            f"The owner {self._said!r} is nobody's id or name in these tables. Give an e-mail address, a LinkedIn "
            "URL, or an id or name that is in them."
        )


def _holds(column: pa.ChunkedArray, wanted: str, prefix: str) -> bool:
    if pa.types.is_dictionary(column.type):
        column = pa.chunked_array([pc.unique(column).dictionary_decode()])
    if not pa.types.is_integer(column.type):
        return bool(pc.any(pc.equal(column, prefix + wanted)).as_py())
    if not wanted.isascii() or not wanted.isdigit() or wanted != str(int(wanted)) or len(wanted) > 18:
        return False
    return bool(pc.any(pc.equal(column, pa.scalar(int(wanted), column.type))).as_py())


def _called(table: pa.Table, name: str) -> pa.Array:
    wanted = name.casefold()
    found = pa.array([False]).take(pa.array([0] * len(table)))
    if "name" in table.column_names:
        found = pc.or_(found, pc.fill_null(pc.equal(pc.utf8_lower(table.column("name")), wanted), False))
    if {"first_name", "last_name"} <= set(table.column_names):
        both = pc.binary_join_element_wise(table.column("first_name"), table.column("last_name"), " ")
        found = pc.or_(found, pc.fill_null(pc.equal(pc.utf8_lower(both), wanted), False))
    return found
