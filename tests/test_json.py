"""What `--json` prints: the shapes of the schemas, in both languages, and nothing that is no JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from typer.main import get_command

from netreach.answers.candidates import Reason
from netreach.cli import app
from small_pool import Pool, answer, run, write_table

SCHEMAS = Path(__file__).parent / "schemas"


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


def names(command: object) -> Iterator[str]:
    """The names of all commands; those of a group have its name before theirs."""
    for name, below in getattr(command, "commands", {}).items():
        inner = list(names(below))
        yield from (f"{name}-{one}" for one in inner) if inner else (name,)


def test_every_command_has_a_schema() -> None:
    """There is a schema for every command that prints data, and none for anything else."""
    silent = {"hide", "unhide"}
    commands = set(names(get_command(app)))
    assert silent < commands
    assert {path.stem for path in SCHEMAS.glob("*.json")} == {*commands - silent, "common"}


def test_importer(tmp_path: Path) -> None:
    """A generated package is a list of files, its test a report of laws; a broken law is in the report too."""
    data = answer("importer", "generate", tmp_path / "netreach-guests")
    check("importer-generate", data)
    assert "pyproject.toml" in data["files"]
    for language in ("en", "es"):
        spoken = answer(
            "importer", "test", tmp_path / "netreach-guests", "--flips", 1, "--language", language
        )
        check("importer-test", spoken)
        assert spoken["holds"]
    (tmp_path / "netreach-guests" / "tests" / "data" / "expected.json").write_text('{"records": []}')
    broken = run("importer", "test", tmp_path / "netreach-guests", "--flips", 0, "--json")
    assert broken.exit_code == 1
    check("importer-test", json.loads(broken.stdout))
    assert not json.loads(broken.stdout)["holds"]


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
    more = [
        "--skill",
        "NOT zzz",
        "--country",
        "NOT zzz",
        "--no-email",
        "--years-in-position=-90",
        "--synonyms",
    ]
    more += ["--connected-since", "2001-01-01", "--min-strength", 0.01, "--title", "director OR NOT director"]
    data = both("search", pool.path, "--ego", pool.ego, *more)
    assert data["criteria"]["years_in_position"] == [0.0, 90.0]
    assert data["synonyms"]["director"]
    nobody = both("search", pool.path, "--ego", pool.ego, "--title", "zzzz")
    assert nobody["total"] == 0
    assert nobody["by_degree"][0]["share"] is None


def test_territory(pool: Pool) -> None:
    """Segments and the unknown add up, for one field and for two, with criteria and without anybody."""
    data = both("territory", pool.path, "--ego", pool.ego, "--by", "location", "--limit", 5000)
    assert data["segments"]
    counts = [segment["count"] for segment in [*data["segments"], data["unknown"]]]
    assert sum(counts) == data["total"] == data["known"] + data["unknown"]["count"]
    assert any(segment["door"] for segment in data["segments"])
    two = both("territory", pool.path, "--ego", pool.ego, "--by", "company", "--by", "title", "--degree", 2)
    assert len(two["segments"][0]["values"]) == 2
    assert both("territory", pool.path, "--ego", pool.ego, "--title", "zzzz")["segments"] == []


def test_doors(pool: Pool) -> None:
    """Doors have their shape for a company, for criteria, for nobody and for a name that is none."""
    company = answer("territory", pool.path, "--ego", pool.ego, "--by", "company")["segments"][0]["values"][0]
    data = both("doors", pool.path, "--ego", pool.ego, "--to", company.upper())
    assert data["doors"]
    assert data["doors"][0]["leg"]["evidence"]
    segment = both("doors", pool.path, "--ego", pool.ego, "--title", "manager", "--scope", "any")
    assert segment["company"] is None
    assert both("doors", pool.path, "--ego", pool.ego, "--to", "zzzz")["total"] == 0


def test_compasses(pool: Pool, tmp_path: Path) -> None:
    """Compasses have their shapes when they are saved, listed, run, compared and removed."""
    path = tmp_path / "a.netreach"
    answer("import", *pool.exports[:3], "--into", path)
    check("compass-save", answer("compass", "save", path, "m", "--title", "manager", "--title", "head"))
    check("compass-save", answer("compass", "save", path, "c", "--contacts-of", pool.ego, "--degree", 1))
    listed = answer("compass", "list", path)
    check("compass-list", listed)
    assert [compass["name"] for compass in listed["compasses"]] == ["c", "m"]
    first = answer("compass", "run", path, "m", "--ego", pool.ego)
    check("compass-run", first)
    answer("import", *pool.exports[3:], "--into", path)
    second = answer("compass", "run", path, "m", "--ego", pool.ego, "--language", "es")
    check("compass-run", second)
    assert sum(new["count"] for new in second["new"]) >= second["result"]["total"] - first["result"]["total"]
    check("compass-compare", answer("compass", "compare", path, "m", "c", "--ego", pool.ego))
    check("compass-remove", gone := answer("compass", "remove", path, "m"))
    assert [compass["name"] for compass in gone["compasses"]] == ["c"]


def test_complete(pool: Pool) -> None:
    """Values that begin so, the commonest first."""
    data = both("complete", pool.path, "a", "--field", "title")
    counts = [value["count"] for value in data["values"]]
    assert counts == sorted(counts, reverse=True)
    assert counts


def test_introducers(pool: Pool) -> None:
    """The terms of every leg add up to its value, and the legs to the score."""
    data = both("introducers", pool.path, "--ego", pool.ego, "--to", pool.near)
    assert data["introducers"]
    for introducer in data["introducers"]:
        assert sum(leg["value"] for leg in introducer["legs"]) == pytest.approx(introducer["score"], abs=1e-9)
        for leg in introducer["legs"]:
            assert sum(term["value"] for term in leg["terms"]) == pytest.approx(leg["value"], abs=1e-9)


def test_introducers_with_every_option(pool: Pool) -> None:
    """The shape is the same with a goal, resamples, what-ifs and without people or evidence."""
    asked = ("--ego", pool.ego, "--to", pool.near)
    data = both("introducers", pool.path, *asked, "--goal", "sale", "--stability", 20, "--what-if")
    assert data["goal"] == "sale"
    assert data["resamples"] == 20
    first = data["introducers"][0]
    assert 0 <= first["stability"]["first"] <= 1
    assert first["what_ifs"]
    for introducer in data["introducers"]:
        for leg in introducer["legs"]:
            assert "goal_sale" in [term["kind"] for term in leg["terms"]]
            assert sum(term["value"] for term in leg["terms"]) == pytest.approx(leg["value"], abs=1e-9)
    left = ("--without", first["id"], "--without-evidence", "message")
    without = both("introducers", pool.path, *asked, *left)
    assert without["without"]["evidence"] == ["message"]
    assert first["id"] not in [introducer["id"] for introducer in without["introducers"]]
    assert without["total"] == data["total"] - 1


def test_kinds(pool: Pool) -> None:
    """The table of kinds has every row, and what differs from the built-in one."""
    data = both("kinds", pool.path)
    assert data["changes"] == {}
    assert {row["basis"] for row in data["kinds"]} == {"observed", "inferred", "declared"}


def test_declared_and_asked(pool: Pool, tmp_path: Path) -> None:
    """What is declared is counted, and a questionnaire says where it lies and how many rows it has."""
    team, table = tmp_path / "team.netreach", tmp_path / "asked.csv"
    shutil.copytree(pool.path, team)
    data = answer("declare", team, pool.ego, pool.near, "--strength", 0.4)
    check("declare", data)
    assert data["declared"] == 1
    data = answer("questionnaire", team, "--for", pool.ego, "--output", table, "--limit", 7)
    check("questionnaire", data)
    assert data["rows"] == 7 == len(table.read_text(encoding="utf-8").splitlines()) - 1
    assert run("questionnaire", team, "--for", pool.ego, "--output", "-", "--json").exit_code == 2


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
    """Paths lead from the ego to the target, strongest first; of diverse ones first those that share nobody."""
    data = both("paths", pool.path, "--ego", pool.ego, "--to", pool.far, *more)
    strengths = [path["strength"] for path in data["paths"]][: data["disjoint"]]
    assert strengths == sorted(strengths, reverse=True)
    assert [bool(path["shared"]) for path in data["paths"]] == [
        data["disjoint"] is not None and place >= data["disjoint"] for place in range(len(data["paths"]))
    ]
    for path in data["paths"]:
        assert path["people"][-1]["id"] == pool.far
        assert path["distance"] == len(path["legs"]) == len(path["people"]) - 1


def test_paths_around_and_through(pool: Pool) -> None:
    """Nobody who is to be avoided is on a path, and everybody is on the way who is to be gone through."""
    plain = both("paths", pool.path, "--ego", pool.ego, "--to", pool.far)
    first = plain["paths"][0]["people"][1]
    around = both("paths", pool.path, "--ego", pool.ego, "--to", pool.far, "--avoid", first["id"])
    assert first["id"] not in {person["id"] for path in around["paths"] for person in path["people"]}
    assert around["avoid"] == [first["name"]]
    over = both("paths", pool.path, "--ego", pool.ego, "--to", pool.far, "--through", first["id"])
    assert over["paths"][0] == plain["paths"][0]
    assert all(first["id"] in {person["id"] for person in path["people"]} for path in over["paths"])


def test_introduce(pool: Pool) -> None:
    """There is a message for every introducer on the way."""
    near = both("introduce", pool.path, "--ego", pool.ego, "--to", pool.near, "--reason", "We make lamps.")
    assert len(near["messages"]) == 1
    far = both("introduce", pool.path, "--ego", pool.ego, "--to", pool.far, "--reason", "We make lamps.")
    assert len(far["messages"]) == 2


def test_letters(pool: Pool, tmp_path: Path) -> None:
    """The log has its shape when it is empty, after drafts were kept, and after one was marked."""
    path = tmp_path / "a.netreach"
    answer("import", *pool.exports, "--into", path)
    check("letters-list", empty := answer("letters", "list", path))
    assert empty["letters"] == []
    asked = (
        "--ego",
        pool.ego,
        "--to",
        pool.far,
        "--reason",
        "We make lamps.",
        "--keep",
        "--day",
        "2026-03-01",
    )
    check("introduce", answer("introduce", path, *asked, "--tone", "formal", "--length", "short"))
    check("letters-list", listed := answer("letters", "list", path, "--language", "es"))
    assert len(listed["letters"]) == 2
    one = listed["letters"][0]
    check("letters-mark", marked := answer("letters", "mark", path, one["id"], "sent", "--day", "2026-03-02"))
    assert [entry["status"] for entry in marked["letters"][0]["history"]] == ["drafted", "sent"]
    check("introduce", again := answer("introduce", path, *asked, "--language", "es"))
    assert "enviada, 2 mar 2026" in again["asked"][0]
    check("letters-templates", answer("letters", "templates", tmp_path / "mine"))


def test_plots(pool: Pool, tmp_path: Path) -> None:
    """What was drawn is told: file, kind, theme and size; the file is there."""
    path = shutil.copytree(pool.path, tmp_path / "team.netreach")
    for name, title in (("heads", "head"), ("leads", "lead OR head")):
        answer("compass", "save", path, name, "--title", title)
    for name, more in (
        ("pyramid", ()),
        ("path", ("--to", pool.far)),
        ("introducers", ("--to", pool.near)),
        ("territory", ("--by", "company", "--by", "title")),
        ("search", ("--title", "head")),
        ("doors", ("--title", "head")),
        ("compass", ("heads",)),
        ("compare", ("heads", "leads")),
        ("changes", ("--since", "2020-01-01")),
    ):
        file = tmp_path / f"{name}.svg"
        data = answer("plot", name, path, *more, "--ego", pool.ego, "--output", file, "--width", 400)
        check(f"plot-{name}", data)
        assert (data["kind"], data["theme"]) == ("svg", "auto")
        assert file.stat().st_size == data["bytes"]


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


def test_scope(pool: Pool) -> None:
    """A search outside the present says so among its criteria."""
    for scope in ("past", "any"):
        data = both("search", pool.path, "--ego", pool.ego, "--title", "a*", "--scope", scope)
        assert data["criteria"]["scope"] == scope
    now = both("search", pool.path, "--ego", pool.ego, "--title", "a*", "--scope", "current")
    assert "scope" not in now["criteria"]


def test_earlier_jobs(tmp_path: Path) -> None:
    """What an earlier table said of somebody's job is a position of its own kind."""
    network = two_tables(tmp_path)
    data = both("person", network, "Eva Lund")
    assert [row["kind"] for row in data["person"]["positions"]] == ["claim"]


