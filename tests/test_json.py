"""What `--json` prints: the shapes of the schemas, in both languages, and nothing that is no JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from small_pool import COMMANDS, Pool, answer, make_pool, run, write_table

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    """A small network."""
    return make_pool(tmp_path_factory.mktemp("json"))


def load() -> dict[str, Any]:
    """All schemas by file name."""
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}


def check(name: str, data: object) -> None:
    """Fail unless the data have the shape that a schema names."""
    schemas = load()
    registry: Registry[Any] = Registry().with_resources(
        (file, Resource.from_contents(schema)) for file, schema in schemas.items()
    )
    validator = Draft202012Validator(schemas[f"{name}.json"], registry=registry)
    errors = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
        for error in validator.iter_errors(data)
    ]
    assert not errors, "\n".join(errors[:5])


def keys(data: object, path: str = "") -> Iterator[str]:
    """Every key of plain data with the way to it; the places of a list are one."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield f"{path}/{key}"
            yield from keys(value, f"{path}/{key}")
    elif isinstance(data, list):
        for value in data:
            yield from keys(value, f"{path}[]")


def both(name: str, *args: object) -> Any:
    """Check a command's answer in both languages and return the English one."""
    english, spanish = (answer(name, *args, "--language", language) for language in ("en", "es"))
    for data in (english, spanish):
        check(name, data)
    assert set(keys(english)) == set(keys(spanish))
    return english


@pytest.mark.parametrize("file", sorted(load()))
def test_schemas_are_schemas(file: str) -> None:
    """Every schema is valid, strict about what it does not name, and says what it is for."""
    schema = load()[file]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == file
    assert schema["title"]
    for part in objects(schema):
        open_ended = part.get("additionalProperties", True) is True
        assert not open_ended, f"{file}: an object that allows anything: {part}"


def objects(part: object) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes an object."""
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for value in part.values():
            yield from objects(value)
    elif isinstance(part, list):
        for value in part:
            yield from objects(value)


def test_every_command_has_a_schema() -> None:
    """There is a schema for every command, and none for anything else."""
    assert {path.stem for path in SCHEMAS.glob("*.json")} == {*COMMANDS, "common"}


def test_import(pool: Pool, tmp_path: Path) -> None:
    """An import accounts for every row, also of tables with rows that cannot be used."""
    data = answer("import", pool.exports[0], pool.companies, "--into", tmp_path / "a.netreach")
    check("import", data)
    bad = write_table(tmp_path / "ties.csv", "source,target", "Ana,Ben", "Ben,", "Ben,Ben", ",")
    report = answer("import", bad, "--into", tmp_path / "b.netreach")
    check("import", report)
    for source in [*data["sources"], *report["sources"]]:
        left_out = sum(rule["rows"] for rule in source["left_out"])
        assert source["rows"] == source["used"] + source["empty"] + left_out + source["problem_rows"]
    again = answer("import", bad, "--into", tmp_path / "b.netreach", "--language", "es")
    check("import", again)
    assert again["sources"][0]["already"]
    assert again["new_professionals"] == again["new_ties"] == 0


def test_pyramid(pool: Pool) -> None:
    """The pyramid's counts add up to its total, and its shares to one."""
    data = both("pyramid", pool.path, "--ego", pool.ego)
    assert sum(layer["count"] for layer in data["degrees"]) == data["total"]
    assert sum(layer["share"] for layer in data["degrees"]) == pytest.approx(1, abs=1e-12)


def test_search(pool: Pool) -> None:
    """A search has its counts, facets and hits, whatever criteria there are."""
    data = both("search", pool.path, "--ego", pool.ego)
    assert data["criteria"] == {}
    assert len(data["hits"]) == 10
    several = ["--title", "director*", "--title", "manager", "--company", "NOT zzz", "--keywords", "a*"]
    data = both("search", pool.path, "--ego", pool.ego, *several, "--degree", 2, "--contacts-of", pool.ego)
    assert data["criteria"]["title"] == ["director*", "manager"]
    nobody = both("search", pool.path, "--ego", pool.ego, "--title", "zzzz")
    assert nobody["total"] == 0
    assert nobody["by_degree"][0]["share"] is None


def test_introducers(pool: Pool) -> None:
    """The terms of every leg add up to its value, and the legs to the score."""
    data = both("introducers", pool.path, "--ego", pool.ego, "--to", pool.near)
    assert data["introducers"]
    for introducer in data["introducers"]:
        assert sum(leg["value"] for leg in introducer["legs"]) == pytest.approx(introducer["score"], abs=1e-9)
        for leg in introducer["legs"]:
            assert sum(term["value"] for term in leg["terms"]) == pytest.approx(leg["value"], abs=1e-9)


