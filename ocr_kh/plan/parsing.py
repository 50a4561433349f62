# SPDX-License-Identifier: Apache-2.0
"""A document into a plan: head, outline, closing, annexes, one line a part."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ocr_kh.document import Document, Page
from ocr_kh.genre.forms import Form
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.plan.annexes import annexes
from ocr_kh.plan.closing import parts
from ocr_kh.plan.header import Head, head
from ocr_kh.plan.issuer import infer_issuer
from ocr_kh.plan.items import items_of
from ocr_kh.plan.model import Header, Plan, Quality, Source, Warning  # noqa: A004 - the contract's word
from ocr_kh.plan.outline import outline
from ocr_kh.plan.signatures import end_pieces
from ocr_kh.reading.textfile import text_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.items import Item

_SURE = 0.8
"""Mean word confidence below which a person should look: clean scans reach 0.93-0.97."""
_DOUBTFUL_SHARE = 0.01
"""Doubtful repairs a word beyond which a person should look."""


def parse_text(text: str, name: str | None = None) -> Plan:
    """The plan in a text: one paragraph a line, or lines as printed; Markdown marks are tolerated."""
    lines = text_lines(unicodedata.normalize("NFC", text))
    page = Page(number=1, lines=lines, source="text")
    return parse(Document(name=name or "", sha256="", pages=(page,), has_pages=False))


def parse(document: Document) -> Plan:
    """The plan in a document whose lines stand in reading order, repaired."""
    items = items_of(paragraphs(document.lines))
    top = head(items)
    cut = parts(items, top.body)
    recognized = any(word.confidence < 1 for line in document.lines for word in line.words)
    body = outline(items[top.body : cut.closing], recognized=recognized)
    recipients, signatures = end_pieces(items[cut.end : cut.annexes])
    appendices, annex_warnings = annexes(items[cut.annexes :], recognized=recognized)
    bases, preamble = _grounds(body.before)
    closing = " ".join(item.text for item in items[cut.closing : cut.end]) or None
    header = _with_issuer(top, [*bases, *preamble], closing)
    plan = Plan(
        source=_source(document),
        header=header,
        document_type=top.document_type,
        subject=top.subject,
        addressees=top.addressees,
        authority_line=top.authority_line,
        bases=bases,
        preamble=preamble,
        sections=body.sections,
        closing=closing,
        recipients=recipients,
        signatures=signatures,
        appendices=appendices,
        failed_pages=document.failed_pages,
    )
    warnings = (*top.warnings, *body.warnings, *annex_warnings, *_missing(plan))
    quality = _quality(document, plan)
    return plan.model_copy(update={"warnings": warnings, "quality": quality})


def _grounds(items: Sequence[Item]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bases and preamble: what ends in a semicolon among the bases is one of them (`Thực hiện ...;`)."""
    grounds = [at for at, item in enumerate(items) if item.form is Form.BASIS]
    last = grounds[-1] if grounds else -1
    while grounds and last + 1 < len(items) and items[last + 1].text.endswith(";"):
        last += 1
    is_basis = [bool(grounds) and grounds[0] <= at <= last for at in range(len(items))]
    bases = tuple(item.text for item, basis in zip(items, is_basis, strict=True) if basis)
    return bases, tuple(item.text for item, basis in zip(items, is_basis, strict=True) if not basis)


def _with_issuer(top: Head, lead_in: Sequence[str], closing: str | None) -> Header:
    if top.header.issuer:
        return top.header
    elsewhere = [text for text in (top.subject, closing) if text]
    issuer = infer_issuer(lead_in, elsewhere, top.header.place)
    return top.header.model_copy(update={"issuer": issuer, "issuer_inferred": issuer is not None})


def _source(document: Document) -> Source:
    pages = len(document.pages) if document.has_pages else None
    return Source(
        name=document.name or None,
        sha256=document.sha256 or None,
        pages=pages,
        page_range=(1, pages) if pages else None,
    )


def _missing(plan: Plan) -> list[Warning]:
    """What every document of the genre has and this one lacks."""
    checks = (  # in English: plan.json is the same wherever it is made
        (plan.header.issuer is None, "header.issuer", "no issuing body found"),
        (plan.header.issuer_inferred, "header.issuer_inferred", "the issuing body was inferred from the text"),
        (plan.header.symbol is None, "header.symbol", "no number and symbol found"),
        (plan.document_type is None, "header.type", "no document type found"),
        (plan.subject is None, "header.subject", "no subject found"),
        (not plan.sections, "outline.empty", "no numbered section found"),
        (not plan.recipients, "closing.recipients", "no recipients found"),
        (not plan.signatures, "closing.signature", "no signature found"),
        (any(not each.signer for each in plan.signatures), "closing.signer", "a signature has no name"),
    )
    return [Warning(code=code, message=message) for wrong, code, message in checks if wrong]


def _quality(document: Document, plan: Plan) -> Quality:
    scores = [word.confidence for line in document.lines for word in line.words]
    mean = round(sum(scores) / len(scores), 4) if scores else None
    doubtful = sum(repair.doubtful for repair in document.repairs)
    words = len(scores) or sum(len(line.text.split()) for line in document.lines)
    unsure = (mean is not None and mean < _SURE) or doubtful > _DOUBTFUL_SHARE * words
    lacking = plan.document_type is None or not plan.sections
    return Quality(
        mean_confidence=mean, doubtful_words=doubtful, needs_review=unsure or lacking or bool(plan.failed_pages)
    )
