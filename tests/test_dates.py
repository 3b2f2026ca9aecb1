from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreach.importers import dates
from netreach.importers.csvrows import CsvTable, Layout
from netreach.plugins.export import Export


@given(
    day=st.dates(dt.date(1600, 1, 1), dt.date(2199, 12, 31)),
    style=st.sampled_from(
        [
            "%d %b %Y",
            "%d %B %Y",
            "%d-%b-%Y",
            "%b %d, %Y",
            "%B %d %Y",
            "%Y-%m-%d",
            "%Y/%m/%d",
            "%Y.%m.%d",
            "%m/%d/%Y",
        ]
    ),
    time=st.sampled_from(["", " 11:43:11 UTC", ", 5:04 PM", " 10:30", "T02:08:20"]),
    upper=st.booleans(),
)
def test_days_in_every_style_are_read(day: dt.date, style: str, time: str, upper: bool) -> None:
    """A day and its spelling go together, with any time of day and in any case."""
    text = day.strftime(style.replace("%Y", f"{day.year:04}")) + time
    assert dates.day(text.upper() if upper else text) == day


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "31/31/2024", "2024", "2024-13-01", "0/0/00", "1.5"),
        *("", "30 Feb 2024", "15 Jan", "Jan 2024", "15 Foo 2024", "1 Jan 1599", "1 Jan 2200"),
        *("15 Jan 2024 or so", "15 Jan 202"),
    ],
)
def test_other_texts_are_no_day(text: str) -> None:
    """What does not name one possible day between 1600 and 2199 is none."""
    assert dates.day(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Oct 2022", dt.date(2022, 10, 1), dt.date(2022, 10, 31)),
        ("October 2022", dt.date(2022, 10, 1), dt.date(2022, 10, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2/2023", dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
        ("2010", dt.date(2010, 1, 1), dt.date(2010, 12, 31)),
        ("01 Oct 2022", dt.date(2022, 10, 1), dt.date(2022, 10, 1)),
    ],
)
def test_periods(text: str, first: dt.date, last: dt.date) -> None:
    """Months and years have a first and a last day."""
    assert dates.period(text) == (first, last)


def test_no_break_blanks_before_pm_are_blanks() -> None:
    """Newer software writes a narrow no-break space there."""
    assert dates.day("8/19/24, 5:04\u202fPM") == dt.date(2024, 8, 19)


def test_rows_carry_the_line_where_they_begin(folder: Callable[..., Path]) -> None:
    """Line numbers are physical lines, also after cells of several lines and after recovery."""
    path = folder({"t.csv": 'x\nn,t\n1,"a\nb"\n\n2,"c\r\nd"\n3,e\n4,"f'}) / "t.csv"
    layout = Layout(aliases={"number": ("n",), "text": ("t",)}, required=(("number", "text"),))
    table = CsvTable(Export(path), "t.csv", layout, what="numbers")
    assert [(line, cells[0]) for line, cells in table] == [(3, "1"), (6, "2"), (8, "3")]
    assert [(problem.line, problem.rows) for problem in table.tally.problems] == [(9, 1)]
    assert (table.tally.rows, table.cut_short) == (4, True)


@pytest.mark.parametrize(
    ("texts", "in_order", "own_style", "day_comes_first", "doubt"),
    [
        (["13/2/18", "1/2/18"], False, False, True, ""),
        (["2/13/18", "1/2/18"], False, False, False, ""),
        (["13/2/18", "14/2/18", "2/13/18"], False, False, True, "contradict"),
        (["1/2/18, 3:04 PM"], False, True, False, ""),
        (["1/2/18 15:04"], False, True, False, "nothing decides"),
        (["9/1/20", "7/2/20", "5/3/20", "6/4/20", "4/5/20", "3/6/20"], True, False, True, ""),
        (["1/9/20", "2/7/20", "3/5/20", "4/6/20", "5/4/20", "6/3/20"], True, False, False, ""),
        (["9/1/20", "7/2/20"], True, False, False, "nothing decides"),
    ],
)
def test_a_file_decides_how_its_numbers_are_read(
    texts: list[str], in_order: bool, own_style: bool, day_comes_first: bool, doubt: str
) -> None:
    """A number beyond 12, LinkedIn's own style, or the order of the rows decides; else the doubt is said."""
    order = dates.order_of(texts, in_order=in_order, own_style=own_style)
    assert order.day_first == day_comes_first
    assert doubt in order.doubt
    assert bool(doubt) == bool(order.doubt)


def test_days_that_are_too_late() -> None:
    """A slip is told from days that follow each other, whatever the year is; the export's day bounds all."""
    usual = {dt.date(2010, 5, 1): 8, dt.date(2024, 5, 1): 1}
    new_year = dt.date(2027, 12, 1)
    assert dates.last_plausible(usual) == dates.SURELY_PAST
    assert dates.last_plausible({**usual, new_year: 1, dt.date(2031, 1, 1): 1}) == new_year
    assert dates.last_plausible({**usual, new_year: 1, dt.date(2029, 11, 1): 1}) == dt.date(2029, 11, 1)
    assert dates.last_plausible({dt.date(2040, 1, 1): 5, dt.date(2026, 1, 1): 1}) == dt.date(2040, 1, 1)
    assert dates.last_plausible({dt.date(2099, 1, 1): 5}) == dates.SURELY_PAST
    assert dates.last_plausible(usual, exported=dt.date(2012, 1, 1)) == dt.date(2012, 1, 2)
    assert dates.last_plausible(usual, exported=dt.date(2001, 1, 1)) == dates.SURELY_PAST


@pytest.mark.parametrize(
    "text",
    [
        *(
            "15 ene. 2024",
            "15 de enero de 2024",
            "15 janv. 2024",
            "15 janvier 2024",
            "15. Januar 2024",
            "15 gen 2024",
        ),
        *(
            "15 de janeiro de 2024",
            "15 januari 2024",
            "Mon, 15 Jan 2024",
            "lun., 15 ene 2024",
            "20240115",
            "45306",
        ),
    ],
)
def test_days_of_other_languages_and_spreadsheets(text: str) -> None:
    """Months have the names of several languages; a cell without a format is a number of days."""
    assert dates.day(text) == dt.date(2024, 1, 15)


@pytest.mark.parametrize("text", ["20241301", "99999", "12345", "15 de foo de 2024", "15 de 2024"])
def test_numbers_and_words_that_are_no_days(text: str) -> None:
    """Other numbers and words stay what they are."""
    assert dates.day(text) is None


def test_months_with_accents() -> None:
    """Accents of months do not matter, in days and in months alone."""
    assert dates.day("3 févr. 2024") == dt.date(2024, 2, 3)
    assert dates.day("3 août 2024") == dt.date(2024, 8, 3)
    assert dates.day("3. März 2024") == dt.date(2024, 3, 3)
    assert dates.period("Févr. 2024") == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert dates.period("marzo de 2024") == (dt.date(2024, 3, 1), dt.date(2024, 3, 31))
