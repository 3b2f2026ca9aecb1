"""Importing, end to end: from a file to a network that answers, beside the rates that are promised.

Every file is written for the purpose, so that it is known what must be found in it. It is read by `netreach.load` in
a new process, which has read ten entries of the same kind before: what is loaded once in a process is not part of
a row. Time is the whole call: recognising, hashing, reading, and building the network. Nothing is shown of a file
in which not everything was found.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import random
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as arrow_parquet

from benchmarks.harness import add_json, check, fresh, machine
from benchmarks.mail import write_large_calendar, write_large_mbox
from netreach.testing import write_contacts

BEGIN: Final = "<!-- importing: written by `python -m benchmarks report` -->"
END: Final = "<!-- end of importing -->"
OWNER: Final = "https://www.linkedin.com/in/the-owner"
LOAD: Final = """
import json, time
import netreach as nr
path, few, owner = sys.argv[1:]
options = {"owner": owner} if owner else {}
if few:
    nr.load(few, **options).close()
begun, used_before = time.perf_counter(), time.process_time()
with nr.load(path, **options) as network:
    seconds, processor = time.perf_counter() - begun, time.process_time() - used_before
    source = network.sources[0]
    print(json.dumps({
        "seconds": seconds,
        "processor": processor,
        "importer": source.importer,
        "rows": sum(file.rows for file in source.files),
        "used": sum(file.used for file in source.files),
        "people": network.snapshot.count,
        "ties": network.snapshot.meta.ties,
    }))
