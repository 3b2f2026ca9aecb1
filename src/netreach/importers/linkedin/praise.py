"""Endorsements and recommendations: who vouched for whom, and when; what was written is never kept.

Only what stands counts: an endorsement that was accepted, a recommendation that was written, whether its receiver
shows it or not (a hidden one was written all the same).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from netreach.importers.csvrows import Tally
from netreach.importers.dates import day, excerpt, order_of
from netreach.importers.linkedin.layouts import ROLES
from netreach.importers.linkedin.messages import Person, profile_key
from netreach.importers.linkedin.sheets import Sheets, Table
from netreach.text import clean

FILES: Mapping[str, tuple[str, bool]] = {
    "endorsement given info": ("endorsement", True),
    "endorsement received info": ("endorsement", False),
    "recommendations given": ("recommendation", True),
    "recommendations received": ("recommendation", False),
}
"""File -> the kind of evidence in it, and whether the owner gave it."""

_WRITTEN = frozenset(("", "visible", "hidden", "accepted", "approved", "published"))


@attrs.frozen(kw_only=True, eq=False)
class Praise:
    """One row.

    Attributes:
        tally: The account of the file.
        kind: `"endorsement"` or `"recommendation"`.
        outgoing: Whether the owner gave it.
        person: The other party; without a profile in recommendations.
        company: The other party's company then; `""` where unknown.
        skill: What was endorsed; `""` for a recommendation.
        on: When; `None` where unknown.
    """

    tally: Tally
    kind: str
    outgoing: bool
    person: Person
    company: str
    skill: str
    on: dt.date | None


def read_praise(sheets: Sheets) -> tuple[list[Praise], list[Tally]]:
    """Read endorsements and recommendations, each in one file or in several.

    The contacts are known without them, so a file whose columns are unknown is reported and passed over.

    Raises:
        ExportError: When a file is damaged.
    """
    found: list[Praise] = []
    tallies: list[Tally] = []
    for role in FILES:
        seen: set[tuple[object, ...]] = set()
        for name in sheets.named(role):
            if not sheets.fits(name, ROLES[role]):
                tally = Tally(file=name)
                tally.problem(0, "no header that is known: nothing was read from this file", rows=0)
            else:
                table = sheets.open(name, ROLES[role], what=f"LinkedIn's {role}")
                found += _read(table, role, seen)
                tally = table.tally
            tallies.append(tally)
    return found, tallies


def _read(table: Table, role: str, seen: set[tuple[object, ...]]) -> list[Praise]:
    kind, outgoing = FILES[role]
    tally, of = table.tally, table.found.of
    rows = list(table)
    order = order_of([cells[of("date")] for _, cells in rows], own_style=True)
    if order.doubt:
        tally.problem(table.found.line, order.doubt, rows=0)
    found: list[Praise] = []
    for line, cells in rows:
        if rule := _not_counted(kind, cells[of("status")], "status" in table.found):
            tally.left_out[rule] += 1
            continue
        moment = cells[of("date")].strip()
        one = Praise(
            tally=tally,
            kind=kind,
            outgoing=outgoing,
            person=Person(profile_key(cells[of("url")]), clean(f"{cells[of('first')]} {cells[of('last')]}")),
            company=clean(cells[of("company")]),
            skill=clean(cells[of("skill")]),
            on=day(moment, day_first=order.day_first),
        )
        # The day is part of an endorsement: one that was taken back may be given again.
        same: tuple[object, ...] = (one.person, one.skill, moment) if kind == "endorsement" else tuple(cells)
        if same in seen:
            tally.left_out["duplicate row"] += 1
            continue
        seen.add(same)
        if moment and one.on is None:
            tally.problem(line, f"not a date; the {kind} is read without it", rows=0, value=excerpt(moment))
        found.append(one)
    return found


def _not_counted(kind: str, status: str, has_status: bool) -> str:
    """Return the rule that leaves a row out, or `""`."""
    status = clean(status).casefold()
    if kind == "endorsement":
        return "endorsement that was not accepted" if has_status and status != "accepted" else ""
    return "" if status in _WRITTEN else "recommendation that was not given"
