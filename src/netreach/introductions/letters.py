"""Letters that ask for an introduction: one message per introducer of a path, with the note to forward.

Only public facts stand in a letter: names, jobs, companies, and the reason in the writer's own words. How strong a
tie is, and what it is known from, stays with the writer. These are drafts: nothing is ever sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from netreach.errors import OptionError
from netreach.introductions.eml import to_eml
from netreach.introductions.templates import LENGTHS, Wording, wording
from netreach.render.text import clean, escape, markdown_safe, shorten, visible
from netreach.render.words import language_of, say

RULE: Final = "-" * 40
"""The line between a request and the note to forward."""

_LONGEST_TITLE: Final = 80
# Han, kana, hangul: the family name goes first, and a given name alone would be too familiar.
_FAMILY_NAME_FIRST: Final = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_TWO_LETTERS: Final = re.compile(r"[^\W\d_]\w")


@attrs.frozen(kw_only=True)
class Party:
    """Someone on the path, with the public facts that a letter may use.

    Attributes:
        name: The full name.
        first_name: How friends say it; the full name is used where it is unknown or only an initial.
        title, company: The current job; `""` where unknown.
        email: An address for the draft's header; `""` where unknown. It is never part of a text.
    """

    name: str
    first_name: str = ""
    title: str = ""
    company: str = ""
    email: str = ""


@attrs.frozen(kw_only=True)
class Forward:
    """The note that an introducer passes on."""

    to: str
    subject: str
    body: str

    def to_dict(self) -> dict[str, Any]:
        """Return the note as plain data for JSON."""
        return {"to": self.to, "subject": self.subject, "body": self.body}


@attrs.frozen(kw_only=True)
class Message:
    """A message to one introducer.

    Attributes:
        to: Name of the introducer.
        to_email: Their address; `""` where unknown.
        subject: The subject.
        request: The request alone.
        body: The whole text: the request, a line, and below it the note to forward.
        forward: The note, to be sent on by the introducer.
        reminders: For the writer alone: what the reader of the note will learn.
    """

    to: str
    to_email: str
    subject: str
    request: str
    body: str
    forward: Forward
    reminders: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the message as plain data for JSON."""
        return {
            "to": self.to,
            "subject": self.subject,
            "body": self.body,
            "forward": self.forward.to_dict(),
            "reminders": list(self.reminders),
        }


