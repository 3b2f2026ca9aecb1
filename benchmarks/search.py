"""Search and territory at a million people: `python -m benchmarks search`, answers first, then times and memory.

Every time is a call of the public API. An ego is asked each question once, so that no answer comes from a cache; what
is kept for an ego on purpose (the degrees of everybody, the doors) is measured by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import numpy as np

import netreach as nr
from benchmarks import search_peers, territory
from benchmarks.figures import Figure, Spread, compared, screen
from benchmarks.harness import add_json, check, fresh, machine
from benchmarks.people import with_new_people, write_people
from netreach.answers.search import SearchResult
from netreach.ego import Ego
from netreach.model import Professional
from netreach.plugins import default_registry
from netreach.ranking.ahead import make_ahead
from netreach.search import beside
from netreach.search.cards import make_cards
from netreach.search.complete import complete
from netreach.search.fields import FIELDS, field_index, places, spelling_groups
from netreach.search.words import Words
from netreach.snapshot import Snapshot
from netreach.strength.careers import STUDY, WORK, spells_of

QUESTIONS = [
    ("director", "madrid"),
    ("director OR directora", "spain"),
    ('"head of"', "london"),
    ("market*", "paris OR london OR madrid"),
    ("junior NOT sales", "germany"),
    ("(vp OR chief) marketing", "NOT london"),
    ('"director de" ventas', "spain OR mexico"),
    ("sales emea", "france"),
    ("leiter*", "berlin OR munich OR hamburg"),
    ("senior software", "united*"),
    ("responsab*", "lisbon OR milan"),
    ('"supply"', "spain"),
    ("a*", "m*"),
    ("risk OR audit OR tax OR legal OR compliance", "NOT (spain OR france)"),
    ("NOT director", "madrid"),
    ("NOT sales", "madrid OR london"),
    ("NOT (junior OR senior)", "spain"),
    ("marketing OR ventas OR sales", "NOT madrid"),
    ("NOT finance", "france OR italy"),
    ("NOT director", "s*"),
    ("NOT junior", "spain OR france OR germany"),
    ("a* OR d* OR e* OR m*", "NOT london"),
]
"""What stands in the title and in the place: from no hit to hundreds of thousands."""

CLASSES = (
    ("fewer than 10,000 hits", 0, 10_000),
    ("10,000 to 50,000 hits", 10_000, 50_000),
    ("100,000 hits (50,000 to 150,000)", 50_000, 150_000),
    ("more than 150,000 hits", 150_000, 10**9),
)
"""Questions by how many people match."""

AIMED = ("fewer than 10,000 hits", "100,000 hits (50,000 to 150,000)")
"""For which of them limits are set."""

WHOLE, WHOLE_P95 = 0.015, 0.040
EVERYBODY, COMPLETION, FIRST = 0.120, 0.010, 1.5
TERRITORY, MEMORY = 0.150, 300.0
EGOS = 6
FEW_NEW = 5_000

TYPED = (
    ("name", "mar"),
    ("name", "a"),
    ("name", "maria g"),
    ("company", "be"),
    ("title", "dir"),
    ("location", "m"),
)

NEW_PROCESS = """
import mmap
from pathlib import Path
from netreach.ego import Ego
from netreach.plugins import default_registry
from netreach.snapshot import Snapshot
from netreach.store.folder import NetworkFolder
folder, version, vertex, questions = sys.argv[1:]
snapshot = Snapshot(NetworkFolder(Path(folder)).open_version(version))
ego = Ego(snapshot, int(vertex), scorer="overall", registry=default_registry())
most = 0
for question in eval(questions):
    found = ego.search(limit=50, **question)
    len(found.shown), len(found.facets)
    most = max(most, int(open("/proc/self/statm").read().split()[1]) * mmap.PAGESIZE)
files, private, name = 0, 0, ""
for line in open("/proc/self/smaps"):
    words = line.split()
    if "-" in words[0]:
        name = line
    elif words[0] == "Rss:":
        files += int(words[1]) * (str(Path(folder).resolve()) in name)
    elif words[0] == "Anonymous:":
        private += int(words[1])
