r"""The lines of a calendar file: unfolded, with their parameters, of iCalendar (RFC 5545) and vCalendar 1.0.

Only the properties that netreach asks for are looked at; descriptions, places and attachments are skipped unread.
"""

from __future__ import annotations

import codecs
import io
import quopri
import re
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

LINE_LIMIT: Final = 1 << 16
"""Bytes of one unfolded line that are kept; an attachment may be longer, a person is not."""

_BLOCK: Final = 1 << 16

_WANTED: Final = frozenset(
    b"""BEGIN END ATTENDEE ORGANIZER DTSTART RRULE EXDATE RDATE RECURRENCE-ID UID STATUS SEQUENCE DTSTAMP CREATED
    DCREATED LAST-MODIFIED X-WR-CALNAME X-OWNER METHOD X-NUM-GUESTS VERSION""".split()
)
_REPEATED: Final = frozenset(("BEGIN", "END", "ATTENDEE", "ORGANIZER", "STATUS", "SEQUENCE", "DTSTAMP"))
_KEPT: Final = 20_000
_NAME = re.compile(rb"(?:[A-Za-z0-9_-]{1,60}\.)?([A-Za-z0-9-]{1,60})[ \t]*(?=[;:])")
_PARAMETER = re.compile(r';[ \t]*([^=;:"]{1,60})(?:=((?:"[^"]*"|[^";:])*))?')
_BLANK: Final = frozenset((b" ", b"\t", b""))
_CARET = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_CARETS = re.compile(r"\^[nN'^]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Line(NamedTuple):
    """One property.

    Attributes:
        number: The line of the file on which it begins, counted from 1.
        name: In capitals.
        parameters: Names in capitals, values as they are meant.
        value: As written.
    """

    number: int
    name: str
    parameters: dict[str, str]
    value: str


def lines(stream: IO[bytes]) -> Iterator[Line]:
    r"""Yield the properties that matter, in their order.

    >>> import io
    >>> [line] = lines(io.BytesIO(b"ATTENDEE;CN=\"Ruiz,\r\n  Ana\":MAILTO:ana@example.org\r\nSUMMARY:x\r\n"))
    >>> line.name, line.parameters, line.value
    ('ATTENDEE', {'CN': 'Ruiz, Ana'}, 'MAILTO:ana@example.org')
    """
    known: dict[bytes, tuple[str, dict[str, str], str] | None] = {}
    for number, raw in _unfolded(stream):
        # The same people stand in many events, with the same answer.
        if raw in known:
            parsed = known[raw]
        else:
            parsed = _parsed(raw)
            if len(known) >= _KEPT:
                known.clear()
            if parsed is None or parsed[0] in _REPEATED:
                known[raw] = parsed
        if parsed is not None:
            yield Line(number, *parsed)


def _parsed(raw: bytes) -> tuple[str, dict[str, str], str] | None:
    """Return the name, the parameters and the value of a line; `None` where it is none that matters."""
    match = _NAME.match(raw)
    if match is None or match[1].upper() not in _WANTED:
        return None
    try:
        text = raw[match.end() :].decode("utf-8")
    except UnicodeDecodeError:
        text = raw[match.end() :].decode("cp1252", "replace")
    parameters: dict[str, str] = {}
    place = 0
    while found := _PARAMETER.match(text, place):
        place = found.end()
        # vCalendar writes `;QUOTED-PRINTABLE` for `;ENCODING=QUOTED-PRINTABLE`.
        value = found[2] if found[2] is not None else found[1]
        parameters.setdefault(found[1].strip().upper(), _plain(value))
    colon = text.find(":", place)
    if colon < 0:
        return None
    value = text[colon + 1 :].strip()
    if "=" in value and _is_quoted_printable(raw):
        value = _printed(value, parameters.get("CHARSET", "utf-8"))
    return match[1].decode("ascii").upper(), parameters, value


def unescaped(text: str) -> str:
    r"""Return a text value without its backslashes.

    >>> unescaped("Ruiz\\, Ana")
    'Ruiz, Ana'
    """
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text) if "\\" in text else text


def _plain(value: str) -> str:
    value = value.strip().replace('"', "")
    if "^" in value:
        value = _CARETS.sub(lambda match: _CARET[match[0]], value)
    return unescaped(value)


def _printed(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    for encoding in (charset, "utf-8"):
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _is_quoted_printable(line: bytes) -> bool:
    head = line[: line.find(b":") + 1 or len(line)]
    return b"QUOTED-PRINTABLE" in head.upper()


def _unfolded(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield whole lines with the number of the first; blank lines between parts of a line do not matter."""
    begun, parts, length, soft = 0, [b""], 0, False
    for number, line in _physical(stream):
        folded = line[:1] in _BLANK
        if folded and not line.strip():
            soft = False
            continue
        if folded or soft:
            if length < LINE_LIMIT:
                parts.append(line[1:] if folded and not soft else line)
                length += len(line)
        else:
            if parts[0]:
                yield begun, parts[0] if len(parts) == 1 else b"".join(parts)[:LINE_LIMIT]
            begun, parts, length = number, [line], len(line)
        # A line in quoted-printable that ends with = goes on, without a blank before the rest.
        soft = line[-1:] == b"=" and _is_quoted_printable(parts[0])
        if soft:
            parts[-1] = parts[-1].removesuffix(b"=")
    if parts[0]:
        yield begun, b"".join(parts)[:LINE_LIMIT]


def _physical(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield lines without their ends, whatever ends them; very long ones come in pieces that look folded."""
    number, rest = 1, b""
    decoder: codecs.IncrementalDecoder | None = None
    first = True
    while True:
        block = stream.read(_BLOCK)
        ended = not block
        if first:
            first = False
            if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                decoder = codecs.getincrementaldecoder("utf-16")("replace")
            block = block.removeprefix(codecs.BOM_UTF8)
        if decoder is not None:
            block = decoder.decode(block, ended).encode("utf-8", "replace")
        data = rest + block
        if not ended and data.endswith(b"\r"):
            # Whether a line feed follows is in the next block.
            data, rest = data[:-1], b"\r"
        else:
            rest = b""
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        pieces = data.split(b"\n")
        last = pieces.pop()
        for piece in pieces:
            yield number, piece
            number += 1
        if ended:
            if last:
                yield number, last
            return
        if len(last) > LINE_LIMIT:
            yield number, last
            last = b" "
        rest = last + rest


def is_calendar(head: bytes) -> bool:
    """Tell whether the first bytes of a file are those of a calendar."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    found = next(lines(io.BytesIO(head[:4096])), None)
    begins = ("VCALENDAR", "VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY")
    return found is not None and found.name == "BEGIN" and found.value.upper() in begins
