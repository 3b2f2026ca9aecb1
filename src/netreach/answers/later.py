"""A value that is made when somebody first looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Later(Generic[T]):
    """What an answer can say but nobody may ask for, such as the evidence behind a path: found at the first look.

    It is compared, hashed and pickled as its value. Two threads that look at once may both make it:
    they make the same.

    Args:
        make: Returns the value.

    Example:
        >>> words = Later(lambda: ("found", "once"))
        >>> words.value, words == Later.of(("found", "once"))
        (('found', 'once'), True)
    """

    __slots__ = ("_make", "_value")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make

    @classmethod
    def of(cls, value: T) -> Later[T]:
        """Wrap what is there already."""
        made = cls(lambda: value)
        made._settle(value)
        return made

    @property
    def value(self) -> T:
        """The value, made now if nobody has looked before."""
        make = self._make
        if make is not None:
            self._settle(make())
        return self._value

    def _settle(self, value: T) -> None:
        # The value stands before the way to make it goes, for whoever looks at the same time.
        self._value = value
        self._make = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return repr(self.value)

    def __reduce__(self) -> tuple[Any, ...]:
        return Later.of, (self.value,)
