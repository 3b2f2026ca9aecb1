"""A calmer garbage collector while an export is read.

Reading makes hundreds of thousands of records that stay, and next to none in a cycle. Python's collector looks at all
of them again and again, at each 700 new ones: a third of the time of an import. While one runs it looks at each
200,000, so that cycles of an importer still go, and memory stays bounded. What the program around us has set is put
back, and left alone where it collects more rarely still, or not at all.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_RARELY: Final = (200_000, 20, 100)
_lock = threading.Lock()
_running = 0
_before = (0, 0, 0)


@contextmanager
def calm_collector() -> Iterator[None]:
    """Collect garbage rarely, until the last of those who asked for it is done.

    >>> before = gc.get_threshold()
    >>> with calm_collector():
    ...     rarely = gc.get_threshold()
    >>> rarely > before, gc.get_threshold() == before
    (True, True)
    """
    global _running, _before
    with _lock:
        if not _running:
            _before = gc.get_threshold()
            # 0 stands for never.
            if 0 < _before[0] < _RARELY[0]:
                gc.set_threshold(*_RARELY)
        _running += 1
    try:
        yield
    finally:
        with _lock:
            _running -= 1
            # Whoever set something else in the meantime meant it.
            if not _running and gc.get_threshold() == _RARELY:
                gc.set_threshold(*_before)
