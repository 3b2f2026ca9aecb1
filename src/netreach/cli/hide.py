"""`netreach hide` and `netreach unhide`: somebody who must not appear, and their return."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli.options import Language, NetworkFolder, Quiet
from netreach.cli.output import note
from netreach.cli.texts import tell

Who = Annotated[
    str, typer.Argument(metavar="WHO", help="Id, profile URL, e-mail or full name.", show_default=False)
]


def hide(network: NetworkFolder, who: Who, language: Language = None, quiet: Quiet = False) -> None:
    """Hide somebody: in no answer, in no count, on no path.

    What was imported stays in the files; `netreach unhide` shows the person again.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        person = opened.find(who)
        opened.hide(person.id)
    if not quiet:
        note(tell("hidden", code, name=person.name, id=person.id, network=network))


def unhide(
    network: NetworkFolder,
    who: Annotated[
        str,
        typer.Argument(metavar="WHO", help="Profile URL, e-mail or the id from before.", show_default=False),
    ],
    language: Language = None,
    quiet: Quiet = False,
) -> None:
    """Show somebody again who was hidden."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    code = language_of(language)
    with open_network(network) as opened:
        opened.unhide(who)
    if not quiet:
        note(tell("shown_again", code, who=who))
