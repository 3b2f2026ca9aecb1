"""The tests of rankings: what is asked, what is right, what scorers are shown, how files are read."""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from benchmarks.introducers import modes
from benchmarks.introducers.baselines import BASELINES, DEFAULT, OneLegRA, Random, TwoLegCN, find
from benchmarks.introducers.bootstrap import means
from benchmarks.introducers.networks import choose, karate, les_miserables, neighbours, teams
from benchmarks.introducers.page import BEGIN, END, page
from benchmarks.introducers.questions import Questions, ask, scores_of
from benchmarks.introducers.reading import UnreadableError, read, read_all
from benchmarks.introducers.run import add_options, measure, run
from benchmarks.introducers.stars import stars
from benchmarks.introducers.table import lines
from benchmarks.introducers.views import SeenView, partly_known
from benchmarks.introducers.weighted import Weighted, network_of
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.identity import derive
from netreach.interchange import source_of_edges
from netreach.model import EvidenceRecord, Owner
from netreach.plugins import Leg, Registry, View
from netreach.ranking import NetworkView, best_introducers
from netreach.ranking.scorers import Overall
from netreach.ranking.scoring import score
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray, IntArray

REGISTRY = Registry(entry_points=False)


@st.composite
def networks(draw: st.DrawFn) -> Weighted:
    """A small network with small whole weights, so that many are equal."""
    count = draw(st.integers(4, 9))
    pairs = list(itertools.combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=4, unique=True))
    weights = draw(st.lists(st.integers(1, 4), min_size=len(chosen), max_size=len(chosen)))
    a, b = zip(*chosen, strict=True)
    return network_of("small", a, b, weights)


def graph_of(network: Weighted) -> nx.Graph:
    """The same as a networkx graph of person numbers."""
    graph = nx.Graph()
    amounts = network.weight if network.weight is not None else np.ones(len(network.a))
    graph.add_weighted_edges_from(zip(network.a.tolist(), network.b.tolist(), amounts.tolist(), strict=True))
    return graph


def asked(network: Weighted, **options: Any) -> tuple[Snapshot, np.ndarray[Any, Any], Questions]:
    """The questions of a network, and the person behind every vertex."""
    snapshot, vertex, row = network.snapshot()
    person = np.empty(snapshot.count, dtype=np.int64)
    person[vertex] = np.arange(network.count)
    amounts = network.weight if network.weight is not None else np.ones(len(network.a))
    return snapshot, person, ask(snapshot, amounts[row], **options)


