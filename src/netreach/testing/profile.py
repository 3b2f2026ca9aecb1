"""The files of an export that tell about its owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from netreach.testing import names
from netreach.testing.correspondence import language_of
from netreach.testing.worlds import World

File = tuple[Sequence[str], list[tuple[str, ...]]]
"""The header and the rows of a file."""

MESSAGES_HEADER = (
    "CONVERSATION ID",
    "CONVERSATION TITLE",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "RECIPIENT PROFILE URLS",
    "DATE",
    "SUBJECT",
    "CONTENT",
    "FOLDER",
    "ATTACHMENTS",
    "IS MESSAGE DRAFT",
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PROFILE = 501  # Stream of a generator that is seeded by the owner.


def owner_emails(world: World, owner: int) -> tuple[str, ...]:
    """Return the addresses of an owner's account, the primary one first."""
    return (world.email(owner), world.email(owner).replace("@example.org", "@example.com"))


def profile_files(world: World, owner: int, *, complete: bool) -> dict[str, File]:
    """Return the files about the owner: career, school, skills, addresses, and a practice talk with a machine."""
    rng = np.random.default_rng([world.seed, owner, _PROFILE])
    language = language_of(world, owner)
    first, last = world.shown_name(owner)
    title, company = world.title[owner], world.company[owner]
    place = f"{world.location[owner]}, {world.country[owner]}"
    day = dt.date.fromisoformat(str(world.joined[owner]))
    joined = f"{day} 09:15:00 UTC"
    summary = names.phrases_for("summary", language)[0].format(company=company)
    headline = f"{title} · {company}"
    primary, other = owner_emails(world, owner)
    school = int(world.school.codes[owner])
    graduated = int(str(world.graduated[owner])[:4])
    degree = names.phrases_for("degree", world.school_language[school])[0]
    skills = names.skills()[world.function[owner]]
    kept = rng.permutation(len(skills))[:4]
    me, name = f"https://www.linkedin.com/in/{world.slug(owner)}", f"{first} {last}"
    coach = ("coach-1", "Practice", "AI Coach", "", name, me)
    reply = ("coach-1", "Practice", name, me, "AI Coach", "")
    files: dict[str, File] = {
        "Profile.csv": (
            (
                *("First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline", "Summary"),
                *(
                    "Industry",
                    "Zip Code",
                    "Geo Location",
                    "Twitter Handles",
                    "Websites",
                    "Instant Messengers",
                ),
            ),
            [(first, last, "", "", "", headline, summary, world.industry[owner], "", place, "", "", "")],
        ),
        "Email Addresses.csv": (
            ("Email Address", "Confirmed", "Primary", "Updated On"),
            [(primary, "Yes", "Yes", joined), (other, "Yes", "No", joined)],
        ),
        "Positions.csv": (
            ("Company Name", "Title", "Description", "Location", "Started On", "Finished On"),
            _positions(world, owner, place),
        ),
        "Education.csv": (
            ("School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"),
            [(world.school[owner], str(graduated - 4), str(graduated), "", degree, "")],
        ),
        "Skills.csv": (("Name",), [(skills[place],) for place in kept.tolist()]),
        # A conversation with a machine, under the header of messages.csv: nobody in it is a contact.
        "learning_role_play_messages.csv": (
            MESSAGES_HEADER[:10],
            [
                (*reply, f"{day} 10:02:11 UTC", "", "Thank you, let me try again.", "INBOX"),
                (
                    *coach,
                    f"{day} 10:01:40 UTC",
                    "",
                    "Imagine that I am a customer.\nHow do you begin?",
                    "INBOX",
                ),
            ],
        ),
    }
    if complete:
        followed = rng.permutation(len(world.companies.name))[:5].tolist()
        files |= {
            "Registration.csv": (
                ("Registered At", "Registration Ip", "Subscription Types"),
                [(joined, "203.0.113.42", "Core/Free")],
            ),
            "Company Follows.csv": (
                ("Organization", "Followed On"),
                [
                    (world.companies.name[number], f"{day:%a %b %d} 09:15:00 UTC {day:%Y}")
                    for number in followed
                ],
            ),
            "Languages.csv": (("Name", "Proficiency"), [("English", "Full professional proficiency")]),
            "guide_messages.csv": (MESSAGES_HEADER[:10], []),
        }
    return files


def _positions(world: World, owner: int, place: str) -> list[tuple[str, ...]]:
    careers = world.careers
    found: list[tuple[str, ...]] = []
    for row in range(int(careers.indptr[owner]), int(careers.indptr[owner + 1])):
        company, title = (
            world.companies.name[int(careers.company[row])],
            world.title.values[careers.title[row]],
        )
        found.append((company, title, "", place, _month(careers.start[row]), _month(careers.end[row])))
    return found


def _month(day: np.datetime64) -> str:
    if np.isnat(day):
        return ""
    year, month, _ = str(day).split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def _long_moment(day: dt.date) -> str:
    # Not strftime, whose names of days and months depend on the locale.
    return f"{_WEEKDAYS[day.weekday()]} {MONTHS[day.month - 1]} {day.day:02d} 09:15:00 UTC {day.year}"
