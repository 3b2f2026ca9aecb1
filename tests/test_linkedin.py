from __future__ import annotations

import csv
import datetime as dt
import io
import os
import random
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.errors import ExportError, NetreachError, OwnerError, UnsafeExportError
from netreach.importers import dates
from netreach.importers.csvrows import CELL_LIMIT, CsvTable, Layout
from netreach.importers.encodings import head_text
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
from netreach.plugins import Importer
from netreach.plugins.export import Export, Limits

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


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files into a folder of their own."""
    numbers = iter(range(1000))

    def write(files: Mapping[str, str | bytes]) -> Path:
        place = tmp_path / f"export{next(numbers)}"
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    return write


@pytest.fixture
def lone(folder: Callable[..., Path]) -> Callable[..., Reading]:
    """Return a function that reads a lone list of connections of Ana's."""

    def one(content: str | bytes, name: str = "Connections.csv") -> Reading:
        return read(folder({name: content}) / name, owner=ANA)

    return one


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


# The whole archive


def test_it_is_an_importer() -> None:
    """The class satisfies the protocol of importers and has a name and a summary."""
    assert isinstance(LinkedIn(), Importer)
    assert LinkedIn().name == "linkedin"
    assert LinkedIn().summary


def test_an_archive_becomes_owner_people_and_evidence(tmp_path: Path) -> None:
    """Today's archive gives all keys of the owner, every contact, and what is known between them."""
    reading = read(zipped(tmp_path / "Basic_LinkedInDataExport_11-23-2024.zip", archive()))
    assert reading.owner == Owner(
        keys=("linkedin:ana-ruiz", "email:ana@example.com", "email:ana.old@example.org"),
        name="Ana Ruiz",
        complete_list=True,
        covers=("message",),
    )
    ana = reading.people["linkedin:ana-ruiz"]
    assert (ana.headline, ana.industry, ana.location) == (
        "Builder of bridges",
        "Construction",
        "Madrid, Spain",
    )
    assert (ana.title, ana.company, ana.skills) == ("Director", "Bridge SL", ("Concrete", "Steel"))
    assert ana.emails == ("ana@example.com", "ana.old@example.org")
    eva = reading.people["linkedin:eva-lund"]
    assert eva.keys == ("linkedin:eva-lund", "email:eva@example.org")
    assert (eva.name, eva.first_name, eva.last_name, eva.title, eva.company, eva.url) == (
        "Eva Lund",
        "Eva",
        "Lund",
        "CFO",
        "Nordic AS",
        url("eva-lund"),
    )
    assert [(tie.b, tie.first, tie.last, tie.days) for tie in reading.evidence("connection")] == [
        ("linkedin:ben-okoro", dt.date(2024, 1, 15), dt.date(2024, 1, 15), 1),
        ("linkedin:eva-lund", dt.date(2023, 2, 2), dt.date(2023, 2, 2), 1),
    ]
    assert reading.between("message") == {"linkedin:ben-okoro": (1, 1, 2), "linkedin:kim-doe": (0, 1, 1)}
    assert reading.people["linkedin:kim-doe"].name == "Kim Doe"
    assert reading.evidence("invitation_note") == [
        EvidenceRecord(
            a="linkedin:ana-ruiz",
            b="linkedin:ben-okoro",
            kind="invitation_note",
            count_ab=1,
            count_ba=0,
            days=1,
            first=dt.date(2024, 1, 14),
            last=dt.date(2024, 1, 14),
        )
    ]
    assert reading.histories == [
        HistoryRecord(
            person="linkedin:ana-ruiz",
            kind="work",
            organisation="Old Works",
            title="Clerk",
            location="Madrid",
            start=dt.date(2010, 10, 1),
            end=dt.date(2012, 2, 29),
        ),
        HistoryRecord(
            person="linkedin:ana-ruiz",
            kind="work",
            organisation="Bridge SL",
            title="Director",
            location="Madrid",
            start=dt.date(2012, 3, 1),
        ),
        HistoryRecord(
            person="linkedin:ana-ruiz",
            kind="study",
            organisation="Universidad Example",
            title="MSc",
            start=dt.date(2004, 1, 1),
            end=dt.date(2009, 12, 31),
        ),
    ]
    assert "linkedin:sam-roe" not in reading.people
    assert reading.problems == []
    assert {count.file: (count.rows, count.used, count.left_out) for count in reading.counts.values()} == {
        "Connections.csv": (2, 2, {}),
        "messages.csv": (4, 3, {"draft message": 1}),
        "Invitations.csv": (3, 2, {"pending invitation": 1}),
        "Profile.csv": (1, 1, {}),
        "Email Addresses.csv": (3, 2, {"unconfirmed address": 1}),
        "Positions.csv": (2, 2, {}),
        "Education.csv": (1, 1, {}),
        "Skills.csv": (2, 2, {}),
    }


def test_zip_folder_and_nested_folder_say_the_same(tmp_path: Path, folder: Callable[..., Path]) -> None:
    """It does not matter whether the archive is packed, unpacked, or in a folder of its own."""
    files = archive()
    readings = [
        read(zipped(tmp_path / "a.zip", files)),
        read(zipped(tmp_path / "b.zip", files, inside="Complete_LinkedInDataExport_11-23-2024/")),
        read(folder(files)),
        read(folder({f"unpacked/{name}": content for name, content in files.items()})),
    ]

    def without_files(reading: Reading) -> list[object]:
        return [record for record in reading.records if not isinstance(record, (FileCount, RowProblem))]

    assert all(without_files(reading) == without_files(readings[0]) for reading in readings)


def test_the_same_export_gives_the_same_values_in_the_same_order(tmp_path: Path) -> None:
    """Reading twice gives equal lists."""
    path = zipped(tmp_path / "a.zip", archive())
    assert read(path).records == read(path).records


def test_case_copies_and_member_ids_in_names_do_not_matter(folder: Callable[..., Path]) -> None:
    """Files are found under the spellings that LinkedIn, browsers and people give them."""
    files = archive()
    renamed = {
        "connections (1).CSV": files["Connections.csv"],
        "Messages.csv": files["messages.csv"],
        "Invitations_91029461.csv": files["Invitations.csv"],
        "Email_Addresses.csv": files["Email Addresses.csv"],
        "PROFILE.csv": files["Profile.csv"],
    }
    reading = read(folder(renamed))
    assert len(reading.counts) == 5
    assert reading.between("message") == {"linkedin:ben-okoro": (1, 1, 2), "linkedin:kim-doe": (0, 1, 1)}


def test_two_peoples_archives_in_one_folder_are_an_error(folder: Callable[..., Path]) -> None:
    """Lists of connections in several folders are several people's, and the message says what to do."""
    place = folder({"ana/Connections.csv": HEADER + BEN, "ben/Connections.csv": HEADER + EVA})
    with pytest.raises(ExportError, match=r"'ana', 'ben'.*each folder by itself"):
        read(place, owner=ANA)


