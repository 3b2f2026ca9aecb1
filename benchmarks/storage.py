"""Importing, deriving, opening: what happens before the first question."""

from __future__ import annotations

import sys
from pathlib import Path

import netreach as nr
from benchmarks.harness import Result, check, fresh, median
from netreach.testing import linkedin_truth, make_world, write_linkedin_export, write_world_tables

DERIVE = """
import time
import numpy as np, pyarrow as pa
from netreach.identity import derive
from netreach.model import Batch, Owner
from netreach.store.builder import SourceBuilder
people, ties = int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(1)
a, b = rng.integers(0, people, ties), rng.integers(0, people, ties)
names = pa.array(np.char.add("Person ", np.arange(people).astype(str)))
builder = SourceBuilder(file="x", sha256="x", importer="arrays", options={})
table = pa.table({"key": np.arange(people), "name": names})
builder.take([Owner(keys=(), complete_list=True), Batch(table="people", columns=table, prefix="id:x/"),
    Batch(table="ties", columns=pa.table({"a": a, "b": b}), prefix="id:x/")])
source = builder.build()
expected = len(np.unique(np.minimum(a, b)[a != b] * people + np.maximum(a, b)[a != b]))
begun = time.perf_counter()
made = derive([source])
print(time.perf_counter() - begun, made.meta.ties == expected)
"""
HELP = """
from netreach.cli import main
sys.argv[1:] = ["--help"]
try: main()
except SystemExit: pass
"""
PYRAMID = """
from netreach.cli import main
sys.argv[1:] = ["pyramid", sys.argv[1], "--ego", sys.argv[2]]
try: main()
except SystemExit as done: assert not done.code, done.code
"""


def run(folder: Path, *, people: int, large: int) -> list[Result]:
    """Measure importing, deriving and opening."""
    results = []
    bare = fresh("pass", repeat=7)[0]
    imported = fresh("import netreach", repeat=7)[0]
    results.append(
        Result(
            task="import netreach, beyond bare Python",
            ours=max(imported - bare, 1e-6),
            peer="limit",
            theirs=0.1,
        )
    )
    helped = fresh(HELP, repeat=5)[0]
    results.append(Result(task="netreach --help, new process", ours=helped, peer="limit", theirs=0.3))

    world = make_world(max(people // 20, 1000), seed=5)
    owners = world.choose_owners(12)
    exports = [write_linkedin_export(world, owner, folder / "exports") for owner in owners]
    truth = linkedin_truth(world, owners[0])
    pooled = nr.load(*exports)
    ego = pooled.ego(truth.owner_emails[0])
    check(len(ego.contacts()) == len(truth.connections), "contacts of the first owner")
    rows = sum(info.rows for info in pooled.sources)
    results.append(
        Result(
            task=f"pool 12 LinkedIn zips ({rows:,} rows)",
            ours=median(lambda: nr.load(*exports), repeat=3),
            note="contacts equal the world's",
        )
    )

    big = make_world(people, seed=6)
    write_world_tables(big, folder / "tables", fmt="parquet")
    path = folder / "team.netreach"
    with nr.open(path, create=True) as network:
        took = median(lambda: network.add(folder / "tables"), repeat=1)
        check(network.snapshot.meta.ties == len(big.ties.lo), "ties of the world")
        results.append(
            Result(task=f"import {people:,} people, {len(big.ties.lo):,} ties (Parquet)", ours=took)
        )
    one = write_linkedin_export(
        world, max(owners, key=lambda owner: len(world.contacts(owner))), folder / "one"
    )
    with nr.open(path) as network:
        took = median(lambda: network.add(one), repeat=1)
    results.append(
        Result(task=f"one more LinkedIn export into {people:,} people", ours=took, peer="limit", theirs=3.0)
    )
    with nr.open(path) as network:
        who = network.snapshot.ids([0])[0]
    opened, peak, _ = fresh(PYRAMID, str(path), who)
    results.append(
        Result(
            task=f"new process: open {people:,} people, print a pyramid",
            ours=opened,
            peer="limit",
            theirs=1.0,
        )
    )
    results.append(Result(task="  its peak memory", ours=peak, unit="MB"))
    _, peak, said = fresh(DERIVE, str(large), str(large * 10), repeat=1)
    seconds, equal = said.split()
    check(equal == "True", "ties after derive")
    results.append(
        Result(
            task=f"derive {large:,} people, {large * 10:,} ties",
            ours=float(seconds),
            peer="limit",
            theirs=60.0,
        )
    )
    results.append(
        Result(
            task="  its peak memory, data and source included",
            ours=peak,
            peer="limit",
            theirs=4000.0,
            unit="MB",
        )
    )
    sys.stdout.flush()
    return results
