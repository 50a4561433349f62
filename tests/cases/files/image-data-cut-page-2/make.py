# SPDX-License-Identifier: Apache-2.0

import numpy as np
import pikepdf

from tests.cases.files.pages import printed_page
from tests.cases.files.pdf_pages import add_image_page, fax_of, image_of


def make(folder):
    with pikepdf.new() as pdf:
        for share in (1.0, 0.6):
            add_image_page(pdf, fax_of(pdf, printed_page("1"), share))
        pdf.save(folder / "fax.pdf")
    with pikepdf.new() as pdf:
        image = image_of(pdf, np.asarray(printed_page()))
        data = image.read_raw_bytes()
        image.write(data[: len(data) * 6 // 10], filter=image.Filter)
        add_image_page(pdf, image)
        pdf.save(folder / "grey.pdf")
