"""The log of letters, as entries among the decisions of a network.

An entry names the ego, the introducer, whoever reads the forwarded note, and the target by key, so that the log holds
across imports and merges and goes with a person who is removed. It is no part of what a version is derived from:
keeping a letter changes no answer but this one. One request is one letter, however often it was drafted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from netreach.answers.letters import Letter, Letters
from netreach.answers.refs import PersonRef
from netreach.errors import LetterNotFoundError, OptionError
from netreach.render.words import language_of
from netreach.store.decisions import LETTER_STATUS, Decision

if TYPE_CHECKING:
    from netreach.introductions.letters import Introduction
    from netreach.snapshot import Snapshot

_ID: str = "l"


def letters(
    snapshot: Snapshot,
    decisions: Sequence[Decision],
    *,
    hidden: Sequence[str] = (),
    language: str | None = None,
) -> Letters:
    """Return the letters that the decisions tell of; none with somebody who is hidden.

    Args:
        snapshot: Who is who now.
        decisions: All decisions, in their order.
        hidden: The keys of hidden people.
        language: Language of the text.
    """
    code = language_of(language)
    unseen = frozenset(hidden)
    groups: dict[tuple[int | str, ...], list[Decision]] = {}
    for said in decisions:
        if said.kind == "letter" and not unseen & set(said.keys):
            groups.setdefault(_request(snapshot, said.keys), []).append(said)
    keys = {key for entries in groups.values() for key in entries[0].keys}
    people = _people(snapshot, sorted(keys))
    found = []
    for entries in groups.values():
        ego, to, passed_to, target = (people[key] for key in entries[0].keys)
        found.append(
            Letter(
                id=_id(entries[0].keys),
                ego=ego,
                to=to,
                passed_to=passed_to,
                target=target,
                status=entries[-1].status,
                day=entries[-1].since,
                history=tuple((entry.status, entry.since) for entry in entries),
                language=code,
            )
        )
    return Letters(letters=tuple(found), version=snapshot.version, language=code)


def kept(
    snapshot: Snapshot, decisions: Sequence[Decision], drafts: Introduction, day: dt.date | None
) -> tuple[Decision, ...]:
    """Return the entries for drafts that are not in the log yet, or were withdrawn.

    Raises:
        OptionError: When the drafts are of no network.
    """
    if len(drafts.people) < 3:
        raise OptionError(
            "These drafts are of no network: draft them with the introduce() of an ego, and keep those."
        )
    path = [snapshot.keys_of(snapshot.resolve(person))[0] for person in drafts.people]
    latest = {_request(snapshot, said.keys): said.status for said in decisions if said.kind == "letter"}
    wanted = [(path[0], path[step], path[step + 1], path[-1]) for step in range(1, len(path) - 1)]
    return tuple(
        Decision(kind="letter", keys=keys, since=day, status="drafted")
        for keys in wanted
        if latest.get(_request(snapshot, keys), "withdrawn") == "withdrawn"
    )


def marked(decisions: Sequence[Decision], letter: str, status: str, day: dt.date | None) -> Decision:
    """Return the entry that gives a letter another status.

    Raises:
        OptionError: When there is no such status.
        LetterNotFoundError: When there is no such letter, or the beginning of its id is that of several.
    """
    if status not in LETTER_STATUS:
        raise OptionError(f"status is {status!r}: choose from {', '.join(LETTER_STATUS)}.")
    ids = {_id(said.keys): said.keys for said in decisions if said.kind == "letter"}
    meant = [one for one in ids if letter and one.startswith(letter)]
    if len(meant) != 1:
        listed = ", ".join(ids) or "none yet"
        raise LetterNotFoundError(f"There is no letter {letter!r}. The log has: {listed}.")
    return Decision(kind="letter", keys=ids[meant[0]], since=day, status=status)


def _request(snapshot: Snapshot, keys: Sequence[str]) -> tuple[int | str, ...]:
    """Return what is the same in all entries of one request: who asks whom, for whom."""
    ego, to, _, target = keys
    found = ((snapshot.vertex_of_key(key), key) for key in (ego, to, target))
    return tuple(vertex if vertex >= 0 else key for vertex, key in found)


def _people(snapshot: Snapshot, keys: Sequence[str]) -> dict[str, PersonRef]:
    """Return who is behind keys; where their sources are gone, the key stands for the name."""
    there = {key: vertex for key in keys if (vertex := snapshot.vertex_of_key(key)) >= 0}
    named = dict(zip(there, snapshot.refs(list(there.values())), strict=True))
    return {key: named.get(key) or PersonRef(id=key, name=key.partition(":")[2] or key) for key in keys}


def _id(keys: Sequence[str]) -> str:
    ego, to, _, target = keys
    return _ID + hashlib.sha256("\n".join((ego, to, target)).encode()).hexdigest()[:10]
