"""The network folder: atomic writes, one writer, readers that never block, damage that is said."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import netreach as nr
from netreach.cli import app
from netreach.errors import (
    ClosedError,
    DamagedNetworkError,
    LockedError,
    NewerVersionError,
    NotANetworkError,
    ProfessionalNotFoundError,
    SourceNotFoundError,
    StoreError,
)
from netreach.store import folder as folder_module
from netreach.store.checksums import checksums_text
from netreach.store.folder import NetworkFolder
from netreach.store.rows import Texts, taken
from netreach.store.schema import ARRAYS, LATER, VERSION


def ties_file(folder: Path, name: str, pairs: list[tuple[str, str]]) -> Path:
    """A CSV of ties between names."""
    path = folder / name
    path.write_text("source,target\n" + "".join(f"{a},{b}\n" for a, b in pairs), encoding="utf-8")
    return path


CHAIN = [("ana@example.org", "ben@example.org"), ("ben@example.org", "eva@example.org")]
MORE = [("eva@example.org", "kim@example.org")]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A network of three people in a folder."""
    path = tmp_path / "team.netreach"
    with nr.open(path, create=True) as network:
        network.add(ties_file(tmp_path, "chain.csv", CHAIN))
    return path


def counts(network: nr.Network) -> tuple[int, int]:
    """Professionals and ties."""
    return network.snapshot.count, network.snapshot.meta.ties


def test_a_folder_holds_what_was_added(team: Path, tmp_path: Path) -> None:
    """Sources, versions and CURRENT lie in the folder, and a second opening finds everything."""
    assert {path.name for path in team.iterdir()} >= {"CURRENT", "sources", "versions"}
    with nr.open(team) as network:
        assert counts(network) == (3, 2)
        network.add(ties_file(tmp_path, "more.csv", MORE))
        assert len(network.sources) == 2
    assert not list(team.glob("*/.new-*"))


def test_the_same_file_twice_changes_nothing(team: Path, tmp_path: Path) -> None:
    """Adding a file again keeps the version and says so."""
    with nr.open(team) as network:
        version = network.version
        report = network.add(ties_file(tmp_path, "chain.csv", CHAIN))
        assert report.sources[0].already
        assert network.version == version
        assert report.new_professionals == 0


def test_removing_a_source_equals_never_having_added_it(team: Path, tmp_path: Path) -> None:
    """After add and remove the version is the one from before; its files are gone at the next write."""
    with nr.open(team) as network:
        version = network.version
        added = network.add(ties_file(tmp_path, "more.csv", MORE)).sources[0].id
        assert network.version != version
        network.remove(added)
        assert network.version == version
        network.hide("ana@example.org")
        assert not (team / "sources" / added).exists()
        with pytest.raises(SourceNotFoundError, match=r"chain\.csv"):
            network.remove(added)


def test_disk_and_memory_agree(team: Path, tmp_path: Path) -> None:
    """The same exports give the same version id in a folder, in memory, and saved."""
    memory = nr.load(tmp_path / "chain.csv")
    with nr.open(team) as network:
        assert network.version == memory.version
    saved = memory.save(tmp_path / "saved.netreach")
    assert saved.version == memory.version
    with pytest.raises(StoreError, match="is a network already"):
        memory.save(tmp_path / "saved.netreach")


def test_decisions_are_kept(team: Path) -> None:
    """Hidden people stay hidden in the next opening, and come back when they are shown again."""
    with nr.open(team) as network:
        network.hide("ben@example.org")
    with nr.open(team) as network:
        assert counts(network) == (2, 0)
        network.unhide("ben@example.org")
        assert counts(network) == (3, 2)
    assert len((team / "decisions.jsonl").read_text().splitlines()) == 2


def test_decisions_that_were_never_committed_are_dropped(team: Path) -> None:
    """A line that a killed writer left, whole or torn, counts for nobody and is overwritten."""
    (team / "decisions.jsonl").write_text('{"kind": "hide", "keys": ["email:ana@example.org"]}\n{"kind": "hi')
    with nr.open(team) as network:
        assert counts(network) == (3, 2)
        network.hide("eva@example.org")
    with nr.open(team) as network:
        assert counts(network) == (2, 1)
    assert len((team / "decisions.jsonl").read_text().splitlines()) == 1


