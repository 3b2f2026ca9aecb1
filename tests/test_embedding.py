"""netreach inside another program: threads, pickles, progress, logging, warnings, and no output of its own."""

from __future__ import annotations

import datetime as dt
import logging
import os
import pickle
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import netreach as nr
from netreach.testing import make_world
from small_pool import Pool

Question = Callable[[nr.Network, nr.Ego], Any]
DAY = dt.date(2025, 1, 1)
REASON = "We would like to show you our study."


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, new_pool: Callable[[Path], Pool]) -> Pool:
    """A small network with a saved compass and an earlier version."""
    made = new_pool(tmp_path_factory.mktemp("embedding"))
    with nr.open(made.path) as network:
        network.save_compass(nr.Compass("directors", title="director"))
        network.save_compass(nr.Compass("engineers", title=["engineer", "ingenier*"]))
    return made


def questions(pool: Pool) -> dict[str, Question]:
    """Every question that a program can ask, by the name of its method; some in several ways."""
    near, far = pool.near, pool.far
    return {
        # Of one person.
        "Ego.professional": lambda network, ego: ego.professional,
        "Ego.pyramid": lambda network, ego: ego.pyramid(),
        "Ego.pyramid es": lambda network, ego: ego.pyramid(degree=2, language="es"),
        "Ego.degree": lambda network, ego: ego.degree(far),
        "Ego.degrees": lambda network, ego: ego.degrees([near, far]),
        "Ego.distances": lambda network, ego: ego.distances(3).tolist(),
        "Ego.contacts": lambda network, ego: ego.contacts(),
        "Ego.shared_contacts": lambda network, ego: ego.shared_contacts(near),
        "Ego.search": lambda network, ego: ego.search(limit=8),
        "Ego.search words": lambda network, ego: ego.search(title=["direct*", "engineer"], language="es"),
        "Ego.search past": lambda network, ego: ego.search(company="s*", scope="any", sort="name", limit=5),
        "Ego.search strong": lambda network, ego: ego.search(min_strength=0.1, sort="degree", limit=5),
        "Ego.territory": lambda network, ego: ego.territory(by="industry"),
        "Ego.territory two": lambda network, ego: ego.territory(by=["company", "location"], limit=5),
        "Ego.doors": lambda network, ego: ego.doors(title="director"),
        "Ego.doorways": lambda network, ego: ego.doorways().doors.tolist(),
        "Ego.run": lambda network, ego: ego.run(network.compass("directors")),
        "Ego.compare": lambda network, ego: ego.compare(*network.compasses()),
        "Ego.introducers": lambda network, ego: ego.introducers(near),
        "Ego.introducers structure": lambda network, ego: ego.introducers(near, scorer="structure", limit=3),
        "Ego.best_introducers": lambda network, ego: ego.best_introducers([near, far]),
        "Ego.paths": lambda network, ego: ego.paths(far, k=4),
        "Ego.paths diverse": lambda network, ego: ego.paths(far, diverse=True, language="es"),
        "Ego.introduce": lambda network, ego: ego.introduce(near, reason=REASON),
        "Ego.introduce far": lambda network, ego: ego.introduce(far, reason=REASON, language="es"),
        "Ego.view": lambda network, ego: ego.view.contact_counts().tolist(),
        # Of the network.
        "Network.questionnaire": lambda network, ego: str(network.questionnaire(pool.ego)),
        "Network.kinds": lambda network, ego: network.kinds,
        "Network.version": lambda network, ego: network.version,
        "Network.previous_version": lambda network, ego: network.previous_version,
        "Network.sources": lambda network, ego: network.sources,
        "Network.find": lambda network, ego: network.find(near),
        "Network.resolve": lambda network, ego: network.resolve([pool.name, "Ana", "nobody at all"]),
        "Network.complete": lambda network, ego: network.complete("mar"),
        "Network.tie": lambda network, ego: network.tie(pool.ego, ego.contacts()[0].id),
        "Network.evidence": lambda network, ego: network.evidence(pool.ego, ego.contacts()[0].id),
        "Network.problems": lambda network, ego: network.problems,
        "Network.problems_of": lambda network, ego: network.problems_of(network.sources[0].id),
        "Network.changes": lambda network, ego: network.changes(since=DAY, ego=pool.ego),
        "Network.candidates": lambda network, ego: network.candidates(limit=5, min_score=4),
        "Network.may_be_one": lambda network, ego: network.may_be_one(near, far),
        "Network.decisions": lambda network, ego: network.decisions,
        "Network.compasses": lambda network, ego: network.compasses(),
        "Network.letters": lambda network, ego: network.letters(to=pool.ego),
        "Network.compass": lambda network, ego: network.compass("engineers"),
        "Network.export": lambda network, ego: network.export(near),
        "Network.people": lambda network, ego: network.people().to_pydict(),
        "Network.ties": lambda network, ego: network.ties().to_pydict(),
        "Network.check": lambda network, ego: network.check(),
    }