class Knowing:
    """A scorer that knows the weights, and ranks by them or against them."""

    name = "knowing"
    summary = "knows the truth"
    combine = "product"

    def __init__(self, snapshot: Snapshot, weight: FloatArray, power: float = 1.0) -> None:
        self.snapshot, self.weight, self.power = snapshot, weight, power

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score the two ties."""
        known = np.ones(len(introducers), dtype=bool)
        ends = np.full(len(introducers), ego, dtype=np.int32)
        first, second = (
            self.weight[self.snapshot.tie_numbers(end, introducers)] ** self.power for end in (ends, targets)
        )
        return Leg(terms={"weight": first}, known=known), Leg(terms={"weight": second}, known=known)


# Questions and points


@given(networks())
@settings(max_examples=60, deadline=None)
def test_questions_are_those_of_brute_force(network: Weighted) -> None:
    """All pairs without a tie and with two shared contacts are asked from both ends; the best are found by hand."""
    graph = graph_of(network)
    expected = {}
    undecided = 0
    for s, t in itertools.permutations(graph, 2):
        shared = sorted(set(graph[s]) & set(graph[t]))
        if graph.has_edge(s, t) or len(shared) < 2:
            continue
        gold = [graph[s][i]["weight"] * graph[i][t]["weight"] for i in shared]
        if min(gold) == max(gold):
            undecided += 1
            continue
        expected[s, t] = {i for i, value in zip(shared, gold, strict=True) if value == max(gold)}, set(shared)
    _, person, questions = asked(network)
    best, found = questions.best, {}
    for at in range(len(questions)):
        run = slice(questions.offsets[at], questions.offsets[at + 1])
        people = person[questions.introducer[run]]
        ends = int(person[questions.seeker[at]]), int(person[questions.target[at]])
        found[ends] = set(people[best[run]].tolist()), set(people.tolist())
    assert found == expected
    assert questions.undecided == undecided
    assert questions.listed == len(expected) + undecided


@given(networks(), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_points_are_shared_among_equal_scores(network: Weighted, seed: int) -> None:
    """A point is the share of the first places that is right, whatever scores are given."""
    *_, questions = asked(network)
    if not len(questions):
        return
    scores = np.random.default_rng(seed).integers(0, 3, len(questions.introducer)).astype(np.float64)
    points, tied, quality = questions.points(scores), questions.tied(scores), questions.quality(scores)
    for at in range(len(questions)):
        run = slice(questions.offsets[at], questions.offsets[at + 1])
        first = scores[run] == scores[run].max()
        assert points[at] == pytest.approx((first & questions.best[run]).sum() / first.sum())
        assert tied[at] == (first.sum() > 1)
        gold = questions.gold[run]
        assert quality[at] == pytest.approx(gold[first].mean() / gold.max())


@given(networks())
@settings(max_examples=25, deadline=None)
def test_who_knows_the_truth_gets_every_point(network: Weighted) -> None:
    """A scorer that knows the weights gets 1, one that turns them round gets 0, and nobody's strength is beaten."""
    snapshot, _, questions = asked(network)
    if not len(questions):
        return
    assert network.weight is not None
    weight = network.weight[network.snapshot()[2]]
    view = NetworkView(snapshot)
    right = scores_of(Knowing(snapshot, weight), questions, lambda _: view)
    assert questions.points(right).tolist() == [1.0] * len(questions)
    assert questions.quality(right) == pytest.approx(1.0)
    wrong = scores_of(Knowing(snapshot, weight, -1.0), questions, lambda _: view)
    assert questions.points(wrong).tolist() == [0.0] * len(questions)
    anybody = questions.points(scores_of(Random(), questions, lambda _: view))
    shares = np.add.reduceat(questions.best.astype(float), questions.offsets[:-1]) / np.diff(
        questions.offsets
    )
    assert anybody == pytest.approx(shares)


def test_a_sample_is_the_same_every_time() -> None:
    """Of many questions a seeded sample is asked; all its questions are questions of the whole."""
    network = teams(200, 300)
    _, _, whole = asked(network, limit=10**6)
    _, _, some = asked(network, limit=200, seed=3)
    _, _, again = asked(network, limit=200, seed=3)
    _, _, other = asked(network, limit=200, seed=4)
    assert (len(some), some.drawn, whole.drawn) == (200, True, False)
    ends = [set(zip(q.seeker.tolist(), q.target.tolist(), strict=True)) for q in (whole, some, again, other)]
    assert ends[1] == ends[2] != ends[3]
    assert ends[1] < ends[0]


@pytest.mark.parametrize("make", [karate, les_miserables, neighbours])
def test_first_places_are_those_of_the_batch(make: Any) -> None:
    """Whom `best_introducers` puts first for a user is among those who are first here, with the same score."""
    snapshot, _, questions = asked(make(), limit=400)
    view = NetworkView(snapshot)
    for name in ("overall", "two-leg-ra", "contact-count"):
        scorer = find(name, REGISTRY)
        scores = scores_of(scorer, questions, lambda _: view)
        first = questions.first_places(scores)
        for seeker, mine in itertools.islice(questions.by_seeker(), 8):
            distances = snapshot.engine.distances(seeker, 2)
            who, values = best_introducers(
                view, seeker, questions.target[mine].astype(np.int32), distances, scorer=scorer
            )
            for at, (person, value) in enumerate(zip(who, values, strict=True), start=mine.start):
                among = slice(questions.offsets[at], questions.offsets[at + 1])
                place = np.flatnonzero(questions.introducer[among] == person)[0]
                assert first[among][place]
                assert scores[among][place] == pytest.approx(value, rel=1e-12)


# Published figures


def top1(network: Weighted) -> tuple[int, dict[str, float]]:
    """Questions, and the points of everybody by structure."""
    told = modes.structure(network, [], REGISTRY, limit=20_000, seed=1)
    return told["pairs"], {name: value["value"] for name, value in told["top1"].items()}


