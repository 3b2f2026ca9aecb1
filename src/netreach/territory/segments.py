"""How many people of each segment stand at each degree, and the best door to it: one pass over codes and degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.territory.axes import crossed

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, LongArray
    from netreach.search.degrees import DistanceArray
    from netreach.territory.axes import Axis
    from netreach.territory.doorways import Doorways

NOBODY: Final = -1
"""The door of a segment that no contact opens."""

_CELLS: Final = 4_000_000
"""Pairs of segment and door that are counted in one go: 64 MB."""


@attrs.frozen(kw_only=True, eq=False)
class Segments:
    """How some people divide.

    Attributes:
        values: int64 `[axes, s]`: the numbers of the values of each segment, the largest segment first.
        by_degree: int64 `[s, cutoff + 1]`: people at every distance from 0.
        unknown: int64 `[cutoff + 1]`: people of whom a field is unknown.
        distinct: How many segments there are, listed or not.
        several: Whether somebody stands in several segments, so that they add up to more than there are people.
        doors: int64 `[s + 1]`: the best door to each segment, and to the unknown; `NOBODY` for none.
        opens: int64 `[s + 1, 2]`: how many people of the 2nd and 3rd degree stand behind that door.
    """

    values: LongArray
    by_degree: LongArray
    unknown: LongArray
    distinct: int
    several: bool
    doors: LongArray
    opens: LongArray


def divide(
    axes: list[Axis],
    people: IntArray,
    degrees: DistanceArray,
    found: Doorways,
    *,
    cutoff: int,
    limit: int | None,
) -> Segments:
    """Divide people over the values of one or two fields.

    Args:
        axes: The fields.
        people: `[k]`: whom.
        degrees: int8 `[k]`: the distance of each, 1 to the cutoff.
        found: The doors of the ego.
        cutoff: The greatest distance.
        limit: How many segments are listed; `None` for all.
    """
    one = axes[0].of(people)
    if len(axes) == 1:
        (row, code), keys = one, None
        size = axes[0].count
    else:
        row, code, keys = crossed(one, axes[1].of(people), len(people), axes[1].count)
        size = len(keys)
    layers = cutoff + 1
    table = np.bincount(code.astype(np.int64) * layers + degrees[row], minlength=size * layers)
    table = table.reshape(size, layers)
    known = np.zeros(len(people), dtype=np.bool_)
    known[row] = True
    chosen = _largest(table.sum(axis=1), keys, limit)
    place = np.full(size, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    segment = place[code]
    listed = np.flatnonzero(segment >= 0)
    blank = np.flatnonzero(~known)
    doors, opens = best_doors(
        found,
        np.concatenate((people[row[listed]], people[blank])),
        np.concatenate((degrees[row[listed]], degrees[blank])),
        np.concatenate((segment[listed], np.full(len(blank), len(chosen), dtype=np.int64))),
        len(chosen) + 1,
    )
    values = chosen if keys is None else keys[chosen]
    return Segments(
        values=values[np.newaxis] if keys is None else np.stack(np.divmod(values, axes[1].count)),
        by_degree=table[chosen],
        unknown=np.bincount(degrees[blank], minlength=layers),
        distinct=int(np.count_nonzero(table.any(axis=1))),
        several=len(row) > int(np.count_nonzero(known)),
        doors=doors,
        opens=opens,
    )


def best_doors(
    found: Doorways, people: IntArray, degrees: DistanceArray, segment: LongArray, count: int
) -> tuple[LongArray, LongArray]:
    """Return the best door to each of `count` segments.

    It is the contact who knows the most people of the segment; of equals the one through whom more can be reached at
    the 3rd degree, and then the one to whom the ego's tie is stronger.

    Args:
        found: The doors of the ego.
        people: `[e]`: who stands in a segment; somebody may stand in several.
        degrees: int8 `[e]`: the distance of each.
        segment: `[e]`: the number of the segment of each.
        count: How many segments there are.

    Returns:
        int64 `[count]` doors, `NOBODY` for none, and int64 `[count, 2]`: people behind it at the 2nd and 3rd degree.
    """
    doors = np.full(count, NOBODY, dtype=np.int64)
    opens = np.zeros((count, 2), dtype=np.int64)
    width = max(len(found.contacts), 1)
    block = max(_CELLS // width, 1)
    if count > block:
        order = np.argsort(segment, kind="stable")
        people, degrees, segment = people[order], degrees[order], segment[order]
        cuts = np.searchsorted(segment, np.arange(0, count + block, block))
    else:
        cuts = np.array([0, len(segment)])
    for number, (begin, end) in enumerate(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)):
        first = number * block
        size = min(block, count - first)
        if size <= 0:
            break
        row, door = found.to(people[begin:end])
        half = (segment[begin:end] - first) * 2 + (degrees[begin:end] > 2)
        counts = np.bincount(half[row] * width + door, minlength=size * 2 * width).reshape(size, 2, width)
        # People of the 3rd degree decide only between contacts who know equally many of the 2nd.
        weight = counts[:, 0] * (len(people) + 1) + counts[:, 1]
        best = weight.argmax(axis=1)
        at = np.arange(size)
        some = weight[at, best] > 0
        doors[first : first + size][some] = best[some]
        opens[first : first + size][some] = counts[at, :, best][some]
    return doors, opens


def _largest(counts: LongArray, keys: LongArray | None, limit: int | None) -> LongArray:
    """Return the numbers of the largest segments, largest first, equal ones in the order of their values."""
    present = np.flatnonzero(counts)
    if limit is not None and 0 < limit < len(present):
        # Sorting 200,000 companies takes longer than everything else.
        bar = np.partition(counts[present], len(present) - limit)[len(present) - limit]
        present = present[counts[present] >= bar]
    by_value = present if keys is None else keys[present]
    return present[np.lexsort((by_value, -counts[present]))][:limit]
