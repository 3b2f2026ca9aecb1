"""What the user decided: lines of `decisions.jsonl`, each one decision, in the order they were made.

Decisions name people by key, not by vertex or id, so that they hold across versions and imports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

KINDS = ("hide", "unhide", "merge", "declare", "share", "remove")

SHARING = ("names", "strength", "full")
"""To what depth another ego may be shown the evidence of a source."""


@attrs.frozen(kw_only=True)
class Decision:
    """One decision.

    Attributes:
        kind: `"hide"` and `"unhide"` (all keys of one person), `"merge"` (keys of people who are one),
            `"declare"` (a tie between the first and the second key), `"share"` (what a source shows to others),
            `"remove"` (people who were removed, and must not come back).
        keys: The keys of the people meant; for `remove` keyed hashes of them.
        strength: For `declare`: the strength of the tie, in (0, 1]; `None` takes it from the table of kinds.
        since: For `declare`: since when; `None` where unknown.
        source: For `share`: the id of the source.
        sharing: For `share`: one of `SHARING`.
    """

    kind: str = attrs.field(validator=attrs.validators.in_(KINDS))
    keys: tuple[str, ...] = ()
    strength: float | None = None
    since: dt.date | None = None
    source: str = ""
    sharing: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        data: dict[str, Any] = {"kind": self.kind, "keys": list(self.keys)}
        if self.strength is not None:
            data["strength"] = self.strength
        if self.since is not None:
            data["since"] = self.since.isoformat()
        if self.source:
            data["source"], data["sharing"] = self.source, self.sharing
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Decision:
        """Read the record from what `to_dict` wrote."""
        since = data.get("since")
        return cls(
            kind=data["kind"],
            keys=tuple(data["keys"]),
            strength=data.get("strength"),
            since=dt.date.fromisoformat(since) if since else None,
            source=data.get("source", ""),
            sharing=data.get("sharing", ""),
        )
