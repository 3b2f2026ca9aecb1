"""A compass: criteria under a name; as TOML it is a file that people can read and write."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from netreach import toml
from netreach.errors import CompassError, OptionError, QueryError
from netreach.search.criteria import criteria_from

Value = str | int | float | bool | dt.date
Asked = Value | tuple[Value, ...]

LONGEST: Final = 60
"""The most letters of a name: in four bytes each they still are the name of a file."""

LARGEST: Final = 65_536
"""The most bytes of a file."""

_PEOPLE: Final = "contacts_of"
_YEARS: Final = "years_in_position"
_INSIDE: Final = " -_"
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
_HEAD: Final = "# A compass of netreach: what to look for, under a name.\n"


@attrs.frozen(init=False, repr=False)
class Compass:
    """Criteria under a name.

    It never changes; the criteria are read when it is made, so that one that cannot be read is refused at once.

    Args:
        name: Letters of any script, digits, blanks, `-` and `_`, at most 60; upper and lower case are the same name.
        criteria: The criteria of `Ego.search`, by name. In `contacts_of`, people are named by id, profile URL,
            e-mail or name.

    Attributes:
        name: The name.
        items: The criteria that were given, by name.

    Raises:
        QueryError: When an expression cannot be read; the message points at the place.
        OptionError: When the name is no safe one, or there is no criterion at all or not such a one.

    Example:
        >>> compass = Compass("Directors in Madrid", title=["direct*", "CMO"], location="Madrid")
        >>> print(compass)
        Directors in Madrid: location Madrid; title direct* or CMO
        >>> Compass.from_toml(compass.to_toml()) == compass
        True
    """

    name: str
    items: tuple[tuple[str, Asked], ...]

    def __init__(self, name: str, **criteria: object) -> None:
        given = {
            key: _people(value) if key == _PEOPLE else _value(key, _ends(value) if key == _YEARS else value)
            for key, value in criteria.items()
            if value is not None
        }
        if not given:
            raise OptionError("A compass needs at least one criterion, such as title= or location=.")
        criteria_from({key: value for key, value in given.items() if key != _PEOPLE})
        object.__setattr__(self, "name", _name(name))
        object.__setattr__(self, "items", tuple(sorted(given.items())))

    def __repr__(self) -> str:
        return f"<Compass {self}>"

    def __str__(self) -> str:
        said = [f"{key} {' or '.join(values)}" for key, values in self.said()]
        return f"{self.name}: {'; '.join(said)}"

    @property
    def criteria(self) -> dict[str, Asked]:
        """The criteria, by name: what `Ego.territory` and `Ego.doors` take, too."""
        return dict(self.items)

    def said(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return each criterion with its values as texts; a pair of years is one value, such as `2-5`."""
        return [
            (
                key,
                (_years(value),)
                if key == _YEARS
                else tuple(map(str, value if isinstance(value, tuple) else (value,))),
            )
            for key, value in self.items
        ]

    @property
    def people(self) -> tuple[str, ...]:
        """How the people in `contacts_of` are named."""
        named = self.criteria.get(_PEOPLE, ())
        return tuple(map(str, named)) if isinstance(named, tuple) else ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON; the criteria are in the form of a search's answer."""
        asked = criteria_from({key: value for key, value in self.items if key != _PEOPLE}).to_dict()
        return {"name": self.name, "criteria": asked | ({_PEOPLE: list(self.people)} if self.people else {})}

    def to_toml(self) -> str:
        """Return the compass as TOML, which `from_toml` reads."""
        lines = [f"{key} = {_toml(value)}" for key, value in self.items]
        return f"{_HEAD}name = {_toml(self.name)}\n\n[criteria]\n" + "".join(f"{line}\n" for line in lines)

    @classmethod
    def from_toml(cls, text: str) -> Compass:
        """Read a compass from TOML.

        Raises:
            CompassError: When the text is no TOML, or no compass.
        """
        try:
            data = toml.parse(text)
        except ValueError as error:
            raise CompassError(str(error)) from error
        unknown = sorted(set(data) - {"name", "criteria"})
        if unknown:
            raise CompassError(f"A compass has a name and [criteria], not {', '.join(map(repr, unknown))}.")
        criteria = data.get("criteria")
        if not isinstance(data.get("name"), str) or not isinstance(criteria, dict):
            raise CompassError('A compass needs a line name = "..." and a section [criteria].')
        try:
            return cls(data["name"], **criteria)
        except (OptionError, QueryError, TypeError) as error:
            raise CompassError(str(error)) from error

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the compass to a file, replacing it, and return its path."""
        return toml.write(path, self.to_toml())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Compass:
        """Read a compass from a file.

        Raises:
            CompassError: When the file cannot be read as one; it is named.
        """
        try:
            return cls.from_toml(toml.read(path, largest=LARGEST, what="no compass"))
        except (OSError, ValueError, CompassError) as error:
            raise CompassError(
                f"{path} cannot be read as a compass: {error} Correct the file, or save the compass anew."
            ) from error


def name_key(name: str) -> str:
    """Return what is the same in two names that differ in case only.

    >>> name_key("Directors") == name_key("DIRECTORS")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise OptionError(f"The name of a compass is a text, not {name!r}.")
    text = unicodedata.normalize("NFC", name)
    letters = [unicodedata.category(sign)[0] in "LN" for sign in text]
    fitting = all(
        letter or sign in _INSIDE or unicodedata.category(sign)[0] == "M"
        for sign, letter in zip(text, letters, strict=True)
    )
    ends = letters and letters[0] and text[-1] != " "
    if not (fitting and ends and len(text) <= LONGEST) or name_key(text) in _DEVICES:
        raise OptionError(
            f"{name!r} cannot be the name of a compass: begin with a letter or digit, go on with letters, digits, "
            f"blanks, - and _, use at most {LONGEST}, and no name of a device, such as con or nul."
        )
    return text