"""


@attrs.frozen(kw_only=True)
class Task:
    """A file to import.

    Attributes:
        what: What it is.
        unit: What is counted: `"rows"`, `"bytes"`.
        wanted: How many of them a second; `None` where nothing is promised.
        most: Megabytes that the process may take; `None` where nothing is promised.
        owner: What is said of the owner.
        write: Writes it, of a size, and returns what must be found, by the names in `LOAD`.
        size, few: Its size, and that of the file read before; 0 for none.
        importer: Who must read it.
    """

    what: str
    importer: str
    write: Callable[[Path, int], tuple[Path, dict[str, int]]]
    size: int
    few: int = 10
    unit: str = "rows"
    wanted: float | None = None
    most: float | None = None
    owner: str = ""


@attrs.frozen(kw_only=True)
class Rate:
    """How fast a file was imported.

    Attributes:
        what, importer, unit, wanted, most: As in `Task`.
        amount: How many rows or bytes.
        seconds, processor: By the clock, and of the processor.
        memory: Most megabytes of the process.
        people, ties: What came of it.
    """

    what: str
    importer: str
    unit: str
    wanted: float | None
    most: float | None
    amount: int
    seconds: float
    processor: float
    memory: float
    people: int
    ties: int

    @property
    def reached(self) -> bool | None:
        """Whether all that is promised was reached; `None` where nothing is."""
        kept = [self.amount / self.seconds >= self.wanted] if self.wanted else []
        kept += [self.memory <= self.most] if self.most else []
        return all(kept) if kept else None


def tasks(scale: int, gigabytes: float) -> list[Task]:
    """Return what is imported; `scale` divides the sizes."""
    lists = 10_000_000 // scale
    contacts = 100_000 // scale
    million, records = 1e6, 20_000.0
    return [
        Task(
            what="LinkedIn archive (zip)",
            importer="linkedin",
            write=_archive,
            size=30_000 // scale,
            wanted=records,
            owner=OWNER,
        ),
        *(
            Task(
                what=f"{name} contacts (CSV)",
                importer=importer,
                write=_contacts(fmt),
                size=contacts,
                wanted=records,
                owner=OWNER,
            )
            for name, importer, fmt in (
                ("Google", "google-contacts", "google"),
                ("Outlook", "outlook", "outlook"),
            )
        ),
        Task(
            what="vCard",
            importer="vcard",
            write=_contacts("vcard"),
            size=contacts,
            wanted=10_000,
            owner=OWNER,
        ),
        Task(
            what="mbox, 20 kB a mail",
            importer="mail",
            write=_mbox,
            size=int(gigabytes * 1e9) // scale,
            few=200_000,
            unit="bytes",
            wanted=60e6,
            most=400,
        ),
        Task(what="calendar (.ics)", importer="calendar", write=_calendar, size=20_000 // scale),
        Task(what="edge list, text", importer="graph", write=_edges("text"), size=lists, wanted=million),
        Task(what="edge list, text.gz", importer="graph", write=_edges("gz"), size=lists, wanted=million),
        Task(what="edge list with weights, text", importer="graph", write=_edges("weights"), size=lists),
        Task(what="ties, Parquet", importer="tables", write=_edges("named"), size=lists, wanted=million),
        Task(
            what="ties, Parquet without names",
            importer="graph",
            write=_edges("nameless"),
            size=lists,
            wanted=million,
        ),
    ]


def run(options: Any) -> None:
    """Measure, and print a table and JSON."""
    chosen = tasks(10 if options.quick else 1, options.gigabytes)
    if options.only:
        chosen = [task for task in chosen if any(word in task.what.lower() for word in options.only)]
    rates = []
    for task in chosen:
        with tempfile.TemporaryDirectory(prefix="netreach-importing-") as folder:
            rates.append(measure(task, Path(folder)))
        print(line(rates[-1]), flush=True)
    report = {
        "kind": "importing",
        "command": f"python -m benchmarks {'--quick ' if options.quick else ''}importing "
        f"--gigabytes {options.gigabytes:g}",
        "machine": machine(),
        "rates": [{**attrs.asdict(rate), "reached": rate.reached} for rate in rates],
    }
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1), encoding="utf-8")
        print(f"\nwritten to {options.json}")
    else:
        print()
        print(json.dumps(report))


def add_options(parser: Any) -> None:
    """Add the options of `importing`."""
    parser.add_argument("--gigabytes", type=float, default=1.0, help="size of the mbox (1)")
    parser.add_argument(
        "--only", nargs="+", metavar="WORD", help="only what has one of these words in its name"
    )
    add_json(parser)


def measure(task: Task, folder: Path) -> Rate:
    """Write a file, import it in a new process, and check what was found.

    Raises:
        SystemExit: When something is missing.
    """
    few = ""
    if task.few:
        (folder / "few").mkdir()
        few = str(task.write(folder / "few", task.few)[0])
    path, expected = task.write(folder, task.size)
    try:
        _, memory, output = fresh(LOAD, str(path), few, task.owner, repeat=1)
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{task.what} was not imported:\n{error.stderr}") from error
    found = json.loads(output)
    check(found["importer"] == task.importer, f"{task.what} was read by {found['importer']}")
    for name, number in expected.items():
        check(found[name] == number, f"{name} of {task.what}: {found[name]:,}, not {number:,}")
    return Rate(
        **{name: getattr(task, name) for name in ("what", "importer", "unit", "wanted", "most")},
        amount=path.stat().st_size if task.unit == "bytes" else found["rows"],
        seconds=found["seconds"],
        processor=found["processor"],
        memory=memory,
        people=found["people"],
        ties=found["ties"],
    )


# What is shown


def line(rate: Rate) -> str:
    """Write a rate for the screen."""
    cells = _cells(rate)
    return "  ".join(
        cell.ljust(width) for cell, width in zip(cells, (28, 15, 15, 16, 16, 8, 48), strict=True)
    )


def page(text: str, report: dict[str, Any]) -> str:
    """Return a page with the rates of a report in place of those that it has.

    Raises:
        SystemExit: When the page has no place for them.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"The page has no place for importing: the lines {BEGIN!r} and {END!r}.")
    on = report["machine"]
    rates = [
        Rate(**{name: value for name, value in rate.items() if name != "reached"}) for rate in report["rates"]
    ]
    lines = [
        f"{on['cores']} cores, {on['memory_gb']} GB, {on['system']}, Python {on['python']}.",
        "",
        "```text",
        report["command"],
        "```",
        "",
        "| file | read by | amount | a second | a second of the processor | memory | wanted |",
        "|---|---|---|---|---|---|---|",
        *(f"| {' | '.join(_cells(rate))} |" for rate in rates),
    ]
    return "\n".join([f"{before}{BEGIN}", "", *lines, "", f"{END}{after}"])


def _cells(rate: Rate) -> tuple[str, ...]:
    wanted = [f"at least {_shown(rate.wanted, rate.unit)}/s"] if rate.wanted else []
    wanted += [f"at most {rate.most:,.0f} MB"] if rate.most else []
    said = ", ".join(wanted)
    if rate.reached is not None:
        said += ": reached" if rate.reached else ": missed"
    return (
        rate.what,
        rate.importer,
        _shown(rate.amount, rate.unit),
        f"{_shown(rate.amount / rate.seconds, rate.unit)}/s",
        f"{_shown(rate.amount / rate.processor, rate.unit)}/s",
        f"{rate.memory:,.0f} MB",
        said,
    )


def _shown(amount: float, unit: str) -> str:
    return f"{amount / 1e6:,.0f} MB" if unit == "bytes" else f"{amount:,.0f} {unit}"


# What is imported


