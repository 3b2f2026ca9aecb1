"""Compiled listing of the ties between the contacts of two people; imported only where numba is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.compiled import inlined, kernel
from netreach.graph.kernels import fetch_ahead
from netreach.graph.kernels_build import place_of

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

_ROOM = 1024


@inlined
def _tie_at(indptr: LongArray, indices: IntArray, first_ties: LongArray, row: int, position: int) -> np.int64:
    """The number of the tie at a position of a row."""
    near = indices[position]
    if near > row:
        return np.int64(first_ties[row + 1] - indptr[row + 1] + position)
    # Ties are numbered in the row of their lower end: there the position is found by bisection.
    low = place_of(indices, int(indptr[near]), int(indptr[near + 1]), row)
    return np.int64(first_ties[near + 1] - indptr[near + 1] + low)


@kernel
def ties_of_both(indptr: LongArray, indices: IntArray, first_ties: LongArray, a: int, b: int) -> LongArray:
    """The numbers of the ties in the row of a, then of those in the row of b."""
    many = indptr[a + 1] - indptr[a]
    numbers = np.empty(many + indptr[b + 1] - indptr[b], dtype=np.int64)
    for item in range(many):
        numbers[item] = _tie_at(indptr, indices, first_ties, a, indptr[a] + item)
    for item in range(indptr[b + 1] - indptr[b]):
        numbers[many + item] = _tie_at(indptr, indices, first_ties, b, indptr[b] + item)
    return numbers


@kernel
def ties_between(
    indptr: LongArray,
    indices: IntArray,
    first_ties: LongArray,
    xs: IntArray,
    first: LongArray,
    ys: IntArray,
    last: LongArray,
    most: int,
    through: BoolArray,
    marks: BoolArray,
) -> tuple[IntArray, LongArray]:
    """The ties between somebody of `xs` and somebody of `ys` over whom a path costs less than `most`.

    Args:
        indptr, indices, first_ties: The graph.
        xs: Contacts of one end, ascending: their rows are read.
        first: `[len(xs)]`: what a path has cost when it is there.
        ys: Contacts of the other end, ascending.
        last: `[len(ys)]`: what a path costs from there.
        most: What a path may cost without the tie itself.
        through: `[n]`: of whom one must be among the two; empty where nobody must.
        marks: Scratch of the caller, `[n]`, all False before and after.

    Returns:
        int32 `[p, 2]`: the two of each tie, the one of `xs` first; and int64 `[p, 2]`: the cost without the tie, and
        the number of the tie.
    """
    people = np.empty((_ROOM, 2), dtype=np.int32)
    found = np.empty((_ROOM, 2), dtype=np.int64)
    count = 0
    for item in range(len(ys)):
        marks[ys[item]] = True
    for item in range(len(xs)):
        x = xs[item]
        fetch_ahead(indptr, indices, xs, item, len(xs))
        met = len(through) == 0 or through[x]
        for position in range(indptr[x], indptr[x + 1]):
            near = indices[position]
            if not marks[near] or not (met or through[near]):
                continue
            low = place_of(ys, 0, len(ys), near)
            cost = first[item] + last[low]
            if cost >= most:
                continue
            if count == len(people):
                people = np.concatenate((people, np.empty_like(people)))
                found = np.concatenate((found, np.empty_like(found)))
            people[count, 0], people[count, 1] = x, near
            found[count, 0] = cost
            found[count, 1] = _tie_at(indptr, indices, first_ties, x, position)
            count += 1
    for item in range(len(ys)):
        marks[ys[item]] = False
    return people[:count], found[:count]
