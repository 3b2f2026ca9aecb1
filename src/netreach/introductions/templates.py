"""The wording of introductions: plain text files, a folder for each language, a file for each tone.

The built-in ones are in English and Spanish; who wants others writes these out (`write_templates`), changes them and
names the folder. A file says what it is at its top. Words in braces are filled in once, from a fixed list, by nothing
but replacement: a template runs no code and reaches no attribute, and braces in what is filled in stay braces.

The texts say nothing that the target may not read, since an introducer may forward the whole message. They avoid
words that depend on anybody's gender, and in Spanish the conjunction before a name ("y Inés" would be wrong).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from netreach.errors import OptionError, TemplateError
from netreach.render.words import LANGUAGES

TONES: Final = ("warm", "plain", "formal")
"""The built-in tones. In Spanish `formal` says usted, the others say tú."""

LENGTHS: Final = ("short", "usual")

_LARGEST: Final = 100_000
_SAFE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEAD: Final = re.compile(r"\[([^\[\]]+)\]\s*")
_BRACE: Final = re.compile(r"\{\{|\}\}|\{([a-z_]+)\}|[{}]")

_PEOPLE: Final = ("ego", "ego_first", "ego_job", "to", "to_first", "next", "next_first", "next_job")
_ALL: Final = (*_PEOPLE, "target", "target_job", "introducer")
_LATER: Final = (*_ALL, "before", "before_name")
_LETTER: Final = (*_LATER, "reason")

SECTIONS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "employed": (("title", "company"), ("title", "company")),
        "from company": (("company",), ("company",)),
        "subject": (_ALL, ()),
        "opening": (_ALL, ()),
        "opening later": (_LATER, ()),
        "ask": (_ALL, ()),
        "ask later": (_LATER, ()),
        "ask step": (_ALL, ()),
        "ask step later": (_LATER, ()),
        "request": ((*_LETTER, "opening", "ask"), ("reason", "ask")),
        "request short": ((*_LETTER, "opening", "ask"), ("reason", "ask")),
        "note subject": (_ALL, ()),
        "note": (_LETTER, ("reason", "ego")),
        "note short": (_LETTER, ("reason", "ego")),
        "note step": (_LETTER, ("reason", "ego")),
        "note step short": (_LETTER, ("reason", "ego")),
    }
)
"""The texts of a file: the words in braces that each may hold, and those that it must."""


@attrs.frozen(kw_only=True)
class Wording:
    """The texts of one language and tone.

    Attributes:
        texts: By section.
    """

    texts: Mapping[str, str] = attrs.field(repr=False)

    def fill(self, section: str, values: Mapping[str, str]) -> str:
        """Return a text with its words in braces filled in, once: braces in what is filled in stay as they are.

        A full stop after "Lumen S.L." would be the second, and is left out.
        """
        text = self.texts[section]

        def filled(match: re.Match[str]) -> str:
            if not match[1]:
                return match[0][0]
            value = values[match[1]]
            return value.rstrip(".") if text[match.end() : match.end() + 1] == "." else value

        return _BRACE.sub(filled, text)

    def named(self, section: str) -> tuple[str, ...]:
        """Return which words in braces a text holds."""
        return tuple(dict.fromkeys(match[1] for match in _BRACE.finditer(self.texts[section]) if match[1]))


def wording(language: str, tone: str = "warm", *, templates: Path | None = None) -> Wording:
    """Return the texts of a language and tone.

    Args:
        language: `"en"` or `"es"`.
        tone: A built-in one, or the name of a file in the folder.
        templates: A folder with files such as `en/warm.txt`; the built-in ones where not given.

    Raises:
        OptionError: When there is no such tone.
        TemplateError: When the file is missing or cannot be used; the message names the line.
    """
    if templates is None:
        if tone not in TONES:
            raise OptionError(
                f"tone is {tone!r}: choose from {', '.join(TONES)}, or name a folder of templates."
            )
        return _built_in(language, tone)
    if not _SAFE.fullmatch(tone):
        raise OptionError(f"tone is {tone!r}: the name of a file has small letters, digits, - and _.")
    path = Path(templates) / language / f"{tone}.txt"
    try:
        if path.stat().st_size > _LARGEST:
            raise TemplateError(f"{path} is larger than {_LARGEST:,} bytes, and no template of a letter.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(
            f"{path} is not UTF-8 ({error.reason} at byte {error.start}): save it as UTF-8."
        ) from error
    except OSError as error:
        raise TemplateError(
            f"{path} cannot be read ({error.strerror or error}). `netreach letters templates FOLDER` writes "
            "the built-in files as a start."
        ) from error
    return parse(text, str(path))


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write the built-in files into a folder as a start for one's own; existing files are never replaced.

    Raises:
        OptionError: When one of the files is there already.
    """
    files = {
        Path(folder) / language / f"{tone}.txt": _text(language, tone)
        for language in LANGUAGES
        for tone in TONES
    }
    for path in files:
        if path.exists():
            raise OptionError(f"{path} is there already, and nothing was written. Name a new folder.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    return tuple(files)


def parse(text: str, file: str) -> Wording:
    r"""Read a file of texts.

    Args:
        text: Its content.
        file: What to call it in messages.

    Raises:
        TemplateError: When a text is missing, doubled or unknown, or a word in braces is; with the line.

    >>> parse("[subject]\nHi {nxt}", "a.txt")
    Traceback (most recent call last):
    netreach.errors.TemplateError: a.txt, line 2: {nxt} is nothing that can be filled in here. Did you mean {next}?
    """
    lines: dict[str, tuple[int, list[str]]] = {}
    section = ""
    for number, line in enumerate(re.split("\r\n|\r|\n", text), start=1):
        if line.startswith("#"):
            continue
        head = _HEAD.fullmatch(line)
        if head:
            section = " ".join(head[1].split())
            if section not in SECTIONS:
                raise TemplateError(
                    f"{file}, line {number}: there is no text [{section}]. The texts are: {', '.join(SECTIONS)}."
                )
            if section in lines:
                raise TemplateError(
                    f"{file}, line {number}: [{section}] is there twice; line {lines[section][0]}."
                )
            lines[section] = (number, [])
        elif section:
            _check_braces(line, section, f"{file}, line {number}")
            lines[section][1].append(line.rstrip())
        elif line.strip():
            raise TemplateError(
                f"{file}, line {number}: this stands before the first text, such as [subject]."
            )
    missing = [name for name in SECTIONS if name not in lines]
    if missing:
        raise TemplateError(f"{file}: the text [{missing[0]}] is missing{_more(missing)}.")
    for name, (number, body) in lines.items():
        if not "".join(body).strip():
            raise TemplateError(f"{file}, line {number}: the text [{name}] is empty.")
    found = Wording(texts={name: "\n".join(body).strip("\n") for name, (_, body) in lines.items()})
    for name, (_, needed) in SECTIONS.items():
        for word in needed:
            # A name stands in the job, too.
            if not {word, f"{word}_job"} & set(found.named(name)):
                raise TemplateError(
                    f"{file}, line {lines[name][0]}: the text [{name}] does not hold {{{word}}}."
                )
        if "subject" in name and "\n" in found.texts[name]:
            raise TemplateError(f"{file}, line {lines[name][0]}: the text [{name}] has to be one line.")
    return found


def _check_braces(line: str, section: str, where: str) -> None:
    import difflib

    allowed = SECTIONS[section][0]
    for match in _BRACE.finditer(line):
        if match[0] in ("{{", "}}") or match[1] in allowed:
            continue
        if match[1] is None:
            raise TemplateError(
                f"{where}: a brace without a partner, or with more inside than one word. "
                "Write {{ or }} for a brace."
            )
        near = difflib.get_close_matches(match[1], allowed, n=1)
        hint = f"Did you mean {{{near[0]}}}?" if near else f"There are: {', '.join(allowed)}."
        raise TemplateError(f"{where}: {match[0]} is nothing that can be filled in here. {hint}")


def _more(missing: list[str]) -> str:
    return f", and {len(missing) - 1} more" if len(missing) > 1 else ""


def _text(language: str, tone: str) -> str:
    file = resources.files("netreach.introductions") / "wordings" / language / f"{tone}.txt"
    return file.read_text(encoding="utf-8")


@functools.cache
def _built_in(language: str, tone: str) -> Wording:
    return parse(_text(language, tone), f"{language}/{tone}.txt")
