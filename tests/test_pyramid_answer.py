from __future__ import annotations

import datetime as dt
import json
import pickle
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import snapshot
from netreach.answers.pyramid import Pyramid
from netreach.errors import OptionError
from netreach.render.text import width
from netreach.search.pyramid import pyramid

EDGES = st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]))


def seed(complete: int = 13) -> Pyramid:
    """131 contacts, of whom some have shared their network, 2,310 behind them, 6,470 behind those, 2 elsewhere."""
    ties = [(0, 1 + n) for n in range(131)]
    ties += [(1 + n % 131, 132 + n) for n in range(2310)]
    ties += [(132 + n % 2310, 2442 + n) for n in range(6470)]
    people = [{"name": "Ana Ruiz"}] + [{}] * (131 + 2310 + 6470 + 2)
    return pyramid(snapshot(people, ties, complete=range(complete), as_of=dt.date(2024, 1, 15)), 0)


@given(EDGES, st.integers(0, 8), st.integers(1, 4), st.sets(st.integers(0, 8)))
def test_counts_are_those_of_networkx(
    edges: set[tuple[int, int]], ego: int, degree: int, complete: set[int]
) -> None:
    """Counts per degree, complete lists and bounds equal those computed from networkx distances."""
    graph = nx.Graph(list(edges))
    graph.add_nodes_from(range(9))
    far = nx.single_source_shortest_path_length(graph, ego, cutoff=degree)
    layers = [{vertex for vertex, hops in far.items() if hops == d} for d in range(degree + 1)]
    answer = pyramid(snapshot([{}] * 9, edges, complete=complete), ego, degree=degree)
    assert [counted.count for counted in answer.degrees] == [len(layer) for layer in layers[1:]]
    assert answer.total == len(far) - 1
    assert answer.unreachable == 9 - len(far)
    assert answer.complete_lists == {d: (len(layer & complete), len(layer)) for d, layer in enumerate(layers)}
    for counted in answer.degrees:
        nearer = set().union(*layers[: counted.degree])
        assert counted.bound == ("exact" if nearer <= complete else "at_least")
    shares = [counted.share for counted in answer.degrees]
    assert shares == [None] * degree if not answer.total else sum(filter(None, shares)) == pytest.approx(1)


def test_karate_club() -> None:
    """Zachary's club from its two ends: 16 / 9 / 8, and 2 / 3 / 12 / 8 / 8 without a cutoff."""
    version = snapshot([{}] * 34, nx.karate_club_graph().edges())
    assert [counted.count for counted in pyramid(version, 0).degrees] == [16, 9, 8]
    assert [counted.count for counted in pyramid(version, 16, degree=6).degrees] == [2, 3, 12, 8, 8, 0]


def test_pyramid_of_the_seed() -> None:
    """The seed's figures: unrounded shares, lower bounds, and whose networks are known, in words."""
    answer = seed()
    assert [(counted.count, counted.bound) for counted in answer.degrees] == [
        (131, "exact"),
        (2310, "at_least"),
        (6470, "at_least"),
    ]
    assert answer.degrees[0].share == 131 / 8911
    assert (answer.total, answer.extended.count, answer.unreachable) == (8911, 8780, 2)
    assert answer.complete_lists == {0: (1, 1), 1: (12, 131), 2: (0, 2310), 3: (0, 6470)}
    assert "at least 2,310; 12 of your 131 contacts have shared their network" in str(answer)
    assert "1.47 %" in str(answer)
    assert "98.53 %" in str(answer)
    spanish = answer.text(language="es")
    assert "al menos 2.310; 12 de tus 131 contactos han compartido su red" in spanish
    assert "1,47 %" in spanish


