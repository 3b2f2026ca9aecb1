"""Hostile names, plugins and files at the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from netreach.cli import exits
from small_pool import CONTROL, Pool, answer, run, state, write_table

HOSTILE = (
    "Eva [/] [bold]Lund[/bold]",
    "\x1b[31mRed\x1b[0m",
    "Evil\u202eneve",
    "דנה כהן",
    "=1+1",
    "@cmd",
    "林 美玲",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network in which everybody is called something nasty."""
    folder = tmp_path_factory.mktemp("hostile")
    people = [f"{number},{name},[red]CMO\x1b[2J,{name}" for number, name in enumerate(HOSTILE)]
    write_table(folder / "data" / "people.csv", "id,name,title,company", "ego,Ana Ruiz,,", *people)
    ties = [f"ego,{number}" for number in range(4)] + [
        f"{number % 4},{number}" for number in range(4, len(HOSTILE))
    ]
    write_table(folder / "data" / "ties.csv", "source,target", *ties)
    answer("import", folder / "data", "--into", folder / "a.netreach")
    return folder / "a.netreach"


def test_hostile_names_print_safely(hostile: Path) -> None:
    """Markup stays markup, and no control code or override of direction reaches the terminal."""
    hits = answer("search", hostile, "--ego", "Ana Ruiz", "--limit", 100)["hits"]
    assert len(hits) == len(HOSTILE)
    for hit in hits:
        for args in (
            ("person", hostile, hit["id"], "--ego", "Ana Ruiz"),
            ("introducers", hostile, "--ego", "Ana Ruiz", "--to", hit["id"], "--explain"),
            ("paths", hostile, "--ego", "Ana Ruiz", "--to", hit["id"], "--explain"),
            ("pyramid", hostile, "--ego", hit["id"]),
        ):
            done = run(*args)
            assert done.exit_code == 0, done.output
            assert not CONTROL.search(done.stdout), args
    shown = run("search", hostile, "--ego", "Ana Ruiz")
    assert "[/]" in shown.stdout
    assert not CONTROL.search(shown.stdout)


def test_hostile_names_in_errors(hostile: Path, tmp_path: Path) -> None:
    """Messages quote names, and these cannot act either."""
    same = [f"{number},\x1b[31mAna,CMO" for number in range(3)]
    table = write_table(tmp_path / "people.csv", "id,name,title", *same)
    answer("import", table, "--into", tmp_path / "a.netreach")
    done = run("person", tmp_path / "a.netreach", "\x1b[31mAna")
    assert done.exit_code == exits.NOT_FOUND
    assert not CONTROL.search(done.stderr)


def test_spreadsheets_find_no_formula(hostile: Path) -> None:
    """No cell of any CSV begins like a formula."""
    tables = [
        run("search", hostile, "--ego", "Ana Ruiz", "--csv", "-").stdout,
        run("introducers", hostile, "--ego", "Ana Ruiz", "--to", "=1+1", "--csv", "-").stdout,
        run("sources", hostile, "--csv", "-").stdout,
    ]
    for table in tables:
        for row in csv.reader(io.StringIO(table)):
            assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row), row


HOSTILE_PLUGIN = """
from netreach.plugins import hookimpl

class Greedy:
    name, summary = "greedy", "says yes to everything"
    def identify(self, export):
        return True
    def parts(self, export):
        raise ZeroDivisionError("parts")
    def explain(self, export):
        raise ZeroDivisionError("explain")
    def extract(self, export):
        yield {"a": 1}

class Raises(Greedy):
    name, summary = "raises", "raises when asked"
    def identify(self, export):
        raise ZeroDivisionError("identify")

class Taken(Raises):
    name = "tables"

@hookimpl
def netreach_importers():
    return [Greedy(), Raises(), Taken(), "hostile_plugin:Missing"]
"""


