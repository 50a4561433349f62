# SPDX-License-Identifier: Apache-2.0
"""The fields of a dossier and of a document in a SIP_hoso, and what is wrong with values of them.

Thông tư 05/2025/TT-BNV, Phụ lục III, 4.1 (`EAD.xml`, 18 fields) and 5.1 (`EAD_doc.xml`, 21). Deliver asks here before
it packs, verify asks here about what it finds packed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from ocr_kh.genre.dates import FIRST_YEAR, years_in
from ocr_kh.messages import N_, translate
from ocr_kh.writing.document import record
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Kind = Literal["text", "code", "codes", "day", "count"]
Values = dict[str, str]
"""Fields with their values as the XML has them; empty where nothing is known."""

BORN_DIGITAL, SCANNED, MIXED = "01", "02", "03"
"""Codes of confidenceLevel."""
OTHER_RETENTION, PERMANENT = "07", "01"
_DOC_CODE = re.compile(r"(?P<dossier>.+)\.(?P<number>\d{7})")
_FILE_CODE = re.compile(r"\w+(?:[.-]+\w+)*")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of EAD.xml or EAD_doc.xml."""

    name: str
    length: int
    """Characters it takes."""
    kind: Kind = "text"
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the values of one dossier or document."""

    code: str
    """`field.missing` ...: for programs."""
    field: str
    reason: str
    """In the language of the run."""
    is_certain: bool = True
    """Else it may be right, and a person should look."""


DOSSIER = (
    Field("fileCode", 100, is_required=True),
    Field("title", 1000, is_required=True),
    Field("maintenance", 100, "code", is_required=True),
    Field("mode", 30, "code", is_required=True),
    Field("language", 100, "codes", is_required=True),
    Field("startDate", 10, "day", is_required=True),
    Field("endDate", 10, "day", is_required=True),
    Field("keyword", 100),
    Field("totalDoc", 10, "count", is_required=True),
    Field("numberOfPaper", 10, "count", is_required=True),
    Field("numberOfPage", 10, "count", is_required=True),
    Field("format", 50, "code"),
    Field("inforSign", 30),
    Field("confidenceLevel", 40, "code"),
    Field("paperFileCode", 100),
    Field("riskRecovery", 1, "code", is_required=True),
    Field("riskRecoveryStatus", 2, "code"),
    Field("description", 2000),
)
_KINDS: dict[str, Kind] = {
    "typeName": "code",
    "maintenance": "code",
    "language": "codes",
    "mode": "code",
    "confidenceLevel": "code",
    "format": "code",
    "riskRecovery": "code",
    "riskRecoveryStatus": "code",
    "process": "code",
    "issuedDate": "day",
    "numberOfPage": "count",
}
DOCUMENT = tuple(
    Field(name, length, _KINDS.get(name, "text"), name in {*record.REQUIRED, "riskRecovery"})
    for name, length in record.LENGTHS.items()
)
"""As record.xml; riskRecovery, which no page proves, is required too (Phụ lục III, 5.1)."""

_MISSING = N_("it is required, and empty")
_LONG = N_("it has {count} characters, and takes {length}")
_CODE = N_("{value} is none of its codes ({codes})")
_DAY = N_("{value} is no day as DD/MM/YYYY from 1945 to today")
_COUNT = N_("{value} is no whole number")
_UNKNOWN = N_("there is no such field")


def field_faults(fields: Sequence[Field], values: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with each value by itself, and what one value asks of another."""
    for each in fields:
        yield from _value_faults(each, values.get(each.name, ""))
    for name in values.keys() - {each.name for each in fields}:
        yield Fault("field.unknown", name, translate(_UNKNOWN))
    yield from _conditions(values, {each.name for each in fields})


def _value_faults(field: Field, value: str) -> Iterator[Fault]:
    if not value:
        if field.is_required:
            yield Fault("field.missing", field.name, translate(_MISSING))
        return
    if len(value) > field.length:
        yield Fault("field.long", field.name, translate(_LONG).format(count=len(value), length=field.length))
    if field.kind in {"code", "codes"}:
        known = choices(field.name)
        given = re.split(r"[;,]\s*", value) if field.kind == "codes" else [value]
        if not set(given) <= known.keys():
            yield Fault("field.code", field.name, translate(_CODE).format(value=value, codes=", ".join(known)))
    elif field.kind == "day" and day_of(value) is None:
        yield Fault("field.day", field.name, translate(_DAY).format(value=value))
    elif field.kind == "count" and not (value.isascii() and value.isdecimal()):
        yield Fault("field.count", field.name, translate(_COUNT).format(value=value))


