# SPDX-License-Identifier: Apache-2.0

from PIL import Image, ImageOps

from tests.cases.files.pages import DPI, printed_page


def make(folder):
    for name, turned in (("upright", 0), ("sideways", 90)):
        negative = ImageOps.invert(printed_page()).rotate(turned, expand=True)
        sheet = Image.new("L", (negative.width + 120, negative.height + 120), 255)
        sheet.paste(negative, (60, 60))
        sheet.convert("1", dither=Image.Dither.NONE).save(folder / f"{name}.tif", dpi=DPI, compression="group4")
