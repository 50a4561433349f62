# SPDX-License-Identifier: Apache-2.0
"""What pikepdf's checker leaves open, checked here or put in other words, so that it can check the rest.

It does not know the text that people type onto a page (FreeText), nor layers (optional content), and does not look at
a page that has them. To PDF/A a typed text is what a stamp is: an annotation with flags and an appearance
(ISO 19005-2, 6.3); what it asks of layers, `layers` knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, PdfError, Stream

from ocr_kh.writing.pdf.pdfa.layers import layer_faults

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_OF_TYPED_TEXT = ("/DA", "/Q", "/DS", "/CL", "/LE", "/BE", "/RD", "/BS", "/Rotate")
"""Entries that FreeText has and stamps have not (ISO 32000-1, table 174): how its appearance was made."""
_LAYER_MARK = re.compile(rb"/OC\s+/[^\s/<>\[\]()]+\s+BDC\b")
"""Where a part of a content stream begins that belongs to a layer."""
_LAYERS = frozenset({"/OCG", "/OCMD"})


def put_plainly(pdf: Pdf) -> list[tuple[str, str]]:
    """Change `pdf`, which is not to be kept, so that pikepdf can check it; what is wrong with that which goes.

    Rule and message of each fault.
    """
    faults = list(layer_faults(pdf))
    if Name.OCProperties in pdf.Root:
        del pdf.Root.OCProperties
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Stream)):
            _put_plainly(item)
    for page in pdf.pages:
        contents = page.obj.get(Name.Contents)
        for content in contents if isinstance(contents, Array) else [contents]:
            if isinstance(content, Stream):
                _unmark(content)
        notes = page.obj.get(Name.Annots)
        for note in notes if isinstance(notes, Array) else ():
            if isinstance(note, Dictionary):
                _as_stamp(note)
    return faults


def _put_plainly(item: Object) -> None:
    """Take the marks of layers out of a dictionary or stream."""
    if Name.OC in item:
        del item[Name.OC]
    properties = item.get(Name.Properties)
    if isinstance(properties, Dictionary):
        for key, value in list(properties.items()):
            if isinstance(value, Dictionary) and str(value.get(Name.Type)) in _LAYERS:
                del properties[key]
        if not properties.keys():
            del item[Name.Properties]
    resources = item.get(Name.Resources)
    if isinstance(resources, Dictionary) and not resources.is_indirect:
        _put_plainly(resources)
    if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form:
        _unmark(item)


def _unmark(content: Stream) -> None:
    try:
        data = content.read_bytes()
    except PdfError:  # the checker tells of it
        return
    plain = _LAYER_MARK.sub(b"/Layer BMC", data)
    if plain != data:
        content.write(plain)


def _as_stamp(note: Dictionary) -> None:
    if note.get(Name.Subtype) == Name.FreeText:
        note.Subtype = Name.Stamp
        for key in _OF_TYPED_TEXT:
            if key in note:
                del note[key]
