"""Tables as other systems write them."""

from __future__ import annotations

import csv
import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest

from netreach.errors import (
    NetreachError,
)
from netreach.model import Owner
from table_files import extract, identifies


def python_rows(path: Path) -> list[list[str]]:
    """The rows of a `|` file below its header, by Python's csv."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="|"))[1:]


def test_ldbc_sf01(data: Path) -> None:
    """People, knows in both files, employers, schools and places of LDBC SF 0.1 are what Python reads."""
    root = data / "graphs" / "ldbc_sf01"
    assert identifies(root)
    got = extract(root, namespace="ldbc")
    rows = {
        path.name.removeprefix("kuzu__").removesuffix(".csv"): python_rows(path) for path in root.iterdir()
    }
    names = {row[0]: row[2].replace("_", " ") for row in rows["Organisation"]}
    assert {file: count.used for file, count in got.counts.items()} == {
        f"kuzu__{name}.csv": len(found) for name, found in rows.items()
    }
    assert not got.problems
    knows = rows["Person_knows_Person"] + rows["Person_knows_Person_1"]
    assert got.ties() == [(f"id:ldbc/{row[0]}", f"id:ldbc/{row[1]}") for row in knows]
    assert [row["since"].strftime("%Y%m%d") for row in got.rows("ties")] == [row[2][:8] for row in knows]
    people = got.rows("people")
    assert [(row["key"], row["first_name"], row["last_name"]) for row in people if "first_name" in row] == [
        (f"id:ldbc/{row[0]}", row[1], row[2]) for row in rows["Person"]
    ]
    assert [(row["key"], row["location"]) for row in people if "location" in row] == [
        (f"id:ldbc/{row[0]}", row[1]) for row in rows["Person_isLocatedIn_Place"]
    ]
    histories = got.rows("histories")
    for kind, column, table in [("study", "end", "study"), ("work", "start", "work")]:
        assert [
            (row["person"], row["organisation"], row[column]) for row in histories if row["kind"] == kind
        ] == [
            (f"id:ldbc/{row[0]}", names[row[1]], dt.date(int(row[2]), 1, 1))
            for row in rows[f"Person_{table}At_Organisation"]
        ]
    assert got.owners == [Owner(keys=(), complete_list=True)]


def test_ldbc_with_iso_dates(data: Path) -> None:
    """The other serializer of LDBC: duplicate header names, ISO dates, one e-mail address a row."""
    root = data / "corpus" / "ldbc_iso"
    assert identifies(root)
    got = extract(root, namespace="ldbc")
    knows = python_rows(root / "person_knows_person_0_0.csv")
    assert got.ties() == [(f"id:ldbc/{row[0]}", f"id:ldbc/{row[1]}") for row in knows]
    assert [row["since"].isoformat() for row in got.rows("ties")] == [row[2][:10] for row in knows]
    mails = python_rows(root / "person_email_emailaddress_0_0.csv")
    found = [(row["key"], row["emails"]) for row in got.rows("people") if "emails" in row]
    assert found == [(f"id:ldbc/{row[0]}", [row[1]]) for row in mails]
    works = python_rows(root / "person_workAt_organisation_0_0.csv")
    assert [row["organisation"] for row in got.rows("histories")] == [row[1] for row in works]
    assert not got.problems


@pytest.mark.parametrize("folder_name", ["arenas_university_email", "lazega_lawyers"])
def test_edge_and_node_tables(data: Path, folder_name: str) -> None:
    """Folders of node and edge tables are read whole."""
    root = data / "graphs" / folder_name
    assert identifies(root)
    got = extract(root)
    assert all(count.used == count.rows for count in got.counts.values())
    assert len(got.counts) == len(list(root.iterdir()))


@pytest.mark.parametrize("folder_name", ["csv_ugly", "parquet", "edgelist", "linkedin"])
def test_other_files_are_refused_clearly(data: Path, folder_name: str) -> None:
    """Files that are no tables of ours are not taken; read all the same, they give an answer or a clear error."""
    for path in sorted((data / "corpus" / folder_name).iterdir()):
        assert not identifies(path), path.name
        with suppress(NetreachError):
            extract(path)
