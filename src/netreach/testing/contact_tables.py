"""Address books as tables: the columns of Google, Outlook and Thunderbird."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netreach.testing.contacts import Entry

GOOGLE: tuple[str, ...] = ("today", "before 2024", "UTF-16LE", "Takeout folder", "one cell", "semicolons")
"""Ways in which Google's table is written."""

OUTLOOK: Mapping[str, str] = {
    "en": "cp1252",
    "de": "cp1252",
    "fr": "cp1252",
    "es": "cp1252",
    "it": "cp1252",
    "pt": "cp1252",
    "nl": "cp1252",
    "pl": "cp1250",
    "ru": "cp1251",
    "ja": "cp932",
    "zh": "gb18030",
}
"""Languages of Outlook -> the code page of their Windows."""

THUNDERBIRD: tuple[str, ...] = ("en", "de", "fr")
"""Languages of Thunderbird."""

# Honorific, first, middle and last name, suffix, company, department, job, town, birthday, three columns of the first
# address, the second address, labels, manager, assistant, spouse.
_OUTLOOK_HEADERS: Mapping[str, str] = {
    "en": "Title|First Name|Middle Name|Last Name|Suffix|Company|Department|Job Title|Business City|Birthday"
    "|E-mail Address|E-mail Type|E-mail Display Name|E-mail 2 Address|Categories|Manager's Name|Assistant's Name"
    "|Spouse",
    "de": "Anrede|Vorname|Weitere Vornamen|Nachname|Suffix|Firma|Abteilung|Position|Ort geschäftlich|Geburtstag"
    "|E-Mail-Adresse|E-Mail-Typ|E-Mail: Angezeigter Name|E-Mail 2: Adresse|Kategorien|Name des/r Vorgesetzten"
    "|Assistent(in)|Partner",
    "fr": "Titre|Prénom|Deuxième prénom|Nom|Suffixe|Société|Service|Titre|Ville (bureau)|Anniversaire"
    "|Adresse de messagerie|Type de messagerie|Nom complet de l'adresse de messagerie|Adresse de messagerie 2"
    "|Catégories|Responsable|Nom de l'assistant(e)|Conjoint(e)",
    "es": "Título|Nombre|Segundo nombre|Apellidos|Sufijo|Organización|Departamento|Puesto|Ciudad de trabajo"
    "|Cumpleaños|Dirección de correo electrónico|Tipo de correo electrónico|Nombre mostrado de correo electrónico"
    "|Dirección de correo electrónico 2|Categorías|Nombre del director|Nombre del asistente|Cónyuge",
    "it": "Titolo|Nome|Secondo nome|Cognome|Titolo straniero|Società|Reparto|Posizione|Città (uff.)|Compleanno"
    "|Indirizzo posta elettronica|Tipo posta elettronica|Nome visualizzato posta elettronica"
    "|Indirizzo posta elettronica 2|Categorie|Nome manager|Nome assistente|Nome coniuge/partner",
    "pt": "Título|Primeiro nome|Segundo nome|Último nome|Sufixo|Empresa|Departamento|Cargo"
    "|Cidade do endereço comercial|Aniversário|Endereço de email|Tipo de email|Nome para exibição do email"
    "|Endereço de email 2|Categorias|Gerente"
    "|Nome do assistente|Cônjuge",
    "nl": "Titel|Voornaam|Middelste naam|Achternaam|Achtervoegsel|Bedrijf|Afdeling|Functie|Werkadres, plaats"
    "|Verjaardag|E-mailadres|E-mailtype|Weergavenaam voor e-mail|E-mailadres 2|Categorieën|Naam manager"
    "|Naam assistent|Partner",
    "pl": "Tytuł|Imię|Drugie imię|Nazwisko|Sufiks|Firma|Dział|Stanowisko|Adres służbowy - miejscowość|Urodziny"
    "|Adres e-mail|Typ poczty e-mail|Nazwa wyświetlana e-mail|Adres e-mail 2|Kategorie|Menedżer"
    "|Imię i nazwisko asystenta|Współmałżonek",
    "ru": "Обращение|Имя|Отчество|Фамилия|Суффикс|Организация|Отдел|Должность|Город (раб. адрес)|День рождения"
    "|Адрес эл. почты|Тип эл. почты|Краткое имя эл. почты|Адрес 2 эл. почты|Категории|Руководитель|Имя помощника"
    "|Супруг(а)",
    "ja": "肩書き|名|ミドル ネーム|姓|敬称|会社名|部署|役職|市町村 (会社)|誕生日|電子メール アドレス|電子メールの種類"
    "|電子メール表示名|電子メール 2 アドレス|分類|マネージャー|秘書の氏名|配偶者",
    "zh": "英文称谓|名|中间名|姓|中文称谓|单位|部门|职务|商务地址 市/县|生日|电子邮件地址|电子邮件类型"
    "|电子邮件显示名称|电子邮件 2 地址|类别|经理姓名|助理的姓名|配偶",
}
_THUNDERBIRD_HEADERS: Mapping[str, str] = {
    "en": "First Name|Last Name|Display Name|Nickname|Primary Email|Secondary Email|Screen Name|Work Phone|Work City"
    "|Job Title|Department|Organization|Web Page 1|Birth Year|Custom 1|Notes|",
    "de": "Vorname|Nachname|Anzeigename|Spitzname|Primäre E-Mail-Adresse|Sekundäre E-Mail-Adresse|Messenger-Name"
    "|Tel. dienstlich|Dienstlich: Ort|Arbeitstitel|Abteilung|Organisation|Webseite 1|Geburtsjahr|Benutzerdef. 1"
    "|Notizen|",
    "fr": "Prénom|Nom de famille|Nom à afficher|Surnom|Adresse électronique principale"
    "|Adresse électronique secondaire|Nom de l’écran|Tél. professionnel|Ville (bureau)|Fonction|Service|Organisation"
    "|Page Web 1|Année de naissance|Divers 1|Notes|",
}
_TODAY = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels"
)
_BEFORE = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,"
    "Birthday,Gender,Location,Occupation,Notes,Group Membership"
)


