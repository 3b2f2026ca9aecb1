"""Removing a person: nothing stays in any file, nobody else loses anything, and no import brings them back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import netreach as nr
from netreach import keys as keying
from netreach.cli import app
from netreach.errors import (
    AmbiguousNameError,
    DamagedNetworkError,
    OptionError,
    OwnerError,
    ProfessionalNotFoundError,
)
from netreach.model import EvidenceRecord, HistoryRecord, Owner, PersonRecord, Record, RowProblem
from netreach.store import folder as folder_module
from netreach.store import schema
from netreach.store.builder import SourceBuilder
from netreach.store.erase import Erased, called, hashed, without
from netreach.store.source import Source
from netreach.testing import make_world, write_linkedin_export

# --- looking for traces -------------------------------------------------------------------------------------------


def texts(path: Path) -> Iterator[str]:
    """Everything in a file that may be read: its bytes, and every value of every column of a table."""
    yield path.read_bytes().decode("latin-1")
    if path.suffix == ".arrow":
        table = pa.ipc.open_file(path).read_all()
        yield json.dumps(table.to_pydict(), default=str, ensure_ascii=False)
        yield str(table.schema.metadata)
    elif path.suffix == ".parquet":
        table = pq.read_table(path)
        yield json.dumps(table.to_pydict(), default=str, ensure_ascii=False)
        yield str(table.schema.metadata)
        yield str(pq.ParquetFile(path).metadata.to_dict())
    elif path.suffix in (".json", ".jsonl", ""):
        yield path.read_text(encoding="utf-8", errors="replace")


def traces(folder: Path, wanted: set[str]) -> set[str]:
    """Which of some texts stand in any file of a folder, or in its name, whatever their case."""
    found = set()
    for path in sorted(folder.rglob("*")):
        said = [path.name] + (list(texts(path)) if path.is_file() else [])
        for text in (one.casefold() for one in said):
            found |= {want for want in wanted if want.casefold() in text}
    return found


def signs(network: nr.Network, who: str) -> set[str]:
    """The name, the slugs, addresses, keys and ids by which somebody may be recognised."""
    person = network.find(who)
    said = {person.id, person.name, *person.keys, *person.emails}
    said |= {key.partition(":")[2] for key in person.keys if not key.startswith("name:")}
    return {sign for sign in said | {keying.person_id(key) for key in person.keys} if sign}


# --- an invented pool of archives ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Four owners' LinkedIn archives of one world."""
    folder = tmp_path_factory.mktemp("archives")
    world = make_world(160, seed=5)
    owners = world.choose_owners(4, seed=5)
    return [write_linkedin_export(world, owner, folder / str(number)) for number, owner in enumerate(owners)]


def fill(path: Path, archives: list[Path]) -> nr.Network:
    """A network of the archives, made in several steps, so that there are several versions."""
    network = nr.open(path, create=True)
    for archive in archives:
        network.add(archive)
    return network


def someone(network: nr.Network, *, known: int = 2) -> str:
    """The id of somebody who stands in at least so many archives, owns none, and has a name of their own."""
    owners = set(network.snapshot.meta.owners)
    names = network.snapshot.column("name").to_pylist()
    for vertex in range(network.snapshot.count):
        name = names[vertex]
        if vertex in owners or names.count(name) > 1 or len(name.split()) < 2:
            continue
        kinds = {key.partition(":")[0] for key in network.snapshot.keys_of(vertex)}
        near = set(network.snapshot.engine.contacts(vertex).tolist()) & owners
        if len(near) >= known and {"linkedin", "email"} <= kinds:
            return network.snapshot.ids([vertex])[0]
    raise AssertionError("nobody in this world stands in several archives")


def test_nothing_of_the_person_is_left(archives: list[Path], tmp_path: Path) -> None:
    """After a removal no file holds a trace, in a folder with versions, decisions and leftovers; others are found."""
    path = tmp_path / "team.netreach"
    with fill(path, archives) as network:
        who = someone(network)
        gone = signs(network, who)
        ids = network.snapshot.ids(range(network.snapshot.count))
        control = next(other for other in ids if other != who and network.find(other).emails)
        living = signs(network, control)
        name = network.find(who).name
        network.declare(who, control, strength=0.5)
        network.hide(who)
        network.unhide(who)
        count, version = network.snapshot.count, network.version
        (path / "sources" / ".new-left").mkdir()
        (path / "sources" / ".new-left" / "people.json").write_text(name)
        with (path / "decisions.jsonl").open("a") as log:
            log.write(json.dumps({"kind": "hide", "keys": [f"name:x/{name}"]}))
        assert traces(path, gone) >= {name, who}
        assert len(list((path / "versions").iterdir())) > 1

        removal = network.remove_person(who)
        assert traces(path, gone) == set()
        assert traces(path, living) >= {control, network.find(control).name}
        assert network.version != version
        assert network.snapshot.count == count - 1
        assert removal.rewritten >= 2
        assert removal.decisions == 3
        assert len(list((path / "versions").iterdir())) == 1
        with pytest.raises(ProfessionalNotFoundError):
            network.find(name)
    with nr.open(path) as network:
        assert network.snapshot.count == count - 1
        assert sum(info.rewritten for info in network.sources) == removal.rewritten
        network.hide(control)
        assert traces(path, gone) == set()


