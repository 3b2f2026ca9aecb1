"""The command line: its words, what it prints, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import netreach as nr
import netreach.cli
from netreach.cli import exits
from netreach.cli.output import columns, folded
from small_pool import CONTROL, Pool, answer, run, write_table

TOP: dict[str, Any] = getattr(get_command(netreach.cli.app), "commands", {})
COMMANDS = tuple(TOP)
SINGLE = tuple(
    name if not inner else f"{name} {inner}"
    for name, command in TOP.items()
    for inner in (getattr(command, "commands", None) or [""])
)
WITHOUT_JSON = ("hide", "unhide", "export")
"""What prints no answer, and what prints JSON anyway."""

PYTHON = [sys.executable, "-m", "netreach"]
HEAVY = {"numpy", "pyarrow", "igraph", "duckdb", "rich", "pandas", "polars", "networkx", "attrs"}


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, new_pool: Callable[[Path], Pool]) -> Pool:
    """A small network."""
    return new_pool(tmp_path_factory.mktemp("cli"))


def environment(**more: str) -> dict[str, str]:
    """The environment of a child process: nothing of ours but what is given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NETREACH", "COV_", "PYTHON"))
    }
    return {**kept, "COLUMNS": "80", **more}


def process(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, its output in pipes."""
    words = [*PYTHON, *map(str, args)]
    return subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", env=environment(**env), timeout=60
    )


def state(folder: Path) -> dict[str, bytes]:
    """What a network holds: every file except the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("write.lock", "writer.json")
    }


# --- help and startup ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SINGLE)
def test_help(name: str) -> None:
    """Every command has help with an example, in lines that fit into 80 columns, under -h and --help."""
    short, long = run(*name.split(), "-h"), run(*name.split(), "--help")
    assert short.exit_code == long.exit_code == 0
    assert short.stdout == long.stdout
    assert re.search(rf"Examples?:\n +netreach {name}", long.stdout)
    assert max(map(len, long.stdout.splitlines())) <= 80
    assert "--language" in long.stdout
    assert ("--json" in long.stdout) == (name not in WITHOUT_JSON)


@pytest.mark.parametrize("name", ["save", "list", "run", "compare", "remove"])
def test_help_of_compasses(name: str) -> None:
    """What can be done with compasses has help with an example, too."""
    shown = run("compass", name, "--help")
    assert shown.exit_code == 0
    assert re.search(rf"Examples?:\n +netreach compass {name} ", shown.stdout)
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "--json" in shown.stdout


def test_main_help() -> None:
    """The main help names every command in one line each, and every exit code."""
    shown = run("--help").stdout
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S.*[^.]\.?$", shown, re.MULTILINE)
    assert "..." not in shown.partition("Start with")[0].partition("Commands:")[2]
    for code, meaning in exits.EXIT_CODES:
        assert re.search(rf"^ +{code}  {re.escape(meaning)}$", shown, re.MULTILINE)
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("name", ["compass", "letters", "plot", "importer"])
def test_help_of_groups(name: str) -> None:
    """What a group of commands has is named in a whole line each, in 80 columns."""
    shown = run(name, "--help").stdout
    assert "..." not in shown.partition("Commands:")[2]
    assert max(map(len, shown.splitlines())) <= 80


def test_exit_codes_are_documented() -> None:
    """The table in the docstring of the package names the same codes."""
    told = re.findall(r"^ +(\d+)  ", netreach.cli.__doc__ or "", re.MULTILINE)
    assert [int(code) for code in told] == [code for code, _ in exits.EXIT_CODES]


