"""The command line: `netreach COMMAND`, with the words of the Python API.

Answers go to standard output, as text or (`--json`) as JSON; messages about errors go to standard error, always as
text, never as a traceback. The exit code says what happened:

====  =============================================================================================
code  means
====  =============================================================================================
   0  It worked; an answer may be empty.
   1  The data or the network could not be used.
   2  The command line, or an option in it, cannot be used.
   3  Who or what was named is not there, is ambiguous, or has no ties.
  70  An error in netreach itself; the environment variable `NETREACH_DEBUG=1` shows where.
 130  Interrupted (Ctrl-C).
 141  The reader of the output went away, as `head` does.
====  =============================================================================================

Nothing heavy is imported here: `netreach --help` has to appear at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

    app: typer.Typer

__all__ = ["app", "main"]


def main() -> None:
    """Run the command that the process was started with, and exit with its code."""
    try:
        from netreach.cli.program import app

        app(prog_name="netreach")
    except KeyboardInterrupt:
        from netreach.cli.exits import INTERRUPTED

        sys.exit(INTERRUPTED)


def __getattr__(name: str) -> typer.Typer:
    if name == "app":
        from netreach.cli.program import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
