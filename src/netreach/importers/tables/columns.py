"""What a table is, decided by its header: known names of columns, and an explicit mapping that wins over them.

Names are compared without case, accents, blanks, underscores, dots and signs. Headers of graph databases say more:
`:START_ID(Person)` is the first end of a tie, `id:ID(Organisation)` the id of an organisation.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from netreach.errors import ExportError
from netreach.importers.csvrows import column_name
from netreach.importers.tables.aliases import (
    COMPANY_FIELDS,
    FIRST_BESIDE,
    FOREIGN,
    GROUPS,
    HISTORY_FIELDS,
    KNOWN,
    MANY,
    NODES,
    NOT_TIES,
    ONLY_PEOPLE,
    PERSON_FIELDS,
    SCHOOLS,
    SILENT,
    SURNAME_BESIDE,
    TABLES,
    TIE_ENDS,
    TIE_FIELDS,
    TYPES,
    WEAK_ENDS,
)
from netreach.text import fold

_TYPED = re.compile(r"(?P<name>[^:]*):(?P<type>[A-Za-z_]+)(?:\((?P<group>[^)]*)\))?(?:\[\])?(?:\{[^}]*\})?")


@attrs.frozen(kw_only=True)
class Layout:
    """What a table is and where its columns are.

    Attributes:
        kind: `"people"`, `"ties"`, `"companies"`, `"histories"`, `"places"` (of people) or `"names"` (of ids).
        columns: Field -> column numbers; more than one only for fields with several values.
        group: What the ids of a table of names, or the second ids of a table of histories, stand for: `""`
            where the column holds names.
        study: Whether a table of histories is about schools where it does not say so itself.
        sure: Whether the header alone tells the kind; otherwise the rest of the export must agree.
        unused: Columns that nothing is read from although they may mean something.
    """

    kind: str
    columns: Mapping[str, tuple[int, ...]]
    group: str = ""
    study: bool = False
    sure: bool = True
    unused: tuple[int, ...] = ()

    def __contains__(self, field: str) -> bool:
        return field in self.columns

    def of(self, field: str) -> int:
        """Return the number of a field's column."""
        return self.columns[field][0]


@attrs.frozen(kw_only=True)
class _Column:
    name: str
    type: str = ""
    group: str = ""
    mapped: bool = False


def classify(
    header: Sequence[str], *, file: str = "", mapping: Mapping[str, str] | None = None
) -> Layout | None:
    """Return what the table with this header is; `None` when no kind of table fits.

    The name of the file decides only where the header fits several kinds: `id,name,url` are organisations in
    `organisations.csv` and people elsewhere, and a table of nothing but ids and unknown columns is a table of people
    only in a file that says so (`nodes.csv`).

    Args:
        header: The cells of the header, as written.
        file: Name of the file.
        mapping: Column of the file -> field of netreach, which wins over all aliases; `ignore` (or `""`) leaves a
            column out.

    Raises:
        ExportError: The mapping names a field that does not exist.

    >>> classify(["Person.id", "Person.id", "creationDate"]).kind
    'ties'
    >>> layout = classify(["Full name", "E-Mail", "Employer"])
    >>> layout.kind, dict(layout.columns)
    ('people', {'name': (0,), 'company': (2,), 'emails': (1,)})
    >>> classify(["col1", "col2"]) is None
    True
    """
    columns = _read(header, mapping or {})
    words = frozenset(
        re.findall("[a-z]+", fold(re.sub("([a-z])([A-Z])", r"\1 \2", file.rpartition("/")[2][-200:])))
    )
    for test in (_links, _histories, _ties, _names_by_type, _companies, _names, _people):
        if layout := test(columns, words):
            return attrs.evolve(layout, unused=_unused(columns, layout))
    return None