def test_version() -> None:
    """`--version` names the version of the package."""
    done = run("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"netreach {nr.__version__} ")


def test_no_command() -> None:
    """Without a command there is help, and the exit code of a wrong usage."""
    done = run()
    assert done.exit_code == exits.USAGE
    assert "Commands:" in done.output


def test_module_and_script() -> None:
    """`python -m netreach` is the same program as `netreach`."""
    done = process("--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: netreach ")


def test_help_is_light() -> None:
    """Help loads nothing heavy: not the data libraries, and not rich."""
    code = (
        "import sys, json\nsys.argv = ['netreach', '--help']\nfrom netreach.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), timeout=60
    )
    assert not set(json.loads(done.stderr)) & HEAVY


def test_the_package_offers_two_names() -> None:
    """`netreach.cli` has `main` and, made when it is asked for, `app`; nothing else."""
    assert dir(netreach.cli) == ["app", "main"]
    assert callable(netreach.cli.app)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = netreach.cli.nothing


# --- importing -----------------------------------------------------------------------------------------------


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


# --- the questions -------------------------------------------------------------------------------------------


def test_pyramid(pool: Pool) -> None:
    """The pyramid is a picture in words, as wide as the terminal; quietly it is the figures alone."""
    shown = run("pyramid", pool.path, "--ego", pool.ego)
    assert "█" in shown.stdout
    assert pool.name in shown.stdout
    quiet = run("pyramid", pool.path, "--ego", pool.ego, "--quiet", "--degree", 2)
    assert [line.split()[0] for line in quiet.stdout.splitlines()] == ["1st", "2nd"]
    assert "█" not in quiet.stdout


def test_pyramid_as_svg(pool: Pool, tmp_path: Path) -> None:
    """`--svg` draws into a file or to standard output, and does not mix with `--json` there."""
    target = tmp_path / "pyramid.svg"
    drawn = run("pyramid", pool.path, "--ego", pool.ego, "--svg", target)
    assert drawn.stdout == ""
    assert str(target) in drawn.stderr
    assert target.read_text(encoding="utf-8").startswith("<svg")
    assert run("pyramid", pool.path, "--ego", pool.ego, "--svg", "-").stdout.startswith("<svg")
    assert run("pyramid", pool.path, "--ego", pool.ego, "--svg", "-", "--json").exit_code == exits.USAGE
    both = run("pyramid", pool.path, "--ego", pool.ego, "--svg", target, "--json", "--quiet")
    assert json.loads(both.stdout)["total"]
    missing = run("pyramid", pool.path, "--ego", pool.ego, "--svg", tmp_path / "no" / "a.svg")
    assert missing.exit_code == exits.FAILED
    assert "a.svg" in missing.stderr


def test_search_any_of(pool: Pool) -> None:
    """A repeated criterion means any of; different criteria must all hold."""

    def total(*criteria: str) -> int:
        return int(answer("search", pool.path, "--ego", pool.ego, *criteria)["total"])

    managers, directors = total("--title", "manager"), total("--title", "director NOT manager")
    assert managers
    assert directors
    assert total("--title", "manager", "--title", "director NOT manager") == managers + directors
    assert total("--title", "manager", "--title", "director", "--degree", "1") < managers + directors


def test_search_degrees_and_contacts(pool: Pool) -> None:
    """Degrees narrow the hits and not the counts; contacts of someone are their contacts."""
    data = answer("search", pool.path, "--ego", pool.ego, "--degree", 2, "--degree", 3, "--limit", 5000)
    counts = {counted["degree"]: counted["count"] for counted in data["by_degree"]}
    assert data["total"] == counts[2] + counts[3]
    mine = answer("search", pool.path, "--ego", pool.ego, "--contacts-of", pool.ego)
    assert mine["total"] == counts[1]


def test_search_csv(pool: Pool, tmp_path: Path) -> None:
    """CSV has every hit, whatever the limit, in a file or on standard output."""
    target = tmp_path / "hits.csv"
    done = run("search", pool.path, "--ego", pool.ego, "--limit", 1, "--csv", target)
    assert done.stdout == ""
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert len(rows) == answer("search", pool.path, "--ego", pool.ego)["total"]
    assert re.search(rf"{len(rows):,} rows", done.stderr)
    printed = run("search", pool.path, "--ego", pool.ego, "--csv", "-")
    assert printed.stdout == target.read_text(encoding="utf-8")
    assert printed.stderr == ""
    assert run("search", pool.path, "--ego", pool.ego, "--csv", "-", "--json").exit_code == exits.USAGE


def test_search_points_at_a_mistake(pool: Pool) -> None:
    """An expression that cannot be read is a wrong usage with a caret under the place."""
    done = run("search", pool.path, "--ego", pool.ego, "--title", "(CMO OR")
    assert done.exit_code == exits.USAGE
    assert re.search(r"^ +\^$", done.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--sort", "height"),
        ("--scorer", "nope"),
        ("--limit", "-1"),
        ("--cutoff", "0"),
        ("--degree", "0"),
        ("--title", ""),
        ("--years-in-position", "long"),
    ],
)
def test_search_options(pool: Pool, wrong: tuple[str, str]) -> None:
    """Options outside their range are a wrong usage, and the message shows the value."""
    done = run("search", pool.path, "--ego", pool.ego, *wrong)
    assert done.exit_code == exits.USAGE
    assert done.stderr.startswith("Error: ")


def test_bare_words_are_told_where_to_go(pool: Pool) -> None:
    """Words without an option are no criterion; the message says which option takes them, ready to be pasted."""
    done = run("search", pool.path, "gonzalez", "ruiz", "--ego", pool.ego)
    assert done.exit_code == exits.USAGE
    assert "--keywords 'gonzalez ruiz'" in done.stderr
    assert run("search", pool.path, "--titel", "cmo", "--ego", pool.ego).exit_code == exits.USAGE


@pytest.mark.parametrize(
    "criteria",
    [
        ("--skill", "zzz"),
        ("--country", "zzz"),
        ("--no-email", "--has-email"),
        ("--connected-since", "2100-01-01"),
        ("--years-in-position", "200"),
        ("--min-strength", "1"),
        ("--title", "zzz", "--synonyms"),
    ],
)
def test_criteria_are_the_same_everywhere(pool: Pool, tmp_path: Path, criteria: tuple[str, ...]) -> None:
    """Search, territory, doors and a saved compass take the same criteria and find the same number of people."""
    ego = ("--ego", pool.ego)
    total = answer("search", pool.path, *ego, *criteria)["total"]
    assert answer("territory", pool.path, *ego, "--by", "title", *criteria)["total"] == total
    asked = answer("doors", pool.path, *ego, *criteria)
    assert sum(degree["count"] for degree in asked["by_degree"]) == total
    shutil.copytree(pool.path, tmp_path / "n.netreach")
    assert run("compass", "save", tmp_path / "n.netreach", "mine", *criteria).exit_code == 0
    found = answer("compass", "run", tmp_path / "n.netreach", "mine", *ego)
    assert found["result"]["total"] == total


