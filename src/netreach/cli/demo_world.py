"""Whose exports the demo pools: somebody with 131 contacts, a dozen of these, and people one step further away."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from netreach.testing import World

PEOPLE: Final = 800_000
"""How many people live in the world of the demo."""

SEED: Final = 2
"""What it is grown from."""

SAMPLE: Final = 16
"""How many archives come with netreach: the ego's, those of a dozen contacts, and three of people further away."""

HERO: Final = "elena-sanchez-sanz-369575"
"""Profile of the person of whom the story is told."""

COMPANIES: Final = "companies.csv"
"""The table that says what LinkedIn's archives do not: sectors and countries."""

OWNERS: Final = 40
"""How many people of the world have asked for their data."""

NEAR: Final = 12
"""How many of them the ego knows."""

CONTACTS: Final = 131
"""How many contacts the ego has, where the world has such a person."""

_SHORT: Final = (100, 330)
_LONG: Final = (100, 900)
_MIDDLE: Final = 700
_KNOWN_TO: Final = 3
_TRIES: Final = 60
_LATIN: Final = "\u0250"
_GOOD: Final = 150
_DOORS: Final = 5
_MANY: Final = 20
_WARM: Final = (10, 2)
"""Messages with the ego, and with the target: who has these is one to ask."""

_LEADS: Final = re.compile(
    r"marketing.*(direct|manager|respons|leit)|(direct|head|respons|leit).*marketing|marketingleit|^CMO",
    re.IGNORECASE,
)
_SECOND_WAY: Final = 4
_COUNTRIES: Final = ("Spain", "Mexico", "Colombia", "Argentina")

Flags = NDArray[np.bool_]


def choose_pool(world: World, count: int = OWNERS) -> list[int]:
    """Choose the owners of a pool, the ego first, then contacts of the ego, then people one step further away.

    Of the contacts, some share many contacts with the ego and some write to the ego most, so that there is something
    to weigh. A pool of the ego's contacts alone ends at the 2nd degree; so the others are known to several of the
    owners chosen before, and have people of their own whom the pool does not know yet.

    Args:
        world: The world.
        count: How many owners, the ego included. A smaller pool is the beginning of a larger one.
    """
    leads = np.array([bool(_LEADS.search(title)) for title in world.title.values])[world.title.codes]
    best, promise = [0], -1
    for ego in _heroes(world, leads):
        pool = [ego, *_near(world, ego, leads)]
        found = _promise(world, pool, leads)
        if found > promise:
            best, promise = pool, found
        if promise >= _GOOD:
            break
    owners = best[:count]
    return owners + _far(world, owners, count - len(owners))


def _heroes(world: World, leads: Flags) -> list[int]:
    """Return people of whom a story can be told: their contacts are as many as wanted, their names can be typed."""
    totals = world.contact_counts()
    off = np.abs(totals - min(CONTACTS, int(totals.max())))
    plain = np.array([max(name) < _LATIN for name in world.first_name.values])[world.first_name.codes]
    plain &= np.array([max(name) < _LATIN for name in world.last_name.values])[world.last_name.codes]
    names = world.first_name.codes.astype(np.int64) * len(world.last_name.values) + world.last_name.codes
    _, place, often = np.unique(names, return_inverse=True, return_counts=True)
    fit = plain & (often[place] == 1) & ~leads
    fit &= world.function.codes != world.function.values.index("marketing")
    # The story is told in English and in Spanish; it is best about somebody whose contacts write both.
    fit &= np.array([country in _COUNTRIES for country in world.country.values])[world.country.codes]
    chosen: list[int] = np.lexsort((np.arange(len(world)), off + np.where(fit, 0, CONTACTS)))[
        :_TRIES
    ].tolist()
    return chosen


def _near(world: World, ego: int, leads: Flags) -> list[int]:
    """Choose contacts of the ego: who knows one and the same target, who writes most, who shares most contacts."""
    contacts, totals = world.contacts(ego), world.contact_counts()
    close = np.zeros(len(world), dtype=bool)
    close[contacts] = True
    written = _messages(world, ego)
    shared = np.array([int(close[world.contacts(one)].sum()) for one in contacts.tolist()])
    fit = (totals[contacts] >= _SHORT[0]) & (totals[contacts] <= _SHORT[1])
    orders = [contacts[np.lexsort((contacts, -value, ~fit))].tolist() for value in (written, shared)]
    others = [one for pair in zip(*orders, strict=True) for one in pair]
    known = (totals[contacts] >= _LONG[0]) & (totals[contacts] <= _MIDDLE)
    return list(dict.fromkeys([*_doors(world, ego, contacts[known], written[known], leads), *others]))[:NEAR]


