# SPDX-License-Identifier: Apache-2.0

import io

import pikepdf
from pikepdf import AttachedFileSpec, Dictionary, Name

from tests.cases.files.pages import PRINTED

LETTER = b"BT /F 14 Tf 80 700 Td (Kinh gui: Uy ban nhan dan xa Phu Thanh Bac) Tj ET"


def make(folder):
    inner = io.BytesIO()
    with_members({"a.txt": b"a"}).save(inner)
    outer = with_members(
        {"../../annex/scan.png": PRINTED.read_bytes(), "figures.xlsx": b"PK", "inner.pdf": inner.getvalue()}
    )
    outer.save(folder / "portfolio.pdf")


def with_members(members):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F=font))
    page.Contents = pdf.make_stream(LETTER)
    for name, data in members.items():
        pdf.attachments[name] = AttachedFileSpec(pdf, data, filename=name)
    pdf.Root.Collection = Dictionary(Type=Name.Collection)
    return pdf
