"""Every row of a table is accounted for, whatever is wrong with the file."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netreach.errors import (
    ExportError,
    UnsafeExportError,
)
from netreach.importers.tables import Tables, read
from netreach.importers.tables.account import LISTED, Account
from netreach.plugins.export import Export
from netreach.store.builder import SourceBuilder
from netreach.testing import make_world, write_world_tables
from table_files import extract, identifies

# Every row is accounted for


def oracle(text: str, width: int) -> tuple[list[tuple[int, tuple[str, ...]]], list[int], int, int]:
    """What Python's csv reads below a header: good rows with lines, lines of ragged ones, empty ones, all."""
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    good, ragged, empty, total, start = [], [], 0, 0, reader.line_num + 1
    for cells in reader:
        total += 1
        if not any(cell.strip() for cell in cells):
            empty += 1
        elif len(cells) == width:
            good.append((start, tuple(cells)))
        else:
            ragged.append(start)
        start = reader.line_num + 1
    return good, ragged, empty, total


pieces = st.sampled_from(
    [
        "a",
        "7",
        ",",
        ",",
        "\n",
        "\n",
        "\r\n",
        " ",
        "é",
        '"',
        '""',
        '"x\ny"',
        '"p","q"\n',
        "1,2\n",
        "1,2,3\n",
        '"\r\n",',
    ]
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that all examples of a law share."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@settings(max_examples=300, deadline=None)
@given(body=st.lists(pieces, max_size=30).map("".join), size=st.sampled_from([48, 100, 1 << 20]))
def test_rows_are_what_python_reads(folder: Path, body: str, size: int) -> None:
    """Good rows, their lines, and the lines of ragged rows are those of Python's csv, however blocks fall."""
    text = "id,name\n" + body
    path = folder / "people.csv"
    path.write_bytes(text.encode())
    export = Export(path)
    table = read.find(export, "people.csv")
    assert table is not None
    account = Account(file="people.csv")
    before, read.BLOCK_BYTES = read.BLOCK_BYTES, size
    found = []
    try:
        for block in read.blocks(export, table, account):
            lines = [line for line, _ in block.places(range(block.rows))]
            cells = zip(*(block.columns[number].to_pylist() for number in range(2)), strict=True)
            found += [row for row in zip(lines, cells, strict=True) if any(cell.strip() for cell in row[1])]
    except ExportError:
        # With blocks this small a row may be longer than a block.
        assume(size >= 1 << 20)
        raise
    finally:
        read.BLOCK_BYTES = before
    good, ragged, _, total = oracle(text, 2)
    problems, count = account.close()
    assert count.rows == total
    if any("never closed" in problem.reason for problem in problems):
        assert found == good[: len(found)]
        assert len(found) >= len(good) - 1
    else:
        assert found == good
        assert [problem.line for problem in problems] == ragged


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.sampled_from(["", "1", "2", "x", "ana@example.org", "0.5", " "]), max_size=5), max_size=20
    )
)
def test_random_ties_are_accounted_for(folder: Path, rows: list[list[str]]) -> None:
    """Every row of a tie table is used, empty, a loop or a problem, as its cells say."""
    path = folder / "ties.csv"
    path.write_text("source,target,strength\n" + "".join(",".join(row) + "\n" for row in rows))
    fates = [fate_of_tie([cell.strip() for cell in row]) for row in rows]
    if "used" not in fates:
        with pytest.raises(ExportError):
            extract(path)
        return
    got = extract(path)
    count = got.counts["ties.csv"]
    assert (count.used, count.empty) == (fates.count("used"), fates.count("empty"))
    assert count.left_out.get("self loop", 0) == fates.count("loop")
    assert [line for line, _ in got.lines()] == [
        line for line, fate in enumerate(fates, 2) if fate == "problem"
    ]
    assert len(got.ties()) == count.used


def fate_of_tie(cells: list[str]) -> str:
    """What becomes of a row of source, target, strength."""
    if not any(cells):
        return "empty"
    if len(cells) != 3 or not cells[0] or not cells[1] or cells[2] not in ("", "1", "0.5"):
        return "problem"
    return "loop" if cells[0] == cells[1] else "used"


def test_lines_count_quoted_line_ends(file: Any) -> None:
    """A cell that goes over several lines moves the lines of all rows after it."""
    path = file("p.csv", 'id,name\n1,"Ana\nRuiz"\n2\n3,"B\n\nC"\n,\n4,x,y\n,D\n')
    got = extract(path)
    assert [row["name"] for row in got.rows("people")] == ["Ana Ruiz", "B C"]
    assert [line for line, _ in got.lines()] == [4, 9, 10]
    assert got.counts["p.csv"].empty == 1


def test_many_problems_are_cut_off(file: Any) -> None:
    """Only so many problems are listed; the rest are one problem that stands for its rows."""
    path = file("t.csv", "source,target\n1,2\n" + "1\n" * (LISTED + 500) + "1,\n" * 700)
    got = extract(path)
    assert len(got.problems) == LISTED + 1
    assert got.problems[-1].rows == 1200
    assert got.problems[-1].reason == "and 1,200 more rows like these"


# Bad input


def test_unclosed_quote_is_one_problem(file: Any) -> None:
    """What an unclosed quote takes in is not taken for a cell: it is a problem where the quote opens."""
    got = extract(file("p.csv", 'id,name\n1,Ana\n2,"Ben\n3,Eva\n4,Lea\n'))
    assert [row["name"] for row in got.rows("people")] == ["Ana"]
    assert got.lines() == [(3, "a quote that is never closed; it takes in the 2 lines after it")]


