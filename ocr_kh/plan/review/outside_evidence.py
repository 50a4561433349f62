# SPDX-License-Identifier: Apache-2.0
"""Evidence outside the pixels: digital signatures, their captions, the number in a file's name.

They fill what the page leaves open or what cannot be read there, and are named as the source; they never overrule what
stands on the page clearly. Nghị định 30/2020 (Phụ lục I, mục II.7 and IV) has signatures and their captions on
electronic documents; scans are signed when they are filed, so a signing time dates no document: of 7 scans looked at
6 were signed 1 to 17 days after their date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.organisations import body_at
from ocr_kh.genre.people import is_name
from ocr_kh.genre.vocabulary import in_force
from ocr_kh.language.letters import bare
from ocr_kh.plan.fields import DigitalSignature, Evidence
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.review.evidence import of_line
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import Document
    from ocr_kh.plan.model import Plan

_SIGNED_BY = re.compile(
    r"(?:Người ký|Ký bởi|Được ký bởi|Digitally signed by)\s?:\s*(?P<name>[^,;:\d]{3,80}?)\s*(?:$|[,;]|(?=Ngày|"
    r"Thời gian|Email|Cơ quan))"
)
_BODY = re.compile(r"(?:Cơ quan|Đơn vị)\s?:\s*(?P<name>[^;:\d]{3,120}?)\s*(?:$|;|(?=Ngày|Thời gian|Email))")
_WHEN = re.compile(
    r"(?:Thời gian ký|Ngày ký|Ngày giờ ký|Ký ngày|"
    r"Date)\s?:\s*(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"
    r"(?:\s+(?P<time>\d{1,2}:\d{2}(?::\d{2})?))?(?:\s*(?P<zone>[+-]\d{2}:?\d{2}))?"
)
_IDENTITY = re.compile(r"(?:CCCD|CMND|CMT|MST|MNS|UID|HC|PID)?\s?:?\s?\d{9,}")
"""A citizen's identity or tax number, which is never given on."""
_HEADER = PLAN / "header"
_UNCLEAR = 0.9
"""Word confidence below which a number that an engine read may be another: of the handwritten ones on the development
scans read below it none was right, and none that was right lay below."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Caption:
    signature: DigitalSignature
    line: int


def cleaned(name: str | None) -> str | None:
    """A name as a certificate gives it, without any number of identity; None when nothing is left.

    >>> cleaned("Trần Văn An CCCD:001099000123"), cleaned("UID:001099000123")
    ('Trần Văn An', None)
    """
    left = _IDENTITY.sub("", name or "").strip(" ,;:-") if name else ""
    return left or None


def with_outside_evidence(plan: Plan, document: Document, signatures: Sequence[DigitalSignature]) -> Plan:
    """`plan` completed from outside the text: number from the file name, signer from signatures."""
    captions = list(_captions(document))
    known = (*signatures, *(caption.signature for caption in captions if not _is_known(caption.signature, signatures)))
    evidence = {str(PLAN / "digital_signatures" / at): Evidence(source="signature") for at in range(len(known))}
    for caption in captions:
        for at, signature in enumerate(known):
            if signature == caption.signature:
                evidence[PLAN / "digital_signatures" / at] = _on_page(document, caption)
    plan = plan.replaced(digital_signatures=known, evidence=plan.evidence | evidence)
    if document.part is None:  # the name of a file that holds several documents is none of theirs
        plan = _numbered(plan, document)
    return _signed(plan, evidence)


def _is_known(signature: DigitalSignature, others: Sequence[DigitalSignature]) -> bool:
    return any(signature.time and other.time and signature.time[:16] == other.time[:16] for other in others)


def _on_page(document: Document, caption: _Caption) -> Evidence:
    return of_line(document, caption.line).replaced(source="signature")


def _captions(document: Document) -> Iterator[_Caption]:
    """The captions of signatures on the pages; name, body and time may stand on lines of their own."""
    lines = document.lines
    open_at: int | None = None
    gathered: dict[str, str] = {}
    for index, line in enumerate([*lines, None]):
        found = (
            _caption_parts(line.text)
            if line is not None and line.role in (Role.NOISE, Role.BODY, Role.SIGNATURE, Role.MOTTO)
            else {}
        )
        if open_at is not None and (not found or set(found) & set(gathered)):
            if "time" in gathered:
                yield _Caption(DigitalSignature(**gathered), open_at)
            open_at, gathered = None, {}
        if found:
            open_at = index if open_at is None else open_at
            gathered |= found


def _caption_parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    if ":" not in text:
        return parts
    if (found := _SIGNED_BY.search(text)) and (name := cleaned(found["name"])):
        parts["signer"] = name
    if (found := _BODY.search(text)) and (name := cleaned(found["name"])):
        parts["organization"] = name
    if found := _WHEN.search(text):
        day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
        clock = f"T{found['time']:0>5}" if found["time"] else ""
        parts["time"] = f"{day}{clock}{found['zone'] or ''}" if clock else day
    return parts


def _numbered(plan: Plan, document: Document) -> Plan:
    """The number from the file name, where the page has none that can be read."""
    symbol = plan.header.symbol
    number = number_in_name(document.name, symbol) if symbol else None
    if number is None or number == plan.header.number:
        return plan
    if plan.header.number is not None and not _unclear(plan, document):
        return plan
    warnings = [each for each in plan.warnings if each.code not in {"header.number", "header.number_blank"}]
    warnings.insert(0, warn("header.number_file_name", plan, at=_HEADER / "symbol", number=number))
    evidence = plan.evidence | {str(_HEADER / "number"): Evidence(source="file name")}
    header = plan.header.replaced(number=number)
    return plan.replaced(header=header, warnings=tuple(warnings), evidence=evidence)


def _unclear(plan: Plan, document: Document) -> bool:
    """Whether an engine was unsure of the number that it read."""
    found = plan.evidence.get(_HEADER / "number")
    if found is None or found.lines is None:
        return False
    line = document.lines[found.lines[0] - 1]
    words = [word for word in line.words if any(map(str.isdigit, word.text))]
    return any(word.confidence < _UNCLEAR for word in words)


def number_in_name(name: str, symbol: str) -> str | None:
    """The number that a file's name gives beside the letters of `symbol`; None without one, or with several.

    >>> number_in_name("359-kh-syt.pdf", "KH-SYT"), number_in_name("QD430.pdf", "QĐ-UBND")
    ('359', '430')
    >>> number_in_name("bia.pdf", "KH-UBND")
    """
    stem = bare(PurePath(name).stem).lower()
    kind, *body = [part for part in re.split(r"[-–/._\s]+", bare(symbol).lower()) if part]
    gap = r"[\s._/\-]{0,3}"
    behind = gap.join(map(re.escape, body))
    number = r"(?P<number>\d{1,5}[a-z]?)"
    year = rf"(?:{gap}(?:19|20)\d\d)?"
    patterns = (
        rf"(?<![a-z\d]){number}{year}{gap}{kind}{gap}{behind}(?![a-z])",
        rf"(?<![a-z\d]){kind}{gap}(?:so{gap})?{number}(?![\d]){gap}{behind}",
        rf"(?<![a-z\d]){number}{gap}{kind}(?![a-z])",
        rf"(?<![a-z\d]){kind}{gap}(?:so{gap})?{number}(?!\d)",
    )
    for at, pattern in enumerate(patterns):
        numbers = {found["number"] for found in re.finditer(pattern, stem)}
        if at % 2:  # `KH-2025`: behind the type a year is a year
            numbers = {number for number in numbers if not _YEAR.fullmatch(number)}
        if len(numbers) == 1:
            return next(iter(numbers))
    return None


def _signed(plan: Plan, places: dict[str, Evidence]) -> Plan:
    """The one signer's name that the page lacks, from the one person whose signature the file bears."""
    people = [(at, each.signer) for at, each in enumerate(plan.digital_signatures) if each.signer and _is_person(each)]
    open_at = [at for at, each in enumerate(plan.signatures) if each.signer is None]
    if len({name for _, name in people}) != 1 or len(open_at) != 1:
        return plan
    at, name = people[0]
    signatures = list(plan.signatures)
    signatures[open_at[0]] = signatures[open_at[0]].replaced(signer=name)
    pointer = PLAN / "signatures" / open_at[0] / "signer"
    evidence = plan.evidence | {str(pointer): places[PLAN / "digital_signatures" / at]}
    return plan.replaced(signatures=tuple(signatures), evidence=evidence)


def _is_person(signature: DigitalSignature) -> bool:
    return (
        bool(signature.signer)
        and signature.signer != signature.organization
        and is_name(str(signature.signer))
        and not _is_body(str(signature.signer))
    )


def _is_body(name: str) -> bool:
    """Whether a certificate's name is that of a body (`Sở Nội Vụ`), not of a person (`Đoàn Bé Tư`)."""
    return body_at(name, 0) > 0 and name.split(maxsplit=1)[0] not in in_force().surnames
