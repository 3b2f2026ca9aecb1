"""The importer of graph files: what other programs write is read as meant, and every element is accounted for."""

from __future__ import annotations

import gzip
import json
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.errors import ExportError, NetreachError, OptionError, UnknownExportError, UnsafeExportError
from netreach.importers.graph import Graphs
from netreach.importers.graph.twomode import CROWD, project
from netreach.importers.recognise import choose
from netreach.importers.tables.settle import settle

REGISTRY = nr.Registry(entry_points=False)


def load(path: Path, **options: Any) -> nr.Network:
    """Read a graph file into a network; exactly the importer of graphs must claim it."""
    assert choose(nr.Export(path), REGISTRY).name == "graph"
    return nr.load(nr.Export(path, **options), registry=REGISTRY)


def pairs(network: nr.Network) -> set[frozenset[str]]:
    """The ties of a network as pairs of names."""
    snapshot = network.snapshot
    names = snapshot.column("name").to_pylist()
    lo, hi = snapshot.tie_ends()
    return {frozenset((names[a], names[b])) for a, b in zip(lo.tolist(), hi.tolist(), strict=True)}


def strengths(network: nr.Network) -> dict[frozenset[str], float]:
    """The strength of each tie by the names of its ends."""
    from netreach.interchange import to_networkx

    graph = to_networkx(network.snapshot)
    names = networkx.get_node_attributes(graph, "name")
    return {
        frozenset((names[a], names[b])): round(data["strength"], 4) for a, b, data in graph.edges(data=True)
    }


def account(network: nr.Network) -> tuple[int, int, dict[str, int]]:
    """Rows, rows used, and rows left out by rule, of the one file."""
    [one] = network.sources[0].files
    return one.rows, one.used, dict(one.left_out)


def pair(one: str, other: str) -> frozenset[str]:
    """A tie."""
    return frozenset((one, other))


# --- what other programs write -------------------------------------------------------------------------------------


def invented(seed: int, *, directed: bool) -> Any:
    """A small graph with names, weights, loops and people without ties."""
    rng = random.Random(seed)
    graph = networkx.DiGraph() if directed else networkx.Graph()
    names = [f"Person {number} Ñandú" for number in range(12)]
    graph.add_nodes_from(names, company="Faro & Söhne")
    for _ in range(30):
        graph.add_edge(rng.choice(names), rng.choice(names), weight=rng.randrange(1, 9))
    return graph


def meant(graph: Any) -> set[frozenset[str]]:
    """The ties of a graph: edges, or arrows both ways, without loops."""
    return {
        pair(a, b) for a, b in graph.edges if a != b and (not graph.is_directed() or graph.has_edge(b, a))
    }


def as_json(graph: Any, path: Path, key: str) -> None:
    """Write a graph as node-link JSON with its edges under a key."""
    path.write_text(json.dumps(networkx.node_link_data(graph, edges=key)), encoding="utf-8")


def as_cytoscape(graph: Any, path: Path) -> None:
    """Write a graph as Cytoscape reads it."""
    path.write_text(json.dumps(networkx.cytoscape_data(graph)), encoding="utf-8")


def by_igraph(graph: Any, path: Path, form: str) -> None:
    """Let igraph write a graph."""
    made = igraph.Graph.from_networkx(graph)
    made.vs["label"] = made.vs["_nx_name"]
    made.vs["name"] = made.vs["_nx_name"]
    made.write(str(path), format=form)


