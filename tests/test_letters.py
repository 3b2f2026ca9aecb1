from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from string import Formatter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.errors import OptionError
from netreach.introductions.eml import to_eml
from netreach.introductions.letters import RULE, Introduction, Party, draft
from netreach.introductions.templates import WORDINGS, Wording
from netreach.render.text import clean
from netreach.render.words import LANGUAGES

ANA = Party(name="Ana Ruiz", first_name="Ana", title="Founder", company="Lumen S.L.", email="ana@example.org")
BEN = Party(name="Ben Ortiz", first_name="Ben", title="Engineer", company="Norte", email="ben@example.com")
CARLA = Party(name="Carla Gil", first_name="Carla")
EVA = Party(
    name="Eva Lund", first_name="Eva", title="Head of Buying", company="Acme", email="eva@example.com"
)
REASON = "I would like to show Acme our lamps."

HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.characters(categories=("Cc", "Cs", "Cf", "Zl", "Zp")),
        st.sampled_from(
            [
                "\r\nBcc: eve@example.org",
                "\nSubject: other",
                "=?utf-8?q?=0ABcc:_eve?=",
                '"',
                "\\",
                ",",
                "<eve@example.org>",
                ";",
                ":",
                "(",
                "{reason}",
                "</pre><script>",
                "[x](https://evil.example)",
                "林",
                "דנה",
            ]
        ),
    ),
    max_size=8,
).map("".join)
NAMES = HOSTILE.filter(clean)


def letters(*steps: Party, language: str = "en", reason: str = REASON, target: Party = EVA) -> Introduction:
    """Draft letters from Ana."""
    return draft(ego=ANA, steps=steps, target=target, reason=reason, language=language)


