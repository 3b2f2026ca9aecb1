"""Folding, words, cleaning and company keys."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netreach.text import clean, company_key, fold, searchable, words

LAWS = settings(deadline=None, derandomize=True, database=None, max_examples=300)

# Any text, and texts dense in what is hard: marks of many classes, letters that change length, CJK, controls.
HARD = (
    "aZß İıſŉǅΣςͅͺé\u0301\u0316\u0338\u034f\u0345\u093e\u094d\u093cकगかが\u3099ｶﾞ김ᄀㄱ\u1160\u3164々ー漢㈱™²½ﷺÅ"
    "’ʼ'´·ø+#*_-.()0９🙂\u200d\u200c\ufe0f\u20e3\u202e\u2067\ufeff\u00ad\x00\x1f\x85\u2028\u3000\ud800\ufdd0\u2800\t\r\n"
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from(HARD), max_size=25),
    st.text(st.characters(codec=None), max_size=10),
)

# --- fold --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Director of SALES", "director of sales"),
        ("José Núñez", "jose nunez"),
        ("Jose\u0301", "jose"),
        ("Straße STRASSE", "strasse strasse"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Øyvind Ærø Þór Đorđe Œuvre", "oyvind aero thor dorde oeuvre"),
        ("Işık İnci ILGIN", "isik inci ilgin"),
        ("Ħamrun Ŋ Ŧ", "hamrun n t"),
        ("ΑΘΉΝΑ Οδυσσεύς", "αθηνα οδυσσευσ"),
        ("Сергей Ёлкин", "сергеи елкин"),
        ("أحمد مُحمّد", "احمد محمد"),
        ("שָׁלוֹם", "שלום"),
        ("हिन्दी", "हिन्दी"),
        ("が か ｶﾞ", "が か ガ"),
        ("김철수", "김철수"),
        (unicodedata.normalize("NFD", "김철수"), "김철수"),
        ("𝐉𝐨𝐡𝐧 ℌ ﬁ ①", "john h fi 1"),
        ("ᴊᴏʜɴ", "john"),
        ("Acme™", "acme "),
        ("Oʼbrien", "o'brien"),
        ("می‌خواهم", "میخواهم"),
    ],
)
def test_fold_examples(text: str, folded: str) -> None:
    """Texts of many scripts fold to the form that readers take for the same."""
    assert fold(text) == folded


@LAWS
@given(TEXTS)
@example("ℌ\u0345")
@example("\u1100\u200d\u1161")
def test_fold_is_idempotent(text: str) -> None:
    """Folding a folded text changes nothing."""
    assert fold(fold(text)) == fold(text)


def test_fold_of_every_character_is_idempotent() -> None:
    """No character of the blocks that have decompositions, alone or inside a word, is changed by a second folding."""
    for start, end in (
        (0x80, 0x3400),
        (0xA000, 0xAC00),
        (0xF900, 0x10000),
        (0x1D400, 0x1D800),
        (0x1F100, 0x1F200),
    ):
        for code in range(start, end):
            once = fold(f"a{chr(code)}か{chr(code)}")
            assert fold(once) == once, hex(code)


def _has_iota_subscript(text: str) -> bool:
    """Tell whether a text holds the one mark that folds to a letter: its place among other marks is not fixed."""
    return "\u0345" in unicodedata.normalize("NFKD", text)


@LAWS
@given(TEXTS)
def test_fold_does_not_depend_on_normal_form_or_case(text: str) -> None:
    """Canonically equivalent texts, and texts that differ in case only, fold alike."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)
    if not _has_iota_subscript(text):
        assert fold(text.casefold()) == fold(text)


def _bare(text: str) -> str:
    """Strip case and marks by Unicode's table of decompositions alone: an oracle that shares no code with `fold`."""
    result = ""
    for character in text.casefold():
        parts = [part for part in unicodedata.decomposition(character).split() if not part.startswith("<")]
        if parts:
            result += _bare("".join(chr(int(part, 16)) for part in parts))
        elif unicodedata.category(character) != "Mn":
            result += character
    return result


