"""What the folders and labels of mail programs are called: sent, drafts, spam, trash and chats, in many languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from netreach.text import fold

SENT: Final = "sent"
"""The folder of what the owner wrote."""

LEFT_OUT: Final = {
    "spam": "message in spam",
    "trash": "deleted message",
    "draft": "draft message",
    "chat": "chat message",
}
"""Kinds of folders whose messages are left out -> the rule's name in the report."""

_NAMES: Final = {
    SENT: """
        sent|sent mail|sent items|sent messages|sent objects|outbox sent|inbox sent
        enviados|mensajes enviados|elementos enviados|correo enviado
        gesendet|gesendete objekte|gesendete elemente|gesendete nachrichten|postausgang gesendet
        envoyes|messages envoyes|elements envoyes|courrier envoye
        inviati|inviata|posta inviata|messaggi inviati|elementi inviati
        itens enviados|mensagens enviadas|e-mails enviados|correio enviado
        verzonden|verzonden items|verzonden berichten
        wyslane|elementy wyslane|отправленные|надіслані|送信済み|送信済みメール|送信済みアイテム
        已发送|已发送邮件|已傳送|寄件備份|보낸편지함
        skickat|skickade|sendt|sendte elementer|sendt post|lahetetyt|odeslane|odeslana posta
        gonderilmis|gonderilen|elkuldott""",
    "spam": """
        spam|junk|junk mail|junk e-mail|junk email|bulk|bulk mail|correo no deseado|no deseado
        indesirables|courrier indesirable
        posta indesiderata|spamverdacht|junk-e-mail|werbung|lixo eletronico|lixo eletronico email
        ongewenst|ongewenste e-mail
        wiadomosci-smieci|niechciane|спам|нежелательная почта|迷惑メール|垃圾邮件|垃圾郵件|스팸함
        skrappost|sopposti|roskaposti|nevyzadana posta""",
    "trash": """
        trash|bin|deleted|deleted items|deleted messages|deleted objects|papelera|eliminados
        elementos eliminados
        mensajes eliminados|papierkorb|geloscht|geloschte elemente|geloschte objekte|corbeille
        elements supprimes
        messages supprimes|cestino|posta eliminata|elementi eliminati|lixeira|lixo|itens excluidos
        itens eliminados
        prullenbak|verwijderde items|kosz|elementy usuniete|корзина|удаленные|ゴミ箱
        削除済みアイテム|已删除邮件|回收站|垃圾桶|휴지통
        papperskorg|papperskorgen|borttaget|papirkurv|slettet post|roskakori|poistetut|kos
        smazana posta|cop kutusu""",
    "draft": """
        draft|drafts|templates|unsent messages|outbox|borradores|borrador|entwurfe|entwurf
        brouillons|brouillon|bozze
        rascunhos|rascunho|concepten|wersje robocze|szkice|черновики|чернетки|下書き|草稿|草稿箱
        임시보관함|utkast|kladder|udkast
        luonnokset|koncepty|taslaklar|postausgang|bandeja de salida""",
    "chat": """
        chat|chats|hangouts|conversation history|historial de conversaciones|unterhaltungsverlauf
        чат|チャット|聊天|채팅""",
}


def _table() -> dict[str, str]:
    return {
        fold(name.strip()): kind
        for kind, listed in _NAMES.items()
        for line in listed.strip().splitlines()
        for name in line.split("|")
        if name.strip()
    }


_KINDS: Final = _table()
_ENDINGS: Final = (
    ".mbox",
    ".mbx",
    ".mboxrd",
    ".mboxo",
    ".mboxcl",
    ".mboxcl2",
    ".sbd",
    ".eml",
    ".emlx",
    ".txt",
)


def kind_of_label(label: str) -> str:
    """Return what a label or folder is: `"sent"`, `"spam"`, `"trash"`, `"draft"`, `"chat"`, or `""`.

    >>> kind_of_label("Papelera"), kind_of_label("Gesendet"), kind_of_label("Clients")
    ('trash', 'sent', '')
    """
    return _KINDS.get(fold(label.strip().strip('"')).strip(), "")


def kind_of_labels(labels: Iterable[str]) -> str:
    """Return what a message with these labels is: what leaves it out comes before what it is otherwise."""
    kinds = {kind_of_label(label) for label in labels}
    return next((kind for kind in (*LEFT_OUT, SENT) if kind in kinds), "")


def kind_of_path(name: str) -> str:
    """Return what the folder of a file is, by the names on its path, the innermost first.

    >>> kind_of_path("Local Folders/Sent"), kind_of_path("Maildir/.INBOX.Trash/cur/1.host:2,S")
    ('sent', 'trash')
    >>> kind_of_path("Takeout/Mail/All mail Including Spam and Trash.mbox")
    ''
    """
    for part in reversed(name.split("/")):
        bare = part
        for ending in _ENDINGS:
            if bare.lower().endswith(ending):
                bare = bare[: -len(ending)]
                break
        # `Sent-1` is the second part of Sent; Maildir++ writes `.INBOX.Sent`.
        for form in (bare, bare.rpartition(".")[2], bare.rstrip("0123456789").rstrip("-_ (")):
            if kind := kind_of_label(form):
                return kind
    return ""
