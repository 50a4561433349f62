# SPDX-License-Identifier: Apache-2.0

from pathlib import Path

import numpy as np
from PIL import Image

from tests.cases.files.pdf_pages import born_digital, draw, image_of

NOTICE = Path(__file__).parents[4] / "samples" / "chi-thi-hoa-don-dien-tu.png"


def make(folder):
    with Image.open(NOTICE) as image:
        page = image.convert("L")
    part = page.crop((0, round(0.33 * page.height), page.width, round(0.52 * page.height)))
    height = 595 * part.height / part.width
    with born_digital() as pdf:
        picture = pdf.make_indirect(image_of(pdf, np.asarray(part)))
        draw(pdf, f"q 595 0 0 {height} 0 20 cm /Pic Do Q".encode(), XObject={"Pic": picture})
        pdf.save(folder / "pasted.pdf")
