"""The importer of tables: what a header means, how rows become batches, and where every row went."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import math
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.errors import (
    ExportError,
    NetreachError,
    OptionError,
    OwnerError,
    UnknownExportError,
    UnsafeExportError,
)
from netreach.importers.recognise import choose
from netreach.importers.tables import Tables, read
from netreach.importers.tables.account import LISTED, Account
from netreach.importers.tables.columns import classify
from netreach.model import Batch, FileCount, Owner, RowProblem
from netreach.plugins.export import Export
from netreach.plugins.registry import default_registry
from netreach.store.builder import SourceBuilder
from netreach.testing import make_world, write_world_tables


@attrs.define
class Got:
    """What an importer yielded, sorted by kind."""

    batches: list[Batch] = attrs.field(factory=list)
    counts: dict[str, FileCount] = attrs.field(factory=dict)
    problems: list[RowProblem] = attrs.field(factory=list)
    owners: list[Owner] = attrs.field(factory=list)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a kind of batch, people by full key."""
        found: list[dict[str, Any]] = []
        for batch in self.batches:
            if batch.table == table:
                for row in batch.columns.to_pylist():
                    for name in ("key", "a", "b", "person"):
                        if name in row:
                            row[name] = f"{batch.prefix}{row[name]}"
                    found.append(row)
        return found

    def ties(self) -> list[tuple[str, str]]:
        """The ends of all ties."""
        return [(row["a"], row["b"]) for row in self.rows("ties")]

    def lines(self, *, rows: int = 1) -> list[tuple[int, str]]:
        """Lines and reasons of the problems (or, with 0, of the notes)."""
        return [(problem.line, problem.reason) for problem in self.problems if problem.rows == rows]


def extract(*paths: Path | str, **options: Any) -> Got:
    """Read an export and check that every row of every file is accounted for."""
    got = Got()
    for item in Tables().extract(Export(*paths, **options)):
        match item:
            case Batch():
                assert len(item.columns)
                got.batches.append(item)
            case FileCount():
                assert item.file not in got.counts
                got.counts[item.file] = item
            case RowProblem():
                got.problems.append(item)
            case Owner():
                got.owners.append(item)
            case _:
                raise AssertionError(item)
    for file, count in got.counts.items():
        problems = sum(problem.rows for problem in got.problems if problem.file == file)
        assert count.rows == count.used + count.empty + sum(count.left_out.values()) + problems
    return got


def identifies(*paths: Path | str, **options: Any) -> bool:
    """Whether the importer takes an export."""
    return Tables().identify(Export(*paths, **options))


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """A function that writes a file and returns its path."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


# What a header means


@pytest.mark.parametrize(
    ("header", "name", "kind"),
    [
        ("id,name", "x.csv", "people"),
        ("Id,Label,Interval", "x.csv", "people"),
        ("Person ID,Full name,Employer,Job title", "x.csv", "people"),
        ("First name,Last name,E-Mail", "x.csv", "people"),
        ("id:ID(Person),firstName:STRING,lastName:STRING", "x.csv", "people"),
        ("Person.id,email", "x.csv", "people"),
        ("nombre,apellidos,empresa,cargo", "x.csv", "people"),
        ("id,status,office", "law_nodes.csv", "people"),
        ("id,name,url", "x.csv", "people"),
        ("id,name,url", "organisation_0_0.csv", "names"),
        ("id,name,url,type", "place_0_0.csv", "names"),
        ("id:ID(Organisation),:LABEL,name:STRING,url:STRING", "x.csv", "names"),
        ("source,target", "x.csv", "ties"),
        ("FROM,TO,Weight", "x.csv", "ties"),
        ("src,dst", "x.csv", "ties"),
        ("a,b,strength", "x.csv", "ties"),
        ("Person1,Person2,since", "x.csv", "ties"),
        ("Person.id,Person.id,creationDate", "x.csv", "ties"),
        (":START_ID(Person),:END_ID(Person),creationDate:LONG", "x.csv", "ties"),
        (":START_ID,:END_ID,:TYPE", "x.csv", "ties"),
        ("Source,Target,Type,Id,Label,Weight", "x.csv", "ties"),
        ("creationDate,Person1Id,Person2Id", "x.csv", "ties"),
        ("company,industry,size,country", "x.csv", "companies"),
        ("name,industry,employees", "x.csv", "companies"),
        ("name,industry,country", "companies.csv", "companies"),
        ("name,industry,country", "x.csv", "people"),
        ("name,company,industry,country", "x.csv", "people"),
        (":START_ID(Person),:END_ID(Organisation),workFrom:INT", "x.csv", "histories"),
        ("Person.id,Organisation.id,classYear", "x.csv", "histories"),
        ("person,employer,from,to", "x.csv", "histories"),
        ("email,school,class year", "x.csv", "histories"),
        (":START_ID(Person),:END_ID(Place)", "x.csv", "places"),
        ("col1,col2", "x.csv", None),
        ("id,status,office", "x.csv", None),
        ("Adam,Waterloo", "x.csv", None),
        ("id,title,creationDate", "forum_0_0.csv", None),
        ("id,name,url", "tag_0_0.csv", None),
        ("Person.id,Tag.id", "person_hasInterest_tag_0_0.csv", None),
        (":START_ID(Organisation),:END_ID(Organisation)", "x.csv", None),
        ("from,to,date,subject,content", "x.csv", None),
        ("Organization,Followed On", "x.csv", None),
    ],
)
def test_header_tells_the_kind(header: str, name: str, kind: str | None) -> None:
    """A header means the same kind of table whatever its spelling; the file's name decides only in doubt."""
    layout = classify(header.split(","), file=name)
    assert (layout.kind if layout else None) == kind


