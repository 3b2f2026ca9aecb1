"""Pictures: well-formed, readable in every scheme, and no label on another, whatever the names and the width."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import re
import struct
import sys
from pathlib import Path
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
import netreach.answers
from netreach.answers.picture import Picture
from netreach.answers.report import ImportReport
from netreach.errors import MissingExtraError, OptionError, PictureError
from netreach.render import svg, words
from netreach.render.svg.measure import fitted, measure, wrapped
from netreach.render.text import Layer

SVG = "{http://www.w3.org/2000/svg}"
TAGS = ("svg", "title", "desc", "style", "rect", "circle", "polygon", "path", "text")

PIECES = st.one_of(
    st.text(max_size=14),
    st.sampled_from(
        [
            "Ana Ruiz",
            "Maximiliano Hohenlohe-Langenburg y Fernández de la Torre",
            "Donaudampfschifffahrtsgesellschaftskapitän",
            "WWWWWWWWWWWWWWWWWWWW",
            "山田太郎",
            "株式会社ノルテ",
            "محمد حداد",
            "דנה כהן",
            "संस्थापक और निदेशक",
            "นักเขียน",
            "👩‍💻🇪🇸",
            "Jose\u0301 A\u0301\u0302lvarez",
            "</text><script>alert(1)</script>",
            "&amp; <b>",
            "\x1b[31m\u202e",
            "﷽",
        ]
    ),
)
TEXTS = st.lists(PIECES, max_size=5).map(" ".join)
WIDTHS = st.one_of(st.none(), st.integers(svg.NARROWEST, 1600))
LANGUAGE = st.sampled_from(words.LANGUAGES)
COUNTS = st.one_of(st.integers(0, 3000), st.sampled_from([1_234_567, 12_345_678_901]))
SHARES = st.floats(0, 1)


def boxes(root: ElementTree.Element) -> list[tuple[ElementTree.Element, tuple[float, float, float, float]]]:
    """The texts of a picture with the rectangles that they take at most: left, top, right, bottom."""
    found = []
    for element in root.iter(SVG + "text"):
        x, y, size = (float(element.attrib[name]) for name in ("x", "y", "font-size"))
        broad = measure(element.text or "", size, bold=element.attrib["font-weight"] == "600")
        left = x - broad * {"start": 0.0, "middle": 0.5, "end": 1.0}[element.attrib["text-anchor"]]
        found.append((element, (left, y - 0.78 * size, left + broad, y + 0.22 * size)))
    return found


def shapes(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    """The rectangles around bars, dots and blocks."""
    found = []
    for element in root.iter(SVG + "rect"):
        if element.attrib.get("class") != "nr-card":
            x, y, broad, high = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + broad, y + high))
    for element in root.iter(SVG + "circle"):
        x, y, radius = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
        found.append((x - radius, y - radius, x + radius, y + radius))
    for element in root.iter(SVG + "polygon"):
        points = [tuple(map(float, point.split(","))) for point in element.attrib["points"].split()]
        across, down = zip(*points, strict=True)
        found.append((min(across), min(down), max(across), max(down)))
    return found


def overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Whether two rectangles share more than rounding."""
    slack = 0.6
    return a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack


def check(picture: str) -> ElementTree.Element:
    """Fail unless a picture is well-formed, stays on its sheet, and no label lies on another or on a shape."""
    root = ElementTree.fromstring(picture)
    assert {element.tag for element in root.iter()} <= {SVG + tag for tag in TAGS}
    across, down = float(root.attrib["width"]), float(root.attrib["height"])
    labels = boxes(root)
    for element, (left, top, right, bottom) in labels:
        assert left + 0.6 >= 0, (element.text, left)
        assert right <= across + 0.6, (element.text, right, across)
        assert top >= 0, element.text
        assert bottom <= down, element.text
    for (one, a), (other, b) in itertools.combinations(labels, 2):
        assert not overlap(a, b), (one.text, a, other.text, b)
    for element, box in labels:
        if element.attrib["class"] != "nr-on":
            for shape in shapes(root):
                assert not overlap(box, shape), (element.text, box, shape)
    for left, top, right, bottom in shapes(root):
        assert left >= 0
        assert right <= across
        assert top >= 0
        assert bottom <= down
    return root


