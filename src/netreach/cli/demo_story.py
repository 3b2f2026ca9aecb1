"""The demo's scenes: how somebody comes to a goal, each scene with the commands that show it.

A scene prints what its commands print: they are run in this process, on the files of the demo.
"""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from netreach.answers.lines import wrapped
from netreach.cli.demo_texts import DEMO_TEXTS
from netreach.cli.demo_whole import TABLES
from netreach.cli.demo_world import COMPANIES
from netreach.cli.output import columns
from netreach.cli.texts import tell
from netreach.render.text import table, visible, width
from netreach.render.words import count, say

if TYPE_CHECKING:
    from netreach.answers.introducers import IntroducerRanking
    from netreach.answers.paths import Paths
    from netreach.answers.refs import PersonRef
    from netreach.answers.search import SearchResult
    from netreach.ego import Ego
    from netreach.model import Professional
    from netreach.network import Network

TITLES: Final = ("marketing (direct* OR manager OR head OR respons* OR leit*)", "marketingleit*", "CMO")
"""What the demo searches for: who leads marketing, in English, Spanish, French, German, ..."""

_HITS: Final = 5
_SEGMENTS: Final = 5
_INTRODUCERS: Final = 5
_LOOKED_AT: Final = 60
_CLEAR: Final = 0.3
"""A score that says: ask this one."""

_LINE: Final = 72
"""Cells of a line of a command, so that prompt and continuation fit into 80."""

_TITLED: Final = tuple(("--title", title) for title in TITLES)

_LATIN: Final = "\u0250"
"""The first letter behind those of the Latin script."""

Part = str | Path | tuple[str | Path, ...]


@attrs.frozen(kw_only=True)
class Step:
    """A command and its answer.

    Attributes:
        command: What a user would type; `""` where there is nothing to type.
        text: What the command prints; `""` where the answer is wanted as data.
        answer: What it prints with `--json`; `None` where the text is wanted.
    """

    command: str
    text: str = ""
    answer: dict[str, Any] | None = None


@attrs.frozen(kw_only=True)
class Scene:
    """One scene.

    Attributes:
        key: `"files"`, or the command that it shows.
        told: What happens, in a sentence.
        steps: What is typed, and what comes of it.
    """

    key: str
    told: str
    steps: tuple[Step, ...]


@attrs.frozen(kw_only=True)
class Setting:
    """Where and of whom a story is told.

    Attributes:
        folder: Where the files are and the networks go.
        shown: How the commands name this folder.
        ego: Profile of the person from whose viewpoint it is told.
        archives: The LinkedIn archives, the ego's first.
        language: `"en"` or `"es"`.
        as_json: Whether the answers are wanted as data.
        imported: Where the whole world is looked at, and not only what the archives tell: what the imports of the
            two networks printed as data.
        people: How many people live in the world.
    """

    folder: Path
    shown: str
    ego: str
    archives: tuple[Path, ...]
    language: str
    as_json: bool = False
    imported: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    people: int

    @property
    def world(self) -> bool:
        """Whether the whole world is looked at."""
        return bool(self.imported)

    @property
    def network(self) -> Path:
        """The network of the story, beneath the folder."""
        return Path("world.netreach" if self.world else "team.netreach")


def scenes(setting: Setting) -> Iterator[Scene]:
    """Tell the story, one scene after the other."""
    from netreach.opening import open_network

    story = _Story(setting)
    # The network is made before it can be opened, and told of behind the files.
    files, pooled = story.files(), story.pool()
    with open_network(setting.folder / setting.network) as network:
        story.meet(network)
        yield story.scene("files", *files, archives=len(setting.archives))
        yield story.scene("import", *pooled)
        yield story.scene("pyramid", *story.pyramid())
        yield story.scene("compass", *story.compass())
        yield story.scene("territory", story.ask("territory", *_TITLED, ("--limit", str(_SEGMENTS))))
        ego = story.ego
        target = _good_target(ego, ego.search(title=list(TITLES), degree=2, limit=_LOOKED_AT)).target
        yield story.scene("introducers", *story.introducers(target), target=visible(target.name))
        paths = _far_target(ego, ego.search(title=list(TITLES), degree=3, limit=_LOOKED_AT))
        if paths is not None:
            step = story.ask("paths", ("--to", story.named(paths.target)))
            yield story.scene("paths", step, far=visible(paths.target.name))
        reason = ("--reason", tell("reason", setting.language, DEMO_TEXTS))
        letter = story.ask("introduce", ("--to", story.named(target)), reason)
        yield story.scene("introduce", letter, target=visible(target.name))


