"""How commands end: exit codes, signals, pipes, terminals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import netreach as nr
import netreach.cli
from netreach.cli import exits
from processes import PYTHON, environment, process
from small_pool import CONTROL, Pool, answer, run, state, write_table


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (nr.errors.ExportError("a"), 1),
        (nr.errors.NewerVersionError("a"), 1),
        (nr.errors.MissingExtraError("a"), 1),
        (nr.errors.OptionError("a"), 2),
        (nr.errors.QueryError("a", "b", 0), 2),
        (nr.errors.ProfessionalNotFoundError("a"), 3),
        (nr.errors.AmbiguousNameError("a"), 3),
        (nr.errors.NoTieDataError("a"), 3),
        (nr.errors.SourceNotFoundError("a"), 3),
        (FileNotFoundError(2, "No such file or directory", "a"), 1),
        (OSError(28, "No space left on device", "a"), 1),
        (MemoryError(), 1),
        (KeyboardInterrupt(), 130),
        (RuntimeError("a"), 70),
        (RecursionError("a"), 70),
    ],
)
def test_exit_codes(monkeypatch: pytest.MonkeyPatch, pool: Pool, error: BaseException, code: int) -> None:
    """Whatever goes wrong ends in one message on standard error, without a traceback, and in its exit code."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("netreach.ego.Ego.pyramid", fail)
    done = run("pyramid", pool.path, "--ego", pool.ego, "--json")
    assert done.exit_code == code
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_internal_errors_can_be_looked_into(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    """NETREACH_DEBUG=1 shows the traceback of an internal error, and the message says so."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the stars are wrong")

    monkeypatch.setattr("netreach.ego.Ego.pyramid", fail)
    plain = run("pyramid", pool.path, "--ego", pool.ego)
    assert "NETREACH_DEBUG=1" in plain.stderr
    debug = run("pyramid", pool.path, "--ego", pool.ego, env={"NETREACH_DEBUG": "1"})
    assert "Traceback" in debug.stderr
    assert debug.exit_code == exits.INTERNAL


def test_whom_nobody_knows(pool: Pool, tmp_path: Path) -> None:
    """An unknown person, a name that three people share and somebody without ties are told apart."""
    people = [f"{number},Ana Ruiz,Title {number},Acme" for number in range(3)]
    write_table(
        tmp_path / "data" / "people.csv", "id,name,title,company", *people, "9,Ben Ortiz,,", "8,Eva Lund,,"
    )
    write_table(tmp_path / "data" / "ties.csv", "source,target", "0,8")
    network = tmp_path / "a.netreach"
    answer("import", tmp_path / "data", "--into", network)
    unknown = run("pyramid", network, "--ego", "Ana Ruiz Lund")
    assert unknown.exit_code == exits.NOT_FOUND
    assert "Nobody" in unknown.stderr
    assert "similar name" in unknown.stderr
    shared = run("person", network, "Ana Ruiz")
    assert shared.exit_code == exits.NOT_FOUND
    assert "3 people are called 'Ana Ruiz'" in shared.stderr
    assert all(f"Title {number}" in shared.stderr for number in range(3))
    lonely = run("paths", network, "--ego", "Eva Lund", "--to", "Ben Ortiz")
    assert lonely.exit_code == exits.NOT_FOUND
    assert "No tie of Ben Ortiz is known" in lonely.stderr


def test_folders_that_are_no_network(pool: Pool, tmp_path: Path) -> None:
    """A missing folder, another folder, a file and a network of a later version are told apart."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear Ana", encoding="utf-8")
    for path, words in (
        (tmp_path / "nothing", "there is no network here"),
        (tmp_path / "other", "not a netreach network"),
        (tmp_path / "other" / "letter.txt", "is a file"),
    ):
        asked = run("pyramid", path, "--ego", "Ana")
        assert asked.exit_code == exits.FAILED
        assert words in asked.stderr
    into = run("import", pool.exports[0], "--into", tmp_path / "other")
    assert into.exit_code == exits.FAILED
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["letter.txt"]
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    current = json.loads((network / "CURRENT").read_text(encoding="utf-8"))
    (network / "CURRENT").write_text(json.dumps({**current, "format": 99}), encoding="utf-8")
    newer = run("pyramid", network, "--ego", pool.ego)
    assert newer.exit_code == exits.FAILED
    assert "later netreach" in newer.stderr


