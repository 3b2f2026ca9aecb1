"""What the values of properties mean: encodings, escapes and parts."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import quopri
import re

from netreach.importers.dates import day

_CHARSET = re.compile(
    r";CHARSET=\"?((?:UTF|US-ASCII|ASCII|ISO|LATIN|WINDOWS|CP|MAC|KOI8|SHIFT|SJIS|MS|EUC|GB|BIG5|KS_C|TIS)[\w-]{0,20})"
)
_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_BASE64 = re.compile(r";(?:ENCODING=)?(?:B|BASE64)(?=;|$)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BASIC = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_FALLBACK = "cp1252"


def decoded(value: str, parameters: str) -> str:
    r"""Return the text of a value: quoted-printable, base64 and other encodings are undone, escapes are not.

    Bytes that are UTF-8 are that, whatever else is said of them; then counts what the property says, then
    Windows-1252.

    >>> decoded("J=C3=B6rg", ";ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8")
    'Jörg'
    >>> decoded("J\udcf6rg", ";CHARSET=ISO-8859-1"), decoded("J\udcf6rg", "")
    ('Jörg', 'Jörg')
    """
    plain = "QUOTED-PRINTABLE" not in parameters and not _BASE64.search(parameters)
    if plain and value.isascii() and "\x1b" not in value:
        return value
    # A file in UTF-16 may hold a half of a sign; it cannot be encoded back.
    raw = value.encode("utf-8", "surrogateescape" if not _HALF.search(value) else "replace")
    if "QUOTED-PRINTABLE" in parameters:
        raw = quopri.decodestring(raw)
    elif _BASE64.search(parameters):
        try:
            raw = base64.b64decode(raw)
        except (binascii.Error, ValueError):
            return value
    named = _CHARSET.search(parameters)
    names = ["utf-8", named[1] if named else _FALLBACK]
    for name in reversed(names) if b"\x1b" in raw else names:
        try:
            return raw.decode(name)
        except (LookupError, UnicodeError):
            continue
    return raw.decode(_FALLBACK, errors="replace")


def unescaped(value: str) -> str:
    r"""Return a text without the escapes of cards.

    >>> unescaped(r"Acme\, Inc\; and\nothers")
    'Acme, Inc; and\nothers'
    """
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def parts(value: str, sign: str = ";") -> list[str]:
    r"""Return the parts of a value that a sign parts, unless it is escaped.

    >>> parts(r"Ruiz;Ana;Mar\;ia;;")
    ['Ruiz', 'Ana', 'Mar;ia', '', '']
    """
    if "\\" not in value:
        return value.split(sign)
    # Controls are nothing that a text keeps, so two of them can stand for what is escaped.
    marked = value.replace("\0", "").replace("\x01", "").replace("\\\\", "\0").replace(f"\\{sign}", "\x01")
    return [unescaped(part).replace("\x01", sign).replace("\0", "\\") for part in marked.split(sign)]


def changed_on(value: str) -> dt.date | None:
    """Return the day of a time stamp, in one of the ways in which cards write it.

    >>> changed_on("20120305T131933Z"), changed_on("2021-03-14T09:28:38Z")
    (datetime.date(2012, 3, 5), datetime.date(2021, 3, 14))
    """
    match = _BASIC.match(value.strip())
    return day("-".join(match.groups())) if match else None
