"""What answers say of what is kept: imports, changes, candidates, removal, checks."""

from __future__ import annotations

from typing import Final

KEEPING: Final[dict[str, tuple[str, str]]] = {
    # Import report.
    "file": ("file", "archivo"),
    "importer": ("importer", "importador"),
    "rows": ("rows", "filas"),
    "used": ("used", "usadas"),
    "empty": ("empty", "vacías"),
    "left_out": ("left out", "omitidas"),
    "problems": ("problems", "problemas"),
    "owner": ("owner", "propietario"),
    "import_title": (
        "What became of the rows of {n} {n:export|exports}",
        "Qué ha sido de las filas de {n} {n:exportación|exportaciones}",
    ),
    "import_rows_used": ("used", "usadas"),
    "import_rows_left": ("empty or left out", "vacías o sin usar"),
    "import_rows_unusable": ("could not be used", "no se han podido usar"),
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
    # Changes.
    "changes_title": ("Changes since {since}", "Cambios desde {since}"),
    "changes_title_day": ("Changes since {since}", "Cambios desde el {since}"),
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
    "change": ("change", "cambio"),
    "change_other": ("with", "con"),
    "change_before": ("before", "antes"),
    "change_now": ("now", "ahora"),
    "change_day": ("day", "día"),
    "change_nearer": ("people who came nearer", "personas que se han acercado"),
    "change_farther": ("people who are farther away", "personas que se han alejado"),
    "change_new_ties": ("new ties", "vínculos nuevos"),
    "change_ended_ties": ("ended ties", "vínculos terminados"),
    "change_job_moves": ("new jobs", "cambios de puesto"),
    "change_new_people": ("new people", "personas nuevas"),
    "change_gone_people": ("people who are gone", "personas que ya no están"),
    "changes_shifts": ("From which degree to which", "De qué grado a cuál"),
    "changes_beyond": ("farther", "más lejos"),
    # Who may be one person.
    "match_title": ("Who may be one person", "Quiénes pueden ser la misma persona"),
    "match_evidence": ("evidence", "indicios"),
    "match_bits_sum": ("{bits} bits", "{bits} bits"),
    "match_bits": (
        "each bit doubles the odds that the two are one",
        "cada bit duplica la probabilidad relativa de que sean la misma persona",
    ),
    "match_known_by": ("known by", "se conoce por"),
    "match_score": ("bits in all: the more, the likelier", "bits en total: cuantos más, más probable"),
    "match_none": (
        "no two people look like one, with a score of {score} or more",
        "no hay dos personas que parezcan la misma, con una puntuación de {score} o más",
    ),
    "match_name_same": ("both are called {a}", "{a} figura en los dos nombres"),
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
        "figuran en una misma lista de contactos",
    ),
    "match_shared_contact": ("a contact in common", "un contacto en común"),
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
    "facet_without": ("{field}, without its criterion", "{field}, sin su criterio"),
    "facets_unknown": ("not known here: {fields}", "aquí no se conoce: {fields}"),
    "facets_company_table": (
        "{fields} (a company table adds {n:it|them})",
        "{fields} ({n:lo|los} añade una tabla de empresas)",
    ),
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
}
