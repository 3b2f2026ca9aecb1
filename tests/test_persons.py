"""How people are named: ids of tables that look like anything, homonyms, slugs."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import netreach as nr
from netreach.errors import AmbiguousNameError, OptionError, ProfessionalNotFoundError


@pytest.mark.parametrize(
    "text",
    [
        "ana@example.org",
        "info@example.org",
        "email:info@example.org",
        "linkedin:ana",
        "linkedin:---",
        "https://www.linkedin.com/in/ana",
        "https://example.org/ana",
        "id:ldbc/7",
        "name:x/y",
        "pkgqoscvyuyvge7c6",
        "a/b",
        "a/b/",
        "Ana Ruiz",
        "7",
    ],
)
def test_ids_are_found_by_their_text(text: str) -> None:
    """A node or an end is found by the text that it was given, whatever that looks like."""
    by_graph = nr.from_networkx(nx.Graph([(text, "ben@example.org")]))
    by_arrays = nr.from_edges([text], ["ben@example.org"])
    for network in (by_graph, by_arrays):
        assert network.find(text) == network.ego("ben@example.org").contacts()[0]
        assert network.find(f" {text} ").id == network.find(text).id


def test_a_network_goes_out_and_comes_back() -> None:
    """Nodes of `to_networkx` are public ids, by which people are found when the graph comes back."""
    network = nr.from_edges([0, 1], [1, 2], people={"id": [0, 1, 2], "name": ["Ana", "Ben", "Eva"]})
    graph = network.to_networkx()
    again = nr.from_networkx(graph)
    assert {again.find(node).name for node in graph} == {"Ana", "Ben", "Eva"}


def test_the_whole_id_counts() -> None:
    """An id that ends as another one does is another id."""
    people = {"id": ["a/x", "x", "b"], "name": ["Ann", "Xav", "Bob"]}
    network = nr.from_edges(["a/x", "x"], ["x", "b"], people=people)
    assert [network.find(text).name for text in ("x", "a/x", "b")] == ["Xav", "Ann", "Bob"]
    with pytest.raises(ProfessionalNotFoundError):
        network.find("/x")


def test_one_id_in_two_tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An id that two data sets give to two people is ambiguous, and both are listed."""
    folder = tmp_path_factory.mktemp("tables")
    for name, first, second in (("one", "Ana Ruiz", "Ben Lund"), ("two", "Eva Okoro", "Max Weiss")):
        (folder / name).mkdir()
        (folder / name / "people.csv").write_text(f"id,name\n1,{first}\n2,{second}\n")
        (folder / name / "ties.csv").write_text("source,target\n1,2\n")
    network = nr.load(folder / "one", folder / "two")
    with pytest.raises(AmbiguousNameError, match="2 people are known as '1'") as doubt:
        network.find("1")
    assert sorted(line.split("  ")[1] for line in doubt.value.candidates) == ["Ana Ruiz", "Eva Okoro"]


def test_an_id_that_is_the_name_of_somebody_else() -> None:
    """An id of one person that is the name of another is ambiguous; a name that differs in case is not."""
    people = {"id": ["Ben", "b", "c"], "name": ["Ana", "Ben", "BEN"]}
    network = nr.from_edges(["Ben", "b"], ["b", "c"], people=people)
    with pytest.raises(AmbiguousNameError) as doubt:
        network.find("Ben")
    assert len(doubt.value.candidates) == 2
    assert network.find("BEN").name == "BEN"


def test_errors_show_what_was_typed() -> None:
    """Nobody is reported by another text than the one that was typed."""
    network = nr.from_edges([0], [1])
    for text in ("Ana.Ruiz@GMail.com", "https://www.linkedin.com/in/Ana-Ruiz/", "linkedin:Ana", "Ana Ruiz"):
        with pytest.raises(ProfessionalNotFoundError) as nobody:
            network.find(text)
        assert f"is known as {text!r}." in str(nobody.value)


def test_nobody_so_far_names_the_owners(tmp_path: Path) -> None:
    """Where nobody has a similar name, the error names whose exports are in the network."""
    (tmp_path / "Connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ben,Okafor,https://www.linkedin.com/in/ben-okafor,,Acme,CMO,11 Oct 2021\n",
        encoding="utf-8",
    )
    export = nr.Export(tmp_path / "Connections.csv", owner="https://www.linkedin.com/in/ana-ruiz")
    with nr.load(export) as network:
        owner = network.find("https://www.linkedin.com/in/ana-ruiz")
        with pytest.raises(ProfessionalNotFoundError, match=f"Owners of the exports here:\n  {owner.id}  "):
            network.find("nobody@example.org")
        with pytest.raises(ProfessionalNotFoundError, match=r"People with a similar name:\n.*Ben Okafor"):
            network.find("Ben Okafur")


def test_a_slug_alone() -> None:
    """A profile's slug names somebody where nobody has that text as an id or a name."""
    people = {"id": ["linkedin:ana-ruiz", "b", "linkedin:ben"], "name": ["Ana", "Ben", "Eva"]}
    network = nr.from_edges(["linkedin:ana-ruiz", "b"], ["b", "linkedin:ben"], people=people)
    assert network.find("Ana-Ruiz").name == "Ana"
    assert network.find("ben").name == "Ben"
    for text in ("ana-ruiz-2", "in/ana-ruiz", "Ana Ruiz"):
        with pytest.raises(ProfessionalNotFoundError):
            network.find(text)


