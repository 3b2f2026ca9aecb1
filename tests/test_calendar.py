"""Calendars: every form gives the same meetings, and repetition is counted as others count it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.errors import ExportError, OwnerError
from netreach.importers.calendar.recurrence import occurrences
from netreach.kinds import BY_NAME
from netreach.testing.calendars import CALENDAR_FORMS, invent_calendar, write_calendar
from test_mail import read, tables_of


@pytest.mark.parametrize("form", CALENDAR_FORMS)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_form_gives_the_meetings(form: str, seed: int, tmp_path: Path) -> None:
    """Who met whom, how often, first and last is what the generator knows, in every form of a calendar."""
    agenda = invent_calendar(seed)
    source = read(write_calendar(agenda, tmp_path / "calendar", form))
    truth = agenda.truth(form)
    assert source.info.importer == "calendar"
    found = {}
    for kind, a, b, row in tables_of(source):
        assert row["count_ab"] == row["count_ba"]
        found[kind, a, b] = row["count_ab"], row["first"], row["last"]
    assert found == truth.evidence
    left_out: dict[str, int] = {}
    for count in source.info.files:
        for rule, rows in count.left_out.items():
            left_out[rule] = left_out.get(rule, 0) + rows
    assert left_out == truth.left_out
    assert sum(count.rows for count in source.info.files) == truth.events
    assert source.info.owner_keys == (f"email:{agenda.world.email(agenda.owner)}",)
    assert source.info.owner_name == agenda.world.full_name(agenda.owner)


RULES = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 5).map(str),
        "COUNT": st.integers(1, 60).map(str),
        "UNTIL": st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1)).map(lambda day: f"{day:%Y%m%d}"),
        "BYDAY": st.lists(
            st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3
        ).map(",".join),
        "BYMONTH": st.lists(st.integers(1, 12).map(str), min_size=1, max_size=3).map(",".join),
        "BYMONTHDAY": st.lists(
            st.sampled_from([*range(1, 32), *range(-31, 0)]).map(str), min_size=1, max_size=3
        ).map(",".join),
        "BYSETPOS": st.sampled_from(["1", "-1", "1,-1", "2"]),
        "WKST": st.sampled_from(["MO", "SU"]),
    },
)


@settings(max_examples=150, deadline=None)
@given(start=st.dates(dt.date(2014, 1, 1), dt.date(2016, 12, 31)), parts=RULES)
def test_repetition_is_counted_as_dateutil_counts(start: dt.date, parts: dict[str, str]) -> None:
    """The days of a rule up to a horizon are those of an independent reader."""
    rrule = pytest.importorskip("dateutil.rrule")
    if parts["FREQ"] in ("DAILY", "WEEKLY") or not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & parts.keys():
        # In the first week dateutil counts positions from the start of the event, not of the week.
        parts.pop("BYSETPOS", None)
    if "COUNT" in parts:
        parts.pop("UNTIL", None)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    horizon = dt.datetime(2022, 6, 30)
    rule = rrule.rrulestr(text, dtstart=dt.datetime.combine(start, dt.time()))
    expected = [moment.date() for moment in rule.between(dt.datetime(2000, 1, 1), horizon, inc=True)]
    epoch = dt.date(1970, 1, 1)
    found = occurrences((start - epoch).days, text, (horizon.date() - epoch).days)
    assert found is not None
    assert [epoch + dt.timedelta(days=day) for day in found.tolist()] == expected


ANA, BEN, EVA = "ana@example.org", "ben@example.org", "eva@example.org"


def event(*lines: str, people: tuple[str, ...] = (ANA, BEN), start: str = "DTSTART:20200106T090000Z") -> str:
    """Return an event of some people, with further lines."""
    asked = [f"ATTENDEE;CN={who.partition('@')[0].title()} Ruiz:mailto:{who}" for who in people]
    return "\n".join(["BEGIN:VEVENT", start, *lines, *asked, "END:VEVENT"])


def met(place: Path, *events: str, head: str = "", **options: str) -> dict[tuple[str, str, str], int]:
    """Read events from one file; return how often each two met."""
    options.setdefault("owner", ANA)
    path = place / "calendar.ics"
    stamp = "" if "DTSTAMP" in "".join(events) else "BEGIN:VEVENT\nDTSTAMP:20240101T000000Z\nEND:VEVENT\n"
    path.write_text(
        f"BEGIN:VCALENDAR\n{head}{stamp}{chr(10).join(events)}\nEND:VCALENDAR\n", encoding="utf-8"
    )
    return {(kind, a[6:], b[6:]): row["count_ab"] for kind, a, b, row in tables_of(read(path, **options))}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f"ATTENDEE;PARTSTAT=DECLINED:mailto:{EVA}", "one_to_one"),
        (f"ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:{EVA}", "meeting"),
        (f"ATTENDEE;partstat=declined:mailto:{EVA}", "one_to_one"),
        (f"ATTENDEE;CUTYPE=ROOM:mailto:{EVA}", "one_to_one"),
        (f"ATTENDEE;CUTYPE=GROUP:mailto:{EVA}", "one_to_one"),
        (f"ATTENDEE;ROLE=NON-PARTICIPANT:mailto:{EVA}", "one_to_one"),
        ("ATTENDEE;CN=Eva Lund:invalid:nomail", "meeting"),
        (
            "ATTENDEE;CN=room@resource.calendar.google.com:mailto:room@resource.calendar.google.com",
            "one_to_one",
        ),
        (f"ATTENDEE;EMAIL={EVA}:urn:uuid:1b0e6b5c", "meeting"),
        (f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{EVA}":mailto:x@example.org', "one_to_one"),
        ("X-NUM-GUESTS:9", "group_meeting"),
        (f"ORGANIZER:mailto:{ANA}", "one_to_one"),
    ],
)
def test_who_was_there(tmp_path: Path, line: str, kind: str) -> None:
    """Declined, delegated, rooms and groups were not there; those without an address count for the size."""
    assert met(tmp_path, event(line))[kind, ANA, BEN] == 1


def test_size_decides_the_kind(tmp_path: Path) -> None:
    """The more people, the weaker the kind; more than twenty say nothing."""
    everybody = [f"p{number}@example.org" for number in range(30)]
    kinds = {}
    for size in range(2, 25):
        found = met(tmp_path, event(people=(ANA, *everybody[: size - 1])))
        assert len(found) == (size * (size - 1) // 2 if size <= 20 else 0)
        kinds[size] = {kind for kind, *_ in found}
    assert [size for size, kind in kinds.items() if kind == {"one_to_one"}] == [2]
    assert [size for size, kind in kinds.items() if kind == {"meeting"}] == [3, 4, 5]
    assert [size for size, kind in kinds.items() if kind == {"group_meeting"}] == list(range(6, 21))


def test_shares_follow_the_size() -> None:
    """The worth of each kind is at most that of a one-to-one shared out among the largest meeting of the kind."""
    one = BY_NAME["one_to_one"].p
    for name, largest in (("meeting", 5), ("group_meeting", 20)):
        assert 0.9 * one / (largest - 1) <= BY_NAME[name].p <= one / (largest - 1)


def test_overrides_exceptions_and_copies(tmp_path: Path) -> None:
    """Occurrences that were moved, dropped or cancelled count where they took place; copies count once."""
    series = event("UID:a", "RRULE:FREQ=WEEKLY;COUNT=10", "EXDATE:20200113T090000Z,20200120T090000Z")
    moved = event(
        "UID:a", "RECURRENCE-ID:20200127T090000Z", start="DTSTART:20200128T090000Z", people=(ANA, EVA)
    )
    gone = event("UID:a", "RECURRENCE-ID:20200203T090000Z", "STATUS:CANCELLED")
    assert met(tmp_path, series, moved, gone, series) == {
        ("one_to_one", ANA, BEN): 6,
        ("one_to_one", ANA, EVA): 1,
    }
    older, newer = event("UID:b", "SEQUENCE:1"), event("UID:b", "SEQUENCE:2", people=(ANA, EVA))
    assert met(tmp_path, newer, older) == {("one_to_one", ANA, EVA): 1}


def test_the_horizon_is_in_the_file(tmp_path: Path) -> None:
    """A rule without an end is counted up to the newest stamp, or else up to the newest event; never up to today."""
    endless = event("RRULE:FREQ=DAILY")
    assert met(tmp_path, event("RRULE:FREQ=DAILY", "DTSTAMP:20200110T000000Z")) == {
        ("one_to_one", ANA, BEN): 5
    }
    path = tmp_path / "bare.ics"
    later = event(start="DTSTART;VALUE=DATE:20200120", people=(ANA, EVA))
    path.write_text(f"BEGIN:VCALENDAR\n{endless}\n{later}\nEND:VCALENDAR\n")
    found = {(a[6:], b[6:]): row["count_ab"] for _, a, b, row in tables_of(read(path, owner=ANA))}
    assert found == {(ANA, BEN): 15, (ANA, EVA): 1}


def test_plans_are_no_meetings(tmp_path: Path) -> None:
    """An invitation is stamped before it is held: a month later it still counts, a year later it is a plan."""
    for day, held in (("20200201", True), ("20210201", False)):
        asked = event("DTSTAMP:20200110T000000Z", start=f"DTSTART:{day}T090000Z")
        assert bool(met(tmp_path, asked)) is held


def test_until_in_the_zone_of_the_event(tmp_path: Path) -> None:
    """An evening of New York is the next day in UTC: UNTIL is read in the zone of the event."""
    evening = event(
        "RRULE:FREQ=DAILY;UNTIL=20200110T010000Z", start="DTSTART;TZID=America/New_York:20200106T200000"
    )
    assert met(tmp_path, evening) == {("one_to_one", ANA, BEN): 4}


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("D1 #10", 10),
        ("W2 MO WE #5", 5),
        ("MP1 1+ MO #6", 6),
        ("MD1 6 #0", 48),
        ("YM1 1 #3", 3),
        ("D2 20200112T000000", 4),
    ],
)
def test_rules_of_vcalendar(rule: str, count: int) -> None:
    """The short rules of vCalendar 1.0 are read."""
    start, end = (
        (dt.date(2020, 1, 6) - dt.date(1970, 1, 1)).days,
        (dt.date(2024, 1, 1) - dt.date(1970, 1, 1)).days,
    )
    days = occurrences(start, rule, end)
    assert days is not None
    assert len(days) == count


def test_owners_of_calendars(tmp_path: Path) -> None:
    """A calendar's name tells the owner, by address or by name, or else presence in nearly all events does."""
    events = [event(people=(ANA, f"p{number}@example.org")) for number in range(4)]
    outlook = f'X-WR-CALNAME:Calendar\nX-OWNER;CN="Ana Ruiz":mailto:{ANA}\n'
    for head in ("", f"X-WR-CALNAME:{ANA}\n", "X-WR-CALNAME:Ana Ruiz\n", outlook):
        path = tmp_path / "calendar.ics"
        path.write_text(f"BEGIN:VCALENDAR\n{head}{chr(10).join(events)}\nEND:VCALENDAR\n")
        assert read(path).info.owner_keys == (f"email:{ANA}",)
    path.write_text(f"BEGIN:VCALENDAR\n{outlook}{event()}\nEND:VCALENDAR\n")
    assert read(path).info.owner_keys == (f"email:{ANA}",)
    path.write_text(f"BEGIN:VCALENDAR\n{event()}\nEND:VCALENDAR\n")
    with pytest.raises(OwnerError, match="does not say whose calendar it is"):
        read(path)


def test_a_cancelled_invitation(tmp_path: Path) -> None:
    """What a whole file cancels did not take place."""
    assert met(tmp_path, event(), head="METHOD:CANCEL\n") == {}


def test_an_empty_calendar_is_an_error(tmp_path: Path) -> None:
    """A calendar without events is refused by name."""
    path = tmp_path / "empty.ics"
    path.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    with pytest.raises(ExportError, match=r"empty\.ics is a calendar without any event"):
        read(path, owner=ANA)
