# SPDX-License-Identifier: Apache-2.0

import pikepdf
from pikepdf import Array, Dictionary, Name

TEXT = b"BT /F 14 Tf 80 700 Td (Don xin xac nhan tinh trang nha dat) Tj ET"


def make(folder):
    form(b"").save(folder / "empty.pdf")
    form(TEXT).save(folder / "shown.pdf")


def form(text):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F=font))
    page.Contents = pdf.make_stream(text)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(), XFA=pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    )
    pdf.Root.NeedsRendering = True
    return pdf
