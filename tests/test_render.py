from __future__ import annotations

import datetime as dt
import html
import math
import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import netreach.importers
from netreach.errors import OptionError
from netreach.importers.graph.extract import CROWDED
from netreach.render import words
from netreach.render.phrases import PHRASES, asking, fields, introducing, keeping
from netreach.render.svg import path_svg, pyramid_svg
from netreach.render.text import (
    ALIGNS,
    LEFT_TO_RIGHT_MARK,
    Layer,
    bar,
    clean,
    csv_safe,
    escape,
    html_table,
    log_scale,
    markdown_safe,
    pad,
    pyramid_text,
    safe,
    shorten,
    table,
    visible,
    width,
)

SVG = "{http://www.w3.org/2000/svg}"
NASTY = [
    "\x1b[31m",
    "\x9b2J",
    "\u202eevil",
    "\u2066",
    "\r\n",
    "\t",
    "\ud800",
    "\ufffe",
    "\U0001ffff",
    "林美玲",
    "דנה כהן",
    "مدير",
    "e\u0301",
    "👩🏽\u200d🚀",
    "❤\ufe0f",
    "🇪🇸",
    "ශ්\u200dරී",
    "\u200d",
    "각",
    "[/]",
    "<b>",
    "&amp;",
    '"',
    "]]>",
    "=1+1",
    "*x*",
    "https://evil.example/",
    "www.evil.example",
    "1. ",
    "- ",
    "    ",
]
TEXTS = st.lists(
    st.one_of(
        st.text(max_size=10), st.sampled_from(NASTY), st.characters(categories=("Cc", "Cf", "Cs", "Mn", "So"))
    ),
    max_size=8,
).map("".join)
LANGUAGE = st.sampled_from(words.LANGUAGES)
LAYERS = st.lists(
    st.builds(
        Layer,
        degree=st.integers(1, 6),
        count=st.one_of(st.integers(0, 3), st.integers(0, 10**12)),
        share=st.one_of(st.none(), st.floats(0, 1)),
        at_least=st.booleans(),
    ),
    max_size=5,
)
SEED = [
    Layer(degree=1, count=131, share=131 / 8911),
    Layer(degree=2, count=2310, share=2310 / 8911, at_least=True),
    Layer(degree=3, count=6470, share=6470 / 8911, at_least=True),
]


