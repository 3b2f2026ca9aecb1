"""A new importer package that works at once: to be changed line by line into one of one's own."""

from __future__ import annotations

import re
from pathlib import Path

from netreach.errors import OptionError

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

_PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "netreach-@NAME@"
version = "0.1.0"
description = "Reads @NAME@ with netreach."
requires-python = ">=3.11"
dependencies = ["netreach"]

[project.entry-points.netreach]
@NAME@ = "netreach_@MODULE@.plugin"

[tool.hatch.build.targets.wheel]
packages = ["src/netreach_@MODULE@"]
"""

_README = """\
# netreach-@NAME@

An importer for [netreach](https://pypi.org/project/netreach/). Check it, without installing anything:

    netreach importer test .

Change `src/netreach_@MODULE@/importer.py`, put examples (with invented people) into `tests/data`, and when what
it gives for them is right, keep that as what it must give: `netreach importer test . --write`.
"""

_INIT = '"""An importer of @NAME@ for netreach."""\n'

_PLUGIN = '''\
"""What netreach finds when it looks for plugins."""

from netreach.plugins import hookimpl


@hookimpl
def netreach_importers() -> list[str]:
    """Offer the importer by its dotted name, so that it is imported when it is first needed."""
    return ["netreach_@MODULE@.importer:@CLASS@"]
'''

_IMPORTER = '''\
"""Reads @NAME@.csv: who met whom, a row for each pair."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from netreach import EvidenceRecord, Export, FileCount, Owner, PersonRecord, RowProblem
from netreach.errors import ExportError
from netreach.keys import email_key

FILE = "@NAME@.csv"
HEADER = ["one", "one_mail", "other", "other_mail", "meetings", "latest"]


class @CLASS@:
    """Reads who met whom."""

    name = "@NAME@"
    summary = "@NAME@.csv: who met whom"

    def identify(self, export: Export) -> bool:
        """Tell from names and first bytes whether this is the format; never raises."""
        return FILE in export.names and export.head(FILE).startswith(",".join(HEADER).encode())

    def extract(
        self, export: Export
    ) -> Iterator[PersonRecord | EvidenceRecord | Owner | FileCount | RowProblem]:
        """Yield people, what is known of pairs, and where every row went."""
        if not self.identify(export):
            raise ExportError(f"{export} is no {FILE} with the columns {', '.join(HEADER)}. Export it again.")
        # An export that belongs to nobody, and does not hold all contacts of anybody.
        yield Owner(keys=(), complete_list=False)
        rows = used = 0
        seen: set[str] = set()
        text = export.read(FILE).decode("utf-8", errors="replace")
        table = csv.reader(io.StringIO(text.replace("\\\\0", ""), newline=""))
        next(table)
        while True:
            try:
                row = next(table, None)
            except csv.Error as error:
                # A cell without end, for example: nothing behind it can be told apart.
                rows += 1
                yield RowProblem(file=FILE, line=table.line_num, reason=str(error))
                break
            if row is None:
                break
            rows += 1
            try:
                one, one_mail, other, other_mail, meetings, latest = row
                a, b = email_key(one_mail), email_key(other_mail)
                if a is None or b is None or a == b:
                    raise ValueError("it needs two addresses of two people")
                count, last = int(meetings), dt.date.fromisoformat(latest)
                if not 0 < count < 100_000:
                    raise ValueError(f"{count} meetings")
            except ValueError as error:
                yield RowProblem(file=FILE, line=table.line_num, reason=str(error)[:200])
                continue
            used += 1
            for key, name in ((a, one), (b, other)):
                if key not in seen:
                    seen.add(key)
                    yield PersonRecord(keys=(key,), name=name)
            yield EvidenceRecord(a=a, b=b, kind="meeting", count_ab=count, count_ba=count, last=last)
        yield FileCount(file=FILE, rows=rows, used=used)
'''

_DATA = """\
one,one_mail,other,other_mail,meetings,latest
Ana Ruiz,ana@example.org,Ben Okafor,ben@example.org,6,2024-05-14
Ana Ruiz,ana@example.org,Eva Lund,eva@example.com,2,2024-02-30
Eva Lund,eva@example.com,Dai Mori,dai@example.com,1,2023-11-02
"""

_TEST = '''\
"""The laws of importers hold for this one, on the examples in tests/data."""

from pathlib import Path

from netreach.testing import check_importer

from netreach_@MODULE@.importer import @CLASS@


def test_the_laws_hold() -> None:
    """Everything that netreach asks of importers holds, and the records are those of expected.json."""
    check_importer(@CLASS@(), Path(__file__).parent / "data")
'''


def write_package(folder: Path, *, name: str = "") -> list[Path]:
    """Write a new importer package, and return its files.

    Args:
        folder: Where; it is made, and must be empty where it exists.
        name: Name of the format, by default that of the folder without `netreach-`.

    Raises:
        OptionError: The folder is not empty, or the name cannot be one of a package.
    """
    name = name or folder.resolve().name.lower().removeprefix("netreach-").replace("_", "-")
    if not _NAME.fullmatch(name):
        raise OptionError(
            f"{name!r} cannot be the name of a format: use small letters, digits and hyphens, as in --name my-format."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OptionError(f"{folder} is there already. Nothing was written; name a new folder.")
    module = name.replace("-", "_")
    words = {"@NAME@": name, "@MODULE@": module, "@CLASS@": "".join(map(str.capitalize, name.split("-")))}
    package = f"src/netreach_{module}"
    texts = {
        "README.md": _README,
        "pyproject.toml": _PYPROJECT,
        f"{package}/__init__.py": _INIT,
        f"{package}/importer.py": _IMPORTER.replace("\\\\0", "\\0"),
        f"{package}/plugin.py": _PLUGIN,
        f"{package}/py.typed": "",
        f"tests/data/{name}.csv": _DATA,
        f"tests/test_{module}.py": _TEST,
    }
    written = []
    for file, text in texts.items():
        for mark, word in words.items():
            text = text.replace(mark, word)
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
