"""Draw the pictures of the documentation anew: `python docs/pictures.py`. Everybody in them is invented."""

from __future__ import annotations

from pathlib import Path

import netreach as nr
from netreach.cli.demo_world import HERO, sample
from netreach.testing.worlds import profile_url

IMAGES = Path(__file__).parent / "images"


def main() -> None:
    """Write the pyramid, a path and a territory of the world that `netreach demo` shows."""
    network = nr.load(*sample())
    ego = network.ego(profile_url(HERO))
    third = ego.search(degree=3, limit=1)[0].professional
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / "pyramid.svg").write_text(ego.pyramid()._repr_svg_(), encoding="utf-8")
    (IMAGES / "path.svg").write_text(ego.paths(third, k=1)[0]._repr_svg_(), encoding="utf-8")
    picture = ego.territory(by="company", limit=6).plot()
    (IMAGES / "territory.svg").write_text(picture.svg, encoding="utf-8")


if __name__ == "__main__":
    main()
