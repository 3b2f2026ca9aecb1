"""The commonest values of a field among some people, counted per degree, in one pass over codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

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

_FEW: Final = 8
"""So many people for each value, and the values are gone through after the count, not noted while it runs."""

_WIDEST: Final = 15
"""The farthest degree up to which compiled loops count: a table of all values by degree is room that is kept."""


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
    """Room in which the values of a field are counted, all 0 between two counts.

    Only what was counted in is gone through and set back, so that a few hits cost as little in a field of
    200,000 values as in one of ten.

    Args:
        values: How many values the field has.
        groups: How many things they spell; 0 where each value stands for itself.
        width: Degrees, 0 included.

    Attributes:
        table: int32 `[values + 1, width]`: people of each value by degree, the last for none; in column 0 a 1 where
            somebody was counted.
        touched: int32 `[values + 2]`: rows of `table` in which somebody was counted.
        united: int32 `[groups, width + 3]`: the same as `table` for what the values spell; then how many people
            have the commonest spelling, which one that is, and in how many spellings they have it.
        met: int32 `[groups + 1]`: rows of `united` in which somebody was counted.
    """

    def __init__(self, values: int, groups: int, width: int) -> None:
        self.table: npt.NDArray[np.int32] = np.zeros((values + 1, width), dtype=np.int32)
        self.touched: IntArray = np.empty(values + 2, dtype=np.int32)
        self.united: npt.NDArray[np.int32] = np.zeros((groups, width + 3), dtype=np.int32)
        self.met: IntArray = np.empty(groups + 1, dtype=np.int32)


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
    if cutoff <= _WIDEST and compiled.worth(5 * sum(map(len, people))):
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
    """The same counts by compiled loops: one pass over the people, and one over the values that they have."""
    from netreach.search import kernels

    values, kinds = index.values, 0 if groups is None else index.kinds(groups)
    codes = frozen(index.codes)
    grouped = frozen(np.zeros(0, dtype=np.int32) if groups is None else groups)
    distances = frozen(np.asarray(distances, dtype=np.int8))
    key = (kinds, cutoff)
    with index.lent(key, lambda: Scratch(values, kinds, cutoff + 1)) as room:
        found, few = 0, index.offsets is None and values * _FEW < sum(map(len, people))
        for part in people:
            vertices = frozen(np.asarray(part, dtype=np.int32))
            if few:
                kernels.tally_few(room.table, index.narrow, vertices, distances)
            elif index.offsets is None:
                found = kernels.tally_one(room.table, room.touched, found, codes, vertices, distances)
            else:
                found = kernels.tally_several(
                    room.table,
                    room.touched,
                    found,
                    frozen(index.offsets),
                    codes,
                    grouped,
                    room.united,
                    vertices,
                    distances,
                )
        if few:
            found = kernels.touch(room.table, room.touched)
        width = cutoff + 1
        if groups is None:
            standing, distinct = kernels.leading(room.table, room.touched, found, width, top)
            by_degree, spellings = room.table[standing], np.ones(len(standing), dtype=np.int32)
        else:
            met = kernels.unite(room.table, room.touched, found, grouped, room.united, room.met)
            chosen, distinct = kernels.leading(room.united, room.met, met, width, top)
            by_degree, standing = room.united[chosen, :width], room.united[chosen, width + 1]
            spellings = room.united[chosen, width + 2]
            kernels.clear(room.united, room.met, met)
        unknown = room.table[values].astype(np.int64)
        kernels.clear(room.table, room.touched, found)
    by_degree = by_degree.astype(np.int64)
    # The column of the ego's degree has said where somebody was counted.
    by_degree[:, 0] = unknown[0] = 0
    return FacetCounts(
        codes=standing,
        by_degree=by_degree,
        unknown=unknown,
        total=sum(map(len, people)),
        distinct=distinct,
        spellings=spellings,
    )
