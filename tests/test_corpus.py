"""Every file of the corpus, by every road: who reads it, what is found, and why it is not what other readers find."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

import netreach as nr
from netreach.errors import ExportError, OwnerError

REGISTRY = nr.Registry(entry_points=False)
OWNER = "zoe@example.org"
HOW_TO = Path(__file__).parents[1] / "docs" / "how-to"

READERS: Mapping[str, frozenset[str]] = {
    "edgelist": frozenset(("graph",)),
    "eml": frozenset(("mail",)),
    "gexf": frozenset(("graph",)),
    "gml": frozenset(("graph",)),
    "graphml": frozenset(("graph",)),
    "ics": frozenset(("calendar",)),
    "ldbc_iso": frozenset(("tables",)),
    "linkedin": frozenset(("linkedin",)),
    "mbox": frozenset(("mail",)),
    "metis": frozenset(("graph",)),
    "parquet": frozenset(("graph",)),
    "vcard": frozenset(("vcard",)),
    "csv_ugly": frozenset(),
}
"""Which importer reads the files of a folder, unless they are refused; nobody reads odd tables without people."""

REFUSED = (
    *(
        "csv_ugly/",
        "edgelist/kuzu__",
        "ldbc_iso/person_workAt_",
        "gexf/pygraphistry__invalid-missing-node-id",
    ),
    *("parquet/kuzu__city", "parquet/kuzu__lives-in", "parquet/kuzu__user"),
    *("ics/icalendar__bom_calendar", "ics/icalendar__fuzz_testcase_vtimezone_lone_cr"),
)
"""How the names of those begin that hold nobody, or are broken."""

ABOVE: Mapping[str, int] = {
    "linkedin/linkedin-network-intelligence__Connections.csv": 5,
    "linkedin/linkedin_analyzer/connections-parity.csv": 4,
}
"""How many rows of tables with notes above their header others count that are no rows of people."""

DIFFERENCES: Mapping[str, tuple[str, str]] = {
    "gexf/graphology__basic.gexf": ("graph-files.md", "mixed GraphML and GEXF"),
    "gexf/graphology__undeclared_attribute.gexf": ("graph-files.md", "undeclared attributes"),
    "gexf/graphology__v1_3.gexf": ("graph-files.md", "GEXF 1.3"),
    "gexf/pygraphistry__sample-1.1draft-basic.gexf": ("graph-files.md", "GEXF with another namespace"),
    "gexf/pygraphistry__sample-1.3-viz.gexf": ("graph-files.md", "GEXF 1.3"),
    "gexf/pygraphistry__invalid-missing-node-id.gexf": ("graph-files.md", "GEXF node without an id"),
    "gml/networkit__looptest1.gml": ("graph-files.md", "GML without labels"),
    "gml/networkit__jazz2_directed.gml": ("graph-files.md", "GML without labels"),
    "graphml/graphology__miserables_broken.graphml": ("graph-files.md", "GraphML with undeclared keys"),
    "ics/icalendar__bom_calendar.ics": ("mail-and-calendar.md", "A calendar without an event"),
    "ics/icalendar__fuzz_testcase_vtimezone_lone_cr.ics": ("mail-and-calendar.md", "a lone time zone"),
    "mbox/mimekit__unmunged.mbox.txt": ("mail-and-calendar.md", "three instead of two"),
}
"""Where other readers fail or find another number: the page that says why, and its words."""


@attrs.frozen(kw_only=True)
class Line:
    """One line of the table: a file, who read it, the rows of its account, what others say, and an error."""

    file: str
    importer: str = ""
    people: int = 0
    rows: int = 0
    problems: int = 0
    others: Mapping[str, str]
    error: str = ""

    @property
    def above(self) -> int:
        """How many rows stand above those that count: the header of a table, and LinkedIn's notes above it."""
        return ABOVE.get(self.file, 1) if self.file.endswith(".csv") else 0

    @property
    def expected(self) -> int | None:
        """How many rows others say there are, where they count what netreach counts."""
        for what, value in self.others.items():
            if what == "cards" or what.endswith("messages"):
                return int(value)
            if what.startswith("VEVENT"):
                return int(value.partition("/")[0])
            if what == "From | To":
                return 1
            if what.startswith("csv rows"):
                return int(value.partition(" ")[0])
        return None


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """Everything in the corpus, read or refused, without an owner where the file tells it; the table is printed."""
    named = os.environ.get("NETREACH_DATA")
    if not named:
        pytest.skip("NETREACH_DATA does not name a folder with data sets")
    corpus = Path(named) / "corpus"
    said: dict[str, dict[str, str]] = {}
    with (corpus / "EXPECT.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            said.setdefault(row["file"], {})[row["what"]] = row["value"]
    files = sorted(path for folder in corpus.iterdir() if folder.is_dir() for path in folder.rglob("*"))
    names = {path.relative_to(corpus).as_posix(): path for path in files if path.is_file()}
    assert set(said) <= set(names), "EXPECT.tsv names files that are not there"
    found = [_line(name, path, said.get(name, {})) for name, path in names.items()]
    for line in found:
        result = line.error[:70] or f"people {line.people}, rows {line.rows}, problems {line.problems}"
        others = "; ".join(f"{what}: {value}" for what, value in line.others.items())
        print(f"{line.file:<70} {line.importer or 'refused':<9} {result:<70} [{others[:100]}]")
    return found


def _line(name: str, path: Path, others: Mapping[str, str]) -> Line:
    try:
        try:
            network = nr.load(path, registry=REGISTRY)
        except OwnerError:
            network = nr.load(path, owner=OWNER, registry=REGISTRY)
    except ExportError as error:
        return Line(file=name, others=others, error=str(error).splitlines()[0])
    with network:
        [source] = network.sources
        return Line(
            file=name,
            importer=source.importer,
            people=network.snapshot.count,
            rows=sum(one.rows for one in source.files),
            problems=len(network.problems),
            others=others,
        )


def test_every_file_is_read_by_its_importer_or_refused_with_a_reason(lines: list[Line]) -> None:
    """Nothing fails otherwise, nothing is read by a stranger, and what is refused is what holds nobody."""
    assert {line.file.partition("/")[0] for line in lines} == set(READERS)
    refused = [line.file for line in lines if line.error]
    assert refused == [line.file for line in lines if line.file.startswith(REFUSED)]
    for line in lines:
        if line.error:
            assert Path(line.file).name in line.error
            assert len(line.error) > len(Path(line.file).name) + 20, line
        else:
            assert line.importer in READERS[line.file.partition("/")[0]], line


def test_rows_are_those_of_other_readers(lines: list[Line]) -> None:
    """Cards, messages, events and rows are as many as others count, but for what the pages say."""
    compared = 0
    for line in lines:
        if line.expected is None or line.error or line.file in DIFFERENCES:
            continue
        compared += 1
        assert line.rows + line.above == line.expected, line
    assert compared > 30


def test_pages_say_why_others_find_something_else(lines: list[Line]) -> None:
    """Whatever others fail on, or count differently, is told by a page."""
    differing = set()
    for line in lines:
        fails = any(value.startswith("ERROR") for value in line.others.values())
        refused = bool(line.error) and not line.file.endswith(".csv")
        differs = not line.error and line.expected not in (None, line.rows + line.above)
        if line.others and (fails or refused or differs):
            differing.add(line.file)
    assert differing == set(DIFFERENCES)
    for page, words in DIFFERENCES.values():
        text = re.sub(r"\s+", " ", (HOW_TO / page).read_text(encoding="utf-8"))
        assert words in text, (page, words)
