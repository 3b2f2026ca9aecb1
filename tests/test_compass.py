"""Compasses: their files, how they are saved with a network, what is new in them, and side by side."""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netreach as nr
from netreach.answers.compass import CompassRun
from netreach.compass import Compass, name_key
from netreach.compass.record import LARGEST, LONGEST
from netreach.errors import (
    ClosedError,
    CompassError,
    CompassNotFoundError,
    OptionError,
    ProfessionalNotFoundError,
    QueryError,
)
from netreach.render.text import width

WORD = st.text(min_size=1, max_size=30)
QUOTED = WORD.map(lambda text: f'"{text.replace(chr(34), "x").replace("“", "x").replace("”", "x")} a"')
DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
NAME = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20).filter(
    lambda text: (
        len(unicodedata.normalize("NFC", text)) <= LONGEST
        and unicodedata.category(unicodedata.normalize("NFC", text)[0])[0] in "LN"
        and text.casefold() not in DEVICES
    )
)


def compass_of(name: str, **criteria: object) -> Compass | None:
    """A compass, or `None` where the text is no expression that can be read."""
    try:
        return Compass(name, **criteria)
    except QueryError:
        return None


# --- the record and its file ----------------------------------------------------------------------------------------


@given(
    NAME, st.lists(QUOTED, min_size=1, max_size=3), st.text(max_size=40), st.sampled_from((None, 2, [1, 3]))
)
def test_toml_round_trip(name: str, titles: list[str], anything: str, degree: object) -> None:
    """Whatever the texts, a compass is the same after it was written as TOML and read, from a text and a file."""
    compass = compass_of(name, title=titles, keywords=anything, degree=degree) or compass_of(name, title="x")
    assert compass is not None
    text = compass.to_toml()
    assert Compass.from_toml(text) == compass
    assert text.encode().decode() == text
    assert pickle.loads(pickle.dumps(compass)) == compass
    assert hash(pickle.loads(pickle.dumps(compass))) == hash(compass)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1), min_size=1, max_size=4))
def test_people_are_named_by_any_text(names: list[str]) -> None:
    """Ids of tables may be any text, with every control character."""
    compass = Compass("x", contacts_of=names)
    assert Compass.from_toml(compass.to_toml()).people == tuple(names)


def test_a_file(tmp_path: Path) -> None:
    """A compass goes to a file and comes back, also with the line ends and the mark of another system."""
    compass = Compass("Directors", title=["direct*", "CMO"], scope="any", degree=2)
    file = compass.save(tmp_path / "d.toml")
    assert Compass.load(file) == compass
    file.write_bytes(b"\xef\xbb\xbf" + compass.to_toml().replace("\n", "\r\n").encode())
    assert Compass.load(file) == compass


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'name = "x"',
        b'name = "x"\n[criteria]\n',
        b'name = "x"\n[criteria]\ntitel = "CMO"',
        b'name = "x"\nmore = 1\n[criteria]\ntitle = "CMO"',
        b'name = "../x"\n[criteria]\ntitle = "CMO"',
        b'name = 7\n[criteria]\ntitle = "CMO"',
        b'name = "x"\n[criteria]\ntitle = "(CMO"',
        b'name = "x"\n[criteria]\ntitle = 7',
        b'name = "x"\n[criteria]\ntitle = [["CMO"]]',
        b'name = "x"\n[criteria]\nname = "y"\ntitle = "z"',
        b'name = "x"\n[criteria]\nself = "y"',
        b'name = "x"\n[criteria.title]\na = 1',
        b"name = 'x'\n[criteria]\ndegree = 0",
        b"\xff\xfe",
        b"a = " + b"[" * 5_000,
        b'name = "x"\n[criteria]\ntitle = "' + b"a" * LARGEST + b'"',
    ],
)
def test_bad_files(tmp_path: Path, content: bytes) -> None:
    """A file that is no compass is refused with its name, whatever is wrong with it."""
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    with pytest.raises(CompassError, match=r"bad\.toml"):
        Compass.load(file)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(CompassError, match=r"none\.toml"):
        Compass.load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "..",
        "../x",
        "a/b",
        "a\\b",
        ".hidden",
        "a\0b",
        "a\nb",
        "CON",
        "nul",
        "com1",
        "a:b",
        "x ",
        "x" * 61,
        "-x",
        "a\u202eb",
        "🚀",
        "a*",
        "~",
        "a.toml",
    ],
)
def test_names_that_are_no_file_names(name: str) -> None:
    """A name is never a path, a device, a hidden file or an invisible sign."""
    with pytest.raises(OptionError, match="cannot be the name"):
        Compass(name, title="CMO")


