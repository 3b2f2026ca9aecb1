r"""What fields say about two people being one: evidence in bits that adds up, after Fellegi and Sunter.

A field that agrees adds `log2(m / u)`: m is how often it agrees for two records of one person, u how often for two
people who have nothing to do with each other. One that differs adds `log2((1 - m) / (1 - u))`, which is below 0. What
is unknown says nothing. The m are stated here, since no export says which records are one person's; the u are
counted in the network: half the world is called García, so it says little, and Zubizarreta says much.

Source: I. P. Fellegi, A. B. Sunter, A Theory for Record Linkage, JASA 64 (1969), 1183-1210.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.identity.matching.fields import Fields, Value
    from netreach.identity.matching.names import Names
    from netreach.plugins.protocols import BoolArray, FloatArray, LongArray

M_SAME: Final = 0.85
"""A word of the name is written the same."""
M_FORM: Final = 0.06
"""It is a short form, or the same name in another language or spelling."""
M_SLIP: Final = 0.04
"""It has a slip of the pen, or is cut short."""
M_INITIAL: Final = 0.95
"""It begins with the letter that stands for it, where only a letter is given."""
M_OTHER_WORD: Final = 0.03
"""Both names have a word that the other lacks."""
M_EXTRA_WORD: Final = 0.2
U_EXTRA_WORD: Final = 0.4
"""One name has a word more than the other: a middle name, a second surname."""
M_COMPANY: Final = 0.75
"""The same company: people change jobs between two exports."""
M_TITLE: Final = 0.6
M_TITLE_WORD: Final = 0.2
"""The same title; a title with a word in common."""
M_LOCATION: Final = 0.8
M_HANDLE: Final = 0.3
"""The same name of the mailbox at two providers."""
M_TWO_PROFILES: Final = 0.01
"""Two profiles on one site: a changed slug, or a forgotten second account."""
M_ONE_LIST: Final = 0.02
U_ONE_LIST: Final = 0.5
"""Both stand in one person's list, which names everybody once; people who are alike know the same people."""
M_SHARED: Final = 0.5
"""A contact in common."""

PRIOR_PEOPLE: Final = 1_000
PRIOR_SHARE: Final = 0.002
"""Frequencies in a small network are mixed with a thousand people of whom two agree: nobody is rare among ten."""

SAME, FORM, SLIP, INITIAL = range(1, 5)


@attrs.frozen(eq=False)
class Weighed:
    """What the fields of some pairs say, in bits.

    Attributes:
        a, b: int64 `[p]`: the two people of each pair.
        level: int8 `[p, w]`: how each word of the first name agrees with the second name, 0 where it does not.
        partner: int8 `[p, w]`: with which word.
        word_bits: `[p, w]`: what that adds.
        bits: What each further piece of evidence adds, `[p]` by its name; 0 where it says nothing.
    """

    a: LongArray
    b: LongArray
    level: npt.NDArray[np.int8]
    partner: npt.NDArray[np.int8]
    word_bits: FloatArray
    bits: dict[str, FloatArray]

    def total(self) -> FloatArray:
        """`[p]`: the sum of all evidence."""
        total: FloatArray = self.word_bits.sum(axis=1)
        for value in self.bits.values():
            total = total + value
        return total

    def take(self, rows: LongArray) -> Weighed:
        """Some of the pairs."""
        return Weighed(
            self.a[rows],
            self.b[rows],
            self.level[rows],
            self.partner[rows],
            self.word_bits[rows],
            {name: value[rows] for name, value in self.bits.items()},
        )


def share(count: LongArray | int, people: int) -> FloatArray:
    """How likely somebody has what `count` of the people have."""
    shares: FloatArray = (np.asarray(count) + PRIOR_PEOPLE * PRIOR_SHARE) / (people + PRIOR_PEOPLE)
    return shares


def agreement(m: float, u: FloatArray) -> FloatArray:
    """`log2(m / u)`."""
    bits: FloatArray = np.log2(m / u)
    return bits


def disagreement(m: float, u: FloatArray | float) -> FloatArray:
    """`log2((1 - m) / (1 - u))`."""
    bits: FloatArray = np.log2((1 - m) / (1 - np.asarray(u)))
    return bits


