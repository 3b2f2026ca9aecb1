"""Calendars: `.ics` and `.vcs` files of every program, and Google's Takeout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netreach.plugins.export import Export

if TYPE_CHECKING:
    from netreach.model import Batch, Record, RowProblem


class Calendar:
    """Calendars: who met whom, one to one or in company, how often and on which days; never what it was about.

    Reads iCalendar and vCalendar 1.0, one file or a folder or archive of several. Who declined was not there; rooms,
    resources and groups are no people; what was cancelled, or is of more than twenty people, is left out. Events that
    repeat are counted up to the newest date stamp of the files.
    """

    name = "calendar"
    summary = "calendars: .ics and .vcs files, Google Takeout (file, folder or zip); who met whom"
    by_address = True

    def identify(self, export: Export) -> bool:
        """Tell whether there are calendars in it, by names and first bytes; never raises."""
        from netreach.importers.calendar.extract import is_one

        try:
            return is_one(export)
        except Exception:
            # What cannot be listed is nobody's export; whoever opens it will hear why.
            return False

    def belongs(self, name: str) -> bool:
        """Tell by its name whether another file goes with a calendar: none does."""
        return False

    def extract(self, export: Export) -> Iterator[Record | Batch | RowProblem]:
        """Yield the owner, who met whom, and the account of every file.

        Raises:
            ExportError: A file is damaged, or there is no event in it.
            OwnerError: It cannot be told whose calendar it is.
        """
        from netreach.importers.calendar.extract import extract

        return extract(export)