@pytest.mark.parametrize(
    "content",
    [
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAna,Ruiz,,,,,\n",
        'Notes:\n"When exporting"\n\nFirst Name,Last Name,Connected On\n',
        "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value\nAna,,,,,\n",
        "First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value\nAna,,,,\n",
        "Title,First Name,Last Name,E-mail Address,Company,Job Title\n,Ana,,,,\n",
        "FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER\nAna,Ben,,,,,\n",
        "From,To,Sent At,Message,Direction\nAna,Ben,,,\n",
        "col1,col2\n1,2\n",
        "Adam,30\nEva,40\n",
        "",
        "\n\n",
        "only text",
        b"\xff\xfe",
        b"PAR1 but nothing else",
        b"PK\x03\x04 broken",
    ],
)
def test_not_a_table_of_ours(file: Any, content: str | bytes) -> None:
    """Exports of LinkedIn, Google and Outlook, random tables and broken files are not taken; nothing is raised."""
    path = file("Connections.csv", content)
    try:
        export = Export(path)
        assert export.names
    except ExportError:
        return
    assert not Tables().identify(export)


def test_identify_needs_every_table_to_be_known(file: Any, tmp_path: Path) -> None:
    """A folder is taken when all its tables are known; other files in it do not matter."""
    file("people.csv", "id,name\n1,Ana\n")
    file("readme.txt", "hello")
    assert identifies(tmp_path)
    file("nodes.csv", "id,status\n1,2\n")
    assert not identifies(tmp_path)
    file("ties.csv", "source,target\n1,2\n")
    assert identifies(tmp_path)
    file("other.csv", "col1,col2\n1,2\n")
    assert not identifies(tmp_path)
    assert identifies(file("companies.csv", "company,industry\nAcme,Energy\n"))
    assert not identifies(file("jobs.csv", ":START_ID(Person),:END_ID(Organisation)\n1,2\n"))


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


# Companies and histories


def test_companies(file: Any) -> None:
    """A table of companies says their sector, size and place; a row without a company is a problem."""
    got = extract(
        file("c.csv", "Company,Industry,Size,Country,City\nAcme,Energy,100,ES,Madrid\n,Energy,,,\n")
    )
    assert got.rows("companies") == [
        {"company": "Acme", "industry": "Energy", "size": "100", "country": "ES", "location": "Madrid"}
    ]
    assert got.lines() == [(3, "there is no company in this row")]
    assert not got.owners


