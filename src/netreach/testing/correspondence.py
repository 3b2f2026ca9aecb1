"""What people of the synthetic world wrote to each other, the same from whichever end it is seen.

Everything hangs on the pair (or on the host of a group), never on the owner of an export: when two owners export
their data, a message between them stands in both files with the same time and text.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid

import attrs
import numpy as np
from numpy.typing import NDArray

from netreach.testing import names
from netreach.testing.population import Codes
from netreach.testing.wiring import pair_chance
from netreach.testing.worlds import World

# Salts of `pair_chance`: each question about a pair or a person gets its own.
_HOSTS, _INMAIL, _PENDING, _FIRST_MOVE, _LISTED, _DELAY, _NOTE, _WHEN = range(101, 109)
# Streams of the generators that are seeded by people.
_TALK, _GROUP, _DESK = range(201, 204)

_MIDNIGHT = dt.time(0, 0)


@attrs.frozen(kw_only=True)
class Message:
    """One message; people are numbers of the world.

    Attributes:
        when: The moment, in UTC, without a time zone.
        sender: Who wrote it; `None` for someone who has left or never was a member.
        recipients: Who received it.
        thread: The conversation's id.
        title: The conversation's title.
        subject, text: What was written.
        draft: Whether it was never sent.
        folder: Where the owner keeps it.
        sender_name: The name that is shown where there is no sender.
    """

    when: dt.datetime
    sender: int | None
    recipients: tuple[int, ...]
    thread: str
    text: str
    title: str = ""
    subject: str = ""
    draft: bool = False
    folder: str = "INBOX"
    sender_name: str = ""


@attrs.frozen(kw_only=True)
class Invitation:
    """A request to connect: accepted (the two are contacts) or still pending."""

    when: dt.datetime
    sender: int
    recipient: int
    note: str
    accepted: bool


def language_of(world: World, person: int) -> str:
    """Return the language in which a person writes."""
    return names.cities()[int(world.location.codes[person])].language


def messages_of(world: World, owner: int, *, until: dt.date) -> list[Message]:
    """Return every message that the owner's export holds, the newest first."""
    found: list[Message] = []
    for row in world.tie_rows(owner).tolist():
        found += _talk(world, row)
    found += _group_talk(world, owner)
    found += _inmails(world, owner)
    found += _desk(world, owner, len(found))
    kept = [message for message in found if message.when.date() <= until]
    return sorted(kept, key=lambda message: (message.when, message.thread, message.text), reverse=True)


def invitations_of(world: World, owner: int, *, until: dt.date) -> list[Invitation]:
    """Return the invitations that the owner's export holds, the newest first: recent ones, accepted or pending."""
    found = [
        invitation
        for invitation in _accepted(world, owner, until) + _pending(world, owner)
        if invitation.when.date() <= until
    ]
    return sorted(found, key=lambda one: (one.when, one.sender, one.recipient), reverse=True)


def strangers(world: World, person: int) -> Codes:
    """Return the people two ties away from someone, sorted."""
    contacts = world.contacts(person)
    if not len(contacts):
        return contacts
    reached = np.unique(np.concatenate([world.contacts(contact) for contact in contacts.tolist()]))
    return np.setdiff1d(reached, np.append(contacts, person), assume_unique=True).astype(np.int32)


def _moment(day: np.datetime64 | dt.date, seconds: int) -> dt.datetime:
    date = day if isinstance(day, dt.date) else dt.date.fromisoformat(str(day))
    return dt.datetime.combine(date, _MIDNIGHT) + dt.timedelta(seconds=seconds)


def _thread(*numbers: int) -> str:
    generator = np.random.default_rng(numbers)
    name = f"{uuid.UUID(bytes=generator.bytes(16), version=4)}_100"
    return "2-" + base64.b64encode(name.encode()).decode()


def _say(world: World, rng: np.random.Generator, kind: str, sender: int, reader: int) -> str:
    options = names.phrases_for(kind, language_of(world, sender))
    chosen = options[int(rng.integers(len(options)))]
    return chosen.format(first=world.first_name[reader], company=world.company[sender])


