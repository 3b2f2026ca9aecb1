"""Every variant of LinkedIn's files that is known, as golden pairs: bytes, and what a reader must find in them.

Each variant is a small archive of invented people, or one file of it, in the spelling of some year, spreadsheet or
browser. `linkedin_variants` gives all of them; the mixtures are in `netreach.testing.mutations`.
"""

from __future__ import annotations

from netreach.testing.archive_rows import invent_archive
from netreach.testing.golden import Told, Variant
from netreach.testing.variants_of_files import of_files
from netreach.testing.variants_of_lists import of_the_list
from netreach.testing.variants_of_pages import of_pages

__all__ = ["Told", "Variant", "linkedin_variants"]


def linkedin_variants(seed: int = 1) -> tuple[Variant, ...]:
    """Return all variants, of people that the seed invents.

    >>> variants = linkedin_variants()
    >>> len(variants) > 60, len({variant.name for variant in variants}) == len(variants)
    (True, True)
    """
    archive = invent_archive(seed, latin1=True)
    return (*of_the_list(archive), *of_files(archive), *of_pages(archive))