def test_nobody_is_an_answer(pool: Pool) -> None:
    """A search that finds nobody is an answer like any other."""
    done = run("search", pool.path, "--ego", pool.ego, "--title", "zzzzz")
    assert done.exit_code == 0
    assert "nobody matches" in done.stdout


def test_introducers(pool: Pool, tmp_path: Path) -> None:
    """Introducers are ranked; --explain shows both legs; CSV has all of them."""
    asked = ("introducers", pool.path, "--ego", pool.ego, "--to", pool.near)
    total = answer(*asked)["total"]
    assert total > 1
    plain, explained = run(*asked, "--limit", 1), run(*asked, "--limit", 1, "--explain")
    assert explained.stdout.startswith(plain.stdout.rstrip("\n"))
    assert explained.stdout.count(pool.name) > plain.stdout.count(pool.name)
    target = tmp_path / "introducers.csv"
    listed = json.loads(run(*asked, "--limit", 1, "--csv", target, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert (len(rows), len(listed["introducers"])) == (total, 1)
    assert [int(row["rank"]) for row in rows] == list(range(1, total + 1))
    assert len(run(*asked, "--limit", 2, "--quiet").stdout.splitlines()) == 2
    unknown = run(*asked, "--scorer", "astrology")
    assert unknown.exit_code == exits.USAGE
    assert "overall" in unknown.stderr


def test_paths(pool: Pool) -> None:
    """Paths can be limited, avoid people and explain themselves."""
    asked = ("paths", pool.path, "--ego", pool.ego, "--to", pool.far)
    best = answer(*asked, "-k", 1)["paths"][0]
    over = best["people"][1]
    around = answer(*asked, "--avoid", over["id"])
    assert all(over["id"] not in [person["id"] for person in path["people"]] for path in around["paths"])
    short = run(*asked, "--cutoff", 2)
    assert short.exit_code == 0
    assert "no path within 2 degrees" in short.stdout
    assert run(*asked, "-k", 1, "--quiet").stdout.count("\n") <= 4
    assert len(run(*asked, "-k", 1, "--explain").stdout) > len(run(*asked, "-k", 1).stdout)


def test_introduce(pool: Pool) -> None:
    """The drafts are text or Markdown, in the language that is asked for, through whom is asked for."""
    asked = ("introduce", pool.path, "--ego", pool.ego, "--to", pool.near, "--reason", "We make lamps.")
    english, spanish = run(*asked), run(*asked, "--language", "es")
    assert english.stdout.startswith("To: ")
    assert spanish.stdout.startswith("Para: ")
    assert "We make lamps." in spanish.stdout
    assert run(*asked, "--format", "markdown").stdout.startswith("# ")
    ranked = answer("introducers", pool.path, "--ego", pool.ego, "--to", pool.near)["introducers"]
    other = answer(*asked, "--through", ranked[1]["id"])
    assert other["messages"][0]["to"] == ranked[1]["name"]


def test_introduce_writes_new_files(pool: Pool, tmp_path: Path) -> None:
    """Drafts for a mail program are one file for each message, and never replace what is there."""
    asked = ("introduce", pool.path, "--ego", pool.ego, "--to", pool.far, "--reason", "We make lamps.")
    assert run(*asked, "--format", "eml").exit_code == exits.USAGE
    done = run(*asked, "--format", "eml", "--output", tmp_path / "drafts")
    assert done.exit_code == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "drafts").iterdir()}
    assert len(first) == 2
    assert all(name in done.stderr for name in first)
    for content in first.values():
        message = message_from_bytes(content, policy=policy.default)
        assert message["X-Unsent"] == "1"
        assert "We make lamps." in message.get_content()
    run(*asked, "--format", "eml", "--output", tmp_path / "drafts")
    after = {path.name: path.read_bytes() for path in (tmp_path / "drafts").iterdir()}
    assert len(after) == 4
    assert first.items() <= after.items()
    for form, suffix in (("text", ".txt"), ("markdown", ".md")):
        run(*asked, "--format", form, "--output", tmp_path / form)
        assert [path.suffix for path in (tmp_path / form).iterdir()] == [suffix]
    assert run(*asked, "--format", "pdf").exit_code == exits.USAGE


def test_file_names_are_safe() -> None:
    """Whatever somebody is called, the name makes a plain file name."""
    from netreach.cli.introduce import file_name

    for name in ("../../etc/passwd", "CON", "a\x00b", "  ", "x" * 500, "-rf", "C:\\Windows", "דנה כהן", "🚀"):
        made = file_name(name)
        assert made
        assert not set(made) & set('/\\:*?"<>|\x00. ')
        assert not made.startswith("-")
        assert len(made.encode()) <= 60


def test_introduce_says_why_not(pool: Pool) -> None:
    """A blank reason, oneself, and a direct contact are refused with what to do instead."""
    contact = answer("search", pool.path, "--ego", pool.ego, "--degree", 1)["hits"][0]["id"]
    asked = ("introduce", pool.path, "--ego", pool.ego)
    for to, reason in ((pool.near, " "), (pool.ego, "Hello."), (contact, "Hello.")):
        done = run(*asked, "--to", to, "--reason", reason)
        assert done.exit_code == exits.USAGE
        assert done.stdout == ""


