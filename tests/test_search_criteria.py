"""Criteria that are no texts, synonyms, completion, near names, what places a hit, and bad input."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netreach as nr
from handmade import snapshot
from netreach.answers.search import SearchResult
from netreach.errors import OptionError, QueryError
from netreach.search.complete import complete, near_names
from netreach.search.criteria import Criteria, criteria_from
from netreach.search.find import find
from netreach.search.query import parse
from netreach.search.synonyms import Synonyms, builtin
from netreach.search.tree import Leaf, leaves, matches
from netreach.search.viewpoint import Viewpoint
from netreach.text import fold, searchable, words
from plain_search import World, worlds
from small_pool import run

TODAY = dt.date(2026, 1, 1)


def job(years: float, *, end: dt.date | None = None) -> dict[str, Any]:
    """A job that began so many years before today."""
    begun = TODAY - dt.timedelta(days=round(years * 365.2425))
    return {"kind": "work", "organisation": "Acme", "title": "CMO", "start": begun, "end": end}


def names(answer: SearchResult) -> list[str]:
    """Who was found, by name."""
    return sorted(hit.name for hit in answer)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> nr.Network:
    """Ana knows Ben (0.9, since 2020) and Cy (0.3, since 2024), both know Di, Cy knows Eva; Fay knows nobody."""
    folder = tmp_path_factory.mktemp("tables")
    people = ["id,first_name,last_name,title,company,email,skills,country"]
    people += [
        "1,Ana,Ruiz,CEO,Acme,ana@example.org,,Spain",
        "2,Ben,Lund,Director,Acme S.L.,ben@example.org,Sales,",
    ]
    people += ["3,Cy,Gonzalez,Directora de Ventas,Acme,,Sailing,Spain", "4,Di,Gonzales,VP Sales,Beta,,,"]
    people += ["5,Eva,González,Direktorin,Beta,eva@example.org,,Portugal", "6,Fay,Gonzalez,Clerk,Beta,,,"]
    (folder / "people.csv").write_text("\n".join(people), encoding="utf-8")
    ties = ["source,target,strength,since", "1,2,0.9,2020-05-01", "1,3,0.3,2024-05-01"]
    ties += ["2,4,0.5,", "3,4,0.5,", "3,5,0.5,2025-01-01"]
    (folder / "ties.csv").write_text("\n".join(ties), encoding="utf-8")
    return nr.load(folder / "people.csv", folder / "ties.csv")


# --- criteria -----------------------------------------------------------------------------------------------------


def test_skill_country_and_address(pool: nr.Network) -> None:
    """Skills and countries are searched like other fields; an address is known or not."""
    ego = pool.ego("Ana Ruiz")
    assert names(ego.search(skill="sail*")) == ["Cy Gonzalez"]
    assert names(ego.search(country="spain OR portugal")) == ["Cy Gonzalez", "Eva González"]
    assert names(ego.search(has_email=True)) == ["Ben Lund", "Eva González"]
    assert names(ego.search(has_email=False)) == ["Cy Gonzalez", "Di Gonzales"]
    assert ego.search(has_email=False).unreachable == 1


def test_connected_since(pool: nr.Network) -> None:
    """Only contacts whose tie is dated that day or later; people farther away have no such day."""
    ego = pool.ego("Ana Ruiz")
    assert names(ego.search(connected_since="2020-05-01")) == ["Ben Lund", "Cy Gonzalez"]
    assert names(ego.search(connected_since=dt.date(2020, 5, 2))) == ["Cy Gonzalez"]
    assert names(pool.ego("Di Gonzales").search(connected_since="1990-01-01")) == []
    unknown = pool.ego("Di Gonzales").search(connected_since="1990-01-01").unknown["connected_since"]
    assert [counted.count for counted in unknown.by_degree] == [2, 0, 0]


def test_min_strength(pool: nr.Network) -> None:
    """The tie to a contact counts; for others the strongest first tie on a shortest path to them."""
    ego = pool.ego("Ana Ruiz")
    assert names(ego.search(min_strength=0.9)) == ["Ben Lund", "Di Gonzales"]
    assert names(ego.search(min_strength=0.3)) == ["Ben Lund", "Cy Gonzalez", "Di Gonzales", "Eva González"]
    assert names(ego.search(min_strength=0.91)) == []


@given(worlds(), st.integers(0, 8), st.lists(st.floats(0.05, 1.0), min_size=9, max_size=9))
def test_first_legs_and_ways_are_those_of_a_walk(world: World, ego: int, strengths: list[float]) -> None:
    """Over all shortest paths: the strongest first tie, and how many people one degree nearer know somebody."""
    ego = ego % len(world.people)
    distances = world.distances(ego, 4)
    view = Viewpoint(
        snapshot=world.snapshot,
        distances=np.array(distances, dtype=np.int8),
        cutoff=4,
        strengths=lambda contacts: np.array(strengths)[contacts],
    )
    near: dict[int, set[int]] = {v: set() for v in range(len(world.people))}
    for a, b in world.ties:
        near[a].add(b)
        near[b].add(a)
    best: dict[int, float] = {}
    for vertex in sorted(range(len(distances)), key=lambda one: distances[one]):
        inner = [one for one in near[vertex] if 0 < distances[one] == distances[vertex] - 1]
        assert view.known_by()[vertex] == len(inner)
        if distances[vertex] == 1:
            best[vertex] = strengths[vertex]
        elif distances[vertex] > 1:
            best[vertex] = max(best[one] for one in inner)
    assert view.first_legs().tolist() == [best.get(vertex, 0.0) for vertex in range(len(distances))]


def test_years_in_position() -> None:
    """The time in a job that goes on counts, from the first number to before the second; else it is unknown."""
    people: list[dict[str, Any]] = [{"name": "Me"}]
    people += [{"positions": [job(years)]} for years in (0.5, 1.5, 4.99, 5.01)]
    people += [{"positions": [job(9, end=dt.date(2020, 1, 1)), {**job(1), "start": None}]}, {}]
    people += [{"positions": [job(0.5), job(8)]}]
    version = snapshot(people, [(0, other) for other in range(1, len(people))], as_of=TODAY)
    distances = version.engine.distances(0, 3)
    for asked, expected in (
        (1, [2, 3, 4, 7]),
        ((None, 1), [1, 7]),
        ((1, 5), [2, 3]),
        ((5, None), [4, 7]),
        (0, [1, 2, 3, 4, 7]),
    ):
        found = find(version, distances, criteria_from({"years_in_position": asked}))
        assert found.hits.tolist() == expected, asked
        assert found.unknown["years_in_position"].tolist() == [0, 2, 0, 0]
    undated = snapshot(people[:2], [(0, 1)])
    with pytest.raises(OptionError, match="as_of"):
        find(undated, undated.engine.distances(0, 3), Criteria(years_in_position=1))


def test_source(tmp_path: Path) -> None:
    """A source admits those with a tie in it; it is named by its id or its file."""
    ties = {"one": [("a", "b"), ("a", "c")], "two": [("a", "c"), ("a", "d")]}
    with nr.open(tmp_path / "team", create=True) as network:
        for name, pairs in ties.items():
            lines = ["source,target", *(f"{one}@example.org,{other}@example.org" for one, other in pairs)]
            (tmp_path / f"{name}.csv").write_text("\n".join(lines))
            network.add(tmp_path / f"{name}.csv")
        ego = network.ego("a@example.org")
        ids = {source.file.removesuffix(".csv"): source.id for source in network.sources}
        for name, pairs in ties.items():
            expected = [f"{other}" for _, other in pairs]
            for said in (ids[name], f"{name}.csv"):
                found = ego.search(source=said)
                assert sorted(network.snapshot.keys_of(hit)[0][6] for hit in found._rows.vertices) == expected
        assert len(ego.search(source=list(ids.values()))) == 3
        with pytest.raises(OptionError, match="There are: "):
            ego.search(source="nobody's")


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ({"connected_since": "yesterday"}, "2024-03-31"),
        ({"connected_since": 7}, "2024-03-31"),
        ({"years_in_position": (5, 2)}, "no number lies between"),
        ({"years_in_position": -1}, "fewest"),
        ({"years_in_position": "many"}, "fewest"),
        ({"min_strength": 0}, "above 0"),
        ({"min_strength": True}, "above 0"),
        ({"has_email": "yes"}, "True or False"),
        ({"source": ""}, "source is"),
        ({"synonyms": {"head": "CMO"}}, "list of words"),
        ({"synonyms": {"head": ["%"]}}, "list of words"),
        ({"synonyms": "no-such-file.toml"}, "cannot be read"),
    ],
)
def test_bad_criteria(criteria: dict[str, Any], message: str) -> None:
    """A criterion of the wrong kind is an error that says what to give."""
    with pytest.raises(OptionError, match=message):
        criteria_from(criteria)


def test_criteria_that_need_a_viewpoint() -> None:
    """Without an ego's ties, strength and days are not known."""
    version = snapshot([{}, {}], [(0, 1)])
    for criteria in (Criteria(min_strength=0.5), Criteria(connected_since=TODAY)):
        with pytest.raises(OptionError, match="needs the"):
            find(version, version.engine.distances(0, 3), criteria)


