"""Compasses that are saved with a network: criteria under a name, each in a file that people may edit."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from netreach import keys as keying
from netreach.changing.held import Held
from netreach.errors import CompassError, CompassNotFoundError, NetreachError, OptionError

if TYPE_CHECKING:
    from netreach.compass import Compass


class KeepingCompasses(Held):
    """Saved compasses."""

    def compasses(self) -> tuple[Compass, ...]:
        """The compasses that are saved with the network, by name.

        Raises:
            CompassError: When the file of one cannot be read; it is named.
        """
        self._check_open()
        return tuple(compass for _, compass in sorted(self._named_compasses().items()))

    def compass(self, name: str) -> Compass:
        """Return a saved compass by its name, in upper or lower case.

        Raises:
            CompassNotFoundError: When there is none; those that there are, are listed.
            CompassError: When a file cannot be read.
        """
        from netreach.compass import name_key

        self._check_open()
        saved = self._named_compasses()
        if name_key(name) not in saved:
            listed = ", ".join(repr(compass.name) for compass in saved.values()) or "none yet"
            raise CompassNotFoundError(f"There is no compass {name!r} in this network. Saved are: {listed}.")
        return saved[name_key(name)]

    def save_compass(self, compass: Compass, *, replace: bool = False) -> None:
        """Save a compass with the network: in its folder as `compasses/NAME.toml`.

        Args:
            compass: What to save.
            replace: Whether it may take the place of another one of the same name.

        Raises:
            OptionError: When another one has the name, and `replace` is not given.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.compass import name_key

        self._check_open()
        key = name_key(compass.name)
        with self._folder.writing() if self._folder is not None else contextlib.nullcontext():
            saved = self._named_compasses()
            if saved.get(key, compass) != compass and not replace:
                raise OptionError(
                    f"There is a compass {saved[key].name!r} already ({saved[key]}). "
                    "Give another name, or replace it."
                )
            if self._folder is None:
                self._compasses[key] = compass
                return
            self._folder.write_compass(compass.name, compass.to_toml())
            for file in self._folder.compass_files():
                # The same name in other capitals was another file.
                if name_key(file.stem) == key and file.stem != compass.name:
                    file.unlink()

    def remove_compass(self, name: str) -> None:
        """Delete a saved compass.

        Raises:
            CompassNotFoundError: When there is none of this name.
            StoreError: When the folder cannot be written.
        """
        from netreach.compass import name_key

        self._check_open()
        if self._folder is None:
            del self._compasses[name_key(self.compass(name).name)]
            return
        with self._folder.writing():
            # By the name of the file: one that cannot be read can be deleted, too.
            files = [file for file in self._folder.compass_files() if name_key(file.stem) == name_key(name)]
            if not files:
                self.compass(name)
            for file in files:
                file.unlink()

    def _named_compasses(self) -> dict[str, Compass]:
        """The compasses by what is the same in all spellings of their names."""
        from netreach.compass import Compass, name_key

        if self._folder is None:
            return dict(self._compasses)
        found: dict[str, Compass] = {}
        for file in self._folder.compass_files():
            try:
                compass = Compass.load(file)
            except CompassError:
                if not file.exists():
                    continue
                raise
            if name_key(compass.name) != name_key(file.stem):
                raise CompassError(
                    f"{file} says that its name is {compass.name!r}. Give the file that name, or correct the line."
                )
            found[name_key(compass.name)] = compass
        return found

    def _compasses_naming(self, who: str) -> list[str]:
        """The names of compasses that name a person."""

        def vertex(named: str) -> int | None:
            try:
                return self.snapshot.resolve(named)
            except NetreachError:
                return None

        person, typed = vertex(who), keying.parse_who(who).value
        return [
            compass.name
            for compass in self.compasses()
            for named in compass.people
            if keying.parse_who(named).value == typed or (person is not None and vertex(named) == person)
        ]
