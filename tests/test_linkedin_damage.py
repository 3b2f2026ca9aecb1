from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkedin_files import (
    ANA,
    BEN,
    EVA,
    HEADER,
    MESSAGES,
    NOTES,
    PROFILE,
    Reading,
    archive,
    message,
    read,
    sheet,
    url,
    zipped,
)
from netreach.errors import ExportError, NetreachError, UnsafeExportError
from netreach.importers.csvrows import CELL_LIMIT
from netreach.importers.linkedin import LinkedIn
from netreach.plugins.export import Export
from netreach.plugins.listing import Limits

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
