"""Every command answers in the language that was asked for: words, numbers and dates; nothing of the other leaks in.

What stays English in both languages: help, messages about errors, the reasons that importers give for rows they could
not use, the names of files, kinds, importers and options, JSON keys and the headers of CSV.
"""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.main import get_command

import netreach as nr
from netreach.cli import app
from small_pool import Pool, run

WIDE = "1000"
REASON = "Xxxx."
BOTH = frozenset(
    re.findall(
        r"\S+",
        """
        netreach id csv json es eml linkedin questionnaire tables graph mail calendar contacts outlook
        vcard google takeout maildir
        mbox ics vcs gmail parquet ldbc tsv graphml gexf gml pajek metis zip thunderbird com ln ra adamic adar
        jaccard log structure overall overlap leg aa contact count shared two names strength full url
        bytes no me personal toml pyproject readme md feb mar may jun jul oct nov
        """,
    )
)
"""Words that are right in both languages, and names of things that are called the same in both."""

ASKED = (
    *("Xxxx", "Xxxxxxq", "xqxq", "qqqq", "qq1", "qq2", "qq3"),
    *("director", "engineer", "manager", "director OR manager"),
)
TECHNICAL = ("problems", "importer test", "export", "readmit", "kinds")
"""What is for those who write importers, or prints no text: reasons of rows, laws and names of kinds are English."""

ENGLISH = frozenset(
    re.findall(
        r"\S+",
        """
        the of and to is are was were has have with by at from who whom your you not known people person degree
        degrees shared contacts contact introducers introducer can cannot least more less than them they between
        each other unknown last since connected message messages score best path paths found shown this that these
        those why what
        """,
    )
)
"""Words that give English away wherever they stand."""


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, new_pool: Callable[[Path], Pool]) -> Pool:
    """A small network with compasses, problems and an earlier version."""
    folder = tmp_path_factory.mktemp("languages")
    made = new_pool(folder)
    bad = folder / "bad.csv"
    bad.write_text("source,target,strength\nAna Xx,Ben Yy,0.5\nBen Yy,,\nBen Yy,Cid Zz,7\n", encoding="utf-8")
    run("import", bad, "--into", made.path)
    for name, title in (("qq1", "director"), ("qq2", "engineer")):
        run("compass", "save", made.path, name, "--title", title)
    run("introduce", made.path, "--ego", made.ego, "--to", made.near, "--reason", REASON, "--keep")
    return made


def commands(command: object, before: tuple[str, ...] = ()) -> Iterator[str]:
    """The words of every command."""
    for name, below in getattr(command, "commands", {}).items():
        inner = list(commands(below, (*before, name)))
        yield from inner or [" ".join((*before, name))]


def asked(pool: Pool, folder: Path) -> dict[str, list[list[object]]]:
    """For every command some ways to call it, on a network of its own where it changes something."""
    team, me = pool.path, ["--ego", pool.ego]
    copy = folder / "copy.netreach"
    with nr.open(team) as network:
        people = network.people().column("id").to_pylist()
        letter = network.letters().to_dict()["letters"][0]["id"]
        source = network.sources[0].id
        owners = {vertex for vertex in network.snapshot.meta.owners if vertex >= 0}
        stranger = next(who for vertex, who in enumerate(people) if vertex not in owners)
    return {
        "import": [[pool.exports[0], pool.companies, "--into", folder / "new.netreach"]] * 2
        + [[pool.exports[1], "--into", folder / "new.netreach", "--dry-run"]],
        "pyramid": [[team, *me], [team, *me, "--degree", 2]],
        "search": [
            [team, *me, "--limit", 5],
            [team, *me, "--title", "director OR manager", "--degree", 2, "--explain"],
            [team, *me, "--last-name", "Xxxxxxq"],
            [team, *me, "--location", "m*", "--industry", "s*", "--scope", "any"],
            [team, *me, "--min-strength", "0.1"],
        ],
        "territory": [[team, *me, "--by", "industry"], [team, *me, "--by", "company", "--by", "location"]],
        "doors": [[team, *me, "--title", "director", "--explain"], [team, *me, "--title", "qqqq"]],
        "compass save": [[copy, "qq3", "--title", "manager"]],
        "compass list": [[team]],
        "compass run": [[team, "qq1", *me], [team, "qq2", *me]],
        "compass compare": [[team, "qq1", "qq2", *me]],
        "compass remove": [[copy, "qq1"]],
        "complete": [[team, "ma"], [team, "xqxq"], [team, "d", "--field", "title"]],
        "introducers": [[team, *me, "--to", pool.near, "--explain"], [team, *me, "--to", pool.far]],
        "paths": [[team, *me, "--to", pool.far, "--explain"], [team, *me, "--to", pool.near, "--diverse"]],
        "introduce": [[team, *me, "--to", who, "--reason", REASON] for who in (pool.near, pool.far)],
        "person": [[team, pool.near, *me], [team, pool.far], [team, pool.ego, *me]],
        "changes": [[team, "--since", "2025-01-01", *me], [team]],
        "sources": [[team], [copy, "--share", source, "--sharing", "names"], [copy, "--remove", source]],
        "review": [[team, "--limit", 3, "--json"], [copy, "--yes-above", 300], [copy, "--min-score", 900]],
        "problems": [[team]],
        "check": [[team]],
        "hide": [[copy, people[5]]],
        "unhide": [[copy, people[5]]],
        "remove-person": [[copy, stranger]],
        "readmit": [],
        "export": [[team, pool.near]],
        "plugins": [[]],
        "kinds": [[team]],
        "letters list": [[team]],
        "letters mark": [[copy, letter, "sent", "--day", "2026-03-01"]],
        "letters templates": [[folder / "templates"]],
        "declare": [[copy, people[11], people[12]]],
        "questionnaire": [[team, "--for", pool.ego, "--output", folder / "asked.csv"]],
        "plot pyramid": [[team, *me, "-o", folder / "pyramid.svg"]],
        "plot path": [[team, *me, "--to", pool.far, "-o", folder / "path.svg"]],
        "plot introducers": [[team, *me, "--to", pool.near, "-o", folder / "introducers.svg"]],
        "plot territory": [[team, *me, "--by", "company", "-o", folder / "territory.svg"]],
        "plot search": [[team, *me, "--title", "director", "-o", folder / "search.svg"]],
        "plot doors": [[team, *me, "--title", "director", "-o", folder / "doors.svg"]],
        "plot compass": [[team, "qq1", *me, "-o", folder / "compass.svg"]],
        "plot compare": [[team, "qq1", "qq2", *me, "-o", folder / "compared.svg"]],
        "plot changes": [[team, "--since", "2025-01-01", *me, "-o", folder / "changes.svg"]],
        "demo": [["--folder", folder / "demo"]],
        "importer test": [[folder.parent.parent / "guests", "--flips", 1]],
        "importer generate": [[folder / "netreach-guests"]],
    }


