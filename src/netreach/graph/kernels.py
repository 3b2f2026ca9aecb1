"""Compiled searches over the rows of a graph; imported only where numba is installed.

Every kernel takes `indptr` (int64 `[n + 1]`) and `indices` (int32 `[2 m]`, rows ascending) as read-only arrays.
`marks` is scratch of the caller, uint8 `[n]`, all 0, and all 0 again when a kernel returns: so a search that touches
a few thousand people costs that, and not the clearing of a million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.compiled import inlined, kernel, prefetcher
from netreach.graph.kernels_build import place_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, LongArray

    Bytes = npt.NDArray[np.uint8]

_BOTTOM_UP = 4
_MANY = 24
_NEAR, _FAR = 8, 16
_LINE, _LONG = 16, 256

_prefetch = prefetcher()


@inlined
def fetch_ahead(indptr: LongArray, indices: IntArray, queue: IntArray, place: int, end: int) -> None:
    """Ask for the rows whose turn comes soon: first for where they begin, then for their first 256 entries.

    Rows lie anywhere in memory, and waiting for them takes as long as reading them.
    """
    if place + _FAR < end:
        _prefetch(indptr, queue[place + _FAR])
    if place + _NEAR < end:
        soon = queue[place + _NEAR]
        begin = indptr[soon]
        for entry in range(begin, min(indptr[soon + 1], begin + _LONG), _LINE):
            _prefetch(indices, entry)


@kernel
def layer_sizes(indptr: LongArray, indices: IntArray, source: int, cutoff: int) -> LongArray:
    """`[cutoff + 1]`: how many vertices lie at each distance.

    Nothing branches on whether somebody is new: the place in the queue is written anyway and moves on by 0 or 1. The
    last layer, which has by far the most entries, is only marked: stores of bytes that wait for nothing, and one
    pass that counts them.
    """
    count = len(indptr) - 1
    seen = np.zeros(count, dtype=np.uint8)
    sizes = np.zeros(cutoff + 1, dtype=np.int64)
    queue = np.empty(count + 1, dtype=np.int32)
    queue[0] = source
    seen[source] = 1
    sizes[0] = 1
    head, tail = 0, 1
    for hops in range(1, cutoff):
        end = tail
        for place in range(head, end):
            fetch_ahead(indptr, indices, queue, place, end)
            vertex = queue[place]
            for entry in range(indptr[vertex], indptr[vertex + 1]):
                near = indices[entry]
                queue[tail] = near
                tail += 1 - int(seen[near])
                seen[near] = 1
        sizes[hops] = tail - end
        head = end
        if head == tail:
            return sizes
    if cutoff > 0:
        for place in range(head, tail):
            fetch_ahead(indptr, indices, queue, place, tail)
            vertex = queue[place]
            for entry in range(indptr[vertex], indptr[vertex + 1]):
                seen[indices[entry]] = 1
        total = 0
        for vertex in range(count):
            total += seen[vertex]
        sizes[cutoff] = total - tail
    return sizes


@kernel
def distances(
    indptr: LongArray, indices: IntArray, source: int, cutoff: int, result: npt.NDArray[np.unsignedinteger]
) -> None:
    """Write the hops from the source into `result` (`[n]`); what lies beyond the cutoff stays as it is.

    `result` holds the largest number of its type before, which is -1 where its bits are read as signed.

    Direction-optimising, after Beamer, Asanović and Patterson (2012): where the rows of the layer are a good part of
    what is still unread, everybody who is not reached yet looks for a contact in the layer instead, and stops at the
    first. The layer at the cutoff is not searched from, so nobody of it stands in the queue.
    """
    count = len(indptr) - 1
    far = result[source]
    queue = np.empty(count + 1, dtype=np.int32)
    queue[0] = source
    result[source] = 0
    head, tail = 0, 1
    unread = indptr[count] - (indptr[source + 1] - indptr[source])
    layer_entries = indptr[source + 1] - indptr[source]
    for hops in range(1, cutoff + 1):
        end = tail
        entries = np.int64(0)
        if layer_entries * _BOTTOM_UP > unread and (end - head) * _MANY > count:
            for vertex in range(count):
                if result[vertex] == far:
                    for entry in range(indptr[vertex], indptr[vertex + 1]):
                        if result[indices[entry]] == hops - 1:
                            result[vertex] = hops
                            queue[tail] = vertex
                            tail += 1
                            entries += indptr[vertex + 1] - indptr[vertex]
                            break
        elif hops == cutoff:
            for place in range(head, end):
                fetch_ahead(indptr, indices, queue, place, end)
                vertex = queue[place]
                for entry in range(indptr[vertex], indptr[vertex + 1]):
                    near = indices[entry]
                    # Without a branch: whoever is known is nearer, and stays so.
                    result[near] = min(result[near], result.dtype.type(hops))
        else:
            for place in range(head, end):
                fetch_ahead(indptr, indices, queue, place, end)
                vertex = queue[place]
                for entry in range(indptr[vertex], indptr[vertex + 1]):
                    near = indices[entry]
                    if result[near] == far:
                        result[near] = hops
                        queue[tail] = near
                        tail += 1
                        entries += indptr[near + 1] - indptr[near]
        layer_entries = entries
        unread -= entries
        head = end
        if head == tail:
            break


@kernel
def distance(indptr: LongArray, indices: IntArray, a: int, b: int, cutoff: int, marks: Bytes) -> int:
    """Hops between two vertices, -1 beyond the cutoff: from both ends, always the side with fewer entries to read."""
    if a == b:
        return 0
    count = len(indptr) - 1
    # The two queues grow towards each other: together they hold nobody twice.
    queue = np.empty(count + 2, dtype=np.int32)
    queue[0] = a
    queue[count + 1] = b
    marks[a] = 1
    marks[b] = 2
    head_a, tail_a = 0, 1
    head_b, tail_b = count + 1, count
    cost_a = indptr[a + 1] - indptr[a]
    cost_b = indptr[b + 1] - indptr[b]
    found = -1
    for hops in range(1, cutoff + 1):
        if cost_a <= cost_b:
            end = tail_a
            cost_a = np.int64(0)
            for place in range(head_a, end):
                vertex = queue[place]
                for entry in range(indptr[vertex], indptr[vertex + 1]):
                    near = indices[entry]
                    mark = marks[near]
                    if mark == 0:
                        marks[near] = 1
                        queue[tail_a] = near
                        tail_a += 1
                        cost_a += indptr[near + 1] - indptr[near]
                    elif mark == 2:
                        found = hops
                        break
                if found >= 0:
                    break
            head_a = end
            stuck = head_a == tail_a
        else:
            end = tail_b
            cost_b = np.int64(0)
            for place in range(head_b, end, -1):
                vertex = queue[place]
                for entry in range(indptr[vertex], indptr[vertex + 1]):
                    near = indices[entry]
                    mark = marks[near]
                    if mark == 0:
                        marks[near] = 2
                        queue[tail_b] = near
                        tail_b -= 1
                        cost_b += indptr[near + 1] - indptr[near]
                    elif mark == 1:
                        found = hops
                        break
                if found >= 0:
                    break
            head_b = end
            stuck = head_b == tail_b
        if found >= 0 or stuck:
            break
    for place in range(tail_a):
        marks[queue[place]] = 0
    for place in range(count + 1, tail_b, -1):
        marks[queue[place]] = 0
    return found


@kernel
def probe(
    indptr: LongArray, indices: IntArray, known: npt.NDArray[np.int8], targets: IntArray
) -> npt.NDArray[np.int8]:
    """`[k]`: known hops of each target, or one more than the least of its contacts, or -1."""
    result = np.empty(len(targets), dtype=np.int8)
    for item in range(len(targets)):
        target = targets[item]
        best = known[target]
        if best < 0:
            for entry in range(indptr[target], indptr[target + 1]):
                hops = known[indices[entry]]
                if hops >= 0 and (best < 0 or hops + 1 < best):
                    best = np.int8(hops + 1)
        result[item] = best
    return result


@kernel
def shared_contacts(indptr: LongArray, indices: IntArray, a: int, b: int) -> IntArray:
    """Neighbours of both, ascending: the shorter row is looked up in the longer one, each from where the last lay."""
    if indptr[a + 1] - indptr[a] > indptr[b + 1] - indptr[b]:
        a, b = b, a
    at, end = indptr[b], indptr[b + 1]
    result = np.empty(indptr[a + 1] - indptr[a], dtype=np.int32)
    found = 0
    for entry in range(indptr[a], indptr[a + 1]):
        near = indices[entry]
        step = np.int64(1)
        low = at
        while low + step < end and indices[low + step] < near:
            low += step
            step <<= 1
        at = place_of(indices, int(low), int(min(low + step + 1, end)), near)
        if at == end:
            break
        if indices[at] == near:
            result[found] = near
            found += 1
    return result[:found].copy()
