"""What netreach takes two texts to have in common: folding, words, cleaning, and keys of companies.

One function decides which spellings are one, `fold`, and one which signs make a word, `words`; import, index,
query and stored columns all go through them, so that a search finds what was imported. Nothing here is ever done
by a database: its ideas of accents differ (many leave `ø ł đ ß` as they are).

The module imports the standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

# --- folding -----------------------------------------------------------------------------------------------------

_LETTERS: dict[int, str] = {
    ord(letter): plain
    for plain, letters in {
        # Letters with a stroke, bar, hook or tail, for which Unicode has no decomposition, in the alphabets of
        # Europe, Africa and the Caucasus; each row ends with the small capital that people decorate names with.
        "a": "ⱥəᴀ",  # The schwa as Azerbaijanis write their names in English: Əliyev is Aliyev.
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
        # Apostrophes that Unicode counts as letters: O'Brien has two words whichever of them is typed.
        "'": "\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02ee\ua78c",
    }.items()
    for letter in letters
}

_LATIN_MARKS = re.compile("[\u0300-\u036f]+")

_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5")
"""Letters and signs that show nothing; U+3164 and U+FFA0 become U+1160 under NFKD."""


def fold(text: str) -> str:
    """Return the text without case and accents, the form in which texts are compared.

    NFKD, case folding, then the accents go: marks that writers leave out or that only change the look of a
    letter (Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs and hamza, nukta). Signs
    that spell a sound of their own stay: the voicing marks of kana, viramas, the vowels of Thai or Tibetan. Letters
    that Unicode does not decompose come from a table (`ø ł đ ð þ æ œ ı ...`), invisible characters go, and
    hangul and kana are put together again (NFC), so that one sign is one character.

    Folding is idempotent. German umlauts lose their dots (`ä` is `a`, not `ae`).

    Args:
        text: Any text. Unbounded text should be cut before: NFKD is quadratic in a run of combining marks.

    >>> fold("Łukasz Müller-Straße"), fold("Çağrı IŞIK"), fold("Σίσυφος")
    ('lukasz muller-strasse', 'cagri isik', 'σισυφοσ')
    """
    if text.isascii():
        return text.lower()
    # NFKD would spell the marks out and glue them to the word before: Acme™ is acme, not acmetm.
    text = text.replace("™", " ").replace("℠", " ")
    # NFKD comes first: only then have compatibility letters (ℌ, 𝐉) a case, and equivalent texts one order of marks.
    text = unicodedata.normalize("NFKD", text).casefold()
    text = _LATIN_MARKS.sub("", text)
    if text.isascii():
        return text
    text = text.translate(_LETTERS)
    if text.isascii():
        return text
    gone = {ord(character): None for character in set(text) if _is_folded_away(character)}
    if gone:
        text = text.translate(gone)
    return unicodedata.normalize("NFC", text)


# Texts are long and alphabets are short: what was found out of a sign is kept.
@lru_cache(maxsize=8192)
def _is_folded_away(character: str) -> bool:
    if character.isascii():
        return False
    kind = unicodedata.category(character)
    if kind in ("Cf", "Me") or character in _INVISIBLE_LETTERS or _is_variation_selector(character):
        return True
    # Combining classes: 1 overlays, 7 nukta, 10-36 Hebrew, Arabic and Syriac points, 200 and up accents;
    # 8 is the voicing of kana, 9 viramas, 84-132 the vowels and tones of Telugu, Thai, Lao and Tibetan.
    mark = unicodedata.combining(character)
    return mark in (1, 7) or 10 <= mark <= 36 or mark >= 200


def _is_variation_selector(character: str) -> bool:
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or character in "\u180b\u180c\u180d\u180f"
    )


# --- words -------------------------------------------------------------------------------------------------------

_SIGN_RANGES = (
    ("\u1100", "\u11ff"),  # hangul letters
    ("\u3005", "\u3007"),
    ("\u3021", "\u3029"),
    ("\u3031", "\u3035"),
    ("\u3041", "\u30ff"),  # kana
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u9fff"),  # Han
    ("\ua960", "\ua97f"),
    ("\uac00", "\ud7ff"),  # hangul
    ("\uf900", "\ufaff"),
    ("\U0001aff0", "\U0001b16f"),
    ("\U00020000", "\U000323af"),
)
"""Han, kana and hangul: written without blanks between words, so that every sign is a word."""

_ASCII_WORD = re.compile(r"[a-z0-9]+(?:\+\+|#(?![a-z0-9]))?")
_WORD = re.compile(r"[^ +#]+(?:\+\+|#(?![^ +#]))?")


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text: runs of letters and digits, everything else parts them.

    `++` and `#` at the end of a word belong to it (`c++`, `c#`; not in `room#3`). Each Han, kana or hangul sign is
    a word, so that a phrase finds any part of such a text.

    >>> words("Co-founder, R&D (C++/C#)")
    ('co', 'founder', 'r', 'd', 'c++', 'c#')
    >>> words("東京 Tower")
    ('東', '京', 'tower')
    """
    text = fold(text)
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text))
    return _words_of(text.translate(_parting(text)))


