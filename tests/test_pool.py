"""Twelve owners' archives of one synthetic world against the world itself, walked in networkx."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from pathlib import Path

import attrs
import networkx as nx
import pytest

import netreach as nr
from netreach.network import Network
from netreach.store import schema
from netreach.testing import linkedin_truth, make_world, write_linkedin_export
from netreach.testing.linkedin import LinkedInTruth
from netreach.testing.worlds import World
from netreach.text import words

OWNERS = 12
EGOS = 20
TITLE = "director"


@attrs.frozen(kw_only=True)
class Pool:
    """A world, the pool of some owners' archives, and what the world says that the pool must say.

    Attributes:
        world: The world.
        owners: Whose archives were pooled.
        truths: What each archive holds.
        network: The pool.
        graph: The ties that the archives show, between numbers of the world.
        paths: The archives.
        folder: Where there is room for more.
    """

    world: World
    owners: list[int]
    truths: Mapping[int, LinkedInTruth]
    network: Network
    graph: nx.Graph
    paths: list[Path]
    folder: Path

    def id_of(self, person: int) -> str:
        """The public id of a person of the world."""
        snapshot = self.network.snapshot
        vertex = snapshot.vertex_of_key(f"linkedin:{self.world.slug(person)}")
        assert vertex >= 0, f"{person} is not in the network"
        return snapshot.ids([vertex])[0]

    def ids_of(self, people: set[int]) -> set[str]:
        """The public ids of some people."""
        return {self.id_of(person) for person in people}


def star_graph(world: World, truths: Mapping[int, LinkedInTruth]) -> nx.Graph:
    """The union of stars: what the world says that the owners' archives show of it.

    A tie is a connection of an owner, or two people outside each other's lists who wrote to each other one to one,
    both ways. Everybody with whom an owner exchanged a word or a note is there, tied or not.
    """
    number = {world.slug(person): person for person in range(len(world))}
    graph = nx.Graph()
    written: dict[tuple[int, int], int] = {}
    for owner, truth in truths.items():
        graph.add_node(owner)
        # Read off the world, not off the export.
        graph.add_edges_from((owner, int(contact)) for contact in world.contacts(owner))
        for slug in {**truth.groups, **truth.direct}:
            graph.add_node(number[slug])
        for slug, contacted in truth.direct.items():
            other = number[slug]
            written[owner, other] = max(written.get((owner, other), 0), contacted.sent)
            written[other, owner] = max(written.get((other, owner), 0), contacted.received)
    graph.add_edges_from((a, b) for (a, b), sent in written.items() if sent and written.get((b, a)))
    return graph


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    """Twelve owners' archives, imported into a folder."""
    folder = tmp_path_factory.mktemp("pool")
    world = make_world(1_500, seed=5, mean_contacts=16)
    owners = world.choose_owners(OWNERS)
    paths = [write_linkedin_export(world, owner, folder) for owner in owners]
    truths = {owner: linkedin_truth(world, owner) for owner in owners}
    network = nr.open(folder / "first.netreach", create=True)
    network.add(*paths)
    return Pool(
        world=world,
        owners=owners,
        truths=truths,
        network=network,
        graph=star_graph(world, truths),
        paths=paths,
        folder=folder,
    )


@pytest.fixture(scope="module")
def egos(pool: Pool) -> list[int]:
    """All owners, and others who have contacts."""
    rest = sorted(person for person in pool.graph if person not in pool.owners and pool.graph.degree(person))
    return [*pool.owners, *random.Random(7).sample(rest, EGOS - OWNERS)]


def test_any_order_of_imports_gives_one_version(pool: Pool) -> None:
    """Five random orders, one by one or in batches, into five folders: one version id, and the same tables."""
    expected = pool.network.snapshot
    for seed in range(5):
        rng = random.Random(seed)
        order = rng.sample(pool.paths, len(pool.paths))
        with nr.open(pool.folder / f"{seed}.netreach", create=True) as network:
            while order:
                batch = [order.pop() for _ in range(min(len(order), rng.choice((1, 3, 5))))]
                network.add(*batch)
            assert network.version == expected.version
            for table in schema.VERSION:
                assert network.snapshot._tables.table(table).equals(expected._tables.table(table)), table
            for array in schema.ARRAYS:
                mine, theirs = (one._tables.array(array) for one in (network.snapshot, expected))
                assert mine.tobytes() == theirs.tobytes(), array