def _doors(
    world: World, ego: int, contacts: NDArray[np.int32], written: NDArray[np.int64], leads: Flags
) -> list[int]:
    """Choose contacts of the ego who all know somebody in marketing whom the ego does not know."""
    if not len(contacts):
        return []
    order = np.lexsort((contacts, -written))
    # Two doors of one name would be hard to tell apart.
    doors = list({world.full_name(one): one for one in contacts[order].tolist()[::-1]}.values())[::-1]
    known = [world.contacts(one) for one in doors]
    who = np.repeat(np.arange(len(known)), [len(one) for one in known])
    targets = np.concatenate(known)
    kept = leads[targets] & (targets != ego) & ~np.isin(targets, world.contacts(ego))
    wrote = np.concatenate([_messages(world, one) for one in doors])
    who, targets, wrote = who[kept], targets[kept], wrote[kept]
    if not len(targets):
        return []
    # The more differently the doors know the ego, the more there is to weigh.
    level = dict(zip(contacts.tolist(), np.minimum(written, _MANY).tolist(), strict=True))
    levels = np.array([level[one] for one in doors])[who]
    # There should be one to ask: who writes to both.
    warm = (levels >= _WARM[0]) & (wrote >= _WARM[1])
    count, sure = np.bincount(targets), np.bincount(targets, weights=warm) > 0
    different = np.bincount(np.unique(targets.astype(np.int64) * (_MANY + 1) + levels) // (_MANY + 1))
    best = np.lexsort((np.arange(len(count)), -count, -different, ~sure, -np.minimum(count, 3)))[0]
    ours = np.flatnonzero(targets == best)
    chosen = [doors[place] for place in who[ours[np.argsort(~warm[ours], kind="stable")]].tolist()]
    return [*chosen[: _DOORS - 1], chosen[-1]] if len(chosen) >= _DOORS else chosen


def _messages(world: World, ego: int) -> NDArray[np.int64]:
    """Return how many messages passed between the ego and each contact."""
    rows = world.tie_rows(ego)
    return world.ties.messages_up[rows].astype(np.int64) + world.ties.messages_down[rows]


def _promise(world: World, owners: list[int], leads: Flags) -> int:
    """Judge a pool: how much there is to weigh in the best case.

    That is somebody in marketing whom several owners know, of whom some have written to the ego, and some not; best
    of all, one of them writes to both.
    """
    ego, *doors = owners
    written = dict(zip(world.contacts(ego).tolist(), _messages(world, ego).tolist(), strict=True))
    known: dict[int, list[int]] = {}
    warm: set[int] = set()
    for door in doors:
        contacts, wrote = world.contacts(door), _messages(world, door)
        for contact, messages in zip(
            contacts[leads[contacts]].tolist(), wrote[leads[contacts]].tolist(), strict=True
        ):
            if contact != ego and contact not in written:
                known.setdefault(contact, []).append(door)
                if written[door] >= _WARM[0] and messages >= _WARM[1]:
                    warm.add(contact)
    several = {one: many for one, many in known.items() if len({world.full_name(door) for door in many}) > 2}
    variety = [
        100 * (one in warm) + 10 * len({min(written[door], _MANY) for door in many})
        for one, many in several.items()
    ]
    return max(variety, default=0) + len(several)


def _far(world: World, owners: list[int], count: int) -> list[int]:
    """Choose people whom several owners know and who lead to many whom nobody in the pool knows."""
    totals = world.contact_counts()
    reached = np.zeros(len(world), dtype=bool)
    reached[owners[0]] = True
    reached[world.contacts(owners[0])] = True
    knows, beyond = np.zeros(len(world), dtype=np.int32), np.zeros(len(world), dtype=np.int32)
    for owner in owners[1:]:
        knows[world.contacts(owner)] += 1
    knows[reached] = 0
    reached |= knows > 0
    chosen: list[int] = []
    for _ in range(count):
        low, high = _SHORT if len(owners) + len(chosen) < SAMPLE else _LONG
        fit = (knows > 0) & (totals >= low) & (totals <= high)
        fit[chosen] = False
        # In a small world nobody may have so many contacts.
        known = np.flatnonzero(fit) if fit.any() else np.setdiff1d(np.flatnonzero(knows), chosen)
        if not len(known):
            break
        well = known[knows[known] >= min(_KNOWN_TO, int(knows[known].max()))]
        gains = [_gain(world, one, reached, beyond) for one in well.tolist()]
        chosen.append(int(well[int(np.argmax(gains))]))
        new = world.contacts(chosen[-1])
        beyond[new[~reached[new]]] += 1
    return chosen


def _gain(world: World, person: int, reached: Flags, beyond: NDArray[np.int32]) -> int:
    """Count whom an owner would add; a second way to somebody far away is worth more than somebody new."""
    new = world.contacts(person)
    new = new[~reached[new]]
    return len(new) + (_SECOND_WAY - 1) * int((beyond[new] > 0).sum())


def write_exports(world: World, owners: Sequence[int], folder: Path) -> tuple[Path, ...]:
    """Write the archives of some people, and a table of the companies at which they and their contacts work.

    Args:
        world: The world.
        owners: Their numbers.
        folder: Where to write; it is made when it does not exist.

    Returns:
        The files: the archives in the order of the owners, and the table.
    """
    from netreach.testing import write_linkedin_export

    archives = tuple(write_linkedin_export(world, owner, folder) for owner in owners)
    people = np.unique(np.concatenate([np.array(owners), *(world.contacts(owner) for owner in owners)]))
    employed = set(np.array(world.companies.name, dtype=object)[world.employer[people]].tolist())
    table = folder / COMPANIES
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("company", "industry", "size", "country"))
        writer.writerows(sorted(row for row in world.companies_table() if row[0] in employed))
    return (*archives, table)


def sample() -> tuple[Path, ...]:
    """Return the archives that come with netreach, the ego's first, and behind them the table of companies."""
    folder = Path(__file__).parent / "sample"
    archives = sorted(folder.glob("*.zip"), key=lambda path: (f"_{HERO}." not in path.name, path.name))
    return (*archives, folder / COMPANIES)


def same_content(one: Path, other: Path) -> bool:
    """Tell whether two files hold the same; of zip archives, whether their files do, however they are packed."""
    if one.suffix != ".zip":
        return one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        return {name: first.read(name) for name in first.namelist()} == {
            name: second.read(name) for name in second.namelist()
        }
