"""The network folder: atomic writes, one writer, readers that never block, damage that is said."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

import netreach as nr
from netreach.errors import (
    ClosedError,
    LockedError,
    NewerVersionError,
    NotANetworkError,
    SourceNotFoundError,
    StoreError,
)
from netreach.store import folder as folder_module
from netreach.store.folder import NetworkFolder


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
        with pytest.raises(LockedError, match=f"process {other.pid}"), NetworkFolder(team).writing(timeout=0.2):
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
