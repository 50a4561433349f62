# SPDX-License-Identifier: Apache-2.0

import numpy as np
import pikepdf
from pikepdf import Array

from tests.cases.files.pages import printed_page
from tests.cases.files.pdf_pages import add_image_page, image_of


def make(folder):
    page = np.asarray(printed_page())
    black = np.zeros((*page.shape, 3), np.uint8)
    for name in ("soft-mask", "colour-key", "decode"):
        with pikepdf.new() as pdf:
            if name == "soft-mask":
                image = image_of(pdf, black, SMask=image_of(pdf, 255 - page))
            elif name == "colour-key":  # the light pixels are left out, so the dark ones lie on the white page
                light = np.where(page[..., None] > 128, np.array([0, 0, 90], np.uint8), black)
                image = image_of(pdf, light, Mask=Array([0, 0, 0, 0, 90, 90]))
            else:
                image = image_of(pdf, 255 - page, Decode=Array([1, 0]))
            add_image_page(pdf, image)
            pdf.save(folder / f"{name}.pdf")
