# SPDX-License-Identifier: Apache-2.0
"""Tesseract, through pytesseract: is it there, which version, and one call a page.

The image is handed over as a raw PGM file: compressing a PNG takes time for nothing.
`OMP_THREAD_LIMIT=1` in every child, since its threads fight each other (0.74 s instead of
4.2 s a page); the cores are used by reading pages side by side.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import pytesseract

from ocr_kh.errors import EngineMissingError, LanguageMissingError, OcrKhError, RefusedError
from ocr_kh.messages import N_, translate
from ocr_kh.programs import TESSERACT
from ocr_kh.recognition.hocr import ALTERNATIVES_CONFIG, EngineWord, parse_hocr

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

LAYOUT_MODE = 3
"""Page segmentation: fully automatic. 5.6 % of the words missed on the development pages before repair, 5.8 % with
one column (4); as whole pages at 150 dpi sparse mode (11) had 7.5 %, single block (6) 8.8 %, this 6.8 %."""
BLOCK_MODE = 6
"""Page segmentation: one block of lines, for images made up of lines."""
COLUMN_MODE = 4
"""Page segmentation: one column of lines of any size, for images made up of blocks."""
RAW_LINE_MODE = 13
"""Page segmentation: none, the image is one line from edge to edge."""
_RAW_CONFIG = f"-c tessedit_create_hocr=1 -c tessedit_do_invert=0 --psm {RAW_LINE_MODE}"
"""Without other letters and without a second reading in negative, which take four times as long."""
_SECOND_MODELS = ("script/Vietnamese", "Vietnamese")
"""The model of the Vietnamese script, as Tesseract names it, and as Debian's package lays it."""


class EngineStoppedError(OcrKhError):
    """The engine ran out of its time; the page that it read is known to the caller."""

    code = "E110"
    template = N_("The engine took longer than {seconds} seconds.")


class EngineFaultError(OcrKhError):
    """The engine ended with a fault of its own."""

    code = "E111"
    template = N_("The engine failed: {reason}.")


def engine_version() -> str:
    """As `5.3.0`. Raises EngineMissingError."""
    if (version := TESSERACT.version()) is None:
        raise EngineMissingError
    return version


def check_language(language: str) -> None:
    """Raises EngineMissingError, or LanguageMissingError when a part of `language` (`vie+eng`) has no data."""
    engine_version()
    present = _models()
    for part in language.split("+"):
        if part not in present:
            raise LanguageMissingError(language=part)


def _models() -> set[str]:
    """What the engine lists; pytesseract leaves out names that have a capital."""
    return set(TESSERACT.output("--list-langs").splitlines())


def second_model() -> str:
    """The name of the model of the Vietnamese script, which Debian has beside that of the language.

    Raises EngineMissingError, and LanguageMissingError when it is not installed.
    """
    engine_version()
    present = _models()
    for name in _SECOND_MODELS:
        if name in present:
            return name
    raise LanguageMissingError(language="script-viet")  # as the end of Debian's package is called


def read_words(
    image: NDArray[np.uint8], *, language: str, dpi: float, timeout: float, mode: int = LAYOUT_MODE
) -> list[EngineWord]:
    """The words of a page, in the engine's order; `mode` is the engine's page segmentation.

    Raises EngineStoppedError after `timeout` seconds (the engine is killed), EngineFaultError when it fails,
    EngineMissingError, LanguageMissingError, and RefusedError where there is no room for the engine's input.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="ocr-kh-", ignore_cleanup_errors=True) as folder:
        path = str(Path(folder) / "page.pgm")
        if not cv2.imwrite(path, image):  # it does not say why
            raise RefusedError(path=folder, reason=translate("there is no room for the image of a page"))
        return _read(path, language, _config(mode, dpi), timeout)


def read_raw_lines(
    images: Sequence[NDArray[np.uint8]], model: Path, *, dpi: float, timeout: float
) -> list[list[EngineWord]]:
    """The words of images of one line each, as wide as they are, by a model of our own (a .traineddata file).

    Raises what `read_words` raises.
    """
    with tempfile.TemporaryDirectory(prefix="ocr-kh-", ignore_cleanup_errors=True) as folder:
        paths = [str(Path(folder) / f"{number}.pgm") for number in range(len(images))]
        if not all(map(cv2.imwrite, paths, images)):
            raise RefusedError(path=folder, reason=translate("there is no room for the image of a page"))
        listed = Path(folder) / "lines.txt"
        listed.write_text("\n".join(paths), "utf-8")
        config = f'--tessdata-dir "{model.parent}" {_RAW_CONFIG} --dpi {round(dpi)}'
        words = _read(str(listed), model.stem, config, timeout, is_ours=True)
    found: list[list[EngineWord]] = [[] for _ in images]
    for word in words:
        found[word.line[1]].append(word)
    return found


def _config(mode: int, dpi: float) -> str:
    return f"-c tessedit_create_hocr=1 {ALTERNATIVES_CONFIG} --psm {mode} --dpi {round(dpi)}"


def _read(path: str, language: str, config: str, timeout: float, *, is_ours: bool = False) -> list[EngineWord]:
    """The words of an image or a list of them; `is_ours`: the model is no language of the machine."""
    try:
        hocr = pytesseract.run_and_get_output(path, "hocr", lang=language, config=config, timeout=timeout)
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissingError from error
    except pytesseract.TesseractError as error:
        if not is_ours:
            check_language(language)  # missing data is the machine's fault, not the page's
        raise EngineFaultError(reason=_last_line(str(error.message))) from error
    except FileNotFoundError as error:
        raise EngineFaultError(reason="it wrote nothing") from error
    except RuntimeError as error:
        raise EngineStoppedError(seconds=round(timeout)) from error
    except UnicodeDecodeError as error:
        raise EngineFaultError(reason="its output is not UTF-8") from error
    try:
        return parse_hocr(hocr)
    except ValueError as error:
        raise EngineFaultError(reason="its output is not hOCR") from error


def _last_line(message: str) -> str:
    lines = message.strip().splitlines()
    return lines[-1] if lines else "no reason given"
