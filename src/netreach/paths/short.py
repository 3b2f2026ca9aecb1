"""The best paths of at most three hops, by listing them: the contacts of both ends, and the ties between these.

Nobody asks for an introduction over many people, so this is the usual question. All paths of three hops run over a
tie between a contact of the source and a contact of the target; only the rows on the cheaper side are read, and only
ties that can still belong to one of the k best get a cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from netreach.paths.search import Ties
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

MOST: Final = 2_000_000
"""Adjacency entries read at most; where hubs have more between them, `best_paths` searches instead."""

_NONE: Final = np.zeros(0, dtype=np.int64)


def short_paths(
    ties: Ties,
    source: int,
    target: int,
    *,
    k: int,
    cutoff: int,
    blocked: BoolArray,
    directly: bool,
    through: BoolArray | None,
) -> list[tuple[int, tuple[int, ...]]] | None:
    """Return weights and people of the k best paths of at most three hops, in order; `None` where there is too much.

    The arguments are those of `best_paths`.
    """
    graph = ties.snapshot.graph
    rows = [graph.contacts(end) for end in (source, target)]
    starts = [np.arange(graph.indptr[end], graph.indptr[end + 1]) for end in (source, target)]
    numbers = [
        graph.ties_at(np.full(len(row), end), start)
        for end, row, start in zip((source, target), rows, starts, strict=True)
    ]
    costs = ties.costs_of(np.concatenate(numbers))
    first, last = costs[: len(rows[0])], costs[len(rows[0]) :]
    found: list[tuple[LongArray, LongArray]] = []
    at = np.searchsorted(rows[0], target)
    if directly and at < len(rows[0]) and rows[0][at] == target:
        found.append((first[at : at + 1] * 8 + 1, np.zeros((1, 0), dtype=np.int64)))
    keep_x, keep_y = ~blocked[rows[0]] & (rows[0] != target), ~blocked[rows[1]] & (rows[1] != source)
    xs, first, ys, last = rows[0][keep_x], first[keep_x], rows[1][keep_y], last[keep_y]
    if cutoff >= 2 and len(xs) and len(ys):
        shared, in_x, in_y = np.intersect1d(xs, ys, assume_unique=True, return_indices=True)
        if through is not None:
            wanted = through[shared]
            shared, in_x, in_y = shared[wanted], in_x[wanted], in_y[wanted]
        found.append(((first[in_x] + last[in_y]) * 8 + 2, shared[:, None].astype(np.int64)))
    if cutoff >= 3 and len(xs) and len(ys):
        weights = np.concatenate([_NONE, *(weight for weight, _ in found)])
        # A path that costs more than the k-th so far need not be looked at.
        most = int(np.partition(weights, k - 1)[k - 1]) >> 3 if len(weights) >= k else np.iinfo(np.int64).max
        x, y = first + last.min() < most, last + first.min() < most
        middle = _between(ties, xs[x], first[x], ys[y], last[y], most, through)
        if middle is None:
            return None
        found.append(middle)
    return _best(ties.rank, source, target, found, k)


def _between(
    ties: Ties,
    xs: IntArray,
    first: LongArray,
    ys: IntArray,
    last: LongArray,
    most: int,
    through: BoolArray | None,
) -> tuple[LongArray, LongArray] | None:
    """Weights and inner people `[p, 2]` of the paths over a tie between two of these."""
    graph = ties.snapshot.graph
    if not len(xs) or not len(ys):
        return _NONE, np.zeros((0, 2), dtype=np.int64)
    turned = int(graph.row_sizes(ys).sum()) < int(graph.row_sizes(xs).sum())
    if turned:
        xs, first, ys, last = ys, last, xs, first
    if int(graph.row_sizes(xs).sum()) > MOST:
        return None
    offsets, positions = graph.entries(xs)
    near = graph.indices[positions]
    # A byte a person, since most of the time goes into looking everybody near up.
    with ties.snapshot.marks() as wanted:
        wanted[ys] = True
        hit = np.flatnonzero(wanted[near])
        wanted[ys] = False
    item = np.searchsorted(offsets, hit, side="right") - 1
    spent = first[item] + last[np.searchsorted(ys, near[hit])]
    open_ = spent < most
    if through is not None:
        open_ &= through[xs[item]] | through[near[hit]]
    hit, item, spent = hit[open_], item[open_], spent[open_]
    x, y = xs[item].astype(np.int64), near[hit].astype(np.int64)
    spent += ties.costs_of(graph.ties_at(x, positions[hit]))
    return spent * 8 + 3, np.stack((y, x) if turned else (x, y), axis=1)


def _best(
    rank: LongArray, source: int, target: int, found: list[tuple[LongArray, LongArray]], k: int
) -> list[tuple[int, tuple[int, ...]]]:
    """The k of least weight; of equal ones, which have as many hops, those whose ids come first."""
    best: list[tuple[int, int, tuple[int, ...]]] = []
    for weights, inner in found:
        # The order of ids between the ends as one number.
        order = np.zeros(len(weights), dtype=np.int64)
        for person in inner.T:
            order = order * len(rank) + rank[person]
        if len(weights) > k:
            most = np.partition(weights, k - 1)[k - 1]
            near = np.flatnonzero(weights <= most)
            kept = near[np.lexsort((order[near], weights[near]))[:k]] if len(near) < 64 * k else None
            if kept is None:
                below, equal = near[weights[near] < most], near[weights[near] == most]
                missing = k - len(below)
                equal = equal[np.argpartition(order[equal], missing - 1)[:missing]]
                kept = np.concatenate((below, equal))
            weights, inner, order = weights[kept], inner[kept], order[kept]
        best += zip(weights.tolist(), order.tolist(), map(tuple, inner.tolist()), strict=True)
    best.sort()
    return [(weight, (source, *people, target)) for weight, _, people in best[:k]]
