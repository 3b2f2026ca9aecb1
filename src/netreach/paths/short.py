"""The best paths of at most three hops, by listing them: the contacts of both ends, and the ties between these.

Nobody asks for an introduction over many people, so this is the usual question. All paths of three hops run over a
tie between a contact of the source and a contact of the target; only the rows on the cheaper side are read, and only
ties that can still belong to one of the k best get a cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach import compiled

if TYPE_CHECKING:
    from netreach.graph import GraphArrays
    from netreach.paths.search import Ties
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.snapshot import Snapshot

MOST: Final = 2_000_000
"""Adjacency entries read at most; where hubs have more between them, `best_paths` searches instead."""

FAR: Final = np.iinfo(np.int64).max
_NOBODY: Final = np.zeros(0, dtype=np.bool_)


@attrs.frozen(kw_only=True, eq=False)
class Question:
    """What is asked of two people; the attributes are the arguments of `best_paths`.

    Attributes:
        costs: int64: what the ties of the source cost, then those of the target, row after row.
    """

    source: int
    target: int
    costs: LongArray
    k: int
    cutoff: int
    blocked: BoolArray
    directly: bool
    through: BoolArray | None


@attrs.frozen(kw_only=True, eq=False)
class Listed:
    """Paths of at most three hops: the direct one first, then those over one, then those over two people.

    Attributes:
        people: int32 `[p, 2]`: whom they lead over; -1 where there is nobody.
        spent: int64 `[p]`: what they cost; of those over two people what they cost without the tie between these.
        numbers: int64: the number of this tie, for each of the last ones.
        direct: How many are direct: one or none.
    """

    people: IntArray
    spent: LongArray
    numbers: LongArray
    direct: int


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
    question = Question(
        source=source,
        target=target,
        costs=ties.costs_of(_ties_of_both(ties.snapshot.graph, source, target)),
        k=k,
        cutoff=cutoff,
        blocked=blocked,
        directly=directly,
        through=through,
    )
    found = (listed_compiled if compiled.loaded() else listed)(ties.snapshot, question)
    if found is None:
        return None
    over_two = len(found.spent) - len(found.numbers)
    weights = found.spent * 8
    if len(found.numbers):
        weights[over_two:] += ties.costs_of(found.numbers) * 8 + 3
    weights[: found.direct] += 1
    weights[found.direct : over_two] += 2
    return _best(ties.rank, source, target, weights, found.people, k)


def listed(snapshot: Snapshot, question: Question) -> Listed | None:
    """List the paths that can be among the best, with NumPy; `None` where there is too much.

    Args:
        snapshot: The network.
        question: What is asked.
    """
    graph, source, target = snapshot.graph, question.source, question.target
    blocked, through = question.blocked, question.through
    rows = [graph.contacts(end) for end in (source, target)]
    first, last = question.costs[: len(rows[0])], question.costs[len(rows[0]) :]
    people, spent = [np.zeros((0, 2), dtype=np.int32)], [np.zeros(0, dtype=np.int64)]
    numbers = spent[0]
    at = np.searchsorted(rows[0], target)
    direct = question.directly and at < len(rows[0]) and rows[0][at] == target
    if direct:
        people.append(np.full((1, 2), -1, dtype=np.int32))
        spent.append(first[at : at + 1])
    keep_x, keep_y = ~blocked[rows[0]] & (rows[0] != target), ~blocked[rows[1]] & (rows[1] != source)
    xs, first, ys, last = rows[0][keep_x], first[keep_x], rows[1][keep_y], last[keep_y]
    if question.cutoff >= 2 and len(xs) and len(ys):
        place = np.minimum(np.searchsorted(ys, xs), len(ys) - 1)
        both = ys[place] == xs
        if through is not None:
            both &= through[xs]
        people.append(np.stack((xs[both], np.full(both.sum(), -1, dtype=np.int32)), axis=1))
        spent.append(first[both] + last[place[both]])
    if question.cutoff >= 3 and len(xs) and len(ys):
        most = _least(np.concatenate(spent), int(direct), question.k)
        x, y = first + last.min() < most, last + first.min() < most
        xs, first, ys, last = xs[x], first[x], ys[y], last[y]
        entries, others = (int(graph.row_sizes(side).sum()) for side in (xs, ys))
        turned = others < entries
        if turned:
            xs, first, ys, last, entries = ys, last, xs, first, others
        if entries > MOST:
            return None
        if compiled.worth(entries):
            return listed_compiled(snapshot, question)
        middle, rest, numbers = _between(snapshot, xs, first, ys, last, most, through)
        people.append(middle[:, ::-1] if turned else middle)
        spent.append(rest)
    return Listed(
        people=np.concatenate(people), spent=np.concatenate(spent), numbers=numbers, direct=int(direct)
    )


def _least(spent: LongArray, direct: int, k: int) -> int:
    """What the k-th of these paths costs: one that costs more need not be looked at."""
    if len(spent) < k:
        return FAR
    weights = spent * 8 + 2
    weights[:direct] -= 1
    return int(np.partition(weights, k - 1)[k - 1]) >> 3


def _between(
    snapshot: Snapshot,
    xs: IntArray,
    first: LongArray,
    ys: IntArray,
    last: LongArray,
    most: int,
    through: BoolArray | None,
) -> tuple[IntArray, LongArray, LongArray]:
    """The ties between two lists of people that can belong to a path: both people, the rest of it, the number."""
    graph = snapshot.graph
    offsets, positions = graph.entries(xs)
    near = graph.indices[positions]
    # A byte a person, since most of the time goes into looking everybody near up.
    with snapshot.marks() as wanted:
        wanted[ys] = True
        hit = np.flatnonzero(wanted[near])
        wanted[ys] = False
    item = np.searchsorted(offsets, hit, side="right") - 1
    spent = first[item] + last[np.searchsorted(ys, near[hit])] if len(hit) else np.zeros(0, dtype=np.int64)
    open_ = spent < most
    if through is not None:
        open_ &= through[xs[item]] | through[near[hit]]
    hit, item, spent = hit[open_], item[open_], spent[open_]
    x, y = xs[item], near[hit]
    return np.stack((x, y), axis=1), spent, graph.ties_at(x.astype(np.int64), positions[hit])


def listed_compiled(snapshot: Snapshot, question: Question) -> Listed | None:
    """The same by one compiled loop."""
    from netreach.paths import kernels

    graph, through = snapshot.graph, question.through
    with snapshot.marks() as marks:
        people, spent, numbers, direct = kernels.list_paths(
            *graph.sound(),
            graph.first_ties,
            question.source,
            question.target,
            compiled.frozen(question.costs),
            question.k,
            question.cutoff,
            compiled.frozen(question.blocked),
            question.directly,
            compiled.frozen(_NOBODY if through is None else through),
            MOST,
            marks,
        )
    return None if direct < 0 else Listed(people=people, spent=spent, numbers=numbers, direct=direct)


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
    rank: IntArray, source: int, target: int, weights: LongArray, people: IntArray, k: int
) -> list[tuple[int, tuple[int, ...]]]:
    """The k of least weight; of equal ones, which have as many hops, those whose ids come first."""
    if len(weights) > k:
        near = np.flatnonzero(weights <= np.partition(weights, k - 1)[k - 1])
        weights, people = weights[near], people[near]
    # The order of ids between the ends as one number; where nobody is, all paths of that weight have the same.
    order = rank[people[:, 0]].astype(np.int64) * len(rank) + rank[people[:, 1]]
    if len(weights) > 64 * k:
        kept = _first(weights, order, k)
        weights, people, order = weights[kept], people[kept], order[kept]
    best = np.lexsort((order, weights))[:k]
    return [
        (weight, (source, *(person for person in between if person >= 0), target))
        for weight, between in zip(weights[best].tolist(), people[best].tolist(), strict=True)
    ]


def _first(weights: LongArray, order: LongArray, k: int) -> LongArray:
    """The k of least weight, of equal ones those that come first in the order; not sorted among themselves."""
    most = np.partition(weights, k - 1)[k - 1]
    below, equal = np.flatnonzero(weights < most), np.flatnonzero(weights == most)
    missing = k - len(below)
    return np.concatenate((below, equal[np.argpartition(order[equal], missing - 1)[:missing]]))
