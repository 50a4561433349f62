# SPDX-License-Identifier: Apache-2.0
"""Plain text, as UTF-8."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ocr_kh.document import Document, Line, Page
from ocr_kh.errors import NotADocumentError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.reading.source import Source


def decode(data: bytes, name: str) -> str:
    """`data` as NFC text; a byte order mark is dropped, all line ends become `\\n`. Raises NotADocumentError."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = translate("it is not UTF-8 text: byte {offset}").format(offset=error.start)
        raise NotADocumentError(path=name, reason=reason) from error
    if "\0" in text:
        raise NotADocumentError(path=name, reason=translate("it holds binary data"))
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_file(path: Path) -> str:
    """The text of a file. Raises NotADocumentError."""
    return decode(path.read_bytes(), str(path))


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text, blank ones included; form feeds end a line too."""
    return tuple(Line(text=line, original=line) for line in text.replace("\f", "\n").split("\n"))


def text_document(source: Source) -> Document:
    """A text file as a document of one page without sizes."""
    page = Page(number=1, lines=text_lines(read_file(source.paths[0])), source="text")
    return Document(name=source.name, sha256=source.sha256, pages=(page,), has_pages=False)
