# SPDX-License-Identifier: Apache-2.0
"""Fonts that a PDF names and does not have, put into it as viewers show them (`--pdfa embed`).

A viewer draws another font in the place of one that is missing, each letter stretched to the width that the PDF gives.
The letters that PDFium draws so are made a font of their own (CFF), so that the page looks for ever as it looks now, on
any machine. Fonts of one byte a letter whose letters have names are put in: Helvetica of a caption, Arial of a form.
Missing fonts of two bytes, and signs of fonts whose codes nobody knows, stay missing.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from fontTools import agl
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from pikepdf import Array, Dictionary, Name

from ocr_kh.writing.pdf.hidden_text import UNPARSABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fontTools.misc.psCharStrings import T2CharString
    from pikepdf import Object, Pdf

_SIMPLE = frozenset({"/Type1", "/MMType1", "/TrueType"})
"""Kinds of fonts of one byte a letter that have a program."""
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_CODEC = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
"""The encodings of a PDF that Python knows, by its names."""
_SYMBOLIC, _NONSYMBOLIC = 4, 32
"""Flags of a font (ISO 32000-1, table 123)."""
_EM = 1000
"""Units of a letter's outline and width."""
_CODES = range(32, 256)
_STEM = 80
"""Width of upright stems where nobody knows it; viewers do without."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter as PDFium shows it."""

    name: str
    width: float
    """In thousandths of the size, as the PDF says or, where it does not, as the font has it."""
    outline: T2CharString


def embed_fonts(pdf: Pdf) -> tuple[str, ...]:
    """Put what can be put into `pdf` of the fonts that are missing in it; their names, sorted."""
    embedded: set[str] = set()
    for font in _missing_fonts(pdf):
        with suppress(*UNPARSABLE, pdfium.PdfiumError):  # a broken one stays, and is told of
            if glyphs := _glyphs(pdf, font, glyph_names(font)):
                name = str(font.get(Name.BaseFont, Name("/Unnamed"))).lstrip("/")
                _put_in(pdf, font, glyphs, name)
                embedded.add(name)
    return tuple(sorted(embedded))


def _missing_fonts(pdf: Pdf) -> Iterator[Dictionary]:
    """Fonts of one byte a letter without a program, each once."""
    for item in pdf.objects:
        if not isinstance(item, (Dictionary, pikepdf.Stream)):
            continue
        for holder in (item, item.get(Name.Resources), item.get(Name.DR)):
            fonts = holder.get(Name.Font) if isinstance(holder, Dictionary) else None
            for font in fonts.values() if isinstance(fonts, Dictionary) else ():
                if isinstance(font, Dictionary) and _is_missing(font):
                    yield font


def _is_missing(font: Dictionary) -> bool:
    descriptor = font.get(Name.FontDescriptor, Dictionary())
    return str(font.get(Name.Subtype)) in _SIMPLE and not any(key in descriptor for key in _PROGRAMS)


def glyph_names(font: Dictionary) -> dict[int, str]:
    """The name of the letter of each code, by the font's encoding; none where only the missing font knows them."""
    encoding = font.get(Name.Encoding)
    base = str(encoding)
    changes: list[Object] = []
    if isinstance(encoding, Dictionary):
        base, changes = str(encoding.get(Name.BaseEncoding)), list(encoding.get(Name.Differences, Array()))
    if base in _CODEC:
        names = _names_of_codec(_CODEC[base])
    elif int(font.get(Name.FontDescriptor, Dictionary()).get(Name.Flags, 0)) & _SYMBOLIC:
        names = {}
    else:
        names = {code: StandardEncoding[code] for code in _CODES if StandardEncoding[code] != ".notdef"}
    code = 0
    for entry in changes:
        if isinstance(entry, Name):
            names[code] = str(entry).lstrip("/")
            code += 1
        else:
            code = int(entry)
    return names


def _names_of_codec(codec: str) -> dict[int, str]:
    letters = {code: bytes([code]).decode(codec, "ignore") for code in _CODES}
    return {code: agl.UV2AGL[ord(letter)] for code, letter in letters.items() if letter and ord(letter) in agl.UV2AGL}