@pytest.mark.parametrize(
    "name", ["Madrid 2026", "Dirección-2", "主管", "מנהלים", "हिन्दी", "x" * 60, "𠀀" * 60]
)
def test_names_of_any_script(name: str, tmp_path: Path) -> None:
    """Names may be in any script, and their files fit into a folder."""
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.save_compass(Compass(name, title="CMO"))
        assert [compass.name for compass in network.compasses()] == [unicodedata.normalize("NFC", name)]


def test_what_a_compass_refuses() -> None:
    """Criteria that cannot be read or kept are refused when the compass is made."""
    with pytest.raises(QueryError, match="never closed"):
        Compass("x", title="(CMO")
    with pytest.raises(OptionError, match="at least one"):
        Compass("x", title=None)
    with pytest.raises(OptionError, match="Did you mean title"):
        Compass("x", titel="CMO")
    with pytest.raises(OptionError, match="half a character"):
        Compass("x", title="\ud800")
    for bad in (object(), [], "", [""]):
        with pytest.raises(OptionError, match="contacts_of"):
            Compass("x", contacts_of=bad)
    with pytest.raises(OptionError, match="title is"):
        Compass("x", title=float("nan"))


@pytest.mark.parametrize(
    ("given", "kept", "said"),
    [
        ((None, 1), (0, 1), "-1"),
        ([2, None], 2, "2"),
        ((2, 5.0), (2, 5.0), "2-5"),
        (0.5, 0.5, "0.5"),
    ],
)
def test_years_with_an_open_end(given: object, kept: object, said: str) -> None:
    """An open end of a range of years is kept in a file, and a range is said as one, not as two values."""
    compass = Compass("x", years_in_position=given)
    assert compass.criteria == {"years_in_position": kept}
    assert Compass.from_toml(compass.to_toml()) == compass
    assert str(compass) == f"x: years_in_position {said}"


def test_a_file_of_synonyms_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path of synonyms is kept whole, so that the compass runs from another folder."""
    (tmp_path / "own.toml").write_text('[groups]\nchief = ["CMO", "editor"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    compass = Compass("x", title="CMO", synonyms=Path("own.toml"))
    (tmp_path / "away").mkdir()
    monkeypatch.chdir("away")
    again = Compass.from_toml(compass.to_toml())
    assert again.to_dict()["criteria"] == {"title": ["CMO"], "synonyms": True}


# --- saved with a network -------------------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "folder"])
def network(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A small network, in memory and on disk."""
    people = {
        "id": ["ana", "ben", "eva", "dai"],
        "name": ["Ana Ruiz", "Ben Okafor", "Eva Lund", "Dai Mori"],
        "title": ["Engineer", "CMO", "Editor", "CMO"],
    }
    made = nr.from_edges(["ana", "ben", "eva"], ["ben", "eva", "dai"], people=people)
    if request.param == "memory":
        yield made
    else:
        with made.save(tmp_path / "team.netreach") as saved:
            yield saved


def test_saving(network: nr.Network) -> None:
    """What is saved can be listed, fetched in any capitals, replaced when asked for, and removed."""
    first, second = Compass("Editors", title="editor"), Compass("cmo", title="CMO")
    network.save_compass(first)
    network.save_compass(second)
    network.save_compass(first)
    assert network.compasses() == (second, first)
    assert network.compass("EDITORS") == first
    other = Compass("editors", title="editor*")
    with pytest.raises(OptionError, match="already"):
        network.save_compass(other)
    network.save_compass(other, replace=True)
    assert network.compasses() == (second, other)
    version = network.version
    network.remove_compass("CMO")
    assert network.compasses() == (other,)
    for ask in (network.compass, network.remove_compass):
        with pytest.raises(CompassNotFoundError, match="'editors'"):
            ask("cmo")
    assert network.version == version


def test_copies_keep_compasses(network: nr.Network, tmp_path: Path) -> None:
    """A network that is saved elsewhere has the same compasses; a closed one has none to give."""
    network.save_compass(Compass("cmo", title="CMO"))
    with network.save(tmp_path / "copy.netreach") as copy:
        assert copy.compasses() == network.compasses()
    network.close()
    for ask in (network.compasses, lambda: network.compass("cmo"), lambda: network.remove_compass("cmo")):
        with pytest.raises(ClosedError):
            ask()


def test_removed_people_are_in_no_compass(network: nr.Network) -> None:
    """A compass that names somebody is deleted with them; the others stay."""
    network.save_compass(Compass("around Eva", contacts_of="Eva Lund"))
    network.save_compass(Compass("around Ben", contacts_of=["Ben Okafor"]))
    network.remove_person("Eva Lund")
    assert [compass.name for compass in network.compasses()] == ["around Ben"]
    with pytest.raises(ProfessionalNotFoundError):
        network.ego("Ana Ruiz").run(Compass("x", contacts_of="Eva Lund"))


