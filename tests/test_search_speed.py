"""What makes searches fast changes no answer: many names at once, sieves, orders, kept ties, files made ahead."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from benchmarks.people import write_people
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach import compiled
from netreach.answers.rows import Order
from netreach.ego import Ego
from netreach.errors import OptionError
from netreach.plugins import default_registry
from netreach.ranking import ahead
from netreach.ranking.ahead import make_ahead
from netreach.search import beside, companies, evaluate, passes
from netreach.search import labels as search_labels
from netreach.search import words as search_words
from netreach.search.criteria import Criteria, criteria_from
from netreach.search.find import find
from netreach.search.query import parse
from netreach.search.tree import matches
from netreach.snapshot import Snapshot
from netreach.text import company_key, words, words_of_each

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, LongArray

PARTS = [
    "The",
    "Acme",
    "Inc.",
    "S.L.",
    "S.A.",
    "&",
    "and",
    "y",
    "e",
    "Co",
    "Company",
    "(Spain)",
    "[x]",
    "O'Neill",
    "García",
    "A",
    "B",
    "J.P.",
    "S.",
    "L.",
    "U.",
    "private",
    "limited",
    "sp.",
    "z",
    "o.o.",
    "public",
    "company",
    "de",
    "cv",
    "S.A.",
    "de",
    "C.V.",
    "株式会社",
    "トヨタ",
    "Ltd,",
    "-",
    ".",
    "Group",
    "Holding",
    "ООО",
    "Ромашка",
    "the",
    "pt",
    "uab",
    "s",
    "coop",
    "´",
    "d’Or",
    "und",
    "og",
    "GmbH",
    "KG",
    "Œuvre",
    "Łódź",
    "ŉ",
    "…",
    "㈱",
    "１２",
    "C++",
    "#1",
    ".ltd",
    "a.b.c",
    "U.S.A.",
    "İnc",
    "ß",
    "ＡＢ",
    "x_S.L.",
]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A few thousand people with careers."""
    return Snapshot(write_people(tmp_path_factory.mktemp("people"), people=4_000, ties=40_000))


# --- texts --------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(
            str.join,
            st.sampled_from([" ", "", "_"]),
            st.lists(st.sampled_from([*PARTS, "\n", "  "]), max_size=6),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_many_company_names_have_the_keys_of_each(names: list[str]) -> None:
    """All names together get the key that each would get by itself."""
    found = companies._together(pa.array(names, pa.string())).to_pylist()
    assert found == [company_key(name) for name in names]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_many_texts_have_the_words_of_each(texts: list[str]) -> None:
    """Texts that are folded together have the words that each has by itself."""
    assert words_of_each(texts) == [words(text) for text in texts]


def test_many_and_few_names_go_different_ways(people: Snapshot) -> None:
    """Above a thousand names they are looked at together, below one by one; the keys are the same."""
    names = people.column("company").drop_null()
    assert len(names) > companies._FEW
    few = companies.company_keys(names.slice(0, 100))
    assert companies.company_keys(names).slice(0, 100).equals(few)


# --- passes -------------------------------------------------------------------------------------------------------


def test_more_criteria_than_bits(people: Snapshot, road: str) -> None:
    """A ninth criterion finds whom all nine admit, counted by people one by one."""
    texts = dict.fromkeys(
        ("title", "company", "location", "industry", "country", "last_name", "group", "skill"), "NOT zzz"
    )
    criteria = criteria_from({**texts, "school": "NOT zzz", "degree": (2, 3)})
    assert len(criteria.nodes) + 1 > passes._BITS
    distances = people.engine.distances(0, 3)
    found = find(people, distances, criteria)
    assert found.hits.tolist() == np.flatnonzero(distances > 1).tolist()
    assert found.by_degree.tolist() == [0, *(int(np.count_nonzero(distances == d)) for d in (1, 2, 3))]
    assert found.unreachable == int(np.count_nonzero(distances < 0))


@pytest.mark.parametrize("text", ["a*", "NOT a*", "madrid", "NOT madrid", "zzz", "NOT zzz"])
def test_a_value_that_few_or_many_have(people: Snapshot, road: str, text: str) -> None:
    """Whether few or most have a wanted value, those who have it are found."""
    node = parse(text)
    found = evaluate.mask(people, "location", node)
    places = people.column("location").to_pylist()
    wanted = [matches(node, f" {' '.join(words(place or ''))} ") for place in places]
    assert found.tolist() == wanted
    # The room is as clean as before.
    assert evaluate.mask(people, "location", node).tolist() == wanted


