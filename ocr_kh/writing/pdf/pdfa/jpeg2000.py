# SPDX-License-Identifier: Apache-2.0
"""What PDF/A-2 asks of a JPEG 2000 image (ISO 19005-2, 6.2.8.3), which pikepdf's checker leaves open.

Scanning programs that separate print from paper ("compact PDF") write it. The boxes are those of ISO 15444-1, annex I:
length and type, each of four bytes, then the content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_CHANNELS = frozenset({1, 3, 4})
_METHODS = frozenset({1, 2, 3})
_MOST_BITS = 38
_CIE_JAB = 19
_HEAD = 8
"""Bytes of length and type."""


def jpeg2000_faults(data: bytes, *, has_colour_space: bool) -> list[str]:
    """Why the image may not be in PDF/A-2, by veraPDF's numbers of the rules; empty when it may.

    `has_colour_space` tells that the PDF itself names its colours, and those of the image do not matter.
    """
    if not data.startswith(_SIGNATURE):
        return ["ISO_19005_2:6.2.8.3: not a JP2 file"]
    header = dict[str, list[bytes]]()
    for outer, content in _boxes(data):
        if outer == "jp2h":
            for kind, inner in _boxes(content):
                header.setdefault(kind, []).append(inner)
    if "ihdr" not in header or len(header["ihdr"][0]) < 14:
        return ["ISO_19005_2:6.2.8.3: no image header"]
    faults = _sample_faults(header)
    return faults if has_colour_space else faults + _colour_faults(header.get("colr", []))


def _sample_faults(header: dict[str, list[bytes]]) -> list[str]:
    """Channels and bits of the image header: height, width, number of components, bits less one (7th bit: signed)."""
    image = header["ihdr"][0]
    faults = []
    opacity = _opacity_channels(header.get("cdef", []))
    if int.from_bytes(image[8:10], "big") - opacity not in _CHANNELS:
        faults.append("ISO_19005_2:6.2.8.3-1: the number of colour channels is not 1, 3 or 4")
    if "bpcc" in header or (image[10] & 0x7F) + 1 > _MOST_BITS:
        faults.append("ISO_19005_2:6.2.8.3-5: channels of different depth, or deeper than 38 bits")
    return faults


def _opacity_channels(definitions: list[bytes]) -> int:
    """Channels that `cdef` defines as other than colour: a count, then number, type and association of each."""
    if not definitions:
        return 0
    entries = definitions[0][2:]
    types = (int.from_bytes(entries[at + 2 : at + 4], "big") for at in range(0, len(entries) - 5, 6))
    return sum(kind != 0 for kind in types)


def _colour_faults(specifications: list[bytes]) -> list[str]:
    """Of the `colr` boxes: method, precedence, approximation, then the number of an enumerated space or a profile."""
    faults = []
    if len(specifications) > 1 and sum(spec[2:3] == b"\x01" for spec in specifications) != 1:
        faults.append("ISO_19005_2:6.2.8.3-2: several colour spaces, and not one of them the best")
    for spec in specifications:
        if not spec or spec[0] not in _METHODS:
            faults.append("ISO_19005_2:6.2.8.3-3: a colour space by another method than 1, 2 or 3")
        elif spec[0] == 1 and int.from_bytes(spec[3:7], "big") == _CIE_JAB:
            faults.append("ISO_19005_2:6.2.8.3-4: colours in CIEJab")
    return faults if specifications else ["ISO_19005_2:6.2.8.3-3: no colour space"]


def _boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Type and content of each box in `data`; ends before one that is cut off or that runs to the end (length 0)."""
    at = 0
    while at + _HEAD <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8].decode("latin-1")
        if length < _HEAD or at + length > len(data):
            return
        yield kind, data[at + _HEAD : at + length]
        at += length
