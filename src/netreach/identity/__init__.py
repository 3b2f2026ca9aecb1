"""Who is the same person, and the derive step: a version as a pure function of sources and decisions."""

from __future__ import annotations

from netreach.identity.changes import changes
from netreach.identity.derive import RULES, derive, version_id
from netreach.identity.removal import everybody, keys_of, without_person

__all__ = ["RULES", "changes", "derive", "everybody", "keys_of", "version_id", "without_person"]
