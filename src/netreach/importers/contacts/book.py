"""From the entries of an address book to people, evidence and ties, with an account of where every entry went.

Standing in an address book is evidence, and no tie. That an entry names somebody's manager, assistant or spouse is
a tie between these two, whoever the owner is.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from netreach.importers.contacts.card import Card
from netreach.importers.contacts.owner import Identity, Said, find_owner
from netreach.importers.contacts.relations import Relations
from netreach.importers.csvrows import Tally
from netreach.importers.dates import last_plausible
from netreach.importers.naming import addresses, folded_name, nameable
from netreach.keys import email_key, is_role_address, linkedin_key, linkedin_url, name_key
from netreach.model import EvidenceRecord, Owner, PersonRecord, Record, RowProblem
from netreach.plugins.export import Export
from netreach.text import clean, words

_SHARED = "address that several people share"
_TEXTS = ("first_name", "last_name", "headline", "title", "company", "location", "industry", "country")
_EXCHANGE = ("/o=", "/c=")


@attrs.frozen(kw_only=True)
class Book:
    """What is the same for all entries.

    Attributes:
        export: The export.
        said: What the caller says about the owner.
        kind: The kind of evidence that an entry is.
        complete: Whether the book names all contacts of its owner.
        day: The day of the export; `None` where unknown.
    """

    export: Export
    said: Said
    kind: str = "address_book"
    complete: bool = False
    day: dt.date | None = None

    def records(self, cards: Iterable[Card], tallies: Sequence[Tally]) -> Iterator[Record | RowProblem]:
        """Yield what the entries say, then the account of every file.

        Args:
            cards: The entries, in the order of the files.
            tallies: The accounts of the files; they are read after the last entry.

        Raises:
            OwnerError: When the owner was given by a name that does not tell a person.
        """
        told = _told_apart([card for card in cards if _usable(card)])
        identity = find_owner(self.export, self.said, told)
        own = {id(card) for card in identity.cards}
        people = [card for card in told if id(card) not in own]
        for card in identity.cards:
            card.tally.used -= 1
            card.tally.left_out["the owner's own row"] += 1
            card.keys = identity.keys
        _name_people(people, identity)
        days = Counter(card.day for card in told if card.day)
        last = last_plausible(days, exported=self.day)

        yield Owner(keys=identity.keys, name=identity.name, complete_list=self.complete)
        for card in identity.cards:
            yield _person(card, identity.keys, _day(card, last) or self.day)
        for card in people:
            changed = _day(card, last)
            yield _person(card, card.keys, changed or self.day)
            yield EvidenceRecord(
                a=identity.keys[0],
                b=card.keys[0],
                kind=self.kind,
                count_ab=1,
                count_ba=1 if self.complete else 0,
                days=1 if changed else 0,
                first=changed,
                last=changed,
            )
        yield from Relations(told, identity).records()
        for tally in tallies:
            yield tally.count()
            yield from sorted(tally.problems, key=lambda problem: problem.line)


def _usable(card: Card) -> bool:
    """Find the keys of an entry; say where it went when it cannot be used."""
    tally = card.tally
    if card.name == card.company and not (card.first_name or card.last_name):
        # The name that is shown is then the organisation's, and nobody's in it.
        card.name = ""
    if card.pages:
        profiles = dict.fromkeys(key for page in card.pages if (key := linkedin_key(page)))
        card.profile = next(iter(profiles), "")
        if len(profiles) > 1:
            tally.problem(
                card.line, "several profiles on LinkedIn; the contact is kept with the first", rows=0
            )
    role = odd = False
    for cell in card.addresses:
        for address in addresses(cell) if cell.count("@") > 1 else (cell,):
            if key := email_key(address):
                card.mails.setdefault(key, clean(address))
            elif is_role_address(address):
                role = True
            elif address.strip() and not address.lower().startswith(_EXCHANGE):
                odd = True
    if not (card.profile or card.mails):
        if role:
            tally.left_out["address of a function"] += 1
            return False
        if not nameable(card.name):
            tally.left_out["organisation" if card.company else "nothing that names a person"] += 1
            return False
    if odd:
        tally.problem(card.line, "not an e-mail address; the contact is kept without it", rows=0)
    tally.used += 1
    return True


def _told_apart(cards: Sequence[Card]) -> list[Card]:
    """Unite entries of one person, and take away addresses that entries of several people share."""
    first: dict[str, Card] = {}
    again: dict[str, list[Card]] = {}
    for card in cards:
        for mail in card.mails:
            if (holder := first.setdefault(mail, card)) is not card:
                again.setdefault(mail, [holder]).append(card)
    shared = {mail for mail, several in again.items() if not _one_person(several)}
    kept: list[Card] = []
    known: dict[object, Card] = {}
    for card in cards:
        if shared:
            card.mails = {mail: address for mail, address in card.mails.items() if mail not in shared}
        signs: list[object] = [card.profile, *card.mails] if card.profile else list(card.mails)
        if not signs:
            if not nameable(card.name):
                card.tally.used -= 1
                card.tally.left_out[_SHARED] += 1
                continue
            signs = [(folded_name(card.name), folded_name(card.company), folded_name(card.title))]
        same = next((known[sign] for sign in signs if sign in known), None)
        if same is None or (card.profile and same.profile and card.profile != same.profile):
            kept.append(card)
            same = card
        else:
            card.tally.used -= 1
            card.tally.left_out["duplicate row"] += 1
            _unite(same, card)
        for sign in signs:
            known.setdefault(sign, same)
    return kept


def _one_person(cards: Sequence[Card]) -> bool:
    """Whether entries with one address are one person's: one profile, and a name that has all words of the others."""
    if len({card.profile for card in cards if card.profile}) > 1:
        return False
    names = [frozenset(words(card.name)) for card in cards]
    longest = max(names, key=len)
    return all(name <= longest for name in names)


