"""Sentences that several answers have, in lines of a terminal's width."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from netreach.answers.degrees import AT_LEAST, DegreeCount
from netreach.kinds import KindTable
from netreach.render.text import Layer, shorten, width
from netreach.render.words import say


def wrapped(sentence: str, columns: int) -> list[str]:
    """Return a sentence in lines of at most so many cells; a word that is longer is shortened.

    >>> wrapped("131 of 8,911 are 1st degree", 16)
    ['131 of 8,911 are', '1st degree']
    """
    lines: list[str] = []
    for word in sentence.split():
        if lines and width(lines[-1]) + 1 + width(word) <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [shorten(line, columns) for line in lines]


def layers_of(counts: Sequence[DegreeCount]) -> list[Layer]:
    """Return counts by degree as the layers of a pyramid."""
    return [
        Layer(
            degree=counted.degree,
            count=counted.count,
            share=counted.share,
            at_least=counted.bound == AT_LEAST,
        )
        for counted in counts
    ]


def rules(as_of: dt.date | None, kinds: KindTable, language: str) -> list[str]:
    """Return by which rules an answer holds, in words: its day, and what differs from the built-in table of kinds."""
    said = [] if as_of is None else [say("as_of", language, day=as_of)]
    if not kinds.built_in:
        said.append(say("kinds_other", language, what=kinds.text()))
    return said
