"""A call that is compared and timed, and what netreach's own process and the peers' share."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import sys
import time
from collections.abc import Callable, Sequence

import attrs
import numpy as np
import numpy.typing as npt

from benchmarks.asking import Question

BUDGET = 10.0
"""Seconds after which a task is not asked again."""


@attrs.frozen(kw_only=True)
class Call:
    """How somebody answers a task.

    Attributes:
        task: The task.
        who: Who answers, and how, in a few words.
        ask: Answers a question that was made ready; this is timed.
        plain: Turns the answer into plain data, given the question: lists, whole numbers, texts. Not timed.
        ready: Turns a question into the arguments of `ask`; not timed. Peers take it as it is.
        slow: Whether one question is enough to compare and one to time, because it takes seconds.
    """

    task: str
    who: str
    ask: Callable[..., object]
    plain: Callable[..., object]
    ready: Callable[[Question], Sequence[object]] = tuple
    slow: bool = False

    def answer(self, question: Question) -> object:
        """Answer a question as plain data."""
        return self.plain(self.ask(*self.ready(question)), *question)


def timed(call: Call, questions: Sequence[Question]) -> list[float]:
    """Return the seconds that each question took, at least one, until the budget is used up."""
    seconds: list[float] = []
    for question in questions:
        arguments = call.ready(question)
        begun = time.perf_counter()
        call.ask(*arguments)
        seconds.append(time.perf_counter() - begun)
        if call.slow or sum(seconds) > BUDGET:
            break
    return seconds


def digest(distances: npt.NDArray[np.integer]) -> str:
    """A fingerprint of the distances to everybody, -1 for whoever is not reached."""
    return hashlib.sha256(distances.astype(np.int32).tobytes()).hexdigest()


def histogram(shared: npt.NDArray[np.integer]) -> list[int]:
    """How many ties have 0, 1, 2, ... shared contacts: the order of ties differs from library to library."""
    found: list[int] = np.bincount(shared).tolist()
    return found


def resident() -> int:
    """Bytes of memory that this process holds, after giving back what is free; 0 where that cannot be told."""
    gc.collect()
    if not sys.platform.startswith("linux"):
        return 0
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/status", encoding="ascii") as status:
        return int(status.read().split("VmRSS:")[1].split()[0]) * 1024


def peak() -> float:
    """Megabytes that this process held at most; 0 where that cannot be told."""
    if not sys.platform.startswith("linux"):
        return 0.0
    # Not ru_maxrss: that a child inherits from the process that started it.
    with open("/proc/self/status", encoding="ascii") as status:
        return int(status.read().split("VmHWM:")[1].split()[0]) / 1000