def placeholders(text: str) -> set[str]:
    """Return what a phrase needs to be given."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class TestLanguages:
    @pytest.mark.parametrize(
        ("written", "code"),
        [("es", "es"), ("es_ES", "es"), ("es-419", "es"), ("es_MX.UTF-8", "es"), ("Spanish", "es"), ("ESPAÑOL", "es"),
         ("en", "en"), ("en-GB", "en"), (" English ", "en")],
    )  # fmt: skip
    def test_a_language_may_be_written_in_many_ways(self, written: str, code: str) -> None:
        """Codes, locales and names lead to the two codes."""
        assert words.language_of(written) == code

    @pytest.mark.parametrize("written", ["fr", "", "e", "estonian", "C"])
    def test_another_language_is_an_error(self, written: str) -> None:
        """An unknown language is refused with the choices."""
        with pytest.raises(OptionError, match=r"choose 'en' \(English\) or 'es' \(Spanish\)"):
            words.language_of(written)

    def test_the_environment_decides_where_nothing_is_given(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """`None` takes NETREACH_LANGUAGE, English without it, and names it where it is wrong."""
        monkeypatch.delenv(words.ENVIRONMENT, raising=False)
        assert words.language_of(None) == "en"
        monkeypatch.setenv(words.ENVIRONMENT, "")
        assert words.language_of(None) == "en"
        monkeypatch.setenv(words.ENVIRONMENT, "es_ES")
        assert words.language_of(None) == "es"
        assert words.language_of("en") == "en"
        monkeypatch.setenv(words.ENVIRONMENT, "xx")
        with pytest.raises(OptionError, match="NETREACH_LANGUAGE"):
            words.language_of(None)


class TestNumbers:
    @pytest.mark.parametrize(
        ("n", "en", "es"), [(0, "0", "0"), (8911, "8,911", "8.911"), (1234567, "1,234,567", "1.234.567")]
    )
    def test_counts_part_their_thousands(self, n: int, en: str, es: str) -> None:
        """Thousands are parted by a comma in English and a point in Spanish."""
        assert (words.count(n, "en"), words.count(n, "es")) == (en, es)

    @pytest.mark.parametrize(
        ("fraction", "en"),
        [
            (131 / 8911, "1.47 %"),
            (8780 / 8911, "98.53 %"),
            (0.00013, "0.013 %"),
            (0.0005, "0.05 %"),
            (1 / 7e6, "0.000014 %"),
            (1e-15, "< 0.00000001 %"),
            (0, "0 %"),
            (1, "100 %"),
            (0.5, "50.00 %"),
            (0.99999, "99.999 %"),
            (1 - 1e-13, "> 99.99999999 %"),
            (12.5, "1,250.00 %"),
        ],
    )
    def test_shares_are_shown_with_enough_digits(self, fraction: float, en: str) -> None:
        """Two decimals as a rule, more for what is nearly nothing or nearly everything."""
        assert words.percent(fraction, "en") == en
        assert words.percent(fraction, "es") == en.translate(str.maketrans(",.", ".,"))

    @given(st.floats(0, 1), LANGUAGE)
    def test_something_is_never_shown_as_nothing(self, fraction: float, language: str) -> None:
        """Only 0 prints as zero, only 1 as the whole; two decimals are never off by more than their rounding."""
        text = words.percent(fraction, language)
        value = float(re.sub(r"[^\d.]", "", text.replace(",", ".")))
        assert text.endswith(" %")
        assert (value == 0) == (fraction == 0)
        assert (value == 100) == (fraction == 1)
        assert abs(value - 100 * fraction) <= 0.005 + 1e-9

    @pytest.mark.parametrize("fraction", [-0.1, math.nan, math.inf])
    def test_what_is_no_share_is_an_error(self, fraction: float) -> None:
        """A share is finite and not negative."""
        with pytest.raises(OptionError, match="share"):
            words.percent(fraction, "en")

    def test_numbers_and_dates(self) -> None:
        """Decimals and months follow the language; every month has a name."""
        assert words.number(1234.567, "es", 1) == "1.234,6"
        with pytest.raises(OptionError, match="finite"):
            words.number(math.nan, "en")
        assert words.date(dt.date(2024, 1, 15), "en") == "15 Jan 2024"
        assert words.date(dt.date(2024, 1, 15), "es") == "15 ene 2024"
        for language in words.LANGUAGES:
            assert len({words.date(dt.date(2024, month, 1), language) for month in range(1, 13)}) == 12

    def test_ordinals(self) -> None:
        """Degrees have the ordinals of the language, alone and in a sentence."""
        assert [words.degree(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
        ]  # fmt: skip
        assert [words.degree(n, "es") for n in (1, 2, 3)] == ["1.º", "2.º", "3.º"]
        assert [words.degree_name(n, "es") for n in (1, 2, 3, 4)] == [
            "1.er grado",
            "2.º grado",
            "3.er grado",
            "4.º grado",
        ]


class TestPhrases:
    def test_no_key_stands_in_two_rooms(self) -> None:
        """Each phrase has one place: a second one of the same key would silently win."""
        rooms = (asking.ASKING, fields.FIELDS, introducing.INTRODUCING, keeping.KEEPING)
        assert len(PHRASES) == sum(map(len, rooms))

    @pytest.mark.parametrize("key", sorted(PHRASES))
    def test_every_phrase_speaks_both_languages(self, key: str) -> None:
        """Each phrase has a text in each language, with the same values, and can be said with one and with many."""
        texts = PHRASES[key]
        assert len(texts) == len(words.LANGUAGES)
        assert all(texts)
        assert placeholders(texts[0]) == placeholders(texts[1])
        for text, language in zip(texts, words.LANGUAGES, strict=True):
            shares = set(re.findall(r"\{(\w+):%\}", text))
            for n in (1, 2):
                said = words.say(
                    key, language, **{name: 0.25 if name in shares else n for name in placeholders(text)}
                )
                assert said
                assert "{" not in said
                assert "|" not in said
                assert said == said.strip()

    def test_the_sentences_of_the_seed(self) -> None:
        """The sentences that the project was asked for."""
        say = words.say
        seed = {"first": 131, "total": 8911, "share": 131 / 8911, "extended": 8780 / 8911}
        assert (
            say("search_summary", "en", **seed)
            == "131 of 8,911 are 1st degree: 1.47 %; the extended network holds 98.53 %"
        )
        assert (
            say("search_summary", "es", **seed)
            == "131 de 8.911 son de 1.er grado: 1,47 %; la red extendida reúne el 98,53 %"
        )
        assert say("at_least", "en", n=2310) == "at least 2,310"
        assert (
            say("lists_some", "en", known=12, total=131)
            == "12 of your 131 contacts have shared their network"
        )
        assert say("lists_some", "es", known=1, total=131) == "1 de tus 131 contactos ha compartido su red"
        assert (
            say("coverage_company_table", "en", field="industry", known=0, total=8911)
            == "industry known for 0 of 8,911: add a company table"
        )
        assert say("paths_none", "en", cutoff=3) == "no path within 3 degrees"
        assert say("as_of", "es", day=dt.date(2024, 9, 1)) == "a 1 sept 2024"

    def test_one_is_one_in_spanish(self) -> None:
        """Verbs, adjectives and articles follow the number."""
        say = words.say
        assert say("search_shown", "es", shown=1, total=4) == "se muestra 1 de 4"
        assert say("search_shown", "es", shown=2, total=4) == "se muestran 2 de 4"
        assert say("introducers_paths_at_least", "en", n=1) == (
            "at least 1 contact is the first step of a shortest path"
        )
        assert say("introducers_paths_at_least", "es", n=3) == (
            "al menos 3 contactos dan el primer paso de un camino mínimo"
        )
        assert say("introducers_paths", "es", n=1) == "1 contacto da el primer paso de un camino mínimo"
        assert say("what_if_company", "es", n=1, company="Acme", rank=2) == (
            "sin el contacto de Acme: puesto 2"
        )
        held = {"professionals": 1706, "ties": 9, "new_professionals": 1706, "new_ties": 1}
        assert say("import_total", "es", **held) == (
            "La red reúne 1.706 profesionales (1.706 nuevos) y 9 vínculos (1 nuevo)."
        )
        assert say("names_and_more", "es", names="Ana, Ben", n=30) == "Ana, Ben y 30 más"

    def test_every_rule_of_an_importer_speaks_both_languages(self) -> None:
        """What the built-in importers leave out is said in words, in the singular and in the plural."""
        source = Path(netreach.importers.__file__).parent
        code = "\n".join(file.read_text(encoding="utf-8") for file in source.rglob("*.py"))
        rules = set(re.findall(r'left_out\["([^"]+)"\]', code))
        rules |= set(re.findall(r'leave_out\([^"\n]*"([^"]+)"\)', code))
        rules |= set(re.findall(r'(?:\brule|_AMBIGUOUS|_HIDDEN|_OWN|_SHARED) = "([^"]+)"', code))
        rules |= {
            "hidden or closed account",
            "card without an e-mail address",
            "endorsement that was not accepted",
        }
        rules |= set(re.findall(r'^(?:LOOP|AGAIN|ONE_WAY|SAME_MODE) = "([^"]+)"', code, re.MULTILINE))
        rules.add(CROWDED)
        assert len(rules) > 20
        assert "draft message" in rules
        for rule in rules:
            assert words.rule(rule, "en") == rule
            assert words.rule(rule, "es") != rule, rule
            for language in words.LANGUAGES:
                one, many = (words.rule_count(rule, n, language) for n in (1, 2))
                assert one.startswith("1 ")
                assert many.startswith("2 ")
                assert one[2:] != many[2:]
                assert rule not in many or language == "en"

    def test_a_phrase_is_said_strictly(self) -> None:
        """A wrong key, a missing value, a value left over and a value of the wrong sort are errors."""
        with pytest.raises(OptionError, match="did you mean at_least"):
            words.say("at_lest", "en", n=1)
        with pytest.raises(OptionError, match="'at_least' needs a value for 'n'"):
            words.say("at_least", "en")
        with pytest.raises(OptionError, match="no place for m"):
            words.say("at_least", "en", n=1, m=2)
        with pytest.raises(OptionError, match="cannot show 'x' as '%'"):
            words.say("pyramid_extended", "en", share="x")

    def test_values_are_not_read_as_phrases(self) -> None:
        """Braces and bars in a name stay as they are."""
        assert words.say("score_tie", "en", name="{n} {0.x:a|b}") == "a tie: same score as {n} {0.x:a|b}"


class TestCells:
    @pytest.mark.parametrize(
        ("text", "cells"),
        [
            ("", 0),
            ("Ana", 3),
            ("林美玲", 6),
            ("e\u0301", 1),
            ("👩🏽\u200d🚀", 2),
            ("👨\u200d👩\u200d👧\u200d👦 x", 4),
            ("🇪🇸", 2),
            ("❤\ufe0f", 2),
            ("דנה", 3),
            ("각", 2),
            ("ｶ", 1),
        ],
    )
    def test_widths_of_signs(self, text: str, cells: int) -> None:
        """Wide signs take two cells, combining ones none, and an emoji sequence is one sign."""
        assert width(text) == cells

    @settings(deadline=None)
    @given(TEXTS, st.integers(0, 40), st.sampled_from(ALIGNS))
    def test_padding_fills_exactly(self, text: str, columns: int, align: str) -> None:
        """A padded text is exactly as wide as asked, or as wide as it was."""
        padded = pad(text, columns, align)
        assert width(padded) == max(columns, width(text))
        assert text in padded

    @settings(deadline=None)
    @given(TEXTS, st.integers(-1, 30))
    def test_a_shortened_text_fits(self, text: str, columns: int) -> None:
        """A shortened text never exceeds its columns, is a beginning of the text, and cuts no sign in two."""
        short = shorten(text, columns)
        assert width(short) <= max(0, columns)
        if columns <= 0:
            assert short == ""
        elif width(text) <= columns:
            assert short == text
        else:
            kept = short.rstrip(LEFT_TO_RIGHT_MARK).removesuffix("…")
            assert text.startswith(kept)
            rest = text[len(kept) :]
            assert not rest or not unicodedata.combining(rest[0]) or not kept

    def test_no_sign_is_cut(self) -> None:
        """An accent stays with its letter, an emoji with its joiners, a flag with its other half."""
        assert shorten("Jose\u0301 Ruiz", 5) == "Jose\u0301…"
        assert shorten("a👩🏽\u200d🚀b", 3) == "a…"
        assert shorten("🇪🇸🇫🇷🇩🇪", 4) == "🇪🇸…"
        assert shorten("林美玲", 1) == "…"

    def test_an_unknown_align_is_an_error(self) -> None:
        """`align` is one of three signs."""
        with pytest.raises(OptionError, match="align"):
            pad("x", 3, "left")


class TestSafety:
    @settings(deadline=None)
    @given(TEXTS)
    def test_nothing_acts_on_the_screen(self, text: str) -> None:
        """No control, override, isolate or surrogate is left; making a text safe twice changes nothing more."""
        shown = safe(text)
        assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in shown)
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)
        assert safe(shown) == shown
        assert visible(visible(text)) == visible(text)
        shown.encode("utf-8")

    def test_what_is_shown_and_what_goes(self) -> None:
        """Escapes and overrides are shown, blanks become spaces, harmless marks go."""
        assert (
            visible("a\x1b[2Jb\u202ec\nd\u200e\ufeff\ud800\U0001ffff")
            == "a\\x1b[2Jb\\u202ec d\\ud800\\U0001ffff"
        )
        assert clean("a\x1b[2Jb\u202ec\r\n d\ud800 ") == "a[2Jbc d"

    @pytest.mark.parametrize("name", ["דנה", "مدير", "Ana (דנה)"])
    def test_right_to_left_text_ends_in_a_mark(self, name: str) -> None:
        """Letters from right to left get U+200E behind them, once, and other texts do not."""
        assert safe(name) == name + LEFT_TO_RIGHT_MARK
        assert safe(safe(name)) == safe(name)
        assert safe("Ana 林") == "Ana 林"

    @pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
    def test_no_cell_is_a_formula(self, text: str) -> None:
        """What a spreadsheet would compute gets an apostrophe; everything else stays."""
        assert csv_safe(text) == "'" + text
        assert csv_safe("Ana = Eva") == "Ana = Eva"
        assert csv_safe("") == ""

    def test_no_cell_acts_on_a_screen(self) -> None:
        """Control characters go, before a formula is looked for; line breaks and tabs inside a cell stay."""
        assert csv_safe("a\x1b[2J\x07b\x00c\x9bd\x7f") == "a[2Jbcd"
        assert csv_safe("\x1b=1") == "'=1"
        assert csv_safe("a\tb\nc") == "a\tb\nc"
        assert csv_safe("\ud800") == ""

    @settings(deadline=None)
    @given(TEXTS.map(lambda text: visible(text).strip()).filter(bool))
    def test_markdown_shows_the_text_as_it_is(self, text: str) -> None:
        """A Markdown reader shows exactly the text: no markup, link, image, list, heading or HTML."""
        rendered = MarkdownIt("commonmark").render(markdown_safe(text)).strip("\n")
        assert rendered.startswith("<p>")
        assert rendered.endswith("</p>")
        assert "<" not in rendered[3:-4]
        assert html.unescape(rendered[3:-4]) == text

    @pytest.mark.parametrize(
        "text",
        ["https://evil.example", "www.evil.example", "eve@evil.example", "@eve", "$x$", ":x:", "~~x~~"],
    )
    def test_markdown_dialects_find_nothing(self, text: str) -> None:
        """Links, mentions and formulas that dialects find in bare text are broken up as well."""
        assert not re.search(r"(?<!\\)[@$~]|(?<!\\):[\w/]|www\.", markdown_safe(text))


class TestTable:
    @settings(deadline=None)
    @given(
        st.integers(1, 5).flatmap(
            lambda n: st.lists(st.lists(TEXTS, min_size=n, max_size=n), min_size=1, max_size=4)
        ),
        st.integers(9, 100),
    )
    def test_no_line_is_too_wide(self, rows: list[list[str]], columns: int) -> None:
        """A table fits the terminal, with one line per row, whatever the cells hold."""
        lines = table(["head"] * len(rows[0]), rows, columns=columns).split("\n")
        assert len(lines) == len(rows) + 1
        assert max(map(width, lines)) <= columns
        assert all(line == line.rstrip() for line in lines)

    def test_columns_line_up(self) -> None:
        """Each column starts at the same cell in every row, behind wide and right-to-left names too."""
        rows = [
            ["Ana", "x"],
            ["林美玲", "x"],
            ["דנה כהן", "x"],
            ["👩🏽\u200d🚀 Ben", "x"],
            ["Jose\u0301", "x"],
        ]
        lines = table(["name", "sign"], rows).splitlines()
        assert {width(line[: line.rindex("x")]) for line in lines[1:]} == {9}
        assert lines[3].startswith(LEFT_TO_RIGHT_MARK + "דנה")

    def test_a_line_begins_with_its_first_cell(self) -> None:
        """Behind an id or a rank a right-to-left name is held in its own cell: nothing invisible comes before."""
        for first in ("psiak5vjfjpdean5p", "1"):
            line = table(["id", "name", "sign"], [[first, "דנה כהן", "x"]]).splitlines()[1]
            assert line.startswith(f"{first} ")
            assert f" {LEFT_TO_RIGHT_MARK}דנה כהן{LEFT_TO_RIGHT_MARK} " in line
        assert table([""], [["Ana (דנה)"]]) == "Ana (דנה)" + LEFT_TO_RIGHT_MARK

    def test_texts_give_way_before_figures(self) -> None:
        """In a narrow terminal a long text is shortened and the figure beside it is not."""
        text = table(["name", "people"], [["x" * 100, "1,234,567"]], aligns="<>", columns=30)
        assert text.splitlines()[1] == "x" * 18 + "…  1,234,567"

    def test_a_table_without_limit_or_head(self) -> None:
        """Without a limit nothing is shortened; without headers there is no head line; no rows give the head."""
        assert table(["", ""], [["x" * 100, "y"]], columns=None) == "x" * 100 + "  y"
        assert table(["a", "b"], []) == "a  b"
        assert table([], []) == ""

    def test_cells_that_do_not_fit_are_errors(self) -> None:
        """A row of another length and missing aligns are named."""
        with pytest.raises(OptionError, match="row 2 has 1 cells, but the table has 2 columns"):
            table(["a", "b"], [["1", "2"], ["1"]])
        with pytest.raises(OptionError, match="2 headers, but 1 aligns"):
            table(["a", "b"], [], aligns=">")

    @given(st.floats(0, 1), st.integers(0, 60))
    def test_a_bar_is_as_long_as_its_fraction(self, fraction: float, columns: int) -> None:
        """A bar never exceeds its columns, and is exact to an eighth of a cell."""
        drawn = bar(fraction, columns)
        assert width(drawn) <= columns
        eighths = sum(8 if sign == "█" else " ▏▎▍▌▋▊▉".index(sign) for sign in drawn)
        assert abs(eighths - fraction * columns * 8) <= 1
        assert bool(drawn) == (fraction > 0 and columns > 0)

    @pytest.mark.parametrize("fraction", [-0.1, 1.1, math.nan])
    def test_a_bar_refuses_what_is_no_fraction(self, fraction: float) -> None:
        """A bar outside [0, 1] is an error."""
        with pytest.raises(OptionError, match="from 0 to 1"):
            bar(fraction, 10)


class _Reader(HTMLParser):
    """Collects the tags and the texts of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.texts.append(data)


