"""`netreach person`: what the network knows of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreach.cli.options import Json, Language, NetworkFolder, Quiet
from netreach.cli.output import columns, listed, show, show_json
from netreach.cli.texts import tell

if TYPE_CHECKING:
    import datetime as dt

    from netreach.model import Position, Professional

_HOPS = 6
_NAMED = 10


def person(
    network: NetworkFolder,
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="Id, profile URL, e-mail or full name.", show_default=False)
    ],
    ego: Annotated[
        str | None,
        typer.Option(
            "--ego",
            metavar="WHO",
            envvar="NETREACH_EGO",
            help="Show the degree and shared contacts with this person.",
        ),
    ] = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show what the network knows of somebody."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        found = opened.find(who)
        seen = None
        if ego is not None:
            viewpoint = opened.ego(ego)
            seen = _Seen(
                ego=viewpoint.professional,
                degree=viewpoint.degree(found, cutoff=_HOPS),
                shared=tuple(viewpoint.shared_contacts(found)),
            )
        version = opened.version
    if as_json:
        show_json({"person": found.to_dict(), **(seen or _Seen()).to_dict()}, version=version)
        return
    lines = _record(found, code)
    if not quiet:
        lines += _career(found, code)
    if seen is not None:
        lines += ["", *seen.lines(found, code)]
    show("\n".join(lines))


class _Seen(NamedTuple):
    """How somebody stands to the ego; a named tuple, because help must not wait for more than it needs."""

    ego: Professional | None = None
    degree: int | None = None
    shared: tuple[Professional, ...] = ()

    def to_dict(self) -> dict[str, object]:
        if self.ego is None:
            return {"ego": None, "degree": None, "shared_contacts": None}
        return {
            "ego": _ref(self.ego),
            "degree": self.degree,
            "shared_contacts": [_ref(contact) for contact in self.shared],
        }

    def lines(self, found: Professional, language: str) -> list[str]:
        from netreach.answers.lines import wrapped
        from netreach.render import words
        from netreach.render.text import visible

        assert self.ego is not None
        if self.ego.id == found.id:
            degree = tell("is_ego", language)
        elif self.degree is None:
            degree = tell("is_far", language, hops=_HOPS)
        else:
            degree = words.degree_name(self.degree, language)
        shared = words.say("shared_count", language, n=len(self.shared))
        names = [visible(contact.name) for contact in self.shared[:_NAMED]]
        if len(self.shared) > _NAMED:
            names.append(words.say("more", language, n=len(self.shared) - _NAMED))
        if self.degree == 0:
            return wrapped(f"{tell('seen_from', language, name=visible(self.ego.name))}: {degree}", columns())
        told = f"{degree}; {shared}" + (f": {', '.join(names)}" if names else "")
        return wrapped(f"{tell('seen_from', language, name=visible(self.ego.name))}: {told}", columns())


def _ref(someone: Professional) -> dict[str, str | None]:
    return {
        "id": someone.id,
        "name": someone.name,
        "title": someone.title or None,
        "company": someone.company or None,
    }


def _record(found: Professional, language: str) -> list[str]:
    from netreach.render import words
    from netreach.render.text import safe, shorten

    count = words.count(found.contact_count, language)
    if not found.complete_list:
        count = words.say("at_least", language, n=found.contact_count)
    fields = [
        (tell("id", language), found.id),
        *((words.say(name, language), getattr(found, name)) for name in ("headline", "title", "company")),
        *((words.say(name, language), getattr(found, name)) for name in ("location", "country", "industry")),
        (tell("page", language), found.url),
        (words.say("email", language), ", ".join(found.emails)),
        (tell("groups", language), ", ".join(found.groups)),
        (tell("skills", language), ", ".join(found.skills)),
        (words.say("contacts", language), count),
    ]
    return [safe(shorten(found.name, columns() - 1)), *listed([pair for pair in fields if pair[1]])]


def _career(found: Professional, language: str) -> list[str]:
    lines: list[str] = []
    for kind, heading in (("work", "career"), ("claim", "earlier"), ("study", "schools")):
        places = [position for position in found.positions if position.kind == kind]
        if places:
            lines.append(tell(heading, language))
            lines += listed([(_when(place, language), _what(place)) for place in places])
    return lines


def _when(place: Position, language: str) -> str:
    from netreach.render import words

    def told(day: dt.date | None) -> str:
        if day is None:
            return ""
        # Schools give years.
        return str(day.year) if place.kind == "study" else words.month(day, language)

    start, end = told(place.start), told(place.end)
    if not end and start and place.kind == "work":
        end = tell("today", language)
    if not start and not end:
        return ""
    return f"{start}–{end}" if place.kind == "study" else f"{start} – {end}".strip()


def _what(place: Position) -> str:
    return ", ".join(part for part in (place.title, place.organisation, place.location) if part)
