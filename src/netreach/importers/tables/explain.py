"""Why an export is not read as tables, in words for the one who gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netreach.importers.encodings import head_text
from netreach.importers.tables import sniff
from netreach.importers.tables.columns import field_for, is_foreign
from netreach.importers.tables.read import find
from netreach.plugins.export import Export
from netreach.text import clean

_SHOWN = 12
_FILES = 3
_TEXT_NAMES = (".txt", ".dat", ".data", ".asc")


def explain(export: Export) -> str | None:
    """Say what tables an export has and why they are not read; `None` when it has none.

    Raises:
        ExportError: A table is damaged.
    """
    said = []
    for name in export.names:
        table = sniff.is_table(name) or (len(export.names) == 1 and _may_be_table(export, name))
        if table and (reason := _reason(export, name)):
            said.append(f"{name} {reason}")
        if len(said) == _FILES:
            break
    return " ".join(said) or None


def _may_be_table(export: Export, name: str) -> bool:
    file = name.rpartition("/")[2].lower()
    if "." in file and not file.endswith(_TEXT_NAMES):
        return False
    text = head_text(export.head(name))
    header = sniff.header_of(name, text, {})
    return header is not None and len(header.cells) > 1 and not sniff.is_binary(text)


def _reason(export: Export, name: str) -> str:
    if not export.size(name):
        return "is empty: 0 bytes."
    table = find(export, name)
    if table is None:
        return "has no header that can be read."
    cells, layout = table.header.cells, table.header.layout
    shown = ", ".join(clean(cell, limit=40) for cell in cells[:_SHOWN]) + (
        ", ..." if len(cells) > _SHOWN else ""
    )
    if sniff.is_binary(shown):
        return "is not text that can be read as a table."
    if is_foreign(cells):
        return (
            f"has the columns ({shown}) of a file of LinkedIn, Google or Outlook, but not in a form that is read. "
            "Read it as a plain table with --importer tables, or Export(..., importer='tables')."
        )
    if layout is not None and layout.kind in ("names", "histories", "places"):
        return (
            f"is a table ({shown}) of what belongs to people who are in other files. Name these files with it, in "
            "one command or folder."
        )
    if layout is not None and layout.sure:
        return ""
    column, field = _example(cells)
    if table.scan is None:
        # A Parquet file always has names, and nobody writes others into it by hand.
        return (
            f"is a table whose columns ({shown}) have names that say nothing of a person or a tie. Say what they are "
            f"with --column {_pair(column, field)}, or Export(..., columns={{{column!r}: {field!r}}}); the ends of "
            "ties are source and target."
        )
    if all(re.search(r"\d", cell) or not cell.strip() for cell in cells):
        return (
            f"is a table without a header: its first row is {shown}. Write the names of the columns above it, such "
            "as source,target or id,name."
        )
    return (
        f"is a table, but none of its columns ({shown}) names a person or a tie. Map them with --column "
        f"{_pair(column, field)} "
        f"or Export(..., columns={{{column!r}: {field!r}}})."
    )


def _pair(column: str, field: str) -> str:
    return f"'{column}={field}'" if " " in column else f"{column}={field}"


def _example(cells: Sequence[str]) -> tuple[str, str]:
    names = [clean(cell, limit=40) for cell in cells if cell.strip()]
    for name in names:
        if field := field_for(name):
            return name, field
    return (names[0] if names else "COLUMN"), "name"