def _unite(card: Card, other: Card) -> None:
    """Add to an entry what another one of the same person says."""
    for mail, address in other.mails.items():
        card.mails.setdefault(mail, address)
    if len(other.name) > len(card.name):
        card.name = other.name
    card.profile = card.profile or other.profile
    for text in _TEXTS:
        if not getattr(card, text):
            setattr(card, text, getattr(other, text))
    card.groups += other.groups
    card.relations += other.relations
    card.uid = card.uid or other.uid
    card.day = max(filter(None, (card.day, other.day)), default=None)


def _name_people(cards: Sequence[Card], identity: Identity) -> None:
    """Give every entry its keys; of several people who have only a name, the order is that of what they do."""
    nameless: defaultdict[str, list[Card]] = defaultdict(list)
    for card in cards:
        card.keys = (card.profile, *card.mails) if card.profile else tuple(card.mails)
        if not card.keys:
            nameless[name_key(identity.anchor, card.name)].append(card)
    for group in nameless.values():
        group.sort(key=lambda card: (card.company, card.title, card.tally.file, card.line))
        for number, card in enumerate(group, start=1):
            card.keys = (name_key(identity.anchor, card.name, number=number if len(group) > 1 else 0),)


def _day(card: Card, last: dt.date) -> dt.date | None:
    return card.day if card.day and card.day <= last else None


def _person(card: Card, keys: tuple[str, ...], as_of: dt.date | None) -> PersonRecord:
    groups = dict.fromkeys(filter(None, map(clean, card.groups))) if card.groups else ()
    return PersonRecord(
        keys=keys,
        name=card.name,
        first_name=card.first_name,
        last_name=card.last_name,
        headline=card.headline,
        title=card.title,
        company=card.company,
        location=card.location,
        industry=card.industry,
        country=card.country,
        url=linkedin_url(card.profile) if card.profile else "",
        emails=tuple(card.mails.values()),
        groups=tuple(groups),
        as_of=as_of,
    )
