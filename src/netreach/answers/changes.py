"""What has changed in a network between two states: the answer."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from netreach.answers.picture import Picture
from netreach.answers.refs import PersonRef
from netreach.render import svg, words
from netreach.render import text as layout

COLUMNS: Final = ("change", "id", "name", "other_id", "other_name", "before", "now", "date")
"""The columns of the table of changes."""

_SECTIONS: Final = ("nearer", "new_ties", "ended_ties", "job_moves", "new_people")
_COUNTED: Final = ("nearer", "farther", *_SECTIONS[1:], "gone_people")


@attrs.frozen(kw_only=True)
class TieChange:
    """A tie that is new, or that has ended.

    Attributes:
        a, b: The two people.
        since: The first day on which a new tie was observed; `None` where unknown or not to be shown.
    """

    a: PersonRef
    b: PersonRef
    since: dt.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
            "since": self.since.isoformat() if self.since else None,
        }


@attrs.frozen(kw_only=True)
class JobMove:
    """Another company or another title than before.

    Attributes:
        person: Who, as of now.
        title_before, company_before: What was known before; `""` where unknown.
        when: When the new job began, where a career says it.
    """

    person: PersonRef
    title_before: str = ""
    company_before: str = ""
    when: dt.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "person": self.person.to_dict(),
            "from": {"title": self.title_before or None, "company": self.company_before or None},
            "to": {"title": self.person.title or None, "company": self.person.company or None},
            "when": self.when.isoformat() if self.when else None,
        }


@attrs.frozen(kw_only=True)
class Nearer:
    """Somebody who came nearer to the ego.

    Attributes:
        person: Who.
        before: The degree before; `None` where there was no path within the cutoff.
        now: The degree now.
    """

    person: PersonRef
    before: int | None
    now: int

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"person": self.person.to_dict(), "from": self.before, "to": self.now}


@attrs.frozen(kw_only=True)
class Shift:
    """How many people went from one degree to another; `None` is beyond the cutoff."""

    before: int | None
    now: int | None
    count: int

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {"from": self.before, "to": self.now, "count": self.count}


@attrs.frozen(kw_only=True)
class Changes:
    """What is different now.

    The lists hold what is shown, `counts` how many there are of each.

    Attributes:
        since: The day, or the id of the version, with which the network was compared.
        ego: From whose viewpoint degrees are meant; `None` without one.
        counts: `new_people`, `gone_people`, `new_ties`, `ended_ties`, `job_moves`, `nearer`, `farther`.
        new_people: People who were not in the network, by name.
        new_ties: Ties that are new: those of the ego first, then the newest.
        ended_ties: Ties of people who are still there that are no longer seen: those of the ego first.
        job_moves: Other companies and titles than before, the nearest people first.
        nearer: Who came nearer to the ego, the nearest first.
        shifts: How many went from which degree to which.
        cutoff: The farthest degree that was looked at.
        as_of_before, as_of: The newest days of the two states.
        version_before, version: Ids of their versions.
        language: Language of the text.
    """

    since: str
    ego: PersonRef | None
    counts: Mapping[str, int]
    new_people: tuple[PersonRef, ...]
    new_ties: tuple[TieChange, ...]
    ended_ties: tuple[TieChange, ...]
    job_moves: tuple[JobMove, ...]
    nearer: tuple[Nearer, ...]
    shifts: tuple[Shift, ...]
    cutoff: int
    as_of_before: dt.date | None
    as_of: dt.date | None
    version_before: str
    version: str
    language: str = "en"

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and what is shown as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "since": self.since,
            "version_before": self.version_before,
            "as_of_before": self.as_of_before.isoformat() if self.as_of_before else None,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "ego": self.ego.to_dict() if self.ego else None,
            "cutoff": self.cutoff,
            "counts": dict(self.counts),
            **{name: [one.to_dict() for one in getattr(self, name)] for name in (*_SECTIONS, "shifts")},
        }

    def rows(self) -> Iterator[tuple[str | int | None, ...]]:
        """Yield what is shown as rows of `COLUMNS`; an unknown value is `None`."""
        for near in self.nearer:
            yield ("nearer", near.person.id, near.person.name, None, None, near.before, near.now, None)
        for change, ties in (("new_tie", self.new_ties), ("ended_tie", self.ended_ties)):
            for tie in ties:
                day = tie.since.isoformat() if tie.since else None
                yield (change, tie.a.id, tie.a.name, tie.b.id, tie.b.name, None, None, day)
        for move in self.job_moves:
            day = move.when.isoformat() if move.when else None
            before = _job(move.title_before, move.company_before)
            now = _job(move.person.title, move.person.company)
            yield ("job_move", move.person.id, move.person.name, None, None, before or None, now or None, day)
        for person in self.new_people:
            yield ("new_person", person.id, person.name, None, None, None, None, None)

    def to_csv(self) -> str:
        """Return what is shown as CSV in which no spreadsheet finds a formula."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in self.rows():
            writer.writerow([layout.csv_safe(cell) if isinstance(cell, str) else cell for cell in row])
        return out.getvalue()

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the changes for people, in English or Spanish.

        Args:
            language: English or Spanish; the answer's own where not given.
            columns: Cells of the terminal.
        """
        code = words.language_of(language or self.language)
        lines = [self._title(code)]
        if not self:
            lines.append(words.say("changes_none", code))
        for section in _SECTIONS:
            count = self.counts[section]
            if not count:
                continue
            lines += ["", words.say(f"changes_{section}", code, n=count)]
            shown = [self._line(one, code) for one in getattr(self, section)]
            lines += [f"  {line}" for line in shown]
            if shown and count > len(shown):
                lines.append("  " + words.say("more", code, n=count - len(shown)))
            if section == "nearer":
                lines += [f"  {self._shift(shift, code)}" for shift in self.shifts if _is_nearer(shift)]
        if self.counts["gone_people"]:
            lines += ["", words.say("changes_gone_people", code, n=self.counts["gone_people"])]
        return "\n".join(layout.shorten(line, columns) for line in lines)

    def __str__(self) -> str:
        return self.text()

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return the counts of the changes as a picture, and how many people went from which degree to which.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        rows = [
            svg.Counts(label=words.say(f"change_{name}", code), counts=((self.counts[name],),))
            for name in _COUNTED
            if self.counts[name]
        ]
        if self.shifts:
            rows.append(svg.Counts(label=words.say("changes_shifts", code)))
        rows += [
            svg.Counts(
                label=f"{_degree(shift.before, code)} → {_degree(shift.now, code)}", counts=((shift.count,),)
            )
            for shift in self.shifts
        ]
        note = "" if self else words.say("changes_none", code)
        return Picture(svg.counts_svg(rows, title=self._title(code), note=note, language=code, width=width))

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        code = words.language_of(self.language)
        names = ("change", "name", "change_other", "change_before", "change_now", "change_day")
        headers = [words.say(name, code) for name in names]
        rows = [
            [words.say(f"change_{section}", code), *self._cells(one, code)]
            for section in _SECTIONS
            for one in getattr(self, section)
        ]
        table = layout.html_table(headers, rows, caption=self._title(code))
        return f"<div>{self.plot().svg}{table}</div>"

    def _title(self, code: str) -> str:
        try:
            day = dt.date.fromisoformat(self.since)
        except ValueError:  # a version
            return words.say("changes_title", code, since=self.since)
        return words.say("changes_title_day", code, since=words.date(day, code))

    def _line(self, one: PersonRef | TieChange | JobMove | Nearer, code: str) -> str:
        if isinstance(one, PersonRef):
            return layout.safe(str(one))
        if isinstance(one, TieChange):
            day = f" ({words.date(one.since, code)})" if one.since else ""
            return layout.safe(one.a.name) + " – " + layout.safe(one.b.name) + day
        if isinstance(one, Nearer):
            return f"{layout.safe(one.person.name)}: {_degree(one.before, code)} → {_degree(one.now, code)}"
        before = layout.safe(_job(one.title_before, one.company_before))
        now = layout.safe(_job(one.person.title, one.person.company))
        day = f" ({words.date(one.when, code)})" if one.when else ""
        return f"{layout.safe(one.person.name)}: {before} → {now}{day}"

    def _cells(self, one: PersonRef | TieChange | JobMove | Nearer, code: str) -> list[str]:
        """Return the name, the other's name, what was before, what is now and the day, for a table."""
        if isinstance(one, PersonRef):
            return [one.name, "", "", _job(one.title, one.company), ""]
        if isinstance(one, TieChange):
            return [one.a.name, one.b.name, "", "", words.date(one.since, code) if one.since else ""]
        if isinstance(one, Nearer):
            return [one.person.name, "", _degree(one.before, code), _degree(one.now, code), ""]
        now = _job(one.person.title, one.person.company)
        day = words.date(one.when, code) if one.when else ""
        return [one.person.name, "", _job(one.title_before, one.company_before), now, day]

    def _shift(self, shift: Shift, code: str) -> str:
        count = words.say("people_count", code, n=shift.count)
        return f"{_degree(shift.before, code)} → {_degree(shift.now, code)}: {count}"


def _is_nearer(shift: Shift) -> bool:
    return shift.now is not None and (shift.before is None or shift.before > shift.now)


def _degree(degree: int | None, code: str) -> str:
    return words.say("changes_beyond", code) if degree is None else words.degree(degree, code)


def _job(title: str, company: str) -> str:
    return ", ".join(part for part in (title, company) if part)
