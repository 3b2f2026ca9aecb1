"""Commands in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys

PYTHON = [sys.executable, "-m", "netreach"]


def environment(**more: str) -> dict[str, str]:
    """The environment of a child process: nothing of ours but what is given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NETREACH", "COV_", "PYTHON"))
    }
    return {**kept, "COLUMNS": "80", **more}


def process(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, its output in pipes."""
    words = [*PYTHON, *map(str, args)]
    return subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", env=environment(**env), timeout=60
    )
