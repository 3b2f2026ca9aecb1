"""A draft as an `.eml` file (RFC 5322) that a mail program opens for editing, unsent.

`X-Unsent: 1` makes Outlook and Thunderbird open the file as a draft. Nothing depends on the clock or on the machine:
there is no date and no message id, which the mail program adds when its owner decides to send.
"""

from __future__ import annotations

import re
from email import policy
from email.header import Header
from email.message import EmailMessage
from typing import Final

from netreach.render.text import clean, visible

_ATOM: Final = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_PLAIN_WORDS: Final = re.compile(r"[A-Za-z0-9'-]+(?: [A-Za-z0-9'-]+)*")
_LINE: Final = 76
_LONGEST_ADDRESS: Final = 254
_LONGEST_TEXT: Final = 250
_LINE_END: Final = "\r\n"


def to_eml(*, from_name: str, from_email: str, to_name: str, to_email: str, subject: str, body: str) -> bytes:
    """Return a draft as the bytes of an `.eml` file.

    Names and subject become one line whatever they hold, so that no text can add a header. Where an address is
    unknown or is none, `To` names the person without an address (an empty group), and `From` is left to the mail
    program.

    Args:
        from_name: Who writes.
        from_email: Their address; `""` where unknown.
        to_name: Who is written to.
        to_email: Their address; `""` where unknown.
        subject: The subject, in any script.
        body: The text; its lines end with a line feed.

    >>> draft = to_eml(from_name="Ana Ruiz", from_email="ana@example.org", to_name="Ben Ortiz", to_email="",
    ...                subject="Hi", body="Hola, Ben:")
    >>> draft.decode("ascii").splitlines()[:4]
    ['X-Unsent: 1', 'From: Ana Ruiz <ana@example.org>', 'To: Ben Ortiz:;', 'Subject: Hi']
    """
    lines = ["X-Unsent: 1"]
    sender, receiver = _address(from_email), _address(to_email)
    if sender:
        lines.append(_mailbox("From", from_name, sender))
    lines.append(_mailbox("To", to_name, receiver))
    # A subject that looks like an encoded word would be decoded by the reader's mail program.
    lines.append(f"Subject: {_encoded('Subject', clean(subject), plain='=?' not in subject)}")
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message.set_content("\n".join(map(visible, body.split("\n"))), charset="utf-8")
    return _LINE_END.join([*lines, ""]).encode("ascii") + message.as_bytes()


def _mailbox(header: str, name: str, address: str) -> str:
    name = clean(name)
    if not name:
        return f"{header}: {address or 'undisclosed-recipients:;'}"
    line = f"{header}: {_encoded(header, name, plain=_PLAIN_WORDS.fullmatch(name) is not None)}"
    if not address:
        return f"{line}:;"
    last = line.rpartition("\n")[2]
    return f"{line}{' ' if len(last) + len(address) + 3 <= _LINE else _LINE_END + ' '}<{address}>"


def _encoded(header: str, text: str, *, plain: bool) -> str:
    """Return the text as it stands in a header: plain where it is short and harmless, else as encoded words.

    The words are made here, not by the message's own folding, which can lose the quotes of a long name and so turn
    a part of it into an address of its own.
    """
    if plain and text.isascii() and len(header) + 2 + len(text) <= _LINE:
        return text
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1].rstrip() + "…"
    return Header(text, charset="utf-8", header_name=header, maxlinelen=_LINE).encode(
        splitchars="", linesep=_LINE_END
    )


def _address(email: str) -> str:
    email = email.strip()
    return email if _ADDRESS.fullmatch(email) and len(email) <= _LONGEST_ADDRESS else ""
