"""What place an introducer would have without some people, or without some evidence.

Nothing is estimated: every case scores all candidates anew in a network without the people or the evidence in
question (`netreach.ranking.without`), averages of the network included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.answers.grounds import WhatIf
from netreach.kinds import BY_NAME
from netreach.ranking.calibration import overlap_weights
from netreach.ranking.scoring import ranked, score
from netreach.ranking.without import WithoutView

if TYPE_CHECKING:
    from netreach.answers.introducers import Introducer
    from netreach.plugins.protocols import FloatArray, IntArray, LongArray, Scorer
    from netreach.ranking.view import NetworkView

TOLD: Final = 5
"""Introducers of whom it is told, the first ones."""

_STAYS: Final = frozenset({"given", "declared", "connection", "relation", "names_only"})
"""Kinds that say that two people know each other and little more: to leave them out is to leave out the tie."""


def in_order(view: NetworkView, people: IntArray, scores: FloatArray) -> tuple[LongArray, LongArray]:
    """Return the order of some candidates, and for each place the number of its group of equal scores."""
    return ranked(scores, view.contact_counts()[people], view.snapshot.id_ranks()[people])


def add_what_ifs(
    view: NetworkView,
    ego: int,
    target: int,
    scorer: Scorer,
    found: tuple[Introducer, ...],
    vertices: IntArray,
) -> tuple[Introducer, ...]:
    """Return introducers with what place the first few would have otherwise.

    Of each: without the shared contacts of one company, the one whose people count most in the overlaps of both legs
    (without the one shared contact who counts most, where no company is known); and on each leg without its
    weightiest kind of evidence.

    Args:
        view: The network as the ego may see it.
        ego: Who wants to be introduced.
        target: To whom.
        scorer: What ranks them.
        found: The introducers, best first.
        vertices: int32 `[k]`: their vertices.
    """
    told = list(found)
    for place, person in enumerate(vertices[:TOLD].tolist()):
        cases = []
        group, company = _weightiest(view, ego, target, person)
        if len(group):
            case = _case(WithoutView(view, people=group), ego, target, scorer, person)
            cases.append(attrs.evolve(case, people=tuple(view.snapshot.refs(group)), company=company))
        for leg, (a, b) in zip(found[place].legs, ((ego, person), (person, target)), strict=True):
            kind = next(
                (fact.kind for fact in leg.evidence if fact.kind not in _STAYS and fact.kind in BY_NAME), ""
            )
            number = int(view.snapshot.tie_numbers(np.array([a]), np.array([b]))[0])
            if kind and number >= 0:
                case = _case(WithoutView(view, facts=[(number, kind)]), ego, target, scorer, person)
                cases.append(attrs.evolve(case, tie=(leg.start, leg.end), evidence=kind))
        told[place] = attrs.evolve(told[place], what_ifs=tuple(cases))
    return tuple(told)


def _case(view: WithoutView, ego: int, target: int, scorer: Scorer, person: int) -> WhatIf:
    people = view.engine.shared_contacts(ego, target)
    scores = score(scorer, view, ego, people, np.full(len(people), target, dtype=np.int32)).scores
    order, _ = in_order(view, people, scores)
    at = int(np.flatnonzero(people == person)[0])
    return WhatIf(rank=int(np.flatnonzero(order == at)[0]) + 1, score=float(scores[at]), total=len(people))


def _weightiest(view: NetworkView, ego: int, target: int, person: int) -> tuple[IntArray, str]:
    """The shared contacts of one company who count most, and the company; one person where none is known."""
    legs = [view.engine.shared_contacts(end, person) for end in (ego, target)]
    shared = np.concatenate(legs)
    shared = shared[(shared != ego) & (shared != target)]
    if not len(shared):
        return shared, ""
    people, place = np.unique(shared, return_inverse=True)
    worth = np.bincount(place, overlap_weights(view)[shared])
    names = [name.casefold() for name in view.snapshot.texts("company", people)]
    of_company: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        if name:
            of_company.setdefault(name, []).append(at)
    rank = view.snapshot.id_ranks()[people]
    if not of_company:
        return people[np.lexsort((rank, -worth))[:1]].astype(np.int32), ""
    chosen = max(of_company.values(), key=lambda group: (worth[group].sum(), -rank[group].min()))
    group = people[chosen][np.argsort(rank[chosen])].astype(np.int32)
    return group, view.snapshot.texts("company", group[:1])[0]
