"""From expressions to people: a truth value for every distinct text, then for every person.

A field in which nobody has several values runs the whole expression over its dictionary, the empty text included.
Where people have several, and for keywords, a word stands for "has a value that contains it" and the operators work
on sets of people, so that De Morgan's laws hold there too: each word is a bit, the bits of all values of a person
are put together, and the expression is looked up in its truth table. Words side by side in an OR share one bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach import compiled
from netreach.errors import OptionError
from netreach.search import passes
from netreach.search.criteria import TEXT_CRITERIA
from netreach.search.fields import CURRENT, FieldIndex, field_index
from netreach.search.tree import And, Leaf, Node, Not, Or, evaluate

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.search.degrees import DistanceArray
    from netreach.search.passes import Sieve
    from netreach.snapshot import Snapshot

    PointArray = npt.NDArray[np.int16]

_BITS: Final = 16
_PART: Final = 4
"""The texts of some people are looked at by themselves where people are fewer than one to so many texts."""


def sift(
    snapshot: Snapshot,
    sieve: Sieve,
    criterion: str,
    node: Node,
    number: int,
    scope: str = CURRENT,
) -> None:
    """Find those who meet one criterion.

    Args:
        snapshot: The opened version.
        sieve: What notes them.
        criterion: A key of `netreach.search.criteria.TEXT_CRITERIA`.
        node: The expression.
        number: The number of the criterion.
        scope: One of `netreach.search.fields.SCOPES`.
    """
    indexes = _indexes(snapshot, criterion, scope)
    if len(indexes) == 1 and indexes[0].offsets is None:
        wanted = evaluate(node, lambda leaf: _containing(indexes[0], (leaf,)))
        sieve.values(indexes[0], wanted, number)
        return
    tree, groups = _grouped(node)
    if len(groups) > _BITS:
        sieve.people(_person_by_person(indexes, tree, groups, snapshot.count), number)
        return
    bits = np.zeros(snapshot.count, dtype=np.uint16)
    for index in indexes:
        held = _bits(index, groups)
        if held.any():
            passes.gather(bits, index, held)
    sieve.truth(bits, _truth(tree, groups), number)


def mask(snapshot: Snapshot, criterion: str, node: Node, scope: str = CURRENT) -> BoolArray:
    """`[n]`: whether each person meets one criterion; the arguments are those of `sift`."""
    with passes.sieve(snapshot, 1) as sieve:
        sift(snapshot, sieve, criterion, node, 1, scope)
        return sieve.met()


def contacts_of(snapshot: Snapshot, vertices: tuple[int, ...]) -> BoolArray:
    """`[n]`: who is a contact of at least one of some people.

    Raises:
        OptionError: When a vertex does not exist.
    """
    for vertex in vertices:
        if not 0 <= vertex < snapshot.count:
            raise OptionError(
                f"contacts_of names vertex {vertex}: this network has 0 to {snapshot.count - 1}."
            )
    found = np.zeros(snapshot.count, dtype=np.bool_)
    _, near = snapshot.engine.contacts_of(np.array(vertices, dtype=np.int32))
    found[near] = True
    return found


def known(snapshot: Snapshot, criterion: str, people: IntArray, scope: str = CURRENT) -> BoolArray:
    """`[k]`: whether anything is known of some people in the fields of a criterion."""
    result = np.zeros(len(people), dtype=np.bool_)
    left = np.arange(len(people))
    for index in _indexes(snapshot, criterion, scope):
        # Of almost everybody something is known in the first field: the name.
        seen = index.known(people[left])
        result[left[seen]] = True
        left = left[~seen]
    return result


def count_without(
    snapshot: Snapshot,
    criterion: str,
    people: IntArray,
    distances: DistanceArray,
    counts: LongArray,
    scope: str = CURRENT,
) -> None:
    """Add to int64 `[cutoff + 1]` counts, by degree, of how many people nothing is known for a criterion."""
    indexes = _indexes(snapshot, criterion, scope)
    if len(indexes) == 1:
        passes.count_without(indexes[0], people, distances, counts)
    else:
        seen = known(snapshot, criterion, people, scope)
        counts += np.bincount(distances[people[~seen]], minlength=len(counts))


def add_points(
    snapshot: Snapshot,
    total: IntArray,
    criterion: str,
    node: Node,
    people: IntArray,
    scope: str = CURRENT,
) -> None:
    """Add to int32 `[k]` how well some people meet one criterion; 0 for those who do not.

    A word or phrase gives 3 where it is the whole value, 2 where the value begins with it, 1 where the value contains
    it; the best of several values counts. AND adds up, OR takes the best, NOT gives nothing.
    """
    if not len(people):
        return
    indexes = _indexes(snapshot, criterion, scope)
    if len(indexes) > 1 or indexes[0].offsets is not None:
        total += _points(node, lambda leaf: _best(indexes, leaf, people))
        return
    # Of one value: the whole expression over the dictionary, once for all who have the same text.
    if len(people) * _PART < indexes[0].values:
        mine = indexes[0].codes[people]
        total += _points(node, lambda leaf: indexes[0].words.levels_of(leaf, mine).astype(np.int16))
        return
    held = _points(node, lambda leaf: indexes[0].words.levels(leaf).astype(np.int16)).astype(np.int32)
    if compiled.worth(len(people)):
        from netreach.search import kernels

        codes = compiled.frozen(indexes[0].codes)
        kernels.add_points(total, compiled.frozen(held), codes, compiled.frozen(people))
    else:
        total += held[indexes[0].codes[people]]


@attrs.frozen(eq=False)
class _Gained:
    """Who is admitted, and with how many points."""

    admitted: BoolArray
    points: PointArray

    def __and__(self, other: _Gained) -> _Gained:
        admitted = self.admitted & other.admitted
        return _Gained(admitted, np.where(admitted, self.points + other.points, np.int16(0)))

    def __or__(self, other: _Gained) -> _Gained:
        return _Gained(self.admitted | other.admitted, np.maximum(self.points, other.points))

    def __invert__(self) -> _Gained:
        return _Gained(~self.admitted, np.zeros_like(self.points))


def _points(node: Node, leaf: Callable[[Leaf], PointArray]) -> PointArray:
    def gained(one: Leaf) -> _Gained:
        levels = leaf(one)
        return _Gained(levels > 0, levels)

    found = evaluate(node, gained)
    return np.where(found.admitted, found.points, np.int16(0))


def _best(indexes: list[FieldIndex], leaf: Leaf, people: IntArray) -> PointArray:
    """int16 `[k]`: how well the best value of each person meets a word or phrase."""
    result = np.zeros(len(people), dtype=np.int16)
    for index in indexes:
        levels = index.words.levels(leaf).astype(np.int16)
        if not levels.any():
            continue
        if index.offsets is None:
            np.maximum(result, levels[index.codes[people]], out=result)
        elif compiled.worth(len(people)):
            from netreach.search import kernels

            offsets, codes = compiled.frozen(index.offsets), compiled.frozen(index.codes)
            kernels.best_of_several(result, offsets, codes, compiled.frozen(people), compiled.frozen(levels))
        else:
            begin, held = index.codes_of(people)
            has = np.flatnonzero(np.diff(begin))
            if len(has):
                result[has] = np.maximum(result[has], np.maximum.reduceat(levels[held], begin[has]))
    return result


def _indexes(snapshot: Snapshot, criterion: str, scope: str) -> list[FieldIndex]:
    return [field_index(snapshot, field, scope) for field in TEXT_CRITERIA[criterion]]


def _containing(index: FieldIndex, leaves: tuple[Leaf, ...]) -> BoolArray:
    """`[v + 1]`: which values of a field contain at least one of some words and phrases."""
    found = np.zeros(index.values + 1, dtype=np.bool_)
    for leaf in leaves:
        index.words.mark(leaf, found)
    return found


_Groups = dict[tuple[Leaf, ...], int]
"""Words and phrases any of which will do, and the place of their bit."""


def _grouped(node: Node) -> tuple[Node, _Groups]:
    """Return the expression over places of bits, and what has which place: leaves side by side in an OR share one."""
    groups: _Groups = {}

    def bit(*leaves: Leaf) -> Node:
        return Leaf(words=(str(groups.setdefault(leaves, len(groups))),))

    def walk(part: Node) -> Node:
        match part:
            case Leaf():
                return bit(part)
            case Not():
                return Not(node=walk(part.node))
            case And():
                return And(nodes=[walk(one) for one in part.nodes])
            case Or():
                leaves = [one for one in part.nodes if isinstance(one, Leaf)]
                others = [walk(one) for one in part.nodes if not isinstance(one, Leaf)]
                nodes = [bit(*leaves), *others] if leaves else others
                return Or(nodes=nodes) if len(nodes) > 1 else nodes[0]

    return walk(node), groups


def _bits(index: FieldIndex, groups: Iterable[tuple[Leaf, ...]]) -> npt.NDArray[np.uint16]:
    """uint16 `[v + 1]`: for each value the groups of words of which it has one, a bit for each group."""
    bits = np.zeros(index.values + 1, dtype=np.uint16)
    for place, leaves in enumerate(groups):
        for leaf in leaves:
            bits[index.words.containing(leaf)] |= np.uint16(1 << place)
    return bits


def _truth(tree: Node, groups: _Groups) -> BoolArray:
    """`[2 ** groups]`: whether the expression holds for somebody with these bits."""
    every = np.arange(1 << len(groups))
    return evaluate(tree, lambda leaf: (every >> int(leaf.words[0])) & 1 == 1)


def _person_by_person(indexes: list[FieldIndex], tree: Node, groups: _Groups, count: int) -> BoolArray:
    """`[n]`: whom an expression of very many words admits.

    Words that nobody has cost nothing, and only as many truth values of everybody are held as the tree is deep.
    """
    listed = list(groups)

    def people(leaf: Leaf) -> BoolArray:
        held = [_bits(index, [listed[int(leaf.words[0])]]) for index in indexes]
        if not any(one.any() for one in held):
            return np.zeros(1, dtype=np.bool_)
        bits = np.zeros(count, dtype=np.uint16)
        for index, one in zip(indexes, held, strict=True):
            if one.any():
                passes.gather(bits, index, one)
        return bits > 0

    def value(node: Node) -> BoolArray:
        match node:
            case Leaf():
                return people(node)
            case Not():
                return ~value(node.node)
            case And() | Or():
                combine = np.logical_and if isinstance(node, And) else np.logical_or
                found = value(node.nodes[0])
                for part in node.nodes[1:]:
                    found = combine(found, value(part))
                return found

    # One truth value may stand for everybody.
    return np.broadcast_to(value(tree), count).copy()
