"""`messages.csv`: who wrote to whom, how often and when; what was written is never kept.

The file is read once as a stream and added up per *thread*: rows with the same conversation, sender and
recipients as written. Who these are, and which of them is the owner, is decided afterwards, over a few hundred
threads instead of a hundred thousand rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from netreach.importers.csvrows import Tally
from netreach.importers.dates import (
    FIRST_YEAR,
    SURELY_PAST,
    TOO_LATE,
    day,
    excerpt,
    last_plausible,
    order_of,
)
from netreach.importers.linkedin.files import export_day
from netreach.importers.linkedin.layouts import MESSAGES
from netreach.importers.linkedin.sheets import Sheets, Table
from netreach.importers.naming import folded_name
from netreach.keys import linkedin_key
from netreach.text import clean

NOBODY = frozenset(("", "linkedin member", "linkedin user", "linkedin", "linkedin team", "n a", "na na"))
"""Folded names that stand for nobody: closed accounts, LinkedIn itself, a spreadsheet's error value."""

_TRUE = frozenset(("yes", "true", "1", "y"))
_SPONSORED = "spinmail-quill-editor"
_SEPARATORS = re.compile(r"[\s,;]+")
_CREDENTIAL = re.compile(
    r"(?:[A-Z][A-Z0-9.&/+®™-]+|(?:[A-Z][a-z]{0,4}\.)+(?:[A-Z][a-z]{0,4}\.?)*|PhD|MSc|BSc|DPhil|MPhil|MEng|BEng|LLM|Esq|Jr|Sr|II|III|IV)"
    r"(?:\s+[A-Z][A-Z0-9.&/+®™-]+)*"
)
"""What follows a comma in a name without being the next name: `Jane Doe, Ph.D., MBA`."""


class Person(NamedTuple):
    """One participant as written: the key of the profile, if any, and the name, cleaned."""

    slug: str | None
    name: str


@attrs.define(kw_only=True, eq=False)
class Thread:
    """Rows of one conversation with the same sender and recipients.

    Attributes:
        tally: The account of the file.
        conversation: Its id; made up where the file has none.
        outgoing: What the file itself says about the direction; `None` where it says nothing.
        rows: How many messages.
        days: Days with a message.
    """

    tally: Tally
    conversation: str
    outgoing: bool | None
    sender: Person
    recipients: tuple[Person, ...]
    rows: int = 0
    days: set[dt.date] = attrs.field(factory=set)

    def people(self) -> Iterator[Person]:
        """Give the sender and the recipients."""
        yield self.sender
        yield from self.recipients


@attrs.define(kw_only=True, eq=False)
class Mailbox:
    """All threads, in the order of their first row.

    Attributes:
        covered: Whether messages were read to the end of the file.
    """

    threads: list[Thread] = attrs.field(factory=list)
    tallies: list[Tally] = attrs.field(factory=list)
    covered: bool = False


def read_messages(sheets: Sheets, known_names: Iterable[str]) -> Mailbox:
    """Read messages, in one file or in several parts.

    Args:
        sheets: The tables of the archive.
        known_names: Names of contacts, by which a list of names is taken apart.

    Raises:
        ExportError: When a file is damaged or holds no messages.
    """
    names = sheets.named("messages")
    mailbox = Mailbox(covered=bool(names))
    known = {folded_name(name) for name in known_names}
    seen: set[int] = set()
    for name in names:
        table = sheets.open(name, MESSAGES, what="LinkedIn's messages")
        raw = _add_up(table, seen, export_day(sheets.export))
        mailbox.tallies.append(table.tally)
        mailbox.covered = mailbox.covered and not table.cut_short
        everybody = known | {folded_name(sender) for _, sender, *_ in raw}
        for (conversation, sender, sender_url, to, urls, direction), thread in raw.items():
            thread.conversation = conversation or f"\0{name}\0{len(mailbox.threads)}"
            thread.outgoing = {"outgoing": True, "incoming": False}.get(direction.strip().casefold())
            thread.sender = Person(profile_key(sender_url), clean(sender))
            thread.recipients = _recipients(to, urls, everybody)
            mailbox.threads.append(thread)
    return mailbox


