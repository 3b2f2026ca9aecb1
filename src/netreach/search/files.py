"""Arrays in one file: written beside a version, mapped when it is opened.

A file is a line of JSON that names its parts, then the parts themselves, each at a multiple of 64 bytes. It is
written under another name and renamed, so that it is there whole or not at all, and every part has a checksum: what
was cut short or changed is refused, and made again from the version by whoever asked. A file of which pieces are read
has its checksums in the pieces, which are for those who know what these are.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
import weakref
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from netreach.log import logger
from netreach.store import mapping

if TYPE_CHECKING:
    import numpy.typing as npt

_ALIGNED: Final = 64
_CHUNK: Final = 1 << 20
_log = logger(__name__)


def write(path: Path, parts: Mapping[str, Any], about: Mapping[str, Any], *, pieces: bool = False) -> bool:
    """Write arrays into a file; tell whether that was possible.

    Args:
        path: Where; a file that is there is replaced.
        parts: NumPy arrays, and Arrow arrays of texts without nulls.
        about: What the arrays were made from; `read` wants the same.
        pieces: Whether it is for `opened` alone, which compares no checksums: then there are none.
    """
    plain: dict[str, npt.NDArray[Any]] = {}
    for name, part in parts.items():
        if isinstance(part, np.ndarray):
            plain[name] = np.ascontiguousarray(part)
        else:
            plain[f"{name}:offsets"], plain[f"{name}:bytes"] = _bytes_of(part)
    described, place = [], 0
    for name, array in plain.items():
        checksum = None if pieces else zlib.crc32(array.view(np.uint8).data)
        described.append([name, array.dtype.str, place, len(array), checksum])
        place += -(-array.nbytes // _ALIGNED) * _ALIGNED
    said: dict[str, Any] = {"about": dict(about), "parts": described, "bytes": place}
    head = json.dumps({**said, "sum": _sum(said)}).encode()
    head += b" " * (-(len(head) + 1) % _ALIGNED) + b"\n"
    temporary = path.with_name(f".new-{path.name}-{uuid.uuid4().hex[:8]}")
    try:
        path.parent.mkdir(exist_ok=True)
        try:
            with temporary.open("wb") as stream:
                stream.write(head)
                for array in plain.values():
                    stream.write(array.view(np.uint8).data)
                    stream.write(b"\0" * (-array.nbytes % _ALIGNED))
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        # A folder that cannot be written to: the arrays are then made anew by every process.
        _log.info("%s could not be kept: %s", path, error)
        return False
    return True


def read(
    path: Path, about: Mapping[str, Any], *, scattered: bool = False, fresh: bool = False
) -> dict[str, Any] | None:
    """Map the arrays of a file: NumPy arrays and Arrow arrays, as they were written.

    Args:
        path: The file.
        about: What it must have been made from.
        scattered: Whether little will be read in many places; see `netreach.store.mapping`.
        fresh: Whether this process has just written it: the checksums need not be compared.

    Returns:
        `None` where there is no such file, or it was made from something else, or it is damaged.
    """
    try:
        with path.open("rb") as stream:
            head = _head(stream, path, about)
            if head is None:
                return None
            begin, parts = head
            if not fresh:
                _check(stream, begin, parts)
            held = mapping.mapped(stream, scattered=scattered)
        found: dict[str, Any] = {}
        for name, dtype, place, count, _ in parts:
            kind = np.dtype(dtype)
            found[name] = np.frombuffer(held, kind, count, begin + place) if count else np.zeros(0, kind)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        _log.warning("%s is damaged (%s) and is made again.", path, error)
        return None
    for name in [name.removesuffix(":bytes") for name in found if name.endswith(":bytes")]:
        found[name] = _texts(found.pop(f"{name}:offsets"), found.pop(f"{name}:bytes"))
    return found


class Pieces:
    """The arrays of a file of which little is read at a time; nothing of it is mapped, or compared with a checksum.

    The file stays readable if it is deleted.

    Args:
        stream: The file.
        begin: Where the first array begins.
        parts: The arrays, as the head of the file describes them.
    """

    def __init__(self, stream: IO[bytes], begin: int, parts: list[list[Any]]) -> None:
        self._parts = {
            name: (begin + place, np.dtype(dtype), count) for name, dtype, place, count, _ in parts
        }
        self._lock = threading.Lock()
        self._number = os.dup(stream.fileno())
        weakref.finalize(self, os.close, self._number)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str, begin: int, end: int) -> npt.NDArray[Any]:
        """Return a piece of an array.

        Raises:
            ValueError: When the array has no such piece, or the file was cut short.
        """
        place, kind, count = self._parts[name]
        if not 0 <= begin <= end <= count:
            raise ValueError(f"{name} has {count} entries")
        if begin == end:
            return np.zeros(0, dtype=kind)
        size = (end - begin) * kind.itemsize
        return np.frombuffer(self._bytes(place + begin * kind.itemsize, size), kind, end - begin)

    def _bytes(self, place: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._number, size, place)
        # Elsewhere it takes two steps, which nobody may come between.
        with self._lock:
            os.lseek(self._number, place, os.SEEK_SET)
            return os.read(self._number, size)


def opened(path: Path, about: Mapping[str, Any]) -> Pieces | None:
    """Open a file of which little will be read.

    Returns:
        `None` where there is no such file, or it was made from something else, or it was cut short.
    """
    try:
        with path.open("rb") as stream:
            head = _head(stream, path, about)
            return None if head is None else Pieces(stream, *head)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        _log.warning("%s is damaged (%s) and is made again.", path, error)
        return None


def _head(stream: IO[bytes], path: Path, about: Mapping[str, Any]) -> tuple[int, list[list[Any]]] | None:
    """Where the arrays of a file begin, and what describes them; `None` where it was made from something else."""
    head = stream.readline(_CHUNK)
    said: dict[str, Any] = json.loads(head)
    if said["about"] != json.loads(json.dumps(dict(about))):
        return None
    if said.pop("sum") != _sum(said):
        raise ValueError("its first line was changed")
    if path.stat().st_size != len(head) + said["bytes"]:
        raise ValueError("it was cut short")
    parts: list[list[Any]] = said["parts"]
    return len(head), parts


def _sum(said: Mapping[str, Any]) -> int:
    """The checksum of what the first line says."""
    return zlib.crc32(json.dumps(said).encode())


def _check(stream: IO[bytes], begin: int, parts: list[list[Any]]) -> None:
    """Compare the checksums; the parts are read and not mapped, so that they take no memory."""
    for name, dtype, place, count, checksum in parts:
        stream.seek(begin + place)
        left, found = count * np.dtype(dtype).itemsize, 0
        while left:
            chunk = stream.read(min(left, _CHUNK))
            if not chunk:
                raise ValueError(f"{name} was cut short")
            found = zlib.crc32(chunk, found)
            left -= len(chunk)
        if found != checksum:
            raise ValueError(f"{name} was changed")


def _bytes_of(texts: pa.Array) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    if not len(texts):
        return np.zeros(1, dtype=np.int32), np.zeros(0, dtype=np.uint8)
    _, offsets_buffer, data = texts.buffers()
    offsets = np.frombuffer(offsets_buffer, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    held = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, dtype=np.uint8)
    return offsets - offsets[0], held[offsets[0] : offsets[-1]]


def _texts(offsets: npt.NDArray[np.int32], held: npt.NDArray[np.uint8]) -> pa.Array:
    return pa.Array.from_buffers(
        pa.string(), len(offsets) - 1, [None, pa.py_buffer(offsets), pa.py_buffer(held)]
    )
