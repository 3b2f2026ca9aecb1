"""Pages of mapped files are given back when an answer is done, and nothing is lost by it."""

from __future__ import annotations

import mmap
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import netreach as nr
import processes
from netreach import compiled
from netreach.store import mapping

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what of a file is resident")
_MB = 2**20


_MANY = 12 * _MB


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some numbers in a file of 96 MB."""
    path = tmp_path_factory.mktemp("mapped") / "numbers.npy"
    np.save(path, np.arange(_MANY, dtype=np.int64))
    return path


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No map is known but those of the test, and what is resident besides them is."""
    monkeypatch.setattr(mapping, "_scattered", weakref.WeakSet())
    monkeypatch.setattr(mapping, "_dense", weakref.WeakSet())
    monkeypatch.setattr(mapping, "_others", mapping._resident())
    yield
    mapping._others = 0


def _total(numbers: npt.NDArray[np.int64]) -> int:
    """The sum of numbers that follow each other, all of which are read."""
    found = int(numbers.sum())
    assert found == len(numbers) * (int(numbers[0]) + int(numbers[-1])) // 2
    return found


@linux
@pytest.mark.parametrize("scattered", [True, False])
def test_what_was_read_is_given_back(written: Path, scattered: bool) -> None:
    """After many pages were read they are not resident any more, and still say what they said."""
    array = mapping.loaded(written, scattered=scattered)
    before = mapping._resident()
    _total(array)
    assert mapping._resident() - before > 90 * _MB
    mapping.settle()
    assert mapping._resident() - before < 16 * _MB
    _total(array)


@linux
def test_what_is_read_here_and_there_goes_first(written: Path) -> None:
    """What every question reads stays while there is room without what only one has read."""
    one, other = (mapping.loaded(written, scattered=scattered) for scattered in (True, False))
    before = mapping._resident()
    _total(one)
    _total(other[: 4 * _MB])
    assert mapping._resident() - before > 110 * _MB
    mapping.settle()
    assert 28 * _MB < mapping._resident() - before < 48 * _MB
    _total(other)
    mapping.settle()
    assert mapping._resident() - before < 16 * _MB


@linux
def test_small_files_stay(tmp_path: Path) -> None:
    """Files that have room together are left where they are."""
    np.save(tmp_path / "few.npy", np.arange(4 * _MB, dtype=np.int64))
    array = mapping.loaded(tmp_path / "few.npy", scattered=True)
    before = mapping._resident()
    _total(array)
    mapping.settle()
    assert mapping._resident() - before > 28 * _MB


@linux
def test_what_others_hold_is_no_reason(written: Path) -> None:
    """Files that others have mapped count for nothing, while they are there and when they are gone."""
    array = mapping.loaded(written, scattered=False)
    before = mapping._resident()
    theirs = np.load(written, mmap_mode="r")
    _total(theirs)
    _total(array[: 4 * _MB])
    mapping.settle()
    _total(array[: 4 * _MB])
    mapping.settle()
    assert mapping._resident() - before > 120 * _MB
    del theirs
    mapping.settle()
    more = mapping.loaded(written, scattered=False)
    assert _total(array) == _total(more)
    mapping.settle()
    assert mapping._resident() - before < 16 * _MB


