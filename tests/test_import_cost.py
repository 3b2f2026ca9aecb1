"""What `import netreach` costs, and whether the public names hold what they promise."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import netreach as nr

ROOT = Path(__file__).parent.parent
HEAVY = {"numpy", "igraph", "numba", "duckdb", "pyarrow", "rich", "typer", "pandas", "polars", "networkx"}


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a fresh process holds after running some code."""
    code += "\nimport json, sys\nprint(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    # Without -X importtime, coverage and the like, which the parent's environment may ask for.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=kept, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_is_light() -> None:
    """`import netreach` loads no heavy library."""
    assert not loaded_by("import netreach") & HEAVY


@pytest.mark.parametrize(
    "module", ["netreach.errors", "netreach.model", "netreach.kinds", "netreach.plugins"]
)
def test_what_plugins_import_is_light(module: str) -> None:
    """What a plugin module imports to offer itself loads no heavy library either."""
    assert not loaded_by(f"import {module}") & HEAVY


def test_records_are_light() -> None:
    """Making an export and a record loads no heavy library: an importer of small files needs none."""
    code = "import netreach as nr\nnr.PersonRecord(keys=('id:x/1',))\nnr.Export('.')"
    assert not loaded_by(code) & HEAVY


def test_the_registry_is_light() -> None:
    """Looking for plugins and asking for an importer by name loads no heavy library but those of importers."""
    assert not loaded_by("import netreach as nr\nnr.Registry(entry_points=False)") & HEAVY


def test_all_is_sorted() -> None:
    """`__all__` is sorted, so that a change of it reads well."""
    assert list(nr.__all__) == sorted(nr.__all__)
    assert len(set(nr.__all__)) == len(nr.__all__)


@pytest.mark.parametrize("name", nr.__all__)
def test_every_name_resolves(name: str) -> None:
    """Every public name is there, under the name it has in its module, with a docstring."""
    value = getattr(nr, name)
    assert value is not None
    assert name in dir(nr)
    if callable(value):
        assert value.__doc__, f"{name} has no docstring"
        assert not value.__doc__.startswith(" ")


def test_unknown_names_are_attribute_errors() -> None:
    """A name that does not exist is the error that Python users expect."""
    with pytest.raises(AttributeError, match="no attribute 'grph'"):
        _ = nr.grph


def test_one_version() -> None:
    """pyproject.toml, `netreach.__version__` and the top entry of the changelog agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entries = re.findall(
        r"^## \[?([^\]\s]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    released = [entry for entry in entries if entry.lower() != "unreleased"]
    assert released[0] == project["version"] == nr.__version__