def test_person(pool: Pool) -> None:
    """A person's record, and how they stand to the ego; quietly without the career."""
    alone = run("person", pool.path, pool.ego)
    assert pool.name in alone.stdout
    assert pool.ego in alone.stdout
    assert "Career" in alone.stdout
    assert "Career" not in run("person", pool.path, pool.ego, "--quiet").stdout
    seen = run("person", pool.path, pool.near, "--ego", pool.ego, "--language", "es")
    assert f"Visto desde {pool.name}: 2.º grado" in " ".join(seen.stdout.split())
    same = run("person", pool.path, pool.ego, "--ego", pool.ego)
    assert "the ego themselves" in same.stdout


def test_sources_and_removal(pool: Pool, tmp_path: Path) -> None:
    """Sources are listed; the first letters of an id remove one, as if it had never been added."""
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    one = state(network)
    answer("import", pool.exports[1], "--into", network)
    listed = answer("sources", network)["sources"]
    assert [len(source["id"]) for source in listed] == [17, 17]
    gone = next(source["id"] for source in listed if pool.exports[1].name == source["file"])
    table = run("sources", network, "--csv", "-")
    assert {row["id"] for row in csv.DictReader(io.StringIO(table.stdout))} == {
        source["id"] for source in listed
    }
    ambiguous = run("sources", network, "--remove", "s")
    assert ambiguous.exit_code == exits.NOT_FOUND
    assert all(source["id"] in ambiguous.stderr for source in listed)
    assert run("sources", network, "--remove", "nothing").exit_code == exits.NOT_FOUND
    removed = run("sources", network, "--remove", gone[:8])
    assert removed.exit_code == 0
    assert gone in removed.stderr
    assert gone[:9] not in removed.stdout
    assert state(network)["CURRENT"] == one["CURRENT"]
    last = answer("sources", network)["sources"][0]["id"]
    emptied = run("sources", network, "--remove", last, "--quiet")
    assert emptied.stdout == emptied.stderr == ""
    assert "import FILE" in run("sources", network).stdout


@pytest.mark.parametrize("language", ["en", "es"])
def test_replaced_sources_keep_their_file(pool: Pool, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """A replaced source is marked in a column of its own, beside the end of its file's name."""
    from netreach.cli import sources
    from netreach.render.text import width

    listed = answer("sources", pool.path)["sources"]
    plain = run("sources", pool.path, "--language", language).stdout
    mark = {"en": "replaced", "es": "sustituida"}[language]
    assert mark not in plain
    monkeypatch.setattr(sources, "_replaced", lambda _: frozenset({listed[0]["id"]}))
    text = run("sources", pool.path, "--language", language).stdout
    (line,) = (line for line in text.splitlines() if line.startswith(listed[0]["id"][:9]))
    assert mark in line
    assert line.endswith(listed[0]["file"][-11:])
    assert text.count(mark) == 1
    assert max(map(width, text.splitlines())) <= 80


def test_problems(pool: Pool, tmp_path: Path) -> None:
    """Rows that could not be used are listed with file, line and reason; CSV has them all."""
    rows = [f"Ana,Person {number},7" for number in range(60)]
    bad = write_table(tmp_path / "ties.csv", "source,target,strength", "Ana,Ben,0.5", *rows)
    network = tmp_path / "a.netreach"
    answer("import", bad, "--into", network)
    shown = run("problems", network)
    assert "ties.csv" in shown.stdout
    assert "50 of 60 shown" in shown.stdout
    listed = list(csv.DictReader(io.StringIO(run("problems", network, "--csv", "-").stdout)))
    assert [int(row["line"]) for row in listed] == list(range(3, 63))
    assert len(run("problems", network, "--quiet", "--limit", 3).stdout.splitlines()) == 3
    source = answer("sources", network)["sources"][0]["id"]
    assert answer("problems", network, "--source", source[:6])["total"] == 60
    assert run("problems", network, "--source", "zzz").exit_code == exits.NOT_FOUND
    assert "Every row could be used." in run("problems", pool.path).stdout


def test_days_are_read_kindly(pool: Pool) -> None:
    """What is no day is named, together with how a day is written."""
    for option in ("--as-of", "--connected-since"):
        wrong = run("search", pool.path, "--ego", pool.ego, option, "1.1.2025")
        assert wrong.exit_code == exits.USAGE
        assert "'1.1.2025' is no day: write it as 2026-03-01." in wrong.stderr


def test_hide_and_unhide(pool: Pool, tmp_path: Path) -> None:
    """Who is hidden is nobody until they are shown again; nothing goes to standard output."""
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    contact = answer("search", network, "--ego", pool.ego, "--degree", 1)["hits"][0]
    hidden = run("hide", network, contact["id"])
    assert (hidden.exit_code, hidden.stdout) == (0, "")
    assert contact["name"] in hidden.stderr
    assert run("person", network, contact["id"]).exit_code == 3
    shown = run("unhide", network, contact["id"], "--quiet")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "")
    assert answer("person", network, contact["id"])["person"]["name"] == contact["name"]
    nobody = run("unhide", network, "nobody@example.org")
    assert nobody.exit_code == 3
    assert "hidden" in nobody.stderr


