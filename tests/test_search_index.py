"""The index of a search: words over distinct values, compiled passes and NumPy, files beside a version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netreach as nr
from handmade import snapshot
from netreach import compiled
from netreach.search import beside, evaluate, files
from netreach.search.criteria import Criteria, criteria_from
from netreach.search.fields import field_index, spelling_groups
from netreach.search.find import Found, find, order
from netreach.search.labels import numbered
from netreach.search.query import parse
from netreach.search.tree import And, Leaf, Node, Not, Or
from netreach.search.words import BEGINS, INSIDE, WHOLE, Words
from netreach.snapshot import Snapshot
from netreach.text import searchable, words
from plain_search import LEAVES, NODES, World, questions, worlds

TEXTS = st.text(
    alphabet=st.sampled_from(
        [
            *"abcXYZ019 +#.,'-&()",
            "é",
            "Ø",
            "ß",
            "東",
            "京",
            "ñ",
            "\u0301",
            "ﬁ",
            "™",
            "–",
            "“",
            "＋",
            "が",
            "\u3099",
            "ʼ",
            "ส",
            "่",
        ]
    ),
    max_size=14,
)


# --- labels -------------------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.none() | TEXTS), min_size=1), st.sets(TEXTS.filter(bool)))
def test_labels_are_ascending_and_numbered(parts: list[list[str | None]], before: set[str]) -> None:
    """Every text finds its place among the distinct ones, whatever was known of them before."""
    listed = sorted(before)
    everything = [text or None for part in parts for text in part]
    expected = sorted({text for text in everything if text})
    for known in (None, pa.array(listed, pa.string())):
        arrays = [pa.array(part, pa.string()) for part in parts]
        labels, codes, old = numbered(arrays, known)
        assert labels.to_pylist() == expected
        assert [None if code == len(labels) else expected[code] for code in codes.tolist()] == everything
        there = [] if known is None else listed
        assert old.tolist() == [there.index(text) if text in there else -1 for text in expected]
        assert codes.dtype == old.dtype == np.int32


# --- words --------------------------------------------------------------------------------------------------------


@given(st.sets(TEXTS.filter(bool)))
def test_words_of_all_texts_are_those_of_each(texts: set[str]) -> None:
    """Taking apart all texts at once gives the words that `netreach.text.words` gives for each, in their order."""
    listed = sorted(texts)
    taken = Words.of(pa.array(listed, pa.string()))
    vocabulary = taken.vocabulary.to_pylist()
    assert vocabulary == sorted(set(vocabulary))
    for number, text in enumerate(listed):
        spelled = taken.spelled[taken.begin[number] : taken.begin[number + 1]].tolist()
        assert tuple(vocabulary[word] for word in spelled) == words(text)
    assert taken.spoken().to_pylist() == [*map(searchable, listed), ""]


@given(st.sets(TEXTS.filter(bool)), st.sets(TEXTS.filter(bool)))
def test_known_texts_need_not_be_taken_apart(before: set[str], after: set[str]) -> None:
    """With the words of an earlier version's texts the result is the same: nothing of those that are gone is left."""
    listed = sorted(before)
    values = pa.array(sorted(after), pa.string())
    old = np.array([listed.index(text) if text in before else -1 for text in sorted(after)], dtype=np.int32)
    anew, known = Words.of(values), Words.of(values, (old, Words.of(pa.array(listed, pa.string()))))
    assert known.vocabulary.equals(anew.vocabulary)
    for name in ("where", "texts", "begin", "spelled"):
        np.testing.assert_array_equal(getattr(known, name), getattr(anew, name))
        assert getattr(known, name).dtype == getattr(anew, name).dtype


