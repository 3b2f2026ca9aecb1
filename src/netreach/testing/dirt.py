"""Dirty rows: contacts whose profile is missing and whose name is written as people and programs write names.

What is done to a name is one of: a slip of the pen, an initial, a nickname, dropped accents, first and last name in
each other's place, Latin letters for Cyrillic or Greek ones. Names in scripts without such habits change places only.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path
from typing import Final

import attrs
import numpy as np

from netreach.errors import OptionError
from netreach.keys import name_key
from netreach.testing.linkedin import linkedin_truth
from netreach.testing.names import first_names, last_names
from netreach.testing.worlds import World

_NICKNAMES: Final = """
James=Jim Daniel=Dani Thomas=Tom Andrew=Andy Michael=Mike David=Dave Christopher=Chris Samuel=Sam
Patrick=Pat Edward=Ed Stephen=Steve Alan=Al Jessica=Jess Rebecca=Becky Victoria=Vicky Rachel=Rach
Alejandro=Alex Javier=Javi Miguel=Mike Fernando=Fer Joaquín=Quino Nicolás=Nico Lucía=Luci
Cristina=Cris Beatriz=Bea Mónica=Moni Nicolas=Nico Mathieu=Matt Guillaume=Will Maximilian=Max
Stefan=Steve Sebastian=Basti Matthias=Matze Katharina=Kathi Johanna=Hanna Alessandro=Sandro
Francesco=Franz Giovanni=Gianni Rafael=Rafa Francisco=Paco José=Pepe Robert=Bob William=Bill
Margaret=Peggy Elizabeth=Liz Isabella=Bella Antonio=Toni
"""


@attrs.frozen(kw_only=True)
class DirtyRow:
    """A row of `Connections.csv` that lost its profile and address.

    Attributes:
        person: Whom it is about, as a number of the world.
        name: The name that it now has.
        how: What was done to the name.
        key: The key by which an import knows it.
    """

    person: int
    name: str
    how: str
    key: str


def dirty_name(first: str, last: str, rng: np.random.Generator) -> tuple[str, str, str]:
    """Return a name as somebody might have typed it, and what was done to it.

    Args:
        first, last: The name.
        rng: The source of chance.

    >>> dirty_name("José", "Ruiz", np.random.default_rng(3))
    ('Jose', 'Ruiz', 'accents')
    """
    ways = ["swap"]
    latin = all(_is_latin(sign) for sign in first + last)
    if latin:
        ways += ["typo", "initial"]
        if _nickname(first):
            ways.append("nickname")
        if not (first + last).isascii():
            ways.append("accents")
    romanised = _roman(first, last)
    if romanised != (first, last) and any("\u0370" <= sign < "\u0500" for sign in first + last):
        ways = ["letters"]
    how = ways[int(rng.integers(len(ways)))]
    if how == "swap":
        return last, first, how
    if how == "initial":
        return f"{first[0]}.", last, how
    if how == "nickname":
        return _nickname(first), last, how
    if how == "accents":
        return _plain(first), _plain(last), how
    if how == "letters":
        return *romanised, how
    return (first, _slip(last, rng), how) if rng.random() < 0.6 else (_slip(first, rng), last, how)


def dirty_connections(
    world: World, owner: int, folder: Path | str, *, share: float = 0.1, seed: int = 1
) -> tuple[DirtyRow, ...]:
    """Make rows of an unpacked LinkedIn export dirty, in place.

    Args:
        world: The world.
        owner: Whose export it is.
        folder: What `write_linkedin_export(..., as_zip=False)` returned.
        share: Which part of the contacts.
        seed: Which rows, and what is done to them.

    Returns:
        The rows that were changed.

    Raises:
        OptionError: When the share is not in [0, 1].
    """
    if not 0 <= share <= 1:
        raise OptionError(f"share={share}: give a part from 0 to 1")
    path = Path(folder) / "Connections.csv"
    lines = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))
    head = next(row for row, cells in enumerate(lines) if "Connected On" in cells)
    truth = linkedin_truth(world, owner)
    people = {world.url(one.person): one.person for one in truth.connections.values()}
    rng = np.random.default_rng([seed, world.seed, owner])
    anchor = f"linkedin:{truth.owner_slug}"
    found: dict[str, DirtyRow] = {}
    for cells in lines[head + 1 :]:
        person = people.get(cells[2])
        if person is None or rng.random() >= share:
            continue
        first, last, how = dirty_name(world.first_name[person], world.last_name[person], rng)
        key = name_key(anchor, f"{first} {last}")
        # Two rows that have nothing but one name could not be told apart, by whoever reads them.
        if key not in found:
            cells[:4] = [first, last, "", ""]
            found[key] = DirtyRow(person=person, name=f"{first} {last}", how=how, key=key)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    path.write_bytes(text.getvalue().encode())
    return tuple(found.values())


def _nickname(first: str) -> str:
    """What somebody is called, or `""`."""
    for pair in _NICKNAMES.split():
        name, _, short = pair.partition("=")
        if name == first.split()[0]:
            return short
    return ""


def _is_latin(sign: str) -> bool:
    return not sign.isalpha() or unicodedata.name(sign, "").startswith("LATIN")


def _plain(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in marks if not unicodedata.combining(sign))


def _roman(first: str, last: str) -> tuple[str, str]:
    found: list[str] = []
    for text, table in ((first, first_names()), (last, last_names())):
        known = dict(zip(table.values, table.roman, strict=True))
        found.append(table.values[known[text]] if text in known else text)
    return found[0], found[1]


def _slip(word: str, rng: np.random.Generator) -> str:
    """Swap, drop, double or replace a letter behind the first, in the last of several words."""
    before, blank, word = word.rpartition(" ")
    return before + blank + _slipped(word, rng)


def _slipped(word: str, rng: np.random.Generator) -> str:
    if len(word) < 4:
        return word + word[-1]
    at = 1 + int(rng.integers(len(word) - 2))
    way = int(rng.integers(4))
    if way == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == 1:
        return word[:at] + word[at + 1 :]
    if way == 2:
        return word[:at] + word[at] + word[at:]
    wrong = "aeionrst"[int(rng.integers(8))]
    return word[:at] + wrong + word[at + 1 :]
