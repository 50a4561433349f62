# SPDX-License-Identifier: Apache-2.0
"""Tesseract, through pytesseract: is it there, which version, and one call a page.

The image is handed over as a raw PGM file: compressing a PNG takes time for nothing.
`OMP_THREAD_LIMIT=1` in every child, since its threads fight each other (0.74 s instead of
4.2 s a page); the cores are used by reading pages side by side.
"""

from __future__ import annotations

import csv
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import pytesseract

from ocr_kh.errors import EngineMissingError, LanguageMissingError, OcrKhError
from ocr_kh.messages import N_

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAYOUT_MODE = 3
"""Page segmentation: fully automatic. 5.6 % of the words missed on the development pages before repair, 5.8 % with
one column (4); as whole pages at 150 dpi sparse mode (11) had 7.5 %, single block (6) 8.8 %, this 6.8 %."""
BLOCK_MODE = 6
"""Page segmentation: one block of lines, for images made up of lines."""
_WORD_LEVEL = "5"


class EngineStoppedError(OcrKhError):
    """The engine ran out of its time; the page that it read is known to the caller."""

    code = "E110"
    template = N_("The engine took longer than {seconds} seconds.")


class EngineFaultError(OcrKhError):
    """The engine ended with a fault of its own."""

    code = "E111"
    template = N_("The engine failed: {reason}.")


@dataclass(frozen=True, slots=True)
class EngineWord:
    """A word where the engine saw it: pixels of the image, origin top left."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    """0 to 1."""
    line: tuple[int, int, int]
    """Block, paragraph and line, as the engine counts them."""


def engine_version() -> str:
    """As `5.3.0`. Raises EngineMissingError."""
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise EngineMissingError from error


def check_language(language: str) -> None:
    """Raises EngineMissingError, or LanguageMissingError when a part of `language` (`vie+eng`) has no data."""
    engine_version()
    present = set(pytesseract.get_languages(config=""))
    for part in language.split("+"):
        if part not in present:
            raise LanguageMissingError(language=part)


def read_words(
    image: NDArray[np.uint8], *, language: str, dpi: float, timeout: float, mode: int = LAYOUT_MODE
) -> list[EngineWord]:
    """The words of a page, in the engine's order; `mode` is the engine's page segmentation.

    Raises EngineStoppedError after `timeout` seconds (the engine is killed), EngineFaultError when it fails,
    EngineMissingError and LanguageMissingError.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = str(Path(folder) / "page.pgm")
        cv2.imwrite(path, image)
        config = f"-c tessedit_create_tsv=1 --psm {mode} --dpi {round(dpi)}"
        try:
            table = pytesseract.run_and_get_output(path, "tsv", lang=language, config=config, timeout=timeout)
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissingError from error
        except pytesseract.TesseractError as error:
            check_language(language)  # missing data is the machine's fault, not the page's
            raise EngineFaultError(reason=_last_line(str(error.message))) from error
        except RuntimeError as error:
            raise EngineStoppedError(seconds=round(timeout)) from error
        except UnicodeDecodeError as error:
            raise EngineFaultError(reason="its output is not UTF-8") from error
    return parse_table(table)


def _last_line(message: str) -> str:
    lines = message.strip().splitlines()
    return lines[-1] if lines else "no reason given"


def parse_table(table: str) -> list[EngineWord]:
    """The words of Tesseract's TSV in its order, in NFC, empty ones left out. Raises EngineFaultError."""
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        return [_word(row) for row in rows if row["level"] == _WORD_LEVEL and (row["text"] or "").strip()]
    except (KeyError, TypeError, ValueError) as error:
        raise EngineFaultError(reason="its output is not a table of words") from error


def _word(row: dict[str, str]) -> EngineWord:
    return EngineWord(
        unicodedata.normalize("NFC", row["text"].strip()),
        int(row["left"]),
        int(row["top"]),
        int(row["width"]),
        int(row["height"]),
        max(float(row["conf"]), 0.0) / 100,
        (int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
    )