WRITERS: dict[str, tuple[str, Callable[[Any, Path], None]]] = {
    "networkx GraphML": ("g.graphml", lambda graph, path: networkx.write_graphml(graph, path)),
    "networkx GEXF": ("g.gexf", lambda graph, path: networkx.write_gexf(graph, path)),
    "networkx GEXF 1.1": ("g.gexf", lambda graph, path: networkx.write_gexf(graph, path, version="1.1draft")),
    "networkx GML": ("g.gml", lambda graph, path: networkx.write_gml(graph, path)),
    "networkx Pajek": ("g.net", lambda graph, path: networkx.write_pajek(graph, path)),
    "networkx links": ("g.json", lambda graph, path: as_json(graph, path, "links")),
    "networkx edges": ("g.json", lambda graph, path: as_json(graph, path, "edges")),
    "Cytoscape": ("g.json", as_cytoscape),
    "igraph GraphML": ("g.graphml", lambda graph, path: by_igraph(graph, path, "graphml")),
    "igraph GML": ("g.gml", lambda graph, path: by_igraph(graph, path, "gml")),
    "igraph Pajek": ("g.net", lambda graph, path: by_igraph(graph, path, "pajek")),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("writer", WRITERS)
def test_what_others_write_is_read(tmp_path: Path, writer: str, directed: bool, seed: int) -> None:
    """People, ties and companies of a graph that networkx or igraph wrote are those of the graph."""
    graph = invented(seed, directed=directed)
    name, write = WRITERS[writer]
    write(graph, tmp_path / name)
    with load(tmp_path / name) as network:
        assert pairs(network) == meant(graph)
        assert set(network.snapshot.column("name").to_pylist()) == set(graph.nodes)
        rows, used, left_out = account(network)
        assert rows == used + sum(left_out.values())
        assert left_out.get("self loop", 0) == networkx.number_of_selfloops(graph)
        if "Pajek" not in writer:
            assert set(network.snapshot.column("company").to_pylist()) == {"Faro & Söhne"}


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("data", [False, True, ["weight"]], ids=["bare", "facts", "weights"])
def test_edge_lists_of_networkx(tmp_path: Path, data: Any, ending: str) -> None:
    """`write_edgelist` writes numbers, or facts in braces; both are read, packed or not."""
    graph = networkx.convert_node_labels_to_integers(invented(4, directed=False))
    path = tmp_path / f"g.edgelist{ending}"
    networkx.write_edgelist(graph, path, data=data)
    with load(path) as network:
        assert pairs(network) == {pair(str(a), str(b)) for a, b in graph.edges if a != b}
        assert len(set(strengths(network).values())) == (1 if data is False else 8)


# --- strengths -----------------------------------------------------------------------------------------------------


def test_weights_become_strengths(file: Callable[..., Path]) -> None:
    """Weights in (0, 1] are strengths; others become 1 - exp(-w / median); weights that are all one say nothing."""
    begin = "*Vertices 4\n1 a\n2 b\n3 c\n4 d\n*Edges\n"
    small = strengths(load(file("a.net", begin + "1 2 0.25\n2 3 1\n")))
    assert small == {pair("a", "b"): 0.25, pair("b", "c"): 1.0}
    large = strengths(load(file("b.net", begin + "1 2 1\n2 3 2\n3 4 9\n")))
    assert large == {
        pair(x, y): round(1 - float(np.exp(-weight / 2)), 4)
        for x, y, weight in (("a", "b", 1), ("b", "c", 2), ("c", "d", 9))
    }
    assert len(set(strengths(load(file("c.net", begin + "1 2 7\n2 3 7\n"))).values())) == 1


def test_weights_that_cannot_be_are_problems(file: Callable[..., Path]) -> None:
    """Zero, negative, infinite weights and NaN are problems with their line, and make no tie."""
    lines = "".join(
        f'<edge source="a" target="{n}" weight="{w}"/>\n'
        for n, w in enumerate(("0", "-1", "-Inf", "NaN", "x", "2", "3"))
    )
    with load(file("g.gexf", f"<gexf><graph><edges>\n{lines}</edges></graph></gexf>")) as network:
        assert pairs(network) == {pair("a", "5"), pair("a", "6")}
        assert [problem.line for problem in network.problems if problem.rows] == [2, 3, 4, 5, 6]


def test_arrows_that_answer_have_the_lesser_strength(file: Callable[..., Path]) -> None:
    """A tie of two arrows carries a request as well as the weaker of them; of edges said twice the greater counts."""
    path = file("g.edges", "# Directed graph\n1 2 0.9\n2 1 0.4\n1 2 0.2\n3 4 0.5\n")
    with load(path) as network:
        assert strengths(network) == {pair("1", "2"): 0.4}
        assert account(network) == (4, 2, {"arrow one way only": 1, "the same tie again": 1})
        assert set(network.snapshot.column("name").to_pylist()) == set("1234")
    with load(path, directed="any") as network:
        assert strengths(network) == {pair("1", "2"): 0.9, pair("3", "4"): 0.5}


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans(), st.sampled_from([0.1, 0.5, None])),
        max_size=30,
    ),
    st.sampled_from(["mutual", "any"]),
)
@settings(max_examples=200, deadline=None)
def test_settling_is_what_it_says(rows: list[tuple[int, int, bool, float | None]], rule: str) -> None:
    """Ties, strengths and counts of rows are those of the rule, spelled out row by row."""
    table = pa.table(
        {
            "a": pa.array([row[0] for row in rows], pa.int64()),
            "b": pa.array([row[1] for row in rows], pa.int64()),
            "strength": pa.array([row[3] for row in rows], pa.float64()),
        }
    )
    found = settle(table, np.array([row[2] for row in rows], dtype=bool), rule)
    expected: dict[frozenset[int], float | None] = {}
    for a, b, _, _ in rows:
        of_pair = [row for row in rows if {row[0], row[1]} == {a, b} and a != b]
        plain = [row for row in of_pair if not row[2] or rule == "any"]
        there, back = ([row for row in of_pair if row[0] == end] for end in (a, b))
        if not plain and not (there and back):
            continue
        groups = [plain] if plain else [there, back]
        best = [max((row[3] for row in group if row[3] is not None), default=None) for group in groups]
        expected[frozenset((a, b))] = min((value for value in best if value is not None), default=None)
    made = {frozenset((row["a"], row["b"])): row.get("strength") for row in found.columns.to_pylist()}
    assert made == expected
    assert found.used + sum(found.left_out.values()) == len(rows)
    ends = {end for row in rows for end in row[:2]}
    assert set(found.alone.to_pylist()) == ends - {end for tie in expected for end in tie}


