"""How the bytes of an export are read: files that tell how far they were read, and archives inside archives."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, BinaryIO

DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)
"""What reading a damaged archive raises."""

_TELL_EVERY = 4 * 2**20


class Counted(io.FileIO):
    """A file that tells how far it has been read."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._count = tell
        self._told = 0

    def readinto(self, buffer: Any, /) -> int | None:
        """Read into a buffer."""
        read = super().readinto(buffer)
        self._note()
        return read

    def _note(self) -> None:
        place = self.tell()
        if abs(place - self._told) >= _TELL_EVERY:
            self._told = place
            self._count(place)


class CountedMember(io.BufferedIOBase, BinaryIO):
    """A file of an archive that tells how far it has been read."""

    def __init__(self, stream: IO[bytes], tell: Callable[[int], None]) -> None:
        self._stream = stream
        self._count = tell
        self._place = self._told = 0

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes, all that are left by default."""
        return self._note(self._stream.read(-1 if size is None else size))

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, some by default."""
        return self.read(size if size > 0 else 1 << 16)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line, or its first `size` bytes."""
        return self._note(self._stream.readline(-1 if size is None else size))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        super().close()

    def _note(self, block: bytes) -> bytes:
        self._place += len(block)
        if self._place - self._told >= _TELL_EVERY:
            self._told = self._place
            self._count(self._place)
        return block


class Spooled(zipfile.ZipFile):
    """An archive in a temporary file, which is gone when the archive is closed."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        super().__init__(spool)

    def close(self) -> None:
        """Close the archive, and so delete the temporary file."""
        super().close()
        self._spool.close()