def test_others_lose_nothing(archives: list[Path], tmp_path: Path) -> None:
    """The network without a person equals one of the same archives in which the person is hidden."""
    with fill(tmp_path / "a", archives) as one, fill(tmp_path / "b", archives) as other:
        who = someone(one)
        one.remove_person(who)
        other.hide(who)
        for name in schema.VERSION:
            mine, theirs = (network.snapshot._tables.table(name).to_pylist() for network in (one, other))
            assert mine == theirs, name
        for name in schema.ARRAYS:
            one_array, other_array = (network.snapshot._tables.array(name) for network in (one, other))
            assert one_array.tobytes() == other_array.tobytes(), name


def test_no_import_brings_them_back(archives: list[Path], tmp_path: Path) -> None:
    """The same archives again, and others that name the person, double nothing and restore nothing."""
    path = tmp_path / "team.netreach"
    with fill(path, archives[:3]) as network:
        whole = nr.load(*archives)
        who = someone(whole, known=3)
        gone = signs(whole, who)
        network.remove_person(who)
        version, sources = network.version, len(network.sources)
        report = network.add(*archives[:3])
        assert network.version == version
        assert len(network.sources) == sources
        assert all(source.already for source in report.sources)
        network.add(archives[3])
        assert len(network.sources) == sources + 1
        for info in network.sources:
            network.remove(info.id)
        network.add(*archives)
        assert traces(path, gone) == set()
        assert network.snapshot.count == whole.snapshot.count - 1


def test_memory_and_folders_agree(archives: list[Path], tmp_path: Path) -> None:
    """A network in memory removes people too, and what is saved of it keeps them out."""
    network = nr.load(*archives[:2])
    who = someone(network)
    gone = signs(network, who)
    network.remove_person(who)
    with network.save(tmp_path / "saved") as saved:
        assert saved.version == network.version
        saved.add(*archives[:2])
        assert traces(tmp_path / "saved", gone) == set()


def test_an_owner_goes_with_the_export(archives: list[Path], tmp_path: Path) -> None:
    """Removing an owner needs a word more, takes the export, and refuses it afterwards."""
    path = tmp_path / "team.netreach"
    with fill(path, archives[:3]) as network:
        vertex = network.snapshot.meta.owners[0]
        file = network.sources[0].file
        who = network.snapshot.ids([vertex])[0]
        gone = signs(network, who)
        version = network.version
        network.share(network.sources[0].id, "full")
        with pytest.raises(OptionError, match="is the owner of what was imported"):
            network.remove_person(who)
        assert traces(path, gone)
        removal = network.remove_person(who, with_sources=True)
        assert removal.sources == (file,)
        assert traces(path, gone) == set()
        assert network.version != version
        assert len(network.sources) == 2
        before = network.version
        with pytest.raises(OwnerError, match="was removed from this network"):
            network.add(next(archive for archive in archives if archive.name == Path(file).name))
        assert network.version == before


def test_somebody_let_back_in_is_as_if_never_removed(archives: list[Path], tmp_path: Path) -> None:
    """Removed, let back in and imported again: the same network as before; others who were removed stay out."""
    path = tmp_path / "team.netreach"
    with fill(path, archives[:3]) as network:
        before, count = network.version, network.snapshot.count
        who = someone(network, known=3)
        signs_of, person = signs(network, who), network.find(who)
        network.remove_person(who)
        out = network.version
        report = network.add(*archives[:3])
        assert [source.removed for source in report.sources] == [1, 1, 1]
        assert "1 person was left out, having been removed" in str(report)
        assert "1 persona no se ha tomado: se borró" in report.text(language="es")
        readmission = network.readmit(person.emails[0])
        assert readmission.version == network.version != out
        assert set(readmission.files) == {info.file for info in network.sources}
        assert network.snapshot.count == count - 1
        assert traces(path, signs_of) == set()
        report = network.add(*archives[:3])
        assert [source.removed for source in report.sources] == [0, 0, 0]
        assert network.version == before
        assert network.find(who) == person
        with pytest.raises(ProfessionalNotFoundError, match="Nobody who was removed"):
            network.readmit(person.name)