def words_of_each(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the words of many texts: they are folded together, which takes a fraction of the time.

    >>> words_of_each(["Łódź, Polska", "C++"])
    [('lodz', 'polska'), ('c++',)]
    """
    if not texts:
        return []
    text = fold("\n".join(text.replace("\n", " ") for text in texts))
    if text.isascii():
        return [tuple(_ASCII_WORD.findall(line)) for line in text.split("\n")]
    return [_words_of(line) for line in text.translate({**_parting(text), ord("\n"): "\n"}).split("\n")]


def _parting(text: str) -> dict[int, str]:
    """Return what becomes of the characters of a folded text, so that blanks part its words."""
    return {ord(sign): parted for sign in set(text) if (parted := _parted(sign)) != sign}


def _words_of(parted: str) -> tuple[str, ...]:
    found: list[str] = _WORD.findall(parted)
    return tuple(word for word in found if word[0].isalnum() or any(map(str.isalnum, word)))


@lru_cache(maxsize=8192)
def _parted(character: str) -> str:
    """Return a character of a folded text, with blanks where it parts words."""
    if character.isalnum():
        return f" {character} " if _is_sign(character) else character
    # The vowel signs of Indic scripts are marks: they are no letters, but they part nothing.
    return character if character in "+#" or unicodedata.category(character)[0] == "M" else " "


def _is_sign(character: str) -> bool:
    return character >= "\u1100" and any(first <= character <= last for first, last in _SIGN_RANGES)


def searchable(text: str | None) -> str:
    """Return the words of a text joined by blanks, with a blank on both ends; `""` where there are none.

    A word or phrase is in the text exactly when it, with blanks around it, is a substring of this.

    >>> searchable("Director de Márketing")
    ' director de marketing '
    >>> searchable(None)
    ''
    """
    found = words(text) if text else ()
    return f" {' '.join(found)} " if found else ""


# --- cleaning ----------------------------------------------------------------------------------------------------

_JOINERS = "\u200c\u200d"
_BLANK_LETTERS = frozenset("\u2800\u3164\uffa0")
"""Characters that are no white space for Unicode, but show as a blank (and are used to fake empty names)."""


def clean(text: str, *, limit: int = 1000) -> str:
    r"""Return a short text (a name, a title, a company) as it may be stored and shown.

    Controls, bidirectional marks, lone surrogates, byte order marks and other invisible characters go; the
    zero-width joiner and non-joiner stay inside a word, since Persian, Indic scripts and emoji need them. Line
    ends and runs of white space become one blank. The result is NFC and never longer than `limit`.

    Args:
        text: Any text, however long.
        limit: The greatest number of characters of the result.

    >>> clean("  Ana\tMari\u0301a\u202e\x00 \r\n Ruiz ")
    'Ana María Ruiz'
    """
    if len(text) <= limit and text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        if text.isascii():
            return text
        if (
            unicodedata.is_normalized("NFC", text)
            and _BLANK_LETTERS.isdisjoint(text)
            and "\u034f" not in text
        ):
            return text
    changed = {ord(character): _cleaned(character) for character in set(text) if _is_suspect(character)}
    if changed:
        text = text.translate(changed)
    text = " ".join(part for part in (part.strip(_JOINERS) for part in text.split()) if part)
    # Cut before NFC too: it is quadratic in a run of combining marks.
    text = unicodedata.normalize("NFC", text[: 4 * limit])[:limit]
    return text.rstrip(" " + _JOINERS)


def _is_suspect(character: str) -> bool:
    return not character.isprintable() or character in _BLANK_LETTERS or character == "\u034f"


def _cleaned(character: str) -> str | None:
    """Return what a suspect character becomes: itself, a blank, or nothing."""
    if character.isspace() or character in _BLANK_LETTERS:
        return " "
    if character in _JOINERS:
        return character
    kind = unicodedata.category(character)
    # Private and unassigned characters stay: the latter may be letters of a later Unicode.
    if kind == "Co" or (kind == "Cn" and not _is_noncharacter(ord(character))):
        return character
    return None


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


# --- companies ---------------------------------------------------------------------------------------------------

_LEGAL_WORDS = frozenset(
    words("""
    inc incorporated corp corporation co company llc llp lllp pllc lp ltd limited plc pty pte pvt dac cic
    gmbh ggmbh mbh ag kg kgaa ohg ug gbr aktiengesellschaft ab hb as asa aps oy oyj ou uab sia nv bv bvba sprl
    sa sas sasu sarl eurl snc scs sca selarl sl slu sll slne sau srl srls spa sapa sapi scrl se
    lda ltda eireli cia cie ltee sro zrt kft nyrt doo ood eood ead spzoo spj tbk bhd sdn
    kk gk yk wll saog fze fzco fzc llz jsc pjsc ojsc cjsc ooo oao zao pao tov
    ооо оао зао пао ао тоо тов αε επε ικε
    """)
)
"""Legal forms as single words, folded, without dots."""

_LEGAL_PHRASES: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(words(phrase))
            for phrase in (
                "sp z o o",
                "sp z oo",
                "sp zoo",
                "spolka z ograniczona odpowiedzialnoscia",
                "spolka akcyjna",
                "spol s r o",
                "spol s ro",
                "spol sro",
                "sa de cv",
                "sab de cv",
                "sapi de cv",
                "s de rl de cv",
                "s de r l de c v",
                "sa de c v",
                "s de rl",
                "sa rl",
                "s coop",
                "private limited",
                "public limited company",
                "limited liability company",
                "limited liability partnership",
                "gesellschaft mit beschrankter haftung",
                "sociedad anonima",
                "sociedad limitada",
                "societe anonyme",
                "societa per azioni",
                "sociedade anonima",
                "free zone company",
                "ltd sti",
                'בע"מ',
                "株式会社",
                "有限会社",
                "合同会社",
                "株式會社",
                "주식회사",
                "유한회사",
                "股份有限公司",
                "有限责任公司",
                "有限公司",
            )
        ),
        key=len,
        reverse=True,
    )
)
"""Legal forms of several words, longest first."""

_ENDINGS = frozenset(_LEGAL_PHRASES)
_PHRASE_SIZES = tuple(sorted({len(phrase) for phrase in _LEGAL_PHRASES}, reverse=True))
_LEADING_PHRASES = tuple(phrase for phrase in _LEGAL_PHRASES if phrase[0] in "株有合주유")
_LEADING_WORDS = frozenset(words("the pt uab sia ooo oao zao pao ооо оао зао пао"))
"""What may stand before a name; forms that are also common first words (as, ab, sa) are not among them."""

_PARTNERS = frozenset(words("co company cia cie"))
_AND = frozenset(words("and y e und et och og"))
"""`McKinsey and Company`, `García y Cía`: the word between goes with the ending."""

_BETWEEN = frozenset(words("and y und et"))
"""What people write for `&`; an `e` or `o` between two words is too often a name of its own."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`′"))
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){1,7}[^\W\d_](?![^\W_])\.?")
_BRACKETED = re.compile(r"\([^()]*\)(?![^\W_])|\[[^\[\]]*\](?![^\W_])|\((?:株|有|合|同|주|유)\)")


