"""Whose exports make a good pool."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from netreach.errors import OptionError

if TYPE_CHECKING:
    from netreach.testing.worlds import World


def choose_owners(world: World, count: int, *, seed: int = 1, around: int | None = None) -> list[int]:
    """Choose people who know an ego and share many contacts with them; see `World.choose_owners`."""
    if not 1 <= count <= len(world):
        raise OptionError(
            f"count={count} owners out of {len(world)} people: choose between 1 and {len(world)}"
        )
    if around is not None and not 0 <= around < len(world):
        raise OptionError(f"around={around}: the people are numbered from 0 to {len(world) - 1}")
    rng = np.random.default_rng([seed, world.seed])
    totals = world.contact_counts()
    if around is None:
        fitting = np.flatnonzero((totals >= 200) & (totals <= 600))
        if not len(fitting):
            fitting = np.flatnonzero(totals == totals[totals <= 600].max(initial=0))
        around = int(rng.choice(fitting)) if len(fitting) else int(totals.argmax())
    owners = [around]
    near = np.zeros(len(world), dtype=bool)
    near[world.contacts(around)] = True
    seen = {around}
    queue: list[tuple[int, float, int]] = []
    for step in range(len(world)):
        # The contacts of the ego come first; the queue reaches further out only when it runs dry.
        if not queue:
            source = (
                owners[step] if step < len(owners) else next(p for p in range(len(world)) if p not in seen)
            )
            for contact in [source, *world.contacts(source).tolist()]:
                if contact in seen:
                    continue
                seen.add(contact)
                shared = int(near[world.contacts(contact)].sum())
                unfit = 0 if 50 <= totals[contact] <= 900 else 1
                heapq.heappush(queue, (unfit, -shared * (0.6 + 0.4 * rng.random()), contact))
        while queue and len(owners) < count:
            owners.append(heapq.heappop(queue)[2])
        if len(owners) == count:
            break
    return owners
