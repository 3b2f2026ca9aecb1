"""Pages of mapped files are given back when an answer is done, and nothing is lost by it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import processes
from netreach import compiled
from netreach.store import mapping

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what of a file is resident")
_MB = 2**20


def _numbers(path: Path, *, scattered: bool = True) -> npt.NDArray[np.int64]:
    """A mapped array of 64 MB, written to a file."""
    np.save(path, np.arange(8 * _MB, dtype=np.int64))
    return mapping.loaded(path, scattered=scattered)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of any map is resident, and half of the numbers have no room."""
    monkeypatch.setattr(mapping, "ROOM", -1)
    mapping.settle()
    monkeypatch.setattr(mapping, "ROOM", 32 * _MB)


@linux
@pytest.mark.parametrize("scattered", [True, False])
def test_what_was_read_is_given_back(tmp_path: Path, scattered: bool) -> None:
    """After many pages were read they are not resident any more, and still say what they said."""
    array = _numbers(tmp_path / "numbers.npy", scattered=scattered)
    before = mapping._resident()
    total = int(array.sum())
    assert mapping._resident() - before > 60 * _MB
    mapping.settle()
    assert mapping._resident() - before < 16 * _MB
    assert int(array.sum()) == total == 8 * _MB * (8 * _MB - 1) // 2


@linux
def test_what_is_read_here_and_there_goes_first(tmp_path: Path) -> None:
    """What every question reads stays while there is room without what only one has read."""
    one = _numbers(tmp_path / "one.npy", scattered=True)
    other = _numbers(tmp_path / "other.npy", scattered=False)
    before = mapping._resident()
    assert int(one.sum()) + int(other[: 3 * _MB].sum()) > 0
    assert mapping._resident() - before > 80 * _MB
    mapping.settle()
    assert 20 * _MB < mapping._resident() - before < 32 * _MB
    assert int(other[-1]) == 8 * _MB - 1
    assert int(other.sum()) > 0
    mapping.settle()
    assert mapping._resident() - before < 8 * _MB


@linux
def test_little_is_left_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While what is resident keeps within its room, nothing is given back."""
    array = _numbers(tmp_path / "numbers.npy")
    before = mapping._resident()
    assert int(array[: 2 * _MB].sum()) == 2 * _MB * (2 * _MB - 1) // 2
    held = mapping._resident()
    assert held - before > 12 * _MB
    mapping.settle()
    assert mapping._resident() == held
    monkeypatch.setattr(mapping, "ROOM", 4 * _MB)
    mapping.settle()
    assert mapping._resident() - before < 4 * _MB


@linux
def test_pages_are_fetched_at_once(tmp_path: Path) -> None:
    """All pages of a mapped array are resident afterwards; of an array in memory nothing happens."""
    array = _numbers(tmp_path / "numbers.npy")
    before = mapping._resident()
    mapping.fetch(array[3:].view(np.uint8))
    assert mapping._resident() - before > 60 * _MB
    mapping.fetch(np.zeros(3))


def test_others_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are given back while threads read them: they read what was written."""
    monkeypatch.setattr(mapping, "ROOM", -1)
    array = _numbers(tmp_path / "numbers.npy")
    part, wrong, done = _MB // 4, [], threading.Event()

    def read() -> None:
        while not done.is_set():
            for begin in range(0, len(array), part):
                found = int(array[begin : begin + part].sum())
                if found != part * begin + part * (part - 1) // 2:
                    wrong.append(begin)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(200):
        mapping.settle()
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_where_the_system_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a way to find out, or to give back, answers are the same."""
    array = _numbers(tmp_path / "numbers.npy")
    monkeypatch.delattr("mmap.MADV_DONTNEED", raising=False)
    assert mapping._resident() == 0
    mapping.settle()
    monkeypatch.setattr(sys, "platform", "win32")
    mapping.fetch(array)
    assert array[-1] == 8 * _MB - 1


def test_small_files_are_read(tmp_path: Path) -> None:
    """A page or less is not mapped; nor is what is no array."""
    np.save(tmp_path / "few.npy", np.array([1, 2]))
    assert mapping.loaded(tmp_path / "few.npy", scattered=True).tolist() == [1, 2]
    (tmp_path / "no.npy").write_bytes(b"x" * 10_000)
    with pytest.raises(ValueError, match=r"npy|pickle"):
        mapping.loaded(tmp_path / "no.npy", scattered=True)


@linux
@pytest.mark.skipif(not compiled.available(), reason="numba is not installed")
def test_the_compiler_is_let_go_of() -> None:
    """Its pages go once loops are loaded; the loops run on, and others can still be loaded."""
    code = """
import numpy as np
from netreach import compiled
from netreach.compiled import frozen, kernel


def held():
    place, pages = "", 0
    for line in open("/proc/self/smaps"):
        words = line.split()
        if not words[0].endswith(":"):
            place = line
        elif words[0] == "Rss:" and "libllvmlite" in place:
            pages += int(words[1])
    return pages


def total(values):
    found = 0
    for value in values:
        found += value
    return found


def most(values):
    found = values[0]
    for value in values:
        found = max(found, value)
    return found


numbers = frozen(np.arange(1000))
one, other = kernel(total), kernel(most)
assert one(numbers) == 499500
before = held()
compiled.let_go()
after = held()
assert one(numbers) == 499500
assert other(numbers) == 999
again = held()
compiled.let_go()
compiled.let_go()
assert other(numbers) == 999 and one(numbers) == 499500
print(before > 30_000, after < before // 4, again > after, held() < before // 4)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=processes.environment(), timeout=120
    )
    assert done.stdout.split() == ["True"] * 4, done.stderr
