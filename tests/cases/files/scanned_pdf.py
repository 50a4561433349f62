# SPDX-License-Identifier: Apache-2.0
"""The printed page as a PDF of a scan, for cases to add to."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.cases.files.pages import printed_page

SCAN = b"q 595 0 0 842 0 0 cm /Im0 Do Q"


def scanned_pdf():
    """One page, A4, in grey."""
    page = printed_page()
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    kind = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    image = pdf.make_stream(page.tobytes(), **kind, Width=page.width, Height=page.height)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
    pdf.pages[0].obj.Contents = pdf.make_stream(SCAN)
    return pdf


def type_onto(pdf, text, rectangle=(60, 800, 300, 820)):
    """Put text onto the first page as people do: a FreeText annotation in a font that the file does not have."""
    width, height = rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, width, height])}
    shown = pdf.make_stream(
        b"BT /Helv 12 Tf 2 5 Td (%s) Tj ET" % text.encode("cp1252"),
        **keys,
        Resources=Dictionary(Font=Dictionary(Helv=font)),
    )
    kind = {"Type": Name.Annot, "Subtype": Name.FreeText, "F": 4, "Rect": Array(list(rectangle))}
    note = Dictionary(**kind, Contents=String(text), DA=String("/Helv 12 Tf 0 g"), Q=0, AP=Dictionary(N=shown))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return pdf
