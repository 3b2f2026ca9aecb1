"""The columns of Outlook and Thunderbird in the languages in which they are known, and what they are.

Languages: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Japanese, Chinese.
Dates, telephone numbers, notes and children are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_BY_FIELD = {
    "prefix": """
        Title | Anrede | Titre | Título | Tratamiento | Titolo | Titel | Tytuł | Обращение | 肩書き
        | 英文称谓 | 稱謂 | 称谓
    """,
    "first_name": """
        First Name | Vorname | Prénom | Nombre | Nome | Primeiro nome | Nome próprio | Voornaam | Imię | Имя
        | 名 | 名字 | Given Name
    """,
    "middle_name": """
        Middle Name | Weitere Vornamen | Zweiter Vorname | Deuxième prénom | Segundo nombre | Secondo nome
        | Segundo nome | Nome do meio | Middelste naam | Tweede naam | Drugie imię | Отчество
        | ミドル ネーム | 中间名 | 中間名
    """,
    "last_name": """
        Last Name | Nachname | Nom | Nom de famille | Apellidos | Apellido | Cognome | Sobrenome
        | Último nome | Apelido | Achternaam | Nazwisko | Фамилия | 姓 | 姓氏 | Surname
    """,
    "suffix": """
        Suffix | Suffixe | Sufijo | Titolo straniero | Sufixo | Achtervoegsel | Sufiks | Суффикс | 敬称
        | 中文称谓 | 後綴 | 后缀
    """,
    "name": """
        Display Name | Anzeigename | Nom à afficher | Nombre para mostrar | Nombre mostrado
        | Nome visualizzato | Nome de exibição | Nome a apresentar | Weergavenaam | Schermnaam
        | Wyświetlana nazwa | Nazwa wyświetlana | Отображаемое имя | Отображать как | 表示名 | 显示名称
        | 顯示名稱 | 显示名 | 氏名 | Nickname | Spitzname | Surnom | Apodo | Soprannome
        | Apelido de contacto | Bijnaam | Pseudonim | Псевдоним | ニックネーム | 昵称 | 暱稱
    """,
    "company": """
        Company | Organization | Organisation | Firma | Société | Entreprise | Organización | Empresa
        | Compañía | Società | Azienda | Organizzazione | Organização | Companhia | Bedrijf | Organisatie
        | Organizacja | Организация | Компания | 会社名 | 会社 | 組織 | 单位 | 公司 | 组织 | 組織名稱
    """,
    "title": """
        Job Title | Position | Arbeitstitel | Titre 2 | Fonction | Poste | Titre professionnel | Puesto
        | Cargo | Posizione | Qualifica | Mansione | Functie | Werktitel | Stanowisko | Tytuł zawodowy
        | Должность | 役職 | 职务 | 職稱 | 职位 | 头衔 | Profession | Beruf | Occupation
    """,
    "email": """
        E-mail Address | Email Address | E-mail | E-mail # Address | Email # Address | Primary Email
        | Secondary Email | Email Home | Email Work | Email Other | E-Mail-Adresse | E-Mail # Adresse
        | E-Mail-Adresse # | Primäre E-Mail-Adresse | Sekundäre E-Mail-Adresse | Adresse de messagerie
        | Adresse de messagerie # | Adresse e-mail | Adresse e-mail # | Adresse électronique principale
        | Adresse électronique secondaire | Première adresse électronique
        | Adresse électronique supplémentaire | Dirección de correo electrónico
        | Dirección de correo electrónico # | Dirección del correo electrónico
        | Dirección del correo electrónico # | Dirección de correo | Dirección de correo #
        | Correo electrónico | Correo electrónico principal | Correo electrónico secundario
        | Correo-e principal | Correo-e secundario | Dirección de correo principal
        | Dirección de correo secundaria | Indirizzo posta elettronica | Indirizzo posta elettronica #
        | Indirizzo di posta elettronica | Indirizzo di posta elettronica # | Indirizzo e-mail
        | Indirizzo e-mail # | Email primaria | Email secondaria | Indirizzo email primario
        | Indirizzo email secondario | Email principale | Endereço de email | Endereço de email #
        | Endereço de e-mail | Endereço de e-mail # | Endereço de correio eletrónico
        | Endereço de correio eletrónico # | Endereço de correio electrónico
        | Endereço de correio electrónico # | Endereço eletrônico | Endereço de email principal
        | E-mail principal | E-mail secundário | Email principal | Email secundário | E-mail primário
        | E-mailadres | E-mailadres # | Primair e-mailadres | Secundair e-mailadres | Eerste e-mailadres
        | Tweede e-mailadres | E-mail adres | Adres e-mail | Adres e-mail # | Główny adres e-mail
        | Dodatkowy adres e-mail | Podstawowy adres e-mail | Główny e-mail | Drugi e-mail | Адрес эл. почты
        | Адрес # эл. почты | Адрес электронной почты | Адрес электронной почты #
        | Основной адрес электронной почты | Дополнительный адрес электронной почты
        | Основной адрес эл. почты | Дополнительный адрес эл. почты | 電子メール アドレス
        | 電子メール # アドレス | 電子メール | メール アドレス | 主要メールアドレス | 別のメールアドレス
        | メインのメールアドレス | 予備のメールアドレス | 电子邮件地址 | 电子邮件 # 地址 | 主要电子邮件
        | 次要电子邮件 | 首选电子邮件 | 备用电子邮件 | 电子邮件 | 電子郵件地址 | 電子郵件 # 地址
        | 主要電子郵件 | 次要電子郵件 | 電子郵件
    """,
    "url": """
        Web Page | Web Page # | Personal Web Page | Website Home Page | Website Profile | Website Work
        | Website Other | Webseite | Webseite # | Page Web | Page Web # | Página Web | Página Web #
        | Pagina Web | Pagina Web # | Página da Web | Página da Web # | Webpagina | Webpagina #
        | Strona sieci Web | Strona WWW # | Веб-страница | Веб-страница # | Web ページ | Web ページ # | 网页
        | 网页 # | 網頁 | 網頁 #
    """,
    "group": """
        Categories | Kategorien | Catégories | Categorías | Categorie | Categorias | Categorieën
        | Categorien | Kategorie | Категории | 分類 | 分类 | 类别 | 類別
    """,
    "city": """
        Business City | Work City | Ort geschäftlich | Dienstlich Ort | Ville (bureau) | Ciudad del trabajo
        | Ciudad de trabajo | Localidad del trabajo | Città (uff.) | Città ufficio
        | Cidade do endereço comercial | Cidade comercial | Cidade (emprego) | Werkadres, plaats
        | Adres służbowy - miejscowość | Город (раб. адрес) | 市町村 (会社) | 商务地址 市/县 | 商務 - 市/鎮
        | Home City | Ort privat | Privat Ort | Ville (domicile) | Ciudad particular | Ciudad de domicilio
        | Localidad particular | Città (ab.) | Cidade do endereço residencial | Cidade residencial
        | Huisadres, plaats | Adres domowy - miejscowość | Город (дом. адрес) | 市町村 (自宅)
        | 住宅地址 市/县
    """,
    "region": """
        Business State | Work State | Work County | Region geschäftlich | Dienstlich Bundesland
        | Dép/Région (bureau) | Estado o provincia del trabajo | Provincia o estado de trabajo
        | Provincia (uff.) | Estado do endereço comercial | Werkadres, provincie
        | Adres służbowy - województwo | Область (раб. адрес) | 都道府県 (会社) | 商务地址 省/市/自治区
    """,
    "country": """
        Business Country/Region | Business Country | Work Country | Land/Region geschäftlich
        | Dienstlich Land | Pays/Région (bureau) | Pays (bureau) | País o región del trabajo
        | País del trabajo | País o región de trabajo | Paese/area geografica (uff.)
        | País/Região do endereço comercial | País/Região (emprego) | Land/regio (werk)
        | Werkadres, land/regio | Adres służbowy - kraj/region | Страна или регион (раб. адрес)
        | Страна (раб. адрес) | 国 (会社)/地域 | 商务地址 国家/地区 | Home Country/Region | Home Country
        | Land/Region privat | Privat Land | Pays/Région (domicile) | Pays (domicile)
        | País o región particular | Paese/area geografica (ab.) | País/Região do endereço residencial
        | Land/regio (thuis) | Adres domowy - kraj/region | Страна или регион (дом. адрес) | 国 (自宅)/地域
        | 住宅地址 国家/地区
    """,
    "relation:manager": """
        Manager's Name | Manager | Name des/r Vorgesetzten | Name des/der Vorgesetzten
        | Name des Vorgesetzten | Vorgesetzter
        | Responsable | Nom du responsable | Nombre del director | Nombre del administrador
        | Nombre del jefe | Administrador | Nome manager | Nome responsabile | Nome do gerente | Gerente
        | Nome do gestor | Nome do chefe | Naam manager | Menedżer | Imię i nazwisko menedżera
        | Nazwisko kierownika | Руководитель | Имя руководителя | マネージャー | 上司の氏名 | 上司の名前 | 经理姓名
        | 經理名稱 | 經理姓名
    """,
    "relation:assistant": """
        Assistant's Name | Assistent(in) | Name Assistent | Name des Assistenten | Nom de l'assistant(e)
        | Nombre del asistente | Nombre de ayudante | Nombre del ayudante | Nome assistente
        | Nome do assistente | Naam assistent | Imię i nazwisko asystenta | Имя помощника | 秘書の氏名
        | アシスタントの氏名 | 助理的姓名 | 助理姓名 | 助理名稱
    """,
    "relation:spouse": """
        Spouse | Partner | Ehepartner | Ehepartner/Partner | Conjoint(e) | Cónyuge | Nome coniuge/partner
        | Coniuge/partner | Coniuge | Cônjuge | Współmałżonek | Małżonek | Супруг(а) | 配偶者 | 配偶
    """,
}

_COMMON = """
    Middle Name | Weitere Vornamen | Deuxième prénom | Segundo nombre | Secondo nome | Segundo nome
    | Middelste naam | Drugie imię | Отчество | ミドル ネーム | 中间名 | Suffix | Suffixe | Sufijo
    | Titolo straniero | Sufixo | Achtervoegsel | Sufiks | Суффикс | 敬称 | 中文称谓 | Anrede | Обращение
    | 肩書き | 英文称谓 | Department | Abteilung | Service | Departamento | Reparto | Afdeling | Dział
    | Отдел | 部署 | 部门 | Display Name | Anzeigename | Nom à afficher | Nombre para mostrar
    | Nome visualizzato | Nome de exibição | Weergavenaam | Wyświetlana nazwa | Отображаемое имя | 表示名
    | 显示名称 | Nickname | Spitzname | Surnom | Apodo | Soprannome | Bijnaam | Pseudonim | Псевдоним
    | ニックネーム | 昵称 | Mobile Phone | Mobiltelefon | Tél. mobile | Teléfono móvil | Cellulare
    | Telefone celular | Mobiele telefoon | Telefon komórkowy | Телефон переносной | 携帯電話 | 移动电话
