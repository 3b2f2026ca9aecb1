"""Whose exports they are: what their files say, what the user says, and whether the two go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from netreach.errors import OwnerError
from netreach.keys import parse_who, safest
from netreach.model import Owner
from netreach.plugins.export import Export
from netreach.plugins.registry import BROKEN

if TYPE_CHECKING:
    from netreach.plugins.protocols import Importer
    from netreach.store.source import Source
    from netreach.store.tables import SourceInfo

_SEARCHED: Final = 64 * 2**20
"""Bytes of an export in which an owner's addresses are looked for."""


@attrs.frozen(kw_only=True)
class OwnerSaid:
    """What the user said about an owner, beside what the export itself says.

    Attributes:
        stated: The key that the user gave.
        name: The owner's name, or the safest key, by the files alone.
        keys: The owner's keys by the files alone.
    """

    stated: str
    name: str
    keys: tuple[str, ...]


def owners_of(infos: Sequence[SourceInfo]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the owners of sources, name and keys of each: sources that share a key are one person's."""
    groups: list[tuple[str, tuple[str, ...]]] = []
    for info in infos:
        same = [group for group in groups if not set(group[1]).isdisjoint(info.owner_keys)]
        keys = tuple(dict.fromkeys(key for _, of in same for key in of)) + info.owner_keys
        name = next((called for called, _ in same if called and ":" not in called), info.owner)
        groups = [group for group in groups if group not in same]
        groups.append((name, tuple(dict.fromkeys(keys))))
    return groups


def key_for(export: Export, importer: Importer, keys: Sequence[str]) -> str:
    """Return the key by which an export knows its owner: where it has addresses only, the one that is most in it."""
    mails = [key for key in keys if key.startswith("email:")]
    if not getattr(importer, "by_address", False) or not mails:
        return safest(tuple(keys))
    times: Counter[str] = Counter()
    left = _SEARCHED
    for name in export.names:
        with export.open(name) as stream:
            while left > 0 and (block := stream.read(min(left, 1 << 20))):
                left -= len(block)
                text = block.lower()
                times.update({key: text.count(key.partition(":")[2].encode()) for key in mails})
    export.close()
    return max(mails, key=lambda key: (times[key], -mails.index(key)))


def stated(export: Export) -> str:
    """Return the key that the user gave for the owner; `""` for a name or nothing."""
    who = parse_who(export.owner) if export.owner else None
    return who.value if who is not None and who.kind == "key" else ""


def owner_said(export: Export, importer: Importer, source: Source) -> OwnerSaid | None:
    """Return what an export says about its owner where the user says something too, and something else."""
    said = stated(export)
    if said not in source.info.owner_keys:
        return None
    # The keys of a source do not tell who named them: only reading without the user's word does.
    silent = export.copy()
    silent.owner = None
    try:
        for item in importer.extract(silent):
            if isinstance(item, Owner):
                name = item.name or (safest(item.keys) if item.keys else "")
                return OwnerSaid(stated=said, name=name, keys=item.keys) if item.keys else None
    except BROKEN:
        # Without the user's word nobody is known to own it: then the two do not differ.
        return None
    finally:
        silent.close()
    return None


def check_owners(said: Iterable[OwnerSaid]) -> None:
    """Refuse one owner for exports that say that they are of different people."""
    groups: dict[str, list[OwnerSaid]] = {}
    for one in said:
        group = groups.setdefault(one.stated, [])
        profiles = _profiles(one)
        if profiles and not any(profiles & _profiles(other) for other in group):
            group.append(one)
    for group in groups.values():
        if len(group) > 1:
            names = [one.name for one in group]
            listed = f"{', '.join(names[:-1])} and {names[-1]}"
            raise OwnerError(
                f"owner= names one person, but {len(group)} exports say that they belong to {listed}. "
                "Import them without it, or one at a time."
            )


def _profiles(said: OwnerSaid) -> set[str]:
    return {key for key in said.keys if key.startswith("linkedin:")}
