"""The facade: arrays and graphs in and out, persons by any name, order of imports, the seed's arithmetic."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import re
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import netreach as nr
from netreach.errors import AmbiguousNameError, NoTieDataError, OptionError, ProfessionalNotFoundError
from netreach.testing import linkedin_truth, make_seed_pool, make_world, write_linkedin_export

CLUB = nx.karate_club_graph()


@pytest.fixture(scope="module")
def club() -> nr.Network:
    """The karate club, whose known answers are many."""
    return nr.from_networkx(CLUB)


def layers(network: nr.Network, who: str) -> list[int]:
    """Counts of the pyramid."""
    return [layer.count for layer in network.ego(who).pyramid().degrees]


def test_the_same_graph_by_every_door() -> None:
    """Edges, Arrow, igraph and networkx give the same pyramids."""
    a, b = (np.array(ends) for ends in zip(*CLUB.edges, strict=True))
    networks = [
        nr.from_edges(a, b),
        nr.from_edges(a.tolist(), b.tolist()),
        nr.from_edges(pa.array(b), pa.array(a)),
        nr.from_edges([str(end) for end in a], [str(end) for end in b]),
        nr.from_igraph(igraph.Graph.Famous("Zachary")),
        nr.from_networkx(CLUB),
        nr.from_networkx(CLUB, engine="igraph"),
    ]
    for network in networks:
        assert layers(network, "0") == [16, 9, 8]
        assert layers(network, "16") == [2, 3, 12]


def test_out_and_in_again(club: nr.Network, tmp_path: Path) -> None:
    """What goes out to igraph, networkx and Parquet has the same people, ties and strengths."""
    graph = club.to_igraph()
    assert (graph.vcount(), graph.ecount()) == (34, 78)
    back = club.to_networkx()
    assert nx.is_isomorphic(back, CLUB)
    assert {data["strength"] for *_, data in back.edges(data=True)} == {graph.es["strength"][0]}
    folder = club.to_parquet(tmp_path / "out")
    assert len(pq.read_table(folder / "people.parquet")) == 34
    ties = pq.read_table(folder / "ties.parquet").to_pydict()
    assert {frozenset(pair) for pair in zip(ties["a"], ties["b"], strict=True)} == {
        frozenset(edge) for edge in back.edges
    }


def test_people_come_along() -> None:
    """Columns about people may be a mapping, Arrow or a data frame; unknown ones are refused."""
    columns = {
        "id": [0, 1, 2],
        "name": ["Ana Ruiz", "Ben Ode", "Eva Lund"],
        "company": ["Acme", None, "Acme"],
    }
    for people in (columns, pa.table(columns), pd.DataFrame(columns)):
        network = nr.from_edges([0, 1], [1, 2], people=people, strengths=[0.5, 0.25])
        person = network.find("Eva Lund")
        assert (person.company, person.contact_count) == ("Acme", 1)
        assert network.ego("Ana Ruiz").degree("Eva Lund") == 2
        path = network.ego("Ana Ruiz").paths("Eva Lund")[0]
        assert path.strength == pytest.approx(0.125)
    with pytest.raises(OptionError, match="shoe_size"):
        nr.from_edges([0], [1], people={"id": [0], "shoe_size": [43]})
    with pytest.raises(OptionError, match="no column that names them"):
        nr.from_edges([0], [1], people={"name": ["Ana"]})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([0, 1], [1]), "2 sources but 1 targets"),
        (([0.5], [1]), "floating-point"),
        (([None], [1]), "empty values"),
        (([-1], [1]), "negative"),
    ],
)
def test_bad_arrays_are_refused(arguments: tuple[list[object], list[object]], words: str) -> None:
    """Unequal lengths, fractions, gaps and negative numbers are errors that say so."""
    with pytest.raises(OptionError, match=words):
        nr.from_edges(*arguments)


@pytest.mark.parametrize("strength", [0.0, 1.5, float("nan"), -0.1])
def test_bad_strengths_are_refused(strength: float) -> None:
    """A strength outside (0, 1] is refused with its place."""
    with pytest.raises(OptionError, match=r"strengths\[1\]"):
        nr.from_edges([0, 1], [1, 2], strengths=[0.5, strength])


def test_arrows_must_go_both_ways() -> None:
    """Of a directed graph only mutual ties count, in igraph and in networkx."""
    arrows = [(0, 1), (1, 0), (1, 2)]
    assert nr.from_networkx(nx.DiGraph(arrows)).snapshot.meta.ties == 1
    assert nr.from_igraph(igraph.Graph(3, arrows, directed=True)).snapshot.meta.ties == 1


def test_persons_by_any_name() -> None:
    """Id, table id, e-mail, profile URL and folded name lead to a person; doubt and absence are said."""
    people = {
        "id": [1, 2, 3, 4],
        "name": ["José Díaz", "Ana Ruiz", "Ana Ruiz", "Ben"],
        "emails": [["jose@example.org"], [], [], []],
        "url": ["https://www.linkedin.com/in/jose-diaz", None, None, None],
        "title": ["CMO", "Engineer", "Nurse", None],
    }
    network = nr.from_edges([1, 1, 3], [2, 3, 4], people=people)
    person = network.find("jose diaz")
    for who in (person.id, "1", "JOSE@example.org", "linkedin.com/in/jose-diaz/", "José Díaz"):
        assert network.find(who).id == person.id
    with pytest.raises(AmbiguousNameError, match="2 people are called 'Ana Ruiz'") as doubt:
        network.find("Ana Ruiz")
    assert any("Nurse" in line for line in doubt.value.candidates)
    with pytest.raises(ProfessionalNotFoundError, match="Ben"):
        network.find("Ben Franklin")
    found = network.resolve(["ana ruiz", "Ben", "nobody"])
    assert [len(found[name]) for name in ("ana ruiz", "Ben", "nobody")] == [2, 1, 0]


def test_different_nothings_are_different_answers() -> None:
    """Nobody by that name, no tie data, and no path within the cutoff are told apart."""
    network = nr.from_edges(["a", "x"], ["b", "y"], people={"id": ["a", "b", "x", "y", "alone"]})
    ego = network.ego("a")
    with pytest.raises(ProfessionalNotFoundError):
        ego.introducers("nobody at all")
    with pytest.raises(NoTieDataError, match="No tie of alone"):
        ego.introducers("alone")
    ranking = ego.introducers("x")
    assert len(ranking) == 0
    assert "no path within 3 degrees" in str(ranking)
    assert ego.degree("x") is None
    with pytest.raises(OptionError, match="direct contact"):
        ego.introduce("b", reason="Hello.")
    with pytest.raises(OptionError, match="same person"):
        ego.introducers("a")


def test_hidden_people_are_nowhere(club: nr.Network) -> None:
    """Somebody hidden is in no count, no list and on no path; the answer is that of a network without them."""
    network = nr.from_networkx(CLUB)
    network.hide("33")
    without = nx.restricted_view(CLUB, [33], [])
    truth = nx.single_source_shortest_path_length(without, 0, cutoff=3)
    assert layers(network, "0") == [sum(h == degree for h in truth.values()) for degree in (1, 2, 3)]
    with pytest.raises(ProfessionalNotFoundError):
        network.find("33")
    assert "33" not in {hit.name for hit in network.ego("0").search(limit=None)}
    assert layers(club, "0") == [16, 9, 8]


def test_declared_ties_and_evidence() -> None:
    """A declared tie brings people nearer, and says that it was declared."""
    network = nr.from_edges([0, 2], [1, 3])
    assert network.ego("0").degree("3") is None
    network.declare("1", "2", strength=0.9, since=dt.date(2024, 5, 1))
    assert network.ego("0").degree("3") == 3
    tie = network.tie("1", "2")
    assert tie is not None
    assert (tie.kinds, tie.since) == (("declared",), dt.date(2024, 5, 1))
    assert tie.strength == pytest.approx(0.9)
    assert network.tie("0", "3") is None
    assert [fact.kind for fact in network.evidence("1", "2")] == ["declared"]


def test_the_seeds_arithmetic() -> None:
    """8,911 people match, 131 of them directly: 1.47 % and 98.53 %, and with a comma in Spanish."""
    pool = make_seed_pool()
    people = dict(pool.people)
    emails = people.pop("email", None)
    if emails is not None:
        people["emails"] = [[address] for address in emails]
    people = {("url" if name == "linkedin_url" else name): values for name, values in people.items()}
    people.pop("school", None)
    network = nr.from_edges(pool.sources, pool.targets, people=people)
    hits = network.ego(str(pool.ego)).search(title=pool.query)
    assert (hits.total, hits.by_degree[0].count) == (8_911, 131)
    assert "131 of 8,911 are 1st degree: 1.47 %; the extended network holds 98.53 %" in str(hits)
    spanish = hits.text(language="es")
    assert "1,47 %" in spanish
    assert "98,53 %" in spanish


def test_a_pool_in_any_order_is_one_network(tmp_path: Path) -> None:
    """Exports of several owners give one version in any order, in memory and in folders, one by one or together."""
    world = make_world(1_200, seed=8)
    owners = world.choose_owners(5)
    exports = [write_linkedin_export(world, owner, tmp_path) for owner in owners]
    together = nr.load(*exports)
    with nr.open(tmp_path / "one.netreach", create=True) as network:
        for export in reversed(exports):
            network.add(export)
        assert network.version == together.version
        ego = network.ego(world.email(owners[0]))
        truth = linkedin_truth(world, owners[0])
        assert len(ego.contacts()) == len(truth.connections)
        report = network.add(exports[0])
        held = f"{report.professionals:,} professionals, {report.ties:,} ties"
        assert repr(report) == f"<ImportReport: 1 source, {held}>"
        assert report.sources[0].already
        pickled = pickle.loads(pickle.dumps((ego.pyramid(), ego.search(limit=3), report)))
        assert str(pickled[0]) == str(ego.pyramid())
    assert together.ego(world.email(owners[0])).pyramid().to_dict() == pickled[0].to_dict()


def test_an_owner_joined_to_nobody_is_said(tmp_path: Path) -> None:
    """Two exports without a common person: the report says that the owner is an island, and the cure."""
    world = make_world(3_000, seed=9)
    first = world.choose_owners(1)[0]
    near = {first, *world.contacts(first).tolist()}
    far = next(
        person
        for person in range(3_000)
        if person not in near
        and world.contacts(person).size > 5
        and not near & set(world.contacts(person).tolist())
    )
    network = nr.load(write_linkedin_export(world, first, tmp_path))
    report = network.add(write_linkedin_export(world, far, tmp_path))
    assert report.sources[0].joined == 0
    assert "--owner" in str(report)


def test_everything_has_a_readable_repr(club: nr.Network) -> None:
    """Objects tell what they are in one line."""
    assert repr(club) == "<Network in memory: 34 professionals, 78 ties, 1 source>"
    assert repr(club.ego("0")) == "<Ego '0': 16 contacts>"
    assert "34 professionals" in repr(club.snapshot)
    assert "34 professionals" in repr(club.snapshot.engine)


def test_time_is_an_input(tmp_path: Path) -> None:
    """Strengths hold for the day that is asked for, and fade with age alone; the newest day is the default."""
    world = make_world(1_200, seed=8)
    owner = world.choose_owners(1)[0]
    network = nr.load(write_linkedin_export(world, owner, tmp_path))
    who = world.email(owner)
    contact = network.ego(who).contacts()[0].id
    newest = network.snapshot.as_of
    assert newest is not None
    today, later = (
        network.ego(who, as_of=day).paths(contact)[0].strength
        for day in (newest, newest + dt.timedelta(days=900))
    )
    assert network.ego(who).paths(contact)[0].strength == today > later > 0


def test_long_lists_of_names_are_resolved_as_single_names_are() -> None:
    """A list gives for every entry what the entry alone gives, with nobody for the unknown."""
    people = {
        "id": [1, 2, 3, 4, 5],
        "name": ["José Díaz", "Ana Ruiz", "Ana Ruiz", "Ben", "3"],
        "emails": [["jose@example.org"], [], [], [], []],
        "url": ["https://www.linkedin.com/in/jose-diaz", None, None, None, None],
    }
    network = nr.from_edges([1, 1, 3, 4], [2, 3, 4, 5], people=people)
    id_of_jose = network.find("1").id
    names = [
        *(
            "1",
            "3",
            "5",
            "jose diaz",
            "José Díaz",
            "JOSE@example.org",
            "linkedin.com/in/jose-diaz/",
            id_of_jose,
        ),
        *(
            "Ben",
            "BEN",
            "nobody",
            "",
            "pabcdefghijklmnop",
            "id:x/9",
            "https://example.org",
            "Ana",
            "ana ruíz",
        ),
    ]
    found = network.resolve(names)
    assert list(found) == names
    for name in names:
        try:
            alone = {network.find(name).id}
        except AmbiguousNameError as doubt:
            alone = {line.split()[0] for line in doubt.candidates}
        except ProfessionalNotFoundError:
            alone = set()
        assert {person.id for person in found[name]} == alone, name
    assert len(found["ana ruíz"]) == 2


def test_long_lists_look_for_nobody_similar(club: nr.Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown entries of a list cost no search for similar names."""
    monkeypatch.setattr(type(club.snapshot), "_similar", lambda *_: pytest.fail("searched for similar names"))
    assert club.resolve([f"nobody {number}" for number in range(1000)])["nobody 7"] == ()


