"""The wording of introductions, in English and in Spanish.

The texts say nothing that the target may not read, since an introducer may forward the whole message. They avoid
words that depend on anybody's gender, and in Spanish the conjunction before a name ("y Inés" would be wrong).
A blank line parts paragraphs. The braces name: `ego`, `ego_first`, `ego_job`, `to_first`, `next`, `next_first`,
`next_job`, `target_job` (a name with what the person does), `introducer`, `before` (who introduced us), `reason`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs


@attrs.frozen(kw_only=True)
class Wording:
    """Everything that the letters of one language say.

    Attributes:
        employed: How a title and a company are joined.
        from_company: How someone is named by the company alone.
        request_subject: Subject of a message to an introducer.
        opening, opening_later: How a message begins: to the first introducer, and to one just met on the path.
        ask, ask_later: The request to the last introducer, who knows the target.
        ask_step, ask_step_later: The request to an introducer who knows the next one.
        request: The whole message; `{opening}` and `{ask}` are the texts above.
        note_subject: Subject of the note to forward.
        note: The note for the target.
        note_step: The note for the next introducer.
    """

    employed: str
    from_company: str
    request_subject: str
    opening: str
    opening_later: str
    ask: str
    ask_later: str
    ask_step: str
    ask_step_later: str
    request: str
    note_subject: str
    note: str
    note_step: str


ENGLISH: Final = Wording(
    employed="{title} at {company}",
    from_company="from {company}",
    request_subject="Would you introduce me to {next}?",
    opening="I hope you are well.",
    opening_later="Thank you for letting {before} put us in touch.",
    ask=(
        "I would love to get to know {target_job}, and I believe the two of you know each other."
        " Would you be willing to introduce us?"
    ),
    ask_later=(
        "As I wrote in my note, I would love to get to know {target_job}, and I believe the two of you know"
        " each other. Would you be willing to introduce us?"
    ),
    ask_step=(
        "I am trying to reach {target_job}, and I believe that {next_job}, whom you know, could help me get there."
        " Would you be willing to introduce me to {next_first}?"
    ),
    ask_step_later=(
        "As I wrote in my note, I am trying to reach {target_job}, and I believe that {next_job}, whom you know,"
        " could help me get there. Would you be willing to introduce me to {next_first}?"
    ),
    request="""\
Hi {to_first},

{opening} {ask}

Here is what it is about:

{reason}

If that sounds good to you, simply forward the note below: it is word for word what {next_first} will read.

And if you would rather not, for whatever reason, that is perfectly fine: a short "no" is enough, or no answer at all.

Thank you for thinking about it,
{ego_first}""",
    note_subject="Introduction: {ego}",
    note="""\
Hi {next_first},

I am {ego_job}. {introducer} was kind enough to pass this note on to you.

{reason}

Would you be open to a short conversation? If now is not a good time, I fully understand.

Kind regards,
{ego}""",
    note_step="""\
Hi {next_first},

I am {ego_job}. {introducer} was kind enough to pass this note on to you.

I am trying to reach {target_job}, and I hope that you can help me get there.

{reason}

Would you be open to hearing more? If it does not feel right, that is perfectly fine, and no explanation is needed.

Kind regards,
{ego}""",
)

SPANISH: Final = Wording(
    employed="{title} en {company}",
    from_company="de {company}",
    request_subject="¿Me presentarías a {next}?",
    opening="Espero que estés bien.",
    opening_later="Gracias por aceptar que {before} nos pusiera en contacto.",
    ask=(
        "Me gustaría mucho conocer a {target_job}, y tengo entendido que está entre tus contactos. ¿Nos presentarías?"
    ),
    ask_later=(
        "Como te contaba en mi nota, me gustaría mucho conocer a {target_job}, y tengo entendido que está entre tus"
        " contactos. ¿Nos presentarías?"
    ),
    ask_step=(
        "Me gustaría ponerme en contacto con {target_job}, y creo que {next_job}, que está entre tus"
        " contactos, podría ayudarme. ¿Me presentarías a {next_first}?"
    ),
    ask_step_later=(
        "Como te contaba en mi nota, me gustaría ponerme en contacto con {target_job}, y creo que {next_job},"
        " que está entre tus contactos, podría ayudarme. ¿Me presentarías a {next_first}?"
    ),
    request="""\
Hola, {to_first}:

{opening} {ask}

Te cuento por qué:

{reason}

Si te parece bien, basta con que reenvíes la nota de abajo: es, palabra por palabra, lo que leerá {next_first}.

Y si prefieres no hacerlo, por el motivo que sea, no pasa nada: me basta con un simple «no», o con que no contestes.

Muchas gracias y un saludo,
{ego_first}""",
    note_subject="Presentación: {ego}",
    note="""\
Hola, {next_first}:

Soy {ego_job}. {introducer} ha tenido la amabilidad de hacerte llegar esta nota.

{reason}

¿Te parecería bien que habláramos un rato? Si ahora no es buen momento, lo entiendo perfectamente.

Un saludo cordial,
{ego}""",
    note_step="""\
Hola, {next_first}:

Soy {ego_job}. {introducer} ha tenido la amabilidad de hacerte llegar esta nota.

Me gustaría ponerme en contacto con {target_job}, y espero que puedas ayudarme.

{reason}

¿Te parecería bien que te contara más? Si no lo ves claro, no pasa nada, y no hace falta que me expliques el motivo.

Un saludo cordial,
{ego}""",
)

WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType({"en": ENGLISH, "es": SPANISH})
"""The wording of every language of `netreach.render.words.LANGUAGES`."""
