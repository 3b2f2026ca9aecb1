"""`Connections.csv`: one contact a row, and how each of them is named."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs

from netreach.importers.csvrows import Found, Tally
from netreach.importers.dates import TOO_LATE, day, excerpt, last_plausible, order_of
from netreach.importers.linkedin.files import export_day
from netreach.importers.linkedin.layouts import CONNECTIONS
from netreach.importers.linkedin.sheets import Sheets, Table
from netreach.importers.naming import folded_name, nameable
from netreach.keys import email_key, linkedin_key, name_key
from netreach.text import clean


@attrs.define(kw_only=True, eq=False)
class Contact:
    """One row of the list.

    Attributes:
        tally: The account of the file that it stands in.
        line: Where it stands there.
        name, first_name, last_name, company, title, email: Cells, cleaned; `""` where empty.
        slug, mail: The safe keys, or `None`.
        connected: Since when; `None` where unknown.
        keys: Filled by `ContactList.name_people`, safest first.
        more_emails: Addresses from elsewhere in the archive, as written.
        skills: What the owner endorsed.
    """

    tally: Tally
    line: int
    name: str
    first_name: str
    last_name: str
    company: str
    title: str
    email: str
    slug: str | None
    mail: str | None
    connected: dt.date | None
    keys: tuple[str, ...] = ()
    more_emails: tuple[str, ...] = ()
    skills: list[str] = attrs.field(factory=list)


@attrs.define(kw_only=True, eq=False)
class ContactList:
    """All contacts of the owner, duplicates left out.

    Attributes:
        contacts: In the order of the rows.
        by_slug: Slug key -> contact.
        by_name: Folded name -> contacts of that name.
        complete: Whether a list was read to its end.
        shared_mails: Keys of addresses that several contacts have, which therefore name nobody.
    """

    contacts: list[Contact] = attrs.field(factory=list)
    by_slug: dict[str, Contact] = attrs.field(factory=dict)
    by_name: defaultdict[str, list[Contact]] = attrs.field(factory=lambda: defaultdict(list))
    complete: bool = False
    shared_mails: frozenset[str] = frozenset()
    tallies: list[Tally] = attrs.field(factory=list)

    def add(self, contact: Contact) -> None:
        """Take in a contact."""
        self.contacts.append(contact)
        if contact.slug:
            self.by_slug[contact.slug] = contact
        if folded := folded_name(contact.name):
            self.by_name[folded].append(contact)

    def by_key(self, key: str) -> list[Contact]:
        """Return the contacts that a safe key names."""
        return [contact for contact in self.contacts if key in (contact.slug, contact.mail)]

    def drop(self, contacts: Iterable[Contact]) -> None:
        """Leave out rows that are the owner's own."""
        for contact in contacts:
            self.contacts.remove(contact)
            self.by_name[folded_name(contact.name)].remove(contact)
            if contact.slug:
                del self.by_slug[contact.slug]
            contact.tally.used -= 1
            contact.tally.left_out["the owner's own row"] += 1

    def name_people(self, anchor: str, owner_keys: Sequence[str]) -> None:
        """Give every contact its keys.

        An address that several rows share, or that is the owner's too, names nobody and is left out. Of several
        people who have only a name, the one who was connected first is the first: that order is the same in
        every later export.

        Args:
            anchor: The owner's safest key, within which names are told apart.
            owner_keys: All keys of the owner.
        """
        shared = Counter(contact.mail for contact in self.contacts if contact.mail)
        self.shared_mails = frozenset(mail for mail, count in shared.items() if count > 1)
        nameless: defaultdict[str, list[Contact]] = defaultdict(list)
        for contact in self.contacts:
            if contact.mail and (contact.mail in self.shared_mails or contact.mail in owner_keys):
                contact.mail, contact.email = None, ""
            contact.keys = tuple(key for key in (contact.slug, contact.mail) if key)
            if not contact.keys:
                nameless[name_key(anchor, contact.name)].append(contact)
        for group in nameless.values():
            group.sort(
                key=lambda contact: (
                    contact.connected or dt.date.max,
                    contact.company,
                    contact.title,
                    contact.line,
                )
            )
            for number, contact in enumerate(group, start=1):
                contact.keys = (name_key(anchor, contact.name, number=number if len(group) > 1 else 0),)


def read_connections(sheets: Sheets) -> ContactList:
    """Read the list of connections, in one file or in several parts.

    Raises:
        ExportError: When a file is damaged or is no list of connections.
    """
    result = ContactList()
    seen: set[tuple[str, ...]] = set()
    cut_short = False
    names = sheets.named("connections")
    for name in names:
        table = sheets.open(
            name,
            CONNECTIONS,
            what="a list of LinkedIn connections",
            one_line_rows=True,
            repair=_joined,
        )
        rows = list(table)
        cut_short = cut_short or table.cut_short
        result.tallies.append(table.tally)
        _take(table, rows, result, seen, export_day(sheets.export))
    result.complete = bool(names) and not cut_short
    return result


