"""Benchmarks of importing: what they write is read whole, and what they say is right."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks import importing
from benchmarks.importing import Task, tasks

import netreach as nr

REPORT: dict[str, Any] = {
    "kind": "importing",
    "command": "python -m benchmarks importing --gigabytes 1",
    "machine": {"python": "3.11.7", "system": "Linux", "machine": "x86_64", "cores": 2, "memory_gb": 23.5},
    "rates": [
        {
            "what": "vCard",
            "importer": "vcard",
            "unit": "rows",
            "wanted": 10_000,
            "most": None,
            "amount": 100_000,
            "seconds": 5.0,
            "processor": 4.0,
            "memory": 200.0,
            "people": 100_001,
            "ties": 1000,
            "reached": True,
        },
        {
            "what": "mbox",
            "importer": "mail",
            "unit": "bytes",
            "wanted": 60e6,
            "most": 400.0,
            "amount": 1_000_000_000,
            "seconds": 10.0,
            "processor": 9.0,
            "memory": 401.0,
            "people": 100,
            "ties": 10,
            "reached": False,
        },
    ],
}


@pytest.mark.parametrize("task", tasks(1, 1.0), ids=lambda task: task.what)
def test_files_are_read_whole(task: Task, tmp_path: Path) -> None:
    """In a small file of every kind is found what was written, by the importer that is measured."""
    path, expected = task.write(tmp_path, 200_000 if task.unit == "bytes" else 40)
    with nr.load(path, owner=task.owner or None) as network:
        (source,) = network.sources
        found = {
            "rows": sum(file.rows for file in source.files),
            "used": sum(file.used for file in source.files),
            "people": network.snapshot.count,
            "ties": network.snapshot.meta.ties,
        }
    assert source.importer == task.importer
    assert {name: found[name] for name in expected} == expected


def test_a_rate_is_held_against_what_is_wanted(tmp_path: Path) -> None:
    """Both the rate and the memory must be within what is promised."""
    path, page = tmp_path / "run.json", f"{importing.BEGIN}\nold\n{importing.END}\n\n## Figures\n"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    report = importing.read(str(path))
    assert report is not None
    written = importing.page(page, report)
    assert (
        "| vCard | vcard | 100,000 rows | 20,000 rows/s | 25,000 rows/s | 200 MB | at least 10,000 rows/s: reached |"
        in written
    )
    assert "| 100 MB/s | 111 MB/s | 401 MB | at least 60 MB/s, at most 400 MB: missed |" in written
    assert "old" not in written
    assert written.endswith(f"{importing.END}\n\n## Figures\n")
    assert importing.page(written, report) == written


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m benchmarks report FILE` tells the reports apart."""
    path, page = tmp_path / "run.json", tmp_path / "page.md"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    page.write_text(f"{importing.BEGIN}\n{importing.END}\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["benchmarks", "report", str(path), "--page", str(page)])
    importlib.import_module("benchmarks.__main__").main()
    assert "| vCard |" in page.read_text(encoding="utf-8")


def test_what_is_no_report_is_left_to_others(tmp_path: Path) -> None:
    """A file of another kind, or none, is no report of importing."""
    path = tmp_path / "other.json"
    path.write_text("[]", encoding="utf-8")
    assert importing.read(str(path)) is None
    assert importing.read(str(tmp_path / "missing.json")) is None
    with pytest.raises(SystemExit, match="no place for importing"):
        importing.page("nothing", REPORT)
