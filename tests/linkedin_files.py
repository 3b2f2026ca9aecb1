"""LinkedIn archives written down by hand, and what the importer makes of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import attrs

from netreach.importers.linkedin import LinkedIn
from netreach.model import (
    EvidenceRecord,
    FileCount,
    HistoryRecord,
    Owner,
    PersonRecord,
    Record,
    RowProblem,
)
from netreach.plugins.export import Export

NOTES = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. You will '
    'only see email addresses for connections who have allowed it, ""see"" the settings."\n\n'
)
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
BEN = "Ben,Okoro,https://www.linkedin.com/in/ben-okoro,,Acme,Engineer,15 Jan 2024\n"
EVA = "Eva,Lund,https://www.linkedin.com/in/eva-lund,eva@example.org,Nordic AS,CFO,02 Feb 2023\n"
ANA = "https://www.linkedin.com/in/ana-ruiz"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
    "FOLDER,ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT\n"
)
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    "Twitter Handles,Websites,Instant Messengers\n"
    'Ana,Ruiz,,,,Builder of bridges,"Long\n\nsummary, with commas",Construction,,"Madrid, Spain",,,\n'
)
EMAILS = (
    "Email Address,Confirmed,Primary,Updated On\n"
    "ana.old@example.org,Yes,No,2019-01-01\n"
    "ana@example.com,Yes,Yes,2020-01-01\n"
    "someone@example.net,No,No,2021-01-01\n"
)


def url(slug: str) -> str:
    """Return the address of a profile."""
    return f"https://www.linkedin.com/in/{slug}"


def sheet(header: str, *rows: tuple[str, ...]) -> str:
    """Write rows as a CSV file under a header line."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return header + out.getvalue()


def message(
    conversation: str,
    sender: str,
    sender_url: str,
    to: str,
    urls: str,
    date: str = "2024-10-26 11:43:11 UTC",
    *,
    text: str = "secret words",
    draft: str = "No",
) -> tuple[str, ...]:
    """Return one row of messages.csv."""
    return (conversation, "", sender, sender_url, to, urls, date, "", text, "INBOX", "", draft, "No")


@attrs.frozen
class Reading:
    """What the importer said about an export, sorted by type."""

    records: list[Record | RowProblem]

    @property
    def owner(self) -> Owner:
        (owner,) = [record for record in self.records if isinstance(record, Owner)]
        return owner

    @property
    def people(self) -> dict[str, PersonRecord]:
        people = [record for record in self.records if isinstance(record, PersonRecord)]
        by_key = {record.keys[0]: record for record in people}
        assert len(by_key) == len(people)
        return by_key

    @property
    def contacts(self) -> list[PersonRecord]:
        tied = {record.b for record in self.evidence("connection")}
        return [record for key, record in self.people.items() if key in tied]

    @property
    def problems(self) -> list[RowProblem]:
        return [record for record in self.records if isinstance(record, RowProblem)]

    @property
    def counts(self) -> dict[str, FileCount]:
        return {record.file: record for record in self.records if isinstance(record, FileCount)}

    @property
    def histories(self) -> list[HistoryRecord]:
        return [record for record in self.records if isinstance(record, HistoryRecord)]

    def evidence(self, kind: str) -> list[EvidenceRecord]:
        return [
            record for record in self.records if isinstance(record, EvidenceRecord) and record.kind == kind
        ]

    def between(self, kind: str) -> dict[str, tuple[int, int, int]]:
        return {record.b: (record.count_ab, record.count_ba, record.days) for record in self.evidence(kind)}


def read(*paths: Path, owner: str | None = None) -> Reading:
    """Read an export and check what must hold for every one of them."""
    importer = LinkedIn()
    export = Export(*paths, owner=owner)
    try:
        assert importer.identify(export)
        reading = Reading(list(importer.extract(export)))
    finally:
        export.close()
    problems: Counter[str] = Counter()
    for problem in reading.problems:
        problems[problem.file] += problem.rows
    for count in reading.counts.values():
        accounted = count.used + count.empty + sum(count.left_out.values()) + problems[count.file]
        assert accounted == count.rows, count
        assert min(count.used, count.empty, *count.left_out.values(), 0) == 0
    assert set(problems) <= set(reading.counts)
    people, owner_key = reading.people, reading.owner.keys[0]
    for record in reading.records:
        if isinstance(record, EvidenceRecord):
            assert record.a == owner_key != record.b
            assert record.b in people
    return reading


def archive() -> dict[str, str]:
    """Return the files of a small archive in today's layout."""
    return {
        "Connections.csv": NOTES + HEADER + BEN + EVA,
        "messages.csv": sheet(
            MESSAGES,
            message("c1", "Ana Ruiz", ANA, "Ben Okoro", url("ben-okoro")),
            message("c1", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA, "2024-10-27 08:00:00 UTC"),
            message("c1", "Ana Ruiz", ANA, "Ben Okoro", url("ben-okoro"), draft="Yes"),
            message("c2", "Kim Doe", url("kim-doe"), "Ana Ruiz", ANA, text='<p>Hi,\n"you"</p>'),
        ),
        "Invitations.csv": sheet(
            INVITATIONS,
            (
                "Ana Ruiz",
                "Ben Okoro",
                "1/14/24, 5:04 PM",
                "We met at the fair",
                "OUTGOING",
                ANA,
                url("ben-okoro"),
            ),
            ("Eva Lund", "Ana Ruiz", "1/30/23, 9:00 AM", "", "INCOMING", url("eva-lund"), ANA),
            (
                "Sam Roe",
                "Ana Ruiz",
                "2/1/23, 9:00 AM",
                "Please connect",
                "INCOMING",
                url("sam-roe"),
                ANA,
            ),
        ),
        "Profile.csv": PROFILE,
        "Email Addresses.csv": EMAILS,
        "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
        "Old Works,Clerk,,Madrid,Oct 2010,Feb 2012\n"
        "Bridge SL,Director,,Madrid,2012-03,\n",
        "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
        "Universidad Example,2004,2009,,MSc,\n",
        "Skills.csv": "Name\nConcrete\nSteel\n",
        "learning_role_play_messages.csv": sheet(
            MESSAGES, message("x", "Coach", "", "Ana Ruiz", ANA, text="a machine")
        ),
        "Rich_Media.csv": "Date,Type\n",
    }


def zipped(path: Path, files: Mapping[str, str], inside: str = "") -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(inside + name, content)
    return path


def talk(*rows: tuple[str, ...], **files: str) -> dict[str, str]:
    """Return an archive of Ana's with these messages."""
    return {
        "Connections.csv": HEADER + BEN + EVA,
        "messages.csv": sheet(MESSAGES, *rows),
        "Profile.csv": PROFILE,
        "Email Addresses.csv": EMAILS,
        **files,
    }
