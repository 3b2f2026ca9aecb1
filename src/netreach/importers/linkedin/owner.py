"""Whose archive it is: what the caller says, and what the files say.

`Connections.csv` does not name its owner. The profile gives the name, `Email Addresses.csv` the addresses,
invitations and messages the profile's address: the owner is the one side of every invitation and takes part in
every conversation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import attrs

from netreach.errors import OwnerError
from netreach.importers.linkedin.connections import Contact, ContactList
from netreach.importers.linkedin.invitations import Invitation
from netreach.importers.linkedin.messages import NOBODY, Person, Thread, members
from netreach.importers.linkedin.profile import Profile
from netreach.importers.naming import cure, folded_name
from netreach.keys import email_key, is_role_address, linkedin_url, parse_who, safest
from netreach.plugins.export import Export


@attrs.frozen(kw_only=True)
class Identity:
    """The owner.

    Attributes:
        keys: What the caller said first, then profile addresses, then e-mail addresses, the primary one first.
        name: As the profile writes it, or else invitations, messages, or the caller.
        names: Every spelling of it that was found, folded.
        anchor: The safest key, within which people are told apart by name.
        rows: Rows of the list of connections that are the owner's own.
    """

    keys: tuple[str, ...]
    name: str
    names: frozenset[str]
    anchor: str
    rows: tuple[Contact, ...] = ()


def find_owner(
    export: Export,
    profile: Profile,
    contacts: ContactList,
    threads: Sequence[Thread],
    invitations: Sequence[Invitation],
) -> Identity:
    """Find out whose archive it is.

    Raises:
        OwnerError: When neither the caller nor the files say it, or when they contradict each other.
    """
    names = [profile.name, *_names_in_invitations(invitations), *_names_by_direction(threads)]
    folded = {folded_name(name) for name in names} - NOBODY
    slugs = _slugs_in_invitations(invitations, contacts)
    if not slugs:
        slugs = _slugs_in_messages(threads, folded, contacts)
    names += _names_of(slugs, threads)
    if not any(names):
        names += _present_everywhere(threads, lambda person: person.name)
    mails = [key for key in map(email_key, profile.emails) if key]
    revealed = list(dict.fromkeys([*slugs, *mails]))
    name = next((name for name in names if folded_name(name) not in NOBODY), "")

    said: list[str] = []
    rows: list[Contact] = []
    if export.owner:
        said, rows, name = _as_said(export, contacts, revealed, names, name)
    keys = tuple(dict.fromkeys([*said, *revealed]))
    if not keys:
        raise OwnerError(_missing(export, name))
    # A contact's name on the owner's side is a damaged row, unless the two are namesakes.
    spelled = {folded_name(other) for other in names if folded_name(other) not in contacts.by_name}
    spelled |= {folded_name(profile.name), folded_name(name)}
    rows += [
        contact for key in keys if (contact := contacts.by_slug.get(key)) is not None and contact not in rows
    ]
    return Identity(
        keys=keys, name=name, names=frozenset(spelled - NOBODY), anchor=safest(keys), rows=tuple(rows)
    )


def _as_said(
    export: Export, contacts: ContactList, revealed: list[str], names: list[str], name: str
) -> tuple[list[str], list[Contact], str]:
    """Return the keys, own rows and name that follow from what the caller said."""
    assert export.owner is not None
    who = parse_who(export.owner)
    wanted = folded_name(who.value) if who.kind == "name" else ""
    if is_role_address(export.owner):
        raise OwnerError(
            f"{export}: owner={export.owner!r} is the address of a function or a robot, not of one person. "
            f"{cure(export)}"
        )
    if who.kind == "key" and who.value.startswith(("linkedin:", "email:")):
        rows = contacts.by_key(who.value)
        contradiction = bool(revealed) and who.value not in revealed
        said = [who.value]
    elif wanted:
        if wanted in {folded_name(other) for other in names}:
            return [], [], name
        rows = list(contacts.by_name.get(wanted, ()))
        contradiction = bool(name)
        said = [key for row in rows for key in (row.slug, row.mail) if key]
    else:
        raise OwnerError(
            f"{export}: owner={export.owner!r} is neither a LinkedIn profile URL, nor an e-mail address, nor a name. "
            f"{cure(export)}"
        )
    if rows and contradiction:
        raise OwnerError(
            f"{export}: owner={export.owner!r} is one of the contacts in it, while its files say that it is the "
            f"export of {name or _shown(revealed[0])}. Leave the owner out, or name the right one."
        )
    if wanted and len(rows) > 1:
        shown = "; ".join(
            ", ".join(part for part in (row.name, row.title, row.company) if part) for row in rows[:5]
        )
        raise OwnerError(
            f"{export}: {len(rows)} people in it are called {who.value!r}: {shown}. {cure(export)}"
        )
    if not said:
        known = f"; its files name {name} as the owner" if name else ""
        raise OwnerError(
            f"{export}: nobody in it with a known profile or address is called {who.value!r}{known}. {cure(export)}"
        )
    return said, rows, name or (rows[0].name if rows else "")


def _missing(export: Export, name: str) -> str:
    if name:
        return (
            f"{export} seems to be the export of {name}, but neither a profile URL nor an e-mail address of the "
            f"owner is in it. {cure(export)}"
        )
    return f"{export} does not say whose connections these are. {cure(export)}"


def _shown(key: str) -> str:
    return linkedin_url(key) if key.startswith("linkedin:") else key.partition(":")[2]


def _names_in_invitations(invitations: Iterable[Invitation]) -> list[str]:
    votes = Counter(
        (one.inviter if one.outgoing else one.invitee).name for one in invitations if one.outgoing is not None
    )
    return _winner(votes)


def _slugs_in_invitations(invitations: Sequence[Invitation], contacts: ContactList) -> list[str]:
    votes: Counter[str] = Counter()
    for one in invitations:
        sides = {one.inviter, one.invitee}
        if one.outgoing is not None:
            sides = {one.inviter if one.outgoing else one.invitee}
        # Nobody is a contact of their own: a contact on the owner's side is a damaged row.
        votes.update({side.slug for side in sides if side.slug and side.slug not in contacts.by_slug})
    ranked = votes.most_common(2)
    alone = ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return [ranked[0][0]] if alone and 2 * ranked[0][1] > len(invitations) else []


def _names_by_direction(threads: Iterable[Thread]) -> list[str]:
    votes: Counter[str] = Counter()
    for thread in threads:
        if thread.outgoing:
            votes[thread.sender.name] += thread.rows
        elif thread.outgoing is False and len(thread.recipients) == 1:
            votes[thread.recipients[0].name] += thread.rows
    return _winner(votes)


def _slugs_in_messages(threads: Sequence[Thread], names: set[str], contacts: ContactList) -> list[str]:
    """Return the profile of whom the owner's name was written with, or of whom was in every conversation."""
    named = {
        person.slug
        for thread in threads
        for person in thread.people()
        if person.slug and folded_name(person.name) in names and person.slug not in contacts.by_slug
    }
    if len(named) == 1:
        return [slug for slug in named if slug]
    # Somebody else can be in every conversation too, as long as there are but two or three of them.
    writers = {thread.sender.slug for thread in threads}
    others = {person.slug for thread in threads for person in thread.people()} - {None}
    return [
        slug
        for slug in _present_everywhere(threads, lambda person: person.slug)
        if slug not in contacts.by_slug and slug in writers and len(others) > 2
    ]


