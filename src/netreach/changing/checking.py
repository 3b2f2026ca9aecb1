"""Whether the files of a network are what was written."""

from __future__ import annotations

from pathlib import Path

from netreach.answers.check import DamagedFile, FolderCheck
from netreach.changing.held import Held, Progress
from netreach.errors import LockedError, StoreError


class Checking(Held):
    """Comparison of the files with what was written."""

    def check(self, *, progress: Progress | None = None, language: str | None = None) -> FolderCheck:
        """Read every file of the folder and compare it with what was written.

        Opening compares small files, and of large ones sizes and beginnings only. A damaged version is derived
        again; a damaged source has to be restored or imported again. A network in memory has no files.

        Args:
            progress: Called with `"check"` and the number of bytes that were compared so far, after each file.
            language: Language of the text.

        Raises:
            DamagedNetworkError: When a version is damaged and so is a source that it is made of.
            LockedError: When the version has to be made again and another process is writing.
        """
        from netreach.render.words import language_of

        self._check_open()
        size, files = 0, 0
        damaged: list[tuple[Path, str]] = []
        rebuilt = False
        if self._folder is not None:
            seen: list[int] = []

            def note(bytes_of_file: int) -> None:
                seen.append(bytes_of_file)
                if progress is not None:
                    progress("check", sum(seen))

            files, damaged = self._folder.read_all(note)
            size = sum(seen)
            versions = self._folder.path / "versions"
            if damaged and all(path.parent.parent == versions for path, _ in damaged):
                rebuilt = self._rebuild()
        return FolderCheck(
            files=files,
            bytes=size,
            damaged=tuple(
                DamagedFile(file=path.relative_to(self._folder.path).as_posix(), what=what)
                for path, what in damaged
                if self._folder is not None
            ),
            rebuilt=rebuilt,
            version=self.version,
            language=language_of(language),
        )

    def _rebuild(self) -> bool:
        """Derive the version again, and tell whether its folder could be written."""
        assert self._folder is not None
        try:
            with self._folder.writing():
                self._folder.forget_version(self._folder.current().version)
        except LockedError:
            raise
        except StoreError:
            return False
        self._snapshot = None
        return bool(self.snapshot.version)
