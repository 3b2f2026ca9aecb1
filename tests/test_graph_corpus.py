"""Graph files that other projects test with: what is found in them, beside what other readers find (EXPECT.tsv)."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import attrs
import pytest

import netreach as nr
from netreach.errors import NetreachError

FOLDERS = ("gexf", "gml", "graphml", "edgelist", "metis", "parquet", "ldbc_iso")
REGISTRY = nr.Registry(entry_points=False)

REFUSED = {
    "edgelist/kuzu__city.csv": "names no|none of its columns",
    "edgelist/kuzu__lives-in.csv": "none of its columns",
    "edgelist/kuzu__user.csv": "none of its columns",
    "gexf/pygraphistry__invalid-missing-node-id.gexf": "line 8: a node without an id",
    "ldbc_iso/person_workAt_organisation_0_0.csv": "in other files",
    "parquet/kuzu__city.parquet": "names that say nothing",
    "parquet/kuzu__lives-in.parquet": "names that say nothing",
    "parquet/kuzu__user.parquet": "names that say nothing",
    "parquet/kuzu__user.parquet.gz": "Parquet file inside gzip",
}
"""Files that hold no ties of people, or are broken: what the error says."""

FOUND = {
    "edgelist/networkit__comments.edgelist": (10, 20),
    "edgelist/networkit__spaceseparated_weighted.edgelist": (3, 3),
    "edgelist/networkx__lanl_routes.edgelist": (1356, 1363),
    "gexf/graphology__basic.gexf": (2, 2),
    "gexf/graphology__undeclared_attribute.gexf": (2, 1),
    "gexf/graphology__v1_3.gexf": (2, 1),
    "gexf/pygraphistry__sample-1.1draft-basic.gexf": (3, 2),
    "gexf/pygraphistry__sample-1.3-viz.gexf": (2, 1),
    "graphml/graphology__miserables_broken.graphml": (77, 254),
    "ldbc_iso/person_0_0.csv": (222, 0),
    "ldbc_iso/person_knows_person_0_0.csv": (184, 825),
    "metis/networkit__karate.graph": (34, 156),
    "metis/networkit__lesmis.graph": (77, 508),
    "metis/networkit__tiny_03.graph": (7, 22),
    "parquet/kuzu__follows.parquet": (4, 4),
}
"""Files for which no other reader is named, or none that reads them: people and edges, counted by hand or by grep."""


@attrs.frozen
class Line:
    """One line of the table: a file, who read it, what was found, and what others found."""

    file: str
    importer: str
    people: int
    edges: int
    others: str


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """Everything in the folders, read; the table goes to standard output."""
    named = os.environ.get("NETREACH_DATA")
    if not named:
        pytest.skip("NETREACH_DATA does not name a folder with data sets")
    corpus = Path(named) / "corpus"
    with (corpus / "EXPECT.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    found = []
    for path in sorted(path for folder in FOLDERS for path in (corpus / folder).iterdir()):
        name = path.relative_to(corpus).as_posix()
        said = " | ".join(f"{row['what']}: {row['value']}" for row in rows if row["file"] == name)
        try:
            with nr.load(path, registry=REGISTRY) as network:
                [source] = network.sources
                rows_read = sum(one.rows - one.empty for one in source.files)
                nodes = _declared(path, network.snapshot.count)
                found.append(Line(name, source.importer, network.snapshot.count, rows_read - nodes, said))
        except NetreachError as error:
            found.append(Line(name, f"refused: {str(error).splitlines()[0]}", 0, 0, said))
    for line in found:
        print(
            f"{line.file:<56} {line.importer[:60]:<20} V={line.people} E={line.edges}  [{line.others[:150]}]"
        )
    return found


def _declared(path: Path, count: int) -> int:
    """How many nodes a file declares, counted by the letter: rows of the account that are no edges."""
    if path.suffix in (".gexf", ".graphml"):
        return len(re.findall(r"<node\b", path.read_text(encoding="utf-8")))
    if path.suffix == ".gml":
        return len(re.findall(r"\bnode\s*\[", path.read_text(encoding="utf-8")))
    return count if path.suffix == ".graph" or path.name == "person_0_0.csv" else 0


def test_every_file_is_read_or_refused_with_a_reason(lines: list[Line]) -> None:
    """Files without ties of people, and broken ones, are refused in words; all others are read."""
    refused = {line.file: line.importer for line in lines if line.importer.startswith("refused")}
    assert set(refused) == {file for file in REFUSED if file in {line.file for line in lines}}, refused
    for file, why in refused.items():
        assert re.search(REFUSED[file], why), why


def test_counts_are_those_of_other_readers(lines: list[Line]) -> None:
    """People and edges are those of networkx and igraph, where either reads the file."""
    compared = 0
    for line in lines:
        for people, edges in re.findall(r"V=(\d+) E=(\d+)", line.others):
            assert (line.people, line.edges) == (int(people), int(edges)), line
            compared += 1
    assert compared >= 12


def test_counts_where_others_fail(lines: list[Line]) -> None:
    """What networkx cannot read, and what is no file for it, has the counts that the files show."""
    found = {line.file: (line.people, line.edges) for line in lines}
    assert {file: found[file] for file in FOUND} == FOUND
