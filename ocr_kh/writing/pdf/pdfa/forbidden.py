# SPDX-License-Identifier: Apache-2.0
"""What PDF/A-2 forbids and a page can do without, dropped (`--pdfa embed`).

Films, sounds and 3D models on the page (ISO 19005-2, 6.3.1); curves and halftones for one printer (6.2.5); other
versions of an image (6.2.8), and what forms keep for PostScript or take from another file (6.2.9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Stream

from ocr_kh.writing.pdf.pdfa.layers import unswitch_layers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pikepdf import Object, Pdf

_NOTES = frozenset({"/3D", "/Sound", "/Screen", "/Movie", "/RichMedia", "/Projection"})
"""Kinds of annotations that may not be; the last two are of PDF 2.0."""
_ENTRIES: Mapping[str, tuple[str, ...]] = {
    "/Image": ("/Alternates", "/OPI"),
    "/Form": ("/OPI", "/PS", "/Ref", "/Subtype2"),
}
_OF_STATES = ("/TR", "/TR2", "/HTP")
"""Entries of a graphics state."""


def drop_forbidden(pdf: Pdf) -> int:
    """Drop all that from `pdf`; how many things went."""
    dropped = unswitch_layers(pdf)
    for item in pdf.objects:
        if isinstance(item, Stream):
            dropped += _delete(item, _ENTRIES.get(str(item.get(Name.Subtype)), ()))
        if isinstance(item, (Dictionary, Stream)):
            dropped += _drop_from_states(item)
    for page in pdf.pages:
        dropped += _drop_notes(page.obj)
    return dropped


def _drop_from_states(holder: Object) -> int:
    resources = holder.get(Name.Resources)
    states = resources.get(Name.ExtGState) if isinstance(resources, Dictionary) else None
    if not isinstance(states, Dictionary):
        return 0
    return sum(_delete(state, _OF_STATES) for state in states.values() if isinstance(state, Dictionary))


def _drop_notes(page: Object) -> int:
    notes = page.get(Name.Annots)
    if not isinstance(notes, Array):
        return 0
    kept = [note for note in notes if not isinstance(note, Dictionary) or str(note.get(Name.Subtype)) not in _NOTES]
    dropped = len(notes) - len(kept)
    if dropped:
        page.Annots = Array(kept)
    return dropped


def _delete(holder: Object, keys: tuple[str, ...]) -> int:
    found = [key for key in keys if key in holder]
    for key in found:
        del holder[key]
    return len(found)