def person_layout(header: Sequence[str], mapping: Mapping[str, str]) -> Layout:
    """Return the layout of a table of people whose first column is their id, whatever the names of the others are.

    Args:
        header: Names of the columns; the first one does not matter.
        mapping: Column -> field of netreach, which wins over all aliases.

    Raises:
        ExportError: The mapping names a field that does not exist.

    >>> dict(person_layout(["n", "Full name", "Company", "x"], {}).columns)
    {'id': (0,), 'name': (1,), 'company': (2,)}
    """
    columns = [_Column(name="id", mapped=True), *_read(header[1:], mapping)]
    return Layout(kind="people", columns=_find(columns, PERSON_FIELDS))


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the fields that a table of some kind may have, the most telling first.

    >>> fields_of("ties")
    ('source', 'target', 'strength', 'weight', 'since', 'directed')
    """
    tables = {"people": PERSON_FIELDS, "ties": TIE_FIELDS, "histories": HISTORY_FIELDS}
    return tuple(tables.get(kind, COMPANY_FIELDS))


def field_for(cell: str) -> str:
    """Return a field that the name of a column fits; `""` when there is none.

    >>> field_for("Fecha"), field_for("lluvia")
    ('since', '')
    """
    name = column_name(cell)
    return next((field for table in TABLES for field, names in table.items() if name in names), "")


def is_foreign(header: Sequence[str]) -> bool:
    """Tell whether a header belongs to a format that another importer reads: LinkedIn, Google, Outlook.

    >>> is_foreign(["First Name", "Last Name", "Company", "Connected On"]), is_foreign(["id", "name"])
    (True, False)
    """
    if not header:
        return False
    cells = {cell.strip() for cell in header}
    # By the letter: Outlook alone writes it so, and a table made by hand may well have an `Email address`.
    if {"E-mail Address", "Job Title"} <= cells or header[0].strip().rstrip(":") == "Notes":
        return True
    names = {column_name(cell) for cell in header}
    return any(foreign <= names for foreign in FOREIGN)


def check_mapping(mapping: Mapping[str, str], headers: Mapping[str, Sequence[str]]) -> None:
    """Check that every column of an explicit mapping is in some file.

    Args:
        mapping: Column of a file -> field of netreach.
        headers: File -> its header.

    Raises:
        ExportError: A column is in no file, or a field does not exist.

    >>> check_mapping({"Firma": "company"}, {"people.csv": ["Name", "Firm"]})
    Traceback (most recent call last):
    netreach.errors.ExportError: No file has a column 'Firma'. Hint: did you mean 'Firm'? people.csv has: Name, Firm.
    """
    there = {column_name(cell) or cell.strip() for cells in headers.values() for cell in cells}
    for column, field in mapping.items():
        _field(field)
        if (column_name(column) or column.strip()) not in there:
            known = list(dict.fromkeys(cell.strip() for cells in headers.values() for cell in cells))
            shown = "; ".join(
                f"{file} has: {', '.join(cell.strip()[:40] for cell in cells[:30])}"
                for file, cells in headers.items()
            )
            raise ExportError(f"No file has a column {column!r}.{_hint(column, known)} {shown}.")


def _field(field: str) -> str:
    """Return the normal form of the field that a mapping names."""
    name = column_name(field)
    if not field.strip() or name == "ignore":
        return ""
    if name in KNOWN:
        return name
    fields = list(dict.fromkeys(field for table in TABLES for field in table))
    raise ExportError(
        f"columns={{...: {field!r}}}: netreach has no field {field!r}.{_hint(field, fields)} "
        f"There are: {', '.join(fields)}; ignore leaves a column out."
    )


def _hint(word: str, known: Collection[str]) -> str:
    plain = {column_name(name): name for name in known}
    close = difflib.get_close_matches(column_name(word), plain, n=3, cutoff=0.6)
    return f" Hint: did you mean {' or '.join(repr(plain[name]) for name in close)}?" if close else ""


def _read(header: Sequence[str], mapping: Mapping[str, str]) -> list[_Column]:
    wanted = {column_name(column) or column.strip(): _field(field) for column, field in mapping.items()}
    return [_column(cell, wanted) for cell in header]


def _column(cell: str, wanted: Mapping[str, str]) -> _Column:
    plain = column_name(cell) or cell.strip()
    if plain in wanted:
        return _Column(name=wanted[plain], mapped=True)
    match = _TYPED.fullmatch(cell.strip())
    if match and match["type"].lower() in TYPES:
        kind = match["type"].lower()
        if kind in ("label", "type", "ignore"):
            # What every row of the table is, such as `Person`: nothing that tells one from another.
            return _Column(name="", type=kind)
        return _Column(name=column_name(match["name"]), type=kind, group=(match["group"] or "").lower())
    return _Column(name=plain)


def _unused(columns: Sequence[_Column], layout: Layout) -> tuple[int, ...]:
    used = {number for field, numbers in layout.columns.items() for number in numbers}
    if layout.kind == "ties" and {"strength", "weight"} <= layout.columns.keys():
        used.remove(layout.of("weight"))
    silent = SILENT.get(layout.kind, frozenset())
    return tuple(
        number
        for number, column in enumerate(columns)
        if number not in used and column.name and (column.mapped or column.name not in silent)
    )


def _find(columns: Sequence[_Column], fields: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Find fields: a mapped column first, then by the order of the aliases; no column serves two fields."""
    found: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    for field, aliases in fields.items():
        rank = {alias: number for number, alias in enumerate(aliases)}
        fits = [
            (not column.mapped, rank[column.name], number)
            for number, column in enumerate(columns)
            if column.name in rank and number not in taken
        ]
        if fits:
            chosen = tuple(number for *_, number in sorted(fits))
            found[field] = chosen if field in MANY else chosen[:1]
            taken.update(found[field])
    return found


