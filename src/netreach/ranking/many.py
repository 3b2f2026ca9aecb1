"""Whom to ask for each of many people, in one go."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from netreach.answers.best import BestIntroducer, BestIntroducers, RankedIntroducer
from netreach.errors import OptionError
from netreach.ranking.batch import top_introducers
from netreach.render.words import language_of

if TYPE_CHECKING:
    from netreach.plugins import Scorer
    from netreach.plugins.protocols import IntArray
    from netreach.ranking.view import NetworkView
    from netreach.search.degrees import DistanceArray

MOST = 100
"""Introducers that are named for each of many targets at most."""


def check_ranked(k: int) -> None:
    """Make sure that a number of introducers for each target is within its range.

    Raises:
        OptionError: When it is not.
    """
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or not 1 <= k <= MOST:
        raise OptionError(f"k={k!r} introducers for each: choose 1 to {MOST}.")


def best_of_each(
    view: NetworkView,
    ego: int,
    targets: IntArray,
    distances: DistanceArray,
    hops: DistanceArray,
    *,
    scorer: Scorer,
    k: int,
    goal: str | None,
    language: str | None,
) -> BestIntroducers:
    """Return the best introducers to each of many people.

    Args:
        view: What scorers see of the network.
        ego: Who wants to be introduced.
        targets: `[t]`: whom to reach.
        distances: `[n]`: hops from the ego to everybody who is nearer than the farthest target.
        hops: `[t]`: hops to the targets; -1 beyond the cutoff.
        scorer: What ranks introducers.
        k: How many to name for each.
        goal: What the introductions are for, as the answer tells it.
        language: Language of the text.
    """
    code = language_of(language)
    found, scores = top_introducers(view, ego, targets, distances, scorer=scorer, k=k, hops=hops)
    # Few contacts introduce many: each is named once.
    named, place = np.unique(found[found >= 0], return_inverse=True)
    people = view.snapshot.refs(named)
    ranked = iter(
        RankedIntroducer(person=people[at], score=value)
        for at, value in zip(place.tolist(), scores[found >= 0].tolist(), strict=True)
    )
    *reached, own = view.snapshot.refs(np.append(targets, ego))
    sizes = (found >= 0).sum(axis=1).tolist()
    items = []
    for target, degree, size in zip(reached, hops.tolist(), sizes, strict=True):
        best = tuple(itertools.islice(ranked, size))
        items.append(
            BestIntroducer(
                target=target,
                degree=degree if degree >= 0 else None,
                introducer=best[0].person if best else None,
                score=best[0].score if best else None,
                ranking=best,
            )
        )
    return BestIntroducers(
        ego=own,
        items=tuple(items),
        scorer=scorer.name,
        goal=goal,
        version=view.snapshot.version,
        language=code,
    )