# --- synonyms -----------------------------------------------------------------------------------------------------


def test_synonyms_are_asked_for_and_shown(pool: nr.Network) -> None:
    """Titles in other languages and for both genders are found only on demand, and the answer says so."""
    ego = pool.ego("Ana Ruiz")
    assert names(ego.search(title="director")) == ["Ben Lund"]
    answer = ego.search(title="director", synonyms=True)
    assert names(answer) == ["Ben Lund", "Cy Gonzalez", "Eva González"]
    assert "directora" in answer.synonyms["director"]
    assert "also looked for, as director: directora" in answer.text()
    assert "buscado también, como director" in answer.text(language="es")
    assert answer.to_dict()["synonyms"]["director"] == list(answer.synonyms["director"])
    assert names(ego.search(title="NOT director", synonyms=True)) == ["Di Gonzales"]
    assert names(ego.search(company="director", synonyms=True)) == []


def test_own_synonyms(pool: nr.Network, tmp_path: Path) -> None:
    """A table of one's own, or a TOML file, takes the place of the built-in one."""
    ego = pool.ego("Ana Ruiz")
    assert names(ego.search(title="boss", synonyms={"boss": ["boss", "VP"]})) == ["Di Gonzales"]
    path = tmp_path / "mine.toml"
    path.write_text('[groups]\nboss = ["boss", "directora de ventas"]\n', encoding="utf-8")
    assert names(ego.search(title="boss", synonyms=path)) == ["Cy Gonzalez"]
    both = builtin() | Synonyms.read(path)
    assert names(ego.search(title="boss OR director", synonyms=both)) == [
        "Ben Lund",
        "Cy Gonzalez",
        "Eva González",
    ]
    with pytest.raises(OptionError, match="give a list"):
        ego.search(title="boss", synonyms={"boss": 3})  # type: ignore[dict-item]
    for content in ("", "[groups]\n", "groups = 3", '[groups]\na = "b"', "\0", "x" * 1_000_001):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(OptionError):
            Synonyms.read(path)


