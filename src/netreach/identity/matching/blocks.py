"""Which pairs are compared at all: those that agree on two words of the name, so that nothing grows quadratically.

Everything is a join of columns by whole numbers. Where a name is so common that its bearers would fill the list,
only those at the same company are compared.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.graph.building import runs
from netreach.identity.matching.names import WIDTH, Names

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

_CAPS: Final = (200, 100, 50, 20, 10, 5)
_MOST_PAIRS: Final = 2_000_000
_RARE: Final = 3


def pairs_to_compare(
    names: Names, company: IntArray, handle: IntArray, has_profile: BoolArray
) -> tuple[LongArray, LongArray]:
    """Return the pairs of people that are worth comparing, the smaller vertex first.

    Args:
        names: Everybody's name.
        company: `[n]`: number of the company, -1 where unknown.
        handle: `[n]`: number of the part of an address before the @, -1 where unknown.
        has_profile: `[n]`: whether a profile is known. Two people with a profile each are compared only where the
            whole name is rare, or stands at one company.
    """
    count = len(company)
    size = np.int64(len(names.vocabulary) + 1)
    found: list[LongArray] = []

    def add(left: _Rows, right: _Rows, caps: tuple[int, ...] = _CAPS, *, refine: bool = True) -> None:
        a, b = _join(left, right, caps, company if refine else None)
        apart = a != b
        found.append(np.minimum(a, b)[apart] * count + np.maximum(a, b)[apart])

    person, first, second = _word_pairs(names)
    root = names.root.astype(np.int64)
    full = ~names.is_initial
    whole = full[first] & full[second]
    same = _Rows(
        np.minimum(root[first], root[second])[whole] * size + np.maximum(root[first], root[second])[whole],
        person[whole],
    )
    loose = ~has_profile
    add(same.of(loose), same)
    of_profiles = same.of(has_profile)
    add(of_profiles, of_profiles, (_RARE,), refine=False)
    at_company = of_profiles.within(company)
    add(at_company, at_company, (_CAPS[3],), refine=False)

    # One word the same, of the other only the letter: `A. Ruiz`.
    anchored = full[first]
    letters = np.int64(names.letter.max(initial=0) + 1)
    by_letter = _Rows(root[first][anchored] * letters + names.letter[second][anchored], person[anchored])
    short = anchored & names.is_initial[second]
    initials = _Rows(root[first][short] * letters + names.letter[second][short], person[short])
    add(initials.of(loose), by_letter)
    add(initials.of(has_profile), by_letter.of(loose))

    # One word the same, the other with a slip of the pen.
    exact = _Rows(root[first][anchored] * size + second[anchored], person[anchored])
    slips = _slips(names, root[first][anchored], second[anchored].astype(np.int64), person[anchored], size)
    add(slips.of(loose), exact)

    # One word is all there is, and the same company; or the same name of a mailbox.
    single = (names.tokens[:, 1] < 0) & (names.tokens[:, 0] >= 0)
    alone = _Rows(root[names.tokens[single, 0]], np.flatnonzero(single)).within(company)
    add(alone, alone, (_CAPS[3],), refine=False)
    known = np.flatnonzero(handle >= 0)
    mailbox = _Rows(handle[known].astype(np.int64), known)
    add(mailbox, mailbox, (_CAPS[3],), refine=False)

    pairs = np.unique(np.concatenate(found))
    a, b = np.divmod(pairs, count) if count else (pairs, pairs)
    return a, b


class _Rows:
    """People under keys: several rows for a person, several people under a key."""

    def __init__(self, key: LongArray, person: LongArray) -> None:
        self.key, self.person = key.astype(np.int64), person.astype(np.int64)

    def of(self, wanted: BoolArray) -> _Rows:
        keep = wanted[self.person]
        return _Rows(self.key[keep], self.person[keep])

    def within(self, group: IntArray) -> _Rows:
        """The same rows with the key and the group as the key; people without a group go."""
        keep = group[self.person] >= 0
        key, person = self.key[keep], self.person[keep]
        compact = np.unique(key, return_inverse=True)[1].astype(np.int64)
        return _Rows(compact * (int(group.max(initial=0)) + 1) + group[person], person)


def _word_pairs(names: Names) -> tuple[LongArray, IntArray, IntArray]:
    """Every ordered pair of words of every name: person, one word, the other."""
    people, firsts, seconds = [], [], []
    for one, other in itertools.permutations(range(WIDTH), 2):
        rows = np.flatnonzero((names.tokens[:, one] >= 0) & (names.tokens[:, other] >= 0))
        people.append(rows)
        firsts.append(names.tokens[rows, one])
        seconds.append(names.tokens[rows, other])
    return np.concatenate(people), np.concatenate(firsts), np.concatenate(seconds)


def _slips(names: Names, root: LongArray, word: LongArray, person: LongArray, size: np.int64) -> _Rows:
    """Rows under what each word may have been meant to be."""
    vocabulary = max(len(names.vocabulary), 1)
    meant, become = np.divmod(names.similar, vocabulary)
    begin = np.searchsorted(meant, word, side="left")
    many = np.searchsorted(meant, word, side="right") - begin
    return _Rows(np.repeat(root, many) * size + become[runs(begin, many)], np.repeat(person, many))


def _join(
    left: _Rows, right: _Rows, caps: tuple[int, ...], company: IntArray | None
) -> tuple[LongArray, LongArray]:
    """Pairs of people under one key; a key with too many people is joined within companies only."""
    order = np.argsort(right.key, kind="stable")
    key, person = right.key[order], right.person[order]
    begin = np.searchsorted(key, left.key, side="left")
    many = np.searchsorted(key, left.key, side="right") - begin
    cap = next((cap for cap in caps if int(many[many <= cap].sum()) <= _MOST_PAIRS), caps[-1])
    few = many <= cap
    a, b = _expanded(left.person[few], begin[few], many[few], person)
    if company is not None and not few.all():
        crowded = np.unique(left.key[~few])
        part = _Rows(left.key[~few], left.person[~few])
        dense = np.isin(right.key, crowded)
        rest = _Rows(right.key[dense], right.person[dense])
        both = _Rows(np.concatenate((part.key, rest.key)), np.concatenate((part.person, rest.person)))
        mine = np.concatenate((np.ones(len(part.key), dtype=bool), np.zeros(len(rest.key), dtype=bool)))
        mine = mine[company[both.person] >= 0]
        fine = both.within(company)
        more = _join(
            _Rows(fine.key[mine], fine.person[mine]),
            _Rows(fine.key[~mine], fine.person[~mine]),
            caps[:1],
            None,
        )
        a, b = np.concatenate((a, more[0])), np.concatenate((b, more[1]))
    return a, b


def _expanded(
    left: LongArray, begin: LongArray, many: LongArray, person: LongArray
) -> tuple[LongArray, LongArray]:
    return np.repeat(left, many), person[runs(begin, many)]