def test_facets_do_not_remember(people: Snapshot, road: str) -> None:
    """What was counted for one question is not there in the next: the same question gives the same facets."""
    distances = people.engine.distances(0, 3)

    def facets(**asked: str) -> list[Any]:
        found = find(people, distances, criteria_from(asked))
        return [
            (name, one.codes.tolist(), one.by_degree.tolist(), one.unknown.tolist(), one.spellings.tolist())
            for name, one in found.facets.items()
        ]

    first = facets(title="director", location="spain")
    everybody = facets(title="NOT zzz")
    assert facets(title="director", location="spain") == first
    assert facets(title="NOT zzz") == everybody
    assert first != everybody


def test_facets_of_far_degrees(people: Snapshot, road: str) -> None:
    """With more degrees than compiled loops have room for, the counts are the same."""
    near = find(people, people.engine.distances(0, 6), Criteria(title="director"), cutoff=6)
    far = find(people, people.engine.distances(0, 60), Criteria(title="director"), cutoff=60)
    for name, one in near.facets.items():
        assert one.codes.tolist() == far.facets[name].codes.tolist()
        assert one.by_degree.tolist() == far.facets[name].by_degree[:, :7].tolist()


def test_pieces_are_shared_and_errors_come_through() -> None:
    """Results stand in the order of the pieces, more than one thread may ask, and an error is raised."""
    assert compiled.shared(lambda n: n * n, range(20)) == [n * n for n in range(20)]
    with pytest.raises(ZeroDivisionError):
        compiled.shared(lambda n: 1 // n, [1, 0, 2])
    found: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: found.append(compiled.shared(lambda n: n + 1, range(50))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [list(range(1, 51))] * 8


# --- orders -------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(-5, 5)), max_size=60),
    st.integers(0, 20),
    st.integers(0, 20),
    st.sampled_from([0, 1, 1000, 3000, 20_000]),
)
def test_the_first_of_an_order(pairs: list[tuple[int, int]], begin: int, size: int, grain: int) -> None:
    """The first places are those of the whole order, however few are asked for, and however rough a first look is."""
    bands = np.array([band for band, _ in pairs], dtype=np.int8)
    keys = np.array([1000 * key + place for place, (_, key) in enumerate(pairs)], dtype=np.int64)
    whole = sorted(range(len(pairs)), key=lambda row: (bands[row], keys[row]))
    rough = (lambda rows: (keys[rows] // grain).astype(np.int32)) if grain else None
    part = Order(lambda rows: keys[rows], bands, rough).take(slice(begin, begin + size))
    assert part.tolist() == whole[begin : begin + size]


@pytest.mark.parametrize("sort", ["relationship", "relevance", "degree", "name"])
def test_pages_are_parts_of_the_whole(people: Snapshot, road: str, sort: str) -> None:
    """A page of hits that is looked at first is the same as in the whole list."""
    ego = _ego(people)
    page = [hit.to_dict() for hit in ego.search(title="NOT zzz", sort=sort, limit=20).shown]
    whole = ego.search(title="NOT zzz", sort=sort)
    everybody = [hit.id for hit in whole]
    assert [hit["id"] for hit in page] == everybody[:20]
    assert page == [hit.to_dict() for hit in whole[:20]]


# --- what is kept for an ego --------------------------------------------------------------------------------------


def _ego(snapshot: Snapshot) -> Ego:
    vertex = int(np.argmax(snapshot.graph.contact_counts()))
    return Ego(snapshot, vertex, scorer="overall", registry=default_registry())


@pytest.mark.parametrize("scorer", ["overall", "structure", "two-leg-ra", "jaccard", "shared-contacts"])
def test_kept_ties_change_no_introducer(people: Snapshot, scorer: str) -> None:
    """An ego whose ties are kept names the introducers, with the scores, that a view which keeps nothing gives."""
    from netreach.ranking import best_introducers

    ego = _ego(people)
    targets = np.flatnonzero(ego.distances() > 1)[::7].astype(np.int32)
    ranker = default_registry().scorer(scorer)
    for part in (targets[:30], targets):
        once = best_introducers(ego.view, ego.vertex, part, ego.distances(), scorer=ranker)
        kept = best_introducers(ego._seen(), ego.vertex, part, ego.distances(), scorer=ranker)
        for one, other in zip(once, kept, strict=True):
            np.testing.assert_array_equal(one, other)


# --- files made ahead ---------------------------------------------------------------------------------------------


def test_an_import_makes_what_searches_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an import into a large network its files are there, and the first question makes none."""
    monkeypatch.setattr(beside, "LARGE", 1)
    monkeypatch.setattr(ahead, "PEOPLE", 2)
    table = tmp_path / "people.csv"
    table.write_text("id,name,title,company\n1,Ana Ruiz,CMO,Acme\n2,Ben Roy,CTO,Acme Ltd\n", encoding="utf-8")
    ties = tmp_path / "ties.csv"
    ties.write_text("a,b\n1,2\n", encoding="utf-8")
    stages: list[str] = []
    with nr.open(tmp_path / "team.netreach", create=True) as network:
        network.add(table, ties, progress=lambda stage, _: stages.append(stage))
        folder = network.snapshot.folder
        assert folder is not None
        made = sorted(path.name for path in (folder / "search").iterdir())
    assert stages[-1] == "index"
    assert {"company-current.arrays", "company-current-spellings.arrays", "people.arrays"} <= set(made)
    with nr.open(tmp_path / "team.netreach") as network:
        found = network.ego("Ana Ruiz").search(company="acme")
        assert [hit.name for hit in found] == ["Ben Roy"]
        assert sorted(path.name for path in (folder / "search").iterdir()) == made


def test_a_small_import_takes_over_what_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only texts that are new since the version before are sorted and taken apart; no byte of the files differs."""
    monkeypatch.setattr(beside, "LARGE", 1)
    monkeypatch.setattr(ahead, "PEOPLE", 2)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("id,name,title\n1,Ana Ruiz,CMO\n2,Ben Roy,Baker\n3,Cem Ay,Pilot\n", encoding="utf-8")
    second.write_text("id,name,title\n4,Dua Ray,Baker of bread\n", encoding="utf-8")
    taken: list[str] = []
    added: list[str] = []
    split, places = search_words.split, search_labels._places

    def spy(values: pa.Array) -> tuple[IntArray, pa.Array]:
        taken.extend(values.to_pylist())
        return split(values)

    def spy_places(labels: pa.Array, texts: pa.Array) -> LongArray:
        if len(labels):
            added.extend(texts.to_pylist())
        return places(labels, texts)

    with nr.open(tmp_path / "team.netreach", create=True) as network:
        network.add(first)
        monkeypatch.setattr(search_words, "split", spy)
        monkeypatch.setattr(search_labels, "_places", spy_places)
        network.add(second)
        snapshot = network.snapshot
        assert sorted(taken) == sorted(added) == ["Baker of bread", "Dua Ray"]
        assert snapshot.folder is not None
        folder = snapshot.folder / "search"
        made = {path.name: path.read_bytes() for path in folder.iterdir()}
        shutil.rmtree(folder)
    with nr.open(tmp_path / "team.netreach") as network:
        make_ahead(network.snapshot)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made


def test_words_of_another_unicode_are_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is a letter depends on the Unicode of Python: files of another one are made again."""
    monkeypatch.setattr(beside, "LARGE", 1)
    monkeypatch.setattr(ahead, "PEOPLE", 2)
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ana Ruiz\n2,Ben Roy\n", encoding="utf-8")
    with nr.open(tmp_path / "team.netreach", create=True) as network:
        network.add(table)
        before = network.snapshot
        assert beside.found(before, "name-current") is not None
        monkeypatch.setattr("netreach.search.beside.unicodedata.unidata_version", "1.1")
        assert beside.found(before, "name-current") is None


def test_versions_in_memory_have_no_files(people: Snapshot) -> None:
    """Making ahead does nothing where nothing can be kept."""
    make_ahead(nr.from_edges([0], [1]).snapshot)
    with pytest.raises(OptionError):
        find(people, people.engine.distances(0, 3), Criteria(degree=9))