def test_les_miserables() -> None:
    """215 pairs: random .41, contact count .67, two-leg RA .71, default .71."""
    pairs, found = top1(les_miserables())
    assert pairs == 215
    wanted = {"random": 0.41, "contact-count": 0.67, "two-leg-ra": 0.71, DEFAULT: 0.71}
    for name, value in wanted.items():
        assert round(found[name], 2) == value


@pytest.mark.skipif(not os.environ.get("NETREACH_DATA"), reason="NETREACH_DATA names no folder")
def test_informetrics() -> None:
    """117 pairs: random .48, contact count .70, CN(i,t) .64 from both ends, RA .83, default .82 or .83."""
    (network,) = choose(["informetrics"])
    pairs, found = top1(network)
    assert pairs == 117
    assert (network.count, len(network.a)) == (597, 994)
    wanted = {"random": 0.48, "contact-count": 0.70, "shared-contacts": 0.64, "two-leg-ra": 0.83}
    for name, value in wanted.items():
        assert round(found[name], 2) == value
    assert found[DEFAULT] == pytest.approx(0.83, abs=0.006)


def test_one_leg_depends_on_who_asks() -> None:
    """Scorers of both legs answer both ends of a pair alike; a count on one leg does not, so both ends ask."""
    snapshot, _, questions = asked(les_miserables())
    view = NetworkView(snapshot)
    pair = np.minimum(questions.seeker, questions.target) * snapshot.count + np.maximum(
        questions.seeker, questions.target
    )
    assert (np.unique(pair, return_counts=True)[1] == 2).all()
    order = np.argsort(pair, kind="stable")
    for name, alike in (("two-leg-ra", True), (DEFAULT, True), ("shared-contacts", False)):
        points = questions.points(scores_of(find(name, REGISTRY), questions, lambda _: view))[order]
        assert np.allclose(points[::2], points[1::2]) == alike


# Baselines


def test_baselines_by_hand() -> None:
    """RA on one leg and smoothed CN on both are what their formulas say."""
    graph = nx.karate_club_graph()
    snapshot, vertex, _ = karate().snapshot()
    names = sorted(graph, key=str)
    at = {node: int(vertex[number]) for number, node in enumerate(names)}
    people, target = np.array([at[8], at[31]], dtype=np.int32), np.full(2, at[0], dtype=np.int32)
    view = NetworkView(snapshot)
    shared = {i: [set(graph[end]) & set(graph[i]) for end in (33, 0)] for i in (8, 31)}
    one = score(OneLegRA(), view, at[33], people, target).scores
    assert one == pytest.approx([sum(1 / graph.degree(z) for z in shared[i][1]) for i in (8, 31)])
    two = score(TwoLegCN(), view, at[33], people, target).scores
    assert two.tolist() == [(1 + len(shared[i][0])) * (1 + len(shared[i][1])) for i in (8, 31)]


def test_scorers_are_found_by_name_or_place() -> None:
    """Registered scorers, the baselines here, and module:Class; anything else is a clear error."""
    assert find("two-leg-aa", REGISTRY).name == "two-leg-aa"
    assert find("random", REGISTRY).name == "random"
    assert find("netreach.ranking.scorers:Jaccard", REGISTRY).name == "jaccard"
    for name, message in (("nobody", "choose from"), ("nowhere.at.all:X", "cannot be loaded")):
        with pytest.raises(UnreadableError, match=message):
            find(name, REGISTRY)


# What scorers are shown