def company_key(name: str) -> str:
    """Return the key under which spellings of one company meet.

    The folded words of the name without legal forms at its end or, for some, at its beginning, without a leading
    `the`, without `and` or `&` between words, and without what stands in brackets; dotted abbreviations are
    joined, apostrophes close up. A name never loses its last word, so the key is empty only when the name has no
    word at all. `Group` and `Holding` stay: they often tell companies apart. The key groups and counts; it is not
    for show.

    >>> [company_key(name) for name in ("Acme, S.L.U.", "ACME (Spain) Ltd.", "The Acme Company")]
    ['acme', 'acme', 'acme']
    >>> [company_key(name) for name in ("Okafor & Daughters", "Okafor and Daughters")]
    ['okafor daughters', 'okafor daughters']
    >>> [company_key(name) for name in ("Co-op", "S.A.", "The", "Acme Group")]
    ['co op', 'sa', 'the', 'acme group']
    """
    text = joined_abbreviations(name)
    found = words(text)
    if "(" in text or "[" in text:
        found = words(_BRACKETED.sub(" ", _BRACKETED.sub(" ", text))) or found
    if len(found) > 1:
        found = _without_ending(_without_and(_without_beginning(found)))
    return " ".join(_spelled_together(found))


def joined_abbreviations(text: str) -> str:
    r"""Return a folded text in which dotted abbreviations are one word and apostrophes close up.

    Of several texts with line ends between them each is changed as it would be by itself.

    >>> joined_abbreviations("O'Neill S.L.\nJ.P. Morgan")
    'oneill sl \njp  morgan'
    """
    # Folding makes a blank of an acute accent that stands for an apostrophe.
    text = fold(text.replace("´", "'")).translate(_APOSTROPHES)
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)
    return text


