"""Who is who in messages, invitations and praise, and what these say about the owner and each of them.

A participant with a profile's address is that profile. One without is found by name, first within the
conversation, then among the contacts, then among all profiles in the messages; a name that several of them have
names nobody, because an invented stranger would be worse than a message that is not counted.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from netreach.importers.linkedin.connections import Contact, ContactList
from netreach.importers.linkedin.invitations import Invitation
from netreach.importers.linkedin.messages import NOBODY, Person, Thread, members
from netreach.importers.linkedin.owner import Identity
from netreach.importers.linkedin.praise import Praise
from netreach.importers.naming import folded_name, nameable
from netreach.keys import linkedin_url, name_key
from netreach.model import EvidenceRecord, PersonRecord
from netreach.text import company_key

Who = Contact | str
"""A contact, or the key of somebody who is none."""

_OWN_NAMES = frozenset(("you", "me"))
_AMBIGUOUS = "name that several contacts share"
CROWD = 20
"""The most people of a conversation whose messages say anything of two of them."""

_HIDDEN = "hidden or closed account"
_OWN = "the owner's own row"


@attrs.define(kw_only=True, eq=False)
class _Sum:
    """What was observed between the owner and one other."""

    sent: int = 0
    received: int = 0
    days: set[dt.date] = attrs.field(factory=set)

    def add(self, *, outgoing: bool, count: int, days: Iterable[dt.date]) -> None:
        """Count observations in one direction."""
        if outgoing:
            self.sent += count
        else:
            self.received += count
        self.days.update(days)

    def record(self, owner: str, other: str, kind: str) -> EvidenceRecord:
        """Return the evidence, from the owner to the other."""
        return EvidenceRecord(
            a=owner,
            b=other,
            kind=kind,
            count_ab=self.sent,
            count_ba=self.received,
            days=len(self.days),
            first=min(self.days, default=None),
            last=max(self.days, default=None),
        )


class Counterparts:
    """Reads threads and invitations from the owner's side.

    Args:
        identity: The owner.
        contacts: The list of connections, its people already named.
        threads, invitations, praise: What was read.
    """

    def __init__(
        self,
        identity: Identity,
        contacts: ContactList,
        threads: Sequence[Thread],
        invitations: Sequence[Invitation],
        praise: Sequence[Praise] = (),
    ) -> None:
        self._identity = identity
        self._contacts = contacts
        self._threads = threads
        self._invitations = invitations
        self._praise = praise
        self._members = members(threads)
        self._profile_unknown = not any(key.startswith("linkedin:") for key in identity.keys)
        self._profiles: defaultdict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        kinds = ("message", "group_message", "invitation_note", "endorsement", "recommendation")
        self._sums: dict[str, dict[Who, _Sum]] = {kind: {} for kind in kinds}
        # Lists of connections had no address of the profile before 2023; then names must do, where they are unique.
        self._by_name_only = bool(contacts.contacts) and not contacts.by_slug
        for person in self._written():
            if person.slug and person.slug not in identity.keys and folded_name(person.name) not in NOBODY:
                self._profiles[folded_name(person.name)].add(person.slug)
                self._names.setdefault(person.slug, person.name)
        self._read_threads()
        self._read_invitations()
        self._read_praise()
        self._adopt_profiles()

    def people(self) -> Iterator[PersonRecord]:
        """Give those who wrote or vouched, or were written to, but are not among the contacts."""
        given: set[str] = set()
        for sums in self._sums.values():
            for who in sums:
                if isinstance(who, str) and who not in given:
                    given.add(who)
                    yield PersonRecord(
                        keys=(who,),
                        name=self._names.get(who, ""),
                        url=linkedin_url(who) if who.startswith("linkedin:") else "",
                    )

    def evidence(self) -> Iterator[EvidenceRecord]:
        """Give what was observed, one record per person and kind."""
        for kind, sums in self._sums.items():
            for who, total in sums.items():
                yield total.record(self._identity.keys[0], _key(who), kind)

    # Who

    def _written(self) -> Iterator[Person]:
        # Senders first: their name is certain, while names of recipients are parted by commas.
        yield from (thread.sender for thread in self._threads)
        yield from (person for thread in self._threads for person in thread.recipients)
        for one in self._invitations:
            yield one.inviter
            yield one.invitee
        yield from (one.person for one in self._praise)

    def _is_owner(self, person: Person) -> bool:
        named = folded_name(person.name) in self._identity.names
        if person.slug:
            # An owner whose profile nobody knows can only be known by name, unless a contact has that name.
            own = self._profile_unknown and named and person.slug not in self._contacts.by_slug
            return own or person.slug in self._identity.keys
        return named or person.name.casefold() in _OWN_NAMES

    def _who(self, person: Person, conversation: str) -> Who | None:
        """Return who a participant is; `None` when that cannot be told."""
        folded = folded_name(person.name)
        namesakes = self._contacts.by_name.get(folded, []) if folded not in NOBODY else []
        if person.slug:
            contact = self._contacts.by_slug.get(person.slug)
            if contact is not None:
                return contact
            if self._by_name_only and len(namesakes) == len(self._profiles[folded]) == 1:
                return namesakes[0]
            return person.slug
        if folded in NOBODY or not nameable(person.name):
            return None
        present = {
            other.slug
            for other in self._members.get(conversation, ())
            if other.slug and not self._is_owner(other) and folded_name(other.name) == folded
        }
        slugs = present if len(present) == 1 else self._profiles.get(folded, set())
        if len(present) == 1 or not namesakes:
            if len(slugs) > 1:
                return None
            if slugs:
                (slug,) = slugs
                return self._who(Person(slug, person.name), conversation)
            key = name_key(self._identity.anchor, person.name)
            self._names.setdefault(key, person.name)
            return key
        return namesakes[0] if len(namesakes) == 1 else None

    # Messages

    def _read_threads(self) -> None:
        sides = [self._sides(thread) for thread in self._threads]
        others: defaultdict[str, set[Who | Person]] = defaultdict(set)
        for thread, (outgoing, _, _) in zip(self._threads, sides, strict=True):
            for person in thread.recipients if outgoing else thread.people():
                if (person.slug or person.name) and not self._is_owner(person):
                    others[thread.conversation].add(self._who(person, thread.conversation) or person)
        for thread, (outgoing, people, rule) in zip(self._threads, sides, strict=True):
            found: list[Who] = []
            for person in people:
                who = self._who(person, thread.conversation)
                if who is None:
                    hidden = folded_name(person.name) in NOBODY
                    rule = (_HIDDEN if person.name else "no sender or recipient") if hidden else _AMBIGUOUS
                elif who not in found:
                    found.append(who)
            if not people and outgoing and not rule:
                # Some years leave the recipients out; the rest of the conversation names them.
                found = sorted(
                    (who for who in others[thread.conversation] if not isinstance(who, Person)), key=_key
                )
                rule = "no sender or recipient"
            if not found:
                thread.tally.left_out[rule] += thread.rows
                continue
            size = len(others[thread.conversation]) + 1
            if size > CROWD:
                thread.tally.left_out["conversation of more than 20 people"] += thread.rows
                continue
            thread.tally.used += thread.rows
            kind = "group_message" if size > 2 else "message"
            for who in found:
                total = self._sums[kind].setdefault(who, _Sum())
                total.add(outgoing=outgoing, count=thread.rows, days=thread.days)

    def _sides(self, thread: Thread) -> tuple[bool, list[Person], str]:
        """Return whether the owner wrote, the people on the other side, and a rule that leaves the rows out."""
        recipients = [person for person in thread.recipients if not self._is_owner(person)]
        received = len(recipients) < len(thread.recipients)
        sender = thread.sender
        if thread.outgoing is not None:
            return thread.outgoing, recipients if thread.outgoing else [sender], ""
        if self._is_owner(sender):
            return True, recipients, "message to oneself" if received and not recipients else ""
        if received:
            return False, [sender], ""
        # It is the owner's mailbox: a message that was not sent to the owner was sent by the owner, as long as
        # nobody else is named as its sender.
        if not sender.slug and folded_name(sender.name) in NOBODY and recipients:
            return True, recipients, ""
        if folded_name(sender.name) in self._identity.names and recipients:
            return True, recipients, ""
        if not thread.recipients:
            return False, [sender], ""
        return False, [], "message between others"

    # Invitations

    def _read_invitations(self) -> None:
        for one in self._invitations:
            outgoing = self._is_owner(one.inviter) if one.outgoing is None else one.outgoing
            other = one.invitee if outgoing else one.inviter
            tally = one.tally
            if not self._contacts.tallies:
                tally.left_out["invitation without a list of connections"] += 1
                continue
            who = self._who(other, "")
            if who is None and len(self._contacts.by_name.get(folded_name(other.name), ())) > 1:
                tally.left_out[_AMBIGUOUS] += 1
            elif not isinstance(who, Contact):
                tally.left_out["pending invitation"] += 1
            else:
                tally.used += 1
                if one.note:
                    total = self._sums["invitation_note"].setdefault(who, _Sum())
                    total.add(outgoing=outgoing, count=1, days=[one.sent] if one.sent else [])

    # Endorsements and recommendations

    def _read_praise(self) -> None:
        for one in self._praise:
            who: Who | None = None
            rule = "name that no contact has"
            if self._is_owner(one.person):
                rule = _OWN
            elif folded_name(one.person.name) in NOBODY and not one.person.slug:
                rule = _HIDDEN
            elif one.person.slug:
                who = self._who(one.person, "")
            else:
                namesakes = self._contacts.by_name.get(folded_name(one.person.name), [])
                company = company_key(one.company) if one.company else ""
                colleagues = [
                    found for found in namesakes if company and company_key(found.company) == company
                ]
                chosen = colleagues or namesakes
                who = chosen[0] if len(chosen) == 1 else None
                rule = _AMBIGUOUS if chosen else rule
            if who is None:
                one.tally.left_out[rule] += 1
                continue
            one.tally.used += 1
            total = self._sums[one.kind].setdefault(who, _Sum())
            total.add(outgoing=one.outgoing, count=1, days=[one.on] if one.on else [])
            if one.outgoing and one.skill and isinstance(who, Contact) and one.skill not in who.skills:
                who.skills.append(one.skill)

    # Profiles of contacts whose row has none

    def _adopt_profiles(self) -> None:
        """Give a contact without a profile that of the one person of that name who answers messages or vouches.

        Only contacts can endorse each other. This is done only where the list has no addresses of profiles at all,
        and where the name is unique among the contacts and among all who write: a stranger of the same name must
        not become the contact.
        """
        if not self._by_name_only:
            return
        answering = [who for who, total in self._sums["message"].items() if total.sent and total.received]
        for who in dict.fromkeys((*answering, *self._sums["endorsement"])):
            if isinstance(who, Contact):
                slugs = self._profiles.get(folded_name(who.name), set())
                if len(slugs) == 1 and len(self._contacts.by_name[folded_name(who.name)]) == 1:
                    who.slug = next(iter(slugs))
                    who.keys = (who.slug, *who.keys)
                    self._unite(who, who.slug)

    def _unite(self, contact: Contact, slug: str) -> None:
        """Give a contact what was observed of its profile where it stood under another spelling of the name."""
        for sums in self._sums.values():
            if (other := sums.pop(slug, None)) is not None:
                total = sums.setdefault(contact, _Sum())
                total.add(outgoing=True, count=other.sent, days=other.days)
                total.add(outgoing=False, count=other.received, days=())


def _key(who: Who) -> str:
    return who if isinstance(who, str) else who.keys[0]
