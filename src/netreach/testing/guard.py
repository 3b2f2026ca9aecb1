"""What an importer must not do while it reads: open other files, talk to the network, start programs, or hang."""

from __future__ import annotations

import os
import signal
import sys
import sysconfig
import tempfile
import threading
import time
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import FrameType

import attrs

_NEVER = frozenset(
    (
        *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"),
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"),
        *("os.startfile", "urllib.Request", "ftplib.connect", "smtplib.connect", "http.client.connect"),
        *("socket.__new__", "webbrowser.open"),
    )
)
_CHANGES = frozenset(
    f"os.{what}" for what in ("remove", "rename", "rmdir", "mkdir", "link", "symlink", "chmod", "truncate")
)


class ForbiddenError(RuntimeError):
    """Raised inside an importer that does what it must not; not caught by what catches I/O errors."""


class TooSlowError(RuntimeError):
    """Raised inside an importer that takes longer than it may."""


@attrs.define(eq=False)
class _Watch:
    allowed: tuple[str, ...]
    thread: int
    found: list[str] = attrs.field(factory=list)


class _Hook:
    """The audit hook of this process: hooks cannot be taken out again, so there is one, mostly asleep."""

    def __init__(self) -> None:
        self.watch: _Watch | None = None
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        watch = self.watch
        if watch is None or watch.thread != threading.get_ident():
            return
        what = _forbidden(event, arguments, watch.allowed)
        if what:
            watch.found.append(what)
            raise ForbiddenError(what)


@cache
def _hook() -> _Hook:
    return _Hook()


def _forbidden(event: str, arguments: tuple[object, ...], allowed: tuple[str, ...]) -> str:
    if event in _NEVER:
        return f"{event}({', '.join(map(repr, arguments[1:3]))[:200]})"
    if event != "open" and event not in _CHANGES:
        return ""
    path = arguments[0] if arguments else None
    if not isinstance(path, str | bytes | os.PathLike):
        return ""
    real = os.path.realpath(os.fsdecode(path))
    mode = arguments[1] if event == "open" and len(arguments) > 1 else "w"
    flags = arguments[2] if event == "open" and len(arguments) > 2 and isinstance(arguments[2], int) else 0
    writes = event != "open" or bool(flags & (os.O_WRONLY | os.O_RDWR)) or any(c in str(mode) for c in "wax+")
    own = os.path.join(os.path.realpath(tempfile.gettempdir()), "netreach-")
    if (
        real.startswith(own)
        or "__pycache__" in real
        or (not writes and _inside(real, (*allowed, *_libraries())))
    ):
        return ""
    return f"{'writes' if writes else 'reads'} {real} ({event})"


@cache
def _libraries() -> tuple[str, ...]:
    """Where Python and its packages live: imports read there."""
    paths = [*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, *sys.path, *zoneinfo.TZPATH]
    known = {os.path.realpath(path) for path in paths if path}
    return (*sorted(known - {"/"}), "/proc", "/sys", os.devnull, "/etc/localtime")


def _inside(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(place.rstrip(os.sep) + os.sep) for place in places)


@contextmanager
def watched(*allowed: str | os.PathLike[str], seconds: float) -> Iterator[list[str]]:
    """Watch what the block does, and give a list of what it must not have done.

    Args:
        allowed: Files and folders that may be read.
        seconds: How long it may take.

    Raises:
        TooSlowError: It took longer; raised at once where the system has timers, else at the end.
    """
    hook = _hook()
    watch = _Watch(tuple(os.path.realpath(place) for place in allowed), threading.get_ident())
    before = hook.watch
    begun = time.monotonic()
    with _timer(seconds):
        hook.watch = watch
        try:
            yield watch.found
        finally:
            hook.watch = before
    if time.monotonic() - begun > seconds:
        raise TooSlowError(f"more than {seconds:g} s")


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError(f"more than {seconds:g} s")

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        with suppress(TypeError):
            signal.signal(signal.SIGALRM, former)