@attrs.frozen(kw_only=True, repr=False)
class Introduction:
    """The drafts for one path, in the order in which they are used.

    The second message is for the moment when the first introducer has put its reader and the ego in touch, and so on.

    Attributes:
        ego: Who asks.
        target: Who is to be reached.
        language: `"en"` or `"es"`.
        messages: One per introducer.
        tone, length: How they are worded.
        asked: What the network's log says of earlier letters to these introducers, in words.
        people: Public ids of the path from the ego to the target, where it is of a network.
    """

    ego: Party
    target: Party
    language: str
    messages: tuple[Message, ...]
    tone: str = "warm"
    length: str = "usual"
    asked: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def __repr__(self) -> str:
        over = ", ".join(visible(message.to) for message in self.messages)
        return f"<Introduction: {visible(self.ego.name)} to {visible(self.target.name)} over {over}>"

    def __str__(self) -> str:
        to, subject = say("to", self.language), say("subject", self.language)
        drafts = [
            f"{to}: {message.to}{_angled(message.to_email)}\n{subject}: {message.subject}\n\n{message.body}\n"
            + "".join(f"\n({reminder})" for reminder in message.reminders)
            + "\n"
            for message in self.messages
        ]
        last = [*self.asked, say("never_sent", self.language)]
        return f"\n{'=' * 40}\n\n".join(drafts) + "".join(f"\n({sentence})" for sentence in last)

    def to_dict(self) -> dict[str, Any]:
        """Return the drafts as plain data for JSON."""
        return {
            "ego": self.ego.name,
            "target": self.target.name,
            "language": self.language,
            "tone": self.tone,
            "length": self.length,
            "asked": list(self.asked),
            "messages": [message.to_dict() for message in self.messages],
        }

    def to_markdown(self) -> str:
        """Return the drafts as Markdown, with every text escaped: no name can bring markup or a link."""
        language = self.language
        to, subject = say("to", language), say("subject", language)
        parts = [f"# {markdown_safe(say('introduction_title', language, name=self.target.name))}"]
        for message in self.messages:
            note = message.forward
            below = (
                f"**{markdown_safe(say('note_to', language, name=note.to))}**\n\n"
                f"**{subject}:** {markdown_safe(note.subject)}\n\n{_markdown(note.body)}"
            )
            receiver = markdown_safe(message.to + _angled(message.to_email))
            parts += [
                f"## {markdown_safe(say('message_to', language, name=message.to))}",
                f"**{to}:** {receiver}  \n**{subject}:** {markdown_safe(message.subject)}",
                _markdown(message.request),
                "\n".join(f"> {line}" if line else ">" for line in below.split("\n")),
                *(f"*{markdown_safe(reminder)}*" for reminder in message.reminders),
            ]
        parts += [f"*{markdown_safe(sentence)}*" for sentence in self.asked]
        parts.append(f"*{say('never_sent', language)}*")
        return "\n\n".join(parts) + "\n"

    def to_eml(self) -> list[bytes]:
        """Return one unsent draft per message, each the bytes of an `.eml` file."""
        return [
            to_eml(
                from_name=self.ego.name,
                from_email=self.ego.email,
                to_name=message.to,
                to_email=message.to_email,
                subject=message.subject,
                body=message.body,
            )
            for message in self.messages
        ]

    def _repr_html_(self) -> str:
        to, subject = say("to", self.language), say("subject", self.language)
        parts = ['<div class="netreach">']
        for message in self.messages:
            body = "\n".join(map(escape, message.body.split("\n")))
            parts.append(
                f"<h4>{escape(say('message_to', self.language, name=message.to))}</h4>"
                f"<p><b>{to}:</b> {escape(message.to + _angled(message.to_email))}<br>"
                f"<b>{subject}:</b> {escape(message.subject)}</p>"
                f'<pre dir="auto" style="white-space:pre-wrap">{body}</pre>'
            )
            parts += [f"<p><i>{escape(reminder)}</i></p>" for reminder in message.reminders]
        parts += [f"<p><i>{escape(sentence)}</i></p>" for sentence in self.asked]
        parts.append(f"<p><i>{escape(say('never_sent', self.language))}</i></p></div>")
        return "\n".join(parts)


def draft(
    *,
    ego: Party,
    steps: Sequence[Party],
    target: Party,
    reason: str,
    language: str | None = None,
    tone: str = "warm",
    length: str = "usual",
    templates: Path | None = None,
) -> Introduction:
    """Draft the letters for a path: one message per introducer, each with the note to forward.

    Args:
        ego: Who asks.
        steps: The introducers in order; the first is a contact of the ego, the last a contact of the target.
        target: Who is to be reached.
        reason: Why, in the ego's own words, fit for the introducers and the target to read; whole sentences.
        language: `en` or `es`, as `netreach.render.words.language_of` reads it.
        tone: `"warm"`, `"plain"` or `"formal"`; with `templates` the name of a file there.
        length: `"usual"` or `"short"`.
        templates: A folder of texts of one's own, as `netreach.introductions.templates` describes them.

    Raises:
        OptionError: If the reason is blank, there is no introducer, someone on the path has no name, or there is no
            such tone or length.
        TemplateError: If a template cannot be used.

    >>> letters = draft(
    ...     ego=Party(name="Ana Ruiz", first_name="Ana", title="Founder", company="Lumen"),
    ...     steps=[Party(name="Ben Ortiz", first_name="Ben")],
    ...     target=Party(name="Eva Lund", first_name="Eva", title="Buyer", company="Acme"),
    ...     reason="I would like to show Acme our new lamps.", language="en")
    >>> letters.messages[0].subject
    'Would you introduce me to Eva Lund?'
    """
    code = language_of(language)
    if length not in LENGTHS:
        raise OptionError(f"length is {length!r}: choose from {', '.join(LENGTHS)}.")
    texts = wording(code, tone, templates=templates)
    why = _paragraphs(reason)
    if not why:
        raise OptionError("the reason is blank: say in a sentence or two why you want to be introduced")
    if not steps:
        raise OptionError(
            f"there is no introducer on the way to {clean(target.name)!r}: write to them directly"
        )
    introducers = [_tidy(party, f"introducer {index}") for index, party in enumerate(steps, start=1)]
    path = [_tidy(ego, "the ego"), *introducers, _tidy(target, "the target")]
    return Introduction(
        ego=path[0],
        target=path[-1],
        language=code,
        tone=tone,
        length=length,
        messages=tuple(
            _message(path, index, texts, code, why, " short" if length == "short" else "")
            for index in range(1, len(path) - 1)
        ),
    )