print(most / 1e6, private * 1024 / 1e6, files * 1024 / 1e6)
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--people", type=float, default=1e6, help="how many (1e6), with fifteen ties each")
    parser.add_argument("--indices", action="store_true", help="only what an import makes ahead of searches")
    parser.add_argument("--no-peers", action="store_true", help="without DuckDB, SQLite and tantivy")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the people there for the next run")
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Measure, and print the table."""
    people = round(options.people)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory(prefix="netreach-benchmarks-", dir=options.cache) as name:
        place = options.cache or Path(name)
        if options.indices:
            print(screen(indices(Path(name) / "indices", people=people)))
            return
        figures, peaks = measure(place / f"people-{people}", people=people, peers=not options.no_peers)
    print(screen(figures))
    if options.json:
        report = {
            "command": "python -m benchmarks search" + (f" --people {people:g}" if people != 10**6 else ""),
            "load": load,
            "machine": machine(),
            "versions": {"netreach": nr.__version__, **search_peers.versions()},
            "graph": {
                "name": f"search and territory, {people:,} people",
                "people": people,
                "ties": 15 * people,
                "egos": "about 300 contacts",
            },
            "figures": [{**attrs.asdict(figure), "met": figure.met} for figure in figures],
            "peak_mb": peaks,
        }
        Path(options.json).write_text(json.dumps(report, indent=1), encoding="utf-8")
        print(f"\nwritten to {options.json}")


def indices(folder: Path, *, people: int) -> list[Figure]:
    """Measure, in processor time, what an import makes ahead of searches; everything is made anew.

    Args:
        folder: Where the people are written.
        people: How many.
    """
    version = write_people(folder, people=people, ties=15 * people)
    snapshot = Snapshot(version)
    steps: list[tuple[str, Callable[[], object]]] = [
        (name, lambda name=name: field_index(snapshot, name))  # type: ignore[misc]
        for name in FIELDS
    ]
    steps += [
        ("cards of people", lambda: make_cards(snapshot)),
        ("spellings of companies", lambda: spelling_groups(snapshot, "company")),
        ("places in the order of names", lambda: places(snapshot)),
        ("times at employers and schools", lambda: [spells_of(snapshot, kind) for kind in (WORK, STUDY)]),
    ]
    figures, whole = [], 0.0
    for name, step in steps:
        begun = time.process_time()
        step()
        spent = time.process_time() - begun
        whole += spent
        figures.append(Figure(task=f"  of it {name}", ours=Spread.of([spent])))
    begun = time.process_time()
    make_ahead(snapshot)
    whole += time.process_time() - begun
    made = list((folder / "versions").glob("*/search/*.arrays"))
    check(bool(made) == beside.keeps(snapshot), "the files are there")
    task = f"what an import of {people:,} people makes ahead of searches, processor time"
    few = min(FEW_NEW, people)
    later = Snapshot(with_new_people(folder, version, few))
    begun = time.process_time()
    make_ahead(later, snapshot)
    again = time.process_time() - begun
    for field in ("name", "headline"):
        mine = field_index(later, field)
        check(mine.words.spoken().equals(Words.of(mine.labels).spoken()), f"words of {field}")
    return [
        Figure(task=task, ours=Spread.of([whole])),
        *figures,
        Figure(task=f"the same, {few:,} of them new since the version before", ours=Spread.of([again])),
    ]


def measure(folder: Path, *, people: int, peers: bool = True) -> tuple[list[Figure], dict[str, float]]:
    """Measure over so many people; return the figures, and the most memory of every process in megabytes.

    Args:
        folder: Where the people are kept.
        people: How many.
        peers: Whether the others are asked, too.
    """
    version = write_people(folder, people=people, ties=15 * people)
    snapshot = Snapshot(version)
    egos = _egos(snapshot)
    begun = time.perf_counter()
    warm = next(egos)
    warm.search(title="director", location="madrid")
    built = [time.perf_counter() - begun]
    task = "first search of a version, indices made for it where they are missing"
    figures = [Figure(task=task, who="API", ours=Spread.of(built))]
    # Whatever is loaded, compiled and mapped once for all is there before anything is timed.
    for title, location in QUESTIONS:
        _whole(warm, title, location)
    _territory(warm, "industry")
    if peers:
        figures += _beside_peers(snapshot, warm, next(egos))
    figures += _searches(egos)
    figures += _completions(snapshot)
    figures += _territories(egos)
    new, peaks = _new_processes(folder, snapshot.version, [next(egos).vertex for _ in range(3)])
    return [*figures, *new, *territory.measure(people=people, limit=TERRITORY)], peaks


def _egos(snapshot: Snapshot) -> Iterator[Ego]:
    """Egos with about 300 contacts, each of them new."""
    counts = snapshot.graph.contact_counts()
    for vertex in np.argsort(np.abs(counts - 300), kind="stable").tolist():
        yield Ego(snapshot, vertex, scorer="overall", registry=default_registry())


def _whole(ego: Ego, title: str, location: str) -> int:
    """Counts per degree, six facets of ten, the order, and 50 rows with the best introducer of each."""
    found = ego.search(title=title, location=location, limit=50)
    return len(found) + 0 * len(found.shown)


def _listed(found: SearchResult) -> list[Professional]:
    """The first 50 hits in their order, without anybody who introduces them."""
    rows = found._rows.take(slice(50))
    return list(rows.people.professionals(rows.vertices))


def _clock(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _beside_peers(snapshot: Snapshot, checked: Ego, timed: Ego) -> list[Figure]:
    """The same counts as every peer, and the times of both; ours is the whole answer, theirs the count alone."""
    asked = search_peers.peers(snapshot)
    for title, location in QUESTIONS:
        found = checked.search(title=title, location=location)
        ours = sum(degree.count for degree in found.by_degree) + found.unreachable
        for name, ask in asked.items():
            # The ego is nobody's hit, and the peers know of no ego.
            check(ask(title, location) - ours in (0, 1), f"{name}: {title!r} in {location!r}")
    timed.distances()
    mine = [_clock(lambda q=one: timed.search(title=q[0], location=q[1])) for one in QUESTIONS]
    figures = []
    for name, ask in asked.items():
        theirs = [_clock(lambda q=one, a=ask: a(*q)) for one in QUESTIONS]
        figures.append(
            compared(
                mine,
                theirs,
                task="two criteria: counts per degree, six facets of ten, order",
                who="API",
                peer=f"{name}, count only",
                note="Peers count who matches, and nothing else: no degrees, no facets, no rows. All count alike.",
            )
        )
    return figures


def _searches(egos: Iterator[Ego]) -> list[Figure]:
    """Whole answers by the number of hits, the first answer of an ego, and everybody."""
    taken: dict[str, list[float]] = {name: [] for name, _, _ in CLASSES}
    plain: dict[str, list[float]] = {name: [] for name, _, _ in CLASSES}
    counted: dict[str, list[float]] = {name: [] for name, _, _ in CLASSES}
    worked: dict[str, list[float]] = {name: [] for name, _, _ in CLASSES}
    first, everybody, again = [], [], []
    for _ in range(EGOS):
        ego = next(egos)
        first.append(_clock(lambda e=ego: _whole(e, "engineer*", "london")))
        for title, location in QUESTIONS:
            begun = time.perf_counter()
            found = ego.search(title=title, location=location, limit=50)
            listed = _listed(found)
            records = time.perf_counter() - begun
            begun, before = time.perf_counter(), time.process_time()
            found = ego.search(title=title, location=location, limit=50)
            half = time.perf_counter() - begun
            rows = found.shown
            whole, busy = time.perf_counter() - begun, time.process_time() - before
            check(len(rows) == min(50, len(found)), "rows")
            check([row.professional for row in rows] == listed, "records without an introducer")
            kind = next(name for name, least, most in CLASSES if least <= len(found) < most)
            taken[kind].append(whole)
            plain[kind].append(records)
            counted[kind].append(half)
            worked[kind].append(busy)
        fresh_ego = next(egos)
        fresh_ego.distances()
        everybody.append(_clock(lambda e=fresh_ego: e.search(limit=50)))
        again.append(_clock(lambda e=fresh_ego: e.search(limit=50)))
    figures = []
    for what, times in (
        ("whole answer: counts per degree, six facets of ten, 50 rows", plain),
        ("  with the best introducer of each row", taken),
        ("  of it counts per degree, six facets of ten, order", counted),
        ("  time of all processors together", worked),
    ):
        for name, values in times.items():
            if values:
                aimed = name in AIMED and times is plain
                figures.append(
                    Figure(
                        task=f"{what}: {name}",
                        who="API",
                        ours=Spread.of(values),
                        limit=WHOLE if aimed else None,
                        limit_p95=WHOLE_P95 if aimed else None,
                    )
                )
    return [
        *figures,
        Figure(
            task="first whole answer of an ego, degrees of everybody found", who="API", ours=Spread.of(first)
        ),
        Figure(
            task="everybody matches, once for an ego", who="API", ours=Spread.of(everybody), limit=EVERYBODY
        ),
        Figure(task="everybody matches, asked again", who="API", ours=Spread.of(again)),
    ]


def _completions(snapshot: Snapshot) -> list[Figure]:
    figures = []
    for field, typed in TYPED:
        complete(snapshot, typed, field=field)
        values = [_clock(lambda f=field, t=typed: complete(snapshot, t, field=f)) for _ in range(25)]
        task = f"completion of {typed!r}"
        figures.append(
            Figure(
                group=f"completion among {len(TYPED)} beginnings",
                task=f"{task} ({field})",
                ours=Spread.of(values),
                limit=COMPLETION,
            )
        )
    return figures


BY = ("industry", "location", "title", "company", "school", "group", "skill", "country")


def _territory(ego: Ego, field: str) -> int:
    return len(ego.territory(by=field))


def _territories(egos: Iterator[Ego]) -> list[Figure]:
    """Territories of people with several values in a field, and all segments at once."""
    figures, doors, everything = [], [], []
    taken: dict[str, list[float]] = {field: [] for field in BY}
    for _ in range(5):
        ego = next(egos)
        doors.append(_clock(ego.doorways))
        for field in BY:
            taken[field].append(_clock(lambda e=ego, f=field: _territory(e, f)))
        everything.append(_clock(lambda e=ego: len(e.territory(by="title", limit=None))))
    for field, values in taken.items():
        figures.append(
            Figure(
                group="territory by a field in which people may have several values, best doors",
                task=field,
                who="API",
                ours=Spread.of(values),
                limit=TERRITORY,
            )
        )
    return [
        *figures,
        Figure(task="territory by title, all segments", who="API", ours=Spread.of(everything)),
        Figure(task="degrees and doors of everybody, once for an ego", who="API", ours=Spread.of(doors)),
    ]


def _new_processes(folder: Path, version: str, vertices: list[int]) -> tuple[list[Figure], dict[str, float]]:
    """The first answer of a process from its start, and what it holds after that and after many answers."""
    figures, peaks = [], {}
    many = [{"title": title, "location": location} for title, location in QUESTIONS]
    for name, questions in (
        ("first whole answer of a new process", many[:1]),
        (f"{len(many)} whole answers and everybody", [*many, {}]),
    ):
        taken, peak = [], 0.0
        memory: list[list[float]] = [[], [], []]
        for vertex in vertices:
            seconds, most, said = fresh(
                NEW_PROCESS, str(folder), version, str(vertex), repr(questions), repeat=1
            )
            taken.append(seconds)
            peak = max(peak, most)
            for values, value in zip(memory, said.split(), strict=True):
                values.append(float(value))
        peaks[name] = peak
        if len(questions) == 1:
            figures.append(Figure(task=name, who="API", ours=Spread.of(taken), limit=FIRST))
        note = (
            "Resident memory is all that the system counts for a process, the most of it after any of the answers. "
            "Of its own is what no other process shares; the rest is code of libraries, and pages of the network's "
            "files, as they are after the last answer."
        )
        most, private, pages = (Spread.of(values) for values in memory)
        figures += [
            Figure(task=f"resident memory, {name}", ours=most, unit="MB", limit=MEMORY, note=note),
            Figure(task="  of it its own", ours=private, unit="MB"),
            Figure(task="  of it pages of the network's files", ours=pages, unit="MB"),
        ]
    return figures, peaks