@functools.cache
def values(folder: Path) -> frozenset[str]:
    """Every text of a network that comes from somebody's export."""
    with nr.open(folder) as network:
        found: set[str] = set()
        for name in network.people().column_names:
            for value in network.people().column(name).to_pylist():
                found.update(str(one) for one in (value if isinstance(value, list) else [value]) if one)
        for info in network.sources:
            found.update((info.id, info.id[:9], info.file, info.owner, *(count.file for count in info.files)))
        for person in network.snapshot.professionals(range(network.snapshot.count)):
            for job in person.positions:
                found.update((job.title, job.organisation, job.location))
    return frozenset(found - {""})


def words(text: str, data: re.Pattern[str]) -> set[str]:
    """The words of an output that are not somebody's data, a command to type, an address or an id."""
    text = re.sub(r"^\s*(?:\$ |netreach ).*(?:\n +--.*)*", " ", text, flags=re.MULTILINE)
    text = re.sub(
        r"netreach [a-z]+ [^\n]*|--[a-z-]+|\S+[@/]\S+|\b(?:[psv][0-9a-z]{12,}|l[0-9a-f]{10})\b", " ", text
    )
    text = data.sub(" ", text)
    return {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", text)}


def pattern(texts: list[str]) -> re.Pattern[str]:
    """A pattern of all texts, whole."""
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in texts) or r"(?!)")


def test_every_command_is_asked(pool: Pool, tmp_path: Path) -> None:
    """No command is forgotten."""
    assert set(asked(pool, tmp_path)) == set(commands(get_command(app)))


def printed(pool: Pool, name: str, folder: Path, options: list[str], env: dict[str, str]) -> list[str]:
    """What every way to call a command prints, in a folder with a copy of the network."""
    folder.mkdir()
    shutil.copytree(pool.path, folder / "copy.netreach")
    texts = []
    for args in asked(pool, folder)[name]:
        if name == "importer test":
            run("importer", "generate", args[0])
        if name == "unhide":
            run("hide", *args)
        done = run(*name.split(), *args, *options, env={"COLUMNS": WIDE, **env})
        assert done.exit_code == 0, done.output
        texts.append(done.output.replace(str(folder), "FOLDER").replace(folder.name, "NAME"))
    return texts


@pytest.mark.parametrize("name", sorted(commands(get_command(app))))
def test_nothing_english_in_spanish(pool: Pool, tmp_path: Path, name: str) -> None:
    """A Spanish answer shares no word with the English one, and has Spanish numbers, by option and environment."""
    english = printed(pool, name, tmp_path / "aaaa", ["--language", "en"], {"NETREACH_LANGUAGE": "es"})
    spanish = printed(pool, name, tmp_path / "bbbb", ["--language", "es"], {"NETREACH_LANGUAGE": "en"})
    assert printed(pool, name, tmp_path / "cccc", [], {"NETREACH_LANGUAGE": "es_ES.UTF-8"}) == spanish
    networks = [pool.path, *tmp_path.glob("*/demo/*.netreach")]
    known = {text for network in networks for text in values(network)} | set(ASKED)
    data = pattern(sorted(known, key=len, reverse=True))
    for one, other in zip(english, spanish, strict=True):
        if one.lstrip().startswith("{") or name in TECHNICAL:
            continue
        assert one != other or not one.strip()
        # A story shows names cut short and commands of many kinds.
        same = words(other, data) & ENGLISH if name == "demo" else words(one, data) & words(other, data)
        leaked = same - BOTH
        assert not leaked, f"netreach {name} says {sorted(leaked)} in both languages:\n{other}"
        numbers = re.sub(r"\S*[\w/-]+\.[a-z]\w+\S*|\S+@\S+|v[0-9a-f]{16}", " ", data.sub(" ", other))
        if name != "plugins":  # versions of formats
            assert not re.search(r"\d\.\d{1,2}(?!\d)|\d\.\d{4,}|\d,\d{3},\d", numbers), numbers


def test_technical_commands_speak_around_what_they_quote(pool: Pool, tmp_path: Path) -> None:
    """Of commands that quote technical reasons, the words around these are Spanish all the same."""
    assert "1 de 2 a la vista" in run("problems", pool.path, "--limit", 1, "--language", "es").output
    run("importer", "generate", tmp_path / "netreach-guests")
    assert (
        "Se cumplen todas las leyes"
        in run("importer", "test", tmp_path / "netreach-guests", "--flips", 0, "--language", "es").stdout
    )