def test_every_scorer(pool: Pool) -> None:
    """The shape is the same whatever ranks."""
    scorers = [plugin["name"] for plugin in answer("plugins")["plugins"] if plugin["kind"] == "scorer"]
    assert len(scorers) > 5
    for name in scorers:
        options = ("--ego", pool.ego, "--to", pool.near, "--scorer", name)
        check("introducers", answer("introducers", pool.path, *options))


def test_introducers_further_away(pool: Pool) -> None:
    """The shape is the same for somebody at the 3rd degree, a direct contact, and somebody out of reach."""
    contact = answer("search", pool.path, "--ego", pool.ego, "--degree", 1)["hits"][0]["id"]
    for to in (pool.far, contact):
        both("introducers", pool.path, "--ego", pool.ego, "--to", to)
    none = both("introducers", pool.path, "--ego", pool.ego, "--to", pool.far, "--cutoff", 2)
    assert none["degree"] is None
    assert none["introducers"] == []


@pytest.mark.parametrize("more", [(), ("--diverse",), ("-k", 1), ("--cutoff", 2)])
def test_paths(pool: Pool, more: tuple[object, ...]) -> None:
    """Paths lead from the ego to the target, strongest first."""
    data = both("paths", pool.path, "--ego", pool.ego, "--to", pool.far, *more)
    strengths = [path["strength"] for path in data["paths"]]
    assert strengths == sorted(strengths, reverse=True)
    for path in data["paths"]:
        assert path["people"][-1]["id"] == pool.far
        assert path["distance"] == len(path["legs"]) == len(path["people"]) - 1


def test_introduce(pool: Pool) -> None:
    """There is a message for every introducer on the way."""
    near = both("introduce", pool.path, "--ego", pool.ego, "--to", pool.near, "--reason", "We make lamps.")
    assert len(near["messages"]) == 1
    far = both("introduce", pool.path, "--ego", pool.ego, "--to", pool.far, "--reason", "We make lamps.")
    assert len(far["messages"]) == 2


def test_person(pool: Pool) -> None:
    """A person has a record, with an ego also a degree and shared contacts."""
    alone = both("person", pool.path, pool.ego)
    assert alone["ego"] is alone["degree"] is alone["shared_contacts"] is None
    seen = both("person", pool.path, pool.near, "--ego", pool.ego)
    assert seen["degree"] == 2
    assert seen["shared_contacts"]


def test_sources_and_problems(pool: Pool, tmp_path: Path) -> None:
    """Sources and problems have their shapes, where there are any and where there are none."""
    assert len(both("sources", pool.path)["sources"]) == len(pool.exports) + 1
    both("problems", pool.path)
    bad = write_table(tmp_path / "ties.csv", "source,target,strength", "Ana,Ben,0.5", "Ben,Eva,7", "Ana,,1")
    answer("import", bad, "--into", tmp_path / "b.netreach")
    data = both("problems", tmp_path / "b.netreach")
    assert data["total"] == len(data["problems"]) > 0
    assert len(answer("problems", tmp_path / "b.netreach", "--limit", 0)["problems"]) == 0


def test_plugins() -> None:
    """The built-in importers and scorers are listed with what they do."""
    data = both("plugins")
    assert {"linkedin", "tables", "overall"} <= {plugin["name"] for plugin in data["plugins"]}


def test_nothing_else_is_printed(pool: Pool) -> None:
    """With `--json` the output is one value, in UTF-8 as it is, and standard error is empty."""
    done = run("search", pool.path, "--ego", pool.ego, "--limit", 500, "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout)["hits"]
    assert any(ord(sign) > 0x250 for sign in done.stdout), "names in other scripts are not escaped"


def test_hostile_names_cannot_act(tmp_path: Path) -> None:
    """In JSON, too, nothing can act on a terminal, and the value is still the name as it was."""
    name = "Eva\u202eLund\u2066\x9b31m"
    table = write_table(tmp_path / "ties.csv", "source,target", f"Ana,{name}")
    answer("import", table, "--into", tmp_path / "a.netreach")
    done = run("search", tmp_path / "a.netreach", "--ego", "Ana", "--json")
    assert not set(done.stdout) & set("\u202e\u2066\x9b\x1b")
    hit = json.loads(done.stdout)["hits"][0]
    assert "\u202e" in hit["name"] or hit["name"] == "EvaLund31m"
