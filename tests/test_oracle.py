"""The whole road, from files to introducers, against networkx: on LDBC's social network and on a synthetic world."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import attrs
import networkx as nx
import pytest

import netreach as nr
from netreach.testing import make_world, write_world_tables


@attrs.frozen(kw_only=True)
class Truth:
    """What plain Python reads from the files.

    Attributes:
        graph: People by the id of the table.
        employers: Current employers of each.
        egos: From whom we look.
        company: An employer to look for, as it must be typed.
        name: How that employer stands in `employers`.
    """

    graph: nx.Graph
    employers: Mapping[str, set[str]]
    egos: tuple[str, ...]
    company: str
    name: str


def rows(path: Path, delimiter: str) -> list[list[str]]:
    """The data rows of a CSV."""
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream, delimiter=delimiter))[1:]


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> tuple[nr.Network, Truth]:
    """A world of 1,500 people, read from CSV."""
    folder = tmp_path_factory.mktemp("world")
    world = make_world(1_500, seed=11, mean_contacts=12)
    write_world_tables(world, folder)
    graph = nx.Graph()
    graph.add_nodes_from(str(number) for number in range(1_500))
    graph.add_edges_from((a, b) for a, b, *_ in rows(folder / "ties.csv", ","))
    with (folder / "people.csv").open(newline="", encoding="utf-8") as stream:
        employers = {row["id"]: {row["company"]} for row in csv.DictReader(stream)}
    commonest = max({name for names in employers.values() for name in names}, key=lambda name: sum(
        name in names for names in employers.values()
    ))  # fmt: skip
    truth = Truth(
        graph=graph, employers=employers, egos=("3", "77", "912"), company=f'"{commonest}"', name=commonest
    )
    return nr.load(folder), truth


@pytest.fixture(scope="module")
def ldbc(data: Path) -> tuple[nr.Network, Truth]:
    """LDBC's social network, scale factor 0.1: people, both files of ties, employers, schools, places as ids."""
    folder = data / "graphs" / "ldbc_sf01"
    graph = nx.Graph()
    graph.add_nodes_from(row[0] for row in rows(folder / "kuzu__Person.csv", "|"))
    for part in ("", "_1"):
        graph.add_edges_from(row[:2] for row in rows(folder / f"kuzu__Person_knows_Person{part}.csv", "|"))
    names = {row[0]: row[2] for row in rows(folder / "kuzu__Organisation.csv", "|")}
    employers: dict[str, set[str]] = defaultdict(set)
    for person, organisation, _ in rows(folder / "kuzu__Person_workAt_Organisation.csv", "|"):
        employers[person].add(names[organisation])
    truth = Truth(
        graph=graph,
        employers=employers,
        egos=("933", "2199023256684", "1129"),
        company='"JetLite"',
        name="JetLite",
    )
    return nr.load(folder), truth


@pytest.fixture(scope="module", params=["synthetic", "ldbc"])
def case(request: pytest.FixtureRequest) -> tuple[nr.Network, Truth]:
    """Each data set with its truth."""
    found: tuple[nr.Network, Truth] = request.getfixturevalue(request.param)
    return found


def table_id(network: nr.Network, who: str) -> str:
    """The id that the table gave to a person of the network."""
    keys = network.find(who).keys
    return next(key for key in keys if key.startswith("id:")).rsplit("/", 1)[1]


def test_everything_was_read(case: tuple[nr.Network, Truth]) -> None:
    """All people and ties are there, and every row is accounted for."""
    network, truth = case
    assert network.snapshot.count == truth.graph.number_of_nodes()
    assert network.snapshot.meta.ties == truth.graph.number_of_edges()
    for info in network.sources:
        for file in info.files:
            assert file.rows == file.used + file.empty + sum(file.left_out.values()) + info.problems.get(
                file.file, 0
            )


def test_pyramids_equal_networkx(case: tuple[nr.Network, Truth]) -> None:
    """Counts of the first three degrees are networkx's, and exact."""
    network, truth = case
    for ego in truth.egos:
        distances = nx.single_source_shortest_path_length(truth.graph, ego, cutoff=3)
        pyramid = network.ego(ego).pyramid()
        assert [layer.count for layer in pyramid.degrees] == [
            sum(hops == degree for hops in distances.values()) for degree in (1, 2, 3)
        ]
        assert {layer.bound for layer in pyramid.degrees} == {"exact"}


def test_search_by_employer_and_degree_equals_brute_force(case: tuple[nr.Network, Truth]) -> None:
    """Who works somewhere, at which degree, is what plain Python finds."""
    network, truth = case
    total = 0
    for ego in truth.egos:
        distances = nx.single_source_shortest_path_length(truth.graph, ego)
        matching = {person for person in truth.employers if truth.name in truth.employers[person]} - {ego}
        for degree in (1, 2, 3):
            hits = network.ego(ego).search(company=truth.company, degree=degree)
            expected = {person for person in matching if distances.get(person) == degree}
            assert {table_id(network, hit.id) for hit in hits} == expected
            total += len(expected)
    assert total > 5


def test_shared_contacts_and_introducers_equal_networkx(case: tuple[nr.Network, Truth]) -> None:
    """Shared contacts are the common neighbours; structure ranks them by ln(1 + RA) on both legs."""
    network, truth = case
    graph = truth.graph
    asked = 0
    for ego in truth.egos:
        viewpoint = network.ego(ego)
        distances = nx.single_source_shortest_path_length(graph, ego, cutoff=2)
        for target in sorted(person for person, hops in distances.items() if hops == 2)[:12]:
            shared = set(nx.common_neighbors(graph, ego, target))
            assert {table_id(network, person.id) for person in viewpoint.shared_contacts(target)} == shared
            expected = {}
            for between in shared:
                legs = nx.resource_allocation_index(graph, [(ego, between), (between, target)])
                expected[between] = sum(math.log1p(value) for *_, value in legs)
            ranking = viewpoint.introducers(target, scorer="structure")
            scores = {table_id(network, found.id): found.score for found in ranking}
            assert scores == pytest.approx(expected, abs=1e-9)
            assert [found.score for found in ranking] == sorted((f.score for f in ranking), reverse=True)
            asked += 1
    assert asked > 20


def test_degrees_and_paths_equal_networkx(case: tuple[nr.Network, Truth]) -> None:
    """Degrees are distances; with equal strengths the best path is a shortest one."""
    network, truth = case
    ego = truth.egos[0]
    distances = nx.single_source_shortest_path_length(truth.graph, ego, cutoff=3)
    people = sorted(distances)[:40]
    viewpoint = network.ego(ego)
    assert viewpoint.degrees(people) == [distances[person] for person in people]
    for person in [person for person in people if distances[person] == 3][:5]:
        assert viewpoint.degree(person) == 3
        (path,) = viewpoint.paths(person, k=1)
        walked = [table_id(network, step.id) for step in path.people]
        assert nx.is_path(truth.graph, walked)
        assert len(walked) - 1 <= 3
        ranking = viewpoint.introducers(person)
        assert ranking[0].score == pytest.approx(path.strength)
        assert walked[1] in {table_id(network, found.id) for found in ranking if found.score == ranking[0].score}
