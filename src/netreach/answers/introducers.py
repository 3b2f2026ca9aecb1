"""Who should introduce the ego to somebody, and why: the answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from netreach.answers.degrees import AT_LEAST, EXACT
from netreach.answers.grounds import Basis, LastContact, Stability, WhatIf, whole_percent
from netreach.answers.legs import NOISY_OR, AnsweredLeg, figure, leg_lines
from netreach.answers.lines import rules, wrapped
from netreach.answers.listed import Listed, check_limit
from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.kinds import BUILT_IN, KindTable
from netreach.render import svg, words
from netreach.render import text as layout
from netreach.render.phrases import PHRASES

_NO_CONTACT = LastContact()
_NOTHING = Basis()


@attrs.frozen(kw_only=True, repr=False)
class Introducer:
    """Somebody who can introduce.

    Attributes:
        person: Who.
        rank: 1 for the best.
        score: The combination of the legs' values that the ranking names. It ranks within one question; it is
            not a strength, unless the ranking combines strengths.
        legs: From the ego to the introducer, and on to the target.
        tied_with: Somebody with the same score; `None` where the score is this person's alone.
        contact_count: Contacts of the introducer.
        contact_count_bound: `"exact"`, or `"at_least"` where their list is not complete.
        last_contact: When the ego last had contact with them, and whether to reconnect first.
        stability: How firmly the place stands over resampled evidence; `None` where it was not asked for.
        what_ifs: What place they would have without some people or evidence; empty where it was not asked for.
        language: Language of the text.
    """

    person: PersonRef
    rank: int
    score: float
    legs: tuple[AnsweredLeg, ...]
    tied_with: PersonRef | None = None
    contact_count: int = 0
    contact_count_bound: str = EXACT
    last_contact: LastContact = _NO_CONTACT
    stability: Stability | None = None
    what_ifs: tuple[WhatIf, ...] = ()
    language: str = "en"

    def __repr__(self) -> str:
        return f"<Introducer: {self.rank}. {layout.visible(self.name)}, score {figure(self.score, 'en')}>"

    @property
    def id(self) -> str:
        """The public id of the introducer."""
        return self.person.id

    @property
    def name(self) -> str:
        """The name of the introducer."""
        return self.person.name

    @property
    def tied(self) -> bool:
        """Whether somebody else has the same score."""
        return self.tied_with is not None

    @property
    def legs_known(self) -> tuple[bool, ...]:
        """For each leg whether all shared contacts of its two people could be seen."""
        return tuple(leg.known for leg in self.legs)

    def __str__(self) -> str:
        return str(self.person)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            **self.person.to_dict(),
            "rank": self.rank,
            "score": self.score,
            "tied": self.tied,
            "legs": [leg.to_dict() for leg in self.legs],
            "legs_known": list(self.legs_known),
            "contact_count": {"count": self.contact_count, "bound": self.contact_count_bound},
            "last_contact": self.last_contact.to_dict(),
            "stability": self.stability.to_dict() if self.stability else None,
            "what_ifs": [case.to_dict() for case in self.what_ifs],
        }

    def explain(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return why: every leg with the terms that add up to its value, and the evidence behind them.

        Evidence from the export of somebody else is shown as far as that person shares it.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        key = "contact_count_at_least" if self.contact_count_bound == AT_LEAST else "contact_count"
        contacts = words.say(key, code, n=self.contact_count)
        score = f"{words.say('score', code)} {figure(self.score, code)}"
        lines = [layout.shorten(layout.safe(str(self.person)), columns), f"  {score}; {contacts}"]
        lines += leg_lines(self.legs, code, columns)
        for sentence in self.sentences(code):
            lines += [f"  {line}" for line in wrapped(sentence, max(columns - 2, 1))]
        return "\n".join(lines)

    def sentences(self, language: str | None = None) -> tuple[str, ...]:
        """Return what is to be known about the introducer beside the legs, in words."""
        code = words.language_of(language or self.language)
        found = []
        if self.tied_with is not None:
            found.append(words.say("score_tie", code, name=layout.visible(self.tied_with.name)))
        found.append(self.last_contact.words(code))
        if self.stability is not None:
            found.append(self.stability.words(code))
        found += [case.words(code) for case in self.what_ifs]
        return tuple(sentence for sentence in found if sentence)

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return what the score is made of as a picture: both legs, with a bar for each term.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        title = words.say("introducers_title", code, name=layout.visible(self.legs[-1].end.name))
        return Picture(svg.reasons_svg([self.drawn(code)], title=title, language=code, width=width))

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        return f"<div>{self.plot().svg}</div>"

    def drawn(self, language: str) -> svg.Reasons:
        """Return what a picture of the scores shows of this introducer."""
        job = [layout.visible(part) for part in (self.person.title, self.person.company) if part]
        return svg.Reasons(
            number=f"{self.rank}{'=' if self.tied else ''}",
            label=layout.visible(self.name),
            below=", ".join(job),
            figure=f"{words.say('score', language)} {figure(self.score, language)}",
            legs=tuple(leg.drawn(language) for leg in self.legs),
        )

    def why(self, language: str) -> str:
        """Return the main reasons in a few words; of a path, who comes after."""
        if self.legs[0].scale == NOISY_OR:
            return " – ".join(leg.end.name for leg in self.legs[1:])
        reasons = [*(leg.why(language) for leg in self.legs), self.last_contact.words(language)]
        return "; ".join(reason for reason in reasons if reason)


@attrs.frozen(kw_only=True, repr=False)
class IntroducerRanking(Listed[Introducer]):
    """Those who can introduce the ego to somebody, best first.

    Attributes:
        ego, target: Who wants to meet whom.
        degree: How many hops the target is away; `None` beyond the cutoff.
        combine: How the legs give the score: `"sum"`, `"product"`, or `"product of strengths"` where the legs are
            the ties of a path.
        scorer: What ranked them; `"paths"` where the strength of the best path did.
        introducers: The best of them.
        total: How many there are altogether.
        bound: Whether `total` is `"exact"`, or `"at_least"` because somebody's list is not complete.
        basis: How much evidence the ranking rests on.
        goal: What the introduction is for; `None` where it was not said.
        resamples: How many resamples of the evidence tell how firmly places stand; `None` for none.
        without: Who was taken for not being there.
        without_evidence: Kinds of evidence that were taken for not having been seen.
        cutoff: The farthest degree that was looked at.
        reason: Why no introduction is needed or possible, the key of a phrase; else `None`.
        as_of: The day for which the answer holds.
        version: Id of the network's version.
        language: Language of the text.
        kinds: The table of kinds by which evidence was weighed.
    """

    ego: PersonRef
    target: PersonRef
    degree: int | None
    combine: str
    scorer: str
    introducers: tuple[Introducer, ...]
    total: int
    bound: str
    cutoff: int
    reason: str | None
    as_of: dt.date | None
    version: str
    basis: Basis = _NOTHING
    goal: str | None = None
    resamples: int | None = None
    without: tuple[PersonRef, ...] = ()
    without_evidence: tuple[str, ...] = ()
    language: str = "en"
    kinds: KindTable = BUILT_IN

    def __repr__(self) -> str:
        ends = f"for {layout.visible(self.ego.name)} to {layout.visible(self.target.name)}"
        return f"<IntroducerRanking: {len(self):,} of {self.total:,} {ends}>"

    def _listed(self) -> tuple[Introducer, ...]:
        return self.introducers

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "ego": self.ego.to_dict(),
            "target": self.target.to_dict(),
            "degree": self.degree,
            "combine": self.combine,
            "scorer": self.scorer,
            "introducers": [introducer.to_dict() for introducer in self.introducers],
            "total": self.total,
            "bound": self.bound,
            "cutoff": self.cutoff,
            "reason": self.reason,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "basis": self.basis.to_dict(),
            "goal": self.goal,
            "resamples": self.resamples,
            "without": {
                "people": [person.to_dict() for person in self.without],
                "evidence": list(self.without_evidence),
            },
            "kinds": self.kinds.to_dict() or None,
        }

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the ranking for people, in English or Spanish."""
        code = words.language_of(language or self.language)
        lines = wrapped(self._title(code), columns)
        if self.introducers:
            headers, rows, aligns = self._cells(code)
            lines += ["", *layout.table(headers, rows, aligns=aligns, columns=columns).splitlines(), ""]
        for sentence in self.sentences(code):
            lines += wrapped(sentence, columns)
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def sentences(self, language: str | None = None) -> tuple[str, ...]:
        """Return what is to be known about the ranking, in words."""
        code = words.language_of(language or self.language)
        found = []
        name = layout.visible(self.target.name)
        if self.degree == 1:
            found.append(words.say("introducers_direct", code, name=name))
        elif self.degree is None:
            found.append(words.say("paths_none", code, cutoff=self.cutoff))
        if self.introducers:
            key = "introducers_paths" if self.scorer == "paths" else "introducers_total"
            if self.bound == AT_LEAST:
                key += "_at_least"
            found.append(words.say(key, code, n=self.total))
            if len(self.introducers) < self.total:
                found.append(words.say("search_shown", code, shown=len(self.introducers), total=self.total))
            unseen = sum(not all(introducer.legs_known) for introducer in self.introducers)
            if unseen:
                found.append(words.say("introducers_unseen", code, n=unseen))
            found += self._grounds(code)
        elif self.degree == 1:
            found.append(words.say("introducers_none", code, name=name))
        found += self._left_out(code)
        found += rules(self.as_of, self.kinds, code)
        return tuple(found)

    def _grounds(self, code: str) -> list[str]:
        """What the ranking rests on, what it is for, and how firmly the first place stands."""
        found = [self.basis.words(code)]
        if self.goal and self.scorer == "paths":
            found.append(words.say("goal_paths", code))
        elif self.goal:
            found.append(words.say(f"goal_{self.goal}", code))
        first = self.introducers[0].stability
        if self.resamples is not None and first is not None:
            name, share = layout.visible(self.introducers[0].name), whole_percent(first.first)
            found.append(words.say("stability_of", code, name=name, share=share, resamples=self.resamples))
        return found

    def _left_out(self, code: str) -> list[str]:
        kinds = [words.say(f"evidence_{kind}_some", code) for kind in self.without_evidence]
        left = [*(layout.visible(person.name) for person in self.without), *kinds]
        return [words.say("ranked_without", code, left=", ".join(left))] if left else []

    def plot(
        self, *, limit: int | None = 5, language: str | None = None, width: float | None = None
    ) -> Picture:
        """Return what the scores are made of as a picture: for each introducer both legs, with a bar for each term.

        Args:
            limit: How many introducers are drawn, the best first; `None` for all that the answer has.
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.

        Raises:
            OptionError: When a number is outside its range.
        """
        check_limit(limit, least=1)
        code = words.language_of(language or self.language)
        drawn = self.introducers[:limit]
        said = list(self.sentences(code))
        if drawn:
            if any(leg.scale == NOISY_OR for introducer in drawn for leg in introducer.legs):
                said.insert(0, words.say("leg_noisy_or", code))
            key = f"combine_{'strengths' if 'strengths' in self.combine else self.combine}"
            said.insert(0, words.say(key, code) if key in PHRASES else "")
        if len(drawn) < len(self.introducers) == self.total:
            said.append(words.say("search_shown", code, shown=len(drawn), total=self.total))
        return Picture(
            svg.reasons_svg(
                [introducer.drawn(code) for introducer in drawn],
                title=self._title(code),
                note=layout.as_sentences(said),
                language=code,
                width=width,
            )
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        headers, rows, aligns = self._cells(code)
        table = layout.html_table(headers, rows, aligns=aligns, caption=self._title(code))
        notes = "".join(f"<p>{layout.escape(sentence)}</p>" for sentence in self.sentences(code))
        drawn = self.plot(limit=3).svg if self.introducers else ""
        return f"<div>{table}{notes}{drawn}</div>"

    def _title(self, code: str) -> str:
        title = words.say("introducers_title", code, name=layout.visible(self.target.name))
        if self.degree is None:
            return title
        return f"{title} ({words.degree_name(self.degree, code)})"

    def _cells(self, code: str) -> tuple[list[str], list[list[str]], str]:
        columns = [
            # Equal scores are marked where the eye reads them.
            ("", ">", [f"{one.rank}{'=' if one.tied else ''}" for one in self]),
            (words.say("introducer", code), "<", [one.name for one in self]),
            (words.say("score", code), ">", [figure(one.score, code) for one in self]),
        ]
        if self.resamples is not None:
            shares = [f"{whole_percent(one.stability.first)} %" if one.stability else "" for one in self]
            columns.append((words.say("stability_first", code), ">", shares))
        columns.append((words.say("why", code), "<", [one.why(code) for one in self]))
        headers, aligns, cells = zip(*columns, strict=True)
        return list(headers), [list(row) for row in zip(*cells, strict=True)], "".join(aligns)
