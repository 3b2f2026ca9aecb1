"""How many people are one, two, three degrees away: the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from netreach.answers.degrees import AT_LEAST, EXACT, DegreeCount, Extended, bound_of
from netreach.answers.lines import layers_of, rules, wrapped
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.kinds import BUILT_IN, KindTable
from netreach.render import svg, words
from netreach.render import text as layout


@attrs.frozen(kw_only=True, repr=False)
class Pyramid:
    """How many people there are at every degree of one person.

    Attributes:
        ego: From whose viewpoint.
        degrees: Counts, nearest first, with unrounded shares of all counted degrees.
        total: People at all these degrees.
        extended: The 2nd degree and beyond.
        complete_lists: Degree -> how many people's lists of contacts are complete, and how many people there are;
            the ego's own list is at degree 0.
        unreachable: People of the network who are farther away or not joined at all.
        as_of: The newest day in the network; `None` in a network without dates.
        version: Id of the network's version.
        language: Language of the text.
        kinds: The table of kinds by which evidence was weighed.
    """

    ego: PersonRef
    degrees: tuple[DegreeCount, ...]
    total: int
    extended: Extended
    complete_lists: Mapping[int, tuple[int, int]]
    unreachable: int
    as_of: dt.date | None
    version: str
    language: str = "en"
    kinds: KindTable = BUILT_IN

    def __repr__(self) -> str:
        counts = " / ".join(f"{counted.count:,}" for counted in self.degrees)
        return f"<Pyramid: {counts} of {layout.visible(self.ego.name)}>"

    @property
    def bound(self) -> str:
        """`"exact"` when every count is, else `"at_least"`."""
        return bound_of(self.degrees)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "ego": self.ego.to_dict(),
            "degrees": [counted.to_dict() for counted in self.degrees],
            "total": self.total,
            "extended": self.extended.to_dict(),
            "bound": self.bound,
            "complete_lists": {str(degree): list(pair) for degree, pair in self.complete_lists.items()},
            "unreachable": self.unreachable,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "kinds": self.kinds.to_dict() or None,
        }

    def sentences(self, language: str | None = None) -> tuple[str, ...]:
        """Return what is to be known about the counts, in words.

        Args:
            language: English or Spanish; the answer's own where not given.
        """
        code = words.language_of(language or self.language)
        if not self.total:
            found = [words.say("no_tie_data", code, name=layout.visible(self.ego.name))]
        else:
            found = (
                []
                if self.extended.share is None
                else [words.say("pyramid_extended", code, share=self.extended.share)]
            )
            found += self._about_lists(code)
        if self.unreachable and self.total:
            found.append(words.say("pyramid_unreachable", code, n=self.unreachable, cutoff=len(self.degrees)))
        found += rules(self.as_of, self.kinds, code)
        return tuple(found)

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the pyramid for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        lines = [layout.shorten(self._title(code), columns)]
        if self.total:
            lines += ["", layout.pyramid_text(self._layers(), columns=columns, language=code), ""]
        for sentence in self.sentences(code):
            lines += wrapped(sentence, columns)
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the pyramid as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 640 where not given.
        """
        code = words.language_of(language or self.language)
        note = layout.as_sentences(self.sentences(code))
        return Picture(
            svg.pyramid_svg(self._layers(), title=self._title(code), note=note, language=code, width=width)
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        rows = [
            [
                words.degree(layer.degree, code),
                layer.counted(code),
                "" if layer.share is None else words.percent(layer.share, code),
            ]
            for layer in self._layers()
        ]
        headers = [words.say(key, code) for key in ("degree", "people", "share")]
        table = layout.html_table(headers, rows, aligns="<>>", caption=self._title(code))
        return f"<div>{self.plot().svg}{table}</div>"

    def _title(self, code: str) -> str:
        return words.say("pyramid_title", code, name=layout.safe(self.ego.name))

    def _layers(self) -> list[layout.Layer]:
        return layers_of(self.degrees)

    def _about_lists(self, code: str) -> list[str]:
        own, contacts = self.complete_lists.get(0, (1, 1)), self.complete_lists.get(1, (0, 0))
        found = []
        if own[0] < own[1]:
            found.append(words.say("own_list_partial", code, name=layout.visible(self.ego.name)))
        known, total = contacts
        if len(self.degrees) < 2 or not total:
            return found
        if not known:
            found.append(words.say("lists_none", code, total=total))
        elif self.bound == EXACT:
            found.append(words.say("lists_all", code, total=total))
        elif known == total:
            found.append(words.say("lists_each", code, total=total))
        else:
            found.append(words.say("lists_some", code, known=known, total=total))
        # The first count that is a lower bound stands in the sentence itself, where it cannot be missed.
        for counted in self.degrees:
            if counted.bound == AT_LEAST:
                first = words.say("at_least", code, n=counted.count)
                found[-1] = f"{words.degree_name(counted.degree, code)}: {first}; {found[-1]}"
                break
        if not known and not self.extended.count:
            found.append(words.say("lists_none_cure", code))
        return found
