"""The best paths of at most so many hops, exactly.

Costs are whole numbers: `round(-ln(strength) * 2 ** 36)`. Sums of whole numbers do not depend on their order, so
equally strong paths are equal, on every machine.

1. `Remaining` holds for each number of hops h the least cost from everybody to the target within h hops, as far as
   a path of the whole length can need it: near the target it is pushed outward, near the source it is pulled in.
2. The k best are found by partition (Lawler's form of Yen's method): after each path that is given out, the rest
   is split at each of its people, and every part is asked for its own best. What `Remaining` answers is the best
   of a part if it meets none of the people already on the path; only if it does, the part is computed anew without
   them. So k paths cost at most 1 + k * cutoff such computations, however many equally strong paths there are.

Where a path must meet somebody of some people, the fields are kept twice: for who has met one of them, and for who
still has to. The second kind holds the best *walks*, which may turn back to where they came from; such a walk is
split as if it were given out, and is not (best-first search over a lower bound). Within three hops there are none.

Equal costs are decided by fewer hops, then by the ids of the people in order. Up to three hops `short_paths` lists
all paths instead, which is faster; this search stands in where hubs make the list too long.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.errors import OptionError
from netreach.paths.short import FAR, short_paths

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, IntArray, LongArray
    from netreach.snapshot import Snapshot

SCALE: Final = 2.0**36
LONGEST: Final = 6
"""Hops at most: six costs of the weakest ties, and a count of hops below 8, fit into 63 bits."""

TURNS: Final = 2_000
"""Walks that turn back, at most, before a search through somebody gives up and says so."""

_HOP: Final = 8


def tie_costs(strengths: FloatArray) -> LongArray:
    """Return int64 `[m]`: the cost of every tie, at least 1.

    >>> tie_costs(np.array([1.0, 0.5])).tolist()
    [1, 47632711549]
    """
    costs = np.rint(-np.log(strengths) * SCALE).astype(np.int64)
    return np.maximum(costs, 1, out=costs)


@attrs.frozen(eq=False)
class Ties:
    """What a search needs of a network.

    Attributes:
        snapshot: The network.
        costs_of: The costs of ties by their numbers, int64 `[k]`.
        rank: `[n]`: the place of everybody in the order of ids.
    """

    snapshot: Snapshot
    costs_of: Callable[[LongArray], LongArray]
    rank: IntArray

    def steps(self, vertices: LongArray) -> tuple[LongArray, IntArray, LongArray]:
        """Offsets `[k + 1]`, contacts and weights of the rows of some vertices; a weight counts its hop, too."""
        graph = self.snapshot.graph
        offsets, positions = graph.entries(vertices)
        rows = np.repeat(vertices, np.diff(offsets))
        weights = self.costs_of(graph.ties_at(rows, positions)) * _HOP + 1
        return offsets, graph.indices[positions], weights


@attrs.frozen(eq=False)
class Found:
    """A path.

    Attributes:
        weight: Its cost times 8, plus its hops.
        people: Vertices from source to target.
    """

    weight: int
    people: tuple[int, ...]

    @property
    def cost(self) -> int:
        """The cost alone, by which strengths compare."""
        return self.weight // _HOP


class Remaining:
    """Least weights to a target within 0, 1, ... hops, where nobody who is blocked may be met.

    Args:
        ties: The network.
        source: Where paths begin.
        target: Where they end.
        hops: How long they may be; weights are known for 0 to hops - 1 hops to go, for everybody whom a path from
            the source can have reached by then.
        blocked: `[n]`: who may not be met; the source does not count.
        through: `[n]`: of whom one must be met between source and target; `None` where nobody must.

    Attributes:
        fields: int64 `[1 or 2, n]` for each number of hops: least weights to the target, and in a second row least
            weights of walks that meet one of `through` from there on, the beginning included.
    """

    def __init__(
        self,
        ties: Ties,
        source: int,
        target: int,
        hops: int,
        blocked: BoolArray,
        through: BoolArray | None = None,
    ) -> None:
        self._ties = ties
        self.target = target
        self.hops = hops
        self._closed = blocked.copy()
        self._closed[source] = True
        self._met = None if through is None else np.flatnonzero(through)
        self._through = through
        first = np.full((1 if through is None else 2, ties.snapshot.count), FAR, dtype=np.int64)
        first[0, target] = 0
        self.fields: list[LongArray] = [first]
        self._fill(source)

    def completions(self, vertex: int, hops: int, owed: bool = False) -> tuple[IntArray, LongArray]:
        """Contacts of somebody, and the least weight of a path to the target through each, `FAR` for none.

        Args:
            vertex: From whom.
            hops: Hops at most.
            owed: Whether one of `through` must be met among the contacts or later.
        """
        _, contacts, weights = self._ties.steps(np.array([vertex]))
        return contacts, _plus(self.fields[hops - 1][int(owed)][contacts], weights)

    def follow(self, vertex: int, hops: int, owed: bool = False) -> tuple[int, ...]:
        """The best way from somebody, who has one, to the target within so many hops."""
        way = [vertex]
        while way[-1] != self.target:
            owed = owed and self._through is not None and not self._through[way[-1]]
            contacts, weights = self.completions(way[-1], hops, owed)
            best = contacts[weights == weights.min()]
            way.append(int(best[np.argmin(self._ties.rank[best])]))
            hops -= 1
        return tuple(way)

    def _fill(self, source: int) -> None:
        """Make the fields for 1 to hops - 1 hops to go, each from the side that has fewer ties to read."""
        counts = self._ties.snapshot.graph.contact_counts()
        reached = np.array([self.target])
        balls = [np.array([source])]
        grown: LongArray | None = None
        while len(self.fields) + len(balls) - 1 < self.hops:
            if grown is None:
                grown = self._grown(balls[-1])
            if counts[reached].sum() <= counts[grown].sum():
                reached = self._push(reached)
            else:
                balls.append(grown)
                grown = None
        while len(self.fields) < self.hops:
            self._pull(balls[self.hops - len(self.fields)])

    def _grown(self, ball: LongArray) -> LongArray:
        _, contacts = self._ties.snapshot.graph.contacts_of(ball)
        fresh = contacts[~self._closed[contacts]].astype(np.int64)
        return np.union1d(ball, fresh)

    def _push(self, reached: LongArray) -> LongArray:
        """Make the next field from everybody who is in the last one."""
        last = self.fields[-1]
        offsets, contacts, weights = self._ties.steps(reached)
        open_ = ~self._closed[contacts]
        to, sizes = contacts[open_], np.diff(offsets)
        field = np.full(last.shape, FAR, dtype=np.int64)
        for row, rest in zip(field, last[:, reached], strict=True):
            np.minimum.at(row, to, _plus(np.repeat(rest, sizes)[open_], weights[open_]))
        self._add(field)
        return np.union1d(to.astype(np.int64), [self.target])

    def _pull(self, ball: LongArray) -> None:
        """Make the next field for everybody near the source."""
        last = self.fields[-1]
        field = np.full(last.shape, FAR, dtype=np.int64)
        asked = ball[~self._closed[ball] & (self._ties.snapshot.graph.contact_counts()[ball] > 0)]
        if len(asked):
            offsets, contacts, weights = self._ties.steps(asked)
            for row, rest in zip(field, last[:, contacts], strict=True):
                row[asked] = np.minimum.reduceat(_plus(rest, weights), offsets[:-1])
        self._add(field)

    def _add(self, field: LongArray) -> None:
        """Keep a field: who is one of those to be met owes nothing more, and the target ends every way."""
        if self._met is not None:
            field[1, self._met] = field[0, self._met]
            field[1, self.target] = FAR
        field[0, self.target] = 0
        self.fields.append(field)


def _plus(rest: LongArray, weights: LongArray) -> LongArray:
    """Add weights where there is a way at all."""
    some = rest < FAR
    total: LongArray = np.where(some, rest + np.where(some, weights, 0), FAR)
    return total


def best_paths(
    ties: Ties,
    source: int,
    target: int,
    *,
    k: int,
    cutoff: int,
    blocked: BoolArray,
    directly: bool = True,
    through: BoolArray | None = None,
) -> list[Found]:
    """Return the k best paths: strongest first, then fewer hops, then ids.

    Args:
        ties: The network.
        source: Where they begin.
        target: Where they end.
        k: How many at most.
        cutoff: Hops at most.
        blocked: `[n]`: who may not be met on the way.
        directly: Whether the tie of the two themselves is a path.
        through: `[n]`: of whom one must be on the way; `None` where nobody must.

    Raises:
        OptionError: When the search through somebody meets too many walks that turn back, which only happens over
            more than three hops.
    """
    if through is not None:
        through = through & ~blocked
        through[[source, target]] = False
        if not through.any():
            return []
        directly = False
    if cutoff <= 3:
        listed = short_paths(
            ties, source, target, k=k, cutoff=cutoff, blocked=blocked, directly=directly, through=through
        )
        if listed is not None:
            return [Found(weight, people) for weight, people in listed]
    search = _Partition(ties, source, target, cutoff, blocked, through)
    heap: list[tuple[int, tuple[int, ...], tuple[int, ...], int, frozenset[int]]] = []

    def ask(prefix: tuple[int, ...], spent: int, barred: frozenset[int]) -> None:
        found = search.best(prefix, spent, barred)
        if found is not None:
            order = tuple(ties.rank[list(found.people)].tolist())
            heapq.heappush(heap, (found.weight, order, found.people, len(prefix) - 1, barred))

    ask((source,), 0, frozenset() if directly else frozenset((target,)))
    results: list[Found] = []
    turns = 0
    while heap and len(results) < k:
        weight, _, people, split, barred = heapq.heappop(heap)
        simple = _until_back(people)
        if simple == len(people):
            results.append(Found(weight, people))
        elif (turns := turns + 1) > TURNS:
            raise OptionError(
                f"Too many ways of up to {cutoff} hops lead to those who must be on them only to turn back: "
                "choose a smaller cutoff."
            )
        # What begins with a way that has turned back holds no path.
        for at in range(split, min(len(people) - 1, simple)):
            prefix, after = people[: at + 1], people[at + 1]
            rest = barred | {after} if at == split else frozenset((after,))
            ask(prefix, search.weight(prefix), rest)
    return results


def _until_back(people: tuple[int, ...]) -> int:
    """How many people come before somebody comes again."""
    met: set[int] = set()
    for place, person in enumerate(people):
        if person in met:
            return place
        met.add(person)
    return len(people)


class _Partition:
    """Answers for a beginning of a path what its best completion is; through somebody, a walk that is no worse."""

    def __init__(
        self,
        ties: Ties,
        source: int,
        target: int,
        cutoff: int,
        blocked: BoolArray,
        through: BoolArray | None,
    ) -> None:
        self._ties, self._target, self._cutoff, self._blocked = ties, target, cutoff, blocked
        self._through = through
        self._remaining = Remaining(ties, source, target, cutoff, blocked, through)

    def weight(self, people: tuple[int, ...]) -> int:
        """The weight of a beginning."""
        a, b = np.array(people[:-1], dtype=np.int64), np.array(people[1:], dtype=np.int64)
        numbers = self._ties.snapshot.tie_numbers(a, b)
        return int(self._ties.costs_of(numbers).sum()) * _HOP + len(a)

    def best(self, prefix: tuple[int, ...], spent: int, barred: frozenset[int]) -> Found | None:
        """The best path that begins so and does not go on to anybody barred; `None` where there is none."""
        hops = self._cutoff - (len(prefix) - 1)
        if hops <= 0:
            return None
        found = self._completed(self._remaining, prefix, spent, hops, barred)
        if found is None or len(set(found.people)) == len(found.people):
            return found
        blocked = self._blocked.copy()
        blocked[list(prefix)] = True
        anew = Remaining(self._ties, prefix[-1], self._target, hops, blocked, self._through)
        return self._completed(anew, prefix, spent, hops, barred)

    def _completed(
        self, remaining: Remaining, prefix: tuple[int, ...], spent: int, hops: int, barred: frozenset[int]
    ) -> Found | None:
        owed = self._through is not None and not self._through[list(prefix)].any()
        contacts, weights = remaining.completions(prefix[-1], hops, owed)
        allowed = ~np.isin(contacts, [*prefix, *barred]) & (weights < FAR)
        if not allowed.any():
            return None
        contacts, weights = contacts[allowed], weights[allowed]
        least = weights.min()
        best = contacts[weights == least]
        after = int(best[np.argmin(self._ties.rank[best])])
        return Found(spent + int(least), (*prefix, *remaining.follow(after, hops - 1, owed)))
