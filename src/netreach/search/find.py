"""Who matches, counted per degree and per facet, in arrays; and in which order the hits stand.

Everything is counted with all criteria except its own: counts per degree leave `degree` out, the companies leave
`company` out, so that every other choice shows what it would give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.answers.hits import Order
from netreach.errors import OptionError
from netreach.search import evaluate, facts, passes
from netreach.search.degrees import Lists, check_cutoff
from netreach.search.facets import FacetCounts, count_values
from netreach.search.fields import FACETS, field_index, places, spelling_groups
from netreach.search.viewpoint import Viewpoint

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, IntArray, LongArray
    from netreach.search.criteria import Criteria
    from netreach.search.degrees import DistanceArray
    from netreach.search.passes import Division
    from netreach.snapshot import Snapshot

SORTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "relationship": ("degree", "known_by", "match_points", "fields_known"),
        "relevance": ("match_points", "degree", "known_by", "fields_known"),
        "introduction": ("degree", "score"),
        "degree": ("degree",),
        "name": (),
    }
)
"""Orders of hits, by name: what is compared, one after the other; the name decides what is left, and then the id."""


@attrs.frozen(kw_only=True, eq=False)
class Found:
    """Who matches, from the viewpoint of one person.

    Attributes:
        criteria: What was asked.
        cutoff: The farthest degree that was looked at.
        hits: int32 `[k]`: vertices of those who match within the cutoff, ascending; never the ego.
        degrees: int8 `[k]`: the degree of each.
        known_by: int32 `[k]`: how many of each one's contacts are one degree nearer to the ego; 0 for contacts.
        match_points: int32 `[k]`: how well each meets the expressions; see `netreach.search.evaluate.add_points`.
        fields_known: int32 `[k]`: how many of the fields that a profile shows are known of each.
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
    known_by: IntArray
    match_points: IntArray
    fields_known: IntArray
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
    view: Viewpoint | None = None,
) -> Found:
    """Find the people who meet all criteria, and count them.

    Args:
        snapshot: The opened version.
        distances: int8 `[n]`: hops from the ego, 0 for the ego, -1 beyond the cutoff or farther.
        criteria: What is asked; without any criterion everybody matches.
        cutoff: The farthest degree that is looked at.
        facets: Fields to divide by, of `netreach.search.fields.FIELDS`.
        top: How many values of each facet are kept.
        view: The viewpoint of these distances and this cutoff, which keeps what it finds; made where not given.

    Raises:
        OptionError: When a degree lies beyond the cutoff, a field, vertex or source does not exist, or the
            viewpoint does not know what a criterion needs.
    """
    check_cutoff("cutoff", cutoff)
    if criteria.degree is not None and criteria.degree[-1] > cutoff:
        raise OptionError(
            f"degree {criteria.degree[-1]} lies beyond the cutoff of {cutoff}: give cutoff={criteria.degree[-1]}."
        )
    if view is None:
        if len(distances) and distances.max() > cutoff:
            distances = np.where(distances > cutoff, np.int8(-1), distances)
        view = Viewpoint(snapshot=snapshot, distances=distances, cutoff=cutoff, as_of=snapshot.as_of)
    if criteria.is_empty:
        key = f"everybody {criteria.scope} {tuple(facets)} {top}"
        everybody = view.memo(key, lambda: _find(view, criteria, facets, top))
        return attrs.evolve(everybody, criteria=criteria)
    return _find(view, criteria, facets, top)


def _find(view: Viewpoint, criteria: Criteria, facets: Sequence[str], top: int) -> Found:
    snapshot, distances, cutoff = view.snapshot, view.distances, view.cutoff
    state = np.zeros(snapshot.count, dtype=np.uint8)
    numbers: dict[str, int] = {}
    known: dict[str, BoolArray] = {}
    for name, node in criteria.nodes.items():
        numbers[name] = len(numbers) + 1
        evaluate.reject(snapshot, state, name, node, numbers[name], criteria.scope)
    for name, (wanted, seen) in _admitted(view, criteria).items():
        numbers[name] = len(numbers) + 1
        passes.reject(state, wanted, numbers[name])
        if seen is not None:
            known[name] = seen
    divided = passes.divide(state, distances, len(numbers), cutoff)
    hits = divided.of(0)
    degree_rows = [0, numbers["degree"]] if "degree" in numbers else [0]
    by_distance = divided.counts[degree_rows].sum(axis=0)
    by_degree = by_distance[1:].copy()
    by_degree[0] = 0
    counted = {name: _facet(view, criteria, divided, name, numbers, top) for name in facets}
    # Who divides over a field is who meets all other criteria: that counts whose field is unknown, too.
    unknown = {
        name: counted[name].unknown
        if name in counted
        else _unknown(view, criteria, divided, name, number, known.get(name))
        for name, number in numbers.items()
        if name in criteria.nodes or name in known
    }
    points = np.zeros(len(hits), dtype=np.int32)
    for name, node in criteria.nodes.items():
        evaluate.add_points(snapshot, points, name, node, hits, criteria.scope)
    _, filled = places(snapshot)
    return Found(
        criteria=criteria,
        cutoff=cutoff,
        hits=hits,
        degrees=distances[hits],
        known_by=view.known_by()[hits],
        match_points=points,
        fields_known=filled[hits].astype(np.int32),
        by_degree=by_degree,
        unreachable=int(by_distance[0]),
        unknown=unknown,
        facets=counted,
        lists=view.lists(),
    )


