"""What the properties of a card say of a person."""

from __future__ import annotations

import attrs

from netreach.importers.contacts.card import Card, Relation, full_name, label
from netreach.importers.contacts.vcard.lines import Head, RawCard
from netreach.importers.contacts.vcard.values import changed_on, decoded, parts, unescaped
from netreach.importers.csvrows import Tally
from netreach.keys import linkedin_url, slug_key
from netreach.text import clean

_RELATED = {
    name: relation
    for relation in ("spouse", "manager", "assistant")
    for name in (
        f"X-{relation.upper()}",
        f"X-MS-{relation.upper()}",
        f"X-EVOLUTION-{relation.upper()}",
        f"X-KADDRESSBOOK-X-{relation.upper()}SNAME",
    )
}
_ANDROID = "vnd.android.cursor.item/"
_ANDROID_RELATIONS = (
    *("custom", "assistant", "brother", "child", "domestic partner", "father", "friend", "manager"),
    *("mother", "parent", "partner", "referred by", "relative", "sister", "spouse"),
)


@attrs.define(kw_only=True)
class _Found:
    """What was found so far.

    Attributes:
        shown, nickname, role: Texts.
        name: Family, given and additional names, prefixes and suffixes.
        labels: Group of properties -> label.
        related: Group of properties, whom it names.
        home: Town and country of somebody's home; that of the office goes before.
    """

    shown: str = ""
    nickname: str = ""
    role: str = ""
    name: list[str] = attrs.field(factory=list)
    labels: dict[str, str] = attrs.field(factory=dict)
    related: list[tuple[str, str]] = attrs.field(factory=list)
    home: tuple[str, str] = ("", "")


def card_of(raw: RawCard, tally: Tally) -> Card:
    """Return what a card says."""
    card = Card(tally=tally, line=raw.line)
    found = _Found()
    for head, written in raw.properties:
        if head.encoded or not written.isascii() or "\x1b" in written:
            written = decoded(written, head.parameters)
        if value := written.strip():
            _take(card, found, head, value)
    last, first, middle, prefix, suffix = (*found.name, "", "", "", "", "")[:5]
    if card.kind == "company" and not (first or last):
        # What a phone shows is then the organisation, and nobody in it.
        found.shown = ""
    card.first_name, card.last_name = first, last
    card.name = full_name(
        shown=found.shown or ("" if first or last else found.nickname),
        prefix=prefix,
        first=first,
        middle=middle,
        last=last,
        suffix=suffix,
    )
    card.title = card.title or found.role
    if not (card.location or card.country):
        card.location, card.country = found.home
    card.relations += tuple(Relation(found.labels.get(group, ""), who) for group, who in found.related)
    return card


def _take(card: Card, found: _Found, head: Head, value: str) -> None:
    """Take in one property."""
    group, name, parameters = head.group, head.name, head.parameters
    match name:
        case "EMAIL":
            mail = unescaped(value)
            card.addresses = (mail, *card.addresses) if "PREF" in parameters else (*card.addresses, mail)
        case "FN":
            found.shown = found.shown or clean(unescaped(value))
        case "N":
            found.name = found.name or [clean(part.replace(",", " ")) for part in parts(value)[:5]]
        case "ORG":
            card.company = card.company or clean(parts(value)[0])
        case "TITLE":
            card.title = card.title or clean(unescaped(value))
        case "ROLE":
            found.role = found.role or clean(unescaped(value))
        case "ADR":
            _live(card, found, parameters, parts(value))
        case "CATEGORIES":
            card.groups += tuple(unescaped(value).split(","))
        case "NICKNAME":
            found.nickname = found.nickname or clean(parts(value, ",")[0])
        case "URL":
            card.pages += (unescaped(value),)
        case "X-SOCIALPROFILE" | "SOCIALPROFILE" | "X-LINKEDIN":
            linkedin = name == "X-LINKEDIN" or "LINKEDIN" in parameters
            card.pages += (_profile(unescaped(value), linkedin=linkedin),)
        case "UID":
            card.uid = card.uid or unescaped(value)
        case "REV":
            card.day = changed_on(value) or card.day
        case "KIND" | "X-ADDRESSBOOKSERVER-KIND":
            card.kind = value.lower()
        case "X-ABSHOWAS":
            card.kind = card.kind or value.lower()
        case "MEMBER" | "X-ADDRESSBOOKSERVER-MEMBER":
            card.members += (unescaped(value),)
        case "X-ABLABEL":
            found.labels[group] = label(unescaped(value))
        case "X-ABRELATEDNAMES":
            found.related.append((group, unescaped(value)))
        case "RELATED":
            card.relations += (Relation(_kind(parameters), unescaped(value)),)
        case "X-ANDROID-CUSTOM":
            _android(card, found, parts(value))
        case _:
            card.relations += (Relation(_RELATED[name], unescaped(value)),)


def _live(card: Card, found: _Found, parameters: str, address: list[str]) -> None:
    city, region, _, country = (*address[3:7], "", "", "", "")[:4]
    place = ", ".join(part for part in (clean(city), clean(region)) if part), clean(country)
    if "WORK" in parameters and any(place):
        card.location, card.country = place
    elif not any(found.home):
        found.home = place


def _profile(value: str, *, linkedin: bool) -> str:
    """Return the address of a profile of which only the name may be given."""
    bare = value.removeprefix("x-apple:")
    key = slug_key(bare) if linkedin else None
    return linkedin_url(key) if key else value


def _kind(parameters: str) -> str:
    kinds = [part[5:] for part in parameters.lower().split(";") if part.startswith("type=")]
    return ",".join(kinds).replace('"', "")


def _android(card: Card, found: _Found, value: list[str]) -> None:
    """Take in what phones with Android add: the type, then the value, the number of its kind, and its label."""
    item, who, number, own = (*value, "", "", "", "")[:4]
    kind = item.removeprefix(_ANDROID)
    if kind == "nickname":
        found.nickname = found.nickname or clean(who)
    elif kind == "relation" and who:
        known = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0
        named = _ANDROID_RELATIONS[known] if 0 < known < len(_ANDROID_RELATIONS) else own
        card.relations += (Relation(named, who),)
