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
        "pooling_people": ("Pooling {n} records of people", "Uniendo {n} registros de personas"),
        "pooling_ties": ("Pooling {n} records of ties", "Uniendo {n} registros de vínculos"),
        "writing": ("Writing {n} people", "Guardando {n} personas"),
        "indexing": ("Preparing searches of {n} people", "Preparando las búsquedas de {n} personas"),
        "checking": ("Comparing: {n} bytes", "Comparando: {n} bytes"),
        "rows_written": ("{file}: {rows} {rows:row|rows}", "{file}: {rows} {rows:fila|filas}"),
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
        "hidden": (
            "{name} ({id}) is hidden. To undo it: netreach unhide {network} {id}",
            "{name} ({id}) ya no se muestra. Para deshacerlo: netreach unhide {network} {id}",
        ),
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
        "rows": ("{rows} {rows:row|rows}", "{rows} {rows:fila|filas}"),
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
        "days": ("{n} {n:day|days}", "{n} {n:día|días}"),
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


SPANISH_SUMMARIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "importer linkedin": "archivo de datos de LinkedIn (zip o carpeta), su Connections.csv o páginas en JSON",
        "importer questionnaire": "respuestas a «¿cuánto conoces a esta persona?» (CSV de `netreach questionnaire`)",
        "importer google-contacts": "contactos de Google (CSV, o la carpeta Contacts de Takeout)",
        "importer outlook": "contactos de Outlook, Outlook.com y Thunderbird (CSV, en cualquiera de sus idiomas)",
        "importer vcard": "tarjetas vCard de cualquier agenda (2.1, 3.0, 4.0)",
        "importer tables": "tablas de personas, vínculos, empresas y empleos (CSV, TSV, Parquet, LDBC)",
        "importer graph": "grafos (GraphML, GEXF, GML, Pajek, METIS, JSON) y listas de aristas sin cabecera",
        "importer mail": "correo: mbox, Maildir, .eml, Takeout de Gmail (archivo, carpeta o zip); solo las cabeceras",
        "importer calendar": "calendarios: .ics y .vcs, Takeout de Google (archivo, carpeta, zip); quién vio a quién",
        "scorer overall": (
            "contactos en común en los dos tramos y trato observado; lo que no se pudo ver cuenta como la media "
            "(por defecto)"
        ),
        "scorer structure": "ln(1 + RA) en los dos tramos: contactos en común; los que conocen a pocos cuentan más",
        "scorer two-leg-ra": "(0,001 + RA) de un tramo por el del otro",
        "scorer two-leg-aa": "(0,001 + Adamic-Adar) de un tramo por el del otro",
        "scorer jaccard": "(0,001 + Jaccard) de un tramo por el del otro; una referencia",
        "scorer overlap": "(0,001 + solapamiento del vínculo) de un tramo por el del otro; una referencia",
        "scorer shared-contacts": (
            "número de contactos en común entre quien presenta y el destinatario (LinkedIn, 2013); una referencia"
        ),
        "scorer contact-count": "número de contactos de quien presenta; una referencia, buena entre coautores",
    }
)
"""What the built-in plugins say of themselves, in Spanish; in English it stands in each of them."""


def tell(key: str, language: str, texts: Mapping[str, tuple[str, str]] = TEXTS, /, **values: object) -> str:
    """Return a text with its values filled in, as in the phrases of `netreach.render.words`.

    Args:
        key: The key of the text.
        language: English or Spanish, as `netreach.render.words.language_of` reads it.
        texts: Where the texts are.
        **values: What the text names.

    >>> tell("rows_written", "es", rows=1234, file="a.csv")
    'a.csv: 1.234 filas'
    >>> tell("rows_written", "en", rows=1, file="a.csv")
    'a.csv: 1 row'
    """
    from netreach.render.words import LANGUAGES, fill, language_of

    code = language_of(language)
    return fill(texts[key][LANGUAGES.index(code)], code, key=key, **values)
