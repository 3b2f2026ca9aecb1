"""What netreach says, in English and in Spanish: numbers, shares, dates, degrees and phrases.

A phrase is a row of one of the modules of `netreach.render.phrases`: a key, the English text, the Spanish text.
Inside a text,

- `{name}` is a value: whole numbers are grouped (`8,911`, `8.911`), dates are written out, texts stay as they are;
- `{share:%}` is a fraction as a percentage (`1.47 %`, `1,47 %`);
- `{d:nth}` and `{d:degree}` are an ordinal (`1st`, `1.º`) and a degree (`1st degree`, `1.er grado`);
- `{n:contact|contacts}` picks a word: the first for 1, the second for any other number.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import numbers
import os
import string
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from netreach.errors import OptionError
from netreach.render.phrases import KINDS, PHRASES, RULES

LANGUAGES: Final = ("en", "es")
"""Codes of the languages that can be chosen, in the order of the texts in `PHRASES`."""

ENVIRONMENT: Final = "NETREACH_LANGUAGE"
"""The environment variable that sets the language where none is given."""

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "en",
        "eng": "en",
        "english": "en",
        "inglés": "en",
        "ingles": "en",
        "es": "es",
        "spa": "es",
        "spanish": "es",
        "español": "es",
        "espanol": "es",
        "castellano": "es",
    }
)
_MONTHS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
    }
)
_MOST_DECIMALS: Final = 8


def language_of(value: str | None) -> str:
    """Return the code of a language, `"en"` or `"es"`, however it is written.

    Args:
        value: A code, a locale or a name (`es`, `es_ES.UTF-8`, `Spanish`, `español`); `None` takes the environment
            variable `NETREACH_LANGUAGE`, and English where that is not set.

    Raises:
        OptionError: If it is another language; the message names the choices.

    >>> language_of("es_MX"), language_of("Español"), language_of("English")
    ('es', 'es', 'en')
    """
    origin = "language"
    if value is None:
        value = os.environ.get(ENVIRONMENT, "").strip() or "en"
        origin = f"the environment variable {ENVIRONMENT}"
    written = value.strip().casefold()
    code = _NAMES.get(written) or _NAMES.get(written.replace("-", "_").partition("_")[0].partition(".")[0])
    if code is None:
        raise OptionError(f"{origin} is {value!r}: choose 'en' (English) or 'es' (Spanish)")
    return code


def count(n: int, language: str) -> str:
    """Return a whole number with its thousands parted.

    >>> count(8911, "en"), count(8911, "es")
    ('8,911', '8.911')
    """
    grouped = f"{int(n):,}"
    return grouped.replace(",", ".") if language_of(language) == "es" else grouped


def number(value: float, language: str, digits: int = 2) -> str:
    """Return a number with so many decimals and the decimal sign of the language.

    Raises:
        OptionError: If the number is not finite.

    >>> number(0.3141, "en"), number(1234.5, "es", 1)
    ('0.31', '1.234,5')
    """
    if not math.isfinite(value):
        raise OptionError(f"a number to show must be finite, not {value}")
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language_of(language) == "es" else text


def percent(fraction: float, language: str) -> str:
    """Return a fraction as a percentage that never rounds something to nothing.

    Two decimals as a rule; more where the share (or what it leaves of the whole) is so small that two decimals
    would show fewer than two of its digits. Exactly nothing and exactly the whole have no decimals.

    Args:
        fraction: The unrounded share: 0.0147 means 1.47 %.
        language: A language, as `language_of` reads it.

    Raises:
        OptionError: If the fraction is negative or not finite.

    >>> percent(131 / 8911, "en"), percent(131 / 8911, "es"), percent(0.00013, "en"), percent(0, "en")
    ('1.47 %', '1,47 %', '0.013 %', '0 %')
    """
    if not (math.isfinite(fraction) and fraction >= 0):
        raise OptionError(f"a share to show must be finite and not negative, not {fraction}")
    if fraction in (0, 1):
        return f"{100 * int(fraction)} %"
    small = min(100 * fraction, abs(100 - 100 * fraction))
    if small < 10.0**-_MOST_DECIMALS and fraction <= 1:
        sign, shown = ("< ", 0.0) if fraction < 0.5 else ("> ", 100.0)
        edge = shown + math.copysign(10.0**-_MOST_DECIMALS, 50 - shown)
        return f"{sign}{number(edge, language, _MOST_DECIMALS)} %"
    decimals = 2 if small >= 0.1 or fraction > 1 else min(_MOST_DECIMALS, 1 - math.floor(math.log10(small)))
    text = number(100 * fraction, language, decimals)
    while decimals > 2 and text.endswith("0"):
        text, decimals = text[:-1], decimals - 1
    return f"{text} %"


def date(day: dt.date, language: str) -> str:
    """Return a day with the short name of its month.

    >>> date(dt.date(2024, 1, 15), "en"), date(dt.date(2024, 1, 15), "es")
    ('15 Jan 2024', '15 ene 2024')
    """
    return f"{day.day} {_MONTHS[language_of(language)][day.month - 1]} {day.year}"


def degree(n: int, language: str) -> str:
    """Return the ordinal of a degree, as a label that stands alone.

    >>> [degree(n, "en") for n in (1, 2, 3, 4, 11)], degree(1, "es")
    (['1st', '2nd', '3rd', '4th', '11th'], '1.º')
    """
    if language_of(language) == "es":
        return f"{int(n)}.º"
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{int(n)}{ending}"


def degree_name(n: int, language: str) -> str:
    """Return a degree as the words of a sentence.

    >>> degree_name(1, "en"), [degree_name(n, "es") for n in (1, 2, 3)]
    ('1st degree', ['1.er grado', '2.º grado', '3.er grado'])
    """
    if language_of(language) == "en":
        return f"{degree(n, 'en')} degree"
    # Spanish shortens "primero" and "tercero" before a noun, and the ordinal sign with them.
    shortened = n % 10 in (1, 3) and n % 100 != 11
    return f"{int(n)}.er grado" if shortened else f"{degree(n, 'es')} grado"


def degree_names(degrees: Sequence[int], language: str) -> str:
    """Return one of several degrees as the words of a sentence.

    >>> degree_names([2], "en"), degree_names([1, 2, 3], "en"), degree_names([1, 2], "es")
    ('2nd degree', '1st, 2nd or 3rd degree', '1.er o 2.º grado')
    """
    *others, last = [degree_name(n, language) for n in degrees]
    if not others:
        return last
    ordinals = ", ".join(name.partition(" ")[0] for name in others)
    return say("either", language, a=ordinals, b=last)


def kind(name: str, language: str) -> str:
    """Return what evidence of a kind is called where it is counted; the name itself where that is not known.

    >>> kind("message", "en"), kind("message", "es"), kind("a kind of a plugin", "es")
    ('messages', 'mensajes', 'a kind of a plugin')
    """
    return KINDS[name][LANGUAGES.index(language_of(language))] if name in KINDS else name


def rule(name: str, language: str) -> str:
    """Return the name of a rule by which rows are left out, in the language where it is known.

    >>> rule("draft message", "es"), rule("a rule of a plugin", "es")
    ('borrador de mensaje', 'a rule of a plugin')
    """
    return RULES[name][0] if language_of(language) == "es" and name in RULES else name


def rule_count(name: str, n: int, language: str) -> str:
    """Return how many rows a rule leaves out, in words.

    >>> rule_count("draft message", 3, "en"), rule_count("draft message", 1, "es")
    ('3 draft messages', '1 borrador de mensaje')
    >>> rule_count("a rule of a plugin", 2, "es")
    '2 filas (a rule of a plugin)'
    """
    if name not in RULES:
        return say("rows_by_rule", language, n=n, rule=name)
    code = language_of(language)
    text = RULES[name][1 + LANGUAGES.index(code)]
    return _Filler(name, code).vformat(text, (), {"n": n})


def month(day: dt.date, language: str) -> str:
    """Return the month of a day with its year.

    >>> month(dt.date(2018, 10, 1), "en"), month(dt.date(2018, 10, 1), "es")
    ('Oct 2018', 'oct 2018')
    """
    return f"{_MONTHS[language_of(language)][day.month - 1]} {day.year}"


def fill(text: str, language: str, *, key: str = "", **values: object) -> str:
    """Return a text of one's own with its values filled in, as those of `PHRASES` are.

    Args:
        text: The text, in the language.
        language: A language, as `language_of` reads it.
        key: What to call the text in messages.
        **values: What the text names, and what else may be told; nothing may be missing.

    Raises:
        OptionError: If a value is missing or does not fit the text.

    >>> fill("{n} {n:fila|filas}", "es", n=1), fill("{n} {n:fila|filas}", "es", n=1200)
    ('1 fila', '1.200 filas')
    """
    return _Filler(key or text, language_of(language), spare=True).vformat(text, (), values)


def say(key: str, language: str, **values: object) -> str:
    """Return a phrase of `PHRASES` with its values filled in.

    Args:
        key: The key of the phrase.
        language: A language, as `language_of` reads it.
        **values: What the phrase names: texts, whole numbers, fractions, dates. Nothing may be missing or left over.

    Raises:
        OptionError: If there is no such phrase, or the values do not fit it.

    >>> say("lists_some", "en", known=12, total=131)
    '12 of your 131 contacts have shared their network'
    >>> say("search_summary", "es", first=131, total=8911, share=131 / 8911, extended=8780 / 8911)
    '131 de 8.911 son de 1.er grado: 1,47 %; la red extendida reúne el 98,53 %'
    """
    code = language_of(language)
    try:
        text = PHRASES[key][LANGUAGES.index(code)]
    except KeyError:
        near = difflib.get_close_matches(key, PHRASES, n=3)
        hint = (
            f": did you mean {' or '.join(near)}?" if near else "; the phrases are in netreach.render.words"
        )
        raise OptionError(f"there is no phrase {key!r}{hint}") from None
    return _Filler(key, code).vformat(text, (), values)


class _Filler(string.Formatter):
    """Fills one phrase, in one language, strictly."""

    def __init__(self, key: str, language: str, *, spare: bool = False) -> None:
        self._key = key
        self._language = language
        self._spare = spare

    def get_value(self, key: int | str, args: Sequence[object], kwargs: Mapping[str, object]) -> object:
        if isinstance(key, str) and key in kwargs:
            return kwargs[key]
        raise OptionError(f"the phrase {self._key!r} needs a value for {key!r}")

    def check_unused_args(
        self, used_args: set[int | str], args: Sequence[object], kwargs: Mapping[str, object]
    ) -> None:
        left = sorted(set(kwargs) - used_args)
        if left and not self._spare:
            raise OptionError(f"the phrase {self._key!r} has no place for {', '.join(left)}")

    def format_field(self, value: object, format_spec: str) -> str:
        language = self._language
        whole = int(value) if isinstance(value, numbers.Integral) else None
        if format_spec:
            if whole is not None and "|" in format_spec:
                one, _, other = format_spec.partition("|")
                return one if whole == 1 else other
            if whole is not None and format_spec in ("nth", "degree"):
                return degree(whole, language) if format_spec == "nth" else degree_name(whole, language)
            if isinstance(value, numbers.Real) and format_spec == "%":
                return percent(float(value), language)
            raise OptionError(f"the phrase {self._key!r} cannot show {value!r} as {format_spec!r}")
        if whole is not None:
            return count(whole, language)
        if isinstance(value, numbers.Real):
            return number(float(value), language)
        return date(value, language) if isinstance(value, dt.date) else str(value)
