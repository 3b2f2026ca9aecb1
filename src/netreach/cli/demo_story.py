"""The demo's scenes: the main job on a network of invented people, each scene with the command that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from netreach.cli.demo_texts import DEMO_TEXTS
from netreach.cli.demo_world import write_demo_files
from netreach.cli.output import columns
from netreach.cli.sources import sources_dict, sources_text
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.answers.hits import Hits
    from netreach.answers.introducers import IntroducerRanking
    from netreach.answers.paths import Paths
    from netreach.ego import Ego
    from netreach.network import Network

TITLES: Final = ("direct* marketing", "leit* marketing", "marketingleit*", "CMO")
"""What the demo searches for: marketing directors, in English, Spanish, French, German, ..."""

_HITS: Final = 5
_LOOKED_AT: Final = 40
_LINE: Final = 78


@attrs.frozen(kw_only=True)
class Scene:
    """One scene.

    Attributes:
        key: `"files"`, or the command that it shows.
        told: What happens, in a sentence.
        commands: What a user would type.
        text: What these commands print; of an import, what it prints with `--quiet`.
        answers: The answers as plain data, one for each command.
    """

    key: str
    told: str
    commands: tuple[str, ...]
    text: str
    answers: tuple[dict[str, Any], ...] = ()


def scenes(folder: Path, *, shown: str, seed: int, language: str) -> Iterator[Scene]:
    """Make the files, and give one scene after the other.

    Args:
        folder: Where the files and the network go.
        shown: How the commands name this folder.
        seed: The same seed gives the same story.
        language: `"en"` or `"es"`.
    """
    from netreach.network import open_network
    from netreach.render.text import visible

    def told(key: str, **values: object) -> str:
        return tell(f"{key}_told", language, DEMO_TEXTS, **values)

    files = write_demo_files(folder / "exports", seed=seed)
    exports, team = f"{shown}/exports", f"{shown}/team.netreach"
    with open_network(folder / "team.netreach", create=True) as network:
        report = network.add(*files.exports, language=language)
        ego = network.ego(files.ego_url)
        me = ego.professional
        hero = visible(me.name)
        yield Scene(
            key="files",
            told=told("files", people=files.people, ego=hero),
            commands=(),
            text=_listed(files.exports, language),
        )
        yield Scene(
            key="import",
            told=told("import"),
            commands=(
                _shell(f"netreach import {quoted(exports)}/*.zip", ["--into", team], "--quiet"),
                _shell("netreach sources", team),
            ),
            text=f"{report.text(columns=columns()).rpartition(chr(10) * 2)[2]}\n\n{sources_text(network, language)}",
            answers=(report.to_dict(), sources_dict(network)),
        )
        seen_from = ["--ego", _named(network, me.id, me.name)]
        pyramid = ego.pyramid(language=language)
        yield Scene(
            key="pyramid",
            told=told("pyramid", ego=hero),
            commands=(_shell("netreach pyramid", team, seen_from),),
            text=pyramid.text(columns=columns()),
            answers=(pyramid.to_dict(),),
        )
        hits = ego.search(title=list(TITLES), limit=_HITS, language=language)
        titles = [["--title", title] for title in TITLES]
        yield Scene(
            key="search",
            told=told("search", ego=hero),
            commands=(_shell("netreach search", team, seen_from, *titles, ["--limit", str(_HITS)]),),
            text=hits.text(columns=columns()),
            answers=(hits.to_dict(),),
        )
        ranking = _good_target(ego, hits.where(degree=2), language)
        target = ranking.target
        aim = ["--to", _named(network, target.id, target.name)]
        best = attrs.evolve(ranking, introducers=ranking.introducers[:1])
        yield Scene(
            key="introducers",
            told=told("introducers", ego=hero, target=visible(target.name)),
            commands=(
                _shell("netreach introducers", team, seen_from, aim),
                _shell("netreach introducers", team, seen_from, aim, ["--limit", "1"], "--explain"),
            ),
            text=_introduced(ranking),
            answers=(ranking.to_dict(), best.to_dict()),
        )
        paths = _far_target(ego, hits.where(degree=3), language)
        if paths is not None:
            far = paths.target
            yield Scene(
                key="paths",
                told=told("paths", far=visible(far.name)),
                commands=(
                    _shell(
                        "netreach paths",
                        team,
                        seen_from,
                        ["--to", _named(network, far.id, far.name)],
                        "--diverse",
                    ),
                ),
                text=paths.text(columns=columns()),
                answers=(paths.to_dict(),),
            )
        reason = tell("reason", language, DEMO_TEXTS)
        drafts = ego.introduce(target.id, reason=reason, language=language)
        yield Scene(
            key="introduce",
            told=told("introduce", ego=hero, target=visible(target.name)),
            commands=(_shell("netreach introduce", team, seen_from, aim, ["--reason", reason]),),
            text=str(drafts),
            answers=({"schema": 1, "version": network.version, **drafts.to_dict()},),
        )


def quoted(word: str) -> str:
    """Return a word as it is typed at a prompt.

    >>> quoted("team.netreach"), quoted("Eva Lund"), quoted("$HOME")
    ('team.netreach', '"Eva Lund"', "'$HOME'")
    """
    import shlex

    if shlex.quote(word) == word:
        return word
    # Double quotes are understood by every shell, unless the word has signs that they do not protect.
    return shlex.quote(word) if set(word) & set('"$`\\!') else f'"{word}"'


def _shell(start: str, *parts: str | Sequence[str]) -> str:
    """Return a command in lines that fit into a terminal; an option and its value stay together."""
    lines = [start]
    for part in parts:
        words = " ".join(map(quoted, [part] if isinstance(part, str) else part))
        if len(lines[-1]) + 1 + len(words) <= _LINE - 2:
            lines[-1] += f" {words}"
        else:
            lines.append(f"    {words}")
    return " \\\n".join(lines)


def _named(network: Network, identity: str, name: str) -> str:
    """Return the name where it says who is meant, and the id where several people have it."""
    try:
        return name if network.find(name).id == identity else identity
    except LookupError:
        return identity


def _listed(files: Sequence[Path], language: str) -> str:
    from netreach.render.text import table

    rows = [[file.name, f"{max(1, file.stat().st_size // 1024)} kB"] for file in files[:3]]
    shown = table(["", ""], rows, aligns="<>", columns=columns())
    return f"{shown}\n{tell('more_files', language, DEMO_TEXTS, n=len(files) - 3)}"


def _introduced(ranking: IntroducerRanking) -> str:
    from netreach.cli.introducers import SHOWN

    table = attrs.evolve(ranking, introducers=ranking.introducers[:SHOWN])
    return f"{table.text(columns=columns())}\n\n{ranking[0].explain(columns=columns())}"


def _good_target(ego: Ego, hits: Hits, language: str) -> IntroducerRanking:
    """Choose a hit of the 2nd degree with several introducers for whom different things speak."""
    from netreach.errors import NetreachError

    rankings = [ego.introducers(hit.id, language=language) for hit in hits[:_LOOKED_AT]]
    if not rankings:
        raise NetreachError("This seed gives no story: nobody matches at the 2nd degree. Try another --seed.")
    return max(rankings, key=_variety)


def _variety(ranking: IntroducerRanking) -> tuple[bool, int, bool]:
    best = ranking.introducers[:3]
    reasons = {introducer.why("en") for introducer in best} - {""}
    return len(best) == 3, len(reasons), not any(introducer.tied for introducer in best)


def _far_target(ego: Ego, hits: Hits, language: str) -> Paths | None:
    """Choose a hit of the 3rd degree with several paths; `None` where nobody matches there."""
    found = [ego.paths(hit.id, diverse=True, language=language) for hit in hits[:_LOOKED_AT]]
    several: Callable[[Paths], int] = len
    return max(found, key=several, default=None)