def test_built_in_groups_are_sound() -> None:
    """Every group has members in several spellings, and who means one of a group means all of it."""
    table = builtin()
    assert len(table.groups) >= 40
    for group in table.groups.values():
        said = list(dict.fromkeys(words(text) for text in group))
        assert len(said) > 1, group
        for text in said:
            found = {leaf.words for leaf in table.of_leaf(Leaf(words=text))}
            assert found >= set(said) - {text}
    assert table.of_leaf(Leaf(words=("direct",), prefix=True)) == ()


# --- completion and near names ------------------------------------------------------------------------------------


def test_completion(pool: nr.Network) -> None:
    """Values whose words begin so, those of most people first; spellings of one company are one value."""
    answer = pool.complete("ac", field="company")
    assert [(one.value, one.count, one.spellings) for one in answer] == [("Acme", 3, 2)]
    assert [one.value for one in pool.complete("gonz", limit=2)] == ["Cy Gonzalez", "Di Gonzales"]
    assert pool.complete("gonz", limit=2).total == 4
    assert "and 2 more" in pool.complete("gonz", limit=2).text()
    assert [one.value for one in pool.complete("ben lu")] == ["Ben Lund"]
    assert [one.value for one in pool.complete("lund b")] == ["Ben Lund"]
    assert len(pool.complete("lu ")) == 0
    assert "nothing begins with" in pool.complete("xyz").text()
    assert "nada empieza por" in pool.complete("xyz", language="es").text()
    assert len(pool.complete(" %% ")) == 0
    for options, message in (({"field": "zodiac"}, "no field to complete"), ({"limit": 0}, "from 1")):
        with pytest.raises(OptionError, match=message):
            pool.complete("a", **options)


