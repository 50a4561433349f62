# SPDX-License-Identifier: Apache-2.0

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.cases.files.pages import printed_page
from tests.cases.files.pdf_pages import add_image_page, image_of

NUMBER = (336, 232, 385, 268)
"""Pixels of the printed page where its number stands."""
RECTANGLE = (121, 745, 141, 759)
"""The same in points from the bottom."""


def make(folder):
    page = printed_page()
    page.paste(255, NUMBER)
    with pikepdf.new() as pdf:
        shown = add_image_page(pdf, image_of(pdf, np.asarray(page)))
        shown.obj.Annots = Array([field(pdf, RECTANGLE)])
        pdf.save(folder / "field.pdf")
    with pikepdf.new() as pdf:
        left, bottom, right, top = RECTANGLE
        turned = page.transpose(Image.Transpose.ROTATE_90)
        shown = add_image_page(pdf, image_of(pdf, np.asarray(turned)), (842, 595))
        shown.obj.Rotate = 90
        shown.obj.Annots = Array([field(pdf, (842 - top, left, 842 - bottom, right))])
        pdf.save(folder / "turned.pdf")


def field(pdf, rectangle):
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="so",
            V="118",
            DA="/Helv 12 Tf 0 g",
            Rect=Array(rectangle),
        )
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))
    return widget