def _conditions(values: Mapping[str, str], known: set[str]) -> Iterator[Fault]:
    """Fields that are required where another has a certain value (column C of the circular's tables)."""
    asked = (
        ("paperFileCode", values.get("confidenceLevel") == SCANNED, N_("it is required where confidenceLevel is 02")),
        ("riskRecoveryStatus", values.get("riskRecovery") == "1", N_("it is required where riskRecovery is 1")),
        (
            "process",
            values.get("confidenceLevel") in {BORN_DIGITAL, MIXED},
            N_("it is required where confidenceLevel is 01 or 03"),
        ),
    )
    for name, is_asked, reason in asked:
        if name in known and is_asked and not values.get(name):
            yield Fault("field.condition", name, translate(reason))


def day_of(text: str) -> date | None:
    """A day written DD/MM/YYYY that documents can bear; None for anything else.

    >>> day_of("08/01/2008"), day_of("00/01/2008"), day_of("31/02/2008")
    (datetime.date(2008, 1, 8), None, None)
    """
    match = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text)
    if not match:
        return None
    try:
        day = date(*map(int, reversed(match.groups())))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR and day <= date.today() else None  # noqa: DTZ011 - a day of the place


def doc_code_parts(doc_code: str) -> tuple[str, int] | None:
    """Code of the dossier and number in it.

    >>> doc_code_parts("H99.01.2008.01.0000002"), doc_code_parts("H99.01.2008.01.2")
    (('H99.01.2008.01', 2), None)
    """
    match = _DOC_CODE.fullmatch(doc_code)
    return (match["dossier"], int(match["number"])) if match else None


def dossier_faults(dossier: Mapping[str, str], documents: Sequence[Mapping[str, str]]) -> Iterator[Fault]:
    """What a dossier says of its documents and they do not, or the other way round; its own period and code too."""
    code = dossier.get("fileCode", "")
    if code and not _FILE_CODE.fullmatch(code):
        reason = translate("files are named after it: letters, digits, dots, hyphens and underscores")
        yield Fault("dossier.code", "fileCode", reason)
    totals = {"totalDoc": len(documents), "numberOfPage": sum(_number(each.get("numberOfPage")) for each in documents)}
    for name, total in totals.items():
        if dossier.get(name) and _number(dossier[name]) != total:
            template = translate("it says {said}, the documents together have {found}")
            yield Fault("dossier.total", name, template.format(said=dossier[name], found=total))
    start, end = day_of(dossier.get("startDate", "")), day_of(dossier.get("endDate", ""))
    if start and end and start > end:
        yield Fault("dossier.period", "endDate", translate("it lies before startDate"))
    years = years_in(code)
    if start and years and str(start.year) not in years:
        template = translate("the year in {code} is not that of startDate, {year}")
        yield Fault("dossier.year", "fileCode", template.format(code=code, year=start.year))
    yield from _paper_faults(dossier)


def _paper_faults(dossier: Mapping[str, str]) -> Iterator[Fault]:
    """A sheet has two pages at most."""
    pages, sheets = _number(dossier.get("numberOfPage")), _number(dossier.get("numberOfPaper"))
    if sheets and pages > 2 * sheets:
        template = translate("{sheets} sheets cannot have {pages} pages")
        yield Fault("dossier.sheets", "numberOfPaper", template.format(sheets=sheets, pages=pages))


def member_faults(dossier: Mapping[str, str], document: Mapping[str, str]) -> Iterator[Fault]:
    """What of a document does not fit into its dossier."""
    code, parts = dossier.get("fileCode", ""), doc_code_parts(document.get("docCode", ""))
    if parts is None or parts[0] != code:
        template = translate("it is not {code} and seven digits")
        yield Fault("document.code", "docCode", template.format(code=f"{code}."))
    if parts and document.get("docId") != f"{code}.{parts[1]}":
        template = translate("it is not {wanted}, as docCode says")
        yield Fault("document.id", "docId", template.format(wanted=f"{code}.{parts[1]}"))
    day = day_of(document.get("issuedDate", ""))
    start, end = day_of(dossier.get("startDate", "")), day_of(dossier.get("endDate", ""))
    if day and start and end and not start <= day <= end:
        reason = translate("it lies outside of the dossier's period")
        yield Fault("document.period", "issuedDate", reason, is_certain=False)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 0
