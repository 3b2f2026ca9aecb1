from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.errors import LetterNotFoundError, OptionError, TemplateError
from netreach.introductions.eml import to_eml
from netreach.introductions.letters import RULE, Introduction, Party, draft
from netreach.introductions.templates import LENGTHS, SECTIONS, TONES, parse, wording, write_templates
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
    assert set(data) == {"ego", "target", "language", "tone", "length", "asked", "messages"}
    (message,) = data["messages"]
    assert set(message) == {"to", "subject", "body", "forward", "reminders"}
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


@pytest.mark.parametrize("tone", TONES)
def test_the_wordings_agree(tone: str) -> None:
    """Both languages have every text, name the same people in each, and depend on no one's gender."""
    texts = {language: wording(language, tone) for language in LANGUAGES}
    for section in SECTIONS:
        named = [
            {name.partition("_")[0] for name in texts[language].named(section)} for language in LANGUAGES
        ]
        assert named[0] == named[1], section
        spanish = texts["es"].texts[section]
        assert not re.search(
            r"\b[ye] \{|o/a\b|\bencantad[oa]\b|\bagradecid[oa]\b|\bestimad[oa]\b", spanish, re.I
        )


def test_the_text_of_all_drafts_says_that_nothing_is_sent() -> None:
    """The text for people shows to, subject and body of each message, and that these are drafts."""
    text = str(letters(BEN, CARLA, language="es"))
    assert text.startswith(
        "Para: Ben Ortiz <ben@example.com>\nAsunto: ¿Me presentarías a Carla Gil?\n\nHola, Ben:"
    )
    assert "\n\nPara: Carla Gil\n" in text
    assert (
        "\n(Carla Gil leerá: tu nombre, Ana Ruiz; tu puesto, Founder; tu empresa, Lumen S.L.; que quieres"
        in text
    )
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


COMBINATIONS = [(language, tone, length) for language in LANGUAGES for tone in TONES for length in LENGTHS]


@pytest.mark.parametrize(("language", "tone", "length"), COMBINATIONS)
def test_every_tone_and_length_is_a_whole_letter(language: str, tone: str, length: str) -> None:
    """Whatever the tone and length: nothing is left to fill in, it gives the reason and lets everybody decline."""
    answer = draft(
        ego=ANA, steps=[BEN, CARLA], target=EVA, reason=REASON, language=language, tone=tone, length=length
    )
    usted = re.compile(r"\b(le|usted|su|sus)\b")
    informal = re.compile(r"\b(te|tú|tu|tus|os|contigo)\b")
    for message in answer.messages:
        body = message.body
        assert not re.search(r"[{}]", body)
        assert "  " not in body
        assert body.count(REASON) == 2
        assert body.rstrip().endswith("Ana Ruiz")
        assert re.search(
            r"fine|no problem|understand|no pasa nada|no hay problema|comprenderé|conveniente", body
        )
        assert message.reminders
        if language == "es":
            assert bool(informal.search(body)) == (tone != "formal")
            assert bool(usted.search(body)) == (tone == "formal")
    usual = draft(ego=ANA, steps=[BEN, CARLA], target=EVA, reason=REASON, language=language, tone=tone)
    if length == "short":
        for brief, whole in zip(answer.messages, usual.messages, strict=True):
            assert len(brief.request) < len(whole.request)
            assert len(brief.forward.body) < len(whole.forward.body)


def test_the_writer_is_reminded_of_what_will_be_read() -> None:
    """Beside the draft stands what the reader of the note learns; in the mail itself it does not stand."""
    (message,) = letters(BEN).messages
    assert message.reminders[0] == (
        "Eva Lund will read: your name, Ana Ruiz; your title, Founder; your company, Lumen S.L.; the reason;"
        " that Ben Ortiz passed it on"
    )
    for data in letters(BEN).to_eml():
        assert "will read:" not in parsed(data).get_content()
    first, _ = letters(BEN, CARLA).messages
    assert "that you want to reach Eva Lund" in first.reminders[0]


