"""Files that are mapped into memory, and giving back what of them was looked at.

Whatever is read of a mapped file counts as memory of the process until the system takes it back, and around each page
that is touched the system makes sixteen resident. All of it can be read again from the system's cache, so that a
process which has answered gives it back once it is much: `settle` is called where an answer is done.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import sys
import threading
import weakref
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from netreach import compiled

if TYPE_CHECKING:
    import numpy.typing as npt

ROOM: Final = 64 * 2**20
"""Bytes of mapped files that may stay resident after an answer."""

_lock = threading.Lock()
_dense: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
_scattered: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
_POPULATE_READ: Final = 22
_page: Final = mmap.PAGESIZE
_others = 0


def mapped(stream: IO[bytes], *, scattered: bool) -> mmap.mmap:
    """Map a file for reading; it stays readable if it is deleted.

    Args:
        stream: The file.
        scattered: Whether questions read a little in many places of it: then more of it becomes resident than was
            read, and it is given back before files of which the same parts are read by every question.

    Raises:
        OSError: When it cannot be mapped.
        ValueError: When it is empty.
    """
    made = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    with _lock:
        (_scattered if scattered else _dense).add(made)
    return made


def loaded(path: Path, *, scattered: bool) -> npt.NDArray[Any]:
    """Map an array that NumPy has written; see `mapped`.

    Raises:
        OSError: When it cannot be read.
        ValueError: When it is no such file.
    """
    # A page or less is read: so is a file that has no array.
    if path.stat().st_size <= mmap.PAGESIZE:
        small: npt.NDArray[Any] = np.load(path, allow_pickle=False)
        return small
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    held = _map_of(array)
    if held is not None:
        with _lock:
            (_scattered if scattered else _dense).add(held)
    # A plain array over the same map: that of NumPy's own class is slow to take entries from.
    plain: npt.NDArray[Any] = array.view(np.ndarray)
    return plain


def fetch(array: npt.NDArray[Any]) -> None:
    """Make all pages of a mapped array resident at once, which takes a fraction of the time of one by one.

    For who is about to read all over it. Where the system cannot do that, nothing happens.
    """
    held = _map_of(array)
    if held is not None and sys.platform == "linux":
        # What the advice is called is not known to Python.
        with contextlib.suppress(OSError):
            held.madvise(_POPULATE_READ)


def settle() -> None:
    """Give back the pages of mapped files, if more than `ROOM` of them are resident.

    It takes some microseconds to find out that they are not. Whoever is reading meanwhile reads on: what was given
    back comes again from the system's cache. Where the system does not say what is resident, nothing happens.
    """
    global _others
    if _resident() - _others <= ROOM:
        return
    _give_back(_scattered)
    if compiled.let_go():
        trim()
    if _resident() - _others <= ROOM:
        return
    _give_back(_dense)
    # What is left are libraries, which may have become more.
    _others = _resident()


def trim() -> None:
    """Give back memory that was freed and is kept for the next use.

    After large files were made, and after loops were loaded, that is much.
    """
    pa.default_memory_pool().release_unused()
    # Not every system has a C library that can be asked.
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _give_back(maps: weakref.WeakSet[mmap.mmap]) -> None:
    with _lock:
        listed = list(maps)
    for held in listed:
        # One that was closed has no pages.
        with contextlib.suppress(ValueError, OSError):
            held.madvise(mmap.MADV_DONTNEED)


def _map_of(array: npt.NDArray[Any]) -> mmap.mmap | None:
    held: object = array
    while isinstance(held, np.ndarray):
        held = held.base
    return held if isinstance(held, mmap.mmap) else None


def _resident() -> int:
    """Bytes of files, libraries among them, that are resident in this process; 0 where the system does not say."""
    if not hasattr(mmap, "MADV_DONTNEED"):
        return 0
    try:
        with open("/proc/self/statm", "rb", buffering=0) as stream:
            return int(stream.read().split()[2]) * _page
    except (OSError, ValueError, IndexError):
        return 0
