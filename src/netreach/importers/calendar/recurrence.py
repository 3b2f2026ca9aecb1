"""On which days an event that repeats took place, up to a day: rules of RFC 5545 and of vCalendar 1.0, as arrays.

Everything is counted in days, over the days from the first one to the horizon: an array of bounded length, whatever
the rule says. So a rule that never ends, or that never comes true, costs no more than any other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]

YEARS: Final = 50
"""After so many years a rule is not followed any further."""

_WEEKDAYS: Final = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_EPOCH: Final = dt.date(1970, 1, 1)
_FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_SUBDAILY: Final = ("HOURLY", "MINUTELY", "SECONDLY")
_READ: Final = frozenset(
    (
        *(
            "FREQ",
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "BYDAY",
            "BYMONTHDAY",
            "BYMONTH",
            "BYYEARDAY",
            "BYSETPOS",
            "WKST",
        ),
        # Times of day do not change the days.
        *("BYHOUR", "BYMINUTE", "BYSECOND"),
    )
)


def day_number(text: str) -> int | None:
    """Return the day that a date or a time begins with, as days since 1970-01-01; `None` where it is none.

    >>> day_number("19700131T120000Z"), day_number("20240230")
    (30, None)
    """
    match = _DATE.match(text.strip())
    if match is None:
        return None
    try:
        return (dt.date(int(match[1]), int(match[2]), int(match[3])) - _EPOCH).days
    except ValueError:
        return None


def occurrences(start: int, rule: str, end: int, *, until: int | None = None) -> Days | None:
    """Return the days of an event that repeats, ascending; `None` where the rule cannot be read.

    An event several times a day counts once. As in `dateutil`, the first day counts only where the rule names it.

    Args:
        start: The first day.
        rule: The value of RRULE.
        end: The horizon: the last day that counts.
        until: The last day of the rule, where it is known better than from the rule itself.

    >>> occurrences(0, "FREQ=WEEKLY;BYDAY=TH,FR;COUNT=3", 100).tolist()
    [0, 1, 7]
    """
    parts = _parts(rule)
    if parts is None:
        return None
    last = min(end, start + YEARS * 366)
    stop = until if until is not None else day_number(parts["UNTIL"]) if "UNTIL" in parts else None
    if stop is not None:
        last = min(last, stop)
    try:
        days = _matching(start, parts, last)
        count = int(parts["COUNT"]) if "COUNT" in parts else None
    except ValueError:
        return None
    days = days[days >= start]
    return days if count is None else days[: max(count, 0)]


def _parts(rule: str) -> dict[str, str] | None:
    """Return the parts of a rule, those of vCalendar in the words of iCalendar."""
    rule = rule.strip().upper()
    if "=" not in rule:
        return _vcalendar(rule.split())
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, sign, value = part.partition("=")
        if name.strip() and sign:
            parts[name.strip()] = value.strip()
    frequency = parts.get("FREQ", "")
    if frequency in _SUBDAILY:
        parts["FREQ"], parts["INTERVAL"] = "DAILY", "1"
        parts.pop("COUNT", None)
    elif frequency not in _FREQUENCIES:
        return None
    return parts if parts.keys() <= _READ else None


def _vcalendar(words: list[str]) -> dict[str, str] | None:
    """Read a rule such as `W2 TU TH #10`: every second week, ten times."""
    match = re.fullmatch(r"(D|W|MP|MD|YM|YD)(\d{1,4})", words[0]) if words else None
    if match is None:
        return None
    kind = match[1]
    parts = {
        "FREQ": {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}[kind[0]],
        "INTERVAL": match[2],
        "COUNT": "2",
    }
    days: list[str] = []
    numbers: list[str] = []
    ordinal = ""
    for word in words[1:]:
        if word.startswith("#"):
            if word == "#0":
                del parts["COUNT"]
            else:
                parts["COUNT"] = word[1:]
        elif day_number(word) is not None:
            parts.pop("COUNT", None)
            parts["UNTIL"] = word
        elif re.fullmatch(r"\d[+-]", word):
            ordinal = word[1].replace("+", "") + word[0]
        elif word in _WEEKDAYS:
            days.append(ordinal + word)
        elif re.fullmatch(r"\d{1,3}[+-]?", word):
            numbers.append("-" + word[:-1] if word.endswith("-") else word.rstrip("+"))
    by = {"W": "BYDAY", "MP": "BYDAY", "MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}
    if values := days if kind in ("W", "MP") else numbers:
        parts[by[kind]] = ",".join(values)
    return parts


def _matching(start: int, parts: Mapping[str, str], last: int) -> Days:
    """Return the days that a rule names, from the beginning of the first period on.

    Raises:
        ValueError: A number of the rule is none.
    """
    first = _EPOCH + dt.timedelta(days=start)
    frequency, interval = parts["FREQ"], max(int(parts.get("INTERVAL", "1")), 1)
    week = _WEEKDAYS.get(parts.get("WKST", "MO"), 0)
    # Positions within a week, a month or a year are counted from its beginning, though it may be before the start.
    begin = {
        "DAILY": start,
        "WEEKLY": start - (first.weekday() - week) % 7,
        "MONTHLY": start - first.day + 1,
        "YEARLY": (first.replace(month=1, day=1) - _EPOCH).days,
    }[frequency]
    # Whole periods at the end too, for positions counted from there.
    days = np.arange(begin, max(last, begin) + 367, dtype=np.int64)
    date = days.astype("datetime64[D]")
    months = date.astype("datetime64[M]").astype(np.int64)
    years = date.astype("datetime64[Y]").astype(np.int64)
    month_starts = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    month_ends = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    year_starts = years.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    year_ends = (years + 1).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    weekday = (days + 3) % 7
    period = {
        "DAILY": days - begin,
        "WEEKLY": (days - begin) // 7,
        "MONTHLY": months - months[0],
        "YEARLY": years - years[0],
    }[frequency]
    keep = period % interval == 0

    by_month, by_day = _numbers(parts, "BYMONTH"), _days(parts)
    by_month_day, by_year_day = _numbers(parts, "BYMONTHDAY"), _numbers(parts, "BYYEARDAY")
    if not (by_day or by_month_day or by_year_day):
        if frequency == "WEEKLY":
            by_day = [(0, first.weekday())]
        elif frequency in ("MONTHLY", "YEARLY"):
            by_month_day = [first.day]
            if frequency == "YEARLY" and not by_month:
                by_month = [first.month]
    if by_month:
        keep &= np.isin(months % 12 + 1, by_month)
    if by_month_day:
        keep &= np.isin(days - month_starts + 1, by_month_day) | np.isin(days - month_ends, by_month_day)
    if by_year_day:
        keep &= np.isin(days - year_starts + 1, by_year_day) | np.isin(days - year_ends, by_year_day)
    if by_day:
        in_year = frequency == "YEARLY" and not by_month
        head = days - (year_starts if in_year else month_starts)
        tail = (year_ends if in_year else month_ends) - 1 - days
        any_of = np.zeros(len(days), dtype=bool)
        for ordinal, day in by_day:
            hit = weekday == day
            if ordinal and frequency in ("MONTHLY", "YEARLY"):
                hit &= (head // 7 + 1 == ordinal) if ordinal > 0 else (tail // 7 + 1 == -ordinal)
            any_of |= hit
        keep &= any_of
    if positions := _numbers(parts, "BYSETPOS"):
        rows = np.flatnonzero(keep)
        _, begins, sizes = np.unique(period[rows], return_index=True, return_counts=True)
        place = np.arange(len(rows)) - np.repeat(begins, sizes)
        from_end = place - np.repeat(sizes, sizes)
        rows = rows[np.isin(place + 1, positions) | np.isin(from_end, positions)]
        found = days[rows]
    else:
        found = days[keep]
    return found[found <= last]


def _numbers(parts: Mapping[str, str], name: str) -> list[int]:
    return [int(number) for number in parts.get(name, "").split(",") if number.strip()]


def _days(parts: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return (which one, 0 for each; day of the week) of BYDAY."""
    found = []
    for text in parts.get("BYDAY", "").split(","):
        match = _BYDAY.fullmatch(text.strip())
        if match is not None:
            found.append((int(match[1] or 0), _WEEKDAYS[match[2]]))
        elif text.strip():
            raise ValueError(text)
    return found
