"""Removing a person: who it is, what names them, what is left without them; and letting them back in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach import keys as keying
from netreach.answers.removal import Readmission, Removal
from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.errors import AmbiguousNameError, OptionError, ProfessionalNotFoundError
from netreach.identity.derive import derive
from netreach.snapshot import Snapshot
from netreach.store.decisions import Decision
from netreach.store.erase import Erased, called, called_in, full_names, hashed, without
from netreach.store.source import Source

if TYPE_CHECKING:
    import pyarrow as pa

    from netreach.plugins.protocols import BoolArray


def everybody(sources: Sequence[Source], decisions: Sequence[Decision]) -> Snapshot:
    """Return the version with the hidden people in it: they can be removed, and may ask what is stored."""
    return Snapshot(derive(sources, [said for said in decisions if said.kind not in ("hide", "unhide")]))


def keys_of(version: Snapshot, decisions: Sequence[Decision], who: str) -> set[str]:
    """Return every key of a person, also those that stand in decisions only, because their source is gone.

    Raises:
        ProfessionalNotFoundError: When there is nobody like that.
        AmbiguousNameError: When several people have the name.
    """
    keys = set(version.keys_of(version.resolve(who)))
    same = [set(said.keys) for said in decisions if said.kind in ("merge", "hide", "unhide")]
    size = 0
    while size != len(keys):
        size = len(keys)
        for said in same:
            if said & keys:
                keys |= {key for key in said if version.vertex_of_key(key) < 0}
    return keys


def named_in(said: Decision) -> set[str]:
    """Return every key that stands anywhere in a decision, whatever its kind has it for."""
    return {key for value in said.to_dict().values() if isinstance(value, list) for key in value}


def without_person(
    sources: Sequence[Source],
    decisions: Sequence[Decision],
    who: str,
    *,
    salt: bytes,
    with_sources: bool,
    language: str = "en",
) -> tuple[tuple[Source, ...], tuple[Decision, ...], Removal]:
    """Return the sources and decisions without a person, with the hashes that keep them out, and what was done.

    Args:
        sources: All sources.
        decisions: All decisions.
        who: Id, profile URL, e-mail or unambiguous name, also of somebody hidden.
        salt: The key of the hashes.
        with_sources: Whether sources of which the person is the owner go whole.
        language: Language of the answer's text.

    Raises:
        OptionError: When the person owns sources, and `with_sources` does not say that these may go.
        ProfessionalNotFoundError: When there is nobody like that.
        AmbiguousNameError: When several people have the name.
    """
    keys = keys_of(everybody(sources, decisions), decisions, who)
    owned = [source for source in sources if keys & set(source.info.owner_keys)]
    if owned and not with_sources:
        files = "\n  ".join(f"{source.info.id}  {source.info.file}" for source in owned)
        raise OptionError(
            f"{who} is the owner of what was imported from these files. Removing the person removes them whole, "
            f"with all ties that only they show:\n  {files}\nSay that this is meant: --yes, or with_sources=True."
        )
    others = [source for source in sources if source not in owned]
    names = {name for source in sources for name in _names(source.tables["people"], keys)}
    texts = keys | {text for text in (*map(called, names), *map(called_in, keys)) if text}
    hashes = {hashed(salt, text) for text in texts}
    before = Erased.of(decisions, salt).hashes
    erased = Erased(salt=salt, hashes=before | hashes)
    namesakes = 0
    for source in others:
        people = source.tables["people"]
        alone = erased.rows(people) & ~_carrying(people, keys)
        namesakes += int(alone.sum())
        # A row of the same name that has no key but its name goes too, and so does whatever names it.
        for row in people.column("keys").filter(_mask(alone)).to_pylist():
            hashes |= {hashed(salt, key) for key in row if key.startswith("name:")}
    erased = Erased(salt=salt, hashes=before | hashes)
    left = tuple(without(source, erased) for source in others)
    gone = {source.info.id for source in owned}
    kept = tuple(
        said for said in decisions if not any(map(erased.has, named_in(said))) and said.source not in gone
    )
    pairs = list(zip(others, left, strict=True))
    removal = Removal(
        sources=tuple(source.info.file for source in owned),
        rewritten=sum(old is not new for old, new in pairs),
        rows=sum(old.info.people - new.info.people for old, new in pairs if old is not new),
        evidence=sum(
            old.info.evidence + old.info.ties - new.info.evidence - new.info.ties for old, new in pairs
        ),
        namesakes=namesakes,
        decisions=len(decisions) - len(kept),
        language=language,
    )
    return left, (*kept, Decision(kind="remove", keys=tuple(sorted(hashes)))), removal


def readmitted(
    sources: Sequence[Source],
    decisions: Sequence[Decision],
    who: Sequence[str],
    *,
    salt: bytes | None,
    language: str = "en",
) -> tuple[tuple[Source, ...], tuple[Decision, ...], Readmission]:
    """Return the sources and decisions when somebody who was removed may come back, and what that takes.

    One key or name is enough to find what was kept of a person, and all of it goes. The rows are gone; the next
    import of an export brings them back. So a source that was written anew gets another id: the same file, added
    again, is then not the same as what is left of it, and takes its place.

    Args:
        sources: All sources.
        decisions: All decisions.
        who: How the person is known: profile URLs, addresses, keys, the name.
        salt: The key of the hashes; `None` where nobody was removed.
        language: Language of the answer's text.

    Raises:
        ProfessionalNotFoundError: When nobody like that was removed.
        AmbiguousNameError: When several were.
    """
    known = [{hashed(salt or b"", text) for text in _may_mean(one)} for one in who]
    removed = [said for said in decisions if said.kind == "remove" and salt is not None]
    meant = [said for said in removed if all(hashes & set(said.keys) for hashes in known)]
    listed = ", ".join(repr(one) for one in who)
    if not known or not meant:
        raise ProfessionalNotFoundError(
            f"Nobody who was removed is known as {listed}. Name them as the network knew them: by profile URL, "
            "e-mail or full name."
        )
    if len(meant) > 1:
        raise AmbiguousNameError(
            f"{len(meant)} people who were removed are known as {listed}. Add a profile URL or an address of the one "
            "that you mean."
        )
    mark = "".join(meant[0].keys)
    again = {
        source.info.id: "s" + hashlib.sha256(f"{source.info.id} {mark}".encode()).hexdigest()[:16]
        for source in sources
        if source.info.rewritten
    }
    left = tuple(
        Source(info=attrs.evolve(source.info, id=again[source.info.id]), tables=source.tables)
        if source.info.id in again
        else source
        for source in sources
    )
    kept = tuple(
        attrs.evolve(said, source=again.get(said.source, said.source))
        for said in decisions
        if said is not meant[0]
    )
    files = tuple(sorted(source.info.file for source in sources if source.info.id in again))
    return left, kept, Readmission(files=files, language=language)


def _may_mean(who: str) -> set[str]:
    """Return the texts whose hashes may have been kept of somebody who is named like this."""
    typed = keying.parse_who(who)
    texts = {typed.value, keying.slug_key(who), called(typed.value) if typed.kind == "name" else None}
    return {text for text in texts if text}


def _names(people: pa.Table, keys: set[str]) -> set[str]:
    mine = people.filter(_mask(_carrying(people, keys)))
    return {name for values in full_names(mine) for name in values.to_pylist() if name}


def _carrying(people: pa.Table, keys: set[str]) -> BoolArray:
    """`[r]`: which rows have one of some keys."""
    import pyarrow as pa

    lists = whole(people.column("keys"))
    found = pc.is_in(pc.list_flatten(lists), value_set=pa.array(sorted(keys), pa.string()))
    rows: BoolArray = np.zeros(len(people), dtype=np.bool_)
    rows[pc.list_parent_indices(lists).to_numpy()[found.to_numpy(zero_copy_only=False)]] = True
    return rows


def _mask(rows: BoolArray) -> pa.Array:
    import pyarrow as pa

    return pa.array(rows)
