# SPDX-License-Identifier: Apache-2.0

import numpy as np
import pikepdf
from pikepdf import Array

from tests.cases.files.pages import printed_page
from tests.cases.files.pdf_pages import add_image_page, born_digital, draw, image_of, typed_font

MARKS = "BẢN IN THỬ LẦN HAI"


def make(folder):
    with pikepdf.new() as pdf:
        image = pdf.make_indirect(image_of(pdf, np.asarray(printed_page())))
        for box in ([0, 500, 595, 842], [0, 0, 595, 500]):
            add_image_page(pdf, image).obj.CropBox = Array(box)
        pdf.save(folder / "halves.pdf")
    with born_digital() as pdf:
        page = pdf.pages[0].obj
        page.MediaBox, page.CropBox = Array([-100, -100, 695, 942]), Array([0, 0, 595, 842])
        font, coded = typed_font(pdf, MARKS)
        draw(pdf, f"BT /Mark 12 Tf 100 900 Td <{coded(MARKS)}> Tj ET".encode(), Font={"Mark": font})
        pdf.save(folder / "printing-marks.pdf")
