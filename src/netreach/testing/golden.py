"""Golden pairs: files of a small LinkedIn archive, and what a reader must find in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import attrs

from netreach.testing.archives import (
    Archive,
    Dialect,
    Sheet,
    expected_account,
    expected_evidence,
    profile_url,
    render,
)

PLAIN = Dialect()
"""How LinkedIn writes today."""

EXCEL = Dialect(delimiter=";", encoding="cp1252", ending="\r\n", style="after Excel")
"""What a spreadsheet of Western Europe makes of it."""


@attrs.frozen(kw_only=True)
class Told:
    """What is said of one contact; `since` is `None` where the file has no date."""

    company: str
    title: str
    since: dt.date | None


@attrs.frozen(kw_only=True)
class Variant:
    """A golden pair.

    Attributes:
        name: What is special about it.
        files: Name in the archive -> bytes; one file is handed over by itself, several as a folder.
        owner: What the caller says of the owner; `None` where the files say it.
        owner_slug: The slug of the owner.
        contacts: Name -> what is said of the contact.
        evidence: (kind, name) -> observations from and to the owner; without connections.
        accounts: File -> rows used, rows empty, rows left out by rule.
        doubts: Files with a note that is about no row: dates that may be read in two ways.
    """

    name: str
    files: Mapping[str, bytes]
    owner: str | None
    owner_slug: str
    contacts: Mapping[str, Told]
    evidence: Mapping[tuple[str, str], tuple[int, int]]
    accounts: Mapping[str, tuple[int, int, Mapping[str, int]]]
    doubts: tuple[str, ...] = ()

    def write(self, place: Path) -> Path:
        """Write the files below a folder, and return what is to be imported."""
        for name, content in self.files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return place if len(self.files) > 1 else place / next(iter(self.files))


def variant(
    name: str,
    archive: Archive,
    sheets: Mapping[str, tuple[Sheet, Dialect]],
    *,
    owner: bool = True,
    rename: Mapping[str, str] | None = None,
    doubts: tuple[str, ...] = (),
    contacts: Mapping[str, Told] | None = None,
) -> Variant:
    """Render sheets and state what must be found in them.

    Args:
        name: What is special about it.
        archive: Whose sheets they are.
        sheets: File of the archive -> its sheet and how it is written.
        owner: Whether the caller says whose it is.
        rename: File of the archive -> its name in the variant.
        doubts: Files of the variant with dates that may be read in two ways.
        contacts: The contacts, where they are not simply the archive's.
    """
    called = dict(rename or {})
    told = contacts
    if told is None:
        told = {
            person.name: Told(company=person.company, title=person.title, since=since)
            for person, since in archive.contacts.items()
            if "Connections.csv" in sheets
        }
    return Variant(
        name=name,
        files={
            called.get(file, file): render(sheet, dialect)[0] for file, (sheet, dialect) in sheets.items()
        },
        owner=profile_url(archive.owner.slug) if owner else None,
        owner_slug=archive.owner.slug,
        contacts=told,
        evidence=expected_evidence(sheet for sheet, _ in sheets.values()),
        accounts={called.get(file, file): expected_account(sheet) for file, (sheet, _) in sheets.items()},
        doubts=doubts,
    )


def whole(
    archive: Archive, changed: Mapping[str, tuple[Sheet, Dialect]] | None = None
) -> dict[str, tuple[Sheet, Dialect]]:
    """All files as LinkedIn writes them today, some of them replaced."""
    return {file: (sheet, PLAIN) for file, sheet in archive.sheets.items()} | dict(changed or {})