CHANGES = {
    "add", "remove", "remove_person", "readmit", "save", "close", "share", "hide", "unhide", "merge", "merge_all",
    "distinct", "split", "undo", "batch", "declare", "save_compass", "remove_compass", "use_kinds", "declare_from",
    "keep_letters", "mark_letter",
}  # fmt: skip
"""Methods of a network that write."""

ELSEWHERE = {"path", "snapshot", "engine", "registry", "ego", "to_igraph", "to_networkx", "to_parquet"}
"""What gives parts of the network itself, or copies of it for other libraries."""


def asked(pool: Pool, network: nr.Network, *, seed: int, ego: nr.Ego | None = None) -> dict[str, Any]:
    """Ask everything, in an order of one's own."""
    names = list(questions(pool).items())
    random.Random(seed).shuffle(names)
    who = ego or network.ego(pool.ego)
    return {name: ask(network, who) for name, ask in names}


def test_every_question_is_asked_here(pool: Pool) -> None:
    """The questions below are all public methods and properties that neither write nor give something unpickled."""
    named = {name.partition(" ")[0] for name in questions(pool)}
    ego = {f"Ego.{name}" for name in dir(nr.Ego) if not name.startswith("_")}
    network = {f"Network.{name}" for name in dir(nr.Network) if not name.startswith("_")}
    assert named == ego | network - {f"Network.{name}" for name in CHANGES | ELSEWHERE}


