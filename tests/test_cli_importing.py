"""The command line imports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from netreach.cli import exits
from small_pool import Pool, answer, run, state, write_table


def test_import_reports_every_row(pool: Pool, tmp_path: Path) -> None:
    """An import makes the folder, and reports files, rows and owners; the same again changes nothing."""
    network = tmp_path / "new" / "team.netreach"
    first = run("import", *pool.exports[:2], "--into", network)
    assert first.exit_code == 0, first.output
    assert first.stderr == ""
    for word in ("Connections.csv", "messages.csv", "rows", "left out", pool.name):
        assert word in first.stdout
    assert re.search(r"\d+ more files: all \d+ rows used", first.stdout)
    assert re.search(r"left out: \d+ draft messages?, ", first.stdout)
    assert "Skills.csv" not in first.stdout
    before = state(network)
    again = run("import", *pool.exports[:2], "--into", network, "--language", "es")
    assert again.exit_code == 0
    assert "nada ha cambiado" in again.stdout
    assert state(network) == before


def test_import_quiet(pool: Pool, tmp_path: Path) -> None:
    """With `--quiet` one line says what the network holds now."""
    done = run("import", pool.exports[0], "--into", tmp_path / "a.netreach", "--quiet")
    assert re.fullmatch(r"The network holds [\d,]+ professionals .*\n", done.stdout)


def test_import_tables_by_column(tmp_path: Path) -> None:
    """`--column` says what a column is where its name does not, also for several loose tables at once."""
    people = write_table(tmp_path / "leute.csv", "nummer,wer,was", "1,Ana Ruiz,CMO", "2,Ben Ortiz,CFO")
    ties = write_table(tmp_path / "kennt.csv", "einer,anderer", "1,2")
    mapping = ["--column", "nummer=id", "--column", "wer=name", "--column", "was=title"]
    mapping += ["--column", "einer=source", "--column", "anderer=target"]
    done = run("import", people, ties, "--into", tmp_path / "a.netreach", *mapping)
    assert done.exit_code == 0, done.output
    found = answer("person", tmp_path / "a.netreach", "Ana Ruiz")["person"]
    assert (found["title"], found["contact_count"]) == ("CMO", 1)


def test_import_with_sharing(pool: Pool, tmp_path: Path) -> None:
    """`--sharing` is kept with the source, of zips and loose tables alike, and a wrong word is refused."""
    table = write_table(tmp_path / "ties.csv", "source,target", "Ana,Ben")
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], table, "--into", network, "--sharing", "names")
    listed = answer("sources", network)["sources"]
    assert [source["sharing"] for source in listed] == ["names", "names"]
    assert [source["sharing_from"] for source in listed] == [source["id"] for source in listed]
    refused = run("import", table, "--into", network, "--sharing", "everything")
    assert refused.exit_code == exits.USAGE
    assert "names, strength, full" in refused.stderr


def test_import_namespaces(tmp_path: Path) -> None:
    """Ids of two tables are the same people only within one namespace."""
    one = write_table(tmp_path / "one.csv", "source,target", "1,2")
    two = write_table(tmp_path / "two.csv", "source,target", "2,3")
    for name, more in (("apart", []), ("joined", ["--namespace", "crm"])):
        for table in (one, two):
            answer("import", table, "--into", tmp_path / name, *more)
    apart, joined = (answer("sources", tmp_path / name)["version"] for name in ("apart", "joined"))
    assert apart != joined
    assert answer("person", tmp_path / "joined", "2")["person"]["contact_count"] == 2


def test_import_owner(tmp_path: Path) -> None:
    """A lone Connections.csv does not say whose it is: the message asks for --owner, and with it all is well."""
    rows = ["Ben,Ortiz,https://www.linkedin.com/in/ben-ortiz,,Acme,CFO,02 Mar 2024"]
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    table = write_table(tmp_path / "Connections.csv", header, *rows)
    refused = run("import", table, "--into", tmp_path / "a.netreach")
    assert refused.exit_code == exits.FAILED
    assert "owner" in refused.stderr
    owner = "https://www.linkedin.com/in/ana-ruiz"
    assert run("import", table, "--into", tmp_path / "a.netreach", "--owner", owner).exit_code == 0
    assert answer("pyramid", tmp_path / "a.netreach", "--ego", owner)["degrees"][0]["count"] == 1


@pytest.mark.parametrize("pair", ["title", "=title", "Puesto=", " = "])
def test_import_column_pairs(tmp_path: Path, pair: str) -> None:
    """A pair of columns that is none is a wrong usage, and the message shows how to write it."""
    table = write_table(tmp_path / "a.csv", "source,target", "1,2")
    done = run("import", table, "--into", tmp_path / "a.netreach", "--column", pair)
    assert done.exit_code == exits.USAGE
    assert "Puesto=title" in done.stderr
    assert not (tmp_path / "a.netreach").exists()
