"""What the demo starts from: an invented world, and the LinkedIn exports of a dozen people in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from netreach.testing import World

PEOPLE: Final = 5_000
_NEAR: Final = 6
_CLOSE: Final = 3
_CLOSE_CONTACTS: Final = (50, 900)
_FAR: Final = 3
_FAR_CONTACTS: Final = (100, 700)
_KNOWN_TO: Final = 3
_TRIES: Final = 30
_MANY: Final = 20
_LEADS: Final = re.compile(
    r"direct.*marketing|marketing.*direct|leit.*marketing|marketingleit|^CMO", re.IGNORECASE
)
_SECOND_WAY: Final = 4


@attrs.frozen(kw_only=True)
class DemoFiles:
    """The exports of the demo.

    Attributes:
        people: How many people the world has.
        ego_url: Profile of the person from whose viewpoint the story is told.
        exports: The zip archives, in the order of their names.
    """

    people: int
    ego_url: str
    exports: tuple[Path, ...]


def write_demo_files(folder: Path, *, seed: int) -> DemoFiles:
    """Write the exports of an ego, of contacts of the ego, and of people whom several of these contacts know.

    Args:
        folder: Where to write; it is made when it does not exist.
        seed: The same seed gives the same files.
    """
    from netreach.testing import make_world, write_linkedin_export

    world = make_world(PEOPLE, seed=seed)
    owners = choose_pool(world, seed=seed)
    exports = sorted(write_linkedin_export(world, owner, folder) for owner in owners)
    return DemoFiles(people=PEOPLE, ego_url=world.url(owners[0]), exports=tuple(exports))


def choose_pool(world: World, *, seed: int) -> list[int]:
    """Choose the owners, the ego first.

    Some of the contacts share many contacts with the ego, some write to the ego most, so that there is something
    to weigh. A pool of the ego's contacts alone ends at the 2nd degree; so some owners are one step further away:
    known to several of the ego's contacts, and with people of their own whom the pool does not know yet.
    """
    pools = [_near_pool(world, seed + attempt) for attempt in range(_TRIES)]
    owners = max(pools, key=lambda pool: _promise(world, pool))
    reached = {owners[0], *world.contacts(owners[0]).tolist()}
    knows: dict[int, int] = {}
    for owner in owners[1:]:
        for contact in world.contacts(owner).tolist():
            if contact not in reached:
                knows[contact] = knows.get(contact, 0) + 1
    reached |= knows.keys()
    totals = world.contact_counts()
    low, high = _FAR_CONTACTS
    candidates = {person for person in knows if low <= totals[person] <= high} or set(knows)
    for known_to in range(_KNOWN_TO, 0, -1):
        known = {person for person in candidates if knows[person] >= known_to}
        if len(known) >= _FAR:
            candidates = known
            break
    reached |= knows.keys()
    beyond: dict[int, int] = {}
    for _ in range(min(_FAR, len(candidates))):
        gains = {person: _gain(world, person, reached, beyond) for person in candidates}
        chosen = min(candidates, key=lambda person: (-gains[person], person))
        candidates.remove(chosen)
        owners.append(chosen)
        for contact in world.contacts(chosen).tolist():
            if contact not in reached:
                beyond[contact] = beyond.get(contact, 0) + 1
    return owners


def _near_pool(world: World, seed: int) -> list[int]:
    """Choose an ego, contacts who share many contacts with the ego, and those who write to the ego most."""
    owners = world.choose_owners(_NEAR, seed=seed)
    messages, totals = _messages(world, owners[0]), world.contact_counts()
    low, high = _CLOSE_CONTACTS
    fitting = [person for person in messages if person not in owners and low <= totals[person] <= high]
    return owners + sorted(fitting, key=lambda person: (-messages[person], person))[:_CLOSE]


def _messages(world: World, ego: int) -> dict[int, int]:
    rows = world.tie_rows(ego)
    counts = world.ties.messages_up[rows].astype(int) + world.ties.messages_down[rows]
    return dict(zip(world.contacts(ego).tolist(), counts.tolist(), strict=True))


def _promise(world: World, owners: list[int]) -> tuple[bool, int]:
    """Judge a pool: whether the story can be told of its ego, and how much there is to weigh in the best case.

    That is somebody in marketing whom several owners know, of whom some have written to the ego, and some not.
    """
    ego, *doors = owners
    messages = _messages(world, ego)
    known: dict[int, list[int]] = {}
    for door in doors:
        for contact in world.contacts(door).tolist():
            if contact != ego and contact not in messages and _LEADS.search(world.title[contact]):
                known.setdefault(contact, []).append(min(messages[door], _MANY))
    best = max((len(set(written)) for written in known.values() if len(written) > _CLOSE), default=0)
    # A story reads better where most readers can read its hero's name, and its hero is not a marketing director.
    return world.full_name(ego).isascii() and world.function[ego] != "marketing", best


def _gain(world: World, person: int, reached: set[int], beyond: Mapping[int, int]) -> int:
    """Count whom an owner would add; a second way to somebody far away is worth more than somebody new."""
    return sum(
        _SECOND_WAY if contact in beyond else 1
        for contact in world.contacts(person).tolist()
        if contact not in reached
    )
