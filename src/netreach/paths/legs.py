"""Ties and people as answers show them: legs with their terms, evidence and shared contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.answers.legs import NOISY_OR, SUM, AnsweredLeg, LegTerm
from netreach.errors import NoTieDataError, OptionError
from netreach.paths.search import LONGEST, Ties, tie_costs
from netreach.strength import terms_of

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray
    from netreach.ranking.view import NetworkView
    from netreach.snapshot import Snapshot

_SHOWN: Final = 3


def ties_of(view: NetworkView) -> Ties:
    """Return a network as a search for paths needs it."""
    return Ties(
        view.snapshot, lambda numbers: tie_costs(view.tie_strengths(numbers)), view.snapshot.id_ranks()
    )


def check_hops(cutoff: int) -> None:
    """Refuse a cutoff that no path can have, or that nobody is introduced over.

    Raises:
        OptionError: When it is not a whole number from 1 to 6.
    """
    if isinstance(cutoff, bool) or not isinstance(cutoff, int | np.integer) or not 1 <= cutoff <= LONGEST:
        raise OptionError(f"cutoff={cutoff!r} hops: choose 1 to {LONGEST}.")


def check_people(snapshot: Snapshot, a: int, b: int) -> None:
    """Refuse a pair between whom there can be no path.

    Raises:
        OptionError: When both are the same person.
        NoTieDataError: When no tie of one of them is known.
    """
    if a == b:
        name = snapshot.texts("name", [a])[0]
        raise OptionError(f"{name} cannot be introduced to themselves: name somebody else as the target.")
    for vertex, contacts in zip((a, b), snapshot.graph.row_sizes(np.array([a, b])).tolist(), strict=True):
        if not contacts:
            raise NoTieDataError(
                f"{snapshot.describe([vertex])[0]} is in the network, but no tie of theirs is known. "
                "Add an export of theirs, or of somebody who knows them."
            )


def answered_legs(
    view: NetworkView,
    a: IntArray,
    b: IntArray,
    *,
    ego: int,
    scores: Sequence[tuple[LegTerm, ...]] | None = None,
) -> list[AnsweredLeg]:
    """Return legs as answers show them.

    Args:
        view: The network as the ego may see it.
        a: `[k]`: where each leg begins.
        b: `[k]`: where it ends.
        ego: To whom it is shown.
        scores: The terms of each leg, which add up to its value; without them the legs are ties whose value is
            their strength, and their terms are their evidence.
    """
    snapshot = view.snapshot
    strengths = view.strengths(a, b).tolist()
    evidence = terms_of(snapshot, a, b, as_of=view.as_of, ego=ego)
    known = (view.complete[a] & view.complete[b]).tolist()
    shared = [
        view.engine.shared_contacts(start, end) for start, end in zip(a.tolist(), b.tolist(), strict=True)
    ]
    telling = [_most_telling(snapshot, found) for found in shared]
    everybody = np.unique(np.concatenate([a, b, *telling])) if len(a) else a
    ref = dict(zip(everybody.tolist(), snapshot.refs(everybody), strict=True))
    legs = []
    for item, (start, end) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        facts = evidence[item]
        if scores is None:
            terms = tuple(LegTerm(kind=fact.kind, value=fact.value, evidence=fact) for fact in facts)
            value = strengths[item]
        else:
            terms = scores[item]
            value = sum(term.value for term in terms)
        legs.append(
            AnsweredLeg(
                start=ref[start],
                end=ref[end],
                value=value,
                scale=NOISY_OR if scores is None else SUM,
                known=known[item],
                strength=strengths[item],
                terms=terms,
                evidence=facts,
                shared_count=len(shared[item]),
                shared=tuple(ref[vertex] for vertex in telling[item].tolist()),
            )
        )
    return legs


def _most_telling(snapshot: Snapshot, people: IntArray) -> IntArray:
    """The few shared contacts that have the fewest contacts themselves."""
    counts = snapshot.contact_counts()[people]
    if len(people) > _SHOWN:
        # Of thousands only those that can be among the few are put in order.
        near = counts <= np.partition(counts, _SHOWN - 1)[_SHOWN - 1]
        people, counts = people[near], counts[near]
    return people[np.lexsort((snapshot.id_ranks()[people], counts))[:_SHOWN]]
