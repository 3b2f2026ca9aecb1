"""Which file of an export is what: exact names in an archive, content for a file that was renamed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from netreach.errors import ExportError
from netreach.importers.csvrows import DAMAGED, column_name, find_header, peek
from netreach.importers.encodings import head_text
from netreach.importers.linkedin.layouts import CONNECTIONS, DOMAINS, MESSAGES, ROLES, SIDED
from netreach.keys import linkedin_key
from netreach.plugins.export import Export

_TELLING = (
    *("connections", "messages", "invitations", "sent invitations", "profile", "importedcontacts"),
    *("endorsement given info", "endorsement received info"),
    *("recommendations given", "recommendations received"),
)
"""Files whose name and header together are LinkedIn's and nobody else's."""

PAGES = "pages"
"""What files of JSON pages are, beside the roles of `ROLES`."""

_FEW = 8
"""A folder of so few files may hold renamed ones; a larger one is an archive, where names are exact."""

_COPY = re.compile(r"^copy of |\s*\(\d+\)$| (?:part )?\d+$| (?:part|copy)\d*$")
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "imported contacts": "importedcontacts",
        "contacts": "importedcontacts",
        "received invitations": "invitations",
        "endorsements given": "endorsement given info",
        "endorsements received": "endorsement received info",
        "endorsement given": "endorsement given info",
        "endorsement received": "endorsement received info",
    }
)
_BEFORE_2017 = "linkedin connections export"
"""How the names of the lists begin that LinkedIn gave in the layout of Outlook and of Yahoo."""

_OUTLOOK = (
    *("title", "firstname", "middlename", "lastname", "suffix"),
    *("emailaddress", "email2address", "email3address", "businessstreet"),
)
_OUTLOOK_COLUMNS = 59
_PAGE = re.compile(r'"snapshot(?:Data|Domain)"\s*:')
_ALIEN_PAGES = 100
"""So many JSON files are looked at; where none of them is LinkedIn's, the others are not either."""

