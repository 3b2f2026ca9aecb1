"""What the user said about who is who, applied to people as the exports give them.

Decisions are few and exports are large: everything here is plain Python over the keys of the people that a
decision names. The result depends on the decisions in their order, and never on the order of the exports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from netreach.plugins.protocols import LongArray


@attrs.frozen(kw_only=True)
class Said:
    """One decision, as numbers of keys.

    Attributes:
        one: Keys of one person.
        apart: Pairs of keys that are two people.
    """

    one: tuple[int, ...] = ()
    apart: tuple[tuple[int, int], ...] = ()


def apply(label: LongArray, links: LongArray, said: Sequence[Said], rank: LongArray) -> LongArray:
    """Cut and join people as the user said.

    A later decision holds against an earlier one. What the exports say holds against neither, but a person whom a
    decision cuts in two keeps with each part the keys that hang on it; a key that hangs on both joins nobody.

    Args:
        label: `[k]`: number of the person of each key, from the exports.
        links: `[l, 2]`: pairs of keys that the exports join.
        said: The decisions, in the order in which they were made.
        rank: `[k]`: place of each key in the alphabet: the order in which equal cases are decided.

    Returns:
        `[k]`: number of the person of each key, from 0 without gaps.
    """
    if not said:
        return label
    label = _cut(label, links, _standing(said), rank)
    groups = Groups()
    # The latest word first: what it joins or parts, an earlier one cannot undo.
    for decision in reversed(said):
        for key in decision.one[1:]:
            groups.join(int(label[decision.one[0]]), int(label[key]))
        for a, b in decision.apart:
            groups.part(int(label[a]), int(label[b]))
    joined = label.copy()
    changed = groups.members()
    if changed:
        old = np.array(list(changed), dtype=np.int64)
        table = np.arange(int(label.max(initial=-1)) + 1, dtype=np.int64)
        table[old] = [changed[number] for number in old.tolist()]
        joined = table[label]
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def _standing(said: Sequence[Said]) -> list[tuple[int, int]]:
    """The pairs that are apart and that no later decision joined again."""
    groups = Groups()
    pairs = []
    for decision in reversed(said):
        for key in decision.one[1:]:
            groups.join(decision.one[0], key)
        for a, b in decision.apart:
            if groups.part(a, b):
                pairs.append((a, b))
    return pairs


class Groups:
    """Sets of numbers that are joined and kept apart; what contradicts an earlier word is left out.

    >>> groups = Groups()
    >>> groups.join(1, 2), groups.part(1, 3), groups.join(2, 3), groups.join(2, 1)
    (True, True, False, True)
    """

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._foes: defaultdict[int, set[int]] = defaultdict(set)

    def root(self, member: int) -> int:
        """Return the number that stands for a member's set."""
        self._parent.setdefault(member, member)
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def parted(self, a: int, b: int) -> bool:
        """Whether two sets are kept apart."""
        return self.root(b) in self._foes[self.root(a)]

    def join(self, a: int, b: int) -> bool:
        """Join two sets, unless they are kept apart; return whether they are one now."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return True
        if b in self._foes[a]:
            return False
        self._parent[b] = a
        for foe in self._foes.pop(b, ()):
            self._foes[foe].discard(b)
            self._foes[foe].add(a)
            self._foes[a].add(foe)
        return True

    def part(self, a: int, b: int) -> bool:
        """Keep two sets apart, unless they are one; return whether they are apart now."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return False
        self._foes[a].add(b)
        self._foes[b].add(a)
        return True

    def members(self) -> dict[int, int]:
        """Return, for every member that does not stand for its set, the one that does."""
        return {member: root for member in list(self._parent) if (root := self.root(member)) != member}


def _cut(label: LongArray, links: LongArray, apart: Iterable[tuple[int, int]], rank: LongArray) -> LongArray:
    """Cut the people of whom two keys are apart."""
    within: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in apart:
        if label[a] == label[b]:
            within[int(label[a])].append((a, b))
    if not within:
        return label
    label = label.copy()
    following = int(label.max()) + 1
    wanted = np.array(sorted(within), dtype=np.int64)
    near: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in links[np.isin(label[links[:, 0]], wanted)].tolist():
        near[a].add(b)
        near[b].add(a)
    keys = np.flatnonzero(np.isin(label, wanted))
    members: defaultdict[int, list[int]] = defaultdict(list)
    for key in keys[np.argsort(rank[keys])].tolist():
        members[int(label[key])].append(key)
    for person, pairs in within.items():
        for part in _parts(members[person], near, pairs):
            label[part] = following
            following += 1
    return label


def _parts(
    keys: Sequence[int], near: dict[int, set[int]], apart: Iterable[tuple[int, int]]
) -> Iterator[list[int]]:
    """Yield the parts of one person, grown from the keys that a decision names, nearest keys first.

    Args:
        keys: The person's keys, in the order of the alphabet.
        near: The keys to which an export joins each.
        apart: Pairs of them that are two people.
    """
    groups = Groups()
    for a, b in apart:
        groups.part(a, b)
    order = {key: place for place, key in enumerate(keys)}
    placed = {key for pair in apart for key in pair}
    for key in sorted(placed, key=order.__getitem__):
        for other in sorted(near[key] & placed, key=order.__getitem__):
            groups.join(key, other)
    shared: set[int] = set()
    edge = placed
    while edge:
        reached = {other for key in edge for other in near[key]} - placed - shared
        fresh = set()
        for key in sorted(reached, key=order.__getitem__):
            sides = sorted(near[key] & edge, key=order.__getitem__)
            if any(groups.parted(a, b) for a in sides for b in sides):
                shared.add(key)
                continue
            for side in sides:
                groups.join(side, key)
            fresh.add(key)
        for key in sorted(fresh, key=order.__getitem__):
            for other in sorted(near[key] & fresh, key=order.__getitem__):
                groups.join(key, other)
        placed = placed | fresh
        edge = fresh
    # What hung on the rest only through a shared key stays together.
    rest = set(keys) - placed - shared
    for key in sorted(rest, key=order.__getitem__):
        for other in near[key] & rest:
            groups.join(key, other)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key in keys:
        found[groups.root(key)].append(key)
    yield from found.values()
