"""Write the generated parts of the documentation: the help of every command, and what it prints with `--json`.

`python docs/generate.py` writes them. With `--check` it fails, and says which, when one of them is out of date.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COMMANDS = Path(__file__).parent / "reference" / "commands.md"
SCHEMAS = Path(__file__).parent.parent / "tests" / "schemas"
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
    shown = []
    for words in [[], *commands_of(get_command(app))]:
        result = CliRunner().invoke(app, [*words, "--help"], prog_name="netreach", terminal_width=WIDTH)
        if result.exit_code:
            raise SystemExit(f"netreach {' '.join(words)} --help fails:\n{result.output}")
        text = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        shown.append((" ".join(["netreach", *words]), text))
    return shown


def commands_of(command: object) -> Iterator[list[str]]:
    """Return the words of every command, those of a group behind the group."""
    for name, below in getattr(command, "commands", {}).items():
        yield [name]
        yield from ([name, *words] for words in commands_of(below))


def exit_codes() -> str:
    """Return the table of exit codes."""
    from netreach.cli.exits import EXIT_CODES

    rows = [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES]
    return "\n".join(["| code | means |", "|---:|---|", *rows])


def shape(schema: dict[str, Any], indent: str = "") -> str:
    """Return what a JSON schema allows as an outline: types in the place of values."""
    if "$ref" in schema:
        return "<" + re.split(r"[/#]", schema["$ref"].removesuffix(".json"))[-1] + ">"
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " or ".join(json.dumps(value) for value in schema["enum"])
    if "oneOf" in schema or "anyOf" in schema:
        several = schema.get("oneOf") or schema["anyOf"]
        return f"\n{indent}or ".join(shape(one, indent) for one in several)
    kinds = schema.get("type", "anything")
    names = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_shape_of(name, schema, indent) for name in names)


def _shape_of(kind: str, schema: dict[str, Any], indent: str) -> str:
    deeper = indent + "  "
    if kind == "array" and "items" in schema:
        inner = shape(schema["items"], indent)
        return f"[{inner}, ...]"
    if kind == "object":
        fields = schema.get("properties", {})
        lines = [f"{deeper}{json.dumps(name)}: {shape(value, deeper)}" for name, value in fields.items()]
        rest = schema.get("additionalProperties")
        if isinstance(rest, dict):
            names = schema.get("propertyNames", {}).get("enum")
            keys = "one of " + ", ".join(names) if names else "any"
            lines.append(f"{deeper}<{keys}>: {shape(rest, deeper)}")
        block = "{\n" + ",\n".join(lines) + f"\n{indent}}}"
        flat = re.sub(r"\s*\n\s*", " ", block)
        return flat if len(flat) + len(indent) < WIDTH and "{" not in flat[1:] else block
    return {"string": "text", "boolean": "true or false"}.get(kind, kind)


def shapes() -> str:
    """Return the outline of every answer, and of what several of them have in common."""
    shared = json.loads((SCHEMAS / "common.json").read_text(encoding="utf-8"))["$defs"]
    common = "\n".join(f"<{name}> = {shape(schema)}" for name, schema in shared.items())
    parts = [f"What several answers have in common:\n\n```text\n{common}\n```"]
    for file in sorted(SCHEMAS.glob("*.json")):
        if file.stem != "common":
            schema = json.loads(file.read_text(encoding="utf-8"))
            command = schema["title"].removeprefix("What ").removesuffix(" prints")
            parts.append(f"### {command}\n\n```text\n{shape(schema)}\n```")
    return "\n\n".join(parts)


def commands(text: str) -> str:
    """Return the page of commands with its parts written anew."""
    text = part("exit codes", text, exit_codes())
    described = shapes()
    blocks = []
    for name, shown in helps():
        there = f"### `{name} --json`\n" in described
        link = f"\n\n[What it prints with `--json`](#{name.replace(' ', '-')}---json)." if there else ""
        blocks.append(f"### `{name}`\n\n```text\n{shown}\n```{link}")
    return part("shapes", part("commands", text, "\n\n".join(blocks)), shapes())


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
