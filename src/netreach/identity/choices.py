"""What each source shows to others: said of it, or else what its owner said of the export before.

A choice is the owner's, and stays until the owner makes another: an export of which nothing is said follows the
owner's newest export, not later than it, of which something is; where there is none, the first later one. Of exports
of one day the one that shows least counts. So the result depends on days and words, not on the order of imports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from netreach.store.decisions import SHARING

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray
    from netreach.store.decisions import Decision
    from netreach.store.source import Source
    from netreach.store.tables import SourceInfo

_DEFAULT = "strength"
_NOBODYS = "full"
_LEAST = SHARING[0]


def shown(
    sources: Sequence[Source], decisions: Sequence[Decision], owners: IntArray
) -> tuple[tuple[SourceInfo, ...], dict[str, str]]:
    """Return what is known of the sources, each with what it shows to others, and whose choice that is.

    Args:
        sources: All sources, with their days.
        decisions: All decisions; the last one about a source holds.
        owners: `[sources]`: vertex of each owner, -1 where there is none.

    Returns:
        The infos, and for each source with a choice the id of the source of which it was said.
    """
    decided = {decision.source: decision.sharing for decision in decisions if decision.kind == "share"}
    said = [decided.get(source.info.id) or source.info.sharing for source in sources]
    infos: list[SourceInfo] = []
    follows: dict[str, str] = {}
    for number, source in enumerate(sources):
        chosen = number if said[number] else _nearest(number, sources, said, owners)
        choice = _DEFAULT if chosen is None else said[chosen]
        if not source.info.owner_keys and choice != _LEAST:
            # There is nobody to protect.
            choice = _NOBODYS
        if chosen is not None:
            follows[source.info.id] = sources[chosen].info.id
        infos.append(attrs.evolve(source.info, sharing=choice))
    return tuple(infos), follows


def _nearest(number: int, sources: Sequence[Source], said: Sequence[str], owners: IntArray) -> int | None:
    """Return the source whose choice one follows of which nothing is said."""
    mine = sources[number].info
    others = [
        other
        for other, source in enumerate(sources)
        if said[other] and owners[other] == owners[number] >= 0 and source.info.importer == mine.importer
    ]
    days = {other: (sources[other].info.as_of or dt.date.min) for other in others}
    today = mine.as_of or dt.date.min
    day = max((day for day in days.values() if day <= today), default=min(days.values(), default=None))
    return min(
        (other for other in others if days[other] == day),
        key=lambda other: (SHARING.index(said[other]), sources[other].info.id),
        default=None,
    )
