"""Large graphs: `python -m benchmarks large --ties 15e6`, netreach beside other libraries.

The graph is made, imported into a network folder, and asked by netreach; then every peer builds it in a process of
its own, has its answers compared, and is timed; at last netreach is timed, through its engine and its public API. A
wrong answer ends the run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq

import netreach as nr
from benchmarks import datasets, snb
from benchmarks.asking import TASKS, Questions, draw
from benchmarks.figures import Figure, Spread, compared, screen
from benchmarks.graphs import Pairs
from benchmarks.harness import add_json, check, machine
from benchmarks.peers import PEERS

AT_LEAST = {
    ("build", "igraph, iterator of pairs"): 4,
    ("build", "NetworKit GraphFromCoo"): 8,
    ("pyramid", "igraph neighborhood_size, 3rd degree only"): 6,
    ("all", "igraph distances"): 15,
    ("all", "NetworKit BFS"): 12,
    ("pair", "NetworKit BidirectionalBFS"): 1,
    ("similar", "igraph similarity_inverse_log_weighted"): 100,
}
"""Ratios that the engine must reach on the clustered graph."""

LIMITS = {
    ("introducers", "engine"): 0.3e-3,
    ("paths", "API"): 0.5e-3,
    ("paths", "search"): 0.5e-3,
    ("targets", "API"): 0.1,
    ("doors", "API"): 0.1,
}
"""Seconds at most."""

FROM_TIES = 10_000_000
"""From so many ties on the targets above hold."""

ENTRY = 2 * 2.7
"""Nanoseconds for an adjacency entry that must be read: twice what reading the rows alone takes."""

BYTES = 9.0
OPEN = 10e-3
WARM, COLD = 1.5, 8.0
SPECIAL = 0.5

OPTIONAL = tuple(task for task in TASKS if task not in ("pyramid", "introducers"))
"""Tasks that a run may do without; a new process is asked the other two."""

FIRST = """
import sys
import netreach as nr
with nr.open(sys.argv[1]) as network:
    ego = network.ego(sys.argv[2])
    if sys.argv[3] == "pyramid":
        print([layer.count for layer in ego.pyramid().degrees])
    else:
        print(len(ego.introducers(sys.argv[3])))
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--graph",
        default="clustered",
        help="clustered, uniform, or a public one: facebook100, ldbc, pgp, jazz, arenas",
    )
    parser.add_argument("--ties", type=float, default=1e6, help="about how many, for a generated graph (1e6)")
    parser.add_argument("--seed", type=int, default=1, help="of a generated graph")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="all by default")
    parser.add_argument("--engine", choices=("csr", "auto", "igraph"), default="csr", help="of netreach")
    parser.add_argument(
        "--engine-only", action="store_true", help="import no network: only calls of the engine"
    )
    parser.add_argument(
        "--without",
        nargs="+",
        choices=OPTIONAL,
        default=[],
        metavar="TASK",
        help=f"leave tasks out, such as those in which a peer takes minutes: {', '.join(OPTIONAL)}",
    )
    parser.add_argument(
        "--special", type=int, default=1, metavar="N", help="special graphs N times smaller; 0 for none"
    )
    parser.add_argument(
        "--cache", type=Path, metavar="DIR", help="keep generated graphs there for the next run"
    )
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Measure one graph and print the table."""
    pairs = datasets.load(options.graph, ties=round(options.ties), seed=options.seed, cache=options.cache)
    questions = draw(pairs).without(options.without)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{pairs.name}: {pairs.count:,} people, {pairs.ties:,} ties", flush=True)
    aimed = options.graph == "clustered" and pairs.ties >= FROM_TIES
    with tempfile.TemporaryDirectory(prefix="netreach-benchmarks-", dir=options.cache) as name:
        session = Session(folder=Path(name), aimed=aimed)
        figures, peaks, versions = session.measure(pairs, questions, options)
        if options.graph == "ldbc":
            figures += snb.run(options.engine)
    print(screen(figures))
    if options.json:
        report = {
            "command": _command(options),
            "load": load,
            "machine": machine(),
            "versions": {"netreach": nr.__version__, **versions},
            "graph": {
                "name": pairs.name,
                "people": pairs.count,
                "ties": pairs.ties,
                "egos": questions.egos,
            },
            "figures": [{**attrs.asdict(figure), "met": figure.met} for figure in figures],
            "peak_mb": peaks,
        }
        Path(options.json).write_text(json.dumps(report, indent=1), encoding="utf-8")
        print(f"\nwritten to {options.json}")


def _command(options: argparse.Namespace) -> str:
    """The command that measures this again, without folders of this machine."""
    words = ["python", "-m", "benchmarks", "large", "--graph", options.graph]
    if options.graph in datasets.GENERATED:
        words += ["--ties", f"{options.ties:g}".replace("e+0", "e"), "--seed", str(options.seed)]
    if options.peers != list(PEERS):
        words += ["--peers", *options.peers]
    if options.engine != "csr":
        words += ["--engine", options.engine]
    if options.engine_only:
        words.append("--engine-only")
    if options.without:
        words += ["--without", *options.without]
    if options.special != 1:
        words += ["--special", str(options.special)]
    return " ".join(words)


@attrs.frozen(kw_only=True)
class Session:
    """One run.

    Attributes:
        folder: Where processes leave what they measured.
        aimed: Whether the targets hold for this graph.
    """

    folder: Path
    aimed: bool

    def measure(
        self, pairs: Pairs, questions: Questions, options: argparse.Namespace
    ) -> tuple[list[Figure], dict[str, float], dict[str, str]]:
        """Run every process; return the figures, the peak memory of each process, and the peers' versions."""
        datasets.save(pairs, self.folder / "pairs")
        figures: list[Figure] = []
        network = None
        if not options.engine_only:
            network = self.folder / "network"
            figures += self._imported(pairs, network)
        task = {
            "pairs": str(self.folder / "pairs"),
            "network": network and str(network),
            "engine": options.engine,
            "scale": options.special,
            "questions": attrs.asdict(questions),
        }
        (self.folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
        done = {role: self._process(role) for role in ("build", "answers")}
        for peer in options.peers:
            found = self._peer(peer, pairs)
            if found:
                done[peer] = found
        done["ours"] = self._process("ours")
        figures = [*self._built(done, pairs), *figures, *self._tasks(done)]
        if network is not None:
            figures += self._opened(network, questions, done["answers"]["answers"])
        if options.special:
            done["special"] = self._process("special")
            figures += [
                Figure(
                    group=one["graph"],
                    task=one["call"],
                    who=one["who"],
                    ours=Spread.of([one["seconds"]]),
                    limit=SPECIAL,
                )
                for one in done["special"]["special"]
            ]
        peaks = {role: found["peak_mb"] for role, found in done.items()}
        return figures, peaks, {role: found["version"] for role, found in done.items() if "version" in found}

    def _process(self, role: str, *, may_fail: bool = False) -> dict[str, Any]:
        """Run one role in a process of its own and return what it measured.

        Args:
            role: What `benchmarks.worker` is to do.
            may_fail: Whether nothing is returned where the memory does not suffice.
        """
        print(f"  {role} ...", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.worker", role, str(self.folder)],
            capture_output=True,
            text=True,
        )
        if may_fail and (done.returncode == -signal.SIGKILL or "MemoryError" in done.stderr):
            print(f"  {role} does not fit into the memory", file=sys.stderr)
            return {}
        if done.returncode:
            raise SystemExit(f"{role}: {done.stderr.strip() or f'ended by signal {-done.returncode}'}")
        found: dict[str, Any] = json.loads((self.folder / f"{role}.json").read_text(encoding="utf-8"))
        return found

    def _peer(self, name: str, pairs: Pairs) -> dict[str, Any]:
        """What a peer measured; nothing where it is left out."""
        peer = PEERS[name]
        if importlib.util.find_spec(peer.module) is None:
            print(f"  {name} is not installed: pip install 'netreach[bench]'", file=sys.stderr)
            return {}
        if pairs.ties > peer.most:
            print(f"  {name} is left out above {peer.most:,} ties", file=sys.stderr)
            return {}
        return self._process(name, may_fail=True)

    def _imported(self, pairs: Pairs, network: Path) -> list[Figure]:
        """Import the pairs from Parquet, as a user would."""
        tables = self.folder / "tables"
        tables.mkdir()
        pq.write_table(pa.table({"source": pairs.u, "target": pairs.v}), tables / "ties.parquet")
        code = (
            "import sys, time, netreach as nr\nbegun = time.perf_counter()\n"
            "with nr.open(sys.argv[1], create=True) as network:\n    network.add(sys.argv[2])\n"
            "    print(time.perf_counter() - begun, network.snapshot.meta.ties)\n"
            "from benchmarks.calls import peak\nprint(peak())"
        )
        print("  import ...", file=sys.stderr, flush=True)
        seconds, ties, peak = _output([sys.executable, "-c", code, str(network), str(tables)]).split()
        check(int(ties) == pairs.ties, f"{ties} ties after the import, not {pairs.ties}")
        return [
            Figure(task="import from Parquet", who="API", ours=Spread.of([float(seconds)])),
            Figure(
                task="import from Parquet: peak memory", who="API", ours=Spread.of([float(peak)]), unit="MB"
            ),
        ]

    def _built(self, done: dict[str, dict[str, Any]], pairs: Pairs) -> list[Figure]:
        """Figures of building and of memory."""
        (ours,) = done["build"]["build"].values()
        held = Spread.of([done["build"]["bytes"] / pairs.ties])
        figures: list[Figure] = []
        memory: list[Figure] = [
            Figure(
                task="graph arrays per tie",
                who="engine",
                ours=Spread.of([done["build"]["array_bytes"] / pairs.ties]),
                unit="B",
                limit=BYTES if self.aimed else None,
                note="Graph memory is by how much the process grew, after giving back what was free; the arrays "
                "alone are smaller.",
            ),
            Figure(
                task="build: peak memory, pairs included",
                who="engine",
                ours=Spread.of([done["build"]["build_peak_mb"]]),
                unit="MB",
            ),
        ]
        for peer in (name for name in PEERS if name in done):
            for road, theirs in done[peer]["build"].items():
                figures.append(
                    compared(
                        ours,
                        theirs,
                        task="build from unsorted NumPy pairs",
                        who="engine",
                        peer=road,
                        at_least=AT_LEAST.get(("build", road)) if self.aimed else None,
                    )
                )
            rival = Spread.of([done[peer]["bytes"] / pairs.ties])
            memory.append(
                Figure(
                    task="graph memory per tie",
                    who="engine",
                    ours=held,
                    peer=road,
                    theirs=rival,
                    ratio=rival.p50 / held.p50 if held.p50 > 0 else None,
                    unit="B",
                )
            )
        if not figures:
            figures.append(Figure(task="build from unsorted NumPy pairs", who="engine", ours=Spread.of(ours)))
        return [*figures, *memory]

    def _tasks(self, done: dict[str, dict[str, Any]]) -> list[Figure]:
        """Figures of the questions: the engine beside every peer, then the whole answer."""
        figures: list[Figure] = []
        mine = {(call["task"], call["who"]): call["seconds"] for call in done["ours"]["calls"]}
        rivals = [call for name in PEERS if name in done for call in done[name]["calls"]]
        for task, words in TASKS.items():
            whose = [who for who in ("engine", "search", "API") if (task, who) in mine]
            for who in whose:
                seconds = mine[task, who]
                limit = LIMITS.get((task, who)) if self.aimed else None
                against = [call for call in rivals if call["task"] == task] if who == whose[0] else []
                if limit is not None or not against:
                    figures.append(Figure(task=words, who=who, ours=Spread.of(seconds), limit=limit))
                figures += [
                    compared(
                        seconds,
                        call["seconds"],
                        task=words,
                        who=who,
                        peer=call["who"],
                        at_least=AT_LEAST.get((task, call["who"])) if self.aimed else None,
                    )
                    for call in against
                ]
            if (task, "engine") in mine and task in done["ours"]["entries"]:
                seconds = mine[task, "engine"]
                read = done["ours"]["entries"][task][: len(seconds)]
                each = [1e9 * taken / many for taken, many in zip(seconds, read, strict=True)]
                figures.append(
                    Figure(
                        task=f"{words}: for each adjacency entry",
                        who="engine",
                        ours=Spread.of(each),
                        unit="ns",
                        limit=ENTRY if self.aimed and task == "pyramid" else None,
                        note=f"{words[0].upper()}{words[1:]}: {statistics.median(read):,.0f} adjacency entries of "
                        "4 bytes must be read at the median.",
                    )
                )
        return figures

    def _opened(self, network: Path, questions: Questions, answers: dict[str, list[object]]) -> list[Figure]:
        """Figures of opening, and of the first answer of a new process."""
        taken = []
        for _ in range(20):
            begun = time.perf_counter()
            opened = nr.open(network)
            taken.append(time.perf_counter() - begun)
            opened.close()
        figures = [
            Figure(
                task="open a saved network",
                who="API",
                ours=Spread.of(taken),
                limit=OPEN if self.aimed else None,
            )
        ]
        (ego,), (asker, target) = questions.checked["pyramid"][0], questions.checked["introducers"][0]
        people = answers["introducers"][0]
        assert isinstance(people, dict)
        for words, arguments, expected in (
            ("pyramid", (ego, "pyramid"), str(answers["pyramid"][0])),
            ("introducers", (asker, target), str(len(people["people"]))),
        ):
            with tempfile.TemporaryDirectory(dir=self.folder) as warm:
                cold = []
                for _ in range(2):
                    with tempfile.TemporaryDirectory(dir=self.folder) as empty:
                        cold.append(_first(network, arguments, expected, empty))
                _first(network, arguments, expected, warm)
                kept = [_first(network, arguments, expected, warm) for _ in range(5)]
            for state, seconds, limit in (("warm", kept, WARM), ("cold", cold, COLD)):
                figures.append(
                    Figure(
                        task=f"first answer of a new process ({words}), kernel cache {state}",
                        who="API",
                        ours=Spread.of(seconds),
                        limit=limit if self.aimed else None,
                    )
                )
        return figures


def _first(network: Path, arguments: tuple[object, ...], expected: str, cache: str) -> float:
    """Return the seconds from starting a process to the end of it; compiled kernels are kept in a folder."""
    begun = time.perf_counter()
    said = _output(
        [sys.executable, "-c", FIRST, str(network), *map(str, arguments)], NUMBA_CACHE_DIR=cache
    ).strip()
    taken = time.perf_counter() - begun
    check(said == expected, f"first answer of a new process: {said}, not {expected}")
    return taken


def _output(command: list[str], **environment: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout
