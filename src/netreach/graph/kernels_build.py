"""Compiled building of rows from ties, by counting; imported only where numba is installed.

Memory: the result, and 8 bytes a vertex for each thread that counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.compiled import inlined, kernel, prefetcher

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, Ints, LongArray

_NEAR, _FAR = 16, 32
_RUN = 32

_prefetch = prefetcher()


@kernel
def count_ends(a: Ints, b: Ints, count: int, sizes: LongArray) -> int:
    """Add to `sizes[v + 1]` the ends at v, loops left out; return how many ends lie outside 0 to count - 1."""
    outside, last = 0, len(a) - 1
    for tie in range(len(a)):
        soon = min(tie + _FAR, last)
        one, other = a[soon], b[soon]
        if 0 <= one < count and 0 <= other < count:
            _prefetch(sizes, one)
            _prefetch(sizes, other)
        one, other = a[tie], b[tie]
        if one < 0 or other < 0 or one >= count or other >= count:
            outside += 1
        elif one != other:
            sizes[one + 1] += 1
            sizes[other + 1] += 1
    return outside


@kernel
def fill_rows(a: Ints, b: Ints, cursor: LongArray, indices: IntArray) -> None:
    """Write every tie into both rows at their cursors.

    Both lie anywhere in memory: what will be needed soon is asked for, first the cursors and then where they point.
    """
    last = len(a) - 1
    for tie in range(len(a)):
        soon, sooner = min(tie + _FAR, last), min(tie + _NEAR, last)
        _prefetch(cursor, a[soon])
        _prefetch(cursor, b[soon])
        _prefetch(indices, int(cursor[a[sooner]]))
        _prefetch(indices, int(cursor[b[sooner]]))
        one, other = a[tie], b[tie]
        if one != other:
            indices[cursor[one]] = other
            cursor[one] += 1
            indices[cursor[other]] = one
            cursor[other] += 1


@kernel
def sort_rows(indptr: LongArray, indices: IntArray, first: int, last: int) -> None:
    """Put the rows of some vertices in order, in place: short runs by insertion, then merged two by two.

    However the entries lie, a row of k costs k log k. Rows share nothing, so that threads can divide them.
    """
    longest = 0
    for vertex in range(first, last):
        longest = max(longest, indptr[vertex + 1] - indptr[vertex])
    room = np.empty(longest, dtype=np.int32)
    for vertex in range(first, last):
        begin, end = indptr[vertex], indptr[vertex + 1]
        for run in range(begin, end, _RUN):
            for entry in range(run + 1, min(run + _RUN, end)):
                near, place = indices[entry], entry
                while place > run and indices[place - 1] > near:
                    indices[place] = indices[place - 1]
                    place -= 1
                indices[place] = near
        width = _RUN
        while width < end - begin:
            for low in range(begin, end - width, 2 * width):
                _merge(indices, low, low + width, min(low + 2 * width, end), room)
            width *= 2


@inlined
def _merge(values: IntArray, low: int, middle: int, high: int, room: IntArray) -> None:
    """Merge two ascending runs that lie side by side; the first of them is set aside."""
    aside = middle - low
    for place in range(aside):
        room[place] = values[low + place]
    one, other, at = 0, middle, low
    while one < aside:
        if other < high and values[other] < room[one]:
            values[at] = values[other]
            other += 1
        else:
            values[at] = room[one]
            one += 1
        at += 1


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
def write_ties(indptr: LongArray, indices: IntArray, lo: IntArray, hi: IntArray) -> None:
    """Write the ends of all ties, in the order (lo, hi), into arrays with room for just them."""
    tie = 0
    for vertex in range(len(indptr) - 1):
        for entry in range(indptr[vertex], indptr[vertex + 1]):
            if indices[entry] > vertex and tie < len(lo):
                lo[tie], hi[tie] = vertex, indices[entry]
                tie += 1


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
