# SPDX-License-Identifier: Apache-2.0
"""text.txt, what the document says, and original.txt, what the engine or the text layer gave."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.document import Document


def text_of(document: Document) -> str:
    """One paragraph, heading, list item, printed header line or table row a line, in reading order."""
    from ocr_kh.layout.paragraphs import paragraphs

    made = paragraphs(document.lines, document.widths)
    return _lines(unicodedata.normalize("NFC", paragraph.text) for paragraph in made)


def original_of(document: Document) -> str:
    """Every line as it came, before repair: line n of it is `Repair.line` n."""
    return _lines(line.original for line in document.lines)


def _lines(texts: Iterable[str]) -> str:
    """Each text on one line, ended by `\\n`; a break inside would shift the lines that repairs point to."""
    return "".join(" ".join(text.splitlines()) + "\n" for text in texts)
