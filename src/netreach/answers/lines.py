"""Sentences in lines of a terminal's width."""

from __future__ import annotations

from netreach.render.text import shorten, width


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