def test_files_in_the_folder(tmp_path: Path) -> None:
    """Files that people put there count, others are left alone; one that is no compass is named, and can go."""
    path = tmp_path / "a.netreach"
    with nr.open(path, create=True) as network:
        network.save_compass(Compass("cmo", title="CMO"))
        folder = path / "compasses"
        assert [file.name for file in folder.iterdir()] == ["cmo.toml"]
        Compass("Hand made", title="editor").save(folder / "Hand made.toml")
        (folder / "notes.txt").write_text("mine")
        (folder / ".hidden.toml").write_text("?")
        outside = Compass("link", title="x").save(tmp_path / "link.toml")
        os.symlink(outside, folder / "link.toml")
        assert [compass.name for compass in network.compasses()] == ["cmo", "Hand made"]
        (folder / "bad.toml").write_text("?")
        with pytest.raises(CompassError, match=r"bad\.toml"):
            network.compasses()
        network.remove_compass("bad")
        Compass("other", title="x").save(folder / "name.toml")
        with pytest.raises(CompassError, match="its name is 'other'"):
            network.compasses()


def test_a_failed_write_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compass is replaced in one step; what was half written is nowhere, and goes with the next write."""
    path = tmp_path / "a.netreach"
    with nr.open(path, create=True) as network:
        network.save_compass(Compass("cmo", title="CMO"))
        with monkeypatch.context() as broken:
            broken.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
            with pytest.raises(nr.NetreachError, match="disk is full"):
                network.save_compass(Compass("cmo", title="chief"), replace=True)
        assert network.compass("cmo") == Compass("cmo", title="CMO")
        network.save_compass(Compass("b", title="b"))
        assert sorted(file.name for file in (path / "compasses").iterdir()) == ["b.toml", "cmo.toml"]


# --- what is new, and side by side ----------------------------------------------------------------------------------

ANA = "https://www.linkedin.com/in/ana-ruiz"
HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"


def connections(folder: Path, *rows: str) -> Path:
    """Write a list of connections."""
    folder.mkdir(parents=True)
    file = folder / "Connections.csv"
    file.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return file


def contact(first: str, last: str, title: str, day: str) -> str:
    """A row of a list of connections."""
    return f"{first},{last},https://www.linkedin.com/in/{first}-{last},,Acme,{title},{day}".lower()


def test_new_since_the_version_before(tmp_path: Path) -> None:
    """New is who came, who came nearer and who changed jobs; gone is who no longer matches; hidden is nobody."""
    ben, eva = contact("Ben", "Okafor", "cmo", "01 Mar 2024"), contact("Eva", "Lund", "cmo", "02 Mar 2024")
    dai = contact("Dai", "Mori", "editor", "03 Mar 2024")
    carl = contact("Carl", "Neri", "cmo", "04 Mar 2024")
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(connections(tmp_path / "1", ben, dai), owner=ANA)
        compass = Compass("cmo", title="cmo")
        first = network.ego(ANA).run(compass)
        assert (len(first.result), first.new, first.version_before) == (1, (), network.previous_version)
        ben_url = "https://www.linkedin.com/in/ben-okafor"
        ana = contact("Ana", "Ruiz", "engineer", "01 Mar 2024")
        network.add(connections(tmp_path / "2", ana, eva, carl), owner=ben_url)
        second = network.ego(ANA).run(compass, limit=1)
        assert [(new.degree, new.count, len(new.people)) for new in second.new] == [
            (1, 0, 0),
            (2, 2, 1),
            (3, 0, 0),
        ]
        assert "2 newly in your 2nd degree: carl neri, and 1 more" in second.text()
        assert "2 nuevas en tu 2.º grado" in second.text(language="es")
        assert max(map(width, second.text(columns=60).splitlines())) <= 60
        # Eva comes nearer, Dai becomes one, Ben is one no longer.
        again = [
            contact("Ben", "Okafor", "writer", "01 Mar 2024"),
            contact("Eva", "Lund", "cmo", "02 May 2025"),
            contact("Dai", "Mori", "cmo", "03 Mar 2024"),
        ]
        network.add(connections(tmp_path / "3", *again), owner=ANA)
        third = network.ego(ANA).run(compass)
        assert [[person.name for person in new.people] for new in third.new] == [
            ["dai mori", "eva lund"],
            [],
            [],
        ]
        assert third.gone is not None
        assert [person.name for person in third.gone.people] == ["ben okafor"]
        assert [counted.count for counted in third.before] == [1, 2, 0]
        assert pickle.loads(pickle.dumps(third)).to_dict() == third.to_dict()
        json.dumps(third.to_dict(), allow_nan=False)
        before = [layer.count for layer in third.before]
        # The version before still holds whoever is hidden now: they count nowhere.
        network.hide("carl neri")
        hidden = network.ego(ANA).run(compass)
        assert "carl" not in json.dumps(hidden.to_dict())
        assert sum(layer.count for layer in hidden.before) == sum(len(new.people) for new in third.new)
        assert before


def test_new_around_somebody(tmp_path: Path) -> None:
    """A compass around somebody who was not there before found nobody then."""
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(connections(tmp_path / "1", contact("Dai", "Mori", "cmo", "01 Mar 2024")), owner=ANA)
        ben_url = "https://www.linkedin.com/in/ben-okafor"
        rows = [contact("Ana", "Ruiz", "x", "01 Mar 2024"), contact("Dai", "Mori", "cmo", "02 Mar 2024")]
        network.add(connections(tmp_path / "2", *rows), owner=ben_url)
        found = network.ego(ANA).run(Compass("around", contacts_of=ben_url))
        assert [new.count for new in found.new] == [1, 0, 0]
        assert sum(layer.count for layer in found.before) == 0


def test_without_an_earlier_version(network: nr.Network) -> None:
    """Without a version before, the search is all there is, and a given one is compared with."""
    compass = Compass("cmo", title="CMO")
    found = network.ego("Ana Ruiz").run(compass)
    assert isinstance(found, CompassRun)
    assert found.version_before is None
    assert "no earlier version" in str(found)
    assert len(found.result) == 2
    older = nr.from_edges([0], [1], people={"id": [0, 1], "name": ["X Y", "Z W"]}).snapshot
    compared = network.ego("Ana Ruiz").run(compass, since=older)
    assert sum(new.count for new in compared.new) == 2
    assert "<script" not in compared._repr_html_()


def test_comparison_is_set_algebra() -> None:
    """What each compass finds, what two share and what only one finds are those of sets."""
    from netreach.testing import make_world

    world = make_world(800, seed=6, mean_contacts=8)
    columns = world.people_columns()
    made = nr.from_edges(
        world.ties.lo,
        world.ties.hi,
        people={name: columns[name] for name in ("id", "title", "company", "location")},
    )
    ego = made.ego(11)
    compasses = [Compass("m", title="manager"), Compass("p", location="madrid"), Compass("s", title="s*")]
    answer = ego.compare(*compasses)
    found = [{hit.id: hit.degree for hit in ego.search(title="manager", limit=None)}]
    found += [{hit.id: hit.degree for hit in ego.search(location="madrid", limit=None)}]
    found += [{hit.id: hit.degree for hit in ego.search(title="s*", limit=None)}]
    assert answer.union == len({who for some in found for who in some})
    assert answer.common == len(set.intersection(*map(set, found)))
    for place, compared in enumerate(answer.compasses):
        others = {who for other, some in enumerate(found) if other != place for who in some}
        assert compared.total == len(found[place])
        for layer, only in zip(compared.by_degree, compared.only, strict=True):
            here = {who for who, degree in found[place].items() if degree == layer.degree}
            assert (layer.count, only.count) == (len(here), len(here - others))
    pairs = {(overlap.a, overlap.b): overlap.total for overlap in answer.overlaps}
    assert pairs == {
        ("m", "p"): len(set(found[0]) & set(found[1])),
        ("m", "s"): len(set(found[0]) & set(found[2])),
        ("p", "s"): len(set(found[1]) & set(found[2])),
    }
    assert answer.text(language="en") != answer.text(language="es")
    assert max(map(width, answer.text(columns=60).splitlines())) <= 60
    json.dumps(answer.to_dict(), allow_nan=False)


def test_what_cannot_be_compared(network: nr.Network) -> None:
    """One compass, or two of one name, are refused."""
    ego, compass = network.ego("Ana Ruiz"), Compass("cmo", title="CMO")
    for several in ((), (compass,), (compass, Compass("CMO", title="x"))):
        with pytest.raises(OptionError, match="two or more"):
            ego.compare(*several)
    with pytest.raises(OptionError, match=r"'cmo' is no compass: give network\.compass"):
        ego.compare("cmo", compass)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"'cmo' is no compass: give network\.compass"):
        ego.run("cmo")  # type: ignore[arg-type]


def test_criteria_are_for_other_questions_too(network: nr.Network) -> None:
    """The criteria of a compass are those of a territory and of doors."""
    compass = Compass("cmo", title="CMO", contacts_of=["Eva Lund"])
    ego = network.ego("Ana Ruiz")
    assert ego.territory(by="title", **compass.criteria).total == len(ego.run(compass).result) == 2
    assert ego.doors(**compass.criteria).people == 2


def test_names_in_other_capitals() -> None:
    """Upper and lower case are one name, composed or not; days are kept as days."""
    assert name_key("DIRECCIÓN") == name_key("direccio\u0301n")
    assert name_key("a") != name_key("b")
    with pytest.raises(OptionError):
        Compass("x", degree=dt.date(2026, 1, 1))
