"""Answers that are sequences of their records."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

_T = TypeVar("_T", covariant=True)


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