def _add_up(
    table: Table, seen: set[int], exported: dt.date | None
) -> dict[tuple[str, str, str, str, str, str], Thread]:
    """Add up the rows of a file by what they say about their participants."""
    tally, of = table.tally, table.found.of
    conversation, sender, sender_url = of("conversation"), of("from"), of("sender_url")
    to, urls, direction = of("to"), of("recipient_urls"), of("direction")
    date, content, folder = of("date"), of("content"), of("folder")
    draft, conversation_draft = of("draft"), of("conversation_draft")
    threads: dict[tuple[str, str, str, str, str, str], Thread] = {}
    undecided: list[tuple[int, str, Thread]] = []
    calendar = _Calendar(tally, exported)
    for line, cells in table:
        if (
            cells[draft].strip().lower() in _TRUE
            or cells[conversation_draft].strip().lower() in _TRUE
            or cells[folder][:5].lower() == "draft"
        ):
            tally.left_out["draft message"] += 1
            continue
        if not cells[sender_url] and _SPONSORED in cells[content][:400]:
            tally.left_out["sponsored message"] += 1
            continue
        moment = cells[date]
        if moment.count(":") > 1:
            # Only with seconds is the same text at the same moment the same message and not a second "Thanks!".
            # A hash instead of the row, so that no text is held.
            whole = hash(tuple(cells))
            if whole in seen:
                tally.left_out["duplicate row"] += 1
                continue
            seen.add(whole)
        raw = (
            cells[conversation],
            cells[sender],
            cells[sender_url],
            cells[to],
            cells[urls],
            cells[direction],
        )
        thread = threads.get(raw)
        if thread is None:
            nobody = Person(None, "")
            thread = threads[raw] = Thread(
                tally=tally, conversation="", outgoing=None, sender=nobody, recipients=()
            )
        thread.rows += 1
        try:
            # What LinkedIn writes today, ten times as fast as the general way.
            when = dt.date.fromisoformat(moment[:10]) if moment[13:14] == ":" else None
        except ValueError:
            when = None
        if when is None or when.year < FIRST_YEAR:
            undecided.append((line, moment, thread))
        else:
            calendar.add(line, when, moment, thread)
    _add_other_dates(table, undecided, calendar)
    calendar.close()
    return threads


class _Calendar:
    """Gives threads their days; those that may be too late wait until all days of the file are known."""

    def __init__(self, tally: Tally, exported: dt.date | None) -> None:
        self._tally = tally
        self._exported = exported
        self._sure = SURELY_PAST if exported is None else min(SURELY_PAST, exported)
        self._early = 0
        self._late: list[tuple[int, dt.date, str, Thread]] = []

    def add(self, line: int, when: dt.date, moment: str, thread: Thread) -> None:
        """Take in a message."""
        if when <= self._sure:
            self._early += 1
            thread.days.add(when)
        else:
            self._late.append((line, when, moment, thread))

    def close(self) -> None:
        """Decide about the late messages."""
        last = last_plausible(
            Counter({self._sure: self._early}) + Counter(when for _, when, *_ in self._late),
            exported=self._exported,
        )
        for line, when, moment, thread in self._late:
            if when <= last:
                thread.days.add(when)
            else:
                reason = f"{TOO_LATE}; the message is counted without it"
                self._tally.problem(line, reason, rows=0, value=excerpt(moment))


def _add_other_dates(table: Table, undecided: list[tuple[int, str, Thread]], calendar: _Calendar) -> None:
    order = order_of([moment for _, moment, _ in undecided], in_order=True)
    if order.doubt:
        table.tally.problem(table.found.line, order.doubt, rows=0)
    for line, moment, thread in undecided:
        when = day(moment, day_first=order.day_first)
        if when is not None:
            calendar.add(line, when, moment, thread)
        else:
            table.tally.problem(
                line, "not a date; the message is counted without it", rows=0, value=excerpt(moment)
            )


def profile_key(url: str) -> str | None:
    """Return the key of a profile's address; none for that of closed accounts."""
    slug = linkedin_key(url) if url else None
    return None if slug == "linkedin:unknown" else slug


def _recipients(to: str, urls: str, known: set[str]) -> tuple[Person, ...]:
    """Take the recipients of a message apart.

    URLs are parted by commas, semicolons or blanks, depending on the year; names by a comma, which may also stand
    within a name. So the URLs say how many people there are, and names that do not fit their number are not
    given to anybody.
    """
    slugs = [slug for url in _SEPARATORS.split(urls) if (slug := profile_key(url))]
    slugs = list(dict.fromkeys(slugs))
    names = _names(to, known)
    hidden = [name for name in names if folded_name(name) in NOBODY]
    shown = [name for name in names if name not in hidden]
    if not slugs:
        return tuple(Person(None, name) for name in names)
    if len(shown) == len(slugs):
        people = [Person(slug, name) for slug, name in zip(slugs, shown, strict=True)]
    elif len(slugs) == 1:
        people = [Person(slugs[0], ", ".join(shown))]
    else:
        people = [Person(slug, "") for slug in slugs]
    return (*people, *(Person(None, name) for name in hidden))


def _names(to: str, known: set[str]) -> list[str]:
    """Part a list of names at its commas, except where a comma belongs to a name."""
    whole = clean(to)
    if not whole or folded_name(whole) in known:
        return [whole] if whole else []
    separator = ";" if ";" in whole else ","
    pieces = [piece for piece in map(str.strip, whole.split(separator)) if piece]
    names: list[str] = []
    while pieces:
        # The longest run of pieces that is a name we know.
        size = next(
            (
                size
                for size in range(min(4, len(pieces)), 1, -1)
                if folded_name(" ".join(pieces[:size])) in known
            ),
            1,
        )
        name = f"{separator} ".join(pieces[:size])
        if size == 1 and names and folded_name(name) not in known and _CREDENTIAL.fullmatch(name):
            names[-1] = f"{names[-1]}{separator} {name}"
        else:
            names.append(name)
        del pieces[:size]
    return names


def members(threads: Iterable[Thread]) -> defaultdict[str, set[Person]]:
    """Return the people of each conversation."""
    found: defaultdict[str, set[Person]] = defaultdict(set)
    for thread in threads:
        found[thread.conversation].update(thread.people())
    return found
