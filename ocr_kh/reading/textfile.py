# SPDX-License-Identifier: Apache-2.0
"""Plain text, as UTF-8 or in a legacy encoding, whole or in part."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ocr_kh.document import Document, Line, Page
from ocr_kh.errors import NotADocumentError
from ocr_kh.language.characters import LINE_ENDS, split_lines
from ocr_kh.legacy.codec import SHOWN_CHARACTERS
from ocr_kh.legacy.spans import Decoded, decode_mixed, is_readable
from ocr_kh.messages import translate
from ocr_kh.reading.verdict import judge_text

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.reading.source import Source

_BYTE_ORDER_MARK = "\ufeff"
"""Programs that each put one in front leave several: the codecs drop one."""
_NEXT_LINE = "\x85"
"""A letter in VISCII and VPS: a line end only once these are decoded."""
_LINE_END = re.compile(f"\r\n|[{LINE_ENDS}](?<![\f{_NEXT_LINE}])")


def decode(data: bytes, name: str) -> str:
    """`data` as NFC text; byte order marks in front go, all line ends but form feeds become `\\n`.

    Raises NotADocumentError.
    """
    return decoded(data, name).text


def decoded(data: bytes, name: str) -> Decoded:
    """The text of `decode`, and the legacy encodings that were found in it. Raises NotADocumentError."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    wrong_at = None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text, wrong_at = _shown(data), error.start
    if "\0" in text:
        raise NotADocumentError(path=name, reason=translate("it holds binary data"))
    text = _LINE_END.sub("\n", text.lstrip(_BYTE_ORDER_MARK))
    lines = unicodedata.normalize("NFC", text)  # before its letters are judged: a second reading judges these
    found = _with_next_lines(lines) if wrong_at is None else decode_mixed(lines, least=1)
    if wrong_at is not None and not (found.encodings and is_readable(found.text)):
        reason = translate("it is not UTF-8 text: byte {offset}").format(offset=wrong_at)
        raise NotADocumentError(path=name, reason=reason)
    text = found.text if wrong_at is None else found.text.translate(SHOWN_CHARACTERS)
    return Decoded(unicodedata.normalize("NFC", text).replace(_NEXT_LINE, "\n"), found.encodings)


def _with_next_lines(text: str) -> Decoded:
    """UTF-8 text decoded; a next line is a letter only where the text is in an old encoding with it as one, too."""
    found = decode_mixed(text.replace(_NEXT_LINE, "\n"))
    if not found.encodings or _NEXT_LINE not in text:
        return found
    as_letter = decode_mixed(text)
    return as_letter if as_letter.encodings else found


def _shown(data: bytes) -> str:
    """Lines of UTF-8 as they are, all others a character a byte: files are put together from several."""
    return "\n".join(map(_shown_line, data.removeprefix(b"\xef\xbb\xbf").split(b"\n")))


def _shown_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def read_file(path: Path) -> str:
    """The text of a file. Raises NotADocumentError."""
    return decode(path.read_bytes(), str(path))


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text, blank ones included; form feeds end a line too."""
    return tuple(Line(text=line, original=line) for line in split_lines(text))


def text_document(source: Source) -> Document:
    """A text file as a document of one page without sizes."""
    path = source.paths[0]
    found = decoded(path.read_bytes(), str(path))
    layer = judge_text(found)
    page = Page(number=1, lines=text_lines(found.text), source="text", layer=layer)
    return Document(name=source.name, sha256=source.sha256, pages=(page,), has_pages=False)