def _group_of(column: _Column) -> str | None:
    """What the ids of a referring column stand for; `None` when the column refers to nothing."""
    if column.type in ("start_id", "end_id"):
        return GROUPS.get(column.group, column.group)
    word = column.name.removesuffix("id")
    return GROUPS.get(word) if word and word != column.name else None


def _links(columns: Sequence[_Column], words: Collection[str]) -> Layout | None:
    """Tables that join ids of people to ids of organisations or places."""
    groups = [_group_of(column) for column in columns]
    if groups.count("person") != 1:
        return None
    person = groups.index("person")
    others = [number for number, group in enumerate(groups) if group in ("organisation", "place")]
    found = _find(columns, PERSON_FIELDS)
    if len(others) != 1 or found.keys() & {"name", "first_name", "last_name", "emails", "linkedin"}:
        return None
    [other] = others
    if groups[other] == "place":
        return Layout(kind="places", columns={"person": (person,), "location": (other,)}, group="place")
    fields = {
        name: aliases for name, aliases in HISTORY_FIELDS.items() if name not in ("person", "organisation")
    }
    places = {"person": (person,), "organisation": (other,), **_find(columns, fields)}
    target = columns[other]
    study = "class_year" in places or (target.group or target.name.removesuffix("id")) in SCHOOLS
    return Layout(kind="histories", columns=places, group="organisation", study=study)


def _histories(columns: Sequence[_Column], words: Collection[str]) -> Layout | None:
    """Tables of jobs and schools by name: one column names the person, none describes them."""
    found = _find(columns, HISTORY_FIELDS)
    dated = found.keys() & {"start", "end", "class_year", "kind"}
    if not {"person", "organisation"} <= found.keys() or not dated:
        return None
    ends = _ends(columns)
    # `from` and `to` beside a person and a company are days.
    if ends and columns[ends[0]].name not in HISTORY_FIELDS["start"]:
        return None
    people = _find(columns, PERSON_FIELDS)
    naming = sum(len(people[name]) for name in ("id", "name", "emails", "linkedin") if name in people)
    if naming > 1 or people.keys() & {"first_name", "last_name", "headline", "skills"}:
        return None
    study = "class_year" in found or columns[found["organisation"][0]].name in PERSON_FIELDS["school"]
    return Layout(kind="histories", columns=found, study=study)


def _ties(columns: Sequence[_Column], words: Collection[str]) -> Layout | None:
    ends = _ends(columns)
    if ends is None or any(column.name in NOT_TIES for column in columns):
        return None
    rest = [column if number not in ends else _Column(name="") for number, column in enumerate(columns)]
    fields = _find(rest, {name: TIE_FIELDS[name] for name in ("strength", "weight", "since", "directed")})
    return Layout(kind="ties", columns={"source": (ends[0],), "target": (ends[1],), **fields})


def _ends(columns: Sequence[_Column]) -> tuple[int, int] | None:
    starts = [number for number, column in enumerate(columns) if column.type == "start_id"]
    stops = [number for number, column in enumerate(columns) if column.type == "end_id"]
    if starts and stops:
        group = _group_of(columns[starts[0]])
        # Without a group the ends are taken for people, and so is a group of a kind that is not known.
        people = group not in ("organisation", "place", "other")
        return (starts[0], stops[0]) if people and group == _group_of(columns[stops[0]]) else None
    names = [column.name for column in columns]
    if whole := _pairs(columns, TIE_ENDS):
        return min(whole, key=lambda pair: not (columns[pair[0]].mapped and columns[pair[1]].mapped))
    for name in ("personid", "person", "userid", "memberid", "idpersona", "persona"):
        if names.count(name) == 2:
            first = names.index(name)
            return first, names.index(name, first + 1)
    naming = {"name", "first_name", "last_name", "emails", "linkedin", "company", "school"}
    for pair in _pairs(columns, WEAK_ENDS):
        rest = [column for number, column in enumerate(columns) if number not in pair]
        days = columns[pair[0]].name in HISTORY_FIELDS["start"]
        if not _find(rest, PERSON_FIELDS).keys() & (naming | ({"id"} if days else set())):
            return pair
    return None


