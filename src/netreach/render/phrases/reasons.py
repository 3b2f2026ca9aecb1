"""Why rows of an export could not be used, in Spanish.

Importers write their reasons in English, where they are found; sources keep them so. Here is what the built-in ones
say: a sentence with `{}` for every value, and the same in Spanish, with the values in the same order or numbered as
`{1}`. Reasons that are put together with a semicolon are looked up part by part.
"""

from __future__ import annotations

from typing import Final

REASONS: Final[dict[str, str]] = {
    # Files of any kind
    "a NUL byte": "un byte NUL",
    "bytes that are no text were replaced by \ufffd": "había bytes que no son texto: en su lugar está \ufffd",
    "bytes that are no text became \ufffd": "había bytes que no son texto: en su lugar está \ufffd",
    "bytes that are no text in what names a person": "bytes que no son texto en lo que nombra a una persona",
    "a program took UTF-8 for Windows-1252": "un programa tomó UTF-8 por Windows-1252",
    "its odd letters were put right": "se han corregido sus letras raras",
    "the file may be cut short here": "quizá el archivo esté cortado aquí",
    "is a quote missing?": "¿falta una comilla?",
    "a quote that is never closed": "una comilla que no se cierra",
    "it takes in the {} lines after it": "abarca las {} líneas siguientes",
    "{} cells where the header has {}": "{} celdas donde el encabezado tiene {}",
    "{} cell where the header has {}": "{} celda donde el encabezado tiene {}",
    "some were joined": "se han unido algunas",
    "a cell of {} characters, more than {}": "una celda de {} caracteres, más de {}",
    "a cell of about {} characters, more than {}": "una celda de unos {} caracteres, más de {}",
    "a cell of more than {} characters": "una celda de más de {} caracteres",
    "a cell longer than {} bytes": "una celda de más de {} bytes",
    "and {} more rows like these": "y {} filas más como estas",
    "and {} more cells like these, left empty": "y {} celdas más como estas, que quedan vacías",
    "no header that is known: nothing was read from this file": (
        "ningún encabezado conocido: no se ha leído nada de este archivo"
    ),
    "the file was not read: {}": "no se ha leído el archivo: {}",
    "the row is kept without it": "la fila se conserva sin ese dato",
    "the contact is kept without it": "el contacto se conserva sin ese dato",
    # Dates
    "not a date": "no es una fecha",
    "this is no date, or nothing tells its day from its month": (
        "no es una fecha, o nada distingue el día del mes"
    ),
    "write 2024-12-31": "escriba 2024-12-31",
    "this day is years after all others": "este día es años posterior a todos los demás",
    "the year is probably mistyped": "probablemente el año esté mal escrito",
    "the card is read without it": "la tarjeta se lee sin ella",
    "the message is counted without it": "el mensaje se cuenta sin ella",
    "the invitation is read without it": "la invitación se lee sin ella",
    "the endorsement is read without it": "la validación se lee sin ella",
    "the recommendation is read without it": "la recomendación se lee sin ella",
    "{} observations are dated years after all others": (
        "{} observaciones llevan una fecha años posterior a todas las demás"
    ),
    "they are counted without a day": "se cuentan sin día",
    "dates such as 1/2/18 may be day/month or month/day, and nothing decides": (
        "fechas como 1/2/18 pueden ser día/mes o mes/día, y nada lo decide"
    ),
    "read as month/day": "se leen como mes/día",
    "dates such as 13/2/18 and 2/13/18 contradict each other in this file": (
        "fechas como 13/2/18 y 2/13/18 se contradicen en este archivo"
    ),
    # Address books
    "not an e-mail address": "no es una dirección de correo",
    "this is no e-mail address": "no es una dirección de correo",
    "several profiles on LinkedIn": "varios perfiles de LinkedIn",
    "the contact is kept with the first": "el contacto se conserva con el primero",
    "related to a card that is not there": "relación con una tarjeta que no está",
    "related to somebody who cannot be told": "relación con alguien que no se puede identificar",
    "related to somebody whose name several have": "relación con alguien cuyo nombre llevan varias personas",
    "the card does not end": "la tarjeta no termina",
    "the card does not end before the next one begins": "la tarjeta no termina antes de que empiece la siguiente",
    "text that belongs to no card": "texto que no pertenece a ninguna tarjeta",
    "a property of more than {} characters": "una propiedad de más de {} caracteres",
    "more than {} properties": "más de {} propiedades",
    # LinkedIn
    "no name, profile URL or e-mail address: nobody can be told from this row": (
        "ni nombre, ni URL del perfil, ni dirección de correo: esta fila no dice de quién es"
    ),
    "not the URL of a LinkedIn profile": "no es la URL de un perfil de LinkedIn",
    "no e-mail address": "sin dirección de correo",
    "neither an organisation nor a title": "ni organización ni cargo",
    "a skill without a name": "una aptitud sin nombre",
    "something that is no page of a snapshot": "algo que no es una página de la copia de datos",
    "a page that does not say of which domain it is": "una página que no dice de qué dominio es",
    "a further page was announced, and is not here: the list is not whole": (
        "se anunciaba otra página y no está: la lista no está completa"
    ),
    "no object with columns and values": "no es un objeto con columnas y valores",
    "a column stands twice with different values": "una columna está dos veces, con valores distintos",
    "a value that is no text was passed over": "se ha pasado por alto un valor que no es texto",
    # Mail and calendars
    "no From": "sin From",
    "no address in From": "sin dirección en From",
    "no header of a message": "no es el encabezado de un mensaje",
    "no Date that can be read": "sin Date que se pueda leer",
    "it is counted without a day": "se cuenta sin día",
    "the day of delivery was taken": "se ha tomado el día de la entrega",
    "the file ends within the header of this message": "el archivo termina dentro del encabezado de este mensaje",
    "the header is longer than {} KiB": "el encabezado ocupa más de {} KiB",
    "its rest was not read": "el resto no se ha leído",
    "holds no message: no line that begins with 'From ' starts one": (
        "no contiene mensajes: ninguna línea que empiece por «From » inicia uno"
    ),
    "{}: {} more messages like these": "{}: {} mensajes más como estos",
    "{} (and more like it)": "{} (y otros iguales)",
    "the file ends within this event": "el archivo termina dentro de este evento",
    "no DTSTART that can be read": "sin DTSTART que se pueda leer",
    "a rule of repetition that is not read": "una regla de repetición que no se lee",
    "the event is counted once": "el evento se cuenta una vez",
    # Graphs
    "a network of two modes: {} ties between people, with 1 / (n - 1) for everything that n people have in common": (
        "una red de dos modos (vínculos entre personas: {}), con 1 / (n - 1) por cada cosa que n personas comparten"
    ),
    "a row without one of its ends": "una fila sin uno de sus extremos",
    "{} of {} ends of edges are no nodes of the file, such as {}": (
        "{} de {} extremos de aristas no son nodos del archivo, como {}"
    ),
    "these people are known by that alone": "de estas personas no se sabe más",
    "a node without an id": "un nodo sin id",
    "a node without an id (node {})": "un nodo sin id (nodo {})",
    "an edge without one of its ends": "una arista sin uno de sus extremos",
    "an edge without one of its ends (edge {})": "una arista sin uno de sus extremos (arista {})",
    "no vertex from 1 to {}": "no es un vértice de 1 a {}",
    "no two vertices from 1 to {}": "no son dos vértices de 1 a {}",
    "not all are vertices from 1 to {}": "no todos son vértices de 1 a {}",
    "not a list of vertices from 1 to {}": "no es una lista de vértices de 1 a {}",
    "a line beyond the last vertex": "una línea más allá del último vértice",
    "no row of {} numbers in a matrix of {} rows": "no es una fila de {} números en una matriz de {} filas",
    "a line outside of all sections": "una línea fuera de todas las secciones",
    "arrows that go one way only and make no tie: {}": "flechas en un solo sentido que no forman vínculo: {}",
    "count every arrow with --directed any, or Export(..., directed='any')": (
        "cuente todas las flechas con --directed any o Export(..., directed='any')"
    ),
    "attributes of nodes not used: {} and more (name what they are with --column)": (
        "atributos de los nodos sin usar: {} y más (diga qué son con --column)"
    ),
    "attributes of edges not used: {} and more": "atributos de las aristas sin usar: {} y más",
    "attributes of nodes not used: {} (name what they are with --column)": (
        "atributos de los nodos sin usar: {} (diga qué son con --column)"
    ),
    "attributes of edges not used: {}": "atributos de las aristas sin usar: {}",
    "left out above the list: {}": "omitido encima de la lista: {}",
    "the first row was taken for names of columns: {}": (
        "la primera fila se ha tomado por nombres de columnas: {}"
    ),
    "column {} was read as the weight": "la columna {} se ha leído como el peso",
    "column {} was read as the direction": "la columna {} se ha leído como la dirección",
    "column {} was read as the facts of networkx": "la columna {} se ha leído como los datos de networkx",
    "column {} was read as the day since when": "la columna {} se ha leído como el día desde cuándo",
    "column {} was read as the day since when, in seconds since 1970": (
        "la columna {} se ha leído como el día desde cuándo, en segundos desde 1970"
    ),
    "column {} was read as the day since when, in milliseconds since 1970": (
        "la columna {} se ha leído como el día desde cuándo, en milisegundos desde 1970"
    ),
    "column {} was read as the day since when, as a year": (
        "la columna {} se ha leído como el día desde cuándo, como año"
    ),
    "column {} was not read: {}": "la columna {} no se ha leído: {}",
    "{} vertices are announced, but there are {} lines: the file was cut short": (
        "se anuncian {} vértices, pero hay {} líneas: el archivo está cortado"
    ),
    "the header announces {} ties, but the lines have {}": (
        "el encabezado anuncia {} vínculos, pero las líneas tienen {}"
    ),
    "the ends of edges are whole numbers that are nobody's id: they count the nodes from 0": (
        "los extremos de las aristas son números enteros que no son el id de nadie: cuentan los nodos desde 0"
    ),
    "{} relations were read as one: {}": "{} relaciones se han leído como una: {}",
    "only the first network of the file was read": "solo se ha leído la primera red del archivo",
    "the part *{}, and what follows, was not read": "la parte *{} y lo que sigue no se han leído",
    # Tables
    "nothing names the person": "nada nombra a la persona",
    "nothing names the person: no id, address or name": "nada nombra a la persona: ni id, ni dirección, ni nombre",
    "there is no company in this row": "en esta fila no hay empresa",
    "there is no organisation in this row": "en esta fila no hay organización",
    "there is no place in this row": "en esta fila no hay lugar",
    "an id without a name": "un id sin nombre",
    "several people have this name: ties by this name go to none of their addresses": (
        "varias personas llevan este nombre: los vínculos por nombre no van a ninguna de sus direcciones"
    ),
    "use ids in both tables": "use ids en ambas tablas",
    "there is no organisation with this id": "no hay ninguna organización con este id",
    "there is no place with this id": "no hay ningún lugar con este id",
    "a tie without people": "un vínculo sin personas",
    "a tie without its first person": "un vínculo sin su primera persona",
    "a tie without its second person": "un vínculo sin su segunda persona",
    "the weight is no number above 0": "el peso no es un número mayor que 0",
    "the strength is not in (0, 1]": "la fuerza no está en (0, 1]",
    "map the column to 'weight' if it is a count": "si es una cuenta, asigne la columna a 'weight'",
    "it is empty or has no header that can be read": "está vacío o no tiene un encabezado que se pueda leer",
    "its first row names no columns of a table that is known: {}": (
        "su primera fila no nombra columnas de ninguna tabla conocida: {}"
    ),
    "it has no columns of a table that is known: {}": "no tiene columnas de ninguna tabla conocida: {}",
    "columns not used: {} and {} more (name them with --column {} or Export(columns=...), FIELD being one of {},"
    " or ignore to leave one out)": (
        "columnas sin usar: {} y {} más (diga qué son con --column {} o Export(columns=...), donde FIELD es uno de"
        " {}, o ignore para dejar una fuera)"
    ),
    "columns not used: {} and {} more (name them with --column {} or Export(columns=...),"
    " or ignore to leave one out)": (
        "columnas sin usar: {} y {} más (diga qué son con --column {} o Export(columns=...),"
        " o ignore para dejar una fuera)"
    ),
    "columns not used: {} (name them with --column {} or Export(columns=...), FIELD being one of {},"
    " or ignore to leave one out)": (
        "columnas sin usar: {} (diga qué son con --column {} o Export(columns=...), donde FIELD es uno de {},"
        " o ignore para dejar una fuera)"
    ),
    "columns not used: {} (name them with --column {} or Export(columns=...), or ignore to leave one out)": (
        "columnas sin usar: {} (diga qué son con --column {} o Export(columns=...), o ignore para dejar una fuera)"
    ),
    "people of {} are named by its column {}: is another one meant?": (
        "a las personas de {} las nombra su columna {}: ¿es otra?"
    ),
    "is a column of {} the id? It has: {}": "¿es el id una columna de {}? Tiene: {}",
    "name the column with --column COLUMN=id or Export(columns=...)": (
        "indique la columna con --column COLUMNA=id o Export(columns=...)"
    ),
    "{} of {} ends of ties name nobody in {} and {} more tables, such as {}": (
        "{} de {} extremos de vínculos no nombran a nadie de {} y {} tablas más, como {}"
    ),
    "{} of {} ends of ties name nobody in {}, such as {}": (
        "{} de {} extremos de vínculos no nombran a nadie de {}, como {}"
    ),
    # Questionnaires
    "the year is no year": "el año no es un año",
    "the answer counts without it": "la respuesta cuenta sin ese dato",
    "the day of the answer is no day": "el día de la respuesta no es un día",
    "the column {} names nobody": "la columna {} no nombra a nadie",
    "the answer is no whole number from 0 to 4": "la respuesta no es un número entero de 0 a 4",
}
"""What the built-in importers say: in English, and in Spanish. Reasons of plugins stay as they are."""
