"""What importers of one person's contacts have in common: how names are compared, and how the owner is asked for."""

from __future__ import annotations

import re
from functools import lru_cache

from netreach.plugins.export import Export
from netreach.text import clean, fold, words

_REMEMBERED = 200
"""Signs of the longest name that is remembered."""

_BETWEEN_ADDRESSES = re.compile(r"[,;|\n\r\t]+|\s{2,}|\s+:::\s+")


def folded_name(name: str) -> str:
    """Return a name as it is compared: words without case and accents.

    >>> folded_name("Núñez,  Ana")
    'nunez ana'
    """
    return _folded(name) if len(name) <= _REMEMBERED else " ".join(words(name))


# A name stands in many rows of an export, and is compared many times.
@lru_cache(maxsize=1 << 16)
def _folded(name: str) -> str:
    return " ".join(words(name))


def plain_name(written: str) -> str:
    """Return a name as people say it: without quotes, in its natural order; `""` for what is no name.

    >>> plain_name("'Ruiz, Ana'"), plain_name("ana@example.org"), plain_name("Ana Ruiz (Example)")
    ('Ana Ruiz', '', 'Ana Ruiz')
    """
    name = clean(written, limit=200).strip(" '\"`´’‘“”<>,;")
    if name.endswith(")") and " (" in name:
        name = name[: name.rindex(" (")].strip()
    if "@" in name or not any(map(str.isalpha, name)):
        return ""
    last, comma, first = name.partition(",")
    first = first.strip()
    if comma and "," not in first and 0 < len(words(first)) <= 3 and len(words(last)) <= 3:
        # A degree or a Jr. behind the comma is no first name.
        return name if first.isupper() or "." in first or first in ("Jr", "Sr") else f"{first} {last}"
    return name


def nameable(name: str) -> bool:
    """Return whether a name holds anything that can tell a person.

    >>> nameable("Ana"), nameable("?")
    (True, True)
    >>> nameable(" ")
    False
    """
    cleaned = clean(name)
    # As `netreach.keys.name_key` sees it: a name of emoji only has no words, but is still somebody.
    return bool(folded_name(cleaned) or fold(cleaned).replace("#", ""))


def addresses(cell: str) -> list[str]:
    """Take a cell with several e-mail addresses apart.

    >>> addresses("ana@example.org;ben@example.org  eva@example.org, kim@example.org")
    ['ana@example.org', 'ben@example.org', 'eva@example.org', 'kim@example.org']
    """
    pieces = [piece.strip() for piece in _BETWEEN_ADDRESSES.split(cell)]
    return [
        address
        for piece in pieces
        for address in (piece.split() if piece.count("@") > 1 else [piece])
        if address
    ]


def cure(export: Export) -> str:
    """Return the sentence that says how to name the owner of an export."""
    path = str(export.paths[0])
    return (
        "Give the owner's profile URL or e-mail address: --owner URL-or-mail on the command line, "
        f"Export({path!r}, owner=...) in Python."
    )
