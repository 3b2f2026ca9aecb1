"""Seeded mailboxes of invented people in every form that mail programs write, with what is to be found in them."""

from __future__ import annotations

import base64
import datetime as dt
import os
import random
import zipfile
from collections import Counter
from collections.abc import Sequence
from email.utils import format_datetime
from pathlib import Path
from typing import Final

import attrs

from netreach.errors import OptionError
from netreach.testing.worlds import World, make_world

FORMS: Final = (
    "mboxo",
    "mboxrd",
    "mboxcl",
    "mboxcl2",
    "unmunged",
    "dos",
    "folders",
    "takeout",
    "maildir",
    "eml",
    "emlx",
    "zip",
)
"""How a mailbox can be written."""

_FOLDERS: Final = {"inbox": "Inbox", "sent": "Sent", "spam": "Junk", "trash": "Trash", "drafts": "Drafts"}
_BODIES: Final = (
    "Until then.\n",
    "My favourite film:\n\nFrom Russia with love\nYear: 1963\n\nWhat is yours?\n",
    ">From what I hear it works.\n\nFrom here on we do it so.\n",
    "\n\nFrom - or to?\nSee you.\n",
)
_NESTED: Final = (
    "Forwarded:\n\nFrom zoe@example.org Mon Jan  1 10:00:00 2018\nFrom: zoe@example.org\nTo: yann@example.org\n\n"
    "This is the text of another message.\n"
)


@attrs.frozen(kw_only=True)
class Letter:
    """One message.

    Attributes:
        sender: Person who wrote it; -1 for a robot.
        to, cc: People it is addressed to.
        when: When it was written.
        folder: `"inbox"`, `"sent"`, `"spam"`, `"trash"`, `"drafts"` or `"chat"`.
        rule: The rule that leaves it out; `""` where it counts.
        extra: Further lines of the header.
        alias: Whether the owner uses their second address in it.
        body: The text.
        number: Its number; copies have the same.
    """

    sender: int
    to: tuple[int, ...]
    cc: tuple[int, ...] = ()
    when: dt.datetime
    folder: str
    rule: str = ""
    extra: tuple[str, ...] = ()
    alias: bool = False
    body: str = ""
    number: int = 0


@attrs.frozen(kw_only=True)
class MailTruth:
    """What a reader must find in a mailbox.

    Attributes:
        evidence: (kind, key, key) with the keys in their order -> (from the first, from the second, days).
        left_out: Rule -> messages.
        messages: How many messages there are.
        used: How many of them count.
        names: Key -> name of those who wrote something that counts.
    """

    evidence: dict[tuple[str, str, str], tuple[int, int, int]]
    left_out: dict[str, int]
    messages: int
    used: int
    names: dict[str, str]


@attrs.frozen(kw_only=True)
class Correspondence:
    """A mailbox before it is written.

    Attributes:
        world: The people.
        owner: Whose mailbox it is.
        letters: All messages, oldest first.
        seed: What it was made from.
    """

    world: World
    owner: int
    letters: tuple[Letter, ...]
    seed: int

    @property
    def addresses(self) -> tuple[str, str]:
        """The two addresses of the owner."""
        main = self.world.email(self.owner)
        return main, f"{main.partition('@')[0]}@home.example.org"

    def letters_in(self, form: str) -> list[Letter]:
        """Return the messages that a form can hold: where there are no folders, there is no spam folder either."""
        kept = {"takeout": (*_FOLDERS, "chat"), "folders": tuple(_FOLDERS), "maildir": tuple(_FOLDERS)}
        return [letter for letter in self.letters if letter.folder in kept.get(form, ("inbox", "sent"))]

    def truth(self, form: str) -> MailTruth:
        """Return what is to be found when the mailbox is written in some form."""
        letters = self.letters_in(form)
        counts: Counter[tuple[str, str, str]] = Counter()
        days: dict[tuple[str, str, str], set[dt.date]] = {}
        used = [letter for letter in letters if not letter.rule]

        def see(kind: str, a: int, b: int, when: dt.datetime) -> None:
            keys = f"email:{self.world.email(a)}", f"email:{self.world.email(b)}"
            counts[kind, *keys] += 1
            days.setdefault((kind, min(keys), max(keys)), set()).add(when.date())

        for letter in used:
            others = sorted({*letter.to, *letter.cc} - {letter.sender})
            for person in others:
                direct = person in letter.to and len(others) <= 3
                see("mail" if direct else "group_mail", letter.sender, person, letter.when)
            for a in others if len(others) <= 6 else ():
                for b in others:
                    if a != b:
                        see("co_recipient", a, b, letter.when)
        return MailTruth(
            evidence={
                key: (counts[key], counts[key[0], key[2], key[1]], len(days[key])) for key in sorted(days)
            },
            left_out=dict(Counter(letter.rule for letter in letters if letter.rule)),
            messages=len(letters),
            used=len(used),
            names={
                f"email:{self.world.email(person)}": self.world.full_name(person)
                for person in {letter.sender for letter in used}
            },
        )