@st.composite
def pyramids(draw: st.DrawFn) -> str:
    """A pyramid."""
    layers = [
        Layer(
            degree=degree,
            count=draw(COUNTS),
            share=draw(st.one_of(st.none(), SHARES)),
            at_least=draw(st.booleans()),
        )
        for degree in range(1, draw(st.integers(1, 6)) + 1)
    ]
    beside = draw(st.one_of(st.just([]), st.lists(TEXTS, min_size=len(layers), max_size=len(layers))))
    return svg.pyramid_svg(
        layers,
        title=draw(TEXTS),
        note=draw(TEXTS),
        language=draw(LANGUAGE),
        width=draw(WIDTHS),
        beside=beside,
    )


@st.composite
def routes(draw: st.DrawFn, ego: str, target: str) -> svg.Route:
    """A path from somebody to somebody."""
    people = (ego, *draw(st.lists(TEXTS, max_size=3)), target)
    return svg.Route(
        people=people,
        strengths=tuple(draw(st.one_of(st.none(), SHARES)) for _ in people[1:]),
        captions=tuple(draw(TEXTS) for _ in people),
        figure=draw(st.sampled_from(["", "strength 0.0076 = 0.234 × 0.256 × 0.127"])),
    )


@st.composite
def paths(draw: st.DrawFn) -> str:
    """One path, or several side by side."""
    ego, target = draw(TEXTS), draw(TEXTS)
    several = draw(st.lists(routes(ego, target), max_size=4))
    language, width = draw(LANGUAGE), draw(WIDTHS)
    if len(several) == 1:
        one = several[0]
        return svg.path_svg(one.people, one.strengths, captions=one.captions, language=language, width=width)
    return svg.paths_svg(several, title=draw(TEXTS), note=draw(TEXTS), language=language, width=width)


FIGURES = st.floats(-9, 9).map(lambda value: round(value, 3))


@st.composite
def terms(draw: st.DrawFn) -> svg.Term:
    """A term that adds, subtracts or is nothing."""
    value = draw(st.one_of(st.just(0.0), FIGURES))
    return svg.Term(label=draw(TEXTS), value=value, figure=f"{value:.3f}")