def _take(
    table: Table,
    rows: list[tuple[int, list[str]]],
    result: ContactList,
    seen: set[tuple[str, ...]],
    exported: dt.date | None,
) -> None:
    tally, of = table.tally, table.found.of
    first, last, url, email = of("first"), of("last"), of("url"), of("email")
    company, position, connected = of("company"), of("position"), of("connected")
    # LinkedIn puts the newest contact first, which can tell how numbers such as 1/2/18 are meant.
    order = order_of([cells[connected] for _, cells in rows], in_order=True)
    if order.doubt:
        tally.problem(table.found.line, order.doubt, rows=0)
    rows = _without_notes(rows, tally)
    days = [day(cells[connected], day_first=order.day_first) for _, cells in rows]
    last_day = last_plausible(Counter(found for found in days if found), exported=exported)
    for (line, cells), found in zip(rows, days, strict=True):
        date_text = cells[connected].strip()
        late = found is not None and found > last_day
        contact = Contact(
            tally=tally,
            line=line,
            name=clean(f"{cells[first]} {cells[last]}"),
            first_name=clean(cells[first]),
            last_name=clean(cells[last]),
            company=clean(cells[company]),
            title=clean(cells[position]),
            email=clean(cells[email]),
            slug=linkedin_key(cells[url]),
            mail=email_key(cells[email]),
            connected=None if late else found,
        )
        if not any(
            cell for index, cell in enumerate(cells) if index != connected and cell and not cell.isspace()
        ):
            # Hidden and closed accounts leave their date behind.
            tally.empty += 1
            continue
        if not (contact.slug or contact.mail or nameable(contact.name)):
            tally.problem(line, "no name, profile URL or e-mail address: nobody can be told from this row")
            continue
        same = _identities(contact, cells)
        if same[0] in seen:
            tally.left_out["duplicate row"] += 1
            continue
        seen.update(same)
        tally.used += 1
        if date_text and contact.connected is None:
            reason = TOO_LATE if late else "not a date"
            tally.problem(line, f"{reason}; the contact is kept without it", rows=0, value=excerpt(date_text))
        if cells[url].strip() and contact.slug is None:
            tally.problem(line, "not the URL of a LinkedIn profile; the contact is kept without it", rows=0)
        if contact.email and "@" not in contact.email:
            tally.problem(line, "not an e-mail address; the contact is kept without it", rows=0)
            contact.email = ""
        result.add(contact)


def _without_notes(rows: list[tuple[int, list[str]]], tally: Tally) -> list[tuple[int, list[str]]]:
    """Leave out the notes above the second of two lists that were put one behind the other."""
    alone = [sum(map(bool, map(str.strip, cells))) == 1 for _, cells in rows]
    notes = {
        number + more
        for number, (_, cells) in enumerate(rows)
        if alone[number] and cells[0].strip("\ufeff \t:").casefold() == "notes"
        for more in (0, 1)
        if number + more < len(rows) and alone[number + more]
    }
    if notes:
        tally.left_out["note above a list"] += len(notes)
    return [row for number, row in enumerate(rows) if number not in notes]


def _identities(contact: Contact, cells: list[str]) -> list[tuple[str, ...]]:
    """Return what two rows have in common when they are the same contact, the surest first.

    A row without a profile is that of a profile with the same address and name: lists of before 2017 name nobody
    else's.
    """
    by_mail: list[tuple[str, ...]] = [(contact.mail, folded_name(contact.name))] if contact.mail else []
    if contact.slug:
        return [(contact.slug,), *by_mail]
    return by_mail or [tuple(cells)]


def _joined(cells: list[str], found: Found) -> list[str] | None:
    """Fit a row with too many cells: a comma without quotes, which is common in companies, titles and names.

    What stands before them and after them must look right; the surplus goes to the company, or else to the surname:
    `Jane,Doe, MBA,https://...`.
    """
    if (last := found.columns.get("last")) is not None and found.columns.get("url") == last + 1:
        surplus = len(cells) - len(found.cells)
        name = f"{found.delimiter} ".join(cell.strip() for cell in cells[last : last + surplus + 1])
        fitted = [*cells[:last], name, *cells[last + surplus + 1 :]]
        if linkedin_key(fitted[last + 1]):
            return fitted
    if not {"company", "position", "connected"} <= found.columns.keys():
        return None
    low, high = sorted((found.of("company"), found.of("position")))
    after = len(found.cells) - high - 1
    if high != low + 1:
        return None
    middle = [cell.strip() for cell in cells[low : len(cells) - after]]
    company, title = f"{found.delimiter} ".join(middle[:-1]), middle[-1]
    if found.of("company") > found.of("position"):
        company, title = f"{found.delimiter} ".join(middle[1:]), middle[0]
        fitted = [*cells[:low], title, company, *cells[len(cells) - after :]]
    else:
        fitted = [*cells[:low], company, title, *cells[len(cells) - after :]]
    fitted.append("")
    url, email = fitted[found.of("url")], fitted[found.of("email")].strip()
    if (
        day(fitted[found.of("connected")]) is None
        or (url.strip() and linkedin_key(url) is None)
        or (email and "@" not in email)
    ):
        return None
    return fitted[:-1]
