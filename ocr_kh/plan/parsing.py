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
from ocr_kh.layout.paragraphs import Blocks, paragraphs
from ocr_kh.plan.blocks.closing import closing
from ocr_kh.plan.blocks.header import head
from ocr_kh.plan.model import Evidence, Note, Plan, Source
from ocr_kh.plan.review.checks import checks, missing
from ocr_kh.plan.review.evidence import evidence
from ocr_kh.plan.review.handwriting import by_hand, without_unsure
from ocr_kh.plan.review.outside_evidence import with_outside_evidence
from ocr_kh.plan.review.page_warnings import boundary_warnings, scan_warnings
from ocr_kh.plan.review.probabilities import field_probabilities
from ocr_kh.plan.review.quality import quality
from ocr_kh.plan.structure.annexes import annexes
from ocr_kh.plan.structure.closing import closing_begins, without_tail
from ocr_kh.plan.structure.issuer import infer_issuer
from ocr_kh.plan.structure.items import items_of
from ocr_kh.plan.structure.notes import without_notes
from ocr_kh.plan.structure.outline import outline
from ocr_kh.plan.values.drawn import with_values
from ocr_kh.reading.textfile import text_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.plan.blocks.header import Margin
    from ocr_kh.plan.model import DigitalSignature
    from ocr_kh.plan.structure.items import Item, Places


def parse_text(text: str, name: str | None = None) -> Plan:
    """The plan in a text: one paragraph a line, or lines as printed; Markdown marks are tolerated."""
    lines = text_lines(unicodedata.normalize("NFC", text))
    page = Page(number=1, lines=lines, source="text")
    return parse(Document(name=name or "", sha256="", pages=(page,), has_pages=False))


def parse(document: Document, signatures: Sequence[DigitalSignature] = ()) -> Plan:
    """The plan in a document whose lines stand in reading order, repaired; `signatures` are those of its file."""
    return parsed(document, signatures)[0]


def parsed(document: Document, signatures: Sequence[DigitalSignature] = ()) -> tuple[Plan, dict[str, Margin]]:
    """The plan, and how sure the searches were of its fields, by pointer."""
    lines, sources = without_marked_tables(document.lines)
    top = head(lines, document.widths)
    bodies = tuple(filter(None, (top.header.issuer, top.header.parent_issuer)))
    end = closing(lines, top.body, document.widths, place=top.header.place, bodies=bodies)
    blocks = Blocks(top.body, end.start, end.end)
    found = items_of(paragraphs(lines, document.widths, blocks))
    written, behind = ([each for each in found if blocks.part(each.first) == part] for part in (1, 3))
    written, behind = _at_sources(written, sources), _at_sources(behind, sources)
    written, noted = without_notes(written)
    notes = (*_at_sources(top.notes, sources), *noted, *_at_sources(end.notes, sources))
    begins = closing_begins(written)
    recognized = any(word.confidence < 1 for line in document.lines for word in line.words)
    body = outline(written[:begins], recognized=recognized, headed=top.document_type is not None)
    annex = annexes(behind, recognized=recognized)
    bases, preamble = _grounds(_apart(body.before))
    last = written[begins:]
    read = {pointer: _at_sources(items, sources) for pointer, items in {**top.places, **end.places}.items()}
    places: Places = {**{pointer: tuple(items) for pointer, items in read.items()}, **annex.places}
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
        notes=tuple(Note(text=item.text, page=item.page if document.has_pages else None) for item in notes),
    )
    plan = _with_issuer(plan, places)
    plan, drawn = with_values(plan)
    found = evidence(document, places, drawn)
    if plan.header.issuer_inferred:
        stands = found.get("/preamble/0") or found.get("/closing") or Evidence(source="inferred")
        inferred = stands.model_copy(update={"source": "inferred"})
        found |= {"/header/issuer": inferred, "/header/issuers": inferred}
    if plan.document_type and places.get("/document_type") == places.get("/header/symbol") and "/document_type" in found:  # which tells it
        found["/document_type"] = found["/document_type"].model_copy(update={"source": "inferred"})
    plan = plan.model_copy(update={"warnings": (*top.warnings, *body.warnings, *annex.warnings), "evidence": found})
    plan = with_outside_evidence(without_unsure(plan, document), document, signatures)
    more = (*by_hand(plan, document), *missing(plan), *checks(plan, document))
    more = (*more, *boundary_warnings(document), *scan_warnings(document))
    plan = plan.model_copy(update={"warnings": (*plan.warnings, *more)})
    margins = {**top.margins, **end.margins}
    plan = plan.model_copy(update={"fields": field_probabilities(plan, document, margins)})
    return plan.model_copy(update={"quality": quality(document, plan)}), margins


def _at_sources(items: Iterable[Item], sources: Sequence[int]) -> list[Item]:
    """The paragraphs with the lines of the document they stand on, before marked tables were set as lines."""
    return [replace(each, first=sources[each.first], last=sources[each.last]) for each in items]


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
