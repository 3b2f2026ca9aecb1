"""The documentation does not lie: its code runs, its links lead somewhere, its lists are complete."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import netreach as nr
from netreach import errors
from netreach.kinds import KINDS
from pages import FENCE, blocks, run, same

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
ABOVE = [ROOT / name for name in ("README.md", "README.es.md", "CONTRIBUTING.md")]
PAGES = sorted([*DOCS.rglob("*.md"), *ABOVE, *ROOT.glob("examples/*/README.md")])
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


def name_of(page: Path) -> str:
    """How a page is called in a test's id."""
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """A page without its code."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings have."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found: set[str] = set()
    for heading in HEADING.findall(text):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        kept = "".join(sign for sign in plain if sign in " -_" or unicodedata.category(sign)[0] in "LN")
        found.add(kept.replace(" ", "-"))
    return found


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to run a page in; modules that the page writes are forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "src")
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        where = getattr(sys.modules[name], "__file__", None)
        if where and Path(where).is_relative_to(tmp_path):
            del sys.modules[name]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_code_runs(page: Path, workshop: Path) -> None:
    """Every Python block of a page runs, in order, and prints what the page says it prints."""
    for block, printed in run(page, workshop):
        if block.output:
            where = f"{name_of(page)}, line {block.line}"
            assert same(block.output.text, printed), (
                f"{where} prints\n{printed}\nand not\n{block.output.text}"
            )


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_blocks_say_what_they_are(page: Path) -> None:
    """Every fence names its language, and one that is not run says why."""
    for block in blocks(page.read_text(encoding="utf-8")):
        where = f"{name_of(page)}, line {block.line}"
        assert block.language, f"{where}: a fence without a language"
        assert block.language not in ("py", "python3", "pycon"), f"{where}: write python, so that it is run"
        if block.info.startswith("no-run"):
            assert re.fullmatch(r"no-run: \S.{9,}", block.info), f"{where}: no-run needs a reason"
        elif block.language == "python":
            assert not block.info or block.file, f"{where}: {block.info!r} means nothing"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_of_a_page_are_named_where_they_stand(page: Path) -> None:
    """Above every file in a page its name can be read: what stands behind the marks of a fence is not shown."""
    text, before = page.read_text(encoding="utf-8"), 0
    for fence in FENCE.finditer(text):
        name = re.search(r"file=(\S+)", fence["info"])
        if name is not None:
            above = text[before : fence.start()].rstrip().rpartition("\n\n")[2]
            assert f"`{name[1]}`" in above, f"{name_of(page)}: say above its block that it is {name[1]}"
        before = fence.end()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link between pages, and every picture, leads to a file that exists, and to a heading in it."""
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name_of(page)} links to {target}, which is not there"
        assert file.is_relative_to(ROOT), f"{name_of(page)} links to {target}, outside the project"
        if anchor:
            assert anchor in anchors(file), f"{name_of(page)} links to {target}; {path} has no such heading"


def test_every_page_is_reached() -> None:
    """From the index one comes to every page of the documentation."""
    reached: set[Path] = set()
    ahead = [DOCS / "index.md"]
    while ahead:
        page = ahead.pop()
        if page in reached:
            continue
        reached.add(page)
        links = (target.partition("#")[0] for target in LINK.findall(prose(page)))
        files = [(page.parent / link).resolve() for link in links if link.endswith(".md")]
        ahead += [file for file in files if file.is_relative_to(DOCS)]
    assert {name_of(page) for page in DOCS.rglob("*.md")} == {name_of(page) for page in reached}


def table_rows(page: Path, heading: str) -> list[list[str]]:
    """The cells of the first table whose header begins with a word, without its header and marks of code."""
    lines = page.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().replace("`", "") for cell in line.strip("|").split("|")])
    return rows


def section(heading: str) -> str:
    """One section of the reference of the API."""
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_public_names_are_listed() -> None:
    """The reference of the API has one line for every public name, in the order of `__all__`."""
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    listed = re.findall(
        r"^- `(?:netreach\.)?(\w+)",
        text.partition("## Names of `netreach`")[2].partition("\n## ")[0],
        re.MULTILINE,
    )
    assert sorted(listed) == sorted(nr.__all__)


@pytest.mark.parametrize("facade", ["Network", "Ego"])
def test_methods_are_listed(facade: str) -> None:
    """The reference of the API has one line for every public method and property of the two facades."""
    listed = set(re.findall(r"^- `(\w+)", section(f"`{facade}`"), re.MULTILINE))
    public = {name for name in dir(getattr(nr, facade)) if not name.startswith("_")}
    assert listed >= public, f"not listed: {sorted(public - listed)}"
    extra = sorted(name for name in listed - public if name != "path")
    assert not extra, f"listed, but not there: {extra}"


def test_errors_are_listed() -> None:
    """The reference of errors has a row for every error class, with the class it derives from."""
    classes = {
        name: value
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.NetreachError)
    }
    rows = table_rows(DOCS / "reference" / "errors.md", "error")
    assert len({row[0] for row in rows}) == len(rows), "an error has two rows"
    assert {row[0]: row[1] for row in rows} == {
        name: ", ".join(base.__name__ for base in value.__bases__) for name, value in classes.items()
    }
    for row in rows:
        assert len(row) == 4, f"{row[0]} needs a cause and a cure"
        assert all(len(cell) > 10 for cell in row[2:]), f"{row[0]} needs a cause and a cure"


