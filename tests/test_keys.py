"""Keys of people: profiles, addresses, names, identifiers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.keys import (
    SAFE_ORDER,
    Who,
    email_key,
    id_key,
    is_role_address,
    kind_of,
    linkedin_key,
    linkedin_url,
    looks_like_id,
    name_key,
    parse_who,
    person_id,
    safest,
    slug_key,
    typed_safe_key,
)
from netreach.text import clean

LAWS = settings(deadline=None, derandomize=True, database=None, max_examples=300)

TOKEN = "ACoAABcDefGhIjKlMnOpQrStUv"

# --- profiles ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/ana-ruiz",
        "http://linkedin.com/in/ana-ruiz/",
        "www.linkedin.com/in/Ana-Ruiz",
        "linkedin.com/in/ana-ruiz",
        "//www.linkedin.com/in/ana-ruiz",
        "HTTPS://WWW.LINKEDIN.COM/IN/ANA-RUIZ/",
        "https://uk.linkedin.com/in/ana-ruiz?trk=people-guest",
        "https://es.linkedin.com/in/ana-ruiz?originalSubdomain=es#top",
        "https://m.linkedin.com/in/ana-ruiz",
        "https://www.linkedin.com:443/in/ana-ruiz",
        "https://www.linkedin.com./in/ana-ruiz",
        "https://www.linkedin.com/in/ana-ruiz/en",
        "https://www.linkedin.com/in/ana-ruiz/de-de/",
        "https://www.linkedin.com/in/ana-ruiz/?locale=es_ES",
        "https://www.linkedin.com/in/ana-ruiz/recent-activity/all/",
        "https://www.linkedin.com/in/ana-ruiz/overlay/contact-info/",
        "https://www.linkedin.com//in//ana-ruiz//",
        "https://www.linkedin.com/mwlite/in/ana-ruiz",
        "https://www.linkedin.com/comm/in/ana-ruiz?midToken=1",
        "http://https://www.linkedin.com/in/ana-ruiz",
        "  https://www.linkedin.com/in/ana-ruiz \n",
        "<https://www.linkedin.com/in/ana-ruiz>,",
        '"https://www.linkedin.com/in/ana-ruiz"',
        "https://www.linkedin.com/in/ana%2Druiz",
        "https://www.linkedin.com/in/ana-ruiz.",
    ],
)
def test_forms_of_a_profile_url(url: str) -> None:
    """Every form in which one profile's address is written gives one key."""
    assert linkedin_key(url) == "linkedin:ana-ruiz"


