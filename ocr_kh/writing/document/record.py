# SPDX-License-Identifier: Apache-2.0
"""record.xml: the archive's description of one document, as far as the page itself proves it.

The fields are those of a text document in Thông tư 05/2025/TT-BNV, Phụ lục III, 5.1 (`EAD_doc.xml`, vocabulary
`simpledc` without a namespace), with its codes and greatest lengths. What only an archivist can know stays empty; a
processing instruction, which no schema minds, lists what is still missing:

    <?ocr-kh missing="docId docCode maintenance mode issuedDate"?>
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ocr_kh.genre.document_types import archive_codes
from ocr_kh.writing.document.printed import for_xml

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.document import Document, Page
    from ocr_kh.plan.model import Plan

LENGTHS = {
    "docId": 25,
    "docCode": 100,
    "maintenance": 100,
    "typeName": 10,
    "codeNumber": 11,
    "codeNotation": 30,
    "issuedDate": 10,
    "organName": 200,
    "subject": 500,
    "language": 100,
    "numberOfPage": 4,
    "inforSign": 30,
    "keyword": 100,
    "mode": 20,
    "confidenceLevel": 30,
    "autograph": 2000,
    "format": 50,
    "riskRecovery": 1,
    "riskRecoveryStatus": 2,
    "process": 1,
    "description": 500,
}
"""Each field with its greatest length in characters, in the order of the circular."""
FIELDS = tuple(LENGTHS)
REQUIRED = (
    "docId",
    "docCode",
    "maintenance",
    "typeName",
    "issuedDate",
    "organName",
    "subject",
    "language",
    "numberOfPage",
    "mode",
)
"""Fields that every document must have."""
_OTHER_TYPE = "32"
_VIETNAMESE = "01"
_BORN_DIGITAL, _SCANNED, _MIXED = "01", "02", "03"

_HEAD = re.compile(
    r"(?:(?:về việc|về|v/v|tổ chức|triển khai|thực hiện|tăng cường|tiếp tục|đẩy mạnh|nâng cao|hiệu quả|phát động|"
    r"hưởng ứng|tuyên truyền|ban hành|công tác|các|một số|nhiệm vụ|giải pháp|trọng tâm|kế hoạch)\b[\s,]*(?:và\s+)?)+",
    re.IGNORECASE,
)
"""Words at the head of a subject that every subject may have."""
_TAIL = re.compile(
    r"[\s,]*(?:trên địa bàn|(?:trong )?(?:quý [IV]+|6 tháng|tháng \d+)?[ /]*năm \d{4}|giai đoạn \d{4}).*$",
    re.IGNORECASE,
)
"""Where and when: other fields have it."""


def record_fields(document: Document, plan: Plan) -> dict[str, str]:
    """All fields in the order of the circular; empty where the page proves nothing."""
    header = plan.header
    known = {
        "typeName": type_code(plan.document_type),
        "codeNumber": header.number,
        "codeNotation": header.symbol,
        "issuedDate": _day(header.date),
        "organName": header.issuer,
        "subject": plan.subject,
        "language": _VIETNAMESE if any(line.text for line in document.lines) else None,
        "numberOfPage": str(sum(not page.condition.blank for page in document.pages)) if document.has_pages else None,
        "keyword": keyword(plan.subject or ""),
        "confidenceLevel": _confidence_level(document),
        "autograph": "; ".join(note.text for note in plan.notes),
    }
    return {name: _fit_field(known.get(name) or "", length) for name, length in LENGTHS.items()}


def missing_fields(fields: dict[str, str]) -> list[str]:
    """What a person must still fill in: what every document has, and the half of a number and symbol that is blank."""
    wanted = {*REQUIRED}
    if fields["codeNumber"] or fields["codeNotation"]:
        wanted |= {"codeNumber", "codeNotation"}
    return [name for name in FIELDS if name in wanted and not fields[name]]


def record_xml(document: Document, plan: Plan) -> str:
    """The text of record.xml."""
    return record_text(record_fields(document, plan))


def record_text(fields: dict[str, str]) -> str:
    """The text of a record.xml with these fields."""
    root = ET.Element("simpledc")
    root.append(ET.ProcessingInstruction("ocr-kh", f'missing="{" ".join(missing_fields(fields))}"'))
    for name, value in fields.items():
        ET.SubElement(root, name).text = value or None
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def read_record(path: Path) -> tuple[dict[str, str], str]:
    """The fields of a record.xml, and which are missing; nothing where there is none, or no whole one."""
    try:
        text = path.read_text(encoding="utf-8")
        root = ET.fromstring(text)  # noqa: S314 - a file of ours; expat since 2.4 bounds what entities may become
    except (OSError, ValueError, ET.ParseError):
        return {}, ""
    missing = re.search(r'<\?ocr-kh missing="([^"]*)"', text)
    return {child.tag: child.text or "" for child in root}, missing[1] if missing else ""


def type_code(document_type: str | None) -> str | None:
    """The circular's code of a type: 10 for a plan, 32 for one it does not know; None where there is none.

    >>> type_code("KẾ HOẠCH"), type_code("CÔNG VĂN"), type_code("KẾT LUẬN"), type_code(None)
    ('10', '22', '32', None)
    """
    if document_type is None:
        return None
    return archive_codes().get(document_type, _OTHER_TYPE)


def keyword(subject: str) -> str:
    """What a subject is about, in its own words: without its opening formula, place and time; none where too long.

    >>> keyword("Tăng cường công tác phòng cháy, chữa cháy trên địa bàn xã Bảo Hòa năm 2026")
    'phòng cháy, chữa cháy'
    """
    core = _TAIL.sub("", subject)
    formula = _HEAD.match(core)
    core = core[formula.end() if formula else 0 :].strip(" ,.;:“”\"'")
    return core if len(core) <= LENGTHS["keyword"] else ""


def _day(date: str | None) -> str | None:
    """`2026-03-04` as 04/03/2026; a date without its day is none for the archive."""
    parts = (date or "").split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else None


def _confidence_level(document: Document) -> str | None:
    """Whether the pages that could be read are scans or born digital; None for text, which is neither."""
    scanned = {_is_scan(page) for page in document.pages if not (page.condition.blank or page.error)}
    if not document.has_pages or not scanned:
        return None
    if len(scanned) > 1:
        return _MIXED
    return _SCANNED if scanned.pop() else _BORN_DIGITAL


def _is_scan(page: Page) -> bool:
    """A page that is one image, read or under text of an earlier reading; a drawn page has no image of its own."""
    return page.condition.width > 0 or page.layer.over_image


def _fit_field(text: str, length: int) -> str:
    """`text` as XML may hold it, on one line, cut at a word where the field takes no more."""
    text = " ".join(for_xml(text).split())
    return text if len(text) <= length else text[: length + 1].rpartition(" ")[0][:length] or text[:length]