@linux
def test_pages_are_fetched_at_once(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All pages of a mapped array are resident afterwards; of one in memory, and of a larger one, nothing happens."""
    array = mapping.loaded(written, scattered=True)
    with written.open("rb") as stream:
        held = mapping.mapped(stream, scattered=True)
    before = mapping._resident()
    mapping.fetch(array[3:].view(np.uint8))
    if mapping._resident() == before:
        pytest.skip("this Linux cannot do that")
    assert mapping._resident() - before > 90 * _MB
    mapping.settle()
    mapping.fetch(np.frombuffer(held, np.uint8)[8:])
    assert mapping._resident() - before > 90 * _MB
    mapping.settle()
    monkeypatch.setattr(mapping, "LARGEST", _MB)
    mapping.fetch(array)
    mapping.fetch(np.zeros(3))
    assert mapping._resident() - before < 16 * _MB


def test_others_read_on(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are given back while threads read them: they read what was written."""
    monkeypatch.setattr(mapping, "ROOM", -1)
    array = mapping.loaded(written, scattered=True)
    done, wrong = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            for part in np.split(array, 32):
                try:
                    _total(part)
                except AssertionError:
                    wrong.append(int(part[0]))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        mapping.settle()
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_where_the_system_says_nothing(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a way to find out, or to give back, answers are the same."""
    array = mapping.loaded(written, scattered=True)
    monkeypatch.setattr(mapping, "_library", lambda: object())
    mapping.settle()
    mapping.fetch(array)
    mapping.trim()
    monkeypatch.delattr("mmap.MADV_DONTNEED", raising=False)
    assert mapping._resident() == 0
    mapping.settle()
    monkeypatch.setattr(sys, "platform", "win32")
    mapping.fetch(array)
    _total(array)


@linux
def test_maps_that_were_closed(written: Path) -> None:
    """A map that is closed has nothing to give back, and is no error."""
    with written.open("rb") as stream:
        held = mapping.mapped(stream, scattered=True)
    array = mapping.loaded(written, scattered=True)
    held.close()
    mapping.settle()
    _total(array)


@linux
def test_answers_give_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the records of a search, its table, a territory or a comparison of compasses has given back."""
    rng = np.random.default_rng(1)
    nr.from_edges(*rng.integers(0, 300, (2, 900))).save(tmp_path / "team")
    given: list[int] = []
    monkeypatch.setattr(mapping, "ROOM", -1)
    monkeypatch.setattr(mapping, "_advise", lambda held, advice: given.append(advice))
    monkeypatch.setattr(compiled, "let_go", lambda: given.append(-1))
    with nr.open(tmp_path / "team") as network:
        ego = network.ego("7")
        found = ego.search(keywords="NOT zzz")
        questions = {
            "records": lambda: found.shown,
            "table": lambda: found.to_arrow(),
            "territory": lambda: ego.territory(by="company"),
            "compasses": lambda: ego.compare(
                nr.Compass(name="all", title="NOT zzz"), nr.Compass(name="some", title="zzz")
            ),
        }
        for name, question in questions.items():
            given.clear()
            question()
            assert {-1, mmap.MADV_DONTNEED} <= set(given), name


def test_a_page_is_read(tmp_path: Path) -> None:
    """A page or less is not mapped; nor is what is no array."""
    np.save(tmp_path / "few.npy", np.array([1, 2]))
    assert mapping.loaded(tmp_path / "few.npy", scattered=True).tolist() == [1, 2]
    (tmp_path / "no.npy").write_bytes(b"x" * 10_000)
    with pytest.raises(ValueError, match=r"npy|pickle"):
        mapping.loaded(tmp_path / "no.npy", scattered=True)


@linux
def test_pages_that_were_written_to_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a library only those go that are in its file as they are, whether the others are in memory or in swap."""
    lines = []
    for begin, rights, anonymous, swap in (
        (1, "r--p", 0, 0),
        (2, "r-xp", 0, 0),
        (3, "r--p", 1792, 0),
        (4, "r--p", 0, 1792),
        (5, "rw-p", 0, 0),
    ):
        lines += [f"{begin}000-{begin}800 {rights} 0000 fe:00 7 /a b/libsome.so", "Rss: 9 kB"]
        lines += [f"Anonymous: {anonymous} kB", f"Swap: {swap} kB", "VmFlags: rd mr"]
    lines += ["9000-9800 r-xp 0000 fe:00 8 /a b/other.so", "Anonymous: 0 kB", "Swap: 0 kB"]
    (tmp_path / "smaps").write_text("\n".join(lines))
    real = open
    monkeypatch.setattr(
        "builtins.open",
        lambda path, *how, **more: real(
            tmp_path / "smaps" if path == "/proc/self/smaps" else path, *how, **more
        ),
    )
    assert compiled._clean("libsome") == [(0x1000, 0x1800), (0x2000, 0x2800)]


@linux
@pytest.mark.skipif(not compiled.available(), reason="numba is not installed")
def test_the_compiler_is_let_go_of() -> None:
    """Its pages go once loops are loaded; the loops run on, and others can still be loaded."""
    code = """
import numpy as np
import netreach as nr
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
