# SPDX-License-Identifier: Apache-2.0
"""Tesseract: is it there, which version, and what it reads in images.

An engine that is kept reads them (`kept_engine`); where none can be, the program is started for each call, through
pytesseract, and handed a raw PGM file: compressing a PNG takes time for nothing. `OMP_THREAD_LIMIT=1` in every child,
since its threads fight each other (0.74 s instead of 4.2 s a page); the cores are used by reading pages side by side.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import pytesseract

from ocr_kh.errors import EngineMissingError, LanguageMissingError, OcrKhError, RefusedError
from ocr_kh.messages import N_, translate
from ocr_kh.programs import TESSERACT
from ocr_kh.recognition.hocr import CHOICES, EngineWord, parse_hocr
from ocr_kh.recognition.kept_engine import EngineFellError, EngineLateError, NoEngineError, read_images

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
_PAGE_VARIABLES = {"tessedit_do_invert": "1", **CHOICES}
"""With a second reading in negative where a line makes no sense, and with other letters."""
_RAW_VARIABLES = {**_PAGE_VARIABLES, "tessedit_do_invert": "0", "lstm_choice_mode": "0"}
"""Without them, which take four times as long."""
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


class _Reading(NamedTuple):
    """How images are read."""

    language: str
    mode: int
    dpi: int
    variables: dict[str, str]
    data: Path | None = None
    """The folder of a model of our own; None for the languages of the machine."""

    @property
    def request(self) -> dict[str, object]:
        """As an engine is asked that is kept."""
        variables = {**self.variables, "user_defined_dpi": str(self.dpi)}
        data = str(self.data) if self.data else None
        return {"language": self.language, "data": data, "mode": self.mode, "variables": variables}

    @property
    def options(self) -> str:
        """As the program is told."""
        chosen = " ".join(f"-c {name}={value}" for name, value in self.variables.items())
        folder = f'--tessdata-dir "{self.data}" ' if self.data else ""
        return f"{folder}-c tessedit_create_hocr=1 {chosen} --psm {self.mode} --dpi {self.dpi}"


def read_words(
    image: NDArray[np.uint8], *, language: str, dpi: float, timeout: float, mode: int = LAYOUT_MODE
) -> list[EngineWord]:
    """The words of a page, in the engine's order; `mode` is the engine's page segmentation.

    Raises EngineStoppedError after `timeout` seconds (the engine is killed), EngineFaultError when it fails,
    EngineMissingError, LanguageMissingError, and RefusedError where there is no room for the engine's input.
    """
    return _read([image], _Reading(language, mode, round(dpi), _PAGE_VARIABLES), timeout)


def read_raw_lines(
    images: Sequence[NDArray[np.uint8]], model: Path, *, dpi: float, timeout: float
) -> list[list[EngineWord]]:
    """The words of images of one line each, as wide as they are, by a model of our own (a .traineddata file).

    Raises what `read_words` raises.
    """
    reading = _Reading(model.stem, RAW_LINE_MODE, round(dpi), _RAW_VARIABLES, model.parent)
    found: list[list[EngineWord]] = [[] for _ in images]
    for word in _read(images, reading, timeout):
        found[word.line[1]].append(word)
    return found


def _read(images: Sequence[NDArray[np.uint8]], reading: _Reading, timeout: float) -> list[EngineWord]:
    """The words of all images. Raises as `read_words`."""
    try:
        hocr = read_images(reading.request, images, timeout)
    except EngineLateError as error:
        raise EngineStoppedError(seconds=round(timeout)) from error
    except EngineFellError as error:
        raise EngineFaultError(reason=str(error)) from error
    except NoEngineError:
        hocr = _output_of_program(images, reading, timeout)
    try:
        return parse_hocr(hocr)
    except ValueError as error:
        raise EngineFaultError(reason="its output is not hOCR") from error


def _output_of_program(images: Sequence[NDArray[np.uint8]], reading: _Reading, timeout: float) -> str:
    """HOCR of all images, by a start of the program."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="ocr-kh-", ignore_cleanup_errors=True) as folder:
        paths = [str(Path(folder) / f"{number}.pgm") for number in range(len(images))]
        if not all(map(cv2.imwrite, paths, images)):  # it does not say why
            raise RefusedError(path=folder, reason=translate("there is no room for the image of a page"))
        if len(paths) == 1:
            return _run(paths[0], reading, timeout)
        listed = Path(folder) / "images.txt"
        listed.write_text("\n".join(paths), "utf-8")
        return _run(str(listed), reading, timeout)


def _run(path: str, reading: _Reading, timeout: float) -> str:
    """What the program writes of an image or a list of them."""
    try:
        hocr = pytesseract.run_and_get_output(
            path, "hocr", lang=reading.language, config=reading.options, timeout=timeout
        )
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissingError from error
    except pytesseract.TesseractError as error:
        if reading.data is None:
            check_language(reading.language)  # missing data is the machine's fault, not the page's
        raise EngineFaultError(reason=_last_line(str(error.message))) from error
    except FileNotFoundError as error:
        raise EngineFaultError(reason="it wrote nothing") from error
    except RuntimeError as error:
        raise EngineStoppedError(seconds=round(timeout)) from error
    except UnicodeDecodeError as error:
        raise EngineFaultError(reason="its output is not UTF-8") from error
    return str(hocr)


def _last_line(message: str) -> str:
    lines = message.strip().splitlines()
    return lines[-1] if lines else "no reason given"
