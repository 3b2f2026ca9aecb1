"""The best introducers to each of many people, in arrays."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.graph.building import sorted_unique
from netreach.paths import ties_of
from netreach.paths.search import LONGEST, SCALE
from netreach.paths.short import FAR
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
    found, scores = top_introducers(view, ego, targets, distances, scorer=scorer, k=1)
    return found[:, 0], scores[:, 0]


def top_introducers(
    view: NetworkView,
    ego: int,
    targets: IntArray,
    distances: npt.NDArray[np.int8],
    *,
    scorer: Scorer,
    k: int,
    hops: npt.NDArray[np.int8] | None = None,
) -> tuple[IntArray, FloatArray]:
    """Return the k whom `introducers` would put first for each of many targets, in its order, and their scores.

    Args:
        view: The network at a day.
        ego: Who wants to be introduced.
        targets: int32 `[m]`: to whom.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the cutoff.
        scorer: What ranks shared contacts.
        k: How many for each.
        hops: int8 `[m]`: hops to the targets, where `distances` only knows who is nearer than the farthest of them.

    Returns:
        int32 `[m, k]` introducers, -1 where there are fewer, and float64 `[m, k]` scores, NaN there. Memory beside
        them: some 100 MB, and for targets further than two hops 8 k bytes for everybody in the network.
    """
    view = view.seen_by(ego)
    found = np.full((len(targets), k), -1, dtype=np.int32)
    scores = np.full((len(targets), k), np.nan)
    hops = distances[targets] if hops is None else hops
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
    sizes = view.graph.row_sizes(targets[near])
    for begin, end in _runs(sizes):
        places = near[begin:end]
        offsets, contacts = view.engine.contacts_of(targets[places])
        shared = np.flatnonzero(distances[contacts] == 1)
        row = np.repeat(np.arange(len(places)), np.diff(offsets))[shared]
        people = contacts[shared].astype(np.int32)
        values = score(scorer, view, ego, people, targets[places][row]).scores
        # A target at the 2nd degree has at least one shared contact, so no run is empty.
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        slack = TOLERANCE * np.maximum.reduceat(np.abs(values), starts)
        order = _best_first(row, values, slack, counts[people], ranks[people], starts, found.shape[1])
        place = _place_in_run(row[order])
        found[places[row[order]], place] = people[order]
        scores[places[row[order]], place] = values[order]


def _best_first(
    row: LongArray,
    values: FloatArray,
    slack: FloatArray,
    counts: FloatArray,
    ranks: IntArray,
    starts: LongArray,
    k: int,
) -> LongArray:
    """Return the first k of every row, as `ranked` orders them: groups of equal scores, then contacts, then ids."""
    if k == 1:
        best = np.maximum.reduceat(values, starts)
        top = np.flatnonzero(values >= (best - slack)[row])
        order = top[np.lexsort((ranks[top], -counts[top], row[top]))]
        return order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    falling = np.lexsort((-values, row))
    drop = np.diff(values[falling], prepend=np.inf)
    fresh = (np.diff(row[falling], prepend=-1) != 0) | (-drop > slack[row[falling]])
    group = np.empty(len(row), dtype=np.int64)
    group[falling] = np.cumsum(fresh)
    order = np.lexsort((ranks, -counts, group))
    kept: LongArray = order[_place_in_run(row[order]) < k]
    return kept


def _place_in_run(row: LongArray) -> LongArray:
    """Return for each entry how many of its row, which stand together, come before it."""
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    sizes = np.diff(np.append(starts, len(row)))
    place: LongArray = np.arange(len(row)) - np.repeat(starts, sizes)
    return place


def _by_paths(
    view: NetworkView,
    ego: int,
    targets: IntArray,
    hops: npt.NDArray[np.int8],
    distances: npt.NDArray[np.int8],
    found: IntArray,
    scores: FloatArray,
) -> None:
    """Carry the best first people outward, layer by layer.

    A number holds the cost of the best path in its high bits and the place of its first person, by contact count
    and id, in the low ones: the smaller number is the better path, and between equally strong ones the better
    person. Whoever is not among the k best first people of somebody is not among those of anybody behind them.
    """
    ties, k, graph = ties_of(view), found.shape[1], view.snapshot.graph
    contacts = view.engine.contacts(ego).astype(np.int64)
    order, own = view.kept_for(ego, "contacts by preference", lambda: _first_steps(view, ego, contacts))
    bits = max(_PLACES, int(len(contacts)).bit_length())
    # Six hops of the largest cost leave 20 bits; who has over a million contacts gets coarser costs.
    coarse = bits - _PLACES
    place = np.empty(len(contacts), dtype=np.int64)
    place[order] = np.arange(len(contacts))
    # Only what was written before is read: everybody nearer whom somebody wanted knows is wanted, too.
    carried = np.empty((view.count, k), dtype=np.int64)
    carried[contacts] = FAR
    carried[contacts, 0] = ((own >> coarse) << bits) + place
    for layer, wanted in _needed(view, targets, hops, distances):
        for begin, end in _runs(view.graph.row_sizes(wanted) * k):
            people = wanted[begin:end]
            offsets, positions = graph.entries(people)
            near = graph.indices[positions]
            # Costs are worked out for the ties that lead to the layer before, and for no others.
            hit = np.flatnonzero(distances[near] == layer - 1)
            row = np.searchsorted(offsets, hit, side="right") - 1
            costs = ties.costs_of(graph.ties_at(people[row], positions[hit]))
            _carry(carried, people, row, near[hit], (costs >> coarse) << bits, (1 << bits) - 1)
    far = np.flatnonzero(hops > 2)
    best = carried[targets[far]]
    there = best < FAR
    found[far] = np.where(there, contacts[order[np.where(there, best & ((1 << bits) - 1), 0)]], -1)
    scores[far] = np.where(there, np.exp(-((best >> bits) << coarse) / SCALE), np.nan)


def _first_steps(view: NetworkView, ego: int, contacts: LongArray) -> tuple[LongArray, LongArray]:
    """Return the order in which an ego's contacts are preferred, and what the tie to each costs."""
    ties, graph = ties_of(view), view.snapshot.graph
    # The row of the ego in the graph names the contacts in the same ascending order.
    row = np.arange(graph.indptr[ego], graph.indptr[ego + 1])
    costs = ties.costs_of(graph.ties_at(np.full(len(row), ego), row))
    return np.lexsort((ties.rank[contacts], -view.contact_counts()[contacts])), costs


