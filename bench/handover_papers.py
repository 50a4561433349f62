# SPDX-License-Identifier: Apache-2.0
"""Covers and contents lists of the invented dossiers of bench.handover_whole, as made or as scanned.

What is printed on them differs from dossier to dossier, as it does from archive to archive: labels, heads of columns,
what stands side by side.

    python -m bench.handover_papers docs/pictures/papers.png

makes the picture of docs/handover.md: cover and list of a dossier, as scanned.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.scans.degrade import Damage, damaged
from bench.scans.render import page_images, scanned_pdf
from ocr_kh.delivery.dossier_papers.files import LAYOUT
from ocr_kh.delivery.dossier_papers.paper import Leaf, Line, Paper
from ocr_kh.writing.pdf.laid_out import lay_out

_SEVEN = ("STT", "Số, ký hiệu văn bản", "Ngày tháng năm văn bản", "Tên loại và trích yếu nội dung văn bản",
          "Tác giả văn bản", "Tờ số/ Trang số", "Ghi chú")  # fmt: skip
_OLDER = ("TT", "Số, ký hiệu", "Ngày, tháng, năm", "Trích yếu nội dung", "Tác giả", "Tờ số", "Ghi chú")
_PARTED = ("Số TT", "Số và ký hiệu", "Ngày tháng", "Trích yếu", "Cơ quan ban hành", "Từ tờ - đến tờ", "Ghi chú")
_HEADS = (_SEVEN, _OLDER, _PARTED)
_WIDTHS = (1.1, 2.6, 2.3, 4.7, 2.7, 1.4, 1.7)
_TITLES = (
    "MỤC LỤC VĂN BẢN, TÀI LIỆU", "MỤC LỤC VĂN BẢN", "MỤC LỤC TÀI LIỆU TRONG HỒ SƠ",
)  # fmt: skip
_DRAWN_DPI = 300
_SCAN = Damage(dpi=200, skew=0.5, shade=0.1, blur=0.15, noise=4.0, jpeg=75)
"""What an office scanner does to a page."""


@dataclass(frozen=True, slots=True)
class CoverSays:
    """What a cover has."""

    agency: tuple[str, ...]
    title: str
    start: str
    end: str
    """`08/01/2008`."""
    sheets: int
    number: int
    """Of the dossier in its catalogue."""

    def as_read(self, style: int) -> dict[str, str]:
        """What plan.json should have of it."""
        return {
            "agency": " ".join(self.agency),
            "title": self.title.upper() if style % 4 == 0 else self.title,
            "start": iso(self.start),
            "end": iso(self.end),
            "sheets": str(self.sheets),
            "fonds": "12",
            "catalogue": "01",
            "dossier": str(self.number),
            "retention": "Vĩnh viễn",
        }


def cover(says: CoverSays, style: int) -> bytes:
    """A cover as PDF; `style` counts the dossiers."""
    below = [
        Line(f"Từ ngày {_worded(says.start)} đến ngày {_worded(says.end)}", size=14, centred=True, before=30),
        Line(f"Gồm{': ' if style % 2 else ' '}{says.sheets} tờ", size=14, centred=True),
    ]
    labels = ["Phông số: 12", "Mục lục số: 01", f"Hồ sơ số: {says.number}"]
    if style % 3 == 1:
        labels = ["          ".join(labels)]
    labels.append("Thời hạn bảo quản: Vĩnh viễn")
    if style % 3 == 2:
        labels.insert(0, "Ký hiệu thông tin: ........................")
    lines = (
        *(Line(line, size=14, bold=at == len(says.agency) - 1, centred=True) for at, line in enumerate(says.agency)),
        Line("HỒ SƠ", size=28, bold=True, centred=True, before=110),
        Line(says.title.upper() if style % 4 == 0 else says.title, size=16, bold=True, centred=True, before=18),
        *below,
        *(Line(label, size=14, before=90 if not at else 6) for at, label in enumerate(labels)),
    )
    return _printed(Leaf(lines))


def contents(code: str, year: str, rows: list[tuple[str, ...]], style: int) -> bytes:
    """A contents list as PDF; the rows have seven cells."""
    above = (
        Line(_TITLES[style % len(_TITLES)], size=14, bold=True, centred=True),
        Line(f"Số, ký hiệu hồ sơ: {code}", centred=True),
        Line(f"Năm {year}", centred=True),
    )
    heads = _HEADS[style % len(_HEADS)]
    counter = [tuple(f"({at})" for at in range(1, len(heads) + 1))] if style % 2 else []
    return _printed(Leaf(above, (heads, *counter, *rows), _WIDTHS))


def as_scanned(pdf: bytes, seed: int) -> bytes:
    """The pages of a PDF as pictures that an office scanner made of them."""
    rng = np.random.default_rng(seed)
    pages = [damaged(image, _SCAN, rng, dpi=_DRAWN_DPI) for image in page_images(pdf, _DRAWN_DPI)]
    return scanned_pdf(pages, _SCAN.dpi)


def iso(day: str) -> str:
    """`08/01/2008` as ISO 8601."""
    return "-".join(reversed(day.split("/")))


def _worded(day: str) -> str:
    return "{} tháng {} năm {}".format(*day.split("/"))


def _printed(leaf: Leaf) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        lay_out(LAYOUT, {"paper": asdict(Paper("x", "x", "UBND xã Bảo Hòa", (leaf,)))}, path)
        return path.read_bytes()


_SHOWN = 6
"""The dossier whose papers are shown."""
_SHOWN_DPI = 48


def main() -> None:
    """Write the picture."""
    from bench.handover_job import job_of, printed_papers
    from bench.handover_pages import corpus

    job = job_of(*corpus(_SHOWN), 1, clean=False)
    pages = [page_images(as_scanned(pdf, _SHOWN), _SHOWN_DPI)[0] for pdf in printed_papers(job, _SHOWN)]
    framed = [cv2.copyMakeBorder(page, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=(160, 160, 160)) for page in pages]
    cv2.imwrite(sys.argv[1], cv2.cvtColor(np.hstack(framed), cv2.COLOR_RGB2GRAY))


if __name__ == "__main__":
    main()
