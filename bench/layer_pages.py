# SPDX-License-Identifier: Apache-2.0
"""Wrong text layers made from right words: what the wrong model, old fonts and careless programs leave behind."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from ocr_kh.language.letters import skeleton
from ocr_kh.legacy.codec import encodings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.random import Generator

FONTS = {
    "tcvn3": ".VnTime",
    "vni": "VNI-Times",
    "viscii": "VISCII Times",
    "vps": "VPS Times",
    "cp1258": "TimesNewRoman",
    "utf-8": "TimesNewRoman",
}
"""A font that each encoding was used with."""
UNTOLD = "ABCDEF+F1"
"""A name that tells nothing, as PDF printers give."""
_WORDS_A_LINE = 12
_LINES_A_PAGE = 60
_TYPEWRITTEN = str.maketrans("“”‘’–—…", "\"\"''--.")
"""VISCII and VPS have letters in place of these."""
_SPLIT = 0.35
"""Share of words that are split; of the words of real layers with split letters (a draft with fonts substituted)
a third to a half are."""
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Latin def
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <01> <FF> <0001> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def stripped(words: Sequence[str]) -> list[str]:
    """The words without their accents."""
    return [skeleton(word) for word in words]


def split(words: Sequence[str], random: Generator) -> list[str]:
    """The words, some of them with a space between their letters: `ĐIỀ U KHO ẢN`."""
    result: list[str] = []
    for word in words:
        cut = int(random.integers(1, len(word))) if len(word) > 1 and word.isalpha() and random.random() < _SPLIT else 0
        result += [word[:cut], word[cut:]] if cut else [word]
    return result


def representable(words: Sequence[str], encoding: str) -> list[str]:
    """The words as far as the encoding has them: the truth of a layer in it. Its capitals are told by the font only."""
    if encoding in {"viscii", "vps"}:
        words = [word.translate(_TYPEWRITTEN) for word in words]
    known = [word for word in words if _has(word, encoding)]
    return [word if encodings()[encoding].has_capitals else word.lower() for word in known]


def _has(word: str, encoding: str) -> bool:
    codes = encodings()[encoding].encode(word)
    return all(ord(code) < 0x100 for code in codes)


def encoded_pdf(words: Sequence[str], encoding: str, font: str) -> bytes:
    """A PDF whose text is `words` in `encoding`, set in a font of that name."""
    codec = encodings()[encoding]
    lines = [" ".join(words[start : start + _WORDS_A_LINE]) for start in range(0, len(words), _WORDS_A_LINE)]
    with pikepdf.new() as pdf:
        for start in range(0, max(len(lines), 1), _LINES_A_PAGE):
            page = pdf.add_blank_page(page_size=(595, 842))
            shown = [codec.encode(line).encode("latin-1") for line in lines[start : start + _LINES_A_PAGE]]
            page.obj.Resources = Dictionary(Font=Dictionary(F1=_font(pdf, font)))
            page.obj.Contents = pdf.make_stream(_content(shown))
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def _content(lines: Sequence[bytes]) -> bytes:
    shown = b"\n".join(b"<" + line.hex().encode() + b"> Tj T*" for line in lines)
    return b"BT /F1 8 Tf 12 TL 30 800 Td\n" + shown + b"\nET"


def _font(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    """A simple font that is not embedded; its codes are those of Latin-1."""
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name("/" + name),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=0,
            LastChar=255,
            Widths=Array([500] * 256),
            ToUnicode=pdf.make_stream(_TO_UNICODE),
        )
    )


def read_in_english(pdf: Path, page: int, *, dpi: int = 200) -> list[str]:
    """The words that Tesseract's English model reads on a page (from 1) drawn by Poppler."""
    draw = ["pdftoppm", "-r", str(dpi), "-gray", "-f", str(page), "-l", str(page), str(pdf)]
    image = subprocess.run(draw, check=True, capture_output=True).stdout
    read = subprocess.run(["tesseract", "-l", "eng", "-", "-"], input=image, check=True, capture_output=True)
    return read.stdout.decode().split()