def test_templates_of_ones_own(tmp_path: Path) -> None:
    """The built-in texts can be written out, changed and used, also under a new name; nothing is replaced."""
    files = write_templates(tmp_path / "mine")
    assert {file.relative_to(tmp_path / "mine").as_posix() for file in files} == {
        f"{language}/{tone}.txt" for language in LANGUAGES for tone in TONES
    }
    with pytest.raises(OptionError, match="nothing was written"):
        write_templates(tmp_path / "mine")
    text = files[0].read_text(encoding="utf-8")
    mine = tmp_path / "mine" / "en" / "pirate.txt"
    mine.write_text(text.replace("Hi {to_first},", "Ahoy {to_first}, {{matey}},"), encoding="utf-8")
    options = {
        "ego": ANA,
        "steps": [BEN],
        "target": EVA,
        "reason": "{ego} {secret}",
        "templates": tmp_path / "mine",
    }
    answer = draft(**options, tone="pirate", language="en")  # type: ignore[arg-type]
    assert answer.messages[0].body.startswith("Ahoy Ben, {matey},\n")
    assert "{ego} {secret}" in answer.messages[0].forward.body
    same = draft(**options, tone="warm", language="en")  # type: ignore[arg-type]
    assert same.messages == attrs.evolve(letters(BEN), messages=same.messages).messages
    for tone in ("../en/warm", "a/b", "", "WARM"):
        with pytest.raises(OptionError, match="tone"):
            draft(**options, tone=tone, language="en")  # type: ignore[arg-type]
    with pytest.raises(TemplateError, match=r"polite\.txt cannot be read"):
        draft(**options, tone="polite", language="en")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="warm, plain, formal"):
        draft(ego=ANA, steps=[BEN], target=EVA, reason=REASON, tone="pirate")
    with pytest.raises(OptionError, match="short, usual"):
        draft(ego=ANA, steps=[BEN], target=EVA, reason=REASON, length="long")
    mine.write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match="UTF-8"):
        draft(**options, tone="pirate", language="en")  # type: ignore[arg-type]
    mine.write_text("#" * 200_000, encoding="utf-8")
    with pytest.raises(TemplateError, match="larger than"):
        draft(**options, tone="pirate", language="en")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Hi {to_first}", "Hi {to_frist}", r"a\.txt, line \d+: \{to_frist\} .* Did you mean \{to_first\}"),
        ("Hi {to_first}", "Hi {ego.__class__}", r"line \d+: a brace without a partner"),
        ("Hi {to_first}", "Hi {0}", r"line \d+: a brace without a partner"),
        ("Hi {to_first}", "Hi {to_first!r}", r"line \d+: a brace without a partner"),
        ("Hi {to_first}", "Hi {", r"line \d+: a brace without a partner"),
        ("Hi {to_first}", "Hi }", r"line \d+: a brace without a partner"),
        ("[opening]", "[opning]", r"line \d+: there is no text \[opning\]"),
        ("[opening]", "[subject]", r"line \d+: \[subject\] is there twice"),
        ("[opening]\nI hope you are well.", "[opening]", r"line \d+: the text \[opening\] is empty"),
        ("[opening]\nI hope you are well.", "", r"the text \[opening\] is missing"),
        ("[subject]\n", "[subject]\nmore\n", r"\[subject\] has to be one line"),
        ("[employed]", "first\n[employed]", r"line \d+: this stands before the first text"),
        ("[subject]\nWould", "[subject]\n{before}, would", r"\{before\} is nothing"),
    ],
)
def test_a_template_that_cannot_be_used_says_where(old: str, new: str, message: str) -> None:
    """Unknown, missing and doubled texts and words are errors that name file and line; nothing is run or reached."""
    text = write_texts()
    assert old in text
    with pytest.raises(TemplateError, match=message):
        parse(text.replace(old, new, 1), "a.txt")


def test_a_note_without_the_reason_is_an_error() -> None:
    """What a note is for must be in it."""
    head, _, tail = write_texts().partition("[note]")
    with pytest.raises(TemplateError, match=r"line \d+: the text \[note\] does not hold \{reason\}"):
        parse(f"{head}[note]{tail.replace('{reason}', 'x', 1)}", "a.txt")


def write_texts() -> str:
    """The built-in English file."""
    from importlib import resources

    file = resources.files("netreach.introductions") / "wordings" / "en" / "warm.txt"
    return file.read_text(encoding="utf-8")


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_any_text_as_a_template_is_read_or_refused(text: str) -> None:
    """Whatever a file holds, it is a wording or a clear error."""
    for whole in (text, write_texts() + text, write_texts().replace("Hi", text)):
        try:
            parse(whole, "a.txt")
        except TemplateError as error:
            told = str(error)
        else:
            continue
        assert told.startswith("a.txt")


PEOPLE = {
    "id": ["ana", "ben", "kim", "eva", "leo"],
    "name": ["Ana Ruiz", "Ben Ortiz", "Kim Sato", "Eva Lund", "Leo Gil"],
}
TIES = [("ana", "ben"), ("ana", "kim"), ("ben", "eva"), ("kim", "eva"), ("eva", "leo")]
DAY = dt.date(2026, 3, 1)


def network(path: Path | None = None) -> nr.Network:
    """A small network, in memory or in a folder."""
    made = nr.from_edges(*zip(*TIES, strict=True), people=PEOPLE)
    return made if path is None else made.save(path)


