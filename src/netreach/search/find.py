"""Who matches, counted per degree and per facet, in arrays; and in which order the hits stand.

Everything is counted with all criteria except its own: counts per degree leave `degree` out, the companies leave
`company` out, so that every other choice shows what it would give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.errors import OptionError
from netreach.search import arrow, evaluate
from netreach.search.degrees import Lists, check_cutoff, complete_lists, count_degrees
from netreach.search.facets import FacetCounts, count_values
from netreach.search.fields import FACETS, field_index, spelling_groups

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, IntArray, LongArray
    from netreach.search.criteria import Criteria
    from netreach.search.degrees import DistanceArray
    from netreach.snapshot import Snapshot

SORTS: Final = ("introduction", "relevance", "degree", "name")


@attrs.frozen(kw_only=True, eq=False)
class Found:
    """Who matches, from the viewpoint of one person.

    Attributes:
        criteria: What was asked.
        cutoff: The farthest degree that was looked at.
        hits: int32 `[k]`: vertices of those who match within the cutoff, ascending; never the ego.
        degrees: int8 `[k]`: the degree of each.
        by_degree: int64 `[cutoff + 1]`: people at every distance who meet all criteria except `degree`.
        unreachable: People who meet all criteria except `degree`, but not within the cutoff.
        unknown: Criterion -> int64 `[cutoff + 1]`: people who meet all other criteria, and of whom nothing is known
            in the fields of this one.
        facets: Field -> its values among those who meet all criteria except the one of that field.
        lists: How many lists of contacts are complete at every distance.
    """

    criteria: Criteria
    cutoff: int
    hits: IntArray
    degrees: DistanceArray
    by_degree: LongArray
    unreachable: int
    unknown: Mapping[str, LongArray]
    facets: Mapping[str, FacetCounts]
    lists: Lists


def find(
    snapshot: Snapshot,
    distances: DistanceArray,
    criteria: Criteria,
    *,
    cutoff: int = 3,
    facets: Sequence[str] = FACETS,
    top: int = 10,
) -> Found:
    """Find the people who meet all criteria, and count them.

    Args:
        snapshot: The opened version.
        distances: int8 `[n]`: hops from the ego, 0 for the ego, -1 beyond the cutoff or farther.
        criteria: What is asked; without any criterion everybody matches.
        cutoff: The farthest degree that is looked at.
        facets: Fields to divide by, of `netreach.search.fields.FIELDS`.
        top: How many values of each facet are kept.

    Raises:
        OptionError: When a degree lies beyond the cutoff, or a field or vertex does not exist.
    """
    check_cutoff("cutoff", cutoff)
    if criteria.degree is not None and criteria.degree[-1] > cutoff:
        raise OptionError(
            f"degree {criteria.degree[-1]} lies beyond the cutoff of {cutoff}: give cutoff={criteria.degree[-1]}."
        )
    distances = np.where(distances > cutoff, np.int8(-1), distances)
    admitted = evaluate.masks(snapshot, criteria)
    if criteria.degree is not None:
        admitted["degree"] = np.isin(distances, np.array(criteria.degree, dtype=np.int8))
    failed = np.zeros(snapshot.count, dtype=np.uint8)
    for people in admitted.values():
        failed += ~people

    meets_all = np.equal(failed, 0)

    def meets_all_but(criterion: str) -> BoolArray:
        if criterion not in admitted:
            return meets_all
        return np.logical_or(meets_all, np.equal(failed, 1) & ~admitted[criterion])

    within = np.greater(distances, 0)
    matching = meets_all_but("degree")
    hits = np.flatnonzero(meets_all & within)
    counted: dict[str, FacetCounts] = {}
    for name in facets:
        members = hits if name not in admitted else np.flatnonzero(meets_all_but(name) & within)
        counted[name] = count_values(
            field_index(snapshot, name, criteria.scope),
            members,
            distances[members],
            cutoff=cutoff,
            top=top,
            groups=spelling_groups(snapshot, name, criteria.scope),
        )
    return Found(
        criteria=criteria,
        cutoff=cutoff,
        hits=hits.astype(np.int32),
        degrees=distances[hits],
        by_degree=count_degrees(distances, cutoff, matching & within),
        unreachable=int(np.count_nonzero(matching & (distances < 0))),
        unknown={
            name: count_degrees(
                distances,
                cutoff,
                meets_all_but(name) & within & ~evaluate.known(snapshot, name, criteria.scope),
            )
            for name in criteria.nodes
        },
        facets=counted,
        lists=complete_lists(snapshot, distances, cutoff),
    )


def order(
    snapshot: Snapshot, found: Found, *, sort: str = "introduction", scores: FloatArray | None = None
) -> LongArray:
    """int64 `[k]`: positions of the hits in the order in which they are shown.

    Args:
        snapshot: The opened version.
        found: What `find` returned.
        sort: `"introduction"` (degree, score of the best introducer, name), `"relevance"` (match points, degree,
            name), `"degree"` (degree, name) or `"name"`; the id decides what is left.
        scores: `[k]`: the score of each hit's best introducer, NaN for none; needed for `"introduction"`.

    Raises:
        OptionError: When there is no such order, or the scores are missing or not as many as the hits.
    """
    if sort not in SORTS:
        raise OptionError(f"sort is {sort!r}: choose from {', '.join(SORTS)}.")
    names, ids = _ranks(snapshot)
    by_name = (ids[found.hits], names[found.hits])
    if sort == "name":
        return np.lexsort(by_name)
    if sort == "degree":
        return np.lexsort((*by_name, found.degrees))
    if sort == "relevance":
        gained = np.zeros(len(found.hits), dtype=np.int32)
        for name, node in found.criteria.nodes.items():
            gained += evaluate.points(snapshot, name, node, found.criteria.scope)[found.hits]
        return np.lexsort((*by_name, found.degrees, -gained))
    if scores is None or len(scores) != len(found.hits):
        raise OptionError(
            f"sort={sort!r} needs the score of the best introducer of each of {len(found.hits)} hits."
        )
    # Who has no introducer comes last within a degree; among direct contacts nobody has one.
    worst_last = np.where(np.isnan(scores), np.inf, -scores)
    return np.lexsort((*by_name, worst_last, found.degrees))


def _ranks(snapshot: Snapshot) -> tuple[IntArray, IntArray]:
    """`[n]` twice: the rank of everybody's folded name, those without a name last, and of everybody's id."""

    def make() -> tuple[IntArray, IntArray]:
        index = field_index(snapshot, "name")
        rank = arrow.ranks(index.texts)
        rank[arrow.equals(index.texts, "")] = len(rank) + 1
        return rank[index.codes], arrow.ranks(snapshot.column("id"))

    return snapshot.memo("ranks of names and ids", make)
