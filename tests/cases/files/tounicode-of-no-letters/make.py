# SPDX-License-Identifier: Apache-2.0

import re

from pikepdf import Name

from tests.cases.files.pdf_pages import born_digital


def make(folder):
    for name, first in (("private", 0xE000), ("signs", 0x20)):
        with born_digital() as pdf:
            for font in pdf.pages[0].obj.Resources.Font.values():
                cmap = font[Name.ToUnicode]
                cmap.write(renamed(cmap.read_bytes(), first))
            pdf.save(folder / f"{name}.pdf")


def renamed(cmap, first):
    """The map with each code that it names as that code from `first` on, which is a sign for the signs."""
    signs = "!#$%&()*+,-./:;<=>?@[]^_{|}~"

    def row(match):
        code = int(match.group(1), 16)
        letter = first + code if first > 0x20 else ord(signs[code % len(signs)])
        return b"<%s> <%04X>" % (match.group(1), letter)

    return re.sub(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>(?! <)", row, cmap)