def parsed(data: bytes) -> EmailMessage:
    """Read a draft back as a mail program would."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def decoded(data: bytes, header: str) -> str:
    """Decode a header as RFC 2047 says: no space between adjacent encoded words; without any address."""
    raw = str(email.message_from_bytes(data, policy=email.policy.compat32)[header])
    raw = re.sub(r"\s*<[^<>]*>$|:;$", "", raw) if header != "Subject" else raw
    return str(make_header(decode_header(raw)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("steps", [(BEN,), (BEN, CARLA), (BEN, CARLA, BEN)])
def test_one_message_per_introducer(language: str, steps: tuple[Party, ...]) -> None:
    """A path gives one message per introducer, each with a note addressed to the next person."""
    answer = letters(*steps, language=language)
    assert [message.to for message in answer.messages] == [step.name for step in steps]
    assert [message.forward.to for message in answer.messages] == [
        *(step.name for step in steps[1:]),
        "Eva Lund",
    ]
    for message in answer.messages:
        assert message.body.startswith(message.request)
        assert message.body.count(RULE) == 1
        assert message.body.endswith(message.forward.body)
        assert message.body.count(REASON) == 2
        assert message.forward.body.count(REASON) == 1
        assert "Eva Lund" in message.request


def test_the_dictionary_has_the_stable_shape() -> None:
    """`to_dict` has the documented keys, and no address."""
    data = letters(BEN).to_dict()
    assert set(data) == {"ego", "target", "language", "messages"}
    (message,) = data["messages"]
    assert set(message) == {"to", "subject", "body", "forward"}
    assert set(message["forward"]) == {"to", "subject", "body"}
    assert "example" not in repr(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_address_in_any_text(language: str) -> None:
    """Addresses stand in headers only, never in what an introducer or the target reads."""
    for message in letters(BEN, CARLA, language=language).messages:
        assert "@" not in message.body + message.subject + message.forward.subject


def test_drafts_in_a_line() -> None:
    """What a prompt shows of the drafts is one line, and nothing in a name acts on it."""
    assert repr(letters(BEN)) == f"<Introduction: {letters(BEN).ego.name} to Eva Lund over {BEN.name}>"
    assert "\x1b" not in repr(letters(attrs.evolve(BEN, name="Ben\x1b[2J\nOrtiz")))


def test_the_english_letter_reads_well() -> None:
    """The English letter asks, gives the reason, lets the introducer decline, and shows the note."""
    (message,) = letters(BEN).messages
    assert message.subject == "Would you introduce me to Eva Lund?"
    assert message.body.startswith(
        "Hi Ben,\n\nI hope you are well. I would love to get to know Eva Lund (Head of Buying"
    )
    assert 'a short "no" is enough' in message.request
    assert message.forward.body.startswith(
        "Hi Eva,\n\nI am Ana Ruiz, Founder at Lumen S.L. Ben Ortiz was kind enough"
    )
    assert message.forward.body.endswith("Kind regards,\nAna Ruiz")


def test_the_spanish_letter_reads_well() -> None:
    """The Spanish letter uses tú, Spanish punctuation, and lets the introducer decline."""
    first, second = letters(BEN, CARLA, language="español").messages
    assert first.subject == "¿Me presentarías a Carla Gil?"
    assert first.body.startswith(
        "Hola, Ben:\n\nEspero que estés bien. Me gustaría ponerme en contacto con Eva Lund"
    )
    assert "no pasa nada" in first.request
    assert second.body.startswith("Hola, Carla:\n\nGracias por aceptar que Ben nos pusiera en contacto.")
    assert "Head of Buying en Acme" in second.request
    assert second.forward.body.startswith(
        "Hola, Eva:\n\nSoy Ana Ruiz, Founder en Lumen S.L. Carla Gil ha tenido"
    )


@pytest.mark.parametrize(
    ("title", "company", "expected"),
    [
        ("", "", "know Eva Lund, and"),
        ("Buyer", "", "know Eva Lund (Buyer), and"),
        ("", "Acme", "know Eva Lund (Acme), and"),
        ("Buyer", "Acme", "know Eva Lund (Buyer at Acme), and"),
        ("Buyer at ACME Group", "Acme", "know Eva Lund (Buyer at ACME Group), and"),
        ("x" * 200, "", f"know Eva Lund ({'x' * 79}…), and"),
    ],
)
def test_the_job_is_placed_naturally(title: str, company: str, expected: str) -> None:
    """A job reads naturally whatever part of it is known, and never says the company twice."""
    target = attrs.evolve(EVA, title=title, company=company)
    assert expected in letters(BEN, target=target).messages[0].request


@pytest.mark.parametrize(
    ("name", "first_name", "greeting"),
    [
        ("Ben Ortiz", "", "Ben Ortiz"),
        ("B. Ortiz", "B.", "B. Ortiz"),
        ("Ben Ortiz", "Ben (he/him)", "Ben"),
        ("Ben Ortiz", "🚀", "Ben Ortiz"),
        ("林 美玲", "美玲", "林 美玲"),
        ("김민준", "민준", "김민준"),
        ("Mei-Ling Lin 林美玲", "Mei-Ling", "Mei-Ling Lin 林美玲"),
        ("Владимир Кац", "Владимир", "Владимир"),
    ],
)
def test_people_are_greeted_by_the_name_they_go_by(name: str, first_name: str, greeting: str) -> None:
    """The first name greets, the full name where there is none or where the family name goes first."""
    body = letters(Party(name=name, first_name=first_name)).messages[0].body
    assert body.startswith(f"Hi {greeting},\n")


def test_the_reason_keeps_its_paragraphs() -> None:
    """The reason stands as written, with its paragraphs and without control characters."""
    body = letters(BEN, reason="  One\x1b.\r\n\r\n\r\n\r\nTwo {ego}.\rThree. \n").messages[0].forward.body
    assert "\n\nOne.\n\nTwo {ego}.\nThree.\n\n" in body


@pytest.mark.parametrize("reason", ["", "  \n\t ", "\x00\u202e"])
def test_a_blank_reason_is_an_error(reason: str) -> None:
    """A letter without a reason is refused, and the message says what to do."""
    with pytest.raises(OptionError, match="say in a sentence or two"):
        letters(BEN, reason=reason)


def test_bad_paths_are_errors() -> None:
    """No introducer, nobody's name and an unknown language are clear errors."""
    with pytest.raises(OptionError, match="no introducer on the way to 'Eva Lund'"):
        letters()
    with pytest.raises(OptionError, match="introducer 2 has no name"):
        letters(BEN, Party(name=" \u200b"))
    with pytest.raises(OptionError, match="'es' \\(Spanish\\)"):
        letters(BEN, language="tlh")


def test_the_wordings_agree() -> None:
    """Both languages have every text, name the same values in each, and depend on no one's gender."""
    assert set(WORDINGS) == set(LANGUAGES)
    for field in attrs.fields(Wording):
        named = [
            {name for _, name, _, _ in Formatter().parse(getattr(WORDINGS[language], field.name)) if name}
            for language in LANGUAGES
        ]
        assert named[0] == named[1], field.name
        spanish = getattr(WORDINGS["es"], field.name)
        assert not re.search(r"\b[ye] \{|o/a\b|\bencantad[oa]\b|\bagradecid[oa]\b", spanish)


def test_the_text_of_all_drafts_says_that_nothing_is_sent() -> None:
    """The text for people shows to, subject and body of each message, and that these are drafts."""
    text = str(letters(BEN, CARLA, language="es"))
    assert text.startswith(
        "Para: Ben Ortiz <ben@example.com>\nAsunto: ¿Me presentarías a Carla Gil?\n\nHola, Ben:"
    )
    assert "\n\nPara: Carla Gil\n" in text
    assert text.endswith("(Son borradores: netreach no envía nada.)")


def test_markdown_quotes_the_note() -> None:
    """Markdown has a heading per message and the note as a quotation, with lines kept."""
    text = letters(BEN).to_markdown()
    assert text.startswith(
        "# Introduction to Eva Lund\n\n## Message to Ben Ortiz\n\n**To:** Ben Ortiz \\<ben\\@example\\.com\\>  \n"
    )
    assert (
        "\n> **Note to forward to Eva Lund**\n>\n> **Subject:** Introduction: Ana Ruiz\n>\n> Hi Eva,\n>\n"
        in text
    )
    assert "> Kind regards,  \n> Ana Ruiz\n" in text


