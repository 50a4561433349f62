# SPDX-License-Identifier: Apache-2.0
"""Stamps in red on a scan in colours: a mark of secrecy holds it back, a name that was stamped is read."""

from __future__ import annotations

import io

import numpy as np
import pytest
import typst
from PIL import Image

from bench.scans.degrade import jpegged
from ocr_kh.batch.reading import read
from ocr_kh.batch.run import convert

STAMP = """
#set page(width: auto, height: auto, margin: 4pt, fill: none)
#set text(font: "Libertinus Serif", size: 15pt, weight: "bold", fill: rgb("#cd2b3c"))
#box(stroke: {stroke}, inset: 5pt)[{text}]
"""
PAGE = "chi-thi-hoa-don-dien-tu.png"


@pytest.fixture
def stamped(root, tmp_path):
    """The sample in colours with a stamp on it, in a folder of its own."""

    def make(text, place, *, stroke="none", tilt=0.0):
        with Image.open(root / "samples" / PAGE) as image:
            page, dpi = image.convert("RGB"), image.info["dpi"][0]
        source = STAMP.format(text=text, stroke=stroke).encode()
        with Image.open(io.BytesIO(typst.compile(source, format="png", ppi=dpi))) as drawn:
            stamp = drawn.convert("RGBA").rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
        page.paste(stamp, tuple(round(side * share) for side, share in zip(page.size, place, strict=True)), stamp)
        (tmp_path / "in").mkdir(exist_ok=True)
        Image.fromarray(jpegged(np.asarray(page), 80)).save(tmp_path / "in/a.png", dpi=(dpi, dpi))
        return tmp_path / "in/a.png"

    return make


def test_stamp_of_secrecy_holds_a_scan_back(stamped, tmp_path):
    scan = stamped("MẬT", (0.12, 0.03), stroke='1.5pt + rgb("#cd2b3c")', tilt=4)
    (outcome,) = convert([scan], tmp_path / "out")
    assert (outcome.status, outcome.secrecy) == ("held", "MẬT")


def test_stamped_name_is_read(stamped):
    document = read(stamped("Trần Văn Hữu", (0.55, 0.93), tilt=-4))
    assert "Trần Văn Hữu" in [line.text for line in document.pages[0].lines]
