# SPDX-License-Identifier: Apache-2.0

import io

import img2pdf

from tests.cases.files.pages import printed_page


def make(folder):
    data = io.BytesIO()
    printed_page("1", (1687, 1146)).save(data, "TIFF", dpi=(204, 98), compression="group4")
    (folder / "fax.pdf").write_bytes(img2pdf.convert(data.getvalue()))
