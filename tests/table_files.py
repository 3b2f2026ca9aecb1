"""What tests of tables share: reading an export, with every row accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from netreach.importers.tables import Tables
from netreach.model import Batch, FileCount, Owner, RowProblem
from netreach.plugins.export import Export


@attrs.define
class Got:
    """What an importer yielded, sorted by kind."""

    batches: list[Batch] = attrs.field(factory=list)
    counts: dict[str, FileCount] = attrs.field(factory=dict)
    problems: list[RowProblem] = attrs.field(factory=list)
    owners: list[Owner] = attrs.field(factory=list)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a kind of batch, people by full key."""
        found: list[dict[str, Any]] = []
        for batch in self.batches:
            if batch.table == table:
                for row in batch.columns.to_pylist():
                    for name in ("key", "a", "b", "person"):
                        if name in row:
                            row[name] = f"{batch.prefix}{row[name]}"
                    found.append(row)
        return found

    def ties(self) -> list[tuple[str, str]]:
        """The ends of all ties."""
        return [(row["a"], row["b"]) for row in self.rows("ties")]

    def lines(self, *, rows: int = 1) -> list[tuple[int, str]]:
        """Lines and reasons of the problems (or, with 0, of the notes)."""
        return [(problem.line, problem.reason) for problem in self.problems if problem.rows == rows]


def extract(*paths: Path | str, **options: Any) -> Got:
    """Read an export and check that every row of every file is accounted for."""
    got = Got()
    for item in Tables().extract(Export(*paths, **options)):
        match item:
            case Batch():
                assert len(item.columns)
                got.batches.append(item)
            case FileCount():
                assert item.file not in got.counts
                got.counts[item.file] = item
            case RowProblem():
                got.problems.append(item)
            case Owner():
                got.owners.append(item)
            case _:
                raise AssertionError(item)
    for file, count in got.counts.items():
        problems = sum(problem.rows for problem in got.problems if problem.file == file)
        assert count.rows == count.used + count.empty + sum(count.left_out.values()) + problems
    return got


def identifies(*paths: Path | str, **options: Any) -> bool:
    """Whether the importer takes an export."""
    return Tables().identify(Export(*paths, **options))
