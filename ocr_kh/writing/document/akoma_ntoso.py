# SPDX-License-Identifier: Apache-2.0
"""akoma-ntoso.xml: the plan as a `doc` of Akoma Ntoso 3.0 (OASIS LegalDocML, 2018), which tools for legal texts open.

`Điều`, `Mục`, `Chương` and `Phần` become article, section, chapter and part, other numbered matter `level`; its first
texts stand in `intro` where sections follow. Annexes are attachments, each a `doc` of its own.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ocr_kh.language.letters import bare
from ocr_kh.writing.document.printed import for_xml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from ocr_kh.plan.model import Appendix, Block, Plan, Section

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_SOURCE = "#ocr-kh"
_KINDS = {"Phần": "part", "Chương": "chapter", "Mục": "section", "Điều": "article"}
"""Markers that begin so (Nghị định 30/2020, Phụ lục I, mục II.5), and what the standard calls them."""
_UNKNOWN_DAY = "0001-01-01"
"""The schema asks for a day: of a date that is less precise the first one it may be, of none this."""


def akoma_ntoso(plan: Plan) -> str:
    """The text of akoma-ntoso.xml."""
    root = ET.Element("akomaNtoso", xmlns=NAMESPACE)
    uri = _uri(plan)
    document = _doc(root, _slug(plan.document_type or "van ban"), plan, uri)
    _preface(document, plan)
    _preamble(document, plan)
    _body(document, plan.sections, (), "")
    _conclusions(document, plan)
    if plan.appendices:
        attachments = ET.SubElement(document, "attachments")
        for at, annex in enumerate(plan.appendices, 1):
            _attachment(attachments, annex, plan, f"{uri}/!annex_{at}", f"att_{at}")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _doc(parent: Element, name: str, plan: Plan, uri: str) -> Element:
    """A `doc` with what it is: issuer, date, number, language."""
    document = ET.SubElement(parent, "doc", name=name, contains="originalVersion")
    meta = ET.SubElement(document, "meta")
    identification = ET.SubElement(meta, "identification", source=_SOURCE)
    for level, at in (("FRBRWork", uri), ("FRBRExpression", f"{uri}/vie@"), ("FRBRManifestation", f"{uri}/vie@.xml")):
        part = ET.SubElement(identification, level)
        ET.SubElement(part, "FRBRthis", value=f"{at}/!main" if level != "FRBRManifestation" else at)
        ET.SubElement(part, "FRBRuri", value=at)
        ET.SubElement(part, "FRBRdate", _day(plan.header.date))
        ET.SubElement(part, "FRBRauthor", href="#issuer")
        if level == "FRBRWork":
            ET.SubElement(part, "FRBRcountry", value="vn")
            if plan.header.number:
                ET.SubElement(part, "FRBRnumber", value=plan.header.number)
        elif level == "FRBRExpression":
            ET.SubElement(part, "FRBRlanguage", language="vie")
    _references(meta, plan)
    return document


def _references(meta: Element, plan: Plan) -> None:
    """Who issued it, and the documents that it cites."""
    issuer = for_xml(plan.header.issuer or "")
    references = ET.SubElement(meta, "references", source=_SOURCE)
    ontology = "/akn/ontology"
    ET.SubElement(
        references,
        "TLCOrganization",
        eId="issuer",
        href=f"{ontology}/organization/vn/{_slug(issuer) or 'unknown'}",
        showAs=issuer,
    )
    program = {"eId": "ocr-kh", "href": f"{ontology}/organization/ocr-kh", "showAs": "ocr_kh"}
    ET.SubElement(references, "TLCOrganization", program)
    for at, citation in enumerate(plan.citations, 1):
        name = citation.code or citation.title or citation.text
        told = {
            "name": "cited",
            "href": f"{ontology}/reference/vn/{_slug(name) or at}",
            "showAs": for_xml(citation.text),
        }
        ET.SubElement(references, "TLCReference", {"eId": f"cited_{at}", **told})


def _preface(document: Element, plan: Plan) -> None:
    header = plan.header
    preface = ET.SubElement(document, "preface")
    number = "/".join(filter(None, (header.number, header.symbol)))
    for name, text, attributes in (
        ("docAuthority", header.issuer, {}),
        ("docNumber", number, {}),
        ("docDate", header.date, {"date": _day(header.date)["date"]}),
        ("docType", plan.document_type, {}),
        ("docTitle", plan.subject, {}),
    ):
        if text:
            paragraph = ET.SubElement(preface, "p")
            ET.SubElement(paragraph, name, attributes).text = for_xml(text)
    if not len(preface):
        ET.SubElement(preface, "p")


def _preamble(document: Element, plan: Plan) -> None:
    if not (plan.authority_line or plan.bases or plan.preamble):
        return
    preamble = ET.SubElement(document, "preamble")
    if plan.authority_line:
        _paragraph(preamble, plan.authority_line)
    if plan.bases:
        citations = ET.SubElement(preamble, "citations", eId="cits_1")
        for at, text in enumerate(plan.bases, 1):
            _paragraph(ET.SubElement(citations, "citation", eId=f"cits_1__cit_{at}"), text)
    for text in plan.preamble:
        _paragraph(preamble, text)


def _body(document: Element, sections: Iterable[Section], blocks: Iterable[Block], within: str) -> None:
    body = ET.SubElement(document, "mainBody", eId=f"{within}body")
    _blocks(body, blocks, f"{within}body")
    for at, section in enumerate(sections, 1):
        _section(body, section, f"{within}body__{at}")
    if not len(body):
        ET.SubElement(body, "p")


def _section(parent: Element, section: Section, identifier: str) -> None:
    kind = _KINDS.get(section.marker.partition(" ")[0], "level")
    made = ET.SubElement(parent, kind, eId=identifier)
    if section.marker:
        ET.SubElement(made, "num").text = for_xml(section.marker)
    if section.title:
        ET.SubElement(made, "heading").text = for_xml(section.title)
    if section.blocks or not section.sections:
        holder = ET.SubElement(made, "intro" if section.sections else "content", eId=f"{identifier}__text")
        _blocks(holder, section.blocks, f"{identifier}__text")
        if not len(holder):
            ET.SubElement(holder, "p")
    for at, each in enumerate(section.sections, 1):
        _section(made, each, f"{identifier}__{at}")


def _blocks(parent: Element, blocks: Iterable[Block], within: str) -> None:
    """Paragraphs and tables as such, bullets that follow one another as one list."""
    for at, (kind, group) in enumerate(groupby(blocks, key=lambda block: block.kind), 1):
        if kind == "bullet":
            listed = [(block.marker or "", block.text) for block in group]
            _list(parent, listed, f"{within}__list_{at}")
            continue
        for block in group:
            if block.rows:
                _table(parent, block.rows)
            else:
                _paragraph(parent, block.text)


def _list(parent: Element, items: Iterable[tuple[str, str]], identifier: str) -> None:
    made = ET.SubElement(parent, "blockList", eId=identifier)
    for at, (marker, text) in enumerate(items, 1):
        item = ET.SubElement(made, "item", eId=f"{identifier}__item_{at}")
        if marker:
            ET.SubElement(item, "num").text = for_xml(marker)
        _paragraph(item, text)


def _table(parent: Element, rows: Iterable[Iterable[str]]) -> None:
    table = ET.SubElement(parent, "table")
    for row in rows:
        made = ET.SubElement(table, "tr")
        for cell in row:
            _paragraph(ET.SubElement(made, "td"), cell)


def _conclusions(document: Element, plan: Plan) -> None:
    if not (plan.closing or plan.recipients or plan.signatures):
        return
    conclusions = ET.SubElement(document, "conclusions")
    if plan.closing:
        _paragraph(conclusions, plan.closing)
    for signature in plan.signatures:
        made = ET.SubElement(ET.SubElement(conclusions, "p"), "signature")
        for line in signature.authority:
            ET.SubElement(made, "role", refersTo="#issuer").text = for_xml(line)
        if signature.signer:
            ET.SubElement(made, "person", refersTo="#issuer").text = for_xml(signature.signer)
    if plan.recipients:
        recipients = [(f"{each.name} ({each.purpose})" if each.purpose else each.name) for each in plan.recipients]
        _list(conclusions, [("-", text) for text in recipients], "recipients")


def _attachment(parent: Element, annex: Appendix, plan: Plan, uri: str, identifier: str) -> None:
    attachment = ET.SubElement(parent, "attachment", eId=identifier)
    document = _doc(attachment, _slug(annex.marker) or "phu-luc", plan, uri)
    _rename(document, identifier)
    preface = ET.SubElement(document, "preface")
    for text in (annex.marker, annex.title, annex.note):
        if text:
            _paragraph(preface, text)
    if not len(preface):
        ET.SubElement(preface, "p")
    _body(document, annex.sections, annex.blocks, f"{identifier}__")


def _rename(document: Element, within: str) -> None:
    """Names of references are of one `doc`, and unique in the file."""
    for element in document.iter():
        for key, sign in (("eId", ""), ("href", "#"), ("source", "#")):
            value = element.get(key, "")
            if value and value.startswith(sign) and not value.startswith("/"):
                element.set(key, f"{sign}{within}__{value.removeprefix(sign)}")


def _paragraph(parent: Element, text: str) -> None:
    ET.SubElement(parent, "p").text = for_xml(text)


def _uri(plan: Plan) -> str:
    """By the naming convention of the standard: country, kind of document, date, number."""
    header = plan.header
    number = _slug(f"{header.number or ''} {header.symbol or ''}") or (plan.source.sha256 or "nn")[:16]
    return f"/akn/vn/doc/{_slug(plan.document_type or 'van ban')}/{header.date or 'nn'}/{number}"


def _day(date: str | None) -> dict[str, str]:
    """A date as the schema has it: a day, and what it is the day of."""
    if not date:
        return {"date": _UNKNOWN_DAY, "name": "unknown"}
    return {"date": f"{date}-01-01"[:10] if len(date) < len("2026-03") else f"{date}-01"[:10], "name": "issued"}


def _slug(text: str) -> str:
    """`text` as part of an address: `KẾ HOẠCH` is `ke-hoach`."""
    return re.sub(r"[^a-z0-9]+", "-", bare(text).lower()).strip("-")
