# SPDX-License-Identifier: Apache-2.0
"""A dossier with its documents, all fields filled as far as list, page, people and project file go.

Nothing is made up: what none of them says stays empty, and `faults` says what is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.delivery.dossier_list import Listed, places
from ocr_kh.delivery.fields import (
    DOCUMENT,
    DOSSIER,
    MIXED,
    Fault,
    Values,
    day_of,
    dossier_faults,
    field_faults,
    member_faults,
)
from ocr_kh.messages import translate
from ocr_kh.writing.document.printed import for_xml
from ocr_kh.writing.document.record_codes import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.project_file import Project

_OF_PROJECT = {
    "maintenance": "retention",
    "mode": "mode",
    "language": "language",
    "format": "format",
    "riskRecovery": "risk_recovery",
    "riskRecoveryStatus": "risk_recovery_status",
    "process": "process",
}
"""Fields that the section `defaults` of a project file may give, with their keys there."""
_INHERITED = ("maintenance", "mode", "riskRecovery", "riskRecoveryStatus")
"""Fields that a document has of its dossier where it has none of its own."""
_CODED = tuple(each.name for each in DOSSIER if each.kind in {"code", "codes"})
_DAYS = ("startDate", "endDate")


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a dossier."""

    folder: str
    """Where it lies in the converted folder, as index.csv has it."""
    path: str
    """The input it was read from, as index.csv has it."""
    ordinal: int
    """In its dossier, from 1."""
    pdf: Path
    """What is handed over."""
    fields: Values
    serial: int = 0
    """In the delivery, from 1; it does not move."""
    signer: str = ""
    """Name under the signature, which no field of the circular takes."""
    is_signed: bool = False
    """The PDF was signed after it was made."""

    @property
    def id(self) -> str:
        """docId: the code of the dossier, a dot, the number."""
        return self.fields["docId"]


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover or contents list: it goes along in the tree, without a number."""

    folder: str
    path: str
    pdf: Path
    name: str
    """Of its file, without the ending: BIA or MUCLUC."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier (hồ sơ)."""

    fields: Values
    documents: tuple[Document, ...]
    listed: Listed
    """What the list says of it."""
    covers: tuple[Cover, ...] = ()
    of_documents: tuple[tuple[str, Fault], ...] = field(default=())
    """What keeps documents of it from being handed over, or speaks against them, each with the folder."""
    pdfa: Mapping[str, str] = field(default_factory=dict)
    """Whether the searchable.pdf of each document is PDF/A, as index.csv says, by folder."""

    @property
    def code(self) -> str:
        return self.fields["fileCode"]

    def faults(self) -> Iterator[tuple[str, Fault]]:
        """What is wrong, each with the folder of the document, empty for the dossier itself."""
        yield from self.of_documents
        if not self.documents and not self.of_documents:
            yield "", Fault("dossier.empty", "totalDoc", translate("it has no document"))
            return
        yield from (("", fault) for fault in field_faults(DOSSIER, self.fields))
        yield from (("", fault) for fault in dossier_faults(self.fields, [each.fields for each in self.documents]))
        for each in self.documents:
            yield from ((each.folder, fault) for fault in self._own_faults(each))
            yield from ((each.folder, fault) for fault in member_faults(self.fields, each.fields))

    def _own_faults(self, document: Document) -> Iterator[Fault]:
        """What is wrong with a document by itself; what it lacks because its dossier does is told of that."""
        for fault in field_faults(DOCUMENT, document.fields):
            is_of_dossier = fault.field in _INHERITED and document.fields[fault.field] == self.fields[fault.field]
            if not is_of_dossier:
                yield fault


def document_fields(code: str, ordinal: int, record: Mapping[str, str], dossier: Values, project: Project) -> Values:
    """The 21 fields of a document: its own, else its dossier's, else the project's; empty where nobody says."""
    values = {each.name: record.get(each.name, "") for each in DOCUMENT}
    values |= {"docId": f"{code}.{ordinal}", "docCode": f"{code}.{ordinal:07}"}
    for name in _INHERITED:
        values[name] = values[name] or dossier[name]
    for name in ("language", "format", "process"):
        values[name] = values[name] or _default(name, project)
    if values["riskRecovery"] != "1":
        values["riskRecoveryStatus"] = ""
    if values["confidenceLevel"] not in {"01", MIXED}:
        values["process"] = ""
    return _in_style(values) if project.delivery.capitals else values


def _in_style(values: Values) -> Values:
    """As the trade enters them: agencies in capitals, a subject with a capital letter and no final stop."""
    subject = values["subject"].rstrip(" .")
    return values | {"organName": values["organName"].upper(), "subject": subject[:1].upper() + subject[1:]}


def own_fields(listed: Listed, code: str, project: Project) -> Values:
    """The fields of a dossier that do not depend on its documents."""
    said = listed.cells
    values = {each.name: for_xml(said.get(each.name, "")) for each in DOSSIER} | {"fileCode": code}
    for name in _CODED:
        values[name] = _coded(name, values[name]) or _default(name, project)
    for name in _DAYS:
        values[name] = _day(values[name])
    if values["riskRecovery"] != "1":
        values["riskRecoveryStatus"] = ""
    return values


def with_totals(values: Values, documents: Sequence[Document], listed: Listed, project: Project) -> Values:
    """The fields of a dossier with what is counted over its documents, where the list does not say it."""
    days = sorted(day for each in documents if (day := day_of(each.fields["issuedDate"])))
    levels = Counter(each.fields["confidenceLevel"] for each in documents if each.fields["confidenceLevel"])
    languages = {each.fields["language"] for each in documents}
    counted = {
        "startDate": f"{days[0]:%d/%m/%Y}" if days else "",
        "endDate": f"{days[-1]:%d/%m/%Y}" if days else "",
        "confidenceLevel": MIXED if len(levels) > 1 else next(iter(levels), ""),
        "language": languages.pop() if len(languages) == 1 else "",
        "paperFileCode": _paper_code(listed, project),
    }
    totals = {
        "totalDoc": str(len(documents)),
        "numberOfPage": str(sum(int(each.fields["numberOfPage"] or 0) for each in documents)),
    }
    return {name: value or counted.get(name, "") for name, value in values.items()} | totals


def _paper_code(listed: Listed, project: Project) -> str:
    """The code of the paper dossier by the project's pattern; empty where a part of it is not known."""
    parts = places(listed.cells, project)
    needed = re.findall(r"{(\w+)}", project.dossiers.paper_code)
    return project.dossiers.paper_code.format_map(parts) if all(parts.get(name) for name in needed) else ""


def _day(text: str) -> str:
    """A day as DD/MM/YYYY, written so, without its zeros, or as a computer does; else what stands there.

    >>> _day("8/1/2008"), _day("2008-01-08"), _day("1/2008")
    ('08/01/2008', '08/01/2008', '1/2008')
    """
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return f"{match[3]}/{match[2]}/{match[1]}"
    match = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    return f"{int(match[1]):02}/{int(match[2]):02}/{match[3]}" if match else text


def _coded(name: str, text: str) -> str:
    """The code that a cell writes, by code or name; what it says where it is none, for `faults` to tell."""
    return (code_of(name, text) or text) if text else ""


def _default(name: str, project: Project) -> str:
    return _coded(name, getattr(project.defaults, _OF_PROJECT[name], "")) if name in _OF_PROJECT else ""
