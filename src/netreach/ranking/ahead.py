"""What questions need of a large version besides itself, made before anybody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netreach.ranking.calibration import calibration
from netreach.ranking.view import NetworkView
from netreach.search import beside
from netreach.search.cards import make_cards
from netreach.search.facts import current_jobs
from netreach.search.fields import FIELDS, GROUPED, field_index, places, spelling_groups
from netreach.strength.careers import STUDY, WORK, spells_of

if TYPE_CHECKING:
    from netreach.snapshot import Snapshot

PEOPLE: Final = 300_000
"""People from which on an import makes the files. One more archive among fewer would take twice as long, for what the
first search makes in two or three seconds; among more people nobody would take that search for one that works."""


def waits_for_files(snapshot: Snapshot) -> bool:
    """Tell whether an import into a network makes the files, so that the first search need not."""
    return beside.keeps(snapshot) and snapshot.count >= PEOPLE


def make_ahead(snapshot: Snapshot, before: Snapshot | None = None) -> None:
    """Make the files beside a large version, so that the first question does not wait for them.

    Files that are there already are read. What only another scope than the current one needs is made when it is
    asked for.

    Args:
        snapshot: The opened version.
        before: The version before it: what its files know of texts that are still there is taken over.
    """
    if not beside.keeps(snapshot):
        return
    for name in FIELDS:
        field_index(snapshot, name, before=before)
    for name in GROUPED:
        spelling_groups(snapshot, name)
    places(snapshot)
    make_cards(snapshot)
    if snapshot.has_histories:
        current_jobs(snapshot)
        for kind in (WORK, STUDY):
            spells_of(snapshot, kind)
    calibration(NetworkView(snapshot))
