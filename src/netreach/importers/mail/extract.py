"""From a mailbox to records: the owner, people, what they wrote to each other, and the account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from netreach.errors import ExportError
from netreach.importers.dates import last_plausible
from netreach.importers.mail.files import recognise
from netreach.importers.mail.read import Mailbox
from netreach.importers.ownership import find_owner
from netreach.model import Batch, Owner, PersonRecord, Record, RowProblem
from netreach.plugins.export import Export

_EPOCH = dt.date(1970, 1, 1)


def extract(export: Export) -> Iterator[Record | Batch | RowProblem]:
    """Yield what a mailbox says."""
    files = recognise(export)
    if not files:
        raise ExportError(
            f"{export} holds no mail that netreach reads: an mbox begins with a line 'From ', a Maildir has folders "
            "named cur and new, single messages are .eml files."
        )
    mailbox = Mailbox()
    mailbox.read(export, files)
    people = mailbox.people
    owner = find_owner(
        export,
        people,
        votes=(mailbox.delivered, mailbox.sent),
        wrote=mailbox.wrote,
        present=mailbox.present,
        total=mailbox.total,
        what="mail",
    )
    if owner is not None:
        # A Takeout of single labels, or a folder of Thunderbird's, is a part of somebody's mail.
        covers = ("mail",) if mailbox.whole else ()
        yield Owner(keys=owner.keys, name=owner.name, covers=covers)
        yield PersonRecord(
            keys=owner.keys,
            name=owner.name,
            emails=tuple(people.addresses[number] for number in owner.numbers),
        )
    days = {_EPOCH + dt.timedelta(days=day): times for day, times in mailbox.sums.days().items()}
    last = last_plausible(days)
    same = owner.same() if owner is not None else {}
    yield from mailbox.sums.batches(people, same, (last - _EPOCH).days)
    for tally in mailbox.tallies:
        yield tally.count()
        yield from sorted(tally.problems, key=lambda problem: problem.line)
    late = sum(times for day, times in days.items() if day > last)
    if late:
        yield RowProblem(
            file=mailbox.tallies[0].file,
            line=0,
            reason=f"{late:,} observations are dated years after all others; they are counted without a day",
            rows=0,
        )