def _names_of(slugs: Sequence[str], threads: Iterable[Thread]) -> list[str]:
    votes = Counter(
        person.name
        for thread in threads
        for person in thread.people()
        if person.slug in slugs and folded_name(person.name) not in NOBODY
    )
    return [name for name, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0]))]


def _present_everywhere(threads: Sequence[Thread], of: Callable[[Person], str | None]) -> list[str]:
    """Return the one who takes part in every conversation, or in so many that it can be nobody else."""
    votes: Counter[str] = Counter()
    conversations = 0
    for people in members(threads).values():
        present = {value for person in people if (value := of(person)) and folded_name(value) not in NOBODY}
        votes.update(present)
        conversations += bool(present)
    ranked = votes.most_common()
    if not ranked or conversations < 2:
        return []
    most = ranked[0][1]
    second = ranked[1][1] if len(ranked) > 1 else 0
    everywhere = most == conversations and second < most
    mostly = conversations >= 3 and 2 * most > conversations and 2 * second <= most
    return [ranked[0][0]] if everywhere or mostly else []


def _winner(votes: Counter[str]) -> list[str]:
    """Return the value with most votes, the first in the alphabet of several."""
    ranked = sorted(
        ((-count, value) for value, count in votes.items() if value and folded_name(value) not in NOBODY)
    )
    return [ranked[0][1]] if ranked else []
