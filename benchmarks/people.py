"""A million invented people with texts as people write them, and a graph: a version, without sources to derive."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from netreach.graph import GraphArrays
from netreach.store import schema
from netreach.store.folder import NetworkFolder
from netreach.store.tables import DiskTables, MemoryTables, Meta, SourceInfo
from netreach.testing import names

_LANGUAGES = {"en": 52, "es": 20, "fr": 9, "de": 8, "pt": 7, "it": 4}
_LEVELS = {
    "en": ["", "", "Junior ", "Senior ", "Lead ", "Head of ", "Director of ", "VP ", "Chief ", "Associate "],
    "es": ["", "Jefe de ", "Jefa de ", "Director de ", "Directora de ", "Técnico de ", "Responsable de "],
    "fr": ["", "Chef de ", "Directeur ", "Directrice ", "Responsable ", "Chargé de ", "Adjoint "],
    "de": ["", "Leiter ", "Leiterin ", "Referent ", "Senior ", "Geschäftsführer "],
    "pt": ["", "Diretor de ", "Diretora de ", "Gerente de ", "Analista de ", "Coordenador de "],
    "it": ["", "Direttore ", "Direttrice ", "Responsabile ", "Addetto ", "Capo "],
}
_WORK = {
    "en": "Marketing Sales Engineering Product Finance Operations Research Design Data Security Quality Supply "
    "Logistics Legal Purchasing Software Hardware Network Cloud Brand Content Growth Risk Audit Tax Talent "
    "Training Facilities Customer Support Pricing Partnerships Compliance Analytics Manufacturing Events",
    "es": "Marketing Ventas Ingeniería Producto Finanzas Operaciones Investigación Diseño Datos Seguridad "
    "Calidad Compras Logística Jurídico Sistemas Formación Comunicación Riesgos Auditoría Administración",
    "fr": "Marketing Ventes Ingénierie Produit Finances Opérations Recherche Qualité Achats Logistique Juridique "
    "Formation Communication Sécurité Données Études Développement",
    "de": "Marketing Vertrieb Entwicklung Produktion Finanzen Einkauf Qualität Logistik Recht Personal "
    "Forschung Sicherheit Daten Verwaltung Kommunikation Prüfung",
    "pt": "Marketing Vendas Engenharia Produto Finanças Operações Pesquisa Dados Segurança Compras Logística "
    "Jurídico Formação Comunicação Qualidade",
    "it": "Marketing Vendite Ingegneria Prodotto Finanza Operazioni Ricerca Qualità Acquisti Logistica Legale "
    "Formazione Comunicazione Sicurezza Dati",
}
_AREA = (
    "EMEA;Iberia;LATAM;Nordics;DACH;North America;APAC;Retail;Banking;Energy;Pharma;B2B;B2C;Digital;Global;"
    "Automotive;Public Sector;Europe;Key Accounts;Enterprise;SMB;E-commerce;Insurance;Health;Telecom"
)
_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "ro",
    "su",
    "ta",
    "ve",
    "xi",
    "zo",
    "kra",
    "plo",
    "stru",
    "bel",
    "cor",
    "den",
    "fal",
    "gar",
    "hol",
    "jun",
]

Codes = npt.NDArray[np.int64]


def _draw(rng: np.random.Generator, values: int, rows: int, *, tail: float = 0.9) -> Codes:
    """Draw numbers below `values`, the lower ones more often."""
    edges = np.cumsum(1.0 / np.arange(1, values + 1) ** tail)
    return np.searchsorted(edges, rng.random(rows) * edges[-1])


def _joined(parts: list[pa.Array], between: str = "") -> pa.Array:
    return pc.binary_join_element_wise(*parts, between)


def _missing(rng: np.random.Generator, values: pa.Array, share: float) -> pa.Array:
    return pc.if_else(pa.array(rng.random(len(values)) < share), pa.scalar(None, pa.string()), values)


def _titles(rng: np.random.Generator, language: npt.NDArray[np.str_], distinct: int) -> pa.Array:
    """Titles in each person's language, `distinct` of them by half of the people, the rest by many."""
    made = np.empty(len(language), dtype=object)
    for code, work in _WORK.items():
        rows = np.flatnonzero(language == code)
        functions, areas = work.split(), _AREA.split(";")
        size = max(20, round(distinct * len(rows) / len(language)))
        stock = [
            _LEVELS[code][a] + functions[b] + c
            for a, b, c in zip(
                rng.integers(0, len(_LEVELS[code]), size).tolist(),
                rng.integers(0, len(functions), size).tolist(),
                (
                    ""
                    if one < 0.3
                    else f" {areas[int(one * 100) % len(areas)]}"
                    if one < 0.6
                    else f" & {functions[int(one * 997) % len(functions)]}, {areas[int(one * 1013) % len(areas)]}"
                    + (f" {int(one * 1e6) % 40}" if one > 0.7 else "")
                    for one in rng.random(size).tolist()
                ),
                strict=True,
            )
        ]
        made[rows] = np.array(stock, dtype=object)[_draw(rng, size, len(rows), tail=0.75)]
    return pa.array(made, pa.string())