@pytest.fixture
def switching() -> Iterator[None]:
    """Threads give way to each other all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("engine", ["auto", "csr", "igraph"])
@pytest.mark.parametrize("shared", [True, False], ids=["one ego", "an ego for each"])
def test_threads_get_equal_answers(pool: Pool, engine: str, shared: bool, switching: None) -> None:
    """Eight threads ask everything of a network that was just opened, and get what one thread gets.

    Nothing was asked before, so that they race to fill whatever is kept; each asks in another order.
    """
    with nr.open(pool.path) as alone:
        expected = asked(pool, alone, seed=0)
    with nr.open(pool.path, engine=engine) as network:
        ego = network.ego(pool.ego) if shared else None
        together, failures = threading.Barrier(8), []

        def work(seed: int) -> None:
            try:
                together.wait(timeout=60)
                for name, answer in asked(pool, network, seed=seed, ego=ego).items():
                    if answer != expected[name] or str(answer) != str(expected[name]):
                        failures.append(f"{name} differs in thread {seed}")
            except BaseException as error:
                failures.append(f"thread {seed}: {error!r}")

        threads = [threading.Thread(target=work, args=(seed,), daemon=True) for seed in range(1, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=300)
        assert not any(thread.is_alive() for thread in threads), "the threads wait for each other for ever"
    assert not failures


def test_threads_open_one_snapshot(pool: Pool, switching: None) -> None:
    """Threads that ask first at the same moment are given one and the same opened version."""
    for _ in range(5):
        with nr.open(pool.path) as network:
            together, seen = threading.Barrier(8), []

            def work(
                network: nr.Network = network, together: threading.Barrier = together, seen: list[int] = seen
            ) -> None:
                together.wait(timeout=60)
                seen.append(id(network.snapshot))

            threads = [threading.Thread(target=work) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(seen) == 8
            assert len(set(seen)) == 1


def test_answers_travel(pool: Pool) -> None:
    """Every answer comes out of a pickle as it went in: equal, with the same text and the same plain data."""
    with nr.open(pool.path) as network:
        for name, answer in asked(pool, network, seed=1).items():
            copy = pickle.loads(pickle.dumps(answer))
            assert copy == answer, name
            assert str(copy) == str(answer), name
            assert repr(copy) == repr(answer), name
            if hasattr(answer, "to_dict"):
                assert copy.to_dict() == answer.to_dict(), name
            if hasattr(answer, "_repr_html_"):
                assert copy._repr_html_() == answer._repr_html_(), name


def test_reports_travel(pool: Pool, tmp_path: Path) -> None:
    """What changes give back can be pickled, too: reports of imports, removals and checks."""
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        report = network.add(*pool.exports[:2])
        removal = network.remove_person(pool.exports and network.people().column("id")[3].as_py())
        name = str(network.people().column("name")[5])
        network.hide(network.people().column("id")[5].as_py())
        for answer in (report, removal, network.check(), network.decisions, network.sources):
            assert pickle.loads(pickle.dumps(answer)) == answer
        assert name


def test_answers_are_read_where_no_network_is(pool: Pool, tmp_path: Path) -> None:
    """Another process reads pickled answers and prints them, though it never opens the network."""
    with nr.open(pool.path) as network:
        ego = network.ego(pool.ego)
        answers = [ego.pyramid(), ego.search(limit=3), ego.introducers(pool.near), ego.paths(pool.far)]
        texts = [str(answer) for answer in answers]
    (tmp_path / "answers").write_bytes(pickle.dumps((answers, texts)))
    code = (
        "import pickle, pathlib; answers, texts = pickle.loads(pathlib.Path('answers').read_bytes());"
        "assert [str(answer) for answer in answers] == texts; print(len(texts))"
    )
    done = python(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "4\n", "")


# --- progress -------------------------------------------------------------------------------------------------


def stages(told: list[tuple[str, int]]) -> list[str]:
    """The stages in their order, each once."""
    return list(dict.fromkeys(stage for stage, _ in told))


def test_progress_of_long_work(pool: Pool, tmp_path: Path) -> None:
    """Whatever derives or reads a whole network tells its stages, with whole numbers that never fall in a stage."""
    told: list[tuple[str, int]] = []

    def note(stage: str, records: int) -> None:
        assert type(stage) is str
        assert type(records) is int
        told.append((stage, records))

    def since() -> list[str]:
        found = stages(told)
        for stage in found:
            counts = [count for name, count in told if name == stage]
            assert counts == sorted(counts), stage
        told.clear()
        return found

    derived = ["people", "ties", "write"]
    nr.load(*pool.exports[:2], progress=note)
    loaded = since()
    assert loaded[-3:] == ["pool", "people", "ties"]
    assert len(loaded) > 3
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(*pool.exports[:2], progress=note)
        assert since()[-4:] == ["pool", *derived]
        network.add(pool.exports[2], dry_run=True, progress=note)
        assert since()[-3:] == ["pool", "people", "ties"]
        assert network.check(progress=note).ok
        assert since() == ["check"]
        network.save(tmp_path / "b.netreach", progress=note).close()
        assert since() == derived
        ids = network.people().column("id").to_pylist()
        with network.batch(progress=note):
            network.hide(ids[3])
            assert not told
        assert since() == derived
        network.merge_all([(ids[5], ids[6])], progress=note)
        assert since() == derived
        network.remove_person(ids[9], progress=note)
        assert since() == derived
        network.remove(network.sources[0].id, progress=note)
        assert since() == derived


def test_progress_may_stop_the_work(pool: Pool, tmp_path: Path) -> None:
    """An error in the caller's function ends the work, and the network is as it was."""

    class Enough(Exception):
        pass

    def stop(stage: str, records: int) -> None:
        if stage == "write":
            raise Enough

    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(pool.exports[0])
        before = network.version
        with pytest.raises(Enough):
            network.add(pool.exports[1], progress=stop)
        assert network.version == before
        network.add(pool.exports[1])
        assert network.version != before