@pytest.mark.parametrize(
    "slug",
    [
        "josé-garcía",
        "JOSÉ-GARCÍA",
        "jose\u0301-garci\u0301a",
        "jos%C3%A9-garc%C3%ADa",
        "jos%c3%a9-garc%c3%ada",
        "JOS%C3%89-garc%C3%ADa",
        "jose%CC%81-garc%C3%ADa",
        "jos%E9-garc%EDa",
        "jos%25C3%25A9-garc%25C3%25ADa",
    ],
)
def test_spellings_of_a_slug_beyond_ascii(slug: str) -> None:
    """A slug with accents has one key, raw or escaped, in UTF-8 or Latin-1, composed or not."""
    assert linkedin_key(f"https://www.linkedin.com/in/{slug}/") == "linkedin:josé-garcía"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.linkedin.com/in/%F0%9F%9A%80-ana", "linkedin:🚀-ana"),
        ("https://www.linkedin.com/in/山田太郎-123", "linkedin:山田太郎-123"),
        ("https://www.linkedin.com/in/अनिता-1", "linkedin:अनिता-1"),
        ("https://www.linkedin.com/in/ana_ruiz", "linkedin:ana_ruiz"),
        ("https://www.linkedin.com/pub/name/7/29b/916", "linkedin:pub/name/7/29b/916"),
        ("http://uk.linkedin.com/pub/Name-Other/7/29B/916/es?x=1", "linkedin:pub/name-other/7/29b/916"),
        (f"https://www.linkedin.com/in/{TOKEN}", f"linkedin:{TOKEN}"),
    ],
)
def test_unusual_profiles(url: str, key: str) -> None:
    """Slugs in any script, old addresses and case-sensitive member tokens are profiles too."""
    assert linkedin_key(url) == key
    assert linkedin_key(linkedin_url(key)) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "ana-ruiz",
        "in/ana-ruiz",
        "/in/ana-ruiz",
        "Ana Ruiz",
        "ana@linkedin.com",
        "https://www.linkedin.com",
        "https://www.linkedin.com/",
        "https://www.linkedin.com/in",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com/in//",
        "https://www.linkedin.com/in/?trk=x",
        "https://www.linkedin.com/in/me/",
        "https://www.linkedin.com/in/---",
        "https://www.linkedin.com/in/..",
        "https://www.linkedin.com/in/%20",
        "https://www.linkedin.com/in/%00",
        "https://www.linkedin.com/in/a%2Fb",
        "https://www.linkedin.com/in/a%5Cb",
        "https://www.linkedin.com/in/a%3Fb",
        "https://www.linkedin.com/in/%E2%80%AEana",
        "https://www.linkedin.com/in/ana\ud800%41",
        "https://www.linkedin.com/in/ana ruiz",
        "https://www.linkedin.com/in/<script>",
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/school/acme",
        "https://www.linkedin.com/posts/ana-ruiz_activity-7",
        "https://www.linkedin.com/feed/in/ana-ruiz",
        "https://www.linkedin.com/pub/dir/ana/ruiz",
        "https://www.linkedin.com/pub/ana-ruiz",
        "https://www.linkedin.com/profile/view?id=12",
        "https://linkedin.com.evil.example/in/x",
        "https://evil.example/linkedin.com/in/x",
        "https://evil.example/?u=https://www.linkedin.com/in/x",
        "https://evil.example#https://www.linkedin.com/in/x",
        "https://linkedin.com@evil.example/in/x",
        "https://www.linkedin.com:pw@evil.example/in/x",
        "https://user@www.linkedin.com/in/x",
        "https://evil.example\\@www.linkedin.com/in/x",
        "https://evil.example\\.linkedin.com/in/x",
        "https://notlinkedin.com/in/x",
        "https://www-linkedin.com/in/x",
        "https://linkedin.comm/in/x",
        "https://linkedin.co/in/x",
        "https://lin\u212aedin.com/in/x",
        "https://www.linkedіn.com/in/x",
        "https://www.linkedin.com\n.evil.example/in/x",
        "https://www.linkedin.com/in/" + "a" * 3000,
    ],
)
def test_what_is_no_profile(text: str) -> None:
    """Other pages, other sites, sites that pretend, and what is no URL give no key."""
    assert linkedin_key(text) is None


SLUGS = st.text(st.sampled_from("abzABZ019-_.~'éßİıΣ山अि🚀%2FfE9 /\\?#\u202e\u200d\u0301"), max_size=12)


@LAWS
@given(SLUGS | st.text(max_size=12))
def test_profile_key_survives_its_url(slug: str) -> None:
    """The address made from a key gives that key, and the key has no case, blank, control or second normal form."""
    key = linkedin_key(f"https://www.linkedin.com/in/{slug}")
    if key is not None:
        assert linkedin_key(linkedin_url(key)) == key
        url = linkedin_url(key)
        assert all(sign.isascii() or unicodedata.category(sign)[0] in "LNM" for sign in url)
        assert clean(url, limit=10_000) == url
        assert unicodedata.is_normalized("NFC", key)
        assert not any(character.isspace() for character in key)
        assert kind_of(key) == "linkedin"


@LAWS
@given(
    st.text(st.sampled_from("abcz019-AZ"), min_size=3, max_size=12),
    st.sampled_from(["", "/", "/en", "?a=b", "#x"]),
)
def test_profile_key_ignores_case_and_what_follows(slug: str, rest: str) -> None:
    """The case of a plain slug and what follows it do not change the key."""
    expected = linkedin_key(f"linkedin.com/in/{slug.lower()}")
    assert linkedin_key(f"https://de.linkedin.com/in/{slug.upper()}{rest}") == expected


