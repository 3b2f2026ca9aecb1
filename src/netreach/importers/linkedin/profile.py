"""The files that say who the owner is: profile, addresses, jobs, schools, skills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from netreach.importers.csvrows import Row, Tally
from netreach.importers.dates import excerpt, period
from netreach.importers.linkedin.layouts import ROLES
from netreach.importers.linkedin.sheets import Sheets, Table
from netreach.model import HistoryRecord
from netreach.text import clean

_YES = frozenset(("yes", "true", "1", "y"))


@attrs.define(kw_only=True)
class Profile:
    """What the archive says of its owner; `""` and `[]` where it says nothing.

    Attributes:
        emails: Confirmed addresses as written, the primary one first.
        jobs, schools: In the order of the file; their `person` is still empty.
        tallies: The accounts of the files that were read.
    """

    name: str = ""
    first_name: str = ""
    last_name: str = ""
    headline: str = ""
    industry: str = ""
    location: str = ""
    emails: list[str] = attrs.field(factory=list)
    jobs: list[HistoryRecord] = attrs.field(factory=list)
    schools: list[HistoryRecord] = attrs.field(factory=list)
    skills: list[str] = attrs.field(factory=list)
    tallies: list[Tally] = attrs.field(factory=list)

    def current_job(self) -> HistoryRecord | None:
        """Return the job without an end that began last."""
        current = [job for job in self.jobs if job.end is None]
        return max(current, key=lambda job: job.start or dt.date.min, default=None)


def read_profile(sheets: Sheets) -> Profile:
    """Read the small files about the owner.

    None of them is needed to know who the contacts are, so one whose columns are unknown is reported and
    passed over.
    """
    profile = Profile()
    for role, read in (
        ("profile", _read_names),
        ("email addresses", _read_emails),
        ("positions", _read_jobs),
        ("education", _read_schools),
        ("skills", _read_skills),
    ):
        for name in sheets.named(role):
            if not sheets.fits(name, ROLES[role]):
                tally = Tally(file=name)
                tally.problem(0, "no header that is known: nothing was read from this file", rows=0)
            else:
                table = sheets.open(name, ROLES[role], what=f"LinkedIn's {role}")
                read(profile, table)
                tally = table.tally
            profile.tallies.append(tally)
    return profile


def _cells(table: Table, *columns: str) -> Iterator[tuple[int, list[str]]]:
    """Give the line and the cleaned cells of some columns, row by row."""
    places = [table.found.of(column) for column in columns]
    row: Row
    for row in table:
        yield row[0], [clean(row[1][place]) for place in places]


def _read_names(profile: Profile, table: Table) -> None:
    for _, (first, last, headline, industry, location) in _cells(
        table, "first", "last", "headline", "industry", "location"
    ):
        if profile.name or not (first or last):
            table.tally.left_out["further profile"] += 1
            continue
        table.tally.used += 1
        profile.first_name, profile.last_name = first, last
        profile.name = clean(f"{first} {last}")
        profile.headline, profile.industry, profile.location = headline, industry, location


def _read_emails(profile: Profile, table: Table) -> None:
    primary: list[str] = []
    others: list[str] = []
    for line, (address, confirmed, is_primary) in _cells(table, "address", "confirmed", "primary"):
        if "@" not in address:
            table.tally.problem(line, "no e-mail address")
        elif "confirmed" in table.found and confirmed.casefold() not in _YES:
            # Anybody can type an address; it is the owner's only once they have answered a mail to it.
            table.tally.left_out["unconfirmed address"] += 1
        elif address in (*profile.emails, *primary, *others):
            table.tally.left_out["duplicate row"] += 1
        else:
            table.tally.used += 1
            (primary if is_primary.casefold() in _YES else others).append(address)
    profile.emails += primary + others


def _read_jobs(profile: Profile, table: Table) -> None:
    profile.jobs += _histories(table, "work", profile.jobs)


def _read_schools(profile: Profile, table: Table) -> None:
    profile.schools += _histories(table, "study", profile.schools)


def _histories(table: Table, kind: str, known: list[HistoryRecord]) -> list[HistoryRecord]:
    found: list[HistoryRecord] = []
    for line, (organisation, title, location, start, end) in _cells(
        table, "organisation", "title", "location", "start", "end"
    ):
        if not organisation and not title:
            table.tally.problem(line, "neither an organisation nor a title")
            continue
        began, ended = period(start), period(end)
        for text, parsed in ((start, began), (end, ended)):
            if text and parsed is None and not _still(text):
                table.tally.problem(line, "not a date", rows=0, value=excerpt(text))
        record = HistoryRecord(
            person="",
            kind=kind,
            organisation=organisation,
            title=title,
            location=location,
            start=began[0] if began else None,
            end=ended[1] if ended else None,
        )
        if record in known or record in found:
            table.tally.left_out["duplicate row"] += 1
            continue
        table.tally.used += 1
        found.append(record)
    return found


def _still(text: str) -> bool:
    return text.casefold() in ("present", "current", "now", "today", "-", "–")


def _read_skills(profile: Profile, table: Table) -> None:
    for line, (skill,) in _cells(table, "name"):
        if not skill:
            table.tally.problem(line, "a skill without a name")
        elif skill in profile.skills:
            table.tally.left_out["duplicate row"] += 1
        else:
            table.tally.used += 1
            profile.skills.append(skill)
