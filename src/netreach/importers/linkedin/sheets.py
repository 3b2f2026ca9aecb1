"""The tables of one archive, each opened by its name, whether it is a CSV file or a domain of JSON pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from netreach.errors import ExportError
from netreach.importers.csvrows import CsvTable, Found, Layout, Row, Tally, peek
from netreach.importers.linkedin.files import PAGES
from netreach.importers.linkedin.pages import Pages, read_pages
from netreach.plugins.export import Export


class Table(Protocol):
    """Rows with a known header: `CsvTable` or `PageTable`."""

    found: Found
    tally: Tally
    cut_short: bool

    def __iter__(self) -> Iterator[Row]:
        """Read the rows, with the line or the number of each."""
        ...


class Sheets:
    """The tables of one archive.

    Args:
        export: The export.
        files: What a file of the archive is -> the files; JSON pages under `PAGES`.

    Attributes:
        export: The export.
        tallies: Accounts of pages that became no table.

    Raises:
        ExportError: When a file of pages is damaged or unsafe.
    """

    def __init__(self, export: Export, files: Mapping[str, list[str]]) -> None:
        self.export = export
        self._pages: Pages = read_pages(export, files.get(PAGES, ()))
        self.tallies: list[Tally] = self._pages.tallies
        self._files = files

    def named(self, *roles: str) -> list[str]:
        """Return the names of the tables that are of some kind, keys of `ROLES`."""
        return [
            name
            for role in roles
            for names in (self._files, self._pages.roles)
            for name in names.get(role, ())
        ]

    def fits(self, name: str, layout: Layout) -> bool:
        """Whether a table has the columns of a layout."""
        if self._pages.holds(name):
            return self._pages.table(name, layout) is not None
        return peek(self.export, name, layout) is not None

    def open(
        self,
        name: str,
        layout: Layout,
        *,
        what: str,
        one_line_rows: bool = False,
        repair: Callable[[list[str], Found], list[str] | None] | None = None,
    ) -> Table:
        """Open a table; the options are those of `CsvTable`, and mean nothing to pages.

        Raises:
            ExportError: When it is damaged, or has none of the columns of the layout.
        """
        if not self._pages.holds(name):
            return CsvTable(self.export, name, layout, what=what, one_line_rows=one_line_rows, repair=repair)
        table = self._pages.table(name, layout)
        if table is None:
            raise ExportError(
                f"{self.export}: {name} is not {what}: no row of it names the columns that tell it. "
                "Save the pages again."
            )
        return table
