"""Draw the pictures of the documentation anew: `python docs/pictures.py`. Everybody in them is invented."""

from __future__ import annotations

from pathlib import Path

import netreach as nr
from netreach.cli.demo_world import HERO, sample
from netreach.testing.worlds import profile_url

IMAGES = Path(__file__).parent / "images"


def main() -> None:
    """Write the pyramid, paths, reasons and a territory of the world that `netreach demo` shows."""
    network = nr.load(*sample())
    ego = network.ego(profile_url(HERO))
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