def test_what_is_seen_answers_as_a_mailbox_does() -> None:
    """The view of somebody's own ties scores as a network does into which their mailbox was imported."""
    network = les_miserables()
    snapshot, vertex, row = network.snapshot()
    assert network.weight is not None
    weight = network.weight[row]
    counts = snapshot.graph.contact_counts()
    seeker = int(np.argsort(-counts)[3])
    lo, hi = snapshot.tie_ends()
    own = (lo == seeker) | (hi == seeker)
    shown = SeenView(snapshot, weight, own, mailbox=seeker)

    address = [f"person{number}@example.org" for number in range(network.count)]
    ties = source_of_edges([address[n] for n in network.a], [address[n] for n in network.b])
    owner = int(np.flatnonzero(vertex == seeker)[0])
    builder = SourceBuilder(file="own.mbox", sha256="1" * 64, importer="test", options={})
    mine = (network.a == owner) | (network.b == owner)
    builder.take(
        [
            Owner(keys=(f"email:{address[owner]}",), complete_list=False, covers=("mail",)),
            *(
                EvidenceRecord(
                    a=f"email:{address[a]}", b=f"email:{address[b]}", kind="mail", count_ab=int(w), count_ba=0
                )
                for a, b, w in zip(network.a[mine], network.b[mine], network.weight[mine], strict=True)
            ),
        ]
    )
    real = Snapshot(derive([ties, builder.build()]), engine="csr")
    there = np.array([real.vertex_of_key(f"email:{text}") for text in address])
    view = NetworkView(real).seen_by(int(there[owner]))

    questions = ask(snapshot, weight, seekers=np.array([seeker]))
    assert len(questions) > 5
    ours = scores_of(Overall(), questions, lambda _: shown)
    person = np.argsort(vertex)
    targets = there[person[np.repeat(questions.target, np.diff(questions.offsets))]].astype(np.int32)
    people = there[person[questions.introducer]].astype(np.int32)
    theirs = score(Overall(), view, int(there[owner]), people, targets).scores
    assert ours == pytest.approx(theirs, abs=1e-12)


def test_nothing_seen_is_structure() -> None:
    """A view that shows no contact scores as the bare network does."""
    snapshot, _, questions = asked(les_miserables())
    weight = np.ones(snapshot.graph.ties)
    blind = SeenView(snapshot, weight, np.zeros(len(weight), dtype=bool))
    bare = NetworkView(snapshot)
    one, other = (scores_of(Overall(), questions, lambda _, view=view: view) for view in (blind, bare))
    assert one == pytest.approx(other, abs=1e-12)


def test_incomplete_lists_are_unknown() -> None:
    """Whose list is not complete has at least the median of contacts, and their legs are not known."""
    snapshot, *_ = asked(les_miserables())
    complete = np.zeros(snapshot.count, dtype=bool)
    complete[:20] = True
    partly = partly_known(snapshot, complete)
    counts = snapshot.contact_counts()
    assert partly.contact_counts()[~complete].min() >= np.median(counts[complete])
    assert partly.contact_counts()[complete].tolist() == counts[complete].tolist()
    assert snapshot.complete.all()


# The bootstrap


def test_people_are_drawn_and_not_questions() -> None:
    """Where each person decides their questions, the interval is that of few people, not of many questions."""
    rng = np.random.default_rng(1)
    people = 30
    luck = rng.random(people) < 0.5
    seeker, target = map(np.ravel, np.indices((people, people)))
    apart = seeker != target
    seeker, target = seeker[apart], target[apart]
    points = luck[seeker].astype(np.float64)[:, None]
    low, high = means(points, seeker, target).interval(0)
    over_questions = 2 * 1.96 * math.sqrt(0.25 / len(seeker))
    over_people = 2 * 1.96 * math.sqrt(0.25 / people)
    assert 0.7 * over_people < high - low < 1.5 * over_people
    assert high - low > 3 * over_questions


def test_differences_are_paired() -> None:
    """Two columns that differ by a constant differ by it in every resample; equal ones never differ."""
    seeker, target = np.arange(20), np.arange(20)[::-1]
    values = np.random.default_rng(2).random((20, 1))
    found = means(np.concatenate((values, values + 0.25, values), axis=1), seeker, target, draws=50)
    assert found.interval(1, 0) == pytest.approx((0.25, 0.25))
    assert found.interval(2, 0) == (0.0, 0.0)
    assert found.told(1, 0)["value"] == 0.25


# Files

GML = """graph [ node [ id 1 label "a" ] node [ id 2 label "b" ] node [ id 3 label "c" ]
 edge [ source 1 target 2 value 3 ] edge [ source 2 target 3 value 1 ] ]"""
