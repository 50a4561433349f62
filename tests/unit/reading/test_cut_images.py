# SPDX-License-Identifier: Apache-2.0
"""Whether the data of an image end early, asked of the data alone."""

from __future__ import annotations

import pytest

from ocr_kh.reading.cut_images import is_cut


class Image:
    """What is asked of PDFium's image."""

    def __init__(self, how: str, data: bytes) -> None:
        self.how, self.data = how, data

    def get_filters(self) -> list[str]:
        return ["FlateDecode", self.how]

    def get_data(self, *, decode_simple: bool) -> bytes:
        assert decode_simple
        return self.data


def segment(number: int, data: bytes, *, referred: int = 0, wide_page: bool = False, said: int | None = None) -> bytes:
    """A JBIG2 segment that refers to `referred` others (ITU-T T.88, 7.2)."""
    if referred <= 4:
        counts = bytes([referred << 5])
    else:
        counts = (0xE0000000 | referred).to_bytes(4, "big") + bytes((referred + 8) // 8)
    others = bytes(referred * (1 if number <= 256 else 2 if number <= 65536 else 4))
    page = (1).to_bytes(4 if wide_page else 1, "big")
    length = len(data) if said is None else said
    return (
        number.to_bytes(4, "big")
        + bytes([38 | (0x40 if wide_page else 0)])
        + counts
        + others
        + page
        + length.to_bytes(4, "big")
        + data
    )


WHOLE = (
    segment(0, bytes(19))
    + segment(1, bytes(50), referred=2)
    + segment(300, bytes(40), referred=7, wide_page=True)
    + segment(70000, bytes(30), referred=1)
)


def test_jbig2_ends_with_its_last_segment() -> None:
    assert not is_cut(Image("JBIG2Decode", WHOLE))
    cut = [length for length in range(1, len(WHOLE)) if is_cut(Image("JBIG2Decode", WHOLE[:length]))]
    ends = {len(WHOLE) - length for length in range(1, len(WHOLE))} - set(cut)
    assert len(ends) == 3  # the ends of the other segments


def test_jbig2_segment_of_unknown_length_is_no_cut() -> None:
    assert not is_cut(Image("JBIG2Decode", segment(0, bytes(20), said=0xFFFFFFFF)))


@pytest.mark.parametrize(("end", "cut"), [(b"\xff\xd9", False), (b"\xff\xd9\0\0\n", False), (b"\x12\x34", True)])
def test_jpeg2000_ends_with_its_mark(end: bytes, *, cut: bool) -> None:
    assert is_cut(Image("JPXDecode", b"\xff\x4f\xff\x51" + bytes(40) + end)) is cut
