"""What netreach says, in English and in Spanish: numbers, shares, dates, degrees and phrases.

A phrase is one row of `PHRASES`: a key, the English text, the Spanish text. To add one, add a row. Inside a text,

- `{name}` is a value: whole numbers are grouped (`8,911`, `8.911`), dates are written out, texts stay as they are;
- `{share:%}` is a fraction as a percentage (`1.47 %`, `1,47 %`);
- `{d:nth}` and `{d:degree}` are an ordinal (`1st`, `1.º`) and a degree (`1st degree`, `1.er grado`);
- `{n:contact|contacts}` picks a word: the first for 1, the second for any other number.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import numbers
import os
import string
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from netreach.errors import OptionError

LANGUAGES: Final = ("en", "es")
"""Codes of the languages that can be chosen, in the order of the texts in `PHRASES`."""

ENVIRONMENT: Final = "NETREACH_LANGUAGE"
"""The environment variable that sets the language where none is given."""

PHRASES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
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
        # Search.
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
            "{n:le conoce|le conocen} {n} {n:persona|personas} de tu {degree:degree}",
        ),
        "hit_match_points": (
            "{n} {n:point|points} for the match",
            "{n} {n:punto|puntos} por la coincidencia",
        ),
        "hit_fields_known": ("{n} {n:field|fields} known", "{n} {n:campo conocido|campos conocidos}"),
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
        # Changes.
        "changes_title": ("Changes since {since}", "Cambios desde {since}"),
        "changes_none": ("Nothing has changed.", "No ha cambiado nada."),
        "changes_nearer": (
            "{n} {n:person came|people came} nearer:",
            "{n} {n:persona se ha|personas se han} acercado:",
        ),
        "changes_new_ties": ("{n} new {n:tie|ties}:", "{n} {n:vínculo nuevo|vínculos nuevos}:"),
        "changes_ended_ties": ("{n} {n:tie|ties} ended:", "{n} {n:vínculo terminado|vínculos terminados}:"),
        "changes_job_moves": (
            "{n} {n:person has|people have} a new job:",
            "{n} {n:persona ha|personas han} cambiado de puesto:",
        ),
        "changes_new_people": ("{n} new {n:person|people}:", "{n} {n:persona nueva|personas nuevas}:"),
        "changes_gone_people": (
            "{n} {n:person is|people are} no longer in the network",
            "{n} {n:persona ya no está|personas ya no están} en la red",
        ),
        "changes_beyond": ("farther", "más lejos"),
        # The best introducers to many.
        "best_through": ("{target}: ask {name}", "{target}: pregunta a {name}"),
        "best_direct": ("{target}: a direct contact", "{target}: contacto directo"),
        "best_self": ("{target}: that is you", "{target}: eres tú"),
        "best_nobody": ("{target}: nobody can introduce you", "{target}: nadie puede presentarte"),
        # Checking the files.
        "check_read": (
            "Read {files} {files:file|files}, {size} bytes.",
            "Se {files:ha leído|han leído} {files} {files:archivo|archivos}, {size} bytes.",
        ),
        "check_ok": ("Every file is as it was written.", "Todos los archivos están como se escribieron."),
        "check_rebuilt": (
            "The version was made again from the sources, which are whole.",
            "La versión se ha vuelto a crear a partir de las fuentes, que están enteras.",
        ),
        "check_not_rebuilt": (
            "The version could not be made again, because the folder is not writable. Make it so and check again.",
            "No se pudo volver a crear la versión: la carpeta no admite escritura. Da permiso y comprueba otra vez.",
        ),
        "check_damaged": (
            "Restore these files from a backup, or remove the source and import its export again.",
            "Restaura estos archivos desde una copia, o quita la fuente y vuelve a importar su archivo.",
        ),
        # Removing a person.
        "removal_rows": (
            (
                "Removed: {rows} {rows:row|rows} about the person and {evidence} {evidence:row|rows} of ties and "
                "evidence, in {sources} {sources:source|sources} that {sources:was|were} written anew."
            ),
            (
                "Se han quitado {rows} {rows:fila|filas} sobre la persona y {evidence} {evidence:fila|filas} de "
                "vínculos e indicios, en {sources} {sources:fuente escrita|fuentes escritas} de nuevo."
            ),
        ),
        "removal_sources": (
            "Sources of this owner that are gone whole: {files}.",
            "Fuentes de esta persona que se han quitado enteras: {files}.",
        ),
        "removal_namesakes": (
            "Among them {n} {n:row|rows} with nothing but the same name, which nothing tells apart from the person.",
            "Entre ellas, {n} {n:fila|filas} sin más dato que el mismo nombre, que nada distingue de la persona.",
        ),
        "readmitted": (
            "No import leaves the person out any longer; what was removed is not in this folder.",
            "Ninguna importación deja ya fuera a la persona; lo que se quitó no está en esta carpeta.",
        ),
        "readmitted_files": (
            "To bring back what exports say of them, import these again: {files}.",
            "Para recuperar lo que dicen de ella las exportaciones, vuelve a importar: {files}.",
        ),
        "removal_kept": (
            (
                "Keyed hashes stay, so that a later import does not bring the person back. Exports outside this "
                "folder are not touched."
            ),
            (
                "Quedan huellas cifradas, para que otra importación no traiga de vuelta a la persona. Los archivos "
                "de fuera de esta carpeta no se tocan."
            ),
        ),
        "facet_without": (
            "{field}, without the {field} criterion",
            "{field}, sin el criterio de {field}",
        ),
        "facets_unknown": ("not known here: {fields}", "aquí no se conoce: {fields}"),
        "facets_company_table": (
            "{fields} (a company table adds {n:it|them})",
            "{fields} ({n:lo|los} añade una tabla de empresas)",
        ),
        # Territory and doors.
        "door": ("door", "puerta"),
        "opens": ("opens", "abre"),
        "territory_title": (
            "The territory of {name} by {field}: {n} {n:person|people}",
            "El territorio de {name} por {field}: {n} {n:persona|personas}",
        ),
        "territory_scale": (
            "Bars: share of all people at that degree; the longest one is {share:%}.",
            "Barras: parte de todas las personas de ese grado; la más larga es el {share:%}.",
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
            "nobody new since the version before ({before} people then)",
            "nadie nuevo desde la versión anterior (entonces, {before} personas)",
        ),
        "compass_gone": (
            "{n} no longer {n:matches|match}: {names}",
            "{n} ya no {n:cumple|cumplen} los criterios: {names}",
        ),
        "compass_first": (
            "there is no earlier version to compare with",
            "no hay ninguna versión anterior con la que comparar",
        ),
        "compare_title": ("Compasses side by side", "Brújulas, una junto a otra"),
        "compare_only": ("only here", "solo aquí"),
        "compare_union": (
            "{union} people in all; {common} in every one of them",
            "{union} personas en total; {common} en todas ellas",
        ),
        "compare_overlap": ("in both: {a} and {b}", "en ambas: {a} y {b}"),
        # Introducers.
        "introducers_title": ("Who can introduce you to {name}", "Quién puede presentarte a {name}"),
        "introducer": ("introducer", "presenta"),
        "best_introducer": ("best introducer", "mejor intermediario"),
        "introducers_none": (
            "no contact that you share with {name} is known",
            "no se conoce ningún contacto que compartas con {name}",
        ),
        "introducers_direct": (
            "{name} is your contact already: no introduction is needed",
            "{name} ya es contacto tuyo: no hace falta presentación",
        ),
        "shared_contacts": ("shared contacts", "contactos en común"),
        "shared_count": (
            "{n} shared {n:contact|contacts}",
            "{n} {n:contacto|contactos} en común",
        ),
        "score": ("score", "puntuación"),
        "why": ("why", "por qué"),
        "leg": ("leg", "tramo"),
        "legs": ("legs", "tramos"),
        "overlap_unseen": (
            "the overlap of {a} and {b} could not be seen",
            "no se ha podido ver qué contactos comparten {a} y {b}",
        ),
        "score_tie": ("a tie: same score as {name}", "empate: la misma puntuación que {name}"),
        "shared_count_at_least": (
            "at least {n} shared {n:contact|contacts}",
            "al menos {n} {n:contacto|contactos} en común",
        ),
        "contact_count_at_least": (
            "at least {n} {n:contact|contacts}",
            "al menos {n} {n:contacto|contactos}",
        ),
        "introducers_total": (
            "{n} {n:person|people} can introduce you",
            "{n} {n:persona puede|personas pueden} presentarte",
        ),
        "introducers_total_at_least": (
            "at least {n} {n:person|people} can introduce you",
            "al menos {n} {n:persona puede|personas pueden} presentarte",
        ),
        "introducers_paths": (
            "{n} {n:contact is|contacts are} the first step of a shortest path",
            "por {n} {n:contacto|contactos} pasa un camino mínimo",
        ),
        "introducers_paths_at_least": (
            "at least {n} {n:contact is|contacts are} the first step of a shortest path",
            "por al menos {n} {n:contacto|contactos} pasa un camino mínimo",
        ),
        "introducers_unseen": (
            "for {n} of them the overlap could be seen only in part",
            "en {n} de ellas solo se ha podido ver una parte de los contactos en común",
        ),
        "leg_noisy_or": (
            "The terms of a tie add up in -log(1 - strength).",
            "Los términos de un vínculo se suman en -log(1 - fuerza).",
        ),
        "term_unobserved": (
            "overlap that could not be seen: the average of such ties",
            "contactos en común que no se han podido ver: la media de tales vínculos",
        ),
        "term_interaction": (
            "contact, against what is usual for a tie so embedded",
            "trato, frente a lo habitual en un vínculo con tantos contactos en común",
        ),
        "term_evidence": (
            "what else is known of the tie, against the average",
            "lo demás que se sabe del vínculo, frente a la media",
        ),
        "term_smoothing": ("a constant, so that no leg is nothing", "una constante: ningún tramo vale cero"),
        "term_contact_count": ("contacts of the introducer", "contactos de quien presenta"),
        "term_not_counted": ("this leg does not count", "este tramo no cuenta"),
        # Evidence of a tie.
        "evidence_recommendation": (
            "{n} {n:recommendation|recommendations}",
            "{n} {n:recomendación|recomendaciones}",
        ),
        "evidence_endorsement": ("{n} {n:endorsement|endorsements}", "{n} {n:validación|validaciones}"),
        "evidence_message": ("{n} {n:message|messages}", "{n} {n:mensaje|mensajes}"),
        "evidence_mail": ("{n} {n:e-mail|e-mails}", "{n} {n:correo|correos}"),
        "evidence_meeting": ("{n} {n:meeting|meetings}", "{n} {n:reunión|reuniones}"),
        "evidence_coauthorship": (
            "{n} joint {n:publication|publications}",
            "{n} {n:publicación conjunta|publicaciones conjuntas}",
        ),
        "evidence_group_message": (
            "{n} group {n:message|messages}",
            "{n} {n:mensaje|mensajes} en grupo",
        ),
        "evidence_group_mail": (
            "{n} {n:e-mail|e-mails} among several",
            "{n} {n:correo|correos} entre varios",
        ),
        "evidence_co_recipient": (
            "{n} {n:e-mail|e-mails} received by both",
            "{n} {n:correo recibido|correos recibidos} por ambos",
        ),
        "evidence_one_to_one": (
            "{n} one-to-one {n:meeting|meetings}",
            "{n} {n:reunión|reuniones} a solas",
        ),
        "evidence_group_meeting": (
            "{n} {n:meeting|meetings} in a larger group",
            "{n} {n:reunión|reuniones} en un grupo grande",
        ),
        "evidence_given_some": ("know each other", "se conocen"),
        "evidence_declared_some": ("declared by you", "declarado por ti"),
        "evidence_connection_some": ("connected", "conectados"),
        "evidence_recommendation_some": ("recommendations", "recomendaciones"),
        "evidence_endorsement_some": ("endorsements", "validaciones"),
        "evidence_message_some": ("messages", "mensajes"),
        "evidence_mail_some": ("e-mails", "correos"),
        "evidence_meeting_some": ("meetings", "reuniones"),
        "evidence_coauthorship_some": ("joint publications", "publicaciones conjuntas"),
        "evidence_follow_some": ("follows", "seguimiento"),
        "evidence_invitation_note_some": (
            "a personal note in the invitation",
            "una nota personal en la invitación",
        ),
        "evidence_group_message_some": ("group messages", "mensajes en grupo"),
        "evidence_group_mail_some": ("e-mails among several", "correos entre varios"),
        "evidence_co_recipient_some": ("e-mails received by both", "correos recibidos por ambos"),
        "evidence_one_to_one_some": ("one-to-one meetings", "reuniones a solas"),
        "evidence_group_meeting_some": ("meetings in a larger group", "reuniones en un grupo grande"),
        "evidence_address_book_some": ("in the address book", "en la libreta de direcciones"),
        "evidence_relation_some": (
            "named as close in an address book",
            "relacionados según una libreta de direcciones",
        ),
        "evidence_same_employer_some": ("same employer", "misma empresa"),
        "evidence_same_school_some": ("same school", "mismo centro de estudios"),
        "evidence_names_only_some": (
            "that they know each other is all that is shared",
            "solo se comparte que se conocen",
        ),
        "evidence_last": ("{what}, {n:on|last} {day}", "{what}, {n:el|el último, el} {day}"),
        # Of a kind whose Spanish word is feminine.
        "evidence_last_feminine": ("{what}, {n:on|last} {day}", "{what}, {n:el|la última, el} {day}"),
        "evidence_since": ("{what} since {day}", "{what} desde el {day}"),
        "evidence_not_shared": ("{what}, no details shared", "{what}, sin detalles compartidos"),
        # Paths.
        "path": ("path", "camino"),
        "paths": ("paths", "caminos"),
        "strength": ("strength", "fuerza"),
        "distance": ("distance", "distancia"),
        "path_to": ("Path from {a} to {b}", "Camino de {a} a {b}"),
        "paths_title": ("Paths from {a} to {b}", "Caminos de {a} a {b}"),
        "paths_joint": (
            "the chance that at least one of them carries is at least {chance:%}",
            "la probabilidad de que al menos uno sirva es del {chance:%} como mínimo",
        ),
        "paths_none": (
            "no path within {cutoff} {cutoff:degree|degrees}",
            "ningún camino de {cutoff} {cutoff:grado|grados} o menos",
        ),
        # Who may be one person.
        "match_known_by": ("known by", "se conoce por"),
        "match_score": ("bits in all: the more, the likelier", "bits en total: cuantos más, más probable"),
        "match_none": (
            "no two people look like one, with a score of {score} or more",
            "no hay dos personas que parezcan la misma, con una puntuación de {score} o más",
        ),
        "match_name_same": ("both are called {a}", "ambos se llaman {a}"),
        "match_name_form": ("{a} and {b} are forms of one name", "{a} y {b} son formas de un mismo nombre"),
        "match_name_slip": ("{a} and {b} are nearly alike", "{a} y {b} casi coinciden"),
        "match_name_initial": ("{a} and {b} begin alike", "{a} y {b} comparten la inicial"),
        "match_name_other_word": (
            "{a} stands in one name only, {b} in the other",
            "{a} solo está en un nombre y {b} en el otro",
        ),
        "match_name_extra_word": ("one name lacks {a}", "a un nombre le falta {a}"),
        "match_company_same": ("the same company: {a}", "la misma empresa: {a}"),
        "match_company_other": ("other companies: {a}, {b}", "empresas distintas: {a}, {b}"),
        "match_title_same": ("the same title: {a}", "el mismo cargo: {a}"),
        "match_title_alike": ("similar titles: {a}, {b}", "cargos parecidos: {a}, {b}"),
        "match_title_other": ("other titles: {a}, {b}", "cargos distintos: {a}, {b}"),
        "match_location_same": ("the same place: {a}", "el mismo lugar: {a}"),
        "match_location_other": ("other places: {a}, {b}", "lugares distintos: {a}, {b}"),
        "match_handle_same": ("the same name of the mailbox: {a}", "el mismo nombre de buzón: {a}"),
        "match_two_profiles": ("two profiles on one site", "dos perfiles en un mismo sitio"),
        "match_one_list": (
            "both stand in one list of contacts",
            "ambos figuran en una misma lista de contactos",
        ),
        "match_shared_contact": ("a contact in common", "un contacto en común"),
        # Import report.
        "file": ("file", "archivo"),
        "importer": ("importer", "importador"),
        "rows": ("rows", "filas"),
        "used": ("used", "usadas"),
        "empty": ("empty", "vacías"),
        "left_out": ("left out", "omitidas"),
        "problems": ("problems", "problemas"),
        "owner": ("owner", "propietario"),
        "import_source": (
            "{file} ({importer}), the export of {owner}",
            "{file} ({importer}), la exportación de {owner}",
        ),
        "import_source_unowned": ("{file} ({importer})", "{file} ({importer})"),
        "import_already": (
            "was here before, word for word: nothing changed",
            "ya estaba aquí, idéntica: nada ha cambiado",
        ),
        "import_whole": (
            "{files} {files:file|files}: {rows:the only row|all {rows} rows} used",
            "{files} {files:archivo|archivos}: {rows:la única fila, usada|las {rows} filas, usadas}",
        ),
        "import_whole_more": (
            "{files} more {files:file|files}: {rows:the only row|all {rows} rows} used",
            "{files} {files:archivo|archivos} más: {rows:la única fila, usada|las {rows} filas, usadas}",
        ),
        "rows_by_rule": ("{n} {n:row|rows} ({rule})", "{n} {n:fila|filas} ({rule})"),
        "import_rules": ("left out: {rules}", "sin usar: {rules}"),
        "import_joined": (
            (
                "{owner} stands in {n} other {n:source|sources}, and so {people:does|do} {people} "
                "{people:person|people} of this one"
            ),
            "{owner} figura en {n} {n:fuente|fuentes} más; {people} {people:persona|personas} de esta, también",
        ),
        "import_joined_nobody": (
            (
                "{owner} stands in no other source, so this export is an island. If colleagues know {owner} "
                "under another address, say it: --owner PROFILE-URL-OR-MAIL"
            ),
            (
                "{owner} no figura en ninguna otra fuente: esta exportación es una isla. Si sus colegas "
                "conocen a {owner} con otra dirección, indícala: --owner URL-DEL-PERFIL-O-CORREO"
            ),
        ),
        "import_removed": (
            "{n} {n:person was|people were} left out, having been removed from this network",
            "{n} {n:persona no se ha tomado|personas no se han tomado}: se {n:borró|borraron} de esta red",
        ),
        "import_served": (
            "does not say whose it is; taken as the export of {owner}, like those beside it",
            "no dice de quién es; se toma por la exportación de {owner}, como las que están a su lado",
        ),
        "import_failed": (
            "{n} {n:export that was|exports that were} found could not be read:",
            "{n} {n:exportación encontrada no se ha podido|exportaciones encontradas no se han podido} leer:",
        ),
        "import_unknown": (
            "{n} {n:file|files} that nothing here reads:",
            "{n} {n:archivo que no se reconoce|archivos que no se reconocen}:",
        ),
        "import_people": (
            "{n} exports, {people} {people:person|people} in them, {merged} of them already known or in several",
            "{n} exportaciones con {people} {people:persona|personas}; {merged}, ya conocidas o en varias",
        ),
        "import_evidence": ("evidence: {kinds}", "indicios: {kinds}"),
        "import_skipped": ("passed over: {rules}", "pasados por alto: {rules}"),
        "skipped_hidden": ("hidden files", "archivos ocultos"),
        "skipped_thumbnail": ("thumbnails", "miniaturas"),
        "skipped_system": ("files of the system", "archivos del sistema"),
        "skipped_link": ("links", "enlaces"),
        "import_total_dry": (
            (
                "Nothing was changed. The network would hold {professionals} "
                "{professionals:professional|professionals} ({new_professionals} new) and {ties} {ties:tie|ties} "
                "({new_ties} new)."
            ),
            (
                "No se ha cambiado nada. La red reuniría {professionals} "
                "{professionals:profesional|profesionales} "
                "({new_professionals} {new_professionals:nuevo|nuevos}) "
                "y {ties} {ties:vínculo|vínculos} ({new_ties} {new_ties:nuevo|nuevos})."
            ),
        ),
        "import_total": (
            (
                "The network holds {professionals} {professionals:professional|professionals} "
                "({new_professionals} new) and {ties} {ties:tie|ties} ({new_ties} new)."
            ),
            (
                "La red reúne {professionals} {professionals:profesional|profesionales} "
                "({new_professionals} {new_professionals:nuevo|nuevos}) "
                "y {ties} {ties:vínculo|vínculos} ({new_ties} {new_ties:nuevo|nuevos})."
            ),
        ),
        "network_size": (
            "{professionals} {professionals:professional|professionals}, {ties} {ties:tie|ties}",
            "{professionals} {professionals:profesional|profesionales}, {ties} {ties:vínculo|vínculos}",
        ),
        # Introduction.
        "introduction_title": ("Introduction to {name}", "Presentación a {name}"),
        "message_to": ("Message to {name}", "Mensaje para {name}"),
        "note_to": ("Note to forward to {name}", "Nota para reenviar a {name}"),
        "to": ("To", "Para"),
        "subject": ("Subject", "Asunto"),
        "never_sent": (
            "These are drafts: netreach sends nothing.",
            "Son borradores: netreach no envía nada.",
        ),
    }
)
"""Every phrase: its key, the English text, the Spanish text."""

_RULES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
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
)
"""Rules by which the built-in importers leave rows out: the name in Spanish, and so many rows in both languages.

