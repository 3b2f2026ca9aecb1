"""Paths from one person to another as an answer."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from netreach.answers.later import Later
from netreach.answers.paths import Path, Paths
from netreach.errors import OptionError
from netreach.paths.legs import answered_legs, check_hops, check_people, refs_of, ties_of
from netreach.paths.search import Found, best_paths
from netreach.render.words import language_of

if TYPE_CHECKING:
    from netreach.answers.legs import AnsweredLeg
    from netreach.answers.refs import PersonRef
    from netreach.plugins.protocols import BoolArray, Ints
    from netreach.ranking.view import NetworkView


def paths(
    view: NetworkView,
    source: int,
    target: int,
    *,
    k: int = 3,
    cutoff: int = 3,
    diverse: bool = False,
    avoid: Ints | None = None,
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
        diverse: Whether no two paths may share anybody between source and target: the best path, then the best
            of those that meet nobody on it, and so on (a greedy choice: each path is the best that is left).
        avoid: Vertices that may not be on the way.
        language: `"en"` or `"es"`, for the answer's text.

    Raises:
        OptionError: When an option is outside its range, or source or target are to be avoided.
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
    view = view.seen_by(source)
    ties = ties_of(view)
    if diverse:
        found: list[Found] = []
        directly, blocked = True, blocked.copy()
        while len(found) < k:
            best = best_paths(ties, source, target, k=1, cutoff=cutoff, blocked=blocked, directly=directly)
            if not best:
                break
            found += best
            directly = directly and len(best[0].people) > 2
            blocked[list(best[0].people[1:-1])] = True
    else:
        found = best_paths(ties, source, target, k=k, cutoff=cutoff, blocked=blocked)
    on_the_way = {source, target}.union(*(path.people for path in found))
    ref = dict(zip(on_the_way, refs_of(snapshot, list(on_the_way)), strict=True))
    answered = _answers(view, found, ref, source, code)
    return Paths(
        source=ref[source],
        target=ref[target],
        paths=answered,
        cutoff=cutoff,
        diverse=diverse,
        joint=1 - math.prod(1 - path.strength for path in answered) if diverse and answered else None,
        reason=None if answered else "paths_none",
        as_of=view.as_of,
        version=snapshot.version,
        kinds=snapshot.kinds,
        language=code,
    )


def _answers(
    view: NetworkView, found: list[Found], ref: dict[int, PersonRef], ego: int, language: str
) -> tuple[Path, ...]:
    """The paths as answers show them; what the legs rest on is looked up for all at once, when it is asked for."""
    starts = np.array([vertex for path in found for vertex in path.people[:-1]], dtype=np.int32)
    ends = np.array([vertex for path in found for vertex in path.people[1:]], dtype=np.int32)
    strengths = iter(view.strengths(starts, ends).tolist())
    every = Later(lambda: answered_legs(view, starts, ends, ego=ego))
    answered = []
    begin = 0
    for path in found:
        end = begin + len(path.people) - 1
        answered.append(
            Path(
                people=tuple([ref[vertex] for vertex in path.people]),
                strength=math.prod(itertools.islice(strengths, end - begin)),
                legs=_part(every, begin, end),
                language=language,
            )
        )
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
