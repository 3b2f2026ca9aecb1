"""Compiled listing of the ties between the contacts of two people; imported only where numba is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.compiled import inlined, kernel, prefetcher
from netreach.graph.kernels import fetch_ahead
from netreach.graph.kernels_build import place_of

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

_ROOM = 1024
_FAR = np.iinfo(np.int64).max
_SOON = 6
_prefetch = prefetcher()


@inlined
def _tie_at(indptr: LongArray, indices: IntArray, first_ties: LongArray, row: int, position: int) -> np.int64:
    """The number of the tie at a position of a row."""
    near = indices[position]
    if near > row:
        return np.int64(first_ties[row + 1] - indptr[row + 1] + position)
    # Ties are numbered in the row of their lower end: there the position is found by bisection.
    low = place_of(indices, int(indptr[near]), int(indptr[near + 1]), row)
    return np.int64(first_ties[near + 1] - indptr[near + 1] + low)


@inlined
def _look_ahead(indptr: LongArray, indices: IntArray, position: int, end: int) -> None:
    """Ask for where the bisections of the positions that come soon begin: rows lie anywhere in memory."""
    if position + 2 * _SOON < end:
        _prefetch(indptr, int(indices[position + 2 * _SOON]))
    if position + _SOON < end:
        soon = indices[position + _SOON]
        begin, after = int(indptr[soon]), int(indptr[soon + 1])
        for quarter in range(1, 4):
            _prefetch(indices, begin + (after - begin) * quarter // 4)


@kernel
def ties_of_both(indptr: LongArray, indices: IntArray, first_ties: LongArray, a: int, b: int) -> LongArray:
    """The numbers of the ties in the row of a, then of those in the row of b."""
    numbers = np.empty(indptr[a + 1] - indptr[a] + indptr[b + 1] - indptr[b], dtype=np.int64)
    count = 0
    for row in (a, b):
        for position in range(indptr[row], indptr[row + 1]):
            _look_ahead(indptr, indices, position, indptr[row + 1])
            numbers[count] = _tie_at(indptr, indices, first_ties, row, position)
            count += 1
    return numbers


@inlined
def _open(row: IntArray, costs: LongArray, end: int, blocked: BoolArray) -> tuple[int, IntArray, LongArray]:
    """What the tie to the other end costs, -1 without; who else of the row is not blocked, and what they cost."""
    people, spent = np.empty(len(row), dtype=np.int32), np.empty(len(row), dtype=np.int64)
    count, tie = 0, -1
    for item in range(len(row)):
        if row[item] == end:
            tie = costs[item]
        elif not blocked[row[item]]:
            people[count], spent[count] = row[item], costs[item]
            count += 1
    return tie, people[:count], spent[:count]


@inlined
def _entries(indptr: LongArray, people: IntArray) -> int:
    """How many contacts some people have together."""
    count = 0
    for person in people:
        count += int(indptr[person + 1] - indptr[person])
    return count


@kernel
def list_paths(
    indptr: LongArray,
    indices: IntArray,
    first_ties: LongArray,
    source: int,
    target: int,
    costs: LongArray,
    k: int,
    cutoff: int,
    blocked: BoolArray,
    directly: bool,
    through: BoolArray,
    too_many: int,
    marks: BoolArray,
) -> tuple[IntArray, LongArray, LongArray, int]:
    """List the paths of at most three hops that can be among the k best.

    Args:
        indptr, indices, first_ties: The graph.
        source, target, costs, k, cutoff, blocked, directly: As in `netreach.paths.short.Question`.
        through: `[n]`: of whom one must be on the way; empty where nobody must.
        too_many: Entries of rows that are read at most.
        marks: Scratch of the caller, `[n]`, all False before and after.

    Returns:
        The attributes of `netreach.paths.short.Listed`; the last is -1 where there are too many entries.
    """
    begin, end = indptr[source], indptr[source + 1]
    tie, xs, first = _open(indices[begin:end], costs[: end - begin], target, blocked)
    begin, after = indptr[target], indptr[target + 1]
    _, ys, last = _open(indices[begin:after], costs[costs.size - (after - begin) :], source, blocked)
    people = np.empty((_ROOM + min(len(xs), len(ys)), 2), dtype=np.int32)
    spent, numbers = np.empty(len(people), dtype=np.int64), np.empty(0, dtype=np.int64)
    count, x, y = 0, 0, 0
    if directly and tie >= 0:
        people[0], spent[0] = -1, tie
        count = 1
    direct = count
    while cutoff >= 2 and x < len(xs) and y < len(ys):
        if xs[x] == ys[y]:
            if len(through) == 0 or through[xs[x]]:
                people[count, 0], people[count, 1] = xs[x], -1
                spent[count] = first[x] + last[y]
                count += 1
            x, y = x + 1, y + 1
        elif xs[x] < ys[y]:
            x += 1
        else:
            y += 1
    if cutoff < 3 or len(xs) == 0 or len(ys) == 0:
        return people[:count], spent[:count], numbers, direct
    most = _FAR
    if count >= k:
        weights = spent[:count] * 8 + 2
        weights[:direct] -= 1
        most = np.partition(weights, k - 1)[k - 1] >> 3
    near_x, near_y = first + last.min() < most, last + first.min() < most
    xs, first, ys, last = xs[near_x], first[near_x], ys[near_y], last[near_y]
    entries, others = _entries(indptr, xs), _entries(indptr, ys)
    side = 1 if others < entries else 0
    if side:
        xs, first, ys, last, entries = ys, last, xs, first, others
    if entries > too_many:
        return people[:0], spent[:0], numbers, -1
    before = count
    numbers = np.empty(len(people), dtype=np.int64)
    for item in range(len(ys)):
        marks[ys[item]] = True
    for item in range(len(xs)):
        fetch_ahead(indptr, indices, xs, item, len(xs))
        met = len(through) == 0 or through[xs[item]]
        for position in range(indptr[xs[item]], indptr[xs[item] + 1]):
            near = indices[position]
            if not marks[near] or not (met or through[near]):
                continue
            cost = first[item] + last[place_of(ys, 0, len(ys), near)]
            if cost >= most:
                continue
            if count == len(people):
                people = np.concatenate((people, np.empty_like(people)))
                spent = np.concatenate((spent, np.empty_like(spent)))
                numbers = np.concatenate((numbers, np.empty_like(numbers)))
            people[count, side], people[count, 1 - side] = xs[item], near
            spent[count] = cost
            numbers[count] = _tie_at(indptr, indices, first_ties, xs[item], position)
            count += 1
    for item in range(len(ys)):
        marks[ys[item]] = False
    return people[:count], spent[:count], numbers[before:count], direct
