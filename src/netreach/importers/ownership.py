"""Whose mailbox it is: what the caller says, what was delivered to whom, who wrote what lies in Sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import attrs

from netreach.errors import OwnerError
from netreach.importers.participants import People
from netreach.keys import is_role_address, parse_who
from netreach.plugins.export import Export
from netreach.text import words

_SHARE = 0.05
"""An address is one of the owner's own when so much of the delivered or of the sent mail is its."""

_NEARLY_ALL = 0.9
_ENOUGH = 3


@attrs.frozen(kw_only=True)
class Identity:
    """The owner.

    Attributes:
        keys: What the caller said first, then the addresses, the most used first.
        name: The best of the owner's names; `""` where none is known.
        numbers: The numbers of the owner's addresses, in the same order.
    """

    keys: tuple[str, ...]
    name: str
    numbers: tuple[int, ...]

    def same(self) -> Mapping[int, int]:
        """Return the numbers of the addresses, and which of them stands for all."""
        return dict.fromkeys(self.numbers, self.numbers[0]) if self.numbers else {}


def find_owner(
    export: Export,
    people: People,
    *,
    votes: tuple[Mapping[int, int], ...],
    wrote: Collection[int] = (),
    present: Mapping[int, int],
    total: int,
    what: str,
) -> Identity | None:
    """Find out whose mailbox or calendar it is; `None` where nothing in it needs an owner.

    Args:
        export: The export; its `owner` is what the caller says.
        people: Whom it names.
        votes: Counts of own addresses by different signs; of each sign, what is frequent is the owner's.
        wrote: Whose messages there are. An address to which some mail is delivered, but from which nobody ever wrote,
            may be a group's: it is the owner's where there is no other, or where most mail is delivered to it.
        present: In how many messages or events each takes part.
        total: How many there are.
        what: What it is, in words: `"mail"`.

    Raises:
        OwnerError: When neither the caller nor the files say it, when they contradict each other, or when the caller
            names nobody in it.
    """
    numbers = _own(votes, wrote)
    certain = bool(numbers)
    if not numbers and total >= _ENOUGH:
        ranked = Counter(present).most_common(2)
        everywhere = [number for number, times in ranked if times >= _NEARLY_ALL * total]
        numbers = everywhere if len(everywhere) == 1 else []
    said: list[str] = []
    name = ""
    if export.owner:
        who = parse_who(export.owner)
        if is_role_address(export.owner):
            raise OwnerError(
                f"{export}: owner={export.owner!r} is the address of a function or a robot, not of one person. "
                f"{_cure(export)}"
            )
        if who.kind == "key" and who.value.startswith(("linkedin:", "email:")):
            said = [who.value]
            # Somebody who is not in it gets a number too, so that all addresses stand for one.
            mine = people.number(who.value.partition(":")[2]) if who.value.startswith("email:") else -1
            if mine >= 0:
                if certain and mine not in numbers and mine in present:
                    raise OwnerError(
                        f"{export}: owner={export.owner!r} is one of the people in it, while its files say that it "
                        f"is the {what} of {people.name_of_all(numbers) or people.addresses[numbers[0]]}. Leave the "
                        "owner out, or name the right one."
                    )
                numbers = [mine, *(number for number in numbers if certain and number != mine)]
        elif who.kind == "name":
            numbers = _called(export, people, who.value, numbers, present)
            name = who.value
        else:
            raise OwnerError(
                f"{export}: owner={export.owner!r} is neither an e-mail address, nor a LinkedIn profile, nor a name. "
                f"{_cure(export)}"
            )
    if not said and not total:
        return None
    if not said and not numbers:
        raise OwnerError(f"{export} does not say whose {what} it is. {_cure(export)}")
    keys = dict.fromkeys([*said, *(people.keys[number] for number in numbers)])
    return Identity(keys=tuple(keys), name=people.name_of_all(numbers) or name, numbers=tuple(numbers))


def _own(votes: tuple[Mapping[int, int], ...], wrote: Collection[int]) -> list[int]:
    found: Counter[int] = Counter()
    sure = set(wrote)
    for sign in votes:
        total = sum(sign.values())
        sure.update(number for number, times in sign.items() if 2 * times > total)
        least = max(total * _SHARE, 1)
        found.update({number: times for number, times in sign.items() if times >= least})
    ranked = sorted(found, key=lambda number: (number not in sure, -found[number], number))
    return ranked[:1] + [number for number in ranked[1:] if number in sure]


def _called(
    export: Export, people: People, name: str, numbers: list[int], present: Mapping[int, int]
) -> list[int]:
    """Return the addresses of the owner of whom the caller gives the name."""
    wanted = words(name)
    if numbers and any(words(people.name(number)) == wanted for number in numbers):
        return numbers
    named = [number for number in present if words(people.name(number)) == wanted]
    if len(named) != 1 or numbers:
        known = (
            f"; its owner seems to be {people.name_of_all(numbers) or people.addresses[numbers[0]]}"
            if numbers
            else ""
        )
        count = "nobody" if not named else "somebody else" if numbers else f"{len(named)} people"
        raise OwnerError(f"{export}: {count} in it is called {name!r}{known}. {_cure(export)}")
    return named


def _cure(export: Export) -> str:
    path = str(export.paths[0])
    return (
        "Give the owner's e-mail address: --owner ADDRESS on the command line, "
        f"Export({path!r}, owner=...) in Python."
    )
