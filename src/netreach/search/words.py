"""The words of the distinct values of a field: which value holds a word, a phrase, a beginning of a word.

Postings are kept over the distinct values, not over people: a network repeats itself, so that they are short, and
they stay right however people are numbered. All values are taken apart at once, ASCII texts as arrays of bytes and
the others by `netreach.text.words`, with the same result.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import pyarrow as pa

from netreach import compiled
from netreach.arrow import compute as pc
from netreach.arrow import numbers, positions
from netreach.text import fold, words_of_each

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.search.tree import Leaf

    Known = tuple[IntArray, "Words"]
    LevelArray = npt.NDArray[np.uint8]

_LETTERS: Final = np.zeros(256, dtype=np.bool_)
_LETTERS[[*range(48, 58), *range(65, 91), *range(97, 123)]] = True
_SMALL: Final = np.arange(256, dtype=np.uint8)
_SMALL[65:91] += 32
_HASH, _PLUS = 35, 43
INSIDE, BEGINS, WHOLE = 1, 2, 3
"""How well a value meets a word or phrase: it is in it, at its beginning, all of it."""


@attrs.frozen(kw_only=True, eq=False)
class Words:
    """The words of `v` distinct texts.

    Attributes:
        vocabulary: The `w` distinct words, ascending.
        where: int32 `[w + 1]`: where the texts of each word begin in `texts`.
        texts: int32: numbers of the texts that hold each word, word after word, ascending and each once.
        begin: int32 `[v + 1]`: where the words of each text begin in `spelled`.
        spelled: int32: numbers of the words of each text, text after text, in their order.
    """

    vocabulary: pa.Array
    where: IntArray
    texts: IntArray
    begin: IntArray
    spelled: IntArray

    @classmethod
    def of(cls, values: pa.Array, known: Known | None = None) -> Words:
        """Take distinct texts apart.

        Args:
            values: The texts.
            known: int32 `[v]`: which of other texts each one is, -1 where it is none; what is not -1 ascends. And
                the words of these others: what is known need not be taken apart again. The result is the same.
        """
        begin, vocabulary, spelled = _told_apart(values) if known is None else _looked_up(values, *known)
        # Of known texts there may be words that nobody uses any more.
        used = np.flatnonzero(np.bincount(spelled, minlength=len(vocabulary)))
        order = used[numbers(pc.array_sort_indices(vocabulary.take(positions(used))))]
        rank = np.zeros(len(vocabulary), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        spelled = rank[spelled]
        where, texts = _postings(begin, spelled, len(order))
        return cls(
            vocabulary=vocabulary.take(positions(order)),
            where=where,
            texts=texts,
            begin=begin,
            spelled=spelled,
        )

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.begin) - 1

    def number(self, word: str) -> int:
        """Return the number of a word, or of the first word after it."""
        return bisect_left(range(len(self.vocabulary)), word, key=self._word)

    def span(self, leaf: Leaf) -> list[tuple[int, int]]:
        """Return for each word of a leaf the numbers from and to that it stands for; nothing where one is unknown."""
        spans = []
        for place, word in enumerate(leaf.words):
            first = self.number(word)
            if leaf.prefix and place == len(leaf.words) - 1:
                # No character comes after U+10FFFF: it ends the words that begin so.
                last = bisect_left(
                    range(len(self.vocabulary)),
                    True,
                    lo=first,
                    key=lambda n: not self._word(n).startswith(word),
                )
            else:
                known = first < len(self.vocabulary) and self._word(first) == word
                last = first + known
            if first == last:
                return []
            spans.append((first, last))
        return spans

    def containing(self, leaf: Leaf) -> IntArray:
        """Numbers of the texts that hold a word or phrase; some may stand several times where it is a beginning."""
        spans = self.span(leaf)
        if len(spans) > 1:
            candidates = self._candidates(spans)
            return candidates[self._levels(candidates, spans, leaf) > 0]
        return self._candidates(spans)

    def mark(self, leaf: Leaf, among: BoolArray) -> None:
        """Set those of `[>= v]` values that hold a word or phrase."""
        among[self.containing(leaf)] = True

    def levels(self, leaf: Leaf) -> LevelArray:
        """uint8 `[v + 1]`: how well each text meets a word or phrase, 0 where it does not; the last is no text."""
        result = np.zeros(self.count + 1, dtype=np.uint8)
        spans = self.span(leaf)
        candidates = self._candidates(spans)
        if len(candidates):
            result[candidates] = self._levels(candidates, spans, leaf)
        return result

    def levels_of(self, leaf: Leaf, texts: IntArray) -> LevelArray:
        """uint8 `[k]`: the same of some texts alone; number `v` is no text."""
        result = np.zeros(len(texts), dtype=np.uint8)
        spans = self.span(leaf)
        if spans:
            there = np.flatnonzero(texts < self.count)
            result[there] = self._levels(texts[there], spans, leaf)
        return result

    def spoken(self) -> pa.Array:
        """Return the `v + 1` texts as `netreach.text.searchable` gives them, and `""` at the end."""
        words = self.vocabulary.take(positions(self.spelled))
        lists = pa.ListArray.from_arrays(_int32(self.begin), words)
        joined = pc.binary_join(lists, " ")
        padded = pc.binary_join_element_wise("", joined, "", " ")
        blank = pc.equal(joined, "")
        return pa.concat_arrays([pc.if_else(blank, "", padded), pa.array([""], pa.string())])

    def arrays(self) -> dict[str, Any]:
        """Return the parts by name, for a file."""
        return {name: getattr(self, name) for name in ("vocabulary", "where", "texts", "begin", "spelled")}

    @classmethod
    def from_arrays(cls, parts: Mapping[str, Any]) -> Words:
        """Make it from the parts that `arrays` returned."""
        return cls(**{name: parts[name] for name in ("vocabulary", "where", "texts", "begin", "spelled")})

    def _word(self, number: int) -> str:
        word: str = self.vocabulary[number].as_py()
        return word

    def _candidates(self, spans: list[tuple[int, int]]) -> IntArray:
        """Return the texts that hold the rarest of some words."""
        if not spans:
            return np.zeros(0, dtype=np.int32)
        slices = [(int(self.where[last] - self.where[first]), first, last) for first, last in spans]
        _, first, last = min(slices)
        found = self.texts[self.where[first] : self.where[last]]
        # Several beginnings of words may stand in one text: it is looked at once where looking costs more.
        return np.unique(found) if len(spans) > 1 and last - first > 1 else found

    def _levels(self, candidates: IntArray, spans: list[tuple[int, int]], leaf: Leaf) -> LevelArray:
        """uint8 `[k]`: how well some texts meet words that follow each other."""
        # A text that only begins like the last word is not all of it.
        ends = spans[-1][0] if self._word(spans[-1][0]) == leaf.words[-1] else -1
        first = np.array([one for one, _ in spans], dtype=np.int32)
        last = np.array([one for _, one in spans], dtype=np.int32)
        if compiled.worth(len(candidates)):
            from netreach.search import kernels

            return kernels.levels(
                compiled.frozen(self.begin),
                compiled.frozen(self.spelled),
                compiled.frozen(candidates),
                compiled.frozen(first),
                compiled.frozen(last),
                ends,
            )
        return levels(self.begin, self.spelled, candidates, first, last, ends)


def levels(
    begin: IntArray, spelled: IntArray, candidates: IntArray, first: IntArray, last: IntArray, ends: int
) -> LevelArray:
    """uint8 `[k]`: how well each candidate meets words in a row.

    Args:
        begin, spelled: The words of all texts, as `Words` has them.
        candidates: Numbers of the texts to look at.
        first, last: For each word in the row the numbers from and to before which it may have.
        ends: The number that the last word of a text must have for the row to be all of it; -1 for none.
    """
    size = begin[candidates + 1] - begin[candidates]
    starts = np.maximum(size - (len(first) - 1), 0).astype(np.int64)
    done = np.cumsum(starts)
    row = np.repeat(np.arange(len(candidates)), starts)
    inside = np.arange(len(row)) - np.repeat(done - starts, starts)
    at = begin[candidates][row] + inside
    meets = np.ones(len(row), dtype=np.bool_)
    for step in range(len(first)):
        word = spelled[at + step]
        meets &= (word >= first[step]) & (word < last[step])
    result = np.zeros(len(candidates), dtype=np.uint8)
    result[row[meets]] = INSIDE
    ahead = row[meets & (inside == 0)]
    result[ahead] = BEGINS
    alone = ahead[size[ahead] == len(first)]
    result[alone[spelled[begin[candidates[alone]] + len(first) - 1] == ends]] = WHOLE
    return result


def _told_apart(values: pa.Array) -> tuple[IntArray, pa.Array, IntArray]:
    """Return where the words of each text begin, the distinct words, and their numbers, text after text."""
    begin, spoken = split(values)
    encoded = spoken.dictionary_encode()
    spelled = numbers(encoded.indices) if len(spoken) else np.zeros(0, dtype=np.int32)
    return begin, encoded.dictionary, spelled


def _looked_up(values: pa.Array, old: IntArray, known: Words) -> tuple[IntArray, pa.Array, IntArray]:
    """Return the same, of texts of which those that have a number among the known ones were taken apart before."""
    fresh = old < 0
    fresh_begin, fresh_words, fresh_spelled = _told_apart(values.filter(pa.array(fresh)))
    encoded = pa.concat_arrays([known.vocabulary, fresh_words]).dictionary_encode()
    number = numbers(encoded.indices) if len(encoded) else np.zeros(0, dtype=np.int32)
    was = old[~fresh]
    sizes = np.empty(len(values), dtype=np.int32)
    sizes[fresh] = np.diff(fresh_begin)
    sizes[~fresh] = known.begin[was + 1] - known.begin[was]
    begin = np.zeros(len(values) + 1, dtype=np.int32)
    np.cumsum(sizes, out=begin[1:])
    spelled = np.empty(begin[-1], dtype=np.int32)
    anew = np.repeat(fresh, sizes)
    spelled[anew] = number[len(known.vocabulary) :][fresh_spelled]
    held = np.zeros(known.count, dtype=np.bool_)
    held[was] = True
    spelled[~anew] = number[known.spelled[np.repeat(held, np.diff(known.begin))]]
    return begin, encoded.dictionary, spelled


def _postings(begin: IntArray, spelled: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """Return where the texts of each word begin, int32 `[w + 1]`, and the texts of every word, each once."""
    values = max(len(begin) - 1, 1)
    pairs = np.repeat(np.arange(len(begin) - 1, dtype=np.int64), np.diff(begin))
    pairs += np.multiply(spelled, values, dtype=np.int64)
    # No part of it is in order yet, so that merging what is, as `sorted_unique` does, would take five times as long.
    pairs.sort()
    first = np.ones(len(pairs), dtype=np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
    pairs = pairs[first]
    where = np.searchsorted(pairs, np.arange(count + 1) * values).astype(np.int32)
    # NumPy divides by one number in a fraction of the time that `divmod` takes.
    word = pairs // values
    word *= values
    pairs -= word
    return where, pairs.astype(np.int32)


def _int32(values: IntArray) -> pa.Array:
    plain = np.ascontiguousarray(values, dtype=np.int32)
    return pa.Array.from_buffers(pa.int32(), len(plain), [None, pa.py_buffer(plain)])


def split(values: pa.Array) -> tuple[IntArray, pa.Array]:
    """Return where the words of each text begin, int32 `[v + 1]`, and the words of all texts."""
    values, plain = _made_plain(values)
    sizes = np.zeros(len(values), dtype=np.int64)
    sizes[plain], ascii_words = _split_ascii(values.filter(pa.array(plain)))
    foreign = values.filter(pa.array(~plain)).to_pylist()
    others = words_of_each(foreign) if foreign else []
    sizes[~plain] = [len(found) for found in others]
    begin = np.zeros(len(values) + 1, dtype=np.int32)
    np.cumsum(sizes, out=begin[1:])
    if not others:
        return begin, ascii_words
    listed = pa.array([word for found in others for word in found], pa.string())
    spoken = pa.concat_arrays([ascii_words, listed])
    owner = np.repeat(plain, sizes)
    take = np.empty(len(owner), dtype=np.int64)
    take[owner] = np.arange(len(ascii_words))
    take[~owner] = np.arange(len(ascii_words), len(spoken))
    return begin, spoken.take(positions(take))


def _made_plain(values: pa.Array) -> tuple[pa.Array, BoolArray]:
    """Write texts in ASCII where that leaves their words the same; tell of which it does.

    An accented letter is its letter, and a sign that parts words is a blank, whatever stands beside them.
    """
    plain = numbers(pc.cast(pc.string_is_ascii(values), pa.int8())).astype(np.bool_)
    rows = np.flatnonzero(~plain)
    texts: list[str] = values.take(positions(rows)).to_pylist()
    table: dict[int, str] = {}
    foreign: list[str] = []
    for sign in set().union(*texts):
        written = _in_ascii(sign)
        if written is None:
            foreign.append(sign)
        elif written != sign:
            table[ord(sign)] = written
    if foreign:
        holds = re.compile(f"[{re.escape(''.join(foreign))}]").search
        kept = [holds(text) is None for text in texts]
        rows, texts = rows[np.array(kept, dtype=np.bool_)], list(itertools.compress(texts, kept))
    if not texts:
        return values, plain
    # All in one: a call for each text takes longer than what it does.
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    changed = pa.array(joined.translate(table).split("\n"), pa.string())
    take = np.arange(len(values), dtype=np.int64)
    take[rows] = np.arange(len(values), len(values) + len(rows))
    plain[rows] = True
    return pa.concat_arrays([values, changed]).take(positions(take)), plain


def _in_ascii(sign: str) -> str | None:
    """Return what may stand for a character in ASCII without changing words; `None` where nothing may."""
    folded = fold(sign)
    if folded.isascii():
        return folded
    parts_words = len(folded) == 1 and not folded.isalnum() and unicodedata.category(folded)[0] != "M"
    return " " if parts_words else None


def _split_ascii(values: pa.Array) -> tuple[LongArray, pa.Array]:
    """How many words each ASCII text has, and the words: what `netreach.text.words` finds, over all bytes at once."""
    values = pa.concat_arrays([values])
    if not len(values):
        return np.zeros(0, dtype=np.int64), values
    _, offsets_buffer, data_buffer = values.buffers()
    offsets = np.frombuffer(offsets_buffer, dtype=np.int32)[values.offset : values.offset + len(values) + 1]
    data = np.frombuffer(data_buffer, dtype=np.uint8)[offsets[0] : offsets[-1]] if data_buffer else _SMALL[:0]
    offsets = offsets - offsets[0]
    letter = _LETTERS[data]
    ahead = np.zeros(len(data) + 1, dtype=np.bool_)
    ahead[offsets] = True
    start = letter.copy()
    start[1:] &= ~letter[:-1] | ahead[1:-1]
    keep = letter.copy()
    at = np.flatnonzero((data == _HASH) | (data == _PLUS))
    at = at[(at > 0) & ~ahead[at]]
    at = at[letter[at - 1]]
    follows = np.minimum(at + 1, len(data) - 1)
    within = ~ahead[at + 1]
    sharp = at[(data[at] == _HASH) & ~(within & letter[follows])]
    plus = at[(data[at] == _PLUS) & within & (data[follows] == _PLUS)]
    keep[sharp] = True
    keep[plus] = True
    keep[plus + 1] = True
    kept = np.zeros(len(data) + 1, dtype=np.int32)
    np.cumsum(keep, out=kept[1:])
    begins = np.flatnonzero(start)
    word_offsets = np.append(kept[begins], kept[-1]).astype(np.int32)
    spoken = pa.Array.from_buffers(
        pa.string(), len(begins), [None, pa.py_buffer(word_offsets), pa.py_buffer(_SMALL[data[keep]])]
    )
    return np.diff(np.searchsorted(begins, offsets)), spoken