class TestHtml:
    @settings(deadline=None)
    @given(TEXTS, TEXTS)
    def test_a_table_brings_no_markup_of_its_texts(self, head: str, cell: str) -> None:
        """Whatever the texts hold, the table has its own tags only, and shows the texts."""
        markup = html_table([head, "n"], [[cell, "1"]], aligns="<>", caption=head or "x")
        reader = _Reader()
        reader.feed(markup)
        reader.close()
        assert reader.tags == ["table", "caption", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
        assert visible(cell) in "".join(reader.texts)

    def test_escapes_hold_in_attributes(self) -> None:
        """Quotes are escaped too, and controls cannot stand in a page."""
        assert (
            escape("<a href=\"x\" id='y'>&\x00") == "&lt;a href=&quot;x&quot; id=&#x27;y&#x27;&gt;&amp;\\x00"
        )

    def test_cells_that_do_not_fit_are_errors(self) -> None:
        """Rows and aligns must fit the headers."""
        with pytest.raises(OptionError, match="row 1 has 1 cells"):
            html_table(["a", "b"], [["1"]])
        with pytest.raises(OptionError, match="aligns"):
            html_table(["a"], [], aligns=["left"])


class TestPyramid:
    def test_the_terminal_picture(self) -> None:
        """The picture shows counts, bounds and shares beside centred blocks, and states its scale."""
        assert pyramid_text(SEED, columns=80).splitlines() == [
            "         ██████████████████████            1st             131   1.47 %",
            "         ██████████████████████",
            "  ▐██████████████████████████████████▌     2nd  at least 2,310  25.92 %",
            "  ▐██████████████████████████████████▌",
            "████████████████████████████████████████   3rd  at least 6,470  72.61 %",
            "████████████████████████████████████████",
            "Widths: logarithmic scale of the number of people.",
        ]
        spanish = pyramid_text(SEED, language="es")
        assert "al menos 2.310  25,92 %" in spanish
        assert "escala logarítmica" in spanish

    @settings(deadline=None)
    @given(LAYERS, st.integers(10, 120), LANGUAGE)
    def test_the_picture_fits(self, layers: list[Layer], columns: int, language: str) -> None:
        """No line exceeds the terminal, and every layer is there."""
        lines = pyramid_text(layers, columns=columns, language=language).split("\n")
        assert max(map(width, lines)) <= columns
        assert sum(bool(re.search(r"\d(st|nd|rd|th|\.º)", line)) for line in lines) >= (
            len(layers) if columns >= 40 else 0
        )

    @given(LAYERS)
    def test_the_scale_keeps_the_order(self, layers: list[Layer]) -> None:
        """A larger layer is never drawn narrower, the largest is 1, nothing is 0."""
        scale = log_scale(layers)
        for layer, part in zip(layers, scale, strict=True):
            assert 0 <= part <= 1
            assert (part == 0) == (layer.count == 0)
            for other, other_part in zip(layers, scale, strict=True):
                assert layer.count < other.count or part >= other_part


class TestSvg:
    @settings(deadline=None)
    @given(LAYERS, TEXTS, TEXTS, LANGUAGE)
    def test_a_pyramid_is_xml_whatever_the_names(
        self, layers: list[Layer], title: str, note: str, language: str
    ) -> None:
        """The picture parses, has no script and nothing from outside, and shows every count."""
        root = ElementTree.fromstring(pyramid_svg(layers, title=title, note=note, language=language))
        assert {element.tag for element in root.iter()} <= {
            SVG + tag
            for tag in ("svg", "title", "desc", "style", "rect", "circle", "polygon", "path", "text")
        }
        texts = [element.text for element in root.iter(SVG + "text")]
        for layer in layers:
            assert layer.counted(language) in texts

    @settings(deadline=None)
    @given(
        st.lists(st.tuples(TEXTS, st.one_of(st.none(), st.floats(0, 1))), min_size=1, max_size=5), LANGUAGE
    )
    def test_a_path_is_xml_whatever_the_names(
        self, nodes: list[tuple[str, float | None]], language: str
    ) -> None:
        """The picture parses and has a node for every person and a line for every tie."""
        names = [name for name, _ in nodes]
        picture = path_svg(names, [strength for _, strength in nodes[1:]], captions=names, language=language)
        root = ElementTree.fromstring(picture)
        assert len(root.findall(SVG + "circle")) == len(names)
        assert len(root.findall(SVG + "path")) == len(names) - 1

    def test_it_can_be_read_aloud_and_in_the_dark(self) -> None:
        """Title and description say what is shown, and a dark scheme has its own colours."""
        picture = pyramid_svg(SEED, title="Ana & Co", note="12 of your 131 contacts")
        root = ElementTree.fromstring(picture)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == root.findtext(SVG + "title") == "Ana & Co"
        described = root.findtext(SVG + "desc") or ""
        assert "2nd degree: at least 2,310, 25.92 %" in described
        assert "12 of your 131 contacts" in described
        assert "prefers-color-scheme:dark" in picture

    def test_a_path_that_does_not_fit_is_an_error(self) -> None:
        """Nobody, too few ties, too few captions and a strength above 1 are errors."""
        with pytest.raises(OptionError, match="at least one person"):
            path_svg([], [])
        with pytest.raises(OptionError, match="3 people have 2 ties"):
            path_svg(["a", "b", "c"], [0.5])
        with pytest.raises(OptionError, match="captions"):
            path_svg(["a", "b"], [0.5], captions=["x"])
        with pytest.raises(OptionError, match="strength"):
            path_svg(["a", "b"], [1.5])


def test_nothing_heavy_is_loaded() -> None:
    """Loading the modules brings in neither rich nor any numeric library."""
    code = (
        "import sys, netreach.render.words, netreach.render.text, netreach.render.svg;"
        "import netreach.introductions.letters;"
        "print([m for m in ('rich', 'numpy', 'igraph', 'pyarrow', 'duckdb', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
