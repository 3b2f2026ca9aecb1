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
from netreach.testing.correspondence import Invitation, Message, invitations_of, messages_of
from netreach.testing.profile import MESSAGES_HEADER, MONTHS, File, owner_emails, profile_files
from netreach.testing.worlds import World, profile_url

# The beginning is the sentence that readers have been seen to look for; the rest is ours, with commas in it.
_PREAMBLE = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. '
    'People decide, in their settings, whether their connections see it: https://www.linkedin.com/help"\n'
    "\n"
)

_EMAIL, _BETWEEN_JOBS = range(301, 303)  # Salts of `World.chance`.
_CLOSED = 401  # Stream of a generator that is seeded by the owner.


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


def _export(
    world: World, owner: int, *, complete: bool, as_of: dt.date | None
) -> tuple[dict[str, str], LinkedInTruth]:
    if not 0 <= owner < len(world):
        raise OptionError(f"owner={owner}: the people of this world are numbered from 0 to {len(world) - 1}")
    until = as_of or world.as_of
    connections, hidden = _connections(world, owner, until)
    messages = messages_of(world, owner, until=until)
    invitations = invitations_of(world, owner, until=until)
    files: dict[str, File] = {
        "Connections.csv": (_CONNECTIONS_HEADER, _connection_rows(connections, hidden)),
        "messages.csv": (MESSAGES_HEADER, _message_rows(world, messages)),
        "Invitations.csv": (_INVITATIONS_HEADER, _invitation_rows(world, owner, invitations)),
        **profile_files(world, owner, complete=complete),
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
        owner_name=" ".join(world.shown_name(owner)),
        owner_emails=owner_emails(world, owner),
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
        first, last = world.shown_name(person)
        idle = world.chance(person, _BETWEEN_JOBS)
        found.append(
            Connection(
                person=person,
                slug=world.slug(person),
                first_name=first,
                last_name=last,
                email=world.email(person) if world.chance(person, _EMAIL) < 0.03 else "",
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
    return [(*cells, f"{day.day:02d} {MONTHS[day.month - 1]} {day.year}") for day, cells in rows]


def _message_rows(world: World, messages: Sequence[Message]) -> list[tuple[str, ...]]:
    people = {person for message in messages for person in message.recipients}
    people |= {message.sender for message in messages if message.sender is not None}
    shown = {person: " ".join(world.shown_name(person)) for person in people}
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
            " ".join(world.shown_name(one.sender)),
            " ".join(world.shown_name(one.recipient)),
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


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]], *, quote_all: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
