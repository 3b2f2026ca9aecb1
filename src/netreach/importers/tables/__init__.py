"""The importer `tables`: people, ties, companies, jobs and schools from delimited text and Parquet.

`columns` says from a header what a table is, `read` turns files into blocks of columns with an account of every row,
`extract` turns blocks into batches. Nothing goes over rows in Python.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from netreach.importers.encodings import head_text
from netreach.importers.tables import sniff
from netreach.importers.tables.columns import Layout, is_foreign

if TYPE_CHECKING:
    from netreach.model import Batch, Record, RowProblem
    from netreach.plugins.export import Export

__all__ = ["Tables"]

_ALONE = ("people", "ties", "companies")
"""Kinds of tables that are worth reading without any other."""

_FOREIGN = Layout(kind="foreign", columns={})


class Tables:
    """Reads tables: people, ties, companies, jobs and schools, as CSV, TSV, with `;` or `|`, gzipped, or as Parquet.

    Attributes:
        name: `"tables"`.
        summary: One line for the list of plugins.
        groups_files: Loose files given together are one data set: ties in one file name people of another.
    """

    name = "tables"
    summary = "tables of people, ties, companies and jobs (CSV, TSV, Parquet, LDBC)"
    groups_files = True

    def identify(self, export: Export) -> bool:
        """Tell whether every table of the export is of a known kind, and people, ties or companies among them.

        Files of LinkedIn, Google and Outlook are not tables of ours. Where `columns=` maps columns, the caller says
        that they are tables; `extract` then says what is wrong with the mapping.
        """
        try:
            kinds, unsure = set[str](), False
            for layout in _layouts(export):
                if layout is _FOREIGN or (layout is None and not export.columns):
                    return False
                if layout is not None and layout.sure:
                    kinds.add(layout.kind)
                else:
                    unsure = True
        except Exception:
            return False
        if export.columns:
            return unsure or bool(kinds)
        return not kinds.isdisjoint(_ALONE) and (not unsure or "ties" in kinds)

    def explain(self, export: Export) -> str | None:
        """Say why the tables of an export are not read, by their headers; `None` when it has no table."""
        from netreach.importers.tables.explain import explain

        return explain(export)

    def extract(self, export: Export) -> Iterator[Record | Batch | RowProblem]:
        """Yield batches of columns, file by file, each with its account; then the owner.

        Raises:
            ExportError: A file is damaged, no file is a table that is known, or no row can be used.
            OwnerError: The given owner is not in the data set.
        """
        from netreach.importers.tables.extract import extract

        return extract(export)


def _layouts(export: Export) -> Iterator[Layout | None]:
    """The layout of every file that is a table by its name, or the only one; `None` for an unknown header."""
    alone = len(export.names) == 1
    for name in export.names:
        if not sniff.is_table(name) and not alone:
            continue
        head = export.head(name)
        if head.startswith(sniff.PARQUET_MAGIC) or sniff.is_parquet(name):
            yield _parquet_layout(export, name, head)
            continue
        unpacked = sniff.unpacked_head(name, head)
        header = sniff.look(name, unpacked, {})
        if not sniff.is_table(name) and _is_no_table(head_text(unpacked)):
            header = None
        if export.columns and _is_graph(export, name):
            yield _FOREIGN
            continue
        if header is not None and is_foreign(header.cells):
            yield _FOREIGN
        elif header is not None and _is_comment(header):
            yield None
        else:
            yield header.layout if header is not None else None


def _is_no_table(text: str) -> bool:
    """Tell whether the beginning of a file that is not called a table is a picture, JSON, XML or the like."""
    return sniff.is_binary(text) or text.lstrip("\ufeff \t\r\n").startswith(("{", "[", "<"))


def _is_graph(export: Export, name: str) -> bool:
    """Tell whether a file is of a format of graphs, whose attributes may be mapped like columns."""
    from netreach.importers.graph.sniff import format_of

    return format_of(export, name) not in ("", "list", "parquet")


def _is_comment(header: sniff.Header) -> bool:
    """Tell whether a header is a comment above a list of edges, which the importer `graph` reads: `# From To`."""
    if header.layout is None or header.layout.kind != "ties":
        return False
    return header.cells[0].lstrip("\ufeff ").startswith(("#", "%"))


def _parquet_layout(export: Export, name: str, head: bytes) -> Layout | None:
    """The layout of a Parquet file, whose header stands at its end: a part of its size, but not its first bytes."""
    import pyarrow as pa

    from netreach.importers.tables.read import parquet_header

    if not head.startswith(sniff.PARQUET_MAGIC):
        return None
    if export.size(name) <= len(head):
        return parquet_header(export, name, pa.BufferReader(head), {}).layout
    with export.open(name) as stream:
        if isinstance(stream, io.BufferedReader):
            return parquet_header(export, name, stream, {}).layout
    # In an archive the end can only be reached by unpacking everything; no other importer reads Parquet.
    return Layout(kind="ties", columns={})
