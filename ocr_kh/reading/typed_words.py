# SPDX-License-Identifier: Apache-2.0
"""Words typed onto a page: the values of form fields and free-text annotations, which a person sees as he sees print.

ISO 32000-1, 12.5.6.6 and 12.7. They are no part of the page's content: neither a text layer nor a page image that is
taken out has them. The words are the values themselves; where in the field they stand is reckoned from its size and
font size. Signatures are left out (their captions are no text of the document), as are buttons and passwords; but
registries of the State number and date documents by signatures, each of which draws a figure and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
import pypdfium2.raw as pdfium_c
from pikepdf import Array, Name

from ocr_kh.document import Box, Word
from ocr_kh.language.characters import plain, split_lines
from ocr_kh.language.code_fragments import NUMBER
from ocr_kh.reading.hidden_layers import DAMAGE_ERRORS, groups_off, is_off
from ocr_kh.reading.pdf import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pikepdf import Object

Corners = tuple[float, float, float, float]

_UNSEEN_FLAGS = 2 | 32
"""Hidden and NoView (ISO 32000-1, table 165)."""
_PASSWORD_FLAG = 1 << 13
"""Of a text field (table 228)."""
_FIELD_DEPTH = 16
"""Levels of fields within fields; a damaged file may have a circle of them."""
_FONT_SIZE = re.compile(r"([\d.]+)\s+Tf")
_USUAL_SIZE = 12.0
"""Points, where the annotation sets none: `0 Tf` leaves it to the reader."""
_LETTER_WIDTH = 0.5
"""Share of the font size that a letter is wide on an average, in Times and Helvetica."""
_LEADING = 1.2
"""Font sizes from line to line."""
_PADDING = 2.0
"""Points between the edge of a field and its text."""


class _Typed(NamedTuple):
    """A text, the rectangle it stands in (PDF user space), and its font size in points."""

    text: str
    corners: Corners
    size: float


def typed_words(path: Path, index: int, place: Callable[[float, float, float, float], Corners]) -> tuple[Word, ...]:
    """The words typed onto page `index` (from 0), as NFC; `place` brings corners from user space to the page as shown.

    No words where qpdf cannot read the file.
    """
    try:
        with pikepdf.open(path) as pdf:
            annotations = pdf.pages[index].obj.get(Name.Annots, Array())
            seen = list(_seen(annotations, pdf)) if len(annotations) else []
            found = [_Typed(_plain(text), _corners(each), _font_size(each)) for each in seen if (text := _value(each))]
            signed = [_corners(each) for each in seen if _inherited(each, Name.FT) == Name.Sig]
    except DAMAGE_ERRORS:
        return ()
    words = [word for typed in found for word in _set(typed.text, Box(*place(*typed.corners)), typed.size)]
    figures = _figures(path, index, signed) if signed else ()
    return (*words, *(Word(text, Box(*place(*corners))) for text, corners in figures))


def _seen(annotations: Object, pdf: pikepdf.Pdf) -> Iterator[Object]:
    off = groups_off(pdf)
    for annotation in annotations:
        if not int(annotation.get(Name.F, 0)) & _UNSEEN_FLAGS and not is_off(annotation.get(Name.OC), off):
            yield annotation


def _corners(annotation: Object) -> Corners:
    x0, y0, x1, y1 = (float(side) for side in annotation.Rect)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _figures(path: Path, index: int, fields: Sequence[Corners]) -> Iterator[tuple[str, Corners]]:
    """The figures in those of `fields` that show nothing else: a number, a day, a month.

    What a signature shows it draws; its text is had where its drawing is made one with the page.
    """
    with opened(path) as document:
        page = document[index]
        pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]  # what was drawn into it is text of the page that is loaded after that
        text = page.get_textpage()
        shown = [text.get_text_bounded(*corners).split() for corners in fields]
        text.close()
        page.close()
    for words, corners in zip(shown, fields, strict=True):
        if len({*words}) == 1 and re.fullmatch(NUMBER, words[0]):
            yield words[0], corners


def _plain(text: str) -> str:
    return "\n".join(map(plain, split_lines(unicodedata.normalize("NFC", text))))


def _value(annotation: Object) -> str:
    """What an annotation shows in words; empty for all others."""
    if annotation.get(Name.Subtype) == Name.FreeText:
        return str(annotation.get(Name.Contents, ""))
    if annotation.get(Name.Subtype) != Name.Widget:
        return ""
    kind, value = _inherited(annotation, Name.FT), _inherited(annotation, Name.V)
    if value is None or int(_inherited(annotation, Name.Ff) or 0) & _PASSWORD_FLAG:
        return ""
    if kind == Name.Tx:
        return str(pikepdf.String(value.read_bytes())) if isinstance(value, pikepdf.Stream) else str(value)
    return "\n".join(_chosen(annotation, value)) if kind == Name.Ch else ""


def _inherited(field: Object, key: Name) -> Object | None:
    """A field's value of `key`, its own or that of the fields it is part of."""
    level: Object | None = field
    for _ in range(_FIELD_DEPTH):
        if level is None:
            break
        if key in level:
            return level[key]
        level = level.get(Name.Parent)
    return None


def _chosen(annotation: Object, value: Object) -> Iterator[str]:
    """The choices as they are shown: an option may be a pair, of what is stored and what is seen."""
    options = _inherited(annotation, Name.Opt) or Array()
    shown = {str(option[0]): str(option[1]) for option in options if isinstance(option, Array)}
    for choice in value if isinstance(value, Array) else [value]:
        yield shown.get(str(choice), str(choice))


def _font_size(annotation: Object) -> float:
    found = _FONT_SIZE.search(str(_inherited(annotation, Name.DA) or ""))
    return (float(found.group(1)) if found else 0.0) or _USUAL_SIZE


def _set(text: str, field: Box, size: float) -> Iterator[Word]:
    """The words of `text` set from the left in `field`: one line in the middle of its height, several from its top."""
    lines = _wrapped(text, max(field.width - 2 * _PADDING, size), size)
    size = min(size, field.height / _LEADING / max(len(lines), 1))
    top = field.middle[1] - size / 2 if len(lines) == 1 else field.y0
    for number, line in enumerate(lines):
        wide = sum(len(word) + 1 for word in line) - 1
        letter = min(_LETTER_WIDTH * size, max(field.width - 2 * _PADDING, 1.0) / max(wide, 1))
        left, upper = field.x0 + min(_PADDING, field.width / 4), top + number * _LEADING * size
        for word in line:
            yield Word(word, Box(left, upper, left + len(word) * letter, upper + size))
            left += (len(word) + 1) * letter


def _wrapped(text: str, width: float, size: float) -> list[list[str]]:
    """Words by lines: those of the text, parted where they are too long for the field."""
    most = max(int(width / (_LETTER_WIDTH * size) * _LEADING), 1)
    lines: list[list[str]] = []
    for printed in text.split("\n"):
        lines.append([])
        for word in printed.split():
            if lines[-1] and sum(map(len, lines[-1])) + len(lines[-1]) + len(word) > most:
                lines.append([])
            lines[-1].append(word)
    return [line for line in lines if line]
