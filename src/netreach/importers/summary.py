"""What an import did, from the sources that were read and the versions before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from netreach.answers.report import FileReport, ImportReport, SourceReport
from netreach.arrow import compute as pc
from netreach.arrow import numbers
from netreach.kinds import KINDS
from netreach.model import RowProblem

if TYPE_CHECKING:
    from netreach.snapshot import Snapshot
    from netreach.store.source import Source
    from netreach.store.tables import SourceInfo

_PROBLEMS = 1000


def import_report(
    read: Sequence[Source], *, earlier: Snapshot, after: Snapshot, language: str
) -> ImportReport:
    """Return the report of an import.

    Args:
        read: The sources that were read.
        earlier: The version before.
        after: The version with them.
        language: `"en"` or `"es"`.
    """
    meta = after.meta
    number = {info.id: position for position, info in enumerate(meta.sources)}
    files = {info.id: info.file for info in meta.sources}
    several = len(meta.sources) > 1
    reports = []
    for source in read:
        # Another process may have removed the source again since.
        info, at = source.info, number.get(source.info.id)
        problems = source.tables["problems"].slice(0, _PROBLEMS).to_pylist()
        follows = meta.sharing_from.get(info.id, info.id)
        reports.append(
            SourceReport(
                id=info.id,
                file=info.file,
                importer=info.importer,
                owner=info.owner,
                files=tuple(_file_report(info, index) for index in range(len(info.files))),
                problems=tuple(RowProblem(**row) for row in problems),
                records={"people": info.people, "evidence": info.evidence, "ties": info.ties},
                evidence=_by_kind(source),
                reasons=_by_reason(source),
                joined=max(0, meta.mentioned[at]) if several and info.owner_keys and at is not None else None,
                shared_people=0 if at is None else max(0, meta.shared_people[at]),
                sharing="" if at is None else meta.sources[at].sharing,
                sharing_like="" if follows == info.id else files[follows],
            )
        )
    people, merged = _people(read, earlier, after)
    return ImportReport(
        sources=tuple(reports),
        professionals=meta.count,
        ties=meta.ties,
        new_professionals=meta.count - earlier.meta.count,
        new_ties=meta.ties - earlier.meta.ties,
        people=people,
        merged=merged,
        version=meta.version,
        language=language,
    )


def _people(read: Sequence[Source], earlier: Snapshot, after: Snapshot) -> tuple[int, int]:
    """How many professionals stand in the sources, and how many of them in several or in the version before."""
    ids = [source.info.id for source in read]
    if len(ids) == 1 and [info.id for info in after.meta.sources] == ids and not earlier.meta.count:
        # Whoever is there comes from the one source.
        return after.meta.count, 0
    keys, vertices = after.identity()
    times = np.zeros(after.meta.count, dtype=np.int32)
    for source in {source.info.id: source for source in read}.values():
        first = pc.list_element(source.tables["people"]["keys"], 0)
        row = numbers(pc.fill_null(pc.index_in(first, value_set=keys), -1))
        present = np.zeros(len(times), dtype=bool)
        present[vertices[row[row >= 0]]] = True
        times += present
    before = np.zeros(len(times), dtype=bool)
    if earlier.meta.count:
        known = numbers(pc.fill_null(pc.index_in(keys, value_set=earlier.identity()[0]), -1)) >= 0
        before[vertices[known]] = True
    return int((times > 0).sum()), int(((times > 1) | ((times > 0) & before)).sum())


def _by_kind(source: Source) -> dict[str, int]:
    counts = np.bincount(numbers(source.tables["evidence"]["kind"]), minlength=0)
    return {KINDS[kind].name: int(counts[kind]) for kind in np.flatnonzero(counts).tolist()}


def _by_reason(source: Source) -> dict[str, int]:
    rows = source.tables["problems"].group_by("reason").aggregate([("rows", "sum")]).to_pylist()
    ranked = sorted(rows, key=lambda row: (-row["rows_sum"], row["reason"]))
    return {row["reason"]: row["rows_sum"] for row in ranked[:_PROBLEMS]}


def _file_report(info: SourceInfo, index: int) -> FileReport:
    file = info.files[index]
    return FileReport(
        file=file.file,
        rows=file.rows,
        used=file.used,
        empty=file.empty,
        left_out=dict(file.left_out),
        problems=info.problems.get(file.file, 0),
    )
