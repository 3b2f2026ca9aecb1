from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from linkedin_files import (
    ANA,
    BEN,
    EVA,
    HEADER,
    INVITATIONS,
    MESSAGES,
    Reading,
    archive,
    read,
    sheet,
    talk,
    url,
    zipped,
)
from netreach.errors import ExportError
from netreach.importers.linkedin import LinkedIn
from netreach.model import (
    EvidenceRecord,
    FileCount,
    HistoryRecord,
    Owner,
    RowProblem,
)
from netreach.plugins import Importer
from netreach.plugins.export import Export

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
    name = "Complete_LinkedInDataExport_11-23-2024"
    readings = [
        read(zipped(tmp_path / f"{name}.zip", files)),
        read(zipped(tmp_path / "b.zip", files, inside=f"{name}/")),
        read(folder({f"{name}/{file}": content for file, content in files.items()}) / name),
        read(folder({f"{name}/{file}": content for file, content in files.items()})),
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
