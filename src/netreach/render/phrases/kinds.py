"""What the kinds of evidence are called where they are counted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "given": ("ties of a table", "vínculos de una tabla"),
        "declared": ("declared ties", "vínculos declarados"),
        "connection": ("connections", "conexiones"),
        "recommendation": ("recommendations", "recomendaciones"),
        "endorsement": ("endorsements", "validaciones"),
        "message": ("messages", "mensajes"),
        "mail": ("mails", "correos"),
        "meeting": ("meetings", "reuniones"),
        "coauthorship": ("shared papers", "publicaciones comunes"),
        "follow": ("follows", "seguimientos"),
        "invitation_note": ("notes in invitations", "notas en invitaciones"),
        "group_message": ("messages in groups", "mensajes en grupo"),
        "address_book": ("entries of address books", "entradas de agendas"),
        "same_employer": ("same employer", "misma empresa"),
        "same_school": ("same school", "mismo centro de estudios"),
        "group_mail": ("mails to several", "correos a varios"),
        "co_recipient": ("recipients of one mail", "destinatarios de un mismo correo"),
        "one_to_one": ("meetings of two", "reuniones a solas"),
        "group_meeting": ("meetings of many", "reuniones numerosas"),
        "relation": ("relations", "relaciones"),
    }
)
"""For every kind the English and the Spanish word."""