ALPHABETS = {
    "Latin": (
        (0xC0, 0x24F),
        (0x250, 0x2AF),
        (0x1D00, 0x1DBF),
        (0x1E00, 0x1EFF),
        (0x2C60, 0x2C7F),
        (0xA720, 0xA7FF),
    ),
    "more Latin": ((0xAB30, 0xAB6F), (0xFB00, 0xFB06)),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Cyrillic": ((0x400, 0x52F), (0x1C80, 0x1C8F), (0xA640, 0xA69F)),
}

# Every letter for which `fold` differs from the oracle, with what it becomes.
BEYOND_UNICODE = {
    letter: plain
    for plain, letters in {
        "a": "əⱥᴀ",
        "b": "ƀƃɓʙ",
        "c": "ƈȼᴄ",
        "d": "ðđƌȡɖɗᴅ",
        "e": "ǝɇɛᴇ",
        "f": "ƒꜰ",
        "g": "ǥɠɡɣɢ",
        "h": "ħʜ",
        "i": "ıɨɩɪ",
        "j": "ȷɉᴊ",
        "k": "ĸƙᴋ",
        "l": "łƚȴɫⱡʟ",
        "m": "ᴍ",
        "n": "ŋƞȵɲɴ",
        "o": "øɔɵᴏ",
        "p": "ƥᵽᴘ",
        "q": "ɋ",
        "r": "ɍɽʀ",
        "s": "ʃꜱ",
        "t": "ŧƫƭȶʈⱦᴛ",
        "u": "ʉʊᴜ",
        "v": "ʋᴠ",
        "w": "ƿᴡ",
        "y": "ƴȝɏʏ",
        "z": "ƶȥʒᴢ",
        "ae": "æ",
        "gh": "ƣ",
        "hv": "ƕ",
        "oe": "œ",
        "ou": "ȣ",
        "th": "þ",
        "'": "ʼʹʾꞌ",
    }.items()
    for letter in letters
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_fold_equals_the_oracle_but_for_listed_letters(alphabet: str) -> None:
    """Every letter of an alphabet folds as Unicode's decompositions say, but for the letters listed here."""
    for first, last in ALPHABETS[alphabet]:
        for letter in map(chr, range(first, last + 1)):
            if unicodedata.category(letter).startswith("L"):
                expected = "".join(BEYOND_UNICODE.get(part, part) for part in _bare(letter))
                assert fold(letter) == expected, (letter, hex(ord(letter)))


def test_every_listed_letter_is_a_difference() -> None:
    """The list of differences from the oracle holds nothing that does not differ."""
    assert all(_bare(letter) == letter and fold(letter) == plain for letter, plain in BEYOND_UNICODE.items())


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  ", ()),
        ("🎉 -- %", ()),
        ("Co-founder & CEO", ("co", "founder", "ceo")),
        ("O'Brien, O’Brien, Oʼbrien, O´Brien", ("o", "brien") * 4),
        ("R&D", ("r", "d")),
        ("C++, C#/F#; C++17", ("c++", "c#", "f#", "c++", "17")),
        ("room#3 #OpenToWork c##", ("room", "3", "opentowork", "c#")),
        ("snake_case", ("snake", "case")),
        ("東京都 Tower", ("東", "京", "都", "tower")),
        ("C#開発", ("c#", "開", "発")),
        ("ソニー・かな", ("ソ", "ニ", "ー", "か", "な")),
        ("김철수", ("김", "철", "수")),
        ("हिन्दी भाषा", ("हिन्दी", "भाषा")),
        ("1️⃣ step", ("1", "step")),
        ("Acme™ Ltd", ("acme", "ltd")),
        ("1º Mª", ("1o", "ma")),
    ],
)
def test_words_examples(text: str, expected: tuple[str, ...]) -> None:
    """Words are runs of letters and digits, with `++` and `#`, and single signs of Chinese, Japanese and Korean."""
    assert words(text) == expected


@LAWS
@given(TEXTS)
def test_words_of_words_are_the_same(text: str) -> None:
    """Words joined by blanks have the same words, so that a query's phrase can be compared as text."""
    found = words(text)
    assert words(" ".join(found)) == found
    assert words(fold(text)) == found
    assert not any(any(character.isspace() for character in word) for word in found)


