"""LinkedIn data exports of people of the synthetic world, in LinkedIn's layout, with the counts they must yield.

The layout (file names, headers, preamble, date formats, quoting) follows what real exports look like today; every
person, address and sentence in them is invented.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs
import numpy as np

from netreach.errors import OptionError
from netreach.testing import names
from netreach.testing.correspondence import Invitation, Message, invitations_of, language_of, messages_of
from netreach.testing.wiring import pair_chance
from netreach.testing.worlds import World, profile_url

MESSAGES_HEADER = (
    "CONVERSATION ID",
    "CONVERSATION TITLE",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "RECIPIENT PROFILE URLS",
    "DATE",
    "SUBJECT",
    "CONTENT",
    "FOLDER",
    "ATTACHMENTS",
    "IS MESSAGE DRAFT",
)

# The wording is ours; real exports have a sentence of the same kind, also with commas and an address in it.
_PREAMBLE = (
    "Notes:\n"
    '"Some e-mail addresses are missing from this list of your connections: you only see those of people who let '
    'their connections see or download them, see https://www.linkedin.com/help/linkedin/answer/261"\n'
    "\n"
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CREDENTIALS = (", MBA", " PhD", ", PMP®", " 🚀")
_EMAIL, _BETWEEN_JOBS, _CREDENTIAL, _WHICH = range(301, 305)  # Salts of `pair_chance`.
_CLOSED, _PROFILE = range(401, 403)  # Streams of generators that are seeded by the owner.


@attrs.frozen(kw_only=True)
class Contacted:
    """What was written between the owner and one person; a day is a day in UTC."""

    sent: int = 0
    received: int = 0
    days: int = 0
    first: dt.date
    last: dt.date


@attrs.frozen(kw_only=True)
class Connection:
    """One row of `Connections.csv` with a person in it."""

    person: int
    slug: str
    first_name: str
    last_name: str
    email: str
    company: str
    position: str
    connected_on: dt.date


@attrs.frozen(kw_only=True)
class LinkedInTruth:
    """What a reader of the export must find in it.

    Attributes:
        owner: The owner's number in the world.
        owner_slug, owner_name: The owner's profile slug and name.
        owner_emails: The owner's addresses, the primary one first.
        file_rows: Data rows per file.
        connections: The rows of `Connections.csv` with a person, by slug.
        hidden_rows: Rows of `Connections.csv` with nothing but a date.
        drafts: Rows of `messages.csv` that were never sent.
        anonymous_messages: Rows without the sender's address: people who have left, advertisements.
        group_messages: Rows with several recipients.
        direct: What passed one to one, by slug of the other; people outside the connections are among them.
        groups: What passed in threads with several recipients, by slug of the other.
        pending_invitations: Rows of `Invitations.csv` about people who are not connections.
        accepted_invitations: The other rows of `Invitations.csv`.
        invitation_notes: Slugs of connections with a personal note in the invitation.
    """

    owner: int
    owner_slug: str
    owner_name: str
    owner_emails: tuple[str, ...]
    file_rows: dict[str, int]
    connections: dict[str, Connection]
    hidden_rows: int
    drafts: int
    anonymous_messages: int
    group_messages: int
    direct: dict[str, Contacted]
    groups: dict[str, Contacted]
    pending_invitations: int
    accepted_invitations: int
    invitation_notes: frozenset[str]


def write_linkedin_export(
    world: World,
    owner: int,
    folder: Path | str,
    *,
    complete: bool = True,
    as_zip: bool = True,
    as_of: dt.date | None = None,
) -> Path:
    """Write the export that LinkedIn would give one person of the world.

    Args:
        world: The world.
        owner: The person's number.
        folder: Where to write; it is made when it does not exist.
        complete: Write the `Complete_` archive; the `Basic_` one has fewer files.
        as_zip: Write a zip file, the same bytes for the same world; otherwise a folder with the files.
        as_of: The day of the export, the world's last day by default; what is newer is left out.

    Returns:
        The path of the zip file or folder.

    Raises:
        OptionError: When there is nobody with this number.
    """
    files, _ = _export(world, owner, complete=complete, as_of=as_of)
    day = as_of or world.as_of
    kind = "Complete" if complete else "Basic"
    name = f"{kind}_LinkedInDataExport_{day:%m-%d-%Y}_{world.ascii_slug(owner)}"
    target = Path(folder) / (f"{name}.zip" if as_zip else name)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not as_zip:
        for file, content in files.items():
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            (target / file).write_bytes(content.encode())
        return target
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in sorted(files.items()):
            entry = zipfile.ZipInfo(file, date_time=(day.year, day.month, day.day, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode())
    return target


def linkedin_truth(
    world: World, owner: int, *, complete: bool = True, as_of: dt.date | None = None
) -> LinkedInTruth:
    """Return what a reader must find in the export that `write_linkedin_export` writes with the same arguments.

    Raises:
        OptionError: When there is nobody with this number.

    >>> from netreach.testing import make_world
    >>> world = make_world(300, seed=3, mean_contacts=15)
    >>> truth = linkedin_truth(world, 5)
    >>> len(truth.connections) == len(world.contacts(5))
    True
    """
    return _export(world, owner, complete=complete, as_of=as_of)[1]


def shown_name(world: World, person: int) -> tuple[str, str]:
    """Return the first and last name that a profile shows: some people put a degree behind their name."""
    last = world.last_name[person]
    if _chance(world, person, _CREDENTIAL) < 0.015:
        last += _CREDENTIALS[int(_chance(world, person, _WHICH) * len(_CREDENTIALS))]
    return world.first_name[person], last


def _chance(world: World, person: int, salt: int) -> float:
    number = np.array([person], dtype=np.int64)
    return float(pair_chance(world.seed, number, number, salt)[0])


def _export(
    world: World, owner: int, *, complete: bool, as_of: dt.date | None
) -> tuple[dict[str, str], LinkedInTruth]:
    if not 0 <= owner < len(world):
        raise OptionError(f"owner={owner}: the people of this world are numbered from 0 to {len(world) - 1}")
    until = as_of or world.as_of
    connections, hidden = _connections(world, owner, until)
    messages = messages_of(world, owner, until=until)
    invitations = invitations_of(world, owner, until=until)
    files = {
        "Connections.csv": (_CONNECTIONS_HEADER, _connection_rows(connections, hidden)),
        "messages.csv": (MESSAGES_HEADER, _message_rows(world, messages)),
        "Invitations.csv": (_INVITATIONS_HEADER, _invitation_rows(world, owner, invitations)),
        **_profile_files(world, owner, complete=complete),
    }
    texts = {
        file: (_PREAMBLE if file == "Connections.csv" else "")
        + _csv(header, rows, quote_all=file == "messages.csv")
        for file, (header, rows) in files.items()
    }
    own = {one.person for one in connections}
    pending = [one for one in invitations if not one.accepted]
    truth = LinkedInTruth(
        owner=owner,
        owner_slug=world.slug(owner),
        owner_name=" ".join(shown_name(world, owner)),
        owner_emails=_owner_emails(world, owner),
        file_rows={file: len(rows) for file, (_, rows) in files.items()},
        connections={one.slug: one for one in connections},
        hidden_rows=len(hidden),
        drafts=sum(message.draft for message in messages),
        anonymous_messages=sum(message.sender is None for message in messages),
        group_messages=sum(len(message.recipients) > 1 for message in messages),
        direct=_tally(world, owner, [one for one in messages if len(one.recipients) == 1]),
        groups=_tally(world, owner, [one for one in messages if len(one.recipients) > 1]),
        pending_invitations=len(pending),
        accepted_invitations=len(invitations) - len(pending),
        invitation_notes=frozenset(
            world.slug(person)
            for one in invitations
            for person in (one.sender, one.recipient)
            if one.note and person in own
        ),
    )
    return texts, truth


def _tally(world: World, owner: int, messages: Iterable[Message]) -> dict[str, Contacted]:
    sent: dict[int, list[dt.date]] = {}
    received: dict[int, list[dt.date]] = {}
    for message in messages:
        if message.draft or message.sender is None:
            continue
        if message.sender == owner:
            for person in message.recipients:
                sent.setdefault(person, []).append(message.when.date())
        else:
            received.setdefault(message.sender, []).append(message.when.date())
    found: dict[str, Contacted] = {}
    for person in sorted({*sent, *received}):
        days = sent.get(person, []) + received.get(person, [])
        found[world.slug(person)] = Contacted(
            sent=len(sent.get(person, [])),
            received=len(received.get(person, [])),
            days=len(set(days)),
            first=min(days),
            last=max(days),
        )
    return found


_CONNECTIONS_HEADER = (
    "First Name",
    "Last Name",
    "URL",
    "Email Address",
    "Company",
    "Position",
    "Connected On",
)


def _connections(world: World, owner: int, until: dt.date) -> tuple[list[Connection], list[dt.date]]:
    found: list[Connection] = []
    days = world.ties.connected_on[world.tie_rows(owner)]
    for person, connected in zip(world.contacts(owner).tolist(), days.tolist(), strict=True):
        if connected > until:
            continue
        first, last = shown_name(world, person)
        idle = _chance(world, person, _BETWEEN_JOBS)
        found.append(
            Connection(
                person=person,
                slug=world.slug(person),
                first_name=first,
                last_name=last,
                email=world.email(person) if _chance(world, person, _EMAIL) < 0.03 else "",
                company="" if idle < 0.03 else world.company[person],
                position="" if idle < 0.02 else world.title[person],
                connected_on=connected,
            )
        )
    # People who closed their account leave a row with nothing but the date.
    rng = np.random.default_rng([world.seed, owner, _CLOSED])
    closed = rng.integers(0, 2_000, size=1 + len(days) // 150).tolist()
    hidden = [day for ago in closed if (day := world.as_of - dt.timedelta(days=ago)) <= until]
    return found, hidden


def _connection_rows(connections: Sequence[Connection], hidden: Sequence[dt.date]) -> list[tuple[str, ...]]:
    rows = [
        (
            one.connected_on,
            (one.first_name, one.last_name, profile_url(one.slug), one.email, one.company, one.position),
        )
        for one in connections
    ]
    rows += [(day, ("",) * 6) for day in hidden]
    rows.sort(reverse=True)
    return [(*cells, f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year}") for day, cells in rows]


def _message_rows(world: World, messages: Sequence[Message]) -> list[tuple[str, ...]]:
    people = {person for message in messages for person in message.recipients}
    people |= {message.sender for message in messages if message.sender is not None}
    shown = {person: " ".join(shown_name(world, person)) for person in people}
    # Here LinkedIn writes letters outside ASCII as they are.
    urls = {person: f"https://www.linkedin.com/in/{world.slug(person)}" for person in people}
    return [
        (
            message.thread,
            message.title,
            message.sender_name if message.sender is None else shown[message.sender],
            "" if message.sender is None else urls[message.sender],
            ", ".join(shown[person] for person in message.recipients),
            ",".join(urls[person] for person in message.recipients),
            f"{message.when:%Y-%m-%d %H:%M:%S} UTC",
            message.subject,
            message.text,
            message.folder,
            "",
            "true" if message.draft else "false",
        )
        for message in messages
    ]


_INVITATIONS_HEADER = (
    "From",
    "To",
    "Sent At",
    "Message",
    "Direction",
    "inviterProfileUrl",
    "inviteeProfileUrl",
)


def _invitation_rows(world: World, owner: int, invitations: Sequence[Invitation]) -> list[tuple[str, ...]]:
    return [
        (
            " ".join(shown_name(world, one.sender)),
            " ".join(shown_name(world, one.recipient)),
            us_moment(one.when),
            one.note,
            "OUTGOING" if one.sender == owner else "INCOMING",
            world.url(one.sender),
            world.url(one.recipient),
        )
        for one in invitations
    ]


def us_moment(when: dt.datetime) -> str:
    """Return a moment as `Invitations.csv` writes it.

    >>> us_moment(dt.datetime(2024, 8, 19, 17, 4))
    '8/19/24, 5:04 PM'
    """
    half = "AM" if when.hour < 12 else "PM"
    return f"{when.month}/{when.day}/{when:%y}, {(when.hour - 1) % 12 + 1}:{when:%M} {half}"


def _owner_emails(world: World, owner: int) -> tuple[str, ...]:
    return (world.email(owner), world.email(owner).replace("@example.org", "@example.com"))


def _profile_files(
    world: World, owner: int, *, complete: bool
) -> dict[str, tuple[Sequence[str], list[tuple[str, ...]]]]:
    rng = np.random.default_rng([world.seed, owner, _PROFILE])
    language = language_of(world, owner)
    first, last = shown_name(world, owner)
    title, company = world.title[owner], world.company[owner]
    place = f"{world.location[owner]}, {world.country[owner]}"
    joined = f"{world.joined[owner]} 09:15:00 UTC"
    summary = names.phrases_for("summary", language)[0].format(company=company)
    headline = f"{title} · {company}"
    primary, other = _owner_emails(world, owner)
    school = int(world.school.codes[owner])
    graduated = int(str(world.graduated[owner])[:4])
    degree = names.phrases_for("degree", world.school_language[school])[0]
    skills = names.skills()[world.function[owner]]
    kept = rng.permutation(len(skills))[:4]
    me, name = f"https://www.linkedin.com/in/{world.slug(owner)}", f"{first} {last}"
    coach = ("coach-1", "Practice", "AI Coach", "", name, me)
    reply = ("coach-1", "Practice", name, me, "AI Coach", "")
    files: dict[str, tuple[Sequence[str], list[tuple[str, ...]]]] = {
        "Profile.csv": (
            (
                *("First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline", "Summary"),
                *(
                    "Industry",
                    "Zip Code",
                    "Geo Location",
                    "Twitter Handles",
                    "Websites",
                    "Instant Messengers",
                ),
            ),
            [(first, last, "", "", "", headline, summary, world.industry[owner], "", place, "", "", "")],
        ),
        "Email Addresses.csv": (
            ("Email Address", "Confirmed", "Primary", "Updated On"),
            [(primary, "Yes", "Yes", joined), (other, "Yes", "No", joined)],
        ),
        "Positions.csv": (
            ("Company Name", "Title", "Description", "Location", "Started On", "Finished On"),
            _positions(world, owner, place),
        ),
        "Education.csv": (
            ("School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"),
            [(world.school[owner], str(graduated - 4), str(graduated), "", degree, "")],
        ),
        "Skills.csv": (("Name",), [(skills[place],) for place in kept.tolist()]),
        # A conversation with a machine, under the header of messages.csv: nobody in it is a contact.
        "learning_role_play_messages.csv": (
            MESSAGES_HEADER[:10],
            [
                (*reply, "2025-03-04 10:02:11 UTC", "", "Thank you, let me try again.", "INBOX"),
                (
                    *coach,
                    "2025-03-04 10:01:40 UTC",
                    "",
                    "Imagine that I am a customer.\nHow do you begin?",
                    "INBOX",
                ),
            ],
        ),
    }
    if complete:
        followed = rng.permutation(len(world.companies.name))[:5].tolist()
        day = world.joined[owner].astype(object)
        files |= {
            "Registration.csv": (
                ("Registered At", "Registration Ip", "Subscription Types"),
                [(joined, "203.0.113.42", "Core/Free")],
            ),
            "Company Follows.csv": (
                ("Organization", "Followed On"),
                [
                    (world.companies.name[number], f"{day:%a %b %d} 09:15:00 UTC {day:%Y}")
                    for number in followed
                ],
            ),
            "Languages.csv": (("Name", "Proficiency"), [("English", "Full professional proficiency")]),
            "guide_messages.csv": (MESSAGES_HEADER[:10], []),
        }
    return files


def _positions(world: World, owner: int, place: str) -> list[tuple[str, ...]]:
    careers = world.careers
    found: list[tuple[str, ...]] = []
    for row in range(int(careers.indptr[owner]), int(careers.indptr[owner + 1])):
        company, title = (
            world.companies.name[int(careers.company[row])],
            world.title.values[careers.title[row]],
        )
        found.append((company, title, "", place, _month(careers.start[row]), _month(careers.end[row])))
    return found


def _month(day: np.datetime64) -> str:
    if np.isnat(day):
        return ""
    year, month, _ = str(day).split("-")
    return f"{_MONTHS[int(month) - 1]} {year}"


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]], *, quote_all: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
