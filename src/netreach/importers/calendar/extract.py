"""From calendars to records: the owner, people, and who met whom, one to one or in company."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from netreach.errors import ExportError
from netreach.importers.calendar.events import Calendars, Event
from netreach.importers.calendar.lines import is_calendar
from netreach.importers.calendar.recurrence import occurrences
from netreach.importers.dates import last_plausible
from netreach.importers.ownership import find_owner
from netreach.importers.participants import Sums
from netreach.model import Batch, Owner, PersonRecord, Record, RowProblem
from netreach.plugins.export import Export
from netreach.text import words

KINDS: Final = ("one_to_one", "meeting", "group_meeting")
SMALL: Final = 5
"""Up to so many people a meeting is small enough to get to know each other."""

MANY: Final = 20
"""A meeting of more people says nothing about who knows whom."""

GRACE: Final = 31
"""Days after the newest date stamp in which an event that was put down by itself is taken to have been held: many
programs stamp an event when it is made, which is before it is held."""

_ENDINGS: Final = (".ics", ".vcs", ".ical", ".ifb", ".icalendar")
_LOOKED_AT: Final = 12
_HEAD: Final = 4096
_EPOCH: Final = dt.date(1970, 1, 1)


def is_one(export: Export) -> bool:
    """Tell whether an export holds calendars; at most 64 KiB of it are read."""
    named = [name for name in export.names if name.lower().endswith(_ENDINGS) and export.size(name)]
    if len(export.names) == 1:
        named = list(export.names)
    return any(is_calendar(export.head(name, _HEAD)) for name in named[:_LOOKED_AT])


def calendar_files(export: Export) -> list[str]:
    """Return the files of an export that are calendars."""
    alone = len(export.names) == 1
    return [name for name in export.names if alone or name.lower().endswith(_ENDINGS)]


def extract(export: Export) -> Iterator[Record | Batch | RowProblem]:
    """Yield what the calendars of an export say."""
    names = calendar_files(export)
    if not any(export.size(name) and is_calendar(export.head(name, _HEAD)) for name in names):
        raise ExportError(
            f"{export} holds no calendar: its files begin with BEGIN:VCALENDAR, and end in .ics or .vcs."
        )
    calendars = Calendars()
    for name in names:
        calendars.read(export, name)
    if not any(tally.rows for tally in calendars.tallies):
        raise ExportError(f"{export} is a calendar without any event.")
    people = calendars.people
    events = _newest(calendars.events)
    held = [event for event in events if not event.cancelled and 2 <= _size(event, {}) <= MANY]
    present = Counter(number for event in held for number in event.people)
    owner = find_owner(
        export,
        people,
        votes=(_named(calendars, names, present, len(held)),),
        present=present,
        total=len(held),
        what="calendar",
    )
    if owner is not None:
        yield Owner(keys=owner.keys, name=owner.name)
        yield PersonRecord(
            keys=owner.keys,
            name=owner.name,
            emails=tuple(people.addresses[number] for number in owner.numbers),
        )
    same = owner.same() if owner is not None else {}
    horizon = _horizon(calendars)
    sums = Sums(KINDS, KINDS)
    overridden: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for event in events:
        if event.override is not None and event.uid:
            overridden[id(event.tally), event.uid].append(event.override)
    for event in events:
        _count(event, overridden.get((id(event.tally), event.uid), []), same, horizon, sums)
    yield from sums.batches(people, same, None)
    for tally in calendars.tallies:
        yield tally.count()
        yield from sorted(tally.problems, key=lambda problem: problem.line)


def _newest(events: list[Event]) -> list[Event]:
    """Return each event once, in its newest form; copies are accounted for."""
    best: dict[tuple[str, int | None], Event] = {}
    for event in events:
        key = (event.uid, event.override)
        if event.uid and (key not in best or event.version > best[key].version):
            best[key] = event
    kept = []
    for event in events:
        if not event.uid or best[event.uid, event.override] is event:
            kept.append(event)
        else:
            event.tally.left_out["copy of the same event"] += 1
    return kept


def _size(event: Event, same: Mapping[int, int]) -> int:
    return len({same.get(number, number) for number in event.people}) + event.unnamed


def _named(calendars: Calendars, files: list[str], present: Mapping[int, int], total: int) -> dict[int, int]:
    """Return whom the calendars are named after: by an address, or by the name of somebody who is mostly there."""
    found: dict[int, int] = {}
    stems = [name.rpartition("/")[2].rpartition(".")[0] for name in files]
    for name in (*calendars.names, *stems):
        if "@" in name:
            number = calendars.people.number(name)
            if number >= 0:
                found[number] = 1 + present.get(number, 0)
        elif len(words(name)) > 1:
            called = [
                number
                for number, times in present.items()
                if 2 * times > total and words(calendars.people.name(number)) == words(name)
            ]
            if len(called) == 1:
                found[called[0]] = 1 + present[called[0]]
    most = max(found.values(), default=0)
    # Calendars of others that the owner subscribes to are named after these.
    return {number: times for number, times in found.items() if times == most}


def _horizon(calendars: Calendars) -> int:
    """Return the newest day that the files themselves state: of their date stamps, or else of their events."""
    days = calendars.stamps or Counter(event.start for event in calendars.events if event.start is not None)
    dates = Counter({_EPOCH + dt.timedelta(days=day): times for day, times in days.items()})
    last = last_plausible(dates)
    return max((day for day in days if _EPOCH + dt.timedelta(days=day) <= last), default=0)


def _count(event: Event, overridden: list[int], same: Mapping[int, int], horizon: int, sums: Sums) -> None:
    """Count the meetings of one event, and account for it."""
    tally = event.tally
    there = sorted({same.get(number, number) for number in event.people})
    size = _size(event, same)
    if event.cancelled:
        tally.left_out["cancelled event"] += 1
        return
    if len(there) < 2:
        tally.left_out["event without other people"] += 1
        return
    if size > MANY:
        tally.left_out[f"event of more than {MANY} people"] += 1
        return
    if event.start is None:
        tally.problem(event.line, "no DTSTART that can be read")
        return
    days = {event.start} if event.start <= horizon + GRACE else set()
    if event.rule and event.override is None:
        repeated = occurrences(event.start, event.rule, horizon, until=event.until)
        if repeated is None:
            tally.problem(
                event.line, "a rule of repetition that is not read; the event is counted once", rows=0
            )
        else:
            days = set(repeated.tolist())
    days.update(day for day in event.more if day <= horizon)
    days.difference_update(event.fewer)
    if event.override is None:
        days.difference_update(overridden)
    if not days:
        tally.left_out["event after the newest date stamp"] += 1
        return
    kind = 0 if size == 2 else 1 if size <= SMALL else 2
    for place, number in enumerate(there):
        for other in there[place + 1 :]:
            sums.add_days(number, other, kind, sorted(days))
    tally.used += 1
