"""Pairs of professionals that may be one human: found by name, weighed field by field, proposed and never merged."""

from __future__ import annotations

from netreach.identity.matching.propose import candidates

__all__ = ["candidates"]
