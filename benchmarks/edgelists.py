"""Lists of edges by the million, end to end: from a file to a network that answers."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from benchmarks.harness import Result, check, fresh

LOAD = """
import time
import netreach as nr
begun = time.perf_counter()
network = nr.load(sys.argv[1])
taken = time.perf_counter() - begun
print(taken, network.snapshot.meta.ties, network.sources[0].importer)
"""


def run(folder: Path, *, rows: int) -> list[Result]:
    """Read one list as text, packed, and as Parquet; the promise is a million rows a second."""
    rng = np.random.default_rng(11)
    people = max(10, rows // 10)
    a, b = rng.integers(0, people, rows), rng.integers(0, people, rows)
    expected = len(np.unique(np.minimum(a, b)[a != b] * people + np.maximum(a, b)[a != b]))
    table = pa.table({"source": a, "target": b})
    bare = arrow_csv.WriteOptions(include_header=False, delimiter="\t")
    text, packed = folder / "list.txt", folder / "list.txt.gz"
    arrow_csv.write_csv(table, text, bare)
    with text.open("rb") as stream, gzip.open(packed, "wb", compresslevel=1) as out:
        shutil.copyfileobj(stream, out, 1 << 20)
    pq.write_table(table, folder / "list.parquet")
    pq.write_table(table.rename_columns(["f0", "f1"]), folder / "nameless.parquet")
    weighted = table.append_column("weight", pa.array(rng.integers(1, 50, rows)))
    arrow_csv.write_csv(weighted, folder / "weighted.txt", bare)
    results = []
    for name, what in (
        ("list.txt", "text"),
        ("list.txt.gz", "text, packed with gzip"),
        ("weighted.txt", "text with weights"),
        ("list.parquet", "Parquet"),
        ("nameless.parquet", "Parquet without names"),
    ):
        _, peak, said = fresh(LOAD, str(folder / name), repeat=1)
        seconds, ties, importer = said.split()
        check(int(ties) == expected, f"ties of {name}")
        results.append(
            Result(
                task=f"a network of {rows:,} edges, {what}",
                ours=float(seconds),
                peer="limit",
                theirs=rows / 1e6,
                note=f"{rows / float(seconds):,.0f} rows/s by {importer}, {peak:,.0f} MB",
            )
        )
    return results


if __name__ == "__main__":
    import tempfile

    from benchmarks.harness import report

    with tempfile.TemporaryDirectory(prefix="netreach-benchmarks-") as name:
        report(run(Path(name), rows=5_000_000), None)