def invent_mail(
    seed: int, *, letters: int = 120, world: World | None = None, owner: int = 0
) -> Correspondence:
    """Invent a mailbox; the same seed gives the same messages.

    >>> one = invent_mail(1)
    >>> one.truth("takeout").messages > one.truth("mboxrd").messages
    True
    """
    rng = random.Random(seed)
    world = world or make_world(40, seed=seed, mean_contacts=8)
    others = [person for person in range(len(world)) if person != owner][:30]
    near = others[:10]
    when = dt.datetime(2021, 3, 1, 8, tzinfo=dt.UTC)
    made: list[Letter] = []

    def add(
        sender: int,
        to: Sequence[int],
        *,
        cc: tuple[int, ...] = (),
        rule: str = "",
        folder: str = "",
        extra: tuple[str, ...] = (),
    ) -> None:
        made.append(
            Letter(
                sender=sender,
                to=tuple(to),
                cc=cc,
                when=when,
                folder=folder or ("sent" if sender == owner else "inbox"),
                rule=rule,
                extra=extra,
                alias=rng.random() < 0.3,
                body=rng.choice(_BODIES),
                number=len(made),
            )
        )

    while len(made) < letters:
        when += dt.timedelta(minutes=rng.randrange(30, 3000))
        person, second, third = rng.sample(near, 3)
        match rng.randrange(22):
            case 0 | 1 | 2 | 3:
                add(owner, [person])
            case 4 | 5 | 6 | 7:
                add(person, [owner])
            case 8:
                add(person, [second], cc=(owner,))
            case 9:
                add(second, [person], cc=(owner,))
            case 10:
                add(person, [owner, second, third])
            case 11:
                add(owner, rng.sample(others, rng.randrange(4, 12)))
            case 12:
                add(owner, rng.sample(others, 25), rule="mail to more than 20 people")
            case 13:
                add(person, [owner], rule="mailing list", extra=("List-Id: Talk <talk.example.org>",))
            case 14:
                add(person, [owner], rule="automatic message", extra=("Auto-Submitted: auto-replied",))
            case 15:
                add(-1, [owner], rule="sender is no person")
            case 16:
                add(owner, [owner], rule="message to oneself")
            case 17:
                folder, rule = rng.choice(
                    [
                        ("spam", "message in spam"),
                        ("trash", "deleted message"),
                        ("drafts", "draft message"),
                        ("chat", "chat message"),
                    ]
                )
                add(person, [owner], folder=folder, rule=rule)
            case 18 if made:
                earlier = rng.choice(made)
                if not earlier.rule:
                    made.append(attrs.evolve(earlier, rule="copy of the same message"))
            case _:
                add(owner, [person], cc=(second,))
    return Correspondence(world=world, owner=owner, letters=tuple(made), seed=seed)


def write_mail(mail: Correspondence, place: str | os.PathLike[str], form: str) -> Path:
    """Write a mailbox below a folder, and return what is to be imported.

    Args:
        mail: The mailbox.
        place: Where to write; it is made where it is missing.
        form: One of `FORMS`.

    Raises:
        OptionError: There is no such form.
    """
    if form not in FORMS:
        raise OptionError(f"{form!r} is no form of a mailbox; there are {', '.join(FORMS)}.")
    place = Path(place)
    place.mkdir(parents=True, exist_ok=True)
    letters = mail.letters_in(form)
    if form in ("mboxo", "mboxrd", "mboxcl", "mboxcl2", "unmunged", "dos", "takeout"):
        path = place / ("All mail Including Spam and Trash.mbox" if form == "takeout" else f"{form}.mbox")
        path.write_bytes(b"".join(_framed(mail, letter, form) for letter in letters))
        return path
    if form == "folders":
        for folder, file in _FOLDERS.items():
            (place / file).write_bytes(
                b"".join(_framed(mail, letter, "mboxrd") for letter in letters if letter.folder == folder)
            )
            (place / f"{file}.msf").write_bytes(b'// <!-- <mdb:mork:z v="1.4"/> -->\n')
        return place
    if form == "zip":
        path = place / "mail.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for place_in, letter in enumerate(letters):
                folder = "Sent" if letter.folder == "sent" else "Inbox"
                archive.writestr(f"{folder}/{place_in:05}.eml", message(mail, letter))
        return path
    for place_in, letter in enumerate(letters):
        content = message(mail, letter)
        folder = _FOLDERS[letter.folder]
        if form == "maildir":
            below = "" if letter.folder == "inbox" else f".{folder}/"
            target = place / f"{below}{'new' if place_in % 7 == 0 else 'cur'}/{place_in:06}.host"
            if target.parent.name == "cur":
                target = target.with_name(target.name + ":2,S")
        elif form == "emlx":
            target = place / f"{folder}.mbox" / "Messages" / f"{place_in}.emlx"
            content = f"{len(content):<10}\n".encode() + content + b'<?xml version="1.0"?><plist></plist>\n'
        else:
            target = place / folder / f"{place_in:05}.eml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return place


