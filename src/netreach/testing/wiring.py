"""Who knows whom in the synthetic world: clustered, heavy-tailed ties drawn in bulk.

Ties come from shared circles (teams, school years, former teams, companies, people of one trade in one city, cities)
and from introductions: a share of ties closes an open triangle. Everything is array work; no step loops over ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Vertices = NDArray[np.int32]
Floats = NDArray[np.floating[Any]]

LOW_BITS = np.int64(0xFFFFFFFF)


@attrs.frozen(kw_only=True, eq=False)
class Circle:
    """A partition of the people into groups whose members meet.

    Attributes:
        group: The group of every person, counted from 0.
        share: Which part of a person's contacts comes from here.
        closeness: How much closer two members are than two people who share nothing.
    """

    group: Ints
    share: float
    closeness: float


def split_groups(rng: np.random.Generator, group: Ints, size: int) -> Ints:
    """Return finer groups: those larger than `size` people fall into random parts of about that size."""
    members = np.bincount(group)
    parts = -(-members // size)
    first = np.cumsum(parts) - parts
    return first[group] + np.floor(rng.random(len(group)) * parts[group]).astype(np.int64)


def draw_ties(
    rng: np.random.Generator, circles: Sequence[Circle], budget: Floats, *, closed: float = 0.2
) -> tuple[Vertices, Vertices]:
    """Draw unique ties without loops, sorted by (lower end, higher end).

    Args:
        rng: The source of chance.
        circles: From the closest to the widest; what a small circle cannot hold goes to the next one.
        budget: Wanted number of contacts per person.
        closed: Share of ties that close an open triangle.

    Returns:
        The lower and the higher end of every tie, int32.
    """
    people = len(budget)
    wanted = round(float(budget.sum()) / 2)
    carry = np.zeros(people)
    parts: list[Ints] = []
    for circle in circles:
        room = (np.bincount(circle.group)[circle.group] - 1) * 0.75
        stubs = budget * (circle.share * (1 - closed)) + carry
        taken = np.minimum(stubs, room)
        carry = stubs - taken
        parts.append(_meet(rng, circle.group, taken))
    keys = unique_sorted(np.concatenate(parts))
    parts.clear()
    keys = _join_loners(rng, keys, people)
    for _ in range(4):
        missing = wanted - len(keys)
        if missing <= wanted // 1000 or not len(keys):
            break
        keys = _with_new(rng, keys, _close_triangles(rng, keys, people, round(missing * 1.5) + 8), missing)
    return (keys >> 32).astype(np.int32), (keys & LOW_BITS).astype(np.int32)


def adjacency(lo: Vertices, hi: Vertices, people: int) -> tuple[Ints, Vertices]:
    """Return the ties as rows: `indices[indptr[i]:indptr[i + 1]]` are the sorted contacts of person i."""
    both = np.empty(2 * len(lo), dtype=np.int64)
    np.left_shift(lo, 32, out=both[: len(lo)], dtype=np.int64)
    both[: len(lo)] |= hi
    np.left_shift(hi, 32, out=both[len(lo) :], dtype=np.int64)
    both[len(lo) :] |= lo
    both.sort()
    indices = (both & LOW_BITS).astype(np.int32)
    counts = np.bincount(lo, minlength=people) + np.bincount(hi, minlength=people)
    indptr = np.zeros(people + 1, dtype=np.int64)
    np.cumsum(counts, out=indptr[1:])
    return indptr, indices


def pair_keys(a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]]) -> Ints:
    """Return one integer per pair, the same for (a, b) and (b, a): the lower end in its high half."""
    keys: Ints = np.minimum(a, b).astype(np.int64)
    keys <<= 32
    keys |= np.maximum(a, b)
    return keys


def unique_sorted(keys: Ints) -> Ints:
    """Return the distinct keys, sorted; the argument is sorted in place."""
    keys.sort()
    if not len(keys):
        return keys
    first = np.empty(len(keys), dtype=bool)
    first[0] = True
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return keys[first]


def pair_chance(seed: int, a: NDArray[np.integer[Any]], b: NDArray[np.integer[Any]], salt: int) -> Floats:
    """Return a number in [0, 1) per pair of people that depends only on the pair, the seed and the salt.

    Both ends of a pair see the same number, whoever asks and in whatever order: two owners' exports agree.
    """
    mixed = pair_keys(a, b).astype(np.uint64)
    mixed ^= np.uint64((seed * 0x9E3779B97F4A7C15 + salt * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF)
    # The finaliser of SplitMix64.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def _meet(rng: np.random.Generator, group: Ints, stubs: Floats) -> Ints:
    # Each tie begins at someone and ends at a random other beginning in the group, so both ends follow the stubs.
    begun = np.floor(stubs / 2 + rng.random(len(stubs))).astype(np.int64)
    order = np.argsort(group, kind="stable")
    source = np.repeat(order.astype(np.int32), begun[order])
    size = np.bincount(group, weights=begun, minlength=int(group.max()) + 1).astype(np.int64)
    first = np.cumsum(size) - size
    home = group[source]
    target = source[first[home] + np.floor(rng.random(len(source)) * size[home]).astype(np.int64)]
    apart = source != target
    return pair_keys(source[apart], target[apart])


def _join_loners(rng: np.random.Generator, keys: Ints, people: int) -> Ints:
    met = np.zeros(people, dtype=bool)
    met[keys >> 32] = True
    met[keys & LOW_BITS] = True
    loners = np.flatnonzero(~met)
    if not len(loners) or people < 2:
        return keys
    partner = (loners + rng.integers(1, people, size=len(loners))) % people
    return unique_sorted(np.concatenate([keys, pair_keys(loners, partner)]))


def _close_triangles(rng: np.random.Generator, keys: Ints, people: int, count: int) -> Ints:
    lo, hi = (keys >> 32).astype(np.int32), (keys & LOW_BITS).astype(np.int32)
    indptr, indices = adjacency(lo, hi, people)
    contacts = np.diff(indptr)
    tie = rng.integers(0, len(keys), size=count)
    # The end with fewer contacts introduces: its circle is the tighter one, so triangles pile up there.
    a, b = lo[tie], hi[tie]
    swap = contacts[a] > contacts[b]
    middle, end = np.where(swap, b, a), np.where(swap, a, b)
    other = indices[indptr[middle] + np.floor(rng.random(count) * contacts[middle]).astype(np.int64)]
    apart = other != end
    return unique_sorted(pair_keys(end[apart], other[apart]))


def _with_new(rng: np.random.Generator, keys: Ints, found: Ints, limit: int) -> Ints:
    place = np.searchsorted(keys, found)
    known = keys[np.minimum(place, len(keys) - 1)] == found
    new = found[~known]
    if len(new) > limit:
        new = new[rng.random(len(new)).argsort(kind="stable")[:limit]]
        new.sort()
    merged = np.concatenate([keys, new])
    merged.sort(kind="stable")
    return merged
