"""Variants of the other files of an archive: older layouts, other names, and files that are not what they seem."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from netreach.testing.archive_rows import INVITATIONS, MESSAGES
from netreach.testing.archives import (
    Archive,
    Dialect,
    Row,
    Sheet,
    with_rows,
)
from netreach.testing.golden import EXCEL, PLAIN, Told, Variant, variant, whole

OUTLOOK = (
    *("Title", "First Name", "Middle Name", "Last Name", "Suffix", "E-mail Address", "E-mail 2 Address"),
    *("E-mail 3 Address", "Business Street", "Business Street 2", "Business Street 3", "Business City"),
    *("Business State", "Business Postal Code", "Business Country", "Home Street", "Home Street 2"),
    *("Home Street 3", "Home City", "Home State", "Home Postal Code", "Home Country", "Other Street"),
    *("Other Street 2", "Other Street 3", "Other City", "Other State", "Other Postal Code", "Other Country"),
    *("Company", "Department", "Job Title", "Assistant's Phone", "Business Fax", "Business Phone"),
    *("Business Phone 2", "Callback", "Car Phone", "Company Main Phone", "Home Fax", "Home Phone"),
    *("Home Phone 2", "ISDN", "Mobile Phone", "Other Fax", "Other Phone", "Pager", "Primary Phone"),
    *("Radio Phone", "TTY/TDD Phone", "Telex", "Assistant's Name", "Birthday", "Manager's Name", "Notes"),
    *("Other Address PO Box", "Spouse", "Web Page", "Personal Web Page"),
)
"""The 59 columns of `linkedin_connections_export_microsoft_outlook.csv`."""

YAHOO = (
    *(
        "First",
        "Middle",
        "Last",
        "Nickname",
        "Email",
        "Category",
        "Distribution Lists",
        "Messenger ID",
        "Home",
    ),
    *("Work", "Pager", "Fax", "Mobile", "Other", "Yahoo! Phone", "Primary", "Alternate Email 1"),
    *("Alternate Email 2", "Personal Website", "Business Website", "Title", "Company"),
)


def of_files(archive: Archive) -> Iterator[Variant]:
    """Give the variants of all files but today's list of connections."""
    yield from _before_2017(archive)
    yield from _moments(archive)
    yield from _messages(archive)
    yield from _other_files(archive)
    yield from _names_of_files(archive)


def _before_2017(archive: Archive) -> Iterator[Variant]:
    people = list(archive.contacts)
    told = {person.name: Told(company=person.company, title=person.title, since=None) for person in people}
    outlook = [
        Row(
            cells={
                "First Name": person.first,
                "Last Name": person.last,
                "E-mail Address": person.email,
                "Company": person.company,
                "Job Title": person.title,
            }
        )
        for person in people
    ]
    yahoo = [
        Row(
            cells={
                "First": person.first,
                "Last": person.last,
                "Email": person.email,
                "Company": person.company,
                "Title": person.title,
            }
        )
        for person in people
    ]
    quoted = Dialect(quote_all=True)
    for name, file, columns, rows, dialect in (
        ("Outlook's layout", "linkedin_connections_export_microsoft_outlook.csv", OUTLOOK, outlook, quoted),
        (
            "Outlook Express's layout",
            "linkedin_connections_export_outlook_express.csv",
            OUTLOOK,
            outlook,
            quoted,
        ),
        ("Outlook's layout under another name", "old contacts.csv", OUTLOOK, outlook, quoted),
        (
            "a copy of Outlook's layout",
            "linkedin_connections_export_microsoft_outlook (1) (1).csv",
            OUTLOOK,
            outlook,
            quoted,
        ),
        (
            "Outlook's layout in cp1252",
            "linkedin_connections_export_microsoft_outlook.csv",
            OUTLOOK,
            outlook,
            EXCEL,
        ),
        ("Yahoo's layout", "linkedin_connections_export_yahoo.csv", YAHOO, yahoo, quoted),
    ):
        sheet = Sheet(columns=columns, rows=tuple(rows), style="US")
        yield variant(name, archive, {file: (sheet, dialect)}, contacts=told)


def _moments(archive: Archive) -> Iterator[Variant]:
    for style in ("seconds", "ISO", "day month year, time", "US", "day first"):
        changed = (archive.sheets["messages.csv"], Dialect(style=style))
        yield variant(f"messages, {style}", archive, whole(archive, {"messages.csv": changed}), owner=False)
    for file, styles in (
        ("Invitations.csv", ("UTC", "day first", "US, padded")),
        ("Endorsement_Given_Info.csv", ("day month year", "UTC", "after Excel")),
        ("Recommendations_Received.csv", ("UTC", "day month year", "US")),
        ("ImportedContacts.csv", ("UTC", "US, padded")),
    ):
        for style in styles:
            changed = (archive.sheets[file], Dialect(style=style))
            yield variant(f"{file}, {style}", archive, whole(archive, {file: changed}), owner=False)


