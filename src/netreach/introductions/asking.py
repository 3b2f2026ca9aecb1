"""Who stands in letters: names and addresses of those on a path, and who was asked before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from netreach import keys as keying
from netreach.errors import ClosedError, OptionError
from netreach.identity.fields import name_from_key
from netreach.introductions.letters import Party

if TYPE_CHECKING:
    from netreach.answers.letters import Letter
    from netreach.snapshot import Snapshot


def check_named(snapshot: Snapshot, ego: int) -> None:
    """Make sure that a letter can be signed: a key that stands in for a name will not do.

    Raises:
        OptionError: When the name of the ego is not known.
    """
    name = snapshot.texts("name", [ego])[0]
    key = snapshot.keys_of(ego)[0]
    stands_in = name == name_from_key(pa.array([key]))[0].as_py()
    # Graphs and lists of ties often name people by their names, so an id of letters may be one.
    if stands_in and (keying.kind_of(key) in ("linkedin", "email") or not any(map(str.isalpha, name))):
        raise OptionError(
            "Your own name is not known here: import your archive, or a people table with your name."
        )


def parties(snapshot: Snapshot, vertices: Sequence[int]) -> list[Party]:
    """Return those on a path as letters name them."""
    found = []
    for person in snapshot.professionals(vertices):
        email = next((address for address in person.emails if "@" in address), "")
        found.append(
            Party(
                name=person.name,
                first_name=person.first_name,
                title=person.title,
                company=person.company,
                email=email,
            )
        )
    return found


def asked_before(
    letters: Callable[[], Iterable[Letter]] | None, path: Sequence[str], language: str
) -> tuple[str, ...]:
    """What the log says of letters to the introducers of a path."""
    from netreach.render.words import say

    found: list[str] = []
    try:
        log = letters() if letters is not None else ()
    except ClosedError:
        # An ego answers on when its network was closed; the log is not there any more.
        return ()
    for letter in log:
        if letter.to.id in path[1:-1] and letter.status != "withdrawn":
            told = {"status": say(f"letter_{letter.status}", language)}
            told |= {"name": letter.to.name, "target": letter.target.name}
            found.append(
                say("letter_asked", language, **told, day=letter.day)
                if letter.day
                else say("letter_asked_undated", language, **told)
            )
    return tuple(found)