def test_sentences_fit_what_is_known() -> None:
    """All lists, none, only some, or not even the ego's own: each is said, and only what is true."""
    line = [(0, 1), (1, 2), (2, 3)]
    everything = pyramid(snapshot([{}] * 4, line), 0)
    assert everything.bound == "exact"
    assert "complete: your only contact has shared" in str(everything)
    assert "completo: tu único contacto ha compartido su red" in everything.text(language="es")
    star = pyramid(snapshot([{}] * 3, [(0, 1), (0, 2)]), 0)
    assert "complete: every one of your 2 contacts has shared" in str(star)
    assert "completo: tus 2 contactos han compartido su red" in star.text(language="es")
    assert "at least" not in str(everything)
    assert "your only contact has not" in str(pyramid(snapshot([{}] * 4, line, complete=[0]), 0))
    assert "; your only contact has shared" in str(pyramid(snapshot([{}] * 4, line, complete=[0, 1]), 0))
    alone = pyramid(snapshot([{}] * 3, [(0, 1), (0, 2)], complete=[0]), 0)
    assert "the 2nd degree appears when exports of contacts are imported" in str(alone)
    assert "el 2.º grado aparece cuando se importan" in alone.text(language="es")
    assert "appears when" not in str(pyramid(snapshot([{}] * 4, line, complete=[0]), 0))
    unknown = pyramid(snapshot([{"name": "Ana Ruiz"}, {}, {}, {}], line, complete=[1, 2, 3]), 0)
    assert [counted.bound for counted in unknown.degrees] == ["at_least"] * 3
    assert "Ana Ruiz" in unknown.sentences()[1]


def test_nobody_tied_is_no_tie_data() -> None:
    """An ego without any tie gets zeros and the words that say why, not an error and not a division by zero."""
    answer = pyramid(snapshot([{"name": "Ana Ruiz"}, {}, {}], [(1, 2)]), 0)
    assert [(counted.count, counted.share) for counted in answer.degrees] == [(0, None)] * 3
    assert (answer.extended.share, answer.unreachable) == (None, 2)
    assert "no tie data" in str(answer)
    assert "sin datos de vínculos" in answer.text(language="es")
    assert json.loads(json.dumps(answer.to_dict(), allow_nan=False)) == answer.to_dict()
    ET.fromstring(answer.plot().svg)


def test_plain_data() -> None:
    """`to_dict` has the documented keys and survives JSON."""
    data = seed().to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["degrees"][1] == {"degree": 2, "count": 2310, "share": 2310 / 8911, "bound": "at_least"}
    assert data["extended"] == {"count": 8780, "share": 8780 / 8911}
    assert data["complete_lists"]["1"] == [12, 131]
    assert (data["schema"], data["version"], data["ego"]["id"]) == (1, "v1", "p0")
    assert (data["total"], data["bound"], data["as_of"]) == (8911, "at_least", "2024-01-15")


def test_pictures(tmp_path: Path) -> None:
    """The picture is well-formed SVG with the figures in it, in a notebook and as a file."""
    answer = seed()
    picture = answer.plot()
    assert "1.47 %" in picture.svg
    assert answer._repr_svg_() == str(picture) == picture._repr_svg_()
    assert picture.save(tmp_path / "pyramid.svg").read_text(encoding="utf-8") == picture.svg
    assert ET.fromstring(picture.svg).tag.endswith("svg")
    assert "1,47 %" in answer.plot(language="es").svg
    assert "98" in answer._repr_html_()


def test_text_is_safe_and_narrow() -> None:
    """A hostile or long name acts on nothing and breaks no line; every width holds."""
    name = "<script>Ana\x1b[31m\u202e דנה " + "x" * 200
    answer = pyramid(snapshot([{"name": name}, {}, {}, {}], [(0, 1), (1, 2)], complete=[1]), 0)
    for columns in (80, 40, 20):
        for language in ("en", "es"):
            text = answer.text(language=language, columns=columns)
            assert max(map(width, text.splitlines())) <= columns
            assert "\x1b" not in text
            assert "\u202e" not in text
    assert "<script>" not in answer._repr_html_()


def test_pickled_pyramid_is_equal() -> None:
    """The record is plain data: pickling keeps all of it."""
    answer = seed()
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert repr(answer).startswith("<Pyramid: 131 / ")
    assert len(repr(answer).splitlines()) == 1


@pytest.mark.parametrize("degree", [0, -1, 128, 2.0, True, "3"])
def test_bad_degree_is_refused(degree: Any) -> None:
    """A degree that is no whole number from 1 to 127 is an error that says so."""
    with pytest.raises(OptionError, match="from 1 to 127"):
        pyramid(snapshot([{}]), 0, degree=degree)
