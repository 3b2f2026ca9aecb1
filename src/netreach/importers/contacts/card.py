"""One entry of an address book, whatever the format it was written in."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

import attrs

from netreach.importers.csvrows import Tally
from netreach.importers.naming import plain_name
from netreach.text import fold, words

_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_NO_TIE = frozenset(
    words("""
    child children son daughter kind kinder sohn tochter enfant enfants fils fille hijo hija hijos figlio figlia figli
    filho filha filhos me muse crush pet
    """)
)


class Relation(NamedTuple):
    """Whom an entry names as related.

    Attributes:
        kind: What they are to the person, as written: `"spouse"`, `"manager"`.
        who: A name, an e-mail address (`mailto:` or not), or the identifier of another card.
    """

    kind: str
    who: str


@attrs.define(kw_only=True, eq=False)
class Card:
    """What one entry says of one person.

    Attributes:
        tally, line: Where it stands.
        name: The name as it is to be shown, cleaned.
        first_name, last_name, headline, title, company, location, industry, country: Claims, cleaned; `""` where
            unknown.
        addresses: Cells with e-mail addresses, as written; so are pages, groups, relations and members.
        pages: Addresses of pages; of these only a profile on LinkedIn is used.
        groups: Labels.
        relations: Whom it names as related.
        uid: What other cards call it; `""` where it has no identifier.
        kind: What it is the entry of: `""` or `"individual"` for a person, `"group"`, `"org"`.
        members: Of a group: the identifiers or addresses of its members.
        day: When it was changed last; `None` where unknown.
        mails: Filled by `book`: key -> address as written.
        profile: Filled by `book`: the key of the profile.
        keys: Filled by `book`: the keys of the person, safest first.
    """

    tally: Tally
    line: int
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    headline: str = ""
    title: str = ""
    company: str = ""
    location: str = ""
    industry: str = ""
    country: str = ""
    addresses: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    uid: str = ""
    kind: str = ""
    members: tuple[str, ...] = ()
    day: dt.date | None = None
    mails: dict[str, str] = attrs.field(factory=dict)
    profile: str = ""
    keys: tuple[str, ...] = ()


def full_name(
    *, shown: str = "", prefix: str = "", first: str = "", middle: str = "", last: str = "", suffix: str = ""
) -> str:
    """Return the name of a person from its parts, all of them cleaned: without honorific and suffix.

    The parts are surer than the name as shown, which may be `Ruiz, Ana` or an e-mail address. It decides where there
    is but one part, and about the order of the parts: 山田太郎 is no 太郎 山田.

    >>> full_name(shown="Dr. Ana Ruiz", prefix="Dr.", first="Ana", last="Ruiz")
    'Ana Ruiz'
    >>> full_name(shown="Ruiz, Ana"), full_name(shown="Ana Ruiz (ana@example.org)", first="Ana")
    ('Ana Ruiz', 'Ana Ruiz')
    >>> full_name(shown="Ruiz, Ana", first="Ana", last="Ruiz"), full_name(shown="山田太郎", first="太郎", last="山田")
    ('Ana Ruiz', '山田太郎')
    """
    if middle:
        parts = " ".join(part for part in (first, middle, last) if part)
    else:
        parts = f"{first} {last}" if first and last else first or last
    if not shown or shown == parts:
        return parts
    bare = _without(shown, prefix, suffix)
    if not parts:
        return plain_name(bare) or ("" if "@" in bare else bare)
    if bare.endswith(")") and "@" in bare:
        # Outlook writes Ana Ruiz (ana@example.org).
        bare = bare.rpartition(" (")[0]
    if first and last:
        same = _letters(bare) in (_letters(f"{last}{first}{middle}"), _letters(parts))
        return bare if same and "," not in bare else parts
    # A phone that knows one field only has the whole name in it, or the family's alone.
    known = set(words(bare))
    return bare if "@" not in bare and "," not in bare and known.issuperset(words(parts)) else parts


def _without(shown: str, prefix: str, suffix: str) -> str:
    if prefix and shown.startswith(f"{prefix} "):
        shown = shown[len(prefix) :].strip()
    if suffix and shown.endswith(f" {suffix}"):
        shown = shown[: -len(suffix)].rstrip(" ,")
    return shown


def _letters(name: str) -> str:
    return fold(name).replace(" ", "")


def label(text: str) -> str:
    """Return a label without the marks that Apple and Google put around it.

    >>> label("_$!<Spouse>!$_"), label("* myContacts")
    ('Spouse', 'myContacts')
    """
    text = text.strip()
    if text[:1] not in ("_", "*"):
        return text
    if match := _APPLE_LABEL.fullmatch(text):
        return match[1]
    return text.removeprefix("* ").strip() if text != "*" else ""


def makes_tie(kind: str) -> bool:
    """Return whether a relation of some kind is a tie between two professionals: children are left alone.

    >>> makes_tie("Manager"), makes_tie("child")
    (True, False)
    """
    return _NO_TIE.isdisjoint(words(kind))