def test_what_is_no_network_is_said(tmp_path: Path) -> None:
    """A missing folder, a file, and a folder of something else are three clear errors."""
    with pytest.raises(NotANetworkError, match="no network here"):
        nr.open(tmp_path / "missing")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(NotANetworkError, match="is a file"):
        nr.open(tmp_path / "notes.txt", create=True)
    with pytest.raises(NotANetworkError, match="not a netreach network"):
        nr.open(tmp_path, create=True)


def test_a_newer_layout_is_refused(team: Path) -> None:
    """A folder written by a later netreach is not touched."""
    current = json.loads((team / "CURRENT").read_text())
    (team / "CURRENT").write_text(json.dumps({**current, "format": 99}))
    with pytest.raises(NewerVersionError, match="pip install --upgrade netreach"):
        nr.open(team)


def test_a_damaged_version_is_made_again(team: Path) -> None:
    """A version whose files are broken or gone is derived from the sources, silently and equally."""
    with nr.open(team) as network:
        version = network.version
    folder = team / "versions" / version
    (folder / "indices.npy").write_bytes(b"broken")
    with nr.open(team) as network:
        assert counts(network) == (3, 2)
    with nr.open(team) as network:
        assert network.version == version
        assert not isinstance(network.snapshot.graph.indices, bytes)
    assert (folder / "indices.npy").read_bytes() != b"broken"


def test_a_second_writer_is_told_who_writes(team: Path, tmp_path: Path) -> None:
    """While one process writes, another one waits, and then fails with the name of the first."""
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from netreach.store.folder import NetworkFolder
        with NetworkFolder(Path(sys.argv[1])).writing():
            print("locked", flush=True)
            sys.stdin.read()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(team)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with (
            pytest.raises(LockedError, match=f"process {other.pid}"),
            NetworkFolder(team).writing(timeout=0.2),
        ):
            pass
        with nr.open(team) as reader:
            assert counts(reader) == (3, 2)
        other.communicate(b"")
    with nr.open(team) as network:
        network.add(ties_file(tmp_path, "more.csv", MORE))
        assert counts(network) == (4, 3)


