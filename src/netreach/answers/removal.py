"""What was removed of a person: counts only, so that the answer keeps nothing either; and that they may come back."""

from __future__ import annotations

from typing import Any

import attrs

from netreach.render import text as layout
from netreach.render import words


@attrs.frozen(kw_only=True)
class Removal:
    """What the removal of a person took out of a network.

    Attributes:
        sources: Files of the sources that were removed whole, because the person was their owner.
        rewritten: Sources that were written anew without the person.
        rows: Rows about the person in these.
        evidence: Rows of evidence and ties in these.
        namesakes: Rows among `rows` that had nothing but the same name: they may have been somebody else.
        decisions: Decisions that named the person.
        version: Id of the network's version afterwards.
        language: Language of the text.
    """

    sources: tuple[str, ...]
    rewritten: int
    rows: int
    evidence: int
    namesakes: int
    decisions: int
    version: str = ""
    language: str = "en"

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        data = attrs.asdict(self)
        del data["language"]
        return {"schema": 1, **data, "sources": list(self.sources)}

    def __str__(self) -> str:
        code = words.language_of(self.language)
        lines = [
            words.say("removal_rows", code, rows=self.rows, evidence=self.evidence, sources=self.rewritten)
        ]
        if self.sources:
            lines.append(words.say("removal_sources", code, files=", ".join(self.sources)))
        if self.namesakes:
            lines.append(words.say("removal_namesakes", code, n=self.namesakes))
        lines.append(words.say("removal_kept", code))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))


@attrs.frozen(kw_only=True)
class Readmission:
    """That somebody who was removed may come back, and what would bring them.

    Attributes:
        files: Files of the sources from which people were removed: importing them again brings the person back where
            they stand in them.
        version: Id of the network's version afterwards.
        language: Language of the text.
    """

    files: tuple[str, ...]
    version: str = ""
    language: str = "en"

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"schema": 1, "files": list(self.files), "version": self.version}

    def __str__(self) -> str:
        code = words.language_of(self.language)
        lines = [words.say("readmitted", code)]
        if self.files:
            lines.append(words.say("readmitted_files", code, files=", ".join(self.files)))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))