@pytest.mark.parametrize("kept", [False, True])
def test_the_log_of_letters(tmp_path: Path, kept: bool) -> None:
    """Drafts are kept with their day and marked; a draft to somebody who was asked says so; answers stay the same."""
    made = network(tmp_path / "a.netreach" if kept else None)
    version = made.version
    ego = made.ego("ana")
    path = next(path for path in ego.paths("leo", k=3) if path.introducers[0].name == "Ben Ortiz")
    drafts = ego.introduce(path, reason=REASON)
    assert drafts.asked == ()
    assert len(made.letters()) == 0
    listed = made.keep_letters(drafts, day=DAY)
    assert [(one.to.name, one.passed_to.name, one.target.name, one.status, one.day) for one in listed] == [
        ("Ben Ortiz", "Eva Lund", "Leo Gil", "drafted", DAY),
        ("Eva Lund", "Leo Gil", "Leo Gil", "drafted", DAY),
    ]
    assert made.keep_letters(drafts, day=dt.date(2026, 4, 1)) == listed
    made.mark_letter(listed[0].id[:6], "sent", day=dt.date(2026, 3, 2))
    made.mark_letter(listed[0].id, "no")
    again = made.ego("ana").introduce("eva", reason=REASON, introducer="ben", language="es")
    assert again.asked == ("Ya hay una carta para Ben Ortiz, para llegar a Leo Gil: respuesta: no",)
    assert again.asked[0] in str(again)
    assert again.asked[0] in again._repr_html_()
    assert [one.history for one in made.letters(to="ben")] == [
        (("drafted", DAY), ("sent", dt.date(2026, 3, 2)), ("no", None))
    ]
    made.mark_letter(listed[0].id, "withdrawn")
    assert made.ego("ana").introduce("eva", reason=REASON, introducer="ben").asked == ()
    assert made.version == version
    if kept:
        with nr.open(tmp_path / "a.netreach") as opened:
            assert opened.version == version
            assert opened.letters().to_dict() == made.letters().to_dict()
    for text in (str(made.letters()), made.letters()._repr_html_(), str(made.letters()[0])):
        assert "Ben Ortiz" in text
    with pytest.raises(LetterNotFoundError, match="no letter 'x'"):
        made.mark_letter("x", "sent")
    with pytest.raises(OptionError, match="drafted, sent, yes, no, withdrawn"):
        made.mark_letter(listed[0].id, "lost")
    with pytest.raises(OptionError, match="of no network"):
        made.keep_letters(letters(BEN))


def test_the_log_follows_people(tmp_path: Path) -> None:
    """It holds when people are merged or renamed by an import, hides with them, and goes with who is removed."""
    made = network(tmp_path / "a.netreach")
    made.keep_letters(made.ego("ana").introduce("eva", reason=REASON, introducer="ben"), day=DAY)
    made.keep_letters(made.ego("ana").introduce("eva", reason=REASON, introducer="kim"), day=DAY)
    made.merge("ben", "leo")
    assert {one.to.id for one in made.letters()} == {made.find("leo").id, made.find("kim").id}
    kim = made.find("kim").id
    made.hide("kim")
    assert [one.to.id for one in made.letters()] == [made.find("leo").id]
    made.unhide(kim)
    assert len(made.letters()) == 2
    assert made.export("kim")["decisions"]
    made.remove_person("kim")
    assert [one.to.id for one in made.letters()] == [made.find("leo").id]
    log = "".join(
        file.read_text(encoding="utf-8") for file in (tmp_path / "a.netreach").glob("decisions*.jsonl")
    )
    assert "kim" not in log
    assert (
        made.save(tmp_path / "b.netreach").letters().to_dict()["letters"]
        == made.letters().to_dict()["letters"]
    )
    assert REASON not in log


def test_a_letter_that_was_not_committed_is_not_there(tmp_path: Path) -> None:
    """A line of a writer who was killed before the commit does not count, and the next writer drops it."""
    made = network(tmp_path / "a.netreach")
    drafts = made.ego("ana").introduce("eva", reason=REASON, introducer="ben")
    made.keep_letters(drafts)
    log = tmp_path / "a.netreach" / "decisions.jsonl"
    line = log.read_text(encoding="utf-8")
    log.write_text(line + line.replace("drafted", "yes") + '{"half', encoding="utf-8")
    assert [one.status for one in nr.open(tmp_path / "a.netreach").letters()] == ["drafted"]
    made.mark_letter(made.letters()[0].id, "sent")
    assert [one.status for one in nr.open(tmp_path / "a.netreach").letters()] == ["sent"]
    assert "half" not in log.read_text(encoding="utf-8")


@settings(deadline=None, max_examples=30)
@given(
    strength=st.floats(0.011, 0.989),
    since=st.dates(dt.date(1990, 1, 1), dt.date(2026, 1, 1)),
    combination=st.sampled_from(COMBINATIONS),
    target=st.sampled_from(["eva", "leo"]),
)
def test_no_letter_tells_what_is_known_of_a_tie(
    strength: float, since: dt.date, combination: tuple[str, str, str], target: str
) -> None:
    """No strength, no date, no number and no kind of evidence of any tie stands in any letter."""
    language, tone, length = combination
    made = nr.from_edges(
        *zip(*TIES, strict=True), people=PEOPLE, strengths=[strength] * len(TIES), since=[since] * len(TIES)
    )
    drafts = made.ego("ana").introduce(target, reason=REASON, language=language, tone=tone, length=length)
    for message in drafts.messages:
        text = "\n".join((message.subject, message.body, *message.reminders)).replace("-" * 40, "")
        assert not re.search(r"\d", text)
        for said in ("strength", "fuerza", "message,", "mensajes", "meeting", "reuni", "score", "puntuaci"):
            assert said not in text.lower()