@pytest.mark.parametrize(
    "missing", ["messages.csv", "Invitations.csv", "Profile.csv", "Email Addresses.csv", "Connections.csv"]
)
def test_any_file_may_be_missing(tmp_path: Path, missing: str) -> None:
    """The rest is read, the owner's profile is found from what is left, and nothing is claimed complete."""
    files = archive()
    del files[missing]
    reading = read(zipped(tmp_path / "a.zip", files))
    assert reading.owner.keys[0] == "linkedin:ana-ruiz"
    assert reading.owner.name == "Ana Ruiz"
    assert reading.owner.complete_list == (missing != "Connections.csv")
    assert reading.owner.covers == (() if missing == "messages.csv" else ("message",))


# What is LinkedIn's and what is not


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", "id,first_name,last_name,company,url\n1,Ben,Okoro,Acme,https://linkedin.com/in/ben\n"),
        ("people.csv", "first_name,last_name,company,city,phone\nBen,Okoro,Acme,Lagos,1\n"),
        ("contacts.csv", "First Name,Last Name,E-mail Address,Company\nBen,Okoro,b@example.org,Acme\n"),
        ("connections.csv", "source,target\n1,2\n"),
        ("messages.csv", "From,To,Date,Subject\na@example.org,b@example.org,2024-01-01,Hi\n"),
        ("Profile.csv", "First Name,Last Name\nBen,Okoro\n"),
        ("learning_role_play_messages.csv", MESSAGES + "x,,A,,B,,2024-01-01,,t,INBOX,,,\n"),
        ("Skills.csv", "Name\nSteel\n"),
        ("Connections.csv.bak", HEADER + BEN),
        ("mail.mbox", "From ana@example.org Mon Jan  1 00:00:00 2024\nSubject: x\n\nx\n"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    ],
)
def test_other_files_are_not_claimed(folder: Callable[..., Path], name: str, content: str | bytes) -> None:
    """Tables of people, mailboxes and look-alikes are left to other importers."""
    assert not LinkedIn().identify(Export(folder({name: content}) / name))
    assert not LinkedIn().identify(Export(folder({name: content, "readme.txt": "hello"})))


@pytest.mark.parametrize(
    "content",
    [
        "first_name,last_name,url,email_address,company,position,connected_on\n" + BEN,
        "First Name,Last Name,Email Address,Company,Position,Connected On\nBen,Okoro,,Acme,Engineer,15 Jan 2024\n",
        "Vorname;Nachname;URL;Firma;Position\nBen;Okoro;https://de.linkedin.com/in/ben-okoro;Acme;Engineer\n",
    ],
)
def test_a_renamed_list_is_known_by_its_header(lone: Callable[..., Reading], content: str) -> None:
    """A lone list of connections is recognised whatever its name is."""
    (ben,) = lone(content, "bob_connections_final.csv").contacts
    assert (ben.name, ben.company, ben.title) == ("Ben Okoro", "Acme", "Engineer")


