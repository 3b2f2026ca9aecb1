"""Compasses: criteria under a name, to be asked again and again."""

from __future__ import annotations

from netreach.compass.record import Compass, name_key

__all__ = ["Compass", "name_key"]