_NOT_READ = frozenset(
    """
    account status history|ad targeting|ads clicked|articles|causes you care about|certifications|coach messages
    comments|company follows|courses|device sessions|events|group posts|groups|guide messages|hashtag follows|honors
    inferences about you|instantreposts|invitations sent|job applicant saved answers
    job applicant saved screening question responses|job applications|job seeker preferences|languages
    lan ads engagement|learning|learning coach messages|learning role play messages|logins
    member follows|organizations|patents
    phonenumbers|private identity asset|profile summary|projects|providers|publications|reactions|receipts|receipts v2
    registration|rich media|saved items|saved job alerts|saved jobs|searchqueries|security challenges
    services marketplace|shares|test scores|trusted graph|verifications|volunteering|volunteer experiences|votes
    whatsapp phone numbers
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}
"""Base names of files of the archive that are not read: they name nobody."""

_BLANKS = re.compile(r"[\s_-]+")
_TALKS_WITH_MACHINES = re.compile(r"learning|coach|guide|role.?play|copilot", re.IGNORECASE)
_DAY = re.compile(r"linkedindataexport[_ -](\d{2})-(\d{2})-(\d{4})", re.IGNORECASE)
_OWN_IDS = frozenset(("id", "personid", "contactid", "recordid", "userid", "uid", "guid"))


def base_name(name: str, ending: str = "csv") -> str:
    """Return the base name by which a file of the archive is known, or `""` for a file of another ending.

    Case, the member's id or part number at the end, and what a browser, a desktop or LinkedIn puts for blanks and
    copies do not matter; everything else does, because `learning_role_play_messages.csv` has the columns of
    `messages.csv`.

    >>> base_name("Basic_LinkedInDataExport/Email_Addresses (1).csv"), base_name("Connections_91029461 (2).CSV")
    ('email addresses', 'connections')
    """
    stem, dot, found = name.rpartition("/")[2].casefold().rpartition(".")
    if not dot or found != ending:
        return ""
    stem = _BLANKS.sub(" ", stem).strip()
    while (shorter := _COPY.sub("", stem)) != stem:
        stem = shorter
    return stem.strip()


def role_of(name: str) -> str:
    """Return what a file is by its name, a key of `ROLES`, or `""`.

    >>> role_of("ImportedContacts.csv"), role_of("linkedin_connections_export_yahoo.csv"), role_of("Shares.csv")
    ('importedcontacts', 'connections', '')
    """
    stem = base_name(name)
    if stem.startswith(_BEFORE_2017):
        return "connections"
    role = _OTHER_NAMES.get(stem, stem)
    return role if role in ROLES else ""


def is_of_archive(name: str) -> bool:
    """Return whether a file is one that LinkedIn's archive has, by its name alone.

    >>> is_of_archive("Shares.csv"), is_of_archive("Email Addresses.csv"), is_of_archive("edges.csv")
    (True, True, False)
    """
    return bool(role_of(name)) or base_name(name) in _NOT_READ or name.startswith("Articles/Articles/")


def recognise(export: Export) -> dict[str, list[str]]:
    """Return the files that are read: base name -> names; empty when the export is not LinkedIn's.

    JSON pages of a snapshot stand under `PAGES`. Names and first bytes only. A file that cannot be opened counts
    by its name: reading it will say what is wrong.

    Raises:
        ExportError: When the export cannot be listed.
    """
    near = _near(export)
    named: dict[str, list[str]] = {}
    for name in near:
        # Everybody's address book may be called Contacts.csv; LinkedIn's is known by its columns.
        if (role := role_of(name)) and (role != "importedcontacts" or _fits(export, role, name)):
            named.setdefault(role, []).append(name)
    recognised = any(_fits(export, role, name) for role in _TELLING for name in named.get(role, ()))
    if len(near) <= _FEW:
        for role, name in _renamed(export, near, named):
            named.setdefault(role, []).append(name)
            recognised = True
    if pages := _pages(export, near):
        named[PAGES] = pages
        recognised = True
    return named if recognised else {}


def _pages(export: Export, names: list[str]) -> list[str]:
    """Find the JSON files with pages of a snapshot."""
    listed = [name for name in names if name.lower().endswith(".json")]
    found = [name for name in listed[:_ALIEN_PAGES] if _is_page(export, name)]
    return found + [name for name in listed[_ALIEN_PAGES:] if _is_page(export, name)] if found else []


def _is_page(export: Export, name: str) -> bool:
    try:
        text = head_text(export.head(name)).lstrip("\ufeff \t\r\n")
    except (ExportError, *DAMAGED):
        return False
    return text.startswith(("{", "[")) and _PAGE.search(text) is not None


def _fits(export: Export, role: str, name: str) -> bool:
    try:
        if not export.size(name):
            return role == "connections"
        found = peek(export, name, ROLES[role])
    except (ExportError, *DAMAGED):
        return True
    # First and last name alone are in every address book; LinkedIn's files have something of their own beside them.
    telling = {"profile": "headline", "importedcontacts": "created"}.get(role)
    return found is not None and (telling is None or telling in found)


def _renamed(export: Export, names: list[str], known: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Find the lists of connections and the messages that go by another name."""
    found: list[tuple[str, str]] = []
    for name in names:
        named = name.rpartition("/")[2].lower()
        if any(name in names for names in known.values()) or not (
            named.endswith((".csv", ".tsv", ".txt")) or "." not in named
        ):
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
    if is_outlook_flavour(header.cells):
        return True
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


def is_outlook_flavour(header: Sequence[str]) -> bool:
    """Tell LinkedIn's list in Outlook's layout from what Outlook exports.

    LinkedIn wrote 59 columns with the addresses right behind the name; Outlook begins with the company there, and
    its addresses have types and display names. The layout of Yahoo is Yahoo's own: only the file's name tells.
    """
    names = [column_name(cell) for cell in header]
    while names and not names[-1]:
        names.pop()
    return len(names) == _OUTLOOK_COLUMNS and tuple(names[: len(_OUTLOOK)]) == _OUTLOOK


def archives_in(export: Export) -> tuple[Path, ...]:
    """Return the archives that lie beside each other in one folder; `()` where the folder is one itself.

    LinkedIn sends an archive in parts, and people keep the older ones beside the newer: zips under LinkedIn's name,
    or folders with files that are LinkedIn's.

    Raises:
        ExportError: When the export cannot be listed.
    """
    (folder, *others) = export.paths
    if others or not folder.is_dir():
        return ()
    zips = [
        name
        for name in export.names
        if name.lower().endswith(".zip") and "/" not in name and _DAY.search(name)
    ]
    holding: set[str] = set()
    near = _near(export)
    pages = frozenset(_pages(export, near))
    for name in near:
        role = role_of(name)
        if name in pages or (role in _TELLING and _folder(name) not in holding and _fits(export, role, name)):
            holding.add(_folder(name))
    if "" in holding or len(zips) + len(holding) < (1 if zips else 2):
        return ()
    return tuple(folder / name for name in sorted((*zips, *holding)))


def of_one_archive(export: Export, named: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Keep the files of one folder: the one with the list of connections, or else the outermost.

    Raises:
        ExportError: When several folders hold a list of connections, or several lists of other names lie in one
            folder: they may be several people's.
    """
    folders = {_folder(name) for names in named.values() for name in names}
    holding = sorted({_folder(name) for role in ("connections", PAGES) for name in named.get(role, ())})
    if len(holding) > 1:
        raise ExportError(
            f"{export} holds the LinkedIn archives of several people, in the folders "
            f"{', '.join(repr(folder or '.') for folder in holding)}. Name each folder by itself."
        )
    lists = named.get("connections", ())
    if len(lists) > 1 and not all(map(role_of, lists)):
        raise ExportError(
            f"{export} holds several lists of connections, {', '.join(map(repr, lists))}, and nothing says that they "
            "are one person's. Name each file by itself, with its owner."
        )
    chosen = holding[0] if holding else min(folders)
    kept = {role: [name for name in names if _folder(name) == chosen] for role, names in named.items()}
    return {role: names for role, names in kept.items() if names}


def _near(export: Export) -> list[str]:
    """Return the files that lie in the outermost folder, or one below it; folders around everything do not count."""
    homes = {name: tuple(filter(None, _folder(name).split("/"))) for name in export.names}
    ends = zip(min(homes.values(), default=()), max(homes.values(), default=()), strict=False)
    around = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], ends))
    return [name for name, home in homes.items() if len(home) <= around + 1]


def _folder(name: str) -> str:
    """Return the folder of the archive that a file belongs to."""
    folder, _, last = name.rpartition("/")[0].rpartition("/")
    whole = f"{folder}/{last}" if folder else last
    # Pages may lie in a folder for each domain.
    alone = name.lower().endswith(".json") and _BLANKS.sub("_", last).upper() in (*DOMAINS, *SIDED)
    return folder if alone else whole


def export_day(export: Export) -> dt.date | None:
    """Return the day of the export that the archive's name states, as in `Basic_LinkedInDataExport_11-23-2024.zip`.

    The name of the zip or folder, of the folder that a file lies in, or of a folder inside; of several, the newest.
    """
    places = [part for path in export.paths for part in (path.name, path.absolute().parent.name)]
    places += [name.partition("/")[0] for name in export.names if "/" in name]
    days = [found for place in places if (found := _day_in(place))]
    return max(days, default=None)


def _day_in(name: str) -> dt.date | None:
    if (match := _DAY.search(name)) is None:
        return None
    try:
        return dt.date(int(match[3]), int(match[1]), int(match[2]))
    except ValueError:
        return None
