"""The benchmark of searches compares answers before it measures, and reports what is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import search, search_peers, territory
from benchmarks.figures import Figure, Spread, wanted
from benchmarks.people import write_people

from netreach.search import beside
from netreach.search.fields import FIELDS
from netreach.snapshot import Snapshot


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A few thousand people."""
    return Snapshot(write_people(tmp_path_factory.mktemp("people"), people=3_000, ties=30_000))


def test_peers_count_alike(people: Snapshot) -> None:
    """Every peer answers every question with the count that netreach gives, or the run ends."""
    egos = search._egos(people)
    figures = search._beside_peers(people, next(egos), next(egos))
    assert [figure.peer.split(",")[0] for figure in figures] == list(search_peers.peers(people))
    assert all(figure.ratio for figure in figures)


def test_a_wrong_count_ends_the_run(people: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that counts otherwise is not timed."""
    monkeypatch.setattr(search_peers, "peers", lambda _: {"liar": lambda *_: 10**9})
    egos = search._egos(people)
    with pytest.raises(SystemExit, match="liar"):
        search._beside_peers(people, next(egos), next(egos))


def test_questions_are_put_together_by_hits(people: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole answers, everybody, completions and territories are measured, and limits stand where they are wanted."""
    monkeypatch.setattr(search, "EGOS", 1)
    egos = search._egos(people)
    figures = [*search._searches(egos), *search._completions(people), *search._territories(egos)]
    whole = next(one for one in figures if one.task.startswith("whole answer"))
    assert (whole.limit, whole.limit_p95) == (search.WHOLE, search.WHOLE_P95)
    assert whole.ours.n == len(search.QUESTIONS)
    assert {one.limit for one in figures} >= {search.EVERYBODY, search.COMPLETION, search.TERRITORY}


def test_territories_are_those_of_the_peer() -> None:
    """In a world of one value a person, people per degree and doors are compared with DuckDB."""
    figures = territory.measure(people=4_000, limit=search.TERRITORY)
    assert sum(figure.limit == search.TERRITORY for figure in figures) == len(territory.COLUMNS)
    assert any(figure.limit == territory.DOORS for figure in figures)


def test_both_percentiles_are_wanted() -> None:
    """A limit of the 95th percentile is said, and missing it is missing."""
    times = Spread(p50=0.010, p95=0.050, p99=0.060, n=20)
    figure = Figure(task="x", ours=times, limit=0.015, limit_p95=0.040)
    assert wanted(figure) == "at most 15 ms, p95 40 ms: missed"
    assert Figure(task="x", ours=times, limit=0.015, limit_p95=0.060).met


def test_indices_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an import makes is measured field by field, and the files are there afterwards."""
    monkeypatch.setattr(beside, "LARGE", 1_000)
    whole, *parts, again = search.indices(tmp_path, people=2_000)
    assert again.task.startswith("the same")
    assert again.ours.p50 > 0
    assert whole.ours.p50 >= sum(part.ours.p50 for part in parts)
    assert {f"  of it {name}" for name in FIELDS} <= {part.task for part in parts}
