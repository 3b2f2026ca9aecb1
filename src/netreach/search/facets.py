"""The commonest values of a field among some people, counted per degree, in one pass over codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach import compiled
from netreach.compiled import frozen

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, LongArray
    from netreach.search.degrees import DistanceArray
    from netreach.search.fields import FieldIndex


@attrs.frozen(kw_only=True, eq=False)
class FacetCounts:
    """How some people divide over the values of one field.

    Attributes:
        codes: int32 `[top]`: numbers of the commonest values, by count, then in the order of their labels.
        by_degree: int64 `[top, cutoff + 1]`: people of each value at every distance from 0.
        known: People of whom a value is known.
        total: All the people.
        distinct: How many different values they have.
        spellings: int32 `[top]`: in how many spellings these people have each value.
    """

    codes: IntArray
    by_degree: LongArray
    known: int
    total: int
    distinct: int
    spellings: IntArray


def count_values(
    index: FieldIndex,
    vertices: IntArray | LongArray,
    degrees: DistanceArray,
    *,
    cutoff: int,
    top: int,
    groups: IntArray | None = None,
) -> FacetCounts:
    """Count the values of a field among some people; who has several values counts in each of them.

    Args:
        index: The field.
        vertices: `[k]`: the people.
        degrees: int8 `[k]`: the distance of each, 0 to `cutoff`.
        cutoff: The greatest distance.
        top: How many values at most are returned.
        groups: int32 `[v]`: number of the thing that each value spells, where spellings count together; a person
            with several spellings counts once.
    """
    if compiled.worth(5 * len(vertices)):
        return _compiled(index, vertices, degrees, cutoff, top, groups)
    offsets, codes = index.codes_of(vertices)
    sizes = np.diff(offsets)
    known = int(np.count_nonzero(sizes))
    spellings = np.ones(index.values, dtype=np.int64)
    if groups is not None:
        stands = _commonest(codes, groups, index.values)
        spellings = np.bincount(stands[np.unique(codes)], minlength=index.values)
        rows = np.repeat(np.arange(len(vertices), dtype=np.int64), sizes)
        rows, grouped = np.divmod(np.unique(rows * (index.values + 1) + stands[codes]), index.values + 1)
        codes = grouped.astype(np.int32)
        sizes = np.bincount(rows, minlength=len(vertices))
    counts = np.bincount(codes, minlength=index.values)
    present = np.flatnonzero(counts)
    # Labels ascend with their codes, so a stable sort by count leaves equal counts in the order of labels.
    chosen = present[np.argsort(-counts[present], kind="stable")[:top]]
    row = np.full(index.values, -1, dtype=np.int64)
    row[chosen] = np.arange(len(chosen))
    rows, at = row[codes], np.repeat(degrees, sizes)
    listed = rows >= 0
    cells = rows[listed] * (cutoff + 1) + at[listed]
    table = np.bincount(cells, minlength=len(chosen) * (cutoff + 1)).reshape(len(chosen), cutoff + 1)
    return FacetCounts(
        codes=chosen.astype(np.int32),
        by_degree=table.astype(np.int64),
        known=known,
        total=len(vertices),
        distinct=len(present),
        spellings=spellings[chosen].astype(np.int32),
    )


def _commonest(codes: IntArray, groups: IntArray, values: int) -> IntArray:
    """int32 `[v]`: of each value the spelling that stands for it: the commonest here, then the first label."""
    counts = np.bincount(codes, minlength=values)
    order = np.lexsort((np.arange(values), -counts, groups))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = groups[order][1:] != groups[order][:-1]
    of_group = np.zeros(int(groups.max(initial=-1)) + 1, dtype=np.int32)
    of_group[groups[order[first]]] = order[first]
    stands: IntArray = of_group[groups]
    return stands


def _compiled(
    index: FieldIndex,
    vertices: IntArray | LongArray,
    degrees: DistanceArray,
    cutoff: int,
    top: int,
    groups: IntArray | None,
) -> FacetCounts:
    """The same counts by compiled loops: one pass over the people, one over the values."""
    from netreach.search import kernels

    people = frozen(np.asarray(vertices, dtype=np.int32))
    degrees, codes = frozen(np.asarray(degrees, dtype=np.int8)), frozen(index.codes)
    grouped = frozen(np.zeros(0, dtype=np.int32) if groups is None else groups)
    size = index.values if groups is None else int(groups.max(initial=-1)) + 1
    table = np.zeros((size, cutoff + 1), dtype=np.int32)
    best, spellings = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
    held = np.zeros(index.values if groups is not None else 0, dtype=np.int32)
    if index.offsets is None:
        known = kernels.count_one(table, codes, people, degrees, grouped, index.values)
        if groups is not None:
            kernels.count_spellings_one(held, codes, people)
    else:
        offsets = frozen(index.offsets)
        known = kernels.count_several(table, offsets, codes, people, degrees, grouped)
        if groups is not None:
            kernels.count_spellings_several(held, offsets, codes, people)
    if groups is not None:
        best, spellings = np.full(size, -1, dtype=np.int32), np.zeros(size, dtype=np.int32)
        kernels.stands(held, grouped, best, spellings)
    chosen, distinct = kernels.commonest(table, best, top)
    return FacetCounts(
        codes=chosen if groups is None else best[chosen],
        by_degree=table[chosen].astype(np.int64),
        known=known,
        total=len(people),
        distinct=distinct,
        spellings=np.ones(len(chosen), dtype=np.int32) if groups is None else spellings[chosen],
    )
