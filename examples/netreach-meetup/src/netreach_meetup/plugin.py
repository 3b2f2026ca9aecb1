"""The hooks: what the entry point names. netreach imports this module when it looks for plugins.

The importer and the scorer are given as dotted names, so that looking for plugins imports neither of them.
"""

from __future__ import annotations

from netreach.plugins import hookimpl


@hookimpl
def netreach_importers() -> list[str]:
    """Offer the importer."""
    return ["netreach_meetup.importer:Roundtable"]


@hookimpl
def netreach_scorers() -> list[str]:
    """Offer the scorer."""
    return ["netreach_meetup.scorer:Steady"]
