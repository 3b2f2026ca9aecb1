"""Variants of the list of connections: headers, notes, encodings, dates, and what people write into its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from netreach.testing.archive_rows import CONNECTIONS
from netreach.testing.archives import (
    Archive,
    Dialect,
    Row,
    profile_url,
    with_rows,
)
from netreach.testing.golden import EXCEL, PLAIN, Told, Variant, variant, whole


def of_the_list(archive: Archive) -> Iterator[Variant]:
    """Give the variants of `Connections.csv`."""
    yield from _headers(archive)
    yield from _preambles(archive)
    yield from _dialects(archive)
    yield from _dates(archive)
    yield from _odd_rows(archive)


def _alone(name: str, archive: Archive, dialect: Dialect) -> Variant:
    """The list of connections by itself."""
    return variant(name, archive, {"Connections.csv": (archive.sheets["Connections.csv"], dialect)})


def _headers(archive: Archive) -> Iterator[Variant]:
    yield variant("today's archive", archive, whole(archive), owner=False)
    yield _alone("a lone list", archive, PLAIN)
    without_url = tuple(column for column in CONNECTIONS if column != "URL")
    yield _alone("a list without URLs", archive, Dialect(columns=without_url))
    yield _alone("URL in the last column", archive, Dialect(columns=(*without_url, "URL")))
    yield _alone("columns backwards", archive, Dialect(columns=CONNECTIONS[::-1]))
    spellings: dict[str, Callable[[str], str]] = {
        "snake case": lambda column: column.lower().replace(" ", "_"),
        "lower case": str.lower,
        "upper case": str.upper,
        "camel case": lambda column: column.replace(" ", ""),
    }
    for name, spelled in spellings.items():
        yield _alone(f"a header in {name}", archive, Dialect(header=spelled))


def _preambles(archive: Archive) -> Iterator[Variant]:
    preambles = {
        "no notes": "",
        "quoted Notes": '"Notes:"\n"One sentence, with commas."\n\n',
        "one line of notes": "Notes: you may notice that email addresses are missing\n",
        "notes without quotes": "Notes:\nYou may notice, here, that email addresses are missing.\n\n",
        "a blank line above the notes": "\nNotes:\n\n",
        "notes cut short": 'Notes:\n"When exporting your connection data, you may notice\n\n',
        "many blank lines": "Notes:\n" + "\n" * 12,
        "a note with the names of columns": "Notes:\nFirst name, email address and company may be missing.\n\n",
        "Excel's line with the separator": "sep=,\n",
        "notes padded by a spreadsheet": 'Notes:,,,,,,\n"One, two",,,,,,\n,,,,,,\n',
    }
    for name, preamble in preambles.items():
        yield _alone(name, archive, Dialect(preamble=preamble))
        yield _alone(f"{name}, with a mark", archive, Dialect(preamble=preamble, encoding="utf-8-sig"))


def _dialects(archive: Archive) -> Iterator[Variant]:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"):
        yield _alone(f"{encoding}", archive, Dialect(encoding=encoding))
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        yield _alone(name, archive, Dialect(delimiter=delimiter))
    yield _alone("CRLF", archive, Dialect(ending="\r\n"))
    yield _alone("lone CR", archive, Dialect(ending="\r"))
    yield _alone("every cell in quotes", archive, Dialect(quote_all=True))
    yield _alone("saved by Excel", archive, EXCEL)
    yield _alone(
        "saved by Excel as Unicode text", archive, attrs.evolve(EXCEL, delimiter="\t", encoding="utf-16")
    )
    plain = _alone("UTF-8 that was taken for Windows-1252", archive, PLAIN)
    taken = "".join(map(_in_windows, plain.files["Connections.csv"])).encode()
    yield attrs.evolve(plain, files={"Connections.csv": taken}, doubts=("Connections.csv",))
    yield variant(
        "an archive saved by Excel",
        archive,
        {file: (sheet, attrs.evolve(EXCEL, style=None)) for file, sheet in archive.sheets.items()},
        owner=False,
    )


def _in_windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _dates(archive: Archive) -> Iterator[Variant]:
    for style in (
        "after Excel",
        "US",
        "US, padded",
        "US, day",
        "day first",
        "UTC",
        "seconds",
        "ISO",
        "slashes",
        "Spanish",
        "German",
        "serial",
    ):
        yield _alone(f"connected on, {style}", archive, Dialect(style=style))
    # No day beyond the twelfth, and in the order of the alphabet: nothing decides.
    people = sorted(archive.contacts, key=lambda person: person.name)
    rows = {row.cells.get("URL"): row for row in archive.sheets["Connections.csv"].rows}
    numbers = zip((1, 5, 2, 8, 3, 9, 4, 7), (3, 9, 5, 1, 7, 2, 8, 4), strict=True)
    dated = {person: dt.datetime(2020, *pair) for person, pair in zip(people, numbers, strict=True)}
    doubtful = [
        attrs.evolve(row, cells={**row.cells, "Connected On": dated[person]})
        for person in people
        if (row := rows[profile_url(person.slug)])
    ]
    told = {
        person.name: Told(company=person.company, title=person.title, since=dated[person].date())
        for person in people
    }
    sheet = with_rows(archive.sheets["Connections.csv"], doubtful)
    yield variant(
        "days that may be months",
        archive,
        {"Connections.csv": (sheet, Dialect(style="US, day"))},
        contacts=told,
        doubts=("Connections.csv",),
    )


def _odd_rows(archive: Archive) -> Iterator[Variant]:
    since = next(iter(archive.contacts.values()))
    sheet = archive.sheets["Connections.csv"]

    def listing(name: str, first: str, last: str, url: str) -> Variant:
        cells = {
            "First Name": first,
            "Last Name": last,
            "URL": url,
            "Company": "Acme",
            "Connected On": sheet.rows[0].cells["Connected On"],
        }
        told = {f"{first} {last}".strip(): Told(company="Acme", title="", since=since)}
        return variant(
            name, archive, {"Connections.csv": (with_rows(sheet, [Row(cells=cells)]), PLAIN)}, contacts=told
        )

    for surname in ("NA", "N/A", "None", "NULL", "nan", "True", "-"):
        yield listing(f"the surname {surname}", "Ana", surname, profile_url("ana-x"))
    yield listing("no surname", "Ana", "", profile_url("ana-x"))
    yield listing("degrees in the name", "Ana", "Ruiz, PhD, MBA (she/her)", profile_url("ana-x"))
    yield listing("signs in the name", "🚀 Ana", "Ruiz ✨", profile_url("ana-x"))
    yield listing("a company in the name", "Ana", "Ruiz | Acme, S.L.", profile_url("ana-x"))
    for number, url in enumerate(
        (
            "http://www.linkedin.com/in/ana-x/",
            "linkedin.com/in/ana-x",
            "https://uk.linkedin.com/in/ANA-X?trk=nav&utm_source=x",
            "https://www.linkedin.com/pub/ana-ruiz/7/29b/916",
            "https://www.linkedin.com/in/ana-%D1%80%D1%83%D0%B8%D1%81",
        )
    ):
        yield listing(f"address of a profile, {number}", "Ana", "Ruiz", url)
    blank = Row(cells={}, rule="empty")
    hidden = Row(cells={"Connected On": sheet.rows[0].cells["Connected On"]}, rule="empty")
    twin = Row(cells={**sheet.rows[0].cells, "Company": "Another"}, rule="duplicate row")
    rows = [*sheet.rows, blank, hidden, hidden, twin]
    yield variant(
        "hidden, empty and doubled rows", archive, {"Connections.csv": (with_rows(sheet, rows), PLAIN)}
    )