def test_two_imports_at_once(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes, an import says who it is, and changes nothing."""
    from filelock import FileLock

    class Impatient(FileLock):
        def acquire(self, timeout: float | None = None, *args: Any, **kwargs: Any) -> Any:
            return super().acquire(0.05, *args, **kwargs)

    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    before = state(network)
    code = (
        "import sys\nfrom pathlib import Path\nfrom netreach.store.folder import NetworkFolder\n"
        "with NetworkFolder(Path(sys.argv[1])).writing():\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    words = [sys.executable, "-c", code, str(network)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        monkeypatch.setattr("netreach.store.folder.FileLock", Impatient)
        done = run("import", pool.exports[1], "--into", network)
        read = run("pyramid", network, "--ego", pool.ego)
        holder.communicate("")
    assert done.exit_code == exits.FAILED
    assert f"process {holder.pid}" in done.stderr
    assert read.exit_code == 0
    assert state(network) == before


@pytest.mark.skipif(os.name != "posix", reason="signals and terminals as POSIX has them")
def test_control_c(pool: Pool, tmp_path: Path) -> None:
    """On a terminal an import shows what it does; Ctrl-C ends it at once, and nothing is half-written."""
    import pty

    from filelock import FileLock

    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    before = state(network)
    watched, terminal = pty.openpty()
    words = [*PYTHON, "import", str(pool.exports[1]), "--into", str(network)]
    # The other writer makes the import wait at its last step.
    with FileLock(network / "write.lock"):
        env = environment(TERM="xterm")
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=terminal, env=env) as importing:
            os.close(terminal)
            shown = read_until(watched, b"Pooling")
            importing.send_signal(signal.SIGINT)
            printed, _ = importing.communicate(timeout=20)
            shown += read_until(watched, b"\xff")
    os.close(watched)
    assert importing.returncode == exits.INTERRUPTED
    assert printed == b""
    assert b"Error: Interrupted" in shown
    assert b"Traceback" not in shown
    assert state(network) == before


def read_until(stream: int, wanted: bytes) -> bytes:
    """Read from a terminal until some bytes have come, or it is closed."""
    shown = b""
    ends = time.monotonic() + 20
    while wanted not in shown and time.monotonic() < ends:
        try:
            some = os.read(stream, 4096)
        except OSError:
            break
        if not some:
            break
        shown += some
    return shown


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_readers_that_go_away(pool: Pool) -> None:
    """When the reader of a pipe goes away, as `head` does, the command ends without a word."""
    words = [*PYTHON, "search", str(pool.path), "--ego", pool.ego, "--limit", "5000", "--json"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as searching:
        assert searching.stdout is not None
        assert searching.stderr is not None
        searching.stdout.close()
        said = searching.stderr.read()
        code = searching.wait(timeout=20)
    assert (code, said) == (exits.BROKEN_PIPE, b"")


def test_narrow_encodings(pool: Pool) -> None:
    """Where a terminal cannot show a letter it shows a question mark; JSON and CSV are UTF-8 all the same."""
    words = ("search", pool.path, "--ego", pool.ego, "--limit", "500")
    text = process(*words, PYTHONIOENCODING="ascii")
    assert text.returncode == 0, text.stderr
    assert "?" in text.stdout
    assert text.stdout.isascii()
    data = process(*words, "--json", PYTHONIOENCODING="ascii")
    assert data.returncode == 0
    assert json.loads(data.stdout) == answer(*words)


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_plain_terminals(pool: Pool, tmp_path: Path) -> None:
    """With NO_COLOR there is progress on a terminal, but no control code."""
    import pty

    watched, terminal = pty.openpty()
    words = [*PYTHON, "import", str(pool.exports[0]), "--into", str(tmp_path / "a.netreach")]
    with subprocess.Popen(
        words, stdout=terminal, stderr=terminal, env=environment(NO_COLOR="1", TERM="xterm")
    ) as importing:
        os.close(terminal)
        shown = read_until(watched, b"\xff").decode()
        assert importing.wait(timeout=20) == 0
    os.close(watched)
    assert "Pooling the networks" in shown
    assert not CONTROL.search(shown.replace("\r\n", "\n"))


def test_nothing_on_a_pipe_but_the_answer(pool: Pool, tmp_path: Path) -> None:
    """In a pipe there is no progress, no colour and no control code."""
    done = process("import", pool.exports[0], "--into", tmp_path / "a.netreach", TERM="xterm")
    assert done.returncode == 0
    assert done.stderr == ""
    assert not CONTROL.search(done.stdout)