@pytest.mark.parametrize(
    ("slug", "shown"),
    [
        ("rubén-ruiz", "rubén-ruiz"),
        ("अनिता-1", "अनिता-1"),
        ("山田太郎", "山田太郎"),
        ("🚀-ana", "%F0%9F%9A%80-ana"),
        ("a\u200db", "a%E2%80%8Db"),
        ("ana~ruiz'", "ana~ruiz%27"),
    ],
)
def test_urls_are_readable(slug: str, shown: str) -> None:
    """Letters and digits of every script stand in a profile's address as they are, other signs escaped."""
    assert linkedin_url(f"linkedin:{slug}") == f"https://www.linkedin.com/in/{shown}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("linkedin:Ana", "linkedin:ana"),
        ("linkedin:pub/name/7/29b/916", "linkedin:pub/name/7/29b/916"),
        ("www.linkedin.com/in/ana", "linkedin:ana"),
        ("email:A.na@gmail.com", "email:ana@gmail.com"),
        ("Ana <ana@example.org>", "email:ana@example.org"),
        ("info@example.org", None),
        ("linkedin:---", None),
        ("id:ldbc/7", None),
        ("Ana", None),
        ("", None),
    ],
)
def test_safe_keys_as_typed(text: str, key: str | None) -> None:
    """Keys, addresses and profiles that mean one person everywhere are told from all other texts."""
    assert typed_safe_key(text) == key


def test_slugs_as_typed() -> None:
    """A slug alone gives its profile's key; names of several words and addresses are no slugs."""
    assert [slug_key(text) for text in ("Ana-Ruiz", "rubén-ruiz")] == [
        "linkedin:ana-ruiz",
        "linkedin:rubén-ruiz",
    ]
    assert [slug_key(text) for text in ("", "me", "Ana Ruiz", "in/ana", "a@example.org")] == [None] * 5


def test_url_of_another_key_is_refused() -> None:
    """Only a profile's key has a profile's address."""
    with pytest.raises(ValueError, match="not the key of a LinkedIn profile"):
        linkedin_url("email:ana@example.org")


# --- addresses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("ana@example.org", "email:ana@example.org"),
        (" Ana.Ruiz@Example.ORG ", "email:ana.ruiz@example.org"),
        ("mailto:ana@example.org?subject=hi", "email:ana@example.org"),
        ("MAILTO:ana%2Eruiz@example.org", "email:ana.ruiz@example.org"),
        ("SMTP:ana@example.org", "email:ana@example.org"),
        ("<ana@example.org>", "email:ana@example.org"),
        ("<mailto:ana@example.org>", "email:ana@example.org"),
        ("Ana Ruiz <ana@example.org>", "email:ana@example.org"),
        ('"Ruiz, Ana" <ana@example.org>', "email:ana@example.org"),
        ('"ana@example.com" <ana@example.org>', "email:ana@example.org"),
        ("ana@example.org (Ana Ruiz)", "email:ana@example.org"),
        ("'ana@example.org'", "email:ana@example.org"),
        ("ana@example.org.", "email:ana@example.org"),
        ("\u200bana@example.org\ufeff", "email:ana@example.org"),
        ("ana＠example.org", "email:ana@example.org"),
        ("ana@münchen.example", "email:ana@xn--mnchen-3ya.example"),
        ("ana@MÜNCHEN.example", "email:ana@xn--mnchen-3ya.example"),
        ("josé@example.org", "email:josé@example.org"),
        ("jose\u0301@example.org", "email:josé@example.org"),
        ("A.n.a+lists@GMail.com", "email:ana@gmail.com"),
        ("ana@googlemail.com", "email:ana@gmail.com"),
        ("ana+lists@example.org", "email:ana+lists@example.org"),
        ("a.n.a@example.org", "email:a.n.a@example.org"),
        ("1234+ana@users.noreply.example.org", "email:1234+ana@users.noreply.example.org"),
        ("ana..ruiz@example.org", "email:ana..ruiz@example.org"),
        ("steve.jobs@example.org", "email:steve.jobs@example.org"),
        ("bruno.respondek@example.org", "email:bruno.respondek@example.org"),
        ("norberto@example.org", "email:norberto@example.org"),
        ("it.ana@example.org", "email:it.ana@example.org"),
        ("infante@example.org", "email:infante@example.org"),
    ],
)
def test_personal_addresses(address: str, key: str) -> None:
    """Forms of one address give one key; dots and tags count everywhere but at Gmail."""
    assert email_key(address) == key
    assert not is_role_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana Ruiz",
        "ana",
        "@example.org",
        "ana@",
        "ana@localhost",
        "ana@192.0.2.1",
        "ana@[192.0.2.1]",
        "a@b@example.org",
        "ana ruiz@example.org",
        "ana@example.org; eva@example.org",
        "ana@example.org, eva@example.org",
        "ana@exam ple.org",
        "ana@-example.org",
        "ana@example..org",
        "ana@" + "é" * 300 + ".org",
        "+tag@gmail.com",
        "...@gmail.com",
        "/O=ORG/OU=EXCHANGE/CN=RECIPIENTS/CN=ANA",
        "/o=Org/ou=Exchange/cn=Recipients/cn=ana@example.org",
        "IMCEAEX-_O=ORG_OU=X@example.org",
        "a" * 260 + "@example.org",
        "ana@" + "a" * 2000 + ".org",
        "invalid:nomail",
    ],
)
def test_what_is_no_address(text: str) -> None:
    """Texts that are no address, several addresses, and internal paths give no key and are no role."""
    assert email_key(text) is None
    assert not is_role_address(text)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "info@example.org",
            "Sales@Example.org",
            "contact@example.org",
            "office@example.org",
            "hello@example.org",
        ),
        *(
            "hr@example.org",
            "jobs@example.org",
            "team@example.org",
            "support@example.org",
            "admin@example.org",
        ),
        *(
            "newsletter@example.org",
            "postmaster@example.org",
            "mailer-daemon@example.org",
            "MAILER-DAEMON@example.org",
        ),
        *("noreply@example.org", "no-reply@example.org", "no_reply@example.org", "donotreply@example.org"),
        *(
            "do-not-reply@example.org",
            "jobs-noreply@example.org",
            "noreply-maps@example.org",
            "no.reply1@example.org",
        ),
        *(
            "ventas@example.org",
            "contacto@example.org",
            "rrhh@example.org",
            "atencion.al.cliente@example.org",
        ),
        *("atención-al-cliente@example.org", "no-responder@example.org", "hola@example.org"),
        *("kontakt@example.org", "vertrieb@example.org", "büro@example.org", "bewerbung@example.org"),
        *(
            "accueil@example.org",
            "ne-pas-repondre@example.org",
            "comptabilité@example.org",
            "recrutement@example.org",
        ),
        *("vendas@example.org", "contato@example.org", "suporte@example.org", "nao-responda@example.org"),
        *(
            "vendite@example.org",
            "segreteria@example.org",
            "risorse.umane@example.org",
            "non-rispondere@example.org",
        ),
        *("info-es@example.org", "de.sales@example.org", "sales2@example.org", "support+1234@example.org"),
        *("bounces+77-ana=example.org@example.com", "owner-list@example.org", "list-request@example.org"),
        *("reply+abc@example.org", "ana@reply.example.org", "room1@resource.calendar.google.com"),
        "Acme Sales <sales@example.org>",
    ],
)
def test_role_addresses(address: str) -> None:
    """Functions, lists, rooms and robots are not people, in several languages."""
    assert is_role_address(address)
    assert email_key(address) is None


