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
        | 英文称谓 | 稱謂 | 称谓 | 頭銜 | 头衔
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
        Suffix | Suffixe | Sufijo | Suffisso | Titolo straniero | Sufixo | Achtervoegsel | Sufiks | Суффикс
        | 敬称 | 中文称谓 | 後綴 | 后缀
    """,
    "name": """
        Display Name | Anzeigename | Nom à afficher | Nombre para mostrar | Nombre mostrado
        | Nome visualizzato | Nome de exibição | Nome a apresentar | Weergavenaam | Schermnaam
        | Wyświetlana nazwa | Nazwa wyświetlana | Отображаемое имя | Отображать как | 表示名 | 显示名称
        | 顯示名稱 | 显示名 | 氏名 | Nombre en pantalla | Mostrar nome
        | Nickname | Spitzname | Surnom | Apodo | Soprannome
        | Apelido de contacto | Bijnaam | Pseudonim | Przydomek | Псевдоним | ニックネーム | 昵称 | 暱稱
        | E-mail Display Name | E-Mail: Angezeigter Name | Nom complet de l'adresse de messagerie
        | Nombre mostrado de correo electrónico | Nome visualizzato posta elettronica
        | Nome para exibição do email | Weergavenaam voor e-mail | Nazwa wyświetlana e-mail
        | Краткое имя эл. почты | 電子メール表示名 | 电子邮件显示名称 | 電子郵件顯示名稱
    """,
    "company": """
        Company | Organization | Organisation | Firma | Société | Entreprise | Organización | Empresa
        | Compañía | Società | Azienda | Organizzazione | Organização | Companhia | Bedrijf | Organisatie
        | Organizacja | Организация | Компания | 会社名 | 会社 | 組織 | 单位 | 公司 | 组织 | 組織名稱
    """,
    "title": """
        Job Title | Position | Arbeitstitel | Titre 2 | Fonction | Poste | Titre professionnel | Puesto
        | Cargo | Posizione | Qualifica | Mansione | Functie | Werktitel | Stanowisko | Tytuł zawodowy
        | Должность | 役職 | 职务 | 職稱 | 职位 | Profession | Titolo di lavoro | Beruf | Occupation
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
        | 主要電子郵件 | 次要電子郵件 | 電子郵件 | Dirección de correo electrónico principal
        | Dirección de correo electrónico secundaria | Альтернативный адрес электронной почты
        | 电子邮件地址 # | 電子郵件地址 # | 主要邮箱 | 备用邮箱 | 主要 Email | 次要 Email
    """,
    "url": """
        Web Page | Web Page # | Personal Web Page | Website Home Page | Website Profile | Website Work
        | Website Other | Webseite | Webseite # | Page Web | Page Web # | Página Web | Página Web #
        | Pagina Web | Pagina Web # | Página da Web | Página da Web # | Webpagina | Webpagina #
        | Strona sieci Web | Strona WWW # | Веб-страница | Веб-страница # | Web ページ | Web ページ # | 网页
        | 网页 # | 網頁 | 網頁 #
        | Site Web # | Osobista strona sieci Web
    """,
    "group": """
        Categories | Kategorien | Catégories | Categorías | Categorie | Categorias | Categorieën
        | Categorien | Kategorie | Категории | 分類 | 分类 | 类别 | 類別
    """,
    "city": """
        Business City | Work City | Ort geschäftlich | Dienstlich Ort | Ville (bureau) | Ciudad del trabajo
        | Ciudad de trabajo | Localidad del trabajo | Città (uff.) | Città ufficio | Città di lavoro
        | Cidade do endereço comercial | Cidade comercial | Cidade (emprego) | Cidade de trabalho
        | Werkadres, plaats | Adres służbowy - miejscowość | Miasto (biuro) | Город (раб. адрес)
        | Город (раб.) | 市町村 (会社) | 商务地址 市/县 | 公司城市 | 工作城市 | 商務 - 市/鎮 | 商務市鎮
    """,
    "city:home": """
        Home City | Ort privat | Privat Ort | Ville (domicile) | Ciudad particular | Ciudad de domicilio
        | Ciudad de residencia | Localidad particular | Città (ab.) | Città di residenza
        | Cidade do endereço residencial | Cidade residencial | Cidade de casa | Huisadres, plaats
        | Adres domowy - miejscowość | Miasto (dom) | Город (дом. адрес) | 市町村 (自宅) | 住宅地址 市/县
        | 家庭城市 | 住家 - 市/鎮 | 居住市鎮
    """,
    "city:other": """
        Other City | Weiterer Ort | Ville (autre) | Otra ciudad | Città (altro) | Città Altro | Outra cidade
        | Ander adres, plaats | Inny adres - miejscowość | 其他城市 | 其他 - 市/鎮
    """,
    "region": """
        Business State | Work State | Work County | Region geschäftlich | Dienstlich Bundesland
        | Dép/Région (bureau) | Estado o provincia del trabajo | Provincia o estado de trabajo
        | Provincia (uff.) | Provincia di lavoro | Estado do endereço comercial | Estado comercial
        | Werkadres, provincie | Adres służbowy - województwo | Województwo (biuro) | Область (раб. адрес)
        | 都道府県 (会社) | 商务地址 省/市/自治区 | 公司省份 | 工作省份 | 商務 - 縣市 | 商務縣市
    """,
    "region:home": """
        Home State | Region privat | Bundesland/Kanton privat | Privat Bundesland | Dép/Région (domicile)
        | Provincia o estado de residencia | Provincia (ab.) | Provincia di residenza
        | Estado do endereço residencial | Estado de casa | Huisadres, provincie
        | Adres domowy - województwo | Województwo (dom) | Область (дом. адрес) | 都道府県 (自宅)
        | 住宅地址 省/市/自治区 | 家庭省份 | 住家 - 縣/市 | 居住縣市
    """,
    "region:other": """
        Other State | Weitere Region | Dép/Région (autre) | Otra provincia o estado | Provincia (altro)
        | Outro Estado | 其他省份 | 其他 - 縣/市
    """,
    "country": """
        Business Country/Region | Business Country | Work Country | Land/Region geschäftlich
        | Land geschäftlich | Dienstlich Land | Pays/Région (bureau) | Pays (bureau)
        | País o región del trabajo | País del trabajo | País o región de trabajo | País (Trabajo)
        | Paese/area geografica (uff.) | Nazione/Regione di lavoro | Nazione di lavoro
        | País/Região do endereço comercial | Região/País comercial | País/Região (emprego)
        | País de trabalho | Land/regio (werk) | Werkadres, land/regio | Adres służbowy - kraj/region
        | Kraj/region (biuro) | Страна или регион (раб. адрес) | Страна (раб. адрес) | Страна (раб.)
        | 国 (会社)/地域 | 商务地址 国家/地区 | 公司国家/地区 | 工作国家 | 商務 - 國家/地區 | 商務國家
    """,
    "country:home": """
        Home Country/Region | Home Country | Land/Region privat | Land privat | Privat Land
        | Pays/Région (domicile) | Pays (domicile) | País o región particular | País o región del domicilio
        | País de residencia | Paese/area geografica (ab.) | Nazione/Regione di casa | Nazione di residenza
        | País/Região do endereço residencial | Região/País de casa | País de casa | Land/regio (thuis)
        | Adres domowy - kraj/region | Kraj/region (dom) | Страна или регион (дом. адрес)
        | Страна (дом. адрес) | 国 (自宅)/地域 | 住宅地址 国家/地区 | 家庭国家/地区 | 家庭国家
        | 住家 - 國家/地區 | 居住國家
    """,
    "country:other": """
        Other Country/Region | Other Country | Weiteres Land | Weiteres Land/Region | Pays/Région (autre)
        | Otro país o región | Paese/area geografica (altro) | Nazione/Regione Altro | Outro País/Região
        | 其他国家/地区 | 其他 - 國家/地區
    """,
    "relation:manager": """
        Manager's Name | Manager | Name des/r Vorgesetzten | Name des/der Vorgesetzten
        | Name des Vorgesetzten | Vorgesetzter
        | Responsable | Nom du responsable | Nombre del director | Nombre del administrador
        | Nombre del jefe | Administrador | Nome manager | Nome responsabile | Nome do gerente | Gerente
        | Nome do gestor | Nome do chefe | Naam manager | Menedżer | Imię i nazwisko menedżera
        | Nazwisko kierownika | Руководитель | Имя руководителя | マネージャー | 上司の氏名 | 上司の名前 | 经理姓名
        | 經理名稱 | 經理姓名 | 主管名稱 | Nome del Responsabile | Menadżer
    """,
    "relation:assistant": """
        Assistant's Name | Assistent(in) | Name Assistent | Name des Assistenten | Nom de l'assistant(e)
        | Nombre del asistente | Nombre de ayudante | Nombre del ayudante | Nome assistente
        | Nome do assistente | Naam assistent | Imię i nazwisko asystenta | Имя помощника | 秘書の氏名
        | アシスタントの氏名 | 助理的姓名 | 助理姓名 | 助理名稱 | 助理
        | Nome dell'assistente | Asystent
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
    | Telefone celular | Celular | Mobiele telefoon | Telefon komórkowy | Телефон переносной | 携帯電話 | 移动电话
    | Suffisso | Przydomek | Nome do meio | Apelido | Telefono Mobile | Nombre en pantalla | Mostrar nome | Oddział
    | 中間名 | 部門 | 暱稱 | 顯示名稱 | 行動電話 | 手機號碼 | 手机 | 手机号码
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
    | Email Home | Email Work | Tel. dienstlich | Dienstlich: Adresse | Tél. professionnel
    | Adresse professionnelle | Teléfono (Trabajo) | Dirección de correo electrónico secundaria
    | Telefono di Lavoro | Indirizzo di lavoro | CAP di Lavoro | Telefono lavoro | Indirizzo E-mail 2
    | Fone comercial | Rua comercial | Fone de trabalho | Ulica (biuro) | Kod pocztowy (biuro)
    | Альтернативный адрес электронной почты | Адрес (раб.) | 商務電話 | 商務 - 街 | 商務地址 | 次要 Email
    | 商務 - 市/鎮 | 住家 - 市/鎮 | 住家電話 | 公司电话 | 公司街道 | 公司城市 | 家庭电话 | 电子邮件地址 2
    | 電子郵件地址 2 | 备用邮箱 | 工作电话 | 工作地址 | Città di lavoro | Miasto (biuro) | Cidade comercial
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
