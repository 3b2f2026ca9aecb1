"""`netreach importer`: for those who write importers, `generate` a package and `test` it on examples."""

from __future__ import annotations

import sys
import tomllib
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreach.cli.exits import FAILED
from netreach.cli.options import Json, Language, Quiet
from netreach.cli.output import show, show_json
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.plugins import Export, Importer, Registry

_PROJECT = "pyproject.toml"
_EXAMPLES = ("tests/data", "examples", "data")


def check(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="A folder of example exports, one export, or a package with examples in tests/data.",
            show_default=False,
        ),
    ],
    importer: Annotated[
        str | None,
        typer.Option(
            "--importer",
            metavar="NAME",
            help="Check this importer instead of the one that recognises each export.",
        ),
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="WHO", help="Whose exports, where the files do not say.")
    ] = None,
    flips: Annotated[
        int,
        typer.Option(
            "--flips", metavar="N", min=0, help="Copies of each file with changed bytes.", show_default=True
        ),
    ] = 32,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="What decides which bytes change.", show_default=True)
    ] = 0,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write what importers give now as what they must give: expected.json."),
    ] = False,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check on examples that importers keep the laws."""
    from netreach.errors import ExportError
    from netreach.plugins import Export, Registry
    from netreach.render.words import language_of
    from netreach.testing import expectations
    from netreach.testing.conformance import examine, examples

    code = language_of(language)
    package = (folder / _PROJECT).is_file()
    # A package is tested from its folder, also where another version of it is installed.
    registry = Registry(entry_points=not package)
    place = _take_package(folder, registry) if package else folder
    paths = examples(registry.importers.values(), place)
    if not paths:
        raise ExportError(f"{place} holds no exports to check importers with. Put examples into it.")
    reports = []
    for path in paths:
        export = Export(path, importer=importer, **expectations.options(path, owner=owner))
        chosen = _choose(export, registry)
        if write:
            written = expectations.write(export, chosen.extract(export))
            export.close()
            if not (as_json or quiet):
                show(tell("file_written", code, file=str(written)))
        reports.append(examine(chosen, export, flips=flips, seed=seed))
        export.close()
    holds = not any(report.failures for report in reports)
    if as_json:
        show_json({"holds": holds, "reports": [report.to_dict() for report in reports]})
    else:
        for report in reports:
            if report.failures or not quiet:
                show(report.text())
        checked = sum(law.checked for report in reports for law in report.laws)
        total = tell("laws_hold" if holds else "laws_broken", code, exports=len(reports), checked=checked)
        show(total if quiet else f"\n{total}")
    if not holds:
        raise typer.Exit(FAILED)


def generate(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where: a new or empty folder.", show_default=False)
    ],
    name: Annotated[
        str,
        typer.Option(
            "--name",
            metavar="NAME",
            help="Name of the format; by default that of the folder.",
            show_default=False,
        ),
    ] = "",
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a new importer package that passes at once."""
    from netreach.plugins import Export
    from netreach.render.words import language_of
    from netreach.testing import expectations
    from netreach.testing.scaffold import write_package

    code = language_of(language)
    files = write_package(folder, name=name)
    data = next(path for path in files if path.parent.name == "data")
    registry = _fresh_registry()
    _take_package(folder, registry)
    export = Export(data)
    files.append(expectations.write(export, _choose(export, registry).extract(export)))
    export.close()
    shown = sorted(path.relative_to(folder).as_posix() for path in files)
    if as_json:
        show_json({"folder": str(folder), "files": shown})
    elif not quiet:
        show(
            "\n".join(
                [*(f"  {file}" for file in shown), "", tell("package_written", code, folder=str(folder))]
            )
        )


def _fresh_registry() -> Registry:
    from netreach.plugins import Registry

    return Registry(entry_points=False)


def _choose(export: Export, registry: Registry) -> Importer:
    from netreach.importers.recognise import choose

    return choose(export, registry)


def _take_package(folder: Path, registry: Registry) -> Path:
    """Register what a package offers, without installing it, and return the folder of its examples.

    Raises:
        ExportError: It offers nothing, or has no examples.
        PluginError: What it offers cannot be loaded.
    """
    from importlib import invalidate_caches, metadata

    from netreach.errors import ExportError, PluginError
    from netreach.plugins.registry import GROUP

    try:
        project = tomllib.loads((folder / _PROJECT).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExportError(f"{folder / _PROJECT} cannot be read ({error}).") from error
    points = project.get("project", {}).get("entry-points", {}).get(GROUP, {})
    if not points:
        raise ExportError(f"{folder / _PROJECT} has no entry points: add [project.entry-points.{GROUP}].")
    sys.path.insert(0, str((folder / "src" if (folder / "src").is_dir() else folder).resolve()))
    invalidate_caches()
    with warnings.catch_warnings():
        # What cannot be used is an error below, not a warning as well.
        warnings.simplefilter("ignore")
        for point, value in points.items():
            try:
                plugin = metadata.EntryPoint(name=point, value=value, group=GROUP).load()
            except Exception as error:
                raise PluginError(
                    f"{value} of {folder} cannot be loaded ({type(error).__name__}: {error})."
                ) from error
            registry.register(plugin, name=f"{folder}:{point}", distribution=str(folder))
        problems = [
            info.problem for info in registry.plugins if info.distribution == str(folder) and info.problem
        ]
    if problems:
        raise PluginError(f"{folder}: {problems[0]}")
    for place in _EXAMPLES:
        if (folder / place).is_dir():
            return folder / place
    raise ExportError(f"{folder} has no examples: put some into {folder / _EXAMPLES[0]}.")
