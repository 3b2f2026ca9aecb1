"""Paths from one person to another as an answer."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.answers.later import Later
from netreach.answers.paths import Path, Paths
from netreach.errors import OptionError
from netreach.paths.legs import answered_legs, check_hops, check_people, ties_of
from netreach.paths.search import SCALE, Found, Ties, best_paths
from netreach.render.words import language_of

if TYPE_CHECKING:
    from netreach.answers.legs import AnsweredLeg
    from netreach.answers.refs import PersonRef
    from netreach.plugins.protocols import BoolArray, Ints, LongArray
    from netreach.ranking.view import NetworkView

_HALF_SHARED: Final = round(math.log(2.0) / 2 * SCALE)
"""On each of the two ties of a shared introducer: together they halve what the path counts."""


def paths(
    view: NetworkView,
    source: int,
    target: int,
    *,
    k: int = 3,
    cutoff: int = 3,
    diverse: bool = False,
    avoid: Ints | None = None,
    through: Ints | None = None,
    avoid_names: tuple[str, ...] = (),
    through_names: tuple[str, ...] = (),
    language: str | None = None,
) -> Paths:
    """Return the strongest paths from one person to another.

    The strength of a path is the product of its ties' strengths. Equally strong paths come with fewer hops first,
    then in the order of the ids of their people, so that the answer is always the same.

    Args:
        view: The network at a day.
        source: From whom; what of the evidence is shown follows from who that is.
        target: To whom.
        k: How many paths at most.
        cutoff: Hops at most, 1 to 6.
        diverse: Whether paths should not depend on the same people. First come paths that share nobody between
            source and target: the best, then the best of those that meet nobody on it, and so on (a greedy choice:
            each path is the best that is left). When there are no more of them, those follow that do share
            somebody: then the best path is the one of the largest strength times one half for every time that
            one of its introducers stands on a path before.
        avoid: Vertices that may not be on the way.
        through: Vertices of which one must be on the way, between the ends.
        avoid_names, through_names: What the answer calls these people.
        language: `"en"` or `"es"`, for the answer's text.

    Raises:
        OptionError: When an option is outside its range, source or target are to be avoided, or nobody but them is
            to be gone through.
        NoTieDataError: When no tie of source or target is known.

    Example:
        >>> import netreach as nr
        >>> from netreach.ranking import NetworkView
        >>> network = nr.from_edges([0, 1, 0, 2], [1, 3, 2, 3], strengths=[0.8, 0.5, 0.9, 0.5])
        >>> who = [network.snapshot.resolve(name) for name in "03"]
        >>> [round(path.strength, 3) for path in paths(NetworkView(network.snapshot), *who)]
        [0.45, 0.4]
    """
    check_hops(cutoff)
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or k < 1:
        raise OptionError(f"k={k!r}: ask for at least one path.")
    code = language_of(language)
    snapshot = view.snapshot
    check_people(snapshot, source, target)
    blocked = _blocked(view, source, target, avoid)
    required = _required(view, source, target, through)
    view = view.seen_by(source)
    ties = ties_of(view)
    if diverse:
        found, disjoint = _diverse(ties, source, target, k, cutoff, blocked, required)
    else:
        found = best_paths(ties, source, target, k=k, cutoff=cutoff, blocked=blocked, through=required)
        disjoint = None
    on_the_way = {source, target}.union(*(path.people for path in found))
    ref = dict(zip(on_the_way, snapshot.refs(list(on_the_way)), strict=True))
    answered = _answers(view, found, ref, source, code, sharing=diverse)
    independent = [path.strength for path in answered[:disjoint]] if diverse else []
    return Paths(
        source=ref[source],
        target=ref[target],
        paths=answered,
        cutoff=cutoff,
        diverse=diverse,
        disjoint=disjoint,
        joint=1 - math.prod(1 - strength for strength in independent) if independent else None,
        avoid=avoid_names,
        through=through_names,
        reason=None if answered else "paths_none_asked" if avoid_names or through_names else "paths_none",
        as_of=view.as_of,
        version=snapshot.version,
        kinds=snapshot.kinds,
        language=code,
    )


def _diverse(
    ties: Ties,
    source: int,
    target: int,
    k: int,
    cutoff: int,
    blocked: BoolArray,
    through: BoolArray | None,
) -> tuple[list[Found], int]:
    """Paths that share nobody, then paths that share as little as pays; and how many are of the first kind."""
    found: list[Found] = []
    directly, closed = True, blocked.copy()
    while len(found) < k:
        best = best_paths(
            ties, source, target, k=1, cutoff=cutoff, blocked=closed, directly=directly, through=through
        )
        if not best:
            break
        found += best
        directly = directly and len(best[0].people) > 2
        closed[list(best[0].people[1:-1])] = True
    disjoint = len(found)
    while found and len(found) < k:
        dearer = attrs.evolve(ties, costs_of=_shared_costs(ties, found))
        # One of so many is not there yet.
        ranked = best_paths(
            dearer, source, target, k=len(found) + 1, cutoff=cutoff, blocked=blocked, through=through
        )
        had = {path.people for path in found}
        fresh = next((path for path in ranked if path.people not in had), None)
        if fresh is None:
            break
        found.append(fresh)
    return found, disjoint


def _shared_costs(ties: Ties, found: list[Found]) -> Callable[[LongArray], LongArray]:
    """The costs of ties, those of everybody on these paths dearer by half of what sharing them costs."""
    times = np.zeros(ties.snapshot.count, dtype=np.int64)
    for person, often in Counter(person for path in found for person in path.people[1:-1]).items():
        times[person] = often * _HALF_SHARED

    def costs_of(numbers: LongArray) -> LongArray:
        lo, hi = ties.snapshot.graph.ends_of(numbers)
        return ties.costs_of(numbers) + times[lo] + times[hi]

    return costs_of


def _answers(
    view: NetworkView,
    found: list[Found],
    ref: dict[int, PersonRef],
    ego: int,
    language: str,
    *,
    sharing: bool,
) -> tuple[Path, ...]:
    """The paths as answers show them; what the legs rest on is looked up for all at once, when it is asked for."""
    starts = np.array([vertex for path in found for vertex in path.people[:-1]], dtype=np.int32)
    ends = np.array([vertex for path in found for vertex in path.people[1:]], dtype=np.int32)
    strengths = iter(view.strengths(starts, ends).tolist())
    every = Later(lambda: answered_legs(view, starts, ends, ego=ego))
    answered = []
    before: set[int] = set()
    begin = 0
    for path in found:
        between = path.people[1:-1]
        end = begin + len(path.people) - 1
        answered.append(
            Path(
                people=tuple([ref[vertex] for vertex in path.people]),
                strength=math.prod(itertools.islice(strengths, end - begin)),
                legs=_part(every, begin, end),
                shared=tuple([ref[vertex] for vertex in between if vertex in before]),
                language=language,
            )
        )
        if sharing:
            before.update(between)
        begin = end
    return tuple(answered)


def _part(legs: Later[list[AnsweredLeg]], begin: int, end: int) -> Later[tuple[AnsweredLeg, ...]]:
    return Later(lambda: tuple(legs.value[begin:end]))


def _blocked(view: NetworkView, source: int, target: int, avoid: Ints | None) -> BoolArray:
    blocked = view.snapshot.nobody
    if avoid is not None and len(avoid):
        blocked = blocked.copy()
        if int(avoid.min()) < 0 or int(avoid.max()) >= view.count:
            raise OptionError(f"avoid names a vertex outside 0 to {view.count - 1:,}.")
        blocked[avoid] = True
        for vertex in (source, target):
            if blocked[vertex]:
                name = view.snapshot.texts("name", [vertex])[0]
                raise OptionError(
                    f"{name} is an end of the path and cannot be avoided: take them out of avoid."
                )
    return blocked


def _required(view: NetworkView, source: int, target: int, through: Ints | None) -> BoolArray | None:
    if through is None:
        return None
    required = view.snapshot.nobody.copy()
    if len(through):
        if int(through.min()) < 0 or int(through.max()) >= view.count:
            raise OptionError(f"through names a vertex outside 0 to {view.count - 1:,}.")
        required[through] = True
    required[[source, target]] = False
    if not required.any():
        raise OptionError("through names nobody but the ends of the path: name somebody between them.")
    return required
