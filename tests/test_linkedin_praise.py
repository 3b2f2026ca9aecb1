"""Endorsements, recommendations and the imported address book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from linkedin_files import ANA, BEN, EVA, HEADER, PROFILE, read, sheet, url
from netreach.importers.linkedin.addressbook import addresses

GIVEN = "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsee Public Url,Endorsement Status\n"
RECOMMENDED = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
IMPORTED = "FirstName,LastName,Title,Emails,PhoneNumbers,CreatedAt,Location\n"
TWO_KIMS = f"Kim,Doe,{url('kim1')},,Acme,,01 Jan 2020\nKim,Doe,{url('kim2')},,Other,,01 Jan 2020\n"


def test_accepted_endorsements_count_for_the_profile_that_they_name(folder: Callable[..., Path]) -> None:
    """Addresses without a scheme are profiles, only ACCEPTED counts, and a contact has the skills endorsed."""
    rows = [
        ("2022/01/16 02:51:39 UTC", "Steel", "Ben", "Okoro", "www.linkedin.com/in/ben-okoro", "ACCEPTED"),
        ("05 Jun 2023", "Wood", "Benjamin", "O.", "linkedin.com/in/BEN-okoro/", "ACCEPTED"),
        ("05 Jun 2023", "Wood", "Eva", "Lund", "www.linkedin.com/in/eva-lund", "PENDING"),
        ("05 Jun 2023", "Wood", "Eva", "Lund", "www.linkedin.com/in/eva-lund", ""),
        ("05 Jun 2023", "Wood", "Sam", "Roe", "", "ACCEPTED"),
    ]
    files = {"Connections.csv": HEADER + BEN + EVA, "Endorsement_Given_Info.csv": sheet(GIVEN, *rows)}
    reading = read(folder(files), owner=ANA)
    (fact,) = reading.evidence("endorsement")
    assert (fact.b, fact.count_ab, fact.count_ba, fact.days) == ("linkedin:ben-okoro", 2, 0, 2)
    assert (fact.first, fact.last) == (dt.date(2022, 1, 16), dt.date(2023, 6, 5))
    assert reading.people["linkedin:ben-okoro"].skills == ("Steel", "Wood")


def test_a_recommendation_goes_to_the_one_contact_that_it_can_mean(folder: Callable[..., Path]) -> None:
    """Name and company decide between namesakes, then the name alone; a hidden one was written all the same."""
    rows = [
        ("Kim", "Doe", "ACME, Inc.", "CTO", "The best.", "08/19/24, 11:04 PM", "VISIBLE"),
        ("Kim", "Doe", "Elsewhere", "CTO", "Good.", "08/19/24, 11:04 PM", "VISIBLE"),
        ("Ben", "Okoro", "Elsewhere", "", "Fine.", "22 Mar 2023", "HIDDEN"),
        ("Sam", "Roe", "Acme", "", "Fine.", "22 Mar 2023", "VISIBLE"),
        ("Ben", "Okoro", "Acme", "", "Soon.", "", "PENDING"),
    ]
    files = {
        "Connections.csv": HEADER + BEN + TWO_KIMS,
        "Recommendations_Received.csv": sheet(RECOMMENDED, *rows),
    }
    reading = read(folder(files), owner=ANA)
    assert reading.between("recommendation") == {"linkedin:kim1": (0, 1, 1), "linkedin:ben-okoro": (0, 1, 1)}
    assert reading.counts["Recommendations_Received.csv"].left_out == {
        "name that several contacts share": 1,
        "name that no contact has": 1,
        "recommendation that was not given": 1,
    }
    assert "best" not in repr(reading.records)


def test_a_praise_file_with_other_columns_is_reported(folder: Callable[..., Path]) -> None:
    """It does not stop the import of the contacts."""
    files = {"Connections.csv": HEADER + BEN, "Recommendations_Given.csv": "No recommendations\n"}
    reading = read(folder(files), owner=ANA)
    assert [(problem.file, problem.rows) for problem in reading.problems] == [
        ("Recommendations_Given.csv", 0)
    ]


def test_endorsements_bring_the_profile_of_a_contact_without_one(folder: Callable[..., Path]) -> None:
    """Only contacts can endorse, so a unique name is enough where the list has no addresses of profiles."""
    files = {
        "Connections.csv": "First Name,Last Name,Connected On\nBen,Okoro,01 Jan 2018\n",
        "Endorsement_Given_Info.csv": sheet(
            GIVEN, ("05 Jun 2018", "Wood", "Ben", "Okoro", "www.linkedin.com/in/ben-okoro", "ACCEPTED")
        ),
    }
    (ben,) = read(folder(files), owner=ANA).contacts
    assert ben.keys[0] == "linkedin:ben-okoro"


def book(folder: Callable[..., Path], *cards: tuple[str, ...], rows: str = BEN + EVA) -> Path:
    """Write an archive of Ana's with an address book."""
    imported = sheet(IMPORTED, *((*card, "", "8/19/24, 11:04 PM", "") for card in cards))
    return folder(
        {"Connections.csv": HEADER + rows, "ImportedContacts.csv": imported, "Profile.csv": PROFILE}
    )


