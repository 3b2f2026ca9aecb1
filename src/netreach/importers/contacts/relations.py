"""Ties between others: whom the entries of an address book name as somebody's manager, assistant or spouse."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from netreach.importers.contacts.card import Card, Relation, makes_tie
from netreach.importers.contacts.owner import Identity
from netreach.importers.naming import folded_name, nameable
from netreach.keys import email_key, name_key
from netreach.model import EvidenceRecord, PersonRecord
from netreach.text import clean, company_key, words

_UID = ("urn:uuid:", "uuid:", "urn:")


class Relations:
    """Finds out who is meant, and yields them and the ties.

    Args:
        cards: All entries but the owner's own, their people already named.
        identity: The owner.
    """

    def __init__(self, cards: Sequence[Card], identity: Identity) -> None:
        self._identity = identity
        self._cards = [card for card in cards if card.relations]
        self._by_key: dict[str, str] = {}
        self._by_uid: dict[str, str] = {}
        self._entries = cards if self._cards else ()
        self._spelled: defaultdict[str, list[Card]] = defaultdict(list)
        self._folded: defaultdict[str, list[Card]] = defaultdict(list)
        if self._cards:
            self._by_key = {key: card.keys[0] for card in reversed(cards) for key in card.keys}
            self._by_uid = {uid(card.uid): card.keys[0] for card in reversed(cards) if card.uid}
            asked = {_in_order(clean(relation.who)) for card in self._cards for relation in card.relations}
            for card in cards:
                for name in _names(card) & asked:
                    self._spelled[name].append(card)
        # One word, such as Jenny, tells somebody only where but one entry uses it.
        self._times = Counter(
            folded
            for card in self._cards
            for folded in {folded_name(relation.who) for relation in card.relations}
        )
        self._companies: dict[str, str] = {}
        self._new: dict[str, PersonRecord] = {}

    def records(self) -> Iterator[PersonRecord | EvidenceRecord]:
        """Yield the people who are no entries of their own, then the ties."""
        found: dict[frozenset[str], EvidenceRecord] = {}
        for card in self._cards:
            for relation in card.relations:
                if not makes_tie(relation.kind) or not clean(relation.who):
                    continue
                other = self._who(card, relation)
                pair = frozenset((card.keys[0], other or card.keys[0]))
                if other is not None and len(pair) == 2 and pair not in found:
                    found[pair] = EvidenceRecord(a=card.keys[0], b=other, kind="relation")
        yield from self._new.values()
        yield from found.values()

    def _who(self, card: Card, relation: Relation) -> str | None:
        """Return the key of whom a relation names; `None` where that cannot be told."""
        who = clean(relation.who)
        if who.lower().startswith(_UID):
            if known := self._by_uid.get(uid(who)):
                return known
            card.tally.problem(card.line, "related to a card that is not there", rows=0)
            return None
        if mail := email_key(who):
            if mail not in self._by_key:
                self._by_key[mail] = mail
                self._new[mail] = PersonRecord(keys=(mail,), emails=(who.removeprefix("mailto:"),))
            return self._by_key[mail]
        if "@" in who or "://" in who or not nameable(who):
            card.tally.problem(card.line, "related to somebody who cannot be told", rows=0)
            return None
        return self._called(card, _in_order(who))

    def _called(self, card: Card, name: str) -> str | None:
        folded = folded_name(name)
        everybody = self._spelled.get(name) or self._alike(folded)
        called = [other for other in everybody if other is not card] or everybody
        if len(called) > 1 and card.company:
            company = self._company(card)
            called = [other for other in called if self._company(other) == company] or called
        found = {other.keys[0] for other in called}
        if len(found) > 1 or (not found and len(words(name)) < 2 and self._times[folded] > 1):
            card.tally.problem(card.line, "related to somebody whose name several have", rows=0)
            return None
        if found:
            return found.pop()
        key = name_key(self._identity.anchor, name)
        if key not in self._by_key:
            self._by_key[key] = key
            self._new[key] = PersonRecord(keys=(key,), name=name)
        return self._by_key[key]

    def _alike(self, folded: str) -> list[Card]:
        """Return the entries of a name in whatever spelling; all names are folded when the first is looked for."""
        if not self._folded:
            for card in self._entries:
                for name in set(map(folded_name, _names(card))):
                    self._folded[name].append(card)
        return self._folded.get(folded, [])

    def _company(self, card: Card) -> str:
        key = self._companies.get(card.company)
        if key is None:
            key = self._companies[card.company] = company_key(card.company)
        return key


def uid(text: str) -> str:
    """Return the identifier of a card as it is compared.

    >>> uid("urn:uuid:03A0E51F-D1AA") == uid("03a0e51f-d1aa")
    True
    """
    text = text.strip().lower()
    for prefix in _UID:
        text = text.removeprefix(prefix)
    return text


def _names(card: Card) -> set[str]:
    """Return the names by which an entry may be meant: with and without what stands between first and last."""
    return {card.name, f"{card.first_name} {card.last_name}"}


def _in_order(name: str) -> str:
    """Return a name with the family's name last: `Lund, Eva` is Eva Lund."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name
