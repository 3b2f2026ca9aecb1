"""Files that are mapped into memory, and giving back what of them was looked at.

Whatever is read of a mapped file counts as memory of the process until the system takes it back, and around each
page that is touched the system makes fifteen or more resident. All of it can be read again from the system's cache,
so a process that has answered gives it back once it is much: `settle` is called where an answer has its records.

What is resident is a property of the process, so the maps are known to the module, whoever made them.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import mmap
import os
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

ROOM: Final = 56 * 2**20
"""Bytes of mapped files that may stay resident after an answer."""

LARGEST: Final = 256 * 2**20
"""Bytes of a file up to which all of it is fetched at once: whoever reads all over a larger one needs less of it."""

_POPULATE_READ: Final = 22
_lock = threading.Lock()
_settling = threading.Lock()
_dense: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
_scattered: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
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
    _watch(made, scattered)
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
        _watch(held, scattered)
    # A plain array over the same map: that of NumPy's own class is slow to take entries from.
    plain: npt.NDArray[Any] = array.view(np.ndarray)
    return plain


def fetch(array: npt.NDArray[Any]) -> None:
    """Make all pages of a mapped array resident at once, which takes a fraction of the time of one by one.

    For who is about to read all over it. Nothing happens where the system cannot do that, where the array is not
    mapped, and where it is larger than `LARGEST`.
    """
    held = _map_of(array)
    if held is not None and len(held) <= LARGEST and sys.platform == "linux":
        _advise(held, _POPULATE_READ)


def settle() -> None:
    """Give back the pages of mapped files, if more than `ROOM` of them may be resident.

    Files that are read here and there first, the others only where what is left is too much. Whoever is reading
    meanwhile reads on: what was given back comes again from the system's cache. Where the system does not say what is
    resident, nothing happens.
    """
    global _others
    with _lock:
        scattered, dense = list(_scattered), list(_dense)
    # Of small networks there is nothing to find out.
    if sum(map(_size, (*scattered, *dense))) <= ROOM or not _settling.acquire(blocking=False):
        return
    try:
        if not _resident():
            return
        for held in scattered:
            _advise(held, mmap.MADV_DONTNEED)
        if compiled.let_go():
            trim()
        left = _resident()
        # What is not ours are libraries and files of others. They may have become fewer since.
        _others = min(_others, left)
        if left - _others > ROOM:
            for held in dense:
                _advise(held, mmap.MADV_DONTNEED)
            _others = _resident()
    finally:
        _settling.release()


def trim() -> None:
    """Give back memory that was freed and is kept for the next use.

    After large files were made, and after loops were loaded, that is much.
    """
    pa.default_memory_pool().release_unused()
    # Not every system has a C library that can be asked.
    with contextlib.suppress(AttributeError, OSError, TypeError):
        _library().malloc_trim(0)


def _watch(made: mmap.mmap, scattered: bool) -> None:
    with _lock:
        (_scattered if scattered else _dense).add(made)


def _map_of(array: npt.NDArray[Any]) -> mmap.mmap | None:
    held: object = array
    while isinstance(held, np.ndarray | memoryview):
        held = held.obj if isinstance(held, memoryview) else held.base
    return held if isinstance(held, mmap.mmap) else None


def _size(held: mmap.mmap) -> int:
    """Bytes of a map; 0 of one that was closed."""
    try:
        return len(held)
    except ValueError:
        return 0


def _advise(held: mmap.mmap, advice: int) -> None:
    """Advise the system about all pages of a map; it may ignore what it does not know."""
    # Not by the method of the map, which holds the interpreter lock for as long as it takes.
    with contextlib.suppress(AttributeError, OSError, TypeError, ValueError):
        whole = np.frombuffer(held, np.uint8)
        _library().madvise(ctypes.c_void_p(whole.ctypes.data), ctypes.c_size_t(len(whole)), advice)


@functools.cache
def _library() -> ctypes.CDLL:
    """The C library of the process."""
    return ctypes.CDLL(None)


def _resident() -> int:
    """Bytes of files, libraries among them, that are resident in this process; 0 where the system does not say."""
    if not hasattr(mmap, "MADV_DONTNEED"):
        return 0
    try:
        with open("/proc/self/statm", "rb", buffering=0) as stream:
            return int(stream.read().split()[2]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0


def _unlock() -> None:
    """In a process that was forked nobody is left who would open the locks."""
    global _lock, _settling
    _lock, _settling = threading.Lock(), threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_unlock)
