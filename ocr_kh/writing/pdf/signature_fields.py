# SPDX-License-Identifier: Apache-2.0
"""Take the signature fields out of a copy: what they show stays on the page, what they vouch for does not hold here.

A signature vouches for the bytes of the file that was signed (ISO 32000-1, 12.8); in a copy with a text layer every
reader would call it broken, and PDF/A forbids one that does not cover its file (ISO 19005-2, 6.4.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Stream, String

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_MAX_FIELD_DEPTH = 32
"""Fields within fields."""
_KEPT = frozenset({"/Type", "/Rect", "/F", "/P", "/AP", "/BS", "/Border", "/NM", "/M", "/OC"})
"""What a stamp has of a widget's entries; a sign that it was a field is none of them."""


def take_out_signatures(pdf: Pdf) -> int:
    """Turn signature fields into stamps that look the same, or drop those that show nothing; how many were signed."""
    signed: set[tuple[int, int]] = set()
    for page in pdf.pages:
        notes = page.obj.get(Name.Annots)
        if isinstance(notes, Array) and any(map(_is_signature, notes)):
            page.obj.Annots = Array([note for note in notes if not _is_signature(note) or _as_stamp(note, signed)])
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        fields = _others(form.get(Name.Fields), signed, 0)
        if fields:
            form.Fields = Array(fields)
            _drop(form, Name.SigFlags)
        else:
            del pdf.Root.AcroForm
    for key in (Name.Perms, Name("/DSS")):
        _drop(pdf.Root, key)
    return len(signed)


def _others(fields: Object | None, signed: set[tuple[int, int]], depth: int) -> list[Object]:
    """The fields that are no signatures; the signed ones go into `signed`."""
    if not isinstance(fields, Array) or depth > _MAX_FIELD_DEPTH:
        return []
    kept: list[Object] = []
    for field in fields:
        if not isinstance(field, Dictionary):
            continue
        if _is_signature(field):
            _note_signed(field, signed)
        elif field.get(Name.Subtype) != Name.Stamp:
            if Name.Kids in field:
                field.Kids = Array(_others(field.Kids, signed, depth + 1))
            kept.append(field)
    return kept


def _is_signature(note: Object | None) -> bool:
    """Whether `note` is a signature field, or the widget of one."""
    for _ in range(_MAX_FIELD_DEPTH):
        if not isinstance(note, Dictionary):
            return False
        if Name.FT in note:
            return str(note.FT) == "/Sig"
        note = note.get(Name.Parent)
    return False


def _as_stamp(widget: Object, signed: set[tuple[int, int]]) -> bool:
    """Make a stamp of `widget`; False when it shows nothing."""
    _note_signed(widget, signed)
    appearance = widget.get(Name.AP)
    shown = appearance.get(Name.N) if isinstance(appearance, Dictionary) else None
    if not isinstance(shown, Stream) or not _has_area(widget.get(Name.Rect)):
        return False
    for key in set(widget.keys()) - _KEPT:
        del widget[key]
    widget.AP = Dictionary(N=shown)
    widget.Subtype = Name.Stamp
    widget.Contents = String("Digital signature of the original file, as it looked")
    return True


def _note_signed(field: Object, signed: set[tuple[int, int]]) -> None:
    """A field and its only widget are one object, others share the parent's signature."""
    holder: Object = field if Name.V in field else field.get(Name.Parent, field)
    if isinstance(holder, Dictionary) and isinstance(holder.get(Name.V), Dictionary):
        signed.add(holder.V.objgen if holder.V.is_indirect else holder.objgen)


def _has_area(rectangle: Object | None) -> bool:
    if not isinstance(rectangle, Array) or len(rectangle) != 4:
        return False
    try:
        x0, y0, x1, y1 = (float(value) for value in rectangle)
    except TypeError:
        return False
    return x0 != x1 and y0 != y1


def _drop(holder: Object, key: Name) -> None:
    if key in holder:
        del holder[key]
