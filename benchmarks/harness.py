"""Timing, memory and reporting: what every benchmark uses."""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Result:
    """One row of the table.

    Attributes:
        task: What was asked.
        ours: Median seconds of netreach.
        peer: Who else answered; `""` where only a limit is set.
        theirs: Median seconds of the peer, or the limit in seconds.
        unit: `"s"`, or `"MB"` for memory.
        note: What was checked before timing, or what the figure means.
    """

    task: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times better than the peer: above 1 we win, below 1 we lose."""
        return self.theirs / self.ours if self.theirs is not None and self.ours else None


def median(call: Callable[[], object], *, repeat: int = 5) -> float:
    """Return the median seconds of several calls."""
    taken = []
    for _ in range(repeat):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def fresh(code: str, *arguments: str, repeat: int = 3) -> tuple[float, float, str]:
    """Run Python code in new processes: median seconds, peak megabytes, last output."""
    taken, peaks, output = [], [], ""
    wrapper = (
        "import sys\nexec(compile(sys.argv.pop(1), 'benchmark', 'exec'))\n"
        # Not ru_maxrss: that a child inherits from the process that started it.
        "status = open('/proc/self/status').read()\n"
        "print(status.split('VmHWM:')[1].split()[0], file=sys.stderr)"
    )
    for _ in range(repeat):
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", wrapper, code, *arguments], capture_output=True, text=True, check=True
        )
        taken.append(time.perf_counter() - begun)
        peaks.append(float(done.stderr.strip().splitlines()[-1]) / 1000)
        output = done.stdout.strip()
    return statistics.median(taken), max(peaks), output


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
    }


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the file for the figures; a command takes it after its name as well as before."""
    parser.add_argument(
        "--json",
        metavar="FILE",
        # What was said before the name of a command must not be lost to a default of the command's own.
        default=argparse.SUPPRESS,
        help="write the figures to this file as well",
    )


def report(results: Sequence[Result], path: str | None) -> None:
    """Print the table, and write JSON where a path is given."""
    print(f"{'task':<58} {'netreach':>10} {'peer or limit':>14} {'ratio':>7}  who")
    for result in results:
        ours = _shown(result.ours, result.unit)
        theirs = _shown(result.theirs, result.unit) if result.theirs is not None else ""
        ratio = _times(result.ratio) if result.ratio is not None else ""
        print(f"{result.task:<58} {ours:>10} {theirs:>14} {ratio:>7}  {result.peer}")
    data = {
        "machine": machine(),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1),
        "results": [{**attrs.asdict(result), "ratio": result.ratio} for result in results],
    }
    if path:
        with open(path, "w", encoding="utf-8") as stream:
            json.dump(data, stream, indent=1)
        print(f"\nwritten to {path}")
    else:
        print()
        print(json.dumps(data))


def check(claim: bool, words: str) -> None:
    """Stop when an answer is wrong: a wrong answer is not worth timing."""
    if not claim:
        raise SystemExit(f"Wrong answer, so nothing is timed: {words}")


def _times(ratio: float) -> str:
    return f"{ratio:.1f}x" if ratio >= 0.95 else f"{ratio:.2g}x"


def _shown(value: float, unit: str) -> str:
    if unit == "MB":
        return f"{value:,.0f} MB"
    if value < 1e-3:
        return f"{value * 1e6:.0f} us"
    return f"{value * 1e3:.1f} ms" if value < 1 else f"{value:.2f} s"
