"""Write the generated parts of the documentation: the help of every command.

    python docs/generate.py            write them
    python docs/generate.py --check    fail, and say which, when one of them is out of date
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

COMMANDS = Path(__file__).parent / "reference" / "commands.md"
WIDTH = 88


def part(name: str, text: str, content: str) -> str:
    """Return a page with new content between the marks of a name."""
    marks = re.compile(f"(<!-- generated: {name} -->\n).*?(<!-- end: {name} -->)", re.DOTALL)
    if len(marks.findall(text)) != 1:
        raise SystemExit(f"{COMMANDS} has no place for {name!r}, or several.")
    return marks.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", text)


def helps() -> list[tuple[str, str]]:
    """Return the help of the program and of each command, as a terminal of `WIDTH` columns shows it."""
    from typer.main import get_command
    from typer.testing import CliRunner

    from netreach.cli import app

    os.environ["COLUMNS"] = str(WIDTH)
    commands = list(getattr(get_command(app), "commands", {}))
    shown = []
    for words in [[], *([name] for name in commands)]:
        result = CliRunner().invoke(app, [*words, "--help"], prog_name="netreach", terminal_width=WIDTH)
        if result.exit_code:
            raise SystemExit(f"netreach {' '.join(words)} --help fails:\n{result.output}")
        text = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        shown.append((" ".join(["netreach", *words]), text))
    return shown


def exit_codes() -> str:
    """Return the table of exit codes."""
    from netreach.cli.exits import EXIT_CODES

    rows = [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES]
    return "\n".join(["| code | means |", "|---:|---|", *rows])


def commands(text: str) -> str:
    """Return the page of commands with its parts written anew."""
    text = part("exit codes", text, exit_codes())
    blocks = [f"### `{name}`\n\n```text\n{shown}\n```" for name, shown in helps()]
    return part("commands", text, "\n\n".join(blocks))


def main() -> None:
    """Write the pages, or check them."""
    before = COMMANDS.read_text(encoding="utf-8")
    after = commands(before)
    if before == after:
        return
    if "--check" in sys.argv[1:]:
        raise SystemExit(f"{COMMANDS.name} is out of date: run python docs/generate.py (or make docs).")
    COMMANDS.write_text(after, encoding="utf-8")
    print(f"{COMMANDS.name}: written")


if __name__ == "__main__":
    main()
