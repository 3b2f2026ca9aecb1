"""A conformance kit for importers: the laws that every importer keeps, checked on an example; needs no pytest.

`check_importer` is what a test calls; `examine` gives the same report without raising, for the command line.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs

from netreach.plugins import Export, Importer
from netreach.testing import expectations, laws


@attrs.frozen(kw_only=True)
class Law:
    """One law, and how an importer keeps it.

    Attributes:
        name: What must hold.
        checked: How many cases were tried.
        failures: What went wrong, where, and how to mend it; empty where the law holds.
    """

    name: str
    checked: int
    failures: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"name": self.name, "checked": self.checked, "failures": list(self.failures)}


@attrs.frozen(kw_only=True)
class Conformance:
    """Whether an importer keeps the laws, as far as one example shows.

    Attributes:
        importer: Its name.
        export: The example.
        laws: Every law that was checked.
    """

    importer: str
    export: str
    laws: tuple[Law, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """Everything that went wrong."""
        return tuple(failure for law in self.laws for failure in law.failures)

    def __str__(self) -> str:
        return self.text()

    def text(self) -> str:
        """Return the report for people: a line for each law, and below it what breaks it."""
        lines = [f"{self.importer} on {self.export}"]
        for law in self.laws:
            lines.append(f"  {'BROKEN' if law.failures else 'holds '}  {law.name} ({law.checked} checked)")
            lines += [f"          - {failure}" for failure in law.failures]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "importer": self.importer,
            "export": self.export,
            "holds": not self.failures,
            "laws": [law.to_dict() for law in self.laws],
        }


def check_importer(
    importer: Importer,
    export: str | os.PathLike[str] | Export,
    *,
    owner: str | None = None,
    seconds: float = 20.0,
    flips: int = 32,
    seed: int = 0,
) -> tuple[Conformance, ...]:
    r"""Check that an importer keeps the laws, on an example export or on every export of a folder.

    The laws: it is recognised by the registry; `identify` claims the example, never raises, reads at most 64 KiB of a
    file, and does not claim garbage; `extract` gives the same records for the same bytes, wherever they lie; what it
    gives is well made and every row is accounted for; it reads nothing but the export; a file that was cut at any
    sixteenth, or has changed bytes, gives an error of netreach or problems, in time. Where there are expectations
    beside the export (`NAME.expected.json`, or `expected.json` where it is alone), it gives exactly these.

    Args:
        importer: The importer.
        export: An example of what it reads (a file, folder, zip or `Export`), or a folder of examples.
        owner: Whose exports they are, where the files do not say it and no expectation does.
        seconds: How long one reading may take.
        flips: How many copies with changed bytes are read for each file.
        seed: What decides which bytes change.

    Returns:
        A report for each export.

    Raises:
        AssertionError: A law is broken; the message says what, where, and how to mend it.

    Example:
        >>> import pathlib, tempfile
        >>> from netreach.importers.tables import Tables
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "ties.csv"
        >>> _ = file.write_text("source,target\nAna,Ben\nBen,Eva\n")
        >>> [report] = check_importer(Tables(), file, flips=2)
        >>> report.failures
        ()
    """
    if isinstance(export, Export):
        exports: Sequence[Export] = [export]
    else:
        exports = [
            Export(path, **expectations.options(path, owner=owner))
            for path in examples([importer], Path(export))
        ]
    reports = tuple(examine(importer, one, seconds=seconds, flips=flips, seed=seed) for one in exports)
    broken = [report.text() for report in reports if report.failures]
    if broken or not reports:
        raise AssertionError("\n\n".join(broken) or f"{export} holds no export to check {importer!r} with.")
    return reports


def examples(importers: Iterable[Importer], path: Path) -> list[Path]:
    """Return the exports to check importers with: the path, or what lies in it where it is a folder of examples.

    A folder is one of examples when expectations lie in it, or when nobody claims it as a whole.
    """
    if not path.is_dir():
        return [path]
    inside = expectations.exports_in(path)
    if any(expectations.path_for(one).exists() for one in inside):
        return inside
    return [path] if any(laws.claims(importer, Export(path)) for importer in importers) else inside


def examine(
    importer: Importer, export: Export, *, seconds: float = 20.0, flips: int = 32, seed: int = 0
) -> Conformance:
    """Check an importer with one export, and return the report.

    Args:
        importer: The importer.
        export: An example of what it reads.
        seconds: How long one reading may take.
        flips: How many copies with changed bytes are read for each file.
        seed: What decides which bytes change.
    """
    name = str(getattr(importer, "name", "") or type(importer).__name__)
    found: list[Law] = []
    with tempfile.TemporaryDirectory(prefix="netreach-check-") as folder:
        place = Path(folder).resolve()
        for law in laws.LAWS:
            case = laws.Case(
                importer=importer, export=export, place=place, seconds=seconds, flips=flips, seed=seed
            )
            law.check(case)
            found.append(Law(name=law.name, checked=case.checked, failures=tuple(case.failures)))
            if law.needed and case.failures:
                # What is no importer, or does not read its example, can keep no other law.
                break
    return Conformance(importer=name, export=str(export), laws=tuple(found))
