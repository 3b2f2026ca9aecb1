"""The one table that says what every kind of evidence is worth.

A *tie* is an undirected acquaintance of two professionals, and what makes a tie decides what a degree is.
So every kind of evidence says here whether it makes one, how likely it alone carries a request (`p`), what it can
carry at most however often it was seen (`cap`), how fast it fades (`half_life_days`), and how much contact it stands
for when introducers are ranked (`contact`). `KindTable` is the table as a user replaces it.
"""

from __future__ import annotations

from netreach.kinds.rows import BY_NAME, CODES, KINDS, Kind
from netreach.kinds.table import BUILT_IN, COLUMNS, KindTable

__all__ = ["BUILT_IN", "BY_NAME", "CODES", "COLUMNS", "KINDS", "Kind", "KindTable"]
