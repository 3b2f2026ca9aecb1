"""Some rows of a mapped column, without looking through the others.

Arrow follows the offsets of texts and lists wherever they point, so a column that comes from a file is looked
through before it is used. For a page of fifty people that would read the texts of a million; here the offsets of
the rows in question are looked at, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import positions

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]


def taken(columns: Mapping[str, pa.Array], rows: Rows) -> pa.Table:
    """Return some rows of columns of one length, which may point anywhere.

    Args:
        columns: Texts, lists, or values of a fixed width, by name.
        rows: int64 `[k]`: which, in any order, each from 0 to before the length of the columns.

    Raises:
        pa.ArrowInvalid: When a buffer is too short, a row points outside of its column, or holds no text.

    >>> columns = {"name": pa.array(["Ana", None, "Bea"]), "skills": pa.array([["a", "b"], [], ["c"]])}
    >>> taken(columns, np.array([2, 0])).to_pylist()
    [{'name': 'Bea', 'skills': ['c']}, {'name': 'Ana', 'skills': ['a', 'b']}]
    """
    # Of people who are known by a number only, whole columns are null.
    known = {name: column for name, column in columns.items() if column.null_count < len(column)}
    for column in known.values():
        column.validate()
        _check(column, rows)
    found: dict[str, pa.Array] = {}
    if known:
        # One call for all columns: for a page of people most of the time is that of the calls.
        batch = pa.RecordBatch.from_arrays(list(known.values()), list(known)).take(positions(rows))
        batch.validate(full=True)
        found = dict(zip(known, batch.columns, strict=True))
    return pa.Table.from_arrays(
        [
            found[name] if name in found else pa.nulls(len(rows), column.type)
            for name, column in columns.items()
        ],
        list(columns),
    )


class Texts:
    """A column of texts, which may point anywhere, read one by one: sooner than by Arrow for a few.

    Args:
        column: The column, whole.

    Raises:
        pa.ArrowInvalid: When it has no room for as many texts as it says.
    """

    def __init__(self, column: pa.Array) -> None:
        self._known = column.null_count < len(column)
        self._begin, self._count = column.offset, len(column)
        if self._known:
            column.validate()
            there, places, held = column.buffers()
            self._offsets = memoryview(places).cast("B")[: places.size // 4 * 4].cast("i")
            self._data = memoryview(held or b"")
            self._there = None if there is None else memoryview(there).cast("B")

    def at(self, rows: Sequence[int]) -> list[str | None]:
        """Return some rows, each from 0 to before the length of the column.

        Raises:
            pa.ArrowInvalid: When a row is not there, points outside of the column, or holds no text.

        >>> Texts(pa.array(["Ana", None, "Bea"])).at([2, 1])
        ['Bea', None]
        """
        return [self.one(row) for row in rows]

    def one(self, row: int) -> str | None:
        """Return one row; see `at`.

        >>> Texts(pa.array(["Ana", None, "Bea"])).one(2)
        'Bea'
        """
        if not 0 <= row < self._count:
            raise pa.ArrowInvalid(f"there are {self._count} rows")
        if not self._known:
            return None
        at = row + self._begin
        if self._there is not None and not self._there[at >> 3] >> (at & 7) & 1:
            return None
        begin, end = self._offsets[at], self._offsets[at + 1]
        if not 0 <= begin <= end <= len(self._data):
            raise pa.ArrowInvalid("a row points outside of its column")
        try:
            return str(self._data[begin:end], "utf-8")
        except UnicodeDecodeError as error:
            raise pa.ArrowInvalid(f"a row holds no text ({error})") from error


def _check(column: pa.Array, rows: Rows) -> None:
    """Look at where some rows of a column of texts or lists point to."""
    texts = pa.types.is_string(column.type)
    if not len(rows) or not (texts or pa.types.is_list(column.type)):
        return
    _, places, *data = column.buffers()
    # Without a sign a negative number is a very large one: two looks find whatever points outside.
    offsets = np.frombuffer(places, np.uint32)[column.offset :]
    begin, end = offsets[rows], offsets[rows + 1]
    length = (data[0].size if data[0] else 0) if texts else len(column.values)
    if (end < begin).any() or end.max() > length:
        raise pa.ArrowInvalid("a row points outside of its column")
    if not texts:
        sizes = (end - begin).astype(np.int64)
        done = np.cumsum(sizes)
        _check(column.values, np.arange(done[-1]) + np.repeat(begin - done + sizes, sizes))