@LAWS
@given(TEXTS)
def test_searchable_holds_each_of_its_phrases(text: str) -> None:
    """Every run of words of a text, with blanks around it, is a substring of its searchable form."""
    found = words(text)
    whole = searchable(text)
    assert (whole == "") == (not found)
    for start in range(len(found)):
        assert f" {' '.join(found[start : start + 3])} " in whole


def test_searchable_of_nothing_is_empty() -> None:
    """A missing text and a text without a word hold no word, not even an empty one."""
    assert searchable("") == searchable(None) == searchable("–") == ""


# --- clean -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        (" Ana \t Ruiz\r\n", "Ana Ruiz"),
        ("Ana\u00a0\u2009Ruiz\u2028", "Ana Ruiz"),
        ("A\x00n\x1ba\x7f\x9b", "Ana"),
        ("\ufeffAna", "Ana"),
        ("\u202eziuR\u202c \u2066x\u2069\u200e\u200f\u061c", "ziuR x"),
        ("Ana\ud800\udfff", "Ana"),
        ("Zo\u0065\u0308", "Zoë"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩\u200d💻 dev", "👩\u200d💻 dev"),
        ("\u200dAna\u200c \u200d Ruiz\u200d", "Ana Ruiz"),
        ("\u3164\u2800", ""),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("\U000e0041hidden\U000e007f", "hidden"),
        ("\ufffe\ufdd0x", "x"),
        ("<b>[red]=1+1", "<b>[red]=1+1"),
        ("", ""),
    ],
)
def test_clean_examples(text: str, cleaned: str) -> None:
    """Controls and invisible characters go, white space becomes one blank, letters and signs stay."""
    assert clean(text) == cleaned


@LAWS
@given(TEXTS, st.integers(1, 30))
def test_clean_is_idempotent_and_printable(text: str, limit: int) -> None:
    """A cleaned text is within its limit, NFC, without controls or invisible signs, and clean."""
    cleaned = clean(text, limit=limit)
    assert clean(cleaned, limit=limit) == cleaned
    assert len(cleaned) <= limit
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    for character in cleaned:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.category(character) != "Cf" or character in "\u200c\u200d"
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@LAWS
@given(st.text(st.sampled_from(HARD), max_size=25))
def test_clean_keeps_the_words(text: str) -> None:
    """Cleaning does not change what finds a text, unless what it removes stood within a word."""
    removed = any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in text)
    if not removed and not _has_iota_subscript(text):
        assert words(clean(text)) == words(text) or any(sign in text for sign in "\u3164\u2800")


def test_clean_cuts_long_texts() -> None:
    """A cell of ten million characters, or a pile of combining marks, costs no more than its limit allows."""
    assert clean("x" * 10_000_000) == "x" * 1000
    assert len(clean("a" + "\u0301\u0316" * 500_000)) == 1000
    assert clean("ab cd", limit=3) == "ab"


# --- companies ---------------------------------------------------------------------------------------------------

