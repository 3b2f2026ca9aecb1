"""How long rankings of introducers take: `python -m benchmarks firmness --ties 15e6`.

Three questions: the best introducers of 1,000 targets from one ego (limit: 1 s), one ranking over 200 resamples
(limit: 100 ms), and one ranking with what it would be without people and evidence. They are asked in a generated
graph of bare ties and in a pool of LinkedIn exports. Answers are checked first: the batch against single rankings,
shares of first places against one, a what-if against the ranking without these people.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import netreach as nr
from benchmarks import datasets
from benchmarks.harness import add_json
from netreach.testing import make_world, write_linkedin_export

if TYPE_CHECKING:
    from netreach.ego import Ego

_RUNS = 5


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--ties", type=float, default=1e6, help="about how many, of the generated graph (1e6)"
    )
    parser.add_argument("--people", type=int, default=20_000, help="of the world behind the exports (20,000)")
    parser.add_argument("--owners", type=int, default=30, help="of exports (30)")
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Ask, check, measure and print."""
    figures: dict[str, Any] = {}
    pairs = datasets.load("clustered", ties=round(options.ties))
    network = nr.from_edges(pairs.u, pairs.v)
    counts = network.snapshot.graph.contact_counts()
    # Somebody with many contacts, but no hub: what a user of the tool looks like.
    ego = int(np.argsort(counts)[int(0.99 * len(counts))])
    figures[f"{pairs.ties:,} ties"] = _measured(network.ego(network.snapshot.ids([ego])[0]))
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(options.people, seed=1, mean_contacts=120)
        owners = world.choose_owners(options.owners)
        pool = nr.load(*(write_linkedin_export(world, owner, Path(folder)) for owner in owners))
        name = f"pool of {options.owners} exports, {pool.snapshot.graph.ties:,} ties"
        figures[name] = _measured(pool.ego(world.email(owners[0])))
    for where, table in figures.items():
        print(where)
        for what, figure in table.items():
            print(
                f"  {what:<44} {1000 * figure['median']:>9.1f} ms   worst {1000 * figure['worst']:>9.1f} ms"
            )
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2), encoding="utf-8")


def _measured(ego: Ego) -> dict[str, dict[str, float]]:
    snapshot = ego.snapshot
    second = np.flatnonzero(ego.distances(2) == 2)
    rng = np.random.default_rng(0)
    chosen = rng.choice(second, min(1000, len(second)), replace=False)
    targets = snapshot.ids(chosen)
    best = ego.best_introducers(targets, k=3, cutoff=2)
    shared = [len(snapshot.engine.shared_contacts(ego.vertex, vertex)) for vertex in chosen.tolist()]
    # The targets with the most candidates: a ranking worth resampling.
    asked = [targets[at] for at in np.argsort(shared)[-_RUNS:].tolist()]
    most = max(shared)
    for item in list(best)[:: max(1, len(best) // 20)]:
        ranking = ego.introducers(item.target, limit=3)
        _check([one.id for one in ranking] == [one.person.id for one in item.ranking], "the batch differs")
    for target in asked:
        ranking = ego.introducers(target, stability=200, what_if=True)
        firsts = sum(one.stability.first for one in ranking if one.stability)
        _check(abs(firsts - 1) < 1e-9, "shares of first places do not add up to one")
        case = next((case for case in ranking[0].what_ifs if case.people), None)
        if case is not None:
            again = {one.id: one.rank for one in ego.introducers(target, without=case.people, limit=None)}
            _check(again[ranking[0].id] == case.rank, "a what-if is not the ranking without these people")
    return {
        f"{len(targets):,} targets, best introducer": _timed(
            [lambda: ego.best_introducers(targets, cutoff=2)] * _RUNS
        ),
        f"{len(targets):,} targets, three best": _timed(
            [lambda: ego.best_introducers(targets, k=3, cutoff=2)] * _RUNS
        ),
        f"one ranking, up to {most} candidates": _timed(
            [lambda target=target: ego.introducers(target, limit=5) for target in asked]  # type: ignore[misc]
        ),
        "the same over 200 resamples": _timed(
            [lambda target=target: ego.introducers(target, limit=5, stability=200) for target in asked]  # type: ignore[misc]
        ),
        "the same with what-ifs": _timed(
            [lambda target=target: ego.introducers(target, limit=5, what_if=True) for target in asked]  # type: ignore[misc]
        ),
    }


def _timed(calls: list[Callable[[], object]]) -> dict[str, float]:
    times = []
    for call in calls:
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return {"median": statistics.median(times), "worst": max(times)}


def _check(holds: bool, message: str) -> None:
    if not holds:
        raise SystemExit(f"Wrong answer: {message}.")
