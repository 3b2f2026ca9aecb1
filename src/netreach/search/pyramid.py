"""How many people are one, two, three degrees away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreach.answers.degrees import degree_counts, extended_network
from netreach.answers.pyramid import Pyramid
from netreach.render.words import language_of
from netreach.search.degrees import check_cutoff, lists_around

if TYPE_CHECKING:
    from netreach.snapshot import Snapshot


def pyramid(snapshot: Snapshot, ego: int, *, degree: int = 3, language: str | None = None) -> Pyramid:
    """Count the people at every degree of one person, with what is known of the lists behind the counts.

    Args:
        snapshot: The opened version.
        ego: The vertex from which we look.
        degree: The farthest degree that is counted.
        language: The language of the answer's text; `NETREACH_LANGUAGE` or English where not given.

    Raises:
        OptionError: When the degree is no whole number from 1 to 127.
    """
    degree = check_cutoff("degree", degree)
    lists = lists_around(snapshot, ego, degree)
    degrees = degree_counts(lists.total[1:].tolist(), lists.bounds())
    total = sum(counted.count for counted in degrees)
    return Pyramid(
        ego=snapshot.refs([ego])[0],
        degrees=degrees,
        total=total,
        extended=extended_network(degrees),
        complete_lists=lists.to_dict(),
        unreachable=snapshot.count - 1 - total,
        as_of=snapshot.as_of,
        version=snapshot.version,
        kinds=snapshot.kinds,
        language=language_of(language),
    )
