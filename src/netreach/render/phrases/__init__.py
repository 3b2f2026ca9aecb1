"""All phrases, in English and Spanish: a module for each room, so that a new phrase has one obvious place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from netreach.render.phrases.asking import ASKING
from netreach.render.phrases.fields import FIELDS
from netreach.render.phrases.introducing import INTRODUCING
from netreach.render.phrases.keeping import KEEPING
from netreach.render.phrases.kinds import KINDS
from netreach.render.phrases.rules import RULES

__all__ = ["KINDS", "PHRASES", "RULES"]

PHRASES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(FIELDS | ASKING | INTRODUCING | KEEPING)
"""Every phrase under its key: the English text, the Spanish text."""