def test_changes_need_something_to_compare_with(pool: Pool, tmp_path: Path) -> None:
    """Without an earlier version the command says so and is content; a day that is none is refused."""
    network = tmp_path / "a.netreach"
    table = write_table(tmp_path / "ties.csv", "source,target", "Ana,Ben")
    answer("import", table, "--into", network)
    first = run("changes", network)
    assert first.exit_code == 0
    assert "nothing to compare with yet" in first.stdout
    assert run("changes", network, "--quiet").stdout == ""
    assert "Todavía no hay" in run("changes", network, "--language", "es").stdout
    assert answer("changes", network)["counts"]["new_ties"] == 0
    assert len(run("changes", network, "--csv", "-").stdout.splitlines()) == 1
    refused = run("changes", network, "--since", "yesterday")
    assert refused.exit_code == exits.USAGE
    assert "2026-03-01" in refused.stderr


def test_changes_as_csv(pool: Pool) -> None:
    """CSV has every change, whatever is shown on a terminal."""
    since = ("--since", "2020-01-01", "--limit", 1)
    counts = answer("changes", pool.path, "--ego", pool.ego, *since)["counts"]
    rows = list(
        csv.DictReader(io.StringIO(run("changes", pool.path, "--ego", pool.ego, *since, "--csv", "-").stdout))
    )
    listed = ("new_people", "new_ties", "ended_ties", "job_moves", "nearer")
    assert len(rows) == sum(counts[name] for name in listed)


def test_review_without_a_terminal(pool: Pool) -> None:
    """Without a terminal the pairs are shown, nothing is decided, and the ways to decide are named."""
    before = state(pool.path)
    done = run("review", pool.path)
    assert done.exit_code == 2
    assert "Sara Ferrari" in done.stdout
    assert "--yes-above" in done.stderr
    assert state(pool.path) == before


def test_review_in_one_step(pool: Pool, tmp_path: Path) -> None:
    """Pairs above a score are merged at once; each can be taken back."""
    network = tmp_path / "a.netreach"
    answer("import", *pool.exports, "--into", network)
    found = answer("review", network)["total"]
    assert found > 0
    merged = run("review", network, "--yes-above", 8)
    assert (merged.exit_code, merged.stdout) == (0, "")
    assert answer("review", network)["total"] == 0
    assert run("review", network, "--undo").exit_code == 0
    assert answer("review", network)["total"] > 0


def test_remove_person_asks_about_exports(pool: Pool, tmp_path: Path) -> None:
    """The owner of an export goes only with `--yes`; afterwards they are nobody, and do not come back."""
    network = tmp_path / "a.netreach"
    answer("import", *pool.exports[:2], "--into", network)
    refused = run("remove-person", network, pool.ego)
    assert refused.exit_code == 2
    assert pool.exports[0].name in refused.stderr
    assert run("remove-person", network, pool.ego, "--yes").exit_code == 0
    assert run("person", network, pool.ego).exit_code == 3
    assert run("import", pool.exports[0], "--into", network).exit_code == 1


def test_plugins() -> None:
    """Importers and scorers are listed with what they do, none of it cut off."""
    shown = run("plugins")
    words = " ".join(shown.stdout.split())
    for plugin in answer("plugins")["plugins"]:
        assert plugin["name"] in words
        assert plugin["summary"] in words
    assert "Importadores" in run("plugins", "--language", "es").stdout


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


