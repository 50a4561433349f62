# SPDX-License-Identifier: Apache-2.0
"""A document into a plan: head, outline, closing, annexes, the values drawn from them, and where each stands.

STEPS is the way. Each step takes the draft and gives one that knows more; none reaches back.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import reduce
from math import inf
from operator import is_
from types import MappingProxyType
from typing import TYPE_CHECKING

from ocr_kh.document import Document, Line, Page
from ocr_kh.genre.dates import stamp
from ocr_kh.genre.specks import without_specks
from ocr_kh.language.characters import plain
from ocr_kh.layout.marked_tables import without_marked_tables
from ocr_kh.layout.paragraphs import join_lines
from ocr_kh.layout.regions import Blocks
from ocr_kh.plan.blocks.closing import closing
from ocr_kh.plan.blocks.header import head
from ocr_kh.plan.blocks.search.labelling import Margin
from ocr_kh.plan.draft import Draft
from ocr_kh.plan.fields import Evidence, Note
from ocr_kh.plan.model import PLAN, Plan, Source
from ocr_kh.plan.papers.reading import read_paper
from ocr_kh.plan.review.accounts import left_out
from ocr_kh.plan.review.checks import checks, missing
from ocr_kh.plan.review.decisions import DOUBTS, with_decisions, without_settled
from ocr_kh.plan.review.evidence import evidence
from ocr_kh.plan.review.handwriting import by_hand, within_signatures, without_unsure
from ocr_kh.plan.review.outside_evidence import with_outside_evidence
from ocr_kh.plan.review.page_warnings import boundary_warnings, scan_warnings, text_warnings
from ocr_kh.plan.review.probabilities import field_probabilities
from ocr_kh.plan.review.quality import quality
from ocr_kh.plan.review.triage import with_warnings
from ocr_kh.plan.structure import issuer
from ocr_kh.plan.structure.annexes import annexes
from ocr_kh.plan.structure.attested import agreed, attested_name, with_first_letters, with_first_words
from ocr_kh.plan.structure.closing import closing_begins, day_below, without_tail
from ocr_kh.plan.structure.grounds import grounds
from ocr_kh.plan.structure.items import items_of
from ocr_kh.plan.structure.notes import without_notes
from ocr_kh.plan.structure.outline import outline
from ocr_kh.plan.structure.own_mentions import own_mention
from ocr_kh.plan.values.drawn import with_values
from ocr_kh.reading.textfile import text_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.plan.fields import DigitalSignature
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.review.decisions import Decided
    from ocr_kh.plan.structure.items import Item


_ITEMS_ASKED = 60
"""Paragraphs from the start in which names of the header are looked for."""


def parse_text(text: str, name: str | None = None) -> Plan:
    """The plan in a text: one paragraph a line, or lines as printed; Markdown marks are tolerated."""
    lines = text_lines(unicodedata.normalize("NFC", text))
    page = Page(number=1, lines=lines, source="text")
    return parse(Document(name=name or "", sha256="", pages=(page,), has_pages=False))


def parse(
    document: Document,
    signatures: Sequence[DigitalSignature] = (),
    decided: Mapping[str, Decided] = MappingProxyType({}),
) -> Plan:
    """The plan in a document whose lines stand in reading order, repaired.

    `signatures` are those of its file, `decided` what a person says of values, by JSON Pointer.
    """
    return drafted(document, signatures, decided).plan


def drafted(
    document: Document,
    signatures: Sequence[DigitalSignature] = (),
    decided: Mapping[str, Decided] = MappingProxyType({}),
) -> Draft:
    """What all the steps found: the plan, and what it was read from."""
    draft = Draft(_in_plain_characters(document), tuple(signatures), decided)
    return reduce(lambda known, step: step(known), STEPS, draft)


def read_blocks(draft: Draft) -> Draft:
    """Header and closing, each by the cheapest labels of its lines; what stands between them is the body."""
    if draft.plan.dossier_paper:
        return draft
    document = draft.document
    lines, sources = without_marked_tables(document.lines)
    top = head(lines, document.widths)
    bodies = tuple(filter(None, (top.header.issuer, top.header.parent_issuer)))
    end = closing(lines, top.body, document.widths, place=top.header.place, bodies=bodies)
    blocks, margins = Blocks(top.body, end.start, end.end), {**top.margins, **end.margins}
    draft = replace(draft, lines=tuple(lines), sources=tuple(sources), blocks=blocks, margins=margins)
    values = {
        name: getattr(top, name) for name in ("header", "document_type", "subject", "addressees", "authority_line")
    }
    values |= {"recipients": end.recipients, "signatures": end.signatures}
    draft = draft.set_block(values, {**top.places, **end.places}).warned(top.warnings)
    return replace(draft, notes=draft.at_sources(top.notes))


def _in_plain_characters(document: Document) -> Document:
    """The document with each line as what its characters stand for; places and originals stay."""
    pages = (
        replace(page, lines=tuple(_with_text(line, plain(line.text)) for line in page.lines)) for page in document.pages
    )
    return replace(document, pages=tuple(pages))


def _with_text(line: Line, text: str) -> Line:
    return line if line.text == text else replace(line, text=text)


def read_items(draft: Draft) -> Draft:
    """The other printed lines as paragraphs; notes of officials are set aside."""
    document, blocks = draft.document, draft.blocks
    printed = document.lines
    as_printed = len(draft.lines) == len(printed) and all(map(is_, draft.lines, printed))
    joined = join_lines(draft.lines, document.widths, blocks)
    read = items_of(joined.paragraphs)
    body, behind = (draft.at_sources(each for each in read if blocks.part(each.first) == part) for part in (1, 3))
    items, notes = without_notes(body)
    draft = replace(draft, items=tuple(items), annexes=behind).set("source", _source(document))
    draft = draft.set("failed_pages", document.failed_pages).set("blank_pages", document.blank_pages)
    draft = draft.set("left_out", left_out(document, joined if as_printed else None))
    noted = (*draft.notes, *notes)
    made = [Note(text=item.text, page=item.page if document.has_pages else None) for item in noted]
    return draft.set_each("notes", made, noted)


def _source(document: Document) -> Source:
    pages = len(document.pages) if document.has_pages else None
    return Source(
        name=document.name or None,
        sha256=document.sha256 or None,
        pages=pages,
        page_range=document.page_range if pages else None,
    )


def read_day_below(draft: Draft) -> Draft:
    """Place and date from the line above the closing, where the header has neither."""
    header, line = draft.plan.header, day_below(draft.items)
    stamped = stamp(line.text) if line and not (header.place or header.date) else None
    if line is None or stamped is None or stamped.date is None:
        return draft
    found = {"place": stamped.place, "date": stamped.date}
    places: dict[Pointer, tuple[Item, ...]] = {PLAN / "header" / name: (line,) for name in found if found[name]}
    return draft.set_parts("header", header.replaced(**found), places)


def read_outline(draft: Draft) -> Draft:
    """The sections, and the grounds and the preamble before the first of them."""
    items = draft.items[: closing_begins(draft.items)]
    found = outline(items, recognized=draft.recognized, headed=draft.plan.document_type is not None)
    bases, preamble = grounds(found.before)
    draft = draft.set_each("bases", [item.text for item in bases], bases)
    draft = draft.set_each("preamble", [item.text for item in preamble], preamble)
    return draft.set_parts("sections", found.sections, found.places).warned(found.warnings)


def read_closing_words(draft: Draft) -> Draft:
    """`Trên đây là ...`, and what follows it before the recipients."""
    last = draft.items[closing_begins(draft.items) :]
    words = without_tail(without_specks(" ".join(item.text for item in last)))
    return draft.set("closing", words or None, last)


def read_annexes(draft: Draft) -> Draft:
    """What stands behind the closing."""
    found = annexes(draft.annexes, recognized=draft.recognized)
    return draft.set_parts("appendices", found.appendices, found.places).warned(found.warnings)


def doubt_handwriting(draft: Draft) -> Draft:
    """Without what no reader of handwriting was sure of."""
    places = {place: items for place, items in draft.places.items() if place.first == "header"}
    stands = evidence(draft.document, places, {})
    return replace(draft, plan=without_unsure(draft.plan.replaced(evidence=stands), draft.document))


def read_own_mentions(draft: Draft) -> Draft:
    """Number and date, where the header has not all of them, as its annexes give them."""
    header = draft.plan.header
    mention = own_mention(header, (*draft.items, *draft.annexes))
    if mention is None:
        return draft
    given = mention.adds_to(header)
    codes = {code for name in given for code in DOUBTS[PLAN / "header" / name]}
    kept = tuple(each for each in draft.plan.warnings if each.code not in codes)
    draft = draft.set("warnings", kept).set_parts(
        "header", header.replaced(**given), {PLAN / "header" / name: (mention.item,) for name in given}
    )
    if mention.differs(header):
        draft = replace(draft, margins={**draft.margins, "/header/number": Margin(0.0, mention.number)})
    return draft.warned(mention.warnings(header, mention.item.page if draft.document.has_pages else None))


def infer_issuer(draft: Draft) -> Draft:
    """The issuer from the body, where the header names none."""
    plan = draft.plan
    if plan.header.issuer or plan.dossier_paper:
        return draft
    elsewhere = [text for text in (plan.subject, plan.closing) if text]
    body = issuer.infer_issuer([*plan.bases, *plan.preamble], elsewhere, plan.header.place)
    inferred = plan.header.replaced(issuer=body, issuer_inferred=body is not None, issuers=(body,) if body else ())
    own = PLAN / "header" / "issuer"
    places = {pointer: items for pointer, items in draft.places.items() if pointer != own}
    return replace(draft, places=places).set("header", inferred)


def attest_names(draft: Draft) -> Draft:
    """Issuer, place and subject as the rest of the document has them, where an engine read the header.

    What was read stays beside each that is changed, as what the field would be else.
    """
    header, plan = draft.plan.header, draft.plan
    if not draft.recognized or header.issuer_inferred:
        return draft
    texts = [text for text in (plan.authority_line, plan.closing) if text]
    texts = ["\n".join([*texts, *(item.text for item in draft.items[:_ITEMS_ASKED])])]
    signed = [line for each in plan.signatures for line in each.authority]
    names = {name: getattr(header, name) for name in ("parent_issuer", "issuer", "place")}
    for name in ("parent_issuer", "issuer"):
        if names[name]:
            names[name] = with_first_words(attested_name(names[name], texts), signed)
            if names["place"]:
                names[name], names["place"] = agreed(names[name], names["place"], texts)
    issuers = tuple(names["issuer"] if each == header.issuer else each for each in header.issuers)
    changed = {f"/header/{name}": read for name in names if (read := getattr(header, name)) != names[name]}
    subject = with_first_letters(plan.subject, texts) if plan.subject else None
    changed |= {"/subject": plan.subject} if subject != plan.subject else {}
    margins = {at: replace(draft.margins.get(at, Margin(inf, None)), runner_up=read) for at, read in changed.items()}
    draft = replace(draft, margins={**draft.margins, **margins}).set("subject", subject)
    return draft.set("header", header.replaced(**names, issuers=issuers))


def draw_values(draft: Draft) -> Draft:
    """Citations, assignments, targets, budget and period, out of the texts; a paper of a hồ sơ says none of its own."""
    if draft.plan.dossier_paper:
        return draft
    plan, drawn = with_values(draft.plan)
    return replace(draft, plan=plan, drawn=drawn)


_IN_FILE = ("recipients", "signatures", "appendices", "bases", "preamble", "notes", "sections", "closing")
"""Keys whose evidence stands behind that of the head in plan.json, in this order: files are compared by their bytes."""


def place_evidence(draft: Draft) -> Draft:
    """Where each value stands: the lines and boxes of what it was read from."""
    plan, order = draft.plan, {key: at for at, key in enumerate(_IN_FILE, 1)}
    places = dict(sorted(draft.places.items(), key=lambda place: order.get(place[0].first, 0)))
    found = evidence(draft.document, places, draft.drawn)
    if plan.header.issuer_inferred:
        stands = found.get(PLAN / "preamble" / 0) or found.get(PLAN / "closing") or Evidence(source="inferred")
        header = PLAN / "header"
        found |= dict.fromkeys((str(header / "issuer"), str(header / "issuers")), stands.replaced(source="inferred"))
    kind = PLAN / "document_type"
    if kind in found and places[kind] == places.get(PLAN / "header" / "symbol"):  # which tells it
        found[kind] = found[kind].replaced(source="inferred")
    return draft.set("evidence", found)


def use_outside_evidence(draft: Draft) -> Draft:
    """What file name and digital signatures add."""
    if draft.plan.dossier_paper:
        return draft
    plan = with_outside_evidence(draft.plan, draft.document, draft.signatures)
    return replace(draft, plan=within_signatures(plan, draft.document))


def take_decisions(draft: Draft) -> Draft:
    """What a person decided, in place of what was read."""
    return replace(draft, plan=with_decisions(draft.plan, draft.decided)) if draft.decided else draft


def warn(draft: Draft) -> Draft:
    """What a person should look at."""
    plan, document = draft.plan, draft.document
    found = () if plan.dossier_paper else (*by_hand(plan, document), *missing(plan), *checks(plan, document))
    of_pages = (*boundary_warnings(document), *scan_warnings(document), *text_warnings(document))
    draft = draft.warned((*found, *of_pages))
    return draft.set("warnings", without_settled(draft.plan.warnings, draft.decided))


def judge_fields(draft: Draft) -> Draft:
    """How probable each field of header and closing is."""
    return draft.set("fields", field_probabilities(draft.plan, draft.document, draft.margins))


def judge_quality(draft: Draft) -> Draft:
    """How sure the reading is, and whether a person should look at the document."""
    draft = draft.set("quality", quality(draft.document))
    return replace(draft, plan=with_warnings(draft.plan))


STEPS = (
    read_paper,
    read_blocks,
    read_items,
    read_day_below,
    read_outline,
    read_closing_words,
    read_annexes,
    doubt_handwriting,
    read_own_mentions,
    infer_issuer,
    attest_names,
    draw_values,
    place_evidence,
    use_outside_evidence,
    take_decisions,
    judge_fields,
    warn,
    judge_quality,
)
"""The way of a document through the parser."""
