"""The strongest routes from one person to another, several of them, and such that do not share anybody."""

from __future__ import annotations

from netreach.paths.find import paths
from netreach.paths.legs import answered_legs, check_hops, check_people, ties_of
from netreach.paths.search import Found, Remaining, best_paths, tie_costs

__all__ = [
    "Found",
    "Remaining",
    "answered_legs",
    "best_paths",
    "check_hops",
    "check_people",
    "paths",
    "tie_costs",
    "ties_of",
]