PAJEK = '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Edges\n1 2 3\n2 3 1\n'
GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="w" for="edge" attr.name="weight" attr.type="double"/><graph edgedefault="undirected">
<node id="a"/><node id="b"/><node id="c"/><edge source="a" target="b"><data key="w">3</data></edge>
<edge source="b" target="c"><data key="w">1</data></edge></graph></graphml>"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "a b 3\nb c 1\n"),
        ("a.tsv", "# comment\na\tb\t3\nb\tc\t1\n"),
        ("a.csv", "source,target,weight\na,b,3\nb,c,1\n"),
        ("b.csv", 'Weight;From;To\n3;"a";"b"\n1;b;c\n'),
        ("c.csv", "person,other,weight\na,b,3\nb,c,1\n"),
        ("d.csv", "a,b,3\r\nb,c,1\r\n"),
        ("out.konect", "% sym weighted\n1 2 3\n2 3 1\n"),
        ("a.mtx", "%%MatrixMarket matrix coordinate real symmetric\n% note\n3 3 2\n2 1 3\n3 2 1\n"),
        ("twice.txt", "a b 3\nb a 3\nb c 1\nc b 1\n"),
        ("summed.txt", "a b 1\na b 2\nc b 1\n"),
        ("dirty.txt", "a a 9\na b 3\nb c 1\na c 0\na c -2\na c nan\n"),
        ("rows.txt", "a b\nb a\na b\nb c\n"),
        ("a.gml", GML),
        ("a.net", PAJEK),
        ("a.graphml", GRAPHML),
    ],
)
def test_formats(tmp_path: Path, name: str, text: str) -> None:
    """However it is written, a - b has weight 3 and b - c has 1; packed, it is the same."""
    for packed in (False, True):
        path = tmp_path / (name + ".gz" if packed else name)
        path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
        found = read(path)
        assert found.weight is not None
        assert (found.count, sorted(found.weight.tolist())) == (3, [1.0, 3.0])
        middle = np.intersect1d([found.a[0], found.b[0]], [found.a[1], found.b[1]])
        assert len(middle) == 1
        assert len(read_all([tmp_path])) == 1 + packed
    if name == "dirty.txt":
        assert [note.split(" ", 1)[0] for note in found.notes] == ["1", "3"]


