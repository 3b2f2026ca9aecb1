"""What an import did, file by file, and what the network holds now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from netreach.answers.lines import wrapped
from netreach.answers.picture import Picture
from netreach.keys import readable
from netreach.model import RowProblem
from netreach.render import svg, text, words
from netreach.render.reasons import reason as told_reason

_PROBLEMS_SHOWN = 5
_NOT_READ_SHOWN = 12
_OTHER_OWNER = {
    "en": "{file} says that it belongs to {owner}; owner= adds {added} to the same person",
    "es": "{file} dice que pertenece a {owner}; owner= añade {added} a la misma persona",
}
_SHARING_LIKE = {
    "en": "shows others: {sharing}, as was decided for {file}; --sharing changes it",
    "es": "muestra a los demás: {sharing}, como se decidió para {file}; --sharing lo cambia",
}
_REPLACES = {"en": "takes the place of {id}", "es": "ocupa el lugar de {id}"}


@attrs.frozen(kw_only=True)
class FileReport:
    """The accounting of one file: `rows = used + empty + left out + problems`."""

    file: str
    rows: int
    used: int
    empty: int
    left_out: dict[str, int]
    problems: int


@attrs.frozen(kw_only=True)
class NotRead:
    """A file that was not read.

    Attributes:
        file: Its path in the folder; `→` leads into an archive.
        reason: Why not, and what to do about it.
    """

    file: str
    reason: str


@attrs.frozen(kw_only=True)
class SourceReport:
    """What one import read.

    Attributes:
        id: The source's id.
        file: Name of the export.
        importer: Name of the importer.
        owner: Name or safest key of the owner; `""` for a data set that belongs to nobody.
        files: Row accounting, file by file.
        problems: The rows that could not be used, at most the first 1,000.
        records: People, evidence and ties that were read.
        evidence: Evidence that was read, by kind.
        reasons: Rows that could not be used, by reason; of very many reasons the first 1,000.
        already: Whether the same export was there before, so that nothing changed.
        joined: In how many other sources the owner stands; `None` where that means nothing.
        shared_people: How many people of it are also in other sources.
        replaces: Ids of earlier readings of the same file whose place it takes.
        says_owner: Who owns it by its own files, where the user named somebody of whom they do not know; else `""`.
        owner_served: Whom the exports beside it in a folder name, where this one names no owner; else `""`.
        owner_added: Whom the user named then; that address or profile now belongs to the same person.
        sharing: What it shows to others.
        sharing_like: The file of the owner's other export of which that was said; `""` where it was said of this
            one, or of none.
        removed: People in it who were left out, because they were removed from the network.
    """

    id: str
    file: str
    importer: str
    owner: str
    files: tuple[FileReport, ...]
    problems: tuple[RowProblem, ...] = ()
    records: dict[str, int] = attrs.field(factory=dict)
    evidence: dict[str, int] = attrs.field(factory=dict)
    reasons: dict[str, int] = attrs.field(factory=dict)
    already: bool = False
    joined: int | None = None
    shared_people: int = 0
    replaces: tuple[str, ...] = ()
    says_owner: str = ""
    owner_served: str = ""
    owner_added: str = ""
    sharing: str = ""
    sharing_like: str = ""
    removed: int = 0

    @property
    def rows(self) -> int:
        """Data rows read."""
        return sum(file.rows for file in self.files)

    @property
    def used(self) -> int:
        """Rows that became people or evidence."""
        return sum(file.used for file in self.files)

    @property
    def empty(self) -> int:
        """Rows without content."""
        return sum(file.empty for file in self.files)

    @property
    def left_out(self) -> dict[str, int]:
        """Rows left out on purpose, by rule."""
        total: dict[str, int] = {}
        for file in self.files:
            for rule, rows in file.left_out.items():
                total[rule] = total.get(rule, 0) + rows
        return total

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "id": self.id,
            "file": self.file,
            "importer": self.importer,
            "owner": self.owner or None,
            "rows": self.rows,
            "used": self.used,
            "empty": self.empty,
            "left_out": _rules(self.left_out),
            "problems": [attrs.asdict(problem) for problem in self.problems],
            "problem_rows": sum(file.problems for file in self.files),
            "files": [
                {**attrs.asdict(file, recurse=False), "left_out": _rules(file.left_out)}
                for file in self.files
            ],
            "records": self.records,
            "evidence": [{"kind": kind, "count": times} for kind, times in self.evidence.items()],
            "reasons": [{"reason": reason, "rows": rows} for reason, rows in self.reasons.items()],
            "already": self.already,
            "joined": self.joined,
            "shared_people": self.shared_people,
            "replaces": list(self.replaces),
            "says_owner": self.says_owner or None,
            "owner_served": self.owner_served or None,
            "owner_added": self.owner_added or None,
            "sharing": self.sharing or None,
            "sharing_like": self.sharing_like or None,
            "removed": self.removed,
        }


@attrs.frozen(kw_only=True, repr=False)
class ImportReport:
    """What an import did, as text, as plain data, as HTML.

    Attributes:
        sources: One report for each export.
        professionals, ties: What the network holds now.
        new_professionals, new_ties: How many more than before.
        people: Professionals who stand in these exports.
        merged: How many of them stand in several of these exports, or were in the network before.
        failed: What looks like an export and could not be read.
        unknown: Files of folders and archives that nobody reads.
        skipped: Files of folders passed over, by rule: `"hidden"`, `"thumbnail"`, `"system"` (`__MACOSX`, `.DS_Store`
            and the like), `"link"`.
        dry_run: Whether nothing was changed.
        version: Id of the network's version now.
        language: Language of the text.
    """

    sources: tuple[SourceReport, ...]
    professionals: int
    ties: int
    new_professionals: int
    new_ties: int
    version: str
    people: int = 0
    merged: int = 0
    failed: tuple[NotRead, ...] = ()
    unknown: tuple[NotRead, ...] = ()
    skipped: dict[str, int] = attrs.field(factory=dict)
    dry_run: bool = False
    language: str = "en"

    @property
    def complete(self) -> bool:
        """Whether every export that was found could be read."""
        return not self.failed

    @property
    def evidence(self) -> dict[str, int]:
        """Evidence that was read, by kind."""
        total: dict[str, int] = {}
        for source in self.sources:
            for kind, times in source.evidence.items():
                total[kind] = total.get(kind, 0) + times
        return total

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        return {
            "schema": 1,
            "version": self.version,
            "sources": [source.to_dict() for source in self.sources],
            "professionals": self.professionals,
            "ties": self.ties,
            "new_professionals": self.new_professionals,
            "new_ties": self.new_ties,
            "people": self.people,
            "merged": self.merged,
            "evidence": [{"kind": kind, "count": times} for kind, times in self.evidence.items()],
            "failed": [attrs.asdict(one) for one in self.failed],
            "unknown": [attrs.asdict(one) for one in self.unknown],
            "skipped": [{"rule": rule, "files": times} for rule, times in self.skipped.items()],
            "complete": self.complete,
            "dry_run": self.dry_run,
        }

    def __repr__(self) -> str:
        read = "1 source" if len(self.sources) == 1 else f"{len(self.sources):,} sources"
        held = f"{self.professionals:,} professionals, {self.ties:,} ties"
        return f"<ImportReport: {read}, {held}>"

    def __str__(self) -> str:
        return self.text()

    def text(self, *, language: str | None = None, columns: int = 80) -> str:
        """Return the report for people, in English or Spanish."""
        code = words.language_of(language or self.language)
        blocks = [_source_text(source, code, columns) for source in self.sources]
        for key, listed in (("import_failed", self.failed), ("import_unknown", self.unknown)):
            if listed:
                blocks.append(_not_read(key, listed, code, columns))
        if len(self.sources) > 1 or self.skipped:
            blocks.append("\n".join(self._overview(code, columns)))
        blocks.append("\n".join(wrapped(self._total(code), columns)))
        return "\n\n".join(blocks)

    def _total(self, code: str) -> str:
        return words.say(
            "import_total_dry" if self.dry_run else "import_total",
            code,
            professionals=self.professionals,
            ties=self.ties,
            new_professionals=self.new_professionals,
            new_ties=self.new_ties,
        )

    def _overview(self, code: str, columns: int) -> list[str]:
        lines = []
        if len(self.sources) > 1:
            kinds = ", ".join(
                f"{words.kind(kind, code)} {words.count(times, code)}"
                for kind, times in self.evidence.items()
            )
            lines += wrapped(
                words.say("import_people", code, n=len(self.sources), people=self.people, merged=self.merged),
                columns,
            )
            if kinds:
                lines += wrapped(words.say("import_evidence", code, kinds=kinds), columns)
        if self.skipped:
            rules = ", ".join(
                f"{words.say(f'skipped_{rule}', code)} {words.count(times, code)}"
                for rule, times in self.skipped.items()
            )
            lines += wrapped(words.say("import_skipped", code, rules=rules), columns)
        return lines

    def plot(self, *, language: str | None = None, width: float | None = None) -> Picture:
        """Return what became of the rows of every file as a picture.

        Args:
            language: English or Spanish; the answer's own where not given.
            width: Pixels; 720 where not given.
        """
        code = words.language_of(language or self.language)
        rows: list[svg.Counts] = []
        for source in self.sources:
            rows.append(svg.Counts(label=text.visible(source.file)))
            for file in source.files:
                left = file.empty + sum(file.left_out.values())
                counts = (file.used, left, file.problems)
                rows.append(svg.Counts(label=text.visible(file.file), counts=(counts,)))
        pieces = [words.say(f"import_rows_{piece}", code) for piece in ("used", "left", "unusable")]
        title = words.say("import_title", code, n=len(self.sources))
        return Picture(
            svg.counts_svg(
                rows, title=title, pieces=pieces, note=self._total(code), language=code, width=width
            )
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg

    def _repr_html_(self) -> str:
        drawn = self.plot().svg if self.sources else ""
        return f"<div>{drawn}<pre>{text.escape(self.text())}</pre></div>"


def _not_read(key: str, listed: Sequence[NotRead], code: str, columns: int) -> str:
    lines = [words.say(key, code, n=len(listed))]
    for one in listed[:_NOT_READ_SHOWN]:
        reason = text.safe(one.reason.splitlines()[0] if one.reason else "")
        name = text.safe(one.file)
        told = reason if reason.startswith(name) else f"{name}: {reason}"
        first, *more = wrapped(told, columns - 4)
        lines += [f"  {first}", *(f"    {line}" for line in more)]
    if len(listed) > _NOT_READ_SHOWN:
        lines.append("  " + words.say("more", code, n=len(listed) - _NOT_READ_SHOWN))
    return "\n".join(lines)


def _rules(left_out: dict[str, int]) -> list[dict[str, Any]]:
    return [{"rule": rule, "rows": rows} for rule, rows in sorted(left_out.items())]


def _source_text(source: SourceReport, code: str, columns: int) -> str:
    head = text.safe(source.file)
    owner = text.safe(readable(source.owner))
    if owner:
        title = words.say("import_source", code, file=head, importer=source.importer, owner=owner)
    else:
        title = words.say("import_source_unowned", code, file=head, importer=source.importer)
    lines = wrapped(title, columns)
    loud = []
    if source.owner_served:
        loud.append(words.say("import_served", code, owner=text.safe(source.owner_served)))
    if source.owner_added:
        loud.append(
            _OTHER_OWNER[code].format(
                file=head, owner=text.safe(source.says_owner), added=text.safe(source.owner_added)
            )
        )
    loud += [_REPLACES[code].format(id=replaced) for replaced in source.replaces]
    if source.sharing_like:
        loud.append(_SHARING_LIKE[code].format(sharing=source.sharing, file=text.safe(source.sharing_like)))
    if source.removed:
        loud.append(words.say("import_removed", code, n=source.removed))
    lines.extend("  " + line for note in loud for line in wrapped(note, columns - 2))
    if source.already:
        lines.append("  " + words.say("import_already", code))
        return "\n".join(lines)
    whole = [file for file in source.files if file.used == file.rows and not file.problems]
    if len(whole) == 1:
        whole = []
    told = [file for file in source.files if file not in whole]
    headers = [words.say(name, code) for name in ("file", "rows", "used", "empty", "left_out", "problems")]
    rows: list[Sequence[str]] = [
        (
            text.safe(file.file),
            words.count(file.rows, code),
            words.count(file.used, code),
            words.count(file.empty, code),
            words.count(sum(file.left_out.values()), code),
            words.count(file.problems, code),
        )
        for file in told
    ]
    if rows:
        shown = text.table(headers, rows, aligns="<>>>>>", columns=columns - 2)
        lines.extend("  " + line for line in shown.splitlines())
    notes = []
    if whole:
        # Files without any loss need no row each.
        key = "import_whole_more" if told else "import_whole"
        notes.append(words.say(key, code, files=len(whole), rows=sum(file.rows for file in whole)))
    if source.left_out:
        rules = [words.rule_count(rule, n, code) for rule, n in sorted(source.left_out.items())]
        notes.append(words.say("import_rules", code, rules=", ".join(rules)))
    for problem in source.problems[:_PROBLEMS_SHOWN]:
        where = f"{text.safe(problem.file)}:{problem.line}" if problem.line else text.safe(problem.file)
        notes.append(f"{where}: {text.safe(told_reason(problem.reason, code))}")
    if len(source.problems) > _PROBLEMS_SHOWN:
        notes.append(words.say("more", code, n=len(source.problems) - _PROBLEMS_SHOWN))
        notes += [
            words.say("rows_by_rule", code, n=rows, rule=text.safe(told_reason(reason, code)))
            for reason, rows in list(source.reasons.items())[:_PROBLEMS_SHOWN]
        ]
    if source.joined == 0:
        notes.append(words.say("import_joined_nobody", code, owner=owner))
    elif source.joined:
        notes.append(
            words.say("import_joined", code, owner=owner, n=source.joined, people=source.shared_people)
        )
    lines.extend("  " + line for note in notes for line in wrapped(note, columns - 2))
    return "\n".join(lines)
