"""Which encoding a text file is in, by its bytes: UTF-8, UTF-16 and UTF-32, or else Windows-1252."""

from __future__ import annotations

import codecs
import re
from typing import IO

BLOCK = 1 << 20
"""Bytes that are looked at at once."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_FIRST = bytes(byte for byte in range(256) if not 0xC2 <= byte <= 0xF4)
_ASCII = bytes(range(128))


def head_text(head: bytes) -> str:
    """Decode the beginning of a file as far as its bytes tell how.

    >>> head_text("Müller".encode("cp1252")), head_text("Müller".encode("utf-16"))
    ('Müller', 'Müller')
    """
    encoding = _marked(head)
    if encoding is None:
        try:
            # Incremental, because the head may end in the middle of a sign.
            return codecs.getincrementaldecoder("utf-8")().decode(head)
        except UnicodeDecodeError:
            encoding = "utf-8" if _mostly_utf8(*_strays_and_signs(head)) else "cp1252"
    return head.decode(encoding, errors="replace")


def is_utf(head: bytes) -> bool:
    """Tell whether the beginning of a file is UTF-8 or UTF-16.

    >>> is_utf("Müller".encode()), is_utf("Müller".encode("cp1252"))
    (True, False)
    """
    if head.isascii() or _marked(head):
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def twice_encoded(text: str) -> bool:
    """Whether a program took UTF-8 for Windows-1252 before it saved a text, so that `é` became two letters.

    >>> twice_encoded("JosÃ©, MuÃ±oz"), twice_encoded("José, São Paulo")
    (True, False)
    """
    # The last line may be cut in the middle of a sign.
    runs = _BEYOND_ASCII.findall(text[: text.rfind("\n") + 1] or text)
    return bool(runs) and all(_once(run) is not None for run in runs)


def mended(text: str) -> str:
    """Return a text that was encoded twice as it was meant; what was not stays.

    >>> mended("JosÃ©, MuÃ±oz")
    'José, Muñoz'
    """
    return _BEYOND_ASCII.sub(lambda match: _once(match[0]) or match[0], text)


def _once(run: str) -> str | None:
    try:
        # Windows-1252 leaves five bytes out, which stay the control characters that they are.
        return b"".join(sign.encode("cp1252" if ord(sign) > 0xFF else "latin-1") for sign in run).decode(
            "utf-8"
        )
    except UnicodeError:
        return None


def text_encoding(head: bytes, rest: IO[bytes]) -> tuple[str, bool]:
    """Return the encoding of a file, and whether some of its bytes are not valid in it.

    Args:
        head: The first bytes.
        rest: The stream behind them; it is read to its end unless a mark decides.
    """
    marked = _marked(head)
    if marked and marked != "utf-8-sig":
        return marked, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, strays, signs = True, 0, 0
    block = head
    while block:
        if valid:
            try:
                decoder.decode(block)
                signs += 0 if block.isascii() else len(block.translate(None, _NOT_FIRST))
            except UnicodeDecodeError:
                valid = False
        if not valid:
            more = _strays_and_signs(block)
            strays, signs = strays + more[0], signs + more[1]
        block = rest.read(BLOCK)
    if marked or valid:
        # A file that ends in the middle of a sign was cut; that alone is no other encoding.
        return marked or "utf-8", not valid or bool(decoder.getstate()[0])
    return "utf-8" if _mostly_utf8(strays, signs) else "cp1252", True


def _marked(head: bytes) -> str | None:
    """Return the encoding that the first bytes name, or that zeros between letters betray."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = head[:64]
    if len(start) >= 8 and not any(start[1::2]) and all(start[::2]):
        return "utf-16-le"
    if len(start) >= 8 and not any(start[::2]) and all(start[1::2]):
        return "utf-16-be"
    return None


def _strays_and_signs(block: bytes) -> tuple[int, int]:
    """Return how many bytes above ASCII are not UTF-8, and how many signs the others make."""
    if block.isascii():
        return 0, 0
    signs = _SIGN.findall(block)
    return len(block.translate(None, _ASCII)) - sum(map(len, signs)), len(signs)


def _mostly_utf8(strays: int, signs: int) -> bool:
    # One damaged byte must not turn every accent of a file into two odd characters.
    return signs > strays
