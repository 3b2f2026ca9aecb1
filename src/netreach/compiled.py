"""Compiled loops: the one door to numba, which is an extra (`netreach[fast]`) and imported at the first call.

A function marked with `kernel` is compiled the first time it is called, and kept on disk for the next process;
`inlined` marks what kernels call. Kernels stand in modules of their own, which are imported only where `available`
says so. Threads are the caller's: kernels let go of the interpreter lock, and share nothing. Arrays that kernels take
are read-only views (`frozen`), whether they are mapped from a file or not, so that there is one compiled form of
each kernel and not two.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import importlib
import importlib.util
import mmap
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, TypeVar, cast

import numpy as np

from netreach.log import logger

if TYPE_CHECKING:
    import numpy.typing as npt

_P = ParamSpec("_P")
_T = TypeVar("_T")
_S = TypeVar("_S")
_D = TypeVar("_D", bound=np.generic)
_log = logger(__name__)
_lock = threading.RLock()
_said: set[str] = set()
_read = 0
_compiler = False
"""Whether loops were loaded since the compiler was let go of."""

WORTH_LOADING: Final = 50_000_000
"""Entries of arrays that NumPy goes through in the time in which numba and a dozen loops are loaded: 0.5 s."""


@functools.cache
def available() -> bool:
    """Tell whether numba is installed; it is not imported for that."""
    return importlib.util.find_spec("numba") is not None


def loaded() -> bool:
    """Tell whether numba is imported already, so that one more compiled loop costs next to nothing to begin."""
    return "numba" in sys.modules


def load_soon(loops: Callable[[], object]) -> None:
    """Begin to load numba and some loops, beside what the caller does: for a file so large that these will read it.

    Nobody waits for it, and whatever goes wrong is said where it is needed. It pays while others let go of the
    interpreter lock, as reading and sorting columns does.

    Args:
        loops: Calls the loops with next to nothing.
    """
    if available() and not loaded():
        threading.Thread(target=_load, args=(loops,), name="netreach: loading numba").start()


def _load(loops: Callable[[], object]) -> None:
    with contextlib.suppress(Exception):
        loops()


def worth(entries: int) -> bool:
    """Tell whether compiled loops are the faster road for a question that reads so many entries of arrays.

    Loading numba and the loops takes as long as NumPy takes for some 50 million entries. So NumPy answers until so
    many were read in this process; from then on, and where numba is there already, the loops do. The answers are the
    same.

    Args:
        entries: How many entries the question reads.
    """
    if not available():
        return False
    if not loaded():
        global _read
        _read += entries
        return _read > WORTH_LOADING
    return True


def let_go() -> bool:
    """Give back the pages of the compiler, which is needed while loops are loaded and not when they run.

    They are 70 MB of a library, which the system reads again when the next loop is loaded. Where the system does not
    say where they lie, and while a loop is being loaded, nothing happens.

    Returns:
        Whether loops were loaded since the last time.
    """
    global _compiler
    if not _compiler or not _lock.acquire(blocking=False):
        return False
    try:
        _compiler = False
        for begin, end in _clean("libllvmlite"):
            ctypes.CDLL(None).madvise(
                ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), mmap.MADV_DONTNEED
            )
    except (OSError, ValueError, IndexError, AttributeError, TypeError) as error:
        _log.debug("The pages of the compiler could not be given back: %s", error)
    finally:
        _lock.release()
    return True


def _clean(library: str) -> list[tuple[int, int]]:
    """Where pages of a library lie none of which was ever written to: the others are in no file.

    A page that was written to holds, say, where the library lies in this process; it may be in swap.
    """
    found: list[tuple[int, int]] = []
    ours = False
    with open("/proc/self/smaps", "rb") as lines:
        for line in lines:
            words = line.split()
            if not words[0].endswith(b":"):
                ours = library.encode() in words[-1] and b"w" not in words[1]
                if ours:
                    begin, end = (int(address, 16) for address in words[0].split(b"-"))
                    found.append((begin, end))
            elif ours and words[0] in (b"Anonymous:", b"Swap:") and words[1] != b"0":
                found.pop()
                ours = False
    return found


def say_once(message: str, *details: object) -> None:
    """Log a warning that a slower road is taken, once in a process, whatever the details the first time."""
    if message not in _said:
        _said.add(message)
        _log.warning(message, *details)


def frozen(array: npt.NDArray[_D]) -> npt.NDArray[_D]:
    """Return a plain view of an array that cannot be written to: the form in which kernels take what they only read.

    >>> import numpy as np
    >>> frozen(np.arange(3)).flags.writeable
    False
    """
    # A mapped array is a class of its own, for which every call would look its type up anew.
    view = array.view(np.ndarray)
    view.flags.writeable = False
    return view


class Kernel(Generic[_P, _T]):
    """A function that is compiled when it is first called.

    Args:
        function: What to compile.
    """

    def __init__(self, function: Callable[_P, _T]) -> None:
        functools.update_wrapper(self, function)
        self._function = function
        self._compiled: Callable[_P, _T] | None = None

    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call the compiled function."""
        if self._compiled is not None:
            return self._compiled(*args, **kwargs)
        return self._first(*args, **kwargs)

    def _first(self, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        global _compiler
        with _lock:
            try:
                compiled = self._made(cached=True)
                result = compiled(*args, **kwargs)
            except (OSError, RuntimeError) as error:
                # No folder that can be written to, or no space in it. Whatever else went wrong comes again.
                compiled = self._made(cached=False)
                result = compiled(*args, **kwargs)
                say_once(
                    "Compiled loops cannot be kept for the next process (%s); they are compiled again "
                    "each time. Set NUMBA_CACHE_DIR to a folder that can be written to.",
                    error,
                )
            self._compiled = compiled
            _compiler = True
            return result

    def _made(self, *, cached: bool) -> Callable[_P, _T]:
        import numba

        made: Callable[_P, _T] = numba.njit(nogil=True, cache=cached)(self._function)
        return made


def kernel(function: Callable[_P, _T]) -> Kernel[_P, _T]:
    """Mark a function for compilation; see `Kernel`."""
    return Kernel(function)


def inlined(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Mark a function that kernels call; it is plain Python outside of them."""
    from numba.extending import register_jitable

    made: Callable[_P, _T] = register_jitable(function)
    return made


@functools.cache
def prefetcher() -> Callable[[npt.NDArray[np.generic], int], None]:
    """Return what kernels call to have an entry of an array fetched before it is read: `prefetch(array, place)`.

    numba has no such function of its own, but hands on what LLVM has: one instruction, which changes no result and
    may name any place within the array.
    """
    from llvmlite import ir
    from numba import types
    from numba.core import cgutils
    from numba.extending import intrinsic

    number = ir.IntType(32)
    declared: Any = cgutils.get_or_insert_function
    entry_of: Any = cgutils.get_item_pointer

    def prefetch(_typing: Any, array: Any, place: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> None:
            kind = signature.args[0]
            struct = context.make_array(kind)(context, builder, args[0])
            at = context.cast(builder, args[1], signature.args[1], types.intp)
            address = entry_of(context, builder, kind, struct, [at], wraparound=False)
            byte = ir.IntType(8).as_pointer()
            form = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
            instruction = declared(builder.module, form, "llvm.prefetch.p0")
            # To read, and to stay in the second cache.
            how = [ir.Constant(number, value) for value in (0, 2, 1)]
            builder.call(instruction, [builder.bitcast(address, byte), *how])

        return types.void(array, place), generate

    made: Any = intrinsic(prefetch)
    return cast("Callable[[npt.NDArray[np.generic], int], None]", made)


@functools.cache
def threads() -> int:
    """Return how many threads share a large piece of work; the system is asked once, since that takes a while."""
    return max(1, os.cpu_count() or 1)


def in_threads(work: Callable[[_S], _T], parts: Sequence[_S]) -> list[_T]:
    """Run `work` on each part, on all processors; the results are in the order of the parts.

    >>> in_threads(len, ["ab", "c"])
    [2, 1]
    """
    if len(parts) < 2 or threads() < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(min(len(parts), threads())) as pool:
        return list(pool.map(work, parts))


def shared(work: Callable[[_S], _T], parts: Sequence[_S]) -> list[_T]:
    """Run `work` on each of a few short pieces of work, which the caller and waiting threads share.

    Other than `in_threads` it begins at once: threads that wait are kept, since to start one takes as long as a
    piece of work. Pieces share nothing, and none of them waits for another.

    >>> shared(len, ["ab", "c"])
    [2, 1]
    """
    found: list[Any] = [None] * len(parts)
    left = iter(range(len(parts)))

    def run() -> None:
        for place in left:
            found[place] = work(parts[place])

    helping = [_helpers().submit(run) for _ in range(min(threads(), len(parts)) - 1)]
    try:
        run()
    finally:
        for one in helping:
            # Whoever has not begun is not needed any more; the others are finishing their last piece.
            if not one.cancel():
                one.result()
    return found


@functools.cache
def _helpers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, threads() - 1), thread_name_prefix="netreach")


if hasattr(os, "register_at_fork"):
    # The threads are not there in a process that was forked.
    os.register_at_fork(after_in_child=_helpers.cache_clear)