def test_a_card_joins_its_contact_by_address(folder: Callable[..., Path]) -> None:
    """The contact gets the card's other addresses, and the fact is that of the contact."""
    path = book(folder, ("Evi", "L.", "", "EVA@example.org; eva@home.example  info@example.org"))
    reading = read(path, owner=ANA)
    assert reading.people["linkedin:eva-lund"].keys == (
        "linkedin:eva-lund",
        "email:eva@example.org",
        "email:eva@home.example",
    )
    (fact,) = reading.evidence("address_book")
    assert (fact.b, fact.count_ab, fact.count_ba, fact.first) == (
        "linkedin:eva-lund",
        1,
        0,
        dt.date(2024, 8, 19),
    )


@pytest.mark.parametrize(
    ("card", "rows", "joined"),
    [
        (("Ben", "Okoro", "", "b.okoro@acme.example"), BEN, True),
        (("Ben", "Okoro", "", "ben.okoro@example.org"), BEN, False),
        (("Kim", "Doe", "", "kim@acme.example"), TWO_KIMS, False),
        (("Ben", "Okoro-Li", "", "b@acme.example"), BEN, False),
    ],
)
def test_a_name_alone_joins_nobody(
    folder: Callable[..., Path], card: tuple[str, ...], rows: str, joined: bool
) -> None:
    """A unique name joins where the address is at the contact's company; else the card is a person of its own."""
    reading = read(book(folder, card, rows=rows), owner=ANA)
    (fact,) = reading.evidence("address_book")
    assert (fact.b == "linkedin:ben-okoro") == joined
    assert joined or fact.b == f"email:{card[3]}"


def test_mailboxes_that_are_nobodys_name_nobody(folder: Callable[..., Path]) -> None:
    """Shared addresses, addresses of functions, cards without any, and the owner's own are left out by rule."""
    path = book(
        folder,
        ("Pat", "Roe", "", "roes@example.org"),
        ("Sam", "Roe", "", "roes@example.org,sam@example.org"),
        ("Desk", "", "", "info@example.org"),
        ("Lee", "Poe", "", ""),
        ("Sam", "Roe", "", "sam@example.org"),
    )
    reading = read(path, owner="ana@example.org")
    assert [fact.b for fact in reading.evidence("address_book")] == ["email:sam@example.org"]
    assert reading.counts["ImportedContacts.csv"].left_out == {
        "address of a function": 1,
        "address that several people share": 1,
        "card without an e-mail address": 1,
        "duplicate row": 1,
    }
    own = read(book(folder, ("Ana", "R", "", "ana@example.org")), owner="ana@example.org")
    assert own.counts["ImportedContacts.csv"].left_out == {"the owner's own row": 1}


def test_somebody_elses_contacts_file_is_not_an_address_book(folder: Callable[..., Path]) -> None:
    """Contacts.csv is LinkedIn's only with LinkedIn's columns."""
    google = "First Name,Last Name,E-mail 1 - Value\nKim,Doe,kim@example.org\n"
    reading = read(folder({"Connections.csv": HEADER + BEN, "Contacts.csv": google}), owner=ANA)
    assert set(reading.counts) == {"Connections.csv"}


def test_addresses_in_one_cell() -> None:
    """All separators that were seen, and a name around an address."""
    assert addresses("a@x.example, b@x.example;c@x.example  d@x.example") == [
        f"{name}@x.example" for name in "abcd"
    ]
    assert addresses("Ana Ruiz <a@x.example>") == ["Ana Ruiz <a@x.example>"]
