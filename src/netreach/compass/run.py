"""What a compass finds, who is new since an earlier version, and compasses side by side."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.answers.compass import Compared, Comparison, CompassRun, New, Overlap
from netreach.answers.degrees import degree_counts
from netreach.arrow import positions
from netreach.compass.record import Compass, name_key
from netreach.errors import OptionError
from netreach.identity.changes import match
from netreach.ranking import NetworkView
from netreach.render.words import language_of
from netreach.search.arrow import ranks
from netreach.search.find import find
from netreach.search.people import person_refs
from netreach.search.viewpoint import Viewpoint
from netreach.strength import first_days

if TYPE_CHECKING:
    from netreach.answers.search import SearchResult
    from netreach.plugins.protocols import LongArray
    from netreach.search.criteria import Criteria
    from netreach.search.degrees import DistanceArray
    from netreach.snapshot import Snapshot
    from netreach.territory.who import Search

_FAR: Final = 127


def check_compasses(given: Sequence[object]) -> None:
    """Say how to get a compass, where a name or something else was given for one.

    Raises:
        OptionError: When one of them is no compass.
    """
    for one in given:
        if not isinstance(one, Compass):
            raise OptionError(
                f"{one!r} is no compass: give network.compass(NAME), or make a netreach.Compass."
            )


def run(
    snapshot: Snapshot,
    ego: int,
    search: Search,
    criteria: Criteria,
    *,
    compass: Compass,
    before: Snapshot | None,
    result: SearchResult,
    limit: int | None = 10,
    cutoff: int = 3,
    language: str | None = None,
) -> CompassRun:
    """Compare what a compass finds now with what it found in an earlier version.

    Somebody is new at a degree who stood at this degree or nearer in nothing that the compass found before. Who is no
    longer in the network counts nowhere.

    Args:
        snapshot: The version of now.
        ego: The vertex from which we look.
        search: Finds who matches from the viewpoint of the ego, with this cutoff.
        criteria: Those of the compass, with vertices of now.
        compass: What is run.
        before: The version to compare with; `None` where there is none.
        result: What the search gave.
        limit: How many people are named at each degree; `None` for all.
        cutoff: The farthest degree that is looked at.
        language: Language of the text.
    """
    code = language_of(language)
    if before is None:
        return CompassRun(name=compass.name, result=result, language=code)
    found = search(criteria)
    past = _past(before, snapshot, ego, criteria, cutoff)
    now = np.full(snapshot.count, _FAR, dtype=np.int8)
    now[found.hits] = found.degrees
    fresh = found.hits[past[found.hits] > found.degrees].astype(np.int64)
    gone = np.flatnonzero((past < _FAR) & (now == _FAR))
    return CompassRun(
        name=compass.name,
        result=result,
        before=degree_counts(np.bincount(past[past < _FAR], minlength=cutoff + 1)[1:].tolist()),
        new=tuple(
            New(
                degree=degree,
                count=int(np.count_nonzero(now[fresh] == degree)),
                people=tuple(person_refs(snapshot, _by_name(snapshot, fresh[now[fresh] == degree])[:limit])),
            )
            for degree in range(1, cutoff + 1)
        ),
        gone=New(
            degree=0,
            count=len(gone),
            people=tuple(person_refs(snapshot, _by_name(snapshot, gone)[:limit])),
        ),
        version_before=before.version,
        as_of_before=before.as_of,
        language=code,
    )


def compare(
    snapshot: Snapshot,
    ego: int,
    distances: DistanceArray,
    search: Search,
    asked: Sequence[tuple[Compass, Criteria]],
    *,
    cutoff: int = 3,
    language: str | None = None,
) -> Comparison:
    """Lay compasses side by side.

    Args:
        snapshot: The opened version.
        ego: The vertex from which we look.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the cutoff.
        search: Finds who matches from the viewpoint of the ego, with this cutoff.
        asked: The compasses, with their criteria.
        cutoff: The farthest degree that is looked at.
        language: Language of the text.

    Raises:
        OptionError: When there are fewer than two compasses, or two of one name.
    """
    names = {name_key(compass.name) for compass, _ in asked}
    if len(asked) < 2 or len(names) < len(asked):
        raise OptionError("Give two or more compasses with different names.")
    found = [search(criteria) for _, criteria in asked]
    times = np.zeros(snapshot.count, dtype=np.int32)
    for one in found:
        times[one.hits] += 1
    bounds = found[0].lists.bounds()
    counted = []
    for (compass, _), one in zip(asked, found, strict=True):
        counts = [
            _per_degree(degrees, cutoff) for degrees in (one.degrees, one.degrees[times[one.hits] == 1])
        ]
        counted.append(
            Compared(
                compass=compass.to_dict(),
                by_degree=degree_counts(counts[0], bounds),
                only=degree_counts(counts[1], bounds),
                unreachable=one.unreachable,
            )
        )
    overlaps = []
    for a, b in itertools.combinations(range(len(asked)), 2):
        shared = np.intersect1d(found[a].hits, found[b].hits, assume_unique=True)
        overlaps.append(
            Overlap(
                a=asked[a][0].name,
                b=asked[b][0].name,
                by_degree=degree_counts(_per_degree(distances[shared], cutoff), bounds),
            )
        )
    return Comparison(
        ego=person_refs(snapshot, [ego])[0],
        compasses=tuple(counted),
        overlaps=tuple(overlaps),
        union=int(np.count_nonzero(times)),
        common=int(np.count_nonzero(times == len(asked))),
        cutoff=cutoff,
        as_of=snapshot.as_of,
        version=snapshot.version,
        kinds=snapshot.kinds,
        language=language_of(language),
    )


def _past(before: Snapshot, now: Snapshot, ego: int, criteria: Criteria, cutoff: int) -> DistanceArray:
    """int8 `[n now]`: at which degree the criteria found everybody before, 127 for those whom they did not find."""
    matched = match(before, now)
    past = np.full(now.count, _FAR, dtype=np.int8)
    if matched.to_old[ego] < 0:
        return past
    asked = criteria
    if criteria.contacts_of is not None:
        known = matched.to_old[np.array(criteria.contacts_of, dtype=np.int64)]
        if not (known >= 0).any():
            return past
        asked = attrs.evolve(criteria, contacts_of=known[known >= 0].tolist())
    distances = before.engine.distances(int(matched.to_old[ego]), cutoff)
    source, view = int(matched.to_old[ego]), NetworkView(before)
    then = Viewpoint(
        snapshot=before,
        distances=distances,
        cutoff=cutoff,
        as_of=before.as_of,
        strengths=lambda people: view.seen_by(source).strengths(
            np.full(len(people), np.int32(source)), people
        ),
        days=lambda people: first_days(before, source, people),
    )
    found = find(before, distances, asked, cutoff=cutoff, facets=(), view=then)
    still = matched.to_new[found.hits] >= 0
    np.minimum.at(past, matched.to_new[found.hits[still]], found.degrees[still])
    # Another entry of the ego, merged since, is the ego now.
    past[ego] = _FAR
    return past


def _per_degree(degrees: DistanceArray, cutoff: int) -> list[int]:
    counts: list[int] = np.bincount(degrees, minlength=cutoff + 1)[1:].tolist()
    return counts


def _by_name(snapshot: Snapshot, people: LongArray) -> LongArray:
    """Some people in the order of their names, then of their ids."""
    rank = ranks(snapshot.column("name").take(positions(people)).fill_null(""))
    return people[np.lexsort((snapshot.id_ranks()[people], rank))]
