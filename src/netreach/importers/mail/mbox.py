r"""Finds the messages of an mbox of any size: blocks of bytes are searched, headers are kept, bodies are not.

A message begins at a line `From ` behind an empty line (or the beginning), when what follows on it is an envelope (an
address or `-`, mostly with a date) and the next line is a header; without the empty line where there is a date, or it
is `From -` as Netscape wrote it. So neither the quoting of mboxo and mboxrd
(`>From `) nor a body in which somebody wrote `From Russia with love` begins one. Where messages state a
`Content-Length` that ends exactly at the next message (mboxcl, mboxcl2), whatever their bodies quote is theirs.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import IO

import attrs

HEADER_LIMIT = 1 << 18
"""Bytes of a header that are read; the rest is left out, and said."""

_BLOCK = 1 << 22
_WINDOW = 1 << 14
_HELD = 1000
_MARK = b"\nFrom "
_DATED = re.compile(rb"From .{0,400}?\d{1,2}:\d{2}(?::\d{2})?\b.{0,40}?\b(?:19|20)\d{2}\b", re.DOTALL)
_NETSCAPE = re.compile(rb"From -[ \t]*")
_BARE = re.compile(rb"From (?:-|[^\s@]+@[^\s@]+|[A-Z][A-Z_-]+|<>)?[ \t]*")
_FIELD = re.compile(rb"(?:>?From |[!-9;-~]{1,80}[ \t]*:)")
_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*(\d{1,15})[ \t\r]*\n", re.IGNORECASE)


@attrs.frozen(kw_only=True, eq=False)
class Part:
    """One message.

    Attributes:
        start: Where its `From ` line begins, in bytes of the file.
        line: That line, counted from 1.
        body: Where its body begins.
        head: Its `From ` line and its header, as bytes, at most `HEADER_LIMIT`.
        cut: `"limit"` when the header is longer than that, `"end"` when the file ends within a line of it, else `""`.
    """

    start: int
    line: int
    body: int
    head: bytes
    cut: str = ""


def messages(stream: IO[bytes], size: int) -> Iterator[Part]:
    """Yield the messages of an mbox, in their order.

    Args:
        stream: The file.
        size: Its size in bytes.
    """
    waiting: deque[Part] = deque()
    parts = _separated(stream)
    ended = False
    while True:
        while not ended and not waiting:
            part = next(parts, None)
            ended = part is None
            if part is not None:
                waiting.append(part)
        if not waiting:
            return
        first = waiting.popleft()
        yield first
        if (length := _LENGTH.search(first.head)) is None:
            continue
        end = first.body + int(length[1])
        if end > size + 2:
            continue
        # Whatever begins before the stated end belongs to the body, if the end is the end of a message.
        inner = 0
        while True:
            while inner < len(waiting) and waiting[inner].start < end:
                inner += 1
            if inner < len(waiting) or ended or inner >= _HELD:
                break
            part = next(parts, None)
            ended = part is None
            if part is not None:
                waiting.append(part)
        following = waiting[inner].start if inner < len(waiting) else size if ended else -1
        if inner and 0 <= following - end <= 2:
            for _ in range(inner):
                waiting.popleft()


def begins_mbox(head: bytes) -> bool:
    """Tell whether the first bytes of a file are those of an mbox."""
    return _is_mark(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), 0, strict=False)


def header_end(buffer: bytes | bytearray, start: int, stop: int) -> int:
    """Return where the empty line behind a header begins, or -1; it is looked for up to `stop`."""
    window = _WINDOW
    begin = start
    while begin < stop:
        limit = min(begin + window, stop)
        plain = buffer.find(b"\n\n", begin, limit)
        dos = buffer.find(b"\n\r\n", begin, plain if plain >= 0 else limit)
        if dos >= 0 or plain >= 0:
            return dos if dos >= 0 else plain
        if limit == stop:
            return -1
        begin, window = limit - 2, window * 4
    return -1


def _separated(stream: IO[bytes]) -> Iterator[Part]:
    """Yield what stands between lines that begin a message."""
    block = stream.read(_BLOCK)
    skipped = 3 if block.startswith(b"\xef\xbb\xbf") else 0
    # Two line ends before the first line, so that it needs no rule of its own.
    buffer = b"\n\n" + block[skipped:]
    origin = skipped - 2
    line, counted = -1, 0
    place = 0
    first, ended = True, not block
    while True:
        at = buffer.find(_MARK, place)
        if not ended and (at < 0 or len(buffer) - at <= 2 * HEADER_LIMIT):
            keep = max(0, (at if at >= 0 else max(place, len(buffer) - len(_MARK))) - 3)
            line += buffer.count(b"\n", counted, keep)
            block = stream.read(_BLOCK)
            ended = not block
            buffer = buffer[keep:] + block
            origin += keep
            place, counted = max(0, place - keep), 0
            continue
        if at < 0:
            return
        start = at + 1
        behind_blank = buffer[at - 1 : at] == b"\n" or buffer[at - 2 : at] == b"\n\r"
        if not _is_mark(buffer, start, strict=not behind_blank and not first):
            place = start
            continue
        first = False
        stop = min(start + HEADER_LIMIT, len(buffer))
        end, following = _ends(buffer, start, stop)
        cut = ""
        if following >= 0:
            # A message without an empty line, and so without a body.
            end = body = following + 1
        elif end >= 0:
            body = end + (2 if buffer[end + 1 : end + 2] == b"\n" else 3)
            end += 1
        else:
            at_end = stop == len(buffer) and ended
            cut = "" if at_end and buffer.endswith(b"\n") else "end" if at_end else "limit"
            end = body = stop
        line += buffer.count(b"\n", counted, start)
        counted = start
        yield Part(start=origin + start, line=line, body=origin + body, head=buffer[start:end], cut=cut)
        place = end - 1


def _ends(buffer: bytes, start: int, stop: int) -> tuple[int, int]:
    """Return where the empty line behind a header begins, and where the next message begins before it; -1 for none.

    Both are looked for in windows that grow: messages without an empty line are not searched to the limit each.
    """
    window, place = _WINDOW, start
    while True:
        limit = min(start + window, stop)
        end = header_end(buffer, start, limit)
        border = end if end >= 0 else limit
        following = buffer.find(_MARK, place, border)
        while following >= 0 and not _is_mark(buffer, following + 1, strict=True):
            following = buffer.find(_MARK, following + 1, border)
        if end >= 0 or following >= 0 or limit == stop:
            return end, following
        window, place = window * 4, limit - len(_MARK)


def _is_mark(buffer: bytes, start: int, *, strict: bool) -> bool:
    """Tell whether a `From ` line begins a message.

    Strictly, where no empty line is before it, only with a date or as Netscape and Thunderbird write it: `From -`.
    """
    if buffer[start : start + 5] != b"From ":
        return False
    end = buffer.find(b"\n", start, start + 1000)
    if end < 0:
        return False
    mark = buffer[start:end].rstrip(b"\r")
    if _DATED.match(mark) is None and (_NETSCAPE if strict else _BARE).fullmatch(mark) is None:
        return False
    return _FIELD.match(buffer, end + 1) is not None