def weigh_names(names: Names, a: LongArray, b: LongArray) -> Weighed:
    """Weigh the names of some pairs: the best agreement of every word with a word of the other name.

    Words are matched wherever they stand, so that `Ruiz, Ana` is `Ana Ruiz`; the better kind of agreement goes first.
    """
    people, size = len(names.tokens), len(names.vocabulary)
    mine, theirs = names.tokens[a], names.tokens[b]
    width = mine.shape[1]
    level = np.zeros((len(a), width), dtype=np.int8)
    partner = np.full((len(a), width), -1, dtype=np.int8)
    bits = np.zeros((len(a), width))
    used = np.zeros((len(a), width), dtype=bool)
    by_word = agreement(M_SAME, share(names.count, people))
    by_root = agreement(M_FORM, share(names.root_count, people))
    by_letter = agreement(M_INITIAL, share(names.letter_count, people))
    for kind in (SAME, FORM, SLIP, INITIAL):
        for i in range(width):
            for j in range(width):
                free = (level[:, i] == 0) & ~used[:, j] & (mine[:, i] >= 0) & (theirs[:, j] >= 0)
                rows = np.flatnonzero(free)
                if not len(rows):
                    continue
                s, t = mine[rows, i], theirs[rows, j]
                if kind == SAME:
                    agree = s == t
                elif kind == FORM:
                    agree = (names.root[s] == names.root[t]) & ~names.is_initial[s]
                elif kind == SLIP:
                    codes = s.astype(np.int64) * size + t
                    at = np.searchsorted(names.similar, codes)
                    agree = np.append(names.similar, -1)[at] == codes
                else:
                    agree = (names.letter[s] == names.letter[t]) & (names.is_initial[s] | names.is_initial[t])
                rows, s, t = rows[agree], s[agree], t[agree]
                level[rows, i], partner[rows, i], used[rows, j] = kind, j, True
                if kind == SAME:
                    bits[rows, i] = by_word[s]
                elif kind == FORM:
                    bits[rows, i] = by_root[s]
                elif kind == SLIP:
                    bits[rows, i] = agreement(M_SLIP, share(names.count[s] + names.count[t], people))
                else:
                    bits[rows, i] = by_letter[s]
    left_mine = ((mine >= 0) & (level == 0)).sum(axis=1)
    left_theirs = ((theirs >= 0) & ~used).sum(axis=1)
    other = np.minimum(left_mine, left_theirs)
    extra = np.maximum(left_mine, left_theirs) - other
    return Weighed(
        a,
        b,
        level,
        partner,
        bits,
        {
            "other_word": other * math.log2(M_OTHER_WORD / (1 - M_OTHER_WORD)),
            "extra_word": extra * math.log2(M_EXTRA_WORD / U_EXTRA_WORD),
        },
    )


def is_a_match(weighed: Weighed, names: Names) -> BoolArray:
    """`[p]`: whether the names agree enough to ask at all: in two words, of which one is more than a letter."""
    agreeing = (weighed.level > 0).sum(axis=1)
    firm = ((weighed.level > 0) & (weighed.level < INITIAL)).sum(axis=1)
    single = ((names.tokens[weighed.a] >= 0).sum(axis=1) == 1) & (
        (names.tokens[weighed.b] >= 0).sum(axis=1) == 1
    )
    enough: BoolArray = ((agreeing >= 2) & (firm >= 1)) | (single & (firm == 1))
    return enough


def weigh_value(
    value: Value, a: LongArray, b: LongArray, m: float, people: int, *, only_agreement: bool = False
) -> FloatArray:
    """Weigh a field with one value: the same, another, or unknown."""
    mine, theirs = value.code[a], value.code[b]
    known = (mine >= 0) & (theirs >= 0)
    same = known & (mine == theirs)
    bits = np.zeros(len(a))
    bits[same] = agreement(m, share(value.count[mine[same]], people))
    if not only_agreement:
        other = known & ~same
        bits[other] = disagreement(m, share(value.count[mine[other]], people))
    return bits


def weigh_fields(fields: Fields, weighed: Weighed) -> None:
    """Add what the columns say: company, place, mailbox, profiles, lists. Titles and contacts come later."""
    a, b = weighed.a, weighed.b
    people = len(fields.company.code)
    weighed.bits["company"] = weigh_value(fields.company, a, b, M_COMPANY, people)
    weighed.bits["location"] = weigh_value(fields.location, a, b, M_LOCATION, people)
    weighed.bits["handle"] = weigh_value(fields.handle, a, b, M_HANDLE, people, only_agreement=True)
    both = fields.has_profile[a] & fields.has_profile[b]
    weighed.bits["profiles"] = np.where(both, math.log2(M_TWO_PROFILES), 0.0)
    listed = (fields.lists[a] & fields.lists[b]).any(axis=1)
    weighed.bits["one_list"] = np.where(listed, math.log2(M_ONE_LIST / U_ONE_LIST), 0.0)
