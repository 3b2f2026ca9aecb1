"""People who are taken out of every file of a network, kept out, and let back in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from netreach.changing.compasses import KeepingCompasses
from netreach.changing.held import Progress, State
from netreach.identity import without_person
from netreach.store.decisions import Decision
from netreach.store.source import Source

if TYPE_CHECKING:
    from netreach.answers.removal import Readmission, Removal


class Removing(KeepingCompasses):
    """Removal of people."""

    def remove_person(
        self,
        who: str,
        *,
        with_sources: bool = False,
        progress: Progress | None = None,
        language: str | None = None,
    ) -> Removal:
        """Take a person out of every file of the network, and keep them out.

        Every source that names them is written anew without them, what was decided about them and all earlier
        versions are deleted. Keyed hashes of their keys and names stay (`netreach.store.erase`), so that no later
        import brings them back. Rows that have no key but the same name go too: nothing tells them apart.
        Compasses that name them in `contacts_of` are deleted. Files outside the folder are not touched.

        Args:
            who: Id, profile URL, e-mail or unambiguous name; also of somebody hidden.
            with_sources: Whether exports of which the person is the owner go whole; needed when there are any.
            progress: Called with a stage (`"people"`, `"ties"`, `"write"`) and the number of records.
            language: `"en"` or `"es"`, for the answer's text.

        Raises:
            OptionError: When the person owns sources and `with_sources` is not given.
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name.
        """
        from netreach.render.words import language_of
        from netreach.store.erase import new_salt

        done: list[Removal] = []

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            # Read under the writers' lock: two removals must not end with two keys.
            salt = self._hash_key() or new_salt()
            left, said, removal = without_person(
                sources,
                decisions,
                who,
                salt=salt,
                with_sources=with_sources,
                language=language_of(language),
            )
            done.append(removal)
            if self._folder is None:
                self._salt = salt
            else:
                self._folder.write_salt(salt)
            return left, said

        naming = self._compasses_naming(who)
        self._change(change, alone=True, progress=progress)
        for name in naming:
            self.remove_compass(name)
        return attrs.evolve(done[-1], version=self.version)

    def readmit(self, *who: str, language: str | None = None) -> Readmission:
        """Let somebody back in who was removed: later imports no longer leave them out.

        What was removed does not come back by itself: it is in no file of the network. Importing an export again
        brings back what it says.

        Args:
            who: How the person is known: profile URL, e-mail, key or full name. One is enough to find everything that
                was kept of them; several tell apart people who share one.
            language: `"en"` or `"es"`, for the answer's text.

        Raises:
            ProfessionalNotFoundError: When nobody like that was removed.
            AmbiguousNameError: When several were.
        """
        from netreach.identity.removal import readmitted
        from netreach.render.words import language_of

        done: list[Readmission] = []
        code = language_of(language)

        def change(sources: tuple[Source, ...], decisions: tuple[Decision, ...]) -> State:
            left, said, readmission = readmitted(
                sources, decisions, who, salt=self._hash_key(), language=code
            )
            done.append(readmission)
            return left, said

        self._change(change)
        return attrs.evolve(done[-1], version=self.version)
