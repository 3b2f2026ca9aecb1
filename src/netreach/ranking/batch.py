"""The best introducer to each of many people, in arrays."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.graph.building import sorted_unique
from netreach.paths import ties_of
from netreach.paths.search import LONGEST, SCALE
from netreach.ranking.scoring import TOLERANCE, score

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import FloatArray, IntArray, LongArray, Scorer
    from netreach.ranking.view import NetworkView

_CHUNK: Final = 1_000_000
"""Adjacency entries looked at in one go: bounds the memory to some 100 MB."""

_PLACES: Final = 20


def best_introducers(
    view: NetworkView,
    ego: int,
    targets: IntArray,
    distances: npt.NDArray[np.int8],
    *,
    scorer: Scorer,
) -> tuple[IntArray, FloatArray]:
    """Return whom `introducers` would put first for each of many targets, and that person's score.

    Args:
        view: The network at a day.
        ego: Who wants to be introduced.
        targets: int32 `[k]`: to whom.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the cutoff.
        scorer: What ranks shared contacts.

    Returns:
        int32 `[k]` introducers, -1 for none: direct contacts, the ego, and people beyond the cutoff or more than 6
        hops away need or have none. float64 `[k]` scores, NaN where there is none.

    Example:
        >>> import netreach as nr
        >>> from netreach.ranking import NetworkView
        >>> from netreach.ranking.scorers import Structure
        >>> snapshot = nr.from_edges([0, 1, 2], [1, 2, 3]).snapshot
        >>> ego, *targets = (snapshot.resolve(name) for name in "0123")
        >>> distances = snapshot.engine.distances(ego, 3)
        >>> who = np.array(targets, dtype=np.int32)
        >>> doors, _ = best_introducers(NetworkView(snapshot), ego, who, distances, scorer=Structure())
        >>> [name if door >= 0 else None for door, name in zip(doors, snapshot.texts("name", doors.clip(0)))]
        [None, '1', '1']
    """
    view = view.seen_by(ego)
    found = np.full(len(targets), -1, dtype=np.int32)
    scores = np.full(len(targets), np.nan)
    hops = distances[targets]
    hops = np.where(hops > LONGEST, np.int8(-1), hops)
    near = np.flatnonzero(hops == 2)
    if len(near):
        _by_scorer(view, ego, targets, near, distances, scorer, found, scores)
    if (hops > 2).any():
        _by_paths(view, ego, targets, hops, distances, found, scores)
    return found, scores


def _by_scorer(
    view: NetworkView,
    ego: int,
    targets: IntArray,
    near: LongArray,
    distances: npt.NDArray[np.int8],
    scorer: Scorer,
    found: IntArray,
    scores: FloatArray,
) -> None:
    counts, ranks = view.contact_counts(), view.snapshot.id_ranks()
    sizes = view.engine.contact_counts()[targets[near]]
    for begin, end in _runs(sizes):
        places = near[begin:end]
        offsets, contacts = view.engine.contacts_of(targets[places])
        shared = np.flatnonzero(distances[contacts] == 1)
        row = np.repeat(np.arange(len(places)), np.diff(offsets))[shared]
        people = contacts[shared].astype(np.int32)
        values = score(scorer, view, ego, people, targets[places][row]).scores
        # A target at the 2nd degree has at least one shared contact, so no run is empty.
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        best = np.maximum.reduceat(values, starts)
        slack = TOLERANCE * np.maximum.reduceat(np.abs(values), starts)
        top = np.flatnonzero(values >= (best - slack)[row])
        order = top[np.lexsort((ranks[people[top]], -counts[people[top]], row[top]))]
        first = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
        found[places] = people[first]
        scores[places] = values[first]


def _by_paths(
    view: NetworkView,
    ego: int,
    targets: IntArray,
    hops: npt.NDArray[np.int8],
    distances: npt.NDArray[np.int8],
    found: IntArray,
    scores: FloatArray,
) -> None:
    """Carry the best first person outward, layer by layer.

    A number holds the cost of the best path in its high bits and the place of its first person, by contact count
    and id, in the low ones: the smaller number is the better path, and between equally strong ones the better
    person.
    """
    ties = ties_of(view)
    contacts = view.engine.contacts(ego).astype(np.int64)
    order = np.lexsort((ties.rank[contacts], -view.contact_counts()[contacts]))
    bits = max(_PLACES, int(len(contacts)).bit_length())
    # Six hops of the largest cost leave 20 bits; who has over a million contacts gets coarser costs.
    coarse = bits - _PLACES
    place = np.empty(len(contacts), dtype=np.int64)
    place[order] = np.arange(len(contacts))
    # Only what was written before is read: everybody nearer whom somebody wanted knows is wanted, too.
    carried = np.empty(view.count, dtype=np.int64)
    graph = view.snapshot.graph
    # The row of the ego in the graph names the contacts in the same ascending order.
    row = np.arange(graph.indptr[ego], graph.indptr[ego + 1])
    costs = ties.costs_of(graph.ties_at(np.full(len(row), ego), row))
    carried[contacts] = ((costs >> coarse) << bits) + place
    for layer, wanted in _needed(view, targets, hops, distances):
        for begin, end in _runs(view.engine.contact_counts()[wanted]):
            people = wanted[begin:end]
            offsets, positions = graph.entries(people)
            near = graph.indices[positions]
            # Costs are worked out for the ties that lead to the layer before, and for no others.
            hit = np.flatnonzero(distances[near] == layer - 1)
            row = np.searchsorted(offsets, hit, side="right") - 1
            costs = ties.costs_of(graph.ties_at(people[row], positions[hit]))
            total = carried[near[hit]] + ((costs >> coarse) << bits)
            # Everybody in a layer knows somebody in the one before.
            carried[people] = np.minimum.reduceat(total, np.flatnonzero(np.diff(row, prepend=-1)))
    far = np.flatnonzero(hops > 2)
    best = carried[targets[far]]
    found[far] = contacts[order[best & ((1 << bits) - 1)]]
    scores[far] = np.exp(-((best >> bits) << coarse) / SCALE)


def _needed(
    view: NetworkView, targets: IntArray, hops: npt.NDArray[np.int8], distances: npt.NDArray[np.int8]
) -> list[tuple[int, LongArray]]:
    """The layers from the 2nd outward, each with those through whom, or to whom, a best path can lead."""
    found: list[tuple[int, LongArray]] = []
    wanted = np.zeros(0, dtype=np.int64)
    for layer in range(int(hops.max()), 1, -1):
        parts = [targets[hops == layer].astype(np.int64)]
        for begin, end in _runs(view.engine.contact_counts()[wanted]):
            near = view.snapshot.graph.contacts_of(wanted[begin:end])[1]
            parts.append(sorted_unique(near[distances[near] == layer].astype(np.int64)))
        wanted = sorted_unique(np.concatenate(parts))
        found.append((layer, wanted))
    return found[::-1]


def _runs(sizes: LongArray) -> list[tuple[int, int]]:
    """Split rows into runs of about `_CHUNK` entries, at least one row each."""
    total = np.cumsum(sizes)
    cuts = [0]
    while cuts[-1] < len(sizes):
        done = int(total[cuts[-1] - 1]) if cuts[-1] else 0
        cuts.append(max(int(np.searchsorted(total, done + _CHUNK, side="right")), cuts[-1] + 1))
    return list(itertools.pairwise(cuts))
