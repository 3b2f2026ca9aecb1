"""One process of a measurement: `python -m benchmarks.worker ROLE FOLDER`, started by `benchmarks.large`.

Every library is built and asked in a process of its own, so that its memory disturbs nobody. The folder has the
pairs, the questions, and, once netreach has answered them, its answers, with which every other process compares its
own before it times anything.

Roles: `build` builds the graph of netreach; `answers` writes netreach's answers; `ours` times them; `special` asks
the special graphs; any other role is a peer.
"""

from __future__ import annotations

import gc
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import ours as netreach_calls
from benchmarks import special
from benchmarks.asking import Questions, same
from benchmarks.calls import Call, peak, resident, timed
from benchmarks.datasets import opened
from benchmarks.graphs import Pairs, clustered
from benchmarks.harness import check
from benchmarks.ours import Ours
from benchmarks.peers import PEERS, Peer
from netreach.graph import GraphArrays

BUILDS = 3
PATIENCE = 20.0
"""Seconds after which a graph is not built again."""


def main(role: str, folder: Path) -> None:
    """Do one role, and write what was measured to `ROLE.json`."""
    task = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    if role == "special":
        measured = special.run(task["engine"], task["scale"])
    else:
        pairs = opened(Path(task["pairs"]))
        questions = Questions(**task["questions"])
        if role == "build":
            # Compiled loops take over in a graph that is large enough, so it warms up with this one.
            measured, arrays = built({"netreach from_ties": _from_ties}, pairs, warm=pairs)
            measured["array_bytes"] = arrays.indptr.nbytes + arrays.indices.nbytes
        elif role in ("answers", "ours"):
            us = _ours(task, pairs, questions)
            calls = netreach_calls.engine_calls(us)
            public = netreach_calls.api_calls(us) if us.network else []
            if role == "answers":
                measured = {"answers": _answers([*calls, *public], questions)}
            else:
                measured = _asked([*calls, *public], questions, folder)
                measured["entries"] = {
                    name: [netreach_calls.entries(us, ego, hops) for (ego,) in questions.timed[name]]
                    for name, hops in (("pyramid", 2), ("similar", 1))
                    if name in questions.timed
                }
        else:
            measured = _peer(PEERS[role], pairs, questions, folder)
    measured["peak_mb"] = peak()
    (folder / f"{role}.json").write_text(json.dumps(measured), encoding="utf-8")


def built(
    roads: dict[str, Callable[[Pairs], Any]], pairs: Pairs, *, warm: Pairs | None = None
) -> tuple[dict[str, Any], Any]:
    """Build a graph by every road a few times; return seconds and the bytes it takes, and the last one.

    Args:
        roads: How it is built, by name; the bytes are those of the last.
        pairs: The graph.
        warm: What is built before, so that nothing is loaded or compiled while building; a small graph by default.
    """
    seconds: dict[str, list[float]] = {}
    held = 0
    graph: Any = None
    for name, road in roads.items():
        graph = None
        road(warm or clustered(2_000))
        before = resident()
        seconds[name] = []
        while len(seconds[name]) < BUILDS and sum(seconds[name]) < PATIENCE:
            graph = None
            gc.collect()
            begun = time.perf_counter()
            graph = road(pairs)
            seconds[name].append(time.perf_counter() - begun)
        held = resident() - before
    return {"build": seconds, "bytes": held, "build_peak_mb": peak()}, graph


def _from_ties(pairs: Pairs) -> GraphArrays:
    return GraphArrays.from_ties(pairs.u, pairs.v, pairs.count)


def _ours(task: dict[str, Any], pairs: Pairs, questions: Questions) -> Ours:
    if task["network"] is None:
        return Ours.of_pairs(pairs, task["engine"])
    everything = [*questions.checked.values(), *questions.timed.values()]
    asked = np.unique([number for part in everything for number in _numbers(part)])
    return Ours.of_network(Path(task["network"]), pairs, task["engine"], asked.tolist())


def _numbers(part: Any) -> Sequence[int]:
    if isinstance(part, list):
        return [number for inner in part for number in _numbers(inner)]
    return [part]


def _answers(calls: list[Call], questions: Questions) -> dict[str, list[object]]:
    """The answers to the checked questions; where several calls answer one task, they must agree."""
    found: dict[str, list[object]] = {}
    for call in calls:
        if call.task not in questions.checked:
            continue
        asked = questions.checked[call.task][: 1 if call.slow else None]
        answers = [call.answer(question) for question in asked]
        if call.task in found:
            _compare(call, asked, found[call.task], answers)
        else:
            found[call.task] = answers
    return found


def _asked(calls: list[Call], questions: Questions, folder: Path) -> dict[str, Any]:
    """Compare all calls with netreach's answers, then time them."""
    expected = json.loads((folder / "answers.json").read_text(encoding="utf-8"))["answers"]
    for call in calls:
        if call.task in expected:
            asked = questions.checked[call.task][: 1 if call.slow else None]
            _compare(call, asked, expected[call.task], [call.answer(question) for question in asked])
    return {
        "calls": [
            {"task": call.task, "who": call.who, "seconds": timed(call, questions.timed[call.task])}
            for call in calls
            if call.task in expected
        ]
    }


def _compare(
    call: Call, asked: Sequence[object], expected: Sequence[object], answers: Sequence[object]
) -> None:
    for question, one, other in zip(asked, expected, answers, strict=False):
        words = (
            f"{call.task} {str(question)[:60]}: {call.who} says {str(other)[:80]}, netreach {str(one)[:80]}"
        )
        check(same(one, json.loads(json.dumps(other))), words)


def _peer(peer: Peer, pairs: Pairs, questions: Questions, folder: Path) -> dict[str, Any]:
    measured, graph = built(peer.roads, pairs)
    return {
        **measured,
        "version": importlib.metadata.version(peer.module),
        **_asked(peer.calls(graph, pairs), questions, folder),
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
