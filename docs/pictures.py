"""Draw the pictures of the documentation anew: `python docs/pictures.py`. Everybody in them is invented."""

from __future__ import annotations

import tempfile
from pathlib import Path

import netreach as nr
from netreach.cli.demo_world import write_demo_files

IMAGES = Path(__file__).parent / "images"


def main() -> None:
    """Write the pyramid, paths, reasons and a territory of the world that `netreach demo` shows."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_demo_files(Path(folder), seed=1)
        network = nr.load(*files.exports)
    ego = network.ego(files.ego_url)
    third = ego.search(degree=3, limit=1)[0].professional
    second = ego.search(degree=2, limit=1)[0].professional
    IMAGES.mkdir(exist_ok=True)
    ego.pyramid().plot().save(IMAGES / "pyramid.svg")
    ego.paths(third, k=1)[0].plot().save(IMAGES / "path.svg")
    ego.paths(second, k=3).plot().save(IMAGES / "paths.svg")
    ego.introducers(second, limit=2).plot().save(IMAGES / "introducers.svg")
    ego.territory(by="company", limit=6).plot().save(IMAGES / "territory.svg")


if __name__ == "__main__":
    main()
