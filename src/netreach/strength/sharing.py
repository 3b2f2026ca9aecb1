"""What of the pool's evidence one person may be shown.

Every source has `sharing`: `full` shows its evidence to everybody in the pool; `strength` shows another ego what
the evidence is worth, but no counts and no days; of `names`, another ego learns nothing but that the tie is
there. Evidence that may not be shown at all does not enter that ego's scores either: a score that cannot be
explained would give it away. A data set that belongs to nobody has nobody to protect: it counts as `full`, unless
it says `names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray
    from netreach.snapshot import Snapshot

FULL: Final = "full"
STRENGTH: Final = "strength"
NAMES: Final = "names"


def depths(snapshot: Snapshot, ego: int | None) -> tuple[str, ...]:
    """Return for each source to what depth its evidence is shown to an ego; everything where there is none."""
    shown = []
    for info, owner in zip(snapshot.sources, snapshot.meta.owners, strict=True):
        mine = ego is None or (bool(info.owner_keys) and owner == ego)
        shown.append(FULL if mine else info.sharing)
    return tuple(shown)


def declaring(snapshot: Snapshot) -> BoolArray:
    """Return for each source whether its owner declares its ties; the last place is the user's word, source -1."""
    return np.array([*(info.declares for info in snapshot.sources), True], dtype=np.bool_)


def hidden_sources(snapshot: Snapshot, ego: int | None) -> frozenset[int]:
    """Return the numbers of the sources whose evidence an ego may not be shown at all."""
    return frozenset(number for number, depth in enumerate(depths(snapshot, ego)) if depth == NAMES)
