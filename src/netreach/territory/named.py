"""People, or everybody at a company, by whatever name a caller gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach import keys as keying
from netreach.arrow import where_text
from netreach.errors import ProfessionalNotFoundError
from netreach.territory.doors import people_at, similar_companies
from netreach.text import clean, company_key

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray
    from netreach.snapshot import Snapshot

_COMPANY: Final = "company:"


@attrs.frozen(kw_only=True, eq=False)
class Named:
    """Whom a name stands for.

    Attributes:
        vertices: int32 `[k]`: one person, or who is at a company now.
        label: Their name, or the company as it was written.
        company: Whether it is a company.
    """

    vertices: IntArray
    label: str
    company: bool


def named(snapshot: Snapshot, written: str) -> Named:
    """Find a person, or where nobody is called exactly so, the people at a company.

    Args:
        snapshot: The network.
        written: Id, profile URL, e-mail or name of somebody; or a company in whatever spelling. `company:` in
            front says that a company is meant, where somebody has the same name.

    Raises:
        ProfessionalNotFoundError: When it is neither; the message says what is similar.
        AmbiguousNameError: When several people have the name.

    Example:
        >>> import netreach as nr
        >>> people = {"id": [1, 2, 3], "name": ["Ana", "Ben", "Eva"], "company": ["Acme, S.L.", "ACME", None]}
        >>> snapshot = nr.from_edges([1, 2], [2, 3], people=people).snapshot
        >>> [(len(found.vertices), found.company) for found in (named(snapshot, "Ben"), named(snapshot, "acme"))]
        [(1, False), (2, True)]
    """
    if written.casefold().startswith(_COMPANY):
        company = written[len(_COMPANY) :].strip()
        at = people_at(snapshot, company)
        if not len(at):
            raise ProfessionalNotFoundError(
                f"Nobody in this network is at {company!r}.{_hint(snapshot, company)}"
            )
        return Named(vertices=at, label=company, company=True)
    at = _company(snapshot, written)
    if len(at):
        return Named(vertices=at, label=written, company=True)
    try:
        vertex = snapshot.resolve(written)
    except ProfessionalNotFoundError as error:
        raise ProfessionalNotFoundError(
            f"{error}\nNobody is at a company of that name, either.{_hint(snapshot, written)}"
        ) from None
    label = snapshot.texts("name", [vertex])[0] or written
    return Named(vertices=np.array([vertex], dtype=np.int32), label=label, company=False)


def _company(snapshot: Snapshot, written: str) -> IntArray:
    """Who is at a company, if the text is no key, no id and nobody's name.

    Companies are looked up before people are resolved: that nobody has a name is only known after all are looked at.
    """
    none = np.zeros(0, dtype=np.int32)
    if keying.parse_who(written).kind != "name" or not company_key(written):
        return none
    at = people_at(snapshot, written)
    return none if len(at) and len(where_text(snapshot.column("name"), clean(written))) else at


def _hint(snapshot: Snapshot, company: str) -> str:
    similar = similar_companies(snapshot, company) if company_key(company) else ()
    return f" Companies with a similar name: {', '.join(similar)}." if similar else ""
