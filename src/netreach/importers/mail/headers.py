"""The header of one message: its fields, addresses with their names, and its day."""

from __future__ import annotations

import binascii
import datetime as dt
import quopri
import re
from collections.abc import Mapping
from typing import Final

from netreach.importers.dates import LAST_YEAR
from netreach.importers.participants import NO_DAY

VALUE_LIMIT: Final = 1 << 16
"""Bytes of one field that are looked at; a list of recipients as long as that is mass mail anyway."""

FIELD_NAMES: Final = (
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "date",
    "delivered-to",
    "x-delivered-to",
    "x-original-to",
    "envelope-to",
    "message-id",
    "return-path",
    "content-type",
    "precedence",
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    "list-post",
    "x-autoreply",
    "x-autorespond",
    "x-gmail-labels",
    "x-mozilla-status",
    "x-original-from",
    "x-original-sender",
)
_FIELDS = re.compile(
    rb"\n(?i:(" + b"|".join(name.encode() for name in FIELD_NAMES) + rb"))[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)"
)
_ANY_FIELD = re.compile(rb"\n[!-9;-~]{1,80}[ \t]*:")
_RECEIVED = re.compile(rb"\nreceived[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE)
_FOR = re.compile(rb"[ \t\n]for[ \t]+<([^<>\s]{3,254})>")
_FOLD = re.compile(rb"\r?\n[ \t]+|\r")
_DAY = re.compile(rb"(\d{1,2})[ \t-]+([A-Za-z]{3})[a-z]*\.?[ \t,-]+(\d{2,4})\b")
_ISO = re.compile(rb"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_MARK_DAY = re.compile(rb"([A-Z][a-z]{2})[ \t]+(\d{1,2})[ \t]+\d{1,2}:\d{2}[^\n]*?\b(\d{4})\b")
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"),
        start=1,
    )
}
_FIRST_YEAR: Final = 1982
"""The year of SMTP: earlier days are those of clocks that were never set."""

_EPOCH: Final = dt.date(1970, 1, 1)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})")
_SEVERAL: Final = frozenset((b"to", b"cc", b"bcc"))


def is_header(head: bytes) -> bool:
    """Tell whether bytes hold a line of a header at all."""
    return _ANY_FIELD.search(head) is not None


def fields(head: bytes) -> dict[bytes, bytes]:
    r"""Return the fields that matter, names in lower case: of each the first, of recipients all.

    >>> fields(b"\nTo: ana@example.org,\n ben@example.org\nSubject: x\nCC: eva@example.org")
    {b'to': b' ana@example.org, ben@example.org', b'cc': b' eva@example.org'}
    """
    found: dict[bytes, bytes] = {}
    for name, value in _FIELDS.findall(head):
        name = name.lower()
        if b"\n" in value or b"\r" in value:
            value = _FOLD.sub(b" ", value)
        if name not in found:
            found[name] = value[:VALUE_LIMIT]
        elif name in _SEVERAL:
            found[name] = (found[name] + b", " + value)[:VALUE_LIMIT]
    return found


def delivered_to(head: bytes, found: Mapping[bytes, bytes]) -> bytes:
    r"""Return the address into whose mailbox a message was delivered, as the servers say it; nothing where none does.

    >>> delivered_to(b"\nReceived: by mx.example.org for <ana@example.org>; Mon, 1 Jan", {})
    b'ana@example.org'
    """
    for name in (b"delivered-to", b"x-delivered-to", b"x-original-to", b"envelope-to"):
        if name in found:
            return found[name]
    written = _FOR.search(head)
    return written[1] if written else b""


def day_of(head: bytes, found: Mapping[bytes, bytes], days: dict[bytes, int]) -> tuple[int, bool]:
    """Return the day of a message, and whether its `Date` says so.

    The day is the one that is written, in the zone of whoever wrote it. Where `Date` is missing or impossible,
    the topmost `Received` says when it was delivered, or else the line `From ` of an mbox.

    Args:
        head: The header.
        found: Its fields.
        days: What texts were read before, and gave.
    """
    written = found.get(b"date", b"")[:100]
    day = days.get(written)
    if day is None:
        if len(days) > 10_000:
            days.clear()
        day = days[written] = _day(written)
    if day != NO_DAY:
        return day, True
    if received := _RECEIVED.search(head):
        day = _day(received[1].rpartition(b";")[2][:200])
    if day == NO_DAY and head.startswith(b"From "):
        mark = _MARK_DAY.search(head[: head.find(b"\n")])
        day = _number(mark[3], mark[1], mark[2]) if mark else NO_DAY
    return day, False


