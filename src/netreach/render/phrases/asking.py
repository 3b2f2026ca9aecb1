"""What answers say that count and search: pyramid, search, territory, compasses."""

from __future__ import annotations

from typing import Final

ASKING: Final[dict[str, tuple[str, str]]] = {
    # Pyramid.
    "pyramid_title": ("The network of {name}", "La red de {name}"),
    "pyramid_layer": ("{degree:degree}: {count}", "{degree:degree}: {count}"),
    "pyramid_layer_share": (
        "{degree:degree}: {count}, {share:%}",
        "{degree:degree}: {count}, el {share:%}",
    ),
    "pyramid_extended": (
        "the extended network (2nd degree and beyond) holds {share:%}",
        "la red extendida (2.º grado y más allá) reúne el {share:%}",
    ),
    "pyramid_scale": (
        "Widths: logarithmic scale of the number of people.",
        "Anchuras: escala logarítmica del número de personas.",
    ),
    "lists_some": (
        "{known} of your {total} {total:contact|contacts} {known:has|have} shared their network",
        "{known} de {total:tu|tus} {total} {total:contacto|contactos} {known:ha|han} compartido su red",
    ),
    "lists_each": (
        "{total:your only contact has|each of your {total} contacts has} shared their network",
        "{total:tu único contacto ha|cada uno de tus {total} contactos ha} compartido su red",
    ),
    "lists_none": (
        "your {total:only contact has|{total} contacts have} not shared their network",
        "{total:tu único contacto no ha|tus {total} contactos no han} compartido su red",
    ),
    "lists_none_cure": (
        "the 2nd degree appears when exports of contacts are imported, too",
        "el 2.º grado aparece cuando se importan también las exportaciones de contactos",
    ),
    "lists_all": (
        "complete: {total:your only contact|every one of your {total} contacts} has shared their network",
        "completo: {total:tu único contacto ha|tus {total} contactos han} compartido su red",
    ),
    "own_list_partial": (
        "the contacts of {name} are known only in part",
        "los contactos de {name} solo se conocen en parte",
    ),
    "no_tie_data": (
        "no tie data: no contact of {name} is known",
        "sin datos de vínculos: no se conoce ningún contacto de {name}",
    ),
    "pyramid_unreachable": (
        "{n} more {n:person is|people are} in the network, but not within {cutoff} {cutoff:degree|degrees}",
        "{n} {n:persona más está|personas más están} en la red, pero no a {cutoff} {cutoff:grado|grados} o menos",
    ),
    "as_of": ("as of {day}", "a {day}"),
    "kinds_other": (
        "by another table of kinds than the built-in one, whose values are in brackets: {what}",
        "con otra tabla de tipos de indicio que la incorporada, cuyos valores van entre paréntesis: {what}",
    ),
    # Search.
    "search_title": ("People who match, around {name}", "Personas que coinciden, en torno a {name}"),
    "search_summary": (
        "{first} of {total} {first:is|are} 1st degree: {share:%}; the extended network holds {extended:%}",
        "{first} de {total} {first:es|son} de 1.er grado: {share:%}; la red extendida reúne el {extended:%}",
    ),
    "search_at_degrees": (
        "{n} of them at the {degrees}",
        "{n} de {n:ellas está|ellas están} en el {degrees}",
    ),
    "search_operator": (
        "`{word}` was read as a word: operators are in capitals, {operator}",
        "`{word}` se ha leído como palabra: los operadores van en inglés y en mayúsculas, {operator}",
    ),
    "search_scope_past": (
        "looked at the past: ended jobs, and what earlier exports said",
        "se ha buscado en el pasado: empleos terminados y lo que decían exportaciones anteriores",
    ),
    "search_scope_any": (
        "looked at the present and the past: ended jobs too, and what earlier exports said",
        "se ha buscado en el presente y en el pasado: también empleos terminados y exportaciones anteriores",
    ),
    "search_none": ("nobody matches", "nadie cumple los criterios"),
    "hit_degree": ("{degree:degree}", "{degree:degree}"),
    "hit_known_by": (
        "known by {n} {n:person|people} at your {degree:degree}",
        "{n} {n:vínculo con alguien|vínculos con personas} de tu {degree:degree}",
    ),
    "hit_match_points": (
        "{n} {n:point|points} for the match",
        "{n} {n:punto|puntos} por la coincidencia",
    ),
    "hit_fields_known": ("{n} {n:field|fields} known", "{n} {n:campo|campos} con datos"),
    "search_synonyms": ("also looked for, as {word}: {others}", "buscado también, como {word}: {others}"),
    "search_also": ("also: {names}", "también: {names}"),
    "complete_none": ("nothing begins with {typed}", "nada empieza por {typed}"),
    "name_count": ("{name} ({n})", "{name} ({n})"),
    "search_shown": ("{shown} of {total} shown", "{shown:se muestra|se muestran} {shown} de {total}"),
    "unreachable": ("unreachable", "fuera de alcance"),
    "search_unreachable": (
        "unreachable: {n} more {n:person matches|people match}, but not within {cutoff} {cutoff:degree|degrees}",
        (
            "fuera de alcance: {n} {n:persona cumple|personas cumplen}, "
            "pero no a {cutoff} {cutoff:grado|grados} o menos"
        ),
    ),
    "search_unknown": (
        "{field} unknown for {n} {n:person who meets|people who meet} all other criteria",
        "{field} sin datos en {n} {n:persona que cumple|personas que cumplen} los demás criterios",
    ),
    "coverage": ("{field} known for {known} of {total}", "{field}: se conoce en {known} de {total}"),
    "coverage_company_table": (
        "{field} known for {known} of {total}: add a company table",
        "{field}: se conoce en {known} de {total}; añade una tabla de empresas",
    ),
    "spellings": ("{value}, {n} spellings", "{value}, {n} grafías"),
    # Territory and doors.
    "door": ("door", "puerta"),
    "opens": ("opens", "abre"),
    "territory_title": (
        "The territory of {name} by {field}: {n} {n:person|people}",
        "El territorio de {name} por {field}: {n} {n:persona|personas}",
    ),
    "territory_cells": (
        "the table shows {n} of {total} {total:segment|segments}; where it is empty there are fewer people or none",
        "la tabla muestra {n} de {total} {total:segmento|segmentos}; donde está vacía hay menos personas o ninguna",
    ),
    "counts_scale": (
        "Every column has a scale of its own; the longest bar is its largest number.",
        "Cada columna tiene su propia escala; la barra más larga es su número mayor.",
    ),
    "territory_scale": (
        "Bars: share of all people at that degree; the longest one is {share:%}.",
        "Barras: parte del total de personas de ese grado; la más larga equivale al {share:%}.",
    ),
    "territory_at_least": (
        "counts beyond the contacts of whoever shared their list are lower bounds",
        "más allá de los contactos de quienes han compartido su lista, son números mínimos",
    ),
    "territory_more": (
        "{n} more {n:segment is|segments are} not listed",
        "{n} {n:segmento más no figura|segmentos más no figuran} en la lista",
    ),
    "territory_several": (
        "whoever has several values counts in each of them",
        "quien tiene varios valores cuenta en cada uno",
    ),
    "territory_doors": (
        (
            "the door is the contact who knows most people of the segment; behind it stand people of the 2nd + "
            "3rd degree"
        ),
        (
            "la puerta es el contacto que conoce a más personas del segmento; tras ella hay personas del "
            "2.º + 3.er grado"
        ),
    ),
    "doors_title": ("Who opens {name}: {degrees}", "Quién abre {name}: {degrees}"),
    "doors_title_nobody": ("Who opens {name}", "Quién abre {name}"),
    "doors_title_segment": ("Who opens this segment: {degrees}", "Quién abre este segmento: {degrees}"),
    "doors_total": (
        "{n} of your contacts {n:opens|open} a way in",
        "{n} de tus contactos {n:abre|abren} una puerta",
    ),
    "doors_order": (
        (
            "in order of the people whom they know (2nd degree), then those whom their contacts know (3rd), then "
            "the strength of your tie"
        ),
        (
            "por orden de las personas que conocen (2.º grado), de las que conocen sus contactos (3.er grado) "
            "y de la fuerza de tu vínculo"
        ),
    ),
    "doors_inside": (
        "{n} of your contacts {n:is|are} inside: {names}",
        "{n} de tus contactos {n:está|están} dentro: {names}",
    ),
    "doors_is_inside": ("inside", "dentro"),
    "doors_inside_too": ("belongs to the segment", "pertenece al segmento"),
    "doors_second": (
        "knows {n} {n:person|people} at the 2nd degree: {names}",
        "conoce a {n} {n:persona|personas} del 2.º grado: {names}",
    ),
    "doors_third": (
        "leads on to {n} {n:person|people} at the 3rd degree, most through {names}",
        "lleva a {n} {n:persona|personas} del 3.er grado, sobre todo por {names}",
    ),
    "doors_at_least": (
        "at least: not all of their contacts are known",
        "como mínimo: no se conocen todos sus contactos",
    ),
    "doors_similar": (
        "no company is called so; similar: {names}",
        "ninguna empresa se llama así; parecidas: {names}",
    ),
    # Compasses.
    "compass": ("compass", "brújula"),
    "compass_none": ("no compass is saved here", "aquí no hay ninguna brújula guardada"),
    "compass_new": (
        "{n} newly in your {degree:degree}: {names}",
        "{n} {n:nueva|nuevas} en tu {degree:degree}: {names}",
    ),
    "compass_nobody_new": (
        "nobody new since the version before ({before} {before:person|people} then)",
        "nadie nuevo desde la versión anterior (entonces, {before} {before:persona|personas})",
    ),
    "compass_gone": (
        "{n} no longer {n:matches|match}: {names}",
        "{n} ya no {n:cumple|cumplen} los criterios: {names}",
    ),
    "compass_new_count": ("{n} new", "{n} {n:nueva|nuevas}"),
    "compass_first": (
        "there is no earlier version to compare with",
        "no hay ninguna versión anterior con la que comparar",
    ),
    "compare_title": ("Compasses side by side", "Brújulas, una junto a otra"),
    "compare_only": ("only here", "solo aquí"),
    "compare_shared": ("in another one, too", "también en otra"),
    "compare_union": (
        "{union} {union:person|people} in all; {common} in every one of them",
        "{union} {union:persona|personas} en total; {common} en todas las brújulas",
    ),
    "compare_overlap": ("in both: {a} and {b}", "en ambas: {a} y {b}"),
}
