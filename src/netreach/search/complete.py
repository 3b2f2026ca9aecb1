"""What somebody may be typing, and what they may have meant: values that begin so, and names spelled nearly so."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from netreach.answers.completion import CompletedValue, Completion
from netreach.answers.search import NearName
from netreach.arrow import positions
from netreach.errors import OptionError
from netreach.render.words import language_of
from netreach.search.fields import FIELDS, field_index, spelling_groups
from netreach.search.tree import Leaf, leaves
from netreach.text import words

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, LongArray
    from netreach.search.criteria import Criteria
    from netreach.snapshot import Snapshot

NEAR: Final[Mapping[str, str]] = MappingProxyType(
    {"first_name": "first_name", "last_name": "last_name", "company": "company", "keywords": "name"}
)
"""Criteria for which names that are spelled nearly so are proposed, and the fields these are taken from."""

LITTLE: Final = 10
"""With fewer hits than these, near names are proposed."""

_LONG: Final = 8
_LONGEST: Final = 60


def complete(
    snapshot: Snapshot, text: str, *, field: str = "name", limit: int = 10, language: str | None = None
) -> Completion:
    """Return the values that somebody may be typing: they hold all words, the last as the beginning of a word.

    Args:
        snapshot: The opened version.
        text: What has been typed; a blank at its end ends the last word.
        field: A key of `netreach.search.fields.FIELDS`.
        limit: How many values at most.
        language: Language of the text.

    Raises:
        OptionError: When there is no such field, or the limit is no whole number from 1.
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise OptionError(f"limit is {limit!r}: give a whole number from 1.")
    if field not in FIELDS:
        raise OptionError(f"{field!r} is no field to complete; choose from {', '.join(FIELDS)}.")
    typed = words(text[:1000])
    chosen, held, spellings, total = _values(snapshot, typed, field, limit, whole=text[-1:].isspace())
    labels = field_index(snapshot, field).labels.take(positions(chosen)).to_pylist()
    return Completion(
        field=field,
        typed=text,
        values=tuple(
            CompletedValue(value=value, count=count, spellings=several)
            for value, count, several in zip(labels, held.tolist(), spellings.tolist(), strict=True)
        ),
        total=total,
        language=language_of(language),
    )


def _values(
    snapshot: Snapshot, typed: tuple[str, ...], field: str, limit: int, *, whole: bool
) -> tuple[IntArray, LongArray, LongArray, int]:
    """Return numbers of values, how many people have each, in how many spellings, and how many values there are."""
    index, counts = field_index(snapshot, field), value_counts(snapshot, field)
    found = np.ones(index.values + 1, dtype=np.bool_)
    for number, word in enumerate(typed):
        having = np.zeros(index.values + 1, dtype=np.bool_)
        index.words.mark(Leaf(words=(word,), prefix=number == len(typed) - 1 and not whole), having)
        found &= having
    matching = np.flatnonzero(found[:-1]) if typed else np.zeros(0, dtype=np.int64)
    order = matching[_most(counts[matching], limit if spelling_groups(snapshot, field) is None else None)]
    groups = spelling_groups(snapshot, field)
    if groups is None:
        chosen = order[:limit]
        return chosen.astype(np.int32), counts[chosen], np.ones(len(chosen), dtype=np.int64), len(matching)
    # The commonest spelling stands for the others of the same thing.
    kinds, first, place = np.unique(groups[order], return_index=True, return_inverse=True)
    total = np.bincount(place, weights=counts[order], minlength=len(kinds)).astype(np.int64)
    several = np.bincount(place, minlength=len(kinds))
    best = np.lexsort((order[first], -total))[:limit]
    return order[first[best]].astype(np.int32), total[best], several[best], len(kinds)


def _most(counts: LongArray, limit: int | None) -> LongArray:
    """Positions of the highest counts first, of equal ones the lower position; with a limit only the first."""
    key = -counts * (len(counts) + 1) + np.arange(len(counts))
    if limit is None or len(counts) <= limit:
        return np.argsort(key)
    few = np.argpartition(key, limit - 1)[:limit]
    return few[np.argsort(key[few])]


def value_counts(snapshot: Snapshot, field: str) -> LongArray:
    """int64 `[v]`: how many people have each value of a field now."""

    def make() -> LongArray:
        index = field_index(snapshot, field)
        counted: LongArray = np.bincount(index.codes, minlength=index.values + 1)[:-1]
        return counted

    return snapshot.memo(f"value counts:{field}", make)


def near_names(snapshot: Snapshot, criteria: Criteria, limit: int = 5) -> tuple[NearName, ...]:
    """Return names and companies that are spelled nearly as the criteria have them, with how many people have each.

    One slip of the pen is near (a letter more, less, other, or two letters swapped), in words of 8 letters and more
    two. The words that were asked for are not among them.
    """
    found: list[NearName] = []
    for criterion, field in NEAR.items():
        if criterion not in criteria.typed:
            continue
        asked = leaves(criteria.typed[criterion])
        said = {word for leaf in asked for word in leaf.words}
        for word in sorted({leaf.words[0] for leaf in asked if len(leaf.words) == 1 and not leaf.prefix}):
            found += _near(snapshot, field, word, said)
    return tuple(sorted(found, key=lambda one: (-one.count, one.name))[:limit])


def near_words(snapshot: Snapshot, field: str, word: str, scope: str = "current") -> tuple[str, ...]:
    """Return the words of a field that are spelled nearly as this one, the nearest first."""
    if len(word) < 3 or len(word) > _LONGEST:
        return ()
    listed: list[str] = field_index(snapshot, field, scope).words.vocabulary.to_pylist()
    return tuple(other for other, _, _ in _nearest(listed, word) if other != word)


def _nearest(listed: list[str], word: str) -> list[tuple[str, int, int]]:
    return process.extract(
        word, listed, scorer=OSA.distance, score_cutoff=1 if len(word) < _LONG else 2, limit=20
    )


def _near(snapshot: Snapshot, field: str, word: str, said: set[str]) -> list[NearName]:
    if len(word) < 3 or len(word) > _LONGEST:
        return []
    index, counts = field_index(snapshot, field), value_counts(snapshot, field)
    listed: list[str] = snapshot.memo(f"vocabulary:{field}", lambda: index.words.vocabulary.to_pylist())
    near = _nearest(listed, word)
    found = []
    for other, _, number in near:
        if other in said:
            continue
        held = index.words.texts[index.words.where[number] : index.words.where[number + 1]]
        best = int(held[np.argmax(counts[held])])
        label: str = index.labels[best].as_py()
        written = next((part for part in label.split() if words(part) == (other,)), other)
        found.append(
            NearName(field=field, typed=word, name=written.strip(",.;()"), count=int(counts[held].sum()))
        )
    return found
