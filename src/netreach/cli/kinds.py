"""`netreach kinds`: the table of what each kind of evidence is worth, and how to replace it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreach.cli.options import Json, Language, NetworkFolder, Quiet
from netreach.cli.output import columns, note, show, show_json
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.kinds import KindTable
    from netreach.network import Network


def kinds(
    network: NetworkFolder,
    use: Annotated[
        Path | None,
        typer.Option("--use", metavar="FILE", help="Read the network by this table from now on."),
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the built-in table.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write the table as TOML, to change it there."),
    ] = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show or replace what each kind of evidence is worth.

    The table also says what makes a tie, and so what a degree is.

    To try a table out for one question, give it to that command with --kinds FILE.
    """
    from netreach.kinds import KindTable
    from netreach.opening import open_network
    from netreach.render.words import language_of

    if use is not None and reset:
        raise typer.BadParameter("--use FILE and --reset are two things: choose one.")
    code = language_of(language)
    with open_network(network) as opened:
        if use is not None:
            opened.use_kinds(KindTable.load(use))
        elif reset:
            opened.use_kinds(None)
        if output is not None:
            opened.kinds.save(output)
            if not quiet:
                note(tell("file_written", code, file=output))
        if as_json:
            show_json(kinds_dict(opened))
        elif output is None:
            show(kinds_text(opened.kinds, code, quiet=quiet))


def kinds_dict(network: Network) -> dict[str, Any]:
    """Return the table as plain data for JSON: every row, and what differs from the built-in one."""
    from netreach.kinds import COLUMNS

    rows = [
        {"kind": kind.name, "basis": kind.basis} | {column: getattr(kind, column) for column in COLUMNS}
        for kind in network.kinds.kinds
    ]
    return {"schema": 1, "version": network.version, "kinds": rows, "changes": network.kinds.to_dict()}


def kinds_text(table: KindTable, language: str, *, quiet: bool = False) -> str:
    """Return the table as text; a row in which something is replaced has a star."""
    from netreach.render import text as layout
    from netreach.render.words import number

    changes = table.changes
    headers = [tell(f"kind_{key}", language) for key in ("name", "tie", "p", "cap", "half_life", "contact")]

    def figure(value: float) -> str:
        return number(value, language, 4).rstrip("0").rstrip(".,")

    rows = [
        [
            kind.name + (" *" if kind.name in changes else ""),
            tell(f"tie_{kind.makes_tie}", language),
            figure(kind.p),
            figure(kind.cap),
            tell("never", language)
            if kind.half_life_days is None
            else tell("days", language, n=round(kind.half_life_days)),
            figure(kind.contact),
        ]
        for kind in table.kinds
    ]
    shown = layout.table([""] * len(headers) if quiet else headers, rows, aligns="<<>>>>", columns=columns())
    if quiet or not changes:
        return shown
    return f"{shown}\n\n{tell('kinds_changed', language)}"
