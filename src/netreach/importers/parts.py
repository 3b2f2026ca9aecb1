"""Parts of one archive, given together: one may hold the owner's profile, and only another the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from netreach.importers.naming import folded_name

if TYPE_CHECKING:
    from netreach.store.tables import SourceInfo


def profile_of_part(mine: SourceInfo, others: Sequence[SourceInfo]) -> str:
    """Return the owner's profile that the other part of an archive knows; `""` where nothing says that there is one.

    A name alone joins nobody. Two archives are parts of one when they were made on the same day, name the same owner,
    hold different files, and the one knows addresses where the other knows a profile. Where two others might be the
    other part, neither is.

    Args:
        mine: A source that was read.
        others: What else was read by the same importer in the same import.

    >>> from netreach.store.tables import SourceInfo
    >>> common = {"sha256": "", "importer": "linkedin", "owner_name": "Ana Ruiz"}
    >>> first = SourceInfo(id="a", file="1.zip", owner_keys=("email:ana@example.org",), **common)
    >>> second = SourceInfo(id="b", file="2.zip", owner_keys=("linkedin:ana-ruiz",), **common)
    >>> profile_of_part(first, [first, second]), profile_of_part(second, [first, second])
    ('linkedin:ana-ruiz', '')
    """
    if not mine.owner_keys or _profiles(mine) or not mine.owner_name:
        return ""
    files = {file.file for file in mine.files}
    found = {
        profile
        for other in others
        if other.as_of == mine.as_of
        and folded_name(other.owner_name) == folded_name(mine.owner_name)
        and files.isdisjoint(file.file for file in other.files)
        and not any(key.startswith("email:") for key in other.owner_keys)
        for profile in _profiles(other)[:1]
    }
    return found.pop() if len(found) == 1 else ""


def _profiles(info: SourceInfo) -> list[str]:
    return [key for key in info.owner_keys if key.startswith("linkedin:")]
