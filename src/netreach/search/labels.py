"""The distinct texts of a field, ascending, and which of them each text is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import numbers, positions, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreach.plugins.protocols import IntArray, LongArray


def numbered(parts: Sequence[pa.Array], known: pa.Array | None = None) -> tuple[pa.Array, IntArray, IntArray]:
    """Tell texts apart; nulls and empty texts say nothing.

    To sort texts is what takes longest, so those that stand among known ones keep their order, and only the others
    are sorted and put between them. The result is the same.

    Args:
        parts: The texts.
        known: Other texts: distinct, ascending, none of them empty.

    Returns:
        The `v` distinct texts, ascending; int32 `[k]`: which of them each text is, `v` where it says nothing; and
        int32 `[v]`: where each distinct text stands among the known ones, -1 where it does not.

    >>> labels, codes, old = numbered([pa.array(["d", "b", None]), pa.array(["a", "d"])], pa.array(["b", "c"]))
    >>> labels.to_pylist(), codes.tolist(), old.tolist()
    (['a', 'b', 'd'], [2, 1, 3, 0, 2], [-1, 0, -1])
    """
    texts = pa.chunked_array(parts, pa.string())
    former: pa.Array = pa.nulls(0, pa.string()) if known is None else known
    number = np.full(len(texts), -1, dtype=np.int32)
    if len(former):
        number = numbers(pc.fill_null(pc.index_in(texts, value_set=former), pa.scalar(-1, pa.int32()))).copy()
    fresh = number < 0
    held = np.zeros(len(former), dtype=np.bool_)
    held[number[~fresh]] = True
    encoded = whole(texts if fresh.all() else texts.filter(pa.array(fresh))).dictionary_encode()
    others = encoded.dictionary
    order = numbers(pc.array_sort_indices(others)).astype(np.int64)
    if len(order) and others[order[0]].as_py() == "":
        order = order[1:]
    number[fresh] = numbers(pc.fill_null(encoded.indices, len(others))) + np.int32(len(former))
    # Where each stands when those of the known ones that are left and the others are merged.
    left, added = np.flatnonzero(held), others.take(positions(order))
    before = _places(former, added)
    place_left = np.arange(len(left)) + np.searchsorted(before, left, side="right")
    place_added = np.arange(len(added)) + np.searchsorted(left, before)
    count = len(left) + len(added)
    old, take = np.full(count, -1, dtype=np.int32), np.empty(count, dtype=np.int64)
    old[place_left] = take[place_left] = left
    take[place_added] = np.arange(len(former), len(former) + len(added))
    # What is neither is null or empty.
    codes = np.full(len(former) + len(others) + 1, count, dtype=np.int32)
    codes[left], codes[len(former) + order] = place_left, place_added
    labels = pa.concat_arrays([former, added]).take(positions(take)) if len(former) else added
    return labels, codes[number], old


def _places(labels: pa.Array, texts: pa.Array) -> LongArray:
    """Before which of some ascending labels each text would stand, by a bisection of all at once."""
    low, high = np.zeros(len(texts), dtype=np.int64), np.full(len(texts), len(labels), dtype=np.int64)
    for _ in range(len(labels).bit_length()):
        middle = (low + high) >> 1
        probe = labels.take(positions(np.minimum(middle, len(labels) - 1)))
        right = (middle < high) & pc.less(probe, texts).to_numpy(zero_copy_only=False)
        low, high = np.where(right, middle + 1, low), np.where(right, high, middle)
    return low
