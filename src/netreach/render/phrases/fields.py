"""Words that head columns and name fields; amounts and bounds."""

from __future__ import annotations

from typing import Final

FIELDS: Final[dict[str, tuple[str, str]]] = {
    # Words that head a column or name a field.
    "name": ("name", "nombre"),
    "first_name": ("first name", "nombre de pila"),
    "last_name": ("last name", "apellidos"),
    "headline": ("headline", "titular"),
    "title": ("title", "cargo"),
    "company": ("company", "empresa"),
    "location": ("location", "lugar"),
    "industry": ("industry", "sector"),
    "country": ("country", "país"),
    "school": ("school", "centro de estudios"),
    "group": ("group", "grupo"),
    "skill": ("skill", "aptitud"),
    "keywords": ("keywords", "palabras clave"),
    "years_in_position": ("time in position", "tiempo en el puesto"),
    "connected_since": ("connected since", "contacto desde"),
    "email": ("e-mail", "correo"),
    "contacts": ("contacts", "contactos"),
    "contacts_of": ("contacts of", "contactos de"),
    "scope": ("scope", "ámbito"),
    "scope_current": ("the present", "el presente"),
    "scope_past": ("the past", "el pasado"),
    "scope_any": ("the present and the past", "el presente y el pasado"),
    "source": ("source", "fuente"),
    "min_strength": ("strength of at least", "fuerza mínima"),
    "years_count": ("{years} years", "{years} años"),
    "has_email": ("e-mail known", "con correo conocido"),
    "has_no_email": ("no e-mail known", "sin correo conocido"),
    "synonyms": ("with synonyms", "con sinónimos"),
    "degree": ("degree", "grado"),
    "people": ("people", "personas"),
    "share": ("share", "parte"),
    "total": ("total", "total"),
    "unknown": ("unknown", "sin datos"),
    "you": ("you", "tú"),
    # Amounts and bounds.
    "at_least": ("at least {n}", "al menos {n}"),
    "complete": ("complete", "completo"),
    "people_count": ("{n} {n:person|people}", "{n} {n:persona|personas}"),
    "contact_count": ("{n} {n:contact|contacts}", "{n} {n:contacto|contactos}"),
    "more": ("and {n} more", "y {n} más"),
    "either": ("{a} or {b}", "{a} o {b}"),
    "names_and_more": ("{names}, and {n} more", "{names} y {n} más"),
}
