"""What the demo tells, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DEMO_TEXTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "intro": (
            "This is what netreach is for, in seven scenes. Everybody in it is invented.",
            "Para esto sirve netreach, en siete escenas. Todas las personas son inventadas.",
        ),
        "temporary": (
            (
                "The files go into a temporary folder and are deleted at the end. The commands below "
                "work once you have made the same files to keep:"
            ),
            (
                "Los archivos van a una carpeta temporal y se borran al final. Las órdenes que siguen "
                "funcionan si antes creas los mismos archivos para conservarlos:"
            ),
        ),
        "kept": (
            "The files go into {folder} and stay there: try the commands below yourself.",
            "Los archivos van a {folder} y ahí se quedan: prueba tú mismo las órdenes que siguen.",
        ),
        "on_path": (
            "Where the shell does not find netreach, type {program} in its place.",
            "Si la terminal no encuentra netreach, escribe {program} en su lugar.",
        ),
        "files": ("The exports", "Las exportaciones"),
        "files_told": (
            (
                "{people} people live in this world. Twelve of them have asked LinkedIn for a copy of their data: "
                "{ego}, eight contacts, and three people one step further away."
            ),
            (
                "En este mundo viven {people} personas. Doce han pedido a LinkedIn una copia de sus datos: "
                "{ego}, ocho contactos suyos y tres personas un paso más allá."
            ),
        ),
        "import": ("One network out of twelve", "De doce redes, una"),
        "import_told": (
            "Pooled, the exports show more than each alone: who stands in several of them becomes one person.",
            "Juntas muestran más que cada una por separado: quien figura en varias pasa a ser una sola persona.",
        ),
        "pyramid": ("The pyramid", "La pirámide"),
        "pyramid_told": (
            "From the viewpoint of {ego}, the direct contacts are few. The opportunities lie behind them.",
            "Vistos desde {ego}, los contactos directos son pocos. Las oportunidades están detrás de ellos.",
        ),
        "search": ("The search", "La búsqueda"),
        "search_told": (
            (
                "{ego} wants to meet people who lead marketing. Their titles are in many languages, so there are "
                "several expressions: any of them will do."
            ),
            (
                "{ego} quiere conocer a quienes dirigen el marketing. Sus cargos están en muchos idiomas; por eso "
                "hay varias expresiones y basta con que se cumpla una."
            ),
        ),
        "introducers": ("The introducer", "Quién puede presentar"),
        "introducers_told": (
            "{target} is two steps away. Several contacts could introduce {ego}: which one, and why?",
            "{target} está a dos pasos. Varios contactos podrían presentar a {ego}: ¿cuál, y por qué?",
        ),
        "paths": ("The path", "El camino"),
        "paths_told": (
            "{far} is three steps away. These are the strongest ways there; strengths multiply along a path.",
            (
                "{far} está a tres pasos. Estos son los caminos más fuertes; a lo largo de un camino las fuerzas se "
                "multiplican."
            ),
        ),
        "introduce": ("The message", "El mensaje"),
        "introduce_told": (
            (
                "What {ego} may write: the request, with an easy way to say no, and the note that {target} will "
                "read. netreach sends nothing."
            ),
            (
                "Lo que {ego} puede escribir: la petición, con una salida fácil, y la nota que leerá {target}. "
                "netreach no envía nada."
            ),
        ),
        "reason": (
            "I am looking for marketing directors to try our survey tool.",
            "Busco directores de marketing para probar nuestra encuesta.",
        ),
        "next": ("Now with your own files", "Y ahora, con tus archivos"),
        "next_ask": (
            (
                "1. On LinkedIn: Settings & Privacy > Data privacy > Get a copy of your data. Choose the larger "
                "archive; LinkedIn sends a mail when it is ready."
            ),
            (
                "1. En LinkedIn: Ajustes y privacidad > Privacidad de datos > Obtén una copia de tus datos. Elige "
                "el archivo más completo; LinkedIn envía un correo cuando está listo."
            ),
        ),
        "next_import": (
            "2. Import it. Everything stays on this machine.",
            "2. Impórtalo. Todo se queda en este ordenador.",
        ),
        "next_look": ("3. Look around.", "3. Explora."),
        "next_pool": (
            (
                "4. Ask colleagues for their exports and import them too: every one of them opens more of the "
                "2nd and 3rd degree."
            ),
            (
                "4. Pide a tus colegas sus exportaciones e impórtalas también: cada una abre más del 2.º y del "
                "3.er grado."
            ),
        ),
        "your_file": ("my-export.zip", "mi-exportacion.zip"),
        "your_mail": ("me@example.org", "yo@example.org"),
        "your_network": ("my.netreach", "mi-red.netreach"),
        "more_files": ("... and {n} more", "... y {n} más"),
        "folder_taken": (
            "{folder} is not empty. Name a new folder, so that nothing of yours is mixed with invented people.",
            "{folder} no está vacía. Indica una carpeta nueva, para no mezclar nada tuyo con personas inventadas.",
        ),
    }
)
"""Every sentence: its key, the English text, the Spanish text."""
