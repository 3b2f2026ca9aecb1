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

from netreach import compiled
from netreach.answers.rows import Order
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

_NEAR: Final = 8
"""A cutoff up to which bytes are compared with each degree sooner than they are counted as whole numbers."""

_SHARED: Final = 50_000
"""People counted in all facets together from which on it pays to share them between processors."""

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


class Marks:
    """What places hits of one degree: few are asked for, so they are found for those who are looked at.

    Args:
        view: Whose hits they are.
        criteria: What was asked.
        hits: int32 `[k]`: the hits.
    """

    def __init__(self, view: Viewpoint, criteria: Criteria, hits: IntArray) -> None:
        self._view = view
        self._criteria = criteria
        self._hits = hits
        # Those who are put in order are looked at again, the first of them.
        self._points: IntArray | None = None

    def known_by(self, rows: LongArray | slice = slice(None)) -> IntArray:
        """int32: how many contacts of some hits are one degree nearer to the ego; 0 for contacts."""
        return self._view.known_by()[self._hits[rows]]

    def match_points(self, rows: LongArray | slice = slice(None)) -> IntArray:
        """int32: how well some hits meet the expressions; see `netreach.search.evaluate.add_points`."""
        if self._points is None:
            self._points = np.full(len(self._hits), -1, dtype=np.int32)
        points: IntArray = self._points[rows]
        if len(points) and points.min() < 0:
            people = self._hits[rows]
            points = np.zeros(len(people), dtype=np.int32)
            for name, node in self._criteria.nodes.items():
                evaluate.add_points(self._view.snapshot, points, name, node, people, self._criteria.scope)
            self._points[rows] = points
        return points

    def fields_known(self, rows: LongArray | slice = slice(None)) -> IntArray:
        """int32: how many of the fields that a profile shows are known of some hits."""
        return places(self._view.snapshot)[1][self._hits[rows]].astype(np.int32)

    def all(self, rows: LongArray | slice = slice(None)) -> tuple[IntArray, IntArray, IntArray]:
        """Return all three of them."""
        return self.known_by(rows), self.match_points(rows), self.fields_known(rows)


@attrs.frozen(kw_only=True, eq=False)
class Found:
    """Who matches, from the viewpoint of one person.

    Attributes:
        criteria: What was asked.
        cutoff: The farthest degree that was looked at.
        hits: int32 `[k]`: vertices of those who match within the cutoff, ascending; never the ego.
        degrees: int8 `[k]`: the degree of each.
        marks: What places each of them besides the degree, worked out for those who are looked at.
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
    marks: Marks
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
    admitted = _admitted(view, criteria)
    numbers = {name: place for place, name in enumerate([*criteria.nodes, *admitted], start=1)}
    known = {name: seen for name, (_, seen) in admitted.items() if seen is not None}
    with passes.sieve(snapshot, len(numbers)) as sieve:
        for name, node in criteria.nodes.items():
            evaluate.sift(snapshot, sieve, name, node, numbers[name], criteria.scope)
        for name, (wanted, _) in admitted.items():
            sieve.people(wanted, numbers[name])
        divided = sieve.divide(distances, numbers.get("degree", 0))
    hits = np.concatenate(divided.of(0))
    degrees = distances[hits]
    by_degree = _per_degree(degrees, cutoff)
    if "degree" in numbers:
        for part in divided.of(numbers["degree"]):
            by_degree += _per_degree(distances[part], cutoff)
    counted = _facets(view, criteria, divided, facets, numbers, top)
    # Who divides over a field is who meets all other criteria: that counts whose field is unknown, too.
    unknown = {
        name: counted[name].unknown
        if name in counted
        else _unknown(view, criteria, divided, name, number, known.get(name))
        for name, number in numbers.items()
        if name in criteria.nodes or name in known
    }
    return Found(
        criteria=criteria,
        cutoff=cutoff,
        hits=hits,
        degrees=degrees,
        marks=Marks(view, criteria, hits),
        by_degree=by_degree,
        unreachable=divided.lost,
        unknown=unknown,
        facets=counted,
        lists=view.lists(),
    )


def _per_degree(degrees: DistanceArray, cutoff: int) -> LongArray:
    """int64 `[cutoff + 1]`: how many people there are at every distance."""
    if cutoff > _NEAR:
        return np.bincount(degrees, minlength=cutoff + 1)
    return np.array([np.count_nonzero(degrees == degree) for degree in range(cutoff + 1)], dtype=np.int64)


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
    for people in (*divided.of(0), *divided.of(number)):
        if known is None:
            evaluate.count_without(view.snapshot, name, people, view.distances, total, criteria.scope)
        else:
            total += np.bincount(view.distances[people[~known[people]]], minlength=len(total))
    return total


def _facets(
    view: Viewpoint,
    criteria: Criteria,
    divided: Division,
    names: Sequence[str],
    numbers: Mapping[str, int],
    top: int,
) -> dict[str, FacetCounts]:
    """Count the values of each field among those who meet all criteria except the one of that field.

    Fields share the processors where many people are counted.
    """
    people = {
        name: [*divided.of(0), *divided.of(numbers[name])] if name in numbers else divided.of(0)
        for name in names
    }
    # Without its own criterion, and with no other, a field divides everybody: the same in every search of this ego.
    keys = {
        name: f"facet {name} {criteria.scope} {top}"
        for name in names
        if not numbers or list(numbers) == [name]
    }
    known: dict[str, FacetCounts] = {
        name: counts for name, key in keys.items() if (counts := view.known(key)) is not None
    }
    sizes = {name: sum(map(len, people[name])) for name in names if name not in known}
    # The longest work first, so that it is not what all wait for at the end.
    left = sorted(sizes, key=lambda name: -sizes[name])

    def count(name: str) -> FacetCounts:
        return count_values(
            field_index(view.snapshot, name, criteria.scope),
            people[name],
            view.distances,
            cutoff=view.cutoff,
            top=top,
            groups=spelling_groups(view.snapshot, name, criteria.scope),
        )

    if sum(sizes.values()) > _SHARED and compiled.loaded():
        found = dict(zip(left, compiled.shared(count, left), strict=True))
    else:
        found = {name: count(name) for name in left}
    for name in left:
        if name in keys:
            view.keep(keys[name], found[name])
    return {name: known[name] if name in known else found[name] for name in names}


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
    compared, size = SORTS[sort], max(snapshot.count - 1, 0).bit_length()
    by_degree = compared[:1] == ("degree",)

    def keys(rows: LongArray) -> LongArray:
        # More is better but for the degree: one number holds all columns, the first in its highest bits.
        packed, used = np.zeros(len(rows), dtype=np.int64), 0
        for name in compared[by_degree:]:
            column = found.degrees[rows] if name == "degree" else getattr(found.marks, name)(rows)
            most = int(column.max(initial=0))
            packed <<= most.bit_length()
            packed += column if name == "degree" else most - column
            used += most.bit_length()
        name_places = by_name[found.hits[rows]]
        if used + size > 63:
            order = np.lexsort((name_places, packed))
            packed[order] = np.arange(len(order))
            return packed
        packed <<= size
        packed += name_places
        return packed

    if not by_degree:
        return Order(keys, np.zeros(len(found.hits), dtype=np.int8))
    # Whom a count of contacts leaves behind need not have their texts compared.
    rough = (lambda rows: -found.marks.known_by(rows)) if compared[1:2] == ("known_by",) else None
    return Order(keys, found.degrees, rough)


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
