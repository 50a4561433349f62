# SPDX-License-Identifier: Apache-2.0
"""Every value points to where it stands; what comes from outside the pixels is named as such."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from ocr_kh.document import Box, Document, Line, Page, Role, Word
from ocr_kh.genre.office_marks import is_note, office_marks
from ocr_kh.plan import parse, parse_text
from ocr_kh.plan.fields import DigitalSignature
from ocr_kh.plan.review.checks import checks
from ocr_kh.plan.review.outside_evidence import number_in_name
from ocr_kh.plan.review.pdf_signatures import digital_signatures

CASES = Path(__file__).parents[2] / "cases" / "plan"
DOCUMENTS = [
    case
    for name in ("plans", "genres", "values", "offices")
    for case in tomllib.loads((CASES / f"{name}.toml").read_text())["case"]
]
IDENTITY = "001099123456"
REWRITTEN = ("/header/date", "/header/parent_issuer", "/header/issuer", "/period", "/document_type", "/header/urgency")
"""Values that are written otherwise than they are printed."""


def fold(text):
    return "".join(filter(str.isalnum, text.casefold()))


def resolve(data, pointer):
    for part in pointer.split("/")[1:]:
        data = data[int(part)] if isinstance(data, list) else data[part]
    return data


def words_of(value):
    if isinstance(value, dict):
        value = next((value[key] for key in ("text", "title", "name", "unit", "marker") if value.get(key)), "")
    return " ".join(value) if isinstance(value, list) else value or ""


@cache
def plan_of(text):
    return json.loads(parse_text(text).to_json())


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case["label"])
def test_evidence_points_to_lines_that_hold_the_value(case):
    data = plan_of(case["text"])
    lines = case["text"].split("\n")
    for pointer, place in data["evidence"].items():
        value = words_of(resolve(data, pointer))
        if place["source"] == "page" and not pointer.startswith((*REWRITTEN, "/signatures", "/header")):
            first, last = place["lines"]
            assert fold(value).removeprefix("vv") in fold(" ".join(lines[first - 1 : last])), pointer


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case["label"])
def test_every_value_has_evidence(case):
    data = plan_of(case["text"])
    stated = [f"/{key}" for key in ("document_type", "subject", "closing", "budget", "period") if data[key]]
    lists = (
        "bases",
        "preamble",
        "sections",
        "recipients",
        "appendices",
        "citations",
        "assignments",
        "targets",
        "notes",
    )
    stated += [f"/{key}/{at}" for key in lists for at in range(len(data[key]))]
    stated += [f"/header/{key}" for key in ("issuer", "number", "symbol", "place", "date") if data["header"][key]]
    stated += [f"/signatures/{at}/signer" for at, each in enumerate(data["signatures"]) if each["signer"]]
    assert [pointer for pointer in stated if pointer not in data["evidence"]] == []
    if data["document_type"] == "CÔNG VĂN":  # which no line says
        assert data["evidence"]["/document_type"]["source"] == "inferred"


def line(text, row, *, confidence=0.95, role=Role.BODY, page=1):
    words, x = [], 80.0
    for word in text.split():
        words.append(Word(word, Box(x, 50.0 + 20 * row, x + 6 * len(word), 62.0 + 20 * row), confidence))
        x += 6 * len(word) + 5
    return Line.of_words(words, page=page, role=role)


def scan(*lines, name="a.pdf"):
    return Document(name, "0" * 64, (Page(1, 595, 842, tuple(lines), source="ocr"),))


def headed(number_line="Số: /KH-UBND", date_line="Tân Phú Hạ, ngày tháng 3 năm 2026", confidence=0.95, **options):
    texts = ["ỦY BAN NHÂN DÂN", "XÃ TÂN PHÚ HẠ", number_line, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", date_line]
    texts += ["KẾ HOẠCH", "Diệt chuột bảo vệ lúa", "I. MỤC ĐÍCH", "Bảo vệ 40 ha lúa theo Công văn số 9/CV-PKT."]
    texts += ["Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "CHỦ TỊCH"]
    lines = [line(text, row, confidence=confidence if row == 2 else 0.95) for row, text in enumerate(texts)]
    return scan(*lines, **options)


def test_boxes_are_those_of_the_words():
    plan = parse(headed())
    found = plan.evidence["/citations/0"]
    assert (found.page, found.lines) == (1, (9, 9))
    text = "Bảo vệ 40 ha lúa theo "
    assert found.box == (80.0 + sum(6 * len(word) + 5 for word in text.split()), 210.0, found.box[2], 222.0)


@pytest.mark.parametrize(
    ("name", "symbol", "number"),
    [
        ("359-kh-syt.pdf", "KH-SYT", "359"),
        ("QD430.pdf", "QĐ-UBND", "430"),
        ("2004_kh_syt_cd.pdf", "KH-SYT-CĐN", "2004"),
        ("KH-2025-phong-chong-dich.pdf", "KH-UBND", None),
        ("5-QD-749-TTg.pdf", "QĐ-TTg", "749"),
        ("scan0001.pdf", "KH-UBND", None),
        ("12-kh-ubnd va 13-kh-ubnd.pdf", "KH-UBND", None),
        ("84-QD-UB-signed-20250513.pdf", "QĐ-UBND", "84"),
    ],
)
def test_number_in_a_file_name(name, symbol, number):
    assert number_in_name(name, symbol) == number


def test_a_number_the_page_lacks_comes_from_the_file_name_and_says_so():
    plan = parse(headed(name="17-kh-ubnd.pdf"))
    assert plan.header.number == "17"
    assert plan.evidence["/header/number"].source == "file name"
    assert "header.number_file_name" in [warning.code for warning in plan.warnings]


@pytest.mark.parametrize(("confidence", "number"), [(0.97, "14"), (0.5, "17")])
def test_a_number_read_clearly_stands_against_the_file_name(confidence, number):
    plan = parse(headed("Số: 14/KH-UBND", name="17-kh-ubnd.pdf", confidence=confidence))
    assert plan.header.number == number


def test_a_blank_number_stays_null_without_other_evidence():
    plan = parse(headed())
    assert plan.header.number is None
    assert "header.number_blank" in [warning.code for warning in plan.warnings]


SIGNED = DigitalSignature(signer="Lò Thị Hạnh Dung", organization="UBND xã", time="2026-03-09T08:00:00+07:00")


def test_a_signature_names_the_signer_and_dates_nothing():
    plan = parse(headed(), [SIGNED])
    assert (plan.header.date, plan.signatures[0].signer) == ("2026-03", "Lò Thị Hạnh Dung")
    assert (plan.evidence["/header/date"].source, plan.evidence["/signatures/0/signer"].source) == ("page", "signature")


def test_a_signature_of_another_month_dates_nothing():
    later = SIGNED.model_copy(update={"time": "2026-05-20T08:00:00+07:00"})
    assert parse(headed(), [later]).header.date == "2026-03"


@pytest.mark.parametrize("name", ["Ủy ban nhân dân xã Tân Phú Hạ", "Kho Bạc Nhà Nước", "Cổng Thông Tin"])
def test_a_bodys_signature_is_no_signer(name):
    body = SIGNED.model_copy(update={"signer": name})
    assert parse(headed(), [body]).signatures[0].signer is None


def test_one_whose_family_name_begins_a_body_is_a_signer():
    signer = SIGNED.model_copy(update={"signer": "Đoàn Bé Tư"})
    assert parse(headed(), [signer]).signatures[0].signer == "Đoàn Bé Tư"


def test_a_caption_on_the_page_is_a_signature():
    caption = line("Ký bởi: Lò Thị Hạnh Dung Thời gian ký: 09/03/2026 08:00:01 +07:00", 30, role=Role.NOISE)
    document = headed()
    (page,) = document.pages
    plan = parse(scan(*page.lines, caption))
    assert plan.digital_signatures == (DigitalSignature(signer="Lò Thị Hạnh Dung", time="2026-03-09T08:00:01+07:00"),)
    assert plan.header.date == "2026-03"


def certificate():
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"Lò Thị Hạnh Dung CCCD:{IDENTITY}"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "UBND XÃ TÂN PHÚ HẠ"),
            x509.NameAttribute(NameOID.USER_ID, f"CCCD:{IDENTITY}"),
        ]
    )
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA")])
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(begin).not_valid_after(begin + dt.timedelta(days=9))
    return builder.sign(key, hashes.SHA256()), key


def signed_pdf(path):
    made, key = certificate()
    options = [pkcs7.PKCS7Options.DetachedSignature]
    contents = pkcs7.PKCS7SignatureBuilder().set_data(b"x").add_signer(made, key, hashes.SHA256())
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Contents=pikepdf.String(contents.sign(Encoding.DER, options) + bytes(40)),
            ByteRange=[0, 1, 2, 3],
            M=pikepdf.String("D:20260309080000+07'00'"),
        )
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("s"), V=value))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        pdf.save(path)


def test_signatures_of_a_pdf_without_the_identity_number(tmp_path):
    signed_pdf(tmp_path / "a.pdf")
    (found,) = digital_signatures(tmp_path / "a.pdf")
    assert found == DigitalSignature(
        signer="Lò Thị Hạnh Dung", organization="UBND XÃ TÂN PHÚ HẠ", time="2026-03-09T08:00:00+07:00"
    )
    assert IDENTITY not in parse(headed(), [found]).to_json()


def test_a_file_that_is_no_pdf_has_no_signatures(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    assert digital_signatures(tmp_path / "a.pdf") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THƯỢNG KHẨN", {"urgency": "THƯỢNG KHẨN"}),
        ("HOẢ TỐC HẸN GIỜ 15h00", {"urgency": "HỎA TỐC"}),
        ("TỐI MẬT HỎA TỐC", {"secrecy": "TỐI MẬT", "urgency": "HỎA TỐC"}),
        ("Khẩn trương triển khai", None),
        ("MẬT ONG RỪNG", None),
        ("TRÍCH SAO", {"copy": "TRÍCH SAO"}),
    ],
)
def test_office_marks(text, expected):
    assert office_marks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bút phê: Giao Phòng Kinh tế", True),
        ("Nguyễn Thị Sen - Chủ tịch (08:12, 05/3/2026): Đồng ý.", True),
        ("Chuyển đổi số trong trường học", False),
        ("Ý kiến của đồng chí Chủ tịch: xử lý gấp", True),
        ("Kính gửi: Ủy ban nhân dân tỉnh", False),
    ],
)
def test_notes_of_officials(text, expected):
    assert is_note(text) is expected


def codes(text):
    plan = parse_text(text)
    lines = text_document(text)
    return [warning.code for warning in checks(plan, lines)]


def text_document(text):
    return Document(
        "", "", (Page(1, lines=tuple(Line(each, each) for each in text.split("\n")), source="text"),), has_pages=False
    )


GOOD = DOCUMENTS[0]["text"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("Số: 57/", "Số: 7/", "header.number_zero"),
        ("Số: 57/KH-UBND", "Số: 57/KH", "header.symbol_form"),
        ("ngày 09 tháng 02 năm 2026", "ngày 09 tháng 02 năm 2096", "header.date_future"),
        ("Tân Lạc Thượng, ngày", "Hòa Hạ, ngày", "header.place"),
        ("ngày 05/01/2026 của", "ngày 05/11/2026 của", "citation.date"),
        ("15 tháng 11 năm 2017;", "15 tháng 11 năm 2017,", "bases.end"),
        ("thực hiện./.", "thực hiện.", "closing.end"),
        ("- Lưu: VT, KT.\n", "", "closing.file_copy"),
        ("PHÓ CHỦ TỊCH\n", "", "closing.authority"),
    ],
)
def test_checks_that_need_no_truth(before, after, code):
    assert before in GOOD
    assert codes(GOOD) == []
    assert codes(GOOD.replace(before, after)) == [code]


@pytest.mark.parametrize(
    ("printed", "warned"),
    [
        (["1", "2", "5"], [3]),
        (["", "3", "2"], [3]),  # the second and the third page of three, swapped
        (["", "2", "3", "1", "2"], []),  # an annex begins anew
        (["", "2", "3", "", "2"], []),  # its first page bears no number
        (["", "2", "3", "2"], [4]),
    ],
)
def test_page_numbers_that_do_not_rise_are_warned_of(printed, warned):
    pages = tuple(
        Page(
            number,
            lines=(line(text, 0, role=Role.PAGE_NUMBER, page=number),) if text else (),
            source="ocr",
        )
        for number, text in enumerate(printed, 1)
    )
    document = Document("a.pdf", "0" * 64, pages)
    assert [each.page for each in checks(parse(document), document) if each.code == "pages.order"] == warned