def _carry(
    carried: LongArray, people: LongArray, row: LongArray, near: IntArray, costs: LongArray, places: int
) -> None:
    """Give everybody of a layer the best numbers of those before them, each first person once.

    Args:
        carried: int64 `[n, k]`: the numbers of everybody, `FAR` for none.
        people: int64 `[p]`: the layer; everybody in it knows somebody in the one before.
        row: int64 `[e]`: to whom of them each tie leads, ascending.
        near: int32 `[e]`: from whom.
        costs: int64 `[e]`: what the tie adds.
        places: The mask of the bits that hold the place of a first person.
    """
    total = carried[near]
    k = total.shape[1]
    if k == 1:
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        carried[people, 0] = np.minimum.reduceat(total[:, 0] + costs, starts)
        return
    number = np.where(total < FAR, total + costs[:, None], FAR).ravel()
    row = np.repeat(row, k)
    real = np.flatnonzero(number < FAR)
    number, row = number[real], row[real]
    first = number & places
    order = np.lexsort((number, first, row))
    number, row, first = number[order], row[order], first[order]
    fresh = np.flatnonzero((np.diff(row, prepend=-1) != 0) | (np.diff(first, prepend=-1) != 0))
    number, row = number[fresh], row[fresh]
    order = np.lexsort((number, row))
    number, row = number[order], row[order]
    place = _place_in_run(row)
    kept = place < k
    carried[people] = FAR
    carried[people[row[kept]], place[kept]] = number[kept]


def _needed(
    view: NetworkView, targets: IntArray, hops: npt.NDArray[np.int8], distances: npt.NDArray[np.int8]
) -> list[tuple[int, LongArray]]:
    """The layers from the 2nd outward, each with those through whom, or to whom, a best path can lead."""
    found: list[tuple[int, LongArray]] = []
    wanted = np.zeros(0, dtype=np.int64)
    for layer in range(int(hops.max()), 1, -1):
        parts = [targets[hops == layer].astype(np.int64)]
        for begin, end in _runs(view.graph.row_sizes(wanted)):
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
