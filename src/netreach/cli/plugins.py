"""`netreach plugins`: the importers and scorers that there are, and which package each comes from."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from netreach.cli.options import Json, Language, Quiet
from netreach.cli.output import listed, show, show_json
from netreach.cli.texts import SPANISH_SUMMARIES, tell

if TYPE_CHECKING:
    from netreach.plugins import PluginInfo

_OURS = "netreach"


def plugins(language: Language = None, as_json: Json = False, quiet: Quiet = False) -> None:
    """List importers and scorers, built in and installed."""
    from netreach.plugins import Registry
    from netreach.render.words import language_of

    code = language_of(language)
    with warnings.catch_warnings():
        # What cannot be used stands in the list, with the reason.
        warnings.simplefilter("ignore")
        found = Registry().plugins
    if as_json:
        show_json({"plugins": [plugin.to_dict() for plugin in found]})
        return
    lines: list[str] = []
    for kind in dict.fromkeys(plugin.kind for plugin in found):
        offered = [plugin for plugin in found if plugin.kind == kind]
        if not quiet:
            lines += ["", tell(f"{kind}s", code)]
        lines += listed([(plugin.name, _about(plugin, code)) for plugin in offered])
    show("\n".join(lines).removeprefix("\n"))


def _about(plugin: PluginInfo, language: str) -> str:
    text = tell("unusable", language, problem=plugin.problem) if plugin.problem else plugin.summary
    if plugin.distribution != _OURS:
        return f"{text} [{plugin.distribution}]"
    # What others write of their plugins comes in their language.
    return SPANISH_SUMMARIES.get(f"{plugin.kind} {plugin.name}", text) if language == "es" else text
