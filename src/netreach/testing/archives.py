"""Small LinkedIn archives of invented people as sheets of rows, each row with what it must come to.

A sheet knows nothing of separators, encodings and styles of dates: `render` writes it in any of them, and the truth
does not change. So one archive gives many files that must all be read alike.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from netreach.testing.names import read_table, slug_form

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_SPANISH = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_GERMAN = ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")

NOTES = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. Everybody '
    'decides, in their settings, ""who"" may see an address."\n\n'
)
"""What stands above the list of connections today."""


def profile_url(slug: str, *, scheme: str = "https://") -> str:
    """Return the address of a profile as LinkedIn writes it.

    >>> profile_url("zoë-lund")
    'https://www.linkedin.com/in/zo%C3%AB-lund'
    """
    return f"{scheme}www.linkedin.com/in/{urllib.parse.quote(slug)}"


@attrs.frozen(kw_only=True)
class Person:
    """An invented person: names are unique in an archive, and so are slugs and addresses."""

    first: str
    last: str
    slug: str
    email: str
    company: str
    title: str

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}"


@attrs.frozen(kw_only=True)
class Fact:
    """That one row says something of the owner and a person: who, of what kind, and whether the owner did it."""

    kind: str
    person: Person
    outgoing: bool = True


@attrs.frozen(kw_only=True)
class Row:
    """A row of a sheet.

    Attributes:
        cells: Column -> text, or a moment that is written in the sheet's style.
        facts: What it comes to.
        rule: The rule that leaves it out, `"empty"` for a row without content, `""` for a row that is used.
    """

    cells: Mapping[str, str | dt.datetime]
    facts: tuple[Fact, ...] = ()
    rule: str = ""


@attrs.frozen(kw_only=True)
class Sheet:
    """A file of the archive: its columns, its rows, how it writes moments, and what stands above the header."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    style: str
    preamble: str = ""


@attrs.frozen(kw_only=True)
class Dialect:
    """How a sheet becomes bytes.

    Attributes:
        delimiter, encoding, ending: As their names say; `"utf-8-sig"` and `"utf-16"` put a mark in front.
        quote_all: Whether every cell has quotes.
        columns: The columns in their order, by their names in the sheet; all of them by default.
        header: What becomes of a column's name.
        style: Style of moments, a key of `STYLES`; the sheet's own by default.
        preamble: What stands above the header; the sheet's own by default.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    ending: str = "\n"
    quote_all: bool = False
    columns: tuple[str, ...] | None = None
    header: Callable[[str], str] = str
    style: str | None = None
    preamble: str | None = None


@attrs.frozen(kw_only=True)
class Archive:
    """An archive of one owner.

    Attributes:
        owner: Whose it is.
        contacts: Person -> since when, in the order of the list.
        sheets: File -> sheet.
    """

    owner: Person
    contacts: Mapping[Person, dt.date]
    sheets: Mapping[str, Sheet]


def _clock(moment: dt.datetime) -> str:
    return f"{(moment.hour - 1) % 12 + 1}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


STYLES: Mapping[str, Callable[[dt.datetime], str]] = {
    "day month year": lambda at: f"{at.day:02} {MONTHS[at.month - 1]} {at.year}",
    "after Excel": lambda at: f"{at.day}-{MONTHS[at.month - 1]}-{at:%y}",
    "US": lambda at: f"{at.month}/{at.day}/{at:%y}, {_clock(at)}",
    "US, padded": lambda at: f"{at:%m/%d/%y}, {_clock(at)}",
    "US, day": lambda at: f"{at.month}/{at.day}/{at.year}",
    "day first": lambda at: f"{at:%d/%m/%Y %H:%M}",
    "UTC": lambda at: f"{at:%Y-%m-%d %H:%M:%S} UTC",
    "seconds": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    "ISO": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}",
    "slashes": lambda at: f"{at:%Y/%m/%d %H:%M:%S} UTC",
    "Spanish": lambda at: f"{at.day} de {_SPANISH[at.month - 1]} de {at.year}",
    "German": lambda at: f"{at.day:02}. {_GERMAN[at.month - 1]} {at.year}",
    "serial": lambda at: str((at.date() - dt.date(1899, 12, 30)).days),
    "day month year, time": lambda at: f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}",
}
"""How LinkedIn has written moments over the years, and what spreadsheets make of them."""


def render(sheet: Sheet, dialect: Dialect) -> tuple[bytes, list[int]]:
    """Write a sheet.

    Returns:
        The bytes, and for each row how many of them there are up to its end, without the line end.
    """
    columns = dialect.columns or sheet.columns
    style = STYLES[dialect.style or sheet.style]
    out = io.StringIO()
    preamble = sheet.preamble if dialect.preamble is None else dialect.preamble
    out.write(preamble.replace("\n", dialect.ending))
    writer = csv.writer(
        out,
        delimiter=dialect.delimiter,
        lineterminator=dialect.ending,
        quoting=csv.QUOTE_ALL if dialect.quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerow([dialect.header(column) for column in columns])
    ends: list[int] = []
    for row in sheet.rows:
        cells = [row.cells.get(column, "") for column in columns]
        writer.writerow([style(cell) if isinstance(cell, dt.datetime) else cell for cell in cells])
        ends.append(out.tell())
    text = out.getvalue()
    ending = len(dialect.ending)
    return text.encode(dialect.encoding), [len(text[: end - ending].encode(dialect.encoding)) for end in ends]


def expected_evidence(sheets: Iterable[Sheet]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (kind, name) -> observations from and to the owner, of all rows that are used."""
    sums: dict[tuple[str, str], list[int]] = {}
    for sheet in sheets:
        for row in sheet.rows:
            for fact in row.facts:
                counts = sums.setdefault((fact.kind, fact.person.name), [0, 0])
                counts[0 if fact.outgoing else 1] += 1
    return {key: (there, back) for key, (there, back) in sums.items()}


