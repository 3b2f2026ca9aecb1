"""The benchmark of large graphs asks what it says, notices wrong answers, and reports what was measured."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from benchmarks import figures, graphs, snb, special, worker
from benchmarks.asking import CHECKED, TASKS, Questions, draw, same
from benchmarks.calls import Call, timed
from benchmarks.figures import Figure, Spread, compared
from benchmarks.graphs import Pairs
from benchmarks.ours import Ours, api_calls, engine_calls, entries
from benchmarks.peers import PEERS
from hypothesis import given
from hypothesis import strategies as st

import netreach as nr


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    """A small clustered graph."""
    return graphs.clustered(6_000, seed=3)


@pytest.fixture(scope="module")
def questions(pairs: Pairs) -> Questions:
    """Its questions."""
    return draw(pairs, timed=4)


@pytest.fixture(scope="module")
def answers(pairs: Pairs, questions: Questions) -> dict[str, list[Any]]:
    """What the engine answers to the questions that are compared, as it comes from a file."""
    found = worker._answers(engine_calls(Ours.of_pairs(pairs, "csr")), questions)
    read: dict[str, list[Any]] = json.loads(json.dumps(found))
    return read


# Questions


def test_questions_come_once(questions: Questions) -> None:
    """No ego is asked twice, so that no answer comes from a cache."""
    both = [questions.checked, questions.timed]
    single = [name for name in TASKS if name not in ("batch", "overlaps")]
    egos = [question[0] for part in both for name in single for question in part[name]]
    assert len(egos) == len(set(egos))
    assert set(questions.checked) == set(questions.timed) == set(TASKS)
    assert all(len(asked) == CHECKED for asked in questions.checked.values())


def test_questions_are_those_of_the_seed(pairs: Pairs, questions: Questions) -> None:
    """The same seed asks the same; every number is a plain one, for JSON."""
    assert attrs.asdict(draw(pairs, timed=4)) == attrs.asdict(questions)
    assert json.loads(json.dumps(attrs.asdict(questions))) == attrs.asdict(questions)


def test_targets_of_introductions_are_strangers(pairs: Pairs, questions: Questions) -> None:
    """Whom an ego wants to meet shares a contact and is none; whom paths lead to is no contact either."""
    for name, farthest in (("introducers", 2), ("paths", 3)):
        for ego, target in [*questions.checked[name], *questions.timed[name]]:
            rows = pairs.rows_of([ego, target])
            assert target not in rows[ego]
            assert farthest == 3 or np.intersect1d(rows[ego], rows[target]).size


def test_too_few_people_are_said() -> None:
    """A graph in which nobody new could be asked is refused."""
    with pytest.raises(SystemExit, match="too few"):
        draw(graphs.clique(8))


# Comparing

_data = st.recursive(
    st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=3), lambda inner: st.lists(inner, max_size=4)
)


@given(_data)
def test_an_answer_is_the_same_as_itself(answer: object) -> None:
    """Plain data equal themselves."""
    assert same(answer, answer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], [1, 3]),
        ([1, 2], [1, 2, 3]),
        ([[1], [2]], [[1], 2]),
        ("ab", "ac"),
        (1.0, 1.001),
        ({"people": [1]}, {"people": [1], "jaccard": [0.5]}),
        ({"people": [1], "jaccard": [0.5]}, {"jaccard": [0.25]}),
        (None, 0),
        (2, "2"),
    ],
)
def test_different_answers_differ(one: object, other: object) -> None:
    """Another number, another length, another kind, a part that the first does not have."""
    assert not same(one, other)


def test_a_wrong_answer_ends_the_run() -> None:
    """What is compared and differs is said, with the question and both answers."""
    call = Call(task="pair", who="somebody", ask=lambda a, b: 3, plain=lambda hops, *_: hops)
    with pytest.raises(SystemExit, match=r"pair \[4, 5\]: somebody says 3, netreach 2"):
        worker._compare(call, [[4, 5]], [2], [call.answer([4, 5])])


def test_slow_calls_are_timed_once() -> None:
    """A call that takes seconds is asked one question, any other all."""
    quick = Call(task="pair", who="", ask=lambda number: number, plain=lambda found, _: found)
    assert len(timed(quick, [[1], [2], [3]])) == 3
    assert len(timed(attrs.evolve(quick, slow=True), [[1], [2], [3]])) == 1


# Who answers


@pytest.mark.parametrize("name", PEERS)
def test_peers_agree(name: str, pairs: Pairs, questions: Questions, answers: dict[str, list[Any]]) -> None:
    """Every peer gives netreach's answers, built by every road; networkx answers from code of its own."""
    peer = PEERS[name]
    pytest.importorskip(peer.module)
    if name == "networkit":
        pytest.importorskip("scipy")
    for road in peer.roads.values():
        for call in peer.calls(road(pairs), pairs):
            asked = questions.checked[call.task]
            if call.task in answers:
                worker._compare(call, asked, answers[call.task], [call.answer(one) for one in asked])


