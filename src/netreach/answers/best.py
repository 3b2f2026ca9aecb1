"""The best introducer to each of many people."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs

from netreach.answers.listed import Listed
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.render import svg, words
from netreach.render import text as layout


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
class BestIntroducers(Listed[BestIntroducer]):
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

    def _listed(self) -> tuple[BestIntroducer, ...]:
        return self.items

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

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return whom to ask, and for how many of these people at each degree, as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        asked = Counter((item.introducer, item.degree) for item in self.items if item.introducer)
        degrees = sorted({degree for _, degree in asked if degree is not None}) or [2]
        sums = Counter({person: 0 for person, _ in asked})
        for (person, _), count in asked.items():
            sums[person] += count
        rows = [
            svg.Counts(
                label=layout.visible(str(person)),
                counts=(tuple(asked[person, degree] for degree in degrees),),
            )
            for person, _ in sums.most_common()
            if person is not None
        ]
        others = Counter(item.degree for item in self.items if item.introducer is None)
        direct, own = others.pop(1, 0), others.pop(0, 0)
        nobody = sum(others.values())
        note = [words.say("best_direct_count", code, n=direct)] if direct else []
        note += [words.say("best_nobody_count", code, n=nobody)] if nobody else []
        return Picture(
            svg.counts_svg(
                rows,
                title=words.say("best_title", code, n=len(self.items) - own),
                pieces=[words.degree_name(degree, code) for degree in degrees],
                looks=[str(min(degree, svg.RAMP)) for degree in degrees],
                note=layout.as_sentences(note),
                language=code,
                width=width,
            )
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        drawn = self.plot().svg if any(item.introducer for item in self.items) else ""
        return f"<div>{drawn}{layout.html_lines(str(self))}</div>"

    def __repr__(self) -> str:
        return f"<BestIntroducers: {len(self):,} targets of {layout.visible(self.ego.name)}>"
