"""A person as an answer names them."""

from __future__ import annotations

import attrs

from netreach.render import text as layout


@attrs.frozen(kw_only=True)
class PersonRef:
    """Who somebody is, in as few words as tell them apart.

    Attributes:
        id: The public id.
        name: The full name.
        title, company: What they do and where; `""` where unknown.
    """

    id: str
    name: str
    title: str = ""
    company: str = ""

    def __str__(self) -> str:
        about = ", ".join(part for part in (self.title, self.company) if part)
        return f"{self.name} ({about})" if about else self.name

    def to_dict(self) -> dict[str, str | None]:
        """Return the record as plain data for JSON; unknown values are `None`.

        >>> PersonRef(id="p1", name="Ana Ruiz", company="Acme").to_dict()
        {'id': 'p1', 'name': 'Ana Ruiz', 'title': None, 'company': 'Acme'}
        """
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or None,
            "company": self.company or None,
        }

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))
