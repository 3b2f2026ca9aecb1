"""The log of letters: whom somebody asked for which introduction, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from netreach.changing.held import Held
from netreach.store.decisions import hidden_keys

if TYPE_CHECKING:
    from netreach.answers.letters import Letters
    from netreach.introductions.letters import Introduction


class KeepingLetters(Held):
    """The log of letters."""

    def letters(self, *, to: str | None = None, language: str | None = None) -> Letters:
        """Return the log of letters: whom somebody asked for which introduction, and what became of it.

        Letters with somebody who is hidden are not shown; those with somebody who was removed are gone.

        Args:
            to: Only letters to this introducer.
            language: Language of the text.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
        """
        from netreach.introductions.log import letters

        said = self._committed()
        found = letters(self.snapshot, said, hidden=hidden_keys(said), language=language)
        if to is None:
            return found
        wanted = self.snapshot.professional(self.snapshot.resolve(to)).id
        return attrs.evolve(found, letters=tuple(one for one in found if one.to.id == wanted))

    def keep_letters(self, drafts: Introduction, *, day: dt.date | None = None) -> Letters:
        """Put drafts into the log, so that nobody is asked twice without being told of it.

        The text is not kept. A request that is in the log already stays as it is, unless it was withdrawn.

        Args:
            drafts: What `Ego.introduce` returned.
            day: The day of the drafts; nothing reads the clock.

        Returns:
            The letters of these drafts.

        Raises:
            OptionError: When the drafts are of no network.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.introductions.log import kept

        self._check_open()
        self._keep(
            lambda sources, decisions: (
                sources,
                (*decisions, *kept(self.snapshot, decisions, drafts, day)),
            )
        )
        ends = (drafts.people[0], drafts.people[-1])
        found = self.letters(language=drafts.language)
        return attrs.evolve(
            found,
            letters=tuple(
                one for one in found if (one.ego.id, one.target.id) == ends and one.to.id in drafts.people
            ),
        )

    def mark_letter(self, letter: str, status: str, *, day: dt.date | None = None) -> None:
        """Say what became of a letter.

        Args:
            letter: Its id, or the beginning of it.
            status: `"drafted"`, `"sent"`, `"yes"`, `"no"` or `"withdrawn"`.
            day: When; nothing reads the clock.

        Raises:
            LetterNotFoundError: When there is no such letter.
            OptionError: When there is no such status.
            StoreError: When the folder cannot be written; nothing is changed then.
        """
        from netreach.introductions.log import marked

        self._check_open()
        self._keep(lambda sources, decisions: (sources, (*decisions, marked(decisions, letter, status, day))))
