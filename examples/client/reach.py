"""Ask a network from another program: fully typed, in threads, with progress and logging.

`python reach.py team.netreach ana@example.org "marketing director"`
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import netreach as nr
from netreach.answers.hits import Hit

log = logging.getLogger("reach")


@dataclass(frozen=True)
class Lead:
    """Somebody to reach, and who opens the door."""

    name: str
    degree: int
    introducer: str | None
    score: float | None
    path: tuple[str, ...]


def tell(stage: str, records: int) -> None:
    """Log how far an import has come."""
    log.info("%s: %d", stage, records)


def lead_to(ego: nr.Ego, hit: Hit) -> Lead:
    """Ask for the best introducer to somebody, and for the strongest path."""
    best = next(iter(ego.introducers(hit, limit=1)), None)
    path = next(iter(ego.paths(hit, k=1)), None)
    return Lead(
        name=hit.name,
        degree=hit.degree,
        introducer=best.name if best else None,
        score=best.score if best else None,
        path=tuple(step.name for step in path.people) if path else (),
    )


def leads(folder: Path, who: str, titles: Sequence[str], exports: Sequence[Path] = ()) -> list[Lead]:
    """Import what is new, search beyond the direct contacts, and ask about every hit in a thread of its own."""
    with nr.open(folder, create=bool(exports)) as network:
        if exports:
            report = network.add(*exports, progress=tell)
            log.info("%d professionals, %d ties", report.professionals, report.ties)
        ego = network.ego(who)
        hits = [hit for hit in ego.search(title=list(titles), limit=20) if hit.degree > 1]
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lead_to, [ego] * len(hits), hits))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    try:
        for lead in leads(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]):
            print(
                f"{lead.name} ({lead.degree}): {' > '.join(lead.path)}; ask {lead.introducer or 'directly'}"
            )
    except nr.NetreachError as error:
        sys.exit(str(error))
