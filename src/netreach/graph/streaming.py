"""From a Parquet file of ties to rows, a part of the file at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from netreach import compiled
from netreach.errors import ExportError, OptionError
from netreach.graph import building

if TYPE_CHECKING:
    import pyarrow.parquet as pq

    from netreach.plugins.protocols import IntArray, LongArray

_ROWS: Final = 1 << 20


def from_parquet(path: Path, source: str, target: str, count: int | None) -> tuple[LongArray, IntArray]:
    """Return `indptr` and `indices`; see `GraphArrays.from_parquet`."""
    # It brings ten megabytes of libraries along, which no question needs.
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise ExportError(f"{path} cannot be read as Parquet ({error}).") from error
    for name in (source, target):
        named = file.schema_arrow.names.count(name)
        if not named:
            raise OptionError(f"{path} has no column {name!r}; it has {', '.join(file.schema_arrow.names)}.")
        if named > 1:
            raise OptionError(f"{path} has {named} columns {name!r}: rename one of them.")
        if not pa.types.is_integer(file.schema_arrow.field(name).type):
            kind = file.schema_arrow.field(name).type
            raise OptionError(f"The column {name!r} of {path} holds {kind}, not whole numbers.")
    if count is None:
        ends = [int(end.max(initial=-1)) for pair in _parts(file, path, source, target) for end in pair]
        count = max(ends, default=-1) + 1
    building.check_size(count)
    if not compiled.available():
        pairs = list(_parts(file, path, source, target))
        none = np.zeros(0, dtype=np.int64)
        a, b = (np.concatenate([none, *(pair[side] for pair in pairs)]) for side in (0, 1))
        return building.from_ties(a, b, count)
    rows = building.Counting(count)
    for a, b in _parts(file, path, source, target):
        rows.count(a, b)
    rows.allocate()
    for a, b in _parts(file, path, source, target):
        rows.fill(a, b)
    return rows.done()


def _parts(
    file: pq.ParquetFile, path: Path, source: str, target: str
) -> Iterator[tuple[LongArray, LongArray]]:
    try:
        for batch in file.iter_batches(_ROWS, columns=[source, target]):
            pair = []
            for name in (source, target):
                column = batch.column(name)
                if column.null_count:
                    raise OptionError(
                        f"The column {name!r} of {path} has empty cells: a tie needs both ends."
                    )
                pair.append(column.to_numpy(zero_copy_only=False).astype(np.int64, copy=False))
            yield pair[0], pair[1]
    except (OSError, pa.ArrowException) as error:
        # Arrow says what it finds in a page in both ways.
        raise ExportError(f"{path} is damaged ({error}). Make the file again.") from error
