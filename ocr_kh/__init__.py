# SPDX-License-Identifier: Apache-2.0
"""Scanned Vietnamese administrative documents into right text, structured plans and searchable PDF.

The whole of it in five functions; each takes a `Settings` and raises an `OcrKhError`, none prints or exits:

    convert(paths, out)   files and folders into one folder a document; yields an Outcome each
    inspect(path)         what each page is, without reading it: a Document
    repair(text)          text as an OCR engine left it into right text, with a record of each change
    repair_many(texts)    the same for many texts, at the speed of one long text
    parse(text)           text into a Plan: header, outline, closing

Importing this module is quick: what a function needs is imported when it is called.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING

from ocr_kh import given
from ocr_kh.errors import OcrKhError
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike

    from ocr_kh.document import Document
    from ocr_kh.outcome import Outcome, Progress
    from ocr_kh.plan import Plan
    from ocr_kh.repair import RepairedText

    StrPath = str | PathLike[str]

__version__ = "0.2.0"

__all__ = [
    "Document",
    "OcrKhError",
    "Outcome",
    "Plan",
    "Progress",
    "RepairedText",
    "Settings",
    "convert",
    "inspect",
    "parse",
    "repair",
    "repair_many",
]

_HOMES = {
    "Document": "ocr_kh.document",
    "Outcome": "ocr_kh.outcome",
    "Plan": "ocr_kh.plan",
    "Progress": "ocr_kh.outcome",
    "RepairedText": "ocr_kh.repair",
}
"""Where the types live that are imported when they are first asked for (PEP 562)."""


# `repair` is both a stage of the pipeline (a subpackage) and the function below. Python sets the name of a
# subpackage on its parent once, when it is first imported. Importing it here, before the function is defined,
# lets the function keep the name for good; `from ocr_kh.repair import ...` goes by sys.modules and works as ever.
import_module("ocr_kh.repair")


# Without this, Python prints a library's warnings and tracebacks to stderr on its own.
logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def convert(
    paths: StrPath | Sequence[StrPath],
    out: StrPath,
    *,
    settings: Settings = Settings(),
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome]:
    """Convert a file or folder, or several, into one folder a document under `out`; yields each one's outcome.

    A file that holds several documents has as many outcomes, one after the other, which name their `part`.

    The work is done while you iterate. A document that cannot be read is an outcome with its error, and the
    rest go on. Documents that stand finished under `out` with the same content and settings are not done again.
    Raises UsageError for a path that does not exist and MachineError for what this machine lacks.
    """
    from ocr_kh.batch import run

    folder = given.path_of(out, "out")
    return run.convert(given.paths_of(paths, "paths"), folder, settings=settings, progress=progress)


def inspect(path: StrPath, *, settings: Settings = Settings()) -> Document:
    """What each page of the file is: size, resolution, rotation, skew, seal, and whether its text layer is right.

    Raises PathMissingError, and an InputError for what cannot be read.
    """
    from ocr_kh import pipeline

    return pipeline.inspect(given.existing(given.path_of(path, "path")), settings)


def repair(text: str, *, settings: Settings = Settings()) -> RepairedText:
    """Repair OCR'd text; line breaks stay where they are, and text that is right comes out as it went in.

    Characters that no text can hold (NUL, halves of surrogate pairs) become U+FFFD, and the log tells of it.
    """
    from ocr_kh.repair import repair_text

    return repair_text(given.text_of(text, "text")[0], settings)


def repair_many(texts: Iterable[str | RepairedText], *, settings: Settings = Settings()) -> Iterator[RepairedText]:
    """Repair texts that have nothing to do with one another (rows of a table), in order: each as `repair` would.

    Some 40,000 characters are read ahead, which makes short texts five to seven times faster than `repair` one by
    one. What belongs together (the lines of a page, a title and its text) is better repaired as one text.
    """
    from ocr_kh.repair import repair_texts

    return repair_texts(given.texts_of(texts, "texts"), settings)


def parse(text: str | RepairedText, *, name: str | None = None, settings: Settings = Settings()) -> Plan:
    """The plan in `text` (OCR'd, or what `repair` gave; Markdown marks are tolerated): header, outline, closing.

    Characters that no text can hold become U+FFFD, with a warning of the plan. Of the settings only `dictionaries`
    counts. Raises DictionaryError.
    """
    from ocr_kh.genre.vocabulary import using
    from ocr_kh.plan import parse_text
    from ocr_kh.plan.review.warnings import warn

    right, replaced = given.text_of(text, "text")
    with using(settings.dictionaries):
        plan = parse_text(right, name)
    return plan.replaced(warnings=(*plan.warnings, warn("text.characters", count=replaced))) if replaced else plan
