"""What a command prints: text as wide as the terminal, JSON, CSV, and progress where somebody is watching."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import typer

from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.answers.picture import Picture
    from netreach.answers.search import SearchResult

SCHEMA: Final = 1
"""Number of the shape of everything that `--json` prints."""

STDOUT: Final = "-"
"""How standard output is named where a file is asked for."""

_SHARE: Final = re.compile(r" \(\d{1,3} %\)\Z")
"""How `Network.add` says what share of a large file was read."""

_OF_POOLING: Final = {
    "pool": "pooling",
    "people": "pooling_people",
    "ties": "pooling_ties",
    "write": "writing",
    "index": "indexing",
    "check": "checking",
}
"""What a stage that is no export is called on the screen."""

# In JSON these may be written as escapes, and then they cannot act on a terminal.
_ACTING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def columns() -> int:
    """Return how many cells a line of text may have: those of the terminal, 80 where there is none."""
    return max(20, shutil.get_terminal_size((80, 24)).columns)


def folded(text: str, room: int) -> list[str]:
    """Return a text in lines of at most so many cells; nothing is cut, so that a long address stays whole."""
    from netreach.render.text import width

    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def listed(rows: Sequence[tuple[str, str]], *, indent: int = 2) -> list[str]:
    """Return names and what belongs to them, beside each other, as lines in which nothing is cut."""
    from netreach.render.text import pad, safe, visible, width

    names = [safe(name) for name, _ in rows]
    left = max(map(width, names), default=0)
    lines: list[str] = []
    for name, (_, text) in zip(names, rows, strict=True):
        for row, line in enumerate(folded(visible(text), max(20, columns() - indent - left - 2))):
            lines.append(f"{' ' * indent}{pad('' if row else name, left)}  {safe(line)}")
    return lines


def is_terminal(stream: TextIO) -> bool:
    """Return whether somebody watches a stream on a terminal that understands control codes."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def is_plain(stream: TextIO) -> bool:
    """Return whether no colour and no control code may be written to a stream."""
    return bool(os.environ.get("NO_COLOR")) or not is_terminal(stream)


def show(text: str) -> None:
    """Print text to standard output."""
    print(text)


def show_explained(answer: SearchResult) -> None:
    """Print what places each hit that is shown."""
    from netreach.answers.lines import wrapped

    for line in answer.explain().split("\n"):
        show("\n".join(wrapped(line, columns())))


def note(text: str) -> None:
    """Print a remark to standard error, where it is in nobody's way."""
    print(text, file=sys.stderr)


def show_json(data: Mapping[str, Any], *, version: str | None = None) -> None:
    """Print an answer as JSON, in UTF-8, with the number of the schema and the network's version first.

    Args:
        data: What the answer's `to_dict` returned.
        version: Id of the network's version, where the answer does not carry it.
    """
    head: dict[str, Any] = {"schema": SCHEMA}
    if version is not None:
        head["version"] = version
    text = json.dumps({**head, **data}, ensure_ascii=False, allow_nan=False, indent=2)
    _as_utf8()
    print(_ACTING.sub(_escaped, text))


def to_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV in which no spreadsheet finds a formula; `None` is an empty cell."""
    from netreach.render.text import csv_safe

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([csv_safe(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def write_csv(text: str, target: str, *, rows: int, quiet: bool, language: str) -> None:
    """Write CSV to a file, or to standard output where the target is `-`."""
    if target != STDOUT:
        Path(target).write_text(text, encoding="utf-8", newline="")
        if not quiet:
            note(tell("rows_written", language, rows=rows, file=target))
        return
    _as_utf8()
    if sys.stdout.isatty():
        # On a screen names must not act; in a pipe they stay as they are.
        from netreach.render.text import visible

        text = "".join(visible(line) + "\n" for line in text.splitlines())
    sys.stdout.write(text)


def write_svg(picture: Picture, target: str, *, quiet: bool, language: str) -> None:
    """Write a picture to a file, or to standard output where the target is `-`."""
    if target == STDOUT:
        show(str(picture))
        return
    picture.save(Path(target))
    if not quiet:
        note(tell("file_written", language, file=target))


def check_one_output(*, as_json: bool, **targets: str | None) -> None:
    """Make sure that only one thing is asked for on standard output.

    Args:
        as_json: Whether JSON goes there.
        targets: Where else something is written, by the name of its option.

    Raises:
        typer.BadParameter: When there are two.
    """
    for name, target in targets.items():
        if target == STDOUT and as_json:
            raise typer.BadParameter(
                f"--json and --{name} - both write to standard output: name a file for --{name}."
            )


@contextmanager
def progress(*, quiet: bool, language: str) -> Iterator[Callable[[str, int], None] | None]:
    """Give what `Network.add` tells its progress to: a moving line on a terminal, nothing in a pipe.

    Args:
        quiet: Whether nothing is to be shown in any case.
        language: Language of the stages.
    """
    stream = sys.stderr
    if quiet or not stream.isatty():
        yield None
    elif is_plain(stream):
        yield _stages(language)
    else:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn

        # Names of files are other people's texts: no markup is read in them.
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            console=Console(file=stream, highlight=False),
            transient=True,
        ) as bar:
            task = bar.add_task("", total=None)
            yield lambda stage, rows: bar.update(task, description=_stage(stage, rows, language))


def _stages(language: str) -> Callable[[str, int], None]:
    told: list[str] = []

    def tell_once(stage: str, _: int) -> None:
        stage = _SHARE.sub("", stage)
        if stage not in told:
            told.append(stage)
            note(_stage(stage, 0, language))

    return tell_once


def _stage(stage: str, rows: int, language: str) -> str:
    from netreach.render.text import shorten, visible

    if stage in _OF_POOLING:
        return tell(_OF_POOLING[stage], language, n=rows)
    share = _SHARE.search(stage)
    shown = shorten(visible(_SHARE.sub("", stage)), 40) + (share[0] if share else "")
    return tell(
        "reading_rows" if rows else "reading", language, file=shown, **({"rows": rows} if rows else {})
    )


def _as_utf8() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
