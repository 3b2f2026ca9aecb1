"""Who should introduce me to somebody, and why."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.answers.degrees import AT_LEAST, EXACT
from netreach.answers.grounds import Basis
from netreach.answers.introducers import Introducer, IntroducerRanking
from netreach.answers.legs import AnsweredLeg, LegTerm
from netreach.answers.listed import check_limit
from netreach.errors import OptionError
from netreach.paths import Remaining, answered_legs, check_hops, check_people, ties_of
from netreach.paths.short import FAR
from netreach.ranking.basis import basis_of, last_contacts
from netreach.ranking.counterfactuals import add_what_ifs, in_order
from netreach.ranking.goals import for_goal
from netreach.ranking.resampling import check_resamples, stabilities
from netreach.ranking.scoring import score
from netreach.ranking.without import reduced
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
    goal: str | None = None,
    stability: int | None = None,
    what_if: bool = False,
    without: IntArray | None = None,
    without_evidence: Sequence[str] = (),
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
        goal: What the introduction is for, one of `netreach.ranking.goals.GOALS`: adds its terms.
        stability: How many resamples of the evidence tell how firmly each place stands; none by default.
        what_if: Whether to tell what place the first ones would have without some people or evidence.
        without: Vertices of people to be taken for not being there.
        without_evidence: Kinds of evidence to be taken for not having been seen.
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
    check_limit(limit, least=1)
    code = language_of(language)
    if stability is not None:
        check_resamples(stability)
    check_people(view.snapshot, ego, target)
    scorer = for_goal(scorer, goal)
    gone = np.unique(without) if without is not None else np.zeros(0, dtype=np.int32)
    if np.isin((ego, target), gone).any():
        raise OptionError("without= names the ego or the target: name people between them.")
    view = reduced(view.seen_by(ego), gone, without_evidence)
    degree = view.engine.distance(ego, target, cutoff)
    asked = _Asked(view, ego, target, scorer, limit, code)
    ranking = _Ranking((), 0, Basis())
    combine = scorer.combine
    if degree > 2:
        ranking, combine = _by_paths(asked, degree), "product of strengths"
    elif degree > 0:
        ranking = _by_scorer(asked, stability, what_if=what_if)
    reason = "introducers_direct" if degree == 1 else "paths_none" if degree < 0 else None
    complete = (
        bool(view.complete[ego] and view.complete[target]) if degree <= 2 else bool(view.complete.all())
    )
    ends = view.snapshot.refs([ego, target, *gone.tolist()])
    return IntroducerRanking(
        ego=ends[0],
        target=ends[1],
        degree=degree if degree > 0 else None,
        combine=combine,
        scorer=scorer.name if degree <= 2 else "paths",
        introducers=ranking.introducers,
        total=ranking.total,
        basis=ranking.basis,
        goal=goal,
        resamples=stability if ranking.introducers and degree <= 2 else None,
        without=tuple(ends[2:]),
        without_evidence=tuple(without_evidence),
        bound=EXACT if complete else AT_LEAST,
        cutoff=cutoff,
        reason=reason,
        as_of=view.as_of,
        version=view.snapshot.version,
        kinds=view.snapshot.kinds,
        language=code,
    )


@attrs.frozen(eq=False)
class _Asked:
    """A question, checked."""

    view: NetworkView
    ego: int
    target: int
    scorer: Scorer
    limit: int | None
    language: str


@attrs.frozen(eq=False)
class _Ranking:
    """The first introducers, how many there are, and what is known of their legs."""

    introducers: tuple[Introducer, ...]
    total: int
    basis: Basis


def _by_scorer(asked: _Asked, stability: int | None, *, what_if: bool) -> _Ranking:
    view, ego, target, scorer = asked.view, asked.ego, asked.target, asked.scorer
    people = view.engine.shared_contacts(ego, target)
    if not len(people):
        return _Ranking((), 0, Basis())
    egos, targets = (np.full(len(people), end, dtype=np.int32) for end in (ego, target))
    scored = score(scorer, view, ego, people, targets)
    order, group = in_order(view, people, scored.scores)
    top = order[: asked.limit]
    chosen = people[top]
    first = answered_legs(view, egos[top], chosen, ego=ego, scores=_terms(scored.legs[0], top))
    second = answered_legs(view, chosen, targets[top], ego=ego, scores=_terms(scored.legs[1], top))
    legs = list(zip(first, second, strict=True))
    values = [a.value + b.value if scorer.combine == "sum" else a.value * b.value for a, b in legs]
    found = _records(asked, people, order, group, values, legs)
    if stability is not None:
        # Draws must not depend on how people are numbered.
        by_id = np.argsort(view.snapshot.id_ranks()[people])
        firm = stabilities(view, ego, target, people[by_id], scorer=scorer, resamples=stability)
        place = np.argsort(by_id)[top].tolist()
        found = tuple(attrs.evolve(one, stability=firm[at]) for one, at in zip(found, place, strict=True))
    if what_if:
        found = add_what_ifs(view, ego, target, scorer, found, chosen)
    ends = np.concatenate((egos, people)), np.concatenate((people, targets))
    return _Ranking(found, len(people), basis_of(view, ego, *ends))


def _by_paths(asked: _Asked, degree: int) -> _Ranking:
    view, ego = asked.view, asked.ego
    ties = ties_of(view)
    remaining = Remaining(ties, ego, asked.target, degree, view.gone)
    contacts, weights = remaining.completions(ego, degree)
    people, weights = contacts[weights < FAR], weights[weights < FAR]
    # Every one of these paths has as many hops, so equal weights are equal strengths.
    alike = np.unique(weights, return_inverse=True)[1].astype(np.float64)
    order, group = in_order(view, people, -alike)
    legs: list[tuple[AnsweredLeg, ...]] = []
    met: set[tuple[int, int]] = set()
    for place in order[: asked.limit].tolist():
        way = np.array([ego, *remaining.follow(int(people[place]), degree - 1)], dtype=np.int32)
        legs.append(tuple(answered_legs(view, way[:-1], way[1:], ego=ego)))
        met.update(itertools.pairwise(way.tolist()))
    values = [math.prod(leg.value for leg in path) for path in legs]
    a, b = np.array(sorted(met), dtype=np.int32).T
    return _Ranking(
        _records(asked, people, order, group, values, legs), len(people), basis_of(view, ego, a, b)
    )


def _records(
    asked: _Asked,
    people: IntArray,
    order: LongArray,
    group: LongArray,
    values: list[float],
    legs: list[tuple[AnsweredLeg, ...]] | list[tuple[AnsweredLeg, AnsweredLeg]],
) -> tuple[Introducer, ...]:
    """Make the records of the first places; whom a score is shared with is looked for among all."""
    view, snapshot = asked.view, asked.view.snapshot
    rows = min(len(order), len(values) + 1)
    refs = snapshot.refs(people[order[:rows]])
    counts = view.graph.contact_counts()[people[order]].tolist()
    last = last_contacts(view, asked.ego, people[order[: len(values)]])
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
                last_contact=last[place],
                language=asked.language,
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
