# SPDX-License-Identifier: Apache-2.0
"""What others read on the same pages: Tesseract as it comes, and OCRmyPDF from PyPI.

Each gives the text of every page of a PDF. Both run with one thread a Tesseract (OMP_THREAD_LIMIT=1), which helps
them as it helps us.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DPI = 200
"""At which pages are rendered for plain Tesseract: what the archive rule asks of a scan."""
_SECONDS = 3600


def tesseract(pdf: Path, *, jobs: int) -> list[str]:
    """`tesseract -l vie --psm 4` on each page, drawn in grey at the 200 dpi it is told of. Raises CalledProcessError.

    Left to guess the resolution it misses 7.7 instead of 6.9 % of the words of the development pages.
    """
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        _run(["pdftoppm", "-r", str(DPI), "-gray", "-cropbox", str(pdf), f"{folder}/page"])
        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(_read_image, sorted(Path(folder).iterdir())))


def ocrmypdf(pdf: Path, *, jobs: int, program: str, upright: bool = False) -> list[str]:
    """OCRmyPDF on the whole file, then pdftotext on each page; `upright` has it straighten and turn pages.

    Raises CalledProcessError.
    """
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        made = Path(folder) / "made.pdf"
        _run([program, *ocrmypdf_options(jobs, upright=upright), str(pdf), str(made)])
        return pdf_texts(made)


def ocrmypdf_options(jobs: int, *, upright: bool = False) -> list[str]:
    """As issue 2 has it: forced, Vietnamese, plain PDF; a signature in the scan is no reason to refuse."""
    options = ["-l", "vie", "--force-ocr", "--output-type", "pdf", "-j", str(jobs), "--invalidate-digital-signatures"]
    return [*options, "--quiet", *(["--deskew", "--rotate-pages"] if upright else [])]


def pdf_texts(pdf: Path) -> list[str]:
    """The text of each page, as pdftotext gives it. Raises CalledProcessError."""
    return _run(["pdftotext", str(pdf), "-"]).split("\f")[:-1]


def find_ocrmypdf() -> str | None:
    """OCRmyPDF beside this Python, or on the PATH."""
    beside = Path(sys.executable).with_name("ocrmypdf")
    return str(beside) if beside.exists() else shutil.which("ocrmypdf")


def as_pdf(path: Path, folder: Path) -> Path:
    """`path` itself if it is a PDF, else its image in one, in `folder`."""
    if path.suffix.lower() == ".pdf":
        return path
    import img2pdf

    made = folder / f"{path.name}.pdf"
    made.write_bytes(img2pdf.convert(path.read_bytes(), rotation=img2pdf.Rotation.ifvalid))
    return made


def cached(read: Callable[[Path], list[str]], name: str, cache: Path | None) -> Callable[[Path], list[str]]:
    """`read`, which keeps what it read in `cache` under the file's content and `name`; nothing without a cache."""
    if cache is None:
        return read

    def read_once(pdf: Path) -> list[str]:
        kept = cache / f"{pdf.stem}.{hashlib.sha256(pdf.read_bytes()).hexdigest()[:16]}.{name}.json"
        if not kept.exists():
            write_text(kept, json.dumps(read(pdf), ensure_ascii=False))
        texts: list[str] = json.loads(kept.read_text(encoding="utf-8"))
        return texts

    return read_once


def _read_image(image: Path) -> str:
    return _run(["tesseract", str(image), "-", "-l", "vie", "--psm", "4", "--dpi", str(DPI)])


def _run(command: Sequence[str]) -> str:
    """What a program prints. Raises CalledProcessError, TimeoutExpired."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS, env=environment)
    return done.stdout.decode("utf-8", "replace")
