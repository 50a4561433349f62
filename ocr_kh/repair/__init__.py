# SPDX-License-Identifier: Apache-2.0
"""Repair: text as an engine or a text layer gave it into right text, with a record of each change.

    repair_document(document, settings)   the stage of the pipeline
    repair_text(text, settings)           the same for plain text
    repair_texts(texts, settings)         the same for many texts, at the speed of one long text
    apply(original, repairs)              replays the records

Importing this module is quick; what the work needs is imported when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.repair.edits import RepairedText
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.document import Document, Repair

__all__ = ["RepairedText", "apply"]
"""For those outside; the stages of the package and the command line take the others too."""


def repair_text(text: str, settings: Settings = Settings()) -> RepairedText:
    """`text` repaired; line breaks and white space stay, right text comes out as it went in (NFC aside).

    Raises DictionaryError for a dictionary in `settings.dictionaries` that cannot be understood.
    """
    from ocr_kh.repair.documents import repair_text as stage

    return stage(text, settings)


def repair_texts(texts: Iterable[str], settings: Settings = Settings()) -> Iterator[RepairedText]:
    """Each of `texts` repaired, in order, as if it were the only one; some 40,000 characters are read ahead.

    Raises DictionaryError, as `repair_text` does.
    """
    from ocr_kh.repair.documents import repair_texts as stage

    return stage(texts, settings)


def repair_document(document: Document, settings: Settings) -> Document:
    """`document` with repaired lines and the records of all changes. Raises DictionaryError."""
    from ocr_kh.repair.documents import repair_document as stage

    return stage(document, settings)


def apply(original: str, repairs: Iterable[Repair]) -> str:
    """`original` with the repairs made; leave some out to undo them. Raises ValueError where one does not fit."""
    from ocr_kh.repair.edits import apply as replay

    return replay(original, repairs)
