"""Which keys stand for the same person.

Two keys in one claim are joined. What must never happen is that two profile slugs of one site become one person
because they share an address: a family's or an assistant's mailbox. So where joining by claims would put
several profiles together, addresses that several profiles carry join nobody, and claims without a profile join
no addresses. The rule looks at all claims at once, so the order of imports cannot matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.graph.building import sorted_unique
from netreach.identity.said import Said, apply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreach.plugins.protocols import BoolArray, LongArray


@attrs.frozen(eq=False)
class Clusters:
    """People as sets of keys.

    Attributes:
        label: `[k]`: number of the person that each key stands for, 0 to count - 1.
        count: People.
        contested: Keys that several profiles carry, and that therefore join nobody.
        exists: `[count]`: whether a claim is about that person, or the user parted them from somebody. A key that
            only stood beside the profiles of others is nobody.
    """

    label: LongArray
    count: int
    contested: LongArray
    exists: BoolArray


def cluster(
    claim: LongArray, key: LongArray, is_profile: BoolArray, said: Sequence[Said], rank: LongArray
) -> Clusters:
    """Join keys into people.

    Args:
        claim: `[r]`: number of the claim that carries each key, ascending; a claim's first key comes first.
        key: `[r]`: number of the key.
        is_profile: `[k]`: whether a key is a profile slug, of which a person has one a site.
        said: What the user decided, in the order of the decisions; it holds against every rule.
        rank: `[k]`: place of each key in the alphabet.
    """
    keys = len(is_profile)
    first = np.ones(len(claim), dtype=bool)
    first[1:] = claim[1:] != claim[:-1]
    head = key[np.flatnonzero(first)][np.cumsum(first) - 1] if len(claim) else key
    # The profile of a claim, where it has one, is the key that the others hang on.
    profile_row = np.flatnonzero(is_profile[key])
    profile = np.full(int(claim.max(initial=-1)) + 1, -1, dtype=np.int64)
    profile[claim[profile_row[::-1]]] = key[profile_row[::-1]]
    anchor = np.where(profile[claim] >= 0, profile[claim], head)
    link = anchor != key
    left, right = anchor[link], key[link]
    both_profiles = is_profile[left] & is_profile[right]
    # A claim that itself names two profiles of one person (an old and a new slug) is taken at its word.
    group = _components(keys, left[both_profiles], right[both_profiles])
    label = _components(keys, left, right)
    contested = np.zeros(0, dtype=np.int64)
    if (_profiles_in(label, group, is_profile) > 1).any():
        direct = is_profile[left] & ~both_profiles
        pairs = np.unique(np.stack((right[direct], group[left[direct]]), axis=1), axis=0)
        carriers = np.bincount(pairs[:, 0], minlength=keys)
        contested = np.flatnonzero(carriers > 1)
        keep = ~(direct & (carriers[right] > 1))
        left, right = left[keep], right[keep]
        label = _components(keys, left, right)
        crowded = _profiles_in(label, group, is_profile) > 1
        if crowded.any():
            keep = is_profile[left] | ~crowded[label[left]]
            left, right = left[keep], right[keep]
            label = _components(keys, left, right)
    claimed = np.zeros(int(label.max(initial=-1)) + 1, dtype=bool)
    claimed[label[anchor]] = True
    named = [number for one in said for number in (*one.one, *(side for pair in one.apart for side in pair))]
    cut = np.array(named, dtype=np.int64)
    cut = cut[claimed[label[cut]]]
    label = apply(label, np.stack((left, right), axis=1), said, rank)
    exists = np.zeros(int(label.max(initial=-1)) + 1, dtype=bool)
    exists[label[anchor]] = True
    exists[label[cut]] = True
    return Clusters(label, len(exists), contested, exists)


def _profiles_in(label: LongArray, group: LongArray, is_profile: BoolArray) -> LongArray:
    """How many different profiles each person would have."""
    profiles = np.flatnonzero(is_profile)
    pairs = sorted_unique(label[profiles] * (int(group.max(initial=0)) + 1) + group[profiles])
    people = pairs // (int(group.max(initial=0)) + 1)
    return np.bincount(people, minlength=int(label.max(initial=-1)) + 1)


def _components(count: int, left: LongArray, right: LongArray) -> LongArray:
    if not len(left):
        return np.arange(count, dtype=np.int64)
    import igraph

    graph = igraph.Graph(count, zip(left.tolist(), right.tolist(), strict=True))
    return np.array(graph.connected_components().membership, dtype=np.int64)
