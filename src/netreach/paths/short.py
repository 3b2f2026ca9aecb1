"""The best paths of at most three hops, by listing them: the contacts of both ends, and the ties between these.

Nobody asks for an introduction over many people, so this is the usual question. All paths of three hops run over a
tie between a contact of the source and a contact of the target; only the rows on the cheaper side are read, and only
ties that can still belong to one of the k best get a cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from netreach import compiled

if TYPE_CHECKING:
    from netreach.graph import GraphArrays
    from netreach.paths.search import Ties
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

MOST: Final = 2_000_000
"""Adjacency entries read at most; where hubs have more between them, `best_paths` searches instead."""

FAR: Final = np.iinfo(np.int64).max
_NONE: Final = np.zeros(0, dtype=np.int64)
_NOBODY: Final = np.zeros(0, dtype=np.bool_)


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
    costs = ties.costs_of(_ties_of_both(graph, source, target))
    first, last = costs[: len(rows[0])], costs[len(rows[0]) :]
    found: list[tuple[LongArray, LongArray]] = []
    at = np.searchsorted(rows[0], target)
    if directly and at < len(rows[0]) and rows[0][at] == target:
        found.append((first[at : at + 1] * 8 + 1, np.zeros((1, 0), dtype=np.int64)))
    keep_x, keep_y = ~blocked[rows[0]] & (rows[0] != target), ~blocked[rows[1]] & (rows[1] != source)
    xs, first, ys, last = rows[0][keep_x], first[keep_x], rows[1][keep_y], last[keep_y]
    if cutoff >= 2 and len(xs) and len(ys):
        place = np.minimum(np.searchsorted(ys, xs), len(ys) - 1)
        both = ys[place] == xs
        if through is not None:
            both &= through[xs]
        found.append(((first[both] + last[place[both]]) * 8 + 2, xs[both, None].astype(np.int64)))
    if cutoff >= 3 and len(xs) and len(ys):
        weights = np.concatenate([_NONE, *(weight for weight, _ in found)])
        # A path that costs more than the k-th so far need not be looked at.
        most = int(np.partition(weights, k - 1)[k - 1]) >> 3 if len(weights) >= k else FAR
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
    counts = graph.contact_counts()
    entries, others = (int(counts[people].sum()) for people in (xs, ys))
    turned = others < entries
    if turned:
        xs, first, ys, last, entries = ys, last, xs, first, others
    if entries > MOST:
        return None
    listed = _listed_compiled if compiled.worth(entries) else _listed
    people, spent, numbers = listed(ties, xs, first, ys, last, most, through)
    return (spent + ties.costs_of(numbers)) * 8 + 3, people[:, ::-1] if turned else people


def _listed(
    ties: Ties,
    xs: IntArray,
    first: LongArray,
    ys: IntArray,
    last: LongArray,
    most: int,
    through: BoolArray | None,
) -> tuple[LongArray, LongArray, LongArray]:
    """The ties between two lists of people that can belong to a path: both people, the rest of it, the number."""
    graph = ties.snapshot.graph
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
    return np.stack((x, y), axis=1), spent, graph.ties_at(x, positions[hit])


def _listed_compiled(
    ties: Ties,
    xs: IntArray,
    first: LongArray,
    ys: IntArray,
    last: LongArray,
    most: int,
    through: BoolArray | None,
) -> tuple[LongArray, LongArray, LongArray]:
    """The same."""
    from netreach.paths import kernels

    graph = ties.snapshot.graph
    with ties.snapshot.marks() as marks:
        people, found = kernels.ties_between(
            *graph.sound(),
            graph.first_ties,
            compiled.frozen(xs),
            compiled.frozen(first),
            compiled.frozen(ys),
            compiled.frozen(last),
            most,
            compiled.frozen(_NOBODY if through is None else through),
            marks,
        )
    return people.astype(np.int64), found[:, 0], found[:, 1]


def _ties_of_both(graph: GraphArrays, source: int, target: int) -> LongArray:
    """The numbers of the ties of both ends, row after row."""
    if compiled.loaded():
        from netreach.paths import kernels

        return kernels.ties_of_both(*graph.sound(), graph.first_ties, source, target)
    numbers = []
    for end in (source, target):
        begin, after = graph.indptr[end], graph.indptr[end + 1]
        numbers.append(graph.ties_at(np.full(after - begin, end), np.arange(begin, after)))
    return np.concatenate(numbers)


def _best(
    rank: LongArray, source: int, target: int, found: list[tuple[LongArray, LongArray]], k: int
) -> list[tuple[int, tuple[int, ...]]]:
    """The k of least weight; of equal ones, which have as many hops, those whose ids come first."""
    every = np.concatenate([_NONE, *(weights for weights, _ in found)])
    most = np.partition(every, k - 1)[k - 1] if len(every) > k else FAR
    best: list[tuple[int, int, tuple[int, ...]]] = []
    for weights, inner in found:
        near = np.flatnonzero(weights <= most)
        weights, inner = weights[near], inner[near]
        # The order of ids between the ends as one number.
        order = np.zeros(len(weights), dtype=np.int64)
        for person in inner.T:
            order = order * len(rank) + rank[person]
        if len(weights) > k:
            kept = np.lexsort((order, weights))[:k] if len(weights) < 64 * k else _first(weights, order, k)
            weights, inner, order = weights[kept], inner[kept], order[kept]
        best += zip(weights.tolist(), order.tolist(), map(tuple, inner.tolist()), strict=True)
    best.sort()
    return [(weight, (source, *people, target)) for weight, _, people in best[:k]]


def _first(weights: LongArray, order: LongArray, k: int) -> LongArray:
    """The k of least weight, of equal ones those that come first in the order; not sorted among themselves."""
    most = np.partition(weights, k - 1)[k - 1]
    below, equal = np.flatnonzero(weights < most), np.flatnonzero(weights == most)
    missing = k - len(below)
    return np.concatenate((below, equal[np.argpartition(order[equal], missing - 1)[:missing]]))
