# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

import pytest

from ocr_kh.writing.pdf.pdfa.jpeg2000 import jpeg2000_faults


def box(kind, content):
    return (8 + len(content)).to_bytes(4, "big") + kind.encode() + content


def colour(method=1, space=16, approximation=0):
    return box("colr", bytes([method, 0, approximation]) + space.to_bytes(4, "big"))


def image(*boxes, channels=3, bits=8):
    size = (10).to_bytes(4, "big") * 2
    header = box("ihdr", size + channels.to_bytes(2, "big") + bytes([bits - 1, 7, 0, 0]))
    return box("jP  ", b"\r\n\x87\n") + box("ftyp", b"jp2 ") + box("jp2h", header + b"".join(boxes)) + box("jp2c", b"")


OPACITY = box("cdef", b"\x00\x02" + bytes([0, 0, 0, 0, 0, 1]) + bytes([0, 1, 0, 1, 0, 0]))
CASES = {
    "colour": (image(colour()), []),
    "grey": (image(colour(space=17), channels=1), []),
    "grey-with-opacity": (image(colour(space=17), OPACITY, channels=2), []),
    "two-channels": (image(colour(), channels=2), ["6.2.8.3-1"]),
    "two-spaces": (image(colour(), colour(space=17)), ["6.2.8.3-2"]),
    "two-spaces-one-best": (image(colour(approximation=1), colour(space=17)), []),
    "unknown-method": (image(colour(method=4)), ["6.2.8.3-3"]),
    "no-space": (image(), ["6.2.8.3-3"]),
    "cie-jab": (image(colour(space=19)), ["6.2.8.3-4"]),
    "channels-of-their-own-depth": (image(colour(), box("bpcc", b"\x07\x07\x00")), ["6.2.8.3-5"]),
    "deep": (image(colour(), bits=39), ["6.2.8.3-5"]),
    "bare-codestream": (b"\xff\x4f\xff\x51" + bytes(20), ["6.2.8.3"]),
    "cut-off": (image(colour())[:50], ["6.2.8.3"]),
    "nothing": (b"", ["6.2.8.3"]),
}


@pytest.mark.parametrize(("data", "rules"), CASES.values(), ids=CASES)
def test_jpeg2000_faults_by_rule(data, rules):
    faults = jpeg2000_faults(data, has_colour_space=False)

    assert [re.match(r"ISO_19005_2:([\d.-]+):", fault)[1] for fault in faults] == rules


def test_jpeg2000_colours_do_not_matter_where_the_pdf_names_its_own():
    assert jpeg2000_faults(image(colour(space=19), colour(method=9)), has_colour_space=True) == []
