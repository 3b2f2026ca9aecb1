"""The log of letters: to whom, for whom, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import attrs

from netreach.answers.listed import Listed
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.render import svg, words
from netreach.render import text as layout


@attrs.frozen(kw_only=True)
class Letter:
    """One letter that was drafted: a request to an introducer.

    Attributes:
        id: By which it is marked.
        ego: Who asks.
        to: The introducer.
        passed_to: Who reads the note that the introducer forwards: the next one on the path, or the target.
        target: Who is to be reached.
        status: `"drafted"`, `"sent"`, `"yes"`, `"no"` (how it was answered) or `"withdrawn"`.
        day: When it got that status, as whoever kept it said; `None` where they did not.
        history: Every status that it had with its day, the first first.
        language: Language of the text.
    """

    id: str
    ego: PersonRef
    to: PersonRef
    passed_to: PersonRef
    target: PersonRef
    status: str
    day: dt.date | None = None
    history: tuple[tuple[str, dt.date | None], ...] = ()
    language: str = "en"

    def __str__(self) -> str:
        status = words.say(f"letter_{self.status}", self.language)
        told = f"{status}, {words.date(self.day, self.language)}" if self.day else status
        return (
            f"{self.id}  {self.to.name}, {words.say('letter_for', self.language)} {self.target.name}: {told}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the letter as plain data for JSON."""
        return {
            "id": self.id,
            "ego": self.ego.to_dict(),
            "to": self.to.to_dict(),
            "passed_to": self.passed_to.to_dict(),
            "target": self.target.to_dict(),
            "status": self.status,
            "day": self.day.isoformat() if self.day else None,
            "history": [
                {"status": status, "day": day.isoformat() if day else None} for status, day in self.history
            ],
        }

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))


@attrs.frozen(kw_only=True, repr=False)
class Letters(Listed[Letter]):
    """The letters of a network, in the order in which they were first kept.

    Attributes:
        letters: They.
        version: Id of the network's version.
        language: Language of the text.
    """

    letters: tuple[Letter, ...]
    version: str
    language: str = "en"

    def __repr__(self) -> str:
        return f"<Letters: {len(self):,}>"

    def _listed(self) -> tuple[Letter, ...]:
        return self.letters

    def to_dict(self) -> dict[str, Any]:
        """Return the letters as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "letters": [letter.to_dict() for letter in self.letters],
        }

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the letters as a table for people, in English or Spanish."""
        code = words.language_of(language or self.language)
        if not self.letters:
            return words.say("letters_none", code)
        headers, rows = self._cells(code)
        return layout.table(headers, rows, columns=columns)

    def __str__(self) -> str:
        return self.text()

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return how many letters have which status as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        counted = Counter(letter.status for letter in self.letters)
        rows = [
            svg.Counts(label=words.say(f"letter_{status}", code), counts=((count,),))
            for status, count in counted.most_common()
        ]
        note = "" if rows else words.say("letters_none", code)
        title = words.say("letters_title", code)
        return Picture(svg.counts_svg(rows, title=title, note=note, language=code, width=width))

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        headers, rows = self._cells(code)
        table = layout.html_table(headers, rows, caption=words.say("letters_title", code))
        return f"<div>{self.plot().svg}{table}</div>"

    def _cells(self, code: str) -> tuple[list[str], list[list[str]]]:
        keys = ("letter_from", "letter_to", "letter_for", "letter_status", "letter_day")
        return ["id", *(words.say(key, code) for key in keys)], [
            [
                letter.id,
                letter.ego.name,
                letter.to.name,
                letter.target.name,
                words.say(f"letter_{letter.status}", code),
                words.date(letter.day, code) if letter.day else "",
            ]
            for letter in self.letters
        ]
