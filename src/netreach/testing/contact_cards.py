"""Address books as cards: what phones and mail programs make of vCard 2.1, 3.0 and 4.0."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netreach.testing.contacts import Entry

CARDS: tuple[str, ...] = (
    *("3.0", "3.0, folded", "3.0, one carriage return", "3.0, UTF-16", "3.0, Apple", "3.0, name only in N"),
    *("2.1, quoted-printable", "2.1, cp1252", "2.1, Outlook", "2.1, Android", "4.0", "4.0, groups"),
)
"""Ways in which cards are written."""

_PHOTO = base64.b64encode(bytes(range(256)) * 40).decode()
_FOLD = 60


def cards(style: str, book: Sequence[Entry], *, pictures: int = 1) -> bytes:
    """Return the cards of a book, in one of the ways of `CARDS`; one of so many has a picture."""
    numbers = {entry.name: number for number, entry in reversed(list(enumerate(book)))}
    lines = [
        line
        for number, entry in enumerate(book)
        for line in _card(style, entry, number, numbers, picture=number % pictures == 0)
    ]
    if style == "4.0, groups":
        lines += _groups(book)
    if style in ("3.0, folded", "3.0, Apple", "4.0"):
        lines = [part for line in lines for part in _folded(line)]
    ending = "\r" if "carriage" in style else "\r\n"
    text = "".join(line + ending for line in lines)
    if "UTF-16" in style:
        return text.encode("utf-16")
    return text.encode("cp1252" if "1252" in style else "utf-8")


def _card(style: str, entry: Entry, number: int, numbers: Mapping[str, int], *, picture: bool) -> list[str]:
    version = style[:3]
    shown = entry.name or entry.company
    lines = ["BEGIN:VCARD", f"VERSION:{version}"]
    if style == "2.1, quoted-printable":
        lines += (
            _soft("FN", shown)
            + _soft("N", f"{entry.last};{entry.first};;;")
            + _soft("ORG", _escaped(entry.company))
        )
        lines += _soft(
            "NOTE", f"A long note of {shown}: with a colon, and more of it than fits into one line = 70"
        )
    else:
        if style == "3.0, name only in N":
            lines.append("FN:")
        elif style == "2.1, Outlook" and entry.name:
            lines.append(f"FN:Dr. {shown}")
        elif shown or version != "2.1":
            lines.append(f"FN:{_escaped(shown)}")
        prefix = "Dr." if style == "2.1, Outlook" and entry.name else ""
        lines.append(f"N:{_escaped(entry.last)};{_escaped(entry.first)};;{prefix};")
        if entry.company:
            lines.append(f"ORG:{_escaped(entry.company)};Sales")
    if entry.title:
        lines.append(f"TITLE:{_escaped(entry.title)}")
    for mail in entry.mails + entry.other_mails:
        lines.append(
            {"2.1": "EMAIL;PREF;INTERNET:", "3.0": "item9.EMAIL;TYPE=INTERNET:"}.get(version, "EMAIL:") + mail
        )
    if entry.city:
        lines.append(("ADR;WORK:" if version == "2.1" else "ADR;TYPE=WORK:") + f";;Street 1;{entry.city};;;")
    if entry.groups and style != "4.0, groups":
        lines.append("CATEGORIES:" + ",".join(entry.groups))
    lines += _related(style, entry, numbers)
    lines += ["TEL;HOME:555 1234", *(_photo(version) if picture else ()), f"UID:{_uid(number)}", "END:VCARD"]
    return lines if style != "2.1, Outlook" else ["", *lines]


def _related(style: str, entry: Entry, numbers: Mapping[str, int]) -> list[str]:
    pairs = (("manager", entry.manager), ("assistant", entry.assistant), ("spouse", entry.spouse))
    related = [(kind, name) for kind, name in pairs if name]
    if style.startswith("4.0"):
        return [
            f"RELATED;TYPE={kind if kind == 'spouse' else 'co-worker'}:{_uid(numbers[name])}"
            if name in numbers
            else f"RELATED;TYPE=co-worker;VALUE=text:{_escaped(name)}"
            for kind, name in related
        ]
    if style == "2.1, Android":
        kinds = {"manager": 7, "assistant": 1, "spouse": 14}
        return [
            f"X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;{name};{kinds[kind]};;;;;;;;;;;;;"
            for kind, name in related
        ]
    if style == "3.0, Apple":
        return [
            line
            for number, (kind, name) in enumerate(related, start=1)
            for line in (
                f"item{number}.X-ABRELATEDNAMES;type=pref:{_escaped(name)}",
                f"item{number}.X-ABLabel:_$!<{kind.title()}>!$_",
            )
        ]
    return [f"X-MS-{kind.upper()};CHARSET=utf-8:{_escaped(name)}" for kind, name in related]


def _groups(book: Sequence[Entry]) -> list[str]:
    return [
        line
        for label in labels_of(book)
        for line in (
            *("BEGIN:VCARD", "VERSION:4.0", "KIND:group", f"FN:{label}", f"N:{label};;;;"),
            *(
                f"MEMBER:{_uid(number)}"
                for number, entry in enumerate(book)
                if label in entry.groups and not entry.rule
            ),
            "END:VCARD",
        )
    ]


def labels_of(book: Sequence[Entry]) -> list[str]:
    """Return the labels of those who are used."""
    return sorted({group for entry in book for group in entry.groups if not entry.rule})


def _photo(version: str) -> list[str]:
    if version == "4.0":
        return [f"PHOTO:data:image/jpeg;base64,{_PHOTO}"]
    head = "PHOTO;TYPE=JPEG;ENCODING=BASE64:" if version == "2.1" else "PHOTO;ENCODING=b;TYPE=JPEG:"
    pieces = [_PHOTO[start : start + 72] for start in range(0, len(_PHOTO), 72)]
    # Version 2.1 knows pictures whose lines are not folded, and end with an empty one.
    return (
        [head, *pieces, ""]
        if version == "2.1"
        else [head + pieces[0], *(f" {piece}" for piece in pieces[1:])]
    )


def _uid(number: int) -> str:
    return f"urn:uuid:03a0e51f-d1aa-4385-8a53-{number:012d}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _soft(name: str, value: str) -> list[str]:
    written = quopri.encodestring(value.encode(), quotetabs=True).decode()
    head = f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    # Lines end softly early, so that names go over several of them too.
    parts = [part for line in written.split("=\n") for part in _halves(line)]
    return (
        [*(f"{part}=" for part in [head + parts[0], *parts[1:-1]]), parts[-1]]
        if len(parts) > 1
        else [head + written]
    )


def _halves(text: str) -> list[str]:
    middle = len(text) // 2
    while middle and "=" in text[max(0, middle - 2) : middle]:
        middle -= 1
    return [text[:middle], text[middle:]] if middle else [text]


def _folded(line: str) -> list[str]:
    parts = [line[start : start + _FOLD] for start in range(0, len(line), _FOLD)] or [""]
    return [parts[0], *(f" {part}" for part in parts[1:])]
