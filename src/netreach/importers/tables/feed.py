"""The text of a delimited file as pyarrow can read it."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from netreach.importers.tables.sniff import ByteStream, Scan
from netreach.plugins.export import HEAD_BYTES


class Feed:
    """Gives pyarrow the text of a file in UTF-8, without its header, and with a last row that we know.

    Args:
        stream: The bytes of the file.
        scan: What they are.
        skip: Bytes of UTF-8 to leave out at the beginning.
        end: What to add at the end.
        tidy: What becomes of whole lines, if anything.
    """

    def __init__(
        self,
        stream: ByteStream,
        scan: Scan,
        *,
        skip: int = 0,
        end: bytes = b"",
        tidy: Callable[[bytes], bytes] | None = None,
    ) -> None:
        self._stream = stream
        self._tidy: Callable[[bytes], bytes] | None = None
        self._half = b""
        self._decoder = None if scan.clean else codecs.getincrementaldecoder(scan.encoding)(errors="replace")
        self._end: bytes | None = end
        self._last = b""
        self._ready = b""
        self.closed: bool = False
        while skip > 0 and (block := self._next(max(skip, HEAD_BYTES))):
            self._ready = block[skip:]
            skip -= len(block)
        if tidy is not None:
            self._half, self._ready = self._ready, b""
            self._tidy = tidy

    @property
    def ends_open(self) -> bool:
        """Whether the file, read to its end, has no line end there."""
        return self._last not in (b"\n", b"\r")

    def more(self) -> bool:
        """Tell whether there is any text left, before the end is added."""
        self._ready = self._ready or self._next(HEAD_BYTES)
        return bool(self._ready)

    def readable(self) -> bool:
        """What pyarrow asks of a file."""
        return True

    def close(self) -> None:
        """What pyarrow does with a file in the end; whoever opened the stream closes it."""
        self.closed = True

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes of text; none when the last row of our own was given, too."""
        if len(self._ready) < size:
            self._ready += self._next(size - len(self._ready))
        block, self._ready = self._ready[:size], self._ready[size:]
        if len(block) > 1 and block.endswith(b"\r"):
            # Between two blocks pyarrow loses the second half of a CR LF inside quotes.
            block, self._ready = block[:-1], b"\r" + self._ready
        if block:
            return block
        end, self._end = self._end, None
        # The last row must begin on a line of its own.
        return (b"\n" + end if self.ends_open else end) if end else b""

    def _next(self, size: int) -> bytes:
        if self._tidy is None:
            return self._raw(size)
        block = b""
        while not block:
            more = self._raw(max(1, size - len(self._half)))
            text = self._half + more
            cut = text.rfind(b"\n") + 1
            if not more or (not cut and len(text) >= size):
                # The last line, or one that is too long to be a row.
                cut = len(text)
            block, self._half = self._tidy(text[:cut]), text[cut:]
            if not more:
                break
        return block

    def _raw(self, size: int) -> bytes:
        if self._decoder is None:
            block = self._stream.read(size)
        else:
            block = b""
            while not block:
                # One byte may become three; pyarrow must not get more than it asked for.
                raw = self._stream.read(max(1, size // 3 - 4))
                block = self._decoder.decode(raw, final=not raw).encode("utf-8")
                if not raw:
                    break
        self._last = block[-1:] or self._last
        return block
