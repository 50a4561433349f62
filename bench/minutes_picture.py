# SPDX-License-Identifier: Apache-2.0
"""The first two pages of the minutes of an invented sample, as docs/pictures/minutes.png shows them.

python -m bench.minutes_picture [docs/pictures/minutes.png]
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

from ocr_kh.acceptance.minutes import Parties, minutes_of
from ocr_kh.acceptance.minutes_pdf import LAYOUT, content
from ocr_kh.acceptance.sampling.checks import Checked, Found
from ocr_kh.acceptance.sampling.plans import plan_of
from ocr_kh.acceptance.sampling.sample import Draw, Drawn, Estimate, Sample, StratumDrawn
from ocr_kh.acceptance.sampling.verdict import Verdict
from ocr_kh.writing.pdf.laid_out import inputs

_DPI = 64
_GAP = 12
"""Pixels between the two."""
_WRONG = {7: ("/header/number", "05", "15", "Lê Thị Mẫu"), 31: ("/subject", "trồng cay", "trồng cây", "")}
"""What the second person puts right, by place in the sample, and who had decided it."""
_MAKERS = {"/header/number": "Lê Thị Mẫu", "/header/date": "Phạm Văn Thử"}
"""Who had decided fields of every fourth document."""


def verdict() -> Verdict:
    """Eighty of 700 documents, two of them wrong."""
    drawn = tuple(
        Drawn(f"hop-01/hs-{at:02}/01.pdf", "", f"hs-{at:02}", "KẾ HOẠCH 05/KH-UBND", 4, 0, 0.04) for at in range(80)
    )
    sample = Sample(
        name="sample-1",
        drawn_at="2026-11-29T08:30:00+07:00",
        draw=Draw(plan_of("lq5"), 20_261_129, only=("hop-01",)),
        documents=700,
        pages=2_904,
        dossiers=96,
        lot="5f" * 32,
        strata=(StratumDrawn(700, 80, 0.031),),
        estimate=Estimate(21.7, 4_200, 24.9, 0),
        drawn=drawn,
    )
    checked = {
        each.folder: Checked(each.folder, ("Trần Thị Ví",), _found(at, each), {} if at % 4 != 3 else _MAKERS)
        for at, each in enumerate(drawn)
    }
    return Verdict(sample, checked)


def _found(at: int, document: Drawn) -> tuple[Found, ...]:
    if at not in _WRONG:
        return ()
    field, before, after, maker = _WRONG[at]
    return (Found(document.folder, "wrong", field, before, after, "Trần Thị Ví", "", 1, maker),)


def main() -> None:
    """Write the picture."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures/minutes.png")
    minutes = minutes_of(verdict(), Parties("UBND XÃ BẢO HÒA", "12/2026/HĐ-SH"), {"sample-1.errors.csv": "ab" * 32})
    compiler = typst.Compiler(root=LAYOUT.parent, ignore_system_fonts=True)
    drawn = compiler.compile(LAYOUT, format="png", ppi=_DPI, sys_inputs=inputs(content(minutes)))
    pages = drawn if isinstance(drawn, list) else [drawn or b""]
    first, second = (Image.open(BytesIO(page)).convert("L") for page in pages[:2])
    both = Image.new("L", (first.width + _GAP + second.width, first.height), 160)
    both.paste(first)
    both.paste(second, (first.width + _GAP, 0))
    both.save(target, optimize=True)


if __name__ == "__main__":
    main()
