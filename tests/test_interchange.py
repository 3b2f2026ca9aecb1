"""Arrays and graph objects as sources: keys, odd values, clean texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import netreach as nr
from netreach.errors import OptionError


@pytest.mark.parametrize(
    "text", ["linkedin:Ana", "https://www.linkedin.com/in/ana/", "www.linkedin.com/in/ana?trk=x"]
)
def test_ends_that_are_profiles_are_the_same_everywhere(text: str) -> None:
    """An end that is a profile has the key that an export would give it, also in the table of people."""
    network = nr.from_edges([text], ["b"], people={"id": [text, "b"], "name": ["Ana Ruiz", "Ben"]})
    assert network.find("linkedin:ana").keys == ("linkedin:ana",)
    assert network.find("linkedin:ana").name == "Ana Ruiz"


def test_ends_that_are_addresses_are_the_same_everywhere() -> None:
    """An end that is a personal address is that address's key; a role's address is an id like any other."""
    network = nr.from_edges(["Ana@example.org", "email:ben@example.org"], ["info@example.org", "x"])
    assert network.find("ana@example.org").keys == ("email:ana@example.org",)
    assert network.find("ben@example.org").keys == ("email:ben@example.org",)
    assert network.find("info@example.org").keys[0].startswith("id:")


def _node(**attributes: Any) -> Callable[[], nr.Network]:
    graph = nx.Graph([("a", "b")])
    graph.nodes["a"].update(attributes)
    return lambda: nr.from_networkx(graph)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: nr.from_edges([0], [1], strengths=["a"]), r"strengths\[0\] = 'a' is not a number"),
        (lambda: nr.from_edges([0, 1], [1, 2], strengths=[0.5, "a"]), "strengths cannot be read"),
        (lambda: nr.from_edges([0], [1], since=["yesterday"]), r"since\[0\] = 'yesterday' is not a date"),
        (lambda: nr.from_edges([0], [1], since=[7]), "since"),
        (lambda: nr.from_edges(np.zeros((2, 2), dtype=int), [1, 2]), "sources"),
        (lambda: nr.from_edges([[0, 1]], [[1, 2]]), "sources holds values of type list"),
        (lambda: nr.from_edges([True], [False]), "sources holds values of type bool"),
        (lambda: nr.from_edges(["a", " "], ["b", "c"]), r"sources\[1\] is blank"),
        (lambda: nr.from_edges([("Ana", "Ben")]), r"pass two arrays: from_edges\(\*zip\(\*pairs\)\)"),
        (lambda: nr.from_edges([0], [1], people={"id": [None, 1]}), r"people\['id'\] has 1 empty"),
        (lambda: nr.from_edges([0], [1], people={"id": [0, 1], "name": ["Ana"]}), "differ in length"),
        (lambda: nr.from_edges([0], [1], people={"id": [0], "emails": ["a@example.org"]}), "list of texts"),
        (lambda: nr.from_edges([0], [1], people={"id": [0], "title": [dt.date(2024, 1, 1)]}), "title"),
        (lambda: nr.from_networkx(3), "from_networkx takes a networkx graph, not int"),
        (lambda: nr.from_igraph(3), "from_igraph takes an igraph.Graph, not int"),
        (_node(title=["x"]), r"people\['title'\] must hold a text for each person, not \['x'\]"),
        (_node(as_of="2020"), r"people\['as_of'\]\[0\] = '2020' is not a date"),
        (_node(groups="Chess"), r"people\['groups'\] must hold a list"),
        (lambda: nr.from_networkx(nx.Graph([("a", "a ")])), "the same text"),
    ],
)
def test_odd_values_are_named(make: Callable[[], nr.Network], message: str) -> None:
    """What cannot be used is refused with its column and, where one value is to blame, that value."""
    with pytest.raises(OptionError, match=message):
        make()


def test_a_missing_strength_leaves_the_others() -> None:
    """An edge that states no strength takes none from the others."""
    graph = nx.Graph()
    graph.add_edge("a", "b", strength=0.5)
    graph.add_edge("b", "c")
    network = nr.from_networkx(graph)
    ties = [network.tie("a", "b"), network.tie("b", "c")]
    assert [tie and tie.kinds for tie in ties] == [("given",), ("given",)]
    assert ties[0] is not None
    assert ties[0].strength == pytest.approx(0.5)
    plain = nr.from_networkx(nx.Graph([("b", "c")])).tie("b", "c")
    assert ties[1] is not None
    assert plain is not None
    assert ties[1].strength == plain.strength


def test_days_and_frames_are_read() -> None:
    """Days come as dates, texts or times; people as a data frame with gaps."""
    people = pd.DataFrame({"id": ["a", "b"], "name": ["Ana", None], "company": [float("nan")] * 2})
    for since in ([dt.date(2024, 5, 1)], ["2024-05-01"], np.array(["2024-05-01"], dtype="datetime64[ns]")):
        network = nr.from_edges(["a"], ["b"], people=people, since=since)
        tie = network.tie("a", "b")
        assert tie is not None
        assert tie.since == dt.date(2024, 5, 1)
        assert network.find("a").company == ""
    assert nr.from_edges(pd.Categorical(["a"]), ["b"]).find("a").contact_count == 1


def test_texts_are_cleaned() -> None:
    """Control characters are in no text that a network keeps, be it a name, a group or an id."""
    dirty = "B\x1b]0;pwn\x07en"
    people = {
        "id": [0, 1],
        "name": ["Ana", dirty],
        "title": [None, "\u202eCEO"],
        "groups": [[], [dirty, " Chess "]],
    }
    ben = nr.from_edges([0], [1], people=people).find("1")
    assert (ben.name, ben.title, ben.groups) == ("B]0;pwnen", "CEO", ("B]0;pwnen", "Chess"))
    bare = nr.from_edges([dirty], ["c"])
    assert bare.find(dirty).name == "B]0;pwnen"
    assert "\x1b" not in repr(bare.find(dirty))


def test_ends_beside_the_table_of_people() -> None:
    """An end that the table of people does not list is somebody known by the id only."""
    network = nr.from_edges([0, 1], [1, 2], people={"id": [0, 1], "name": ["Ana", "Ben"]})
    assert [network.find(str(end)).name for end in range(3)] == ["Ana", "Ben", "2"]
