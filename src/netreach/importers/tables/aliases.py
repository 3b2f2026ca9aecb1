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


PERSON_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    """
    id: id personid peopleid userid memberid contactid recordid nodeid uid key
    name: name fullname displayname personname contactname person nombrecompleto nombre
    first_name: firstname givenname forename first
    last_name: lastname surname familyname last apellidos apellido
    headline: headline tagline
    title: title jobtitle position currenttitle occupation job role cargo puesto
    company: company companyname employer organisation organization organisationname organizationname
        currentcompany currentemployer firm workplace empresa
    location: location city place town geolocation ubicacion ciudad localidad
    industry: industry sector branch
    country: country countrycode nation pais
    linkedin: linkedinurl linkedin linkedinprofile linkedinprofileurl profileurl publicprofileurl
    url: url website webpage homepage web
    emails: email emails emailaddress emailaddresses mail workemail primaryemail businessemail
        personalemail secondaryemail email1 email2 email3 correo correoelectronico
    school: school schools university college almamater universidad
    groups: groups group labels label tags tag categories category grupos grupo
    skills: skills skill
    as_of: asof updatedat updatedon lastupdated lastmodified modified
    """
)
"""Fields of a table of people, each with the names it goes by, the best first."""

TIE_ENDS: Final = tuple(
    (pair.split("-")[0], pair.split("-")[1])
    for pair in _words(
        """
    source-target from-to src-dst a-b person1-person2 person1id-person2id person1name-person2name
    persona-personb sourceid-targetid fromid-toid srcid-dstid fromnodeid-tonodeid startid-endid
    source-destination node1-node2 user1-user2 name1-name2 id1-id2 origen-destino
    """
    )
)
"""The two ends of a tie go by a pair of names."""

TIE_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    """
    source: source
    target: target
    strength: strength tiestrength probability
    weight: weight count interactions frequency messages peso
    since: since creationdate connectedon createdat created startdate timestamp date
    """
)

COMPANY_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    """
    company: company companyname employer organisation organization organisationname organizationname
        currentcompany currentemployer firm workplace empresa name account accountname
    industry: industry sector branch companyindustry
    size: size employees companysize headcount numberofemployees employeecount
    country: country countrycode nation pais
    location: location city place town geolocation ubicacion ciudad localidad headquarters hq
    """
)

HISTORY_FIELDS: Final[Mapping[str, tuple[str, ...]]] = _split(
    """
    person: id personid peopleid userid memberid contactid recordid nodeid uid key person employee email
        emails emailaddress emailaddresses mail workemail primaryemail businessemail personalemail
        secondaryemail email1 email2 email3 correo correoelectronico name fullname displayname
        personname contactname person nombrecompleto nombre
    organisation: company companyname employer organisation organization organisationname
        organizationname currentcompany currentemployer firm workplace empresa school schools university
        college almamater universidad
    title: title jobtitle position currenttitle occupation job role cargo puesto degree degreename
    location: location city place town geolocation ubicacion ciudad localidad
    start: start startdate startedon started workfrom startyear since from joined
    end: end enddate finishedon ended endyear until to
    class_year: classyear graduationyear graduated
    kind: kind
    """
)

TABLES: Final = (PERSON_FIELDS, TIE_FIELDS, COMPANY_FIELDS, HISTORY_FIELDS)
KNOWN: Final = frozenset(
    [name for table in TABLES for names in table.values() for name in names]
    + [end for pair in TIE_ENDS for end in pair]
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
        professional
    organisation: organisation organisations organization organizations company companies employer
        employers university universities school schools institution institutions firm firms
    place: place places city cities location locations
    other: tag tags tagclass forum forums post posts comment comments message messages event events
        product
    """
    ).items()
    for word in words
}
"""Kinds of things that ids may stand for, by the words for them; `"other"` is nothing that netreach reads."""

SCHOOLS: Final = frozenset(("university", "universities", "school", "schools"))
NODES: Final = frozenset(("node", "nodes", "vertex", "vertices", "actors", "authors"))
"""Words in the name of a file that holds people."""

NOT_TIES: Final = frozenset(
    _words("content subject body folder conversationid message direction sentat price amount")
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
    """.strip().splitlines()
)
"""Headers of formats that other importers read: LinkedIn's files, the contacts of Google."""

TYPES: Final = frozenset(
    _words(
        """
    id start_id end_id label type ignore string char boolean byte short int integer long float double date
    datetime localdatetime time localtime duration point
    """
    )
)
"""What may stand behind the colon in headers of graph databases."""