def test_identify_never_raises(tmp_path: Path) -> None:
    """A broken archive is not claimed, and no error escapes."""
    whole = zipped(tmp_path / "a.zip", archive()).read_bytes()
    for size in (0, 1, 100, len(whole) // 2, len(whole) - 10):
        path = tmp_path / f"cut{size}.zip"
        path.write_bytes(whole[:size])
        assert LinkedIn().identify(Export(path)) is False


def test_forced_on_something_else_it_says_so(folder: Callable[..., Path]) -> None:
    """With `importer="linkedin"` on other data the error says what is missing."""
    with pytest.raises(ExportError, match=r"no file of a LinkedIn export"):
        list(LinkedIn().extract(Export(folder({"a.csv": "x,y\n1,2\n"}))))


# Connections: headers, dialects, encodings


@pytest.mark.parametrize(
    "preamble",
    [
        "",
        NOTES,
        '"Notes:"\n"One sentence, with commas."\n\n',
        "Notes:\nOne unquoted line, with commas about email addresses.\n\n",
        "Notes:\nOne line.\nAnother, with the first name and last name.\n\n",
        "\n\nNotes:\n",
        'Notes:\n"A note that somebody cut short, with no end\n\n',
        "sep=,\n",
    ],
)
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_the_header_is_found_below_any_preamble(
    lone: Callable[..., Reading], preamble: str, bom: str
) -> None:
    """Notes, blank lines and marks above the header do not matter; line numbers count them."""
    reading = lone(bom + preamble + HEADER + BEN + "Kim,Doe,,,,,30 Feb 2024\n")
    assert [person.name for person in reading.contacts] == ["Ben Okoro", "Kim Doe"]
    (problem,) = reading.problems
    assert (problem.line, problem.rows, problem.value) == (preamble.count("\n") + 3, 0, "30 Feb 2024")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_are_found(
    lone: Callable[..., Reading], encoding: str, delimiter: str, ending: str
) -> None:
    """What a spreadsheet does to the file on saving does not change what is read."""
    out = io.StringIO()
    rows = [
        HEADER.strip().split(","),
        ["Zoë", "Müller", url("zoe"), "", 'Bau; "Bahn", & Co', "Chefin", "7-Feb-22"],
    ]
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    (zoe,) = lone(out.getvalue().encode(encoding)).contacts
    assert (zoe.name, zoe.company, zoe.title) == ("Zoë Müller", 'Bau; "Bahn", & Co', "Chefin")


@given(order=st.permutations(HEADER.strip().split(",")), drop=st.sampled_from(["URL", "Email Address", ""]))
@settings(max_examples=30, deadline=None)
def test_columns_are_read_by_name(order: list[str], drop: str) -> None:
    """The order of the columns does not matter, and each but the names may be missing."""
    values: dict[str, str] = dict(zip(HEADER.strip().split(","), EVA.strip().split(","), strict=True))
    columns = [column for column in order if column != drop]
    content = ",".join(columns) + "\n" + ",".join(values[column] for column in columns) + "\n"
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "Connections.csv"
        path.write_text(content)
        (eva,) = read(path, owner=ANA).contacts
    assert (eva.name, eva.company, eva.title) == ("Eva Lund", "Nordic AS", "CFO")
    assert eva.keys[0] == ("email:eva@example.org" if drop == "URL" else "linkedin:eva-lund")


def test_a_damaged_byte_does_not_change_the_encoding(lone: Callable[..., Reading]) -> None:
    """One stray byte in a UTF-8 file is reported where it is, and all other names keep their accents."""
    rows = HEADER + "Zoë,Müller,,,,,\nJosé,Núñez,,,,,\nKim,D?oe,,,,,\n"
    reading = lone(rows.encode().replace(b"?", b"\xff"))
    assert [person.name for person in reading.contacts] == ["Zoë Müller", "José Núñez", "Kim D\ufffdoe"]
    (problem,) = reading.problems
    assert (problem.line, problem.rows) == (4, 0)


def test_the_end_of_a_head_may_part_a_sign() -> None:
    """A head that ends in the middle of a sign is still UTF-8."""
    assert head_text("Müller".encode()[:2]) == "M"


# Connections: rows


def test_rows_without_a_person_are_empty(lone: Callable[..., Reading]) -> None:
    """Hidden accounts leave empty rows or only their date; blank lines are no rows at all."""
    reading = lone(HEADER + BEN + ",,,,,,30 Jan 2026\n,,,,,,\n\n , ,,,,,\n" + EVA)
    assert (reading.counts["Connections.csv"].rows, reading.counts["Connections.csv"].empty) == (5, 3)
    assert len(reading.contacts) == 2
    assert reading.problems == []


def test_a_row_of_nobody_is_a_problem(lone: Callable[..., Reading]) -> None:
    """A job without a name, a profile or an address cannot be anybody's."""
    reading = lone(HEADER + BEN + ",,,,Acme,Engineer,30 Jan 2026\n")
    (problem,) = reading.problems
    assert (problem.line, problem.rows) == (3, 1)
    assert "nobody can be told" in problem.reason


@pytest.mark.parametrize("surname", ["NA", "None", "NULL", "nan", "True", "0"])
def test_surnames_that_look_like_missing_values_stay(lone: Callable[..., Reading], surname: str) -> None:
    """Nothing but an empty cell is missing."""
    (person,) = lone(HEADER + f"Ben,{surname},,,,,\n").contacts
    assert (person.name, person.last_name) == (f"Ben {surname}", surname)


def test_names_keep_what_people_put_into_them(lone: Callable[..., Reading]) -> None:
    """Credentials, emoji and formulas stay; line ends, controls and spare blanks go."""
    reading = lone(HEADER + '"  Ana\u202e  🚀","Ruiz, PhD (she/her)",,,,,\n=2+5,+Lovelace,,,,,\n')
    assert [person.name for person in reading.contacts] == ["Ana 🚀 Ruiz, PhD (she/her)", "=2+5 +Lovelace"]


def test_impossible_dates_keep_the_person_and_the_tie(lone: Callable[..., Reading]) -> None:
    """30 February is reported, and the row is used all the same."""
    reading = lone(HEADER + "Kim,Doe,,,,,30 Feb 2026\n")
    (tie,) = reading.evidence("connection")
    assert (tie.first, tie.last, tie.days) == (None, None, 0)
    assert reading.counts["Connections.csv"].used == 1
    assert [(problem.rows, problem.value) for problem in reading.problems] == [(0, "30 Feb 2026")]


def test_duplicate_rows_double_nothing(lone: Callable[..., Reading]) -> None:
    """The same profile, the same address and name, or the same row again are left out and counted."""
    mail = "Kim,Doe,,kim@example.org,Acme,,01 Jan 2024\n"
    bare = "Lee,Roe,,,Acme,,01 Jan 2024\n"
    other = BEN.replace("https://www.linkedin.com/in/ben-okoro", "ng.linkedin.com/in/Ben-Okoro/?trk=x")
    reading = lone(HEADER + BEN + mail + bare + other + mail.replace("Acme", "Other") + bare)
    assert reading.counts["Connections.csv"].left_out == {"duplicate row": 3}
    assert len(reading.contacts) == len(reading.evidence("connection")) == 3


def test_homonyms_without_keys_are_numbered_by_age(lone: Callable[..., Reading]) -> None:
    """The order of the rows does not decide who is first, so a later export names the same people alike."""
    rows = [
        "Kim,Doe,,,Third,,03 Mar 2023\n",
        "KIM,Doe,,,First,,01 Jan 2020\n",
        "Kim,Doe,,,Second,,02 Feb 2021\n",
    ]
    expected = {
        "name:linkedin:ana-ruiz/kim doe": "First",
        "name:linkedin:ana-ruiz/kim doe#2": "Second",
        "name:linkedin:ana-ruiz/kim doe#3": "Third",
    }
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        reading = lone(HEADER + "".join(rows))
        assert {person.keys[0]: person.company for person in reading.contacts} == expected


def test_an_address_of_several_people_names_nobody(lone: Callable[..., Reading]) -> None:
    """A shared mailbox must not make one person of two, and no role account is a person."""
    reading = lone(
        HEADER
        + "Kim,Doe,,us@example.org,,,\nLee,Doe,,us@example.org,,,\n"
        + f"Ben,Okoro,{url('ben')},info@example.org,,,\n"
    )
    assert [person.keys for person in reading.contacts] == [
        ("name:linkedin:ana-ruiz/kim doe",),
        ("name:linkedin:ana-ruiz/lee doe",),
        ("linkedin:ben",),
    ]
    assert reading.contacts[0].emails == ()


def test_a_comma_without_quotes_is_mended_where_the_rest_fits(lone: Callable[..., Reading]) -> None:
    """A surplus cell between what is recognised goes to the company and is reported; otherwise it is a problem."""
    reading = lone(
        HEADER
        + f"Kim,Doe,{url('kim')},,Acme, Inc,Engineer,15 Jan 2024\n"
        + f"Lee,Roe, PhD,{url('lee')},,Acme,Engineer,15 Jan 2024\n"
        + BEN.replace("2024\n", "2024,,,\n")
    )
    assert [(person.name, person.company, person.title) for person in reading.contacts] == [
        ("Kim Doe", "Acme, Inc", "Engineer"),
        ("Ben Okoro", "Acme", "Engineer"),
    ]
    assert [(problem.line, problem.rows) for problem in reading.problems] == [(2, 0), (3, 1)]


def test_short_rows_are_filled_up(lone: Callable[..., Reading]) -> None:
    """Cells that a spreadsheet did not write at the end of a row are empty."""
    (kim, ben) = lone(HEADER + f"Kim,Doe,{url('kim')}\n" + BEN).contacts
    assert (kim.keys, kim.company) == (("linkedin:kim",), "")
    assert ben.company == "Acme"


def test_numeric_dates_are_read_one_way_in_a_file(lone: Callable[..., Reading]) -> None:
    """One day beyond 12 decides for all rows; without any, month/day is taken and the doubt is reported."""
    row = "P{0},Q,,,,,{1}\n"
    decided = lone(HEADER + row.format(1, "13/02/2024") + row.format(2, "01/02/2024"))
    assert [tie.first for tie in decided.evidence("connection")] == [
        dt.date(2024, 2, 13),
        dt.date(2024, 2, 1),
    ]
    assert decided.problems == []
    open_ = lone(HEADER + row.format(1, '"1/2/18, 3:04 PM"'))
    assert [tie.first for tie in open_.evidence("connection")] == [dt.date(2018, 1, 2)]
    assert [(problem.line, problem.rows) for problem in open_.problems] == [(1, 0)]


# Messages


def talk(*rows: tuple[str, ...], **files: str) -> dict[str, str]:
    """Return an archive of Ana's with these messages."""
    return {
        "Connections.csv": HEADER + BEN + EVA,
        "messages.csv": sheet(MESSAGES, *rows),
        "Profile.csv": PROFILE,
        "Email Addresses.csv": EMAILS,
        **files,
    }


def test_message_text_is_never_kept(folder: Callable[..., Path]) -> None:
    """Nothing of what was written is in any record or problem, not even where rows are damaged."""
    rows = archive()["messages.csv"] + "c9,,Ben\0,x,secret words,y,secret words,,secret words\n"
    rows += 'c9,,Ben,x,Ana Ruiz,,secret words,"secret words,,secret words\n'
    reading = read(folder({**archive(), "messages.csv": rows}))
    assert reading.problems
    assert "secret" not in repr(reading.records)
    assert "We met" not in repr(reading.records)


def test_own_messages_are_known_without_a_profile(folder: Callable[..., Path]) -> None:
    """The owner may be written with an empty URL, as "You", or not at all."""
    ben = ("Ben Okoro", url("ben-okoro"))
    reading = read(
        folder(
            talk(
                message("c1", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA),
                message("c1", "Ana Ruiz", "", *ben),
                message("c1", "You", "", *ben),
                message("c1", "", "", *ben),
                message("c1", *ben, "You", ""),
                message("c1", "Ana Ruiz", ANA, "", ""),
            )
        )
    )
    assert reading.between("message") == {"linkedin:ben-okoro": (4, 2, 1)}


def test_people_without_a_profile_are_found_by_name(folder: Callable[..., Path]) -> None:
    """Names stand for contacts or for profiles seen elsewhere, where they are unique; else for a local person."""
    reading = read(
        folder(
            talk(
                message("c1", "Ana Ruiz", ANA, "BEN OKORO", "", "2024-01-01 08:00:00 UTC"),
                message("c2", "Ana Ruiz", ANA, "Kim Doe", "", "2024-01-01 09:00:00 UTC"),
                message("c3", "Kim Doe", url("kim-doe"), "Ana Ruiz", ANA),
                message("c4", "Ana Ruiz", ANA, "Lee Roe", ""),
            )
        )
    )
    assert reading.between("message") == {
        "linkedin:ben-okoro": (1, 0, 1),
        "linkedin:kim-doe": (1, 1, 2),
        "name:linkedin:ana-ruiz/lee roe": (1, 0, 1),
    }
    assert reading.people["name:linkedin:ana-ruiz/lee roe"].name == "Lee Roe"


def test_a_name_of_several_contacts_is_nobody(folder: Callable[..., Path]) -> None:
    """A message to one of two namesakes is left out by rule, unless the conversation shows which one it is."""
    files = talk(
        message("c1", "Ana Ruiz", ANA, "Kim Doe", ""),
        message("c2", "Ana Ruiz", ANA, "Kim Doe", ""),
        message("c2", "Kim Doe", url("kim2"), "Ana Ruiz", ANA),
    )
    files["Connections.csv"] = HEADER + f"Kim,Doe,{url('kim1')},,,,\nKim,Doe,{url('kim2')},,,,\n"
    reading = read(folder(files))
    assert reading.between("message") == {"linkedin:kim2": (1, 1, 1)}
    assert reading.counts["messages.csv"].left_out == {"name that several contacts share": 1}


def test_messages_of_nobody_are_left_out_by_rule(folder: Callable[..., Path]) -> None:
    """Closed accounts, LinkedIn itself, advertisements, doubles and notes to oneself are counted, not kept."""
    spam = '<p class="spinmail-quill-editor__spin-break">Hi %FIRSTNAME%</p>'
    once = message("c5", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA)
    reading = read(
        folder(
            talk(
                message("c1", "LinkedIn Member", "", "Ana Ruiz", ANA),
                message("c2", "LinkedIn", "", "Ana Ruiz", ANA),
                message("c3", "Bright Ads", "", "Ana Ruiz", ANA, text=spam),
                message("c4", "", "", "Ana Ruiz", ANA),
                message("c6", "Ana Ruiz", ANA, "Ana Ruiz", ANA),
                message("c7", "Kim Doe", url("kim"), "Lee Roe", url("lee")),
                message("c8", "Ana Ruiz", ANA, "Ben Okoro", url("ben-okoro"), draft="true"),
                once,
                once,
            )
        )
    )
    assert reading.counts["messages.csv"].left_out == {
        "hidden or closed account": 2,
        "sponsored message": 1,
        "no sender or recipient": 1,
        "message to oneself": 1,
        "message between others": 1,
        "draft message": 1,
        "duplicate row": 1,
    }
    assert reading.between("message") == {"linkedin:ben-okoro": (0, 1, 1)}
    assert set(reading.people) == {"linkedin:ana-ruiz", "linkedin:ben-okoro", "linkedin:eva-lund"}


@pytest.mark.parametrize("separator", [",", ";", " ", "; "])
def test_group_threads_are_another_kind(folder: Callable[..., Path], separator: str) -> None:
    """In a thread of several, each message counts once for each person it goes to, and for its sender."""
    both = separator.join((url("ben-okoro"), url("eva-lund")))
    reading = read(
        folder(
            talk(
                message("g", "Ana Ruiz", ANA, "Ben Okoro, Eva Lund", both),
                message("g", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA, "2024-11-01 10:00:00 UTC"),
                message("o", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA),
            )
        )
    )
    assert reading.between("group_message") == {
        "linkedin:ben-okoro": (1, 1, 2),
        "linkedin:eva-lund": (1, 0, 1),
    }
    assert reading.between("message") == {"linkedin:ben-okoro": (0, 1, 1)}
    assert not any("ben" in tie.a and "eva" in tie.b for tie in reading.evidence("group_message"))


def test_a_comma_in_a_name_makes_no_second_person(folder: Callable[..., Path]) -> None:
    """A degree behind a name belongs to it, in lists of names too."""
    reading = read(
        folder(
            talk(
                message("c1", "Ana Ruiz", ANA, "Jane Doe, Ph.D.", ""),
                message("c2", "Ana Ruiz", ANA, "Jane Doe, Ph.D., Eva Lund, Lee Roe, PMP, MBA", ""),
                message("c3", "Ana Ruiz", ANA, "Kim Poe, MD", url("kim-poe")),
            )
        )
    )
    names = {person.name for person in reading.people.values()}
    assert names == {
        "Ana Ruiz",
        "Ben Okoro",
        "Eva Lund",
        "Jane Doe, Ph.D.",
        "Lee Roe, PMP, MBA",
        "Kim Poe, MD",
    }


def test_messages_without_ids_and_addresses(folder: Callable[..., Path]) -> None:
    """The layout of 2018 to 2020 tells the direction, and names do the rest."""
    files = talk()
    files["messages.csv"] = sheet(
        "FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER\n",
        ("Ben Okoro", "Ana Ruiz", "2019-11-06T02:08:20", "", "hi", "INCOMING", "INBOX"),
        ("Ana Ruiz", "Ben Okoro", "2019-11-07T02:08:20", "", "ho", "OUTGOING", "INBOX"),
        ("Ana R.", "Eva Lund", "2019-11-07T02:09:20", "", "ha", "OUTGOING", "INBOX"),
    )
    del files["Profile.csv"]
    reading = read(folder(files))
    assert reading.between("message") == {"linkedin:ben-okoro": (1, 1, 2), "linkedin:eva-lund": (1, 0, 1)}
    assert reading.owner.name in ("Ana Ruiz", "Ana R.")


def test_an_impossible_day_of_a_message_is_reported(folder: Callable[..., Path]) -> None:
    """The message counts, its day does not."""
    reading = read(
        folder(
            talk(
                message("c1", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA, "2026-02-30 10:00:00 UTC"),
                message("c1", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA, "15 Jan 2024, 10:00"),
            )
        )
    )
    assert reading.between("message") == {"linkedin:ben-okoro": (0, 2, 1)}
    (problem,) = reading.problems
    assert (problem.file, problem.line, problem.rows) == ("messages.csv", 2, 0)


def test_a_list_without_addresses_borrows_them_where_names_are_unique(folder: Callable[..., Path]) -> None:
    """Before 2023 contacts had no URL: whoever answers messages under a unique name brings it; nobody is doubled."""
    files = talk(
        message("c1", "Ana Ruiz", ANA, "Ben Okoro", url("ben-okoro")),
        message("c1", "Ben Okoro", url("ben-okoro"), "Ana Ruiz", ANA),
        message("c2", "Eva Lund", url("eva-lund"), "Ana Ruiz", ANA),
    )
    files["Connections.csv"] = (
        "First Name,Last Name,Email Address,Company,Position,Connected On\n"
        "Ben,Okoro,,Acme,,01 Jan 2020\nEva,Lund,,Nordic AS,,01 Jan 2020\n"
    )
    reading = read(folder(files))
    assert {person.name: person.keys for person in reading.contacts} == {
        "Ben Okoro": ("linkedin:ben-okoro", "name:linkedin:ana-ruiz/ben okoro"),
        "Eva Lund": ("name:linkedin:ana-ruiz/eva lund",),
    }
    assert reading.between("message") == {
        "linkedin:ben-okoro": (1, 1, 1),
        "name:linkedin:ana-ruiz/eva lund": (0, 1, 1),
    }


# Invitations


def test_old_invitations_have_no_addresses(folder: Callable[..., Path]) -> None:
    """The other party is found by name, and somebody who is no contact is still pending."""
    files = talk()
    files["Invitations.csv"] = sheet(
        "From,To,Sent At,Message,Direction\n",
        ("Ana Ruiz", "Ben Okoro", "8/19/24, 5:04 PM", "Hello Ben", "OUTGOING"),
        ("Eva Lund", "Ana Ruiz", "2022-01-05 09:00:00 UTC", "Hello Ana", "INCOMING"),
        ("Kim Doe", "Ana Ruiz", "soon", "Hello", "INCOMING"),
    )
    reading = read(folder(files))
    assert reading.owner.keys[0] == "email:ana@example.com"
    assert reading.between("invitation_note") == {
        "linkedin:ben-okoro": (1, 0, 1),
        "linkedin:eva-lund": (0, 1, 1),
    }
    assert reading.counts["Invitations.csv"].left_out == {"pending invitation": 1}


def test_a_stranger_with_a_contacts_name_stays_pending(folder: Callable[..., Path]) -> None:
    """Another profile of the same name did not accept."""
    files = talk()
    files["Invitations.csv"] = sheet(
        INVITATIONS,
        ("Ana Ruiz", "Ben Okoro", "8/19/24, 5:04 PM", "Hello", "OUTGOING", ANA, url("another-ben")),
    )
    reading = read(folder(files))
    assert reading.counts["Invitations.csv"].left_out == {"pending invitation": 1}
    assert reading.evidence("invitation_note") == []


# The owner


def test_a_lone_list_asks_for_its_owner(folder: Callable[..., Path]) -> None:
    """Without an owner the error says how to give one, on the command line and in Python."""
    path = folder({"Connections.csv": HEADER + BEN}) / "Connections.csv"
    with pytest.raises(OwnerError, match=r"--owner URL-or-mail.*Export\(.*owner=") as caught:
        read(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("owner", "key"),
    [
        (ANA, "linkedin:ana-ruiz"),
        ("es.linkedin.com/in/Ana-Ruiz/?trk=x", "linkedin:ana-ruiz"),
        ("Ana@Example.org", "email:ana@example.org"),
    ],
)
def test_the_caller_says_whose_it_is(folder: Callable[..., Path], owner: str, key: str) -> None:
    """A profile URL and an e-mail address become the owner's key."""
    reading = read(folder({"Connections.csv": HEADER + BEN}), owner=owner)
    assert reading.owner.keys == (key,)


def test_the_caller_comes_first_and_the_files_add(tmp_path: Path) -> None:
    """What the caller says stands before what the files reveal, and nothing is lost."""
    path = zipped(tmp_path / "a.zip", archive())
    assert read(path, owner="ana@work.example.org").owner.keys == (
        "email:ana@work.example.org",
        "linkedin:ana-ruiz",
        "email:ana@example.com",
        "email:ana.old@example.org",
    )
    assert read(path, owner="ana ruiz").owner.keys[0] == "linkedin:ana-ruiz"


def test_a_name_is_enough_where_it_is_listed_once(folder: Callable[..., Path]) -> None:
    """The name of a listed contact with a profile gives the owner, whose own row is no tie."""
    own = "Ana,Ruiz,https://www.linkedin.com/in/ana-ruiz,ana@example.org,Bridge SL,Director,01 Jan 2020\n"
    reading = read(folder({"Connections.csv": HEADER + BEN + own}), owner="Ana Ruiz")
    assert reading.owner.keys == ("linkedin:ana-ruiz", "email:ana@example.org")
    assert reading.counts["Connections.csv"].left_out == {"the owner's own row": 1}
    assert [tie.b for tie in reading.evidence("connection")] == ["linkedin:ben-okoro"]


@pytest.mark.parametrize(
    ("rows", "owner", "words"),
    [
        (BEN, "Kim Doe", "nobody in it"),
        (f"Kim,Doe,{url('a')},,Acme,,\nKim,Doe,{url('b')},,Other,,\n", "Kim Doe", "2 people.*Acme.*Other"),
        (BEN, "https://example.org/ana", "neither a LinkedIn profile"),
        ("Kim,Doe,,,,,\n", "Kim Doe", "known profile or address"),
    ],
)
def test_an_owner_who_cannot_be_found_is_an_error(
    folder: Callable[..., Path], rows: str, owner: str, words: str
) -> None:
    """A name nobody has, that several have, or that leads to no key says so and gives the cure."""
    with pytest.raises(OwnerError, match=f"(?s){words}.*--owner URL-or-mail"):
        read(folder({"Connections.csv": HEADER + rows}), owner=owner)


@pytest.mark.parametrize("owner", [url("ben-okoro"), "Ben Okoro"])
def test_a_contact_is_not_the_owner_of_somebody_elses_archive(tmp_path: Path, owner: str) -> None:
    """Naming a contact where the files name somebody else would make one person of two."""
    with pytest.raises(OwnerError, match=r"one of the contacts.*Ana Ruiz"):
        read(zipped(tmp_path / "a.zip", archive()), owner=owner)


def test_a_name_alone_is_no_owner(folder: Callable[..., Path]) -> None:
    """A profile without any key is named in the error that asks for one."""
    with pytest.raises(OwnerError, match=r"seems to be the export of Ana Ruiz.*--owner"):
        read(folder({"Connections.csv": HEADER + BEN, "Profile.csv": PROFILE}))


def test_the_owner_is_who_takes_part_in_every_conversation(folder: Callable[..., Path]) -> None:
    """Without a profile, addresses and invitations, messages show whose they are."""
    ana = ("Ana Ruiz", ANA)
    rows = [message(f"c{number}", *ana, f"P{number} Q", url(f"p{number}")) for number in range(3)]
    reading = read(folder({"messages.csv": sheet(MESSAGES, *rows)}))
    assert reading.owner == Owner(keys=("linkedin:ana-ruiz",), name="Ana Ruiz", covers=("message",))


def test_a_contact_never_becomes_the_owner_by_a_damaged_row(folder: Callable[..., Path]) -> None:
    """An invitation without its direction, or with two contacts in it, does not tell whose archive it is."""
    files = archive()
    for direction in ("", "INCOMING"):
        files["Invitations.csv"] = sheet(
            INVITATIONS,
            ("Ana Ruiz", "Ben Okoro", "1/14/24, 5:04 PM", "Hello", direction, ANA, url("ben-okoro")),
        )
        reading = read(folder(files))
        assert reading.owner.keys[0] == "linkedin:ana-ruiz"
        assert len(reading.contacts) == 2
        assert reading.between("message")["linkedin:ben-okoro"] == (1, 1, 2)


# Bad input


def test_an_empty_list_is_an_error(folder: Callable[..., Path]) -> None:
    """Zero bytes or nothing but blanks are no list of connections."""
    for content in ("", "\n\n", "\ufeff"):
        export = Export(folder({"Connections.csv": content, "Profile.csv": PROFILE}), owner=ANA)
        with pytest.raises(ExportError, match=r"Connections.csv is empty.*again"):
            list(LinkedIn().extract(export))


def test_a_header_alone_is_a_list_of_nobody(lone: Callable[..., Reading]) -> None:
    """Somebody without contacts has a complete list too."""
    reading = lone(NOTES + HEADER)
    assert reading.contacts == []
    assert reading.owner.complete_list


@pytest.mark.parametrize("name", ["Connections.csv", "messages.csv", "Invitations.csv"])
@pytest.mark.parametrize(
    "content", [b"<html>Sign in</html>\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, b"a,b,c\n1,2,3\n"]
)
def test_wrong_content_is_an_error(folder: Callable[..., Path], name: str, content: bytes) -> None:
    """A file that is not what its name says is named, with the cure."""
    export = Export(folder({**archive(), name: content}))
    with pytest.raises(ExportError, match=f"(?s){name} is not .*Export the file again"):
        list(LinkedIn().extract(export))


def test_a_side_file_with_other_columns_is_reported(folder: Callable[..., Path]) -> None:
    """Files that only describe the owner do not stop the import."""
    reading = read(folder({**archive(), "Education.csv": "No schools found\n", "Skills.csv": ""}))
    assert [(problem.file, problem.rows) for problem in reading.problems] == [
        ("Education.csv", 0),
        ("Skills.csv", 0),
    ]


def test_nul_bytes_are_a_problem_of_their_row(lone: Callable[..., Reading]) -> None:
    """The rows around it are read."""
    reading = lone(HEADER + BEN + "Ki\0m,Doe,,,,,\n" + EVA)
    assert [person.name for person in reading.contacts] == ["Ben Okoro", "Eva Lund"]
    assert [(problem.line, problem.reason) for problem in reading.problems] == [(3, "a NUL byte")]


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("several_lines", [False, True])
def test_a_cell_of_ten_megabytes_is_a_problem_of_its_row(
    folder: Callable[..., Path], quoted: bool, several_lines: bool
) -> None:
    """The rows after it are read, whether the cell has line ends or not."""
    long = "x" * (CELL_LIMIT + 1)
    if quoted:
        long = '"' + long.replace("xx", "x\n" if several_lines else "x,", 10) + '"'
    files = archive()
    files["messages.csv"] = (
        sheet(MESSAGES, message("c1", "Ana Ruiz", ANA, "Ben Okoro", url("ben-okoro")))
        + f"c1,,Ana Ruiz,{ANA},Ben Okoro,{url('ben-okoro')},2024-01-01,,{long},INBOX,,,\n"
        + sheet("", message("c2", "Eva Lund", url("eva-lund"), "Ana Ruiz", ANA))
    )
    reading = read(folder(files))
    assert set(reading.between("message")) == {"linkedin:ben-okoro", "linkedin:eva-lund"}
    (problem,) = reading.problems
    assert (problem.line, problem.rows) == (3, 1)
    assert "10,000,0" in problem.reason
    assert reading.owner.covers == ("message",)


def test_long_texts_are_read_and_the_limit_is_never_lowered(folder: Callable[..., Path]) -> None:
    """A message of a megabyte is a message; the process-wide limit of the csv module only grows."""
    csv.field_size_limit(CELL_LIMIT + 7)
    files = archive()
    files["messages.csv"] = sheet(
        MESSAGES, message("c1", "Ana Ruiz", ANA, "Ben Okoro", url("ben-okoro"), text="x\n" * 500_000)
    )
    reading = read(folder(files))
    assert reading.between("message") == {"linkedin:ben-okoro": (1, 0, 1)}
    assert csv.field_size_limit() == CELL_LIMIT + 7


def test_a_list_cut_short_is_not_complete(lone: Callable[..., Reading]) -> None:
    """Wherever the file ends, whole rows are read, a broken last row is a problem, and no half name is made up."""
    content = (
        HEADER
        + BEN
        + '"Eva","Lund","https://www.linkedin.com/in/eva-lund","","Nordic, AS","CFO","02 Feb 2023"\n'
    )
    start = len(HEADER + BEN)
    for size in range(start + 1, len(content) - 14):
        reading = lone(content[:size])
        assert [person.name for person in reading.contacts] == ["Ben Okoro"]
        assert [(problem.line, problem.rows) for problem in reading.problems] == [(3, 1)]
        assert not reading.owner.complete_list
    assert lone(content[:-1]).owner.complete_list


def test_messages_cut_short_are_not_covered(folder: Callable[..., Path]) -> None:
    """The end of a broken file is a problem, and silence is not taken for no messages."""
    files = archive()
    whole = files["messages.csv"]
    files["messages.csv"] = whole[: whole.index('""you""')]
    reading = read(folder(files))
    assert reading.owner.covers == ()
    (problem,) = reading.problems
    assert (problem.line, problem.rows) == (5, 1)
    assert "cut short" in problem.reason


def test_a_stray_quote_costs_one_row(lone: Callable[..., Reading]) -> None:
    """A quote that nothing closes does not swallow the rest of the list."""
    bad = 'Kim,"Doe,,,,,01 Jan 2020\n'
    closed = 'Lee,Roe,,,"Acme, Inc",,01 Jan 2020\n'
    reading = lone(HEADER + bad + BEN + EVA)
    assert [person.name for person in reading.contacts] == ["Ben Okoro", "Eva Lund"]
    assert [(problem.line, problem.rows) for problem in reading.problems] == [(2, 1)]
    many = lone(HEADER + bad + "".join(f"P{number},Q,,,,,\n" for number in range(50)))
    assert (len(many.contacts), len(many.problems)) == (50, 1)
    assert many.owner.complete_list
    reading = lone(HEADER + bad + BEN + closed + EVA)
    assert [person.name for person in reading.contacts] == ["Ben Okoro", "Lee Roe", "Eva Lund"]
    assert [(problem.line, problem.rows) for problem in reading.problems] == [(2, 1)]


def test_a_damaged_archive_is_an_error(tmp_path: Path) -> None:
    """Bytes that were changed inside the zip are found, and the message says to download it again."""
    path = zipped(tmp_path / "a.zip", {**archive(), "Connections.csv": HEADER + BEN * 500})
    data = bytearray(path.read_bytes())
    start = data.index(b"Connections.csv") + len(b"Connections.csv")
    for offset in range(start + 20, start + 60):
        data[offset] ^= 0x55
    path.write_bytes(bytes(data))
    with pytest.raises(ExportError, match=r"Connections.csv is damaged.*again"):
        list(LinkedIn().extract(Export(path)))


def test_names_of_files_may_hold_anything(folder: Callable[..., Path]) -> None:
    """Braces and markup in the name of a folder come out of an error as they are."""
    place = folder({"{0}[red]/Connections.csv": ""}) / "{0}[red]"
    with pytest.raises(ExportError, match=r"\{0\}\[red\]"):
        list(LinkedIn().extract(Export(place)))


def test_size_limits_hold(folder: Callable[..., Path]) -> None:
    """A file beyond the limits of the export is refused before it is read."""
    export = Export(folder(archive()), limits=Limits(text_bytes=100))
    with pytest.raises(UnsafeExportError, match="over the limit of 100"):
        list(LinkedIn().extract(export))


# Laws

_CELLS = st.sampled_from(
    [
        *("Ana", "Müller", "NA", '"', '"a,b"', "x;y", "30/02/2026", "15-Jan-2024", "1/2/18", "@", "🚀", "=1"),
        *("a@b.example", "linkedin.com/in/x%C3%AB"),
        *("", " ", "\t", "\0", "\ufeff", "\u202e", "x" * 300),
    ]
)
_LINES = st.one_of(
    st.lists(_CELLS, max_size=9).map(",".join),
    st.sampled_from([BEN.strip(), EVA.strip(), "", ",,,,,,", ",,,,,,01 Jan 2020", HEADER.strip()]),
)


@given(
    lines=st.lists(_LINES, max_size=12),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    cut=st.integers(min_value=0, max_value=40),
    stray=st.none() | st.binary(min_size=1, max_size=3),
    place=st.integers(min_value=0, max_value=10_000),
)
@settings(max_examples=150, deadline=None)
def test_every_row_is_accounted_for(
    lines: list[str], ending: str, encoding: str, cut: int, stray: bytes | None, place: int
) -> None:
    """Whatever is in the rows, they add up, or the file is refused with an error of ours."""
    data = (HEADER.strip() + ending + "".join(line + ending for line in lines)).encode(encoding)
    data = data[: len(data) - cut] if cut < len(data) else data
    if stray is not None:
        head = len(HEADER) * 2 + 4
        place = min(len(data), head + place % max(1, len(data)))
        data = data[:place] + stray + data[place:]
    with tempfile.TemporaryDirectory() as folder_name:
        path = Path(folder_name) / "Connections.csv"
        path.write_bytes(data)
        try:
            reading = read(path, owner="owner@example.org")
        except NetreachError:
            assert cut > 0
            return
    assert len(reading.evidence("connection")) == len(reading.contacts)
    assert reading.counts["Connections.csv"].used == len(reading.contacts)


_WORDS = st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo")), min_size=1, max_size=8)


@given(
    people=st.lists(
        st.tuples(
            _WORDS, _WORDS, st.integers(0, 50), st.sampled_from(["", "Acme, Inc", 'The "X" Co', "A;B"])
        ),
        max_size=8,
        unique_by=lambda person: person[2],
    ),
    order=st.permutations(HEADER.strip().split(",")),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    preamble=st.sampled_from(["", NOTES, "Notes:\n\n"]),
    repeat=st.booleans(),
    style=st.sampled_from(["%d %b %Y", "%d-%b-%y", "%Y-%m-%d", "%d %B %Y", "%m/%d/%Y, 3:04 PM"]),
)
@settings(max_examples=60, deadline=None)
def test_people_equal_the_truth_in_every_dialect(
    people: list[tuple[str, str, int, str]],
    order: list[str],
    delimiter: str,
    encoding: str,
    preamble: str,
    repeat: bool,
    style: str,
) -> None:
    """Order, delimiter, encoding, preamble, date style and doubled rows do not change who is read."""
    out = io.StringIO()
    out.write(preamble)
    writer = csv.DictWriter(out, order, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    for first, last, number, company in people * (2 if repeat else 1):
        day = dt.date(2020, 3, 13) + dt.timedelta(days=number)
        writer.writerow(
            {
                "First Name": first,
                "Last Name": last,
                "URL": url(f"p{number}"),
                "Company": company,
                "Connected On": day.strftime(style),
            }
        )
    with tempfile.TemporaryDirectory() as folder_name:
        path = Path(folder_name) / "Connections.csv"
        path.write_bytes(out.getvalue().encode(encoding))
        reading = read(path, owner="owner@example.org")
    told = {person.keys: person.company for person in reading.contacts}
    assert told == {(f"linkedin:p{number}",): company for _, _, number, company in people}
    assert {tie.b: tie.first for tie in reading.evidence("connection")} == {
        f"linkedin:p{number}": dt.date(2020, 3, 13) + dt.timedelta(days=number) for *_, number, _ in people
    }


# The tools below


@given(
    day=st.dates(dt.date(1600, 1, 1), dt.date(2199, 12, 31)),
    style=st.sampled_from(
        [
            "%d %b %Y",
            "%d %B %Y",
            "%d-%b-%Y",
            "%b %d, %Y",
            "%B %d %Y",
            "%Y-%m-%d",
            "%Y/%m/%d",
            "%Y.%m.%d",
            "%m/%d/%Y",
        ]
    ),
    time=st.sampled_from(["", " 11:43:11 UTC", ", 5:04 PM", " 10:30", "T02:08:20"]),
    upper=st.booleans(),
)
def test_days_in_every_style_are_read(day: dt.date, style: str, time: str, upper: bool) -> None:
    """A day and its spelling go together, with any time of day and in any case."""
    text = day.strftime(style.replace("%Y", f"{day.year:04}")) + time
    assert dates.day(text.upper() if upper else text) == day


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "31/31/2024", "2024", "2024-13-01", "0/0/00", "1.5"),
        *("", "30 Feb 2024", "15 Jan", "Jan 2024", "15 Foo 2024", "1 Jan 1599", "1 Jan 2200"),
        *("15 Jan 2024 or so", "15 Jan 202"),
    ],
)
def test_other_texts_are_no_day(text: str) -> None:
    """What does not name one possible day between 1600 and 2199 is none."""
    assert dates.day(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Oct 2022", dt.date(2022, 10, 1), dt.date(2022, 10, 31)),
        ("October 2022", dt.date(2022, 10, 1), dt.date(2022, 10, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2/2023", dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
        ("2010", dt.date(2010, 1, 1), dt.date(2010, 12, 31)),
        ("01 Oct 2022", dt.date(2022, 10, 1), dt.date(2022, 10, 1)),
    ],
)
def test_periods(text: str, first: dt.date, last: dt.date) -> None:
    """Months and years have a first and a last day."""
    assert dates.period(text) == (first, last)


def test_no_break_blanks_before_pm_are_blanks() -> None:
    """Newer software writes a narrow no-break space there."""
    assert dates.day("8/19/24, 5:04\u202fPM") == dt.date(2024, 8, 19)


def test_rows_carry_the_line_where_they_begin(folder: Callable[..., Path]) -> None:
    """Line numbers are physical lines, also after cells of several lines and after recovery."""
    path = folder({"t.csv": 'x\nn,t\n1,"a\nb"\n\n2,"c\r\nd"\n3,e\n4,"f'}) / "t.csv"
    layout = Layout(aliases={"number": ("n",), "text": ("t",)}, required=(("number", "text"),))
    table = CsvTable(Export(path), "t.csv", layout, what="numbers")
    assert [(line, cells[0]) for line, cells in table] == [(3, "1"), (6, "2"), (8, "3")]
    assert [(problem.line, problem.rows) for problem in table.tally.problems] == [(9, 1)]
    assert (table.tally.rows, table.cut_short) == (4, True)


# Real files


@pytest.fixture
def corpus() -> Path:
    """Return the folder of files that other programs wrote."""
    place = os.environ.get("NETREACH_DATA")
    if not place:
        pytest.skip("NETREACH_DATA is not set")
    return Path(place) / "corpus" / "linkedin"


def test_a_whole_synthetic_archive(corpus: Path) -> None:
    """The archive of another project is read to the last row, with the counts that its author states."""
    reading = read(corpus / "Complete_LinkedInDataExport_synthetic.zip")
    assert reading.owner == Owner(
        keys=(
            "linkedin:fake-ada-byron-lovelace",
            "email:ada.example@example.com",
            "email:ada.personal@example.com",
        ),
        name="Ada Byron-Lovelace",
        complete_list=True,
        covers=("message",),
    )
    counts = reading.counts
    assert (counts["Connections.csv"].rows, counts["Connections.csv"].used) == (2000, 2000)
    assert (counts["messages.csv"].rows, counts["messages.csv"].left_out) == (20_000, {"draft message": 41})
    assert (counts["Invitations.csv"].rows, counts["Invitations.csv"].used) == (162, 156)
    assert counts["Invitations.csv"].left_out == {"pending invitation": 6}
    assert counts["Positions.csv"].used == len([job for job in reading.histories if job.kind == "work"]) == 11
    assert reading.problems == []
    assert len(reading.contacts) == 2000
    assert min(tie.first for tie in reading.evidence("connection") if tie.first).year == 1833


def test_messages_equal_a_plain_count(corpus: Path) -> None:
    """Counts, days and dates per person are those that a few lines of plain Python find in the same file."""
    path = corpus / "Complete_LinkedInDataExport_synthetic.zip"
    me = url("fake-ada-byron-lovelace")
    with zipfile.ZipFile(path) as source:
        text = source.read("messages.csv").decode()
    rows = [
        row for row in csv.DictReader(io.StringIO(text, newline="")) if row["IS MESSAGE DRAFT"] == "false"
    ]
    members: dict[str, set[str]] = {}
    for row in rows:
        people = {row["SENDER PROFILE URL"], *row["RECIPIENT PROFILE URLS"].split()} - {me}
        members.setdefault(row["CONVERSATION ID"], set()).update(people)
    expected: dict[tuple[str, str], list[list[str]]] = {}
    for row in rows:
        kind = "group_message" if len(members[row["CONVERSATION ID"]]) > 1 else "message"
        sent = row["SENDER PROFILE URL"] == me
        for other in set(row["RECIPIENT PROFILE URLS"].split()) if sent else [row["SENDER PROFILE URL"]]:
            expected.setdefault((kind, other), [[], []])[not sent].append(row["DATE"][:10])
    reading = read(path)
    found = {
        (tie.kind, url(tie.b.partition(":")[2])): (
            tie.count_ab,
            tie.count_ba,
            tie.days,
            str(tie.first),
            str(tie.last),
        )
        for kind in ("message", "group_message")
        for tie in reading.evidence(kind)
    }
    assert found == {
        key: (len(out), len(back), len({*out, *back}), min(out + back), max(out + back))
        for key, (out, back) in expected.items()
    }


def test_the_files_of_network_intelligence(corpus: Path, folder: Callable[..., Path]) -> None:
    """URL in the last column, notes without quotes, messages without recipients' URLs and without the owner's."""
    files = {
        f"{part}.csv": (corpus / f"linkedin-network-intelligence__{part}.csv").read_bytes()
        for part in ("Connections", "Messages")
    }
    renamed = (
        corpus / "linkedin-network-intelligence__Connections.csv",
        corpus / "linkedin-network-intelligence__Messages.csv",
    )
    for reading in (read(folder(files), owner=url("test-user")), read(*renamed, owner=url("test-user"))):
        assert reading.owner.name == "Test User"
        assert len(reading.contacts) == 10
        assert reading.contacts[0].keys == ("linkedin:alicejohnson", "email:alice.johnson@techcorp.com")
        assert reading.between("message") == {
            "linkedin:alicejohnson": (2, 2, 3),
            "linkedin:bobwilliams": (1, 1, 2),
            "linkedin:caroldavis": (1, 2, 2),
            "linkedin:evewilson": (1, 1, 2),
        }
        assert reading.problems == []


def test_the_files_of_linkedin_analyzer(corpus: Path) -> None:
    """A hidden account, an impossible day, formulas and NULL cells."""
    place = corpus / "linkedin_analyzer"
    reading = read(place / "connections-parity.csv", owner="me@example.org")
    count = reading.counts["connections-parity.csv"]
    assert (count.rows, count.used, count.empty) == (5, 4, 1)
    assert [person.name for person in reading.contacts] == [
        "Ada Lovelace",
        "Builder",
        "=2+5 +Lovelace",
        "Bob Builder II",
    ]
    assert {problem.line for problem in reading.problems} == {8}
    assert {problem.rows for problem in reading.problems} == {0}
    messages = read(place / "messages-parity.csv", owner=url("bob"))
    assert messages.counts["messages-parity.csv"].used == 3
    assert messages.between("message")["linkedin:ada"] == (0, 2, 1)
