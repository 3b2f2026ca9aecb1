"""People and ties in tables."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from netreach.model import FileCount
from table_files import extract, identifies

# People


def test_people_with_ids(file: Any) -> None:
    """A table of people becomes one batch with cleaned texts, lists, and keys by prefix."""
    path = file(
        "people.csv",
        "Person ID;Full name;E-Mail;Employer;Job title;City;Sector;Country;LinkedIn URL;Group;Skills;Updated at\n"
        "7; Ana  Ru\u202eiz ;ana@example.org, Ana <a2@example.org>;Acme;CEO;Madrid;Energy;ES;"
        "linkedin.com/in/ana;Alumni|Club;python, sql;2024-05-01\n"
        "8;Ben;;;;;;;;;;\n",
    )
    got = extract(path, namespace="crm")
    assert [batch.prefix for batch in got.batches] == ["id:crm/"]
    first, second = got.rows("people")
    assert first == {
        "key": "id:crm/7",
        "name": "Ana Ruiz",
        "title": "CEO",
        "company": "Acme",
        "industry": "Energy",
        "country": "ES",
        "location": "Madrid",
        "emails": ["ana@example.org", "a2@example.org"],
        "url": "linkedin.com/in/ana",
        "groups": ["Alumni", "Club"],
        "skills": ["python", "sql"],
        "as_of": dt.date(2024, 5, 1),
    }
    assert second["key"] == "id:crm/8"
    assert second["company"] is None
    assert second["emails"] == second["groups"] == []
    assert not got.problems
    assert not got.owners


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_dialects_and_encodings(file: Any, delimiter: str, encoding: str, end: str) -> None:
    """The delimiter, the encoding and the line ends of a file change nothing in what is read."""
    rows = [
        ["id", "first name", "last name", "city"],
        ["1", "José", "Núñez", "Málaga"],
        ["2", "Zoë", "Ruiz", ""],
    ]
    path = file("people.csv", end.join(delimiter.join(row) for row in rows) + end, encoding)
    assert identifies(path)
    got = extract(path, namespace="x")
    assert [tuple(row.values()) for row in got.rows("people")] == [
        ("id:x/1", "José", "Núñez", "Málaga"),
        ("id:x/2", "Zoë", "Ruiz", None),
    ]
    assert got.counts["people.csv"].rows == 2


def test_parquet_gives_what_csv_gives(file: Any, tmp_path: Path) -> None:
    """A Parquet file with typed columns means the same as the CSV file with the same content."""
    table = pa.table(
        {
            "id": pa.array([1, 2, None], pa.int64()),
            "name": ["Ana", "Ben", None],
            "emails": pa.array([["ana@example.org", "a2@example.org"], [], None], pa.list_(pa.string())),
            "company": pa.array(["Acme", "Acme", None]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "people.parquet")
    ties = pa.table(
        {"source": [1.0, 2.0], "target": [2, 2], "since": pa.array([dt.datetime(2020, 1, 2, 3), None])}
    )
    pq.write_table(ties, tmp_path / "ties.parquet")
    file(
        "people.csv", "id,name,emails,company\n1,Ana,ana@example.org;a2@example.org,Acme\n2,Ben,,Acme\n,,,\n"
    )
    file("ties.csv", "source,target,since\n1,2,2020-01-02T03:00:00\n2,2,\n")
    assert identifies(tmp_path / "people.parquet", tmp_path / "ties.parquet")
    one = extract(tmp_path / "people.csv", tmp_path / "ties.csv", namespace="x")
    two = extract(tmp_path / "people.parquet", tmp_path / "ties.parquet", namespace="x")
    assert one.rows("people") == two.rows("people")
    assert (
        one.rows("ties") == two.rows("ties") == [{"a": "id:x/1", "b": "id:x/2", "since": dt.date(2020, 1, 2)}]
    )
    for name in ("people", "ties"):
        assert attrs.evolve(one.counts[f"{name}.csv"], file="") == attrs.evolve(
            two.counts[f"{name}.parquet"], file=""
        )


def test_parquet_problems_name_the_row(tmp_path: Path) -> None:
    """Parquet has no lines: a problem has line 0 and says the row."""
    pq.write_table(pa.table({"source": ["a", "b"], "target": ["b", None]}), tmp_path / "ties.parquet")
    got = extract(tmp_path / "ties.parquet")
    assert got.lines() == [(0, "a tie without its second person (row 2)")]


def test_keys_without_ids(file: Any) -> None:
    """Without an id the key is the e-mail address, else the profile, else the name within the data set."""
    path = file(
        "people.csv",
        "name,email,linkedin,company\n"
        "Ana,Ana@Example.org,linkedin.com/in/ana,Acme\n"
        "Ben,,https://www.linkedin.com/in/Ben/,Acme\n"
        "Eva,info@example.org,,Acme\n"
        ",,,Acme\n",
    )
    got = extract(path, namespace="x")
    assert [row["key"] for row in got.rows("people")] == ["email:ana@example.org", "linkedin:ben", "id:x/Eva"]
    assert got.lines() == [(5, "nothing names the person: no id, address or name")]


def test_ties_by_name_meet_people_by_name(file: Any) -> None:
    """Where ties name people by name, tables without ids are keyed by name; safe keys still come along."""
    people = file("people.csv", "name,email\nAna Ruiz,ana@example.org\nBen Ode,\n")
    ties = file("ties.csv", "source,target\nAna Ruiz,Ben  Ode\nBen Ode,eva@example.org\n")
    got = extract(people, ties, namespace="x")
    keys = [row["key"] for row in got.rows("people")]
    assert keys == ["id:x/Ana Ruiz", "id:x/Ben Ode"]
    assert got.rows("people")[0]["emails"] == ["ana@example.org"]
    assert got.ties() == [(keys[0], keys[1]), (keys[1], "email:eva@example.org")]


def test_a_name_of_two_people_joins_neither(file: Any) -> None:
    """Two people with one name and different addresses stay two, and a tie by that name goes to neither."""
    people = file(
        "people.csv", "name,email\nAna Ruiz,a1@example.org\nAna Ruiz,a2@example.org\nBen,b@example.org\n"
    )
    got = extract(people, file("ties.csv", "source,target\nAna Ruiz,Ben\n"), namespace="x")
    assert [row["key"] for row in got.rows("people")] == [
        "email:a1@example.org",
        "email:a2@example.org",
        "id:x/Ben",
    ]
    assert got.ties() == [("id:x/Ana Ruiz", "id:x/Ben")]
    assert [line for line, reason in got.lines(rows=0) if "several people" in reason] == [2, 3]


def test_references_by_address_are_safe_keys(file: Any) -> None:
    """A tie that names people by address or profile means these people in every export."""
    got = extract(
        file("ties.csv", "from,to\nana@example.org,https://linkedin.com/in/Ben\ninfo@example.org,7\n"),
        namespace="x",
    )
    assert got.ties() == [("email:ana@example.org", "linkedin:ben"), ("id:x/info@example.org", "id:x/7")]


def test_schools_of_people_are_histories(file: Any) -> None:
    """A school column gives studies, one for each school in the cell."""
    got = extract(file("people.csv", "id,name,school\n1,Ana,MIT; UPM\n2,Ben,\n"), namespace="x")
    assert got.rows("histories") == [
        {"person": "id:x/1", "kind": "study", "organisation": "MIT"},
        {"person": "id:x/1", "kind": "study", "organisation": "UPM"},
    ]


def test_leading_zeros_are_kept(file: Any) -> None:
    """007 and 7 are two people, in tables and in ties."""
    got = extract(
        file("ties.csv", "source,target\n007,1\n1,7\n"), file("people.csv", "id,name\n007,A\n7,B\n")
    )
    prefix = got.batches[0].prefix
    assert [row["key"] for row in got.rows("people")] == [f"{prefix}007", f"{prefix}7"]
    assert got.ties() == [(f"{prefix}007", f"{prefix}1"), (f"{prefix}1", f"{prefix}7")]


# Ties


def test_ties_with_problems(file: Any) -> None:
    """A tie without an end is a problem with its line, a loop is left out by rule, a bad date is a note."""
    path = file(
        "ties.csv",
        "source,target,date\n1,2,2020-01-02\n1,,2020-01-02\n,2,\n3,3,\n\n,,\n2,3,soon\n 4 , 4 ,\n2,1,1/2/20\n",
    )
    got = extract(path, namespace="x")
    assert got.ties() == [("id:x/1", "id:x/2"), ("id:x/2", "id:x/3"), ("id:x/2", "id:x/1")]
    assert [row["since"] for row in got.rows("ties")] == [dt.date(2020, 1, 2), None, None]
    assert got.counts["ties.csv"] == FileCount(
        file="ties.csv", rows=9, used=3, empty=2, left_out={"self loop": 2}
    )
    assert got.lines() == [
        (3, "a tie without its second person"),
        (4, "a tie without its first person"),
    ]
    assert [line for line, _ in got.lines(rows=0)] == [8, 10]
    assert [problem.value for problem in got.problems if not problem.rows] == ["soon", "1/2/20"]


@pytest.mark.parametrize(
    "cell",
    [
        "2010-04-22",
        "2010-04-22T12:30:57.947+0000",
        "2010-04-22 12:30",
        "20100422",
        "20100422123057947",
        "1271939457947",
        "1271939457",
        "22 Apr 2010",
        "4/22/2010",
        "22/4/2010",
    ],
)
def test_dates(file: Any, cell: str) -> None:
    """Dates are read as ISO, as long numbers, as seconds and milliseconds, and as people write them."""
    got = extract(file("ties.csv", f"source,target,creationDate\n1,2,{cell}\n"))
    assert got.rows("ties")[0]["since"] == dt.date(2010, 4, 22)
    assert not got.problems


def test_strengths_are_probabilities(file: Any) -> None:
    """A strength outside (0, 1] is a problem of its row; an empty one is unknown; a comma may part decimals."""
    got = extract(
        file("t.csv", "source;target;strength\n1;2;0,5\n1;3;2\n2;3;\n2;4;x\n3;4;0\n4;5;1\n4;6;nan\n")
    )
    assert [row["strength"] for row in got.rows("ties")] == [0.5, None, 1.0]
    assert [line for line, _ in got.lines()] == [3, 5, 6, 8]
    assert "'weight'" in got.lines()[0][1]


def test_weights_become_strengths(file: Any) -> None:
    """A weight w becomes 1 - exp(-w / median), over all files of the data set."""
    one = file("t1.csv", "source,target,weight\n1,2,1\n1,3,3\n1,4,abc\n1,5,-1\n")
    two = file("t2.csv", "source,target,weight\n2,3,100\n2,4,\n2,5,1e400\n")
    got = extract(one, two)
    expected = [1 - math.exp(-1 / 3), 1 - math.exp(-1), 1 - math.exp(-100 / 3), None]
    assert [row["strength"] for row in got.rows("ties")] == [pytest.approx(value) for value in expected]
    assert [line for line, _ in got.lines()] == [4, 5, 4]


@pytest.mark.parametrize(
    ("weights", "expected"), [((0.25, 0.5), [0.25, 0.5]), ((1.0, 1.0), None), ((4, 4), None)]
)
def test_weights_that_are_no_counts(
    file: Any, weights: tuple[float, float], expected: list[float] | None
) -> None:
    """Weights all in (0, 1] are strengths; weights that are all the same, as Gephi writes them, say nothing."""
    got = extract(
        file("t.csv", f"Source,Target,Type,Weight\n1,2,Undirected,{weights[0]}\n2,3,,{weights[1]}\n")
    )
    assert [row.get("strength") for row in got.rows("ties")] == (expected or 2 * [None])
