"""Seeded calendars of invented people in the forms that programs write, with what is to be found in them."""

from __future__ import annotations

import datetime as dt
import os
import quopri
import random
import zipfile
from collections import Counter
from pathlib import Path
from typing import Final

import attrs

from netreach.errors import OptionError
from netreach.testing.worlds import World, make_world

CALENDAR_FORMS: Final = ("ics", "plain", "outlook", "vcs", "takeout", "takeout zip")
"""How a calendar can be written."""

_STAMP: Final = dt.date(2024, 6, 30)
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@attrs.frozen(kw_only=True)
class Appointment:
    """One event.

    Attributes:
        number: Its number; an override has that of its series.
        on: The first day.
        people: Those who were asked.
        declined: Those of them who declined.
        room: Whether a room stands among the attendees.
        guests: How many more were there without being named.
        weeks: How many times it is held, once a week.
        without: Weeks that are taken out, counted from 0.
        moved: Week -> the day on which it was held instead; `None` where it was cancelled.
        cancelled: Whether it was cancelled as a whole.
        rule: The rule that leaves it out; `""` where it counts.
    """

    number: int
    on: dt.date
    people: tuple[int, ...]
    declined: tuple[int, ...] = ()
    room: bool = False
    guests: int = 0
    weeks: int = 1
    without: tuple[int, ...] = ()
    moved: dict[int, dt.date | None] = attrs.field(factory=dict)
    cancelled: bool = False
    rule: str = ""


@attrs.frozen(kw_only=True)
class CalendarTruth:
    """What a reader must find.

    Attributes:
        evidence: (kind, key, key) with the keys in their order -> (meetings, first day, last day).
        left_out: Rule -> events.
        events: How many events the files hold, overrides among them.
    """

    evidence: dict[tuple[str, str, str], tuple[int, dt.date, dt.date]]
    left_out: dict[str, int]
    events: int


@attrs.frozen(kw_only=True)
class Agenda:
    """A calendar before it is written."""

    world: World
    owner: int
    appointments: tuple[Appointment, ...]

    def truth(self, form: str) -> CalendarTruth:
        """Return what is to be found when the calendar is written in some form."""
        held: dict[tuple[str, str, str], list[dt.date]] = {}
        left_out: Counter[str] = Counter()
        events = 0
        for one in self.appointments:
            events += 1 + len(one.moved)
            left_out.update([one.rule] if one.rule else [])
            left_out.update("cancelled event" for day in one.moved.values() if day is None)
            there = [person for person in one.people if person not in one.declined]
            size = len(there) + one.guests
            kind = "one_to_one" if size == 2 else "meeting" if size <= 5 else "group_meeting"
            days = [
                one.on + dt.timedelta(weeks=week)
                for week in range(one.weeks)
                if week not in one.without and week not in one.moved
            ]
            days += [day for day in one.moved.values() if day is not None]
            days = [day for day in days if day <= _STAMP]
            for a in () if one.rule else there:
                for b in there:
                    first, second = (f"email:{self.world.email(person)}" for person in (a, b))
                    if first < second and days:
                        held.setdefault((kind, first, second), []).extend(days)
        if form.startswith("takeout"):
            events += 1
            left_out["event without other people"] += 1
        return CalendarTruth(
            evidence={key: (len(days), min(days), max(days)) for key, days in sorted(held.items())},
            left_out=dict(left_out),
            events=events,
        )


def invent_calendar(seed: int, *, events: int = 60, world: World | None = None, owner: int = 0) -> Agenda:
    """Invent a calendar; the same seed gives the same events.

    >>> invent_calendar(2).truth("ics") == invent_calendar(2).truth("ics")
    True
    """
    rng = random.Random(seed)
    world = world or make_world(40, seed=seed, mean_contacts=8)
    others = [person for person in range(len(world)) if person != owner]
    made: list[Appointment] = []
    for number in range(events):
        on = dt.date(2023, 1, 2) + dt.timedelta(days=rng.randrange(300))
        size = rng.choice((1, 1, 1, 2, 3, 4, 5, 8, 15))
        people = (owner, *rng.sample(others, size))
        plain = Appointment(number=number, on=on, people=people, room=rng.random() < 0.3)
        match rng.randrange(12):
            case 0:
                plain = attrs.evolve(plain, cancelled=True, rule="cancelled event")
            case 1:
                plain = attrs.evolve(plain, people=(owner,), rule="event without other people")
            case 2:
                plain = attrs.evolve(
                    plain, people=(owner, *rng.sample(others, 25)), rule="event of more than 20 people"
                )
            case 3:
                plain = attrs.evolve(
                    plain, on=_STAMP + dt.timedelta(days=40), rule="event after the newest date stamp"
                )
            case 4:
                plain = attrs.evolve(
                    plain, people=people[:2], declined=people[1:2], rule="event without other people"
                )
            case 5 if size > 2:
                plain = attrs.evolve(plain, declined=(owner,))
            case 6:
                plain = attrs.evolve(plain, guests=2)
            case 7 | 8:
                weeks = rng.randrange(4, 120)
                plain = attrs.evolve(plain, weeks=weeks, without=tuple(sorted(rng.sample(range(weeks), 2))))
            case 9:
                plain = attrs.evolve(plain, weeks=5, moved={1: on + dt.timedelta(days=9), 3: None})
            case _:
                pass
        made.append(plain)
    return Agenda(world=world, owner=owner, appointments=tuple(made))


