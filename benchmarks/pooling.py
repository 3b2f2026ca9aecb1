"""Pooling many owners' archives, and finding who may be one: time beside the limits that are promised."""

from __future__ import annotations

import time
from pathlib import Path

import netreach as nr
from benchmarks.harness import Result, check
from netreach.testing import linkedin_truth, make_world, write_linkedin_export


def run(folder: Path, *, rows: int = 100_000, owners: int = 40) -> list[Result]:
    """Pool archives with about so many rows, and propose candidates among their people.

    Args:
        folder: Where to write the archives and the network.
        rows: Data rows in all, of all files.
        owners: How many archives.
    """
    # An archive holds about a row beside every contact; owners know twice as many people as others.
    wanted = rows / owners / 2
    world = make_world(max(1_000, round(10 * wanted)), seed=9, mean_contacts=wanted / 2)
    counts = world.contact_counts()
    chosen = sorted(range(len(world)), key=lambda person: abs(counts[person] - wanted))[:owners]
    paths = [write_linkedin_export(world, owner, folder / "archives") for owner in chosen]
    truths = [linkedin_truth(world, owner) for owner in chosen]
    read = sum(sum(truth.file_rows.values()) for truth in truths)
    begun = time.perf_counter()
    with nr.open(folder / "pool.netreach", create=True) as network:
        network.add(*paths)
        taken = time.perf_counter() - begun
        slugs = {f"linkedin:{slug}" for truth in truths for slug in truth.connections}
        check(
            all(network.snapshot.vertex_of_key(key) >= 0 for key in sorted(slugs)[:200]), "people of the pool"
        )
        begun = time.perf_counter()
        found = network.candidates()
        proposed = time.perf_counter() - begun
        people = network.snapshot.count
    return [
        Result(task=f"pool {owners} archives, {read:,} rows", ours=taken, peer="limit", theirs=20.0),
        Result(
            task=f"candidates among {people:,} people",
            ours=proposed,
            note=f"{len(found):,} pairs with reasons",
        ),
    ]
