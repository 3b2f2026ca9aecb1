"""Calendars: every form gives the same meetings, and repetition is counted as others count it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.importers.calendar.recurrence import occurrences
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