"""

_TELLING = """
    E-mail Type | E-Mail-Typ | Type de messagerie | Tipo de correo electrónico | Tipo posta elettronica
    | Tipo de email | Tipo de e-mail | E-mailtype | Typ poczty e-mail | Тип эл. почты | 電子メールの種類
    | 电子邮件类型 | E-mail Display Name | E-Mail: Angezeigter Name | Nom complet de l'adresse de messagerie
    | Nombre mostrado de correo electrónico | Nome visualizzato posta elettronica
    | Nome para exibição do email | Weergavenaam voor e-mail | Nazwa wyświetlana e-mail
    | Краткое имя эл. почты | 電子メール表示名 | 电子邮件显示名称 | E-mail 2 Address | E-Mail 2: Adresse
    | Adresse de messagerie 2 | Dirección de correo electrónico 2 | Indirizzo posta elettronica 2
    | Endereço de email 2 | Endereço de e-mail 2 | E-mailadres 2 | Adres e-mail 2 | Адрес 2 эл. почты
    | 電子メール 2 アドレス | 电子邮件 2 地址 | 電子郵件 2 地址 | 電子郵件類型 | 電子郵件顯示名稱
    | Secondary Email | Sekundäre E-Mail-Adresse
    | Adresse électronique secondaire | Correo electrónico secundario | Email secondaria | E-mail secundário
    | Secundair e-mailadres | Dodatkowy adres e-mail | Дополнительный адрес электронной почты
    | 別のメールアドレス | Business Phone | Business Street | Home Street | Business City | Business Fax
    | Straße geschäftlich | Telefon geschäftlich | Rue (bureau) | Téléphone (bureau) | Calle del trabajo
    | Teléfono del trabajo | Via (uff.) | Rua do endereço comercial | Telefone comercial | Werkadres, straat
    | Telefoon op werk | Adres służbowy - ulica | Telefon służbowy | Улица (раб. адрес) | Рабочий телефон
    | 番地 (会社) | 会社電話 | 商务地址 街道 | 商务电话
"""


def _names(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split("|")]


OUTLOOK: Mapping[str, str] = MappingProxyType(
    {name: field for field, text in _BY_FIELD.items() for name in _names(text)}
)
"""Column -> field; of several columns for one field the earlier is preferred."""

TELLING: tuple[str, ...] = tuple(_names(_TELLING))
"""Columns that nobody writes by hand: one of them tells an address book, with another one of these or of `COMMON`."""

COMMON: tuple[str, ...] = tuple(_names(_COMMON))
"""Columns of address books that other tables of people may well have."""