@settings(deadline=None, max_examples=60)
@given(name=NAMES, reason=NAMES)
def test_markdown_and_html_carry_no_markup_of_others(name: str, reason: str) -> None:
    """No name and no reason brings markup, a link or an element into Markdown or HTML."""
    party = Party(name=name, first_name=name, title=name, company=name)
    answer = draft(ego=party, steps=[party], target=party, reason=reason, language="en")
    markdown = answer.to_markdown()
    assert not re.search(r"(?<!\\)[\[\]`<]", markdown)
    assert not re.search(r"(?<!\\)://", markdown)
    markup = answer._repr_html_()
    assert set(re.findall(r"<(/?\w+)", markup)) == {
        "div", "/div", "h4", "/h4", "p", "/p", "b", "/b", "br", "pre", "/pre", "i", "/i",
    }  # fmt: skip


@settings(deadline=None)
@given(ego=NAMES, to=NAMES, target=NAMES, address=st.one_of(HOSTILE, st.just("ben@example.com")))
def test_a_draft_parses_back_whatever_the_names(ego: str, to: str, target: str, address: str) -> None:
    """An `.eml` draft has exactly the headers it should have, once each, whatever the names and addresses hold."""
    answer = draft(
        ego=Party(name=ego, email="ana@example.org"),
        steps=[Party(name=to, email=address)],
        target=Party(name=target),
        reason=REASON,
        language="en",
    )
    (data,) = answer.to_eml()
    assert data == answer.to_eml()[0]
    assert data.isascii()
    message = parsed(data)
    assert sorted(message.keys()) == [
        "Content-Transfer-Encoding", "Content-Type", "From", "MIME-Version", "Subject", "To", "X-Unsent",
    ]  # fmt: skip
    assert message["X-Unsent"] == "1"
    assert not message.defects
    known = answer.messages[0].to_email == "ben@example.com"
    addresses = [found.addr_spec for found in message["To"].addresses]
    if known:
        assert addresses == ["ben@example.com"]
    else:
        assert addresses in ([], [answer.messages[0].to_email])
    assert [found.addr_spec for found in message["From"].addresses] == ["ana@example.org"]
    if len(answer.messages[0].to) < 250:
        assert decoded(data, "To") == answer.messages[0].to
    if len(answer.messages[0].subject) < 250:
        assert decoded(data, "Subject") == answer.messages[0].subject
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == answer.messages[0].body.rstrip("\n")


@pytest.mark.parametrize(
    "name",
    [
        "José Ñandú, «CEO»",
        'Ben "Benny" Ortiz',
        "林美玲",
        "דנה כהן",
        "O'Neil; (x)",
        "Ana " * 40,
        "=?utf-8?q?x?=",
        "Ana, Ben <x@y.example> " * 12,
    ],
)
def test_names_survive_in_the_headers(name: str) -> None:
    """Names in any script and with any punctuation read back from the headers as they were."""
    tidy = " ".join(name.split())
    subject = f"¿Me presentarías a {tidy[:60]}?"
    for address in ("ben@example.com", ""):
        data = to_eml(
            from_name=name,
            from_email="ana@example.org",
            to_name=name,
            to_email=address,
            subject=subject,
            body="Hola",
        )
        assert decoded(data, "To") == (tidy if len(tidy) <= 250 else tidy[:249].rstrip() + "…")
        assert decoded(data, "From") == decoded(data, "To")
        assert decoded(data, "Subject") == subject
        assert max(map(len, data.decode("ascii").splitlines())) <= 78


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ben",
        "ben@",
        "@example.com",
        "a b@example.com",
        "ben@example.com\r\nBcc: eve@example.org",
        "<ben@example.com>",
        "ben@exam_ple.com",
        "ben..o@example.com",
        "bén@example.com",
        "ben@example.com,eve@example.org",
        "b" * 300 + "@example.com",
    ],
)
def test_what_is_no_address_is_not_written(address: str) -> None:
    """`To` then names the person without an address, and `From` is left to the mail program."""
    data = to_eml(
        from_name="Ana", from_email=address, to_name="Ben Ortiz", to_email=address, subject="x", body="y"
    )
    message = parsed(data)
    assert "From" not in message
    assert message["To"].addresses == ()
    assert message["To"].groups[0].display_name == "Ben Ortiz"
    assert b"eve@" not in data


def test_a_draft_depends_on_no_clock() -> None:
    """There is no date and no message id; the lines end as mail lines do."""
    (data,) = letters(BEN).to_eml()
    message = parsed(data)
    assert message["Date"] is None
    assert message["Message-ID"] is None
    assert b"\n" not in data.replace(b"\r\n", b"")
