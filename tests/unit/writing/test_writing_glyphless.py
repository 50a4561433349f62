# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from ocr_kh.writing.pdf.glyphless import build_font, codes_of, font_bytes


def test_glyphless_program_in_the_package_is_what_the_code_makes():
    pytest.importorskip("fontTools")

    assert font_bytes() == build_font()


def test_glyphless_codes_are_dense_and_start_behind_notdef():
    codes = codes_of(["kế hoạch", "ở"])

    assert sorted(codes.values()) == list(range(1, len(codes) + 1))
    assert set(codes) == set("kế hoạch ở")


def test_glyphless_codes_leave_out_what_a_unicode_map_may_not_hold():
    assert set(codes_of(["a\x00\ufeff\ufffe\ud800"])) == {"a", " "}
