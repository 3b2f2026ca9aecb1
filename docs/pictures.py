"""Draw the pictures of the documentation anew: `python docs/pictures.py`. Everybody in them is invented."""

from __future__ import annotations

from pathlib import Path

import netreach as nr
from netreach.cli.demo_world import HERO, sample
from netreach.testing.worlds import profile_url

IMAGES = Path(__file__).parent / "images"


def main() -> None:
    """Write the pyramid, paths, reasons and a territory of the world that `netreach demo` shows.

    Those that pages in Spanish embed are also written in Spanish, with `.es` before the suffix.
    """
    network = nr.load(*sample())
    ego = network.ego(profile_url(HERO))
    third = ego.search(degree=3, limit=1)[0].professional
    second = ego.search(degree=2, limit=1)[0].professional
    IMAGES.mkdir(exist_ok=True)
    introducers = ego.introducers(second, limit=2)
    for language, suffix in (("en", ".svg"), ("es", ".es.svg")):
        ego.pyramid().plot(language=language).save(IMAGES / f"pyramid{suffix}")
        introducers.plot(language=language).save(IMAGES / f"introducers{suffix}")
    ego.paths(third, k=1)[0].plot().save(IMAGES / "path.svg")
    ego.paths(second, k=3).plot().save(IMAGES / "paths.svg")
    ego.territory(by="company", limit=6).plot().save(IMAGES / "territory.svg")


if __name__ == "__main__":
    main()
