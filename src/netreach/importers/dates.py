"""Days as exports write them: names of months, ISO, US style, years and months alone; never the machine's locale.

One cell can be read without its file, except for numbers such as `1/2/18`: these are month/day in what
LinkedIn writes and often day/month after a spreadsheet has saved the file again. `day_first` decides it
from all cells of a column.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from netreach.text import fold

FIRST_YEAR = 1600
LAST_YEAR = 2199

SURELY_PAST = dt.date(2026, 1, 1)
"""No day up to this one can lie in the future, for netreach was written after it. Nothing reads the clock."""

TOO_LATE = "this day is years after all others; the year is probably mistyped"
_LEAP = dt.timedelta(days=2 * 366)
_SURELY_WRONG = dt.date(2056, 1, 1)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            # English, and then Spanish, French, German, Italian, Portuguese, Dutch and the languages of Scandinavia,
            # without accents: a spreadsheet writes the months of its own language. No word means two months.
            "jan january ene enero janv janvier januar janner gen gennaio janeiro januari",
            "feb february febrero fev fevr fevrier februar febbraio fevereiro februari",
            "mar march marzo mars marz mrz marco mrt maart marts",
            "apr april abr abril avr avril aprile",
            "may mayo mai mag maggio maio mei maj",
            "jun june junio juin juni giu giugno junho",
            "jul july julio juil juillet juli lug luglio julho",
            "aug august ago agosto aout augustus augusti",
            "sep sept september septiembre setiembre septembre set settembre setembro",
            "oct october octubre octobre okt oktober ott ottobre out outubro",
            "nov november noviembre novembre novembro",
            "dec december dic diciembre decembre dez dezember dicembre dezembro des desember",
        ),
        start=1,
    )
    for name in names.split()
}

_TIME = (
    r"(?:(?:\s*,\s*|\s*T|\s+(?:at\s+)?)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?:\s*[ap]\.?m\.?)?(?:\s*(?:utc|gmt|z|[+-]\d{2}:?\d{2}))?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.IGNORECASE)
_DAY_NAME = re.compile(
    rf"(\d{{1,2}})[.\s/-]+(?:de\s+)?([a-z]+)[.,]?[\s/-]+(?:del?\s+)?'?(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE
)
_NAME_DAY = re.compile(rf"([a-z]+)\.?\s+(\d{{1,2}})(?:\s*,\s*|\s+)(\d{{4}}){_TIME}", re.IGNORECASE)
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,\s+(?=\d)")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[34]\d{4}|5[0-4]\d{3}")
_SERIAL_ZERO = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets, whose cells without a format show 45306 for 15 January 2024."""

