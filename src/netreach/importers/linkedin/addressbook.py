"""`ImportedContacts.csv`: an address book that the owner once gave to LinkedIn.

Standing in an address book is no tie. What the file is good for are addresses: one that a contact's row has too
makes the card that contact's; so does a full name that is unique on both sides, where the company of the contact is
the domain of an address. A name alone does not: a namesake would get the contact's profile.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from netreach.importers.csvrows import Tally
from netreach.importers.dates import day, excerpt, order_of
from netreach.importers.linkedin.connections import Contact, ContactList
from netreach.importers.linkedin.layouts import IMPORTED
from netreach.importers.linkedin.owner import Identity
from netreach.importers.linkedin.sheets import Sheets, Table
from netreach.importers.naming import addresses, folded_name
from netreach.keys import email_key, is_role_address
from netreach.model import EvidenceRecord, PersonRecord
from netreach.text import clean, company_key

_SHORTEST_COMPANY = 4
_SHARED = "address that several people share"


@attrs.define(kw_only=True, eq=False)
class Card:
    """One row, or several that say the same of one person.

    Attributes:
        tally, line: Where it stands.
        name, first_name, last_name, title, location: Cells, cleaned.
        mails: Key of an address -> the address as written, in the order of the cell.
        created: When it came in; `None` where unknown.
        contact: The contact whose card it is; `None` for somebody else.
    """

    tally: Tally
    line: int
    name: str
    first_name: str
    last_name: str
    title: str
    location: str
    mails: dict[str, str]
    created: dt.date | None
    contact: Contact | None = None


def read_address_book(sheets: Sheets) -> tuple[list[Card], list[Tally]]:
    """Read the address book, in one file or in several.

    Raises:
        ExportError: When a file is damaged.
    """
    cards: list[Card] = []
    tallies: list[Tally] = []
    for name in sheets.named("importedcontacts"):
        table = sheets.open(name, IMPORTED, what="LinkedIn's imported contacts")
        cards += _read(table, cards)
        tallies.append(table.tally)
    return _told_apart(cards), tallies


def _read(table: Table, before: Sequence[Card]) -> list[Card]:
    tally, of = table.tally, table.found.of
    rows = list(table)
    order = order_of([cells[of("created")] for _, cells in rows], own_style=True)
    if order.doubt:
        tally.problem(table.found.line, order.doubt, rows=0)
    found: list[Card] = []
    known = {(mail, folded_name(card.name)): card for card in before for mail in card.mails}
    for line, cells in rows:
        written = addresses(cells[of("emails")])
        mails = {key: address for address in written if (key := email_key(address))}
        moment = cells[of("created")].strip()
        card = Card(
            tally=tally,
            line=line,
            name=clean(f"{cells[of('first')]} {cells[of('last')]}"),
            first_name=clean(cells[of("first")]),
            last_name=clean(cells[of("last")]),
            title=clean(cells[of("title")]),
            location=clean(cells[of("location")]),
            mails=mails,
            created=day(moment, day_first=order.day_first),
        )
        if not mails:
            role = any(map(is_role_address, written))
            tally.left_out["address of a function" if role else "card without an e-mail address"] += 1
            continue
        if moment and card.created is None:
            tally.problem(line, "not a date; the card is read without it", rows=0, value=excerpt(moment))
        folded = folded_name(card.name)
        same = next((known[mail, folded] for mail in mails if (mail, folded) in known), None)
        if same is None:
            same = card
            found.append(card)
            tally.used += 1
        else:
            tally.left_out["duplicate row"] += 1
            same.mails |= {mail: address for mail, address in mails.items() if mail not in same.mails}
        known.update({(mail, folded): same for mail in mails})
    return found


def _told_apart(cards: list[Card]) -> list[Card]:
    """Take away addresses that cards of several names share: a family's or an office's mailbox is nobody."""
    carriers = Counter(mail for card in cards for mail in card.mails)
    kept: list[Card] = []
    for card in cards:
        card.mails = {mail: address for mail, address in card.mails.items() if carriers[mail] == 1}
        if card.mails:
            kept.append(card)
        else:
            card.tally.used -= 1
            card.tally.left_out[_SHARED] += 1
    return kept


class AddressBook:
    """Joins cards to contacts; whoever is no contact stays a person of their own.

    Args:
        identity: The owner.
        contacts: The list of connections, its people already named; contacts get the addresses of their cards.
        cards: What was read.
    """

    def __init__(self, identity: Identity, contacts: ContactList, cards: Sequence[Card]) -> None:
        self._identity = identity
        self._cards: list[Card] = []
        by_mail = {contact.mail: contact for contact in contacts.contacts if contact.mail}
        names = Counter(folded_name(card.name) for card in cards)
        taken: set[int] = set()
        for card in cards:
            if not card.mails.keys().isdisjoint(identity.keys):
                card.tally.used -= 1
                card.tally.left_out["the owner's own row"] += 1
                continue
            card.mails = {
                mail: address for mail, address in card.mails.items() if mail not in contacts.shared_mails
            }
            if not card.mails:
                card.tally.used -= 1
                card.tally.left_out[_SHARED] += 1
                continue
            owners = {id(by_mail[mail]): by_mail[mail] for mail in card.mails if mail in by_mail}
            if len(owners) > 1:
                card.tally.used -= 1
                card.tally.left_out["addresses of several contacts"] += 1
                continue
            card.contact = next(iter(owners.values()), None)
            folded = folded_name(card.name)
            namesakes = contacts.by_name.get(folded, [])
            if card.contact is None and len(namesakes) == names[folded] == 1 and _at(card, namesakes[0]):
                card.contact = namesakes[0]
            if card.contact is not None:
                contact = card.contact
                fresh = {mail: address for mail, address in card.mails.items() if mail not in contact.keys}
                contact.keys = (*contact.keys, *fresh)
                contact.more_emails = (*contact.more_emails, *fresh.values())
                if id(contact) in taken:
                    # A second card of one contact adds addresses, and no second fact.
                    continue
                taken.add(id(contact))
            self._cards.append(card)

    def people(self) -> Iterator[PersonRecord]:
        """Give those who are no contacts, named by their addresses."""
        for card in self._cards:
            if card.contact is None:
                yield PersonRecord(
                    keys=tuple(card.mails),
                    name=card.name,
                    first_name=card.first_name,
                    last_name=card.last_name,
                    title=card.title,
                    location=card.location,
                    emails=tuple(card.mails.values()),
                )

    def evidence(self) -> Iterator[EvidenceRecord]:
        """Give the fact that somebody stands in the owner's address book."""
        for card in self._cards:
            other = card.contact.keys[0] if card.contact is not None else next(iter(card.mails))
            yield EvidenceRecord(
                a=self._identity.keys[0],
                b=other,
                kind="address_book",
                count_ab=1,
                count_ba=0,
                days=1 if card.created else 0,
                first=card.created,
                last=card.created,
            )


def _at(card: Card, contact: Contact) -> bool:
    """Whether an address is at the company of a contact: `@acme.example` and Acme, S.L."""
    company = company_key(contact.company).replace(" ", "")
    if len(company) < _SHORTEST_COMPANY or " " not in folded_name(card.name):
        return False
    labels = {label for mail in card.mails for label in mail.rpartition("@")[2].split(".")}
    return company in {label.replace("-", "") for label in labels}