@pytest.mark.parametrize("names", ["Ana Ruiz", None, b"Ana", 3])
def test_resolve_takes_a_list(club: nr.Network, names: Any) -> None:
    """One name instead of a list is an error that says to pass a list."""
    with pytest.raises(OptionError, match="pass a list"):
        club.resolve(names)


@pytest.mark.parametrize("people", ["12", b"12", 12, None])
def test_one_person_is_no_list_of_people(people: Any) -> None:
    """A text would be taken apart into letters, which may be the ids of others."""
    ego = nr.from_edges([0, 1, 1, 12], [1, 2, 12, 3]).ego("0")
    with pytest.raises(OptionError, match="pass a list of people"):
        ego.degrees(people)
    with pytest.raises(OptionError, match="pass a list of people"):
        ego.best_introducers(people)
    with pytest.raises(OptionError, match="pass a list of people"):
        ego.paths("3", avoid=people)
    assert ego.degrees(["12"]) == [2]


@pytest.mark.parametrize("wrong", ["3", 2.5, True, None])
def test_hops_and_paths_are_counted_in_whole_numbers(wrong: Any) -> None:
    """Anything else is an error that names it, before anything is searched."""
    ego = nr.from_edges([0, 1, 2], [1, 2, 3]).ego("0")
    for ask in (
        lambda: ego.best_introducers(["3"], cutoff=wrong),
        lambda: ego.introducers("3", cutoff=wrong),
        lambda: ego.paths("3", cutoff=wrong),
        lambda: ego.paths("3", k=wrong),
        lambda: ego.degrees(["3"], cutoff=wrong),
    ):
        with pytest.raises(OptionError, match=re.escape(repr(wrong))):
            ask()