@pytest.mark.parametrize("engine", ["auto", "igraph"])
def test_engines_agree(
    engine: str, pairs: Pairs, questions: Questions, answers: dict[str, list[Any]]
) -> None:
    """Whichever engine is measured, it is asked the same and answers the same."""
    found = worker._answers(engine_calls(Ours.of_pairs(pairs, engine)), questions)
    assert all(same(answers[name], json.loads(json.dumps(said))) for name, said in found.items())


def test_a_task_that_is_left_out_is_not_asked(pairs: Pairs, questions: Questions) -> None:
    """What takes too long is neither answered nor compared, and the others are asked as before."""
    fewer = questions.without(["similar", "overlaps"])
    calls = engine_calls(Ours.of_pairs(pairs, "csr"))
    found = worker._answers(calls, fewer)
    everything = worker._answers(calls, questions)
    assert everything.keys() - found.keys() == {"similar", "overlaps"}
    assert all(found[task] == everything[task] for task in found)


def test_the_api_agrees(
    tmp_path: Path, pairs: Pairs, questions: Questions, answers: dict[str, list[Any]]
) -> None:
    """The public API, asked of a network imported from Parquet, answers what the engine answers of arrays."""
    pq.write_table(pa.table({"source": pairs.u, "target": pairs.v}), tmp_path / "ties.parquet")
    with nr.open(tmp_path / "team.netreach", create=True) as network:
        network.add(tmp_path / "ties.parquet")
    ours = Ours.of_network(tmp_path / "team.netreach", pairs, "csr", range(pairs.count))
    compared_tasks = set()
    for call in [*engine_calls(ours), *api_calls(ours)]:
        if call.task in answers:
            asked = questions.checked[call.task]
            worker._compare(call, asked, answers[call.task], [call.answer(one) for one in asked])
            compared_tasks.add((call.task, call.who))
    assert compared_tasks >= {(task, "API") for task in ("pyramid", "pair", "introducers", "targets")}


@pytest.mark.parametrize("hops", [1, 2])
def test_entries_that_must_be_read(pairs: Pairs, hops: int) -> None:
    """A search reads the rows of the ego, of the contacts, and for a pyramid those of theirs."""
    ego = int(np.argmax(pairs.contact_counts()))
    near = {ego}
    for _ in range(hops):
        near |= {far for row in pairs.rows_of(sorted(near)).values() for far in row.tolist()}
    expected = pairs.contact_counts()[sorted(near)].sum()
    assert entries(Ours.of_pairs(pairs, "csr"), ego, hops) == expected


@pytest.mark.parametrize("engine", ["auto", "csr", "igraph"])
def test_special_graphs_are_answered(engine: str) -> None:
    """Hub, chain and clique are asked through the engine and the API; a wrong answer would end the run."""
    found = special.run(engine, 1_000)["special"]
    graphs_asked = {one["graph"].split()[0] for one in found}
    assert graphs_asked == {"hub", "chain", "clique"}
    assert {one["who"] for one in found} == {"engine", "API"}


def test_building_is_measured(pairs: Pairs) -> None:
    """Every road is taken a few times; the small graph that warms up does not count."""
    taken: list[int] = []
    roads = {"one": lambda graph: taken.append(graph.ties), "two": lambda graph: taken.append(graph.ties)}
    measured, _ = worker.built(roads, pairs)
    assert {name: len(seconds) for name, seconds in measured["build"].items()} == {"one": 3, "two": 3}
    assert taken.count(pairs.ties) == 6


