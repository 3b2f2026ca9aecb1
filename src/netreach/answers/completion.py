"""What somebody may be typing."""

from __future__ import annotations

from typing import Any

import attrs

from netreach.answers.listed import Listed
from netreach.answers.picture import Picture
from netreach.render import svg, words
from netreach.render import text as layout


@attrs.frozen(kw_only=True)
class CompletedValue:
    """One value that begins as was typed.

    Attributes:
        value: The value as it was written; of several spellings of one company the commonest.
        count: People who have it; who has it in two spellings counts twice.
        spellings: In how many spellings it stands there.
    """

    value: str
    count: int
    spellings: int = 1

    def __str__(self) -> str:
        return self.value

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"value": self.value, "count": self.count, "spellings": self.spellings}

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))


@attrs.frozen(kw_only=True)
class Completion(Listed[CompletedValue]):
    """The values of a field that begin as was typed, those of most people first.

    Attributes:
        field: The field.
        typed: What was typed.
        values: The first of them.
        total: How many there are.
        language: Language of the text.
    """

    field: str
    typed: str
    values: tuple[CompletedValue, ...]
    total: int
    language: str = "en"

    def _listed(self) -> tuple[CompletedValue, ...]:
        return self.values

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON."""
        return {
            "schema": 1,
            "field": self.field,
            "typed": self.typed,
            "values": [value.to_dict() for value in self.values],
            "total": self.total,
        }

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the values as a table for people.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        if not self.values:
            return words.say("complete_none", code, typed=layout.visible(self.typed))
        lines = [layout.table(*self._cells(code), aligns="<>", columns=columns)]
        if self.total > len(self.values):
            lines.append(words.say("more", code, n=self.total - len(self.values)))
        return "\n".join(lines)

    def html(self, *, language: str | None = None) -> str:
        """Return the values as an HTML table, every text escaped."""
        return layout.html_table(*self._cells(words.language_of(language or self.language)), aligns="<>")

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the values with their people as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        title = f"{words.say(self.field, code)}: {layout.visible(self.typed)}…"
        rows = [svg.Counts(label=layout.visible(one.value), counts=((one.count,),)) for one in self.values]
        note = "" if rows else words.say("complete_none", code, typed=layout.visible(self.typed))
        return Picture(svg.counts_svg(rows, title=title, note=note, language=code, width=width))

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        return f"<div>{self.plot().svg if self.values else ''}{self.html()}</div>"

    def _cells(self, code: str) -> tuple[list[str], list[list[str]]]:
        headers = [words.say(self.field, code), words.say("people", code)]
        return headers, [[value.value, words.count(value.count, code)] for value in self.values]