def _companies(rng: np.random.Generator, count: int) -> list[str]:
    syllables = np.array(_SYLLABLES, dtype=object)
    stems = syllables[rng.integers(0, len(syllables), (count, 3))].sum(axis=1)
    words = [
        "Foods",
        "Systems",
        "Consulting",
        "Labs",
        "Energy",
        "Capital",
        "Media",
        "Group",
        "Motors",
        "Pharma",
    ]
    pick = rng.integers(0, len(words), count)
    return [f"{stem.capitalize()} {words[n]}" for stem, n in zip(stems.tolist(), pick.tolist(), strict=True)]


def write_people(
    folder: Path, *, people: int = 1_000_000, ties: int = 15_000_000, seed: int = 11
) -> DiskTables:
    """Write a version of invented people into a folder, and open it; one that is there already is opened.

    Args:
        folder: Where to write.
        people: How many people.
        ties: About how many ties; contact counts are lognormal.
        seed: The same seed, the same people.
    """
    place = NetworkFolder(folder)
    version = f"v{people}-{ties}-{seed}"
    if (folder / "versions" / version).exists():
        return place.open_version(version)
    rng = np.random.default_rng(seed)
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    place.write_version(_version(rng, version, people, ties))
    return place.open_version(version)


def with_new_people(folder: Path, version: DiskTables, count: int) -> DiskTables:
    """Write the version after it, in which the first people have given way to others, and open it.

    Args:
        folder: Where the version lies.
        version: The version.
        count: How many are new: nobody else has their name or headline.
    """
    place = NetworkFolder(folder)
    tables = {name: version.table(name) for name in schema.VERSION}
    people = tables["people"]
    for field in ("name", "headline"):
        fresh = pa.array([f"Newcomer{number} of {field} {number}" for number in range(count)])
        column = pa.chunked_array([fresh, *people.column(field).slice(count).chunks])
        people = people.set_column(people.column_names.index(field), people.schema.field(field), column)
    tables["people"] = people.combine_chunks()
    meta = attrs.evolve(version.meta, version=f"{version.meta.version}-{count}")
    place.write_version(
        MemoryTables(meta=meta, tables=tables, arrays={name: version.array(name) for name in schema.ARRAYS})
    )
    return place.open_version(meta.version)


