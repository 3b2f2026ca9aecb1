"""Address books of invented people, in the spelling of every program that is known, as golden pairs.

`contact_variants` gives small ones with what a reader must find in them; `write_contacts` writes large ones.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs

from netreach.errors import OptionError
from netreach.testing.contact_cards import CARDS, cards, labels_of
from netreach.testing.contact_tables import GOOGLE, OUTLOOK, THUNDERBIRD, google, outlook, thunderbird

OWNER = "olga@example.org"
"""Whose address books they are."""

_NAMES: Mapping[str, tuple[str, str]] = {
    "en": ("Ada Ben Cora Dan Eve Finn", "Adams Baker Clark Dunn Ellis Ford"),
    "de": ("Jörg Käthe Bärbel Uwe Günther Zoë", "Müller Weiß Größl Bäcker Köhler Strauß"),
    "fr": ("Aurélie Benoît Chloé Étienne François Zoé", "Lefèvre Garçon Bézier Château Noël Forêt"),
    "es": ("Íñigo Begoña Concepción Andrés Raúl Lucía", "Muñoz Núñez Ibáñez García Peña Güell"),
    "it": ("Niccolò Mirò Desirée Ugo Lucia Fabio", "Dalò Nardò Muccì Bianchi Rossi Forlì"),
    "pt": ("João Conceição Inês Luís Antônio Zélia", "Conceição Assunção Simões Araújo Magalhães Leitão"),
    "nl": ("Zoë Daniël Noëlle Jan Piet Femke", "Bakker Visser Smit Koëter Jansen Dekker"),
    "pl": ("Łukasz Świętosława Żaneta Bożena Jacek Ćwirek", "Żak Śliwa Łąka Nowak Gęś Wójcik"),
    "ru": ("Анна Борис Вера Глеб Дарья Егор", "Петрова Иванов Сидорова Кузнецов Орлова Жуков"),
    "ja": ("太郎 花子 一郎 次郎 美咲 健太", "山田 鈴木 佐藤 高橋 田中 伊藤"),
    "zh": ("伟 芳 娜 敏 静 强", "王 李 张 刘 陈 杨"),
}
_TITLES = ("Engineer", "Director", "Buyer", "Nurse", "Editor", "Analyst")
_COMPANIES = ("Acme, Inc.", "Borealis", 'The "Cedar" Group', "Delta; Sons", "Elm", "Fir & Co")


@attrs.frozen(kw_only=True)
class Entry:
    """One entry of an address book.

    Attributes:
        first, last, title, company, city: Texts.
        mails: Addresses; the reader must know the person by all of them.
        other_mails: Addresses that must name nobody.
        groups: Labels.
        manager, assistant, spouse: Names; `""` for none.
        rule: By which rule the entry is left out; `""` when it is used.
    """

    first: str = ""
    last: str = ""
    title: str = ""
    company: str = ""
    city: str = ""
    mails: tuple[str, ...] = ()
    other_mails: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    manager: str = ""
    assistant: str = ""
    spouse: str = ""
    rule: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first} {self.last}".strip()


@attrs.frozen(kw_only=True)
class ContactTold:
    """What is said of one contact."""

    title: str
    company: str
    city: str
    mails: frozenset[str]
    groups: frozenset[str]


@attrs.frozen(kw_only=True)
class ContactVariant:
    """A golden pair.

    Attributes:
        name: What is special about it.
        importer: The importer that must recognise it.
        file: Name of the file; with a folder before it, the folder is handed over.
        content: Its bytes.
        owner: What the caller says of the owner.
        contacts: Name -> what is said of the contact; the one who has no name stands under `""`.
        relations: Pairs of names of people who are tied to each other.
        used: Entries that are used.
        left_out: Entries that are left out, by rule.
    """

    name: str
    importer: str
    file: str
    content: bytes
    owner: str
    contacts: Mapping[str, ContactTold]
    relations: frozenset[frozenset[str]]
    used: int
    left_out: Mapping[str, int]

    def write(self, place: Path) -> Path:
        """Write it below a folder, and return what is to be imported."""
        path = place / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content)
        return place / self.file.partition("/")[0]


def contact_variants(seed: int = 1) -> tuple[ContactVariant, ...]:
    """Return all variants, of people that the seed invents.

    >>> variants = contact_variants()
    >>> len(variants) > 30, len({variant.name for variant in variants}) == len(variants)
    (True, True)
    """
    rng = random.Random(seed)
    found: list[ContactVariant] = []
    for name in GOOGLE:
        book = invent_book(rng)
        file, content = google(name, book)
        found.append(_variant(f"google, {name}", "google-contacts", file, content, book))
    for language, code_page in OUTLOOK.items():
        book = invent_book(rng, language)
        for encoding, delimiter in ((code_page, ";"), ("utf-8-sig", ",")):
            content = outlook(language, book, encoding=encoding, delimiter=delimiter)
            title = f"outlook, {language}, {encoding}"
            found.append(_variant(title, "outlook", "contacts.csv", content, book))
    for language in THUNDERBIRD:
        book = [
            attrs.evolve(entry, groups=(), manager="", assistant="", spouse="")
            for entry in invent_book(rng, language)
        ]
        content = thunderbird(language, book)
        found.append(_variant(f"thunderbird, {language}", "outlook", "abook.csv", content, book))
    for name in CARDS:
        book = invent_book(rng, "de" if "1252" in name else "en")
        groups = len(labels_of(book)) if name == "4.0, groups" else 0
        content = cards(name, book)
        found.append(_variant(f"vcard, {name}", "vcard", "contacts.vcf", content, book, groups=groups))
    return tuple(found)


def invent_book(rng: random.Random, language: str = "en") -> list[Entry]:
    """Invent a small address book: six people, and entries that are left out by every rule."""
    first, last = (names.split() for names in _NAMES[language])
    rng.shuffle(first)
    rng.shuffle(last)
    people = [
        Entry(
            first=first[number],
            last=last[number],
            title=_TITLES[number],
            company=_COMPANIES[number],
            city=f"Town {number}",
            mails=(f"p{number}.{rng.randrange(1000)}@example.org",),
            groups=("Friends", f"Team {number}")[: number % 3],
        )
        for number in range(6)
    ]
    boss, stranger = people[1].name, "Sam Stranger"
    people[0] = attrs.evolve(
        people[0], manager=boss, mails=(*people[0].mails, f"second{rng.randrange(1000)}@example.com")
    )
    people[2] = attrs.evolve(people[2], assistant=stranger, spouse=people[3].name)
    # Somebody without any address is known by name; somebody without a name by the address.
    people[4] = attrs.evolve(people[4], mails=())
    return [
        *people,
        Entry(mails=(f"nameless{rng.randrange(1000)}@example.org",)),
        Entry(first="Front", last="Desk", other_mails=("info@example.org",), rule="address of a function"),
        Entry(company="Plumbing Ltd", rule="organisation"),
        attrs.evolve(people[5], title="", rule="duplicate row"),
        Entry(first="Olga", last="Owner", mails=(OWNER,), rule="the owner's own row"),
    ]


def _variant(
    name: str, importer: str, file: str, content: bytes, book: list[Entry], *, groups: int = 0
) -> ContactVariant:
    used = [entry for entry in book if not entry.rule]
    related = {
        frozenset((entry.name, other))
        for entry in used
        for other in (entry.manager, entry.assistant, entry.spouse)
        if other
    }
    left_out = {"group of contacts": groups} if groups else {}
    for entry in book:
        if entry.rule:
            left_out[entry.rule] = left_out.get(entry.rule, 0) + 1
    return ContactVariant(
        name=name,
        importer=importer,
        file=file,
        content=content,
        owner=OWNER,
        contacts={
            entry.name: ContactTold(
                title=entry.title,
                company=entry.company,
                city=entry.city,
                mails=frozenset(f"email:{mail}" for mail in entry.mails),
                groups=frozenset(entry.groups),
            )
            for entry in used
        },
        relations=frozenset(related),
        used=len(used),
        left_out=left_out,
    )


def write_contacts(path: Path | str, count: int, *, fmt: str = "google", seed: int = 1) -> Path:
    """Write a large address book.

    Args:
        path: The file.
        count: Entries; every tenth names the next one as manager.
        fmt: `"google"`, `"outlook"` (both CSV) or `"vcard"`.
        seed: What people are invented from.

    Raises:
        OptionError: When the format is another one.
    """
    writers: dict[str, Callable[[Sequence[Entry]], bytes]] = {
        "google": lambda book: google("today", book)[1],
        "outlook": lambda book: outlook("en", book, encoding="utf-8", delimiter=","),
        "vcard": lambda book: cards("3.0", book, pictures=20),
    }
    if fmt not in writers:
        raise OptionError(f"fmt={fmt!r}: the formats are google, outlook and vcard")
    rng = random.Random(seed)
    first, last = (" ".join(names[part] for names in _NAMES.values()).split() for part in (0, 1))
    chosen = [f"{rng.choice(first)} {rng.choice(last)}-{rng.choice(last)}" for _ in range(count)]
    book = [
        Entry(
            first=name.split()[0],
            last=name.split()[1],
            title=_TITLES[number % 6],
            company=f"Company {rng.randrange(1 + count // 20)}",
            city=f"Town {rng.randrange(50)}",
            mails=(f"person{number}@example.org",),
            groups=("Friends",) if number % 4 == 0 else (),
            manager=chosen[(number + 1) % count] if number % 10 == 0 else "",
        )
        for number, name in enumerate(chosen)
    ]
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(writers[fmt](book))
    return target
