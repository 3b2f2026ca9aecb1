from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from linkedin_files import (
    ANA,
    BEN,
    HEADER,
    INVITATIONS,
    MESSAGES,
    PROFILE,
    archive,
    message,
    read,
    sheet,
    url,
    zipped,
)
from netreach.errors import OwnerError
from netreach.model import (
    Owner,
)


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
