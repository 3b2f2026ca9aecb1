"""An example plugin package for netreach: an importer for Roundtable exports, and a scorer."""

from __future__ import annotations

from netreach_meetup.importer import Roundtable
from netreach_meetup.scorer import Steady

__all__ = ["Roundtable", "Steady"]
