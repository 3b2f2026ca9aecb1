"""Reads the events of calendar files: who was asked, who declined, on which days."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.calendar.lines import Line, lines, unescaped
from netreach.importers.calendar.recurrence import day_number
from netreach.importers.csvrows import Tally
from netreach.importers.participants import NOBODY, People
from netreach.plugins.export import Export
from netreach.text import clean

EVENTS: Final = 500_000
"""Events of several people that one export may hold."""

_PEOPLE: Final = 200
_NOT_PEOPLE: Final = frozenset(("ROOM", "RESOURCE", "GROUP"))
_NOT_THERE: Final = frozenset(("DECLINED", "DELEGATED"))
_STAMPS: Final = frozenset(("DTSTAMP", "CREATED", "DCREATED", "LAST-MODIFIED"))
_DEPTH: Final = 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_TIME = re.compile(r"\d{8}T\d{6}Z")


@attrs.define(kw_only=True, eq=False)
class Event:
    """One VEVENT.

    Attributes:
        tally: The account of its file.
        line: Where it begins.
        uid: What its overrides and copies have in common; `""` where there is none.
        override: The day of the occurrence that it takes the place of.
        version: Orders copies: sequence, then stamp.
        start: The first day; `None` where there is none.
        rule: The rule by which it repeats; `""` where it does not.
        until: The rule's last day in the zone of the event, where both are known.
        more, fewer: Days that are added to the rule's, and taken from them.
        people: Numbers of those who were there, as far as they have an address.
        unnamed: How many more were there.
        cancelled: Whether it did not take place.
        filled: Whether it says anything at all.
    """

    tally: Tally
    line: int
    uid: str = ""
    override: int | None = None
    version: tuple[int, int] = (0, 0)
    start: int | None = None
    rule: str = ""
    until: int | None = None
    more: list[int] = attrs.field(factory=list)
    fewer: list[int] = attrs.field(factory=list)
    people: tuple[int, ...] = ()
    unnamed: int = 0
    cancelled: bool = False
    filled: bool = False


class Calendars:
    """Everything read so far.

    Attributes:
        people: Who was met.
        events: Events with several people, and overrides.
        tallies: The account of each file.
        names: How the calendars are called, and the address of whom Outlook calls their owner.
        stamps: Day -> how many date stamps of the files name it.
    """

    def __init__(self) -> None:
        self.people: People = People()
        self.events: list[Event] = []
        self.tallies: list[Tally] = []
        self.names: list[str] = []
        self.stamps: Counter[int] = Counter()

    def read(self, export: Export, name: str) -> None:
        """Read one file.

        Raises:
            ExportError: It is damaged.
            UnsafeExportError: It holds more events than any calendar.
        """
        tally = Tally(file=name)
        self.tallies.append(tally)
        try:
            with export.open(name) as stream:
                self._read(lines(stream), tally)
        except _DAMAGE as error:
            raise ExportError(
                f"{export}: {name} cannot be read ({error}). Export or download it again."
            ) from error

    def _read(self, found: Iterable[Line], tally: Tally) -> None:
        open_components: list[str] = []
        reader: _Reader | None = None
        method_cancels = False
        for line in found:
            if line.name == "BEGIN":
                component = line.value.upper()
                if component == "VEVENT" or component == "VCALENDAR":
                    self._close(reader)
                    reader = None
                    del open_components[:]
                    method_cancels = method_cancels and component == "VEVENT"
                if component == "VEVENT":
                    tally.rows += 1
                    reader = _Reader(
                        Event(tally=tally, line=line.number, cancelled=method_cancels), self.people
                    )
                elif component != "VCALENDAR" and len(open_components) < _DEPTH:
                    open_components.append(component)
            elif line.name == "END":
                component = line.value.upper()
                if component in ("VEVENT", "VCALENDAR"):
                    self._close(reader)
                    reader = None
                    del open_components[:]
                elif component in open_components:
                    del open_components[open_components.index(component) :]
            elif reader is None and line.name in ("X-WR-CALNAME", "X-OWNER"):
                self.names.append(clean(unescaped(line.value), limit=200))
            elif reader is None and line.name == "METHOD":
                method_cancels = line.value.strip().upper() == "CANCEL"
            elif open_components:
                continue
            elif line.name in _STAMPS:
                stamp = day_number(line.value)
                if stamp is not None:
                    self.stamps[stamp] += 1
                    if reader is not None:
                        reader.stamp(stamp)
            elif reader is not None:
                reader.take(line)
        if reader is not None:
            tally.problem(reader.event.line, "the file ends within this event")

    def _close(self, reader: _Reader | None) -> None:
        """Keep an event that says something of several people; what stands alone is left out at once."""
        if reader is None:
            return
        event = reader.finished()
        if not event.filled:
            event.tally.empty += 1
        elif event.override is None and len(event.people) < 2:
            event.tally.left_out["cancelled event" if event.cancelled else "event without other people"] += 1
        elif len(self.events) >= EVENTS:
            raise UnsafeExportError(
                f"{event.tally.file} and the files before it hold more than {EVENTS:,} events with several people. "
                "Import the calendars one by one."
            )
        else:
            self.events.append(event)


class _Reader:
    """Takes in the properties of one event."""

    def __init__(self, event: Event, people: People) -> None:
        self.event = event
        self._people = people
        self._there: dict[int, bool] = {}
        self._unnamed: dict[str, bool] = {}
        self._guests = 0
        self._zone = ""
        self._until = ""

    def stamp(self, day: int) -> None:
        """Note a date stamp."""
        self.event.filled = True
        sequence, newest = self.event.version
        self.event.version = (sequence, max(newest, day))

    def take(self, line: Line) -> None:
        """Note a property."""
        event, value = self.event, line.value
        event.filled = True
        match line.name:
            case "ATTENDEE" | "ORGANIZER":
                self._person(line)
            case "DTSTART":
                event.start = day_number(value)
                self._zone = line.parameters.get("TZID", "")
            case "RRULE":
                event.rule = value[:500]
            case "EXDATE" | "RDATE":
                days = [day_number(text) for text in re.split("[,;]", value)]
                (event.fewer if line.name == "EXDATE" else event.more).extend(
                    day for day in days if day is not None
                )
            case "RECURRENCE-ID":
                event.override = day_number(value)
            case "UID":
                event.uid = value[:500]
            case "STATUS":
                event.cancelled = event.cancelled or value.strip().upper() in ("CANCELLED", "CANCELED")
            case "SEQUENCE":
                number = int(value) if re.fullmatch(r"\d{1,9}", value) else 0
                event.version = (number, event.version[1])
            case "X-NUM-GUESTS":
                self._guests = min(int(value), 10**6) if re.fullmatch(r"\d{1,9}", value) else 0

    def finished(self) -> Event:
        """Return the event with its people."""
        self.event.people = tuple(sorted(number for number, there in self._there.items() if there))
        known = len(self._there) + len(self._unnamed)
        self.event.unnamed = sum(self._unnamed.values()) + max(self._guests - known, 0)
        if found := re.search(r"UNTIL=([0-9TZ]+)", self.event.rule.upper()):
            self.event.until = _until(found[1], self._zone)
        return self.event

    def _person(self, line: Line) -> None:
        parameters = line.parameters
        if (
            parameters.get("CUTYPE", "").upper() in _NOT_PEOPLE
            or parameters.get("ROLE", "").upper() == "NON-PARTICIPANT"
        ):
            return
        # vCalendar has the answer in STATUS.
        answer = (parameters.get("PARTSTAT") or parameters.get("STATUS", "")).upper()
        there = answer not in _NOT_THERE
        name, number = self._who(line)
        if number < NOBODY:
            return
        if number == NOBODY:
            if len(self._unnamed) < _PEOPLE:
                self._unnamed[name or line.value[:200]] = there
            return
        self._people.call(number, name, 2)
        if line.name == "ORGANIZER":
            self._there.setdefault(number, there)
        elif len(self._there) < _PEOPLE or number in self._there:
            self._there[number] = there

    def _who(self, line: Line) -> tuple[str, int]:
        """Return the name and the number of a participant."""
        name = line.parameters.get("CN", "")
        for text in (line.value, line.parameters.get("EMAIL", ""), name):
            if "@" in text:
                number = self._people.number(text)
                if number != NOBODY:
                    # vCalendar writes `Ana Ruiz <ana@example.org>`.
                    return name or (text.partition("<")[0].strip() if "<" in text else ""), number
        return name, NOBODY


def _until(text: str, zone: str) -> int | None:
    """Return the last day of a rule in the zone of its event; `None` where the rule itself says as much."""
    if not (_TIME.fullmatch(text) and _ZONE.fullmatch(zone)):
        return None
    try:
        moment = dt.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
        return day_number(moment.astimezone(ZoneInfo(zone)).strftime("%Y%m%d"))
    except (KeyError, ValueError, OSError, OverflowError):
        return None
