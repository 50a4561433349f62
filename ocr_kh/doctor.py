# SPDX-License-Identifier: Apache-2.0
"""Whether everything is here that the work needs, and which command mends what is not.

Each check is a function that returns what it found or raises an error; a remedy belongs to each. Checks need
nothing of one another, so a missing engine does not hide a missing font.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import LanguageMissingError, OcrKhError, OutputError
from ocr_kh.messages import translate
from ocr_kh.programs import POPPLER, TESSERACT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENGINE = "sudo apt-get install tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd"
_POPPLER = "sudo apt-get install poppler-utils"
_LIBRARIES = "sudo apt-get install libgl1 libglib2.0-0"
_PACKAGE = "pip install --force-reinstall ocr-kh"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for."""

    name: str
    ok: bool
    found: str
    """What is there, or what is wrong."""
    remedy: str = ""
    """The command that mends it; empty when it is there."""

    def as_dict(self) -> dict[str, object]:
        """For `doctor --json`."""
        return asdict(self)


def examine(*, out: Path | None = None, dictionaries: tuple[Path, ...] = ()) -> tuple[Check, ...]:
    """Check everything; `out` is a folder that results are to go to, `dictionaries` are the user's own."""
    return tuple(_checked(*check) for check in _checks(out, dictionaries))


def _checks(out: Path | None, dictionaries: tuple[Path, ...]) -> Iterator[tuple[str, Callable[[], str], str]]:
    """Name, look and remedy of each check, in the order in which they are worth mending."""
    yield "Python", _python, ""
    yield translate("OpenCV and its libraries"), _opencv, _LIBRARIES
    engine = translate("OCR engine (Tesseract {floor} or newer)").format(floor=TESSERACT.lowest_major)
    yield engine, TESSERACT.require, _ENGINE
    for language in ("vie", "osd"):
        name = translate("Tesseract data '{language}'").format(language=language)
        yield name, lambda code=language: _language(code), f"sudo apt-get install tesseract-ocr-{language}"  # type: ignore[misc]
    yield translate("second model, for --careful"), _second_model, ""
    yield translate("PDF renderer (Poppler)"), POPPLER.require, _POPPLER
    yield translate("font of the hidden text"), _font, _PACKAGE
    yield translate("dictionaries"), lambda: _dictionaries(dictionaries), translate("mend the line that is named")
    yield translate("language model"), _model, _PACKAGE
    yield translate("reader of lines under ink"), _ink_model, _PACKAGE
    yield translate("temporary folder"), lambda: _writable(Path(tempfile.gettempdir())), "export TMPDIR=~/tmp"
    if out is not None:
        yield translate("output folder"), lambda: _writable(out), translate("choose another folder with --out")


def _checked(name: str, look: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, ok=True, found=look())
    except OcrKhError as error:
        return Check(name, ok=False, found=error.message, remedy=remedy)
    except (ImportError, OSError) as error:
        return Check(name, ok=False, found=str(error), remedy=remedy)


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _opencv() -> str:
    import cv2

    return str(cv2.__version__)


def _language(language: str) -> str:
    """The language data, asked of the engine. Raises LanguageMissingError, EngineMissingError."""
    from ocr_kh.recognition.tesseract import check_language

    check_language(language)
    return translate("installed")


def _second_model() -> str:
    """The name of the model that `--careful` reads with; nothing else needs it. Raises EngineMissingError."""
    from ocr_kh.recognition.tesseract import second_model

    try:
        return second_model()
    except LanguageMissingError:
        template = translate("not installed, and nothing else needs it ({command})")
        return template.format(command="sudo apt-get install tesseract-ocr-script-viet")


def _font() -> str:
    """The size of the font that the package carries. Raises OSError."""
    from ocr_kh.writing.pdf.glyphless import font_bytes

    return translate("{size} bytes").format(size=len(font_bytes()))


def _dictionaries(folders: tuple[Path, ...]) -> str:
    """How many entries there are. Raises DictionaryError."""
    from ocr_kh.repair.dictionaries import load_lexicon

    lexicon = load_lexicon(folders)
    return translate("{phrases} phrases, {places} places").format(
        phrases=len(lexicon.phrases),
        places=len(lexicon.places),
    )


def _model() -> str:
    """How many syllables the shipped language model knows. Raises MachineError."""
    from ocr_kh.language.model import load_model

    return translate("{tokens} syllables and marks").format(tokens=len(load_model().vocabulary))


def _ink_model() -> str:
    """The size of the shipped model of lines under ink. Raises OSError."""
    from ocr_kh.recognition.second_look.under_ink import INK_MODEL

    return translate("{size} bytes").format(size=INK_MODEL.stat().st_size)


def _writable(folder: Path) -> str:
    """`folder`, after a file was written there; for one not yet made, where it will be. Raises OutputError."""
    place = folder
    while not place.exists():
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"\0")
        free = shutil.disk_usage(place).free
    except OSError as error:
        raise OutputError(path=folder, reason=error.strerror) from error
    return translate("{folder}, {free} GB free").format(folder=os.fspath(folder), free=f"{free / 1e9:.1f}")