@st.composite
def reasons(draw: st.DrawFn) -> str:
    """What scores are made of."""
    rows = [
        svg.Reasons(
            number=draw(st.sampled_from(["", "1", "12=", "123="])),
            label=draw(TEXTS),
            below=draw(TEXTS),
            figure=f"score {draw(FIGURES)}",
            legs=tuple(
                svg.LegTerms(
                    label=draw(TEXTS),
                    figure=str(draw(FIGURES)),
                    terms=tuple(draw(st.lists(terms(), max_size=3))),
                )
                for _ in range(draw(st.integers(0, 2)))
            ),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return svg.reasons_svg(
        rows, title=draw(TEXTS), note=draw(TEXTS), language=draw(LANGUAGE), width=draw(WIDTHS)
    )


@st.composite
def segments(draw: st.DrawFn) -> str:
    """Bars, or a cross table."""
    degrees = draw(st.integers(1, 4))
    counts = st.lists(COUNTS, min_size=degrees, max_size=degrees).map(tuple)
    shares = st.lists(SHARES, min_size=degrees, max_size=degrees).map(tuple)
    title, note, language, width = draw(TEXTS), draw(TEXTS), draw(LANGUAGE), draw(WIDTHS)
    if draw(st.booleans()):
        rows = [
            svg.Bars(
                label=draw(TEXTS),
                below=draw(TEXTS),
                counts=draw(counts),
                shares=draw(shares),
                hollow=draw(st.booleans()),
            )
            for _ in range(draw(st.integers(0, 4)))
        ]
        return svg.bars_svg(rows, title=title, note=note, language=language, width=width)
    names = draw(st.lists(TEXTS, max_size=4))
    columns = draw(st.lists(TEXTS, max_size=svg.cross_columns(width)))
    places = [(row, column) for row in range(len(names)) for column in range(len(columns))]
    cells = {
        place: svg.Crossed(counts=draw(counts), shares=draw(shares))
        for place in places
        if draw(st.booleans())
    }
    return svg.cross_svg(names, columns, cells, title=title, note=note, language=language, width=width)


@st.composite
def counts(draw: st.DrawFn) -> str:
    """Counts in columns and pieces, under headings."""
    columns = draw(st.lists(TEXTS, min_size=1, max_size=4))
    pieces = draw(st.lists(TEXTS, max_size=3))
    cells = st.lists(COUNTS, min_size=max(len(pieces), 1), max_size=max(len(pieces), 1)).map(tuple)
    rows = [
        svg.Counts(
            label=draw(TEXTS),
            below=draw(TEXTS),
            counts=tuple(draw(cells) for _ in columns) if draw(st.integers(0, 4)) else (),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
    return svg.counts_svg(
        rows,
        title=draw(TEXTS),
        columns=columns,
        pieces=pieces,
        note=draw(TEXTS),
        language=draw(LANGUAGE),
        width=draw(WIDTHS),
    )


@settings(deadline=None, max_examples=150)
@given(counts())
def test_counts_have_room_for_everything(picture: str) -> None:
    """Whatever is counted, in however many columns and pieces, and the width."""
    check(picture)


def test_bars_of_counts_are_in_proportion() -> None:
    """The longest bar of each column is as long as the column is broad; pieces follow each other in their order."""
    rows = [
        svg.Counts(label="Norte", counts=((30, 10), (0, 5))),
        svg.Counts(label="Rome", counts=((0, 20), (50, 0))),
    ]
    root = check(svg.counts_svg(rows, title="Side by side", columns=["1st", "2nd"], pieces=["both", "one"]))
    bars = [element.attrib for element in root.iter(SVG + "rect") if element.attrib["class"] != "nr-card"]
    lengths = [float(bar["width"]) for bar in bars]
    assert [bar["class"] for bar in bars] == ["nr-3", "nr-1", "nr-1", "nr-1", "nr-3", "nr-3", "nr-1"]
    room = lengths[4]
    assert lengths[:4] == pytest.approx([0.75 * room, 0.25 * room, room / 10, room / 2], abs=0.2)
    assert float(bars[1]["x"]) == pytest.approx(float(bars[0]["x"]) + lengths[0], abs=0.2)
    for wrong in (
        svg.Counts(label="x", counts=((1, 2),)),
        svg.Counts(label="x", counts=((1,), (2,))),
        svg.Counts(label="x", counts=((1, 2), (3, -1))),
    ):
        with pytest.raises(OptionError, match="count"):
            svg.counts_svg([wrong], title="x", columns=["1st", "2nd"], pieces=["both", "one"])


@settings(deadline=None, max_examples=150)
@given(pyramids())
def test_a_pyramid_has_room_for_everything(picture: str) -> None:
    """Whatever the counts, the words and the width."""
    check(picture)


@settings(deadline=None, max_examples=150)
@given(paths())
def test_paths_have_room_for_everything(picture: str) -> None:
    """Whatever the names, the lengths of the paths and the width."""
    check(picture)


@settings(deadline=None, max_examples=150)
@given(reasons())
def test_reasons_have_room_for_everything(picture: str) -> None:
    """Whatever the terms, above or below nothing, and the width."""
    check(picture)


@settings(deadline=None, max_examples=150)
@given(segments())
def test_segments_have_room_for_everything(picture: str) -> None:
    """Whatever the values, the numbers and the width; bars and cross tables."""
    check(picture)


@given(TEXTS, st.floats(20, 400), st.floats(8, 30), st.booleans())
def test_texts_keep_to_their_room(text: str, room: float, size: float, bold: bool) -> None:
    """A shortened text fits, and no sign is lost where the number of lines is not limited."""
    short = fitted(text, room, size, bold=bold)
    assert measure(short, size, bold=bold) <= room or short == "…"
    lines = wrapped(text, room, size, bold=bold)
    assert "".join("".join(lines).split()) == "".join(fitted(text, 1e9, size).split())


def test_bars_show_what_is_added_and_what_is_taken_away() -> None:
    """A term below nothing is drawn to the left of the line, with another look; lengths are in proportion."""
    leg = svg.LegTerms(
        label="Ana – Ben",
        figure="0.3",
        terms=(
            svg.Term(label="more", value=0.6, figure="0.600"),
            svg.Term(label="less", value=-0.3, figure="-0.300"),
        ),
    )
    row = svg.Reasons(number="1", label="Ben", below="", figure="score 0.3", legs=(leg,))
    root = check(svg.reasons_svg([row], title="Why"))
    bars = {element.attrib["class"]: element.attrib for element in root.iter(SVG + "rect")}
    plus, minus = bars["nr-plus"], bars["nr-minus"]
    assert float(minus["x"]) + float(minus["width"]) == pytest.approx(float(plus["x"]), abs=0.2)
    assert float(plus["width"]) == pytest.approx(2 * float(minus["width"]), abs=0.2)
    texts = [element.text for element in root.iter(SVG + "text")]
    assert "-0.300" in texts
    assert any("subtract" in (text or "") for text in texts)
    lone = attrs.evolve(row, legs=(attrs.evolve(leg, terms=leg.terms[:1]),))
    assert "subtract" not in svg.reasons_svg([lone], title="Why")


def contrast(colour: str, ground: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it."""
    low, high = sorted((luminance(colour), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def luminance(code: str) -> float:
    """Return how light a colour is, as WCAG 2 defines it."""
    code = code[1:] if len(code) == 7 else "".join(sign * 2 for sign in code[1:])
    parts = [int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours(theme: str) -> dict[str, tuple[str, str]]:
    """The looks of a theme: the colour of the ground and of the line of each."""
    picture = svg.themed(svg.path_svg(["Ana"], []), theme)
    rules = re.findall(r"\.nr-(\w+)\{([^}]*)\}", picture)
    return {
        name: (
            (re.search(r"fill:(#\w+)", rule) or re.search("()", rule))[1],  # type: ignore[index]
            (re.search(r"stroke:(#\w+)", rule) or re.search("()", rule))[1],  # type: ignore[index]
        )
        for name, rule in rules
    }


@pytest.mark.parametrize(("theme", "ground"), [("light", "#fff"), ("dark", "#14181d")])
def test_the_colours_can_be_told_from_the_ground(theme: str, ground: str) -> None:
    """Words have a contrast of at least 4.5 to their ground, a shape or its outline one of 3, in both schemes."""
    looks = colours(theme)
    assert looks["card"][0] == ground
    for name in ("text", "soft"):
        assert contrast(looks[name][0], ground) >= 4.5
    for name in ("0", "1", "2", "3", "plus"):
        assert contrast(looks[name][0], ground) >= 3
    assert contrast(looks["minus"][1], ground) >= 3
    # Numbers in dots.
    assert contrast(looks["on"][0], looks["1"][0]) >= 4.5
    assert contrast(looks["on"][0], looks["2"][0]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_grey_degrees_and_signs_stay_apart(theme: str) -> None:
    """The ramp is ordered in lightness with steps that print shows, and so is what adds and what subtracts."""
    looks = colours(theme)
    ramp = [luminance(looks[name][0]) for name in ("1", "2", "3")]
    assert ramp == sorted(ramp, reverse=theme == "dark")
    for near, far in itertools.pairwise(ramp):
        assert (max(near, far) + 0.05) / (min(near, far) + 0.05) > 1.5
    assert contrast(looks["plus"][0], looks["minus"][0]) > 2


def test_a_picture_follows_the_reader_or_holds_to_a_scheme() -> None:
    """By itself it follows the scheme of a screen and is light in print; a theme has one set of colours only."""
    picture = Picture(svg.path_svg(["Ana", "Ben"], [0.5]))
    assert "@media screen and (prefers-color-scheme:dark)" in picture.svg
    light, dark = picture.themed("light"), picture.themed("dark")
    for themed in (light, dark):
        assert "@media" not in themed.svg
        assert themed.themed("auto") == picture
    assert "#14181d" not in light.svg
    assert "#14181d" in dark.svg
    with pytest.raises(OptionError, match="auto, light, dark"):
        picture.themed("sepia")


def test_a_name_cannot_change_the_colours() -> None:
    """What looks like a style in a name stays a name when the theme changes."""
    name = "<style>.nr-card{fill:red}</style>"
    picture = Picture(svg.path_svg([name, "Ben"], [0.5])).themed("dark")
    assert ElementTree.fromstring(picture.svg).find(SVG + "style") is not None
    assert picture.svg.count("<style>") == 1
    assert "fill:red}<" not in picture.svg


def test_pictures_are_saved_by_their_name(tmp_path: Path) -> None:
    """A name in .png gives a PNG of the right size, other kinds are refused, and SVG is written as text."""
    pytest.importorskip("resvg_py")
    picture = Picture(
        svg.path_svg(["Ana Ruiz", "山田太郎", "محمد حداد"], [0.5, None], captions=["x", "नमस्ते 山田", ""])
    )
    across, down = (int(re.search(rf' {name}="(\d+)"', picture.svg)[1]) for name in ("width", "height"))  # type: ignore[index]
    data = picture.save(tmp_path / "a.PNG", theme="dark", scale=0.5).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == pytest.approx((across / 2, down / 2), abs=1)
    assert picture.to_png(theme="light") != picture.to_png(theme="dark")
    assert picture.to_png(theme="auto") == picture.to_png()
    assert (
        picture.save(tmp_path / "a.svg", theme="dark").read_text(encoding="utf-8")
        == picture.themed("dark").svg
    )
    dark = picture.themed("dark")
    assert dark.save(tmp_path / "a.svg").read_text(encoding="utf-8") == dark.svg
    assert dark.to_png() == picture.to_png(theme="dark") == dark.themed("auto").to_png(theme="dark")
    assert dark.save(tmp_path / "a.png", theme="light", scale=1).read_bytes() == picture.to_png(scale=1)
    with pytest.raises(OptionError, match=r"saved as \.svg or \.png"):
        picture.save(tmp_path / "a.jpg")
    for scale in (0, 9, True):
        with pytest.raises(OptionError, match="scale"):
            picture.to_png(scale=scale)


@settings(deadline=None, max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=2))
def test_any_script_becomes_a_png(names: list[str]) -> None:
    """No name makes the drawing of a PNG fail, whichever scripts it mixes."""
    pytest.importorskip("resvg_py")
    picture = Picture(svg.path_svg(names, [0.5] * (len(names) - 1), captions=names))
    assert picture.to_png(scale=0.2).startswith(b"\x89PNG")


def test_what_is_missing_for_a_png_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the error says what to install; without fonts, too."""
    picture = Picture(svg.path_svg(["Ana"], []))
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtraError, match=r"netreach\[png\]"):
        picture.to_png()

    class Blank:
        """A library on a machine without fonts: every text is drawn as nothing."""

        @staticmethod
        def svg_to_bytes(**_options: object) -> bytes:
            return b"blank"

    monkeypatch.setitem(sys.modules, "resvg_py", Blank)
    with pytest.raises(PictureError, match="fonts-noto"):
        picture.to_png()


@pytest.mark.parametrize("width", [0, 100, 5000, True])
def test_a_width_outside_the_limits_is_refused(width: float) -> None:
    """A picture that nobody could read is an error that names the limits."""
    for draw in (
        lambda: svg.pyramid_svg([], title="x", width=width),
        lambda: svg.path_svg(["Ana"], [], width=width),
        lambda: svg.paths_svg([], title="x", width=width),
        lambda: svg.reasons_svg([], title="x", width=width),
        lambda: svg.bars_svg([], title="x", width=width),
        lambda: svg.cross_svg([], [], {}, title="x", width=width),
    ):
        with pytest.raises(OptionError, match="280 to 2400"):
            draw()


def test_what_does_not_fit_together_is_refused() -> None:
    """Paths of other people, cells outside a table and rows of other lengths are errors."""
    with pytest.raises(OptionError, match="same two ends"):
        svg.paths_svg(
            [svg.Route(people=("a", "b"), strengths=(0.5,)), svg.Route(people=("a", "c"), strengths=(0.5,))],
            title="x",
        )
    one, two = svg.Crossed(counts=(1,), shares=(0.5,)), svg.Crossed(counts=(1, 2), shares=(0.5, 0.5))
    with pytest.raises(OptionError, match="rows and columns"):
        svg.cross_svg(["a"], ["b"], {(0, 1): one}, title="x")
    with pytest.raises(OptionError, match="as many"):
        svg.cross_svg(["a"], ["b", "c"], {(0, 0): one, (0, 1): two}, title="x")
    with pytest.raises(OptionError, match="0 to 1"):
        svg.cross_svg(["a"], ["b"], {(0, 0): attrs.evolve(one, shares=(2.0,))}, title="x")


@pytest.fixture(scope="module")
def network() -> nr.Network:
    """Somebody with two introducers, in a network with companies and places."""
    people = {
        "id": ["ana", "ben", "eva", "kim", "leo"],
        "name": ["Ana Ruiz", "Ben Ortiz", "Eva Lund", "Kim Sato", "Leo Gil"],
        "company": ["Acme", "Acme", "Norte", "Norte", "Lumen"],
        "location": ["Madrid", "Rome", "Rome", "Madrid", "Rome"],
    }
    ties = [("ana", "ben"), ("ana", "kim"), ("ben", "eva"), ("kim", "eva"), ("ben", "kim"), ("eva", "leo")]
    return nr.from_edges(*zip(*ties, strict=True), people=people)


@pytest.fixture(scope="module")
def ego(network: nr.Network) -> nr.Ego:
    """The one with two introducers."""
    return network.ego("ana")


@pytest.fixture(scope="module")
def fewer() -> nr.Network:
    """The same people with fewer ties, as the network was before."""
    ties = [("ana", "ben"), ("kim", "eva"), ("eva", "leo")]
    return nr.from_edges(*zip(*ties, strict=True), people={"id": ["ana", "ben", "eva", "kim", "leo"]})


@pytest.fixture(scope="module")
def twins() -> nr.Network:
    """Two who may be one."""
    people = {"id": [1, 2], "name": ["Ana Ruiz Gil", "Ruiz, Anna"], "company": ["Acme", "ACME S.L."]}
    return nr.from_edges([1], [2], people=people)


@pytest.fixture(scope="module")
def kept(ego: nr.Ego) -> nr.Network:
    """A network with a letter in its log."""
    people = {"id": ["ana", "ben", "eva"], "name": ["Ana Ruiz", "Ben Ortiz", "Eva Lund"]}
    made = nr.from_edges(["ana", "ben"], ["ben", "eva"], people=people)
    made.keep_letters(made.ego("ana").introduce("eva", reason="We build wind parks."))
    return made


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    """What an import did, in which a row could not be used."""
    file = tmp_path_factory.mktemp("tables") / "ties.csv"
    file.write_text("source,target\nAna,Ben\nBen,Eva\nEva,\n", encoding="utf-8")
    return nr.from_edges(["Ana"], ["Ben"]).add(file)


@pytest.mark.parametrize("width", [None, 320, 640, 1280])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_answers_draw_themselves(
    ego: nr.Ego,
    network: nr.Network,
    fewer: nr.Network,
    twins: nr.Network,
    kept: nr.Network,
    report: ImportReport,
    width: int | None,
    language: str,
) -> None:
    """Every picture of an answer has room at every width, in both languages, and names who is in it."""
    found = ego.introducers("eva")
    for answer, named in (
        (ego.pyramid(), "Ana Ruiz"),
        (ego.paths("leo", k=2), "Ben Ortiz"),
        (ego.paths("leo", k=2)[0], "Eva Lund"),
        (found, "Kim Sato"),
        (found[0], found[0].name),
        (ego.introducers("leo"), "Kim Sato"),
        (ego.territory(by="company"), "Norte"),
        (ego.territory(by=["company", "location"]), "Rome"),
        (ego.search(company="norte"), "Ana Ruiz"),
        (ego.doors(company="norte"), "Ben Ortiz"),
        (ego.run(nr.Compass("Norte people", company="norte")), "Norte people"),
        (ego.compare(nr.Compass("Norte", company="norte"), nr.Compass("Rome", location="rome")), "Rome"),
        (ego.best_introducers(["eva", "leo", "ben"]), "Kim Sato"),
        (network.changes(since=fewer, ego="ana"), "1"),
        (network.complete("n", field="company"), "Norte"),
        (twins.candidates(min_score=0), "Anna"),
        (twins.candidates(min_score=0)[0], "Anna"),
        (kept.letters(), "1"),
        (report, "ties.csv"),
    ):
        root = check(answer.plot(language=language, width=width).svg)
        said = " ".join(element.text or "" for element in root.iter(SVG + "text"))
        if width is None or width > 320:
            assert named in said, (repr(answer), said)
        assert answer._repr_svg_() == answer.plot().svg
        assert "<svg" in answer._repr_html_()


def test_reasons_draw_the_terms_that_add_up(ego: nr.Ego) -> None:
    """The picture of a ranking has a bar for each term of each leg that is not nothing, and says how legs combine."""
    found = ego.introducers("eva")
    picture = found.plot()
    bars = [
        element
        for element in check(picture.svg).iter(SVG + "rect")
        if element.attrib["class"] in ("nr-plus", "nr-minus")
    ]
    drawn = [term for introducer in found for leg in introducer.legs for term in leg.terms if term.value]
    assert len(bars) == len(drawn)
    assert len(check(found.plot(limit=1).svg).findall(SVG + "circle")) == 1
    with pytest.raises(OptionError, match="limit"):
        found.plot(limit=0)


def test_every_answer_shows_itself() -> None:
    """What can be printed can be shown in a notebook and given on as data; a repr is short enough for a prompt."""
    found = 0
    for module in pkgutil.iter_modules(netreach.answers.__path__):
        for name, made in vars(importlib.import_module(f"netreach.answers.{module.name}")).items():
            if not isinstance(made, type) or made.__module__ != f"netreach.answers.{module.name}":
                continue
            if made.__str__ is object.__str__ or issubclass(made, Picture):
                continue
            found += 1
            assert hasattr(made, "_repr_html_"), name
            assert hasattr(made, "to_dict") or name == "Facet", name
            assert hasattr(made, "plot") == hasattr(made, "_repr_svg_"), name
    assert found > 20


def answers() -> dict[str, type]:
    """The classes of what the public methods of a network and of an ego return, by name."""
    homes = [importlib.import_module("netreach.introductions.letters")]
    homes += [
        importlib.import_module(f"netreach.answers.{module.name}")
        for module in pkgutil.iter_modules(netreach.answers.__path__)
    ]
    known = {
        name: made
        for home in homes
        for name, made in vars(home).items()
        if isinstance(made, type) and made.__module__ == home.__name__
    }
    returned = {
        str(inspect.signature(made).return_annotation)
        for facade in (nr.Network, nr.Ego)
        for name, made in inspect.getmembers(facade, inspect.isfunction)
        if not name.startswith("_")
    }
    return {name: made for name, made in known.items() if name in returned}


WITHOUT_PICTURE = {
    "FolderCheck": "a list of damaged files",
    "Introduction": "letters",
    "Readmission": "a sentence",
    "Removal": "a sentence",
}


def test_every_answer_has_a_picture() -> None:
    """Whatever a question returns shows itself in a notebook, is data, and draws itself, unless it is text alone."""
    found = answers()
    assert {"Pyramid", "CompassRun", "Changes", "Letters", "ImportReport", "Introduction"} <= set(found)
    assert set(WITHOUT_PICTURE) <= set(found)
    for name, made in found.items():
        assert hasattr(made, "_repr_html_"), name
        assert hasattr(made, "to_dict"), name
        assert ("plot" in dir(made)) == (name not in WITHOUT_PICTURE), name
        assert hasattr(made, "plot") == hasattr(made, "_repr_svg_"), name


def test_small_answers_show_themselves(ego: nr.Ego) -> None:
    """Single records are shown as their text, and nothing in a name acts."""
    network = nr.from_edges(
        [0, 1], [1, 2], people={"id": [0, 1, 2], "name": ["<b>Ana</b>", "Ben\x1b[2J", "Eva"]}
    )
    mine = network.ego("0")
    best = mine.best_introducers(["2"])
    assert repr(best) == "<BestIntroducers: 1 targets of <b>Ana</b>>"
    for answer in (best, mine.search()[0], best[0].target, network.check()):
        shown = answer._repr_html_()
        assert "<b>" not in shown
        assert "\x1b" not in shown
        assert "<pre" in shown
        assert ("<svg" in shown) == (answer is best)