def two_tables(folder: Path) -> Path:
    """A network of two archives of one owner: in the newer one somebody has another job, and somebody is new."""
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    eva, ben = (f"https://www.linkedin.com/in/{slug}" for slug in ("eva-lund", "ben-okafor"))
    old = write_table(folder / "old" / "Connections.csv", head, f"Eva,Lund,{eva},,Acme,Editor,01 Mar 2024")
    new = write_table(
        folder / "new" / "Connections.csv",
        head,
        f"Eva,Lund,{eva},,Fjord Press,Editor in Chief,01 Mar 2024",
        f"Ben,Okafor,{ben},,Acme,CMO,02 May 2025",
    )
    network = folder / "a.netreach"
    for file in (old, new):
        answer("import", file, "--into", network, "--owner", "https://www.linkedin.com/in/ana-ruiz")
    return network


def test_changes(pool: Pool, tmp_path: Path) -> None:
    """Changes have their shape between two versions, since a day, with an ego and without one."""
    network = two_tables(tmp_path)
    ana = "https://www.linkedin.com/in/ana-ruiz"
    data = both("changes", network, "--ego", ana)
    assert data["counts"]["job_moves"] == len(data["job_moves"]) == 1
    assert [near["to"] for near in data["nearer"]] == [1]
    assert both("changes", network)["ego"] is None
    before = both("changes", pool.path, "--since", "2020-01-01", "--ego", pool.ego, "--limit", 3)
    assert before["counts"]["new_ties"] > len(before["new_ties"]) == 3
    assert not any(both("changes", pool.path, "--since", pool_version(pool))["counts"].values())


