"""Arrays in one file: written beside a version, mapped when it is opened.

A file is a line of JSON that names its parts, then the parts themselves, each at a multiple of 64 bytes. It is
written under another name and renamed, so that it is there whole or not at all, and every part has a checksum: what
was cut short or changed is refused, and made again from the version by whoever asked.
"""

from __future__ import annotations

import json
import mmap
import os
import uuid
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from netreach.log import logger

if TYPE_CHECKING:
    import numpy.typing as npt

_ALIGNED: Final = 64
_CHUNK: Final = 1 << 20
_log = logger(__name__)


def write(path: Path, parts: Mapping[str, Any], about: Mapping[str, Any]) -> bool:
    """Write arrays into a file; tell whether that was possible.

    Args:
        path: Where; a file that is there is replaced.
        parts: NumPy arrays, and Arrow arrays of texts without nulls.
        about: What the arrays were made from; `read` wants the same.
    """
    plain: dict[str, npt.NDArray[Any]] = {}
    for name, part in parts.items():
        if isinstance(part, np.ndarray):
            plain[name] = np.ascontiguousarray(part)
        else:
            plain[f"{name}:offsets"], plain[f"{name}:bytes"] = _bytes_of(part)
    described, place = [], 0
    for name, array in plain.items():
        described.append([name, array.dtype.str, place, len(array), zlib.crc32(array.view(np.uint8).data)])
        place += -(-array.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"about": dict(about), "parts": described, "bytes": place}).encode()
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


def read(path: Path, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """Map the arrays of a file: NumPy arrays and Arrow arrays, as they were written.

    Returns:
        `None` where there is no such file, or it was made from something else, or it is damaged.
    """
    try:
        with path.open("rb") as stream:
            head = stream.readline(_CHUNK)
            said: dict[str, Any] = json.loads(head)
            if said["about"] != json.loads(json.dumps(dict(about))):
                return None
            if path.stat().st_size != len(head) + said["bytes"]:
                raise ValueError("it was cut short")
            _check(stream, len(head), said["parts"])
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        found: dict[str, Any] = {}
        for name, dtype, place, count, _ in said["parts"]:
            kind = np.dtype(dtype)
            at = len(head) + place
            found[name] = np.frombuffer(mapped, kind, count, at) if count else np.zeros(0, kind)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("%s is damaged (%s) and is made again.", path, error)
        return None
    for name in [name.removesuffix(":bytes") for name in found if name.endswith(":bytes")]:
        found[name] = _texts(found.pop(f"{name}:offsets"), found.pop(f"{name}:bytes"))
    return found


def _check(stream: Any, begin: int, parts: list[list[Any]]) -> None:
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