# --- people --------------------------------------------------------------------------------------------------------


def test_attributes_are_mapped_by_name(file: Callable[..., Path]) -> None:
    """Attributes with names of fields become these, others are reported, and can be mapped."""
    node = {
        "id": "7",
        "label": "Ana Ruiz",
        "Job title": "CTO",
        "employer": "Faro",
        "E-mail": "ana@example.org",
    }
    node |= {
        "linkedin_url": "https://www.linkedin.com/in/ana-ruiz",
        "floor": "3",
        "tags": ["jazz", "chess"],
        "x": 1.5,
    }
    path = file(
        "g.json", json.dumps({"nodes": [node, {"id": "8"}], "links": [{"source": "7", "target": "8"}]})
    )
    with load(path) as network:
        ana = network.ego("ana@example.org").professional
        assert (ana.name, ana.title, ana.company, ana.groups) == (
            "Ana Ruiz",
            "CTO",
            "Faro",
            ("jazz", "chess"),
        )
        assert {"linkedin:ana-ruiz", "email:ana@example.org"} <= set(ana.keys)
        assert [problem.reason for problem in network.problems] == [
            "attributes of nodes not used: floor (name what they are with --column)"
        ]
    with load(path, columns={"floor": "location"}) as network:
        assert network.ego("Ana Ruiz").professional.location == "3"
    with pytest.raises(ExportError, match=r"No file has a column 'flor'.*'floor'"):
        load(path, columns={"flor": "location"})


@pytest.mark.parametrize(
    "node",
    [
        {"id": "ana@example.org"},
        {"id": 1, "label": "Ana@Example.org"},
        {"id": 1, "name": "Ana <ana@example.org>"},
    ],
)
def test_labels_that_are_addresses_are_safe_keys(file: Callable[..., Path], node: dict[str, Any]) -> None:
    """Whoever is called by an address or a profile is that person, in every export."""
    page = {"id": 2, "label": "www.linkedin.com/in/Ben-Okafor/"}
    path = file("g.json", json.dumps({"nodes": [node, page], "links": [{"source": node["id"], "target": 2}]}))
    with load(path) as network:
        assert network.ego("ana@example.org").degree("https://linkedin.com/in/ben-okafor") == 1
        keys = {key for key in network.ego("ana@example.org").professional.keys if not key.startswith("id:")}
        assert keys == {"email:ana@example.org"}


def test_graphs_pool_with_others_by_safe_keys_only(file: Callable[..., Path]) -> None:
    """Node 1 of two files is two people, unless the files share a namespace."""
    one = file("a.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]")
    two = file("b.gml", "graph [ node [ id 1 ] node [ id 3 ] edge [ source 1 target 3 ] ]")
    assert nr.load(one, two, registry=REGISTRY).snapshot.count == 4
    shared = [nr.Export(path, namespace="crm") for path in (one, two)]
    assert nr.load(*shared, registry=REGISTRY).snapshot.count == 3


def test_the_owner_is_found(file: Callable[..., Path]) -> None:
    """The owner of a graph may be named by id, label or address; somebody else is an error."""
    path = file("g.net", '*Vertices 2\n1 "Ana Ruiz"\n2 "Ben"\n*Edges\n1 2\n')
    for owner in ("1", "Ana Ruiz"):
        assert load(path, owner=owner).sources[0].owner_keys[0].endswith("/1")
    with pytest.raises(NetreachError, match="nobody's id or name"):
        load(path, owner="Eva")


# --- the formats ---------------------------------------------------------------------------------------------------