@given(worlds(), st.sampled_from(["d", "direct", "de mar", "c", "東", "md", ""]), st.integers(1, 4))
def test_completion_is_that_of_a_walk(world: World, typed: str, limit: int) -> None:
    """Over a field with one value: the values that match, by number of people, then by label."""
    counts: dict[str, int] = {}
    for person in world.people:
        if value := person.get("location"):
            counts[value] = counts.get(value, 0) + 1
    expression = parse(" ".join(words(typed)) + "*") if words(typed) else None
    found = [value for value in counts if expression and matches(expression, searchable(value))]
    found.sort(key=lambda value: (-counts[value], value))
    answer = complete(world.snapshot, typed, field="location", limit=limit)
    assert [(one.value, one.count) for one in answer] == [(value, counts[value]) for value in found[:limit]]
    assert answer.total == len(found)


def test_near_names(pool: nr.Network) -> None:
    """Where a name finds little, names spelled nearly so are named with their people, and are no hits."""
    answer = pool.ego("Ana Ruiz").search(last_name="gonzales")
    assert names(answer) == ["Di Gonzales"]
    assert [(near.typed, fold(near.name), near.count) for near in answer.also] == [
        ("gonzales", "gonzalez", 3)
    ]
    assert "also: González (3)" in answer.text() or "also: Gonzalez (3)" in answer.text()
    assert "también: " in answer.text(language="es")
    anywhere = pool.ego("Ana Ruiz").search(keywords="gonzales OR globx")
    assert [(near.field, fold(near.name), near.count) for near in anywhere.also] == [("name", "gonzalez", 3)]
    assert pool.ego("Ana Ruiz").search(title="directr").also == ()
    assert near_names(pool.snapshot, Criteria(last_name="gonz*")) == ()


# --- order --------------------------------------------------------------------------------------------------------


def test_hits_explain_their_place(pool: nr.Network) -> None:
    """Every hit says what is compared: degree, people who can introduce, match, fields known."""
    answer = pool.ego("Ana Ruiz").search(title="vp OR direktorin")
    assert [hit.name for hit in answer] == ["Di Gonzales", "Eva González"]
    assert answer[0].explain() == (
        "2nd degree, known by 2 people at your 1st degree, 2 points for the match, 2 fields known"
    )
    assert answer[1].explain("es").startswith("2.º grado, 1 vínculo con alguien de tu 1.er grado, 3 puntos")
    assert answer.explain().splitlines()[0].startswith("Di Gonzales: 2nd degree")
    keys = [
        (hit.degree, -hit.known_by, -hit.match_points, -hit.fields_known, fold(hit.name)) for hit in answer
    ]
    assert keys == sorted(keys)


