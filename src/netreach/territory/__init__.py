"""Where people are, segment by segment, and who opens the door to them."""

from __future__ import annotations

from netreach.territory.doors import doors, people_at
from netreach.territory.doorways import Doorways, doorways
from netreach.territory.named import Named, named
from netreach.territory.territory import territory

__all__ = ["Doorways", "Named", "doors", "doorways", "named", "people_at", "territory"]
