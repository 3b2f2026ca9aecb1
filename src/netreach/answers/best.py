"""The best introducer to each of many people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import attrs

from netreach.answers.refs import PersonRef
from netreach.render import text as layout
from netreach.render import words


@attrs.frozen(kw_only=True)
class RankedIntroducer:
    """One of the best introducers to one of many people.

    Attributes:
        person: The contact to ask.
        score: Their score; comparable among targets of one degree.
    """

    person: PersonRef
    score: float

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {**self.person.to_dict(), "score": self.score}


@attrs.frozen(kw_only=True)
class BestIntroducer:
    """Whom to ask for an introduction to one of many people.

    Attributes:
        target: Whom to reach.
        degree: How many hops away they are; `None` beyond the cutoff.
        introducer: The contact to ask; `None` for the ego, direct contacts and people beyond the cutoff.
        score: The introducer's score, `None` where there is none; comparable among targets of one degree.
        ranking: The best introducers, the first of whom is `introducer`; as many as were asked for.
    """

    target: PersonRef
    degree: int | None
    introducer: PersonRef | None
    score: float | None
    ranking: tuple[RankedIntroducer, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "target": self.target.to_dict(),
            "degree": self.degree,
            "introducer": self.introducer.to_dict() if self.introducer else None,
            "score": self.score,
            "ranking": [ranked.to_dict() for ranked in self.ranking],
        }


@attrs.frozen(kw_only=True, repr=False)
class BestIntroducers(Sequence[BestIntroducer]):
    """Whom to ask for an introduction to each of many people, in the order in which they were asked about.

    Attributes:
        ego: Who wants to be introduced.
        items: One record for each target.
        scorer: Name of the scorer that ranked shared contacts.
        goal: What the introductions are for; `None` where it was not said.
        version: Id of the network's version.
        language: Language of the text.
    """

    ego: PersonRef
    items: tuple[BestIntroducer, ...]
    scorer: str
    goal: str | None = None
    version: str = ""
    language: str = "en"

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> BestIntroducer: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[BestIntroducer, ...]: ...
    def __getitem__(self, index: int | slice) -> BestIntroducer | tuple[BestIntroducer, ...]:
        return self.items[index]

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "ego": self.ego.to_dict(),
            "scorer": self.scorer,
            "goal": self.goal,
            "targets": [item.to_dict() for item in self.items],
        }

    def __str__(self) -> str:
        code = words.language_of(self.language)
        lines = []
        for item in self.items:
            if item.introducer:
                lines.append(
                    words.say("best_through", code, target=str(item.target), name=item.introducer.name)
                )
            elif item.degree == 1:
                lines.append(words.say("best_direct", code, target=str(item.target)))
            elif item.degree == 0:
                lines.append(words.say("best_self", code, target=str(item.target)))
            else:
                lines.append(words.say("best_nobody", code, target=str(item.target)))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))

    def __repr__(self) -> str:
        return f"<BestIntroducers: {len(self):,} targets of {layout.visible(self.ego.name)}>"
