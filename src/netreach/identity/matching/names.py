"""Names as comparable words: transliterated, without titles and particles, with what each may be written as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
import pyarrow as pa

from netreach.identity.matching.nicknames import nicknames
from netreach.text import words

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray

WIDTH: Final = 5
"""How many words of a name are compared."""

_TITLES: Final = frozenset(
    words("""
    mr mrs ms miss sir dr dra dott prof ing dipl lic herr frau sr sra srta mag phd mba msc bsc md jr esq cpa cfa pmp
    ii iii iv
    """)
)
_PARTICLES: Final = frozenset(
    words("""
    de del della dello degli di da das do dos du des la las le les los van von der den dem ten ter zu zur y i e und
    el al bin ibn ben abu af av the
    """)
)
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´"))
_ALPHABETS: Final = (
    # Cyrillic, as passports and most profiles spell it; the hard and the soft sign are left out.
    """
    а=a б=b в=v г=g ґ=g д=d е=e є=ye ж=zh з=z и=i і=i ї=yi й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=kh
    ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz
    """,
    # Greek.
    """
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o
    """,
)
_LATIN: Final = {ord(pair[0]): pair[2:] for alphabet in _ALPHABETS for pair in alphabet.split()}
# What languages and clerks write in several ways becomes one: Mueller and Müller, Yousef and Yusuf, Sofia and Sophia.
_SPELLINGS: Final = (
    ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ou", "u"), ("aa", "a"), ("ph", "f"), ("th", "t"), ("kh", "h"),
    ("ch", "h"), ("ck", "k"), ("cz", "c"), ("sz", "s"), ("y", "i"), ("w", "v"), ("j", "i"), ("z", "s"),
)  # fmt: skip
_SHORTEST_TYPO: Final = 4
_SHORTEST_CUT: Final = 3
_LONG: Final = 8


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that are compared, in Latin letters where Cyrillic and Greek allow it.

    Titles go while two words are left, so do particles; of an address (somebody of whom no name is known) the words
    are those of its local part. Apostrophes close up.

    >>> name_words("Dr. José de la Fuente, MBA"), name_words("Ольга О'Брайен")
    (('jose', 'fuente'), ('olga', 'obraien'))
    >>> name_words("ana.ruiz7@example.org")
    ('ana', 'ruiz')
    """
    if "@" in name and " " not in name:
        name = name.partition("@")[0].translate(dict.fromkeys(range(ord("0"), ord("9") + 1)))
    found = [word.translate(_LATIN) for word in words(name.translate(_APOSTROPHES))]
    for odd in (_TITLES, _PARTICLES):
        kept = [word for word in found if word not in odd]
        if len(kept) >= min(2, len(found)):
            found = kept
    unique = list(dict.fromkeys(word for word in found if word))
    # Of a long name the first and the last words tell most.
    return tuple(unique if len(unique) <= WIDTH else unique[:2] + unique[-(WIDTH - 2) :])


def spelling(word: str) -> str:
    """Return a word so that its usual spellings are one.

    >>> spelling("Mueller".lower()) == spelling("muller"), spelling("yousef") == spelling("yusef")
    (True, True)
    """
    for written, plain in _SPELLINGS:
        if written in word:
            word = word.replace(written, plain)
    return "".join(letter for place, letter in enumerate(word) if not place or word[place - 1] != letter)


@attrs.frozen(kw_only=True, eq=False)
class Names:
    """Everybody's name as numbers of words.

    Attributes:
        tokens: int32 `[n, WIDTH]`: numbers of the words of each name, -1 behind the last.
        vocabulary: The distinct words.
        root: int32 `[v]`: the same number for words that are forms or spellings of one name.
        letter: int32 `[v]`: number of the first letter.
        is_initial: `[v]`: whether a word is one letter only.
        count, root_count, letter_count: int64 `[v]`: people with the word, with a word of its root, with a word of
            its first letter.
        similar: int64, ascending: `s * v + t` for words that differ as typing errors do.
    """

    tokens: IntArray
    vocabulary: tuple[str, ...]
    root: IntArray
    letter: IntArray
    is_initial: BoolArray
    count: LongArray
    root_count: LongArray
    letter_count: LongArray
    similar: LongArray


