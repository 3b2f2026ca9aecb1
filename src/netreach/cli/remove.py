"""`netreach remove-person` and `netreach readmit`: taking somebody out of every file, and letting them back in."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli.options import Json, Language, NetworkFolder, Quiet
from netreach.cli.output import progress, show, show_json


def remove_person(
    network: NetworkFolder,
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="Id, profile URL, e-mail or full name.", show_default=False)
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Also remove what was imported from this person's own exports.")
    ] = False,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Remove somebody from every file of the network, for good.

    Sources that name the person are written anew, earlier versions are deleted, and no later import
    brings the person back. This cannot be undone. Exports outside the network are not touched.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    with open_network(network) as opened, progress(quiet=quiet, language=language_of(language)) as watch:
        removal = opened.remove_person(who, with_sources=yes, progress=watch, language=language)
    if as_json:
        show_json(removal.to_dict())
    elif not quiet:
        show(str(removal))


def readmit(
    network: NetworkFolder,
    who: Annotated[
        list[str],
        typer.Argument(
            metavar="WHO",
            help="Profile URL, e-mail or full name; several for people who share one.",
            show_default=False,
        ),
    ],
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Let somebody back in who was removed.

    Later imports no longer leave them out. What was removed is in no file of the network; importing an export
    again brings back what it says.
    """
    from netreach.opening import open_network

    with open_network(network) as opened:
        readmission = opened.readmit(*who, language=language)
    if as_json:
        show_json(readmission.to_dict())
    elif not quiet:
        show(str(readmission))
