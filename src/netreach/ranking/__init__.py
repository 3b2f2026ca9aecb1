"""Who should introduce me: scorers, and the rankings that they give."""

from __future__ import annotations

from netreach.ranking.batch import best_introducers, top_introducers
from netreach.ranking.introducers import introducers
from netreach.ranking.view import NetworkView, WholeView

__all__ = ["NetworkView", "WholeView", "best_introducers", "introducers", "top_introducers"]