def message(mail: Correspondence, letter: Letter) -> bytes:
    """Return one message as bytes, its header written in one of the ways of mail programs."""
    rng = random.Random(f"{mail.seed} {letter.number}")
    main, second = mail.addresses

    def address(person: int) -> str:
        if person == mail.owner:
            return second if letter.alias else main
        return mail.world.email(person)

    def people(persons: Sequence[int], name: str) -> bytes:
        # Raw bytes are told by the character set of the message.
        return f"{name}: ".encode() + b",\n ".join(
            _written(rng, mail.world.full_name(person), address(person)) for person in persons
        )

    lines: list[bytes] = []
    if letter.folder != "sent":
        lines += [f"Delivered-To: {second if letter.alias else main}".encode()]
        lines += [
            b"Received: from mx.example.org (mx.example.org [192.0.2.7])\n\tby mail.example.org; " + b"x" * 60
        ]
    if letter.sender < 0:
        lines.append(b"From: Example Shop <no-reply@shop.example.org>")
    else:
        lines.append(people([letter.sender], rng.choice(("From", "From", "FROM"))))
    lines.append(people(letter.to, "To"))
    if letter.cc:
        lines.append(people(letter.cc, rng.choice(("Cc", "CC"))))
    lines.append(f"Date: {format_datetime(letter.when)}".encode())
    lines.append(b"Subject: nobody's business")
    lines.append(f"Message-ID: <{mail.seed}.{letter.number}@mail.example.org>".encode())
    lines += [line.encode() for line in letter.extra]
    lines.append(b"Content-Type: text/plain; charset=utf-8")
    labels = {
        "sent": "Sent",
        "spam": "Spam",
        "trash": "Trash",
        "drafts": "Drafts",
        "chat": "Chat",
        "inbox": "Inbox",
    }
    lines.append(f"X-Gmail-Labels: {labels[letter.folder]},Important".encode())
    return b"\n".join(lines) + b"\n\n" + letter.body.encode()


def _written(rng: random.Random, name: str, address: str) -> bytes:
    first, _, last = name.rpartition(" ")
    encoded = base64.b64encode(name.encode()).decode()
    match rng.randrange(6):
        case 0:
            return f"{name} <{address}>".encode()
        case 1:
            return f'"{last}, {first}" <{address}>'.encode() if first else f'"{name}" <{address}>'.encode()
        case 2:
            return f"=?utf-8?B?{encoded}?= <{address}>".encode()
        case 3:
            return f"{address} ({name})".encode()
        case 4:
            return f'"{name}" <{address.upper()}>'.encode()
    return f"'{name}' <{address}>".encode()


def _framed(mail: Correspondence, letter: Letter, form: str) -> bytes:
    """Return a message as a part of an mbox of some form."""
    head, _, body = message(mail, letter).partition(b"\n\n")
    if form == "mboxcl2":
        body += _NESTED.encode()
    if form not in ("unmunged", "mboxcl2"):
        quoted = []
        for line in body.split(b"\n"):
            marked = line.lstrip(b">") if form != "mboxo" else line
            quoted.append(b">" + line if marked.startswith(b"From ") else line)
        body = b"\n".join(quoted)
    if form.startswith("mboxcl"):
        head += f"\nContent-Length: {len(body)}".encode()
    sender = "MAILER-DAEMON" if letter.sender < 0 else mail.world.email(letter.sender)
    mark = "-" if form == "folders" else sender
    whole = f"From {mark} {letter.when:%a %b %d %H:%M:%S %Y}\n".encode() + head + b"\n\n" + body + b"\n"
    return whole.replace(b"\n", b"\r\n") if form == "dos" else whole
