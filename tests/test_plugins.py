"""The registry: built-ins come through the hooks, and a broken plugin takes nobody else away."""

from __future__ import annotations

import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import netreach as nr
from netreach.errors import AmbiguousExportError, ExportError, PluginError, UnknownExportError
from netreach.importers.choose import read_exports
from netreach.importers.recognise import choose
from netreach.model import EvidenceRecord, FileCount, Owner, PersonRecord, Record, RowProblem
from netreach.plugins import Export, Importer, Leg, Registry, Scorer, default_registry, hookimpl
from netreach.plugins.registry import GROUP

BUILT_IN_IMPORTERS = {
    "calendar",
    "google-contacts",
    "graph",
    "linkedin",
    "mail",
    "outlook",
    "questionnaire",
    "tables",
    "vcard",
}


class Loyal:
    """An importer of files that end in .loyal, one name a line; made differently by each test."""

    def __init__(self, name: str = "loyal", *, says: bool | BaseException | None = None) -> None:
        self.name = name
        self.summary = "one name a line"
        self._says = says

    def identify(self, export: Export) -> bool:
        """Say what the test wants, by default whether the file's name ends in .loyal."""
        if isinstance(self._says, BaseException):
            raise self._says
        return export.names[0].endswith(".loyal") if self._says is None else self._says

    def extract(self, export: Export) -> Iterator[Record | RowProblem]:
        """Yield the people, and that the first of them knows all others."""
        names = export.read(export.names[0]).decode().split("\n")
        keys = [f"id:loyal/{name}" for name in names]
        yield Owner(keys=(keys[0],), name=names[0], complete_list=True)
        for name, key in zip(names, keys, strict=True):
            yield PersonRecord(keys=(key,), name=name)
        for key in keys[1:]:
            yield EvidenceRecord(a=keys[0], b=key, kind="connection")
        yield FileCount(file=export.names[0], rows=len(names), used=len(names))


class Flat:
    """A scorer that gives every leg 1."""

    name = "flat"
    summary = "every leg is worth 1"
    combine = "sum"

    def legs(self, view: object, ego: int, introducers: np.ndarray, targets: np.ndarray) -> tuple[Leg, Leg]:
        """Score both legs."""
        leg = Leg(terms={"one": np.ones(len(introducers))}, known=np.ones(len(introducers), dtype=bool))
        return leg, leg


def offering(*importers: object, scorers: tuple[object, ...] = ()) -> object:
    """A plugin that offers these."""

    class Plugin:
        @hookimpl
        def netreach_importers(self) -> list[object]:
            return list(importers)

        @hookimpl
        def netreach_scorers(self) -> list[object]:
            return list(scorers)

    return Plugin()


@pytest.fixture
def registry() -> Registry:
    """The built-ins, whatever is installed."""
    return Registry(entry_points=False)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Install packages: a module and the metadata that pip would write, in a folder on the path."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def write(distribution: str, source: str, *, value: str | None = None, point: str = "") -> None:
        module = distribution.replace("-", "_")
        (site / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")
        info = site / f"{module}-1.2.3.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2.3\n")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{point or module} = {value or module}\n")
        monkeypatch.delitem(sys.modules, module, raising=False)

    return write


GOOD_PLUGIN = """
    from netreach.plugins import hookimpl

    class Reads:
        name = "third"
        summary = "reads nothing"
        def identify(self, export):
            return False
        def extract(self, export):
            return iter(())

    class Ranks:
        name = "third-scorer"
        summary = "ranks nobody"
        combine = "sum"
        def legs(self, view, ego, introducers, targets):
            raise AssertionError

    @hookimpl
    def netreach_importers():
        return [Reads()]

    @hookimpl
    def netreach_scorers():
        return ["good_plugin:Ranks"]
"""


def loaded(pattern: str | None = None) -> Registry:
    """The registry with everything installed; where a pattern is given, with a warning that it matches."""
    expected = (
        pytest.warns(UserWarning, match=pattern) if pattern else warnings.catch_warnings(action="error")
    )
    with expected:
        return _resolved()


def _resolved() -> Registry:
    """Dotted names are imported when they are first asked for: ask."""
    registry = Registry()
    assert registry.plugins
    return registry


# --- built-ins -----------------------------------------------------------------------------------------------------


