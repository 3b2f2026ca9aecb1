"""What changes a network, a room for each subject; `Network` is built of them.

`Held` is the room below all others: it has the sources, the decisions, the version, and the one road that writes.
"""

from __future__ import annotations

from netreach.changing.checking import Checking
from netreach.changing.compasses import KeepingCompasses
from netreach.changing.decisions import Deciding
from netreach.changing.declaring import Declaring
from netreach.changing.held import Held, PathLike, Progress
from netreach.changing.imports import Importing
from netreach.changing.kinds import ChoosingKinds
from netreach.changing.letters import KeepingLetters
from netreach.changing.removal import Removing

__all__ = [
    "Checking",
    "ChoosingKinds",
    "Deciding",
    "Declaring",
    "Held",
    "Importing",
    "KeepingCompasses",
    "KeepingLetters",
    "PathLike",
    "Progress",
    "Removing",
]
