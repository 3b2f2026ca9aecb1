"""What the command line itself says, in English and Spanish; what answers say is in `netreach.render.words`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # Progress and files written.
        "reading": ("Reading {file}", "Leyendo {file}"),
        "reading_rows": ("Reading {file}: {rows} records", "Leyendo {file}: {rows} registros"),
        "pooling": ("Pooling the networks", "Uniendo las redes"),
        "rows_written": ("{file}: {rows} rows", "{file}: {rows} filas"),
        "file_written": ("{file}: written", "{file}: guardado"),
        "compass_saved": (
            'Saved. Run it: netreach compass run {network} "{name}" --ego WHO',
            'Guardada. Úsala con: netreach compass run {network} "{name}" --ego QUIÉN',
        ),
        "compass_removed": ("{name}: deleted", "{name}: borrada"),
        # A person.
        "id": ("id", "id"),
        "page": ("page", "página"),
        "skills": ("skills", "aptitudes"),
        "groups": ("groups", "grupos"),
        "career": ("Career", "Trayectoria"),
        "earlier": ("Earlier, as exports of those days said", "Antes, según las exportaciones de entonces"),
        "schools": ("Schools", "Formación"),
        "today": ("today", "hoy"),
        "seen_from": ("Seen from {name}", "Visto desde {name}"),
        "is_ego": ("the ego themselves", "es la misma persona"),
        "is_far": ("not within {hops} degrees", "a más de {hops} grados"),
        # People who are not to be seen.
        "hidden": ("{name} ({id}) is hidden.", "{name} ({id}) ya no se muestra."),
        "shown_again": ("{who} is shown again.", "{who} se muestra de nuevo."),
        "no_earlier_version": (
            (
                "There is nothing to compare with yet: no earlier version is kept. After the next import this "
                "command says what is new. To compare with a day: --since 2026-03-01"
            ),
            (
                "Todavía no hay con qué comparar: no se guarda ninguna versión anterior. Tras la próxima "
                "importación, esta orden dirá qué hay de nuevo. Para comparar con una fecha: --since 2026-03-01"
            ),
        ),
        # Sources and problems.
        "date": ("newest day", "último día"),
        "sharing": ("sharing", "comparte"),
        "state": ("state", "estado"),
        "replaced": ("replaced", "sustituida"),
        "no_sources": (
            "Nothing was imported yet. Import an export with: netreach import FILE --into {folder}",
            "Aún no se ha importado nada. Para importar: netreach import ARCHIVO --into {folder}",
        ),
        "shared": (
            "{file} ({id}) now shows others: {sharing}.",
            "{file} ({id}) muestra ahora a los demás: {sharing}.",
        ),
        "removed": ("Removed {file} ({id}).", "Se ha quitado {file} ({id})."),
        "rows": ("{rows} rows", "{rows} filas"),
        "no_problems": ("Every row could be used.", "Se han podido usar todas las filas."),
        "problems_shown": (
            "{shown} of {total} shown; all of them: --csv FILE",
            "{shown} de {total} a la vista; todos: --csv ARCHIVO",
        ),
        "declared": (
            "Declared: {n}. Ties in the network: {ties}.",
            "Declarados: {n}. Vínculos en la red: {ties}.",
        ),
        # The table of kinds.
        "kind_name": ("kind", "tipo"),
        "kind_tie": ("tie", "vínculo"),
        "kind_p": ("p", "p"),
        "kind_cap": ("cap", "tope"),
        "kind_half_life": ("half-life", "semivida"),
        "kind_contact": ("contact", "trato"),
        "tie_always": ("yes", "sí"),
        "tie_both_ways": ("both ways", "si es mutuo"),
        "tie_never": ("no", "no"),
        "never": ("never", "nunca"),
        "days": ("{n} days", "{n} días"),
        "kinds_changed": (
            "* differs from the built-in table. Back to that one: netreach kinds NETWORK --reset",
            "* difiere de la tabla incorporada. Para volver a ella: netreach kinds RED --reset",
        ),
        # Plugins.
        "importers": ("Importers", "Importadores"),
        "scorers": ("Scorers", "Puntuaciones"),
        "plugins": ("Plugins", "Extensiones"),
        "unusable": ("not used: {problem}", "no se usa: {problem}"),
        "laws_hold": (
            "All laws hold. Exports: {exports}, cases: {checked}.",
            "Se cumplen todas las leyes. Exportaciones: {exports}, casos: {checked}.",
        ),
        "laws_broken": (
            "Some laws are broken. Exports: {exports}, cases: {checked}.",
            "No se cumplen todas las leyes. Exportaciones: {exports}, casos: {checked}.",
        ),
        "package_written": (
            "Check it with: netreach importer test {folder}",
            "Para comprobarlo: netreach importer test {folder}",
        ),
    }
)
"""Every text: its key, the English text, the Spanish text."""


def tell(key: str, language: str, texts: Mapping[str, tuple[str, str]] = TEXTS, /, **values: object) -> str:
    """Return a text with its values filled in; whole numbers are grouped.

    Args:
        key: The key of the text.
        language: English or Spanish, as `netreach.render.words.language_of` reads it.
        texts: Where the texts are.
        **values: What the text names.

    >>> tell("rows_written", "es", rows=1234, file="a.csv")
    'a.csv: 1.234 filas'
    """
    from netreach.render.words import LANGUAGES, count, language_of

    code = language_of(language)
    shown = {name: count(value, code) if isinstance(value, int) else value for name, value in values.items()}
    return texts[key][LANGUAGES.index(code)].format(**shown)
