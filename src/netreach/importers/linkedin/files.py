"""Which file of an export is what: exact names in an archive, content for a file that was renamed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from types import MappingProxyType

from netreach.errors import ExportError
from netreach.importers.csvrows import DAMAGED, Layout, column_name, find_header, peek
from netreach.importers.encodings import head_text
from netreach.keys import linkedin_key
from netreach.plugins.export import Export

_FIRST = "firstname givenname first vorname prenom nombre nome primeironome voornaam fornavn fornamn imie имя 名 名字"
_LAST = (
    "lastname surname familyname last nachname nom apellidos apellido cognome sobrenome ultimonome achternaam "
    "etternavn efternavn efternamn nazwisko фамилия 姓 姓氏"
)
_EMAIL = "emailaddress email emailaddresses mail emailadresse adresseemail correoelectronico indirizzoemail"
_URL = "url profileurl linkedinurl linkedinprofileurl linkedinprofile publicprofileurl linkedin"
_COMPANY = (
    "company companyname organization organisation employer firma unternehmen entreprise societe empresa azienda "
    "bedrijf"
)
_POSITION = "position jobtitle title occupation poste cargo puesto posizione functie"
_CONNECTED = (
    "connectedon connecteddate connectedat dateconnected connectiondate connected verbundenam connectele conectadoel "
    "collegatoil conectadoem"
)

CONNECTIONS = Layout(
    aliases={
        "first": tuple(_FIRST.split()),
        "last": tuple(_LAST.split()),
        "url": tuple(_URL.split()),
        "email": tuple(_EMAIL.split()),
        "company": tuple(_COMPANY.split()),
        "position": tuple(_POSITION.split()),
        "connected": tuple(_CONNECTED.split()),
    },
    required=(("first", "last"),),
)

MESSAGES = Layout(
    aliases={
        "conversation": ("conversationid",),
        "title": ("conversationtitle",),
        "from": ("from", "sender", "sendername"),
        "sender_url": ("senderprofileurl",),
        "to": ("to", "recipients", "recipient"),
        "recipient_urls": ("recipientprofileurls", "recipientprofileurl"),
        "date": ("date", "sentat", "sentdate"),
        "subject": ("subject",),
        "content": ("content", "body", "message"),
        "direction": ("direction",),
        "folder": ("folder",),
        "draft": ("ismessagedraft",),
        "conversation_draft": ("isconversationdraft",),
    },
    required=(
        ("conversation", "from", "to", "date"),
        ("from", "to", "date", "content", "folder"),
        ("from", "to", "date", "content", "direction"),
    ),
)

INVITATIONS = Layout(
    aliases={
        "from": ("from",),
        "to": ("to",),
        "sent": ("sentat", "sentdate", "date"),
        "message": ("message",),
        "direction": ("direction",),
        "inviter_url": ("inviterprofileurl",),
        "invitee_url": ("inviteeprofileurl",),
    },
    required=(("from", "to", "sent"), ("from", "to", "direction")),
)

PROFILE = Layout(
    aliases={
        "first": ("firstname",),
        "last": ("lastname",),
        "headline": ("headline",),
        "industry": ("industry",),
        "location": ("geolocation", "location"),
    },
    required=(("first", "last"),),
)

EMAILS = Layout(
    aliases={"address": ("emailaddress", "email"), "confirmed": ("confirmed",), "primary": ("primary",)},
    required=(("address",),),
)

POSITIONS = Layout(
    aliases={
        "organisation": ("companyname", "company"),
        "title": ("title", "position"),
        "location": ("location",),
        "start": ("startedon", "startdate"),
        "end": ("finishedon", "enddate"),
    },
    required=(("organisation", "title"),),
)

EDUCATION = Layout(
    aliases={
        "organisation": ("schoolname", "school"),
        "title": ("degreename", "degree"),
        "start": ("startdate", "startedon"),
        "end": ("enddate", "finishedon"),
    },
    required=(("organisation",),),
)

SKILLS = Layout(aliases={"name": ("name", "skill", "skillname")}, required=(("name",),))

ROLES: Mapping[str, Layout] = MappingProxyType(
    {
        "connections": CONNECTIONS,
        "messages": MESSAGES,
        "invitations": INVITATIONS,
        "sent invitations": INVITATIONS,
        "profile": PROFILE,
        "email addresses": EMAILS,
        "positions": POSITIONS,
        "education": EDUCATION,
        "skills": SKILLS,
    }
)
"""Base name, as `base_name` writes it -> the layout of that file."""

_TELLING = ("connections", "messages", "invitations", "sent invitations", "profile")
"""Files whose name and header together are LinkedIn's and nobody else's."""

_FEW = 8
"""A folder of so few files may hold renamed ones; a larger one is an archive, where names are exact."""

_COPY = re.compile(r"\s*\(\d+\)$|_\d+$")
_BLANKS = re.compile(r"[\s_-]+")
_TALKS_WITH_MACHINES = re.compile(r"learning|coach|guide|role.?play|copilot", re.IGNORECASE)
_OWN_IDS = frozenset(("id", "personid", "contactid", "recordid", "userid", "uid", "guid"))


def base_name(name: str) -> str:
    """Return the base name by which a file of the archive is known, or `""` for what is no CSV file.

    Case, the member's id or part number at the end, and what a browser or LinkedIn puts for blanks do not matter;
    everything else does, because `learning_role_play_messages.csv` has the columns of `messages.csv`.

    >>> base_name("Basic_LinkedInDataExport/Email_Addresses (1).csv"), base_name("Connections_91029461.CSV")
    ('email addresses', 'connections')
    """
    stem, dot, ending = name.rpartition("/")[2].casefold().rpartition(".")
    if not dot or ending != "csv":
        return ""
    return _BLANKS.sub(" ", _COPY.sub("", stem)).strip()


def recognise(export: Export) -> dict[str, list[str]]:
    """Return the files that are read: base name -> names; empty when the export is not LinkedIn's.

    Names and first bytes only. A file that cannot be opened counts by its name: reading it will say what is
    wrong.

    Raises:
        ExportError: When the export cannot be listed.
    """
    near = [name for name in export.names if name.count("/") <= 1]
    named: dict[str, list[str]] = {}
    for name in near:
        if (role := base_name(name)) in ROLES:
            named.setdefault(role, []).append(name)
    recognised = any(_fits(export, role, name) for role in _TELLING for name in named.get(role, ()))
    if len(near) <= _FEW:
        for role, name in _renamed(export, near, named):
            named.setdefault(role, []).append(name)
            recognised = True
    return named if recognised else {}


def _fits(export: Export, role: str, name: str) -> bool:
    try:
        if not export.size(name):
            return role == "connections"
        found = peek(export, name, ROLES[role])
    except (ExportError, *DAMAGED):
        return True
    # First and last name alone are in every address book; LinkedIn's profile has a headline beside them.
    return found is not None and (role != "profile" or "headline" in found)


def _renamed(export: Export, names: list[str], known: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Find the lists of connections and the messages that go by another name."""
    found: list[tuple[str, str]] = []
    for name in names:
        if base_name(name) in ROLES or not name.lower().endswith((".csv", ".tsv", ".txt")):
            continue
        try:
            head = head_text(export.head(name))
        except (ExportError, *DAMAGED):
            continue
        if "connections" not in known and _is_connections(head):
            found.append(("connections", name))
        elif "messages" not in known and not _TALKS_WITH_MACHINES.search(name):
            header = find_header(head, MESSAGES)
            if header is not None and "conversation" in header:
                found.append(("messages", name))
    return found