def test_built_ins_are_plugins(registry: Registry) -> None:
    """What comes with netreach is offered through the hooks, under its own distribution, without a problem."""
    assert set(registry.importers) == BUILT_IN_IMPORTERS
    assert {"overall", "structure"} <= set(registry.scorers)
    assert {info.distribution for info in registry.plugins} == {"netreach"}
    assert not [info for info in registry.plugins if info.problem]
    assert all(info.summary for info in registry.plugins)
    offered = {(info.kind, info.name) for info in registry.plugins}
    assert offered == {("importer", name) for name in registry.importers} | {
        ("scorer", name) for name in registry.scorers
    }


def test_built_ins_follow_the_protocols(registry: Registry) -> None:
    """Every built-in is what is asked of everybody, under the name it is registered by."""
    for name, importer in registry.importers.items():
        assert isinstance(importer, Importer)
        assert importer.name == name
    for name, scorer in registry.scorers.items():
        assert isinstance(scorer, Scorer)
        assert (scorer.name, scorer.combine in ("sum", "product")) == (name, True)


def test_info_is_plain_data(registry: Registry) -> None:
    """`netreach plugins --json` gets plain data, with null for "no problem"."""
    info = registry.plugins[0].to_dict()
    assert info["problem"] is None
    assert set(info) == {"kind", "name", "distribution", "summary", "problem"}


def test_default_registry_is_made_once() -> None:
    """One process has one default registry."""
    assert default_registry() is default_registry()


def test_unknown_scorer_lists_those_there_are(registry: Registry) -> None:
    """Asking for a scorer that does not exist names those that do."""
    with pytest.raises(PluginError, match=r"'overal'.*overall"):
        registry.scorer("overal")


# --- third parties -------------------------------------------------------------------------------------------------


def test_installed_plugins_are_found(install: Callable[..., None]) -> None:
    """An importer and a scorer of an installed package are there, with the package's name and version."""
    install("good-plugin", GOOD_PLUGIN)
    registry = loaded()
    assert BUILT_IN_IMPORTERS | {"third"} <= set(registry.importers)
    assert registry.scorer("third-scorer").summary == "ranks nobody"
    mine = [info for info in registry.plugins if info.distribution == "good-plugin 1.2.3"]
    assert {(info.kind, info.name, info.problem) for info in mine} == {
        ("importer", "third", ""),
        ("scorer", "third-scorer", ""),
    }


def test_installed_plugins_can_be_left_out(install: Callable[..., None]) -> None:
    """Without entry points only the built-ins are there."""
    install("good-plugin", GOOD_PLUGIN)
    assert set(Registry(entry_points=False).importers) == BUILT_IN_IMPORTERS


BROKEN = {
    "raises on import": ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
    "leaves on import": ("raise SystemExit(3)", "SystemExit: 3"),
    "imports what is missing": ("import surely_not_installed", "surely_not_installed"),
    "is no python": ("def (", "SyntaxError"),
    "hook raises": (
        """
        from netreach.plugins import hookimpl
        @hookimpl
        def netreach_importers():
            raise LookupError("nothing here")
        """,
        "nothing here",
    ),
    "hook returns a word": (
        """
        from netreach.plugins import hookimpl
        @hookimpl
        def netreach_importers():
            return "mine"
        """,
        "not a list",
    ),
    "hook returns a number": (
        """
        from netreach.plugins import hookimpl
        @hookimpl
        def netreach_scorers():
            return 7
        """,
        "not a list",
    ),
    "hook has other arguments": (
        """
        from netreach.plugins import hookimpl
        @hookimpl
        def netreach_importers(config):
            return []
        """,
        "config",
    ),
    "unknown hook": (
        """
        from netreach.plugins import hookimpl
        @hookimpl
        def netreach_exporters():
            return []
        """,
        "netreach_exporters",
    ),
    "dotted name of nothing": (
        """
        from netreach.plugins import hookimpl
        @hookimpl
        def netreach_importers():
            return ["bad_plugin:Missing"]
        """,
        "no attribute 'Missing'",
    ),
    "not an importer": (
        """
        from netreach.plugins import hookimpl
        @hookimpl
        def netreach_importers():
            return [object()]
        """,
        "no importer.*identify",
    ),
    "no name": (
        """
        from netreach.plugins import hookimpl
        class Nameless:
            name = ""
            summary = "reads"
            def identify(self, export):
                return True
            def extract(self, export):
                return iter(())
        @hookimpl
        def netreach_importers():
            return [Nameless()]
        """,
        "no usable name",
    ),
    "taken name": (
        """
        from netreach.plugins import hookimpl
        class Tables:
            name = "tables"
            summary = "mine is better"
            def identify(self, export):
                return True
            def extract(self, export):
                return iter(())
        @hookimpl
        def netreach_importers():
            return [Tables()]
        """,
        "'tables' is taken",
    ),
    "cannot even be shown": (
        """
        from netreach.plugins import hookimpl
        class Odd:
            def __getattribute__(self, name):
                raise ZeroDivisionError(name)
            def __repr__(self):
                raise ZeroDivisionError("repr")
        @hookimpl
        def netreach_importers():
            return [Odd()]
        """,
        "ZeroDivisionError",
    ),
}