def write_calendar(agenda: Agenda, place: str | os.PathLike[str], form: str) -> Path:
    """Write a calendar below a folder, and return what is to be imported.

    Args:
        agenda: The calendar.
        place: Where to write; it is made where it is missing.
        form: One of `CALENDAR_FORMS`.

    Raises:
        OptionError: There is no such form.
    """
    if form not in CALENDAR_FORMS:
        raise OptionError(f"{form!r} is no form of a calendar; there are {', '.join(CALENDAR_FORMS)}.")
    place = Path(place)
    place.mkdir(parents=True, exist_ok=True)
    old = form == "vcs"
    lines = ["BEGIN:VCALENDAR", f"VERSION:{'1.0' if old else '2.0'}", "PRODID:-//Example//EN"]
    lines.append(f"X-WR-CALNAME:{agenda.world.email(agenda.owner)}")
    for one in agenda.appointments:
        lines += _event(agenda, one, old=old)
        for week, day in one.moved.items():
            override = attrs.evolve(
                one, on=day or one.on, weeks=1, without=(), moved={}, cancelled=day is None
            )
            lines += _event(agenda, override, old=old, instead=one.on + dt.timedelta(weeks=week))
    lines.append("END:VCALENDAR")
    if form == "plain":
        (place / "calendar.ics").write_bytes(b"\xef\xbb\xbf" + "\n".join(lines).encode())
        return place / "calendar.ics"
    content = b"".join(_folded(line) for line in lines)
    if form in ("ics", "vcs"):
        path = place / f"calendar.{form}"
        path.write_bytes(content if form == "ics" else "\r\n".join(lines).encode() + b"\r\n")
        return path
    if form == "outlook":
        path = place / "calendar.ics"
        path.write_bytes(content.replace(b":mailto:", b":MAILTO:").replace(b";CN=", b";RSVP=TRUE;CN="))
        return path
    holidays = [
        "BEGIN:VCALENDAR",
        "X-WR-CALNAME:Holidays",
        "BEGIN:VEVENT",
        "UID:holiday@example.org",
        "DTSTART;VALUE=DATE:20240101",
        "DTSTAMP:20240101T000000Z",
        "SUMMARY:New Year",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    files = {
        f"Takeout/Calendar/{agenda.world.email(agenda.owner)}.ics": content,
        "Takeout/Calendar/Holidays.ics": "\r\n".join(holidays).encode(),
        "Takeout/archive_browser.html": b"<html></html>",
    }
    if form == "takeout zip":
        path = place / "takeout.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return path
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def _event(agenda: Agenda, one: Appointment, *, old: bool, instead: dt.date | None = None) -> list[str]:
    rng = random.Random(one.number)
    zone = "" if old else ";TZID=Europe/Madrid"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{one.number}@example.org",
        f"DTSTAMP:{_STAMP:%Y%m%d}T120000Z",
        f"DTSTART{zone}:{one.on:%Y%m%d}T093000",
        "SUMMARY:nobody's business",
    ]
    if one.weeks > 1 and old:
        lines.append(f"RRULE:W1 {_DAYS[one.on.weekday()]} #{one.weeks}")
    elif one.weeks > 1:
        last = one.on + dt.timedelta(weeks=one.weeks - 1)
        lines.append(
            rng.choice(
                (
                    f"RRULE:FREQ=WEEKLY;COUNT={one.weeks}",
                    f"RRULE:FREQ=WEEKLY;UNTIL={last:%Y%m%d}T235959Z",
                    f"RRULE:FREQ=WEEKLY;BYDAY={_DAYS[one.on.weekday()]};UNTIL={last:%Y%m%d}",
                )
            )
        )
    lines += [f"EXDATE{zone}:{one.on + dt.timedelta(weeks=week):%Y%m%d}T093000" for week in one.without]
    if instead:
        lines.append(f"RECURRENCE-ID{zone}:{instead:%Y%m%d}T093000")
    lines.append(f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}")
    if one.guests:
        lines.append(f"X-NUM-GUESTS:{len(one.people) + one.guests}")
    if one.room:
        lines.append("ATTENDEE;CUTYPE=ROOM;CN=Blue Room;PARTSTAT=ACCEPTED:mailto:blue@example.org")
    for place, person in enumerate(one.people):
        lines.append(_attendee(agenda, person, declined=person in one.declined, first=not place, old=old))
    return [
        *lines,
        "BEGIN:VALARM",
        "ACTION:EMAIL",
        "ATTENDEE:mailto:alarm@example.org",
        "END:VALARM",
        "END:VEVENT",
    ]


def _attendee(agenda: Agenda, person: int, *, declined: bool, first: bool, old: bool) -> str:
    name, address = agenda.world.full_name(person), agenda.world.email(person)
    if old:
        shown = quopri.encodestring(name.encode()).decode().replace("=\n", "")
        status = "DECLINED" if declined else "CONFIRMED"
        return f"ATTENDEE;STATUS={status};ENCODING=QUOTED-PRINTABLE:{shown} <{address}>"
    if first and not declined:
        return f'ORGANIZER;CN="{name}":mailto:{address}'
    answer = "DECLINED" if declined else "ACCEPTED"
    return f'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN="{name}":mailto:{address}'


def _folded(line: str) -> bytes:
    """Return a line in parts of 75 bytes, which may break a letter, as some programs do."""
    raw = line.encode()
    parts = [raw[:75], *(raw[begin : begin + 74] for begin in range(75, len(raw), 74))]
    return b"\r\n ".join(parts) + b"\r\n"