def _glyphs(pdf: Pdf, font: Dictionary, names: Mapping[int, str]) -> dict[int, Glyph]:
    """The letters of `font` as PDFium shows them, by code."""
    first, widths = int(font.get(Name.FirstChar, 0)), list(font.get(Name.Widths, Array()))
    found = {}
    with pdfium.PdfDocument(_sheet_of(pdf, font)) as sheet:
        page = sheet[0]
        shown = [pdfium_c.FPDFTextObj_GetFont(item.raw) for item in page.get_objects()]
        for code, name in names.items():
            letter = agl.toUnicode(name)
            if shown and letter:
                given = widths[code - first] if 0 <= code - first < len(widths) else None
                width = float(given) if given is not None else _width(shown[0], letter[0])
                found[code] = Glyph(name, width, _outline(shown[0], letter[0], width))
    return found


def _sheet_of(source: Pdf, font: Dictionary) -> BytesIO:
    """A PDF with a word in `font`, which is of `source`, for PDFium to load it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    page.Resources = Dictionary(Font=Dictionary(F=pdf.copy_foreign(source.make_indirect(font))))
    page.Contents = pdf.make_stream(b"BT /F 9 Tf 9 9 Td (ABC abc) Tj ET")
    buffer = BytesIO()
    pdf.save(buffer)
    buffer.seek(0)
    return buffer


def _width(font: object, letter: str) -> float:
    width = ctypes.c_float()
    pdfium_c.FPDFFont_GetGlyphWidth(font, ord(letter), _EM, width)
    return width.value


def _outline(font: object, letter: str, width: float) -> T2CharString:
    """The letter's outline; empty for a space."""
    pen = T2CharStringPen(round(width), None)
    path = pdfium_c.FPDFFont_GetGlyphPath(font, ord(letter), _EM)
    count = pdfium_c.FPDFGlyphPath_CountGlyphSegments(path) if path else 0
    curve: list[tuple[float, float]] = []
    is_open = False
    for index in range(count):
        segment = pdfium_c.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        point = _point(segment)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if is_open:
                pen.closePath()
            pen.moveTo(point)
            is_open = True
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            pen.lineTo(point)
        else:
            curve.append(point)
            if len(curve) == 3:
                pen.curveTo(*curve)
                curve = []
    if is_open:
        pen.closePath()
    return pen.getCharString()


def _point(segment: object) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value * _EM, y.value * _EM  # PDFium gives them in sizes of the font, whatever size is asked for


def _put_in(pdf: Pdf, font: Dictionary, glyphs: Mapping[int, Glyph], name: str) -> None:
    """Give `font` its program, and say which code is which letter of it."""
    program = pdf.make_stream(_program(glyphs, name), Subtype=Name.Type1C)
    descriptor = Dictionary(
        {
            "/Type": Name.FontDescriptor, "/FontName": Name(f"/{name}"), "/Flags": _NONSYMBOLIC,
            "/FontBBox": Array([-_EM, -_EM, 2 * _EM, 2 * _EM]), "/ItalicAngle": 0, "/Ascent": 900, "/Descent": -250,
            "/CapHeight": 700, "/StemV": _STEM,
        }
        | dict(font.get(Name.FontDescriptor, Dictionary()).items())
    )  # fmt: skip
    descriptor.FontName = Name(f"/{name}")
    descriptor.Flags = (int(descriptor.Flags) & ~_SYMBOLIC) | _NONSYMBOLIC
    descriptor.FontFile3 = program
    first, last = min(glyphs), max(glyphs)
    font.Subtype = Name.Type1
    font.BaseFont = Name(f"/{name}")
    font.FontDescriptor = pdf.make_indirect(descriptor)
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=_differences(glyphs))
    font.FirstChar, font.LastChar = first, last
    font.Widths = Array([round(glyphs[code].width, 3) if code in glyphs else 0 for code in range(first, last + 1)])


def _differences(glyphs: Mapping[int, Glyph]) -> Array:
    return Array([entry for code in sorted(glyphs) for entry in (code, Name(f"/{glyphs[code].name}"))])


def _program(glyphs: Mapping[int, Glyph], name: str) -> bytes:
    """The letters as a bare CFF font."""
    outlines = {glyph.name: glyph.outline for glyph in glyphs.values()}
    pen = T2CharStringPen(0, None)
    builder = FontBuilder(_EM, isTTF=False)
    builder.setupGlyphOrder([".notdef", *outlines])
    builder.setupCharacterMap({})
    builder.setupCFF(name, {"FullName": name}, {".notdef": pen.getCharString(), **outlines}, {})
    return bytes(builder.font["CFF "].compile(builder.font))
