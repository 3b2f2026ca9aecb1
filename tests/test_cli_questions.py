"""The command line asks: pyramid, search, introducers, paths, letters, persons."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from netreach.cli import exits
from small_pool import Pool, answer, run


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


def test_days_are_read_kindly(pool: Pool) -> None:
    """What is no day is named, together with how a day is written."""
    for option in ("--as-of", "--connected-since"):
        wrong = run("search", pool.path, "--ego", pool.ego, option, "1.1.2025")
        assert wrong.exit_code == exits.USAGE
        assert "'1.1.2025' is no day: write it as 2026-03-01." in wrong.stderr