@LAWS
@given(
    st.emails()
    | st.text(st.sampled_from('ab.+@-_é＠<>" (),;%/=gmail.com'), max_size=20)
    | st.text(max_size=15)
)
def test_address_key_is_stable(text: str) -> None:
    """The key of an address's key is itself, in lower case and without blanks, and a role has no key."""
    key = email_key(text)
    if key is None:
        return
    address = key.removeprefix("email:")
    assert email_key(address) == email_key(f"Ana <{address}>") == email_key(address.upper().lower()) == key
    assert address == address.lower()
    assert not any(character.isspace() for character in address)
    assert not is_role_address(text)


# --- names and identifiers ---------------------------------------------------------------------------------------


def test_name_keys() -> None:
    """A name's key joins spellings within one owner's exports and tells owners and homonyms apart."""
    ana, ben = "linkedin:ana-ruiz", "email:ben@example.org"
    assert name_key(ana, "Eva Lund") == name_key(ana, " éva  LUND\t") == "name:linkedin:ana-ruiz/eva lund"
    assert name_key(ana, "Eva Lund") == name_key(ana, "Eva Lund", number=1)
    keys = {name_key(ana, "Eva Lund"), name_key(ana, "Eva Lund", number=2), name_key(ben, "Eva Lund")}
    assert len(keys) == 3
    assert name_key(ana, "Eva Lund", number=2).endswith("#2")
    assert name_key(ana, "🎉") != name_key(ana, "🚀")


@pytest.mark.parametrize(("name", "number"), [("", 0), (" \u200b\x00", 0), ("Eva", -1)])
def test_impossible_name_keys(name: str, number: int) -> None:
    """A blank name and a negative number are refused."""
    with pytest.raises(ValueError):
        name_key("linkedin:ana", name, number=number)