def _contacts(fmt: str) -> Callable[[Path, int], tuple[Path, dict[str, int]]]:
    def write(folder: Path, entries: int) -> tuple[Path, dict[str, int]]:
        path = write_contacts(
            folder / ("contacts.vcf" if fmt == "vcard" else "contacts.csv"), entries, fmt=fmt
        )
        return path, {"rows": entries, "used": entries, "people": entries + 1}

    return write


def _archive(folder: Path, connections: int) -> tuple[Path, dict[str, int]]:
    """Write an archive with so many connections, twice as many messages, and an invitation for every tenth."""
    rng = random.Random(7)
    me, link = "The Owner", "https://www.linkedin.com/in/"
    day = dt.datetime(2024, 1, 1, 8)
    people = [
        (f"Ana{number}", f"Ruiz-{rng.randrange(10**6)}", f"{link}ana-{number}")
        for number in range(connections)
    ]
    sheets: dict[str, tuple[str, Iterable[Sequence[object]]]] = {
        "Connections.csv": (
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
            (
                (
                    *(first, last, url, f"ana{number}@example.org" if number % 20 == 0 else ""),
                    *(f"Company {number % 997}", "Engineer", f"{day - dt.timedelta(hours=number):%d %b %Y}"),
                )
                for number, (first, last, url) in enumerate(people)
            ),
        ),
        "messages.csv": (
            "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER",
            (
                _message(rng, people, me, day - dt.timedelta(minutes=number), number)
                for number in range(2 * connections)
            ),
        ),
        "Invitations.csv": (
            "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
            (
                (me, f"{first} {last}", "8/19/24, 5:04 PM", "Hello", "OUTGOING", OWNER, url)
                for first, last, url in people[::10]
            ),
        ),
    }
    path = folder / "Complete_LinkedInDataExport_08-20-2024.zip"
    rows = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (header, lines) in sheets.items():
            text = io.StringIO()
            text.write(f"{header}\n")
            written = [*lines]
            csv.writer(text, lineterminator="\n").writerows(written)
            archive.writestr(name, text.getvalue())
            rows += len(written)
    return path, {"rows": rows, "used": rows, "people": connections + 1, "ties": connections}


def _message(
    rng: random.Random, people: Sequence[tuple[str, str, str]], me: str, when: dt.datetime, number: int
) -> tuple[object, ...]:
    first, last, url = rng.choice(people)
    ends = ((me, OWNER), (f"{first} {last}", url))
    (sender, from_url), (to, to_url) = ends if number % 2 else ends[::-1]
    said = "Shall we have a coffee next week? " * rng.randrange(1, 10)
    return (url[-9:], sender, from_url, to, to_url, f"{when:%Y-%m-%d %H:%M:%S} UTC", "", said, "INBOX")


def _mbox(folder: Path, size: int) -> tuple[Path, dict[str, int]]:
    path = folder / "large.mbox"
    written = write_large_mbox(path, size)
    return path, {"rows": written.total(), "used": written["mail"]}


def _calendar(folder: Path, events: int) -> tuple[Path, dict[str, int]]:
    path = folder / "large.ics"
    write_large_calendar(path, events)
    return path, {"rows": events, "used": events}


def _edges(form: str) -> Callable[[Path, int], tuple[Path, dict[str, int]]]:
    def write(folder: Path, rows: int) -> tuple[Path, dict[str, int]]:
        rng = np.random.default_rng(11)
        people = max(10, rows // 10)
        a, b = rng.integers(0, people, rows), rng.integers(0, people, rows)
        apart = a != b
        ties = len(np.unique(np.minimum(a, b)[apart] * people + np.maximum(a, b)[apart]))
        expected = {"rows": rows, "ties": ties, "people": len(np.unique(np.concatenate((a, b))))}
        table = pa.table({"source": a, "target": b})
        if form in ("named", "nameless"):
            path = folder / "list.parquet"
            arrow_parquet.write_table(table if form == "named" else table.rename_columns(["f0", "f1"]), path)
            return path, expected
        if form == "weights":
            table = table.append_column("weight", pa.array(rng.integers(1, 50, rows)))
        path = folder / "list.txt"
        arrow_csv.write_csv(table, path, arrow_csv.WriteOptions(include_header=False, delimiter="\t"))
        if form == "gz":
            packed = folder / "list.txt.gz"
            with path.open("rb") as stream, gzip.open(packed, "wb", compresslevel=6) as out:
                shutil.copyfileobj(stream, out, 1 << 20)
            path.unlink()
            path = packed
        return path, expected

    return write


def read(path: str) -> dict[str, Any] | None:
    """Read a report of importing; `None` when the file is none."""
    try:
        report: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        return report if report.get("kind") == "importing" and report["rates"] else None
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return None
