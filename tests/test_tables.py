"""Tables: what a header means, companies, histories, columns said by the caller, owners."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from netreach.errors import (
    ExportError,
    OptionError,
    OwnerError,
)
from netreach.importers.tables import Tables
from netreach.importers.tables.columns import classify
from netreach.model import Owner
from netreach.plugins.export import Export
from table_files import extract, identifies

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