def test_histories_by_id(file: Any) -> None:
    """Ids of organisations and places become names; underscores become blanks; unknown ids stay and are noted."""
    paths = [
        file("o.csv", "id:ID(Organisation)|:LABEL|name:STRING\n1|Company|Kam_Air\n2|University|Uni X_Y\n"),
        file("p.csv", "id:ID(Place)|name\n9|New_York\n"),
        file("person.csv", "id:ID(Person)|firstName|lastName\n7|Ana|Ruiz\n"),
        file(
            "work.csv", ":START_ID(Person)|:END_ID(Organisation)|workFrom:INT\n7|1|2013\n7|5|2014\n7||2014\n"
        ),
        file("study.csv", ":START_ID(Person)|:END_ID(Organisation)|classYear:INT\n7|2|2011\n"),
        file("lives.csv", ":START_ID(Person)|:END_ID(Place)\n7|9\n"),
    ]
    got = extract(*paths, namespace="x")
    study, work, unknown = got.rows("histories")
    assert study == {
        "person": "id:x/7",
        "kind": "study",
        "organisation": "Uni X_Y",
        "end": dt.date(2011, 1, 1),
    }
    assert work == {
        "person": "id:x/7",
        "kind": "work",
        "organisation": "Kam Air",
        "start": dt.date(2013, 1, 1),
    }
    assert unknown["organisation"] == "5"
    assert got.rows("people")[-1] == {"key": "id:x/7", "location": "New York"}
    assert got.lines() == [(4, "there is no organisation in this row")]
    assert got.lines(rows=0) == [(3, "there is no organisation with this id")]
    assert got.counts["o.csv"].used == 2


def test_histories_by_name(file: Any) -> None:
    """Jobs by name: months and years stand for their first day at the start and their last at the end."""
    path = file(
        "jobs.csv",
        "name,company,title,start,end\nAna,Acme,CEO,Feb 2010,present\nBen,Beta,,2011,2012\nBen,Beta,,2013,later\n",
    )
    got = extract(path, namespace="x")
    assert [tuple(row.values()) for row in got.rows("histories")] == [
        ("id:x/Ana", "work", "Acme", "CEO", dt.date(2010, 2, 1), None),
        ("id:x/Ben", "work", "Beta", None, dt.date(2011, 1, 1), dt.date(2012, 12, 31)),
        ("id:x/Ben", "work", "Beta", None, dt.date(2013, 1, 1), None),
    ]
    assert [line for line, _ in got.lines(rows=0)] == [4]


# Columns said by the caller


def test_mapping_wins_over_aliases(file: Any) -> None:
    """A mapped column is used where another has the better name, and an empty mapping leaves a column out."""
    path = file("p.csv", "Nr,Kunde,Firma,name,city\n1,Ana,Acme,wrong,Madrid\n")
    columns = {"Nr": "id", "Kunde": "name", "firma": "company", "city": ""}
    assert identifies(path, columns=columns)
    got = extract(path, columns=columns, namespace="x")
    assert got.rows("people") == [{"key": "id:x/1", "name": "Ana", "company": "Acme"}]


def test_mapping_of_columns_without_meaning(tmp_path: Path) -> None:
    """Columns called f0, f1 become ties by a mapping."""
    pq.write_table(pa.table({"f0": ["a", "b"], "f1": ["b", "c"], "f2": [2020, 2021]}), tmp_path / "t.parquet")
    columns = {"f0": "source", "f1": "target", "f2": "since"}
    assert not identifies(tmp_path / "t.parquet")
    assert identifies(tmp_path / "t.parquet", columns=columns)
    got = extract(tmp_path / "t.parquet", columns=columns, namespace="x")
    assert got.ties() == [("id:x/a", "id:x/b"), ("id:x/b", "id:x/c")]
    assert got.rows("ties")[1]["since"] == dt.date(2021, 1, 1)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"Frima": "company"}, ["'Frima'", "did you mean 'Firma'", "p.csv has: Nr, Firma"]),
        ({"Firma": "compny"}, ["'compny'", "did you mean 'company'", "There are: id, name"]),
    ],
)
def test_mapping_that_does_not_fit(file: Any, columns: dict[str, str], words: list[str]) -> None:
    """A mapping of or to a column that does not exist names the ones there are, and what was probably meant."""
    path = file("p.csv", "Nr,Firma,name\n1,Acme,Ana\n")
    assert identifies(path, columns=columns)
    with pytest.raises(ExportError) as caught:
        extract(path, columns=columns)
    assert all(word in str(caught.value) for word in words)


# Owners and namespaces