def test_kinds_are_listed() -> None:
    """The page on what makes a tie has the table of kinds as the code has it."""
    makes = {"always": "yes", "both_ways": "in both directions", "never": "no"}
    rows = table_rows(DOCS / "explanation" / "what-makes-a-tie.md", "kind")
    assert [row[:5] for row in rows] == [
        [
            kind.name,
            makes[kind.makes_tie],
            f"{kind.p:g}",
            f"{kind.cap:g}" if kind.counted else "",
            f"{kind.half_life_days / 365:g} years" if kind.half_life_days else "never",
        ]
        for kind in KINDS
    ]


def test_dependencies_are_explained() -> None:
    """The page on dependencies has a row for everything that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[^A-Za-z0-9-]", item)[0] for group in groups for item in group} - {project["name"]}
    tables = [table_rows(DOCS / "dependencies.md", heading) for heading in ("library", "extra", "tool")]
    assert sorted(row[0] for table in tables for row in table) == sorted(names)


def test_commands_are_current() -> None:
    """The reference of the command line is what `docs/generate.py` writes today."""
    done = subprocess.run(
        [sys.executable, str(DOCS / "generate.py"), "--check"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_the_example_of_the_how_to_is_the_example_package() -> None:
    """The example package is where the how-to says, and its parts are named there."""
    text = (DOCS / "how-to" / "write-an-importer.md").read_text(encoding="utf-8")
    package = ROOT / "examples" / "netreach-meetup"
    assert "../../examples/netreach-meetup" in text
    assert (package / "src" / "netreach_meetup" / "importer.py").exists()


def test_no_page_names_a_machine() -> None:
    """Pages hold no paths of somebody's machine."""
    for page in PAGES:
        assert not re.search(
            r"(?<![\w.])/(?:home|Users|root|work|tmp|opt)/\w", page.read_text(encoding="utf-8")
        ), page


def test_layers_are_those_of_the_contract() -> None:
    """The page on the design lists the layers as import-linter checks them."""
    contract = (
        (ROOT / ".importlinter").read_text(encoding="utf-8").partition("layers =\n")[2].partition("\n\n")[0]
    )
    checked = [sorted(re.findall(r"\w+", line)) for line in contract.splitlines() if line.startswith("    ")]
    text = (DOCS / "design.md").read_text(encoding="utf-8").partition("\n## Layers\n")[2]
    listed = [
        sorted(re.findall(r"\w+", line.partition("  ")[0]))
        for line in FENCE.search(text)["body"].splitlines()
    ]
    assert listed == checked


def test_scorers_are_listed() -> None:
    """The page on introducers has a row for every built-in scorer, with how it combines the legs."""
    scorers = nr.Registry(entry_points=False).scorers
    rows = table_rows(DOCS / "explanation" / "introducers.md", "scorer")
    words = {"sum": "added", "product": "multiplied"}
    assert {row[0]: row[2] for row in rows} == {name: words[one.combine] for name, one in scorers.items()}


SECTIONS = {
    "Try it": "Pruébalo",
    "Ten lines": "Diez líneas",
    "What it does": "Qué hace",
    "How fast, honestly": "Qué rapidez tiene, sin adornos",
    "Documentation": "Documentación",
    "Licence": "Licencia",
}
"""The sections of the two README pages."""


def test_both_readmes_have_the_same_sections() -> None:
    """README.es.md has the sections of README.md, in their order, with the same points, pictures and programs."""
    english, spanish = (ROOT / name for name in ("README.md", "README.es.md"))
    texts = {page: page.read_text(encoding="utf-8") for page in (english, spanish)}
    heads = {page: re.findall(r"^## (.*)$", text, re.MULTILINE) for page, text in texts.items()}
    assert [SECTIONS[head] for head in heads[english]] == heads[spanish]
    for mark in (r"^- \*\*", r"^!\["):
        counts = [len(re.findall(mark, text, re.MULTILINE)) for text in texts.values()]
        assert counts[0] == counts[1], f"one of the two has more of {mark}"
    sessions = {
        page: [
            command.replace(" --language es", "")
            for block in blocks(text)
            if block.language == "console"
            for command in re.findall(r"^\$ (.*)$", block.body, re.MULTILINE)
        ]
        for page, text in texts.items()
    }
    assert sessions[english] == sessions[spanish], (
        "copy the command into README.es.md, add --language es, and run python tests/pages.py README.es.md"
    )


def test_notebooks_are_stored_without_outputs() -> None:
    """Notebooks begin with a heading, end by deleting what they wrote, and hold no outputs: the site runs them."""
    found = sorted((DOCS / "notebooks").glob("*.ipynb"))
    assert len(found) >= 4
    for page in found:
        cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
        assert cells[0]["cell_type"] == "markdown", page.name
        assert "".join(cells[0]["source"]).startswith("# "), page.name
        assert "rmtree" in "".join(cells[-1]["source"]), page.name
        for cell in cells:
            if cell["cell_type"] == "code":
                assert (cell["outputs"], cell["execution_count"]) == ([], None), page.name


@pytest.mark.parametrize("page", sorted((DOCS / "notebooks").glob("*.ipynb")), ids=lambda page: page.stem)
def test_links_of_notebooks(page: Path) -> None:
    """Every link in a notebook leads to a page, and to a heading in it."""
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        for target in LINK.findall("".join(cell["source"])) if cell["cell_type"] == "markdown" else []:
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve()
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), target
