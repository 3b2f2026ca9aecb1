"""The package as somebody gets it: `python tests/package.py ENVIRONMENT` (`make package`).

1. sdist, and from the sdist the wheel; both hold what they must, and nothing else;
2. a fresh environment with the wheel, and with what the tests need, but without this folder;
3. there, in an empty folder: import with warnings as errors, the command line, the demo;
4. the typed client of `examples/client` passes `mypy --strict` and pyright (strict) against what was installed;
5. tests that look at netreach from outside.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "netreach"
CLIENT = ROOT / "examples" / "client" / "reach.py"
TESTS = ["test_json.py", "test_import_cost.py", "test_plugins.py"]
NEEDED = ["pytest", "hypothesis", "jsonschema"]
EXTRAS = "fast,pandas,polars,networkx"


def run(*words: object, cwd: Path = ROOT, **env: str) -> str:
    """Run a command, stop where it fails, and return what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**clean, "PYTHONIOENCODING": "utf-8", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} fails:\n{done.stdout}")
    return done.stdout


def build(folder: Path) -> tuple[Path, Path]:
    """Make the sdist, and the wheel from it, without asking a package index."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


def check_wheel(wheel: Path) -> int:
    """Fail unless the wheel holds every file of the package, and beside it only what describes it."""
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"netreach/{path.relative_to(SOURCE).as_posix()}"
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = sorted(expected - names)
    extra = sorted(name for name in names - expected if ".dist-info/" not in name)
    if missing or extra:
        raise SystemExit(f"The wheel lacks {missing}, and holds {extra} that is no part of the package.")
    for name in ("netreach/py.typed", "netreach/__init__.py"):
        if name not in names:
            raise SystemExit(f"The wheel has no {name}.")
    if not any(name.endswith("licenses/LICENSE") for name in names):
        raise SystemExit("The wheel has no licence.")
    return len(names)


def check_sdist(sdist: Path) -> int:
    """Fail unless the sdist can be tested and documented: it holds tests, docs, examples and the Makefile."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"LICENSE", "README.md", "Makefile", "constraints.txt", "pyproject.toml", "docs/conf.py"}
    wanted |= {
        "tests/test_cli.py",
        "examples/client/reach.py",
        "src/netreach/py.typed",
        "benchmarks/__main__.py",
    }
    if wanted - names:
        raise SystemExit(f"The sdist lacks {sorted(wanted - names)}.")
    return len(names)


def main() -> None:
    """Build, install and check."""
    environment = Path(sys.argv[1]).resolve()
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel, sdist = build(folder / "dist")
        print(f"{wheel.name}: {check_wheel(wheel)} files; {sdist.name}: {check_sdist(sdist)} files")
        run(sys.executable, "-m", "venv", "--clear", environment)
        install = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        run(*install, "--constraint", ROOT / "constraints.txt", f"{wheel}[{EXTRAS}]", *NEEDED)
        empty = folder / "empty"
        empty.mkdir()
        where = run(
            python, "-W", "error", "-c", "import netreach; print(netreach.__file__)", cwd=empty
        ).strip()
        if not Path(where).resolve().is_relative_to(environment):
            raise SystemExit(f"netreach comes from {where}, not from the wheel.")
        command = python.parent / "netreach"
        run(command, "--version", cwd=empty)
        run(command, "demo", "--quiet", "--folder", "demo", cwd=empty)
        run(command, "check", "demo/team.netreach", cwd=empty)
        print("the command line and the demo run from the wheel")
        run(
            sys.executable, "-m", "mypy", "--strict", "--python-executable", python, "--cache-dir",
            folder / "mypy", CLIENT.name, cwd=CLIENT.parent,
        )  # fmt: skip
        run(sys.executable, "-m", "pyright", "--pythonpath", python, cwd=CLIENT.parent)
        owner = run(
            python, "-c",
            "import netreach as nr\nwith nr.open('demo/team.netreach') as n: print(n.sources[0].owner_keys[0])",
            cwd=empty,
        ).strip()  # fmt: skip
        found = run(python, "-W", "error", CLIENT, "demo/team.netreach", owner, "direct*", "head", cwd=empty)
        if " > " not in found:
            raise SystemExit(f"The typed client found nobody:\n{found}")
        print(f"the typed client is strict, and found {len(found.splitlines())} people")
        tests = [f"tests/{name}" for name in TESTS]
        print(run(python, "-m", "pytest", "-p", "no:cacheprovider", *tests).strip().splitlines()[-1])
    print(f"the package took {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
