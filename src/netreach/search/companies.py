"""The keys of very many company names at once: what `netreach.text.company_key` gives for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import numbers, positions
from netreach.graph.building import runs
from netreach.search.words import split
from netreach.text import CompanyWords, company_key, joined_abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netreach.plugins.protocols import BoolArray, LongArray

_FEW: Final = 1_000
"""Names up to which each is looked at by itself."""

_JOINS: Final = r"(?:^|[^A-Za-z0-9])[A-Za-z]\.[A-Za-z]|['`]"
"""What a name in ASCII has in it where `joined_abbreviations` changes more than the case."""


def company_keys(names: pa.Array) -> pa.Array:
    """Return the key of every name; names without nulls.

    Names are folded together and taken apart as arrays. What takes more than to leave out words at the ends that
    belong to no name (brackets, `and`, letters that stand alone, forms of several words) goes to `company_key`.

    >>> company_keys(pa.array(["Acme, S.L.U.", "The ACME Ltd", "Okafor & Daughters Inc."])).to_pylist()
    ['acme', 'acme', 'okafor daughters']
    """
    if len(names) <= _FEW:
        return pa.array([company_key(name) for name in names.to_pylist()], pa.string())
    return _together(names)


def spoken_keys(names: pa.Array) -> pa.Array:
    """Return the words of every name, joined by blanks.

    >>> spoken_keys(pa.array(["École Normale", "ecole  normale!"])).to_pylist()
    ['ecole normale', 'ecole normale']
    """
    begin, spoken = split(names)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(begin, pa.int32()), spoken), " ")


def _together(names: pa.Array) -> pa.Array:
    folded = _joined(names)
    begin, spoken = split(folded)
    encoded = spoken.dictionary_encode()
    word = numbers(encoded.indices).astype(np.int64) if len(spoken) else np.zeros(0, dtype=np.int64)
    vocabulary = encoded.dictionary
    first, last = begin[:-1].astype(np.int64), begin[1:].astype(np.int64)
    hard = _hard(folded, vocabulary, word, np.repeat(np.arange(len(names)), last - first))
    # A name never loses its last word.
    _step(first, last, word, _among(vocabulary, CompanyWords.LEADING), forward=True)
    _step(first, last, word, _among(vocabulary, CompanyWords.LEGAL), forward=False)
    sizes = last - first
    offsets = np.zeros(len(sizes) + 1, dtype=np.int32)
    np.cumsum(sizes, out=offsets[1:])
    at = runs(first, sizes)
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), vocabulary.take(positions(word[at])))
    keys = pc.binary_join(lists, " ")
    rows = np.flatnonzero(hard)
    if not len(rows):
        return keys
    return _replaced(keys, rows, [company_key(name) for name in names.take(positions(rows)).to_pylist()])


def _joined(names: pa.Array) -> pa.Array:
    """What `joined_abbreviations` makes of the names of which it changes more than the case."""
    plain = pc.and_not(pc.string_is_ascii(names), pc.match_substring_regex(names, _JOINS))
    rows = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    # All in one: a call for each name takes longer than what it does.
    texts = "\n".join(name.replace("\n", " ") for name in names.take(positions(rows)).to_pylist())
    return _replaced(names, rows, joined_abbreviations(texts).split("\n")) if len(rows) else names


def _replaced(texts: pa.Array, rows: LongArray, others: list[str]) -> pa.Array:
    take = np.arange(len(texts), dtype=np.int64)
    take[rows] = np.arange(len(texts), len(texts) + len(rows))
    return pa.concat_arrays([texts, pa.array(others, pa.string())]).take(positions(take))


def _hard(folded: pa.Array, vocabulary: pa.Array, word: LongArray, owner: LongArray) -> BoolArray:
    """`[k]`: which names have more in them than words at their ends that do not count."""
    hard: BoolArray = pc.match_substring_regex(folded, r"[(\[]").to_numpy(zero_copy_only=False).copy()
    sizes = numbers(pc.utf8_length(vocabulary)) if len(vocabulary) else np.zeros(0, dtype=np.int32)
    plain = (sizes == 1) | _among(vocabulary, CompanyWords.BETWEEN)
    hard[owner[plain[word]]] = True
    # Forms of several words: where the last two of one may stand side by side.
    before, ends = np.zeros((2, len(folded)), dtype=np.bool_)
    before[owner[_among(vocabulary, CompanyWords.BEFORE_LAST)[word]]] = True
    ends[owner[_among(vocabulary, CompanyWords.LAST)[word]]] = True
    hard |= before & ends
    return hard


def _among(vocabulary: pa.Array, wanted: Iterable[str]) -> BoolArray:
    among = pc.is_in(vocabulary, value_set=pa.array(wanted, pa.string()))
    found: BoolArray = among.to_numpy(zero_copy_only=False)
    return found


def _step(first: LongArray, last: LongArray, word: LongArray, gone: BoolArray, *, forward: bool) -> None:
    """Leave out words at the beginning, or at the end, as long as another one is left."""
    left = np.flatnonzero(last - first > 1)
    while len(left):
        at = first[left] if forward else last[left] - 1
        left = left[gone[word[at]]]
        if forward:
            first[left] += 1
        else:
            last[left] -= 1
        left = left[last[left] - first[left] > 1]
