"""Whose address book it is: no format says, so the caller has to."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from netreach.errors import OwnerError
from netreach.importers.contacts.card import Card
from netreach.importers.naming import cure, folded_name
from netreach.keys import is_role_address, parse_who, safest
from netreach.plugins.export import Export


@attrs.frozen(kw_only=True)
class Said:
    """What the caller said: a key, or a name that is looked for among the entries; one of the two is `""`."""

    key: str = ""
    name: str = ""


@attrs.frozen(kw_only=True)
class Identity:
    """The owner.

    Attributes:
        keys: What the caller said first, then what the owner's own entries have.
        name: As the owner's own entry writes it, or the caller; `""` where unknown.
        anchor: The key within which people are told apart by name: the profile, or what the caller says. It is the
            same for all books of one owner, whether the owner's own entry is in them or not.
        cards: The owner's own entries.
    """

    keys: tuple[str, ...]
    name: str
    anchor: str
    cards: tuple[Card, ...] = ()


def owner_said(export: Export) -> Said:
    """Return what the caller says about the owner.

    Raises:
        OwnerError: When the caller says nothing, or nothing that can name a person.
    """
    if not export.owner:
        raise OwnerError(f"{export} does not say whose address book it is. {cure(export)}")
    if is_role_address(export.owner):
        raise OwnerError(
            f"{export}: owner={export.owner!r} is the address of a function or a robot, not of one person. "
            f"{cure(export)}"
        )
    who = parse_who(export.owner)
    if who.kind == "key" and who.value.startswith(("linkedin:", "email:")):
        return Said(key=who.value)
    if who.kind == "name" and (name := folded_name(who.value)):
        return Said(name=name)
    raise OwnerError(
        f"{export}: owner={export.owner!r} is neither a LinkedIn profile URL, nor an e-mail address, nor a name. "
        f"{cure(export)}"
    )


def find_owner(export: Export, said: Said, cards: Sequence[Card]) -> Identity:
    """Find the owner's own entries, which join the book to the owner's other exports.

    Args:
        export: The export.
        said: What the caller said.
        cards: All entries, with their profiles and addresses.

    Raises:
        OwnerError: When the caller gave a name that no entry with an address has, or several.
    """
    if said.key:
        own = [card for card in cards if said.key == card.profile or said.key in card.mails]
        keys = [said.key]
    else:
        called = [card for card in cards if folded_name(card.name) == said.name]
        own = [card for card in called if card.profile or card.mails]
        if len(own) != 1:
            problem = (
                f"{len(own)} people in it are" if own else "nobody in it with a known profile or address is"
            )
            raise OwnerError(f"{export}: {problem} called {export.owner!r}. {cure(export)}")
        keys = []
    for card in own:
        keys += [card.profile, *card.mails] if card.profile else card.mails
    found = tuple(dict.fromkeys(keys))
    name = next((card.name for card in own if card.name), "")
    surest = safest(found)
    anchor = surest if surest.startswith("linkedin:") else said.key or surest
    return Identity(keys=found, name=name, anchor=anchor, cards=tuple(own))
