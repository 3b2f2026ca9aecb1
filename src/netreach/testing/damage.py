"""Seeded damage to files: what cables, disks, spreadsheets and bad people do to an export."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator

PARTS = 16
"""Into how many parts a file is cut: it is read up to the end of each."""


def truncations(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the beginnings of a file, a sixteenth longer each time, with a word for each.

    >>> [len(part) for _, part in truncations(bytes(32))][:3]
    [0, 2, 4]
    """
    for part in range(PARTS):
        size = len(data) * part // PARTS
        yield f"cut after {part}/{PARTS} ({size:,} bytes)", data[:size]


def flips(data: bytes, *, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a file with one to eight bytes changed, with a word for each; the same seed, the same bytes.

    >>> [one] = flips(b"abc", seed=1, count=1)
    >>> len(one[1])
    3
    """
    rng = random.Random(seed)
    for number in range(count if data else 0):
        changed = bytearray(data)
        places = [rng.randrange(len(data)) for _ in range(rng.choice((1, 1, 2, 8)))]
        for place in places:
            changed[place] ^= rng.randrange(1, 256)
        yield f"bytes {places} changed (seed {seed}, number {number})", bytes(changed)


def garbage(seed: int = 0) -> dict[str, bytes]:
    """Return contents that are no export, by what they are.

    >>> garbage()["nothing"]
    b''
    """
    rng = random.Random(seed)
    return {
        "nothing": b"",
        "one byte": b"\n",
        "NULs": bytes(5000),
        "random bytes": rng.randbytes(5000),
        "a mark of order alone": b"\xff\xfe",
        "half a sign of UTF-16": b"\xff\xfea",
        "bytes that are no UTF-8": bytes(range(128, 256)) * 40,
        "an endless line": b"x" * 300_000,
        "quotes": b'"' * 70_001,
        "brackets": b"[" * 70_000,
        "tags": b"<a>" * 30_000,
        "a picture": b"\x89PNG\r\n\x1a\n" + rng.randbytes(3000),
        "gzip that ends early": gzip.compress(rng.randbytes(4000), mtime=0)[:2000],
    }


def hostile(seed: int = 0) -> dict[str, tuple[str, bytes]]:
    """Return attacks on readers: what each is, the name of a file, and its content.

    None is larger than some megabytes; what they would grow to is.
    """
    rng = random.Random(seed)
    found: dict[str, tuple[str, bytes]] = {}
    for suffix, root in (("graphml", "graphml"), ("gexf", "gexf")):
        found.update(_hostile_xml(suffix, root))
    deep = 200_000
    node = b'{"nodes":[{"id":"a"},{"id":"b"}],"links":[{"source":"a","target":"b"}]'
    found |= {
        "deep JSON lists": ("deep.json", b'{"nodes":' + b"[" * deep),
        "deep JSON, closed": ("closed.json", b'{"nodes":' + b"[" * deep + b"]" * deep + b',"links":[]}'),
        "deep JSON objects": ("objects.json", node[:-1] + b',{"a":' * deep),
        "an enormous number": ("number.json", node + b',"x":' + b"9" * 1_000_000 + b"}"),
        "escaped quotes": ("quotes.json", b'{"nodes":["' + b'\\"' * 500_000),
        "numbers that are none": ("nan.json", node.replace(b'"b"}]', b'"b","weight":NaN}]') + b"}"),
        "deep GML": ("deep.gml", b"graph [ " + b"a [ " * deep),
        "blanks in GML": ("blanks.gml", b"graph [ node [ id 1 ] " + b" " * 3_000_000),
        "one GML key many times": ("keys.gml", b"graph [ node [ id 1 " + b'company "x" ' * 200_000 + b"] ]"),
        "an open quote in GML": ("quote.gml", b'graph [ node [ id 1 label "' + b"x\n" * 1_000_000),
        "vertices without end": (
            "many.net",
            b'*Vertices 999999999999999\n1 "a"\n2 "b"\n*Edges\n1 2\n*Matrix\n1 0\n',
        ),
        "a matrix of nothing": ("matrix.net", b"*Vertices 900000000000000 3\n*Matrix\n" + b"1 " * 100_000),
        "a header too large": ("many.graph", b"999999999999999 999999999999999 011 999999999999999\n1 2\n"),
        "numbers beyond all": ("long.edges", b"1 " + b"9" * 400 + b"\n" + b"7" * 4000 + b" 2\n"),
        "an endless line of edges": ("line.edges", b"1 2\n" + b"3 " * 2_000_000),
        "NULs in a list": ("nul.edges", b"1 2\n\0\0 3\n4\0 5\n" * 1000),
        "blank lines above a network": ("blank.net", b"\n" * 60_000 + b"x"),
        "blank lines above a graph": ("blank.graph", b"\n" * 60_000 + b"x"),
        "blanks above GML": ("blank.gml", b"# x\n \n" * 10_000 + b"x"),
        "comments above XML": ("comments.graphml", b"<!-- --> " * 7000 + b"<!"),
        "a number of digits alone": ("digits.edges", b"1 2 " + b"9" * 300_000 + b"x\n2 3 4\n"),
        "blanks between ends": ("blanks.edges", b"1 2\n2  3\n1" + b" " * 2_000_000 + b"x 3\n"),
        "digits that are none": ("digits2.edges", "1 2 ²\n2 3 ²\n".encode()),
        "mixed encodings": (
            "mixed.csv",
            "source,target\nAna,José\n".encode() + "José,Müller\n".encode("cp1252") * 50,
        ),
        "UTF-16 and UTF-8": ("mixed16.csv", "source,target\n1,2\n".encode("utf-16") + b"3,4\n" * 9),
        "a cell without end": ("cell.csv", b'name,email\n"' + b"x" * 5_000_000),
        "a quote in every cell": ("cells.csv", b"name,email\n" + b'"a""b" "c,"d"\n' * 5000),
        "a million columns": ("columns.csv", b"name,email" + b",x" * 1_000_000 + b"\n1,2\n"),
        "a bomb of gzip": ("bomb.csv.gz", _gzip_bomb()),
        "a bomb of gzip, as a graph": ("bomb.graphml.gz", _gzip_bomb(b"<graphml><graph>")),
        "a bomb of zip": ("bomb.zip", _zip_bomb()),
        "a zip that climbs out": ("climbs.zip", _zip({"../../evil.csv": b"name,email\n"})),
        "a zip with one name twice": ("twice.zip", _zip({"a.csv": b"name\n", "A.csv": b"name\n"})),
        "cards without end": ("cards.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\n" * 50_000),
        "a folded line without end": ("folded.ics", b"BEGIN:VCALENDAR\r\nX:" + b"\r\n x" * 500_000),
        "a rule for ever": (
            "rule.ics",
            _event(b"DTSTART:20200101T000000Z\r\nRRULE:FREQ=SECONDLY"),
        ),
        "a header without end": ("mail.mbox", b"From a Mon Jan  1 00:00:00 2024\nTo: " + b"<" * 2_000_000),
        "parts of parts": (
            "parts.eml",
            b"From: a@example.org\nTo: b@example.org\n"
            + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 5000,
        ),
        "many addresses": ("many.eml", b"From: a@example.org\nTo: " + b"a@example.org, " * 200_000),
        "comments in comments": ("comments.eml", b"From: a@example.org\nTo: " + b"(" * 300_000),
        "words of mail without end": (
            "words.eml",
            b"From: " + b"=?utf-8?q?=C3?= " * 100_000 + b"<a@example.org>\nTo: b@example.org\n",
        ),
        "text in what is no writing": (
            "codec.eml",
            b"From: =?zlib?b?eJw=?= <a@example.org>\nTo: =?idna?q?xn--a?= <b@example.org>\nDate: Mon, 99 Foo 9999\n",
        ),
        "messages of a line": ("lines.mbox", b"From a Mon Jan  1 00:00:00 2024\n" * 100_000),
        "a card in what is no writing": (
            "codec.vcf",
            b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=hex;ENCODING=QUOTED-PRINTABLE:=\r\n"
            + b"=41=\r\n" * 300_000
            + b"\r\nEND:VCARD\r\n",
        ),
        "a card of many values": (
            "values.vcf",
            b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:a\r\nN:" + b"a;" * 500_000 + b"\r\nEND:VCARD\r\n",
        ),
        "parameters without end": (
            "parameters.vcf",
            b"BEGIN:VCARD\r\nVERSION:4.0\r\nEMAIL"
            + b";TYPE=a" * 300_000
            + b":a@example.org\r\nEND:VCARD\r\n",
        ),
        "a cell of many values": (
            "google.csv",
            b"Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value\n"
            b"Ben,Ben,,* myContacts,*," + b"b@example.org ::: " * 200_000 + b"\n",
        ),
        "pages of LinkedIn, deep": (
            "pages.json",
            b'{"snapshotDomain": "CONNECTIONS", "snapshotData": ' + b'[{"a":' * deep,
        ),
        "a time zone that is a file": (
            "zone.ics",
            _event(b"DTSTART;TZID=/../../../etc/passwd:20240102T090000"),
        ),
        "days that are none": (
            "days.ics",
            _event(b"DTSTART:99999999T999999Z\r\nRRULE:FREQ=DAILY;UNTIL=00000000;INTERVAL=0;BYDAY=99XX"),
        ),
        "a rule of many times": (
            "times.ics",
            _event(
                b"DTSTART:20200101T000000Z\r\nRRULE:FREQ=YEARLY;INTERVAL=999999999999;COUNT=" + b"9" * 5000
            ),
        ),
    }
    for name, (file, data) in list(found.items()):
        found[f"{name}, changed"] = (file, next(iter(flips(data, seed=rng.randrange(1 << 30), count=1)))[1])
    return found


def _hostile_xml(suffix: str, root: str) -> dict[str, tuple[str, bytes]]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    begin = f'<?xml version="1.0"?><!DOCTYPE {root} ['
    body = f'<{root}><graph edgedefault="undirected"><node id="{{}}"/>'
    close = f"</graph></{root}>"
    return {
        f"{suffix}: billion laughs": (
            f"laughs.{suffix}",
            f'{begin}<!ENTITY l0 "ha">{laughs}]>{body.format("&l11;")}{close}'.encode(),
        ),
        f"{suffix}: a file of the machine": (
            f"xxe.{suffix}",
            f'{begin}<!ENTITY e SYSTEM "file:///etc/passwd">]>{body.format("1")}&e;{close}'.encode(),
        ),
        f"{suffix}: a page of the network": (
            f"dtd.{suffix}",
            f'<?xml version="1.0"?><!DOCTYPE {root} SYSTEM "http://localhost:9/x.dtd">{body.format("1")}{close}'.encode(),
        ),
        f"{suffix}: a parameter entity": (
            f"parameter.{suffix}",
            f'{begin}<!ENTITY % p SYSTEM "http://localhost:9/p"> %p;]>{body.format("1")}{close}'.encode(),
        ),
        f"{suffix}: deep": (f"deep.{suffix}", f"<{root}>".encode() + b"<graph>" * 200_000),
        f"{suffix}: an endless attribute": (
            f"tag.{suffix}",
            f'<{root}><node id="'.encode() + b"x" * 3_000_000,
        ),
        f"{suffix}: many attributes": (
            f"many.{suffix}",
            f"<{root}><graph><node id='1' ".encode()
            + b" ".join(b"a%d='1'" % number for number in range(20_000))
            + b"/>",
        ),
        f"{suffix}: an encoding that is none": (
            f"encoding.{suffix}",
            f'<?xml version="1.0" encoding="utf-7-evil"?><{root}/>'.encode(),
        ),
        f"{suffix}: UTF-16": (f"utf16.{suffix}", (body.format("1") + close).encode("utf-16")),
        f"{suffix}: NULs": (f"nul.{suffix}", f"<{root}>".encode() + bytes(1000)),
    }


def _event(lines: bytes) -> bytes:
    return (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + b"\r\nATTENDEE:mailto:a@example.org\r\n"
        b"ATTENDEE:mailto:b@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def _gzip_bomb(begin: bytes = b"source,target\n") -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as stream:
        stream.write(begin)
        block = b" " * (1 << 20)
        for _ in range(64):
            stream.write(block)
    return out.getvalue()


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("Connections.csv", "w") as stream,
    ):
        for _ in range(64):
            stream.write(bytes(1 << 20))
    return out.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def shown(value: object) -> str:
    """Return a value as JSON on one line, short enough for a message.

    >>> shown({"a": 1})
    '{"a": 1}'
    """
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) < 300 else f"{text[:300]} ..."
