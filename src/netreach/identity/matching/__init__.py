"""Pairs of professionals that may be one human: found by name, weighed field by field, proposed and never merged."""

from __future__ import annotations

from netreach.identity.matching.propose import candidates, told_apart

__all__ = ["candidates", "told_apart"]
