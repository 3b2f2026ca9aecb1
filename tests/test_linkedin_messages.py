from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from linkedin_files import ANA, BEN, EVA, HEADER, archive, message, read, sheet, talk, url, zipped


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


def test_days_that_are_too_late_are_not_believed(folder: Callable[..., Path], tmp_path: Path) -> None:
    """A year such as 2099, or a day after that of the archive, is noted, and what it stands at counts without it."""
    ben = ("Ben Okoro", url("ben-okoro"))
    late = message("c1", "Ana Ruiz", ANA, *ben, "2099-10-26 11:43:11 UTC")
    files = talk(message("c1", "Ana Ruiz", ANA, *ben), late)
    files["Connections.csv"] = HEADER + BEN + EVA + "Kim,Doe,,,,,15 Jan 2099\n"
    reading = read(folder(files))
    assert reading.between("message") == {"linkedin:ben-okoro": (2, 0, 1)}
    notes = [(problem.file, problem.line, problem.value) for problem in reading.problems]
    assert notes == [("Connections.csv", 4, "15 Jan 2099"), ("messages.csv", 3, "2099-10-26 11:43:11 UTC")]
    assert all("mistyped" in problem.reason and problem.rows == 0 for problem in reading.problems)
    files["Connections.csv"] = HEADER + BEN + EVA + EVA.replace("eva", "kim").replace("2023", "2025")
    files["messages.csv"] = talk(late)["messages.csv"].replace("2099", "2024")
    dated = read(zipped(tmp_path / "Basic_LinkedInDataExport_11-23-2024.zip", files))
    assert [(problem.file, problem.line) for problem in dated.problems] == [("Connections.csv", 4)]


@pytest.mark.parametrize(("people", "counts"), [(20, True), (21, False)])
def test_a_crowd_says_nothing_of_two(folder: Callable[..., Path], people: int, counts: bool) -> None:
    """A conversation of more than twenty people is left out by rule; one of twenty is evidence of its kind."""
    rows = [message("c1", f"P{n}", url(f"p{n}"), "Ana Ruiz", ANA) for n in range(1, people)]
    reading = read(folder(talk(*rows)))
    left = {"conversation of more than 20 people": people - 1}
    assert reading.counts["messages.csv"].left_out == ({} if counts else left)
    assert len(reading.between("group_message")) == (people - 1 if counts else 0)
