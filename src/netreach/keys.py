"""Keys: the short strings `kind:value` by which exports name people.

`linkedin:` (profile slug) and `email:` are safe: they mean the same person in every export. `id:` is safe within its
namespace, one data set. `name:` is local: it joins rows of one owner's exports only.

A key is made so that equal keys mean one person, rather than that one person always has equal keys: two people
taken for one spoil every answer about both, one person taken for two only waits to be merged.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
import urllib.parse
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from netreach.text import clean, fold, words

SAFE_ORDER: tuple[str, ...] = ("linkedin", "email", "id", "name")
"""The kinds of keys, safest first."""

# --- profiles ----------------------------------------------------------------------------------------------------

_LONGEST_URL = 2000
_REMEMBERED = 120
"""Signs of the longest URL that is remembered."""

_WRAPPING = " \t\r\n\ufeff<>\"'()[]"
_PROFILE = re.compile(
    r"""
    (?: (?:[a-z][a-z0-9+.-]*:)? // ){0,2}       # any scheme or none; some tools write it twice
    (?: [a-z0-9-]{1,63} \. ){0,3} linkedin\.com \.?
    (?: :[0-9]{1,5} )?
    /+ (?: (?: mwlite | comm | m ) /+ )?        # the mobile page, and links in LinkedIn's mails
    (?: in /+ (?P<slug> [^/?#\\\s]+ )
      | pub /+ (?P<name> [^/?#\\\s]+ ) /+ (?P<numbers> [0-9a-f]{1,3} /+ [0-9a-f]{1,3} /+ [0-9a-f]{1,3} )
    )
    (?: [/?#] .* )?
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_TOKEN = re.compile(r"AC[ow]AA[A-Za-z0-9_-]{15,}")
"""A member's token that stands in place of a slug: unlike slugs, it is sensitive to case."""

_PLAIN_SLUG = re.compile("[A-Za-z0-9][A-Za-z0-9-]*")
_ESCAPED = re.compile("%[0-9a-f]{2}", re.IGNORECASE)


def linkedin_key(url: str) -> str | None:
    """Return the key of a LinkedIn profile URL, or `None` when the text is not one.

    Scheme, subdomain, case, query, fragment and what follows the slug (a language, a page of the profile) do not
    matter; percent escapes are decoded. Old addresses `/pub/name/7/29b/916` keep their form. Company pages,
    other sites, `/in/me` (whoever is logged in) and a bare slug are not profiles.

    Args:
        url: A URL as exported, or as somebody typed it.

    >>> linkedin_key("https://uk.linkedin.com/in/Ana-Ruiz/es?trk=mail")
    'linkedin:ana-ruiz'
    >>> linkedin_key("https://linkedin.com.example.org/in/ana-ruiz") is None
    True
    """
    return _remembered(url) if len(url) <= _REMEMBERED else _profile(url)


# One profile stands in the rows of all its messages.
@lru_cache(maxsize=1 << 16)
def _remembered(url: str) -> str | None:
    return _profile(url)


def _profile(url: str) -> str | None:
    if len(url) > _LONGEST_URL:
        return None
    match = _PROFILE.fullmatch(url.strip(_WRAPPING).rstrip(_WRAPPING + ".,;"))
    if match is None:
        return None
    slug = _slug(match["slug"] or match["name"])
    if slug is None or slug == "me":
        return None
    if match["name"]:
        return f"linkedin:pub/{slug}/{re.sub('/+', '/', match['numbers'].lower())}"
    return f"linkedin:{slug}"


def _slug(written: str) -> str | None:
    if _PLAIN_SLUG.fullmatch(written) and not _TOKEN.fullmatch(written):
        return written.lower()
    slug = written
    # Twice: addresses that went through another site's redirect are escaped twice.
    for _ in range(2):
        if _ESCAPED.search(slug):
            slug = _unescaped(slug)
    # Signs that end a sentence or a quotation are not the slug's, escaped or not.
    slug = unicodedata.normalize("NFC", slug).strip(".~'")
    if not _TOKEN.fullmatch(slug):
        slug = unicodedata.normalize("NFC", slug.lower())
    if not all(map(_may_be_in_slug, slug)) or not any(map(_says_something, slug)):
        return None
    return slug


def _unescaped(text: str) -> str:
    # A lone surrogate cannot be encoded; as a question mark it makes the slug invalid.
    raw = urllib.parse.unquote_to_bytes(text.encode("utf-8", "replace"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _may_be_in_slug(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in "-_.~'"
    # Letters of all scripts and emoji, with what holds emoji together; never blanks, controls or bidi marks.
    return unicodedata.category(character)[0] not in "ZC" or character in "\u200c\u200d"


def _says_something(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "S"


def slug_key(text: str) -> str | None:
    """Return the key of a profile of which only the slug is given, or `None` when the text cannot be a slug.

    >>> slug_key("Ana-Ruiz"), slug_key("Ana Ruiz")
    ('linkedin:ana-ruiz', None)
    """
    return None if "/" in text else linkedin_key(f"linkedin.com/in/{text}")


def typed_safe_key(text: str) -> str | None:
    """Return the safe key that a text is: a key, an address or a profile as typed; `None` where it is none.

    Role addresses are nobody's, so they are no keys either.

    >>> typed_safe_key("linkedin:Ana-Ruiz"), typed_safe_key("Ana@example.org"), typed_safe_key("ana")
    ('linkedin:ana-ruiz', 'email:ana@example.org', None)
    """
    kind, _, value = text.partition(":")
    if kind == "linkedin" and not value.startswith("//"):
        return linkedin_key(f"linkedin.com/{'' if value.startswith('pub/') else 'in/'}{value}")
    if kind == "email":
        return email_key(value)
    return linkedin_key(text) or email_key(text)


def linkedin_url(key: str) -> str:
    """Return the address of the profile that a `linkedin:` key names, as people read it.

    Letters and digits of every script stand as they are, which browsers and mail programs take as a link;
    whatever else is not ASCII (emoji, joiners) stays escaped.

    Args:
        key: A key made by `linkedin_key`.

    Raises:
        ValueError: The key is of another kind.

    >>> linkedin_url("linkedin:josé-ruiz")
    'https://www.linkedin.com/in/josé-ruiz'
    """
    if kind_of(key) != "linkedin":
        raise ValueError(f"{key!r} is not the key of a LinkedIn profile: expected linkedin:<slug>")
    path = key.removeprefix("linkedin:")
    if not path.startswith("pub/"):
        path = f"in/{path}"
    if path.isascii():
        shown = urllib.parse.quote(path)
    else:
        shown = "".join(sign if _is_readable(sign) else urllib.parse.quote(sign) for sign in path)
    return f"https://www.linkedin.com/{shown}"


def _is_readable(character: str) -> bool:
    if character.isascii():
        return False
    # Marks too: vowels of Indic scripts are marks. A composed letter has none in NFC, the form of all slugs.
    return unicodedata.category(character)[0] in "LNM" and not _shows_nothing(character)


def _shows_nothing(character: str) -> bool:
    return not clean(character) or "\ufe00" <= character <= "\ufe0f"


# --- e-mail addresses --------------------------------------------------------------------------------------------

_LONGEST_ADDRESS = 254
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+[A-Za-z]")
_ANGLE = re.compile(r"<([^<>]*@[^<>]*)>")
_COMMENT = re.compile(r"\s*\([^()]*\)$")
_PREFIX = re.compile(r"(?:mailto|smtp):", re.IGNORECASE)
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]+")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_EXCHANGE = re.compile(r"/o=|imceaex-|x400:|/c=", re.IGNORECASE)
_GMAIL = frozenset(("gmail.com", "googlemail.com"))


def email_key(address: str) -> str | None:
    """Return the key of a personal e-mail address, or `None`.

    Display names (`"Ruiz, Ana" <ana@example.org>`), `mailto:` and case do not matter; international domains take
    their ASCII form. Dots and `+tag` are left out at Gmail only, where Google documents that they do not count;
    elsewhere each server decides, and `a.b@` and `ab@` may be two people.

    `None` also stands for addresses that are not one person's: role accounts and robots (`is_role_address`), and
    the internal paths of Exchange.

    Args:
        address: An address as exported or typed.

    >>> email_key('"Ruiz, Ana" <Ana.Ruiz+lists@GoogleMail.com>')
    'email:anaruiz@gmail.com'
    >>> email_key("ana.ruiz@example.org"), email_key("info@example.org")
    ('email:ana.ruiz@example.org', None)
    """
    parts = _address(address)
    if parts is None or _is_role(*parts):
        return None
    return f"email:{parts[0]}@{parts[1]}"


def is_role_address(address: str) -> bool:
    """Return whether an address is a function, a list, a room or a robot rather than a person.

    Args:
        address: An address as exported or typed; a text that is no address is no role address.

    >>> is_role_address("no-reply@example.org"), is_role_address("Ventas@example.org")
    (True, True)
    >>> is_role_address("ana@example.org")
    False
    """
    parts = _address(address)
    return parts is not None and _is_role(*parts)


def _address(text: str) -> tuple[str, str] | None:
    """Return the local part and the domain in their normal form; `None` when the text is no address."""
    if ("@" not in text and "＠" not in text) or len(text) > 4 * _LONGEST_ADDRESS:
        return None
    plain = _PLAIN_ADDRESS.fullmatch(text) is not None
    local, _, domain = (text if plain else _bare_address(text)).lower().rpartition("@")
    domain = domain if plain else domain.rstrip(".")
    ascii_domain = _ascii_domain(domain) if len(domain) < _LONGEST_ADDRESS else None
    if ascii_domain is None or not (plain or _LOCAL.fullmatch(local)) or _EXCHANGE.match(local):
        return None
    if ascii_domain in _GMAIL:
        local, ascii_domain = local.partition("+")[0].replace(".", ""), "gmail.com"
    if not local or len(local) + len(ascii_domain) >= _LONGEST_ADDRESS:
        return None
    return local, ascii_domain


def _bare_address(text: str) -> str:
    """Return an address without the name, the scheme and the signs around it."""
    text = clean(text, limit=4 * _LONGEST_ADDRESS)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    within = _ANGLE.findall(text)
    text = within[-1] if within else _COMMENT.sub("", text)
    text = text.strip(" <>'\"").rstrip(".,;")
    if prefix := _PREFIX.match(text):
        text = urllib.parse.unquote(text[prefix.end() :].partition("?")[0]).strip()
    return unicodedata.normalize("NFC", text.lower())


# People are many, and their domains few.
@lru_cache(maxsize=1 << 12)
def _ascii_domain(domain: str) -> str | None:
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    return domain if _DOMAIN.fullmatch(domain) else None


_ROLES = frozenset(
    # Spelled without separators and accents. Beside English: Spanish, German, French, Portuguese, Italian, Dutch
    # and the Nordic languages.
    words("""
    abuse accounting accounts accountspayable accountsreceivable admin administration administrator admissions
    advertising alert alerts all announce announcements api assistance auto automailer autoreply billing bizdev
    board booking bookings bot bounce bounces calendar campaigns career careers catering ceooffice clientservices
    communications community compliance concierge contact contactus contracts customercare customerservice
    customersuccess customersupport daemon demo developers devops digest dispatch dpo editor editorial email
    enquiries enquiry events everyone facilities feedback finance frontdesk gdpr general gethelp group groups hello
    help helpdesk hey hi hiring hostmaster hr humanresources info information inquiries inquiry investorrelations
    investors invoice invoices ir it itsupport jobs legal licensing list lists listserv logistics mail mailer
    mailerdaemon mailman maintenance majordomo management marketing media meeting meetings member members
    membership news newsletter newsletters noc notice notices notification notifications notifier notify office
    officemanager operations ops order orders partner partners partnerships pay payment payments payroll people
    postmaster pr press privacy procurement production products project projects promo promotions publicrelations
    publicity purchasing quote quotes reception recruit recruiter recruiting recruitment register registrar
    registration reply reports request reservations returns robot root sales schedule scheduling secretary security
    service servicedesk services shipping shop social socialmedia sponsorship spam staff store studio subscribe
    subscriptions support survey surveys sysadmin system systems talent team tech techsupport technical tenders
    test tickets training travel undisclosed undisclosedrecipients unsubscribe update updates usenet uucp vendors
    verify volunteer webinar webinars webmaster website welcome www
    administracion asistencia atencion atencionalcliente ayuda boletin candidaturas clientes comercial compras
    comunicacion contabilidad contacto contratacion correo direccion empleo eventos facturacion facturas gerencia
    hola incidencias informacion laboral marketing pedidos pagos prensa presupuestos proveedores recepcion
    recursoshumanos reservas rrhh secretaria seleccion servicio servicioalcliente soporte tienda trabajo ventas
    anfrage anfragen auftrag bestellung bestellungen bewerbung bewerbungen buchhaltung buero buro datenschutz
    einkauf empfang hallo impressum jobs karriere kontakt kundendienst kundenservice mitglieder personalabteilung
    pressestelle presse rechnung rechnungen redaktion rezeption sekretariat service veranstaltungen verkauf vertrieb
    verwaltung werbung zentrale
    accueil achats adhesion assistance bonjour bureau candidature candidatures clientele commandes commercial
    communication compta comptabilite contacts courrier devis direction emploi facturation factures formation
    infos inscription mairie recrutement redaction reservation ressourceshumaines rh secretariat serviceclient
    serviceclients ventes
    ajuda atendimento candidatos cobranca comercial compras comunicacao contabilidade contato curriculo diretoria
    encomendas faleconosco faturacao faturamento financeiro fiscal geral imprensa loja ouvidoria pedidos
    recrutamento recursoshumanos reservas rh sac secretaria suporte vagas vendas
    abbonamenti acquisti amministrazione assistenza assistenzaclienti candidature ciao clienti commerciale
    contabilita contatti curriculum direzione eventi fatturazione fatture lavoro marketing negozio ordini pec
    personale posta prenotazioni protocollo redazione ricevimento risorseumane segreteria servizioclienti stampa
    supporto ufficio ufficiostampa vendite
    administratie bestuur boekhouding facturen inkoop klantenservice receptie secretariaat verkoop vragen
    ekonomi faktura firmapost kundservice myynti order post salg toimisto
    """)
)
# Two patterns: where all ways begin with a letter, not with a choice, they are found several times as fast.
_ROBOT_BEGINS = re.compile(
    r"no-repl[yi]|no-?respon|nao-?respon|non-?risp|(?:ne-?)?pas-?repond"
    r"|(?:bounces?|reply|notifications?|unsubscribe|owner)[-+=]"
)
_ROBOT = re.compile(
    r"noreply|noreplies|-no-repl[yi]|do-?not-?(?:reply|respond)|dont-?reply|unattended|mailer-?daemon"
    r"|auto-?(?:reply|responder|confirm)|-(?:ne-?)?pas-?repond|nicht-?antworten|keine-?antwort|niet-?beantwoorden"
    r"|-(?:bounces?|request|owner|notifications?)$"
)
_ROBOT_DOMAIN = re.compile(
    r"(?:^|\.)(?:(?:group|resource|import)(?:\.v)?\.calendar\.google\.com|googlegroups\.com|groups\.io|reply\.github\.com"
    r"|reply\.[a-z0-9.-]+|bounces?\.[a-z0-9.-]+)$"
)
_SEPARATORS = re.compile(r"[._-]+")
_DOTS = re.compile("[._]+")


@lru_cache(maxsize=1 << 12)
def _is_robot_domain(domain: str) -> bool:
    return _ROBOT_DOMAIN.search(domain) is not None


def _is_role(local: str, domain: str) -> bool:
    if _is_robot_domain(domain):
        return True
    local = fold(local)
    joined = _DOTS.sub("-", local) if "." in local or "_" in local else local
    if _ROBOT_BEGINS.match(joined) or _ROBOT.search(joined):
        return True
    local = local.partition("+")[0]
    if local.isalnum():
        return _is_function(local)
    parts = [part for part in _SEPARATORS.split(local) if part]
    if _is_function("".join(parts)):
        return True
    # One office of several: info-es@, de.sales@.
    return len(parts) == 2 and (
        (len(parts[1]) == 2 and _is_function(parts[0])) or (len(parts[0]) == 2 and _is_function(parts[1]))
    )


def _is_function(word: str) -> bool:
    return word in _ROLES or word.rstrip("0123456789") in _ROLES


# --- local keys --------------------------------------------------------------------------------------------------


def name_key(owner_key: str, name: str, *, number: int = 0) -> str:
    """Return the local key of a person who is known only by name in one owner's exports.

    Args:
        owner_key: The safest key of the owner.
        name: The person's name as written; spellings that differ in case, accents or signs give one key.
        number: Which of several people of that name, counted from 1; 0 when there is but one.

    Raises:
        ValueError: The name is blank or the number is negative.

    >>> name_key("linkedin:ana-ruiz", "Eva  LUND"), name_key("linkedin:ana-ruiz", "Eva Lund", number=2)
    ('name:linkedin:ana-ruiz/eva lund', 'name:linkedin:ana-ruiz/eva lund#2')
    """
    # A name of emoji only has no words, but is still somebody.
    folded = " ".join(words(clean(name))) or fold(clean(name)).replace("#", "")
    if not folded:
        raise ValueError(f"{name!r} holds nothing that could name a person")
    if number < 0:
        raise ValueError(f"people of one name are counted from 1, not {number}")
    return f"name:{owner_key}/{folded}" + (f"#{number}" if number > 1 else "")


def id_key(namespace: str, value: str | int) -> str:
    """Return the key of a person by the identifier of one data set.

    Args:
        namespace: The data set; it must not hold a slash.
        value: The identifier there; blanks around it do not count, everything else does.

    Raises:
        ValueError: The namespace or the identifier is blank, or the namespace holds a slash.

    >>> id_key("ldbc", 933)
    'id:ldbc/933'
    """
    text = str(value).strip()
    if not namespace.strip() or "/" in namespace:
        raise ValueError(f"{namespace!r} cannot be a namespace: it must be a word without a slash")
    if not text:
        raise ValueError(f"an identifier of {namespace!r} is blank")
    return f"id:{namespace.strip()}/{text}"


# --- all keys ----------------------------------------------------------------------------------------------------


def kind_of(key: str) -> str:
    """Return the kind of a key, one of `SAFE_ORDER`.

    Raises:
        ValueError: The text is not a key.

    >>> kind_of("email:ana@example.org")
    'email'
    """
    kind, colon, value = key.partition(":")
    if kind not in SAFE_ORDER or not colon or not value:
        raise ValueError(f"{key!r} is not a key: expected {', '.join(f'{kind}:...' for kind in SAFE_ORDER)}")
    return kind


def safest(keys: Iterable[str]) -> str:
    """Return the safest of some keys, and of equally safe ones the first in the alphabet.

    Raises:
        ValueError: There is no key, or one of them is not a key.

    >>> safest(["email:ana@example.org", "linkedin:ana-ruiz", "id:ldbc/7"])
    'linkedin:ana-ruiz'
    """
    ordered = sorted(keys, key=lambda key: (SAFE_ORDER.index(kind_of(key)), key))
    if not ordered:
        raise ValueError("there is no key to choose from")
    return ordered[0]


def readable(text: str) -> str:
    """Return what a safe key says, without its kind; any other text, such as a name, as it is.

    >>> readable("email:ana@example.org"), readable("linkedin:ana-ruiz"), readable("Ana: Ruiz")
    ('ana@example.org', 'ana-ruiz', 'Ana: Ruiz')
    """
    return text.partition(":")[2] if text.startswith(("email:", "linkedin:")) else text


def person_id(key: str) -> str:
    """Return the public id of the person whom a key names: `p` and 16 signs, the same in every network.

    >>> person_id("linkedin:ana-ruiz")
    'pkgqoscvyuyvge7c6'
    """
    return "p" + base64.b32encode(id_digest(key)).decode("ascii").lower()


def id_digest(key: str) -> bytes:
    """Return the ten bytes of which the public id of a key is made.

    >>> len(id_digest("linkedin:ana-ruiz"))
    10
    """
    # 80 bits: among a million people two share an id with a chance of 4e-13, among a billion of 4e-7.
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=10).digest()


_PERSON_ID = re.compile("p[a-z2-7]{16}")


def looks_like_id(text: str) -> bool:
    """Return whether a text has the form of a public id.

    >>> looks_like_id("pkgqoscvyuyvge7c6"), looks_like_id("Ana Ruiz")
    (True, False)
    """
    return _PERSON_ID.fullmatch(text) is not None


# --- what a user types -------------------------------------------------------------------------------------------

_URL = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)


class Who(NamedTuple):
    """What somebody typed for a person.

    Attributes:
        kind: `"id"` (a public id), `"key"` (a key), `"url"` (an address that is not a LinkedIn profile) or `"name"`.
        value: The id, the key, the URL as typed, or the cleaned name.
    """

    kind: Literal["id", "key", "url", "name"]
    value: str


def parse_who(text: str) -> Who:
    """Return what a text that names a person is: an id, a key (of a profile or an address), a URL or a name.

    A role address gives its key too, though nobody is named by it: that nobody has it is the right answer.

    >>> parse_who("www.linkedin.com/in/ana-ruiz"), parse_who("Ana@Example.org")
    (Who(kind='key', value='linkedin:ana-ruiz'), Who(kind='key', value='email:ana@example.org'))
    >>> parse_who(" Ana  Ruiz ")
    Who(kind='name', value='Ana Ruiz')
    """
    typed = clean(text, limit=_LONGEST_URL)
    if looks_like_id(typed):
        return Who("id", typed)
    if profile := linkedin_key(typed):
        return Who("key", profile)
    if _URL.match(typed):
        return Who("url", typed)
    kind, _, value = typed.partition(":")
    if kind in SAFE_ORDER and value:
        return Who("key", _typed_key(kind, value.strip()))
    if parts := _address(typed):
        return Who("key", f"email:{parts[0]}@{parts[1]}")
    return Who("name", typed)


def _typed_key(kind: str, value: str) -> str:
    normal: str | None = None
    if kind == "linkedin":
        normal = linkedin_key(f"linkedin.com/{'' if value.startswith('pub/') else 'in/'}{value}")
    elif kind == "email":
        parts = _address(value)
        normal = f"email:{parts[0]}@{parts[1]}" if parts else None
    return normal or f"{kind}:{value}"
