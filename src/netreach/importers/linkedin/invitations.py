"""`Invitations.csv`: who asked whom to connect, and whether with a personal note; the note itself is not kept."""

from __future__ import annotations

import datetime as dt

import attrs

from netreach.importers.csvrows import Tally
from netreach.importers.dates import day, excerpt, order_of
from netreach.importers.linkedin.files import role_of
from netreach.importers.linkedin.layouts import INVITATIONS
from netreach.importers.linkedin.messages import Person, profile_key
from netreach.importers.linkedin.sheets import Sheets, Table
from netreach.text import clean


@attrs.frozen(kw_only=True, eq=False)
class Invitation:
    """One row.

    Attributes:
        tally: The account of the file.
        outgoing: Whether the owner asked; `None` where the file does not say.
        inviter, invitee: Who asked whom.
        note: Whether there was a personal note.
        sent: When; `None` where unknown.
    """

    tally: Tally
    outgoing: bool | None
    inviter: Person
    invitee: Person
    note: bool
    sent: dt.date | None


def read_invitations(sheets: Sheets) -> tuple[list[Invitation], list[Tally]]:
    """Read invitations, in one file or in several.

    Raises:
        ExportError: When a file is damaged or holds no invitations.
    """
    invitations: list[Invitation] = []
    tallies: list[Tally] = []
    seen: set[tuple[str, ...]] = set()
    for name in sheets.named("invitations", "sent invitations"):
        table = sheets.open(name, INVITATIONS, what="LinkedIn's invitations")
        tallies.append(table.tally)
        invitations += _read(table, seen, sent_only=role_of(name).startswith("sent"))
    return invitations, tallies


def _read(table: Table, seen: set[tuple[str, ...]], *, sent_only: bool) -> list[Invitation]:
    tally, of = table.tally, table.found.of
    rows = list(table)
    # LinkedIn writes month/day here; a spreadsheet may have turned them round.
    order = order_of([cells[of("sent")] for _, cells in rows], own_style=True)
    if order.doubt:
        tally.problem(table.found.line, order.doubt, rows=0)
    found: list[Invitation] = []
    for line, cells in rows:
        if tuple(cells) in seen:
            tally.left_out["duplicate row"] += 1
            continue
        seen.add(tuple(cells))
        moment = cells[of("sent")].strip()
        sent = day(moment, day_first=order.day_first)
        if moment and sent is None:
            tally.problem(
                line, "not a date; the invitation is read without it", rows=0, value=excerpt(moment)
            )
        direction = {"outgoing": True, "incoming": False}.get(cells[of("direction")].strip().casefold())
        found.append(
            Invitation(
                tally=tally,
                outgoing=True if direction is None and sent_only else direction,
                inviter=Person(profile_key(cells[of("inviter_url")]), clean(cells[of("from")])),
                invitee=Person(profile_key(cells[of("invitee_url")]), clean(cells[of("to")])),
                note=bool(cells[of("message")].strip()),
                sent=sent,
            )
        )
    return found
