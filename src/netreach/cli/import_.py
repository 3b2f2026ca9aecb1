"""`netreach import`: read exports and pool them into a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreach.cli.exits import FAILED
from netreach.cli.options import Json, Language, Quiet
from netreach.cli.output import columns, progress, show, show_json

if TYPE_CHECKING:
    from netreach.answers.report import ImportReport


def import_(
    exports: Annotated[
        list[Path],
        typer.Argument(
            metavar="EXPORT",
            help="Exports: zip archives, folders, or files; loose tables given together are one data set. "
            "In a folder every export is found.",
            show_default=False,
        ),
    ],
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar="FOLDER",
            help="The network; made where missing. With --dry-run it may be left out: then into an empty one.",
            show_default=False,
        ),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(
            "--owner",
            metavar="WHO",
            help="Whose exports: profile URL, e-mail or name, where the files do not say.",
        ),
    ] = None,
    importer: Annotated[
        str | None,
        typer.Option(
            "--importer", metavar="NAME", help="Read them with this importer instead of the recognised one."
        ),
    ] = None,
    sharing: Annotated[
        str | None,
        typer.Option(
            "--sharing",
            metavar="DEPTH",
            help="What another ego is shown of their evidence: names, strength or full. By default what holds for "
            "the owner's earlier export, or strength.",
        ),
    ] = None,
    namespace: Annotated[
        str | None,
        typer.Option("--namespace", metavar="NAME", help="Tables of one namespace share their ids."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FILE=OURS",
            help="For tables: what a column is, as in --column Puesto=title. Repeatable.",
        ),
    ] = None,
    directed: Annotated[
        str,
        typer.Option(
            "--directed",
            metavar="RULE",
            help="For graphs with a direction: mutual (a tie needs arrows both ways) or any.",
        ),
    ] = "mutual",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and report everything, and change nothing.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Stop, and add nothing, when an export of a folder cannot be read."),
    ] = False,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read exports and pool them into a network.

    Exit code 1 when an export could not be read; the others of its folder are added all the same, without --strict.
    """
    from netreach.network import Network
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    mapping = _columns(column or [])
    if into is None and not dry_run:
        raise typer.BadParameter("say into which network, as in --into mine.netreach", param_hint="--into")
    # Whoever only asks what would be gets no folder.
    nowhere = into is None or (dry_run and not into.exists())
    with Network(None) if nowhere or into is None else open_network(into, create=True) as network:
        with progress(quiet=quiet, language=code) as tell:
            report = network.add(
                *exports,
                owner=owner,
                importer=importer,
                namespace=namespace,
                columns=mapping,
                directed=directed,
                sharing=sharing,
                strict=strict,
                dry_run=dry_run,
                progress=tell,
                language=code,
            )
        if as_json:
            show_json(report.to_dict())
        elif quiet:
            show(report_total(report))
        else:
            show(report.text(columns=columns()))
    if not report.complete:
        raise typer.Exit(FAILED)


def report_total(report: ImportReport) -> str:
    """Return the last paragraph of a report: what the network holds now."""
    return report.text(columns=columns()).rpartition("\n\n")[2]


def _columns(given: list[str]) -> dict[str, str]:
    """Read `FILE=OURS` pairs; a column of a file may itself have an equals sign in its name."""
    mapping: dict[str, str] = {}
    for pair in given:
        theirs, sign, ours = pair.rpartition("=")
        if not (sign and theirs.strip() and ours.strip()):
            raise typer.BadParameter(
                f"{pair!r} is no pair of columns; write the file's column, =, and netreach's, as in Puesto=title.",
                param_hint="--column",
            )
        mapping[theirs.strip()] = ours.strip()
    return mapping
