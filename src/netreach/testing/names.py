"""The words of the synthetic world: names, places, industries, companies, schools, job titles and skills.

Names are common given names and surnames combined at random; companies and schools are invented from syllables.
Only cities and countries are real. The tables are text files in `data/`, one line per entry, read once.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

import attrs

FUNCTION_WEIGHTS = (
    ("marketing", 16),
    ("sales", 9),
    ("engineering", 9),
    ("data", 4),
    ("product", 4),
    ("design", 3),
    ("people", 5),
    ("finance", 6),
    ("legal", 2),
    ("operations", 6),
    ("consulting", 3),
    ("research", 2),
    ("health", 0),
    ("education", 0),
    ("management", 4),
)
"""Kinds of work, in the order of their codes, with how common each is in a company of any industry."""

FUNCTIONS = tuple(name for name, _ in FUNCTION_WEIGHTS)

LEVELS = 4
"""Steps of a career: beginner, professional, manager, director."""

TWO_SURNAMES = ("es", "pt")
"""Languages whose people often carry two surnames."""

# NFKD leaves these letters whole.
_FOLDS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


@attrs.frozen(kw_only=True)
class City:
    """A place where people live, with the language of its people and a weight."""

    name: str
    country: str
    language: str
    weight: float


@attrs.frozen(kw_only=True)
class Industry:
    """A sector, and how common each entry of `FUNCTIONS` is there."""

    name: str
    functions: tuple[int, ...]
    weight: float


@attrs.frozen(kw_only=True)
class NameTable:
    """Names of one kind, with their forms in ASCII letters.

    Attributes:
        values: The names.
        ascii: A lower-case ASCII form of each, for addresses.
        roman: Position of the form in Latin letters; a name in Latin letters points to itself.
        groups: Positions per (language, woman), a woman's surname at the place of the man's.
        pairs: Position of the first two-surname name per language, row-major over that language's surnames.
    """

    values: tuple[str, ...]
    ascii: tuple[str, ...]
    roman: tuple[int, ...]
    groups: dict[tuple[str, bool], tuple[int, ...]]
    pairs: dict[str, int]


def ascii_form(text: str) -> str:
    """Return a text in lower-case ASCII letters, digits and hyphens.

    >>> ascii_form("Łucja O'Brien")
    'lucja-obrien'
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDS)).replace(" ", "-")
    return "".join(letter for letter in folded if letter.isascii() and (letter.isalnum() or letter == "-"))


def slug_form(text: str) -> str:
    """Return a text as it stands in a profile slug that keeps its own letters.

    >>> slug_form("Zoë")
    'zoë'
    """
    lowered = unicodedata.normalize("NFC", text.lower()).replace(" ", "-")
    return "".join(letter for letter in lowered if letter.isalnum() or letter == "-")