def expected_account(sheet: Sheet) -> tuple[int, int, dict[str, int]]:
    """Return the rows of a sheet that are used and empty, and those that are left out, by rule."""
    rules = Counter(row.rule for row in sheet.rows)
    left_out = {rule: count for rule, count in rules.items() if rule not in ("", "empty")}
    return rules[""], rules["empty"], left_out


def invent_people(rng: random.Random, count: int, *, latin1: bool = False) -> list[Person]:
    """Invent people with names, slugs, addresses, companies and titles that are all different.

    Args:
        rng: Where chance comes from.
        count: How many.
        latin1: Whether all letters must be among those of Windows-1252.
    """
    firsts = _pool("first_names", latin1)
    lasts = [name for name in _pool("last_names", latin1) if "-" not in name]
    chosen = zip(rng.sample(firsts, count), rng.sample(lasts, count), strict=True)
    companies = (
        "Acme, S.L.",
        'The "Blue" Bridge',
        "Müller & Söhne GmbH",
        "Nordic; Light AS",
        "Ænima ApS",
        "O'Hara Ltd",
    )
    titles = ("Head of Sales", "Ingénieure, R&D", "CTO / Co-founder", "=Director", "Chefin", "")
    people = []
    for number, (first, last) in enumerate(chosen):
        slug = slug_form(f"{first} {last} {rng.randrange(100, 999)}")
        people.append(
            Person(
                first=first,
                last=last,
                slug=slug,
                email=f"person{number}.{rng.randrange(1000)}@example.org",
                company=f"{companies[number % len(companies)]}",
                title=titles[rng.randrange(len(titles))],
            )
        )
    return people


def _pool(table: str, latin1: bool) -> list[str]:
    found: dict[str, None] = {}
    for line in read_table(table):
        if line[0] not in (("en", "es", "fr", "de") if latin1 else ("en", "es", "fr", "de", "pl", "tr")):
            continue
        for names in line[1:]:
            found.update((name.partition("=")[0].replace("_", " "), None) for name in names.split())
    return [name for name in found if not latin1 or _in_cp1252(name)]


def _in_cp1252(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def moments(rng: random.Random, count: int, first: dt.date, last: dt.date) -> list[dt.datetime]:
    """Return different moments, the newest first; one of them at least is on a day beyond the twelfth."""
    span = (last - first).days
    days = [first + dt.timedelta(days=ago) for ago in sorted(rng.sample(range(span), count), reverse=True)]
    if count and all(day.day <= 12 for day in days):
        days[0] = days[0].replace(day=20)
    return [
        dt.datetime(day.year, day.month, day.day, rng.randrange(24), rng.randrange(60), rng.randrange(60))
        for day in days
    ]


def with_rows(sheet: Sheet, rows: Sequence[Row]) -> Sheet:
    """Return the sheet with other rows."""
    return attrs.evolve(sheet, rows=tuple(rows))
