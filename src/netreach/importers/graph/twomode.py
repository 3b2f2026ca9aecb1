"""Networks of two modes, people and what they have in common, as networks of people.

Everybody who shares an event, a paper or a club with n - 1 others gives each of them 1 / (n - 1) (Newman 2001,
Physical Review E 64, 016132): a pair that met alone counts 1, a pair in a crowd next to nothing. What more than
`CROWD` people have in common makes no tie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.graph.building import sorted_unique

if TYPE_CHECKING:
    from netreach.plugins.protocols import LongArray

CROWD = 100
"""The most people that something makes ties between."""


def project(people: pa.Array, things: pa.Array) -> tuple[pa.Table, int, int]:
    """Return the ties between people who have things in common.

    Args:
        people, things: `[memberships]` texts or numbers; the same membership twice counts once.

    Returns:
        `source`, `target` and `weight` of each pair; memberships that are stated again; memberships in crowds.

    >>> ties, again, crowd = project(pa.array(["Ana", "Ben", "Eva", "Ana"]), pa.array(["x", "x", "x", "y"]))
    >>> ties.to_pylist()[0], len(ties), again, crowd
    ({'source': 'Ana', 'target': 'Ben', 'weight': 0.5}, 3, 0, 0)
    """
    names, persons = _coded(people)
    _, events = _coded(things)
    member = sorted_unique(events * (len(names) + 1) + persons)
    again = len(persons) - len(member)
    events, persons = np.divmod(member, len(names) + 1)
    _, starts, sizes = np.unique(events, return_index=True, return_counts=True)
    crowd = int(sizes[sizes > CROWD].sum())
    pairs, weights = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= CROWD)]).tolist():
        rows = persons[starts[sizes == size][:, None] + np.arange(size)]
        left, right = np.triu_indices(size, 1)
        found = (rows[:, left] * (len(names) + 1) + rows[:, right]).ravel()
        pairs.append(found)
        weights.append(np.full(len(found), 1 / (size - 1)))
    united, place = np.unique(np.concatenate(pairs), return_inverse=True)
    total = np.bincount(place, np.concatenate(weights), minlength=len(united))
    low, high = np.divmod(united, len(names) + 1)
    ties = {
        "source": names.take(pa.array(low)),
        "target": names.take(pa.array(high)),
        "weight": pa.array(total),
    }
    return pa.table(ties), again, crowd


def _coded(values: pa.Array) -> tuple[pa.Array, LongArray]:
    encoded = whole(pc.dictionary_encode(values))
    codes: LongArray = encoded.indices.to_numpy().astype(np.int64)
    return encoded.dictionary, codes
