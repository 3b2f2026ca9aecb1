"""Who is the same person, and the derive step: a version as a pure function of sources and decisions."""

from __future__ import annotations

from netreach.identity.derive import RULES, derive, version_id

__all__ = ["RULES", "derive", "version_id"]
