"""Compiled building of rows from ties, by counting; imported only where numba is installed.

Memory: the result, one copy of its entries, and 8 bytes a vertex; nothing is sorted by comparing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.compiled import inlined, kernel

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, Ints, LongArray


@kernel
def count_ends(a: Ints, b: Ints, count: int, sizes: LongArray) -> int:
    """Add to `sizes[v + 1]` the ends at v, loops left out; return how many ends lie outside 0 to count - 1."""
    outside = 0
    for tie in range(len(a)):
        one, other = a[tie], b[tie]
        if one < 0 or other < 0 or one >= count or other >= count:
            outside += 1
        elif one != other:
            sizes[one + 1] += 1
            sizes[other + 1] += 1
    return outside


@kernel
def fill_rows(a: Ints, b: Ints, cursor: LongArray, indices: IntArray) -> None:
    """Write every tie into both rows at their cursors."""
    for tie in range(len(a)):
        one, other = a[tie], b[tie]
        if one != other:
            indices[cursor[one]] = other
            cursor[one] += 1
            indices[cursor[other]] = one
            cursor[other] += 1


@kernel
def transposed(indptr: LongArray, indices: IntArray) -> IntArray:
    """The same rows, ascending: every entry is written into the row it names, and rows are read in order."""
    result = np.empty(len(indices), dtype=np.int32)
    cursor = indptr[:-1].copy()
    for vertex in range(len(indptr) - 1):
        for entry in range(indptr[vertex], indptr[vertex + 1]):
            near = indices[entry]
            result[cursor[near]] = vertex
            cursor[near] += 1
    return result


@kernel
def without_doubles(indptr: LongArray, indices: IntArray) -> np.int64:
    """Drop equal neighbours from ascending rows, in place; `indptr` follows. Return the entries that are left."""
    left = np.int64(0)
    begin = indptr[0]
    for vertex in range(len(indptr) - 1):
        end = indptr[vertex + 1]
        last = -1
        for entry in range(begin, end):
            near = indices[entry]
            if near != last:
                indices[left] = near
                left += 1
                last = near
        begin = end
        indptr[vertex + 1] = left
    return left


@kernel
def rows_of_sorted(lo: IntArray, hi: IntArray, indptr: LongArray, indices: IntArray) -> None:
    """Fill rows from ties in the order (lo, hi), each once, lo < hi: one pass, and every row comes out ascending."""
    cursor = indptr[:-1].copy()
    for tie in range(len(lo)):
        one, other = lo[tie], hi[tie]
        indices[cursor[one]] = other
        cursor[one] += 1
        indices[cursor[other]] = one
        cursor[other] += 1


@kernel
def sorted_pairs(lo: IntArray, hi: IntArray, count: int) -> npt.NDArray[np.uint32]:
    """`[m]`: the order of pairs by (lo, hi), equal ones as they came: two counting passes, by hi and then by lo."""
    size = len(lo)
    place = np.zeros(count + 1, dtype=np.int64)
    for tie in range(size):
        place[hi[tie] + 1] += 1
    for vertex in range(count):
        place[vertex + 1] += place[vertex]
    by_hi = np.empty(size, dtype=np.uint32)
    for tie in range(size):
        end = hi[tie]
        by_hi[place[end]] = tie
        place[end] += 1
    place[:] = 0
    for tie in range(size):
        place[lo[tie] + 1] += 1
    for vertex in range(count):
        place[vertex + 1] += place[vertex]
    order = np.empty(size, dtype=np.uint32)
    for position in range(size):
        tie = by_hi[position]
        end = lo[tie]
        order[place[end]] = tie
        place[end] += 1
    return order


@kernel
def later_neighbours(indptr: LongArray, indices: IntArray) -> LongArray:
    """`[n]`: how many neighbours of each vertex have a larger number."""
    sizes = np.zeros(len(indptr) - 1, dtype=np.int64)
    for vertex in range(len(sizes)):
        for entry in range(indptr[vertex], indptr[vertex + 1]):
            sizes[vertex] += indices[entry] > vertex
    return sizes


@inlined
def place_of(values: IntArray, low: int, high: int, wanted: int) -> int:
    """The first place from `low` to `high` of ascending values at which one is not less than the wanted one."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def tie_numbers(
    indptr: LongArray, indices: IntArray, first_ties: LongArray, a: Ints, b: Ints, result: LongArray
) -> int:
    """Write the number of the tie of each pair, -1 where there is none; return how many name no vertex."""
    outside, last = 0, len(indptr) - 2
    for item in range(len(a)):
        row, wanted = a[item], b[item]
        if wanted < row:
            row, wanted = wanted, row
        result[item] = -1
        if row < 0 or wanted > last:
            outside += 1
            continue
        end = indptr[row + 1]
        low = place_of(indices, int(indptr[row]), int(end), wanted)
        if low < end and indices[low] == wanted:
            result[item] = first_ties[row + 1] - end + low
    return outside


@kernel
def find(indptr: LongArray, indices: IntArray, a: IntArray, b: IntArray) -> LongArray:
    """`[k]`: the position in `indices` of b in the row of a, or -1: a bisection each."""
    result = np.empty(len(a), dtype=np.int64)
    for item in range(len(a)):
        row, wanted = a[item], b[item]
        end = indptr[row + 1]
        low = place_of(indices, int(indptr[row]), int(end), wanted)
        result[item] = low if low < end and indices[low] == wanted else -1
    return result