def _message(path: Sequence[Party], index: int, texts: Wording, code: str, why: str, short: str) -> Message:
    """Draft the message to one introducer of a path."""
    writer, goal = path[0], path[-1]
    receiver, following, last = path[index], path[index + 1], index == len(path) - 2
    values = {
        "ego": writer.name,
        "ego_first": _call(writer),
        "ego_job": _with_job(writer, texts, "{name}, {job}", texts.texts["from company"]),
        "to": receiver.name,
        "to_first": _call(receiver),
        "next": following.name,
        "next_first": _call(following),
        "next_job": _with_job(following, texts, "{name} ({job})", "{company}"),
        "target": goal.name,
        "target_job": _with_job(goal, texts, "{name} ({job})", "{company}"),
        "introducer": receiver.name,
        "before": _call(path[index - 1]),
        "before_name": path[index - 1].name,
        "reason": why,
    }
    later, step = ("" if index == 1 else " later"), ("" if last else " step")
    values["opening"] = texts.fill(f"opening{later}", values)
    values["ask"] = texts.fill(f"ask{step}{later}", values)
    section = f"note{step}{short}"
    request = texts.fill(f"request{short}", values)
    note = Forward(
        to=following.name,
        subject=texts.fill("note subject", values),
        body=texts.fill(section, values),
    )
    heading = say("note_to", code, name=note.to)
    return Message(
        to=receiver.name,
        to_email=receiver.email,
        subject=texts.fill("subject", values),
        request=request,
        body=f"{request}\n\n{RULE}\n{heading}\n{say('subject', code)}: {note.subject}\n\n{note.body}",
        forward=note,
        reminders=_reminders(texts.named(section), writer, following, receiver, goal, code),
    )


def _reminders(
    named: Sequence[str], writer: Party, reader: Party, receiver: Party, goal: Party, code: str
) -> tuple[str, ...]:
    """Return what the reader of a note learns from it, by what its template fills in."""
    learnt = [say("reads_name", code, name=writer.name)]
    if "ego_job" in named:
        learnt += [
            say(key, code, text=text)
            for key, text in (("reads_title", writer.title), ("reads_company", writer.company))
            if text
        ]
    if {"target", "target_job"} & set(named):
        learnt.append(say("reads_target", code, name=goal.name))
    learnt.append(say("reads_reason", code))
    if "introducer" in named:
        learnt.append(say("reads_passed", code, name=receiver.name))
    return (
        say("will_read", code, name=reader.name, what="; ".join(learnt)),
        say("may_read", code, name=reader.name),
    )


def _tidy(party: Party, role: str) -> Party:
    tidy = Party(**{name: clean(value) for name, value in attrs.asdict(party).items()})
    if not tidy.name:
        raise OptionError(
            f"{role} has no name, and a letter needs one: give the name, or choose another path"
        )
    return tidy


def _call(party: Party) -> str:
    """Return how to address someone: the first name where it is one, else the full name."""
    first = re.split(r"[(\[,|/]", party.first_name)[0].strip()
    if not _TWO_LETTERS.search(first) or _FAMILY_NAME_FIRST.search(party.name + first):
        return party.name
    return first


def _with_job(party: Party, texts: Wording, pattern: str, company_only: str) -> str:
    title, company = shorten(party.title, _LONGEST_TITLE), shorten(party.company, _LONGEST_TITLE)
    if title and company and company.casefold() not in title.casefold():
        job = texts.fill("employed", {"title": title, "company": company})
    else:
        job = title or (company_only.replace("{company}", company) if company else "")
    return pattern.format(name=party.name, job=job) if job else party.name


def _paragraphs(reason: str) -> str:
    lines = [clean(line) for line in re.split("\r\n|[\n\r\u2028\u2029\x85]", reason)]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines).strip("\n"))


def _angled(email: str) -> str:
    return f" <{email}>" if email else ""


def _markdown(text: str) -> str:
    """Return paragraphs as Markdown in which every line stays a line."""
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", markdown_safe(text))
