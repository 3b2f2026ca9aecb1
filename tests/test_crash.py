"""Killing an import at any moment leaves the network before or after it, and readers never notice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import netreach as nr
from netreach.testing import make_world, write_world_tables

IMPORT = textwrap.dedent(
    """
    import sys
    import netreach as nr

    with nr.open(sys.argv[1]) as network:
        print("begin", flush=True)
        network.add(sys.argv[2])
        print("end", flush=True)
    """
)


def counts(path: Path) -> tuple[int, int]:
    """What a reader that opens the network now finds, read to the last column."""
    with nr.open(path) as network:
        people, (lo, hi) = network.people(), network.snapshot.tie_ends()
        assert len(people) == network.snapshot.count
        assert len(lo) == len(hi) == network.snapshot.graph.ties
        return len(people), len(lo)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two data sets, the second one large enough that writing it takes a while."""
    folders = []
    for number, people in enumerate((200, 3000)):
        folder = tmp_path_factory.mktemp(f"world{number}")
        write_world_tables(make_world(people, seed=number), folder)
        folders.append(folder)
    return folders


def test_killed_imports_lose_nothing(exports: list[Path], tmp_path: Path) -> None:
    """An import killed at 20 random moments leaves one of two states, while readers loop beside it."""
    path = tmp_path / "team.netreach"
    with nr.open(path, create=True) as network:
        network.add(exports[0])
    before = counts(path)
    with nr.load(*exports) as memory:
        after = (memory.snapshot.count, memory.snapshot.meta.ties)
        id_of_second = next(info.id for info in memory.sources if info.people > 1000)
    rng = random.Random(7)
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORT, path, exports[1]], check=True, stdout=subprocess.DEVNULL)
    longest = time.perf_counter() - begun
    assert counts(path) == after
    killed = 0
    for _ in range(20):
        with nr.open(path) as network:
            if id_of_second in {info.id for info in network.sources}:
                network.remove(id_of_second)
        with subprocess.Popen(
            [sys.executable, "-c", IMPORT, path, exports[1]], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            end = time.perf_counter() + rng.uniform(0.25, 1.0) * longest
            while time.perf_counter() < end and process.poll() is None:
                assert counts(path) in (before, after)
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += process.returncode == -signal.SIGKILL
        assert counts(path) in (before, after)
    assert killed >= 5
    with nr.open(path) as network:
        if id_of_second not in {info.id for info in network.sources}:
            network.add(exports[1])
        network.hide(network.snapshot.ids([0])[0])
    assert counts(path)[0] == after[0] - 1
    assert not list(path.glob("*/.new-*"))
    assert not list(path.glob(".CURRENT-*"))


def test_interrupting_an_import_is_clean(exports: list[Path], tmp_path: Path) -> None:
    """Ctrl-C during an import leaves no half-written files behind and the network as it was."""
    path = tmp_path / "team.netreach"
    with nr.open(path, create=True) as network:
        network.add(exports[0])
    before = counts(path)
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT, path, exports[1]], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begin\n"
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait()
        finished = process.returncode == 0
    assert counts(path) == before or finished
    assert not list(path.glob("*/.new-*"))
