"""The columns of every file of the archive that is read, under all the names that they have gone by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netreach.importers.csvrows import Layout

_FIRST = "firstname givenname first vorname prenom nombre nome primeironome voornaam fornavn fornamn imie имя 名 名字"
_LAST = (
    "lastname surname familyname last nachname nom apellidos apellido cognome sobrenome ultimonome achternaam "
    "etternavn efternavn efternamn nazwisko фамилия 姓 姓氏"
)
_EMAIL = "emailaddress email emailaddresses mail emailadresse adresseemail correoelectronico indirizzoemail"
_URL = "url profileurl linkedinurl linkedinprofileurl linkedinprofile publicprofileurl linkedin"
_COMPANY = (
    "company companyname organization organisation employer firma unternehmen entreprise societe empresa azienda "
    "bedrijf"
)
_POSITION = "position jobtitle title occupation poste cargo puesto posizione functie"
_CONNECTED = (
    "connectedon connecteddate connectedat dateconnected connectiondate connected verbundenam connectele conectadoel "
    "collegatoil conectadoem"
)

CONNECTIONS = Layout(
    aliases={
        "first": tuple(_FIRST.split()),
        "last": tuple(_LAST.split()),
        "url": tuple(_URL.split()),
        "email": tuple(_EMAIL.split()),
        "company": tuple(_COMPANY.split()),
        "position": tuple(_POSITION.split()),
        "connected": tuple(_CONNECTED.split()),
    },
    required=(("first", "last"),),
)

MESSAGES = Layout(
    aliases={
        "conversation": ("conversationid",),
        "title": ("conversationtitle",),
        "from": ("from", "sender", "sendername"),
        "sender_url": ("senderprofileurl",),
        "to": ("to", "recipients", "recipient"),
        "recipient_urls": ("recipientprofileurls", "recipientprofileurl"),
        "date": ("date", "sentat", "sentdate"),
        "subject": ("subject",),
        "content": ("content", "body", "message"),
        "direction": ("direction",),
        "folder": ("folder",),
        "draft": ("ismessagedraft",),
        "conversation_draft": ("isconversationdraft",),
    },
    required=(
        ("conversation", "from", "to", "date"),
        ("from", "to", "date", "content", "folder"),
        ("from", "to", "date", "content", "direction"),
    ),
)

INVITATIONS = Layout(
    aliases={
        "from": ("from",),
        "to": ("to",),
        "sent": ("sentat", "sentdate", "date"),
        "message": ("message",),
        "direction": ("direction",),
        "inviter_url": ("inviterprofileurl",),
        "invitee_url": ("inviteeprofileurl",),
    },
    required=(("from", "to", "sent"), ("from", "to", "direction")),
)

PROFILE = Layout(
    aliases={
        "first": ("firstname",),
        "last": ("lastname",),
        "headline": ("headline",),
        "industry": ("industry",),
        "location": ("geolocation", "location"),
    },
    required=(("first", "last"),),
)

EMAILS = Layout(
    aliases={"address": ("emailaddress", "email"), "confirmed": ("confirmed",), "primary": ("primary",)},
    required=(("address",),),
)

POSITIONS = Layout(
    aliases={
        "organisation": ("companyname", "company"),
        "title": ("title", "position"),
        "location": ("location",),
        "start": ("startedon", "startdate"),
        "end": ("finishedon", "enddate"),
    },
    required=(("organisation", "title"),),
)

EDUCATION = Layout(
    aliases={
        "organisation": ("schoolname", "school"),
        "title": ("degreename", "degree"),
        "start": ("startdate", "startedon"),
        "end": ("enddate", "finishedon"),
    },
    required=(("organisation",),),
)

SKILLS = Layout(aliases={"name": ("name", "skill", "skillname")}, required=(("name",),))


def _endorsements(side: str) -> Layout:
    return Layout(
        aliases={
            "date": ("endorsementdate", "date"),
            "skill": ("skillname", "skill"),
            "first": (f"{side}firstname", "firstname"),
            "last": (f"{side}lastname", "lastname"),
            "url": (f"{side}publicurl", f"{side}profileurl", f"{side}url", "publicurl", "profileurl", "url"),
            "status": ("endorsementstatus", "status"),
        },
        required=(("skill", "first", "last"), ("skill", "url")),
    )


ENDORSEMENTS_GIVEN = _endorsements("endorsee")
ENDORSEMENTS_RECEIVED = _endorsements("endorser")

RECOMMENDATIONS = Layout(
    aliases={
        "first": ("firstname", "recommenderfirstname", "recommendeefirstname"),
        "last": ("lastname", "recommenderlastname", "recommendeelastname"),
        "company": ("company", "companyname", "recommendercompany", "recommendeecompany"),
        "job": ("jobtitle", "title", "position", "recommendertitle", "recommendeetitle"),
        "text": ("text", "body", "recommendationbody", "recommendation"),
        "date": ("creationdate", "createddate", "createdat", "recommendationdate", "date"),
        "status": ("status", "displaystatus", "recommendationstatus"),
    },
    required=(("first", "last", "text"), ("first", "last", "date")),
)

IMPORTED = Layout(
    aliases={
        "first": ("firstname",),
        "last": ("lastname",),
        "title": ("title",),
        "emails": ("emails",),
        "created": ("createdat",),
        "location": ("location",),
    },
    required=(("emails", "first", "last"),),
)

ROLES: Mapping[str, Layout] = MappingProxyType(
    {
        "connections": CONNECTIONS,
        "messages": MESSAGES,
        "invitations": INVITATIONS,
        "sent invitations": INVITATIONS,
        "profile": PROFILE,
        "email addresses": EMAILS,
        "positions": POSITIONS,
        "education": EDUCATION,
        "skills": SKILLS,
        "endorsement given info": ENDORSEMENTS_GIVEN,
        "endorsement received info": ENDORSEMENTS_RECEIVED,
        "recommendations given": RECOMMENDATIONS,
        "recommendations received": RECOMMENDATIONS,
        "importedcontacts": IMPORTED,
    }
)
"""Base name, as `base_name` writes it -> the layout of that file."""

DOMAINS: Mapping[str, str] = MappingProxyType(
    {
        "CONNECTIONS": "connections",
        "INBOX": "messages",
        "MESSAGES": "messages",
        "INVITATIONS": "invitations",
        "CONTACTS": "importedcontacts",
        "IMPORTED_CONTACTS": "importedcontacts",
        "PROFILE": "profile",
        "EMAIL_ADDRESSES": "email addresses",
        "POSITIONS": "positions",
        "EDUCATION": "education",
        "SKILLS": "skills",
    }
)
"""Domain of a JSON snapshot -> what the file of the archive with the same rows is."""

SIDED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ENDORSEMENTS": ("endorsement given info", "endorsement received info"),
        "RECOMMENDATIONS": ("recommendations given", "recommendations received"),
    }
)
"""Domains that hold two files of the archive: what the owner gave, and what the owner received."""
