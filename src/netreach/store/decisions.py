"""What the user decided: lines of `decisions.jsonl`, each one decision, in the order they were made.

Decisions name people by key, not by vertex or id, so that they hold across versions and imports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from netreach.errors import OptionError
from netreach.kinds import BUILT_IN, KindTable

IDENTITY_KINDS: Final = ("merge", "distinct", "split")
"""Decisions about who is who; the later of two that contradict each other holds."""

KINDS: Final = (
    "hide",
    "unhide",
    "declare",
    *IDENTITY_KINDS,
    "withdraw",
    "share",
    "remove",
    "kinds",
    "letter",
)

LETTER_STATUS: Final = ("drafted", "sent", "yes", "no", "withdrawn")
"""What became of a letter: drafted, sent, answered yes or no, withdrawn."""

SHARING: Final = ("names", "strength", "full")
"""To what depth another ego may be shown the evidence of a source."""


def _check_day(_decision: Decision, _field: attrs.Attribute[dt.date | None], value: dt.date | None) -> None:
    if value is not None and (isinstance(value, dt.datetime) or not isinstance(value, dt.date)):
        raise OptionError(
            f"since={value!r} is no day: give a datetime.date, as in datetime.date(2024, 5, 1)."
        )


@attrs.frozen(kw_only=True)
class Decision:
    """One decision.

    Attributes:
        kind: `"hide"` and `"unhide"` (all keys of one person), `"declare"` (a tie between the first and the second
            key), `"merge"` (keys of people who are one), `"distinct"` (the first and the second key are two
            people), `"split"` (`keys` are one person, who is not the one of `others`), `"withdraw"` (the last
            decision about who is who with the same `keys` and `others` is taken back), `"share"` (what a source
            shows to others), `"remove"` (people who were removed, and must not come back), `"kinds"` (the table of
            kinds that holds from then on), `"letter"` (what became of a letter; the keys are those of the ego, the
            introducer, the reader of the note, and the target).
        keys: The keys of the people meant; for `remove` keyed hashes of them.
        others: For `split` and `withdraw`: the keys that stay behind.
        strength: For `declare`: the strength of the tie, in (0, 1]; `None` takes it from the table of kinds.
        since: For `declare`: since when; for `letter`: the day of the status; `None` where unknown.
        source: For `share`: the id of the source.
        sharing: For `share`: one of `SHARING`.
        kinds: For `kinds`: the table.
        status: For `letter`: one of `LETTER_STATUS`.
    """

    kind: str = attrs.field(validator=attrs.validators.in_(KINDS))
    keys: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    strength: float | None = None
    since: dt.date | None = attrs.field(default=None, validator=_check_day)
    source: str = ""
    sharing: str = ""
    kinds: KindTable | None = None
    status: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        data: dict[str, Any] = {"kind": self.kind, "keys": list(self.keys)}
        if self.others:
            data["others"] = list(self.others)
        if self.strength is not None:
            data["strength"] = self.strength
        if self.since is not None:
            data["since"] = self.since.isoformat()
        if self.source:
            data["source"], data["sharing"] = self.source, self.sharing
        if self.kinds is not None:
            data["kinds"] = self.kinds.to_dict()
        if self.status:
            data["status"] = self.status
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Decision:
        """Read the record from what `to_dict` wrote."""
        since = data.get("since")
        return cls(
            kind=data["kind"],
            keys=tuple(data["keys"]),
            others=tuple(data.get("others", ())),
            strength=data.get("strength"),
            since=dt.date.fromisoformat(since) if since else None,
            source=data.get("source", ""),
            sharing=data.get("sharing", ""),
            kinds=KindTable(**data["kinds"]) if "kinds" in data else None,
            status=data.get("status", ""),
        )

    def parted(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of keys that this decision keeps apart.

        >>> Decision(kind="split", keys=("a", "b"), others=("c",)).parted()
        (('a', 'c'), ('b', 'c'))
        """
        if self.kind == "distinct":
            return ((self.keys[0], self.keys[1]),)
        if self.kind == "split":
            return tuple((gone, stayed) for gone in self.keys for stayed in self.others)
        return ()


def kinds_in_force(decisions: Iterable[Decision]) -> KindTable:
    """Return the table of kinds that was decided last; the built-in one where none was."""
    decided = BUILT_IN
    for decision in decisions:
        if decision.kind == "kinds" and decision.kinds is not None:
            decided = decision.kinds
    return decided


def hidden_keys(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Return the keys that are hidden after all decisions, in the order in which they first were."""
    said: dict[str, bool] = {}
    for decision in decisions:
        if decision.kind in ("hide", "unhide"):
            said.update(dict.fromkeys(decision.keys, decision.kind == "hide"))
    return tuple(key for key, hidden in said.items() if hidden)


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions about who is who that were not withdrawn, in the order in which they were made."""
    standing: list[Decision] = []
    for decision in decisions:
        if decision.kind in IDENTITY_KINDS:
            standing.append(decision)
        elif decision.kind == "withdraw":
            meant = (decision.keys, decision.others)
            same = [row for row, one in enumerate(standing) if (one.keys, one.others) == meant]
            if same:
                del standing[same[-1]]
    return tuple(standing)
