from __future__ import annotations

import csv
import datetime as dt
import io
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkedin_files import ANA, BEN, EVA, HEADER, NOTES, Reading, read, url
from netreach.importers.encodings import head_text

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
        + f"Lia,Poe,{url('lia')},,Acme,Engineer,15 Jan 2024,more\n"
        + BEN.replace("2024\n", "2024,,,\n")
    )
    assert [(person.name, person.company, person.title) for person in reading.contacts] == [
        ("Kim Doe", "Acme, Inc", "Engineer"),
        ("Lee Roe, PhD", "Acme", "Engineer"),
        ("Ben Okoro", "Acme", "Engineer"),
    ]
    assert [(problem.line, problem.rows) for problem in reading.problems] == [(2, 0), (3, 0), (4, 1)]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("notes", ["", NOTES])
def test_lists_that_were_put_one_behind_the_other(
    lone: Callable[..., Reading], notes: str, mark: str
) -> None:
    """The header and the notes of the second list are nobody, and are accounted for."""
    whole = notes + HEADER + "Kim,,,,,,\n" + BEN + mark + notes + HEADER + EVA
    reading = lone(whole)
    assert [person.name for person in reading.contacts] == ["Kim", "Ben Okoro", "Eva Lund"]
    left_out = {"repeated header": 1, "note above a list": 2} if notes else {"repeated header": 1}
    assert reading.counts["Connections.csv"].left_out == left_out
    assert not reading.problems


def test_letters_that_were_encoded_twice_are_mended(lone: Callable[..., Reading]) -> None:
    """UTF-8 taken for Windows-1252 is put right and said; a file with one letter that is none of it stays."""
    row = f"José,Muñoz,{url('jose')},,Ænima “A”,Señor,15 Jan 2024\n"
    twice = row.encode().decode("latin-1")
    mended = lone("ï»¿" + HEADER + twice)
    assert [(person.name, person.company) for person in mended.contacts] == [("José Muñoz", "Ænima “A”")]
    assert [(problem.line, problem.rows) for problem in mended.problems] == [(0, 0)]
    kept = lone(HEADER + f"Ã,Silva,{url('silva')},,SÃ£o,,15 Jan 2024\n")
    assert [person.name for person in kept.contacts] == ["Ã Silva"]
    assert not kept.problems


@pytest.mark.parametrize(
    "name", ["Connections", "my contacts", "a/b/c/Connections.csv", "Connections.csv.txt"]
)
def test_files_without_an_ending_and_deep_in_folders(folder: Callable[..., Path], name: str) -> None:
    """A list that lost its ending, or lies in folders that hold nothing else, is found."""
    place = folder({name: HEADER + BEN, "__MACOSX/._Connections.csv": b"\0\5\x16\7"})
    assert [person.name for person in read(place, owner=ANA).contacts] == ["Ben Okoro"]


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
