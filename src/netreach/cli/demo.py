"""`netreach demo`: the main job as a story, on invented people."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from netreach.cli.demo_texts import DEMO_TEXTS
from netreach.cli.options import Json, Language, Quiet
from netreach.cli.output import columns, is_plain, note, show, show_json
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.cli.demo_story import Scene, Setting

_FOLDER: Final = "netreach-demo"
"""How the commands name the folder when the demo does not keep one."""


def demo(
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Keep the files in this new folder.")
    ] = None,
    world: Annotated[
        bool,
        typer.Option(
            "--world",
            help="Tell it in the whole world, 800,000 people: made once, in three minutes, with 1.5 GB of disk "
            "and 2.5 GB of memory.",
        ),
    ] = False,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Walk through the main job on invented people.

    With --world and without --folder, the files are kept in the user's cache folder, or in that of NETREACH_CACHE.
    """
    from netreach.cli.demo_story import quoted, scenes
    from netreach.render.words import language_of

    code = language_of(language)
    with _workplace(folder, code, world=world) as place:
        shown = str(place) if world or folder is not None else _FOLDER
        setting = (_whole if world else _sample)(place, shown, code, as_json=as_json, quiet=quiet)
        story = scenes(setting)
        if as_json:
            _show_as_json(list(story), folder=place if world else folder)
            return
        if not quiet:
            _say("intro", code)
            _say("on_path", code, program=_program())
            if world and folder is None:
                _say("kept_world", code, folder=quoted(str(place)))
            elif folder is None:
                _say("temporary", code)
                show(_typed(_again(code)))
            else:
                _say("kept", code, folder=quoted(str(folder)))
        for number, scene in enumerate(story, start=1):
            _show_scene(number, scene, code, quiet=quiet)
    if not quiet:
        _show_next(code)


def _sample(place: Path, shown: str, language: str, *, as_json: bool, quiet: bool) -> Setting:
    """Put the archives that come with netreach in place."""
    from netreach.cli.demo_story import Setting
    from netreach.cli.demo_world import HERO, PEOPLE, sample
    from netreach.testing.worlds import profile_url

    exports = place / "exports"
    exports.mkdir()
    copied = [Path(shutil.copy(file, exports / file.name)) for file in sample()]
    return Setting(
        folder=place,
        shown=shown,
        ego=profile_url(HERO),
        archives=tuple(file for file in copied if file.suffix == ".zip"),
        language=language,
        as_json=as_json,
        people=PEOPLE,
    )


def _whole(place: Path, shown: str, language: str, *, as_json: bool, quiet: bool) -> Setting:
    """Put the whole world in place."""
    from netreach.cli.demo_story import Setting, run
    from netreach.cli.demo_whole import whole

    def said(key: str) -> None:
        if not quiet:
            note(tell(key, language, DEMO_TEXTS))

    made = whole(place, run=run, tell=said)
    return Setting(
        folder=place,
        shown=shown,
        ego=made.ego,
        archives=made.archives,
        language=language,
        as_json=as_json,
        imported=made.imported,
        people=made.people,
    )


def _again(language: str) -> str:
    """Return the command that leaves the files of the story."""
    return f"netreach demo --folder {_FOLDER}" + ("" if language == "en" else f" --language {language}")


def _program() -> str:
    """Return how the program is typed where its folder is not on the search path, as after `make demo`."""
    from netreach.cli.demo_story import quoted

    program = Path(sys.prefix, "Scripts" if os.name == "nt" else "bin", "netreach")
    if sys.prefix == sys.base_prefix:
        return "python -m netreach"
    near = program.is_relative_to(Path.cwd())
    return quoted(str(program.relative_to(Path.cwd()) if near else program))


@contextmanager
def _workplace(folder: Path | None, language: str, *, world: bool) -> Iterator[Path]:
    from netreach.errors import OptionError

    if folder is None and world:
        from netreach.cli.demo_whole import kept_place

        place = kept_place()
        place.mkdir(parents=True, exist_ok=True)
        yield place
        return

    if folder is None:
        with tempfile.TemporaryDirectory(prefix="netreach-demo-") as temporary:
            yield Path(temporary)
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OptionError(tell("folder_taken", language, DEMO_TEXTS, folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    yield folder


def _show_scene(number: int, scene: Scene, language: str, *, quiet: bool) -> None:
    show("")
    _head(f"{number}. {tell(scene.key, language, DEMO_TEXTS)}")
    if not quiet:
        _paragraph(scene.told)
    for step in scene.steps:
        if step.command:
            show(f"\n{_typed(step.command)}")
        show(f"\n{step.text}")
    # Scene after scene: what is ready can be read.
    sys.stdout.flush()


def _show_next(language: str) -> None:
    network = tell("your_network", language, DEMO_TEXTS)
    # Typed as they stand, the commands answer in the language of the story.
    asked = "" if language == "en" else f" --language {language}"
    show("")
    _head(tell("next", language, DEMO_TEXTS))
    _say("next_ask", language)
    _say("next_import", language)
    show(_typed(f"netreach import {tell('your_file', language, DEMO_TEXTS)} --into {network}{asked}"))
    _say("next_look", language)
    show(_typed(f"netreach pyramid {network} --ego {tell('your_mail', language, DEMO_TEXTS)}{asked}"))
    show(_typed("netreach --help"))
    _say("next_pool", language)


def _show_as_json(story: list[Scene], *, folder: Path | None) -> None:
    listed: list[dict[str, Any]] = [
        {
            "scene": scene.key,
            "told": scene.told,
            "steps": [
                {"command": step.command, "answer": step.answer} for step in scene.steps if step.command
            ],
        }
        for scene in story
    ]
    version = next(step.answer["version"] for scene in story for step in scene.steps if step.answer)
    show_json(
        {"invented": True, "folder": None if folder is None else str(folder), "scenes": listed},
        version=version,
    )


def _say(key: str, language: str, **values: object) -> None:
    _paragraph(tell(key, language, DEMO_TEXTS, **values))


def _paragraph(text: str) -> None:
    from netreach.answers.lines import wrapped

    show("\n".join(wrapped(text, columns())))


def _head(text: str) -> None:
    from netreach.render.text import width

    if is_plain(sys.stdout):
        show(f"{text}\n{'=' * width(text)}")
    else:
        show(f"\x1b[1m{text}\x1b[0m\n{'─' * width(text)}")


def _typed(command: str) -> str:
    """Return a command as it looks at a prompt."""
    return "\n".join(("  $ " if row == 0 else "    ") + line for row, line in enumerate(command.split("\n")))