def _version(rng: np.random.Generator, version: str, people: int, ties: int) -> MemoryTables:
    language = np.array(list(_LANGUAGES))[
        np.searchsorted(np.cumsum(list(_LANGUAGES.values())), rng.random(people) * 100, side="right")
    ]
    firsts, lasts = pa.array(names.first_names().values), pa.array(names.last_names().values)
    first = firsts.take(pa.array(_draw(rng, len(firsts), people, tail=0.5)))
    last = lasts.take(pa.array(_draw(rng, len(lasts), people, tail=0.4)))
    names_column = _joined([first, last], " ")
    title = _titles(rng, language, 2 * people // 3)
    stock = _companies(rng, max(30, people * 3 // 20))
    forms = np.array(["", "", "", "", " Ltd", " S.L.", " GmbH", " Inc.", ", S.A.", " SAS"], dtype=object)
    company = _joined(
        [
            pa.array(stock).take(pa.array(_draw(rng, len(stock), people))),
            pa.array(forms[rng.integers(0, len(forms), people)], pa.string()),
        ]
    )
    cities = names.cities()
    city = _draw(rng, len(cities), people)
    location = pa.array([f"{one.name}, {one.country}" for one in cities]).take(pa.array(city))
    country = pa.array([one.country for one in cities]).take(pa.array(city))
    industries = pa.array([one.name for one in names.industries()])
    area = pa.array(_AREA.split(";"))
    headline = pc.if_else(
        pa.array(rng.random(people) < 0.25),
        title,
        _joined([title, company, area.take(pa.array(rng.integers(0, len(area), people)))], " | "),
    )
    skills = pa.array(_WORK["en"].split())
    table = {
        "id": pa.array([f"p{number:09x}" for number in (np.arange(people) * 2654435761 % 2**36).tolist()]),
        "name": names_column,
        "first_name": first,
        "last_name": last,
        "headline": _missing(rng, headline, 0.1),
        "title": _missing(rng, title, 0.2),
        "company": _missing(rng, company, 0.2),
        "location": _missing(rng, location, 0.2),
        "country": _missing(rng, country, 0.2),
        "industry": _missing(rng, industries.take(pa.array(_draw(rng, len(industries), people))), 0.2),
        "emails": _lists(rng, pa.array([f"x{n}@example.org" for n in range(1000)]), people, 0.1),
        "skills": _lists(rng, skills, people, 0.5),
        "groups": _lists(rng, pa.array([f"Group of {name}" for name in stock[:3000]]), people, 0.2),
    }
    tables = {
        "people": schema.conform(pa.table(table), schema.VERSION["people"]),
        "histories": _histories(rng, people, title, company),
        "identity": pa.table(
            {
                "key": pa.array([f"id:bench/{number}" for number in range(people)]),
                "vertex": pa.array(np.arange(people, dtype=np.int32)),
            },
            schema=schema.VERSION["identity"],
        ),
    }
    graph = _graph(rng, people, ties)
    for name in ("evidence", "given"):
        tables[name] = schema.empty(schema.VERSION[name])
    meta = Meta(
        version=version,
        count=people,
        ties=graph.ties,
        as_of=None,
        sources=(SourceInfo(id="s", file="bench", sha256="", importer="tables"),),
        owners=(-1,),
    )
    arrays = {
        "indptr": np.asarray(graph.indptr),
        "indices": np.asarray(graph.indices),
        "first_ties": np.asarray(graph.first_ties),
        "complete": np.ones(people, dtype=np.bool_),
        "id_order": np.argsort(np.array(table["id"].to_pylist()), kind="stable").astype(np.int32),
        "tie_given": (rng.integers(1, 10, graph.ties) / 10).astype(np.float32),
        "tie_since": rng.integers(14_000, 20_000, graph.ties).astype(np.int32),
        "tie_source": np.zeros(1, dtype=np.int16),
    }
    return MemoryTables(meta=meta, tables=tables, arrays=arrays)


def _lists(rng: np.random.Generator, values: pa.Array, people: int, share: float) -> pa.Array:
    sizes = np.where(rng.random(people) < share, rng.integers(1, 4, people), 0)
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    chosen = values.take(pa.array(_draw(rng, len(values), int(offsets[-1]))))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), chosen)


def _histories(rng: np.random.Generator, people: int, title: pa.Array, company: pa.Array) -> pa.Table:
    """Jobs that ended, the current one of a third, and schools of 40 %."""
    past = rng.integers(0, people, people * 8 // 5)
    now = np.flatnonzero(rng.random(people) < 0.3)
    study = np.flatnonzero(rng.random(people) < 0.4)
    rows = np.concatenate((past, now, study))
    kind = np.repeat(np.array(["work", "work", "study"], dtype=object), [len(past), len(now), len(study)])
    other = rng.permutation(people)[past]
    school = pa.array([f"{name}" for name, _ in names.schools()] + [f"School of {n}" for n in _SYLLABLES])
    taught = school.take(pa.array(_draw(rng, len(school), len(study))))
    untitled = pa.nulls(len(study), pa.string())
    held = pa.chunked_array([title.take(pa.array(other)), title.take(pa.array(now)), untitled])
    where = pa.chunked_array([company.take(pa.array(other)), company.take(pa.array(now)), taught])
    start = rng.integers(9_000, 18_000, len(rows)).astype(np.int32)
    current = np.zeros(len(rows), dtype=np.bool_)
    current[len(past) : len(past) + len(now)] = True
    end = pc.if_else(pa.array(current), pa.scalar(None, pa.int32()), pa.array(start + 900))
    order = pa.array(np.argsort(rows, kind="stable"))
    table = pa.table(
        {
            "person": pa.array(rows.astype(np.int32)),
            "kind": pa.array(kind, pa.string()),
            "organisation": where,
            "title": held,
            "start": pa.array(start).cast(pa.date32()),
            "end": end.cast(pa.date32()),
            "current": pa.array(current),
        }
    )
    return schema.conform(table, schema.VERSION["histories"]).take(order)


def _graph(rng: np.random.Generator, people: int, ties: int) -> GraphArrays:
    """Ties drawn by lognormal weights, near people more often than far ones."""
    weight = np.cumsum(rng.lognormal(0.0, 1.0, people))
    a = np.searchsorted(weight, rng.random(ties) * weight[-1])
    far = np.searchsorted(weight, rng.random(ties) * weight[-1])
    near = np.clip(a + rng.integers(-400, 400, ties), 0, people - 1)
    b = np.where(rng.random(ties) < 0.5, near, far)
    keys = np.unique(np.minimum(a, b) * people + np.maximum(a, b))
    lo, hi = np.divmod(keys, people)
    apart = lo != hi
    return GraphArrays.from_ties(lo[apart], hi[apart], people)
