"""By which rule rows are left out, in words."""

from __future__ import annotations

from typing import Final

RULES: Final[dict[str, tuple[str, str, str]]] = {
    "in a group of more than 100 people": (
        "en un grupo de más de 100 personas",
        "{n} {n:membership|memberships} of a group of more than 100 people",
        "{n} {n:pertenencia|pertenencias} a un grupo de más de 100 personas",
    ),
    "an edge between two of one mode": (
        "arista entre dos del mismo modo",
        "{n} {n:edge|edges} between two of one mode",
        "{n} {n:arista|aristas} entre dos del mismo modo",
    ),
    "arrow one way only": (
        "flecha en un solo sentido",
        "{n} {n:arrow one way only|arrows one way only}",
        "{n} {n:flecha en un solo sentido|flechas en un solo sentido}",
    ),
    "the same tie again": (
        "el mismo vínculo otra vez",
        "{n} {n:tie that stands there already|ties that stand there already}",
        "{n} {n:vínculo que ya estaba|vínculos que ya estaban}",
    ),
    "hyperedge": (
        "hiperarista",
        "{n} {n:hyperedge|hyperedges}",
        "{n} {n:hiperarista|hiperaristas}",
    ),
    "draft message": (
        "borrador de mensaje",
        "{n} {n:draft message|draft messages}",
        "{n} {n:borrador de mensaje|borradores de mensaje}",
    ),
    "sponsored message": (
        "mensaje patrocinado",
        "{n} {n:sponsored message|sponsored messages}",
        "{n} {n:mensaje patrocinado|mensajes patrocinados}",
    ),
    "conversation of more than 20 people": (
        "conversación de más de 20 personas",
        "{n} {n:message|messages} in conversations of more than 20 people",
        "{n} {n:mensaje|mensajes} en conversaciones de más de 20 personas",
    ),
    "not answered": (
        "sin respuesta",
        "{n} {n:row|rows} not answered",
        "{n} {n:fila|filas} sin respuesta",
    ),
    "about themselves": (
        "sobre la misma persona",
        "{n} {n:row|rows} about the person who answers",
        "{n} {n:fila|filas} sobre quien responde",
    ),
    "no sender or recipient": (
        "sin remitente ni destinatario",
        "{n} {n:row|rows} without sender or recipient",
        "{n} {n:fila|filas} sin remitente ni destinatario",
    ),
    "hidden or closed account": (
        "cuenta oculta o cerrada",
        "{n} {n:row|rows} of a hidden or closed account",
        "{n} {n:fila|filas} de una cuenta oculta o cerrada",
    ),
    "name that no contact has": (
        "nombre que no tiene ningún contacto",
        "{n} {n:row|rows} with a name that no contact has",
        "{n} {n:fila|filas} con un nombre que no tiene ningún contacto",
    ),
    "name that several contacts share": (
        "nombre que comparten varios contactos",
        "{n} {n:row|rows} with a name that several contacts share",
        "{n} {n:fila|filas} con un nombre que comparten varios contactos",
    ),
    "pending invitation": (
        "invitación pendiente",
        "{n} {n:pending invitation|pending invitations}",
        "{n} {n:invitación pendiente|invitaciones pendientes}",
    ),
    "invitation without a list of connections": (
        "invitación sin lista de contactos",
        "{n} {n:invitation|invitations} without a list of connections",
        "{n} {n:invitación|invitaciones} sin lista de contactos",
    ),
    "endorsement that was not accepted": (
        "validación no aceptada",
        "{n} {n:endorsement|endorsements} not accepted",
        "{n} {n:validación no aceptada|validaciones no aceptadas}",
    ),
    "recommendation that was not given": (
        "recomendación no dada",
        "{n} {n:recommendation|recommendations} not given",
        "{n} {n:recomendación no dada|recomendaciones no dadas}",
    ),
    "row that does not say who gave it": (
        "fila que no dice de quién es",
        "{n} {n:row|rows} without a word on who gave it",
        "{n} {n:fila que no dice de quién es|filas que no dicen de quién son}",
    ),
    "repeated header": (
        "encabezado repetido",
        "{n} repeated {n:header|headers}",
        "{n} {n:encabezado repetido|encabezados repetidos}",
    ),
    "note above a list": (
        "nota al principio de una lista",
        "{n} {n:note|notes} above a list",
        "{n} {n:nota|notas} al principio de una lista",
    ),
    "duplicate row": (
        "fila repetida",
        "{n} {n:duplicate row|duplicate rows}",
        "{n} {n:fila repetida|filas repetidas}",
    ),
    "the owner's own row": (
        "la fila del propietario",
        "{n} {n:row|rows} of the owner",
        "{n} {n:fila|filas} del propietario",
    ),
    "further profile": (
        "otro perfil",
        "{n} {n:further profile|further profiles}",
        "{n} {n:perfil más|perfiles más}",
    ),
    "unconfirmed address": (
        "dirección sin confirmar",
        "{n} {n:unconfirmed address|unconfirmed addresses}",
        "{n} {n:dirección|direcciones} sin confirmar",
    ),
    "address of a function": (
        "dirección de una función",
        "{n} {n:address|addresses} of a function",
        "{n} {n:dirección|direcciones} de una función",
    ),
    "card without an e-mail address": (
        "tarjeta sin correo",
        "{n} {n:card|cards} without an e-mail address",
        "{n} {n:tarjeta|tarjetas} sin correo",
    ),
    "organisation": (
        "organización",
        "{n} {n:organisation|organisations}",
        "{n} {n:organización|organizaciones}",
    ),
    "nothing that names a person": (
        "nada que nombre a una persona",
        "{n} {n:entry|entries} without name, e-mail address or profile",
        "{n} {n:entrada|entradas} sin nombre, correo ni perfil",
    ),
    "group of contacts": (
        "grupo de contactos",
        "{n} {n:group|groups} of contacts",
        "{n} {n:grupo|grupos} de contactos",
    ),
    "address that several people share": (
        "dirección que comparten varias personas",
        "{n} {n:address|addresses} that several people share",
        "{n} {n:dirección|direcciones} que comparten varias personas",
    ),
    "addresses of several contacts": (
        "direcciones de varios contactos",
        "{n} {n:card|cards} with addresses of several contacts",
        "{n} {n:tarjeta|tarjetas} con direcciones de varios contactos",
    ),
    "message in spam": (
        "mensaje en spam",
        "{n} {n:message|messages} in spam",
        "{n} {n:mensaje|mensajes} en spam",
    ),
    "deleted message": (
        "mensaje eliminado",
        "{n} {n:deleted message|deleted messages}",
        "{n} {n:mensaje eliminado|mensajes eliminados}",
    ),
    "chat message": (
        "mensaje de chat",
        "{n} {n:chat message|chat messages}",
        "{n} {n:mensaje|mensajes} de chat",
    ),
    "automatic message": (
        "mensaje automático",
        "{n} {n:automatic message|automatic messages}",
        "{n} {n:mensaje automático|mensajes automáticos}",
    ),
    "mailing list": (
        "lista de correo",
        "{n} {n:message|messages} of mailing lists",
        "{n} {n:mensaje|mensajes} de listas de correo",
    ),
    "sender is no person": (
        "el remitente no es una persona",
        "{n} {n:message|messages} whose sender is no person",
        "{n} {n:mensaje|mensajes} cuyo remitente no es una persona",
    ),
    "no recipient who is a person": (
        "ningún destinatario es una persona",
        "{n} {n:message|messages} to nobody who is a person",
        "{n} {n:mensaje|mensajes} sin ningún destinatario que sea una persona",
    ),
    "message to oneself": (
        "mensaje a uno mismo",
        "{n} {n:message|messages} to oneself",
        "{n} {n:mensaje|mensajes} a uno mismo",
    ),
    "mail to more than 20 people": (
        "correo a más de 20 personas",
        "{n} {n:message|messages} to more than 20 people",
        "{n} {n:mensaje|mensajes} a más de 20 personas",
    ),
    "copy of the same message": (
        "copia del mismo mensaje",
        "{n} {n:copy|copies} of the same message",
        "{n} {n:copia|copias} del mismo mensaje",
    ),
    "message that was being delivered": (
        "mensaje en entrega",
        "{n} {n:message|messages} still being delivered",
        "{n} {n:mensaje|mensajes} aún en entrega",
    ),
    "cancelled event": (
        "evento cancelado",
        "{n} {n:cancelled event|cancelled events}",
        "{n} {n:evento cancelado|eventos cancelados}",
    ),
    "event without other people": (
        "evento sin otras personas",
        "{n} {n:event|events} without other people",
        "{n} {n:evento|eventos} sin otras personas",
    ),
    "event of more than 20 people": (
        "evento de más de 20 personas",
        "{n} {n:event|events} of more than 20 people",
        "{n} {n:evento|eventos} de más de 20 personas",
    ),
    "copy of the same event": (
        "copia del mismo evento",
        "{n} {n:copy|copies} of the same event",
        "{n} {n:copia|copias} del mismo evento",
    ),
    "event after the newest date stamp": (
        "evento posterior al último sello de fecha",
        "{n} {n:event|events} after the newest date stamp",
        "{n} {n:evento|eventos} con fecha posterior al último sello",
    ),
    "self loop": (
        "vínculo consigo mismo",
        "{n} {n:tie|ties} of somebody with themselves",
        "{n} {n:vínculo|vínculos} de alguien consigo mismo",
    ),
}
"""Rules by which the built-in importers leave rows out: the name in Spanish, and so many rows in both languages.

Plugins' rules stay as they are.
"""