@pytest.mark.parametrize("numpy_only", [False, True])
@given(
    st.sets(TEXTS.filter(bool), min_size=1), LEAVES | TEXTS.filter(words).map(lambda t: Leaf(words=words(t)))
)
def test_levels_are_those_of_the_texts(numpy_only: bool, texts: set[str], leaf: Node) -> None:
    """A word or phrase is all of a text, its beginning, or in it, exactly as the folded text says."""
    assert isinstance(leaf, Leaf)
    if not numpy_only and not compiled.available():
        return
    listed = sorted(texts)
    taken = Words.of(pa.array(listed, pa.string()))
    whole = leaf.needle.rstrip(" ") + " "
    for one in (leaf, Leaf(words=leaf.words, prefix=True)):
        expected = []
        for text in map(searchable, listed):
            found = one.needle in text
            begins, same = text.startswith(one.needle), text == whole
            expected.append(WHOLE if found and same else BEGINS if begins else INSIDE if found else 0)
        with pytest.MonkeyPatch.context() as patch:
            if numpy_only:
                patch.setattr(compiled, "available", lambda: False)
            else:
                patch.setattr(compiled, "loaded", lambda: True)
            assert taken.levels(one).tolist() == [*expected, 0]
            assert set(taken.containing(one).tolist()) == {n for n, level in enumerate(expected) if level}


# --- both roads, and SQL ------------------------------------------------------------------------------------------


def plain(found: Found) -> dict[str, Any]:
    """Everything that a search found, as plain data."""
    columns = ("hits", "degrees", "by_degree")
    marks = zip(("known_by", "match_points", "fields_known"), found.marks.all(), strict=True)
    return {
        **{name: getattr(found, name).tolist() for name in columns},
        **{name: column.tolist() for name, column in marks},
        "unreachable": found.unreachable,
        "unknown": {name: counts.tolist() for name, counts in found.unknown.items()},
        "facets": {
            name: (
                counts.codes.tolist(),
                counts.by_degree.tolist(),
                counts.spellings.tolist(),
                counts.known,
                counts.total,
                counts.distinct,
            )
            for name, counts in found.facets.items()
        },
    }


@given(questions(), st.integers(1, 4))
def test_compiled_loops_equal_numpy(question: tuple[World, int, int, dict[str, Any]], top: int) -> None:
    """Hits, counts, marks and facets are the same whether numba is there or not."""
    world, ego, cutoff, asked = question
    distances = world.snapshot.engine.distances(ego, cutoff)
    criteria = criteria_from(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "loaded", compiled.available)
        found = find(world.snapshot, distances, criteria, cutoff=cutoff, top=top)
        patch.setattr(compiled, "available", lambda: False)
        other = find(world.snapshot, distances, criteria, cutoff=cutoff, top=top)
    assert plain(found) == plain(other)


def test_compiled_loops_are_loaded_when_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    """NumPy answers until it has read what the loading of loops is worth, or something else has loaded them."""
    monkeypatch.setattr(compiled, "available", lambda: True)
    monkeypatch.setattr(compiled, "loaded", lambda: False)
    monkeypatch.setattr(compiled, "_read", 0)
    half = compiled.WORTH_LOADING // 2
    assert [compiled.worth(half), compiled.worth(half), compiled.worth(1)] == [False, False, True]
    monkeypatch.setattr(compiled, "_read", 0)
    monkeypatch.setattr(compiled, "loaded", lambda: True)
    assert compiled.worth(1)
    monkeypatch.setattr(compiled, "available", lambda: False)
    assert not compiled.worth(10 * half)


def sql(node: Node, column: str, values: list[str]) -> str:
    """An expression as a condition of DuckDB over a column of searchable texts, with its texts as parameters."""
    match node:
        case Leaf():
            values.append(node.needle)
            return f"contains({column}, ?)"
        case Not():
            return f"NOT ({sql(node.node, column, values)})"
        case And() | Or():
            parts = [f"({sql(part, column, values)})" for part in node.nodes]
            return (" AND " if isinstance(node, And) else " OR ").join(parts)


