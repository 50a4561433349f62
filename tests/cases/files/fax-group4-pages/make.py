# SPDX-License-Identifier: Apache-2.0

from tests.cases.files.pages import printed_page

A4_INCHES = (210 / 25.4, 297 / 25.4)


def page(across, down):
    size = (round(A4_INCHES[0] * across), round(A4_INCHES[1] * down))
    return printed_page("1", size)


def make(folder):
    first, second = page(204, 98), page(204, 196)
    second.encoderinfo = {"dpi": (204, 196), "compression": "group4"}
    first.save(folder / "fax.tif", save_all=True, append_images=[second], dpi=(204, 98), compression="group4")
