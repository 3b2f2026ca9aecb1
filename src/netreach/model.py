"""The records that travel: what importers yield, and what callers look at.

Importers yield `PersonRecord`, `EvidenceRecord`, `HistoryRecord`, `CompanyRecord`, `Owner`, `FileCount` and
`RowProblem` values (or a `Batch` of columns for tables of millions); callers receive `Professional`, `Tie`
and `Evidence`. Nothing here imports NumPy or Arrow: `import netreach` stays light.

A person is named inside an export by *keys*: short strings `kind:value`.
`linkedin:` (profile slug) and `email:` are safe keys: they mean the same person in every export.
`id:` is safe within its namespace (one data set). `name:` is local: it joins rows of one owner's exports.
`netreach.keys` makes and normalises them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    import pyarrow as pa

Date = dt.date


@attrs.frozen(kw_only=True)
class PersonRecord:
    """What one row of an export claims about one person.

    Attributes:
        keys: Keys of the person, safest first; the first one names the person within the export.
        name: The full name as shown; made of the first and last name where empty.
        first_name, last_name, headline, title, company, location, industry: Claims; `""` where unknown.
        country: ISO code or name; `""` where unknown.
        emails: Addresses as written; they become keys when they are personal.
        groups, skills: Labels, each a text of its own.
        url: A page of the person; `""` where unknown.
        as_of: The day for which the claim holds; `None` means the day of the export.
    """

    keys: tuple[str, ...]
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    headline: str = ""
    title: str = ""
    company: str = ""
    location: str = ""
    industry: str = ""
    country: str = ""
    url: str = ""
    emails: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    as_of: Date | None = None


@attrs.frozen(kw_only=True)
class EvidenceRecord:
    """An observed fact about two people, added up over an export.

    Attributes:
        a, b: Keys of the two people (a key of a `PersonRecord` of the same export, or a safe key).
        kind: A name of `netreach.kinds.KINDS`.
        count_ab, count_ba: Observations from a to b and from b to a; an undirected one counts in both.
        days: Distinct days with an observation; 0 where dates are unknown.
        first, last: First and last day; `None` where unknown.
    """

    a: str
    b: str
    kind: str
    count_ab: int = 1
    count_ba: int = 1
    days: int = 0
    first: Date | None = None
    last: Date | None = None


@attrs.frozen(kw_only=True)
class HistoryRecord:
    """A job or a school of one person.

    Attributes:
        person: Key of the person.
        kind: `"work"` or `"study"`.
        organisation, title, location: Texts; `""` where unknown. For a school, `title` is the degree.
        start, end: First and last day; `None` where unknown; a job without an end is current.
    """

    person: str
    kind: str
    organisation: str
    title: str = ""
    location: str = ""
    start: Date | None = None
    end: Date | None = None


@attrs.frozen(kw_only=True)
class CompanyRecord:
    """What a company table says of one company: it gives people a sector and a place."""

    company: str
    industry: str = ""
    size: str = ""
    country: str = ""
    location: str = ""


@attrs.frozen(kw_only=True)
class Owner:
    """Whose export it is.

    Attributes:
        keys: Every key of the owner that the export reveals, safest first.
        name: The owner's name; `""` where unknown.
        complete_list: Whether the export names *all* contacts of the owner; with `keys=()` (a data set that
            belongs to nobody) all contacts of everybody in it.
        covers: Kinds of evidence that the export covers completely for the owner (a mailbox covers `mail`),
            so that a tie without any is known to have none.
    """

    keys: tuple[str, ...]
    name: str = ""
    complete_list: bool = False
    covers: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class FileCount:
    """The accounting of one file: `rows = used + empty + left out + problems`.

    Attributes:
        file: The file's name inside the export.
        rows: Data rows read (a header is not a row).
        used: Rows that became people or evidence.
        empty: Rows without any content.
        left_out: Rows left out on purpose, by rule: `{"draft message": 41}`.
    """

    file: str
    rows: int
    used: int
    empty: int = 0
    left_out: dict[str, int] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class RowProblem:
    """A row that could not be used, with the place where it stands.

    Attributes:
        file: The file's name inside the export.
        line: Line of the file where the row begins, counted from 1; 0 where lines mean nothing.
        reason: What is wrong, in words.
        rows: How many rows this problem stands for.
        value: A short excerpt of the offending text; `""` where it would be private.
    """

    file: str
    line: int
    reason: str
    rows: int = 1
    value: str = ""


@attrs.frozen(kw_only=True, eq=False)
class Batch:
    """Columns of one table, for formats of millions of rows.

    Attributes:
        table: `"people"`, `"ties"`, `"evidence"`, `"histories"` or `"companies"`.
        columns: An Arrow table with (a subset of) the columns that `netreach.store.schema` lists for it.
            The columns that name people (`key` of people, `a` and `b` of ties and evidence, `person` of
            histories) hold keys, or any values that become keys by `prefix`.
        prefix: Put before every value of the columns that name people, as in `"id:crm/"`.
    """

    table: str
    columns: pa.Table
    prefix: str = ""


Record = PersonRecord | EvidenceRecord | HistoryRecord | CompanyRecord | Owner | FileCount
"""What an importer yields one at a time."""


@attrs.frozen(kw_only=True)
class Position:
    """A job or a school, as a caller sees it; dates are `None` where unknown.

    Attributes:
        kind: `"work"` or `"study"`; `"claim"` for a job that an earlier export stated and newer ones no longer
            state: `start` and `end` are then the first and the last day on which it was stated.
    """

    kind: str
    organisation: str
    title: str = ""
    location: str = ""
    start: Date | None = None
    end: Date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "kind": self.kind,
            "organisation": self.organisation,
            "title": self.title or None,
            "location": self.location or None,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }


@attrs.frozen(kw_only=True, repr=False)
class Professional:
    """A person in the network, as far as its sources know them.

    Attributes:
        id: The stable id, made from the person's safest key; ids given out keep resolving after a merge.
        name: The full name.
        contact_count: Contacts observed in the network (a lower bound unless `complete_list`).
        complete_list: Whether all contacts of this person are known.
        keys: Every key that stands for this person.
    """

    id: str
    name: str
    first_name: str = ""
    last_name: str = ""
    headline: str = ""
    title: str = ""
    company: str = ""
    location: str = ""
    industry: str = ""
    country: str = ""
    url: str = ""
    emails: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    keys: tuple[str, ...] = ()
    contact_count: int = 0
    complete_list: bool = False

    def __repr__(self) -> str:
        # Names come from other people's files: what has no look of its own is escaped.
        shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in str(self))
        return f"<Professional: {shown}>"

    def __str__(self) -> str:
        about = ", ".join(part for part in (self.title, self.company) if part)
        return f"{self.name} ({about})" if about else self.name

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON; unknown values are `None`."""
        data = attrs.asdict(self, recurse=False)
        data["positions"] = [position.to_dict() for position in self.positions]
        for name, value in data.items():
            if isinstance(value, tuple):
                data[name] = list(value)
            elif value == "":
                data[name] = None
        return data


@attrs.frozen(kw_only=True)
class Evidence:
    """A fact about two professionals, as a caller sees it."""

    a: str
    b: str
    kind: str
    count_ab: int
    count_ba: int
    days: int
    first: Date | None
    last: Date | None
    source: str

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        data = attrs.asdict(self)
        data["first"] = self.first.isoformat() if self.first else None
        data["last"] = self.last.isoformat() if self.last else None
        return data


@attrs.frozen(kw_only=True)
class Tie:
    """An undirected acquaintance of two professionals, with its strength in (0, 1]."""

    a: str
    b: str
    strength: float
    kinds: tuple[str, ...]
    since: Date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "a": self.a,
            "b": self.b,
            "strength": self.strength,
            "kinds": list(self.kinds),
            "since": self.since.isoformat() if self.since else None,
        }
