"""`netreach remove-person`: taking somebody out of every file of a network."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli.options import Json, Language, NetworkFolder, Quiet
from netreach.cli.output import show, show_json


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
    from netreach.network import open_network

    with open_network(network) as opened:
        removal = opened.remove_person(who, with_sources=yes, language=language)
    if as_json:
        show_json(removal.to_dict())
    elif not quiet:
        show(str(removal))
