"""Arrow columns: the one place where the untyped parts of pyarrow are let in.

`compute` is `pyarrow.compute`, whose functions are made at import and which type checkers therefore cannot see.
`pa.array`, `pa.scalar` and `to_numpy` import pandas wherever it is installed, to see whether it was meant. That
costs more than opening a network and answering, so the road to a first answer goes through the functions here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as _compute

compute: Any = _compute


def positions(values: Any) -> pa.Array:
    """Return whole numbers as an Arrow array of int64 to take rows by.

    >>> positions(np.array([2, 0], dtype=np.int32)).to_pylist()
    [2, 0]
    """
    plain = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(plain), [None, pa.py_buffer(plain)])


def numbers(column: pa.ChunkedArray | pa.Array) -> npt.NDArray[Any]:
    """Return a column of numbers without nulls as a NumPy array.

    >>> numbers(pa.array([2, 0])).tolist()
    [2, 0]
    """
    array: npt.NDArray[Any] = np.from_dlpack(whole(column))
    return array


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as one array.

    >>> whole(pa.chunked_array([[1], [2]])).to_pylist()
    [1, 2]
    """
    if not isinstance(column, pa.ChunkedArray):
        return column
    # Putting a single chunk together would copy it, and putting none together imports pandas.
    if column.num_chunks == 0:
        return pa.nulls(0, column.type)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def where_text(column: pa.Array, text: str) -> list[int]:
    """Return the rows of a text column that hold exactly this text.

    >>> where_text(pa.array(["Ana", "Anab", None, "Ana"]), "Ana")
    [0, 3]
    """
    rows = numbers(compute.indices_nonzero(compute.starts_with(column, pattern=text))).tolist()
    return [row for row in rows if column[row].as_py() == text]