@pytest.fixture(scope="module")
def base() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory."""
    with duckdb.connect() as connection:
        yield connection


@given(
    world=worlds(), node=NODES, criterion=st.sampled_from(["location", "industry", "title", "skill", "group"])
)
def test_expression_equals_sql(
    base: duckdb.DuckDBPyConnection, world: World, node: Node, criterion: str
) -> None:
    """An expression over one value or several equals the same expression in SQL over folded text."""
    # Several values stand in one text with a bar between, which nobody can type.
    index = field_index(world.snapshot, criterion)
    lists = index.values_of(np.arange(len(world.people))).to_pylist()
    texts = ["|".join(map(searchable, values)) for values in lists]
    base.register("people", pa.table({"row": np.arange(len(texts)), "text": pa.array(texts, pa.string())}))
    values: list[str] = []
    condition = sql(node, "text", values)
    rows = base.execute(f"SELECT {condition} FROM people ORDER BY row", values).fetchall()
    assert evaluate.mask(world.snapshot, criterion, node).tolist() == [bool(row[0]) for row in rows]


@given(questions())
def test_criteria_commute(question: tuple[World, int, int, dict[str, Any]]) -> None:
    """All criteria together admit those whom each admits alone."""
    world, ego, cutoff, asked = question
    alone = [
        set(world.find(ego, criteria_from({name: value}), cutoff).hits.tolist())
        for name, value in asked.items()
    ]
    everybody = set(world.find(ego, Criteria(), cutoff).hits.tolist())
    together = world.find(ego, criteria_from(dict(reversed(asked.items()))), cutoff)
    assert set(together.hits.tolist()) == everybody.intersection(*alone)


@given(questions())
def test_facets_of_one_value_add_up(question: tuple[World, int, int, dict[str, Any]]) -> None:
    """The people of all values of a field with one value, and those without, are all the people."""
    world, ego, cutoff, asked = question
    found = world.find(ego, criteria_from(asked), cutoff)
    for name, counts in found.facets.items():
        if field_index(world.snapshot, name).offsets is None:
            assert counts.by_degree.sum() == counts.known
            assert counts.distinct == len(counts.codes)
        assert counts.known <= counts.total


def test_many_words_over_several_values(road: str) -> None:
    """An expression of more words than there are bits gives the same as one word after the other."""
    stock = [f"w{number}" for number in range(40)]
    version = snapshot([{"skills": [word, f"x {word}"]} for word in stock] + [{}])
    wide = parse(" ".join(f"NOT {word}" for word in stock[:30]))
    assert evaluate.mask(version, "skill", wide).tolist() == [False] * 30 + [True] * 11
    either = parse(" OR ".join(stock[10:]))
    assert evaluate.mask(version, "skill", either).tolist() == [False] * 10 + [True] * 30 + [False]


# --- files --------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A network on disk whose index is kept in files, small as it is."""
    monkeypatch.setattr(beside, "LARGE", 1)
    lines = ["id,name,title,company,location"]
    lines += [f"{n},Person {n},{'Director' if n % 2 else 'CMO'},Acme {n % 3},Cádiz" for n in range(12)]
    (tmp_path / "people.csv").write_text("\n".join(lines), encoding="utf-8")
    ties = "\n".join(["source,target", *(f"{a},{a + 1}" for a in range(11)), "0,5"])
    (tmp_path / "ties.csv").write_text(ties)
    with nr.open(tmp_path / "team", create=True) as network:
        network.add(tmp_path / "people.csv", tmp_path / "ties.csv")
    return tmp_path / "team"


def ask(path: Path) -> str:
    """The answer of a search in a network that is opened for it."""
    with nr.open(path) as network:
        data = network.ego("Person 0").search(title="direct*", location="cadiz", company="acme").to_dict()
        values = [value.to_dict() for value in network.complete("ac", field="company")]
    return json.dumps([data, values])


