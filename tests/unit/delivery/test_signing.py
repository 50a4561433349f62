# SPDX-License-Identifier: Apache-2.0
"""Which PDFs are to be signed, whether there is room, and whether signing did them harm."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from ocr_kh.delivery import signing
from ocr_kh.delivery.dossier_papers.making import Order, make_papers
from ocr_kh.document import Box, Document, Line, Page, Word
from ocr_kh.project_file import read_project
from ocr_kh.writing.pdf.searchable import write_searchable
from ocr_kh.writing.tables.csv_file import read_table

SIZE = (595.0, 842.0)
BLANK = "0" * 9
"""Room for an offset."""
SCAN = b"q 595 0 0 842 0 0 cm /Im0 Do Q"


def page(number, text, top):
    words = [Word(word, Box(400 + 60 * at, top, 450 + 60 * at, top + 12)) for at, word in enumerate(text.split())]
    return Page(number, *SIZE, (Line.of_words(words, page=number),), source="ocr")


def printed(tmp_path, top=80.0):
    """A searchable.pdf of two pages, PDF/A-2b; its first line stands so many points from the top."""
    source, target = tmp_path / "scan.pdf", tmp_path / "made.pdf"
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=SIZE)
            keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 32, "Height": 32, "BitsPerComponent": 8}
            image = pdf.make_stream(bytes(range(256)) * 4, **keys, ColorSpace=Name.DeviceGray)
            pdf.pages[-1].obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
            pdf.pages[-1].obj.Contents = pdf.make_stream(SCAN)
        pdf.save(source)
    document = Document("a.pdf", "ab" * 32, (page(1, "Kế hoạch", top), page(2, "Trang hai", 80)))
    assert write_searchable(source, document, target).conformity.conforms
    with pikepdf.open(target) as pdf:
        return plainly(pdf)


def plainly(pdf):
    """As bytes with a table of objects that the update below can go on with."""
    with io.BytesIO() as data:
        pdf.save(
            data,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
        return data.getvalue()


def signed(data):
    """`data` with a signature behind it, as an incremental update (ISO 32000-1, 7.5.6): who made it none can say."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, page = pdf.Root.objgen[0], pdf.pages[0].obj.objgen[0]
        catalog = {key: pdf.Root[key].unparse().decode() for key in pdf.Root}
        size, ids = int(pdf.trailer.Size), pdf.trailer.ID.unparse().decode("latin-1")
    start = data.rindex(b"startxref")
    previous = int(data[start:].split()[1])
    field, value = size, size + 1
    whole = " ".join(f"{key} {text}" for key, text in catalog.items())
    bodies = {
        root: f"<< {whole} /AcroForm << /Fields [{field} 0 R] /SigFlags 3 >> >>",
        field: f"<< /FT /Sig /Type /Annot /Subtype /Widget /F 132 /Rect [0 0 0 0] /T (s) /V {value} 0 R"
        f" /P {page} 0 R >>",
        value: f"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
        f" /ByteRange [0 {BLANK} {BLANK} {BLANK}] /Contents <{'00' * 64}> >>",
    }
    out = bytearray(data + b"\n")
    places = {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = len(out)
    out += b"xref\n"
    for number, place in sorted(places.items()):
        out += f"{number} 1\n{place:010} 00000 n \n".encode()
    trailer = f"<< /Size {size + 2} /Root {root} 0 R /Prev {previous} /ID {ids} >>"
    out += f"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode("latin-1")
    text = bytes(out)
    first = text.index(b"<" + b"00" * 64)
    behind = first + 2 * 64 + 2
    numbers = b"/ByteRange [0 %09d %09d %09d]" % (first, behind, len(text) - behind)
    return text.replace(f"/ByteRange [0 {BLANK} {BLANK} {BLANK}]".encode(), numbers)


@pytest.fixture
def put(tmp_path):
    def order(before, after=None):
        pdf, copy = tmp_path / "searchable.pdf", tmp_path / "searchable_signed.pdf"
        pdf.write_bytes(before)
        if after is not None:
            copy.write_bytes(after)
        return signing.Order("a.pdf", "scans/a.pdf", pdf, copy, "2b")

    return order


def test_what_is_ready_is_to_be_signed(put, tmp_path):
    row = signing.signing_row("H99", put(printed(tmp_path)))
    assert (row["state"], row["corner"], row["reason"], row["original"]) == ("to sign", "free", "", "scans/a.pdf")


def test_print_in_the_corner_and_a_pdf_that_is_not_pdfa_are_told(put, tmp_path):
    row = signing.signing_row("H99", put(printed(tmp_path, top=20)))
    assert (row["state"], row["corner"]) == ("to sign", "taken")
    assert "top right" in row["reason"]
    row = signing.signing_row("H99", put(printed(tmp_path))._replace(pdfa="a font is not embedded"))
    assert row["state"] == "not ready"
    assert "a font is not embedded" in row["reason"]


def test_a_signature_behind_the_file_does_no_harm(put, tmp_path):
    before = printed(tmp_path)
    row = signing.signing_row("H99", put(before, signed(before)))
    assert (row["state"], row["reason"]) == ("signed", "")


def test_an_original_that_was_signed_is_named(put, tmp_path):
    original = tmp_path / "a.pdf"
    original.write_bytes(signed(printed(tmp_path)))
    row = signing.signing_row("H99", put(printed(tmp_path))._replace(original=original))
    assert row["original_signatures"] == "1"


def without_text(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[1].Contents = pdf.make_stream(b"")
        return plainly(pdf)


def without_metadata(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.Metadata
        return plainly(pdf)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda data: data + b"\n% no signature", "there is no signature"),
        (lambda data: signed(data) + b"% more", "changed after it was signed"),
        (lambda data: signed(without_text(data)), "words of its text are lost"),
        (lambda data: signed(without_text(data)), "no copy of searchable.pdf"),
        (lambda data: signed(without_metadata(data)), "PDF/A no more"),
    ],
)
def test_each_harm_is_told(put, tmp_path, harm, told):
    before = printed(tmp_path)
    row = signing.signing_row("H99", put(before, harm(before)))
    assert row["state"] == "sign again"
    assert told in row["reason"]


def test_the_papers_of_a_dossier_come_with_the_signing_order(job, tmp_path):
    order = Order(
        job / "result", tmp_path / "papers", read_project(job / "ocr-kh.toml"), job / "ho-so.csv", with_pdf=False
    )
    list(make_papers(order))
    rows = list(read_table(tmp_path / "papers" / signing.NAME, signing.COLUMNS))
    assert len(rows) == 5
    assert rows[0]["folder"] == "ho-so-000001/1.pdf"
    assert {row["state"] for row in rows} <= {"to sign", "not ready"}