def pool_version(pool: Pool) -> str:
    """The id of the version of a network."""
    version: str = answer("sources", pool.path)["version"]
    return version


def test_review(pool: Pool) -> None:
    """The evidence of every pair adds up to its score, and every kind of evidence is one that the schema names."""
    data = both("review", pool.path, "--min-score", -5)
    assert data["total"] == len(data["candidates"]) > 1
    for pair in data["candidates"]:
        assert sum(reason["bits"] for reason in pair["reasons"]) == pytest.approx(pair["score"], abs=1e-9)
    few = both("review", pool.path, "--limit", 0)
    assert few["candidates"] == []
    pairs = load()["review.json"]["properties"]["candidates"]["items"]["properties"]
    for kind in pairs["reasons"]["items"]["properties"]["kind"]["enum"]:
        assert Reason(kind=kind, bits=1.0, a="a", b="b").text()


def test_remove_person(pool: Pool, tmp_path: Path) -> None:
    """A removal counts what went, for a contact and for an owner whose export goes with them."""
    network = tmp_path / "a.netreach"
    answer("import", *pool.exports[:3], "--into", network)
    contact = answer("search", network, "--ego", pool.ego, "--degree", 1)["hits"][-1]["id"]
    answer("person", network, contact)
    gone = answer("remove-person", network, contact, "--language", "es")
    check("remove-person", gone)
    assert gone["rewritten"] > 0
    assert gone["rows"] > 0
    owner = answer("remove-person", network, pool.ego, "--yes")
    check("remove-person", owner)
    assert owner["sources"] == [pool.exports[0].name]
    check("readmit", back := answer("readmit", network, pool.ego))
    assert back["files"]
    check("sources", listed := answer("sources", network))
    assert any(source["rewritten"] for source in listed["sources"])


def test_export(pool: Pool, tmp_path: Path) -> None:
    """What is stored about somebody has its shape: for an owner, in tables, with decisions, and in a file."""
    check("export", owner := exported(pool.path, pool.ego))
    assert any(source["is_owner"] for source in owner["sources"])
    assert any(source["evidence"] for source in owner["sources"])
    table = write_table(tmp_path / "ties.csv", "source,target,strength,since", "Ana,Ben,0.5,2020-01-01")
    network = tmp_path / "a.netreach"
    answer("import", table, "--into", network)
    assert run("hide", network, "Ben").exit_code == 0
    check("export", hidden := exported(network, "Ben"))
    assert [said["kind"] for said in hidden["decisions"]] == ["hide"]
    (tie,) = hidden["sources"][0]["ties"]
    assert tie["with"] == "Ana"
    assert (tie["strength"], tie["since"]) == (0.5, "2020-01-01")
    assert run("export", network, "Ben", "--output", tmp_path / "ben.json").exit_code == 0
    assert json.loads((tmp_path / "ben.json").read_text(encoding="utf-8")) == hidden


def exported(network: Path, who: str) -> Any:
    """What `netreach export` prints: always JSON."""
    done = run("export", network, who)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


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
