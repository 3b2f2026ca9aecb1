"""Attacks on every importer that is registered: `make fuzz`, or `python tests/fuzz.py --seconds 180 --seed 7`.

A worker process with a limit on its memory reads hostile files, and files of every format that were damaged by a
seed, by whoever claims them and, so that nobody is spared, by every other importer too. Whatever is no error of
netreach, takes too long, or takes too much memory is a finding, with what repeats it. The worker says what it begins
before it begins: when it hangs or dies, the last word says where.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path

from netreach.errors import NetreachError, PluginError
from netreach.importers.choose import read_export
from netreach.importers.recognise import choose
from netreach.plugins import Export, Registry
from netreach.testing import damage
from netreach.testing.guard import watched

SECONDS = 30.0
"""How long one reading may take, on a busy machine."""

_SHORT = 10.0

MEMORY = 3 * 2**30
"""Bytes that the worker may have."""

EXAMPLES: dict[str, bytes] = {
    "questionnaire.csv": b"netreach key,answers of,name,title,company,"
    b'"how well do you know them? 0 not at all",since which year?,day of the answer\n'
    b"email:eva@example.org,email:ben@example.org,Eva Lund,Buyer,Acme,4,2015,2026-01-31\n",
    "graph.graphml": b'<graphml><key id="d" attr.name="weight" for="edge"/><graph edgedefault="directed">'
    b'<node id="a"/><node id="b"/><edge source="a" target="b"><data key="d">2</data></edge></graph></graphml>',
    "graph.gexf": b'<gexf><graph><nodes><node id="a" label="Ana"/><node id="b"/></nodes><edges>'
    b'<edge source="a" target="b" weight="2"/></edges></graph></gexf>',
    "graph.gml": b'graph [\n directed 1\n node [ id 1 label "Ana" ]\n node [ id 2 ]\n'
    b" edge [ source 1 target 2 ]\n]\n",
    "graph.net": b'*Vertices 4 2\n1 "Ana"\n2 "Ben"\n3 "x"\n4 "y"\n*Edges\n1 3 1\n2 3 2\n*Arcslist\n1 4\n',
    "graph.graph": b"3 2 001\n2 1\n1 1 3 5\n2 5\n",
    "graph.json": b'{"directed": true, "nodes": [{"id": "a", "name": "Ana"}, {"id": 2}], "links": '
    b'[{"source": "a", "target": 2, "weight": 0.5}]}',
    "graph.edges": b"# Directed graph\n1 2 1400000000\n2  1 1400000001\n1 1 7\n",
    "ties.csv": b'source,target,type,weight\nAna,"Ben, K",Directed,2\n"Ben, K",Ana,Directed,1\n',
    "people.csv": "id,name,email,company\n1,Ana Ruíz,ana@example.org,Faro\n2,Ben,ben@example.org,\n".encode(),
    "Connections.csv": b'Notes:\n"A note"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n'
    b"Ben,Okafor,https://www.linkedin.com/in/ben-okafor,,Faro,CTO,15 Jan 2024\n",
    "contacts.csv": b"Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value\n"
    b"Ben Okafor,Ben,Okafor,* myContacts,* Work,ben@example.org ::: b@example.org\n",
    "outlook.csv": b'"Title","First Name","Last Name","E-mail Address","Job Title","Company"\r\n'
    b'"Dr","Ben","Okafor","ben@example.org","CTO","Faro"\r\n',
    "card.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ben Okafor\r\nN:Okafor;Ben;;;\r\n"
    b"EMAIL;TYPE=work:ben@example.org\r\nORG:Faro;Lamps\r\nREV:20240101T000000Z\r\nEND:VCARD\r\n",
    "meeting.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20240102T090000Z\r\n"
    b"RRULE:FREQ=WEEKLY;COUNT=3\r\nORGANIZER:mailto:ana@example.org\r\nATTENDEE;CN=Ben:mailto:ben@example.org\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n",
    "pages.json": b'{"snapshotDomain": "CONNECTIONS", "snapshotData": [{"First Name": "Ben", "Last Name": "Okafor", '
    b'"URL": "https://www.linkedin.com/in/ben-okafor", "Email Address": "", "Company": "Faro", "Position": "CTO", '
    b'"Connected On": "15 Jan 2024"}]}',
    "meeting.vcs": b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20240102T090000Z\r\n"
    b"RRULE:W1 TU #3\r\nATTENDEE;ROLE=ORGANIZER:Ana <ana@example.org>\r\n"
    b"ATTENDEE;ENCODING=QUOTED-PRINTABLE:B=C3=A9n <ben@example.org>\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "mail.mbox": b"From ana@example.org Mon Jan  1 09:00:00 2024\nFrom: Ana <ana@example.org>\n"
    b"To: =?utf-8?q?B=C3=A9n?= <ben@example.org>\nDate: Mon, 1 Jan 2024 09:00:00 +0000\n"
    b"Message-ID: <1@x>\n\nHello\n\n",
    "mail.eml": b"From: Ana <ana@example.org>\nTo: Ben <ben@example.org>\n"
    b"Date: Mon, 1 Jan 2024 09:00:00 +0000\n\nHello\n",
}
"""A small file of every format, those of importers to come included."""


def cases(seed: int, *, hostile: bool, short: bool = False) -> Iterator[tuple[str, str, bytes]]:
    """Every case of a seed, or in a `short` run the most telling: what it is, the name of the file, its content."""
    if hostile:
        for what, (name, data) in damage.hostile(seed).items():
            if not (short and what.endswith(", changed")):
                yield what, name, data
        for what, data in damage.garbage(seed).items():
            yield what, "garbage.bin", data
    rng = random.Random(seed)
    for name, data in EXAMPLES.items():
        if hostile and not short:
            # As large as is not refused by its size alone, and as a bomb.
            for size, fill in ((2, b"\0"), (2, b"\n"), (2, b"x"), (64, b" ")):
                yield (
                    f"{name} in a zip and {size} MiB of {fill!r}",
                    "grown.zip",
                    _grown(name, data, size, fill),
                )
            for how, broken in damage.truncations(data):
                yield f"{name}, {how}", name, broken
        yield f"{name} as it is", name, data
        for how, broken in damage.flips(data, seed=rng.randrange(1 << 30), count=4):
            yield f"{name}, {how}", name, broken
        how, broken = rng.choice(list(damage.truncations(data)))
        yield f"{name}, {how}", name, broken
        other = rng.choice(list(EXAMPLES.values()))
        at = rng.randrange(len(data))
        yield f"{name} with another file inside at {at}", name, data[:at] + other + data[at:]
        yield f"{name} many times", name, data * rng.choice((100, 1000))
        yield f"{name} in UTF-16", name, data.decode("utf-8").encode("utf-16")
        yield f"{name} with NULs", name, data[:at] + bytes(rng.choice((1, 7, 4096))) + data[at:]
        line = rng.choice((b"x", b" ", b'"', b",", b"[", b"\xff"))
        yield f"{name} with an endless run of {line!r}", name, data[:at] + line * 300_000 + data[at:]


def _grown(name: str, data: bytes, size: int, fill: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as stream:
        stream.write(data)
        for _ in range(size):
            stream.write(fill * (1 << 20))
    return out.getvalue()


def work(seed: int, seconds: float) -> None:
    """Read cases until the time is up, and print what is begun and what is found."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    registry = Registry()
    begun = time.monotonic()
    rounds = 0
    while not rounds or time.monotonic() - begun < seconds:
        for what, name, data in cases(seed + rounds, hostile=not rounds, short=seconds < _SHORT):
            # What only grows concerns who claims it.
            everybody = () if name == "grown.zip" else registry.importers
            for importer in (None, *everybody):
                label = f"seed {seed + rounds}: {what} -> {importer or 'whoever claims it'}"
                print(f"begin {label}", flush=True)
                if found := attack(registry, importer, name, data):
                    print(f"found {label}: {found}", flush=True)
            if rounds and time.monotonic() - begun > seconds:
                break
        rounds += 1
    print(f"done {rounds}", flush=True)