@pytest.mark.parametrize(("source", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_is_a_warning(install: Callable[..., None], source: str, reason: str) -> None:
    """Whatever is wrong with a package, the warning names it and why, and everybody else's plugins work."""
    install("good-plugin", GOOD_PLUGIN)
    install("bad-plugin", source)
    registry = loaded(f"(?s)bad-plugin 1\\.2\\.3 is not used: .*{reason}")
    assert BUILT_IN_IMPORTERS | {"third"} == set(registry.importers) & {*BUILT_IN_IMPORTERS, "third", "mine"}
    assert "third-scorer" in registry.scorers
    (bad,) = [info for info in registry.plugins if info.problem]
    assert bad.distribution == "bad-plugin 1.2.3"


def test_a_missing_module_is_a_warning(install: Callable[..., None]) -> None:
    """An entry point that names a module which is not there is reported like any other broken plugin."""
    install("bad-plugin", "", value="bad_plugin_moved.plugin", point="moved")
    registry = loaded("'moved' of bad-plugin 1.2.3 .*bad_plugin_moved")
    assert [info.name for info in registry.plugins if info.problem] == ["moved"]


def test_the_first_of_a_name_keeps_it(registry: Registry) -> None:
    """Two importers of one name: the one that was registered first stays, the other is reported."""
    first, second = Loyal(), Loyal()
    registry.register(offering(first), name="one")
    registry.register(offering(second), name="two", distribution="second 2.0")
    with pytest.warns(UserWarning, match="'loyal' of second 2.0 is not used"):
        assert registry.importers["loyal"] is first


def test_one_bad_offer_does_not_take_the_good_one(registry: Registry) -> None:
    """Of a plugin that offers a usable and an unusable importer, the usable one is used."""
    registry.register(offering(object(), Loyal()), name="mixed")
    with pytest.warns(UserWarning, match="is no importer"):
        assert set(registry.importers) == BUILT_IN_IMPORTERS | {"loyal"}


def test_registered_scorers_rank(registry: Registry) -> None:
    """A scorer registered at run time can be asked for by name."""
    registry.register(offering(scorers=(Flat(),)), name="mine")
    with nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3], registry=registry) as network:
        ranking = network.ego("0").introducers("3", scorer="flat")
    assert {introducer.score for introducer in ranking} == {2.0}


# --- choosing ------------------------------------------------------------------------------------------------------


@pytest.fixture
def loyal_file(tmp_path: Path) -> Path:
    """An export of the loyal format."""
    path = tmp_path / "friends.loyal"
    path.write_text("Ana Ruiz\nBen Okafor\nEva Lund", encoding="utf-8")
    return path


def test_a_registered_importer_reads(registry: Registry, loyal_file: Path) -> None:
    """An export is read by the one importer that recognises it, third party or not."""
    registry.register(offering(Loyal()), name="mine")
    with nr.load(loyal_file, registry=registry) as network:
        assert network.sources[0].importer == "loyal"
        assert [person.name for person in network.ego("Ana Ruiz").contacts()] == ["Ben Okafor", "Eva Lund"]


@pytest.mark.parametrize(
    "error", [ValueError("odd"), RecursionError(), UnicodeDecodeError("x", b"", 0, 1, "y"), SystemExit(4)]
)
def test_an_identify_that_raises_disturbs_nobody(
    registry: Registry, loyal_file: Path, error: BaseException
) -> None:
    """An importer that breaks its promise never to raise does not keep others from reading; it is told once."""
    registry.register(offering(Loyal("odd", says=error), Loyal()), name="mine")
    with pytest.warns(UserWarning, match=rf"'odd' failed .*friends\.loyal \({type(error).__name__}"):
        assert choose(Export(loyal_file), registry).name == "loyal"
    assert choose(Export(loyal_file), registry).name == "loyal"