def test_broken_plugins_are_named(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    """A plugin that cannot be used stands in the list with the reason; other commands warn in one line."""
    from netreach.plugins import registry

    class Point:
        name, value, dist = "astrology", "astrology:plugin", None

        def load(self) -> object:
            raise ImportError("no module named 'stars'")

    monkeypatch.setattr(registry.metadata, "entry_points", lambda **_: [Point()])
    shown = run("plugins")
    assert shown.exit_code == 0
    assert "no module named 'stars'" in " ".join(shown.stdout.split())
    assert shown.stderr == ""
    registry.default_registry.cache_clear()
    try:
        warned = run("pyramid", pool.path, "--ego", pool.ego)
    finally:
        registry.default_registry.cache_clear()
    assert warned.exit_code == 0
    assert warned.stderr.startswith("Warning: The netreach plugin 'astrology'")
    assert warned.stderr.count("\n") == 1


# --- environment and languages ---------------------------------------------------------------------------------


def test_ego_from_the_environment(pool: Pool) -> None:
    """NETREACH_EGO stands for --ego; without either the command says what is missing, and whose exports are here."""
    there = run("pyramid", pool.path, env={"NETREACH_EGO": pool.ego})
    assert there.exit_code == 0
    missing = run("pyramid", pool.path)
    assert missing.exit_code == exits.USAGE
    assert "--ego" in missing.stderr
    assert "Owners of the exports here:" in missing.stderr
    nowhere = run("paths", pool.path.parent / "nowhere", "--to", "Eva")
    assert nowhere.exit_code == exits.USAGE
    assert "Say from whose viewpoint" in nowhere.stderr
    assert "Owners" not in nowhere.stderr


def test_language_from_the_environment(pool: Pool) -> None:
    """NETREACH_LANGUAGE stands for --language, which goes before it; an unknown one is a wrong usage."""
    spanish = {"NETREACH_LANGUAGE": "es_ES.UTF-8"}
    assert "La red de" in run("pyramid", pool.path, "--ego", pool.ego, env=spanish).stdout
    assert (
        "The network of"
        in run("pyramid", pool.path, "--ego", pool.ego, "--language", "en", env=spanish).stdout
    )
    for wrong in (run("plugins", env={"NETREACH_LANGUAGE": "tlh"}), run("plugins", "--language", "tlh")):
        assert wrong.exit_code == exits.USAGE
        assert "'en' (English) or 'es' (Spanish)" in wrong.stderr


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_fits_80_columns(pool: Pool, language: str) -> None:
    """No line of text is wider than the terminal, in either language; only letters and file names may be."""
    from netreach.render.text import width

    seen_from = ("--ego", pool.ego, "--language", language)
    for args in (
        ("pyramid", pool.path, *seen_from),
        ("search", pool.path, *seen_from),
        ("introducers", pool.path, *seen_from, "--to", pool.near, "--explain"),
        ("introducers", pool.path, *seen_from, "--to", pool.far, "--explain"),
        ("paths", pool.path, *seen_from, "--to", pool.far, "--explain"),
        ("person", pool.path, pool.near, *seen_from),
        ("sources", pool.path, "--language", language),
        ("plugins", "--language", language),
    ):
        done = run(*args)
        assert done.exit_code == 0, done.output
        wide = [line for line in done.stdout.splitlines() if width(line) > 80]
        assert not wide, f"{args[0]}: {wide}"
        assert not CONTROL.search(done.stdout)


# --- hostile texts ---------------------------------------------------------------------------------------------

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


# --- how it ends -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (nr.errors.ExportError("a"), 1),
        (nr.errors.NewerVersionError("a"), 1),
        (nr.errors.MissingExtraError("a"), 1),
        (nr.errors.OptionError("a"), 2),
        (nr.errors.QueryError("a", "b", 0), 2),
        (nr.errors.ProfessionalNotFoundError("a"), 3),
        (nr.errors.AmbiguousNameError("a"), 3),
        (nr.errors.NoTieDataError("a"), 3),
        (nr.errors.SourceNotFoundError("a"), 3),
        (FileNotFoundError(2, "No such file or directory", "a"), 1),
        (OSError(28, "No space left on device", "a"), 1),
        (MemoryError(), 1),
        (KeyboardInterrupt(), 130),
        (RuntimeError("a"), 70),
        (RecursionError("a"), 70),
    ],
)
def test_exit_codes(monkeypatch: pytest.MonkeyPatch, pool: Pool, error: BaseException, code: int) -> None:
    """Whatever goes wrong ends in one message on standard error, without a traceback, and in its exit code."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("netreach.ego.Ego.pyramid", fail)
    done = run("pyramid", pool.path, "--ego", pool.ego, "--json")
    assert done.exit_code == code
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_internal_errors_can_be_looked_into(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    """NETREACH_DEBUG=1 shows the traceback of an internal error, and the message says so."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the stars are wrong")

    monkeypatch.setattr("netreach.ego.Ego.pyramid", fail)
    plain = run("pyramid", pool.path, "--ego", pool.ego)
    assert "NETREACH_DEBUG=1" in plain.stderr
    debug = run("pyramid", pool.path, "--ego", pool.ego, env={"NETREACH_DEBUG": "1"})
    assert "Traceback" in debug.stderr
    assert debug.exit_code == exits.INTERNAL


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


def test_whom_nobody_knows(pool: Pool, tmp_path: Path) -> None:
    """An unknown person, a name that three people share and somebody without ties are told apart."""
    people = [f"{number},Ana Ruiz,Title {number},Acme" for number in range(3)]
    write_table(
        tmp_path / "data" / "people.csv", "id,name,title,company", *people, "9,Ben Ortiz,,", "8,Eva Lund,,"
    )
    write_table(tmp_path / "data" / "ties.csv", "source,target", "0,8")
    network = tmp_path / "a.netreach"
    answer("import", tmp_path / "data", "--into", network)
    unknown = run("pyramid", network, "--ego", "Ana Ruiz Lund")
    assert unknown.exit_code == exits.NOT_FOUND
    assert "Nobody" in unknown.stderr
    assert "similar name" in unknown.stderr
    shared = run("person", network, "Ana Ruiz")
    assert shared.exit_code == exits.NOT_FOUND
    assert "3 people are called 'Ana Ruiz'" in shared.stderr
    assert all(f"Title {number}" in shared.stderr for number in range(3))
    lonely = run("paths", network, "--ego", "Eva Lund", "--to", "Ben Ortiz")
    assert lonely.exit_code == exits.NOT_FOUND
    assert "No tie of Ben Ortiz is known" in lonely.stderr