def _admitted(view: Viewpoint, criteria: Criteria) -> dict[str, tuple[BoolArray, BoolArray | None]]:
    """Return whom each criterion that is no expression admits, and of whom it is known; `None` for everybody."""
    snapshot = view.snapshot
    found: dict[str, tuple[BoolArray, BoolArray | None]] = {}
    if criteria.contacts_of is not None:
        found["contacts_of"] = (evaluate.contacts_of(snapshot, criteria.contacts_of), None)
    if criteria.has_email is not None:
        found["has_email"] = (facts.has_email(snapshot) == criteria.has_email, None)
    if criteria.source is not None:
        found["source"] = (facts.in_sources(snapshot, criteria.source), None)
    if criteria.min_strength is not None:
        found["min_strength"] = (facts.strong_enough(view, criteria.min_strength), None)
    if criteria.years_in_position is not None:
        found["years_in_position"] = facts.in_position(snapshot, criteria.years_in_position, view.as_of)
    if criteria.connected_since is not None:
        found["connected_since"] = facts.connected_since(view, criteria.connected_since)
    if criteria.degree is not None:
        wanted = np.zeros(256, dtype=np.bool_)
        wanted[list(criteria.degree)] = True
        found["degree"] = (wanted[view.distances.view(np.uint8)], None)
    return found


def _unknown(
    view: Viewpoint,
    criteria: Criteria,
    divided: Division,
    name: str,
    number: int,
    known: BoolArray | None,
) -> LongArray:
    """int64 `[cutoff + 1]`: people who meet all other criteria, and of whom nothing is known in this one."""
    total = np.zeros(view.cutoff + 1, dtype=np.int64)
    for people in (divided.of(0), divided.of(number)):
        if known is None:
            evaluate.count_without(view.snapshot, name, people, view.distances, total, criteria.scope)
        else:
            total += np.bincount(view.distances[people[~known[people]]], minlength=len(total))
    return total


def _facet(
    view: Viewpoint,
    criteria: Criteria,
    divided: Division,
    name: str,
    numbers: Mapping[str, int],
    top: int,
) -> FacetCounts:
    """Count the values of a field among those who meet all criteria except the one of that field."""

    def count() -> FacetCounts:
        people = [divided.of(0)]
        if name in numbers:
            people.append(divided.of(numbers[name]))
        return count_values(
            field_index(view.snapshot, name, criteria.scope),
            people,
            view.distances,
            cutoff=view.cutoff,
            top=top,
            groups=spelling_groups(view.snapshot, name, criteria.scope),
        )

    # Without its own criterion, and with no other, a field divides everybody: the same in every search of this ego.
    everybody = not numbers or list(numbers) == [name]
    return view.memo(f"facet {name} {criteria.scope} {top}", count) if everybody else count()


def ranking(
    snapshot: Snapshot, found: Found, *, sort: str = "relationship", scores: FloatArray | None = None
) -> Order:
    """Return the order in which the hits are shown; see `order`."""
    if sort not in SORTS:
        raise OptionError(f"sort is {sort!r}: choose from {', '.join(SORTS)}.")
    by_name, _ = places(snapshot)
    if sort == "introduction":
        if scores is None or len(scores) != len(found.hits):
            raise OptionError(
                f"sort={sort!r} needs the score of the best introducer of each of {len(found.hits)} hits."
            )
        # Who has no introducer comes last within a degree; among direct contacts nobody has one.
        worst_last = np.where(np.isnan(scores), np.inf, -scores)
        return Order.of(np.lexsort((by_name[found.hits], worst_last, found.degrees)))
    # More is better but for the degree: one number holds all columns, the first in its highest bits.
    packed, used = np.zeros(len(found.hits), dtype=np.int64), 0
    for name in SORTS[sort]:
        column = found.degrees if name == "degree" else getattr(found, name)
        most = int(column.max(initial=0))
        packed <<= most.bit_length()
        packed += column if name == "degree" else most - column
        used += most.bit_length()
    size = max(snapshot.count - 1, 0).bit_length()
    if used + size > 63:
        return Order.of(np.lexsort((by_name[found.hits], packed)))
    packed <<= size
    packed += by_name[found.hits]
    return Order(packed)


def order(
    snapshot: Snapshot, found: Found, *, sort: str = "relationship", scores: FloatArray | None = None
) -> LongArray:
    """int64 `[k]`: positions of the hits in the order in which they are shown.

    Args:
        snapshot: The opened version.
        found: What `find` returned.
        sort: A key of `SORTS`: `"relationship"` (degree, number of people who can introduce, match points, fields
            known), `"relevance"` (match points first), `"introduction"` (degree, score of the best introducer),
            `"degree"` or `"name"`; the name and then the id decide what is left.
        scores: `[k]`: the score of each hit's best introducer, NaN for none; needed for `"introduction"`.

    Raises:
        OptionError: When there is no such order, or the scores are missing or not as many as the hits.
    """
    return ranking(snapshot, found, sort=sort, scores=scores).all()
