"""Reasons for which rows could not be used, in the language of the reader."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from netreach.render.phrases.reasons import REASONS
from netreach.render.words import language_of

_LONGEST: Final = 2000
"""Signs of a reason beyond which it is not looked up: it holds a text of somebody's."""

_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_QUOTING: Final = (": {}", "such as {}")
_INNER: Final = ("{} (and more like it)", "{}: {} more messages like these", "the file was not read: {}")
"""Sentences whose first value is a reason itself."""


def reason(text: str, language: str) -> str:
    """Return a reason in the language, as far as it is one of the built-in importers'; any other stays as it is.

    Args:
        text: A reason as an importer wrote it.
        language: A language, as `netreach.render.words.language_of` reads it.

    >>> reason("3 cells where the header has 7; is a quote missing?", "es")
    '3 celdas donde el encabezado tiene 7; ¿falta una comilla?'
    >>> reason("and 1,200 more rows like these", "es"), reason("what a plugin says", "es")
    ('y 1.200 filas más como estas', 'what a plugin says')
    """
    if language_of(language) == "en" or len(text) > _LONGEST:
        return text
    return _spanish(text) or text


@lru_cache(maxsize=1000)
def _spanish(text: str) -> str | None:
    for whole in _INNER:
        if match := _pattern(whole).fullmatch(text):
            first = _spanish(match[1])
            if first is None and not whole.endswith(": {}"):
                return None
            return _filled(REASONS[whole], (first or match[1], *match.groups()[1:]))
    # First the parts: what is quoted at the end of a sentence may be anything, also the sentence behind it.
    parts: list[str] = []
    for part in text.split("; "):
        if not (found := _sentence(part)):
            return _sentence(text)
        parts.append(found)
    return "; ".join(parts)


def _sentence(text: str) -> str | None:
    if text in REASONS:
        return REASONS[text]
    for english, spanish in REASONS.items():
        if "{}" in english and english not in _INNER and (match := _pattern(english).fullmatch(text)):
            return _filled(spanish, match.groups())
    return None


def _filled(spanish: str, values: tuple[str, ...]) -> str:
    return spanish.format(*(_number(value) if _GROUPED.fullmatch(value) else value for value in values))


def _number(value: str) -> str:
    return value.replace(",", ".")


@cache
def _pattern(english: str) -> re.Pattern[str]:
    # Only what is quoted may hold a semicolon: elsewhere it parts one sentence from the next.
    value = "(.+?)" if english in _INNER or any(sign in english for sign in _QUOTING) else "([^;]+?)"
    return re.compile(value.join(map(re.escape, english.split("{}"))), re.DOTALL)