def test_owner_and_completeness(file: Any) -> None:
    """Ties are complete for everybody unless the caller says otherwise or names the owner."""
    people = file("people.csv", "id,name,email\n1,Ana Ruiz,ana@example.org\n2,Ben,\n3,Ben,\n")
    ties = file("ties.csv", "source,target\n1,2\n2,4\n")
    assert extract(people, ties).owners == [Owner(keys=(), complete_list=True)]
    assert extract(people, ties, complete=False).owners == [Owner(keys=(), complete_list=False)]
    assert extract(people).owners == []
    for owner, key in [
        ("Ana@example.org", "email:ana@example.org"),
        ("https://www.linkedin.com/in/ana", "linkedin:ana"),
        ("ana ruiz", "id:x/1"),
        ("2", "id:x/2"),
        ("4", "id:x/4"),
    ]:
        got = extract(people, ties, owner=owner, namespace="x")
        assert got.owners == [Owner(keys=(key,), complete_list=True)]
    assert extract(people, owner="2", namespace="x").owners == [Owner(keys=("id:x/2",))]
    with pytest.raises(OwnerError, match="2 people are called 'Ben'"):
        extract(people, ties, owner="Ben")
    with pytest.raises(OwnerError, match="nobody's id or name"):
        extract(people, ties, owner="Eva")


def test_namespaces(file: Any) -> None:
    """Ids belong to the content, so the same file gives the same keys and another one others; unless said."""
    one, two = file("one.csv", "id,name\n1,Ana\n"), file("two.csv", "id,name\n1,Eva\n")
    assert extract(one).batches[0].prefix == extract(one).batches[0].prefix
    assert extract(one).batches[0].prefix != extract(two).batches[0].prefix
    assert extract(one, namespace="crm").batches[0].prefix == "id:crm/"
    for bad in ("a/b", " "):
        with pytest.raises(OptionError):
            extract(one, namespace=bad)


