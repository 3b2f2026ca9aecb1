"""Large mailboxes and calendars, for `python -m benchmarks importing`.

`python -m benchmarks.mail FILE GIGABYTES` writes an mbox of any size, as it is used here.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from netreach.testing import make_world

MEAN = 20_000
"""Bytes of a message, as in a mailbox with some attachments."""


def write_large_mbox(path: Path, size: int, *, seed: int = 1, mean: int = MEAN) -> Counter[str]:
    """Write an mbox of about so many bytes as a stream; return how many messages of which kind are in it.

    Args:
        path: The file.
        size: Bytes.
        seed: Seed of the generator.
        mean: Mean bytes of a message; a few are long, most are short.
    """
    rng = random.Random(seed)
    world = make_world(3000, seed=seed, mean_contacts=12)
    people = [
        (f"{world.full_name(person)} <{world.email(person)}>", world.email(person))
        for person in range(len(world))
    ]
    owner, others = people[0], people[1:]
    line = b"The quick brown fox jumps over the lazy dog, as it does in every file of this kind.\n"
    text = line * (8 * mean // len(line))
    trace = "".join(
        f"Received: from mx{hop}.example.org (mx{hop}.example.org [192.0.2.{hop}])\n\tby mail{hop}.example.org with "
        f"ESMTPS id {hop:032x}\n\tfor <{owner[1]}>; Mon, 1 Mar 2021 08:00:00 +0000\n"
        for hop in range(1, 6)
    ) + "".join(f"X-Check-{number}: {'0123456789abcdef' * 10}\n" for number in range(8))
    when, number = datetime(2012, 1, 1), 0
    written: Counter[str] = Counter()
    with path.open("wb", buffering=1 << 20) as out:
        while out.tell() < size:
            number += 1
            when += timedelta(minutes=rng.randrange(1, 60))
            # A few write most of it.
            other = others[min(int(rng.expovariate(1 / 150)), len(others) - 1)]
            sender, to = (other, owner) if rng.random() < 0.6 else (owner, other)
            copies = ", ".join(rng.choice(others)[0] for _ in range(rng.choice((0, 0, 0, 1, 2, 5))))
            kind = rng.choices(("mail", "list", "robot"), (6, 3, 1))[0]
            written[kind] += 1
            extra = {
                "mail": "",
                "list": "List-Id: <talk.example.org>\n",
                "robot": "Auto-Submitted: auto-generated\n",
            }
            head = (
                f"From {sender[1]} {when:%a %b %d %H:%M:%S %Y}\nDelivered-To: {owner[1]}\n{trace}"
                f"Message-ID: <{number}@example.org>\nDate: {when:%a, %d %b %Y %H:%M:%S} +0000\n"
                f"From: {sender[0]}\nTo: {to[0]}\n{f'Cc: {copies}' if copies else 'X-None: 1'}\n"
                f"Subject: something\n{extra[kind]}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
            )
            length = max(200, int(rng.expovariate(1 / (mean - 2800))))
            out.write(head.encode())
            out.write(text[:length] + b"\n\n")
    return written


def write_large_calendar(path: Path, events: int, *, seed: int = 1) -> None:
    """Write a calendar with so many events, a tenth of them repeating."""
    rng = random.Random(seed)
    world = make_world(500, seed=seed, mean_contacts=12)
    owner = world.email(0)
    with path.open("w", encoding="utf-8", newline="\r\n") as out:
        out.write(f"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:{owner}\n")
        for number in range(events):
            when = datetime(2015, 1, 1, 9) + timedelta(hours=rng.randrange(80_000))
            out.write(
                f"BEGIN:VEVENT\nUID:{number}@example.org\nDTSTAMP:20250101T000000Z\nDTSTART:{when:%Y%m%dT%H%M%SZ}\n"
                f"DTEND:{when:%Y%m%dT%H%M%SZ}\nSUMMARY:Something\nDESCRIPTION:{'What it is about. ' * 10}\n"
            )
            if not number % 10:
                out.write("RRULE:FREQ=WEEKLY;COUNT=20\n")
            for person in (0, *rng.sample(range(1, len(world)), rng.randrange(1, 6))):
                out.write(
                    f"ATTENDEE;CN={world.full_name(person)};PARTSTAT=ACCEPTED:mailto:{world.email(person)}\n"
                )
            out.write("END:VEVENT\n")
        out.write("END:VCALENDAR\n")


if __name__ == "__main__":
    write_large_mbox(Path(sys.argv[1]), int(float(sys.argv[2]) * 1e9))
