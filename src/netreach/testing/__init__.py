"""Seeded synthetic worlds, exports of invented people, and conformance kits for importers, scorers and engines.

Names are resolved on first use, so that `import netreach.testing` loads neither NumPy nor Arrow.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netreach.testing.calendars import invent_calendar, write_calendar
    from netreach.testing.conformance import Conformance, Law, check_importer
    from netreach.testing.contacts import contact_variants, write_contacts
    from netreach.testing.engines import check_engine
    from netreach.testing.linkedin import linkedin_truth, write_linkedin_export
    from netreach.testing.mail import invent_mail, write_mail
    from netreach.testing.pool import SeedPool, make_seed_pool
    from netreach.testing.saved import load_world
    from netreach.testing.scorers import check_scorer
    from netreach.testing.tables import write_seed_tables, write_world_tables
    from netreach.testing.worlds import World, make_world

_MODULES = {
    "Conformance": "netreach.testing.conformance",
    "Law": "netreach.testing.conformance",
    "SeedPool": "netreach.testing.pool",
    "World": "netreach.testing.worlds",
    "check_engine": "netreach.testing.engines",
    "check_importer": "netreach.testing.conformance",
    "check_scorer": "netreach.testing.scorers",
    "contact_variants": "netreach.testing.contacts",
    "invent_calendar": "netreach.testing.calendars",
    "invent_mail": "netreach.testing.mail",
    "linkedin_truth": "netreach.testing.linkedin",
    "load_world": "netreach.testing.saved",
    "make_seed_pool": "netreach.testing.pool",
    "make_world": "netreach.testing.worlds",
    "write_calendar": "netreach.testing.calendars",
    "write_contacts": "netreach.testing.contacts",
    "write_linkedin_export": "netreach.testing.linkedin",
    "write_mail": "netreach.testing.mail",
    "write_seed_tables": "netreach.testing.tables",
    "write_world_tables": "netreach.testing.tables",
}

__all__ = [
    "Conformance",
    "Law",
    "SeedPool",
    "World",
    "check_engine",
    "check_importer",
    "check_scorer",
    "contact_variants",
    "invent_calendar",
    "invent_mail",
    "linkedin_truth",
    "load_world",
    "make_seed_pool",
    "make_world",
    "write_calendar",
    "write_contacts",
    "write_linkedin_export",
    "write_mail",
    "write_seed_tables",
    "write_world_tables",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
