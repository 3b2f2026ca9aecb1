"""The importer: what an export of Roundtable says, as records of netreach.

Roundtable is an invented platform where people meet in small groups. An export is a folder or a zip archive with
three tables::

    account.csv      member_id                            one row: whose export it is
    members.csv      member_id,name,email,job,employer    the people of the owner's groups
    attendance.csv   meetup_id,date,member_id             who came to which meetup

Two people who came to the same small meetup have met: that is evidence of the kind `meeting`. At a meetup of more
than `LARGEST` people two of them may never have spoken, so large meetups are left out, and said to be.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import PurePosixPath

from netreach import EvidenceRecord, Export, FileCount, Owner, PersonRecord, RowProblem
from netreach.errors import ExportError, OwnerError
from netreach.keys import email_key, id_key

ACCOUNT, MEMBERS, ATTENDANCE = "account.csv", "members.csv", "attendance.csv"
COLUMNS = {
    ACCOUNT: ["member_id"],
    MEMBERS: ["member_id", "name", "email", "job", "employer"],
    ATTENDANCE: ["meetup_id", "date", "member_id"],
}

LARGEST = 12
"""People at a meetup up to which everybody is taken to have met everybody."""

Item = PersonRecord | EvidenceRecord | Owner | FileCount | RowProblem


class Roundtable:
    """Reads exports of Roundtable."""

    name = "roundtable"
    summary = "Roundtable export: account.csv, members.csv, attendance.csv"

    def identify(self, export: Export) -> bool:
        """Tell from names and first bytes whether this is the format; never raises."""
        tables = {PurePosixPath(name).name: name for name in export.names}
        return all(
            file in tables and _first_row(export.head(tables[file])) == columns
            for file, columns in COLUMNS.items()
        )

    def extract(self, export: Export) -> Iterator[Item]:
        """Yield what the export says: people, the owner, meetings, and where every row went.

        Raises:
            ExportError: When a table is missing or is not one.
            OwnerError: When the account is none of the members.
        """
        members = _Table(export, MEMBERS)
        people = _people(members)
        yield from people.values()
        yield from members.account()

        account = _Table(export, ACCOUNT)
        yield _owner(account, people)
        yield from account.account()

        attendance = _Table(export, ATTENDANCE)
        yield from _meetings(attendance, people)
        yield from attendance.account()


class _Table:
    """The rows of one file, and where each of them went."""

    def __init__(self, export: Export, file: str) -> None:
        names = [name for name in export.names if PurePosixPath(name).name == file]
        if len(names) != 1:
            raise ExportError(f"{export}: a Roundtable export has one {file}, this one has {len(names)}.")
        self.file = names[0]
        self.label = f"{export}, {self.file}"
        self.columns = COLUMNS[file]
        self.used = self.empty = 0
        self.left_out: Counter[str] = Counter()
        self.problems: list[RowProblem] = []
        try:
            self._text = export.read(self.file).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ExportError(
                f"{self.label} is not UTF-8 text ({error}). Download the export again."
            ) from error

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the line and the cells of every row that has the right number of cells."""
        reader = csv.reader(io.StringIO(self._text, newline=""))
        try:
            header = next(reader, [])
            if header != self.columns:
                raise ExportError(
                    f"{self.label} must begin with {','.join(self.columns)}, not {','.join(header)}."
                )
            line = reader.line_num + 1
            for cells in reader:
                cells = [cell.strip() for cell in cells]
                if not any(cells):
                    self.empty += 1
                elif len(cells) != len(self.columns):
                    self.problem(line, f"{len(cells)} cells instead of {len(self.columns)}")
                else:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise ExportError(
                f"{self.label} is no CSV file from line {reader.line_num} on ({error})."
            ) from error

    def problem(self, line: int, reason: str, value: str = "") -> None:
        """Note a row that cannot be used."""
        self.problems.append(RowProblem(file=self.file, line=line, reason=reason, value=value[:80]))

    def account(self) -> Iterator[FileCount | RowProblem]:
        """Give the problems and the count, which must add up: netreach checks it."""
        yield from sorted(self.problems, key=lambda problem: problem.line)
        rows = self.used + self.empty + self.left_out.total() + len(self.problems)
        yield FileCount(
            file=self.file,
            rows=rows,
            used=self.used,
            empty=self.empty,
            left_out=dict(sorted(self.left_out.items())),
        )


def _people(table: _Table) -> dict[str, PersonRecord]:
    """The members by their id."""
    rows = list(table.rows())
    # An address that several members share is a mailbox of a family or an office, and names none of them.
    shared = Counter(mail for mail, _ in {(email_key(cells[2]), cells[0]) for _, cells in rows})
    people: dict[str, PersonRecord] = {}
    for line, (member, name, email, job, employer) in rows:
        if not member:
            table.problem(line, "no member_id", name)
        elif member in people:
            table.left_out["member listed twice"] += 1
        else:
            # Safest first: an e-mail address joins this person to other exports, the id to other Roundtable exports.
            mail = email_key(email)
            mails = (mail,) if mail and shared[mail] == 1 else ()
            people[member] = PersonRecord(
                keys=(*mails, id_key("roundtable", member)),
                name=name,
                title=job,
                company=employer,
                emails=(email,) if mails else (),
            )
            table.used += 1
    return people


def _owner(table: _Table, people: dict[str, PersonRecord]) -> Owner:
    rows = list(table.rows())
    if len(rows) != 1 or rows[0][1][0] not in people:
        raise OwnerError(
            f"{table.label} must name one member of {MEMBERS}: the one whose export it is. "
            "Download the export again, or remove the file's other rows."
        )
    table.used = 1
    owner = people[rows[0][1][0]]
    # Not a complete list: the owner knows people who never come to a meetup.
    return Owner(keys=owner.keys, name=owner.name, complete_list=False)


def _meetings(table: _Table, people: dict[str, PersonRecord]) -> Iterator[EvidenceRecord]:
    """The pairs who came to the same meetups, each pair once."""
    meetups: dict[tuple[dt.date, str], dict[str, None]] = {}
    for line, (meetup, written, member) in table.rows():
        try:
            day = dt.date.fromisoformat(written)
        except ValueError:
            table.problem(line, "no date such as 2024-05-31", written)
            continue
        if member not in people:
            table.problem(line, f"a member who is not in {MEMBERS}", member)
            continue
        guests = meetups.setdefault((day, meetup), {})
        if member in guests:
            table.left_out["attendance listed twice"] += 1
        guests[member] = None

    days: dict[tuple[str, str], list[dt.date]] = {}
    for (day, _), guests in sorted(meetups.items()):
        if len(guests) == 1:
            table.left_out["nobody else came"] += 1
        elif len(guests) > LARGEST:
            table.left_out[f"meetup of more than {LARGEST} people"] += len(guests)
        else:
            table.used += len(guests)
            for pair in combinations(sorted(guests), 2):
                days.setdefault(pair, []).append(day)
    for (a, b), dates in sorted(days.items()):
        yield EvidenceRecord(
            a=people[a].keys[0],
            b=people[b].keys[0],
            kind="meeting",
            # A meeting has no direction: it counts both ways.
            count_ab=len(dates),
            count_ba=len(dates),
            days=len(set(dates)),
            first=dates[0],
            last=dates[-1],
        )


def _first_row(head: bytes) -> list[str]:
    line = head.partition(b"\n")[0].decode("utf-8-sig", "replace")
    return line.strip().split(",")
