"""A command whose `--ego` is missing says whom the network could mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from netreach.errors import NetreachError


def asking_command() -> type[TyperCommand]:
    """Return a class of commands that name the owners of the exports when nobody said from whose viewpoint to look.

    It is made here because the types of its base are private to typer.
    """

    class Asking(TyperCommand):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            try:
                return super().parse_args(ctx, args)
            except typer.BadParameter as error:
                if error.param is not None and error.param.name == "ego":
                    error.message = _who(ctx.params.get("network"))
                raise

    return Asking


def _who(folder: Path | None) -> str:
    """Return whom `--ego` may name in a network; where it cannot be opened, only what to write."""
    from netreach.opening import open_network
    from netreach.render.text import visible

    how = "Say from whose viewpoint: an e-mail address, a profile URL, an id or a full name."
    if folder is None:
        return how
    try:
        with open_network(folder) as network:
            # Names come from other people's files.
            return "\n".join(visible(line) for line in f"{how}{network.snapshot.owners_hint()}".split("\n"))
    except (NetreachError, OSError):
        return how
