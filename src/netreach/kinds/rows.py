"""The kinds of evidence and what each is worth: the built-in table.

The numbers are declared priors, not measurements: the order of the kinds follows Gilbert and Karahalios (2009)
and Granovetter (1973), the levels are round numbers that keep that order. `docs/explanation/strength.md` tells
how to read them, `docs/how-to/replace-the-table-of-kinds.md` how to replace them.
"""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Kind:
    """One row of the table of kinds.

    Attributes:
        name: The kind's stable name, as it stands in evidence and in JSON.
        makes_tie: `"always"`, `"both_ways"` (only when it was seen in both directions) or `"never"`.
        p: In (0, 1): how likely one observation of this kind, fresh, carries a request.
        cap: In [p, 1): the most that this kind alone can carry, however often it was seen; it is `p` for kinds that
            are not counted. What the user or a table of ties states stands above it.
        half_life_days: After so many days the evidence counts half; `None` never fades.
        counted: Whether the count of observations raises the strength (messages do, a connection does not).
        contact: How many interactions one observation stands for when introducers are ranked.
        interaction: Whether it is an act of contact, which a source can cover completely.
        basis: `"observed"` in an export, `"declared"` by somebody, or `"inferred"` from what is known of both people.
    """

    name: str
    makes_tie: str
    p: float
    cap: float
    half_life_days: float | None
    counted: bool
    contact: float
    interaction: bool
    basis: str = "observed"


KINDS: tuple[Kind, ...] = (
    Kind(
        name="given",
        makes_tie="always",
        p=0.30,
        cap=0.30,
        half_life_days=None,
        counted=False,
        contact=0.0,
        interaction=False,
    ),
    Kind(
        name="declared",
        makes_tie="always",
        p=0.80,
        cap=0.80,
        half_life_days=None,
        counted=False,
        contact=20.0,
        interaction=False,
        basis="declared",
    ),
    Kind(
        name="connection",
        makes_tie="always",
        p=0.15,
        cap=0.15,
        half_life_days=3650.0,
        counted=False,
        contact=0.5,
        interaction=False,
    ),
    Kind(
        name="recommendation",
        makes_tie="always",
        p=0.60,
        cap=0.90,
        half_life_days=3650.0,
        counted=True,
        contact=20.0,
        interaction=True,
    ),
    Kind(
        name="endorsement",
        makes_tie="always",
        p=0.06,
        cap=0.30,
        half_life_days=1825.0,
        counted=True,
        contact=1.0,
        interaction=True,
    ),
    Kind(
        name="message",
        makes_tie="both_ways",
        p=0.10,
        cap=0.90,
        half_life_days=730.0,
        counted=True,
        contact=1.0,
        interaction=True,
    ),
    Kind(
        name="mail",
        makes_tie="both_ways",
        p=0.10,
        cap=0.90,
        half_life_days=730.0,
        counted=True,
        contact=1.0,
        interaction=True,
    ),
    Kind(
        name="meeting",
        makes_tie="always",
        p=0.075,
        cap=0.80,
        half_life_days=730.0,
        counted=True,
        contact=1.0,
        interaction=True,
    ),
    Kind(
        name="coauthorship",
        makes_tie="always",
        p=0.40,
        cap=0.95,
        half_life_days=3650.0,
        counted=True,
        contact=10.0,
        interaction=True,
    ),
    Kind(
        name="follow",
        makes_tie="both_ways",
        p=0.05,
        cap=0.05,
        half_life_days=1825.0,
        counted=False,
        contact=0.2,
        interaction=False,
    ),
    Kind(
        name="invitation_note",
        makes_tie="never",
        p=0.10,
        cap=0.10,
        half_life_days=3650.0,
        counted=False,
        contact=1.0,
        interaction=False,
    ),
    Kind(
        name="group_message",
        makes_tie="never",
        p=0.005,
        cap=0.10,
        half_life_days=730.0,
        counted=True,
        contact=0.2,
        interaction=False,
    ),
    Kind(
        name="address_book",
        makes_tie="never",
        p=0.05,
        cap=0.05,
        half_life_days=None,
        counted=False,
        contact=0.5,
        interaction=False,
    ),
    Kind(
        name="same_employer",
        makes_tie="never",
        p=0.30,
        cap=0.30,
        half_life_days=3650.0,
        counted=False,
        contact=0.5,
        interaction=False,
        basis="inferred",
    ),
    Kind(
        name="same_school",
        makes_tie="never",
        p=0.15,
        cap=0.15,
        half_life_days=3650.0,
        counted=False,
        contact=0.25,
        interaction=False,
        basis="inferred",
    ),
    Kind(
        name="group_mail",
        makes_tie="never",
        p=0.005,
        cap=0.10,
        half_life_days=730.0,
        counted=True,
        contact=0.2,
        interaction=False,
    ),
    Kind(
        name="co_recipient",
        makes_tie="never",
        p=0.01,
        cap=0.05,
        half_life_days=730.0,
        counted=True,
        contact=0.1,
        interaction=False,
    ),
    Kind(
        name="one_to_one",
        makes_tie="always",
        p=0.30,
        cap=0.95,
        half_life_days=730.0,
        counted=True,
        contact=3.0,
        interaction=True,
    ),
    Kind(
        name="group_meeting",
        makes_tie="never",
        p=0.015,
        cap=0.20,
        half_life_days=730.0,
        counted=True,
        contact=0.2,
        interaction=False,
    ),
    Kind(
        name="relation",
        makes_tie="always",
        p=0.30,
        cap=0.30,
        half_life_days=None,
        counted=False,
        contact=1.0,
        interaction=False,
    ),
    Kind(
        name="connected_at_work",
        makes_tie="never",
        p=0.20,
        cap=0.20,
        half_life_days=3650.0,
        counted=False,
        contact=0.5,
        interaction=False,
        basis="inferred",
    ),
)
"""Every kind, in the order of its code in the stored columns: append, never reorder."""

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
CODES: dict[str, int] = {kind.name: code for code, kind in enumerate(KINDS)}
