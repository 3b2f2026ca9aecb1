"""The whole world of the demo on disk: forty archives, the tables of everybody, and the two networks made of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import attrs

from netreach.cli.demo_world import PEOPLE, SEED, choose_pool, write_exports

_READY: Final = "ready.json"
TABLES: Final = ("people.parquet", "ties.parquet", "companies.parquet")

Tell = Callable[[str], None]
Run = Callable[[list[str]], str]


@attrs.frozen(kw_only=True)
class Whole:
    """What has been made.

    Attributes:
        folder: Where `exports`, `world`, `team.netreach` and `world.netreach` are.
        ego: Profile of the person of whom the story is told.
        people: How many people live in the world.
        archives: The LinkedIn archives, the ego's first.
        imported: What `netreach import --json` printed for each of the two networks.
    """

    folder: Path
    ego: str
    people: int
    archives: tuple[Path, ...]
    imported: dict[str, dict[str, Any]]


def kept_place() -> Path:
    """Return where the demo keeps the whole world for the next time."""
    from netreach.testing.saved import cache_folder, generator_digest

    here = Path(__file__).parent
    code = hashlib.sha256(generator_digest().encode())
    for module in ("demo_world.py", "demo_whole.py"):
        code.update((here / module).read_bytes())
    return cache_folder() / f"demo-{PEOPLE}-{SEED}-{code.hexdigest()[:12]}"


def whole(folder: Path, *, run: Run, tell: Tell, people: int = PEOPLE) -> Whole:
    """Return the whole world, made where it is not there or is damaged.

    Args:
        folder: Where it goes.
        run: Runs a command of netreach and returns what it prints.
        tell: Called with the key of what is being done.
        people: How many people live in it.
    """
    found = _found(folder)
    return found if found is not None else _made(folder, run, tell, people)


def _found(folder: Path) -> Whole | None:
    from netreach.errors import NetreachError
    from netreach.opening import open_network

    try:
        ready = json.loads((folder / _READY).read_text(encoding="utf-8"))
        for name, answer in ready["imported"].items():
            with open_network(folder / name) as network:
                if network.version != answer["version"]:
                    return None
        archives = tuple(folder / "exports" / name for name in ready["archives"])
        if not all(file.is_file() for file in (*archives, *(folder / "world" / name for name in TABLES))):
            return None
        return Whole(
            folder=folder,
            ego=ready["ego"],
            people=ready["people"],
            archives=archives,
            imported=ready["imported"],
        )
    except (OSError, ValueError, KeyError, TypeError, NetreachError):
        return None


def _made(folder: Path, run: Run, tell: Tell, people: int) -> Whole:
    from netreach.testing import load_world, write_world_tables

    for name in ("exports", "world", "team.netreach", "world.netreach"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / _READY).unlink(missing_ok=True)
    tell("making_world")
    world = load_world(people, seed=SEED)
    tell("making_archives")
    owners = choose_pool(world)
    *archives, companies = write_exports(world, owners, folder / "exports")
    write_world_tables(world, folder / "world", fmt="parquet")
    ego = world.url(owners[0])
    # A gigabyte is given back before the import wants its own.
    del world
    tell("making_networks")
    into = {
        "team.netreach": [*archives, companies],
        "world.netreach": [folder / "world" / name for name in TABLES],
    }
    imported = {
        name: json.loads(run(["import", *map(str, files), "--into", str(folder / name), "--quiet", "--json"]))
        for name, files in into.items()
    }
    ready = {
        "invented": True,
        "ego": ego,
        "people": people,
        "archives": [file.name for file in archives],
        "imported": imported,
    }
    (folder / _READY).write_text(json.dumps(ready, ensure_ascii=False), encoding="utf-8")
    return Whole(folder=folder, ego=ego, people=people, archives=tuple(archives), imported=imported)