def attack(registry: Registry, importer: str | None, name: str, data: bytes) -> str:
    """Read one file, and return what must not have happened; `""` where all is well."""
    with tempfile.TemporaryDirectory(prefix="netreach-fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        export = None
        try:
            with watched(folder, seconds=SECONDS):
                export = Export(path, owner="ana@example.org", importer=importer)
                if importer is not None:
                    # Whoever chooses among importers forgives what they raise while they look; here it counts.
                    registry.importers[importer].identify(export)
                    getattr(registry.importers[importer], "explain", bool)(export)
                read_export(export, choose(export, registry))
        except PluginError as error:
            return f"{error} {_where(error.__cause__)}"
        except NetreachError:
            return ""
        except BaseException as error:
            return f"{type(error).__name__}: {str(error)[:200]} {_where(error)}"
        finally:
            if export is not None:
                export.close()
    return ""


def _where(error: BaseException | None) -> str:
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))


def fuzz(*, seed: int, seconds: float) -> tuple[int, list[str]]:
    """Run a worker, and return how many readings it began and what it found."""
    command = [sys.executable, __file__, "--work", "--seed", str(seed), "--seconds", str(seconds)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines: queue.Queue[str] = queue.Queue()
    assert worker.stdout is not None
    reader = threading.Thread(target=lambda: [lines.put(line) for line in worker.stdout or ()], daemon=True)
    reader.start()
    count, last, found, over = 0, "", [], False
    try:
        while not over:
            try:
                line = lines.get(timeout=3 * SECONDS if worker.poll() is None else 1).rstrip("\n")
            except queue.Empty:
                hangs = worker.poll() is None
                found.append(f"{'it hangs' if hangs else f'it died with {worker.returncode}'} after: {last}")
                break
            kind, _, rest = line.partition(" ")
            over = kind == "done"
            if kind == "begin":
                count, last = count + 1, rest
            elif kind == "found":
                found.append(rest)
    finally:
        worker.kill()
        worker.wait()
        reader.join()
        worker.stdout.close()
    return count, found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.seed, options.seconds)
    else:
        readings, findings = fuzz(seed=options.seed, seconds=options.seconds)
        print("\n".join([*dict.fromkeys(findings), f"{readings:,} readings, {len(findings):,} findings"]))
        sys.exit(bool(findings))
