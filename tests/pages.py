"""Pages of documentation as programs: their code is run, and what it prints is compared with the page.

How a page is read, fence by fence:

- `python` blocks run one after the other in one namespace, in an empty folder of the page's own;
- a `text` block right after a `python` block is what that block prints; `...` stands for anything;
- `console` blocks are sessions of `netreach` commands with what they print, in the same folder; where it has no
  `team.netreach`, the one that `netreach demo --folder` leaves is put there first;
- a fence with `file=NAME` is written to that file of the page's folder before the next block runs;
- `python no-run: REASON` is not run; the reason must be there.

`python tests/pages.py docs/tutorial.md` writes what the blocks print into the page, where it differs: read the
change before you keep it.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import attrs

FENCE = re.compile(
    r"^(?P<mark>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL
)


@attrs.frozen(kw_only=True)
class Output:
    """The `text` block behind a block of code, and where its content stands in the page."""

    text: str
    begin: int
    end: int


@attrs.frozen(kw_only=True)
class Block:
    """One fence of a page.

    Attributes:
        language, info: The first word behind the fence's marks, and the others.
        body: The content.
        line: The line of the page where the content begins.
        output: What it prints, where the page says so.
    """

    language: str
    info: str
    body: str
    line: int
    output: Output | None = None

    @property
    def file(self) -> str | None:
        """The file that the block is the content of."""
        found = re.search(r"\bfile=(\S+)", self.info)
        return found[1] if found else None

    @property
    def runs(self) -> bool:
        """Whether the block is something to run."""
        return self.language in ("python", "console") and not self.file and not self.info.startswith("no-run")


def blocks(text: str) -> list[Block]:
    """Return all fences of a page, each block of code with the output behind it."""
    found: list[Block] = []
    end = 0
    for match in FENCE.finditer(text):
        language, _, info = match["info"].strip().partition(" ")
        output = Output(text=match["body"], begin=match.start("body"), end=match.end("body"))
        behind_code = bool(found) and found[-1].language == "python" and found[-1].runs
        if language == "text" and behind_code and not text[end : match.start()].strip():
            found[-1] = attrs.evolve(found[-1], output=output)
        else:
            line = text.count("\n", 0, match.start()) + 2
            block = Block(language=language, info=info, body=match["body"], line=line)
            # A session shows its own output.
            found.append(attrs.evolve(block, output=output) if language == "console" else block)
        end = match.end()
    return found


def run(page: Path, folder: Path) -> Iterator[tuple[Block, str]]:
    """Run a page in a folder, which must be the current one, and yield each block of code with what it printed."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
            importlib.invalidate_caches()
        elif block.runs and block.language == "console":
            yield block, session(block.body, folder)
        elif block.runs:
            # Empty lines above, so that a traceback shows the line of the page.
            code = compile("\n" * (block.line - 1) + block.body, str(page), "exec")
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(code, namespace)
            yield block, _lines(printed.getvalue())


def session(text: str, folder: Path) -> str:
    """Run the `netreach` commands of a session in a folder, and return the session with what they print today."""
    if not (folder / "team.netreach").exists():
        with tempfile.TemporaryDirectory() as name:
            _netreach(["demo", "--folder", f"{name}/demo", "--quiet"], folder)
            shutil.copytree(f"{name}/demo", folder, dirs_exist_ok=True)
    parts = []
    for command in re.findall(r"^\$ ((?:.*\\\n)*.*\n)", text, re.MULTILINE):
        words = shlex.split(command)
        assert words[0] == "netreach", f"only netreach is run, not {words[0]!r}"
        parts.append(f"$ {command}{_lines(_netreach(words[1:], folder))}")
    return "\n".join(parts)


def _netreach(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "netreach", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, f"netreach {shlex.join(arguments)} fails:\n{done.stderr}"
    return done.stdout


def _lines(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def same(expected: str, printed: str) -> bool:
    """Tell whether what was printed is what the page says."""
    return doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS)


def rewrite(page: Path) -> int:
    """Write what the blocks of a page print into it, and return how many outputs differed."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        sys.path[:0] = [name, os.path.join(name, "src")]
        wrong = [
            (block.output, printed)
            for block, printed in run(page, Path(name))
            if block.output and not same(block.output.text, printed)
        ]
    text = page.read_text(encoding="utf-8")
    for output, printed in reversed(wrong):
        text = text[: output.begin] + printed + text[output.end :]
    page.write_text(text, encoding="utf-8")
    return len(wrong)


if __name__ == "__main__":
    warnings.simplefilter("error")
    for argument in sys.argv[1:]:
        print(f"{argument}: {rewrite(Path(argument).resolve())} outputs written")
