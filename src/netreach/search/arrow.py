"""The functions of Arrow that a search needs, typed: Arrow arrays in, NumPy arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray


def equals(texts: pa.Array, text: str) -> BoolArray:
    """`[k]`: whether each text is the same as another; a null is not."""
    return _truth(pc.call_function("equal", [texts, pa.scalar(text)]).fill_null(False))


def stated(texts: pa.Array) -> BoolArray:
    """`[k]`: whether each text is neither null nor empty.

    >>> stated(pa.array(["Acme", "", None])).tolist()
    [True, False, False]
    """
    return _truth(texts.is_valid()) & ~equals(texts, "")


def lengths(lists: pa.ListArray) -> LongArray:
    """`[k]`: how many values each list has; a null has none."""
    sizes = pc.call_function("list_value_length", [lists]).fill_null(0)
    counted: LongArray = sizes.to_numpy().astype(np.int64)
    return counted


def ranks(texts: pa.Array) -> IntArray:
    """int32 `[k]`: the rank of each text, from 1; equal texts have the same, and no rank is left out.

    >>> ranks(pa.array(["b", "a", "b"])).tolist()
    [2, 1, 2]
    """
    ranked = pc.call_function("rank", [texts], pc.RankOptions("ascending", tiebreaker="dense"))
    counted: IntArray = ranked.to_numpy().astype(np.int32)
    return counted


def _truth(values: pa.BooleanArray) -> BoolArray:
    found: BoolArray = values.to_numpy(zero_copy_only=False)
    return found