def _pairs(columns: Sequence[_Column], names: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    places = [(_place(columns, first), _place(columns, second)) for first, second in names]
    return [(first, second) for first, second in places if first is not None and second is not None]


def _place(columns: Sequence[_Column], name: str) -> int | None:
    """The column of that name, a mapped one before others."""
    places = [number for number, column in enumerate(columns) if column.name == name]
    return min(places, key=lambda number: not columns[number].mapped) if places else None


def _names_by_type(columns: Sequence[_Column], words: Collection[str]) -> Layout | None:
    """Tables whose id column says what the ids stand for, as graph databases write them."""
    ids = [number for number, column in enumerate(columns) if column.type == "id"]
    if not ids:
        return None
    group = columns[ids[0]].group
    known = GROUPS.get(group or "person", group)
    if known == "person":
        found = _find(columns, PERSON_FIELDS)
        return Layout(kind="people", columns={**found, "id": (ids[0],)})
    found = _find(
        columns, {"name": COMPANY_FIELDS["company"] if known == "organisation" else ("name", "title")}
    )
    if known in ("organisation", "place") and "name" in found:
        rest = _find(columns, COMPANY_FIELDS) if known == "organisation" else {}
        return Layout(kind="names", columns={**rest, "id": (ids[0],), "name": found["name"]}, group=known)
    return None


def _companies(columns: Sequence[_Column], words: Collection[str]) -> Layout | None:
    found = _find(columns, COMPANY_FIELDS)
    people = _find(columns, PERSON_FIELDS)
    hints = _hints(words)
    said = "organisation" in hints and "person" not in hints
    if "company" not in found or not found.keys() & {"industry", "size", "country", "location"}:
        return None
    if people.keys() & (ONLY_PEOPLE | {"emails", "linkedin", "school"}):
        return None
    named = columns[found["company"][0]].name in PERSON_FIELDS["company"]
    if "name" in people and named:
        return None
    if "id" in people:
        # The ids may be those of people or of companies: only the rest of the header or the file can tell.
        if "size" not in found and not said:
            return None
        return Layout(
            kind="names",
            columns={**found, "id": people["id"], "name": found["company"]},
            group="organisation",
        )
    if named or "size" in found or said:
        return Layout(kind="companies", columns=found)
    return None


def _names(columns: Sequence[_Column], words: Collection[str]) -> Layout | None:
    """Tables of ids and names of organisations or places, known by the name of the file."""
    found = _find(columns, {**PERSON_FIELDS, "type": ("type",)})
    if not {"id", "name"} <= found.keys() <= {"id", "name", "url", "type", "groups"}:
        return None
    groups = _hints(words)
    if "person" in groups:
        return None
    for group in ("organisation", "place"):
        if group in groups:
            return Layout(kind="names", columns={"id": found["id"], "name": found["name"]}, group=group)
    return None


def _people(columns: Sequence[_Column], words: Collection[str]) -> Layout | None:
    found = _find(columns, PERSON_FIELDS)
    plain = columns[found["name"][0]].name if "name" in found else ""
    if "last_name" in found and "first_name" not in found and plain in FIRST_BESIDE:
        found["first_name"] = found.pop("name")
    elif "first_name" in found and "last_name" not in found:
        first = columns[found["first_name"][0]].name
        if plain and SURNAME_BESIDE.get(first) == plain:
            found["last_name"] = found.pop("name")
    if "groups" in found and not found.keys() & {"name", "first_name", "last_name"}:
        # Gephi calls the name of a node its label.
        label = [number for number in found["groups"] if columns[number].name == "label"]
        if label and "id" in found:
            rest = tuple(number for number in found["groups"] if number not in label)
            found = {**found, "name": (label[0],), "groups": rest}
            found = {name: numbers for name, numbers in found.items() if numbers}
    described = found.keys() & (ONLY_PEOPLE | {"company", "location", "industry", "country", "school"})
    if {"first_name", "last_name"} <= found.keys() or found.keys() & {"emails", "linkedin"}:
        return Layout(kind="people", columns=found)
    if "name" in found and ("id" in found or described):
        other = "other" in _hints(words) and not described
        return None if other else Layout(kind="people", columns=found)
    if "id" in found and not found.keys() & {"name", "first_name", "last_name"}:
        named_so = _hints(words) == {"person"} or not NODES.isdisjoint(words)
        named_so = named_so and all(_group_of(column) in (None, "person") for column in columns)
        return Layout(kind="people", columns=found, sure=False) if named_so else None
    return None


def _hints(words: Iterable[str]) -> frozenset[str]:
    return frozenset(GROUPS[word] for word in words if word in GROUPS)
