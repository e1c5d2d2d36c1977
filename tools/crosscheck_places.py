"""Compare the provinces of the catalog with two packages that others made; exit code 1 where they disagree.

Run it in an environment of its own that holds the library and the packages:

    pip install . -r tests/crosscheck/requirements.txt
    python tools/crosscheck_places.py

Compared are code, name and type of the 63 units of 2025-06-30 and the 34 of 2025-07-01, and which of the old
ones makes up which of the new ones. The communes of each package are read through `extended`. Each difference
must stand in `tests/crosscheck/differences.csv` with its reason, and every row there for an installed version
must still be a difference.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.metadata
import importlib.resources
import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sotttt import catalog
from sotttt.places import JurisdictionType, extended
from sotttt.sources import Source
from sotttt.text import nfc

ROOT = Path(__file__).resolve().parent.parent
DIFFERENCES = ROOT / "tests" / "crosscheck" / "differences.csv"
BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
COMMUNES = 3321
TYPES = {"thành phố trung ương": "thành phố trực thuộc trung ương"}

Table = dict[str, tuple[str, str]]


class Given(NamedTuple):
    """What one package says: units by code on each day, the old units of each new one, and its communes."""

    name: str
    units: Mapping[dt.date, Table]
    merged: Mapping[str, frozenset[str]]
    communes: tuple[Mapping[str, str], ...]


class Difference(NamedTuple):
    """One place where a package and the catalog disagree."""

    package: str
    version: str
    day: str
    code: str
    field: str
    ours: str
    theirs: str


def split(full: str) -> tuple[str, str]:
    """The name and the Vietnamese term for the type of a name as the packages write it."""
    name = nfc(full)
    for term, kind in (("Thành phố ", JurisdictionType.MUNICIPALITY), ("Tỉnh ", JurisdictionType.PROVINCE)):
        if name.startswith(term):
            return name.removeprefix(term), kind.vi
    return name, JurisdictionType.PROVINCE.vi


def vietnam_provinces() -> Given:
    """The package of that name; its releases for Python 3.12 and later have the 63 units too."""
    import vietnam_provinces as package  # type: ignore[import-not-found, unused-ignore]  # an environment of its own

    def table(module: object) -> Table:
        return {
            f"{int(one.code):02}": (
                split(one.name)[0],
                TYPES.get(one.division_type.value, one.division_type.value),
            )
            for one in module.Province.iter_all()  # type: ignore[attr-defined]  # a package without types for us
        }

    units, merged = {AFTER: table(package)}, {}
    if importlib.util.find_spec("vietnam_provinces.legacy"):
        legacy = importlib.import_module("vietnam_provinces.legacy")
        units[BEFORE] = table(legacy)
        merged = {
            f"{int(one.code):02}": frozenset(f"{int(old.code):02}" for old in one.get_legacy_sources())
            for one in package.Province.iter_all()
        }
    communes = tuple(
        {
            "code": f"{int(one.code):05}",
            "name": one.name,
            "type": one.division_type.value,
            "province": f"{int(one.province_code):02}",
        }
        for one in package.Ward.iter_all()
    )
    return Given("vietnam-provinces", units, merged, communes)


def vietnamadminunits() -> Given:
    """The package of that name, by its database and its table of conversions."""
    from vietnamadminunits.database import get_data  # type: ignore[import-not-found, unused-ignore]  # as above

    units: dict[dt.date, Table] = {}
    codes: dict[dt.date, dict[str, str]] = {}
    for day, table in ((BEFORE, "admin_units_legacy"), (AFTER, "admin_units")):
        rows = get_data(["province", "provinceCode", "provinceKey"], table=table)
        units[day] = {row["provinceCode"]: split(row["province"]) for row in rows}
        codes[day] = {row["provinceKey"]: row["provinceCode"] for row in rows}
    data = importlib.resources.files("vietnamadminunits") / "data" / "converter_2025.json"
    merged = {
        codes[AFTER][new]: frozenset(codes[BEFORE][one] for one in old)
        for new, old in json.loads(data.read_text(encoding="utf-8"))["DICT_PROVINCE"].items()
    }
    communes = tuple(
        {
            "code": row["wardCode"],
            "name": nfc(row["ward"]),
            "type": row["wardType"],
            "province": row["provinceCode"],
        }
        for row in get_data(["wardCode", "ward", "wardType", "provinceCode"])
    )
    return Given("vietnamadminunits", units, merged, communes)


def own_units(day: dt.date) -> Table:
    """Name and type of the units of the catalog, by code."""
    return {unit.code("gso", day) or "": (unit.name, unit.type.vi) for unit in catalog.jurisdictions(on=day)}


def own_mergers() -> dict[str, frozenset[str]]:
    """The codes of the units of 2025-06-30 that make up each unit of 2025-07-01, by its code."""
    places = catalog.places()
    found: dict[str, set[str]] = {}
    for old in catalog.jurisdictions(on=BEFORE):
        for chain in places.answering(old.id, AFTER):
            new = places[chain[-1].successor if chain else old.id]
            found.setdefault(new.code("gso", AFTER) or "", set()).add(old.code("gso", BEFORE) or "")
    return {code: frozenset(codes) for code, codes in found.items()}


def differences(given: Given) -> Iterator[Difference]:
    """Where a package and the catalog disagree."""
    version = importlib.metadata.version(given.name)
    for day, theirs in sorted(given.units.items()):
        ours = own_units(day)
        for code in sorted(ours.keys() | theirs.keys()):
            pairs = zip(("name", "type"), ours.get(code, ("", "")), theirs.get(code, ("", "")), strict=True)
            for field, mine, other in pairs:
                if mine != other:
                    yield Difference(given.name, version, str(day), code, field, mine, other)
    own = own_mergers() if given.merged else {}
    for code in sorted(own.keys() | given.merged.keys()):
        before, other_before = (" ".join(sorted(table.get(code, ()))) for table in (own, given.merged))
        if before != other_before:
            yield Difference(given.name, version, str(AFTER), code, "made of", before, other_before)


class Communes:
    """The communes of a package as a provider of units."""

    def __init__(self, given: Given) -> None:
        self.name = given.name
        self.source = Source(title=given.name, confidence="likely")
        self.rows = given.communes

    def units(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """One row for each commune of 2025-07-01."""
        for number, row in enumerate(self.rows, start=1):
            yield f"commune {number}", {**row, "valid_from": str(AFTER)}

    def successions(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """None: the packages don't date them."""
        return iter(())


