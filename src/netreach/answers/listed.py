"""Answers that are sequences of their records, and how many of them are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

from netreach.errors import OptionError

_T = TypeVar("_T", covariant=True)


def check_limit(limit: int | None, *, least: int = 0) -> None:
    """Refuse a number of records that makes no sense.

    Args:
        limit: How many records are asked for; `None` for all.
        least: The fewest that may be asked for.

    Raises:
        OptionError: When it is no whole number from `least`.

    >>> check_limit(None)
    >>> check_limit(-1)
    Traceback (most recent call last):
        ...
    netreach.errors.OptionError: limit is -1: give a whole number from 0, or None for all.
    """
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < least):
        raise OptionError(f"limit is {limit!r}: give a whole number from {least}, or None for all.")


class Listed(Sequence[_T]):
    """An answer that is a sequence of its records; a slice of it is a tuple of them."""

    __slots__ = ()

    @abstractmethod
    def _listed(self) -> tuple[_T, ...]:
        """The records."""

    def __len__(self) -> int:
        return len(self._listed())

    def __iter__(self) -> Iterator[_T]:
        return iter(self._listed())

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, index: int | slice) -> _T | tuple[_T, ...]:
        return self._listed()[index]