def google(style: str, book: Sequence[Entry]) -> tuple[str, bytes]:
    """Return the name and the bytes of Google's table, in one of the ways of `GOOGLE`."""
    rows = (
        _google_before(book) if style == "before 2024" else _google_today(book, one_cell=style == "one cell")
    )
    delimiter = ";" if style == "semicolons" else ","
    text = _table(rows, delimiter=delimiter, ending="\r\n" if style == "UTF-16LE" else "\n")
    file = "Takeout/Contacts/My Contacts/My Contacts.csv" if style == "Takeout folder" else "contacts.csv"
    return file, ("\ufeff" + text).encode("utf-16-le") if style == "UTF-16LE" else text.encode()


def _google_today(book: Sequence[Entry], *, one_cell: bool) -> list[list[str]]:
    most = 1 if one_cell else max(len(entry.mails + entry.other_mails) for entry in book)
    head = _TODAY.split(",")
    head += [f"E-mail {number} - {part}" for number in range(1, most + 1) for part in ("Label", "Value")]
    head += ["Address 1 - Label", "Address 1 - Formatted", "Address 1 - City"]
    head += [f"Relation {number} - {part}" for number in range(1, 4) for part in ("Label", "Value")]
    return [head, *(_google_row(head, entry, "Labels", "Label", one_cell=one_cell) for entry in book)]


def _google_before(book: Sequence[Entry]) -> list[list[str]]:
    most = max(len(entry.mails + entry.other_mails) for entry in book)
    head = _BEFORE.split(",")
    head += [f"E-mail {number} - {part}" for number in range(1, most + 1) for part in ("Type", "Value")]
    head += ["Address 1 - Type", "Address 1 - Formatted", "Address 1 - City"]
    head += ["Organization 1 - Type", "Organization 1 - Name", "Organization 1 - Title"]
    head += [f"Relation {number} - {part}" for number in range(1, 4) for part in ("Type", "Value")]
    return [head, *(_google_row(head, entry, "Group Membership", "Type") for entry in book)]


def _google_row(
    head: list[str], entry: Entry, labels: str, part: str, *, one_cell: bool = False
) -> list[str]:
    row = dict.fromkeys(head, "")
    row["Notes"] = 'A note,\nof "two" lines'
    row["Name"], row["Given Name"], row["Family Name"] = entry.name or entry.company, entry.first, entry.last
    row["First Name"], row["Last Name"] = entry.first, entry.last
    row["Organization Name"] = row["Organization 1 - Name"] = entry.company
    row["Organization Title"] = row["Organization 1 - Title"] = entry.title
    row["Birthday"], row["Address 1 - City"] = " --12-12", entry.city
    row["Address 1 - Formatted"] = f"Street 1\n{entry.city}" if entry.city else ""
    row[labels] = " ::: ".join(("* myContacts", *entry.groups))
    mails = entry.mails + entry.other_mails
    for number, mail in enumerate((" ::: ".join(mails),) if one_cell else mails, start=1):
        row[f"E-mail {number} - {part}"], row[f"E-mail {number} - Value"] = "* Work", mail
    related = (("Manager", entry.manager), ("* Assistant", entry.assistant), ("Spouse", entry.spouse))
    for number, (kind, name) in enumerate((pair for pair in related if pair[1]), start=1):
        row[f"Relation {number} - {part}"], row[f"Relation {number} - Value"] = kind, name
    return [row[name] for name in head]


def outlook(language: str, book: Sequence[Entry], *, encoding: str, delimiter: str) -> bytes:
    """Return Outlook's table in a language, an encoding and with a delimiter."""
    exchange = "/O=EXAMPLE/OU=EUROPE/CN=RECIPIENTS/CN=SOMEBODY"
    rows = [_OUTLOOK_HEADERS[language].split("|")]
    for entry in book:
        mails = (*entry.mails, *entry.other_mails, exchange, "")
        rows.append(
            [
                *("Dr." if entry.first else "", entry.first, "", entry.last, "", entry.company, "Sales"),
                *(
                    entry.title,
                    entry.city,
                    "0/0/00",
                    mails[0],
                    "EX" if mails[0] == exchange else "SMTP",
                    entry.name,
                ),
                *(mails[1], ";".join(entry.groups), entry.manager, entry.assistant, entry.spouse),
            ]
        )
    return _table(rows, delimiter=delimiter, ending="\r\n").encode(encoding)


def thunderbird(language: str, book: Sequence[Entry]) -> bytes:
    """Return Thunderbird's table in a language, with the delimiter that it puts behind every row."""
    rows = [_THUNDERBIRD_HEADERS[language].split("|")]
    for entry in book:
        mails = (*entry.mails, *entry.other_mails, "", "")
        shown = entry.name or entry.company
        rows.append(
            [
                *(
                    entry.first,
                    entry.last,
                    shown,
                    "",
                    mails[0],
                    mails[1],
                    "",
                    "1234",
                    entry.city,
                    entry.title,
                ),
                *("", entry.company, "", "", "", "a note", ""),
            ]
        )
    return _table(rows, delimiter=",", ending="\r\n").encode()


def _table(rows: Sequence[Sequence[str]], *, delimiter: str, ending: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue()
