"""A small LinkedIn archive of invented people, file by file, each row with what it must come to."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from netreach.testing.archives import (
    NOTES,
    Archive,
    Fact,
    Person,
    Row,
    Sheet,
    invent_people,
    moments,
    profile_url,
)

CONNECTIONS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
MESSAGES = (
    *(
        "CONVERSATION ID",
        "CONVERSATION TITLE",
        "FROM",
        "SENDER PROFILE URL",
        "TO",
        "RECIPIENT PROFILE URLS",
        "DATE",
    ),
    *("SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"),
)
INVITATIONS = ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
RECOMMENDATIONS = ("First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status")
IMPORTED = (
    *(
        "FirstName",
        "MiddleName",
        "LastName",
        "MaidenName",
        "NickName",
        "NamePrefix",
        "NameSuffix",
        "Title",
        "Emails",
    ),
    *(
        "PhoneNumbers",
        "CreatedAt",
        "UpdatedAt",
        "CountryCode",
        "RegionCode",
        "ThirdPartyVerified",
        "Location",
    ),
)
_PROFILE = (
    *(
        "First Name",
        "Last Name",
        "Maiden Name",
        "Address",
        "Birth Date",
        "Headline",
        "Summary",
        "Industry",
        "Zip Code",
    ),
    *("Geo Location", "Twitter Handles", "Websites", "Instant Messengers"),
)
_FIRST, _LAST = dt.date(2016, 1, 1), dt.date(2024, 11, 1)


def invent_archive(seed: int, *, contacts: int = 8, latin1: bool = False) -> Archive:
    """Invent an archive with a few rows in every file that is read.

    Args:
        seed: The same seed gives the same archive.
        contacts: How many contacts, at least 5.
        latin1: Whether all of it must be writable in Windows-1252.

    >>> archive = invent_archive(7)
    >>> len(archive.contacts), sorted(archive.sheets)[:2]
    (8, ['Connections.csv', 'Email Addresses.csv'])
    """
    rng = random.Random(seed)
    owner, stranger, *people = invent_people(rng, contacts + 2, latin1=latin1)
    since = moments(rng, contacts, _FIRST, _LAST)
    sheets = {
        "Connections.csv": _connections(rng, people, since),
        "messages.csv": _messages(rng, owner, people, stranger),
        "Invitations.csv": _invitations(rng, owner, people, stranger),
        "Endorsement_Given_Info.csv": _endorsements("Endorsee", people[:3], rng),
        "Endorsement_Received_Info.csv": _endorsements("Endorser", people[1:4], rng),
        "Recommendations_Given.csv": _recommendations([people[2]], rng, outgoing=True),
        "Recommendations_Received.csv": _recommendations([people[2], people[3]], rng, outgoing=False),
        "ImportedContacts.csv": _imported(people[0], stranger, rng),
        "Profile.csv": _profile(owner),
        "Email Addresses.csv": _addresses(owner),
    }
    return Archive(
        owner=owner,
        contacts={person: at.date() for person, at in zip(people, since, strict=True)},
        sheets=sheets,
    )


def _connections(rng: random.Random, people: Sequence[Person], since: Sequence[dt.datetime]) -> Sheet:
    rows = [
        Row(
            cells={
                "First Name": person.first,
                "Last Name": person.last,
                "URL": profile_url(person.slug),
                # LinkedIn shows few addresses; the first contact's is the one that an address book has too.
                "Email Address": person.email if number % 4 == 0 else "",
                "Company": person.company,
                "Position": person.title,
                "Connected On": at,
            }
        )
        for number, (person, at) in enumerate(zip(people, since, strict=True))
    ]
    # A closed account leaves its day behind.
    rows.insert(rng.randrange(1, len(rows)), Row(cells={"Connected On": since[0]}, rule="empty"))
    return Sheet(columns=CONNECTIONS, rows=tuple(rows), style="day month year", preamble=NOTES)


def _messages(rng: random.Random, owner: Person, people: Sequence[Person], stranger: Person) -> Sheet:
    talks: list[tuple[str, Person, tuple[Person, ...], str, str]] = []
    for number, person in enumerate(people[:4]):
        thread = f"talk-{number}"
        talks += [
            (thread, owner, (person,), "message", ""),
            (thread, person, (owner,), "message", ""),
            (thread, owner, (person,), "message", "draft message" if number == 3 else ""),
        ]
    talks += [
        ("group", owner, (people[0], people[4]), "group_message", ""),
        ("group", people[4], (owner, people[0]), "group_message", ""),
        ("stranger", stranger, (owner,), "message", ""),
    ]
    rows: list[Row] = []
    for at, (thread, sender, to, kind, rule) in zip(
        moments(rng, len(talks), _FIRST, _LAST), talks, strict=True
    ):
        outgoing = sender is owner
        facts = [Fact(kind=kind, person=one, outgoing=True) for one in to] if outgoing else []
        if not outgoing:
            facts = [Fact(kind=kind, person=sender, outgoing=False)]
        rows.append(
            Row(
                cells={
                    "CONVERSATION ID": thread,
                    "FROM": sender.name,
                    "SENDER PROFILE URL": profile_url(sender.slug),
                    "TO": ", ".join(one.name for one in to),
                    "RECIPIENT PROFILE URLS": ",".join(profile_url(one.slug) for one in to),
                    "DATE": at,
                    "SUBJECT": "A subject; of two parts",
                    "CONTENT": f'<p>Hello {to[0].first},\n\n"first name", last name, {len(rows)}</p>',
                    "DIRECTION": "OUTGOING" if outgoing else "INCOMING",
                    "FOLDER": "DRAFTS" if rule else "SENT" if outgoing else "INBOX",
                    "IS MESSAGE DRAFT": "Yes" if rule else "No",
                    "IS CONVERSATION DRAFT": "No",
                },
                facts=() if rule else tuple(facts),
                rule=rule,
            )
        )
    return Sheet(columns=MESSAGES, rows=tuple(rows), style="UTC")


def _invitations(rng: random.Random, owner: Person, people: Sequence[Person], stranger: Person) -> Sheet:
    asked = [
        (owner, people[0], "We met at the fair", ""),
        (people[1], owner, "Hello; shall we?", ""),
        (owner, people[2], "", ""),
        (stranger, owner, "Please connect", "pending invitation"),
    ]
    rows = []
    for at, (inviter, invitee, note, rule) in zip(
        moments(rng, len(asked), _FIRST, _LAST), asked, strict=True
    ):
        outgoing = inviter is owner
        other = invitee if outgoing else inviter
        told = note and not rule
        rows.append(
            Row(
                cells={
                    "From": inviter.name,
                    "To": invitee.name,
                    "Sent At": at,
                    "Message": note,
                    "Direction": "OUTGOING" if outgoing else "INCOMING",
                    "inviterProfileUrl": profile_url(inviter.slug),
                    "inviteeProfileUrl": profile_url(invitee.slug),
                },
                facts=(Fact(kind="invitation_note", person=other, outgoing=outgoing),) if told else (),
                rule=rule,
            )
        )
    return Sheet(columns=INVITATIONS, rows=tuple(rows), style="US")


def _endorsements(side: str, people: Sequence[Person], rng: random.Random) -> Sheet:
    columns = (
        *("Endorsement Date", "Skill Name", f"{side} First Name", f"{side} Last Name"),
        *(f"{side} Public Url", "Endorsement Status"),
    )
    given = [(person, skill, "ACCEPTED") for person in people for skill in ("Steel", "Bridges; long")]
    given.append((people[0], "Concrete", "PENDING"))
    rows = []
    for at, (person, skill, status) in zip(moments(rng, len(given), _FIRST, _LAST), given, strict=True):
        accepted = status == "ACCEPTED"
        cells = (at, skill, person.first, person.last, profile_url(person.slug, scheme=""), status)
        rows.append(
            Row(
                cells=dict(zip(columns, cells, strict=True)),
                facts=(Fact(kind="endorsement", person=person, outgoing=side == "Endorsee"),)
                if accepted
                else (),
                rule="" if accepted else "endorsement that was not accepted",
            )
        )
    return Sheet(columns=columns, rows=tuple(rows), style="slashes")


def _recommendations(people: Sequence[Person], rng: random.Random, *, outgoing: bool) -> Sheet:
    rows = []
    for number, (at, person) in enumerate(zip(moments(rng, len(people), _FIRST, _LAST), people, strict=True)):
        cells = (person.first, person.last, person.company, person.title, "First of all,\nthe best.", at)
        status = "HIDDEN" if number else "VISIBLE"
        rows.append(
            Row(
                cells=dict(zip(RECOMMENDATIONS, (*cells, status), strict=True)),
                facts=(Fact(kind="recommendation", person=person, outgoing=outgoing),),
            )
        )
    return Sheet(columns=RECOMMENDATIONS, rows=tuple(rows), style="US, padded")


def _imported(contact: Person, stranger: Person, rng: random.Random) -> Sheet:
    second = f"other.{stranger.email}"
    cards = [
        (contact.first, contact.last, f"{contact.email}, private.{contact.email}", contact, ""),
        (stranger.first, stranger.last, f"{stranger.email};{second}", stranger, ""),
        ("Reception", "", "info@example.org", None, "address of a function"),
        (stranger.last, stranger.first, "", None, "card without an e-mail address"),
    ]
    rows = [
        Row(
            cells={
                "FirstName": first,
                "LastName": last,
                "Emails": mails,
                "PhoneNumbers": "555 0100",
                "CreatedAt": at,
            },
            facts=(Fact(kind="address_book", person=person),) if person else (),
            rule=rule,
        )
        for at, (first, last, mails, person, rule) in zip(
            moments(rng, len(cards), _FIRST, _LAST), cards, strict=True
        )
    ]
    return Sheet(columns=IMPORTED, rows=tuple(rows), style="US")


def _profile(owner: Person) -> Sheet:
    cells = {
        "First Name": owner.first,
        "Last Name": owner.last,
        "Headline": "Builder of bridges",
        "Summary": "One line,\n\nand another",
    }
    return Sheet(columns=_PROFILE, rows=(Row(cells=cells),), style="UTC")


def _addresses(owner: Person) -> Sheet:
    columns = ("Email Address", "Confirmed", "Primary", "Updated On")
    rows = (
        Row(cells=dict(zip(columns, (owner.email, "Yes", "Yes", "1/2/20, 3:04 PM"), strict=True))),
        Row(
            cells=dict(zip(columns, (f"old.{owner.email}", "No", "No", "1/2/19, 3:04 PM"), strict=True)),
            rule="unconfirmed address",
        ),
    )
    return Sheet(columns=columns, rows=rows, style="US")
