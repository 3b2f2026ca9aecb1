"""Reasons why rows could not be used are told in Spanish, too: every one that a built-in importer writes."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import netreach as nr
import netreach.importers
from netreach.importers.dates import TOO_LATE, order_of
from netreach.importers.tables.rows import NO_DATE
from netreach.plugins import Export
from netreach.render.phrases.reasons import REASONS
from netreach.render.reasons import reason

SOURCES = Path(netreach.importers.__file__).parent
NOTED = {"problem", "_problem", "note", "_note", "mark"}
VALUES = {
    "{kind}": "endorsement",
    "{group}": "place",
    "{reason}": "not a date",
    "{taken}": "",
    "{how}": "it is counted without a day",
}


def written() -> Iterator[str]:
    """Every reason that stands as a literal in a call that notes a problem, with 7 for each value."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            # The reason is never the first of the arguments, but for a file's name; values come by keyword or last.
            given = (
                [item.value for item in node.keywords if item.arg == "reason"]
                if called == "RowProblem"
                else []
            )
            if called in NOTED:
                given = node.args[1:2] + (node.args[2:3] if called in ("_problem", "_note") else [])
            for value in given:
                yield from texts(value)


def texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be, as far as they are literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(map(part_of, node.values))


def part_of(node: ast.expr) -> str:
    """A part of a text with values: as it stands, or what stands for the value."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.FormattedValue)
    return VALUES.get(f"{{{ast.unparse(node.value)}}}", "7")


REASONS_WRITTEN = sorted({text for text in written() if " " in text})


def test_reasons_are_found() -> None:
    """The search through the sources finds what it should."""
    assert len(REASONS_WRITTEN) > 60


@pytest.mark.parametrize("english", [*REASONS_WRITTEN, TOO_LATE, NO_DATE])
def test_every_reason_has_its_spanish(english: str) -> None:
    """Whatever an importer notes is known, alone and with what is put behind it."""
    assert reason(english, "es") != english
    assert reason(english, "en") == english


def test_doubts_about_dates_have_their_spanish() -> None:
    """What is said of numbers that may be day and month."""
    for cells in (["1/2/18"], ["13/2/18", "2/13/18", "13/3/18"]):
        doubt = order_of(cells).doubt
        assert doubt
        assert reason(doubt, "es") != doubt


MANY = ",".join(f"c{number}" for number in range(30))
NOTES: dict[str, dict[str, str]] = {
    "columns": {"p.csv": "id,name,vibe,odd one\n1,Ana,x,y\n"},
    "many columns": {"p.csv": f"id,name,{MANY}\n1,Ana{',' * 30}\n"},
    "columns of ties": {"t.csv": "source,target,strength,weight,vibe\n1,2,0.5,3,a\n"},
    "no other field": {"names.csv": "id,name,vibe\n1,Acme,x\n", "p.csv": "id,name\n1,Ana\n"},
    "some strangers": {"p.csv": "id,name\n1,Ana\n2,Ben\n3,Eva\n", "t.csv": "source,target\n1,2\n2,3\n1,9\n"},
    "all strangers": {"p.csv": "id,name\n7,Ana\n8,Ben\n", "t.csv": "source,target\n1,2\n"},
    "no id": {"p.csv": "num,nombre,puesto\n1,Ana,CEO\n", "t.csv": "source,target\n1,2\n"},
    "five tables": {
        **{f"p{number}.csv": f"id,name\n{number},Ana\n" for number in range(5)},
        "t.csv": "source,target\n71,72\n",
    },
    "no table": {"p.csv": "id,name\n1,Ana\n", "x.csv": "alpha;beta\n1;2\n", "empty.csv": ""},
    "a graph": {
        "g.json": json.dumps(
            {
                "nodes": [{"id": "a", **{f"odd{number}": 1 for number in range(25)}}],
                "links": [{"source": "a", "target": "b", "vibe": 1}],
            }
        )
    },
}


@pytest.mark.parametrize("case", NOTES)
def test_notes_of_whole_files_have_their_spanish(tmp_path: Path, case: str) -> None:
    """What is said of columns that are not used, of ends that name nobody, and of files that are no tables."""
    for name, text in NOTES[case].items():
        (tmp_path / name).write_text(text)
    importer = "tables" if case == "no table" else None
    export = Export(*(tmp_path / name for name in NOTES[case]), importer=importer)
    with nr.load(export) as network:
        said = [problem.reason for problem in network.problems]
    assert said
    for english in said:
        spanish = reason(english, "es")
        assert not re.search(r"\b(and|not|with|name|of|the|is|it|has|these|more|its)\b", spanish), spanish


def test_phrases_have_their_values() -> None:
    """A sentence has as many values in Spanish as in English, and no English is left in it."""
    for english, spanish in REASONS.items():
        counts = [
            sum(name is not None for _, name, _, _ in string.Formatter().parse(text))
            for text in (english, spanish)
        ]
        assert counts[0] == counts[1], english
        assert english != spanish


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (
            "3 cells where the header has 7; the file may be cut short here",
            "3 celdas donde el encabezado tiene 7; quizá el archivo esté cortado aquí",
        ),
        (
            "a quote that is never closed; it takes in the 1,234 lines after it",
            "una comilla que no se cierra; abarca las 1.234 líneas siguientes",
        ),
        ("no From (and more like it)", "sin From (y otros iguales)"),
        (
            "no Date that can be read; it is counted without a day: 1,250 more messages like these",
            "sin Date que se pueda leer; se cuenta sin día: 1.250 mensajes más como estos",
        ),
        ("a reason of a plugin; not a date", "a reason of a plugin; not a date"),
        ("{} {0} %s", "{} {0} %s"),
    ],
)
def test_reasons_in_spanish(english: str, spanish: str) -> None:
    """Parts are put together; what is not known in all its parts stays as it is."""
    assert reason(english, "es") == spanish