def test_graphml(file: Callable[..., Path]) -> None:
    """Defaults, undeclared keys, directions of single edges, nested graphs, ports, hyperedges, labels of yEd."""
    label = 'Dai <y:LabelModel><y:Model d="4"/></y:LabelModel>Mori'
    text = """<?xml version="1.0"?><!DOCTYPE graphml SYSTEM "graphml.dtd">
    <g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
    <g:key id="c" for="node" attr.name="company"><g:default>Faro</g:default></g:key>
    <g:key id="d6" for="node" yfiles.type="nodegraphics"/>
    <g:graph edgedefault="directed">
      <g:node id="a"><g:data key="title">CTO</g:data><g:port name="p"/></g:node>
      <g:node id="b"><g:data key="c">Nuuk</g:data>
        <g:graph edgedefault="undirected"><g:node id="c"/><g:edge source="c" target="b"/></g:graph></g:node>
      <g:node id="d"><g:data key="d6"><y:ShapeNode><y:NodeLabel>{label}</y:NodeLabel></y:ShapeNode></g:data></g:node>
      <g:node/>
      <g:edge source="a" target="b" directed="false"/><g:edge source="a" target="c"/><g:edge source="d"/>
      <g:edge source="a" target="d"/><g:edge source="d" target="a"/>
      <g:hyperedge><g:endpoint node="a"/><g:endpoint node="b"/></g:hyperedge>
    </g:graph></g:graphml>"""
    with load(file("g.graphml", text.replace("{label}", label))) as network:
        assert pairs(network) == {pair("b", "c"), pair("a", "b"), pair("a", "Dai Mori")}
        assert network.ego("a").professional.title == "CTO"
        assert [network.ego(name).professional.company for name in "abc"] == ["Faro", "Nuuk", "Faro"]
        assert account(network)[2] == {"arrow one way only": 1, "hyperedge": 1}
        assert [problem.line for problem in network.problems if problem.rows] == [10, 11]


@pytest.mark.parametrize("space", ["http://www.gexf.net/1.1draft", "http://gexf.net/1.3", "urn:whatever", ""])
def test_gexf(file: Callable[..., Path], space: str) -> None:
    """Any namespace; types of single edges; declared, default and undeclared values; days of dated graphs."""
    text = f"""<gexf xmlns="{space}" version="1.x"><graph defaultedgetype="directed" mode="dynamic" timeformat="date">
    <attributes class="node"><attribute id="0" title="company"><default>Faro</default></attribute></attributes>
    <nodes><node id="a" label="Ana"/><node id="b" label="Ben"><attvalues><attvalue for="0" value="Nuuk"/>
      <attvalue id="title" value="CTO"/></attvalues><nodes><node id="c" label="Cai"/></nodes></node></nodes>
    <edges><edge source="a" target="b" type="mutual" start="2019-03-01"/>
      <edge source="b" target="c" type="undirected"/>
      <edge source="a" target="c"/></edges></graph></gexf>"""
    with load(file("w.gexf", text.replace('type="mutual"', 'type="mutual" weight="3.0"'))) as network:
        # As Gephi writes it: where edges have weights, one without weighs 1.
        strengths = sorted(network.ties().column("strength").to_pylist())
        assert strengths == pytest.approx([1 - math.exp(-1), 1 - math.exp(-3)])
    with load(file("g.gexf", text)) as network:
        assert pairs(network) == {pair("Ana", "Ben"), pair("Ben", "Cai")}
        ben = network.ego("Ben").professional
        assert (ben.company, ben.title, network.ego("Cai").professional.company) == ("Nuuk", "CTO", "Faro")
        assert str(network.sources[0].as_of) == "2019-03-01"


