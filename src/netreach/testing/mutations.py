"""Archives that were changed in the ways that LinkedIn, spreadsheets and people are known for, with their truth."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path

import attrs

from netreach.testing.archive_rows import invent_archive
from netreach.testing.archives import (
    Archive,
    Dialect,
    Row,
    Sheet,
    expected_evidence,
    profile_url,
    render,
    with_rows,
)

_PREAMBLES = (
    None,
    "",
    "Notes:\nOne line without quotes, about email addresses.\n\n",
    "\nNotes:\n",
    'Notes:\n"A note that somebody cut short, with the first name and last name\n\n',
    "Notes:\n\n\n\n",
)
_STYLES: Mapping[str, tuple[str, ...]] = {
    "Connections.csv": ("day month year", "after Excel", "US", "US, day", "day first", "seconds"),
    "messages.csv": ("UTC", "seconds", "ISO", "day month year, time"),
}
_ANY_STYLE = ("day month year", "US", "US, padded", "UTC", "slashes", "day first")
_WITH_SECONDS = frozenset(("UTC", "seconds", "ISO", "slashes"))
_OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "Connections.csv": ("URL", "Company", "Position"),
    "messages.csv": ("CONVERSATION TITLE", "SUBJECT", "ATTACHMENTS", "IS CONVERSATION DRAFT"),
    "Invitations.csv": ("inviterProfileUrl", "inviteeProfileUrl"),
}


@attrs.frozen(kw_only=True)
class Mutated:
    """A mutated archive and what must be found in it.

    Attributes:
        files: Name in the archive -> bytes.
        owner: What to give as the owner.
        changes: What was done, in words.
        contacts: Name -> (company, title, since); `None` for what a mutation took away.
        cut: Whether the list of connections ends early: then `contacts` are those whose rows are whole, and one
            more, half of a row, may be read.
        headless: Whether a file ends before its first row does, so that it may be refused as a whole.
        evidence: (kind, name) -> observations from and to the owner; `None` where a cut made it uncertain.
        used: File -> rows that are used; only for files that are whole.
    """

    files: Mapping[str, bytes]
    owner: str
    changes: tuple[str, ...]
    contacts: Mapping[str, tuple[str | None, str | None, dt.date]]
    cut: bool
    headless: bool
    evidence: Mapping[tuple[str, str], tuple[int, int]] | None
    used: Mapping[str, int]

    def write(self, place: Path, *, as_zip: bool) -> Path:
        """Write the archive as a zip, or as a folder, and return its path."""
        if as_zip:
            path = place / "archive.zip"
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
                for name, content in self.files.items():
                    out.writestr(name, content)
            path.write_bytes(packed.getvalue())
            return path
        path = place / "archive"
        path.mkdir(parents=True)
        for name, content in self.files.items():
            (path / name).write_bytes(content)
        return path


def mutated_archive(seed: int) -> Mutated:
    """Invent a small archive and change it in a handful of ways; the same seed gives the same bytes.

    >>> mutated_archive(3).changes == mutated_archive(3).changes
    True
    """
    rng = random.Random(seed)
    encodings = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")
    encoding = rng.choice(encodings)
    archive = invent_archive(
        rng.randrange(1 << 30), contacts=rng.randrange(5, 14), latin1=encoding == "cp1252"
    )
    changes = [f"encoding {encoding}"]
    sheets = _with_fewer_files(rng, archive, changes)
    doubled = {file: _with_doubles(rng, file, sheet, changes) for file, sheet in sheets.items()}
    dialects = {file: _dialect(rng, file, sheet, encoding, changes) for file, sheet in doubled.items()}
    cut = rng.choice(sorted(doubled)) if rng.random() < 0.25 else ""
    files: dict[str, bytes] = {}
    used: dict[str, int] = {}
    whole_rows, headless = 0, False
    for file, sheet in doubled.items():
        content, ends = render(sheet, dialects[file])
        if file == cut and ends:
            # Mostly behind the first row, where the file is still what its name says.
            size = rng.randrange(ends[0] if rng.random() < 0.8 else 0, len(content) + 1)
            headless = size < ends[0]
            content = content[:size]
            # Half of a sign behind the last cell is part of that cell.
            whole_rows = sum(size == end or size >= end + 2 for end in ends)
            changes.append(f"{file} ends after {size} bytes")
        name = _renamed(rng, file)
        files[name] = content
        if file != cut:
            used[name] = sum(not row.rule for row in _telling(file, doubled).rows)
    return Mutated(
        files=files,
        owner=profile_url(archive.owner.slug),
        changes=tuple(changes),
        contacts=_contacts(archive, doubled, dialects, whole_rows if cut == "Connections.csv" else None),
        cut=cut == "Connections.csv",
        headless=headless,
        evidence=None if cut else expected_evidence(_telling(file, doubled) for file in doubled),
        used={} if cut == "Connections.csv" else used,
    )


def _with_fewer_files(rng: random.Random, archive: Archive, changes: list[str]) -> dict[str, Sheet]:
    kept = dict(archive.sheets)
    for file in archive.sheets:
        if rng.random() < 0.15 and (file != "Connections.csv" or rng.random() < 0.3):
            del kept[file]
            changes.append(f"without {file}")
    if not {"Connections.csv", "messages.csv"} & kept.keys():
        kept["Connections.csv"] = archive.sheets["Connections.csv"]
    return kept


def _with_doubles(rng: random.Random, file: str, sheet: Sheet, changes: list[str]) -> Sheet:
    """Repeat some rows; a row that is there twice says nothing twice."""
    if rng.random() > 0.3 or file == "Profile.csv":
        return sheet
    rows = list(sheet.rows)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(rows))
        twin = rows[at]
        rule = twin.rule or "duplicate row"
        rows.insert(rng.randrange(at + 1, len(rows) + 1), Row(cells=twin.cells, rule=rule))
    changes.append(f"doubled rows in {file}")
    return with_rows(sheet, rows)


def _dialect(rng: random.Random, file: str, sheet: Sheet, encoding: str, changes: list[str]) -> Dialect:
    columns = list(sheet.columns)
    if rng.random() < 0.4:
        rng.shuffle(columns)
        changes.append(f"other order in {file}")
    for column in _OPTIONAL.get(file, ()):
        if rng.random() < 0.15:
            columns.remove(column)
            changes.append(f"{file} without {column}")
    doubled = any(row.rule == "duplicate row" for row in sheet.rows)
    styles = _STYLES.get(file, _ANY_STYLE)
    if file == "messages.csv" and doubled:
        # Without seconds two equal messages may well be two.
        styles = tuple(style for style in styles if style in _WITH_SECONDS)
    return Dialect(
        delimiter=rng.choice(",,;\t"),
        encoding=encoding,
        ending=rng.choice(("\n", "\n", "\r\n")),
        quote_all=rng.random() < 0.3,
        columns=tuple(columns),
        header=rng.choice((str, str.title, str.upper, str.lower, _snake)),
        style=rng.choice(styles),
        preamble=rng.choice(_PREAMBLES) if file == "Connections.csv" else None,
    )


def _snake(name: str) -> str:
    return name.lower().replace(" ", "_")


def _renamed(rng: random.Random, file: str) -> str:
    stem = file.removesuffix(".csv")
    names = (file, file, file, file.lower(), f"{stem}.CSV", f"{stem} (1).csv", f"{stem}_91029461.csv")
    return rng.choice(names)


def _contacts(
    archive: Archive, sheets: Mapping[str, Sheet], dialects: Mapping[str, Dialect], whole: int | None
) -> dict[str, tuple[str | None, str | None, dt.date]]:
    if "Connections.csv" not in sheets:
        return {}
    columns = dialects["Connections.csv"].columns or ()
    rows = sheets["Connections.csv"].rows
    read = {row.cells.get("URL") for row in (rows if whole is None else rows[:whole])}
    return {
        person.name: (
            person.company if "Company" in columns else None,
            person.title if "Position" in columns else None,
            since,
        )
        for person, since in archive.contacts.items()
        if profile_url(person.slug) in read
    }


def _telling(file: str, sheets: Mapping[str, Sheet]) -> Sheet:
    """Return a sheet with the rows that still say something, now that other files are gone."""
    sheet = sheets[file]
    if file.startswith(("Invitations", "Recommendations")) and "Connections.csv" not in sheets:
        return with_rows(
            sheet, [attrs.evolve(row, rule=row.rule or "nobody", facts=()) for row in sheet.rows]
        )
    return sheet
