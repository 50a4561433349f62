# SPDX-License-Identifier: Apache-2.0
"""akoma-ntoso.xml: names of elements and texts; by its schema where AKOMA_NTOSO_SCHEMA names the file."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ocr_kh.plan import Plan
from ocr_kh.plan.model import Appendix, Block, Header, Recipient, Section, Signature
from ocr_kh.writing.document.akoma_ntoso import NAMESPACE, akoma_ntoso

SCHEMA = os.environ.get("AKOMA_NTOSO_SCHEMA")
"""Path of akomantoso30.xsd, with xml.xsd beside it (OASIS, akn-core-v1.0)."""
NAMES = {"a": NAMESPACE}
PLAN = Plan(
    header=Header(issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA", number="05", symbol="KH-UBND", date="2026-03"),
    document_type="KẾ HOẠCH",
    subject="Tuyên truyền <vệ sinh> & môi trường\x0b",
    bases=("Căn cứ Luật Bảo vệ môi trường;",),
    sections=(
        Section(
            marker="Điều 1",
            level=1,
            path="Điều 1",
            title="Phạm vi",
            blocks=(Block(kind="bullet", marker="-", text="Thôn"), Block(kind="bullet", marker="-", text="Xã")),
            sections=(Section(marker="1", level=2, path="Điều 1.1", blocks=(Block(kind="paragraph", text="Việc"),)),),
        ),
        Section(marker="", level=1, path="Chung", title="CHUNG"),
    ),
    closing="Trên đây là Kế hoạch.",
    recipients=(Recipient(name="Sở Nội vụ", purpose="b/c"),),
    signatures=(Signature(authority=("TM. ỦY BAN NHÂN DÂN",), signer="Lê Văn Mẫu"),),
    appendices=(
        Appendix(marker="Phụ lục", blocks=(Block(kind="table", text="1 | 2", rows=(("1", "2"),)),)),
        Appendix(marker=""),
    ),
)


@pytest.fixture(scope="module")
def root():
    return ET.fromstring(akoma_ntoso(PLAN))  # noqa: S314 - our own


def text_at(root, path):
    return "".join(root.find(path, NAMES).itertext()).strip()


def test_akoma_ntoso_names_what_the_header_says(root):
    assert text_at(root, ".//a:docNumber") == "05/KH-UBND"
    assert text_at(root, ".//a:docTitle") == "Tuyên truyền <vệ sinh> & môi trường"
    work = root.find(".//a:FRBRWork", NAMES)
    assert work.find("a:FRBRuri", NAMES).get("value") == "/akn/vn/doc/ke-hoach/2026-03/05-kh-ubnd"
    assert work.find("a:FRBRdate", NAMES).attrib == {"date": "2026-03-01", "name": "issued"}


def test_akoma_ntoso_has_the_outline_nested(root):
    article = root.find("a:doc/a:mainBody/a:article", NAMES)
    assert text_at(article, "a:num") == "Điều 1"
    assert [text_at(item, "a:p") for item in article.findall("a:intro/a:blockList/a:item", NAMES)] == ["Thôn", "Xã"]
    assert text_at(article, "a:level/a:content/a:p") == "Việc"


def test_akoma_ntoso_has_closing_and_annexes(root):
    assert text_at(root, ".//a:signature/a:person") == "Lê Văn Mẫu"
    assert text_at(root, ".//a:conclusions/a:blockList/a:item/a:p") == "Sở Nội vụ (b/c)"
    assert len(root.findall(".//a:attachment/a:doc/a:meta", NAMES)) == 2
    assert text_at(root, ".//a:attachment//a:td/a:p") == "1"


def test_akoma_ntoso_identifiers_are_unique_and_references_lead_somewhere(root):
    known = [element.get("eId") for element in root.iter() if element.get("eId")]
    assert len(known) == len(set(known))
    pointed = {
        e.get(key) for e in root.iter() for key in ("href", "source", "refersTo") if e.get(key, "").startswith("#")
    }
    assert {each[1:] for each in pointed} <= set(known)


def test_akoma_ntoso_holds_every_text_of_the_samples(root):
    samples = Path(__file__).parents[3] / "samples"
    for path in samples.glob("truth/*.plan.json"):
        plan = Plan.model_validate_json(path.read_bytes())
        written = "".join("".join(ET.fromstring(akoma_ntoso(plan)).itertext()).split())  # noqa: S314 - our own
        texts = [cell for unit in plan.texts() for cell in ([c for row in unit.rows for c in row] or [unit.text])]
        assert [text for text in texts if "".join(text.split()) not in written] == [], path.name


@pytest.mark.skipif(not SCHEMA, reason="AKOMA_NTOSO_SCHEMA names no schema")
def test_akoma_ntoso_is_valid_by_its_schema():
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    truths = (Path(__file__).parents[3] / "samples").glob("truth/*.plan.json")
    for plan in (Plan(), PLAN, *(Plan.model_validate_json(path.read_bytes()) for path in truths)):
        assert schema.validate(etree.fromstring(akoma_ntoso(plan).encode())), schema.error_log
