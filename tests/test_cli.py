"""The command line: its words, its help, what the environment says, territory and compasses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import netreach as nr
import netreach.cli
from netreach.cli import exits
from netreach.cli.output import columns, folded
from processes import environment, process
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

HEAVY = {"numpy", "pyarrow", "igraph", "duckdb", "rich", "pandas", "polars", "networkx", "attrs"}


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


def test_plugins() -> None:
    """Importers and scorers are listed with what they do, none of it cut off."""
    shown = run("plugins")
    words = " ".join(shown.stdout.split())
    for plugin in answer("plugins")["plugins"]:
        assert plugin["name"] in words
        assert plugin["summary"] in words
    assert "Importadores" in run("plugins", "--language", "es").stdout


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
