"""The table of kinds as a user replaces it: from a call, from a TOML file, and back."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from netreach import toml
from netreach.errors import OptionError
from netreach.kinds.rows import BY_NAME, KINDS, Kind

COLUMNS: Final = ("makes_tie", "p", "cap", "half_life_days", "contact")
"""What may be replaced in a row. What a kind is (whether it is counted, whether it is an act) stays."""

TIES: Final = ("always", "both_ways", "never")
"""What `makes_tie` may say."""

LARGEST: Final = 65_536
"""The most bytes of a file."""

_NEVER: Final = "never"
_STATED: Final = ("given", "declared")
_HEAD: Final = """\
# A table of kinds for netreach: what each kind of evidence is worth.
# A line that is commented out shows the built-in value; whatever is left out keeps it.
#   makes_tie       "always", "both_ways" (only when seen in both directions) or "never"
#   p               how likely one fresh observation carries a request, above 0 and below 1
#   cap             the most that the kind alone can carry, however often it was seen, from p to below 1
#   half_life_days  after so many days it counts half, or "never" for what does not fade
#   contact         how many interactions one observation stands for when introducers are ranked
"""


@attrs.frozen(init=False, repr=False)
class KindTable:
    """The table of kinds, with what is replaced in it.

    It never changes. Whatever is not replaced keeps its built-in value, so `KindTable()` is the built-in table.

    Args:
        changes: For kinds by name the columns to replace: `makes_tie`, `p`, `cap`, `half_life_days` (`None` or
            `"never"` for what does not fade), `contact`.

    Attributes:
        kinds: All rows, in the order of their stored codes.

    Raises:
        OptionError: When there is no such kind or column, or a value is outside its range.

    Example:
        >>> table = KindTable(message={"p": 0.2, "half_life_days": 365})
        >>> table["message"].p, table["message"].cap, table.changes
        (0.2, 0.9, {'message': {'p': 0.2, 'half_life_days': 365.0}})
        >>> KindTable.from_toml(table.to_toml()) == table
        True
    """

    kinds: tuple[Kind, ...]

    def __hash__(self) -> int:
        return self._numbers

    @functools.cached_property
    def _numbers(self) -> int:
        # Tables are looked up at every question: the numbers tell nearly all of them apart.
        return hash(tuple(kind.p for kind in self.kinds))

    def __init__(self, **changes: Mapping[str, object]) -> None:
        unknown = sorted(set(changes) - set(BY_NAME))
        if unknown:
            raise OptionError(
                f"There is no kind {', '.join(map(repr, unknown))}. The kinds are: {', '.join(BY_NAME)}."
            )
        object.__setattr__(
            self,
            "kinds",
            tuple(_changed(kind, changes[kind.name]) if kind.name in changes else kind for kind in KINDS),
        )

    def __getitem__(self, name: str) -> Kind:
        for kind in self.kinds:
            if kind.name == name:
                return kind
        raise OptionError(f"There is no kind {name!r}. The kinds are: {', '.join(BY_NAME)}.")

    def __repr__(self) -> str:
        return f"<KindTable: {self.text() or 'built-in'}>"

    def replace(self, **changes: Mapping[str, object]) -> KindTable:
        """Return the table with more columns replaced.

        Raises:
            OptionError: When there is no such kind or column, or a value is outside its range.

        Example:
            >>> KindTable(mail={"p": 0.2}).replace(mail={"cap": 0.5}).text()
            'mail: p 0.2 (0.1), cap 0.5 (0.9)'
        """
        merged: dict[str, Mapping[str, object]] = {**self.changes}
        for name, columns in changes.items():
            merged[name] = {**merged.get(name, {}), **columns} if isinstance(columns, Mapping) else columns
        return KindTable(**merged)

    @property
    def changes(self) -> dict[str, dict[str, Any]]:
        """What differs from the built-in table: columns by kind; empty for the built-in one."""
        found: dict[str, dict[str, Any]] = {}
        for kind, usual in zip(self.kinds, KINDS, strict=True):
            for column in COLUMNS:
                value = getattr(kind, column)
                if value != getattr(usual, column) and (column != "cap" or kind.counted):
                    found.setdefault(kind.name, {})[column] = value
        return found

    @property
    def built_in(self) -> bool:
        """Whether nothing differs from the built-in table."""
        return self.kinds == KINDS

    @property
    def tie_rules(self) -> tuple[str, ...]:
        """What makes a tie, kind by kind: this decides what a degree is."""
        return tuple(kind.makes_tie for kind in self.kinds)

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the built-in table as plain data for JSON; what never fades is `None`."""
        return self.changes

    def text(self) -> str:
        """Return what differs, with the built-in values in brackets; `""` for the built-in table."""
        usual = {kind.name: kind for kind in KINDS}
        return "; ".join(
            f"{name}: "
            + ", ".join(
                f"{column} {_shown(value)} ({_shown(getattr(usual[name], column))})"
                for column, value in columns.items()
            )
            for name, columns in self.changes.items()
        )

    def to_toml(self) -> str:
        """Return the table as TOML, which `from_toml` reads; built-in values stand there as comments."""
        lines = [_HEAD]
        changes = self.changes
        for kind in self.kinds:
            lines.append(f"\n[{kind.name}]\n")
            for column in COLUMNS:
                if column == "cap" and not kind.counted:
                    continue
                sign = "" if column in changes.get(kind.name, {}) else "# "
                value = getattr(kind, column)
                lines.append(f"{sign}{column} = {_toml(value)}\n")
        return "".join(lines)

    @classmethod
    def from_toml(cls, text: str) -> KindTable:
        """Read a table from TOML: a section for each kind, with the columns to replace.

        Raises:
            OptionError: When the text is no TOML, or no such table.
        """
        try:
            data = toml.parse(text)
        except ValueError as error:
            raise OptionError(str(error)) from error
        loose = sorted(name for name, section in data.items() if not isinstance(section, dict))
        if loose:
            raise OptionError(
                f"A table of kinds has sections such as [message], and no line {loose[0]} outside of them."
            )
        return cls(**data)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the table to a file, replacing it, and return its path."""
        return toml.write(path, self.to_toml())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> KindTable:
        """Read a table from a TOML file.

        Raises:
            OptionError: When the file cannot be read as one; it is named.
        """
        try:
            return cls.from_toml(toml.read(path, largest=LARGEST, what="no table of kinds"))
        except (OSError, ValueError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            raise OptionError(f"{path} is no table of kinds: {reason}") from error


def _changed(kind: Kind, columns: Mapping[str, object]) -> Kind:
    """The row with some columns replaced."""
    if not isinstance(columns, Mapping):
        raise OptionError(
            f"{kind.name}={columns!r}: give the columns to replace, as in {kind.name}={{'p': 0.2}}."
        )
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown:
        raise OptionError(
            f"The kind {kind.name!r} has no column {', '.join(map(repr, unknown))} to replace: "
            f"there are {', '.join(COLUMNS)}."
        )
    values: dict[str, Any] = {}
    for column, value in columns.items():
        where = f"{kind.name}: {column} = {value!r}"
        if column == "makes_tie":
            values[column] = _tie_rule(kind, value, where)
        elif column == "half_life_days" and value in (None, _NEVER):
            values[column] = None
        else:
            values[column] = _number(value, where)
    if not kind.counted:
        if "cap" in values and values["cap"] != values.get("p", kind.p):
            raise OptionError(
                f"{kind.name}: cap = {values['cap']} says nothing: this kind is not counted, so that "
                "its p is the most that it carries. Replace p."
            )
        values["cap"] = values.get("p", kind.p)
    made: Kind = attrs.evolve(kind, **values)
    if not 0 < made.p < 1:
        raise OptionError(f"{kind.name}: p = {made.p} does not lie between 0 and 1.")
    if not made.p <= made.cap < 1:
        raise OptionError(
            f"{kind.name}: cap = {made.cap} does not lie between p = {made.p} and 1: "
            "one observation already carries p."
        )
    if made.half_life_days is not None and made.half_life_days <= 0:
        raise OptionError(
            f'{kind.name}: half_life_days = {made.half_life_days} is not above 0; "never" does not fade.'
        )
    if made.contact < 0:
        raise OptionError(f"{kind.name}: contact = {made.contact} is below 0.")
    return made


def _tie_rule(kind: Kind, value: object, where: str) -> str:
    if value not in TIES:
        raise OptionError(f"{where}: choose from {', '.join(map(repr, TIES))}.")
    if kind.name in _STATED and value != "always":
        raise OptionError(
            f"{where}: what is stated to be a tie is one; leave the source or the decision out."
        )
    if kind.basis == "inferred" and value != "never":
        raise OptionError(
            f"{where}: it is inferred for the pairs that are asked about, never for all pairs, and makes no tie."
        )
    return str(value)


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise OptionError(f"{where} is no number.")
    return float(value)


def _shown(value: object) -> str:
    if value is None:
        return _NEVER
    return f"{value:g}" if isinstance(value, float) else str(value)


def _toml(value: object) -> str:
    return repr(value) if isinstance(value, float) else f'"{_shown(value)}"'


BUILT_IN: Final = KindTable()
"""The table that holds where no other is given."""
