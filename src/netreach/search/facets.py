"""The commonest values of a field among some people, counted per degree, in one pass over codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach import compiled
from netreach.compiled import frozen
from netreach.graph.building import sorted_unique

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, LongArray
    from netreach.search.degrees import DistanceArray
    from netreach.search.fields import FieldIndex


@attrs.frozen(kw_only=True, eq=False)
class FacetCounts:
    """How some people divide over the values of one field.

    Attributes:
        codes: int32 `[top]`: numbers of the commonest values, by count, then in the order of their labels.
        by_degree: int64 `[top, cutoff + 1]`: people of each value at every distance from 0.
        unknown: int64 `[cutoff + 1]`: people of whom no value is known, at every distance.
        total: All the people.
        distinct: How many different values they have.
        spellings: int32 `[top]`: in how many spellings these people have each value.
    """

    codes: IntArray
    by_degree: LongArray
    unknown: LongArray
    total: int
    distinct: int
    spellings: IntArray

    @property
    def known(self) -> int:
        """People of whom a value is known."""
        return self.total - int(self.unknown.sum())


class Scratch:
    """Room in which the values of a field are counted: allocating it anew takes longer than counting some hits.

    Args:
        values: How many values the field has.
        groups: How many things they spell; 0 where each value stands for itself.
    """

    def __init__(self, values: int, groups: int) -> None:
        self.held: IntArray = np.empty(values + 1, dtype=np.int32)
        self.place: npt.NDArray[np.uint16] = np.empty(values + 1, dtype=np.uint16)
        self.total: IntArray = np.empty(groups, dtype=np.int32)
        self.twice: IntArray = np.empty(groups, dtype=np.int32)
        self.best: IntArray = np.empty(groups, dtype=np.int32)
        self.spellings: IntArray = np.empty(groups, dtype=np.int32)


def count_values(
    index: FieldIndex,
    people: Sequence[IntArray],
    distances: DistanceArray,
    *,
    cutoff: int,
    top: int,
    groups: IntArray | None = None,
) -> FacetCounts:
    """Count the values of a field among some people; who has several values counts in each of them.

    Args:
        index: The field.
        people: int32: the people, in one or several parts, each of them once.
        distances: int8 `[n]`: the distance of everybody, from 1 to `cutoff` of these people.
        cutoff: The greatest distance.
        top: How many values at most are returned.
        groups: int32 `[v]`: number of the thing that each value spells, where spellings count together; a person
            with several spellings counts once.
    """
    if compiled.worth(5 * sum(map(len, people))):
        return _compiled(index, people, distances, cutoff, top, groups)
    vertices = np.concatenate(people) if len(people) > 1 else people[0]
    degrees = distances[vertices]
    offsets, codes = index.codes_of(vertices)
    sizes = np.diff(offsets)
    unknown = np.bincount(degrees[sizes == 0], minlength=cutoff + 1)
    spellings = np.ones(index.values, dtype=np.int64)
    if groups is not None:
        stands = _commonest(codes, groups, index.values)
        spellings = np.bincount(stands[np.unique(codes)], minlength=index.values)
        rows = np.repeat(np.arange(len(vertices), dtype=np.int64), sizes)
        rows, grouped = np.divmod(sorted_unique(rows * (index.values + 1) + stands[codes]), index.values + 1)
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
        unknown=unknown.astype(np.int64),
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
    people: Sequence[IntArray],
    distances: DistanceArray,
    cutoff: int,
    top: int,
    groups: IntArray | None,
) -> FacetCounts:
    """The same counts by compiled loops: one pass over the people, one over the values, one over the people again."""
    from netreach.search import kernels

    values, kinds = index.values, 0 if groups is None else int(groups.max(initial=-1)) + 1
    codes, offsets = frozen(index.codes), None if index.offsets is None else frozen(index.offsets)
    grouped = frozen(np.zeros(0, dtype=np.int32) if groups is None else groups)
    distances = frozen(np.asarray(distances, dtype=np.int8))
    parts = [frozen(np.asarray(part, dtype=np.int32)) for part in people]
    with index.lent(kinds, lambda: Scratch(values, kinds)) as room:
        room.held.fill(0)
        room.twice.fill(0)
        for part in parts:
            if offsets is None:
                kernels.count_one(room.held, codes, part)
            else:
                kernels.count_several(room.held, room.twice, offsets, codes, grouped, part)
        if groups is None:
            top = min(top, values)
            chosen, distinct = kernels.commonest(room.held[:values], grouped, top)
            standing, spellings = chosen, np.ones(len(chosen), dtype=np.int32)
        else:
            top = min(top, kinds)
            room.total[:] = -room.twice
            room.best[:] = -1
            room.spellings[:] = 0
            kernels.united(room.held, grouped, room.total, room.best, room.spellings)
            chosen, distinct = kernels.commonest(room.total, room.best, top)
            standing, spellings = room.best[chosen], room.spellings[chosen]
        # Place 0 is for all other values, the last one for no value.
        last = len(chosen) + 1
        places = room.place if groups is None else np.empty(kinds, dtype=np.uint16)
        places[:] = 0
        places[chosen] = np.arange(1, last)
        if groups is not None:
            room.place[:values] = places[groups]
        room.place[values] = last
        table = np.zeros((last + 1, cutoff + 1), dtype=np.int64)
        for part in parts:
            if offsets is None:
                kernels.tabulate_one(table, room.place, codes, part, distances)
            else:
                kernels.tabulate_several(table, room.place, offsets, codes, part, distances)
    return FacetCounts(
        codes=standing,
        by_degree=table[1:last],
        unknown=table[last],
        total=sum(map(len, people)),
        distinct=distinct,
        spellings=spellings,
    )
