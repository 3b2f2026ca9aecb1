"""Which graph is measured: a generated one, kept on disk for the next run, or a public one.

Public graphs are read from the folder that `NETREACH_DATA` names, which has them in `graphs/`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.graphs import LongArray, Pairs, clustered, uniform

GENERATED = {"clustered": clustered, "uniform": uniform}
_EDITION = 1
"""Counts up when a generator draws another graph from the same seed."""


def load(name: str, *, ties: int = 0, seed: int = 1, cache: Path | None = None) -> Pairs:
    """Return a graph by name.

    Args:
        name: `clustered`, `uniform`, or one of `PUBLIC`.
        ties: About how many, for a generated one.
        seed: For a generated one.
        cache: Folder in which generated graphs are kept.

    Raises:
        SystemExit: When there is no such graph, or its data set is missing.
    """
    if name in PUBLIC:
        return PUBLIC[name]()
    if name not in GENERATED:
        raise SystemExit(f"There is no graph {name!r}: choose from {', '.join((*GENERATED, *PUBLIC))}.")
    if cache is None:
        return GENERATED[name](ties, seed=seed)
    folder = cache / f"{name}-{ties}-{seed}-{_EDITION}"
    if not folder.exists():
        save(GENERATED[name](ties, seed=seed), folder)
    return opened(folder)


def save(pairs: Pairs, folder: Path) -> None:
    """Write a graph as raw arrays; a folder that is there is a whole one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        np.save(aside / "u.npy", pairs.u)
        np.save(aside / "v.npy", pairs.v)
        (aside / "name.txt").write_text(f"{pairs.count}\n{pairs.name}\n", encoding="utf-8")
        os.replace(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def opened(folder: Path) -> Pairs:
    """Read a graph that `save` wrote."""
    count, name = (folder / "name.txt").read_text(encoding="utf-8").splitlines()
    return Pairs(name=name, u=np.load(folder / "u.npy"), v=np.load(folder / "v.npy"), count=int(count))


# Public graphs


def place() -> Path:
    """Return the folder with the public graphs.

    Raises:
        SystemExit: When `NETREACH_DATA` does not name one.
    """
    folder = Path(os.environ.get("NETREACH_DATA", "")) / "graphs"
    if not os.environ.get("NETREACH_DATA") or not folder.is_dir():
        raise SystemExit("Public graphs are read from the folder that NETREACH_DATA names; it is not set.")
    return folder


def simple(name: str, u: LongArray, v: LongArray, count: int) -> Pairs:
    """Return a graph of pairs that may have loops and doubles, in a random order that is always the same."""
    low, high = np.minimum(u, v)[u != v], np.maximum(u, v)[u != v]
    codes = np.unique(low * count + high)
    rng = np.random.default_rng(1)
    rng.shuffle(codes)
    ends = np.stack(np.divmod(codes, count)).astype(np.int32)
    back = rng.random(len(codes)) < 0.5
    return Pairs(
        name=name, u=np.where(back, ends[1], ends[0]), v=np.where(back, ends[0], ends[1]), count=count
    )


def metis(path: Path, name: str) -> Pairs:
    """Read a graph in METIS form: line i lists the neighbours of vertex i, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    count = int(lines[0].split()[0])
    rows = [np.array(line.split(), dtype=np.int64) - 1 for line in lines[1 : count + 1]]
    return simple(name, np.repeat(np.arange(count), [len(row) for row in rows]), np.concatenate(rows), count)


def edges(path: Path, name: str, *, delimiter: str, header: bool) -> Pairs:
    """Read a graph as lines of two numbers."""
    table = np.loadtxt(path, delimiter=delimiter, skiprows=int(header), dtype=np.int64)
    return simple(name, table[:, 0], table[:, 1], int(table.max()) + 1)


@attrs.frozen(kw_only=True, eq=False)
class Social:
    """The people of the LDBC social network benchmark and who knows whom.

    Attributes:
        pairs: The graph; people are numbered by their row.
        people: `id` (the row, as in the pairs), `first_name` and `last_name`.
        numbers: int64 `[n]`: the benchmark's own id of everybody.
    """

    pairs: Pairs
    people: pa.Table
    numbers: LongArray


def social() -> Social:
    """Read the people and the `knows` ties of the LDBC social network benchmark at scale 0.1."""
    folder = place() / "ldbc_sf01"
    persons = _bars(folder / "kuzu__Person.csv")
    numbers = persons.column(0).to_numpy()
    knows = pa.concat_tables([_bars(path) for path in sorted(folder.glob("kuzu__Person_knows_Person*.csv"))])
    u, v = (_rows(numbers, knows.column(end).to_numpy()) for end in (0, 1))
    people = pa.table(
        {
            "id": np.arange(len(numbers)),
            "first_name": persons.column("firstName:STRING"),
            "last_name": persons.column("lastName:STRING"),
        }
    )
    pairs = simple("LDBC SNB 0.1", u, v, len(numbers))
    return Social(pairs=pairs, people=people, numbers=numbers)


def _bars(path: Path) -> pa.Table:
    return pacsv.read_csv(path, parse_options=pacsv.ParseOptions(delimiter="|", quote_char=False))


def _rows(numbers: LongArray, wanted: LongArray) -> LongArray:
    order = np.argsort(numbers)
    rows: LongArray = order[np.searchsorted(numbers, wanted, sorter=order)]
    return rows


PUBLIC = {
    "facebook100": lambda: edges(
        place() / "facebook100_mit" / "networkit__MIT8.edgelist",
        "Facebook100 MIT",
        delimiter="\t",
        header=False,
    ),
    "ldbc": lambda: social().pairs,
    "pgp": lambda: metis(place() / "pgp_web_of_trust" / "networkit__PGPgiantcompo.graph", "PGP web of trust"),
    "jazz": lambda: metis(place() / "jazz" / "networkit__jazz.graph", "jazz musicians"),
    "arenas": lambda: edges(
        place() / "arenas_university_email" / "arenas_email_edges.csv",
        "Arenas university e-mail",
        delimiter=",",
        header=True,
    ),
}
"""Public graphs by the name that `--graph` takes."""