def test_ldbc_shapes(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IC1, IC13 and both versions of IC14 agree with networkx and plain Python on the LDBC data set."""
    monkeypatch.setenv("NETREACH_DATA", str(data))
    monkeypatch.setattr(snb, "TIMED", 2)
    assert [one.task.rpartition("of ")[2] for one in snb.run("csr")] == ["IC1", "IC13", "IC14 v1", "IC14 v2"]


# Figures


def test_a_ratio_is_over_the_same_questions() -> None:
    """Where a peer answered fewer questions, the ratio is over those alone."""
    figure = compared([1.0, 1.0, 9.0, 9.0], [4.0, 4.0], task="x", peer="y")
    assert figure.ratio == 4.0
    assert (figure.ours.n, figure.theirs and figure.theirs.n) == (4, 2)


def test_what_is_wanted() -> None:
    """A ratio must be reached, a limit must not be passed; without either nothing is said."""
    one = Spread.of([2.0])
    assert Figure(task="x", ours=one).met is None
    assert Figure(task="x", ours=one, limit=2.0).met is True
    assert Figure(task="x", ours=one, limit=1.0).met is False
    assert compared([1.0], [3.0], task="x", at_least=3).met is True
    assert compared([1.0], [3.0], task="x", at_least=4).met is False


@given(st.lists(st.floats(1e-9, 1e3), min_size=1, max_size=50))
def test_percentiles_are_in_order(values: list[float]) -> None:
    """The median is not above the 95th percentile, nor that above the 99th."""
    found = Spread.of(values)
    assert min(values) * (1 - 1e-9) <= found.p50 <= found.p95 * (1 + 1e-9) <= found.p99 * (1 + 1e-8)


REPORT = {
    "command": "python -m benchmarks large",
    "load": 0.25,
    "machine": {"cores": 2, "memory_gb": 23.0, "system": "Linux", "python": "3.11"},
    "versions": {"netreach": "0.1.0", "igraph": "1.0.0"},
    "peak_mb": {"ours": 700.4, "igraph": 257.6},
    "graph": {
        "name": "clustered, 2 M ties",
        "people": 133_333,
        "ties": 2_000_000,
        "egos": "80 to 160 contacts",
    },
    "figures": [
        {**attrs.asdict(figure), "met": figure.met}
        for figure in (
            compared([0.001], [0.01], task="won", who="engine", peer="igraph", at_least=5),
            compared([0.001], [0.0005], task="lost", who="engine", peer="SciPy"),
            Figure(task="ends", who="engine", ours=Spread.of([0.01]), limit=0.5, group="chain"),
            Figure(task="paths", who="API", ours=Spread.of([0.02]), limit=0.5, group="chain"),
            Figure(task="slow", who="API", ours=Spread.of([0.2] * 30), limit=0.1, note="A note."),
        )
    ],
}


def test_the_page_has_the_figures() -> None:
    """The figures of a run replace those on the page; what is lost and what was missed is said."""
    text = f"# Benchmarks\n\n{figures.BEGIN}\nold\n{figures.END}\n\nMore.\n"
    once = figures.page(text, [REPORT])
    assert once.startswith("# Benchmarks\n")
    assert once.endswith(f"{figures.END}\n\nMore.\n")
    assert "old" not in once
    assert "| won: engine | 1 ms | igraph | 10 ms | 10x | at least 5x: reached |" in once
    assert "- lost, engine: SciPy takes 500 us, netreach 1 ms" in once
    assert "- slow, API: at most 100 ms: missed" in once
    assert "p95 200 ms" in once
    assert "| chain, the slowest of 2 calls (paths): API | 20 ms |  |  |  | at most 500 ms: reached |" in once
    assert "(ends)" not in once
    assert "- A note." in once
    assert "Most memory of each process, pairs included: ours 700 MB, igraph 258 MB." in once
    assert figures.page(once, [REPORT]) == once
    other = {**REPORT, "graph": {**REPORT["graph"], "name": "another one"}}
    both = figures.page(once, [other], keep=True)
    assert both == figures.page(text, [REPORT, other])
    assert figures.page(both, [other, REPORT], keep=True) == figures.page(text, [other, REPORT])
    alone = {**REPORT, "command": f"{REPORT['command']} --engine-only"}
    assert ", the engine alone\n" in figures.page(once, [alone], keep=True)
    assert figures.page(once, [alone], keep=True) == figures.page(text, [REPORT, alone])
    assert figures.page(both, [other]) == figures.page(text, [other])


def test_a_page_without_a_place_is_refused() -> None:
    """A page without the two lines is not touched."""
    with pytest.raises(SystemExit, match="no place for figures"):
        figures.page("# Benchmarks\n", [REPORT])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"figures": []}'])
def test_what_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    """Another file is named, whatever it holds."""
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"other\.json is no report"):
        figures.read(str(path))
    with pytest.raises(SystemExit, match=r"missing\.json is no report"):
        figures.read(str(tmp_path / "missing.json"))


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m benchmarks report FILE` puts a report on the page."""
    path, page = tmp_path / "run.json", tmp_path / "page.md"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    page.write_text(f"{figures.BEGIN}\n{figures.END}\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["benchmarks", "report", str(path), "--page", str(page)])
    importlib.import_module("benchmarks.__main__").main()
    assert "### Clustered, 2 M ties" in page.read_text(encoding="utf-8")
