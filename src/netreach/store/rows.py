"""Some rows of a mapped column, without looking through the others.

Arrow follows the offsets of texts and lists wherever they point, so a column that comes from a file is looked
through before it is used. For a page of fifty people that would read the texts of a million; here the offsets of
the rows in question are looked at, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from netreach.arrow import positions

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]


def taken(column: pa.Array, rows: Rows) -> pa.Array:
    """Return some rows of a column, which may point anywhere.

    Args:
        column: Texts, lists, or values of a fixed width.
        rows: int64 `[k]`: which, in any order, each from 0 to before the length of the column.

    Raises:
        pa.ArrowInvalid: When a buffer is too short, a row points outside of the column, or holds no text.

    >>> taken(pa.array(["Ana", None, "Bea"]), np.array([2, 1])).to_pylist()
    ['Bea', None]
    >>> taken(pa.array([["a", "b"], [], ["c"]]), np.array([2, 0])).to_pylist()
    [['c'], ['a', 'b']]
    """
    column.validate()
    if not (pa.types.is_string(column.type) or pa.types.is_list(column.type)):
        return column.take(positions(rows))
    validity, offsets_buffer = column.buffers()[:2]
    offsets = _view(offsets_buffer, np.int32)[column.offset : column.offset + len(column) + 1]
    begin, end = offsets[rows].astype(np.int64), offsets[rows + 1].astype(np.int64)
    if pa.types.is_string(column.type):
        data = _view(column.buffers()[2], np.uint8)
        held: Any = data[_ranges(begin, end, len(data))]
    else:
        held = taken(column.values, _ranges(begin, end, len(column.values)))
    places = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum(end - begin, out=places[1:])
    mask = None
    if validity is not None:
        at = rows + column.offset
        stated = _view(validity, np.uint8)[at >> 3] >> (at & 7).astype(np.uint8) & 1
        mask = pa.py_buffer(np.packbits(stated, bitorder="little"))
    parts = [mask, pa.py_buffer(places)]
    if pa.types.is_string(column.type):
        result = pa.Array.from_buffers(column.type, len(rows), [*parts, pa.py_buffer(held)])
    else:
        result = pa.Array.from_buffers(column.type, len(rows), parts, children=[held])
    result.validate(full=True)
    return result


def _ranges(begin: Rows, end: Rows, length: int) -> Rows:
    """Return the positions from each beginning to before each end, one range after the other."""
    sizes = end - begin
    if len(begin) and (begin.min() < 0 or sizes.min() < 0 or end.max() > length):
        raise pa.ArrowInvalid("a row points outside of its column")
    done = np.cumsum(sizes)
    total = int(done[-1]) if len(done) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(begin - done + sizes, sizes)


def _view(buffer: pa.Buffer | None, kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.zeros(0, kind) if buffer is None else np.frombuffer(buffer, kind)
