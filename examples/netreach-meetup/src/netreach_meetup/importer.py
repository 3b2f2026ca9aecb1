"""The importer: what an export of Roundtable says, as records of netreach.

Roundtable is an invented platform where people meet in small groups. An export is a folder or a zip archive of
three tables::

    account.csv      member_id                            one row: whose export it is
    members.csv      member_id,name,email,job,employer    the people of the owner's communities
    attendance.csv   meetup_id,date,member_id             who came to which meetup

Two people who came to the same small meetup have met: that is evidence of the kind `meeting`. In a meetup of more
than `LARGEST` people two of them may never have spoken, so large meetups are left out, and said to be.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import attrs
from netreach import EvidenceRecord, Export, FileCount, Owner, PersonRecord, RowProblem
from netreach.errors import ExportError, OwnerError
from netreach.keys import email_key, id_key
from netreach.plugins import Limits

ACCOUNT, MEMBERS, ATTENDANCE = "account.csv", "members.csv", "attendance.csv"
COLUMNS = {
    ACCOUNT: ("member_id",),
    MEMBERS: ("member_id", "name", "email", "job", "employer"),
    ATTENDANCE: ("meetup_id", "date", "member_id"),
}
LARGEST = 12
"""People at a meetup up to which everybody is taken to have met everybody."""


@attrs.frozen(kw_only=True)
class Roundtable:
    """Reads exports of Roundtable."""

    name: str = "roundtable"
    summary: str = "Roundtable export: account.csv, members.csv, attendance.csv"

    def identify(self, export: Export) -> bool:
        """Tell from names and first bytes whether this is the format; never raises."""
        found = _places(export)
        return set(found) == set(COLUMNS) and all(
            _header(export.head(name)) == COLUMNS[file] for file, name in found.items()
        )

    def extract(self, export: Export) -> Iterator[PersonRecord | EvidenceRecord | Owner | FileCount | RowProblem]:
        """Yield what the export says.

        Raises:
            ExportError: When a table is missing or is no table.
            OwnerError: When the account is none of the members.
        """
        places = _places(export)
        members = yield from _members(export, places)
        yield _owner(export, places, members)
        yield FileCount(file=ACCOUNT, rows=1, used=1)
        yield from _meetings(export, places, members)


def _members(
    export: Export, places: dict[str, str]
) -> Iterator[PersonRecord | FileCount | RowProblem]:
    raise NotImplementedError