def test_letting_one_of_two_back_in(archives: list[Path], tmp_path: Path) -> None:
    """Who comes back is named by any key or the name; the other who was removed stays out of every import."""
    namesakes = [
        PersonRecord(keys=(f"linkedin:eva-{number}", f"email:eva{number}@example.org"), name="Eva Lund")
        for number in (1, 2)
    ]
    whole = source(*namesakes, PersonRecord(keys=("linkedin:ben",), name="Ben Roy"))
    for words, kept in (
        (("eva1@example.org",), "eva-2"),
        (("https://www.linkedin.com/in/eva-2",), "eva-1"),
        (("eva-1",), "eva-2"),
        (("Lund, Eva", "linkedin:eva-2"), "eva-1"),
    ):
        network = network_of(whole)
        for number in (1, 2):
            network.remove_person(f"eva{number}@example.org")
        with pytest.raises(AmbiguousNameError, match="2 people who were removed"):
            network.readmit("Eva Lund")
        with pytest.raises(ProfessionalNotFoundError):
            network.readmit("Eva Lund", "ben@example.org")
        with pytest.raises(ProfessionalNotFoundError):
            network.readmit()
        network.readmit(*words)
        (left,) = network._without_removed([whole], network.decisions)
        keys = {key for row in left.tables["people"].column("keys").to_pylist() for key in row}
        assert f"linkedin:{kept}" not in keys
        assert len({"linkedin:eva-1", "linkedin:eva-2"} & keys) == 1
    with (
        fill(tmp_path / "team.netreach", archives[:1]) as untouched,
        pytest.raises(ProfessionalNotFoundError),
    ):
        untouched.readmit("Eva Lund")


def test_an_owner_may_come_back(archives: list[Path]) -> None:
    """The export of an owner who was let back in is no longer refused, and their choices about sources hold."""
    network = nr.load(*archives[:2])
    other = network.sources[1]
    network.share(other.id, "full")
    owner = network.snapshot.ids([network.snapshot.meta.owners[0]])[0]
    address, file = network.find(owner).emails[0], network.sources[0].file
    network.remove_person(owner, with_sources=True)
    assert [info.sharing for info in network.sources] == ["full"]
    network.readmit(address)
    assert [info.sharing for info in network.sources] == ["full"]
    network.add(*archives[:2])
    assert {info.file: info.sharing for info in network.sources} == {file: "strength", other.file: "full"}
    assert network.find(address).id == owner


class Killed(BaseException):
    """The process ended here."""