def test_gml(file: Callable[..., Path]) -> None:
    """Nodes without a label, ids with gaps, Latin-1, entities, comments, nested lists, keys that stand twice."""
    text = """# made up
    Creator "somebody"
    graph [ directed 0
      node [ id 10 label "Jos\xe9 &quot;Pepe&quot; Ruiz" graphics [ x 1 y -Inf ] company "A" company "B" ]
      node [ id -7 ] # no label
      edge [ source 10 target -7 value 2 ] edge [ source 10 ] ]"""
    with load(file("g.gml", text.encode("latin-1"))) as network:
        assert pairs(network) == {pair('José "Pepe" Ruiz', "-7")}
        assert network.ego("-7").degree('José "Pepe" Ruiz') == 1
        assert account(network)[:2] == (4, 3)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_pajek(file: Callable[..., Path], ends: str, mark: str) -> None:
    """Every section, relations, coordinates, vertices without a line, entities in labels, all line ends."""
    text = f"""{mark}% made up
*Vertices 9
1 "Ana &amp; Ruiz" 0.1 0.2 0.5 ic Red
2 Ben
7 "Dai Mori"
*Arcs :1 "advice"
1 2 1 l "x"
2 1 1
2 3
*Edges :2 "lunch"
3 4 2
*Arcslist
5 6 7
6 5
*Edgeslist
7 8 1
99 1
"""
    with load(file("g.net", text.replace("\n", ends))) as network:
        assert pairs(network) == {
            pair("Ana & Ruiz", "Ben"),
            pair("3", "4"),
            pair("5", "6"),
            pair("Dai Mori", "8"),
            pair("Dai Mori", "Ana & Ruiz"),
        }
        assert "2 relations were read as one: advice, lunch" in [
            problem.reason for problem in network.problems
        ]
        assert [problem.line for problem in network.problems if problem.rows] == [17]


def test_pajek_against_networkx(tmp_path: Path) -> None:
    """Lists of arcs and edges keep every tie, which networkx (3.6) loses without a word."""
    text = "*Vertices 5\n*Edgeslist\n1 2 3 4\n2 3 5\n"
    (tmp_path / "g.net").write_text(text)
    with load(tmp_path / "g.net") as network:
        assert len(pairs(network)) == 5


def test_pajek_matrix(file: Callable[..., Path]) -> None:
    """A matrix is arrows with weights; a row that is too short is a problem."""
    with load(file("g.net", "*Vertices 3\n*Matrix\n0 1 2\n1 0 0\n0 0\n")) as network:
        assert pairs(network) == {pair("1", "2")}
        assert account(network)[2] == {"arrow one way only": 1}


def test_two_modes(file: Callable[..., Path]) -> None:
    """People who share events get 1 / (n - 1) of each; the events are no people; ties within a mode are left out."""
    text = '*Vertices 6 4\n1 "Ana"\n2 "Ben"\n3 "Cai"\n4 "Dai"\n5 "ball"\n6 "gala"\n'
    text += "*Edges\n1 5\n2 5\n3 5\n1 6\n2 6\n4 6\n1 2\n"
    with load(file("g.net", text)) as network:
        assert pairs(network) == {
            pair(*two.split()) for two in ("Ana Ben", "Ana Cai", "Ben Cai", "Ana Dai", "Ben Dai")
        }
        assert strengths(network)[pair("Ana", "Ben")] == 1.0
        assert strengths(network)[pair("Ana", "Cai")] == 0.5
        assert network.snapshot.count == 4
        assert account(network)[2] == {"an edge between two of one mode": 1}
    with load(file("out.konect", "% bip unweighted\n1 1\n2 1\n3 2\n")) as network:
        assert pairs(network) == {pair("1", "2")}
        assert network.snapshot.count == 3


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), max_size=30))
@settings(max_examples=100, deadline=None)
def test_projection_against_networkx(rows: list[tuple[int, int]]) -> None:
    """The projection is the collaboration weight of Newman, as networkx computes it."""
    ties, again, crowd = project(
        pa.array([row[0] for row in rows], pa.int64()), pa.array([row[1] for row in rows], pa.int64())
    )
    graph = networkx.Graph([(f"p{person}", f"t{thing}") for person, thing in rows])
    people = {f"p{person}" for person, _ in rows}
    oracle = networkx.bipartite.collaboration_weighted_projected_graph(graph, people)
    expected = {
        frozenset(edge): round(graph_weight, 9) for *edge, graph_weight in oracle.edges.data("weight")
    }
    found = {
        pair(f"p{row['source']}", f"p{row['target']}"): round(row["weight"], 9) for row in ties.to_pylist()
    }
    assert (found, again, crowd) == (expected, len(rows) - len(set(rows)), 0)


def test_crowds_make_no_ties() -> None:
    """What more than so many people have in common is left out and counted."""
    people = pa.array(range(CROWD + 1))
    ties, again, crowd = project(people, pa.array([1] * (CROWD + 1)))
    assert (len(ties), again, crowd) == (0, 0, CROWD + 1)


def test_metis(file: Callable[..., Path]) -> None:
    """Comments, weights of vertices and ties, empty lines as people without ties, and what the header promised."""
    text = "% made up\n4 2 011 1\n5 2 3 3 4\n1 1 3\n7 1 4\n\n"
    with load(file("g.graph", text)) as network:
        assert pairs(network) == {pair("1", "2"), pair("1", "3")}
        assert network.snapshot.count == 4
        assert not network.problems
    with load(file("h.graph", "3 9\n2\n1 x\n")) as network:
        said = [problem.reason for problem in network.problems]
        assert "3 vertices are announced, but there are 2 lines: the file was cut short" in said
        assert [problem.line for problem in network.problems if problem.rows] == [3]


