"""What a check of a network's files found."""

from __future__ import annotations

from typing import Any

import attrs

from netreach.render import text as layout
from netreach.render import words


@attrs.frozen(kw_only=True)
class DamagedFile:
    """A file that is not as it was written.

    Attributes:
        file: Its path inside the network folder.
        what: What is wrong with it.
    """

    file: str
    what: str


@attrs.frozen(kw_only=True)
class FolderCheck:
    """The result of reading all files of a network.

    Attributes:
        files: How many files were read.
        bytes: How many bytes they have.
        damaged: The files that are not as they were written.
        rebuilt: Whether the version was damaged and has been derived again from the sources.
        version: Id of the network's version.
        language: Language of the text.
    """

    files: int
    bytes: int
    damaged: tuple[DamagedFile, ...]
    rebuilt: bool
    version: str
    language: str = "en"

    @property
    def ok(self) -> bool:
        """Whether every file is as it was written, or has been made again."""
        return self.rebuilt or not self.damaged

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        data = attrs.asdict(self, recurse=True)
        del data["language"]
        return {"schema": 1, **data, "damaged": list(data["damaged"]), "ok": self.ok}

    def __str__(self) -> str:
        code = words.language_of(self.language)
        lines = [words.say("check_read", code, files=self.files, size=self.bytes)]
        lines += [f"  {one.file}: {one.what}" for one in self.damaged]
        return "\n".join([*lines, words.say(self._verdict(), code)])

    def _verdict(self) -> str:
        if self.rebuilt:
            return "check_rebuilt"
        if not self.damaged:
            return "check_ok"
        derived = all(one.file.startswith("versions/") for one in self.damaged)
        return "check_not_rebuilt" if derived else "check_damaged"

    def _repr_html_(self) -> str:
        return layout.html_lines(str(self))
