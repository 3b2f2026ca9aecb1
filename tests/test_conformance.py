"""The conformance kit: built-in importers keep its laws, and it finds what breaks them. Fuzzing, new packages."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import fuzz
import netreach as nr
from netreach.errors import ExportError, OptionError
from netreach.importers.recognise import choose
from netreach.keys import email_key
from netreach.model import Batch, EvidenceRecord, FileCount, Owner, PersonRecord, RowProblem
from netreach.testing import (
    Conformance,
    check_importer,
    expectations,
    guard,
    make_world,
    write_linkedin_export,
)
from netreach.testing.conformance import examine
from netreach.testing.damage import flips, truncations
from netreach.testing.scaffold import write_package
from small_pool import answer

REGISTRY = nr.Registry(entry_points=False)

# --- built-in importers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", fuzz.EXAMPLES)
def test_built_in_importers_keep_the_laws(tmp_path: Path, name: str) -> None:
    """Whatever is registered keeps every law on a small file of its format."""
    path = tmp_path / name
    path.write_bytes(fuzz.EXAMPLES[name])
    claimed = [one for one in REGISTRY.importers.values() if one.identify(nr.Export(path))]
    assert len(claimed) < 2, f"{name} is claimed by {[one.name for one in claimed]}"
    if not claimed:
        pytest.skip("no importer of this format is registered")
    [report] = check_importer(claimed[0], nr.Export(path, owner="ana@example.org"), flips=12)
    assert report.importer == claimed[0].name
    assert all(law.checked for law in report.laws if "expected" not in law.name)


def test_every_built_in_importer_has_an_example(tmp_path: Path) -> None:
    """No importer is left out of the kit and the fuzzing: a file of `fuzz.EXAMPLES` is its own."""
    read = set()
    for name, data in fuzz.EXAMPLES.items():
        (tmp_path / name).write_bytes(data)
        read |= {key for key, one in REGISTRY.importers.items() if one.identify(nr.Export(tmp_path / name))}
    assert read == set(REGISTRY.importers)


def test_a_whole_archive_keeps_the_laws(tmp_path: Path) -> None:
    """A LinkedIn archive with several files keeps them too, as a zip."""
    world = make_world(60, seed=3)
    path = write_linkedin_export(world, world.choose_owners(1)[0], tmp_path)
    check_importer(REGISTRY.importers["linkedin"], path, flips=0)


# --- what breaks the laws ------------------------------------------------------------------------------------------


class Lines:
    """An importer of two addresses a line, which a test breaks in one place."""

    name = "lines"
    summary = "two addresses a line"

    def identify(self, export: nr.Export) -> bool:
        """Tell by the first line."""
        return len(export.names) == 1 and export.head(export.names[0]).startswith(b"lines 1\n")

    def extract(self, export: nr.Export) -> Iterator[Any]:
        """Yield a meeting for every line."""
        [file] = export.names
        rows = export.read(file).decode("utf-8", "replace").split("\n")[1:-1]
        used = 0
        for number, row in enumerate(rows, start=2):
            keys = [email_key(cell) for cell in row.split(" ")]
            if len(keys) != 2 or None in keys or keys[0] == keys[1]:
                yield RowProblem(file=file, line=number, reason="no two addresses")
                continue
            used += 1
            yield from self.records(keys[0], keys[1])
        yield FileCount(file=file, rows=len(rows), used=used)

    def records(self, a: str, b: str) -> Iterator[Any]:
        """What a row says."""
        yield EvidenceRecord(a=a, b=b, kind="meeting")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """An export of the format of `Lines`."""
    path = tmp_path / "example.lines"
    path.write_text("lines 1\nana@example.org ben@example.org\nnobody\nana@example.org eva@example.org\n")
    return path


def test_a_good_importer_passes(example: Path) -> None:
    """The report names every law, for people and as data."""
    [report] = check_importer(Lines(), example)
    assert isinstance(report, Conformance)
    assert "holds   identify claims the example" in str(report)
    assert report.to_dict()["holds"] is True
    assert {law["name"] for law in report.to_dict()["laws"]} == {law.name for law in report.laws}


def breaking(**methods: Any) -> Any:
    """An importer of `Lines` with other methods."""
    return type("Broken", (Lines,), methods)()


def of_records(*records: Any) -> Callable[..., Iterator[Any]]:
    """A method that yields these for every row."""
    return lambda self, a, b: iter(records)


def reading(path: object) -> Callable[..., Iterator[Any]]:
    """A method that opens another file, and hides that it failed."""

    def records(self: Lines, a: str, b: str) -> Iterator[Any]:
        with contextlib.suppress(OSError):
            Path(str(path)).read_bytes()
        yield EvidenceRecord(a=a, b=b, kind="meeting")

    return records


def calling(self: Lines, a: str, b: str) -> Iterator[Any]:
    """Ask the network."""
    socket.create_connection(("example.org", 80), timeout=1)
    yield EvidenceRecord(a=a, b=b, kind="meeting")


def starting(self: Lines, a: str, b: str) -> Iterator[Any]:
    """Start a program."""
    subprocess.run([sys.executable, "-c", "pass"], check=False)
    yield EvidenceRecord(a=a, b=b, kind="meeting")


def rolling(self: Lines, a: str, b: str) -> Iterator[Any]:
    """Say something else every time."""
    yield EvidenceRecord(a=a, b=b, kind="meeting", count_ab=random.SystemRandom().randrange(1, 10**6))


def strict(self: Lines, export: nr.Export) -> Iterator[Any]:
    """Break on the first odd byte."""
    [file] = export.names
    for row in export.read(file).decode("ascii").split("\n")[1:-1]:
        if " " not in row and row != "nobody":
            raise ValueError("odd")
    yield FileCount(file=file, rows=0, used=0)


def greedy(self: Lines, export: nr.Export) -> bool:
    """Read everything before saying yes."""
    return export.read(export.names[0]).startswith(b"lines 1\n")


def sleepy(self: Lines, export: nr.Export) -> Iterator[Any]:
    """Hang on what is cut."""
    [file] = export.names
    if not export.read(file).endswith(b"\n"):
        time.sleep(60)
    yield FileCount(file=file, rows=0, used=0)


def losing(self: Lines, export: nr.Export) -> Iterator[Any]:
    """Read more rows than are told."""
    yield FileCount(file=export.names[0], rows=3, used=1)


TIE = EvidenceRecord(a="email:ana@example.org", b="email:ben@example.org", kind="meeting")
BROKEN: dict[str, tuple[Any, str]] = {
    "no name": (breaking(name=""), "no usable name"),
    "a taken name": (breaking(name="tables"), "'tables' is taken"),
    "no summary": (breaking(summary=" "), "summary is empty"),
    "identify says no": (breaking(identify=lambda self, export: False), "must return True"),
    "identify says something": (breaking(identify=lambda self, export: "yes"), "returns 'yes'"),
    "identify always says yes": (breaking(identify=lambda self, export: True), "nothing else can be"),
    "identify raises": (breaking(identify=lambda self, export: export.head("example.lines")[0] > 0), "raises"),
    "identify reads all": (breaking(identify=greedy), "it may read 65,536"),
    "another type": (breaking(records=of_records({"a": 1})), "extract yields dict"),
    "no key": (breaking(records=of_records(PersonRecord(keys=(), name="Ana"))), "'Ana' has no key"),
    "an odd key": (breaking(records=of_records(PersonRecord(keys=("ana",)))), "'ana' is no key"),
    "an id without namespace": (breaking(records=of_records(PersonRecord(keys=("id:7",)))), "'id:7' is no key"),
    "a key not in normal form": (
        breaking(records=of_records(PersonRecord(keys=("email:Ana@Example.org",)))), "normal form.*email:ana"
    ),
    "keys in another order": (
        breaking(records=of_records(PersonRecord(keys=("id:x/1", "email:ana@example.org")))), "not safest first"
    ),
    "somebody and themselves": (
        breaking(records=of_records(EvidenceRecord(a="id:x/1", b="id:x/1", kind="meeting"))), "about themselves"
    ),
    "an unknown kind": (
        breaking(records=of_records(EvidenceRecord(a="id:x/1", b="id:x/2", kind="nod"))), "kind 'nod'"
    ),
    "two owners": (breaking(records=of_records(Owner(keys=()))), "two owners"),
    "an odd batch": (
        breaking(records=of_records(Batch(table="ties", columns=pa.table({"x": [1]})))), "unknown columns"
    ),
    "rows that are lost": (breaking(extract=losing), "accounts for 1"),
    "no count": (breaking(extract=lambda self, export: iter((TIE,))), "there is no FileCount"),
    "another file": (breaking(records=reading("/etc/hostname")), "reads /etc/hostname"),
    "the network": (breaking(records=calling), "socket"),
    "a program": (breaking(records=starting), "subprocess.Popen"),
    "chance": (breaking(records=rolling), "give other records"),
    "raises when damaged": (breaking(extract=strict), "extract raises .*ExportError for a broken file"),
    "hangs when damaged": (breaking(extract=sleepy), "reading takes more than 0.1 s"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_a_law_is_told(example: Path, case: str) -> None:
    """An importer that breaks one law is an error that says what, where, and how to mend it."""
    importer, reason = BROKEN[case]
    with pytest.raises(AssertionError, match=f"(?s)BROKEN.*{reason}"):
        check_importer(importer, example, seconds=0.1 if "hangs" in case else 20.0)


def test_the_watch_sleeps_outside(tmp_path: Path) -> None:
    """What an importer may not do, others may, before and after; and inside, only the export is open."""
    (tmp_path / "a").write_text("a")
    with guard.watched(tmp_path, seconds=5) as found:
        assert (tmp_path / "a").read_text() == "a"
    assert found == []
    with pytest.raises(guard.ForbiddenError), guard.watched(tmp_path / "a", seconds=5):
        (tmp_path / "b").write_text("b")
    (tmp_path / "b").write_text("b")
    with pytest.raises(guard.TooSlowError), guard.watched(tmp_path, seconds=0.05):
        time.sleep(5)


def test_expectations_are_compared(example: Path) -> None:
    """Records beside the export are what must be given; the first that differs is shown."""
    written = expectations.write(
        nr.Export(example, owner="ana@example.org"), Lines().extract(nr.Export(example))
    )
    assert written.name == "expected.json"
    [report] = check_importer(Lines(), example.parent)
    assert next(law for law in report.laws if "expected" in law.name).checked == 4
    data = json.loads(written.read_text())
    assert data["options"] == {"owner": "ana@example.org"}
    data["records"][2]["kind"] = "mail"
    written.write_text(json.dumps(data))
    with pytest.raises(AssertionError, match=r'record 2: expected .*"mail".*--write'):
        check_importer(Lines(), example)
    written.write_text("[]")
    with pytest.raises(OptionError, match="no JSON object"):
        check_importer(Lines(), example)


def test_several_examples_have_expectations_of_their_own(example: Path) -> None:
    """In a folder with several exports the expectations carry the name of theirs."""
    other = example.with_name("other.lines")
    other.write_bytes(example.read_bytes())
    for path in (example, other):
        assert (
            expectations.write(nr.Export(path), Lines().extract(nr.Export(path))).name
            == f"{path.name}.expected.json"
        )
    assert len(check_importer(Lines(), example.parent, flips=2)) == 2


def test_damage_is_seeded() -> None:
    """The same seed gives the same bytes, so that a finding can be repeated."""
    data = os.urandom(100)
    assert list(flips(data, seed=1, count=5)) == list(flips(data, seed=1, count=5))
    assert [part for _, part in truncations(data)] == [data[: 100 * n // 16] for n in range(16)]
    assert examine(Lines(), nr.Export(__file__)).failures


# --- generated packages --------------------------------------------------------------------------------------------


def test_a_generated_package_passes_at_once(tmp_path: Path) -> None:
    """`netreach importer generate` and `test`, one after the other, without installing anything."""
    folder = tmp_path / "netreach-guests"
    made = answer("importer", "generate", folder)
    assert "tests/data/expected.json" in made["files"]
    tested = answer("importer", "test", folder, "--flips", 4)
    assert tested["holds"]
    assert [report["importer"] for report in tested["reports"]] == ["guests"]


def test_a_package_is_tested_from_its_folder_though_it_is_installed(tmp_path: Path) -> None:
    """What is tested is what lies in the folder, not a former version that pip has put elsewhere."""
    folder = tmp_path / "netreach-guests"
    [module] = [path for path in write_package(folder) if path.name == "importer.py"]
    site = tmp_path / "site"
    shutil.copytree(module.parent, site / "netreach_guests")
    info = site / "netreach_guests-0.0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: netreach-guests\nVersion: 0.0.1\n")
    (info / "entry_points.txt").write_text("[netreach]\nguests = netreach_guests.plugin\n")
    paths = [str(site), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-m", "netreach", "importer", "test", str(folder), "--flips", "0"]

    def run() -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "1000"}
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    good = run()
    assert (good.returncode, good.stderr) == (0, ""), good.stdout
    module.write_text("raise RuntimeError('newer')\n")
    broken = run()
    assert broken.returncode == 1
    assert "RuntimeError: newer" in broken.stderr
    (folder / "pyproject.toml").write_text(
        (folder / "pyproject.toml").read_text().replace("[project.entry-points.netreach]", "[tool.nothing]")
    )
    assert "has no entry points" in run().stderr


def test_generated_packages_are_not_written_over(tmp_path: Path) -> None:
    """A folder with something in it, and a name that cannot be one, are errors; nothing is written."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine").touch()
    with pytest.raises(OptionError, match="there already"):
        write_package(tmp_path / "a")
    with pytest.raises(OptionError, match="small letters"):
        write_package(tmp_path / "b", name="Über format")
    assert not (tmp_path / "b").exists()