@LAWS
@given(st.text(max_size=10), st.text(max_size=10), st.integers(2, 9))
def test_name_keys_never_run_into_homonyms(one: str, other: str, number: int) -> None:
    """No name's key equals the key of a numbered homonym, whatever signs names hold."""
    try:
        keys = name_key("id:x/1", one), name_key("id:x/1", other, number=number)
    except ValueError:
        return
    assert keys[0] != keys[1]


def test_id_keys() -> None:
    """An identifier's key keeps the identifier as it is, but for blanks around it."""
    assert id_key("ldbc", 933) == id_key("ldbc", " 933 ") == "id:ldbc/933"
    assert id_key("a", "X/y") == "id:a/X/y"
    for namespace, value in (("", "1"), ("a/b", "1"), ("a", " ")):
        with pytest.raises(ValueError):
            id_key(namespace, value)


# --- all keys ----------------------------------------------------------------------------------------------------


def test_kinds_and_order() -> None:
    """Profiles are safer than addresses, addresses than identifiers, those than names, in any order of arrival."""
    keys = ["name:linkedin:x/eva", "id:a/1", "email:b@example.org", "email:a@example.org", "linkedin:eva"]
    assert [kind_of(key) for key in keys] == ["name", "id", "email", "email", "linkedin"]
    assert SAFE_ORDER == ("linkedin", "email", "id", "name")
    assert safest(keys) == safest(reversed(keys)) == "linkedin:eva"
    assert safest(keys[:4]) == "email:a@example.org"


@pytest.mark.parametrize("key", ["", "ana", "phone:1", "email:", ":x", "Email:a@example.org"])
def test_what_is_no_key(key: str) -> None:
    """A text without a known kind or without a value is refused with what was expected."""
    with pytest.raises(ValueError, match="not a key"):
        kind_of(key)


def test_safest_of_nothing_is_refused() -> None:
    """There is no safest key of nobody."""
    with pytest.raises(ValueError, match="no key"):
        safest([])


def test_person_ids_are_fixed() -> None:
    """Ids given out stay valid: they are part of every stored network."""
    assert person_id("linkedin:ana-ruiz") == "pkgqoscvyuyvge7c6"


@LAWS
@given(st.text(max_size=20), st.text(max_size=20))
def test_person_ids_have_one_form(one: str, other: str) -> None:
    """An id is `p` and sixteen signs, and different keys have different ids."""
    assert looks_like_id(person_id(one))
    assert len(person_id(one)) == 17
    assert (person_id(one) == person_id(other)) == (one == other)


# --- what a user types -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("https://www.linkedin.com/in/Ana-Ruiz/", Who("key", "linkedin:ana-ruiz")),
        ("linkedin:Ana-Ruiz", Who("key", "linkedin:ana-ruiz")),
        ("linkedin:pub/name/7/29b/916", Who("key", "linkedin:pub/name/7/29b/916")),
        ("Ana@Example.org", Who("key", "email:ana@example.org")),
        ("email:A.na@gmail.com", Who("key", "email:ana@gmail.com")),
        ("Ana <ana@example.org>", Who("key", "email:ana@example.org")),
        ("info@example.org", Who("key", "email:info@example.org")),
        ("id:ldbc/933", Who("key", "id:ldbc/933")),
        ("name:linkedin:x/eva lund#2", Who("key", "name:linkedin:x/eva lund#2")),
        (" pkgqoscvyuyvge7c6 ", Who("id", "pkgqoscvyuyvge7c6")),
        ("https://www.linkedin.com/company/acme", Who("url", "https://www.linkedin.com/company/acme")),
        ("www.example.org/ana", Who("url", "www.example.org/ana")),
        ("  Ana \t Ruiz ", Who("name", "Ana Ruiz")),
        ("@ana", Who("name", "@ana")),
        ("Mr: Ana", Who("name", "Mr: Ana")),
        ("", Who("name", "")),
    ],
)
def test_what_a_user_typed(text: str, who: Who) -> None:
    """A profile, an address, a key, an id, another URL and a name are told apart."""
    assert parse_who(text) == who


@LAWS
@given(
    st.text(st.characters(codec=None), max_size=20)
    | st.from_regex(r"(linkedin|email|id|name):.{0,9}", fullmatch=True)
)
def test_any_text_names_somebody(text: str) -> None:
    """No text makes reading it fail, and what is called a key is one."""
    who = parse_who(text)
    if who.kind == "key":
        assert kind_of(who.value) in SAFE_ORDER
    linkedin_key(text)
    email_key(text)
