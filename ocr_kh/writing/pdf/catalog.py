# SPDX-License-Identifier: Apache-2.0
"""Entries of a PDF's catalog and pages that are not of the type they must have, as damaged and hostile files hold them.

Readers pass over such an entry (`/AcroForm 5`, `/Names 5`); whoever asks it for its parts must not stumble.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Stream, String

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pikepdf import Object, Pdf

_DICTIONARIES = """
    /AcroForm /AA /Collection /Dests /Extensions /Legal /MarkInfo /Names /OCProperties /Outlines /PageLabels /Perms
    /PieceInfo /StructTreeRoot /URI /ViewerPreferences"""
_OF_CATALOG: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(_DICTIONARIES.split(), Dictionary),
    "/Lang": String, "/Metadata": Stream, "/OpenAction": (Array, Dictionary), "/OutputIntents": Array,
}  # fmt: skip
"""ISO 32000-1, table 28."""
_OF_PAGE: Mapping[str, type | tuple[type, ...]] = {
    "/AA": Dictionary, "/Annots": Array, "/B": Array, "/Contents": (Array, Stream), "/Group": Dictionary,
    "/Metadata": Stream, "/PieceInfo": Dictionary, "/Resources": Dictionary, "/Thumb": Stream,
}  # fmt: skip
"""ISO 32000-1, table 30."""


def drop_mistyped(pdf: Pdf) -> None:
    """Take such entries out of the catalog and the pages."""
    _drop(pdf.Root, _OF_CATALOG)
    for page in pdf.pages:
        _drop(page.obj, _OF_PAGE)


def _drop(holder: Object, types: Mapping[str, type | tuple[type, ...]]) -> None:
    for key, wanted in types.items():
        if key in holder and not isinstance(holder[key], wanted):
            del holder[Name(key)]