JSONS = {
    "D3 with ids": {"nodes": [{"id": "Ana"}, {"id": "Ben"}], "links": [{"source": "Ana", "target": "Ben"}]},
    "D3 with places": {"nodes": [{"name": "Ana"}, {"name": "Ben"}], "links": [{"source": 0, "target": 1}]},
    "D3 with objects": {"nodes": [{"id": "Ana"}], "links": [{"source": {"id": "Ana"}, "target": {"id": "Ben"}}]},
    "graphology": {
        "attributes": {}, "options": {"type": "undirected"},
        "nodes": [{"key": "a", "attributes": {"label": "Ana"}}, {"key": "b", "attributes": {"label": "Ben"}}],
        "edges": [{"source": "a", "target": "b", "attributes": {"weight": 2}}],
    },
    "graphology, mixed": {
        "attributes": {}, "nodes": [{"key": "Ana"}, {"key": "Ben"}, {"key": "Cai"}],
        "edges": [{"source": "Ana", "target": "Ben", "undirected": True}, {"source": "Ana", "target": "Cai"}],
    },
    "Cytoscape": {
        "elements": {"nodes": [{"data": {"id": "Ana"}}], "edges": [{"data": {"source": "Ana", "target": "Ben"}}]}
    },
    "Cytoscape, a list": [
        {"group": "nodes", "data": {"id": "Ana"}}, {"data": {"id": "x", "source": "Ana", "target": "Ben"}},
    ],
    "JSON Graph Format": {
        "graph": {
            "directed": False,
            "nodes": {"Ana": {"label": "Ana"}, "Ben": {}},
            "edges": [{"source": "Ana", "target": "Ben"}],
        }
    },
}  # fmt: skip


@pytest.mark.parametrize("dialect", JSONS)
def test_json(file: Callable[..., Path], dialect: str) -> None:
    """Every dialect of graphs in JSON gives the tie of Ana and Ben."""
    with load(file("g.json", json.dumps(JSONS[dialect]))) as network:
        assert pairs(network) == {pair("Ana", "Ben")}
        assert network.ego("Ana").professional.groups == ()


# --- lists of edges ------------------------------------------------------------------------------------------------

LISTS: dict[str, tuple[str, str | bytes, set[str]]] = {
    "SNAP": (
        "a.txt",
        "# Directed graph (each unordered pair of nodes is saved once): x\n1\t2\n2\t1\n2\t3\n3\t2\n3\t3\n",
        {"12", "23"},
    ),
    "SNAP with a stray line": ("a.txt", "http://example.org/x\n# Undirected graph\n1\t2\n2\t3\n", {"12", "23"}),
    "one way": ("a.txt", "# Directed graph\n1 2\n2 3\n3 2\n", {"23"}),
    "KONECT": ("out.x", "% asym positive\n% 3 2 2\n1 2 1 1400000000\n2 1 1 1400000001\n2 3 1 1400000001\n", {"12"}),
    "KONECT, undirected": ("out.x", "% sym unweighted\n1 2 \n2 3 \n", {"12", "23"}),
    "blanks anyhow": ("a.edges", "  1   2\t\n# half way\n2 \t 3\n\n   % more\n", {"12", "23"}),
    "comma": ("a.csv", "1,2\n2,3\n", {"12", "23"}),
    "names": ("a.csv", "x;y\ny;z\nx;z\n", {"xy", "yz", "xz"}),
    "NCOL": ("a.ncol", "a b 0.5\nb c 0.25\n", {"ab", "bc"}),
    "mac": ("a.edges", "1 2\r2 3\r", {"12", "23"}),
    "header in a list": ("a.edges", "source target weight\n1 2 4\n2 3 5\n", {"12", "23"}),
    "strange header": ("a.edges", "left right\n1 2\n2 3\n", {"12", "23"}),
    "UTF-16": ("a.edges", "\ufeff1 2\n2 3\n".encode("utf-16"), {"12", "23"}),
    "BOM": ("a.edges", "\ufeff1 2\n2 3\n", {"12", "23"}),
}  # fmt: skip


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("dialect", LISTS)
def test_lists(file: Callable[..., Path], dialect: str, packed: bool) -> None:
    """Every dialect of lists gives its ties, packed or not."""
    name, content, expected = LISTS[dialect]
    data = content if isinstance(content, bytes) else content.encode()
    if packed and name.startswith("out."):
        pytest.skip("KONECT does not pack single files")
    path = file(f"{name}.gz", gzip.compress(data)) if packed else file(name, data)
    with load(path) as network:
        assert pairs(network) == {pair(*two) for two in expected}