def _line(*names: str) -> nr.Network:
    """Return people who know each the next."""
    numbers = list(range(len(names)))
    return nr.from_edges(numbers[:-1], numbers[1:], people={"id": numbers, "name": list(names)})


def test_records_of_answers_name_people() -> None:
    """Hits, introducers and whatever else has an id are taken wherever a person is."""
    ego = _line("Ana", "Ben", "Eva").ego("0")
    hit = ego.search(keywords="Eva")[0]
    introducer = ego.introducers(hit)[0]
    assert introducer.name == "Ben"
    assert ego.degree(hit) == 2
    assert ego.degrees([introducer, hit, np.int64(0)]) == [1, 2, 0]
    assert [person.name for person in ego.shared_contacts(hit)] == ["Ben"]
    assert [found.name for found in ego.search(contacts_of=introducer)] == ["Eva"]
    assert [found.name for found in ego.search(contacts_of=[introducer])] == ["Eva"]
    assert ego.paths(hit)[0].people[-1].name == "Eva"
    assert str(ego.introduce(hit, reason="a talk", introducer=introducer)).startswith("To: Ben")


def test_what_names_nobody_is_refused() -> None:
    """A thing that is neither a text, nor a number, nor a record is no person."""
    ego = _line("Ana", "Ben", "Eva").ego("0")
    people: Any = ["Ben"]
    with pytest.raises(OptionError, match="A list names nobody"):
        ego.degree(people)


def test_the_path_of_somebody_else() -> None:
    """Nobody writes a letter for a path that starts at another person."""
    network = _line("Ana", "Ben", "Eva", "Max")
    path = network.ego("0").paths("2")[0]
    assert "Ana" in str(network.ego("0").introduce(path, reason="a talk"))
    with pytest.raises(OptionError, match="starts at Ana, not at Max"):
        network.ego("3").introduce(path, reason="a talk")


@pytest.mark.parametrize(
    ("ego", "named"), [("linkedin:cz-otro", False), ("ana@example.org", False), ("7", False), ("Ana", True)]
)
def test_a_letter_needs_the_name_of_who_writes(ego: str, named: bool) -> None:
    """Who is known by a key alone cannot sign; an id of letters may be a name."""
    ties = ([ego, "Ben"], ["Ben", "Eva"])
    bare = nr.from_edges(*ties).ego(ego)
    if named:
        bare.introduce("Eva", reason="a talk")
    else:
        with pytest.raises(OptionError, match="Your own name is not known here: import your archive"):
            bare.introduce("Eva", reason="a talk")
    known = nr.from_edges(*ties, people={"id": [ego], "name": ["Ana Ruiz"]}).ego(ego)
    assert "Ana Ruiz" in str(known.introduce("Eva", reason="a talk"))


def test_an_ego_is_not_pickled() -> None:
    """Pickling an ego says what to pickle instead."""
    with pytest.raises(TypeError, match="an Ego cannot be pickled: pickle its answers"):
        pickle.dumps(_line("Ana", "Ben").ego("0"))


def test_many_are_found_as_each_of_them_is() -> None:
    """Public ids of a long list are looked up together: among names, twice, first and last, and former ones."""
    count = 300
    called = [f"Person {number} Ångström" for number in range(count)]
    network = nr.from_edges(
        np.arange(count), (np.arange(count) + 1) % count, people={"id": np.arange(count), "name": called}
    )
    snapshot = network.snapshot
    ids = [person["id"] for person in network.people().select(["id"]).to_pylist()]
    asked = [*ids, ids[0], *called[:40], min(ids), max(ids), " " + ids[7] + " ", "17"]
    each = [snapshot.resolve(who) for who in asked]
    assert snapshot.resolve_each(asked).tolist() == each
    assert snapshot.resolve_each(asked[:5]).tolist() == each[:5]
    assert snapshot.resolve_each([]).tolist() == []
    for place in range(1, count):
        assert snapshot.resolve_each(ids[:place][-70:]).tolist() == each[:place][-70:]
    network.merge(ids[3], ids[9])
    former = network.snapshot
    assert former.resolve_each(ids).tolist() == [former.resolve(who) for who in ids]


@pytest.mark.parametrize("wrong", ["p2222222222222222", "pzzzzzzzzzzzzzzzz", "p3", "Nobody Here"])
def test_somebody_unknown_in_a_long_list(wrong: str) -> None:
    """The error is that of asking for them alone, and names them."""
    snapshot = nr.from_edges(np.arange(100), np.arange(1, 101)).snapshot
    ids = snapshot.ids(list(range(100)))
    with pytest.raises(ProfessionalNotFoundError) as alone:
        snapshot.resolve(wrong)
    with pytest.raises(ProfessionalNotFoundError) as among:
        snapshot.resolve_each([*ids, wrong])
    assert str(among.value) == str(alone.value)
    with pytest.raises(ProfessionalNotFoundError):
        nr.from_edges([], []).snapshot.resolve_each([*ids, wrong])
