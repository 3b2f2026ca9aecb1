"""What all tests share: where the data sets are, and how Hypothesis runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from linkedin_files import ANA, Reading, read
from netreach import compiled
from small_pool import Pool, copied, make_pool

if TYPE_CHECKING:
    from netreach.ranking import NetworkView
    from netreach.snapshot import Snapshot

# Examples are built from graphs and files, whose speed depends on the machine: no deadline, no health check of
# speed. Where CI is set the same examples are tried every time.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder with the data sets that NETREACH_DATA names; tests that read it are skipped without it."""
    named = os.environ.get("NETREACH_DATA")
    if not named:
        pytest.skip("NETREACH_DATA does not name a folder with data sets")
    folder = Path(named)
    assert folder.is_dir(), f"NETREACH_DATA names {named}, which is not a folder"
    return folder


@pytest.fixture(params=["compiled", "numpy"])
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both roads: compiled loops from the first entry on, and NumPy alone, as if numba were not installed."""
    if request.param == "numpy":
        monkeypatch.setattr(compiled, "available", lambda: False)
    elif not compiled.available():
        pytest.skip("needs numba")
    else:
        monkeypatch.setattr(compiled, "loaded", lambda: True)
    return str(request.param)


@pytest.fixture(scope="session")
def new_pool(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Pool]:
    """Return a function that puts a small pooled network into a folder; it is made once, and copied."""
    made = make_pool(tmp_path_factory.mktemp("pool"))
    return lambda folder: copied(made, folder)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, new_pool: Callable[[Path], Pool]) -> Pool:
    """A small network that the tests of a module share."""
    return new_pool(tmp_path_factory.mktemp("pool"))


@pytest.fixture(scope="module")
def village() -> Snapshot:
    """An ego, Ben and Carla, people behind them, and somebody whom no tie joins."""
    from plain_search import make_village

    return make_village()


@pytest.fixture(scope="module")
def karate() -> NetworkView:
    """Zachary's karate club, from networkx."""
    import networkx as nx

    from ranked import view_of

    return view_of(nx.karate_club_graph())


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file and returns its path."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files into a folder of their own."""
    numbers = iter(range(1000))

    def write(files: Mapping[str, str | bytes]) -> Path:
        place = tmp_path / f"export{next(numbers)}"
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    return write


@pytest.fixture
def lone(folder: Callable[..., Path]) -> Callable[..., Reading]:
    """Return a function that reads a lone list of connections of Ana's."""

    def one(content: str | bytes, name: str = "Connections.csv") -> Reading:
        return read(folder({name: content}) / name, owner=ANA)

    return one