def test_truncated_file_says_so(file: Any) -> None:
    """A last row that is too short and has no line end is said to be cut."""
    got = extract(file("p.csv", "id,name,city\n1,Ana,Madrid\n2,Be"))
    assert got.lines() == [(3, "2 cells where the header has 3; the file may be cut short here")]


def test_damaged_bytes(file: Any) -> None:
    """A byte that is no UTF-8 in a name is noted, in an id it is a problem, and NUL bytes are problems."""
    got = extract(file("p.csv", b"id,name\n1,Jos\xc3\xa9\n2,\xff\xc3\xa9\n\xff,\xc3\xa9\n4,a\x00b\n"))
    assert [row["name"] for row in got.rows("people")] == ["José", "\ufffdé"]
    assert [line for line, _ in got.lines()] == [4, 5]
    assert got.lines(rows=0) == [(3, "bytes that are no text became \ufffd")]


def test_endless_cells(file: Any) -> None:
    """A cell of 10 MB is a problem of its row; a row of more than a block is an error that names the line."""
    got = extract(file("p.csv", "id,name\n1," + "x" * 10_000_000 + "\n2,Ana\n"))
    assert [row["name"] for row in got.rows("people")] == ["Ana"]
    assert got.lines() == [(2, "a cell longer than 100,000 bytes; is a quote missing?")]
    with pytest.raises(ExportError, match="line 3 is longer than 16 MiB"):
        extract(file("q.csv", 'id,name\n1,Ana\n2,"' + "x,y\n" * (5 << 20)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        ("\n\n", "it is empty"),
        ("id,name\n", "no row below it"),
        ("id,name", "no row below it"),
        ("id,name\n\n,\n", "no row below it"),
        ("Adam,30\nEva,40\n", "'Adam', '30'"),
        ("id,name\n1\n2\n", "not one row can be used. p.csv, line 2: 1 cell where the header has 2"),
        ("source,target\n1,1\n", "self loop"),
        (b"PAR1", "not a readable Parquet"),
    ],
)
def test_bad_files_are_clear_errors(file: Any, content: str | bytes, words: str) -> None:
    """A file without a header, without rows or without a usable row is an error that says so."""
    with pytest.raises(ExportError) as caught:
        extract(file("p.csv", content))
    assert words in str(caught.value)
    assert "p.csv" in str(caught.value)


def test_unknown_files_are_noted(file: Any) -> None:
    """A table of an unknown kind beside known ones is not read, and that is said."""
    got = extract(file("p.csv", "id,name\n1,Ana\n"), file("other.csv", "col1,col2\n1,2\n"))
    assert [problem.file for problem in got.problems] == ["other.csv"]
    assert "'col1', 'col2'" in got.problems[0].reason


def test_gzip(file: Any, tmp_path: Path) -> None:
    """A gzipped table is read; one that is a bomb, cut short or no gzip at all is an error."""
    path = file("t.csv.gz", gzip.compress(b"source,target\n1,2\n"))
    assert identifies(path)
    assert len(extract(path).ties()) == 1
    bomb = gzip.compress(b"source,target\n" + b"1,2\n" * (4 << 20))
    with pytest.raises(UnsafeExportError, match="bomb"):
        extract(file("b.csv.gz", bomb))
    for content in (bomb[:2000], b"source,target\n1,2\n"):
        with pytest.raises(ExportError, match="is damaged"):
            extract(file("d.csv.gz", content))


def test_everything_fits_the_builder(file: Any) -> None:
    """The builder of sources takes all batches, whole numbers in one file and texts in another alike."""
    export = Export(
        file("people.csv", "id,name,email,school\n1,Ana,ana@example.org,MIT\nb2,Ben,,\n"),
        file("ties.csv", "source,target,weight,since\n1,3,2,2020\n3,1,5,2021\n"),
        file("more.csv", "source,target\nb2,1\n"),
        file("jobs.csv", "Person.id,Organisation.id,workFrom\n1,9,2010\n"),
    )
    builder = SourceBuilder(file=str(export), sha256=export.sha256(), importer="tables", options={})
    builder.take(Tables().extract(export))
    tables = builder.build().tables
    assert len(tables["people"]) == 3
    assert len(tables["ties"]) == 3
    assert len(tables["histories"]) == 2


@pytest.mark.parametrize("fmt", ["csv", "parquet"])
def test_tables_of_a_synthetic_world(tmp_path: Path, fmt: str) -> None:
    """The three tables of a synthetic world are read whole; closeness in (0, 1] is taken as strength."""
    world = make_world(300, seed=5)
    write_world_tables(world, tmp_path, fmt=fmt)
    assert identifies(tmp_path)
    got = extract(tmp_path, namespace="w")
    assert len(got.rows("people")) == len(got.rows("histories")) == 300
    assert [row["first_name"] for row in got.rows("people")] == list(world.people_columns()["first_name"])
    assert len(got.rows("companies")) == len(world.companies_table())
    pairs = zip(world.ties.lo.tolist(), world.ties.hi.tolist(), strict=True)
    assert got.ties() == [(f"id:w/{a}", f"id:w/{b}") for a, b in pairs]
    assert [row["strength"] for row in got.rows("ties")] == pytest.approx(
        world.ties.closeness.tolist(), abs=1e-4
    )
    assert not got.problems
