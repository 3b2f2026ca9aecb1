"""What answers say of introducers, evidence, paths and letters."""

from __future__ import annotations

from typing import Final

INTRODUCING: Final[dict[str, tuple[str, str]]] = {
    # The best introducers to many.
    "best_through": ("{target}: ask {name}", "{target}: pregunta a {name}"),
    "best_direct": ("{target}: a direct contact", "{target}: contacto directo"),
    "best_self": ("{target}: that is you", "{target}: eres tú"),
    "best_title": (
        "Whom to ask for introductions to {n} {n:person|people}",
        "A quién pedir que te presente a {n} {n:persona|personas}",
    ),
    "best_direct_count": (
        "{n} {n:is a direct contact|are direct contacts}",
        "{n} {n:es contacto directo|son contactos directos}",
    ),
    "best_nobody_count": (
        "to {n} of them nobody can introduce you",
        "a {n} de ellas nadie puede presentarte",
    ),
    "best_nobody": ("{target}: nobody can introduce you", "{target}: nadie puede presentarte"),
    # Introducers.
    "introducers_title": ("Who can introduce you to {name}", "Quién puede presentarte a {name}"),
    "introducer": ("introducer", "presenta"),
    "best_introducer": ("best introducer", "mejor vía"),
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
        "the shared contacts of {a} and {b} could not be seen",
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
        "{n} {n:contacto da|contactos dan} el primer paso de un camino mínimo",
    ),
    "introducers_paths_at_least": (
        "at least {n} {n:contact is|contacts are} the first step of a shortest path",
        "al menos {n} {n:contacto da|contactos dan} el primer paso de un camino mínimo",
    ),
    "introducers_unseen": (
        "for {n} of them the shared contacts could be seen only in part",
        "en {n} {n:caso|casos} solo se ha podido ver una parte de los contactos en común",
    ),
    # What a ranking rests on.
    "basis_much": ("much could be seen", "se ha podido ver mucho"),
    "basis_part": ("part could be seen", "se ha podido ver una parte"),
    "basis_little": ("little could be seen", "se ha podido ver poco"),
    "basis_legs": (
        "contact on {seen} of {legs} {legs:leg|legs}, all shared contacts on {known}",
        "el trato en {seen} de {legs} {legs:tramo|tramos}, todos los contactos en común en {known}",
    ),
    "basis_counts": (
        "{n} {n:observation|observations} from {sources} {sources:source|sources}",
        "{n} {n:observación|observaciones} de {sources} {sources:fuente|fuentes}",
    ),
    "reconnect_last": (
        "reconnect first: last contact on {day}",
        "retoma antes el contacto: el último fue el {day}",
    ),
    "reconnect_since": (
        "reconnect first: no contact seen since you connected on {day}",
        "retoma antes el contacto: no consta ninguno desde la conexión, el {day}",
    ),
    "stability_first": ("first", "primero"),
    "stability_of": (
        "{name} is first in {share} % of {resamples} {resamples:resample|resamples} of shared contacts and evidence",
        "{name} va en primer lugar en el {share} % de {resamples} {resamples:remuestreo|remuestreos} de los datos",
    ),
    "stability_place": (
        "first in {share} % of the resamples; place {place} in nine of ten",
        "en primer lugar en el {share} % de los remuestreos; en el puesto {place} en nueve de cada diez",
    ),
    "stability_places": (
        "first in {share} % of the resamples; places {low} to {high} in nine of ten",
        "en primer lugar en el {share} % de los remuestreos; en los puestos {low} a {high} en nueve de cada diez",
    ),
    "what_if_person": ("without {name}: rank {rank}", "sin {name}: puesto {rank}"),
    "what_if_company": (
        "without the {n:contact|{n} contacts} at {company}: rank {rank}",
        "sin {n:el contacto|los {n} contactos} de {company}: puesto {rank}",
    ),
    "what_if_evidence": (
        "without this evidence of {a} and {b}: {kind}: rank {rank}",
        "sin estos datos de {a} y {b}: {kind}: puesto {rank}",
    ),
    "ranked_without": ("ranked without: {left}", "clasificación sin: {left}"),
    "goal_job": (
        "goal: a job; moderately weak ties count more (Rajkumar et al., 2022)",
        "objetivo: un empleo; cuentan más los vínculos moderadamente débiles (Rajkumar et al., 2022)",
    ),
    "goal_sale": (
        "goal: a sale; trust on both legs counts, above all between introducer and target",
        "objetivo: una venta; cuenta la confianza en ambos tramos, sobre todo entre quien presenta y el destinatario",
    ),
    "goal_reference": (
        "goal: a reference; trust on both legs counts, above all between you and the introducer",
        "objetivo: una referencia; cuenta la confianza en ambos tramos, sobre todo entre quien presenta y tú",
    ),
    "goal_paths": (
        "the goal does not count beyond the 2nd degree: there the strongest path decides",
        "el objetivo no cuenta más allá del 2.º grado: allí decide el camino más fuerte",
    ),
    "term_goal_job": (
        "goal, a job: moderately weak ties do best",
        "objetivo, un empleo: mejor los vínculos moderadamente débiles",
    ),
    "term_goal_sale": (
        "goal, a sale: trust, against the average",
        "objetivo, una venta: confianza, frente a la media",
    ),
    "term_goal_reference": (
        "goal, a reference: trust, against the average",
        "objetivo, una referencia: confianza, frente a la media",
    ),
    "leg_noisy_or": (
        "The terms of a tie add up in -log(1 - strength).",
        "Los términos de un vínculo se suman en -log(1 - fuerza).",
    ),
    "term_unobserved": (
        "shared contacts that could not be seen: the average of such ties",
        "contactos en común que no se han podido ver: la media de tales vínculos",
    ),
    "term_interaction": (
        "contact, against ties with as many shared contacts",
        "trato, frente a lo habitual en un vínculo con tantos contactos en común",
    ),
    "term_evidence": (
        "what else is known of the tie, against the average",
        "lo demás que se sabe del vínculo, frente a la media",
    ),
    "term_smoothing": ("a constant, so that no leg is nothing", "una constante: ningún tramo vale cero"),
    "term_contact_count": ("contacts of the introducer", "contactos de quien presenta"),
    "term_not_counted": ("this leg does not count", "este tramo no cuenta"),
    # Pictures of what a score is made of.
    "reasons_scale": (
        "Bars, all on one scale: what each term adds to its leg.",
        "Barras, todas en la misma escala: lo que cada término aporta a su tramo.",
    ),
    "reasons_minus": (
        "Hollow bars, to the left of the line, subtract.",
        "Las barras huecas, a la izquierda de la línea, restan.",
    ),
    "combine_sum": ("The score is the sum of the legs", "La puntuación es la suma de los tramos"),
    "combine_product": (
        "The score is the product of the legs",
        "La puntuación es el producto de los tramos",
    ),
    "combine_strengths": (
        "The score is the product of the strengths of the ties",
        "La puntuación es el producto de las fuerzas de los vínculos",
    ),
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
        "{n} {n:correo recibido|correos recibidos} conjuntamente",
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
    "evidence_declared_theirs": ("declared in a questionnaire", "declarado en un cuestionario"),
    "evidence_declared_theirs_since": (
        "declared in a questionnaire, since {day}",
        "declarado en un cuestionario, desde el {day}",
    ),
    "evidence_connection_some": ("connected", "conexión"),
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
    "evidence_co_recipient_some": ("e-mails received by both", "correos recibidos conjuntamente"),
    "evidence_one_to_one_some": ("one-to-one meetings", "reuniones a solas"),
    "evidence_group_meeting_some": ("meetings in a larger group", "reuniones en un grupo grande"),
    "evidence_address_book_some": ("in the address book", "en la agenda"),
    "evidence_relation_some": (
        "named as close in an address book",
        "relación cercana, según una agenda",
    ),
    "evidence_same_employer_some": ("same employer", "misma empresa"),
    "evidence_same_school_some": ("same school", "mismo centro de estudios"),
    "evidence_connected_at_work_some": (
        "connected while working at the same company",
        "conexión mientras trabajaban en la misma empresa",
    ),
    "evidence_connected_at_work_at": (
        "inferred: connected while both worked at {where}",
        "deducido: conexión cuando trabajaban en {where}",
    ),
    "evidence_connected_at_work_on": (
        "inferred: connected while both worked at {where}, on {day}",
        "deducido: conexión cuando trabajaban en {where}, el {day}",
    ),
    "evidence_same_employer_at": (
        "inferred: both at {where} for {n} {n:month|months}, until {day}",
        "deducido: coincidieron {n} {n:mes|meses} en {where}, hasta el {day}",
    ),
    "evidence_same_employer_now": (
        "inferred: both at {where} on {day}, for how long is not known",
        "deducido: coincidían en {where} el {day}; no se sabe desde cuándo",
    ),
    "evidence_same_school_at": (
        "inferred: both studied at {where} for {n} {n:month|months}, until {day}",
        "deducido: coincidieron {n} {n:mes|meses} como estudiantes en {where}, hasta el {day}",
    ),
    "evidence_same_school_now": (
        "inferred: both studied at {where} on {day}, for how long is not known",
        "deducido: estudiaban a la vez en {where} el {day}; no se sabe desde cuándo",
    ),
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
    "path_shared": ("also on a path above: {names}", "también en un camino anterior: {names}"),
    "paths_joint": (
        "the chance that at least one of them carries is at least {chance:%}",
        "la probabilidad de que al menos uno sirva es del {chance:%} como mínimo",
    ),
    "paths_joint_first": (
        "the first {n} share nobody; the chance that at least one of these carries is at least {chance:%}",
        (
            "los primeros {n} no comparten a nadie; la probabilidad de que al menos uno de ellos sirva es del "
            "{chance:%} como mínimo"
        ),
    ),
    "paths_sharing": (
        "{n} {n:path shares|paths share} introducers with those above: each of them halves what a path counts",
        (
            "{n} {n:camino comparte|caminos comparten} intermediarios con los anteriores: cada uno de ellos "
            "reduce a la mitad lo que cuenta un camino"
        ),
    ),
    "paths_avoid": ("not through: {names}", "sin pasar por: {names}"),
    "paths_through": ("only through: {names}", "solo por: {names}"),
    "paths_none": (
        "no path within {cutoff} {cutoff:degree|degrees}",
        "ningún camino de {cutoff} {cutoff:grado|grados} o menos",
    ),
    "paths_none_asked": (
        "no such path within {cutoff} {cutoff:degree|degrees}",
        "ningún camino así de {cutoff} {cutoff:grado|grados} o menos",
    ),
    # Introduction.
    "introduction_title": ("Introduction to {name}", "Presentación a {name}"),
    "message_to": ("Message to {name}", "Mensaje para {name}"),
    "note_to": ("Note to forward to {name}", "Nota para reenviar a {name}"),
    "to": ("To", "Para"),
    "subject": ("Subject", "Asunto"),
    "will_read": ("{name} will read: {what}", "{name} leerá: {what}"),
    "may_read": (
        "If the whole message is forwarded, {name} may read all of it",
        "Si se reenvía el mensaje entero, {name} podrá leerlo todo",
    ),
    "reads_name": ("your name, {name}", "tu nombre, {name}"),
    "reads_title": ("your title, {text}", "tu puesto, {text}"),
    "reads_company": ("your company, {text}", "tu empresa, {text}"),
    "reads_target": ("that you want to reach {name}", "que quieres llegar a {name}"),
    "reads_reason": ("the reason", "el motivo"),
    "reads_passed": ("that {name} passed it on", "que {name} se lo ha hecho llegar"),
    # The log of letters.
    "letters_title": ("Letters", "Cartas"),
    "letters_none": ("No letters are kept yet.", "Todavía no se ha guardado ninguna carta."),
    "letter_for": ("for", "para llegar a"),
    "letter_status": ("status", "estado"),
    "letter_drafted": ("drafted", "redactada"),
    "letter_sent": ("sent", "enviada"),
    "letter_yes": ("answered yes", "respuesta: sí"),
    "letter_no": ("answered no", "respuesta: no"),
    "letter_withdrawn": ("withdrawn", "retirada"),
    "letter_day": ("day", "día"),
    "letter_from": ("from", "de"),
    "letter_to": ("to", "para"),
    "letter_asked": (
        "There is a letter to {name} already, for {target}: {status}, {day}",
        "Ya hay una carta para {name}, para llegar a {target}: {status}, {day}",
    ),
    "letter_asked_undated": (
        "There is a letter to {name} already, for {target}: {status}",
        "Ya hay una carta para {name}, para llegar a {target}: {status}",
    ),
    "never_sent": (
        "These are drafts: netreach sends nothing.",
        "Son borradores: netreach no envía nada.",
    ),
}
