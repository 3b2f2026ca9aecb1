"""`netreach plugins`: the importers and scorers that there are, and which package each comes from."""

from __future__ import annotations

import warnings

from netreach.cli.options import Json, Language, Quiet
from netreach.cli.output import columns, show, show_json
from netreach.cli.texts import tell


def plugins(language: Language = None, as_json: Json = False, quiet: Quiet = False) -> None:
    """List importers and scorers, built in and installed."""
    from netreach.plugins import Registry
    from netreach.render import words
    from netreach.render.text import table

    code = words.language_of(language)
    with warnings.catch_warnings():
        # What cannot be used stands in the list, with the reason.
        warnings.simplefilter("ignore")
        found = Registry().plugins
    if as_json:
        show_json({"plugins": [plugin.to_dict() for plugin in found]})
        return
    headers = [tell("kind", code), words.say("name", code), tell("what", code), tell("package", code)]
    rows = [
        [
            plugin.kind,
            plugin.name,
            tell("unusable", code, problem=plugin.problem) if plugin.problem else plugin.summary,
            plugin.distribution,
        ]
        for plugin in found
    ]
    show(table([""] * 4 if quiet else headers, rows, columns=columns()))
