"""`netreach check`: whether every file of a network is as it was written."""

from __future__ import annotations

import typer

from netreach.cli.exits import FAILED
from netreach.cli.options import Json, Language, NetworkFolder, Quiet
from netreach.cli.output import progress, show, show_json


def check(
    network: NetworkFolder, language: Language = None, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Read every file, and say which are damaged.

    Opening a network compares sizes and beginnings only where files are large. A damaged version is made again
    from the sources; a damaged source is named, and the exit code is 1.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    with open_network(network) as opened, progress(quiet=quiet, language=language_of(language)) as tell:
        found = opened.check(progress=tell, language=language)
    if as_json:
        show_json(found.to_dict())
    elif not quiet:
        show(str(found))
    if not found.ok:
        raise typer.Exit(FAILED)