def test_times(tmp_path: Path) -> None:
    """Seconds since 1970 are times, not weights; days are read; columns can be said."""
    for name, text, columns in (
        ("unix.txt", "a b 1082040961\na b 1082155839\nb c 1082414391\n", None),
        ("four.txt", "a b 1 1082040961\na b 1 1082155839\nb c 1 1082414391\n", None),
        ("days.csv", "source,target,date\na,b,2024-01-02\na,b,2024-03-01\nb,c,2024-05-31\n", None),
        ("front.dat", "20 a b x y\n40 a b x y\n60 b c y y\n", "time,source,target,-,-"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = read(tmp_path / name, columns=columns)
        assert found.weight is not None
        assert found.weight.tolist() in ([2.0, 1.0], [1.0, 2.0])
        assert found.log is not None
        assert np.argsort(found.log.time, kind="stable").tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("empty.txt", "# nothing\n", "it is empty"),
        ("header.csv", "source,target,weight\n", "nothing below it"),
        ("one.txt", "a\nb\n", "a tie has two ends"),
        ("ragged.txt", "a b 1\nb c\n", "cells"),
        ("words.csv", "source,target,weight\na,b,much\nb,c,1\n", "line 2 has the weight 'much'"),
        ("loops.txt", "a a 1\n", "no tie"),
        ("wide.txt", "20 a b x y\n40 a b x y\n", "--columns"),
        ("bad.gml", "graph [ node", "no gml"),
        ("bad.net", "*Vertices x\n", "no pajek"),
        ("bad.txt.gz", "no gzip at all", "BadGzipFile"),
    ],
)
def test_clear_errors(tmp_path: Path, name: str, text: str, message: str) -> None:
    """Whatever cannot be read names the file, and says what is wrong."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError, match=message) as caught:
        read(tmp_path / name)
    assert name in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    """A path that is not there, and a folder without a network, are said."""
    with pytest.raises(UnreadableError, match="no such file"):
        read(tmp_path / "nothing.csv")
    with pytest.raises(UnreadableError, match="no file in it"):
        read_all([tmp_path])
    with pytest.raises(UnreadableError, match="no built-in network"):
        choose(["atlantis"])


# The modes


def test_the_future_is_what_comes_after() -> None:
    """Ties that go on after the day decide; who only had contact before it is no better for that."""
    pairs = [("s", "x"), ("s", "y"), ("x", "t"), ("y", "t"), ("x", "y"), ("s", "z"), ("t", "z")]
    number = {name: at for at, name in enumerate("stxyz")}
    old = [(a, b, 1.0) for a, b in pairs] + [("s", "x", 1.5), ("x", "t", 1.6), ("s", "x", 1.7)]
    new = [("s", "y", 9.0), ("y", "t", 9.1), ("s", "y", 9.2)]
    a, b, time = zip(*(*old, *new), strict=True)
    network = network_of("small", [number[x] for x in a], [number[x] for x in b], None, time)
    told = modes.future(network, [], REGISTRY, limit=100, seed=1, share=3 / len(a))
    assert told["questions"] == 2
    assert told["top1"][f"{DEFAULT}, all contact"]["value"] == 0.0
    assert told["newly_met"] == 0.0
    for log, why in (
        (les_miserables(), "no times"),
        (network_of("n", [0, 1], [1, 2], None, [1, 2]), "rows are ties"),
    ):
        assert why in modes.future(log, [], REGISTRY, limit=100, seed=1, share=0.5)["why"]


def test_pools_of_stars() -> None:
    """With all contact seen, first places are rarely tied where evidence differs, and picks beat structure."""
    told = stars(neighbours(400), [], REGISTRY, limit=300, seed=2)
    found = told["10"]
    assert found["questions"] > 20
    seen, bare = found["arms"]["contact"]["scorers"][DEFAULT], found["arms"]["lists"]["scorers"][DEFAULT]
    assert seen["tied_differing"] < 0.05
    assert seen["top1"]["value"] > bare["top1"]["value"] + 0.1
    assert found["second_leg_unseen"] > 0.5
    assert told["30"]["questions"] == 0 or told["30"]["egos"] <= 12


def options_of(*words: str) -> argparse.Namespace:
    """The options of a command line."""
    parser = argparse.ArgumentParser()
    parser.set_defaults(json=None)
    add_options(parser)
    return parser.parse_args(words)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is measured in every mode; tables and plain JSON come out, and the same seed gives the same figures."""
    path = tmp_path / "club.csv"
    graph = nx.karate_club_graph()
    rows = [f"{a},{b},{data['weight']}" for a, b, data in graph.edges(data=True)]
    path.write_text("\n".join(["source,target,weight", *rows, ""]), encoding="utf-8")
    words = ("--data", str(path), "--scorer", "structure", "--questions", "60")
    run(options_of(*words, "--json", str(tmp_path / "out.json")))
    text = capsys.readouterr().out
    assert "club" in text
    assert "Pools of K owners" in text
    told = json.loads((tmp_path / "out.json").read_text(), parse_constant=lambda name: pytest.fail(name))
    (network,) = told["networks"]
    assert network["modes"]["structure"]["questions"] == 60
    assert set(BASELINES) < set(network["modes"]["structure"]["top1"])
    assert network["modes"]["structure"]["against"]["structure"][DEFAULT]["value"] == 0
    assert set(network["modes"]["partial"]["scorers"]) == {DEFAULT, "structure"}
    assert network["modes"]["partial"]["scorers"]["structure"]["gain"]["own"]["value"] == 0
    again = measure(options_of(*words, "--mode", "structure"))
    assert again["networks"][0]["modes"]["structure"] == network["modes"]["structure"]
    assert any("mean" in line for line in lines(again))


def test_the_command_refuses(tmp_path: Path) -> None:
    """Options that make no sense end with a sentence."""
    for words, message in (
        (("--seen", "1.5"), "--seen"),
        (("--questions", "0"), "--questions"),
        (("--scorer", "nobody"), "nobody"),
        (("--data", str(tmp_path / "none.csv")), "no such file"),
    ):
        with pytest.raises(SystemExit, match=message):
            run(options_of(*words))


def test_the_page(tmp_path: Path) -> None:
    """The tables go between the two marks of a page, the rest of it stays, and a page without marks is refused."""
    told = measure(options_of("--network", "karate", "--questions", "40"))
    before = f"# Title\n\n{BEGIN}\nold\n{END}\n\nAfter.\n"
    after = page(before, told)
    assert after.startswith("# Title\n")
    assert after.endswith(f"{END}\n\nAfter.\n")
    assert "old" not in after
    assert "| karate | 40 |" in after
    assert page(after, told) == after
    with pytest.raises(ValueError, match="no <!-- introducers"):
        page("# Title\n", told)
