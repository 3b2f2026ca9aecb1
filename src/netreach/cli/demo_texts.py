"""What the demo tells, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DEMO_TEXTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "intro": (
            "This is what netreach is for, in eight scenes. Everybody in it is invented.",
            "Para esto sirve netreach, en ocho escenas. Todas las personas son inventadas.",
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
        "kept_world": (
            "The files are in {folder}, for the next time too; delete the folder whenever you like.",
            "Los archivos están en {folder}, también para la próxima vez; borra la carpeta cuando quieras.",
        ),
        "making_world": (
            "Making a world of 800,000 invented people and 12 million ties, once (later 2.5 GB of memory) ...",
            "Creando un mundo de 800.000 personas inventadas y 12 millones de vínculos (luego, 2,5 GB de RAM) ...",
        ),
        "making_archives": (
            "Writing the archives of forty of them, and everybody into tables ...",
            "Escribiendo los archivos de cuarenta de ellas, y tablas con todas ...",
        ),
        "making_networks": (
            "Importing them: first the archives, then the whole world ...",
            "Importando: primero los archivos, después el mundo entero ...",
        ),
        "on_path": (
            "Where the shell does not find netreach, type {program} in its place.",
            "Si la terminal no encuentra netreach, escribe {program} en su lugar.",
        ),
        "files": ("The files", "Los archivos"),
        "files_told": (
            (
                "{ego}, {title} at {company}, is building an app for regular customers and wants to hear from people "
                "who lead marketing elsewhere. {first} knows few of them. But {archives} people have put the "
                "archives together that LinkedIn gives everybody of their own data. What is in {first}'s?"
            ),
            (
                "{ego} ({title} de {company}) prepara una aplicación para clientes habituales y quiere hablar con "
                "quienes dirigen el marketing en otras empresas. {first} conoce a pocos. Pero {archives} personas "
                "han reunido los archivos que LinkedIn da a cada cual con sus propios datos. ¿Qué contiene el de "
                "{first}?"
            ),
        ),
        "files_world": (
            (
                "{ego}, {title} at {company}, is building an app for regular customers and wants to hear from people "
                "who lead marketing elsewhere. {archives} people have put their LinkedIn archives together. And this "
                "time the whole world is there too, which nobody ever sees: {people} invented people and all their "
                "ties, as tables."
            ),
            (
                "{ego} ({title} de {company}) prepara una aplicación para clientes habituales y quiere hablar con "
                "quienes dirigen el marketing en otras empresas. {archives} personas han reunido sus archivos de "
                "LinkedIn. Y esta vez está también el mundo entero, que nadie ve jamás: {people} personas "
                "inventadas y todos sus vínculos, en tablas."
            ),
        ),
        "import": ("One network out of many", "De muchas redes, una"),
        "import_told": (
            (
                "Pooled, the archives show more than each alone: who stands in several of them becomes one person. "
                "A table of companies adds what LinkedIn leaves out, sectors and countries."
            ),
            (
                "Juntos, los archivos muestran más que cada uno por su lado: quien figura en varios pasa a ser una "
                "sola persona. Una tabla de empresas añade lo que LinkedIn no da: sectores y países."
            ),
        ),
        "pyramid": ("The pyramid", "La pirámide"),
        "pyramid_told": (
            (
                "From the viewpoint of {ego}, the direct contacts are few. The opportunities lie behind them. What "
                "nobody has shared stays unknown: so it says at least."
            ),
            (
                "Vistos desde {ego}, los contactos directos son pocos. Las oportunidades están detrás de ellos. Lo "
                "que nadie ha compartido no se sabe; por eso pone «al menos»."
            ),
        ),
        "pyramid_world": (
            (
                "First what the archives tell: at least so many. Then the world as it is: the direct contacts of "
                "{ego} are two or three people in ten thousand, as on LinkedIn."
            ),
            (
                "Primero, lo que cuentan los archivos: al menos tantos. Después, el mundo tal como es: los contactos "
                "directos de {ego} son dos o tres de cada diez mil personas, como en LinkedIn."
            ),
        ),
        "compass": ("The compass", "La brújula"),
        "compass_told": (
            (
                "Who leads marketing? The titles are in many languages, so there are several expressions: any of "
                "them will do. Saved under a name, they are a compass that can be run again after every import."
            ),
            (
                "¿Quién dirige el marketing? Los cargos están en muchos idiomas; por eso hay varias expresiones y "
                "basta con que se cumpla una. Guardadas con un nombre, son una brújula que se puede volver a usar "
                "tras cada importación."
            ),
        ),
        "compass_name": ("marketing", "marketing"),
        "territory": ("The territory", "El territorio"),
        "territory_told": (
            "In which sectors do they work, and which contact opens the door to each?",
            "¿En qué sectores trabajan, y qué contacto abre la puerta de cada uno?",
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
        "introduce": ("The letter", "La carta"),
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
            "I would love to hear what makes your customers come back.",
            "Me gustaría saber qué hace volver a vuestros clientes.",
        ),
        "next": ("Now with your own files", "Y ahora, con tus archivos"),
        "next_ask": (
            (
                "1. On LinkedIn: Settings & Privacy > Data privacy > Get a copy of your data. Choose the larger "
                "archive; LinkedIn sends a mail when it is ready."
            ),
            (
                "1. En LinkedIn: Ajustes y privacidad > Privacidad de los datos > Obtener una copia de tus datos. "
                "Elige el archivo más completo; LinkedIn envía un correo cuando está listo."
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