def test_zip_and_folder_give_the_same(file: Any, tmp_path: Path) -> None:
    """A folder and a zip of it give equal batches."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "people.csv").write_text("id,name\n1,Ana\n")
    (folder / "ties.csv").write_text("source,target\n1,2\n")
    pq.write_table(pa.table({"source": [2], "target": [3]}), folder / "more.parquet")
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    assert identifies(folder)
    assert identifies(tmp_path / "set.zip")
    one, two = extract(folder), extract(tmp_path / "set.zip")
    assert [(batch.table, batch.prefix, batch.columns.to_pydict()) for batch in one.batches] == [
        (batch.table, batch.prefix, batch.columns.to_pydict()) for batch in two.batches
    ]
    assert one.counts == two.counts


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


# What a user is told


@pytest.mark.parametrize(
    ("header", "name", "kind", "fields"),
    [
        ("origen;destino;fuerza;desde", "x.csv", "ties", "source target strength since"),
        ("persona 1,persona 2,peso", "x.csv", "ties", "source target weight"),
        ("persona1,persona2,fecha", "x.csv", "ties", "source target since"),
        ("Persona,Contacto", "x.csv", "ties", "source target"),
        ("desde,hasta", "x.csv", "ties", "source target"),
        ("de,a,desde", "x.csv", "ties", "source target since"),
        ("von,bis", "x.csv", "ties", "source target"),
        ("Quelle,Ziel,Stärke,seit", "x.csv", "ties", "source target strength since"),
        ("source,cible,poids,depuis", "x.csv", "ties", "source target weight since"),
        ("origem,destino,força", "x.csv", "ties", "target strength source"),
        ("id,nombre,desde,hasta", "x.csv", "people", "id name"),
        ("persona,empresa,cargo,desde,hasta", "x.csv", "histories", "person organisation title start end"),
        ("de,a,fecha,asunto,mensaje", "x.csv", None, ""),
        (
            "Identificador,Nombre,Apellidos,Correo electrónico,Puesto,Empresa,Ciudad,País,Sector,Universidad,Perfil",
            "x.csv",
            "people",
            "id first_name last_name emails title company location country industry school url",
        ),
        ("código,nombre", "x.csv", "people", "id name"),
        ("clave,nombre,cargo", "x.csv", "people", "id name title"),
        ("ID persona,Nombre,Provincia", "x.csv", "people", "id name location"),
        (
            "Name,Vorname,Firma,Position,Ort,Land,Branche,E-Mail",
            "x.csv",
            "people",
            "last_name first_name company title location country industry emails",
        ),
        ("Vorname,Nachname", "x.csv", "people", "first_name last_name"),
        (
            "Prénom,Nom,Société,Poste,Ville,Pays,Secteur",
            "x.csv",
            "people",
            "first_name last_name company title location country industry",
        ),
        (
            "Nome,Cognome,Azienda,Ruolo,Città",
            "x.csv",
            "people",
            "first_name last_name company title location",
        ),
        ("Nome,Sobrenome,Cargo,Cidade", "x.csv", "people", "first_name last_name title location"),
        ("nombre,sector,país", "empresas.csv", "companies", "company industry country"),
    ],
)
def test_headers_in_other_languages(header: str, name: str, kind: str | None, fields: str) -> None:
    """Headers in Spanish, German, French, Portuguese and Italian mean what the English ones mean."""
    layout = classify(re.split("[,;]", header), file=name)
    assert (layout.kind if layout else None) == kind
    assert set(layout.columns if layout else ()) == set(fields.split())


def test_spanish_ties_are_checked_like_english_ones(file: Any) -> None:
    """A fuerza above 1 is a problem of its row, a bad desde is a note."""
    got = extract(
        file("lazos.csv", "origen;destino;fuerza;desde\n1;2;0,8;2019-03-01\n2;3;5;\n1;3;0,4;ayer\n"),
        namespace="x",
    )
    assert [(row["strength"], row["since"]) for row in got.rows("ties")] == [
        (0.8, dt.date(2019, 3, 1)),
        (0.4, None),
    ]
    assert [line for line, _ in got.lines()] == [3]
    assert [line for line, _ in got.lines(rows=0)] == [4]


def test_columns_that_are_not_used_are_noted(file: Any) -> None:
    """Every column that nothing is read from is named once, unless the caller says that it is to be ignored."""
    path = file("t.csv", "source,target,strength,weight,vibe,mood\n1,2,0.5,3,a,b\n")
    [(line, reason)] = extract(path).lines(rows=0)
    assert line == 1
    assert reason.startswith("columns not used: weight, vibe, mood (name them with --column weight=FIELD or")
    assert "since" in reason
    assert "or ignore to leave one out" in reason
    ignored = dict.fromkeys(("weight", "vibe"), "ignore")
    assert extract(path, columns=ignored).lines(rows=0)[0][1].startswith("columns not used: mood (")
    assert not extract(path, columns={**ignored, "mood": ""}).problems
    misplaced = extract(path, columns={**ignored, "mood": "headline"}).lines(rows=0)
    assert misplaced[0][1].startswith("columns not used: mood (")


@pytest.mark.parametrize(
    "header",
    [
        "id,firstName,lastName,gender,birthday,creationDate,locationIP,browserUsed",
        "Id,Label,timeset,",
        "id,name",
    ],
)
def test_columns_that_say_nothing_are_not_noted(file: Any, header: str) -> None:
    """What LDBC and Gephi always write, and columns without a name, need no word."""
    cells = ",".join("1" * len(header.split(",")))
    assert not extract(file("p.csv", f"{header}\n{cells}\n")).problems
    assert not extract(file("t.csv", "Source,Target,Type,Id,Label,Weight\n1,2,Undirected,0,,1\n")).problems


def test_ends_that_name_nobody_are_noted(file: Any) -> None:
    """Ends that are no person of the tables are kept, counted and shown; addresses are no matter of ids."""
    people = file("personas.csv", "id,nombre\n1,Ana\n2,Ben\n3,Eva\n")
    ties = file("lazos.csv", "origen,destino\n1,2\n2,3\n1,9\nana@example.org,3\n")
    got = extract(people, ties, namespace="x")
    assert got.ties()[2] == ("id:x/1", "id:x/9")
    [(line, reason)] = got.lines(rows=0)
    assert line == 0
    assert reason.startswith("1 of 8 ends of ties name nobody in personas.csv, such as '9'")
    assert not extract(ties, namespace="x").problems
    assert not extract(people, file("t2.csv", "origen,destino\n1,2\n"), namespace="x").problems


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (
            "num,nombre,puesto\n1,Ana,CEO\n2,Ben,CEO\n",
            "Is a column of p.csv the id? It has: num, nombre, puesto.",
        ),
        ("id,nombre\n7,Ana\n8,Ben\n", "People of p.csv are named by its column 'id'; is another one meant?"),
        (
            "id,nombre\n01,Ana\n02,Ben\n",
            "People of p.csv are named by its column 'id'; is another one meant?",
        ),
    ],
)
def test_ties_of_nobody_ask_for_the_id(file: Any, people: str, words: str) -> None:
    """Where no end is among the people, the note asks which column is the id."""
    got = extract(file("p.csv", people), file("lazos.csv", "origen,destino\n1,2\n"), namespace="x")
    reason = next(reason for _, reason in got.lines(rows=0) if "ends" in reason)
    assert "2 of 2 ends" in reason
    assert words in reason
    assert "--column COLUMN=id" in reason
    assert len(got.ties()) == 1


def test_a_day_far_beyond_the_others_is_not_believed(file: Any) -> None:
    """A slip such as 2099 is noted with its line, and the row is kept without the day; other gaps are no slips."""
    got = extract(
        file("t.csv", "source,target,since\n1,2,2009-03-01\n2,3,2099-03-01\n1,3,2024-03-01\n"),
        file("p.csv", "id,name,updated at\n1,Ana,2024-01-01\n2,Ben,2150-01-01\n3,Eva,2019-01-01\n"),
    )
    assert [row["since"] for row in got.rows("ties")] == [dt.date(2009, 3, 1), None, dt.date(2024, 3, 1)]
    assert [row["as_of"] for row in got.rows("people")][1] is None
    assert [problem.value for problem in got.problems] == ["2150-01-01", "2099-03-01"]
    assert [line for line, _ in got.lines(rows=0)] == [3, 3]


def test_an_unknown_export_is_explained(file: Any, tmp_path: Path) -> None:
    """The error says why: no known column and how to map one, no header, no table at all, packed twice."""
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.writestr("in.zip", "PK")
    with zipfile.ZipFile(tmp_path / "lazos.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    cases = {
        file("clima.csv", "fecha,temperatura,lluvia\n1,2,3\n"): (
            "clima.csv is a table, but none of its columns (fecha, temperatura, lluvia) names a person or a tie. "
            "Map them with --column fecha=since or Export(..., columns={'fecha': 'since'})."
        ),
        file("notas.txt", "mal tiempo;agua\n1;2\n"): "--column 'mal tiempo=name'",
        file("ages.csv", "Adam1,2\nBen2,3\n"): "a table without a header: its first row is Adam1, 2.",
        file("jobs.csv", ":START_ID(Person),:END_ID(Organisation)\n1,2\n"): "Name these files with it",
        file("foto.jpg", b"\xff\xd8\x00\x10JFIF;a;b\n1;2;3"): (
            "foto.jpg is not a table, folder or archive that netreach reads.\nnetreach reads:\n  "
        ),
        file("a.pdf", b"%PDF-1.4\n%\xe2\xe3"): "a.pdf is not a table, folder or archive that netreach reads.",
        tmp_path / "out.zip": "holds another archive, in.zip. Unpack",
        tmp_path / "lazos.xlsx": "Save each of its sheets as CSV",
    }
    for path, words in cases.items():
        with pytest.raises(UnknownExportError, match=re.escape(words)):
            choose(Export(path), default_registry())


def test_a_network_is_no_export(tmp_path: Path) -> None:
    """Given by itself it is an error that says so; in a folder it is listed among what was not read."""
    with nr.from_edges([0], [1]) as network:
        network.save(tmp_path / "own.netreach").close()
    (tmp_path / "ties.csv").write_text("source,target\na,b\n")
    with pytest.raises(UnknownExportError, match="is a network of netreach, not an export"):
        nr.load(tmp_path / "own.netreach")
    with nr.open(tmp_path / "new.netreach", create=True) as network:
        report = network.add(tmp_path, dry_run=True)
    assert [source.file for source in report.sources] == ["ties.csv"]
    assert [one.file for one in report.unknown] == ["own.netreach"]
    assert "a network of netreach" in report.unknown[0].reason


# Real files


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
