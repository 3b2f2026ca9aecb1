"""Who should introduce me to somebody, and why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from netreach.answers.degrees import AT_LEAST, EXACT
from netreach.answers.introducers import Introducer, IntroducerRanking
from netreach.answers.legs import AnsweredLeg, LegTerm
from netreach.errors import OptionError
from netreach.paths import Remaining, answered_legs, check_hops, check_people, refs_of, ties_of
from netreach.paths.search import FAR
from netreach.ranking.scoring import ranked, score
from netreach.render.words import language_of

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, Leg, LongArray, Scorer
    from netreach.ranking.view import NetworkView


def introducers(
    view: NetworkView,
    ego: int,
    target: int,
    *,
    scorer: Scorer,
    limit: int | None = None,
    cutoff: int = 3,
    language: str | None = None,
) -> IntroducerRanking:
    """Rank the contacts who can introduce the ego to somebody.

    At the 2nd degree these are all shared contacts, ranked by the scorer (at the 1st degree, too: somebody may
    put in a word). Further away they are the first people on the shortest paths, ranked by the strength of the
    best path through each: the product of the strengths of its ties, which are the legs then. Equal scores come
    with the larger contact count first, then in the order of ids, and say that they are equal.

    Args:
        view: The network at a day.
        ego: Who wants to be introduced.
        target: To whom.
        scorer: What ranks them.
        limit: How many to return; all by default.
        cutoff: The farthest degree, 1 to 6, at which somebody can still be introduced.
        language: `"en"` or `"es"`, for the answer's text.

    Raises:
        OptionError: When an option is outside its range, or ego and target are the same.
        NoTieDataError: When no tie of ego or target is known.
        PluginError: When the scorer returns something unusable.

    Example:
        >>> import netreach as nr
        >>> from netreach.ranking import NetworkView
        >>> from netreach.ranking.scorers import Structure
        >>> snapshot = nr.from_edges([0, 0, 1, 2, 1, 4], [1, 2, 3, 3, 4, 3]).snapshot
        >>> ego, target = snapshot.resolve("0"), snapshot.resolve("3")
        >>> ranking = introducers(NetworkView(snapshot), ego, target, scorer=Structure())
        >>> [(introducer.name, round(introducer.score, 3)) for introducer in ranking]
        [('1', 0.405), ('2', 0.0)]
    """
    check_hops(cutoff)
    if limit is not None and limit < 1:
        raise OptionError(f"limit={limit}: ask for at least one introducer, or None for all.")
    code = language_of(language)
    check_people(view.snapshot, ego, target)
    view = view.seen_by(ego)
    degree = view.engine.distance(ego, target, cutoff)
    found: tuple[Introducer, ...] = ()
    total, combine = 0, scorer.combine
    if degree > 2:
        found, total = _by_paths(view, ego, target, degree, limit, code)
        combine = "product of strengths"
    elif degree > 0:
        found, total = _by_scorer(view, ego, target, scorer, limit, code)
    reason = "introducers_direct" if degree == 1 else "paths_none" if degree < 0 else None
    complete = (
        bool(view.complete[ego] and view.complete[target]) if degree <= 2 else bool(view.complete.all())
    )
    ends = refs_of(view.snapshot, [ego, target])
    return IntroducerRanking(
        ego=ends[0],
        target=ends[1],
        degree=degree if degree > 0 else None,
        combine=combine,
        scorer=scorer.name if degree <= 2 else "paths",
        introducers=found,
        total=total,
        bound=EXACT if complete else AT_LEAST,
        cutoff=cutoff,
        reason=reason,
        as_of=view.as_of,
        version=view.snapshot.version,
        kinds=view.snapshot.kinds,
        language=code,
    )


_Ranking = tuple[tuple[Introducer, ...], int]


def _by_scorer(
    view: NetworkView, ego: int, target: int, scorer: Scorer, limit: int | None, language: str
) -> _Ranking:
    people = view.engine.shared_contacts(ego, target)
    if not len(people):
        return (), 0
    scored = score(scorer, view, ego, people, np.full(len(people), target, dtype=np.int32))
    order, group = _order(view, people, scored.scores)
    top = order[:limit]
    chosen = people[top]
    ends = (np.full(len(top), ego, dtype=np.int32), np.full(len(top), target, dtype=np.int32))
    first = answered_legs(view, ends[0], chosen, ego=ego, scores=_terms(scored.legs[0], top))
    second = answered_legs(view, chosen, ends[1], ego=ego, scores=_terms(scored.legs[1], top))
    legs = list(zip(first, second, strict=True))
    values = [a.value + b.value if scorer.combine == "sum" else a.value * b.value for a, b in legs]
    return _records(view, people, order, group, values, legs, language), len(people)


def _by_paths(
    view: NetworkView, ego: int, target: int, degree: int, limit: int | None, language: str
) -> _Ranking:
    ties = ties_of(view)
    remaining = Remaining(ties, ego, target, degree, np.zeros(view.count, dtype=bool))
    contacts, weights = remaining.completions(ego, degree)
    people, weights = contacts[weights < FAR], weights[weights < FAR]
    # Every one of these paths has as many hops, so equal weights are equal strengths.
    order, group = _order(view, people, -np.unique(weights, return_inverse=True)[1].astype(np.float64))
    legs: list[tuple[AnsweredLeg, ...]] = []
    for place in order[:limit].tolist():
        way = np.array([ego, *remaining.follow(int(people[place]), degree - 1)], dtype=np.int32)
        legs.append(tuple(answered_legs(view, way[:-1], way[1:], ego=ego)))
    values = [math.prod(leg.value for leg in path) for path in legs]
    return _records(view, people, order, group, values, legs, language), len(people)


def _order(
    view: NetworkView, people: IntArray, scores: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[LongArray, LongArray]:
    return ranked(scores, view.contact_counts()[people], view.snapshot.id_ranks()[people])


def _records(
    view: NetworkView,
    people: IntArray,
    order: LongArray,
    group: LongArray,
    values: list[float],
    legs: list[tuple[AnsweredLeg, ...]] | list[tuple[AnsweredLeg, AnsweredLeg]],
    language: str,
) -> tuple[Introducer, ...]:
    """Make the records of the first places; whom a score is shared with is looked for among all."""
    snapshot = view.snapshot
    rows = min(len(order), len(values) + 1)
    refs = refs_of(snapshot, people[order[:rows]])
    counts = snapshot.graph.contact_counts()[people[order]].tolist()
    made = []
    for place, value in enumerate(values):
        begin = int(np.searchsorted(group, group[place]))
        end = int(np.searchsorted(group, group[place], side="right"))
        same = None
        if end - begin > 1:
            same = refs[begin] if place > begin else refs[begin + 1]
        made.append(
            Introducer(
                person=refs[place],
                rank=place + 1,
                score=value,
                legs=tuple(legs[place]),
                tied_with=same,
                contact_count=counts[place],
                contact_count_bound=EXACT if view.complete[people[order[place]]] else AT_LEAST,
                language=language,
            )
        )
    return tuple(made)


def _terms(leg: Leg, places: LongArray) -> list[tuple[LegTerm, ...]]:
    """Return the terms of some legs; a term of 0 says nothing beside others."""
    columns = {name: values[places].tolist() for name, values in leg.terms.items()}
    found = []
    for row in range(len(places)):
        terms = [LegTerm(kind=name, value=values[row]) for name, values in columns.items()]
        found.append(tuple([term for term in terms if term.value] or terms[:1]))
    return found
