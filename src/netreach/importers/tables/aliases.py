"""The names by which columns are known, as `netreach.importers.csvrows.column_name` writes them.

A new name is one word more here; `columns` says what a table is from the names that it finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


def _split(text: str) -> dict[str, tuple[str, ...]]:
    """Read `field: name name` lines; a line that names no field goes on with the one before."""
    found: dict[str, tuple[str, ...]] = {}
    field = ""
    for line in text.strip().splitlines():
        before, colon, after = line.partition(":")
        field = before.strip() if colon else field
        found[field] = (*found.get(field, ()), *(after if colon else line).split())
    return found


_NAME: Final = """
    name fullname displayname personname contactname person nombrecompleto nombreyapellidos nombre persona
        nomcomplet nomecompleto vollstandigername personne pessoa nom nome"""
_ID: Final = """
    id personid peopleid userid memberid contactid recordid nodeid uid key idpersona personaid idcontacto
        identificador codigo clave ident idpersonne identifiant personenid kennung idpessoa codice"""
_EMAIL: Final = """
    email emails emailaddress emailaddresses mail workemail primaryemail businessemail personalemail
        secondaryemail email1 email2 email3 correo correos correoelectronico direcciondecorreo
        direcciondecorreoelectronico emailadresse mailadresse courriel adresseemail adressemail
        correioeletronico postaelettronica indirizzoemail"""
_TITLE: Final = """
    title jobtitle position currenttitle occupation job role cargo puesto puestodetrabajo profesion
        ocupacion funktion beruf stelle rolle jobtitel poste fonction metier profession funcao profissao posizione
        ruolo professione"""
_COMPANY: Final = """
    company companyname employer organisation organization organisationname organizationname currentcompany
        currentemployer firm workplace empresa compania organizacion empleador firma unternehmen arbeitgeber
        societe entreprise employeur companhia organizacao empregador azienda impresa societa organizzazione"""
_LOCATION: Final = """
    location city place town geolocation ubicacion ciudad localidad ort stadt wohnort standort ville lieu
        localite cidade localidade citta provincia"""
_INDUSTRY: Final = "industry sector branch industria ramo branche secteur setor settore"
_COUNTRY: Final = "country countrycode nation pais land pays paese"
_SCHOOL: Final = """
    school schools university college almamater universidad centrodeestudios universitat hochschule universite
        ecole universidade universita"""

PERSON_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    f"""
    id: {_ID}
    name: {_NAME}
    first_name: firstname givenname forename first vorname prenom primeironome
    last_name: lastname surname familyname last apellidos apellido primerapellido nachname familienname
        nomdefamille sobrenome apelido cognome
    headline: headline tagline
    title: {_TITLE}
    company: {_COMPANY}
    location: {_LOCATION}
    industry: {_INDUSTRY}
    country: {_COUNTRY}
    linkedin: linkedinurl linkedin linkedinprofile linkedinprofileurl profileurl publicprofileurl perfillinkedin
        perfildelinkedin profillinkedin linkedinprofil profilolinkedin
    url: url website webpage homepage web sitioweb paginaweb perfil profil webseite siteweb profilo
    emails: {_EMAIL}
    school: {_SCHOOL}
    groups: groups group labels label tags tag categories category grupos grupo etiquetas etiqueta categoria
        gruppe gruppen groupe groupes gruppo gruppi
    skills: skills skill habilidades aptitudes competencias kenntnisse fahigkeiten competences competenze
    as_of: asof updatedat updatedon lastupdated lastmodified modified actualizado actualizadoel
        fechadeactualizacion aktualisiertam misajourle
    """
)
"""Fields of a table of people, each with the names it goes by, the best first."""

SURNAME_BESIDE: Final[Mapping[str, str]] = {"vorname": "name", "prenom": "nom"}
"""A first name under one of these words makes the plain name beside it a last name: `Name, Vorname`."""

FIRST_BESIDE: Final = frozenset(("name", "nombre", "nome"))
"""A last name makes the plain name beside it a first name: `Nombre, Apellidos`."""

TIE_ENDS: Final = tuple(
    (pair.split("-")[0], pair.split("-")[1])
    for pair in _words(
        """
    source-target from-to src-dst a-b person1-person2 person1id-person2id person1name-person2name
    persona-personb sourceid-targetid fromid-toid srcid-dstid fromnodeid-tonodeid startid-endid
    source-destination node1-node2 user1-user2 name1-name2 id1-id2 origen-destino idorigen-iddestino
    persona1-persona2 personaa-personab idpersona1-idpersona2 nombre1-nombre2 contacto1-contacto2 persona-contacto
    persona-conoce persona-conocea quelle-ziel source-cible origine-destination personne1-personne2
    origem-destino pessoa1-pessoa2 origine-destinazione
    """
    )
)
"""The two ends of a tie go by a pair of names."""

WEAK_ENDS: Final = tuple(
    (pair.split("-")[0], pair.split("-")[1])
    for pair in _words("de-a de-para da-a von-an von-nach von-zu desde-hasta von-bis")
)
"""Pairs that are ends only where no other column names anybody; they may as well be dates or prepositions."""

TIE_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    """
    source: source
    target: target
    strength: strength tiestrength probability fuerza fuerzadelvinculo probabilidad starke beziehungsstarke force
        forca forza
    weight: weight count interactions frequency messages peso pesos frecuencia interacciones mensajes gewicht
        haufigkeit poids frequence frequencia frequenza
    since: since creationdate connectedon createdat created startdate timestamp date desde fecha
        fechadeinicio fechainicio fechadecontacto conectadodesde seit datum depuis desdequando dal
    directed: directed type edgetype
    """
)

COMPANY_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    f"""
    company: {_COMPANY} name account accountname nombre nombredelaempresa nombreempresa razonsocial nom nome
    industry: {_INDUSTRY} companyindustry
    size: size employees companysize headcount numberofemployees employeecount tamano empleados
        numerodeempleados plantilla mitarbeiter mitarbeiterzahl effectif effectifs tamanho dimensione dipendenti
    country: {_COUNTRY}
    location: {_LOCATION} headquarters hq sede
    """
)

HISTORY_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    f"""
    person: {_ID} person employee
        {_EMAIL}
        {_NAME}
    organisation: {_COMPANY}
        {_SCHOOL}
    title: {_TITLE} degree degreename titulacion
    location: {_LOCATION}
    start: start startdate startedon started workfrom startyear since from joined desde inicio fechadeinicio
        fechainicio von seit beginn depuis debut inizio dal
    end: end enddate finishedon ended endyear until to hasta fin fechadefin fechafin bis ende ate fim fine
    class_year: classyear graduationyear graduated promocion anodegraduacion
    kind: kind
    """
)

TABLES: Final = (PERSON_FIELDS, TIE_FIELDS, COMPANY_FIELDS, HISTORY_FIELDS)
KNOWN: Final = frozenset(
    [name for table in TABLES for names in table.values() for name in names]
    + [end for pair in (*TIE_ENDS, *WEAK_ENDS) for end in pair]
)
MANY: Final = frozenset(("emails", "school", "groups", "skills"))
"""Fields that may have several columns."""

ONLY_PEOPLE: Final = frozenset(_words("first_name last_name headline title skills"))
"""Fields that nothing but a person has."""

GROUPS: Final[Mapping[str, str]] = {
    word: group
    for group, words in _split(
        """
    person: person persons people user users member members employee employees contact contacts
        professional persona personas gente contacto contactos empleado empleados usuario usuarios miembro
        miembros alumnos personen leute kontakte personne personnes pessoa pessoas persone
    organisation: organisation organisations organization organizations company companies employer
        employers university universities school schools institution institutions firm firms empresa
        empresas organizacion organizaciones compania companias universidad universidades firma firmen
        unternehmen entreprise entreprises societes azienda aziende
    place: place places city cities location locations lugar lugares ciudad ciudades
    other: tag tags tagclass forum forums post posts comment comments message messages event events
        product etiqueta foro mensaje mensajes evento eventos producto productos
    """
    ).items()
    for word in words
}
"""Kinds of things that ids may stand for, by the words for them; `"other"` is nothing that netreach reads."""

SCHOOLS: Final = frozenset(
    ("university", "universities", "school", "schools", "universidad", "universidades")
)
NODES: Final = frozenset(("node", "nodes", "vertex", "vertices", "actors", "authors", "nodos"))
"""Words in the name of a file that holds people."""

NOT_TIES: Final = frozenset(
    _words(
        """
    content subject body folder conversationid message direction sentat price amount asunto contenido mensaje
    carpeta precio importe betreff nachricht inhalt preis betrag objet contenu montant prix assunto mensagem
    preco oggetto messaggio importo prezzo
    """
    )
)
"""Columns of lists of messages, invitations and payments, which also have a `from` and a `to`."""

FOREIGN: Final = tuple(
    frozenset(line.split())
    for line in """
    connectedon firstname lastname
    conversationid from to
    inviteeprofileurl inviterprofileurl
    firstname lastname twitterhandles
    creationdate firstname lastname text
    endorsementdate skillname
    firstname thirdpartyverified
    confirmed emailaddress primary
    email1value
    familyname givenname groupmembership
    date fullname status
    firstname invoicenumber
    firstname verificationtype
    conectadoel nombre apellidos
    verbundenam vorname nachname
    connectele prenom nom
    conectadoem nome sobrenome
    collegatoil nome cognome
    netreachkey answersof
    clavenetreach responde
    """.strip().splitlines()
)
"""Headers of formats that other importers read: LinkedIn's files, the contacts of Google, questionnaires."""

TYPES: Final = frozenset(
    _words(
        """
    id start_id end_id label type ignore string char boolean byte short int integer long float double date
    datetime localdatetime time localtime duration point
    """
    )
)
"""What may stand behind the colon in headers of graph databases."""

SILENT: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset(
        _words(
            """
    locationip browserused gender birthday creationdate language languages speaks type interval timeset
    """
        )
    ),
    "ties": frozenset(_words("id label interval timeset")),
    "names": frozenset(_words("url type")),
}
"""Columns that netreach has no use for and says nothing about: those of LDBC and Gephi, by the kind of table."""