def test_files_give_the_same_answer(stored: Path, road: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first search writes files beside the version; with them, the answer is that without them."""
    first = ask(stored)
    folder = next(stored.glob("versions/*/search"))
    names = {path.name for path in folder.iterdir()}
    assert {"title-current.arrays", "people.arrays"} <= names
    assert not [name for name in names if name.startswith(".new-")]
    assert ask(stored) == first
    monkeypatch.setattr(beside, "LARGE", 1_000)
    assert ask(stored) == first


@pytest.mark.parametrize("damage", ["cut", "change", "empty", "text", "gone"])
def test_damaged_files_are_made_again(stored: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever happens to the files, the answer is the same, and they are whole again afterwards."""
    first = ask(stored)
    kept = sorted(next(stored.glob("versions/*/search")).iterdir())
    contents = {path: path.read_bytes() for path in kept}
    for path in kept:
        content = bytearray(contents[path])
        if damage == "cut":
            path.write_bytes(content[: len(content) // 2])
        elif damage == "change" and path.suffix == ".arrays":
            content[content.index(b"\n") + 1] ^= 0xFF
            path.write_bytes(content)
        elif damage == "empty":
            path.write_bytes(b"")
        elif damage == "text":
            path.write_bytes(b'{"about": 7}\n')
        elif damage == "gone":
            path.unlink()
    assert ask(stored) == first
    for path in kept:
        assert path.read_bytes() == contents[path], path.name
    # A file that says it was made from something else is not damaged: it is made again without a word.
    assert bool(caplog.records) == (damage not in ("gone", "text"))


def test_files_of_another_version_are_not_read(tmp_path: Path) -> None:
    """Arrays made from something else are not taken for ours."""
    path = tmp_path / "x.arrays"
    assert files.write(path, {"a": np.arange(3), "t": pa.array(["é", ""])}, {"version": "v1"})
    found = files.read(path, {"version": "v1"})
    assert found is not None
    assert found["a"].tolist() == [0, 1, 2]
    assert found["t"].to_pylist() == ["é", ""]
    assert files.read(path, {"version": "v2"}) is None
    assert files.read(tmp_path / "y.arrays", {}) is None


def test_folder_that_cannot_be_written_to(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be written, everything is answered from memory."""
    first = ask(stored)
    for path in next(stored.glob("versions/*/search")).iterdir():
        path.unlink()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "not allowed")

    monkeypatch.setattr("netreach.search.files.os.replace", refuse)
    assert ask(stored) == first
    assert not list(next(stored.glob("versions/*/search")).iterdir())


def test_removing_somebody_takes_the_files_along(stored: Path) -> None:
    """After a removal no file of the network names the person, the files beside versions included."""
    ask(stored)
    with nr.open(stored) as network:
        network.remove_person("Person 7")
    ask(stored)
    for path in stored.rglob("*"):
        if path.is_file():
            assert b"Person 7" not in path.read_bytes(), path
    assert len(list(stored.glob("versions/*/search"))) == 1


def test_hidden_people_are_nowhere(stored: Path) -> None:
    """Who is hidden is neither found nor counted, completed or proposed."""
    with nr.open(stored) as network:
        network.hide("Person 3")
        ego = network.ego("Person 0")
        assert all(hit.name != "Person 3" for hit in ego.search(limit=None, cutoff=12))
        assert [value.value for value in network.complete("Person 3")] == []
        answer = ego.search(last_name="4", cutoff=12)
        assert all(near.name != "3" for near in answer.also)


# --- order --------------------------------------------------------------------------------------------------------


def test_order_without_room_in_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the keys do not fit into one number, the order is the same."""
    people = [{"title": title} for title in ["CMO", "CMO of Acme", "The CMO", None] * 4]
    version = snapshot(people, [(0, other) for other in range(1, 9)] + [(1, other) for other in range(9, 16)])
    found = find(version, version.engine.distances(0, 3), Criteria(title="cmo OR NOT cmo"))
    expected = order(version, found).tolist()
    monkeypatch.setattr(Snapshot, "count", property(lambda _: 1 << 62))
    assert order(version, found).tolist() == expected


def test_spellings_count_together(road: str) -> None:
    """Spellings of one company are one value of the facet, under the commonest of them."""
    companies = ["ACME", "Acme Ltd", "Acme Ltd", "Beta", None]
    version = snapshot(
        [{"name": "Me"}, *({"company": one} for one in companies)], [(0, n) for n in range(1, 6)]
    )
    groups = spelling_groups(version, "company")
    assert groups is not None
    found = find(version, version.engine.distances(0, 3), Criteria()).facets["company"]
    labels = field_index(version, "company").labels.take(pa.array(found.codes)).to_pylist()
    assert labels == ["Acme Ltd", "Beta"]
    assert found.by_degree.sum(axis=1).tolist() == [3, 1]
    assert found.spellings.tolist() == [2, 1]
    assert (found.known, found.total, found.distinct) == (4, 5, 2)
