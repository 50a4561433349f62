# SPDX-License-Identifier: Apache-2.0
"""How many names and titles are read under ink: invented closings with a seal and a signature over them, scanned.

    python -m bench.closings REGULAR BOLD [--seed 1] [--count 30] [--wrong]

REGULAR and BOLD are faces of print. Each closing is that of another document: recipients on the left, lines of
authority and a name on the right, a seal over their left third (Nghị định 30/2020, Phụ lục I, ô 8) and a pen across.
Scans are in colour, grey and bilevel in turn. Odd seeds are for development, even ones are looked at only to report.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.plans import fold
from bench.scans.drawn_ink import BLACK, BLUE, sealed, signed
from bench.stamps import scanned
from ocr_kh.batch.reading import read
from ocr_kh.plan import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

DPI = 300
COLOURS = ("colour", "grey", "bilevel")
_SIZE = (2480, 1900)
"""Pixels: the upper half of the last page."""
_POINT = DPI / 72
_MILLIMETRE = DPI / 25.4
_SEAL_RADII = (16.0, 18.0)
"""Millimetres (Thông tư 21/2012/TT-BCA)."""
_LEFT, _MIDDLE = 280, 1740
"""Pixels: where lines begin, the middle of the right column."""
_AUTHORITIES = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ("GIÁM ĐỐC",),
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ("HIỆU TRƯỞNG",),
    ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"),
    ("TM. BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"),
    ("CHÁNH THANH TRA",),
    ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
    ("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"),
)
_FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Trịnh",
    "Mai",
    "Tạ",
    "Hà",
]
_MIDDLES = (
    "Văn", "Thị", "Đức", "Minh", "Thanh", "Hữu", "Quốc", "Ngọc", "Công", "Xuân", "Phước", "Thị", "Lệ",
)  # fmt: skip
_GIVEN = [
    "Hiền",
    "Hiên",
    "Hảo",
    "Ánh",
    "Anh",
    "Dũng",
    "Hùng",
    "Hưng",
    "Tuấn",
    "Tuân",
    "Phương",
    "Phượng",
    "Bình",
    "Lâm",
    "Lẫm",
    "Vân",
    "Vấn",
    "Thọ",
    "Thơ",
    "Hạnh",
    "Quý",
]
_TEXT = (
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "Điều 3. Các cơ quan, đơn vị có liên quan và các ông, bà có tên tại Điều 1",
    "chịu trách nhiệm thi hành Quyết định này./.",
)
_RECIPIENTS = ("- Như Điều 3;", "- Sở Nội vụ (để báo cáo);", "- Các phòng, ban, đơn vị;", "- Lưu: VT, TH.")


class Closing(NamedTuple):
    """What stands above a signature, and who signed."""

    authority: tuple[str, ...]
    signer: str


def drawn(faces: Sequence[Path], rng: Generator) -> tuple[NDArray[np.uint8], Closing]:
    """The upper half of a last page, RGB, and what its closing says."""
    words = [str(rng.choice(each)) for each in (_FAMILIES, _MIDDLES, _GIVEN)]
    closing = Closing(_AUTHORITIES[int(rng.integers(len(_AUTHORITIES)))], " ".join(words))
    page = Image.new("RGB", _SIZE, "white")
    pen = ImageDraw.Draw(page)
    text, listed = (ImageFont.truetype(str(faces[0]), round(size * _POINT)) for size in (14, 11))
    bold = ImageFont.truetype(str(faces[1]), round(14 * _POINT))
    row = 240
    for line in _TEXT:
        pen.text((_LEFT, row), line, "black", text, anchor="ls")
        row += round(20 * _POINT)
    row += round(10 * _POINT)
    pen.text((_LEFT, row), "Nơi nhận:", "black", ImageFont.truetype(str(faces[1]), round(12 * _POINT)), anchor="ls")
    for at, line in enumerate(_RECIPIENTS, 1):
        pen.text((_LEFT, row + round(at * 14 * _POINT)), line, "black", listed, anchor="ls")
    for line in closing.authority:
        pen.text((_MIDDLE, row), line, "black", bold, anchor="ms")
        row += round(17 * _POINT)
    name = row + round(rng.uniform(60, 85) * _POINT)
    pen.text((_MIDDLE, name), closing.signer, "black", bold, anchor="ms")
    return _under_ink(np.array(page), (row, name), rng), closing


def _under_ink(page: NDArray[np.uint8], rows: tuple[int, int], rng: Generator) -> NDArray[np.uint8]:
    """The page with seal and signature between the last line of authority and the name, over the ends of both."""
    middle = float(np.mean(rows))
    radius = rng.uniform(*_SEAL_RADII) * _MILLIMETRE
    seal = (_MIDDLE - rng.uniform(0.7, 1.25) * radius, middle + rng.uniform(-0.45, 0.25) * radius)
    page = sealed(page, seal, radius, rng)
    across = (_MIDDLE + rng.uniform(-60, 60), middle + rng.uniform(-10, 60))
    return signed(page, across, rng.uniform(450, 800), rng, colour=BLUE if rng.random() < 0.6 else BLACK)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, for each colour and for all, how many names and lines of authority are right."""
    parser = argparse.ArgumentParser(prog="closings", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("faces", type=Path, nargs=2, metavar="FACE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    options = parser.parse_args(arguments)
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as place:
        for at in range(options.count):
            rng = np.random.default_rng([options.seed, at])
            page, right = drawn(options.faces, rng)
            colour = COLOURS[at % len(COLOURS)]
            scan = Path(place) / f"{at}.png"
            Image.fromarray(scanned(page, colour, rng)).save(scan, dpi=(DPI, DPI))
            signatures = parse(read(scan)).signatures
            names = {each.signer for each in signatures if each.signer}
            lines = {fold(line) for each in signatures for line in each.authority}
            found = Counter(names=1, titles=len(right.authority))
            found["names right"] = int({fold(name) for name in names} == {fold(right.signer)})
            found["titles right"] = sum(fold(line) in lines for line in right.authority)
            counts.setdefault(colour, Counter()).update(found)
            if options.wrong and (not found["names right"] or found["titles right"] < found["titles"]):
                sys.stdout.write(f"{at} {colour} {right} read {signatures}\n")
    for colour, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        shares = (f"{what} {count[f'{what} right']:3} of {count[what]:3}" for what in ("names", "titles"))
        sys.stdout.write(f"{colour:8} {'  '.join(shares)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
