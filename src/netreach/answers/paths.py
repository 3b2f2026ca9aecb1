"""Paths from one person to another: the answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from netreach.answers.degrees import AT_LEAST
from netreach.answers.later import Later
from netreach.answers.legs import AnsweredLeg, figure, leg_lines
from netreach.answers.lines import rules, wrapped
from netreach.answers.listed import Listed
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.kinds import BUILT_IN, KindTable
from netreach.render import svg, words
from netreach.render import text as layout


@attrs.frozen(kw_only=True, repr=False)
class Path:
    """A route from person to person.

    Attributes:
        people: From the ego over the introducers to the target.
        strength: The product of the strengths of its ties: how likely it carries a request.
        legs: Its ties in order, each with its strength and the evidence that it is made of; looked up when they are
            first asked for.
        shared: Among diverse paths the introducers who stand on an earlier one, too; nobody on the first of them.
        language: Language of the text.
    """

    people: tuple[PersonRef, ...]
    strength: float
    _legs: Later[tuple[AnsweredLeg, ...]] = attrs.field(alias="legs")
    shared: tuple[PersonRef, ...] = ()
    language: str = "en"

    def __repr__(self) -> str:
        chain = " – ".join(layout.visible(person.name) for person in self.people)
        return f"<Path: {chain}, strength {figure(self.strength, 'en')}>"

    @property
    def legs(self) -> tuple[AnsweredLeg, ...]:
        """Its ties in order, each with its strength and the evidence that it is made of."""
        return self._legs.value

    @property
    def distance(self) -> int:
        """Hops."""
        return len(self.people) - 1

    @property
    def introducers(self) -> tuple[PersonRef, ...]:
        """Who stands between the two ends, in order."""
        return self.people[1:-1]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "people": [person.to_dict() for person in self.people],
            "strength": self.strength,
            "distance": self.distance,
            "legs": [leg.to_dict() for leg in self.legs],
            "shared": [person.id for person in self.shared],
        }

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the path for people: names, its strength, and the strengths that give it."""
        code = words.language_of(language or self.language)
        chain = " – ".join(layout.visible(person.name) for person in self.people)
        lines = [layout.safe(line) for line in wrapped(chain, columns)]
        notes = wrapped(self._figures(code), max(columns - 2, 1))
        if self.shared:
            names = ", ".join(layout.visible(person.name) for person in self.shared)
            notes += wrapped(words.say("path_shared", code, names=names), max(columns - 2, 1))
        return "\n".join([*lines, *(f"  {line}" for line in notes)])

    def _figures(self, code: str) -> str:
        strength = f"{words.say('strength', code)} {figure(self.strength, code)}"
        if len(self.legs) > 1:
            strength += " = " + " × ".join(figure(leg.strength, code) for leg in self.legs)
        return strength

    def __str__(self) -> str:
        return self.text()

    def explain(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the path with the evidence of each tie, as far as it may be shown."""
        code = words.language_of(language or self.language)
        lines = [self.text(language=code, columns=columns)]
        return "\n".join([*lines, *leg_lines(self.legs, code, columns)])

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the path as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; where not given, what the people need.
        """
        code = words.language_of(language or self.language)
        route = self.route(code)
        return Picture(
            svg.path_svg(route.people, route.strengths, captions=route.captions, language=code, width=width)
        )

    def route(self, language: str) -> svg.Route:
        """Return what a picture shows of the path."""
        return svg.Route(
            people=tuple(person.name for person in self.people),
            strengths=tuple(leg.strength for leg in self.legs),
            captions=tuple(
                ", ".join(part for part in (person.title, person.company) if part) for person in self.people
            ),
            figure=self._figures(language),
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        return f"<div>{self.plot().svg}</div>"


@attrs.frozen(kw_only=True, repr=False)
class Paths(Listed[Path]):
    """The strongest paths, best first.

    Attributes:
        source, target: From whom to whom.
        paths: The paths.
        cutoff: Hops at most.
        diverse: Whether paths come first that share nobody on the way.
        disjoint: How many of the first ones share nobody; `None` where that was not asked for.
        joint: The chance that at least one of those carries, `1 - product of (1 - strength)`, as if every tie
            carried or failed by itself; a lower bound of the chance that the network does (two-terminal
            reliability). `None` where paths may share people, because their chances depend on each other.
        avoid, through: Whom or what no path may, and every path must, pass between its ends, as it was named.
        reason: Why there is none, the key of a phrase; else `None`.
        as_of: The day for which the strengths hold.
        version: Id of the network's version.
        language: Language of the text.
        kinds: The table of kinds by which evidence was weighed.
    """

    source: PersonRef
    target: PersonRef
    paths: tuple[Path, ...]
    cutoff: int
    diverse: bool
    joint: float | None
    reason: str | None
    as_of: dt.date | None
    version: str
    disjoint: int | None = None
    avoid: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    language: str = "en"
    kinds: KindTable = BUILT_IN

    def __repr__(self) -> str:
        ends = f"from {layout.visible(self.source.name)} to {layout.visible(self.target.name)}"
        return f"<Paths: {len(self):,} {ends}>"

    def _listed(self) -> tuple[Path, ...]:
        return self.paths

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "from": self.source.to_dict(),
            "to": self.target.to_dict(),
            "paths": [path.to_dict() for path in self.paths],
            "cutoff": self.cutoff,
            "diverse": self.diverse,
            "disjoint": self.disjoint,
            "avoid": list(self.avoid),
            "through": list(self.through),
            "joint": self.joint,
            "joint_bound": None if self.joint is None else AT_LEAST,
            "reason": self.reason,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "kinds": self.kinds.to_dict() or None,
        }

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the paths for people, in English or Spanish."""
        code = words.language_of(language or self.language)
        lines = wrapped(self._title(code), columns)
        for number, path in enumerate(self.paths, start=1):
            shown = path.text(language=code, columns=max(columns - 4, 1)).splitlines()
            lines += [f"{number:>2}  {shown[0]}", *(f"    {line}" for line in shown[1:])]
        for sentence in self.sentences(code):
            lines += wrapped(sentence, columns)
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def sentences(self, language: str | None = None) -> tuple[str, ...]:
        """Return what is to be known about the paths, in words."""
        code = words.language_of(language or self.language)
        if self.reason is not None:
            return (words.say(self.reason, code, cutoff=self.cutoff), *self._asked(code))
        found = self._asked(code)
        if self.joint is not None and self.disjoint is not None and self.disjoint > 1:
            if self.disjoint == len(self.paths):
                found.append(words.say("paths_joint", code, chance=self.joint))
            else:
                found.append(words.say("paths_joint_first", code, n=self.disjoint, chance=self.joint))
        if self.disjoint is not None and self.disjoint < len(self.paths):
            found.append(words.say("paths_sharing", code, n=len(self.paths) - self.disjoint))
        found += rules(self.as_of, self.kinds, code)
        return tuple(found)

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the paths side by side as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; where not given, what the longest path needs. Where there is no room, they stand below
                each other.
        """
        code = words.language_of(language or self.language)
        note = layout.as_sentences(self.sentences(code))
        routes = [path.route(code) for path in self.paths]
        return Picture(svg.paths_svg(routes, title=self._title(code), note=note, language=code, width=width))

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        headers = [words.say(key, code) for key in ("path", "strength", "distance")]
        rows = [
            [
                " – ".join(person.name for person in path.people),
                figure(path.strength, code),
                words.count(path.distance, code),
            ]
            for path in self.paths
        ]
        table = layout.html_table(headers, rows, aligns="<>>", caption=self._title(code))
        notes = "".join(f"<p>{layout.escape(sentence)}</p>" for sentence in self.sentences(code))
        drawn = self.plot().svg if self.paths else ""
        return f"<div>{drawn}{table}{notes}</div>"

    def _asked(self, code: str) -> list[str]:
        """What was asked of the paths besides their ends."""
        return [
            words.say(key, code, names=", ".join(map(layout.visible, names)))
            for key, names in (("paths_avoid", self.avoid), ("paths_through", self.through))
            if names
        ]

    def _title(self, code: str) -> str:
        a, b = layout.visible(self.source.name), layout.visible(self.target.name)
        return words.say("paths_title", code, a=a, b=b)
