"""The importer: what is read, in what order, and what it becomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from netreach.errors import ExportError
from netreach.importers.linkedin.addressbook import AddressBook, read_address_book
from netreach.importers.linkedin.connections import Contact, ContactList, read_connections
from netreach.importers.linkedin.counterparts import Counterparts
from netreach.importers.linkedin.files import (
    archives_in,
    export_day,
    is_of_archive,
    of_one_archive,
    recognise,
)
from netreach.importers.linkedin.invitations import read_invitations
from netreach.importers.linkedin.messages import read_messages
from netreach.importers.linkedin.owner import Identity, find_owner
from netreach.importers.linkedin.praise import read_praise
from netreach.importers.linkedin.profile import Profile, read_profile
from netreach.importers.linkedin.sheets import Sheets
from netreach.keys import linkedin_url
from netreach.model import EvidenceRecord, HistoryRecord, Owner, PersonRecord, Record, RowProblem
from netreach.plugins.export import Export


class LinkedIn:
    """LinkedIn's data archive: the zip, its folder, or a lone `Connections.csv`; or the same data as JSON pages.

    Read are Connections (also in the layouts of before 2017), messages, Invitations, Endorsements, Recommendations,
    ImportedContacts, Profile, Email Addresses, Positions, Education and Skills. Message texts and notes are looked at
    to tell drafts, advertisements and duplicates; they are never kept.
    """

    name = "linkedin"
    summary = "LinkedIn data archive (zip or folder), its Connections.csv alone, or snapshot pages (JSON)"

    def identify(self, export: Export) -> bool:
        """Tell whether the files are LinkedIn's, by exact names and first bytes; never raises."""
        try:
            return bool(recognise(export))
        except Exception:
            # What cannot be listed is nobody's export; whoever opens it will hear why.
            return False

    def parts(self, export: Export) -> tuple[Path, ...]:
        """Return the archives in a folder that holds several, each to be read by itself; never raises."""
        try:
            return archives_in(export)
        except Exception:
            return ()

    def belongs(self, name: str) -> bool:
        """Tell by its name whether a file is one of LinkedIn's archive, be it read or not."""
        return is_of_archive(name)

    def extract(self, export: Export) -> Iterator[Record | RowProblem]:
        """Yield the owner, the owner's contacts, what is known between them, and the account of every file.

        Raises:
            ExportError: When a file is damaged, or is not what its name says.
            OwnerError: When it cannot be told whose archive it is.
        """
        named = recognise(export)
        if not named:
            raise ExportError(
                f"{export} holds no file of a LinkedIn export that netreach reads, such as Connections.csv with "
                "first and last names. Ask LinkedIn for your data (Settings, Data privacy, Get a copy of your data)."
            )
        sheets = Sheets(export, of_one_archive(export, named))
        profile = read_profile(sheets)
        contacts = read_connections(sheets)
        mailbox = read_messages(sheets, (contact.name for contact in contacts.contacts))
        invitations, invitation_tallies = read_invitations(sheets)
        praise, praise_tallies = read_praise(sheets)
        cards, card_tallies = read_address_book(sheets)
        identity = find_owner(export, profile, contacts, mailbox.threads, invitations)
        contacts.drop(identity.rows)
        contacts.name_people(identity.anchor, identity.keys)
        counterparts = Counterparts(identity, contacts, mailbox.threads, invitations, praise)
        address_book = AddressBook(identity, contacts, cards)

        yield Owner(
            keys=identity.keys,
            name=identity.name,
            complete_list=contacts.complete,
            covers=("message",) if mailbox.covered else (),
        )
        yield from _about_owner(identity, profile, export_day(export))
        yield from _about_contacts(identity, contacts)
        yield from counterparts.people()
        yield from address_book.people()
        yield from counterparts.evidence()
        yield from address_book.evidence()
        about_others = (
            *contacts.tallies,
            *mailbox.tallies,
            *invitation_tallies,
            *praise_tallies,
            *card_tallies,
            *sheets.tallies,
        )
        for tally in (*about_others, *profile.tallies):
            yield tally.count()
            yield from sorted(tally.problems, key=lambda problem: problem.line)


def _about_owner(
    identity: Identity, profile: Profile, as_of: dt.date | None
) -> Iterator[PersonRecord | HistoryRecord]:
    job = profile.current_job()
    yield PersonRecord(
        keys=identity.keys,
        name=identity.name,
        first_name=profile.first_name,
        last_name=profile.last_name,
        headline=profile.headline,
        title=job.title if job else "",
        company=job.organisation if job else "",
        location=profile.location,
        industry=profile.industry,
        url=_url(identity.keys),
        emails=tuple(profile.emails),
        skills=tuple(profile.skills),
        as_of=as_of,
    )
    for record in (*profile.jobs, *profile.schools):
        yield HistoryRecord(
            person=identity.keys[0],
            kind=record.kind,
            organisation=record.organisation,
            title=record.title,
            location=record.location,
            start=record.start,
            end=record.end,
        )


def _about_contacts(identity: Identity, contacts: ContactList) -> Iterator[PersonRecord | EvidenceRecord]:
    for contact in contacts.contacts:
        yield PersonRecord(
            keys=contact.keys,
            name=contact.name,
            first_name=contact.first_name,
            last_name=contact.last_name,
            title=contact.title,
            company=contact.company,
            url=_url(contact.keys),
            emails=((contact.email,) if contact.email else ()) + contact.more_emails,
            skills=tuple(contact.skills),
        )
        yield _connection(identity, contact)


def _connection(identity: Identity, contact: Contact) -> EvidenceRecord:
    return EvidenceRecord(
        a=identity.keys[0],
        b=contact.keys[0],
        kind="connection",
        days=1 if contact.connected else 0,
        first=contact.connected,
        last=contact.connected,
    )


def _url(keys: tuple[str, ...]) -> str:
    slug = next((key for key in keys if key.startswith("linkedin:")), None)
    return linkedin_url(slug) if slug else ""