def test_a_full_disk_changes_nothing(team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a file cannot be written for lack of room, the error says so and the network is as before."""
    calls = 0

    def full(number: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise OSError(errno.ENOSPC, "No space left on device")

    with nr.open(team) as network:
        version = network.version
        monkeypatch.setattr(folder_module, "_sync", full)
        with pytest.raises(StoreError, match=r"disk is full.*Nothing was changed"):
            network.add(ties_file(tmp_path, "more.csv", MORE))
        monkeypatch.undo()
        assert network.version == version
    with nr.open(team) as network:
        assert network.version == version
        network.add(ties_file(tmp_path, "more.csv", MORE))
    assert not list(team.glob("*/.new-*"))


def test_a_reader_keeps_its_version(team: Path, tmp_path: Path) -> None:
    """An opened network answers from the version it opened, even when that version is swept away."""
    with nr.open(team) as reader, nr.open(team) as writer:
        version = reader.version
        for number in range(4):
            writer.add(ties_file(tmp_path, f"n{number}.csv", [(f"a{number}@example.org", "ana@example.org")]))
        assert counts(writer) == (7, 6)
        assert reader.version == version
        assert not (team / "versions" / version).exists()
        assert reader.find("eva@example.org").emails == ()
        assert counts(reader) == (3, 2)


def test_many_threads_read_the_same(team: Path) -> None:
    """Eight threads that ask at once get equal answers."""
    with nr.open(team) as network:
        answers: list[object] = []

        def ask() -> None:
            answers.append((network.find("ben@example.org").id, network.snapshot.texts("name", [0, 1, 2])))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == 8
        assert all(answer == answers[0] for answer in answers)


def test_a_closed_network_says_so(team: Path) -> None:
    """After close every question is an error with a cure."""
    network = nr.open(team)
    network.close()
    with pytest.raises(ClosedError, match="Open it again"):
        network.find("ana@example.org")
    assert "closed" in repr(network)


@pytest.mark.parametrize("folder", [True, False])
def test_a_closed_network_neither_saves_nor_tells(team: Path, tmp_path: Path, folder: bool) -> None:
    """After close a save, the decisions and the problems are errors, and nothing is written."""
    network = nr.open(team) if folder else nr.load(tmp_path / "chain.csv")
    source = network.sources[0].id
    network.close()
    asked: list[Callable[[], object]] = [
        lambda: network.save(tmp_path / "saved.netreach"),
        lambda: network.decisions,
        lambda: network.problems_of(source),
        lambda: network.export("ana@example.org"),
        lambda: network.remove(source),
    ]
    for ask in asked:
        with pytest.raises(ClosedError, match="Open it again"):
            ask()
    assert not (tmp_path / "saved.netreach").exists()


def test_a_damaged_source_can_be_removed(team: Path, tmp_path: Path) -> None:
    """One broken source names itself and its cure, and the cure works, although nobody can read it."""
    with nr.open(team) as network:
        whole = network.version
        added = network.add(ties_file(tmp_path, "more.csv", MORE)).sources[0].id
    (team / "sources" / added / "people.parquet").write_bytes(b"PAR1")
    with nr.open(team) as network:
        with pytest.raises(DamagedNetworkError, match=f"--remove {added}"):
            network.hide("ana@example.org")
        network.remove(added)
        assert network.version == whole
        network.add(tmp_path / "more.csv")
        assert counts(network) == (4, 3)


def test_a_damaged_source_without_a_version_names_another_cure(team: Path) -> None:
    """Where neither version nor source can be read, the error does not name a command that cannot open it either."""
    with nr.open(team) as network:
        version, source = network.version, network.sources[0].id
    (team / "versions" / version / "meta.json").unlink()
    (team / "sources" / source / "people.parquet").unlink()
    with pytest.raises(DamagedNetworkError, match="into a new folder") as caught:
        nr.open(team)
    assert "--remove" not in str(caught.value)


def test_problems_of_unknown_and_removed_sources(team: Path, tmp_path: Path) -> None:
    """The problems of a source that never was, or that another process removed, are a clear error."""
    with pytest.raises(SourceNotFoundError, match=r"chain\.csv"):
        nr.load(tmp_path / "chain.csv").problems_of("s1")
    with nr.open(team) as reader, nr.open(team) as writer:
        with pytest.raises(SourceNotFoundError, match=r"chain\.csv"):
            reader.problems_of("s1")
        source = reader.sources[0].id
        assert reader.problems_of(source) == ()
        writer.remove(source)
        with pytest.raises(SourceNotFoundError, match="was removed since"):
            reader.problems_of(source)
    with nr.open(team) as network:
        added = network.add(tmp_path / "chain.csv").sources[0].id
        (team / "sources" / added / "problems.parquet").unlink()
        with pytest.raises(DamagedNetworkError, match=added):
            network.problems_of(added)


def test_a_reader_follows_writers_that_overtake_it(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who read CURRENT before two commits by another process opens the newest version."""
    writer = nr.open(team)
    read = NetworkFolder.current
    stale = [read(NetworkFolder(team))]
    for number in range(3):
        writer.add(ties_file(tmp_path, f"n{number}.csv", [(f"a{number}@example.org", "ana@example.org")]))
    monkeypatch.setattr(NetworkFolder, "current", lambda self: stale.pop() if stale else read(self))
    with nr.open(team) as reader:
        assert counts(reader) == (6, 5)
        stale.append(folder_module.Current(version="v1", sources=("gone",), decisions=4, log="gone.jsonl"))
        assert reader.decisions == ()
    writer.close()


@pytest.mark.parametrize("name", ["people", "given", "evidence"])
@pytest.mark.parametrize("damage", ["short", "gone", "empty"])
def test_a_damaged_table_of_a_version_is_made_again(team: Path, name: str, damage: str) -> None:
    """A table that is cut short, missing or empty is found on opening, and derived again."""
    with nr.open(team) as network:
        version = network.version
    path = team / "versions" / version / f"{name}.arrow"
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(content[: len(content) // 2] if damage == "short" else b"")
    with nr.open(team) as network:
        assert network.version == version
        assert network.find("ana@example.org").contact_count == 1
        assert counts(network) == (3, 2)
    assert path.read_bytes() == content


def test_later_damage_names_a_cure_that_works(team: Path) -> None:
    """A table that breaks between its ends names the folder to delete; then the network opens."""
    with nr.open(team) as network:
        folder = team / "versions" / network.version
    path = folder / "people.arrow"
    content = path.read_bytes()
    with nr.open(team) as network:
        assert network.version
        with path.open("r+b") as stream:
            stream.write(content[:4] + bytes(len(content) - 8) + content[-4:])
        with pytest.raises(DamagedNetworkError, match="Delete the folder"):
            network.find("ana@example.org")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    with nr.open(team) as network:
        assert network.find("ana@example.org").contact_count == 1


@pytest.mark.parametrize(
    "change",
    [
        {"sources": None},
        {"sources": [1]},
        {"version": 7},
        {"decisions": "many"},
        {"folders": {"s1": 3}},
        {"log": None},
        {"format": None},
        None,
        [],
    ],
)
def test_a_malformed_current_is_damage(team: Path, change: object) -> None:
    """CURRENT with a field that is missing or of another type is damage with two cures, never a bare error."""
    current = json.loads((team / "CURRENT").read_text())
    wrong = {**current, **change} if isinstance(change, dict) else {"format": 1} if change is None else change
    (team / "CURRENT").write_text(json.dumps(wrong))
    with pytest.raises(DamagedNetworkError, match="backup of the folder, or import the exports again"):
        nr.open(team)


def test_hidden_shown_and_hidden_again(team: Path, tmp_path: Path) -> None:
    """Showing takes back every hiding of the person that holds, and nobody who is not hidden can be shown."""
    with nr.open(team) as network:
        with pytest.raises(ProfessionalNotFoundError, match="Nobody hidden"):
            network.unhide("ben@example.org")
        network.hide("ben@example.org")
        network.unhide("ben@example.org")
        with pytest.raises(ProfessionalNotFoundError, match="Nobody hidden"):
            network.unhide("ben@example.org")
        network.merge("ben@example.org", "eva@example.org")
        network.hide("ben@example.org")
        assert counts(network) == (1, 0)
        network.unhide("eva@example.org")
        assert counts(network) == (2, 1)
        assert {decision.keys for decision in network.decisions if decision.kind == "unhide"} >= {
            ("email:ben@example.org", "email:eva@example.org")
        }


def test_a_check_finds_a_flipped_bit(team: Path) -> None:
    """Deep inside a file of the version it is found and the version made again; inside a source it is named."""
    with nr.open(team) as network:
        whole = network.check()
        assert whole.ok
        assert not whole.damaged
        assert whole.files == sum(1 for path in team.glob("*/*/*"))
        assert whole.bytes > 1000
        version = network.version
    array = team / "versions" / version / "indices.npy"
    content = array.read_bytes()
    with nr.open(team) as network:
        # What a flipped bit beyond the first 4 KiB of a large file is to the opening, one after it is here.
        assert network.version == version
        array.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        found = network.check(language="es")
        assert found.ok
        assert found.rebuilt
        assert [one.file for one in found.damaged] == [f"versions/{version}/indices.npy"]
        assert "se ha vuelto a crear" in str(found)
        assert network.version == version
    assert array.read_bytes() == content
    source = next(team.glob("sources/*/people.parquet"))
    before = source.read_bytes()
    middle = len(before) // 2
    source.write_bytes(before[:middle] + bytes([before[middle] ^ 1]) + before[middle + 1 :])
    done = CliRunner().invoke(app, ["check", str(team)])
    assert done.exit_code == 1
    assert f"sources/{source.parent.name}/people.parquet: has other content than was written" in done.stdout
    assert "Restore these files" in done.stdout


@pytest.mark.parametrize(
    "name", [*(f"{name}.arrow" for name in VERSION), *(f"{name}.npy" for name in ARRAYS)]
)
def test_a_flipped_bit_in_a_small_file_is_found_on_opening(team: Path, name: str) -> None:
    """Small files are read whole, so that a flipped bit anywhere in them costs a version made again."""
    with nr.open(team) as network:
        version = network.version
    path = team / "versions" / version / name
    content = path.read_bytes()
    for at in (len(content) // 3, len(content) - 1):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with nr.open(team) as network:
            assert counts(network) == (3, 2)
        assert path.read_bytes() == content


def test_a_version_without_the_newer_arrays_is_whole(team: Path) -> None:
    """What an earlier netreach did not write is counted when it is needed: the version is not derived again."""
    with nr.open(team) as network:
        folder = team / "versions" / network.version
        expected = network.snapshot.graph.first_ties.tolist()
    for name in LATER:
        (folder / f"{name}.npy").unlink()
    (folder / "checksums.json").write_text(checksums_text(folder))
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_file()}
    with nr.open(team) as network:
        assert network.snapshot.graph.first_ties.tolist() == expected
        assert network.snapshot.folder == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_file()} == before


def test_a_folder_that_cannot_be_written_to_still_answers(
    team: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A version of an earlier netreach, is derived each time, which is said once; a check says why."""
    monkeypatch.setattr("netreach.compiled._said", set())
    reader = nr.open(team)
    folder = team / "versions" / reader.version

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    (folder / "checksums.json").unlink()
    with monkeypatch.context() as patched:
        patched.setattr("netreach.store.folder.FileLock.acquire", refuse)
        for _ in range(2):
            with nr.open(team) as network:
                assert counts(network) == (3, 2)
        assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
            "The network is derived from its sources each time it is opened"
        ]
        for language, said in (("en", "not writable"), ("es", "no admite escritura")):
            found = reader.check(language=language)
            assert not found.ok
            assert not found.rebuilt
            assert said in str(found)
    assert not (folder / "checksums.json").exists()
    assert reader.check().rebuilt
    assert (folder / "checksums.json").exists()


def test_a_flipped_bit_in_a_small_file_of_a_source_is_named(tmp_path: Path) -> None:
    """A source cannot be made again: what was overwritten in it is an error and no answer."""
    rng = np.random.default_rng(5)
    network = nr.from_edges(*rng.integers(0, 900, (2, 2000)), strengths=rng.uniform(0.1, 1, 2000))
    saved = network.save(tmp_path / "some.netreach")
    path = next((tmp_path / "some.netreach").glob("sources/*/ties.parquet"))
    content = path.read_bytes()
    middle = len(content) // 2
    assert middle > 4096
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    (tmp_path / "some.netreach" / "versions" / saved.version / "meta.json").unlink()
    with pytest.raises(DamagedNetworkError, match=r"ties\.parquet has other content than was written"):
        nr.open(tmp_path / "some.netreach")


def test_damage_deep_inside_a_large_file_is_an_error_where_it_would_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offsets of texts, rows of the graph and places of ids that point to nowhere are found before they are used."""

    def ask(folder: Path) -> None:
        with nr.open(folder, engine="csr") as network:
            network.ego("7").pyramid()
            network.snapshot.id_ranks()

    monkeypatch.setattr("netreach.store.checksums._SMALL", 0)
    rng = np.random.default_rng(4)
    ends = rng.integers(0, 3000, (2, 9000))
    path = tmp_path / "large.netreach"
    nr.from_edges(ends[0], ends[1], strengths=rng.uniform(0.1, 1, 9000)).save(path)
    folder = path / "versions" / nr.open(path).version
    for name, at in (
        ("identity.arrow", 8000),
        ("id_order.npy", 6001),
        ("indptr.npy", 9000),
        ("indices.npy", 9001),
    ):
        file = folder / name
        content = file.read_bytes()
        for wrong in (b"\xff" * 64, b"\x7f" * 64):
            file.write_bytes(content[:at] + wrong + content[at + 64 :])
            with pytest.raises(DamagedNetworkError, match=r"(is|are) damaged"):
                ask(path)
        file.write_bytes(content)
    with nr.open(path, engine="csr") as network:
        assert network.check().ok
        assert network.ego("7").pyramid().degrees[0].count > 0


@given(st.lists(st.none() | st.text(max_size=5), min_size=1, max_size=20), st.data())
def test_single_texts_equal_what_arrow_takes(values: list[str | None], data: st.DataObject) -> None:
    """Texts that are read one by one are those of Arrow, in a part of a column, too."""
    begin = data.draw(st.integers(0, len(values) - 1))
    column = pa.array(values, pa.string()).slice(begin)
    rows = data.draw(st.lists(st.integers(0, len(column) - 1), max_size=9))
    assert Texts(column).at(rows) == taken({"a": column}, np.array(rows, dtype=np.int64))["a"].to_pylist()


@pytest.mark.parametrize(
    ("offsets", "data"),
    [
        ([0, 2, 9], b"anab"),
        ([0, -1, 2], b"anab"),
        ([3, 2, 2], b"anab"),
        ([0, 2], b"anab"),
        ([0, 2, 4], b"an\xff\xfe"),
    ],
)
def test_single_texts_that_lie_nowhere_are_an_error(offsets: list[int], data: bytes) -> None:
    """Whatever a damaged file says of where its texts lie: nothing outside of them is read."""
    buffers = [None, pa.py_buffer(np.array(offsets, dtype=np.int32).tobytes()), pa.py_buffer(data)]
    with pytest.raises(pa.ArrowInvalid):
        Texts(pa.Array.from_buffers(pa.string(), 2, buffers)).at([0, 1])


def test_single_texts_that_are_not_there_are_an_error() -> None:
    """A row before the first and one after the last are refused, of a column of unknown texts, too."""
    for column in (pa.array(["Ana", "Bea"]), pa.nulls(2, pa.string())):
        for row in (-1, 2):
            with pytest.raises(pa.ArrowInvalid, match="there are 2 rows"):
                Texts(column).at([row])


@pytest.mark.parametrize("name", list(ARRAYS))
def test_arrays_that_do_not_fit_the_version_are_made_again(team: Path, name: str) -> None:
    """Whatever the checksums say: an array of another type or length is never mapped."""
    with nr.open(team) as network:
        folder = team / "versions" / network.version
    content = np.load(folder / f"{name}.npy")
    for wrong in (np.repeat(content, 3), content.astype(np.float64).astype(">f8"), content.reshape(1, -1)):
        np.save(folder / f"{name}.npy", wrong)
        (folder / "checksums.json").write_text(checksums_text(folder))
        with nr.open(team) as network:
            assert counts(network) == (3, 2)
        assert np.load(folder / f"{name}.npy").tobytes() == content.tobytes()


@pytest.mark.parametrize("said", ["{}", "[" * 100_000, '{"meta.json": 3}', "null", '{"x\\u0000y": {}}'])
def test_checksums_that_say_nothing_are_damage(team: Path, said: str) -> None:
    """A version whose checksums are empty or nonsense was overwritten, and is made again."""
    with nr.open(team) as network:
        folder = team / "versions" / network.version
    (folder / "checksums.json").write_text(said)
    with nr.open(team) as network:
        assert counts(network) == (3, 2)
    assert (folder / "checksums.json").read_text() == checksums_text(folder)


@pytest.mark.parametrize(
    "name", ["indptr.npy", "indices.npy", "tie_given.npy", "checksums.json", "meta.json"]
)
@pytest.mark.parametrize("damage", ["short", "gone", "other"])
def test_a_damaged_array_of_a_version_is_made_again(team: Path, name: str, damage: str) -> None:
    """A raw file that is cut short, missing or overwritten at its beginning is found on opening."""
    with nr.open(team) as network:
        version = network.version
    path = team / "versions" / version / name
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(content[:-3] if damage == "short" else b"x" + content[1:])
    with nr.open(team) as network:
        assert network.version == version
        assert counts(network) == (3, 2)
    assert path.read_bytes() == content
