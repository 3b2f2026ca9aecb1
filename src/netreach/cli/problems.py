"""`netreach problems`: the rows that could not be used, with the place where each stands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from netreach.cli.options import Csv, Json, Language, NetworkFolder, Quiet
from netreach.cli.output import check_one_output, columns, folded, show, show_json, to_csv, write_csv
from netreach.cli.sources import find_source
from netreach.cli.texts import tell

_FIELDS = ("source", "export", "file", "line", "rows", "reason", "value")
_Row = tuple[str, str, str, int, int, str, str]


def problems(
    network: NetworkFolder,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar="ID", help="Only of this source; the first letters of its id are enough."
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="How many to print; CSV has all of them.")
    ] = 50,
    csv: Csv = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List the rows that could not be used, and why."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    check_one_output(csv=csv, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        asked = opened.sources if source is None else (find_source(opened, source),)
        found = [
            (info.id, info.file, problem.file, problem.line, problem.rows, problem.reason, problem.value)
            for info in asked
            for problem in opened.problems_of(info.id)
        ]
        version = opened.version
    if csv is not None:
        write_csv(to_csv(_FIELDS, found), csv, rows=len(found), quiet=quiet, language=code)
    if as_json:
        listed = [
            {
                name: None if value == "" or (name == "line" and not value) else value
                for name, value in zip(_FIELDS, row, strict=True)
            }
            for row in found[:limit]
        ]
        show_json({"total": len(found), "problems": listed}, version=version)
    elif csv is None and found:
        show(_lines(found[:limit], code))
        if len(found) > limit and not quiet:
            show(tell("problems_shown", code, shown=limit, total=len(found)))
    elif csv is None and not quiet:
        show(tell("no_problems", code))


def _lines(found: Sequence[_Row], language: str) -> str:
    """Return a line for each problem, as compilers write them; on a terminal in as many lines as it needs."""
    from netreach.render.reasons import reason as told
    from netreach.render.text import safe, visible

    lines: list[str] = []
    for _, export, file, line, count, reason, value in found:
        place = file if file == export else f"{export}: {file}"
        why = told(reason, language)
        said = visible(f"{place}:{line}: {why}" if line else f"{place}: {why}")
        said += f" [{visible(value)}]" if value else ""
        said += f" ({tell('rows', language, rows=count)})" if count > 1 else ""
        parts = folded(said, columns() - 4) if sys.stdout.isatty() else [said]
        lines += [safe(part) if row == 0 else f"    {safe(part)}" for row, part in enumerate(parts)]
    return "\n".join(lines)
