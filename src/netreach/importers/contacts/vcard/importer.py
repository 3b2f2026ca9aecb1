"""The importer: which files are cards, and what a card says of a person."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.contacts.book import Book
from netreach.importers.contacts.card import Card
from netreach.importers.contacts.owner import owner_said
from netreach.importers.contacts.relations import uid
from netreach.importers.contacts.table import export_day
from netreach.importers.contacts.vcard.lines import CardReader
from netreach.importers.contacts.vcard.meaning import card_of
from netreach.importers.csvrows import DAMAGED, Tally
from netreach.importers.encodings import head_text, text_encoding
from netreach.model import Record, RowProblem
from netreach.plugins.export import HEAD_BYTES, Export

_NAMES = (".vcf", ".vcard")
_OTHER_EXPORTS = (".csv", ".tsv", ".mbox", ".ics", ".vcs", ".eml", ".parquet", ".xlsx")
_BEGIN = "BEGIN:VCARD"
_LINKEDIN = "linkedin_connections_export"
"""How the file began that LinkedIn gave before 2017: all connections of its owner."""

_NO_PEOPLE = frozenset(("org", "location", "application", "device", "thing"))


class VCard:
    """Cards in one file or in many, alone, in a folder or in an archive."""

    name = "vcard"
    summary = "vCard files of any address book (2.1, 3.0, 4.0)"

    def identify(self, export: Export) -> bool:
        """Tell by names and first bytes whether an export is cards and nothing else; never raises."""
        try:
            names = _files(export)
            if any(name.lower().endswith(_OTHER_EXPORTS) for name in export.names):
                return False
            return bool(names) and any(_begins(export, name) for name in names)
        except Exception:
            # What cannot be opened is nobody's export; whoever reads it will hear why.
            return False

    def belongs(self, name: str) -> bool:
        """Tell by its name whether another file goes with cards: none does."""
        return False

    def extract(self, export: Export) -> Iterator[Record | RowProblem]:
        """Yield the owner, everybody who has a card, ties between them, and the account of every file.

        Raises:
            OwnerError: When the caller does not say whose address book it is.
            ExportError: When a file is damaged, or there is no card.
        """
        said = owner_said(export)
        names = _files(export) or export.names
        tallies: list[Tally] = []
        ours = [name for name in names if name.rpartition("/")[2].lower().startswith(_LINKEDIN)]
        book = Book(
            export=export,
            said=said,
            kind="connection" if len(ours) == len(names) else "address_book",
            complete=len(ours) == len(names),
            day=export_day(export),
        )
        yield from book.records(_with_groups(_cards(export, names, tallies)), tallies)
        if not any(tally.rows for tally in tallies):
            raise ExportError(
                f"{export} holds no card: no line in it is {_BEGIN}. Export the address book again."
            )


def _files(export: Export) -> list[str]:
    named = [name for name in export.names if name.lower().endswith(_NAMES)]
    return named or (list(export.names) if len(export.names) == 1 else [])


def _begins(export: Export, name: str) -> bool:
    return head_text(export.head(name)).lstrip("\ufeff \t\r\n")[: len(_BEGIN)].upper() == _BEGIN


def _cards(export: Export, names: Sequence[str], tallies: list[Tally]) -> Iterator[Card]:
    for name in names:
        tally = Tally(file=name)
        tallies.append(tally)
        size, most = export.size(name), export.limits.text_bytes
        if size > most:
            raise UnsafeExportError(
                f"{export} → {name} has {size:,} bytes, over the limit of {most:,}. Raise it with "
                "Export(..., limits=Limits(text_bytes=...)) if you trust the file."
            )
        try:
            with export.open(name) as stream:
                encoding, _ = text_encoding(stream.read(HEAD_BYTES), io.BytesIO())
            wide = encoding.startswith("utf-16")
            with (
                export.open(name) as stream,
                io.TextIOWrapper(
                    stream,
                    encoding=encoding if wide else "utf-8-sig",
                    errors="replace" if wide else "surrogateescape",
                    newline=None,
                ) as text,
            ):
                for raw in CardReader(text, tally):
                    yield card_of(raw, tally)
        except DAMAGED as error:
            raise ExportError(f"{export} → {name} is damaged ({error}). Export it again.") from error


def _with_groups(cards: Iterator[Card]) -> Iterator[Card]:
    """Take out the cards that are groups, and give their members the group's name as a label."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    kept: list[Card] = []
    for card in cards:
        if card.kind == "group":
            card.tally.left_out["group of contacts"] += 1
            for member in card.members:
                members[uid(member).removeprefix("mailto:")].append(card.name or card.company)
        elif card.kind in _NO_PEOPLE:
            card.tally.left_out["organisation"] += 1
        else:
            kept.append(card)
    for card in kept:
        if members:
            named = [card.uid, *card.addresses]
            card.groups += tuple(group for name in named if name for group in members.get(uid(name), ()))
        yield card
