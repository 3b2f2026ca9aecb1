"""What lies in a folder or an archive: which of its files belong together, who reads them, and what nobody reads.

A folder that one importer recognises as a whole is one export, as ever. Any other is taken apart, from the top: files
that one importer recognises and that lie side by side are one export, each folder inside is looked at by itself, and
so is each zip, also one in a zip. No file gets lost: it is in an export, or in the list of what nobody reads, or it
was passed over by a rule that is counted.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import attrs

from netreach.errors import AmbiguousExportError, ExportError, NetreachError, UnknownExportError
from netreach.importers.filenames import family, of_maildir, passed_over
from netreach.importers.recognise import (
    before,
    choose,
    claims_on,
    network_instead,
    networks_in,
    why_unknown,
)
from netreach.plugins.export import Export
from netreach.plugins.listing import readable
from netreach.plugins.registry import BROKEN

if TYPE_CHECKING:
    from netreach.plugins.protocols import Importer
    from netreach.plugins.registry import Registry

_ALIKE: Final = 24
"""Of so many files of one ending in one folder the rest is taken to be alike, where these are."""

_EXTRAS: Final = 50
"""So many files of unknown tables are tried together with known ones."""

_TABLES: Final = (".csv", ".tsv", ".txt", ".parquet", ".csv.gz", ".tsv.gz")


@attrs.frozen(kw_only=True)
class Unread:
    """Something in a folder that was not read.

    Attributes:
        file: Its path in the folder.
        reason: Why not, and what to do about it.
    """

    file: str
    reason: str


@attrs.define(kw_only=True)
class Found:
    """What lies in a folder.

    Attributes:
        place: The folder or archive.
        exports: The exports with their importers, by path.
        homes: For each export the folder that it lies in, as parts below `place`.
        failed: What looks like an export and cannot be read.
        unknown: Files that nobody recognises.
        skipped: Files passed over: rule -> how many.
    """

    place: Path
    exports: list[tuple[Export, Importer]] = attrs.field(factory=list)
    homes: list[tuple[str, ...]] = attrs.field(factory=list)
    failed: list[Unread] = attrs.field(factory=list)
    unknown: list[Unread] = attrs.field(factory=list)
    skipped: Counter[str] = attrs.field(factory=Counter)

    def alone(self) -> bool:
        """Return whether it is one export and nothing beside it that failed."""
        return len(self.exports) == 1 and not self.failed


def discover(
    place: Path, registry: Registry, options: Mapping[str, Any], *, tell: Callable[[str], None] | None = None
) -> Found:
    """Find every export in a folder or a zip archive.

    Args:
        place: The folder or archive.
        registry: The importers.
        options: What each `Export` is given.
        tell: Called with the name of every folder and archive that is looked into.

    Raises:
        ExportError: When it cannot be listed, or breaks the limits.
    """
    found = Found(place=place)
    _Search(found=found, registry=registry, options=dict(options), tell=tell).container(
        Export(place, **options), place if place.is_dir() else None, ()
    )
    order = sorted(range(len(found.exports)), key=lambda number: str(found.exports[number][0]))
    found.exports = [found.exports[number] for number in order]
    found.homes = [found.homes[number] for number in order]
    for listed in (found.failed, found.unknown):
        listed.sort(key=lambda one: one.file)
    return found


@attrs.define(kw_only=True)
class _Search:
    found: Found
    registry: Registry
    options: dict[str, Any]
    tell: Callable[[str], None] | None

    def container(
        self, export: Export, folder: Path | None, home: tuple[str, ...], *, inner: bool = False
    ) -> None:
        """Look into a folder on disk, into an archive (`folder=None`), or into one in an archive (`inner`)."""
        if self.tell is not None:
            self.tell(str(export))
        names: list[str] = []
        zips: list[str] = []
        networks = networks_in(export.names)
        if "" in networks:
            raise UnknownExportError(network_instead(export))
        for network in networks:
            reason = "a network of netreach, not an export: import the exports that it was made of"
            self.found.unknown.append(Unread(file=readable(network.rstrip("/")), reason=reason))
        for name in export.names:
            if any(name.startswith(network) for network in networks):
                continue
            if rule := passed_over(name):
                self.found.skipped[rule] += 1
            elif not inner and name.lower().endswith(".zip"):
                zips.append(name)
            else:
                names.append(name)
        for rule, times in export.skipped.items():
            if times:
                self.found.skipped[rule] += times
        _Container(search=self, export=export, folder=folder, home=home, whole=bool(zips)).divide(names)
        for name in zips:
            self._archive(export, folder, name, (*home, *name.split("/")))

    def _archive(self, export: Export, folder: Path | None, name: str, home: tuple[str, ...]) -> None:
        label = readable(name) if folder is not None else f"{export} → {readable(name)}"
        try:
            if folder is not None:
                archive = Export(folder / name, **self.options).part(label=label)
            else:
                archive = export.inner(name).part(label=label)
            if not archive.names:
                raise ExportError(f"{archive} is empty: there is no file in it.")
            self.container(archive, None, home, inner=folder is None)
            archive.close()
        except NetreachError as error:
            self.found.failed.append(Unread(file=label, reason=str(error)))

    def general(self) -> set[str]:
        """Names of the importers that others come before, and of those that group loose files."""
        importers = self.registry.importers.values()
        later = {name for importer in importers for name in before(importer)}
        return later | {"graph"} | {one.name for one in importers if getattr(one, "groups_files", False)}


@attrs.define(kw_only=True)
class _Container:
    """A folder or an archive while it is divided; names have `/` between folders."""

    search: _Search
    export: Export
    folder: Path | None
    home: tuple[str, ...]
    whole: bool
    claims: dict[str, tuple[Importer, ...]] = attrs.field(factory=dict)

    def divide(self, names: list[str]) -> None:
        """Divide all files into exports and what nobody reads."""
        if not names:
            return
        self._claim(names)
        self._below("", names, self.whole or len(names) < len(self.export.names))

    def _claim(self, names: Sequence[str]) -> None:
        """Ask who recognises each file by itself; of many alike only the first are looked into."""
        alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name in names:
            alike[family(name)].append(name)
        for names_alike in alike.values():
            for name in names_alike[:_ALIKE]:
                try:
                    self.claims[name] = tuple(claims_on(self.export.part([name]), self.search.registry))
                except ExportError:
                    self.claims[name] = ()
            kinds = {tuple(one.name for one in self.claims[name]) for name in names_alike[:_ALIKE]}
            for name in names_alike[_ALIKE:]:
                if len(kinds) == 1:
                    self.claims[name] = self.claims[names_alike[0]]
                else:
                    self.claims[name] = tuple(claims_on(self.export.part([name]), self.search.registry))

    def _below(self, prefix: str, names: list[str], partly: bool) -> None:
        """Divide what lies below a folder; `partly` where something in it belongs to none of its exports."""
        part = self._part(prefix, names, partly)
        mine = self._whole(part, names)
        if mine is not None:
            kept = self._needed(mine, names)
            if len(kept) < len(names):
                part = self._part(prefix, kept, True)
                if len(kept) > 1:
                    part = self.export.part(kept, label=readable(prefix.rstrip("/")) or str(self.export))
            self._add(part, mine, kept)
            self._unknown(sorted({*names} - {*kept}))
            return
        direct: list[str] = []
        folders: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            head, slash, _ = name[len(prefix) :].partition("/")
            if slash and not of_maildir(name[len(prefix) :]):
                folders[head].append(name)
            else:
                direct.append(name)
        if direct:
            self._beside(prefix, direct)
        for head, inside in sorted(folders.items()):
            self._below(f"{prefix}{head}/", inside, partly)

    def _whole(self, part: Export, names: list[str]) -> Importer | None:
        """Return the importer whose export all these files are, if there is one."""
        claims = claims_on(part, self.search.registry)
        if len(claims) != 1 or self._several(claims[0], part):
            return None
        mine = claims[0]
        others = [name for name in names if self._of_another(name, mine, names)]
        return None if others else mine

    def _needed(self, mine: Importer, names: list[str]) -> list[str]:
        """Leave out what does not belong to an export, where its importer can tell: it must not change the source."""
        if not hasattr(mine, "belongs"):
            return names
        kept = [name for name in names if mine in self.claims[name] or belongs(mine, name)]
        if not kept or len(kept) == len(names):
            return names
        claims = claims_on(self.export.part(kept), self.search.registry)
        return kept if [one.name for one in claims] == [mine.name] else names

    def _of_another(self, name: str, mine: Importer, names: Sequence[str]) -> bool:
        claims = {one.name for one in self.claims[name]}
        if not claims or mine.name in claims or belongs(mine, name):
            return False
        general = self.search.general()
        if mine.name in general or not claims <= general:
            return True
        # Tables among several files of a format of its own are that format's.
        return not self._is_archive(mine, name, names)

    def _is_archive(self, mine: Importer, name: str, names: Sequence[str]) -> bool:
        if not any(mine in self.claims[one] for one in names):
            # A format of several files, which knows none of them by itself.
            return True
        folder = name.rpartition("/")[0]
        near = [one for one in names if one.rpartition("/")[0] in (folder, folder.rpartition("/")[0])]
        return sum(mine in self.claims[one] for one in near) >= 2

    def _several(self, importer: Importer, part: Export) -> bool:
        """Return whether an importer says that a folder holds several archives, each by itself."""
        return len(part.paths) == 1 and part.paths[0].exists() and bool(parts_by(importer, part.paths[0]))

    def _beside(self, prefix: str, names: list[str]) -> None:
        """Divide files that lie side by side."""
        general = self.search.general()
        groups: defaultdict[str, list[str]] = defaultdict(list)
        by_name: dict[str, Importer] = {}
        tables: list[str] = []
        rest: list[str] = []
        for name in names:
            claims = self.claims[name]
            special = [one for one in claims if one.name not in general]
            if len(claims) > 1:
                self._failed(name, _several_claim(name, claims))
            elif special:
                groups[special[0].name].append(name)
                by_name[special[0].name] = special[0]
            else:
                (tables if claims else rest).append(name)
        for key, members in groups.items():
            mine = by_name[key]
            taken = {name for name in (*tables, *rest) if belongs(mine, name)}
            if len(members) >= 2:
                taken |= {name for name in tables if self._is_archive(mine, name, names)}
            joined = sorted({*members, *taken})
            part = self._part(prefix, joined, True)
            if taken and [one.name for one in claims_on(part, self.search.registry)] != [key]:
                joined, taken = members, set()
                part = self._part(prefix, joined, True)
            tables = [name for name in tables if name not in taken]
            rest = [name for name in rest if name not in taken]
            if len(members) > 1 and [one.name for one in claims_on(part, self.search.registry)] != [key]:
                for name in members:
                    self._add(self._part(prefix, [name], True), mine, [name])
            else:
                self._add(part, mine, joined)
        rest = self._tables(prefix, tables, rest)
        self._unknown(rest)

    def _tables(self, prefix: str, tables: list[str], rest: list[str]) -> list[str]:
        """Add tables and graphs: loose tables are one data set, other files are read by themselves."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for name in tables:
            groups[self.claims[name][0].name].append(name)
        for members in groups.values():
            mine = self.claims[members[0]][0]
            if not getattr(mine, "groups_files", False):
                for name in members:
                    self._add(self._part(prefix, [name], True), mine, [name])
                continue
            for name in [one for one in rest if one.lower().endswith(_TABLES)][:_EXTRAS]:
                joined = self._part(prefix, [*members, name], True)
                if [one.name for one in claims_on(joined, self.search.registry)] == [mine.name]:
                    members.append(name)
                    rest = [one for one in rest if one != name]
            part = self._part(prefix, members, True)
            if [one.name for one in claims_on(part, self.search.registry)] == [mine.name]:
                self._add(part, mine, members)
            else:
                for name in members:
                    self._add(self._part(prefix, [name], True), mine, [name])
        return rest

    def _unknown(self, names: Iterable[str]) -> None:
        told: dict[tuple[str, str], int] = Counter()
        for name in names:
            kind = family(name)
            told[kind] += 1
            shown = self._shown(name)
            if told[kind] > _ALIKE:
                reason = f"{shown} is like the other files of its kind beside it."
                self.search.found.unknown.append(Unread(file=shown, reason=reason))
                continue
            if self.folder is not None:
                try:
                    alone = Export(self.folder / name, **self.search.options).part(label=shown)
                    _ = alone.names
                except ExportError as error:
                    self._failed(name, str(error))
                    continue
            else:
                alone = self.export.part([name], label=shown)
            try:
                choose(alone, self.search.registry)
            except UnknownExportError:
                reason = why_unknown(alone, self.search.registry)
            except AmbiguousExportError as error:
                self._failed(name, str(error))
                continue
            except ExportError as error:
                reason = str(error)
                if alone.size(alone.names[0] if alone.names else name):
                    self._failed(name, reason)
                    continue
            else:
                reason = f"{shown} cannot be told apart from what lies beside it. Name the file by itself."
            self.search.found.unknown.append(Unread(file=shown, reason=reason))
            if self.folder is not None:
                # Part of an archive shares the opened archive with all others.
                alone.close()

    def _failed(self, name: str, reason: str) -> None:
        self.search.found.failed.append(Unread(file=self._shown(name), reason=reason))

    def _shown(self, name: str) -> str:
        name = readable(name)
        return name if self.folder is not None else f"{self.export} → {name}"

    def _part(self, prefix: str, names: Sequence[str], partly: bool) -> Export:
        """Return an export of some files: the folder itself where it is all, a file itself where it is alone."""
        path = prefix.rstrip("/")
        if self.folder is not None:
            if not partly or (path and self._all_below(prefix, names)):
                found = Export(self.folder / path if path else self.folder, **self.search.options)
                return found.part(label=readable(path)) if path else found
            if len(names) == 1:
                return Export(self.folder / names[0], **self.search.options).part(label=readable(names[0]))
        elif not partly and not path:
            return self.export.part()
        label = self._label(path, names)
        return self.export.part(names, label=label)

    def _all_below(self, prefix: str, names: Sequence[str]) -> bool:
        below = [name for name in self.export.names if name.startswith(prefix)]
        return len(below) == len(names)

    def _label(self, path: str, names: Sequence[str]) -> str:
        where = readable(path or "")
        shown = ", ".join(readable(PurePosixPath(name).name) for name in names[:3])
        shown += ", ..." if len(names) > 3 else ""
        inside = f"{where}/{shown}" if where else shown
        return inside if self.folder is not None else f"{self.export} → {inside}"

    def _add(self, export: Export, importer: Importer, names: Sequence[str]) -> None:
        folders = [name.split("/")[:-1] for name in names]
        ends = zip(min(folders), max(folders), strict=False)
        around = [part for part, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], ends)]
        self.search.found.exports.append((export.copy(), importer))
        self.search.found.homes.append((*self.home, *around))


def parts_by(importer: Importer, folder: Path) -> Sequence[Path]:
    """Return what an importer takes a folder apart into; nothing where it cannot, or is broken."""
    try:
        split: Any = getattr(importer, "parts", None)
        return () if split is None else list(split(Export(folder)))
    except ExportError:
        raise
    except BROKEN:
        return ()


def belongs(importer: Importer, name: str) -> bool:
    """Return whether an importer says that a file of that name belongs to its exports."""
    asked: Any = getattr(importer, "belongs", None)
    try:
        return asked is not None and bool(asked(name))
    except BROKEN:
        return False


def _several_claim(name: str, claims: Sequence[Importer]) -> str:
    names = ", ".join(one.name for one in claims)
    return f"{readable(name)} may be read by {names}. Name the file by itself, with --importer NAME."
