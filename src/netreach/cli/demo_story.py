"""The demo's scenes: the main job on a network of invented people, each scene with the command that shows it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from netreach.cli.demo_texts import DEMO_TEXTS
from netreach.cli.demo_world import DemoFiles, write_demo_files
from netreach.cli.import_ import report_total
from netreach.cli.introduce import drafts_text
from netreach.cli.introducers import SHOWN, ranking_text
from netreach.cli.output import columns
from netreach.cli.sources import sources_dict, sources_text
from netreach.cli.texts import tell
from netreach.render.text import table, visible

if TYPE_CHECKING:
    from netreach.answers.hits import Hits
    from netreach.answers.introducers import IntroducerRanking
    from netreach.answers.paths import Paths
    from netreach.answers.refs import PersonRef
    from netreach.answers.report import ImportReport
    from netreach.answers.search import SearchResult
    from netreach.ego import Ego
    from netreach.model import Professional
    from netreach.network import Network

TITLES: Final = ("direct* marketing", "leit* marketing", "marketingleit*", "CMO")
"""What the demo searches for: marketing directors, in English, Spanish, French, German, ..."""

_HITS: Final = 5
_LOOKED_AT: Final = 40
_LINE: Final = 72
"""Signs of a line of a command, so that prompt and continuation fit into 80."""


@attrs.frozen(kw_only=True)
class Step:
    """A command and its answer.

    Attributes:
        command: What a user would type; `""` where there is nothing to type.
        text: What the command prints.
        answer: The answer as plain data; `None` without a command.
    """

    command: str
    text: str
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


def scenes(folder: Path, *, shown: str, seed: int, language: str) -> Iterator[Scene]:
    """Make the files, and give one scene after the other.

    Args:
        folder: Where the files and the network go.
        shown: How the commands name this folder.
        seed: The same seed gives the same story.
        language: `"en"` or `"es"`.
    """
    from netreach.network import open_network

    files = write_demo_files(folder / "exports", seed=seed)
    with open_network(folder / "team.netreach", create=True) as network:
        report = network.add(*files.exports, language=language)
        ego = network.ego(files.ego_url)
        story = _Story(network=network, ego=ego, shown=shown, language=language)
        yield story.files(files)
        yield story.pool(report)
        yield story.pyramid()
        second = ego.search(title=list(TITLES), degree=2, limit=_HITS, language=language)
        yield story.search(second)
        ranking = _good_target(ego, second, language)
        yield story.introducers(ranking)
        paths = _far_target(ego, ego.search(title=list(TITLES), degree=3, language=language), language)
        if paths is not None:
            yield story.paths(paths)
        yield story.introduce(ranking.target)


@attrs.frozen(kw_only=True)
class _Story:
    network: Network
    ego: Ego
    shown: str
    language: str

    def files(self, files: DemoFiles) -> Scene:
        step = Step(command="", text=_listed(files.exports, self.language))
        return self._scene("files", step, people=files.people)

    def pool(self, report: ImportReport) -> Scene:
        exports = f"{quoted(f'{self.shown}/exports')}/*.zip"
        read = Step(
            command=_shell(f"netreach import {exports}", ["--into", self._team], "--quiet"),
            text=report_total(report),
            answer=report.to_dict(),
        )
        listed = Step(
            command=_shell("netreach sources", self._team),
            text=sources_text(self.network, self.language),
            answer=sources_dict(self.network),
        )
        return self._scene("import", read, listed)

    def pyramid(self) -> Scene:
        answer = self.ego.pyramid(language=self.language)
        return self._scene("pyramid", self._step("pyramid", answer.text(columns=columns()), answer.to_dict()))

    def search(self, hits: SearchResult) -> Scene:
        titles = [["--title", title] for title in TITLES]
        options = [*titles, ["--degree", "2"], ["--limit", str(_HITS)]]
        return self._scene(
            "search", self._step("search", hits.text(columns=columns()), hits.to_dict(), *options)
        )

    def introducers(self, ranking: IntroducerRanking) -> Scene:
        aim = ["--to", self._named(ranking.target)]
        few = attrs.evolve(ranking, introducers=ranking.introducers[:SHOWN])
        best = attrs.evolve(ranking, introducers=ranking.introducers[:1])
        why = ["--limit", "1"], "--explain"
        return self._scene(
            "introducers",
            self._step("introducers", ranking_text(few), few.to_dict(), aim),
            self._step("introducers", ranking_text(best, explain=True), best.to_dict(), aim, *why),
            target=visible(ranking.target.name),
        )

    def paths(self, paths: Paths) -> Scene:
        aim = ["--to", self._named(paths.target)]
        step = self._step("paths", paths.text(columns=columns()), paths.to_dict(), aim)
        return self._scene("paths", step, far=visible(paths.target.name))

    def introduce(self, target: PersonRef) -> Scene:
        reason = tell("reason", self.language, DEMO_TEXTS)
        drafts = self.ego.introduce(target.id, reason=reason, language=self.language)
        options = ["--to", self._named(target)], ["--reason", reason]
        answer = {"schema": 1, "version": self.network.version, **drafts.to_dict()}
        step = self._step("introduce", drafts_text(drafts), answer, *options)
        return self._scene("introduce", step, target=visible(target.name))

    @property
    def _team(self) -> str:
        return f"{self.shown}/team.netreach"

    def _scene(self, key: str, *steps: Step, **values: object) -> Scene:
        hero = visible(self.ego.professional.name)
        told = tell(f"{key}_told", self.language, DEMO_TEXTS, ego=hero, **values)
        return Scene(key=key, told=told, steps=steps)

    def _step(self, command: str, text: str, answer: dict[str, Any], *options: str | Sequence[str]) -> Step:
        seen_from = ["--ego", self._named(self.ego.professional)]
        typed = _shell(f"netreach {command}", self._team, seen_from, *options)
        return Step(command=typed, text=text, answer=answer)

    def _named(self, person: Professional | PersonRef) -> str:
        """Return the name where it says who is meant; where several people have it, an address or the id."""
        found = self.network.find(person.id)
        for name in (found.name, *found.emails):
            try:
                if self.network.find(name).id == person.id:
                    return name
            except LookupError:
                continue
        return person.id


def quoted(word: str) -> str:
    """Return a word as it is typed at a prompt.

    >>> quoted("team.netreach"), quoted("Eva Lund"), quoted("$HOME")
    ('team.netreach', '"Eva Lund"', "'$HOME'")
    """
    if shlex.quote(word) == word:
        return word
    # Double quotes are understood by every shell, unless the word has signs that they do not protect.
    return shlex.quote(word) if set(word) & set('"$`\\!') else f'"{word}"'


def _shell(start: str, *parts: str | Sequence[str]) -> str:
    """Return a command in lines that fit into a terminal; an option and its value stay together."""
    lines = [start]
    for part in parts:
        words = " ".join(map(quoted, [part] if isinstance(part, str) else part))
        if len(lines[-1]) + len(words) <= _LINE:
            lines[-1] += f" {words}"
        else:
            lines.append(f"    {words}")
    return " \\\n".join(lines)


def _listed(files: Sequence[Path], language: str) -> str:
    rows = [[file.name, f"{max(1, file.stat().st_size // 1024)} kB"] for file in files[:3]]
    shown = table(["", ""], rows, aligns="<>", columns=columns())
    return f"{shown}\n{tell('more_files', language, DEMO_TEXTS, n=len(files) - 3)}"


def _good_target(ego: Ego, hits: Hits, language: str) -> IntroducerRanking:
    """Choose a hit of the 2nd degree with several introducers for whom different things speak."""
    from netreach.errors import NetreachError

    rankings = [ego.introducers(hit.id, language=language) for hit in hits[:_LOOKED_AT]]
    if not rankings:
        raise NetreachError("This seed gives no story: nobody matches at the 2nd degree. Try another --seed.")
    return max(rankings, key=_variety)


def _variety(ranking: IntroducerRanking) -> tuple[bool, bool, bool, int]:
    best = ranking.introducers[:3]
    if len(best) < 3:
        return False, False, False, 0
    kinds = {
        tuple(tuple(fact.kind for fact in leg.evidence) for leg in introducer.legs) for introducer in best
    }
    return (
        not any(introducer.tied for introducer in best),
        # A letter reads better where most readers can read the names in it.
        all(name.isascii() for name in (best[0].name, ranking.target.name)),
        any(fact.kind == "message" for fact in best[0].legs[0].evidence),
        len(kinds),
    )


def _far_target(ego: Ego, hits: Hits, language: str) -> Paths | None:
    """Choose a hit of the 3rd degree with several paths; `None` where nobody matches there."""
    found = [ego.paths(hit.id, language=language) for hit in hits[:_LOOKED_AT]]
    return max(found, key=_breadth, default=None)


def _breadth(paths: Paths) -> tuple[int, int, float]:
    doors = {path.introducers[0].id for path in paths}
    last = {path.introducers[-1].id for path in paths}
    return len(last), len(doors), paths[0].strength if paths else 0.0