# --- bad input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "a" + ")" * 5_000,
        "NOT",
        "NOT NOT NOT",
        '"never closed',
        "“typographic",
        "a " * 500_000,
        "%",
        "_",
        ".*",
        "😀",
        "OR",
        "a OR",
        ")",
        "",
        "\0",
    ],
)
def test_bad_expressions_point_at_the_place(pool: nr.Network, text: str) -> None:
    """What is no expression is an error with a caret, at once, whatever its length; none stands under nothing."""
    with pytest.raises(QueryError) as caught:
        pool.ego("Ana Ruiz").search(title=text)
    assert ("^" in str(caught.value)) == bool(text.strip())
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize(
    "text",
    [
        "“director de ventas”",
        "«director»",
        "director % ventas",
        "a_b",
        "c++ .",
        "[a-z]+ ^a$ (a|b)",
        "😀 director",
        "مدير",
        "‮director",
        "NOT (" * 25 + "a" + ")" * 25,
        " OR ".join(f"w{n}" for n in range(1_200)),
        "a" * 9_000,
        "NOT a " * 1_500,
    ],
)
def test_odd_expressions_are_answered(pool: nr.Network, text: str) -> None:
    """Odd signs part words, and long expressions are only long."""
    for criterion in ("title", "keywords", "skill"):
        answer = pool.ego("Ana Ruiz").search(**{criterion: text})
        assert answer.total + answer.unreachable <= 5
    assert leaves(parse(text))


# --- folding against ICU ------------------------------------------------------------------------------------------

# Letters that ICU's Latin-ASCII leaves, or spells in another way, and what becomes of them here.
BEYOND_ICU = {
    **dict(zip("ĸƆƎƏƔƟƦƩƱƷƿǝǮǯǷȜȝȠɊɋ", "koeagorsuzwezzwyynqq", strict=True)),
    "Ƣ": "gh",
    "ƣ": "gh",
    "Ƕ": "hv",
    "Ȣ": "ou",
    "ȣ": "ou",
    "ẚ": "a'",
    **dict(zip("ȸȹȿɀẜẝỺỻỼỽỾỿ", "ȸȹȿɀẜẝỻỻỽỽỿỿ", strict=True)),
    "ͺ": " ι",
}


@pytest.mark.parametrize(("first", "last"), [(0x20, 0x24F), (0x1E00, 0x1EFF), (0x370, 0x3FF), (0x400, 0x52F)])
def test_folding_equals_icu_but_for_listed_letters(first: int, last: int) -> None:
    """Letters of Europe fold as ICU transliterates them, but for the letters listed here."""
    icu = pytest.importorskip("icu")
    rules = icu.Transliterator.createInstance("NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; NFKC; Lower")
    for letter in filter(str.isalpha, map(chr, range(first, last + 1))):
        expected = BEYOND_ICU.get(letter, str(icu.UnicodeString(rules.transliterate(letter)).foldCase()))
        assert fold(letter) == expected, (letter, hex(ord(letter)))


# --- the command line ---------------------------------------------------------------------------------------------


def test_commands(pool: nr.Network, tmp_path: Path) -> None:
    """The options of search, and completion, do on the command line what they do in Python."""
    pool.save(tmp_path / "team").close()
    me = ("--ego", "Ana Ruiz")
    for options, found in (
        (("--skill", "sailing"), ["Cy Gonzalez"]),
        (("--has-email", "--country", "portugal"), ["Eva González"]),
        (("--connected-since", "2021-01-01"), ["Cy Gonzalez"]),
        (("--min-strength", "0.9", "--no-email"), ["Di Gonzales"]),
        (("--title", "director", "--synonyms", "--degree", "2"), ["Eva González"]),
    ):
        result = run("search", tmp_path / "team", *me, *options, "--json")
        assert result.exit_code == 0, result.output
        assert [hit["name"] for hit in json.loads(result.stdout)["hits"]] == found, options
    explained = run("search", tmp_path / "team", *me, "--title", "vp", "--explain")
    assert "known by 2 people at your 1st degree" in explained.stdout
    for years, code in (("2", 0), ("1-3", 0), ("-2", 0), ("some", 2)):
        result = run("search", tmp_path / "team", *me, f"--years-in-position={years}")
        assert result.exit_code == code, result.output
    result = run("complete", tmp_path / "team", "ac", "--field", "company", "--json")
    assert json.loads(result.stdout)["values"] == [{"value": "Acme", "count": 3, "spellings": 2}]
    assert "Acme" in run("complete", tmp_path / "team", "ac", "--field", "company").stdout