class CompanyWords:
    """Words that do not count in the name of a company, for whoever looks at very many names.

    Attributes:
        LEADING: Those that do not count at the beginning.
        LEGAL: Those that do not count at the end.
        BETWEEN: Those that stand for `&`.
        BEFORE_LAST, LAST: The last two of the forms of several words.
    """

    LEADING: Final = _LEADING_WORDS
    LEGAL: Final = _LEGAL_WORDS
    BETWEEN: Final = _BETWEEN | _AND
    BEFORE_LAST: Final = frozenset(phrase[-2] for phrase in _LEGAL_PHRASES)
    LAST: Final = frozenset(phrase[-1] for phrase in _LEGAL_PHRASES)


def _without_beginning(found: tuple[str, ...]) -> tuple[str, ...]:
    while size := _beginning(found):
        found = found[size:]
    return found


def _without_and(found: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out `and` between two words, as `&` is left out; a letter between letters may be an initial."""
    inner = enumerate(found[1:-1], start=1)
    gone = {
        place
        for place, word in inner
        if word in _BETWEEN
        and (len(word) > 1 or (len(found[place - 1]) > 1 and len(found[place + 1]) > 1))
        and found[place + 1] not in _LEGAL_WORDS
    }
    return tuple(word for place, word in enumerate(found) if place not in gone)


def _without_ending(found: tuple[str, ...]) -> tuple[str, ...]:
    end = len(found)
    while size := _ending(found[:end]):
        partner = found[end - 1] in _PARTNERS
        end -= size
        if partner and end > 1 and found[end - 1] in _AND:
            end -= 1
    return found[:end]


def _beginning(found: tuple[str, ...]) -> int:
    """Return how many words at the beginning do not count; 0 when none, or when no word would be left."""
    if found[0] in _LEADING_WORDS:
        return int(len(found) > 1)
    for phrase in _LEADING_PHRASES:
        if len(found) > len(phrase) and found[: len(phrase)] == phrase:
            return len(phrase)
    return 0


def _ending(found: tuple[str, ...]) -> int:
    """Return how many words at the end are a legal form; 0 when none, or when no word would be left."""
    for size in _PHRASE_SIZES:
        if len(found) > size and found[-size:] in _ENDINGS:
            return size
    # Spelled with blanks: `Acme S. L. U.`; four letters are the longest of them.
    for size in range(min(4, len(found) - 1), 0, -1):
        tail = found[-size:]
        if (size == 1 or all(len(word) == 1 for word in tail)) and "".join(tail) in _LEGAL_WORDS:
            return size
    return 0


def _spelled_together(found: tuple[str, ...]) -> list[str]:
    """Join neighbouring single letters: `J P Morgan` and `J.P. Morgan` are both `jp morgan`."""
    joined: list[str] = []
    open_run = False
    for word in found:
        single = len(word) == 1 and word.isalpha() and not _is_sign(word)
        if single and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = single
    return joined