def test_folders_that_are_no_network(pool: Pool, tmp_path: Path) -> None:
    """A missing folder, another folder, a file and a network of a later version are told apart."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear Ana", encoding="utf-8")
    for path, words in (
        (tmp_path / "nothing", "there is no network here"),
        (tmp_path / "other", "not a netreach network"),
        (tmp_path / "other" / "letter.txt", "is a file"),
    ):
        asked = run("pyramid", path, "--ego", "Ana")
        assert asked.exit_code == exits.FAILED
        assert words in asked.stderr
    into = run("import", pool.exports[0], "--into", tmp_path / "other")
    assert into.exit_code == exits.FAILED
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["letter.txt"]
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    current = json.loads((network / "CURRENT").read_text(encoding="utf-8"))
    (network / "CURRENT").write_text(json.dumps({**current, "format": 99}), encoding="utf-8")
    newer = run("pyramid", network, "--ego", pool.ego)
    assert newer.exit_code == exits.FAILED
    assert "later netreach" in newer.stderr


def test_two_imports_at_once(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes, an import says who it is, and changes nothing."""
    from filelock import FileLock

    class Impatient(FileLock):
        def acquire(self, timeout: float | None = None, *args: Any, **kwargs: Any) -> Any:
            return super().acquire(0.05, *args, **kwargs)

    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    before = state(network)
    code = (
        "import sys\nfrom pathlib import Path\nfrom netreach.store.folder import NetworkFolder\n"
        "with NetworkFolder(Path(sys.argv[1])).writing():\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    words = [sys.executable, "-c", code, str(network)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        monkeypatch.setattr("netreach.store.folder.FileLock", Impatient)
        done = run("import", pool.exports[1], "--into", network)
        read = run("pyramid", network, "--ego", pool.ego)
        holder.communicate("")
    assert done.exit_code == exits.FAILED
    assert f"process {holder.pid}" in done.stderr
    assert read.exit_code == 0
    assert state(network) == before


@pytest.mark.skipif(os.name != "posix", reason="signals and terminals as POSIX has them")
def test_control_c(pool: Pool, tmp_path: Path) -> None:
    """On a terminal an import shows what it does; Ctrl-C ends it at once, and nothing is half-written."""
    import pty

    from filelock import FileLock

    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    before = state(network)
    watched, terminal = pty.openpty()
    words = [*PYTHON, "import", str(pool.exports[1]), "--into", str(network)]
    # The other writer makes the import wait at its last step.
    with FileLock(network / "write.lock"):
        env = environment(TERM="xterm")
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=terminal, env=env) as importing:
            os.close(terminal)
            shown = read_until(watched, b"Pooling")
            importing.send_signal(signal.SIGINT)
            printed, _ = importing.communicate(timeout=20)
            shown += read_until(watched, b"\xff")
    os.close(watched)
    assert importing.returncode == exits.INTERRUPTED
    assert printed == b""
    assert b"Error: Interrupted" in shown
    assert b"Traceback" not in shown
    assert state(network) == before


