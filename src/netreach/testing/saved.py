"""A world on disk: made once, read again, and made anew where the files are damaged or of an older generator."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import os
import shutil
import sys
import tempfile
import typing
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

from netreach.testing import draws, names, population, wiring, worlds
from netreach.testing.worlds import World, make_world

_LIST: Final = "world.json"
_MADE_BY: Final = (draws, names, population, wiring, worlds)
_BLOCK: Final = 1 << 22


def cache_folder() -> Path:
    """Return the folder for what can be made again: that of `NETREACH_CACHE`, else the user's, as systems have it."""
    chosen = os.environ.get("NETREACH_CACHE")
    if chosen:
        return Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "netreach" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "netreach"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "netreach"


def load_world(
    people: int,
    *,
    seed: int,
    folder: Path | str | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> World:
    """Return the world of `make_world(people, seed=seed)`, from disk where it has been made before.

    Files that are damaged, or that another version of the generator has written, are made again.

    Args:
        people: How many people.
        seed: The same seed gives the same world.
        folder: Where to keep it; `cache_folder()` by default. A world of 800,000 people takes 0.3 GB there.
        progress: Called with `"world"` and the number of people before the world is made.

    Returns:
        The world, equal to the made one to the last bit.

    Raises:
        OptionError: When `people` or `seed` is out of range.
        OSError: When the folder cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as kept:
    ...     made, read = (load_world(200, seed=7, folder=kept) for _ in range(2))
    >>> made.full_name(3) == read.full_name(3)
    True
    """
    place = world_folder(people, seed=seed, folder=folder)
    try:
        return _read(place)
    except (OSError, ValueError, KeyError, TypeError):
        # Nothing there, something else, or something broken: all are cured by making it.
        pass
    if progress is not None:
        progress("world", people)
    world = make_world(people, seed=seed)
    save_world(world, place)
    return world


def world_folder(people: int, *, seed: int, folder: Path | str | None = None) -> Path:
    """Return where `load_world` keeps a world; another generator has another folder."""
    root = cache_folder() if folder is None else Path(folder)
    return root / f"world-{people}-{seed}-{generator_digest()[:12]}"


@functools.cache
def generator_digest() -> str:
    """Return the SHA-256 of everything that a world is made by, in hexadecimal digits."""
    found = hashlib.sha256()
    for module in _MADE_BY:
        found.update(Path(module.__file__ or "").read_bytes())
    data = files("netreach.testing") / "data"
    for table in sorted(data.iterdir(), key=lambda path: path.name):
        found.update(table.read_bytes())
    return found.hexdigest()


def save_world(world: World, folder: Path) -> None:
    """Write a world into a folder of its own, which is there whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        arrays: dict[str, str] = {}
        told = _told(world, "", aside, arrays)
        listing = {"generator": generator_digest(), "invented": True, "arrays": arrays, "world": told}
        (aside / _LIST).write_text(json.dumps(listing, ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        aside.replace(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _told(value: Any, name: str, folder: Path, arrays: dict[str, str]) -> Any:
    if isinstance(value, np.ndarray):
        file = folder / f"{name}.npy"
        np.save(file, value, allow_pickle=False)
        arrays[name] = _digest(file)
        return None
    if attrs.has(type(value)):
        return {
            field.name: _told(getattr(value, field.name), f"{name}.{field.name}".strip("."), folder, arrays)
            for field in attrs.fields(type(value))
            if field.name not in ("indptr", "indices") or name
        }
    return value.isoformat() if isinstance(value, dt.date) else value


def _read(folder: Path) -> World:
    listing = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    if listing["generator"] != generator_digest():
        raise ValueError("another generator")
    for name, digest in listing["arrays"].items():
        if _digest(folder / f"{name}.npy") != digest:
            raise ValueError(f"{name} is damaged")
    told = listing["world"]
    lo, hi = (np.load(folder / f"ties.{end}.npy", allow_pickle=False) for end in ("lo", "hi"))
    people = len(np.load(folder / "employer.npy", mmap_mode="r", allow_pickle=False))
    # The rows of the contacts follow from the ties, and take less time to make than to read.
    told["indptr"], told["indices"] = wiring.adjacency(lo, hi, people)
    world: World = _made(World, told, "", folder)
    return world


def _made(kind: Any, told: Any, name: str, folder: Path) -> Any:
    if isinstance(kind, type) and attrs.has(kind):
        hints = typing.get_type_hints(kind)
        return kind(
            **{
                field: _made(hints[field], value, f"{name}.{field}".strip("."), folder)
                for field, value in told.items()
            }
        )
    if isinstance(told, np.ndarray):
        return told
    if told is None:
        return np.load(folder / f"{name}.npy", allow_pickle=False)
    if kind is dt.date:
        return dt.date.fromisoformat(told)
    return tuple(told) if isinstance(told, list) else told


def _digest(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