def test_best_introducers_to_many() -> None:
    """For every target the first of `introducers`, whatever the degree; nobody for oneself and direct contacts."""
    rng = np.random.default_rng(3)
    ends = rng.integers(0, 150, (220, 2))
    network = nr.from_edges(ends[:, 0], ends[:, 1], strengths=rng.random(220) * 0.9 + 0.05)
    ego = network.ego(int(np.bincount(ends.ravel()).argmax()))
    people = [person["id"] for person in network.people().select(["id"]).to_pylist()]
    best = ego.best_introducers(people, cutoff=4)
    assert len(best) == len(people)
    hops = ego.degrees(people, cutoff=4)
    assert [item.degree for item in best] == hops
    assert {0, 1, 2, 3} <= set(hops)
    for item in best:
        if item.degree is None or item.degree < 2:
            assert item.introducer is None
            assert item.score is None
            continue
        first = ego.introducers(item.target, cutoff=4)[0]
        assert item.introducer is not None
        assert item.introducer.id == first.person.id
        assert item.score == pytest.approx(first.score)
    assert json.loads(json.dumps(best.to_dict()))["targets"][0]["degree"] == hops[0]
    assert pickle.loads(pickle.dumps(best)) == best
    assert len(str(best).splitlines()) == len(people)
    assert [item.target.id for item in best[:2]] == people[:2]
    everyone = network.find(people[0])
    assert ego.best_introducers([everyone])[0].target.id == people[0]
