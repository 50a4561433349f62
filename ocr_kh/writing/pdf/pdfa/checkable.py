# SPDX-License-Identifier: Apache-2.0
"""What pikepdf's checker leaves open, checked here or put in other words, so that it can check the rest.

It does not know the text that people type onto a page (FreeText), fields of forms, nor layers (optional content), and
does not look at a page that has them. To PDF/A a typed text and a field are what a stamp is: an annotation with flags
and an appearance (ISO 19005-2, 6.3). A form besides may not ask viewers to draw it anew, nor be XFA (6.4); what is
asked of layers, `layers` knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, PdfError, Stream

from ocr_kh.writing.pdf.pdfa.layers import layer_faults
from ocr_kh.writing.pdf.pdfa.private_entries import keep_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Object, Pdf

_LIKE_STAMPS = frozenset({"/FreeText", "/Widget"})
_OF_STAMPS = frozenset(
    {
        "/Type",
        "/Subtype",
        "/Rect",
        "/Contents",
        "/P",
        "/NM",
        "/M",
        "/F",
        "/AP",
        "/AS",
        "/Border",
        "/C",
        "/StructParent",
        "/T",
        "/Popup",
        "/CA",
        "/RC",
        "/CreationDate",
        "/IRT",
        "/Subj",
        "/RT",
        "/IT",
        "/Name",
        "/A",
        "/AA",
    }
)
"""Entries of stamps (ISO 32000-1, tables 164, 170 and 181), and actions, which the checker is to see. What else a typed
text or a field has says how its appearance was made, or what its value is."""
_LAYER_MARK = re.compile(rb"/OC\s+/[^\s/<>\[\]()]+\s+BDC\b")
"""Where a part of a content stream begins that belongs to a layer."""
_MAX_FIELD_DEPTH = 8
"""Fields within fields."""
_LAYERS = frozenset({"/OCG", "/OCMD"})


def put_plainly(pdf: Pdf) -> list[tuple[str, str]]:
    """Change `pdf`, which is not to be kept, so that pikepdf can check it; what is wrong with that which goes.

    Rule and message of each fault.
    """
    faults = [*layer_faults(pdf), *_form_faults(pdf)]
    for key in (Name.OCProperties, Name.AcroForm):
        if key in pdf.Root:
            del pdf.Root[key]
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


def _form_faults(pdf: Pdf) -> Iterator[tuple[str, str]]:
    """What PDF/A does not allow of the form of `pdf`, its fields aside: rule and message."""
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        if bool(form.get(Name.NeedAppearances, False)):
            yield "ISO_19005_2:6.4.1-3", "viewers are asked to draw the fields anew"
        if Name.XFA in form:
            yield "ISO_19005_2:6.4.2-1", "an XFA form"


def _as_stamp(note: Dictionary) -> None:
    """Make a stamp of a typed text or a field; a field of the wrong looks stays, and is refused.

    A button has a look for each of its states, any other field one (6.3.3).
    """
    if str(note.get(Name.Subtype)) not in _LIKE_STAMPS:
        return
    looks = note.get(Name.AP)
    states = looks.get(Name.N) if isinstance(looks, Dictionary) else None
    if _is_button(note) != isinstance(states, Dictionary):
        return
    if isinstance(looks, Dictionary) and isinstance(states, Dictionary):
        shown = states.get(str(note.get(Name.AS)))
        looks.N = shown if isinstance(shown, Stream) else states
    note.Subtype = Name.Stamp
    keep_only(note, _OF_STAMPS)


def _is_button(note: Object) -> bool:
    """Whether the field is one, by itself or by those that it is a part of."""
    field: Object | None = note
    for _ in range(_MAX_FIELD_DEPTH):
        if not isinstance(field, Dictionary):
            return False
        if Name.FT in field:
            return str(field.FT) == "/Btn"
        field = field.get(Name.Parent)
    return False
