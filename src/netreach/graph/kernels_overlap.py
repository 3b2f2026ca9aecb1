"""Compiled overlaps: what the contacts of two people have in common; imported only where numba is installed.

Sums run over the shared contacts in ascending order, as in NumPy, so that every engine gives the same floats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.compiled import kernel
from netreach.graph.kernels_build import place_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.graph.kernels import Bytes
    from netreach.plugins.protocols import FloatArray, IntArray, LongArray

_FAR_LONGER = 64


@kernel
def sums_of_pairs(
    indptr: LongArray, indices: IntArray, a: IntArray, b: IntArray, weights: FloatArray, marks: Bytes
) -> FloatArray:
    """`[k]`: the sum of `weights` over the shared contacts of each pair.

    The longer row of a pair stays marked for as long as pairs in a row have it, so that pairs which lie together and
    share an end cost the other rows only. A short row is looked up in one that is far longer instead.
    """
    result = np.zeros(len(a))
    marked = -1
    for item in range(len(a)):
        one, other = a[item], b[item]
        if other == marked or (
            one != marked and indptr[other + 1] - indptr[other] > indptr[one + 1] - indptr[one]
        ):
            one, other = other, one
        total = 0.0
        if one != marked and (indptr[one + 1] - indptr[one]) > _FAR_LONGER * (
            indptr[other + 1] - indptr[other]
        ):
            low, end = indptr[one], indptr[one + 1]
            for entry in range(indptr[other], indptr[other + 1]):
                near = indices[entry]
                low = place_of(indices, int(low), int(end), near)
                if low < end and indices[low] == near:
                    total += weights[near]
            result[item] = total
            continue
        if one != marked:
            if marked >= 0:
                for entry in range(indptr[marked], indptr[marked + 1]):
                    marks[indices[entry]] = 0
            for entry in range(indptr[one], indptr[one + 1]):
                marks[indices[entry]] = 1
            marked = one
        for entry in range(indptr[other], indptr[other + 1]):
            near = indices[entry]
            if marks[near]:
                total += weights[near]
        result[item] = total
    if marked >= 0:
        for entry in range(indptr[marked], indptr[marked + 1]):
            marks[indices[entry]] = 0
    return result


@kernel
def measures_with_one(
    indptr: LongArray,
    indices: IntArray,
    one: int,
    others: IntArray,
    adamic: FloatArray,
    marks: Bytes,
) -> tuple[LongArray, FloatArray, FloatArray]:
    """Shared contacts, Adamic-Adar and resource allocation of one with each of many, in one pass over their rows.

    `adamic[k]` is the weight of a shared contact with k contacts: the table of a few thousand stays in the cache.
    """
    for entry in range(indptr[one], indptr[one + 1]):
        marks[indices[entry]] = 1
    common = np.zeros(len(others), dtype=np.int64)
    aa = np.zeros(len(others))
    ra = np.zeros(len(others))
    for item in range(len(others)):
        other = others[item]
        for entry in range(indptr[other], indptr[other + 1]):
            near = indices[entry]
            if marks[near]:
                contacts = indptr[near + 1] - indptr[near]
                common[item] += 1
                aa[item] += adamic[contacts]
                ra[item] += 1.0 / contacts
    for entry in range(indptr[one], indptr[one + 1]):
        marks[indices[entry]] = 0
    return common, aa, ra


@kernel
def two_hop(
    indptr: LongArray,
    indices: IntArray,
    source: int,
    adamic: FloatArray,
    common: IntArray,
    aa: FloatArray,
    ra: FloatArray,
) -> tuple[IntArray, LongArray, FloatArray, FloatArray]:
    """The same for one and everybody who shares a contact with them, in the order in which they are met.

    One pass over the contacts' rows. `common`, `aa` and `ra` are scratch of the caller, `[n]`, all 0
    before and after.
    """
    entries = np.int64(0)
    for place in range(indptr[source], indptr[source + 1]):
        contact = indices[place]
        entries += indptr[contact + 1] - indptr[contact]
    touched = np.empty(min(entries, np.int64(len(indptr) - 1)) + 1, dtype=np.int32)
    found = 0
    for place in range(indptr[source], indptr[source + 1]):
        contact = indices[place]
        contacts = indptr[contact + 1] - indptr[contact]
        low = adamic[contacts]
        share = 1.0 / contacts
        for entry in range(indptr[contact], indptr[contact + 1]):
            near = indices[entry]
            touched[found] = near
            found += common[near] == 0
            common[near] += 1
            aa[near] += low
            ra[near] += share
    people = np.empty(found, dtype=np.int32)
    commons = np.empty(found, dtype=np.int64)
    adamics = np.empty(found)
    shares = np.empty(found)
    kept = 0
    for place in range(found):
        near = touched[place]
        if near != source:
            people[kept] = near
            commons[kept] = common[near]
            adamics[kept] = aa[near]
            shares[kept] = ra[near]
            kept += 1
        common[near] = 0
        aa[near] = 0.0
        ra[near] = 0.0
    return people[:kept], commons[:kept], adamics[:kept], shares[:kept]


@kernel
def oriented(indptr: LongArray, indices: IntArray) -> tuple[LongArray, IntArray, IntArray]:
    """Every tie once, in the row of its end with fewer contacts, of equal ones the later.

    Offsets `[n + 1]`, the other ends `[m]`, and the numbers of the ties `[m]`.

    Forward algorithm of Schank and Wagner (2005): no row is longer than the square root of twice the ties.
    """
    count = len(indptr) - 1
    offsets = np.zeros(count + 1, dtype=np.int64)
    for vertex in range(count):
        mine = indptr[vertex + 1] - indptr[vertex]
        size = 0
        for entry in range(indptr[vertex], indptr[vertex + 1]):
            near = indices[entry]
            theirs = indptr[near + 1] - indptr[near]
            size += (theirs > mine) or (theirs == mine and near < vertex)
        offsets[vertex + 1] = offsets[vertex] + size
    ends = np.empty(offsets[count], dtype=np.int32)
    ties = np.empty(offsets[count], dtype=np.int32)
    cursor = offsets[:-1].copy()
    number = 0
    for vertex in range(count):
        mine = indptr[vertex + 1] - indptr[vertex]
        for entry in range(indptr[vertex], indptr[vertex + 1]):
            near = indices[entry]
            if near > vertex:
                # Ties are numbered by (lo, hi): this is the next one.
                theirs = indptr[near + 1] - indptr[near]
                row, end = (vertex, near) if theirs > mine else (near, vertex)
                ends[cursor[row]] = end
                ties[cursor[row]] = number
                cursor[row] += 1
                number += 1
    return offsets, ends, ties


@kernel
def triangles(
    offsets: LongArray,
    ends: IntArray,
    ties: IntArray,
    begin: int,
    stop: int,
    counts: IntArray,
    marks: npt.NDArray[np.int32],
) -> None:
    """Add to `counts` (`[m]`) the triangles of every tie whose third corner lies in these rows of `oriented`."""
    for vertex in range(begin, stop):
        first, last = offsets[vertex], offsets[vertex + 1]
        for place in range(first, last):
            marks[ends[place]] = ties[place] + 1
        for place in range(first, last):
            near = ends[place]
            mine = 0
            for entry in range(offsets[near], offsets[near + 1]):
                third = marks[ends[entry]]
                if third:
                    mine += 1
                    counts[third - 1] += 1
                    counts[ties[entry]] += 1
            counts[ties[place]] += mine
        for place in range(first, last):
            marks[ends[place]] = 0