def test_killed_at_any_moment(archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a removal is killed, the network is the one before or the one after, and after means no trace."""
    fill(tmp_path / "whole", archives[:2]).close()
    states = set()
    step = 0
    while "done" not in states:
        step += 6 if step > 3 else 1
        path = tmp_path / f"{step}.netreach"
        shutil.copytree(tmp_path / "whole", path)
        with nr.open(path) as network:
            who = someone(network)
            gone = signs(network, who)
            before = network.version
            count = network.snapshot.count
            calls = 0
            with monkeypatch.context() as patch:

                def counted(function: Any, last: int = step) -> Any:
                    def call(*args: Any, **options: Any) -> Any:
                        nonlocal calls
                        calls += 1
                        if calls == last:
                            raise Killed
                        # What is dead does not clean up behind itself.
                        return function(*args, **options) if calls < last else None

                    return call

                patch.setattr(folder_module, "_sync", counted(folder_module._sync))
                patch.setattr(folder_module, "_delete", counted(folder_module._delete))
                patch.setattr(folder_module.os, "replace", counted(os.replace))
                patch.setattr(folder_module.os, "rename", counted(os.rename))
                try:
                    network.remove_person(who)
                    states.add("done")
                except Killed:
                    pass
        with nr.open(path) as network:
            if network.version == before:
                states.add("before")
                assert network.find(who)
                assert len(network.people()) == count
                assert all(len(network._folder.source(info.id).tables["people"]) for info in network.sources)
                network.remove_person(who)
            else:
                states.add("after")
            assert len(network.people()) == count - 1
            assert traces(path, gone) == set()
    assert {"before", "after", "done"} <= states


def test_a_missing_salt_is_said(archives: list[Path], tmp_path: Path) -> None:
    """Without the key of the hashes no import is let in, since nobody could tell who was removed."""
    path = tmp_path / "team.netreach"
    with fill(path, archives[:2]) as network:
        network.remove_person(someone(network))
        (path / "salt").unlink()
        with pytest.raises(DamagedNetworkError, match="salt is missing"):
            network.add(archives[2])


# --- what is taken out of a source --------------------------------------------------------------------------------

ANA = "linkedin:ana-ruiz"


def source(*records: Record | RowProblem, owner: str = ANA, name: str = "ana.zip") -> Source:
    """A source of Ana."""
    builder = SourceBuilder(
        file=name, sha256=hashlib.sha256(name.encode()).hexdigest(), importer="test", options={}
    )
    builder.take([Owner(keys=(owner,), name="Ana Ruiz", complete_list=True), *records])
    return builder.build()


def network_of(*sources: Source) -> nr.Network:
    """A network in memory of sources."""
    network = nr.Network(None)
    network._change(lambda *_: (tuple(sources), ()))
    return network


def test_rows_of_the_same_name_go_where_nothing_tells_them_apart() -> None:
    """A namesake with a profile stays; a row with nothing but the name goes, and is counted."""
    local = keying.name_key(ANA, "Lund, Eva")
    network = network_of(
        source(
            PersonRecord(keys=("linkedin:eva-lund",), name="Eva Lund"),
            PersonRecord(keys=("linkedin:eva-lund-2",), name="Eva Lund"),
            PersonRecord(keys=(local,), name="EVA LUND", company="Acme"),
            EvidenceRecord(a=ANA, b=local, kind="connection"),
            EvidenceRecord(a=ANA, b="linkedin:eva-lund-2", kind="connection"),
        )
    )
    removal = network.remove_person("https://www.linkedin.com/in/eva-lund")
    assert (removal.rows, removal.namesakes, removal.evidence) == (2, 1, 1)
    assert network.find("Eva Lund").keys == ("linkedin:eva-lund-2",)
    assert network.snapshot.count == 2
    assert "nothing but the same name" in str(removal)
    assert removal.to_dict()["version"] == network.version


def test_problems_and_file_names_are_cleaned() -> None:
    """Excerpts, reasons and names of files that hold the person's name, address or profile lose it."""
    kept = RowProblem(file="b.csv", line=3, reason="no date", value="Ben Roy, 31/31/2020")
    rows = [
        RowProblem(file="a.csv", line=1, reason="no date", value="Eva;Lund;31/31/2020"),
        RowProblem(file="a.csv", line=2, reason="eva@example.org is listed twice", value="x"),
        RowProblem(file="eva-lund.csv", line=2, reason="bad", value="https://www.linkedin.com/in/eva-lund"),
    ]
    person = PersonRecord(keys=("linkedin:eva-lund", "email:eva@example.org"), name="Eva Lund")
    network = network_of(source(person, *rows, kept, name="from_eva-lund.zip"))
    network.remove_person("eva@example.org")
    left = network.problems
    assert len(left) == 4
    assert left[3] == kept
    said = " ".join(map(str, (*left, *network.sources)))
    assert "eva" not in said.casefold().replace("level", "")
    assert network.sources[0].id == source(person, *rows, kept, name="from_eva-lund.zip").info.id


def test_merged_and_hidden_keys_go_too() -> None:
    """Keys that only a decision still joins to the person are hashed, and the decision is gone."""
    first = source(PersonRecord(keys=("linkedin:eva-lund",), name="Eva Lund"), name="1")
    second = source(PersonRecord(keys=("linkedin:eva-maria",), name="Eva M. Lund"), name="2")
    network = network_of(first, second)
    network.merge("Eva Lund", "Eva M. Lund")
    network.hide("https://www.linkedin.com/in/eva-maria")
    network.remove(second.info.id)
    network.remove_person("https://www.linkedin.com/in/eva-lund")
    assert [said.kind for said in network._decisions] == ["remove"]
    assert "eva" not in str(network._decisions)
    erased = Erased.of(network._decisions, network._salt or b"")
    assert erased.has("linkedin:eva-maria")
    assert len(without(second, erased).tables["people"]) == 1
    assert without(source(name="3"), erased).info == source(name="3").info


def test_hashes_are_keyed() -> None:
    """The same key gives other hashes in other networks, and names fold to one whatever their spelling."""
    assert hashed(b"1", ANA) != hashed(b"2", ANA)
    assert called("Éva  LUND") == called("Lund, Eva")
    assert called("Eva") is None


def test_an_access_request_gets_everything() -> None:
    """The export of a person holds their claims, evidence, ties, histories and decisions, also when hidden."""
    network = network_of(
        source(
            PersonRecord(
                keys=("linkedin:eva-lund", "email:eva@example.org"), name="Eva Lund", company="Acme"
            ),
            HistoryRecord(person="linkedin:eva-lund", kind="work", organisation="Beta", title="CEO"),
            EvidenceRecord(a=ANA, b="linkedin:eva-lund", kind="message", count_ab=3, count_ba=1),
        ),
        source(name="other.zip", owner="linkedin:ben"),
    )
    network.hide("Eva Lund")
    data = network.export("eva@example.org")
    json.dumps(data)
    assert data["keys"] == ["email:eva@example.org", "linkedin:eva-lund"]
    assert [one["file"] for one in data["sources"]] == ["ana.zip"]
    [held] = data["sources"]
    assert held["claims"][0]["company"] == "Acme"
    assert held["histories"] == [{"kind": "work", "organisation": "Beta", "title": "CEO"}]
    assert held["evidence"] == [
        {"kind": "message", "days": 0, "with": "Ana Ruiz", "count_from": 1, "count_to": 3}
    ]
    assert [said["kind"] for said in data["decisions"]] == ["hide"]
    assert network.export("https://www.linkedin.com/in/ana-ruiz")["sources"][0]["is_owner"]
    with pytest.raises(ProfessionalNotFoundError):
        network.export("nobody@example.org")


def test_an_export_names_people_of_tables_as_the_table_does() -> None:
    """Whom a person is tied to is said by name, or by the id of the table, without the table's inner name."""
    network = nr.from_edges(["Ana", "Ben"], ["Ben", "7"])
    held = network.export("Ben")["sources"][0]
    assert [tie["with"] for tie in held["ties"]] == ["Ana", "7"]


# --- on the command line ------------------------------------------------------------------------------------------


def run(*words: object) -> tuple[int, str]:
    """What a command prints, and its exit code."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="netreach")
    return result.exit_code, result.output


def test_commands_for_people(archives: list[Path], tmp_path: Path) -> None:
    """Hiding, showing, handing out and removing work on the command line, with errors that say what to do."""
    path = tmp_path / "team.netreach"
    with fill(path, archives[:2]) as network:
        who = someone(network)
        gone = signs(network, who)
        email = network.find(who).emails[0]
        owner = network.snapshot.ids([network.snapshot.meta.owners[0]])[0]
        source = network.sources[0].id
    assert run("hide", path, who)[0] == 0
    assert run("person", path, who)[0] == 3
    code, said = run("export", path, email)
    assert code == 0
    assert json.loads(said)["person"]["id"] == who
    assert run("export", path, email, "--output", tmp_path / "eva.json")[0] == 0
    assert json.loads((tmp_path / "eva.json").read_text(encoding="utf-8")) == json.loads(said)
    assert run("unhide", path, who)[0] == 0
    assert run("person", path, who)[0] == 0
    code, said = run("remove-person", path, owner)
    assert code == 2
    assert "--yes" in said
    code, said = run("remove-person", path, who, "--json")
    assert code == 0
    assert json.loads(said)["rewritten"] == 2
    assert traces(path, gone) == set()
    assert run("remove-person", path, who)[0] == 3
    assert run("readmit", path, "nobody@example.org")[0] == 3
    code, said = run("readmit", path, email)
    assert code == 0
    assert "import these again" in said
    assert run("import", *archives[:2], "--into", path)[0] == 0
    assert run("person", path, who)[0] == 0
    assert run("remove-person", path, who, "--quiet") == (0, "")
    code, said = run("sources", path, "--share", source[:9], "--sharing", "names")
    assert code == 0
    assert "names" in said
    assert run("sources", path, "--share", source)[0] == 2
    code, said = run("remove-person", path, owner, "--yes", "--language", "es")
    assert code == 0
    assert "Fuentes de esta persona" in said


def test_ids_that_are_names(tmp_path: Path) -> None:
    """In a table whose ids are names, the name is all there is: such a row does not come back either."""
    (tmp_path / "ties.csv").write_text("source,target\nEva Lund,Ben Roy\nBen Roy,Kim Oh\n")
    (tmp_path / "more.csv").write_text("source,target\nEva Lund,Kim Oh\nKim Oh,Max Ito\n")
    path = tmp_path / "team.netreach"
    with nr.open(path, create=True) as network:
        network.add(tmp_path / "ties.csv")
        network.remove_person("Eva Lund")
        network.add(tmp_path / "more.csv")
        assert traces(path, {"Eva Lund"}) == set()
        assert traces(path, {"Max Ito"})