def read_until(stream: int, wanted: bytes) -> bytes:
    """Read from a terminal until some bytes have come, or it is closed."""
    shown = b""
    ends = time.monotonic() + 20
    while wanted not in shown and time.monotonic() < ends:
        try:
            some = os.read(stream, 4096)
        except OSError:
            break
        if not some:
            break
        shown += some
    return shown


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_readers_that_go_away(pool: Pool) -> None:
    """When the reader of a pipe goes away, as `head` does, the command ends without a word."""
    words = [*PYTHON, "search", str(pool.path), "--ego", pool.ego, "--limit", "5000", "--json"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as searching:
        assert searching.stdout is not None
        assert searching.stderr is not None
        searching.stdout.close()
        said = searching.stderr.read()
        code = searching.wait(timeout=20)
    assert (code, said) == (exits.BROKEN_PIPE, b"")


def test_narrow_encodings(pool: Pool) -> None:
    """Where a terminal cannot show a letter it shows a question mark; JSON and CSV are UTF-8 all the same."""
    words = ("search", pool.path, "--ego", pool.ego, "--limit", "500")
    text = process(*words, PYTHONIOENCODING="ascii")
    assert text.returncode == 0, text.stderr
    assert "?" in text.stdout
    assert text.stdout.isascii()
    data = process(*words, "--json", PYTHONIOENCODING="ascii")
    assert data.returncode == 0
    assert json.loads(data.stdout) == answer(*words)


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_plain_terminals(pool: Pool, tmp_path: Path) -> None:
    """With NO_COLOR there is progress on a terminal, but no control code."""
    import pty

    watched, terminal = pty.openpty()
    words = [*PYTHON, "import", str(pool.exports[0]), "--into", str(tmp_path / "a.netreach")]
    with subprocess.Popen(
        words, stdout=terminal, stderr=terminal, env=environment(NO_COLOR="1", TERM="xterm")
    ) as importing:
        os.close(terminal)
        shown = read_until(watched, b"\xff").decode()
        assert importing.wait(timeout=20) == 0
    os.close(watched)
    assert "Pooling the networks" in shown
    assert not CONTROL.search(shown.replace("\r\n", "\n"))


def test_nothing_on_a_pipe_but_the_answer(pool: Pool, tmp_path: Path) -> None:
    """In a pipe there is no progress, no colour and no control code."""
    done = process("import", pool.exports[0], "--into", tmp_path / "a.netreach", TERM="xterm")
    assert done.returncode == 0
    assert done.stderr == ""
    assert not CONTROL.search(done.stdout)


def test_folding_keeps_every_word() -> None:
    """Folded text has every word whole, and lines as short as they can be."""
    text = "https://www.example.org/a/very/long/address and some words"
    assert folded(text, 20) == ["https://www.example.org/a/very/long/address", "and some words"]
    assert columns() >= 20


# --- territory, doors and compasses -------------------------------------------------------------------------------


def test_territory_and_its_picture(pool: Pool, tmp_path: Path) -> None:
    """A territory is printed, or bare, or drawn; not two things at once on standard output."""
    asked = ("territory", pool.path, "--ego", pool.ego, "--by", "company", "--limit", 3)
    full, bare = run(*asked), run(*asked, "--quiet")
    assert full.exit_code == bare.exit_code == 0
    assert bare.stdout.strip() in full.stdout
    picture = run(*asked, "--svg", tmp_path / "t.svg")
    assert (tmp_path / "t.svg").read_text(encoding="utf-8").startswith("<svg")
    assert picture.stdout == ""
    assert run(*asked, "--svg", "-").stdout.startswith("<svg")
    assert run(*asked, "--svg", "-", "--json").exit_code == exits.USAGE
    assert run("territory", pool.path, "--ego", pool.ego, "--by", "shoe size").exit_code == exits.USAGE


def test_doors_explained(pool: Pool) -> None:
    """Doors are explained when asked for; without a company and criteria there is nothing to open."""
    asked = ("doors", pool.path, "--ego", pool.ego, "--title", "manager", "--limit", 2)
    plain, explained = run(*asked), run(*asked, "--explain")
    assert explained.stdout.startswith(plain.stdout)
    assert "knows" in explained.stdout.removeprefix(plain.stdout)
    nothing = run("doors", pool.path, "--ego", pool.ego)
    assert nothing.exit_code == exits.USAGE
    assert "Name a company" in nothing.stderr


def test_a_compass_is_said_in_words(tmp_path: Path) -> None:
    """Every criterion of a saved compass is said in the words of the language, whatever is no text among them."""
    table = tmp_path / "people.csv"
    table.write_text("name,title\nAna,editor\n")
    path = tmp_path / "a.netreach"
    run("import", table, "--into", path, "--quiet")
    (tmp_path / "own.toml").write_text('[groups]\nchief = ["CMO", "editor"]\n', encoding="utf-8")
    asked: tuple[object, ...] = ("--years-in-position", "-1", "--connected-since", "2024-01-05", "--no-email")
    saved = run("compass", "save", path, "a", *asked, "--scope", "any", "--synonyms", "--title", "CMO")
    assert " ".join(saved.stdout.split()) == (
        "a: connected since 5 Jan 2024; no e-mail known; scope the present and the past; with synonyms; title CMO; "
        "time in position -1 years"
    )
    asked = ("--years-in-position", "2-5", "--has-email", "--degree", "2", "--min-strength", "0.5")
    saved = run(
        "compass", "save", path, "b", *asked, "--synonyms-file", tmp_path / "own.toml", "--language", "es"
    )
    told = " ".join(saved.stdout.split())
    assert told.startswith("b: grado 2; con correo conocido; fuerza mínima 0,5; con sinónimos /")
    assert told.endswith("own.toml; tiempo en el puesto 2-5 años")


def test_a_compass_as_csv_and_explained(tmp_path: Path) -> None:
    """A compass writes its whole table and says what places each hit, as a search does."""
    people = tmp_path / "people.csv"
    people.write_text("id,name,title\na,Ana,editor\nb,Ben,editor\nc,Eva,CMO\n")
    ties = tmp_path / "ties.csv"
    ties.write_text("source,target\na,b\nb,c\n")
    path = tmp_path / "a.netreach"
    run("import", people, ties, "--into", path, "--quiet")
    run("compass", "save", path, "editors", "--title", "editor OR CMO", "--quiet")
    common = ("--ego", "Ana", "--limit", "1")
    for option in ((), ("--explain",), ("--csv", "-")):
        ran = run("compass", "run", path, "editors", *common, *option, "--quiet").stdout
        searched = run("search", path, "--title", "editor OR CMO", *common, *option, "--quiet").stdout
        assert ran == searched
        assert ran
    assert "points for the match" in run("compass", "run", path, "editors", *common, "--explain").stdout
    clash = run("compass", "run", path, "editors", *common, "--csv", "-", "--json")
    assert clash.exit_code == exits.USAGE


def test_compass_from_a_file(tmp_path: Path) -> None:
    """A compass is read from a file, under its own name or another, and errors say what to do."""
    table = write_table(tmp_path / "ties.csv", "source,target", "Ana,Ben", "Ben,Eva")
    path = tmp_path / "a.netreach"
    assert run("import", table, "--into", path).exit_code == 0
    file = nr.Compass("Editors", title="editor").save(tmp_path / "e.toml")
    assert run("compass", "save", path, "--from", file).exit_code == 0
    assert run("compass", "save", path, "other", "--from", file, "--quiet").stdout == ""
    assert run("compass", "list", path).stdout == "Editors: title editor\nother: title editor\n"
    assert run("compass", "list", path, "--language", "es").stdout.startswith("Editors: cargo editor\n")
    taken = run("compass", "save", path, "other", "--title", "CMO")
    assert (taken.exit_code, "replace" in taken.stderr) == (exits.USAGE, True)
    assert run("compass", "save", path, "other", "--title", "CMO", "--replace").exit_code == 0
    both = run("compass", "save", path, "x", "--title", "CMO", "--from", file)
    assert both.exit_code == run("compass", "save", path).exit_code == exits.USAGE
    assert run("compass", "save", path, "../x", "--title", "CMO").exit_code == exits.USAGE
    assert run("compass", "save", path, "--from", table).exit_code == exits.FAILED
    assert run("compass", "run", path, "nobody", "--ego", "Ana").exit_code == exits.NOT_FOUND
    assert run("compass", "remove", path, "editors").exit_code == 0
    ran = run("compass", "run", path, "other", "--ego", "Ana")
    assert "no earlier version" in ran.stdout
    assert "no earlier version" not in run("compass", "run", path, "other", "--ego", "Ana", "-q").stdout
    assert run("compass", "remove", path, "other").exit_code == 0
    assert run("compass", "list", path).stdout == "no compass is saved here\n"