def _talk(world: World, row: int) -> list[Message]:
    ties = world.ties
    up, down = int(ties.messages_up[row]), int(ties.messages_down[row])
    count = up + down
    if not count:
        return []
    lo, hi = int(ties.lo[row]), int(ties.hi[row])
    rng = np.random.default_rng([world.seed, lo, hi, _TALK])
    day = ties.connected_on[row]
    span = int((np.datetime64(world.as_of, "D") - day).astype(np.int64))
    # People write in bursts: several messages on one day, then a pause.
    bursts = rng.integers(0, span + 1, size=1 + int((rng.random(count - 1) < 0.4).sum()))
    seconds = bursts[rng.integers(0, len(bursts), count)] * 86_400 + rng.integers(25_000, 76_000, count)
    seconds.sort()
    upward = rng.permutation(np.arange(count) < up)
    thread = _thread(world.seed, lo, hi, _TALK)
    folder = "ARCHIVE" if rng.random() < 0.06 else "INBOX"
    found: list[Message] = []
    for second, rises in zip(seconds.tolist(), upward.tolist(), strict=True):
        sender, reader = (lo, hi) if rises else (hi, lo)
        found.append(
            Message(
                when=_moment(day, second),
                sender=sender,
                recipients=(reader,),
                thread=thread,
                text=_say(world, rng, "message", sender, reader),
                folder=folder,
            )
        )
    return found


def _group_talk(world: World, owner: int) -> list[Message]:
    near = np.append(world.contacts(owner), np.int32(owner))
    hosts = near[pair_chance(world.seed, near, near, _HOSTS) < 0.2]
    return [
        message
        for host in hosts.tolist()
        for message in _hosted(world, host)
        if owner == message.sender or owner in message.recipients
    ]


def _hosted(world: World, host: int) -> list[Message]:
    contacts, rows = world.contacts(host), world.tie_rows(host)
    if len(contacts) < 3:
        return []
    rng = np.random.default_rng([world.seed, host, _GROUP])
    chosen = rng.choice(len(contacts), size=int(rng.integers(2, min(6, len(contacts)) + 1)), replace=False)
    members = [host, *contacts[chosen].tolist()]
    day = world.ties.connected_on[rows[chosen]].min()
    span = int((np.datetime64(world.as_of, "D") - day).astype(np.int64))
    begin = int(rng.integers(0, max(1, span - 20)))
    count = 2 + int((rng.random(20) < 0.25).sum())
    days = np.minimum(begin + rng.integers(0, 20, count), span)
    seconds = np.sort(days * 86_400 + rng.integers(25_000, 76_000, count)).tolist()
    thread = _thread(world.seed, host, _GROUP)
    title = names.phrases_for("group", language_of(world, host))[0] if rng.random() < 0.5 else ""
    found: list[Message] = []
    for number, second in enumerate(seconds):
        sender = members[0 if number == 0 else int(rng.integers(len(members)))]
        others = tuple(member for member in members if member != sender)
        text = _say(world, rng, "message", sender, others[0])
        found.append(
            Message(
                when=_moment(day, second),
                sender=sender,
                recipients=others,
                thread=thread,
                title=title,
                text=text,
            )
        )
    return found


def _chosen_strangers(
    world: World, owner: int, salt: int, expected: float
) -> tuple[Codes, NDArray[np.bool_]]:
    others = strangers(world, owner)
    average = 2 * len(world.ties) / len(world)
    # The chance must not depend on which of the two asks, so it comes from the world, not from the owner.
    chance = expected / max(1.0, min(len(world), 2 * average * average))
    found = others[pair_chance(world.seed, others, np.full_like(others, owner), salt) < chance]
    return found, _moves_first(world, owner, found)


def _moves_first(world: World, owner: int, others: Codes) -> NDArray[np.bool_]:
    lower_moves = pair_chance(world.seed, others, np.full_like(others, owner), _FIRST_MOVE) < 0.5
    moves: NDArray[np.bool_] = np.equal(lower_moves, others > owner)
    return moves