def _ends(value: object) -> object:
    """Return years with no open end, which TOML cannot write: from 0 on, or one number for "at least"."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        return value
    fewest, most = (0 if value[0] is None else value[0]), value[1]
    return fewest if most is None else (fewest, most)


def _years(value: Asked) -> str:
    """Say numbers of years as the command line takes them: `3`, `2-5`, `-1`.

    >>> _years((0, 1)), _years(2.5), _years((2, 5.0))
    ('-1', '2.5', '2-5')
    """
    if not isinstance(value, tuple):
        return format(value, "g") if isinstance(value, int | float) else str(value)
    fewest, most = (format(one, "g") if isinstance(one, int | float) else str(one) for one in value)
    return f"{'' if fewest == '0' else fewest}-{most}"


def _value(key: str, value: object) -> Asked:
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return tuple(_single(key, one) for one in value)
    return _single(key, value)


def _single(key: str, value: object) -> Value:
    if isinstance(value, os.PathLike):
        # A file of synonyms: whoever runs the compass may stand in another folder.
        value = str(Path(value).resolve())
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise OptionError(f"{key} holds half a character: {value!r}.") from None
        return value
    if isinstance(value, int | dt.date) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise OptionError(f"{key} is {value!r}: a compass holds texts, numbers and days, or several of them.")


def _people(value: object) -> tuple[Value, ...]:
    """Return how people are named: by what was given, or by the id of a record."""
    several = isinstance(value, Iterable) and not isinstance(value, str)
    found = []
    for who in value if isinstance(value, Iterable) and several else (value,):
        named = getattr(who, "id", who)
        found.append(_single(_PEOPLE, str(named) if isinstance(named, int) else named))
    if not found or not all(isinstance(who, str) and who for who in found):
        raise OptionError(f"{_PEOPLE} is {value!r}: name people by id, profile URL, e-mail or name.")
    return tuple(found)


def _toml(value: Asked) -> str:
    """Return a value as TOML, whose strings are those of JSON but for one control character."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else repr(value)