def test_lines_of_lists_are_right(file: Callable[..., Path]) -> None:
    """Problems stand on the line that an editor shows, whatever comments and blanks come before."""
    path = file("a.edges", "# one\n\n1 2 3\n# four\n2   3 x\n3 4 5\n4 5\n5 6 7\n\n6 6 1\n")
    with load(path) as network:
        assert [(problem.line, problem.rows) for problem in network.problems if problem.rows] == [
            (5, 1),
            (7, 1),
        ]
        assert account(network) == (8, 3, {"self loop": 1})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("1082040961", "1098777142"), "column 3 was read as the day since when, in seconds since 1970"),
        (
            ("1082040961000", "1098777142000"),
            "column 3 was read as the day since when, in milliseconds since 1970",
        ),
        (("2004-04-15", "2004-10-26"), "column 3 was read as the day since when"),
        (("2004", "2005"), "column 3 was read as the day since when, as a year"),
        (("3", "1082040961"), "column 3 was read as the weight"),
        (("friend", "foe"), "column 3 was not read: friend, foe"),
    ],
)
def test_the_third_column_is_decided_for_the_file(
    file: Callable[..., Path], cells: tuple[str, str], said: str
) -> None:
    """Weight, time or neither: what it was taken for is said."""
    with load(file("a.edges", f"1 2 {cells[0]}\n2 3 {cells[1]}\n")) as network:
        assert [problem.reason for problem in network.problems] == [said]
        assert (network.sources[0].as_of is not None) == ("since" in said)


def test_parquet_without_names(tmp_path: Path) -> None:
    """Columns that are only numbered are taken by their place, where two of them are ends."""
    table = pa.table({"f0": ["a", "b", "a"], "f1": ["b", "c", "c"], "f2": [2019, 2020, 2021]})
    pq.write_table(table, tmp_path / "a.parquet")
    with load(tmp_path / "a.parquet") as network:
        assert pairs(network) == {pair("a", "b"), pair("b", "c"), pair("a", "c")}
        assert str(network.sources[0].as_of) == "2021-01-01"
    large = np.random.default_rng(1).integers(0, 10**6, (20_000, 2))
    pq.write_table(pa.table({"0": large[:, 0], "1": large[:, 1]}), tmp_path / "b.parquet")
    with load(tmp_path / "b.parquet") as network:
        assert network.snapshot.meta.ties == len(
            {frozenset(row) for row in large.tolist() if row[0] != row[1]}
        )


# --- who reads what ------------------------------------------------------------------------------------------------

CLAIMS = {
    "a header that names ends": ("a.csv", "source,target\n1,2\n", "tables"),
    "Gephi": (
        "a.csv",
        "Source,Target,Type,Id,Label,Weight\n1,2,Directed,0,,1\n2,1,Directed,0,,1\n",
        "tables",
    ),
    "a header in a text": ("a.txt", "FromNodeId\tToNodeId\n1\t2\n", "tables"),
    "a comment that names ends": ("a.txt", "# FromNodeId\tToNodeId\n1\t2\n2\t3\n", "graph"),
    "no header": ("a.csv", "1,2\n2,3\n", "graph"),
    "two columns that share nobody": ("a.csv", "Adam,Waterloo\nKarissa,Waterloo\nNoura,Guelph\n", ""),
    "names and numbers": ("a.csv", "Adam,30\nKarissa,40\n", ""),
    "other XML": ("a.xml", "<svg><path/></svg>", ""),
    "other JSON": ("a.json", '{"name": "x", "dependencies": {"nodes": []}}', ""),
    "a text": ("a.txt", "Dear Ana,\nthank you.\n", ""),
    "GML that is geography": ("a.gml", '<gml:FeatureCollection xmlns:gml="x"/>', ""),
    "a picture": ("a.edges", b"\x89PNG\r\n\x1a\n\0\0", ""),
}


@pytest.mark.parametrize("case", CLAIMS)
def test_one_importer_claims_a_file(file: Callable[..., Path], case: str) -> None:
    """A table with names belongs to `tables`, what needs the conventions of graphs to `graph`, never to both."""
    name, content, importer = CLAIMS[case]
    export = nr.Export(file(name, content))
    claimed = [name for name, one in REGISTRY.importers.items() if one.identify(export)]
    assert claimed == ([importer] if importer else [])