def _day(text: bytes) -> int:
    if match := _DAY.search(text):
        return _number(match[3], match[2], match[1])
    if match := _ISO.search(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    return NO_DAY


def _number(year: bytes, month: bytes, day: bytes) -> int:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole < 70 else 1900
    elif len(year) == 3:
        # The year 2001 as programs wrote it that counted from 1900.
        whole += 1900
    return _checked(whole, _MONTHS.get(month.lower(), 0), int(day))


def _checked(year: int, month: int, day: int) -> int:
    if not _FIRST_YEAR <= year <= LAST_YEAR:
        return NO_DAY
    try:
        return (dt.date(year, month, day) - _EPOCH).days
    except ValueError:
        return NO_DAY


# --- text ----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN = re.compile(r"(\?=)\s+(=\?)")


def text_of(value: bytes, content_type: bytes = b"") -> str:
    """Decode a field that may hold raw bytes: UTF-8, the character set of the message, or Windows-1252.

    >>> text_of("José".encode()), text_of("José".encode("cp1252"))
    ('José', 'José')
    >>> text_of("山田".encode("shift_jis"), b"text/plain; charset=Shift_JIS")
    '山田'
    """
    if value.isascii():
        # ISO-2022-JP is ASCII with escapes.
        return _try(value, ("iso2022_jp",)) if b"\x1b" in value else value.decode("ascii")
    charset = _CHARSET.search(content_type)
    named = (charset[1].decode("ascii"),) if charset else ()
    return _try(value, ("utf-8", *named, "cp1252"))


def decoded(text: str) -> str:
    """Decode the encoded words of a text (RFC 2047); what cannot be decoded stays as it is.

    >>> decoded("=?utf-8?Q?Jos=C3=A9?= =?utf-8?B?IFJ1aXo=?=")
    'José Ruiz'
    """
    if "=?" not in text:
        return text
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    joined = _BETWEEN.sub(r"\1\2", text)
    for match in _WORD.finditer(joined):
        between = joined[end : match.start()]
        name = match[1].partition("*")[0].lower()
        # Two words of one character set are one text: a sign may begin in the one and end in the other.
        if pending and (between or name != charset):
            pieces.append(_try(pending, (charset, "utf-8", "cp1252")))
            pending = b""
        pieces.append(between)
        raw = _raw(match[2].lower(), match[3])
        pending, charset, end = pending + raw, name, match.end()
    if pending:
        pieces.append(_try(pending, (charset, "utf-8", "cp1252")))
    pieces.append(joined[end:])
    return "".join(pieces)


def _raw(form: str, content: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if form == "q":
        return quopri.decodestring(data.replace(b"_", b" "), header=False)
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


def _try(raw: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


# --- addresses -----------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r'"((?:[^"\\]|\\.)*)"|\(((?:[^()\\]|\\.)*)\)|<([^<>]*)>|([,;:])|([^",;:()<>]+)|(.)', re.DOTALL
)
_ADDRESS = re.compile(r"\S+@\S+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def mailboxes(text: str) -> list[tuple[str, str]]:
    """Return the (name, address) pairs of a field of addresses, as tolerant as senders are careless.

    Groups give their members, an unquoted `Doe, John <john@example.org>` is one person, names in comments and
    encoded words are read, and what holds no address is nobody.

    >>> mailboxes('"Doe, John" <john@example.org>, team: ana@example.org (Ana Ruiz), ben@example.org;')
    [('Doe, John', 'john@example.org'), ('Ana Ruiz', 'ana@example.org'), ('', 'ben@example.org')]
    >>> mailboxes("undisclosed recipients: ;")
    []
    """
    if "=?" in text and "@" not in _WORD.sub("", text):
        # Some programs encode the addresses with the names.
        text = decoded(text)
    found: list[tuple[str, str]] = []
    phrase: list[str] = []
    comment, angle, before = "", "", ""
    for quoted, remark, inside, sign, plain, odd in [*_TOKEN.findall(text), ("", "", "", ",", "", "")]:
        if not sign:
            if inside:
                angle = inside
            elif quoted:
                phrase.append(_ESCAPED.sub(r"\1", quoted) if "\\" in quoted else quoted)
            elif remark:
                comment = remark
            else:
                phrase.append(plain or odd)
            continue
        written = "".join(phrase).strip()
        if sign == ":":
            # The name of a group; or the colon of `mailto:` and of old routes, which stand before an address.
            if "@" not in written:
                phrase.clear()
            continue
        name, address = written or comment, angle.rpartition(":")[2].strip()
        if "@" not in address:
            name, address = comment, ""
            if match := _ADDRESS.search(written):
                address = match[0].strip("'")
                name = (written[: match.start()] + written[match.end() :]).strip() or comment
        if address:
            if before and angle and written:
                name = f"{before}, {written}"
            found.append((decoded(name).strip(), address))
        before = "" if address or sign != "," or before else written
        phrase.clear()
        comment, angle = "", ""
    return found
