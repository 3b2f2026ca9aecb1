"""How likely a tie carries a request, from its evidence."""

from __future__ import annotations

from netreach.strength.days import first_days
from netreach.strength.facts import evidence_between, tie_between
from netreach.strength.sharing import depths, hidden_sources
from netreach.strength.terms import strength_terms, terms_of
from netreach.strength.ties import STRONGEST, WEAKEST, strengths_of, tie_losses, tie_strengths

__all__ = [
    "STRONGEST",
    "WEAKEST",
    "depths",
    "evidence_between",
    "first_days",
    "hidden_sources",
    "strength_terms",
    "strengths_of",
    "terms_of",
    "tie_between",
    "tie_losses",
    "tie_strengths",
]