def test_nobody_is_two_and_nobody_is_another(pool: Pool) -> None:
    """Every human of the archives is one professional with all their keys, and no professional is two humans."""
    snapshot, world = pool.network.snapshot, pool.world
    of_key = {f"linkedin:{world.slug(person)}": person for person in range(len(world))}
    of_key |= {f"email:{world.email(person)}": person for person in range(len(world))}
    for truth in pool.truths.values():
        of_key |= {f"email:{mail}": truth.owner for mail in truth.owner_emails}
    seen: dict[int, int] = {}
    for vertex in range(snapshot.count):
        people = {of_key[key] for key in snapshot.keys_of(vertex) if not key.startswith("name:")}
        assert len(people) == 1, snapshot.keys_of(vertex)
        person = people.pop()
        assert person not in seen, f"{person} is two professionals"
        seen[person] = vertex
    # Recall of safe keys: every key that an archive shows leads to the person who bears it.
    for truth in pool.truths.values():
        for one in truth.connections.values():
            keys = [f"linkedin:{one.slug}", *([f"email:{one.email}"] if one.email else [])]
            assert {snapshot.vertex_of_key(key) for key in keys} == {seen[one.person]}
        mails = [f"email:{mail}" for mail in truth.owner_emails]
        assert {snapshot.vertex_of_key(key) for key in mails} == {seen[truth.owner]}
    assert set(seen) >= set(pool.graph)


def test_ties_are_those_of_the_world(pool: Pool) -> None:
    """The pool has exactly the ties that its owners' archives show of the world."""
    snapshot = pool.network.snapshot
    lo, hi = snapshot.tie_ends()
    ids = snapshot.column("id").to_pylist()
    found = {frozenset((ids[a], ids[b])) for a, b in zip(lo.tolist(), hi.tolist(), strict=True)}
    assert found == {frozenset((pool.id_of(a), pool.id_of(b))) for a, b in pool.graph.edges}


def test_pyramids_equal_the_world(pool: Pool, egos: list[int]) -> None:
    """For twenty egos the counts of three degrees are those of a walk through the world."""
    assert len(egos) == EGOS
    for ego in egos:
        distances = nx.single_source_shortest_path_length(pool.graph, ego, cutoff=3)
        pyramid = pool.network.ego(pool.id_of(ego)).pyramid()
        counts = [sum(hops == degree for hops in distances.values()) for degree in (1, 2, 3)]
        assert [layer.count for layer in pyramid.degrees] == counts


def test_searches_equal_the_world(pool: Pool, egos: list[int]) -> None:
    """For twenty egos the hits of a search per degree are the people whom the world gives."""
    world = pool.world
    listed = {
        one.person: one.position
        for truth in pool.truths.values()
        for one in truth.connections.values()
        if one.position
    }
    listed |= {owner: world.title[owner] for owner in pool.owners}
    matching = {person for person, title in listed.items() if TITLE in words(title)}
    assert len(matching) > 20
    for ego in egos:
        distances = nx.single_source_shortest_path_length(pool.graph, ego, cutoff=3)
        result = pool.network.ego(pool.id_of(ego)).search(title=TITLE, limit=None)
        expected = {person for person in matching if distances.get(person, 0)}
        assert {hit.id for hit in result} == pool.ids_of(expected)
        assert [counted.count for counted in result.by_degree] == [
            sum(distances[person] == degree for person in expected) for degree in (1, 2, 3)
        ]


def overlap(pool: Pool, sizes: Mapping[int, float], a: int, b: int) -> float:
    """Resource allocation of two people, with the sizes of contact lists that a pool of stars may assume."""
    return math.fsum(1 / sizes[between] for between in nx.common_neighbors(pool.graph, a, b))


def test_introducers_equal_the_world(pool: Pool, egos: list[int]) -> None:
    """Who introduces, in what order and with what score, is what the world's union of stars gives by formula."""
    graph, owners = pool.graph, set(pool.owners)
    known = sorted(graph.degree(owner) for owner in owners)
    median = (known[OWNERS // 2 - 1] + known[OWNERS // 2]) / 2
    sizes = {
        person: float(graph.degree(person)) if person in owners else max(float(graph.degree(person)), median)
        for person in graph
    }
    asked = 0
    for ego in egos:
        viewpoint = pool.network.ego(pool.id_of(ego), scorer="structure")
        distances = nx.single_source_shortest_path_length(graph, ego, cutoff=2)
        second = sorted(person for person, hops in distances.items() if hops == 2)
        for target in random.Random(ego).sample(second, min(4, len(second))):
            shared = set(nx.common_neighbors(graph, ego, target))
            ranking = viewpoint.introducers(pool.id_of(target))
            assert {found.id for found in ranking} == pool.ids_of(shared)
            scores = {found.id: found.score for found in ranking}
            assert list(scores.values()) == sorted(scores.values(), reverse=True)
            expected = expected_scores(pool, sizes, ego, shared, target)
            assert scores == pytest.approx(
                {pool.id_of(one): score for one, score in expected.items()}, abs=1e-9
            )
            asked += 1
    assert asked > 50


def expected_scores(
    pool: Pool, sizes: Mapping[int, float], ego: int, introducers: set[int], target: int
) -> dict[int, float]:
    """Score of each introducer: `ln(1 + RA)` on both legs."""
    return {
        one: sum(math.log1p(overlap(pool, sizes, *leg)) for leg in ((ego, one), (one, target)))
        for one in introducers
    }