def _is_connections(head: str) -> bool:
    """Tell whether a file of any name is a list of LinkedIn connections, and not some other table of people."""
    header = find_header(head, CONNECTIONS)
    if header is None:
        return False
    known = {alias for aliases in CONNECTIONS.aliases.values() for alias in aliases}
    others = {column_name(cell) for cell in header.cells} - known - {""}
    if others & _OWN_IDS or len(others) > 1:
        return False
    if "connected" in header:
        return True
    if "url" not in header or others:
        return False
    lines = head.splitlines()[header.end : header.end + 20]
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=header.delimiter)
    index = header.of("url")
    return any(len(row) > index and linkedin_key(row[index]) for row in rows)


def of_one_archive(export: Export, named: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Keep the files of one folder: the one with the list of connections, or else the outermost.

    Raises:
        ExportError: When several folders hold a list of connections: they are several people's.
    """
    folders = {_folder(name) for names in named.values() for name in names}
    holding = sorted({_folder(name) for name in named.get("connections", ())})
    if len(holding) > 1:
        raise ExportError(
            f"{export} holds the LinkedIn archives of several people, in the folders "
            f"{', '.join(repr(folder or '.') for folder in holding)}. Name each folder by itself."
        )
    chosen = holding[0] if holding else min(folders)
    kept = {role: [name for name in names if _folder(name) == chosen] for role, names in named.items()}
    return {role: names for role, names in kept.items() if names}


def _folder(name: str) -> str:
    return name.rpartition("/")[0]
