"""How a command ends: one clear message instead of a traceback, and an exit code by the class of the error."""

from __future__ import annotations

import errno
import functools
import io
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, NoReturn, ParamSpec, TextIO

import typer

from netreach.errors import NetreachError

P = ParamSpec("P")

FAILED: Final = 1
USAGE: Final = 2
NOT_FOUND: Final = 3
INTERNAL: Final = 70
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

DEBUG: Final = "NETREACH_DEBUG"
"""The environment variable that shows the traceback of an internal error."""

EXIT_CODES: Final = (
    (0, "it worked; an answer may be empty"),
    (FAILED, "the data or the network could not be used"),
    (USAGE, "the command line, or an option in it, cannot be used"),
    (NOT_FOUND, "who or what was named is not there, is ambiguous, or has no ties"),
    (INTERNAL, f"an error in netreach itself; {DEBUG}=1 shows where"),
    (INTERRUPTED, "interrupted (Ctrl-C)"),
    (BROKEN_PIPE, "the reader of the output went away, as head does"),
)
"""Every exit code and what it means."""


def exit_code(error: NetreachError) -> int:
    """Return the exit code of an error.

    >>> from netreach import errors
    >>> exit_code(errors.ExportError("x")), exit_code(errors.OptionError("x")), exit_code(errors.NoTieDataError("x"))
    (1, 2, 3)
    """
    if isinstance(error, LookupError):
        return NOT_FOUND
    return USAGE if isinstance(error, ValueError) else FAILED


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Return the command so that it ends with a message and an exit code, whatever happens in it."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with reporting():
            command(*args, **kwargs)

    return run


@contextmanager
def reporting() -> Iterator[None]:
    """Turn what goes wrong inside into a message and an exit code.

    Raises:
        typer.Exit: With the code, when something went wrong.
    """
    _tolerate_narrow_encodings()
    try:
        with warnings.catch_warnings(), _hearing_log():
            warnings.simplefilter("default", UserWarning)
            warnings.showwarning = _show_warning
            yield
            sys.stdout.flush()
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except NetreachError as error:
        fail(str(error), exit_code(error))
    except BrokenPipeError:
        _silence(sys.stdout)
        raise typer.Exit(BROKEN_PIPE) from None
    except KeyboardInterrupt:
        fail("Interrupted. Nothing is half-written.", INTERRUPTED)
    except OSError as error:
        fail(_about_file(error), FAILED)
    except MemoryError:
        fail("There is not enough memory for this. Close other programs, or ask for less at once.", FAILED)
    except Exception as error:
        if os.environ.get(DEBUG, "0") not in ("", "0"):
            traceback.print_exc(file=sys.stderr)
        fail(
            f"netreach failed ({type(error).__name__}: {error}). This is a bug: please report it, together with "
            f"what this command shows when the environment variable {DEBUG}=1 is set.",
            INTERNAL,
        )


@contextmanager
def _hearing_log() -> Iterator[None]:
    """Show what the library logs as a warning; a program that imports it has to listen itself."""
    import logging

    class _Shown(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            _show_warning(record.getMessage(), UserWarning, "", 0)

    root, handler = logging.getLogger("netreach"), _Shown(logging.WARNING)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def fail(message: str, code: int) -> NoReturn:
    """Print a message to standard error and exit.

    Raises:
        typer.Exit: Always.
    """
    from netreach.render.text import visible

    # Messages quote names from other people's files; a line break in a message is netreach's own.
    lines = [visible(line) for line in message.split("\n")]
    with suppress(OSError):
        print("\n".join(["Error: " + lines[0], *lines[1:]]), file=sys.stderr, flush=True)
    raise typer.Exit(code) from None


def _about_file(error: OSError) -> str:
    what = error.strerror or str(error) or type(error).__name__
    where = f"{error.filename}: " if error.filename else ""
    cure = {
        errno.ENOSPC: " Make room on the disk and try again.",
        errno.EACCES: " Check the permissions, or choose another place.",
        errno.EROFS: " Choose another place.",
        errno.ENOENT: " Check the path.",
    }.get(error.errno or 0, "")
    return f"{where}{what}.{cure}"


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    from netreach.render.text import visible

    # Where in the code a warning arose says nothing to somebody at a terminal.
    print(f"Warning: {visible(str(message))}", file=file or sys.stderr)


def _tolerate_narrow_encodings() -> None:
    """Let a terminal that cannot show a letter show a question mark instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from writing the rest of a stream that nobody reads when it exits."""
    with suppress(OSError, ValueError):
        unread = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, unread)
        os.close(nowhere)