class _Story:
    """Makes the scenes. A part of a command is a word, a file below the demo's folder, or several as one."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def meet(self, network: Network) -> None:
        """Get to know the network and the ego."""
        self.network = network
        self.ego: Ego = network.ego(self.setting.ego)

    def files(self) -> tuple[Step, ...]:
        setting = self.setting
        listed = _listed(setting.archives[:3], len(setting.archives) - 3, setting.language)
        if setting.world:
            tables = [setting.folder / "world" / name for name in TABLES]
            listed = f"{_listed(tables, 0, setting.language)}\n\n{listed}"
        own = Path("exports", f"*{setting.archives[0].name.rpartition('_')[2]}")
        read = self.step("import", own, ("--into", Path("new.netreach")), "--dry-run")
        return Step(command="", text=listed), read

    def pool(self) -> tuple[Step, ...]:
        exports = Path("exports", "*.zip"), Path("exports", COMPANIES)
        team = *exports, ("--into", Path("team.netreach")), "--quiet"
        if not self.setting.world:
            return (self.step("import", *team),)
        whole = Path("world", "*.parquet"), ("--into", Path("world.netreach")), "--quiet"
        return self.done("import", "team.netreach", *team), self.done("import", "world.netreach", *whole)

    def pyramid(self) -> tuple[Step, ...]:
        if not self.setting.world:
            return (self.ask("pyramid"),)
        return self.ask("pyramid", of=Path("team.netreach")), self.ask("pyramid")

    def compass(self) -> tuple[Step, ...]:
        setting = self.setting
        name = tell("compass_name", setting.language, DEMO_TEXTS)
        if any(compass.name == name for compass in self.network.compasses()):
            self.network.remove_compass(name)
        saved = self.step("compass save", setting.network, name, *_TITLED)
        return saved, self.ask("compass run", name, ("--limit", str(_HITS)))

    def introducers(self, target: PersonRef) -> tuple[Step, ...]:
        aim = "--to", self.named(target)
        few = self.ask("introducers", aim, ("--limit", str(_INTRODUCERS)))
        return few, self.ask("introducers", aim, ("--limit", "1"), "--explain")

    def scene(self, key: str, *steps: Step, **values: object) -> Scene:
        """Return a scene with what is told in it."""
        setting, hero = self.setting, self.ego.professional
        said = f"{key}_world" if setting.world and f"{key}_world" in DEMO_TEXTS else f"{key}_told"
        told = tell(
            said,
            setting.language,
            DEMO_TEXTS,
            ego=visible(hero.name),
            first=visible(hero.name.split()[0]),
            title=visible(hero.title or ""),
            company=visible(hero.company or ""),
            people=count(setting.people, setting.language),
            **values,
        )
        return Scene(key=key, told=told, steps=steps)

    def ask(self, command: str, *parts: Part, of: Path | None = None) -> Step:
        """Ask a network something from the viewpoint of the ego."""
        first, rest = (parts[:1], parts[1:]) if command.startswith("compass") else ((), parts)
        return self.step(
            command, of or self.setting.network, *first, ("--ego", self.named(self.ego.professional)), *rest
        )

    def done(self, command: str, network: str, *parts: Part) -> Step:
        """Return an import that took place when the world was made, with what it printed."""
        setting, answer = self.setting, self.setting.imported[network]
        typed, _ = self._typed_and_words(command, parts)
        if setting.as_json:
            return Step(command=typed, answer=answer)
        people, ties = answer["professionals"], answer["ties"]
        told = say(
            "import_total",
            setting.language,
            professionals=people,
            ties=ties,
            new_professionals=people,
            new_ties=ties,
        )
        return Step(command=typed, text="\n".join(wrapped(told, columns())))

    def step(self, command: str, *parts: Part) -> Step:
        """Run a command, and return it with what it prints."""
        setting = self.setting
        typed, words = self._typed_and_words(command, parts)
        printed = run([*command.split(), *words, *(["--json"] if setting.as_json else [])])
        if setting.as_json:
            return Step(command=typed, answer=json.loads(printed))
        return Step(command=typed, text=printed.strip("\n"))

    def _typed_and_words(self, command: str, parts: tuple[Part, ...]) -> tuple[str, list[str]]:
        if self.setting.language != "en":
            parts = (*parts, ("--language", self.setting.language))
        groups = [part if isinstance(part, tuple) else (part,) for part in parts]
        typed = _shell(f"netreach {command}", [" ".join(map(self._typed, group)) for group in groups])
        return typed, [word for group in groups for part in group for word in self._words(part)]

    def named(self, person: Professional | PersonRef) -> str:
        """Return the name where it says who is meant; where several people have it, an address or the id."""
        found = self.network.find(person.id)
        for name in (found.name, *found.emails):
            try:
                if self.network.find(name).id == person.id:
                    return name
            except LookupError:
                continue
        return person.id

    def _typed(self, part: str | Path) -> str:
        if isinstance(part, str):
            return quoted(part)
        path = f"{self.setting.shown}/{part.as_posix()}"
        head, _, name = path.rpartition("/")
        # Between quotation marks a shell would take a pattern for a name.
        return f"{quoted(head)}/{name}" if "*" in name else quoted(path)

    def _words(self, part: str | Path) -> list[str]:
        if isinstance(part, str):
            return [part]
        path = self.setting.folder / part
        return (
            [str(found) for found in sorted(path.parent.glob(path.name))] if "*" in part.name else [str(path)]
        )


def run(words: Sequence[str]) -> str:
    """Run a command of netreach in this process, and return what it prints on standard output."""
    from typer.main import get_command

    from netreach.cli.program import app
    from netreach.errors import NetreachError

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = get_command(app).main([*words], prog_name="netreach", standalone_mode=False)
    if code:
        raise NetreachError(f"netreach {words[0]} has failed. {err.getvalue().strip()}")
    return out.getvalue()


def quoted(word: str) -> str:
    """Return a word as it is typed at a prompt.

    >>> quoted("team.netreach"), quoted("Eva Lund"), quoted("$HOME")
    ('team.netreach', '"Eva Lund"', "'$HOME'")
    """
    if shlex.quote(word) == word:
        return word
    # Double quotes are understood by every shell, unless the word has signs that they do not protect.
    return shlex.quote(word) if set(word) & set('"$`\\!') else f'"{word}"'


def _shell(start: str, parts: Sequence[str]) -> str:
    """Return a command in lines that fit into a terminal; an option and its value stay together."""
    lines = [start]
    for part in parts:
        if width(lines[-1]) + width(part) <= _LINE:
            lines[-1] += f" {part}"
        else:
            lines.append(f"    {part}")
    return " \\\n".join(lines)


def _listed(files: Sequence[Path], more: int, language: str) -> str:
    rows = [[file.name, f"{count(max(1, file.stat().st_size // 1024), language)} kB"] for file in files]
    shown = table(["", ""], rows, aligns="<>", columns=columns())
    return f"{shown}\n{tell('more_files', language, DEMO_TEXTS, n=more)}" if more else shown


def _good_target(ego: Ego, hits: SearchResult) -> IntroducerRanking:
    """Choose a hit of the 2nd degree with several introducers for whom different things speak."""
    from netreach.errors import NetreachError

    rankings = [ego.introducers(hit.id) for hit in hits[:_LOOKED_AT]]
    if not rankings:
        raise NetreachError("There is no story to tell: nobody matches at the 2nd degree.")
    return max(rankings, key=_variety)


def _variety(ranking: IntroducerRanking) -> tuple[object, ...]:
    best = ranking.introducers[:_INTRODUCERS]
    people = [ranking.target, *(one.person for one in best)]
    kinds = {
        tuple(tuple(fact.kind for fact in leg.evidence) for leg in introducer.legs) for introducer in best
    }
    return (
        len(best) > 2,
        len({person.name for person in people}) == len(people),
        # A story reads better where most readers can read the names in it, and know where people work.
        all(sign < _LATIN for person in people for sign in person.name),
        bool(ranking.target.title and ranking.target.company),
        not any(introducer.tied for introducer in best[:2]),
        bool(best) and best[0].score > _CLEAR,
        # Whom one has lost touch with is no one to begin with.
        bool(best) and best[0].legs[0].value > 0,
        len(kinds),
    )


def _far_target(ego: Ego, hits: SearchResult) -> Paths | None:
    """Choose a hit of the 3rd degree with several paths; `None` where nobody matches there."""
    found = [ego.paths(hit.id) for hit in hits[:_LOOKED_AT]]
    return max(found, key=_breadth, default=None)


def _breadth(paths: Paths) -> tuple[object, ...]:
    doors = {path.introducers[0].id for path in paths}
    last = {path.introducers[-1].id for path in paths}
    readable = all(sign < _LATIN for path in paths for person in path.people for sign in person.name)
    return len(last) > 1, len(doors) > 1, readable, len(last), len(doors), paths[0].strength if paths else 0.0