SPELLINGS = {
    "acme": """
        Acme|ACME|Acme Inc|Acme, Inc.|acme incorporated|Acme Corp.|Acme Corporation|Acme Co.|Acme Co., Ltd.|Acme LLC
        |Acme Ltd|Acme Limited|The Acme Company|Acme Pty Ltd|Acme Private Limited|Acme plc|ACME GmbH|Acme AG
        |Acme GmbH & Co. KG|Acme UG|Acme, S.L.|Acme SL|Acme S. L.|Acme, S.L.U.|Acme SLU|Acme S.A.U.|ACME, S.A.
        |Acme S A
        |Acme S.A. de C.V.|Acme S. de R.L. de C.V.|Acme SAS|Acme SARL|Acme S.à r.l.|Acme S.r.l.|Acme S.p.A.|Acme BV
        |Acme B.V.|Acme N.V.|Acme Oy|Acme AB|Acme A/S|Acme ApS|Acme AS|Acme ASA|Acme K.K.|Acme Lda|Acme Ltda.|Acme S/A
        |Acme Sp. z o.o.|Acme Sp. z o. o.|Acme sp. z o.o|ACME SPÓŁKA Z OGRANICZONĄ ODPOWIEDZIALNOŚCIĄ|Acme s.r.o.
        |Acme, spol. s r.o.|Acme d.o.o.|Acme OÜ|UAB Acme|PT Acme Tbk|PT. Acme|Acme JSC|Acme (Spain) Ltd.
        |Acme Ltd (AWS)|Acme™|Acme®|"Acme"|Acme A.Ş.|Acme Ltd. Şti.|株式会社Acme|Acme 株式会社|㈱Acme
        |(株)Acme|Acme有限公司        |Acme y Cía.|Acme and Company|Acme & Co|Acme und Co. KG""",
    "co op": "Co-op|CO-OP Ltd|The Co-op",
    "mckinsey": "McKinsey & Company|McKinsey|McKinsey and Company|McKinsey & Co.",
    "coca cola": "The Coca-Cola Company|Coca-Cola|Coca Cola Co.",
    "jp morgan": "J.P. Morgan|JP Morgan|J P Morgan|J.P.Morgan",
    "loreal": "L'Oréal|L’Oréal S.A.|Loreal",
    "acme group": "Acme Group|ACME Group Ltd",
    "acme holding": "Acme Holding|Acme Holding AG",
    "ромашка": "ООО «Ромашка»|Ромашка ООО",
    "삼 성": "삼성|(주)삼성|삼성 주식회사",
    "sa": "S.A.|SA|S A",
    "the": "The|the",
    "limited": "Limited|The Limited",
    "company": "The Company",
    "inc": "Inc|Inc.|Inc. Inc.",
    "aws": "AWS|(AWS)|(AWS",
    "株 式 会 社": "株式会社",
    "isc 2": "(ISC)²",
    "24 7 ai": "[24]7.ai",
    "plan e": "Plan E Ltd",
    "as roma": "AS Roma",
    "": "|---|🎉|()",
}


@pytest.mark.parametrize("key", SPELLINGS)
def test_company_spellings_meet(key: str) -> None:
    """Spellings of one company have one key, and a name with a word never has an empty one."""
    assert {spelling.strip(): company_key(spelling) for spelling in SPELLINGS[key].split("|")} == {
        spelling.strip(): key for spelling in SPELLINGS[key].split("|")
    }


@LAWS
@given(
    st.lists(
        st.sampled_from(
            re.split(
                " ",
                "acme Co. & S.A. s.l.u. s a u the The PT (x) ( [y] GmbH KG and y ltd 株式会社 株 z o.o. Sp. ' ™ é",
            )
        ),
        max_size=8,
    ).map(" ".join)
    | TEXTS
)
def test_company_key_laws(name: str) -> None:
    """A company key is stable, made of words, blind to case, and empty only for names without a word."""
    key = company_key(name)
    assert company_key(key) == key
    assert " ".join(words(key)) == key
    assert _has_iota_subscript(name) or company_key(name.casefold()) == key
    assert bool(key) == bool(words(name))


# --- the module --------------------------------------------------------------------------------------------------


def test_import_is_light() -> None:
    """Importing the module loads nothing but the standard library."""
    script = "import sys, netreach.text; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"numpy", "pyarrow", "duckdb", "igraph", "rich", "attrs", "attr", "typer"}


def test_and_between_words_is_an_ampersand() -> None:
    """`&` and the words for it give one key; at an edge, or as an initial, they stay."""
    for spellings in (
        ("Okafor & Daughters", "Okafor and Daughters", "OKAFOR AND DAUGHTERS LTD"),
        ("Ruiz & Hijos S.L.", "Ruiz y Hijos"),
        ("Lund & Söhne GmbH", "Lund und Söhne"),
        ("Marchand & Fils", "Marchand et Fils"),
    ):
        assert len({company_key(spelling) for spelling in spellings}) == 1
    assert company_key("Y Combinator") == "y combinator"
    assert company_key("Plan Y Ltd") == "plan y"
    assert company_key("J Y Z Works") == "jyz works"
