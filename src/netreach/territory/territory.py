"""People per segment and degree, with the best door to each segment: from arrays to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netreach.answers.degrees import degree_counts
from netreach.answers.listed import check_limit
from netreach.answers.territory import SegmentRows, Territory
from netreach.errors import OptionError
from netreach.render.words import language_of
from netreach.search.people import person_refs
from netreach.territory.axes import axis
from netreach.territory.segments import NOBODY, divide
from netreach.territory.who import who

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, LongArray
    from netreach.search.criteria import Criteria
    from netreach.search.degrees import DistanceArray
    from netreach.snapshot import Snapshot
    from netreach.territory.axes import Axis
    from netreach.territory.doorways import Doorways
    from netreach.territory.who import Search

_MANY: Final = 1_000
"""Segments from which on a record is made only of those that somebody looks at."""


def territory(
    snapshot: Snapshot,
    ego: int,
    distances: DistanceArray,
    criteria: Criteria,
    search: Search,
    found: Doorways,
    bounds: tuple[str, ...],
    *,
    by: str | Sequence[str],
    limit: int | None = 10,
    cutoff: int = 3,
    language: str | None = None,
) -> Territory:
    """Divide the people who match over the values of a field, or of two.

    Args:
        snapshot: The opened version.
        ego: The vertex from which we look.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the cutoff.
        criteria: Who counts; without any criterion everybody.
        search: Finds who matches from the viewpoint of the ego, with this cutoff.
        found: The doors of the ego.
        bounds: What the counts at each degree are, `"exact"` or `"at_least"`.
        by: A field, or two of them.
        limit: How many segments are listed, largest first; `None` for all.
        cutoff: The farthest degree that is looked at.
        language: Language of the text.

    Raises:
        OptionError: When there is no such field, or an option is outside its range.
    """
    fields = _fields(by)
    check_limit(limit)
    axes = [axis(snapshot, field, criteria.scope) for field in fields]
    matching = who(snapshot, distances, criteria, search, cutoff=cutoff)
    divided = divide(axes, matching.people, matching.degrees, found, cutoff=cutoff, limit=limit)
    total: list[int] = np.bincount(matching.degrees, minlength=cutoff + 1)[1:].tolist()
    # The people of whom a field is unknown are one more segment, the last, without values.
    doors, at = np.unique(divided.doors, return_inverse=True)
    somebody = doors[doors != NOBODY]
    contacts = found.contacts[somebody]
    named: dict[str, Any] = {
        "total": total,
        "people": person_refs(snapshot, contacts),
        "strengths": found.strengths[somebody].tolist(),
    }
    # Doors ascend, and "nobody" is -1: it can only be the first.
    place = at - (len(doors) - len(somebody))
    written = [_names(*pair, matching.people) for pair in zip(axes, divided.values, strict=True)]
    segments = SegmentRows(
        values=tuple(labels for labels, _ in written),
        by_degree=divided.by_degree[:, 1:],
        spellings=np.max([several for _, several in written], axis=0).tolist(),
        doors=place[:-1],
        opens=divided.opens[:-1],
        **named,
    )
    unknown = SegmentRows(
        values=(),
        by_degree=divided.unknown[np.newaxis, 1:],
        spellings=[1],
        doors=place[-1:],
        opens=divided.opens[-1:],
        **named,
    )
    return Territory(
        ego=person_refs(snapshot, [ego])[0],
        by=fields,
        criteria=criteria.to_dict(snapshot.ids(criteria.contacts_of or ())),
        cutoff=cutoff,
        by_degree=degree_counts(total, bounds),
        segments=segments if len(segments) > _MANY else segments[:],
        unknown=unknown[0],
        distinct=divided.distinct,
        several=divided.several,
        unreachable=matching.unreachable,
        as_of=snapshot.as_of,
        version=snapshot.version,
        kinds=snapshot.kinds,
        language=language_of(language),
    )


def _fields(by: str | Sequence[str]) -> tuple[str, ...]:
    fields = (by,) if isinstance(by, str) else tuple(by)
    if len(fields) not in (1, 2) or len(set(fields)) < len(fields):
        raise OptionError(f"by={by!r}: give one field, or two different ones.")
    return fields


def _names(each: Axis, values: LongArray, people: IntArray) -> tuple[list[str], LongArray]:
    """How the value of every segment is written, and in how many spellings."""
    distinct, at = np.unique(values, return_inverse=True)
    labels, spellings = each.labels(distinct, people)
    return [labels[place] for place in at.tolist()], np.array(spellings, dtype=np.int64)[at]