def read_table(name: str) -> list[list[str]]:
    """Return the lines of a table of `data/`, each split at its bars; lines that begin with `#` explain it."""
    text = (files("netreach.testing") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def cities() -> tuple[City, ...]:
    """Return the cities of the world."""
    return tuple(
        City(name=name, country=country, language=language, weight=float(weight))
        for name, country, language, weight in read_table("cities")
    )


@cache
def industries() -> tuple[Industry, ...]:
    """Return the industries."""
    found: list[Industry] = []
    for name, boosts, weight in read_table("industries"):
        functions = dict(FUNCTION_WEIGHTS)
        for boost in boosts.split(","):
            function, extra = boost.split()
            functions[function] += int(extra)
        found.append(
            Industry(
                name=name,
                functions=tuple(functions.values()),
                weight=float(weight),
            )
        )
    return tuple(found)


@cache
def titles() -> dict[tuple[str, str], tuple[tuple[tuple[str, str], ...], ...]]:
    """Return the titles per (language, kind of work): for each level the (man's, woman's) forms.

    >>> ("Director de Marketing", "Directora de Marketing") in titles()["es", "marketing"][3]
    True
    """
    return {
        (language, function): tuple(tuple(_forms(title) for title in level.split(";")) for level in levels)
        for language, function, *levels in read_table("titles")
    }


def _forms(title: str) -> tuple[str, str]:
    man, _, woman = title.partition("~")
    return man, woman or man


@cache
def skills() -> dict[str, tuple[str, ...]]:
    """Return the skills of each kind of work."""
    return {function: tuple(names.split(";")) for function, names in read_table("skills")}


@cache
def company_stems() -> tuple[str, ...]:
    """Return coined stems for company names, all different, of no language in particular."""
    heads, tails = (syllables.split() for _, syllables in read_table("syllables"))
    return tuple(dict.fromkeys(head + tail for tail in tails for head in heads))


@cache
def place_stems() -> dict[str, tuple[str, ...]]:
    """Return invented places after which companies are called, per language.

    >>> "Montemar" in place_stems()["es"], "Harrowdale" in place_stems()["en"]
    (True, True)
    """
    return {
        language: tuple(
            dict.fromkeys(
                head + tail
                for tail in tails.split()
                for head in heads.split()
                if head.lower() != tail and head[-1] != tail[0]
            )
        )
        for language, heads, tails in read_table("stems")
    }


@cache
def company_patterns() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what companies are called per (language, industry); `{}` is the stem.

    >>> company_patterns()["es", "Banking"]
    ('Banco {}', 'Caja {}')
    """
    return {
        (language, industry): tuple(patterns.split(";"))
        for language, industry, patterns in read_table("company_words")
    }


@cache
def legal_forms() -> dict[str, tuple[str, ...]]:
    """Return the legal forms used where a language is spoken."""
    return {language: tuple(forms.split(";")) for language, forms in read_table("legal_forms")}


@cache
def schools() -> tuple[tuple[str, str], ...]:
    """Return invented schools as (name, language); neighbours in the list differ in language."""
    columns: list[list[tuple[str, str]]] = []
    for language, patterns, places in read_table("schools"):
        towns = [town.replace("_", " ") for town in places.split()]
        stems = place_stems()[language]
        invented = [stems[(37 * k) % len(stems)] for k in range(40)]
        columns.append(
            [
                (pattern.format(town), language)
                for town in dict.fromkeys([*towns, *invented])
                for pattern in patterns.split(";")
            ]
        )
    longest = max(len(column) for column in columns)
    return tuple(column[row] for row in range(longest) for column in columns if row < len(column))


@cache
def first_names() -> NameTable:
    """Return the given names, of men and of women."""
    tables: dict[tuple[str, bool], str] = {}
    for language, men, women in read_table("first_names"):
        tables[language, False] = men
        tables[language, True] = women
    return _names(tables, double=())


@cache
def last_names() -> NameTable:
    """Return the surnames, with two-surname names behind them."""
    tables: dict[tuple[str, bool], str] = {}
    for language, names, *womens in read_table("last_names"):
        tables[language, False] = names
        tables[language, True] = womens[0] if womens else names
    return _names(tables, double=TWO_SURNAMES)


def _names(tables: dict[tuple[str, bool], str], *, double: tuple[str, ...]) -> NameTable:
    values: list[str] = []
    forms: list[str] = []
    roman: list[int] = []
    groups: dict[tuple[str, bool], tuple[int, ...]] = {}
    pairs: dict[str, int] = {}
    for key, table in tables.items():
        if key[1] and table == tables.get((key[0], False)):
            groups[key] = groups[key[0], False]
            continue
        positions: list[int] = []
        for entry in table.split():
            name, _, latin = entry.replace("_", " ").partition("=")
            positions.append(len(values))
            spellings = [name, latin] if latin else [name]
            roman += [len(values) + len(spellings) - 1] * len(spellings)
            forms += [ascii_form(latin or name)] * len(spellings)
            values += spellings
        groups[key] = tuple(positions)
    for language in double:
        single = groups[language, False]
        pairs[language] = len(values)
        for first in single:
            for second in single:
                roman.append(len(values))
                values.append(f"{values[first]} {values[second]}")
                forms.append(f"{forms[first]}-{forms[second]}")
    return NameTable(values=tuple(values), ascii=tuple(forms), roman=tuple(roman), groups=groups, pairs=pairs)


@cache
def phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the sentences of the exports per (kind, language)."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, language, text in read_table("phrases"):
        found[kind, language] = (*found.get((kind, language), ()), text.replace("\\n", "\n"))
    return found


def phrases_for(kind: str, language: str) -> tuple[str, ...]:
    """Return the sentences of one kind in a language, or the English ones where it has none."""
    return phrases().get((kind, language)) or phrases()[kind, "en"]