def _inmails(world: World, owner: int) -> list[Message]:
    others, first = _chosen_strangers(world, owner, _INMAIL, 4.0)
    found: list[Message] = []
    for other, own_move in zip(others.tolist(), first.tolist(), strict=True):
        sender, reader = (owner, other) if own_move else (other, owner)
        rng = np.random.default_rng([world.seed, min(sender, reader), max(sender, reader), _INMAIL])
        day = world.as_of - dt.timedelta(days=int(rng.integers(0, 700)))
        found.append(
            Message(
                when=_moment(day, int(rng.integers(25_000, 76_000))),
                sender=sender,
                recipients=(reader,),
                thread=_thread(world.seed, min(sender, reader), max(sender, reader), _INMAIL),
                subject=names.phrases_for("subject", language_of(world, sender))[0],
                text=_say(world, rng, "inmail", sender, reader),
            )
        )
    return found


def _desk(world: World, owner: int, written: int) -> list[Message]:
    """What only the owner's export holds: drafts, messages of people who have left, an advertisement."""
    contacts = world.contacts(owner)
    rng = np.random.default_rng([world.seed, owner, _DESK])
    found: list[Message] = []

    def when() -> dt.datetime:
        day = world.as_of - dt.timedelta(days=int(rng.integers(0, 900)))
        return _moment(day, int(rng.integers(25_000, 76_000)))

    for number in range(1 + written // 120):
        reader = int(contacts[int(rng.integers(len(contacts)))])
        text, thread = _say(world, rng, "message", owner, reader), _thread(world.seed, owner, _DESK, number)
        found.append(
            Message(when=when(), sender=owner, recipients=(reader,), thread=thread, text=text, draft=True)
        )
    for number in range(1 + written // 400):
        thread = _thread(world.seed, owner, _DESK, 1_000_000 + number)
        text = _say(world, rng, "message", owner, owner)
        name = "LinkedIn Member"
        found.append(
            Message(when=when(), sender=None, recipients=(owner,), thread=thread, text=text, sender_name=name)
        )
    found.append(
        Message(
            when=when(),
            sender=None,
            recipients=(owner,),
            thread=_thread(world.seed, owner, _DESK, 2_000_000),
            title="Learn something new this month",
            text='<p class="spinmail-quill-editor__spin-break">Dear %FIRSTNAME%, our courses start soon.</p>',
            folder="SPAM",
            sender_name="Halquist Academy",
        )
    )
    return found


def _accepted(world: World, owner: int, until: dt.date) -> list[Invitation]:
    rows = world.tie_rows(owner)
    contacts = world.contacts(owner)
    me = np.full_like(contacts, owner)
    days = world.ties.connected_on[rows]
    last = np.datetime64(until, "D")
    recent = (days <= last) & (days > last - np.timedelta64(730, "D"))
    listed = recent & (pair_chance(world.seed, contacts, me, _LISTED) < 0.5)
    wait = (pair_chance(world.seed, contacts, me, _DELAY) ** 3 * 20).astype(np.int64)
    sent = days - wait.astype("timedelta64[D]")
    first = _moves_first(world, owner, contacts)
    return [
        _invite(world, owner, int(contacts[place]), sent[place], bool(first[place]), accepted=True)
        for place in np.flatnonzero(listed).tolist()
    ]


def _pending(world: World, owner: int) -> list[Invitation]:
    others, first = _chosen_strangers(world, owner, _PENDING, 6.0)
    ago = pair_chance(world.seed, others, np.full_like(others, owner), _WHEN) * 180
    sent = np.datetime64(world.as_of, "D") - ago.astype("timedelta64[D]")
    return [
        _invite(world, owner, int(other), sent[place], bool(first[place]), accepted=False)
        for place, other in enumerate(others.tolist())
    ]


def _invite(
    world: World, owner: int, other: int, day: np.datetime64, own_move: bool, *, accepted: bool
) -> Invitation:
    sender, recipient = (owner, other) if own_move else (other, owner)
    rng = np.random.default_rng([world.seed, min(sender, recipient), max(sender, recipient), _NOTE])
    note = _say(world, rng, "note", sender, recipient) if rng.random() < 0.3 else ""
    moment = _moment(day, int(rng.integers(420, 1_290)) * 60)
    return Invitation(when=moment, sender=sender, recipient=recipient, note=note, accepted=accepted)
