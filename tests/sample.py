"""The sample of archives that comes with netreach, as the generator makes it.

`python tests/sample.py` writes it anew, into `src/netreach/cli/sample`: needed when the generator of the world or the
layout of the archives changes. It takes half a minute and a gigabyte.
"""

from __future__ import annotations

from pathlib import Path

from netreach.cli.demo_world import PEOPLE, SAMPLE, SEED, choose_pool, write_exports
from netreach.testing import make_world

FOLDER = Path(__file__).parent.parent / "src" / "netreach" / "cli" / "sample"

if __name__ == "__main__":
    world = make_world(PEOPLE, seed=SEED)
    for old in FOLDER.glob("*"):
        old.unlink()
    for file in write_exports(world, choose_pool(world, SAMPLE), FOLDER):
        print(f"{file.stat().st_size:>7} {file.name}")
