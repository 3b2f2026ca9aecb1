"""What the demo starts from: an invented world, and the LinkedIn exports of a dozen people in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from netreach.testing import World

PEOPLE: Final = 5_000
_NEAR: Final = 9
_FAR: Final = 3
_FAR_CONTACTS: Final = (100, 700)
_KNOWN_TO: Final = 3
_TRIES: Final = 50


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

    A pool of the ego's contacts alone ends at the 2nd degree. So some owners are one step further away: known to
    several of the ego's contacts, and with as many people of their own as possible that the pool does not know yet.
    """
    owners: list[int] = []
    for attempt in range(_TRIES):
        owners = world.choose_owners(_NEAR, seed=seed + attempt)
        # A story reads better where most readers can read its hero's name, and does not look for colleagues.
        if world.full_name(owners[0]).isascii() and world.function[owners[0]] != "marketing":
            break
    reached = {owners[0], *world.contacts(owners[0]).tolist()}
    knows: dict[int, int] = {}
    for owner in owners[1:]:
        for contact in world.contacts(owner).tolist():
            if contact not in reached:
                knows[contact] = knows.get(contact, 0) + 1
    reached |= knows.keys()
    totals = world.contact_counts()
    low, high = _FAR_CONTACTS
    for known_to in range(min(_KNOWN_TO, max(knows.values(), default=0)), 0, -1):
        candidates = {
            person for person, count in knows.items() if count >= known_to and low <= totals[person] <= high
        }
        if len(candidates) >= _FAR:
            break
    else:
        candidates = set(knows)
    for _ in range(min(_FAR, len(candidates))):
        gains = {person: len(set(world.contacts(person).tolist()) - reached) for person in candidates}
        chosen = min(candidates, key=lambda person: (-gains[person], person))
        candidates.remove(chosen)
        owners.append(chosen)
        reached |= set(world.contacts(chosen).tolist())
    return owners