_NAME_YEAR = re.compile(r"([a-z]+)\.?[\s,-]+(?:de\s+)?(\d{4})", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")
_YEAR = re.compile(r"\d{4}")
_AS_LINKEDIN_WRITES = re.compile(r"\d{1,2}/\d{1,2}/\d{2}, \d{1,2}:\d{2}\s[AP]M")
_ENOUGH_TO_BE_IN_ORDER = 6
_LETTERS = re.compile(r"[^\W\d_]+")
_CLOCK = frozenset(("t", "z", "utc", "gmt", "am", "pm", "at"))


def day(text: str, *, day_first: bool = False) -> dt.date | None:
    """Return the day that a text names, with or without a time of day; `None` when it names none.

    Months may have the names of several languages. Impossible days (30 February) and years outside 1600 to 2199 are
    none.
    Two-digit years below 70 are of this century.

    Args:
        text: One cell.
        day_first: How to read `1/2/18`: 1 February, or (the default, as LinkedIn writes) January 2.

    Example:
        >>> for text in ("15 Jan 2024", "2024-10-26 11:43:11 UTC", "8/19/24, 5:04 PM", "7-Feb-22"):
        ...     print(day(text))
        2024-01-15
        2024-10-26
        2024-08-19
        2022-02-07
        >>> day("30 Feb 2026") is day("") is day("soon") is None
        True
        >>> day("1/2/18", day_first=True)
        datetime.date(2018, 2, 1)
    """
    text = text.strip()
    if not text:
        return None
    if not text.isascii():
        text = fold(text[:80])
    if match := _WEEKDAY.match(text):
        text = text[match.end() :]
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(match[1], int(match[3]), match[4])
    if match := _DAY_NAME.fullmatch(text):
        return _date(match[3], _MONTHS.get(match[2].casefold(), 0), match[1])
    if match := _NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        month, number = (second, first) if day_first else (first, second)
        return _date(match[4], month, number)
    if match := _NAME_DAY.fullmatch(text):
        return _date(match[3], _MONTHS.get(match[1].casefold(), 0), match[2])
    if match := _EIGHT_DIGITS.fullmatch(text):
        return _date(match[1], int(match[2]), match[3])
    if _SERIAL.fullmatch(text):
        return _SERIAL_ZERO + dt.timedelta(days=int(text))
    return None


def period(text: str, *, day_first: bool = False) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of what a text names: a day, a month or a year; `None` when it names none.

    Example:
        >>> first, last = period("Feb 2024")
        >>> print(first, last)
        2024-02-01 2024-02-29
        >>> [str(part) for part in period("2010")]
        ['2010-01-01', '2010-12-31']
        >>> period("Present") is None
        True
    """
    if found := day(text, day_first=day_first):
        return found, found
    text = fold(text.strip()[:80])
    if match := _NAME_YEAR.fullmatch(text):
        return _month(match[2], _MONTHS.get(match[1].casefold(), 0))
    if match := _YEAR_MONTH.fullmatch(text):
        return _month(match[1], int(match[2]))
    if match := _MONTH_YEAR.fullmatch(text):
        return _month(match[2], int(match[1]))
    if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return dt.date(int(text), 1, 1), dt.date(int(text), 12, 31)
    return None


def day_first(texts: Iterable[str]) -> bool | None:
    """Tell from all dates of a column how its numbers such as `1/2/18` are to be read.

    Returns:
        `True` when some are only possible as day/month and none only as month/day, `False` when it is the
        other way round or when there are no such numbers at all, `None` when nothing decides or cells
        contradict each other.

    Example:
        >>> day_first(["1/2/18", "13/2/18"]), day_first(["1/2/18", "2/13/18"]), day_first(["1/2/18"])
        (True, False, None)
        >>> day_first(["15 Jan 2024", ""])
        False
    """
    numeric = day = month = False
    for text in texts:
        if not (match := _NUMBERS.fullmatch(text.strip())):
            continue
        first, second = int(match[1]), int(match[3])
        numeric = numeric or first != second
        day = day or first > 12 >= second
        month = month or second > 12 >= first
    if day != month:
        return day
    return None if numeric else False


def last_plausible(days: Mapping[dt.date, int], *, exported: dt.date | None = None) -> dt.date:
    """Return the last day of a column that can be believed; later ones are slips such as 2099 for 2009.

    Days of one column are close to each other at their newest end. A day that leaves more than two years
    between itself and all that is before it is not believed, nor is any after it, unless most days are so late.
    Days that cannot lie in the future are always believed, and a day thirty years after them never.

    Args:
        days: The days of a column, each with how often it occurs; all those up to `SURELY_PAST` may be given as one.
        exported: The day of the export, if it is known: nothing in it is later, but for time zones. It is not
            believed where most days are later.

    Example:
        >>> print(last_plausible({dt.date(2019, 3, 1): 2, dt.date(2027, 5, 1): 1, dt.date(2099, 1, 1): 1}))
        2027-05-01
        >>> last_plausible({dt.date(2019, 3, 1): 1, dt.date(2025, 3, 1): 1}) == SURELY_PAST
        True
    """
    last = SURELY_PAST
    before = sum(times for when, times in days.items() if when <= SURELY_PAST)
    after = sum(days.values()) - before
    for when in sorted(when for when in days if when > SURELY_PAST):
        if when >= _SURELY_WRONG or (when - last > _LEAP and after <= before):
            break
        last = when
        before, after = before + days[when], after - days[when]
    if exported is None:
        return last
    stated = exported + dt.timedelta(days=1)
    later = sum(times for when, times in days.items() if when > stated)
    return last if 2 * later > sum(days.values()) else min(last, stated)


class Order(NamedTuple):
    """How numbers such as `1/2/18` are read throughout a file.

    Attributes:
        day_first: As 1 February rather than January 2.
        doubt: Why that is not certain, in words; `""` where it is.
    """

    day_first: bool
    doubt: str


def order_of(texts: Sequence[str], *, in_order: bool = False, own_style: bool = False) -> Order:
    """Decide for a whole file how its numbers such as `1/2/18` are to be read, and say what is doubtful.

    A number beyond 12 decides; where such numbers contradict each other, the more frequent reading does. Else the
    order of the rows decides, where only one reading puts them in one; else it is month/day.

    Args:
        texts: All dates of the file, in the order of its rows.
        in_order: Whether the rows stand in the order of their days, newest or oldest first.
        own_style: Whether `8/19/24, 5:04 PM` is how LinkedIn itself writes these dates, so that it is certain.

    Example:
        >>> order_of(["1/2/18", "13/2/18"])
        Order(day_first=True, doubt='')
        >>> order_of(["1/2/18, 3:04 PM"], own_style=True)
        Order(day_first=False, doubt='')
        >>> order_of(["1/2/18"]).doubt[:24]
        'dates such as 1/2/18 may'
    """
    texts = [text.strip() for text in texts]
    decided = day_first(texts)
    if decided is not None:
        return Order(decided, "")
    pairs = [(int(match[1]), int(match[3])) for text in texts if (match := _NUMBERS.fullmatch(text))]
    as_day = sum(first > 12 >= second for first, second in pairs)
    as_month = sum(second > 12 >= first for first, second in pairs)
    if as_day or as_month:
        return Order(
            as_day > as_month, "dates such as 13/2/18 and 2/13/18 contradict each other in this file"
        )
    numeric = [text for text in texts if _NUMBERS.fullmatch(text)]
    if own_style and all(map(_AS_LINKEDIN_WRITES.fullmatch, numeric)):
        return Order(False, "")
    if in_order:
        sorted_as = [choice for choice in (False, True) if _in_order(texts, choice)]
        if len(sorted_as) == 1:
            return Order(sorted_as[0], "")
    return Order(
        False, "dates such as 1/2/18 may be day/month or month/day, and nothing decides; read as month/day"
    )


def _in_order(texts: Iterable[str], day_comes_first: bool) -> bool:
    days = [found for text in texts if (found := day(text, day_first=day_comes_first))]
    enough = len(set(days)) >= _ENOUGH_TO_BE_IN_ORDER
    return enough and days in (sorted(days), sorted(days, reverse=True))


def excerpt(text: str) -> str:
    """Return a text that is no day as far as it may be quoted: only when it looks like one all the same.

    >>> excerpt("30 Feb 2026"), excerpt("call me on 5 May")
    ('30 Feb 2026', '')
    """
    text = text.strip()[:40]
    known = all(word.casefold() in _MONTHS or word.casefold() in _CLOCK for word in _LETTERS.findall(text))
    return text if known and any(map(str.isdigit, text)) else ""


def _date(year: str, month: int, number: str | int) -> dt.date | None:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole < 70 else 1900
    if not FIRST_YEAR <= whole <= LAST_YEAR:
        return None
    try:
        return dt.date(whole, month, int(number))
    except ValueError:
        return None


def _month(year: str, month: int) -> tuple[dt.date, dt.date] | None:
    first = _date(year, month, 1)
    if first is None:
        return None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