# --- output, logging, warnings ----------------------------------------------------------------------------------


def python(code: str, folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "NETREACH"))}
    return subprocess.run(
        [sys.executable, *flags, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=kept,
        timeout=120,
    )


def test_the_library_prints_nothing(pool: Pool, capfd: pytest.CaptureFixture[str]) -> None:
    """All questions, and an import, write nothing to the standard output or the standard error."""
    with nr.open(pool.path) as network:
        asked(pool, network, seed=2)
    nr.load(pool.exports[0])
    assert capfd.readouterr() == ("", "")


def test_logging_is_heard_by_who_listens(
    pool: Pool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Imports are logged under `netreach`, with files and counts, and without a person's name or address."""
    with caplog.at_level(logging.DEBUG, logger="netreach"), nr.open(tmp_path / "a", create=True) as network:
        network.add(pool.exports[0])
    assert caplog.records
    assert all(record.name.startswith("netreach.") for record in caplog.records)
    assert any("professionals" in record.getMessage() for record in caplog.records)
    assert pool.name not in caplog.text
    assert "@" not in caplog.text


def test_warnings_in_the_log_stay_silent_without_logging(tmp_path: Path) -> None:
    """A program that never set up logging sees no warning of the library's log on its standard error."""
    code = (
        "import logging, netreach.compiled as compiled;"
        "compiled.say_once('a slower road');"
        "print(type(logging.getLogger('netreach').handlers[0]).__name__)"
    )
    done = python(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "NullHandler\n", "")


def test_the_command_line_shows_warnings_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the command line such a warning is seen."""
    from netreach.cli.exits import guarded
    from netreach.log import logger

    shown: list[str] = []
    monkeypatch.setattr("sys.stderr.write", shown.append)
    guarded(lambda: logger("netreach.somewhere").warning("%s is damaged", "a.bin"))()
    assert "Warning: a.bin is damaged" in "".join(shown)


WORK = """
import importlib, pkgutil, sys
import netreach as nr
for found in pkgutil.walk_packages(nr.__path__, "netreach."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
network = nr.load(sys.argv[1], sys.argv[2])
ego = network.ego(sys.argv[3])
hits = ego.search(title="dir*", limit=5)
for answer in (ego.pyramid(), hits, ego.territory(by="company"), ego.doors(title="director")):
    str(answer), answer.to_dict(), answer._repr_html_()
target = next(hit for hit in ego.search(limit=None) if hit.degree == 2)
for answer in (ego.introducers(target), ego.paths(target), ego.introduce(target, reason="A study of ours.")):
    str(answer), answer.to_dict()
hits.to_pandas(), hits.to_polars(), network.to_networkx(), network.to_igraph()
with network.save("saved.netreach") as saved:
    assert saved.version == network.version
"""


def test_no_warning_where_warnings_are_errors(pool: Pool, tmp_path: Path) -> None:
    """Importing every module, and using the main path, gives no warning at all: `python -W error`."""
    code = WORK.replace("sys.argv[1]", repr(str(pool.exports[0]))).replace(
        "sys.argv[2]", repr(str(pool.exports[1]))
    )
    done = python(code.replace("sys.argv[3]", repr(pool.ego)), tmp_path, "-W", "error", "-X", "dev")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_networks_of_arrays_answer_in_threads() -> None:
    """Eight threads that ask a network of arrays in memory, two thousand people, get equal answers."""
    world = make_world(2000, seed=3)
    network = nr.from_edges(world.ties.lo, world.ties.hi)
    people = network.people().column("id").to_pylist()[:8]
    expected = [str(network.ego(who).pyramid()) for who in people]
    fresh = nr.from_edges(world.ties.lo, world.ties.hi)
    got: dict[int, list[str]] = {}

    def work(number: int) -> None:
        got[number] = [str(fresh.ego(who).pyramid()) for who in people]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[number] for number in range(8)] == [expected] * 8