def read_names(names: pa.Array) -> Names:
    """Return everybody's name as numbers of words.

    Args:
        names: `[n]` names; null where unknown.
    """
    encoded = names.dictionary_encode()
    parsed = [name_words(name) for name in encoded.dictionary.to_pylist()]
    number: dict[str, int] = {}
    table = np.full((len(parsed) + 1, WIDTH), -1, dtype=np.int32)
    for row, found in enumerate(parsed):
        for place, word in enumerate(found):
            table[row, place] = number.setdefault(word, len(number))
    codes = np.asarray(encoded.indices.fill_null(len(parsed)).to_numpy(), dtype=np.int64)
    vocabulary = tuple(number)
    tokens = table[codes]
    root, letter = _roots(vocabulary), _letters(vocabulary)
    count = _people(tokens, np.arange(len(vocabulary), dtype=np.int32))
    return Names(
        tokens=tokens,
        vocabulary=vocabulary,
        root=root,
        letter=letter,
        is_initial=np.array(
            [len(word) == 1 and word.isalpha() and word < "\u0500" for word in vocabulary], dtype=bool
        ),
        count=count,
        root_count=_people(tokens, root),
        letter_count=_people(tokens, letter),
        similar=_similar(vocabulary, count),
    )


def _roots(vocabulary: Sequence[str]) -> IntArray:
    groups = nicknames()
    by_spelling = {spelling(word): group for word, group in groups.items()}
    number: dict[object, int] = {}
    roots = []
    for word in vocabulary:
        plain = spelling(word) if len(word) > 2 else word
        group = groups.get(word, by_spelling.get(plain))
        roots.append(number.setdefault(plain if group is None else group, len(number)))
    return np.array(roots, dtype=np.int32)


def _letters(vocabulary: Sequence[str]) -> IntArray:
    return np.array([ord(word[0]) for word in vocabulary], dtype=np.int32)


def _people(tokens: IntArray, group: IntArray) -> LongArray:
    """`[v]`: how many people have a word of the same group as each word."""
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    person, place = np.nonzero(tokens >= 0)
    size = int(group.max()) + 1
    pairs = np.unique(person.astype(np.int64) * size + group[tokens[person, place]])
    return np.bincount(pairs % size, minlength=size)[group].astype(np.int64)


def _similar(vocabulary: Sequence[str], count: LongArray) -> LongArray:
    """Pairs of words that are nearly alike: by a typing error, of which one is rare, or cut short (Jess, Jessica).

    Words that become equal when each loses one letter are compared: this finds every insertion, omission, exchange
    and swap of one letter without comparing all words.
    """
    from rapidfuzz.distance import OSA

    shorter: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(vocabulary):
        if len(word) >= _SHORTEST_TYPO - 1 and word.isascii():
            for form in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                shorter[form].append(number)
    pairs: set[tuple[int, int]] = set()
    for numbers in shorter.values():
        for place, one in enumerate(numbers):
            pairs.update((one, other) for other in numbers[place + 1 :])
    found = []
    number_of = {word: number for number, word in enumerate(vocabulary)}
    for word, number in number_of.items():
        for size in range(_SHORTEST_CUT, len(word)) if word.isascii() else ():
            cut = number_of.get(word[:size])
            if cut is not None:
                found += [cut * len(vocabulary) + number, number * len(vocabulary) + cut]
    for one, other in pairs:
        rare, common = sorted((int(count[one]), int(count[other])))
        if rare > 5 and rare * 10 > common:
            continue
        first, second = vocabulary[one], vocabulary[other]
        if max(len(first), len(second)) < _SHORTEST_TYPO:
            continue
        allowed = 2 if min(len(first), len(second)) >= _LONG else 1
        if OSA.distance(first, second, score_cutoff=allowed) <= allowed:
            found += [one * len(vocabulary) + other, other * len(vocabulary) + one]
    return np.unique(np.array(found, dtype=np.int64))


def decode(names: Names, tokens: Iterable[int]) -> str:
    """Return words by their numbers."""
    return " ".join(names.vocabulary[token] for token in tokens if token >= 0)