def explained() -> dict[Difference, str]:
    """The differences that are known, each with its reason."""
    with DIFFERENCES.open(encoding="utf-8", newline="") as lines:
        return {
            Difference(*(row[field] for field in Difference._fields)): row["reason"]
            for row in csv.DictReader(lines, strict=True)
        }


def main() -> int:
    """Print every difference with its reason; 1 where one has none, or a known one is gone."""
    known = explained()
    wrong = 0
    for given in (vietnam_provinces(), vietnamadminunits()):
        version = importlib.metadata.version(given.name)
        found = set(differences(given))
        expected = {one for one in known if (one.package, one.version) == (given.name, version)}
        units = len(extended(catalog.places(), Communes(given)).on(AFTER, "commune"))
        days = ", ".join(f"{len(table)} units on {day}" for day, table in sorted(given.units.items()))
        made = (
            f", {sum(map(len, given.merged.values()))} old units in {len(given.merged)} new"
            if given.merged
            else ""
        )
        print(f"{given.name} {version}: {days}{made}, {units} communes; {len(found)} differences")
        for one in sorted(found | expected):
            reason = known.get(one, "NOT EXPLAINED") if one in found else "NO DIFFERENCE ANY MORE"
            wrong += one not in found or one not in known
            print(f"  {one.day} {one.code} {one.field}: {one.ours!r}, theirs {one.theirs!r}: {reason}")
        if units != COMMUNES:
            wrong += 1
            print(f"  {units} communes instead of {COMMUNES}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