def test_two_claims_are_an_error_that_names_both(registry: Registry, loyal_file: Path) -> None:
    """When two importers recognise an export the user decides, and is told between which."""
    registry.register(offering(Loyal(), Loyal("rival")), name="mine")
    with pytest.raises(AmbiguousExportError, match=r"friends\.loyal.*loyal, rival.*importer=NAME"):
        choose(Export(loyal_file), registry)
    assert choose(Export(loyal_file, importer="rival"), registry).name == "rival"


def test_who_recognises_anything_is_not_asked(registry: Registry, loyal_file: Path) -> None:
    """It does not keep others from reading; a warning names it, once, and whoever names it gets it."""
    registry.register(offering(Loyal(), Loyal("greedy", says=True)), name="mine")
    with pytest.warns(UserWarning, match="'greedy' recognises anything"):
        assert choose(Export(loyal_file), registry).name == "loyal"
    assert choose(Export(loyal_file), registry).name == "loyal"
    assert choose(Export(loyal_file, importer="greedy"), registry).name == "greedy"


def test_no_claim_is_an_error_that_names_the_formats(registry: Registry, tmp_path: Path) -> None:
    """An export that nobody recognises is an error that lists what can be read."""
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    with pytest.raises(UnknownExportError, match=r"(?s)holiday\.jpg.*linkedin.*tables"):
        choose(Export(path), registry)


@pytest.mark.parametrize(("before", "wins"), [(("loyal",), True), ("loyal", False), (7, False), ((), False)])
def test_one_importer_may_come_before_another(
    registry: Registry, loyal_file: Path, before: object, wins: bool
) -> None:
    """Who names a more general importer is preferred to it; what is no tuple of names says nothing."""
    special = Loyal("special")
    vars(special)["before"] = before
    registry.register(offering(Loyal(), special), name="both")
    if wins:
        assert choose(Export(loyal_file), registry) is special
    else:
        with pytest.raises(AmbiguousExportError, match="loyal, special"):
            choose(Export(loyal_file), registry)


def test_an_unknown_importer_is_an_error(registry: Registry, loyal_file: Path) -> None:
    """Naming an importer that does not exist names those that do."""
    with pytest.raises(PluginError, match=r"'loyl'.*linkedin.*tables"):
        choose(Export(loyal_file, importer="loyl"), registry)


def test_damage_found_while_identifying_is_told(registry: Registry, loyal_file: Path) -> None:
    """A damaged archive is told as such, not as an unknown format."""
    registry.register(offering(Loyal(says=ExportError("friends.loyal is damaged"))), name="mine")
    with pytest.raises(ExportError, match="damaged"):
        choose(Export(loyal_file), registry)


class Failing(Loyal):
    """An importer that does something wrong after the first record."""

    def __init__(self, does: Callable[[], Any]) -> None:
        super().__init__("failing")
        self._does = does

    def extract(self, export: Export) -> Iterator[Record | RowProblem]:
        """Yield a person, and then what the test wants."""
        yield PersonRecord(keys=("id:loyal/1",), name="Ana Ruiz")
        yield self._does()


def _fail() -> object:
    raise KeyError("colour")


def _leave() -> object:
    raise SystemExit(0)


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        (_fail, r"failed on friends\.loyal \(KeyError: 'colour'\).*bug of the importer"),
        (_leave, r"failed on friends\.loyal \(SystemExit: 0\).*bug of the importer"),
        (lambda: {"name": "Ben"}, "yielded dict"),
        (
            lambda: EvidenceRecord(a="id:loyal/1", b="id:loyal/2", kind="love"),
            "kind 'love'; there are: given",
        ),
        (lambda: FileCount(file="friends.loyal", rows=3, used=1), "read 3 rows .* accounts for 1"),
    ],
)
def test_a_failing_importer_is_named(
    registry: Registry, loyal_file: Path, does: Callable[[], Any], reason: str
) -> None:
    """When an importer fails, lies about its rows or yields something else, the error says which and what."""
    registry.register(offering(Failing(does)), name="mine")
    with pytest.raises(PluginError, match=f"'failing' .*{reason}|'failing' {reason}"):
        read_exports([loyal_file], registry)