def test_hostile_plugins_take_nothing_down(tmp_path: Path) -> None:
    """Whoever says yes to everything, yields garbage, raises, or takes a name is named; all others go on working."""
    site = tmp_path / "site"
    (site / "hostile_plugin-1.0.dist-info").mkdir(parents=True)
    (site / "hostile_plugin.py").write_text(HOSTILE_PLUGIN)
    (site / "hostile_plugin-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: hostile-plugin\nVersion: 1.0\n"
    )
    (site / "hostile_plugin-1.0.dist-info" / "entry_points.txt").write_text(
        "[netreach]\nh = hostile_plugin\n"
    )
    ties = tmp_path / "folder" / "ties.csv"
    ties.parent.mkdir()
    ties.write_text("source,target\nAna,Ben\n")

    def go(*arguments: object) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(site), *(part for part in sys.path if part)])
        return subprocess.run(
            [sys.executable, "-m", "netreach", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=60,
        )

    listed = go("plugins", "--json")
    assert listed.returncode == 0
    plugins = {plugin["name"]: plugin for plugin in json.loads(listed.stdout)["plugins"]}
    assert {"greedy", "raises", "linkedin", "graph", "tables"} <= set(plugins)
    problems = [plugin["problem"] for plugin in json.loads(listed.stdout)["plugins"] if plugin["problem"]]
    assert len(problems) == 2
    assert any("'tables' is taken" in problem for problem in problems)
    network = tmp_path / "a.netreach"
    read = go("import", ties.parent, "--into", network)
    assert read.returncode == 0
    assert "tables" in read.stdout
    assert "'greedy' recognises anything" in read.stderr
    garbage = go("import", ties, "--importer", "greedy", "--into", network)
    assert garbage.returncode == 1
    assert "yielded dict" in garbage.stderr
    raised = go("import", ties, "--importer", "raises", "--into", network)
    assert "yielded dict" in raised.stderr
    assert go("import", ties.parent, "--importer", "tables", "--into", network).returncode == 0
    assert go("pyramid", network, "--ego", "Ana").returncode == 0


def make_zip(path: Path, files: dict[str, bytes], *, flag: int = 0) -> Path:
    """Write a zip archive; `flag` sets a bit in the header of every file, such as the one for a password."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    if flag:
        raw = bytearray(path.read_bytes())
        for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = raw.find(magic)
            while place >= 0:
                raw[place + at] |= flag
                place = raw.find(magic, place + 1)
        path.write_bytes(bytes(raw))
    return path


BAD_FILES: dict[str, tuple[Any, str]] = {
    "missing": (lambda pool, at: at, "no such file"),
    "empty": (lambda pool, at: at.write_bytes(b""), "is empty"),
    "cut short": (lambda pool, at: at.write_bytes(pool.exports[0].read_bytes()[:9000]), "not a readable zip"),
    "no zip": (lambda pool, at: at.write_bytes(b"hello" * 50), "not a readable zip"),
    "bomb": (lambda pool, at: make_zip(at, {"Connections.csv": b"0" * (30 * 2**20)}), "zip bomb"),
    "climbs out": (lambda pool, at: make_zip(at, {"../Connections.csv": b"a"}), "outside the archive"),
    "password": (lambda pool, at: make_zip(at, {"Connections.csv": b"a,b"}, flag=1), "password"),
    "unknown system": (
        lambda pool, at: make_zip(at, {"letter.txt": b"Dear Ana"}),
        "no export that netreach knows",
    ),
    "nothing in it": (lambda pool, at: make_zip(at, {}), "is empty"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_files(pool: Pool, tmp_path: Path, case: str) -> None:
    """A file that cannot be read is one clear message that names it; nothing is imported, half or whole."""
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[1], "--into", network)
    before = state(network)
    make, message = BAD_FILES[case]
    export = tmp_path / "export.zip"
    make(pool, export)
    done = run("import", pool.exports[0], export, "--into", network)
    assert done.exit_code == exits.FAILED, done.output
    assert message in done.stderr
    assert "export.zip" in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""
    assert state(network) == before
    fresh = run("import", export, "--into", tmp_path / "fresh")
    assert fresh.exit_code == exits.FAILED
    assert not (tmp_path / "fresh" / "CURRENT").exists()


@pytest.mark.parametrize(
    "table",
    [
        b"source,target\nAna,Ben\nBen,E\x00va\n",
        b"source,target\nAna," + b"x" * 10_000_000 + b"\nAna,Ben\n",
        "source,target\nAna,José\n".encode("utf-16"),
        "source,target\nAna,José\n".encode("latin-1"),
    ],
    ids=["NUL", "a huge cell", "UTF-16", "Latin-1"],
)
def test_odd_tables(tmp_path: Path, table: bytes) -> None:
    """A NUL, a cell of 10 MB and other encodings are read, or refused in one message."""
    (tmp_path / "ties.csv").write_bytes(table)
    done = run("import", tmp_path / "ties.csv", "--into", tmp_path / "a.netreach", "--json")
    assert done.exit_code in (0, exits.FAILED), done.stderr
    assert "Traceback" not in done.output
    assert len(done.output) < 5_000
    if done.exit_code == 0:
        assert json.loads(done.stdout)["ties"] >= 1
