"""A small pooled network on disk, made by the command line from exports of invented people."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import attrs
from typer.testing import CliRunner, Result

import netreach as nr
from netreach.cli import app
from netreach.cli.demo_world import choose_pool
from netreach.testing import make_world, write_linkedin_export

COMMANDS = (
    "import",
    "pyramid",
    "search",
    "introducers",
    "paths",
    "introduce",
    "person",
    "sources",
    "problems",
    "plugins",
    "demo",
)


def run(*args: object, env: dict[str, str] | None = None, input: str | None = None) -> Result:
    """Run a command in this process, on a terminal of 80 columns that is none."""
    clean = {
        "NETREACH_EGO": "",
        "NETREACH_LANGUAGE": "",
        "NETREACH_DEBUG": "",
        "COLUMNS": "80",
        "NO_COLOR": "",
    }
    return CliRunner().invoke(app, [str(arg) for arg in args], env={**clean, **(env or {})}, input=input)


def answer(*args: object, env: dict[str, str] | None = None) -> Any:
    """Run a command with `--json` and return what it printed."""
    done = run(*args, "--json", env=env)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout, parse_constant=lambda name: pytest_fail(f"{name} is no JSON"))


def pytest_fail(why: str) -> None:
    """Fail the test that is running."""
    raise AssertionError(why)


@attrs.frozen(kw_only=True)
class Pool:
    """A network of a dozen exports, a company table and a table with rows that cannot be used.

    Attributes:
        path: The network.
        exports: The LinkedIn archives; the ego's is the first.
        companies: The company table.
        ego: Address of the ego.
        name: Name of the ego.
        near: Id of somebody at the 2nd degree with several introducers.
        far: Id of somebody at the 3rd degree.
    """

    path: Path
    exports: tuple[Path, ...]
    companies: Path
    ego: str
    name: str
    near: str
    far: str


def make_pool(folder: Path) -> Pool:
    """Write the exports and import them."""
    world = make_world(1_200, seed=11, mean_contacts=10)
    owners = choose_pool(world, 16)
    exports = tuple(write_linkedin_export(world, owner, folder / "exports") for owner in owners)
    companies = folder / "companies.csv"
    with companies.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("company", "industry", "size", "country"))
        writer.writerows(world.companies_table())
    path = folder / "team.netreach"
    answer("import", *exports, "--into", path)
    answer("import", companies, "--into", path)
    ego = world.email(owners[0])
    with nr.open(path) as network:
        seen = network.ego(ego)
        second, third = ([hit.id for hit in seen.search(degree=degree)] for degree in (2, 3))
        found = {who: seen.introducers(who).total for who in second[:30]}
    return Pool(
        path=path,
        exports=exports,
        companies=companies,
        ego=ego,
        name=world.full_name(owners[0]),
        near=max(found, key=lambda who: found[who]),
        far=third[0],
    )


def copied(pool: Pool, folder: Path) -> Pool:
    """Return a pool of one's own in an empty folder, to do anything with."""
    root = pool.path.parent
    shutil.copytree(root, folder, dirs_exist_ok=True)

    def there(path: Path) -> Path:
        return folder / path.relative_to(root)

    return attrs.evolve(
        pool,
        path=there(pool.path),
        exports=tuple(map(there, pool.exports)),
        companies=there(pool.companies),
    )


def state(folder: Path) -> dict[str, bytes]:
    """What a network holds: every file except the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("write.lock", "writer.json")
    }


def write_table(path: Path, header: str, *rows: str) -> Path:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What must never reach a terminal."""
