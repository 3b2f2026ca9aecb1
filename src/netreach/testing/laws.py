"""The laws that importers keep, one function each; `netreach.testing.conformance` calls them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import attrs

from netreach.errors import NetreachError, PluginError
from netreach.keys import SAFE_ORDER, kind_of, typed_safe_key
from netreach.model import (
    Batch,
    CompanyRecord,
    EvidenceRecord,
    FileCount,
    HistoryRecord,
    Owner,
    PersonRecord,
    RowProblem,
)
from netreach.plugins import Export, Importer, Registry, hookimpl
from netreach.plugins.export import HEAD_BYTES
from netreach.testing import damage, expectations
from netreach.testing.guard import ForbiddenError, TooSlowError, watched

_RECORDS = (PersonRecord, EvidenceRecord, HistoryRecord, CompanyRecord, Owner, FileCount, RowProblem, Batch)
_MOST = 5
"""Failures of one law that are told; more of them say nothing new."""

_FILES = 12
_LARGE = 4 * HEAD_BYTES
_DAMAGED_BYTES = 2_000_000


@attrs.define(kw_only=True, eq=False)
class Case:
    """What a law is checked with.

    Attributes:
        importer: The importer.
        export: An example of what it reads.
        place: An empty folder to make copies in.
        seconds: How long one reading may take.
        flips, seed: How many changed copies of each file there are, and what decides about them.
        checked: How many cases were tried.
        failures: What went wrong.
    """

    importer: Importer
    export: Export
    place: Path
    seconds: float
    flips: int
    seed: int
    checked: int = 0
    failures: list[str] = attrs.field(factory=list)

    def fail(self, what: str) -> None:
        """Note what went wrong."""
        if len(self.failures) < _MOST and what not in self.failures:
            self.failures.append(what)

    def like(self, *paths: Path) -> Export:
        """Return an export of other files with the options of the example."""
        made = self.export.copy()
        made.paths = paths
        return made

    def read(self, export: Export) -> list[Any]:
        """Read an export, watched."""
        with watched(*export.paths, *self.export.paths, self.place, seconds=self.seconds) as forbidden:
            try:
                return list(self.importer.extract(export))
            finally:
                export.close()
                for what in forbidden:
                    self.fail(f"{what}. Read the export through Export.read, open, head and local only.")


@attrs.frozen(kw_only=True)
class Check:
    """A law: what must hold, the function that looks, and whether all others need it."""

    name: str
    check: Callable[[Case], None]
    needed: bool = False


def claims(importer: Importer, export: Export) -> bool:
    """Tell whether an importer claims an export; one that raises does not."""
    try:
        return importer.identify(export) is True
    except Exception:
        return False
    finally:
        export.close()


def _is_an_importer(case: Case) -> None:
    case.checked = 1

    class Plugin:
        @hookimpl
        def netreach_importers(self) -> list[object]:
            return [case.importer]

    registry = Registry(entry_points=False)
    name = str(getattr(case.importer, "name", ""))
    if name in registry.importers and type(registry.importers[name]) is type(case.importer):
        return
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        registry.register(Plugin(), name="checked")
        problems = [info.problem for info in registry.plugins if info.problem]
    for problem in problems:
        case.fail(f"the registry does not take it: {problem}")
    if not isinstance(getattr(case.importer, "summary", None), str) or not case.importer.summary.strip():
        case.fail("summary is empty: `netreach plugins` shows it as one line about the format.")


def _identifies(case: Case) -> None:
    case.checked = 1
    try:
        with watched(*case.export.paths, case.place, seconds=case.seconds):
            found = case.importer.identify(case.export)
    except Exception as error:
        case.fail(f"identify raises {_shown(error)} on its own example; it must return True.")
        return
    finally:
        case.export.close()
    if found is not True:
        case.fail(
            f"identify returns {found!r} for {case.export}; for an example of its format it must return True."
        )


class _Counting(Export):
    """An export that counts how many bytes of each file are read."""

    def __init__(self, *paths: Path) -> None:
        super().__init__(*paths)
        self.counts: dict[str, int] = {}

    def open(self, name: str) -> IO[bytes]:
        return cast("IO[bytes]", _CountedStream(super().open(name), name, self.counts))


class _CountedStream:
    def __init__(self, stream: IO[bytes], name: str, counts: dict[str, int]) -> None:
        self._stream, self._name, self._counts = stream, name, counts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> _CountedStream:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line

    def read(self, size: int = -1) -> bytes:
        return self._count(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._count(self._stream.readline(size))

    def _count(self, data: bytes) -> bytes:
        self._counts[self._name] = self._counts.get(self._name, 0) + len(data)
        return data


def _identify_is_modest(case: Case) -> None:
    folder = _copy(case, "large")
    for path in _files(folder):
        data = path.read_bytes()
        if data:
            path.write_bytes(data + data[-4096:] * (_LARGE // min(4096, len(data)) + 1))
    for export in (_Counting(folder), *(_Counting(path) for path in _files(folder)[:_FILES])):
        case.checked += 1
        try:
            with watched(folder, *case.export.paths, case.place, seconds=case.seconds):
                case.importer.identify(export)
        except Exception as error:
            case.fail(f"identify raises {_shown(error)} on a long file; catch it and return False.")
        finally:
            export.close()
        for name, count in export.counts.items():
            if count > HEAD_BYTES:
                case.fail(
                    f"identify reads {count:,} bytes of {name}; it may read {HEAD_BYTES:,}. Use Export.head, once."
                )


def _identify_refuses_garbage(case: Case) -> None:
    names = [_target(name) for name in case.export.names[:_FILES]]
    endings = {Path(name).suffix for name in names}
    claimed = []
    tried = 0
    for what, data in damage.garbage(case.seed).items():
        for name in (*names, *(f"garbage{ending}" for ending in sorted(endings)), "garbage.bin"):
            folder = _fresh(case, "garbage")
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            for export in (Export(path), Export(folder)):
                case.checked += 1
                tried += name == "garbage.bin"
                try:
                    with watched(folder, *case.export.paths, case.place, seconds=case.seconds):
                        found: object = case.importer.identify(export)
                except NetreachError:
                    # What cannot be opened as an export at all is an error of its own.
                    continue
                except Exception as error:
                    case.fail(
                        f"identify raises {_shown(error)} on {what} called {name}; return False instead."
                    )
                    continue
                finally:
                    export.close()
                if found is not True and found is not False:
                    case.fail(f"identify returns {found!r} on {what} called {name}; return True or False.")
                if found and name == "garbage.bin":
                    claimed.append(what)
    if tried and len(claimed) > 2:
        case.fail(
            f"identify claims {', '.join(dict.fromkeys(claimed))}; then nothing else can be read any more. "
            "Claim only what has the names and first bytes of the format."
        )


def _gives_records(case: Case) -> None:
    case.checked = 1
    try:
        items = case.read(case.export)
    except ForbiddenError:
        return
    except Exception as error:
        case.fail(f"extract raises {_shown(error)} on its own example.")
        return
    for item in items:
        case.checked += 1
        for complaint in _complaints(item):
            case.fail(complaint)
    counts = [item.file for item in items if isinstance(item, FileCount)]
    if not counts:
        case.fail(
            "there is no FileCount: yield one for each file, with rows = used + empty + left out + problems."
        )
    for item in items:
        if isinstance(item, RowProblem) and item.rows and item.file not in counts:
            case.fail(
                f"a problem names the file {item.file!r}, of which there is no FileCount: it has {counts}."
            )
    if not case.failures and (wrong := _unbuildable(items)):
        case.fail(wrong)


def _complaints(item: Any) -> Iterator[str]:
    """What is wrong with a record."""
    if not isinstance(item, _RECORDS):
        yield f"extract yields {type(item).__name__}; it may yield records of netreach.model only."
        return
    keys: tuple[Any, ...] = ()
    match item:
        case PersonRecord() | Owner():
            keys = item.keys
            if isinstance(item, PersonRecord) and not keys:
                yield f"the person {item.name!r} has no key: nothing could refer to them."
            order = [SAFE_ORDER.index(kind_of(key)) for key in keys if _is_key(key)]
            if order != sorted(order):
                yield f"the keys {keys} are not safest first: {', '.join(SAFE_ORDER)}."
        case EvidenceRecord():
            keys = (item.a, item.b)
            if item.a == item.b:
                yield f"evidence of {item.a!r} about themselves; leave it out by a rule."
            if min(item.count_ab, item.count_ba, item.days) < 0 or item.count_ab + item.count_ba == 0:
                yield f"evidence of {item.a!r} and {item.b!r} counts {item.count_ab} and {item.count_ba}."
            if item.first and item.last and item.first > item.last:
                yield f"evidence of {item.a!r} and {item.b!r} ends on {item.last}, before it begins on {item.first}."
        case HistoryRecord():
            keys = (item.person,)
        case RowProblem():
            if not item.reason or item.line < 0 or item.rows < 0:
                yield f"a problem without a reason, or with a line or rows below 0: {item}."
    for key in keys:
        if not _is_key(key):
            yield f"{key!r} is no key; make keys with linkedin_key, email_key and id_key of netreach.keys."
        elif kind_of(key) in ("linkedin", "email") and typed_safe_key(key) != key:
            yield f"{key!r} is not in its normal form; make it with netreach.keys ({typed_safe_key(key)!r})."


def _is_key(key: Any) -> bool:
    if not isinstance(key, str):
        return False
    kind, _, value = key.partition(":")
    return kind in SAFE_ORDER and bool(value.strip()) and (kind != "id" or all(value.partition("/")))


def _unbuildable(items: list[Any]) -> str:
    """Why no source can be made of what an importer gives; `""` where it can."""
    from netreach.store.builder import SourceBuilder

    builder = SourceBuilder(file="checked", sha256="0" * 64, importer="checked", options={})
    try:
        builder.take(items)
        builder.build()
    except PluginError as error:
        return str(error).replace("The importer 'checked'", "it")
    except Exception as error:
        return f"no source can be made of its records: {_shown(error)}."
    return ""


def _is_deterministic(case: Case) -> None:
    first = _plain(case, case.export)
    # The id of a data set without a namespace is made of its bytes, and these are the same elsewhere.
    copies = [case.export.copy()]
    if len(case.export.paths) == 1:
        copies.append(case.like(_copied(case, case.export.paths[0])))
    for export in copies:
        case.checked += 1
        second = _plain(case, export)
        if second != first:
            where = next(
                (
                    number
                    for number, pair in enumerate(zip(first, second, strict=False))
                    if pair[0] != pair[1]
                ),
                min(len(first), len(second)),
            )
            one, other = (
                damage.shown(items[where]) if where < len(items) else "nothing" for items in (first, second)
            )
            case.fail(
                f"the same bytes give other records, from record {where} on: {one} and then {other}. Sort what comes "
                "out of sets, and use neither the clock, nor random numbers, nor the place of the files."
            )


def _is_expected(case: Case) -> None:
    wanted = expectations.expected(case.export)
    if wanted is None:
        return
    given = _plain(case, case.export)
    case.checked = len(wanted)
    for number in range(max(len(wanted), len(given))):
        expected, found = (items[number] if number < len(items) else None for items in (wanted, given))
        if expected != found:
            case.fail(
                f"record {number}: expected {damage.shown(expected)}, found {damage.shown(found)}. "
                "Mend the importer, or say that this is right with: netreach importer test --write"
            )


def _survives_damage(case: Case) -> None:
    source = _copy(case, "whole")
    files = [path for path in _files(source) if path.stat().st_size <= _DAMAGED_BYTES][:_FILES]
    archive = case.export.paths[0] if len(case.export.paths) == 1 else None
    for path in files:
        data = path.read_bytes()
        for how, broken in (
            *damage.truncations(data),
            *damage.flips(data, seed=case.seed, count=case.flips),
        ):
            path.write_bytes(broken)
            _read_damaged(case, case.like(source if len(_files(source)) > 1 else path), f"{path.name} {how}")
        path.write_bytes(data)
    if archive is not None and archive.is_file() and archive.suffix.lower() == ".zip":
        data = archive.read_bytes()
        changes = [*damage.truncations(data), *damage.flips(data, seed=case.seed, count=case.flips)]
        for how, broken in changes if len(data) <= _DAMAGED_BYTES else ():
            path = _fresh(case, "zipped") / archive.name
            path.write_bytes(broken)
            _read_damaged(case, case.like(path), f"{archive.name} {how}")


def _read_damaged(case: Case, export: Export, what: str) -> None:
    case.checked += 1
    try:
        with watched(*export.paths, *case.export.paths, case.place, seconds=case.seconds):
            case.importer.identify(export)
    except NetreachError:
        return
    except Exception as error:
        case.fail(f"{what}: identify raises {_shown(error)}; return False instead.")
    try:
        items = case.read(export)
    except PluginError as error:
        case.fail(f"{what}: {_shown(error)}")
    except (NetreachError, ForbiddenError):
        return
    except TooSlowError as error:
        case.fail(f"{what}: reading takes {error}. Limit what a broken file can make it do.")
    except Exception as error:
        case.fail(
            f"{what}: extract raises {_shown(error)}. Raise netreach.errors.ExportError for a broken file, and yield "
            "a RowProblem for a broken row."
        )
    else:
        wrong = next((complaint for item in items for complaint in _complaints(item)), "") or _unbuildable(
            items
        )
        if wrong:
            case.fail(f"{what}: {wrong}")
    finally:
        export.close()


def _plain(case: Case, export: Export) -> list[dict[str, Any]]:
    try:
        return expectations.plain(case.read(export))
    except Exception as error:
        return [{"raises": _shown(error)}]


def _shown(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


def _fresh(case: Case, name: str) -> Path:
    folder = case.place / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _copied(case: Case, path: Path) -> Path:
    target = _fresh(case, "elsewhere") / path.name
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        shutil.copyfile(path, target)
    return target


def _target(name: str) -> str:
    return name.replace("\0", "").lstrip("/") or "file"


def _copy(case: Case, name: str) -> Path:
    """Write the files of the example into a folder, unpacked."""
    folder = _fresh(case, name)
    export = case.export.copy()
    try:
        for file in export.names:
            path = folder / _target(file)
            path.parent.mkdir(parents=True, exist_ok=True)
            with export.open(file) as stream, path.open("wb") as out:
                shutil.copyfileobj(stream, out)
    finally:
        export.close()
    return folder


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


LAWS = (
    Check(name="it is an importer", check=_is_an_importer, needed=True),
    Check(name="identify claims the example", check=_identifies, needed=True),
    Check(name="identify reads at most 64 KiB of a file", check=_identify_is_modest),
    Check(name="identify never raises, and claims no garbage", check=_identify_refuses_garbage),
    Check(
        name="records are well made, every row is accounted for, and nothing but the export is read",
        check=_gives_records,
        needed=True,
    ),
    Check(name="the same bytes give the same records", check=_is_deterministic),
    Check(name="the records are those that are expected", check=_is_expected),
    Check(
        name="a file cut at any sixteenth or with changed bytes gives an error or problems, in time",
        check=_survives_damage,
    ),
)
"""The laws, in the order in which they are checked."""