Plugins' rules stay as they are.
"""

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "en",
        "eng": "en",
        "english": "en",
        "inglés": "en",
        "ingles": "en",
        "es": "es",
        "spa": "es",
        "spanish": "es",
        "español": "es",
        "espanol": "es",
        "castellano": "es",
    }
)
_MONTHS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
    }
)
_MOST_DECIMALS: Final = 8


def language_of(value: str | None) -> str:
    """Return the code of a language, `"en"` or `"es"`, however it is written.

    Args:
        value: A code, a locale or a name (`es`, `es_ES.UTF-8`, `Spanish`, `español`); `None` takes the environment
            variable `NETREACH_LANGUAGE`, and English where that is not set.

    Raises:
        OptionError: If it is another language; the message names the choices.

    >>> language_of("es_MX"), language_of("Español"), language_of("English")
    ('es', 'es', 'en')
    """
    origin = "language"
    if value is None:
        value = os.environ.get(ENVIRONMENT, "").strip() or "en"
        origin = f"the environment variable {ENVIRONMENT}"
    written = value.strip().casefold()
    code = _NAMES.get(written) or _NAMES.get(written.replace("-", "_").partition("_")[0].partition(".")[0])
    if code is None:
        raise OptionError(f"{origin} is {value!r}: choose 'en' (English) or 'es' (Spanish)")
    return code


def count(n: int, language: str) -> str:
    """Return a whole number with its thousands parted.

    >>> count(8911, "en"), count(8911, "es")
    ('8,911', '8.911')
    """
    grouped = f"{int(n):,}"
    return grouped.replace(",", ".") if language_of(language) == "es" else grouped


def number(value: float, language: str, digits: int = 2) -> str:
    """Return a number with so many decimals and the decimal sign of the language.

    Raises:
        OptionError: If the number is not finite.

    >>> number(0.3141, "en"), number(1234.5, "es", 1)
    ('0.31', '1.234,5')
    """
    if not math.isfinite(value):
        raise OptionError(f"a number to show must be finite, not {value}")
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language_of(language) == "es" else text


def percent(fraction: float, language: str) -> str:
    """Return a fraction as a percentage that never rounds something to nothing.

    Two decimals as a rule; more where the share (or what it leaves of the whole) is so small that two decimals
    would show fewer than two of its digits. Exactly nothing and exactly the whole have no decimals.

    Args:
        fraction: The unrounded share: 0.0147 means 1.47 %.
        language: A language, as `language_of` reads it.

    Raises:
        OptionError: If the fraction is negative or not finite.

    >>> percent(131 / 8911, "en"), percent(131 / 8911, "es"), percent(0.00013, "en"), percent(0, "en")
    ('1.47 %', '1,47 %', '0.013 %', '0 %')
    """
    if not (math.isfinite(fraction) and fraction >= 0):
        raise OptionError(f"a share to show must be finite and not negative, not {fraction}")
    if fraction in (0, 1):
        return f"{100 * int(fraction)} %"
    small = min(100 * fraction, abs(100 - 100 * fraction))
    if small < 10.0**-_MOST_DECIMALS and fraction <= 1:
        sign, shown = ("< ", 0.0) if fraction < 0.5 else ("> ", 100.0)
        edge = shown + math.copysign(10.0**-_MOST_DECIMALS, 50 - shown)
        return f"{sign}{number(edge, language, _MOST_DECIMALS)} %"
    decimals = 2 if small >= 0.1 or fraction > 1 else min(_MOST_DECIMALS, 1 - math.floor(math.log10(small)))
    text = number(100 * fraction, language, decimals)
    while decimals > 2 and text.endswith("0"):
        text, decimals = text[:-1], decimals - 1
    return f"{text} %"


def date(day: dt.date, language: str) -> str:
    """Return a day with the short name of its month.

    >>> date(dt.date(2024, 1, 15), "en"), date(dt.date(2024, 1, 15), "es")
    ('15 Jan 2024', '15 ene 2024')
    """
    return f"{day.day} {_MONTHS[language_of(language)][day.month - 1]} {day.year}"


def degree(n: int, language: str) -> str:
    """Return the ordinal of a degree, as a label that stands alone.

    >>> [degree(n, "en") for n in (1, 2, 3, 4, 11)], degree(1, "es")
    (['1st', '2nd', '3rd', '4th', '11th'], '1.º')
    """
    if language_of(language) == "es":
        return f"{int(n)}.º"
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{int(n)}{ending}"


def degree_name(n: int, language: str) -> str:
    """Return a degree as the words of a sentence.

    >>> degree_name(1, "en"), [degree_name(n, "es") for n in (1, 2, 3)]
    ('1st degree', ['1.er grado', '2.º grado', '3.er grado'])
    """
    if language_of(language) == "en":
        return f"{degree(n, 'en')} degree"
    # Spanish shortens "primero" and "tercero" before a noun, and the ordinal sign with them.
    shortened = n % 10 in (1, 3) and n % 100 != 11
    return f"{int(n)}.er grado" if shortened else f"{degree(n, 'es')} grado"


def degree_names(degrees: Sequence[int], language: str) -> str:
    """Return one of several degrees as the words of a sentence.

    >>> degree_names([2], "en"), degree_names([1, 2, 3], "en"), degree_names([1, 2], "es")
    ('2nd degree', '1st, 2nd or 3rd degree', '1.er o 2.º grado')
    """
    *others, last = [degree_name(n, language) for n in degrees]
    if not others:
        return last
    ordinals = ", ".join(name.partition(" ")[0] for name in others)
    return say("either", language, a=ordinals, b=last)


def rule(name: str, language: str) -> str:
    """Return the name of a rule by which rows are left out, in the language where it is known.

    >>> rule("draft message", "es"), rule("a rule of a plugin", "es")
    ('borrador de mensaje', 'a rule of a plugin')
    """
    return _RULES[name][0] if language_of(language) == "es" and name in _RULES else name


def rule_count(name: str, n: int, language: str) -> str:
    """Return how many rows a rule leaves out, in words.

    >>> rule_count("draft message", 3, "en"), rule_count("draft message", 1, "es")
    ('3 draft messages', '1 borrador de mensaje')
    >>> rule_count("a rule of a plugin", 2, "es")
    '2 filas (a rule of a plugin)'
    """
    if name not in _RULES:
        return say("rows_by_rule", language, n=n, rule=name)
    code = language_of(language)
    text = _RULES[name][1 + LANGUAGES.index(code)]
    return _Filler(name, code).vformat(text, (), {"n": n})


def say(key: str, language: str, **values: object) -> str:
    """Return a phrase of `PHRASES` with its values filled in.

    Args:
        key: The key of the phrase.
        language: A language, as `language_of` reads it.
        **values: What the phrase names: texts, whole numbers, fractions, dates. Nothing may be missing or left over.

    Raises:
        OptionError: If there is no such phrase, or the values do not fit it.

    >>> say("lists_some", "en", known=12, total=131)
    '12 of your 131 contacts have shared their network'
    >>> say("search_summary", "es", first=131, total=8911, share=131 / 8911, extended=8780 / 8911)
    '131 de 8.911 son de 1.er grado: 1,47 %; la red extendida reúne el 98,53 %'
    """
    code = language_of(language)
    try:
        text = PHRASES[key][LANGUAGES.index(code)]
    except KeyError:
        near = difflib.get_close_matches(key, PHRASES, n=3)
        hint = (
            f": did you mean {' or '.join(near)}?" if near else "; the phrases are in netreach.render.words"
        )
        raise OptionError(f"there is no phrase {key!r}{hint}") from None
    return _Filler(key, code).vformat(text, (), values)


class _Filler(string.Formatter):
    """Fills one phrase, in one language, strictly."""

    def __init__(self, key: str, language: str) -> None:
        self._key = key
        self._language = language

    def get_value(self, key: int | str, args: Sequence[object], kwargs: Mapping[str, object]) -> object:
        if isinstance(key, str) and key in kwargs:
            return kwargs[key]
        raise OptionError(f"the phrase {self._key!r} needs a value for {key!r}")

    def check_unused_args(
        self, used_args: set[int | str], args: Sequence[object], kwargs: Mapping[str, object]
    ) -> None:
        left = sorted(set(kwargs) - used_args)
        if left:
            raise OptionError(f"the phrase {self._key!r} has no place for {', '.join(left)}")

    def format_field(self, value: object, format_spec: str) -> str:
        language = self._language
        whole = int(value) if isinstance(value, numbers.Integral) else None
        if format_spec:
            if whole is not None and "|" in format_spec:
                one, _, other = format_spec.partition("|")
                return one if whole == 1 else other
            if whole is not None and format_spec in ("nth", "degree"):
                return degree(whole, language) if format_spec == "nth" else degree_name(whole, language)
            if isinstance(value, numbers.Real) and format_spec == "%":
                return percent(float(value), language)
            raise OptionError(f"the phrase {self._key!r} cannot show {value!r} as {format_spec!r}")
        if whole is not None:
            return count(whole, language)
        if isinstance(value, numbers.Real):
            return number(float(value), language)
        return date(value, language) if isinstance(value, dt.date) else str(value)