def test_gephi_tables_follow_the_rule_of_directions(file: Callable[..., Path]) -> None:
    """The type of each row of Gephi's table of edges counts, by the rule, also beside a table of nodes."""
    edges = file(
        "edges.csv",
        "Source,Target,Type,Weight\n1,2,Undirected,1\n2,3,Directed,1\n3,4,Directed,1\n4,3,Directed,1\n",
    )
    nodes = file("nodes.csv", "Id,Label,Interval\n1,Ana,\n2,Ben,\n3,Cai,\n4,Dai,\n")
    with nr.load(edges, nodes, registry=REGISTRY) as network:
        assert pairs(network) == {pair("Ana", "Ben"), pair("Cai", "Dai")}
        counts = {one.file: dict(one.left_out) for one in network.sources[0].files}
        assert counts["edges.csv"] == {"arrow one way only": 1}
    with nr.load(nr.Export(edges, directed="any"), registry=REGISTRY) as network:
        assert network.snapshot.meta.ties == 3
    with load_as_graph(edges) as network:
        assert pairs(network) == {pair("1", "2"), pair("3", "4")}


def load_as_graph(path: Path) -> nr.Network:
    """Read a file with the importer of graphs, whoever claims it."""
    return nr.load(nr.Export(path, importer="graph"), registry=REGISTRY)


def test_several_graphs_are_not_one(file: Callable[..., Path], tmp_path: Path) -> None:
    """Two graph files are two exports, and no single one; texts beside one do not matter."""
    file("a.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]")
    file("README.md", "made up")
    assert nr.load(tmp_path, registry=REGISTRY).snapshot.count == 2
    file("b.net", "*Vertices 2\n*Edges\n1 2\n")
    with pytest.raises(UnknownExportError, match=r"several graph files: a\.gml \(gml\), b\.net \(pajek\)"):
        nr.load(nr.Export(tmp_path), registry=REGISTRY)
    files = {source.file for source in nr.load(tmp_path, registry=REGISTRY).sources}
    assert files == {"a.gml", "b.net"}
    with pytest.raises(ExportError, match="several graph files"):
        nr.load(nr.Export(tmp_path, importer="graph"), registry=REGISTRY)


def test_a_rule_that_is_none_is_an_error(file: Callable[..., Path]) -> None:
    """There are two rules for arrows."""
    with pytest.raises(OptionError, match="mutual, any"):
        nr.Export(file("a.edges", "1 2\n"), directed="both")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.graphml", "<graphml><graph><node id='1'/>", "line 1.*cut short"),
        ("a.graphml", "<graphml><graph><node id='1'/></nodes>", "mismatched tag in line 1"),
        ("a.gexf", "<gexf><graph>&nbsp;</graph></gexf>", "undefined entity"),
        ("a.gml", "graph [ node [ id 1 ]", "cut short"),
        ("a.gml", 'graph [ node [ id 1 label "x ] ]', "never closed"),
        ("a.gml", "graph [ node [ id 1 ] ] ]", "a bracket too many"),
        ("a.json", '{"nodes": [], "links": [', "no readable JSON"),
        ("a.json", '{"nodes": [], "links": []}', "neither a node nor an edge"),
        ("a.net", "*Network x\n*Arcs\n1 2\n", r"no line \*Vertices"),
        ("a.net", "*Vertices\n1 2\n", "how many vertices"),
        ("a.edges", "# nothing\n", "no list of edges"),
        ("a.edges", "1 1\n", "self loop"),
    ],
)
def test_broken_files_are_errors(file: Callable[..., Path], name: str, content: str, reason: str) -> None:
    """A file that is damaged or holds nothing is an error that says where and what to do."""
    with pytest.raises(ExportError, match=reason):
        nr.load(nr.Export(file(name, content), importer="graph"), registry=REGISTRY)


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_entities_are_refused(file: Callable[..., Path], kind: str) -> None:
    """Entities of the file's own are never expanded, and nothing outside of the file is looked at."""
    text = f'<!DOCTYPE {kind} [<!ENTITY e SYSTEM "file:///etc/hostname">]><{kind}><graph>&e;</graph></{kind}>'
    with pytest.raises(UnsafeExportError, match="declares the entity 'e'"):
        nr.load(file(f"a.{kind}", text), registry=REGISTRY)


def test_importer_says_what_it_is() -> None:
    """The registry knows it under its name."""
    assert isinstance(REGISTRY.importers["graph"], Graphs)