def _messages(archive: Archive) -> Iterator[Variant]:
    short = (
        "CONVERSATION ID",
        "CONVERSATION TITLE",
        "FROM",
        "SENDER PROFILE URL",
        "TO",
        "DATE",
        "SUBJECT",
        "CONTENT",
    )
    reordered = (
        *("CONVERSATION ID", "FROM", "TO", "DATE", "CONTENT", "FOLDER"),
        "SENDER PROFILE URL",
        "RECIPIENT PROFILE URLS",
    )
    layouts = {
        "messages of ten columns": MESSAGES[:10],
        "messages of eleven columns": MESSAGES[:11],
        "messages of twelve columns": MESSAGES[:12],
        "messages in another order": reordered,
    }
    messages = archive.sheets["messages.csv"]
    for name, columns in layouts.items():
        yield variant(
            name,
            archive,
            whole(archive, {"messages.csv": (messages, Dialect(columns=columns))}),
            owner=False,
        )
    titled = Dialect(header=str.title, quote_all=True)
    yield variant(
        "messages with a header in title case",
        archive,
        whole(archive, {"messages.csv": (messages, titled)}),
        owner=False,
    )
    # Without addresses of recipients, folder and mark, a draft cannot be told from a message.
    sent = with_rows(
        messages, [row for row in messages.rows if not row.rule and row.cells["CONVERSATION ID"] != "group"]
    )
    yield variant(
        "messages of eight columns",
        archive,
        whole(archive, {"messages.csv": (sent, Dialect(columns=short))}),
        owner=False,
    )
    old = Dialect(columns=("FROM", "TO", "DATE", "SUBJECT", "CONTENT", "DIRECTION", "FOLDER"), style="ISO")
    yield variant(
        "messages of 2018 to 2020", archive, whole(archive, {"messages.csv": (sent, old)}), owner=False
    )


def _other_files(archive: Archive) -> Iterator[Variant]:
    invitations = archive.sheets["Invitations.csv"]
    no_urls = Dialect(columns=INVITATIONS[:5])
    yield variant(
        "invitations without URLs",
        archive,
        whole(archive, {"Invitations.csv": (invitations, no_urls)}),
        owner=False,
    )
    outgoing = with_rows(
        invitations, [row for row in invitations.rows if row.cells["Direction"] == "OUTGOING"]
    )
    yield variant(
        "invitations sent",
        archive,
        whole(archive, {"Invitations.csv": (outgoing, no_urls)}),
        owner=False,
        rename={"Invitations.csv": "Sent Invitations.csv"},
    )
    older = {"Text": "Body", "Creation Date": "Created Date"}
    changed = {
        file: (archive.sheets[file], Dialect(header=lambda column: older.get(column, column)))
        for file in ("Recommendations_Given.csv", "Recommendations_Received.csv")
    }
    yield variant(
        "recommendations of older years",
        archive,
        whole(archive, changed),
        owner=False,
        rename={file: file.replace("_", " ") for file in changed},
    )
    yield variant(
        "an address book under its other name",
        archive,
        whole(archive),
        owner=False,
        rename={"ImportedContacts.csv": "Contacts.csv"},
    )
    book = archive.sheets["ImportedContacts.csv"]
    for name, separator in (("commas", ","), ("semicolons", ";"), ("two blanks", "  "), ("one blank", " ")):
        parted = [
            attrs.evolve(row, cells={**row.cells, "Emails": _parted(str(row.cells["Emails"]), separator)})
            for row in book.rows
        ]
        replaced = {"ImportedContacts.csv": (with_rows(book, parted), PLAIN)}
        yield variant(f"addresses parted by {name}", archive, whole(archive, replaced), owner=False)


def _parted(cell: str, separator: str) -> str:
    return separator.join(piece.strip() for piece in cell.replace(";", ",").split(","))


def _names_of_files(archive: Archive) -> Iterator[Variant]:
    spellings: dict[str, Callable[[str], str]] = {
        "lower case": str.lower,
        "upper case": str.upper,
        "a browser's copy": lambda file: file.replace(".csv", " (1).csv"),
        "the member's id": lambda file: file.replace(".csv", "_91029461.csv"),
        "id and copy": lambda file: file.replace(".csv", "_91029461 (2).csv"),
        "a part number": lambda file: file.replace(".csv", "_part_1.csv"),
        "a desktop's copy": lambda file: file.replace(".csv", " - Copy.csv"),
        "underscores": lambda file: file.replace(" ", "_"),
        "blanks": lambda file: file.replace("_", " "),
    }
    for name, spelled in spellings.items():
        rename = {file: spelled(file) for file in archive.sheets}
        yield variant(f"names of files with {name}", archive, whole(archive), owner=False, rename=rename)
    plain = variant("talks with machines beside the messages", archive, whole(archive), owner=False)
    talk = plain.files["messages.csv"]
    traps = (
        "learning_role_play_messages.csv",
        "guide_messages.csv",
        "learning_coach_messages.csv",
        "coach_messages.csv",
    )
    yield attrs.evolve(
        plain,
        files={**plain.files, **dict.fromkeys(traps, talk), "Member_Follows.csv": b"Date,Status,FullName\n"},
    )