def test_generated_importers_claim_their_own_only(tmp_path: Path) -> None:
    """No built-in importer reads what a new package reads, so that there is no ambiguity from the first minute."""
    files = write_package(tmp_path / "netreach-guests")
    [data] = [path for path in files if path.suffix == ".csv"]
    with pytest.raises(ExportError, match="column"):
        choose(nr.Export(data), REGISTRY)


# --- fuzzing -------------------------------------------------------------------------------------------------------


def test_a_short_fuzzing_finds_nothing() -> None:
    """Bombs, entities, deep nesting, endless lines, NULs, mixed encodings: every importer gives an error or reads."""
    count, found = fuzz.fuzz(seed=0, seconds=1)
    assert found == []
    assert count > 300


def test_fuzzing_finds_what_there_is() -> None:
    """An importer that raises, or never ends, is found: silence means that all is well."""

    class Raises(Lines):
        def extract(self, export: nr.Export) -> Iterator[Any]:
            raise KeyError(export.names[0])

    class Plugin:
        @nr.hookimpl
        def netreach_importers(self) -> list[object]:
            return [Raises()]

    registry = nr.Registry(entry_points=False)
    registry.register(Plugin(), name="broken")
    assert "KeyError" in fuzz.attack(registry, "lines", "a.csv", b"x")
    assert fuzz.attack(registry, "tables", "a.csv", b"source,target\n1,2\n") == ""
