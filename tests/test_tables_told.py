"""What a user is told about tables: languages, columns without use, ends that name nobody."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

import netreach as nr
from netreach.errors import (
    UnknownExportError,
)
from netreach.importers.recognise import choose
from netreach.importers.tables.columns import classify
from netreach.plugins.export import Export
from netreach.plugins.registry import default_registry
from table_files import extract


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
            "is a column of p.csv the id? It has: num, nombre, puesto",
        ),
        ("id,nombre\n7,Ana\n8,Ben\n", "people of p.csv are named by its column 'id': is another one meant?"),
        (
            "id,nombre\n01,Ana\n02,Ben\n",
            "people of p.csv are named by its column 'id': is another one meant?",
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
