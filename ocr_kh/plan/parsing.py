# SPDX-License-Identifier: Apache-2.0
"""A document into a plan: head, outline, closing, annexes, the values drawn from them, and where each stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.document import Document, Page
from ocr_kh.genre.forms import Form, form, is_lead_in
from ocr_kh.genre.specks import without_specks
from ocr_kh.layout.marked_tables import without_marked_tables
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.plan.model import Evidence, Note, Plan, Source
from ocr_kh.plan.review.accounts import left_out
from ocr_kh.plan.review.checks import checks, missing
from ocr_kh.plan.review.evidence import evidence
from ocr_kh.plan.review.handwriting import by_hand, without_unsure
from ocr_kh.plan.review.outside_evidence import with_outside_evidence
from ocr_kh.plan.review.page_warnings import boundary_warnings, scan_warnings
from ocr_kh.plan.review.quality import quality
from ocr_kh.plan.structure.annexes import annexes
from ocr_kh.plan.structure.closing import parts, without_tail
from ocr_kh.plan.structure.header import head
from ocr_kh.plan.structure.issuer import infer_issuer
from ocr_kh.plan.structure.items import items_of
from ocr_kh.plan.structure.notes import without_notes
from ocr_kh.plan.structure.outline import outline
from ocr_kh.plan.structure.signatures import end_pieces
from ocr_kh.plan.values.drawn import with_values
from ocr_kh.reading.textfile import text_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.model import DigitalSignature
    from ocr_kh.plan.structure.items import Item, Places


def parse_text(text: str, name: str | None = None) -> Plan:
    """The plan in a text: one paragraph a line, or lines as printed; Markdown marks are tolerated."""
    lines = text_lines(unicodedata.normalize("NFC", text))
    page = Page(number=1, lines=lines, source="text")
    return parse(Document(name=name or "", sha256="", pages=(page,), has_pages=False))


def parse(document: Document, signatures: Sequence[DigitalSignature] = ()) -> Plan:
    """The plan in a document whose lines stand in reading order, repaired; `signatures` are those of its file."""
    lines, sources = without_marked_tables(document.lines)
    read = items_of(paragraphs(lines, document.widths))
    items, notes = without_notes([replace(each, first=sources[each.first], last=sources[each.last]) for each in read])
    top = head(items)
    cut = parts(items, top.body)
    recognized = any(word.confidence < 1 for line in document.lines for word in line.words)
    body = outline(items[top.body : cut.closing], recognized=recognized, headed=top.document_type is not None)
    bodies = tuple(filter(None, (top.header.issuer, top.header.parent_issuer)))
    end = end_pieces(items[cut.end : cut.annexes], bodies, top.header.place)
    annex = annexes(items[cut.annexes :], recognized=recognized)
    bases, preamble = _grounds(_apart(body.before))
    last = items[cut.closing : cut.end]
    places: Places = {**top.places, **end.places, **annex.places}
    places.update({f"/bases/{at}": (item,) for at, item in enumerate(bases)})
    places.update({f"/preamble/{at}": (item,) for at, item in enumerate(preamble)})
    places.update({f"/notes/{at}": (item,) for at, item in enumerate(notes)})
    places.update({f"/sections{pointer}": found for pointer, found in body.places.items()})
    places.update({"/closing": tuple(last)} if last else {})
    plan = Plan(
        source=_source(document),
        header=top.header,
        document_type=top.document_type,
        subject=top.subject,
        addressees=top.addressees,
        authority_line=top.authority_line,
        bases=tuple(item.text for item in bases),
        preamble=tuple(item.text for item in preamble),
        sections=body.sections,
        closing=without_tail(without_specks(" ".join(item.text for item in last))) or None,
        recipients=end.recipients,
        signatures=end.signatures,
        appendices=annex.appendices,
        failed_pages=document.failed_pages,
        blank_pages=document.blank_pages,
        left_out=left_out(document),
        notes=tuple(Note(text=item.text, page=item.page if document.has_pages else None) for item in notes),
    )
    plan = _with_issuer(plan, places)
    plan, drawn = with_values(plan)
    found = evidence(document, places, drawn)
    if plan.header.issuer_inferred:
        stands = found.get("/preamble/0") or found.get("/closing") or Evidence(source="inferred")
        inferred = stands.model_copy(update={"source": "inferred"})
        found |= {"/header/issuer": inferred, "/header/issuers": inferred}
    if plan.document_type and places["/document_type"] == places.get("/header/symbol"):  # which tells it
        found["/document_type"] = found["/document_type"].model_copy(update={"source": "inferred"})
    plan = plan.model_copy(update={"warnings": (*top.warnings, *body.warnings, *annex.warnings), "evidence": found})
    plan = with_outside_evidence(without_unsure(plan, document), document, signatures)
    more = (*by_hand(plan, document), *missing(plan), *checks(plan, document))
    more = (*more, *boundary_warnings(document), *scan_warnings(document))
    plan = plan.model_copy(update={"warnings": (*plan.warnings, *more)})
    return plan.model_copy(update={"quality": quality(document, plan)})


def _grounds(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Bases and preamble: what ends in a semicolon among the bases is one of them (`Thực hiện ...;`)."""
    grounds = [at for at, item in enumerate(items) if item.form is Form.BASIS]
    last = grounds[-1] if grounds else -1
    while grounds and last + 1 < len(items) and items[last + 1].text.endswith(";"):
        last += 1
    is_basis = [bool(grounds) and grounds[0] <= at <= last for at in range(len(items))]
    bases = [item for item, basis in zip(items, is_basis, strict=True) if basis]
    return bases, [item for item, basis in zip(items, is_basis, strict=True) if not basis]


_NEXT_BASIS = re.compile(r"(?<=;)\s+(?=(?:Căn cứ|Theo đề nghị|Xét đề nghị|Xét)\s)")
_LEAD_IN = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ])")
_LEAD_IN_BEHIND_COMMA = re.compile(r"(?<=[.;,])\s+(?=[A-ZĐÀ-Ỹ])")


def _apart(items: Sequence[Item]) -> list[Item]:
    """The paragraphs before the first section, grounds that share one with others or with the lead-in apart."""
    made: list[Item] = []
    for item in items:
        pieces = _NEXT_BASIS.split(item.text) if item.form is Form.BASIS else [item.text]
        if item.form is Form.BASIS:
            pattern = _LEAD_IN_BEHIND_COMMA if pieces[-1].endswith(":") else _LEAD_IN
            cuts = [cut.end() for cut in pattern.finditer(pieces[-1]) if is_lead_in(pieces[-1][cut.end() :])]
            if cuts and not pieces[-1].endswith(";"):
                pieces[-1:] = [pieces[-1][: cuts[0]].strip(), pieces[-1][cuts[0] :]]
        made += [replace(item, text=piece, form=form(piece)) for piece in pieces] if len(pieces) > 1 else [item]
    return made


def _with_issuer(plan: Plan, places: Places) -> Plan:
    if plan.header.issuer:
        return plan
    elsewhere = [text for text in (plan.subject, plan.closing) if text]
    issuer = infer_issuer([*plan.bases, *plan.preamble], elsewhere, plan.header.place)
    places.pop("/header/issuer", None)
    found = {"issuer": issuer, "issuer_inferred": issuer is not None, "issuers": (issuer,) if issuer else ()}
    return plan.model_copy(update={"header": plan.header.model_copy(update=found)})


def _source(document: Document) -> Source:
    pages = len(document.pages) if document.has_pages else None
    return Source(
        name=document.name or None,
        sha256=document.sha256 or None,
        pages=pages,
        page_range=document.page_range if pages else None,
    )
